//! What a file is, by its name and its first bytes.

use super::Name;
use std::fmt;
use std::str::FromStr;

/// A format of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    /// One document.
    Text,
    /// One document: a page.
    Html,
    /// A JSON object a line.
    Jsonl,
    /// A JSON array of objects, or objects over several lines.
    Json,
    Csv,
    Tsv,
    Warc,
    Parquet,
}

impl Kind {
    /// All formats with their names on the command line.
    pub const ALL: [(&'static str, Kind); 8] = [
        ("text", Kind::Text),
        ("html", Kind::Html),
        ("jsonl", Kind::Jsonl),
        ("json", Kind::Json),
        ("csv", Kind::Csv),
        ("tsv", Kind::Tsv),
        ("warc", Kind::Warc),
        ("parquet", Kind::Parquet),
    ];

    /// The format of a file: what its first bytes leave no doubt of, then its name, then what the bytes look like.
    pub(super) fn of(name: &Name, head: &[u8]) -> Kind {
        if head.starts_with(b"PAR1") {
            return Kind::Parquet;
        }
        if head.starts_with(b"WARC/1.") {
            return Kind::Warc;
        }
        let text = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
        match name.file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
            Some("jsonl" | "ndjson" | "jl") => return Kind::Jsonl,
            Some("json") => return if text.starts_with(b"{") && is_lines(text) { Kind::Jsonl } else { Kind::Json },
            Some("csv") => return Kind::Csv,
            Some("tsv" | "tab") => return Kind::Tsv,
            Some("html" | "htm" | "xhtml") => return Kind::Html,
            Some("txt" | "text" | "md") => return Kind::Text,
            Some("warc" | "wet") => return Kind::Warc,
            Some("parquet" | "pq") => return Kind::Parquet,
            _ => {}
        }
        match text.first() {
            Some(b'{') if is_lines(text) => Kind::Jsonl,
            Some(b'{') => Kind::Json,
            Some(b'[') if text[1..].trim_ascii_start().starts_with(b"{") => Kind::Json,
            _ => match header(text) {
                Some(b'\t') => Kind::Tsv,
                Some(_) => Kind::Csv,
                None => Kind::Text,
            },
        }
    }
}

/// Whether the first line holds a whole object, or is longer than what is seen of it.
fn is_lines(text: &[u8]) -> bool {
    let Some(line) = text.split(|b| *b == b'\n').next().filter(|line| line.len() < text.len()) else { return true };
    let mut values = serde_json::Deserializer::from_slice(line).into_iter::<serde::de::IgnoredAny>();
    // A first line that is damaged inside is a line all the same: objects over several lines break off at a bracket or comma.
    match values.next() {
        Some(Err(error)) => !error.is_eof(),
        _ => true,
    }
}

/// The separator of a first line that is a table's header: short names, one of which is that of a text.
fn header(text: &[u8]) -> Option<u8> {
    let line = std::str::from_utf8(text.split(|b| *b == b'\n').next()?).ok()?.trim_end();
    let separator = super::table::separator(line.as_bytes());
    let names: Vec<&str> = line.split(separator as char).map(|n| n.trim_matches('"')).collect();
    let is_name = |n: &&str| !n.is_empty() && n.len() <= 64 && !n.contains(['.', '?', '!']);
    (names.len() > 1 && names.iter().all(is_name) && names.iter().any(|n| crate::dump::record::TEXT.contains(n))).then_some(separator)
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Kind, String> {
        Kind::ALL.iter().find(|(n, _)| *n == name).map(|(_, kind)| *kind).ok_or_else(|| format!("no format is called `{name}`"))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Kind::ALL.iter().find(|(_, kind)| kind == self).map_or("", |(name, _)| name))
    }
}

/// What is around a file: a compression or an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    Gzip,
    Bzip2,
    Zstd,
    Xz,
    Tar,
    Zip,
}

impl Layer {
    /// By the first bytes alone: a wrong name misleads nobody.
    pub(super) fn of(head: &[u8]) -> Option<Layer> {
        let skippable = head.len() >= 4 && head[0] & 0xf0 == 0x50 && head[1..4] == [0x2a, 0x4d, 0x18];
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Layer::Gzip),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, ..] => Some(Layer::Bzip2),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Layer::Zstd),
            _ if skippable => Some(Layer::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Layer::Xz),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Layer::Zip),
            _ if head.get(257..262) == Some(b"ustar") => Some(Layer::Tar),
            _ => None,
        }
    }
}

/// Files that hold no text for this program, by their first bytes.
pub(super) fn is_no_text(head: &[u8]) -> bool {
    [&b"%PDF-"[..], b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"7z\xbc\xaf\x27\x1c", b"Rar!"]
        .iter()
        .any(|magic| head.starts_with(magic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_name_and_content() {
        for (name, head, kind) in [
            ("-", "{\"text\": \"а\"}\n{", Kind::Jsonl),
            ("-", "{\n  \"text\": \"а\"\n}", Kind::Json),
            ("-", "{\"text\": \"а\", \n \"id\": 1}", Kind::Json),
            ("-", "{\"text\": \"а\" это\n{", Kind::Jsonl),
            ("-", " [ {\"text\": \"а\"}]", Kind::Json),
            ("-", "[1] Так начинается статья.", Kind::Text),
            ("-", "Мост открыт.", Kind::Text),
            ("-", "url,title,text,topic,tags,date\n", Kind::Csv),
            ("-", "id\ttext\n", Kind::Tsv),
            ("-", "В статье есть text, и запятые.", Kind::Text),
            ("-", "WARC/1.0\r\n", Kind::Warc),
            ("a.txt", "{", Kind::Text),
            ("a.HTML", "Мост", Kind::Html),
            ("a.jsonl", "не JSON", Kind::Jsonl),
            ("a.json", "{\"text\": \"а\"}\n{\"text\": \"б\"}\n", Kind::Jsonl),
            ("a.json", "[", Kind::Json),
            ("a.txt", "PAR1", Kind::Parquet),
        ] {
            assert_eq!(Kind::of(&Name::of(name), head.as_bytes()), kind, "{name} {head}");
        }
    }

    #[test]
    fn names_are_read_back() {
        for (name, kind) in Kind::ALL {
            assert_eq!((name.parse(), kind.to_string().as_str()), (Ok(kind), name));
        }
        assert!("xml".parse::<Kind>().is_err());
    }
}
