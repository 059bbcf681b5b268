//! What every run over a dump must keep, whatever the dump's bytes are. Used by tests and by the fuzz target.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicU64};
use svodka::Extractor;
use svodka::dump::{self, End, Failure, Form, Job, Limits, Options, Output, Packing, Paths, Tally, Watch};
use svodka::ingest::Document;
use svodka::sheet::FactSheet;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(Extractor::new);

/// What a run left.
pub struct Ran {
    /// The sheets, a line each.
    pub output: Vec<u8>,
    /// The records that gave none.
    pub failures: Vec<Failure>,
    /// What was counted.
    pub tally: Tally,
}

struct Told(Vec<Failure>);

impl Watch for Told {
    fn failure(&mut self, failure: &Failure) {
        self.0.push(failure.clone());
    }

    fn tally(&mut self, _: &Tally) {}
}

/// Runs `extract` over a file, with limits that a test reaches in no time.
pub fn run(path: &Path, jobs: usize, extract: impl Fn(&Document) -> FactSheet + Send + Sync + 'static) -> Ran {
    let job = Job {
        inputs: vec![path.to_str().expect("UTF-8").to_string()],
        input: Options { limits: Limits { record: 1 << 14, files: 50, ..Limits::default() }, ..Options::default() },
        output: Output { form: Form::Jsonl, packing: Packing::None },
        paths: Paths::default(),
        settings: BTreeMap::new(),
        jobs,
        strict: false,
        reprints: Some(100),
        extract: Box::new(extract),
    };
    let (mut output, mut told) = (Vec::new(), Told(Vec::new()));
    let ended = dump::run(job, &AtomicBool::new(false), Arc::new(AtomicU64::new(0)), &mut output, &mut told);
    let Ok(End::Whole(tally)) = ended else { panic!("no input ends a run: {ended:?}") };
    Ran { output, failures: told.0, tally }
}

/// Panics with what does not hold of a dump of these bytes: what [`hold_alone`] looks at, and two threads write what one writes.
pub fn hold(path: &Path) {
    let one = hold_alone(path);
    let two = run(path, 2, |document| EXTRACTOR.extract(document));
    assert!(one.output == two.output, "another number of threads, other bytes");
    assert!(one.failures == two.failures, "another number of threads, other failures");
}

/// Panics with what does not hold of one thread's run: every record has a sheet or a cause, none of which is a fault of the program; every sheet is one.
pub fn hold_alone(path: &Path) -> Ran {
    let one = run(path, 1, |document| EXTRACTOR.extract(document));
    let lines: Vec<&[u8]> = one.output.split_inclusive(|b| *b == b'\n').collect();
    assert_eq!(lines.len() as u64, one.tally.sheets);
    assert_eq!(one.failures.len() as u64, one.tally.failed);
    for line in lines {
        let sheet: FactSheet = serde_json::from_slice(line).expect("a sheet");
        assert!(!sheet.document.id.is_empty(), "a sheet without an id");
    }
    for failure in &one.failures {
        assert!(!failure.cause.is_empty() && !failure.cause.contains("please report"), "{failure}");
        assert_eq!(failure.line().matches('\n').count(), 1, "a line each: {failure}");
    }
    one
}
