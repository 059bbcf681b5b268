//! Weights of cues: read from `weights.tsv`, which `examples/fit` writes and people read.

pub use super::table::{AtPositions, Row, WeightError};

use super::table::{self, DECISIONS, Weighed};
use crate::recognize::Kind;
use crate::recognize::cues::{Cue, Position, WORD_BITS};
use crate::recognize::vocabulary::{LEFT5, WHOLE};
use foldhash::fast::RandomState;
use once_cell::sync::Lazy;
use std::collections::HashMap;

/// The columns of weights.tsv: what it decides, cue, weight, in how many training candidates the cue was seen, and which part of the
/// weight the corpora share.
static TABLE: &str = include_str!("weights.tsv");

/// The same as numbers, made by `build.rs`.
static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/weights.bin"));

/// The weights that the program carries.
pub static BUNDLED: Lazy<Weights> = Lazy::new(|| Weights::of_blob(BLOB).expect("build.rs made the blob"));

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
        DECISIONS[self as usize]
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

/// Weights of all cues.
pub struct Weights {
    /// By decision and bit.
    dense: Vec<AtPositions>,
    sparse: HashMap<Cue, Row, RandomState>,
    /// Those of `sparse` that spans have most often, by [`often`].
    often: Vec<Row>,
    /// Not a number where the cue has no weight for a decision.
    by_hand: HashMap<Box<str>, Row, RandomState>,
}

/// The row of a cue without weights.
static NOTHING: Row = [0.0; DECISIONS.len()];

impl Weights {
    /// No weights at all: every candidate scores nothing.
    pub fn empty() -> Weights {
        Weights {
            dense: vec![AtPositions::default(); DECISIONS.len() * WORD_BITS],
            sparse: HashMap::default(),
            often: vec![NOTHING; 4 * OFTEN],
            by_hand: HashMap::default(),
        }
    }

    /// Reads weights.tsv.
    ///
    /// # Errors
    /// The first line with an unknown decision, an unknown cue or no number.
    pub fn parse(table: &str) -> Result<Weights, WeightError> {
        let mut weights = Weights::empty();
        for line in table::read(table, &crate::recognize::cues::noun_row) {
            let (decision, weighed, weight) = line?;
            match weighed {
                Weighed::ByHand(name) => weights.by_hand.entry(name.into()).or_insert([f32::NAN; DECISIONS.len()])[decision] = weight,
                Weighed::Fitted(cue) => weights.set(Decision::ALL[decision], cue, weight),
            }
        }
        Ok(weights)
    }

    /// Reads what [`table::blob`] made; `None` when it is cut.
    fn of_blob(blob: &[u8]) -> Option<Weights> {
        let mut rest = blob;
        let mut weights = Weights::empty();
        weights.dense = (0..weights.dense.len()).map(|_| floats(&mut rest)).collect::<Option<_>>()?;
        let count = u32::from_le_bytes(take(&mut rest, 4)?.try_into().ok()?) as usize;
        weights.sparse.reserve(count);
        for _ in 0..count {
            let cue = Cue(u64::from_le_bytes(take(&mut rest, 8)?.try_into().ok()?));
            weights.put(cue, floats(&mut rest)?);
        }
        while let Some(length) = take(&mut rest, 1) {
            let name = std::str::from_utf8(take(&mut rest, length[0].into())?).ok()?;
            weights.by_hand.insert(name.into(), floats(&mut rest)?);
        }
        Some(weights)
    }

    /// Sets the weight of a cue.
    pub fn set(&mut self, decision: Decision, cue: Cue, weight: f32) {
        match cue.dense() {
            Some((position, bit)) => self.dense[decision as usize * WORD_BITS + bit][position] = weight,
            None => {
                let mut row = *self.row(cue);
                row[decision as usize] = weight;
                self.put(cue, row);
            }
        }
    }

    fn put(&mut self, cue: Cue, row: Row) {
        self.sparse.insert(cue, row);
        if let Some(place) = often(cue).and_then(|n| self.often.get_mut(n)) {
            *place = row;
        }
    }

    /// The weight of a cue; nothing for one that the fit found useless.
    pub fn of(&self, decision: Decision, cue: Cue) -> f32 {
        match cue.dense() {
            Some((position, bit)) => self.dense[decision as usize * WORD_BITS + bit][position],
            None => self.row(cue)[decision as usize],
        }
    }

    /// The weights of a cue that is not of one position, for all decisions.
    pub fn row(&self, cue: Cue) -> &Row {
        match often(cue) {
            Some(n) => self.often.get(n).unwrap_or(&NOTHING),
            None => self.sparse.get(&cue).unwrap_or(&NOTHING),
        }
    }

    /// The weights of a class or sign at all positions.
    pub fn at(&self, decision: Decision, bit: usize) -> &AtPositions {
        &self.dense[decision as usize * WORD_BITS + bit]
    }

    /// Every fitted cue of a decision that has a weight.
    pub fn all(&self, decision: Decision) -> Vec<(Cue, f32)> {
        let rows = self.dense[decision as usize * WORD_BITS..][..WORD_BITS].iter().enumerate();
        let dense = rows.flat_map(|(bit, row)| Position::ALL.iter().map(move |p| (Cue::at(*p, bit), row[*p as usize])));
        let sparse = self.sparse.iter().map(|(c, row)| (*c, row[decision as usize]));
        dense.chain(sparse).filter(|(_, w)| *w != 0.0).collect()
    }

    /// What a rule or a recognizer's own cue weighs: fitted, and by hand where the table has it.
    pub fn of_name(&self, cue: &str) -> (&Row, Option<&Row>) {
        (Cue::own(cue).map_or(&NOTHING, |cue| self.row(cue)), self.by_hand.get(cue))
    }

    /// The weight of a recognizer's own cue; `None` when the table lacks it.
    pub fn own(&self, decision: Decision, cue: &str) -> Option<f32> {
        self.by_hand.get(cue).map(|row| row[decision as usize]).filter(|w| !w.is_nan())
    }
}

/// No kind of cue of those that most spans have has more cues.
const OFTEN: usize = 256;

/// The place of a cue in a table without gaps: of kinds that every span has, and that are few.
fn often(cue: Cue) -> Option<usize> {
    let (kind, content) = (cue.0 >> 56, cue.0 as usize & 0xff_ffff);
    ((WHOLE..=LEFT5).contains(&kind) && content < OFTEN).then(|| (kind - WHOLE) as usize * OFTEN + content)
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn floats<const N: usize>(rest: &mut &[u8]) -> Option<[f32; N]> {
    let bytes = take(rest, 4 * N)?;
    Some(std::array::from_fn(|i| f32::from_le_bytes([bytes[4 * i], bytes[4 * i + 1], bytes[4 * i + 2], bytes[4 * i + 3]])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blob_has_the_weights_of_the_table() {
        let parsed = Weights::parse(TABLE).expect("all lines are read");
        for d in Decision::ALL {
            let sorted = |weights: &Weights| {
                let mut all = weights.all(*d);
                all.sort_by_key(|(cue, _)| *cue);
                all
            };
            assert_eq!(sorted(&parsed), sorted(&BUNDLED), "{}", d.name());
            parsed.by_hand.keys().for_each(|cue| assert_eq!(parsed.own(*d, cue), BUNDLED.own(*d, cue), "{cue}"));
        }
        assert_eq!(parsed.by_hand.len(), BUNDLED.by_hand.len());
    }
}
