#!/usr/bin/env python3
"""Makes gazetteers/given-derived.tsv and gazetteers/surnames-derived.tsv from three packages:

- PyPI russiannames 2.0.0 (BSD-3-Clause): given names that five bearers have, surnames that ten have;
- PyPI Faker 40.54.0 (MIT): given names with gender and surnames of some eighty countries, in the country's spelling;
- PyPI rigour 2.6.1 (MIT), data/names/person_names.txt: the spellings of 170,000 names of Wikidata (CC0), which give a name of Faker its
  Russian ones. A name with Russian spellings that Faker lacks counts as a surname: of names that the dictionary lacks most are.

    mkdir dl && pip download --no-deps -d dl russiannames==2.0.0 && pip download --no-deps --no-binary rigour -d dl rigour==2.6.1
    (cd dl && unzip -q russiannames-*.whl && tar xzf rigour-*.tar.gz)
    pip install pyarrow==26.0.1 pymorphy3==2.0.6 pymorphy3-dicts-ru==2.4.417150.4580142 faker==40.54.0
    python3 gazetteers/build/names.py dl

Left out: words that the dictionary of OpenCorpora (through pymorphy3) has as something else than a name, names that it has as names
already (the program's own morphology knows those), rows of the hand-written files, names of our places and organizations, surnames whose
ending tells that they are some, and of russiannames spellings that differ in a letter from a name a hundred times as frequent. Of names in
Latin script: common English words, and letters that stand in no name of Latin script that news prints.
"""
import importlib
import pkgutil
import re
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pymorphy3
from faker.providers import person as faker_person
from faker.providers.lorem.en_US import Provider as EnglishWords

HERE = Path(__file__).resolve().parent.parent
RUSSIAN = re.compile(r"^[А-ЯЁ][а-яё]+(-[А-ЯЁ][а-яё]+)?$")
# Endings that suffixes.tsv and the morphology's guesser tell for surnames.
# Ukrainian endings that Russian never writes.
FOREIGN = re.compile(r"(ський|цький|ська|цька|енський)$")
TOLD = re.compile(r"(ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ской|цкой|енко|дзе|швили|ян|янц|чук|щук|юк|ук|их|ых|ович|евич|ко|иа|ия|уулу|кызы|ман|штейн|берг|сон)$")
ORIGINS = {"slav": "slavic", "tur": "turkic", "arab": "arab", "arm": "armenian", "jew": "jewish", "geor": "georgian", "polsk": "polish", "germ": "german", "greek": "greek", "cz": "czech"}
NAMES = {"Name", "Surn", "Patr"}

HEAD = """# {what}
# Made by build/names.py from PyPI russiannames 2.0.0 (BSD-3-Clause), Faker 40.54.0 (MIT) and rigour 2.6.1 (Wikidata, CC0); do not edit,
# write into {hand} instead.
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


LATIN = re.compile(r"^[A-ZÀ-ÖØ-ÞČĆĐŠŽŁŚŹŻĞİŞŐŰĀĒĪŪŘŤĎŇĽ][a-zß-öø-ÿčćđšžłńśźżąęğışőűāēīūņļķģřěťďňľůĺŕ]{2,}(-[A-Z][a-zß-öø-ÿčćđšžłńśźż]+)?$")
# Origins by Faker's countries; Chinese, Korean and Vietnamese names are left to the hand-written files, for they are syllables.
COUNTRIES = {
    "arab": "ar_AA ar_DZ ar_PS ar_SA fr_DZ", "turkish": "az_AZ tr_TR", "slavic": "bg_BG cs_CZ hr_HR mk_MK pl_PL ru_RU sk_SK sl_SI uk_UA sr_RS",
    "indian": "bn_BD en_IN gu_IN hi_IN mr_IN ne_NP or_IN ta_IN en_PK si_LK", "scandinavian": "da_DK no_NO sv_SE is_IS", "german": "de_AT de_CH de_DE de_LI de_LU",
    "greek": "el_GR", "english": "en en_GB en_IE en_NZ en_US ga_IE", "african": "en_KE en_NG ha_NG ig_NG sw tw_GH yo_NG zu_ZA",
    "spanish": "es es_AR es_CA es_CL es_CO es_ES es_MX", "baltic": "et_EE lt_LT lv_LV", "persian": "fa_IR", "finnish": "fi_FI",
    "french": "fr_BE fr_CA fr_CH fr_FR fr_QC", "jewish": "he_IL", "hungarian": "hu_HU", "armenian": "hy_AM", "indonesian": "id_ID", "italian": "it_IT",
    "japanese": "ja_JP", "georgian": "ka_GE", "dutch": "nl_BE nl_NL", "portuguese": "pt_BR pt_PT", "romanian": "ro_RO", "central-asian": "uz_UZ",
}
ORIGIN_OF = {locale: origin for origin, locales in COUNTRIES.items() for locale in locales.split()}


def faker_names():
    """Of every spelling the genders of the given name, and the origins of given name and of surname."""
    genders, given, surnames = {}, {}, {}
    for module in sorted(m.name for m in pkgutil.iter_modules(faker_person.__path__)):
        if module not in ORIGIN_OF:
            continue
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        for field in sorted(vars(provider)):
            names = getattr(provider, field)
            if not isinstance(names, (list, tuple, dict, set)) or not re.match(r"_?(first|last)_(romanized_)?names?(_|$)", field) or "pair" in field:
                continue
            for name in names:
                if not isinstance(name, str) or " " in name:
                    continue
                name = name[:1].upper() + name[1:].lower() if name.isupper() else name
                key = name.lower()
                if field.lstrip("_").startswith("last"):
                    surnames.setdefault(key, (name, set()))[1].add(ORIGIN_OF[module])
                else:
                    gender = "f" if "female" in field else "m" if "male" in field else ""
                    genders.setdefault(key, set()).update(gender)
                    given.setdefault(key, (name, set()))[1].add(ORIGIN_OF[module])
    return genders, given, surnames


def spellings(folder):
    """The lines of rigour's names: spellings of one name."""
    file = next(Path(folder).glob("**/data/names/person_names.txt"))
    for line in file.read_text(encoding="utf-8").splitlines():
        names, _, _ = line.partition(" => ")
        yield [n.strip() for n in names.split(",")]


def places_and_organizations():
    out = set()
    for file in ["countries", "regions", "regions-derived", "districts", "settlements-hand", "settlements", "nature", "world", "organizations"]:
        rows = [line.split("\t") for line in (HERE / f"{file}.tsv").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        columns = [i for i, c in enumerate(rows[0]) if c in ("name", "aliases", "capital")]
        out.update(value.lower() for row in rows[1:] for i in columns for value in row[i].split("|"))
    return out


def capitalized(word):
    return "-".join(p[:1].upper() + p[1:] for p in word.split("-"))


def wikidata(folder, morph):
    """Russian and Latin spellings of given names (with gender and origin), and of surnames (with origin)."""
    ours = {word.lower() for word in hand("surnames.tsv")}
    genders, given, surnames = faker_names()
    elsewhere = places_and_organizations()
    english = {w.lower() for w in EnglishWords.word_list}
    russian = re.compile(r"^[а-яё]{4,}(-[а-яё]{3,})?$")
    given_out, surnames_out = {}, {}

    def add_given(word, keys):
        gender, origins = given_out.setdefault(word, (set(), set()))
        for key in keys:
            gender.update(genders[key])
            origins.update(given[key][1])

    for names in spellings(folder):
        as_given = [n for n in names if genders.get(n)]
        as_surname = [n for n in names if n in surnames]
        # «Мэннинг» is a given name to a few Americans, and a surname to everybody else.
        if as_surname and set().union(*(given[n][1] for n in as_given)) == {"english"}:
            as_given = []
        # A surname that we write in Russian is one in Latin letters too.
        if any(n in ours for n in names) and not as_given:
            for name in (capitalized(n) for n in names if n not in english and n not in elsewhere):
                if LATIN.match(name):
                    surnames_out.setdefault(name, set())
        for name in names:
            if not russian.match(name) or FOREIGN.search(name) or name in elsewhere or any(p.is_known for p in morph.parse(name)):
                continue
            word = capitalized(name)
            if as_given:
                add_given(word, as_given)
            if not TOLD.search(word) and as_surname:
                surnames_out.setdefault(word, set()).update(*(surnames[n][1] for n in as_surname))
    for key, (name, origins) in given.items():
        rare = key in surnames and origins == {"english"}
        if LATIN.match(name) and key not in english and key not in elsewhere and genders[key] and not rare and not re.search("[а-я]", key):
            add_given(name, [key])
    for key, (name, origins) in surnames.items():
        if LATIN.match(name) and key not in english and key not in elsewhere:
            surnames_out.setdefault(name, set()).update(origins)
    return given_out, surnames_out


def joined(origins):
    """One origin is one; a name of many countries has none to tell."""
    return "|".join(sorted(origins)) if len(origins) <= 2 else ""


def main(folder):
    morph = pymorphy3.MorphAnalyzer(lang="ru")
    world_given, world_surnames = wikidata(folder, morph)
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
        best.setdefault(word, (r["gender"], origin(r)))
    surnames_taken = hand("surnames.tsv")
    for word, (gender, origins) in world_given.items():
        # A name that people know as a surname is no given name here, unless given.tsv says so.
        if word not in taken and word not in surnames_taken:
            best.setdefault(word, ("mf" if len(gender) > 1 else min(gender), joined(origins)))
    write("given-derived.tsv", "name\tgender\tshort\torigin", [f"{w}\t{best[w][0]}\t\t{best[w][1]}" for w in sorted(best, key=order)],
          "Given names that the morphological dictionary lacks.", "given.tsv")

    surnames = rows_of(folder, "surnames")
    counts = {}
    for r in surnames:
        counts[r["text"]] = max(counts.get(r["text"], 0), r["count"])
    taken = surnames_taken
    kept = {}
    for r in surnames:
        word = r["text"]
        if r["gender"] == "f" or word in taken or word in best or TOLD.search(word) or not keep(morph, word, counts, 10) or misspelt(word, counts):
            continue
        kept.setdefault(word, origin(r))
    for word, origins in world_surnames.items():
        if word not in taken:
            kept.setdefault(word, joined(origins))
    write("surnames-derived.tsv", "name\torigin", [f"{w}\t{kept[w]}" for w in sorted(kept, key=order)],
          "Surnames that neither their ending nor the morphological dictionary tells.", "surnames.tsv")


if __name__ == "__main__":
    main(sys.argv[1])
