//! What fuzzing asserts of any bytes, a function a target. The fuzz targets call them with what the fuzzer thinks of, tests/mutated.rs with mutated fixtures.
//!
//! What costs more than the rest of a run together is asserted of a part of the inputs, chosen by their hash: the same input always gets the same.

#![allow(dead_code)] // Each fuzz target is a program of its own, and calls one.

#[path = "diffs.rs"]
mod diffs;
#[path = "dumps.rs"]
mod dumps;
#[path = "mod.rs"]
mod sheets;

use dom_query::Document as Tree;
use std::path::PathBuf;
use std::sync::LazyLock;
use svodka::Extractor;
use svodka::compare::json::Json;
use svodka::dump::Packing;
use svodka::ingest::{self, Document, Html};
use svodka::lexicon::check;
use svodka::render::{self, Format, html::Language};

/// A target: its name, and what it asserts.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const ALL: &[Target] = &[("bytes", bytes), ("whole", whole), ("pieces", pieces), ("gazetteer", gazetteer), ("html", html), ("dump", dump), ("diff", diff)];

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().with_offsets(true).with_date(Some("2018-06-05".into())));

/// Whether the input is of the one in `n` of which more is asserted.
fn one_in(n: u64, input: &[u8]) -> bool {
    let hash = input.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 32).is_multiple_of(n)
}

/// A folder for a process's files: a test's among what is built, a fuzzer's in TMPDIR.
fn folder() -> PathBuf {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let place = option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from);
        let folder = place.join(format!("svodka-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        folder
    });
    FOLDER.clone()
}

fn utf8() -> Option<ingest::Encoding> {
    Some("utf-8".parse().expect("an encoding"))
}

/// Any bytes are read as some text: warnings lie inside it, and reading the text again as UTF-8 gives the same. As a page, which takes long, one in four.
pub fn bytes(input: &[u8]) {
    for html in [Html::Auto, Html::Yes, Html::No] {
        if html == Html::Yes && !one_in(4, input) {
            continue;
        }
        let document = ingest::read("fuzz", input, &ingest::Options { html, encoding: None });
        for warning in &document.warnings {
            assert!(warning.byte.is_none_or(|at| at < input.len() as u64), "{warning}");
        }
        if html == Html::No {
            let again = ingest::read("fuzz", document.text.as_bytes(), &ingest::Options { html, encoding: utf8() });
            assert_eq!(again.text.trim_start_matches('\u{feff}'), document.text.trim_start_matches('\u{feff}'));
        }
    }
}

/// What `svodka schema` prints, ready to judge sheets by.
static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| jsonschema::validator_for(&svodka::sheet::json_schema()).expect("a JSON Schema"));

/// Any string, the whole way: the sheet keeps what tests/support promises of every sheet; of one in 64, it is one by the schema, another thread makes the same, and a file the same as
/// a record.
pub fn whole(input: &[u8]) {
    text(&String::from_utf8_lossy(input), one_in(64, input));
}

fn text(text: &str, also_otherwise: bool) {
    let sheet = EXTRACTOR.extract(&Document::new("fuzz", text));
    sheets::hold(&sheet, text);
    if !also_otherwise {
        return;
    }
    let json = serde_json::to_value(&sheet).expect("a sheet is JSON");
    let wrong: Vec<String> = SCHEMA.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path)).collect();
    assert!(wrong.is_empty(), "not by the schema: {wrong:?}");
    let other = std::thread::scope(|s| s.spawn(|| EXTRACTOR.extract(&Document::new("fuzz", text))).join().expect("no panic"));
    assert!(other == sheet, "another thread, another sheet");
    // A file's byte order mark is no text; a record's is.
    let text = text.trim_start_matches('\u{feff}');
    let file = ingest::read("fuzz", text.as_bytes(), &ingest::Options { html: Html::No, encoding: utf8() });
    let record = ingest::read_text("fuzz", text.to_string(), Html::No);
    assert_eq!(file.text, record.text);
    assert!(EXTRACTOR.extract(&file) == EXTRACTOR.extract(&record), "from a file another sheet than from a record");
}

/// Words of the invented articles, each once, with the signs between them.
static PIECES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut all: Vec<&str> = include_str!("../../fixtures/articles/diplomacy.txt").split_inclusive([' ', '\n', '«', '»', '(', ')', ',', '.']).collect();
    all.extend([
        "12 ",
        "5 млн ",
        "рублей ",
        "3:1 ",
        "от 5 до ",
        "вчера ",
        "5 мая ",
        "2018 года ",
        "\n\n",
        "\u{a0}",
        "\0",
        "е\u{301}",
        "ИВАН ",
        "А. ",
        "ООО ",
        "МИД ",
    ]);
    all.extend(sheets::MARKS);
    all.sort_unstable();
    all.dedup();
    all
});

/// The whole way again, with texts put together from words of news: bytes choose the pieces, so that every run reaches the rules.
pub fn pieces(input: &[u8]) {
    let all: String = input.chunks(2).map(|b| PIECES[(usize::from(b[0]) << 8 | usize::from(*b.get(1).unwrap_or(&0))) % PIECES.len()]).collect();
    text(&all, one_in(64, input));
}

/// Gazetteer files, each with the head of its table.
static TABLES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let head = |content: &'static str| content.lines().find(|l| !l.starts_with('#')).expect("a head");
    vec![
        ("organizations.tsv", head(include_str!("../../gazetteers/organizations.tsv"))),
        ("people.tsv", head(include_str!("../../gazetteers/people.tsv"))),
        ("offices.tsv", head(include_str!("../../gazetteers/offices.tsv"))),
        ("settlements-hand.tsv", head(include_str!("../../gazetteers/settlements-hand.tsv"))),
        ("corrections.tsv", head(include_str!("../../gazetteers/corrections.tsv"))),
        ("words.tsv", head(include_str!("../../gazetteers/words.tsv"))),
        ("predicates.tsv", head(include_str!("../../gazetteers/predicates.tsv"))),
        ("nonsense.tsv", "name"),
    ]
});

/// Any gazetteer file is taken or refused: every finding names a line of it, and putting it in order twice is putting it in order once. The first byte chooses
/// the table, and whether its head is the table's own.
pub fn gazetteer(input: &[u8]) {
    let [which, content @ ..] = input else { return };
    let (name, head) = TABLES[usize::from(*which) % TABLES.len()];
    let mut content = String::from_utf8_lossy(content).into_owned();
    if (usize::from(*which) / TABLES.len()).is_multiple_of(2) {
        content.insert_str(0, &format!("{head}\n"));
    }
    let lines = content.lines().count();
    let files = [(name.to_string(), content)];
    for finding in check::check(&files) {
        assert!(finding.line <= lines.max(1), "{finding:?} of {lines} lines");
    }
    let once = check::sorted(name, &files[0].1);
    assert_eq!(check::sorted(name, &once), once);
}

/// What the template writes.
const ELEMENTS: &str = "html head meta title style body a header h1 h2 p time ul li main article aside details summary span sup b i br pre blockquote svg rect circle line text footer";

/// The page of any text parses, shows the text, and has no element that the template did not write. The page is written for all inputs, and parsed for one in
/// four.
pub fn html(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let sheet = EXTRACTOR.extract(&Document::new(text.chars().take(20).collect::<String>(), text));
    let mut out = Vec::new();
    render::write(&sheet, text, Format::Html(Language::Russian), true, &mut out).expect("memory takes all");
    if !one_in(4, input) {
        return;
    }
    let tree = Tree::from(String::from_utf8(out).expect("UTF-8").as_str());
    for node in tree.select("*").iter() {
        let name = node.nodes()[0].node_name().expect("an element").to_string();
        assert!(ELEMENTS.split(' ').any(|element| element == name), "<{name}>");
    }
    tree.select("article sup").remove();
    // Signs that steer a terminal are shown by their numbers.
    let shown = |c: char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') && !c.is_whitespace();
    if text.chars().all(|c| shown(c) || c == ' ' || c == '\n') {
        let words = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&tree.select("article").text()), words(text));
    }
}

const ENDINGS: &[&str] = &["", ".jsonl", ".json", ".csv", ".tsv", ".warc", ".parquet", ".html", ".txt"];
const PACKINGS: &[Packing] = &[Packing::None, Packing::Gzip, Packing::Bzip2, Packing::Zstd, Packing::Xz];

/// A dump of any bytes, under any name: every record has a sheet or a cause. The first two bytes choose the name's ending and the packing, seldom another than
/// none, since a packer's tables take longer than the run; of one in eight, two threads write what one writes.
pub fn dump(input: &[u8]) {
    let [ending, packing, bytes @ ..] = input else { return };
    let path = folder().join(format!("dump{}", ENDINGS[usize::from(*ending) % ENDINGS.len()]));
    let packed = PACKINGS.get(usize::from(*packing) % 64).unwrap_or(&Packing::None).member(bytes.to_vec()).expect("memory takes all");
    std::fs::write(&path, packed).expect("written");
    if one_in(8, input) {
        dumps::hold(&path);
    } else {
        dumps::hold_alone(&path);
    }
}

/// A file of sheets, of five bytes each: its document, its producer and three values.
fn sheets_of(chosen: &[u8], values: &[Json]) -> String {
    let text = |value: String| Json::Text(value);
    let object = |fields: Vec<(&str, Json)>| Json::Object(fields.into_iter().map(|(key, value)| (key.to_string(), value)).collect());
    let value = |n: u8| values.get(usize::from(n) % values.len().max(1)).cloned().unwrap_or(Json::Null);
    let sheet = |bytes: &[u8]| {
        let [id, producer, a, b, c] = bytes else { unreachable!("five bytes each") };
        let number = |n: &u8| Json::Number((*n).into());
        let mention = object(vec![("start", number(a)), ("end", number(b)), ("text", value(*a)), ("rule", value(*b))]);
        let person = object(vec![("id", text(format!("person:{}", b % 5))), ("name", value(*c)), ("mentions", Json::List(vec![mention]))]);
        let figure = object(vec![("id", text(format!("figure:{}", c % 3))), ("value", value(*b)), ("unit", value(*a))]);
        object(vec![
            ("schema", text("svodka/1".into())),
            ("producer", object(vec![("svodka", text((producer % 3).to_string()))])),
            ("document", object(vec![("id", text((id % 6).to_string())), ("characters", number(a))])),
            ("people", Json::List(vec![person])),
            ("figures", Json::List(vec![figure])),
            ("facts", value(*c)),
        ])
    };
    chosen.chunks_exact(5).map(|bytes| sheet(bytes).compact() + "\n").collect()
}

/// Two files of sheets with anything in them: one patched is the other, patched back it is itself, and diffs mirror. Two bytes are the numbers of sheets, five
/// bytes each sheet, and the rest values, a line each.
pub fn diff(input: &[u8]) {
    let [a, b, rest @ ..] = input else { return };
    let (a, b) = (usize::from(a % 6 + 1) * 5, usize::from(b % 6 + 1) * 5);
    let Some((a, rest)) = rest.split_at_checked(a) else { return };
    let Some((b, values)) = rest.split_at_checked(b) else { return };
    let values: Vec<Json> = String::from_utf8_lossy(values).lines().map(|v| Json::parse(v).unwrap_or_else(|_| Json::Text(v.to_string()))).collect();
    diffs::hold(&folder(), ".jsonl", &sheets_of(a, &values), &sheets_of(b, &values));
}
