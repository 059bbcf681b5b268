//! spaCy's JSON of a `Doc` (`Doc.from_json`): text, tokens, entities without overlap, and all mentions as the span group `svodka`.
//!
//! Offsets are code points, as in spaCy. Entities are the outermost mentions; the span group holds all of them, with the
//! entity's id as `kb_id`.

use super::Dropped;
use crate::sheet::FactSheet;
use crate::text::Text;
use serde_json::json;
use std::io::{self, Write};
use std::ops::Range;

/// Writes the document on one line; facts have no place in it.
///
/// # Errors
/// Those of the writer.
pub fn write(sheet: &FactSheet, text: &str, out: &mut dyn Write) -> io::Result<Vec<Dropped>> {
    let tokens = Text::new(text);
    let places: Vec<Range<usize>> = (0..tokens.tokens.len()).map(|i| tokens.chars(&(i..i + 1))).collect();
    let mut entities = Vec::new();
    let mut spans = Vec::new();
    let mut unaligned = 0;
    let mut free_from = 0;
    for n in sheet.mentions() {
        let (start, end) = (n.mention.start, n.mention.end);
        let aligned = places.binary_search_by_key(&start, |p| p.start).is_ok() && places.binary_search_by_key(&end, |p| p.end).is_ok();
        if !aligned {
            unaligned += 1;
            continue;
        }
        spans.push(json!({"start": start, "end": end, "label": n.kind, "kb_id": n.id}));
        if start >= free_from {
            entities.push(json!({"start": start, "end": end, "label": n.kind, "kb_id": n.id}));
            free_from = end;
        }
    }
    let tokens: Vec<serde_json::Value> =
        with_white_space(text, &places).iter().enumerate().map(|(i, p)| json!({"id": i, "start": p.start, "end": p.end})).collect();
    let doc = json!({"text": text, "ents": entities, "spans": {"svodka": spans}, "tokens": tokens});
    serde_json::to_writer(&mut *out, &doc)?;
    out.write_all(b"\n")?;
    let facts = sheet.facts.as_ref().map_or(0, Vec::len);
    Ok(Dropped::some("mentions that begin or end inside a token", unaligned).into_iter().chain(Dropped::some("facts", facts)).collect())
}

/// spaCy's tokens cover the whole text: between two of them there is nothing or one space, all other white space is a token of its own.
fn with_white_space(text: &str, places: &[Range<usize>]) -> Vec<Range<usize>> {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<Range<usize>> = Vec::with_capacity(places.len());
    let mut at = 0;
    for place in places.iter().cloned().chain(std::iter::once(chars.len()..chars.len())) {
        let begun = !out.is_empty();
        let from = at + usize::from(begun && place.start > at && chars[at] == ' ');
        if from < place.start {
            out.push(from..place.start);
        }
        at = place.end;
        if !place.is_empty() {
            out.push(place);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, ingest::Document};

    #[test]
    fn entities_do_not_overlap_and_spans_are_all_mentions() {
        let text = "Президент Казахстана Касым-Жомарт Токаев прибыл в Ош.";
        let sheet = Extractor::new().extract(&Document::new("1", text));
        let mut out = Vec::new();
        write(&sheet, text, &mut out).expect("memory takes all");
        let doc: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        assert_eq!(doc["spans"]["svodka"].as_array().expect("a list").len(), sheet.mentions().len());
        let labels: Vec<&str> = doc["ents"].as_array().expect("a list").iter().map(|e| e["label"].as_str().expect("a label")).collect();
        assert_eq!(labels, ["office", "person", "place"]);
    }

    #[test]
    fn tokens_cover_the_text_but_for_single_spaces() {
        let text = "  Ош,  Баткен\n\n Нарын \n";
        let places: Vec<Range<usize>> = (0..Text::new(text).tokens.len()).map(|i| Text::new(text).chars(&(i..i + 1))).collect();
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        for token in with_white_space(text, &places) {
            let between: String = chars[at..token.start].iter().collect();
            assert!(between.is_empty() || between == " ", "{between:?}");
            at = token.end;
        }
        assert!(chars[at..].iter().collect::<String>().trim_matches(' ').is_empty());
    }
}
