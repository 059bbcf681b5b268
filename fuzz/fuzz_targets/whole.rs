//! Any string, the whole way: the sheet keeps what tests/support promises of every sheet.

#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

use libfuzzer_sys::fuzz_target;
use once_cell::sync::Lazy;
use svodka::Extractor;
use svodka::ingest::Document;

static EXTRACTOR: Lazy<Extractor> = Lazy::new(|| Extractor::new().with_offsets(true).with_date(Some("2018-06-05".into())));

fuzz_target!(|text: &str| {
    support::hold(&EXTRACTOR.extract(&Document::new("fuzz", text)), text);
});
