//! What the command line asks for.

use crate::examples::Example;

/// Cues seen in fewer candidates than this are dropped: what they say is chance.
const MIN_SUPPORT: u32 = 6;

/// A corpus.
pub struct Input {
    pub file: String,
    /// How its annotation is read.
    pub scheme: String,
    /// Takes only documents with an even number.
    pub even: bool,
    /// Is only measured on.
    pub test: bool,
}

/// The options, with what they are without being asked for.
pub struct Options {
    pub out: String,
    pub marked: bool,
    pub limit: usize,
    pub folds: usize,
    pub check: bool,
    pub without: Vec<String>,
    pub epochs: usize,
    pub l2: f64,
    pub cost: f64,
    pub hide: f64,
    pub layers: usize,
    pub support: u32,
    pub only: String,
    pub errors: String,
    pub mix: Vec<f64>,
    pub ablate: bool,
    pub inputs: Vec<Input>,
}

impl Options {
    /// Whether weights are fitted to an example at all.
    pub fn trains_on(&self, e: &Example) -> bool {
        match self.only.as_str() {
            "intact" => !e.hidden,
            "hidden" => e.hidden,
            _ => true,
        }
    }

    /// Whether some inputs are only measured on.
    pub fn tests(&self) -> bool {
        self.inputs.iter().any(|i| i.test)
    }

    /// The fold of a document: one of several, or the one of those that are only measured on.
    pub fn fold_of(&self, document: usize, input: &Input) -> usize {
        match (self.tests(), input.test) {
            (false, _) => document % self.folds,
            (true, true) => 0,
            (true, false) => usize::MAX,
        }
    }
}

/// Reads the command line.
pub fn read() -> Options {
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
                let flags: Vec<&str> = parts.collect();
                o.inputs.push(Input { file, scheme, even: flags.contains(&"even"), test: flags.contains(&"test") });
            }
        }
    }
    if o.tests() {
        (o.folds, o.check) = (1, true);
    }
    o
}
