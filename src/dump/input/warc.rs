//! Web archives (WARC 1.0 and 1.1): the pages of `response` and `resource` records, the texts of `conversion` records (WET files).
//!
//! Everything else is no article and no record: requests, metadata, revisits, pictures, and answers other than 200. The crawl's date
//! is not the article's: a page says itself when it was published.

use super::lines::{self, Line, too_long};
use super::{Halt, Item, Limits, Name, Raw, Sink};
use crate::ingest::Html;
use serde_json::{Map, Value};
use std::io::{self, BufReader, Read};

/// Bytes of a header: what goes beyond is none.
const HEADER: usize = 1 << 20;

/// Reads all pages.
pub fn read(source: &mut dyn Read, name: &Name, limits: &Limits, sink: &mut dyn Sink) -> Result<(), Halt> {
    let mut archive = Archive { source: BufReader::with_capacity(1 << 18, source), offset: 0 };
    for number in 1.. {
        match archive.record(name, number, limits, sink) {
            Ok(true) => {}
            Ok(false) => break,
            Err(Halt::Broken(cause)) => return name.broken(number, &cause, sink),
            Err(stop) => return Err(stop),
        }
    }
    Ok(())
}

struct Archive<R> {
    source: BufReader<R>,
    offset: u64,
}

impl<R: Read> Archive<R> {
    fn line(&mut self, sink: &mut dyn Sink) -> Result<Option<Line>, Halt> {
        let line = lines::next(&mut self.source, HEADER, sink)?;
        self.offset += line.as_ref().map_or(0, |l| l.length);
        Ok(line)
    }

    /// Takes the next record of whatever type; false at the end.
    fn record(&mut self, name: &Name, number: u64, limits: &Limits, sink: &mut dyn Sink) -> Result<bool, Halt> {
        let mut skipped = None;
        let start = loop {
            let start = self.offset;
            let Some(line) = self.line(sink)? else {
                return match skipped {
                    Some(at) => self.lost(name, number, at, sink).map(|()| false),
                    None => Ok(false),
                };
            };
            if line.bytes.starts_with(b"WARC/1.") {
                break start;
            }
            if !line.bytes.iter().all(u8::is_ascii_whitespace) {
                skipped.get_or_insert(start);
            }
        };
        if let Some(at) = skipped {
            self.lost(name, number, at, sink)?;
        }
        let mut header = Map::new();
        let mut size = 0;
        loop {
            let Some(line) = self.line(sink)? else { return Err(cut()) };
            if line.bytes.len() > HEADER {
                return Err(Halt::Broken("a header without an end".into()));
            }
            let line = String::from_utf8_lossy(&line.bytes);
            if line.trim().is_empty() {
                break;
            }
            if let Some((field, value)) = line.split_once(':') {
                header.insert(field.trim().to_string(), Value::from(value.trim()));
            }
        }
        let field = |wanted: &str| header.iter().find(|(f, _)| f.eq_ignore_ascii_case(wanted)).and_then(|(_, v)| v.as_str());
        let place = name.place(number, Some(start));
        match field("Content-Length").map(str::parse::<u64>) {
            Some(Ok(length)) => size = length,
            _ => {
                let content = Err("a WARC record without Content-Length".to_string());
                sink.take(Item { place: place.clone(), content })?;
            }
        }
        let kind = field("WARC-Type").unwrap_or("").to_ascii_lowercase();
        let media = field("Content-Type").unwrap_or("").to_ascii_lowercase();
        let of_text = match kind.as_str() {
            "response" => media.starts_with("application/http") || media.starts_with("text/html"),
            "resource" => media.starts_with("text/html") || media.starts_with("text/plain") || media.starts_with("application/xhtml"),
            "conversion" => media.starts_with("text/"),
            _ => false,
        };
        let id = field("WARC-Target-URI").map(|uri| uri.trim_matches(['<', '>']).to_string()).unwrap_or_else(|| place.id());
        let mut body = Vec::new();
        let wanted = if of_text { size.min(limits.record as u64 + 1) } else { 0 };
        let mut content = (&mut self.source).take(wanted);
        content.read_to_end(&mut body)?;
        let read = body.len() as u64;
        let rest = if read < wanted { 0 } else { io::copy(&mut (&mut self.source).take(size - wanted), &mut io::sink())? };
        self.offset += read + rest;
        if read + rest < size {
            return Err(cut());
        }
        if !of_text {
            return Ok(true);
        }
        let content = if body.len() > limits.record {
            Err(too_long(limits))
        } else if media.starts_with("application/http") {
            match page(&body, limits) {
                Ok(Some((bytes, html))) => Ok(Raw::File { id, bytes, html, fields: header }),
                Ok(None) => return Ok(true),
                Err(cause) => Err(cause),
            }
        } else {
            let html = if media.contains("html") { Html::Yes } else { Html::No };
            Ok(Raw::File { id, bytes: body, html, fields: header })
        };
        sink.take(Item { place, content })?;
        Ok(true)
    }

    /// Bytes between records that belong to none.
    fn lost(&self, name: &Name, number: u64, at: u64, sink: &mut dyn Sink) -> Result<(), Halt> {
        let content = Err("bytes that belong to no WARC record; it goes on at the next one".to_string());
        sink.take(Item { place: name.place(number, Some(at)), content })
    }
}

fn cut() -> Halt {
    Halt::Broken("it ends in the middle of a record".into())
}

/// The page of an HTTP answer, if it is one.
fn page(answer: &[u8], limits: &Limits) -> Result<Option<(Vec<u8>, Html)>, String> {
    let Some(end) = memchr::memmem::find(answer, b"\r\n\r\n").map(|i| (i, 4)).or_else(|| memchr::memmem::find(answer, b"\n\n").map(|i| (i, 2))) else {
        return Err("an HTTP answer without an end of its header".into());
    };
    let header = String::from_utf8_lossy(&answer[..end.0]);
    let body = &answer[end.0 + end.1..];
    let mut lines = header.lines();
    if lines.next().and_then(|status| status.split_whitespace().nth(1)) != Some("200") {
        return Ok(None);
    }
    let fields: Vec<(String, String)> =
        lines.filter_map(|l| l.split_once(':')).map(|(f, v)| (f.trim().to_ascii_lowercase(), v.trim().to_ascii_lowercase())).collect();
    let field = |wanted: &str| fields.iter().find(|(f, _)| f == wanted).map_or("", |(_, v)| v.as_str());
    let html = match field("content-type") {
        media if media.starts_with("text/html") || media.starts_with("application/xhtml") => Html::Yes,
        media if media.starts_with("text/plain") => Html::No,
        "" => Html::Auto,
        _ => return Ok(None),
    };
    let body = if field("transfer-encoding").contains("chunked") { unchunk(body) } else { body.to_vec() };
    // Crawlers often unpack the page and leave the field: the first bytes decide.
    let packed = field("content-encoding").contains("gzip") && body.starts_with(&[0x1f, 0x8b]);
    let body = if packed {
        let mut page = Vec::new();
        let mut reader = flate2::read::MultiGzDecoder::new(body.as_slice()).take(limits.record as u64 + 1);
        reader.read_to_end(&mut page).map_err(|e| format!("the page's gzip: {e}"))?;
        if page.len() > limits.record {
            return Err(too_long(limits));
        }
        page
    } else {
        body
    };
    Ok(Some((body, html)))
}

/// A body without the sizes of its chunks; as it is when they are not there, as with crawlers that joined it.
fn unchunk(body: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let line = String::from_utf8_lossy(&rest[..end]);
        let size = line.split(';').next().and_then(|s| usize::from_str_radix(s.trim(), 16).ok());
        match size {
            Some(0) => return joined,
            Some(size) if end + 1 + size <= rest.len() => {
                joined.extend_from_slice(&rest[end + 1..end + 1 + size]);
                rest = &rest[end + 1 + size..];
                rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
            }
            _ => return body.to_vec(),
        }
    }
    if joined.is_empty() { body.to_vec() } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, media: &str, body: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <http://example.org/{kind}>\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn pages(archive: &str) -> Vec<Result<String, String>> {
        let mut sink: Vec<Item> = Vec::new();
        read(&mut archive.as_bytes(), &Name::of("a.warc"), &Limits::default(), &mut sink).expect("memory can be read");
        let shown = |raw| match raw {
            Raw::File { id, bytes, html, .. } => format!("{id} {html:?} {}", String::from_utf8_lossy(&bytes)),
            other => panic!("{other:?}"),
        };
        sink.into_iter().map(|i| i.content.map(shown)).collect()
    }

    #[test]
    fn pages_and_texts_are_records_and_all_else_is_none() {
        let archive = [
            record("warcinfo", "application/warc-fields", "software: x"),
            record("response", "application/http; msgtype=response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Мост открыт.</p>"),
            record("response", "application/http", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Нет.</p>"),
            record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n..."),
            record(
                "response",
                "application/http",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>A\r\n2\r\nBC\r\n0\r\n\r\n",
            ),
            record("request", "application/http", "GET / HTTP/1.1\r\n\r\n"),
            record("conversion", "text/plain", "Ош."),
        ];
        assert_eq!(
            pages(&archive.concat()),
            [
                Ok("http://example.org/response Yes <p>Мост открыт.</p>".to_string()),
                Ok("http://example.org/response Yes <p>ABC".to_string()),
                Ok("http://example.org/conversion No Ош.".to_string()),
            ]
        );
    }

    #[test]
    fn a_damaged_header_loses_its_record_only() {
        let good = record("conversion", "text/plain", "Ош.");
        let found = pages(&format!("{good}{}{good}", good.replacen("WARC/1.0", "WARK/1.0", 1)));
        assert_eq!((found.len(), found[0].is_ok(), found[1].is_err(), found[2].is_ok()), (3, true, true, true), "{found:?}");
        let found = pages(&good[..good.len() - 7]);
        assert!(found[0].as_ref().is_err_and(|e| e.contains("in the middle of a record")), "{found:?}");
    }
}
