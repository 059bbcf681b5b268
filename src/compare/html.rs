//! A diff as a page: whole in itself, no network, no script. Strangers' text enters escaped only.

use super::changes::Verb;
use super::join::{Entry, Status};
use super::report::{self, COLUMNS, Tally};
use crate::render::html::escape::escaped;
use std::io::{self, Write};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}h2{font-size:1.1rem;margin:1.5rem 0 .3rem}\
ul{margin:0;padding-left:1.2rem}li{overflow-wrap:anywhere}li::marker{content:attr(data-sign) ' '}.added{color:#17692e}.removed{color:#a4161a}.moved{color:#0b5c7a}\
.renamed,.retyped,.changed{color:#7a4b00}ins,del{text-decoration:none}.wide{overflow-x:auto;margin:.8rem 0}table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:.1rem .6rem;text-align:right;font-weight:normal}\
thead th{font-weight:600;border-bottom:1px solid}tbody tr:nth-child(even){background:#8882}th:first-child{text-align:left;overflow-wrap:anywhere}\
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
        Status::Changed => report::counted(entry),
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
        // Elements that say to a screen reader what the colour says to the eye.
        let element = match change.change {
            Verb::Added => "ins",
            Verb::Removed => "del",
            _ => "span",
        };
        writeln!(out, "<li class=\"{class}\" data-sign=\"{sign}\"><{element}>{}</{element}></li>", escaped(&report::line(change)))?;
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
    writeln!(out, "<section><h2>Sums</h2><p>{}</p>", tally.sheets)?;
    for (title, rows) in tally.tables() {
        let heads = COLUMNS.map(|c| format!("<th scope=\"col\">{c}</th>")).concat();
        writeln!(out, "<div class=\"wide\"><table><thead><tr><th scope=\"col\">{title}</th>{heads}</tr></thead><tbody>")?;
        for (name, cells) in rows {
            let cells = cells.map(|n| if n == 0 { "<td>·</td>".to_string() } else { format!("<td>{n}</td>") }).concat();
            writeln!(out, "<tr><th scope=\"row\">{}</th>{cells}</tr>", escaped(name))?;
        }
        writeln!(out, "</tbody></table></div>")?;
    }
    writeln!(out, "</section></main></body></html>")
}
