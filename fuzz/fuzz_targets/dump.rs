//! A dump of any bytes, under any name, packed or not: every record has a sheet or a cause.

#![no_main]

#[path = "../../tests/support/dumps.rs"]
mod support;

use libfuzzer_sys::fuzz_target;
use svodka::dump::Packing;

const ENDINGS: &[&str] = &["", ".jsonl", ".json", ".csv", ".tsv", ".warc", ".parquet", ".html", ".txt"];
const PACKINGS: &[Packing] = &[Packing::None, Packing::Gzip, Packing::Bzip2, Packing::Zstd, Packing::Xz];

fuzz_target!(|bytes: &[u8]| {
    let [ending, packing, bytes @ ..] = bytes else { return };
    let path = std::env::temp_dir().join(format!("svodka-fuzz-{}{}", std::process::id(), ENDINGS[usize::from(*ending) % ENDINGS.len()]));
    let packed = PACKINGS[usize::from(*packing) % PACKINGS.len()].member(bytes.to_vec()).expect("memory takes all");
    std::fs::write(&path, packed).expect("written");
    support::hold(&path);
    std::fs::remove_file(&path).expect("gone");
});
