//! docs/sheet.md holds what the program does: its examples are run, and it leaves no field out.

use serde_json::Value;
use svodka::Extractor;
use svodka::ingest::Document;

const PAGE: &str = include_str!("../docs/sheet.md");

/// The fenced blocks of a language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    PAGE.split(&format!("```{language}\n")).skip(1).map(|rest| rest.split("\n```").next().expect("a first piece")).collect()
}

/// Whether everything in `part` is in `whole`: keys of objects, and items of lists in their order.
fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part.iter().all(|(k, v)| whole.get(k).is_some_and(|w| holds(w, v))),
        (Value::Array(whole), Value::Array(part)) => {
            let mut rest = whole.iter();
            if part.is_empty() { whole.is_empty() } else { part.iter().all(|p| rest.any(|w| holds(w, p))) }
        }
        _ => whole == part,
    }
}

#[test]
fn examples_are_what_the_program_writes() {
    let (texts, sheets) = (blocks("text"), blocks("json"));
    assert_eq!(texts.len(), sheets.len(), "each text has its sheet");
    assert!(texts.len() >= 8);
    let extractor = Extractor::new().with_date(Some("2018-06-05".into()));
    for (text, part) in texts.iter().zip(sheets) {
        let sheet = serde_json::to_value(extractor.extract(&Document::new("example", *text))).expect("JSON");
        let part: Value = serde_json::from_str(part).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert!(holds(&sheet, &part), "{text}\n{part:#}\nis not in\n{sheet:#}");
    }
}

#[test]
fn every_field_of_the_schema_is_on_the_page() {
    let schema = svodka::sheet::json_schema();
    let models = schema["$defs"].as_object().expect("definitions").values().chain([&schema]);
    let fields = models.filter_map(|m| m["properties"].as_object()).flat_map(|p| p.keys());
    let missing: Vec<&String> = fields.filter(|f| !PAGE.contains(&format!("`{f}`")) && !PAGE.contains(&format!("\"{f}\""))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
