//! Durations whose number is not said: «несколько лет», «долгие месяцы», «считанные минуты».

use super::units::unit;
use super::{Bound, Candidate, FigureKind, NumberForm, Page, Quantity, Role, candidate, empty, single};
use crate::lexicon::{Class, Table};

/// «несколько лет»: at least so many as words.tsv says of the word; with a number («несколько тысяч лет») it is a measure.
pub(super) fn several(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.begins(start, Table::Words) {
        return;
    }
    let Some(word) = page.entries_of(start, Table::Words).find(|p| p.entry.cell("class") == "several" && p.tokens.len() == 1) else { return };
    // «несколько последних лет», «несколько долгих месяцев»
    let at = word.tokens.end + usize::from(page.has(word.tokens.end, Class::Adjective) && page.has(word.tokens.end, Class::Plural));
    let in_sentence = |end: usize| end <= page.sentence(start).end;
    let Some(period) = unit(page, at).filter(|u| u.is_time() && page.has(at, Class::Plural) && in_sentence(u.tokens.end)) else { return };
    let Some(least) = word.entry.cell("note").parse().ok() else { return };
    let quantity = Quantity { bound: Bound::AtLeast, ..single(start, least, NumberForm::Vague) };
    let mut figure = empty(FigureKind::Duration, &quantity);
    figure.unit = Some(period.name.clone());
    figure.gloss = Some(period.gloss.to_string()).filter(|g| !g.is_empty());
    let tokens = start..period.tokens.end;
    out.push(
        candidate(page, "figures.several", &quantity, tokens, figure)
            .part(Role::Value, start..start + 1)
            .part(Role::Unit, period.tokens)
            .cue_if(true, "with-time-unit"),
    );
}
