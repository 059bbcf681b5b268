//! Visits: «посетил Ош», «прибыл в Кыргызстан с рабочим визитом», «визит Токаева в Бишкек».

use super::{FactRule, around, fact, modality, trimmed};
use crate::lexicon::{Case, Class};
use crate::recognize::{CountryForm, Kind, Page, Sense};
use crate::resolve::{Entity, Resolved, references::is_subject};
use crate::sheet::{Args, Fact};
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "visit.verb",
        kind: "visit",
        about: "A verb of visiting or arriving, with who and where to.",
        takes: &["[Сергей Петров посетил Казахстан].", "[Сергей Петров прибыл в Бишкек] с рабочим визитом."],
        leaves: &["Сергей Петров работает в Бишкеке."],
    },
    FactRule {
        name: "visit.noun",
        kind: "visit",
        about: "A visit or journey of somebody to a place.",
        takes: &["Начался [визит Сергея Петрова в Казахстан]."],
        leaves: &["Визит прошёл успешно для Сергея Петрова."],
    },
];

/// Finds visits.
pub fn find(page: &Page<'_>, r: &Resolved) -> Vec<Fact> {
    let mut out: Vec<Fact> = Vec::new();
    for token in 0..page.len() {
        let Some(form) = page.form(token) else { continue };
        let Some(entry) = form.predicate("visit") else { continue };
        if entry.cell("detail") == "leave" {
            continue;
        }
        let sentence = around(page, token);
        let people = r.persons_in(&sentence);
        let verb = form.classes.any(&[Class::Verb, Class::Infinitive]) && entry.cell("pos") == "verb";
        let found = if verb { by_verb(page, r, token, &people) } else { by_noun(page, r, token, &people) };
        let Some((who, to, end)) = found else { continue };
        let (name, person) = &people[who];
        let args = Args { who: Some(r.id(*person).to_string()), to: Some(r.id(to).to_string()), ..Args::default() };
        if out.iter().any(|f| f.args == args) {
            continue;
        }
        let evidence = name.start.min(token)..end.max(name.end).max(token + 1);
        let mut new = fact(page, "visit", modality::of(page, token), args, &trimmed(page, evidence), if verb { "visit.verb" } else { "visit.noun" });
        new.visit = kind(page, token, &sentence);
        out.push(new);
    }
    out
}

/// «с государственным визитом», «рабочая поездка»: the kind that an adjective gives, by words.tsv.
fn kind(page: &Page<'_>, token: usize, sentence: &Range<usize>) -> Option<String> {
    sentence
        .clone()
        .filter(|i| page.form(*i).is_some_and(|f| f.predicate("visit").is_some_and(|e| e.cell("pos") == "noun")))
        .min_by_key(|i| i.abs_diff(token))
        .into_iter()
        .flat_map(|noun| (noun.saturating_sub(3).max(sentence.start)..noun).rev().filter(move |i| page.agree(*i, noun)))
        .find_map(|i| page.form(i)?.word("visit-kind").map(|e| e.cell("note").to_string()))
}

/// A place or country where one goes: right behind `from`, or after «в», «во», «на» with the accusative.
fn goal(page: &Page<'_>, r: &Resolved, from: usize, end: usize, direct: bool) -> Option<(Entity, usize)> {
    let mentions = r.within(&(from..end), Kind::Country).chain(r.within(&(from..end), Kind::Place));
    let mut found: Vec<(usize, Entity, usize)> = mentions
        .filter(|(i, _)| !matches!(r.mentions[*i].sense, Sense::Country(_, CountryForm::Adjective | CountryForm::Demonym)))
        .filter(|(i, _)| {
            let t = &r.mentions[*i].tokens;
            let accusative = page.form(t.start).is_some_and(|f| f.has_case(Case::Acc) || f.readings.is_empty());
            let into = t.start > 0 && page.form(t.start - 1).is_some_and(|f| f.word("into").is_some());
            let bare = direct
                && t.start >= from
                && (from..t.start).all(|x| page.any(x, &[Class::Adjective, Class::Adverb, Class::Noun]) && !page.has(x, Class::Preposition));
            accusative && (into || bare)
        })
        .map(|(i, e)| (r.mentions[i].tokens.start, e, r.mentions[i].tokens.end))
        .collect();
    found.sort_unstable_by_key(|f| f.0);
    found.first().map(|f| (f.1, f.2))
}

fn by_verb(page: &Page<'_>, r: &Resolved, token: usize, people: &[(Range<usize>, Entity)]) -> Option<(usize, Entity, usize)> {
    let sentence = page.sentence(token);
    let (to, end) = goal(page, r, token + 1, sentence.end.min(token + 14), true)?;
    let nominative = |n: &usize| is_subject(page, r, &people[*n].0);
    let who = (0..people.len())
        .rev()
        .filter(|n| people[*n].0.end <= token)
        .find(nominative)
        .or_else(|| (0..people.len()).filter(|n| people[*n].0.start > token).find(nominative))?;
    Some((who, to, end))
}

fn by_noun(page: &Page<'_>, r: &Resolved, token: usize, people: &[(Range<usize>, Entity)]) -> Option<(usize, Entity, usize)> {
    let sentence = page.sentence(token);
    let (to, end) = goal(page, r, token + 1, sentence.end.min(token + 18), false)?;
    // The visitor stands in the genitive between the noun and the goal, alone or behind the office.
    let who = (0..people.len()).find(|n| {
        let t = &people[*n].0;
        let start = r.holders.iter().find(|h| h.tokens.end == t.end && h.tokens.start < t.start).map_or(t.start, |h| h.tokens.start);
        start == token + 1 && t.end <= end
    })?;
    Some((who, to, end))
}
