//! Whether two runs differ by more than chance: a paired bootstrap over documents.
//!
//! Documents are drawn with replacement, as many as there are, and both runs are scored on the same draw. The p value is the share of draws in which the
//! difference of F1 lies at least as far from the observed one as the observed one lies from nothing (two-sided): T. Berg-Kirkpatrick, D. Burkett, D. Klein,
//! "An Empirical Investigation of Statistical Significance in NLP", EMNLP 2012, section 2, after B. Efron and R. Tibshirani, "An Introduction to the
//! Bootstrap", 1993. Documents, not mentions, are drawn: mentions of one document are right or wrong together.

use super::Counts;
use serde::Serialize;

/// What the bootstrap says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// F1 of the second run less that of the first.
    pub f1: f64,
    /// In 95 of 100 draws the difference is not below this.
    pub low: f64,
    /// … and not above this.
    pub high: f64,
    /// How often chance alone gives such a difference.
    pub p: f64,
    /// Number of draws.
    pub draws: usize,
    /// Where the drawing began.
    pub seed: u64,
}

/// Numbers without a pattern, the same for the same seed: SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014).
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((u128::from(z) * n as u128) >> 64) as usize
    }
}

/// Compares the counts of two runs, document by document.
pub fn compare(first: &[Counts], second: &[Counts], draws: usize, seed: u64) -> Difference {
    assert_eq!(first.len(), second.len(), "the same documents");
    let f1 = |counts: &mut dyn Iterator<Item = usize>| {
        let (mut a, mut b) = (Counts::default(), Counts::default());
        counts.for_each(|i| {
            a.add(first[i]);
            b.add(second[i]);
        });
        b.f1() - a.f1()
    };
    let n = first.len();
    let observed = f1(&mut (0..n));
    let mut random = SplitMix(seed);
    let mut all: Vec<f64> = (0..draws).map(|_| f1(&mut (0..n).map(|_| random.below(n)))).collect();
    let chance = all.iter().filter(|d| (**d - observed).abs() >= observed.abs()).count();
    all.sort_by(f64::total_cmp);
    let at = |share: f64| all.get(((draws as f64 - 1.0) * share).round() as usize).copied().unwrap_or(observed);
    Difference { f1: observed, low: at(0.025), high: at(0.975), p: (chance + 1) as f64 / (draws + 1) as f64, draws, seed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(better: u64) -> (Vec<Counts>, Vec<Counts>) {
        let run = |more: u64| (0..50).map(|i| Counts { right: 5 + (i % 3) + more, gold: 10, found: 10 }).collect();
        (run(0), run(better))
    }

    #[test]
    fn the_same_run_does_not_differ_and_a_better_one_does() {
        let (a, b) = runs(2);
        let same = compare(&a, &a, 500, 1);
        assert_eq!((same.f1, same.p), (0.0, 1.0));
        let better = compare(&a, &b, 500, 1);
        assert!(better.p < 0.01 && (better.f1 - 0.2).abs() < 1e-9, "{better:?}");
        assert_eq!(better, compare(&a, &b, 500, 1), "the same seed");
    }
}
