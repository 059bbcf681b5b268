//! Clock times, parts of the day, time zones.

use super::{Expression, NUMERIC, part, period_word, time_word};
use crate::lexicon::{Case, Class, Table};
use crate::recognize::numbers;
use crate::recognize::page::Page;
use crate::text::TokenKind;
use once_cell::sync::Lazy;
use regex::Regex;

pub(super) fn zone(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    e.clock?;
    Some(time_word(page, at, "zone")?.tokens.end)
}

/// «утром», «вечера», «ночь» of «в ночь на 5 мая».
pub(super) fn day_part(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.day_part && e.clock.is_none() || e.until.is_some() {
        return None;
    }
    let phrase = time_word(page, at, "part-of-day")?;
    let form = page.form(at)?;
    let adverbial = phrase.tokens.len() > 1 || form.has_case(Case::Ins) && form.classes.has(Class::Singular) && !form.classes.has(Class::Adjective);
    let exact = phrase.entry.cell("value") == "12/12" || phrase.entry.cell("value") == "00/00";
    if form.classes.has(Class::Adjective) && !form.classes.has(Class::Noun) {
        return None;
    }
    let mut end = phrase.tokens.end;
    if e.clock.is_none() && !adverbial {
        // «в ночь на 5 мая», «в полдень»
        let night = page.folded(end) == "на" && form.has_case(Case::Acc) && e.parts == 0;
        if !(night || exact && e.core > 0) {
            return None;
        }
        if night {
            let mut ahead = e.clone();
            ahead.day_part = true;
            (part(page, &mut ahead, end + 1, page.sentence(at).end, "") && (ahead.has_day() || ahead.weekday.is_some())).then_some(())?;
            end = ahead.end;
            *e = ahead;
            return Some(end);
        }
    }
    if exact && e.clock.is_none() {
        e.clock = Some(if phrase.entry.cell("value") == "12/12" { (12, 0) } else { (0, 0) });
    }
    e.day_part = true;
    Some(end)
}

/// «10:30», «в 11.30», «в 14 часов 30 минут», «в девять утра», «в половине десятого».
pub(super) fn clock(page: &Page<'_>, e: &mut Expression, at: usize, preposition: &str) -> Option<usize> {
    if e.clock.is_some() || e.until.is_some() {
        return None;
    }
    let placed = matches!(preposition, "в" | "во" | "к" | "до" | "с" | "около" | "со");
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
        let counted = page.any(end, &[Class::Unit, Class::Number])
            || matches!(page.word(end), "%" | "/")
            || page.has(end, Class::Noun)
                && !page.any(end, &[Class::Preposition, Class::Capitalized])
                && !zoned
                && time_word(page, end, "part-of-day").is_none();
        if dotted && (!(placed || zoned) || counted || found[1].parse::<u8>().ok()? > 24 || NUMERIC.is_match(page.word(at))) {
            return None;
        }
        e.clock = Some((found[1].parse().ok()?, found[2].parse().ok()?));
        (e.clock <= Some((24, 0))).then_some(())?;
        return Some(end);
    }
    if !placed {
        return None;
    }
    let hour_word = |i: usize| period_word(page, i).filter(|(p, _)| *p == "PT1H").map(|(_, end)| end);
    // «в половине десятого»
    if let Some(half) = numbers::fraction(page, at).filter(|n| n.value == 0.5 && n.tokens.len() == 1) {
        let of = numbers::ordinal(page, half.tokens.end).filter(|n| (1.0..=12.0).contains(&n.value))?;
        e.clock = Some(day_half(page, of.tokens.end, of.value as u8 - 1, 30));
        return Some(of.tokens.end);
    }
    let (hour, end) = if let Some(end) = hour_word(at) {
        // «в час ночи»
        time_word(page, end, "part-of-day")?;
        (1.0, end)
    } else {
        let n = numbers::cardinal(page, at).filter(|n| n.value.fract() == 0.0 && (0.0..=24.0).contains(&n.value) && n.scale == 1.0)?;
        match hour_word(n.tokens.end) {
            Some(end) => (n.value, end),
            None => {
                let part = time_word(page, n.tokens.end, "part-of-day").filter(|_| page.has(n.tokens.end, Class::Genitive) && n.value <= 12.0)?;
                (n.value, part.tokens.start)
            }
        }
    };
    let mut minute = 0;
    let mut last = end;
    if let Some(n) = numbers::cardinal(page, end).filter(|n| n.value.fract() == 0.0 && n.value < 60.0)
        && let Some(("PT1M", end)) = period_word(page, n.tokens.end)
    {
        minute = n.value as u8;
        last = end;
    }
    e.clock = Some(day_half(page, last, hour as u8, minute));
    Some(last)
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

static CLOCK: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([01]?[0-9]|2[0-4])[:.]([0-5][0-9])(?::[0-5][0-9])?$").expect("the pattern is whole"));
