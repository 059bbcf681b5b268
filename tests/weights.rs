//! The weights file: every line is read, every recognizer's own cue has a weight, no cue stands twice.

use std::collections::BTreeSet;
use svodka::arbitrate::Weights;

const TABLE: &str = include_str!("../src/arbitrate/weights.tsv");

#[test]
fn every_line_names_a_cue_and_none_twice() {
    Weights::parse(TABLE).expect("all lines are read");
    let mut seen = BTreeSet::new();
    for line in TABLE.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let key: Vec<&str> = line.split('\t').take(2).collect();
        assert!(seen.insert(key.join("\t")), "twice: {line}");
    }
}

#[test]
fn an_unknown_cue_is_refused_with_its_line() {
    let error = Weights::parse("decision\tcue\tweight\tsupport\nperson\tfirst:nonsense\t1.0\t5\n").err().expect("refused");
    assert_eq!(error.to_string(), "weights.tsv:2: no cue «first:nonsense»");
}
