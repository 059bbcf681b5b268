//! The hard cases of fixtures/hard.tsv: what is right must stay right, and what is known to fail is marked there with its reason.

use std::collections::BTreeMap;
use svodka::Extractor;
use svodka::ingest::Document;
use svodka::sheet::{FactSheet, MentionOf};

const TABLE: &str = include_str!("../fixtures/hard.tsv");

struct Case {
    topic: &'static str,
    sentence: String,
    mentions: Vec<String>,
    known: &'static str,
}

fn cases() -> Vec<Case> {
    let spelled = |text: &str| text.replace('⏎', "\n").replace('⇥', "\t");
    let rows = TABLE.lines().filter(|l| !l.starts_with('#')).skip(1);
    let case = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [topic, sentence, mentions, known] = cells[..] else { panic!("four columns: {line}") };
        let mut mentions: Vec<String> = mentions.split(" | ").filter(|m| !m.is_empty()).map(spelled).collect();
        mentions.sort();
        Case { topic, sentence: spelled(sentence), mentions, known }
    };
    rows.map(case).collect()
}

/// Every person, place, organization, country and office of a sheet: kind and words, sorted. Those inside a longer one of their kind
/// only where they are wanted.
fn found<'s>(sheet: &'s FactSheet, wanted: &[String]) -> Vec<String> {
    let mut all: Vec<(&str, &'s MentionOf)> = Vec::new();
    let mut add = |kind: &'static str, mentions: &'s [MentionOf]| all.extend(mentions.iter().map(|m| (kind, m)));
    sheet.people.iter().flatten().for_each(|e| add("person", &e.mentions));
    sheet.places.iter().flatten().for_each(|e| add("place", &e.mentions));
    sheet.organizations.iter().flatten().for_each(|e| add("organization", &e.mentions));
    sheet.countries.iter().flatten().for_each(|e| add("country", &e.mentions));
    sheet.offices.iter().flatten().for_each(|e| add("office", &e.mentions));
    let inner = |kind: &str, m: &MentionOf| all.iter().any(|(k, o)| *k == kind && o.start <= m.start && m.end <= o.end && (o.start, o.end) != (m.start, m.end));
    let written = |(kind, m): &(&str, &MentionOf)| (format!("{kind} {}", m.text), inner(kind, m));
    let mut out: Vec<String> = all.iter().map(written).filter(|(text, inner)| !inner || wanted.contains(text)).map(|(text, _)| text).collect();
    out.sort();
    out
}

#[test]
fn what_is_right_stays_right_and_known_failures_are_known() {
    let extractor = Extractor::new();
    let mut wrong = Vec::new();
    for case in cases() {
        let found = found(&extractor.extract(&Document::new("1", case.sentence.as_str())), &case.mentions);
        match (found == case.mentions, case.known.is_empty()) {
            (true, true) | (false, false) => {}
            (true, false) => wrong.push(format!("[{}] {}\n  is right now: take «{}» out of fixtures/hard.tsv", case.topic, case.sentence, case.known)),
            (false, true) => wrong.push(format!("[{}] {}\n  wanted {:?}\n  found  {found:?}", case.topic, case.sentence, case.mentions)),
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases().len(), wrong.join("\n"));
}

#[test]
fn at_most_one_of_twenty_is_known_to_fail() {
    let cases = cases();
    let known = cases.iter().filter(|c| !c.known.is_empty()).count();
    assert!(cases.len() >= 150 && known * 20 <= cases.len(), "{known} of {}", cases.len());
}

#[test]
fn every_hard_case_has_sentences_of_its_own() {
    let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
    cases().iter().for_each(|c| *topics.entry(c.topic).or_default() += 1);
    assert!(topics.len() >= 30, "{topics:?}");
}
