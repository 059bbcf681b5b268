//! Changes of a figure: «увеличить товарооборот до одного миллиарда долларов», «экспорт вырос на 5% с 10 до 12 млн тонн».

use super::clauses::Clauses;
use super::{FactRule, Scene, fact, modality, trimmed};
use crate::lexicon::{Case, Class, Pos};
use crate::recognize::figures::{Bound, Figure, FigureKind};
use crate::recognize::{Kind, Page, Sense, numbers};
use crate::resolve::{Entity, nominative};
use crate::sheet::{Args, Fact};
use crate::text::TokenKind;
use std::collections::HashSet;
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "change.verb",
        kind: "change",
        about: "A verb of growth or decline with the figure from, to or by which.",
        takes: &[
            "[Экспорт вырос до 12 млн долларов].",
            "[Цены снизились на 5%].",
            "[Экспорт снизился вдвое].",
            "[Прибыль банка выросла на 18% и достигла 2 млрд рублей].",
        ],
        leaves: &["Завод вырос за год.", "Сергей Петров купил завод, превышающий участок в 10 тысяч метров."],
    },
    FactRule {
        name: "change.noun",
        kind: "change",
        about: "A noun of growth or decline with the figure from, to or by which.",
        takes: &["Стороны обсудили [увеличение экспорта до 12 млн долларов]."],
        leaves: &["Рост цен беспокоит людей."],
    },
];

/// How far behind the predicate its figures may stand, in tokens.
const REACH: usize = 22;

/// Finds changes.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (page, r) = (scene.page, scene.r);
    let mut out = Vec::new();
    let mut taken: HashSet<usize> = HashSet::new();
    for token in 0..page.len() {
        let Some(form) = page.form(token) else { continue };
        let Some(entry) = form.predicate("change") else { continue };
        let detail = entry.cell("detail");
        let noun = entry.cell("pos") == "noun";
        if noun && !form.classes.has(Class::Noun) || !noun && !form.classes.any(&[Class::Verb, Class::Infinitive, Class::Participle]) {
            continue;
        }
        let sentence = page.sentence(token);
        // Its figures stand before the next word of change, and before the next clause's subject.
        let next_change = (token + 1..sentence.end).find(|i| page.form(*i).is_some_and(|f| f.predicate("change").is_some())).unwrap_or(sentence.end);
        // A noun's figures stand before its clause ends: «задачи по сокращению расходов, взятые после кредита на 78 млрд».
        let own_end = if noun { (token + 1..sentence.end).find(|i| page.any(*i, &[Class::Comma, Class::Verb])).unwrap_or(sentence.end) } else { sentence.end };
        let window = token..next_change.min(token + REACH).min(own_end);
        let mut args = Args { direction: matches!(detail, "up" | "down").then(|| detail.to_string()), ..Args::default() };
        let mut end = token + 1;
        let mut used = Vec::new();
        let (mut from, mut to, mut by) = (None, None, None);
        for (i, entity) in r.within(&window, Kind::Figure) {
            if taken.contains(&i) {
                continue;
            }
            let Sense::Figure(figure) = &r.mentions[i].sense else { continue };
            // «значение в 10 тысяч» is no change by it, «в 3 раза» is.
            let preposition = preposition(page, &r.mentions[i].tokens, token, figure.kind == FigureKind::Multiple);
            // «снизился вдвое»
            let adverb = figure.kind == FigureKind::Multiple && preposition.is_none();
            // «прибыль достигла 2 млрд»
            let reached = args.direction.is_some() && entry.cell("frame").starts_with("to:") && preposition.is_none();
            let Some(preposition) = preposition.or(adverb.then_some("by")).or(reached.then_some("to")) else { continue };
            let id = r.id(entity).to_string();
            let (slot, known) = match preposition {
                "to" => (&mut args.to, &mut to),
                "from" => (&mut args.from, &mut from),
                _ => (&mut args.by, &mut by),
            };
            if slot.is_none() {
                *slot = Some(id);
                *known = Some(&**figure);
                end = end.max(r.mentions[i].tokens.end);
                used.push(i);
            }
        }
        if args.to.is_none() && args.by.is_none() {
            continue;
        }
        // «выросла на 18% и составила 2 млрд»: the result in a verb of its own.
        if let Some((i, entity)) = result(scene, token, next_change).filter(|_| !noun && args.to.is_none())
            && let Sense::Figure(figure) = &r.mentions[i].sense
        {
            args.to = Some(r.id(entity).to_string());
            to = Some(&**figure);
            end = end.max(r.mentions[i].tokens.end);
            used.push(i);
        }
        taken.extend(used);
        let (what, start) = what(page, &scene.c, token, noun);
        args.what = what;
        let mut modality = modality::at(page, &scene.c, token);
        // A goal that is spoken of is no report: «акцентировал внимание на увеличении … до».
        if matches!(modality, "actual" | "possible") && noun && goal_before(page, token, sentence.start) {
            modality = "planned";
        }
        let direction = args.direction.clone();
        let mut new = fact(page, "change", modality, args, &trimmed(page, start.min(token)..end), if noun { "change.noun" } else { "change.verb" });
        new.balanced = direction.and_then(|d| balanced(page, from?, by?, to?, d == "up"));
        out.push(new);
    }
    out
}

/// The figure of a verb of result that `и` or a comma joins to a verb of change before it, both of one subject.
fn result(scene: &Scene<'_>, token: usize, next: usize) -> Option<(usize, Entity)> {
    let (page, sentence) = (scene.page, scene.page.sentence(token));
    let form = page.form(next).filter(|f| next < sentence.end && f.predicate("change").is_some_and(|e| e.cell("frame").starts_with("to:")))?;
    let first = page.form(token)?.readings.iter().find(|r| r.pos == Pos::Verb)?;
    let agrees = form.readings.iter().any(|r| r.pos == Pos::Verb && r.plural == first.plural && r.gender == first.gender);
    let joined = next > token + 1 && (page.has(next - 1, Class::Conjunction) || page.has(next - 1, Class::Comma));
    let window = next..(next + 6).min(sentence.end);
    scene.r.within(&window, Kind::Figure).next().filter(|(i, _)| agrees && joined && preposition(page, &scene.r.mentions[*i].tokens, next, false).is_none())
}

/// Whether `from` changed by `by` gives `to`, as far as the numbers are written out; `None` where it cannot be told.
fn balanced(page: &Page<'_>, from: &Figure, by: &Figure, to: &Figure, up: bool) -> Option<bool> {
    if [from, by, to].iter().any(|f| f.bound != Bound::Exact) || (from.kind, &from.unit) != (to.kind, &to.unit) {
        return None;
    }
    let sign = if up { 1.0 } else { -1.0 };
    let (a, b) = (rounding(page, from), rounding(page, by));
    // What comes out, and how far off it may be for what the text rounds.
    let (result, off) = match by.kind {
        FigureKind::Percent if from.kind != FigureKind::Percent => {
            (from.value * (1.0 + sign * by.value / 100.0), a * (1.0 + by.value / 100.0) + from.value * b / 100.0)
        }
        FigureKind::Multiple if up => (from.value * by.value, a * by.value + from.value * b),
        FigureKind::Multiple => (from.value / by.value, a / by.value + from.value * b / (by.value * by.value)),
        FigureKind::Percent => (from.value + sign * by.value, a + b),
        kind if (kind, &by.unit) == (from.kind, &from.unit) => (from.value + sign * by.value, a + b),
        _ => return None,
    };
    Some((result - to.value).abs() <= off + rounding(page, to))
}

/// Half of the last digit that a number is written with: «6,6 млн» may be off by 50 000.
pub(super) fn rounding(page: &Page<'_>, figure: &Figure) -> f64 {
    let scale = numbers::cardinal(page, figure.value_tokens.start).map_or(1.0, |n| n.scale);
    let last = figure.value_tokens.clone().filter(|i| page.kind(*i) == Some(TokenKind::Number)).last();
    let decimals = last.and_then(|i| page.word(i).rsplit_once([',', '.'])).map_or(0, |(_, d)| d.len());
    scale * 0.5 / 10f64.powi(decimals as i32)
}

/// What the preposition before a figure makes of it, words of bound between left aside.
fn preposition(page: &Page<'_>, tokens: &Range<usize>, from: usize, times: bool) -> Option<&'static str> {
    // Words of bound belong to the figure: «до одного миллиарда».
    let mut i = tokens.start + 1;
    for _ in 0..5 {
        if i <= from + 1 {
            return None;
        }
        i -= 1;
        if let Some(entry) = page.form(i).and_then(|f| f.word("change-preposition")) {
            if matches!(page.folded(i), "в" | "во") && !times {
                return None;
            }
            return Some(match entry.cell("note") {
                "to" => "to",
                "from" => "from",
                _ => "by",
            });
        }
        if i < tokens.start && page.any(i, &[Class::Noun, Class::Verb, Class::Comma]) && !page.any(i, &[Class::Number, Class::Adverb]) {
            return None;
        }
    }
    None
}

/// What changes: the genitive behind a noun, the subject or object of a verb.
fn what(page: &Page<'_>, c: &Clauses, token: usize, noun: bool) -> (Option<String>, usize) {
    let sentence = page.sentence(token);
    let genitive_run = |from: usize| {
        let mut end = from;
        while end < sentence.end
            && page.has(end, Class::Genitive)
            && page.has(end, Class::Lower)
            && page.any(end, &[Class::Noun, Class::Adjective, Class::Participle])
            && !page.any(end, &[Class::Digit, Class::Preposition, Class::Conjunction])
        {
            end += 1;
        }
        // «прогноз по инфляции», «выплаты по депозитам»
        if end > 0 && end + 1 < sentence.end && page.folded(end) == "по" && page.noun_in(end + 1, Case::Dat) && page.has(end + 1, Class::Lower) {
            end += 2;
        }
        from..end
    };
    if noun {
        let run = genitive_run(token + 1);
        return (phrase(page, run), token);
    }
    // «снизило прогноз»: what a verb does something to; «прибыль выросла»: its subject.
    let reflexive = page.folded(token).ends_with("ся") || page.folded(token).ends_with("сь");
    let object = (token + 1..sentence.end.min(token + 4))
        .take_while(|i| !page.any(*i, &[Class::Preposition, Class::Comma, Class::Verb]))
        .find(|i| page.noun_in(*i, Case::Acc) && page.has(*i, Class::Lower) && !page.any(*i, &[Class::Unit, Class::Number]));
    if let Some(o) = object.filter(|_| !reflexive) {
        let from = (token + 1..o).find(|i| page.has(*i, Class::Adjective)).unwrap_or(o);
        return (phrase(page, from..genitive_run(o + 1).end), token);
    }
    match subject(page, c, token, super::around(page, token).start) {
        Some(s) => {
            let start = (super::around(page, token).start..s).rev().take_while(|i| page.has(*i, Class::Adjective) && page.agree(*i, s)).last().unwrap_or(s);
            (phrase(page, start..genitive_run(s + 1).end.clamp(s + 1, token)), start)
        }
        None => (None, token),
    }
}

/// The nearest noun before a verb that can be its subject: nominative, of its number and gender, behind no preposition.
fn subject(page: &Page<'_>, c: &Clauses, token: usize, from: usize) -> Option<usize> {
    let verb = page.form(token)?.readings.iter().find(|r| matches!(r.pos, Pos::Verb | Pos::Participle))?.clone();
    let governed = |i: usize| {
        (from..i).rev().take_while(|j| page.has(*j, Class::Adjective) || *j + 1 == i).any(|j| page.has(j, Class::Preposition) && page.has(j, Class::Lower))
    };
    let mut all = (from..token).rev().filter(|i| {
        page.form(*i).is_some_and(|f| {
            f.readings.iter().any(|r| {
                r.pos == Pos::Noun
                    && r.case == Some(Case::Nom)
                    && (r.plural.is_none() || verb.plural.is_none() || r.plural == verb.plural)
                    && (verb.gender.is_none() || r.gender.is_none() || r.gender == verb.gender)
            })
        }) && !governed(*i)
            && !page.any(*i, &[Class::Unit, Class::Month, Class::Preposition, Class::Conjunction, Class::Office, Class::Profession])
            && !c.phrase(*i).is_some_and(|n| c.phrases[n].entity_is(Kind::Person))
    });
    // «срок Сильвио Берлускони сокращён», «прибыль банка выросла»: what stands behind a noun in the genitive or with a capital is whose it is.
    let whose = |i: usize| page.is_capital(i) && i > page.sentence(i).start || i > from && page.has(i, Class::Genitive) && page.has(i - 1, Class::Noun);
    let nearest = all.next()?;
    if whose(nearest) { all.find(|i| !whose(*i)).or(Some(nearest)) } else { Some(nearest) }
}

fn phrase(page: &Page<'_>, tokens: Range<usize>) -> Option<String> {
    (!tokens.is_empty()).then(|| nominative::phrase(page, &tokens).to_lowercase())
}

/// A word of aim or call within the clause before a noun of change.
fn goal_before(page: &Page<'_>, token: usize, start: usize) -> bool {
    (token.saturating_sub(8).max(start)..token).any(|i| page.form(i).is_some_and(|f| f.predicate("plan").is_some() || f.word("aim").is_some()))
}
