//! Dates and times: «4 июня 2018 года», «12.03.2020», «с 2010 по 2015 год», «1990-е», «вчера», «в 11:30 мск».
//!
//! An expression is read part by part (`dates/reader.rs`): calendar, periods, distances, clock; their words stand in `times.tsv`, the
//! small words between them in `words.tsv`. The mention takes the preposition with it. [`anchor()`] (`dates/anchor.rs`) turns relative dates and days
//! without a year into values. The forms of values are told at [`crate::sheet::Date`].
//! A time of day with its day («5 мая в 10:30») is one mention, and the day inside it another, so that a day has all its mentions.
//! Left to others: durations («7 лет», `figures.rs`), ages.
//! Known misses: «сейчас» and «недавно», which name no time; feasts of the Muslim calendar before 2008 and after 2026.

mod anchor;
mod calendar;
mod clock;
mod expression;
mod feasts;
mod periods;
mod reader;
mod relative;
#[cfg(test)]
mod tests;
mod words;

pub use anchor::anchor;
pub use feasts::Feast;
pub(super) use words::Links;

use super::page::Page;
use super::{Candidate, Kind, Role, Rule, Sense};
use crate::lexicon::{Class, Table};
use crate::text::TokenKind;
use expression::{Expression, Group};
use std::ops::Range;

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
    /// «каждую среду».
    Recurrent,
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
            Precision::Recurrent => "recurrent",
        }
    }
}

/// What a relative date was resolved by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Anchor {
    /// The document's own date, or the one that the user gave.
    Document,
    /// The text's dateline.
    Dateline,
    /// A date before in the text.
    Text,
}

impl Anchor {
    /// The name in the sheet.
    pub fn name(self) -> &'static str {
        match self {
            Anchor::Document => "document",
            Anchor::Dateline => "dateline",
            Anchor::Text => "text",
        }
    }
}

/// What a relative date counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The day of the text: «вчера», «в прошлом году».
    #[default]
    Document,
    /// The date before in the text: «в тот же день», «годом ранее».
    Text,
    /// The beginning of what is told, which has no date: «на 73-й минуте».
    Event,
    /// «через два года» after what was told, or from now on: the sentence's verb decides.
    Either,
}

/// A day inside a mention of a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Inner {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it says.
    pub date: Date,
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
    /// Which part of the value is meant: start, middle, end; morning, day, evening, night.
    pub part: Option<&'static str>,
    /// What the distance counts from.
    pub origin: Origin,
    /// What the value was found by, where the words alone do not give it.
    pub anchor: Option<Anchor>,
    /// Whether it names a time of the day.
    pub time: bool,
    /// The day of the week beside a day: it tells the year.
    pub weekday: Option<u8>,
    /// The feast that it is, while its year is not known.
    pub feast: Option<Feast>,
    /// The day that a time of day belongs to.
    pub inner: Option<Box<Inner>>,
}

/// The rules. One reader serves them all: the first rule calls it, and names each expression by the rule that it belongs to.
pub const RULES: &[Rule] = &[
    Rule {
        name: "dates.calendar",
        about: "Days, months and years by number and name, holidays.",
        takes: &[
            "Встреча прошла [4 июня 2018 года] в Астане.",
            "Он родился [в 2010 году].",
            "Указ подписан [12.03.2020].",
            "Выборы пройдут [в июне].",
            "Его арестовали [в 1997-м].",
            "Рим пал [в 410 году].",
        ],
        leaves: &["Погибли 12 человек.", "Указ 31.02.2020 не найден.", "Он прошёл 2018 км.", "Она стала первой в стране.", "Охрана окружающей среды важна."],
        propose: read,
    },
    Rule {
        name: "dates.range",
        about: "From one date to another: «12–15 июня», «с 2010 по 2015 год».",
        takes: &[
            "Сбор пройдёт [12–15 июня 2018 года].",
            "Он служил [с 2010 по 2015 год].",
            "Встреча будет [между 5 и 7 марта].",
            "Дом сгорел [в ночь с 4 на 5 мая].",
        ],
        leaves: &["Пришло 12–15 человек.", "Первая — 19 января — не удалась."],
        propose: already_read,
    },
    Rule {
        name: "dates.period",
        about: "Decades, centuries, quarters, halves and seasons.",
        takes: &[
            "Это было [в 1990-е годы].",
            "Дом построен [в XIX веке].",
            "Рост [в первом квартале 2018 года] замедлился.",
            "Он уехал [летом 2018 года].",
            "Так жили [в девяностые].",
        ],
        leaves: &["Он занял первое место.", "Она умерла на 80-м году жизни."],
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
            "Он заболел [несколько дней назад].",
        ],
        leaves: &["Прошлый раз он опоздал.", "Накануне выборов он уехал."],
        propose: already_read,
    },
    Rule {
        name: "dates.recurrent",
        about: "What comes back: «ежегодно», «каждую среду», «по субботам».",
        takes: &["Съезд проходит [ежегодно].", "Он бегает [каждую среду].", "Рынок открыт [по субботам]."],
        leaves: &["Каждый участник получил приз."],
        propose: already_read,
    },
    Rule {
        name: "dates.adjective",
        about: "Months and days as adjectives of what happened then: «декабрьский саммит», «вчерашнее заседание».",
        takes: &["На [декабрьском] саммите спорили.", "После [вчерашнего] заседания он молчал."],
        leaves: &["Это был добрый знак."],
        propose: already_read,
    },
    Rule {
        name: "dates.clock",
        about: "Clock times and parts of the day, with their date.",
        takes: &[
            "Взрыв раздался [в 10:30].",
            "Начало [в 11.30 мск].",
            "Суд начался [утром 5 мая].",
            "Звонок раздался [в девять утра].",
            "Дом сгорел [в ночь на 5 мая].",
        ],
        leaves: &["Счёт 3:1.", "Цена 11.30 рубля.", "Это стало худшим днём в её жизни.", "Поздравил с днём рождения."],
        propose: already_read,
    },
];

/// Makes the tables and patterns of dates, which is else done when they are first needed.
pub(crate) fn prepare() {
    calendar::prepare();
    clock::prepare();
    periods::prepare();
    words::prepare();
}

/// Reads the expression at a token once, for all rules: which of them it belongs to shows only when it is read.
fn read(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !reader::may_begin(page, start) {
        return;
    }
    if let Some(found) = reader::expression(page, start) {
        let rule = match found.group() {
            Group::Calendar => "dates.calendar",
            Group::Range => "dates.range",
            Group::Period => "dates.period",
            Group::Relative => "dates.relative",
            Group::Recurrent => "dates.recurrent",
            Group::Adjective => "dates.adjective",
            Group::Clock => "dates.clock",
        };
        out.push(candidate(page, start, rule, found));
    }
}

/// What [`read`] has proposed already in the name of this rule.
fn already_read(_: &Page<'_>, _: usize, _: &mut Vec<Candidate>) {}

/// The day inside each time of day that won, as a mention of its own.
pub fn days_inside<'m>(page: &Page<'_>, times: impl Iterator<Item = (&'m Candidate, f32)>) -> Vec<(Candidate, f32)> {
    times
        .filter_map(|(time, score)| {
            let Sense::Date(date) = &time.sense else { return None };
            let inner = date.inner.as_deref()?;
            let core = words::link(page, inner.tokens.start).map_or(inner.tokens.start, |(_, end)| end).min(inner.tokens.end - 1)..inner.tokens.end;
            let day = Candidate::new(Kind::Date, "dates.calendar", inner.tokens.clone())
                .core(core.clone())
                .part(Role::Preposition, inner.tokens.start..core.start)
                .part(Role::Value, core)
                .sense(Sense::Date(Box::new(inner.date.clone())));
            Some((day, score))
        })
        .collect()
}

/// A duration takes the preposition that says how it lies in time, as a date does: «в течение трёх лет», «на год», «за два дня».
pub fn open_duration(page: &Page<'_>, candidate: &mut Candidate) {
    let start = candidate.tokens.start;
    let is_duration = matches!(&candidate.sense, Sense::Figure(f) if f.kind == super::figures::FigureKind::Duration);
    // «на пятилетний срок»: the preposition is the noun's.
    if !is_duration || start == 0 || page.has(candidate.tokens.end - 1, Class::Adjective) {
        return;
    }
    let first = words::duration_link_before(page, start);
    if first < start {
        candidate.tokens.start = first;
        candidate.parts.insert(0, super::Part { role: Role::Preposition, tokens: first..start });
    }
}

/// For every token whether it is of a holiday's name: «Марта» of «8 Марта», «Нооруз»; names that people have too («Рождество») stand free.
pub fn in_holidays(page: &Page<'_>) -> Option<Vec<bool>> {
    let mut inside: Option<Vec<bool>> = None;
    let mut hold = |tokens: Range<usize>| inside.get_or_insert_with(|| vec![false; page.len()])[tokens].fill(true);
    for token in 0..page.len() {
        let phrase = page.phrases_from(token).iter().find(|p| p.entry.table == Table::Times && p.entry.cell("class") == "holiday");
        match phrase {
            Some(p) => hold(p.tokens.clone()),
            None if page.has(token, Class::Holiday) && !page.any(token, &[Class::Given, Class::Surname, Class::DictGiven, Class::DictSurname]) => {
                hold(token..token + 1)
            }
            None => {}
        }
    }
    inside
}

fn candidate(page: &Page<'_>, start: usize, rule: &'static str, mut e: Expression) -> Candidate {
    let clocked = e.clock.is_some();
    let tokens = if e.is_ago || clocked { super::figures::bound_start(page, start) } else { start }..e.end;
    let core = e.core.max(start)..e.end;
    let before = start.checked_sub(1).filter(|i| *i >= page.sentence(start).start);
    let cut = before.is_some_and(|i| {
        page.kind(i) == Some(TokenKind::Number) && page.has(start, Class::Month) || page.has(start, Class::Number) && page.has(i, Class::Number)
    });
    let lone = e.parts == 1;
    let bare_year = lone && e.is_bare_year();
    let bare_month = lone && e.is_bare_month();
    let preposition = core.start > start;
    let (has_year, has_day, parts) = (e.year.is_some(), e.day.is_some(), e.parts);
    if e.weekday.is_some() && e.coming.is_none() && !e.is_adjective {
        e.coming = Some(anchor::is_coming(page, start));
    }
    let date = e.date();
    let (is_relative, time, same) = (date.relative.is_some(), date.time, date.origin == Origin::Text);
    Candidate::new(Kind::Date, rule, tokens)
        .core(core.clone())
        .part(Role::Preposition, start..core.start)
        .part(Role::Value, core)
        .sense(Sense::Date(Box::new(date)))
        .cue_if(preposition, "with-preposition")
        .cue_if(has_year, "has-year")
        .cue_if(has_day, "has-day")
        .cue_if(clocked, "has-clock")
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
