//! Durations without a number: «несколько лет», «долгие месяцы», «за год», «около часа».

use super::units::{Unit, unit};
use super::{Bound, Candidate, FigureKind, NumberForm, Page, Quantity, Role, candidate, empty, quantity, single};
use crate::lexicon::{Class, Table};

/// «несколько лет»: at least so many as words.tsv says of the word; with a number («несколько тысяч лет») it is a measure.
pub(super) fn several(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.begins(start, Table::Words) {
        return;
    }
    let Some(word) = page.entries_of(start, Table::Words).find(|p| p.entry.cell("class") == "several" && p.tokens.len() == 1) else { return };
    // «несколько последних лет», «несколько долгих месяцев»
    let at = word.tokens.end + usize::from(page.has(word.tokens.end, Class::Adjective) && page.has(word.tokens.end, Class::Plural));
    let Some(period) = period(page, at).filter(|_| page.has(at, Class::Plural)) else { return };
    let Some(least) = word.entry.cell("note").parse().ok() else { return };
    let quantity = Quantity { bound: Bound::AtLeast, ..single(start, least, NumberForm::Vague) };
    out.push(duration(page, "figures.several", &quantity, &period).part(Role::Value, start..start + 1));
}

/// «на год», «за сутки», «около месяца»: one, where a preposition or a bound says that a time is measured.
pub(super) fn one(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if start == page.sentence(start).start || !page.begins(start, Table::Units) || page.has(start, Class::Abbreviated) {
        return;
    }
    let Some(period) = period(page, start).filter(|u| page.has(start, Class::Singular) || u.gloss == "day and night") else { return };
    let next = period.tokens.end;
    // «на день города», «за час пик», «за месяц май», «за год 2018»
    let named = page.any(next, &[Class::Digit, Class::Capitalized, Class::Month])
        || matches!(period.gloss, "day" | "hour" | "century") && page.any(next, &[Class::Noun, Class::Adjective]) && !page.has(next, Class::Preposition);
    if named && next < page.sentence(start).end {
        return;
    }
    let bound = quantity::before(page, start);
    let first = bound.map_or(start, |(_, first)| first);
    if bound.is_none() && !is_linked(page, start) {
        return;
    }
    let bound = bound.map_or(Bound::Exact, |(bound, _)| bound);
    let quantity = Quantity { tokens: first..start, bound, ..single(start, 1.0, NumberForm::Vague) };
    out.push(duration(page, "figures.one", &quantity, &period));
}

/// A preposition that measures time ends right before a token: «за», «на протяжении»; «в год» is a rate.
fn is_linked(page: &Page<'_>, at: usize) -> bool {
    let first = page.sentence(at).start.max(at.saturating_sub(2));
    page.folded(at - 1) != "в"
        && (first..at).any(|i| {
            page.begins(i, Table::Words) && page.entries_of(i, Table::Words).any(|p| p.tokens.end == at && p.entry.cell("class") == "duration-link")
        })
}

fn period(page: &Page<'_>, at: usize) -> Option<Unit> {
    unit(page, at).filter(|u| u.is_time() && u.tokens.end <= page.sentence(at).end)
}

fn duration(page: &Page<'_>, rule: &'static str, quantity: &Quantity, period: &Unit) -> Candidate {
    let mut figure = empty(FigureKind::Duration, quantity);
    figure.unit = Some(period.name.clone());
    figure.gloss = Some(period.gloss.to_string()).filter(|g| !g.is_empty());
    let tokens = quantity.tokens.start..period.tokens.end;
    candidate(page, rule, quantity, tokens, figure).part(Role::Unit, period.tokens.clone()).cue_if(true, "with-time-unit")
}
