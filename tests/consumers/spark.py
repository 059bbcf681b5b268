"""Runs svodka under Apache Spark in both ways of docs/cluster.md, and holds the sheets against those of `svodka batch`.

    pip install "pyspark>=3.5" "pandas<3" pyarrow svodka-….whl       (and Java 17)
    python tests/consumers/spark.py target/release/svodka [RECORDS]

Some thousand records, every fiftieth of them bad. Exits with an error if a single byte differs.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pyspark.sql import SparkSession

PROGRAM = str(Path(sys.argv[1]).resolve())
RECORDS = int(sys.argv[2]) if len(sys.argv) > 2 else 4000
SCHEMA = "id string, sheet string, error string"

TEXTS = [
    "Президент Казахстана Касым-Жомарт Токаев прибыл в Ташкент. Он заявил: «Мы рады».",
    "Директор завода «Мотор» Иван Петров заявил, что выпуск вырос на {n}%.",
    "Из {n} школ 8 открыты, сказала мэр Нарына Анна Котова 5 мая 2018 года.",
    "Вчера курс доллара составил {n} сома, а три часа назад, \0 в банке, {n} сома.",
]
BAD = ["это не JSON", '{"id": "b", "title": "без текста"}', '{"id": "b", "text": 17}', '{"id": "b", "text": " "}']


def lines():
    for n in range(RECORDS):
        if n % 50 == 17:
            yield BAD[n // 50 % len(BAD)]
        else:
            text = " ".join(t.format(n=n) for t in TEXTS[n % 4 :] + TEXTS[: n % 4])
            date = ["2018-06-05", "2018-06-05T11:30:00+03:00", "2018-06-05 00:00:00"][n % 3]
            yield json.dumps({"id": str(n), "text": text, "date": date}, ensure_ascii=False)


def record(extractor, line):
    """What `svodka batch` does with a line: (id, sheet, error)."""
    try:
        fields = json.loads(line)
        text = fields["text"]
        if not isinstance(text, str) or not text.strip():
            raise ValueError("no text")
        return fields["id"], extractor.extract_json(text, id=fields["id"], date=fields.get("date")), None
    except Exception as error:  # a bad record is a row with its cause, never the end of the job
        return None, None, f"{type(error).__name__}: {error}"


def in_pandas(batches):
    import pandas
    import svodka

    extractor = svodka.Extractor()
    for batch in batches:
        yield pandas.DataFrame([record(extractor, line) for line in batch["value"]], columns=["id", "sheet", "error"])


def in_arrow(batches):
    import pyarrow
    import svodka

    extractor = svodka.Extractor()
    for batch in batches:
        rows = [record(extractor, line) for line in batch.column("value").to_pylist()]
        columns = [pyarrow.array([row[i] for row in rows], pyarrow.string()) for i in range(3)]
        yield pyarrow.RecordBatch.from_arrays(columns, ["id", "sheet", "error"])


def main():
    folder = Path(tempfile.mkdtemp())
    dump = folder / "dump.jsonl"
    dump.write_text("".join(line + "\n" for line in lines()), encoding="utf-8")
    done = subprocess.run([PROGRAM, "batch", str(dump)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1, done.stderr
    expected = sorted(done.stdout.decode().split("\n")[:-1])
    bad = RECORDS - len(expected)
    print(f"svodka batch: {len(expected)} sheets, {bad} failed")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers have the same packages
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")

    def same(way, found, started):
        assert sorted(found) == expected, f"{way}: other sheets than svodka batch"
        print(f"{way}: the same {len(found)} sheets, {time.time() - started:.1f} s")

    # Exit code 1 says that some records failed: that is no failure of the partition. Anything else is.
    pipe = "sh -c " + shlex.quote(f"{shlex.quote(PROGRAM)} batch -j 1 --input-format jsonl; test $? -le 1")
    started = time.time()
    found = spark.sparkContext.textFile(str(dump), 4).pipe(pipe, checkCode=True).collect()
    same("pipe", found, started)
    table = spark.read.text(str(dump)).repartition(4)
    for way, run in (("mapInPandas", table.mapInPandas), ("mapInArrow", table.mapInArrow)):
        started = time.time()
        rows = run(in_pandas if way == "mapInPandas" else in_arrow, SCHEMA).collect()
        same(way, [row.sheet for row in rows if row.error is None], started)
        assert sum(row.error is not None for row in rows) == bad, f"{way}: every bad record is told"
    spark.stop()


if __name__ == "__main__":
    main()
