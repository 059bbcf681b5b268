//! W3C Web Annotation: a page of annotations a document, JSON-LD, one line.
//!
//! Every target has both selectors, since the standard left the unit of positions open: a `TextQuoteSelector` with the words around, and a
//! `TextPositionSelector` that counts code points.

use super::{Cut, Dropped};
use crate::sheet::FactSheet;
use serde_json::json;
use std::io::{self, Write};

/// How many code points of context a quotation selector carries on each side: enough to find the place again after an edit elsewhere.
const CONTEXT: usize = 32;

/// Writes the page; facts have no place in it.
///
/// # Errors
/// Those of the writer.
pub fn write(sheet: &FactSheet, text: &str, out: &mut dyn Write) -> io::Result<Vec<Dropped>> {
    let cut = Cut::new(text);
    let source = format!("urn:svodka:document:{}", encoded(&sheet.document.id));
    let items: Vec<serde_json::Value> = sheet
        .mentions()
        .iter()
        .map(|n| {
            let (start, end) = (n.mention.start, n.mention.end);
            json!({
                "id": format!("{source}#{}-{start}-{end}", n.kind),
                "type": "Annotation",
                "motivation": "identifying",
                "body": [
                    {"type": "SpecificResource", "purpose": "identifying", "source": format!("urn:svodka:{}", encoded(n.id))},
                    {"type": "TextualBody", "purpose": "tagging", "value": n.kind},
                    {"type": "TextualBody", "purpose": "describing", "value": n.name, "language": "ru"},
                ],
                "target": {"source": source, "selector": [
                    {"type": "TextQuoteSelector", "exact": n.mention.text,
                     "prefix": cut.get(start.saturating_sub(CONTEXT), start), "suffix": cut.get(end, end + CONTEXT)},
                    {"type": "TextPositionSelector", "start": start, "end": end},
                ]},
            })
        })
        .collect();
    let page = json!({"@context": "http://www.w3.org/ns/anno.jsonld", "id": format!("{source}#annotations"), "type": "AnnotationPage", "items": items});
    serde_json::to_writer(&mut *out, &page)?;
    out.write_all(b"\n")?;
    Ok(Dropped::some("facts", sheet.facts.as_ref().map_or(0, Vec::len)).into_iter().collect())
}

/// An id as a part of an IRI: letters of all scripts stay, signs that would end or split it are escaped.
fn encoded(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            ':' | '-' | '_' | '.' | '~' | '/' => out.push(c),
            c if c.is_alphanumeric() => out.push(c),
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|b| out.push_str(&format!("%{b:02X}"))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, ingest::Document};

    #[test]
    fn both_selectors_find_the_mention() {
        let text = "😀 В Оше, где живёт Сергей Петров, и в Оше.";
        let sheet = Extractor::new().extract(&Document::new("a b", text));
        let mut out = Vec::new();
        write(&sheet, text, &mut out).expect("memory takes all");
        let page: serde_json::Value = serde_json::from_slice(&out).expect("JSON");
        let chars: Vec<char> = text.chars().collect();
        let items = page["items"].as_array().expect("a list");
        assert_eq!(items.len(), sheet.mentions().len());
        for item in items {
            let [quote, position] = item["target"]["selector"].as_array().expect("two").as_slice() else { panic!("two selectors") };
            let at = |key: &str| position[key].as_u64().expect("a number") as usize;
            let exact: String = chars[at("start")..at("end")].iter().collect();
            assert_eq!(quote["exact"], exact);
            let around = format!("{}{}{}", quote["prefix"].as_str().expect("text"), exact, quote["suffix"].as_str().expect("text"));
            assert!(text.contains(&around), "{around}");
        }
        assert_eq!(page["id"], "urn:svodka:document:a%20b#annotations");
    }
}
