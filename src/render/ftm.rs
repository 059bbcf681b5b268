//! FollowTheMoney entities, one a line, as Aleph and OpenSanctions read them: the document, people, organizations, positions, who holds
//! which, and every mention with the countries named beside it.
//!
//! Entity ids of FollowTheMoney are narrower than ours: what they do not allow becomes a hyphen and a hash. Places, figures, dates and facts other than occupations
//! have no schema there that a text alone could fill.

use super::Dropped;
use crate::sheet::{FactSheet, MentionOf};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Kinds of organizations that are bodies of a state.
const PUBLIC: &[&str] = &["ministry", "agency", "parliament", "government", "court", "police", "army"];

/// How far around a mention a country counts as named beside it, in code points: about a sentence on each side.
const NEAR: usize = 150;

/// Writes the entities; counts what has no schema.
///
/// # Errors
/// Those of the writer.
pub fn write(sheet: &FactSheet, text: &str, out: &mut dyn Write) -> io::Result<Vec<Dropped>> {
    let document = id(&format!("document:{}", sheet.document.id));
    let country_of = |c: &Option<String>| c.as_deref().and_then(|c| country_code(c.strip_prefix("country:")?));
    let mut body = properties([("fileName", Some(sheet.document.id.clone())), ("bodyText", Some(text.to_string())), ("date", sheet.document.date.clone())]);
    body.insert("mimeType".into(), json!(["text/plain"]));
    emit(out, &document, "PlainText", body)?;
    for p in sheet.people.iter().flatten() {
        let mut properties = properties([
            ("name", Some(p.name.clone())),
            ("firstName", p.given.clone()),
            ("middleName", p.patronymic.clone()),
            ("lastName", p.surname.clone()),
            ("gender", p.gender.clone()),
        ]);
        let aliases: BTreeSet<&str> = p.variants.iter().map(String::as_str).chain([p.latin.as_str()]).filter(|a| !a.is_empty() && *a != p.name).collect();
        if !aliases.is_empty() {
            properties.insert("alias".into(), json!(aliases));
        }
        properties.insert("proof".into(), json!([document]));
        emit(out, &id(&p.id), "Person", properties)?;
    }
    for o in sheet.organizations.iter().flatten() {
        let schema = if PUBLIC.contains(&o.kind.as_str()) {
            "PublicBody"
        } else if o.kind == "company" {
            "Company"
        } else {
            "Organization"
        };
        let mut properties = properties([("name", Some(o.name.clone())), ("country", country_of(&o.country))]);
        let aliases: BTreeSet<&str> = o.variants.iter().map(String::as_str).chain(o.gloss.as_deref()).filter(|a| *a != o.name).collect();
        if !aliases.is_empty() {
            properties.insert("alias".into(), json!(aliases));
        }
        properties.insert("proof".into(), json!([document]));
        emit(out, &id(&o.id), schema, properties)?;
    }
    for o in sheet.offices.iter().flatten() {
        let properties = properties([
            ("name", Some(o.title.clone())),
            ("alias", o.gloss.clone()),
            ("organization", o.organization.as_deref().filter(|o| has(sheet, o)).map(id)),
            ("country", country_of(&o.country)),
        ]);
        emit(out, &id(&o.id), "Position", properties)?;
    }
    let mut dropped = 0;
    for f in sheet.facts.iter().flatten() {
        let status = match f.modality.as_str() {
            "actual" => "current",
            "former" => "ended",
            _ => "",
        };
        let ("occupation", false, Some(who), Some(office)) = (f.kind.as_str(), status.is_empty(), &f.args.who, &f.args.office) else {
            dropped += 1;
            continue;
        };
        let properties = properties([
            ("holder", Some(id(who))),
            ("post", Some(id(office))),
            ("status", Some(status.into())),
            ("description", Some(f.evidence.text.clone())),
            ("proof", Some(document.clone())),
        ]);
        emit(out, &id(&f.id), "Occupancy", properties)?;
    }
    for n in sheet.mentions() {
        let schema = match n.kind {
            "person" => "Person",
            "organization" => "Organization",
            _ => continue,
        };
        let near: BTreeSet<String> =
            sheet.countries.iter().flatten().filter(|c| c.mentions.iter().any(|m| beside(m, n.mention))).filter_map(|c| country_code(&c.iso)).collect();
        let mut properties = properties([
            ("document", Some(document.clone())),
            ("name", Some(n.mention.norm.clone().unwrap_or_else(|| n.mention.text.clone()))),
            ("resolved", Some(id(n.id))),
            ("detectedSchema", Some(schema.into())),
        ]);
        if !near.is_empty() {
            properties.insert("contextCountry".into(), json!(near));
        }
        emit(out, &id(&format!("mention:{}:{}-{}", sheet.document.id, n.mention.start, n.mention.end)), "Mention", properties)?;
    }
    let count = |n: Option<usize>| n.unwrap_or(0);
    let left = [
        ("places", count(sheet.places.as_ref().map(Vec::len))),
        ("figures", count(sheet.figures.as_ref().map(Vec::len))),
        ("dates", count(sheet.dates.as_ref().map(Vec::len))),
        ("facts other than occupations", dropped),
    ];
    Ok(left.into_iter().filter_map(|(what, n)| Dropped::some(what, n)).collect())
}

fn has(sheet: &FactSheet, organization: &str) -> bool {
    sheet.organizations.iter().flatten().any(|o| o.id == organization)
}

fn beside(country: &MentionOf, mention: &MentionOf) -> bool {
    country.start < mention.end + NEAR && mention.start < country.end + NEAR
}

fn properties<const N: usize>(values: [(&str, Option<String>); N]) -> Map<String, Value> {
    values.into_iter().filter_map(|(name, value)| Some((name.to_string(), json!([value.filter(|v| !v.is_empty())?])))).collect()
}

fn emit(out: &mut dyn Write, id: &str, schema: &str, properties: Map<String, Value>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &json!({"id": id, "schema": schema, "properties": properties}))?;
    out.write_all(b"\n")
}

/// An id of ours as FollowTheMoney allows it, letters, digits, `.` and `-` of ASCII: what is allowed stays, and where something else was there a
/// hash of the whole keeps ids apart.
fn id(ours: &str) -> String {
    let mut out = String::from("svodka-");
    let mut changed = false;
    for c in ours.chars() {
        if c.is_ascii_alphanumeric() || c == '.' || c == '-' {
            out.push(c);
        } else {
            changed |= c != ':';
            out.push('-');
        }
    }
    if changed || out.ends_with(['-', '.']) {
        out.push('-');
        Sha256::digest(ours.as_bytes()).iter().take(6).for_each(|b| write!(out, "{b:02x}").expect("a string takes all"));
    }
    out
}

/// FollowTheMoney's code of a country; former states have codes of four letters there, disputed ones that have no ISO code have none.
fn country_code(iso: &str) -> Option<String> {
    match iso {
        "SU" => Some("suhh".into()),
        "YU" => Some("yucs".into()),
        "CS" => Some("cshh".into()),
        "DD" => Some("ddde".into()),
        iso if iso.len() == 2 && iso.bytes().all(|b| b.is_ascii_uppercase()) => Some(iso.to_ascii_lowercase()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, ingest::Document};

    #[test]
    fn every_reference_is_to_an_entity_of_the_file() {
        let text = "Президент Казахстана Касым-Жомарт Токаев прибыл в Ош. МИД России выступил с заявлением.";
        let sheet = Extractor::new().extract(&Document::new("статья 1", text));
        let mut out = Vec::new();
        let dropped = write(&sheet, text, &mut out).expect("memory takes all");
        let entities: Vec<Value> = String::from_utf8(out).expect("UTF-8").lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
        let ids: BTreeSet<&str> = entities.iter().map(|e| e["id"].as_str().expect("an id")).collect();
        assert_eq!(ids.len(), entities.len());
        let mut references = 0;
        for e in &entities {
            for property in ["holder", "post", "document", "resolved", "organization", "proof"] {
                for to in e["properties"][property].as_array().into_iter().flatten() {
                    assert!(ids.contains(to.as_str().expect("an id")), "{e}");
                    references += 1;
                }
            }
        }
        assert!(references >= 8, "{references}");
        assert!(entities.iter().any(|e| e["schema"] == "Occupancy"));
        assert!(dropped.iter().any(|d| d.what == "places" && d.count == 1), "{dropped:?}");
    }

    #[test]
    fn ids_are_allowed_and_stay_apart() {
        assert_eq!(id("person:sergey-petrov"), "svodka-person-sergey-petrov");
        assert_ne!(id("document:статья 1"), id("document:статья 2"));
        assert!(id("document:статья").bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    }
}
