//! Speed of the whole way, against a floor measured in the same run: splitting the same text at white space.
//!
//! `cargo bench` prints articles, tokens and megabytes a second on one thread, and how many times the floor that takes.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use svodka::Extractor;
use svodka::ingest::Document;

/// Each measurement goes on for at least this long.
const LEAST: Duration = Duration::from_secs(2);

fn measure(mut work: impl FnMut()) -> f64 {
    work();
    let start = Instant::now();
    let mut rounds = 0u32;
    while start.elapsed() < LEAST {
        work();
        rounds += 1;
    }
    start.elapsed().as_secs_f64() / f64::from(rounds)
}

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the fixtures").filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    let documents: Vec<Document> = paths.iter().map(|p| Document::new(p.display().to_string(), std::fs::read_to_string(p).expect("an article"))).collect();
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    let extractor = Extractor::new();
    let tokens: usize = documents.iter().map(|d| extractor.extract(d).document.tokens).sum();
    let floor = measure(|| {
        documents.iter().for_each(|d| {
            black_box(d.text.split_whitespace().count());
        })
    });
    let whole = measure(|| {
        documents.iter().for_each(|d| {
            black_box(extractor.extract(d));
        })
    });
    let count = documents.len() as f64;
    println!("{count} articles, {tokens} tokens, {bytes} bytes");
    println!("whole way: {:.0} articles/s, {:.0} tokens/s, {:.2} MB/s", count / whole, tokens as f64 / whole, bytes as f64 / whole / 1e6);
    println!("splitting at white space takes 1, the whole way {:.0}", whole / floor);
}
