//! Twelve articles of one kind with other names, countries, numbers and word order, held against what a careful reader finds.
//!
//! `fixtures/variations/NN.txt` is the article, `NN.json` what must be found; fixtures/README.md says what its keys mean.

use serde_json::Value;
use std::path::PathBuf;
use svodka::ingest::Document;
use svodka::sheet::{Fact, FactSheet};

struct Held {
    sheet: FactSheet,
    wrong: Vec<String>,
}

impl Held {
    fn point(&mut self, name: String, holds: bool) {
        if !holds {
            self.wrong.push(name);
        }
    }

    fn person(&self, name: &str) -> Option<&str> {
        self.sheet.people.iter().flatten().find(|p| p.name == name).map(|p| p.id.as_str())
    }

    fn facts<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s Fact> {
        self.sheet.facts.iter().flatten().filter(move |f| f.kind == kind)
    }

    fn figures(&self, value: &Value) -> Vec<&str> {
        self.sheet.figures.iter().flatten().filter(|f| f.value.as_f64() == value.as_f64()).map(|f| f.id.as_str()).collect()
    }
}

fn text(v: &Value) -> &str {
    v.as_str().unwrap_or("")
}

fn list(v: &Value) -> impl Iterator<Item = &Value> {
    v.as_array().into_iter().flatten()
}

fn country(iso: &Value) -> Option<String> {
    iso.as_str().map(|i| format!("country:{i}"))
}

fn check(name: &str) -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/variations");
    let article = std::fs::read_to_string(folder.join(format!("{name}.txt"))).expect("the article is in the package");
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(folder.join(format!("{name}.json"))).expect("and what it says")).expect("JSON");
    let sheet = svodka::Extractor::new().extract(&Document::new(name, article));
    let mut held = Held { sheet, wrong: Vec::new() };
    entities(&mut held, &expected);
    facts(&mut held, &expected);
    held.wrong.into_iter().map(|w| format!("{name}: {w}")).collect()
}

fn entities(held: &mut Held, expected: &Value) {
    let people: Vec<(String, String, usize)> = held.sheet.people.iter().flatten().map(|p| (p.name.clone(), p.latin.clone(), p.mentions.len())).collect();
    for p in list(&expected["people"]) {
        let found = people.iter().find(|(name, _, _)| name == text(&p["name"]));
        held.point(
            format!("person {p} among {people:?}"),
            found.is_some_and(|(_, latin, n)| (p["latin"].is_null() || latin == text(&p["latin"])) && *n as u64 >= p["at_least"].as_u64().unwrap_or(1)),
        );
    }
    if expected["exactly_people"] == true {
        held.point(format!("exactly these people, not {people:?}"), people.len() == list(&expected["people"]).count());
    }
    let mut isos: Vec<String> = held.sheet.countries.iter().flatten().map(|c| c.iso.clone()).collect();
    let mut wanted: Vec<String> = list(&expected["countries"]).map(|c| text(c).to_string()).collect();
    isos.sort();
    wanted.sort();
    held.point(format!("countries {wanted:?}, not {isos:?}"), wanted.is_empty() || isos == wanted);
    for o in list(&expected["offices"]) {
        let who = held.person(text(&o["who"])).map(str::to_string);
        let offices: Vec<_> = held.sheet.offices.iter().flatten().collect();
        let holds = held
            .facts("occupation")
            .filter(|f| who.is_some() && f.args.who == who)
            .filter_map(|f| offices.iter().find(|x| Some(&x.id) == f.args.office.as_ref()))
            .any(|x| {
                x.head == text(&o["head"])
                    && (o["country"].is_null() || x.country == country(&o["country"]))
                    && (o["title_starts"].is_null() || x.title.to_lowercase().starts_with(&text(&o["title_starts"]).to_lowercase()))
            });
        let seen: Vec<String> = offices.iter().map(|x| format!("{} ({:?})", x.title, x.country)).collect();
        held.point(format!("office {o} among {seen:?}"), holds);
    }
    let places = held.sheet.places.clone().unwrap_or_default();
    for p in list(&expected["places"]) {
        let within = p["within"].as_str().map(|w| places.iter().find(|x| x.name == w).map(|x| x.id.clone()));
        let holds = places.iter().any(|x| {
            x.name == text(&p["name"])
                && (p["kind"].is_null() || x.kind == text(&p["kind"]))
                && (p["country"].is_null() || x.country == country(&p["country"]))
                && within.as_ref().is_none_or(|w| w.is_some() && x.within == *w)
        });
        let seen: Vec<String> = places.iter().map(|x| format!("{} {} {:?} {:?}", x.name, x.kind, x.within, x.country)).collect();
        held.point(format!("place {p} among {seen:?}"), holds);
    }
    let figures = held.sheet.figures.clone().unwrap_or_default();
    for f in list(&expected["figures"]) {
        let holds = figures.iter().any(|x| {
            x.value.as_f64() == f["value"].as_f64()
                && (f["kind"].is_null() || x.kind == text(&f["kind"]))
                && (f["counted"].is_null() || x.counted.as_deref() == f["counted"].as_str())
                && (f["currency"].is_null() || x.currency.as_deref() == f["currency"].as_str())
                && (f["bound"].is_null() || x.bound == text(&f["bound"]))
        });
        let seen: Vec<&str> = figures.iter().map(|x| x.id.as_str()).collect();
        held.point(format!("figure {f} among {seen:?}"), holds);
    }
}

fn facts(held: &mut Held, expected: &Value) {
    for c in list(&expected["counts"]) {
        let totals: Vec<String> = held.figures(&c["total"]).into_iter().map(str::to_string).collect();
        let holds = held.facts("count").any(|f| {
            f.args.total.as_ref().is_some_and(|t| totals.contains(t))
                && (c["balanced"].is_null() || f.balanced == c["balanced"].as_bool())
                && list(&c["parts"]).all(|p| {
                    let ids = held.figures(&p["value"]);
                    f.args.parts.iter().flatten().any(|x| x.gloss.as_deref() == p["gloss"].as_str() && ids.contains(&x.figure.as_str()))
                })
        });
        let seen: Vec<String> = held.facts("count").map(|f| format!("{:?}", f.args)).collect();
        held.point(format!("count {c} among {seen:?}"), holds);
    }
    for m in list(&expected["meetings"]) {
        let mut ids: Vec<Option<&str>> = list(m).map(|n| held.person(text(n))).collect();
        ids.sort_unstable();
        let holds = held.facts("meeting").any(|f| {
            let mut found: Vec<Option<&str>> = f.args.participants.iter().flatten().map(|p| Some(p.as_str())).collect();
            found.sort_unstable();
            found == ids
        });
        let seen: Vec<_> = held.facts("meeting").map(|f| &f.args.participants).collect();
        held.point(format!("meeting {m} among {seen:?}"), holds);
    }
    for s in list(&expected["statements"]) {
        let who = held.person(text(&s["speaker"])).map(str::to_string);
        let holds = held
            .facts("statement")
            .any(|f| who.is_some() && f.args.speaker == who && f.quote.as_ref().is_some_and(|q| q.text.starts_with(text(&s["quote_starts"]))));
        let seen: Vec<_> = held.facts("statement").map(|f| (&f.args.speaker, f.quote.as_ref().map(|q| q.text.chars().take(24).collect::<String>()))).collect();
        held.point(format!("statement {s} among {seen:?}"), holds);
    }
    for v in list(&expected["visits"]) {
        let who = held.person(text(&v["who"])).map(str::to_string);
        let holds = held.facts("visit").any(|f| {
            who.is_some()
                && f.args.who == who
                && f.args.to == country(&v["to"])
                && (v["modality"].is_null() || f.modality == text(&v["modality"]))
                && (v["visit"].is_null() || f.visit.as_deref() == v["visit"].as_str())
        });
        let seen: Vec<_> = held.facts("visit").map(|f| (&f.args.who, &f.args.to, &f.modality, &f.visit)).collect();
        held.point(format!("visit {v} among {seen:?}"), holds);
    }
    for c in list(&expected["changes"]) {
        let fits = |slot: &Option<String>, value: &Value| value.is_null() || slot.as_ref().is_some_and(|id| held.figures(value).contains(&id.as_str()));
        let holds = held.facts("change").any(|f| {
            fits(&f.args.to, &c["to"])
                && fits(&f.args.from, &c["from"])
                && fits(&f.args.by, &c["by"])
                && (c["direction"].is_null() || f.args.direction.as_deref() == c["direction"].as_str())
                && (c["modality"].is_null() || f.modality == text(&c["modality"]))
        });
        let seen: Vec<_> = held.facts("change").map(|f| (&f.args.from, &f.args.to, &f.args.by, &f.args.direction, &f.modality)).collect();
        held.point(format!("change {c} among {seen:?}"), holds);
    }
}

#[test]
fn a_careful_readers_findings_hold() {
    let wrong: Vec<String> = (1..=12).flat_map(|n| check(&format!("{n:02}"))).collect();
    assert!(wrong.is_empty(), "{} points are missing:\n{}", wrong.len(), wrong.join("\n"));
}
