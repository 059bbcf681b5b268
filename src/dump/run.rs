//! A whole run: one thread reads, several make sheets, the caller's writes them in the order of the dump.

use super::block::{Before, Blocks, Gate};
use super::input::{self, Opener};
use super::item::Halt;
use super::output::{Form, Output, Packing};
use super::state::Tally;
use super::target::{DumpError, Paths, Target};
use super::work::{Extract, Failure, Made, Turn, Work};
use crossbeam_channel::{RecvTimeoutError, bounded};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// Blocks under way for every thread: enough that none waits for another's long text.
const UNDER_WAY: usize = 4;

/// Stack of a worker: pages and sentences may be deeply nested.
const STACK: usize = 32 << 20;

/// What to do.
pub struct Job {
    /// Files and folders; `-` is standard input.
    pub inputs: Vec<String>,
    /// How they are read.
    pub input: input::Options,
    /// How sheets are written.
    pub output: Output,
    /// Where to.
    pub paths: Paths,
    /// What else decides about the output: a run is only resumed with the same.
    pub settings: BTreeMap<String, String>,
    /// Threads that make sheets.
    pub jobs: usize,
    /// Stop at the first record that fails or has a warning.
    pub strict: bool,
    /// Mark reprints, and remember so many articles for it.
    pub reprints: Option<usize>,
    /// What makes a sheet.
    pub extract: Extract,
}

/// What the caller is told while it runs.
pub trait Watch {
    /// A record failed.
    fn failure(&mut self, failure: &Failure);
    /// A block was written.
    fn tally(&mut self, tally: &Tally);
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Everything is written.
    Whole(Tally),
    /// It was asked to stop, and did so after these records. A file can be resumed.
    Stopped(Tally),
    /// A record failed, and `strict` was set.
    Strict(Tally),
}

/// Runs a job; `stop` ends it early but in order, `read` grows by the bytes of input that were read. Sheets go to `stream` if there is no file.
///
/// # Errors
/// When it cannot begin, or the output fails. What input or a record suffers is told to `watch`, and counted.
pub fn run(job: Job, stop: &AtomicBool, read: Arc<AtomicU64>, stream: &mut dyn Write, watch: &mut dyn Watch) -> Result<End, DumpError> {
    let Job { inputs, input, output, paths, settings, jobs, strict, reprints, extract } = job;
    if paths.output.is_none() && output.packing != Packing::None {
        return Err(DumpError::Refused("compressed output needs a file: name it with -o".into()));
    }
    #[cfg(feature = "parquet")]
    if output.form == Form::Parquet && (paths.output.is_none() || output.packing != Packing::None) {
        return Err(DumpError::Refused("Parquet needs a file of its own, as in -o сводки.parquet; its columns are compressed already".into()));
    }
    let prompt = paths.output.is_none() && matches!(output.form, Form::Jsonl | Form::Mentions(_) | Form::Facts(_));
    let mut target = match Target::open(&paths, output, settings, stream)? {
        Ok(target) => target,
        Err(tally) => return Ok(End::Whole(tally)),
    };
    let jobs = jobs.max(1);
    let size = output.block_size();
    let before = Before { blocks: target.state.blocks, digest: target.state.digest };
    let gate = Arc::new(Gate::new(jobs * UNDER_WAY, jobs * size * 2 + (4 << 20)));
    let (blocks_in, blocks_out) = bounded(jobs * UNDER_WAY);
    let (made_in, made_out) = bounded::<Result<Made, String>>(jobs * UNDER_WAY);
    let work = Arc::new(Work { extract, names: input.names.clone(), output, strict, turn: reprints.map(Turn::new) });
    // The threads are not waited for when the run is stopped: the reader may hang in a pipe that nobody writes to.
    let reader = {
        let mut blocks = Blocks::new(Arc::clone(&gate), blocks_in, size, prompt, before, reprints.is_some());
        thread::spawn(move || {
            let read = Opener::new(&input, &mut blocks, read).all(&inputs);
            read.and_then(|()| blocks.end())
        })
    };
    for _ in 0..jobs {
        let (work, blocks, made) = (Arc::clone(&work), blocks_out.clone(), made_in.clone());
        let run = move || {
            for block in blocks {
                if made.send(work.block(block)).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().stack_size(STACK).spawn(run).map_err(|error| DumpError::Io { name: "a thread".into(), error })?;
    }
    drop((blocks_out, made_in));
    let mut waiting: BTreeMap<u64, Made> = BTreeMap::new();
    // Blocks of the run before are only seen again where reprints are told.
    let first = if reprints.is_some() { 0 } else { before.blocks };
    let mut next = first;
    let mut last = None;
    loop {
        if last.is_none() && stop.load(Ordering::Relaxed) {
            last = Some(gate.stop());
        }
        if last.is_some_and(|let_in| next - first >= let_in) {
            target.save()?;
            return Ok(End::Stopped(target.state.tally));
        }
        let made = match made_out.recv_timeout(Duration::from_millis(50)) {
            Ok(made) => made.map_err(DumpError::Refused)?,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        waiting.insert(made.number, made);
        while let Some(made) = waiting.remove(&next) {
            next += 1;
            gate.leave(made.size);
            if made.written {
                continue;
            }
            if strict && !made.failures.is_empty() {
                return strict_end(target, &made, watch);
            }
            made.failures.iter().for_each(|failure| watch.failure(failure));
            target.block(&made)?;
            watch.tally(&target.state.tally);
        }
    }
    match reader.join() {
        Ok(Ok(()) | Err(Halt::Broken(_))) => target.end().map(End::Whole),
        Ok(Err(Halt::Changed)) => {
            Err(DumpError::Refused("the input is not what it was when the interrupted run read it; give the same, or begin anew with --force".into()))
        }
        Ok(Err(Halt::Stop)) | Err(_) => {
            target.save()?;
            Ok(End::Stopped(target.state.tally))
        }
    }
}

/// A stream gets the sheets before the failed record; a file can be resumed from the block before, once the record is mended.
fn strict_end(mut target: Target<'_>, made: &Made, watch: &mut dyn Watch) -> Result<End, DumpError> {
    made.failures.iter().for_each(|failure| watch.failure(failure));
    target.save()?;
    let resumable = target.state.clone();
    target.block(made)?;
    let tally = target.state.tally;
    target.state = resumable;
    target.save()?;
    Ok(End::Strict(tally))
}
