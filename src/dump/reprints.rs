//! Which articles repeat an earlier one of the dump, word for word or nearly so.
//!
//! Exact: the same words in the same order, whatever stands between them. Near: by MinHash over runs of three words (Broder, "On the
//! resemblance and containment of documents", 1997), one permutation with [`BINS`] bins (Li, Owen and Zhang, "One permutation hashing",
//! NIPS 2012), of which 16 bits are kept (Li and König, "b-bit minwise hashing", WWW 2010). Candidates are found by [`BANDS`] bands of
//! [`ROWS`] bins, and compared by all bins.
//!
//! Reports made from one template (weather, rates) differ in their numbers and are no reprints: with other numbers the words must
//! agree nearly all.
//!
//! Memory is bounded: only the last articles are remembered, as many as the caller says; each takes some 400 bytes and its id, 50 MB for a hundred thousand.

use std::collections::{HashMap, VecDeque};
use twox_hash::XxHash3_64;

/// Bins of a sketch.
const BINS: usize = 64;
/// Bands of a sketch; an article that agrees in one is compared in all.
const BANDS: usize = 16;
/// Bins of a band. With 16 bands of 4 an article that shares 0.7 of its runs is found in 98.8 of 100 cases, 0.3 in 12.
const ROWS: usize = BINS / BANDS;
/// Share of equal bins from which on an article with the same numbers is a reprint. A word changed in every 30 leaves 0.81 of the runs of three.
const SAME_NUMBERS: f32 = 0.6;
/// The same for an article with other numbers.
const OTHER_NUMBERS: f32 = 0.9;
/// Words under which only exact repetition counts: there are too few runs to compare.
const SHORT: usize = 20;

/// What an article is compared by.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    exact: u64,
    numbers: u64,
    bins: Option<[u16; BINS]>,
}

impl Sketch {
    /// The sketch of a text.
    pub fn of(text: &str) -> Sketch {
        let mut words: Vec<u64> = Vec::new();
        let mut numbers: Vec<u64> = Vec::new();
        let mut lower = String::new();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }));
            let hash = XxHash3_64::oneshot(lower.as_bytes());
            words.push(hash);
            if lower.starts_with(|c: char| c.is_numeric()) {
                numbers.push(hash);
            }
        }
        let joined = |words: &[u64]| words.iter().fold(words.len() as u64, |hash, word| mixed(hash ^ word));
        numbers.sort_unstable();
        numbers.dedup();
        let bins = (words.len() >= SHORT).then(|| {
            let mut least = [u64::MAX; BINS];
            for run in words.windows(3) {
                let hash = joined(run);
                let bin = &mut least[(hash >> 58) as usize];
                *bin = (*bin).min(hash << 6);
            }
            filled(least)
        });
        Sketch { exact: joined(&words), numbers: joined(&numbers), bins }
    }

    fn likeness(&self, other: &Sketch) -> f32 {
        match (&self.bins, &other.bins) {
            (Some(a), Some(b)) => a.iter().zip(b).filter(|(a, b)| a == b).count() as f32 / BINS as f32,
            _ => 0.0,
        }
    }
}

/// The finalizer of SplitMix64: every bit of the result depends on every bit of the value.
fn mixed(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Empty bins take their neighbour's value, changed by the distance (Shrivastava and Li, "Densifying one permutation hashing", 2014).
fn filled(least: [u64; BINS]) -> [u16; BINS] {
    let mut bins = [0; BINS];
    for (i, bin) in bins.iter_mut().enumerate() {
        let found = (0..BINS as u64).find(|d| least[(i + *d as usize) % BINS] != u64::MAX).unwrap_or(0);
        *bin = (mixed(least[(i + found as usize) % BINS] ^ found) >> 48) as u16;
    }
    bins
}

/// How an article repeats another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Likeness {
    Exact,
    Near,
}

/// The first articles with their texts.
pub struct Reprints {
    /// Articles remembered.
    window: usize,
    /// Number of the oldest that is remembered.
    oldest: u64,
    firsts: VecDeque<(Sketch, Box<str>)>,
    /// From the hash of all words to the first with them.
    exact: HashMap<u64, u64>,
    /// From the hash of a band to the latest first with it, by its number's last 32 bits. A slot for every hash that has the same last bits: what
    /// is overwritten is found by its other bands.
    bands: Vec<u32>,
}

impl Reprints {
    /// Remembers at most `window` articles that repeat none.
    pub fn new(window: usize) -> Reprints {
        let window = window.clamp(1, 1 << 26);
        let slots = (window * BANDS * 2).next_power_of_two();
        Reprints { window, oldest: 0, firsts: VecDeque::new(), exact: HashMap::new(), bands: vec![u32::MAX; slots] }
    }

    /// What an article repeats: the id of the first with its text. An article that repeats none is remembered.
    pub fn see(&mut self, sketch: &Sketch, id: &str) -> Option<(String, Likeness)> {
        if let Some((_, first)) = self.exact.get(&sketch.exact).and_then(|n| self.get(*n)) {
            return Some((first.to_string(), Likeness::Exact));
        }
        let mut candidates: Vec<u64> = keys(sketch)
            .map(|key| self.oldest + u64::from(self.bands[self.slot(key)].wrapping_sub(self.oldest as u32)))
            .filter(|number| *number < self.oldest + self.firsts.len() as u64)
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        for candidate in candidates {
            let Some((other, first)) = self.get(candidate) else { continue };
            let wanted = if other.numbers == sketch.numbers { SAME_NUMBERS } else { OTHER_NUMBERS };
            if other.likeness(sketch) >= wanted {
                return Some((first.to_string(), Likeness::Near));
            }
        }
        self.remember(sketch, id);
        None
    }

    fn get(&self, number: u64) -> Option<(&Sketch, &str)> {
        let (sketch, id) = self.firsts.get(usize::try_from(number.checked_sub(self.oldest)?).ok()?)?;
        Some((sketch, id))
    }

    fn slot(&self, key: u64) -> usize {
        key as usize & (self.bands.len() - 1)
    }

    fn remember(&mut self, sketch: &Sketch, id: &str) {
        if self.firsts.len() == self.window {
            let gone = self.oldest;
            if let Some((sketch, _)) = self.firsts.pop_front()
                && self.exact.get(&sketch.exact) == Some(&gone)
            {
                self.exact.remove(&sketch.exact);
            }
            self.oldest += 1;
        }
        let number = self.oldest + self.firsts.len() as u64;
        self.exact.insert(sketch.exact, number);
        for key in keys(sketch) {
            let slot = self.slot(key);
            self.bands[slot] = number as u32;
        }
        self.firsts.push_back((sketch.clone(), id.into()));
    }
}

/// A key for every band.
fn keys(sketch: &Sketch) -> impl Iterator<Item = u64> + '_ {
    let bands = sketch.bins.iter().flat_map(|bins| bins.chunks_exact(ROWS));
    bands.enumerate().map(|(band, rows)| rows.iter().fold(band as u64, |key, row| mixed(key ^ u64::from(*row))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of a made-up text, by a fixed sequence.
    fn text(seed: u64, words: usize) -> Vec<String> {
        (0..words as u64)
            .map(|i| {
                format!("слово{}", mixed(seed.wrapping_mul(1000) + i) % 5000).replace(|c: char| c.is_ascii_digit(), "").to_string()
                    + &letters(mixed(seed * 7919 + i) % 5000)
            })
            .collect()
    }

    fn letters(mut n: u64) -> String {
        let mut word = String::new();
        while n > 0 {
            word.push(char::from_u32('а' as u32 + (n % 32) as u32).expect("a letter"));
            n /= 32;
        }
        word
    }

    #[test]
    fn repetitions_are_found_and_other_articles_are_not() {
        let mut reprints = Reprints::new(20_000);
        let (mut near, mut exact) = (0, 0);
        for n in 0..10_000 {
            assert_eq!(reprints.see(&Sketch::of(&text(n, 120).join(" ")), &n.to_string()), None, "{n}");
        }
        for n in 0..1000 {
            let mut words = text(n, 120);
            let joined = words.join(", ").to_uppercase();
            exact += usize::from(reprints.see(&Sketch::of(&joined), "copy") == Some((n.to_string(), Likeness::Exact)));
            for at in [10, 50, 90] {
                words[at] = "другое".into();
            }
            words.truncate(115);
            near += usize::from(reprints.see(&Sketch::of(&words.join(" ")), "edited") == Some((n.to_string(), Likeness::Near)));
        }
        assert_eq!(exact, 1000);
        assert!(near >= 950, "{near}");
    }

    #[test]
    fn a_report_with_other_numbers_is_no_reprint() {
        let mut reprints = Reprints::new(10);
        let report = |day: u32, rate: u32| {
            format!(
                "Национальный банк установил официальный курс валют на {day} мая. Доллар стоит {rate} сомов, евро {} сомов. Курс действует до следующего дня, сообщила пресс-служба банка, для всех расчётов в стране.",
                rate + 7
            )
        };
        assert_eq!(reprints.see(&Sketch::of(&report(4, 84)), "a"), None);
        assert_eq!(reprints.see(&Sketch::of(&report(5, 85)), "b"), None);
        assert_eq!(reprints.see(&Sketch::of(&report(4, 84).replace("официальный", "новый")), "c"), Some(("a".into(), Likeness::Near)));
    }

    #[test]
    fn only_the_last_articles_are_remembered() {
        let mut reprints = Reprints::new(100);
        for n in 0..1000 {
            reprints.see(&Sketch::of(&text(n, 50).join(" ")), &n.to_string());
        }
        assert!(reprints.firsts.len() == 100 && reprints.exact.len() <= 100);
        assert_eq!(reprints.see(&Sketch::of(&text(950, 50).join(" ")), "x"), Some(("950".into(), Likeness::Exact)));
        assert_eq!(reprints.see(&Sketch::of(&text(3, 50).join(" ")), "x"), None);
    }

    #[test]
    fn short_texts_repeat_only_word_for_word() {
        let mut reprints = Reprints::new(10);
        assert_eq!(reprints.see(&Sketch::of("Мост открыт."), "a"), None);
        assert_eq!(reprints.see(&Sketch::of("Мост закрыт."), "b"), None);
        assert_eq!(reprints.see(&Sketch::of("«Мост» – открыт"), "c"), Some(("a".into(), Likeness::Exact)));
    }
}
