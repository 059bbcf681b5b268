//! Two sides in, pairs out: which mention, entity and fact of one is which of the other. Pairs do not depend on which side comes first.

use super::json::Json;
use super::view::{Mention, View};
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// How two mentions belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Same entity, same place.
    Same,
    /// Same entity and words, elsewhere; or same entity with other bounds.
    Moved,
    /// Same words, another entity.
    Relinked,
}

/// What of two sides belongs together, as numbers of both.
pub struct Matching {
    pub mentions: Vec<(usize, usize, How)>,
    /// Entities that only one side has, by their mentions one and the same under another id.
    pub entities: Vec<(usize, usize)>,
    pub facts: Vec<(usize, usize)>,
}

/// Takes what is still unmatched and has the same key, the first with the first.
fn by_key<K: Hash + Eq>(
    left: &mut [Option<usize>],
    right: &mut [Option<usize>],
    key_left: &dyn Fn(usize) -> Option<K>,
    key_right: &dyn Fn(usize) -> Option<K>,
    take: &mut dyn FnMut(usize, usize),
) {
    let mut waiting: HashMap<K, std::collections::VecDeque<usize>> = HashMap::new();
    for (i, taken) in right.iter().enumerate() {
        if taken.is_none()
            && let Some(key) = key_right(i)
        {
            waiting.entry(key).or_default().push_back(i);
        }
    }
    for (i, taken) in left.iter_mut().enumerate() {
        if taken.is_none()
            && let Some(j) = key_left(i).and_then(|key| waiting.get_mut(&key)?.pop_front())
        {
            (*taken, right[j]) = (Some(j), Some(i));
            take(i, j);
        }
    }
}

/// Pairs everything.
pub fn pair(a: &View<'_>, b: &View<'_>) -> Matching {
    let mentions = mentions(a, b);
    let entities = entities(a, b, &mentions);
    let facts = facts(a, b, &entities);
    Matching { mentions, entities, facts }
}

fn mentions(a: &View<'_>, b: &View<'_>) -> Vec<(usize, usize, How)> {
    let mut pairs = Vec::new();
    let (mut left, mut right) = (vec![None; a.mentions.len()], vec![None; b.mentions.len()]);
    let same = |v: &View<'_>, i: usize| -> Option<(String, usize, usize, String)> {
        let m = &v.mentions[i];
        Some((full(v, m), m.start, m.end, m.text.to_string()))
    };
    by_key(&mut left, &mut right, &|i| same(a, i), &|i| same(b, i), &mut |i, j| pairs.push((i, j, How::Same)));
    let here = |v: &View<'_>, i: usize| Some((v.mentions[i].start, v.mentions[i].end, v.mentions[i].text.to_string()));
    by_key(&mut left, &mut right, &|i| here(a, i), &|i| here(b, i), &mut |i, j| pairs.push((i, j, How::Relinked)));
    for (i, j) in overlapping(a, b, &left, &right) {
        if left[i].is_none() && right[j].is_none() {
            (left[i], right[j]) = (Some(j), Some(i));
            pairs.push((i, j, How::Moved));
        }
    }
    let words = |v: &View<'_>, i: usize| Some((full(v, &v.mentions[i]), v.mentions[i].text.to_string()));
    by_key(&mut left, &mut right, &|i| words(a, i), &|i| words(b, i), &mut |i, j| pairs.push((i, j, How::Moved)));
    // In another edition of a text the same words stand elsewhere.
    let length = |v: &View<'_>| v.sheet.get("document").and_then(|d| d.number("characters"));
    if length(a) != length(b) {
        let text = |v: &View<'_>, i: usize| Some(v.mentions[i].text.to_string());
        by_key(&mut left, &mut right, &|i| text(a, i), &|i| text(b, i), &mut |i, j| pairs.push((i, j, How::Relinked)));
    }
    pairs
}

fn full(v: &View<'_>, m: &Mention<'_>) -> String {
    let (kind, id) = v.named(m);
    format!("{kind} {id}")
}

/// Pairs of unmatched mentions of one entity that share a place, by place.
fn overlapping(a: &View<'_>, b: &View<'_>, left: &[Option<usize>], right: &[Option<usize>]) -> Vec<(usize, usize)> {
    let mut of_entity: HashMap<String, Vec<usize>> = HashMap::new();
    for j in (0..right.len()).filter(|j| right[*j].is_none()) {
        of_entity.entry(full(b, &b.mentions[j])).or_default().push(j);
    }
    let mut out = Vec::new();
    for i in (0..left.len()).filter(|i| left[*i].is_none()) {
        let m = &a.mentions[i];
        let Some(others) = of_entity.get(&full(a, m)) else { continue };
        // Mentions of one entity seldom nest: those that begin before this one ends, from the nearest back.
        let before = others.partition_point(|j| b.mentions[*j].start < m.end);
        out.extend(others[..before].iter().rev().take(3).filter(|j| b.mentions[**j].end > m.start).map(|j| (i, *j)));
    }
    out.sort_by_key(|(i, j)| {
        let (x, y) = (&a.mentions[*i], &b.mentions[*j]);
        (x.start.min(y.start), x.start.max(y.start), x.end.min(y.end), x.end.max(y.end))
    });
    out
}

fn entities(a: &View<'_>, b: &View<'_>, mentions: &[(usize, usize, How)]) -> Vec<(usize, usize)> {
    let alone = |v: &View<'_>, other: &View<'_>| -> Vec<bool> { v.entities.iter().map(|e| !other.by_id.contains_key(&(e.kind, e.id))).collect() };
    let (only_a, only_b) = (alone(a, b), alone(b, a));
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (i, j, how) in mentions {
        let pair = (a.mentions[*i].entity, b.mentions[*j].entity);
        if *how == How::Relinked && only_a[pair.0] && only_b[pair.1] {
            *shared.entry(pair).or_default() += 1;
        }
    }
    let mut ranked: Vec<((usize, usize), usize)> = shared.into_iter().collect();
    ranked.sort_by_key(|((i, j), n)| {
        let (x, y) = (a.entities[*i].id, b.entities[*j].id);
        (std::cmp::Reverse(*n), a.entities[*i].kind != b.entities[*j].kind, x.min(y), x.max(y))
    });
    let (mut left, mut right): (Vec<Option<usize>>, Vec<Option<usize>>) = (vec![None; only_a.len()], vec![None; only_b.len()]);
    let mut pairs = Vec::new();
    for ((i, j), _) in ranked {
        if left[i].is_none() && right[j].is_none() {
            (left[i], right[j]) = (Some(j), Some(i));
            pairs.push((i, j));
        }
    }
    // A figure of the same thing with another value.
    let counted = |v: &View<'_>, only: &[bool], i: usize| {
        let e = &v.entities[i];
        let what: Vec<&str> = ["kind", "currency", "unit", "counted"].iter().map(|f| e.item.text(f)).collect();
        let told = e.kind == "figure" && only[i] && what[1..].iter().any(|w| !w.is_empty());
        told.then(|| what.join("\t"))
    };
    by_key(&mut left, &mut right, &|i| counted(a, &only_a, i), &|i| counted(b, &only_b, i), &mut |i, j| pairs.push((i, j)));
    pairs
}

/// Ids of one side that the other has under another name.
pub fn renaming<'j>(a: &View<'j>, b: &View<'j>, entities: &[(usize, usize)]) -> HashMap<&'j str, &'j str> {
    entities.iter().map(|(i, j)| (a.entities[*i].id, b.entities[*j].id)).collect()
}

/// A value with the ids of the other side.
pub fn translated(value: &Json, names: &HashMap<&str, &str>) -> Json {
    match value {
        Json::Text(text) => Json::Text(names.get(text.as_str()).map_or_else(|| text.clone(), |n| n.to_string())),
        Json::List(items) => Json::List(items.iter().map(|i| translated(i, names)).collect()),
        Json::Object(fields) => Json::Object(fields.iter().map(|(k, v)| (k.clone(), translated(v, names))).collect()),
        other => other.clone(),
    }
}

fn facts(a: &View<'_>, b: &View<'_>, entities: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let names = renaming(a, b, entities);
    let none = HashMap::new();
    let (mut left, mut right) = (vec![None; a.facts.len()], vec![None; b.facts.len()]);
    let mut pairs = Vec::new();
    type Key<'k> = &'k dyn Fn(&Json, &HashMap<&str, &str>) -> Option<String>;
    let args = |f: &Json, names: &HashMap<&str, &str>| f.get("args").map(|args| translated(args, names).compact());
    let words = |f: &Json| f.get("evidence").map(|e| e.text("text").to_string());
    let actor = |f: &Json, names: &HashMap<&str, &str>| match f.get("args") {
        Some(Json::Object(args)) => args.first().map(|(role, v)| format!("{role} {}", translated(v, names).compact())),
        _ => None,
    };
    let keys: [Key<'_>; 5] = [
        &|f, _| Some(f.text("id").to_string()),
        &|f, n| Some(format!("{}\t{}\t{}", f.text("kind"), args(f, n)?, words(f)?)),
        &|f, n| Some(format!("{}\t{}", f.text("kind"), args(f, n)?)),
        &|f, _| Some(format!("{}\t{}", f.text("kind"), words(f)?)),
        &|f, n| Some(format!("{}\t{}", f.text("kind"), actor(f, n)?)),
    ];
    for key in keys {
        by_key(&mut left, &mut right, &|i| key(a.facts[i], &names), &|i| key(b.facts[i], &none), &mut |i, j| pairs.push((i, j)));
    }
    pairs
}
