//! Dates by their distance: «вчера», «прошлом году», «три года назад», «через неделю».

use super::{Expression, Precision, Span, period_word, time_word};
use crate::lexicon::{Case, Table};
use crate::recognize::numbers::{self, NumberForm};
use crate::recognize::page::{Page, Phrase};

pub(super) fn relative_phrase(page: &Page<'_>, at: usize) -> Option<Phrase> {
    let phrase = time_word(page, at, "relative")?;
    let value = phrase.entry.cell("value");
    // «сейчас», «пока» point at nothing that a sheet could hold.
    (!value.is_empty() && (value != "PT0S" || phrase.tokens.len() > 1)).then_some(phrase)
}

pub(super) fn relative(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.relative.is_some() || e.year.is_some() || e.parts > 0 && e.clock.is_none() && !e.day_part {
        return None;
    }
    let phrase = relative_phrase(page, at)?;
    let value = phrase.entry.cell("value");
    e.relative = Some(if value == "PT0S" { "P0D".to_string() } else { value.to_string() });
    // «вчера вечером»
    let last = phrase.tokens.end - 1;
    e.day_part |= phrase.tokens.len() == 2 && page.form(last).is_some_and(|f| f.has_case(Case::Ins)) && time_word(page, last, "part-of-day").is_some();
    Some(phrase.tokens.end)
}

/// «прошлом году», «этой неделе», «того же года», «прошлой осенью».
pub(super) fn relative_period(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.relative.is_some() || e.year.is_some() || e.weekday.is_some() {
        return None;
    }
    let phrase = time_word(page, at, "relative-adjective")?;
    let offset: i32 = phrase.entry.cell("value").parse().ok()?;
    let next = phrase.tokens.end;
    let agrees = page.agree(next - 1, next) || page.agree(at, next);
    if let Some((period, end)) = period_word(page, next).filter(|_| agrees) {
        // «последние годы», «ближайшие дни» are no one year or day.
        let plural = page.form(next).is_some_and(|f| f.readings.first().is_some_and(|r| r.plural == Some(true)));
        let (amount, unit) = period.strip_prefix('P')?.split_at(period.len().checked_sub(2)?);
        if period.contains('T') {
            return None;
        }
        let amount: i32 = amount.parse().ok()?;
        if plural {
            e.vague = Some(period.to_string());
        } else {
            e.relative = Some(distance_of(offset * amount, unit));
        }
        e.same_as_before = phrase.tokens.len() > 1;
        return Some(end);
    }
    if e.month.is_some() {
        return None;
    }
    // «последние три месяца»: from then to now, or from now to then.
    if numbers::may_be(page, next)
        && let Some((period, end)) = periods(page, next).filter(|(p, _)| offset != 0 && !p.contains('T'))
    {
        if period.starts_with('?') {
            e.distant("", &period);
        } else if offset < 0 {
            e.relative = Some(format!("-{period}/P0D"));
        } else {
            e.relative = Some(format!("P0D/{period}"));
        }
        return Some(end);
    }
    if let Some(season) = time_word(page, next, "season").filter(|_| agrees) {
        let (from, to) = season.entry.cell("value").split_once('/')?;
        e.period = Some((Precision::Season, Span::Months(from.parse().ok()?, to.parse().ok()?)));
        e.relative = Some(distance_of(offset, "Y"));
        return Some(season.tokens.end);
    }
    let day = time_word(page, next, "weekday").filter(|p| agrees && page.word(p.tokens.start).chars().count() > 3)?;
    e.weekday = day.entry.cell("value").parse().ok();
    e.coming = offset > 0;
    Some(day.tokens.end)
}

pub(super) fn distance_of(amount: i32, unit: &str) -> String {
    format!("{}P{}{unit}", if amount < 0 { "-" } else { "" }, amount.abs())
}

/// A count of periods at a token: ISO duration without its sign, and the end. «три года», «полгода», «неделю».
pub(super) fn periods(page: &Page<'_>, at: usize) -> Option<(String, usize)> {
    if let Some((period, end)) = period_word(page, at) {
        return Some((period.to_string(), end));
    }
    if page.form(at).is_some_and(|f| f.entries_of(Table::Numerals).any(|e| e.cell("kind") == "vague")) {
        // «несколько дней»: how many is not said.
        let (period, end) = period_word(page, at + 1)?;
        return Some((format!("?{period}"), end));
    }
    let n = numbers::cardinal(page, at)?;
    let (period, end) = period_word(page, n.tokens.end)?;
    let timed = period.starts_with("PT");
    let body = period.trim_start_matches("PT").trim_start_matches('P');
    let (amount, unit) = body.split_at(body.len().checked_sub(1)?);
    let whole = n.value * amount.parse::<f64>().ok()?;
    // «полтора года назад» is eighteen months.
    let (whole, unit) = if whole.fract() == 0.0 { (whole, unit) } else { (whole * 12.0, if unit == "Y" { "M" } else { return None }) };
    (n.form != NumberForm::Vague && whole.fract() == 0.0 && whole < 100_000.0).then(|| (format!("{}{whole}{unit}", if timed { "PT" } else { "P" }), end))
}

/// «через два дня», «спустя неделю».
pub(super) fn distance(page: &Page<'_>, mut e: Expression, limit: usize, direction: i32) -> Option<Expression> {
    let (period, end) = periods(page, e.end)?;
    e.distant(if direction < 0 { "-" } else { "" }, &period);
    e.end = end;
    e.parts = 1;
    (end <= limit).then_some(e)
}

/// «три года назад», «неделю спустя».
pub(super) fn ago(page: &Page<'_>, e: &Expression, limit: usize) -> Option<Expression> {
    if numbers::is_inside(page, e.end) {
        return None;
    }
    let (period, end) = periods(page, e.end)?;
    let sign = match page.folded(end) {
        "назад" | "ранее" => "-",
        "спустя" | "позже" => "",
        _ => return None,
    };
    let mut e = e.clone();
    e.distant(sign, &period);
    e.is_ago = true;
    e.end = end + 1;
    e.parts = 1;
    (e.end <= limit).then_some(e)
}
