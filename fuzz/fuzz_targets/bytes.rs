//! Any bytes are read as some text: warnings lie inside it, and reading the text again as UTF-8 gives the same.
//!
//! `cargo +nightly fuzz run bytes` (needs cargo-fuzz and a nightly toolchain).

#![no_main]

use libfuzzer_sys::fuzz_target;
use svodka::ingest::{self, Html, Options};

fuzz_target!(|bytes: &[u8]| {
    for html in [Html::Auto, Html::Yes, Html::No] {
        let document = ingest::read("fuzz", bytes, &Options { html, encoding: None });
        for warning in &document.warnings {
            assert!(warning.byte.is_none_or(|at| at < bytes.len() as u64), "{warning}");
        }
        if html == Html::No {
            let encoding = Some("utf-8".parse().expect("an encoding"));
            let again = ingest::read("fuzz", document.text.as_bytes(), &Options { html, encoding });
            assert_eq!(again.text, document.text.trim_start_matches('\u{feff}').to_string().as_str().trim_start_matches('\u{feff}'));
        }
    }
});
