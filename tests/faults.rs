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
