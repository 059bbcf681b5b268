"""Reads sheets as Parquet with DuckDB, pandas and Polars, and holds them against the same sheets as JSON lines.

    pip install duckdb pandas pyarrow polars
    python tests/consumers/parquet.py target/release/svodka
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pandas
import polars

PROGRAM = sys.argv[1]
DUMP = Path(__file__).parents[2] / "fixtures" / "dumps" / "small.jsonl"


def plain(value):
    """Without what is absent: columns have no absent keys, only nulls; an absent list and an empty one are alike in JSON sheets."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        fields = {k: plain(v) for k, v in value.items()}
        return {k: v for k, v in fields.items() if v is not None and v != [] and v != {}}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def main():
    folder = Path(tempfile.mkdtemp())
    columns, lines = folder / "sheets.parquet", folder / "sheets.jsonl"
    for output in (columns, lines):
        subprocess.run([PROGRAM, "batch", str(DUMP), "-o", str(output)], check=True)
    expected = [plain(json.loads(line)) for line in lines.read_text(encoding="utf-8").splitlines()]
    by = {
        "DuckDB": duckdb.sql(f"from '{columns}'").to_arrow_table().to_pylist(),
        "pandas": pandas.read_parquet(columns).to_dict("records"),
        "Polars": polars.read_parquet(columns).to_dicts(),
    }
    for reader, rows in by.items():
        assert [plain(row) for row in rows] == expected, f"{reader} reads other sheets"
        print(f"{reader}: the same {len(rows)} sheets")
    people = duckdb.sql(f"select p.name, count(*) from (select unnest(people) as p from '{columns}') group by all order by all").fetchall()
    assert people, "nested columns can be asked"
    print(people)


if __name__ == "__main__":
    main()
