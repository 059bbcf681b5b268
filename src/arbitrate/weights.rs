//! Weights of cues: read from `weights.tsv`, which `examples/fit.rs` writes and people read.

use crate::recognize::Kind;
use crate::recognize::cues::{Cue, Position, WORD_BITS};
use once_cell::sync::Lazy;
use std::collections::HashMap;

/// The columns of weights.tsv: what it decides, cue, weight, in how many training candidates the cue was seen, and which part of the
/// weight the corpora share.
static TABLE: &str = include_str!("weights.tsv");

/// The weights that the program carries.
pub static BUNDLED: Lazy<Weights> = Lazy::new(|| Weights::parse(TABLE).expect("weights.tsv is checked by a test"));

/// The part of a fitted weight that all corpora have in common, for those who ask: the rest is the mean of their conventions.
pub fn shared_part(decision: Decision, cue: &str) -> Option<f32> {
    static SHARED: Lazy<HashMap<(&str, &str), f32>> = Lazy::new(|| {
        let rows = TABLE.lines().filter(|l| !l.starts_with('#')).skip(1);
        let shared = |line: &'static str| {
            let mut cells = line.split('\t');
            let (decision, cue) = (cells.next()?, cells.next()?);
            Some(((decision, cue), cells.nth(2)?.parse().ok()?))
        };
        rows.filter_map(shared).collect()
    });
    SHARED.get(&(decision.name(), cue)).copied()
}

/// What a set of weights decides: a kind of mention, and bodies apart from named organizations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Decision {
    Person,
    Place,
    Organization,
    Body,
    Office,
    InnerOrganization,
    InnerOffice,
    Nationality,
    Country,
    Figure,
    Date,
}

impl Decision {
    /// All decisions, in order.
    pub const ALL: &[Decision] = &[
        Decision::Person,
        Decision::Place,
        Decision::Organization,
        Decision::Body,
        Decision::Office,
        Decision::InnerOrganization,
        Decision::InnerOffice,
        Decision::Nationality,
        Decision::Country,
        Decision::Figure,
        Decision::Date,
    ];

    /// The name in weights.tsv.
    pub fn name(self) -> &'static str {
        ["person", "place", "organization", "body", "office", "inner-organization", "inner-office", "nationality", "country", "figure", "date"][self as usize]
    }

    /// What decides a candidate of a kind among names; a country's name is decided as a place.
    pub fn of_name(kind: Kind) -> Decision {
        match kind {
            Kind::Person => Decision::Person,
            Kind::Organization => Decision::Organization,
            _ => Decision::Place,
        }
    }
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

/// Weights of all cues.
#[derive(Default)]
pub struct Weights {
    dense: Vec<Vec<f32>>,
    sparse: Vec<HashMap<Cue, f32>>,
    own: HashMap<(Decision, String), f32>,
}

const DENSE: usize = Position::ALL.len() * WORD_BITS;

impl Weights {
    /// No weights at all: every candidate scores nothing.
    pub fn empty() -> Weights {
        let kinds = Decision::ALL.len();
        Weights { dense: vec![vec![0.0; DENSE]; kinds], sparse: vec![HashMap::new(); kinds], own: HashMap::new() }
    }

    /// Reads weights.tsv.
    ///
    /// # Errors
    /// The first line with an unknown decision, an unknown cue or no number.
    pub fn parse(table: &str) -> Result<Weights, WeightError> {
        let mut weights = Weights::empty();
        for (n, line) in table.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()).skip(1) {
            let refuse = |message: String| WeightError { line: n + 1, message };
            let cells: Vec<&str> = line.split('\t').collect();
            let [decision, cue, weight, ..] = cells.as_slice() else {
                return Err(refuse("write decision, cue, weight and support, with tabs".into()));
            };
            let decision = *Decision::ALL.iter().find(|d| d.name() == *decision).ok_or_else(|| refuse(format!("no decision «{decision}»")))?;
            let weight: f32 = weight.parse().map_err(|_| refuse(format!("«{weight}» is no number")))?;
            match (cue.strip_prefix("own:"), Cue::named(cue)) {
                (Some(own), _) => {
                    weights.own.insert((decision, own.to_string()), weight);
                }
                (None, Some(cue)) => weights.set(decision, cue, weight),
                (None, None) => return Err(refuse(format!("no cue «{cue}»"))),
            }
        }
        Ok(weights)
    }

    /// Sets the weight of a cue.
    pub fn set(&mut self, decision: Decision, cue: Cue, weight: f32) {
        match cue.dense() {
            Some(at) => self.dense[decision as usize][at] = weight,
            None => {
                self.sparse[decision as usize].insert(cue, weight);
            }
        }
    }

    /// The weight of a cue; nothing for one that the fit found useless.
    pub fn of(&self, decision: Decision, cue: Cue) -> f32 {
        match cue.dense() {
            Some(at) => self.dense[decision as usize][at],
            None => self.sparse[decision as usize].get(&cue).copied().unwrap_or(0.0),
        }
    }

    /// The weight of a class or sign at a position.
    pub fn at(&self, decision: Decision, position: Position, bit: usize) -> f32 {
        self.dense[decision as usize][position as usize * WORD_BITS + bit]
    }

    /// Every fitted cue of a decision that has a weight.
    pub fn all(&self, decision: Decision) -> Vec<(Cue, f32)> {
        let at = |n: usize| Cue::at(Position::ALL[n / WORD_BITS], n % WORD_BITS);
        let dense = self.dense[decision as usize].iter().enumerate().filter(|(_, w)| **w != 0.0).map(|(n, w)| (at(n), *w));
        dense.chain(self.sparse[decision as usize].iter().map(|(c, w)| (*c, *w))).collect()
    }

    /// The weight of a recognizer's own cue; `None` when the table lacks it.
    pub fn own(&self, decision: Decision, cue: &str) -> Option<f32> {
        self.own.get(&(decision, cue.to_string())).copied()
    }
}
