//! Changes in, the lines of corrections.tsv out that hold the second side to what the first side says.

use super::changes::{Change, Level, Side, Verb};
use crate::lexicon::corrections::Line;

/// The line for a change, where one can say it.
pub fn line(change: &Change) -> Option<Line> {
    let words = |side: &Side| if side.text.is_empty() { side.name.clone() } else { side.text.clone() };
    let kind_of = |side: &Side| Line::new(&words(side), "kind", &side.kind, "");
    let named = |side: &Side| matches!(side.kind.as_str(), "person" | "place" | "organization");
    let line = match (change.change, change.of, &change.from, &change.to) {
        (_, Level::Fact | Level::Document, ..) => return None,
        // A line holds for all mentions of the words: it is for entities that only one side knows.
        (Verb::Added | Verb::Removed | Verb::Renamed, Level::Mention, ..) => return None,
        // What the first side does not know is nothing.
        (Verb::Added, _, _, Some(to)) if !matches!(to.kind.as_str(), "figure" | "date") => Line::new(&words(to), "not-entity", "", &to.kind),
        (Verb::Removed, _, Some(from), _) | (Verb::Retyped, _, Some(from), _) if named(from) => kind_of(from),
        (Verb::Retyped, _, Some(from), Some(to)) if from.kind != to.kind => Line::new(&words(to), "not-entity", "", &to.kind),
        (Verb::Renamed, _, Some(from), Some(to)) if named(from) && from.name != to.name => Line::new(&words(to), "rename", &from.name, &to.kind),
        _ => return None,
    };
    line.problem().is_none().then_some(line)
}
