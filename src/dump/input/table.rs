//! Comma- and tab-separated tables: a record a row, with the fields that the header names.

use super::lines::too_long;
use super::{Halt, Item, Limits, Name, Raw, Sink};
use csv_core::{ReadRecordResult, Reader};
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

/// What stands between cells by the header: the sign that it has most of.
pub fn separator(header: &[u8]) -> u8 {
    let line = header.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.iter().filter(|b| **b == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

/// Reads all rows.
pub fn read(source: &mut dyn Read, name: &Name, separator: u8, limits: &Limits, sink: &mut dyn Sink) -> Result<(), Halt> {
    let mut rows = Rows {
        source: BufReader::with_capacity(1 << 18, source),
        reader: csv_core::ReaderBuilder::new().delimiter(separator).build(),
        offset: 0,
        max: limits.record,
        cells: vec![0; 1 << 16],
        ends: vec![0; 64],
    };
    let header: Arc<[String]> = match rows.next(sink) {
        Ok(Some(Row { cells: Some(cells), .. })) => {
            let text = |(i, cell): (usize, Vec<u8>)| {
                let cell = String::from_utf8_lossy(&cell).into_owned();
                if i == 0 { cell.trim_start_matches('\u{feff}').to_string() } else { cell }
            };
            cells.into_iter().enumerate().map(text).collect()
        }
        Ok(Some(_)) => return name.broken(0, "the table's header is too long", sink),
        Ok(None) => return Ok(()),
        Err(Halt::Broken(cause)) => return name.broken(0, &cause, sink),
        Err(stop) => return Err(stop),
    };
    for number in 1.. {
        let row = match rows.next(sink) {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(Halt::Broken(cause)) => return name.broken(number, &cause, sink),
            Err(stop) => return Err(stop),
        };
        let content = match row.cells {
            None => Err(too_long(limits)),
            Some(cells) if cells.len() != header.len() => Err(format!("a row of {} cells under a header of {}", cells.len(), header.len())),
            Some(cells) => Ok(Raw::Row(Arc::clone(&header), cells)),
        };
        sink.take(Item { place: name.place(number, Some(row.offset)), content })?;
    }
    Ok(())
}

struct Rows<R> {
    source: BufReader<R>,
    reader: Reader,
    offset: u64,
    max: usize,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

struct Row {
    offset: u64,
    /// None of a row beyond the limit.
    cells: Option<Vec<Vec<u8>>>,
}

impl<R: Read> Rows<R> {
    fn next(&mut self, sink: &mut dyn Sink) -> Result<Option<Row>, Halt> {
        let start = self.offset;
        let (mut written, mut ended, mut long) = (0, 0, false);
        loop {
            if self.source.buffer().is_empty() {
                sink.waiting()?;
            }
            let input = self.source.fill_buf()?;
            let (result, read, out, ends) = self.reader.read_record(input, &mut self.cells[written..], &mut self.ends[ended..]);
            self.source.consume(read);
            self.offset += read as u64;
            (written, ended) = (written + out, ended + ends);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.cells.len() > self.max => (written, ended, long) = (0, 0, true),
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() > 1 << 16 => (ended, long) = (0, true),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    let cells = (!long && written <= self.max).then(|| {
                        let starts = [0].into_iter().chain(self.ends[..ended].iter().copied());
                        starts.zip(&self.ends[..ended]).map(|(start, end)| self.cells[start..*end].to_vec()).collect()
                    });
                    return Ok(Some(Row { offset: start, cells }));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, max: usize) -> Vec<Result<Vec<String>, String>> {
        let mut sink: Vec<Item> = Vec::new();
        let limits = Limits { record: max, ..Limits::default() };
        read(&mut text.as_bytes(), &Name::of("a.csv"), separator(text.as_bytes()), &limits, &mut sink).expect("memory can be read");
        let cells = |raw| match raw {
            Raw::Row(header, cells) => header.iter().zip(cells).map(|(h, c)| format!("{h}={}", String::from_utf8_lossy(&c))).collect(),
            other => panic!("{other:?}"),
        };
        sink.into_iter().map(|i| i.content.map(cells)).collect()
    }

    #[test]
    fn cells_may_have_commas_quotes_and_lines() {
        let text = "\u{feff}url,title,text\nа,\"Мост, \"\"Новый\"\"\",\"Одна\nстрока\"\nб,в\nг,д,е\n";
        let found = rows(text, 1000);
        assert_eq!(found[0], Ok(vec!["url=а".into(), "title=Мост, \"Новый\"".into(), "text=Одна\nстрока".into()]));
        assert_eq!(found[1], Err("a row of 2 cells under a header of 3".into()));
        assert_eq!(found[2], Ok(vec!["url=г".into(), "title=д".into(), "text=е".into()]));
    }

    #[test]
    fn a_row_beyond_the_limit_fails_alone() {
        let found = rows(&format!("id\ttext\n1\t{}\n2\tОш\n", "а".repeat(100_000)), 100);
        assert!(found[0].as_ref().is_err_and(|e| e.contains("more than 100 bytes")));
        assert_eq!(found[1], Ok(vec!["id=2".into(), "text=Ош".into()]));
    }

    #[test]
    fn the_separator_is_what_the_header_has() {
        assert_eq!([separator(b"a,b\n;;;;"), separator(b"a;b"), separator(b"a\tb\tc,"), separator(b"a")], [b',', b';', b'\t', b',']);
    }
}
