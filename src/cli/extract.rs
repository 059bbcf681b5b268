//! `svodka [FILE]…`: the fact sheets of articles.

use super::exit::{CliError, Outcome};
use clap::ValueEnum;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use svodka::Extractor;
use svodka::ingest::{self, Encoding, Html};
use svodka::lexicon::Lexicon;
use svodka::render::{self, Format, conll::Scheme, html::Language, table::Look};

/// How sheets are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// Indented JSON, one sheet after another.
    Json,
    /// A sheet a line.
    Jsonl,
    /// For reading on a terminal.
    Table,
    /// Mentions, a row each, for spreadsheets (comma-separated, with a byte order mark).
    Csv,
    /// Mentions, a row each (tab-separated).
    Tsv,
    /// Facts, a row each, for spreadsheets.
    FactsCsv,
    /// Facts, a row each (tab-separated).
    FactsTsv,
    /// CoNLL columns with BIO tags.
    Conll,
    /// CoNLL columns with IOBES tags.
    Iobes,
    /// Brat standoff annotation (the .ann file).
    Brat,
    /// W3C Web Annotation, JSON-LD, a page a line.
    WebAnnotation,
    /// spaCy's Doc as JSON, a document a line.
    Spacy,
    /// FollowTheMoney entities, one a line.
    Ftm,
    /// A page for a browser: the article with its mentions, facts beside it.
    Html,
}

/// When output has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColorArg {
    /// Whether standard output gets colours.
    pub fn on(self) -> bool {
        match self {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => {
                let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
                io::stdout().is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
            }
        }
    }
}

/// The language of the words that svodka adds to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// Russian.
    Ru,
    /// English.
    En,
}

impl LangArg {
    /// The renderer's language.
    pub fn language(self) -> Language {
        match self {
            LangArg::Ru => Language::Russian,
            LangArg::En => Language::English,
        }
    }
}

/// Columns when standard output is no terminal: what fits a mail or a page.
const PAGE: usize = 100;

impl FormatArg {
    /// The renderer's format, with how a terminal wants it.
    pub fn format(self, color: ColorArg, lang: LangArg) -> Format {
        match self {
            FormatArg::Json => Format::Json,
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Table => Format::Table(Look {
                width: terminal_size::terminal_size_of(io::stdout()).map_or(PAGE, |(w, _)| w.0.into()),
                color: color.on(),
                guard: io::stdout().is_terminal(),
            }),
            FormatArg::Csv => Format::Csv,
            FormatArg::Tsv => Format::Tsv,
            FormatArg::FactsCsv => Format::FactsCsv,
            FormatArg::FactsTsv => Format::FactsTsv,
            FormatArg::Conll => Format::Conll(Scheme::Bio),
            FormatArg::Iobes => Format::Conll(Scheme::Iobes),
            FormatArg::Brat => Format::Brat,
            FormatArg::WebAnnotation => Format::WebAnnotation,
            FormatArg::Spacy => Format::Spacy,
            FormatArg::Ftm => Format::Ftm,
            FormatArg::Html => Format::Html(lang.language()),
        }
    }
}

/// Whether the input is a web page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HtmlArg {
    /// As the content looks.
    Auto,
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// What every command that makes sheets is told.
#[derive(Debug, Clone, clap::Args)]
pub struct SheetArgs {
    /// Parts to keep: people, offices, countries, places, organizations, figures, dates, facts.
    #[arg(long, value_delimiter = ',', value_name = "PARTS", value_parser = clap::builder::PossibleValuesParser::new(svodka::sheet::PARTS))]
    pub only: Vec<String>,
    /// The day that «вчера» and «в июне» count from, for texts that have no date of their own; with a time (2024-05-07T11:30) for «час назад».
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<String>,
    /// Also give byte and UTF-16 offsets.
    #[arg(long)]
    pub offsets: bool,
    #[command(flatten)]
    pub gazetteers: GazetteerArgs,
}

/// A user's own gazetteers and corrections, for every command that reads texts.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct GazetteerArgs {
    /// Your own gazetteers: a file named after one of ours (organizations.tsv), or a folder of such files, corrections.tsv among
    /// them. A row that begins with `-` takes one of ours away. Can be given several times.
    #[arg(long = "gazetteer", value_name = "FILE|DIR", env = "SVODKA_GAZETTEER", value_delimiter = ':')]
    pub paths: Vec<PathBuf>,
}

impl GazetteerArgs {
    /// The gazetteers in use.
    ///
    /// # Errors
    /// When a file cannot be read or has refused lines: nothing is extracted with half a gazetteer.
    pub fn lexicon(&self) -> Result<Lexicon, CliError> {
        Lexicon::load(&self.paths).map_err(|error| CliError::Usage(format!("--gazetteer: {error}")))
    }
}

impl SheetArgs {
    /// The extractor that was asked for.
    ///
    /// # Errors
    /// When the gazetteers cannot be loaded.
    pub fn extractor(&self) -> Result<Extractor, CliError> {
        Ok(Extractor::new().with_lexicon(self.gazetteers.lexicon()?).with_date(self.date.clone()).with_offsets(self.offsets).with_only(self.only.clone()))
    }
}

/// Arguments of `svodka [FILE]…`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Articles: text in any Russian encoding, or HTML; `-` or none is standard input.
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// How to write the sheets.
    #[arg(long, value_enum, default_value = "json")]
    format: FormatArg,
    /// When the table has colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    color: ColorArg,
    /// The language of the labels in `--format html`.
    #[arg(long, value_enum, value_name = "LANG", default_value = "ru")]
    lang: LangArg,
    #[command(flatten)]
    sheet: SheetArgs,
    /// The input's encoding, when the guess is wrong: utf-8, utf-16, windows-1251, koi8-r, ibm866 …
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    /// Whether the input is HTML.
    #[arg(long, value_enum, default_value = "auto")]
    html: HtmlArg,
    /// Take whatever was replaced, cut or skipped in a file (a warning of its sheet) for a failure: a message, no sheet of it, exit code 1.
    #[arg(long)]
    strict: bool,
}

impl Args {
    /// The first argument, where it is no file: perhaps a misspelt command.
    pub fn no_file(&self) -> Option<&str> {
        self.files.first().map(String::as_str).filter(|f| *f != "-" && !std::path::Path::new(f).exists())
    }
}

/// A day that the calendar has, with its clock time where there is one.
pub fn date(text: &str) -> Result<String, String> {
    let (day, clock) = text.split_once('T').map_or((text, None), |(day, clock)| (day, Some(clock)));
    let is_clock = |c: &str| c.len() == 5 && c.parse::<jiff::civil::Time>().is_ok();
    match day.parse::<jiff::civil::Date>() {
        Ok(_) if day.len() == 10 && clock.is_none_or(is_clock) => Ok(text.to_string()),
        _ => Err("write a day of the calendar as YYYY-MM-DD, such as 2024-05-07, or with its time as 2024-05-07T11:30".into()),
    }
}

/// Writes the sheet of every file; a file that cannot be read, or with `--strict` has a warning, has its message and the others go on.
///
/// # Errors
/// When no file can be read at all, or the output fails.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let stdin = ["-".to_string()];
    let files = if args.files.is_empty() { &stdin[..] } else { &args.files };
    if args.files.is_empty() && io::stdin().is_terminal() {
        eprintln!("svodka: reading the article from the terminal; end it with Ctrl-D (svodka --help shows what else there is)");
    }
    if args.format == FormatArg::Html && files.len() > 1 {
        return Err(CliError::Usage("a page shows one article: run `svodka --format html` for each file, or `svodka pages` for a dump".into()));
    }
    // The dictionary is loading on another thread.
    svodka::prepare::tables();
    let extractor = args.sheet.extractor()?;
    let html = match args.html {
        HtmlArg::Auto => Html::Auto,
        HtmlArg::Yes => Html::Yes,
        HtmlArg::No => Html::No,
    };
    let options = ingest::Options { encoding: args.encoding, html };
    let format = args.format.format(args.color, args.lang);
    let mut first = true;
    let (mut failed, mut refused) = (0, 0);
    for file in files {
        let bytes = match super::read(file) {
            Ok(bytes) => bytes,
            Err(error) if files.len() == 1 => return Err(error),
            Err(error) => {
                eprintln!("svodka: {error}");
                failed += 1;
                continue;
            }
        };
        let document = ingest::read(&ingest::document_id(file), &bytes, &options);
        for warning in &document.warnings {
            eprintln!("svodka: {file}: {warning}");
        }
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| extractor.extract(&document)));
        let Ok(sheet) = made else {
            eprintln!("svodka: {file}: svodka failed on this text; please report it. The other files go on");
            failed += 1;
            continue;
        };
        if let Some(warning) = sheet.warnings.first().filter(|_| args.strict) {
            eprintln!("svodka: {file}: no sheet: {}; without --strict a warning in the sheet", warning.message);
            refused += 1;
            continue;
        }
        // Written at once: standard output breaks its writes at every line.
        let mut text = Vec::new();
        let left = render::write(&sheet, &document.text, format, first, &mut text).expect("memory takes all");
        first = false;
        if !left.is_empty() {
            let left: Vec<String> = left.iter().map(|d| format!("{} {}", d.count, d.what)).collect();
            eprintln!("svodka: {file}: this format has no place for {}", left.join(", "));
        }
        super::write_all(out, &text)?;
    }
    match failed {
        0 if refused == 0 => Ok(Outcome::Done),
        n if n == files.len() => Err(CliError::Usage("no file could be read".into())),
        _ => Ok(Outcome::SomeFailed),
    }
}
