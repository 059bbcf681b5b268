//! What reading gives: records that are not looked into yet, each with its place.

use crate::ingest::Html;
use serde_json::{Map, Value};
use std::fmt;
use std::sync::Arc;
use twox_hash::XxHash3_64;

/// Where a record stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The input as given, with the way inside archives after it.
    pub input: Arc<str>,
    /// The record's number there, from 1: of JSON lines the line. 0 is the input as a whole.
    pub number: u64,
    /// Its first byte in the unpacked input, where it has one.
    pub offset: Option<u64>,
    /// Other inputs may have a record of this number, so that it does not name it alone.
    pub among: bool,
}

impl Place {
    /// The id of a record that says none.
    pub fn id(&self) -> String {
        match (self.number, self.among) {
            (0, _) => self.input.to_string(),
            (number, true) => format!("{}:{number}", self.input),
            (number, false) => number.to_string(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            0 => write!(f, "{}", self.input),
            number => write!(f, "{}:{number}", self.input),
        }
    }
}

/// A record as it was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// The bytes of one JSON value.
    Json(Vec<u8>),
    /// A row of a table under its header.
    Row(Arc<[String]>, Vec<Vec<u8>>),
    /// Fields by name.
    Fields(Map<String, Value>),
    /// A whole document.
    File {
        /// Its name, or its address.
        id: String,
        /// Its bytes, in any encoding.
        bytes: Vec<u8>,
        /// Whether it is a page.
        html: Html,
        /// What came with it.
        fields: Map<String, Value>,
    },
}

/// A record, or why there is none.
#[derive(Clone, Debug)]
pub struct Item {
    /// Where it stands.
    pub place: Place,
    /// What was read.
    pub content: Result<Raw, String>,
}

impl Item {
    /// How much it weighs in memory, roughly.
    pub fn size(&self) -> usize {
        64 + match &self.content {
            Ok(Raw::Json(bytes)) | Ok(Raw::File { bytes, .. }) => bytes.len(),
            Ok(Raw::Row(_, cells)) => cells.iter().map(|c| c.len() + 24).sum(),
            Ok(Raw::Fields(fields)) => fields.values().map(|v| v.as_str().map_or(64, |s| s.len() + 32)).sum(),
            Err(cause) => cause.len(),
        }
    }

    /// Adds the record to a digest of all records before it.
    pub fn digest(&self, before: u64) -> u64 {
        let mix = |digest: u64, bytes: &[u8]| XxHash3_64::oneshot_with_seed(digest, bytes);
        match &self.content {
            Ok(Raw::Json(bytes)) => mix(before, bytes),
            Ok(Raw::Row(_, cells)) => cells.iter().fold(before, |d, cell| mix(d, cell)),
            Ok(Raw::Fields(fields)) => fields.iter().fold(before, |d, (name, value)| mix(mix(d, name.as_bytes()), value.to_string().as_bytes())),
            Ok(Raw::File { id, bytes, .. }) => mix(mix(before, id.as_bytes()), bytes),
            Err(cause) => mix(before, cause.as_bytes()),
        }
    }
}

/// Why reading ends before the end.
#[derive(Debug)]
pub enum Halt {
    /// Nobody wants more.
    Stop,
    /// The input is not what it was for the run that this one goes on with.
    Changed,
    /// This input cannot be read on.
    Broken(String),
}

impl From<std::io::Error> for Halt {
    fn from(error: std::io::Error) -> Halt {
        Halt::Broken(error.to_string())
    }
}

/// What takes the records.
pub trait Sink {
    /// Takes the next record.
    ///
    /// # Errors
    /// [`Halt::Stop`] when nobody wants more.
    fn take(&mut self, item: Item) -> Result<(), Halt>;

    /// The next read may have to wait for whoever writes the input: what is complete can go on its way.
    ///
    /// # Errors
    /// [`Halt::Stop`] when nobody wants more.
    fn waiting(&mut self) -> Result<(), Halt> {
        Ok(())
    }
}

#[cfg(test)]
impl Sink for Vec<Item> {
    fn take(&mut self, item: Item) -> Result<(), Halt> {
        self.push(item);
        Ok(())
    }
}
