"""Offsets in code points, bytes and UTF-16, as Python counts them, on text with emoji, combining marks, CRLF and a byte order mark.

    python tests/consumers/offsets.py target/release/svodka [FILE]

Offsets count in the text without its byte order mark. Without FILE it reads the fixture. Prints 'N passed, 0 failed' or stops at the first that is wrong.
"""

import json
import pathlib
import subprocess
import sys

FIXTURE = pathlib.Path(__file__).parents[2] / "fixtures" / "encodings" / "offsets.txt"


def stretches(sheet):
    for part in ("people", "offices", "countries", "places", "organizations", "figures", "dates"):
        for entity in sheet[part]:
            yield from entity["mentions"]
    for fact in sheet["facts"]:
        yield fact["evidence"]
        if "quote" in fact:
            yield fact["quote"]
        yield from fact.get("segments", [])


def check(svodka, file):
    text = file.read_bytes().decode("utf-8-sig")
    run = subprocess.run([svodka, "--offsets", str(file)], capture_output=True, check=True)
    in_bytes, in_utf16 = text.encode(), text.encode("utf-16-le")
    passed = 0
    for s in stretches(json.loads(run.stdout)):
        found = {
            "code points": text[s["start"] : s["end"]],
            "bytes": in_bytes[s["bytes"]["start"] : s["bytes"]["end"]].decode(),
            "UTF-16": in_utf16[2 * s["utf16"]["start"] : 2 * s["utf16"]["end"]].decode("utf-16-le"),
        }
        for unit, words in found.items():
            if words != s["text"]:
                sys.exit(f"{file}: {unit}: «{words}» is not «{s['text']}»: {s}")
            passed += 1
    if passed < 3:
        sys.exit(f"{file}: nothing was found")
    print(f"{passed} passed, 0 failed")


if __name__ == "__main__":
    check(sys.argv[1], pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else FIXTURE)
