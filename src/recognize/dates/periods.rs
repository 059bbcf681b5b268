//! Decades, centuries, quarters, halves, seasons, and parts of periods: «в начале 2010 года».

use super::Precision;
use super::calendar::{era, year_at};
use super::expression::{Expression, Span};
use super::reader::part;
use super::words::{Link, is_adverbial, is_counted, link, paired, period_word, time_word, year_word};
use crate::lexicon::{Class, Table};
use crate::recognize::numbers;
use crate::recognize::page::Page;
use once_cell::sync::Lazy;
use regex::Regex;

/// Makes the tables and patterns of this module, which is else done when they are first needed.
pub(super) fn prepare() {
    Lazy::force(&DECADE);
    Lazy::force(&CENTURY);
}

static DECADE: Lazy<Regex> = Lazy::new(|| Regex::new(r"^((?:1[0-9]|20)?[0-9]0)[-‑‐](?:е|х|м|ми|ые|ых|ым)$").expect("the pattern is whole"));
static CENTURY: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([ivxхіi]+)[-‑‐](?:й|го|му|м|ый|ом)$").expect("the pattern is whole"));

/// Decades of two digits from this on are of the 20th century: nobody writes «20-е» of the present yet without its century.
const FIRST_OF_LAST_CENTURY: i32 = 20;

/// «1990-е годы», «90-х», «девяностые».
pub(super) fn decade(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() || e.relative.is_some() {
        return None;
    }
    let plural = |i: usize| year_word(page, i).filter(|_| page.any(i, &[Class::Plural, Class::Abbreviated]));
    let (first, end) = if let Some(found) = page.has(at, Class::Digit).then(|| DECADE.captures(page.folded(at))).flatten() {
        let first: i32 = found[1].parse().ok()?;
        let worded = plural(at + 1);
        match found[1].len() {
            4 => (first, worded.unwrap_or(at + 1)),
            // «90-е», without «годы» anything may be meant.
            _ => (of_century(first), worded.or_else(|| bare_decade(page, e, at + 1))?),
        }
    } else {
        // «девяностые», «восьмидесятых годов»
        let form = page.form(at)?;
        let entry = form.entries_of(Table::Numerals).find(|n| n.cell("kind") == "ordinal")?;
        let value: f64 = entry.cell("value").parse().ok().filter(|v: &f64| v % 10.0 == 0.0 && (10.0..=90.0).contains(v))?;
        let is_plural = form.classes.has(Class::Plural) && !form.classes.has(Class::Singular);
        let end = plural(at + 1).or_else(|| bare_decade(page, e, at + 1)).filter(|_| is_plural)?;
        (of_century(value as i32), end)
    };
    // «60-е годы XIX века»
    let mut century = Expression::from(end);
    let (first, end) = match ordered_period(page, &mut century, end).map(|end| (century.period, end)) {
        Some((Some((Precision::Century, Span::Years(from, _))), end)) => (from - 1 + first % 100, end),
        // «60-х годов прошлого века»: without a century of its own it is that one already.
        _ => (first, last_century(page, end).unwrap_or(end)),
    };
    e.period = Some((Precision::Decade, Span::Years(first, first + 9)));
    Some(end)
}

/// «прошлого века» behind a decade: the token after it.
fn last_century(page: &Page<'_>, at: usize) -> Option<usize> {
    let place = time_word(page, at, "relative-adjective").filter(|p| p.entry.cell("value") == "-1")?;
    period_word(page, place.tokens.end).filter(|(p, _)| *p == "P100Y").map(|(_, end)| end)
}

/// «в девяностые», «начало 90-х»: a decade without «годы» ends its phrase.
fn bare_decade(page: &Page<'_>, e: &Expression, end: usize) -> Option<usize> {
    let opened = e.core > 0 && link(page, e.core - 1).is_some_and(|(l, _)| l != Link::And) || e.part.is_some();
    (opened && !is_counted(page, end) && !page.has(end, Class::Adjective) || opened && page.any(end, &[Class::Preposition, Class::Capitalized])).then_some(end)
}

fn of_century(short: i32) -> i32 {
    short + if short >= FIRST_OF_LAST_CENTURY { 1900 } else { 2000 }
}

/// «XXI век», «первый квартал», «второе полугодие».
pub(super) fn ordered_period(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() || e.relative.is_some() || !page.any(at, &[Class::Number, Class::AllCaps, Class::OneLetter, Class::Digit, Class::Hyphen]) {
        return None;
    }
    let (count, next) = ordinal(page, at)?;
    let (period, end) = period_word(page, next)?;
    // «в» is a century with its stop only: «первой в стране» is none.
    if link(page, next).is_some() {
        return None;
    }
    let months = |length: u8, most: i32| (1..=most).contains(&count).then(|| Span::Months((count as u8 - 1) * length + 1, count as u8 * length));
    e.period = match period {
        "P100Y" if (1..=30).contains(&count) => Some((Precision::Century, Span::Years(count * 100 - 99, count * 100))),
        "P1000Y" if (1..=4).contains(&count) => Some((Precision::Century, Span::Years(count * 1000 - 999, count * 1000))),
        "P3M" => Some((Precision::Quarter, months(3, 4)?)),
        "P6M" => Some((Precision::Half, months(6, 2)?)),
        _ => return None,
    };
    Some(era(page, e, end).unwrap_or(end))
}

/// «XXI», «ХХ-го», «третий», «3-й»; «III» in lower case look-alikes is none.
pub(super) fn ordinal(page: &Page<'_>, at: usize) -> Option<(i32, usize)> {
    if let Some(n) = numbers::ordinal(page, at) {
        return Some((n.value as i32, n.tokens.end));
    }
    let found = page.has(at, Class::Hyphen).then(|| CENTURY.captures(page.folded(at))).flatten()?;
    let roman = numbers::roman(&found[1].to_uppercase())?;
    Some((roman as i32, at + 1))
}

/// «летом», «лета 2018 года», «зима-весна».
pub(super) fn season(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() || e.relative.is_some() {
        return None;
    }
    let months = |value: &str| -> Option<(u8, u8)> {
        let (from, to) = value.split_once('/')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    };
    if let Some((from, to)) = paired(page, at, "season") {
        e.period = Some((Precision::Range, Span::Months(months(from)?.0, months(to)?.1)));
        return Some(at + 1);
    }
    let phrase = time_word(page, at, "season")?;
    // «летом» is a time by itself; «лета» (also: years) only with its year or where it ends a phrase begun as a time.
    let dated = |end: usize| year_at(page, end).is_some() || time_word(page, end, "relative-adjective").is_some();
    let opened = e.part.is_some() || e.core == at && at > 0 && link(page, at - 1).is_some_and(|(l, _)| l != Link::And);
    if !is_adverbial(page, at) && !dated(phrase.tokens.end) && !(opened && page.any(at, &[Class::Singular]) && page.form(at)?.folded != "лет") {
        return None;
    }
    let (from, to) = months(phrase.entry.cell("value"))?;
    e.period = Some((Precision::Season, Span::Months(from, to)));
    Some(phrase.tokens.end)
}

/// «пять месяцев этого года», «первые три месяца 2019 года»: the year's first.
pub(super) fn first_months(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.parts > 0 || e.has_date() || e.relative.is_some() {
        return None;
    }
    let first = numbers::ordinal(page, at).filter(|n| n.value == 1.0 && page.has(at, Class::Plural)).map(|n| n.tokens.end);
    // «за пять месяцев этого года»; «пять месяцев этого года он болел» could be any five.
    if first.is_none() && !(e.core == at && at > 0 && link(page, at - 1).is_some_and(|(l, _)| l == Link::For)) {
        return None;
    }
    let n = numbers::cardinal(page, first.unwrap_or(at)).filter(|n| n.value.fract() == 0.0 && (2.0..12.0).contains(&n.value))?;
    let (_, next) = period_word(page, n.tokens.end).filter(|(period, _)| *period == "P1M")?;
    let mut of = Expression::from(next);
    let end = super::relative::relative_period(page, &mut of, next).filter(|_| of.relative.as_deref().is_some_and(|r| r.ends_with('Y') && !r.contains('/')));
    let end = match end {
        Some(end) => {
            (e.relative, e.origin) = (of.relative, of.origin);
            end
        }
        None => match year_at(page, next) {
            Some((year, end)) => {
                e.year = Some(year);
                end
            }
            // «за первые три месяца года»
            None => {
                e.relative = Some("P0Y".into());
                first?;
                year_word(page, next).filter(|_| page.has(next, Class::Genitive))?
            }
        },
    };
    e.period = Some((Precision::Range, Span::Months(1, n.value as u8)));
    Some(end)
}

/// «начале 2010 года», «первой половине мая»: the part of a period; what it is part of follows.
pub(super) fn part_of(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize) -> Option<usize> {
    if e.parts > 0 || e.has_date() || e.part.is_some() {
        return None;
    }
    let opened = e.core == at && at > 0 && (link(page, at - 1).is_some() || page.has(at - 1, Class::Dash));
    let phrase = time_word(page, at, "part")?;
    let next = phrase.tokens.end;
    // «в начале 2010 года», but not «начало 4 июня»; «осенью — в начале зимы» needs its preposition too.
    let set = phrase.tokens.len() > 1;
    if !opened && !set || next >= limit {
        return None;
    }
    let kind = phrase.entry.cell("value");
    // «с половиной года» is of a number.
    if kind == "half" {
        return None;
    }
    let mut ahead = Expression { core: e.core, part: Some(kind), ..Expression::from(next) };
    let read = part(page, &mut ahead, next, limit) && ahead.has_anything() && !ahead.has_time() && ahead.day.is_none();
    if !read {
        // «в начале года», «к концу недели»: of the present one.
        let (period, end) = period_word(page, next).filter(|_| page.has(next, Class::Genitive) && page.has(next, Class::Singular))?;
        let unit = period.chars().next_back().filter(|u| matches!(u, 'Y' | 'M' | 'W' | 'D') && period.len() == 3)?;
        if unit == 'D' || page.has(next, Class::Abbreviated) {
            return None;
        }
        ahead.relative = Some(format!("P0{unit}"));
        ahead.end = end;
    }
    let end = ahead.end;
    halve(&mut ahead, kind);
    *e = Expression { part: ahead.part.filter(|p| matches!(*p, "start" | "middle" | "end")), ..ahead };
    e.end = end;
    Some(end)
}

/// «первая половина XX века» is an interval of its own.
fn halve(e: &mut Expression, kind: &str) {
    let second = match kind {
        "first-half" => false,
        "second-half" => true,
        _ => return,
    };
    match e.period {
        Some((_, Span::Years(from, to))) => {
            let middle = from + (to - from) / 2;
            e.period = Some((Precision::Range, if second { Span::Years(middle + 1, to) } else { Span::Years(from, middle) }));
        }
        Some(_) => {}
        None if e.month.is_some() => e.period = Some((Precision::Range, if second { Span::Days(16, 31) } else { Span::Days(1, 15) })),
        None if e.year.is_some() || e.relative.as_deref().is_some_and(|r| r.ends_with('Y')) => {
            e.period = Some((Precision::Half, if second { Span::Months(7, 12) } else { Span::Months(1, 6) }));
        }
        None => {}
    }
}
