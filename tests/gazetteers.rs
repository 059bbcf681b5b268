//! The gazetteer files: columns, duplicates, references. A failure names file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use svodka::lexicon::compile::{SPECS, Table, Tables};

fn rows(file: &str) -> Vec<(usize, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteers").join(file);
    let content = std::fs::read_to_string(path).expect("the file is in the package");
    content
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.starts_with('#') && !l.is_empty())
        .skip(1)
        .map(|(n, l)| (n + 1, l.split('\t').map(str::to_string).collect()))
        .collect()
}

#[test]
fn no_file_is_left_out_and_none_is_missing() {
    let listed: BTreeSet<&str> = SPECS.iter().flat_map(|s| s.files.iter().copied()).collect();
    let there: BTreeSet<String> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteers"))
        .expect("the folder is in the package")
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .filter(|n| n.ends_with(".tsv"))
        .collect();
    assert_eq!(there.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
}

#[test]
fn cells_are_clean_and_rows_are_unique() {
    let mut wrong = Vec::new();
    for spec in SPECS {
        let mut seen: BTreeMap<Vec<String>, String> = BTreeMap::new();
        for file in spec.files {
            for (line, cells) in rows(file) {
                let place = format!("{file}:{line}");
                if cells.iter().any(|c| c.trim() != c || c.contains("  ") || c.split('|').any(|v| v.trim() != v) || c.contains("||")) {
                    wrong.push(format!("{place}: stray space or empty value"));
                }
                if cells[0].is_empty() {
                    wrong.push(format!("{place}: no {}", spec.columns[0]));
                }
                if let Some(first) = seen.insert(cells, place.clone()) {
                    wrong.push(format!("{place}: the same row as {first}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn countries_of_places_and_organizations_exist() {
    let countries: BTreeSet<String> = rows("countries.tsv").into_iter().map(|(_, c)| c[0].clone()).collect();
    let mut wrong = Vec::new();
    for spec in SPECS {
        let Some(column) = spec.columns.iter().position(|c| *c == "country") else { continue };
        for file in spec.files {
            for (line, cells) in rows(file) {
                for code in cells[column].split('|').filter(|c| !c.is_empty() && !countries.contains(*c)) {
                    wrong.push(format!("{file}:{line}: no country «{code}» in countries.tsv"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn entries_are_found_in_every_case_of_their_name() {
    for (form, name) in [("Кыргызстаном", "Кыргызстан"), ("Кыргызской Республики", "Кыргызстан"), ("Соединённым Штатам Америки", "США")]
    {
        let sheet = svodka::Extractor::new().extract(&svodka::ingest::Document::new("1", format!("Он говорил с {form} о делах.")));
        assert_eq!(sheet.countries.expect("not left out").first().map(|c| c.name.clone()).as_deref(), Some(name), "{form}");
    }
}

#[test]
fn a_refused_row_says_where_and_why() {
    let spec = SPECS.iter().find(|s| s.table == Table::Bounds).expect("there is one");
    let error = Tables::default().add(spec, "mine.tsv", "name\tbound\tnote\nоколо\tabout\n").expect_err("two columns of three");
    assert_eq!(error.to_string(), "mine.tsv:2: 2 columns; the header has 3: name, bound, note");
}
