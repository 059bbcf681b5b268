//! Gazetteers: our own files are clean, what is wrong in a file is told, and what a user adds counts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use svodka::Extractor;
use svodka::ingest::Document;
use svodka::lexicon::check::{self, Severity};
use svodka::lexicon::compile::SPECS;
use svodka::lexicon::user::content_of;
use svodka::lexicon::{Lexicon, Memo, Table, user};
use svodka::sheet::FactSheet;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteers")
}

#[test]
fn no_file_is_left_out_and_none_is_missing() {
    let listed: BTreeSet<&str> = SPECS.iter().flat_map(|s| s.files.iter().copied()).collect();
    let there: BTreeSet<String> = std::fs::read_dir(folder())
        .expect("the folder is in the package")
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .filter(|n| n.ends_with(".tsv"))
        .collect();
    assert_eq!(there.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
}

#[test]
fn a_file_in_order_is_in_order_whatever_its_line_ends() {
    for content in ["name\nЯн\r", "name\r\nЯн\r\r\nАнна\r\n", "# имена\r\n\r\nname\nЯн\n\nАнна"] {
        let once = check::sorted("people.tsv", content);
        assert_eq!(check::sorted("people.tsv", &once), once);
        assert!(!once.contains('\r'), "{once:?}");
    }
}

#[test]
fn our_own_files_have_no_errors() {
    let files: Vec<(String, String)> = user::files_of(&folder())
        .expect("the folder is in the package")
        .iter()
        .map(|f| (f.file_name().expect("a file").to_string_lossy().into_owned(), content_of(f).expect("a text file")))
        .collect();
    let errors: Vec<String> = check::check(&files).iter().filter(|f| f.severity == Severity::Error).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{} errors:\n{}", errors.len(), errors[..errors.len().min(30)].join("\n"));
}

#[test]
fn the_readme_says_how_many_rows_each_file_has() {
    let readme = std::fs::read_to_string(folder().join("README.md")).expect("the file is in the package");
    for file in SPECS.iter().flat_map(|s| s.files) {
        let content = content_of(&folder().join(file)).expect("a text file");
        let rows = content.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count() - 1;
        assert!(readme.contains(&format!("| {file} | {rows} |")), "gazetteers/README.md: write «| {file} | {rows} |»");
    }
}

/// Every kind of mistake, one a row, with what the message must say.
#[test]
fn each_mistake_is_told_with_line_column_and_value() {
    for (file, content, wanted) in [
        ("bounds.tsv", "name\tbound\tnote\nоколо\tabout\n", "bounds.tsv:2: 2 columns; the header has 3: name, bound, note"),
        ("bounds.tsv", "name\tlimit\n", "bounds.tsv:1: no column «limit»; the columns are name, bound, note"),
        ("bounds.tsv", "bound\nabout\n", "bounds.tsv:1: the header lacks «name»; the columns are name, bound, note"),
        ("bounds.tsv", "", "bounds.tsv:1: no header; begin with «name bound note», with tabs"),
        ("mine.tsv", "name\nx\n", "mine.tsv:1: what its rows are cannot be told: name the file after one of"),
        ("mine.tsv", "table\tname\nтаблица\tx\n", "mine.tsv:2: table: «таблица» is none; write one of"),
        ("mine.tsv", "table\tname\tiso\ngiven\tЯн\tCZ\n", "mine.tsv:2: «CZ» stands in a column that given do not have"),
        ("given.tsv", "name\tgender\nЯн\tx\n", "given.tsv:2: gender: «x»: not one of m, f, mf"),
        ("given.tsv", "name\tgender\n \tm\n", "given.tsv:2: name: empty; write the dictionary form"),
        ("given.tsv", "name\tgender\nЯн \tm\n", "given.tsv:2: name: «Ян »: white space at an end or twice in a row; take it out"),
        ("given.tsv", "name\tgender\nЯн\tm\nАнна\tf\n", "given.tsv:3: name: «Анна»: stands after «Ян»; svodka gazetteer sort puts a file in order"),
        ("given.tsv", "name\tgender\nЯн\tm\nЯн\tm\n", "given.tsv:3: name: «Ян»: the same as given.tsv:2; take one out"),
        ("given.tsv", "name\tgender\nЯн\tf\nЯн\tm\n", "given.tsv:3: name: «Ян»: contradicts given.tsv:2 in gender; make one row of both"),
        (
            "countries.tsv",
            "iso\tname\tneighbours\nAA\tАлия\tBB\nBB\tБерия\t\n",
            "countries.tsv:3: neighbours: lacks AA, whose row names BB as its neighbour; add it, or",
        ),
        ("countries.tsv", "iso\tname\taliases\nAA\tАлия\tалия\n", "aliases: «алия»: the lexicon reads it as «Алия»; take it out"),
        ("organizations.tsv", "name\tkind\tcountry\nМотор\tclub\tXX\n", "organizations.tsv:2: country: «XX»: no country of countries.tsv has this code"),
        ("organizations.tsv", "name\tkind\tcountry\n«Мотор»\tclub\t\n", "name: ««Мотор»»: quotation marks are the text's, not the name's"),
        ("organizations.tsv", "name\tkind\taliases\nМотор\tclub\tA||B\n", "aliases: «A||B»: an empty value between «|»; take the bar out"),
        ("organizations.tsv", "name\tkind\tcountry\nМoтор\tclub\t\n", "name: «Мoтор»: mixes Latin and Cyrillic letters in one word; write one script"),
        ("organizations.tsv", "name\tkind\taliases\nМотор\tclub\tмотор\n", "aliases: «мотор»: the lexicon reads it as «Мотор»; take it out"),
        (
            "organizations.tsv",
            "name\tkind\taliases\nБак\tclub\t\nМотор\tclub\tБак\n",
            "aliases: «Бак»: is the name of organizations.tsv:2; make one row of both, or drop the alias",
        ),
        ("settlements.tsv", "name\tkind\tpopulation\nТалас\tcity\tмного\n", "population: «много»: write digits only, or nothing"),
        ("settlements.tsv", "name\tkind\twithin\nТалас\tcity\tТридевятая область\n", "within: «Тридевятая область»: no region of regions.tsv has this name"),
        ("settlements.tsv", "name\tkind\nТала\u{301}с\tcity\n", "has the combining mark U+0301; write composed letters, without stress"),
        (
            "offices.tsv",
            "name\tkind\tof\nкрокозябрист\toffice\tnone\n",
            "note: name: «крокозябрист»: the dictionary does not have it: its case forms are guessed",
        ),
        (
            "organizations.tsv",
            "name\tkind\nстарый крокозябрист Таласа\tngo\n",
            "note: name: «старый крокозябрист Таласа»: the dictionary does not have its «крокозябрист»: the case forms are guessed",
        ),
        ("given.tsv", "name\tgender\nЯ\u{200b}н\tm\n", "has U+200B, which no reader sees; write plain composed letters"),
        ("numerals.tsv", "name\tvalue\tkind\nпять\tпять\tcardinal\n", "numerals.tsv:2: value: «пять»: write a number, or nothing"),
        ("organizations.tsv", "name\tkind\tcountry\nАКИpress\tmedia\tKG\n", "note: name: «АКИpress»: mixes Latin and Cyrillic letters in one word"),
        (
            "organizations.tsv",
            "name\tkind\taliases\nБак\tclub\tТБ\nМотор\tclub\tТБ\n",
            "note: aliases: «ТБ»: is an alias of organizations.tsv:2 too, which stands first and wins",
        ),
        ("corrections.tsv", "text\tcorrection\tvalue\nМир\tnot-entity\tорган\n", "value: not-entity has none; leave it empty"),
        ("corrections.tsv", "text\tcorrection\tvalue\nМир\tkind\tплан\n", "value: write person, place or organization"),
        ("corrections.tsv", "text\tcorrection\tvalue\tkind\nМир\trename\tМиръ\tgroup\n", "kind: «group» is no kind of mention; write one of person, place"),
        ("corrections.tsv", "text\tcorrection\nМир\tnothing\n", "correction: «nothing» is none; write not-entity, kind, same-as, rename"),
        ("corrections.tsv", "text\tcorrection\nМир\trename\n", "value: empty; write the entity's name"),
    ] {
        let found: Vec<String> = check::check(&[(file.to_string(), content.to_string())]).iter().map(ToString::to_string).collect();
        assert!(found.iter().any(|f| f.contains(wanted)), "{content:?} gives\n{}\nand not\n{wanted}", found.join("\n"));
    }
}

#[test]
fn entries_are_found_in_every_case_of_their_name() {
    for (form, name) in [("Кыргызстаном", "Кыргызстан"), ("Кыргызской Республики", "Кыргызстан"), ("Соединённым Штатам Америки", "США")]
    {
        let sheet = Extractor::new().extract(&Document::new("1", format!("Он говорил с {form} о делах.")));
        assert_eq!(sheet.countries.expect("not left out").first().map(|c| c.name.clone()).as_deref(), Some(name), "{form}");
    }
}

fn lexicon(files: &[(&str, &str)]) -> Lexicon {
    let files: Vec<(String, String)> = files.iter().map(|(n, c)| (n.to_string(), c.to_string())).collect();
    Lexicon::of_files(&files).expect("the rows are good")
}

fn sheet(lexicon: &Lexicon, text: &str) -> FactSheet {
    Extractor::new().with_lexicon(lexicon.clone()).extract(&Document::new("1", text))
}

fn organizations(sheet: &FactSheet) -> Vec<(String, String)> {
    sheet.organizations.iter().flatten().map(|o| (o.name.clone(), o.kind.clone())).collect()
}

#[test]
fn a_users_rows_are_found_in_any_case_and_name_their_file() {
    let lexicon = lexicon(&[("редакция-organizations.tsv", "kind\tname\tcountry\nclub\tСнежные барсы\tKG\n")]);
    let found = organizations(&sheet(&lexicon, "Вчера болельщики клуба «Снежные барсы» встретились с тренером «Снежных барсов»."));
    assert_eq!(found, [("Снежные барсы".to_string(), "club".to_string())]);
    let form = Memo::new(lexicon.clone()).form("Снежными");
    let entry = form.nodes.iter().find_map(|n| n.next("барс")).and_then(|n| n.entries().next()).expect("the user's entry");
    assert_eq!(entry.origin(), ("редакция-organizations.tsv", 2));
    assert_ne!(lexicon.hash(), Lexicon::default().hash());
}

#[test]
fn one_file_may_hold_rows_of_several_tables() {
    let lexicon = lexicon(&[("моё.tsv", "table\tname\tkind\tgender\norganizations\tКызылтуу\tngo\t\ngiven\tДжолдубай\t\tm\n")]);
    let tables = |word: &str| -> Vec<Table> { lexicon.first(word).flat_map(|n| n.entries()).map(|e| e.table).collect() };
    assert_eq!(tables("кызылтуу"), [Table::Organizations]);
    assert_eq!(tables("джолдубай"), [Table::Given]);
}

#[test]
fn a_row_with_a_minus_takes_ours_away() {
    let gone = lexicon(&[("countries.tsv", "iso\tname\n-KG\t\n")]);
    let text = "Президент Кыргызстана прибыл в Астану.";
    assert_eq!(sheet(&Lexicon::default(), text).countries.map(|c| c.len()), Some(1));
    assert_eq!(sheet(&gone, text).countries.map(|c| c.len()), Some(0));
    let refused = Lexicon::of_files(&[("given.tsv".into(), "name\n-Неттакогоимени\n".into())]).expect_err("there is no such row");
    assert_eq!(
        refused.to_string(),
        "given.tsv:2: given have no row «Неттакогоимени» with these cells to take away; svodka gazetteer find shows what they have"
    );
}

#[test]
fn what_readers_correct_goes_before_all_rules() {
    let text = "Компания «Заря Востока» открыла завод. Директор «Зари Востока» Бакыт Асанов выступил в Таласе. Позже Б. Асанбеков уехал.";
    let before = sheet(&Lexicon::default(), text);
    assert!(before.places.iter().flatten().any(|p| p.name == "Талас"), "{before:?}");
    let corrected = lexicon(&[(
        "corrections.tsv",
        "text\tcorrection\tvalue\tkind\nТалас\tnot-entity\t\t\nЗаря Востока\trename\tЗаря Востока Плюс\t\nБ. Асанбеков\tsame-as\tБакыт Асанов\t\n",
    )]);
    let after = sheet(&corrected, text);
    assert!(after.places.iter().flatten().all(|p| p.name != "Талас"));
    assert_eq!(organizations(&after), [("Заря Востока Плюс".to_string(), "company".to_string())]);
    let people: Vec<(&str, usize)> = after.people.iter().flatten().map(|p| (p.name.as_str(), p.mentions.len())).collect();
    assert_eq!(people, [("Бакыт Асанов", 2)]);
    // The renamed entity's id is that of its new name, wherever others refer to it.
    let json = serde_json::to_string(&after).expect("a sheet is JSON");
    assert!(json.contains("organization:zarya-vostoka-plyus") && !json.contains("organization:zarya-vostoka\""), "{json}");
}

#[test]
fn a_kind_that_readers_give_wins_and_explain_names_the_line() {
    let text = "Вечером Кармазин сообщил подробности.";
    let corrected = lexicon(&[("corrections.tsv", "text\tcorrection\tvalue\tkind\nКармазин\tkind\torganization\t\n")]);
    let after = sheet(&corrected, text);
    assert_eq!(organizations(&after).iter().map(|o| o.0.as_str()).collect::<Vec<_>>(), ["Кармазин"]);
    let extractor = Extractor::new().with_lexicon(corrected);
    let reasons = extractor.explain(&Document::new("1", text), 8, 16, None);
    let won = reasons.candidates.iter().find(|r| r.won()).expect("one wins");
    let origin = won.cues.iter().find_map(|c| c.origin.as_ref()).expect("the correction is a cue");
    assert_eq!((origin.file.as_str(), origin.line, origin.name.as_str()), ("corrections.tsv", 2, "kind"), "{won:?}");
}
