//! Dates and times: «4 июня 2018 года», «12.03.2020», «с 2010 по 2015 год», «1990-е», «вчера», «в 11:30 мск».
//!
//! An expression is read part by part (`dates/parts.rs`): day, month, year, weekday, clock, words of `times.tsv`. The mention
//! takes the preposition with it. [`anchor()`] (`dates/anchor.rs`) turns relative dates and days without a year into values.
//! Values are ISO 8601; decades, centuries, quarters and ranges are intervals (`1990/1999`), seasons the months they span.
//! Left to others: durations («7 лет», `figures.rs`), ages.
//! Known misses: «12/03» without a year, minutes of a match, movable feasts.

mod anchor;
mod parts;
#[cfg(test)]
mod tests;

pub use anchor::anchor;

use super::page::Page;
use super::{Candidate, Kind, Role, Rule, Sense};
use crate::lexicon::{Class, Table};
use crate::text::TokenKind;
use parts::{Expression, Group};

/// How exactly a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// «в XX веке».
    Century,
    /// «1990-е годы».
    Decade,
    /// «2018 год».
    Year,
    /// «первое полугодие».
    Half,
    /// «третий квартал».
    Quarter,
    /// «летом».
    Season,
    /// «в июне».
    Month,
    /// «на прошлой неделе».
    Week,
    /// «4 июня».
    Day,
    /// «в 11:30», «утром».
    Time,
    /// «12–15 июня».
    Range,
}

impl Precision {
    /// The name in the sheet.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Century => "century",
            Precision::Decade => "decade",
            Precision::Year => "year",
            Precision::Half => "half",
            Precision::Quarter => "quarter",
            Precision::Season => "season",
            Precision::Month => "month",
            Precision::Week => "week",
            Precision::Day => "day",
            Precision::Time => "time",
            Precision::Range => "range",
        }
    }
}

/// What a date says.
#[derive(Clone, Debug, PartialEq)]
pub struct Date {
    /// ISO 8601; `--06-04` without a known year; none while only the distance is known.
    pub value: Option<String>,
    /// How exactly it is given.
    pub precision: Precision,
    /// Distance from the text's own date: `-P1D`, `P0Y`; `-W-2` is the last Tuesday, `W-2` the next.
    pub relative: Option<String>,
    /// Whether it names a time of the day.
    pub time: bool,
}

/// The rules. One reader serves them all: the first rule calls it, and names each expression by the rule that it belongs to.
pub const RULES: &[Rule] = &[
    Rule {
        name: "dates.calendar",
        about: "Days, months and years by number and name, holidays.",
        takes: &["Встреча прошла [4 июня 2018 года] в Астане.", "Он родился [в 2010 году].", "Указ подписан [12.03.2020].", "Выборы пройдут [в июне]."],
        leaves: &["Погибли 12 человек.", "Указ 31.02.2020 не найден.", "Он прошёл 2018 км."],
        propose: read,
    },
    Rule {
        name: "dates.range",
        about: "From one date to another: «12–15 июня», «с 2010 по 2015 год».",
        takes: &["Сбор пройдёт [12–15 июня 2018 года].", "Он служил [с 2010 по 2015 год]."],
        leaves: &["Пришло 12–15 человек."],
        propose: already_read,
    },
    Rule {
        name: "dates.period",
        about: "Decades, centuries, quarters, halves and seasons.",
        takes: &["Это было [в 1990-е годы].", "Дом построен [в XIX веке].", "Рост [в первом квартале 2018 года] замедлился.", "Он уехал [летом 2018 года]."],
        leaves: &["Он занял первое место."],
        propose: already_read,
    },
    Rule {
        name: "dates.relative",
        about: "Dates by their distance from the text's: «вчера», «в прошлом году», «три дня назад», «во вторник».",
        takes: &[
            "Пожар случился [вчера].",
            "[В прошлом году] было теплее.",
            "Он уехал [три года назад].",
            "Суд пройдёт [во вторник].",
            "Итоги подведут [через два дня].",
        ],
        leaves: &["Прошлый раз он опоздал."],
        propose: already_read,
    },
    Rule {
        name: "dates.clock",
        about: "Clock times and parts of the day, with their date.",
        takes: &["Взрыв раздался [в 10:30].", "Начало [в 11.30 мск].", "Суд начался [утром 5 мая].", "Звонок раздался [в девять утра]."],
        leaves: &["Счёт 3:1.", "Цена 11.30 рубля."],
        propose: already_read,
    },
];

/// Reads the expression at a token once, for all rules: which of them it belongs to shows only when it is read.
fn read(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !may_begin(page, start) {
        return;
    }
    if let Some(found) = parts::expression(page, start) {
        let rule = match found.group() {
            Group::Calendar => "dates.calendar",
            Group::Range => "dates.range",
            Group::Period => "dates.period",
            Group::Relative => "dates.relative",
            Group::Clock => "dates.clock",
        };
        out.push(candidate(page, start, rule, found));
    }
}

/// What [`read`] has proposed already in the name of this rule.
fn already_read(_: &Page<'_>, _: usize, _: &mut Vec<Candidate>) {}

/// A cheap look before an expression is read: a preposition before a number or time word, or one of these itself.
fn may_begin(page: &Page<'_>, at: usize) -> bool {
    let timed = |i: usize| {
        page.form(i).is_some_and(|f| f.entries.iter().any(|e| e.table == Table::Times)) || page.phrases_from(i).iter().any(|p| p.entry.table == Table::Times)
    };
    let content = |i: usize| page.any(i, &[Class::Digit, Class::Number, Class::Month, Class::AllCaps, Class::OneLetter]) || timed(i);
    content(at) || page.has(at, Class::Preposition) && (content(at + 1) || content(at + 2))
}

fn candidate(page: &Page<'_>, start: usize, rule: &'static str, e: Expression) -> Candidate {
    let tokens = if e.is_ago { super::figures::bound_start(page, start) } else { start }..e.end;
    let core = e.core.max(start)..e.end;
    let before = start.checked_sub(1).filter(|i| *i >= page.sentence(start).start);
    let cut = before.is_some_and(|i| {
        page.kind(i) == Some(TokenKind::Number) && page.has(start, Class::Month) || page.has(start, Class::Number) && page.has(i, Class::Number)
    });
    let lone = e.parts == 1;
    let bare_year = lone && e.is_bare_year();
    let bare_month = lone && e.is_bare_month();
    let same = e.same_as_before;
    let preposition = core.start > start;
    let (has_year, has_day, has_clock, parts) = (e.has_year(), e.has_day(), e.has_clock(), e.parts);
    let date = e.date();
    let (is_relative, time) = (date.relative.is_some(), date.time);
    Candidate::new(Kind::Date, rule, tokens)
        .core(core.clone())
        .part(Role::Value, core)
        .sense(Sense::Date(Box::new(date)))
        .cue_if(preposition, "with-preposition")
        .cue_if(has_year, "has-year")
        .cue_if(has_day, "has-day")
        .cue_if(has_clock, "has-clock")
        .cue_if(is_relative, "relative-date")
        .cue_if(time, "time-of-day")
        .cue_if(parts >= 2, "several-parts")
        .cue_if(parts >= 3, "three-parts")
        .cue_if(bare_year, "bare-year")
        .cue_if(bare_month, "bare-month")
        .cue_if(same, "same-as-before")
        .cue_if(cut, "cut-left")
        .cue_if(rule == "dates.range", "range-of-dates")
}
