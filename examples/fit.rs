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
//! the same file. `--marked` fits every cue twice, shared and per scheme, and writes the shared weight plus the mean of the
//! copies of those schemes that annotate the decision.

use serde_json::Value;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;
use svodka::arbitrate::{Decision, name_candidates, own_cues};
use svodka::lexicon::Memo;
use svodka::recognize::cues::Cue;
use svodka::recognize::{self, Candidate, Cues, Evidence, Page, offices, organizations};

const STEP: f64 = 0.12;
/// Cues seen in fewer candidates than this are dropped: what they say is chance.
const MIN_SUPPORT: u32 = 6;

struct Options {
    out: String,
    marked: bool,
    limit: usize,
    folds: usize,
    epochs: usize,
    l2: f64,
    cost: f64,
    inputs: Vec<(String, String, bool)>,
}

fn options() -> Options {
    let mut o =
        Options { out: "src/arbitrate/weights.tsv".into(), marked: false, limit: usize::MAX, folds: 0, epochs: 12, l2: 0.5, cost: 2.0, inputs: Vec::new() };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--out" => o.out = args.next().expect("--out FILE"),
            "--marked" => o.marked = true,
            "--folds" => o.folds = args.next().and_then(|n| n.parse().ok()).expect("--folds N"),
            "--epochs" => o.epochs = args.next().and_then(|n| n.parse().ok()).expect("--epochs N"),
            "--l2" => o.l2 = args.next().and_then(|n| n.parse().ok()).expect("--l2 X"),
            "--cost" => o.cost = args.next().and_then(|n| n.parse().ok()).expect("--cost X"),
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

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Layer {
    Names,
    Bodies,
    Offices,
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
    /// Annotated spans, also those that nothing proposes.
    wanted: [u32; 8],
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

fn main() {
    let options = options();
    let mut vocabulary = Vocabulary::default();
    let mut examples = Vec::new();
    let mut documents = 0;
    let (mut golds, mut reached) = ([0usize; 8], [0usize; 8]);
    let mut memo = Memo::default();
    let mut schemes: Vec<String> = Vec::new();
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
            documents += 1;
            let document: Value = serde_json::from_str(line).expect("a JSON document a line");
            let text = document["text"].as_str().expect("a text");
            let page = Page::new(text, &mut memo);
            let evidence = Evidence::new(&page);
            let cues = Cues::new(&page, &evidence);
            for (layer, gold) in golds_of(&document, scheme, text) {
                let candidates = match layer {
                    Layer::Names => name_candidates(&page),
                    Layer::Bodies => recognize::propose(&page, organizations::BODIES),
                    Layer::Offices => recognize::propose(&page, offices::RULES),
                };
                collect(&page, &cues, &candidates, &gold, layer, (domain, documents), &mut vocabulary, &mut examples, (&mut golds, &mut reached));
            }
        }
    }
    for d in Decision::ALL {
        if golds[*d as usize] > 0 {
            eprintln!("{}: {} annotated, {:.3} proposed", d.name(), golds[*d as usize], reached[*d as usize] as f64 / golds[*d as usize] as f64);
        }
    }
    let features = vocabulary.cues.len();
    eprintln!("{} sentences, {features} cues", examples.len());
    let mut support = vec![0u32; features * Decision::ALL.len()];
    for e in &examples {
        for ((_, _, d, span), own) in e.candidates.iter().zip(&e.own) {
            e.spans[*span].iter().chain(own).for_each(|f| support[*d * features + *f as usize] += 1);
        }
    }
    let copies = if options.marked { 1 + schemes.len() } else { 1 };
    if options.folds > 1 {
        cross_validate(&options, &examples, features, copies, &support, &schemes);
        return;
    }
    let all: Vec<usize> = (0..examples.len()).collect();
    let weights = fit(&options, &examples, all, features, copies, &support);
    // A decision is fitted in the schemes that annotate it; its weight is the mean over those.
    let mut fitted_in = vec![vec![false; copies]; Decision::ALL.len()];
    for e in examples.iter().filter(|_| copies > 1) {
        e.candidates.iter().for_each(|c| fitted_in[c.2][1 + e.domain] = true);
    }
    write_table(&options, &vocabulary, &weights, &support, features, &fitted_in);
}

#[allow(clippy::too_many_arguments)]
fn collect(
    page: &Page<'_>,
    cues: &Cues<'_, '_>,
    candidates: &[Candidate],
    gold: &[Gold],
    layer: Layer,
    (domain, document): (usize, usize),
    vocabulary: &mut Vocabulary,
    examples: &mut Vec<Example>,
    counts: (&mut [usize; 8], &mut [usize; 8]),
) {
    let mut wanted: HashMap<(usize, usize, Decision), bool> = HashMap::new();
    for g in gold {
        counts.0[g.decision as usize] += 1;
        wanted.insert((g.start, g.end, g.decision), false);
    }
    let mut by_sentence: Vec<Vec<&Candidate>> = vec![Vec::new(); page.text.sentences.len()];
    for c in candidates {
        by_sentence[page.text.sentence_of[c.core.start] as usize].push(c);
    }
    for (n, list) in by_sentence.into_iter().enumerate() {
        let sentence = page.text.sentences[n].clone();
        let mut example =
            Example { spans: Vec::new(), candidates: Vec::new(), own: Vec::new(), gold: Vec::new(), length: sentence.len(), domain, document, wanted: [0; 8] };
        let chars = page.text.chars(&sentence);
        gold.iter().filter(|g| g.start >= chars.start && g.start < chars.end).for_each(|g| example.wanted[g.decision as usize] += 1);
        let mut known: HashMap<(usize, usize), usize> = HashMap::new();
        let mut seen: HashMap<(usize, usize, usize), usize> = HashMap::new();
        let mut used: Vec<Range<usize>> = Vec::new();
        for c in list {
            let d = match layer {
                Layer::Names => Decision::of_name(c.kind),
                Layer::Bodies => Decision::Body,
                Layer::Offices => Decision::Office,
            };
            let key = (c.core.start, c.core.end, d as usize);
            if seen.contains_key(&key) {
                continue;
            }
            let span = *known.entry((c.core.start, c.core.end)).or_insert_with(|| {
                let mut found = Vec::new();
                cues.spanning(&c.core, &mut found);
                cues.positions(&c.core, |position, token| found.extend(cues.bits(token).map(|bit| Cue::at(position, bit))));
                let mut ids: Vec<u32> = found.into_iter().map(|cue| vocabulary.id(cue)).collect();
                ids.sort_unstable();
                example.spans.push(ids);
                example.spans.len() - 1
            });
            let index = example.candidates.len();
            seen.insert(key, index);
            example.own.push(own_cues(c).map(|cue| vocabulary.id(cue)).collect());
            example.candidates.push((c.core.start - sentence.start, c.core.end - sentence.start, d as usize, span));
            let chars = page.text.chars(&c.core);
            if let Some(hit) = wanted.get_mut(&(chars.start, chars.end, d))
                && !*hit
                && !used.iter().any(|u| u.start < c.core.end && c.core.start < u.end)
            {
                *hit = true;
                counts.1[d as usize] += 1;
                used.push(c.core.clone());
                example.gold.push(index);
            }
        }
        if !example.candidates.is_empty() || example.wanted.iter().any(|n| *n > 0) {
            examples.push(example);
        }
    }
}

/// Fits on all folds but one and decides that one, fold by fold: exact precision, recall and F1 by scheme and decision.
fn cross_validate(options: &Options, examples: &[Example], features: usize, copies: usize, support: &[u32], schemes: &[String]) {
    let mut counts = vec![[[0u32; 3]; 8]; schemes.len()];
    for fold in 0..options.folds {
        let train: Vec<usize> = (0..examples.len()).filter(|i| examples[*i].document % options.folds != fold).collect();
        let weights = fit(options, examples, train, features, copies, support);
        let mut fitted_in = vec![vec![false; copies]; Decision::ALL.len()];
        examples.iter().filter(|_| copies > 1).for_each(|e| e.candidates.iter().for_each(|c| fitted_in[c.2][1 + e.domain] = true));
        let merged = merge(&weights, features, &fitted_in);
        for e in examples.iter().filter(|e| e.document % options.folds == fold) {
            let scores: Vec<f64> = e
                .candidates
                .iter()
                .zip(&e.own)
                .map(|((_, _, d, s), own)| e.spans[*s].iter().chain(own).map(|f| merged[d * features + *f as usize]).sum())
                .collect();
            let counts = &mut counts[e.domain];
            (0..8).for_each(|d| counts[d][0] += e.wanted[d]);
            for i in best(e, &scores) {
                let d = e.candidates[i].2;
                counts[d][1] += 1;
                counts[d][2] += u32::from(e.gold.contains(&i));
            }
        }
    }
    for (scheme, counts) in schemes.iter().zip(&counts) {
        for d in Decision::ALL {
            let [gold, found, right] = counts[*d as usize].map(f64::from);
            if gold > 0.0 {
                println!("{scheme} {:<13} P {:.3} R {:.3} F1 {:.4}", d.name(), right / found, right / gold, 2.0 * right / (gold + found));
            }
        }
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
fn merge(weights: &[f64], features: usize, fitted_in: &[Vec<bool>]) -> Vec<f64> {
    let block = features * Decision::ALL.len();
    let mut out = weights[..block].to_vec();
    for (d, fitted) in fitted_in.iter().enumerate() {
        let copies: Vec<usize> = (0..fitted.len()).filter(|c| fitted[*c]).collect();
        for at in d * features..(d + 1) * features {
            if !copies.is_empty() {
                out[at] += copies.iter().map(|c| weights[c * block + at]).sum::<f64>() / copies.len() as f64;
            }
        }
    }
    out
}

fn fit(options: &Options, examples: &[Example], mut order: Vec<usize>, features: usize, copies: usize, support: &[u32]) -> Vec<f64> {
    let block = features * Decision::ALL.len();
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
            let scores: Vec<f64> = scores.into_iter().enumerate().map(|(i, s)| if e.gold.contains(&i) { s - options.cost } else { s }).collect();
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
                        if support[d * features + *f as usize] < MIN_SUPPORT {
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

fn write_table(options: &Options, vocabulary: &Vocabulary, weights: &[f64], support: &[u32], features: usize, fitted_in: &[Vec<bool>]) {
    let merged = merge(weights, features, fitted_in);
    let own: String =
        std::fs::read_to_string("src/arbitrate/weights.tsv").unwrap_or_default().lines().filter(|l| l.contains("\town:")).fold(String::new(), |mut s, l| {
            s.push_str(l);
            s.push('\n');
            s
        });
    let mut out = String::from(
        "# Weights of cues, fitted by examples/fit.rs from annotated news; `own:` cues are set by hand. The head of that file says how.\n# support: in how many training candidates the cue was seen.\ndecision\tcue\tweight\tsupport\n",
    );
    out.push_str(&own);
    let mut rows: Vec<(usize, String, f64, u32)> = Vec::new();
    for d in 0..Decision::ALL.len() {
        for (f, cue) in vocabulary.cues.iter().enumerate() {
            let at = d * features + f;
            let weight = merged[at];
            // Below this a weight changes no decision that its rounding would not.
            if weight.abs() >= 0.03 {
                rows.push((d, cue.name(), weight, support[at]));
            }
        }
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.abs().total_cmp(&a.2.abs())).then(a.1.cmp(&b.1)));
    for (d, name, weight, n) in &rows {
        writeln!(out, "{}\t{name}\t{weight:.2}\t{n}", Decision::ALL[*d].name()).expect("a string takes all");
    }
    std::fs::write(&options.out, out).expect("the weights file can be written");
    eprintln!("{} weights written to {}", rows.len(), options.out);
}

/// The annotation as spans for every layer.
fn golds_of(document: &Value, scheme: &str, text: &str) -> Vec<(Layer, Vec<Gold>)> {
    let chars: Vec<char> = text.chars().collect();
    let has_capital = |s: usize, e: usize| chars[s..e].iter().any(|c| c.is_uppercase());
    let entities: Vec<(usize, usize, String, &Value)> = document["entities"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|e| (e["start"].as_u64().unwrap_or(0) as usize, e["end"].as_u64().unwrap_or(0) as usize, e["type"].as_str().unwrap_or("").to_string(), e))
        .collect();
    let mut names: Vec<Gold> = Vec::new();
    let mut bodies = Vec::new();
    let mut jobs = Vec::new();
    for (start, end, kind, e) in &entities {
        let (start, end) = (*start, *end);
        match scheme {
            "factru" => {
                let wanted = match kind.as_str() {
                    "Person" => {
                        names.push(Gold { start, end, decision: Decision::Person });
                        continue;
                    }
                    "Org" => "org_name",
                    "LocOrg" | "Location" => "loc_name",
                    _ => continue,
                };
                let decision = if kind == "Org" { Decision::Organization } else { Decision::Place };
                for p in e["parts"].as_array().into_iter().flatten().filter(|p| p["role"] == wanted) {
                    names.push(Gold { start: p["start"].as_u64().unwrap_or(0) as usize, end: p["end"].as_u64().unwrap_or(0) as usize, decision });
                }
            }
            "slavic" => {
                let decision = match kind.as_str() {
                    "PER" => Decision::Person,
                    "LOC" => Decision::Place,
                    "ORG" => Decision::Organization,
                    _ => continue,
                };
                names.push(Gold { start, end, decision });
            }
            _ => {
                if e["fragments"].is_array() {
                    continue;
                }
                match kind.as_str() {
                    "PERSON" if has_capital(start, end) => names.push(Gold { start, end, decision: Decision::Person }),
                    "COUNTRY" | "CITY" | "STATE_OR_PROVINCE" | "DISTRICT" | "LOCATION" | "FACILITY"
                        if has_capital(start, end) && !is_adjective(&chars[start..end]) =>
                    {
                        names.push(Gold { start, end, decision: Decision::Place });
                    }
                    "ORGANIZATION" if chars[start].is_uppercase() || chars[start].is_numeric() => {
                        let end = without_owner(start, end, &entities, &chars);
                        names.push(Gold { start, end, decision: Decision::Organization });
                    }
                    "ORGANIZATION" => bodies.push(Gold { start, end, decision: Decision::Body }),
                    "PROFESSION" => jobs.push(Gold { start, end, decision: Decision::Office }),
                    _ => {}
                }
            }
        }
    }
    let mut out = vec![(Layer::Names, outermost(names))];
    if scheme == "nerel" {
        out.push((Layer::Bodies, outermost(bodies)));
        out.push((Layer::Offices, outermost(jobs)));
    }
    out
}

/// One capitalised word with an adjective's ending: «Российский» names no place for us.
fn is_adjective(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    !word.contains(' ') && svodka::lexicon::morph::readings(&word).first().is_some_and(|r| r.pos == svodka::lexicon::Pos::Adjective)
}

/// The end of an organization's name without the country or place that follows it: «МИД Грузии» is «МИД» of «Грузия».
fn without_owner(start: usize, end: usize, entities: &[(usize, usize, String, &Value)], chars: &[char]) -> usize {
    let owner = entities
        .iter()
        .find(|(s, e, k, _)| *e == end && *s > start && matches!(k.as_str(), "COUNTRY" | "CITY" | "STATE_OR_PROVINCE") && chars[*s].is_uppercase());
    match owner {
        Some((s, ..)) if chars[s - 1] == ' ' => s - 1,
        _ => end,
    }
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
