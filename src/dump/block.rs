//! Blocks: records in a row that go through the program together.
//!
//! Where a block ends depends on the records alone, never on time or threads: compressed output and Parquet are written a block at
//! a time, so that a resumed run, and one with other threads, writes the same bytes. (Only output that has no blocks may be cut earlier,
//! so that a reader of a slow stream gets what is there.)

use super::item::{Halt, Item, Sink};
use crossbeam_channel::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Records of a block, at most.
const RECORDS: usize = 4096;

/// Records in a row.
#[derive(Debug)]
pub struct Block {
    /// Its number, from 0.
    pub number: u64,
    /// Its records.
    pub items: Vec<Item>,
    /// Bytes of the records, roughly.
    pub size: usize,
    /// A digest of all records up to its end.
    pub digest: u64,
    /// It was written by the run that this one goes on with.
    pub written: bool,
}

/// What the threads know of each other: how much is under way, and whether to stop.
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
    /// Bytes under way at most, unless a single block is larger.
    bytes: usize,
    /// Blocks under way at most.
    blocks: usize,
}

#[derive(Default)]
struct State {
    /// No more blocks are let in.
    stopped: bool,
    /// Blocks let in so far.
    let_in: u64,
    blocks: usize,
    bytes: usize,
}

impl Gate {
    /// A gate for so many blocks and bytes at a time.
    pub fn new(blocks: usize, bytes: usize) -> Gate {
        Gate { state: Mutex::default(), changed: Condvar::new(), blocks, bytes }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the block may go on its way; false when nothing may any more.
    fn enter(&self, size: usize) -> bool {
        let mut state = self.lock();
        while !state.stopped && state.blocks > 0 && (state.blocks >= self.blocks || state.bytes + size > self.bytes) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return false;
        }
        state.let_in += 1;
        state.blocks += 1;
        state.bytes += size;
        true
    }

    /// A block is done with.
    pub fn leave(&self, size: usize) {
        let mut state = self.lock();
        state.blocks -= 1;
        state.bytes -= size;
        self.changed.notify_all();
    }

    /// Lets no more in; the number of those that were.
    pub fn stop(&self) -> u64 {
        let mut state = self.lock();
        state.stopped = true;
        self.changed.notify_all();
        state.let_in
    }

    fn is_stopped(&self) -> bool {
        self.lock().stopped
    }
}

/// How the run that this one goes on with ended.
#[derive(Clone, Copy, Debug, Default)]
pub struct Before {
    /// Blocks that it wrote.
    pub blocks: u64,
    /// The digest at the end of the last.
    pub digest: u64,
}

/// Makes blocks of records and sends them on.
pub struct Blocks {
    pub gate: Arc<Gate>,
    pub to: Sender<Block>,
    /// Bytes of a block.
    pub size: usize,
    /// Blocks may be cut when the input makes one wait.
    pub prompt: bool,
    pub before: Before,
    /// Blocks that were written are wanted all the same, to be remembered.
    pub remember: bool,
    open: Block,
}

impl Blocks {
    /// A sink for records.
    pub fn new(gate: Arc<Gate>, to: Sender<Block>, size: usize, prompt: bool, before: Before, remember: bool) -> Blocks {
        Blocks { gate, to, size, prompt, before, remember, open: Block { number: 0, items: Vec::new(), size: 0, digest: 0, written: before.blocks > 0 } }
    }

    /// Sends the records at hand.
    ///
    /// # Errors
    /// Stops when nobody wants them, or when the input is not the one that the run before had.
    fn cut(&mut self) -> Result<(), Halt> {
        if self.open.items.is_empty() {
            return Ok(());
        }
        let (number, digest) = (self.open.number + 1, self.open.digest);
        let next = Block { number, items: Vec::new(), size: 0, digest, written: number < self.before.blocks };
        let block = std::mem::replace(&mut self.open, next);
        if number == self.before.blocks && digest != self.before.digest {
            return Err(Halt::Changed);
        }
        if block.written && !self.remember {
            return if self.gate.is_stopped() { Err(Halt::Stop) } else { Ok(()) };
        }
        if !self.gate.enter(block.size) || self.to.send(block).is_err() {
            return Err(Halt::Stop);
        }
        Ok(())
    }

    /// The end of all inputs.
    ///
    /// # Errors
    /// As for any block.
    pub fn end(&mut self) -> Result<(), Halt> {
        self.cut()?;
        if self.open.number < self.before.blocks { Err(Halt::Changed) } else { Ok(()) }
    }
}

impl Sink for Blocks {
    fn take(&mut self, item: Item) -> Result<(), Halt> {
        let size = item.size();
        // A large record has a block of its own, so that it does not hold others up.
        if self.open.size + size > self.size {
            self.cut()?;
        }
        self.open.digest = item.digest(self.open.digest);
        self.open.size += size;
        self.open.items.push(item);
        if self.open.items.len() >= RECORDS { self.cut() } else { Ok(()) }
    }

    fn waiting(&mut self) -> Result<(), Halt> {
        if self.gate.is_stopped() {
            return Err(Halt::Stop);
        }
        if self.prompt { self.cut() } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::item::{Place, Raw};

    #[allow(clippy::type_complexity)]
    fn blocks(before: Before, records: &[&str]) -> (Vec<(u64, usize, u64)>, Result<(), Halt>) {
        let (to, from) = crossbeam_channel::unbounded();
        let mut sink = Blocks::new(Arc::new(Gate::new(100, 1 << 20)), to, 200, false, before, false);
        let mut take = || {
            for record in records {
                let place = Place { input: "a".into(), number: 1, offset: None, among: false };
                sink.take(Item { place, content: Ok(Raw::Json(record.as_bytes().to_vec())) })?;
            }
            sink.end()
        };
        let ended = take();
        drop(sink);
        (from.iter().map(|b| (b.number, b.items.len(), b.digest)).collect(), ended)
    }

    #[test]
    fn a_run_that_goes_on_makes_the_same_blocks() {
        let records = ["aaaa", "b", "c", "d", "e", "f", "g"];
        let (all, ended) = blocks(Before::default(), &records);
        assert!(ended.is_ok() && all.len() == 3, "{all:?}");
        let before = Before { blocks: 2, digest: all[1].2 };
        assert_eq!(blocks(before, &records).0, all[2..]);
        for changed in [&["aaaa", "x", "c", "d", "e", "f", "g"][..], &["aaaa"]] {
            assert!(matches!(blocks(before, changed), (sent, Err(Halt::Changed)) if sent.is_empty()), "{changed:?}");
        }
    }

    #[test]
    fn a_block_larger_than_the_limit_goes_alone() {
        let gate = Gate::new(4, 100);
        assert!(gate.enter(1000));
        gate.leave(1000);
        assert!(gate.enter(60) && gate.enter(30));
        assert_eq!(gate.stop(), 3);
        assert!(!gate.enter(1));
    }
}
