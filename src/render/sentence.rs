//! A fact as an English sentence about names as the sheet has them, by the patterns of sentences.tsv: «Касым-Жомарт Токаев to visit Бишкек».

use crate::sheet::Fact;
use once_cell::sync::Lazy;
use std::collections::HashMap;

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The pattern's own words.
    Words(String),
    /// What stands in a role: an id of the sheet, or words of the text; a part of a count is its state and an id.
    Value(String),
}

#[derive(Debug, PartialEq, Eq)]
enum Node {
    Words(&'static str),
    Role(&'static str),
    /// As it is, base, denied, former.
    Verb([&'static str; 4]),
    Optional(Vec<Node>),
}

static PATTERNS: Lazy<HashMap<&'static str, Vec<Vec<Node>>>> = Lazy::new(|| {
    let mut patterns: HashMap<&'static str, Vec<Vec<Node>>> = HashMap::new();
    for line in include_str!("sentences.tsv").lines().filter(|l| !l.starts_with('#')).skip(1) {
        let (key, pattern) = line.split_once('\t').unwrap_or((line, ""));
        patterns.entry(key).or_default().push(nodes(pattern));
    }
    patterns
});

/// Reads a pattern; what is not closed goes to its end.
fn nodes(mut pattern: &'static str) -> Vec<Node> {
    let mut out = Vec::new();
    while !pattern.is_empty() {
        let cut = |close: char| pattern[1..].split_once(close).unwrap_or((&pattern[1..], ""));
        let (node, rest) = match pattern.as_bytes()[0] {
            b'{' => {
                let (role, rest) = cut('}');
                (Node::Role(role), rest)
            }
            b'[' => {
                let (inner, rest) = cut(']');
                (Node::Optional(nodes(inner)), rest)
            }
            b'<' => {
                let (forms, rest) = cut('>');
                let mut forms = forms.split('|');
                (Node::Verb([(); 4].map(|()| forms.next().unwrap_or(""))), rest)
            }
            _ => {
                let (words, rest) = pattern.split_at(pattern.find(['{', '[', '<']).unwrap_or(pattern.len()));
                (Node::Words(words), rest)
            }
        };
        out.push(node);
        pattern = rest;
    }
    out
}

/// The fact in pieces; of a kind without a pattern its roles with their values.
///
/// ```
/// use svodka::render::sentence::{Piece, pieces};
/// let document = svodka::ingest::Document::new("1", "Президент Казахстана Касым-Жомарт Токаев намерен посетить Бишкек.");
/// let sheet = svodka::Extractor::new().extract(&document);
/// let visit = sheet.facts.as_ref().unwrap().iter().find(|f| f.kind == "visit").unwrap();
/// let words: String = pieces(visit).into_iter().map(|p| match p { Piece::Words(w) | Piece::Value(w) => w }).collect();
/// assert_eq!(words, "person:kasym-zhomart-tokayev to visit place:kg-bishkek");
/// ```
pub fn pieces(fact: &Fact) -> Vec<Piece> {
    let mut roles = fact.roles();
    for (role, value) in [("relation", &fact.relation), ("visit", &fact.visit), ("medium", &fact.medium)] {
        roles.extend(value.as_ref().map(|v| (role.to_string(), vec![v.clone()])));
    }
    let detail = [&fact.action, &fact.state, &fact.event, &fact.args.direction].into_iter().flatten().next();
    let keys = [detail.map(|d| format!("{}.{d}", fact.kind)), Some(fact.kind.clone())];
    let rows = keys.iter().flatten().filter_map(|key| PATTERNS.get(key.as_str())).flatten();
    for row in rows {
        let mut out = Vec::new();
        if fill(row, &roles, &fact.modality, &mut out) {
            if fact.modality == "asked" {
                out.push(Piece::Words("?".into()));
            }
            return out;
        }
    }
    let mut out = vec![Piece::Words(format!("{}:", fact.kind))];
    for (n, (role, values)) in roles.into_iter().enumerate() {
        out.push(Piece::Words(format!("{} {role} ", if n == 0 { "" } else { ";" })));
        join(&values, ", ", &mut out);
    }
    out
}

/// Whether all roles are there that the pattern asks for.
fn fill(nodes: &[Node], roles: &[(String, Vec<String>)], modality: &str, out: &mut Vec<Piece>) -> bool {
    nodes.iter().all(|node| match node {
        Node::Words(words) => {
            out.push(Piece::Words((*words).into()));
            true
        }
        Node::Verb(forms) => {
            out.push(Piece::Words(verb(forms, modality)));
            true
        }
        Node::Role(role) => match roles.iter().find(|(r, _)| r == role) {
            Some((_, values)) => {
                join(values, if *role == "parts" { " + " } else { " and " }, out);
                true
            }
            None => false,
        },
        Node::Optional(inner) => {
            let before = out.len();
            if !fill(inner, roles, modality, out) {
                out.truncate(before);
            }
            true
        }
    })
}

fn join(values: &[String], between: &str, out: &mut Vec<Piece>) {
    for (n, value) in values.iter().enumerate() {
        if n > 0 {
            out.push(Piece::Words(if n + 1 < values.len() && between == " and " { ", ".into() } else { between.into() }));
        }
        out.push(Piece::Value(value.clone()));
    }
}

/// Forms that agree with any subject, as headlines use them.
fn verb([actual, base, denied, former]: &[&str; 4], modality: &str) -> String {
    match modality {
        "planned" => format!("to {base}"),
        "possible" => format!("may {base}"),
        "denied" if denied.is_empty() => format!("did not {base}"),
        "denied" => (*denied).to_string(),
        "former" if !former.is_empty() => (*former).to_string(),
        "former" => format!("formerly {actual}"),
        "rumoured" => format!("reportedly {actual}"),
        _ => (*actual).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(json: &str) -> Fact {
        let whole = format!(r#"{{"id": "fact:1", "modality": "actual", "evidence": {{"start": 0, "end": 1, "text": "а"}}, "rule": "r", {json}}}"#);
        let mut value: serde_json::Value = serde_json::from_str(&whole).expect("JSON");
        let given: serde_json::Value = serde_json::from_str(&format!("{{{json}}}")).expect("JSON");
        value.as_object_mut().expect("an object").extend(given.as_object().cloned().unwrap_or_default());
        serde_json::from_value(value).expect("a fact")
    }

    fn read(json: &str) -> String {
        pieces(&fact(json))
            .into_iter()
            .map(|p| match p {
                Piece::Words(w) | Piece::Value(w) => w,
            })
            .collect()
    }

    #[test]
    fn what_is_missing_is_left_out() {
        assert_eq!(read(r#""kind": "casualties", "state": "killed", "args": {"figure": "9", "cause": "обвал"}"#), "9 killed: обвал");
        assert_eq!(read(r#""kind": "change", "args": {"what": "прибыль", "by": "18 %", "direction": "up"}"#), "прибыль rose by 18 %");
        assert_eq!(read(r#""kind": "deal", "action": "bought", "args": {"parties": ["А", "Б"], "object": "В"}"#), "А and Б bought В");
        assert_eq!(read(r#""kind": "meeting", "args": {"participants": ["А", "Б", "В"], "place": "Ош"}"#), "А, Б and В met in Ош");
    }

    #[test]
    fn modality_is_in_the_verb() {
        let visit = |modality: &str| read(&format!(r#""kind": "visit", "modality": "{modality}", "args": {{"who": "А", "to": "Ош"}}"#));
        assert_eq!(
            ["actual", "planned", "possible", "denied", "rumoured", "asked"].map(visit),
            ["А visited Ош", "А to visit Ош", "А may visit Ош", "А did not visit Ош", "А reportedly visited Ош", "А visited Ош?"]
        );
        assert_eq!(read(r#""kind": "occupation", "modality": "former", "args": {"who": "А", "office": "мэр"}"#), "А was мэр");
    }

    #[test]
    fn a_kind_without_a_pattern_names_its_roles() {
        assert_eq!(read(r#""kind": "unheard", "args": {"who": "А", "to": "Ош"}"#), "unheard: who А; to Ош");
    }

    #[test]
    fn every_pattern_is_of_a_kind_and_names_roles_that_facts_have() {
        let schema = serde_json::to_value(schemars::schema_for!(crate::sheet::Args)).expect("JSON");
        let known = |role: &str| schema["properties"].get(role).is_some() || ["relation", "visit", "medium"].contains(&role);
        fn roles(nodes: &[Node]) -> Vec<&str> {
            nodes
                .iter()
                .flat_map(|n| match n {
                    Node::Role(role) => vec![*role],
                    Node::Optional(inner) => roles(inner),
                    _ => Vec::new(),
                })
                .collect()
        }
        for (key, rows) in PATTERNS.iter() {
            for row in rows {
                assert!(roles(row).into_iter().all(known), "{key}: {row:?}");
            }
        }
    }
}
