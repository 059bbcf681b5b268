//! A dump's documents one after another, for whoever does something else with them than writing sheets to one file.

use super::input::{Opener, Options};
use super::item::{Halt, Item, Place, Sink};
use super::work::guarded;
use crate::Extractor;
use crate::ingest::Document;
use crate::sheet::FactSheet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// What takes a record: its place, and its document with the sheet or why there is none.
pub type Take<'t> = dyn FnMut(&Place, Result<(Document, FactSheet), String>) -> ControlFlow<()> + 't;

/// Gives the document and the sheet of every record to `take`, or why there is none, until it says [`ControlFlow::Break`]. A text on which the extractor
/// fails is a record without a sheet.
pub fn each(inputs: &[String], options: &Options, extractor: &Extractor, take: &mut Take<'_>) {
    let mut sink = Each { options, extractor, take };
    // Only `take` stops it; what cannot be read was told to it.
    let _ = Opener::new(options, &mut sink, Arc::new(AtomicU64::new(0))).all(inputs);
}

struct Each<'e> {
    options: &'e Options,
    extractor: &'e Extractor,
    take: &'e mut Take<'e>,
}

impl Sink for Each<'_> {
    fn take(&mut self, item: Item) -> Result<(), Halt> {
        let Item { place, content } = item;
        let document = content.and_then(|raw| guarded(|| self.options.names.document(raw, &place))?.map_err(|refused| refused.cause));
        let made = document.and_then(|document| guarded(|| self.extractor.extract(&document)).map(|sheet| (document, sheet)));
        match (self.take)(&place, made) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Halt::Stop),
        }
    }
}
