//! What holds of a dump of any bytes: of real ones that are cut and flipped, and of an extractor that fails.

#[path = "support/dumps.rs"]
mod support;

use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use svodka::Extractor;
use svodka::dump::Packing;

const FIXTURES: &[&str] = &["small.jsonl", "bad-lines.jsonl", "lenta.csv", "newspaper.json", "trafilatura.json", "pages.warc", "pyarrow.parquet"];

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dumps").join(name)).expect("a fixture")
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dumps");
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder.join(name)
}

fn tar(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for name in ["a.txt", name] {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, bytes).expect("memory takes all");
    }
    archive.into_inner().expect("memory takes all")
}

fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["a.txt", name] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory takes all");
        archive.write_all(bytes).expect("memory takes all");
    }
    archive.finish().expect("memory takes all").into_inner()
}

/// A dump as people keep them: its name, and its bytes.
fn dump(which: usize, around: usize) -> (String, Vec<u8>) {
    let name = FIXTURES[which % FIXTURES.len()];
    let bytes = fixture(name);
    let packed = |packing: Packing| packing.member(bytes.clone()).expect("memory takes all");
    match around % 7 {
        0 => (name.into(), bytes),
        1 => (format!("{name}.gz"), packed(Packing::Gzip)),
        2 => (format!("{name}.bz2"), packed(Packing::Bzip2)),
        3 => (format!("{name}.zst"), packed(Packing::Zstd)),
        4 => (format!("{name}.xz"), packed(Packing::Xz)),
        5 => (format!("{name}.tar"), tar(name, &bytes)),
        _ => (format!("{name}.zip"), zip(name, &bytes)),
    }
}

/// What happens to files.
#[derive(Clone, Debug)]
enum Damage {
    Cut(f64),
    Flip(f64, u8),
    Insert(f64, Vec<u8>),
    Remove(f64, usize),
}

fn damaged(mut bytes: Vec<u8>, damage: &[Damage]) -> Vec<u8> {
    for one in damage {
        let place = |at: f64, bytes: &[u8]| ((bytes.len() as f64 * at) as usize).min(bytes.len().saturating_sub(1));
        match one {
            Damage::Cut(at) => bytes.truncate(place(*at, &bytes)),
            Damage::Flip(at, with) => {
                let at = place(*at, &bytes);
                bytes.iter_mut().skip(at).take(1).for_each(|b| *b ^= with);
            }
            Damage::Insert(at, what) => {
                let at = place(*at, &bytes);
                bytes.splice(at..at, what.iter().copied());
            }
            Damage::Remove(at, length) => {
                let at = place(*at, &bytes);
                bytes.drain(at..(at + length).min(bytes.len()));
            }
        }
    }
    bytes
}

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let one = prop_oneof![
        1 => (0.0..1.0f64).prop_map(Damage::Cut),
        4 => ((0.0..1.0f64), 1..=255u8).prop_map(|(at, with)| Damage::Flip(at, with)),
        2 => ((0.0..1.0f64), prop::collection::vec(any::<u8>(), 1..40)).prop_map(|(at, what)| Damage::Insert(at, what)),
        2 => ((0.0..1.0f64), 1..200usize).prop_map(|(at, length)| Damage::Remove(at, length)),
    ];
    prop::collection::vec(one, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn of_a_damaged_dump_every_record_has_a_sheet_or_a_cause(which in 0..7usize, around in 0..7usize, damage in damage()) {
        let (name, bytes) = dump(which, around);
        let path = scratch(&format!("damaged-{name}"));
        fs::write(&path, damaged(bytes, &damage)).expect("written");
        support::hold(&path);
    }

    #[test]
    fn any_bytes_are_a_dump(ending in prop::sample::select(vec!["jsonl", "json", "csv", "tsv", "warc", "parquet", "html", "txt", ""]), bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let path = scratch(&format!("any.{ending}"));
        fs::write(&path, &bytes).expect("written");
        support::hold(&path);
    }
}

#[test]
fn a_panic_costs_its_record_alone_and_is_told_with_number_id_and_the_hash_of_the_text() {
    let path = scratch("panic.jsonl");
    let lines: String = (1..=9).map(|n| format!("{{\"id\": \"r{n}\", \"text\": \"Погибли {n} человек.\"}}\n")).collect();
    fs::write(&path, lines).expect("written");
    let extractor = Extractor::new();
    let ran = support::run(&path, 2, move |document| {
        let sheet = extractor.extract(document);
        assert!(!document.text.contains("и 4 ч") && !document.text.contains("и 7 ч"), "no sevens and fours");
        sheet
    });
    assert_eq!((ran.tally.records(), ran.tally.sheets, ran.tally.failed), (9, 7, 2));
    let failed: Vec<(u64, Option<&str>)> = ran.failures.iter().map(|f| (f.place.number, f.id.as_deref())).collect();
    assert_eq!(failed, [(4, Some("r4")), (7, Some("r7"))]);
    // printf 'Погибли 4 человек.' | sha256sum
    let cause = &ran.failures[0].cause;
    assert!(
        cause.contains("sha256 7b4bcdf7a814d790bae675aa4005806ddd74b3b3cda7c3b82cef71e03c0902c0")
            && cause.contains("no sevens and fours")
            && cause.contains("tests/dumps.rs"),
        "{cause}"
    );
}
