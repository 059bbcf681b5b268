//! Gazetteer files in, one immutable blob out.
//!
//! Compiled twice, like `keys.rs`: `build.rs` makes the blob that the program carries, and the library makes blobs of
//! files that a user adds. Every refusal names file, line and column.

use super::keys;
use foldhash::fast::RandomState;
use std::collections::HashMap;

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
    Corrections,
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

const PLACE: &[&str] = &["name", "kind", "country", "within", "adjectives", "demonyms", "aliases", "gloss", "population"];
const PLACE_MATCHED: &[(&str, Field)] = &[("name", Field::Name), ("aliases", Field::Alias), ("adjectives", Field::Adjective), ("demonyms", Field::Demonym)];
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
    Spec { table: Table::Regions, files: &["regions.tsv", "regions-derived.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Districts, files: &["districts.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Settlements, files: &["settlements-hand.tsv", "settlements.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Nature, files: &["nature.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Facilities, files: &["facilities.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::World, files: &["world.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec {
        table: Table::Given,
        files: &["given-derived.tsv", "given.tsv"],
        columns: &["name", "gender", "short", "origin"],
        matched: &[("name", Field::Name), ("short", Field::Alias)],
    },
    Spec { table: Table::Surnames, files: &["surnames-derived.tsv", "surnames.tsv"], columns: &["name", "origin"], matched: NAME },
    Spec {
        table: Table::People,
        files: &["people.tsv"],
        columns: &["name", "given", "surname", "gender", "aliases", "latin", "country"],
        matched: NAME_ALIASES,
    },
    Spec {
        table: Table::Offices,
        files: &["offices.tsv"],
        columns: &["name", "feminine", "gloss", "kind", "field", "of"],
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
    Spec { table: Table::Predicates, files: &["predicates.tsv"], columns: &["name", "pos", "class", "detail", "gloss", "frame"], matched: NAME },
    Spec { table: Table::Counted, files: &["counted.tsv"], columns: &["name", "gloss", "class"], matched: NAME },
    Spec { table: Table::Units, files: &["units.tsv"], columns: &["name", "aliases", "dimension", "gloss", "factor"], matched: NAME_ALIASES },
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
    Spec { table: Table::Corrections, files: &["corrections.tsv"], columns: &["text", "correction", "value", "kind"], matched: &[("text", Field::Name)] },
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
    let mut refusals = Vec::new();
    let mut rows = Vec::new();
    let refuse = |line: usize, message: String| Refusal { file: file.to_string(), line, message };
    let mut lines = content.strip_prefix('\u{feff}').unwrap_or(content).lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    let Some((header_line, header)) = lines.next() else {
        let columns = wanted.map_or("table\tname".into(), |s| s.columns.join("\t"));
        return (rows, vec![refuse(1, format!("no header; begin with «{}», with tabs", columns.replace('\t', " ")))]);
    };
    let header: Vec<&str> = header.trim_end_matches('\r').split('\t').collect();
    let mixed = header[0] == "table";
    if !mixed && wanted.is_none() {
        let names: Vec<&str> = SPECS.iter().flat_map(|s| s.files.iter().copied()).collect();
        let hint = format!("what its rows are cannot be told: name the file after one of {}, or make `table` its first column", names.join(", "));
        return (rows, vec![refuse(header_line + 1, hint)]);
    }
    // Where each column of the file stands in the table's rows.
    let places = |spec: &Spec| -> Result<Vec<usize>, String> {
        let known = |c: &str| spec.columns.iter().position(|x| *x == c).ok_or_else(|| format!("no column «{c}»; the columns are {}", spec.columns.join(", ")));
        header.iter().skip(usize::from(mixed)).map(|c| known(c)).collect()
    };
    let mut cached: Option<(&Spec, Vec<usize>)> = None;
    if let (false, Some(spec)) = (mixed, wanted) {
        match places(spec) {
            Ok(at) if at.contains(&0) => cached = Some((spec, at)),
            Ok(_) => {
                return (rows, vec![refuse(header_line + 1, format!("the header lacks «{}»; the columns are {}", spec.columns[0], spec.columns.join(", ")))]);
            }
            Err(message) => return (rows, vec![refuse(header_line + 1, message)]),
        }
    }
    let mut cells: Vec<&str> = Vec::new();
    for (n, line) in lines {
        cells.clear();
        cells.extend(line.trim_end_matches('\r').split('\t'));
        if cells.len() != header.len() {
            refusals.push(refuse(n + 1, format!("{} columns; the header has {}: {}", cells.len(), header.len(), header.join(", "))));
            continue;
        }
        if mixed && cached.as_ref().is_none_or(|(spec, _)| stem_of(spec) != cells[0]) {
            let Some(spec) = SPECS.iter().find(|s| stem_of(s) == cells[0]) else {
                let names: Vec<&str> = SPECS.iter().map(stem_of).collect();
                refusals.push(refuse(n + 1, format!("table: «{}» is none; write one of {}", cells[0], names.join(", "))));
                continue;
            };
            // A mixed file's header may have columns that only some of its tables know.
            let at = header.iter().skip(1).map(|c| spec.columns.iter().position(|x| x == c).unwrap_or(usize::MAX)).collect();
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
                refusals.push(refuse(n + 1, format!("«{cell}» stands in a column that {} do not have; theirs are {}", stem_of(spec), spec.columns.join(", "))))
            }
            None => rows.push(Row { table: spec.table, line: n + 1, cells: row }),
        }
    }
    (rows, refusals)
}

/// A table's name: that of its main file, which has the shortest name, without the ending.
pub fn stem_of(spec: &Spec) -> &'static str {
    let main = spec.files.iter().min_by_key(|f| f.len()).copied().unwrap_or("");
    main.strip_suffix(".tsv").unwrap_or(main)
}

/// Rows of the tables, collected from files, to be compiled.
#[derive(Default)]
pub struct Tables<'a> {
    files: Vec<String>,
    rows: Vec<(u8, Row<'a>)>,
}

impl<'a> Tables<'a> {
    /// Adds rows of one file.
    pub fn add(&mut self, file: &str, rows: impl IntoIterator<Item = Row<'a>>) {
        // More than 255 files share the last number: `find` then names the folder's last file for them.
        let number = self.files.len().min(255) as u8;
        self.files.truncate(255);
        self.files.push(file.to_string());
        self.rows.extend(rows.into_iter().map(|r| (number, r)));
    }

    /// Compiles all rows to a blob that `Gazetteer::open` reads. `lemma` gives the dictionary form of one word of an entry.
    pub fn compile(&self, lemma: &mut dyn FnMut(&str) -> String) -> Blob {
        let names: usize = self.rows.iter().map(|(_, row)| row.cells[0].len() + LENGTH).sum();
        let mut text = String::with_capacity(names + names / 2);
        text.push_str(&"\0".repeat(LENGTH));
        let mut heap = Heap { text, interned: HashMap::default() };
        // Room for what most rows need: to grow by copying costs more than all else.
        let rows = self.rows.len();
        let mut lemmas: HashMap<&str, String, RandomState> = HashMap::with_capacity_and_hasher(rows, RandomState::default());
        let mut ends: Vec<(u64, Option<Entry>)> = Vec::with_capacity(2 * rows);
        let mut cells: Vec<u32> = Vec::with_capacity(8 * rows);
        let mut tables: Vec<[u32; 3]> = Vec::new();
        let mut by_table: Vec<Vec<&(u8, Row<'a>)>> = SPECS.iter().map(|_| Vec::new()).collect();
        for row in &self.rows {
            by_table[row.1.table as usize].push(row);
        }
        for (spec, rows) in SPECS.iter().zip(&by_table) {
            tables.push([cells.len() as u32, rows.len() as u32, spec.columns.len() as u32 + 1]);
            let matched: Vec<(usize, Field)> = spec
                .matched
                .iter()
                .map(|(column, field)| (spec.columns.iter().position(|x| x == column).expect("matched columns are columns"), *field))
                .collect();
            for (r, (file, row)) in rows.iter().enumerate() {
                // Names are hardly ever the same; the other columns' values are.
                cells.push(heap.add(row.cells[0]));
                cells.extend(row.cells[1..].iter().map(|cell| heap.intern(cell)));
                cells.push(u32::from(*file) << 24 | (row.line as u32).min(0xff_ffff));
                for (column, field) in &matched {
                    for value in row.cells[*column].split('|').filter(|v| !v.is_empty()) {
                        let entry = Entry { table: spec.table as u8, field: *field as u8, shape: shape(value), row: r as u32 };
                        insert(&mut ends, value, entry, &mut lemmas, lemma);
                    }
                }
            }
        }
        let files: Vec<u32> = self.files.iter().map(|f| heap.intern(f)).collect();
        Blob { numbers: assemble(heap.text.len(), &cells, &tables, &files, ends), heap: heap.text }
    }
}

/// Compiled gazetteers: numbers, and the text of the cells, which is checked to be text once, not at every look.
pub struct Blob {
    /// Header, tables, cells, files, slots, entries.
    pub numbers: Vec<u8>,
    /// The contents of cells, each behind its length in [`LENGTH`] bytes of 7 bits.
    pub heap: String,
}

/// Bytes of a length in the heap: 2 to the 28th is more than any cell has.
pub const LENGTH: usize = 4;

struct Heap<'a> {
    text: String,
    interned: HashMap<&'a str, u32, RandomState>,
}

impl<'a> Heap<'a> {
    /// Where a cell's content stands, written once.
    fn intern(&mut self, cell: &'a str) -> u32 {
        if cell.is_empty() {
            return 0;
        }
        if let Some(at) = self.interned.get(cell) {
            return *at;
        }
        let at = self.add(cell);
        self.interned.insert(cell, at);
        at
    }

    /// Writes a cell's content.
    fn add(&mut self, cell: &str) -> u32 {
        let at = self.text.len() as u32;
        self.text.extend((0..LENGTH).map(|i| char::from((cell.len() >> (7 * i) & 0x7f) as u8)));
        self.text.push_str(cell);
        at
    }
}

/// How an entry's first word is written: a capital in the entry asks for a capital in the text.
fn shape(value: &str) -> u8 {
    let first = keys::words(value).next().unwrap_or("");
    let mut letters = first.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        Some(c) if c.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) { 2 } else { 1 }
        }
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

/// Notes the nodes on an entry's way: `None` where it goes on, the entry where it ends.
fn insert<'a>(
    ends: &mut Vec<(u64, Option<Entry>)>,
    value: &'a str,
    entry: Entry,
    lemmas: &mut HashMap<&'a str, String, RandomState>,
    lemma: &mut dyn FnMut(&str) -> String,
) {
    let mut at = keys::START;
    let mut words = keys::words(value).peekable();
    while let Some(word) = words.next() {
        let folded = (at == keys::START && words.peek().is_none()).then(|| keys::fold(word));
        // A person's name is its own dictionary form: «Голуб» is no plural of «голуба», which «Голубой» would be a form of.
        if let Some(folded) = folded.as_ref().filter(|_| matches!(SPECS[entry.table as usize].table, Table::Given | Table::Surnames)) {
            ends.push((keys::extend(keys::START, folded), Some(entry)));
            continue;
        }
        let key = lemmas.entry(word).or_insert_with(|| lemma(word));
        at = keys::extend(at, key);
        ends.push((at, words.peek().is_none().then_some(entry)));
        // «Наука» is a name by itself, and to the dictionary may be a form of another word.
        if let Some(folded) = folded.filter(|folded| folded != key) {
            ends.push((keys::extend(keys::START, &folded), Some(entry)));
        }
    }
}

/// Bytes of a slot: the key of a sequence of words, its first entry, and how many entries end there with whether longer ones go on.
const SLOT: usize = 16;

/// Header: magic, then lengths of the sections; all numbers little-endian.
fn assemble(heap: usize, cells: &[u32], tables: &[[u32; 3]], files: &[u32], mut ends: Vec<(u64, Option<Entry>)>) -> Vec<u8> {
    ends.sort_unstable();
    ends.dedup();
    let mut nodes: Vec<(u64, u32, u32)> = Vec::with_capacity(ends.len());
    let mut entries: Vec<u8> = Vec::with_capacity(8 * ends.len());
    let mut count = 0u32;
    for (key, end) in ends {
        if nodes.last().is_none_or(|n| n.0 != key) {
            nodes.push((key, count, 0));
        }
        let node = nodes.last_mut().expect("just pushed");
        match end {
            None => node.2 |= 1,
            Some(e) => {
                node.2 += 2;
                count += 1;
                entries.extend([e.table, e.field, e.shape, 0]);
                entries.extend(e.row.to_le_bytes());
            }
        }
    }
    // Between a third and two thirds of the slots are taken.
    let capacity = (nodes.len() + nodes.len() / 2).next_power_of_two().max(16);
    let numbers = 8 + 3 * tables.len() + cells.len() + files.len();
    let mut out = Vec::with_capacity(4 * numbers + SLOT * capacity + entries.len());
    out.extend(b"SVGZ0003");
    for n in [tables.len() as u32, cells.len() as u32, heap as u32, capacity as u32, count, files.len() as u32] {
        out.extend(n.to_le_bytes());
    }
    tables.iter().flatten().chain(cells).chain(files).for_each(|n| out.extend(n.to_le_bytes()));
    let from = out.len();
    out.resize(from + SLOT * capacity, 0);
    let slots = &mut out[from..];
    for (key, first, rest) in nodes {
        let mut at = key as usize & (capacity - 1);
        while slots[SLOT * at..][..8] != [0; 8] {
            at = (at + 1) & (capacity - 1);
        }
        let slot = &mut slots[SLOT * at..][..SLOT];
        slot[..8].copy_from_slice(&key.to_le_bytes());
        slot[8..12].copy_from_slice(&first.to_le_bytes());
        slot[12..].copy_from_slice(&rest.to_le_bytes());
    }
    out.extend(entries);
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
