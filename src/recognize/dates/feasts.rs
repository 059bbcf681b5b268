//! Feasts and days whose date changes from year to year: Easter's, the nth day of the week in a month, those listed by year.
//!
//! What `times.tsv` says of them in `value` ([`Feast::read`]) and the days that they fall on. Knows no words.

use jiff::ToSpan;
use jiff::civil::{self, Weekday};

/// A day that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feast {
    /// Days from the Orthodox Easter.
    Easter(i16),
    /// The nth such day of a month, 5 the last; days after it («the day after the fourth Thursday of November»).
    Weekday {
        /// 1 to 12.
        month: u8,
        /// 1 to 4; 5 is the last, whichever it is.
        nth: u8,
        /// 1, Monday, to 7.
        day: u8,
        /// Added to it.
        after: i16,
    },
    /// The days themselves, a year after another, parted by spaces: no rule that is short enough gives what is announced.
    Listed(&'static str),
}

impl Feast {
    /// `E49`, `M8.5.7`, `M11.4.4+1`, `2019-06-04 2020-05-24`; days with their month alone are no such feast.
    pub(super) fn read(value: &'static str) -> Option<Feast> {
        if let Some(days) = value.strip_prefix('E') {
            return days.parse().ok().map(Feast::Easter);
        }
        if let Some(rule) = value.strip_prefix('M') {
            let (rule, after) = rule.split_once('+').unwrap_or((rule, "0"));
            let mut numbers = rule.split('.').map(str::parse);
            let mut next = || numbers.next()?.ok();
            return Some(Feast::Weekday { month: next()?, nth: next()?, day: next()?, after: after.parse().ok()? });
        }
        value.starts_with(|c: char| c.is_ascii_digit()).then_some(Feast::Listed(value))
    }

    /// Its day in a year, as ISO 8601.
    pub(super) fn in_year(self, year: i16) -> Option<String> {
        self.day(year).map(|day| day.to_string())
    }

    /// Its day that lies nearest to another.
    pub(super) fn nearest(self, today: civil::Date) -> Option<String> {
        let year = today.year();
        let days = [year - 1, year, year + 1].into_iter().filter_map(|y| self.day(y));
        days.min_by_key(|d| (d.since(today).map_or(i32::MAX, |s| s.get_days().abs()), *d)).map(|d| d.to_string())
    }

    fn day(self, year: i16) -> Option<civil::Date> {
        match self {
            Feast::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
            Feast::Weekday { month, nth, day, after } => {
                let first = civil::Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
                let weekday = Weekday::from_monday_one_offset(i8::try_from(day).ok()?).ok()?;
                let nth = if nth == 5 { -1 } else { i32::from(nth) };
                first.nth_weekday_of_month(i8::try_from(nth).ok()?, weekday).ok()?.checked_add(after.days()).ok()
            }
            Feast::Listed(days) => days.split(' ').filter_map(|d| d.parse::<civil::Date>().ok()).find(|d| d.year() == year),
        }
    }
}

/// The Orthodox Easter: of the Julian calendar by Meeus (Astronomical Algorithms, chapter 8), put into the Gregorian.
fn easter(year: i16) -> Option<civil::Date> {
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    let ahead = year / 100 - year / 400 - 2;
    let julian = civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    julian.checked_add(ahead.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_move() {
        let on = |value: &'static str, year: i16| Feast::read(value).and_then(|f| f.in_year(year)).unwrap_or_default();
        assert_eq!(on("E0", 2021), "2021-05-02");
        assert_eq!(on("E49", 2018), "2018-05-27");
        assert_eq!(on("M8.5.7", 2020), "2020-08-30");
        assert_eq!(on("M11.4.4", 2019), "2019-11-28");
        assert_eq!(on("M11.4.4+1", 2019), "2019-11-29");
        assert_eq!(on("2019-06-04 2020-05-24", 2020), "2020-05-24");
        assert_eq!(on("2019-06-04 2020-05-24", 2021), "");
        assert_eq!(Feast::read("--05-09"), None);
        assert_eq!(Feast::read(""), None);
    }

    /// A day of the arithmetic Muslim calendar, whose months have 30 and 29 days by turns, and 11 leap days in 30 years.
    fn muslim(year: i32, month: i32, day: i32) -> civil::Date {
        let since = day + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year) / 30 + 1_948_439;
        civil::date(1970, 1, 1).checked_add((since - 2_440_588).days()).expect("a day of our time")
    }

    /// The announced days follow the sight of the moon, so that they may be a day or two off what the arithmetic calendar says.
    #[test]
    fn muslim_feasts_lie_where_the_calendar_has_them() {
        use crate::lexicon::{BUNDLED, Table};
        for (name, month, day) in [("Ураза-байрам", 10, 1), ("Курбан-байрам", 12, 10)] {
            let entry = (0..BUNDLED.rows(Table::Times)).map(|row| BUNDLED.row(Table::Times, row)).find(|e| e.cell("name") == name).expect("listed");
            let days: Vec<civil::Date> = entry.cell("value").split(' ').map(|d| d.parse().expect("a day")).collect();
            assert!(days.len() >= 19, "{name}");
            for found in days {
                let year = 1429 + i32::from(found.year()) - 2008;
                let near = [year, year + 1].map(|y| (found.since(muslim(y, month, day)).expect("days").get_days()).abs());
                assert!(near.into_iter().any(|off| off <= 2), "{name} {found} is {near:?} days off");
            }
        }
    }

    #[test]
    fn every_movable_feast_of_the_gazetteer_can_be_read() {
        use crate::lexicon::{BUNDLED, Table};
        for row in 0..BUNDLED.rows(Table::Times) {
            let entry = BUNDLED.row(Table::Times, row);
            let value = entry.cell("value");
            if entry.cell("class") != "holiday" || value.is_empty() || value.starts_with("--") {
                continue;
            }
            let feast = Feast::read(value).unwrap_or_else(|| panic!("{}: {value}", entry.cell("name")));
            assert!(feast.in_year(2020).is_some(), "{}: {value} has no day in 2020", entry.cell("name"));
            if let Feast::Listed(days) = feast {
                assert!(days.split(' ').all(|d| d.parse::<civil::Date>().is_ok()), "{}: {value}", entry.cell("name"));
            }
        }
    }
}
