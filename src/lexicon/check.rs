//! What is wrong with gazetteer files, line by line.
//!
//! In: files and their contents. Out: [`Finding`]s, each with file, line, column, value and what to do. Errors are what a
//! release must not have; notes are what a reader should look at, such as words whose case forms can only be guessed.

use super::compile::{Field, SPECS, Spec, Table};
use super::gazetteer::BUNDLED;
use super::morph::{self, Case, Pos};
use super::rows::{Refusal, Row, read, stem_of, table_of};
use super::{Memo, keys};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Wrong.
    Error,
    /// To be looked at.
    Note,
}

/// A finding in a gazetteer file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file as given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, where it is one column's.
    pub column: &'static str,
    /// The value in question.
    pub value: String,
    /// What is wrong, and what to do.
    pub message: String,
    /// How bad it is.
    pub severity: Severity,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if self.severity == Severity::Note {
            f.write_str("note: ")?;
        }
        if !self.column.is_empty() {
            write!(f, "{}: ", self.column)?;
        }
        if !self.value.is_empty() {
            write!(f, "«{}»: ", self.value)?;
        }
        f.write_str(&self.message)
    }
}

/// The values that a column may have, `|`-separated ones each; the heads of the files say what they mean.
const VALUES: &[(Table, &str, &[&str])] = &[
    (Table::Countries, "status", &["state", "territory", "disputed", "former"]),
    (Table::Regions, "kind", &["region"]),
    (Table::Districts, "kind", &["district"]),
    (Table::Settlements, "kind", &["city", "village"]),
    (Table::Nature, "kind", &["river", "sea", "island", "mountain", "lake", "peninsula", "desert", "valley", "forest", "other"]),
    (Table::Facilities, "kind", &["facility", "airport", "street", "square", "station", "checkpoint", "museum"]),
    (Table::World, "kind", &["continent", "macroregion", "planet", "other"]),
    (Table::Given, "gender", &["m", "f", "mf"]),
    (Table::People, "gender", &["m", "f"]),
    (Table::Offices, "kind", &["office", "profession", "rank", "honorific", "role"]),
    (
        Table::Offices,
        "field",
        &[
            "state",
            "government",
            "parliament",
            "court",
            "police",
            "security",
            "army",
            "diplomacy",
            "church",
            "company",
            "media",
            "sport",
            "science",
            "education",
            "art",
            "medicine",
            "public",
            "crime",
            "work",
            "other",
        ],
    ),
    (Table::Offices, "of", &["country", "region", "city", "organization", "body", "none"]),
    (Table::OfficeModifiers, "kind", &["grade", "temporal", "former", "honorary", "acting", "deputy", "first"]),
    (Table::Persons, "class", &["person", "relative", "victim", "group"]),
    (Table::Organizations, "kind", ORGANIZATIONS),
    (Table::Descriptors, "target", &["organization", "place"]),
    (Table::Predicates, "pos", &["verb", "noun", "adjective", "adverb"]),
    (Table::Counted, "class", &["person", "thing", "event", "animal"]),
    (Table::Numerals, "kind", &["cardinal", "ordinal", "collective", "multiplier", "fraction", "vague"]),
    (Table::Bounds, "bound", &["exact", "about", "at_least", "up_to", "more_than", "less_than", "name", "age", "score", "mass", "idiom"]),
    (Table::Abbreviations, "before", &["any", "name", "number", "none"]),
    (Table::Abbreviations, "ends", &["yes", "no"]),
    (Table::Suffixes, "class", &["surname", "patronymic", "place", "organization", "adjective"]),
    (Table::Suffixes, "gender", &["m", "f", ""]),
    (Table::Corrections, "correction", CORRECTIONS),
];

/// Kinds of organizations, also those that a correction or a descriptor may name.
pub const ORGANIZATIONS: &[&str] = &[
    "ministry",
    "agency",
    "parliament",
    "government",
    "court",
    "party",
    "company",
    "bank",
    "media",
    "university",
    "club",
    "league",
    "team",
    "band",
    "union",
    "army",
    "police",
    "church",
    "ngo",
    "armed_group",
    "international",
    "theatre",
    "museum",
    "hospital",
    "institute",
    "school",
    "other",
];

const CORRECTIONS: &[&str] = &["not-entity", "kind", "same-as", "rename"];

/// Kinds of mentions that a correction can name.
const KINDS: &[&str] = &["person", "place", "organization", "country", "office", "figure", "date"];

/// Tables whose rows stand in alphabetical order of their first column, between one comment line and the next.
const SORTED: &[Table] = &[
    Table::Countries,
    Table::Regions,
    Table::Districts,
    Table::Settlements,
    Table::Nature,
    Table::Facilities,
    Table::World,
    Table::Given,
    Table::Surnames,
    Table::People,
    Table::Offices,
    Table::Persons,
    Table::Organizations,
    Table::Descriptors,
];

/// Columns that together tell two rows of a table apart; the first column where none are named.
fn key_columns(table: Table) -> &'static [&'static str] {
    match table {
        Table::Countries => &["iso"],
        Table::Settlements | Table::Districts | Table::Regions | Table::Nature | Table::Facilities => &["name", "country", "within", "kind"],
        Table::Organizations => &["name", "country"],
        Table::Currencies => &["code"],
        Table::Predicates => &["name", "class", "detail"],
        Table::Words | Table::Times => &["name", "class"],
        Table::Bounds => &["name", "bound", "note"],
        Table::Suffixes => &["suffix", "class", "gender"],
        Table::Abbreviations => &["form"],
        Table::Descriptors => &["name", "target"],
        Table::Surnames => &["name", "origin"],
        Table::Numerals => &["name", "kind"],
        Table::Units => &["name", "dimension"],
        Table::Corrections => &["text", "correction", "kind"],
        _ => &["name"],
    }
}

struct Checker<'a> {
    file: &'a str,
    countries: &'a BTreeSet<&'a str>,
    regions: &'a BTreeSet<&'a str>,
    out: Vec<Finding>,
}

/// Everything that is wrong or odd in files: names with contents. Codes of countries and names of regions that the files
/// do not have themselves are looked for in the program's own.
pub fn check(files: &[(String, String)]) -> Vec<Finding> {
    let parsed: Vec<(&str, Vec<Row<'_>>, Vec<Refusal>)> = files
        .iter()
        .map(|(name, content)| {
            let (rows, refusals) = read(table_of(name), name, content);
            (name.as_str(), rows, refusals)
        })
        .collect();
    let (mut countries, mut regions) = (BTreeSet::new(), BTreeSet::new());
    for row in parsed.iter().flat_map(|p| &p.1) {
        match row.table {
            Table::Countries => drop(countries.insert(row.cells[0])),
            Table::Regions => drop(regions.insert(row.cells[0])),
            _ => {}
        }
    }
    let mut out = Vec::new();
    for (name, rows, refusals) in &parsed {
        out.extend(refusals.iter().map(|r| Finding {
            file: r.file.clone(),
            line: r.line,
            column: "",
            value: String::new(),
            message: r.message.clone(),
            severity: Severity::Error,
        }));
        let mut checker = Checker { file: name, countries: &countries, regions: &regions, out: Vec::new() };
        rows.iter().for_each(|row| checker.row(row));
        let content = files.iter().find(|(n, _)| n == name).map_or("", |(_, c)| c.as_str());
        checker.order(rows, content);
        out.append(&mut checker.out);
    }
    let rows: Vec<(&str, &Row<'_>)> = parsed.iter().flat_map(|(name, rows, _)| rows.iter().map(move |r| (*name, r))).collect();
    duplicates(&rows, &mut out);
    aliases(&rows, &mut out);
    neighbours(&rows, &mut out);
    out.sort();
    out
}

static COUNTRIES: LazyLock<BTreeSet<String>> = LazyLock::new(|| bundled(Table::Countries, "iso"));
static REGIONS: LazyLock<BTreeSet<String>> = LazyLock::new(|| bundled(Table::Regions, "name"));

fn bundled(table: Table, column: &str) -> BTreeSet<String> {
    (0..BUNDLED.rows(table)).map(|row| BUNDLED.cell(table, row, column).to_string()).collect()
}

/// The genitive of a word and the lemma that its row is known by, where a text with the one does not lead to the other.
fn unreachable_form(word: &str, wanted: &dyn Fn(&morph::Reading) -> bool) -> Option<(String, String)> {
    let genitive = morph::inflected(word, &|r| wanted(r) && r.case == Some(Case::Nom), &[("Case", "Gen")])?;
    let lemma = morph::entry_lemma(word);
    let spelt = if word.starts_with(char::is_uppercase) { super::capitalized(&genitive) } else { genitive.clone() };
    (!Memo::default().form(&spelt).is_known_by(&lemma)).then_some((genitive, lemma))
}

fn spec_of(table: Table) -> &'static Spec {
    &SPECS[table as usize]
}

/// What is wrong with a row of corrections.tsv.
pub fn correction(row: &Row<'_>) -> Option<String> {
    let [_, correction, value, kind] = row.cells.as_slice() else { return None };
    if !CORRECTIONS.contains(correction) {
        return Some(format!("correction: «{correction}» is none; write {}", CORRECTIONS.join(", ")));
    }
    if !kind.is_empty() && !KINDS.contains(kind) {
        return Some(format!("kind: «{kind}» is no kind of mention; write one of {}, or nothing", KINDS.join(", ")));
    }
    match (*correction, *value) {
        ("not-entity", "") => None,
        ("not-entity", _) => Some("value: not-entity has none; leave it empty".into()),
        ("kind", "person" | "place" | "organization") => None,
        ("kind", _) => Some("value: write person, place or organization".into()),
        (_, "") => Some("value: empty; write the entity's name".into()),
        _ => None,
    }
}

impl Checker<'_> {
    fn find(&mut self, severity: Severity, row: &Row<'_>, column: &'static str, value: &str, message: impl Into<String>) {
        self.out.push(Finding { file: self.file.to_string(), line: row.line, column, value: value.to_string(), message: message.into(), severity });
    }

    fn row(&mut self, row: &Row<'_>) {
        let spec = spec_of(row.table);
        if row.cells[0].trim().is_empty() {
            self.find(Severity::Error, row, spec.columns[0], "", "empty; write the dictionary form");
        }
        for (column, cell) in spec.columns.iter().zip(&row.cells) {
            self.spelling(row, column, cell, spec.matched.iter().any(|(c, _)| c == column));
            if let Some((_, _, allowed)) = VALUES.iter().find(|(t, c, _)| *t == row.table && c == column) {
                for value in cell.split('|').filter(|v| !allowed.contains(v)) {
                    self.find(Severity::Error, row, column, value, format!("not one of {}", allowed.join(", ")));
                }
            }
            let codes = matches!(*column, "country" | "iso" | "neighbours");
            for code in cell.split('|').filter(|c| codes && !c.is_empty() && !self.countries.contains(*c) && !COUNTRIES.contains(*c)) {
                self.find(Severity::Error, row, column, code, "no country of countries.tsv has this code");
            }
            if *column == "population" && !cell.is_empty() && cell.parse::<u64>().is_err() {
                self.find(Severity::Error, row, column, cell, "write digits only, or nothing");
            }
            if *column == "within" && !cell.is_empty() && !self.regions.contains(*cell) && !REGIONS.contains(*cell) && row.table != Table::Districts {
                self.find(Severity::Error, row, column, cell, "no region of regions.tsv has this name");
            }
            if *column == "value" && row.table == Table::Numerals && !cell.is_empty() && cell.parse::<f64>().is_err() {
                self.find(Severity::Error, row, column, cell, "write a number, or nothing");
            }
        }
        if row.table == Table::Corrections
            && let Some(message) = correction(row)
        {
            self.find(Severity::Error, row, "", "", message);
        }
        self.inflection(row);
    }

    fn spelling(&mut self, row: &Row<'_>, column: &'static str, cell: &str, matched: bool) {
        if cell.trim() != cell || cell.contains("  ") {
            self.find(Severity::Error, row, column, cell, "white space at an end or twice in a row; take it out");
        }
        if let Some(c) = cell.chars().find(|c| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{a0}' | '\u{feff}')) {
            self.find(Severity::Error, row, column, cell, format!("has U+{:04X}, which no reader sees; write plain composed letters", c as u32));
        }
        if cell.split('|').any(str::is_empty) && cell.contains('|') {
            self.find(Severity::Error, row, column, cell, "an empty value between «|»; take the bar out");
        }
        if !matched {
            return;
        }
        if let Some(c) = cell.chars().find(|c| matches!(c, '\u{300}'..='\u{36f}')) {
            self.find(Severity::Error, row, column, cell, format!("has the combining mark U+{:04X}; write composed letters, without stress", c as u32));
        }
        if cell.contains(['«', '»', '“', '”', '„']) {
            self.find(Severity::Error, row, column, cell, "quotation marks are the text's, not the name's; write it without");
        }
        for word in cell.split(|c: char| !c.is_alphabetic()) {
            let latin = word.chars().any(|c| c.is_ascii_alphabetic());
            let cyrillic = word.chars().any(|c| ('\u{400}'..'\u{530}').contains(&c));
            // A letter of the other script that looks the same is a slip; «АКИpress» is a name.
            let disguised = word.chars().filter(char::is_ascii_alphabetic).all(|c| "aceopxyABCEHKMOPTXY".contains(c));
            if latin && cyrillic && row.table != Table::Suffixes && row.table != Table::Units {
                let severity = if disguised { Severity::Error } else { Severity::Note };
                self.find(severity, row, column, word, "mixes Latin and Cyrillic letters in one word; write one script");
            }
        }
    }

    /// Lower-case words are inflected by the dictionary only; and a form that it makes must lead back to the row.
    fn inflection(&mut self, row: &Row<'_>) {
        let column = spec_of(row.table).columns[0];
        let name = row.cells[0];
        let words: Vec<&str> = keys::words(name).collect();
        if words.len() > 1 {
            return self.phrase_inflection(row, &words);
        }
        if !matches!(row.table, Table::Offices | Table::Persons | Table::Descriptors | Table::Counted) || !name.starts_with(char::is_lowercase) {
            return;
        }
        if !morph::is_known(name) {
            self.find(Severity::Note, row, column, name, "the dictionary does not have it: its case forms are guessed");
            return;
        }
        if let Some((genitive, lemma)) = unreachable_form(name, &|r| matches!(r.pos, Pos::Noun | Pos::Adjective)) {
            let message = format!("its genitive «{genitive}» is not read as a form of «{lemma}», so texts cannot reach the row");
            self.find(Severity::Error, row, column, name, message);
        }
    }

    /// Of a phrase its head and the adjectives before it change: «Министерства обороны», «Верховного суда». What the dictionary does
    /// not have is found by endings, and is no fault.
    fn phrase_inflection(&mut self, row: &Row<'_>, words: &[&str]) {
        const PHRASES: &[Table] = &[
            Table::Regions,
            Table::Districts,
            Table::Facilities,
            Table::World,
            Table::Nature,
            Table::Offices,
            Table::Persons,
            Table::Organizations,
            Table::Descriptors,
            Table::Counted,
        ];
        if !PHRASES.contains(&row.table) {
            return;
        }
        let nominative = |word: &str, poses: &[Pos]| morph::readings(word).iter().any(|r| r.known && poses.contains(&r.pos) && r.case == Some(Case::Nom));
        let adjectives = words.iter().take_while(|w| nominative(w, &[Pos::Adjective, Pos::Participle]) && !nominative(w, &[Pos::Noun])).count();
        let Some(head) = words.get(adjectives) else { return };
        if head.starts_with(char::is_lowercase) && !morph::is_known(head) {
            let message = format!("the dictionary does not have its «{head}»: the case forms are guessed");
            return self.find(Severity::Note, row, spec_of(row.table).columns[0], row.cells[0], message);
        }
        if !nominative(head, &[Pos::Noun]) {
            return;
        }
        for word in &words[..=adjectives] {
            if let Some((genitive, lemma)) = unreachable_form(word, &|r| (r.pos == Pos::Noun) == (word == head)) {
                let message = format!(
                    "the genitive of its «{word}», «{genitive}», is not read as a form of «{lemma}»: texts reach the row in the nominative only; write the \
                     dictionary form, or add the phrase as it is declined to the aliases"
                );
                self.find(Severity::Note, row, spec_of(row.table).columns[0], row.cells[0], message);
            }
        }
    }

    fn order(&mut self, rows: &[Row<'_>], content: &str) {
        // A comment line begins a new stretch.
        let comments: Vec<usize> = content.lines().enumerate().filter(|(_, l)| l.starts_with('#')).map(|(n, _)| n + 1).collect();
        for pair in rows.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            let apart = comments.get(comments.partition_point(|c| *c <= a.line)).is_some_and(|c| *c < b.line);
            if a.table == b.table && SORTED.contains(&a.table) && !apart && keys::fold(a.cells[0]) > keys::fold(b.cells[0]) {
                let message = format!("stands after «{}»; svodka gazetteer sort puts a file in order", a.cells[0]);
                self.find(Severity::Error, b, spec_of(b.table).columns[0], b.cells[0], message);
            }
        }
    }
}

fn duplicates(rows: &[(&str, &Row<'_>)], out: &mut Vec<Finding>) {
    let mut seen: HashMap<(Table, Vec<&str>), (&str, &Row<'_>)> = HashMap::new();
    for (file, row) in rows {
        let spec = spec_of(row.table);
        let key: Vec<&str> =
            key_columns(row.table).iter().map(|k| row.cells[spec.columns.iter().position(|c| c == k).expect("key columns are columns")]).collect();
        let finding = |message: String| Finding {
            file: file.to_string(),
            line: row.line,
            column: spec.columns[0],
            value: row.cells[0].to_string(),
            message,
            severity: Severity::Error,
        };
        match seen.get(&(row.table, key.clone())) {
            Some((other, first)) if first.cells == row.cells => out.push(finding(format!("the same as {other}:{}; take one out", first.line))),
            Some((other, first)) => {
                let differing: Vec<&str> = spec.columns.iter().zip(first.cells.iter().zip(&row.cells)).filter(|(_, (a, b))| a != b).map(|(c, _)| *c).collect();
                out.push(finding(format!("contradicts {other}:{} in {}; make one row of both", first.line, differing.join(", "))));
            }
            None => drop(seen.insert((row.table, key), (file, row))),
        }
    }
}

/// A country borders on those that border on it.
fn neighbours(rows: &[(&str, &Row<'_>)], out: &mut Vec<Finding>) {
    let spec = spec_of(Table::Countries);
    let Some(at) = spec.columns.iter().position(|c| *c == "neighbours") else { return };
    let countries: BTreeMap<&str, (&str, &Row<'_>)> =
        rows.iter().filter(|(_, r)| r.table == Table::Countries).map(|(file, row)| (row.cells[0], (*file, *row))).collect();
    for (iso, (_, row)) in &countries {
        for (file, other) in row.cells[at].split('|').filter_map(|code| countries.get(code)) {
            if !other.cells[at].split('|').any(|code| code == *iso) {
                out.push(Finding {
                    file: file.to_string(),
                    line: other.line,
                    column: "neighbours",
                    value: other.cells[at].to_string(),
                    message: format!("lacks {iso}, whose row names {} as its neighbour; add it, or take it out there", other.cells[0]),
                    severity: Severity::Error,
                });
            }
        }
    }
}

/// Values of a row that the lexicon cannot tell apart, and aliases that are the name of another row.
fn aliases(rows: &[(&str, &Row<'_>)], out: &mut Vec<Finding>) {
    let words = |value: &str| -> String { keys::words(value).map(morph::entry_lemma).collect::<Vec<_>>().join(" ") };
    let mut names: BTreeMap<(Table, String), Vec<(&str, &Row<'_>)>> = BTreeMap::new();
    for (file, row) in rows.iter().filter(|(_, r)| r.table == Table::Organizations) {
        names.entry((row.table, words(row.cells[0]))).or_default().push((file, row));
    }
    let mut aliased: HashMap<(Table, String), (&str, &Row<'_>)> = HashMap::new();
    for (file, row) in rows {
        let spec = spec_of(row.table);
        let Some(at) = spec.columns.iter().position(|c| *c == "aliases") else { continue };
        if matches!(row.table, Table::Units | Table::Currencies) || row.cells[at].is_empty() {
            continue;
        }
        // A country's first column is its code, a currency's too: its name is what texts match.
        let name = spec.matched.iter().find(|(_, f)| *f == Field::Name).and_then(|(c, _)| spec.columns.iter().position(|x| x == c)).unwrap_or(0);
        let mut seen = vec![(words(row.cells[name]), row.cells[name])];
        for alias in row.cells[at].split('|') {
            let key = words(alias);
            let mut finding = |severity, message| {
                out.push(Finding { file: file.to_string(), line: row.line, column: "aliases", value: alias.to_string(), message, severity });
            };
            match seen.iter().find(|(k, _)| *k == key) {
                Some((_, first)) => finding(Severity::Error, format!("the lexicon reads it as «{first}»; take it out")),
                None => {
                    let country = spec.columns.iter().position(|c| *c == "country").map_or("", |c| row.cells[c]);
                    let same = names.get(&(row.table, key.clone())).and_then(|list| list.iter().find(|(_, r)| r.cells[2] == country && r.line != row.line));
                    if let Some((other, r)) = same {
                        finding(Severity::Error, format!("is the name of {other}:{}; make one row of both, or drop the alias", r.line));
                    }
                    // The first row wins where both fit: which that is should be somebody's decision.
                    if row.table == Table::Organizations {
                        match aliased.get(&(row.table, key.clone())) {
                            Some((other, r)) if r.line != row.line => {
                                out.push(Finding {
                                    file: file.to_string(),
                                    line: row.line,
                                    column: "aliases",
                                    value: alias.to_string(),
                                    message: format!("is an alias of {other}:{} too, which stands first and wins", r.line),
                                    severity: Severity::Note,
                                });
                            }
                            Some(_) => {}
                            None => drop(aliased.insert((row.table, key.clone()), (file, row))),
                        }
                    }
                    seen.push((key, alias));
                }
            }
        }
    }
}

/// A file's rows in order: sorted between comment lines, stable, all else as it stands.
///
/// ```
/// let sorted = svodka::lexicon::check::sorted("given.tsv", "# имена\nname\tgender\tshort\torigin\nЯн\tm\t\t\nАнна\tf\t\t\n");
/// assert_eq!(sorted, "# имена\nname\tgender\tshort\torigin\nАнна\tf\t\t\nЯн\tm\t\t\n");
/// ```
pub fn sorted(name: &str, content: &str) -> String {
    if table_of(name).is_none_or(|s| !SORTED.contains(&s.table)) {
        return content.to_string();
    }
    let mut out = String::with_capacity(content.len());
    let mut stretch: Vec<&str> = Vec::new();
    let mut header_seen = false;
    let flush = |stretch: &mut Vec<&str>, out: &mut String| {
        stretch.sort_by_key(|l| keys::fold(l.split('\t').next().unwrap_or("")));
        stretch.drain(..).for_each(|l| {
            out.push_str(l);
            out.push('\n');
        });
    };
    // A carriage return alone at the end is one of a line end that was cut.
    for line in content.lines().map(|l| l.trim_end_matches('\r')) {
        if line.starts_with('#') || line.trim().is_empty() || !header_seen {
            header_seen |= !line.starts_with('#') && !line.trim().is_empty();
            flush(&mut stretch, &mut out);
            out.push_str(line);
            out.push('\n');
        } else {
            stretch.push(line);
        }
    }
    flush(&mut stretch, &mut out);
    out
}

/// The name of the table that a row belongs to, as messages write it.
pub fn table_name(table: Table) -> &'static str {
    stem_of(spec_of(table))
}
