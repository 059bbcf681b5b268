//! Minimal pairs: what a sentence reports, and the same said, denied, planned, supposed, asked or rumoured: `fixtures/modality.tsv`,
//! read through the whole program.

use svodka::Extractor;
use svodka::ingest::Document;
use svodka::sheet::FactSheet;

const TABLE: &str = include_str!("../fixtures/modality.tsv");

/// So many pairs are right; it may grow, and with it this number.
const RIGHT: usize = 194;

/// Modality and source of all facts of a kind; the source by name, or `reported`.
fn facts(sheet: &FactSheet, kind: &str) -> Vec<(String, String)> {
    let name = |id: &str| {
        let person = sheet.people.iter().flatten().find(|p| p.id == id).map(|p| p.name.clone());
        person.or_else(|| sheet.organizations.iter().flatten().find(|o| o.id == id).map(|o| o.name.clone())).unwrap_or_else(|| id.to_string())
    };
    let said = |f: &svodka::sheet::Fact| match (&f.said_by, f.reported) {
        (Some(id), _) => name(id),
        (None, Some(true)) => "reported".to_string(),
        _ => String::new(),
    };
    sheet.facts.iter().flatten().filter(|f| f.kind == kind).map(|f| (f.modality.clone(), said(f))).collect()
}

/// All facts of the kind are as expected, and there is one.
fn holds(found: &[(String, String)], modality: &str, said: &str) -> bool {
    let right = |(m, s): &(String, String)| m == modality && (s == said || said == "any" && (s.is_empty() || s == "reported"));
    !found.is_empty() && found.iter().all(right)
}

#[test]
fn pairs_are_told_apart() {
    let extractor = Extractor::new();
    let read = |text: &str| extractor.extract(&Document::new("pair", text));
    let rows: Vec<Vec<&str>> = TABLE.lines().filter(|l| !l.starts_with('#')).skip(1).map(|l| l.split('\t').collect()).collect();
    assert_eq!(rows.len(), 200);
    let mut wrong = Vec::new();
    for row in &rows {
        let (plain, changed) = (facts(&read(row[0]), row[2]), facts(&read(row[1]), row[2]));
        if !holds(&plain, "actual", "") || !holds(&changed, row[3], row[4]) {
            wrong.push(format!("{}: {} of {:?} wanted, found {changed:?}; the plain one {plain:?}", row[1], row[3], row[4]));
        }
    }
    let right = rows.len() - wrong.len();
    assert_eq!(right, RIGHT, "{right} of {} pairs are right; wrong are:\n{}", rows.len(), wrong.join("\n"));
}
