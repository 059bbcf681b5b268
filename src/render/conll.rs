//! CoNLL columns: a token a line, a blank line between sentences.
//!
//! Columns: token, start, end (code points), names, offices, countries, values; tags are `B-person`, `I-person`, `O` (with
//! [`Scheme::Iobes`] also `S-` and `E-`). A column holds mentions side by side: of those inside each other the outermost. Names are people, places and
//! organizations; countries have a column of their own, since they stand inside others; values are figures and dates.

use super::Dropped;
use crate::sheet::FactSheet;
use crate::text::Text;
use std::io::{self, Write};

/// How the tokens of a mention are tagged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `B-` first, `I-` the rest.
    Bio,
    /// `S-` for a lone token, `E-` for the last.
    Iobes,
}

/// Which kinds share a column.
const COLUMNS: &[&[&str]] = &[&["person", "place", "organization"], &["office"], &["country"], &["figure", "date"]];

/// Writes the document; counts the mentions inside others of their column.
///
/// # Errors
/// Those of the writer.
pub fn write(sheet: &FactSheet, text: &str, scheme: Scheme, out: &mut dyn Write) -> io::Result<Vec<Dropped>> {
    let text = Text::new(text);
    let mut tags: Vec<Vec<Option<(char, &str)>>> = vec![vec![None; text.tokens.len()]; COLUMNS.len()];
    let mut inner = 0;
    let starts: Vec<usize> = (0..text.tokens.len()).map(|i| text.chars(&(i..i + 1)).start).collect();
    for n in sheet.mentions() {
        let Some(column) = COLUMNS.iter().position(|kinds| kinds.contains(&n.kind)) else { continue };
        let (from, to) = (starts.partition_point(|s| *s < n.mention.start), starts.partition_point(|s| *s < n.mention.end));
        let row = &mut tags[column];
        if from == to || row[from..to].iter().any(Option::is_some) {
            inner += 1;
            continue;
        }
        for (i, tag) in row[from..to].iter_mut().enumerate() {
            let letter = match (scheme, i == 0, from + i + 1 == to) {
                (Scheme::Iobes, true, true) => 'S',
                (Scheme::Iobes, false, true) => 'E',
                (_, true, _) => 'B',
                _ => 'I',
            };
            *tag = Some((letter, n.kind));
        }
    }
    writeln!(out, "# document = {}", sheet.document.id.replace(['\n', '\r'], " "))?;
    writeln!(out, "# columns = token start end names offices countries values")?;
    for sentence in &text.sentences {
        for i in sentence.clone() {
            let chars = text.chars(&(i..i + 1));
            // A token never holds white space but digits grouped with spaces: those would break the columns.
            write!(out, "{}\t{}\t{}", text.word(i).split_whitespace().collect::<Vec<_>>().join("\u{a0}"), chars.start, chars.end)?;
            for column in &tags {
                match column[i] {
                    Some((letter, kind)) => write!(out, "\t{letter}-{kind}")?,
                    None => write!(out, "\tO")?,
                }
            }
            writeln!(out)?;
        }
        writeln!(out)?;
    }
    let facts = sheet.facts.as_ref().map_or(0, Vec::len);
    Ok(Dropped::some("mentions inside others of their column", inner).into_iter().chain(Dropped::some("facts", facts)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, ingest::Document};

    #[test]
    fn tags_read_back_are_the_outermost_mentions() {
        let text = "Президент Казахстана Касым-Жомарт Токаев прибыл в Ош. Его встретил Сергей Петров.";
        let sheet = Extractor::new().extract(&Document::new("1", text));
        for scheme in [Scheme::Bio, Scheme::Iobes] {
            let mut out = Vec::new();
            write(&sheet, text, scheme, &mut out).expect("memory takes all");
            let out = String::from_utf8(out).expect("UTF-8");
            let mut spans: Vec<(String, usize, usize)> = Vec::new();
            for line in out.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
                let cells: Vec<&str> = line.split('\t').collect();
                let (start, end): (usize, usize) = (cells[1].parse().expect("a number"), cells[2].parse().expect("a number"));
                match cells[3].split_once('-') {
                    Some(("B" | "S", kind)) => spans.push((kind.into(), start, end)),
                    Some(_) => spans.last_mut().expect("begun").2 = end,
                    None => {}
                }
            }
            let wanted: Vec<(String, usize, usize)> = sheet
                .mentions()
                .iter()
                .filter(|n| matches!(n.kind, "person" | "place" | "organization"))
                .map(|n| (n.kind.to_string(), n.mention.start, n.mention.end))
                .collect();
            assert_eq!(spans, wanted);
        }
    }
}
