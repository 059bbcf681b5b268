//! The model: a semi-Markov conditional random field of order 0 over the candidates of a sentence, and the fit of its weights.

use crate::DECISIONS;
use crate::examples::{Collected, Example, Vocabulary};
use crate::options::Options;

const STEP: f64 = 0.12;

/// A set of examples and what is the same in every fit to them.
pub struct Task {
    pub vocabulary: Vocabulary,
    pub examples: Vec<Example>,
    /// In how many candidates a decision saw a cue, one decision after the other.
    pub support: Vec<u32>,
    /// Of every decision which schemes annotate it; a copy of the weights for each, behind the one that they share.
    fitted_in: Vec<Vec<bool>>,
    copies: usize,
    cost: f64,
}

impl Task {
    pub fn new(collected: Collected, schemes: usize, cost: f64, options: &Options) -> Task {
        let Collected { vocabulary, examples, .. } = collected;
        let features = vocabulary.cues.len();
        let mut support = vec![0u32; features * DECISIONS];
        let copies = if options.marked { 1 + schemes } else { 1 };
        let mut fitted_in = vec![vec![false; copies]; DECISIONS];
        for e in &examples {
            for (i, c) in e.candidates.iter().enumerate() {
                e.cues(i).for_each(|f| support[c.decision * features + f] += 1);
                if copies > 1 {
                    fitted_in[c.decision][1 + e.domain] = true;
                }
            }
        }
        Task { vocabulary, examples, support, fitted_in, copies, cost }
    }

    pub fn features(&self) -> usize {
        self.vocabulary.cues.len()
    }

    /// The weights fitted without the documents of a fold: what all schemes share and the mean of their own.
    pub fn without_fold(&self, fold: usize, options: &Options) -> Vec<f64> {
        self.merge(&self.fit(options, |e| e.fold != fold), options)
    }

    /// The weights fitted to the examples that `takes` takes: those that the schemes share, then those of each.
    pub fn fit(&self, options: &Options, takes: impl Fn(&Example) -> bool) -> Vec<f64> {
        let mut order: Vec<usize> = (0..self.examples.len()).filter(|i| takes(&self.examples[*i]) && options.trains_on(&self.examples[*i])).collect();
        let features = self.features();
        let block = features * DECISIONS;
        let mut w = vec![0.0f64; block * self.copies];
        let mut squares = vec![1e-6f64; block * self.copies];
        let mut mean = vec![0.0f64; block * self.copies];
        let mut random = 0x2545_f491_4f6c_dd1du64;
        let l2 = options.l2 / order.len() as f64 * 100.0;
        for epoch in 0..options.epochs {
            // A fixed shuffle (xorshift), so that one corpus does not follow another.
            for i in (1..order.len()).rev() {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                order.swap(i, (random % (i as u64 + 1)) as usize);
            }
            let mut loss = 0.0;
            for &n in &order {
                let e = &self.examples[n];
                let offsets: Vec<usize> = if self.copies == 1 { vec![0] } else { vec![0, block * (1 + e.domain)] };
                let score = |i: usize| {
                    let c = &e.candidates[i];
                    c.base + offsets.iter().map(|o| e.cues(i).map(|f| w[o + c.decision * features + f]).sum::<f64>()).sum::<f64>()
                };
                // Missing an annotated span costs more than taking a wrong one (softmax-margin, Gimpel & Smith 2010).
                let scores: Vec<f64> = (0..e.candidates.len()).map(|i| if e.gold.contains(&i) { score(i) - self.cost } else { score(i) }).collect();
                let (marginals, log_z) = marginals(e, &scores);
                loss += log_z - e.gold.iter().map(|g| scores[*g]).sum::<f64>();
                for (i, c) in e.candidates.iter().enumerate() {
                    let gradient = marginals[i] - f64::from(u8::from(e.gold.contains(&i)));
                    if gradient.abs() < 1e-4 {
                        continue;
                    }
                    for o in &offsets {
                        for f in e.cues(i) {
                            let at = o + c.decision * features + f;
                            if self.support[c.decision * features + f] < options.support {
                                continue;
                            }
                            let g = gradient + l2 * w[at];
                            squares[at] += g * g;
                            w[at] -= STEP * g / squares[at].sqrt();
                        }
                    }
                }
            }
            // The mean of the later epochs' weights forgets the order of the last documents.
            if epoch >= options.epochs / 2 {
                let share = 1.0 / (options.epochs - options.epochs / 2) as f64;
                mean.iter_mut().zip(&w).for_each(|(m, w)| *m += w * share);
            }
            eprintln!("epoch {epoch}: loss {:.4} a sentence", loss / order.len() as f64);
        }
        mean
    }

    /// The shared weights plus the mean of the copies of those schemes that annotate a decision.
    pub fn merge(&self, weights: &[f64], options: &Options) -> Vec<f64> {
        let features = self.features();
        let block = features * DECISIONS;
        let mut out = weights[..block].to_vec();
        for (d, fitted) in self.fitted_in.iter().enumerate() {
            let copies: Vec<usize> = (0..fitted.len()).filter(|c| fitted[*c]).collect();
            let share = |c: usize| options.mix.get(c - 1).copied().unwrap_or(1.0);
            let total: f64 = copies.iter().map(|c| share(*c)).sum();
            for at in d * features..(d + 1) * features {
                if !copies.is_empty() {
                    out[at] += copies.iter().map(|c| share(*c) * weights[c * block + at]).sum::<f64>() / total;
                }
            }
        }
        out
    }
}

/// The best set of candidates that do not overlap.
pub fn best(e: &Example, scores: &[f64]) -> Vec<usize> {
    let mut sums = vec![(0.0f64, None); e.length + 1];
    let mut by_end: Vec<Vec<usize>> = vec![Vec::new(); e.length + 1];
    e.candidates.iter().enumerate().for_each(|(i, c)| by_end[c.end].push(i));
    for end in 1..=e.length {
        sums[end] = (sums[end - 1].0, None);
        for i in &by_end[end] {
            let sum = sums[e.candidates[*i].start].0 + scores[*i];
            if sum > sums[end].0 && scores[*i] > 0.0 {
                sums[end] = (sum, Some(*i));
            }
        }
    }
    let mut out = Vec::new();
    let mut at = e.length;
    while at > 0 {
        match sums[at].1 {
            Some(i) => {
                out.push(i);
                at = e.candidates[i].start;
            }
            None => at -= 1,
        }
    }
    out
}

/// The probability of every candidate among all sets of spans that do not overlap, and the logarithm of their total weight.
fn marginals(e: &Example, scores: &[f64]) -> (Vec<f64>, f64) {
    let n = e.length;
    let mut by_end: Vec<Vec<usize>> = vec![Vec::new(); n + 1];
    let mut by_start: Vec<Vec<usize>> = vec![Vec::new(); n + 1];
    for (i, c) in e.candidates.iter().enumerate() {
        by_end[c.end].push(i);
        by_start[c.start].push(i);
    }
    let add = |a: f64, b: f64| if a > b { a + (b - a).exp().ln_1p() } else { b + (a - b).exp().ln_1p() };
    let mut forward = vec![0.0; n + 1];
    for end in 1..=n {
        forward[end] = by_end[end].iter().fold(forward[end - 1], |sum, i| add(sum, forward[e.candidates[*i].start] + scores[*i]));
    }
    let mut backward = vec![0.0; n + 1];
    for start in (0..n).rev() {
        backward[start] = by_start[start].iter().fold(backward[start + 1], |sum, i| add(sum, backward[e.candidates[*i].end] + scores[*i]));
    }
    let total = forward[n];
    (e.candidates.iter().enumerate().map(|(i, c)| (forward[c.start] + scores[i] + backward[c.end] - total).exp()).collect(), total)
}
