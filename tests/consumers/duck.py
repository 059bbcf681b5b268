"""DuckDB reads `--format csv`, `facts-csv` and JSON lines: Cyrillic whole, numbers as numbers, as many rows as the sheet has mentions and facts.

    python tests/consumers/duck.py target/release/svodka FILE...
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import duckdb

svodka, *files = sys.argv[1:]
passed = 0
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)

    def made(form, file):
        path = folder / f"out.{form}"
        path.write_bytes(subprocess.run([svodka, "--format", form, file], capture_output=True, check=True).stdout)
        return str(path)

    for file in files:
        sheet = json.loads(pathlib.Path(made("json", file)).read_text("utf-8"))
        parts = ("people", "offices", "countries", "places", "organizations", "figures", "dates")
        wanted = sorted((e["id"], m["start"], m["end"], m["text"]) for part in parts for e in sheet[part] for m in e["mentions"])
        rows = duckdb.execute('SELECT id, start, "end", text FROM read_csv(?, header = true, all_varchar = false)', [made("csv", file)]).fetchall()
        # A spreadsheet must not take a text for a formula: svodka writes such a cell with an apostrophe before it.
        rows = sorted((i, s, e, str(t).removeprefix("'") if str(t)[:2] in ("'=", "'+", "'-", "'@") else str(t)) for i, s, e, t in rows)
        assert rows == wanted, f"{file}: csv: {set(rows) ^ set(wanted)}"
        facts = duckdb.execute("SELECT count(*) FROM read_csv(?, header = true, all_varchar = true)", [made("facts-csv", file)]).fetchone()[0]
        assert facts == len({f["id"] for f in sheet["facts"]}), f"{file}: {facts} rows of facts"
        people = duckdb.execute("SELECT people FROM read_json(?, format = 'newline_delimited', maximum_object_size = 100000000)", [made("jsonl", file)]).fetchone()[0]
        assert [p["name"] for p in people] == [p["name"] for p in sheet["people"]], f"{file}: {people}"
        passed += len(rows) + facts + len(people)
print(f"{passed} passed, 0 failed")
