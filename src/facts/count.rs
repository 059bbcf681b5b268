//! Counts: a whole and its parts, and whether they add up: «из 12 пунктов работают только 8, остальные 4 простаивают».
//!
//! `balanced` is true when the parts make the whole, false when they exceed it or when the text says that they are all of it,
//! and absent when it does not say («пострадали 20 человек, из них 3 дети») or a number is not exact. Numbers are never mended.
//! A percent beside a part («50, или 25 %») must fit too. Percents alone are read in `shares.rs`.
//! Known misses: wholes more than a sentence away.

use super::{FactRule, fact, trimmed};
use crate::lexicon::{Class, Table};
use crate::recognize::figures::{Bound, FigureKind};
use crate::recognize::{Kind, Page, Sense};
use crate::resolve::{Entity, Resolved};
use crate::sheet::{Args, CountPart, Fact};
use std::collections::HashSet;
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "count.total-and-parts",
        kind: "count",
        about: "A number of things and numbers of the same things with what they do or are.",
        takes: &["[Из 12 школ работают 8, остальные 4 закрыты].", "[Всего в районе 15 школ, из них 9 работают, 6 закрыты]."],
        leaves: &["В районе 12 школ и 8 больниц."],
    },
    FactRule {
        name: "count.total-of-kinds",
        kind: "count",
        about: "A number of things and numbers of the kinds among them, behind «в том числе», «из них» or a colon.",
        takes: &["Погибли [12 человек, в том числе трое детей].", "Ранены [9 человек: 5 женщин и 4 ребёнка]."],
        leaves: &["Погибли 12 человек, сгорели 3 дома.", "Список: 5 школ и 4 больницы."],
    },
];

struct Count {
    tokens: Range<usize>,
    entity: Entity,
    value: f64,
    exact: bool,
}

/// A part with the state or kind that sets it apart, its gloss, and whether it is the rest.
struct Part<'f> {
    count: &'f Count,
    state: String,
    gloss: String,
    rest: bool,
}

/// The state of a part stands this near behind its percent.
const BEHIND: usize = 6;

/// So many counts on either side of a whole can be its parts: longer lists are no sums.
const NEAR: usize = 12;

/// Finds counts, a paragraph's sentences at most two at a time.
pub fn find(page: &Page<'_>, r: &Resolved) -> Vec<Fact> {
    let mut out = Vec::new();
    let mut used: HashSet<Entity> = HashSet::new();
    for (n, sentence) in page.text.sentences.iter().enumerate() {
        let next = page.text.sentences.get(n + 1).map_or(sentence.end, |s| s.end);
        for window in [sentence.clone(), sentence.start..next] {
            let all = counts(r, &window);
            for t in 0..all.len() {
                if used.contains(&all[t].entity) || !sentence.contains(&all[t].tokens.start) {
                    continue;
                }
                let from = t.saturating_sub(NEAR);
                let near = &all[from..all.len().min(t + NEAR)];
                if let Some(found) = of_states(page, r, near, t - from, &window).or_else(|| of_kinds(page, r, near, t - from)) {
                    used.insert(all[t].entity);
                    out.push(found);
                }
            }
        }
    }
    out
}

fn counts(r: &Resolved, window: &Range<usize>) -> Vec<Count> {
    r.within(window, Kind::Figure)
        .filter_map(|(i, entity)| match &r.mentions[i].sense {
            Sense::Figure(f) if f.kind == FigureKind::Count && f.counted.is_some() => {
                Some(Count { tokens: r.mentions[i].tokens.clone(), entity, value: f.value, exact: f.bound == Bound::Exact })
            }
            _ => None,
        })
        .collect()
}

fn counted<'r>(r: &'r Resolved, count: &Count) -> Option<&'r str> {
    r.figures[count.entity.index].counted.as_deref()
}

/// Parts of the same things, told apart by what they do or are.
fn of_states(page: &Page<'_>, r: &Resolved, figures: &[Count], t: usize, window: &Range<usize>) -> Option<Fact> {
    let total = &figures[t];
    let mut parts: Vec<Part<'_>> = Vec::new();
    let others = figures.iter().enumerate().filter(|(n, p)| *n != t && counted(r, p) == counted(r, total) && p.value < total.value && p.entity != total.entity);
    for (n, part) in others {
        // Parts follow the whole, or stand right before «из».
        if n < t && !page.form(total.tokens.start.wrapping_sub(1)).is_some_and(|f| f.word("out-of").is_some()) {
            continue;
        }
        if let Some((state, gloss)) = state(page, figures, n, total, window).or_else(|| state_behind_share(page, r, part, total)) {
            parts.push(Part { count: part, state, gloss, rest: is_rest(page, part) });
        }
    }
    let sum: f64 = parts.iter().map(|p| p.count.value).sum();
    let mark = mark_of_total(page, figures, t, window);
    // Without «из» or «всего» only numbers that add up are taken for parts.
    if parts.is_empty() || mark == Mark::None && !(sum == total.value && parts.len() >= 2) {
        return None;
    }
    // «из 12» with two parts and more tells of all; «12, из них 8» of some.
    let whole = parts.iter().any(|p| p.rest) || mark == Mark::Whole && parts.len() >= 2;
    made(page, r, total, &parts, whole, "count.total-and-parts")
}

/// Parts of other names among the things: «12 человек, в том числе трое детей», «9 человек: 5 женщин и 4 ребёнка».
fn of_kinds(page: &Page<'_>, r: &Resolved, figures: &[Count], t: usize) -> Option<Fact> {
    let total = &figures[t];
    let sentence = page.sentence(total.tokens.start);
    let end = total.tokens.end;
    // «по 7,5 очка, среди них двое» has other things before «среди них».
    if total.value.fract() != 0.0 || total.tokens.start > sentence.start && page.folded(total.tokens.start - 1) == "по" {
        return None;
    }
    let among = |i: usize| page.phrases_from(i).iter().find(|p| p.entry.table == Table::Words && p.entry.cell("class") == "part").map(|p| p.tokens.end);
    let comma = end + usize::from(page.has(end, Class::Comma));
    let colon = page.any(end, &[Class::Colon, Class::OpenBracket]);
    let from = if colon { Some(end + 1) } else { among(comma) }?;
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut at = from;
    for part in figures[t + 1..].iter().filter(|p| sentence.contains(&p.tokens.start)) {
        let joint = at..part.tokens.start;
        // The noun of «7 золотых, 2 серебряные» is left out.
        let listed = joint.len() <= 3 && joint.clone().all(|i| page.any(i, &[Class::Comma, Class::Adjective]) || matches!(page.folded(i), "и" | "а" | "также"));
        let figure = &r.figures[part.entity.index];
        if !(listed || joint.is_empty()) || part.value >= total.value || figure.counted.as_deref() == counted(r, total) {
            break;
        }
        parts.push(Part { count: part, state: figure.counted.clone().unwrap_or_default(), gloss: figure.gloss.clone().unwrap_or_default(), rest: false });
        at = part.tokens.end;
    }
    let sum: f64 = parts.iter().map(|p| p.count.value).sum();
    let fits = if colon { parts.len() >= 2 && sum == total.value } else { !parts.is_empty() && sum <= total.value };
    if !fits {
        return None;
    }
    made(page, r, total, &parts, colon, "count.total-of-kinds")
}

fn made(page: &Page<'_>, r: &Resolved, total: &Count, parts: &[Part<'_>], whole: bool, rule: &str) -> Option<Fact> {
    let share = |p: &Part<'_>| super::shares::of_part(page, r, &p.count.tokens, &total.tokens);
    let start = parts.iter().map(|p| p.count.tokens.start).min()?.min(total.tokens.start);
    let end = parts.iter().map(|p| p.count.tokens.end).max()?.max(total.tokens.end);
    let args = Args {
        counted: counted(r, total).map(str::to_string),
        total: Some(r.id(total.entity).to_string()),
        parts: Some(
            parts
                .iter()
                .map(|p| CountPart {
                    state: p.state.clone(),
                    gloss: Some(p.gloss.clone()).filter(|g| !g.is_empty()),
                    figure: r.id(p.count.entity).to_string(),
                    share: share(p).map(|s| r.id(s.entity).to_string()),
                })
                .collect(),
        ),
        ..Args::default()
    };
    let marked = |i: &usize| page.form(*i).is_some_and(|f| f.word("out-of").is_some() || f.word("total").is_some());
    // «Всего в районе 15 школ»
    let marker = (page.sentence(start).start.max(start.saturating_sub(4))..start).rev().find(marked);
    let clause_end = super::clause(page, end - 1).end;
    let mut new = fact(page, "count", "actual", args, &trimmed(page, marker.unwrap_or(start)..clause_end.max(end)), rule);
    let shares = parts.iter().filter_map(|p| share(p).map(|s| fits_share(p.count, total, s.percent, s.off)));
    new.balanced = [balanced(total, parts, whole)].into_iter().chain(shares).flatten().reduce(|a, b| a && b);
    Some(new)
}

/// Whether the parts make the whole; `None` when the text does not tell.
fn balanced(total: &Count, parts: &[Part<'_>], whole: bool) -> Option<bool> {
    let sum: f64 = parts.iter().map(|p| p.count.value).sum();
    if !total.exact || parts.iter().any(|p| !p.count.exact) {
        return None;
    }
    if sum == total.value {
        return Some(true);
    }
    (sum > total.value || whole).then_some(false)
}

/// Whether a part is the percent of the whole that the text says, as far as the percent is written out.
fn fits_share(part: &Count, total: &Count, percent: f64, off: f64) -> Option<bool> {
    (part.exact && total.exact).then(|| (part.value / total.value * 100.0 - percent).abs() <= off + 1e-9)
}

/// «50, или 25 %, остались без света»: the percent parts the number from what it does.
fn state_behind_share(page: &Page<'_>, r: &Resolved, part: &Count, total: &Count) -> Option<(String, String)> {
    let end = super::shares::of_part(page, r, &part.tokens, &total.tokens)?.end;
    let entry = (end..page.sentence(end - 1).end.min(end + BEHIND)).find_map(|i| page.form(i)?.predicate("state").filter(|e| !e.cell("gloss").is_empty()))?;
    Some((entry.cell("name").to_string(), entry.cell("gloss").to_string()))
}

/// What makes a count a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    /// «12, из них 8»: parts of it follow.
    Some,
    /// «из 12», «всего 12».
    Whole,
}

fn mark_of_total(page: &Page<'_>, figures: &[Count], t: usize, window: &Range<usize>) -> Mark {
    let tokens = &figures[t].tokens;
    let word = |i: usize, class: &str| page.form(i).is_some_and(|f| f.word(class).is_some());
    let previous_end = if t > 0 { figures[t - 1].tokens.end } else { window.start };
    let before = tokens.start.saturating_sub(5).max(window.start).max(previous_end)..tokens.start;
    if before.clone().any(|i| word(i, "out-of") && i + 3 >= tokens.start && !word(i + 1, "of-them")) {
        return Mark::Whole;
    }
    // «из них» within a clause or two.
    if (tokens.end..window.end.min(tokens.end + 14)).any(|i| word(i, "out-of") && word(i + 1, "of-them")) {
        return Mark::Some;
    }
    if before.clone().any(|i| word(i, "total")) { Mark::Whole } else { Mark::None }
}

/// «остальные 4», «оставшиеся четверо».
fn is_rest(page: &Page<'_>, part: &Count) -> bool {
    let from = page.sentence(part.tokens.start).start.max(part.tokens.start.saturating_sub(2));
    (from..part.tokens.end).any(|i| page.form(i).is_some_and(|f| f.word("remaining").is_some()))
}

/// What a part does or is: the state word of its stretch between its neighbours, the nearest.
fn state(page: &Page<'_>, figures: &[Count], n: usize, total: &Count, window: &Range<usize>) -> Option<(String, String)> {
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
    let entry = match (before, after) {
        (Some(b), Some(a)) => {
            if part.tokens.start - b.0 <= a.0 - part.tokens.end {
                b.1
            } else {
                a.1
            }
        }
        (Some(one), None) | (None, Some(one)) => one.1,
        // «8 работают, ещё 4 — нет»: no state of its own.
        (None, None) => return None,
    };
    Some((entry.cell("name").to_string(), entry.cell("gloss").to_string()))
}
