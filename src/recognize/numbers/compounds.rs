//! Numbers inside words: «пяти» of «пятилетний», «пять-семь».

use super::numerals::value;
use crate::lexicon::{BUNDLED, Entry, Table, keys, morph};
use foldhash::{HashMap, HashMapExt};
use once_cell::sync::Lazy;

/// Makes the table of numbers that begin compounds, for which the dictionary is needed.
pub(super) fn prepare() {
    Lazy::force(&STARTS);
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
