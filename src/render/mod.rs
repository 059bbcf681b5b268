//! Renderers: a [`FactSheet`] in, text out. They read the sheet and nothing else.

use crate::sheet::FactSheet;
use std::io::{self, Write};

/// How a sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Indented JSON, for reading.
    Json,
    /// One line of JSON, for streams.
    Jsonl,
}

/// Writes a sheet, and a line break after it.
///
/// # Errors
/// Those of the writer.
pub fn write(sheet: &FactSheet, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => serde_json::to_writer_pretty(&mut *out, sheet)?,
        Format::Jsonl => serde_json::to_writer(&mut *out, sheet)?,
    }
    out.write_all(b"\n")
}
