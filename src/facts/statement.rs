//! Statements: quotations with their speaker, and what is told in the author's words.
//!
//! In: the page with its quotations and paragraphs, entities and clauses. Out: statements, and for every other fact that stands
//! in somebody's words whose they are. Quotations that are names, scare quotes or fragments of the author's sentence make no
//! statement of their own; words whose speaker has no name make none either, but what they say is marked as reported.

mod direct;
mod indirect;
mod rules;
mod speaker;
mod turns;

pub use rules::RULES;

use super::{Scene, fact, stretch, trimmed};
use crate::lexicon::{Class, Entry, Table};
use crate::recognize::Page;
use crate::resolve::{Entity, Resolved, references};
use crate::sheet::{Args, Fact};
use crate::text::Quotation;
use speaker::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Where the words of others stand in a page, by code points.
#[derive(Default)]
pub struct Spoken {
    stretches: Vec<Stretch>,
}

struct Stretch {
    start: usize,
    end: usize,
    speaker: Option<String>,
    rumoured: bool,
}

/// What is read of speech, in order of the text.
struct Talk<'s> {
    scene: &'s Scene<'s>,
    /// Tokens inside somebody's words between quotation marks.
    quoted: Vec<bool>,
    /// Quotations that may be speech by their opening token; the innermost are left to them.
    outer: Vec<Quotation>,
    /// Who holds which office, by its head and what that is a kind of.
    holders: BTreeMap<String, Vec<usize>>,
    /// Who holds any office beyond a profession: «министр», not «певица».
    officials: BTreeSet<Entity>,
    /// Who spoke last, and the first token behind that.
    last: Option<(Entity, usize)>,
    said: Vec<Said>,
    /// What is told without words of its own: «сообщил о встрече»; it makes no statement, but facts in it are somebody's.
    reports: Vec<Said>,
}

/// Somebody's words.
struct Said {
    /// Who says them; nobody that the text names.
    speaker: Option<Entity>,
    quote: Range<usize>,
    segments: Vec<Range<usize>>,
    evidence: Range<usize>,
    stance: Option<&'static str>,
    indirect: bool,
    modality: &'static str,
    /// What people and papers say.
    rumoured: bool,
    rule: &'static str,
}

impl Said {
    fn new(rule: &'static str, source: &Source, quote: Range<usize>, evidence: Range<usize>) -> Said {
        let (speaker, rumoured) = (source.entity(), *source == Source::Rumour);
        Said { speaker, quote, segments: vec![], evidence, stance: None, indirect: false, modality: "actual", rumoured, rule }
    }

    fn by(rule: &'static str, speaker: Option<Entity>, quote: Range<usize>, evidence: Range<usize>) -> Said {
        let source = speaker.map_or(Source::Unknown, |e| Source::Known(e, evidence.clone()));
        Said::new(rule, &source, quote, evidence)
    }

    fn stance(mut self, verb: Option<Entry>) -> Said {
        self.stance = verb.map(|e| e.cell("detail")).filter(|s| !s.is_empty());
        self
    }

    fn indirect(mut self) -> Said {
        self.indirect = true;
        self
    }
}

/// Finds statements, and where words of others stand.
pub fn find(scene: &Scene<'_>) -> (Vec<Fact>, Spoken) {
    let mut talk = Talk::new(scene);
    turns::interview(&mut talk);
    let mut blocks = scene.page.text.blocks.iter().enumerate().peekable();
    let mut quotations = 0;
    for sentence in &scene.page.text.sentences {
        while let Some((n, _)) = blocks.next_if(|(_, b)| b.tokens.start <= sentence.start) {
            turns::block(&mut talk, n);
        }
        while let Some(q) = talk.outer.get(quotations).filter(|q| q.open < sentence.end).cloned() {
            direct::quotation(&mut talk, &q);
            quotations += 1;
        }
        indirect::sentence(&mut talk, sentence);
    }
    let facts = talk.said.iter().filter_map(|s| made(scene.page, scene.r, s)).collect();
    (facts, talk.spoken())
}

impl<'s> Talk<'s> {
    fn new(scene: &'s Scene<'s>) -> Talk<'s> {
        let page = scene.page;
        let mut quoted = vec![false; page.len()];
        let mut outer: Vec<Quotation> = Vec::new();
        for q in page.text.quotations.iter().filter(|q| q.close > q.open + 1) {
            // «''«Мы рады»''»: marks right inside marks.
            if outer.last().is_some_and(|o| q.open < o.close) {
                continue;
            }
            if q.close - q.open > super::NAME_TOKENS {
                quoted[q.inside()].fill(true);
            }
            outer.push(q.clone());
        }
        let official = |h: &&crate::resolve::Holder| scene.r.offices[h.office.index].kind != "profession";
        let officials = scene.r.holders.iter().filter(official).map(|h| h.person).collect();
        Talk { scene, quoted, outer, holders: references::holders_by_head(scene.r), officials, last: None, said: Vec::new(), reports: Vec::new() }
    }

    fn add(&mut self, said: Said) {
        if let Some(speaker) = said.speaker {
            self.last = Some((speaker, said.evidence.end.max(said.quote.end)));
        }
        self.said.push(said);
    }

    /// Whether a token stands in words that are somebody's already, between marks or in a turn.
    fn is_taken(&self, token: usize) -> bool {
        self.quoted[token] || self.said.iter().rev().take(4).any(|s| !s.indirect && s.quote.contains(&token))
    }

    fn spoken(&self) -> Spoken {
        let (page, r) = (self.scene.page, self.scene.r);
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut known: BTreeMap<usize, usize> = BTreeMap::new();
        for said in self.said.iter().chain(&self.reports) {
            let pieces = if said.segments.is_empty() { std::slice::from_ref(&said.quote) } else { &said.segments };
            for piece in pieces {
                let chars = page.text.chars(piece);
                stretches.push(Stretch { start: chars.start, end: chars.end, speaker: said.speaker.map(|e| r.id(e).to_string()), rumoured: said.rumoured });
                let end = known.entry(piece.start).or_default();
                *end = (*end).max(piece.end);
            }
        }
        // Long quotations that nobody is found to say.
        for q in self.outer.iter().filter(|q| q.close - q.open > super::NAME_TOKENS) {
            let inside = q.inside();
            let covered = known.range(..=inside.start + 1).next_back().is_some_and(|(_, end)| *end > inside.start);
            if !covered {
                let chars = page.text.chars(&inside);
                stretches.push(Stretch { start: chars.start, end: chars.end, speaker: None, rumoured: false });
            }
        }
        // Of two that begin together the longer first: the later one that holds a fact is the nearest.
        stretches.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
        Spoken { stretches }
    }
}

/// Says of every fact that stands in somebody's words whose they are. Facts are sorted by evidence.
pub fn attribute(spoken: &Spoken, facts: &mut [Fact]) {
    let mut next = 0;
    let mut open: Vec<&Stretch> = Vec::new();
    for f in facts.iter_mut() {
        // A fact that begins before the words and ends in them is said in them: «сообщил о Петрове, что назначен …».
        while let Some(s) = spoken.stretches.get(next).filter(|s| s.start < f.evidence.end) {
            open.push(s);
            next += 1;
        }
        open.retain(|s| s.end > f.evidence.start);
        let own = f.quote.as_ref().map(|q| (q.start, q.end));
        let holds = |s: &&&Stretch| match own {
            // A statement's own words are not said in themselves; it is said where all of it stands.
            Some((start, end)) => {
                s.start <= f.evidence.start && f.evidence.end <= s.end && (s.start, s.end) != (start, end) && s.start <= start && end <= s.end
            }
            None => s.start < f.evidence.end && f.evidence.end <= s.end && (s.start <= f.evidence.start || f.kind != "occupation"),
        };
        let found = open.iter().filter(holds).min_by_key(|s| (s.end - s.start, s.speaker.is_none()));
        if f.modality == "actual" && f.kind != "statement" && found.is_some_and(|s| s.rumoured) {
            f.modality = "rumoured".to_string();
        }
        match found.map(|s| &s.speaker) {
            Some(Some(s)) => f.said_by = Some(s.clone()),
            Some(None) => f.reported = Some(true),
            None => {}
        }
    }
}

fn made(page: &Page<'_>, r: &Resolved, said: &Said) -> Option<Fact> {
    let args = Args { speaker: Some(r.id(said.speaker?).to_string()), ..Args::default() };
    let mut new = fact(page, "statement", said.modality, args, &trimmed(page, said.evidence.clone()), said.rule);
    new.quote = Some(stretch(page, &said.quote));
    new.segments = (said.segments.len() > 1).then(|| said.segments.iter().map(|s| stretch(page, s)).collect());
    new.indirect = said.indirect.then_some(true);
    new.stance = said.stance.map(str::to_string);
    if said.indirect {
        let fragments: Vec<_> = fragments(page, &said.quote).iter().map(|f| stretch(page, f)).collect();
        new.fragments = (!fragments.is_empty()).then_some(fragments);
    }
    Some(new)
}

/// Words between quotation marks inside an indirect statement that are the speaker's own: no names, no single words.
fn fragments(page: &Page<'_>, quote: &Range<usize>) -> Vec<Range<usize>> {
    let from = page.text.quotations.partition_point(|q| q.open < quote.start);
    let within = page.text.quotations[from..].iter().take_while(|q| q.open < quote.end).filter(|q| q.close <= quote.end);
    let mut out: Vec<Range<usize>> = Vec::new();
    for q in within {
        let inside = q.inside();
        let nested = out.last().is_some_and(|o| q.open < o.end);
        let words = inside.clone().filter(|i| !page.any(*i, &[Class::Comma, Class::Stop, Class::Dash])).count();
        if !nested && words > 1 && (page.has(inside.start, Class::Lower) || has_predicate(page, &inside)) {
            out.push(trimmed(page, inside));
        }
    }
    out
}

/// Whether a stretch has a finite verb: a sentence rather than a name.
fn has_predicate(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|i| super::clauses::verb_form(page, i) == Some(super::clauses::VerbForm::Finite))
}

/// The verb of speech that a token is or begins: a word or a phrase.
fn speech(page: &Page<'_>, i: usize) -> Option<Entry> {
    let form = page.form(i)?;
    if !form.classes.any(&[Class::Verb, Class::Participle, Class::Infinitive]) || page.is_capital(i) && !page.is_initial(i) {
        return None;
    }
    let verb = |e: &Entry| e.table == Table::Predicates && e.cell("class") == "speech" && e.cell("pos") == "verb";
    page.entries_from(i).map(|p| p.entry).find(verb)
}

/// A noun for what is said: «сообщение», «слова».
fn speech_noun(page: &Page<'_>, i: usize) -> Option<Entry> {
    page.form(i).filter(|f| f.classes.has(Class::Noun))?.entries_of(Table::Predicates).find(|e| e.cell("class") == "speech" && e.cell("pos") == "noun")
}
