//! A source and the diff from it in, the other file out.

use super::edits;
use super::join::{Both, Entry, Head, SCHEMA, Status, with_producer};
use super::json::Json;
use super::source::{Layout, Place, Source};
use std::collections::HashMap;
use std::io::{self, BufRead, Seek, SeekFrom, Write};

/// Why a diff cannot be applied.
fn refused(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.into())
}

/// Where an entry of the diff stands, and what of it decides the order of sheets.
struct Known {
    offset: u64,
    status: Status,
    line: Both<u64>,
}

/// Writes what the diff's second file was. Holds an index of both: some hundred bytes a sheet.
///
/// # Errors
/// Those of the system; that the diff is none, is not whole, or belongs to another file.
pub fn apply(a: &Source, diff: &mut (impl BufRead + Seek), reverse: bool, out: &mut dyn Write) -> io::Result<()> {
    let turned = |entry: Entry| if reverse { entry.mirrored() } else { entry };
    let mut line = String::new();
    let mut offset = diff.read_line(&mut line)? as u64;
    let head: Head = serde_json::from_str(&line).map_err(|e| refused(format!("line 1: no head of a diff: {e}; make it with svodka diff --format json")))?;
    if head.schema != SCHEMA {
        return Err(refused(format!("line 1: «{}» is not {SCHEMA}", head.schema)));
    }
    if !head.whole {
        return Err(refused("this diff does not hold everything; make it without --only and --ignore"));
    }
    let head = if reverse { head.mirrored() } else { head };
    if head.sheets.from != Some(a.sheets) {
        return Err(refused(format!("this diff is from {} sheets, here are {}", head.sheets.from.unwrap_or(0), a.sheets)));
    }
    let mut known: HashMap<(String, u64), Known> = HashMap::new();
    let mut number = 1;
    loop {
        line.clear();
        let length = diff.read_line(&mut line)? as u64;
        if length == 0 {
            break;
        }
        number += 1;
        let entry: Entry = serde_json::from_str(&line).map_err(|e| refused(format!("line {number}: no entry of a diff: {e}")))?;
        let entry = turned(entry);
        known.insert((entry.id, entry.occurrence), Known { offset, status: entry.status, line: entry.line.unwrap_or_default() });
        offset += length;
    }
    let mut read = |at: u64| -> io::Result<Entry> {
        diff.seek(SeekFrom::Start(at))?;
        let mut line = String::new();
        diff.read_line(&mut line)?;
        Ok(turned(serde_json::from_str(&line)?))
    };
    let slots = order(a, &head, &known)?;
    let mut found = 0;
    for slot in slots {
        let sheet = match slot {
            Slot::Empty => return Err(refused("this diff belongs to other sheets: it does not say what stands everywhere")),
            Slot::Added(at) => read(at)?.sheet.ok_or_else(|| refused("an added document without its sheet"))?,
            Slot::Common(place, at) => {
                let sheet = a.sheet(&place)?;
                let entry = at.map(&mut read).transpose()?;
                found += u64::from(entry.is_some());
                patched(sheet, entry.as_ref(), &head).map_err(|e| refused(format!("document «{}»: {e}", place.id)))?
            }
        };
        let text = if head.layout.to == Some(Layout::Json) { sheet.indented() } else { sheet.compact() };
        writeln!(out, "{text}")?;
    }
    let wanted = known.values().filter(|k| matches!(k.status, Status::Changed | Status::Same)).count() as u64;
    if found != wanted {
        return Err(refused(format!("{} documents of this diff are not here", wanted - found)));
    }
    out.flush()
}

#[derive(Clone)]
enum Slot {
    Empty,
    Added(u64),
    Common(Place, Option<u64>),
}

/// What stands where in the second file.
fn order(a: &Source, head: &Head, known: &HashMap<(String, u64), Known>) -> io::Result<Vec<Slot>> {
    let mut common: Vec<(Place, Option<&Known>)> = Vec::new();
    let mut seen: (String, u64) = Default::default();
    for place in a.places()? {
        let place = place?;
        seen = if seen.0 == place.id { (seen.0, seen.1 + 1) } else { (place.id.clone(), 0) };
        let entry = known.get(&seen);
        if entry.is_none_or(|k| k.status != Status::Removed) {
            common.push((place, entry));
        }
    }
    common.sort_by_key(|(place, _)| place.line);
    let count = common.len();
    let mut ranks: Vec<Option<usize>> = vec![None; count];
    for (i, (_, entry)) in common.iter().enumerate() {
        let rank = entry.and_then(|k| k.line.to).map_or(i, |n| n as usize);
        match ranks.get_mut(rank) {
            Some(slot @ None) => *slot = Some(i),
            _ => return Err(refused("this diff belongs to other sheets: two would stand in one place")),
        }
    }
    let mut slots = vec![Slot::Empty; head.sheets.to.unwrap_or(0) as usize];
    for entry in known.values().filter(|k| k.status == Status::Added) {
        let slot = entry.line.to.and_then(|n| slots.get_mut(n as usize)).ok_or_else(|| refused("an added document without its place"))?;
        *slot = Slot::Added(entry.offset);
    }
    let mut next = ranks.into_iter().flatten();
    for slot in slots.iter_mut().filter(|s| matches!(s, Slot::Empty)) {
        if let Some(i) = next.next() {
            *slot = Slot::Common(common[i].0.clone(), common[i].1.map(|k| k.offset));
        }
    }
    if next.next().is_some() {
        return Err(refused("this diff belongs to other sheets: here are more"));
    }
    Ok(slots)
}

fn patched(sheet: Json, entry: Option<&Entry>, head: &Head) -> Result<Json, String> {
    let edits = entry.map_or(&[][..], |e| &e.edits);
    let usual = sheet.get("producer") == head.producer.from.as_ref() && !entry.is_some_and(|e| e.own_producer);
    let sheet = if usual { with_producer(&sheet, head.producer.to.as_ref()) } else { sheet };
    edits::apply(&sheet, edits)
}
