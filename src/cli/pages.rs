//! `svodka pages`: a folder of pages for a dump, to be opened in a browser.

use super::batch::Reading;
use super::exit::{CliError, Outcome};
use super::extract::{LangArg, SheetArgs};
use std::ops::ControlFlow;
use std::path::PathBuf;
use svodka::dump;
use svodka::render::html::site::Builder;

/// Arguments of `svodka pages`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Dumps, as `svodka batch` reads them; `-` or none is standard input.
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    /// The folder for the pages: a new one, or an empty one.
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,
    /// The language of the labels.
    #[arg(long, value_enum, value_name = "LANG", default_value = "ru")]
    lang: LangArg,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    sheet: SheetArgs,
}

const EXAMPLES: &str = "Examples:
  svodka pages статьи/ -o сайт/               a page an article and an entity; open сайт/index.html
  svodka pages дамп.jsonl.gz -o сайт/ --lang en

Meant for some ten thousand articles: a line of each and of each name is kept in memory.";

/// Writes all pages.
///
/// # Errors
/// When the folder holds something, or cannot be written.
pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let folder = args.output.display().to_string();
    let mut builder = Builder::new(&args.output, args.lang.language()).map_err(CliError::io(folder.clone()))?;
    let extractor = args.sheet.extractor()?;
    let options = args.reading.options()?;
    let inputs = if args.inputs.is_empty() { vec!["-".to_string()] } else { args.inputs.clone() };
    let (mut failed, mut broken) = (0u64, None);
    dump::each(&inputs, &options, &extractor, &mut |place, made| {
        match made {
            Ok((document, sheet)) => {
                if let Err(error) = builder.add(&sheet, &document.text) {
                    broken = Some(error);
                    return ControlFlow::Break(());
                }
            }
            Err(cause) => {
                failed += 1;
                eprintln!("svodka: {place}: {cause}");
            }
        }
        ControlFlow::Continue(())
    });
    if let Some(error) = broken {
        return Err(CliError::Io { name: folder, error });
    }
    let written = builder.end().map_err(CliError::io(folder))?;
    let left = if written.unlisted == 0 { String::new() } else { format!("; the index leaves out {} entries, whose pages are there", written.unlisted) };
    eprintln!("svodka: {} articles, {} entities, {} records failed{left}", written.articles, written.entities, failed);
    Ok(if failed == 0 { Outcome::Done } else { Outcome::SomeFailed })
}
