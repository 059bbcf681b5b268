//! Two files of sheets in, their differences out; a file and its differences in, the other file out.
//!
//! Sheets are joined by id, in whatever order they stand, without holding more than two of them. A difference is told twice: as [`changes`] for readers,
//! and as [`edits`] that are exact to the byte. Nothing here extracts anything, and sheets of other versions of svodka are compared as well: they are read as
//! JSON, not as this version's model.

pub mod changes;
pub mod corrections;
pub mod edits;
pub mod html;
pub mod join;
pub mod json;
mod matching;
pub mod patch;
pub mod report;
pub mod source;
mod view;
