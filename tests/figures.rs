//! Phrases and what their figures say: `fixtures/figures.tsv`, read through the whole program.

use svodka::Extractor;
use svodka::ingest::Document;
use svodka::sheet::Figure;

const TABLE: &str = include_str!("../fixtures/figures.tsv");

/// The fields of a row behind its phrase.
fn row_of(figure: &Figure) -> String {
    let number = |n: &Option<serde_json::Number>| n.as_ref().map_or(String::new(), ToString::to_string);
    let of = figure.currency.clone().or_else(|| figure.unit.clone()).unwrap_or_default();
    let counted = figure.counted.clone().unwrap_or_default();
    [&figure.kind, &figure.value.to_string(), &of, &figure.bound, &number(&figure.low), &number(&figure.high), &counted].map(String::as_str).join("\t")
}

/// Phrases with the rows of their figures, sorted.
fn phrases() -> Vec<(&'static str, Vec<String>)> {
    let mut out: Vec<(&str, Vec<String>)> = Vec::new();
    for line in TABLE.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let (phrase, row) = line.split_once('\t').expect("a phrase and its figure");
        assert_eq!(row.split('\t').count(), 7, "cells are missing: {line}");
        if out.last().is_none_or(|(held, _)| *held != phrase) {
            assert!(out.iter().all(|(held, _)| *held != phrase), "the figures of a phrase stand together: {phrase}");
            out.push((phrase, Vec::new()));
        }
        if !row.starts_with("none\t") {
            out.last_mut().expect("just pushed").1.push(row.to_string());
        }
    }
    out.iter_mut().for_each(|(_, rows)| rows.sort());
    out
}

#[test]
fn every_phrase_is_read_as_it_says() {
    let extractor = Extractor::new();
    let mut wrong = Vec::new();
    for (phrase, expected) in phrases() {
        let mut found: Vec<String> = extractor.extract(&Document::new("phrase", phrase)).figures.expect("all parts").iter().map(row_of).collect();
        found.sort();
        if found != expected {
            wrong.push(format!("{phrase}\n    expected {expected:?}\n    found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} phrases are read wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_table_holds_what_it_should() {
    let phrases = phrases();
    let rows: usize = phrases.iter().map(|(_, rows)| rows.len().max(1)).sum();
    assert!(phrases.len() >= 500, "{} phrases and {rows} rows are too few", phrases.len());
    for kind in ["count", "money", "percent", "measure", "duration", "age", "ordinal", "score", "share", "multiple"] {
        assert!(phrases.iter().any(|(_, rows)| rows.iter().any(|r| r.starts_with(&format!("{kind}\t")))), "no {kind}");
    }
}
