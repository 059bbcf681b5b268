//! Scores the facts of sheets against the `relations` of an annotated corpus: precision, recall and F1 of each kind of relation
//! whose like a sheet has, end to end and on found entities.
//!
//! ```text
//! cargo run --release --example relations -- FILE … [--errors 20]
//! ```
//!
//! Reads the project's JSON lines with `entities` and `relations` of NEREL's types. What stands for each:
//! - WORKS_AS (a person, an office): occupations, appointments to an office;
//! - WORKPLACE of a person: where an occupation or appointment is held; of an office: what it belongs to;
//! - HEADQUARTERED_IN: an organization's country, the seat of a location;
//! - LOCATED_IN: what a place is within, locations, both named in the text;
//! - AGE_IS, AGE_DIED_AT: the ages of lives; SPOUSE, PARENT_OF: kinships.
//!
//! Annotation relates mentions, a sheet relates entities. A relation is found where a fact's entities have mentions (or references)
//! that stand at its two mentions, one inside the other; a fact is right where some relation's two mentions stand so at mentions of
//! its entities. Repeated relations between the same entities count as often as they are annotated. «On found entities» leaves out
//! the relations of which the sheet has no entity at one of the mentions. Facts that are denied are not counted.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use svodka::Extractor;
use svodka::ingest::Document;

/// The kinds, in the order of the report.
const KINDS: &[&str] = &["WORKS_AS", "WORKPLACE of a person", "WORKPLACE of an office", "HEADQUARTERED_IN", "AGE_IS", "LOCATED_IN", "SPOUSE", "PARENT_OF"];

/// The sections of a sheet whose entities relations join.
const SECTIONS: &[&str] = &["people", "offices", "countries", "places", "organizations", "figures", "dates"];

/// Both entities of a gold relation: where they stand, and their types.
type Pair = [(usize, usize, String); 2];

#[derive(Default)]
struct Score {
    gold: usize,
    found: usize,
    /// Relations whose two ends the sheet has.
    reachable: usize,
    predicted: usize,
    right: usize,
    missed: Vec<String>,
    wrong: Vec<String>,
}

/// Where an entity stands: its section and the spans of its mentions and references.
struct Placed {
    section: &'static str,
    name: String,
    spans: Vec<(usize, usize)>,
}

fn main() {
    let mut errors = 0;
    let mut files = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--errors" => errors = args.next().and_then(|n| n.parse().ok()).expect("--errors N"),
            _ => files.push(arg),
        }
    }
    let extractor = Extractor::new();
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for file in &files {
        let content = std::fs::read_to_string(file).unwrap_or_else(|error| {
            eprintln!("{file}: {error}");
            std::process::exit(2);
        });
        for line in content.lines() {
            let gold: Value = serde_json::from_str(line).expect("a JSON document a line");
            let (id, text) = (gold["id"].as_str().expect("an id"), gold["text"].as_str().expect("a text"));
            let sheet = serde_json::to_value(extractor.extract(&Document::new(id, text))).expect("a sheet is plain");
            score(id, &gold, &sheet, &mut scores);
        }
    }
    println!("{:<24}{:>6}{:>6}{:>8}{:>8}{:>8}   on found entities: {:>6}{:>8}{:>8}", "relation", "gold", "facts", "P", "R", "F1", "gold", "R", "F1");
    for kind in KINDS {
        let Some(s) = scores.get(kind) else { continue };
        let share = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
        let f1 = |p: f64, r: f64| if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) };
        let (p, r, reached) = (share(s.right, s.predicted), share(s.found, s.gold), share(s.found, s.reachable));
        println!("{kind:<24}{:>6}{:>6}{p:>8.4}{r:>8.4}{:>8.4}   {:>25}{reached:>8.4}{:>8.4}", s.gold, s.predicted, f1(p, r), s.reachable, f1(p, reached));
    }
    for kind in KINDS.iter().filter(|_| errors > 0) {
        let Some(s) = scores.get(kind) else { continue };
        for (title, list) in [("missed", &s.missed), ("wrong", &s.wrong)] {
            println!("\n{kind} {title}: {}", list.len());
            // Spread over the whole corpus, so that one long document does not fill the list.
            let step = (list.len() / errors).max(1);
            list.iter().step_by(step).take(errors).for_each(|e| println!("  {e}"));
        }
    }
}

fn score(id: &str, gold: &Value, sheet: &Value, scores: &mut BTreeMap<&'static str, Score>) {
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let placed = placed(sheet);
    let entities: BTreeMap<String, Value> = list(&gold["entities"]).into_iter().map(|e| (e["id"].as_str().unwrap_or("").to_string(), e)).collect();
    let facts = facts(sheet, &placed);
    let mut relations: BTreeMap<&'static str, Vec<Pair>> = BTreeMap::new();
    for relation in list(&gold["relations"]) {
        let end = |arg: &str| entities.get(relation["args"][arg].as_str().unwrap_or(""));
        let (Some(a), Some(b)) = (end("Arg1"), end("Arg2")) else { continue };
        let Some(kind) = kind_of(relation["type"].as_str().unwrap_or(""), a, b) else { continue };
        let span = |e: &Value| {
            let at = |key: &str| e[key].as_u64().unwrap_or(0) as usize;
            (at("start"), at("end"), e["text"].as_str().unwrap_or("").to_string())
        };
        relations.entry(kind).or_default().push([span(a), span(b)]);
    }
    for kind in KINDS {
        let (none, no_facts) = (Vec::new(), BTreeSet::new());
        let (wanted, found) = (relations.get(kind).unwrap_or(&none), facts.get(kind).unwrap_or(&no_facts));
        let score = scores.entry(kind).or_default();
        let stands = |entity: &str, span: &(usize, usize, String)| placed.get(entity).is_some_and(|p| p.spans.iter().any(|s| meets(*s, (span.0, span.1))));
        let says = |fact: &(String, String), gold: &Pair| {
            stands(&fact.0, &gold[0]) && stands(&fact.1, &gold[1]) || *kind == "SPOUSE" && stands(&fact.1, &gold[0]) && stands(&fact.0, &gold[1])
        };
        for relation in wanted {
            let hit = found.iter().any(|f| says(f, relation));
            let sort = |n: usize, e: &Placed| match (n, *kind) {
                (0, "WORKS_AS" | "WORKPLACE of a person" | "AGE_IS" | "SPOUSE" | "PARENT_OF") | (1, "SPOUSE" | "PARENT_OF") => e.section == "people",
                (1, "WORKS_AS") | (0, "WORKPLACE of an office") => e.section == "offices",
                _ => true,
            };
            let has = |n: usize| placed.values().any(|e| sort(n, e) && e.spans.iter().any(|s| meets(*s, (relation[n].0, relation[n].1))));
            score.gold += 1;
            score.found += usize::from(hit);
            score.reachable += usize::from(hit || has(0) && has(1));
            if !hit {
                let mark = if has(0) && has(1) { "" } else { " (not found)" };
                score.missed.push(format!("{id} @{}: {} | {}{mark}", relation[0].0, relation[0].2, relation[1].2));
            }
        }
        for fact in found {
            let hit = wanted.iter().any(|relation| says(fact, relation));
            score.predicted += 1;
            score.right += usize::from(hit);
            if !hit {
                let show = |e: &str| placed.get(e).map_or_else(|| e.to_string(), |p| format!("{} @{}", p.name, p.spans.first().map_or(0, |s| s.0)));
                score.wrong.push(format!("{id}: {} | {}", show(&fact.0), show(&fact.1)));
            }
        }
    }
}

/// One stands inside the other.
fn meets(a: (usize, usize), b: (usize, usize)) -> bool {
    a.0 <= b.0 && b.1 <= a.1 || b.0 <= a.0 && a.1 <= b.1
}

/// The kind under which a relation of the annotation is counted, if any.
fn kind_of(relation: &str, a: &Value, b: &Value) -> Option<&'static str> {
    let place = |e: &Value| matches!(e["type"].as_str().unwrap_or(""), "COUNTRY" | "CITY" | "STATE_OR_PROVINCE" | "DISTRICT" | "LOCATION" | "FACILITY");
    let is = |e: &Value, kind: &str| e["type"] == kind;
    Some(match relation {
        "WORKS_AS" => "WORKS_AS",
        "WORKPLACE" if is(a, "PERSON") => "WORKPLACE of a person",
        "WORKPLACE" if is(a, "PROFESSION") => "WORKPLACE of an office",
        "HEADQUARTERED_IN" => "HEADQUARTERED_IN",
        "AGE_IS" | "AGE_DIED_AT" if is(a, "PERSON") => "AGE_IS",
        "LOCATED_IN" if place(a) && place(b) => "LOCATED_IN",
        "SPOUSE" => "SPOUSE",
        "PARENT_OF" if is(a, "PERSON") && is(b, "PERSON") => "PARENT_OF",
        _ => return None,
    })
}

fn placed(sheet: &Value) -> BTreeMap<String, Placed> {
    let mut out = BTreeMap::new();
    for section in SECTIONS {
        for entity in sheet[section].as_array().into_iter().flatten() {
            let name = ["name", "title", "value"].iter().find_map(|k| entity[k].as_str()).unwrap_or_default().to_string();
            let stretches = entity["mentions"].as_array().into_iter().chain(entity["references"].as_array()).flatten();
            let spans = stretches.map(|m| (m["start"].as_u64().unwrap_or(0) as usize, m["end"].as_u64().unwrap_or(0) as usize)).collect();
            out.insert(entity["id"].as_str().unwrap_or_default().to_string(), Placed { section, name, spans });
        }
    }
    out
}

/// What a sheet says of each kind: pairs of ids.
fn facts(sheet: &Value, placed: &BTreeMap<String, Placed>) -> BTreeMap<&'static str, BTreeSet<(String, String)>> {
    let mut out: BTreeMap<&'static str, BTreeSet<(String, String)>> = BTreeMap::new();
    let mut add = |kind: &'static str, a: &Value, b: &Value| {
        if let (Some(a), Some(b)) = (a.as_str(), b.as_str())
            && placed.contains_key(a)
            && placed.contains_key(b)
            && a != b
        {
            out.entry(kind).or_default().insert((a.to_string(), b.to_string()));
        }
    };
    let section = |name: &str| sheet[name].as_array().into_iter().flatten();
    let offices: BTreeMap<&str, &Value> = section("offices").map(|o| (o["id"].as_str().unwrap_or_default(), o)).collect();
    let owners = ["organization", "place", "country"];
    for office in section("offices") {
        owners.iter().for_each(|o| add("WORKPLACE of an office", &office["id"], &office[o]));
    }
    for organization in section("organizations") {
        add("HEADQUARTERED_IN", &organization["id"], &organization["country"]);
    }
    for place in section("places") {
        add("LOCATED_IN", &place["id"], &place["within"]);
        add("LOCATED_IN", &place["id"], &place["country"]);
    }
    for fact in section("facts").filter(|f| f["modality"] != "denied") {
        let args = &fact["args"];
        match fact["kind"].as_str().unwrap_or_default() {
            "occupation" | "appointment" => {
                add("WORKS_AS", &args["who"], &args["office"]);
                add("WORKPLACE of a person", &args["who"], &args["organization"]);
                if let Some(office) = args["office"].as_str().and_then(|o| offices.get(o)) {
                    owners.iter().for_each(|o| add("WORKPLACE of a person", &args["who"], &office[o]));
                }
            }
            "location" => {
                add("HEADQUARTERED_IN", &args["organization"], &args["within"]);
                add("LOCATED_IN", &args["place"], &args["within"]);
            }
            "life" => add("AGE_IS", &args["who"], &args["age"]),
            "kinship" => match fact["relation"].as_str().unwrap_or_default() {
                "spouse" => add("SPOUSE", &args["who"], &args["of"]),
                "parent" => add("PARENT_OF", &args["who"], &args["of"]),
                "child" => add("PARENT_OF", &args["of"], &args["who"]),
                _ => {}
            },
            _ => {}
        }
    }
    out
}
