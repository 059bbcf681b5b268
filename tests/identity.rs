//! Ids come from what a text says, not from where it says it or from what was read before.

use std::collections::BTreeSet;
use svodka::{Extractor, ingest::Document, sheet::FactSheet};

/// The articles of the fixtures, by name.
fn articles() -> Vec<(String, String)> {
    let folder = format!("{}/fixtures/articles", env!("CARGO_MANIFEST_DIR"));
    let mut out: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the fixtures are there")
        .map(|e| e.expect("a readable folder").path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .map(|p| (p.file_stem().expect("a file").to_string_lossy().into_owned(), std::fs::read_to_string(&p).expect("a readable file")))
        .collect();
    out.sort();
    out
}

/// Ids of people, organizations, places and countries.
fn ids(sheet: &FactSheet) -> BTreeSet<String> {
    let people = sheet.people.iter().flatten().map(|e| e.id.clone());
    let organizations = sheet.organizations.iter().flatten().map(|e| e.id.clone());
    let places = sheet.places.iter().flatten().map(|e| e.id.clone());
    let countries = sheet.countries.iter().flatten().map(|e| e.id.clone());
    people.chain(organizations).chain(places).chain(countries).collect()
}

#[test]
fn another_order_of_documents_changes_nothing() {
    let extractor = Extractor::new();
    let articles = articles();
    assert!(articles.len() >= 10);
    let read = |(name, text): &(String, String)| extractor.extract(&Document::new(name.as_str(), text.as_str()));
    let forward: Vec<FactSheet> = articles.iter().map(read).collect();
    let mut backward: Vec<FactSheet> = articles.iter().rev().map(read).collect();
    backward.reverse();
    assert_eq!(forward, backward);
    // Without half of them the others stay what they are.
    for (sheet, article) in forward.iter().zip(&articles).step_by(2) {
        assert_eq!(*sheet, read(article));
    }
}

#[test]
fn paragraphs_in_another_order_keep_the_ids() {
    let extractor = Extractor::new();
    let (mut changed, mut turns) = (Vec::new(), 0);
    for (name, text) in articles() {
        let paragraphs: Vec<&str> = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect();
        let whole = ids(&extractor.extract(&Document::new(name.as_str(), paragraphs.join("\n\n"))));
        for turn in 1..paragraphs.len() {
            turns += 1;
            let mut turned = paragraphs.clone();
            turned.rotate_left(turn);
            let other = ids(&extractor.extract(&Document::new(name.as_str(), turned.join("\n\n"))));
            if other != whole {
                changed.push(format!("{name}, from paragraph {turn}: {:?}", whole.symmetric_difference(&other).collect::<Vec<_>>()));
            }
        }
    }
    assert!(turns >= 10, "only {turns} orders tried");
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}
