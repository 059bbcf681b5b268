//! Numbers: «1 844 036», «2 млн 300 тыс.», «двумястами сорока», «два с половиной миллиона», «XXI», «5-й».
//!
//! In: a page and a token. Out: the longest [`Number`] that begins there, with its value. Words come from `numerals.tsv` in any
//! case; only the shapes of digits stand here. Says nothing of what is counted: that is for `figures.rs` and `dates.rs`.
//! A page's numbers are read once, from left to right, into its [`Numbers`]; recognizers look there.
//! Known misses: words above quintillions, ordinals joined to words («5-тысячный»).

mod compounds;
mod notation;
mod numerals;
mod reader;
#[cfg(test)]
mod tests;

pub use compounds::{may_begin_compound, prefix, single};
pub use notation::{digits, joined_ordinal, roman, with_ending_of};

use super::page::Page;
use crate::lexicon::{Class, Form, Gender, Table};
use crate::text::TokenKind;
use foldhash::{HashMap, HashMapExt};
use notation::{grouped_ordinal, vulgar, with_ending};
use numerals::{Numeral, NumeralKind, part, value};
use reader::Reader;
use std::ops::Range;
use std::rc::Rc;

/// How a number is written or meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberForm {
    /// «12», «1,5 млн».
    Digits,
    /// «двенадцать», «полтора миллиона».
    Words,
    /// «трое», «оба».
    Collective,
    /// «пятый», «5-й», «V».
    Ordinal,
    /// «половина», «треть».
    Fraction,
    /// «десятки тысяч», «несколько сотен»: the value is the smallest scale that is named.
    Vague,
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its tokens, scale words included.
    pub tokens: Range<usize>,
    /// Its value.
    pub value: f64,
    /// The last scale word's value, 1 without one: «5,3 млн» has a million.
    pub scale: f64,
    /// How it is written.
    pub form: NumberForm,
}

/// Makes the patterns of this module, which is else done when they are first needed.
pub(crate) fn prepare() {
    notation::prepare();
}

/// Makes the table of numbers that begin compounds, for which the dictionary is needed.
pub(crate) fn prepare_prefixes() {
    compounds::prepare();
}

/// No number has more tokens: five scales of a count of three words, and their names.
const TOKENS: usize = 24;

/// The numbers of a page: which words are number words, and which numbers begin where. Made once, in one pass.
pub struct Numbers {
    words: Vec<Option<Numeral>>,
    cardinals: Vec<Option<Rc<Number>>>,
    inside: Vec<bool>,
}

impl Numbers {
    /// Reads the numbers of a page.
    pub fn new(page: &Page<'_>) -> Numbers {
        let mut seen: HashMap<*const Form, Option<Numeral>> = HashMap::new();
        let words: Vec<Option<Numeral>> =
            page.forms.iter().map(|f| if f.classes.has(Class::Number) { *seen.entry(Rc::as_ptr(f)).or_insert_with(|| Numeral::of(f)) } else { None }).collect();
        let mut out = Numbers { cardinals: vec![None; words.len()], inside: vec![false; words.len()], words };
        let (mut free_from, mut sentence_end) = (0, 0);
        for at in 0..page.len() {
            if at >= sentence_end {
                sentence_end = page.sentence(at).end;
            }
            if !starts_number(page, at) {
                continue;
            }
            let cardinal = read_cardinal(page, &out, at, sentence_end);
            if at >= free_from {
                let end = cardinal
                    .as_ref()
                    .map(|n| n.tokens.end)
                    .or_else(|| Some(read_ordinal(page, &out, at)?.tokens.end))
                    .or_else(|| Some(read_fraction(page, &out, at)?.tokens.end))
                    .unwrap_or(at + 1);
                out.inside[at + 1..end].fill(true);
                free_from = end;
            }
            out.cardinals[at] = cardinal.map(Rc::new);
        }
        out
    }

    fn numeral(&self, at: usize) -> Option<Numeral> {
        *self.words.get(at)?
    }

    fn scale(&self, at: usize) -> Option<f64> {
        self.numeral(at).filter(|n| n.is_likely())?.factor()
    }
}

fn starts_number(page: &Page<'_>, at: usize) -> bool {
    may_be(page, at) || page.has(at, Class::Digit)
}

/// Whether a token may be part of a number.
pub fn may_be(page: &Page<'_>, token: usize) -> bool {
    page.kind(token) == Some(TokenKind::Number) || page.has(token, Class::Number)
}

/// The scale word at a token («тысяч», «млн», «десятка»): its value.
pub fn scale(page: &Page<'_>, token: usize) -> Option<f64> {
    page.numbers().scale(token)
}

/// The longest cardinal number that begins at a token: digits, words, scales, «с половиной».
pub fn cardinal(page: &Page<'_>, start: usize) -> Option<Number> {
    page.numbers().cardinals.get(start)?.as_deref().cloned()
}

fn read_cardinal(page: &Page<'_>, numbers: &Numbers, start: usize, sentence_end: usize) -> Option<Number> {
    if grouped_ordinal(page, start).is_some() {
        return None;
    }
    let end = sentence_end.min(start + TOKENS);
    let mut reader = Reader::new(page, numbers);
    let mut at = start;
    while at < end {
        match reader.next(at) {
            Some(next) if next <= end => at = next,
            _ => break,
        }
    }
    // «двадцать пятый» is an ordinal from its first word on.
    if let Some(numeral) = numbers.numeral(at).filter(|n| at > start && at < end && n.is_likely())
        && numeral.kind == NumeralKind::Ordinal
        && (reader.current.is_some() && numeral.value < reader.room
            || reader.current.is_none() && numeral.value < reader.scale && reader.form == Some(NumberForm::Words))
    {
        return None;
    }
    let number = reader.finish(start..at)?;
    // «несколько» alone counts nothing.
    (number.value > 0.0 || number.form != NumberForm::Vague).then_some(number)
}

/// The ordinal that begins at a token: «двадцать пятый», «5-й», «1990-е», «XXI».
pub fn ordinal(page: &Page<'_>, start: usize) -> Option<Number> {
    read_ordinal(page, page.numbers(), start)
}

fn read_ordinal(page: &Page<'_>, numbers: &Numbers, start: usize) -> Option<Number> {
    let made = |end: usize, value: f64| Some(Number { tokens: start..end, value, scale: 1.0, form: NumberForm::Ordinal });
    if page.kind(start) == Some(TokenKind::Word) && page.has(start, Class::Digit) {
        if with_ending(page, numbers, start).is_some() {
            return None;
        }
        return made(start + 1, joined_ordinal(page.word(start))?);
    }
    if let Some((value, end)) = grouped_ordinal(page, start) {
        return made(end, value);
    }
    if page.has(start, Class::AllCaps) || page.has(start, Class::OneLetter) {
        return made(start + 1, roman(page.word(start))?);
    }
    if !page.has(start, Class::Number) {
        return None;
    }
    let end = page.sentence(start).end.min(start + TOKENS);
    let mut reader = Reader::new(page, numbers);
    let mut at = start;
    while at < end {
        let numeral = numbers.numeral(at).filter(|n| n.is_likely())?;
        if numeral.kind == NumeralKind::Ordinal {
            let fits = match reader.current {
                Some(_) => numeral.value < reader.room,
                None => numeral.value < reader.scale,
            };
            return if fits { made(at + 1, reader.total + reader.current.unwrap_or(0.0) + numeral.value) } else { None };
        }
        // «часть первого дня» is no number.
        at = reader.word(at).filter(|_| reader.form != Some(NumberForm::Vague))?;
    }
    None
}

/// The fraction that begins at a token: «половина», «две трети», «1/3», «¾»: value and tokens.
pub fn fraction(page: &Page<'_>, start: usize) -> Option<Number> {
    read_fraction(page, page.numbers(), start)
}

fn read_fraction(page: &Page<'_>, numbers: &Numbers, start: usize) -> Option<Number> {
    // «половина миллиарда» goes on with its scale.
    let made = |end: usize, value: f64| {
        let scale = numbers.scale(end).filter(|s| *s >= 1000.0 && end < page.sentence(start).end);
        Some(Number {
            tokens: start..end + usize::from(scale.is_some()),
            value: value * scale.unwrap_or(1.0),
            scale: scale.unwrap_or(1.0),
            form: NumberForm::Fraction,
        })
    };
    let end = page.sentence(start).end;
    if page.kind(start) == Some(TokenKind::Number) {
        let whole: f64 = digits(page.word(start), false)?;
        if start + 2 < end && page.word(start + 1) == "/" && !page.is_spaced(start + 1) && !page.is_spaced(start + 2) && page.word(start + 3) != "/" {
            let of = digits(page.word(start + 2), false)?;
            return if whole >= 1.0 && of > whole && of <= 100.0 { made(start + 3, whole / of) } else { None };
        }
        return if whole < 1.0 && vulgar(page.word(start)).is_some() { made(start + 1, whole) } else { None };
    }
    let phrase = page.phrases_from(start).iter().find(|p| p.entry.table == Table::Numerals && p.entry.cell("kind") == "fraction");
    if let Some((phrase, value)) = phrase.and_then(|p| Some((p, value(p.entry)?))) {
        return made(phrase.tokens.end, value);
    }
    let form = page.form(start)?;
    let numeral = numbers.numeral(start).filter(|n| n.is_likely())?;
    match numeral.kind {
        // «пятая» alone is an ordinal.
        NumeralKind::Fraction
            if numeral.value < 1.0
                && !form.classes.has(Class::Adjective)
                && !form.entries_of(Table::Numerals).any(|e| NumeralKind::of(e) == NumeralKind::Ordinal) =>
        {
            made(start + 1, numeral.value)
        }
        NumeralKind::Cardinal if (1.0..20.0).contains(&numeral.value) && start + 1 < end => {
            let of = part(page.form(start + 1)?).filter(|of| *of < 1.0 && numeral.value * of < 1.0)?;
            made(start + 2, numeral.value * of)
        }
        _ => None,
    }
}

/// Whether a lone word is more often something else than a number: «семью» of a family.
pub fn is_doubtful(page: &Page<'_>, token: usize) -> bool {
    page.numbers().numeral(token).is_some_and(|n| n.share < 0.5)
}

/// Whether a number that begins earlier reaches over a token, so that nothing may begin there.
pub fn is_inside(page: &Page<'_>, token: usize) -> bool {
    page.numbers().inside.get(token).is_some_and(|inside| *inside)
}

/// A gender in the notation of the morphology.
pub(super) fn gender_name(gender: Gender) -> &'static str {
    match gender {
        Gender::Masc => "Masc",
        Gender::Fem => "Fem",
        Gender::Neut => "Neut",
    }
}
