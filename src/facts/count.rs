//! Counts: a whole and its parts, and whether they add up: «из 12 пунктов работают только 8, остальные 4 простаивают».

use super::{FactRule, fact, trimmed};
use crate::lexicon::{Class, Entry};
use crate::recognize::{Kind, Page, Sense};
use crate::resolve::{Entity, Resolved};
use crate::sheet::{Args, CountPart, Fact};
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[FactRule {
    name: "count.total-and-parts",
    kind: "count",
    about: "A number of things and numbers of the same things with what they do or are.",
    takes: &["[Из 12 школ работают 8, остальные 4 закрыты].", "[Всего в районе 15 школ, из них 9 работают, 6 закрыты]."],
    leaves: &["В районе 12 школ и 8 больниц."],
}];

struct Part {
    tokens: Range<usize>,
    entity: Entity,
    value: f64,
}

/// Finds counts, a paragraph's sentences at most two at a time.
pub fn find(page: &Page<'_>, r: &Resolved) -> Vec<Fact> {
    let mut out = Vec::new();
    let mut used: Vec<Entity> = Vec::new();
    for (n, sentence) in page.text.sentences.iter().enumerate() {
        let next = page.text.sentences.get(n + 1).map_or(sentence.end, |s| s.end);
        for window in [sentence.clone(), sentence.start..next] {
            let figures = counts(r, &window);
            for (t, total) in figures.iter().enumerate() {
                if used.contains(&total.entity) || !sentence.contains(&total.tokens.start) {
                    continue;
                }
                if let Some(found) = parts_of(page, r, &figures, t, &window) {
                    used.push(total.entity);
                    out.push(found);
                }
            }
        }
    }
    out
}

fn counts(r: &Resolved, window: &Range<usize>) -> Vec<Part> {
    r.within(window, Kind::Figure)
        .filter_map(|(i, entity)| match &r.mentions[i].sense {
            Sense::Figure(f) if f.kind.name() == "count" && f.counted.is_some() => Some(Part { tokens: r.mentions[i].tokens.clone(), entity, value: f.value }),
            _ => None,
        })
        .collect()
}

fn counted<'r>(r: &'r Resolved, part: &Part) -> Option<&'r str> {
    r.figures[part.entity.index].counted.as_deref()
}

fn parts_of(page: &Page<'_>, r: &Resolved, figures: &[Part], t: usize, window: &Range<usize>) -> Option<Fact> {
    let total = &figures[t];
    let marked = is_marked_total(page, &total.tokens, figures, t, window);
    let mut parts: Vec<(&Part, Entry)> = Vec::new();
    for (n, part) in
        figures.iter().enumerate().filter(|(n, p)| *n != t && counted(r, p) == counted(r, total) && p.value < total.value && p.entity != total.entity)
    {
        // Parts follow the whole, or stand right before «из».
        let before = n < t && !page.form(total.tokens.start.wrapping_sub(1)).is_some_and(|f| f.word("out-of").is_some());
        if before {
            continue;
        }
        if let Some(state) = state(page, figures, n, total, window) {
            parts.push((part, state));
        }
    }
    let sum: f64 = parts.iter().map(|p| p.0.value).sum();
    let balanced = sum == total.value;
    // Without «из» or «всего» only numbers that add up are taken for parts.
    if parts.is_empty() || !(marked || balanced && parts.len() >= 2) {
        return None;
    }
    let start = parts.iter().map(|p| p.0.tokens.start).min()?.min(total.tokens.start);
    let end = parts.iter().map(|p| p.0.tokens.end).max()?.max(total.tokens.end);
    let args = Args {
        counted: counted(r, total).map(str::to_string),
        total: Some(r.id(total.entity).to_string()),
        parts: Some(
            parts
                .iter()
                .map(|(p, e)| CountPart {
                    state: e.cell("name").to_string(),
                    gloss: Some(e.cell("gloss").to_string()).filter(|g| !g.is_empty()),
                    figure: r.id(p.entity).to_string(),
                })
                .collect(),
        ),
        ..Args::default()
    };
    let marker = start.checked_sub(1).filter(|i| window.contains(i) && page.form(*i).is_some_and(|f| f.word("out-of").is_some() || f.word("total").is_some()));
    let clause_end = super::clause(page, end - 1).end;
    let mut new = fact(page, "count", "actual", args, &trimmed(page, marker.unwrap_or(start)..clause_end.max(end)), "count.total-and-parts");
    new.balanced = Some(balanced);
    Some(new)
}

/// «из 12», «всего 12», «12 …, из них 8».
fn is_marked_total(page: &Page<'_>, tokens: &Range<usize>, figures: &[Part], t: usize, window: &Range<usize>) -> bool {
    let word = |i: usize, class: &str| page.form(i).is_some_and(|f| f.word(class).is_some());
    let before = tokens.start.saturating_sub(5).max(window.start)..tokens.start;
    let previous_end = if t > 0 { figures[t - 1].tokens.end } else { window.start };
    let near = before.clone().filter(|i| *i >= previous_end);
    near.clone().any(|i| word(i, "total") || word(i, "out-of") && i + 3 >= tokens.start)
        || (tokens.end..window.end.min(tokens.end + 14)).any(|i| word(i, "out-of") && page.form(i + 1).is_some_and(|f| f.word("of-them").is_some()))
}

/// What a part does or is: the state word of its stretch between its neighbours, the nearest.
fn state(page: &Page<'_>, figures: &[Part], n: usize, total: &Part, window: &Range<usize>) -> Option<Entry> {
    let part = &figures[n];
    let sentence = page.sentence(part.tokens.start);
    let clause = super::clause(page, part.tokens.start);
    let from = if n > 0 { figures[n - 1].tokens.end } else { window.start }.max(sentence.start);
    let to = figures.get(n + 1).map_or(window.end, |f| f.tokens.start).min(sentence.end);
    let entry_at = |i: usize| {
        let form = page.form(i)?;
        if !form.classes.any(&[Class::Verb, Class::Participle, Class::Adjective]) {
            return None;
        }
        form.predicate("state").filter(|e| !e.cell("gloss").is_empty())
    };
    let inside = |i: &usize| clause.contains(i) && !total.tokens.contains(i);
    let after = (part.tokens.end..to).filter(inside).find_map(|i| Some((i, entry_at(i)?)));
    let before = (from..part.tokens.start).filter(inside).rev().find_map(|i| Some((i, entry_at(i)?)));
    match (before, after) {
        (Some(b), Some(a)) => Some(if part.tokens.start - b.0 <= a.0 - part.tokens.end { b.1 } else { a.1 }),
        (Some(one), None) | (None, Some(one)) => Some(one.1),
        // «8 работают, ещё 4 — нет»: no state of its own.
        (None, None) => None,
    }
}
