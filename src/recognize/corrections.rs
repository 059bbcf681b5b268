//! Readers' corrections: what corrections.tsv says of the words of a text.
//!
//! In: a page whose gazetteers hold corrections. A candidate whose name is a corrected phrase gets the cue `corrected` or
//! `corrected-away`, whose weights are above all others; a candidate of the corrected kind is proposed. `same-as` and `rename` are applied when
//! entities are resolved.

use super::{Candidate, Kind, Page, Rule};
use crate::lexicon::{Entry, Table};
use std::ops::Range;

/// The rule behind `kind` corrections; its example holds with «Кармазин» corrected to be an organization.
pub const RULES: &[Rule] = &[Rule {
    name: "corrections.kind",
    about: "What corrections.tsv calls a person, place or organization, whatever it looks like.",
    takes: &["Вечером [Кармазин] сообщил подробности."],
    leaves: &["Мир пришёл на эту землю."],
    propose,
}];

fn propose(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    for phrase in page.entries_of(start, Table::Corrections).filter(|p| p.entry.cell("correction") == "kind") {
        let kind = match phrase.entry.cell("value") {
            "person" => Kind::Person,
            "place" => Kind::Place,
            _ => Kind::Organization,
        };
        out.push(Candidate::new(kind, "corrections.kind", phrase.tokens.clone()).cue_if(true, "corrected"));
    }
}

/// The corrections of exactly these tokens.
pub fn of(page: &Page<'_>, tokens: &Range<usize>) -> Vec<Entry> {
    let all = page.entries_of(tokens.start, Table::Corrections).filter(|p| p.tokens.end == tokens.end);
    all.map(|p| p.entry).collect()
}

/// The correction that a candidate's name falls under, and whether it speaks for the candidate.
pub fn verdict(page: &Page<'_>, candidate: &Candidate) -> Option<(Entry, bool)> {
    let spans = [&candidate.core, &candidate.tokens];
    spans.into_iter().flat_map(|s| of(page, s)).find_map(|e| match e.cell("correction") {
        "not-entity" if e.cell("kind").is_empty() || e.cell("kind") == candidate.kind.name() => Some((e, false)),
        "kind" => Some((e, e.cell("value") == candidate.kind.name())),
        _ => None,
    })
}

/// Puts the corrections' cues on candidates.
pub fn mark(page: &Page<'_>, candidates: &mut [Candidate]) {
    if !page.has_corrections() {
        return;
    }
    for candidate in candidates {
        match verdict(page, candidate) {
            Some((_, false)) => candidate.cues.push("corrected-away"),
            Some((_, true)) if !candidate.cues.contains(&"corrected") => candidate.cues.push("corrected"),
            _ => {}
        }
    }
}
