//! Facts: relations between entities, with evidence, modality and the rule that found them.
//!
//! Reads the page and the resolved entities; adds no entity and moves no mention. Each kind of fact is one file, with its
//! verbs and nouns in `gazetteers/predicates.tsv`.

pub mod change;
pub mod count;
pub mod meeting;
pub mod modality;
pub mod occupation;
pub mod statement;
pub mod visit;

use crate::lexicon::keys;
use crate::recognize::Page;
use crate::resolve::Resolved;
use crate::sheet::{self, Args};
use std::ops::Range;

/// A rule for facts: its name, what it finds, and examples of sentences.
pub struct FactRule {
    /// The rule's name, unique.
    pub name: &'static str,
    /// The kind of the facts that it finds.
    pub kind: &'static str,
    /// What it takes, in one sentence.
    pub about: &'static str,
    /// Sentences in which it finds a fact, whose evidence holds the bracketed words.
    pub takes: &'static [&'static str],
    /// Sentences in which it finds nothing.
    pub leaves: &'static [&'static str],
}

/// The rules of all kinds of facts.
pub fn rules() -> impl Iterator<Item = &'static FactRule> {
    [occupation::RULES, meeting::RULES, statement::RULES, visit::RULES, count::RULES, change::RULES].into_iter().flatten()
}

/// Finds the facts of a page, in order of evidence.
pub fn find(page: &Page<'_>, r: &mut Resolved) -> Vec<sheet::Fact> {
    let mut out = occupation::find(page, r);
    out.extend(meeting::find(page, r));
    out.extend(statement::find(page, r));
    out.extend(visit::find(page, r));
    out.extend(count::find(page, r));
    out.extend(change::find(page, r));
    out.sort_by(|a, b| (a.evidence.start, a.evidence.end, &a.kind, &a.id).cmp(&(b.evidence.start, b.evidence.end, &b.kind, &b.id)));
    out.dedup_by(|a, b| a.id == b.id);
    let mut seen = std::collections::BTreeSet::new();
    out.retain(|f| seen.insert(f.id.clone()));
    for person in &mut r.people {
        for fact in out.iter().filter(|f| f.kind == "occupation" && f.args.who.as_ref() == Some(&person.id)) {
            if let Some(office) = &fact.args.office
                && !person.offices.contains(office)
            {
                person.offices.push(office.clone());
            }
        }
    }
    out
}

/// A stretch of the text, by tokens.
pub fn stretch(page: &Page<'_>, tokens: &Range<usize>) -> sheet::Stretch {
    let chars = page.text.chars(tokens);
    sheet::Stretch { start: chars.start, end: chars.end, text: page.text.span(tokens).to_string(), bytes: None, utf16: None }
}

/// A fact without what only some kinds have. Its id is made of kind, arguments and the evidence's words, not of positions.
pub fn fact(page: &Page<'_>, kind: &str, modality: &str, args: Args, evidence: &Range<usize>, rule: &str) -> sheet::Fact {
    let evidence = stretch(page, evidence);
    let mut hash = keys::extend(keys::START, kind);
    hash = keys::extend(hash, &serde_json::to_string(&args).expect("arguments are plain"));
    if kind == "statement" {
        hash = keys::extend(hash, &evidence.text);
    }
    sheet::Fact {
        id: format!("fact:{kind}-{:012x}", hash >> 16),
        kind: kind.to_string(),
        modality: modality.to_string(),
        args,
        quote: None,
        segments: None,
        indirect: None,
        stance: None,
        visit: None,
        balanced: None,
        evidence,
        rule: rule.to_string(),
    }
}

/// The clause of a token: from sign to sign, commas inside numbers and lists of names aside.
pub fn clause(page: &Page<'_>, token: usize) -> Range<usize> {
    use crate::lexicon::Class;
    let sentence = page.sentence(token);
    let ends = |i: usize| page.any(i, &[Class::Comma, Class::Colon, Class::Dash, Class::OpenQuote, Class::CloseQuote]) && !between_names(page, i);
    let start = (sentence.start..token).rev().find(|i| ends(*i)).map_or(sentence.start, |i| i + 1);
    let end = (token..sentence.end).find(|i| ends(*i)).unwrap_or(sentence.end);
    start..end
}

/// How far from a predicate its people and places may stand, in tokens: longer sentences are lists.
const REACH: usize = 60;

/// The part of a token's sentence in which what it speaks of may stand.
pub fn around(page: &Page<'_>, token: usize) -> Range<usize> {
    let sentence = page.sentence(token);
    sentence.start.max(token.saturating_sub(REACH))..sentence.end.min(token + REACH)
}

fn between_names(page: &Page<'_>, comma: usize) -> bool {
    comma > 0 && page.is_capital(comma - 1) && page.is_capital(comma + 1)
}

/// The evidence's range without the full stop at its end.
pub fn trimmed(page: &Page<'_>, mut range: Range<usize>) -> Range<usize> {
    use crate::lexicon::Class;
    while range.len() > 1 && page.any(range.end - 1, &[Class::Stop, Class::Comma]) {
        range.end -= 1;
    }
    range
}

/// Whether a token stands inside a quotation that is speech, not a name.
pub fn in_speech(page: &Page<'_>, token: usize) -> bool {
    page.text.quotations.iter().any(|q| q.close - q.open > 6 && q.inside().contains(&token))
}
