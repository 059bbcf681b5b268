//! The words of the page, from labels.tsv.

use once_cell::sync::Lazy;
use std::collections::HashMap;

/// The language of the page's own words; the article's stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Russian.
    #[default]
    Russian,
    /// English.
    English,
}

impl Language {
    /// The code for an html `lang` attribute.
    pub fn code(self) -> &'static str {
        match self {
            Language::Russian => "ru",
            Language::English => "en",
        }
    }
}

static LABELS: Lazy<HashMap<&'static str, [&'static str; 2]>> = Lazy::new(|| {
    include_str!("labels.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .skip(1)
        .filter_map(|l| {
            let mut cells = l.split('\t');
            Some((cells.next()?, [cells.next()?, cells.next()?]))
        })
        .collect()
});

impl Language {
    /// The word for a value of a field of the sheet; the value itself where the table has none, so that a new kind shows up as it is.
    pub fn label<'v>(self, field: &str, value: &'v str) -> &'v str {
        let found = LABELS.get(format!("{field}.{value}").as_str());
        found.map_or(value, |words| words[self as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_both_languages_and_keys_are_unique() {
        let rows: Vec<&str> = include_str!("labels.tsv").lines().filter(|l| !l.starts_with('#')).collect();
        assert!(rows.iter().all(|r| r.split('\t').count() == 3), "three cells a row");
        assert_eq!(LABELS.len(), rows.len() - 1);
        assert_eq!(Language::Russian.label("fact", "visit"), "визит");
        assert_eq!(Language::English.label("fact", "visit"), "visit");
        assert_eq!(Language::English.label("fact", "unheard"), "unheard");
    }
}
