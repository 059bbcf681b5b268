//! Named entities and facts from Russian news text, as a JSON fact sheet.
//!
//! ```
//! let extractor = svodka::Extractor::new();
//! let document = svodka::ingest::Document::new("1", "Президент Казахстана Касым-Жомарт Токаев прибыл в Бишкек.");
//! let sheet = extractor.extract(&document);
//! assert_eq!(sheet.people.unwrap()[0].name, "Касым-Жомарт Токаев");
//! ```
//!
//! A text goes one way: [`ingest`] makes a document of bytes, [`text`] finds tokens and sentences, [`lexicon`] reads words,
//! [`recognize`] proposes candidates, [`arbitrate`] picks the best consistent set, [`resolve`] makes entities of mentions,
//! [`facts`] relates them, [`sheet`] is the result, [`render`] writes it, [`compare`] tells two of them apart.

#![forbid(unsafe_code)]

pub mod arbitrate;
pub mod compare;
#[cfg(feature = "dump")]
pub mod dump;
pub mod explain;
mod extractor;
pub mod facts;
pub mod ingest;
pub mod lexicon;
pub mod prepare;
pub mod recognize;
pub mod render;
pub mod resolve;
pub mod score;
pub mod sheet;
pub mod sorter;
pub mod suggest;
pub mod text;

pub use extractor::Extractor;

/// The README's examples are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
