//! What every sheet must keep, whatever the text was. Used by tests and by the fuzz targets.

use std::collections::BTreeSet;
use svodka::sheet::{FactSheet, Offsets};

/// Quotation marks, brackets and dashes, of which made-up texts have many.
pub const MARKS: &[&str] = &["«", "»", "\"", "„", "“", "(", ")", "—", "-"];

/// Panics with what does not hold of a sheet made with `--offsets`: spans lie in the text and give it back in all three units, mentions nest and never cross,
/// ids are there once, what facts and entities refer to is there, and the sheet survives JSON there and back.
pub fn hold(sheet: &FactSheet, text: &str) {
    let chars: Vec<char> = text.chars().collect();
    let utf16: Vec<u16> = text.encode_utf16().collect();
    assert_eq!(sheet.document.characters, chars.len());
    let give_back = |start: usize, end: usize, words: &str, bytes: &Option<Offsets>, units: &Option<Offsets>| {
        assert!(start <= end && end <= chars.len(), "{start}..{end} of {}", chars.len());
        assert_eq!(chars[start..end].iter().collect::<String>(), words);
        if let Some(b) = bytes {
            assert_eq!(text.get(b.start..b.end), Some(words), "bytes");
        }
        if let Some(u) = units {
            assert_eq!(String::from_utf16_lossy(&utf16[u.start..u.end]), words, "UTF-16");
        }
    };
    let mentions = sheet.mentions();
    let mut ends: Vec<usize> = Vec::new();
    for n in &mentions {
        let m = n.mention;
        assert!(m.bytes.is_some() && m.utf16.is_some(), "made with offsets");
        give_back(m.start, m.end, &m.text, &m.bytes, &m.utf16);
        assert!(m.start < m.end, "an empty mention of {}", n.id);
        assert!(m.parts.iter().all(|p| m.start <= p.start && p.start < p.end && p.end <= m.end), "parts of {} stand outside: {:?}", n.id, m.parts);
        while ends.last().is_some_and(|e| *e <= m.start) {
            ends.pop();
        }
        assert!(ends.last().is_none_or(|e| m.end <= *e), "{} «{}» crosses another mention", n.id, m.text);
        ends.push(m.end);
    }
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    let people = sheet.people.iter().flatten().map(|e| e.id.as_str());
    let offices = sheet.offices.iter().flatten().map(|e| e.id.as_str());
    let countries = sheet.countries.iter().flatten().map(|e| e.id.as_str());
    let places = sheet.places.iter().flatten().map(|e| e.id.as_str());
    let organizations = sheet.organizations.iter().flatten().map(|e| e.id.as_str());
    let figures = sheet.figures.iter().flatten().map(|e| e.id.as_str());
    let dates = sheet.dates.iter().flatten().map(|e| e.id.as_str());
    let facts = sheet.facts.iter().flatten().map(|e| e.id.as_str());
    for id in people.chain(offices).chain(countries).chain(places).chain(organizations).chain(figures).chain(dates).chain(facts) {
        assert!(ids.insert(id), "{id} is there twice");
    }
    // Countries are known by their codes, in the text or not; others must be there.
    let known = |id: &str| id.starts_with("country:") || ids.contains(id);
    for office in sheet.people.iter().flatten().flat_map(|p| &p.offices) {
        assert!(known(office), "{office} is nowhere");
    }
    for f in sheet.facts.iter().flatten() {
        give_back(f.evidence.start, f.evidence.end, &f.evidence.text, &f.evidence.bytes, &f.evidence.utf16);
        for s in f.quote.iter().chain(f.segments.iter().flatten()) {
            give_back(s.start, s.end, &s.text, &s.bytes, &s.utf16);
        }
        for value in f.roles().iter().flat_map(|(_, values)| values) {
            let refers = ["person:", "office:", "place:", "organization:", "figure:", "date:"].iter().any(|kind| value.starts_with(kind));
            assert!(!refers || known(value), "{}: {value} is nowhere", f.id);
        }
        assert!(f.said_by.as_deref().is_none_or(known), "{}: {:?} is nowhere", f.id, f.said_by);
    }
    let json = serde_json::to_string(sheet).expect("a sheet is JSON");
    let back: FactSheet = serde_json::from_str(&json).expect("and JSON is a sheet");
    assert_eq!(&back, sheet);
}
