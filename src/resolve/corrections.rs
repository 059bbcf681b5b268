//! `same-as` and `rename` of corrections.tsv: entities that readers have joined or given another name.

use super::{Entity, Resolved, latin};
use crate::lexicon::{Entry, keys};
use crate::recognize::{Kind, Page, corrections};

/// Applies what the corrections of the text's mentions say, in order of mention.
pub fn apply(page: &Page<'_>, r: &mut Resolved) {
    if !page.has_corrections() {
        return;
    }
    for i in 0..r.mentions.len() {
        let spans = [r.mentions[i].core.clone(), r.mentions[i].tokens.clone()];
        let kind = r.mentions[i].kind.name();
        let found: Option<Entry> = spans
            .iter()
            .flat_map(|s| corrections::of(page, s))
            .find(|e| matches!(e.cell("correction"), "same-as" | "rename") && (e.cell("kind").is_empty() || e.cell("kind") == kind));
        let (Some(entry), Some(entity)) = (found, r.entity_of[i]) else { continue };
        let name = entry.cell("value");
        match named(r, entity.kind, name) {
            Some(other) if other != entity => merge(r, entity, other),
            Some(_) => {}
            None => rename(r, entity, name),
        }
    }
}

/// The entity of this kind whose name or variant it is.
fn named(r: &Resolved, kind: Kind, name: &str) -> Option<Entity> {
    let wanted = keys::fold(name);
    let is = |n: &str, variants: &[String]| keys::fold(n) == wanted || variants.iter().any(|v| keys::fold(v) == wanted);
    let index = match kind {
        Kind::Person => r.people.iter().position(|e| is(&e.name, &e.variants)),
        Kind::Organization => r.organizations.iter().position(|e| is(&e.name, &e.variants)),
        Kind::Place => r.places.iter().position(|e| is(&e.name, &e.variants)),
        _ => None,
    };
    index.map(|index| Entity { kind, index })
}

fn rename(r: &mut Resolved, entity: Entity, name: &str) {
    let old = r.id(entity).to_string();
    let section = old.split(':').next().unwrap_or("");
    let country = match entity.kind {
        Kind::Organization => r.organizations[entity.index].country.clone(),
        Kind::Place => r.places[entity.index].country.clone(),
        _ => None,
    };
    let code = country.and_then(|c| c.strip_prefix("country:").map(|c| format!("{}-", c.to_lowercase()))).unwrap_or_default();
    let id = format!("{section}:{code}{}", latin::slug(name));
    match entity.kind {
        Kind::Person => {
            let person = &mut r.people[entity.index];
            let mut words: Vec<&str> = name.split_whitespace().collect();
            person.variants.push(std::mem::replace(&mut person.name, name.to_string()));
            person.latin = latin::latin(name);
            person.id = id.clone();
            person.surname = words.pop().map(str::to_string);
            person.given = (!words.is_empty()).then(|| words.remove(0).to_string());
            person.patronymic = (!words.is_empty()).then(|| words.join(" "));
        }
        Kind::Organization => {
            let e = &mut r.organizations[entity.index];
            e.variants.push(std::mem::replace(&mut e.name, name.to_string()));
            e.id = id.clone();
        }
        Kind::Place => {
            let e = &mut r.places[entity.index];
            e.variants.push(std::mem::replace(&mut e.name, name.to_string()));
            e.latin = latin::latin(name);
            e.id = id.clone();
        }
        _ => return,
    }
    refer(r, &old, &id);
}

/// All that means `from` means `to`; the section closes the gap.
fn merge(r: &mut Resolved, from: Entity, to: Entity) {
    let (old, new) = (r.id(from).to_string(), r.id(to).to_string());
    let name = match from.kind {
        Kind::Person => r.people.remove(from.index).name,
        Kind::Organization => r.organizations.remove(from.index).name,
        Kind::Place => r.places.remove(from.index).name,
        _ => return,
    };
    let moved = |e: Entity| -> Entity {
        let e = if e == from { to } else { e };
        if e.kind == from.kind && e.index > from.index { Entity { index: e.index - 1, ..e } } else { e }
    };
    r.entity_of.iter_mut().flatten().for_each(|e| *e = moved(*e));
    r.meant.iter_mut().for_each(|m| m.entity = moved(m.entity));
    let at = moved(to).index;
    let variants = match from.kind {
        Kind::Person => &mut r.people[at].variants,
        Kind::Organization => &mut r.organizations[at].variants,
        _ => &mut r.places[at].variants,
    };
    if !variants.contains(&name) {
        variants.push(name);
    }
    refer(r, &old, &new);
}

/// Ids that other entities refer to.
fn refer(r: &mut Resolved, old: &str, new: &str) {
    let offices = r.offices.iter_mut().flat_map(|o| [&mut o.organization, &mut o.place]);
    let places = r.places.iter_mut().map(|p| &mut p.within);
    for id in offices.chain(places).flatten().filter(|id| *id == old) {
        *id = new.to_string();
    }
}
