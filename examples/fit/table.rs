//! The weights file.

use crate::DECISIONS;
use crate::model::Task;
use crate::options::Options;
use std::fmt::Write as _;
use svodka::arbitrate::{Decision, Weights};

/// What stands above the weights: where they come from.
const HEAD: &str = "\
# Weights of cues, fitted by examples/fit from annotated news, whose head says how; `own:` cues are set by hand.
# Fitted on FactRuEval-2016 (even documents of its demonstration collection; MIT), NEREL 1.1 (training part, Russian Wikinews and
# other news; no licence stated) and SlavicNER (Russian documents on asia_bibi and nord_stream; no licence
# stated). Names by all three; bodies, offices, what is inside them and nationalities by NEREL alone. No text of theirs is kept here.
# support: in how many training candidates the cue was seen. shared: the part of the weight that all corpora have in common;
# the rest is the mean of what is peculiar to each of their conventions.
decision\tcue\tweight\tsupport\tshared
";

/// A line of the weights file: decision, cue, weight, support, and the part of the weight that the corpora share.
pub type Row = (usize, String, f64, u32, f64);

/// The weights of a task's decisions that are large enough to matter.
pub fn rows(task: &Task, merged: &[f64], shared: &[f64], out: &mut Vec<Row>) {
    let features = task.features();
    for d in 0..DECISIONS {
        for (f, cue) in task.vocabulary.cues.iter().enumerate() {
            let at = d * features + f;
            // Below this a weight changes no decision that its rounding would not.
            if merged[at].abs() >= 0.03 {
                out.push((d, cue.name(), merged[at], task.support[at], shared[at]));
            }
        }
    }
}

/// Weights as the program reads them: those set by hand, and fitted ones.
pub fn weights_of(hand: &str, task: &Task, merged: &[f64]) -> Weights {
    let mut weights = Weights::parse(&format!("decision\tcue\tweight\tsupport\n{hand}")).expect("lines of a weights file");
    for d in Decision::ALL {
        for (f, cue) in task.vocabulary.cues.iter().enumerate() {
            weights.set(*d, *cue, merged[*d as usize * task.features() + f] as f32);
        }
    }
    weights
}

/// The lines of the weights file that are set by hand.
pub fn hand_set() -> String {
    let table = std::fs::read_to_string("src/arbitrate/weights.tsv").unwrap_or_default();
    table.lines().filter(|l| l.contains("\town:")).map(|l| format!("{l}\n")).collect()
}

pub fn write(options: &Options, mut rows: Vec<Row>) {
    let mut out = String::from(HEAD);
    out.push_str(&hand_set());
    rows.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.abs().total_cmp(&a.2.abs())).then(a.1.cmp(&b.1)));
    for (d, name, weight, n, shared) in &rows {
        writeln!(out, "{}\t{name}\t{weight:.2}\t{n}\t{shared:.2}", Decision::ALL[*d].name()).expect("a string takes all");
    }
    std::fs::write(&options.out, out).expect("the weights file can be written");
    eprintln!("{} weights written to {}", rows.len(), options.out);
}
