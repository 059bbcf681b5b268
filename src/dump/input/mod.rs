//! Inputs in, records out, one after another, as a stream: nothing of an input is held but the record at hand.
//!
//! `open` goes through folders, compressions and archives to the files inside; one file a format reads records: `lines` (JSON lines),
//! `values` (JSON arrays), `table` (CSV, TSV), `warc`, `columns` (Parquet). What cannot be read is an [`Item`] with its cause. Nothing
//! is written to disk but what must be seekable and is not (`.zip` and Parquet on standard input), and that under no name.

#[cfg(feature = "parquet")]
mod columns;
mod kind;
pub mod limits;
mod lines;
mod open;
mod table;
mod unpack;
mod values;
mod warc;

pub use super::item::{Halt, Item, Place, Raw, Sink};
pub use kind::Kind;
pub use limits::Limits;
pub use open::Opener;
pub use unpack::{unpacked, unpacked_name};

use super::record::Names;
use std::sync::Arc;

/// How inputs are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What every file is, whatever its name and content say; compressions and archives around it are seen all the same.
    pub kind: Option<Kind>,
    /// The fields of records.
    pub names: Names,
    /// How much of what is taken on.
    pub limits: Limits,
}

/// What an input is called.
#[derive(Clone, Debug)]
pub struct Name {
    /// For people: the path, and the way inside archives.
    shown: Arc<str>,
    /// The id of a document that is the whole file.
    id: String,
    /// The file's name, without the endings of compressions that were taken off.
    file: String,
    /// Other inputs may have the same numbers.
    among: bool,
}

impl Name {
    /// An input of its own.
    pub fn of(path: &str) -> Name {
        let shown = if path == "-" { "standard input" } else { path };
        let id = crate::ingest::document_id(path);
        Name { shown: shown.into(), file: id.clone(), id, among: false }
    }

    /// A file under this input.
    fn member(&self, path: &str) -> Name {
        let file = path.rsplit('/').next().unwrap_or(path).to_string();
        Name { shown: format!("{}/{path}", self.shown.trim_end_matches('/')).into(), id: path.to_string(), file, among: true }
    }

    /// The same without the ending that a compression has added.
    fn unpacked(&self, endings: &[(&str, &str)]) -> Name {
        let lower = self.file.to_ascii_lowercase();
        for (ending, instead) in endings {
            if lower.ends_with(ending) && lower.len() > ending.len() {
                let cut = |name: &str| format!("{}{instead}", name.get(..name.len() - ending.len()).unwrap_or(name));
                return Name { file: cut(&self.file), id: cut(&self.id), ..self.clone() };
            }
        }
        self.clone()
    }

    /// The place of a record.
    fn place(&self, number: u64, offset: Option<u64>) -> Place {
        Place { input: Arc::clone(&self.shown), number, offset, among: self.among }
    }

    /// The input ends here, before its end.
    fn broken(&self, number: u64, cause: &str, sink: &mut dyn Sink) -> Result<(), Halt> {
        let rest = if number > 1 { "the rest of this input is left out" } else { "this input is left out" };
        sink.take(Item { place: self.place(number, None), content: Err(format!("{cause}; {rest}")) })
    }
}
