//! Number words as `numerals.tsv` has them.

use crate::lexicon::{Class, Entry, Form, Table, keys};

/// What kind of number word a row of `numerals.tsv` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumeralKind {
    Cardinal,
    Ordinal,
    Collective,
    Multiplier,
    Fraction,
    Vague,
}

impl NumeralKind {
    pub fn of(entry: Entry) -> NumeralKind {
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
pub(super) struct Numeral {
    pub kind: NumeralKind,
    /// 0 where the row has none.
    pub value: f64,
    /// How much of the form's readings the row accounts for.
    pub share: f32,
}

impl Numeral {
    /// The likeliest row with a value, else the likeliest vague one: «тысяча» goes before the vague «тысячи» of the same form.
    pub fn of(form: &Form) -> Option<Numeral> {
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
    pub fn factor(self) -> Option<f64> {
        match self.kind {
            NumeralKind::Cardinal => [1e3, 1e6, 1e9, 1e12, 1e15, 1e18].contains(&self.value).then_some(self.value),
            NumeralKind::Collective => [10.0, 12.0, 100.0].contains(&self.value).then_some(self.value),
            _ => None,
        }
    }

    /// «семью» is more often of a family than of seven, «три» hardly ever of rubbing: alone, a word must be likely enough to
    /// be a number; within a number («семью тысячами») it is one.
    pub fn is_likely(self) -> bool {
        self.share >= 0.2
    }
}

/// How much of a form's readings an entry accounts for; all of it where the dictionary is silent.
fn share(form: &Form, entry: Entry) -> f32 {
    let name = keys::fold(entry.cell("name"));
    if form.readings.is_empty() || form.folded.trim_end_matches('.') == name {
        return 1.0;
    }
    form.readings.iter().filter(|r| *r.lemma == *name).map(|r| r.probability).sum()
}

pub(super) fn value(entry: Entry) -> Option<f64> {
    let value: f64 = entry.cell("value").parse().ok()?;
    // The table writes a third as 0.333333.
    if entry.cell("kind") == "fraction" && value < 1.0 {
        let exact = (2..=20).map(|of| ((value * f64::from(of)).round() / f64::from(of), of)).find(|(v, _)| (v - value).abs() < 1e-5);
        return Some(exact.map_or(value, |(v, _)| v));
    }
    Some(value)
}

/// The value of a word as a part: «трети», «десятых».
pub(super) fn part(form: &Form) -> Option<f64> {
    form.entries_of(Table::Numerals).filter(|e| e.cell("kind") == "fraction").find_map(value)
}
