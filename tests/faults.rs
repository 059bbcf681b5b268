//! What the world does to a program: no room, no memory, no rights, nobody who reads. A clear message, the right exit code, nothing half-written taken
//! for whole.

#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const SVODKA: &str = env!("CARGO_BIN_EXE_svodka");
const ARTICLE: &str = "fixtures/articles/diplomacy.txt";

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("svodka-faults-{}-{name}", std::process::id()));
    fs::create_dir_all(&path).expect("a folder");
    path
}

/// Runs a line of the shell in which `$0` is the program.
fn shell(line: &str) -> Output {
    Command::new("sh").arg("-c").arg(line).arg(SVODKA).stdin(Stdio::null()).output().expect("a shell")
}

fn plain() -> Vec<u8> {
    let out = Command::new(SVODKA).arg(ARTICLE).output().expect("runs");
    assert!(out.status.success());
    out.stdout
}

/// `n` records, the sheets of which are some hundred kilobytes.
fn dump(path: &PathBuf, n: usize) {
    let mut file = fs::File::create(path).expect("a file");
    for i in 0..n {
        writeln!(file, "{{\"id\": \"{i}\", \"text\": \"Министр обороны Сергей Петров прибыл в Ош. Погибли {i} человек.\"}}").expect("room");
    }
}

#[test]
fn a_full_disk_is_told_and_is_no_success() {
    let out = shell(&format!("\"$0\" {ARTICLE} > /dev/full"));
    assert_eq!(out.status.code(), Some(2));
    let error = String::from_utf8_lossy(&out.stderr);
    assert!(error.contains("standard output") && error.contains("No space left"), "{error}");
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let dir = folder("pipe");
    let path = dir.join("d.jsonl");
    dump(&path, 3000);
    for line in [
        format!("{{ \"$0\" {ARTICLE}; echo $? >&2; }} | head -c 1 > /dev/null"),
        format!("{{ \"$0\" batch {}; echo $? >&2; }} | head -c 1 > /dev/null", path.display()),
    ] {
        let out = shell(&line);
        let error = String::from_utf8_lossy(&out.stderr);
        assert!(error.trim_end().ends_with('0') && !error.contains("panicked") && !error.contains("Broken pipe"), "{line}: {error}");
    }
    fs::remove_dir_all(dir).expect("gone");
}

#[test]
fn two_hundred_megabytes_and_one_descriptor_are_enough_for_an_article() {
    let wanted = plain();
    for limits in ["ulimit -v 204800", "ulimit -n 4"] {
        let out = shell(&format!("{limits}; \"$0\" {ARTICLE}"));
        assert_eq!((out.status.code(), out.stdout == wanted), (Some(0), true), "{limits}: {}", String::from_utf8_lossy(&out.stderr));
    }
}

#[test]
fn without_any_descriptor_left_it_says_so() {
    let out = shell(&format!("ulimit -n 3; exec \"$0\" {ARTICLE}"));
    assert_ne!(out.status.code(), Some(0));
}

#[test]
fn locale_time_zone_terminal_and_environment_change_no_byte() {
    let wanted = plain();
    for line in [
        format!("LC_ALL=C \"$0\" {ARTICLE}"),
        format!("LC_ALL=tr_TR.UTF-8 \"$0\" {ARTICLE}"),
        format!("TZ=Pacific/Kiritimati \"$0\" {ARTICLE}"),
        format!("TERM=dumb NO_COLOR=1 COLUMNS=20 \"$0\" {ARTICLE}"),
        format!("env -i \"$0\" {ARTICLE}"),
        format!("TMPDIR=/nonexistent HOME=/nonexistent \"$0\" {ARTICLE}"),
    ] {
        let out = shell(&line);
        assert_eq!((out.status.code(), out.stdout == wanted), (Some(0), true), "{line}: {}", String::from_utf8_lossy(&out.stderr));
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_done() {
    let dir = folder("unread");
    for bad in [dir.display().to_string(), dir.join("нет.txt").display().to_string()] {
        let out = Command::new(SVODKA).args([&bad, ARTICLE]).output().expect("runs");
        assert_eq!(out.status.code(), Some(1), "{bad}");
        assert!(String::from_utf8_lossy(&out.stderr).contains(&bad));
        assert_eq!(out.stdout, plain());
        assert_eq!(Command::new(SVODKA).arg(&bad).output().expect("runs").status.code(), Some(2), "{bad} alone");
    }
    fs::remove_dir_all(dir).expect("gone");
}

/// Runs the program's arguments in a folder under strace, which makes calls on a file fail; nothing where there is no strace.
fn failing(dir: &PathBuf, file: &str, inject: &str, args: &[&str]) -> Option<Output> {
    let strace = Command::new("strace").current_dir(dir).args(["-f", "-o", "calls", "-P", file, "-e", inject, SVODKA]).args(args).stdin(Stdio::null()).output();
    if strace.is_err() {
        eprintln!("no strace on this machine: not tested here");
    }
    strace.ok()
}

#[test]
fn a_read_that_fails_half_way_keeps_what_was_good_and_is_told() {
    let dir = folder("half-read");
    dump(&dir.join("d.jsonl"), 3000);
    let Some(out) = failing(&dir, "d.jsonl", "inject=read:error=EIO:when=3+", &["batch", "d.jsonl", "-j", "1"]) else { return };
    let (error, sheets) = (String::from_utf8_lossy(&out.stderr), out.stdout.iter().filter(|b| **b == b'\n').count());
    assert!(out.status.code() == Some(1) && error.contains("d.jsonl:") && error.contains("the rest of this input is left out"), "{error}");
    assert!(sheets > 100 && error.contains(&format!("{sheets} sheets, 1 failed")), "{error}");
    // An article is whole or it is no article.
    let out = failing(&dir, "d.jsonl", "inject=read:error=EIO:when=3+", &["d.jsonl"]).expect("strace, as before");
    assert!(out.status.code() == Some(2) && out.stdout.is_empty() && String::from_utf8_lossy(&out.stderr).contains("d.jsonl: "));
    fs::remove_dir_all(dir).expect("gone");
}

#[test]
fn a_disk_that_fills_half_way_leaves_nothing_under_the_outputs_name_and_resume_goes_on() {
    let dir = folder("half-written");
    dump(&dir.join("d.jsonl"), 3000);
    let part = dir.join("out.jsonl.part").display().to_string();
    let Some(out) = failing(&dir, &part, "inject=write:error=ENOSPC:when=2+", &["batch", "d.jsonl", "-o", &dir.join("out.jsonl").display().to_string()]) else {
        return;
    };
    let error = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.code() == Some(2) && error.contains("out.jsonl.part: No space left on device"), "{error}");
    assert!(!dir.join("out.jsonl").exists());
    let run = |args: &[&str]| Command::new(SVODKA).current_dir(&dir).arg("batch").args(args).output().expect("runs");
    assert_eq!(run(&["d.jsonl", "-o", "out.jsonl", "--resume"]).status.code(), Some(0));
    assert!(fs::read(dir.join("out.jsonl")).expect("the output") == run(&["d.jsonl"]).stdout);
    fs::remove_dir_all(dir).expect("gone");
}

/// Each thread's part of the C library's memory reserves 64 MB of addresses, so that a batch of two threads has enough of 200 MB only when told to share one.
#[test]
fn two_hundred_megabytes_of_addresses_are_enough_for_a_batch_or_nothing_is_taken_for_whole() {
    let dir = folder("addresses");
    let (path, out) = (dir.join("d.jsonl"), dir.join("out.jsonl"));
    dump(&path, 500);
    let (path, out) = (path.display(), out.display());
    let wanted = shell(&format!("\"$0\" batch {path}"));
    assert_eq!(wanted.status.code(), Some(0));
    let shared = shell(&format!("ulimit -v 204800; MALLOC_ARENA_MAX=1 \"$0\" batch -j 2 {path}"));
    assert!(shared.status.code() == Some(0) && shared.stdout == wanted.stdout, "{}", String::from_utf8_lossy(&shared.stderr));
    for megabytes in [40, 80, 120, 160] {
        let run = shell(&format!("ulimit -v {}; \"$0\" batch -j 2 {path} -o {out}", megabytes * 1024));
        let whole = fs::read(dir.join("out.jsonl")).ok();
        assert_eq!(run.status.code() == Some(0), whole.is_some(), "{megabytes} MB");
        assert!(whole.is_none_or(|bytes| bytes == wanted.stdout) && (run.status.success() || !run.stderr.is_empty()), "{megabytes} MB");
        fs::read_dir(&dir)
            .expect("a folder")
            .map(|f| f.expect("a file").path())
            .filter(|p| !p.ends_with("d.jsonl"))
            .for_each(|p| fs::remove_file(p).expect("gone"));
    }
    fs::remove_dir_all(dir).expect("gone");
}

#[test]
fn a_folder_for_temporary_files_that_is_none_is_named_to_who_needs_it() {
    let dir = folder("temporary");
    let mut archive = zip::ZipWriter::new(fs::File::create(dir.join("a.zip")).expect("a file"));
    archive.start_file("a.txt", zip::write::SimpleFileOptions::default()).expect("room");
    archive.write_all("Погибли 12 человек.".as_bytes()).expect("room");
    archive.finish().expect("room");
    let path = dir.join("a.zip").display().to_string();
    let run = shell(&format!("cat {path} | TMPDIR=/nonexistent \"$0\" batch -"));
    let error = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.code() == Some(1) && error.contains("/nonexistent") && error.contains("set TMPDIR"), "{error}");
    // A file can be looked into where it stands.
    assert_eq!(shell(&format!("TMPDIR=/nonexistent \"$0\" batch {path}")).status.code(), Some(0));
    fs::remove_dir_all(dir).expect("gone");
}

#[test]
fn a_batch_with_few_descriptors_ends_well_or_says_why() {
    let dir = folder("descriptors");
    let path = dir.join("d.jsonl");
    dump(&path, 500);
    let wanted = shell(&format!("\"$0\" batch {}", path.display())).stdout;
    for descriptors in 3..=6 {
        let out = dir.join(format!("out{descriptors}.jsonl"));
        let run = shell(&format!("ulimit -n {descriptors}; exec \"$0\" batch {} -o {}", path.display(), out.display()));
        let whole = fs::read(&out).ok();
        assert_eq!(run.status.code() == Some(0), whole.as_ref() == Some(&wanted), "{descriptors}: {}", String::from_utf8_lossy(&run.stderr));
        assert!(run.status.success() || (whole.is_none() && !run.stderr.is_empty()), "{descriptors}");
    }
    fs::remove_dir_all(dir).expect("gone");
}

/// A clock that jumps can change nothing that never looks at it. Progress on a terminal and the moment when a batch saves its state look at time that passed.
#[test]
fn nothing_asks_what_time_it_is() {
    fn sources(folder: PathBuf, found: &mut Vec<PathBuf>) {
        for path in fs::read_dir(folder).expect("a folder").map(|f| f.expect("a file").path()) {
            if path.is_dir() { sources(path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    sources(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 100, "the sources are there");
    for path in found.iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let source = fs::read_to_string(path).expect("UTF-8");
        let calendar = ["SystemTime", "UNIX_EPOCH", "Zoned::now", "Timestamp::now", "TimeZone::system"].iter().find(|c| source.contains(**c));
        assert!(calendar.is_none(), "{}: {calendar:?}", path.display());
        assert!(!source.contains("Instant::now") || path.ends_with("src/dump/target.rs"), "{}", path.display());
    }
}

#[test]
fn a_killed_batch_leaves_no_file_under_the_name_of_a_whole_one() {
    let dir = folder("kill");
    let (path, out) = (dir.join("d.jsonl"), dir.join("out.jsonl"));
    dump(&path, 60_000);
    let mut child = Command::new(SVODKA).arg("batch").arg(&path).arg("-o").arg(&out).stderr(Stdio::null()).spawn().expect("runs");
    // Until it has begun to write; no clock is asked for a result.
    while fs::read_dir(&dir).expect("a folder").count() < 2 && child.try_wait().expect("a child").is_none() {
        std::thread::yield_now();
    }
    child.kill().expect("it still runs");
    child.wait().expect("it ends");
    assert!(!out.exists());
    fs::remove_dir_all(dir).expect("gone");
}

#[test]
fn nothing_is_asked_of_the_network_and_nothing_is_written_but_the_output() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("no strace on this machine: not tested here");
        return;
    }
    let dir = folder("calls");
    let (path, out, calls) = (dir.join("d.jsonl"), dir.join("out.jsonl"), dir.join("calls"));
    dump(&path, 50);
    let status = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=%network,openat,open,creat,mkdir,unlink,rename", "-o"])
        .arg(&calls)
        .args([SVODKA, "batch"])
        .arg(&path)
        .arg("-o")
        .arg(&out)
        .stderr(Stdio::null())
        .status()
        .expect("runs");
    assert!(status.success());
    let log = fs::read_to_string(&calls).expect("a log");
    assert!(log.contains("d.jsonl"), "the log has the calls");
    for call in log.lines() {
        assert!(!["socket(", "connect(", "sendto(", "bind("].iter().any(|c| call.contains(c)), "{call}");
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "creat(", "mkdir("].iter().any(|c| call.contains(c));
        assert!(!writes || call.contains("out.jsonl"), "{call}");
    }
    fs::remove_dir_all(dir).expect("gone");
}
