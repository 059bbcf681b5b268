//! What the workers do: a block of records in, the bytes of its sheets out.

use super::block::Block;
use super::item::{Item, Place};
use super::output::Output;
use super::record::{Names, Refused};
use super::reprints::{Likeness, Reprints, Sketch};
use crate::ingest::Document;
use crate::sheet::{FactSheet, Reprint};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, Once, PoisonError};

/// A record that gave no sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where it stands.
    pub place: Place,
    /// Its id, if it could be read.
    pub id: Option<String>,
    /// What is wrong, and what can be done.
    pub cause: String,
}

impl Failure {
    /// A line of JSON: `input`, `record` (its number), `id`, `offset` (its first byte), `cause`.
    pub fn line(&self) -> String {
        let record = (self.place.number > 0).then_some(self.place.number);
        format!("{}\n", json!({"input": &*self.place.input, "record": record, "id": self.id, "offset": self.place.offset, "cause": self.cause}))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if let Some(id) = &self.id {
            write!(f, "record «{id}»: ")?;
        }
        f.write_str(&self.cause)
    }
}

/// What became of a block.
#[allow(missing_docs)]
#[derive(Debug)]
pub struct Made {
    pub number: u64,
    /// What the block weighed.
    pub size: usize,
    pub digest: u64,
    /// The run before wrote it: there is nothing to write.
    pub written: bool,
    pub bytes: Vec<u8>,
    pub failures: Vec<Failure>,
    pub sheets: u64,
    pub reprints: u64,
    pub warnings: u64,
}

/// What makes the sheet of a document.
pub type Extract = Box<dyn Fn(&Document) -> FactSheet + Send + Sync>;

/// What all workers share.
pub struct Work {
    pub extract: Extract,
    pub names: Names,
    pub output: Output,
    /// Stop at the first failure, and take a warning for one.
    pub strict: bool,
    pub turn: Option<Turn>,
}

/// A record that was looked into.
struct Read {
    place: Place,
    document: Result<Document, Refused>,
}

impl Work {
    /// The sheets of a block.
    ///
    /// # Errors
    /// When the output cannot be made: not for what a record is.
    pub fn block(&self, block: Block) -> Result<Made, String> {
        let Block { number, items, size, digest, written } = block;
        let records: Vec<Read> = items.into_iter().map(|item| self.read(item)).collect();
        let mut made = Made { number, size, digest, written, bytes: Vec::new(), failures: Vec::new(), sheets: 0, reprints: 0, warnings: 0 };
        let mut reprints = self.turn.as_ref().map(|turn| turn.see(number, &records)).unwrap_or_default().into_iter();
        if written {
            return Ok(made);
        }
        let mut sheets = self.output.form.block(number == 0)?;
        for Read { place, document } in records {
            let reprint = reprints.next().flatten();
            let sheet = document.and_then(|document| match guarded(|| (self.extract)(&document)) {
                Ok(sheet) => match sheet.warnings.first().filter(|_| self.strict) {
                    Some(warning) => Err(Refused { cause: format!("{}; without --strict a warning in the sheet", warning.message), id: Some(document.id) }),
                    None => Ok((sheet, document.text)),
                },
                Err(panic) => Err(Refused { cause: failed_on(&document.text, &panic), id: Some(document.id) }),
            });
            match sheet {
                Ok((mut sheet, text)) => {
                    made.sheets += 1;
                    made.reprints += u64::from(reprint.is_some());
                    made.warnings += sheet.warnings.len() as u64;
                    sheet.document.reprint = reprint;
                    sheets.add(&sheet, &text)?;
                }
                Err(Refused { id, cause }) => {
                    made.failures.push(Failure { place, id, cause });
                    if self.strict {
                        break;
                    }
                }
            }
        }
        made.bytes = self.output.packing.pack(sheets.end()?).map_err(|e| e.to_string())?;
        Ok(made)
    }

    fn read(&self, item: Item) -> Read {
        let Item { place, content } = item;
        let document = match content {
            Ok(raw) => guarded(|| self.names.document(raw, &place))
                .unwrap_or_else(|panic| Err(Refused { id: None, cause: format!("svodka failed on this record ({panic}); please report it") })),
            Err(cause) => Err(Refused { id: None, cause }),
        };
        Read { place, document }
    }
}

fn failed_on(text: &str, panic: &str) -> String {
    let hash: String = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    format!("svodka failed on this text (sha256 {hash}; {panic}); please report it")
}

/// What is remembered of the articles before, and whose block may look next: in the order of the dump, whichever thread is first.
pub struct Turn {
    state: Mutex<(u64, Reprints)>,
    changed: Condvar,
}

impl Turn {
    /// Remembers the last `window` articles.
    pub fn new(window: usize) -> Turn {
        Turn { state: Mutex::new((0, Reprints::new(window))), changed: Condvar::new() }
    }

    fn see(&self, number: u64, records: &[Read]) -> Vec<Option<Reprint>> {
        let sketches: Vec<Option<Sketch>> = records.iter().map(|r| r.document.as_ref().ok().map(|d| Sketch::of(&d.text))).collect();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.0 != number {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let see = |(record, sketch): (&Read, &Option<Sketch>)| {
            let (document, sketch) = (record.document.as_ref().ok()?, sketch.as_ref()?);
            let (of, likeness) = state.1.see(sketch, &document.id)?;
            let kind = match likeness {
                Likeness::Exact => "exact",
                Likeness::Near => "near",
            };
            Some(Reprint { of, kind: kind.into() })
        };
        let found = records.iter().zip(&sketches).map(see).collect();
        state.0 += 1;
        self.changed.notify_all();
        found
    }
}

thread_local! {
    /// Where and why this thread panicked last; none for a thread that nobody guards.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs something that may panic; how it did is for the caller to tell, not for the standard hook.
pub(super) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let guarded = PANIC.with_borrow_mut(|last| match last {
                Some(last) => {
                    let payload = panic.payload();
                    let message = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("");
                    *last = panic.location().map_or_else(|| message.to_string(), |at| format!("{}:{}: {message}", at.file(), at.line()));
                    true
                }
                None => false,
            });
            if !guarded {
                before(panic);
            }
        }));
    });
    PANIC.set(Some(String::new()));
    let result = catch_unwind(AssertUnwindSafe(run));
    let panic = PANIC.take();
    result.map_err(|_| panic.unwrap_or_default())
}
