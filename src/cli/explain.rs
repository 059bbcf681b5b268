//! `svodka explain`: which candidates there were for a stretch of text, with cues and weights.

use super::exit::{CliError, Outcome};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use svodka::Extractor;
use svodka::ingest::{self, Options};

/// Arguments of `svodka explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The article; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: String,
    /// The stretch to explain: every candidate that touches its first occurrence.
    #[arg(long, value_name = "WORD", required_unless_present = "span", conflicts_with = "span")]
    word: Option<String>,
    /// The stretch to explain, in code points: 135..159.
    #[arg(long, value_name = "N..M", value_parser = span)]
    span: Option<(usize, usize)>,
    #[command(flatten)]
    gazetteers: super::extract::GazetteerArgs,
    /// How many candidates to show.
    #[arg(long, default_value_t = 12, value_name = "N")]
    limit: usize,
}

fn span(text: &str) -> Result<(usize, usize), String> {
    let parsed = text.split_once("..").and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    match parsed {
        Some((a, b)) if a < b => Ok((a, b)),
        _ => Err("write the code points as N..M with N before M, such as 135..159".into()),
    }
}

/// Prints the candidates, winners first.
///
/// # Errors
/// When the file cannot be read, the word does not occur, or the output fails.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let bytes = super::read(&args.file)?;
    let document = ingest::read(&ingest::document_id(&args.file), &bytes, &Options::default());
    let (start, end) = match (&args.word, args.span) {
        (_, Some(span)) => span,
        (Some(word), None) => {
            let byte = document
                .text
                .find(word.as_str())
                .ok_or_else(|| CliError::Usage(format!("«{word}» does not occur in {}; write it as the text has it", args.file)))?;
            let start = document.text[..byte].chars().count();
            (start, start + word.chars().count())
        }
        (None, None) => return Err(CliError::Usage("say what to explain with --word or --span".into())),
    };
    let found = Extractor::new().with_lexicon(args.gazetteers.lexicon()?).explain(&document, start, end);
    let mut text = String::new();
    for x in found.iter().take(args.limit) {
        let mark = if x.won { "won " } else { "lost" };
        writeln!(text, "{mark} {:+.2}  {} {}..{}  {}  [{}]", x.score, x.kind.name(), x.start, x.end, shown(&x.text), x.rule).expect("a string takes all");
        for (cue, weight) in &x.cues {
            writeln!(text, "       {weight:+.2}  {cue}").expect("a string takes all");
        }
    }
    if found.is_empty() {
        writeln!(text, "no candidate touches {start}..{end}").expect("a string takes all");
    }
    super::write_all(out, text.as_bytes())?;
    Ok(Outcome::Done)
}

/// Strangers' text on a terminal: control and direction characters are shown, not obeyed.
fn shown(text: &str) -> String {
    if !io::stdout().is_terminal() {
        return text.to_string();
    }
    text.chars()
        .flat_map(|c| {
            if c.is_control() || matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
                c.escape_default().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}
