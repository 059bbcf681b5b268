//! A diff for a terminal, and its sums by kind and by rule.

use super::changes::{Change, Level, Side, Verb};
use super::join::{Entry, Status};
use super::json::Json;
use crate::render::table::guard;
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

/// How often what happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verbs {
    /// Added.
    pub added: u64,
    /// Removed.
    pub removed: u64,
    /// Renamed.
    pub renamed: u64,
    /// Retyped.
    pub retyped: u64,
    /// Moved.
    pub moved: u64,
    /// Changed.
    pub changed: u64,
}

impl Verbs {
    fn add(&mut self, verb: Verb) {
        *match verb {
            Verb::Added => &mut self.added,
            Verb::Removed => &mut self.removed,
            Verb::Renamed => &mut self.renamed,
            Verb::Retyped => &mut self.retyped,
            Verb::Moved => &mut self.moved,
            Verb::Changed => &mut self.changed,
        } += 1;
    }

    /// In the order of [`COLUMNS`].
    fn cells(&self) -> [u64; 6] {
        [self.added, self.removed, self.renamed, self.retyped, self.moved, self.changed]
    }
}

/// What can happen, as the sums' columns are headed.
pub(super) const COLUMNS: [&str; 6] = ["added", "removed", "renamed", "retyped", "moved", "changed"];

/// A row of the sums: its name, and how often what happened.
type Row<'t> = (&'t str, [u64; 6]);

/// The sums of a diff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Sheets by what became of them.
    pub sheets: Sheets,
    /// Changes by kind of entity or fact.
    pub kinds: BTreeMap<String, Verbs>,
    /// Changes by rule; `a → b` where the two sides' rules differ.
    pub rules: BTreeMap<String, Verbs>,
}

/// Sheets by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sheets {
    /// In both files, without a difference.
    pub same: u64,
    /// In both files, with differences.
    pub changed: u64,
    /// In the second file only.
    pub added: u64,
    /// In the first file only.
    pub removed: u64,
}

impl fmt::Display for Sheets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sheets: {} same, {} changed, {} added, {} removed", self.same, self.changed, self.added, self.removed)
    }
}

impl Tally {
    /// Takes an entry.
    pub fn add(&mut self, entry: &Entry) {
        match entry.status {
            Status::Added => self.sheets.added += 1,
            Status::Removed => self.sheets.removed += 1,
            Status::Changed => self.sheets.changed += 1,
            Status::Same => {}
        }
        for change in &entry.changes {
            self.kinds.entry(change.kind().to_string()).or_default().add(change.change);
            let rule = change.rule();
            if !rule.is_empty() {
                self.rules.entry(rule).or_default().add(change.change);
            }
        }
    }

    /// Knows how many sheets are the same, of so many in the first file.
    pub fn finish(&mut self, sheets: u64) {
        self.sheets.same = sheets.saturating_sub(self.sheets.changed + self.sheets.removed);
    }

    /// Whether anything differs.
    pub fn differs(&self) -> bool {
        self.sheets.changed + self.sheets.added + self.sheets.removed > 0
    }

    /// For a terminal.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let s = &self.sheets;
        writeln!(out, "{s}")?;
        for (title, rows) in self.tables() {
            let width = rows.iter().map(|(k, _)| k.chars().count()).max().unwrap_or(0).max(title.len());
            writeln!(out, "\n{title:width$} {}", COLUMNS.map(|c| format!("{c:>7}")).join(" "))?;
            for (name, cells) in rows {
                let cells = cells.map(|n| if n == 0 { format!("{:>7}", "·") } else { format!("{n:>7}") });
                writeln!(out, "{name:width$} {}", cells.join(" "))?;
            }
        }
        Ok(())
    }

    /// The sums as tables that have rows: the first column's title, then rows of [`COLUMNS`], the largest sum first.
    pub(super) fn tables(&self) -> Vec<(&'static str, Vec<Row<'_>>)> {
        fn ranked(rows: &BTreeMap<String, Verbs>) -> Vec<Row<'_>> {
            let mut rows: Vec<Row<'_>> = rows.iter().map(|(k, v)| (k.as_str(), v.cells())).collect();
            rows.sort_by_key(|(name, cells)| (std::cmp::Reverse(cells.iter().sum::<u64>()), *name));
            rows
        }
        let mut tables = vec![("kind", ranked(&self.kinds)), ("rule", ranked(&self.rules))];
        tables.retain(|(_, rows)| !rows.is_empty());
        tables
    }
}

/// How a diff is shown.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// With colours.
    pub color: bool,
    /// Without what steers a terminal.
    pub guard: bool,
}

/// Writes the differences of one document, by kind.
///
/// # Errors
/// Those of the writer.
pub fn write(entry: &Entry, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let clean = |text: &str| if look.guard { text.chars().filter_map(guard).collect() } else { text.replace(['\n', '\r', '\t'], " ") };
    let what = match entry.status {
        Status::Added => "only in the second".to_string(),
        Status::Removed => "only in the first".to_string(),
        Status::Changed => counted(entry),
        Status::Same => return Ok(()),
    };
    writeln!(out, "{}: {what}", clean(&entry.id))?;
    let mut last = String::new();
    for change in &entry.changes {
        let title = if change.of == Level::Fact { format!("facts: {}", change.kind()) } else { change.kind().to_string() };
        if title != last {
            writeln!(out, "  {}", clean(&title))?;
            last = title;
        }
        let (sign, color) = match change.change {
            Verb::Added => ('+', AnsiColor::Green),
            Verb::Removed => ('−', AnsiColor::Red),
            Verb::Moved => ('↷', AnsiColor::Cyan),
            _ => ('~', AnsiColor::Yellow),
        };
        let style = if look.color { Style::new().fg_color(Some(color.into())) } else { Style::new() };
        writeln!(out, "    {style}{sign}{style:#} {}", clean(&line(change)))?;
    }
    Ok(())
}

/// How many differences a document has.
pub(super) fn counted(entry: &Entry) -> String {
    match entry.changes.len() {
        1 => "1 difference".to_string(),
        n => format!("{n} differences"),
    }
}

/// A change in one line.
pub fn line(change: &Change) -> String {
    let verb = match change.change {
        Verb::Added | Verb::Removed => "",
        Verb::Renamed => "renamed ",
        Verb::Retyped => "retyped ",
        Verb::Moved => "moved ",
        Verb::Changed => "changed ",
    };
    let words = match (&change.from, &change.to) {
        (Some(from), Some(to)) => two_sides(change, from, to),
        (Some(side), None) | (None, Some(side)) => one_side(change.of, side),
        (None, None) => String::new(),
    };
    let rule = change.rule();
    if rule.is_empty() { format!("{verb}{words}") } else { format!("{verb}{words}  [{rule}]") }
}

fn one_side(of: Level, side: &Side) -> String {
    let place = || side.start.map_or(String::new(), |s| format!(" at {s}"));
    match of {
        Level::Mention => format!("«{}»{} of {}", side.text, place(), side.name),
        Level::Fact => format!("{} «{}»", side.name, shortened(&side.text)),
        _ => match side.mentions {
            Some(n) if n != 1 => format!("{} ({n} mentions)", side.name),
            _ => side.name.clone(),
        },
    }
}

fn two_sides(change: &Change, from: &Side, to: &Side) -> String {
    let kinds = |s: &Side| if change.change == Verb::Retyped { format!("{} {}", s.kind, s.name) } else { s.name.clone() };
    let arrow = |x: String, y: String| if x == y { x } else { format!("{x} → {y}") };
    let mut out = match change.of {
        Level::Mention => {
            let place = |s: &Side| format!("«{}» {}–{}", s.text, s.start.unwrap_or(0), s.end.unwrap_or(0));
            let places = arrow(place(from), place(to));
            format!("{places} of {}", arrow(kinds(from), kinds(to)))
        }
        Level::Fact => format!("{} «{}»", arrow(from.name.clone(), to.name.clone()), shortened(&to.text)),
        _ => arrow(kinds(from), kinds(to)),
    };
    let told = ["name", "title", "text", "start", "end", "norm", "rule"];
    for field in change.fields.iter().filter(|f| !told.contains(&f.as_str()) && !f.starts_with("args.")) {
        let value = |s: &Side| s.values.get(field).map_or("nothing".to_string(), |v| shortened(&words(v)));
        let (x, y) = (value(from), value(to));
        if x == y {
            out.push_str(&format!("; {field} stands elsewhere"));
        } else {
            out.push_str(&format!("; {field}: {x} → {y}"));
        }
    }
    out.trim_start_matches("; ").to_string()
}

/// A value as a reader wants it: of a stretch of text its words.
fn words(value: &Json) -> String {
    match value {
        Json::Text(text) => text.clone(),
        Json::List(items) if items.is_empty() => "nothing".to_string(),
        Json::List(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Json::Object(_) if value.get("text").is_some() => format!("«{}»", value.text("text")),
        other => other.compact(),
    }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST { text.to_string() } else { text.chars().take(MOST - 1).chain(['…']).collect() }
}
