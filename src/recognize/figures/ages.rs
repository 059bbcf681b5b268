//! Ages: «в возрасте 94 лет», «ему 40», «Иван Петров, 34 года», «на 83-м году жизни».

use super::quantity::{Quantity, quantity};
use super::units::{unit, units_named};
use super::{FigureKind, candidate, empty, measured, single};
use crate::lexicon::{Case, Class, Pos, Table};
use crate::recognize::numbers::{self, NumberForm};
use crate::recognize::page::Page;
use crate::recognize::{Candidate, Role};

pub(super) fn age(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    year_of_life(page, start, out);
    let Some(mut q) = quantity(page, start) else { return };
    if q.value > 150.0 || q.scale > 1.0 {
        return;
    }
    let unit = unit(page, q.inverted.unwrap_or(q.tokens.end)).filter(|u| u.is_time() && u.gloss.starts_with("year") || u.gloss.starts_with("month"));
    let sentence = page.sentence(start);
    let by_word = is_marked(page, &q, unit.is_some());
    // «ему за 60», but not «ему за 3 года удалось»
    let over = q.tokens.start > sentence.start && page.folded(q.tokens.start - 1) == "за";
    let has_lived = belongs_to_person(page, q.tokens.start) && !(over && unit.is_some());
    if over && has_lived {
        (q.tokens.start, q.bound) = (q.tokens.start - 1, super::Bound::MoreThan);
    }
    // «в 15 лет он уехал», but not «сроком в 15 лет»
    let content = |i: usize| page.form(i).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == Pos::Noun && r.animate != Some(true)));
    let at_age = q.tokens.start > sentence.start
        && matches!(page.folded(q.tokens.start - 1), "в" | "во")
        && (q.tokens.start < sentence.start + 2 || !content(q.tokens.start - 2))
        || q.tokens.start >= sentence.start + 2 && page.folded(q.tokens.start - 2) == "в" && page.form(q.tokens.start - 1).is_some_and(|f| f.has_lemma("свой"));
    match unit {
        Some(unit) => {
            let end = unit.tokens.end;
            let set_off = q.tokens.start >= sentence.start + 2
                && page.any(q.tokens.start - 1, &[Class::Comma, Class::OpenBracket])
                && (page.is_capital(q.tokens.start - 2) || page.any(q.tokens.start - 2, &[Class::PersonNoun, Class::CloseBracket]))
                && (end >= sentence.end || page.any(end, &[Class::Comma, Class::CloseBracket, Class::Stop]));
            // «девочка 16 лет», «сын 3-х лет»
            let of_noun = q.tokens.start > sentence.start
                && page.has(q.tokens.start - 1, Class::PersonNoun)
                && (end >= sentence.end || page.any(end, &[Class::Comma, Class::CloseBracket, Class::Stop, Class::Conjunction, Class::Preposition]));
            let of_birth = page.folded(end) == "от" && page.form(end + 1).is_some_and(|f| f.has_lemma("род"));
            // «Николай Глазков 40 лет»
            let of_name = q.tokens.start > sentence.start
                && page.is_capital(q.tokens.start - 1)
                && (!page.is_initial(q.tokens.start - 1) || page.has(end, Class::Comma))
                && page.any(q.tokens.start - 1, &[Class::Surname, Class::DictSurname, Class::Given])
                && page.form(q.tokens.start - 1).is_some_and(|f| f.has_case(Case::Nom))
                && (end >= sentence.end || page.is_capital(end) || page.folded(end) == "и" || page.any(end, &[Class::Comma, Class::CloseBracket, Class::Stop]));
            let of_name = of_name && !numbers::may_be(page, end + 1);
            if by_word || has_lived || set_off || of_noun || of_name || of_birth || at_age && unit.gloss == "year" {
                measured(page, "figures.age", &q, unit, FigureKind::Age, out);
            }
        }
        None if (by_word || has_lived) && !page.any(q.tokens.end, &[Class::Noun, Class::Adjective, Class::Pronoun, Class::Unit, Class::Month]) => {
            let mut figure = empty(FigureKind::Age, &q);
            figure.unit = units_named("год").map(|e| e.cell("name").to_string());
            out.push(
                candidate(page, "figures.age", &q, q.tokens.clone(), figure)
                    .part(Role::Value, q.tokens.clone())
                    .cue_if(true, "age-context")
                    .cue_if(true, "no-unit"),
            );
        }
        None if ages_listed(page, &q) || is_set_off(page, &q) => {
            let mut figure = empty(FigureKind::Age, &q);
            figure.unit = units_named("год").map(|e| e.cell("name").to_string());
            figure.gloss = units_named("год").map(|e| e.cell("gloss").to_string());
            out.push(candidate(page, "figures.age", &q, q.tokens.clone(), figure).part(Role::Value, q.tokens.clone()).cue_if(true, "age-context"));
        }
        None => {}
    }
}

/// «женщины 38 и 36 лет», «трое сыновей (10, 9 и 8 лет)»: numbers behind a person that end in years.
fn ages_listed(page: &Page<'_>, q: &Quantity) -> bool {
    // No list of ages is longer, in tokens.
    const LIST: usize = 8;
    let sentence = page.sentence(q.number.start);
    let before =
        q.tokens.start - usize::from(q.tokens.start > sentence.start && page.any(q.tokens.start - 1, &[Class::OpenBracket, Class::Colon, Class::Dash]));
    let of_name = before > sentence.start && page.has(before, Class::OpenBracket) && page.is_capital(before - 1);
    if before == sentence.start || !(page.has(before - 1, Class::PersonNoun) || of_name) {
        return false;
    }
    let mut at = q.number.end;
    while at + 1 < sentence.end.min(q.number.end + LIST) && (page.has(at, Class::Comma) || page.folded(at) == "и") {
        let Some(next) = numbers::cardinal(page, at + 1).filter(|n| n.scale == 1.0 && n.value < 150.0) else { return false };
        at = next.tokens.end;
        if unit(page, at).is_some_and(|u| u.is_time() && u.gloss.starts_with("year")) {
            return true;
        }
    }
    false
}

/// «Мария Иванова, 27, живёт в Туле»: a bare number in commas behind a surname.
fn is_set_off(page: &Page<'_>, q: &Quantity) -> bool {
    let (start, end) = (q.tokens.start, q.tokens.end);
    (10.0..=110.0).contains(&q.value)
        && q.form == NumberForm::Digits
        && q.number.len() == 1
        && start >= page.sentence(start).start + 2
        && page.has(start - 1, Class::Comma)
        && page.has(end, Class::Comma)
        && page.is_capital(start - 2)
        && page.any(start - 2, &[Class::Surname, Class::DictSurname, Class::Given])
        && !page.has(end + 1, Class::Digit)
        && !page.any(start - 2, &[Class::Month, Class::AllCaps])
}

/// Whether a word of age stands before a number: «в возрасте 94 лет», «старше 18 лет».
fn is_marked(page: &Page<'_>, q: &Quantity, with_unit: bool) -> bool {
    let marks =
        |i: usize| page.form(i).is_some_and(|f| f.entries_of(Table::Bounds).any(|e| e.cell("bound") == "age" && (with_unit || e.cell("note") != "unit")));
    // «в возрасте от 5 до 7 лет», «в возрасте актёров: 27 и 34»
    let reach = 2 + usize::from(q.tokens.start > 0 && page.has(q.tokens.start - 1, Class::Colon));
    let from = page.sentence(q.tokens.start).start.max(q.tokens.start.saturating_sub(reach));
    (from..q.number.start).any(marks)
}

/// How far before its number a person stands: «ей тогда было 14 лет», «которому на тот момент было 75 лет».
const PERSON_BEFORE: usize = 6;

/// Whether a person in the dative stands before a number, with nothing but «быть» and small words between.
fn belongs_to_person(page: &Page<'_>, start: usize) -> bool {
    let first = page.sentence(start).start.max(start.saturating_sub(PERSON_BEFORE));
    let mut was = false;
    for i in (first..start).rev() {
        let Some(form) = page.form(i) else { return false };
        let dative = |pos: Pos| form.readings.iter().any(|r| r.pos == pos && r.case == Some(Case::Dat) && r.probability > 0.3);
        let governed = i > first && page.has(i - 1, Class::Preposition);
        // «Рено было 54 года»
        let indeclinable = was && page.is_capital(i) && (form.classes.has(Class::Unknown) || form.has_case(Case::Dat)) && !page.has(i, Class::Unit);
        let relative = form.has_lemma("который") && form.has_case(Case::Dat);
        if !governed
            && (relative
                || indeclinable
                || dative(Pos::Pronoun)
                || dative(Pos::Noun) && (page.is_capital(i) || page.has(i, Class::PersonNoun) && (was || i + 1 == start)))
        {
            return true;
        }
        if form.has_lemma("быть") || i + 1 == start && form.folded == "по" {
            was |= form.folded != "по";
        } else if !page.any(i, &[Class::Adverb, Class::FunctionWord, Class::Pronoun])
            && !form.entries.iter().any(|e| e.table == Table::Times)
            && !form.has_lemma("момент")
        {
            return false;
        }
    }
    false
}

/// «на 83-м году жизни»: a person of 82.
fn year_of_life(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.has(start, Class::Preposition) || page.folded(start) != "на" {
        return;
    }
    let number = numbers::ordinal(page, start + 1).or_else(|| numbers::cardinal(page, start + 1)).filter(|n| (2.0..130.0).contains(&n.value));
    let Some(n) = number else { return };
    let is = |i: usize, lemma: &str| page.form(i).is_some_and(|f| f.has_lemma(lemma));
    let end = n.tokens.end;
    if !(is(end, "год") && is(end + 1, "жизнь")) || end + 1 >= page.sentence(start).end {
        return;
    }
    let q = Quantity { tokens: start..end, number: n.tokens.clone(), ..single(start + 1, n.value - 1.0, NumberForm::Ordinal) };
    let mut figure = empty(FigureKind::Age, &q);
    figure.unit = units_named("год").map(|e| e.cell("name").to_string());
    figure.gloss = units_named("год").map(|e| e.cell("gloss").to_string());
    out.push(candidate(page, "figures.age", &q, start..end + 1, figure).part(Role::Value, n.tokens).part(Role::Unit, end..end + 1).cue_if(true, "age-context"));
}
