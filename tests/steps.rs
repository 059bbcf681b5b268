//! Work that grows with the length only, for texts that are written to harm: a counter of steps and no clock. The steps are calls for memory and the bytes asked
//! for, which are the same on every machine and in every run; where valgrind is, also the instructions of the program's.
//!
//! One test at a time, since the first counter counts for the whole process.

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use svodka::Extractor;
use svodka::ingest::{self, Options};

#[global_allocator]
static MEMORY: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static ALONE: Mutex<()> = Mutex::new(());

/// How many times longer the longer text is: a power of two, so that what grows by doubling grows as often for both.
const LONGER: usize = 16;

/// The text of a size.
type Made = fn(usize) -> Vec<u8>;

fn times(piece: &str, n: usize) -> Vec<u8> {
    piece.repeat(n).into_bytes()
}

/// The shapes with the size of the longer text.
const SHAPES: &[(&str, usize, Made)] = &[
    ("empty", 0, |n| times("а", n)),
    ("nested quotation marks", 100_000, |n| [times("«", n), times("Мост", 1), times("»", n)].concat()),
    ("nested brackets", 100_000, |n| [times("(", n), times("Мост", 1), times(")", n)].concat()),
    ("quotation marks in brackets, nested", 100_000, |n| [times("«(", n / 2), times("Мост", 1), times(")»", n / 2)].concat()),
    ("quotation marks that never close", 100_000, |n| times("„", n)),
    ("straight quotation marks", 100_000, |n| times("\"", n)),
    ("initials", 1_000_000, |n| times("А. ", n)),
    ("«из» and «и»", 1_000_000, |n| times("из и ", n / 2)),
    ("one endless sentence", 16_000, |n| times("министр, сказал он, и Пётр из 12 школ 5 мая, ", n)),
    ("offices and whose they are", 8_000, |n| times("Полковник Иван Петров ушёл. По словам адвоката Петрова, Анна Козлова из Сбербанка ждёт. ", n)),
    ("deals and meetings in a sentence", 8_000, |n| times("Россия и Китай подписали договор, а Пётр встретился с Анной, ", n)),
    ("an interview", 8_000, |n| times("А. К.: Мост готов.\n\nКорр.: Когда откроют мост?\n\n", n)),
    ("names", 32_000, |n| times("Иван Петров, ", n)),
    ("one word of 10 MB", 5_000_000, |n| times("а", n)),
    ("one capitalized word", 1_000_000, |n| times("А", n)),
    ("one number", 1_000_000, |n| times("7", n)),
    ("numbers", 100_000, |n| times("12 тысяч ", n)),
    ("hyphens", 200_000, |n| times("а-", n)),
    ("zero-width and bidirectional signs", 200_000, |n| times("\u{200b}\u{200d}\u{202e}\u{2066}\u{2069}\u{202c}", n)),
    ("emoji", 100_000, |n| times("👨‍👩‍👧", n)),
    ("combining marks", 1_000_000, |n| times("\u{301}", n)),
    ("letters with combining marks", 200_000, |n| times("и\u{306}", n)),
    ("NUL", 500_000, |n| times("\0", n)),
    ("other scripts", 20_000, |n| times("漢字かな العربية עברית ქართული ", n)),
    ("binary", 2_000, |n| (0..=255u8).collect::<Vec<u8>>().repeat(n)),
    ("blank lines", 500_000, |n| times("\n", n)),
    ("angle brackets", 30_000, |n| times("<b><i>", n)),
];

/// The calls for memory and the bytes that the whole way of a text takes.
fn memory(extractor: &Extractor, bytes: &[u8]) -> (usize, usize) {
    let region = Region::new(MEMORY);
    let sheet = extractor.extract(&ingest::read("odd", bytes, &Options::default()));
    let change = region.change();
    drop(sheet);
    (change.allocations + change.reallocations, change.bytes_allocated)
}

#[test]
fn calls_for_memory_grow_with_the_length_and_not_with_its_square() {
    let _alone = ALONE.lock().expect("the other test counts elsewhere");
    let extractor = Extractor::new();
    memory(&extractor, "Министр Иван Петров прибыл в Ош 5 мая, сообщил он. Погибли 12 человек.".as_bytes());
    let mut broken = Vec::new();
    for (name, size, made) in SHAPES {
        let (short, long) = (made(size / LONGER), made(*size));
        let ((calls, bytes), (more_calls, more_bytes)) = (memory(&extractor, &short), memory(&extractor, &long));
        eprintln!("{name}: {} kB {calls} calls {bytes} bytes; {} kB {more_calls} calls {more_bytes} bytes", short.len() / 1000, long.len() / 1000);
        // A fourth more for what is sorted and for tables that are cut to size, and a little for what every text takes.
        let linear = |few: usize, many: usize, little: usize| many <= (few + little) * LONGER * 5 / 4;
        if !linear(calls, more_calls, 200) || !linear(bytes, more_bytes, 50_000) {
            broken.push(format!("{name}: {calls} calls and {bytes} bytes become {more_calls} and {more_bytes}"));
        }
    }
    assert!(broken.is_empty(), "not {LONGER} times as much for a text that is {LONGER} times as long:\n{}", broken.join("\n"));
}

/// The instructions that the program takes for some files, as valgrind counts them.
fn instructions(files: &[PathBuf]) -> u64 {
    let out = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", env!("CARGO_BIN_EXE_svodka"), "--format", "jsonl", "--html", "no"])
        .args(files)
        .output()
        .expect("valgrind runs");
    let told = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success(), "{told}");
    let count = told.lines().find_map(|l| l.split_once("I   refs:")).expect("a count").1;
    count.trim().replace(',', "").parse().expect("a number")
}

/// How many times the instructions of the short texts those of the long ones are; what it takes to start is taken off.
fn growth(start: u64, short: &[PathBuf], long: &[PathBuf]) -> f64 {
    (instructions(long) - start) as f64 / (instructions(short) - start) as f64
}

#[test]
fn instructions_grow_with_the_length_and_not_with_its_square() {
    /// Under valgrind everything takes forty times as long.
    const SMALLER: usize = 40;
    const MOST: f64 = LONGER as f64 * 1.25;
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("no valgrind on this machine: not tested here");
        return;
    }
    let _alone = ALONE.lock().expect("the other test counts elsewhere");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("steps");
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    let file = |n: usize, what: &str, bytes: Vec<u8>| {
        let path = folder.join(format!("{n}-{what}.txt"));
        std::fs::write(&path, bytes).expect("written");
        path
    };
    let short: Vec<PathBuf> = SHAPES.iter().enumerate().map(|(n, (_, size, made))| file(n, "short", made(size / SMALLER / LONGER))).collect();
    let long: Vec<PathBuf> = SHAPES.iter().enumerate().map(|(n, (_, size, made))| file(n, "long", made(size / SMALLER))).collect();
    let start = instructions(&short[..1]);
    // All together first: it is enough to see that nothing is quadratic, and is soon done.
    let together = growth(start, &short, &long);
    eprintln!("instructions: {together:.1} times as many for {LONGER} times the length");
    if together > MOST {
        let each = SHAPES.iter().enumerate().skip(1).map(|(n, (name, ..))| (*name, growth(start, &short[n..=n], &long[n..=n])));
        let broken: Vec<(&str, f64)> = each.filter(|(_, times)| *times > MOST).collect();
        panic!("{together:.1} times as many instructions for {LONGER} times the length: {broken:?}");
    }
}
