//! A number being read, token by token: what may follow what.

use super::notation::{grouped, vulgar, with_ending};
use super::numerals::{Numeral, NumeralKind, part};
use super::{Number, NumberForm, Numbers};
use crate::lexicon::{Case, Class, Table};
use crate::recognize::page::Page;
use std::ops::Range;

/// What may follow inside a group below a thousand: «двести» → «сорок» → «пять».
fn room(value: f64) -> f64 {
    match value as u64 {
        100.. => 100.0,
        20..=99 if value % 10.0 == 0.0 => 10.0,
        _ => 0.0,
    }
}

/// A number being read.
pub(super) struct Reader<'a, 't> {
    page: &'a Page<'t>,
    numbers: &'a Numbers,
    pub total: f64,
    pub current: Option<f64>,
    pub room: f64,
    pub scale: f64,
    pub form: Option<NumberForm>,
}

impl<'a, 't> Reader<'a, 't> {
    pub fn new(page: &'a Page<'t>, numbers: &'a Numbers) -> Reader<'a, 't> {
        Reader { page, numbers, total: 0.0, current: None, room: 0.0, scale: f64::INFINITY, form: None }
    }

    pub fn is_empty(&self) -> bool {
        self.current.is_none() && self.total == 0.0
    }

    pub fn finish(self, tokens: Range<usize>) -> Option<Number> {
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

    pub fn word(&mut self, at: usize) -> Option<usize> {
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
        // «тысячи ста двадцати мест» is one thousand and more.
        if self.numbers.numeral(at + 1).is_some_and(|n| n.is_likely() && n.factor().is_none() && n.kind == NumeralKind::Cardinal) {
            return false;
        }
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

    pub fn next(&mut self, at: usize) -> Option<usize> {
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
