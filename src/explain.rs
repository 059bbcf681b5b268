//! Why a stretch of text is what it is in the sheet, and why it is not something else.
//!
//! In: a document and a stretch of it. Out: what is known of its words, every candidate that touches it, by which rule, with which
//! cues and weights, what won, what lost to whom and by how much, and from which gazetteer lines it all comes. Decides nothing:
//! it runs the very pipeline that makes sheets and writes down what the arbiter saw.

use crate::arbitrate::weights::{self, Weights};
use crate::arbitrate::{self, Decision, Fate, Judged, Rival, Scorer, Step};
use crate::lexicon::{Class, Entry, check};
use crate::recognize::cues::Cue;
use crate::recognize::{self, Candidate, Cues, Evidence, Kind, Page, Sense, corrections};
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// What there is to say of a stretch of text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    /// The stretch.
    pub stretch: Stretch,
    /// Its words.
    pub words: Vec<Word>,
    /// Every candidate that touches it: winners first, then by how little they fell short.
    pub candidates: Vec<Explanation>,
    /// Why it is nothing of some kind, if that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<WhyNot>,
}

/// A stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// Its words.
    pub text: String,
}

/// A line of a gazetteer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Origin {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The table.
    pub table: String,
    /// What the line is of.
    pub name: String,
}

/// What the lexicon knows of a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Word {
    /// The word, as the text has it.
    pub text: String,
    /// Whether the dictionary has it; others are read by their endings.
    pub known: bool,
    /// Its likeliest dictionary form.
    pub lemma: String,
    /// The gazetteer lines that it matches alone, or in a phrase that begins with it.
    pub entries: Vec<Origin>,
}

/// A cue with what it weighs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weighed {
    /// The cue.
    pub cue: String,
    /// Its weight.
    pub weight: f32,
    /// The share of the weight that all annotated corpora have in common; the rest is the mean of their conventions. `None` for
    /// cues whose weight is set by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<f32>,
    /// The line of a reader's correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// A winner that stands where a candidate would stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Winner {
    /// Its kind.
    pub kind: &'static str,
    /// Where it stands.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// Its score.
    pub score: f32,
}

/// What became of a candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "fate", rename_all = "snake_case")]
pub enum Outcome {
    /// It is a mention of the sheet.
    Won,
    /// It is written down inside a longer mention of the same entity.
    Joined,
    /// A later step took it away.
    Removed,
    /// The best set is better without it, by so much, with these where it would stand.
    Lost {
        /// The winners in its place.
        to: Vec<Winner>,
        /// How much it falls short.
        by: f32,
    },
    /// A mention decided before leaves it no room.
    Blocked {
        /// That mention.
        by: Winner,
    },
    /// A country's name that the outermost layer refused, and that nothing longer holds.
    Refused,
}

/// A candidate and why it was or was not taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// What it would be a mention of.
    pub kind: &'static str,
    /// The rule that proposes it.
    pub rule: &'static str,
    /// Where in the arbiter it is decided.
    pub layer: &'static str,
    /// Where it stands.
    #[serde(flatten)]
    pub stretch: Stretch,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The sum of the weights.
    pub score: f32,
    /// The gazetteer line that the recognizer takes it for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Cues with their weights, the heaviest first.
    pub cues: Vec<Weighed>,
}

impl Explanation {
    /// Whether it is a mention of the sheet.
    pub fn won(&self) -> bool {
        self.outcome == Outcome::Won
    }

    /// How much it falls short; nothing for a winner.
    pub fn short_by(&self) -> f32 {
        match &self.outcome {
            Outcome::Won => 0.0,
            Outcome::Lost { by, .. } => *by,
            _ => f32::INFINITY,
        }
    }
}

/// Why a stretch is no mention of a kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyNot {
    /// The kind.
    pub kind: &'static str,
    /// The candidate that came nearest: of this very stretch if there is one, else of the most of it. `None`: no rule proposed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Explanation>,
    /// Cues that the nearest lacks and that would have spoken for it, the heaviest first.
    pub lacks: Vec<Weighed>,
    /// The rules that propose the kind, with what they take.
    pub rules: Vec<RuleOf>,
    /// Words of the stretch that neither dictionary nor gazetteers have.
    pub unknown_words: Vec<String>,
}

/// A rule that proposes a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleOf {
    /// Its name.
    pub rule: &'static str,
    /// What it takes.
    pub about: &'static str,
}

/// How many missing cues are worth reading.
const LACKING: usize = 8;

/// Explains the code points `start..end` of a page; `kind`: why they are no mention of that.
pub fn explain(page: &Page<'_>, start: usize, end: usize, kind: Option<Kind>) -> Explained {
    let evidence = Evidence::new(page);
    let weights = &weights::BUNDLED;
    let (_, told) = arbitrate::decide_and_tell(page, &evidence, weights);
    let cues = Cues::new(page, &evidence);
    let scorer = Scorer::new(page, &cues, weights);
    let tokens = touched(page, start, end);
    let near: Vec<&Judged> = told.iter().filter(|j| j.candidate.tokens.start < tokens.end && tokens.start < j.candidate.tokens.end).collect();
    let mut candidates: Vec<Explanation> = near.iter().map(|j| explanation(page, &scorer, j)).collect();
    candidates.sort_by(|a, b| {
        b.won()
            .cmp(&a.won())
            .then(a.short_by().total_cmp(&b.short_by()))
            .then(a.stretch.start.cmp(&b.stretch.start))
            .then(b.stretch.end.cmp(&a.stretch.end))
            .then(a.kind.cmp(b.kind))
            .then(b.score.total_cmp(&a.score))
    });
    // A country's name that won among the names is proposed once more among the countries.
    candidates.dedup_by(|b, a| a.won() && b.won() && (a.kind, a.rule, &a.stretch) == (b.kind, b.rule, &b.stretch));
    let words = tokens.clone().filter(|i| is_word(page, *i)).map(|i| word(page, i)).collect();
    let why_not = kind.map(|kind| why_not(page, &scorer, weights, &near, &tokens, kind));
    Explained { stretch: stretch(page, &tokens), words, candidates, why_not }
}

/// The tokens that code points touch.
fn touched(page: &Page<'_>, start: usize, end: usize) -> Range<usize> {
    let from = page.text.tokens.partition_point(|t| t.char_end <= start);
    let to = page.text.tokens.partition_point(|t| t.char_start < end);
    from..to.max(from)
}

fn is_word(page: &Page<'_>, token: usize) -> bool {
    page.word(token).contains(char::is_alphabetic)
}

fn stretch(page: &Page<'_>, tokens: &Range<usize>) -> Stretch {
    let chars = page.text.chars(tokens);
    Stretch { start: chars.start, end: chars.end, text: page.text.span(tokens).to_string() }
}

fn origin(entry: Entry) -> Origin {
    let (file, line) = entry.origin();
    Origin { file: file.to_string(), line, table: check::table_name(entry.table).to_string(), name: entry.cell("name").to_string() }
}

fn word(page: &Page<'_>, token: usize) -> Word {
    let form = &page.forms[token];
    let entries: BTreeSet<Origin> = page.entries_from(token).map(|p| origin(p.entry)).collect();
    Word {
        text: page.text.word(token).to_string(),
        known: form.readings.first().is_some_and(|r| r.known),
        lemma: form.lemma().to_string(),
        entries: entries.into_iter().collect(),
    }
}

fn explanation(page: &Page<'_>, scorer: &Scorer<'_, '_, '_>, judged: &Judged) -> Explanation {
    let c = &judged.candidate;
    let decision = judged.step.decision(c.kind);
    let winner = |r: &Rival| Winner { kind: r.kind.name(), stretch: stretch(page, &r.tokens), score: r.score };
    let outcome = match &judged.fate {
        Fate::Won => Outcome::Won,
        Fate::Joined => Outcome::Joined,
        Fate::Removed => Outcome::Removed,
        Fate::Lost { to, by } => Outcome::Lost { to: to.iter().map(winner).collect(), by: *by },
        Fate::Blocked(by) => Outcome::Blocked { by: winner(by) },
        Fate::Refused => Outcome::Refused,
    };
    let entry = match &c.sense {
        Sense::Entry(e) | Sense::Country(e, _) | Sense::Described(e) => Some(*e),
        _ => None,
    };
    Explanation {
        kind: c.kind.name(),
        rule: c.rule,
        layer: judged.step.name(),
        stretch: stretch(page, &c.tokens),
        outcome,
        score: judged.score,
        origin: entry.map(origin),
        // What was not considered was not weighed.
        cues: if matches!(judged.fate, Fate::Blocked(_)) { Vec::new() } else { weighed(page, scorer, c, judged.step, decision) },
    }
}

fn weighed(page: &Page<'_>, scorer: &Scorer<'_, '_, '_>, candidate: &Candidate, step: Step, decision: Decision) -> Vec<Weighed> {
    let correction = corrections::verdict(page, candidate).map(|(entry, _)| entry);
    let weigh = |(cue, weight): (String, f32)| {
        let origin = correction.filter(|_| cue.starts_with("own:corrected")).map(|entry| Origin {
            // A correction's name is what it says.
            name: entry.cell("correction").to_string(),
            ..origin(entry)
        });
        Weighed { shared: weights::shared_part(decision, &cue), weight, origin, cue }
    };
    scorer.explain(candidate, step).into_iter().map(weigh).collect()
}

fn why_not(page: &Page<'_>, scorer: &Scorer<'_, '_, '_>, weights: &Weights, near: &[&Judged], tokens: &Range<usize>, kind: Kind) -> WhyNot {
    let distance = |r: &Range<usize>| r.start.abs_diff(tokens.start) + r.end.abs_diff(tokens.end);
    let nearest = near
        .iter()
        .filter(|j| j.candidate.kind == kind)
        .map(|j| (distance(&j.candidate.tokens).min(distance(&j.candidate.core)), explanation(page, scorer, j), *j))
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.short_by().total_cmp(&b.1.short_by())).then(a.1.rule.cmp(b.1.rule)));
    let lacks = nearest.as_ref().filter(|n| !n.1.won()).map_or_else(Vec::new, |n| lacks(scorer, weights, n.2));
    let rules = recognize::rules().filter(|r| proposes(r.name, kind)).map(|r| RuleOf { rule: r.name, about: r.about }).collect();
    let unknown = |i: &usize| is_word(page, *i) && page.any(*i, &[Class::Unknown, Class::Latin]) && page.forms[*i].entries.is_empty();
    let unknown_words = tokens.clone().filter(unknown).map(|i| page.text.word(i).to_string()).collect();
    WhyNot { kind: kind.name(), nearest: nearest.map(|n| n.1), lacks, rules, unknown_words }
}

/// Cues that could hold in another text or with another gazetteer line: what stands around the candidate, what the text shows of it
/// elsewhere, and what the gazetteers have. Patterns of its own words cannot change.
fn lacks(scorer: &Scorer<'_, '_, '_>, weights: &Weights, judged: &Judged) -> Vec<Weighed> {
    if !matches!(judged.step, Step::Layer(layer) if !layer.is_ruled()) {
        return Vec::new();
    }
    let decision = judged.step.decision(judged.candidate.kind);
    let held = scorer.cues_of(&judged.candidate);
    let alone = judged.candidate.core.len() == 1;
    let mut out: Vec<(Cue, f32)> = weights.all(decision).into_iter().filter(|(cue, weight)| *weight >= 0.1 && !held.contains(cue)).collect();
    out.retain(|(cue, _)| may_change(&cue.name(), alone));
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(LACKING);
    let weigh = |(cue, weight): (Cue, f32)| {
        let cue = cue.name();
        Weighed { shared: weights::shared_part(decision, &cue), weight, origin: None, cue }
    };
    out.into_iter().map(weigh).collect()
}

fn may_change(cue: &str, alone: bool) -> bool {
    let (family, what) = cue.split_once(':').unwrap_or((cue, ""));
    match family {
        "before" | "before2" | "after" | "left5" | "whole" => true,
        "only" if alone => what.starts_with("seen-") || what.starts_with("known-"),
        "first" | "last" | "head" if !alone => what.starts_with("seen-"),
        "span" => matches!(
            what,
            "quoted"
                | "quoted-after-descriptor"
                | "descriptor-before"
                | "office-before-agrees"
                | "list-neighbour"
                | "place-preposition-before"
                | "span-occurs-twice"
                | "span-occurs-thrice"
                | "subject-of-verb"
        ),
        _ => false,
    }
}

fn proposes(rule: &str, kind: Kind) -> bool {
    let family = rule.split('.').next().unwrap_or("");
    match kind {
        Kind::Person => family == "people",
        Kind::Place => family == "places",
        Kind::Organization => family == "organizations",
        Kind::Country => family == "countries",
        Kind::Office => family == "offices",
        Kind::Figure => family == "figures",
        Kind::Date => family == "dates",
    }
}
