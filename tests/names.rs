//! Names of every origin in the lexicon, declined by rules that are not ours (the crate `petrovich`), come back as one person under
//! the right nominative.
//!
//! Each of the names stands in six sentences, one a case. It counts as right when the sheet has one person, with that name, that gender
//! and six mentions. `cargo test --test names -- --nocapture` prints what fails, by cause.

use petrovich::{Case, Gender, firstname, lastname};
use std::collections::BTreeMap;
use svodka::{Extractor, ingest::Document};

/// Surnames whose endings tell them, which the gazetteers need not list; men's forms.
const BY_ENDING: &[(&str, &[&str])] = &[
    (
        "slavic",
        &[
            "Иванов",
            "Соловьёв",
            "Голубев",
            "Кузьмин",
            "Птицын",
            "Зайцев",
            "Никитин",
            "Королёв",
            "Лебединский",
            "Троцкий",
            "Толстой",
            "Донской",
            "Кравченко",
            "Шевчук",
            "Коваль",
            "Мельник",
            "Бондарчук",
            "Гончаренко",
            "Ковалёв",
            "Савицкий",
            "Белый",
            "Черных",
            "Долгих",
            "Лукашевич",
            "Петрович",
            "Ткач",
            "Мороз",
            "Заяц",
            "Гоголь",
            "Бабич",
            "Дзюба",
            "Сковорода",
            "Кучма",
            "Лещенко",
            "Рогозин",
            "Вольский",
            "Приходько",
            "Лапин",
            "Сорокин",
            "Быстров",
        ],
    ),
    ("turkic", &["Сафин", "Галиев", "Ахметзянов", "Мухаметшин", "Хабибуллин", "Ибрагимов", "Алиев", "Гусейнов", "Мамедов", "Юсупов"]),
    (
        "central-asian",
        &["Джумабеков", "Назарбаев", "Токаев", "Атамбаев", "Бакиев", "Рахмонов", "Каримов", "Турсунов", "Абдыкадыров", "Сыдыков", "Жапаров", "Мирзиёев"],
    ),
    ("caucasian", &["Шеварднадзе", "Гамсахурдиа", "Окуашвили", "Саркисян", "Петросян", "Тер-Акопян", "Кокойты", "Дзасохов", "Гергиев", "Хубулава"]),
];

/// Whose surnames go with whose given names.
const ORIGINS: &[(&str, &[&str])] = &[
    ("slavic", &["slavic"]),
    ("european", &["german", "spanish", "french", "italian", "scandinavian", "dutch", "balkan"]),
    ("english", &["english"]),
    ("turkic", &["turkic", "tatar"]),
    ("central-asian", &["central-asian", "kyrgyz", "kazakh"]),
    ("caucasian", &["caucasian"]),
    ("arab", &["arab"]),
    ("japanese", &["japanese"]),
    ("indian", &["indian"]),
    ("turkish", &["turkish"]),
    ("chinese", &["chinese"]),
    ("persian", &["persian"]),
    ("jewish", &["jewish"]),
    ("african", &["african"]),
    ("korean", &["korean"]),
    ("vietnamese", &["vietnamese"]),
];

/// Origins whose family name leads.
const SURNAME_FIRST: &[&str] = &["chinese", "korean", "vietnamese"];

struct Name {
    given: String,
    surname: String,
    female: bool,
    origin: &'static str,
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(format!("{}/gazetteers/{file}", env!("CARGO_MANIFEST_DIR"))).expect("a gazetteer of the project");
    text.lines().filter(|l| !l.starts_with('#')).skip(1).map(|l| l.split('\t').map(str::to_string).collect()).collect()
}

/// Every given name of an origin once, with the origin's surnames in turn, then over again from another surname, 3,000 in all.
fn names() -> Vec<Name> {
    let (given, surnames) = (rows("given.tsv"), rows("surnames.tsv"));
    let mut out = Vec::new();
    for round in 0.. {
        for (origin, of) in ORIGINS {
            let listed = surnames.iter().filter(|r| r.len() > 1 && of.contains(&r[1].as_str())).map(|r| r[0].clone());
            let by_ending = BY_ENDING.iter().filter(|(o, _)| of.contains(o)).flat_map(|(_, s)| s.iter().map(|s| s.to_string()));
            let pool: Vec<String> = listed.chain(by_ending).filter(|s| s.chars().all(|c| !c.is_ascii_alphabetic())).collect();
            let own = given.iter().filter(|r| r.len() > 3 && r[3] == *origin && matches!(r[1].as_str(), "m" | "f"));
            let own = own.filter(|r| !r[0].contains([' ', '-']) && r[0].chars().all(|c| !c.is_ascii_alphabetic()));
            for (n, row) in own.enumerate() {
                // A third of the longest lists in a round, so that every origin has its share.
                if n % 3 != round % 3 {
                    continue;
                }
                let surname = &pool[(n * 7 + round) % pool.len()];
                let female = row[1] == "f";
                out.push(Name { given: row[0].clone(), surname: if female { of_woman(surname) } else { surname.clone() }, female, origin });
                if out.len() == 3000 {
                    return out;
                }
            }
        }
    }
    out
}

/// «Иванов» → «Иванова», «Троцкий» → «Троцкая»; foreign surnames do not change.
fn of_woman(surname: &str) -> String {
    for (ending, feminine) in [("ский", "ская"), ("цкий", "цкая"), ("ской", "ская"), ("стой", "стая"), ("лый", "лая")] {
        if let Some(stem) = surname.strip_suffix(ending) {
            return format!("{stem}{feminine}");
        }
    }
    let russian = ["ов", "ев", "ёв", "ин", "ын"].iter().any(|e| surname.ends_with(e)) && BY_ENDING.iter().any(|(_, list)| list.contains(&surname));
    if russian { format!("{surname}а") } else { surname.to_string() }
}

impl Name {
    fn gender(&self) -> Gender {
        if self.female { Gender::Female } else { Gender::Male }
    }

    fn order(&self, given: String, surname: String) -> String {
        if SURNAME_FIRST.contains(&self.origin) { format!("{surname} {given}") } else { format!("{given} {surname}") }
    }

    fn whole(&self) -> String {
        self.order(self.given.clone(), self.surname.clone())
    }

    fn in_case(&self, case: Case) -> String {
        // «Ли Вэй»: the family name that leads does not change.
        let surname = if SURNAME_FIRST.contains(&self.origin) { self.surname.clone() } else { self.surname_in(case) };
        self.order(self.given_in(case), surname)
    }

    fn given_in(&self, case: Case) -> String {
        // Women's names in -ия, which `petrovich` 0.2 takes for men's.
        match self.given.strip_suffix("ия").filter(|_| self.female) {
            Some(stem) => {
                let ending = match case {
                    Case::Genitive | Case::Dative | Case::Prepositional => "ии",
                    Case::Accusative => "ию",
                    Case::Instrumental => "ией",
                };
                format!("{stem}{ending}")
            }
            None => firstname(self.gender(), &self.given, case),
        }
    }

    fn surname_in(&self, case: Case) -> String {
        // The article of an Arab surname does not change; the «о» of «Хичкок» is no fleeting one.
        let at = self.surname.find('-').filter(|_| self.surname.starts_with(char::is_lowercase)).map_or(0, |at| at + 1);
        let (article, rest) = self.surname.split_at(at);
        if rest.ends_with("ок") && !self.female {
            let ending = match case {
                Case::Genitive | Case::Accusative => "а",
                Case::Dative => "у",
                Case::Instrumental => "ом",
                Case::Prepositional => "е",
            };
            return format!("{rest}{ending}");
        }
        format!("{article}{}", lastname(self.gender(), rest, case))
    }

    fn text(&self) -> String {
        let of = |case| self.in_case(case);
        let about = of(Case::Prepositional);
        let o = if about.starts_with(['А', 'И', 'О', 'У', 'Э']) { "об" } else { "о" };
        format!(
            "{} {} в город утром. Без {} совещание не начали. К {} подошли журналисты. Коллеги поздравили {}. С {} беседовали полчаса. Газета писала {o} {about}.",
            self.whole(),
            if self.female { "приехала" } else { "приехал" },
            of(Case::Genitive),
            of(Case::Dative),
            of(Case::Accusative),
            of(Case::Instrumental),
        )
    }
}

/// What is wrong with a sheet, if anything is.
fn fault(name: &Name, extractor: &Extractor) -> Option<(&'static str, String)> {
    let sheet = extractor.extract(&Document::new("name", name.text()));
    let people = sheet.people.expect("all parts are there");
    let all = || people.iter().map(|p| format!("{} ({})", p.name, p.mentions.len())).collect::<Vec<_>>().join(", ");
    let fold = |s: &str| s.replace('ё', "е").replace('Ё', "Е");
    let [person] = people.as_slice() else {
        let mentions: usize = people.iter().map(|p| p.mentions.len()).sum();
        return Some((if mentions < 6 { "mentions missed" } else { "several people" }, all()));
    };
    if fold(&person.name) != fold(&name.whole()) {
        return Some(("another name", all()));
    }
    if person.gender.as_deref() != Some(if name.female { "female" } else { "male" }) {
        return Some(("another gender", format!("{:?}", person.gender)));
    }
    (person.mentions.len() != 6).then(|| ("mentions missed", all()))
}

#[test]
fn names_of_every_origin_in_six_cases() {
    let names = names();
    let extractor = Extractor::new();
    let mut faults: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut by_origin: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for name in &names {
        let count = by_origin.entry(name.origin).or_default();
        count.0 += 1;
        if let Some((cause, seen)) = fault(name, &extractor) {
            count.1 += 1;
            faults.entry(cause).or_default().push(format!("{} [{}{}]: {seen}", name.whole(), name.origin, if name.female { ", she" } else { "" }));
        }
    }
    for (cause, list) in &faults {
        println!("{cause}: {}", list.len());
        list.iter().for_each(|f| println!("    {f}"));
    }
    for (origin, (all, wrong)) in &by_origin {
        println!("{origin}: {wrong} of {all} wrong");
    }
    let wrong: usize = faults.values().map(Vec::len).sum();
    println!("{} of {} right", names.len() - wrong, names.len());
    assert_eq!(names.len(), 3000);
    assert!(100 * (names.len() - wrong) >= FLOOR * names.len(), "{wrong} of {} names wrong", names.len());
}

/// Of a hundred names so many are right at least.
const FLOOR: usize = 98;
