//! `svodka merge`: one table of the entities of many sheets, in bounded memory.
//!
//! What every sheet says of every entity is a short record; the [`Sorter`] brings them together by id. The table does not depend on the order of the sheets.

use super::exit::{CliError, Outcome};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use svodka::sheet::{FactSheet, MentionOf};
use svodka::sorter::Sorter;

/// Records held in memory before they go to a file: some 60 MB.
const RUN: usize = 200_000;

const TEMPORARY: &str = "a temporary file";

/// What to merge.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files with a sheet a line, as `svodka batch` writes them; `-` is standard input.
    #[arg(required = true, value_name = "SHEETS.jsonl")]
    files: Vec<String>,
    /// `tsv`, or `jsonl`: an entity a line.
    #[arg(long, default_value = "tsv", value_parser = ["tsv", "jsonl"])]
    format: String,
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
    let mut sorter = Sorter::new(RUN);
    let mut outcome = Outcome::Done;
    for name in &args.files {
        let input: Box<dyn BufRead> =
            if name == "-" { Box::new(io::stdin().lock()) } else { Box::new(BufReader::new(File::open(name).map_err(CliError::io(name.as_str()))?)) };
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
    let mut table = Table { out: BufWriter::new(out), jsonl: args.format == "jsonl" };
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
    let date = sheet.document.date.clone();
    let of = |id: &str, name: &str, variants: &[String], offices: &[String], mentions: &[MentionOf]| Record {
        id: id.into(),
        name: name.into(),
        date: date.clone(),
        mentions: mentions.len(),
        variants: variants.to_vec(),
        offices: offices.to_vec(),
    };
    let mut out = Vec::new();
    out.extend(sheet.people.iter().flatten().map(|e| of(&e.id, &e.name, &e.variants, &e.offices, &e.mentions)));
    out.extend(sheet.offices.iter().flatten().map(|e| of(&e.id, &e.title, &[], &[], &e.mentions)));
    out.extend(sheet.countries.iter().flatten().map(|e| of(&e.id, &e.name, &e.variants, &[], &e.mentions)));
    out.extend(sheet.places.iter().flatten().map(|e| of(&e.id, &e.name, &e.variants, &[], &e.mentions)));
    out.extend(sheet.organizations.iter().flatten().map(|e| of(&e.id, &e.name, &e.variants, &[], &e.mentions)));
    out
}

/// One entity of its records. The name is the one that most sheets have.
fn merge(records: &[Record]) -> Merged {
    let mut out = Merged { id: records[0].id.clone(), ..Merged::default() };
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for r in records {
        *names.entry(&r.name).or_default() += 1;
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
    out.name = names.iter().max_by_key(|(name, n)| (**n, Reverse(**name))).map_or(String::new(), |(name, _)| name.to_string());
    out.variants.extend(names.keys().map(|n| n.to_string()));
    out.variants.remove(&out.name);
    out
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

struct Table<'o> {
    out: BufWriter<&'o mut dyn Write>,
    jsonl: bool,
}

impl Table<'_> {
    fn head(&mut self) -> Result<(), CliError> {
        if self.jsonl {
            return Ok(());
        }
        writeln!(self.out, "id\tname\tvariants\tdocuments\tmentions\tfirst\tlast\toffices").map_err(CliError::io("standard output"))
    }

    fn row(&mut self, e: &Merged) -> Result<(), CliError> {
        let date = |d: &Option<String>| d.clone().unwrap_or_default();
        let offices = || e.offices.iter().map(|(id, h)| format!("{id} {}/{}", date(&h.first), date(&h.last))).collect::<Vec<_>>().join("|");
        let text = if self.jsonl {
            serde_json::to_string(e).expect("plain data is JSON")
        } else {
            let variants = e.variants.iter().cloned().collect::<Vec<_>>().join("|");
            let cells = [e.id.clone(), e.name.clone(), variants, e.documents.to_string(), e.mentions.to_string(), date(&e.first), date(&e.last), offices()];
            cells.map(|c| c.replace(['\t', '\n'], " ")).join("\t")
        };
        writeln!(self.out, "{text}").map_err(CliError::io("standard output"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, date: &str) -> Record {
        Record { id: id.into(), name: id.to_uppercase(), date: Some(date.into()), mentions: 2, variants: Vec::new(), offices: vec!["office:x".into()] }
    }

    #[test]
    fn an_entity_has_its_first_and_last_date() {
        let merged = merge(&[record("a", "2018-06-02"), record("a", "2018-06-01")]);
        assert_eq!((merged.documents, merged.mentions), (2, 4));
        assert_eq!((merged.first.as_deref(), merged.last.as_deref()), (Some("2018-06-01"), Some("2018-06-02")));
        assert_eq!(merged.offices["office:x"].documents, 2);
    }
}
