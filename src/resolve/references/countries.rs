//! «соседняя республика», «обе страны», «наша республика», «эта страна»: countries by the document's point of view.

use super::Meant;
use crate::arbitrate::Mention;
use crate::lexicon::Pos;
use crate::recognize::{CountryForm, Kind, Page, Role, Sense};
use crate::resolve::{Entity, places};
use crate::sheet;
use std::collections::BTreeMap;
use std::ops::Range;

type Countries = [(sheet::Country, Vec<usize>)];

/// How many sentences «обе страны» may look back, its own not counted.
const SENTENCES_BACK: u32 = 3;

/// Names of countries among which a neighbour is looked for: nobody remembers more, and time must not grow with all of them.
const FAR: usize = 1000;

/// Finds them, in order of the text.
pub fn find(page: &Page<'_>, mentions: &[Mention], countries: &Countries) -> Vec<Meant> {
    let mut out = Vec::new();
    let owner: BTreeMap<usize, usize> = countries.iter().enumerate().flat_map(|(n, (_, list))| list.iter().map(move |m| (*m, n))).collect();
    // Countries by name or adjective, in order of the text.
    let named: Vec<(usize, usize, bool)> = mentions
        .iter()
        .enumerate()
        .filter(|(_, m)| matches!(m.sense, Sense::Country(_, CountryForm::Name | CountryForm::Adjective)))
        .filter_map(|(i, m)| Some((m.tokens.start, *owner.get(&i)?, matches!(m.sense, Sense::Country(_, CountryForm::Name)))))
        .collect();
    let bodies = bodies(countries, &owner, mentions);
    for noun in 1..page.len() {
        let start = noun - 1;
        if page.form(noun).is_none_or(|f| f.word("country-noun").is_none()) || !page.sentence(noun).contains(&start) {
            continue;
        }
        let before = &named[..named.partition_point(|n| n.0 < start)];
        let word = |class: &str| page.form(start).and_then(|f| f.word(class)).map_or("", |e| e.cell("note"));
        let one = |r: &&crate::lexicon::Reading| r.pos == Pos::Noun && r.plural == Some(false);
        let singular = || page.forms[noun].readings.iter().filter(one).any(|n| page.forms[start].readings.iter().any(|a| a.pos != Pos::Noun && a.agrees(n)));
        let mut mean = |n: usize, rule: &'static str| out.push(Meant { entity: Entity { kind: Kind::Country, index: n }, tokens: start..noun + 1, rule });
        if !word("two-of-two").is_empty() {
            both(page, before, start).into_iter().for_each(|n| mean(n, "references.both-countries"));
        } else if singular() && word("neighbour") == "adjacent" {
            let home = home(countries, &bodies, start);
            let entry = |n: usize| places::country_by_iso(&countries[n].0.iso);
            let next = |n: &usize| Some(*n) != home && home.and_then(entry).is_none_or(|h| h.has("neighbours", &countries[*n].0.iso));
            if let Some(n) = before.iter().rev().take(FAR).map(|n| n.1).find(next) {
                mean(n, "references.neighbour-country");
            }
        } else if singular() && word("neighbour") == "our" {
            if let Some(n) = home(countries, &bodies, start) {
                mean(n, "references.our-country");
            }
        } else if singular() && word("demonstrative") == "this" {
            let near = |n: &&(usize, usize, bool)| n.2 && page.text.sentence_of[start] - page.text.sentence_of[n.0] <= 1;
            if let Some(n) = before.iter().rev().find(near) {
                mean(n.1, "references.this-country");
            }
        }
    }
    out
}

/// The two countries named last, where there are two: those of the sentence, with those of the sentences before until there are.
fn both(page: &Page<'_>, before: &[(usize, usize, bool)], token: usize) -> Vec<usize> {
    let sentence = |t: usize| page.text.sentence_of[t];
    let mut found: Vec<usize> = Vec::new();
    let mut reached = None;
    for (t, n, _) in before.iter().rev() {
        if sentence(token) - sentence(*t) > SENTENCES_BACK || found.len() >= 2 && reached != Some(sentence(*t)) {
            break;
        }
        reached = Some(sentence(*t));
        if !found.contains(n) {
            found.push(*n);
        }
    }
    found.sort_unstable();
    if found.len() == 2 { found } else { Vec::new() }
}

/// Where bodies of a country stand, in order of the text, and which country's they are.
fn bodies(countries: &Countries, owner: &BTreeMap<usize, usize>, mentions: &[Mention]) -> Vec<(Range<usize>, usize)> {
    let country_at = |tokens: &Range<usize>| {
        let first = mentions.partition_point(|m| m.tokens.start < tokens.start);
        let there = (first..mentions.len()).take_while(|i| mentions[*i].tokens.start == tokens.start);
        there.filter(|i| mentions[*i].tokens == *tokens).filter_map(|i| owner.get(&i).copied()).min()
    };
    let organizations = mentions.iter().filter(|m| !countries.is_empty() && m.kind == Kind::Organization);
    organizations.filter_map(|m| Some((m.tokens.clone(), country_at(&m.part_of(Role::Country)?)?))).collect()
}

/// The country of the last one who is spoken of as somebody of a country's body: where «our» and «neighbouring» are seen from;
/// else the country named most.
fn home(countries: &Countries, bodies: &[(Range<usize>, usize)], start: usize) -> Option<usize> {
    let begun = bodies.partition_point(|(tokens, _)| tokens.start < start);
    let body = bodies[..begun].iter().rev().find(|(tokens, _)| tokens.end <= start).map(|(_, n)| *n);
    body.or_else(|| (0..countries.len()).max_by(|a, b| countries[*a].1.len().cmp(&countries[*b].1.len()).then(b.cmp(a))))
}
