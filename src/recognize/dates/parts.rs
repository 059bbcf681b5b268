//! The parts of a date expression, read from left to right into one [`Expression`].

mod clock;
mod relative;

use super::{Date, Precision};
use crate::lexicon::{BUNDLED, Case, Class, Table};
use crate::recognize::numbers;
use crate::recognize::page::{Page, Phrase};
use crate::text::TokenKind;
use clock::{clock, day_part, zone};
use once_cell::sync::Lazy;
use regex::Regex;
use relative::{ago, distance, relative, relative_period, relative_phrase};

/// Which rule an expression belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Calendar,
    Range,
    Period,
    Relative,
    Clock,
}

/// What has been read of an expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Expression {
    /// The token after the last.
    pub end: usize,
    /// The first token that is no preposition.
    pub core: usize,
    /// How many parts were read.
    pub parts: usize,
    /// «того же года»: the date before in the text is meant.
    pub same_as_before: bool,
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
    clock: Option<(u8, u8)>,
    day_part: bool,
    weekday: Option<u8>,
    coming: bool,
    relative: Option<String>,
    /// An interval of years or months that the expression is as a whole, with its precision.
    period: Option<(Precision, Span)>,
    /// The other end of a range.
    until: Option<String>,
    with_year_word: bool,
    /// The unit of a distance that is not said: «несколько дней назад».
    vague: Option<String>,
    /// «три года назад», before which bound words may stand.
    pub is_ago: bool,
}

/// An interval inside a year or of years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    Years(i32, i32),
    Months(u8, u8),
}

/// No expression has more tokens.
const TOKENS: usize = 14;

static NUMERIC: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})$").expect("the pattern is whole"));
static YEAR: Lazy<Regex> = Lazy::new(|| Regex::new(r"^[12][0-9]{3}$").expect("the pattern is whole"));
static YEAR_JOINED: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([12][0-9]{3})([а-я]{1,2})$").expect("the pattern is whole"));
static DECADE: Lazy<Regex> = Lazy::new(|| Regex::new(r"^((?:1[5-9]|20)?[0-9]0)[-‑‐](?:е|х|м|ми)$").expect("the pattern is whole"));

/// The entry of times.tsv with one of these classes that begins at a token, the longest.
pub(super) fn time_word(page: &Page<'_>, at: usize, class: &str) -> Option<Phrase> {
    page.entries_from(at).find(|p| p.entry.table == Table::Times && p.entry.cell("class") == class && is_spelt(page, p))
}

/// Adverbs and set phrases («летом», «год назад», «год. ранее») and abbreviations do not inflect: their rows count as they stand.
fn is_spelt(page: &Page<'_>, phrase: &Phrase) -> bool {
    let name = crate::lexicon::keys::fold(phrase.entry.cell("name"));
    match phrase.entry.cell("class") {
        "relative" | "recurrent" => {
            page.text.span(&phrase.tokens).chars().count() == phrase.entry.cell("name").chars().count()
                && crate::lexicon::keys::fold(page.text.span(&phrase.tokens)) == name
        }
        "month" | "weekday" | "period" if name.chars().count() <= 4 && phrase.tokens.len() == 1 => {
            let folded = page.folded(phrase.tokens.start);
            name.ends_with('.')
                && folded.trim_end_matches('.') == name.trim_end_matches('.')
                && (folded.ends_with('.') || !page.has(phrase.tokens.start, Class::FunctionWord))
                || !name.ends_with('.')
                    && (folded.trim_end_matches('.') == name
                        || page.form(phrase.tokens.start).is_some_and(|f| {
                            f.has_lemma(&name) && (name.chars().count() > 3 || !f.folded.contains('.')) && name.chars().any(|c| "аеиоуыэюя".contains(c))
                        }))
        }
        _ => true,
    }
}

/// A period noun at a token («году», «г.», «неделе»): its ISO duration.
fn period_word(page: &Page<'_>, at: usize) -> Option<(&'static str, usize)> {
    let phrase = time_word(page, at, "period")?;
    Some((phrase.entry.cell("value"), phrase.tokens.end))
}

fn year_word(page: &Page<'_>, at: usize) -> Option<usize> {
    // «гг.» is no row of its own.
    let abbreviated = page.form(at).is_some_and(|f| f.entries_of(Table::Units).any(|e| e.cell("gloss") == "year" && e.cell("name") == "год"))
        && page.has(at, Class::Abbreviated);
    match period_word(page, at) {
        Some(("P1Y", end)) => Some(end),
        _ if abbreviated => Some(at + 1),
        _ => None,
    }
}

/// The expression that begins at a token, prepositions included.
pub(super) fn expression(page: &Page<'_>, start: usize) -> Option<Expression> {
    let sentence = page.sentence(start);
    let limit = sentence.end.min(start + TOKENS);
    let mut e = Expression { end: start, core: start, ..Expression::default() };
    let preposition = if page.has(start, Class::Preposition) && page.any(start, &[Class::FunctionWord, Class::OneLetter]) && !page.has(start, Class::Month) {
        page.folded(start)
    } else {
        ""
    };
    // A set phrase may begin with the preposition: «в прошлом году», «через год».
    if let Some(phrase) = relative_phrase(page, start) {
        relative(page, &mut e, start)?;
        e.end = phrase.tokens.end;
        e.parts = 1;
    } else if !preposition.is_empty() {
        if !matches!(preposition, "в" | "во" | "с" | "со" | "c" | "до" | "к" | "ко" | "на" | "от" | "по" | "за" | "через" | "спустя" | "около")
        {
            return None;
        }
        e.core = start + 1;
        e.end = start + 1;
        if matches!(preposition, "через" | "спустя") {
            return distance(page, e, limit, 1);
        }
        if matches!(preposition, "с" | "со" | "c" | "от") && ranged(page, &mut e, limit) {
            return Some(e);
        }
    } else if let Some(found) = ago(page, &e, limit) {
        return Some(found);
    }
    let from = e.core;
    while e.end < limit && e.until.is_none() {
        let at = e.end;
        if part(page, &mut e, at, limit, preposition) {
            e.parts += 1;
            continue;
        }
        match joined(page, &e, limit) {
            Some(ahead) => e = ahead,
            None => break,
        }
    }
    (e.parts > 0 && e.end > from && e.is_whole()).then_some(e)
}

/// The next part after a comma or preposition: «в среду, 22 января», «4 июня в 11:30», «в пятницу — 19 июля».
fn joined(page: &Page<'_>, e: &Expression, limit: usize) -> Option<Expression> {
    let next = e.end;
    let comma = page.word(next) == ",";
    let preposition = |i: usize| matches!(page.folded(i), "в" | "во" | "около");
    if e.parts == 0 || next + 1 >= limit || !(comma || page.has(next, Class::Dash) && e.weekday.is_some() || preposition(next)) {
        return None;
    }
    let mut ahead = e.clone();
    ahead.end = next + 1 + usize::from(comma && preposition(next + 1));
    let at = ahead.end;
    let placed = if preposition(at - 1) { page.folded(at - 1) } else { "" };
    if at >= limit || !part(page, &mut ahead, at, limit, placed) {
        return None;
    }
    // After a comma only a day or a clock time goes on: «в 2010, 2012 годах» are two dates.
    let goes_on = !comma || ahead.has_day() && !e.has_day() || ahead.clock.is_some() && e.clock.is_none();
    let dated = !(e.is_bare_year() || e.is_bare_month() && ahead.clock.is_none());
    ahead.parts += 1;
    (goes_on && dated).then_some(ahead)
}

/// Reads one part; whether there was one that fits to what was read before.
fn part(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize, preposition: &str) -> bool {
    let end = day_part(page, e, at)
        .or_else(|| clock(page, e, at, preposition))
        .or_else(|| numeric(page, e, at, limit))
        .or_else(|| day_month(page, e, at, limit))
        .or_else(|| month(page, e, at))
        .or_else(|| part_of(page, e, at, limit))
        .or_else(|| ordered_period(page, e, at))
        .or_else(|| decade(page, e, at))
        .or_else(|| relative_period(page, e, at))
        .or_else(|| year(page, e, at, limit))
        .or_else(|| season(page, e, at))
        .or_else(|| weekday(page, e, at))
        .or_else(|| relative(page, e, at))
        .or_else(|| holiday(page, e, at))
        .or_else(|| zone(page, e, at));
    match end.filter(|end| *end <= limit && *end > at) {
        Some(end) => {
            e.end = end;
            true
        }
        None => false,
    }
}

fn is_day(value: f64) -> bool {
    value.fract() == 0.0 && (1.0..=31.0).contains(&value)
}

/// Whether a day exists in a month; 29 February counts where the year is not known.
fn exists(year: Option<i32>, month: u8, day: u8) -> bool {
    let year = year.unwrap_or(2000);
    i16::try_from(year).is_ok_and(|y| i8::try_from(month).is_ok_and(|m| i8::try_from(day).is_ok_and(|d| jiff::civil::Date::new(y, m, d).is_ok())))
}

fn day_number(page: &Page<'_>, at: usize) -> Option<(u8, usize)> {
    let found = if page.kind(at) == Some(TokenKind::Number) {
        let word = page.word(at);
        let value: f64 = word.parse().ok().filter(|_| word.len() <= 2)?;
        (value, at + 1)
    } else {
        let n = numbers::ordinal(page, at).filter(|_| !page.has(at, Class::AllCaps))?;
        (n.value, n.tokens.end)
    };
    is_day(found.0).then_some((found.0 as u8, found.1))
}

fn month_at(page: &Page<'_>, at: usize) -> Option<(u8, usize)> {
    if !page.has(at, Class::Month) {
        return None;
    }
    let phrase = time_word(page, at, "month")?;
    Some((phrase.entry.cell("value").parse().ok().filter(|m| (1..=12).contains(m))?, phrase.tokens.end))
}

/// «12.03.2020», «05/08/2008», «2018-06-04».
fn numeric(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize) -> Option<usize> {
    if e.has_date() || page.kind(at) != Some(TokenKind::Number) {
        return None;
    }
    let set = |e: &mut Expression, y: i32, m: u8, d: u8, end: usize| {
        if !exists(Some(y), m, d) {
            return None;
        }
        (e.year, e.month, e.day) = (Some(y), Some(m), Some(d));
        Some(end)
    };
    if let Some(found) = NUMERIC.captures(page.word(at)) {
        let year: i32 = found[3].parse().ok()?;
        let year = if found[3].len() == 4 {
            year
        } else if year < 50 {
            2000 + year
        } else {
            1900 + year
        };
        let end = year_word(page, at + 1).filter(|_| found[3].len() == 4).unwrap_or(at + 1);
        return set(e, year, found[2].parse().ok()?, found[1].parse().ok()?, end);
    }
    let sign = page.word(at + 1);
    let tight = at + 5 <= limit && matches!(sign, "/" | "-") && page.word(at + 3) == sign && (1..5).all(|i| !page.is_spaced(at + i));
    if !tight {
        return None;
    }
    let (a, b, c) = (page.word(at), page.word(at + 2), page.word(at + 4));
    match (a.len(), b.len(), c.len()) {
        (1 | 2, 1 | 2, 4) => set(e, c.parse().ok()?, b.parse().ok()?, a.parse().ok()?, at + 5),
        (4, 2, 2) => set(e, a.parse().ok()?, b.parse().ok()?, c.parse().ok()?, at + 5),
        _ => None,
    }
}

/// «4 июня», «12–15 июня», «второго июня», «с 30 мая по 2 июня» (the rest is read by `ranged`).
fn day_month(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize) -> Option<usize> {
    if e.has_date() {
        return None;
    }
    let (day, end) = day_number(page, at)?;
    if let Some((month, end)) = month_at(page, end) {
        if !exists(None, month, day) {
            return None;
        }
        // «30 мая – 2 июня»
        if page.has(end, Class::Dash)
            && let Some((to_day, next)) = day_number(page, end + 1)
            && let Some((to_month, next)) = month_at(page, next)
            && next <= limit
            && exists(None, to_month, to_day)
            && (month, day) < (to_month, to_day)
        {
            let (year, next) = year_at(page, next).map_or((None, next), |(y, end)| (Some(y), end));
            (e.year, e.month, e.day) = (year, Some(month), Some(day));
            e.until = Some(written(year, Some(to_month), Some(to_day)));
            e.with_year_word = year.is_some();
            return Some(next);
        }
        (e.month, e.day) = (Some(month), Some(day));
        return Some(end);
    }
    // «12–15 июня», «9 и 10 мая»
    let joined = page.has(end, Class::Dash) || page.folded(end) == "и" && page.kind(at) == Some(TokenKind::Number);
    let (last, next) = day_number(page, end + 1).filter(|_| joined)?;
    let (month, next) = month_at(page, next)?;
    if next > limit || last <= day || !exists(None, month, last) {
        return None;
    }
    let (year, next) = year_at(page, next).map_or((None, next), |(y, end)| (Some(y), end));
    (e.year, e.month, e.day) = (year, Some(month), Some(day));
    e.until = Some(written(year, Some(month), Some(last)));
    e.with_year_word = year.is_some();
    Some(next)
}

/// «июня»; a short form («мар.») only beside a number.
fn month(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.month.is_some() || e.year.is_some() || e.relative.is_some() || e.period.is_some() || e.weekday.is_some() {
        return None;
    }
    let (month, end) = month_at(page, at)?;
    let full = page.word(at).chars().count() > 3 || page.has(at, Class::Lower) && page.form(at).is_some_and(|f| f.classes.has(Class::Noun)) && month == 5;
    let named = page.has(at, Class::Capitalized) && !page.is_initial(at) && !page.has(at, Class::AllCaps);
    if !full && year_at(page, end).is_none() || named {
        return None;
    }
    // «май – июнь»
    e.month = Some(month);
    if page.has(end, Class::Dash)
        && let Some((to, next)) = month_at(page, end + 1)
        && to > month
    {
        let (year, next) = year_at(page, next).map_or((None, next), |(y, end)| (Some(y), end));
        e.year = year;
        e.until = Some(written(year, Some(to), None));
        return Some(next);
    }
    Some(end)
}

/// A year with its word («2018 года», «2018 г.», «2018г.»), or four digits alone; and whether the word stood there.
fn year_token(page: &Page<'_>, at: usize) -> Option<(i32, usize, bool)> {
    let word = page.word(at);
    if page.kind(at) == Some(TokenKind::Number) && YEAR.is_match(word) {
        let year = word.parse().ok()?;
        return Some(match year_word(page, at + 1) {
            Some(end) => (year, end, true),
            None => (year, at + 1, false),
        });
    }
    if page.has(at, Class::Digit)
        && let Some(found) = YEAR_JOINED.captures(word)
    {
        let listed = BUNDLED
            .first(&found[2])
            .is_some_and(|n| n.entries().any(|e| e.table == Table::Units && e.cell("gloss") == "year" || e.table == Table::Times && e.cell("value") == "P1Y"));
        let plain = matches!(&found[2], "г" | "гг");
        // The full stop of «2018г.» belongs to it, unless it ends the sentence.
        return (listed || plain).then_some((found[1].parse().ok()?, at + 1, true));
    }
    // «две тысячи восемнадцатого года», «2018-го года»
    let n = numbers::ordinal(page, at).filter(|n| (1000.0..=2100.0).contains(&n.value) && !page.has(at, Class::AllCaps))?;
    let end = year_word(page, n.tokens.end)?;
    Some((n.value as i32, end, true))
}

/// The year that a day or month goes on with.
fn year_at(page: &Page<'_>, at: usize) -> Option<(i32, usize)> {
    let (year, end, worded) = year_token(page, at)?;
    // «5 июня 2000 человек»: without its word a year needs an end after it.
    (worded || !page.any(end, &[Class::Noun, Class::Unit]) || page.has(end, Class::Capitalized) || page.any(end, &[Class::Preposition])).then_some((year, end))
}

fn year(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize) -> Option<usize> {
    if e.year.is_some() || e.until.is_some() || e.clock.is_some() && e.month.is_none() || matches!(e.period, Some((_, Span::Years(..)))) || e.relative.is_some()
    {
        return None;
    }
    let (year, end, worded) = year_token(page, at)?;
    let years_follow = |next: usize| page.has(next, Class::Dash) || e.parts == 0 && page.folded(next) == "и";
    // «2003–2011 годах», «2018 и 2019 годов», «2005/06»
    if !worded && e.parts == 0 && end + 1 < limit && years_follow(end) {
        if let Some((to, next, to_worded)) = year_token(page, end + 1)
            && to > year
            && to - year < 500
            && (to_worded || page.has(end, Class::Dash) && !page.any(next, &[Class::Noun, Class::Unit]))
        {
            e.year = Some(year);
            e.until = Some(written(Some(to), None, None));
            e.with_year_word = to_worded;
            return Some(next);
        }
        if page.has(end, Class::Dash) && !page.is_spaced(end) {
            return None;
        }
    }
    if !worded && e.parts == 0 {
        // Alone, four digits are a year only where a year can be, and with nothing after them that they count.
        let counts = page.any(end, &[Class::Noun, Class::Adjective, Class::Unit, Class::Number, Class::Participle])
            && !page.any(end, &[Class::Preposition, Class::Verb, Class::Capitalized, Class::AllCaps]);
        let sign = matches!(page.word(end), "%" | "/" | "$" | "€" | "°" | "₽");
        let named =
            at > page.sentence(at).start && (matches!(page.word(at - 1), "№" | "$" | "€" | "/") || page.has(at - 1, Class::Dash) && !page.is_spaced(at));
        if !(1700..=2100).contains(&year) || counts || sign || named {
            return None;
        }
    } else if !worded && year_at(page, at).is_none() {
        return None;
    }
    if let (Some(month), Some(day)) = (e.month, e.day)
        && !exists(Some(year), month, day)
    {
        return None;
    }
    e.year = Some(year);
    e.with_year_word = worded;
    // «до нашей эры»
    if let Some(era) = time_word(page, end, "era") {
        if era.entry.cell("value") == "-" {
            e.year = Some(1 - year);
        }
        return Some(era.tokens.end);
    }
    Some(end)
}

/// «1990-е годы», «90-х».
fn decade(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() || !page.has(at, Class::Digit) {
        return None;
    }
    let found = DECADE.captures(page.folded(at))?;
    let first: i32 = found[1].parse().ok()?;
    let worded = year_word(page, at + 1);
    let first = match found[1].len() {
        4 => first,
        // «90-е», without «годы» anything may be meant.
        2 if worded.is_some() => {
            if first >= 30 {
                1900 + first
            } else {
                2000 + first
            }
        }
        _ => return None,
    };
    e.period = Some((Precision::Decade, Span::Years(first, first + 9)));
    Some(worded.unwrap_or(at + 1))
}

/// «XXI век», «первый квартал», «второе полугодие».
fn ordered_period(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() || !page.any(at, &[Class::Number, Class::AllCaps, Class::OneLetter, Class::Digit]) {
        return None;
    }
    let n = numbers::ordinal(page, at)?;
    let (period, end) = period_word(page, n.tokens.end)?;
    let count = n.value as i32;
    let months = |length: u8, most: i32| (1..=most).contains(&count).then(|| Span::Months((count as u8 - 1) * length + 1, count as u8 * length));
    e.period = match period {
        "P100Y" if (1..=30).contains(&count) => Some((Precision::Century, Span::Years(count * 100 - 99, count * 100))),
        "P3M" => Some((Precision::Quarter, months(3, 4)?)),
        "P6M" => Some((Precision::Half, months(6, 2)?)),
        _ => return None,
    };
    Some(end)
}

fn season(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() {
        return None;
    }
    let phrase = time_word(page, at, "season")?;
    // «летом» is a time by itself, «лета» (also: years) only with its year.
    let adverb = page.form(at).is_some_and(|f| f.has_case(Case::Ins));
    if !adverb && year_at(page, phrase.tokens.end).is_none() {
        return None;
    }
    let (from, to) = phrase.entry.cell("value").split_once('/')?;
    e.period = Some((Precision::Season, Span::Months(from.parse().ok()?, to.parse().ok()?)));
    Some(phrase.tokens.end)
}

fn weekday(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.weekday.is_some() || e.has_date() {
        return None;
    }
    let phrase = time_word(page, at, "weekday")?;
    if page.word(at).chars().count() <= 3 || page.has(at, Class::Capitalized) && !page.is_initial(at) && !page.has(at, Class::AllCaps) {
        return None;
    }
    // «среда» is mostly surroundings: a day only in the cases that go with a date.
    let form = page.form(at)?;
    if form.has_lemma("среда") && !form.has_case(Case::Acc) && !(at > 0 && matches!(page.folded(at - 1), "к" | "до" | "с" | "со")) {
        return None;
    }
    e.weekday = phrase.entry.cell("value").parse().ok();
    Some(phrase.tokens.end)
}

fn holiday(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() || e.weekday.is_some() {
        return None;
    }
    let phrase = time_word(page, at, "holiday")?;
    let (month, day) = phrase.entry.cell("value").strip_prefix("--")?.split_once('-')?;
    (e.month, e.day) = (Some(month.parse().ok()?), Some(day.parse().ok()?));
    Some(phrase.tokens.end)
}

/// «начале 2010 года»: the part of a period; what it is part of follows.
fn part_of(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize) -> Option<usize> {
    // «в начале 2010 года», but not «начало 4 июня».
    if e.parts > 0 || e.has_date() || at == 0 || !page.has(at - 1, Class::Preposition) {
        return None;
    }
    let phrase = time_word(page, at, "part")?;
    let next = phrase.tokens.end;
    if next >= limit {
        return None;
    }
    let mut ahead = e.clone();
    (ahead.parts == 0 && part(page, &mut ahead, next, limit, "") && ahead.has_anything()).then_some(())?;
    let end = ahead.end;
    *e = ahead;
    Some(end)
}

/// «с 2010 по 2015 год», «с 12 по 15 июня», «с 30 мая до 2 июня», after the preposition.
fn ranged(page: &Page<'_>, e: &mut Expression, limit: usize) -> bool {
    let at = e.end;
    let Some(joint) = (at + 1..limit.min(at + 5)).find(|i| matches!(page.folded(*i), "по" | "до")) else {
        return false;
    };
    let mut to = Expression { end: joint + 1, core: joint + 1, ..Expression::default() };
    let next = joint + 1;
    // The end is read first: it has the month and year of both.
    let years = year_token(page, at).filter(|(_, end, _)| *end == joint).zip(year_token(page, next).filter(|_| next < limit));
    if let Some(((from, _, _), (until, end, _))) = years
        && until > from
        && end <= limit
    {
        e.year = Some(from);
        e.until = Some(written(Some(until), None, None));
        e.with_year_word = true;
        e.end = end;
        e.parts = 2;
        return true;
    }
    while to.end < limit && to.until.is_none() && {
        let at = to.end;
        part(page, &mut to, at, limit, "с")
    } {
        to.parts += 1;
    }
    if to.parts == 0 || to.until.is_some() || to.relative.is_some() {
        return false;
    }
    let mut from = Expression { end: at, core: at, ..Expression::default() };
    while from.end < joint && {
        let at = from.end;
        part(page, &mut from, at, joint, "с")
    } {
        from.parts += 1;
    }
    let lone_day = day_number(page, at).filter(|(_, end)| *end == joint && to.day.is_some());
    if let Some((day, _)) = lone_day.filter(|_| from.end != joint || from.month.is_none()) {
        from = Expression { day: Some(day), month: to.month, year: to.year, ..from };
    } else if from.end != joint
        || from.parts == 0
        || from.day.is_some() != to.day.is_some()
        || from.clock.is_some() != to.clock.is_some()
        || from.relative.is_some()
    {
        return false;
    }
    (e.year, e.month, e.day, e.clock) = (from.year.or(to.year), from.month, from.day, from.clock);
    e.until = Some(if to.clock.is_some() && !to.has_date() { clock_text(to.clock) } else { written(to.year, to.month, to.day) });
    e.end = to.end;
    e.parts = 2;
    e.month.is_some() || e.clock.is_some() || e.year.is_some()
}

fn clock_text(clock: Option<(u8, u8)>) -> String {
    clock.map_or(String::new(), |(h, m)| format!("T{h:02}:{m:02}"))
}

/// ISO 8601 of what is known; a year before the common era has its sign.
pub(super) fn written(year: Option<i32>, month: Option<u8>, day: Option<u8>) -> String {
    let year = match year {
        Some(y) if y < 0 => format!("-{:04}", -y),
        Some(y) => format!("{y:04}"),
        None => "-".to_string(),
    };
    match (month, day) {
        (Some(m), Some(d)) => format!("{year}-{m:02}-{d:02}"),
        (Some(m), None) => format!("{year}-{m:02}"),
        (None, _) => year,
    }
}

impl Expression {
    fn distant(&mut self, sign: &str, period: &str) {
        match period.strip_prefix('?') {
            Some(unit) => self.vague = Some(unit.to_string()),
            None => self.relative = Some(format!("{sign}{period}")),
        }
    }

    fn has_date(&self) -> bool {
        self.month.is_some() || self.year.is_some() || self.period.is_some()
    }

    fn has_anything(&self) -> bool {
        self.has_date() || self.relative.is_some()
    }

    /// Whether a day is named.
    pub(super) fn has_day(&self) -> bool {
        self.day.is_some()
    }

    /// Whether a year is named.
    pub(super) fn has_year(&self) -> bool {
        self.year.is_some()
    }

    /// Whether a clock time is named.
    pub(super) fn has_clock(&self) -> bool {
        self.clock.is_some()
    }

    /// Four digits and nothing else.
    pub(super) fn is_bare_year(&self) -> bool {
        self.year.is_some() && self.month.is_none() && !self.with_year_word && self.until.is_none() && self.clock.is_none()
    }

    /// A month and nothing else.
    pub(super) fn is_bare_month(&self) -> bool {
        self.month.is_some() && self.day.is_none() && self.year.is_none() && self.until.is_none()
    }

    fn is_whole(&self) -> bool {
        self.has_anything() || self.vague.is_some() || self.weekday.is_some() || self.clock.is_some() || self.day_part
    }

    /// Which rule proposes it.
    pub(super) fn group(&self) -> Group {
        if self.until.is_some() {
            Group::Range
        } else if self.clock.is_some() || self.day_part {
            Group::Clock
        } else if self.period.is_some() {
            Group::Period
        } else if self.has_date() && self.relative.is_none() {
            Group::Calendar
        } else {
            Group::Relative
        }
    }

    /// The date that it means.
    pub(super) fn date(self) -> Date {
        let time = self.clock.is_some() || self.day_part;
        let clock = clock_text(self.clock);
        let base = match (self.period, self.month) {
            (Some((_, Span::Years(from, to))), _) => Some(format!("{}/{}", written(Some(from), None, None), written(Some(to), None, None))),
            (Some((_, Span::Months(from, to))), _) => {
                // Winter is the one that the year begins in.
                let first = if from > to { self.year.map(|y| y - 1) } else { self.year };
                Some(format!("{}/{}", written(first, Some(from), None), written(self.year, Some(to), None)))
            }
            (None, Some(_)) => Some(written(self.year, self.month, self.day)),
            (None, None) => self.year.map(|y| written(Some(y), None, None)),
        };
        let dated = self.has_date() || self.relative.is_some();
        let relative = self.relative.or_else(|| self.weekday.filter(|_| !dated).map(|d| format!("{}W-{d}", if self.coming { "" } else { "-" })));
        let distance = relative.as_ref().or(self.vague.as_ref());
        let precision = match (&self.period, distance) {
            _ if self.until.is_some() => Precision::Range,
            _ if time => Precision::Time,
            (Some((precision, _)), _) => *precision,
            _ if self.day.is_some() => Precision::Day,
            _ if self.month.is_some() => Precision::Month,
            _ if self.year.is_some() => Precision::Year,
            (None, Some(r)) if r.contains('/') => Precision::Range,
            (None, Some(r)) => match r.chars().next_back() {
                Some('Y') => Precision::Year,
                Some('M') if !r.contains('T') => Precision::Month,
                Some('W') => Precision::Week,
                Some('S' | 'H' | 'M') => Precision::Time,
                _ => Precision::Day,
            },
            (None, None) => Precision::Day,
        };
        let value = match (base, clock.is_empty()) {
            (Some(base), true) => Some(base),
            (Some(base), false) if self.day.is_some() => Some(base + &clock),
            (Some(base), false) => Some(base),
            (None, false) => Some(clock),
            (None, true) => None,
        };
        let value = match (value, self.until) {
            (Some(from), Some(to)) => Some(format!("{from}/{to}")),
            (value, _) => value,
        };
        Date { value, precision, relative, time: time || precision == Precision::Time }
    }
}
