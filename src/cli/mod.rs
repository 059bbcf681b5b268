//! The command line: one file a command, each an `Args` and a `run` that reads and writes what it is given.

pub mod batch;
pub mod correct;
pub mod diff;
pub mod exit;
pub mod explain;
pub mod extract;
pub mod gazetteer;
pub mod help;
pub mod merge;
pub mod pages;
pub mod rules;
pub mod schema;
pub mod score;

use clap::{CommandFactory, Parser, Subcommand};
use exit::{CliError, Outcome};
use std::fs::File;
use std::io::{self, Read, Write};
use svodka::dump::unpacked;

/// The version with the gazetteers' hash, which together decide every byte of a sheet.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (gazetteers sha256:", env!("SVODKA_GAZETTEERS"), ")");

/// Named entities and facts from Russian news text, as a JSON fact sheet.
#[derive(Debug, Parser)]
#[command(name = "svodka", version = VERSION, about, after_help = help::SHORT, after_long_help = help::LONG, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    extract: extract::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Turn dumps (folders, JSON lines, CSV, WARC, Parquet, archives) into sheets, in order, on all cores, resumable.
    Batch(batch::Args),
    /// Print the JSON Schema of the fact sheet.
    #[command(after_help = help::SCHEMA)]
    Schema,
    /// Show the candidates for a stretch of text, with their cues and weights: what won, what lost, and why.
    Explain(explain::Args),
    /// Look up words in the gazetteers, check gazetteer files, put them in order.
    #[command(after_help = help::GAZETTEER)]
    Gazetteer(gazetteer::Args),
    /// One table of the entities of many sheets: names, documents, mentions, first and last date, offices held.
    #[command(after_help = help::MERGE)]
    Merge(merge::Args),
    /// Make a folder of pages for a browser: an article a page, an entity a page, an index with search.
    Pages(pages::Args),
    /// Tell two sheets, two files of sheets or two texts apart: what was added, removed, renamed, retyped, moved.
    Diff(diff::Args),
    /// Make the second file of a diff from the first, byte for byte.
    Patch(diff::PatchArgs),
    /// Precision, recall and F1 against annotation in brat, JSON lines or CoNLL, by kind or by rule, with the errors.
    Score(score::Args),
    /// Write a line of corrections.tsv, checked: what is no entity, what kind it is, what its name is.
    Correct(correct::Args),
    /// List all rules with what they take and leave.
    #[command(after_help = help::RULES)]
    Rules,
    /// Print completions for a shell.
    Completions(help::CompletionsArgs),
    /// Print the manual page.
    Man(help::ManArgs),
}

/// Runs what was asked for, on the standard streams.
///
/// # Errors
/// A [`CliError`] when it could not run at all; what only some inputs suffered is in the [`Outcome`].
pub fn run(cli: Cli) -> Result<Outcome, CliError> {
    let stdout = io::stdout();
    if let (None, Some(word)) = (&cli.command, cli.extract.no_file()) {
        let program = Cli::command();
        let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
        if let Some(meant) = svodka::suggest::similar(word, &names) {
            return Err(CliError::Usage(format!("{word}: no such file or command; did you mean svodka {meant}?")));
        }
    }
    match cli.command {
        None => extract::run(&cli.extract, &mut stdout.lock()),
        Some(Command::Batch(args)) => batch::run(&args),
        Some(Command::Schema) => schema::run(&mut stdout.lock()),
        Some(Command::Explain(args)) => explain::run(&args, &mut stdout.lock()),
        Some(Command::Gazetteer(args)) => gazetteer::run(&args, &mut stdout.lock()),
        Some(Command::Merge(args)) => merge::run(&args, &mut stdout.lock()),
        Some(Command::Pages(args)) => pages::run(&args),
        Some(Command::Diff(args)) => diff::run(&args, &mut stdout.lock()),
        Some(Command::Patch(args)) => diff::run_patch(&args, &mut stdout.lock()),
        Some(Command::Score(args)) => score::run(&args, &mut stdout.lock()),
        Some(Command::Correct(args)) => correct::run(&args, &mut stdout.lock()),
        Some(Command::Completions(args)) => help::completions(&args, &mut stdout.lock()),
        Some(Command::Man(args)) => help::man(&args, &mut stdout.lock()),
        Some(Command::Rules) => rules::run(&mut stdout.lock()),
    }
}

/// All bytes of a file, or of standard input for `-`; unpacked if it is a .gz, .bz2, .zst or .xz.
///
/// # Errors
/// That of the system or of unpacking, with the file's name.
pub fn read(name: &str) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    if name == "-" {
        unpacked(io::stdin().lock()).and_then(|(mut f, _)| f.read_to_end(&mut bytes)).map_err(CliError::io("standard input"))?;
    } else {
        File::open(name).and_then(unpacked).and_then(|(mut f, _)| f.read_to_end(&mut bytes)).map_err(CliError::io(name))?;
    }
    Ok(bytes)
}

/// Writes all, and flushes.
pub fn write_all(out: &mut dyn Write, bytes: &[u8]) -> Result<(), CliError> {
    out.write_all(bytes).and_then(|()| out.flush()).map_err(CliError::io("standard output"))
}
