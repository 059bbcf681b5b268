//! The whole way, with texts put together from words of news. What is asserted: tests/support/targets.rs.

#![no_main]

#[path = "../../tests/support/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|input: &[u8]| targets::pieces(input));
