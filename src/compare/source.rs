//! Sheets of a file, found by id without holding them: an index in order of id, and the file itself to read from.

use super::json::Json;
#[cfg(feature = "dump")]
use crate::dump::{unpacked, unpacked_name};
use crate::sorter::{Scratch, Sorted, Sorter};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// How a file writes its sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// Indented.
    Json,
    /// A sheet a line.
    Jsonl,
}

/// Where a sheet stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The document's id.
    pub id: String,
    /// Which sheet of the file it is, from 0.
    pub line: u64,
    offset: u64,
    length: u64,
    /// What tells equal lines, the producer apart.
    pub hash: String,
}

/// A file of sheets.
#[derive(Debug)]
pub struct Source {
    name: String,
    file: RefCell<BufReader<File>>,
    /// How it is written.
    pub layout: Layout,
    /// Number of sheets.
    pub sheets: u64,
    /// The producer of its first sheet.
    pub producer: Option<Json>,
    index: Sorted<Place>,
    /// Lines that are no sheets.
    pub refused: Vec<String>,
    _scratch: Scratch,
}

/// Places held in memory before they go to a file: some 50 MB.
const RUN: usize = 200_000;

#[derive(Deserialize)]
struct Head<'l> {
    #[serde(borrow, default)]
    producer: Option<&'l serde_json::value::RawValue>,
    document: DocumentHead,
}

#[derive(Deserialize)]
struct DocumentHead {
    id: String,
}

impl Source {
    /// Opens sheets as JSON or JSON lines, or makes the sheet of a text; `-` is standard input.
    ///
    /// # Errors
    /// Those of the system, with the file's name; that it holds no sheet.
    pub fn open(name: &str, make: &dyn Fn(&str, &[u8]) -> Json) -> Result<Source, String> {
        let told = |error: io::Error| format!("{name}: {error}");
        let scratch = Scratch::new().map_err(told)?;
        let path = seekable(name, &scratch).map_err(told)?;
        let is_lines = unpacked_name(name).ends_with(".jsonl");
        let mut first = Vec::new();
        BufReader::new(File::open(&path).map_err(told)?).read_until(b'\n', &mut first).map_err(told)?;
        if serde_json::from_slice::<Head<'_>>(&first).is_ok() {
            return Source::indexed(name, &path, Layout::Jsonl, scratch).map_err(told);
        }
        let bytes = std::fs::read(&path).map_err(told)?;
        let lines = scratch.file("lines");
        let layout = match of_json(&bytes) {
            // A line of JSON that is no sheet does not make the file an article.
            Ok(sheets) if !sheets.is_empty() || is_lines => write_lines(&lines, &sheets).map(|()| Layout::Json),
            Err(_) if is_lines => return Source::indexed(name, &path, Layout::Jsonl, scratch).map_err(told),
            Err(error) if name.ends_with(".json") => return Err(format!("{name}: no sheet: {error}; give sheets of svodka, or texts")),
            _ => write_lines(&lines, &[make(name, &bytes)]).map(|()| Layout::Json),
        };
        let layout = layout.map_err(told)?;
        Source::indexed(name, &lines, layout, scratch).map_err(told)
    }

    fn indexed(name: &str, path: &Path, layout: Layout, scratch: Scratch) -> io::Result<Source> {
        let mut sorter = Sorter::new(RUN);
        let mut lines = BufReader::with_capacity(1 << 20, File::open(path)?);
        let (mut offset, mut sheets, mut number) = (0, 0, 0);
        let (mut producer, mut opening): (Option<Json>, Vec<u8>) = (None, Vec::new());
        let mut refused = Vec::new();
        let mut line = Vec::new();
        loop {
            line.clear();
            let length = lines.read_until(b'\n', &mut line)?;
            if length == 0 {
                break;
            }
            number += 1;
            let text = line.trim_ascii();
            if !text.is_empty() {
                match serde_json::from_slice::<Head<'_>>(text) {
                    Ok(head) => {
                        if sheets == 0 {
                            producer = head.producer.and_then(|p| Json::parse(p.get()).ok());
                            opening = text[..opening_of(text)].to_vec();
                        }
                        // Sheets that differ in nothing but the producer are not opened.
                        let known = !opening.is_empty() && text.starts_with(&opening);
                        let hash = hash(if known { &text[opening.len()..] } else { text });
                        sorter.push(Place { id: head.document.id, line: sheets, offset, length: length as u64, hash })?;
                        sheets += 1;
                    }
                    Err(error) => refused.push(format!("{name}:{number}: no sheet: {error}; left out")),
                }
            }
            offset += length as u64;
        }
        let file = RefCell::new(BufReader::new(File::open(path)?));
        Ok(Source { name: name.to_string(), file, layout, sheets, producer, index: sorter.finish(), refused, _scratch: scratch })
    }

    /// All places, by id and then as they stand.
    ///
    /// # Errors
    /// Those of reading temporary files.
    pub fn places(&self) -> io::Result<impl Iterator<Item = io::Result<Place>>> {
        self.index.iter()
    }

    /// Reads the sheet at a place.
    ///
    /// # Errors
    /// Those of the system: the file changed meanwhile.
    pub fn sheet(&self, place: &Place) -> io::Result<Json> {
        let mut file = self.file.borrow_mut();
        let there = file.stream_position()?;
        // Places mostly follow each other: the buffer is kept.
        file.seek_relative(place.offset as i64 - there as i64)?;
        let mut line = vec![0; place.length as usize];
        file.read_exact(&mut line)?;
        serde_json::from_slice(&line).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, format!("{} changed while it was read: {e}", self.name)))
    }
}

/// The path of what is to be read, as it is or unpacked, for going to and fro in it.
fn seekable(name: &str, scratch: &Scratch) -> io::Result<PathBuf> {
    if name == "-" {
        return spooled(&mut unpacked(io::stdin().lock())?.0, scratch);
    }
    let (mut inside, packed) = unpacked(File::open(name)?)?;
    if packed { spooled(&mut inside, scratch) } else { Ok(PathBuf::from(name)) }
}

#[cfg(not(feature = "dump"))]
fn unpacked<'r>(source: impl Read + 'r) -> io::Result<(Box<dyn BufRead + 'r>, bool)> {
    Ok((Box::new(BufReader::new(source)), false))
}

#[cfg(not(feature = "dump"))]
fn unpacked_name(name: &str) -> &str {
    name
}

fn spooled(input: &mut dyn Read, scratch: &Scratch) -> io::Result<PathBuf> {
    let path = scratch.file("input");
    let mut file = BufWriter::new(File::create(&path)?);
    io::copy(input, &mut file)?;
    file.flush()?;
    Ok(path)
}

/// One sheet or several one after another.
fn of_json(bytes: &[u8]) -> Result<Vec<Json>, serde_json::Error> {
    let sheets: Vec<Json> = serde_json::Deserializer::from_slice(bytes).into_iter().collect::<Result<_, _>>()?;
    let is_sheet = |s: &Json| matches!(s.get("document").and_then(|d| d.get("id")), Some(Json::Text(_)));
    if sheets.iter().all(is_sheet) { Ok(sheets) } else { Err(serde::de::Error::custom("JSON without `document` and its `id`")) }
}

fn write_lines(path: &Path, sheets: &[Json]) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    sheets.iter().try_for_each(|sheet| writeln!(file, "{}", sheet.compact()))?;
    file.flush()
}

/// The bytes before the document's own, where a sheet begins as svodka writes it.
fn opening_of(line: &[u8]) -> usize {
    const DOCUMENT: &[u8] = b",\"document\":{";
    let head = &line[..line.len().min(1000)];
    let producer = head.windows(12).any(|w| w == b"\"producer\":{");
    head.windows(DOCUMENT.len()).position(|w| w == DOCUMENT).filter(|_| producer).unwrap_or(0)
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..16].iter().map(|b| format!("{b:02x}")).collect()
}
