//! Tables for spreadsheets and databases: a row a mention, or a row a fact.
//!
//! Comma-separated files begin with a byte order mark, by which office programs know UTF-8; tab-separated ones do not. A cell that a
//! spreadsheet would run as a formula begins with an apostrophe.

use crate::sheet::FactSheet;
use std::borrow::Cow;
use std::io::{self, Write};

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Separator {
    Comma,
    Tab,
}

const MENTIONS: [&str; 9] = ["document", "kind", "id", "name", "start", "end", "text", "norm", "rule"];
const FACTS: [&str; 10] = ["document", "id", "kind", "modality", "args", "quote", "start", "end", "evidence", "rule"];

fn writer(separator: Separator, out: &mut dyn Write) -> csv::Writer<&mut dyn Write> {
    let delimiter = match separator {
        Separator::Comma => b',',
        Separator::Tab => b'\t',
    };
    csv::WriterBuilder::new().delimiter(delimiter).from_writer(out)
}

/// The first line of a table of mentions.
///
/// # Errors
/// Those of the writer.
pub fn mentions_header(separator: Separator, out: &mut dyn Write) -> io::Result<()> {
    header(&MENTIONS, separator, out)
}

/// The first line of a table of facts.
///
/// # Errors
/// Those of the writer.
pub fn facts_header(separator: Separator, out: &mut dyn Write) -> io::Result<()> {
    header(&FACTS, separator, out)
}

fn header(names: &[&str], separator: Separator, out: &mut dyn Write) -> io::Result<()> {
    if separator == Separator::Comma {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut rows = writer(separator, out);
    rows.write_record(names)?;
    rows.flush()
}

/// A row a mention: document, kind, id, name, start, end, text, norm, rule.
///
/// # Errors
/// Those of the writer.
pub fn mentions(sheet: &FactSheet, separator: Separator, first: bool, out: &mut dyn Write) -> io::Result<()> {
    if first {
        mentions_header(separator, out)?;
    }
    let mut rows = writer(separator, out);
    for n in sheet.mentions() {
        let (start, end) = (n.mention.start.to_string(), n.mention.end.to_string());
        let norm = n.mention.norm.as_deref().unwrap_or("");
        rows.write_record(
            [sheet.document.id.as_str(), n.kind, n.id, &n.name, &start, &end, &n.mention.text, norm, &n.mention.rule].map(|c| safe(c).into_owned()),
        )?;
    }
    rows.flush()
}

/// A row a fact: document, id, kind, modality, its arguments as `role=id` joined with `; `, the words said, start, end and words of the
/// evidence, rule.
///
/// # Errors
/// Those of the writer.
pub fn facts(sheet: &FactSheet, separator: Separator, first: bool, out: &mut dyn Write) -> io::Result<()> {
    if first {
        facts_header(separator, out)?;
    }
    let mut rows = writer(separator, out);
    for f in sheet.facts.iter().flatten() {
        let args: Vec<String> = f.roles().iter().flat_map(|(role, values)| values.iter().map(move |v| format!("{role}={v}"))).collect();
        let args = args.join("; ");
        let (start, end) = (f.evidence.start.to_string(), f.evidence.end.to_string());
        let quote = match (&f.quote, &f.segments) {
            (Some(quote), _) => quote.text.clone(),
            (None, Some(segments)) => segments.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" … "),
            (None, None) => String::new(),
        };
        rows.write_record(
            [sheet.document.id.as_str(), &f.id, &f.kind, &f.modality, &args, &quote, &start, &end, &f.evidence.text, &f.rule].map(|c| safe(c).into_owned()),
        )?;
    }
    rows.flush()
}

/// A cell that no spreadsheet takes for a formula.
fn safe(cell: &str) -> Cow<'_, str> {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => Cow::Owned(format!("'{cell}")),
        _ => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, ingest::Document};

    fn written(separator: Separator) -> (FactSheet, String) {
        let sheet = Extractor::new().extract(&Document::new("=1+1", "Президент Казахстана Касым-Жомарт Токаев прибыл в Ош, «Жетысу» — нет."));
        let mut out = Vec::new();
        mentions(&sheet, separator, true, &mut out).expect("memory takes all");
        (sheet, String::from_utf8(out).expect("UTF-8"))
    }

    #[test]
    fn rows_read_back_are_the_mentions() {
        let (sheet, text) = written(Separator::Comma);
        let mut reader = csv::Reader::from_reader(text.strip_prefix('\u{feff}').expect("a mark").as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
        let mentions = sheet.mentions();
        assert_eq!(rows.len(), mentions.len());
        for (row, n) in rows.iter().zip(&mentions) {
            assert_eq!((&row[1], &row[2], &row[4], &row[6]), (n.kind, n.id, n.mention.start.to_string().as_str(), n.mention.text.as_str()));
        }
    }

    #[test]
    fn formulas_are_text() {
        let (_, text) = written(Separator::Tab);
        assert!(text.lines().nth(1).expect("a row").starts_with("'=1+1\t"), "{text}");
    }
}
