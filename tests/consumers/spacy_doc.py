"""spaCy loads `--format spacy`: a Doc whose entities and spans have the offsets and words of the sheet.

    python tests/consumers/spacy_doc.py target/release/svodka FILE...
"""

import json
import subprocess
import sys

import spacy
from spacy.tokens import Doc


def run(svodka, form, file):
    return subprocess.run([svodka, "--format", form, file], capture_output=True, check=True, text=True).stdout


svodka, *files = sys.argv[1:]
vocab = spacy.blank("ru").vocab
passed = 0
for file in files:
    written = json.loads(run(svodka, "spacy", file))
    doc = Doc(vocab).from_json(written)
    assert doc.text == written["text"], f"{file}: another text"
    sheet = json.loads(run(svodka, "json", file))
    parts = ("people", "offices", "countries", "places", "organizations", "figures", "dates")
    wanted = {(m["start"], m["end"], m["text"], e["id"]) for part in parts for e in sheet[part] for m in e["mentions"]}
    spans = {(s.start_char, s.end_char, s.text, s.kb_id_) for s in doc.spans["svodka"]}
    assert spans <= wanted, f"{file}: not in the sheet: {spans - wanted}"
    # What begins or ends inside a token has no place in a Doc, and svodka says so.
    assert len(spans) == len(written["spans"]["svodka"]), f"{file}: spans were lost"
    # spaCy reads no kb_id of `ents`; the span group has them.
    places = {(start, end, text) for start, end, text, _ in wanted}
    assert len(doc.ents) == len(written["ents"]) and all((e.start_char, e.end_char, e.text) in places for e in doc.ents), f"{file}: entities"
    passed += len(spans) + len(doc.ents)
print(f"{passed} passed, 0 failed")
