"""A reader of brat standoff that is not ours takes `--format brat`: each annotation has the words that stand at its offsets.

    python tests/consumers/brat.py target/release/svodka FILE...
"""

import pathlib
import re
import subprocess
import sys

# The grammar of brat's documentation (standoff format), written down apart from svodka.
TEXT_BOUND = re.compile(r"T(\d+)\t([^\s\d]\S*) (\d+ \d+(?:;\d+ \d+)*)\t(.+)")
RELATION = re.compile(r"R(\d+)\t(\S+) Arg1:(T\d+) Arg2:(T\d+)")
NOTE = re.compile(r"#(\d+)\tAnnotatorNotes ([TR]\d+)\t(.+)")

svodka, *files = sys.argv[1:]
passed = 0
for file in files:
    text = pathlib.Path(file).read_bytes().decode("utf-8-sig")
    ids, referred = set(), set()
    for line in subprocess.run([svodka, "--format", "brat", file], capture_output=True, check=True).stdout.decode().split("\n"):
        if not line:
            continue
        if m := TEXT_BOUND.fullmatch(line):
            pieces = [text[int(a) : int(b)] for a, b in (p.split() for p in m[3].split(";"))]
            assert " ".join(pieces) == m[4], f"{file}: {line}: {pieces}"
            assert not any(c in p for p in pieces for c in "\r\n"), f"{file}: {line}: a piece over a line end"
            assert m[1] not in ids, f"{file}: {line}: twice"
            ids.add(m[1])
        elif m := RELATION.fullmatch(line):
            referred |= {m[3][1:], m[4][1:]}
        elif m := NOTE.fullmatch(line):
            referred.add(m[2][1:])
        else:
            sys.exit(f"{file}: no line of brat: {line}")
        passed += 1
    assert referred <= ids, f"{file}: {referred - ids} are nowhere"
print(f"{passed} passed, 0 failed")
