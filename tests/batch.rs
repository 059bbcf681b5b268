//! `svodka batch` as its users run it: every kind of input and output, damage, kills and resumed runs.

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dumps").join(name).display().to_string()
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_svodka"));
    command.arg("batch").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn batch(args: &[&str]) -> Output {
    fed(args, b"")
}

fn fed(args: &[&str], input: &[u8]) -> Output {
    let mut child = command(args).spawn().expect("the program was built");
    // A program that does not read its input closes it: that is no failure of the test.
    let _ = child.stdin.take().expect("piped").write_all(input);
    child.wait_with_output().expect("it ends")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn sheets(bytes: &[u8]) -> Vec<Value> {
    std::str::from_utf8(bytes).expect("UTF-8").lines().map(|l| serde_json::from_str(l).expect("a sheet a line")).collect()
}

fn ids(output: &Output) -> Vec<String> {
    sheets(&output.stdout).iter().map(|s| s["document"]["id"].as_str().expect("an id").to_string()).collect()
}

/// A folder of its own for a test's files.
fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("batch-{test}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, bytes).expect("a file of the test");
    path.display().to_string()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).expect("memory takes all");
    out.finish().expect("memory takes all")
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).expect("memory takes all");
    }
    archive.into_inner().expect("memory takes all")
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory takes all");
        archive.write_all(bytes).expect("memory takes all");
    }
    archive.finish().expect("memory takes all").into_inner()
}

const TEXTS: [&str; 3] = ["Анна Котова уехала в Нарын.", "Завод «Мотор» вырос на 5%; он стоит в Омске.", "Президент Казахстана прибыл в Ташкент."];

/// A dump of so many records, of which every hundredth is damaged.
fn dump(records: usize) -> String {
    (0..records)
        .map(|n| match n % 100 {
            57 => format!("{{\"id\": \"{n}\", \"text\": \n"),
            _ => {
                let text = format!("{} Это {n}-й день. {}", TEXTS[n % 3], TEXTS[(n / 3) % 3].repeat(1 + n % 7));
                format!("{}\n", json!({"id": n.to_string(), "text": text, "date": "2018-06-05"}))
            }
        })
        .collect()
}

#[test]
fn order_is_kept_and_every_number_of_threads_gives_the_same_bytes() {
    let dump = fixture("small.jsonl");
    let one = batch(&["-j", "1", &dump]);
    let many = batch(&["-j", "4", &dump]);
    assert_eq!(code(&one), 0);
    assert_eq!(one.stdout, many.stdout);
    assert_eq!(ids(&one), ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"]);
    assert!(err(&one).contains("8 records: 8 sheets, 0 failed"), "{}", err(&one));
}

#[test]
fn bad_records_are_named_and_counted_and_stop_nothing() {
    let output = batch(&[&fixture("bad-lines.jsonl")]);
    assert_eq!(code(&output), 1);
    let messages = err(&output);
    for expected in [
        "bad-lines.jsonl:2: not JSON",
        "bad-lines.jsonl:3: record «b3»: no field «text» (found: id, title); choose one with --text-field",
        "bad-lines.jsonl:5: record «b5»: field «text» is no string",
        "5 records: 2 sheets, 3 failed",
    ] {
        assert!(messages.contains(expected), "{expected} in {messages}");
    }
    assert_eq!(ids(&output), ["b1", "b6"]);
}

#[test]
fn failed_records_go_to_a_file_with_input_number_id_place_and_cause() {
    let folder = scratch("errors");
    let errors = folder.join("errors.jsonl").display().to_string();
    let output = batch(&[&fixture("bad-lines.jsonl"), "--errors", &errors]);
    assert_eq!((code(&output), err(&output).lines().count()), (1, 1), "{}", err(&output));
    let lines = sheets(&fs::read(&errors).expect("the errors"));
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[1]["record"], &lines[1]["id"], &lines[1]["input"]), (&json!(3), &json!("b3"), &json!(fixture("bad-lines.jsonl"))));
    let dump = fs::read(fixture("bad-lines.jsonl")).expect("the dump");
    assert!(dump[lines[1]["offset"].as_u64().expect("an offset") as usize..].starts_with(b"{\"id\": \"b3\""));
    let again = batch(&[&fixture("bad-lines.jsonl"), "--errors", &errors]);
    assert!(code(&again) == 2 && err(&again).contains("--force"), "{}", err(&again));
}

#[test]
fn the_same_records_in_every_kind_of_file_give_the_same_sheets() {
    let folder = scratch("kinds");
    let records: Vec<Value> = TEXTS.iter().enumerate().map(|(n, t)| json!({"id": n.to_string(), "text": t})).collect();
    let lines: String = records.iter().map(|r| format!("{r}\n")).collect();
    let pretty: String = records.iter().map(|r| format!("{r:#}\n")).collect();
    let table = |sign: &str| {
        let quoted = |t: &str| format!("\"{}\"", t.replace('"', "\"\""));
        let rows: String = TEXTS.iter().enumerate().map(|(n, t)| format!("{n}{sign}{}\n", quoted(t))).collect();
        format!("id{sign}text\n{rows}")
    };
    let warc: String = TEXTS
        .iter()
        .enumerate()
        .map(|(n, t)| {
            format!("WARC/1.1\r\nWARC-Type: conversion\r\nWARC-Target-URI: {n}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{t}\r\n\r\n", t.len())
        })
        .collect();
    let expected = fed(&[], lines.as_bytes());
    assert_eq!(ids(&expected), ["0", "1", "2"]);
    let packed = |text: &str| -> Vec<(&str, Vec<u8>)> {
        let bytes = text.as_bytes();
        let mut bz2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
        bz2.write_all(bytes).expect("memory takes all");
        let mut xz = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).expect("memory takes all");
        xz.write_all(bytes).expect("memory takes all");
        let half = bytes.len() / 2;
        vec![
            ("", bytes.to_vec()),
            (".gz", gzip(bytes)),
            (".members.gz", [gzip(&bytes[..half]), gzip(&bytes[half..])].concat()),
            (".bz2", bz2.finish().expect("memory takes all")),
            (".zst", zstd::bulk::compress(bytes, 1).expect("memory takes all")),
            (".xz", xz.finish().expect("memory takes all")),
            (".zip", zip(&[("inside", bytes)])),
            (".tar", tar(&[("inside", bytes)])),
            (".tgz", gzip(&tar(&[("inside", bytes)]))),
        ]
    };
    let array = Value::Array(records.clone()).to_string();
    for (kind, text) in [("jsonl", lines.as_str()), ("json", &array), ("pretty.json", &pretty), ("csv", &table(",")), ("tsv", &table("\t")), ("warc", &warc)] {
        for (ending, bytes) in packed(text) {
            let file = write(&folder, &format!("dump.{kind}{ending}"), &bytes);
            for output in [batch(&[&file]), fed(&["-"], &bytes)] {
                assert_eq!(output.stdout == expected.stdout, code(&output) == 0, "{kind}{ending}: {}", err(&output));
                assert_eq!(code(&output), 0, "{kind}{ending}: {}", err(&output));
            }
        }
    }
}

#[test]
fn articles_of_folders_and_archives_are_named_by_their_way_there() {
    let folder = scratch("folder");
    write(&folder, "dump/б.txt", TEXTS[1]);
    write(&folder, "dump/а/1.html", format!("<html><body><p>{}</p></body></html>", TEXTS[0]));
    write(&folder, "dump/а/2.txt.gz", gzip(TEXTS[2].as_bytes()));
    write(&folder, "dump/в.zip", zip(&[("../../etc/x.txt", TEXTS[0].as_bytes()), ("y.jsonl", b"{\"text\": \"\xd0\x9e\xd1\x88.\"}\n")]));
    write(&folder, "dump/.hidden", "не текст");
    write(&folder, "dump/г.png", b"\x89PNG\r\n\x1a\n");
    let output = batch(&[&folder.join("dump").display().to_string()]);
    let top = folder.join("dump").display().to_string();
    // A way that leads out of an archive is only a name: nothing is written there.
    assert_eq!(ids(&output), ["а/1.html", "а/2.txt", "б.txt", "../../etc/x.txt", &format!("{top}/в.zip/y.jsonl:1")]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("г.png: this is no text"), "{}", err(&output));
}

#[test]
fn what_other_programs_write_is_read() {
    let lenta = batch(&[&fixture("lenta.csv"), "--title-field", "title", "--keep", "topic,tags"]);
    let found = sheets(&lenta.stdout);
    assert_eq!(ids(&lenta), ["https://example.org/1", "https://example.org/2"]);
    assert_eq!(found[0]["document"]["kept"], json!({"topic": "Мир", "tags": "Политика"}));
    assert_eq!(found[0]["document"]["fields"][1], json!({"field": "text", "start": 28, "end": 125}));
    assert_eq!((&found[1]["document"]["date"], &found[1]["dates"][0]["value"]), (&json!("2018-06-05"), &json!("2018-06-04")));
    let trafilatura = sheets(&batch(&[&fixture("trafilatura.json")]).stdout);
    assert_eq!((trafilatura.len(), &trafilatura[0]["document"]["date"]), (1, &json!("2018-06-05")));
    let newspaper = batch(&[&fixture("newspaper.json")]);
    assert_eq!(ids(&newspaper), ["https://example.org/zavod", "https://example.org/shkoly"]);
    assert!(err(&newspaper).contains("record «https://example.org/pusto»: field «text» has no text"), "{}", err(&newspaper));
    let pages = batch(&[&fixture("pages.warc")]);
    assert_eq!((ids(&pages), code(&pages)), (vec!["http://example.org/most".to_string(), "http://example.org/wet".to_string()], 0));
    assert_eq!(sheets(&pages.stdout)[0]["document"]["date"], json!("2018-06-05"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_of_pyarrow_is_read_from_files_and_streams() {
    let path = fixture("pyarrow.parquet");
    let by_file = batch(&[&path, "--keep", "tags"]);
    assert_eq!((ids(&by_file), code(&by_file)), (vec!["p1".to_string(), "p3".to_string()], 1));
    assert!(err(&by_file).contains("pyarrow.parquet:2: record «p2»: field «text» is null"), "{}", err(&by_file));
    assert_eq!(sheets(&by_file.stdout)[0]["document"]["kept"], json!({"tags": ["а", "б"]}));
    let bytes = fs::read(&path).expect("the dump");
    assert_eq!(fed(&["--keep", "tags"], &bytes).stdout, by_file.stdout);
    let cut = fed(&[], &bytes[..bytes.len() - 20]);
    assert!(code(&cut) == 1 && err(&cut).contains("this input is left out"), "{}", err(&cut));
}

#[cfg(feature = "parquet")]
#[test]
fn sheets_as_parquet_are_the_sheets() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = scratch("parquet");
    let input = write(&folder, "dump.jsonl", dump(300));
    let target = folder.join("out.parquet");
    assert_eq!(code(&batch(&[&input, "-o", &target.display().to_string()])), 1);
    let lines = sheets(&batch(&[&input]).stdout);
    let reader = SerializedFileReader::new(fs::File::open(&target).expect("the output")).expect("Parquet");
    let rows: Vec<Value> = reader.get_row_iter(None).expect("rows").map(|r| r.expect("a row").to_json_value()).collect();
    assert_eq!(rows.len(), 297);
    for (row, sheet) in rows.iter().zip(&lines) {
        assert_eq!((&row["document"]["id"], &row["document"]["tokens"]), (&sheet["document"]["id"], &sheet["document"]["tokens"]));
        for section in ["people", "places", "organizations", "figures", "facts"] {
            let ids =
                |v: &Value| v[section].as_array().expect("a list").iter().map(|e| (e["id"].clone(), e["mentions"][0]["text"].clone())).collect::<Vec<_>>();
            assert_eq!(ids(row), ids(sheet), "{section}");
        }
    }
}

#[test]
fn tables_have_one_header_and_every_compression_holds_the_same() {
    let folder = scratch("outputs");
    let input = write(&folder, "dump.jsonl", dump(1000));
    let plain = batch(&[&input]).stdout;
    for ending in ["jsonl", "jsonl.gz", "jsonl.bz2", "jsonl.zst", "jsonl.xz"] {
        let target = folder.join(format!("out.{ending}")).display().to_string();
        assert_eq!(code(&batch(&[&input, "-o", &target])), 1, "{ending}");
        let mut bytes = Vec::new();
        let file = fs::File::open(&target).expect("the output");
        let read = match ending.rsplit('.').next() {
            Some("gz") => flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes),
            Some("bz2") => bzip2::read::MultiBzDecoder::new(file).read_to_end(&mut bytes),
            Some("zst") => zstd::Decoder::new(file).expect("a frame").read_to_end(&mut bytes),
            Some("xz") => lzma_rust2::XzReader::new(file, true).read_to_end(&mut bytes),
            _ => (&file).read_to_end(&mut bytes),
        };
        assert!(read.is_ok() && bytes == plain, "{ending}");
    }
    let facts = batch(&[&input, "--format", "facts-tsv", "-j", "3"]).stdout;
    assert_eq!(facts.split(|b| *b == b'\n').filter(|l| l.starts_with(b"document\tid\tkind")).count(), 1);
    let none = fed(&["--format", "tsv", "--input-format", "jsonl"], b"\n");
    assert_eq!((code(&none), none.stdout.as_slice()), (0, &b"document\tkind\tid\tname\tstart\tend\ttext\tnorm\trule\n"[..]));
}

#[test]
fn whole_files_are_written_and_none_is_overwritten() {
    let folder = scratch("whole");
    let target = folder.join("out.jsonl").display().to_string();
    let dump = fixture("small.jsonl");
    assert_eq!(code(&batch(&[&dump, "-o", &target])), 0);
    let first = fs::read(&target).expect("the output");
    assert_eq!(first, batch(&[&dump]).stdout);
    let refused = batch(&[&dump, "-o", &target]);
    assert_eq!(code(&refused), 2);
    assert!(err(&refused).contains("--force"), "{}", err(&refused));
    assert_eq!(code(&batch(&[&dump, "-o", &target, "--force"])), 0);
    assert!(err(&batch(&[&dump, "-o", &target, "--resume"])).contains("is whole"));
    assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 1, "nothing half-written stays");
}

#[cfg(unix)]
#[test]
fn a_device_is_not_replaced_by_the_output() {
    let null = scratch("device").join("null");
    std::os::unix::fs::symlink("/dev/null", &null).expect("a way to the device");
    let run = batch(&["-o", &null.display().to_string(), "--force", &fixture("small.jsonl")]);
    assert_eq!((code(&run), null.is_symlink()), (2, true));
    assert!(err(&run).contains("is no file that could be replaced; leave -o out"), "{}", err(&run));
    let folder = scratch("device-folder").display().to_string();
    assert!(code(&batch(&["-o", &folder, "--force", &fixture("small.jsonl")])) == 2 && Path::new(&folder).is_dir());
}

/// Kills a run again and again, a moment later each time, and resumes it. Says how often it was really killed.
fn killed_and_resumed(args: &[&str], moments: impl Iterator<Item = u64>) -> usize {
    let mut kills = 0;
    for moment in moments {
        let mut child = command(args).arg("--resume").spawn().expect("the program was built");
        sleep(Duration::from_millis(moment));
        if child.try_wait().expect("a child").is_some() {
            return kills;
        }
        child.kill().expect("a child");
        child.wait().expect("a child");
        kills += 1;
    }
    let last = command(args).arg("--resume").output().expect("the program was built");
    assert!(code(&last) < 2, "{}", err(&last));
    kills
}

#[test]
fn a_run_killed_at_any_moment_and_resumed_is_that_of_one_never_killed() {
    let folder = scratch("killed");
    let input = write(&folder, "dump.jsonl", dump(3000));
    let path = |name: &str| folder.join(name).display().to_string();
    for name in ["out.jsonl", "out.jsonl.zst", "out.csv.gz", "out.parquet"] {
        if name.ends_with("parquet") && cfg!(not(feature = "parquet")) {
            continue;
        }
        let (whole, whole_errors) = (path(&format!("whole-{name}")), path(&format!("whole-{name}.errors")));
        assert_eq!(code(&batch(&[&input, "-o", &whole, "--errors", &whole_errors, "--dedupe", "-j", "1"])), 1);
        // The names of the files do not decide about their content, but they are among the settings: one run has one name.
        let (output, errors) = (path(name), path(&format!("{name}.errors")));
        killed_and_resumed(&[&input, "-o", &output, "--errors", &errors, "--dedupe", "-j", "2"], (1..6).map(|n| n * 150));
        assert!(fs::read(&output).expect("the output") == fs::read(&whole).expect("the output"), "{name}");
        assert!(fs::read(&errors).expect("the errors") == fs::read(&whole_errors).expect("the errors"), "{name}");
        assert!(!folder.join(format!("{name}.part")).exists() && !folder.join(format!("{name}.state")).exists());
    }
}

#[test]
fn a_run_is_resumed_only_with_the_same_input_and_settings() {
    let folder = scratch("settings");
    let input = write(&folder, "dump.jsonl", dump(6000));
    let output = folder.join("out.jsonl").display().to_string();
    let mut child = command(&[&input, "-o", &output]).spawn().expect("the program was built");
    while !folder.join("out.jsonl.part").metadata().is_ok_and(|m| m.len() > 600_000) {
        assert!(child.try_wait().expect("a child").is_none(), "it should take longer");
        sleep(Duration::from_millis(10));
    }
    child.kill().expect("a child");
    child.wait().expect("a child");
    let refused = |args: &[&str], why: &str| {
        let output = batch(args);
        assert!(code(&output) == 2 && err(&output).contains(why), "{}", err(&output));
    };
    refused(&[&input, "-o", &output], "--resume");
    refused(&[&input, "-o", &output, "--resume", "--only", "people"], "other settings (--only)");
    let before: Value = serde_json::from_slice(&fs::read(folder.join("out.jsonl.state")).expect("a state")).expect("JSON");
    if before["blocks"].as_u64() > Some(0) {
        fs::write(&input, dump(6000).replacen("Котова", "Белова", 1)).expect("a file of the test");
        refused(&[&input, "-o", &output, "--resume"], "the input is not what it was");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_in_order() {
    let folder = scratch("signal");
    let input = write(&folder, "dump.jsonl", dump(6000));
    let output = folder.join("out.jsonl").display().to_string();
    let mut child = command(&[&input, "-o", &output, "-j", "2"]).spawn().expect("the program was built");
    while !folder.join("out.jsonl.part").metadata().is_ok_and(|m| m.len() > 300_000) {
        assert!(child.try_wait().expect("a child").is_none(), "it should take longer");
        sleep(Duration::from_millis(5));
    }
    let kill = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill is there");
    assert!(kill.success());
    let mut messages = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut messages).expect("UTF-8");
    assert_eq!(child.wait().expect("it ends").code(), Some(2), "{messages}");
    assert!(messages.contains("stopped after") && messages.contains("--resume goes on"), "{messages}");
    let state: Value = serde_json::from_slice(&fs::read(folder.join("out.jsonl.state")).expect("a state")).expect("JSON");
    assert_eq!(state["output"].as_u64(), fs::metadata(folder.join("out.jsonl.part")).ok().map(|m| m.len()), "all that is written counts");
    assert_eq!(code(&batch(&[&input, "-o", &output, "--resume"])), 1);
    assert!(fs::read(&output).expect("the output") == batch(&[&input, "-j", "1"]).stdout);
}

#[test]
fn strict_stops_at_the_first_bad_record() {
    let output = batch(&[&fixture("bad-lines.jsonl"), "--strict"]);
    assert_eq!((code(&output), ids(&output)), (2, vec!["b1".to_string()]));
    assert!(err(&output).contains(":2: not JSON") && err(&output).contains("stopped at the first record that failed"), "{}", err(&output));
}

#[test]
fn what_was_replaced_is_counted_and_strict_takes_it_for_a_failure() {
    let input = format!("{}\n{}\n", json!({"id": "1", "text": TEXTS[0]}), json!({"id": "2", "text": "Ош\u{0} и Нарын.", "date": "когда-то"}));
    let output = fed(&[], input.as_bytes());
    assert!(code(&output) == 0 && err(&output).contains("2 records: 2 sheets, 0 failed, 2 warnings in the sheets"), "{}", err(&output));
    let warnings = sheets(&output.stdout)[1]["warnings"].clone();
    assert_eq!((warnings.as_array().map(Vec::len), &warnings[0]["character"]), (Some(2), &json!(2)), "{warnings}");
    let output = fed(&["--strict"], input.as_bytes());
    assert_eq!((code(&output), ids(&output)), (2, vec!["1".to_string()]));
    assert!(err(&output).contains("standard input:2: record «2»: ") && err(&output).contains("without --strict"), "{}", err(&output));
}

#[test]
fn reprints_are_marked_with_the_first() {
    let text = "Национальный банк сообщил, что новый мост через реку Нарын откроют в июне. Его строили три года рабочие завода «Мотор» из Омска, и стоил он больше ста миллионов сомов, как сказал директор Иван Петров.";
    let input: String = [text.to_string(), text.replace("новый", "большой"), "Снег.".into(), text.to_uppercase(), "Снег!".into()]
        .iter()
        .enumerate()
        .map(|(n, t)| format!("{}\n", json!({"id": n.to_string(), "text": t})))
        .collect();
    let output = fed(&["--dedupe"], input.as_bytes());
    let found: Vec<Value> = sheets(&output.stdout).iter().map(|s| s["document"]["reprint"].clone()).collect();
    assert_eq!(found, [Value::Null, json!({"of": "0", "kind": "near"}), Value::Null, json!({"of": "0", "kind": "exact"}), json!({"of": "2", "kind": "exact"})]);
    assert!(err(&output).contains("3 reprints"), "{}", err(&output));
}

#[test]
fn one_percent_of_damage_costs_one_percent() {
    let output = fed(&["-j", "2"], dump(1000).as_bytes());
    assert_eq!((code(&output), ids(&output).len()), (1, 990));
    for n in (57..1000).step_by(100) {
        assert!(err(&output).contains(&format!("standard input:{}: not JSON", n + 1)), "{n}");
    }
    assert!(err(&output).contains("1000 records: 990 sheets, 10 failed"));
}

#[test]
fn of_a_cut_archive_the_good_records_are_kept() {
    let whole = dump(2000);
    for packed in [gzip(whole.as_bytes()), zstd::bulk::compress(whole.as_bytes(), 1).expect("memory takes all")] {
        let output = fed(&[], &packed[..packed.len() / 2]);
        let kept = ids(&output).len();
        assert!(code(&output) == 1 && kept > 200, "{kept} {}", err(&output));
        assert!(err(&output).contains("the rest of this input is left out"), "{}", err(&output));
    }
    let archive = tar(&[("a.txt", TEXTS[0].as_bytes()), ("b.txt", TEXTS[1].as_bytes())]);
    let output = fed(&[], &archive[..1024 + 200]);
    assert!(code(&output) == 1 && ids(&output) == ["a.txt"], "{}", err(&output));
}

#[test]
fn limits_are_told() {
    let long = format!("{{\"id\":\"1\",\"text\":\"{}\"}}\n{{\"id\":\"2\",\"text\":\"Ош.\"}}\n", "а".repeat(1000));
    let output = fed(&["--max-record", "500"], long.as_bytes());
    assert!(code(&output) == 1 && ids(&output) == ["2"], "{}", err(&output));
    assert!(err(&output).contains("standard input:1: a record of more than 500 bytes; raise --max-record"), "{}", err(&output));

    let bomb = gzip(&[b'\n'; 80 << 20]);
    let output = fed(&["--max-ratio", "100"], &bomb);
    assert!(code(&output) == 1 && err(&output).contains("more than 100 times its size"), "{}", err(&output));

    let nested = (0..6).fold(dump(1).into_bytes(), |bytes, _| gzip(&bytes));
    assert!(err(&fed(&[], &nested)).contains("more than 4 archives inside each other"));

    let many = tar(&[("a.txt", TEXTS[0].as_bytes()), ("b.txt", TEXTS[1].as_bytes()), ("c.txt", TEXTS[2].as_bytes())]);
    let output = fed(&["--max-files", "2"], &many);
    assert!(ids(&output).len() == 2 && err(&output).contains("more than 2 files"), "{}", err(&output));

    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    archive.append_link(&mut header, "x.txt", "/etc/passwd").expect("memory takes all");
    let output = fed(&[], &archive.into_inner().expect("memory takes all"));
    assert!(code(&output) == 1 && err(&output).contains("x.txt: a link in an archive is not followed"), "{}", err(&output));
}

#[test]
fn a_bomb_in_layers_in_members_or_of_holes_is_no_more_than_a_bomb() {
    let unpacked = vec![b'\n'; 80 << 20];
    // Each layer alone keeps the ratio.
    let layers = gzip(&gzip(&unpacked));
    let output = fed(&["--max-ratio", "2000"], &layers);
    assert!(code(&output) == 1 && err(&output).contains("more than 2000 times its size"), "{}", err(&output));

    // So does each member.
    let half = &unpacked[..40 << 20];
    let output = fed(&["--max-ratio", "500"], &zip(&[("a.jsonl", half), ("b.jsonl", half)]));
    assert!(code(&output) == 1 && err(&output).contains("b.jsonl") && err(&output).contains("more than 500 times its size"), "{}", err(&output));

    let mut header = tar::Header::new_gnu();
    header.set_path("a.jsonl").expect("a short name");
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_size(0);
    let sparse = header.as_gnu_mut().expect("GNU");
    sparse.set_real_size(1 << 32);
    // A piece of no length at the end: the rest is a hole of 4 GB.
    sparse.sparse[0].offset.copy_from_slice(b"40000000000\0");
    sparse.sparse[0].numbytes.copy_from_slice(b"00000000000\0");
    header.set_cksum();
    let output = fed(&[], &[header.as_bytes().as_slice(), &[0; 1024]].concat());
    assert!(code(&output) == 1 && err(&output).contains("more than 1000 times its size"), "{}", err(&output));
}

#[test]
fn a_way_out_of_an_archive_is_a_name_and_nothing_else() {
    let folder = scratch("traversal");
    let mut archive = tar::Builder::new(Vec::new());
    let names = ["../../out.txt", "/tmp/svodka-out.txt", "a/../../b.txt"];
    for name in names {
        let mut header = tar::Header::new_gnu();
        header.as_gnu_mut().expect("GNU").name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(TEXTS[0].len() as u64);
        header.set_cksum();
        archive.append(&header, TEXTS[0].as_bytes()).expect("memory takes all");
    }
    for (file, bytes) in [("a.tar", archive.into_inner().expect("memory takes all")), ("a.zip", zip(&names.map(|n| (n, TEXTS[0].as_bytes()))))] {
        let input = write(&folder, &format!("in/deep/{file}"), bytes);
        let output = batch(&[&input]);
        assert_eq!((code(&output), ids(&output)), (0, names.map(String::from).to_vec()), "{}", err(&output));
    }
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
    assert_eq!(fs::read_dir(folder.join("in/deep")).expect("a folder").count(), 2);
    assert!(!Path::new("/tmp/svodka-out.txt").exists());
}

#[test]
fn a_slow_stream_gives_a_sheet_for_every_line_at_once() {
    let mut child = command(&[]).spawn().expect("the program was built");
    let mut to = child.stdin.take().expect("piped");
    let mut from = BufReader::new(child.stdout.take().expect("piped"));
    for (n, text) in TEXTS.iter().enumerate() {
        writeln!(to, "{}", json!({"id": n.to_string(), "text": text})).expect("it reads");
        let mut line = String::new();
        from.read_line(&mut line).expect("a sheet");
        assert_eq!(sheets(line.as_bytes())[0]["document"]["id"], json!(n.to_string()));
    }
    drop(to);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let output = command(&[&fixture("small.jsonl")]).stdout(full).output().expect("the program was built");
    assert!(code(&output) == 2 && err(&output).contains("standard output: "), "{}", err(&output));
}
