//! Days, months, years, days of the week and holidays.

use super::expression::{Expression, Span, last_day};
use super::words::{Link, is_counted, is_link, link, month_at, paired, period_word, time_word, year_word};
use super::{Feast, Origin, Precision};
use crate::lexicon::{BUNDLED, Case, Class, Table};
use crate::recognize::figures::quantity::is_weight;
use crate::recognize::numbers;
use crate::recognize::page::Page;
use crate::text::TokenKind;
use once_cell::sync::Lazy;
use regex::Regex;

/// Makes the tables and patterns of this module, which is else done when they are first needed.
pub(super) fn prepare() {
    Lazy::force(&NUMERIC);
    Lazy::force(&DAY_AND_MONTH);
    Lazy::force(&YEAR);
    Lazy::force(&SHORT_YEAR);
    Lazy::force(&YEAR_JOINED);
    Lazy::force(&YEAR_ORDINAL);
    Lazy::force(&SHORT_ORDINAL);
}

pub(super) static NUMERIC: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})$").expect("the pattern is whole"));
static DAY_AND_MONTH: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-3][0-9])\.([01][0-9])$").expect("the pattern is whole"));
static YEAR: Lazy<Regex> = Lazy::new(|| Regex::new(r"^[12][0-9]{3}$").expect("the pattern is whole"));
static SHORT_YEAR: Lazy<Regex> = Lazy::new(|| Regex::new(r"^[1-9][0-9]{0,2}$").expect("the pattern is whole"));
static YEAR_JOINED: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([12][0-9]{3})([а-я]{1,2})$").expect("the pattern is whole"));
static YEAR_ORDINAL: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([12][0-9]{3})[-‑‐](й|го|му|м|ый|ой)$").expect("the pattern is whole"));
static SHORT_ORDINAL: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-9]{2})[-‑‐](й|го|му|м)$").expect("the pattern is whole"));

/// Years of two digits below this are of the 21st century, the others of the 20th: the pivot of POSIX is 69, too late for lives told in news.
const PIVOT: i32 = 50;

fn is_day(value: f64) -> bool {
    value.fract() == 0.0 && (1.0..=31.0).contains(&value)
}

/// Whether a day exists in a month; 29 February counts where the year is not known.
pub(super) fn exists(year: Option<i32>, month: u8, day: u8) -> bool {
    let year = year.unwrap_or(2000);
    i16::try_from(year).is_ok_and(|y| i8::try_from(month).is_ok_and(|m| i8::try_from(day).is_ok_and(|d| jiff::civil::Date::new(y, m, d).is_ok())))
}

/// The day of a month at a token: «5», «5-го», «пятого», «двадцать пятое».
pub(super) fn day_number(page: &Page<'_>, at: usize) -> Option<(u8, usize)> {
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

/// «10.30», «11.00» after «с» are clock times, «12.03» is a day of March.
pub(super) fn is_round(word: &str) -> bool {
    word.rsplit('.').next().is_some_and(|minutes| matches!(minutes, "00" | "15" | "30" | "45") || minutes > "12")
}

fn century_of(short: i32) -> i32 {
    short + if short < PIVOT { 2000 } else { 1900 }
}

/// «12.03.2020», «05/08/2008», «2018-06-04», «21 10 2016 года», «с 12.03», «на 12/03».
pub(super) fn numeric(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize) -> Option<usize> {
    if e.has_date() || page.kind(at) != Some(TokenKind::Number) {
        return None;
    }
    let set = |e: &mut Expression, y: Option<i32>, m: u8, d: u8, end: usize| {
        if !exists(y, m, d) {
            return None;
        }
        (e.year, e.month, e.day) = (y, Some(m), Some(d));
        Some(end)
    };
    let word = page.word(at);
    if let Some(found) = NUMERIC.captures(word) {
        let year: i32 = found[3].parse().ok()?;
        let year = if found[3].len() == 4 { year } else { century_of(year) };
        let worded = year_word(page, at + 1);
        // «24.03.02» alone is as often a code.
        let opened = e.parts > 0 || e.core == at && at > 0 && link(page, at - 1).is_some() || page.text.tokens[at].breaks_before > 0;
        if found[3].len() == 2 && worded.is_none() && !opened {
            return None;
        }
        let end = worded.unwrap_or(at + 1);
        return set(e, Some(year), found[2].parse().ok()?, found[1].parse().ok()?, end);
    }
    // «12.03» and «12/03» are days only where a day is begun or ended: else a decimal, a clock time, a share.
    let placed = at > 0 && at == e.core && link(page, at - 1).is_some_and(|(l, _)| matches!(l, Link::From | Link::Of | Link::Until));
    if let Some(found) = DAY_AND_MONTH.captures(word).filter(|_| placed && !is_round(word) && !is_counted(page, at + 1)) {
        return set(e, None, found[2].parse().ok()?, found[1].parse().ok()?, at + 1);
    }
    let tight = |n: usize| at + n <= limit && (1..n).all(|i| !page.is_spaced(at + i));
    let (sign, second, third) = (page.word(at + 1), page.word(at + 2), page.word(at + 4));
    if matches!(sign, "/" | "-") && page.word(at + 3) == sign && tight(5) && page.kind(at + 2) == Some(TokenKind::Number) {
        // A code goes on: «2016-04-06-25».
        let whole = page.is_spaced(at + 5) || !matches!(page.word(at + 5), "-" | "/");
        let free = page.is_spaced(at) || !matches!(page.word(at.wrapping_sub(1)), "-" | "/");
        return match (word.len(), second.len(), third.len()) {
            _ if !whole || !free => None,
            (1 | 2, 1 | 2, 4) => set(e, Some(third.parse().ok()?), second.parse().ok()?, word.parse().ok()?, at + 5),
            (4, 2, 2) => set(e, Some(word.parse().ok()?), second.parse().ok()?, third.parse().ok()?, at + 5),
            _ => None,
        };
    }
    if sign == "/" && word.len() == 2 && second.len() == 2 && tight(3) && page.word(at + 3) != "/" && e.core < at + 1 && at > 0 && link(page, at - 1).is_some()
    {
        return set(e, None, second.parse().ok()?, word.parse().ok()?, at + 3);
    }
    // «21 10 2016 года»
    let spelt = (word.len(), page.word(at + 1).len(), page.word(at + 2).len()) == (2, 2, 4) && (1..3).all(|i| page.kind(at + i) == Some(TokenKind::Number));
    let end = year_word(page, at + 3).or_else(|| placed.then_some(at + 3)).filter(|_| spelt)?;
    set(e, Some(second.parse().ok()?), page.word(at + 1).parse().ok()?, word.parse().ok()?, end)
}

/// «4 июня», «второго июня».
pub(super) fn day_month(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() {
        return None;
    }
    let (day, end) = day_number(page, at)?;
    let (month, end) = month_at(page, end)?;
    if !exists(year_at(page, end).map(|(year, _)| year), month, day) {
        return None;
    }
    (e.month, e.day) = (Some(month), Some(day));
    // «сегодня, 7 апреля» needs no distance any more.
    e.relative = e.relative.take().filter(|r| !r.ends_with('D'));
    Some(end)
}

/// «июня», «ноябре-декабре»; a short form («мар.») only beside a number.
pub(super) fn month(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.month.is_some() || e.year.is_some() || e.relative.is_some() || e.period.is_some() || e.weekday.is_some() {
        return None;
    }
    if let Some((from, to)) = paired(page, at, "month") {
        e.period = Some((Precision::Range, Span::Months(from.parse().ok()?, to.parse().ok()?)));
        return Some(at + 1);
    }
    let (month, end) = month_at(page, at)?;
    // Of «31 февраля» nothing is a date.
    if e.parts == 0 && at > page.sentence(at).start && page.kind(at - 1) == Some(TokenKind::Number) && page.word(at - 1).len() <= 2 {
        return None;
    }
    let named = page.has(at, Class::Capitalized) && !page.is_initial(at) && !page.has(at, Class::AllCaps);
    let full = page.word(at).chars().count() > 3 || page.has(at, Class::Lower) && page.has(at, Class::Noun) && month == 5;
    if !full && year_at(page, end).is_none() || named {
        return None;
    }
    e.month = Some(month);
    Some(end)
}

/// A year with its word («2018 года», «2018 г.», «2018г.», «410 году»), or four digits alone; and whether the word stood there.
pub(super) fn year_token(page: &Page<'_>, at: usize) -> Option<(i32, usize, bool)> {
    let word = page.word(at);
    if page.kind(at) == Some(TokenKind::Number) {
        if YEAR.is_match(word) {
            let year = word.parse().ok()?;
            return Some(match year_word(page, at + 1) {
                Some(end) => (year, end, true),
                None => (year, at + 1, false),
            });
        }
        return SHORT_YEAR.is_match(word).then(|| early_year(page, at)).flatten();
    }
    if page.has(at, Class::Digit) {
        if let Some(found) = YEAR_JOINED.captures(word) {
            // «2018г.», «2018гг.»: the year's abbreviations, as units.tsv and times.tsv have them.
            let listed = BUNDLED.first(&found[2]).is_some_and(|n| {
                n.entries().any(|e| e.table == Table::Units && e.cell("gloss") == "year" || e.table == Table::Times && e.cell("value") == "P1Y")
            });
            return (listed || matches!(&found[2], "г" | "гг")).then_some((found[1].parse().ok()?, at + 1, true));
        }
        if let Some(found) = YEAR_ORDINAL.captures(page.folded(at)) {
            let year = found[1].parse().ok()?;
            return match year_word(page, at + 1) {
                Some(end) => Some((year, end, true)),
                // «в 1997-м», but not «1997-м участником».
                None => (!is_counted(page, at + 1) && !page.has(at + 1, Class::Adjective) || page.any(at + 1, &[Class::Preposition, Class::Capitalized]))
                    .then_some((year, at + 1, false)),
            };
        }
        if let Some(found) = SHORT_ORDINAL.captures(page.folded(at)) {
            // «в 98-м году» is of this or the last century, «на 80-м году жизни» of nobody's.
            let end = year_word(page, at + 1).filter(|_| at > 0 && is_link(page, at - 1, Link::At))?;
            return Some((century_of(found[1].parse().ok()?), end, true));
        }
    }
    // «две тысячи восемнадцатого года»
    let n = numbers::ordinal(page, at).filter(|n| (1000.0..=2100.0).contains(&n.value) && !page.any(at, &[Class::AllCaps, Class::Digit]))?;
    let end = year_word(page, n.tokens.end)?;
    Some((n.value as i32, end, true))
}

/// «410 году», «44 году до н. э.»: years of one to three digits, where «год» counts none («410 лет») or an era follows.
fn early_year(page: &Page<'_>, at: usize) -> Option<(i32, usize, bool)> {
    let word = page.word(at);
    let year: i32 = word.parse().ok()?;
    let end = year_word(page, at + 1);
    if let Some(end) = end.filter(|end| time_word(page, *end, "era").is_some()) {
        return Some((year, end, true));
    }
    if time_word(page, at + 1, "era").is_some() {
        return Some((year, at + 1, true));
    }
    let phrase = time_word(page, at + 1, "period")?;
    let singular = |case: Case| {
        let name = phrase.entry.cell("name");
        page.form(at + 1).is_some_and(|f| f.readings.iter().any(|r| *r.lemma == *name && r.plural == Some(false) && r.case == Some(case)))
    };
    let one = singular(Case::Loc) || singular(Case::Gen) && !(1..=4).contains(&(year % 10));
    end.filter(|_| word.len() == 3 && one && !page.has(at + 1, Class::Abbreviated)).map(|end| (year, end, true))
}

/// The year that a day or month goes on with.
pub(super) fn year_at(page: &Page<'_>, at: usize) -> Option<(i32, usize)> {
    let (year, end, worded) = year_token(page, at)?;
    // «5 июня 2000 человек»: without its word a year needs an end after it.
    (worded || !is_counted(page, end) || page.has(end, Class::Capitalized) || page.any(end, &[Class::Preposition])).then_some((year, end))
}

/// «2018 года», «2018», «44 году до нашей эры».
pub(super) fn year(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    let of_years = matches!(e.period, Some((_, Span::Years(..))));
    if e.year.is_some() || e.has_time() && e.month.is_none() && e.period.is_none() || of_years || e.relative.is_some() && e.day.is_none() {
        return None;
    }
    let (year, end, worded) = year_token(page, at)?;
    if !worded && e.parts == 0 {
        // Alone, four digits are a year only where a year can be, and with nothing after them that they count.
        let counts = (is_counted(page, end)
            || page.any(end, &[Class::Adjective, Class::Participle]) && !page.has(end, Class::FunctionWord) && !is_predicate(page, end))
            && !page.any(end, &[Class::Preposition, Class::Verb, Class::Capitalized, Class::AllCaps]);
        let sign = matches!(page.word(end), "%" | "/" | "$" | "€" | "°" | "₽");
        let named = at > page.sentence(at).start
            && (matches!(page.word(at - 1), "№" | "$" | "€" | "/")
                || at > 1 && page.has(at - 1, Class::Dash) && !page.is_spaced(at) && !page.has(at - 2, Class::Digit) && !of_event(page, at));
        let ranged = page.has(end, Class::Dash) && !page.is_spaced(end) && !page.is_spaced(end + 1) && year_token(page, end + 1).is_none();
        if !(1700..=2100).contains(&year) || counts || sign || named || ranged {
            return None;
        }
    } else if worded && e.parts == 0 && page.folded(end - 1).trim_end_matches('.') == "г" && is_weight(page, at) {
        // «весит 1500 г» in grams.
        return None;
    } else if e.parts == 0 && e.core == at && at > page.sentence(at).start && page.has(at - 1, Class::Month) && month_at(page, at - 1).is_some() {
        // «29 февраля 2019 года»: the year of no day.
        return None;
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
    // «десять лет назад, 20 сентября 2000 года» needs no distance any more.
    e.relative = None;
    Some(era(page, e, end).unwrap_or(end))
}

/// «ЧМ-2018», «Мисс Россия-2017»: a year joined to the name of what happens once a year; the tokenizer parts no other word.
fn of_event(page: &Page<'_>, at: usize) -> bool {
    !page.is_spaced(at - 1) && page.kind(at - 2) == Some(TokenKind::Word)
}

/// «В 2001 принят в союз»: a short form says what happened and is not counted.
fn is_predicate(page: &Page<'_>, at: usize) -> bool {
    page.form(at).is_some_and(|f| f.readings.first().is_some_and(|r| r.short))
}

/// «до нашей эры», «н. э.» after a year or century.
pub(super) fn era(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    let era = time_word(page, at, "era")?;
    if era.entry.cell("value") == "-" {
        // Astronomical years, as in ISO 8601: the year 0 is 1 BC.
        e.year = e.year.map(|y| 1 - y);
        if let Some((_, Span::Years(from, to))) = &mut e.period {
            (*from, *to) = (1 - *to, 1 - *from);
        }
    }
    Some(era.tokens.end)
}

/// «в пятницу», «понедельник-вторник».
pub(super) fn weekday(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.weekday.is_some() || e.has_date() || e.relative.is_some() {
        return None;
    }
    let phrase = time_word(page, at, "weekday")?;
    if page.word(at).chars().count() <= 3 || page.has(at, Class::Capitalized) && !page.is_initial(at) && !page.has(at, Class::AllCaps) {
        return None;
    }
    let form = page.form(at)?;
    let placed = e.core > e.end.min(at) || e.parts > 0 || e.timed.is_some() || at > 0 && e.core == at && link(page, at - 1).is_some();
    // «среда» is mostly surroundings: a day only after a preposition or time of day.
    if form.has_lemma("среда") && !(placed && (form.has_case(Case::Acc) || form.has_case(Case::Gen) || form.has_case(Case::Dat))) {
        return None;
    }
    // «по субботам»: every one.
    e.recurrent = form.has_case(Case::Dat) && form.classes.has(Class::Plural) && !form.classes.has(Class::Singular);
    e.weekday = phrase.entry.cell("value").parse().ok();
    Some(phrase.tokens.end)
}

/// «День Победы», «Пасха», «канун Нового года».
pub(super) fn holiday(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() || e.weekday.is_some() || e.relative.is_some() {
        return None;
    }
    if let Some(eve) = time_word(page, at, "eve") {
        let end = holiday(page, e, eve.tokens.end)?;
        return day_before(e).then_some(end);
    }
    let phrase = time_word(page, at, "holiday")?;
    // «католическая Пасха» is another day.
    if at > page.sentence(at).start && page.any(at - 1, &[Class::Adjective]) && page.agree(at - 1, at) {
        return None;
    }
    let value = phrase.entry.cell("value");
    if let Some(feast) = Feast::read(value) {
        e.feast = Some(feast);
        return Some(phrase.tokens.end);
    }
    let day = |text: &str| -> Option<(u8, u8)> {
        let (month, day) = text.strip_prefix("--")?.split_once('-')?;
        Some((month.parse().ok()?, day.parse().ok()?))
    };
    match value.split_once('/') {
        Some((from, to)) => {
            let ((month, first), (_, last)) = (day(from)?, day(to)?);
            e.month = Some(month);
            e.period = Some((Precision::Range, Span::Days(first, last)));
        }
        None => (e.month, e.day) = day(value).map(|(m, d)| (Some(m), Some(d)))?,
    }
    Some(phrase.tokens.end)
}

/// Puts a holiday's day back by one; whether it has one.
fn day_before(e: &mut Expression) -> bool {
    match (e.feast, e.month, e.day) {
        (Some(Feast::Easter(days)), ..) => e.feast = Some(Feast::Easter(days - 1)),
        (None, Some(month), Some(day)) if day > 1 => (e.month, e.day) = (Some(month), Some(day - 1)),
        (None, Some(month), Some(_)) => {
            let month = if month == 1 { 12 } else { month - 1 };
            (e.month, e.day) = (Some(month), Some(last_day(None, month)));
        }
        _ => return false,
    }
    true
}

/// «последнее воскресенье ноября», «второй вторник мая».
pub(super) fn nth_weekday(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.has_date() || e.weekday.is_some() || e.relative.is_some() {
        return None;
    }
    let (nth, next) = match page.form(at)?.has_lemma("последний") {
        true => (5, at + 1),
        false => numbers::ordinal(page, at).filter(|n| (1.0..=4.0).contains(&n.value)).map(|n| (n.value as u8, n.tokens.end))?,
    };
    let day = time_word(page, next, "weekday").filter(|p| page.word(p.tokens.start).chars().count() > 3)?;
    let (month, end) = month_at(page, day.tokens.end)?;
    e.feast = Some(Feast::Weekday { month, nth, day: day.entry.cell("value").parse().ok()?, after: 0 });
    Some(end)
}

/// «декабрьский саммит», «субботний матч», «вчерашнее заседание»: the date of what the noun names.
pub(super) fn adjective(page: &Page<'_>, e: &mut Expression, at: usize) -> Option<usize> {
    if e.parts > 0 || e.core != at || !page.has(at, Class::Lower) && !(page.is_initial(at) && page.has(at, Class::Capitalized)) {
        return None;
    }
    let beside = |next: usize| page.agree(at, next) || page.has(next, Class::Adjective);
    if let Some(phrase) = time_word(page, at, "month-adjective").filter(|p| beside(p.tokens.end)) {
        e.month = phrase.entry.cell("value").parse().ok();
        e.is_adjective = true;
        return Some(phrase.tokens.end);
    }
    if let Some(phrase) = time_word(page, at, "weekday-adjective").filter(|p| beside(p.tokens.end)) {
        e.weekday = phrase.entry.cell("value").parse().ok();
        e.is_adjective = true;
        return Some(phrase.tokens.end);
    }
    let phrase = time_word(page, at, "relative-day").filter(|p| beside(p.tokens.end) && period_word(page, p.tokens.end).is_none())?;
    e.relative = Some(phrase.entry.cell("value").to_string());
    e.origin = Origin::Document;
    e.is_adjective = true;
    Some(phrase.tokens.end)
}
