//! JSON lines: a record a line. A line that is none harms no other.

use super::{Halt, Item, Limits, Name, Raw, Sink};
use std::io::{self, BufRead, BufReader, Read};

/// A line without its end.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its bytes; of one that is too long only so many that it can be told to be.
    pub bytes: Vec<u8>,
    /// Bytes that it takes in the input, its end included.
    pub length: u64,
}

/// Reads all lines.
pub fn read(source: &mut dyn Read, name: &Name, limits: &Limits, sink: &mut dyn Sink) -> Result<(), Halt> {
    let mut source = BufReader::with_capacity(1 << 18, source);
    let mut offset = 0;
    for number in 1.. {
        let line = match next(&mut source, limits.record, sink) {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(Halt::Broken(cause)) => return name.broken(number, &cause, sink),
            Err(stop) => return Err(stop),
        };
        let place = name.place(number, Some(offset));
        offset += line.length;
        if line.bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let content = if line.bytes.len() > limits.record { Err(too_long(limits)) } else { Ok(Raw::Json(line.bytes)) };
        sink.take(Item { place, content })?;
    }
    Ok(())
}

/// What is said of a record beyond the limit.
pub fn too_long(limits: &Limits) -> String {
    format!("a record of more than {} bytes; raise --max-record", limits.record)
}

/// The next line.
pub fn next<R: Read>(source: &mut BufReader<R>, max: usize, sink: &mut dyn Sink) -> Result<Option<Line>, Halt> {
    let mut line = Line { bytes: Vec::new(), length: 0 };
    loop {
        if source.buffer().is_empty() {
            sink.waiting()?;
        }
        let buffer = loop {
            match source.fill_buf() {
                Ok(_) => break source.buffer(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        };
        if buffer.is_empty() {
            return Ok((line.length > 0).then_some(line));
        }
        let end = memchr::memchr(b'\n', buffer);
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        if line.bytes.len() <= max {
            line.bytes.extend_from_slice(piece);
        }
        let used = piece.len() + usize::from(end.is_some());
        line.length += used as u64;
        source.consume(used);
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_length_are_read_and_long_ones_are_cut() {
        for capacity in [1, 2, 3, 100] {
            let mut source = BufReader::with_capacity(capacity, "ab\n\nabcdefgh\nz".as_bytes());
            let mut sink: Vec<Item> = Vec::new();
            let mut found = Vec::new();
            while let Some(line) = next(&mut source, 3, &mut sink).expect("memory can be read") {
                found.push((line.bytes.len().min(4), line.length));
            }
            assert_eq!(found, [(2, 3), (0, 1), (4, 9), (1, 1)]);
        }
    }
}
