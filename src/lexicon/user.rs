//! Gazetteers in use: the program's own, and above them what a user adds and takes away.
//!
//! In: gazetteer files and folders. Out: a [`Lexicon`], or every refused line with file and line.

use super::compile::{Lemmas, Part, SPECS, Spec, Table, Tables};
use super::gazetteer::{self, BUNDLED, Entry, Node};
use super::rows::{Header, Lines, Refusal, Row, stem_of, table_of};
use super::{keys, morph};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The gazetteers that words are looked up in. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Lexicon(Option<Arc<Added>>);

#[derive(Debug)]
struct Added {
    layer: u8,
    removed: BTreeSet<(Table, u32)>,
    hash: String,
}

/// Why a user's gazetteers cannot be used.
#[derive(Debug)]
pub enum LexiconError {
    /// A file or folder that cannot be read.
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// Lines that are refused, all of them.
    Refused(Vec<Refusal>),
    /// A process keeps every set of gazetteers that it ever loaded, and this would be one too many.
    TooMany,
}

impl std::fmt::Display for LexiconError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            LexiconError::Unreadable { path, error } => write!(f, "{}: {error}", path.display()),
            LexiconError::Refused(refusals) => {
                let lines: Vec<String> = refusals.iter().map(Refusal::to_string).collect();
                f.write_str(&lines.join("\n"))
            }
            LexiconError::TooMany => write!(f, "one process can load {} sets of gazetteers; start another for more", gazetteer::LAYERS),
        }
    }
}

impl std::error::Error for LexiconError {}

/// The gazetteer files that a path means: itself, or all `.tsv` files of a folder, by name.
///
/// # Errors
/// That of the system, with the path.
pub fn files_of(path: &Path) -> Result<Vec<PathBuf>, LexiconError> {
    let unreadable = |error| LexiconError::Unreadable { path: path.to_path_buf(), error };
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files: Vec<PathBuf> = Vec::new();
    for item in std::fs::read_dir(path).map_err(unreadable)? {
        let file = item.map_err(unreadable)?.path();
        if file.extension().is_some_and(|e| e == "tsv") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// The content of a gazetteer file.
///
/// # Errors
/// That of the system, with the path; that it is no UTF-8 is one.
pub fn content_of(path: &Path) -> Result<String, LexiconError> {
    std::fs::read_to_string(path).map_err(|error| LexiconError::Unreadable { path: path.to_path_buf(), error })
}

impl Lexicon {
    /// The program's gazetteers with the rows of files and folders added; a row whose first cell begins with `-` takes away the
    /// program's rows of that name that have the row's other cells.
    ///
    /// # Errors
    /// When a path cannot be read, or any line is refused: then nothing is loaded.
    ///
    /// ```
    /// use svodka::lexicon::Lexicon;
    /// let folder = std::env::temp_dir().join(format!("svodka-doc-{}", std::process::id()));
    /// std::fs::create_dir_all(&folder).unwrap();
    /// std::fs::write(folder.join("organizations.tsv"), "name\tkind\nТалас-Бирлик\tngo\n").unwrap();
    /// let lexicon = Lexicon::load(&[folder]).unwrap();
    /// assert!(lexicon.first("талас-бирлик").next().is_some());
    /// ```
    pub fn load(paths: &[PathBuf]) -> Result<Lexicon, LexiconError> {
        if paths.is_empty() {
            return Ok(Lexicon::default());
        }
        let mut files = Vec::new();
        for path in paths {
            for file in files_of(path)? {
                files.push((file.display().to_string(), content_of(&file)?));
            }
        }
        Lexicon::of_files(&files)
    }

    /// The same of files already read: names and contents.
    ///
    /// # Errors
    /// The refused lines.
    pub fn of_files(files: &[(String, String)]) -> Result<Lexicon, LexiconError> {
        let headers: Vec<Result<(Header<'_>, Lines<'_>), Refusal>> = files.iter().map(|(name, content)| Header::read(table_of(name), name, content)).collect();
        let mut jobs: Vec<Job<'_>> = Vec::new();
        for (file, header) in headers.iter().enumerate() {
            if let Ok((header, lines)) = header {
                jobs.extend(lines.parts(PART).map(|lines| Job { file, name: &files[file].0, header, lines }));
            }
        }
        let (hash, mut done) = work_off(&jobs, || hash_of(files));
        let mut refusals = Vec::new();
        let mut removed = BTreeSet::new();
        let mut tables = Tables::default();
        done.reverse();
        for (file, header) in headers.iter().enumerate() {
            tables.file(&files[file].0);
            refusals.extend(header.as_ref().err().cloned());
            while let Some(made) = done.pop_if(|made| made.file == file) {
                refusals.extend(made.refusals);
                removed.extend(made.removed);
                tables.add(made.part);
            }
        }
        if !refusals.is_empty() {
            return Err(LexiconError::Refused(refusals));
        }
        let layer = gazetteer::add_layer(tables.compile()).ok_or(LexiconError::TooMany)?;
        Ok(Lexicon(Some(Arc::new(Added { layer, removed, hash }))))
    }

    /// The nodes of a first word, the user's before the program's.
    pub fn first(&self, key: &str) -> impl Iterator<Item = Node> {
        self.of_word(keys::word(key))
    }

    /// The same of a word's [`keys::word`].
    pub fn of_word(&self, word: u64) -> impl Iterator<Item = Node> {
        let user = self.0.as_ref().and_then(|a| gazetteer::layer(a.layer).of_word(word));
        user.into_iter().chain(BUNDLED.of_word(word))
    }

    /// Whether the user takes this entry of the program away.
    pub fn takes_away(&self, entry: Entry) -> bool {
        self.0.as_ref().is_some_and(|a| entry.layer.0 == 0 && a.removed.contains(&(entry.table, entry.row)))
    }

    /// Whether there are corrections in it.
    pub fn has_corrections(&self) -> bool {
        self.0.as_ref().is_some_and(|a| gazetteer::layer(a.layer).rows(Table::Corrections) > 0)
    }

    /// What decides every sense, as hashes of files: of the program's, and behind a `+` of the user's.
    pub fn hash(&self) -> String {
        match &self.0 {
            None => format!("sha256:{}", gazetteer::HASH),
            Some(added) => format!("sha256:{}+sha256:{}", gazetteer::HASH, added.hash),
        }
    }
}

impl PartialEq for Lexicon {
    /// One and the same load, not merely the same content.
    fn eq(&self, other: &Lexicon) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(a), Some(b)) => a.layer == b.layer,
            _ => false,
        }
    }
}

/// Bytes of a part: so few that its rows are gone from memory before the next one's need any, so many that dividing costs nothing.
const PART: usize = 1 << 18;

/// A part of a file, to be read.
struct Job<'a> {
    file: usize,
    name: &'a str,
    header: &'a Header<'a>,
    lines: Lines<'a>,
}

/// What a part holds.
struct Done {
    file: usize,
    part: Part,
    refusals: Vec<Refusal>,
    removed: Vec<(Table, u32)>,
}

/// Works off all jobs on as many threads as the machine has, and `beside` on this one before it joins in; the results in the jobs' order.
fn work_off<T>(jobs: &[Job<'_>], beside: impl FnOnce() -> T) -> (T, Vec<Done>) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut lemmas = Lemmas::new(&morph::dictionary_form);
        let mut done: Vec<(usize, Done)> = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(number) else { return done };
            done.push((number, job.read(&mut lemmas)));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let beside = beside();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done.sort_by_key(|(number, _)| *number);
        (beside, done.into_iter().map(|(_, done)| done).collect())
    })
}

fn hash_of(files: &[(String, String)]) -> String {
    let mut hash = Sha256::new();
    for (name, content) in files {
        hash.update(name.as_bytes());
        hash.update(content.as_bytes());
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

impl<'a> Job<'a> {
    fn read(&self, lemmas: &mut Lemmas<'a, '_>) -> Done {
        let (rows, mut refusals) = self.header.rows(self.name, self.lines);
        let mut removed = Vec::new();
        let takes_away = |r: &Row<'_>| r.cells[0].starts_with('-') && r.table != Table::Units;
        let (minus, plus): (Vec<Row<'_>>, _) = if rows.iter().any(takes_away) { rows.into_iter().partition(takes_away) } else { (Vec::new(), rows) };
        let refuse = |row: &Row<'_>, message: String| Refusal { file: self.name.to_string(), line: row.line, message };
        for row in &minus {
            let found = taken_away(row);
            if found.is_empty() {
                let (table, name) = (stem_of(spec_of(row.table)), row.cells[0].trim_start_matches('-'));
                let message = format!("{table} have no row «{name}» with these cells to take away; svodka gazetteer find shows what they have");
                refusals.push(refuse(row, message));
            }
            removed.extend(found.into_iter().map(|r| (row.table, r)));
        }
        refusals.extend(plus.iter().filter_map(|row| unusable(row).map(|message| refuse(row, message))));
        Done { file: self.file, part: Part::new(&plus, lemmas), refusals, removed }
    }
}

fn spec_of(table: Table) -> &'static Spec {
    &SPECS[table as usize]
}

/// The program's rows that a row with `-` means.
fn taken_away(row: &Row<'_>) -> Vec<u32> {
    let name = row.cells[0].trim_start_matches('-').trim();
    let spec = spec_of(row.table);
    let same = |r: u32| {
        spec.columns.iter().zip(&row.cells).skip(1).filter(|(_, cell)| !cell.is_empty()).all(|(column, cell)| BUNDLED.cell(row.table, r, column) == *cell)
    };
    let named = |r: u32| BUNDLED.cell(row.table, r, spec.columns[0]) == name && same(r);
    // By the words where the table's rows are found by them; else by reading all.
    let node = gazetteer::node_of(keys::words(name));
    let mut found: Vec<u32> = node.into_iter().flat_map(Node::entries).filter(|e| e.table == row.table && named(e.row)).map(|e| e.row).collect();
    if found.is_empty() {
        found = (0..BUNDLED.rows(row.table)).filter(|r| named(*r)).collect();
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Why a row cannot be used at all; what is merely odd is the business of `svodka gazetteer check`.
fn unusable(row: &Row<'_>) -> Option<String> {
    let column = spec_of(row.table).columns[0];
    if row.cells[0].trim().is_empty() {
        return Some(format!("{column}: empty; write the dictionary form"));
    }
    if row.table == Table::Corrections {
        return super::check::correction(row);
    }
    None
}
