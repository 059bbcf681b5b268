//! Rows of gazetteers in, one immutable blob out.
//!
//! Compiled twice, like `keys.rs`: `build.rs` makes the blob that the program carries, and the library makes blobs of
//! files that a user adds.

use super::keys;
use super::rows::Row;
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
    /// The column that is asked for most: entries have it with them.
    pub main: &'static str,
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
        main: "iso",
        files: &["countries.tsv"],
        columns: &["iso", "name", "gloss", "aliases", "adjectives", "demonyms", "capital", "neighbours", "status"],
        matched: &[("name", Field::Name), ("aliases", Field::Alias), ("adjectives", Field::Adjective), ("demonyms", Field::Demonym)],
    },
    Spec { table: Table::Regions, main: "population", files: &["regions.tsv", "regions-derived.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Districts, main: "population", files: &["districts.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Settlements, main: "population", files: &["settlements-hand.tsv", "settlements.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Nature, main: "population", files: &["nature.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::Facilities, main: "population", files: &["facilities.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec { table: Table::World, main: "population", files: &["world.tsv"], columns: PLACE, matched: PLACE_MATCHED },
    Spec {
        table: Table::Given,
        main: "gender",
        files: &["given-derived.tsv", "given.tsv"],
        columns: &["name", "gender", "short", "origin"],
        matched: &[("name", Field::Name), ("short", Field::Alias)],
    },
    Spec { table: Table::Surnames, main: "name", files: &["surnames-derived.tsv", "surnames.tsv"], columns: &["name", "origin"], matched: NAME },
    Spec {
        table: Table::People,
        main: "gender",
        files: &["people.tsv"],
        columns: &["name", "given", "surname", "gender", "aliases", "latin", "country"],
        matched: NAME_ALIASES,
    },
    Spec {
        table: Table::Offices,
        main: "kind",
        files: &["offices.tsv"],
        columns: &["name", "feminine", "gloss", "kind", "field", "of"],
        matched: &[("name", Field::Name), ("feminine", Field::Feminine)],
    },
    Spec { table: Table::OfficeModifiers, main: "kind", files: &["office-modifiers.tsv"], columns: &["name", "kind", "gloss"], matched: NAME },
    Spec {
        table: Table::Persons,
        main: "class",
        files: &["persons.tsv"],
        columns: &["name", "feminine", "gloss", "class"],
        matched: &[("name", Field::Name), ("feminine", Field::Feminine)],
    },
    Spec {
        table: Table::Organizations,
        main: "kind",
        files: &["organizations.tsv"],
        columns: &["name", "kind", "country", "aliases", "gloss"],
        matched: NAME_ALIASES,
    },
    Spec {
        table: Table::Descriptors,
        main: "target",
        files: &["descriptors.tsv"],
        columns: &["name", "target", "kind", "gloss", "aliases"],
        matched: NAME_ALIASES,
    },
    Spec { table: Table::Predicates, main: "class", files: &["predicates.tsv"], columns: &["name", "pos", "class", "detail", "gloss", "frame"], matched: NAME },
    Spec { table: Table::Counted, main: "class", files: &["counted.tsv"], columns: &["name", "gloss", "class"], matched: NAME },
    Spec {
        table: Table::Units,
        main: "dimension",
        files: &["units.tsv"],
        columns: &["name", "aliases", "dimension", "gloss", "factor"],
        matched: NAME_ALIASES,
    },
    Spec {
        table: Table::Currencies,
        main: "code",
        files: &["currencies.tsv"],
        columns: &["code", "name", "aliases", "adjectives", "gloss", "country"],
        matched: &[("name", Field::Name), ("aliases", Field::Alias), ("code", Field::Alias), ("adjectives", Field::Adjective)],
    },
    Spec { table: Table::Numerals, main: "kind", files: &["numerals.tsv"], columns: &["name", "value", "kind"], matched: NAME },
    Spec { table: Table::Times, main: "class", files: &["times.tsv"], columns: &["name", "class", "value"], matched: NAME },
    Spec { table: Table::Bounds, main: "bound", files: &["bounds.tsv"], columns: &["name", "bound", "note"], matched: NAME },
    Spec { table: Table::Abbreviations, main: "form", files: &["abbreviations.tsv"], columns: &["form", "expansion", "before", "ends"], matched: &[] },
    Spec { table: Table::Suffixes, main: "class", files: &["suffixes.tsv"], columns: &["suffix", "class", "gender", "note"], matched: &[] },
    Spec { table: Table::Words, main: "class", files: &["words.tsv"], columns: &["name", "class", "note"], matched: NAME },
    Spec {
        table: Table::Corrections,
        main: "correction",
        files: &["corrections.tsv"],
        columns: &["text", "correction", "value", "kind"],
        matched: &[("text", Field::Name)],
    },
];

/// Rows compiled each part by itself, so that parts can be made on several threads, in the order in which they are to be joined.
#[derive(Default)]
pub struct Tables {
    files: Vec<String>,
    parts: Vec<Part>,
}

/// Some rows of one file, compiled: numbers of rows and places in the text are counted from the part's own beginning.
pub struct Part {
    text: String,
    /// Of every table that has rows here: their cells, and where they stand.
    tables: Vec<(Table, Vec<u32>)>,
    ends: Vec<End>,
}

impl Part {
    /// Compiles rows.
    pub fn new<'a>(rows: &[Row<'a>], lemmas: &mut Lemmas<'a, '_>) -> Part {
        let mut heap = Heap { text: "\0".repeat(LENGTH), interned: HashMap::default() };
        let mut tables: Vec<(Table, Vec<u32>)> = Vec::new();
        let mut ends: Vec<End> = Vec::with_capacity(2 * rows.len());
        for row in rows {
            let spec = &SPECS[row.table as usize];
            let n = tables.iter().position(|(table, _)| *table == row.table).unwrap_or_else(|| {
                tables.push((row.table, Vec::with_capacity(rows.len() * (spec.columns.len() + 1))));
                tables.len() - 1
            });
            let cells = &mut tables[n].1;
            let number = (cells.len() / (spec.columns.len() + 1)) as u32;
            // Names are hardly ever the same; the other columns' values are.
            cells.push(heap.add(row.cells[0]));
            cells.extend(row.cells[1..].iter().map(|cell| heap.intern(cell)));
            cells.push((row.line as u32).min(LINE));
            for (column, field) in spec.matched {
                let at = spec.columns.iter().position(|x| x == column).expect("matched columns are columns");
                for value in row.cells[at].split('|').filter(|v| !v.is_empty()) {
                    insert(&mut ends, value, Entry { table: spec.table as u8, field: *field as u8, shape: shape(value), row: number }, lemmas);
                }
            }
        }
        ends.sort_unstable();
        ends.dedup();
        Part { text: heap.text, tables, ends }
    }
}

/// The lines of a file that are told apart; those behind share the last number.
const LINE: u32 = 0xff_ffff;

impl Tables {
    /// Adds a file, whose parts follow.
    pub fn file(&mut self, name: &str) {
        // More than 255 files share the last number: `find` then names the folder's last file for them.
        self.files.truncate(255);
        self.files.push(name.to_string());
    }

    /// Adds the next rows of the file that was added last.
    pub fn add(&mut self, mut part: Part) {
        let file = (self.files.len() as u32).saturating_sub(1) << 24;
        for (table, cells) in &mut part.tables {
            cells.chunks_exact_mut(SPECS[*table as usize].columns.len() + 1).for_each(|row| row[row.len() - 1] |= file);
        }
        self.parts.push(part);
    }

    /// Joins all parts to a blob that `Gazetteer::open` reads.
    pub fn compile(self) -> Blob {
        let names: usize = self.files.iter().map(|f| f.len() + LENGTH).sum();
        let text = String::with_capacity(self.parts.iter().map(|p| p.text.len()).sum::<usize>() + LENGTH + names);
        let mut heap = Heap { text, interned: HashMap::default() };
        heap.text.push_str(&"\0".repeat(LENGTH));
        let files: Vec<u32> = self.files.iter().map(|f| heap.add(f)).collect();
        // Room for all from the start: to grow by copying costs more than all else.
        let mut ends: Vec<End> = Vec::with_capacity(self.parts.iter().map(|p| p.ends.len()).sum());
        let mut rows = [0u32; SPECS.len()];
        let mut starts = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            starts.push(heap.text.len() as u32);
            heap.text.push_str(&part.text);
            ends.extend(part.ends.iter().map(|end| end.moved(&rows)));
            for (table, cells) in &part.tables {
                rows[*table as usize] += (cells.len() / (SPECS[*table as usize].columns.len() + 1)) as u32;
            }
        }
        // Every part's are sorted: this merges them.
        ends.sort();
        ends.dedup();
        let mut first = 0;
        let tables: Vec<[u32; 3]> = SPECS
            .iter()
            .zip(rows)
            .map(|(spec, rows)| {
                let width = spec.columns.len() as u32 + 1;
                first += rows * width;
                [first - rows * width, rows, width]
            })
            .collect();
        let parts = self.parts.iter().zip(&starts);
        let of_table = |table: Table| parts.clone().flat_map(move |(p, start)| p.tables.iter().filter(move |t| t.0 == table).map(|t| (&*t.1, *start)));
        let cells = SPECS.iter().flat_map(|spec| of_table(spec.table).map(|(cells, start)| (cells, start, spec.columns.len() + 1)));
        Blob { numbers: assemble(heap.text.len(), first as usize, cells, &tables, &files, ends), heap: heap.text }
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
    let mut letters = first.chars().filter(|c| keys::is_letter(*c));
    match letters.next() {
        Some(c) if c.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) { 2 } else { 1 }
        }
        _ => 0,
    }
}

#[derive(Clone, Copy)]
struct Entry {
    table: u8,
    field: u8,
    shape: u8,
    row: u32,
}

/// A node on an entry's way: the key of its words, and the entry where it ends there, as one number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    key: u64,
    /// Nothing where the way goes on, else a bit, and the entry in the order in which entries of a node are sorted.
    entry: u64,
}

impl End {
    fn on_the_way(key: u64) -> End {
        End { key, entry: 0 }
    }

    fn of(key: u64, e: Entry) -> End {
        End { key, entry: 1 << 56 | u64::from(e.table) << 48 | u64::from(e.field) << 40 | u64::from(e.shape) << 32 | u64::from(e.row) }
    }

    fn entry(self) -> Option<Entry> {
        let byte = |at: u32| (self.entry >> at) as u8;
        (self.entry != 0).then(|| Entry { table: byte(48), field: byte(40), shape: byte(32), row: self.entry as u32 })
    }

    /// The same with its row counted from the beginning of its table.
    fn moved(self, rows: &[u32; SPECS.len()]) -> End {
        match self.entry() {
            Some(e) => End::of(self.key, Entry { row: e.row + rows[usize::from(e.table)], ..e }),
            None => self,
        }
    }
}

/// Dictionary forms of the words of entries: asked for once a word.
pub struct Lemmas<'a, 'm> {
    known: HashMap<&'a str, String, RandomState>,
    of: &'m dyn Fn(&str) -> Option<String>,
    folded: String,
}

impl<'a, 'm> Lemmas<'a, 'm> {
    /// By a function that gives the dictionary form of a word, and nothing for a word that the dictionary does not have.
    pub fn new(of: &'m dyn Fn(&str) -> Option<String>) -> Lemmas<'a, 'm> {
        Lemmas { known: HashMap::default(), of, folded: String::new() }
    }

    /// What a word is known by: its dictionary form; an unknown word is its own, and not kept, as names that come once are.
    fn key(&mut self, word: &'a str) -> &str {
        if !self.known.contains_key(word) {
            match (self.of)(word) {
                Some(lemma) => {
                    self.known.insert(word, lemma);
                }
                None => {
                    self.folded.clear();
                    keys::fold_to(word, &mut self.folded);
                    return &self.folded;
                }
            }
        }
        &self.known[word]
    }
}

/// Notes the nodes on an entry's way.
fn insert<'a>(ends: &mut Vec<End>, value: &'a str, entry: Entry, lemmas: &mut Lemmas<'a, '_>) {
    let mut at = keys::START;
    let mut words = keys::words(value).peekable();
    while let Some(word) = words.next() {
        let folded = (at == keys::START && words.peek().is_none()).then(|| keys::fold(word));
        // A person's name is its own dictionary form: «Голуб» is no plural of «голуба», which «Голубой» would be a form of.
        if let Some(folded) = folded.as_ref().filter(|_| matches!(SPECS[entry.table as usize].table, Table::Given | Table::Surnames)) {
            ends.push(End::of(keys::step(keys::START, keys::word(folded)), entry));
            continue;
        }
        let key = lemmas.key(word);
        at = keys::step(at, keys::word(key));
        ends.push(if words.peek().is_none() { End::of(at, entry) } else { End::on_the_way(at) });
        // «Наука» is a name by itself, and to the dictionary may be a form of another word.
        if let Some(folded) = folded.filter(|folded| folded != key) {
            ends.push(End::of(keys::step(keys::START, keys::word(&folded)), entry));
        }
    }
}

/// Bytes of a slot: the key of a sequence of words, its first entry, and how many entries end there with whether longer ones go on.
const SLOT: usize = 16;

/// Bits of the sieve for a slot. The sieve says of nearly all keys that are in no slot that they are in none, and is small enough to stay
/// near the processor, where the slots are not.
pub const SIEVE: usize = 4;

/// The bit of the sieve that is set for a key.
pub fn sieve_bit(key: u64, capacity: usize) -> usize {
    (key >> 20) as usize & (capacity * SIEVE - 1)
}

/// Header: magic, then lengths of the sections; all numbers little-endian. Cells come as rows of some width, with where their text
/// begins in the heap.
fn assemble<'p>(
    heap: usize,
    cells: usize,
    parts: impl Iterator<Item = (&'p [u32], u32, usize)>,
    tables: &[[u32; 3]],
    files: &[u32],
    ends: Vec<End>,
) -> Vec<u8> {
    let mut nodes: Vec<(u64, u32, u32)> = Vec::with_capacity(ends.len());
    let mut entries: Vec<u8> = Vec::with_capacity(8 * ends.len());
    let mut count = 0u32;
    for end in ends {
        if nodes.last().is_none_or(|n| n.0 != end.key) {
            nodes.push((end.key, count, 0));
        }
        let node = nodes.last_mut().expect("just pushed");
        match end.entry() {
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
    let numbers = 8 + 3 * tables.len() + cells + files.len();
    let mut out = Vec::with_capacity(4 * numbers + capacity * SIEVE / 8 + SLOT * capacity + entries.len());
    out.extend(b"SVGZ0004");
    for n in [tables.len() as u32, cells as u32, heap as u32, capacity as u32, count, files.len() as u32] {
        out.extend(n.to_le_bytes());
    }
    tables.iter().flatten().for_each(|n| out.extend(n.to_le_bytes()));
    for (cells, start, width) in parts {
        for row in cells.chunks_exact(width) {
            // The last cell is the file and line; an empty cell is the same in all parts.
            row[..width - 1].iter().for_each(|at| out.extend((if *at == 0 { 0 } else { at + start }).to_le_bytes()));
            out.extend(row[width - 1].to_le_bytes());
        }
    }
    files.iter().for_each(|n| out.extend(n.to_le_bytes()));
    let from = out.len();
    out.resize(from + capacity * SIEVE / 8 + SLOT * capacity, 0);
    let (sieve, slots) = out[from..].split_at_mut(capacity * SIEVE / 8);
    for (key, first, rest) in nodes {
        let bit = sieve_bit(key, capacity);
        sieve[bit / 8] |= 1 << (bit % 8);
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

/// The dictionary form of one word of an entry, as [`Lemmas`] wants it: of the morphology's readings the nominative one, else
/// the first; nothing for an unknown word.
pub fn lemma_of(morphology: &rumorph::Dictionary, word: &str) -> Option<String> {
    if !morphology.is_known(word) {
        return None;
    }
    let readings = morphology.analyze(word);
    let nominative = readings.iter().find(|a| morphology.ud_tag(a.ud).is_some_and(|t| t.feat("Case") == Some("Nom")));
    nominative.or(readings.first()).map(|a| keys::fold(&a.lemma))
}
