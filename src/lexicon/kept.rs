//! Answers kept by the words that were asked for: names and titles come again in a text, and most of them in the next one.

use foldhash::fast::RandomState;
use std::collections::HashMap;

/// So many answers are kept: those of some hundred articles. Above that it begins anew, so that memory stays what it is.
const MOST: usize = 4096;

/// What was made of words, one for each. Of a thread: none is shared.
pub struct Kept<V>(HashMap<Box<str>, V, RandomState>);

impl<V> Default for Kept<V> {
    fn default() -> Kept<V> {
        Kept(HashMap::default())
    }
}

impl<V: Clone> Kept<V> {
    /// What was made of a text, or is made of it now.
    pub fn of(&mut self, text: &str, make: impl FnOnce(&str) -> V) -> V {
        if let Some(held) = self.0.get(text) {
            return held.clone();
        }
        if self.0.len() >= MOST {
            self.0.clear();
        }
        let made = make(text);
        self.0.insert(text.into(), made.clone());
        made
    }
}
