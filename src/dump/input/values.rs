//! JSON values one after another: the items of an array, or objects over several lines. Read as a stream, never as a whole.
//!
//! Only brackets and strings are followed here; whether a value is JSON is found out later, for each alone. A damaged bracket or
//! quotation mark can take the values behind it along: dumps that shall survive damage are better written as JSON lines.

use super::lines::too_long;
use super::{Halt, Item, Limits, Name, Raw, Sink};
use std::io::{BufRead, BufReader, Read};

/// Reads all values.
pub fn read(source: &mut dyn Read, name: &Name, limits: &Limits, sink: &mut dyn Sink) -> Result<(), Halt> {
    let mut values = Values { source: BufReader::with_capacity(1 << 18, source), offset: 0, array: false, max: limits.record };
    for number in 1.. {
        let (offset, bytes) = match values.next(number == 1) {
            Ok(Some(value)) => value,
            Ok(None) => break,
            Err(Halt::Broken(cause)) => return name.broken(number, &cause, sink),
            Err(stop) => return Err(stop),
        };
        let content = if bytes.len() > limits.record { Err(too_long(limits)) } else { Ok(Raw::Json(bytes)) };
        sink.take(Item { place: name.place(number, Some(offset)), content })?;
    }
    Ok(())
}

struct Values<R> {
    source: BufReader<R>,
    offset: u64,
    /// The values are the items of an array.
    array: bool,
    max: usize,
}

/// Where in a value a byte stands.
#[derive(Clone, Copy, PartialEq)]
enum At {
    /// In a number, a word, or what is no JSON.
    Bare,
    /// Between brackets, so many deep.
    Nested(u32),
    /// In a string, so many brackets deep.
    Text(u32),
    /// After a backslash in a string.
    Escaped(u32),
}

impl<R: Read> Values<R> {
    fn advance(&mut self, bytes: usize) {
        self.offset += bytes as u64;
        self.source.consume(bytes);
    }

    /// The next value with the place of its first byte.
    fn next(&mut self, first: bool) -> Result<Option<(u64, Vec<u8>)>, Halt> {
        let mut opened = !first;
        loop {
            let Some(byte) = self.source.fill_buf()?.first().copied() else {
                return if self.array { Err(Halt::Broken("the array has no end".into())) } else { Ok(None) };
            };
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF => self.advance(1),
                b',' => self.advance(1),
                b'[' if !opened => {
                    (self.array, opened) = (true, true);
                    self.advance(1);
                }
                b']' if self.array => {
                    self.advance(1);
                    self.array = false;
                }
                _ => break,
            }
        }
        let start = self.offset;
        Ok(Some((start, self.value()?)))
    }

    fn value(&mut self) -> Result<Vec<u8>, Halt> {
        let mut value = Vec::new();
        let mut at: Option<At> = None;
        loop {
            let buffer = self.source.fill_buf()?;
            if buffer.is_empty() {
                return match at {
                    Some(At::Bare) => Ok(value),
                    _ => Err(Halt::Broken("it ends in the middle of a record".into())),
                };
            }
            let (used, now, done) = scan(buffer, at);
            if value.len() <= self.max {
                value.extend_from_slice(&buffer[..used]);
            }
            at = now;
            self.advance(used);
            if done {
                return Ok(value);
            }
        }
    }
}

/// How many bytes belong to the value, where it stands after them, and whether that is its end.
fn scan(buffer: &[u8], before: Option<At>) -> (usize, Option<At>, bool) {
    let mut at = before;
    let mut i = 0;
    while i < buffer.len() {
        let byte = buffer[i];
        at = Some(match (at, byte) {
            (None, b'{' | b'[') => At::Nested(1),
            (None, b'"') => At::Text(0),
            (None, _) => At::Bare,
            (Some(At::Bare), b',' | b']' | b'\n') => return (i, at, true),
            (Some(At::Bare), _) => At::Bare,
            (Some(At::Nested(depth)), b'{' | b'[') => At::Nested(depth + 1),
            (Some(At::Nested(1)), b'}' | b']') => return (i + 1, at, true),
            (Some(At::Nested(depth)), b'}' | b']') => At::Nested(depth - 1),
            (Some(At::Nested(depth)), b'"') => At::Text(depth),
            (Some(At::Nested(depth)), _) => At::Nested(depth),
            (Some(At::Text(0)), b'"') => return (i + 1, at, true),
            (Some(At::Text(depth)), b'"') => At::Nested(depth),
            (Some(At::Text(depth)), b'\\') => At::Escaped(depth),
            (Some(At::Text(depth)), _) => {
                // Most of a dump is the inside of strings.
                i += memchr::memchr2(b'"', b'\\', &buffer[i..]).unwrap_or(buffer.len() - i);
                at = Some(At::Text(depth));
                continue;
            }
            (Some(At::Escaped(depth)), _) => At::Text(depth),
        });
        i += 1;
    }
    (i, at, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> (Vec<String>, bool) {
        let mut sink: Vec<Item> = Vec::new();
        let ended = read(&mut text.as_bytes(), &Name::of("a.json"), &Limits { record: 40, ..Limits::default() }, &mut sink).is_ok();
        let texts = sink.into_iter().map(|i| match i.content {
            Ok(Raw::Json(bytes)) => String::from_utf8(bytes).expect("UTF-8"),
            Ok(other) => panic!("{other:?}"),
            Err(cause) => cause,
        });
        (texts.collect(), ended)
    }

    #[test]
    fn items_of_arrays_and_values_in_a_row() {
        for (text, values) in [
            ("[]", vec![]),
            ("[ {\"a\": \"]}\\\"\"} ,\n {\"b\": [1, {}]}, 7, \"x,y\"]\n", vec!["{\"a\": \"]}\\\"\"}", "{\"b\": [1, {}]}", "7", "\"x,y\""]),
            ("\u{feff}{\n \"a\": 1\n}\n{\"b\": 2}", vec!["{\n \"a\": 1\n}", "{\"b\": 2}"]),
            ("[1, это не JSON, {\"c\": 3}]", vec!["1", "это не JSON", "{\"c\": 3}"]),
            ("", vec![]),
        ] {
            assert_eq!(read_all(text), (values.into_iter().map(str::to_string).collect(), true), "{text}");
        }
    }

    #[test]
    fn what_is_cut_gives_its_whole_values_and_an_error() {
        let (values, ended) = read_all("[{\"a\": 1}, {\"b\": 2}, {\"c\"");
        assert_eq!((values.len(), ended), (3, true), "{values:?}");
        assert!(values[2].contains("in the middle of a record"));
        assert!(read_all("[{\"a\": 1}").0[1].contains("no end"));
    }

    #[test]
    fn a_value_beyond_the_limit_fails_alone() {
        let text = format!("[{{\"a\": \"{}\"}}, {{\"b\": 2}}]", "х".repeat(200_000));
        let (values, _) = read_all(&text);
        assert!(values[0].contains("more than 40 bytes") && values[1] == "{\"b\": 2}", "{values:?}");
    }

    #[test]
    fn a_value_is_the_same_wherever_the_buffer_ends() {
        let text = r#"{"a": "\\\"}", "b": [{"c": "]"}]} 5"#.as_bytes();
        for cut in 1..text.len() {
            let (mut at, mut used, mut done) = (None, 0, false);
            for piece in text.chunks(cut) {
                let (n, now, end) = scan(piece, at);
                (at, used) = (now, used + n);
                if end {
                    done = true;
                    break;
                }
            }
            assert_eq!((used, done), (text.len() - 2, true), "{cut}");
        }
    }
}
