//! Figures (placeholder while the recognizer is written).
use super::*;
/// kind
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum K { /// count
 Count }
impl K { /// name
 pub fn name(self) -> &'static str { "count" } }
/// A figure's reading.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Figure { pub kind: K, pub value: f64, pub low: Option<f64>, pub high: Option<f64>, pub bound: K, pub currency: Option<String>, pub unit: Option<String>, pub counted: Option<String>, pub gloss: Option<String> }
/// rules
pub const RULES: &[Rule] = &[];
/// x
pub fn resolve_counted(_: &Page<'_>, _: &mut [Candidate]) {}
