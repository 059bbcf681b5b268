//! `svodka merge`: one table of the entities of many sheets, in bounded memory.
//!
//! What every sheet says of every entity is a short record; the [`Sorter`] brings them together by id. The table does not depend on the order of the sheets.

use super::exit::{CliError, Outcome};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use svodka::dump::unpacked;
use svodka::sheet::{FactSheet, MentionOf};
use svodka::sorter::Sorter;

/// Records held in memory before they go to a file: some 60 MB.
const RUN: usize = 200_000;

const TEMPORARY: &str = "a temporary file";

/// What to merge.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files with a sheet a line, as `svodka batch` writes them, also in .gz, .bz2, .zst and .xz; `-` is standard input.
    #[arg(required = true, value_name = "SHEETS.jsonl")]
    files: Vec<String>,
    /// `tsv` or `csv` with a header line, or `jsonl`: an entity a line.
    #[arg(long, default_value = "tsv", value_parser = ["tsv", "csv", "jsonl"])]
    format: String,
    /// Records (one for every entity of a sheet) held in memory before they go to a temporary file.
    #[arg(long, value_name = "N", default_value_t = RUN)]
    held: usize,
}

/// What one sheet says of one entity; sorted by id, then by the rest, so that the order of sheets does not matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Record {
    id: String,
    name: String,
    date: Option<String>,
    mentions: usize,
    variants: Vec<String>,
    offices: Vec<String>,
    country: Option<String>,
    within: Option<String>,
}

/// An entity of all sheets.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct Merged {
    id: String,
    name: String,
    variants: BTreeSet<String>,
    documents: usize,
    mentions: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// The country that most sheets give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    /// The region or other place that most sheets say a place lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    offices: BTreeMap<String, Held>,
}

/// When sheets say that an office was held.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct Held {
    documents: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
}

/// Reads the sheets and writes the table.
///
/// # Errors
/// A file that cannot be read, or a temporary file that cannot be written. Lines that are no sheets are told and left out.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let mut sorter = Sorter::new(args.held.max(1));
    let mut outcome = Outcome::Done;
    for name in &args.files {
        let input = if name == "-" { unpacked(io::stdin().lock()) } else { File::open(name).and_then(unpacked) };
        let (input, _) = input.map_err(CliError::io(name.as_str()))?;
        for (n, line) in input.lines().enumerate() {
            let line = line.map_err(CliError::io(name.as_str()))?;
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<FactSheet>(&line) {
                Ok(sheet) => records(&sheet).into_iter().try_for_each(|r| sorter.push(r)).map_err(CliError::io(TEMPORARY))?,
                Err(error) => {
                    eprintln!("svodka: {name}:{}: no sheet: {error}; left out", n + 1);
                    outcome = Outcome::SomeFailed;
                }
            }
        }
    }
    let format = match args.format.as_str() {
        "jsonl" => Format::Jsonl,
        "csv" => Format::Csv,
        _ => Format::Tsv,
    };
    let mut table = Table { out: BufWriter::new(out), format };
    table.head()?;
    let mut group: Vec<Record> = Vec::new();
    let sorted = sorter.finish();
    for record in sorted.iter().map_err(CliError::io(TEMPORARY))? {
        let record = record.map_err(CliError::io(TEMPORARY))?;
        if group.first().is_some_and(|g| g.id != record.id) {
            table.row(&merge(&group))?;
            group.clear();
        }
        group.push(record);
    }
    if !group.is_empty() {
        table.row(&merge(&group))?;
    }
    table.out.flush().map_err(CliError::io("standard output"))?;
    Ok(outcome)
}

fn records(sheet: &FactSheet) -> Vec<Record> {
    // The day; an hour would say nothing beside it.
    let date: Option<String> = sheet.document.date.as_ref().map(|d| d.chars().take(10).collect());
    let of = |id: &str, name: &str, variants: &[String], mentions: &[MentionOf]| Record {
        id: id.into(),
        name: name.into(),
        date: date.clone(),
        mentions: mentions.len(),
        variants: variants.to_vec(),
        offices: Vec::new(),
        country: None,
        within: None,
    };
    let mut out = Vec::new();
    out.extend(sheet.people.iter().flatten().map(|e| Record { offices: e.offices.clone(), ..of(&e.id, &e.name, &e.variants, &e.mentions) }));
    out.extend(sheet.offices.iter().flatten().map(|e| Record { country: e.country.clone(), ..of(&e.id, &e.title, &[], &e.mentions) }));
    out.extend(sheet.countries.iter().flatten().map(|e| of(&e.id, &e.name, &e.variants, &e.mentions)));
    let place = |e: &svodka::sheet::Place| Record { country: e.country.clone(), within: e.within.clone(), ..of(&e.id, &e.name, &e.variants, &e.mentions) };
    out.extend(sheet.places.iter().flatten().map(place));
    let organization = |e: &svodka::sheet::Organization| Record { country: e.country.clone(), ..of(&e.id, &e.name, &e.variants, &e.mentions) };
    out.extend(sheet.organizations.iter().flatten().map(organization));
    out
}

/// One entity of its records. The name is the one that most sheets have.
fn merge(records: &[Record]) -> Merged {
    let mut out = Merged { id: records[0].id.clone(), ..Merged::default() };
    let names: BTreeSet<&str> = records.iter().map(|r| r.name.as_str()).collect();
    for r in records {
        out.documents += 1;
        out.mentions += r.mentions;
        out.variants.extend(r.variants.iter().cloned());
        widen(&mut out.first, &mut out.last, r.date.as_ref());
        for office in &r.offices {
            let held = out.offices.entry(office.clone()).or_default();
            held.documents += 1;
            widen(&mut held.first, &mut held.last, r.date.as_ref());
        }
    }
    out.name = most(records.iter().map(|r| r.name.as_str())).unwrap_or_default();
    out.country = most(records.iter().filter_map(|r| r.country.as_deref()));
    out.within = most(records.iter().filter_map(|r| r.within.as_deref()));
    out.variants.extend(names.iter().map(|n| n.to_string()));
    out.variants.remove(&out.name);
    out
}

/// The value that occurs most, of equals the first by the alphabet.
fn most<'r>(values: impl Iterator<Item = &'r str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    values.for_each(|v| *counts.entry(v).or_default() += 1);
    counts.into_iter().max_by_key(|(value, n)| (*n, Reverse(*value))).map(|(value, _)| value.to_string())
}

fn widen(first: &mut Option<String>, last: &mut Option<String>, date: Option<&String>) {
    let Some(date) = date else { return };
    if first.as_ref().is_none_or(|f| date < f) {
        *first = Some(date.clone());
    }
    if last.as_ref().is_none_or(|l| date > l) {
        *last = Some(date.clone());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Tsv,
    Csv,
    Jsonl,
}

struct Table<'o> {
    out: BufWriter<&'o mut dyn Write>,
    format: Format,
}

const COLUMNS: [&str; 10] = ["id", "name", "variants", "documents", "mentions", "first", "last", "country", "within", "offices"];

impl Table<'_> {
    fn head(&mut self) -> Result<(), CliError> {
        if self.format == Format::Jsonl { Ok(()) } else { self.cells(COLUMNS.map(str::to_string)) }
    }

    fn row(&mut self, e: &Merged) -> Result<(), CliError> {
        if self.format == Format::Jsonl {
            let text = serde_json::to_string(e).expect("plain data is JSON");
            return writeln!(self.out, "{text}").map_err(CliError::io("standard output"));
        }
        let cell = |d: &Option<String>| d.clone().unwrap_or_default();
        let offices = e.offices.iter().map(|(id, h)| format!("{id} {}/{}", cell(&h.first), cell(&h.last))).collect::<Vec<_>>().join("|");
        let variants = e.variants.iter().cloned().collect::<Vec<_>>().join("|");
        let counts = [e.documents, e.mentions].map(|n| n.to_string());
        let [documents, mentions] = counts;
        let [first, last, country, within] = [&e.first, &e.last, &e.country, &e.within].map(cell);
        self.cells([e.id.clone(), e.name.clone(), variants, documents, mentions, first, last, country, within, offices])
    }

    fn cells(&mut self, cells: [String; 10]) -> Result<(), CliError> {
        let line = match self.format {
            Format::Csv => cells.map(|c| if c.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { c }).join(","),
            _ => cells.map(|c| c.replace(['\t', '\n', '\r'], " ")).join("\t"),
        };
        writeln!(self.out, "{line}").map_err(CliError::io("standard output"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, date: &str) -> Record {
        let offices = vec!["office:x".into()];
        Record { id: id.into(), name: id.to_uppercase(), date: Some(date.into()), mentions: 2, variants: Vec::new(), offices, country: None, within: None }
    }

    #[test]
    fn an_entity_has_its_first_and_last_date() {
        let merged = merge(&[record("a", "2018-06-02"), record("a", "2018-06-01")]);
        assert_eq!((merged.documents, merged.mentions), (2, 4));
        assert_eq!((merged.first.as_deref(), merged.last.as_deref()), (Some("2018-06-01"), Some("2018-06-02")));
        assert_eq!(merged.offices["office:x"].documents, 2);
    }
}
