//! Fits the weights of cues from annotated text and writes `weights.tsv`.
//!
//! ```text
//! cargo run --release --example fit -- --out src/arbitrate/weights.tsv FILE:SCHEME[:even] …
//! ```
//!
//! SCHEME is `factru`, `nerel` or `slavic`: how the file's annotation is read as names, bodies and offices. `:even` takes only
//! documents with an even number (counted from 0), so that the odd ones stay unseen. The model is a semi-Markov conditional
//! random field of order 0: the probability of the best set of spans that do not overlap, against that of all such sets, over
//! whole sentences, with L2 regularization and AdaGrad steps. The order of documents and steps is fixed: fitting twice writes
//! the same file. Names are fitted twice: by what a sentence and the words of the text show, then by what the first decided
//! elsewhere in the text. Before it writes, it prints precision, recall and F1 of every decision by cross-validation over documents
//! (`--folds N`; `--check` does only that; `--errors DECISION` lists what is missed and wrongly found; `--ablate` what is lost without
//! each family of cues). A FILE:SCHEME:test is only measured on, by weights fitted to the others. `--hide SHARE` reads every document
//! twice, the second time without a share of the gazetteers' names. `--marked` fits every cue twice, shared and per scheme, and writes
//! the shared weight plus the mean of the copies of those schemes that annotate the decision.

mod corpus;
mod examples;
mod gold;
mod model;
mod options;
mod report;
mod table;

use corpus::Read;
use examples::{Collected, FirstLook, SecondLook};
use model::Task;
use options::Options;
use report::Counts;
use svodka::arbitrate::{Decision, Layer, Mention, Scorer, document};
use svodka::recognize::{Candidate, Cues};

const DECISIONS: usize = Decision::ALL.len();

/// Every document's candidates with their scores, by weights fitted without that document.
type Scored = Vec<Vec<(Candidate, f32)>>;

fn main() {
    let options = options::read();
    let (mut documents, schemes) = corpus::read(&options);
    let hand = table::hand_set();
    let mut out = Vec::new();
    // What the layers so far decided in each document.
    let mut held: Vec<Vec<Mention>> = documents.iter().map(|_| Vec::new()).collect();
    for layer in &Layer::ALL[..options.layers.min(Layer::ALL.len())] {
        let mut collected = Collected::default();
        let mut scored = Scored::new();
        for (n, d) in documents.iter_mut().enumerate() {
            let proposed = layer.candidates(&d.page, &mut d.proposed, &held[n]);
            if let Some(gold) = gold::golds(d, &proposed, &schemes[d.domain], *layer, &held[n]) {
                let look = FirstLook { cues: &Cues::new(&d.page, &d.evidence), without: &options.without };
                collected.add((n, d), *layer, &proposed, &gold, &look);
            }
            scored.push(proposed.into_iter().map(|c| (c, 0.0)).collect());
        }
        let score = |d: &Read, scored: &mut Vec<(Candidate, f32)>, task: &Task, merged: &[f64]| {
            let weights = table::weights_of(&hand, task, merged);
            let candidates = std::mem::take(scored).into_iter().map(|(c, _)| c).collect();
            *scored = Scorer::new(&d.page, &Cues::new(&d.page, &d.evidence), &weights).score_all(candidates, |kind| layer.decision(kind));
        };
        look(*layer, &options, &documents, &schemes, collected, &mut scored, &mut out, "", score);
        if *layer == Layer::Names {
            let mut collected = Collected::default();
            for (n, d) in documents.iter().enumerate() {
                let candidates: Vec<Candidate> = scored[n].iter().map(|(c, _)| c.clone()).collect();
                let scores: Vec<f32> = scored[n].iter().map(|(_, score)| *score).collect();
                let cues = document::second_look(&d.page, &scored[n]);
                let gold = gold::golds(d, &candidates, &schemes[d.domain], *layer, &held[n]).expect("names are annotated by all schemes");
                collected.add((n, d), *layer, &candidates, &gold, &SecondLook { cues: &cues, scores: &scores });
            }
            let score = |d: &Read, scored: &mut Vec<(Candidate, f32)>, task: &Task, merged: &[f64]| {
                document::look_again(&d.page, scored, &table::weights_of(&hand, task, merged), |kind| layer.decision(kind));
            };
            look(*layer, &options, &documents, &schemes, collected, &mut scored, &mut out, " after a second look", score);
        }
        for (n, d) in documents.iter().enumerate() {
            layer.settle(&d.page, &scored[n], &mut held[n]);
        }
    }
    if !options.check {
        table::write(&options, out);
    }
}

/// Measures a task by cross-validation, scores every document by weights fitted without it, and fits the weights to all.
#[allow(clippy::too_many_arguments)]
fn look(
    layer: Layer,
    options: &Options,
    documents: &[Read],
    schemes: &[String],
    collected: Collected,
    scored: &mut Scored,
    out: &mut Vec<table::Row>,
    name: &str,
    score: impl Fn(&Read, &mut Vec<(Candidate, f32)>, &Task, &[f64]),
) {
    // An adjective that is no nationality is a country's: there both errors cost the same.
    let cost = if layer == Layer::Nationalities { 0.0 } else { options.cost };
    let reached = collected.reached;
    let mut task = Task::new(collected, schemes.len(), cost, options);
    eprintln!("{layer:?}{name}: {} sentences, {} cues", task.examples.len(), task.features());
    for d in Decision::ALL.iter().filter(|d| reached[**d as usize][0] > 0) {
        let [all, found] = reached[*d as usize];
        eprintln!("  {}: {all} annotated, {:.3} proposed", d.name(), found as f64 / all as f64);
    }
    let mut counts = Counts::new(schemes.len());
    for fold in 0..options.folds {
        let merged = task.without_fold(fold, options);
        counts.add(&task, fold, &merged);
        if !options.errors.is_empty() {
            report::show_errors(documents, &task, fold, &options.errors, &merged);
        }
        for (n, d) in documents.iter().enumerate().filter(|(_, d)| d.fold == fold || options.tests()) {
            score(d, &mut scored[n], &task, &merged);
        }
    }
    counts.print(schemes, name);
    if options.ablate {
        report::ablate(&mut task, options, schemes.len());
    }
    if !options.check {
        let weights = task.fit(options, |_| true);
        table::rows(&task, &task.merge(&weights, options), &weights, out);
    }
}
