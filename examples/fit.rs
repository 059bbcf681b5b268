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
//! the same file. Before it writes, it prints precision, recall and F1 of every decision by cross-validation over documents
//! (`--folds N`; `--check` does only that; `--errors DECISION` lists what is missed and wrongly found; `--ablate` what is lost without
//! each family of cues). `--hide SHARE` reads every document twice, the second time without a share of the gazetteers' names.
//! `--marked` fits every cue twice, shared and per scheme, and writes the shared weight plus the mean of the
//! copies of those schemes that annotate the decision.

use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;
use svodka::arbitrate::{Decision, Layer, Mention, Proposed, Scorer, Weights, layers, own_cues};
use svodka::lexicon::{Class, Entry, Memo, Table};
use svodka::recognize::cues::Cue;
use svodka::recognize::{self, Candidate, Cues, Evidence, Kind, Page, Sign, organizations};

const DECISIONS: usize = Decision::ALL.len();

/// What stands above the weights: where they come from.
const HEAD: &str = "\
# Weights of cues, fitted by examples/fit.rs from annotated news, whose head says how; `own:` cues are set by hand.
# Fitted on FactRuEval-2016 (even documents of its demonstration collection; MIT), NEREL 1.1 (training part, Russian Wikinews and
# other news; no licence stated) and SlavicNER (Russian documents on asia_bibi and nord_stream; no licence
# stated). Names by all three; bodies, offices, what is inside them and nationalities by NEREL alone. No text of theirs is kept here.
# support: in how many training candidates the cue was seen. shared: the part of the weight that all corpora have in common;
# the rest is the mean of what is peculiar to each of their conventions.
decision\tcue\tweight\tsupport\tshared
";
const STEP: f64 = 0.12;
/// Cues seen in fewer candidates than this are dropped: what they say is chance.
const MIN_SUPPORT: u32 = 6;

struct Options {
    out: String,
    marked: bool,
    limit: usize,
    folds: usize,
    check: bool,
    without: Vec<String>,
    epochs: usize,
    l2: f64,
    cost: f64,
    hide: f64,
    layers: usize,
    support: u32,
    only: String,
    errors: String,
    mix: Vec<f64>,
    ablate: bool,
    inputs: Vec<(String, String, bool)>,
}

impl Options {
    fn trains_on(&self, e: &Example) -> bool {
        match self.only.as_str() {
            "intact" => !e.hidden,
            "hidden" => e.hidden,
            _ => true,
        }
    }
}

fn options() -> Options {
    let mut o = Options {
        out: "src/arbitrate/weights.tsv".into(),
        marked: false,
        limit: usize::MAX,
        folds: 3,
        check: false,
        without: Vec::new(),
        epochs: 12,
        l2: 1.0,
        cost: 2.0,
        hide: 0.0,
        layers: usize::MAX,
        support: MIN_SUPPORT,
        only: String::new(),
        errors: String::new(),
        mix: Vec::new(),
        ablate: false,
        inputs: Vec::new(),
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--out" => o.out = args.next().expect("--out FILE"),
            "--marked" => o.marked = true,
            "--folds" => o.folds = args.next().and_then(|n| n.parse().ok()).expect("--folds N"),
            "--check" => o.check = true,
            "--without" => o.without.push(args.next().expect("--without FAMILY")),
            "--epochs" => o.epochs = args.next().and_then(|n| n.parse().ok()).expect("--epochs N"),
            "--l2" => o.l2 = args.next().and_then(|n| n.parse().ok()).expect("--l2 X"),
            "--cost" => o.cost = args.next().and_then(|n| n.parse().ok()).expect("--cost X"),
            "--hide" => o.hide = args.next().and_then(|n| n.parse().ok()).expect("--hide SHARE"),
            "--layers" => o.layers = args.next().and_then(|n| n.parse().ok()).expect("--layers N"),
            "--support" => o.support = args.next().and_then(|n| n.parse().ok()).expect("--support N"),
            "--train-on" => o.only = args.next().expect("--train-on intact|hidden"),
            "--errors" => o.errors = args.next().expect("--errors DECISION"),
            "--mix" => o.mix = args.next().expect("--mix A,B,C").split(',').map(|n| n.parse().expect("--mix A,B,C")).collect(),
            "--ablate" => o.ablate = true,
            "--limit" => o.limit = args.next().and_then(|n| n.parse().ok()).expect("--limit N"),
            _ => {
                let mut parts = arg.split(':');
                let file = parts.next().expect("a file").to_string();
                let scheme = parts.next().expect("FILE:SCHEME").to_string();
                o.inputs.push((file, scheme, parts.next() == Some("even")));
            }
        }
    }
    o
}

/// A span of the annotation, in code points.
struct Gold {
    start: usize,
    end: usize,
    decision: Decision,
}

/// Features of a span, shared by the kinds proposed for it.
struct Example {
    spans: Vec<Vec<u32>>,
    candidates: Vec<(usize, usize, usize, usize)>,
    own: Vec<Vec<u32>>,
    gold: Vec<usize>,
    length: usize,
    domain: usize,
    document: usize,
    hidden: bool,
    /// The number of its page, and the sentence's first token.
    page: usize,
    start: usize,
    /// Where the annotated spans are, in code points.
    spans_wanted: Vec<(usize, usize, usize)>,
    /// Annotated spans, also those that nothing proposes.
    wanted: [u32; DECISIONS],
}

#[derive(Default)]
struct Vocabulary {
    ids: HashMap<Cue, u32>,
    cues: Vec<Cue>,
}

impl Vocabulary {
    fn id(&mut self, cue: Cue) -> u32 {
        let next = self.cues.len() as u32;
        *self.ids.entry(cue).or_insert_with(|| {
            self.cues.push(cue);
            next
        })
    }
}

/// A document of the corpora, read once.
struct Read {
    proposed: Proposed,
    page: Page<'static>,
    evidence: Evidence,
    gold: Vec<Annotated>,
    domain: usize,
    /// The number of its text.
    source: usize,
    /// Whether part of the gazetteers is hidden in it.
    hidden: bool,
}

/// Tables of names that any text may have more of.
const OPEN: &[Table] = &[
    Table::Regions,
    Table::Districts,
    Table::Settlements,
    Table::Nature,
    Table::Facilities,
    Table::World,
    Table::People,
    Table::Given,
    Table::Surnames,
    Table::Organizations,
];

/// Whether an entry is hidden in a document: by the first word, so that a name is hidden wherever it stands.
fn is_hidden(document: usize, stem: u64, entry: Entry, share: f64) -> bool {
    let share = match entry.table {
        Table::Given => share / 4.0,
        Table::Surnames | Table::Regions | Table::World => share / 2.0,
        table if OPEN.contains(&table) => share,
        _ => return false,
    };
    let mut n = stem ^ (document as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    n ^= n >> 31;
    n = n.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n ^= n >> 29;
    ((n >> 11) as f64) < share * (1u64 << 53) as f64
}

fn main() {
    let options = options();
    let mut schemes: Vec<String> = Vec::new();
    let mut memo = Memo::default();
    let mut documents: Vec<Read> = Vec::new();
    let mut sources = 0;
    for (file, scheme, even) in &options.inputs {
        let domain = schemes.iter().position(|s| s == scheme).unwrap_or_else(|| {
            schemes.push(scheme.clone());
            schemes.len() - 1
        });
        let content = std::fs::read_to_string(file).expect("a readable corpus");
        for (n, line) in content.lines().enumerate().take(options.limit) {
            if *even && n % 2 == 1 {
                continue;
            }
            let document: Value = serde_json::from_str(line).expect("a JSON document a line");
            // Pages borrow their texts, which are needed to the end.
            let text: &'static str = document["text"].as_str().expect("a text").to_string().leak();
            let source = sources;
            sources += 1;
            for hidden in [false, true] {
                if hidden && options.hide == 0.0 {
                    continue;
                }
                let mut page = Page::new(text, &mut memo);
                if hidden {
                    page.hide(&memo, |stem, e| is_hidden(source, stem, e, options.hide));
                }
                let evidence = Evidence::new(&page);
                documents.push(Read {
                    proposed: Proposed::of(&page, |rules| recognize::propose(&page, rules)),
                    evidence,
                    gold: annotated(&document, scheme, text),
                    page,
                    domain,
                    source,
                    hidden,
                });
            }
        }
    }
    let hand = hand_set();
    let mut out = Vec::new();
    // What the layers so far decided in each document, by weights fitted without that document.
    let mut held: Vec<Vec<Mention>> = documents.iter().map(|_| Vec::new()).collect();
    for layer in &Layer::ALL[..options.layers.min(Layer::ALL.len())] {
        let mut vocabulary = Vocabulary::default();
        let mut examples = Vec::new();
        let mut reached = [[0usize; 2]; DECISIONS];
        let mut candidates = Vec::new();
        for (n, d) in documents.iter_mut().enumerate() {
            let proposed = layer.candidates(&d.page, &mut d.proposed, &held[n]);
            if let Some(gold) = golds(d, &proposed, &schemes[d.domain], *layer, &held[n]) {
                let cues = Cues::new(&d.page, &d.evidence);
                collect(
                    &d.page,
                    &cues,
                    &proposed,
                    &gold,
                    *layer,
                    (d.domain, d.source, d.hidden, n),
                    &mut vocabulary,
                    &mut examples,
                    &mut reached,
                    &options.without,
                );
            }
            candidates.push(proposed);
        }
        let features = vocabulary.cues.len();
        let mut support = vec![0u32; features * DECISIONS];
        let copies = if options.marked { 1 + schemes.len() } else { 1 };
        let mut fitted_in = vec![vec![false; copies]; DECISIONS];
        for e in &examples {
            for ((_, _, d, span), own) in e.candidates.iter().zip(&e.own) {
                e.spans[*span].iter().chain(own).for_each(|f| support[*d * features + *f as usize] += 1);
                if copies > 1 {
                    fitted_in[*d][1 + e.domain] = true;
                }
            }
        }
        eprintln!("{layer:?}: {} sentences, {features} cues", examples.len());
        for d in Decision::ALL.iter().filter(|d| reached[**d as usize][0] > 0) {
            let [all, found] = reached[*d as usize];
            eprintln!("  {}: {all} annotated, {:.3} proposed", d.name(), found as f64 / all as f64);
        }
        // An adjective that is no nationality is a country's: there both errors cost the same.
        let cost = if *layer == Layer::Nationalities { 0.0 } else { options.cost };
        // Intact documents by scheme, then hidden ones.
        let mut counts = vec![[[0u32; 3]; DECISIONS]; 2 * schemes.len()];
        for fold in 0..options.folds {
            let train: Vec<usize> = (0..examples.len()).filter(|i| examples[*i].document % options.folds != fold && options.trains_on(&examples[*i])).collect();
            let merged = merge(&fit(&options, cost, &examples, train, features, copies, &support), features, &fitted_in, &options.mix);
            count(&examples, fold, &options, &merged, features, &mut counts);
            if !options.errors.is_empty() {
                show_errors(&documents, &examples, fold, &options, &merged, features);
            }
            let weights = weights_of(&hand, &vocabulary, &merged, features);
            for n in (0..documents.len()).filter(|n| documents[*n].source % options.folds == fold) {
                let d = &documents[n];
                let cues = Cues::new(&d.page, &d.evidence);
                let scored = Scorer::new(&d.page, &cues, &weights).score_all(std::mem::take(&mut candidates[n]), |kind| layer.decision(kind));
                layer.settle(&d.page, &scored, &mut held[n]);
            }
        }
        for (n, counts) in counts.iter().enumerate() {
            let scheme = format!("{}{}", schemes[n % schemes.len()], if n < schemes.len() { "" } else { ", names hidden" });
            for d in Decision::ALL {
                let [gold, found, right] = counts[*d as usize].map(f64::from);
                if gold > 0.0 {
                    println!("{scheme:<22} {:<18} P {:.3} R {:.3} F1 {:.4}", d.name(), right / found, right / gold, 2.0 * right / (gold + found));
                }
            }
        }
        if options.ablate {
            ablate(&options, cost, &examples, &vocabulary, (features, copies), &support, &fitted_in, schemes.len());
        }
        if !options.check {
            let all: Vec<usize> = (0..examples.len()).filter(|i| options.trains_on(&examples[*i])).collect();
            let weights = fit(&options, cost, &examples, all, features, copies, &support);
            let merged = merge(&weights, features, &fitted_in, &options.mix);
            rows(&vocabulary, &merged, &weights, &support, features, &mut out);
        }
    }
    if !options.check {
        write_table(&options, out);
    }
}

/// Weights as the program reads them: those set by hand, and fitted ones.
fn weights_of(hand: &str, vocabulary: &Vocabulary, merged: &[f64], features: usize) -> Weights {
    let mut weights = Weights::parse(&format!("decision\tcue\tweight\tsupport\n{hand}")).expect("lines of a weights file");
    for d in Decision::ALL {
        for (f, cue) in vocabulary.cues.iter().enumerate() {
            weights.set(*d, *cue, merged[*d as usize * features + f] as f32);
        }
    }
    weights
}

/// The lines of the weights file that are set by hand.
fn hand_set() -> String {
    let table = std::fs::read_to_string("src/arbitrate/weights.tsv").unwrap_or_default();
    table.lines().filter(|l| l.contains("\town:")).map(|l| format!("{l}\n")).collect()
}

#[allow(clippy::too_many_arguments)]
fn collect(
    page: &Page<'_>,
    cues: &Cues<'_, '_>,
    candidates: &[Candidate],
    gold: &[Gold],
    layer: Layer,
    (domain, document, hidden, number): (usize, usize, bool, usize),
    vocabulary: &mut Vocabulary,
    examples: &mut Vec<Example>,
    reached: &mut [[usize; 2]; DECISIONS],
    without: &[String],
) {
    let mut wanted: HashMap<(usize, usize, Decision), bool> = HashMap::new();
    for g in gold {
        reached[g.decision as usize][0] += 1;
        wanted.insert((g.start, g.end, g.decision), false);
    }
    let mut by_sentence: Vec<Vec<&Candidate>> = vec![Vec::new(); page.text.sentences.len()];
    for c in candidates {
        by_sentence[page.text.sentence_of[c.core.start] as usize].push(c);
    }
    let kept = |cue: &Cue| without.is_empty() || !without.iter().any(|w| cue.name().starts_with(w.as_str()));
    for (n, list) in by_sentence.into_iter().enumerate() {
        let sentence = page.text.sentences[n].clone();
        let mut example = Example {
            spans: Vec::new(),
            candidates: Vec::new(),
            own: Vec::new(),
            gold: Vec::new(),
            length: sentence.len(),
            domain,
            document,
            hidden,
            page: number,
            start: sentence.start,
            spans_wanted: Vec::new(),
            wanted: [0; DECISIONS],
        };
        let chars = page.text.chars(&sentence);
        let inside = gold.iter().filter(|g| g.start >= chars.start && g.start < chars.end);
        example.spans_wanted = inside.map(|g| (g.start, g.end, g.decision as usize)).collect();
        gold.iter().filter(|g| g.start >= chars.start && g.start < chars.end).for_each(|g| example.wanted[g.decision as usize] += 1);
        let mut known: HashMap<(usize, usize, usize), usize> = HashMap::new();
        let mut seen: HashMap<(usize, usize, usize), usize> = HashMap::new();
        let mut used: Vec<Range<usize>> = Vec::new();
        for c in list {
            let decision = layer.decision(c.kind);
            let d = decision as usize;
            let key = (c.core.start, c.core.end, d);
            if seen.contains_key(&key) {
                continue;
            }
            let head = cues.head(c);
            let span = *known.entry((c.core.start, c.core.end, head)).or_insert_with(|| {
                let mut found = Vec::new();
                cues.spanning(&c.core, head, &mut found);
                cues.positions(&c.core, head, |position, token| found.extend(cues.bits(token).map(|bit| Cue::at(position, bit))));
                let mut ids: Vec<u32> = found.into_iter().filter(kept).map(|cue| vocabulary.id(cue)).collect();
                ids.sort_unstable();
                example.spans.push(ids);
                example.spans.len() - 1
            });
            let index = example.candidates.len();
            seen.insert(key, index);
            example.own.push(own_cues(c).filter(kept).map(|cue| vocabulary.id(cue)).collect());
            example.candidates.push((c.core.start - sentence.start, c.core.end - sentence.start, d, span));
            let chars = page.text.chars(&c.core);
            if let Some(hit) = wanted.get_mut(&(chars.start, chars.end, decision))
                && !*hit
                && !used.iter().any(|u| u.start < c.core.end && c.core.start < u.end)
            {
                *hit = true;
                reached[d][1] += 1;
                used.push(c.core.clone());
                example.gold.push(index);
            }
        }
        if !example.candidates.is_empty() || example.wanted.iter().any(|n| *n > 0) {
            examples.push(example);
        }
    }
}

/// Adds what is annotated, found and right in the documents of a fold.
fn count(examples: &[Example], fold: usize, options: &Options, merged: &[f64], features: usize, counts: &mut [[[u32; 3]; DECISIONS]]) {
    for e in examples.iter().filter(|e| e.document % options.folds == fold) {
        let scores: Vec<f64> = e
            .candidates
            .iter()
            .zip(&e.own)
            .map(|((_, _, d, s), own)| e.spans[*s].iter().chain(own).map(|f| merged[d * features + *f as usize]).sum())
            .collect();
        let copies = counts.len() / 2;
        let counts = &mut counts[e.domain + if e.hidden { copies } else { 0 }];
        (0..DECISIONS).for_each(|d| counts[d][0] += e.wanted[d]);
        for i in best(e, &scores) {
            let d = e.candidates[i].2;
            counts[d][1] += 1;
            counts[d][2] += u32::from(e.gold.contains(&i));
        }
    }
}

/// Prints what a layer loses without each family of cues: the F1 of every decision over all schemes, by cross-validation.
#[allow(clippy::too_many_arguments)]
fn ablate(
    options: &Options,
    cost: f64,
    examples: &[Example],
    vocabulary: &Vocabulary,
    (features, copies): (usize, usize),
    support: &[u32],
    fitted_in: &[Vec<bool>],
    schemes: usize,
) {
    let family = |cue: &Cue| cue.name().split(':').next().unwrap_or("").to_string();
    let families: BTreeSet<String> = vocabulary.cues.iter().map(family).collect();
    let measure = |without: Option<&str>| {
        // A cue without support is never fitted.
        let mut support = support.to_vec();
        for (f, _) in vocabulary.cues.iter().enumerate().filter(|(_, cue)| Some(family(cue).as_str()) == without) {
            (0..DECISIONS).for_each(|d| support[d * features + f] = 0);
        }
        let mut counts = vec![[[0u32; 3]; DECISIONS]; 2 * schemes];
        for fold in 0..options.folds {
            let train: Vec<usize> = (0..examples.len()).filter(|i| examples[*i].document % options.folds != fold && options.trains_on(&examples[*i])).collect();
            let merged = merge(&fit(options, cost, examples, train, features, copies, &support), features, fitted_in, &options.mix);
            count(examples, fold, options, &merged, features, &mut counts);
        }
        let f1 = |d: usize| {
            let [gold, found, right] = [0, 1, 2].map(|n| counts.iter().map(|c| f64::from(c[d][n])).sum::<f64>());
            (gold > 0.0).then(|| 200.0 * right / (gold + found))
        };
        (0..DECISIONS).map(f1).collect::<Vec<_>>()
    };
    let all = measure(None);
    let decisions: Vec<usize> = (0..DECISIONS).filter(|d| all[*d].is_some()).collect();
    println!("without     cues {}", decisions.iter().map(|d| format!("{:>20}", Decision::ALL[*d].name())).collect::<String>());
    println!("nothing   {:>6} {}", vocabulary.cues.len(), decisions.iter().map(|d| format!("{:>20.2}", all[*d].unwrap_or(0.0))).collect::<String>());
    for name in &families {
        let n = vocabulary.cues.iter().filter(|c| family(c) == *name).count();
        let row = measure(Some(name));
        let changes: String = decisions.iter().map(|d| format!("{:>+20.2}", row[*d].unwrap_or(0.0) - all[*d].unwrap_or(0.0))).collect();
        println!("{name:<9} {n:>6} {changes}");
    }
}

/// Prints what is missed and what is wrongly found of a decision, in the documents of a fold.
fn show_errors(documents: &[Read], examples: &[Example], fold: usize, options: &Options, merged: &[f64], features: usize) {
    let Some(decision) = Decision::ALL.iter().position(|d| d.name() == options.errors) else { return };
    for e in examples.iter().filter(|e| e.document % options.folds == fold && !e.hidden) {
        let page = &documents[e.page].page;
        let scores: Vec<f64> = e
            .candidates
            .iter()
            .zip(&e.own)
            .map(|((_, _, d, s), own)| e.spans[*s].iter().chain(own).map(|f| merged[d * features + *f as usize]).sum())
            .collect();
        let place = |c: &(usize, usize, usize, usize)| page.text.chars(&(e.start + c.0..e.start + c.1));
        let won: Vec<(usize, usize, usize)> =
            best(e, &scores).into_iter().map(|i| (place(&e.candidates[i]), e.candidates[i].2)).map(|(r, d)| (r.start, r.end, d)).collect();
        let wanted: Vec<(usize, usize, usize)> = e.spans_wanted.clone();
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
        won.iter().filter(|w| w.2 == decision && !wanted.contains(w)).for_each(|w| show("SPUR", *w, &wanted));
    }
}

/// The best set of candidates that do not overlap.
fn best(e: &Example, scores: &[f64]) -> Vec<usize> {
    let mut sums = vec![(0.0f64, None); e.length + 1];
    let mut by_end: Vec<Vec<usize>> = vec![Vec::new(); e.length + 1];
    e.candidates.iter().enumerate().for_each(|(i, c)| by_end[c.1].push(i));
    for end in 1..=e.length {
        sums[end] = (sums[end - 1].0, None);
        for i in &by_end[end] {
            let sum = sums[e.candidates[*i].0].0 + scores[*i];
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
                at = e.candidates[i].0;
            }
            None => at -= 1,
        }
    }
    out
}

/// The shared weights plus the mean of the copies of those schemes that annotate a decision.
fn merge(weights: &[f64], features: usize, fitted_in: &[Vec<bool>], mix: &[f64]) -> Vec<f64> {
    let block = features * DECISIONS;
    let mut out = weights[..block].to_vec();
    for (d, fitted) in fitted_in.iter().enumerate() {
        let copies: Vec<usize> = (0..fitted.len()).filter(|c| fitted[*c]).collect();
        let share = |c: usize| mix.get(c - 1).copied().unwrap_or(1.0);
        let total: f64 = copies.iter().map(|c| share(*c)).sum();
        for at in d * features..(d + 1) * features {
            if !copies.is_empty() {
                out[at] += copies.iter().map(|c| share(*c) * weights[c * block + at]).sum::<f64>() / total;
            }
        }
    }
    out
}

fn fit(options: &Options, cost: f64, examples: &[Example], mut order: Vec<usize>, features: usize, copies: usize, support: &[u32]) -> Vec<f64> {
    let block = features * DECISIONS;
    let mut w = vec![0.0f64; block * copies];
    let mut squares = vec![1e-6f64; block * copies];
    let mut mean = vec![0.0f64; block * copies];
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
            let e = &examples[n];
            let offsets: Vec<usize> = if copies == 1 { vec![0] } else { vec![0, block * (1 + e.domain)] };
            let scores: Vec<f64> = e
                .candidates
                .iter()
                .zip(&e.own)
                .map(|((_, _, d, s), own)| offsets.iter().map(|o| e.spans[*s].iter().chain(own).map(|f| w[o + d * features + *f as usize]).sum::<f64>()).sum())
                .collect();
            // Missing an annotated span costs more than taking a wrong one (softmax-margin, Gimpel & Smith 2010).
            let scores: Vec<f64> = scores.into_iter().enumerate().map(|(i, s)| if e.gold.contains(&i) { s - cost } else { s }).collect();
            let (marginals, log_z) = marginals(e, &scores);
            loss += log_z - e.gold.iter().map(|g| scores[*g]).sum::<f64>();
            for (i, (_, _, d, s)) in e.candidates.iter().enumerate() {
                let gradient = marginals[i] - f64::from(u8::from(e.gold.contains(&i)));
                if gradient.abs() < 1e-4 {
                    continue;
                }
                for o in &offsets {
                    for f in e.spans[*s].iter().chain(&e.own[i]) {
                        let at = o + d * features + *f as usize;
                        if support[d * features + *f as usize] < options.support {
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

/// The probability of every candidate among all sets of spans that do not overlap, and the logarithm of their total weight.
fn marginals(e: &Example, scores: &[f64]) -> (Vec<f64>, f64) {
    let n = e.length;
    let mut by_end: Vec<Vec<usize>> = vec![Vec::new(); n + 1];
    let mut by_start: Vec<Vec<usize>> = vec![Vec::new(); n + 1];
    for (i, (start, end, _, _)) in e.candidates.iter().enumerate() {
        by_end[*end].push(i);
        by_start[*start].push(i);
    }
    let add = |a: f64, b: f64| if a > b { a + (b - a).exp().ln_1p() } else { b + (a - b).exp().ln_1p() };
    let mut forward = vec![0.0; n + 1];
    for end in 1..=n {
        forward[end] = by_end[end].iter().fold(forward[end - 1], |sum, i| add(sum, forward[e.candidates[*i].0] + scores[*i]));
    }
    let mut backward = vec![0.0; n + 1];
    for start in (0..n).rev() {
        backward[start] = by_start[start].iter().fold(backward[start + 1], |sum, i| add(sum, backward[e.candidates[*i].1] + scores[*i]));
    }
    let total = forward[n];
    (e.candidates.iter().enumerate().map(|(i, (start, end, _, _))| (forward[*start] + scores[i] + backward[*end] - total).exp()).collect(), total)
}

/// A line of the weights file: decision, cue, weight, support, and the part of the weight that the corpora share.
type Row = (usize, String, f64, u32, f64);

/// The weights of a layer's decisions that are large enough to matter.
fn rows(vocabulary: &Vocabulary, merged: &[f64], shared: &[f64], support: &[u32], features: usize, out: &mut Vec<Row>) {
    for d in 0..DECISIONS {
        for (f, cue) in vocabulary.cues.iter().enumerate() {
            let at = d * features + f;
            // Below this a weight changes no decision that its rounding would not.
            if merged[at].abs() >= 0.03 {
                out.push((d, cue.name(), merged[at], support[at], shared[at]));
            }
        }
    }
}

fn write_table(options: &Options, mut rows: Vec<Row>) {
    let mut out = String::from(HEAD);
    out.push_str(&hand_set());
    rows.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.abs().total_cmp(&a.2.abs())).then(a.1.cmp(&b.1)));
    for (d, name, weight, n, shared) in &rows {
        writeln!(out, "{}\t{name}\t{weight:.2}\t{n}\t{shared:.2}", Decision::ALL[*d].name()).expect("a string takes all");
    }
    std::fs::write(&options.out, out).expect("the weights file can be written");
    eprintln!("{} weights written to {}", rows.len(), options.out);
}

/// An annotated entity, in code points.
struct Annotated {
    start: usize,
    end: usize,
    kind: String,
    /// The parts that are its name, in FactRuEval.
    names: Vec<(usize, usize)>,
    /// In more than one piece.
    broken: bool,
}

fn annotated(document: &Value, scheme: &str, text: &str) -> Vec<Annotated> {
    let number = |v: &Value, key: &str| v[key].as_u64().unwrap_or(0) as usize;
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<Annotated> = document["entities"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|e| {
            let kind = e["type"].as_str().unwrap_or("").to_string();
            let wanted = if kind == "Org" { "org_name" } else { "loc_name" };
            let parts = e["parts"].as_array().into_iter().flatten().filter(|p| p["role"] == wanted);
            Annotated {
                start: number(e, "start"),
                end: number(e, "end"),
                names: parts.map(|p| (number(p, "start"), number(p, "end"))).collect(),
                broken: e["fragments"].is_array(),
                kind,
            }
        })
        .collect();
    if scheme == "nerel" {
        out.iter_mut().for_each(|e| e.end += usize::from(leaves_quote_open(&chars[e.start..e.end], chars.get(e.end))));
    }
    out
}

/// Whether a span opens a quotation that closes right behind it: the annotation often leaves the closing mark out.
fn leaves_quote_open(span: &[char], next: Option<&char>) -> bool {
    let count = |mark: char| span.iter().filter(|c| **c == mark).count();
    match next {
        Some('»') => count('«') > count('»'),
        Some('"') => count('"') % 2 == 1,
        _ => false,
    }
}

/// The annotation as a layer has it to find; nothing for a scheme that does not annotate the layer.
fn golds(d: &Read, proposed: &[Candidate], scheme: &str, layer: Layer, held: &[Mention]) -> Option<Vec<Gold>> {
    let chars: Vec<char> = d.page.text.source.chars().collect();
    let has_capital = |e: &Annotated| chars[e.start..e.end].iter().any(|c| c.is_uppercase());
    // «Парламент отклонил закон»: the capital is the sentence's, where the text writes the word small or shows it nowhere else.
    let opens = |e: &Annotated| {
        let at = d.page.text.tokens.partition_point(|t| t.char_start < e.start);
        let alone = d.page.text.tokens.get(at).is_some_and(|t| t.char_end == e.end);
        let common = d.page.has(at, Class::OrganizationDescriptor) && !d.evidence.has(at, Sign::CapitalInside);
        d.page.is_initial(at) && common && (alone || d.evidence.has(at, Sign::LowerElsewhere))
    };
    let starts_high = |e: &Annotated| (chars[e.start].is_uppercase() || chars[e.start].is_numeric()) && !opens(e);
    if layer != Layer::Names && scheme != "nerel" || layer == Layer::Countries {
        return None;
    }
    let mut out = Vec::new();
    for e in &d.gold {
        let whole = |decision| Gold { start: e.start, end: e.end, decision };
        match (scheme, layer, e.kind.as_str()) {
            ("factru", _, "Person") | ("slavic", _, "PER") => out.push(whole(Decision::Person)),
            ("factru", _, "Org" | "LocOrg" | "Location") => {
                let decision = if e.kind == "Org" { Decision::Organization } else { Decision::Place };
                out.extend(e.names.iter().map(|(start, end)| Gold { start: *start, end: *end, decision }));
            }
            ("slavic", _, "LOC") => out.push(whole(Decision::Place)),
            ("slavic", _, "ORG") => out.push(whole(Decision::Organization)),
            ("nerel", ..) if e.broken => {}
            ("nerel", Layer::Names, "PERSON") if has_capital(e) => out.push(whole(Decision::Person)),
            ("nerel", Layer::Names, "COUNTRY" | "CITY" | "STATE_OR_PROVINCE" | "DISTRICT" | "LOCATION" | "FACILITY")
                if has_capital(e) && !is_adjective(&chars[e.start..e.end]) =>
            {
                out.push(whole(Decision::Place));
            }
            ("nerel", Layer::Names, "ORGANIZATION") if starts_high(e) => {
                out.push(whole(Decision::Organization));
            }
            ("nerel", Layer::Bodies, "ORGANIZATION") if !starts_high(e) => out.push(whole(Decision::Body)),
            ("nerel", Layer::Offices, "PROFESSION") => out.push(whole(Decision::Office)),
            ("nerel", Layer::InnerOrganizations, "ORGANIZATION") => out.push(whole(Decision::InnerOrganization)),
            ("nerel", Layer::Nationalities, "NATIONALITY") => out.push(whole(Decision::Nationality)),
            ("nerel", Layer::InnerOffices, "PROFESSION") => out.push(whole(Decision::InnerOffice)),
            _ => {}
        }
    }
    if layer == Layer::Names {
        out = outermost(out);
        without_owners(&d.page, proposed, &mut out);
    }
    let inner = match layer {
        Layer::InnerOrganizations => Some(Kind::Organization),
        Layer::InnerOffices => Some(Kind::Office),
        _ => None,
    };
    if let Some(kind) = inner {
        let outer: Vec<(Range<usize>, Range<usize>)> =
            held.iter().filter(|m| m.kind == kind).map(|m| (d.page.text.chars(&m.tokens), d.page.text.chars(&m.core))).collect();
        let equal = |g: &Gold, r: &Range<usize>| (g.start, g.end) == (r.start, r.end);
        out.retain(|g| outer.iter().any(|(t, _)| t.start <= g.start && g.end <= t.end) && !outer.iter().any(|(t, c)| equal(g, t) || equal(g, c)));
    }
    Some(outermost(out))
}

/// One capitalised word with an adjective's ending: «Российский» names no place for us.
fn is_adjective(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    !word.contains(' ') && svodka::lexicon::morph::readings(&word).first().is_some_and(|r| r.pos == svodka::lexicon::Pos::Adjective)
}

/// «МИД Грузии» is «МИД» of «Грузия», which is added when names are decided: where such a name is proposed, it is what is wanted.
fn without_owners(page: &Page<'_>, proposed: &[Candidate], golds: &mut Vec<Gold>) {
    let owning: HashSet<Range<usize>> = proposed.iter().filter(|c| layers::takes_owner(c)).map(|c| c.core.clone()).collect();
    let mut owners = Vec::new();
    for g in golds.iter_mut().filter(|g| g.decision == Decision::Organization) {
        let start = page.text.tokens.partition_point(|t| t.char_start < g.start);
        let end = page.text.tokens.partition_point(|t| t.char_start < g.end);
        let owner = (start + 1..end).find(|i| owning.contains(&(start..*i)) && organizations::owner_at(page, *i).is_some_and(|(_, t)| t.end == end));
        if let Some(owner) = owner {
            let chars = page.text.chars(&(owner..end));
            owners.push(Gold { start: chars.start, end: chars.end, decision: Decision::Place });
            g.end = page.text.chars(&(start..owner)).end;
        }
    }
    golds.extend(owners);
}

/// Of spans that overlap the first and longest stays, as the scorer does.
fn outermost(mut spans: Vec<Gold>) -> Vec<Gold> {
    spans.sort_by_key(|g| (g.start, std::cmp::Reverse(g.end)));
    let mut end = 0;
    spans.retain(|g| {
        let keep = g.start >= end;
        if keep {
            end = g.end;
        }
        keep
    });
    spans
}
