//! A diff as a page: whole in itself, no network, no script. Strangers' text enters escaped only.

use super::changes::Verb;
use super::join::{Entry, Status};
use super::report::{self, Tally};
use crate::render::html::escape::escaped;
use std::io::{self, Write};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}h2{font-size:1.1rem;margin:1.5rem 0 .3rem}\
ul{margin:0;padding-left:1.2rem}li{overflow-wrap:anywhere}li::marker{content:attr(data-sign) ' '}.added{color:#17692e}.removed{color:#a4161a}.moved{color:#0b5c7a}\
.renamed,.retyped,.changed{color:#7a4b00}table{border-collapse:collapse}td,th{padding:.1rem .6rem;text-align:right}td:first-child,th:first-child{text-align:left}\
@media (prefers-color-scheme:dark){body{background:#16181c;color:#e3e3e3}.added{color:#7bd88f}.removed{color:#ff8a8a}.moved{color:#7cc7e8}.renamed,.retyped,.changed{color:#f0c674}}";

/// Opens the page.
///
/// # Errors
/// Those of the writer.
pub fn begin(from: &str, to: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
<title>{} → {}</title><style>{STYLE}</style></head><body><main><h1>{} → {}</h1>",
        escaped(from),
        escaped(to),
        escaped(from),
        escaped(to)
    )
}

/// One document.
///
/// # Errors
/// Those of the writer.
pub fn entry(entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let what = match entry.status {
        Status::Added => "only in the second".to_string(),
        Status::Removed => "only in the first".to_string(),
        Status::Changed => format!("{} differences", entry.changes.len()),
        Status::Same => return Ok(()),
    };
    writeln!(out, "<section><h2>{}: {what}</h2>", escaped(&entry.id))?;
    let mut last: Option<&str> = None;
    for change in &entry.changes {
        if last != Some(change.kind()) {
            if last.is_some() {
                writeln!(out, "</ul>")?;
            }
            writeln!(out, "<h3>{}</h3><ul>", escaped(change.kind()))?;
            last = Some(change.kind());
        }
        let (class, sign) = match change.change {
            Verb::Added => ("added", "+"),
            Verb::Removed => ("removed", "−"),
            Verb::Moved => ("moved", "↷"),
            Verb::Renamed => ("renamed", "~"),
            Verb::Retyped => ("retyped", "~"),
            Verb::Changed => ("changed", "~"),
        };
        writeln!(out, "<li class=\"{class}\" data-sign=\"{sign}\">{}</li>", escaped(&report::line(change)))?;
    }
    if last.is_some() {
        writeln!(out, "</ul>")?;
    }
    writeln!(out, "</section>")
}

/// Closes the page with the sums.
///
/// # Errors
/// Those of the writer.
pub fn end(tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    let mut sums = Vec::new();
    tally.write(&mut sums)?;
    writeln!(out, "<h2>Sums</h2><pre>{}</pre></main></body></html>", escaped(&String::from_utf8_lossy(&sums)))
}
