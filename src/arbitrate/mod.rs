//! Candidates in, mentions out: the best consistent set per sentence.
//!
//! Reads candidates, their cues and the weights. Knows no Russian and no gazetteer: what tells two readings apart must reach it
//! as a cue. Decides in layers: names (people, places, organizations, countries by name), then bodies without a name and
//! offices, then countries inside and beside them, then figures and dates. In a layer spans do not overlap; a later layer may
//! nest in an earlier one and around it, and never crosses it.

pub mod document;
mod facilities;
pub mod judge;
pub mod layers;
#[rustfmt::skip]
pub mod table;
pub mod weights;

pub use judge::{Fate, Judged, Rival, Step};
pub use layers::{Layer, Proposed};
pub use weights::{Decision, Weights};

use crate::recognize::cues::{Cue, Cues};
use crate::recognize::{self, Candidate, CountryForm, Evidence, Kind, Page, Part, Role, Sense, dates, figures, vocabulary};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ops::Range;
use weights::{AtPositions, Row};

/// A candidate that won.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The candidate; its parts are final.
    pub candidate: Candidate,
    /// The sum of its cues' weights.
    pub score: f32,
    /// Shorter mentions of the same entity inside it: «президента» in «президента Чехии», «МВД» in «МВД России».
    pub inner: Vec<Candidate>,
}

impl std::ops::Deref for Mention {
    type Target = Candidate;

    fn deref(&self) -> &Candidate {
        &self.candidate
    }
}

/// Decides a page.
pub fn decide(page: &Page<'_>, evidence: &Evidence, weights: &Weights) -> Vec<Mention> {
    decide_with(page, evidence, weights, &mut None)
}

/// Decides a page and keeps every candidate with what became of it.
pub fn decide_and_tell(page: &Page<'_>, evidence: &Evidence, weights: &Weights) -> (Vec<Mention>, Vec<Judged>) {
    let mut told = Some(Vec::new());
    let mentions = decide_with(page, evidence, weights, &mut told);
    (mentions, told.unwrap_or_default())
}

fn decide_with(page: &Page<'_>, evidence: &Evidence, weights: &Weights, told: &mut Option<Vec<Judged>>) -> Vec<Mention> {
    let values = VALUES.map(|(rules, _)| recognize::propose(page, rules));
    let names = Proposed::all(page);
    decide_layers(page, evidence, weights, names, values, told)
}

/// Decides only the figures and dates of a page, which are the same as if all of it were decided: other candidates matter where
/// they can reach one of a value, over others that they touch; none is longer than its sentence.
pub fn decide_values(page: &Page<'_>, evidence: &Evidence, weights: &Weights) -> Vec<Mention> {
    let values = VALUES.map(|(rules, _)| recognize::propose(page, rules));
    let mut wanted = vec![false; page.len()];
    for (candidates, (_, decision)) in values.iter().zip(VALUES) {
        candidates.iter().filter(|c| own_score(weights, decision, c) > 0.0).for_each(|c| wanted[c.tokens.clone()].fill(true));
    }
    let sentences: Vec<Range<usize>> = page.text.sentences.iter().filter(|s| wanted[(*s).clone()].contains(&true)).cloned().collect();
    let starts = |sentences: Vec<Range<usize>>| move |rules| recognize::propose_from(page, rules, sentences.iter().cloned().flatten());
    let mut names = Proposed::of(page, starts(sentences));
    names.keep_near(&wanted);
    // What a name is elsewhere says what it is here: all names of the sentences that share a word with those that are left.
    let stems = names.stems(page);
    let said: Vec<Range<usize>> = page.text.sentences.iter().filter(|s| (*s).clone().any(|i| stems.contains(&page.forms[i].stem))).cloned().collect();
    names.take_names(page, starts(said));
    let mut mentions = decide_layers(page, evidence, weights, names, values, &mut None);
    mentions.retain(|m| matches!(m.kind, Kind::Figure | Kind::Date));
    mentions
}

/// The recognizers of values, and what decides of theirs.
const VALUES: [(&[recognize::Rule], Decision); 2] = [(figures::RULES, Decision::Figure), (dates::RULES, Decision::Date)];

/// Decides layer after layer; what became of every candidate goes to `told` when that is asked for.
fn decide_layers(
    page: &Page<'_>,
    evidence: &Evidence,
    weights: &Weights,
    mut proposed: Proposed,
    values: [Vec<Candidate>; 2],
    told: &mut Option<Vec<Judged>>,
) -> Vec<Mention> {
    let cues = Cues::new(page, evidence);
    let mut scorer = Scorer::new(page, &cues, weights);
    let mut mentions: Vec<Mention> = Vec::new();

    for layer in Layer::ALL {
        if let Some(told) = told {
            told.extend(layer.blocked(&proposed, &mentions).map(|(c, by)| Judged::blocked(Step::Layer(*layer), c, by)));
        }
        let mut scored = scorer.score_all(layer.candidates(page, &mut proposed, &mentions), |kind| layer.decision(kind));
        if *layer == Layer::Names {
            document::look_again(page, &mut scored, weights, |kind| layer.decision(kind));
        }
        layer.settle(page, &scored, &mut mentions);
        if let Some(told) = told {
            told.extend(layer.judge(page, &scored, &mentions));
        }
    }
    for ((_, decision), mut candidates) in VALUES.into_iter().zip(values) {
        candidates.iter_mut().for_each(|c| leave_names(c, &mentions));
        let mut scored: Vec<(Candidate, f32)> = candidates
            .into_iter()
            .map(|c| {
                let score = own_score(weights, decision, &c);
                (c, score)
            })
            .collect();
        let blocks = |m: &Mention, c: &Candidate| !(inside_name_allows(m, c) && nests(&m.tokens, &c.tokens));
        if let Some(told) = told {
            let blocked = scored.iter().filter_map(|(c, _)| Some((c.clone(), mentions.iter_overlapping(&c.tokens).find(|m| blocks(m, c))?)));
            told.extend(blocked.map(|(c, by)| Judged::blocked(Step::Values(decision), c, by)));
        }
        scored.retain(|(c, _)| !mentions.iter_overlapping(&c.tokens).any(|m| blocks(m, c)));
        if let Some(told) = told {
            told.extend(judge::all(page, Step::Values(decision), &scored, |c| c.tokens.clone()));
        }
        mentions.extend(best(page, &scored, |c| c.tokens.clone()));
        sort(&mut mentions);
    }
    drop_figures_in_dates(page, &mut mentions);
    mentions.iter_mut().filter(|m| m.kind == Kind::Figure).for_each(|m| dates::open_duration(page, &mut m.candidate));
    let days = dates::days_inside(page, mentions.iter().filter(|m| m.kind == Kind::Date).map(|m| (&m.candidate, m.score)));
    mentions.extend(days.into_iter().map(|(candidate, score)| Mention { candidate, score, inner: Vec::new() }));
    sort(&mut mentions);
    drop_crossed_inner(&mut mentions);
    inner_parts(&mut mentions);
    if let Some(told) = told {
        judge::finish(told, &mentions);
    }
    mentions
}

/// Scores candidates: positional cues from sums made once per word, the rest per span.
pub struct Scorer<'a, 'p, 't> {
    page: &'p Page<'t>,
    cues: &'a Cues<'p, 't>,
    weights: &'a Weights,
    /// Of every decision and token what its bits weigh at every position, once a candidate has asked.
    sums: [Vec<Option<AtPositions>>; Decision::ALL.len()],
    /// What spans weigh for every decision without their positional cues: of every first token the ends, heads and weights. A token has
    /// few, and recognizers walk the text in order, so that these lie near each other however long the text.
    spans: Vec<Vec<(u32, u32, Row)>>,
    /// What recognizers' own cues weigh, the fitted part and that by hand, by where their names stand in memory: these are few, and
    /// each candidate has several.
    own: HashMap<(usize, usize), (&'a Row, Option<&'a Row>), RandomState>,
    buffer: Vec<Cue>,
}

impl<'a, 'p, 't> Scorer<'a, 'p, 't> {
    /// A scorer for one page.
    pub fn new(page: &'p Page<'t>, cues: &'a Cues<'p, 't>, weights: &'a Weights) -> Scorer<'a, 'p, 't> {
        Scorer { page, cues, weights, sums: Default::default(), spans: vec![Vec::new(); page.len()], own: HashMap::default(), buffer: Vec::new() }
    }

    /// Pairs candidates with their scores, by `decision` of their kind.
    pub fn score_all(&mut self, candidates: Vec<Candidate>, decision: impl Fn(Kind) -> Decision) -> Vec<(Candidate, f32)> {
        candidates
            .into_iter()
            .map(|c| {
                let score = self.score(&c, decision(c.kind));
                (c, score)
            })
            .collect()
    }

    fn score(&mut self, c: &Candidate, d: Decision) -> f32 {
        let (cues, weights) = (self.cues, self.weights);
        let head = cues.head(c);
        let key = (c.core.end as u32, head as u32);
        let known = self.spans[c.core.start].iter().find(|(end, at, _)| (*end, *at) == key).map(|(_, _, sums)| sums[d as usize]);
        let mut score = known.unwrap_or_else(|| {
            self.buffer.clear();
            cues.spanning(&c.core, head, &mut self.buffer);
            let mut sums = Row::default();
            for cue in &self.buffer {
                sums.iter_mut().zip(weights.row(*cue)).for_each(|(sum, weight)| *sum += weight);
            }
            self.spans[c.core.start].push((key.0, key.1, sums));
            sums[d as usize]
        });
        let sums = &mut self.sums[d as usize];
        if sums.is_empty() {
            sums.resize(self.page.len(), None);
        }
        cues.positions(&c.core, head, |position, token| {
            score += sums[token].get_or_insert_with(|| position_sums(cues, weights, d, token))[position as usize];
        });
        // What the corpora show too seldom to be fitted has a weight by hand.
        let (mut fitted, mut by_hand) = (0.0f32, 0.0f32);
        for (n, name) in std::iter::once(&c.rule).chain(&c.cues).enumerate() {
            let (own, hand) = *self.own.entry((name.as_ptr() as usize, name.len())).or_insert_with(|| weights.of_name(name));
            fitted += own[d as usize];
            by_hand += hand.filter(|_| n > 0).map(|row| row[d as usize]).filter(|w| !w.is_nan()).unwrap_or(0.0);
        }
        Cue::noun(c).into_iter().flatten().for_each(|cue| fitted += weights.of(d, cue));
        score + fitted + by_hand
    }

    /// Every fitted cue of a candidate, those without a weight too.
    pub fn cues_of(&self, candidate: &Candidate) -> Vec<Cue> {
        let mut cues = Vec::new();
        let head = self.cues.head(candidate);
        self.cues.spanning(&candidate.core, head, &mut cues);
        self.cues.positions(&candidate.core, head, |position, token| cues.extend(self.cues.bits(token).map(|bit| Cue::at(position, bit))));
        cues.extend(own_cues(candidate));
        cues
    }

    /// Every cue of a candidate that has a weight, the heaviest first. They sum up to the candidate's score.
    pub fn explain(&self, candidate: &Candidate, step: Step) -> Vec<(String, f32)> {
        let decision = step.decision(candidate.kind);
        let mut out: Vec<(String, f32)> = match step {
            Step::Layer(layer) if layer.is_ruled() => Vec::new(),
            Step::Layer(_) => self.cues_of(candidate).into_iter().map(|c| (c.name(), self.weights.of(decision, c))).collect(),
            Step::Values(_) => {
                let own = |cue| (format!("own:{cue}"), self.weights.own(decision, cue).unwrap_or(0.0));
                let (name, word) = own("word");
                vec![own("always"), (name, word * candidate.tokens.len() as f32)]
            }
        };
        if !matches!(step, Step::Layer(layer) if layer.is_ruled()) {
            out.extend(candidate.cues.iter().filter_map(|c| Some((format!("own:{c}"), self.weights.own(decision, c)?))));
        }
        // A class of two words inside counts twice.
        out.sort_by(|a, b| a.0.cmp(&b.0));
        out.dedup_by(|b, a| {
            a.0 == b.0 && {
                a.1 += b.1;
                true
            }
        });
        out.retain(|(_, weight)| *weight != 0.0);
        out.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
        out
    }
}

/// The cues of a candidate's rule and recognizer.
pub fn own_cues(candidate: &Candidate) -> impl Iterator<Item = Cue> + '_ {
    Cue::own(candidate.rule).into_iter().chain(candidate.cues.iter().filter_map(|c| Cue::own(c))).chain(Cue::noun(candidate).into_iter().flatten())
}

/// What a word's cues weigh at every position; made when a candidate first asks.
fn position_sums(cues: &Cues<'_, '_>, weights: &Weights, decision: Decision, token: usize) -> AtPositions {
    let mut sums = AtPositions::default();
    for bit in cues.bits(token) {
        sums.iter_mut().zip(weights.at(decision, bit)).for_each(|(sum, weight)| *sum += weight);
    }
    sums
}

fn own_score(weights: &Weights, decision: Decision, candidate: &Candidate) -> f32 {
    let bias = weights.own(decision, "always").unwrap_or(0.0) + weights.own(decision, "word").unwrap_or(0.0) * candidate.tokens.len() as f32;
    bias + candidate.cues.iter().filter_map(|c| weights.own(decision, c)).sum::<f32>()
}

/// The set of non-overlapping spans with the highest sum; only candidates above nothing take part. Of equal sums that set
/// wins whose last candidate was proposed first.
fn best(page: &Page<'_>, scored: &[(Candidate, f32)], span: impl Fn(&Candidate) -> Range<usize>) -> Vec<Mention> {
    let mut by_end: Vec<(u32, u32)> = Vec::with_capacity(scored.len());
    by_end.extend(scored.iter().enumerate().filter(|(_, (_, score))| *score > 0.0).map(|(i, (c, _))| (span(c).end as u32, i as u32)));
    by_end.sort_unstable();
    let mut by_end = by_end.into_iter().peekable();
    // sums[i]: the best sum of what ends at or before token i.
    let mut sums = vec![0.0f32; page.len() + 1];
    let mut choice = vec![usize::MAX; page.len() + 1];
    for end in 1..=page.len() {
        sums[end] = sums[end - 1];
        while let Some((_, i)) = by_end.next_if(|(e, _)| *e as usize <= end) {
            let (candidate, score) = &scored[i as usize];
            let sum = sums[span(candidate).start] + score;
            if sum > sums[end] {
                sums[end] = sum;
                choice[end] = i as usize;
            }
        }
    }
    let mut out = Vec::new();
    let mut at = page.len();
    while at > 0 {
        match choice[at] {
            usize::MAX => at -= 1,
            i => {
                out.push(Mention { candidate: scored[i].0.clone(), score: scored[i].1, inner: Vec::new() });
                at = span(&scored[i].0).start;
            }
        }
    }
    out.reverse();
    out
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Disjoint, or one inside the other.
fn nests(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.end <= b.start || b.end <= a.start || contains(a, b) || contains(b, a)
}

/// No mention is longer, in tokens: descriptors, names and tails together.
const LONGEST: usize = 40;

trait Overlapping {
    /// Mentions that share a token with a range; the mentions are sorted by first token.
    fn iter_overlapping<'m>(&'m self, range: &Range<usize>) -> impl Iterator<Item = &'m Mention> + 'm;
}

impl Overlapping for [Mention] {
    fn iter_overlapping<'m>(&'m self, range: &Range<usize>) -> impl Iterator<Item = &'m Mention> + 'm {
        let from = self.partition_point(|m| m.tokens.start + LONGEST < range.start);
        let (start, end) = (range.start, range.end);
        self[from..].iter().take_while(move |m| m.tokens.start < end).filter(move |m| m.tokens.end > start)
    }
}

/// Countries inside longer names, adjectives of countries and places, and citizens: wherever the names' layer left room for them.
fn inner_countries(page: &Page<'_>, mentions: &[Mention], scored: &[(Candidate, f32)]) -> Vec<Mention> {
    let mut candidates: Vec<&Candidate> = scored.iter().map(|(c, _)| c).collect();
    let held = mentions;
    let mut out = Vec::new();
    let mut free_from = 0;
    candidates.retain(|c| !c.cues.contains(&"corrected-away"));
    candidates.sort_by_key(|c| (c.tokens.start, std::cmp::Reverse(c.tokens.end)));
    for candidate in candidates {
        if candidate.tokens.start < free_from {
            continue;
        }
        let form = match candidate.sense {
            Sense::Country(_, form) => form,
            Sense::Entry(e) if e.field == crate::lexicon::Field::Demonym => CountryForm::Demonym,
            _ => CountryForm::Adjective,
        };
        let fits = held.iter_overlapping(&candidate.tokens).all(|m| {
            let equal = m.tokens == candidate.tokens || m.core == candidate.tokens;
            let inside = contains(&m.tokens, &candidate.tokens) && !equal;
            match m.kind {
                Kind::Person => false,
                // Inside a name in quotation marks an adjective or a citizen is only a word of it: «Русское радио», not «Почта России».
                Kind::Organization => inside && (form == CountryForm::Name || !is_quoted(page, &m.core, &candidate.tokens)),
                Kind::Place => inside && form != CountryForm::Demonym && !contains(&m.core, &candidate.tokens),
                Kind::Office => inside,
                _ => contains(&candidate.tokens, &m.tokens) && !equal || !nests(&m.tokens, &candidate.tokens),
            }
        });
        // A name that the outermost layer saw and refused stays refused unless something holds it.
        let held_by = held.iter_overlapping(&candidate.tokens).next().is_some();
        if fits && (form != CountryForm::Name || held_by) {
            free_from = candidate.tokens.end;
            out.push(Mention { candidate: candidate.clone(), score: 1.0, inner: Vec::new() });
        }
    }
    out
}

fn is_quoted(page: &Page<'_>, core: &Range<usize>, inner: &Range<usize>) -> bool {
    use crate::lexicon::Class;
    contains(core, inner) && core.start > 0 && page.has(core.start - 1, Class::OpenQuote)
}

/// Figures and dates may stand in an office or beside names, not inside a name.
fn inside_name_allows(mention: &Mention, candidate: &Candidate) -> bool {
    match mention.kind {
        // «первый заместитель», «второй секретарь»: the number is the title's.
        Kind::Office => candidate.cues.iter().all(|c| !c.starts_with("ordinal")),
        // «Бенедикт XVI»: the name ends with a number that counts its bearers.
        Kind::Person if candidate.cues.contains(&"roman-after-name") => candidate.tokens.start > mention.tokens.start,
        Kind::Person | Kind::Place | Kind::Organization => {
            !contains(&mention.core, &candidate.tokens) && !contains(&candidate.tokens, &mention.core)
                || contains(&candidate.tokens, &mention.tokens) && mention.kind != Kind::Person
        }
        _ => true,
    }
}

/// A figure whose counted noun begins a longer name or office («два бывших [руководителя РУСАДА]») ends before it.
fn leave_names(candidate: &mut Candidate, mentions: &[Mention]) {
    let Some(value) = candidate.part_of(Role::Value).filter(|_| candidate.kind == Kind::Figure) else { return };
    let crossed = mentions.iter_overlapping(&candidate.tokens).filter(|m| !nests(&m.tokens, &candidate.tokens)).map(|m| m.tokens.start).min();
    if let Some(from) = crossed.filter(|from| *from >= value.end) {
        candidate.tokens.end = from;
        candidate.parts.retain(|p| p.tokens.end <= from);
    }
}

/// A number inside a date is the date's.
fn drop_figures_in_dates(page: &Page<'_>, mentions: &mut Vec<Mention>) {
    let mut dated = vec![false; page.len()];
    mentions.iter().filter(|m| m.kind == Kind::Date).for_each(|m| dated[m.tokens.clone()].fill(true));
    mentions.retain(|m| m.kind != Kind::Figure || !m.tokens.clone().any(|t| dated[t]));
}

/// What stands inside a mention was decided before others were, figures and dates above all; where one of these crosses it, it goes.
fn drop_crossed_inner(mentions: &mut [Mention]) {
    for n in 0..mentions.len() {
        let mut inner = std::mem::take(&mut mentions[n].inner);
        inner.retain(|c| mentions.iter_overlapping(&c.tokens).all(|m| nests(&m.tokens, &c.tokens)));
        mentions[n].inner = inner;
    }
}

/// By first token, the longer first: the order that [`Overlapping`] and later stages count on.
fn sort(mentions: &mut [Mention]) {
    mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.kind));
}

/// An office's organization, country and place are the mentions inside it; an organization's too, unless it has them already.
fn inner_parts(mentions: &mut [Mention]) {
    let all: Vec<(Range<usize>, Kind)> = mentions.iter().map(|m| (m.tokens.clone(), m.kind)).collect();
    for mention in mentions.iter_mut().filter(|m| m.kind == Kind::Office) {
        let outer = mention.tokens.clone();
        let from = all.partition_point(|(t, _)| t.start < outer.start);
        let inside: Vec<&(Range<usize>, Kind)> =
            all[from..].iter().take_while(|(t, _)| t.start < outer.end).filter(|(t, k)| contains(&outer, t) && (*t != outer || *k != Kind::Office)).collect();
        for (tokens, kind) in &inside {
            let nested = inside.iter().any(|(other, k)| *k == Kind::Organization && contains(other, tokens) && other != tokens);
            let role = match kind {
                Kind::Organization => Role::Organization,
                Kind::Country => Role::Country,
                Kind::Place => Role::Place,
                _ => continue,
            };
            if !nested {
                mention.candidate.parts.push(Part { role, tokens: tokens.clone() });
            }
        }
        mention.candidate.parts.sort_by_key(|p| (p.tokens.start, std::cmp::Reverse(p.tokens.end), p.role));
        mention.candidate.parts.dedup();
    }
}
