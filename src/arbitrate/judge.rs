//! What became of every candidate, for those who ask why: which set won, over what, and by how much.

use super::layers::Layer;
use super::{Decision, Mention, best, contains};
use crate::recognize::{Candidate, Kind, Page};
use std::ops::Range;

/// Where in the arbiter a candidate is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A layer of names, bodies, offices and countries.
    Layer(Layer),
    /// Figures, dates.
    Values(Decision),
}

impl Step {
    /// The weights for a candidate of a kind.
    pub fn decision(self, kind: Kind) -> Decision {
        match self {
            Step::Layer(layer) => layer.decision(kind),
            Step::Values(decision) => decision,
        }
    }

    /// The name in `explain`.
    pub fn name(self) -> &'static str {
        match self {
            Step::Layer(layer) => layer.name(),
            Step::Values(Decision::Date) => "dates",
            Step::Values(_) => "figures",
        }
    }
}

/// A winner that stands where a candidate would stand.
#[derive(Clone, Debug)]
pub struct Rival {
    /// Its kind.
    pub kind: Kind,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its score.
    pub score: f32,
}

impl Rival {
    fn of(mention: &Mention) -> Rival {
        Rival { kind: mention.kind, tokens: mention.tokens.clone(), score: mention.score }
    }
}

/// What became of a candidate.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It is a mention.
    Won,
    /// It won, and is written down inside a longer mention of the same entity.
    Joined,
    /// It won its layer and a later step took it away, as a number inside a date.
    Removed,
    /// The best set of its layer is better without it.
    Lost {
        /// The winners of the layer that overlap it; none when its score alone is not above nothing.
        to: Vec<Rival>,
        /// How much the best set with it falls short of the best set.
        by: f32,
    },
    /// A mention decided before stands across it or holds it, so that it is not considered.
    Blocked(Rival),
    /// A name that the outermost layer refused, and that nothing longer holds.
    Refused,
}

/// A candidate, as it was judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The candidate.
    pub candidate: Candidate,
    /// The sum of its cues' weights.
    pub score: f32,
    /// Where it was decided.
    pub step: Step,
    /// What became of it.
    pub fate: Fate,
}

impl Judged {
    pub(super) fn blocked(step: Step, candidate: Candidate, by: &Mention) -> Judged {
        Judged { candidate, score: 0.0, step, fate: Fate::Blocked(Rival::of(by)) }
    }
}

/// Judges the candidates of one step, among which the best set of spans that do not overlap wins.
pub(super) fn all(page: &Page<'_>, step: Step, scored: &[(Candidate, f32)], span: impl Fn(&Candidate) -> Range<usize> + Copy) -> Vec<Judged> {
    let winners = best(page, scored, span);
    // before[i]: the best sum of what ends at or before token i; after[i]: of what begins there or later.
    let n = page.len();
    let (mut before, mut after) = (vec![0.0f32; n + 1], vec![0.0f32; n + 1]);
    let (mut ending, mut beginning) = (vec![Vec::new(); n + 1], vec![Vec::new(); n + 1]);
    for (i, (c, _)) in scored.iter().enumerate().filter(|(_, (_, score))| *score > 0.0) {
        ending[span(c).end].push(i);
        beginning[span(c).start].push(i);
    }
    for end in 1..=n {
        before[end] = ending[end].iter().fold(before[end - 1], |sum, i| sum.max(before[span(&scored[*i].0).start] + scored[*i].1));
    }
    for start in (0..n).rev() {
        after[start] = beginning[start].iter().fold(after[start + 1], |sum, i| sum.max(after[span(&scored[*i].0).end] + scored[*i].1));
    }
    let judge = |(candidate, score): &(Candidate, f32)| {
        let tokens = span(candidate);
        let won = winners.iter().any(|w| w.kind == candidate.kind && w.rule == candidate.rule && w.tokens == candidate.tokens && w.core == candidate.core);
        let fate = if won {
            Fate::Won
        } else {
            let from = winners.partition_point(|w| span(w).end <= tokens.start);
            let to = winners[from..].iter().take_while(|w| span(w).start < tokens.end).map(Rival::of).collect();
            Fate::Lost { to, by: (before[n] - before[tokens.start] - score - after[tokens.end]).max(0.0) }
        };
        Judged { candidate: candidate.clone(), score: *score, step, fate }
    };
    scored.iter().map(judge).collect()
}

/// Corrects the fates by what the whole page came to.
pub(super) fn finish(told: &mut [Judged], mentions: &[Mention]) {
    for judged in told.iter_mut().filter(|j| matches!(j.fate, Fate::Won) && j.step != Step::Layer(Layer::Nationalities)) {
        let c = &judged.candidate;
        let same = |other: &Candidate| other.kind == c.kind && other.rule == c.rule && other.core == c.core;
        // A value's noun may be left to a longer name; what is left of it is the mention.
        let found = mentions.iter().any(|m| same(m) || matches!(judged.step, Step::Values(_)) && m.kind == c.kind && contains(&m.tokens, &c.tokens));
        let joined = || mentions.iter().any(|m| m.inner.iter().any(same));
        if !found {
            judged.fate = if joined() { Fate::Joined } else { Fate::Removed };
        }
    }
}
