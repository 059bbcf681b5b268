//! Two values in, the edits between them out: what `svodka patch` applies, forward or backward.
//!
//! Lists of things with ids are compared by id, objects by key, other lists by place. Every edit holds both sides, so that the edits
//! from B to A are those from A to B with the sides changed.

use super::json::Json;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One edit of a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// Keys of objects, ids in lists of things with ids, numbers in other lists.
    pub path: Vec<String>,
    /// The place of what one side lacks, among its neighbours on the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// Items of a list from this place on are replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub splice: Option<usize>,
    /// What was there.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    pub from: Option<Json>,
    /// What is there.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    pub to: Option<Json>,
    /// The order of the keys or ids that both sides have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
}

/// `null` is a value like others, not an absent one.
fn some<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// An order on both sides.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// As it was.
    pub from: Vec<String>,
    /// As it is.
    pub to: Vec<String>,
}

impl Edit {
    /// The same edit the other way.
    pub fn mirrored(self) -> Edit {
        Edit { from: self.to, to: self.from, order: self.order.map(|o| Order { from: o.to, to: o.from }), ..self }
    }
}

/// The edits that make `b` of `a`, in the order of keys and ids.
pub fn between(a: &Json, b: &Json) -> Vec<Edit> {
    let mut out = Vec::new();
    compare(&mut Vec::new(), a, b, &mut out);
    out
}

/// The members of an object, or of a list of things that have different ids; an empty list is one.
fn members(value: &Json) -> Option<Vec<(&str, &Json)>> {
    let members: Vec<(&str, &Json)> = match value {
        Json::Object(fields) => fields.iter().map(|(k, v)| (k.as_str(), v)).collect(),
        Json::List(items) => items.iter().map(|item| matches!(item.get("id"), Some(Json::Text(_))).then(|| (item.text("id"), item))).collect::<Option<_>>()?,
        _ => return None,
    };
    let names: BTreeSet<&str> = members.iter().map(|(k, _)| *k).collect();
    (names.len() == members.len()).then_some(members)
}

fn compare(path: &mut Vec<String>, a: &Json, b: &Json, out: &mut Vec<Edit>) {
    if a == b {
        return;
    }
    let alike = matches!((a, b), (Json::Object(_), Json::Object(_)) | (Json::List(_), Json::List(_)));
    if alike {
        if let (Some(old), Some(new)) = (members(a), members(b)) {
            return compare_members(path, &old, &new, out);
        }
        if let (Json::List(old), Json::List(new)) = (a, b) {
            if members(a).is_none() && members(b).is_none() && old.len() == new.len() {
                for (i, (x, y)) in old.iter().zip(new).enumerate() {
                    path.push(i.to_string());
                    compare(path, x, y, out);
                    path.pop();
                }
                return;
            }
            let most = old.len().min(new.len());
            let start = old.iter().zip(new).take_while(|(x, y)| x == y).count();
            let end = old.iter().rev().zip(new.iter().rev()).take(most - start).take_while(|(x, y)| x == y).count();
            let piece = |items: &[Json]| Some(Json::List(items[start..items.len() - end].to_vec()));
            out.push(Edit { path: path.clone(), splice: Some(start), from: piece(old), to: piece(new), ..Edit::default() });
            return;
        }
    }
    out.push(Edit { path: path.clone(), from: Some(a.clone()), to: Some(b.clone()), ..Edit::default() });
}

fn compare_members(path: &mut Vec<String>, old: &[(&str, &Json)], new: &[(&str, &Json)], out: &mut Vec<Edit>) {
    let place = |all: &[(&str, &Json)]| -> HashMap<String, usize> { all.iter().enumerate().map(|(i, (k, _))| (k.to_string(), i)).collect() };
    let (in_old, in_new) = (place(old), place(new));
    let common = |all: &[(&str, &Json)], other: &HashMap<String, usize>| -> Vec<String> {
        all.iter().filter(|(k, _)| other.contains_key(*k)).map(|(k, _)| k.to_string()).collect()
    };
    let order = Order { from: common(old, &in_new), to: common(new, &in_old) };
    if order.from != order.to {
        out.push(Edit { path: path.clone(), order: Some(order), ..Edit::default() });
    }
    let names: BTreeSet<&str> = old.iter().chain(new).map(|(k, _)| *k).collect();
    for name in names {
        path.push(name.to_string());
        match (in_old.get(name), in_new.get(name)) {
            (Some(i), Some(j)) => compare(path, old[*i].1, new[*j].1, out),
            (Some(i), None) => out.push(Edit { path: path.clone(), index: Some(*i), from: Some(old[*i].1.clone()), ..Edit::default() }),
            (None, Some(j)) => out.push(Edit { path: path.clone(), index: Some(*j), to: Some(new[*j].1.clone()), ..Edit::default() }),
            (None, None) => {}
        }
        path.pop();
    }
}

/// Applies edits that [`between`] made.
///
/// # Errors
/// The path where the value is not what an edit says it was: the edits belong to another value.
pub fn apply(value: &Json, edits: &[Edit]) -> Result<Json, String> {
    node(value, &edits.iter().collect::<Vec<_>>(), 0)
}

fn node(value: &Json, edits: &[&Edit], depth: usize) -> Result<Json, String> {
    let Some(first) = edits.first() else { return Ok(value.clone()) };
    let wrong = |edit: &Edit| format!("«{}» is not what the diff says it was", edit.path.join(" › "));
    if first.path.len() == depth && first.order.is_none() {
        let (Some(from), Some(to)) = (&first.from, &first.to) else { return Err(wrong(first)) };
        let (Some(start), Json::List(items)) = (first.splice, value) else {
            return if first.splice.is_none() && value == from { Ok(to.clone()) } else { Err(wrong(first)) };
        };
        let (Json::List(from), Json::List(to)) = (from, to) else { return Err(wrong(first)) };
        let end = start + from.len();
        if items.get(start..end) != Some(from.as_slice()) {
            return Err(wrong(first));
        }
        return Ok(Json::List([&items[..start], to.as_slice(), &items[end..]].concat()));
    }
    let order = (first.path.len() == depth).then_some(first);
    let mut children: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for edit in edits.iter().filter(|e| e.path.len() > depth) {
        children.entry(&edit.path[depth]).or_default().push(edit);
    }
    let Some(old) = members(value) else {
        let Json::List(items) = value else { return Err(wrong(first)) };
        let mut items = items.clone();
        for (name, edits) in children {
            let item = name.parse::<usize>().ok().and_then(|i| items.get_mut(i)).ok_or_else(|| wrong(edits[0]))?;
            *item = node(item, &edits, depth + 1)?;
        }
        return Ok(Json::List(items));
    };
    let mut kept: Vec<(String, Json)> = Vec::with_capacity(old.len());
    let mut added: Vec<(usize, String, Json)> = Vec::new();
    for (name, value) in old {
        match children.remove(name) {
            None => kept.push((name.to_string(), value.clone())),
            Some(edits) => match (edits[0].path.len() == depth + 1, &edits[0].from, &edits[0].to) {
                (true, Some(from), None) if from == value => {}
                (true, _, None) if edits[0].order.is_none() => return Err(wrong(edits[0])),
                _ => kept.push((name.to_string(), node(value, &edits, depth + 1)?)),
            },
        }
    }
    for (name, edits) in children {
        match (edits[0].index, &edits[0].from, &edits[0].to) {
            (Some(index), None, Some(to)) if edits[0].path.len() == depth + 1 => added.push((index, name.to_string(), to.clone())),
            _ => return Err(wrong(edits[0])),
        }
    }
    if let Some(Edit { order: Some(order), .. }) = order {
        let place: HashMap<&str, usize> = order.to.iter().enumerate().map(|(i, k)| (k.as_str(), i)).collect();
        if kept.len() != place.len() || kept.iter().any(|(k, _)| !place.contains_key(k.as_str())) {
            return Err(wrong(first));
        }
        kept.sort_by_key(|(k, _)| place[k.as_str()]);
    }
    added.sort_by_key(|(index, ..)| *index);
    for (index, name, value) in added {
        if index > kept.len() {
            return Err(format!("«{name}» has no place {index}: the diff belongs to another sheet"));
        }
        kept.insert(index, (name, value));
    }
    Ok(match value {
        Json::Object(_) => Json::Object(kept),
        _ => Json::List(kept.into_iter().map(|(_, v)| v).collect()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json() -> impl Strategy<Value = Json> {
        let leaf =
            prop_oneof![Just(Json::Null), any::<bool>().prop_map(Json::Bool), (0..4u64).prop_map(|n| Json::Number(n.into())), "[ab]{0,2}".prop_map(Json::Text)];
        leaf.prop_recursive(4, 40, 5, |inner| {
            let object = prop::collection::vec(("[a-d]", inner.clone()), 0..5).prop_map(|fields| {
                let mut seen = BTreeSet::new();
                Json::Object(fields.into_iter().filter(|(k, _)| seen.insert(k.clone())).collect())
            });
            let things = prop::collection::vec(("[a-e]", inner.clone()), 0..5).prop_map(|items| {
                let mut seen = BTreeSet::new();
                let unique = items.into_iter().filter(|(id, _)| seen.insert(id.clone()));
                Json::List(unique.map(|(id, v)| Json::Object(vec![("id".into(), Json::Text(id)), ("v".into(), v)])).collect())
            });
            prop_oneof![object, things, prop::collection::vec(inner, 0..5).prop_map(Json::List)]
        })
    }

    proptest! {
        #[test]
        fn edits_make_b_of_a_and_mirrored_a_of_b(a in json(), b in json()) {
            let edits = between(&a, &b);
            prop_assert_eq!(edits.is_empty(), a == b);
            prop_assert_eq!(apply(&a, &edits).expect("they fit").compact(), b.compact());
            let back: Vec<Edit> = edits.iter().cloned().map(Edit::mirrored).collect();
            prop_assert_eq!(&back, &between(&b, &a));
            let written: Vec<Edit> = serde_json::from_str(&serde_json::to_string(&edits).expect("JSON")).expect("edits");
            prop_assert_eq!(written, edits);
        }
    }

    #[test]
    fn edits_of_another_value_are_refused() {
        let (a, b) = (Json::parse(r#"{"x":1}"#).expect("JSON"), Json::parse(r#"{"x":2}"#).expect("JSON"));
        assert!(apply(&b, &between(&a, &b)).expect_err("other").contains("«x»"));
    }
}
