//! Figures.
use super::Rule;
/// A figure's reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure { }
/// rules
pub const RULES: &[Rule] = &[];
