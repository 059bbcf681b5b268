//! `svodka gazetteer`: what the lexicon knows of a word, what is wrong with gazetteer files, and their order.

use super::exit::{CliError, Outcome};
use super::extract::GazetteerArgs;
use clap::Subcommand;
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use svodka::lexicon::check::{self, Severity};
use svodka::lexicon::compile::SPECS;
use svodka::lexicon::{Entry, Form, Lexicon, Memo, keys, user};
use svodka::recognize::Page;

/// Arguments of `svodka gazetteer`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say what is wrong with gazetteer files: file, line, column, value and what to do. Exit code 1 when something is.
    Check {
        /// Files or folders; the folder `gazetteers` when none is given.
        #[arg(value_name = "FILE|DIR", default_value = "gazetteers")]
        paths: Vec<PathBuf>,
        /// Also show what is only odd: words whose case forms are guessed.
        #[arg(long)]
        notes: bool,
    },
    /// Say what the lexicon knows of words in any form: readings, classes, and every entry with its file and line.
    Find {
        /// Words, or phrases in quotation marks of the shell.
        #[arg(value_name = "WORD", required = true)]
        words: Vec<String>,
        #[command(flatten)]
        gazetteers: GazetteerArgs,
    },
    /// Put the rows of gazetteer files in order, between one comment line and the next.
    Sort {
        /// Files or folders.
        #[arg(value_name = "FILE|DIR", required = true)]
        paths: Vec<PathBuf>,
    },
}

/// Does what was asked for.
///
/// # Errors
/// When a file cannot be read or written, or the output fails.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<Outcome, CliError> {
    match &args.command {
        Command::Check { paths, notes } => check(paths, *notes, out),
        Command::Find { words, gazetteers } => find(words, gazetteers.lexicon()?, out),
        Command::Sort { paths } => sort(paths),
    }
}

fn contents(paths: &[PathBuf]) -> Result<Vec<(String, String)>, CliError> {
    let usage = |error: user::LexiconError| CliError::Usage(error.to_string());
    let mut files = Vec::new();
    for path in paths {
        for file in user::files_of(path).map_err(usage)? {
            files.push((file.display().to_string(), user::content_of(&file).map_err(usage)?));
        }
    }
    Ok(files)
}

fn check(paths: &[PathBuf], notes: bool, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let files = contents(paths)?;
    let findings = check::check(&files);
    let mut text = String::new();
    for finding in findings.iter().filter(|f| notes || f.severity == Severity::Error) {
        writeln!(text, "{finding}").expect("a string takes all");
    }
    let errors = findings.iter().filter(|f| f.severity == Severity::Error).count();
    let rows: usize = files.iter().map(|(_, c)| c.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).count().saturating_sub(1)).sum();
    writeln!(text, "{rows} rows in {} files: {errors} errors, {} notes", files.len(), findings.len() - errors).expect("a string takes all");
    super::write_all(out, text.as_bytes())?;
    Ok(if errors == 0 { Outcome::Done } else { Outcome::SomeFailed })
}

fn sort(paths: &[PathBuf]) -> Result<Outcome, CliError> {
    for (name, content) in contents(paths)? {
        let sorted = check::sorted(&name, &content);
        if sorted != content {
            std::fs::write(Path::new(&name), sorted).map_err(CliError::io(name))?;
        }
    }
    Ok(Outcome::Done)
}

fn find(words: &[String], lexicon: Lexicon, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let mut memo = Memo::new(lexicon);
    let mut text = String::new();
    let mut unknown = 0;
    for word in words {
        let page = Page::new(word, &mut memo);
        writeln!(text, "{word}").expect("a string takes all");
        let mut entries: Vec<Entry> = Vec::new();
        if page.len() == 1 {
            describe(&page.forms[0], &mut text);
        }
        for start in 0..page.len() {
            entries.extend(page.entries_from(start).filter(|p| page.len() == 1 || p.tokens == (0..page.len())).map(|p| p.entry));
        }
        for entry in &entries {
            describe_entry(*entry, &mut text);
        }
        if entries.is_empty() {
            unknown += 1;
            writeln!(text, "  no entry of the gazetteers").expect("a string takes all");
        }
    }
    super::write_all(out, text.as_bytes())?;
    Ok(if unknown == 0 { Outcome::Done } else { Outcome::SomeFailed })
}

fn describe(form: &Form, text: &mut String) {
    for r in &form.readings {
        let mut features = vec![format!("{:?}", r.pos).to_lowercase()];
        features.extend(r.case.map(|c| format!("{c:?}").to_lowercase()));
        features.extend(r.plural.map(|p| if p { "plural".to_string() } else { "singular".to_string() }));
        features.extend(r.gender.map(|g| format!("{g:?}").to_lowercase()));
        features.extend(r.name.map(|n| format!("{n:?} name").to_lowercase()));
        let source = if r.known { "" } else { ", a guess" };
        writeln!(text, "  reading  {} ({}{source})", r.lemma, features.join(", ")).expect("a string takes all");
    }
    let classes: Vec<&str> = form.classes.iter().map(|c| c.name()).collect();
    writeln!(text, "  classes  {}", classes.join(", ")).expect("a string takes all");
}

fn describe_entry(entry: Entry, text: &mut String) {
    let (file, line) = entry.origin();
    let spec = &SPECS[entry.table as usize];
    let cells: Vec<String> =
        spec.columns.iter().map(|c| (c, entry.cell(c))).filter(|(_, v)| !v.is_empty()).map(|(c, v)| format!("{c} {}", keys::clipped(v, 80))).collect();
    let met = format!("{:?}", entry.field).to_lowercase();
    writeln!(text, "  entry    {file}:{line} [{}, by its {met}]: {}", check::table_name(entry.table), cells.join("; ")).expect("a string takes all");
}
