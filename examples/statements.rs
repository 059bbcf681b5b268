//! Scores the direct quotations and their speakers against `fixtures/statements.tsv`.
//!
//! ```text
//! cargo run --release --example statements -- FILE … [--errors tune|hold]
//! ```
//!
//! Reads the corpora as the project's JSON lines with `id` and `text`; a document is found by its id. A statement is right when
//! its words are the marked ones, signs at their ends aside, and one of the speaker's mentions or references overlaps a marked
//! one. Every direct statement of a marked text that is not right counts against precision, every needed quotation that is not
//! found against recall. A quotation that is marked as not needed counts for or against precision only where it is found.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use svodka::Extractor;
use svodka::ingest::Document;
use svodka::sheet::{FactSheet, MentionOf, Reference, Stretch};

const TABLE: &str = include_str!("../fixtures/statements.tsv");

struct Marked {
    words: Range<usize>,
    needed: bool,
    speakers: Vec<Range<usize>>,
}

#[derive(Default)]
struct Count {
    texts: usize,
    right: usize,
    found: usize,
    right_needed: usize,
    needed: usize,
    spans: usize,
}

fn range(cell: &str) -> Range<usize> {
    let (start, end) = cell.split_once('-').expect("speakers are start-end");
    start.parse().expect("a number")..end.parse().expect("a number")
}

fn marked() -> BTreeMap<String, (&'static str, Vec<Marked>)> {
    let mut out: BTreeMap<String, (&'static str, Vec<Marked>)> = BTreeMap::new();
    for line in TABLE.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let entry = out.entry(cells[1].to_string()).or_insert((cells[2], Vec::new()));
        if !cells[3].is_empty() {
            let speakers = cells[6].split(',').filter(|c| !c.is_empty()).map(range).collect();
            let words = cells[3].parse().expect("a number")..cells[4].parse().expect("a number");
            entry.1.push(Marked { words, needed: cells[5] == "yes", speakers });
        }
    }
    out
}

/// The span without signs and white space at its ends.
fn core(text: &[char], span: &Range<usize>) -> Range<usize> {
    let letter = |i: &usize| text.get(*i).is_some_and(|c| c.is_alphanumeric());
    let start = span.clone().find(letter).unwrap_or(span.start);
    let end = span.clone().rev().find(letter).map_or(span.end, |e| e + 1);
    start..end
}

/// Where an entity is named or meant.
fn places(sheet: &FactSheet, id: &str) -> Vec<Range<usize>> {
    let of = |mentions: &[MentionOf], references: &[Reference]| {
        mentions.iter().map(|m| m.start..m.end).chain(references.iter().map(|r| r.start..r.end)).collect::<Vec<_>>()
    };
    if let Some(p) = sheet.people.iter().flatten().find(|e| e.id == id) {
        return of(&p.mentions, &p.references);
    }
    if let Some(o) = sheet.organizations.iter().flatten().find(|e| e.id == id) {
        return of(&o.mentions, &o.references);
    }
    let office = sheet.offices.iter().flatten().find(|e| e.id == id).map(|o| of(&o.mentions, &[]));
    let country = || sheet.countries.iter().flatten().find(|e| e.id == id).map(|c| of(&c.mentions, &c.references));
    office.or_else(country).unwrap_or_default()
}

fn main() {
    let mut errors = String::new();
    let mut files = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--errors" => errors = args.next().expect("--errors tune|hold"),
            _ => files.push(arg),
        }
    }
    let marked = marked();
    let extractor = Extractor::new();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for file in &files {
        let content = std::fs::read_to_string(file).unwrap_or_else(|error| {
            eprintln!("{file}: {error}");
            std::process::exit(2);
        });
        for line in content.lines() {
            let record: serde_json::Value = serde_json::from_str(line).expect("JSON lines");
            let (Some(id), Some(text)) = (record["id"].as_str(), record["text"].as_str()) else { continue };
            let Some((part, expected)) = marked.get(id) else { continue };
            let sheet = extractor.extract(&Document::new(id, text));
            let letters: Vec<char> = text.chars().collect();
            let count = counts.entry(part).or_default();
            count.texts += 1;
            count.needed += expected.iter().filter(|m| m.needed).count();
            let mut found: BTreeSet<usize> = BTreeSet::new();
            let show = |what: &str, span: &Range<usize>, who: &str| {
                if errors == *part {
                    let words: String = letters[span.clone()].iter().collect();
                    let short: String =
                        if span.len() > 110 { words.chars().take(60).chain("…".chars()).chain(words.chars().skip(span.len() - 40)).collect() } else { words };
                    println!("{id}\t{what}\t{who}\t{}", short.replace('\n', "⏎"));
                }
            };
            for fact in sheet.facts.iter().flatten().filter(|f| f.kind == "statement" && f.indirect != Some(true)) {
                let whole = |s: &Stretch| core(&letters, &(s.start..s.end));
                let words = fact.quote.as_ref().map(whole).unwrap_or_default();
                let speaker = fact.args.speaker.as_deref().unwrap_or("");
                let own = places(&sheet, speaker);
                let at = expected.iter().position(|m| core(&letters, &m.words) == words);
                count.found += 1;
                count.spans += usize::from(at.is_some());
                let said = |m: &Marked| m.speakers.iter().any(|s| own.iter().any(|o| o.start < s.end && s.start < o.end));
                match at {
                    Some(n) if said(&expected[n]) => {
                        count.right += 1;
                        found.insert(n);
                    }
                    Some(n) => {
                        show("wrong speaker", &words, speaker);
                        found.insert(n + 1000);
                    }
                    None => show("wrong words", &words, speaker),
                }
            }
            count.right_needed += expected.iter().enumerate().filter(|(n, m)| m.needed && found.contains(n)).count();
            for (_, m) in expected.iter().enumerate().filter(|(n, m)| m.needed && !found.contains(n) && !found.contains(&(n + 1000))) {
                show("missed", &m.words, "");
            }
        }
    }
    println!("part\ttexts\tprecision\trecall\twords alone");
    for (part, c) in &counts {
        let share = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
        println!(
            "{part}\t{}\t{:.3} ({}/{})\t{:.3} ({}/{})\t{}",
            c.texts,
            share(c.right, c.found),
            c.right,
            c.found,
            share(c.right_needed, c.needed),
            c.right_needed,
            c.needed,
            c.spans
        );
    }
}
