//! The side of the page: people, places, organizations, figures, dates, facts and statements, each linked to its place in the text.

use super::escape::escaped;
use super::{Entities, Language, Site, drawing};
use crate::lexicon::corrections::Line;
use crate::sheet::{Fact, FactSheet, Figure, MentionOf, Stretch};
use std::collections::{HashMap, HashSet};

/// Links to mentions that an entry shows; the rest are counted.
const SHOWN: usize = 12;

pub(super) struct Panel<'p, 's> {
    pub(super) sheet: &'s FactSheet,
    pub(super) entities: &'p Entities<'s>,
    pub(super) language: Language,
    pub(super) site: Option<&'p Site<'p>>,
    pub(super) out: &'p mut String,
}

impl<'s> Panel<'_, 's> {
    pub(super) fn write(&mut self) {
        self.facts();
        self.people();
        self.places();
        self.organizations();
        self.values();
    }

    fn label<'v>(&self, field: &str, value: &'v str) -> &'v str {
        self.language.label(field, value)
    }

    fn section(&mut self, key: &str, entries: Vec<String>) {
        if entries.is_empty() {
            return;
        }
        let title = self.label("section", key);
        self.out.push_str(&format!("<details open id=\"{key}\"><summary><h2>{title} <span class=\"faint\">{}</span></h2></summary>\n<ul>\n", entries.len()));
        for entry in entries {
            self.out.push_str(&entry);
            self.out.push('\n');
        }
        self.out.push_str("</ul></details>\n");
    }

    /// A list entry of an entity: its name, more about it, and where the text has it.
    fn entry(&self, id: &str, more: &[String]) -> String {
        let number = self.entities.number(id).unwrap_or_default();
        let kind = self.entities.kind(number);
        let name = escaped(self.entities.name(number));
        let mut out = format!("<li id=\"e{number}\" data-id=\"{}\">", escaped(id));
        out.push_str(&match self.site.and_then(|s| (s.entity)(id)) {
            Some(page) => format!("<a class=\"name n-{kind}\" href=\"{}\">{name}</a>", escaped(&page)),
            None => format!("<span class=\"name n-{kind}\">{name}</span>"),
        });
        for m in more.iter().filter(|m| !m.is_empty()) {
            out.push_str(&format!(" <span class=\"faint\">{m}</span>"));
        }
        let places = self.entities.places(number);
        if !places.is_empty() {
            let all = self.label("mentions", "");
            out.push_str(&format!(" <span class=\"at\" aria-label=\"{all}\">"));
            for (n, mark) in places.iter().take(SHOWN).enumerate() {
                out.push_str(&format!("<a href=\"#m{mark}\">{}</a> ", n + 1));
            }
            if places.len() > SHOWN {
                out.push_str(&format!("+{}", places.len() - SHOWN));
            }
            out.push_str("</span>");
        }
        out.push_str(&self.corrections(kind, self.entities.name(number)));
        out.push_str("</li>");
        out
    }

    /// The lines for corrections.tsv that a reader who knows better chooses from: that the words are no such entity, or another kind.
    fn corrections(&self, kind: &str, name: &str) -> String {
        let none = Line::new(name, "not-entity", "", kind);
        let others = ["person", "place", "organization"].into_iter().filter(|k| *k != kind).map(|k| Line::new(name, "kind", k, kind));
        let correctable = !matches!(kind, "figure" | "date");
        let lines: Vec<String> =
            std::iter::once(none).chain(others).filter(|l| correctable && l.problem().is_none()).map(|l| escaped(&l.to_string())).collect();
        if lines.is_empty() {
            return String::new();
        }
        let (ask, how) = (self.label("correct", "ask"), self.label("correct", "how"));
        format!("<details class=\"fix\"><summary title=\"{how}\">{ask}</summary><pre>{}</pre></details>", lines.join("\n"))
    }

    /// An entity as a link to its entry, or what the sheet has in its place.
    fn link(&self, id: &str) -> String {
        match self.entities.number(id) {
            Some(number) => format!("<a class=\"n-{}\" href=\"#e{number}\">{}</a>", self.entities.kind(number), escaped(self.entities.name(number))),
            // A country that the gazetteers know of and the text does not name.
            None => escaped(id.strip_prefix("country:").unwrap_or(id)),
        }
    }

    fn links<'i>(&self, ids: impl IntoIterator<Item = &'i String>) -> String {
        ids.into_iter().map(|id| self.link(id)).collect::<Vec<_>>().join(", ")
    }

    fn people(&mut self) {
        let sheet = self.sheet;
        let mut held: HashSet<&str> = HashSet::new();
        let mut people = Vec::new();
        for p in sheet.people.iter().flatten() {
            held.extend(p.offices.iter().map(String::as_str));
            let latin = if p.latin == p.name { String::new() } else { escaped(&p.latin) };
            people.push((p, latin));
        }
        // An office has its entry under its holder: that is where a reader looks for it.
        let mut listed: HashSet<&str> = HashSet::new();
        let mut entries = Vec::new();
        for (p, latin) in people {
            let mut entry = self.entry(&p.id, &[latin]);
            let offices: Vec<String> = p
                .offices
                .iter()
                .map(|o| {
                    let fresh = self.entities.number(o).is_some() && listed.insert(o);
                    if fresh { self.entry(o, &[]) } else { format!("<li>{}</li>", self.link(o)) }
                })
                .collect();
            if !offices.is_empty() {
                let end = entry.len() - "</li>".len();
                entry.truncate(end);
                entry.push_str(&format!("<ul>{}</ul></li>", offices.concat()));
            }
            entries.push(entry);
        }
        self.section("people", entries);
        let others = sheet.offices.iter().flatten().filter(|o| !listed.contains(o.id.as_str()));
        let others = others.map(|o| {
            let of = [&o.organization, &o.place, &o.country].into_iter().flatten().next().map_or(String::new(), |id| self.link(id));
            self.entry(&o.id, &[of])
        });
        let others = others.collect();
        self.section("offices", others);
    }

    fn places(&mut self) {
        let sheet = self.sheet;
        let countries = sheet.countries.iter().flatten().map(|c| self.entry(&c.id, &[escaped(&c.iso)]));
        let places = sheet.places.iter().flatten().map(|p| {
            let within = self.links([&p.within, &p.country].into_iter().flatten());
            let perhaps: Vec<&str> = p.candidates.iter().map(|c| c.gloss.as_deref().unwrap_or(&c.id)).collect();
            let perhaps = if perhaps.is_empty() { String::new() } else { escaped(&format!("{}: {}", self.label("candidates", ""), perhaps.join(", "))) };
            self.entry(&p.id, &[escaped(self.label("place", &p.kind)), within, perhaps])
        });
        let entries = countries.chain(places).collect();
        self.section("countries", entries);
    }

    fn organizations(&mut self) {
        let all = self.sheet.organizations.iter().flatten().map(|o| {
            let country = o.country.as_ref().map_or(String::new(), |c| self.link(c));
            self.entry(&o.id, &[escaped(self.label("organization", &o.kind)), country])
        });
        let entries = all.collect();
        self.section("organizations", entries);
    }

    fn values(&mut self) {
        let sheet = self.sheet;
        let figures = sheet.figures.iter().flatten().map(|f| self.entry(&f.id, &[words(&f.mentions)])).collect();
        self.section("figures", figures);
        let dates = sheet.dates.iter().flatten().map(|d| {
            let part = d.part.as_ref().map_or(String::new(), |p| escaped(self.label("part", p)));
            self.entry(&d.id, &[part, words(&d.mentions)])
        });
        let dates = dates.collect();
        if let Some(drawn) = drawing::timeline(sheet.dates.as_deref().unwrap_or(&[]), self.entities) {
            let title = self.label("section", "timeline");
            self.out.push_str(&format!("<details open id=\"timeline\"><summary><h2>{title}</h2></summary>{drawn}</details>\n"));
        }
        self.section("dates", dates);
    }

    fn facts(&mut self) {
        let sheet = self.sheet;
        let figures: HashMap<&str, &Figure> = sheet.figures.iter().flatten().map(|f| (f.id.as_str(), f)).collect();
        let all = sheet.facts.iter().flatten().enumerate();
        let (said, others): (Vec<_>, Vec<_>) = all.partition(|(_, f)| f.kind == "statement");
        let others = others.into_iter().map(|(n, f)| self.fact(n + 1, f, &figures)).collect();
        self.section("facts", others);
        let said = said.into_iter().map(|(n, f)| self.statement(n + 1, f)).collect();
        self.section("statements", said);
    }

    /// What stands before every fact: its number, a link to its evidence.
    fn opening(&self, number: usize, fact: &Fact) -> String {
        let to = self.label("evidence", "");
        format!(
            "<li id=\"fact-{number}\" data-id=\"{}\" data-rule=\"{}\"><span class=\"at\"><a href=\"#at-{number}\" title=\"{to}\">{number}</a></span> ",
            escaped(&fact.id),
            escaped(&fact.rule)
        )
    }

    fn tag(&self, field: &str, value: &Option<String>) -> String {
        let label = value.as_deref().map_or("", |v| self.label(field, v));
        if label.is_empty() { String::new() } else { format!(" <span class=\"tag\">{}</span>", escaped(label)) }
    }

    fn fact(&self, number: usize, fact: &Fact, figures: &HashMap<&str, &Figure>) -> String {
        let mut out = self.opening(number, fact);
        out.push_str(&format!("<b>{}</b>", escaped(self.label("fact", &fact.kind))));
        let modality = Some(fact.modality.clone());
        for (field, value) in [
            ("modality", &modality),
            ("action", &fact.action),
            ("state", &fact.state),
            ("event", &fact.event),
            ("relation", &fact.relation),
            ("medium", &fact.medium),
            ("visit", &fact.visit),
        ] {
            out.push_str(&self.tag(field, value));
        }
        if let Some(balanced) = fact.balanced {
            let class = if balanced { "tag" } else { "tag bad" };
            out.push_str(&format!(" <span class=\"{class}\">{}</span>", self.label("balanced", if balanced { "true" } else { "false" })));
        }
        let mut pieces = Vec::new();
        for (role, values) in fact.roles() {
            let values: Vec<String> = match (role.as_str(), &fact.args.parts) {
                ("parts", Some(parts)) => parts.iter().map(|p| format!("{} {}", escaped(&p.state), self.link(&p.figure))).collect(),
                ("direction", _) => values.iter().map(|v| escaped(self.label("direction", v))).collect(),
                _ => values.iter().map(|v| self.link(v)).collect(),
            };
            pieces.push(format!("<span class=\"role\">{}</span> {}", escaped(self.label("role", &role)), values.join(", ")));
        }
        out.push_str(&format!("<br>{}", pieces.join("; ")));
        out.push_str(&self.source(fact));
        let drawn = match fact.kind.as_str() {
            "count" => drawing::count(&fact.args, figures),
            "change" => drawing::change(&fact.args, figures, self.language),
            _ => None,
        };
        out.push_str(drawn.as_deref().unwrap_or(""));
        out.push_str("</li>");
        out
    }

    /// Whose words it stands in.
    fn source(&self, fact: &Fact) -> String {
        match (&fact.said_by, fact.reported) {
            (Some(id), _) => format!(" <span class=\"role\">({} {})</span>", self.label("said_by", ""), self.link(id)),
            (None, Some(true)) => format!(" <span class=\"role\">({})</span>", self.label("reported", "")),
            _ => String::new(),
        }
    }

    fn statement(&self, number: usize, fact: &Fact) -> String {
        let mut out = self.opening(number, fact);
        out.push_str(&match &fact.args.speaker {
            Some(id) => self.link(id),
            None => format!("<i>{}</i>", self.label("speaker", "unknown")),
        });
        out.push_str(&self.tag("stance", &fact.stance));
        if fact.modality != "actual" {
            out.push_str(&self.tag("modality", &Some(fact.modality.clone())));
        }
        if fact.indirect == Some(true) {
            out.push_str(&format!(" <span class=\"tag\">{}</span>", self.label("indirect", "")));
        }
        let words = |s: &Stretch| escaped(&s.text);
        let words = match (&fact.quote, &fact.segments) {
            (_, Some(segments)) if !segments.is_empty() => segments.iter().map(words).collect::<Vec<_>>().join(" … "),
            (Some(quote), _) => words(quote),
            _ => words(&fact.evidence),
        };
        out.push_str(&format!("<blockquote dir=\"auto\">{words}</blockquote>{}</li>", self.source(fact)));
        out
    }
}

/// How the text puts it, each wording once.
fn words(mentions: &[MentionOf]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for m in mentions {
        if seen.len() < SHOWN && !seen.contains(&m.text.as_str()) {
            seen.push(&m.text);
        }
    }
    escaped(&seen.join(" | "))
}
