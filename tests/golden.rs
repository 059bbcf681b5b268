//! Golden sheets: for every article of fixtures/articles a short view of its sheet, to be read like prose.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` writes the views anew; read the difference line by line before it is committed.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use svodka::ingest::Document;
use svodka::sheet::{FactSheet, MentionOf};

fn texts(mentions: &[MentionOf]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for m in mentions {
        if !out.contains(&m.text.as_str()) {
            out.push(&m.text);
        }
    }
    out.join(" | ").replace('\n', " ")
}

/// The sheet as lines: entity, what is known of it, how the text names it.
fn view(sheet: &FactSheet) -> String {
    let mut out = String::new();
    let opt = |v: &Option<String>| v.clone().map_or(String::new(), |v| format!(" · {v}"));
    writeln!(out, "people").expect("a string takes all");
    for p in sheet.people.iter().flatten() {
        writeln!(out, "  {} · {}{} · {}", p.name, p.latin, opt(&p.gender), texts(&p.mentions)).expect("a string takes all");
        for r in &p.references {
            writeln!(out, "    = {} ({})", r.text, r.rule).expect("a string takes all");
        }
    }
    writeln!(out, "offices").expect("a string takes all");
    for o in sheet.offices.iter().flatten() {
        writeln!(out, "  {} · {}{}{}{}", o.title, o.head, opt(&o.organization), opt(&o.place), opt(&o.country)).expect("a string takes all");
    }
    writeln!(out, "countries").expect("a string takes all");
    for c in sheet.countries.iter().flatten() {
        writeln!(out, "  {} · {} · {}", c.iso, c.name, texts(&c.mentions)).expect("a string takes all");
    }
    writeln!(out, "places").expect("a string takes all");
    for p in sheet.places.iter().flatten() {
        writeln!(out, "  {} · {}{}{} · {}", p.name, p.kind, opt(&p.within), opt(&p.country), texts(&p.mentions)).expect("a string takes all");
    }
    writeln!(out, "organizations").expect("a string takes all");
    for o in sheet.organizations.iter().flatten() {
        writeln!(out, "  {} · {}{} · {}", o.name, o.kind, opt(&o.country), texts(&o.mentions)).expect("a string takes all");
    }
    writeln!(out, "figures").expect("a string takes all");
    for f in sheet.figures.iter().flatten() {
        writeln!(out, "  {} · {} {}{}{}{} · {}", f.kind, f.value, f.bound, opt(&f.currency), opt(&f.unit), opt(&f.counted), texts(&f.mentions))
            .expect("a string takes all");
    }
    writeln!(out, "dates").expect("a string takes all");
    for d in sheet.dates.iter().flatten() {
        writeln!(out, "  {}{}{} · {}", d.precision, opt(&d.value), opt(&d.relative), texts(&d.mentions)).expect("a string takes all");
    }
    writeln!(out, "facts").expect("a string takes all");
    for f in sheet.facts.iter().flatten() {
        let args = serde_json::to_string(&f.args).expect("plain");
        writeln!(out, "  {} {}{}{} {}", f.kind, f.modality, opt(&f.visit), f.balanced.map_or(String::new(), |b| format!(" · balanced {b}")), args)
            .expect("a string takes all");
        if let Some(q) = &f.quote {
            let words: Vec<&str> = q.text.split_whitespace().collect();
            let short = if words.len() > 9 { format!("{} … {}", words[..5].join(" "), words[words.len() - 3..].join(" ")) } else { words.join(" ") };
            writeln!(out, "    {}«{short}»", if f.indirect == Some(true) { "indirect " } else { "" }).expect("a string takes all");
        }
    }
    out
}

fn articles() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let mut out: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is in the package")
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    out.sort();
    out
}

#[test]
fn sheets_are_as_they_were_read() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let articles = articles();
    assert!(articles.len() >= 10, "{} articles", articles.len());
    let mut wrong = Vec::new();
    for path in articles {
        let text = std::fs::read_to_string(&path).expect("an article");
        let name = path.file_stem().and_then(|n| n.to_str()).expect("a plain name").to_string();
        let sheet = svodka::Extractor::new().extract(&Document::new(name.clone(), text));
        let golden = path.with_extension("golden");
        let view = view(&sheet);
        if update {
            std::fs::write(&golden, view).expect("the golden file can be written");
            continue;
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if let Some((n, (a, b))) =
            expected.lines().chain(std::iter::repeat("")).zip(view.lines().chain(std::iter::once(""))).enumerate().find(|(_, (a, b))| a != b)
        {
            wrong.push(format!("{}:{}: expected {a:?}, found {b:?}", golden.display(), n + 1));
        } else if expected.lines().count() != view.lines().count() {
            wrong.push(format!("{}: {} lines expected, {} found", golden.display(), expected.lines().count(), view.lines().count()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_offset_gives_its_text_and_ids_are_unique() {
    for path in articles() {
        let text = std::fs::read_to_string(&path).expect("an article");
        let chars: Vec<char> = text.chars().collect();
        let sheet = svodka::Extractor::new().with_offsets(true).extract(&Document::new("1", text.clone()));
        let value = serde_json::to_value(&sheet).expect("JSON");
        let mut ids = std::collections::BTreeSet::new();
        for section in ["people", "offices", "countries", "places", "organizations", "figures", "dates"] {
            for entity in value[section].as_array().expect("all sections are there") {
                assert!(ids.insert(entity["id"].to_string()), "{}: {} twice", path.display(), entity["id"]);
                for m in entity["mentions"].as_array().expect("mentions") {
                    let at = |k: &str| m[k].as_u64().expect("an offset") as usize;
                    let found: String = chars[at("start")..at("end")].iter().collect();
                    assert_eq!(found, m["text"], "{}", path.display());
                    let bytes = &m["bytes"];
                    assert_eq!(&text[bytes["start"].as_u64().expect("bytes") as usize..bytes["end"].as_u64().expect("bytes") as usize], m["text"]);
                    let utf16: Vec<u16> = text.encode_utf16().collect();
                    let part = &utf16[m["utf16"]["start"].as_u64().expect("utf16") as usize..m["utf16"]["end"].as_u64().expect("utf16") as usize];
                    assert_eq!(String::from_utf16(part).expect("whole"), m["text"]);
                }
            }
        }
        for fact in value["facts"].as_array().expect("facts") {
            for stretch in [&fact["evidence"], &fact["quote"]].into_iter().filter(|s| !s.is_null()) {
                let found: String =
                    chars[stretch["start"].as_u64().expect("offset") as usize..stretch["end"].as_u64().expect("offset") as usize].iter().collect();
                assert_eq!(found, stretch["text"]);
            }
        }
    }
}
