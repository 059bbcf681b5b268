//! Scores links between names, descriptions and pronouns and whom they mean against those marked by hand in `fixtures/links.tsv`.
//!
//! ```text
//! cargo run --release --example links -- nerel=nerel.jsonl factru=factru.jsonl … [--errors]
//! ```
//!
//! Reads the corpora in the project's JSON lines (`id`, `text`). A marked span counts as linked when the sheet has it as a
//! mention of an entity that has others, or as a reference; as linked right when the marked antecedent is a mention of the same
//! entity. A span marked as meaning nobody must not be linked. Documents at even places of the sorted list are the half that
//! rules are tried on, the others only count; both are printed, by what the span is.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use svodka::Extractor;
use svodka::ingest::Document;

type Span = (usize, usize);

#[derive(Default)]
struct Count {
    marked: usize,
    linked: usize,
    right: usize,
}

fn main() {
    let mut texts: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut errors = false;
    for arg in std::env::args().skip(1) {
        if arg == "--errors" {
            errors = true;
            continue;
        }
        let (corpus, file) = arg.split_once('=').expect("CORPUS=FILE");
        let content = std::fs::read_to_string(file).unwrap_or_else(|error| {
            eprintln!("{file}: {error}");
            std::process::exit(2);
        });
        for line in content.lines() {
            let document: Value = serde_json::from_str(line).expect("a JSON document a line");
            let field = |name: &str| document[name].as_str().expect("id and text").to_string();
            texts.insert((corpus.to_string(), field("id")), field("text"));
        }
    }
    let marks = marks();
    let extractor = Extractor::new();
    let mut counts: BTreeMap<(&str, &str), Count> = BTreeMap::new();
    for (n, (key, links)) in marks.iter().enumerate() {
        let Some(text) = texts.get(key) else { continue };
        let half = if n % 2 == 0 { "tried on" } else { "kept" };
        let sheet = serde_json::to_value(extractor.extract(&Document::new(key.1.as_str(), text.as_str()))).expect("a sheet is JSON");
        let known = Known::of(&sheet);
        let words = |(start, end): Span| text.chars().skip(start).take(end - start).collect::<String>();
        for (span, of) in links {
            let found = known.linked(*span);
            let right = of.is_some_and(|of| known.entities(of).intersection(&found).next().is_some());
            let class = class(&words(*span));
            for group in [class, "all"] {
                let count = counts.entry((half, group)).or_default();
                count.marked += usize::from(of.is_some());
                count.linked += usize::from(!found.is_empty());
                count.right += usize::from(right);
            }
            if errors && !right && (of.is_some() || !found.is_empty()) {
                let to = found.iter().next().map_or("nothing", |e| e.as_str());
                println!("{half}: {} {}..{} «{}», not {to} but «{}»", key.1, span.0, span.1, words(*span), of.map(words).unwrap_or_default());
            }
        }
        if errors {
            let marked: BTreeSet<Span> = links.iter().map(|l| l.0).collect();
            for (span, entity, rule) in known.references.iter().filter(|r| !marked.iter().any(|m| overlap(*m, r.0))) {
                println!("{half}: {} {}..{} «{}» is {entity} by {rule}: not marked", key.1, span.0, span.1, words(*span));
            }
        }
    }
    for ((half, group), c) in &counts {
        let share = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
        println!(
            "{half:<9} {group:<12} {:>4} marked {:>4} linked {:>4} right  precision {:.3}  recall {:.3}",
            c.marked,
            c.linked,
            c.right,
            share(c.right, c.linked),
            share(c.right, c.marked)
        );
    }
}

/// What a marked span is: a pronoun, a name (or abbreviation), or a description.
fn class(words: &str) -> &'static str {
    const PRONOUNS: &[&str] = &["он", "она", "его", "её", "ее", "ему", "ей", "ею", "им", "их", "него", "неё", "нее", "ней", "ним", "нём", "нем"];
    let lower = words.to_lowercase();
    if PRONOUNS.contains(&lower.as_str()) || lower.starts_with("сво") {
        "pronoun"
    } else if words.split(' ').any(|w| w.starts_with(char::is_uppercase)) && !words.starts_with(char::is_lowercase) {
        "name"
    } else {
        "description"
    }
}

type Marks = BTreeMap<(String, String), Vec<(Span, Option<Span>)>>;

fn marks() -> Marks {
    let path = format!("{}/fixtures/links.tsv", env!("CARGO_MANIFEST_DIR"));
    let mut out = Marks::new();
    for line in std::fs::read_to_string(path).expect("a fixture of the project").lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let span = |at: usize| Some((cells.get(at)?.parse().ok()?, cells.get(at + 1)?.parse().ok()?));
        let key = (cells[0].to_string(), cells[1].to_string());
        out.entry(key).or_default().push((span(2).expect("start and end"), span(4)));
    }
    out
}

/// What a sheet says of the spans of its text.
struct Known {
    /// Spans of mentions with their entities.
    mentions: Vec<(Span, String)>,
    /// Entities with several mentions.
    several: BTreeSet<String>,
    /// References: span, entity, rule.
    references: Vec<(Span, String, String)>,
}

impl Known {
    fn of(sheet: &Value) -> Known {
        let mut out = Known { mentions: Vec::new(), several: BTreeSet::new(), references: Vec::new() };
        let span = |v: &Value| (v["start"].as_u64().unwrap_or(0) as usize, v["end"].as_u64().unwrap_or(0) as usize);
        for section in ["people", "organizations", "countries", "places"] {
            for entity in sheet[section].as_array().into_iter().flatten() {
                let id = entity["id"].as_str().unwrap_or("").to_string();
                let mentions = entity["mentions"].as_array().map_or(&[][..], |m| m);
                if mentions.len() > 1 {
                    out.several.insert(id.clone());
                }
                out.mentions.extend(mentions.iter().map(|m| (span(m), id.clone())));
                let references = entity["references"].as_array().into_iter().flatten();
                out.references.extend(references.map(|r| (span(r), id.clone(), r["rule"].as_str().unwrap_or("").to_string())));
            }
        }
        out
    }

    fn entities(&self, span: Span) -> BTreeSet<String> {
        self.mentions.iter().filter(|m| overlap(m.0, span)).map(|m| m.1.clone()).collect()
    }

    /// The entities that a span is linked to: of references, else of mentions that are not alone.
    fn linked(&self, span: Span) -> BTreeSet<String> {
        let by_reference: BTreeSet<String> = self.references.iter().filter(|r| overlap(r.0, span)).map(|r| r.1.clone()).collect();
        if !by_reference.is_empty() {
            return by_reference;
        }
        // «глава польского МИД» holds names of others: a mention counts that begins with the span.
        let own = self.mentions.iter().filter(|m| overlap(m.0, span) && m.0.0 <= span.0 && m.0.1 >= span.1);
        own.map(|m| m.1.clone()).filter(|e| self.several.contains(e)).collect()
    }
}

fn overlap(a: Span, b: Span) -> bool {
    a.0 < b.1 && b.0 < a.1
}
