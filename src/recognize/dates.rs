//! Dates.
use super::Rule;
/// A date's reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Date { }
/// rules
pub const RULES: &[Rule] = &[];
