//! Lines of corrections.tsv: made, checked against each other, put into a file.

use super::check;
use super::compile::Table;
use super::rows::Row;
use std::fmt;

/// The header of the file.
pub const HEADER: &str = "text\tcorrection\tvalue\tkind";

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The words: in the dictionary form, or as the text spells them.
    pub text: String,
    /// `not-entity`, `same-as`, `rename` or `kind`.
    pub correction: String,
    /// The name, or the kind.
    pub value: String,
    /// Only where the mention is of this kind.
    pub kind: String,
}

impl Line {
    /// A line; what breaks a table becomes a space.
    pub fn new(text: &str, correction: &str, value: &str, kind: &str) -> Line {
        let cell = |text: &str| text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        Line { text: cell(text), correction: cell(correction), value: cell(value), kind: cell(kind) }
    }

    /// What is wrong with the line by itself.
    pub fn problem(&self) -> Option<String> {
        if self.text.is_empty() {
            return Some("text: empty; write the words that are corrected".into());
        }
        if self.text.starts_with(['-', '#']) {
            return Some("text: a line that begins with - or # is no correction".into());
        }
        check::correction(&Row { cells: vec![&self.text, &self.correction, &self.value, &self.kind], line: 0, table: Table::Corrections })
    }

    /// Whether both cannot hold: two names or two kinds for the same words, or a kind for what is nothing.
    pub fn contradicts(&self, other: &Line) -> bool {
        let same_words = super::keys::fold(&self.text) == super::keys::fold(&other.text);
        let kinds_meet = self.kind.is_empty() || other.kind.is_empty() || self.kind == other.kind;
        let names = |l: &Line| matches!(l.correction.as_str(), "same-as" | "rename");
        let against = |nothing: &Line, l: &Line| {
            nothing.correction == "not-entity"
                && match l.correction.as_str() {
                    "kind" => nothing.kind.is_empty() || nothing.kind == l.value,
                    "not-entity" => false,
                    _ => kinds_meet,
                }
        };
        let differ = match (self.correction.as_str(), other.correction.as_str()) {
            ("kind", "kind") => self.value != other.value,
            _ if names(self) && names(other) => kinds_meet && (self.value != other.value || self.correction != other.correction),
            _ => against(self, other) || against(other, self),
        };
        same_words && differ
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\t{}\t{}\t{}", self.text, self.correction, self.value, self.kind)
    }
}

/// The corrections of a file with their line numbers; comments, the header and empty lines are none.
pub fn lines(content: &str) -> impl Iterator<Item = (usize, Line)> {
    content.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#') && !l.starts_with("text\tcorrection")).map(|(n, l)| {
        let mut cells = l.split('\t');
        let mut cell = || cells.next().unwrap_or("").trim();
        (n + 1, Line { text: cell().into(), correction: cell().into(), value: cell().into(), kind: cell().into() })
    })
}

/// The pairs of lines that cannot both hold, by number.
pub fn contradictions(content: &str) -> Vec<(usize, usize)> {
    let mut of_words: std::collections::BTreeMap<String, Vec<(usize, Line)>> = std::collections::BTreeMap::new();
    let mut out = Vec::new();
    for (n, line) in lines(content) {
        let others = of_words.entry(super::keys::fold(&line.text).to_string()).or_default();
        out.extend(others.iter().filter(|(_, o)| o.contradicts(&line)).map(|(m, _)| (*m, n)));
        others.push((n, line));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_cannot_both_hold_are_found() {
        let content =
            format!("{HEADER}\nМир\tnot-entity\t\tperson\nмир\tkind\tperson\t\nЗаря\tkind\tplace\t\nЗаря\tkind\tplace\t\nЗаря\tkind\torganization\t\n");
        assert_eq!(contradictions(&content), [(2, 3), (4, 6), (5, 6)]);
    }

    #[test]
    fn a_line_is_checked_as_the_file_is() {
        assert!(Line::new("Мир", "not-entity", "", "person").problem().is_none());
        assert!(Line::new("Мир", "kind", "country", "").problem().expect("no").contains("person, place or organization"));
        assert_eq!(Line::new("Новый\n берег", "rename", "А\tБ", "").to_string(), "Новый берег\trename\tА Б\t");
    }
}
