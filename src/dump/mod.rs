//! Dumps in, sheets out: every kind of file that news is kept in, on all cores, in the dump's order, resumable.
//!
//! ```text
//! inputs ─ input ──▶ records        one after another, as a stream; a record that cannot be read is one with its cause
//!        ─ block ──▶ blocks         records in a row; at most so many bytes are under way
//!        ─ work ───▶ bytes          on all cores: documents, reprints, sheets, compression
//!        ─ target ─▶ output, state  in order; at every moment another run can go on
//! ```
//!
//! The same bytes come out for every number of threads, and of a run that was killed and resumed. Nothing grows with the dump.

mod block;
mod each;
mod input;
mod item;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod record;
mod reprints;
mod run;
mod state;
mod target;
mod work;

pub use each::{Take, each};
pub use input::{Kind, Limits, Options, unpacked, unpacked_name};
pub use item::{Place, Raw};
pub use output::{Form, Output, Packing};
pub use record::{Names, Refused};
pub use run::{End, Job, Watch, run};
pub use state::Tally;
pub use target::{DumpError, Paths};
pub use work::{Extract, Failure};
