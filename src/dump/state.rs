//! How far a run has come, in a small file beside its output, so that another run can go on after it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// The form of the state itself.
const FORM: &str = "svodka-batch/1";

/// What is counted of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Sheets written.
    pub sheets: u64,
    /// Records that gave none.
    pub failed: u64,
    /// Sheets of articles that repeat another.
    pub reprints: u64,
    /// Warnings in the sheets: what was replaced, cut or skipped in the records.
    #[serde(default)]
    pub warnings: u64,
}

impl Tally {
    /// Records read.
    pub fn records(&self) -> u64 {
        self.sheets + self.failed
    }
}

/// A point that a run can be taken up at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    form: String,
    /// Everything that decides about the output: with other settings it would not be the same.
    pub settings: BTreeMap<String, String>,
    /// Blocks written.
    pub blocks: u64,
    /// Digest of the input up to there.
    pub digest: u64,
    /// Records up to there.
    pub tally: Tally,
    /// Bytes of the output.
    pub output: u64,
    /// Bytes of the file of errors.
    pub errors: u64,
    /// Bytes of the footers of row groups.
    pub footers: u64,
    /// The output is whole, and only has to be given its name.
    pub whole: bool,
}

impl State {
    /// The state of a run that has not begun.
    pub fn new(settings: BTreeMap<String, String>) -> State {
        State { form: FORM.into(), settings, blocks: 0, digest: 0, tally: Tally::default(), output: 0, errors: 0, footers: 0, whole: false }
    }

    /// Reads a state.
    ///
    /// # Errors
    /// When it is none, or was made with other settings; the message names them.
    pub fn load(path: &Path, settings: &BTreeMap<String, String>) -> Result<State, String> {
        let again = "begin anew with --force";
        let text = fs::read_to_string(path).map_err(|e| e.to_string())?;
        let state: State = serde_json::from_str(&text).map_err(|e| format!("no state of a run ({e}); {again}"))?;
        if state.form != FORM {
            return Err(format!("a state of another version of svodka; {again}"));
        }
        let names = state.settings.keys().chain(settings.keys());
        let mut other: Vec<&str> = names.filter(|n| state.settings.get(*n) != settings.get(*n)).map(String::as_str).collect();
        other.sort_unstable();
        other.dedup();
        if other.is_empty() {
            return Ok(state);
        }
        Err(format!("the interrupted run had other settings ({}); use the same, or {again}", other.join(", ")))
    }

    /// Writes it so that at every moment there is a whole state under this name: the one before or this one.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let new = path.with_extension("state-new");
        let mut file = File::create(&new)?;
        file.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)?;
        sync_folder(path)
    }
}

/// Makes a rename in the folder of `path` lasting.
///
/// # Errors
/// Those of the file system.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Not every system lets one open a folder.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_read_back_and_refuses_other_settings() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.state");
        let settings = |only: &str| BTreeMap::from([("--only".to_string(), only.to_string()), ("--keep".to_string(), "url".to_string())]);
        let state = State { blocks: 7, digest: u64::MAX, ..State::new(settings("people")) };
        state.save(&path).expect("it can be written");
        assert_eq!(State::load(&path, &settings("people")), Ok(state));
        assert!(State::load(&path, &settings("facts")).is_err_and(|e| e.contains("other settings (--only)")));
        fs::write(&path, "{").expect("it can be written");
        assert!(State::load(&path, &settings("people")).is_err_and(|e| e.contains("--force")));
    }
}
