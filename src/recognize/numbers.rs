//! Numbers: «1 844 036», «2 млн 300 тыс.», «двумястами сорока», «два с половиной миллиона», «XXI», «5-й».
//!
//! In: a page and a token. Out: the longest [`Number`] that begins there, with its value. Words come from `numerals.tsv` in any
//! case; only the shapes of digits stand here. Says nothing of what is counted: that is for `figures.rs` and `dates.rs`.
//! A page's numbers are read once, from left to right, into its [`Numbers`]; recognizers look there.
//! Known misses: words above quintillions, ordinals joined to words («5-тысячный»).

#[cfg(test)]
mod tests;

use super::page::Page;
use crate::lexicon::{BUNDLED, Case, Class, Entry, Form, Gender, Table, keys, morph};
use crate::text::TokenKind;
use foldhash::{HashMap, HashMapExt};
use once_cell::sync::Lazy;
use regex::Regex;
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

/// No number has more tokens: five scales of a count of three words, and their names.
const TOKENS: usize = 24;

static GROUP_FIRST: Lazy<Regex> = Lazy::new(|| Regex::new(r"^[1-9][0-9]{0,2}$").expect("the pattern is whole"));
static GROUP_NEXT: Lazy<Regex> = Lazy::new(|| Regex::new(r"^[0-9]{3}(?:,[0-9]{1,3})?$").expect("the pattern is whole"));
static ORDINAL: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-9]{1,4})[-‑‐]([а-я]{1,3})$").expect("the pattern is whole"));
static CARDINAL: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-9]{1,3})[-‑‐](х|ти|и|мя|ми|ью|ёх|ех)$").expect("the pattern is whole"));
static ROMAN: Lazy<Regex> = Lazy::new(|| Regex::new(r"^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$").expect("the pattern is whole"));

/// The value of a number in digits as Russian news writes it; `None` for codes, dates, versions and clock times.
///
/// Several separators of one sign part thousands; a comma alone is decimal; a dot alone is decimal unless exactly three digits
/// follow it and no scale word does.
///
/// ```
/// use svodka::recognize::numbers::digits;
/// assert_eq!(digits("1.844.036.360,12", false), Some(1844036360.12));
/// assert_eq!(digits("5,3", true), Some(5.3));
/// assert_eq!(digits("12.03.2020", false), None);
/// ```
pub fn digits(text: &str, scaled: bool) -> Option<f64> {
    if let Some(value) = vulgar(text) {
        return Some(value);
    }
    if text.len() > 24 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') || !text.bytes().next()?.is_ascii_digit() {
        return None;
    }
    let (dots, commas) = (text.matches('.').count(), text.matches(',').count());
    let decimal = match (dots, commas) {
        (0, 0) => None,
        (0, 1) => Some(','),
        (1, 0) => {
            let (whole, rest) = text.split_once('.')?;
            (scaled || rest.len() != 3 || !GROUP_FIRST.is_match(whole)).then_some('.')
        }
        (_, 1) => Some(','),
        (1, _) => Some('.'),
        _ => None,
    };
    let (whole, fraction) = match decimal {
        Some(sign) => text.rsplit_once(sign)?,
        None => (text, ""),
    };
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let mut joined = first.to_string();
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        grouped = true;
        joined.push_str(group);
    }
    // «007» and «0123» are codes.
    if grouped && !GROUP_FIRST.is_match(first) || joined.is_empty() || joined.len() > 1 && joined.starts_with('0') || decimal.is_some() && fraction.is_empty() {
        return None;
    }
    if !fraction.is_empty() {
        joined.push('.');
        joined.push_str(fraction);
    }
    joined.parse().ok()
}

fn vulgar(text: &str) -> Option<f64> {
    match text {
        "½" => Some(0.5),
        "¼" => Some(0.25),
        "¾" => Some(0.75),
        "⅓" => Some(1.0 / 3.0),
        "⅔" => Some(2.0 / 3.0),
        _ => None,
    }
}

/// What kind of number word a row of `numerals.tsv` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NumeralKind {
    Cardinal,
    Ordinal,
    Collective,
    Multiplier,
    Fraction,
    Vague,
}

impl NumeralKind {
    fn of(entry: Entry) -> NumeralKind {
        match entry.cell("kind") {
            "cardinal" => NumeralKind::Cardinal,
            "ordinal" => NumeralKind::Ordinal,
            "collective" => NumeralKind::Collective,
            "multiplier" => NumeralKind::Multiplier,
            "fraction" => NumeralKind::Fraction,
            _ => NumeralKind::Vague,
        }
    }
}

/// The row of `numerals.tsv` that a word is.
#[derive(Clone, Copy, Debug)]
struct Numeral {
    kind: NumeralKind,
    /// 0 where the row has none.
    value: f64,
    /// How much of the form's readings the row accounts for.
    share: f32,
}

impl Numeral {
    /// The likeliest row with a value, else the likeliest vague one: «тысяча» goes before the vague «тысячи» of the same form.
    fn of(form: &Form) -> Option<Numeral> {
        if !form.classes.has(Class::Number) {
            return None;
        }
        let usable = |e: Entry| {
            let kind = NumeralKind::of(e);
            let value = value(e);
            (value.is_some() || kind == NumeralKind::Vague)
                .then(|| (Numeral { kind, value: value.unwrap_or(0.0), share: share(form, e) }, value.is_some(), e.row))
        };
        form.entries_of(Table::Numerals)
            .filter_map(usable)
            .max_by(|a, b| a.1.cmp(&b.1).then(a.0.share.total_cmp(&b.0.share)).then(b.2.cmp(&a.2)))
            .map(|(numeral, ..)| numeral)
    }

    /// The value of a word that multiplies what stands before it: «тысяча», «десяток».
    fn factor(self) -> Option<f64> {
        match self.kind {
            NumeralKind::Cardinal => [1e3, 1e6, 1e9, 1e12, 1e15, 1e18].contains(&self.value).then_some(self.value),
            NumeralKind::Collective => [10.0, 12.0, 100.0].contains(&self.value).then_some(self.value),
            _ => None,
        }
    }

    /// «семью» is more often of a family than of seven, «три» hardly ever of rubbing: alone, a word must be likely enough to
    /// be a number; within a number («семью тысячами») it is one.
    fn is_likely(self) -> bool {
        self.share >= 0.2
    }
}

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

/// How much of a form's readings an entry accounts for; all of it where the dictionary is silent.
fn share(form: &Form, entry: Entry) -> f32 {
    let name = keys::fold(entry.cell("name"));
    if form.readings.is_empty() || form.folded.trim_end_matches('.') == name {
        return 1.0;
    }
    form.readings.iter().filter(|r| *r.lemma == *name).map(|r| r.probability).sum()
}

fn value(entry: Entry) -> Option<f64> {
    let value: f64 = entry.cell("value").parse().ok()?;
    // The table writes a third as 0.333333.
    if entry.cell("kind") == "fraction" && value < 1.0 {
        let exact = (2..=20).map(|of| ((value * f64::from(of)).round() / f64::from(of), of)).find(|(v, _)| (v - value).abs() < 1e-5);
        return Some(exact.map_or(value, |(v, _)| v));
    }
    Some(value)
}

/// Whether a token may be part of a number.
pub fn may_be(page: &Page<'_>, token: usize) -> bool {
    page.kind(token) == Some(TokenKind::Number) || page.has(token, Class::Number)
}

/// The scale word at a token («тысяч», «млн», «десятка»): its value.
pub fn scale(page: &Page<'_>, token: usize) -> Option<f64> {
    page.numbers().scale(token)
}

/// What may follow inside a group below a thousand: «двести» → «сорок» → «пять».
fn room(value: f64) -> f64 {
    match value as u64 {
        100.. => 100.0,
        20..=99 if value % 10.0 == 0.0 => 10.0,
        _ => 0.0,
    }
}

/// A number being read.
struct Reader<'a, 't> {
    page: &'a Page<'t>,
    numbers: &'a Numbers,
    total: f64,
    current: Option<f64>,
    room: f64,
    scale: f64,
    form: Option<NumberForm>,
}

impl<'a, 't> Reader<'a, 't> {
    fn new(page: &'a Page<'t>, numbers: &'a Numbers) -> Reader<'a, 't> {
        Reader { page, numbers, total: 0.0, current: None, room: 0.0, scale: f64::INFINITY, form: None }
    }

    fn is_empty(&self) -> bool {
        self.current.is_none() && self.total == 0.0
    }

    fn finish(self, tokens: Range<usize>) -> Option<Number> {
        let scale = if self.scale.is_finite() { self.scale } else { 1.0 };
        (!tokens.is_empty()).then_some(Number { tokens, value: self.total + self.current.unwrap_or(0.0), scale, form: self.form? })
    }

    fn digits(&mut self, at: usize) -> Option<usize> {
        // «часть 1» is no number.
        if self.form == Some(NumberForm::Vague) {
            return None;
        }
        let (value, end) = grouped(self.page, self.numbers, at).or_else(|| with_ending(self.page, self.numbers, at))?;
        if !self.is_empty() {
            let next = self.numbers.scale(end);
            // «2 млн 300 тыс.», «2 миллиона 12 человек», but not «2 млн 2014 года», «5 млн 20 июня».
            let rest = next.is_none() && value.fract() == 0.0 && self.scale >= 1000.0 && !self.page.has(end, Class::Month);
            let year = end == at + 1 && (1900.0..2100.0).contains(&value) && self.scale > 1000.0;
            let fits = self.current.is_none() && value < self.scale && (next.is_some_and(|s| s < self.scale) || rest && !year);
            if !fits {
                return None;
            }
        }
        self.current = Some(value);
        self.room = 0.0;
        self.form.get_or_insert(NumberForm::Digits);
        Some(end)
    }

    fn word(&mut self, at: usize) -> Option<usize> {
        let numeral = self.numbers.numeral(at)?;
        let alone = self.is_empty() && self.numbers.numeral(at + 1).is_none_or(|next| !next.is_likely());
        if alone && !numeral.is_likely() {
            return None;
        }
        if let Some(factor) = numeral.factor() {
            return self.scaled(factor, at);
        }
        let Numeral { kind, value, .. } = numeral;
        let counts = matches!(kind, NumeralKind::Cardinal | NumeralKind::Collective) && self.form != Some(NumberForm::Vague);
        // «полмиллиона» stands alone.
        if counts && (value < 1000.0 || self.is_empty()) {
            let fits = match self.current {
                None => value < self.scale,
                Some(_) => value < self.room && value > 0.0,
            };
            if !fits {
                return None;
            }
            self.room = if kind == NumeralKind::Cardinal { room(value) } else { 0.0 };
            self.current = Some(self.current.unwrap_or(0.0) + value);
            let written = if kind == NumeralKind::Collective { NumberForm::Collective } else { NumberForm::Words };
            if kind == NumeralKind::Collective || self.form.is_none() {
                self.form = Some(written);
            }
            return Some(at + 1);
        }
        // «несколько тысяч»
        if kind == NumeralKind::Vague && self.form.is_none() {
            self.form = Some(NumberForm::Vague);
            // «пару тысяч» are two, «пара дней» is as vague as «несколько».
            self.current = Some(value).filter(|v| *v > 0.0 && self.numbers.scale(at + 1).is_some());
            return Some(at + 1);
        }
        None
    }

    fn scaled(&mut self, value: f64, at: usize) -> Option<usize> {
        if self.scale <= value || self.current.is_none() && self.total > 0.0 {
            return None;
        }
        if self.current.is_none() && self.is_vague_plural(at) {
            self.form = Some(NumberForm::Vague);
        }
        let times = self.current.unwrap_or(1.0) * value;
        if value < 1000.0 {
            self.current = Some(times);
        } else {
            self.total += times;
            self.current = None;
            self.scale = value;
        }
        self.room = 0.0;
        self.form.get_or_insert(NumberForm::Words);
        Some(at + 1)
    }

    /// «тысячи людей» are thousands, «более тысячи» is one.
    fn is_vague_plural(&self, at: usize) -> bool {
        let Some(form) = self.page.form(at) else { return false };
        let bounded = at > 0 && self.page.form(at - 1).is_some_and(|f| f.entries_of(Table::Bounds).any(|e| e.cell("note") == "before"));
        let could_be_plural = form.readings.iter().any(|r| r.plural == Some(true) && r.case == Some(Case::Nom));
        // The share of the singular: «тысячи» is a genitive of one often enough, «тысячам» never.
        let one = form.readings.iter().any(|r| r.plural != Some(true) && r.probability > 0.2);
        !one || could_be_plural && !bounded
    }

    /// «с половиной», «с четвертью».
    fn and_part(&mut self, at: usize) -> Option<usize> {
        if self.page.folded(at) != "с" || self.form == Some(NumberForm::Vague) || self.page.sentence(at).end <= at + 1 {
            return None;
        }
        let value = part(self.page.form(at + 1)?).filter(|v| (0.25..=0.5).contains(v))?;
        match (self.current, self.total > 0.0) {
            (Some(c), _) if c.fract() == 0.0 && c > 0.0 => self.current = Some(c + value),
            (None, true) => self.total += value * self.scale,
            _ => return None,
        }
        self.room = 0.0;
        Some(at + 2)
    }

    /// «пять целых две десятых», «ноль целых и пять сотых».
    fn decimal(&mut self, at: usize) -> Option<usize> {
        let whole = self.current.filter(|c| c.fract() == 0.0 && self.total == 0.0)?;
        // «целых» is the whole one among the parts.
        part(self.page.form(at)?).filter(|v| *v == 1.0)?;
        let end = self.page.sentence(at).end;
        let mut next = at + 1 + usize::from(self.page.folded(at + 1) == "и");
        let mut parts = Reader::new(self.page, self.numbers);
        while next < end {
            match parts.word(next) {
                Some(after) if parts.total == 0.0 => next = after,
                _ => break,
            }
        }
        let size = part(self.page.form(next).filter(|_| next < end)?).filter(|v| *v < 1.0)?;
        // Without the noise of sums of binary fractions; the smallest part is a millionth.
        self.current = Some(((whole + parts.current? * size) * 1e9).round() / 1e9);
        self.room = 0.0;
        Some(next + 1)
    }

    /// «2½», «36 ¾».
    fn vulgar(&mut self, at: usize) -> Option<usize> {
        let whole = self.current.filter(|c| c.fract() == 0.0 && self.total == 0.0 && self.form == Some(NumberForm::Digits))?;
        self.current = Some(whole + vulgar(self.page.word(at))?);
        Some(at + 1)
    }

    fn next(&mut self, at: usize) -> Option<usize> {
        if !self.is_empty()
            && let Some(end) = self.vulgar(at)
        {
            return Some(end);
        }
        if self.page.has(at, Class::Digit) {
            return self.digits(at);
        }
        self.decimal(at).or_else(|| self.word(at)).or_else(|| self.and_part(at))
    }
}

/// A number in digits at a token, with thousands parted by spaces: its value and the token after it.
fn grouped(page: &Page<'_>, numbers: &Numbers, at: usize) -> Option<(f64, usize)> {
    if page.kind(at) != Some(TokenKind::Number) {
        return None;
    }
    let first = page.word(at);
    let limit = page.sentence(at).end.min(at + 6);
    let mut end = at + 1;
    if GROUP_FIRST.is_match(first) {
        while end < limit
            && page.kind(end) == Some(TokenKind::Number)
            && page.text.tokens[end].space_before
            && page.text.tokens[end].breaks_before == 0
            && GROUP_NEXT.is_match(page.word(end))
        {
            end += 1;
            if page.word(end - 1).contains(',') {
                break;
            }
        }
    }
    if end > at + 1 {
        let mut joined = String::new();
        for token in at..end {
            joined.push_str(page.word(token));
        }
        return Some((joined.replace(',', ".").parse().ok()?, end));
    }
    Some((digits(first, numbers.scale(end).is_some())?, end))
}

/// «3-х лет», «10-ти человек», «4-х миллионов»: digits with the ending of a cardinal, before what they count; «90-х годов» is a
/// decade.
fn with_ending(page: &Page<'_>, numbers: &Numbers, at: usize) -> Option<(f64, usize)> {
    if !page.has(at, Class::Digit) || !page.has(at, Class::Hyphen) {
        return None;
    }
    let found = CARDINAL.captures(page.folded(at))?;
    let value: f64 = found[1].parse().ok()?;
    // No ordinal ends in «-ти».
    if &found[2] == "ти" || numbers.scale(at + 1).is_some() {
        return Some((value, at + 1));
    }
    let next = page.form(at + 1)?;
    let decade = value % 10.0 == 0.0 && next.has_lemma("год");
    (!decade && next.classes.has(Class::Noun) && next.classes.has(Class::Plural)).then_some((value, at + 1))
}

/// The value of digits with the ending of a cardinal: «72-х».
pub fn with_ending_of(word: &str) -> Option<f64> {
    CARDINAL.captures(word)?[1].parse().ok()
}

/// The longest cardinal number that begins at a token: digits, words, scales, «с половиной».
pub fn cardinal(page: &Page<'_>, start: usize) -> Option<Number> {
    page.numbers().cardinals.get(start)?.as_deref().cloned()
}

fn read_cardinal(page: &Page<'_>, numbers: &Numbers, start: usize, sentence_end: usize) -> Option<Number> {
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
        at = reader.word(at)?;
    }
    None
}

/// The value of «5-й», «1990-х», «18-го»; `None` for «5-ти» and «120-мм».
pub fn joined_ordinal(word: &str) -> Option<f64> {
    let found = ORDINAL.captures(word)?;
    let ending = &found[2];
    // An ending of an adjective: a vowel or й, х, м after the digits, or a whole one («-го», «-му», «-ми»).
    let is_ending = morph::readings(word).iter().any(|r| r.pos == morph::Pos::Adjective && r.lemma.ends_with('й'))
        && (ending.chars().count() == 1
            || ending.starts_with(['г', 'м', 'о', 'ы', 'и', 'у', 'а', 'е', 'я']) && !ending.starts_with("мм") && !ending.starts_with("гр"));
    if is_ending { found[1].parse().ok() } else { None }
}

/// The value of a Roman numeral in capitals, Latin or look-alike Cyrillic; at most 3999.
///
/// ```
/// assert_eq!(svodka::recognize::numbers::roman("XXI"), Some(21.0));
/// assert_eq!(svodka::recognize::numbers::roman("МИД"), None);
/// ```
pub fn roman(word: &str) -> Option<f64> {
    let latin: String = word
        .chars()
        .take(16)
        .map(|c| match c {
            'Х' => 'X',
            'І' => 'I',
            'М' => 'M',
            'С' => 'C',
            c => c,
        })
        .collect();
    if latin.is_empty() || !ROMAN.is_match(&latin) || matches!(word, "С" | "М" | "СМ" | "МС" | "ММ" | "СС" | "MC" | "CD" | "DC" | "MD" | "C" | "D" | "M" | "L")
    {
        return None;
    }
    let worth = |c: char| match c {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        'L' => 50,
        'C' => 100,
        'D' => 500,
        _ => 1000,
    };
    let values: Vec<i32> = latin.chars().map(worth).collect();
    let total: i32 = values.iter().enumerate().map(|(i, v)| if values.get(i + 1).is_some_and(|next| next > v) { -v } else { *v }).sum();
    Some(f64::from(total))
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

/// The value of a word as a part: «трети», «десятых».
fn part(form: &Form) -> Option<f64> {
    form.entries_of(Table::Numerals).filter(|e| e.cell("kind") == "fraction").find_map(value)
}

/// Whether a lone word is more often something else than a number: «семью» of a family.
pub fn is_doubtful(page: &Page<'_>, token: usize) -> bool {
    page.numbers().numeral(token).is_some_and(|n| n.share < 0.5)
}

/// Whether a number that begins earlier reaches over a token, so that nothing may begin there.
pub fn is_inside(page: &Page<'_>, token: usize) -> bool {
    page.numbers().inside.get(token).is_some_and(|inside| *inside)
}

/// Numbers as the first part of a word, in the genitive: «пяти» of «пятилетний», «двадцати» of «двадцатилетний».
static PREFIXES: Lazy<HashMap<String, f64>> = Lazy::new(|| {
    let mut out: HashMap<String, f64> = HashMap::new();
    let mut below_ten = Vec::new();
    let mut tens = Vec::new();
    for row in 0..BUNDLED.rows(Table::Numerals) {
        let entry = BUNDLED.row(Table::Numerals, row);
        let name = entry.cell("name");
        let Some(value) = value(entry).filter(|v| *v >= 1.0 && *v < 1000.0) else {
            continue;
        };
        if entry.cell("kind") != "cardinal" && value != 1.5 {
            continue;
        }
        let genitive = match value as u64 {
            // «одноэтажный», «девяностолетний», «столетний»
            1 if value == 1.0 => morph::inflected(name, &|_| true, &[("Case", "Nom"), ("Gender", "Neut"), ("Number", "Sing")]),
            90 | 100 => morph::inflected(name, &|_| true, &[("Case", "Nom")]),
            _ => morph::inflected(name, &|r| r.pos == morph::Pos::Numeral, &[("Case", "Gen")]),
        };
        let Some(genitive) = genitive.map(|g| keys::fold(&g)) else { continue };
        if (1.0..10.0).contains(&value) {
            below_ten.push((genitive.clone(), value));
        } else if (20.0..100.0).contains(&value) {
            tens.push((genitive.clone(), value));
        }
        out.entry(genitive).or_insert(value);
    }
    for (ten, tens) in tens {
        for (one, ones) in &below_ten {
            out.insert(format!("{ten}{one}"), tens + ones);
        }
    }
    out
});

/// The value of a number in the genitive that begins a compound: «пяти», «тридцатипяти».
pub fn prefix(word: &str) -> Option<f64> {
    PREFIXES.get(word).copied()
}

/// The first two letters of all numbers that begin a compound: a quick look before the long one.
static STARTS: Lazy<Vec<String>> = Lazy::new(|| {
    let mut out: Vec<String> = PREFIXES.keys().map(|p| p.chars().take(2).collect()).collect();
    out.sort_unstable();
    out.dedup();
    out
});

/// Whether a word can begin with a number, as «пятилетний» does; most words cannot.
pub fn may_begin_compound(word: &str) -> bool {
    word.char_indices().nth(2).is_some_and(|(end, _)| STARTS.binary_search_by(|s| s.as_str().cmp(&word[..end])).is_ok())
}

/// The value of one cardinal word in any case, as in «пять-семь».
pub fn single(word: &str) -> Option<f64> {
    let mut lemmas = morph::readings(word).into_iter().filter(|r| r.known).map(|r| r.lemma.to_string());
    lemmas.find_map(|lemma| {
        let entries: Vec<Entry> = BUNDLED.first(&lemma).map(|n| n.entries().collect()).unwrap_or_default();
        entries.into_iter().find(|e| e.table == Table::Numerals && e.cell("kind") == "cardinal").and_then(value)
    })
}

/// A gender in the notation of the morphology.
pub(super) fn gender_name(gender: Gender) -> &'static str {
    match gender {
        Gender::Masc => "Masc",
        Gender::Fem => "Fem",
        Gender::Neut => "Neut",
    }
}
