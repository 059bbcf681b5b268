//! Units of measure, as words and signs, and as endings of adjectives: «км/ч», «кв. м», «пятилетний».

use super::FigureKind;
use crate::lexicon::{BUNDLED, Case, Class, Entry, Field, Form, Joined, Pos, Table, morph};
use crate::recognize::numbers;
use crate::recognize::page::{Page, Phrase};
use crate::text::TokenKind;
use once_cell::sync::Lazy;
use regex::Regex;
use std::ops::Range;

/// A unit found in a text.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub tokens: Range<usize>,
    pub name: String,
    pub dimension: &'static str,
    pub gloss: &'static str,
    /// How many of the dimension's common unit it is, for units that stand together.
    pub factor: Option<f64>,
}

impl Unit {
    pub(super) fn of(tokens: Range<usize>, entry: Entry) -> Unit {
        Unit {
            tokens,
            name: entry.cell("name").to_string(),
            dimension: entry.cell("dimension"),
            gloss: entry.cell("gloss"),
            factor: entry.cell("factor").parse().ok(),
        }
    }

    pub(super) fn is_time(&self) -> bool {
        self.dimension == "time"
    }

    pub(super) fn is_percent(&self) -> bool {
        self.gloss.starts_with("percent")
    }

    pub(super) fn kind(&self) -> FigureKind {
        if self.is_percent() {
            FigureKind::Percent
        } else if self.dimension == "money" {
            FigureKind::Money
        } else if self.is_time() {
            FigureKind::Duration
        } else {
            FigureKind::Measure
        }
    }
}

/// The unit that begins at a token, «км/ч» and «кв. м» included.
pub(super) fn unit(page: &Page<'_>, at: usize) -> Option<Unit> {
    if !matches!(page.kind(at)?, TokenKind::Word | TokenKind::Abbreviation | TokenKind::Symbol | TokenKind::Punctuation) {
        return None;
    }
    // «°C» is two tokens.
    if page.word(at) == "°" && !page.is_spaced(at + 1) {
        let joined = format!("°{}", page.folded(at + 1));
        if let Some(e) = units_named(&joined) {
            return Some(Unit::of(at..at + 2, e));
        }
    }
    let longest = page.longest(at, Table::Units)?.tokens;
    let phrase = page
        .entries_of(at, Table::Units)
        .filter(|p| p.tokens == longest && is_spelt(page, p) && !is_short_year(page, p))
        // «МВт» is not «мВт».
        .min_by_key(|p| (!is_spelt_exactly(page, p), p.entry.field, p.entry.row))?;
    let end = phrase.tokens.end;
    // A function word is a unit only when it sticks to the digits: «5с», not «5 с половиной», «пять ли».
    if end == at + 1 && page.has(at, Class::FunctionWord) && page.is_spaced(at) {
        return None;
    }
    // «5 экземпляров» is a count; «пара», a small coin too, is a number.
    if matches!(phrase.entry.cell("dimension"), "count" | "caliber") || page.has(at, Class::Number) || phrase.entry.cell("name").starts_with('-') {
        return None;
    }
    if matches!(page.word(end), "/" | "·") && !page.is_spaced(end) && page.longest(end + 1, Table::Units).is_some() {
        let joined = format!("{}{}{}", page.folded(end - 1), page.word(end), page.folded(end + 1).trim_end_matches('.'));
        if let Some(e) = units_named(&joined) {
            return Some(Unit::of(at..end + 2, e));
        }
    }
    Some(Unit::of(at..end, phrase.entry))
}

/// The lesser units behind a first one: «2 часа 15 минут», «20 метров и 70 сантиметров», «5 рублей 30 копеек». What they add, in
/// the first one's unit, and where they end.
pub(super) fn lesser(page: &Page<'_>, end: usize, dimension: &str, factor: f64) -> Option<(f64, usize)> {
    let (mut sum, mut at, mut least) = (0.0, end, factor);
    let limit = page.sentence(end.saturating_sub(1)).end;
    loop {
        let from = at + usize::from(page.folded(at) == "и");
        let Some(next) = numbers::cardinal(page, from).or_else(|| hundredths(page, from)).filter(|n| n.scale == 1.0) else { break };
        let Some(n) = unit_of(page, next.tokens.end, dimension).or_else(|| unit(page, next.tokens.end)) else { break };
        match n.factor.filter(|f| *f < least && n.dimension == dimension && n.tokens.end <= limit && next.value * f < least) {
            Some(f) => {
                sum += next.value * f / factor;
                (at, least) = (n.tokens.end, f);
            }
            None => break,
        }
    }
    (at > end).then_some((sum, at))
}

/// «9 минут 06,72 секунды»: a result's decimals with a zero before them.
fn hundredths(page: &Page<'_>, at: usize) -> Option<numbers::Number> {
    let rest = page.word(at).strip_prefix('0').filter(|_| page.kind(at) == Some(TokenKind::Number) && page.word(at).contains(['.', ',']))?;
    Some(numbers::Number { tokens: at..at + 1, value: numbers::digits(rest, false)?, scale: 1.0, form: numbers::NumberForm::Digits })
}

/// The short unit of a dimension at a token: behind kilograms «г» are grams, not years.
fn unit_of(page: &Page<'_>, at: usize, dimension: &str) -> Option<Unit> {
    let short = page
        .entries_from(at)
        .find(|p| p.entry.table == Table::Units && p.entry.field == Field::Alias && p.entry.cell("dimension") == dimension && is_spelt(page, p))?;
    Some(Unit::of(short.tokens, short.entry))
}

/// Whether the number at a token with its unit is the lesser part of what begins before: the «15 минут» of «2 часа 15 минут».
pub(super) fn is_lesser(page: &Page<'_>, start: usize, unit: &Unit) -> bool {
    let sentence = page.sentence(start).start;
    let Some(factor) = unit.factor else { return false };
    let before = start - usize::from(start > sentence && page.folded(start - 1) == "и");
    if before < sentence + 2 || !(numbers::may_be(page, before - 2) || page.has(before - 2, Class::Digit)) {
        return false;
    }
    let greater = |e: Entry| match e.table {
        Table::Units => e.cell("dimension") == unit.dimension && e.cell("factor").parse().is_ok_and(|f: f64| f > factor),
        Table::Currencies => unit.dimension == "money",
        _ => false,
    };
    page.form(before - 1).is_some_and(|f| f.entries.iter().any(|e| greater(*e)))
}

/// «г» of a year: years are counted in «лет» and «года», so that behind a count «г» are grams.
fn is_short_year(page: &Page<'_>, phrase: &Phrase) -> bool {
    phrase.entry.cell("gloss") == "year" && phrase.tokens.len() == 1 && page.folded(phrase.tokens.start).trim_end_matches('.') == "г"
}

/// Whether a phrase that matched by lemma can be its entry: abbreviations do not inflect, so «лет» is not «г» (gram), though
/// the dictionary reads «г» as a year.
pub(super) fn is_spelt(page: &Page<'_>, phrase: &Phrase) -> bool {
    if phrase.entry.field != Field::Alias || phrase.tokens.len() > 1 {
        return true;
    }
    let folded = page.folded(phrase.tokens.start).trim_end_matches('.');
    phrase.entry.cell("aliases").split('|').any(|alias| alias.chars().count() > 4 || crate::lexicon::keys::fold(alias).trim_end_matches('.') == folded)
}

fn is_spelt_exactly(page: &Page<'_>, phrase: &Phrase) -> bool {
    phrase.entry.field == Field::Name || phrase.entry.cell("aliases").split('|').any(|alias| alias == page.text.span(&phrase.tokens))
}

/// The half of a unit in one word: «полкилометра», «пол-литра», «полгода».
pub(super) fn half_unit(page: &Page<'_>, at: usize) -> Option<Entry> {
    let form = page.form(at)?;
    form.joined(Joined::Half, || Some((0.5, half_in(form)?))).map(|(_, unit)| unit)
}

fn half_in(form: &Form) -> Option<Entry> {
    let genitive = |r: &&crate::lexicon::Reading| r.known && r.pos == Pos::Noun && r.case == Some(Case::Gen) && r.plural == Some(false);
    let half_of = |word: &str| {
        let rest = word.strip_prefix("пол")?.trim_start_matches(['-', '‑', '‐']);
        morph::readings(rest).iter().filter(genitive).find_map(|r| units_named(&r.lemma)).filter(|e| !e.cell("name").starts_with('-'))
    };
    // «в течение полугода»: the oblique cases of «полгода».
    half_of(&form.folded).or_else(|| form.readings.iter().filter(|r| r.pos == Pos::Noun && r.probability > 0.3).find_map(|r| half_of(&r.lemma)))
}

pub(super) fn units_named(key: &str) -> Option<Entry> {
    let entries: Vec<Entry> = BUNDLED.first(key).map(|n| n.entries().collect()).unwrap_or_default();
    let same = |e: &Entry, column: &str| e.cell(column).split('|').any(|v| crate::lexicon::keys::fold(v).trim_end_matches('.') == key);
    let units: Vec<Entry> = entries.into_iter().filter(|e| e.table == Table::Units).collect();
    units.iter().copied().find(|e| same(e, "name")).or_else(|| units.iter().copied().find(|e| same(e, "aliases")))
}

/// Endings of adjectives made from units: rows of units.tsv that begin with a hyphen («-летний»), with the unit they stand
/// for, the row of the same gloss.
pub(super) static ENDINGS: Lazy<Vec<(String, Entry)>> = Lazy::new(|| {
    let rows = || (0..BUNDLED.rows(Table::Units)).map(|row| BUNDLED.row(Table::Units, row));
    let mut out: Vec<(String, Entry)> = rows()
        .filter_map(|e| {
            let ending = e.cell("name").strip_prefix('-')?;
            let unit = rows().find(|u| u.cell("gloss") == e.cell("gloss") && !u.cell("name").starts_with('-'))?;
            Some((stem(&crate::lexicon::keys::fold(ending)).to_string(), unit))
        })
        .collect();
    out.sort_by_key(|(ending, e)| (std::cmp::Reverse(ending.len()), e.row));
    out
});

/// An adjective without its ending; the dictionary guesses «шестичасовый» for «шестичасовой».
pub(super) fn stem(adjective: &str) -> &str {
    ["ый", "ой", "ий"].iter().find_map(|ending| adjective.strip_suffix(ending)).unwrap_or(adjective)
}

/// Endings of adjectives that join a number to what it counts: rows of counted.tsv that begin with a hyphen («-этажный»), with
/// the counted noun, the row of the same gloss.
pub(super) static COUNTED_ENDINGS: Lazy<Vec<(String, Entry)>> = Lazy::new(|| {
    let rows = || (0..BUNDLED.rows(Table::Counted)).map(|row| BUNDLED.row(Table::Counted, row));
    let mut out: Vec<(String, Entry)> = rows()
        .filter_map(|e| {
            let ending = e.cell("name").strip_prefix('-')?;
            let noun = rows().find(|n| n.cell("gloss") == e.cell("gloss") && !n.cell("name").starts_with('-'))?;
            Some((stem(&crate::lexicon::keys::fold(ending)).to_string(), noun))
        })
        .collect();
    out.sort_by_key(|(ending, e)| (std::cmp::Reverse(ending.len()), e.row));
    out
});

/// Makes the tables and patterns of this module, which is else done when they are first needed.
pub(super) fn prepare() {
    Lazy::force(&ENDINGS);
    Lazy::force(&COUNTED_ENDINGS);
    Lazy::force(&JOINED);
}

pub(super) static JOINED: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-9]{1,6}(?:[.,][0-9]{1,3})?)[-‑‐](.+)$").expect("the pattern is whole"));

/// All endings that join a number to a unit or a counted noun.
pub(super) fn endings() -> impl Iterator<Item = &'static (String, Entry)> {
    ENDINGS.iter().chain(COUNTED_ENDINGS.iter())
}

/// A number and unit in one word: value, unit, and the ending that joins them.
pub(super) fn joined_unit(page: &Page<'_>, at: usize) -> Option<(f64, Entry)> {
    let form = page.form(at)?;
    form.joined(Joined::Number, || joined_in(form))
}

fn joined_in(form: &Form) -> Option<(f64, Entry)> {
    if form.classes.has(Class::Digit) {
        if !form.classes.has(Class::Hyphen) {
            return None;
        }
        let found = JOINED.captures(&form.folded)?;
        let value = numbers::digits(&found[1], false)?;
        // «14-м» is the fourteenth, not fourteen metres, «4-му» no measure of fields.
        if found[2].chars().count() <= 2 && numbers::joined_ordinal(&form.folded).is_some() {
            return None;
        }
        if let Some(e) = units_named(&found[2]).filter(|e| e.field != Field::Adjective) {
            return Some((value, e));
        }
        // «52-летний», and misspelt «34-хлетний»
        let lemma = JOINED.captures(form.lemma())?;
        let (_, entry) =
            endings().find(|(ending, _)| stem(&lemma[2]).strip_suffix(ending.as_str()).is_some_and(|rest| matches!(rest, "" | "х" | "ти" | "и")))?;
        return Some((value, *entry));
    }
    if !form.classes.any(&[Class::Adjective, Class::Noun]) || form.folded.len() < 14 || form.entries.iter().any(|e| e.table == Table::Times) {
        return None;
    }
    if !numbers::may_begin_compound(&form.folded) {
        return None;
    }
    let (lemma, ending, entry) = form
        .readings
        .iter()
        .map(|r| stem(&r.lemma))
        .find_map(|key| endings().find(|(ending, _)| key.ends_with(ending.as_str())).map(|(ending, entry)| (key, ending, entry)))?;
    let value = numbers::prefix(lemma.strip_suffix(ending.as_str())?)?;
    Some((value, *entry))
}
