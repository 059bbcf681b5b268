//! The program as its users run it: arguments, streams, files, messages and exit codes.

#[path = "support/program.rs"]
mod program;

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).display().to_string()
}

fn svodka(args: &[&str]) -> Output {
    fed(args, b"")
}

fn fed(args: &[&str], input: &[u8]) -> Output {
    program::run(args, input)
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn sheet(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", err(output)))
}

fn names(sheet: &Value, section: &str) -> Vec<String> {
    sheet[section].as_array().expect("the section").iter().map(|e| e["name"].as_str().expect("a name").to_string()).collect()
}

/// A folder of its own for a test's files.
fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn strict_takes_a_warning_for_a_failure_and_the_other_files_go_on() {
    let (good, bad) = (fixture("articles/diplomacy.txt"), fixture("broken/nul.txt"));
    let lax = svodka(&[&bad]);
    assert_eq!((code(&lax), sheet(&lax)["warnings"].as_array().map(Vec::len)), (0, Some(1)));
    for (args, sheets) in [(vec!["--strict", &bad], 0), (vec!["--strict", &bad, &good], 1), (vec!["--strict", "--only", "people", &good, &bad], 1)] {
        let output = svodka(&[&["--format", "jsonl"], &args[..]].concat());
        assert_eq!((code(&output), out(&output).lines().count()), (1, sheets), "{args:?}");
        assert!(err(&output).contains(&bad) && err(&output).contains("NUL") && err(&output).contains("without --strict"), "{}", err(&output));
        assert!(!out(&output).contains("nul.txt"), "no sheet of what was refused");
    }
    assert_eq!((code(&svodka(&["--strict", &good])), svodka(&["--strict", &good]).stdout), (0, svodka(&[&good]).stdout));
    // Of standard input too; and what is told of a text, not of its bytes.
    let capless =
        fed(&["--strict"], "президент россии владимир путин встретился с премьером армении николом пашиняном в москве в понедельник. ".repeat(20).as_bytes());
    assert!(code(&capless) == 1 && err(&capless).contains("no capital letters") && capless.stdout.is_empty(), "{}", err(&capless));
    // What cannot be read at all still ends with 2.
    assert_eq!(code(&svodka(&["--strict", "/nonexistent/нет.txt"])), 2);
}

#[test]
fn an_article_from_a_file_and_from_standard_input_is_the_same_but_for_its_id() {
    let path = fixture("articles/diplomacy.txt");
    let mut by_file = sheet(&svodka(&[&path]));
    let mut by_stream = sheet(&fed(&[], &std::fs::read(&path).expect("the article")));
    assert_eq!(by_file["document"]["id"], "diplomacy.txt");
    assert_eq!(by_stream["document"]["id"], "stdin");
    by_file["document"]["id"] = Value::Null;
    by_stream["document"]["id"] = Value::Null;
    assert_eq!(by_file, by_stream);
    assert_eq!(by_file["schema"], "svodka/1");
}

#[test]
fn empty_input_is_an_empty_sheet() {
    let output = svodka(&[]);
    assert_eq!(code(&output), 0);
    let sheet = sheet(&output);
    assert_eq!(sheet["people"], Value::Array(vec![]));
    assert_eq!(sheet["document"]["characters"], 0);
}

#[test]
fn every_encoding_gives_the_same_names() {
    for name in ["utf8", "utf8-bom", "utf16le-bom", "utf16be-bom", "windows-1251", "koi8-r", "ibm866", "crlf", "nfd", "stress"] {
        let output = svodka(&[&fixture(&format!("encodings/{name}.txt"))]);
        let sheet = sheet(&output);
        assert_eq!(names(&sheet, "people"), ["Азамат Токтоев", "Карен Саркисян"], "{name}: {}", err(&output));
        assert_eq!(names(&sheet, "countries"), ["Кыргызстан", "Армения"], "{name}");
    }
}

#[test]
fn a_given_encoding_is_obeyed_and_an_unknown_one_refused() {
    let path = fixture("encodings/koi8-r.txt");
    assert_eq!(names(&sheet(&svodka(&["--encoding", "koi8-r", &path])), "people").len(), 2);
    let refused = svodka(&["--encoding", "koi9", &path]);
    assert_eq!(code(&refused), 2);
    assert!(err(&refused).contains("koi9"), "{}", err(&refused));
}

#[test]
fn a_page_gives_its_article_and_its_date() {
    let sheet = sheet(&svodka(&[&fixture("encodings/page.html")]));
    assert_eq!(names(&sheet, "people"), ["Азамат Токтоев", "Карен Саркисян"]);
    assert_eq!(sheet["document"]["date"], "2021-01-15");
    let text = sheet["document"]["text"].as_str().expect("the text that offsets count in");
    assert!(!text.contains("диван") && !text.contains("Скриптов"), "{text}");
    let yesterday = sheet["dates"].as_array().expect("dates").iter().find(|d| d["relative"] == "-P1D").expect("«вчера»");
    assert_eq!(yesterday["value"], "2021-01-14");
}

#[test]
fn an_undecodable_byte_is_reported_with_its_place() {
    let output = svodka(&[&fixture("broken/undecodable-byte.txt")]);
    assert_eq!(code(&output), 0);
    assert!(err(&output).contains("undecodable-byte.txt: byte 24"), "{}", err(&output));
    let sheet = sheet(&output);
    assert_eq!(sheet["warnings"][0]["byte"], 24);
    assert_eq!(names(&sheet, "people"), ["Сергей Орлов"]);
}

#[test]
fn broken_and_binary_input_never_fails() {
    for name in ["half-character.txt", "nul.txt", "empty.txt", "binary.bin"] {
        let output = svodka(&[&fixture(&format!("broken/{name}"))]);
        assert_eq!(code(&output), 0, "{name}: {}", err(&output));
        assert_eq!(sheet(&output)["schema"], "svodka/1");
    }
}

#[test]
fn several_files_are_sheets_one_after_another_and_a_missing_one_stops_none() {
    let output = svodka(&["--format", "jsonl", &fixture("articles/sport.txt"), "no-such-file.txt", &fixture("articles/court.txt")]);
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("no-such-file.txt"), "{}", err(&output));
    let ids: Vec<Value> = out(&output).lines().map(|l| serde_json::from_str::<Value>(l).expect("a sheet a line")["document"]["id"].clone()).collect();
    assert_eq!(ids, ["sport.txt", "court.txt"]);
    assert_eq!(code(&svodka(&["no-such-file.txt"])), 2);
}

#[test]
fn only_leaves_the_other_parts_out() {
    let sheet = sheet(&svodka(&["--only", "people,figures", &fixture("articles/economy.txt")]));
    let parts: Vec<&String> = sheet.as_object().expect("an object").keys().collect();
    assert_eq!(parts, ["document", "figures", "people", "producer", "schema"]);
    let refused = svodka(&["--only", "persons", &fixture("articles/economy.txt")]);
    assert_eq!(code(&refused), 2);
    assert!(err(&refused).contains("people"), "{}", err(&refused));
}

#[test]
fn a_day_that_the_calendar_lacks_is_refused() {
    let good = sheet(&fed(&["--date", "2024-05-07"], "Вчера в Оше открыли мост.".as_bytes()));
    assert_eq!(good["dates"][0]["value"], "2024-05-06");
    let bad = svodka(&["--date", "2024-02-31"]);
    assert_eq!(code(&bad), 2);
    assert!(err(&bad).contains("YYYY-MM-DD"), "{}", err(&bad));
}

#[test]
fn version_names_the_gazetteers() {
    let text = out(&svodka(&["--version"]));
    assert!(text.starts_with(&format!("svodka {} (gazetteers sha256:", env!("CARGO_PKG_VERSION"))), "{text}");
}

#[test]
fn help_and_unknown_options() {
    let help = out(&svodka(&["--help"]));
    assert!(help.contains("| svodka") && help.contains("svodka batch") && help.contains("Exit codes"), "{help}");
    assert_eq!(code(&svodka(&["--no-such-option"])), 2);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_svodka"))
        .arg(fixture("articles/diplomacy.txt"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(code(&output), 0);
    assert_eq!(err(&output), "");
}

#[test]
fn every_sheet_validates_against_the_schema() {
    let schema: Value = serde_json::from_str(&out(&svodka(&["schema"]))).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a JSON Schema");
    let mut checked = 0;
    for folder in ["articles", "variations", "encodings", "broken"] {
        for entry in std::fs::read_dir(fixture(folder)).expect("the fixtures") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|e| e == "txt" || e == "html" || e == "bin") {
                for args in [&[][..], &["--offsets"]] {
                    let mut all = args.to_vec();
                    let name = path.display().to_string();
                    all.push(&name);
                    let sheet = sheet(&svodka(&all));
                    let wrong: Vec<String> = validator.iter_errors(&sheet).map(|e| format!("{}: {e}", e.instance_path)).collect();
                    assert!(wrong.is_empty(), "{name}: {wrong:?}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 60, "{checked}");
    let mut broken = sheet(&svodka(&[&fixture("articles/sport.txt")]));
    broken["people"][0]["name"] = Value::from(7);
    assert!(!validator.is_valid(&broken), "a check that cannot fail is none");
}

#[test]
fn rules_lists_every_rule_with_its_examples() {
    let text = out(&svodka(&["rules"]));
    for rule in svodka::recognize::rules().map(|r| r.name).chain(svodka::facts::rules().map(|r| r.name)) {
        assert!(text.lines().any(|l| l == rule), "{rule}");
    }
}

/// A folder of its own for a test, with these files.
fn folder_with(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("svodka-cli-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    for (file, content) in files {
        std::fs::write(folder.join(file), content).expect("a temporary file");
    }
    folder
}

#[test]
fn gazetteer_find_tells_what_is_known_of_a_word_and_where_it_stands() {
    let found = svodka(&["gazetteer", "find", "Баткену", "Министерству обороны"]);
    assert_eq!(code(&found), 0);
    let text = out(&found);
    assert!(text.contains("entry    gazetteers/settlements-hand.tsv:") && text.contains("name Баткен; kind city; country KG"), "{text}");
    assert!(text.contains("[organizations, by its name]: name Министерство обороны"), "{text}");
    let unknown = svodka(&["gazetteer", "find", "Кракозябринск"]);
    assert_eq!((code(&unknown), out(&unknown).contains("no entry of the gazetteers")), (1, true));
}

#[test]
fn gazetteer_check_names_file_line_and_column_and_exits_with_1() {
    let folder = folder_with("check", &[("given.tsv", "name\tgender\nЯн\tx\n")]);
    let checked = svodka(&["gazetteer", "check", &folder.display().to_string()]);
    assert_eq!(code(&checked), 1);
    assert!(out(&checked).contains("given.tsv:2: gender: «x»: not one of m, f, mf"), "{}", out(&checked));
    let ours = svodka(&["gazetteer", "check", concat!(env!("CARGO_MANIFEST_DIR"), "/gazetteers")]);
    assert_eq!(code(&ours), 0, "{}", out(&ours));
}

#[test]
fn gazetteer_sort_puts_rows_in_order() {
    let folder = folder_with("sort", &[("given.tsv", "# имена\nname\tgender\nЯн\tm\nАнна\tf\n")]);
    let file = folder.join("given.tsv");
    assert_eq!(code(&svodka(&["gazetteer", "sort", &file.display().to_string()])), 0);
    assert_eq!(std::fs::read_to_string(file).expect("it is there"), "# имена\nname\tgender\nАнна\tf\nЯн\tm\n");
}

#[test]
fn own_gazetteers_count_by_option_and_by_variable_and_refuse_bad_rows() {
    let folder =
        folder_with("own", &[("organizations.tsv", "name\tkind\nСнежные барсы\tclub\n"), ("corrections.tsv", "text\tcorrection\nТалас\tnot-entity\n")]);
    let path = folder.display().to_string();
    let text = "Клуб «Снежные барсы» приехал в Талас.";
    let kinds = |output: &Output| -> Vec<String> {
        let sheet: Value = serde_json::from_slice(&output.stdout).expect("a sheet");
        assert!(sheet["producer"]["gazetteers"].as_str().expect("a hash").contains('+'));
        let places = sheet["places"].as_array().expect("a list").len();
        let organizations = sheet["organizations"].as_array().expect("a list").iter().map(|o| o["kind"].as_str().expect("a kind").to_string());
        organizations.chain([places.to_string()]).collect()
    };
    assert_eq!(kinds(&fed(&["--gazetteer", &path], text.as_bytes())), ["club", "0"]);
    let by_variable = {
        let mut child = Command::new(env!("CARGO_BIN_EXE_svodka"))
            .env("SVODKA_GAZETTEER", &path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program was built");
        child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("it reads");
        child.wait_with_output().expect("it ends")
    };
    assert_eq!(kinds(&by_variable), ["club", "0"]);
    let bad = folder_with("bad", &[("given.tsv", "name\tgender\nЯн\n")]);
    let refused = fed(&["--gazetteer", &bad.display().to_string()], text.as_bytes());
    assert_eq!(code(&refused), 2);
    assert!(err(&refused).contains("given.tsv:2: 1 columns; the header has 2: name, gender"), "{}", err(&refused));
    let missing = fed(&["--gazetteer", "нет/такой.tsv"], text.as_bytes());
    assert_eq!((code(&missing), err(&missing).contains("нет/такой.tsv")), (2, true));
}

#[test]
fn every_format_is_written_and_says_what_it_leaves_out() {
    let path = fixture("articles/diplomacy.txt");
    let formats = ["table", "csv", "tsv", "facts-csv", "facts-tsv", "conll", "iobes", "brat", "web-annotation", "spacy", "ftm"];
    for format in formats {
        let output = svodka(&[&path, "--format", format]);
        assert_eq!(code(&output), 0, "{format}: {}", err(&output));
        assert!(out(&output).contains("Маматов") || format == "iobes" || format == "conll", "{format}: {}", out(&output));
        let partial = matches!(format, "conll" | "iobes" | "brat" | "web-annotation" | "spacy" | "ftm");
        assert_eq!(err(&output).contains("this format has no place for"), partial, "{format}: {}", err(&output));
    }
}

#[test]
fn a_table_of_several_articles_has_one_header() {
    let paths = [fixture("articles/diplomacy.txt"), fixture("articles/election.txt")];
    let output = out(&svodka(&[&paths[0], &paths[1], "--format", "tsv"]));
    assert_eq!(output.matches("document\tkind\tid\tname").count(), 1);
    for document in ["diplomacy.txt", "election.txt"] {
        assert!(output.lines().any(|l| l.starts_with(document)), "{document}");
    }
}

#[test]
fn colours_are_for_those_who_ask() {
    let path = fixture("articles/diplomacy.txt");
    assert!(!out(&svodka(&[&path, "--format", "table"])).contains('\u{1b}'));
    assert!(out(&svodka(&[&path, "--format", "table", "--color", "always"])).contains('\u{1b}'));
}

#[test]
fn diff_tells_by_its_exit_code_and_patch_makes_the_other_file() {
    let folder = scratch("diff");
    let write = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, content).expect("written");
        path.display().to_string()
    };
    let old = write("old.jsonl", &svodka(&["batch", &fixture("dumps/small.jsonl")]).stdout);
    let fewer = String::from_utf8(std::fs::read(&old).expect("sheets"))
        .expect("UTF-8")
        .lines()
        .skip(1)
        .map(|l| l.replace("\"female\"", "\"male\"") + "\n")
        .collect::<String>();
    let new = write("new.jsonl", fewer.as_bytes());
    let same = svodka(&["diff", &old, &old]);
    assert_eq!((code(&same), out(&same)), (0, String::new()));
    assert_eq!(code(&svodka(&["diff", &old, &new, "--stat"])), 1);
    assert_eq!(code(&svodka(&["diff", &old, "no-such-file"])), 2);
    let diff = write("diff.json", &svodka(&["diff", &old, &new, "--format", "json"]).stdout);
    assert_eq!(out(&svodka(&["patch", &old, &diff])), fewer);
    assert_eq!(svodka(&["patch", "--reverse", &new, &diff]).stdout, std::fs::read(&old).expect("sheets"));
    assert_eq!(code(&svodka(&["patch", &new, &diff])), 2, "the diff is from the other file");
    let part = write("part.json", &svodka(&["diff", &old, &new, "--format", "json", "--only", "people"]).stdout);
    assert!(err(&svodka(&["patch", &old, &part])).contains("without --only and --ignore"));
}

#[test]
fn a_diff_of_texts_as_a_page_shows_strangers_markup_as_text() {
    let folder = scratch("diff-page");
    let (a, b) = (folder.join("<b>a.txt"), folder.join("b.txt"));
    std::fs::write(&a, "Погибли 12 человек.").expect("written");
    std::fs::write(&b, "Погибли 15 человек. Компания «<script>alert(1)</script>» закрылась.").expect("written");
    let page = svodka(&["diff", a.to_str().expect("UTF-8"), b.to_str().expect("UTF-8"), "--format", "html"]);
    assert_eq!(code(&page), 1);
    let page = out(&page);
    assert!(page.contains("12 · человек → 15 · человек") && page.contains("&lt;b&gt;a.txt"), "{page}");
    assert!(!page.contains("<script") && !page.contains("<b>"));
}

#[test]
fn a_correction_is_written_once_applied_and_explained() {
    let folder = scratch("correct");
    let file = folder.join("corrections.tsv").display().to_string();
    let correct = |args: &[&str]| svodka(&[&["correct", "--file", &file], args].concat());
    assert_eq!(code(&correct(&["rename", "Заря", "ФК «Заря»", "--kind", "organization"])), 0);
    assert!(err(&correct(&["rename", "Заря", "ФК «Заря»", "--kind", "organization"])).contains("corrections.tsv:2: it is there already"));
    let against = correct(&["rename", "заря", "Иное"]);
    assert_eq!(code(&against), 2);
    assert!(err(&against).contains("corrections.tsv:2"), "{}", err(&against));
    assert!(err(&correct(&["kind", "Заря", "country"])).contains("person, place or organization"));
    let text = "Клуб «Заря» победил.";
    assert_eq!(names(&sheet(&fed(&["--gazetteer", &file], text.as_bytes())), "organizations"), ["ФК «Заря»"]);
    assert!(out(&fed(&["explain", "--word", "Заря", "--gazetteer", &file], text.as_bytes())).contains("corrections.tsv:2"));
    assert_eq!(code(&svodka(&["correct", "--check", &file])), 0);
    std::fs::write(&file, "text\tcorrection\tvalue\tkind\nЗаря\tkind\tplace\t\nЗаря\tkind\tperson\t\n").expect("written");
    let checked = svodka(&["correct", "--check", &file]);
    assert_eq!(code(&checked), 1);
    assert!(out(&checked).contains(":3: cannot hold together with line 2"));
}

#[test]
fn score_reads_what_brat_was_written_as() {
    let folder = scratch("score");
    let text = std::fs::read_to_string(fixture("articles/diplomacy.txt")).expect("the article");
    std::fs::write(folder.join("a.txt"), &text).expect("written");
    std::fs::write(folder.join("a.ann"), svodka(&["--format", "brat", &fixture("articles/diplomacy.txt")]).stdout).expect("written");
    let scored: Value = serde_json::from_slice(&svodka(&["score", "--gold", folder.to_str().expect("UTF-8"), "--format", "json"]).stdout).expect("JSON");
    assert_eq!(scored["score"]["all"]["f1"], 1.0, "{scored}");
    assert!(scored["score"]["kinds"]["person"]["gold"].as_u64().expect("a number") > 0);
}

#[test]
fn what_is_misspelt_is_told_the_right_word() {
    assert!(err(&svodka(&["difff"])).contains("did you mean svodka diff?"));
    assert!(err(&svodka(&["--only", "peple"])).contains("'people'"));
    assert!(err(&svodka(&["--formt", "json"])).contains("'--format'"));
    assert!(err(&svodka(&["score", "--gold", "x", "--map", "PER=persn"])).contains("did you mean «person»?"));
}

#[test]
fn completions_and_the_manual_page_know_every_command() {
    let (bash, page) = (out(&svodka(&["completions", "bash"])), out(&svodka(&["man"])));
    for command in ["batch", "diff", "patch", "score", "correct", "merge", "explain"] {
        assert!(bash.contains(command) && page.contains(command), "{command}");
        assert!(out(&svodka(&["man", command])).starts_with(".ie"), "{command}");
        let (short, long) = (svodka(&[command, "-h"]), svodka(&[command, "--help"]));
        assert!(out(&short).contains("Examples:") && out(&long).contains("Examples:"), "{command}");
    }
}
