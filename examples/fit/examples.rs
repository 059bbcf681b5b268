//! Examples to fit to: the candidates of a sentence with the cues that hold of each, and which of them are annotated.

use crate::DECISIONS;
use crate::corpus::Read;
use crate::gold::Gold;
use std::collections::HashMap;
use std::ops::Range;
use svodka::arbitrate::{Decision, Layer, own_cues};
use svodka::recognize::cues::Cue;
use svodka::recognize::{Candidate, Cues};

/// A candidate of an example; its first token and the one behind its last are counted in the sentence.
pub struct Choice {
    pub start: usize,
    pub end: usize,
    pub decision: usize,
    /// The number of the cues that all kinds proposed for its span share.
    pub span: usize,
    /// Cues of its own.
    pub own: Vec<u32>,
    /// What it is worth before these weights.
    pub base: f64,
}

/// A sentence.
pub struct Example {
    pub spans: Vec<Vec<u32>>,
    pub candidates: Vec<Choice>,
    /// The numbers of the annotated candidates.
    pub gold: Vec<usize>,
    /// How many tokens.
    pub length: usize,
    pub domain: usize,
    pub fold: usize,
    pub hidden: bool,
    /// The number of its page, and the sentence's first token.
    pub page: usize,
    pub start: usize,
    /// Where the annotated spans are, in code points, also those that nothing proposes.
    pub wanted: Vec<(usize, usize, usize)>,
}

impl Example {
    /// All cues of a candidate.
    pub fn cues(&self, candidate: usize) -> impl Iterator<Item = usize> + '_ {
        let c = &self.candidates[candidate];
        self.spans[c.span].iter().chain(&c.own).map(|f| *f as usize)
    }

    /// What the candidates are worth by weights of all decisions, one decision after the other.
    pub fn scores(&self, weights: &[f64], features: usize) -> Vec<f64> {
        let score = |i: usize| {
            let c = &self.candidates[i];
            c.base + self.cues(i).map(|f| weights[c.decision * features + f]).sum::<f64>()
        };
        (0..self.candidates.len()).map(score).collect()
    }
}

/// Cues by number.
#[derive(Default)]
pub struct Vocabulary {
    ids: HashMap<Cue, u32>,
    pub cues: Vec<Cue>,
}

impl Vocabulary {
    pub fn id(&mut self, cue: Cue) -> u32 {
        let next = self.cues.len() as u32;
        *self.ids.entry(cue).or_insert_with(|| {
            self.cues.push(cue);
            next
        })
    }
}

/// The examples of a task, as they are collected.
#[derive(Default)]
pub struct Collected {
    pub vocabulary: Vocabulary,
    pub examples: Vec<Example>,
    /// Of every decision how many spans are annotated, and how many of them proposed.
    pub reached: [[usize; 2]; DECISIONS],
}

impl Collected {
    /// Adds the sentences of a document, with the cues that `cues_of` finds: those that all kinds proposed for a span share, and the
    /// candidate's own; and with what `base` says that a candidate is worth without them.
    pub fn add(&mut self, document: (usize, &Read), layer: Layer, candidates: &[Candidate], gold: &[Gold], cues_of: &dyn CuesOf) {
        let (number, read) = document;
        let page = &read.page;
        let mut wanted: HashMap<(usize, usize, Decision), bool> = HashMap::new();
        for g in gold {
            self.reached[g.decision as usize][0] += 1;
            wanted.insert((g.start, g.end, g.decision), false);
        }
        let mut by_sentence: Vec<Vec<usize>> = vec![Vec::new(); page.text.sentences.len()];
        for (i, c) in candidates.iter().enumerate() {
            by_sentence[page.text.sentence_of[c.core.start] as usize].push(i);
        }
        for (n, list) in by_sentence.into_iter().enumerate() {
            let sentence = page.text.sentences[n].clone();
            let chars = page.text.chars(&sentence);
            let inside = gold.iter().filter(|g| g.start >= chars.start && g.start < chars.end);
            let mut example = Example {
                spans: Vec::new(),
                candidates: Vec::new(),
                gold: Vec::new(),
                length: sentence.len(),
                domain: read.domain,
                fold: read.fold,
                hidden: read.hidden,
                page: number,
                start: sentence.start,
                wanted: inside.map(|g| (g.start, g.end, g.decision as usize)).collect(),
            };
            let mut known: HashMap<(usize, usize, u64), usize> = HashMap::new();
            let mut seen: HashMap<(usize, usize, usize), usize> = HashMap::new();
            let mut used: Vec<Range<usize>> = Vec::new();
            for i in list {
                let c = &candidates[i];
                let decision = layer.decision(c.kind);
                let d = decision as usize;
                let index = example.candidates.len();
                if seen.insert((c.core.start, c.core.end, d), index).is_some() {
                    continue;
                }
                let vocabulary = &mut self.vocabulary;
                let span = *known.entry((c.core.start, c.core.end, cues_of.key(c))).or_insert_with(|| {
                    let mut ids: Vec<u32> = cues_of.span(c).into_iter().map(|cue| vocabulary.id(cue)).collect();
                    ids.sort_unstable();
                    example.spans.push(ids);
                    example.spans.len() - 1
                });
                let own = cues_of.own(i, c).into_iter().map(|cue| self.vocabulary.id(cue)).collect();
                let (start, end) = (c.core.start - sentence.start, c.core.end - sentence.start);
                example.candidates.push(Choice { start, end, decision: d, span, own, base: cues_of.base(i) });
                let chars = page.text.chars(&c.core);
                if let Some(hit) = wanted.get_mut(&(chars.start, chars.end, decision))
                    && !*hit
                    && !used.iter().any(|u| u.start < c.core.end && c.core.start < u.end)
                {
                    *hit = true;
                    self.reached[d][1] += 1;
                    used.push(c.core.clone());
                    example.gold.push(index);
                }
            }
            if !example.candidates.is_empty() || !example.wanted.is_empty() {
                self.examples.push(example);
            }
        }
    }
}

/// Which cues candidates have.
pub trait CuesOf {
    /// Candidates of one span with one key share their span's cues.
    fn key(&self, candidate: &Candidate) -> u64;
    fn span(&self, candidate: &Candidate) -> Vec<Cue>;
    fn own(&self, number: usize, candidate: &Candidate) -> Vec<Cue>;
    /// What a candidate is worth without these cues.
    fn base(&self, number: usize) -> f64;
}

/// The cues of a first look: everything but what this very look decides elsewhere in the text.
pub struct FirstLook<'a, 'p, 't> {
    pub cues: &'a Cues<'p, 't>,
    /// Families of cues that are left out.
    pub without: &'a [String],
}

impl FirstLook<'_, '_, '_> {
    fn keeps(&self, cue: &Cue) -> bool {
        self.without.is_empty() || !self.without.iter().any(|w| cue.name().starts_with(w.as_str()))
    }
}

impl CuesOf for FirstLook<'_, '_, '_> {
    fn key(&self, candidate: &Candidate) -> u64 {
        self.cues.head(candidate) as u64
    }

    fn span(&self, candidate: &Candidate) -> Vec<Cue> {
        let mut found = Vec::new();
        let head = self.cues.head(candidate);
        self.cues.spanning(&candidate.core, head, &mut found);
        self.cues.positions(&candidate.core, head, |position, token| found.extend(self.cues.bits(token).map(|bit| Cue::at(position, bit))));
        found.retain(|cue| self.keeps(cue));
        found
    }

    fn own(&self, _number: usize, candidate: &Candidate) -> Vec<Cue> {
        own_cues(candidate).filter(|cue| self.keeps(cue)).collect()
    }

    fn base(&self, _number: usize) -> f64 {
        0.0
    }
}

/// The cues of a second look, over the scores of the first.
pub struct SecondLook<'a> {
    pub cues: &'a [Vec<&'static str>],
    pub scores: &'a [f32],
}

impl CuesOf for SecondLook<'_> {
    fn key(&self, _candidate: &Candidate) -> u64 {
        0
    }

    fn span(&self, _candidate: &Candidate) -> Vec<Cue> {
        Vec::new()
    }

    fn own(&self, number: usize, _candidate: &Candidate) -> Vec<Cue> {
        self.cues[number].iter().filter_map(|name| Cue::own(name)).collect()
    }

    fn base(&self, number: usize) -> f64 {
        f64::from(self.scores[number])
    }
}
