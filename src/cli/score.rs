//! `svodka score`: precision, recall and F1 against annotation, with the errors, and whether two runs differ.

use super::exit::{CliError, Outcome};
use super::extract::GazetteerArgs;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::thread;
use svodka::Extractor;
use svodka::dump::unpacked;
use svodka::ingest;
use svodka::score::bootstrap::{self, Difference};
use svodka::score::mapping::{self, Classes, Mapped};
use svodka::score::{self, Counts, Document, Score, Span, gold};
use svodka::sheet::FactSheet;

/// Arguments of `svodka score`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  svodka score --gold corpus.jsonl                            this svodka on the corpus' own texts
  svodka score --gold brat/ --by rule --errors 10             which rules err, and on what
  svodka score --gold corpus.conll --map GPE=place|country,MISC=
  svodka score --gold corpus.jsonl new.jsonl --compare old.jsonl    two runs, and whether they differ by more than chance

A mention is right when its start, end and kind are those of an annotation. Usual names of types are known (PER, PERSON, LOC, GPE, ORG, COUNTRY, CITY, JOB,
PROFESSION, DATE, MONEY …); --map TYPE=KIND says what others are, TYPE= leaves one out. Where a type says less than our kinds, as LOC does, the kinds are
scored together: place|country. Where no annotations nest, only the outermost mentions of a kind count. CoNLL has no text of its own: tokens are joined
with spaces. Significance: a paired bootstrap over documents (Berg-Kirkpatrick, Burkett, Klein, EMNLP 2012).")]
pub struct Args {
    /// The annotation: a folder of .ann and .txt files (brat), JSON lines with id, text and entities, or CoNLL columns.
    #[arg(long, value_name = "CORPUS")]
    gold: PathBuf,
    /// Sheets of the corpus' documents, one a line; made by this svodka when none are given.
    #[arg(value_name = "SHEETS.jsonl")]
    sheets: Option<PathBuf>,
    /// Another run's sheets: how much the first is better, and whether that is chance.
    #[arg(long, value_name = "SHEETS.jsonl")]
    compare: Option<PathBuf>,
    /// What the rows are.
    #[arg(long, default_value = "kind", value_parser = ["kind", "rule"])]
    by: String,
    /// What a type of the annotation is here: TYPE=KIND, TYPE=KIND|KIND, or TYPE= to leave it out.
    #[arg(long, value_name = "TYPE=KIND", value_delimiter = ',', value_parser = mapping::parse)]
    map: Vec<Mapped>,
    /// Show so many of the most frequent errors of each kind, in context.
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// How to write it.
    #[arg(long, default_value = "table", value_parser = ["table", "json"])]
    format: String,
    /// Exit with 1 when F1 over all is below this.
    #[arg(long, value_name = "F1")]
    min: Option<f64>,
    /// How often the bootstrap draws.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    draws: usize,
    /// Where its drawing begins.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    gazetteers: GazetteerArgs,
}

/// Scores.
///
/// # Errors
/// When the corpus or the sheets cannot be read, or the output fails.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let corpus = gold::read(&args.gold).map_err(CliError::Usage)?;
    let classes = Classes::new(&corpus, &args.map).map_err(CliError::Usage)?;
    if !classes.left_out.is_empty() {
        let types: Vec<String> = classes.left_out.iter().map(|(t, n)| format!("{t} {n}")).collect();
        eprintln!("svodka: types of the annotation that are not scored (--map TYPE=KIND scores them): {}", types.join(", "));
    }
    let spans = match &args.sheets {
        Some(path) => read(path, &corpus)?,
        None => extracted(&corpus, &Extractor::new().with_lexicon(args.gazetteers.lexicon()?)),
    };
    let score = score::score(&corpus, &spans, &classes, args.errors);
    let other = args.compare.as_ref().map(|path| read(path, &corpus)).transpose()?;
    let other = other.map(|spans| score::score(&corpus, &spans, &classes, 0));
    let difference = other.as_ref().map(|o| bootstrap::compare(&o.documents, &score.documents, args.draws, args.seed));
    let text = if args.format == "json" {
        let value = serde_json::json!({"documents": corpus.len(), "score": score, "other": other, "difference": difference});
        serde_json::to_string_pretty(&value).expect("plain data is JSON") + "\n"
    } else {
        table(args, corpus.len(), &score, other.as_ref(), difference)
    };
    super::write_all(out, text.as_bytes())?;
    Ok(if args.min.is_some_and(|min| score.all.f1() < min) { Outcome::SomeFailed } else { Outcome::Done })
}

/// The mentions of every document, on all cores.
fn extracted(corpus: &[Document], extractor: &Extractor) -> Vec<Vec<Span>> {
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    let size = corpus.len().div_ceil(jobs).max(1);
    let work = |part: &[Document]| -> Vec<Vec<Span>> {
        part.iter().map(|d| score::spans(&extractor.extract(&ingest::Document::new(d.id.clone(), d.text.clone())))).collect()
    };
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = corpus.chunks(size).map(|part| scope.spawn(move || work(part))).collect();
        running.into_iter().flat_map(|r| r.join().expect("extraction takes any text")).collect()
    })
}

/// The mentions of a run, in the corpus' order.
fn read(path: &PathBuf, corpus: &[Document]) -> Result<Vec<Vec<Span>>, CliError> {
    let name = path.display().to_string();
    let mut by_id: HashMap<String, Vec<Span>> = HashMap::new();
    let known: HashMap<&str, usize> = corpus.iter().map(|d| (d.id.as_str(), d.text.chars().count())).collect();
    let (input, _) = File::open(path).and_then(unpacked).map_err(CliError::io(name.as_str()))?;
    for (n, line) in input.lines().enumerate() {
        let line = line.map_err(CliError::io(name.as_str()))?;
        if line.trim().is_empty() {
            continue;
        }
        let sheet: FactSheet = serde_json::from_str(&line).map_err(|e| CliError::Usage(format!("{name}:{}: no sheet: {e}", n + 1)))?;
        match known.get(sheet.document.id.as_str()) {
            None => {}
            Some(length) if *length != sheet.document.characters => {
                let message = format!(
                    "{name}:{}: document «{}» has {} code points, in the corpus {length}: another text",
                    n + 1,
                    sheet.document.id,
                    sheet.document.characters
                );
                return Err(CliError::Usage(message));
            }
            Some(_) => {
                by_id.insert(sheet.document.id.clone(), score::spans(&sheet));
            }
        }
    }
    let missing = corpus.iter().filter(|d| !by_id.contains_key(&d.id)).count();
    if missing == corpus.len() {
        return Err(CliError::Usage(format!("{name}: no sheet has the id of a document of the corpus (the first is «{}»)", corpus[0].id)));
    }
    if missing > 0 {
        eprintln!("svodka: {name}: {missing} of {} documents have no sheet: nothing was found there", corpus.len());
    }
    Ok(corpus.iter().map(|d| by_id.remove(&d.id).unwrap_or_default()).collect())
}

fn table(args: &Args, documents: usize, score: &Score, other: Option<&Score>, difference: Option<Difference>) -> String {
    let mut out = String::new();
    let by_rule = args.by == "rule";
    let rows = if by_rule { &score.rules } else { &score.kinds };
    let width = rows.keys().map(|k| k.chars().count()).max().unwrap_or(0).max(4);
    let head = if other.is_some() { "      F1  before" } else { "      F1" };
    writeln!(out, "{:width$}  precision  recall{head}    right    gold   found", args.by).expect("a string takes all");
    let mut row = |name: &str, c: Counts, before: Option<Counts>| {
        let before = if other.is_some() { before.map_or_else(|| format!("{:>8}", "·"), |b| format!("  {:.4}", b.f1())) } else { String::new() };
        writeln!(out, "{name:width$}     {:.4}  {:.4}  {:.4}{before} {:>8} {:>7} {:>7}", c.precision(), c.recall(), c.f1(), c.right, c.gold, c.found)
            .expect("a string takes all");
    };
    let mut sorted: Vec<(&String, &Counts)> = rows.iter().collect();
    if by_rule {
        sorted.sort_by_key(|(name, c)| (name.split(' ').next().map(str::to_string), std::cmp::Reverse(c.found)));
    }
    for (name, counts) in sorted {
        let before = other.and_then(|o| if by_rule { o.rules.get(name) } else { o.kinds.get(name) });
        row(name, *counts, before.copied());
    }
    row("all", score.all, other.map(|o| o.all));
    writeln!(out, "\n{documents} documents").expect("a string takes all");
    if let Some(d) = difference {
        let verdict = if d.p < 0.05 { "more than chance" } else { "may be chance" };
        writeln!(
            out,
            "F1 {:+.4} over the other run, 95 % between {:+.4} and {:+.4}, p = {:.4}: {verdict} ({} draws, seed {})",
            d.f1, d.low, d.high, d.p, d.draws, d.seed
        )
        .expect("a string takes all");
    }
    let mut last = (String::new(), "");
    for e in &score.errors {
        if last != (e.kind.clone(), e.error) {
            writeln!(out, "\n{} {}", e.error, e.kind).expect("a string takes all");
            last = (e.kind.clone(), e.error);
        }
        let rule = if e.rule.is_empty() { String::new() } else { format!("  {}", e.rule) };
        writeln!(out, "{:>5} × {}  ({}{rule})\n        {}: {}", e.count, e.text, e.why, e.document, e.context).expect("a string takes all");
    }
    out
}
