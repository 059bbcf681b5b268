//! Two sources in, an entry for every document that differs out, by id.

use super::changes::{self, Change, Scope};
use super::edits::{self, Edit};
use super::json::Json;
use super::source::{Layout, Place, Source};
use serde::{Deserialize, Serialize};
use std::io;

/// The contract that every diff names.
pub const SCHEMA: &str = "svodka-diff/1";

/// Something that each side has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Both<T> {
    /// The first side's.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub from: Option<T>,
    /// The second side's.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub to: Option<T>,
}

fn none<T>() -> Option<T> {
    None
}

impl<T> Both<T> {
    fn mirrored(self) -> Both<T> {
        Both { from: self.to, to: self.from }
    }
}

/// The first line of a diff as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// `svodka-diff/1`.
    pub schema: String,
    /// Whether everything was compared, so that the diff can be applied.
    pub whole: bool,
    /// How the files write their sheets.
    pub layout: Both<Layout>,
    /// Numbers of sheets.
    pub sheets: Both<u64>,
    /// The program and gazetteers of each file's sheets; entries name only those that differ from these.
    pub producer: Both<Json>,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The second file has it, the first has not.
    Added,
    /// The first file has it, the second has not.
    Removed,
    /// Its sheet differs.
    Changed,
    /// Its sheet differs in nothing that was compared, or only stands elsewhere in the file.
    Same,
}

/// What differs about one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The document's id, in the first file where they differ.
    pub id: String,
    /// Which of several sheets of that id, from 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub occurrence: u64,
    /// What became of it.
    pub status: Status,
    /// The sheet's number in its file, from 0, of an added or removed one; of others the number among those that both files have, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Both<u64>>,
    /// Only one of the two sheets is signed as the others of its file: the head's producers do not hold here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_producer: bool,
    /// For readers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// For `svodka patch`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// The whole sheet, of an added or removed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Json>,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl Entry {
    /// Whether a reader sees a difference.
    pub fn differs(&self) -> bool {
        self.status != Status::Same
    }

    /// The entry of the diff from the second file to the first.
    pub fn mirrored(mut self) -> Entry {
        self.status = match self.status {
            Status::Added => Status::Removed,
            Status::Removed => Status::Added,
            other => other,
        };
        self.line = self.line.map(Both::mirrored);
        if let Some(Json::Text(id)) = self.edits.iter().find(|e| e.path == ["document", "id"]).and_then(|e| e.to.as_ref()) {
            self.id.clone_from(id);
        }
        self.changes = self.changes.into_iter().map(Change::mirrored).collect();
        changes::sort(&mut self.changes);
        self.edits = self.edits.into_iter().map(Edit::mirrored).collect();
        self
    }
}

impl Head {
    /// The head of the diff from the second file to the first.
    pub fn mirrored(self) -> Head {
        Head { layout: self.layout.mirrored(), sheets: self.sheets.mirrored(), producer: self.producer.mirrored(), ..self }
    }
}

/// Numbers of a file's sheets, a bit each: which have no partner.
#[derive(Debug, Default)]
struct Marks {
    words: Vec<u64>,
    before: Vec<u64>,
}

impl Marks {
    fn new(n: u64) -> Marks {
        Marks { words: vec![0; (n / 64 + 1) as usize], before: Vec::new() }
    }

    fn mark(&mut self, i: u64) {
        self.words[(i / 64) as usize] |= 1 << (i % 64);
    }

    fn count(&mut self) {
        let mut sum = 0;
        for word in &self.words {
            self.before.push(sum);
            sum += u64::from(word.count_ones());
        }
    }

    /// How many unmarked ones stand before this one.
    fn rank(&self, i: u64) -> u64 {
        let word = (i / 64) as usize;
        i - self.before[word] - u64::from((self.words[word] & ((1 << (i % 64)) - 1)).count_ones())
    }
}

/// A document of one file, or of both.
type Pair = (Option<Place>, Option<Place>, u64);

/// Walks both indexes together.
fn pairs(a: &Source, b: &Source, take: &mut dyn FnMut(Pair) -> io::Result<()>) -> io::Result<()> {
    let (mut left, mut right) = (a.places()?, b.places()?);
    let (mut x, mut y) = (left.next().transpose()?, right.next().transpose()?);
    if a.sheets == 1 && b.sheets == 1 {
        // Two articles are compared whatever they are called.
        return take((x, y, 0));
    }
    // Which of several sheets of an id is next, on either side.
    let mut seen: (String, u64) = Default::default();
    while x.is_some() || y.is_some() {
        let id = [&x, &y].iter().filter_map(|p| p.as_ref().map(|p| &p.id)).min().expect("one is there").clone();
        if seen.0 != id {
            seen = (id.clone(), 0);
        }
        let one = if x.as_ref().is_some_and(|p| p.id == id) { std::mem::replace(&mut x, left.next().transpose()?) } else { None };
        let other = if y.as_ref().is_some_and(|p| p.id == id) { std::mem::replace(&mut y, right.next().transpose()?) } else { None };
        let occurrence = seen.1;
        seen.1 += 1;
        take((one, other, occurrence))?;
    }
    Ok(())
}

/// Compares two sources; `take` gets the head, then an entry for every document that differs, by id.
///
/// # Errors
/// Those of reading the sources, and those of `take`.
pub fn compare(
    a: &Source,
    b: &Source,
    scope: &Scope,
    head: &mut dyn FnMut(&Head) -> io::Result<()>,
    take: &mut dyn FnMut(Entry) -> io::Result<()>,
) -> io::Result<()> {
    let producer = Both { from: a.producer.clone(), to: b.producer.clone() };
    head(&Head {
        schema: SCHEMA.into(),
        whole: scope.is_whole(),
        layout: Both { from: Some(a.layout), to: Some(b.layout) },
        sheets: Both { from: Some(a.sheets), to: Some(b.sheets) },
        producer: producer.clone(),
    })?;
    let (mut alone_a, mut alone_b) = (Marks::new(a.sheets), Marks::new(b.sheets));
    pairs(a, b, &mut |(x, y, _)| {
        match (x, y) {
            (Some(x), None) => alone_a.mark(x.line),
            (None, Some(y)) => alone_b.mark(y.line),
            _ => {}
        }
        Ok(())
    })?;
    alone_a.count();
    alone_b.count();
    pairs(a, b, &mut |pair| {
        let entry = match pair {
            (Some(x), Some(y), occurrence) => {
                let ranks = (alone_a.rank(x.line), alone_b.rank(y.line));
                common(&x, &y, occurrence, ranks, a, b, scope, &producer)?
            }
            (Some(x), None, occurrence) => Some(alone(x, Status::Removed, occurrence, a, scope)?),
            (None, Some(y), occurrence) => Some(alone(y, Status::Added, occurrence, b, scope)?),
            (None, None, _) => None,
        };
        entry.map_or(Ok(()), &mut *take)
    })
}

fn alone(place: Place, status: Status, occurrence: u64, source: &Source, scope: &Scope) -> io::Result<Entry> {
    let line = match status {
        Status::Added => Both { from: None, to: Some(place.line) },
        _ => Both { from: Some(place.line), to: None },
    };
    let sheet = if scope.is_whole() { Some(source.sheet(&place)?) } else { None };
    Ok(Entry { id: place.id, occurrence, status, line: Some(line), own_producer: false, changes: Vec::new(), edits: Vec::new(), sheet })
}

#[expect(clippy::too_many_arguments, reason = "two of everything")]
fn common(x: &Place, y: &Place, occurrence: u64, ranks: (u64, u64), a: &Source, b: &Source, scope: &Scope, producer: &Both<Json>) -> io::Result<Option<Entry>> {
    let whole = scope.is_whole();
    let line = (whole && ranks.0 != ranks.1).then_some(Both { from: Some(ranks.0), to: Some(ranks.1) });
    let mut entry =
        Entry { id: x.id.clone(), occurrence, status: Status::Same, line, own_producer: false, changes: Vec::new(), edits: Vec::new(), sheet: None };
    if x.hash != y.hash {
        let (old, new) = (a.sheet(x)?, b.sheet(y)?);
        entry.changes = changes::between(&old, &new, scope);
        if whole {
            let (usual_old, usual_new) = (old.get("producer") == producer.from.as_ref(), new.get("producer") == producer.to.as_ref());
            entry.own_producer = usual_old != usual_new;
            entry.edits = if usual_old && usual_new { edits::between(&with_producer(&old, producer.to.as_ref()), &new) } else { edits::between(&old, &new) };
        }
    }
    if !entry.changes.is_empty() {
        entry.status = Status::Changed;
    }
    let tells = entry.differs() || entry.line.is_some() || entry.own_producer || !entry.edits.is_empty();
    Ok(tells.then_some(entry))
}

/// The sheet as another program or other gazetteers would have signed it.
pub(super) fn with_producer(sheet: &Json, producer: Option<&Json>) -> Json {
    match (sheet, producer) {
        (Json::Object(fields), Some(producer)) => {
            let value = |k: &String, v: &Json| if k == "producer" { producer.clone() } else { v.clone() };
            Json::Object(fields.iter().map(|(k, v)| (k.clone(), value(k, v))).collect())
        }
        _ => sheet.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_count_those_with_a_partner() {
        let mut marks = Marks::new(200);
        [3, 64, 130].into_iter().for_each(|i| marks.mark(i));
        marks.count();
        assert_eq!([0, 3, 4, 64, 65, 199].map(|i| marks.rank(i)), [0, 3, 3, 63, 63, 196]);
    }
}
