//! Text as it comes: one article in capitals, without any, without «ё», with stress marks, soft hyphens, look-alike letters, decomposed,
//! with other spaces, other quotation marks and words cut at the ends of lines has the entities of the clean one.

use std::collections::BTreeSet;
use svodka::ingest::Document;

const ARTICLE: &str = include_str!("../fixtures/rough/article.txt");

/// The ids of all entities of a text, and its warnings.
fn sheet(text: &str) -> (BTreeSet<String>, Vec<String>) {
    let sheet = svodka::Extractor::new().extract(&Document::new("rough", text.to_string()));
    let mut ids = BTreeSet::new();
    ids.extend(sheet.people.iter().flatten().map(|x| x.id.clone()));
    ids.extend(sheet.offices.iter().flatten().map(|x| x.id.clone()));
    ids.extend(sheet.countries.iter().flatten().map(|x| x.id.clone()));
    ids.extend(sheet.places.iter().flatten().map(|x| x.id.clone()));
    ids.extend(sheet.organizations.iter().flatten().map(|x| x.id.clone()));
    ids.extend(sheet.figures.iter().flatten().map(|x| x.id.clone()));
    ids.extend(sheet.dates.iter().flatten().map(|x| x.id.clone()));
    (ids, sheet.warnings.into_iter().map(|w| w.message).collect())
}

/// The article with `sign` behind every n-th letter inside a word that `fits`.
fn inside_words(sign: &str, every: usize, fits: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    let mut letters = 0;
    let mut chars = ARTICLE.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        letters = if c.is_alphabetic() { letters + 1 } else { 0 };
        if letters > 0 && letters % every == 0 && fits(c) && chars.peek().is_some_and(|n| n.is_lowercase()) {
            out.push_str(sign);
        }
    }
    out
}

/// Ids that the variant lacks, then those that only it has.
#[track_caller]
fn differs(variant: &str, text: &str, lost: &[&str], new: &[&str]) {
    let (clean, _) = sheet(ARTICLE);
    assert!(clean.len() > 25, "the clean article has {clean:?}");
    assert_ne!(text, ARTICLE, "{variant} changes nothing");
    let (found, _) = sheet(text);
    let difference = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(
        (difference(&clean, &found), difference(&found, &clean)),
        (lost.iter().map(ToString::to_string).collect(), new.iter().map(ToString::to_string).collect()),
        "{variant}"
    );
}

#[test]
fn headline_in_capitals() {
    let (head, rest) = ARTICLE.split_once('\n').expect("a headline");
    differs("headline", &format!("{}\n{rest}", head.to_uppercase()), &[], &[]);
}

/// «Берлин» is lost: the dictionary knows it as a thing first.
#[test]
fn capitals_throughout_and_nowhere() {
    differs("capitals", &ARTICLE.to_uppercase(), &["place:de-berlin"], &[]);
    differs("lower case", &ARTICLE.to_lowercase(), &["place:de-berlin"], &[]);
    assert!(sheet(ARTICLE).1.is_empty());
    assert!(sheet(&ARTICLE.to_lowercase()).1[0].contains("no capital letters"));
}

/// «Семенов» is a name of its own where no «ё» tells.
#[test]
fn missing_yo() {
    differs("ё", &ARTICLE.replace('ё', "е"), &["person:pyotr-semyonov"], &["person:pyotr-semenov"]);
}

#[test]
fn unseen_signs() {
    differs("stress marks", &inside_words("\u{301}", 2, |c| "аоиуыэюя".contains(c)), &[], &[]);
    differs("soft hyphens", &inside_words("\u{ad}", 3, |_| true), &[], &[]);
    differs("no-break spaces", &ARTICLE.replace(' ', "\u{a0}"), &[], &[]);
    differs("decomposed", &ARTICLE.replace('й', "и\u{306}").replace('ё', "е\u{308}"), &[], &[]);
}

#[test]
fn look_alike_letters() {
    differs("Latin o", &ARTICLE.replace('о', "o").replace(" o ", " о "), &[], &[]);
}

#[test]
fn quotation_marks_of_every_sort() {
    for (open, close) in [("„", "“"), ("“", "”"), ("\"", "\""), ("‹", "›"), ("«", "\"")] {
        differs(open, &ARTICLE.replace('«', open).replace('»', close), &[], &[]);
    }
}

#[test]
fn words_cut_at_the_end_of_a_line() {
    differs("cut", &ARTICLE.replace("Казахстана", "Казах-\nстана").replace("Германии", "Гер-\nмании").replace("Шмидт", "Шми-\nдт"), &[], &[]);
}
