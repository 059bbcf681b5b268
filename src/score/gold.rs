//! Annotated corpora: JSON lines, brat standoff, CoNLL columns.

use super::{Document, Span};
use serde::Deserialize;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Reads a corpus: a folder with `.ann` and `.txt` files, JSON lines (`id`, `text`, `entities` with `type`, `start`, `end`), or CoNLL columns.
///
/// # Errors
/// The file, the line, and what is wrong with it.
pub fn read(path: &Path) -> Result<Vec<Document>, String> {
    let name = path.display().to_string();
    let documents = if path.is_dir() || path.extension().is_some_and(|e| e == "ann") {
        brat_folder(path)?
    } else {
        let content = content(path)?;
        let content = content.trim_start_matches('\u{feff}');
        if content.trim_start().starts_with('{') { jsonl(&name, content)? } else { conll(&name, content)? }
    };
    if documents.is_empty() {
        return Err(format!("{name}: no documents; a corpus is a folder of .ann and .txt files, JSON lines, or CoNLL columns"));
    }
    let mut ids = HashSet::new();
    match documents.iter().find(|d| !ids.insert(d.id.as_str())) {
        Some(twice) => Err(format!("{name}: two documents have the id «{}»", twice.id)),
        None => Ok(documents),
    }
}

fn content(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

#[derive(Deserialize)]
struct Record {
    id: serde_json::Value,
    text: String,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    #[serde(rename = "type")]
    kind: String,
    start: usize,
    end: usize,
    text: Option<String>,
}

/// JSON lines; offsets are code points.
///
/// # Errors
/// The line, and what is wrong with it.
pub fn jsonl(name: &str, content: &str) -> Result<Vec<Document>, String> {
    let mut out = Vec::new();
    for (n, line) in content.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let at = format!("{name}:{}", n + 1);
        let wrong = |e: serde_json::Error| format!("{at}: {e}; a line is {{\"id\", \"text\", \"entities\": [{{\"type\", \"start\", \"end\"}}]}}");
        let record: Record = serde_json::from_str(line).map_err(wrong)?;
        let cut = crate::render::Cut::new(&record.text);
        let length = record.text.chars().count();
        let mut spans = Vec::new();
        for e in record.entities {
            if e.start >= e.end || e.end > length {
                return Err(format!("{at}: {}–{} is no stretch of a text with {length} code points", e.start, e.end));
            }
            if let Some(text) = e.text.filter(|t| cut.get(e.start, e.end) != t) {
                return Err(format!("{at}: at {}–{} the text has «{}», not «{text}»; offsets are code points", e.start, e.end, cut.get(e.start, e.end)));
            }
            spans.push(Span { start: e.start, end: e.end, kind: e.kind, rule: String::new() });
        }
        let id = record.id.as_str().map_or_else(|| record.id.to_string(), str::to_string);
        out.push(Document { id, text: record.text, spans });
    }
    Ok(out)
}

fn brat_folder(path: &Path) -> Result<Vec<Document>, String> {
    let mut files: Vec<PathBuf> = if path.is_dir() {
        let items = fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
        items.filter_map(|f| Some(f.ok()?.path())).filter(|f| f.extension().is_some_and(|e| e == "ann")).collect()
    } else {
        vec![path.to_path_buf()]
    };
    files.sort();
    let read = |file: &PathBuf| {
        let id = file.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        let spans = brat(&file.display().to_string(), &content(file)?, &content(&file.with_extension("txt"))?)?;
        Ok(Document { id, text: content(&file.with_extension("txt"))?, spans })
    };
    files.iter().map(read).collect()
}

/// The `T` lines of a brat annotation; of one in pieces the outer bounds.
///
/// # Errors
/// The line, and what is wrong with it.
pub fn brat(name: &str, annotation: &str, text: &str) -> Result<Vec<Span>, String> {
    let cut = crate::render::Cut::new(text);
    let mut spans = Vec::new();
    for (n, line) in annotation.lines().enumerate().filter(|(_, l)| l.starts_with('T')) {
        let wrong = |what: &str| format!("{name}:{}: {what}; a line is T1, type and offsets, text, with tabs between", n + 1);
        let mut cells = line.splitn(3, '\t').skip(1);
        let (Some(place), Some(words)) = (cells.next(), cells.next()) else { return Err(wrong("cells are missing")) };
        let (kind, pieces) = place.split_once(' ').ok_or_else(|| wrong("no offsets"))?;
        let mut found: Vec<(usize, usize)> = Vec::new();
        for piece in pieces.split(';') {
            let ends = piece.split_once(' ').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
            found.push(ends.ok_or_else(|| wrong("offsets are no numbers"))?);
        }
        // The text of an annotation has its pieces with a space between, and no line ends.
        let plain = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
        let there: Vec<&str> = found.iter().map(|(a, b)| cut.get(*a, *b)).collect();
        if plain(&there.join(" ")) != plain(words) {
            return Err(wrong(&format!("the text has «{}» there, not «{words}»", there.join(" "))));
        }
        let (start, end) = (found[0].0, found[found.len() - 1].1);
        spans.push(Span { start, end, kind: kind.to_string(), rule: String::new() });
    }
    Ok(spans)
}

/// CoNLL columns: the token first, a tag (BIO, IOB, IOBES, BILOU) last; with a line `# columns = token start end …`, as svodka writes them, a tag in every column
/// from the fourth on. The text is rebuilt: by the offsets, or with a space between tokens and a line a sentence.
///
/// # Errors
/// The line, and what is wrong with it.
pub fn conll(name: &str, content: &str) -> Result<Vec<Document>, String> {
    let mut out: Vec<Document> = Vec::new();
    let mut reader = Columns::default();
    for (n, line) in content.lines().enumerate() {
        let wrong = |what: &str| format!("{name}:{}: {what}; a line is a token and, last, its tag: O, B-PER, I-PER", n + 1);
        if let Some(columns) = line.strip_prefix("# columns = ") {
            reader.placed = columns.starts_with("token start end ");
        } else if let Some(id) = line.strip_prefix("# document = ").or_else(|| line.strip_prefix("# newdoc id = ")) {
            reader.finish(&mut out);
            reader.id = id.to_string();
        } else if line.starts_with("-DOCSTART-") {
            reader.finish(&mut out);
        } else if line.starts_with("# ") || line == "#" {
            // Another comment.
        } else if line.trim().is_empty() {
            reader.sentence_ends();
        } else {
            let cells: Vec<&str> = if line.contains('\t') { line.split('\t').collect() } else { line.split_whitespace().collect() };
            reader.token(&cells).map_err(|what| wrong(&what))?;
        }
    }
    reader.finish(&mut out);
    Ok(out)
}

#[derive(Default)]
struct Columns {
    id: String,
    /// Tokens have their offsets.
    placed: bool,
    text: String,
    characters: usize,
    spans: Vec<Span>,
    /// The open span of every tag column.
    open: Vec<Option<Span>>,
    fresh_line: bool,
}

impl Columns {
    fn token(&mut self, cells: &[&str]) -> Result<(), String> {
        let tags = match (self.placed, cells.len()) {
            (true, 4..) => &cells[3..],
            (false, 2..) => &cells[cells.len() - 1..],
            _ => return Err("too few columns".into()),
        };
        let word = cells[0];
        if self.placed {
            let start: usize = cells[1].parse().map_err(|_| format!("«{}» is no offset", cells[1]))?;
            while self.characters < start {
                let gap = if std::mem::take(&mut self.fresh_line) { "\n" } else { " " };
                self.push(gap);
            }
        } else if self.characters > 0 {
            self.push(if self.fresh_line { "\n" } else { " " });
        }
        self.fresh_line = false;
        let start = self.characters;
        self.push(word);
        self.open.resize(tags.len(), None);
        for (i, tag) in tags.iter().enumerate() {
            let (letter, kind) = match tag.split_once('-') {
                _ if matches!(*tag, "O" | "_" | "-") => ('O', ""),
                Some((letter, kind)) if matches!(letter, "B" | "I" | "E" | "S" | "L" | "U" | "M") => (letter.chars().next().unwrap_or('I'), kind),
                _ => return Err(format!("«{tag}» is no tag")),
            };
            let begins = matches!(letter, 'B' | 'S' | 'U' | 'O') || self.open[i].as_ref().is_none_or(|s| s.kind != kind);
            if begins {
                self.spans.extend(self.open[i].take());
            }
            if letter != 'O' {
                let span = self.open[i].get_or_insert_with(|| Span { start, end: start, kind: kind.to_string(), rule: String::new() });
                span.end = self.characters;
            }
            if matches!(letter, 'E' | 'L' | 'S' | 'U') {
                self.spans.extend(self.open[i].take());
            }
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.characters += text.chars().count();
    }

    fn sentence_ends(&mut self) {
        self.spans.extend(self.open.iter_mut().filter_map(Option::take));
        self.fresh_line = true;
    }

    fn finish(&mut self, out: &mut Vec<Document>) {
        self.sentence_ends();
        let placed = self.placed;
        let mut done = std::mem::take(self);
        self.placed = placed;
        if !done.text.is_empty() {
            done.spans.sort();
            let id = if done.id.is_empty() { (out.len() + 1).to_string() } else { done.id };
            out.push(Document { id, text: done.text, spans: done.spans });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::conll::Scheme;
    use crate::{Extractor, ingest, render};

    const TEXT: &str = "Президент Казахстана Касым-Жомарт Токаев и министр\nобороны прибыли 5 мая в Ош. Их встретили 12 человек.";

    fn plain(mut spans: Vec<Span>) -> Vec<(usize, usize, String)> {
        spans.sort();
        spans.into_iter().map(|s| (s.start, s.end, s.kind)).collect()
    }

    #[test]
    fn brat_as_we_write_it_is_read_back() {
        let sheet = Extractor::new().extract(&ingest::Document::new("1", TEXT));
        let mut out = Vec::new();
        render::brat::write(&sheet, TEXT, &mut out).expect("memory takes all");
        let spans = brat("1.ann", std::str::from_utf8(&out).expect("UTF-8"), TEXT).expect("brat");
        assert!(spans.len() >= 7);
        assert_eq!(plain(spans), plain(crate::score::spans(&sheet)));
    }

    #[test]
    fn conll_as_we_write_it_is_read_back_but_for_what_is_nested() {
        let sheet = Extractor::new().extract(&ingest::Document::new("1", TEXT));
        for scheme in [Scheme::Bio, Scheme::Iobes] {
            let mut out = Vec::new();
            render::conll::write(&sheet, TEXT, scheme, &mut out).expect("memory takes all");
            let read = conll("1.conll", std::str::from_utf8(&out).expect("UTF-8")).expect("CoNLL").remove(0);
            assert_eq!(read.id, "1");
            let all = plain(crate::score::spans(&sheet));
            let (outer, inner): (Vec<_>, Vec<_>) = all.into_iter().partition(|s| plain(read.spans.clone()).contains(s));
            assert_eq!(plain(read.spans.clone()).len(), outer.len());
            assert!(inner.iter().all(|(_, _, kind)| kind == "office"), "{inner:?}");
        }
    }

    #[test]
    fn columns_of_others_are_read() {
        let text = "Сбербанк B-ORG\nРоссии I-ORG\nв O\nМоскве S-LOC\n\n-DOCSTART- O\n\nИван PERS B-PER\nПетров PERS I-PER\nОш X I-LOC\n";
        let read = conll("x", text).expect("CoNLL");
        assert_eq!(read[0].text, "Сбербанк России в Москве");
        assert_eq!(plain(read[0].spans.clone()), [(0, 15, "ORG".into()), (18, 24, "LOC".into())]);
        assert_eq!(plain(read[1].spans.clone()), [(0, 11, "PER".into()), (12, 14, "LOC".into())]);
        assert!(conll("x", "слово\n").expect_err("no tag").starts_with("x:1: too few columns"));
    }

    #[test]
    fn wrong_offsets_are_refused_with_their_line() {
        let bad = r#"{"id":"1","text":"Ош","entities":[{"type":"LOC","start":0,"end":9}]}"#;
        assert!(jsonl("c.jsonl", bad).expect_err("beyond").starts_with("c.jsonl:1: 0–9"));
        assert!(brat("a.ann", "T1\tLOC 0 2\tОк\n", "Ош").expect_err("other text").contains("«Ош» there, not «Ок»"));
    }
}
