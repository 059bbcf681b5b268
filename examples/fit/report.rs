//! What a fit is worth: precision, recall and F1 by cross-validation, errors, and what each family of cues buys.

use crate::DECISIONS;
use crate::corpus::Read;
use crate::model::{Task, best};
use crate::options::Options;
use std::collections::BTreeSet;
use svodka::arbitrate::Decision;
use svodka::recognize::cues::Cue;

/// What is annotated, found and right, of every decision: intact documents by scheme, then those with hidden names.
pub struct Counts(Vec<[[u32; 3]; DECISIONS]>);

impl Counts {
    pub fn new(schemes: usize) -> Counts {
        Counts(vec![[[0; 3]; DECISIONS]; 2 * schemes])
    }

    /// Adds the documents of a fold.
    pub fn add(&mut self, task: &Task, fold: usize, weights: &[f64]) {
        let copies = self.0.len() / 2;
        for e in task.examples.iter().filter(|e| e.fold == fold) {
            let counts = &mut self.0[e.domain + if e.hidden { copies } else { 0 }];
            e.wanted.iter().for_each(|w| counts[w.2][0] += 1);
            for i in best(e, &e.scores(weights, task.features())) {
                let d = e.candidates[i].decision;
                counts[d][1] += 1;
                counts[d][2] += u32::from(e.gold.contains(&i));
            }
        }
    }

    /// Prints a line a scheme and decision.
    pub fn print(&self, schemes: &[String], look: &str) {
        for (n, counts) in self.0.iter().enumerate() {
            let scheme = format!("{}{}", schemes[n % schemes.len()], if n < schemes.len() { "" } else { ", names hidden" });
            for d in Decision::ALL {
                let [gold, found, right] = counts[*d as usize].map(f64::from);
                if gold > 0.0 {
                    println!("{scheme:<22} {:<18} P {:.3} R {:.3} F1 {:.4}{look}", d.name(), right / found, right / gold, 2.0 * right / (gold + found));
                }
            }
        }
    }

    /// F1 of a decision over all schemes, in percent; nothing where nothing is annotated.
    fn f1(&self, d: usize) -> Option<f64> {
        let [gold, found, right] = [0, 1, 2].map(|n| self.0.iter().map(|c| f64::from(c[d][n])).sum::<f64>());
        (gold > 0.0).then(|| 200.0 * right / (gold + found))
    }
}

/// The families of cues: name pieces of a cue's name, and what they are called.
fn family(cue: &Cue) -> String {
    cue.name().split(':').next().unwrap_or("").to_string()
}

/// Prints what a task loses without each family of cues, by cross-validation.
pub fn ablate(task: &mut Task, options: &Options, schemes: usize) {
    let families: BTreeSet<String> = task.vocabulary.cues.iter().map(family).collect();
    let support = task.support.clone();
    let mut measure = |without: Option<&str>| {
        // A cue without support is never fitted.
        task.support.clone_from(&support);
        let features = task.features();
        for (f, _) in task.vocabulary.cues.iter().enumerate().filter(|(_, cue)| Some(family(cue).as_str()) == without) {
            (0..DECISIONS).for_each(|d| task.support[d * features + f] = 0);
        }
        let mut counts = Counts::new(schemes);
        for fold in 0..options.folds {
            counts.add(task, fold, &task.without_fold(fold, options));
        }
        (0..DECISIONS).map(|d| counts.f1(d)).collect::<Vec<_>>()
    };
    let all = measure(None);
    let rows: Vec<(&String, Vec<Option<f64>>)> = families.iter().map(|name| (name, measure(Some(name)))).collect();
    task.support = support;
    let decisions: Vec<usize> = (0..DECISIONS).filter(|d| all[*d].is_some()).collect();
    let title: String = decisions.iter().map(|d| format!("{:>20}", Decision::ALL[*d].name())).collect();
    println!("without     cues {title}");
    let line = |row: &[Option<f64>], show: &dyn Fn(usize, f64) -> String| -> String { decisions.iter().map(|d| show(*d, row[*d].unwrap_or(0.0))).collect() };
    println!("nothing   {:>6} {}", task.features(), line(&all, &|_, f1| format!("{f1:>20.2}")));
    for (name, row) in &rows {
        let n = task.vocabulary.cues.iter().filter(|c| family(c) == **name).count();
        println!("{name:<9} {n:>6} {}", line(row, &|d, f1| format!("{:>+20.2}", f1 - all[d].unwrap_or(0.0))));
    }
}

/// Prints what is missed and what is wrongly found of a decision, in the documents of a fold.
pub fn show_errors(documents: &[Read], task: &Task, fold: usize, decision: &str, weights: &[f64]) {
    let Some(decision) = Decision::ALL.iter().position(|d| d.name() == decision) else { return };
    for e in task.examples.iter().filter(|e| e.fold == fold && !e.hidden) {
        let page = &documents[e.page].page;
        let place = |i: usize| {
            let c = &e.candidates[i];
            let r = page.text.chars(&(e.start + c.start..e.start + c.end));
            (r.start, r.end, c.decision)
        };
        let won: Vec<(usize, usize, usize)> = best(e, &e.scores(weights, task.features())).into_iter().map(place).collect();
        let wanted = &e.wanted;
        let chars: Vec<char> = page.text.source.chars().collect();
        let cut = |from: usize, to: usize| -> String {
            chars[from.min(chars.len())..to.min(chars.len())].iter().map(|c| if *c == '\n' { '⏎' } else { *c }).collect()
        };
        let show = |mark: &str, (start, end, _): (usize, usize, usize), others: &[(usize, usize, usize)]| {
            let over: Vec<String> =
                others.iter().filter(|o| o.0 < end && start < o.1).map(|o| format!("{}[{}]", Decision::ALL[o.2].name(), cut(o.0, o.1))).collect();
            println!("  {mark} {}[{}]{} | {}", cut(start.saturating_sub(50), start), cut(start, end), cut(end, end + 40), over.join(" "));
        };
        wanted.iter().filter(|w| w.2 == decision && !won.contains(w)).for_each(|w| show("MISS", *w, &won));
        won.iter().filter(|w| w.2 == decision && !wanted.contains(w)).for_each(|w| show("SPUR", *w, wanted));
    }
}
