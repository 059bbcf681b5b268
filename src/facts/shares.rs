//! Percents of one whole: «60 % поступили в вузы, 40 % пошли работать», «50 из 200 домов, или 25 %».
//!
//! Percents of one sentence, or of two when the second tells of the rest, are the parts of a whole that has no figure of its own.
//! They are taken for parts when they make a hundred or the text says that they are all of it; numbers are never mended. A percent that stands
//! right behind a part of a count (`of_part`) is checked against the two counts.
//! Known misses: shares in words («треть … две трети»).

use super::{FactRule, fact, trimmed};
use crate::lexicon::{Case, Class, Pos, morph};
use crate::recognize::figures::{Bound, Figure, FigureKind};
use crate::recognize::{Kind, Page, Sense};
use crate::resolve::{Entity, Resolved};
use crate::sheet::{Args, CountPart, Fact};
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[FactRule {
    name: "count.percents-of-whole",
    kind: "count",
    about: "Percents of one whole with what each of them does or is.",
    takes: &[
        "По опросу [60 % жителей поддержали закон, 40 % выступили против].",
        "[Доля угля составляет 45 %, газа — 35 %, остальные 20 % приходятся на атом].",
    ],
    leaves: &["Экспорт вырос на 60 %, импорт — на 40 %.", "Явка составила 60 %, за мэра отдали 40 % голосов."],
}];

struct Percent<'r> {
    tokens: Range<usize>,
    entity: Entity,
    figure: &'r Figure,
}

/// Finds the percents that are parts of one whole.
pub fn find(page: &Page<'_>, r: &Resolved) -> Vec<Fact> {
    let mut out: Vec<Fact> = Vec::new();
    let mut read_to = 0;
    for (n, sentence) in page.text.sentences.iter().enumerate() {
        if sentence.start < read_to {
            continue;
        }
        let next = page.text.sentences.get(n + 1).map_or(sentence.end, |s| s.end);
        for window in [sentence.clone(), sentence.start..next] {
            let goes_on = window.end > sentence.end;
            let all = percents(page, r, &window);
            let rest = all.iter().any(|p| is_rest(page, &p.tokens) && (!goes_on || p.tokens.start >= sentence.end));
            if goes_on && !rest {
                continue;
            }
            if let Some(found) = whole(page, r, &all, rest) {
                read_to = window.end;
                out.push(found);
                break;
            }
        }
    }
    out
}

/// The percents that can be shares: no amounts of change («вырос на 5 %»), none that a text only gives in brackets.
fn percents<'r>(page: &Page<'_>, r: &'r Resolved, window: &Range<usize>) -> Vec<Percent<'r>> {
    r.within(window, Kind::Figure)
        .filter_map(|(i, entity)| match &r.mentions[i].sense {
            Sense::Figure(f) if f.kind == FigureKind::Percent && f.low.is_none() => Some(Percent { tokens: r.mentions[i].tokens.clone(), entity, figure: f }),
            _ => None,
        })
        .filter(|p| {
            let before = p.tokens.start.checked_sub(1).filter(|i| *i >= window.start);
            !before.is_some_and(|i| page.form(i).is_some_and(|f| f.word("change-preposition").is_some()) || page.has(i, Class::OpenBracket))
        })
        .collect()
}

fn whole(page: &Page<'_>, r: &Resolved, all: &[Percent<'_>], rest: bool) -> Option<Fact> {
    let first = all.first().filter(|_| all.len() >= 2)?;
    let sum: f64 = all.iter().map(|p| p.figure.value).sum();
    let is_hundred = (sum - 100.0).abs() < 1e-6;
    let exact = all.iter().all(|p| p.figure.bound == Bound::Exact);
    // Two numbers can make a hundred by chance: the whole must be named with the first.
    let named = named_whole(page, first).or_else(|| out_of(page, first));
    let told = named.is_some() || is_share(page, first);
    if !(rest || is_hundred && exact && told) {
        return None;
    }
    let parts: Option<Vec<CountPart>> = all.iter().enumerate().map(|(n, p)| part(page, r, all, n, p)).collect();
    let last = all.last()?;
    let end = super::clause(page, last.tokens.end - 1).end.max(last.tokens.end);
    let start = super::clause(page, first.tokens.start).start.min(first.tokens.start);
    let start = if named.is_some_and(|i| i > first.tokens.start) && !is_share(page, first) { first.tokens.start } else { start };
    let counted = named.and_then(|i| morph::nominative_singular(page.word(i), &|r| r.pos == Pos::Noun));
    let args = Args { counted, parts: Some(parts?), ..Args::default() };
    let mut new = fact(page, "count", "actual", args, &trimmed(page, start..end), "count.percents-of-whole");
    new.balanced = exact.then_some(is_hundred);
    Some(new)
}

/// «остальные 20 %».
fn is_rest(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let from = page.sentence(tokens.start).start.max(tokens.start.saturating_sub(2));
    (from..tokens.start).any(|i| page.form(i).is_some_and(|f| f.word("remaining").is_some()))
}

/// «60 % жителей»: the noun in the genitive behind a percent.
fn named_whole(page: &Page<'_>, p: &Percent<'_>) -> Option<usize> {
    let end = page.sentence(p.tokens.start).end;
    (p.tokens.end..end.min(p.tokens.end + 3))
        .take_while(|i| page.has(*i, Class::Genitive) && page.has(*i, Class::Lower) && !page.has(*i, Class::Preposition))
        .find(|i| page.noun_in(*i, Case::Gen))
}

/// «доля угля — 45 %».
fn is_share(page: &Page<'_>, p: &Percent<'_>) -> bool {
    let clause = super::clause(page, p.tokens.start);
    (clause.start..p.tokens.start).any(|i| page.form(i).is_some_and(|f| f.word("share").is_some()))
}

/// «из выпускников 60 %»: the noun that the percent is of.
fn out_of(page: &Page<'_>, p: &Percent<'_>) -> Option<usize> {
    let from = page.sentence(p.tokens.start).start.max(p.tokens.start.saturating_sub(4));
    let of = (from..p.tokens.start).find(|i| page.form(*i).is_some_and(|f| f.word("out-of").is_some()))?;
    (of + 1..p.tokens.start).find(|i| page.noun_in(*i, Case::Gen))
}

/// What a share does or is: the listed word of state, else the verb of its stretch, else the noun that it is of.
fn part(page: &Page<'_>, r: &Resolved, all: &[Percent<'_>], n: usize, p: &Percent<'_>) -> Option<CountPart> {
    let sentence = page.sentence(p.tokens.start);
    let from = if n > 0 { all[n - 1].tokens.end } else { sentence.start }.max(sentence.start);
    let to = all.get(n + 1).map_or(sentence.end, |q| q.tokens.start).min(sentence.end);
    let after = p.tokens.end..to;
    let state = after.clone().find_map(|i| page.form(i)?.predicate("state").filter(|e| !e.cell("gloss").is_empty()));
    let figure = r.id(p.entity).to_string();
    if let Some(entry) = state {
        return Some(CountPart { state: entry.cell("name").into(), gloss: Some(entry.cell("gloss").into()), figure, share: None });
    }
    let lemma = |i: usize, pos: Pos| page.form(i)?.readings.first().filter(|r| r.pos == pos).map(|r| r.lemma.to_string());
    // «газа — 35 %», «против — 47 %»
    let dashed = (p.tokens.start > from + 1 && page.has(p.tokens.start - 1, Class::Dash)).then(|| p.tokens.start - 2);
    let subject = dashed.and_then(|i| lemma(i, Pos::Noun).or_else(|| page.form(i).map(|f| f.folded.to_string())));
    let verb = || after.clone().find_map(|i| lemma(i, Pos::Verb));
    // «доля угля составляет 45 %»
    let owner = || (from..p.tokens.start).rev().find(|i| page.noun_in(*i, Case::Gen)).and_then(|i| lemma(i, Pos::Noun));
    let before = || (from..p.tokens.start).rev().find_map(|i| lemma(i, Pos::Verb));
    // «доля составляет» says nothing of what the share is of.
    let state = subject.or_else(|| is_share(page, p).then(owner).flatten()).or_else(verb).or_else(before).or_else(owner)?;
    Some(CountPart { state, gloss: None, figure, share: None })
}

/// The percent that a text gives for a part of a count.
pub(super) struct ShareOf {
    pub entity: Entity,
    pub percent: f64,
    /// Half of its last digit.
    pub off: f64,
    /// The token after it.
    pub end: usize,
}

/// The percent right behind a part of a count, in the text's own words: «50, или 25 %», «50 (25 %)», «50 из 200 домов (25 %)».
pub(super) fn of_part(page: &Page<'_>, r: &Resolved, part: &Range<usize>, total: &Range<usize>) -> Option<ShareOf> {
    let sentence = page.sentence(part.start);
    let joined = |from: usize, to: usize| {
        (1..=3).contains(&(to - from))
            && (from..to).all(|i| page.any(i, &[Class::Comma, Class::OpenBracket, Class::Dash, Class::Conjunction]) || page.folded(i) == "есть")
    };
    let window = part.end..sentence.end;
    let mut all = r.within(&window, Kind::Figure).filter_map(|(i, entity)| match &r.mentions[i].sense {
        Sense::Figure(f) if f.kind == FigureKind::Percent && f.bound == Bound::Exact => Some((r.mentions[i].tokens.clone(), entity, f)),
        _ => None,
    });
    let (tokens, entity, figure) = all.next()?;
    let behind = |end: usize| end < tokens.start && joined(end, tokens.start);
    let stands = behind(part.end) || part.end < total.start && total.start <= part.end + 3 && behind(total.end) && page.has(total.end, Class::OpenBracket);
    stands.then(|| ShareOf { entity, percent: figure.value, off: super::change::rounding(page, figure), end: tokens.end })
}
