//! Speed of every stage and of the whole way on one thread, of a start for one article, and of a large gazetteer's load, beside a
//! floor measured in the same run: the word bounds of `unicode-segmentation` over the same text.
//!
//! `cargo bench` measures on the articles of `fixtures/`, `cargo bench -- FILE.jsonl` on a dump's texts. Prints a line a stage: megabytes
//! and tokens a second, the share of the whole, and how many times the floor it takes. The best of several rounds counts: on a
//! machine that does other things too, the others only say what those did.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use svodka::Extractor;
use svodka::arbitrate::{self, weights};
use svodka::ingest::Document;
use svodka::lexicon::{Lexicon, Memo};
use svodka::recognize::{Evidence, Page};
use svodka::render::{self, Format};
use svodka::text::Text;
use svodka::{facts, resolve};
use unicode_segmentation::UnicodeSegmentation;

/// Each measurement goes on for at least this long, and for so many rounds.
const LEAST: Duration = Duration::from_secs(2);
const ROUNDS: usize = 5;

/// The seconds of the best round.
fn measure(mut work: impl FnMut()) -> f64 {
    work();
    let start = Instant::now();
    let mut best = f64::INFINITY;
    let mut rounds = 0;
    while rounds < ROUNDS || start.elapsed() < LEAST {
        let round = Instant::now();
        work();
        best = best.min(round.elapsed().as_secs_f64());
        rounds += 1;
    }
    best
}

/// The texts of a dump, or of the fixtures.
fn documents() -> Vec<Document> {
    // Cargo adds an argument of its own.
    let dumps: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let mut out = Vec::new();
    for dump in &dumps {
        for (n, line) in std::fs::read_to_string(dump).expect("a dump of JSON lines").lines().enumerate() {
            let record: serde_json::Value = serde_json::from_str(line).expect("a line is a JSON object");
            out.push(Document::new(n.to_string(), record["text"].as_str().expect("a record has a text").to_string()));
        }
    }
    if dumps.is_empty() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).expect("the fixtures").filter_map(|e| Some(e.ok()?.path())).collect();
        paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
        paths.sort();
        out.extend(paths.iter().map(|p| Document::new(p.display().to_string(), std::fs::read_to_string(p).expect("an article"))));
    }
    out
}

fn main() {
    let documents = documents();
    let bytes: usize = documents.iter().map(|d| d.text.len()).sum();
    let tokens: usize = documents.iter().map(|d| Text::new(&d.text).tokens.len()).sum();
    println!("{} texts, {tokens} tokens, {bytes} bytes", documents.len());
    stages(&documents, bytes, tokens);
    start();
    large_gazetteer();
}

fn stages(documents: &[Document], bytes: usize, tokens: usize) {
    let mut memo = Memo::default();
    let extractor = Extractor::new();
    let sheets: Vec<_> = documents.iter().map(|d| extractor.extract(d)).collect();
    let floor = measure(|| {
        documents.iter().for_each(|d| {
            black_box(d.text.split_word_bounds().count());
        })
    });
    let tokenize = measure(|| {
        documents.iter().for_each(|d| {
            black_box(Text::new(&d.text));
        })
    });
    let cold = measure(|| {
        let mut memo = Memo::default();
        documents.iter().for_each(|d| {
            black_box(Page::new(&d.text, &mut memo));
        })
    });
    let pages = measure(|| {
        documents.iter().for_each(|d| {
            black_box(Page::new(&d.text, &mut memo));
        })
    });
    let pages_made: Vec<Page<'_>> = documents.iter().map(|d| Page::new(&d.text, &mut memo)).collect();
    let decide = measure(|| {
        pages_made.iter().for_each(|page| {
            black_box(arbitrate::decide(page, &Evidence::new(page), &weights::BUNDLED));
        })
    });
    let mentions: Vec<_> = pages_made.iter().map(|page| arbitrate::decide(page, &Evidence::new(page), &weights::BUNDLED)).collect();
    let copy = measure(|| {
        black_box(mentions.to_vec());
    });
    let resolve = measure(|| {
        pages_made.iter().zip(&mentions).for_each(|(page, mentions)| {
            black_box(resolve::resolve(page, mentions.clone()));
        })
    }) - copy;
    let with_facts = measure(|| {
        pages_made.iter().zip(&mentions).for_each(|(page, mentions)| {
            let mut resolved = resolve::resolve(page, mentions.clone());
            black_box(facts::find(page, &mut resolved));
        })
    }) - copy;
    let write = measure(|| {
        documents.iter().zip(&sheets).for_each(|(d, sheet)| {
            let mut out = Vec::new();
            render::write(sheet, &d.text, Format::Jsonl, false, &mut out).expect("memory takes all");
            black_box(out);
        })
    });
    let whole = measure(|| {
        documents.iter().for_each(|d| {
            let mut out = Vec::new();
            render::write(&extractor.extract(d), &d.text, Format::Jsonl, false, &mut out).expect("memory takes all");
            black_box(out);
        })
    });
    println!("{:<44}{:>9}{:>12}{:>10}{:>9}", "", "MB/s", "tokens/s", "of whole", "floors");
    let line = |name: &str, seconds: f64| {
        let (mb, rate) = (bytes as f64 / seconds / 1e6, tokens as f64 / seconds);
        println!("{name:<44}{mb:>9.2}{rate:>12.0}{:>9.0}%{:>9.1}", 100.0 * seconds / whole, seconds / floor);
    };
    line("floor: unicode-segmentation's word bounds", floor);
    line("tokens, sentences, quotations", tokenize);
    line("readings and senses, no word seen before", cold - tokenize);
    line("readings and senses, all words seen before", pages - tokenize);
    line("candidates and decisions", decide);
    line("entities", resolve);
    line("facts", with_facts - resolve);
    line("sheet as JSON", write);
    line("the whole way, text to JSON", whole);
}

/// From exec to exit for one article, of the program that cargo built for this.
fn start() {
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let run = |argument: &str| {
        measure(|| {
            let status = Command::new(env!("CARGO_BIN_EXE_svodka")).arg(argument).stdout(Stdio::null()).stderr(Stdio::null()).status();
            assert!(status.expect("the program starts").success());
        })
    };
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let text = std::fs::read_dir(articles).expect("the fixtures").filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "txt"));
    let one = text.min().unwrap_or(article);
    println!("start to exit: {:.1} ms for one article, {:.1} ms for --version", 1e3 * run(&one.display().to_string()), 1e3 * run("--version"));
}

/// 300,000 rows of a user's own.
fn large_gazetteer() {
    const ROWS: usize = 300_000;
    const SYLLABLES: [&str; 16] = ["ба", "ко", "ри", "та", "ле", "но", "ву", "ши", "ма", "ро", "са", "ди", "ге", "лу", "пе", "ни"];
    const HEADS: [&str; 4] = ["Фонд", "Завод", "Институт", "Союз"];
    let mut table = "name\tkind\tcountry\taliases\tgloss\n".to_string();
    for n in 0..ROWS {
        // Every number is another word, of four syllables or five.
        let mut word = String::new();
        let mut rest = n + SYLLABLES.len().pow(3);
        while rest > 0 {
            word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
            rest /= SYLLABLES.len();
        }
        let mut letters = word.chars();
        let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        table.push_str(&format!("{} {capital}{}\tcompany\tRU\t\t\n", HEADS[n % HEADS.len()], letters.as_str()));
    }
    let files = [("organizations.tsv".to_string(), table)];
    let best = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(Lexicon::of_files(&files).expect("the rows are whole"));
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min);
    println!("{ROWS} rows of a user's gazetteer: {best:.2} s");
}
