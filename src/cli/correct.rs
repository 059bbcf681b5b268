//! `svodka correct`: writes a line of corrections.tsv, after checking it by itself and against the lines that stand there.

use super::exit::{CliError, Outcome};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use svodka::lexicon::compile::Table;
use svodka::lexicon::corrections::{HEADER, Line, contradictions, lines};
use svodka::lexicon::rows::table_of;

/// Arguments of `svodka correct`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  svodka correct not-entity Мир --kind person          «Мир», «Мира», «Миром» name no person
  svodka correct kind Кармазин organization            what it is: person, place or organization
  svodka correct same-as «Биби» «Беньямин Нетаньяху»   two names of one
  svodka correct rename «Заря» «ФК „Заря“» --file моё/corrections.tsv
  svodka correct --check моё/corrections.tsv           only look whether the lines can all hold
  svodka diff good.json bad.json --corrections         lines to choose from

The next run with --gazetteer corrections.tsv applies them, and svodka explain names the line.
Exit codes: 0 written, or there already; 1 --check found something; 2 refused.")]
pub struct Args {
    /// What is wrong.
    #[arg(value_name = "CORRECTION", value_parser = ["not-entity", "kind", "same-as", "rename"], required_unless_present = "check")]
    correction: Option<String>,
    /// The words: in their dictionary form, which holds for every case form, or as the text spells them.
    #[arg(value_name = "TEXT", required_unless_present = "check")]
    text: Option<String>,
    /// The kind of `kind`; the name of `same-as` and `rename`.
    #[arg(value_name = "VALUE")]
    value: Option<String>,
    /// Only where the words are taken for this kind.
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(svodka::sheet::named::KINDS))]
    kind: Option<String>,
    /// The file, made when it does not exist.
    #[arg(short, long, value_name = "FILE", default_value = "corrections.tsv")]
    file: PathBuf,
    /// Print the line, write nothing.
    #[arg(long)]
    print: bool,
    /// Check the lines of a file instead.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["correction", "text", "value", "kind", "print"])]
    check: Option<PathBuf>,
}

/// Checks and writes.
///
/// # Errors
/// When the line is wrong or contradicts another, or the file cannot be read or written.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<Outcome, CliError> {
    if let Some(path) = &args.check {
        return check(path, out);
    }
    let of = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let line = Line::new(&of(&args.text), &of(&args.correction), &of(&args.value), &of(&args.kind));
    if let Some(problem) = line.problem() {
        return Err(CliError::Usage(problem));
    }
    let file = args.file.display().to_string();
    if !args.print {
        if table_of(&file).is_none_or(|spec| spec.table != Table::Corrections) {
            return Err(CliError::Usage(format!("{file}: --gazetteer knows corrections by the file's name; call it corrections.tsv or my-corrections.tsv")));
        }
        let content = match fs::read_to_string(&args.file) {
            Ok(content) => content,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(CliError::Io { name: file, error }),
        };
        if let Some((n, other)) = lines(&content).find(|(_, other)| other.contradicts(&line)) {
            return Err(CliError::Usage(format!(
                "{file}:{n}: «{}» stands against it; take that line out first",
                other.to_string().replace('\t', " · ").trim_end_matches(" · ")
            )));
        }
        match lines(&content).find(|(_, other)| *other == line) {
            Some((n, _)) => eprintln!("svodka: {file}:{n}: it is there already"),
            None => {
                append(&args.file, &content, &line)?;
                eprintln!("svodka: written to {file}; use it with --gazetteer {file}");
            }
        }
    }
    super::write_all(out, format!("{line}\n").as_bytes())?;
    Ok(Outcome::Done)
}

/// The file is never half written.
fn append(path: &Path, content: &str, line: &Line) -> Result<(), CliError> {
    let mut text = if content.is_empty() { format!("{HEADER}\n") } else { content.to_string() };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&format!("{line}\n"));
    let name = path.display().to_string();
    let mut part = path.as_os_str().to_os_string();
    part.push(".part");
    fs::write(&part, text).and_then(|()| fs::rename(&part, path)).map_err(CliError::io(name))
}

fn check(path: &Path, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let name = path.display().to_string();
    let content = fs::read_to_string(path).map_err(CliError::io(name.as_str()))?;
    let mut text = String::new();
    let mut count = 0;
    for (n, line) in lines(&content) {
        count += 1;
        if let Some(problem) = line.problem() {
            text.push_str(&format!("{name}:{n}: {problem}\n"));
        }
    }
    for (m, n) in contradictions(&content) {
        text.push_str(&format!("{name}:{n}: cannot hold together with line {m}; take one of them out\n"));
    }
    let wrong = !text.is_empty();
    if !wrong {
        text = format!("{count} corrections, all can hold\n");
    }
    super::write_all(out, text.as_bytes())?;
    Ok(if wrong { Outcome::SomeFailed } else { Outcome::Done })
}
