//! Reads a date expression from left to right into one [`Expression`]: preposition, parts, joints, ranges.

use super::calendar::{adjective, day_month, day_number, holiday, month, nth_weekday, numeric, weekday, year, year_token};
use super::clock::{clock, day_part, hour_number, match_minute, zone};
use super::expression::{Clock, Expression};
use super::periods::{decade, first_months, ordered_period, ordinal, part_of, season};
use super::relative::{ago, distance, recurrent, relative, relative_period, relative_phrase};
use super::words::{Link, is_counted, is_link, link, time_word};
use super::{Origin, Precision};
use crate::lexicon::{Class, Table};
use crate::recognize::page::Page;
use crate::text::TokenKind;

/// No expression has more tokens.
const TOKENS: usize = 16;
/// The beginning of a range has no more tokens before its dash or «по»: «с понедельника, 5 марта 2018 года, по».
const FROM_TOKENS: usize = 7;

/// The expression that begins at a token, prepositions included.
pub(super) fn expression(page: &Page<'_>, start: usize) -> Option<Expression> {
    let sentence = page.sentence(start);
    let limit = sentence.end.min(start + TOKENS);
    let mut e = Expression::from(start);
    // «с утра», «в ночное время» begin with a preposition of their own.
    let set = page.phrases_from(start).iter().any(|p| p.entry.table == Table::Times && matches!(p.entry.cell("class"), "part-of-day" | "recurrent"));
    let opener = link(page, start).filter(|(_, end)| *end < limit && !set && !page.has(start, Class::Month));
    // A set phrase may begin with the preposition: «в прошлом году», «через год».
    if let Some(phrase) = relative_phrase(page, start) {
        e.end = relative(page, &mut e, start)?;
        e.parts = 1;
        e.dated.get_or_insert(start..e.end);
        if matches!(opener, Some((Link::After, _))) {
            e.origin = Origin::Either;
            if let Some((Link::Later, end)) = super::words::direction(page, phrase.tokens.end) {
                (e.origin, e.end) = (Origin::Text, end);
            }
            return Some(of_event(page, goes_on(page, e, limit)));
        }
    } else if let Some((opener, end)) = opener {
        (e.core, e.end) = (end, end);
        match opener {
            Link::After => {
                let after = distance(page, e.clone(), limit, Origin::Either)?;
                return Some(of_event(page, goes_on(page, after, limit)));
            }
            Link::Between => return range(page, e, limit, |l| l == Link::And),
            Link::From | Link::Of => {
                if let Some(found) = range(page, e.clone(), limit, Link::is_end) {
                    return Some(goes_on(page, found, limit));
                }
            }
            Link::Short => (e.core, e.end) = (start, start),
            Link::At | Link::For | Link::By | Link::Until | Link::Before | Link::About => {}
            _ => return None,
        }
        if matches!(opener, Link::At | Link::For | Link::About)
            && let Some(found) = ago(page, &e, limit)
        {
            return Some(goes_on(page, found, limit));
        }
    } else if let Some(found) = ago(page, &e, limit) {
        return Some(goes_on(page, found, limit));
    }
    if e.parts == 0
        && let Some(found) = dashed(page, &e, limit)
    {
        return Some(goes_on(page, found, limit));
    }
    let from = e.core.max(start);
    let e = of_event(page, goes_on(page, e, limit));
    // An adjective is a date beside its noun, whatever preposition stands before both.
    (e.parts > 0 && e.end > from && e.is_whole() && (!e.is_adjective || e.core == start)).then_some(e)
}

/// «через три дня после взрыва», «на следующий день после выборов» count from what no date is known of.
fn of_event(page: &Page<'_>, e: Expression) -> Expression {
    let distant = e.relative.is_some() && !e.has_date() && matches!(e.origin, Origin::Text | Origin::Either);
    let event = distant && link(page, e.end).is_some() && page.form(e.end).is_some_and(|f| f.word("date-event").is_some());
    if event { Expression { origin: Origin::Event, ..e } } else { e }
}

/// Reads parts and joints as long as they fit.
fn goes_on(page: &Page<'_>, mut e: Expression, limit: usize) -> Expression {
    while e.end < limit && !e.is_adjective && !e.recurrent {
        let at = e.end;
        let mut ahead = e.clone();
        if part(page, &mut ahead, at, limit) && follows(&e, &ahead) {
            ahead.parts += 1;
            note(&e, &mut ahead, at);
            e = ahead;
            continue;
        }
        match joined(page, &e, limit) {
            Some(ahead) => e = ahead,
            None => break,
        }
    }
    e
}

/// After a range or distance only a time of day, its zone or a year may come.
fn follows(before: &Expression, after: &Expression) -> bool {
    before.to.is_none() && (!before.is_ago || before.day.is_some())
        || after.clock != before.clock
        || after.timed != before.timed
        || after.day_part != before.day_part
}

/// Keeps where day and time of day stand.
fn note(before: &Expression, after: &mut Expression, from: usize) {
    // Some parts say themselves where their time of day stands.
    if after.timed != before.timed {
        return;
    }
    let timed = after.clock != before.clock || after.day_part != before.day_part;
    let held = if timed { &mut after.timed } else { &mut after.dated };
    match held {
        Some(tokens) if tokens.end >= after.end => {}
        Some(tokens) => tokens.end = after.end,
        None => *held = Some(if before.parts == 0 { before.start } else { from }..after.end),
    }
}

/// The next part after a comma, dash or preposition: «в среду, 22 января», «4 июня в 11:30», «в пятницу — 19 июля».
fn joined(page: &Page<'_>, e: &Expression, limit: usize) -> Option<Expression> {
    let next = e.end;
    let comma = page.word(next) == ",";
    let bracket = page.word(next) == "(" && e.relative.is_some();
    let dash = page.has(next, Class::Dash) && (e.weekday.is_some() || e.relative.as_deref().is_some_and(|r| r.ends_with('D')));
    let small = |i: usize| link(page, i).filter(|(l, _)| matches!(l, Link::At | Link::For | Link::By | Link::About | Link::From)).map(|(_, end)| end);
    if e.parts == 0 || next + 1 >= limit || e.to.is_some() && !comma {
        return None;
    }
    let at = match (comma || dash || bracket, small(next)) {
        (true, _) => small(next + 1).unwrap_or(next + 1),
        (false, Some(end)) => end,
        (false, None) => return None,
    };
    let mut ahead = Expression { core: at, end: at, ..e.clone() };
    if at >= limit || !part(page, &mut ahead, at, limit) {
        return None;
    }
    // After a comma only a day or a clock time goes on: «в 2010, 2012 годах» are two dates.
    let more_day = ahead.day.is_some() && e.day.is_none() && e.month.is_none();
    // «через 6 часов, в 6:28» are two times.
    let hours = e.relative.as_deref().is_some_and(|r| r.trim_start_matches('-').starts_with("PT"));
    let more_clock = !hours && (ahead.clock.is_some() && e.clock.is_none() || ahead.day_part.is_some() && e.day_part.is_none());
    let more_weekday = ahead.weekday.is_some() && e.weekday.is_none() && e.day.is_none();
    let spelt_out = ahead.year.is_some() && e.year.is_none() && e.relative.as_deref().is_some_and(|r| r.ends_with('Y')) && e.month.is_none();
    let goes_on = more_day || more_clock || !comma && !dash && (more_weekday || spelt_out);
    let fits = !more_day || e.relative.is_none() || e.is_ago || e.origin == Origin::Either || e.relative.as_deref().is_some_and(|r| r.ends_with('D'));
    let dated = !(e.is_bare_year() || e.is_bare_month() && ahead.clock.is_none());
    // «вчера, 16 августа 2016 года»: the day says it all; «два года назад, 16 августа» needs the distance for its year.
    if more_day && e.relative.as_deref().is_some_and(|r| !r.ends_with('Y')) {
        ahead.relative = None;
    }
    ahead.core = e.core;
    ahead.parts += 1;
    note(e, &mut ahead, next + usize::from(comma || dash || bracket));
    if bracket && page.word(ahead.end) == ")" {
        ahead.end += 1;
    } else if bracket {
        return None;
    }
    (goes_on && fits && dated && !e.is_adjective).then_some(ahead)
}

/// How «полпервого» begins.
const HALF: &str = "пол";

/// Reads one part; whether there was one that fits to what was read before.
pub(super) fn part(page: &Page<'_>, e: &mut Expression, at: usize, limit: usize) -> bool {
    // No part begins with another word; nearly all that stand behind a date do not.
    const BEGINNINGS: &[Class] = &[Class::Digit, Class::Number, Class::Month, Class::AllCaps, Class::OneLetter, Class::Hyphen];
    const TABLES: &[Table] = &[Table::Times, Table::Words, Table::Numerals, Table::Units];
    if !page.any(at, BEGINNINGS)
        && page.kind(at) != Some(TokenKind::Number)
        && !page.folded(at).starts_with(HALF)
        && !TABLES.iter().any(|t| page.begins(at, *t))
    {
        return false;
    }
    let end = day_part(page, e, at, limit)
        .or_else(|| match_minute(page, e, at))
        .or_else(|| clock(page, e, at, limit))
        .or_else(|| numeric(page, e, at, limit))
        .or_else(|| day_month(page, e, at))
        .or_else(|| month(page, e, at))
        .or_else(|| part_of(page, e, at, limit))
        .or_else(|| nth_weekday(page, e, at))
        .or_else(|| first_months(page, e, at))
        .or_else(|| ordered_period(page, e, at))
        .or_else(|| decade(page, e, at))
        .or_else(|| relative_period(page, e, at))
        .or_else(|| recurrent(page, e, at))
        .or_else(|| year(page, e, at))
        .or_else(|| season(page, e, at))
        .or_else(|| weekday(page, e, at))
        .or_else(|| holiday(page, e, at))
        .or_else(|| relative(page, e, at))
        .or_else(|| zone(page, e, at))
        .or_else(|| adjective(page, e, at));
    match end.filter(|end| *end <= limit && *end > at) {
        Some(end) => {
            e.end = end;
            true
        }
        None => false,
    }
}

/// «12–15 июня», «2003–2011 годах», «май – июнь», «1990–2000-е», «10:00–18:00», without a preposition that says so.
fn dashed(page: &Page<'_>, e: &Expression, limit: usize) -> Option<Expression> {
    let at = e.end;
    let joint = (at + 1..limit.min(at + FROM_TOKENS)).find(|i| page.has(*i, Class::Dash) || page.word(*i) == "/" || is_link(page, *i, Link::And))?;
    if page.word(joint) == "/" {
        return season_years(page, e, joint);
    }
    // «первая — 19 января»: only digits make a range with a dash that stands apart.
    let digits = page.kind(at) == Some(TokenKind::Number) || page.has(at, Class::Digit);
    if joint == at + 1 && !digits && page.is_spaced(joint) && day_number(page, at).is_some() {
        return None;
    }
    between(page, e, joint, joint + 1, limit)
}

/// «2005/06», «2017/2018»: a year that begins in one and ends in the next.
fn season_years(page: &Page<'_>, e: &Expression, joint: usize) -> Option<Expression> {
    let at = e.end;
    let (from, end, worded) = year_token(page, at)?;
    if worded || end != joint || page.is_spaced(joint) || page.is_spaced(joint + 1) || page.word(joint + 2) == "/" {
        return None;
    }
    let (to, end) = short_year(page, joint + 1, from).or_else(|| year_token(page, joint + 1).map(|(y, end, _)| (y, end)))?;
    (to == from + 1).then(|| {
        let to = Expression { year: Some(to), parts: 1, with_year_word: true, ..Expression::from(end) };
        Expression { year: Some(from), to: Some(Box::new(to)), end, parts: 2, ..e.clone() }
    })
}

/// «98» of «1996—98».
fn short_year(page: &Page<'_>, at: usize, from: i32) -> Option<(i32, usize)> {
    let word = page.word(at);
    let short: i32 = word.parse().ok().filter(|_| word.len() == 2 && page.kind(at) == Some(TokenKind::Number))?;
    let year = from - from % 100 + short;
    let year = if year <= from && from % 100 == 99 { year + 100 } else { year };
    let counted = is_counted(page, at + 1) && super::words::year_word(page, at + 1).is_none();
    let end = super::words::year_word(page, at + 1).unwrap_or(at + 1);
    (year > from && !counted).then_some((year, end))
}

/// «с 2010 по 2015 год», «с 12 по 15 июня», «между 5 и 7 марта», after the preposition.
fn range(page: &Page<'_>, e: Expression, limit: usize, wanted: impl Fn(Link) -> bool) -> Option<Expression> {
    let at = e.end;
    let (joint, next) = (at + 1..limit.min(at + FROM_TOKENS)).find_map(|i| Some((i, link(page, i).filter(|(l, _)| wanted(*l))?.1)))?;
    // «с 2010 года по настоящее время»
    if time_word(page, next, "now").is_some() {
        let mut from = e.clone();
        while from.end < joint && {
            let at = from.end;
            part(page, &mut from, at, joint)
        } {
            from.parts += 1;
        }
        let end = time_word(page, next, "now")?.tokens.end;
        return (from.end == joint && from.has_date() && from.to.is_none()).then_some(Expression { end, open: true, ..from });
    }
    between(page, &e, joint, next, limit)
}

/// A range whose ends stand from `e.end` to `joint` and from `next` on.
fn between(page: &Page<'_>, e: &Expression, joint: usize, next: usize, limit: usize) -> Option<Expression> {
    let at = e.end;
    if next >= limit {
        return None;
    }
    // The end is read first: it has the month and year of both.
    let mut to = Expression { core: next, ..Expression::from(next) };
    if let Some((from, _, _)) = year_token(page, at).filter(|(_, end, _)| *end == joint)
        && let Some((year, end)) = short_year(page, next, from).filter(|_| !page.is_spaced(joint) && !page.is_spaced(next))
    {
        let to = Expression { year: Some(year), parts: 1, with_year_word: true, ..Expression::from(end) };
        return Some(Expression { year: Some(from), to: Some(Box::new(to)), end, parts: 2, with_year_word: true, ..e.clone() });
    }
    // «с 10 до 18 часов», «с девяти до одиннадцати утра»
    let hours = |to: &Expression| to.clock.is_some() && !to.has_date();
    while to.end < limit && to.to.is_none() {
        let at = to.end;
        let mut ahead = to.clone();
        if !part(page, &mut ahead, at, limit) || ahead.zone.is_some() {
            break;
        }
        ahead.parts += 1;
        to = ahead;
    }
    if to.parts == 0 || !to.is_whole() || to.recurrent || to.is_adjective {
        return century_range(page, e, joint, next);
    }
    let mut from = Expression { core: e.core, ..Expression::from(at) };
    while from.end < joint && {
        let at = from.end;
        part(page, &mut from, at, joint)
    } {
        from.parts += 1;
    }
    if from.end != joint || from.parts == 0 || !from.is_whole() {
        from = partial(page, at, joint, &to).or_else(|| century_range(page, e, joint, next).map(|found| Expression { end: joint, ..found }))?;
        if let Some(to) = from.to.clone() {
            return Some(Expression { end: to.end, core: e.core, ..from });
        }
    }
    let spaced = page.is_spaced(joint) && page.has(joint, Class::Dash);
    // «12 и 13 января», «в июле и августе»: one after the other are one span, others are two dates.
    if page.kind(joint).is_some() && is_link(page, joint, Link::And) && e.core > 0 && !opened_between(page, e) && !is_next(&from, &to) {
        return None;
    }
    if from.period.is_none() && to.period.is_some() {
        return century_range(page, e, joint, next);
    }
    let alike =
        from.is_like(&to) || !spaced && !page.has(joint, Class::Dash) && from.has_anything() && to.has_anything() && from.clock.is_some() == to.clock.is_some();
    let code = from.year.is_some()
        && to.year.is_some()
        && !to.with_year_word
        && page.has(joint, Class::Dash)
        && is_counted(page, to.end)
        && !page.has(to.end, Class::Capitalized)
        && from.month.is_none();
    if !alike
        || code
        || from.to.is_some()
        || from.recurrent
        || from.is_adjective
        || page.has(joint, Class::Dash) && from.relative.is_some() != to.relative.is_some()
    {
        return None;
    }
    // What only the end says holds for both.
    if from.year.is_none() && from.relative.is_none() && from.month.is_some() | from.day.is_some() {
        from.year = to.year;
        // «с декабря по февраль 2018 года»
        if let (Some(a), Some(b), Some(year)) = (from.month, to.month, to.year)
            && (a, from.day) > (b, to.day)
        {
            from.year = Some(year - 1);
        }
        from.relative.clone_from(&to.relative);
        from.origin = to.origin;
    }
    if hours(&to) && from.zone.is_none() {
        from.zone = to.zone;
    }
    let backward = match (from.year, to.year) {
        (Some(a), Some(b)) if from.period.is_none() => (a, from.month, from.day) >= (b, to.month, to.day) && from.clock.is_none(),
        _ => from.month.is_some() && from.month == to.month && from.day >= to.day && from.period.is_none() && from.clock.is_none(),
    };
    // «5–3 мая», «2015–2010»: no range; a dash between years far apart joins something else.
    let far = matches!((from.year, to.year), (Some(a), Some(b)) if b - a >= 500) && page.has(joint, Class::Dash);
    (!backward && !far).then(|| {
        let end = to.end;
        let timed = hours(&to).then_some(e.core.saturating_sub(1)..end);
        Expression { end, core: e.core, parts: 2, to: Some(Box::new(to)), with_year_word: true, part: from.part.or(e.part), timed, ..from }
    })
}

/// Whether the range stands after «между», where «и» joins its ends.
fn opened_between(page: &Page<'_>, e: &Expression) -> bool {
    e.core.checked_sub(1).is_some_and(|i| is_link(page, i, Link::Between))
}

/// Whether a date follows another at once.
fn is_next(from: &Expression, to: &Expression) -> bool {
    let next = |a: Option<u8>, b: Option<u8>| matches!((a, b), (Some(a), Some(b)) if a + 1 == b);
    let plain = |e: &Expression| !e.has_time() && e.period.is_none() && e.relative.is_none() && e.weekday.is_none();
    let same_year = from.year.is_none() || from.year == to.year;
    match (from.day, from.month) {
        _ if !plain(from) || from.clock.is_some() => false,
        (Some(_), _) => from.month == to.month && next(from.day, to.day) && same_year,
        (None, Some(_)) => next(from.month, to.month) && to.day.is_none() && same_year,
        (None, None) => matches!((from.year, to.year), (Some(a), Some(b)) if a + 1 == b) && to.month.is_none(),
    }
}

/// The beginning of a range that only its end explains: «12» of «12–15 июня», «2003» of «2003–2011 годах», «10» of «с 10 до 18 часов».
fn partial(page: &Page<'_>, at: usize, joint: usize, to: &Expression) -> Option<Expression> {
    let from = Expression { parts: 1, ..Expression::from(at) };
    if let Some((day, end)) = day_number(page, at).filter(|(_, end)| *end == joint && to.day.is_some()) {
        // «с 28 по 3 марта» would begin in February.
        let before = to.day.is_some_and(|last| day > last) && page.has(joint, Class::Preposition);
        let month = if before { to.month.map(|m| if m == 1 { 12 } else { m - 1 }) } else { to.month };
        return Some(Expression { day: Some(day), month, year: to.year, relative: to.relative.clone(), origin: to.origin, end, ..from });
    }
    if let Some((year, end, _)) = year_token(page, at).filter(|(_, end, _)| *end == joint && to.year.is_some() && to.month.is_none()) {
        return Some(Expression { year: Some(year), end, ..from });
    }
    if let Some((hour, end)) = hour_number(page, at).filter(|(_, end)| *end == joint) {
        let last = to.clock?;
        // «с девяти до одиннадцати вечера»: both in the evening.
        let hour = if last.hour >= 12 && hour < 12 && hour + 12 < last.hour && time_word(page, to.end.saturating_sub(1), "part-of-day").is_some() {
            hour + 12
        } else {
            hour
        };
        return Some(Expression { clock: Some(Clock::at(hour, 0)), zone: to.zone, end, ..from });
    }
    None
}

/// «XIX–XX веков», «1970–1980-е годы», «первый–второй кварталы»: both are of the period that the second names.
fn century_range(page: &Page<'_>, e: &Expression, joint: usize, next: usize) -> Option<Expression> {
    let at = e.end;
    let mut to = Expression::from(next);
    let end = ordered_period(page, &mut to, next).or_else(|| decade(page, &mut to, next))?;
    to.end = end;
    to.parts = 1;
    let (precision, span) = to.period?;
    let (first, first_end) = match precision {
        Precision::Decade => page.word(at).parse().ok().filter(|y: &i32| *y % 10 == 0 && (1000..2100).contains(y)).map(|y| (y, at + 1))?,
        _ => ordinal(page, at)?,
    };
    if first_end != joint {
        return None;
    }
    let mut from = Expression { parts: 1, ..Expression::from(at) };
    use super::expression::Span;
    let span = match (precision, span) {
        (Precision::Decade, Span::Years(last, _)) if first < last => Span::Years(first, first + 9),
        (Precision::Century, Span::Years(last, _)) if first * 100 - 99 < last => Span::Years(first * 100 - 99, first * 100),
        (Precision::Quarter, Span::Months(last, _)) if (first as u8) * 3 - 2 < last => Span::Months(first as u8 * 3 - 2, first as u8 * 3),
        _ => return None,
    };
    from.period = Some((precision, span));
    Some(Expression { core: e.core, end, to: Some(Box::new(to)), ..from })
}

/// A cheap look before an expression is read: a small word before a number or time word, or one of these itself.
pub(super) fn may_begin(page: &Page<'_>, at: usize) -> bool {
    let timed = |i: usize| page.begins(i, Table::Times);
    // Capitals are a number where all of them can be Roman: «в» and «США» are none.
    let capitals = |i: usize| page.has(i, Class::AllCaps) || page.has(i, Class::OneLetter) && !page.has(i, Class::Lower);
    let roman = |i: usize| capitals(i) && page.word(i).starts_with(['I', 'V', 'X', 'L', 'C', 'D', 'M', 'Х', 'І', 'М', 'С']);
    let content =
        |i: usize| page.any(i, &[Class::Digit, Class::Number, Class::Month, Class::Hyphen]) || roman(i) || timed(i) || page.folded(i).starts_with(HALF);
    if content(at) {
        return true;
    }
    match link(page, at) {
        Some((_, end)) => content(end) || content(end + 1) || link(page, end).is_some_and(|(l, _)| l.is_end()),
        None => false,
    }
}
