//! How much of what reading takes on, so that no input, broken or made to harm, fills memory or runs for ever.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Limits of reading. What goes beyond is a failed record with its message, never a silent cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a record.
    pub record: usize,
    /// How many times its size an archive may unpack to, beyond the first megabytes, which are free.
    pub ratio: u64,
    /// Archives and compressions inside each other.
    pub nesting: u8,
    /// Files of an input: of a folder with all below it, or of an archive.
    pub files: u64,
}

/// Unpacked bytes for which no ratio is asked: short files of one letter are no attack.
pub const FREE: u64 = 64 << 20;

impl Default for Limits {
    /// 64 MiB a record, 1000 to 1 (deflate cannot do more than 1032, news does 3 to 6), 4 layers, a million files.
    fn default() -> Limits {
        Limits { record: 64 << 20, ratio: 1000, nesting: 4, files: 1_000_000 }
    }
}

/// Counts what is read through it.
pub struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    /// Adds what is read to a count.
    pub fn new(inner: R, count: &Rc<Cell<u64>>) -> Counted<R> {
        Counted { inner, count: Rc::clone(count) }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}

/// What an input weighs, packed and unpacked: all its layers and members together, so that neither archives in archives nor members that share their
/// bytes come to more than one archive may.
#[derive(Clone, Debug, Default)]
pub struct Weight {
    /// Bytes read of the input itself.
    pub fed: Rc<Cell<u64>>,
    /// Bytes that came out of its archives.
    made: Rc<Cell<u64>>,
}

/// Fails once more comes out of an input than the ratio allows for what went in.
pub struct Guard<R> {
    inner: R,
    weight: Weight,
    ratio: u64,
}

impl<R> Guard<R> {
    /// Guards a decoder, or a member of an archive.
    pub fn new(inner: R, weight: &Weight, limits: &Limits) -> Guard<R> {
        Guard { inner, weight: weight.clone(), ratio: limits.ratio }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let Weight { fed, made } = &self.weight;
        made.set(made.get() + n as u64);
        if made.get() > FREE && made.get() / fed.get().max(1) > self.ratio {
            return Err(io::Error::other(format!("it unpacks to more than {} times its size; raise --max-ratio if that is right", self.ratio)));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_may_unpack_to_much_and_a_bomb_may_not() {
        let limits = Limits { ratio: 1000, ..Limits::default() };
        let read = |weight: &Weight, size: u64| io::copy(&mut Guard::new(io::repeat(0).take(size), weight, &limits), &mut io::sink());
        let weight = || Weight { fed: Rc::new(Cell::new(1000)), ..Weight::default() };
        assert!(read(&weight(), FREE).is_ok());
        assert!(read(&weight(), FREE + (1 << 20)).is_err_and(|e| e.to_string().contains("more than 1000 times")));
        // Members of one archive count together.
        let shared = weight();
        assert!(read(&shared, FREE / 2).is_ok() && read(&shared, FREE / 2).is_ok());
        assert!(read(&shared, 1 << 20).is_err());
    }
}
