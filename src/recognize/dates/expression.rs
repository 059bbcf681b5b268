//! What has been read of a date, and the [`Date`] that it means.

use super::{Date, Feast, Inner, Origin, Precision};
use crate::lexicon::Table;
use std::ops::Range;

/// Which rule an expression belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Calendar,
    Range,
    Period,
    Relative,
    Recurrent,
    Adjective,
    Clock,
}

/// A clock time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: u8,
    pub second: Option<u8>,
}

impl Clock {
    pub fn at(hour: u8, minute: u8) -> Clock {
        Clock { hour, minute, second: None }
    }

    fn text(self) -> String {
        let second = self.second.map_or(String::new(), |s| format!(":{s:02}"));
        format!("T{:02}:{:02}{second}", self.hour, self.minute)
    }
}

/// An interval inside a year, inside a month, or of years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Years(i32, i32),
    Months(u8, u8),
    Days(u8, u8),
}

/// What has been read of an expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Expression {
    /// The first token, a preposition if there is one.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// The first token that is no preposition.
    pub core: usize,
    /// How many parts were read.
    pub parts: usize,
    pub year: Option<i32>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub clock: Option<Clock>,
    /// Offset from UTC, where the zone has one.
    pub zone: Option<&'static str>,
    /// morning, day, evening, night.
    pub day_part: Option<&'static str>,
    pub weekday: Option<u8>,
    /// Whether a day of the week is one to come: said by an adjective, else left to the sentence's verb.
    pub coming: Option<bool>,
    /// A distance: `-P1D`, `-PXY`, `-P3M/P0D`.
    pub relative: Option<String>,
    /// An interval that the expression is as a whole, with its precision.
    pub period: Option<(Precision, Span)>,
    /// Which part of it is meant: start, middle, end.
    pub part: Option<&'static str>,
    /// What the distance counts from.
    pub origin: Origin,
    /// It comes back: «каждую среду».
    pub recurrent: bool,
    /// It goes on: «с 2010 года по настоящее время».
    pub open: bool,
    /// The other end of a range.
    pub to: Option<Box<Expression>>,
    pub with_year_word: bool,
    /// «три года назад», before which bound words may stand.
    pub is_ago: bool,
    /// «декабрьский»: an adjective beside a noun that is no time.
    pub is_adjective: bool,
    /// «прошлого века»: a distance in centuries.
    pub of_century: bool,
    /// A movable feast, or «последнее воскресенье ноября».
    pub feast: Option<Feast>,
    /// The tokens of the day, where a time of day stands beside it.
    pub dated: Option<Range<usize>>,
    /// The tokens of the time of day.
    pub timed: Option<Range<usize>>,
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

/// The last day of a month; 29 February counts where the year is not known.
pub(super) fn last_day(year: Option<i32>, month: u8) -> u8 {
    let first = jiff::civil::Date::new(year.and_then(|y| i16::try_from(y).ok()).unwrap_or(2000), i8::try_from(month).unwrap_or(1), 1);
    first.map_or(31, |d| d.days_in_month().unsigned_abs())
}

/// A distance from a signed number of units: `-P2Y`.
pub(super) fn distance_of(amount: i32, unit: &str) -> String {
    format!("{}P{}{unit}", if amount < 0 { "-" } else { "" }, amount.abs())
}

impl Expression {
    /// Nothing read yet, from a token on.
    pub fn from(at: usize) -> Expression {
        Expression { start: at, end: at, core: at, ..Expression::default() }
    }

    /// Whether a point or interval of the calendar is named.
    pub fn has_date(&self) -> bool {
        self.month.is_some() || self.year.is_some() || self.period.is_some() || self.feast.is_some()
    }

    /// Whether something that has a place in time is named.
    pub fn has_anything(&self) -> bool {
        self.has_date() || self.relative.is_some()
    }

    /// Whether a time of day is named.
    pub fn has_time(&self) -> bool {
        self.clock.is_some() || self.day_part.is_some()
    }

    /// Four digits and nothing else.
    pub fn is_bare_year(&self) -> bool {
        self.year.is_some() && self.month.is_none() && !self.with_year_word && self.to.is_none() && !self.has_time()
    }

    /// A month and nothing else.
    pub fn is_bare_month(&self) -> bool {
        self.month.is_some() && self.day.is_none() && self.year.is_none() && self.to.is_none() && self.period.is_none()
    }

    /// Whether it can stand as a date.
    pub fn is_whole(&self) -> bool {
        self.has_anything() || self.weekday.is_some() || self.has_time()
    }

    /// Whether two expressions give the same sort of thing: the ends of a range do.
    pub fn is_like(&self, other: &Expression) -> bool {
        (self.day.is_some(), self.month.is_some(), self.year.is_some() || self.month.is_some(), self.clock.is_some(), self.weekday.is_some())
            == (other.day.is_some(), other.month.is_some(), other.year.is_some() || other.month.is_some(), other.clock.is_some(), other.weekday.is_some())
            && self.period.is_some() == other.period.is_some()
    }

    /// Which rule proposes it.
    pub fn group(&self) -> Group {
        if self.recurrent {
            Group::Recurrent
        } else if self.is_adjective {
            Group::Adjective
        } else if self.to.is_some() || self.open {
            Group::Range
        } else if self.has_time() {
            Group::Clock
        } else if self.relative.is_some() || self.weekday.is_some() && !self.has_date() {
            Group::Relative
        } else if self.period.is_some() {
            Group::Period
        } else {
            Group::Calendar
        }
    }

    /// The date that it means.
    pub fn date(mut self) -> Date {
        let to = self.to.take();
        let (open, timed) = (self.open, self.has_time());
        let inner = self.day_inside();
        let from = self.single();
        let Some(to) = to else {
            if open {
                let value = from.value.map(|v| format!("{}/..", first_of(&v)));
                return Date { value, precision: Precision::Range, ..from };
            }
            return Date { inner, ..from };
        };
        let mut to = *to;
        // «с 11:00 до 17:00 мск»
        to.zone = to.zone.or(self.zone.filter(|_| to.clock.is_some()));
        let to = to.single();
        let joined = |a: Option<String>, b: Option<String>| Some((a?, b?));
        let value = joined(from.value.clone(), to.value.clone()).map(|(a, b)| format!("{}/{}", first_of(&a), last_of(&b)));
        // «с прошлого вторника по 5 мая»: an end without a distance has its value.
        let relative = match (from.relative, to.relative) {
            (None, None) => None,
            // «с 5 по 12 сентября этого года»: of both values one year is said.
            (a, b) if a == b && value.is_some() => a,
            (a, b) => joined(a.or(from.value), b.or(to.value)).map(|(a, b)| format!("{a}/{b}")),
        };
        Date {
            value,
            relative,
            precision: Precision::Range,
            part: from.part.filter(|p| to.part == Some(*p) || timed),
            origin: from.origin,
            time: from.time,
            inner: None,
            anchor: None,
            weekday: from.weekday,
            feast: None,
        }
    }

    /// The day that a time of day belongs to, as a date of its own.
    fn day_inside(&self) -> Option<Box<Inner>> {
        let tokens = self.dated.clone().filter(|_| self.has_time() && self.timed.is_some())?;
        let apart = self.timed.as_ref().is_some_and(|t| t.end <= tokens.start || tokens.end <= t.start);
        let mut day = self.clone();
        (day.clock, day.zone, day.day_part, day.to, day.dated) = (None, None, None, None, None);
        (apart && (day.has_anything() || day.weekday.is_some())).then(|| Box::new(Inner { tokens, date: day.single() }))
    }

    fn single(&self) -> Date {
        let time = self.has_time();
        let base = match (self.period, self.month) {
            (Some((_, Span::Years(from, to))), _) => Some(format!("{}/{}", written(Some(from), None, None), written(Some(to), None, None))),
            (Some((_, Span::Months(from, to))), _) => {
                // Winter is the one that the year begins in.
                let first = if from > to { self.year.map(|y| y - 1) } else { self.year };
                Some(format!("{}/{}", written(first, Some(from), None), written(self.year, Some(to), None)))
            }
            (Some((_, Span::Days(from, to))), month) => {
                month.map(|m| format!("{}/{}", written(self.year, Some(m), Some(from)), written(self.year, Some(m), Some(to.min(last_day(self.year, m))))))
            }
            (None, Some(_)) => Some(written(self.year, self.month, self.day)),
            (None, None) => self.year.map(|y| written(Some(y), None, None)),
        };
        let dated = self.has_date() || self.relative.is_some();
        let by_weekday = || self.weekday.filter(|_| !dated).map(|d| format!("{}W-{d}", if self.coming == Some(true) { "" } else { "-" }));
        let mut relative = self.relative.clone().or_else(by_weekday);
        let precision = match (&self.period, &relative) {
            _ if time => Precision::Time,
            _ if self.recurrent => Precision::Recurrent,
            (Some((precision, _)), _) => *precision,
            _ if self.day.is_some() || self.feast.is_some() => Precision::Day,
            _ if self.month.is_some() => Precision::Month,
            _ if self.year.is_some() => Precision::Year,
            (None, Some(_)) if self.of_century => Precision::Century,
            (None, Some(r)) => of_distance(r),
            (None, None) => Precision::Day,
        };
        if self.recurrent {
            relative = relative.map(|r| format!("R/{}", r.trim_start_matches('-')));
        }
        let clock = self.clock.map(|c| c.text() + self.zone.unwrap_or(""));
        let value = match (base, clock) {
            // A feast whose day changes has none before its year is known.
            (Some(_), _) if self.feast.is_some() => self.year.and_then(|y| self.feast?.in_year(i16::try_from(y).ok()?)),
            (Some(base), Some(clock)) if self.day.is_some() => Some(base + &clock),
            (Some(base), _) => Some(base),
            (None, clock) => clock,
        };
        let part = self.day_part.or(self.part);
        // «через два часа» is a time of day too.
        let time = time || precision == Precision::Time;
        Date {
            value,
            precision,
            relative,
            part,
            origin: self.origin,
            anchor: None,
            time,
            inner: None,
            weekday: self.weekday,
            feast: self.feast.filter(|_| self.year.is_none()),
        }
    }
}

/// How exact a distance is, by its unit.
fn of_distance(relative: &str) -> Precision {
    match relative.chars().next_back() {
        _ if relative.contains('/') => Precision::Range,
        Some('Y') => Precision::Year,
        Some('M') if !relative.contains('T') => Precision::Month,
        Some('W') => Precision::Week,
        Some('S' | 'H' | 'M') => Precision::Time,
        _ => Precision::Day,
    }
}

/// The beginning of an interval, the value itself of anything else.
fn first_of(value: &str) -> &str {
    value.split('/').next().unwrap_or(value)
}

fn last_of(value: &str) -> &str {
    value.rsplit('/').next().unwrap_or(value)
}

/// The name of a part of the day by its row's hours.
pub(super) fn day_part_name(entry: crate::lexicon::Entry) -> &'static str {
    debug_assert_eq!(entry.table, Table::Times);
    match entry.cell("value").split('/').next().and_then(|h| h.parse::<u8>().ok()) {
        Some(5..=10) => "morning",
        Some(11..=16) => "day",
        Some(17..=22) => "evening",
        _ => "night",
    }
}
