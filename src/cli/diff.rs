//! `svodka diff` and `svodka patch`: what two sheets, files of sheets or texts differ in, and one made of the other.

use super::exit::{CliError, Outcome};
use super::extract::{ColorArg, GazetteerArgs};
use clap::ValueEnum;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, IsTerminal, Write};
use svodka::Extractor;
use svodka::compare::changes::Scope;
use svodka::compare::json::Json;
use svodka::compare::report::{self, Look, Tally};
use svodka::compare::source::Source;
use svodka::compare::{corrections, html, join, patch};
use svodka::ingest::{self, Options};
use svodka::lexicon::corrections::HEADER;

/// How a diff is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// For reading on a terminal.
    Table,
    /// JSON lines: a head, then a document a line; what `svodka patch` applies.
    Json,
    /// A page for a browser.
    Html,
}

/// What does not count as a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum IgnoreArg {
    /// Where things stand.
    Offsets,
    /// Which rule found them.
    Rules,
}

/// Arguments of `svodka diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  svodka diff вчера.txt сегодня.txt                 two editions of an article, or two outlets on one event
  svodka diff old.jsonl new.jsonl --stat            two runs over a dump: sums by kind and by rule
  svodka diff old.jsonl new.jsonl --only people --ignore offsets,rules
  svodka diff old.jsonl new.jsonl --format json > diff.json && svodka patch old.jsonl diff.json > new.jsonl
  svodka diff good.json bad.json --corrections > моё/corrections.tsv

Exit codes: 0 nothing differs; 1 something differs; 2 could not compare.")]
pub struct Args {
    /// The first: sheets as JSON or JSON lines, a text or a web page; `-` is standard input.
    #[arg(value_name = "A")]
    first: String,
    /// The second.
    #[arg(value_name = "B")]
    second: String,
    /// Only the sums, by kind and by rule.
    #[arg(long)]
    stat: bool,
    /// How to write it.
    #[arg(long, value_enum, default_value = "table")]
    format: FormatArg,
    /// Parts to compare: people, offices, countries, places, organizations, figures, dates, facts.
    #[arg(long, value_delimiter = ',', value_name = "PARTS", value_parser = clap::builder::PossibleValuesParser::new(svodka::sheet::PARTS))]
    only: Vec<String>,
    /// What does not count: offsets, rules.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    ignore: Vec<IgnoreArg>,
    /// Print the lines of corrections.tsv that hold B to what A says.
    #[arg(long, conflicts_with_all = ["stat", "format"])]
    corrections: bool,
    /// When the table has colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    color: ColorArg,
    #[command(flatten)]
    gazetteers: GazetteerArgs,
}

/// Arguments of `svodka patch`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  svodka diff old.jsonl new.jsonl --format json > diff.json
  svodka patch old.jsonl diff.json > new.jsonl              byte for byte what it was
  svodka patch --reverse new.jsonl diff.json > old.jsonl    and back")]
pub struct PatchArgs {
    /// The file that the diff is from.
    #[arg(value_name = "A")]
    first: String,
    /// What `svodka diff A B --format json` wrote.
    #[arg(value_name = "DIFF.json")]
    diff: String,
    /// Make A of B instead.
    #[arg(long)]
    reverse: bool,
    #[command(flatten)]
    gazetteers: GazetteerArgs,
}

/// Opens sheets, or makes the sheet of a text.
fn open(name: &str, gazetteers: &GazetteerArgs) -> Result<(Source, bool), CliError> {
    // The gazetteers are needed for texts alone, and can be wrong.
    let extractor = Extractor::new().with_lexicon(gazetteers.lexicon()?);
    let make = |name: &str, bytes: &[u8]| {
        let document = ingest::read(&ingest::document_id(name), bytes, &Options::default());
        for warning in &document.warnings {
            eprintln!("svodka: {name}: {warning}");
        }
        Json::parse(&serde_json::to_string(&extractor.extract(&document)).expect("a sheet is JSON")).expect("and JSON is read")
    };
    let source = Source::open(name, &make).map_err(CliError::Usage)?;
    source.refused.iter().for_each(|message| eprintln!("svodka: {message}"));
    if source.sheets == 0 && !source.refused.is_empty() {
        return Err(CliError::Usage(format!("{name}: no line is a sheet")));
    }
    let whole = source.refused.is_empty();
    Ok((source, whole))
}

/// Compares.
///
/// # Errors
/// When a file cannot be read or has lines that are no sheets, or the output fails.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<Outcome, CliError> {
    if args.first == "-" && args.second == "-" {
        return Err(CliError::Usage("standard input can be only one of the two; give a file for the other".into()));
    }
    let (a, whole_a) = open(&args.first, &args.gazetteers)?;
    let (b, whole_b) = open(&args.second, &args.gazetteers)?;
    let scope =
        Scope { only: args.only.clone(), ignore_offsets: args.ignore.contains(&IgnoreArg::Offsets), ignore_rules: args.ignore.contains(&IgnoreArg::Rules) };
    let look = Look { color: args.color.on(), guard: io::stdout().is_terminal() };
    let mut out = BufWriter::new(out);
    let written = write(args, (&a, &b), &scope, look, &mut out).and_then(|tally| out.flush().map(|()| tally));
    let tally = written.map_err(CliError::io("diff"))?;
    if !(whole_a && whole_b) {
        return Err(CliError::Usage("some lines are no sheets: the comparison is not whole".into()));
    }
    Ok(if tally.differs() { Outcome::SomeFailed } else { Outcome::Done })
}

fn write(args: &Args, (a, b): (&Source, &Source), scope: &Scope, look: Look, out: &mut dyn Write) -> io::Result<Tally> {
    let mut tally = Tally::default();
    if args.corrections {
        let mut lines = std::collections::BTreeSet::new();
        join::compare(a, b, scope, &mut |_| Ok(()), &mut |entry| {
            tally.add(&entry);
            lines.extend(entry.changes.iter().filter_map(corrections::line));
            Ok(())
        })?;
        writeln!(out, "{HEADER}")?;
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        return Ok(tally);
    }
    let full = !args.stat;
    if full && args.format == FormatArg::Html {
        html::begin(&args.first, &args.second, out)?;
    }
    let shared = std::cell::RefCell::new(&mut *out);
    let mut head = |head: &join::Head| match args.format {
        FormatArg::Json if full => writeln!(shared.borrow_mut(), "{}", serde_json::to_string(head)?),
        _ => Ok(()),
    };
    join::compare(a, b, scope, &mut head, &mut |entry| {
        tally.add(&entry);
        let mut out = shared.borrow_mut();
        match args.format {
            _ if args.stat => Ok(()),
            FormatArg::Table => report::write(&entry, look, &mut **out),
            FormatArg::Json => writeln!(out, "{}", serde_json::to_string(&entry)?),
            FormatArg::Html => html::entry(&entry, &mut **out),
        }
    })?;
    tally.finish(a.sheets);
    match args.format {
        FormatArg::Json if args.stat => writeln!(out, "{}", serde_json::to_string_pretty(&tally)?)?,
        FormatArg::Json => {}
        FormatArg::Html if full => html::end(&tally, out)?,
        FormatArg::Html => {
            html::begin(&args.first, &args.second, out)?;
            html::end(&tally, out)?;
        }
        FormatArg::Table if args.stat || tally.sheets.changed > 1 => {
            if full {
                writeln!(out)?;
            }
            tally.write(out)?;
        }
        FormatArg::Table => {}
    }
    Ok(tally)
}

/// Writes the second file.
///
/// # Errors
/// When a file cannot be read, the diff does not belong to it, or the output fails.
pub fn run_patch(args: &PatchArgs, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let (a, whole) = open(&args.first, &args.gazetteers)?;
    if !whole {
        return Err(CliError::Usage(format!("{}: has lines that are no sheets", args.first)));
    }
    let mut diff = BufReader::new(File::open(&args.diff).map_err(CliError::io(args.diff.as_str()))?);
    let mut out = BufWriter::new(out);
    patch::apply(&a, &mut diff, args.reverse, &mut out).map_err(CliError::io(args.diff.as_str()))?;
    Ok(Outcome::Done)
}
