//! «датчанин», «россиянка»: the one of that country of whom the text speaks.

use super::{Meant, Spoken};
use crate::lexicon::{Class, Gender, Pos};
use crate::recognize::{CountryForm, Kind, Page, Sense};
use crate::resolve::{Entity, Resolved};
use std::collections::BTreeMap;

/// How far before a name the word for a nationality may stand: «34-летний британец», «российский фехтовальщик — …».
const APPOSED: usize = 5;

/// Finds them.
pub fn find(page: &Page<'_>, r: &Resolved, spoken: &Spoken) -> Vec<Meant> {
    let is_country = |m: &&crate::arbitrate::Mention| m.kind == Kind::Country;
    let of_nation: Vec<usize> =
        (0..r.mentions.len()).filter(|i| matches!(r.mentions[*i].sense, Sense::Country(_, CountryForm::Demonym)) && r.mentions[*i].tokens.len() == 1).collect();
    if of_nation.is_empty() {
        return Vec::new();
    }
    // Said of people right before their names, and by their offices.
    let (mut said, mut by_office): (BTreeMap<Entity, Vec<Entity>>, BTreeMap<Entity, Vec<Entity>>) = Default::default();
    for (i, m) in r.mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Person) {
        let Some(person) = r.entity_of[i] else { continue };
        let from = m.tokens.start.saturating_sub(APPOSED).max(page.sentence(m.tokens.start).start);
        let broken = |t: usize| page.any(t, &[Class::Comma, Class::Verb, Class::Preposition, Class::Stop]) && !page.any(t, &[Class::Noun, Class::Adjective]);
        let start = (from..m.tokens.start).rev().take_while(|t| !broken(*t)).last().unwrap_or(m.tokens.start);
        let before = r.mentions[i.saturating_sub(6)..i].iter().enumerate().filter(|(_, c)| is_country(c) && c.tokens.start >= start);
        for (n, c) in before {
            if let (Sense::Country(_, CountryForm::Adjective | CountryForm::Demonym), Some(country)) = (&c.sense, r.entity_of[i.saturating_sub(6) + n]) {
                said.entry(country).or_default().push(person);
            }
        }
    }
    for h in &r.holders {
        let country = r.offices[h.office.index].country.as_ref().and_then(|id| r.countries.iter().position(|c| c.id == *id));
        if let Some(index) = country {
            by_office.entry(Entity { kind: Kind::Country, index }).or_default().push(h.person);
        }
    }
    let mut out = Vec::new();
    for i in of_nation {
        let token = r.mentions[i].tokens.start;
        let form = &page.forms[token];
        let Some(country) = r.entity_of[i] else { continue };
        let noun = |x: &&crate::lexicon::Reading| x.pos == Pos::Noun && x.plural == Some(false);
        let Some(reading) = form.readings.iter().find(noun) else { continue };
        let beside = |m: &crate::arbitrate::Mention| {
            m.kind == Kind::Person
                && page.sentence(token).contains(&m.tokens.start)
                && (m.tokens.start.saturating_sub(token) <= 3 && m.tokens.start > token || m.tokens.end + 1 >= token && m.tokens.end <= token)
        };
        if r.mentions[i.saturating_sub(4)..(i + 4).min(r.mentions.len())].iter().any(beside) || named_otherwise(page, token) {
            continue;
        }
        let gender = if reading.gender == Some(Gender::Fem) { "female" } else { "male" };
        let people = |of: &BTreeMap<Entity, Vec<Entity>>| {
            let mut list: Vec<Entity> = of.get(&country).into_iter().flatten().copied().filter(|p| spoken.last_before(*p, token).is_some()).collect();
            list.retain(|p| r.people[p.index].gender.as_deref().is_none_or(|g| g == gender));
            list.sort_unstable();
            list.dedup();
            list
        };
        let mut candidates = people(&said);
        if candidates.is_empty() {
            candidates = people(&by_office);
        }
        if let Some(one) = spoken.latest(page, &candidates, token) {
            out.push(Meant { entity: one, tokens: token..token + 1, rule: "references.nationality" });
        }
    }
    out
}

/// «один британец», «каждый россиянин», «является итальянцем»: anyone of them, or what somebody is.
fn named_otherwise(page: &Page<'_>, token: usize) -> bool {
    let before = token.checked_sub(1).filter(|b| page.sentence(token).contains(b));
    let quantified = before.is_some_and(|b| page.form(b).is_some_and(|f| f.word("quantifier").is_some()) || page.any(b, &[Class::Number, Class::Digit]));
    let copula = before.is_some_and(|b| page.form(b).is_some_and(|f| f.predicate("hold").is_some()));
    let adjective = before.is_some_and(|b| page.has(b, Class::Adjective) && page.has(b, Class::Lower) && page.agree(b, token));
    quantified || copula || adjective || page.form(token).is_some_and(|f| f.readings.first().is_some_and(|r| r.plural == Some(true)))
}
