#!/usr/bin/env python3
"""Makes gazetteers/given-derived.tsv and gazetteers/surnames-derived.tsv from PyPI russiannames 2.0.0 (BSD-3-Clause).

    mkdir dl && pip download --no-deps -d dl russiannames==2.0.0 && (cd dl && unzip -q russiannames-*.whl)
    pip install pyarrow==26.0.1 pymorphy3==2.0.6 pymorphy3-dicts-ru==2.4.417150.4580142
    python3 gazetteers/build/names.py dl

Given names that five bearers have, surnames that ten have. Left out: words that the dictionary of OpenCorpora (through pymorphy3) has as
something else than a name, names that it has as names already (the program's own morphology knows those), rows of the hand-written files,
surnames whose ending tells that they are some, and spellings that differ in a letter from a name a hundred times as frequent.
"""
import re
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pymorphy3

HERE = Path(__file__).resolve().parent.parent
RUSSIAN = re.compile(r"^[А-ЯЁ][а-яё]+(-[А-ЯЁ][а-яё]+)?$")
# Endings that suffixes.tsv and the morphology's guesser tell for surnames.
TOLD = re.compile(r"(ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ской|цкой|енко|дзе|швили|ян|янц|чук|щук|юк|ук|их|ых|ович|евич|ко|иа|ия|уулу|кызы|ман|штейн|берг|сон)$")
ORIGINS = {"slav": "slavic", "tur": "turkic", "arab": "arab", "arm": "armenian", "jew": "jewish", "geor": "georgian", "polsk": "polish", "germ": "german", "greek": "greek", "cz": "czech"}
NAMES = {"Name", "Surn", "Patr"}

HEAD = """# {what}
# Made by build/names.py from PyPI russiannames 2.0.0 (BSD-3-Clause); do not edit, write into {hand} instead.
"""


def hand(file):
    rows = [line.split("\t") for line in (HERE / file).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {name for row in rows[1:] for name in [row[0], *(row[2].split("|") if len(row) > 3 else [])]}


def keep(morph, word, counts, least):
    if counts[word] < least or not RUSSIAN.match(word) or len(word) < 3:
        return False
    parses = [p for p in morph.parse(word) if p.is_known]
    return not parses


def misspelt(word, counts):
    """A letter off a name that is a hundred times as frequent: «Елизовета»."""
    letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    low = word.lower()
    near = {low[:i] + c + low[i + 1:] for i in range(len(low)) for c in letters}
    near |= {low[:i] + low[i + 1:] for i in range(len(low))} | {low[:i] + c + low[i:] for i in range(len(low) + 1) for c in letters}
    near |= {low[:i] + low[i + 1] + low[i] + low[i + 2:] for i in range(len(low) - 1)}
    return any(counts.get(n.capitalize(), 0) > 100 * counts[word] for n in near)


def rows_of(folder, file):
    rows = parquet.read_table(next(Path(folder).glob(f"**/{file}.parquet"))).to_pylist()
    return [r for r in rows if r["text"]]


def origin(row):
    return "|".join(sorted({ORIGINS.get(e.strip(), "") for e in row["ethnic"] or []} - {""}))


def write(file, header, lines, what, by_hand):
    text = HEAD.format(what=what, hand=by_hand) + header + "\n" + "".join(line + "\n" for line in lines)
    (HERE / file).write_text(text, encoding="utf-8")
    print(f"{file}: {len(lines)} rows", file=sys.stderr)


def order(word):
    return word.lower().replace("ё", "е")


def main(folder):
    morph = pymorphy3.MorphAnalyzer(lang="ru")
    given = rows_of(folder, "names")
    counts = {}
    for r in given:
        counts[r["text"]] = max(counts.get(r["text"], 0), r["count"])
    taken = hand("given.tsv")
    best = {}
    for r in given:
        word = r["text"]
        if word in taken or r["gender"] not in ("m", "f") or not keep(morph, word, counts, 5) or misspelt(word, counts):
            continue
        best.setdefault(word, r)
    write("given-derived.tsv", "name\tgender\tshort\torigin", [f"{w}\t{best[w]['gender']}\t\t{origin(best[w])}" for w in sorted(best, key=order)],
          "Given names that the morphological dictionary lacks.", "given.tsv")

    surnames = rows_of(folder, "surnames")
    counts = {}
    for r in surnames:
        counts[r["text"]] = max(counts.get(r["text"], 0), r["count"])
    taken = hand("surnames.tsv")
    kept = {}
    for r in surnames:
        word = r["text"]
        if r["gender"] == "f" or word in taken or word in best or TOLD.search(word) or not keep(morph, word, counts, 10) or misspelt(word, counts):
            continue
        kept.setdefault(word, r)
    write("surnames-derived.tsv", "name\torigin", [f"{w}\t{origin(kept[w])}" for w in sorted(kept, key=order)],
          "Surnames that neither their ending nor the morphological dictionary tells.", "surnames.tsv")


if __name__ == "__main__":
    main(sys.argv[1])
