//! The lines of `weights.tsv`, and the blob that `build.rs` makes of them.
//!
//! Compiled twice, like the lexicon's `compile.rs`: the program carries the blob, so that no start reads thirteen thousand names.

use super::vocabulary::{Cue, Position, WORD_BITS};
use std::collections::BTreeMap;

/// What a set of weights decides, by number, as weights.tsv names it.
pub const DECISIONS: [&str; 11] =
    ["person", "place", "organization", "body", "office", "inner-organization", "inner-office", "nationality", "country", "figure", "date"];

/// A weight for every decision.
pub type Row = [f32; DECISIONS.len()];

/// A weight for every position.
pub type AtPositions = [f32; Position::ALL.len()];

/// What has a weight.
#[derive(Clone, Debug, PartialEq)]
pub enum Weighed<'t> {
    /// A cue set by hand.
    ByHand(&'t str),
    /// A fitted cue.
    Fitted(Cue),
}

/// A refused line of a weights file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for WeightError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "weights.tsv:{}: {}", self.line, self.message)
    }
}

impl std::error::Error for WeightError {}

/// Reads the lines: decision, what has the weight, the weight. `noun` finds the row of a gazetteer's noun.
pub fn read<'t>(table: &'t str, noun: &'t dyn Fn(&str) -> Option<u64>) -> impl Iterator<Item = Result<(usize, Weighed<'t>, f32), WeightError>> {
    let lines = table.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()).skip(1);
    lines.map(move |(n, line)| {
        let refuse = |message: String| WeightError { line: n + 1, message };
        let mut cells = line.split('\t');
        let (Some(decision), Some(cue), Some(weight)) = (cells.next(), cells.next(), cells.next()) else {
            return Err(refuse("write decision, cue, weight and support, with tabs".into()));
        };
        let decision = DECISIONS.iter().position(|d| *d == decision).ok_or_else(|| refuse(format!("no decision «{decision}»")))?;
        let weight: f32 = weight.parse().map_err(|_| refuse(format!("«{weight}» is no number")))?;
        let weighed = match cue.strip_prefix("own:") {
            Some(own) => Weighed::ByHand(own),
            None => Weighed::Fitted(Cue::named_with(cue, noun).ok_or_else(|| refuse(format!("no cue «{cue}»")))?),
        };
        Ok((decision, weighed, weight))
    })
}

/// The blob of some weights: those of classes and signs at positions for every decision and bit, then by cue and by name.
pub fn blob<'t>(weights: impl Iterator<Item = (usize, Weighed<'t>, f32)>) -> Vec<u8> {
    let mut dense = vec![AtPositions::default(); DECISIONS.len() * WORD_BITS];
    let mut sparse: BTreeMap<Cue, Row> = BTreeMap::new();
    // A cue set by hand may have a weight for some decisions only, which is not the same as none.
    let mut by_hand: BTreeMap<&str, Row> = BTreeMap::new();
    for (decision, weighed, weight) in weights {
        match weighed {
            Weighed::ByHand(name) => by_hand.entry(name).or_insert([f32::NAN; DECISIONS.len()])[decision] = weight,
            Weighed::Fitted(cue) => match cue.dense() {
                Some((position, bit)) => dense[decision * WORD_BITS + bit][position] = weight,
                None => sparse.entry(cue).or_default()[decision] = weight,
            },
        }
    }
    let mut out = Vec::new();
    let floats = |out: &mut Vec<u8>, numbers: &[f32]| numbers.iter().for_each(|n| out.extend(n.to_le_bytes()));
    dense.iter().for_each(|row| floats(&mut out, row));
    out.extend((sparse.len() as u32).to_le_bytes());
    for (cue, row) in &sparse {
        out.extend(cue.0.to_le_bytes());
        floats(&mut out, row);
    }
    for (name, row) in &by_hand {
        out.push(name.len() as u8);
        out.extend(name.as_bytes());
        floats(&mut out, row);
    }
    out
}
