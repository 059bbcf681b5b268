//! Records in order, however many: a run at a time is sorted in memory, full runs go to files of a temporary folder and are merged while
//! reading. Many runs become one of a higher level, so that neither open files nor memory grow with the number of records.

use serde::{Serialize, de::DeserializeOwned};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder of its own under the system's temporary folder, gone when it is dropped.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// The folder's name; it is made when something is written into it.
    ///
    /// # Errors
    /// That of the system.
    pub fn new() -> io::Result<Scratch> {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let own = format!("svodka-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(own);
        // One that stands is somebody else's.
        fs::create_dir(&folder)?;
        Ok(Scratch(folder))
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing is lost where a temporary file stays.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Takes records in any order.
#[derive(Debug)]
pub struct Sorter<T> {
    held: Vec<T>,
    most: usize,
    /// Sorted files, each with its level: one of level 1 is of [`AT_ONCE`] of level 0.
    runs: Vec<(u32, PathBuf)>,
    written: usize,
    folder: Option<Scratch>,
}

/// So many files of one level are merged to one.
const AT_ONCE: usize = 64;

/// The records in order, to be read as often as wanted.
#[derive(Debug)]
pub struct Sorted<T> {
    held: Vec<T>,
    runs: Vec<PathBuf>,
    _folder: Option<Scratch>,
}

impl<T: Ord + Clone + Serialize + DeserializeOwned> Sorter<T> {
    /// Holds at most so many records in memory.
    pub fn new(most: usize) -> Sorter<T> {
        Sorter { held: Vec::new(), most, runs: Vec::new(), written: 0, folder: None }
    }

    /// Takes one more.
    ///
    /// # Errors
    /// When a full run cannot be written.
    pub fn push(&mut self, record: T) -> io::Result<()> {
        self.held.push(record);
        if self.held.len() >= self.most { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let held = std::mem::take(&mut self.held);
        let path = self.write(held.into_iter().map(Ok))?;
        self.runs.push((0, path));
        while let Some((level, _)) = self.runs.last()
            && self.runs.iter().rev().take_while(|r| r.0 == *level).count() >= AT_ONCE
        {
            let level = level + 1;
            let merged: Vec<PathBuf> = self.runs.drain(self.runs.len() - AT_ONCE..).map(|r| r.1).collect();
            let path = self.write(in_order(merged.iter().map(|p| read(p)).collect::<io::Result<_>>()?)?)?;
            merged.iter().try_for_each(fs::remove_file)?;
            self.runs.push((level, path));
        }
        Ok(())
    }

    fn write(&mut self, records: impl Iterator<Item = io::Result<T>>) -> io::Result<PathBuf> {
        if self.folder.is_none() {
            self.folder = Some(Scratch::new()?);
        }
        let path = self.folder.as_ref().expect("made above").file(&self.written.to_string());
        self.written += 1;
        let mut file = BufWriter::new(File::create(&path)?);
        for record in records {
            serde_json::to_writer(&mut file, &record?)?;
            file.write_all(b"\n")?;
        }
        file.flush()?;
        Ok(path)
    }

    /// All records, in order.
    pub fn finish(mut self) -> Sorted<T> {
        self.held.sort_unstable();
        Sorted { held: self.held, runs: self.runs.into_iter().map(|r| r.1).collect(), _folder: self.folder }
    }
}

impl<T: Ord + Clone + Serialize + DeserializeOwned> Sorted<T> {
    /// Hands out all records in order.
    ///
    /// # Errors
    /// When a run cannot be opened; what fails later is an item.
    pub fn iter(&self) -> io::Result<impl Iterator<Item = io::Result<T>>> {
        let mut sources: Vec<Source<'_, T>> = vec![Box::new(self.held.iter().cloned().map(Ok))];
        for path in &self.runs {
            sources.push(read(path)?);
        }
        in_order(sources)
    }
}

type Source<'s, T> = Box<dyn Iterator<Item = io::Result<T>> + 's>;

/// The records of a run.
fn read<T: DeserializeOwned>(path: &PathBuf) -> io::Result<Source<'static, T>> {
    let file = BufReader::new(File::open(path)?);
    Ok(Box::new(file.lines().map(|l| Ok(serde_json::from_str(&l?)?))))
}

/// The records of sorted sources in order.
fn in_order<T: Ord>(mut sources: Vec<Source<'_, T>>) -> io::Result<impl Iterator<Item = io::Result<T>>> {
    let mut heap = BinaryHeap::new();
    for (n, source) in sources.iter_mut().enumerate() {
        if let Some(record) = source.next() {
            heap.push(Reverse((record?, n)));
        }
    }
    let mut failed = None;
    Ok(std::iter::from_fn(move || {
        if let Some(error) = failed.take() {
            heap.clear();
            return Some(Err(error));
        }
        let Reverse((record, n)) = heap.pop()?;
        match sources[n].next() {
            Some(Ok(next)) => heap.push(Reverse((next, n))),
            Some(Err(error)) => failed = Some(error),
            None => {}
        }
        Some(Ok(record))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_in_files_and_in_memory_give_one_order() {
        let all = [5, 3, 9, 3, 1, 7, 2];
        for most in [2, 3, 100] {
            let mut sorter = Sorter::new(most);
            all.iter().for_each(|n| sorter.push(*n).expect("a temporary folder"));
            let sorted = sorter.finish();
            for _ in 0..2 {
                let out: Vec<i32> = sorted.iter().expect("readable").map(|n| n.expect("readable")).collect();
                assert_eq!(out, [1, 2, 3, 3, 5, 7, 9]);
            }
        }
    }

    #[test]
    fn more_runs_than_are_read_at_once_become_one() {
        let mut sorter = Sorter::new(1);
        let all = 2 * AT_ONCE * AT_ONCE + 3;
        (0..all).for_each(|n| sorter.push(n * 37 % all).expect("a temporary folder"));
        assert_eq!(sorter.runs.iter().map(|r| r.0).collect::<Vec<_>>(), [2, 2, 0, 0, 0]);
        assert!(sorter.finish().iter().expect("readable").map(|n| n.expect("readable")).eq(0..all));
    }
}
