//! `svodka batch`: dumps in, sheets out. What is typed here, what it means in [`svodka::dump`].

use super::exit::{CliError, Outcome};
use super::extract::SheetArgs;
use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;
use svodka::dump::{self, DumpError, End, Failure, Form, Job, Kind, Limits, Names, Options, Output, Paths, Tally, Watch};
use svodka::render::delimited::Separator;
use twox_hash::XxHash3_64;

/// Arguments of `svodka batch`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Dumps: folders of articles, JSON lines or arrays, CSV, TSV, WARC, Parquet; also in .gz, .bz2, .zst, .xz, .zip, .tar. `-` or
    /// none is standard input.
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    #[command(flatten)]
    writing: Writing,
    /// How many threads make sheets; as many as there are cores by default. The output does not depend on it.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Stop at the first record that fails or has a warning: whose bytes, say, are not all of its encoding.
    #[arg(long)]
    strict: bool,
    /// Say of an article that repeats an earlier one of the dump which that is, in `document.reprint`.
    #[arg(long)]
    dedupe: bool,
    /// How many articles --dedupe remembers: some 500 bytes of memory each.
    #[arg(long, default_value_t = 100_000, value_name = "N", requires = "dedupe")]
    dedupe_window: usize,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    sheet: SheetArgs,
}

/// What concerns the output.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Writing")]
struct Writing {
    /// Write to a file, compressed by its name (.gz, .bz2, .zst, .xz); it appears under that name when it is whole.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How to write sheets; by the output's name, else jsonl.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<FormatArg>,
    /// Overwrite the output and the file of errors.
    #[arg(long)]
    force: bool,
    /// Go on with a run that was interrupted: same inputs, same options, same result.
    #[arg(long, conflicts_with = "force")]
    resume: bool,
    /// Write failed records to a file, a JSON object each: input, record, id, offset, cause.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
}

/// What concerns the input.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// What the inputs are, inside archives and compressions; seen from content and name by default.
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(Kind::ALL.map(|(name, _)| name)))]
    input_format: Option<String>,
    /// The field with the text; by default `text`, or what it is usually called.
    #[arg(long, value_name = "FIELD")]
    text_field: Option<String>,
    /// The field with the record's id; by default `id`, else `url`, else the record's number.
    #[arg(long, value_name = "FIELD")]
    id_field: Option<String>,
    /// The field with the record's date, which relative dates count from; by default `date`, or what it is usually called.
    #[arg(long, value_name = "FIELD")]
    date_field: Option<String>,
    /// A field to be read before the text, as one document with it; `document.fields` says which offsets are whose.
    #[arg(long, value_name = "FIELD")]
    title_field: Option<String>,
    /// Fields of the record to be carried into the sheet, under `document.kept`.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    keep: Vec<String>,
    /// Records with more bytes than this fail.
    #[arg(long, default_value_t = Limits::default().record, value_name = "BYTES")]
    max_record: usize,
    /// How many times its size a compressed input may unpack to.
    #[arg(long, default_value_t = Limits::default().ratio, value_name = "N")]
    max_ratio: u64,
    /// How many files a folder or an archive may have.
    #[arg(long, default_value_t = Limits::default().files, value_name = "N")]
    max_files: u64,
}

impl Reading {
    /// How inputs are read.
    ///
    /// # Errors
    /// An input format that there is none of.
    pub fn options(&self) -> Result<Options, CliError> {
        Ok(Options {
            kind: self.input_format.as_deref().map(|kind| kind.parse().map_err(CliError::Usage)).transpose()?,
            names: Names {
                text: self.text_field.clone(),
                id: self.id_field.clone(),
                date: self.date_field.clone(),
                title: self.title_field.clone(),
                keep: self.keep.clone(),
            },
            limits: Limits { record: self.max_record, ratio: self.max_ratio, files: self.max_files, ..Limits::default() },
        })
    }
}

const EXAMPLES: &str = "Examples:
  svodka batch дамп.jsonl.zst -o сводки.jsonl.zst              all cores, input's order
  svodka batch lenta.csv.bz2 --title-field title --keep url,tags -o сводки.parquet
  svodka batch архив/ --errors ошибки.jsonl -o сводки.jsonl    a folder of text and HTML files
  svodka batch дамп.jsonl -o сводки.jsonl --resume             after a kill at any moment

Exit codes: 0 all records have sheets; 1 some failed, each is told; 2 it could not begin or go on (what is written can be resumed).";

/// How sheets of a dump are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// A sheet a line.
    Jsonl,
    /// Mentions, a row each.
    Csv,
    /// Mentions, a row each (tab-separated).
    Tsv,
    /// Facts, a row each.
    FactsCsv,
    /// Facts, a row each (tab-separated).
    FactsTsv,
    /// Nested columns.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl FormatArg {
    fn form(self) -> Form {
        match self {
            FormatArg::Jsonl => Form::Jsonl,
            FormatArg::Csv => Form::Mentions(Separator::Comma),
            FormatArg::Tsv => Form::Mentions(Separator::Tab),
            FormatArg::FactsCsv => Form::Facts(Separator::Comma),
            FormatArg::FactsTsv => Form::Facts(Separator::Tab),
            #[cfg(feature = "parquet")]
            FormatArg::Parquet => Form::Parquet,
        }
    }
}

/// Runs the whole dump.
///
/// # Errors
/// When no input can be opened, the output exists or fails, or the run is stopped.
pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let inputs = if args.inputs.is_empty() { vec!["-".to_string()] } else { args.inputs.clone() };
    for input in inputs.iter().filter(|i| *i != "-") {
        fs::metadata(input).and_then(|is| if is.is_dir() { Ok(()) } else { fs::File::open(input).map(|_| ()) }).map_err(CliError::io(input))?;
    }
    let (form, packing) = args.writing.output.as_deref().map_or((None, dump::Packing::None), Output::of_name);
    let output = Output { form: args.writing.format.map(FormatArg::form).or(form).unwrap_or(Form::Jsonl), packing };
    let extractor = args.sheet.extractor()?;
    let reading = &args.reading;
    let job = Job {
        input: reading.options()?,
        output,
        paths: Paths { output: args.writing.output.clone(), errors: args.writing.errors.clone(), force: args.writing.force, resume: args.writing.resume },
        settings: if args.writing.output.is_some() { settings(args, &inputs, output, &extractor)? } else { BTreeMap::new() },
        jobs: args.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from),
        strict: args.strict,
        reprints: args.dedupe.then_some(args.dedupe_window),
        extract: Box::new(move |document| extractor.extract(document)),
        inputs,
    };
    let stop = Arc::new(AtomicBool::new(false));
    for signal in signal_hook::consts::TERM_SIGNALS {
        // The first ends the run in order, the second at once.
        signal_hook::flag::register_conditional_shutdown(*signal, 2, Arc::clone(&stop)).map_err(CliError::io("signals"))?;
        signal_hook::flag::register(*signal, Arc::clone(&stop)).map_err(CliError::io("signals"))?;
    }
    let read = Arc::new(AtomicU64::new(0));
    let mut terminal = Terminal::new(&job.inputs, Arc::clone(&read), args.writing.errors.is_none());
    let ended = dump::run(job, &stop, read, &mut io::stdout(), &mut terminal);
    terminal.bar.finish_and_clear();
    let told = |tally: &Tally| {
        let reprints = if args.dedupe { format!(", {} reprints", tally.reprints) } else { String::new() };
        let warnings = match tally.warnings {
            0 => String::new(),
            1 => ", 1 warning in the sheets".to_string(),
            n => format!(", {n} warnings in the sheets"),
        };
        format!("{} records: {} sheets, {} failed{reprints}{warnings}", tally.records(), tally.sheets, tally.failed)
    };
    let resume = if args.writing.output.is_some() { "; --resume goes on" } else { "" };
    match ended.map_err(error)? {
        End::Whole(tally) => {
            eprintln!("svodka: {}", told(&tally));
            Ok(if tally.failed == 0 { Outcome::Done } else { Outcome::SomeFailed })
        }
        End::Stopped(tally) => Err(CliError::Usage(format!("stopped after {}{resume}", told(&tally)))),
        End::Strict(tally) => Err(CliError::Usage(format!("stopped at the first record that failed, after {}{resume}", told(&tally)))),
    }
}

fn error(error: DumpError) -> CliError {
    match error {
        DumpError::Refused(message) => CliError::Usage(message),
        DumpError::Io { name, error } => CliError::Io { name, error },
    }
}

/// What decides about the output, besides the input's content: a run is only resumed with the same. The number of threads is not among it.
fn settings(args: &Args, inputs: &[String], output: Output, extractor: &svodka::Extractor) -> Result<BTreeMap<String, String>, CliError> {
    let program = std::env::current_exe().and_then(hash).map_err(CliError::io("this program"))?;
    let reading = &args.reading;
    let said = [
        ("the program", format!("{program:016x}")),
        ("inputs", format!("{inputs:?}")),
        ("--format", format!("{output:?}")),
        ("--gazetteer", extractor.gazetteers()),
        ("--only", args.sheet.only.join(",")),
        ("--date", format!("{:?}", args.sheet.date)),
        ("--offsets", args.sheet.offsets.to_string()),
        ("--errors", format!("{:?}", args.writing.errors)),
        ("--dedupe", format!("{:?}", args.dedupe.then_some(args.dedupe_window))),
        ("--input-format", format!("{:?}", reading.input_format)),
        ("--text-field", format!("{:?}", reading.text_field)),
        ("--id-field", format!("{:?}", reading.id_field)),
        ("--date-field", format!("{:?}", reading.date_field)),
        ("--title-field", format!("{:?}", reading.title_field)),
        ("--keep", reading.keep.join(",")),
        ("--max-record", reading.max_record.to_string()),
        ("--max-ratio", reading.max_ratio.to_string()),
        ("--max-files", reading.max_files.to_string()),
    ];
    Ok(said.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
}

/// A hash of a file.
fn hash(path: PathBuf) -> io::Result<u64> {
    let mut file = fs::File::open(path)?;
    let mut hash = 0;
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hash),
            n => hash = XxHash3_64::oneshot_with_seed(hash, &buffer[..n]),
        }
    }
}

/// What is told on stderr: failed records, and on a terminal how far it is.
struct Terminal {
    bar: ProgressBar,
    read: Arc<AtomicU64>,
    tell: bool,
}

impl Terminal {
    fn new(inputs: &[String], read: Arc<AtomicU64>, tell: bool) -> Terminal {
        if !io::stderr().is_terminal() {
            return Terminal { bar: ProgressBar::hidden(), read, tell };
        }
        let sizes: Option<Vec<u64>> = inputs.iter().map(|i| fs::metadata(Path::new(i)).ok().filter(fs::Metadata::is_file).map(|m| m.len())).collect();
        let (bar, template) = match sizes {
            Some(sizes) => (ProgressBar::new(sizes.iter().sum()), "{wide_bar} {bytes} of {total_bytes} ({binary_bytes_per_sec}), {eta} left; {msg}"),
            None => (ProgressBar::new_spinner(), "{bytes} ({binary_bytes_per_sec}), {elapsed}; {msg}"),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Terminal { bar, read, tell }
    }
}

impl Watch for Terminal {
    fn failure(&mut self, failure: &Failure) {
        if self.tell {
            self.bar.suspend(|| eprintln!("svodka: {failure}"));
        }
    }

    fn tally(&mut self, tally: &Tally) {
        self.bar.set_position(self.read.load(Ordering::Relaxed));
        self.bar.set_message(format!("{} records, {} failed", tally.records(), tally.failed));
    }
}
