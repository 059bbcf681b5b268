//! Two files of sheets with anything in them. What is asserted: tests/support/targets.rs.

#![no_main]

#[path = "../../tests/support/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|input: &[u8]| targets::diff(input));
