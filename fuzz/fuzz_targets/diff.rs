//! Two files of sheets with anything in them: one patched is the other, patched back it is itself, and diffs mirror.

#![no_main]

#[path = "../../tests/support/diffs.rs"]
mod support;

use libfuzzer_sys::fuzz_target;
use svodka::compare::json::Json;

/// A sheet: number of its document, of its producer, and of the values in it.
type Chosen = (u8, u8, [u8; 3]);

fn text(value: impl Into<String>) -> Json {
    Json::Text(value.into())
}

fn object(fields: Vec<(&str, Json)>) -> Json {
    Json::Object(fields.into_iter().map(|(key, value)| (key.to_string(), value)).collect())
}

fn file(sheets: &[Chosen], values: &[Json]) -> String {
    let value = |n: u8| values.get(usize::from(n) % values.len().max(1)).cloned().unwrap_or(Json::Null);
    let sheet = |(id, producer, [a, b, c]): &Chosen| {
        let mention = object(vec![("start", Json::Number((*a).into())), ("end", Json::Number((*b).into())), ("text", value(*a)), ("rule", value(*b))]);
        let person = object(vec![("id", text(format!("person:{}", b % 5))), ("name", value(*c)), ("mentions", Json::List(vec![mention]))]);
        let figure = object(vec![("id", text(format!("figure:{}", c % 3))), ("value", value(*b)), ("unit", value(*a))]);
        object(vec![
            ("schema", text("svodka/1")),
            ("producer", object(vec![("svodka", text((producer % 3).to_string()))])),
            ("document", object(vec![("id", text((id % 6).to_string())), ("characters", Json::Number((*a).into()))])),
            ("people", Json::List(vec![person])),
            ("figures", Json::List(vec![figure])),
            ("facts", value(*c)),
        ])
    };
    sheets.iter().map(|chosen| sheet(chosen).compact() + "\n").collect()
}

fuzz_target!(|input: (Vec<Chosen>, Vec<Chosen>, Vec<String>)| {
    let (a, b, values) = input;
    if a.is_empty() || b.is_empty() {
        return;
    }
    let values: Vec<Json> = values.iter().map(|v| Json::parse(v).unwrap_or_else(|_| text(v.as_str()))).collect();
    let folder = std::env::temp_dir().join(format!("svodka-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    support::hold(&folder, ".jsonl", &file(&a, &values), &file(&b, &values));
});
