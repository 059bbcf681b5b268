//! Dates (placeholder while the recognizer is written).
use super::*;
/// kind
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum K { /// d
 Day }
impl K { /// name
 pub fn name(self) -> &'static str { "day" } }
/// A date's reading.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Date { pub value: Option<String>, pub precision: K, pub relative: Option<String>, pub time: bool }
/// rules
pub const RULES: &[Rule] = &[];
/// x
pub fn anchor(_: &Page<'_>, _: &mut [Candidate], _: Option<&str>) {}
