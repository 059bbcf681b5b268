//! Numbers in signs: digits with their separators and endings, Roman numerals.

use super::Numbers;
use crate::lexicon::{Case, Class, Pos, morph};
use crate::recognize::page::Page;
use crate::text::TokenKind;
use once_cell::sync::Lazy;
use regex::Regex;

static GROUP_FIRST: Lazy<Regex> = Lazy::new(|| Regex::new(r"^[1-9][0-9]{0,2}$").expect("the pattern is whole"));
static GROUP_NEXT: Lazy<Regex> = Lazy::new(|| Regex::new(r"^[0-9]{3}(?:,[0-9]{1,3})?$").expect("the pattern is whole"));
static ORDINAL: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-9]{1,4})[-‑‐]([а-я]{1,3})$").expect("the pattern is whole"));
static CARDINAL: Lazy<Regex> = Lazy::new(|| Regex::new(r"^([0-9]{1,3})[-‑‐](х|ти|и|мя|ми|ью|ю|м|ёх|ех)$").expect("the pattern is whole"));
static ROMAN: Lazy<Regex> = Lazy::new(|| Regex::new(r"^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$").expect("the pattern is whole"));

/// Makes the patterns of this module, which is else done when they are first needed.
pub(super) fn prepare() {
    for pattern in [&GROUP_FIRST, &GROUP_NEXT, &ORDINAL, &CARDINAL, &ROMAN] {
        Lazy::force(pattern);
    }
}

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

pub(super) fn vulgar(text: &str) -> Option<f64> {
    match text {
        "½" => Some(0.5),
        "¼" => Some(0.25),
        "¾" => Some(0.75),
        "⅓" => Some(1.0 / 3.0),
        "⅔" => Some(2.0 / 3.0),
        _ => None,
    }
}

/// A number in digits at a token, with thousands parted by spaces: its value and the token after it.
pub(super) fn grouped(page: &Page<'_>, numbers: &Numbers, at: usize) -> Option<(f64, usize)> {
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

/// «1 250 000-й»: an ordinal with its thousands parted by spaces, and the token after it.
pub(super) fn grouped_ordinal(page: &Page<'_>, at: usize) -> Option<(f64, usize)> {
    let limit = page.sentence(at).end.min(at + 6);
    if page.kind(at) != Some(TokenKind::Number) || !GROUP_FIRST.is_match(page.word(at)) {
        return None;
    }
    let mut joined = page.word(at).to_string();
    for end in at + 1..limit {
        let word = page.word(end);
        if !page.text.tokens[end].space_before || page.text.tokens[end].breaks_before > 0 {
            return None;
        }
        if let Some(last) = ORDINAL.captures(word).filter(|c| c[1].len() == 3).filter(|_| joined_ordinal(word).is_some()) {
            joined.push_str(&last[1]);
            return Some((joined.parse().ok()?, end + 1));
        }
        if page.kind(end) != Some(TokenKind::Number) || word.len() != 3 || !GROUP_NEXT.is_match(word) {
            return None;
        }
        joined.push_str(word);
    }
    None
}

/// «3-х лет», «10-ти человек», «4-х миллионов»: digits with the ending of a cardinal, before what they count; «90-х годов» is a
/// decade.
pub(super) fn with_ending(page: &Page<'_>, numbers: &Numbers, at: usize) -> Option<(f64, usize)> {
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
    // «перед 250-ю гостями», «к 40-м странам», but not «250-ю встречу».
    let oblique = |case: Case| next.readings.iter().any(|r| r.pos == Pos::Noun && r.case == Some(case) && r.plural == Some(true) && r.probability > 0.2);
    match &found[2] {
        "ю" => return oblique(Case::Ins).then_some((value, at + 1)),
        "м" => return oblique(Case::Dat).then_some((value, at + 1)),
        _ => {}
    }
    // «2-х строительных компаний»; «1-х» is no cardinal.
    let counts = next.classes.has(Class::Noun) || value > 1.0 && &found[2] == "х" && next.classes.any(&[Class::Adjective, Class::Participle]);
    (!decade && counts && next.classes.has(Class::Plural)).then_some((value, at + 1))
}

/// The value of digits with the ending of a cardinal: «72-х».
pub fn with_ending_of(word: &str) -> Option<f64> {
    CARDINAL.captures(word)?[1].parse().ok()
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
