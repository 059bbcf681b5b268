//! The page of any text has no element that the template did not write. What is asserted: tests/support/targets.rs.

#![no_main]

#[path = "../../tests/support/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|input: &[u8]| targets::html(input));
