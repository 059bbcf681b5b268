//! How sheets are written: the form of a sheet, and the compression around, both a block at a time.

use crate::render::{self, Format, delimited, delimited::Separator};
use crate::sheet::FactSheet;
use std::io::{self, Write};
use std::path::Path;

/// The form of the sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line.
    Jsonl,
    /// Mentions, a row each.
    Mentions(Separator),
    /// Facts, a row each.
    Facts(Separator),
    /// Nested columns.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// The compression around the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Packing {
    None,
    Gzip,
    Bzip2,
    Zstd,
    Xz,
}

/// Form and compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Output {
    /// The form of the sheets.
    pub form: Form,
    /// The compression around them.
    pub packing: Packing,
}

impl Output {
    /// The compression and the form, if any, that a file's name asks for.
    ///
    /// ```
    /// use svodka::dump::{Form, Output, Packing};
    /// assert_eq!(Output::of_name("сводки.jsonl.zst".as_ref()), (Some(Form::Jsonl), Packing::Zstd));
    /// assert_eq!(Output::of_name("сводки".as_ref()), (None, Packing::None));
    /// ```
    pub fn of_name(path: &Path) -> (Option<Form>, Packing) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let packings = [(".gz", Packing::Gzip), (".bz2", Packing::Bzip2), (".zst", Packing::Zstd), (".xz", Packing::Xz)];
        let (name, packing) = packings.iter().find_map(|(ending, packing)| Some((name.strip_suffix(ending)?, *packing))).unwrap_or((&name, Packing::None));
        let form = match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("jsonl" | "ndjson" | "json") => Some(Form::Jsonl),
            Some("csv") => Some(Form::Mentions(Separator::Comma)),
            Some("tsv") => Some(Form::Mentions(Separator::Tab)),
            #[cfg(feature = "parquet")]
            Some("parquet" | "pq") => Some(Form::Parquet),
            _ => None,
        };
        (form, packing)
    }

    /// Bytes of records that are written as one block: larger where a block is compressed alone, or is a row group.
    pub fn block_size(&self) -> usize {
        match (self.form, self.packing) {
            #[cfg(feature = "parquet")]
            (Form::Parquet, _) => 4 << 20,
            (_, Packing::None) => 64 << 10,
            _ => 512 << 10,
        }
    }
}

/// The sheets of a block, as they are written.
pub enum Sheets {
    /// One after another.
    Lines(Form, Vec<u8>),
    /// As columns.
    #[cfg(feature = "parquet")]
    Columns(super::parquet::Group),
}

impl Form {
    /// Begins a block; the first has the header.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn block(self, first: bool) -> Result<Sheets, String> {
        let mut out = Vec::new();
        match self {
            Form::Mentions(separator) if first => delimited::mentions_header(separator, &mut out).map_err(|e| e.to_string())?,
            Form::Facts(separator) if first => delimited::facts_header(separator, &mut out).map_err(|e| e.to_string())?,
            #[cfg(feature = "parquet")]
            Form::Parquet => return Ok(Sheets::Columns(super::parquet::Group::new())),
            _ => {}
        }
        Ok(Sheets::Lines(self, out))
    }
}

impl Sheets {
    /// Adds a sheet.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn add(&mut self, sheet: &FactSheet, text: &str) -> Result<(), String> {
        match self {
            Sheets::Lines(form, out) => {
                let format = match form {
                    Form::Mentions(Separator::Comma) => Format::Csv,
                    Form::Mentions(Separator::Tab) => Format::Tsv,
                    Form::Facts(Separator::Comma) => Format::FactsCsv,
                    Form::Facts(Separator::Tab) => Format::FactsTsv,
                    _ => Format::Jsonl,
                };
                render::write(sheet, text, format, false, out).map(|_| ()).map_err(|e| e.to_string())
            }
            #[cfg(feature = "parquet")]
            Sheets::Columns(group) => group.add(sheet),
        }
    }

    /// The bytes of the block.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn end(self) -> Result<Vec<u8>, String> {
        match self {
            Sheets::Lines(_, out) => Ok(out),
            #[cfg(feature = "parquet")]
            Sheets::Columns(group) => group.end(),
        }
    }
}

impl Packing {
    /// A whole member of the compressed file. Members one after another are a file of every one of these formats.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn pack(self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        if bytes.is_empty() { Ok(bytes) } else { self.member(bytes) }
    }

    /// The same of nothing, too: an empty file is none of these formats.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn member(self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        match self {
            Packing::None => Ok(bytes),
            Packing::Gzip => {
                let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                out.write_all(&bytes)?;
                out.finish()
            }
            Packing::Bzip2 => {
                let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
                out.write_all(&bytes)?;
                out.finish()
            }
            Packing::Zstd => zstd::bulk::compress(&bytes, zstd::DEFAULT_COMPRESSION_LEVEL),
            Packing::Xz => {
                // Preset 3 takes 32 MB a thread; 6 takes 94 for some hundredths less.
                let mut out = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(3))?;
                out.write_all(&bytes)?;
                out.finish()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn members_are_read_back_one_after_another() {
        for packing in [Packing::None, Packing::Gzip, Packing::Bzip2, Packing::Zstd, Packing::Xz] {
            let pack = |text: &str| packing.pack(text.as_bytes().to_vec()).expect("memory takes all");
            let file = [pack("Мост "), pack(""), pack("открыт.")].concat();
            let mut text = String::new();
            let mut reader: Box<dyn Read> = match packing {
                Packing::None => Box::new(file.as_slice()),
                Packing::Gzip => Box::new(flate2::read::MultiGzDecoder::new(file.as_slice())),
                Packing::Bzip2 => Box::new(bzip2::read::MultiBzDecoder::new(file.as_slice())),
                Packing::Zstd => Box::new(zstd::Decoder::new(file.as_slice()).expect("a frame")),
                Packing::Xz => Box::new(lzma_rust2::XzReader::new(file.as_slice(), true)),
            };
            reader.read_to_string(&mut text).unwrap_or_else(|e| panic!("{packing:?}: {e}"));
            assert_eq!(text, "Мост открыт.", "{packing:?}");
        }
    }
}
