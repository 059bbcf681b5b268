//! svodka for Python. The extractor is the program's; what is here turns Python's arguments into it and its sheets into Python's dicts.

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use svodka::ingest::{self, Html};
use svodka::lexicon::Lexicon;
use svodka::sheet::PARTS;

/// Makes fact sheets. Immutable: one can be shared by all threads, and the interpreter's lock is not held while it reads.
#[pyclass(frozen, module = "svodka")]
struct Extractor(svodka::Extractor);

#[pymethods]
impl Extractor {
    #[new]
    #[pyo3(signature = (*, only = None, date = None, offsets = false, gazetteers = None))]
    fn new(only: Option<Vec<String>>, date: Option<String>, offsets: bool, gazetteers: Option<Vec<std::path::PathBuf>>) -> PyResult<Extractor> {
        let only = only.unwrap_or_default();
        if let Some(unknown) = only.iter().find(|part| !PARTS.contains(&part.as_str())) {
            return Err(PyValueError::new_err(format!("`{unknown}` is no part of a sheet; there are {}", PARTS.join(", "))));
        }
        let lexicon = Lexicon::load(&gazetteers.unwrap_or_default()).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let date = date.map(|date| day(&date)).transpose()?;
        Ok(Extractor(svodka::Extractor::new().with_lexicon(lexicon).with_date(date).with_offsets(offsets).with_only(only)))
    }

    /// The fact sheet of a text as JSON, the same bytes that the program writes.
    #[pyo3(signature = (text, *, id = "stdin", date = None))]
    fn extract_json(&self, py: Python<'_>, text: &str, id: &str, date: Option<String>) -> PyResult<String> {
        let mut document = ingest::read_text(id, text, Html::No);
        document.date = date.map(|date| day(&date)).transpose()?;
        let made = py.detach(|| catch_unwind(AssertUnwindSafe(|| serde_json::to_string(&self.0.extract(&document)))));
        match made {
            Ok(Ok(sheet)) => Ok(sheet),
            Ok(Err(error)) => Err(PyRuntimeError::new_err(error.to_string())),
            Err(_) => Err(PyRuntimeError::new_err("svodka failed on this text; please report it")),
        }
    }
}

/// A day, and the hour and minute behind it, as a record's date is read: midnight is no hour that anybody wrote down.
fn day(date: &str) -> PyResult<String> {
    let shaped = |part: &str, shape: &str| {
        part.len() == shape.len() && part.bytes().zip(shape.bytes()).all(|(c, s)| if s == b'0' { c.is_ascii_digit() } else { c == s })
    };
    let day = date.get(..10).filter(|d| shaped(d, "0000-00-00"));
    let time = date.get(11..16).filter(|t| shaped(t, "00:00") && *t != "00:00" && matches!(date.as_bytes()[10], b'T' | b' '));
    let day = day.map(|day| time.map_or_else(|| day.to_string(), |time| format!("{day}T{time}")));
    day.ok_or_else(|| PyValueError::new_err(format!("`{date}` is no day; write YYYY-MM-DD, and THH:MM behind it where the hour is known")))
}

/// The compiled part; `svodka` is the package.
#[pymodule]
fn _svodka(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Extractor>()?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}
