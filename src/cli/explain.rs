//! `svodka explain`: what was proposed for a stretch of text, with cues and weights, what won, and why something else did not.

use super::exit::{CliError, Outcome};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use svodka::Extractor;
use svodka::explain::{Explained, Explanation, Origin, Outcome as Fate, Weighed, WhyNot, Word};
use svodka::ingest::{self, Options};
use svodka::lexicon::Memo;
use svodka::recognize::{Kind, Page};

/// Arguments of `svodka explain`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  svodka explain статья.txt --find «Заря»            why the first «Заря» is what it is
  svodka explain статья.txt --word Токаев            in any case form: Токаева, Токаеву …
  svodka explain статья.txt --at 135                 the word at code point 135 of a sheet
  svodka explain статья.txt --word Заря --as organization     why it is no organization
  svodka explain статья.txt                          every mention with the cues that decided it

Numbers are weights of cues (src/arbitrate/weights.tsv): for and against, by sum. «shared» is what all annotated corpora say, the
rest what is peculiar to some. A candidate that lost falls short of the best set of mentions by the number given.")]
#[command(group = clap::ArgGroup::new("stretch"))]
pub struct Args {
    /// The article; standard input when it is `-` or left out.
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    file: String,
    /// The code point to explain: every candidate over it.
    #[arg(long, value_name = "N", group = "stretch")]
    at: Option<usize>,
    /// The text to explain, as the article has it: its first occurrence.
    #[arg(long, value_name = "TEXT", group = "stretch")]
    find: Option<String>,
    /// The word or words to explain, in whatever form the article first has them.
    #[arg(long, value_name = "WORD", group = "stretch")]
    word: Option<String>,
    /// The stretch to explain, in code points: 135..159.
    #[arg(long, value_name = "N..M", value_parser = span, group = "stretch")]
    span: Option<(usize, usize)>,
    /// Why not this: person, place, organization, country, office, figure or date.
    #[arg(long = "as", value_name = "KIND", value_parser = kind, requires = "stretch")]
    kind: Option<Kind>,
    /// How to write it: text or json.
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    format: String,
    #[command(flatten)]
    gazetteers: super::extract::GazetteerArgs,
    /// How many candidates to show.
    #[arg(long, default_value_t = 12, value_name = "N")]
    limit: usize,
    /// How many cues of a candidate to show.
    #[arg(long, default_value_t = 12, value_name = "N")]
    cues: usize,
}

fn span(text: &str) -> Result<(usize, usize), String> {
    let parsed = text.split_once("..").and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    match parsed {
        Some((a, b)) if a < b => Ok((a, b)),
        _ => Err("write the code points as N..M with N before M, such as 135..159".into()),
    }
}

fn kind(text: &str) -> Result<Kind, String> {
    const KINDS: [Kind; 7] = [Kind::Person, Kind::Place, Kind::Organization, Kind::Country, Kind::Office, Kind::Figure, Kind::Date];
    let names = || KINDS.map(Kind::name).join(", ");
    KINDS
        .into_iter()
        .find(|k| k.name() == text)
        .ok_or_else(|| format!("write one of: {}{}", names(), svodka::suggest::did_you_mean(text, &KINDS.map(Kind::name))))
}

/// Prints the candidates, winners first.
///
/// # Errors
/// When the file cannot be read, the word does not occur, or the output fails.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let bytes = super::read(&args.file)?;
    let document = ingest::read(&ingest::document_id(&args.file), &bytes, &Options::default());
    let lexicon = args.gazetteers.lexicon()?;
    let characters = document.text.chars().count();
    let (start, end) = match (args.at, &args.find, &args.word, args.span) {
        (Some(at), ..) if at < characters => (at, at + 1),
        (Some(at), ..) => return Err(CliError::Usage(format!("{} has no code point {at}: it has {characters}, the first is 0", args.file))),
        (_, Some(text), ..) => found(&document.text, text).ok_or_else(|| missing(text, &args.file))?,
        (_, _, Some(word), _) => {
            // As the article has it, else in another form.
            let page = Page::new(&document.text, &mut Memo::new(lexicon.clone()));
            in_any_form(&page, word).or_else(|| found(&document.text, word)).ok_or_else(|| missing(word, &args.file))?
        }
        (.., Some(span)) => span,
        _ => (0, characters),
    };
    let whole = args.at.is_none() && args.find.is_none() && args.word.is_none() && args.span.is_none();
    let mut explained = Extractor::new().with_lexicon(lexicon).explain(&document, start, end, args.kind);
    if whole {
        // Of a whole article its mentions, in its order.
        explained.words.clear();
        explained.candidates.retain(Explanation::won);
        explained.candidates.sort_by_key(|c| (c.stretch.start, std::cmp::Reverse(c.stretch.end)));
    } else {
        explained.candidates.truncate(args.limit);
    }
    let mut text = String::new();
    if args.format == "json" {
        text = serde_json::to_string_pretty(&explained).expect("plain data");
        text.push('\n');
    } else {
        written(&explained, if whole { 3 } else { args.cues }, &mut text);
    }
    super::write_all(out, text.as_bytes())?;
    Ok(Outcome::Done)
}

fn missing(text: &str, file: &str) -> CliError {
    CliError::Usage(format!("«{text}» does not occur in {file}; write it as the text has it, or give a code point with --at"))
}

fn found(text: &str, wanted: &str) -> Option<(usize, usize)> {
    let start = text[..text.find(wanted)?].chars().count();
    Some((start, start + wanted.chars().count()))
}

/// The first words of a page that are the wanted ones in some form.
fn in_any_form(page: &Page<'_>, wanted: &str) -> Option<(usize, usize)> {
    let mut memo = Memo::default();
    let forms: Vec<_> = wanted.split_whitespace().map(|w| memo.form(w)).collect();
    let same = |at: usize, n: usize| {
        let (form, wanted) = (&page.forms[at], &forms[n]);
        form.folded == wanted.folded || form.stem == wanted.stem && page.is_capital(at) || form.readings.iter().any(|r| r.known && *r.lemma == *wanted.folded)
    };
    let starts = 0..(page.len() + 1).saturating_sub(forms.len().max(1));
    let exact = |at: &usize| (0..forms.len()).all(|n| page.forms[at + n].folded == forms[n].folded);
    let at = starts.clone().find(exact).or_else(|| starts.clone().find(|at| (0..forms.len()).all(|n| same(at + n, n))))?;
    let chars = page.text.chars(&(at..at + forms.len()));
    (!forms.is_empty()).then_some((chars.start, chars.end))
}

fn written(explained: &Explained, cues: usize, out: &mut String) {
    for word in &explained.words {
        line(out, &format!("word {}", known(word)));
    }
    for candidate in &explained.candidates {
        written_candidate(candidate, cues, out);
    }
    if explained.candidates.is_empty() {
        line(out, &format!("no candidate touches {}..{}", explained.stretch.start, explained.stretch.end));
    }
    if let Some(why_not) = &explained.why_not {
        written_why_not(why_not, cues, out);
    }
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{}", text.trim_end()).expect("a string takes all");
}

fn known(word: &Word) -> String {
    let dictionary = if word.known { format!("dictionary: {}", word.lemma) } else { "no dictionary word".to_string() };
    let entries: Vec<String> = word.entries.iter().map(place).collect();
    let entries = if entries.is_empty() { "no gazetteer line".to_string() } else { entries.join(", ") };
    format!("{}: {dictionary}; {entries}", shown(&word.text))
}

fn place(origin: &Origin) -> String {
    format!("{}:{} {}", origin.file, origin.line, origin.name)
}

fn written_candidate(c: &Explanation, cues: usize, out: &mut String) {
    let rivals = |winners: &[svodka::explain::Winner]| -> String {
        let all: Vec<String> = winners.iter().map(|w| format!("{} «{}» {:+.2}", w.kind, shown(&w.stretch.text), w.score)).collect();
        all.join(" and ")
    };
    let (mark, fate) = match &c.outcome {
        Fate::Won => ("won ", String::new()),
        Fate::Joined => ("won ", ", written inside a longer mention of the same".to_string()),
        Fate::Removed => ("lost", ", removed when figures and dates were settled".to_string()),
        Fate::Lost { to, by } if to.is_empty() => ("lost", format!(", {by:.2} short of anything")),
        Fate::Lost { to, by } => ("lost", format!(", {by:.2} short of {}", rivals(to))),
        Fate::Blocked { by } => ("lost", format!(", no room beside {}", rivals(std::slice::from_ref(by)))),
        Fate::Refused => ("lost", ", refused among the names".to_string()),
    };
    let Explanation { score, kind, layer, rule, .. } = c;
    line(out, &format!("{mark} {score:+.2}  {kind} {}..{}  {}  [{rule}, {layer}]{fate}", c.stretch.start, c.stretch.end, shown(&c.stretch.text)));
    if let Some(origin) = &c.origin {
        line(out, &format!("       from   {}", place(origin)));
    }
    written_cues(&c.cues, cues, out);
}

fn written_cues(cues: &[Weighed], limit: usize, out: &mut String) {
    for cue in cues.iter().take(limit) {
        let shared = cue.shared.map_or(String::new(), |s| format!("  (shared {s:+.2})"));
        let origin = cue.origin.as_ref().map_or(String::new(), |o| format!("  ({})", place(o)));
        line(out, &format!("       {:+.2}  {}{shared}{origin}", cue.weight, cue.cue));
    }
    if cues.len() > limit {
        let rest: f32 = cues[limit..].iter().map(|c| c.weight).sum();
        line(out, &format!("       {rest:+.2}  {} smaller ones", cues.len() - limit));
    }
}

fn written_why_not(why: &WhyNot, cues: usize, out: &mut String) {
    line(out, "");
    line(out, &format!("why no {}", why.kind));
    match &why.nearest {
        Some(nearest) if nearest.won() => line(out, &format!("  it is one: «{}»", shown(&nearest.stretch.text))),
        Some(nearest) => {
            line(out, "  the nearest candidate");
            written_candidate(nearest, cues, out);
            let short = nearest.short_by();
            if !why.lacks.is_empty() {
                line(out, &format!("  it lacks {short:.2}; these would have spoken for it"));
                written_cues(&why.lacks, why.lacks.len(), out);
            }
        }
        None => {
            line(out, "  no rule proposed one; the rules take");
            why.rules.iter().for_each(|r| line(out, &format!("       {}: {}", r.rule, r.about)));
        }
    }
    if !why.unknown_words.is_empty() {
        let words: Vec<String> = why.unknown_words.iter().map(|w| shown(w)).collect();
        line(out, &format!("  neither dictionary nor gazetteers know {}", words.join(", ")));
    }
}

/// Strangers' text on one line; on a terminal, control and direction characters are shown, not obeyed.
fn shown(text: &str) -> String {
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    if !io::stdout().is_terminal() {
        return text;
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
