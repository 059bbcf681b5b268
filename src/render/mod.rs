//! Renderers: a [`FactSheet`] in, with the text that its offsets count in; a file of some format out.
//!
//! They read the sheet and the text and nothing else, and decide nothing. What a format cannot express is left out and counted
//! in [`Dropped`], never bent into something that it is not.

pub mod brat;
pub mod conll;
pub mod delimited;
pub mod ftm;
pub mod html;
pub mod sentence;
pub mod spacy;
pub mod table;
pub mod web;

use crate::sheet::FactSheet;
use std::io::{self, Write};

/// How a sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Indented JSON, for reading.
    Json,
    /// One line of JSON, for streams.
    Jsonl,
    /// For reading on a terminal.
    Table(table::Look),
    /// Mentions as comma-separated values, with a header and a byte order mark.
    Csv,
    /// Mentions as tab-separated values, with a header.
    Tsv,
    /// Facts as comma-separated values.
    FactsCsv,
    /// Facts as tab-separated values.
    FactsTsv,
    /// CoNLL columns with BIO tags.
    Conll(conll::Scheme),
    /// Brat standoff annotation.
    Brat,
    /// W3C Web Annotation, JSON-LD.
    WebAnnotation,
    /// spaCy's `Doc` as JSON.
    Spacy,
    /// FollowTheMoney entities, one a line.
    Ftm,
    /// A page for a browser, whole in itself.
    Html(html::Language),
}

/// Something of a sheet that a format has no place for: what, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dropped {
    /// What was left out, in the plural.
    pub what: &'static str,
    /// How many.
    pub count: usize,
}

impl Dropped {
    /// Nothing for none, so that reports hold only what was left out.
    fn some(what: &'static str, count: usize) -> Option<Dropped> {
        (count > 0).then_some(Dropped { what, count })
    }
}

/// Writes a sheet; `text` is the document's text, which the offsets count in. Formats with a header get it when `first` is set.
/// Returns what the format could not express.
///
/// ```
/// use svodka::render::{self, Format};
/// let text = "Президент прибыл в Ош.";
/// let sheet = svodka::Extractor::new().extract(&svodka::ingest::Document::new("1", text));
/// let mut out = Vec::new();
/// let dropped = render::write(&sheet, text, Format::Brat, true, &mut out)?;
/// assert!(String::from_utf8(out)?.contains("\tplace 19 21\tОш\n"));
/// assert!(dropped.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of the writer.
pub fn write(sheet: &FactSheet, text: &str, format: Format, first: bool, out: &mut dyn Write) -> io::Result<Vec<Dropped>> {
    let mut dropped = Vec::new();
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, sheet)?;
            out.write_all(b"\n")?;
        }
        Format::Jsonl => {
            serde_json::to_writer(&mut *out, sheet)?;
            out.write_all(b"\n")?;
        }
        Format::Table(look) => table::write(sheet, look, out)?,
        Format::Csv => delimited::mentions(sheet, delimited::Separator::Comma, first, out)?,
        Format::Tsv => delimited::mentions(sheet, delimited::Separator::Tab, first, out)?,
        Format::FactsCsv => delimited::facts(sheet, delimited::Separator::Comma, first, out)?,
        Format::FactsTsv => delimited::facts(sheet, delimited::Separator::Tab, first, out)?,
        Format::Conll(scheme) => dropped = conll::write(sheet, text, scheme, out)?,
        Format::Brat => dropped = brat::write(sheet, text, out)?,
        Format::WebAnnotation => dropped = web::write(sheet, text, out)?,
        Format::Spacy => dropped = spacy::write(sheet, text, out)?,
        Format::Ftm => dropped = ftm::write(sheet, text, out)?,
        Format::Html(language) => dropped = html::write(sheet, text, language, out)?,
    }
    Ok(dropped)
}

/// Where code points of a text stand in bytes, for cutting it by a sheet's offsets.
pub(crate) struct Cut<'t> {
    text: &'t str,
    /// The byte of every code point, and the length at the end.
    bytes: Vec<usize>,
}

impl<'t> Cut<'t> {
    pub(crate) fn new(text: &'t str) -> Cut<'t> {
        Cut { text, bytes: text.char_indices().map(|(i, _)| i).chain([text.len()]).collect() }
    }

    /// The text between two code points; what lies beyond the end is empty.
    pub(crate) fn get(&self, start: usize, end: usize) -> &'t str {
        let at = |i: usize| self.bytes.get(i).copied().unwrap_or(self.text.len());
        self.text.get(at(start)..at(end)).unwrap_or("")
    }
}
