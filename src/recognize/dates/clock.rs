//! Clock times, parts of the day, time zones.

use super::Origin;
use super::calendar::{NUMERIC, is_round};
use super::expression::{Clock, Expression, day_part_name};
use super::reader::part;
use super::words::{Link, is_adverbial, is_link, link, period_word, time_word};
use crate::lexicon::{BUNDLED, Case, Class, Pos, Table, morph};
use crate::recognize::numbers;
use crate::recognize::page::{Page, Phrase};
use crate::text::TokenKind;
use once_cell::sync::Lazy;
use regex::Regex;

/// Makes the tables and patterns of this module, which is else done when they are first needed.
pub(super) fn prepare() {
    Lazy::force(&CLOCK);
}

static CLOCK: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([01]?[0-9]|2[0-4])[:.]([0-5][0-9])(?::([0-5][0-9]))?$").expect("the pattern is whole"));

/// «мск», «по местному времени», after a clock time or after the day behind it.
pub(super) fn zone(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    e.clock?;
    let phrase = time_word(page, at, "zone")?;
    e.zone = Some(phrase.entry.cell("value")).filter(|z| !z.is_empty());
    e.timed = e.timed.clone().map(|t| t.start..phrase.tokens.end);
    Some(phrase.tokens.end)
}

/// «утром», «вечера», «в ночное время», «ночь» of «в ночь на 5 мая».
pub(super) fn day_part(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize) -> Option<usize> {
    if e.day_part.is_some() && e.clock.is_none() || e.to.is_some() {
        return None;
    }
    let phrase = time_word(page, at, "part-of-day")?;
    let last = phrase.tokens.end - 1;
    let form = page.form(last)?;
    if form.classes.has(Class::Adjective) && !form.classes.has(Class::Noun) {
        return None;
    }
    let exact = match phrase.entry.cell("value") {
        "12/12" => Some(Clock::at(12, 0)),
        "00/00" => Some(Clock::at(0, 0)),
        _ => None,
    };
    let opened = e.core == at && at > 0 && link(page, at - 1).is_some_and(|(l, _)| l != Link::And) && page.has(at - 1, Class::Preposition);
    let end = phrase.tokens.end;
    if e.clock.is_none() {
        let set = phrase.tokens.len() > 1 && page.has(at, Class::Preposition);
        if !(set || is_adverbial(page, last) && is_free(page, e, &phrase.tokens)) {
            // «в ночь на 5 мая», «в ночь с 4 на 5 мая»
            if form.has_case(Case::Acc)
                && e.parts == 0
                && opened
                && let Some(night) = night_to(page, e, end, limit)
            {
                *e = night;
                e.day_part = Some(day_part_name(phrase.entry));
                return Some(e.end);
            }
            if !(exact.is_some() && opened || dated_gap(page, e, at) || ends_then(page, e, &phrase)) {
                return None;
            }
        }
        if exact.is_some() {
            e.clock = exact;
        }
    }
    if e.clock.is_none() || e.parts == 0 {
        e.day_part = Some(day_part_name(phrase.entry)).filter(|_| exact.is_none());
    } else {
        // «в 11 часов утра» is said by the clock.
        e.timed = e.timed.clone().map(|t| t.start..end);
    }
    Some(end)
}

/// «вечер вторника» after a preposition: «на вечер пятницы», «к утру 5 мая».
fn dated_gap(page: &Page<'_>, e: &Expression, at: usize) -> bool {
    let opened = e.core == at && at > 0 && link(page, at - 1).is_some();
    let next = at + 1;
    opened && page.form(at).is_some_and(|f| f.has_case(Case::Acc) || f.has_case(Case::Dat) || f.has_case(Case::Gen)) && {
        let day = time_word(page, next, "weekday").is_some() && page.has(next, Class::Genitive);
        day || super::calendar::day_number(page, next).is_some_and(|(_, after)| page.has(after, Class::Month))
    }
}

/// «до вечера», «к утру»: until that part of the day; «до дня» may be any day.
fn ends_then(page: &Page<'_>, e: &Expression, phrase: &Phrase) -> bool {
    let at = phrase.tokens.start;
    let case = |case: Case| page.form(at).is_some_and(|f| f.readings.iter().any(|r| r.case == Some(case) && r.plural == Some(false)));
    let opener = e.core.checked_sub(1).filter(|_| e.core == at).and_then(|i| link(page, i));
    let until = match opener {
        Some((Link::Before, _)) => case(Case::Gen),
        Some((Link::By, _)) => case(Case::Dat),
        _ => false,
    };
    until && phrase.tokens.len() == 1 && day_part_name(phrase.entry) != "day" && !page.any(phrase.tokens.end, &[Class::Genitive])
}

/// «днём» is no time in «худшим днём», «с днём рождения», «добрым утром».
fn is_free(page: &Page<'_>, e: &Expression, tokens: &std::ops::Range<usize>) -> bool {
    let before = tokens.start.checked_sub(1).filter(|i| *i >= page.sentence(tokens.start).start);
    let described = before.is_some_and(|i| page.any(i, &[Class::Adjective, Class::Number]) && page.agree(i, tokens.start))
        || before.is_some_and(|i| page.has(i, Class::Preposition) && e.parts == 0 && page.word(i).chars().count() <= 4);
    // «днём рождения», «ночью длинных ножей»
    let next = tokens.end;
    let owned = page.form(next).and_then(|f| f.readings.first()).is_some_and(|r| matches!(r.pos, Pos::Noun | Pos::Adjective) && r.case == Some(Case::Gen))
        && time_word(page, next, "weekday").is_none()
        && time_word(page, next, "relative-adjective").is_none()
        && page.has(next, Class::Lower);
    e.parts > 0 || !described && !owned
}

/// What follows «в ночь»: «на 5 мая», «на понедельник», «с 4 на 5 мая».
fn night_to(page: &Page<'_>, e: &Expression, at: usize, limit: usize) -> Option<Expression> {
    let onto = |i: usize| is_link(page, i, Link::For) && i < limit;
    let mut night = Expression { core: e.core, ..Expression::from(at + 1) };
    if onto(at) {
        night.timed = Some(e.core.saturating_sub(1)..at);
        let start = at;
        while night.end < limit {
            let next = night.end;
            let next = if page.word(next) == "," && night.weekday.is_some() && night.day.is_none() { next + 1 } else { next };
            let mut ahead = night.clone();
            if next >= limit || !part(page, &mut ahead, next, limit) || ahead.has_time() {
                break;
            }
            ahead.parts += 1;
            night = ahead;
        }
        night.dated = Some(start..night.end);
        return (night.day.is_some() || night.weekday.is_some()).then_some(night);
    }
    // «с 4 на 5 мая»
    let to = (at + 2..limit.min(at + 6)).find(|i| onto(*i)).filter(|_| is_link(page, at, Link::From))?;
    let mut until = Expression::from(to + 1);
    while until.end < limit && {
        let next = until.end;
        part(page, &mut until, next, limit) && !until.has_time()
    } {
        until.parts += 1;
    }
    let (day, end) = super::calendar::day_number(page, at + 1)?;
    let mut from = until.clone();
    if end == to {
        // «с 31 на 1 июня» begins in the month before, which «мая» would say: without it the day is of that month.
        from.day = Some(day);
        if day > until.day? {
            from.month = until.month.map(|m| if m == 1 { 12 } else { m - 1 });
        }
    } else {
        from = Expression::from(at + 1);
        part(page, &mut from, at + 1, to).then_some(())?;
        from.year = from.year.or(until.year);
        (from.end == to).then_some(())?;
    }
    until.day?;
    let end = until.end;
    Some(Expression { to: Some(Box::new(until)), core: e.core, end, day_part: Some("night"), parts: 2, ..from })
}

/// «10:30», «в 11.30», «в 14 часов 30 минут», «в девять утра», «в половине десятого», «без пяти двенадцать».
pub(super) fn clock(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize) -> Option<usize> {
    if e.clock.is_some() || e.to.is_some() {
        return None;
    }
    let opener = (at > 0).then(|| link(page, at - 1)).flatten().map(|(l, _)| l);
    let placed = matches!(opener, Some(Link::At | Link::By | Link::From | Link::Until | Link::Before | Link::About | Link::Between));
    if page.kind(at) == Some(TokenKind::Number)
        && let Some(found) = CLOCK.captures(page.word(at))
    {
        let end = at + 1;
        let score = |i: usize| page.form(i).is_some_and(|f| f.entries_of(Table::Bounds).any(|e| e.cell("bound") == "score"));
        if (page.sentence(at).start.max(at.saturating_sub(6))..at).any(score) {
            return None;
        }
        let zoned = time_word(page, end, "zone").is_some();
        let dotted = page.word(at).contains('.');
        let hours = period_word(page, end).filter(|(p, _)| *p == "PT1H").map(|(_, end)| end);
        let counted = page.any(end, &[Class::Unit, Class::Number])
            || matches!(page.word(end), "%" | "/")
            || page.has(end, Class::Noun)
                && !page.any(end, &[Class::Preposition, Class::Capitalized])
                && !zoned
                && time_word(page, end, "part-of-day").is_none();
        let day = dotted && matches!(opener, Some(Link::From | Link::Until)) && !zoned && !is_round(page.word(at));
        if dotted && (!(placed || zoned) || day || counted && hours.is_none() || found[1].parse::<u8>().ok()? > 24 || NUMERIC.is_match(page.word(at))) {
            return None;
        }
        let clock = Clock { hour: found[1].parse().ok()?, minute: found[2].parse().ok()?, second: found.get(3).and_then(|s| s.as_str().parse().ok()) };
        (clock <= Clock { hour: 24, minute: 0, second: Some(0) }).then_some(())?;
        // «в 20:00 часов»; «7:30 вечера»
        let end = hours.unwrap_or(end);
        let (hour, minute) = day_half(page, end, clock.hour, clock.minute);
        e.clock = Some(Clock { hour, minute, ..clock });
        return Some(end);
    }
    // «без четверти пять», «без десяти минут шесть»
    if is_link(page, at, Link::Short) {
        let minutes = match numbers::fraction(page, at + 1).filter(|n| n.value == 0.25) {
            Some(n) => (15, n.tokens.end),
            None => {
                let n = numbers::cardinal(page, at + 1).filter(|n| n.value.fract() == 0.0 && (1.0..30.0).contains(&n.value) && n.tokens.len() == 1)?;
                (n.value as u8, n.tokens.end)
            }
        };
        let next = period_word(page, minutes.1).filter(|(p, _)| *p == "PT1M").map_or(minutes.1, |(_, end)| end);
        let hour = hour_number(page, next).filter(|(h, _)| (1..=12).contains(h));
        let (hour, end) = hour.or_else(|| hour_word(page, next).map(|end| (1, end)))?;
        let (hour, minute) = day_half(page, end, hour - 1, 60 - minutes.0);
        e.clock = Some(Clock::at(hour, minute));
        return Some(end);
    }
    if !placed || page.kind(at) == Some(TokenKind::Number) && page.word(at).len() > 2 {
        return None;
    }
    // «в пол-одиннадцатого»
    if let Some(of) = half_hour(page, at) {
        let (hour, minute) = day_half(page, at + 1, of - 1, 30);
        e.clock = Some(Clock::at(hour, minute));
        return Some(at + 1);
    }
    // «в половине десятого», «в десятом часу»
    if let Some(half) = numbers::fraction(page, at).filter(|n| n.value == 0.5 && n.tokens.len() == 1) {
        let of = numbers::ordinal(page, half.tokens.end).filter(|n| (1.0..=12.0).contains(&n.value))?;
        let (hour, minute) = day_half(page, of.tokens.end, of.value as u8 - 1, 30);
        e.clock = Some(Clock::at(hour, minute));
        return Some(of.tokens.end);
    }
    if let Some(of) = numbers::ordinal(page, at).filter(|n| (1.0..=12.0).contains(&n.value))
        && let Some(end) = hour_word(page, of.tokens.end).filter(|_| page.noun_in(of.tokens.end, Case::Loc) || page.folded(of.tokens.end).ends_with('у'))
    {
        let (hour, minute) = day_half(page, end, of.value as u8 - 1, 0);
        e.clock = Some(Clock::at(hour, minute));
        return Some(end);
    }
    let (hour, end) = if let Some(end) = hour_word(page, at).filter(|_| !page.has(at, Class::Plural) || page.has(at, Class::Singular)) {
        // «в час ночи»
        time_word(page, end, "part-of-day").filter(|_| page.has(end, Class::Genitive))?;
        (1, end)
    } else {
        let (hour, next) = hour_number(page, at)?;
        let part = |end: usize| time_word(page, end, "part-of-day").filter(|_| page.has(end, Class::Genitive)).is_some();
        match hour_word(page, next) {
            // «с 10 часов», «в 14 часов»; «за два часа», «до двух часов» may be a duration.
            Some(end) if matches!(opener, Some(Link::At | Link::By | Link::From | Link::About)) || hour > 4 || part(end) => (hour, end),
            Some(_) => return None,
            None if part(next) && hour <= 12 => (hour, next),
            None => return None,
        }
    };
    let mut minute = 0;
    let mut last = end;
    if let Some(n) = numbers::cardinal(page, end).filter(|n| n.value.fract() == 0.0 && n.value < 60.0 && n.tokens.end < limit)
        && let Some(("PT1M", end)) = period_word(page, n.tokens.end)
    {
        minute = n.value as u8;
        last = end;
    }
    let (hour, minute) = day_half(page, last, hour, minute);
    e.clock = Some(Clock::at(hour, minute));
    Some(last)
}

/// «пол-одиннадцатого», «полпервого»: the hour that is half gone.
fn half_hour(page: &Page<'_>, at: usize) -> Option<u8> {
    let rest = page.folded(at).strip_prefix("пол")?.trim_start_matches(['-', '‑', '‐']);
    let lemmas = morph::readings(rest).into_iter().filter(|r| r.known && r.case == Some(Case::Gen));
    let hours = |lemma: &str| {
        let entries = BUNDLED.first(lemma).into_iter().flat_map(|n| n.entries().collect::<Vec<_>>());
        entries.filter(|e| e.table == Table::Numerals && e.cell("kind") == "ordinal").find_map(|e| e.cell("value").parse::<u8>().ok())
    };
    lemmas.filter_map(|r| hours(&r.lemma)).find(|h| (1..=12).contains(h))
}

/// «на 73-й минуте»: so long after the beginning of what is told.
pub(super) fn match_minute(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.parts > 0 || e.core != at || at == 0 || link(page, at - 1).is_none_or(|(l, _)| l != Link::For) {
        return None;
    }
    let n = numbers::ordinal(page, at).filter(|n| n.value < 1000.0 && n.value >= 1.0)?;
    let (_, end) = period_word(page, n.tokens.end).filter(|(p, _)| *p == "PT1M")?;
    page.noun_in(n.tokens.end, Case::Loc).then_some(())?;
    e.relative = Some(format!("PT{}M", n.value));
    e.origin = Origin::Event;
    Some(end)
}

fn hour_word(page: &Page<'_>, at: usize) -> Option<usize> {
    period_word(page, at).filter(|(p, _)| *p == "PT1H").map(|(_, end)| end)
}

/// A whole number of hours at a token, up to 24.
pub(super) fn hour_number(page: &Page<'_>, at: usize) -> Option<(u8, usize)> {
    let n = numbers::cardinal(page, at).filter(|n| n.value.fract() == 0.0 && (0.0..=24.0).contains(&n.value) && n.scale == 1.0)?;
    Some((n.value as u8, n.tokens.end))
}

/// «3 часа дня» is 15:00: the part of the day after a clock decides the half.
pub(super) fn day_half(page: &Page<'_>, at: usize, hour: u8, minute: u8) -> (u8, u8) {
    let Some(part) = time_word(page, at, "part-of-day") else {
        return (hour, minute);
    };
    let first: u8 = part.entry.cell("value").split('/').next().and_then(|h| h.parse().ok()).unwrap_or(0);
    let hour = match first {
        11..=21 if hour < 12 => hour + 12,
        22.. if hour == 12 => 0,
        22.. if (8..12).contains(&hour) => hour + 12,
        _ => hour,
    };
    (hour, minute)
}
