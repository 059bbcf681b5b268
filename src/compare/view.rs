//! What a comparison sees of a sheet: its entities, mentions and facts, read by name from JSON of whatever version.

use super::json::Json;
use crate::sheet::{Date, Figure};
use std::collections::HashMap;

/// Parts of a sheet with the kind of their entities.
pub const SECTIONS: &[(&str, &str)] = &[
    ("people", "person"),
    ("offices", "office"),
    ("countries", "country"),
    ("places", "place"),
    ("organizations", "organization"),
    ("figures", "figure"),
    ("dates", "date"),
];

/// An entity of one side.
pub struct Entity<'j> {
    pub kind: &'static str,
    pub id: &'j str,
    pub item: &'j Json,
}

impl Entity<'_> {
    /// Its name for people to read.
    pub fn name(&self) -> String {
        let as_text = || self.item.compact();
        match self.kind {
            "figure" => serde_json::from_str::<Figure>(&as_text()).map_or_else(|_| self.id.to_string(), |f| f.describe()),
            "date" => serde_json::from_str::<Date>(&as_text()).map_or_else(|_| self.id.to_string(), |d| d.describe().to_string()),
            "office" => self.item.text("title").to_string(),
            _ => self.item.text("name").to_string(),
        }
    }

    /// The rule of its first mention.
    pub fn rule(&self) -> &str {
        self.item.list("mentions").first().map_or("", |m| m.text("rule"))
    }

    /// Where the text first names it.
    pub fn start(&self) -> usize {
        self.item.list("mentions").first().and_then(|m| m.number("start")).unwrap_or(0)
    }
}

/// A mention of one side.
#[derive(Clone, Copy)]
pub struct Mention<'j> {
    /// The entity's number.
    pub entity: usize,
    pub start: usize,
    pub end: usize,
    pub text: &'j str,
    pub item: &'j Json,
}

/// One side of a comparison.
pub struct View<'j> {
    pub sheet: &'j Json,
    pub entities: Vec<Entity<'j>>,
    /// Numbers of entities by kind and id.
    pub by_id: HashMap<(&'static str, &'j str), usize>,
    /// By place.
    pub mentions: Vec<Mention<'j>>,
    pub facts: Vec<&'j Json>,
}

impl<'j> View<'j> {
    /// The parts that `wanted` names.
    pub fn new(sheet: &'j Json, wanted: &dyn Fn(&str) -> bool) -> View<'j> {
        let mut view = View { sheet, entities: Vec::new(), by_id: HashMap::new(), mentions: Vec::new(), facts: Vec::new() };
        for (section, kind) in SECTIONS.iter().filter(|(section, _)| wanted(section)) {
            for item in sheet.list(section) {
                let (entity, id) = (view.entities.len(), item.text("id"));
                if view.by_id.contains_key(&(*kind, id)) {
                    continue;
                }
                view.by_id.insert((kind, id), entity);
                view.entities.push(Entity { kind, id, item });
                view.mentions.extend(item.list("mentions").iter().map(|m| Mention {
                    entity,
                    start: m.number("start").unwrap_or(0),
                    end: m.number("end").unwrap_or(0),
                    text: m.text("text"),
                    item: m,
                }));
            }
        }
        view.mentions.sort_by_key(|m| (m.start, m.end, view.entities[m.entity].kind, view.entities[m.entity].id));
        if wanted("facts") {
            view.facts = sheet.list("facts").iter().collect();
        }
        view
    }

    /// The kind and id of a mention's entity.
    pub fn named(&self, m: &Mention<'_>) -> (&'static str, &'j str) {
        let e = &self.entities[m.entity];
        (e.kind, e.id)
    }

    /// The name behind an id, or the words themselves.
    pub fn name_of(&self, id: &str) -> String {
        let kind = id.split(':').next().unwrap_or("");
        let known = SECTIONS.iter().find(|(_, k)| *k == kind).and_then(|(_, k)| self.by_id.get(&(*k, id)));
        known.map_or_else(|| id.to_string(), |e| self.entities[*e].name())
    }

    /// A fact in one line: its arguments with names for ids.
    pub fn describe(&self, fact: &Json) -> String {
        let Some(Json::Object(args)) = fact.get("args") else { return String::new() };
        let value = |v: &Json| match v {
            Json::Text(text) => self.name_of(text),
            Json::Object(part) => {
                part.iter().filter_map(|(_, v)| if let Json::Text(t) = v { Some(self.name_of(t)) } else { None }).collect::<Vec<_>>().join(" ")
            }
            other => other.compact(),
        };
        let parts = args.iter().map(|(role, v)| match v {
            Json::List(items) => format!("{role} {}", items.iter().map(value).collect::<Vec<_>>().join(" + ")),
            one => format!("{role} {}", value(one)),
        });
        parts.collect::<Vec<_>>().join(", ")
    }
}
