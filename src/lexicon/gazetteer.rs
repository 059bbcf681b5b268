//! The compiled gazetteers: words of a text in, entries out.
//!
//! Reads the blob that `compile.rs` makes. Knows rows and columns, not what they mean.

use super::compile::{Field, SPECS, Table};
use super::keys;
use once_cell::sync::Lazy;

static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gazetteers.bin"));

/// The gazetteers that the program carries.
pub static BUNDLED: Lazy<Gazetteer> = Lazy::new(|| Gazetteer::open(BLOB).expect("build.rs made the blob"));

/// SHA-256 of the gazetteer files that are compiled in, in hexadecimal.
pub const HASH: &str = env!("SVODKA_GAZETTEERS");

/// An entry that a word or phrase matched: a row of a table, and the column in which the phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Which gazetteer.
    pub table: Table,
    /// Which column matched.
    pub field: Field,
    /// The row in the table.
    pub row: u32,
    /// 0: a common word; 1: begins with a capital; 2: an abbreviation in capitals.
    pub shape: u8,
}

/// Where a sequence of words has come to in the gazetteers' trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    key: u64,
    first: u32,
    rest: u32,
}

impl Node {
    /// Whether longer entries begin with these words.
    pub fn goes_on(self) -> bool {
        self.rest & 1 == 1
    }

    /// Whether an entry ends here.
    pub fn is_entry(self) -> bool {
        self.rest > 1
    }
}

/// Compiled gazetteers, read in place.
pub struct Gazetteer {
    blob: &'static [u8],
    tables: usize,
    cells: usize,
    slots: usize,
    capacity: usize,
    entries: usize,
    heap: usize,
}

fn u32_at(blob: &[u8], at: usize) -> u32 {
    blob.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn u64_at(blob: &[u8], at: usize) -> u64 {
    u64::from(u32_at(blob, at)) | u64::from(u32_at(blob, at + 4)) << 32
}

impl Gazetteer {
    /// Opens a blob made by `Tables::compile`; `None` when it is none.
    pub fn open(blob: &'static [u8]) -> Option<Gazetteer> {
        if blob.get(..8)? != b"SVGZ0001" {
            return None;
        }
        let n = |i: usize| u32_at(blob, 8 + 4 * i) as usize;
        let (tables, cells, heap, capacity, count) = (n(0), n(1), n(2), n(3), n(4));
        let tables_at = 32;
        let cells_at = tables_at + 12 * tables;
        let slots_at = cells_at + 4 * cells;
        let entries_at = slots_at + 16 * capacity;
        let heap_at = entries_at + 8 * count;
        (tables == SPECS.len() && heap_at + heap == blob.len() && capacity.is_power_of_two()).then_some(Gazetteer {
            blob,
            tables: tables_at,
            cells: cells_at,
            slots: slots_at,
            capacity,
            entries: entries_at,
            heap: heap_at,
        })
    }

    /// The node of a single word's key.
    pub fn first(&self, key: &str) -> Option<Node> {
        self.find(keys::extend(keys::START, key))
    }

    /// The node one word further.
    pub fn next(&self, node: Node, key: &str) -> Option<Node> {
        if node.goes_on() { self.find(keys::extend(node.key, key)) } else { None }
    }

    fn find(&self, key: u64) -> Option<Node> {
        let mut at = key as usize & (self.capacity - 1);
        loop {
            let slot = self.slots + 16 * at;
            match u64_at(self.blob, slot) {
                0 => return None,
                k if k == key => return Some(Node { key, first: u32_at(self.blob, slot + 8), rest: u32_at(self.blob, slot + 12) }),
                _ => at = (at + 1) & (self.capacity - 1),
            }
        }
    }

    /// The entries that end at a node.
    pub fn entries(&self, node: Node) -> impl Iterator<Item = Entry> + '_ {
        (0..(node.rest >> 1) as usize).filter_map(move |i| {
            let at = self.entries + 8 * (node.first as usize + i);
            let bytes = self.blob.get(at..at + 3)?;
            Some(Entry { table: table(bytes[0])?, field: field(bytes[1]), shape: bytes[2], row: u32_at(self.blob, at + 4) })
        })
    }

    /// How many rows a table has.
    pub fn rows(&self, table: Table) -> u32 {
        u32_at(self.blob, self.tables + 12 * table as usize + 4)
    }

    /// The content of a cell; empty for a row or column that the table does not have.
    pub fn cell(&self, table: Table, row: u32, column: &str) -> &'static str {
        let spec = &SPECS[table as usize];
        let Some(c) = spec.columns.iter().position(|x| *x == column) else { return "" };
        if row >= self.rows(table) {
            return "";
        }
        let first = u32_at(self.blob, self.tables + 12 * table as usize) as usize;
        let cell = self.cells + 4 * (first + row as usize * spec.columns.len() + c);
        let at = self.heap + u32_at(self.blob, cell) as usize;
        let length = u32_at(self.blob, at) as usize;
        std::str::from_utf8(self.blob.get(at + 4..at + 4 + length).unwrap_or(&[])).unwrap_or("")
    }
}

impl Entry {
    /// The content of one of the entry's columns.
    pub fn cell(self, column: &str) -> &'static str {
        BUNDLED.cell(self.table, self.row, column)
    }

    /// Whether `column` holds `value` among its `|`-separated values.
    pub fn has(self, column: &str, value: &str) -> bool {
        self.cell(column).split('|').any(|v| v == value)
    }
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
