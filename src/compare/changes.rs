//! Two sheets of a document in, what a reader calls their differences out: entities and mentions added, removed, renamed, retyped, moved; facts and
//! figures that changed.
//!
//! What follows from another change is not told again: the mentions of an added entity, or the facts of a renamed one.

use super::json::Json;
use super::matching::{self, How, Matching};
use super::view::{Entity, Mention, SECTIONS, View};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// The second side has it, the first has not.
    Added,
    /// The first side has it, the second has not.
    Removed,
    /// It has another name or id.
    Renamed,
    /// It is of another kind.
    Retyped,
    /// It stands elsewhere, or has other bounds.
    Moved,
    /// Something else of it differs.
    Changed,
}

/// What it happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The document itself: its date, its length.
    Document,
    /// A person, place …
    Entity,
    /// One mention of an entity that both sides have.
    Mention,
    /// A fact.
    Fact,
}

/// One side of a change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Kind of entity or fact, as far as the other side has another.
    pub kind: String,
    /// Its id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Its name, or its arguments in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The rule behind it: of an entity that of its first mention.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// First code point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// Code point after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// The text's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How often the text names the entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mentions: Option<usize>,
    /// The fields that differ.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Json>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What happened.
    pub change: Verb,
    /// To what.
    pub of: Level,
    /// The fields that differ.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub fields: BTreeSet<String>,
    /// The first side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Side>,
    /// The second side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Side>,
}

impl Change {
    /// The kind that it is counted under: that of the first side where they differ.
    pub fn kind(&self) -> &str {
        self.from.as_ref().or(self.to.as_ref()).map_or("", |s| &s.kind)
    }

    /// The rule behind it, and both where they differ.
    pub fn rule(&self) -> String {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) if from.rule != to.rule => format!("{} → {}", from.rule, to.rule),
            (Some(side), _) | (None, Some(side)) => side.rule.clone(),
            (None, None) => String::new(),
        }
    }

    /// The same difference seen from the other side.
    pub fn mirrored(self) -> Change {
        let change = match self.change {
            Verb::Added => Verb::Removed,
            Verb::Removed => Verb::Added,
            other => other,
        };
        Change { change, from: self.to, to: self.from, ..self }
    }
}

/// Puts changes in their order, which is the same seen from either side: by kind and level, then by place.
pub fn sort(changes: &mut [Change]) {
    let key = |c: &Change| {
        let sides = [&c.from, &c.to];
        let part = match c.of {
            Level::Document => 0,
            Level::Entity | Level::Mention => 1,
            Level::Fact => 2,
        };
        let of = |get: &dyn Fn(&Side) -> String| -> (Option<String>, Option<String>) {
            let all = || sides.iter().filter_map(|s| s.as_ref()).map(get);
            (all().min(), all().max())
        };
        let kinds = of(&|s| format!("{:03}{}", SECTIONS.iter().position(|(_, k)| *k == s.kind).unwrap_or(SECTIONS.len()), s.kind));
        let places = of(&|s| format!("{:012}{:012}", s.start.unwrap_or(0), s.end.unwrap_or(0)));
        (part, kinds, c.of, places, of(&|s| s.id.clone()), c.change, of(&|s| s.name.clone()), c.fields.clone())
    };
    changes.sort_by_cached_key(key);
}

/// What is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Parts of the sheet; none named are all.
    pub only: Vec<String>,
    /// Where things stand does not count.
    pub ignore_offsets: bool,
    /// Which rule found something does not count.
    pub ignore_rules: bool,
}

impl Scope {
    /// Whether it is everything, so that the diff can be applied.
    pub fn is_whole(&self) -> bool {
        *self == Scope::default()
    }

    fn wants(&self, section: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|o| o == section)
    }
}

/// The differences of two sheets.
pub fn between(a: &Json, b: &Json, scope: &Scope) -> Vec<Change> {
    let wanted = |section: &str| scope.wants(section);
    let (a, b) = (View::new(a, &wanted), View::new(b, &wanted));
    let found = matching::pair(&a, &b);
    let mut work = Work { names: matching::renaming(&a, &b, &found.entities), a, b, scope, out: Vec::new() };
    if scope.only.is_empty() {
        work.document();
    }
    work.entities(&found);
    work.mentions(&found);
    work.facts(&found);
    let mut out = work.out;
    sort(&mut out);
    out
}

/// Fields that say where something stands.
const OFFSETS: &[&str] = &["start", "end", "bytes", "utf16"];

struct Work<'j> {
    a: View<'j>,
    b: View<'j>,
    names: HashMap<&'j str, &'j str>,
    scope: &'j Scope,
    out: Vec<Change>,
}

impl<'j> Work<'j> {
    fn push(&mut self, change: Verb, of: Level, fields: BTreeSet<String>, from: Option<Side>, to: Option<Side>) {
        self.out.push(Change { change, of, fields, from, to });
    }

    fn document(&mut self) {
        let empty = Json::Object(Vec::new());
        let (old, new) = (self.a.sheet.get("document").unwrap_or(&empty), self.b.sheet.get("document").unwrap_or(&empty));
        let length = ["characters", "sentences", "tokens", "text"];
        let mut fields = self.differing(old, new, &|f| f == "id" || self.scope.ignore_offsets && length.contains(&f));
        let (mut from, mut to) = (side("document", old), side("document", new));
        for (name, of) in [("schema", false), ("warnings", true)] {
            let (x, y) = (self.a.sheet.get(name), self.b.sheet.get(name));
            if x != y && !(of && self.scope.ignore_offsets) {
                fields.insert(name.to_string());
                [(&mut from, x), (&mut to, y)].into_iter().for_each(|(s, v)| s.values.extend(v.map(|v| (name.to_string(), v.clone()))));
            }
        }
        if !fields.is_empty() {
            give(&mut from, old, &fields);
            give(&mut to, new, &fields);
            (from.id, to.id) = (String::new(), String::new());
            self.push(Verb::Changed, Level::Document, fields, Some(from), Some(to));
        }
    }

    /// Names of the fields that two things do not share, ids of renamed entities taken as the same.
    fn differing(&self, old: &Json, new: &Json, left_out: &dyn Fn(&str) -> bool) -> BTreeSet<String> {
        let keys = |j: &'_ Json| -> Vec<String> { if let Json::Object(f) = j { f.iter().map(|(k, _)| k.clone()).collect() } else { Vec::new() } };
        let all: BTreeSet<String> = keys(old).into_iter().chain(keys(new)).collect();
        let same = |k: &str| match (old.get(k), new.get(k)) {
            (Some(x), Some(y)) => x == y || !self.names.is_empty() && matching::translated(x, &self.names) == *y,
            (x, y) => x == y,
        };
        let offsets = |k: &str| self.scope.ignore_offsets && OFFSETS.contains(&k);
        let rules = |k: &str| self.scope.ignore_rules && k == "rule";
        all.into_iter().filter(|k| !left_out(k) && !offsets(k) && !rules(k) && !same(k)).collect()
    }

    fn entities(&mut self, found: &Matching) {
        let paired: BTreeSet<usize> = found.entities.iter().map(|(i, _)| *i).collect();
        let paired_b: BTreeSet<usize> = found.entities.iter().map(|(_, j)| *j).collect();
        let mut pairs = found.entities.clone();
        for i in 0..self.a.entities.len() {
            let e = &self.a.entities[i];
            match self.b.by_id.get(&(e.kind, e.id)) {
                Some(j) => pairs.push((i, *j)),
                None if !paired.contains(&i) => {
                    let from = Some(of_entity(e));
                    self.push(Verb::Removed, Level::Entity, BTreeSet::new(), from, None);
                }
                None => {}
            }
        }
        for j in 0..self.b.entities.len() {
            let e = &self.b.entities[j];
            if !paired_b.contains(&j) && !self.a.by_id.contains_key(&(e.kind, e.id)) {
                let to = Some(of_entity(e));
                self.push(Verb::Added, Level::Entity, BTreeSet::new(), None, to);
            }
        }
        for (i, j) in pairs {
            self.entity(i, j);
        }
    }

    fn entity(&mut self, i: usize, j: usize) {
        let (old, new) = (&self.a.entities[i], &self.b.entities[j]);
        let mut fields = self.differing(old.item, new.item, &|f| matches!(f, "id" | "mentions" | "references"));
        let words = |e: &Entity<'_>| -> Vec<(String, String)> {
            let rule = |r: &Json| if self.scope.ignore_rules { String::new() } else { r.text("rule").to_string() };
            e.item.list("references").iter().map(|r| (r.text("text").to_string(), rule(r))).collect()
        };
        let moved = words(old) == words(new) && old.item.get("references") != new.item.get("references");
        if words(old) != words(new) || moved && !self.scope.ignore_offsets && !self.scope.ignore_rules {
            fields.insert("references".into());
        }
        let value = matches!(old.kind, "figure" | "date");
        let verb = match () {
            () if old.kind != new.kind => Verb::Retyped,
            () if value && (old.id != new.id || !fields.is_empty()) => Verb::Changed,
            () if old.id != new.id || fields.contains("name") || fields.contains("title") => Verb::Renamed,
            () if fields.contains("kind") => Verb::Retyped,
            () if fields.is_empty() => return,
            () if moved && fields.len() == 1 => Verb::Moved,
            () => Verb::Changed,
        };
        let (mut from, mut to) = (of_entity(old), of_entity(new));
        give(&mut from, old.item, &fields);
        give(&mut to, new.item, &fields);
        self.push(verb, Level::Entity, fields, Some(from), Some(to));
    }

    fn mentions(&mut self, found: &Matching) {
        let same: BTreeSet<(usize, usize)> = found.entities.iter().copied().collect();
        let (mut left, mut right) = (vec![false; self.a.mentions.len()], vec![false; self.b.mentions.len()]);
        for (i, j, how) in &found.mentions {
            (left[*i], right[*j]) = (true, true);
            let (old, new) = (self.a.mentions[*i], self.b.mentions[*j]);
            let (x, y) = (&self.a.entities[old.entity], &self.b.entities[new.entity]);
            let (old_kind, new_kind) = (x.kind, y.kind);
            let stands = (old.start, old.end) == (new.start, new.end);
            let apart = |f: &str| f == "parts" || !stands && OFFSETS.contains(&f);
            let mut fields = self.differing(old.item, new.item, &apart);
            if parts(&old) != parts(&new) {
                fields.insert("parts".into());
            }
            let verb = match how {
                How::Relinked if same.contains(&(old.entity, new.entity)) => continue,
                How::Relinked if old_kind != new_kind => Verb::Retyped,
                How::Relinked if matches!(old_kind, "figure" | "date") => Verb::Changed,
                How::Relinked => Verb::Renamed,
                How::Moved if old.text != new.text || !self.scope.ignore_offsets => Verb::Moved,
                _ if fields.is_empty() => continue,
                _ => Verb::Changed,
            };
            let (mut from, mut to) = (of_mention(&self.a, &old), of_mention(&self.b, &new));
            give(&mut from, old.item, &fields);
            give(&mut to, new.item, &fields);
            self.push(verb, Level::Mention, fields, Some(from), Some(to));
        }
        // A mention that only one side has, of an entity that both have.
        let (known_a, known_b): (BTreeSet<usize>, BTreeSet<usize>) = found.entities.iter().copied().unzip();
        for i in (0..left.len()).filter(|i| !left[*i]) {
            let m = self.a.mentions[i];
            if known_a.contains(&m.entity) || self.b.by_id.contains_key(&self.a.named(&m)) {
                let from = Some(of_mention(&self.a, &m));
                self.push(Verb::Removed, Level::Mention, BTreeSet::new(), from, None);
            }
        }
        for j in (0..right.len()).filter(|j| !right[*j]) {
            let m = self.b.mentions[j];
            if known_b.contains(&m.entity) || self.a.by_id.contains_key(&self.b.named(&m)) {
                let to = Some(of_mention(&self.b, &m));
                self.push(Verb::Added, Level::Mention, BTreeSet::new(), None, to);
            }
        }
    }

    fn facts(&mut self, found: &Matching) {
        let (mut left, mut right) = (vec![false; self.a.facts.len()], vec![false; self.b.facts.len()]);
        for (i, j) in &found.facts {
            (left[*i], right[*j]) = (true, true);
            let (old, new) = (self.a.facts[*i], self.b.facts[*j]);
            let (x, y) = (plain(old), plain(new));
            let args = |f: &Json| f.get("args").cloned().unwrap_or(Json::Null);
            let mut fields = self.differing(&x, &y, &|f| matches!(f, "id" | "args"));
            fields.extend(self.differing(&args(old), &args(new), &|_| false).into_iter().map(|f| format!("args.{f}")));
            let places = ["evidence", "quote", "segments"];
            let elsewhere = !self.scope.ignore_offsets && places.iter().any(|p| old.get(p) != new.get(p));
            let verb = match () {
                () if !fields.is_empty() => Verb::Changed,
                () if elsewhere => Verb::Moved,
                () => continue,
            };
            let (mut from, mut to) = (of_fact(&self.a, old), of_fact(&self.b, new));
            for (s, f) in [(&mut from, old), (&mut to, new)] {
                for field in &fields {
                    let value = field.strip_prefix("args.").map_or_else(|| f.get(field), |role| f.get("args")?.get(role));
                    s.values.extend(value.map(|v| (field.clone(), v.clone())));
                }
            }
            self.push(verb, Level::Fact, fields, Some(from), Some(to));
        }
        for i in (0..left.len()).filter(|i| !left[*i]) {
            let from = Some(of_fact(&self.a, self.a.facts[i]));
            self.push(Verb::Removed, Level::Fact, BTreeSet::new(), from, None);
        }
        for j in (0..right.len()).filter(|j| !right[*j]) {
            let to = Some(of_fact(&self.b, self.b.facts[j]));
            self.push(Verb::Added, Level::Fact, BTreeSet::new(), None, to);
        }
    }
}

/// A fact whose stretches are their words alone.
fn plain(fact: &Json) -> Json {
    fn words(value: &Json) -> Json {
        match value {
            Json::Object(fields) => Json::Object(fields.iter().filter(|(k, _)| !OFFSETS.contains(&k.as_str())).cloned().collect()),
            Json::List(items) => Json::List(items.iter().map(words).collect()),
            other => other.clone(),
        }
    }
    let Json::Object(fields) = fact else { return fact.clone() };
    let stretch = |k: &str| matches!(k, "evidence" | "quote" | "segments");
    Json::Object(fields.iter().map(|(k, v)| (k.clone(), if stretch(k) { words(v) } else { v.clone() })).collect())
}

/// The parts of a mention, counted from its start.
fn parts(m: &Mention<'_>) -> Vec<(String, usize, usize)> {
    let from = |p: &Json, key: &str| p.number(key).unwrap_or(0).saturating_sub(m.start);
    m.item.list("parts").iter().map(|p| (p.text("role").to_string(), from(p, "start"), from(p, "end"))).collect()
}

fn side(kind: &str, item: &Json) -> Side {
    Side { kind: kind.into(), id: item.text("id").into(), rule: item.text("rule").into(), ..Side::default() }
}

fn give(side: &mut Side, item: &Json, fields: &BTreeSet<String>) {
    side.values.extend(fields.iter().filter_map(|f| Some((f.clone(), item.get(f)?.clone()))));
}

fn of_entity(e: &Entity<'_>) -> Side {
    Side { name: e.name(), rule: e.rule().into(), start: Some(e.start()), mentions: Some(e.item.list("mentions").len()), ..side(e.kind, e.item) }
}

fn of_mention(v: &View<'_>, m: &Mention<'_>) -> Side {
    let e = &v.entities[m.entity];
    Side { id: e.id.into(), name: e.name(), start: Some(m.start), end: Some(m.end), text: m.text.into(), ..side(e.kind, m.item) }
}

fn of_fact(v: &View<'_>, fact: &Json) -> Side {
    let evidence = fact.get("evidence");
    let place = |key: &str| evidence.and_then(|e| e.number(key));
    let text = evidence.map_or("", |e| e.text("text"));
    Side { name: v.describe(fact), start: place("start"), end: place("end"), text: text.into(), ..side(fact.text("kind"), fact) }
}
