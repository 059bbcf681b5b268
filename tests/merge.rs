//! `svodka merge` on the command line: formats, dates, many runs, lines that are no sheets.

#[path = "support/program.rs"]
mod program;

use std::process::Output;

fn svodka(args: &[&str], input: &str) -> Output {
    program::run(args, input.as_bytes())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Sheets of three dated articles, a line each.
fn sheets() -> String {
    let records = [
        r#"{"id": "a", "date": "2018-06-01", "text": "Министр обороны Казахстана Сергей Петров прибыл в Ош."}"#,
        r#"{"id": "b", "date": "2018-06-03", "text": "Министр обороны Казахстана Сергей Петров ушёл. Петрову вручили орден."}"#,
        r#"{"id": "c", "date": "2018-06-02", "text": "В Оше открыли мост."}"#,
    ];
    let out = svodka(&["batch", "-"], &records.join("\n"));
    assert!(out.status.success(), "{}", text(&out.stderr));
    text(&out.stdout)
}

#[test]
fn one_row_an_entity_with_dates_and_offices() {
    let out = svodka(&["merge", "-"], &sheets());
    let table = text(&out.stdout);
    assert_eq!(table.lines().next(), Some("id\tname\tvariants\tdocuments\tmentions\tfirst\tlast\tcountry\twithin\toffices"));
    let row = table.lines().find(|l| l.starts_with("person:")).expect("the minister");
    let cells: Vec<&str> = row.split('\t').collect();
    assert_eq!(&cells[..2], ["person:sergey-petrov", "Сергей Петров"]);
    assert_eq!(&cells[3..7], ["2", "3", "2018-06-01", "2018-06-03"]);
    assert!(cells[9].ends_with(" 2018-06-01/2018-06-03"), "{row}");
    let town = table.lines().find(|l| l.starts_with("place:kg-osh\t")).expect("the town");
    assert_eq!(town.split('\t').nth(7), Some("country:KG"));
}

#[test]
fn many_runs_and_another_order_give_the_same_table() {
    let sheets = sheets();
    let whole = svodka(&["merge", "-"], &sheets);
    let backward: String = sheets.lines().rev().map(|l| format!("{l}\n")).collect();
    for held in ["1", "2", "5"] {
        assert_eq!(text(&svodka(&["merge", "--held", held, "-"], &backward).stdout), text(&whole.stdout), "{held} held");
    }
    // More files than are read at once.
    let many: String = (0..40).map(|_| sheets.as_str()).collect();
    let (one, runs) = (svodka(&["merge", "-"], &many), svodka(&["merge", "--held", "1", "-"], &many));
    assert_eq!(text(&one.stdout), text(&runs.stdout));
}

#[test]
fn csv_has_a_header_and_jsonl_an_object_a_line() {
    let sheets = sheets();
    let csv = text(&svodka(&["merge", "--format", "csv", "-"], &sheets).stdout);
    assert!(csv.starts_with("id,name,variants,documents,"), "{csv}");
    assert!(csv.lines().all(|l| l.split(',').count() == 10), "{csv}");
    let jsonl = text(&svodka(&["merge", "--format", "jsonl", "-"], &sheets).stdout);
    assert!(jsonl.lines().all(|l| l.starts_with("{\"id\":\"") && l.ends_with('}')), "{jsonl}");
}

#[test]
fn lines_that_are_no_sheets_are_told_and_left_out() {
    let out = svodka(&["merge", "-"], &format!("{{\"a\": 1}}\n{}", sheets()));
    assert_eq!(out.status.code(), Some(1));
    assert!(text(&out.stderr).contains("-:1:"), "{}", text(&out.stderr));
    assert!(text(&out.stdout).contains("person:sergey-petrov"));
    assert_eq!(svodka(&["merge", "no-such-file"], "").status.code(), Some(2));
}

#[test]
fn packed_sheets_and_articles_are_read_as_what_they_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    for ending in ["gz", "bz2", "zst", "xz"] {
        let records = folder.path().join("records.jsonl");
        std::fs::write(&records, r#"{"id": "a", "date": "2018-06-02", "text": "В Оше открыли мост."}"#).expect("written");
        let packed = folder.path().join(format!("packed.jsonl.{ending}"));
        let (records, packed) = (records.to_str().expect("UTF-8"), packed.to_str().expect("UTF-8"));
        assert!(svodka(&["batch", records, "-o", packed], "").status.success());
        let same = svodka(&["batch", records], "");
        let unpacked = folder.path().join("unpacked.jsonl");
        std::fs::write(&unpacked, &same.stdout).expect("written");
        let unpacked = unpacked.to_str().expect("UTF-8");
        let diff = svodka(&["diff", unpacked, packed], "");
        assert_eq!((diff.status.code(), text(&diff.stdout), text(&diff.stderr)), (Some(0), String::new(), String::new()), "{ending}");
        let merged = |file: &str| text(&svodka(&["merge", "--format", "jsonl", file], "").stdout);
        assert_eq!(merged(packed), merged(unpacked), "{ending}");
        // An article of a sheet's text: packed or not, what is read is the same.
        let (as_packed, as_plain) = (svodka(&["--only", "places", packed], ""), svodka(&["--only", "places", unpacked], ""));
        assert!(as_packed.status.success(), "{}", text(&as_packed.stderr));
        let body = |out: &[u8]| text(out).split_once("\"characters\"").map(|(_, rest)| rest.to_string());
        assert_eq!(body(&as_packed.stdout), body(&as_plain.stdout), "{ending}");
    }
}
