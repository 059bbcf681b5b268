//! Figures: counts, money, percents, measures, durations, ages, ordinals, scores, shares and multiples.
//!
//! A figure's number comes from `numbers.rs`, its bound and range from `figures/quantity.rs`, what it counts from
//! `figures/counted.rs` and `figures/elided.rs`. A mention covers the number with its bound words and its unit or counted noun. Candidates begin at
//! the number's first token for the walk over a page, though a bound word or sign before it belongs to the mention.
//! Left to others: years, days and clock times (`dates.rs`), numbers of laws, houses and models («статья 105», «Ан-26»).
//! Known misses: «пол-» but for listed words.

mod ages;
mod counted;
mod elided;
mod joined;
pub(super) mod quantity;
mod several;
#[cfg(test)]
mod tests;
mod units;

pub use elided::resolve_counted;

use super::numbers::{self, NumberForm};
use super::page::{Page, Phrase};
use super::{Candidate, Kind, Role, Rule, Sense};
use crate::lexicon::{Case, Class, Entry, Field, Pos, Table};
use crate::text::TokenKind;
use ages::age;
use joined::{bare_unit, half_unit, unit_adjective};
use once_cell::sync::Lazy;
use quantity::{Quantity, quantity};
use regex::Regex;
use std::ops::Range;
use units::{Unit, is_lesser, joined_unit, lesser, unit};

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$about:meta])* $variant:ident $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type { $($(#[$about])* $variant,)* }

        impl $type {
            /// All values, in order.
            pub const ALL: &[$type] = &[$($type::$variant,)*];

            /// The name in the sheet.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* }
            }

            /// The value of this name.
            pub fn named(name: &str) -> Option<$type> {
                $type::ALL.iter().copied().find(|v| v.name() == name)
            }
        }
    };
}

named! {
    /// What a figure is.
    FigureKind {
        /// «12 пунктов».
        Count "count",
        /// «5 млн рублей».
        Money "money",
        /// «7%», «два процентных пункта».
        Percent "percent",
        /// «20 км», «5 градусов».
        Measure "measure",
        /// «три часа», «пятилетний план».
        Duration "duration",
        /// «52-летний житель», «ему 40 лет».
        Age "age",
        /// «пятый», «XXI».
        Ordinal "ordinal",
        /// «2:1»: `low` is the first side's, `high` the second side's.
        Score "score",
        /// «треть», «каждый пятый»: a part of one.
        Share "share",
        /// «вдвое», «в 3,5 раза».
        Multiple "multiple",
    }
}

named! {
    /// How exactly a figure is stated.
    Bound {
        /// As it stands.
        Exact "exact",
        /// «около», «примерно», «человек десять».
        About "about",
        /// «не менее».
        AtLeast "at_least",
        /// «до», «не более».
        UpTo "up_to",
        /// «более», «свыше», «с лишним».
        MoreThan "more_than",
        /// «менее».
        LessThan "less_than",
        /// «от 5 до 7»: `low` and `high` are set, `value` is `high`.
        Range "range",
    }
}

/// What a figure says.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is.
    pub kind: FigureKind,
    /// Its value, exact up to 2^53; of a range the upper end, of a score the first side's.
    pub value: f64,
    /// The lower end of a range, the first side of a score.
    pub low: Option<f64>,
    /// The upper end of a range, the second side of a score.
    pub high: Option<f64>,
    /// How exactly it is stated.
    pub bound: Bound,
    /// ISO 4217 code of the currency.
    pub currency: Option<&'static str>,
    /// The unit's dictionary form.
    pub unit: Option<String>,
    /// The counted phrase in the nominative singular.
    pub counted: Option<String>,
    /// Where the counted phrase stands; none when it is left out or stands elsewhere.
    pub counted_tokens: Option<Range<usize>>,
    /// English for what is counted or measured.
    pub gloss: Option<String>,
    /// The number itself, without bound words and unit.
    pub value_tokens: Range<usize>,
}

/// The rules; of rules that propose one span the first wins.
pub const RULES: &[Rule] = &[
    Rule {
        name: "figures.score",
        about: "Two numbers with a colon or dash that are points of two sides.",
        takes: &["Матч закончился со счётом [3:1].", "Наши победили со счётом [2–0]."],
        leaves: &["Начало в 10:30.", "Прошло 2–3 дня."],
        propose: score,
    },
    Rule {
        name: "figures.money",
        about: "A number with a currency, by word, code or sign, before or after.",
        takes: &[
            "Долг вырос на [5 млн долларов США].",
            "Завод за [$5 млн] продан.",
            "Ущерб составил [около 1 млрд сомов].",
            "Товарооборот хотят довести [до одного миллиарда долларов].",
            "Штраф составит [от 3 до 5 тыс. рублей].",
        ],
        leaves: &["Курс доллара вырос.", "Около 20 человек ждут рубль."],
        propose: money,
    },
    Rule {
        name: "figures.percent",
        about: "A number with «процент», «%» or «процентный пункт».",
        takes: &["За него [более 50 процентов] избирателей.", "Цены выросли на [7,5%]."],
        leaves: &["Процент голосов неизвестен."],
        propose: percent,
    },
    Rule {
        name: "figures.age",
        about: "Years that a person or thing has lived: after «возраст», «исполниться», a person in the dative, or set off after a name.",
        takes: &["Он умер в возрасте [94 лет].", "Он умер [на 83-м году] жизни.", "Ему исполнилось [50 лет].", "Иван Петров, [34 года], задержан."],
        leaves: &["Стройка длилась 7 лет."],
        propose: age,
    },
    Rule {
        name: "figures.unit-adjective",
        about: "A number joined to a unit: «52-летний», «пятилетний», «50-процентный», «120-мм».",
        takes: &["Задержан [52-летний] житель Омска.", "Приняли [пятилетний] план.", "Нашли [120-мм] миномёт."],
        leaves: &["Наступил летний вечер.", "Многолетний спор окончен."],
        propose: unit_adjective,
    },
    Rule {
        name: "figures.half-unit",
        about: "Half of a unit in one word: «полкилометра», «пол-литра».",
        takes: &["Прошли [полкилометра].", "Вылили [около пол-литра] воды."],
        leaves: &["Полка упала.", "Он полон сил."],
        propose: half_unit,
    },
    Rule {
        name: "figures.bare-unit",
        about: "One unit with a bound and no number: «менее суток», «почти километр»; one period of time that a preposition measures: «на год».",
        takes: &["Прошли [почти километр].", "Собрали [более тонны] яблок."],
        leaves: &["Километр пройден.", "До метра далеко.", "На день города приехали гости.", "Платят раз в год."],
        propose: bare_unit,
    },
    Rule {
        name: "figures.multiple",
        about: "How many times more or less: «в 3,5 раза», «вдвое».",
        takes: &["Цены выросли [в 3,5 раза]."],
        leaves: &["Он был там три раза."],
        propose: multiple,
    },
    Rule {
        name: "figures.measure",
        about: "A number with a unit of measure or of time.",
        takes: &["До города [1600 км] пути.", "Стройка длилась [7 лет].", "Ждали [минут пять]."],
        leaves: &["Километр пути.", "Это было 7 июня."],
        propose: measure,
    },
    Rule {
        name: "figures.several",
        about: "Periods whose number is not said, two at the least: «несколько лет».",
        takes: &["Стройка длилась [несколько лет].", "Она молчала [долгие годы]."],
        leaves: &["Сколько лет он там?", "Пришло несколько человек."],
        propose: several::several,
    },
    Rule {
        name: "figures.share",
        about: "A part of a whole: «треть», «две трети», «1/3», «каждый пятый».",
        takes: &["Сгорело [две трети] леса.", "[Половина] жителей уехала."],
        leaves: &["Два с половиной года спустя."],
        propose: share,
    },
    Rule {
        name: "figures.ordinal",
        about: "A place in an order: «пятый», «5-й», «XXI».",
        takes: &["Это её [17-я] победа.", "Он занял [третье] место.", "Открылся [XVII] съезд партии."],
        leaves: &["Ту-154 упал.", "Занял 3 места."],
        propose: ordinal,
    },
    Rule {
        name: "figures.count",
        about: "A number with the noun phrase that it counts, or alone.",
        takes: &["Из [12 контрольно-пропускных пунктов] работают восемь.", "Погибли [около 40 человек].", "Погибли [трое]."],
        leaves: &["Статья 105 гласит иное.", "Самолёт Ан-26 упал.", "Дом № 5 снесён.", "Это было в 2018 году."],
        propose: count,
    },
];

fn empty(kind: FigureKind, q: &Quantity) -> Figure {
    Figure {
        kind,
        value: q.value,
        low: q.low,
        high: q.high,
        bound: q.bound,
        currency: None,
        unit: None,
        counted: None,
        counted_tokens: None,
        gloss: None,
        value_tokens: q.number.clone(),
    }
}

/// The candidate of a quantity whose mention ends at `end`, with the cues that all figures share.
fn candidate(page: &Page<'_>, rule: &'static str, q: &Quantity, tokens: Range<usize>, mut figure: Figure) -> Candidate {
    if let Some(bound) = quantity::behind(page, tokens.end).filter(|_| figure.bound == Bound::Exact) {
        figure.bound = bound;
    }
    let number = q.number.clone();
    let first = tokens.start;
    let sentence = page.sentence(first);
    let after_capital = first > sentence.start + 1 && page.is_capital(first - 1) && !page.has(first - 1, Class::Stop);
    let digits = q.form == NumberForm::Digits;
    Candidate::new(Kind::Figure, rule, tokens)
        .core(number.clone())
        .sense(Sense::Figure(Box::new(figure)))
        .cue_if(digits, "number-in-digits")
        .cue_if(matches!(q.form, NumberForm::Words | NumberForm::Collective), "number-in-words")
        .cue_if(q.form == NumberForm::Vague, "vague-number")
        .cue_if(q.bound != Bound::Exact, "with-bound")
        .cue_if(q.scale > 1.0, "with-scale")
        .cue_if(after_capital, "after-capital")
        .cue_if(is_in_name(page, &number), "figure-inside-name")
        .cue_if(is_in_idiom(page, &number), "in-set-phrase")
}

/// No set phrase with a number begins more words before it: «в один прекрасный день».
const IDIOM_WORDS: usize = 3;

/// «в первую очередь», «один и тот же».
fn is_in_idiom(page: &Page<'_>, number: &Range<usize>) -> bool {
    let first = page.sentence(number.start).start.max(number.start.saturating_sub(IDIOM_WORDS));
    (first..=number.start)
        .any(|i| page.phrases_from(i).iter().any(|p| p.tokens.contains(&number.start) && p.entry.table == Table::Bounds && p.entry.cell("bound") == "idiom"))
}

/// Whether quotation marks enclose the number together with a capitalised word and nothing that a sentence has: «Школа 57».
fn is_in_name(page: &Page<'_>, number: &Range<usize>) -> bool {
    let sentence = page.sentence(number.start);
    let near = sentence.start.max(number.start.saturating_sub(4))..number.start;
    let open = near.rev().find(|i| page.any(*i, &[Class::OpenQuote, Class::CloseQuote])).filter(|i| page.has(*i, Class::OpenQuote));
    let close = (number.end..sentence.end.min(number.end + 4))
        .find(|i| page.any(*i, &[Class::OpenQuote, Class::CloseQuote]))
        .filter(|i| page.has(*i, Class::CloseQuote));
    match (open, close) {
        (Some(open), Some(close)) => {
            // A programme «60 минут».
            if open + 1 == number.start && close <= number.end + 1 && close > number.end {
                return true;
            }
            let capital = page.is_capital(open + 1) || page.is_capital(open + 2) && number.start == open + 1;
            let verb = |i: usize| page.form(i).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == Pos::Verb));
            !(open..close).any(|i| verb(i) || page.has(i, Class::Stop)) && capital
        }
        _ => false,
    }
}

fn money(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let Some(q) = quantity(page, start) else { return };
    let sentence = page.sentence(start);
    // «$5», «USD 40»
    let is_sign = |i: &usize| page.kind(*i) == Some(TokenKind::Symbol) || page.has(*i, Class::AllCaps) && page.has(*i, Class::Latin);
    let sign = (q.number.start > sentence.start).then(|| q.number.start - 1).filter(is_sign).filter(|_| currency(page, q.number.end).is_none());
    let (tokens, unit, entry, ambiguous) = if let Some(sign) = sign
        && let Some((phrase, ambiguous)) = currency(page, sign)
    {
        let mut first = sign;
        let mut figure_start = quantity::before(page, sign).map_or(sign, |(_, first)| first);
        if figure_start == sign {
            figure_start = first;
        }
        first = figure_start;
        (first..q.tokens.end, phrase.tokens, phrase.entry, ambiguous)
    } else {
        let mut at = q.tokens.end;
        if q.inverted.is_some() {
            at = q.inverted.unwrap_or(at);
        }
        let country = page.form(at).and_then(|f| f.entries_of(Table::Countries).find(|e| e.field == Field::Adjective));
        let found = currency(page, at).or_else(|| currency(page, at + 1).filter(|_| country.is_some() || page.has(at, Class::CountryAdjective)));
        let Some((mut phrase, ambiguous)) = found else { return };
        // «8 фунтов 6 унций»
        if page.longest(at, Table::Units).is_some_and(|u| lesser(page, u.tokens.end, "mass", 1.0).is_some()) {
            return;
        }
        if let Some(entry) = country.and_then(|c| currency_of(page, &phrase, c.cell("iso"))) {
            phrase.entry = entry;
        }
        (q.tokens.start..phrase.tokens.end.max(q.tokens.end), at..phrase.tokens.end, phrase.entry, ambiguous)
    };
    if tokens.end > sentence.end {
        return;
    }
    let mut figure = empty(FigureKind::Money, &q);
    let mut tokens = tokens;
    if let Some((sum, end)) = lesser(page, tokens.end, "money", 1.0).filter(|_| sign.is_none() && q.low.is_none() && q.inverted.is_none()) {
        figure.value = rounded(figure.value + sum);
        tokens.end = end;
    }
    if let Some((bound, _)) = quantity::before(page, unit.start).filter(|_| sign.is_some() && q.bound == Bound::Exact) {
        figure.bound = bound;
    }
    figure.currency = Some(entry.cell("code"));
    figure.unit = Some(entry.cell("name").to_string());
    figure.gloss = Some(entry.cell("gloss").to_string()).filter(|g| !g.is_empty());
    let value = tokens.start.min(q.number.start)..q.number.end;
    out.push(
        candidate(page, "figures.money", &q, tokens, figure)
            .part(Role::Value, value)
            .part(Role::Unit, unit)
            .cue_if(true, "with-currency")
            .cue_if(ambiguous, "ambiguous-currency"),
    );
}

/// The currency that begins at a token, and whether its word means several.
fn currency(page: &Page<'_>, at: usize) -> Option<(Phrase, bool)> {
    if !page.has(at, Class::Unit) && page.phrases_from(at).is_empty() {
        return None;
    }
    let longest = page.entries_of(at, Table::Currencies).find(|p| p.entry.field != Field::Adjective)?;
    let mut all: Vec<Entry> =
        page.entries_of(at, Table::Currencies).filter(|p| p.tokens == longest.tokens && p.entry.field != Field::Adjective).map(|p| p.entry).collect();
    all.sort_by_key(|e| (e.field, e.row));
    let entry = *all.first()?;
    Some((Phrase { tokens: longest.tokens, entry }, all.iter().any(|e| e.cell("code") != entry.cell("code"))))
}

/// The currency of a country that a phrase can mean: «шведских крон».
fn currency_of(page: &Page<'_>, phrase: &Phrase, iso: &str) -> Option<Entry> {
    page.entries_from(phrase.tokens.start)
        .filter(|p| p.tokens == phrase.tokens && p.entry.table == Table::Currencies)
        .map(|p| p.entry)
        .find(|e| e.cell("country").split('|').any(|c| c == iso))
}

fn percent(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let Some(q) = quantity(page, start) else { return };
    if let Some(unit) = unit(page, q.tokens.end).filter(Unit::is_percent) {
        measured(page, "figures.percent", &q, unit, FigureKind::Percent, out);
    }
}

fn measure(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let Some(q) = quantity(page, start) else { return };
    let at = q.inverted.unwrap_or(q.tokens.end);
    let Some(unit) = unit(page, at).filter(|u| !u.is_percent()) else { return };
    if is_year(&q) && page.form(at).is_some_and(|f| f.has_lemma("год")) && (unit.is_time() || !quantity::is_weight(page, q.tokens.start)) {
        return;
    }
    let kind = unit.kind();
    measured(page, "figures.measure", &q, unit, kind, out);
}

fn measured(page: &Page<'_>, rule: &'static str, q: &Quantity, unit: Unit, kind: FigureKind, out: &mut Vec<Candidate>) {
    let mut tokens = q.tokens.start..unit.tokens.end.max(q.tokens.end);
    if tokens.end > page.sentence(tokens.start).end || is_lesser(page, q.number.start, &unit) {
        return;
    }
    let mut figure = empty(kind, q);
    let more = unit.factor.filter(|_| q.low.is_none() && q.inverted.is_none()).and_then(|f| lesser(page, unit.tokens.end, unit.dimension, f));
    if let Some((sum, end)) = more {
        figure.value = rounded(figure.value + sum);
        tokens.end = end;
    }
    // «−5 градусов», «минус 5 градусов»
    if unit.dimension == "temperature" && q.low.is_none_or(|low| low >= 0.0) && is_negative(page, q.number.start) {
        tokens.start = tokens.start.min(q.number.start - 1);
        figure.value = -figure.value;
        (figure.low, figure.high) = (figure.high.map(|v| -v), figure.low.map(|v| -v));
    }
    figure.unit = Some(unit.name.clone());
    figure.gloss = Some(unit.gloss.to_string()).filter(|g| !g.is_empty());
    let cue = match kind {
        FigureKind::Percent => "with-percent",
        FigureKind::Duration => "with-time-unit",
        FigureKind::Age => "age-context",
        _ => "with-unit",
    };
    // A measure's value is all but its unit; NEREL, too, takes «20 км» as one.
    // Points («9 баллов») are counted more than measured.
    let value = if kind == FigureKind::Measure && unit.dimension != "magnitude" { 0..0 } else { tokens.start..q.number.end };
    out.push(candidate(page, rule, q, tokens, figure).part(Role::Value, value).part(Role::Unit, unit.tokens.clone()).cue_if(true, cue));
}

/// Without the noise of sums of binary fractions: «20 метров 70 сантиметров» are 20.7.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn is_negative(page: &Page<'_>, start: usize) -> bool {
    start > page.sentence(start).start
        && (page.has(start - 1, Class::Dash) && page.is_spaced(start - 1) && !page.is_spaced(start)
            || page.form(start - 1).is_some_and(|f| f.has_lemma("минус")))
}

/// Whether a bare number looks like a year.
fn is_year(q: &Quantity) -> bool {
    q.form == NumberForm::Digits && q.scale == 1.0 && q.value.fract() == 0.0 && (1000.0..=2100.0).contains(&q.value) && q.number.len() == 1
}

/// Where the bound words before an expression begin: «более 10 лет назад».
pub(super) fn bound_start(page: &Page<'_>, start: usize) -> usize {
    quantity::before(page, start).map_or(start, |(_, first)| first)
}

fn multiple(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if page.has(start, Class::Number) && page.has(start, Class::Adverb) && page.has(start, Class::Lower) {
        let entry = page.form(start).and_then(|f| f.entries_of(Table::Numerals).find(|e| e.cell("kind") == "multiplier"));
        if let Some(value) = entry.and_then(|e| e.cell("value").parse::<f64>().ok()).filter(|v| *v != 1.0) {
            let q = single(start, value, NumberForm::Words);
            // «дважды судим» is two times, «вдвое больше» twice as much.
            let times = page.folded(start).ends_with("жды");
            let kind = if times { FigureKind::Count } else { FigureKind::Multiple };
            let tokens = quantity::before(page, start).map_or(start, |(_, first)| first)..start + 1;
            let mut figure = empty(kind, &q);
            figure.bound = quantity::before(page, start).map_or(Bound::Exact, |(bound, _)| bound);
            figure.counted = times.then(|| "раз".to_string());
            out.push(candidate(page, "figures.multiple", &q, tokens, figure).part(Role::Value, start..start + 1).cue_if(true, "times-adverb"));
        }
        return;
    }
    let Some(q) = quantity(page, start) else { return };
    let sentence = page.sentence(start);
    let preposition = q.tokens.start > sentence.start && matches!(page.folded(q.tokens.start - 1), "в" | "во");
    if preposition && page.form(q.tokens.end).is_some_and(|f| f.has_lemma("раз")) && q.tokens.end < sentence.end {
        let unit = q.tokens.end..q.tokens.end + 1;
        let figure = empty(FigureKind::Multiple, &q);
        let tokens = q.tokens.start - 1..unit.end;
        out.push(
            candidate(page, "figures.multiple", &q, tokens, figure).part(Role::Value, q.tokens.clone()).part(Role::Unit, unit).cue_if(true, "times-phrase"),
        );
    }
}

fn single(at: usize, value: f64, form: NumberForm) -> Quantity {
    Quantity { tokens: at..at + 1, number: at..at + 1, value, low: None, high: None, bound: Bound::Exact, form, scale: 1.0, inverted: None }
}

fn share(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let each = page.has(start + 1, Class::Number) && page.form(start).is_some_and(|f| f.has_lemma("каждый"));
    let found = if each {
        numbers::ordinal(page, start + 1).filter(|n| n.value >= 2.0).map(|n| numbers::Number { tokens: start..n.tokens.end, value: 1.0 / n.value, ..n })
    } else if numbers::may_be(page, start) {
        numbers::fraction(page, start)
    } else {
        None
    };
    let Some(n) = found else { return };
    let end = n.tokens.end;
    // «дом 19/38»
    let house = page.has(start, Class::Digit)
        && start > page.sentence(start).start
        && page.form(start - 1).is_some_and(|f| f.entries_of(Table::Bounds).any(|e| e.cell("bound") == "name"));
    if house {
        return;
    }
    // «в половине десятого» is a time, «каждый второй день» a rhythm.
    if numbers::is_inside(page, start)
        || !each && numbers::ordinal(page, end).is_some()
        || each && page.longest(end, Table::Times).is_some()
        || end > page.sentence(start).end
    {
        return;
    }
    let bound = quantity::before(page, start);
    let q = Quantity {
        number: n.tokens.clone(),
        tokens: bound.map_or(start, |(_, first)| first)..end,
        bound: bound.map_or(Bound::Exact, |(b, _)| b),
        ..single(start, n.value, NumberForm::Fraction)
    };
    // «половина миллиарда» is a number like any other.
    let mut figure = empty(if n.value < 1.0 { FigureKind::Share } else { FigureKind::Count }, &q);
    // «три четверти миллиона рублей»
    if let Some((phrase, _)) = currency(page, end).filter(|_| n.scale >= 1000.0) {
        figure.kind = FigureKind::Money;
        figure.currency = Some(phrase.entry.cell("code"));
        figure.unit = Some(phrase.entry.cell("name").to_string());
        figure.gloss = Some(phrase.entry.cell("gloss").to_string()).filter(|g| !g.is_empty());
        let tokens = q.tokens.start..phrase.tokens.end;
        let money = candidate(page, "figures.money", &q, tokens, figure).part(Role::Value, q.tokens.clone()).part(Role::Unit, phrase.tokens);
        out.push(money.cue_if(true, "with-currency"));
        return;
    }
    let of = counted::counted(page, end, if each { 1.0 } else { 5.0 }, NumberForm::Words);
    if let Some(of) = of {
        figure.counted = Some(of.lemma);
        figure.gloss = of.gloss;
        figure.counted_tokens = Some(of.tokens);
    }
    let with = figure.counted.is_some();
    out.push(
        candidate(page, "figures.share", &q, q.tokens.clone(), figure)
            .part(Role::Value, q.tokens.clone())
            .cue_if(with, "with-counted")
            .cue_if(each, "each-nth")
            .cue_if(n.tokens.len() > 1, "several-words"),
    );
}

/// Makes the tables and patterns of this module, which is else done when they are first needed.
pub(crate) fn prepare() {
    Lazy::force(&SCORE);
    units::prepare();
}

static SCORE: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-9]{1,3}):([0-9]{1,3})$").expect("the pattern is whole"));

fn score(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if page.kind(start) != Some(TokenKind::Number) {
        return;
    }
    let sentence = page.sentence(start);
    let marked = (sentence.start.max(start.saturating_sub(6))..start)
        .any(|i| page.form(i).is_some_and(|f| f.entries_of(Table::Bounds).any(|e| e.cell("bound") == "score")));
    let (sides, end) = match SCORE.captures(page.word(start)) {
        Some(found) => (found[1].parse().ok().zip(found[2].parse().ok()).filter(|_| marked || found[2].len() == 1), start + 1),
        None => {
            let dashed = marked && page.has(start + 1, Class::Dash) && page.kind(start + 2) == Some(TokenKind::Number) && start + 2 < sentence.end;
            let side = |i: usize| numbers::digits(page.word(i), false).filter(|v| v.fract() == 0.0 && *v < 400.0);
            (side(start).zip(side(start + 2)).filter(|_| dashed), start + 3)
        }
    };
    let Some((first, second)): Option<(f64, f64)> = sides else { return };
    let q = Quantity { tokens: start..end, number: start..end, low: Some(first), high: Some(second), ..single(start, first, NumberForm::Digits) };
    let figure = empty(FigureKind::Score, &q);
    // The two sides of «3:1», one token, are parted when the sheet is made.
    let mut found = candidate(page, "figures.score", &q, start..end, figure).cue_if(marked, "score-word");
    if end > start + 1 {
        found = found.part(Role::Value, start..start + 1).part(Role::Value, end - 1..end);
    }
    out.push(found);
}

/// «на 24 месте», «13 раз», «155 статья»: the noun's form says that the number is a place in an order.
fn bare_ordinal(page: &Page<'_>, start: usize) -> Option<numbers::Number> {
    if page.kind(start) != Some(TokenKind::Number) || numbers::is_inside(page, start) || quantity(page, start).is_none_or(|q| q.low.is_some()) {
        return None;
    }
    let n = numbers::cardinal(page, start).filter(|n| n.tokens.len() == 1 && n.scale == 1.0 && n.value.fract() == 0.0 && (2.0..1000.0).contains(&n.value))?;
    let noun = n.tokens.end;
    // «в 21 и 22-й созывы»: the list's last has the ending for all.
    let listed = page.folded(noun) == "и" && page.has(noun + 1, Class::Digit) && page.has(noun + 1, Class::Hyphen);
    if listed && numbers::ordinal(page, noun + 1).is_some_and(|next| next.value > n.value) {
        return Some(numbers::Number { form: NumberForm::Ordinal, ..n });
    }
    let form = page.form(noun).filter(|_| noun < page.sentence(start).end && page.has(noun, Class::Lower))?;
    let ends_in_one = n.value % 10.0 == 1.0 && n.value % 100.0 != 11.0;
    let few = (2.0..=4.0).contains(&(n.value % 10.0)) && !(12.0..=14.0).contains(&(n.value % 100.0));
    // Every likely reading is a noun in the singular, in a case that no cardinal has behind it.
    let mut nouns = form.readings.iter().filter(|r| r.probability > 0.02).peekable();
    let only = nouns.peek().is_some()
        && nouns.all(|r| r.known && r.pos == Pos::Noun && r.plural == Some(false) && !(few && r.case == Some(Case::Gen)) && r.case.is_some());
    let listed = form.entries.iter().any(|e| matches!(e.table, Table::Units | Table::Currencies)) || page.has(noun, Class::Month);
    (only && !ends_in_one && !listed).then_some(numbers::Number { form: NumberForm::Ordinal, ..n })
}

fn ordinal(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.any(start, &[Class::Number, Class::Digit, Class::AllCaps, Class::OneLetter]) {
        return;
    }
    let Some(n) = numbers::ordinal(page, start).or_else(|| bare_ordinal(page, start)) else { return };
    if numbers::is_inside(page, start) || joined_unit(page, start).is_some() {
        return;
    }
    let sentence = page.sentence(start);
    // «прыжки с шестом»: the ordinal's case is none that its preposition can have.
    let is_governed = start > sentence.start && matches!(page.folded(start - 1), "с" | "со" | "под" | "над" | "за" | "перед" | "между");
    let locative = page.form(start).is_some_and(|f| f.readings.iter().filter(|r| r.pos == Pos::Adjective).all(|r| r.case == Some(Case::Loc)));
    if is_governed && locative && page.has(start, Class::Noun) {
        return;
    }
    let roman = page.any(start, &[Class::AllCaps, Class::OneLetter]) && !page.any(start, &[Class::Number, Class::Digit]);
    let after_name = start > sentence.start && page.is_capital(start - 1);
    let digits = page.has(start, Class::Digit);
    let end = n.tokens.end;
    // «второго июня», «XXI века», «1990-е годы» are dates.
    let dated = page.any(end, &[Class::Month]) || page.longest(end, Table::Times).is_some_and(|p| p.entry.cell("class") == "period");
    let q = Quantity { tokens: n.tokens.clone(), number: n.tokens.clone(), ..single(start, n.value, NumberForm::Ordinal) };
    let mut figure = empty(FigureKind::Ordinal, &q);
    // «39-й и последний полёт»
    let from = if page.folded(end) == "и" && page.any(end + 1, &[Class::Adjective, Class::Number]) { end + 1 } else { end };
    // «в 21 и 22-й созывы»
    let from = if from > end && page.has(from, Class::Digit) { from + 1 } else { from };
    // «первые четыре часа»
    let from = numbers::cardinal(page, from).filter(|n| n.tokens.end < sentence.end).map_or(from, |n| n.tokens.end);
    let noun = || counted::counted(page, from, 1.0, NumberForm::Words).or_else(|| over_phrase(page, start, end));
    if let Some(noun) = (!roman).then(noun).flatten() {
        figure.counted = Some(noun.lemma);
        figure.gloss = noun.gloss;
        figure.counted_tokens = Some(noun.tokens);
    }
    let lone = n.tokens.len() == 1 && roman && page.word(start).chars().count() == 1;
    out.push(
        candidate(page, "figures.ordinal", &q, n.tokens.clone(), figure)
            .part(Role::Value, n.tokens.clone())
            .cue_if(roman, "roman-numeral")
            .cue_if(roman && after_name, "roman-after-name")
            .cue_if(lone && !after_name, "lone-roman-letter")
            .cue_if(digits, "ordinal-in-digits")
            .cue_if(!roman && !digits, "ordinal-in-words")
            .cue_if(dated, "before-date-word"),
    );
}

/// No phrase between an ordinal and its noun has more words.
const BETWEEN: usize = 5;

/// «первой в истории страны женщиной»: the noun behind a phrase with a preposition.
fn over_phrase(page: &Page<'_>, ordinal: usize, end: usize) -> Option<counted::Counted> {
    let limit = page.sentence(ordinal).end.min(end + BETWEEN);
    if !page.has(end, Class::Preposition) || end + 2 >= limit {
        return None;
    }
    let inner = |i: &usize| page.any(*i, &[Class::Noun, Class::Adjective]) && !page.any(*i, &[Class::Comma, Class::Preposition]);
    let noun = (end + 2..limit)
        .take_while(inner)
        .find(|i| page.has(*i, Class::Lower) && page.has(*i, Class::Noun) && page.agree(ordinal, *i) && !page.agree(end + 1, *i))?;
    counted::counted(page, noun, 1.0, NumberForm::Words)
}

fn count(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let Some(q) = quantity(page, start).filter(|_| bare_ordinal(page, start).is_none()) else { return };
    let mut at = q.tokens.end;
    // A unit after the first of two numbers, or between number and noun: «24 120-мм миномёта» passes it over.
    let sentence = page.sentence(start);
    if page.has(at, Class::Month) && q.value <= 31.0 && q.scale == 1.0 {
        return;
    }
    if q.inverted.is_none() && (unit(page, at).is_some() || currency(page, at).is_some()) {
        return;
    }
    if let Some(noun) = q.inverted {
        at = noun;
    }
    let noun = counted::counted(page, at, q.value, q.form).filter(|c| c.tokens.end <= sentence.end);
    let year_like = is_year(&q) && q.value >= 1900.0 && q.bound == Bound::Exact && q.number.len() == 1;
    if noun.is_none() && year_like {
        return;
    }
    // «вырос в два раза» is a multiple.
    let times = page.form(at).is_some_and(|f| f.has_lemma("раз")) && q.tokens.start > sentence.start && matches!(page.folded(q.tokens.start - 1), "в" | "во");
    let of_time = noun.as_ref().is_some_and(|c| page.longest(c.tokens.end - 1, Table::Times).is_some_and(|p| p.entry.cell("class") == "period"));
    if times || of_time && year_like {
        return;
    }
    let mut figure = empty(FigureKind::Count, &q);
    let mut tokens = q.tokens.clone();
    if let Some(noun) = noun {
        tokens.end = tokens.end.max(noun.tokens.end);
        figure.counted = Some(noun.lemma);
        figure.gloss = noun.gloss;
        figure.counted_tokens = Some(noun.tokens);
    }
    let counted = figure.counted.is_some();
    let of_people = figure.counted_tokens.as_ref().is_some_and(|t| counted::is_of_people(page, t));
    let next = page.form(q.tokens.end);
    let list_item = page.is_initial(start) && page.kind(start) == Some(TokenKind::Number) && page.any(start + 1, &[Class::Stop, Class::CloseBracket]);
    let one = q.value == 1.0 && q.form == NumberForm::Words;
    let of = next.is_some_and(|f| f.folded == "из");
    let code = page.kind(start) == Some(TokenKind::Number) && q.number.len() == 1 && q.value >= 100_000.0 && !page.word(start).contains(['.', ',']);
    let value = if q.inverted.is_some() { q.number.clone() } else { quantity::governed(page, &q) };
    out.push(
        candidate(page, "figures.count", &q, tokens, figure)
            .part(Role::Value, value)
            .cue_if(counted, "with-counted")
            .cue_if(!counted, "bare-number")
            .cue_if(year_like, "year-like-number")
            .cue_if(list_item, "list-number")
            .cue_if(one, "one-in-words")
            .cue_if(one && is_another(page, start), "another-one")
            .cue_if(one && q.bound == Bound::Exact && is_lone(page, &q), "one-without-other-numbers")
            .cue_if(q.form == NumberForm::Collective && !of_people && page.form(start).is_some_and(|f| f.has_lemma("оба")), "both")
            .cue_if(q.number.len() == 1 && numbers::is_doubtful(page, start), "doubtful-number")
            .cue_if(of && one, "one-of")
            .cue_if(of && !one, "of-phrase")
            .cue_if(!counted && start > sentence.start && page.has(start - 1, Class::Latin) && page.is_capital(start - 1), "after-latin-name")
            .cue_if(code, "long-bare-digits")
            .cue_if(q.form == NumberForm::Collective, "collective-number")
            .cue_if(page.any(q.number.start.wrapping_sub(1), &[Class::Colon, Class::Dash]) && !counted, "after-colon-or-dash"),
    );
}

/// «ещё один» is another, «ни один» is none.
fn is_another(page: &Page<'_>, start: usize) -> bool {
    start > page.sentence(start).start
        && page.form(start - 1).is_some_and(|f| f.folded == "ни" || f.word("quantifier").is_some_and(|e| e.cell("note") == "another"))
}

/// Within this many words another number makes «один» a number too: «один погиб, двое ранены».
const BESIDE_ONE: usize = 12;

/// Whether no other number and no word like «только» stands near.
fn is_lone(page: &Page<'_>, q: &Quantity) -> bool {
    let sentence = page.sentence(q.number.start);
    let near = sentence.start.max(q.number.start.saturating_sub(BESIDE_ONE))..sentence.end.min(q.number.end + BESIDE_ONE);
    let exact = quantity::is_emphasized(page, q.number.start);
    !exact
        && !near.filter(|i| !q.number.contains(i)).any(|i| numbers::may_be(page, i) && numbers::cardinal(page, i).is_some_and(|n| n.form != NumberForm::Vague))
}
