//! Relative dates by the text's own date, its dateline, or the date before in the text.

use super::expression::written;
use super::{Anchor, Date, Origin};
use crate::lexicon::Class;
use crate::recognize::page::Page;
use crate::recognize::{Candidate, Sense};
use jiff::civil;
use jiff::{Span, ToSpan};

/// A dateline stands among the first tokens of a text.
const DATELINE: usize = 40;
/// No dateline is longer, in tokens: «Бишкек, 4 июня 2018 года, 11:30 — Кабар».
const DATELINE_LENGTH: usize = 12;
/// Before the date of a dateline that opens its paragraph stand a city and an agency: «Бишкек, АКИpress,».
const BEFORE_DATELINE: usize = 6;

/// A date that the text has named.
#[derive(Clone, Copy, Debug)]
struct Named {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
    sentence: u32,
}

/// Fills the `value` of relative dates («вчера», «в прошлом году», «во вторник») and the year of days and months without one, and
/// says in `anchor` by what.
///
/// The anchor is the document's date, where one is given (`2018-06-04`, with a time for «три часа назад»); otherwise a full date on a short
/// line among the text's first words, or before a dash at a paragraph's beginning: its dateline. «В мае того же года», «днём ранее» count
/// from the date that the text named last, and so does a day without its year right behind a year. Without any of these nothing changes, so that no date
/// is invented: the relative form stays.
pub fn anchor(page: &Page<'_>, dates: &mut [Candidate], given: Option<&str>) {
    let mut order: Vec<usize> = (0..dates.len()).collect();
    order.sort_by_key(|i| (dates[*i].tokens.start, std::cmp::Reverse(dates[*i].tokens.end)));
    let document = given.and_then(Moment::read).map(|now| (now, Anchor::Document));
    let dateline = || order.iter().map(|i| &dates[*i]).filter(|c| is_dateline(page, c)).find_map(|c| Moment::read(sense(c)?.value.as_deref()?));
    let today = document.or_else(|| dateline().map(|now| (now, Anchor::Dateline)));
    // The first full date of a text's first sentences is near to what it tells of.
    let lead =
        order.iter().map(|i| &dates[*i]).take_while(|c| page.text.sentence_of[c.tokens.start] < 2).find_map(|c| Moment::read(sense(c)?.value.as_deref()?));
    let (mut last, mut before): (Option<Named>, Option<Named>) = (None, None);
    let mut held = 0..0;
    for i in order {
        let tokens = dates[i].tokens.clone();
        // The day inside «вечером следующего дня» counts from the same as the whole.
        if tokens.end > held.end {
            before = last;
            held = tokens.clone();
        }
        let sentence = page.text.sentence_of.get(tokens.start).copied().unwrap_or(0);
        // «декабрьский саммит» is of a year of its own.
        let adjective = dates[i].rule == "dates.adjective";
        let Sense::Date(date) = &mut dates[i].sense else { continue };
        let explicit = date.relative.is_none();
        let yearless = !adjective && date.relative.is_none() && date.value.as_deref().is_some_and(|v| v.starts_with("--"));
        if let Some(year) = told_year(page, tokens.start, today, before, sentence).filter(|_| yearless) {
            date.value = date.value.as_deref().map(|v| with_year(v, year));
            date.anchor = Some(Anchor::Text);
        } else if let Some(found) = base(date, page, tokens.start, today, before, lead)
            && resolve(date, found.0)
        {
            date.anchor = Some(found.1);
        }
        if let Some(named) = date.value.as_deref().and_then(|v| named(v, sentence)).filter(|_| explicit || date.origin == Origin::Text || date.anchor.is_some())
        {
            last = Some(named);
        }
    }
}

/// What a date counts from, and what that is.
fn base(date: &Date, page: &Page<'_>, token: usize, today: Option<(Moment, Anchor)>, last: Option<Named>, lead: Option<Moment>) -> Option<(Moment, Anchor)> {
    let needs = date.relative.as_deref().and_then(|r| r.chars().next_back());
    let told = last.filter(|l| match needs {
        Some('Y') => true,
        Some('M') => l.month.is_some(),
        _ => l.day.is_some(),
    });
    let told = || told.and_then(|l| civil::Date::new(l.year, l.month.unwrap_or(1), l.day.unwrap_or(1)).ok()).map(|day| (Moment::from(day), Anchor::Text));
    match date.origin {
        Origin::Text => told(),
        Origin::Event => None,
        Origin::Either if !is_coming(page, token) => told().or(today),
        Origin::Document | Origin::Either if date.relative.is_some() => today,
        // A day or month without a year, or a feast: the nearest.
        _ => today.or(lead.map(|now| (now, Anchor::Text))),
    }
}

/// The year that the text has told just before, where a day without one belongs to it: «Он женился в 1941 году. 22 июня он ушёл на фронт».
fn told_year(page: &Page<'_>, token: usize, today: Option<(Moment, Anchor)>, last: Option<Named>, sentence: u32) -> Option<i16> {
    let near = last.filter(|l| l.sentence + 1 >= sentence)?;
    match today {
        // Nearer than two years the day's own nearest year is as good.
        Some((now, _)) if (near.year - now.day.year()).abs() <= 1 => None,
        _ if is_coming(page, token) => None,
        _ => Some(near.year),
    }
}

/// Whether the sentence speaks of what is to come: of the verbs around a date the nearest tense decides.
pub(super) fn is_coming(page: &Page<'_>, token: usize) -> bool {
    // A verb further away belongs to another clause more often than not.
    const REACH: usize = 14;
    let sentence = page.sentence(token);
    let tense = |i: usize| {
        // «ожидается в понедельник», «назначено на среду»
        if page.form(i)?.word("date-coming").is_some() {
            return Some(true);
        }
        let r = page.form(i)?.readings.iter().find(|r| matches!(r.pos, crate::lexicon::Pos::Verb))?;
        // «будет», «пройдёт»; an imperative names no time.
        if r.past { Some(false) } else { r.future.then_some(true) }
    };
    (1..=REACH)
        .find_map(|d| {
            let after = Some(token + d).filter(|i| *i < sentence.end).and_then(tense);
            after.or_else(|| token.checked_sub(d).filter(|i| *i >= sentence.start).and_then(tense))
        })
        .unwrap_or(false)
}

/// Whether a date's line is so short that it can be a dateline, or the date opens its paragraph before a dash.
fn is_dateline(page: &Page<'_>, date: &Candidate) -> bool {
    let tokens = &date.tokens;
    if tokens.start >= DATELINE {
        return false;
    }
    let Some(block) = page.text.blocks.iter().find(|b| b.tokens.contains(&tokens.start)) else { return false };
    let opens = tokens.start - block.tokens.start <= BEFORE_DATELINE
        && (block.tokens.start..tokens.start)
            .all(|i| page.is_capital(i) || page.any(i, &[Class::Comma, Class::Stop, Class::OpenBracket, Class::OpenQuote, Class::CloseQuote]))
        && (page.any(tokens.end, &[Class::Dash, Class::CloseBracket]) || matches!(page.word(tokens.end), "/" | "."));
    let said = |i: usize| page.form(i).and_then(|f| f.readings.first()).is_some_and(|r| r.pos == crate::lexicon::Pos::Verb);
    opens || block.tokens.len() <= DATELINE_LENGTH && !block.tokens.clone().any(said)
}

fn sense(candidate: &Candidate) -> Option<&Date> {
    match &candidate.sense {
        Sense::Date(date) => Some(date),
        _ => None,
    }
}

/// What relative dates count from: a day, with its clock time where it has one.
#[derive(Clone, Copy, Debug)]
struct Moment {
    day: civil::Date,
    clock: Option<civil::Time>,
}

impl From<civil::Date> for Moment {
    fn from(day: civil::Date) -> Moment {
        Moment { day, clock: None }
    }
}

impl Moment {
    /// `2018-06-04`, `2018-06-04T11:30`; a zone behind it is passed over.
    fn read(value: &str) -> Option<Moment> {
        let day = value.get(..10)?.parse().ok()?;
        let clock = value.get(11..16).and_then(|c| c.parse().ok()).filter(|_| matches!(value.as_bytes()[10], b'T' | b't' | b' '));
        Some(Moment { day, clock })
    }

    /// «через два часа», «за последние три часа»: to the minute.
    fn shifted(self, relative: &str) -> Option<String> {
        if let Some((from, to)) = relative.split_once('/') {
            return Some(format!("{}/{}", self.shifted(from)?, self.shifted(to)?));
        }
        let span: Span = relative.parse().ok()?;
        let then = self.day.to_datetime(self.clock?).checked_add(span).ok()?;
        Some(then.strftime("%Y-%m-%dT%H:%M").to_string())
    }
}

/// The year, month and day of a value that has a year; of a range those of its end.
fn named(value: &str, sentence: u32) -> Option<Named> {
    let last = value.rsplit('/').find(|v| *v != "..")?;
    let part = |range: std::ops::Range<usize>| last.get(range).and_then(|p| p.parse::<i8>().ok());
    let year: i16 = last.get(..4)?.parse().ok().filter(|y| *y > 0)?;
    Some(Named { year, month: part(5..7), day: part(8..10), sentence })
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

/// Fills the value from the anchor; whether it could.
fn resolve(date: &mut Date, now: Moment) -> bool {
    let today = now.day;
    let relative = date.relative.clone();
    let value = match (&date.value, relative.as_deref()) {
        (None, None) => date.feast.and_then(|feast| feast.nearest(today)),
        (None, Some(relative)) if date.feast.is_some() && relative.ends_with('Y') => shifted(today, relative).and_then(|then| date.feast?.in_year(then.year())),
        (None, Some(relative)) if relative.contains('T') => now.shifted(relative),
        (Some(value), Some(relative)) if value.starts_with("--") && relative.ends_with('Y') => {
            shifted(today, relative).map(|then| with_year(value, then.year()))
        }
        (Some(value), None) if value.starts_with("--") => nearest_year(value, date.weekday, today).map(|year| with_year(value, year)),
        (Some(value), Some(relative)) if value.starts_with('T') => {
            let day = on_weekday(relative, today).or_else(|| shifted(today, relative));
            day.map(|day| value.split('/').map(|t| format!("{day}{t}")).collect::<Vec<_>>().join("/"))
        }
        (None, Some(relative)) if date.precision == super::Precision::Century => shifted(today, relative).map(|then| {
            let first = (i32::from(then.year()) - 1).div_euclid(100) * 100 + 1;
            format!("{}/{}", written(Some(first), None, None), written(Some(first + 99), None, None))
        }),
        (None, Some(relative)) => distant(relative, today),
        _ => None,
    };
    let found = value.is_some();
    if found {
        date.value = value;
    }
    found
}

/// The value of a distance, as exact as its unit.
fn distant(relative: &str, today: civil::Date) -> Option<String> {
    if relative.starts_with('R') || relative.contains('X') {
        return None;
    }
    if let Some((from, to)) = relative.split_once('/') {
        let end = |r: &str| if r.contains('P') || r.contains('W') { day_of(r, today).map(|d| d.to_string()) } else { Some(r.to_string()) };
        return Some(format!("{}/{}", end(from)?, end(to)?));
    }
    if let Some(day) = on_weekday(relative, today) {
        return Some(day.to_string());
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

fn day_of(relative: &str, today: civil::Date) -> Option<civil::Date> {
    on_weekday(relative, today).or_else(|| shifted(today, relative))
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

/// The year in which a day or month without one lies nearest to the anchor; a day of the week beside it must fit, where it can.
fn nearest_year(value: &str, weekday: Option<u8>, today: civil::Date) -> Option<i16> {
    let month: i8 = value.get(2..4)?.parse().ok()?;
    let day: i8 = value.get(5..7).and_then(|d| d.parse().ok()).unwrap_or(15);
    let year = today.year();
    let at = |y: i16| {
        let then = civil::Date::new(y, month, day).ok()?;
        let fits = weekday.is_none_or(|w| i64::from(then.weekday().to_monday_one_offset()) == i64::from(w));
        Some((!fits, then.since(today).map_or(i32::MAX, |s| s.get_days().abs()), y))
    };
    [at(year - 1), at(year), at(year + 1)].into_iter().flatten().min().map(|(_, _, y)| y)
}
