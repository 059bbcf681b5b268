//! Brat standoff: `T` lines for mentions, `R` lines for facts between two of them, `#` notes with ids and names.
//!
//! The `.ann` file belongs beside a `.txt` file with the document's text, in which the offsets count.

use super::Dropped;
use crate::sheet::FactSheet;
use std::collections::HashMap;
use std::io::{self, Write};

/// Writes the annotation; counts facts that do not lie between two mentions.
///
/// # Errors
/// Those of the writer.
pub fn write(sheet: &FactSheet, text: &str, out: &mut dyn Write) -> io::Result<Vec<Dropped>> {
    let mentions = sheet.mentions();
    let cut = super::Cut::new(text);
    let mut of_entity: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, n) in mentions.iter().enumerate() {
        of_entity.entry(n.id).or_default().push(i);
        writeln!(out, "T{}\t{} {}\t{}", i + 1, n.kind, fragments(&cut, n.mention.start, n.mention.end), one_line(&n.mention.text))?;
        writeln!(out, "#{}\tAnnotatorNotes T{}\t{} {}", i + 1, i + 1, n.id, one_line(&n.name))?;
    }
    let (mut relation, mut dropped) = (0, 0);
    for fact in sheet.facts.iter().flatten() {
        // The mention inside the evidence, or the nearest before it.
        let near = |id: &str| {
            let all = of_entity.get(id)?;
            let inside = all.iter().find(|i| mentions[**i].mention.start >= fact.evidence.start && mentions[**i].mention.end <= fact.evidence.end);
            inside.or_else(|| all.iter().rev().find(|i| mentions[**i].mention.start < fact.evidence.start)).or(all.first()).copied()
        };
        let ends: Vec<usize> = fact.roles().iter().flat_map(|(_, values)| values.iter().filter_map(|id| near(id))).collect();
        if ends.len() < 2 {
            dropped += 1;
            continue;
        }
        for other in &ends[1..] {
            relation += 1;
            writeln!(out, "R{relation}\t{} Arg1:T{} Arg2:T{}", fact.kind, ends[0] + 1, other + 1)?;
        }
    }
    Ok(Dropped::some("facts that are not between two mentions", dropped).into_iter().collect())
}

/// `start end`, or several of them joined with `;` where the mention runs over a line's end: brat wants each on one line.
fn fragments(cut: &super::Cut<'_>, start: usize, end: usize) -> String {
    let mut out = Vec::new();
    let mut from = start;
    for (i, c) in cut.get(start, end).chars().enumerate() {
        if c == '\n' || c == '\r' {
            if from < start + i {
                out.push(format!("{from} {}", start + i));
            }
            from = start + i + 1;
        }
    }
    if from < end || out.is_empty() {
        out.push(format!("{from} {end}"));
    }
    out.join(";")
}

fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.split(['\n', '\r']).filter(|l| !l.is_empty()).collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, ingest::Document};

    #[test]
    fn spans_read_back_are_the_mentions_also_over_a_line_end() {
        let text = "Президент Казахстана Нурсултан Назарбаев и министр\nобороны Казахстана прибыли в Ош.";
        let sheet = Extractor::new().extract(&Document::new("1", text));
        let mut out = Vec::new();
        write(&sheet, text, &mut out).expect("memory takes all");
        let out = String::from_utf8(out).expect("UTF-8");
        let chars: Vec<char> = text.chars().collect();
        let mut n = 0;
        for line in out.lines().filter(|l| l.starts_with('T')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let (_, places) = cells[1].split_once(' ').expect("a kind and places");
            let words: Vec<String> = places
                .split(';')
                .map(|p| {
                    let (start, end) = p.split_once(' ').expect("two numbers");
                    chars[start.parse().expect("a number")..end.parse().expect("a number")].iter().collect()
                })
                .collect();
            assert_eq!(words.join(" "), cells[2]);
            n += 1;
        }
        assert_eq!(n, sheet.mentions().len());
        assert!(out.contains("occupation Arg1:T"), "{out}");
    }
}
