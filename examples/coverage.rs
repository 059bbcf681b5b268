//! Measures what share of an annotated corpus' mentions the lexicon knows in the right sense, context aside, and lists the
//! most frequent misses of each class.
//!
//! ```text
//! cargo run --release --example coverage -- FILE[:even|:odd] … [--misses 30] [--gazetteer DIR]
//! ```
//!
//! Reads the project's JSON lines with `entities` of the types of NEREL (COUNTRY, STATE_OR_PROVINCE, CITY, PERSON,
//! PROFESSION, ORGANIZATION) or FactRuEval (`parts` name, surname; Job, Org). A mention counts as known when
//! - country, region, city: an entry of that kind (name, alias, adjective or citizen) is in it, for regions also a territory of
//!   countries.tsv («Гонконг»), for cities also a place of the dictionary;
//! - given name: the first word of a PERSON of two words, or the part `name`, is a given name of gazetteers or dictionary;
//! - surname: the last word of a PERSON of two words, or the part `surname`, is one there, or is guessed by ending or morphology,
//!   or by a known given name before it in Latin script («Barry Chestnut»), where endings tell nothing;
//! - of Chinese, Korean and Vietnamese names («Хань Чжэн») the first word is the surname, and «Мать Тереза» has none;
//! - office: a word or phrase in it is an office, profession or title;
//! - organization: an entry in it, a descriptor, or an organization of the dictionary.
//!
//! Mentions in Latin script count as any others. Percentages are shares of mentions, not of distinct names.

use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;
use svodka::lexicon::{Class, Entry, Lexicon, Memo, Table};
use svodka::recognize::Page;
use svodka::recognize::people::is_eastern_surname;

const CLASSES: &[&str] = &["country", "region", "city", "given name", "surname", "office", "organization"];

#[derive(Default)]
struct Count {
    all: usize,
    known: usize,
    missed: BTreeMap<String, usize>,
}

fn main() {
    let mut misses = 0;
    let mut gazetteers = Vec::new();
    let mut files = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--misses" => misses = args.next().and_then(|n| n.parse().ok()).expect("--misses N"),
            "--gazetteer" => gazetteers.push(args.next().expect("--gazetteer DIR").into()),
            _ => files.push(arg),
        }
    }
    let lexicon = Lexicon::load(&gazetteers).unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(2);
    });
    let mut memo = Memo::new(lexicon);
    let mut counts: BTreeMap<&str, Count> = CLASSES.iter().map(|c| (*c, Count::default())).collect();
    for file in &files {
        let (path, half) = file.rsplit_once(':').filter(|(_, h)| matches!(*h, "even" | "odd")).unwrap_or((file, ""));
        let content = std::fs::read_to_string(path).unwrap_or_else(|error| {
            eprintln!("{path}: {error}");
            std::process::exit(2);
        });
        for (n, line) in content.lines().enumerate() {
            if half == "even" && n % 2 == 1 || half == "odd" && n % 2 == 0 {
                continue;
            }
            let document: Value = serde_json::from_str(line).expect("a JSON document a line");
            measure(&document, &mut memo, &mut counts);
        }
    }
    for class in CLASSES {
        let count = &counts[class];
        if count.all > 0 {
            println!("{class:<14}{:>6} of {:>6}  {:.2} %", count.known, count.all, 100.0 * count.known as f64 / count.all as f64);
        }
    }
    for class in CLASSES {
        let mut missed: Vec<(&String, &usize)> = counts[class].missed.iter().collect();
        missed.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        if misses > 0 && !missed.is_empty() {
            let list: Vec<String> = missed.iter().take(misses).map(|(word, n)| format!("{word} {n}")).collect();
            println!("\n{class}: {}", list.join(", "));
        }
    }
}

fn measure(document: &Value, memo: &mut Memo, counts: &mut BTreeMap<&'static str, Count>) {
    let text = document["text"].as_str().expect("a text");
    let page = Page::new(text, memo);
    let chars: Vec<char> = text.chars().collect();
    for entity in document["entities"].as_array().into_iter().flatten() {
        let bounds = |v: &Value| v["start"].as_u64().zip(v["end"].as_u64()).map(|(s, e)| s as usize..e as usize);
        let Some(span) = bounds(entity) else { continue };
        let words = |span: &Range<usize>| chars[span.clone()].iter().collect::<String>();
        let mut take = |class: &'static str, span: &Range<usize>, known: &dyn Fn(&Page<'_>, &Range<usize>) -> bool| {
            let tokens = tokens(&page, span);
            if tokens.is_empty() {
                return;
            }
            let count = counts.get_mut(class).expect("one of CLASSES");
            count.all += 1;
            if known(&page, &tokens) {
                count.known += 1;
            } else {
                *count.missed.entry(words(span).to_lowercase()).or_insert(0) += 1;
            }
        };
        let parts: Vec<(&str, Range<usize>)> =
            entity["parts"].as_array().into_iter().flatten().filter_map(|p| Some((p["role"].as_str()?, bounds(p)?))).collect();
        match entity["type"].as_str().unwrap_or("") {
            "COUNTRY" => take("country", &span, &|p, t| has_entry(p, t, &[Table::Countries])),
            "STATE_OR_PROVINCE" => take("region", &span, &|p, t| {
                has_entry(p, t, &[Table::Regions]) || entries(p, t).any(|e| e.table == Table::Countries && e.cell("status") != "state")
            }),
            "CITY" => take("city", &span, &|p, t| has_entry(p, t, &[Table::Settlements]) || has_class(p, t, &[Class::DictGeo])),
            "PROFESSION" | "Job" => take("office", &span, &|p, t| has_entry(p, t, &[Table::Offices])),
            "ORGANIZATION" | "Org" => {
                take("organization", &span, &|p, t| has_entry(p, t, &[Table::Organizations, Table::Descriptors]) || has_class(p, t, &[Class::DictOrganization]))
            }
            "PERSON" => {
                let tokens = tokens(&page, &span);
                // «Бенедикт XVI» and «Анна Ивановна» have no surname.
                let other = |t: usize| page.any(t, &[Class::DictPatronymic, Class::Digit]) || page.word(t).chars().all(|c| "IVX".contains(c));
                // «Мать Тереза», «Святой Николай»: an office or a title with a given name.
                let titled =
                    page.any(tokens.start, &[Class::Office, Class::Profession, Class::PersonNoun]) && !is_given(&page, &(tokens.start..tokens.start + 1));
                if tokens.len() == 2 && !titled && !other(tokens.end - 1) && tokens.clone().all(|t| page.is_capital(t) && !page.has(t, Class::Initial)) {
                    let (mut given, mut surname) = (tokens.start..tokens.start + 1, tokens.end - 1..tokens.end);
                    if is_eastern_surname(&page, tokens.start) {
                        std::mem::swap(&mut given, &mut surname);
                    }
                    let latin = page.has(surname.start, Class::Latin) && is_given(&page, &given);
                    take("given name", &page.text.chars(&given), &is_given);
                    take("surname", &page.text.chars(&surname), &|p, t| latin || is_surname(p, t));
                }
            }
            _ => {}
        }
        for (role, span) in &parts {
            match *role {
                "name" if span.len() > 2 => take("given name", span, &is_given),
                "surname" => take("surname", span, &is_surname),
                _ => {}
            }
        }
    }
}

/// The tokens that lie in a span of code points.
fn tokens(page: &Page<'_>, span: &Range<usize>) -> Range<usize> {
    let inside: Vec<usize> = (0..page.len())
        .filter(|t| {
            let chars = page.text.chars(&(*t..t + 1));
            chars.start >= span.start && chars.end <= span.end + 1 && chars.start < span.end
        })
        .collect();
    inside.first().map_or(0..0, |first| *first..inside[inside.len() - 1] + 1)
}

fn entries<'p>(page: &'p Page<'_>, tokens: &Range<usize>) -> impl Iterator<Item = Entry> + 'p {
    let end = tokens.end;
    tokens.clone().flat_map(move |t| page.entries_from(t)).filter(move |p| p.tokens.end <= end).map(|p| p.entry)
}

fn has_entry(page: &Page<'_>, tokens: &Range<usize>, tables: &[Table]) -> bool {
    entries(page, tokens).any(|e| tables.contains(&e.table))
}

fn has_class(page: &Page<'_>, tokens: &Range<usize>, classes: &[Class]) -> bool {
    tokens.clone().any(|t| page.any(t, classes))
}

fn is_given(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    has_class(page, tokens, &[Class::Given, Class::DictGiven])
}

fn is_surname(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    has_class(page, tokens, &[Class::Surname, Class::DictSurname, Class::GuessSurname, Class::SurnameSuffix, Class::FeminineSurnameSuffix])
}
