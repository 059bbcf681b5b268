//! Diffs of the fixtures' articles: empty with themselves, mirrored the other way, and enough to make one sheet of the other.

#[path = "support/diffs.rs"]
mod support;

use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use svodka::Extractor;
use svodka::compare::changes::{Change, Level, Scope, Verb, between};
use svodka::compare::edits;
use svodka::compare::json::Json;
use svodka::ingest::Document;

fn sheet(id: &str, text: &str) -> Json {
    let sheet = Extractor::new().extract(&Document::new(id, text));
    Json::parse(&serde_json::to_string(&sheet).expect("JSON")).expect("JSON")
}

fn articles() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("articles").map(|f| f.expect("a file").path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    files.iter().map(|f| fs::read_to_string(f).expect("UTF-8")).collect()
}

/// The text with something that an editor does to it.
fn edited(text: &str, how: usize) -> String {
    let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
    match how % 5 {
        0 => {
            paragraphs.remove(paragraphs.len() / 2);
        }
        1 => paragraphs.insert(1, "Президент Казахстана Касым-Жомарт Токаев прибыл в Бишкек."),
        2 => paragraphs.swap(0, 1),
        3 => return text.replace("12", "15").replace("Казахстан", "Узбекистан"),
        _ => paragraphs.truncate(paragraphs.len() / 2 + 1),
    }
    paragraphs.join("\n\n")
}

fn mirrored(changes: Vec<Change>) -> Vec<Change> {
    let mut out: Vec<Change> = changes.into_iter().map(Change::mirrored).collect();
    svodka::compare::changes::sort(&mut out);
    out
}

#[test]
fn a_sheet_differs_from_itself_in_nothing_and_diffs_mirror() {
    let scopes = [
        Scope::default(),
        Scope { ignore_offsets: true, ignore_rules: true, ..Scope::default() },
        Scope { only: vec!["people".into(), "facts".into()], ..Scope::default() },
    ];
    for (n, text) in articles().iter().enumerate() {
        let a = sheet("a", text);
        for how in [n, n + 1, n + 2] {
            let b = sheet("b", &edited(text, how));
            for scope in &scopes {
                assert_eq!(between(&a, &a, scope), []);
                assert_eq!(mirrored(between(&a, &b, scope)), between(&b, &a, scope), "article {n}, edit {how}");
            }
            assert_eq!(edits::apply(&a, &edits::between(&a, &b)).expect("they fit").compact(), b.compact());
        }
    }
}

#[test]
fn moved_text_is_no_difference_where_offsets_do_not_count() {
    for text in articles() {
        let (a, b) = (sheet("a", &text), sheet("a", &format!("\n\n{text}")));
        let scope = Scope { ignore_offsets: true, ..Scope::default() };
        assert_eq!(between(&a, &b, &scope), []);
        assert!(between(&a, &b, &Scope::default()).iter().all(|c| c.change == Verb::Moved || c.of == Level::Document));
    }
}

/// The verbs, kinds and names of a comparison.
#[track_caller]
fn check(a: &str, b: &str, wanted: &[&str]) {
    let changes = between(&sheet("a", a), &sheet("a", b), &Scope { ignore_offsets: true, ..Scope::default() });
    let lines: Vec<String> = changes.iter().map(|c| format!("{} {}", c.kind(), svodka::compare::report::line(c))).collect();
    for part in wanted {
        assert!(lines.iter().any(|l| l.contains(part)), "no «{part}» in\n{}", lines.join("\n"));
    }
}

#[test]
fn what_an_editor_changed_is_told_by_its_name() {
    check("Погибли 12 человек.", "Погибли 15 человек.", &["figure changed 12 · человек → 15 · человек"]);
    check("В Бишкек прибыл Иван Петров.", "В Ош прибыл Иван Петров.", &["place Бишкек", "place Ош"]);
    check("Иван Петров прибыл в Бишкек.", "Иван Петров прибыл в Бишкек. Его встретил Сергей Иванов.", &["person Сергей Иванов"]);
}

#[test]
fn entities_are_told_as_renamed_and_retyped() {
    let a = sheet("a", "Сергей Иванов прибыл в Ош.");
    let renamed = Json::parse(
        &a.compact().replace("\"Сергей Иванов\",\"latin\"", "\"Сергей Ивановский\",\"latin\"").replace("person:sergey-ivanov", "person:sergey-ivanovsky"),
    )
    .expect("JSON");
    let changes = between(&a, &renamed, &Scope::default());
    let names: Vec<(Verb, Level, &str)> = changes.iter().map(|c| (c.change, c.of, c.kind())).collect();
    assert!(names.contains(&(Verb::Renamed, Level::Entity, "person")), "{names:?}");
    assert!(changes.iter().all(|c| c.of != Level::Fact), "a fact of a renamed person is the same fact");
}

/// A folder of its own for a test's files.
fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn one_indented_sheet_becomes_the_other_and_back() {
    let folder = scratch("compare-one");
    for (n, text) in articles().iter().enumerate() {
        let (a, b) = (sheet("a.txt", text).indented() + "\n", sheet("b.txt", &edited(text, n)).indented() + "\n");
        support::hold(&folder, ".json", &a, &b);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Files of small sheets in any order, some there in one only, some twice, some signed by another program.
    #[test]
    fn files_in_any_order_become_each_other(
        a in prop::collection::vec((0..9u8, 0..4u8, 0..6u8), 1..12),
        b in prop::collection::vec((0..9u8, 0..4u8, 0..6u8), 1..12),
        programs in (0..2u8, 0..2u8),
    ) {
        let write = |lines: &[(u8, u8, u8)], program: u8| -> String {
            lines.iter().map(|(id, text, signed)| {
                let program = if *signed == 0 { 7 } else { program };
                let people: Vec<String> = (0..*text).map(|p| format!(r#"{{"id":"person:p{p}","name":"P{p}{text}","mentions":[{{"start":{text},"end":9,"text":"x","rule":"r"}}]}}"#)).collect();
                format!("{{\"schema\":\"svodka/1\",\"producer\":{{\"svodka\":\"{program}\"}},\"document\":{{\"id\":\"{id}\",\"characters\":9}},\"people\":[{}]}}\n", people.join(","))
            }).collect()
        };
        let (a, b) = (write(&a, programs.0), write(&b, programs.1));
        support::hold(&scratch("compare-many"), ".jsonl", &a, &b);
    }
}
