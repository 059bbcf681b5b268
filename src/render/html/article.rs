//! The article with its mentions marked, nested as they stand, and with the places of facts.

use super::escape::{escaped, push};
use super::{Entities, Language};
use crate::render::Cut;
use crate::sheet::{Fact, FactSheet, Reference};
use std::cmp::Reverse;

/// A marked stretch of the text: a mention, or a reference without a name.
pub(super) struct Mark {
    /// First code point.
    start: usize,
    /// Code point after the last.
    end: usize,
    /// The entity's number on the page.
    pub(super) entity: usize,
    kind: &'static str,
    reference: bool,
}

/// Marks by position, the outer before the inner, and how many were left out because they cross another.
pub(super) fn marks(sheet: &FactSheet, entities: &Entities<'_>) -> (Vec<Mark>, usize) {
    let named = sheet.mentions().into_iter().filter_map(|n| {
        let entity = entities.number(n.id)?;
        Some(Mark { start: n.mention.start, end: n.mention.end, entity, kind: n.kind, reference: false })
    });
    let people = sheet.people.iter().flatten().map(|p| (p.id.as_str(), &p.references));
    let countries = sheet.countries.iter().flatten().map(|c| (c.id.as_str(), &c.references));
    let organizations = sheet.organizations.iter().flatten().map(|o| (o.id.as_str(), &o.references));
    let meant = people.chain(countries).chain(organizations).flat_map(|(id, references)| references.iter().map(move |r| (id, r)));
    let meant = meant.filter_map(|(id, r): (&str, &Reference)| {
        let entity = entities.number(id)?;
        Some(Mark { start: r.start, end: r.end, entity, kind: entities.kind(entity), reference: true })
    });
    let mut all: Vec<Mark> = named.chain(meant).filter(|m| m.start < m.end).collect();
    // A reference stands around the mention of the same words: «казахстанский посол» is an office first, and somebody by it.
    all.sort_by_key(|m| (m.start, Reverse(m.end), !m.reference));
    let before = all.len();
    let mut ends: Vec<usize> = Vec::new();
    all.retain(|m| {
        while ends.last().is_some_and(|e| *e <= m.start) {
            ends.pop();
        }
        let nests = ends.last().is_none_or(|e| m.end <= *e);
        if nests {
            ends.push(m.end);
        }
        nests
    });
    let crossing = before - all.len();
    (all, crossing)
}

/// Writes the paragraphs. A mark's element has the id `m` and its number, the place where a fact's evidence ends `at-` and the fact's number from 1; runs
/// of an evidence have the class `f` and that number.
pub(super) fn write(text: &str, marks: &[Mark], facts: &[Fact], entities: &Entities<'_>, language: Language, out: &mut String) {
    let mut starts: Vec<(usize, usize)> = facts.iter().enumerate().map(|(n, f)| (f.evidence.start, n + 1)).collect();
    let mut ends: Vec<(usize, usize)> = facts.iter().enumerate().map(|(n, f)| (f.evidence.end.max(f.evidence.start), n + 1)).collect();
    starts.sort_unstable();
    ends.sort_unstable();
    let (mut starts, mut ends) = (starts.into_iter().peekable(), ends.into_iter().peekable());
    let mut marks = marks.iter().enumerate().peekable();
    let cut = Cut::new(text);
    let length = text.chars().count();
    let mut writer = Writer { out, open: Vec::new(), evidence: Vec::new(), paragraph: false };
    let mut at = 0;
    loop {
        while writer.open.last().is_some_and(|m| m.end <= at) {
            writer.open.pop();
            writer.out.push_str("</span>");
        }
        while let Some((_, n)) = ends.next_if(|(end, _)| *end <= at) {
            writer.evidence.retain(|e| *e != n);
            writer.footnote(n, &facts[n - 1], language);
        }
        while let Some((_, n)) = starts.next_if(|(start, _)| *start <= at) {
            writer.evidence.push(n);
        }
        while let Some((n, mark)) = marks.next_if(|(_, m)| m.start <= at) {
            writer.begin(n, mark, entities, language);
        }
        if at >= length {
            break;
        }
        let next = [starts.peek().map(|s| s.0), ends.peek().map(|e| e.0), marks.peek().map(|(_, m)| m.start), writer.open.last().map(|m| m.end)];
        let next = next.into_iter().flatten().min().unwrap_or(length).min(length);
        writer.run(cut.get(at, next));
        at = next;
    }
    writer.close();
}

struct Writer<'o, 'm> {
    out: &'o mut String,
    open: Vec<&'m Mark>,
    /// Numbers of the facts whose evidence goes on.
    evidence: Vec<usize>,
    paragraph: bool,
}

impl<'m> Writer<'_, 'm> {
    fn begin(&mut self, number: usize, mark: &'m Mark, entities: &Entities<'_>, language: Language) {
        self.start();
        let class = if mark.reference { "r" } else { "m" };
        let what = escaped(&format!("{}: {}", language.label("kind", mark.kind), entities.name(mark.entity)));
        self.out.push_str(&format!("<span class=\"{class} {} e{}\" id=\"m{number}\" title=\"{what}\">", mark.kind, mark.entity));
        self.open.push(mark);
    }

    /// A stretch without any border inside: a link to the entity of the innermost mark.
    fn run(&mut self, text: &str) {
        if !self.open.is_empty() {
            return self.piece(text);
        }
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.close();
            }
            let line = line.trim_end_matches('\r');
            if !line.is_empty() && (self.paragraph || !line.trim().is_empty()) {
                self.start();
                self.piece(line);
            }
        }
    }

    fn piece(&mut self, text: &str) {
        let classes = match self.evidence.as_slice() {
            [] => String::new(),
            facts => format!(" class=\"{}\"", facts.iter().map(|n| format!("f{n}")).collect::<Vec<_>>().join(" ")),
        };
        let (open, close) = match self.open.last() {
            // A link needs words that a screen reader can read.
            Some(mark) if !text.trim().is_empty() => (format!("<a href=\"#e{}\"{classes}>", mark.entity), "</a>"),
            _ if classes.is_empty() => (String::new(), ""),
            _ => (format!("<span{classes}>"), "</span>"),
        };
        self.out.push_str(&open);
        push(self.out, text);
        self.out.push_str(close);
    }

    fn footnote(&mut self, number: usize, fact: &Fact, language: Language) {
        self.start();
        let kind = escaped(language.label("fact", &fact.kind));
        self.out.push_str(&format!("<sup id=\"at-{number}\"><a href=\"#fact-{number}\" title=\"{kind}\" aria-label=\"{number}: {kind}\">{number}</a></sup>"));
    }

    fn start(&mut self) {
        if !self.paragraph {
            self.out.push_str("<p dir=\"auto\">");
            self.paragraph = true;
        }
    }

    fn close(&mut self) {
        if self.paragraph {
            self.out.push_str("</p>\n");
            self.paragraph = false;
        }
    }
}
