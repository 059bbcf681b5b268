//! Relative dates by the text's own date.

use super::Date;
use super::parts::written;
use crate::recognize::page::Page;
use crate::recognize::{Candidate, Sense};
use jiff::civil;
use jiff::{Span, ToSpan};

/// A dateline stands among the first tokens of a text, on a short line of its own: a date in a sentence may be that of anything.
const DATELINE: usize = 40;
/// No dateline is longer, in tokens: «Бишкек, 4 июня 2018 года, 11:30 — Кабар».
const DATELINE_LENGTH: usize = 12;

/// Fills the `value` of relative dates («вчера», «в прошлом году», «во вторник») and the year of days and months without one.
///
/// The anchor is the document's date, where one is given (`2018-06-04`, a time after it is passed over); otherwise a full date on a short
/// line among the text's first words, its dateline. Without either nothing changes, so that no date is invented. «В мае того же года» counts from
/// the year that the text named last.
pub fn anchor(page: &Page<'_>, dates: &mut [Candidate], anchor: Option<&str>) {
    let mut order: Vec<usize> = (0..dates.len()).collect();
    order.sort_by_key(|i| dates[*i].tokens.start);
    let given = anchor.and_then(full);
    let dateline = || {
        order.iter().map(|i| &dates[*i]).filter(|c| c.tokens.start < DATELINE && alone(page, c.tokens.start)).find_map(|c| full(sense(c)?.value.as_deref()?))
    };
    let today = given.or_else(dateline).filter(|_| !page.is_empty());
    let mut last_year: Option<i16> = None;
    for i in order {
        let same = dates[i].cues.contains(&"same-as-before");
        let Sense::Date(date) = &mut dates[i].sense else { continue };
        match (same, last_year, today) {
            (true, Some(year), _) => place(date, year),
            (true, None, _) => {}
            (false, _, Some(today)) => resolve(date, today),
            _ => {}
        }
        let year = date.value.as_deref().and_then(|v| v.get(..4)).and_then(|y| y.parse::<i16>().ok());
        last_year = year.or(last_year);
    }
}

/// Whether the token's line is so short that it can be a dateline.
fn alone(page: &Page<'_>, token: usize) -> bool {
    page.text.blocks.iter().any(|b| b.tokens.contains(&token) && b.tokens.len() <= DATELINE_LENGTH)
}

fn sense(candidate: &Candidate) -> Option<&Date> {
    match &candidate.sense {
        Sense::Date(date) => Some(date),
        _ => None,
    }
}

/// The day of `2018-06-04` or `2018-06-04T11:30`.
fn full(value: &str) -> Option<civil::Date> {
    value.get(..10)?.parse().ok()
}

/// Puts a year before what has none.
fn place(date: &mut Date, year: i16) {
    match &date.value {
        Some(value) if value.starts_with("--") => date.value = Some(with_year(value, year)),
        None if date.relative.as_deref().is_some_and(|r| r.ends_with('Y')) => date.value = Some(format!("{year:04}")),
        _ => {}
    }
}

/// «--06» and «--12/--02» with a year; a span that passes the year's end begins the year before.
fn with_year(value: &str, year: i16) -> String {
    match value.split_once('/') {
        Some((from, to)) => {
            let first = if from.starts_with("--") && to.starts_with("--") && from > to { year - 1 } else { year };
            format!("{}/{}", with_year(from, first), with_year(to, year))
        }
        None => value.strip_prefix("--").map_or_else(|| value.to_string(), |rest| format!("{year:04}-{rest}")),
    }
}

fn resolve(date: &mut Date, today: civil::Date) {
    let relative = date.relative.clone();
    match (&date.value, relative.as_deref()) {
        (Some(value), Some(relative)) if value.starts_with("--") && relative.ends_with('Y') => {
            if let Some(then) = shifted(today, relative) {
                date.value = Some(with_year(value, then.year()));
            }
        }
        (Some(value), _) if value.starts_with("--") => {
            if let Some(year) = nearest_year(value, today) {
                date.value = Some(with_year(value, year));
            }
        }
        (Some(value), Some(relative)) if value.starts_with('T') => {
            if let Some(day) = on_weekday(relative, today).or_else(|| shifted(today, relative)) {
                date.value = Some(format!("{day}{value}"));
            }
        }
        (None, Some(relative)) => date.value = distant(relative, today),
        _ => {}
    }
}

/// The value of a distance, as exact as its unit.
fn distant(relative: &str, today: civil::Date) -> Option<String> {
    if let Some(day) = on_weekday(relative, today) {
        return Some(day.to_string());
    }
    if relative.contains('T') {
        return None;
    }
    if let Some((from, to)) = relative.split_once('/') {
        return Some(format!("{}/{}", shifted(today, from)?, shifted(today, to)?));
    }
    let then = shifted(today, relative)?;
    let (year, month) = (i32::from(then.year()), u8::try_from(then.month()).ok());
    Some(match relative.chars().next_back()? {
        'Y' => written(Some(year), None, None),
        'M' => written(Some(year), month, None),
        'W' => {
            let week = then.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        _ => then.to_string(),
    })
}

fn shifted(today: civil::Date, relative: &str) -> Option<civil::Date> {
    let span: Span = relative.parse().ok()?;
    today.checked_add(span).ok()
}

/// `-W-2`: the Tuesday before or on the anchor; `W-2`: the one after it.
fn on_weekday(relative: &str, today: civil::Date) -> Option<civil::Date> {
    let (back, day) = match relative.strip_prefix("-W-") {
        Some(day) => (true, day),
        None => (false, relative.strip_prefix("W-")?),
    };
    let wanted: i64 = day.parse().ok().filter(|d| (1..=7).contains(d))?;
    let distance = wanted - i64::from(today.weekday().to_monday_one_offset());
    let days = match back {
        true if distance > 0 => distance - 7,
        false if distance <= 0 => distance + 7,
        _ => distance,
    };
    today.checked_add(days.days()).ok()
}

/// The year in which a day or month without one lies nearest to the anchor.
fn nearest_year(value: &str, today: civil::Date) -> Option<i16> {
    let month: i8 = value.get(2..4)?.parse().ok()?;
    let day: i8 = value.get(5..7).and_then(|d| d.parse().ok()).unwrap_or(15);
    let year = today.year();
    let at = |y: i16| civil::Date::new(y, month, day).ok().map(|d| (d.since(today).map_or(i32::MAX, |s| s.get_days().abs()), y));
    [at(year - 1), at(year), at(year + 1)].into_iter().flatten().min().map(|(_, y)| y)
}
