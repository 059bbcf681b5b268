//! Numbers that are one word with what they measure, or stand beside it without a number: «пятилетний», «12-этажный»,
//! «полкилометра», «менее суток».

use super::quantity::{self, Quantity};
use super::units::{self, Unit, joined_unit, unit};
use super::{Bound, FigureKind, candidate, empty, single};
use crate::lexicon::{Case, Class, Entry, Pos, Table};
use crate::recognize::numbers::{self, NumberForm};
use crate::recognize::page::Page;
use crate::recognize::{Candidate, Role};
use crate::text::TokenKind;

pub(super) fn unit_adjective(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !matches!(page.kind(start), Some(TokenKind::Word | TokenKind::Number)) {
        return;
    }
    let Some((value, entry)) = joined_unit(page, start) else {
        parted_years(page, start, out);
        return;
    };
    if entry.table == Table::Counted {
        counting_adjective(page, start, value, entry, out);
        return;
    }
    let unit = Unit::of(start..start + 1, entry);
    let kind = if unit.is_time() && unit.gloss.starts_with("year") && is_of_person(page, start) { FigureKind::Age } else { unit.kind() };
    let digits = page.has(start, Class::Digit);
    let q = Quantity {
        tokens: start..start + 1,
        number: start..start + 1,
        value,
        low: None,
        high: None,
        bound: Bound::Exact,
        form: if digits { NumberForm::Digits } else { NumberForm::Words },
        scale: 1.0,
        inverted: None,
    };
    let mut figure = empty(kind, &q);
    figure.unit = Some(unit.name);
    figure.gloss = Some(unit.gloss.to_string()).filter(|g| !g.is_empty());
    out.push(
        candidate(page, "figures.unit-adjective", &q, start..start + 1, figure).cue_if(true, "unit-adjective").cue_if(kind == FigureKind::Age, "age-context"),
    );
}

/// «12-этажный дом», «трёхкомнатная квартира»: a count of what the adjective names.
fn counting_adjective(page: &Page<'_>, start: usize, value: f64, counted: Entry, out: &mut Vec<Candidate>) {
    let form = if page.has(start, Class::Digit) { NumberForm::Digits } else { NumberForm::Words };
    let q = single(start, value, form);
    let mut figure = empty(FigureKind::Count, &q);
    figure.counted = Some(counted.cell("name").to_string());
    figure.gloss = Some(counted.cell("gloss").to_string()).filter(|g| !g.is_empty());
    out.push(candidate(page, "figures.unit-adjective", &q, start..start + 1, figure).cue_if(true, "unit-adjective"));
}

/// «полкилометра», «пол-литра», «полгода».
pub(super) fn half_unit(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.has(start, Class::Lower) || !page.word(start).starts_with("пол") {
        return;
    }
    let Some(entry) = units::half_unit(page, start) else { return };
    let unit = Unit::of(start..start + 1, entry);
    let bound = quantity::before(page, start);
    let q = Quantity {
        tokens: bound.map_or(start, |(_, first)| first)..start + 1,
        bound: bound.map_or(Bound::Exact, |(b, _)| b),
        ..single(start, 0.5, NumberForm::Words)
    };
    let mut figure = empty(unit.kind(), &q);
    figure.unit = Some(unit.name);
    figure.gloss = Some(unit.gloss.to_string()).filter(|g| !g.is_empty());
    out.push(candidate(page, "figures.half-unit", &q, q.tokens.clone(), figure).cue_if(true, "with-unit"));
}

/// «менее суток», «почти год», «около километра», «на месяц»: one, though no number says so.
pub(super) fn bare_unit(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.has(start, Class::Unit) {
        return;
    }
    let Some(unit) = unit(page, start).filter(|u| u.tokens.len() == 1 && !u.is_percent() && u.dimension != "money") else { return };
    let bounded = quantity::before(page, start).filter(|(b, first)| *first < start && !matches!(b, Bound::UpTo | Bound::AtLeast | Bound::Exact));
    // «час двадцать минут»
    let more = unit.factor.and_then(|f| units::lesser(page, unit.tokens.end, unit.dimension, f)).filter(|_| is_one(page, start));
    let (bound, first) = match (bounded, more) {
        (Some(bounded), _) => bounded,
        (None, Some(_)) => (Bound::Exact, start),
        _ if unit.is_time() && is_measured(page, start) => (Bound::Exact, start),
        _ => return,
    };
    let form = &page.forms[start];
    // «сутки» have no singular; «около часа ночи» is a time.
    let one =
        form.readings.iter().any(|r| r.pos == Pos::Noun && r.plural == Some(false) && r.case.is_some() && r.probability > 0.3) || unit.name == form.lemma();
    let of_day = page.form(unit.tokens.end).is_some_and(|f| f.entries_of(Table::Times).next().is_some());
    if !one || of_day || !page.has(start, Class::Lower) || form.readings.is_empty() {
        return;
    }
    let q = Quantity { tokens: first..start + 1, bound, ..single(start, 1.0, NumberForm::Words) };
    let kind = unit.kind();
    let mut figure = empty(kind, &q);
    let end = more.map_or(start + 1, |(_, end)| end);
    figure.value += more.map_or(0.0, |(sum, _)| sum);
    figure.unit = Some(unit.name);
    figure.gloss = Some(unit.gloss.to_string()).filter(|g| !g.is_empty());
    out.push(candidate(page, "figures.bare-unit", &q, first..end, figure).part(Role::Unit, start..start + 1).cue_if(true, "with-unit"));
}

/// A preposition that measures time stands right before a period that nothing names: «за сутки», «на протяжении года», not «в год» (a
/// rate), «на день города», «за час пик», «за месяц май».
fn is_measured(page: &Page<'_>, at: usize) -> bool {
    let sentence = page.sentence(at);
    let first = sentence.start.max(at.saturating_sub(2));
    let link =
        |i: usize| page.begins(i, Table::Words) && page.entries_of(i, Table::Words).any(|p| p.tokens.end == at && p.entry.cell("class") == "duration-link");
    let next = at + 1;
    let named = next < sentence.end
        && (page.any(next, &[Class::Digit, Class::Capitalized, Class::Month])
            || page.form(at).is_some_and(|f| f.has_lemma("день") || f.has_lemma("час"))
                && page.any(next, &[Class::Noun, Class::Adjective])
                && !page.has(next, Class::Preposition));
    at > sentence.start && page.folded(at - 1) != "в" && !named && (first..at).any(link)
}

/// Whether a unit stands in the singular, as one of it does: «час двадцать минут», not «часы».
fn is_one(page: &Page<'_>, at: usize) -> bool {
    page.form(at).is_some_and(|f| f.readings.iter().any(|r| r.pos == Pos::Noun && r.plural == Some(false) && matches!(r.case, Some(Case::Nom | Case::Acc))))
        && !(at > page.sentence(at).start && (numbers::may_be(page, at - 1) || page.has(at - 1, Class::Digit) || page.word(at - 1) == "в"))
}

/// «28 летний», «72-х летняя»: written apart where it should be one word.
fn parted_years(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.has(start, Class::Digit) || !page.has(start + 1, Class::Adjective) || start + 1 >= page.sentence(start).end {
        return;
    }
    let ending = numbers::with_ending_of(page.word(start));
    let value = ending.or_else(|| numbers::digits(page.word(start), false)).filter(|v| (1.0..=200.0).contains(v) && v.fract() == 0.0);
    let adjective = page.forms[start + 1].reading_as(Pos::Adjective).map_or("", |r| units::stem(&r.lemma));
    let Some((value, (_, entry))) = value.zip(units::ENDINGS.iter().find(|(e, _)| e == adjective)) else { return };
    let unit = Unit::of(start..start + 2, *entry);
    // «5 часовых» are sentries, «12 литровых банок» are twelve: only «летний» says by itself that it belongs to the digits.
    let years = unit.is_time() && unit.gloss == "year";
    // «54 процентным», not «5 процентных пунктов»
    let percent = unit.is_percent() && units::unit(page, start + 1).is_none();
    if ending.is_none() && !years && !percent {
        return;
    }
    let q = single(start, value, NumberForm::Digits);
    let kind = if years && is_of_person(page, start + 1) { FigureKind::Age } else { unit.kind() };
    let mut figure = empty(kind, &q);
    figure.unit = Some(unit.name);
    figure.gloss = Some(unit.gloss.to_string());
    out.push(
        candidate(page, "figures.unit-adjective", &q, start..start + 2, figure).cue_if(true, "unit-adjective").cue_if(kind == FigureKind::Age, "age-context"),
    );
}

/// Whether an adjective goes with a person: the noun after it, or a name, or it stands for a noun.
fn is_of_person(page: &Page<'_>, at: usize) -> bool {
    let end = page.sentence(at).end.min(at + 5);
    let noun = page.form(at).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == Pos::Noun));
    if noun {
        // «50-летие» of a person or a thing, both its age.
        return true;
    }
    for i in at + 1..end {
        // «14-летний возраст», «50-летний юбилей»
        if page.form(i).is_some_and(|f| f.entries_of(Table::Bounds).any(|e| e.cell("bound") == "age")) {
            return true;
        }
        if page.any(i, &[Class::PersonNoun, Class::Office, Class::Profession, Class::Demonym])
            || page.is_capital(i) && !page.any(i, &[Class::CountryAdjective, Class::CityAdjective, Class::RegionAdjective])
        {
            return true;
        }
        if page.has(i, Class::Noun) && !page.has(i, Class::Adjective) {
            return page.form(i).is_some_and(|f| f.readings.iter().any(|r| r.pos == Pos::Noun && r.animate == Some(true) && r.probability > 0.3));
        }
        if !page.any(i, &[Class::Adjective, Class::Participle, Class::Adverb, Class::Comma]) && page.folded(i) != "и" {
            // «53-летняя и ее муж», «60-летний, как сообщают»
            return true;
        }
    }
    false
}
