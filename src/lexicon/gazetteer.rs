//! The compiled gazetteers: words of a text in, entries out.
//!
//! Reads the blobs that `compile.rs` makes, in layers: the program's own, and above it those that users add. Knows rows and
//! columns, not what they mean.

use super::compile::{Blob, Field, LENGTH, SIEVE, SPECS, Table, sieve_bit};
use super::keys;
use once_cell::sync::{Lazy, OnceCell};
use std::sync::Mutex;

static NUMBERS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gazetteers.bin"));
static HEAP: &str = include_str!(concat!(env!("OUT_DIR"), "/gazetteers.txt"));

/// The gazetteers that the program carries: layer 0.
pub static BUNDLED: Lazy<Gazetteer> = Lazy::new(|| Gazetteer::open(NUMBERS, HEAP, 0).expect("build.rs made the blob"));

/// Layers that users added, from 1. They stay for the life of the process, so that entries are plain numbers.
static ADDED: [OnceCell<Gazetteer>; LAYERS] = [const { OnceCell::new() }; LAYERS];

/// How many layers a process can add: more than anybody compares, and a bound of memory.
pub const LAYERS: usize = 64;

/// The gazetteer of a layer.
pub fn layer(number: u8) -> &'static Gazetteer {
    match number {
        0 => &BUNDLED,
        n => ADDED.get(usize::from(n) - 1).and_then(OnceCell::get).unwrap_or(&BUNDLED),
    }
}

/// Adds a layer; `None` when the blob is none or [`LAYERS`] are in use.
pub fn add_layer(blob: Blob) -> Option<u8> {
    static NEXT: Mutex<u8> = Mutex::new(1);
    let mut next = NEXT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let slot = ADDED.get(usize::from(*next) - 1)?;
    slot.set(Gazetteer::open(blob.numbers.leak(), blob.heap.leak(), *next)?).ok()?;
    *next += 1;
    Some(*next - 1)
}

/// SHA-256 of the gazetteer files that are compiled in, in hexadecimal.
pub const HASH: &str = env!("SVODKA_GAZETTEERS");

/// An entry that a word or phrase matched: a row of a table, and the column in which the phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Which gazetteer.
    pub table: Table,
    /// The layer: a user's entries come before the program's.
    pub layer: std::cmp::Reverse<u8>,
    /// Which column matched.
    pub field: Field,
    /// The row in the table.
    pub row: u32,
    /// 0: a common word; 1: begins with a capital; 2: an abbreviation in capitals.
    pub shape: u8,
    /// The content of its table's main column.
    pub(crate) main: &'static str,
}

/// Where a sequence of words has come to in the gazetteers' trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    layer: u8,
    key: u64,
    first: u32,
    rest: u32,
}

impl Node {
    /// Whether longer entries begin with these words.
    pub fn goes_on(self) -> bool {
        self.rest & 1 == 1
    }

    /// The node one word further.
    pub fn next(self, key: &str) -> Option<Node> {
        self.step(keys::word(key))
    }

    /// The same of a word's [`keys::word`].
    pub fn step(self, word: u64) -> Option<Node> {
        if self.goes_on() { layer(self.layer).find(keys::step(self.key, word)) } else { None }
    }

    /// The entries that end here.
    pub fn entries(self) -> impl Iterator<Item = Entry> {
        let gazetteer = layer(self.layer);
        (0..(self.rest >> 1) as usize).filter_map(move |i| gazetteer.entry(self.first as usize + i))
    }

    /// Whether an entry ends here.
    pub fn is_entry(self) -> bool {
        self.rest > 1
    }
}

/// Compiled gazetteers, read in place.
pub struct Gazetteer {
    blob: &'static [u8],
    heap: &'static str,
    layer: u8,
    tables: usize,
    cells: usize,
    sieve: usize,
    slots: usize,
    capacity: usize,
    entries: usize,
    files: usize,
}

fn u32_at(blob: &[u8], at: usize) -> u32 {
    blob.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn u64_at(blob: &[u8], at: usize) -> u64 {
    u64::from(u32_at(blob, at)) | u64::from(u32_at(blob, at + 4)) << 32
}

impl Gazetteer {
    /// Opens a blob made by `Tables::compile`; `None` when it is none.
    pub fn open(blob: &'static [u8], heap: &'static str, layer: u8) -> Option<Gazetteer> {
        if blob.get(..8)? != b"SVGZ0004" {
            return None;
        }
        let n = |i: usize| u32_at(blob, 8 + 4 * i) as usize;
        let (tables, cells, text, capacity, count, files) = (n(0), n(1), n(2), n(3), n(4), n(5));
        let tables_at = 32;
        let cells_at = tables_at + 12 * tables;
        let files_at = cells_at + 4 * cells;
        let sieve_at = files_at + 4 * files;
        let slots_at = sieve_at + capacity * SIEVE / 8;
        let entries_at = slots_at + 16 * capacity;
        (tables == SPECS.len() && entries_at + 8 * count == blob.len() && text == heap.len() && capacity.is_power_of_two()).then_some(Gazetteer {
            blob,
            heap,
            layer,
            tables: tables_at,
            cells: cells_at,
            sieve: sieve_at,
            slots: slots_at,
            capacity,
            entries: entries_at,
            files: files_at,
        })
    }

    /// The node of a single word's key.
    pub fn first(&self, key: &str) -> Option<Node> {
        self.of_word(keys::word(key))
    }

    /// The node of a single word's [`keys::word`].
    pub fn of_word(&self, word: u64) -> Option<Node> {
        self.find(keys::step(keys::START, word))
    }

    fn find(&self, key: u64) -> Option<Node> {
        let bit = sieve_bit(key, self.capacity);
        if self.blob.get(self.sieve + bit / 8)? >> (bit % 8) & 1 == 0 {
            return None;
        }
        let mut at = key as usize & (self.capacity - 1);
        loop {
            let slot = self.slots + 16 * at;
            match u64_at(self.blob, slot) {
                0 => return None,
                k if k == key => return Some(Node { layer: self.layer, key, first: u32_at(self.blob, slot + 8), rest: u32_at(self.blob, slot + 12) }),
                _ => at = (at + 1) & (self.capacity - 1),
            }
        }
    }

    fn entry(&self, number: usize) -> Option<Entry> {
        let at = self.entries + 8 * number;
        let bytes = self.blob.get(at..at + 3)?;
        let entry = self.row(table(bytes[0])?, u32_at(self.blob, at + 4));
        Some(Entry { field: field(bytes[1]), shape: bytes[2], ..entry })
    }

    /// The entry of a row, as if its name had been met.
    pub fn row(&self, table: Table, row: u32) -> Entry {
        let main = self.cell(table, row, SPECS[table as usize].main);
        Entry { table, layer: std::cmp::Reverse(self.layer), field: Field::Name, row, shape: 0, main }
    }

    /// The file and line that a row stands in.
    pub fn origin(&self, table: Table, row: u32) -> (&'static str, usize) {
        let origin = u32_at(self.blob, self.cell_at(table, row, SPECS[table as usize].columns.len()));
        let file = u32_at(self.blob, self.files + 4 * (origin >> 24) as usize);
        (self.text(file), (origin & 0xff_ffff) as usize)
    }

    /// How many rows a table has.
    pub fn rows(&self, table: Table) -> u32 {
        u32_at(self.blob, self.tables + 12 * table as usize + 4)
    }

    /// The content of a cell; empty for a row or column that the table does not have.
    pub fn cell(&self, table: Table, row: u32, column: &str) -> &'static str {
        let spec = &SPECS[table as usize];
        // Most columns differ in length or in the first letter: the rest need not be compared.
        let initial = column.as_bytes().first();
        let same = |x: &&str| x.len() == column.len() && x.as_bytes().first() == initial && *x == column;
        let Some(c) = spec.columns.iter().position(same) else { return "" };
        if row >= self.rows(table) {
            return "";
        }
        self.text(u32_at(self.blob, self.cell_at(table, row, c)))
    }

    fn cell_at(&self, table: Table, row: u32, column: usize) -> usize {
        let first = u32_at(self.blob, self.tables + 12 * table as usize) as usize;
        self.cells + 4 * (first + row as usize * (SPECS[table as usize].columns.len() + 1) + column)
    }

    fn text(&self, at: u32) -> &'static str {
        let start = at as usize + LENGTH;
        let Some(bytes) = self.heap.as_bytes().get(at as usize..start) else { return "" };
        let length = bytes.iter().rev().fold(0, |length, b| length << 7 | usize::from(*b));
        self.heap.get(start..start + length).unwrap_or("")
    }
}

impl Entry {
    /// The content of one of the entry's columns.
    #[inline]
    pub fn cell(self, column: &str) -> &'static str {
        if SPECS[self.table as usize].main == column {
            return self.main;
        }
        layer(self.layer.0).cell(self.table, self.row, column)
    }

    /// The file and line that the entry stands in.
    pub fn origin(self) -> (&'static str, usize) {
        layer(self.layer.0).origin(self.table, self.row)
    }

    /// Whether `column` holds `value` among its `|`-separated values.
    pub fn has(self, column: &str, value: &str) -> bool {
        self.cell(column).split('|').any(|v| v == value)
    }
}

/// The bundled entries that a phrase in dictionary forms is.
pub fn entries_named<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<Entry> {
    node_of(words).map_or(Vec::new(), |n| n.entries().collect())
}

/// Where a phrase in dictionary forms comes to in the bundled gazetteers.
pub fn node_of<'w>(words: impl IntoIterator<Item = &'w str>) -> Option<Node> {
    let mut node: Option<Node> = None;
    for (i, word) in words.into_iter().enumerate() {
        let key = super::morph::kept_entry_lemma(word);
        node = Some(if i == 0 { BUNDLED.first(&key)? } else { node?.next(&key)? });
    }
    node
}

fn table(number: u8) -> Option<Table> {
    SPECS.get(usize::from(number)).map(|s| s.table)
}

fn field(number: u8) -> Field {
    match number {
        1 => Field::Alias,
        2 => Field::Adjective,
        3 => Field::Demonym,
        4 => Field::Feminine,
        _ => Field::Name,
    }
}
