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
    /// A reader, and its count.
    pub fn new(inner: R) -> (Counted<R>, Rc<Cell<u64>>) {
        let count = Rc::new(Cell::new(0));
        (Counted { inner, count: Rc::clone(&count) }, count)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}

/// Fails once more comes out than the ratio allows for what went in.
pub struct Guard<R> {
    inner: R,
    fed: Rc<Cell<u64>>,
    made: u64,
    ratio: u64,
}

impl<R> Guard<R> {
    /// Guards a decoder that has read `fed` bytes.
    pub fn new(inner: R, fed: Rc<Cell<u64>>, limits: &Limits) -> Guard<R> {
        Guard { inner, fed, made: 0, ratio: limits.ratio }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.made += n as u64;
        if self.made > FREE && self.made / self.fed.get().max(1) > self.ratio {
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
        let read = |size: u64| io::copy(&mut Guard::new(io::repeat(0).take(size), Rc::new(Cell::new(1000)), &limits), &mut io::sink());
        assert!(read(FREE).is_ok());
        assert!(read(FREE + (1 << 20)).is_err_and(|e| e.to_string().contains("more than 1000 times")));
    }
}
