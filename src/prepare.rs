//! What is made once in a process, made ahead of its first use.
//!
//! Nobody needs to call these: everything is made when it is first asked for. A program that starts for one article calls them on
//! two threads, so that the dictionary, which takes half of the time, loads beside the rest.

use crate::recognize::{dates, figures, numbers};
use crate::{arbitrate, lexicon, text};

/// Loads the dictionary, and makes what is made with it.
pub fn dictionary() {
    lexicon::morph::load();
    numbers::prepare_prefixes();
}

/// Makes the tables and patterns that need no dictionary.
pub fn tables() {
    once_cell::sync::Lazy::force(&arbitrate::weights::BUNDLED);
    lexicon::prepare();
    text::token::prepare();
    text::block::prepare();
    numbers::prepare();
    figures::prepare();
    dates::prepare();
}
