//! Any bytes, the whole way: every offset gives its text, and the sheet survives JSON there and back.
//!
//! `cargo fuzz run whole` (needs cargo-fuzz and a nightly toolchain).

#![no_main]

use libfuzzer_sys::fuzz_target;
use svodka::ingest::{self, Options};
use svodka::sheet::FactSheet;

fuzz_target!(|bytes: &[u8]| {
    let document = ingest::read("fuzz", bytes, &Options::default());
    let sheet = svodka::Extractor::new().extract(&document);
    let chars: Vec<char> = document.text.chars().collect();
    let value = serde_json::to_value(&sheet).expect("a sheet is JSON");
    for section in ["people", "offices", "countries", "places", "organizations", "figures", "dates"] {
        for mention in value[section].as_array().into_iter().flatten().flat_map(|e| e["mentions"].as_array().into_iter().flatten()) {
            let at = |key: &str| mention[key].as_u64().expect("an offset") as usize;
            let text: String = chars[at("start")..at("end")].iter().collect();
            assert_eq!(text, mention["text"].as_str().expect("a text"));
        }
    }
    let back: FactSheet = serde_json::from_value(value).expect("and JSON is a sheet");
    assert_eq!(back, sheet);
});
