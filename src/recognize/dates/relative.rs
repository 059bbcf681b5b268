//! Dates by their distance: «вчера», «прошлом году», «три года назад», «через неделю», «за последние три месяца».

use super::expression::{Expression, Span, day_part_name, distance_of};
use super::words::{Link, direction, link, month_at, paired, period_word, time_word};
use super::{Origin, Precision};
use crate::lexicon::{Case, Class, Table};
use crate::recognize::numbers::{self, NumberForm};
use crate::recognize::page::{Page, Phrase};

/// A set phrase or adverb with a distance at a token.
pub(super) fn relative_phrase(page: &Page<'_>, at: usize) -> Option<Phrase> {
    let phrase = ["relative", "relative-to-text", "vague"].into_iter().find_map(|class| time_word(page, at, class))?;
    // «сейчас», «пока» point at nothing that a sheet could hold.
    let value = phrase.entry.cell("value");
    if value.is_empty() || value == "PT0S" {
        return None;
    }
    // «накануне выборов» is no day before today.
    let next = phrase.tokens.end;
    let owned = time_word(page, next, "holiday").is_some_and(|h| !h.entry.cell("value").is_empty())
        || page.has(next, Class::Genitive)
            && (page.any(next, &[Class::Noun, Class::Adjective])
                || page.has(next, Class::Pronoun) && page.form(next).is_some_and(|f| f.word("person-pronoun").is_none()))
            && !page.is_initial(next)
            && time_word(page, next, "part-of-day").is_none()
            && !(page.has(next, Class::Nominative) && page.any(next + 1, &[Class::Verb]));
    (page.form(at).is_none_or(|f| f.word("date-event").is_none()) || !owned && page.kind(next) != Some(crate::text::TokenKind::Number)).then_some(phrase)
}

/// «вчера», «сегодня утром», «на следующий день».
pub(super) fn relative(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.relative.is_some() || e.weekday.is_some() {
        return None;
    }
    if e.has_date() {
        // «26 октября с.г.»
        let phrase = relative_phrase(page, at).filter(|p| e.year.is_none() && e.month.is_some() && p.entry.cell("value").ends_with('Y'))?;
        e.relative = Some(phrase.entry.cell("value").to_string());
        return Some(phrase.tokens.end);
    }
    if let Some((from, to)) = paired(page, at, "relative") {
        e.relative = Some(format!("{from}/{to}"));
        return Some(at + 1);
    }
    let phrase = relative_phrase(page, at)?;
    e.relative = Some(phrase.entry.cell("value").to_string());
    e.origin = if phrase.entry.cell("class") == "relative-to-text" { Origin::Text } else { Origin::Document };
    let last = phrase.tokens.end - 1;
    e.is_ago = last > at && direction(page, last).is_some();
    // «вчера вечером»
    if phrase.tokens.len() == 2
        && let Some(part) = time_word(page, last, "part-of-day").filter(|_| page.form(last).is_some_and(|f| f.has_case(Case::Ins)))
        && page.has(at, Class::Adverb)
    {
        e.day_part = Some(day_part_name(part.entry));
        e.dated = Some(e.core.min(at)..at + 1);
        e.timed = Some(last..last + 1);
    }
    Some(phrase.tokens.end)
}

/// How an adjective places its noun in time.
enum Place {
    /// Periods away: «прошлый» -1.
    Offset(i32),
    /// The stretch up to now or from now on: «последние два года», «ближайшие дни».
    Stretch(i32),
}

/// «прошлом», «том же», «последние»: how, whether it counts from the text, and the token after it.
fn placing(page: &Page<'_>, at: usize) -> Option<(Place, Origin, usize)> {
    let (phrase, origin) = match time_word(page, at, "text-adjective") {
        Some(phrase) => (phrase, Origin::Text),
        None => (time_word(page, at, "relative-adjective")?, Origin::Document),
    };
    // «прошло 30 дней» has the short form of «прошлый».
    page.form(at)?.readings.iter().find(|r| r.case.is_some())?;
    let place = match phrase.entry.cell("value") {
        "-" => Place::Stretch(-1),
        "+" => Place::Stretch(1),
        value => Place::Offset(value.parse().ok()?),
    };
    Some((place, origin, phrase.tokens.end))
}

/// «прошлом году», «этой неделе», «того же года», «прошлой осенью», «последние три месяца».
pub(super) fn relative_period(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.relative.is_some() || e.year.is_some() || e.weekday.is_some() || e.clock.is_some() {
        return None;
    }
    // «по сей день» names no day, «на Новый год» one.
    if time_word(page, at, "holiday").is_some() {
        return None;
    }
    if time_word(page, at, "now").is_some_and(|p| p.entry.cell("value") == "open") {
        return None;
    }
    let Some((place, origin, next)) = placing(page, at) else { return counted_stretch(page, e, at) };
    // «в текущем 2011 году», «в этом, 2019 году»
    if let Some(year) = named_year(page, e, next).filter(|end| page.agree(at, end - 1) || page.has(end - 1, Class::Abbreviated)) {
        return Some(year);
    }
    let agrees = page.agree(next - 1, next) || page.agree(at, next);
    // «на прошлых выходных»: the end of that week
    if let Some(weekend) = time_word(page, next, "weekend").filter(|_| agrees) {
        let offset = match place {
            Place::Offset(offset) => offset,
            Place::Stretch(sign) => sign.min(0),
        };
        (e.relative, e.part, e.origin) = (Some(distance_of(offset, "W")), Some("end"), origin);
        return Some(weekend.tokens.end);
    }
    if let Some((period, end)) = period_word(page, next).filter(|_| agrees) {
        // «последние годы», «ближайшие дни» are no one year or day.
        let plural = page.form(next).is_some_and(|f| {
            f.readings.iter().filter(|r| page.form(next - 1).is_some_and(|a| a.readings.iter().any(|s| s.agrees(r)))).any(|r| r.plural == Some(true))
        }) && !page.form(next - 1).is_some_and(|f| f.classes.has(Class::Singular) && !f.classes.has(Class::Plural));
        let (amount, unit) = period.strip_prefix('P').filter(|_| !period.contains('T'))?.split_at(period.len().checked_sub(2)?);
        let amount: i32 = amount.parse().ok()?;
        e.relative = Some(match place {
            // «за последний год» reaches to now; «последний день» is the last of something.
            Place::Stretch(_) if !plural && unit == "D" => return None,
            Place::Stretch(sign) if plural => stretch(sign, &format!("PX{unit}")),
            Place::Stretch(sign) => stretch(sign, period),
            Place::Offset(_) if plural && amount == 1 && origin == Origin::Document => return None,
            Place::Offset(offset) => distance_of(offset * amount, unit),
        });
        e.of_century = period == "P100Y" && matches!(place, Place::Offset(_));
        // «в этот день» is a day that the text has named.
        let named = period == "P1D" && time_word(page, at, "text-day").is_some();
        e.origin = if named { Origin::Text } else { origin };
        // «этот день собирались отметить» is about the day, not at it.
        let placed = e.parts > 0 || e.part.is_some() || e.core == at && at > 0 && link(page, at - 1).is_some();
        return (e.origin != Origin::Text || placed).then_some(end);
    }
    // «последние три месяца»: from then to now, or from now to then.
    if let Some(length) = length(page, next).filter(|l| e.month.is_none() && !l.timed && numbers::may_be(page, next) | l.vague()) {
        let sign = match place {
            Place::Stretch(sign) => sign,
            Place::Offset(offset) => offset.signum(),
        };
        if sign == 0 {
            return None;
        }
        e.relative = Some(stretch(sign, &length.iso()));
        e.origin = origin;
        return Some(length.end);
    }
    let Place::Offset(offset) = place else { return None };
    if e.month.is_some() || e.period.is_some() {
        return None;
    }
    if let Some(season) = time_word(page, next, "season").filter(|_| agrees) {
        let (from, to) = season.entry.cell("value").split_once('/')?;
        e.period = Some((Precision::Season, Span::Months(from.parse().ok()?, to.parse().ok()?)));
        e.relative = Some(distance_of(offset, "Y"));
        e.origin = origin;
        return Some(season.tokens.end);
    }
    if let Some((month, end)) = month_at(page, next).filter(|_| agrees) {
        e.month = Some(month);
        e.relative = Some(distance_of(offset, "Y"));
        e.origin = origin;
        return Some(end);
    }
    // «прошлой ночью», «этим утром»
    if let Some(part) = time_word(page, next, "part-of-day").filter(|p| {
        agrees
            && p.tokens.len() == 1
            && page.form(next).is_some_and(|f| f.has_case(Case::Ins) || offset != 0 && f.has_case(Case::Gen))
            && period_word(page, next).is_none_or(|(p, _)| p != "P1D")
    }) {
        e.day_part = Some(day_part_name(part.entry));
        e.relative = Some(distance_of(offset, "D"));
        e.origin = origin;
        return Some(part.tokens.end);
    }
    let day = time_word(page, next, "weekday").filter(|p| agrees && page.word(p.tokens.start).chars().count() > 3)?;
    e.weekday = day.entry.cell("value").parse().ok();
    e.coming = (offset != 0).then_some(offset > 0);
    Some(day.tokens.end)
}

/// «десяти последних лет», «два последующих года»: the number before the adjective.
fn counted_stretch(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_anything() || !numbers::may_be(page, at) {
        return None;
    }
    let n = numbers::cardinal(page, at).filter(|n| n.form != NumberForm::Vague)?;
    let (place, origin, next) = placing(page, n.tokens.end)?;
    let (period, end) = period_word(page, next).filter(|_| page.agree(next - 1, next))?;
    let length = times(period, n.value, end).filter(|l| !l.timed)?;
    let sign = match place {
        Place::Stretch(sign) => sign,
        Place::Offset(offset) if offset != 0 => offset.signum(),
        Place::Offset(_) => return None,
    };
    (e.relative, e.origin) = (Some(stretch(sign, &length.iso())), origin);
    Some(end)
}

/// A year behind an adjective that says the same of it, also in brackets or after a comma.
fn named_year(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    let bracket = page.word(at) == "(";
    let at = at + usize::from(bracket || page.word(at) == ",");
    if bracket {
        let closed = page.word(at + 1) == ")";
        let year: i32 = page.word(at).parse().ok().filter(|y| (1000..2200).contains(y) && closed)?;
        let end = super::words::year_word(page, at + 2)?;
        (e.year, e.with_year_word) = (Some(year), true);
        return Some(end);
    }
    let (year, end, worded) = super::calendar::year_token(page, at)?;
    if !worded {
        return None;
    }
    (e.year, e.with_year_word) = (Some(year), true);
    Some(end)
}

/// «каждый год», «каждую среду», «ежегодно».
pub(super) fn recurrent(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.parts > 0 || e.has_anything() {
        return None;
    }
    if let Some(phrase) = time_word(page, at, "recurrent") {
        e.relative = Some(phrase.entry.cell("value").to_string()).filter(|v| !v.is_empty());
        e.recurrent = true;
        return e.relative.is_some().then_some(phrase.tokens.end);
    }
    let each = time_word(page, at, "each")?;
    let next = each.tokens.end;
    let agrees = page.agree(next - 1, next);
    if let Some((period, end)) = period_word(page, next).filter(|(p, _)| agrees && !p.contains('T')) {
        e.relative = Some(period.to_string());
        e.recurrent = true;
        return Some(end);
    }
    if let Some(length) = length(page, next).filter(|l| !l.vague() && !l.timed && page.has(next, Class::Digit) | page.has(next, Class::Number)) {
        e.relative = Some(length.iso());
        e.recurrent = true;
        return Some(length.end);
    }
    let day = time_word(page, next, "weekday").filter(|_| agrees)?;
    e.weekday = day.entry.cell("value").parse().ok();
    e.recurrent = true;
    Some(day.tokens.end)
}

fn stretch(sign: i32, period: &str) -> String {
    if sign < 0 { format!("-{period}/P0D") } else { format!("P0D/{period}") }
}

/// A count of periods: «три года», «полгода», «несколько дней», «лет пять».
pub(super) struct Length {
    /// How many; none where it is not said.
    amount: Option<f64>,
    unit: char,
    timed: bool,
    pub end: usize,
}

impl Length {
    /// How many is not said.
    pub fn vague(&self) -> bool {
        self.amount.is_none()
    }

    /// ISO 8601 without a sign; `X` stands for digits that are not said, as in EDTF.
    pub fn iso(&self) -> String {
        let amount = self.amount.map_or("X".to_string(), |a| a.to_string());
        format!("{}{amount}{}", if self.timed { "PT" } else { "P" }, self.unit)
    }
}

/// The count of periods at a token.
pub(super) fn length(page: &Page<'_>, at: usize) -> Option<Length> {
    if let Some((period, end)) = period_word(page, at) {
        // «лет пять назад»
        let inverted = page
            .any(at, &[Class::Plural])
            .then(|| numbers::cardinal(page, end))
            .flatten()
            .filter(|n| period_word(page, n.tokens.end).is_none() && n.value > 1.0 && n.value < 100.0);
        return match inverted {
            Some(n) if direction(page, n.tokens.end).is_some() => times(period, n.value, n.tokens.end),
            // «годы назад», «дней назад» do not say how many.
            _ if !page.has(at, Class::Singular) && page.has(at, Class::Plural) && period.starts_with("P1") | period.starts_with("PT1") => unsaid(period, end),
            _ => times(period, 1.0, end),
        };
    }
    if page.form(at).is_some_and(|f| f.entries_of(Table::Numerals).any(|e| e.cell("kind") == "vague")) {
        // «несколько дней»; «два последних года» is read as «последние два года».
        let (period, end) = period_word(page, at + 1)?;
        return unsaid(period, end);
    }
    let n = numbers::cardinal(page, at)?;
    let (period, end) = period_word(page, n.tokens.end)?;
    if n.form == NumberForm::Vague {
        return unsaid(period, end);
    }
    times(period, n.value, end)
}

fn parts_of(period: &str) -> Option<(f64, char, bool)> {
    let timed = period.starts_with("PT");
    let body = period.trim_start_matches("PT").trim_start_matches('P');
    let unit = body.chars().next_back()?;
    Some((body[..body.len() - unit.len_utf8()].parse().ok()?, unit, timed))
}

fn unsaid(period: &str, end: usize) -> Option<Length> {
    let (amount, unit, timed) = parts_of(period)?;
    (amount == 1.0 || unit == 'Y').then_some(Length { amount: None, unit, timed, end })
}

fn times(period: &str, count: f64, end: usize) -> Option<Length> {
    let (amount, unit, timed) = parts_of(period)?;
    let whole = count * amount;
    // «полтора года назад» is eighteen months, «два с половиной часа» 150 minutes.
    let (whole, unit) = match (whole.fract() == 0.0, unit, timed) {
        (true, ..) => (whole, unit),
        (false, 'Y', _) => (whole * 12.0, 'M'),
        (false, 'H', _) => (whole * 60.0, 'M'),
        _ => return None,
    };
    // Beyond a hundred thousand of anything the calendar has no day.
    (whole.fract() == 0.0 && whole < 100_000.0).then_some(Length { amount: Some(whole), unit, timed, end })
}

/// A bound word may stand inside: «через почти 30 лет».
fn past_bound(page: &Page<'_>, at: usize) -> usize {
    let bounds = page.entries_of(at, Table::Bounds).find(|p| p.entry.cell("note") == "before");
    bounds.map_or(at, |p| p.tokens.end)
}

/// «через два дня», «спустя неделю», «через год после этого», after the preposition.
pub(super) fn distance(page: &Page<'_>, mut e: Expression, limit: usize, origin: Origin) -> Option<Expression> {
    let length = length(page, past_bound(page, e.end))?;
    e.relative = Some(length.iso());
    e.origin = origin;
    e.end = length.end;
    e.parts = 1;
    if let Some((Link::Later, end)) = direction(page, e.end) {
        (e.origin, e.end) = (Origin::Text, end);
    }
    (e.end <= limit).then_some(e)
}

/// «три года назад», «неделю спустя», «двумя днями ранее», «за день до этого».
pub(super) fn ago(page: &Page<'_>, e: &Expression, limit: usize) -> Option<Expression> {
    if numbers::is_inside(page, e.end) {
        return None;
    }
    let length = length(page, e.end)?;
    let (link, end) = direction(page, length.end)?;
    let mut e = e.clone();
    let (sign, origin) = match link {
        Link::Back => ("-", Origin::Document),
        Link::Earlier => ("-", Origin::Text),
        _ => ("", Origin::Text),
    };
    e.relative = Some(format!("{sign}{}", length.iso()));
    e.origin = origin;
    e.is_ago = true;
    e.end = end;
    e.parts = 1;
    (e.end <= limit).then_some(e)
}
