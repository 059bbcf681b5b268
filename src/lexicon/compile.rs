//! Gazetteer files in, one immutable blob out.
//!
//! Compiled twice, like `keys.rs`: `build.rs` makes the blob that the program carries, and the library makes blobs of
//! files that a user adds. Every refusal names file, line and column.

use super::keys;
use std::collections::BTreeMap;

/// A kind of gazetteer: what its rows mean and which columns can be met in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Table {
    Countries,
    Regions,
    Districts,
    Settlements,
    Nature,
    Facilities,
    World,
    Given,
    Surnames,
    People,
    Offices,
    OfficeModifiers,
    Persons,
    Organizations,
    Descriptors,
    Predicates,
    Counted,
    Units,
    Currencies,
    Numerals,
    Times,
    Bounds,
    Abbreviations,
    Suffixes,
    Words,
}

/// The column of an entry that a phrase of the text matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    /// The dictionary form itself.
    Name,
    /// Another name, a short or older one, an abbreviation.
    Alias,
    /// The adjective made from it.
    Adjective,
    /// An inhabitant or a citizen.
    Demonym,
    /// The feminine form of an office or person noun.
    Feminine,
}

/// How one table is read.
pub struct Spec {
    /// The table.
    pub table: Table,
    /// Its files in `gazetteers/`; a later file adds rows to the earlier.
    pub files: &'static [&'static str],
    /// The header that every one of its files must have.
    pub columns: &'static [&'static str],
    /// The columns to find in texts.
    pub matched: &'static [(&'static str, Field)],
}

const PLACE: &[&str] = &["name", "kind", "country", "within", "adjectives", "aliases", "gloss", "population"];
const PLACE_MATCHED: &[(&str, Field)] = &[("name", Field::Name), ("aliases", Field::Alias), ("adjectives", Field::Adjective)];
const NAME: &[(&str, Field)] = &[("name", Field::Name)];
const NAME_ALIASES: &[(&str, Field)] = &[("name", Field::Name), ("aliases", Field::Alias)];

/// All tables, in the order of [`Table`].
pub const SPECS: &[Spec] = &[
    Spec {
        table: Table::Countries,
        files: &["countries.tsv"],
        columns: &["iso", "name", "gloss", "aliases", "adjectives", "demonyms", "capital", "neighbours", "status"],
        matched: &[("name", Field::Name), ("aliases", Field::Alias), ("adjectives", Field::Adjective), ("demonyms", Field::Demonym)],
    },
    Spec { table: Table::Regions, files: &["regions.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Districts, files: &["districts.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Settlements, files: &["settlements-hand.tsv", "settlements.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Nature, files: &["nature.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Facilities, files: &["facilities.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::World, files: &["world.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec {
        table: Table::Given,
        files: &["given.tsv"],
        columns: &["name", "gender", "short", "origin"],
        matched: &[("name", Field::Name), ("short", Field::Alias)],
    },
    Spec { table: Table::Surnames, files: &["surnames.tsv"], columns: &["name", "origin"], matched: NAME },
    Spec {
        table: Table::People,
        files: &["people.tsv"],
        columns: &["name", "given", "surname", "gender", "aliases", "latin", "country"],
        matched: NAME_ALIASES,
    },
    Spec {
        table: Table::Offices,
        files: &["offices.tsv"],
        columns: &["name", "feminine", "gloss", "kind", "of"],
        matched: &[("name", Field::Name), ("feminine", Field::Feminine)],
    },
    Spec { table: Table::OfficeModifiers, files: &["office-modifiers.tsv"], columns: &["name", "kind", "gloss"], matched: NAME },
    Spec {
        table: Table::Persons,
        files: &["persons.tsv"],
        columns: &["name", "feminine", "gloss", "class"],
        matched: &[("name", Field::Name), ("feminine", Field::Feminine)],
    },
    Spec { table: Table::Organizations, files: &["organizations.tsv"], columns: &["name", "kind", "country", "aliases", "gloss"], matched: NAME_ALIASES },
    Spec { table: Table::Descriptors, files: &["descriptors.tsv"], columns: &["name", "target", "kind", "gloss", "aliases"], matched: NAME_ALIASES },
    Spec { table: Table::Predicates, files: &["predicates.tsv"], columns: &["name", "pos", "class", "detail", "gloss"], matched: NAME },
    Spec { table: Table::Counted, files: &["counted.tsv"], columns: &["name", "gloss", "class"], matched: NAME },
    Spec { table: Table::Units, files: &["units.tsv"], columns: &["name", "aliases", "dimension", "gloss"], matched: NAME_ALIASES },
    Spec {
        table: Table::Currencies,
        files: &["currencies.tsv"],
        columns: &["code", "name", "aliases", "adjectives", "gloss", "country"],
        matched: &[("name", Field::Name), ("aliases", Field::Alias), ("code", Field::Alias), ("adjectives", Field::Adjective)],
    },
    Spec { table: Table::Numerals, files: &["numerals.tsv"], columns: &["name", "value", "kind"], matched: NAME },
    Spec { table: Table::Times, files: &["times.tsv"], columns: &["name", "class", "value"], matched: NAME },
    Spec { table: Table::Bounds, files: &["bounds.tsv"], columns: &["name", "bound", "note"], matched: NAME },
    Spec { table: Table::Abbreviations, files: &["abbreviations.tsv"], columns: &["form", "expansion", "before", "ends"], matched: &[] },
    Spec { table: Table::Suffixes, files: &["suffixes.tsv"], columns: &["suffix", "class", "gender", "note"], matched: &[] },
    Spec { table: Table::Words, files: &["words.tsv"], columns: &["name", "class", "note"], matched: NAME },
];

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

/// Rows of the tables, collected from files, to be compiled.
#[derive(Default)]
pub struct Tables {
    rows: BTreeMap<Table, Vec<Vec<String>>>,
}

impl Tables {
    /// Adds the rows of one file's content.
    ///
    /// # Errors
    /// A [`Refusal`] for a missing or different header, or a row with another number of columns.
    pub fn add(&mut self, spec: &Spec, file: &str, content: &str) -> Result<(), Refusal> {
        let refuse = |line: usize, message: String| Refusal { file: file.to_string(), line, message };
        let mut lines = content.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
        let expected = spec.columns.join("\t");
        match lines.next() {
            Some((_, header)) if header.trim_end_matches('\r') == expected => {}
            Some((n, header)) => {
                return Err(refuse(n + 1, format!("the header is «{}»; write «{}», with tabs", header.replace('\t', " "), expected.replace('\t', " "))));
            }
            None => return Err(refuse(1, format!("no header; write «{}», with tabs", expected.replace('\t', " ")))),
        }
        let rows = self.rows.entry(spec.table).or_default();
        for (n, line) in lines {
            let cells: Vec<String> = line.trim_end_matches('\r').split('\t').map(str::to_string).collect();
            if cells.len() != spec.columns.len() {
                return Err(refuse(n + 1, format!("{} columns; the header has {}: {}", cells.len(), spec.columns.len(), expected.replace('\t', ", "))));
            }
            rows.push(cells);
        }
        Ok(())
    }

    /// Compiles all rows to a blob that `Gazetteer::open` reads. `lemma` gives the dictionary form of one word of an entry.
    pub fn compile(&self, lemma: &mut dyn FnMut(&str) -> String) -> Vec<u8> {
        let mut heap: Vec<u8> = vec![0, 0, 0, 0];
        let mut interned: BTreeMap<&str, u32> = BTreeMap::from([("", 0)]);
        let mut nodes: BTreeMap<u64, Node> = BTreeMap::new();
        let mut cells: Vec<u32> = Vec::new();
        let mut tables: Vec<[u32; 3]> = Vec::new();
        let none = Vec::new();
        for spec in SPECS {
            let rows = self.rows.get(&spec.table).unwrap_or(&none);
            tables.push([cells.len() as u32, rows.len() as u32, spec.columns.len() as u32]);
            for (r, row) in rows.iter().enumerate() {
                for cell in row {
                    let at = *interned.entry(cell).or_insert_with(|| {
                        let at = heap.len() as u32;
                        heap.extend((cell.len() as u32).to_le_bytes());
                        heap.extend(cell.as_bytes());
                        at
                    });
                    cells.push(at);
                }
                for (column, field) in spec.matched {
                    let c = spec.columns.iter().position(|x| x == column).expect("matched columns are columns");
                    for value in row[c].split('|').filter(|v| !v.is_empty()) {
                        insert(&mut nodes, value, Entry { table: spec.table as u8, field: *field as u8, shape: shape(value), row: r as u32 }, lemma);
                    }
                }
            }
        }
        assemble(&heap, &cells, &tables, nodes)
    }
}

/// How an entry's first word is written: a capital in the entry asks for a capital in the text.
fn shape(value: &str) -> u8 {
    let first = keys::words(value).next().unwrap_or("");
    let letters: Vec<char> = first.chars().filter(|c| c.is_alphabetic()).collect();
    match letters.as_slice() {
        [] => 0,
        [one] if one.is_uppercase() => 1,
        all if all.len() > 1 && all.iter().all(|c| c.is_uppercase()) => 2,
        [first, ..] if first.is_uppercase() => 1,
        _ => 0,
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    table: u8,
    field: u8,
    shape: u8,
    row: u32,
}

#[derive(Default)]
struct Node {
    entries: Vec<Entry>,
    children: bool,
}

fn insert(nodes: &mut BTreeMap<u64, Node>, value: &str, entry: Entry, lemma: &mut dyn FnMut(&str) -> String) {
    let keys: Vec<String> = keys::words(value).map(lemma).collect();
    let mut at = keys::START;
    for (i, key) in keys.iter().enumerate() {
        at = keys::extend(at, key);
        let node = nodes.entry(at).or_default();
        if i + 1 < keys.len() {
            node.children = true;
        } else if !node.entries.contains(&entry) {
            node.entries.push(entry);
        }
    }
}

/// Header: magic, then lengths of the sections; all numbers little-endian.
fn assemble(heap: &[u8], cells: &[u32], tables: &[[u32; 3]], nodes: BTreeMap<u64, Node>) -> Vec<u8> {
    let capacity = (nodes.len() * 2).next_power_of_two().max(16);
    let mut slots = vec![(0u64, 0u32, 0u32); capacity];
    let mut entries: Vec<u8> = Vec::new();
    let mut count = 0u32;
    for (key, node) in nodes {
        let mut at = key as usize & (capacity - 1);
        while slots[at].0 != 0 {
            at = (at + 1) & (capacity - 1);
        }
        slots[at] = (key, count, (node.entries.len() as u32) << 1 | u32::from(node.children));
        for e in &node.entries {
            entries.extend([e.table, e.field, e.shape, 0]);
            entries.extend(e.row.to_le_bytes());
        }
        count += node.entries.len() as u32;
    }
    let mut out = Vec::new();
    out.extend(b"SVGZ0001");
    for n in [tables.len() as u32, cells.len() as u32, heap.len() as u32, capacity as u32, count, 0] {
        out.extend(n.to_le_bytes());
    }
    for t in tables {
        t.iter().for_each(|n| out.extend(n.to_le_bytes()));
    }
    cells.iter().for_each(|c| out.extend(c.to_le_bytes()));
    for (key, first, rest) in slots {
        out.extend(key.to_le_bytes());
        out.extend(first.to_le_bytes());
        out.extend(rest.to_le_bytes());
    }
    out.extend(entries);
    out.extend(heap);
    out
}

/// The dictionary form of one word of an entry, as [`Tables::compile`] wants it: of the morphology's readings the
/// nominative one, else the first; an unknown word is its own.
pub fn lemma_of(morphology: &rumorph::Dictionary, word: &str) -> String {
    let folded = keys::fold(word);
    if !morphology.is_known(word) {
        return folded;
    }
    let readings = morphology.analyze(word);
    let nominative = readings.iter().find(|a| morphology.ud_tag(a.ud).is_some_and(|t| t.feat("Case") == Some("Nom")));
    nominative.or(readings.first()).map_or(folded, |a| keys::fold(&a.lemma))
}
