//! `svodka batch`: a dump of JSON lines in, a sheet a line out, in the dump's order, on all cores.
//!
//! One thread reads lines, N make sheets, one writes them in order. A record that is no record has its message and is
//! counted; the rest goes on. At most a fixed number of records is under way, so memory does not grow with the dump.

use super::exit::{CliError, Outcome};
use super::extract::SheetArgs;
use crossbeam_channel::{Receiver, Sender, bounded};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::thread;
use svodka::Extractor;
use svodka::ingest::Document;
use svodka::render::{self, Format};

/// Arguments of `svodka batch`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Dumps, one JSON object a line; `-` or none is standard input.
    #[arg(value_name = "DUMP")]
    dumps: Vec<String>,
    /// Write to a file instead of standard output; it appears under its name when it is whole.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite the output file.
    #[arg(long)]
    force: bool,
    /// How many threads make sheets; as many as there are cores by default.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// The field with the text.
    #[arg(long, default_value = "text", value_name = "FIELD")]
    text_field: String,
    /// The field with the record's id; without one the record's number is its id.
    #[arg(long, default_value = "id", value_name = "FIELD")]
    id_field: String,
    /// The field with the record's date, which relative dates count from.
    #[arg(long, default_value = "date", value_name = "FIELD")]
    date_field: String,
    /// Records with more bytes than this fail.
    #[arg(long, default_value_t = 64 << 20, value_name = "BYTES")]
    max_record: usize,
    #[command(flatten)]
    sheet: SheetArgs,
}

/// A line of a dump, with its place.
struct Line {
    number: u64,
    place: String,
    content: Result<Vec<u8>, String>,
}

/// What became of a line: a sheet, or why there is none.
type Made = Result<Vec<u8>, String>;

/// Records under way for every thread: enough that none waits for another's long text.
const UNDER_WAY: usize = 32;

/// Runs the whole dump.
///
/// # Errors
/// When a dump cannot be opened, the output exists or fails.
pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let stdin = ["-".to_string()];
    let dumps: &[String] = if args.dumps.is_empty() { &stdin } else { &args.dumps };
    for dump in dumps.iter().filter(|d| *d != "-") {
        File::open(dump).map_err(CliError::io(dump))?;
    }
    let Some(path) = &args.output else {
        let stdout = io::stdout();
        return convert(args, dumps, &mut BufWriter::new(stdout.lock()), "standard output");
    };
    let name = path.display().to_string();
    if path.exists() && !args.force {
        return Err(CliError::Usage(format!("{name} exists; remove it, name another file, or overwrite it with --force")));
    }
    let temporary = temporary(path);
    let file = File::create(&temporary).map_err(CliError::io(temporary.display().to_string()))?;
    let mut out = BufWriter::new(file);
    let outcome = convert(args, dumps, &mut out, &name).inspect_err(|_| {
        // What is half written is not taken for whole.
        let _ = fs::remove_file(&temporary);
    })?;
    let file = out.into_inner().map_err(|e| CliError::Io { name: name.clone(), error: e.into_error() })?;
    file.sync_all().and_then(|()| fs::rename(&temporary, path)).map_err(CliError::io(name))?;
    Ok(outcome)
}

fn temporary(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    path.with_file_name(name)
}

fn convert(args: &Args, dumps: &[String], out: &mut dyn Write, out_name: &str) -> Result<Outcome, CliError> {
    let jobs = args.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let extractor = &args.sheet.extractor()?;
    let progress = progress();
    let (lines_in, lines_out) = bounded::<Line>(jobs * UNDER_WAY);
    let (made_in, made_out) = bounded::<(u64, String, Made)>(jobs * UNDER_WAY);
    // A permit a record: the reader takes one, the writer gives it back, so that one slow record cannot pile up the rest.
    let (permit_in, permit_out) = bounded::<()>(jobs * UNDER_WAY * 2);
    let (mut sheets, mut failed) = (0u64, 0u64);
    let result = thread::scope(|scope| {
        scope.spawn(move || read_lines(dumps, args.max_record, &lines_in, &permit_in));
        for _ in 0..jobs {
            let (lines, made) = (lines_out.clone(), made_in.clone());
            scope.spawn(move || work(args, extractor, &lines, &made));
        }
        drop((lines_out, made_in));
        let mut waiting: BTreeMap<u64, (String, Made)> = BTreeMap::new();
        let mut next = 0;
        let mut written = Ok(());
        for (number, place, made) in made_out {
            waiting.insert(number, (place, made));
            while let Some((place, made)) = waiting.remove(&next) {
                next += 1;
                let _ = permit_out.try_recv();
                match made {
                    Ok(sheet) => {
                        sheets += 1;
                        if written.is_ok() {
                            written = out.write_all(&sheet);
                        }
                    }
                    Err(why) => {
                        failed += 1;
                        progress.suspend(|| eprintln!("svodka: {place}: {why}"));
                    }
                }
                progress.inc(1);
            }
            if written.is_err() {
                // Nobody reads: the threads end when their channels close.
                break;
            }
        }
        drop(permit_out);
        written
    });
    progress.finish_and_clear();
    result.and_then(|()| out.flush()).map_err(CliError::io(out_name))?;
    eprintln!("svodka: {} records: {sheets} sheets, {failed} failed", sheets + failed);
    Ok(if failed == 0 { Outcome::Done } else { Outcome::SomeFailed })
}

/// A counter on the terminal, nothing elsewhere.
fn progress() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{pos} records, {per_sec}, {elapsed}") {
        bar.set_style(style);
    }
    bar
}

fn read_lines(dumps: &[String], max: usize, lines: &Sender<Line>, permits: &Sender<()>) {
    let mut number = 0;
    for dump in dumps {
        let mut source: Box<dyn BufRead> = if dump == "-" {
            Box::new(BufReader::new(io::stdin()))
        } else {
            match File::open(dump) {
                Ok(file) => Box::new(BufReader::with_capacity(1 << 20, file)),
                Err(error) => {
                    let line = Line { number, place: dump.clone(), content: Err(error.to_string()) };
                    number += 1;
                    if permits.send(()).is_err() || lines.send(line).is_err() {
                        return;
                    }
                    continue;
                }
            }
        };
        let name = if dump == "-" { "standard input" } else { dump };
        for at in 1u64.. {
            let content = match next_line(&mut *source, max) {
                Ok(None) => break,
                Ok(Some(line)) if line.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(Some(line)) if line.len() > max => Err(format!("a record of more than {max} bytes; raise --max-record")),
                Ok(Some(line)) => Ok(line),
                Err(error) => Err(format!("{error}; the rest of this dump is left out")),
            };
            let broken = content.as_ref().err().is_some_and(|e| e.ends_with("is left out"));
            let line = Line { number, place: format!("{name}:{at}"), content };
            number += 1;
            if permits.send(()).is_err() || lines.send(line).is_err() || broken {
                break;
            }
        }
    }
}

/// The next line without its end; of one that is too long only so much that it can be told to be.
fn next_line(source: &mut dyn BufRead, max: usize) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut any = false;
    loop {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any.then_some(line));
        }
        any = true;
        let end = buffer.iter().position(|b| *b == b'\n');
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        if line.len() <= max {
            line.extend_from_slice(piece);
        }
        let used = piece.len() + usize::from(end.is_some());
        source.consume(used);
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

fn work(args: &Args, extractor: &Extractor, lines: &Receiver<Line>, made: &Sender<(u64, String, Made)>) {
    for line in lines {
        let result = line.content.and_then(|bytes| {
            let document = document(args, &bytes, &line.place)?;
            sheet(extractor, &document)
        });
        if made.send((line.number, line.place, result)).is_err() {
            return;
        }
    }
}

/// The document of a record.
fn document(args: &Args, bytes: &[u8], place: &str) -> Result<Document, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| format!("not UTF-8 from byte {} of the line on", e.valid_up_to()))?;
    let record: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| format!("not JSON: {e}"))?;
    let Value::Object(fields) = &record else { return Err("not a JSON object".into()) };
    let found = || fields.keys().take(12).cloned().collect::<Vec<_>>().join(", ");
    let text = match fields.get(&args.text_field) {
        Some(Value::String(text)) => text,
        Some(_) => return Err(format!("field «{}» is no string", args.text_field)),
        None => return Err(format!("no field «{}» (found: {}); choose one with --text-field", args.text_field, found())),
    };
    let id = match fields.get(&args.id_field) {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => place.rsplit(':').next().unwrap_or(place).to_string(),
    };
    let mut document = Document::new(id, text.clone());
    document.date = match fields.get(&args.date_field) {
        Some(Value::String(date)) => date.get(..10).and_then(|day| super::extract::date(day).ok()),
        _ => None,
    };
    Ok(document)
}

fn sheet(extractor: &Extractor, document: &Document) -> Made {
    let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| extractor.extract(document)));
    let sheet = made.map_err(|_| format!("record «{}»: svodka failed on this text; please report it", document.id))?;
    let mut out = Vec::new();
    render::write(&sheet, &document.text, Format::Jsonl, false, &mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_length_are_read_and_long_ones_are_cut() {
        let mut source = io::Cursor::new("ab\n\nabcdef\nz".as_bytes().to_vec());
        let mut found = Vec::new();
        while let Some(line) = next_line(&mut source, 3).expect("memory can be read") {
            found.push(line.len());
        }
        assert_eq!(found, [2, 0, 6, 1]);
    }
}
