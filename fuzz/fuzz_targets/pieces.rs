//! The whole way again, with texts put together from words of news: bytes choose the pieces, so that every run reaches the rules.

#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

use libfuzzer_sys::fuzz_target;
use once_cell::sync::Lazy;
use svodka::Extractor;
use svodka::ingest::Document;

/// Words of the invented articles, each once, with the signs between them.
static PIECES: Lazy<Vec<&str>> = Lazy::new(|| {
    let mut all: Vec<&str> = include_str!("../../fixtures/articles/diplomacy.txt").split_inclusive([' ', '\n', '«', '»', '(', ')', ',', '.']).collect();
    all.extend(["12 ", "5 млн ", "рублей ", "3:1 ", "от 5 до ", "вчера ", "5 мая ", "2018 года ", "«", "»", "\"", "„", "“", "(", ")", "—", "-", "\n\n", "\u{a0}", "\0", "е\u{301}", "ИВАН ", "А. ", "ООО ", "МИД "]);
    all.sort_unstable();
    all.dedup();
    all
});
static EXTRACTOR: Lazy<Extractor> = Lazy::new(|| Extractor::new().with_offsets(true).with_date(Some("2018-06-05".into())));

fuzz_target!(|bytes: &[u8]| {
    let text: String = bytes.chunks(2).map(|b| PIECES[(usize::from(b[0]) << 8 | usize::from(*b.get(1).unwrap_or(&0))) % PIECES.len()]).collect();
    support::hold(&EXTRACTOR.extract(&Document::new("fuzz", text.as_str())), &text);
});
