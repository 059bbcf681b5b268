//! Gazetteer files in, rows out; every refusal names file, line and column.
//!
//! Compiled twice, like `compile.rs`.

use super::compile::{SPECS, Spec, Table};

/// A refused gazetteer line: where it stands, what is wrong and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file's name as it was given.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for Refusal {}

/// A line of a gazetteer file, its cells in the table's order of columns; a column that the file's header leaves out is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// The table that it belongs to.
    pub table: Table,
    /// The line, counted from 1.
    pub line: usize,
    /// The cells.
    pub cells: Vec<&'a str>,
}

/// The table that a file's name tells: `organizations.tsv`, `редакция.organizations.tsv`, `my-organizations.tsv`.
pub fn table_of(file: &str) -> Option<&'static Spec> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let ends = |own: &&str| name.strip_suffix(*own).is_some_and(|rest| rest.is_empty() || rest.ends_with(['.', '-', '_']));
    // The longest name wins: `office-modifiers.tsv` is no table of modifiers.
    let files = SPECS.iter().flat_map(|s| s.files.iter().map(move |f| (s, *f)));
    files.filter(|(_, own)| ends(own)).max_by_key(|(_, own)| own.len()).map(|(s, _)| s)
}

/// Reads one file's content. Its header names columns of the table, in any order, the first of the table's among them; a file
/// whose header begins with `table` may hold rows of all tables, each naming its own.
///
/// `wanted` is the table where the file's name tells it.
pub fn read<'a>(wanted: Option<&'static Spec>, file: &str, content: &'a str) -> (Vec<Row<'a>>, Vec<Refusal>) {
    match Header::read(wanted, file, content) {
        Ok((header, rows)) => header.rows(file, rows),
        Err(refusal) => (Vec::new(), vec![refusal]),
    }
}

/// The first line of a gazetteer file that is no comment: what the cells of the others are.
pub struct Header<'a> {
    columns: Vec<&'a str>,
    /// The table of all rows, and where each column of the file stands in its rows; none where every row names its own.
    all: Option<(&'static Spec, Vec<usize>)>,
}

/// Lines of a file.
#[derive(Clone, Copy)]
pub struct Lines<'a> {
    /// The number of the first, counted from 1.
    pub first: usize,
    /// The lines.
    pub text: &'a str,
}

impl<'a> Lines<'a> {
    /// The same lines in parts of some bytes, each of whole lines.
    pub fn parts(self, bytes: usize) -> impl Iterator<Item = Lines<'a>> {
        let mut rest = self;
        std::iter::from_fn(move || {
            if rest.text.is_empty() {
                return None;
            }
            let least = rest.text.len().min(bytes);
            let end = rest.text.as_bytes()[least..].iter().position(|b| *b == b'\n').map_or(rest.text.len(), |n| least + n + 1);
            let (text, after) = rest.text.split_at(end);
            let part = Lines { first: rest.first, text };
            rest = Lines { first: rest.first + text.bytes().filter(|b| *b == b'\n').count(), text: after };
            Some(part)
        })
    }
}

impl<'a> Header<'a> {
    /// Reads the header of a file; the lines behind it are the rows.
    ///
    /// # Errors
    /// When it is none of the table's.
    pub fn read(wanted: Option<&'static Spec>, file: &str, content: &'a str) -> Result<(Header<'a>, Lines<'a>), Refusal> {
        let refuse = |line: usize, message: String| Refusal { file: file.to_string(), line, message };
        let mut rest = Lines { first: 1, text: content.strip_prefix('\u{feff}').unwrap_or(content) };
        let (line, header) = loop {
            if rest.text.is_empty() {
                let columns = wanted.map_or("table\tname".into(), |s| s.columns.join("\t"));
                return Err(refuse(1, format!("no header; begin with «{}», with tabs", columns.replace('\t', " "))));
            }
            let (line, after) = rest.text.split_once('\n').unwrap_or((rest.text, ""));
            rest = Lines { first: rest.first + 1, text: after };
            if !is_left_out(line) {
                break (rest.first - 1, line);
            }
        };
        let columns: Vec<&str> = header.trim_end_matches('\r').split('\t').collect();
        if columns[0] == "table" {
            return Ok((Header { columns, all: None }, rest));
        }
        let Some(spec) = wanted else {
            let names: Vec<&str> = SPECS.iter().flat_map(|s| s.files.iter().copied()).collect();
            let hint = format!("what its rows are cannot be told: name the file after one of {}, or make `table` its first column", names.join(", "));
            return Err(refuse(line, hint));
        };
        let theirs = spec.columns.join(", ");
        let place = |c: &&str| spec.columns.iter().position(|x| x == c).ok_or_else(|| refuse(line, format!("no column «{c}»; the columns are {theirs}")));
        let at: Vec<usize> = columns.iter().map(place).collect::<Result<_, _>>()?;
        if !at.contains(&0) {
            return Err(refuse(line, format!("the header lacks «{}»; the columns are {theirs}", spec.columns[0])));
        }
        Ok((Header { columns, all: Some((spec, at)) }, rest))
    }

    /// Reads rows.
    pub fn rows<'r>(&self, file: &str, lines: Lines<'r>) -> (Vec<Row<'r>>, Vec<Refusal>) {
        let mut refusals = Vec::new();
        let mut rows = Vec::new();
        let refuse = |line: usize, message: String| Refusal { file: file.to_string(), line, message };
        let mixed = self.all.is_none();
        let mut cached = self.all.clone();
        let mut cells: Vec<&str> = Vec::new();
        for (n, line) in (lines.first..).zip(lines.text.lines()).filter(|(_, line)| !is_left_out(line)) {
            cells.clear();
            cells.extend(line.trim_end_matches('\r').split('\t'));
            if cells.len() != self.columns.len() {
                refusals.push(refuse(n, format!("{} columns; the header has {}: {}", cells.len(), self.columns.len(), self.columns.join(", "))));
                continue;
            }
            if mixed && cached.as_ref().is_none_or(|(spec, _)| stem_of(spec) != cells[0]) {
                let Some(spec) = SPECS.iter().find(|s| stem_of(s) == cells[0]) else {
                    let names: Vec<&str> = SPECS.iter().map(stem_of).collect();
                    refusals.push(refuse(n, format!("table: «{}» is none; write one of {}", cells[0], names.join(", "))));
                    continue;
                };
                // A mixed file's header may have columns that only some of its tables know.
                let at = self.columns.iter().skip(1).map(|c| spec.columns.iter().position(|x| x == c).unwrap_or(usize::MAX)).collect();
                cached = Some((spec, at));
            }
            let Some((spec, at)) = &cached else { continue };
            let mut row = vec![""; spec.columns.len()];
            let mut stray = None;
            for (cell, to) in cells.iter().skip(usize::from(mixed)).zip(at) {
                match row.get_mut(*to) {
                    Some(place) => *place = cell,
                    None if !cell.is_empty() => stray = Some(*cell),
                    None => {}
                }
            }
            match stray {
                Some(cell) => {
                    refusals.push(refuse(n, format!("«{cell}» stands in a column that {} do not have; theirs are {}", stem_of(spec), spec.columns.join(", "))))
                }
                None => rows.push(Row { table: spec.table, line: n, cells: row }),
            }
        }
        (rows, refusals)
    }
}

/// Comments and empty lines.
fn is_left_out(line: &str) -> bool {
    line.starts_with('#') || line.trim().is_empty()
}

/// A table's name: that of its main file, which has the shortest name, without the ending.
pub fn stem_of(spec: &Spec) -> &'static str {
    let main = spec.files.iter().min_by_key(|f| f.len()).copied().unwrap_or("");
    main.strip_suffix(".tsv").unwrap_or(main)
}
