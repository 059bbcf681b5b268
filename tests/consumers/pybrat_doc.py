"""pybrat, a parser of brat standoff, reads `--format brat`: every mention with its words, every relation between mentions.

    python tests/consumers/pybrat_doc.py target/release/svodka FILE...
"""

import pathlib
import subprocess
import sys
import tempfile

from pybrat.parser import BratParser

svodka, *files = sys.argv[1:]
passed = 0
for file in map(pathlib.Path, files):
    text = file.read_bytes().decode("utf-8-sig")
    if "\r" in text:
        continue  # pybrat reads text with line ends translated, and loses the offsets
    ann = subprocess.run([svodka, "--format", "brat", str(file)], capture_output=True, check=True).stdout.decode()
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "a.txt").write_text(text, encoding="utf-8")
        (pathlib.Path(folder) / "a.ann").write_text(ann, encoding="utf-8")
        (example,) = BratParser(error="raise").parse(folder)
    lines = [line[0] for line in ann.splitlines()]
    assert len(example.entities) == lines.count("T"), f"{file}: {len(example.entities)} of {lines.count('T')} mentions"
    assert len(example.relations) == lines.count("R"), f"{file}: {len(example.relations)} of {lines.count('R')} relations"
    for entity in example.entities:
        words = " ".join(text[span.start : span.end] for span in entity.spans)
        assert words == entity.mention, f"{file}: {entity}: {words}"
    for relation in example.relations:
        assert relation.arg1 and relation.arg2, f"{file}: {relation}"
    passed += len(example.entities) + len(example.relations)
print(f"{passed} passed, 0 failed")
