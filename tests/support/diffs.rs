//! What every diff of two files of sheets must keep. Used by tests and by the fuzz target.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use svodka::compare::changes::Scope;
use svodka::compare::join::{self, Entry, Head};
use svodka::compare::patch;
use svodka::compare::source::Source;

/// The sheets that a file of this content holds.
pub fn source(path: &Path, content: &str) -> Source {
    fs::write(path, content).expect("written");
    Source::open(path.to_str().expect("UTF-8"), &|name, _| panic!("{name} holds sheets")).expect("sheets")
}

/// The diff from one to the other.
pub fn diff(a: &Source, b: &Source) -> (Head, Vec<Entry>) {
    let (mut head, mut entries) = (None, Vec::new());
    let mut take = |h: &Head| {
        head = Some(h.clone());
        Ok(())
    };
    join::compare(a, b, &Scope::default(), &mut take, &mut |e| {
        entries.push(e);
        Ok(())
    })
    .expect("readable");
    (head.expect("a head"), entries)
}

/// As `svodka diff --format json` writes it.
pub fn written(head: &Head, entries: &[Entry]) -> String {
    let lines = entries.iter().map(|e| serde_json::to_string(e).expect("JSON"));
    [serde_json::to_string(head).expect("JSON")].into_iter().chain(lines).map(|l| l + "\n").collect()
}

/// What `svodka patch` writes.
pub fn patched(a: &Source, diff: &str, reverse: bool) -> String {
    let mut out = Vec::new();
    patch::apply(a, &mut Cursor::new(diff.as_bytes()), reverse, &mut out).unwrap_or_else(|e| panic!("{e}\n{diff}"));
    String::from_utf8(out).expect("UTF-8")
}

/// Panics with what does not hold of two files, each sheets as svodka writes them: A patched is B, B patched back is A, nothing differs from itself, and the
/// diff from B to A is that from A to B mirrored.
pub fn hold(folder: &Path, ending: &str, a: &str, b: &str) {
    let (from, to) = (source(&folder.join(format!("a{ending}")), a), source(&folder.join(format!("b{ending}")), b));
    let (head, entries) = diff(&from, &to);
    let json = written(&head, &entries);
    assert_eq!(patched(&from, &json, false), b);
    assert_eq!(patched(&to, &json, true), a);
    assert_eq!(diff(&from, &from).1, []);
    assert_eq!(diff(&to, &to).1, []);
    let mirror: Vec<Entry> = entries.into_iter().map(Entry::mirrored).collect();
    assert_eq!(diff(&to, &from), (head.mirrored(), mirror));
}
