//! Meetings: «провёл встречу с», «встретился с», «переговоры А и Б», «принял».

use super::{FactRule, around, clause, fact, modality, trimmed};
use crate::lexicon::{Case, Class, Table};
use crate::recognize::Page;
use crate::resolve::{Entity, Resolved, references::is_subject};
use crate::sheet::{Args, Fact};
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "meeting.with",
        kind: "meeting",
        about: "Somebody meets, talks or discusses with somebody.",
        takes: &["[Сергей Петров встретился с Анной Козловой] в Оше.", "[Сергей Петров провёл переговоры с министром Анной Козловой]."],
        leaves: &["Сергей Петров согласился с Анной Козловой."],
    },
    FactRule {
        name: "meeting.receives",
        kind: "meeting",
        about: "Somebody receives somebody.",
        takes: &["[Президент Сергей Петров принял посла Анну Козлову]."],
        leaves: &["Сергей Петров принял решение без Анны Козловой."],
    },
    FactRule {
        name: "meeting.between",
        kind: "meeting",
        about: "A meeting of people named in the genitive or after «между».",
        takes: &["В Оше прошла [встреча Сергея Петрова и Анны Козловой]."],
        leaves: &["Встреча выпускников прошла в Оше."],
    },
];

/// The words that stand for a person: name, or office and name together.
fn phrase(r: &Resolved, tokens: &Range<usize>) -> Range<usize> {
    let holder = r.holders.iter().find(|h| h.tokens.start < tokens.start && h.tokens.end == tokens.end);
    holder.map_or_else(|| tokens.clone(), |h| r.mentions[h.office_mention].tokens.start.min(tokens.start)..tokens.end)
}

fn in_case(page: &Page<'_>, phrase: &Range<usize>, name: &Range<usize>, case: Case) -> bool {
    let head = phrase
        .clone()
        .find(|i| page.any(*i, &[Class::Office, Class::Profession]) && page.has(*i, Class::Noun))
        .filter(|h| *h < name.start)
        .unwrap_or(name.start);
    page.form(head).is_some_and(|f| f.has_case(case) || f.readings.is_empty()) || page.any(name.start, &[Class::Initial, Class::Latin])
}

/// Whether «с» or another preposition stands right before the phrase, modifiers between left aside.
fn after_with(page: &Page<'_>, phrase: &Range<usize>, from: usize) -> bool {
    let mut i = phrase.start;
    let mut steps = 0;
    while i > from && steps < 4 {
        i -= 1;
        if page.form(i).is_some_and(|f| f.word("with").is_some()) {
            return true;
        }
        if !page.any(i, &[Class::Adjective, Class::Instrumental]) {
            return false;
        }
        steps += 1;
    }
    false
}

/// Further people of a list that begins with `first`.
fn listed(page: &Page<'_>, r: &Resolved, people: &[(Range<usize>, Entity)], first: usize) -> Vec<usize> {
    let mut out = vec![first];
    for n in first + 1..people.len() {
        let last = &people[*out.last().expect("begins with one")].0;
        let next = phrase(r, &people[n].0);
        if next.start < last.end {
            continue;
        }
        let gap = last.end..next.start;
        if gap.len() == 1 && page.any(gap.start, &[Class::Comma, Class::Conjunction]) {
            out.push(n);
        } else {
            break;
        }
    }
    out
}

/// Finds meetings.
pub fn find(page: &Page<'_>, r: &Resolved) -> Vec<Fact> {
    let mut out: Vec<Fact> = Vec::new();
    for token in 0..page.len() {
        let Some(form) = page.form(token) else { continue };
        if page.is_capital(token) && !page.is_initial(token) {
            continue;
        }
        let sentence = around(page, token);
        let people = r.persons_in(&sentence);
        // «встречу» is a form of «встреча» and of «встретить»: what fits decides.
        let found = form.entries_of(Table::Predicates).filter(|e| e.cell("class") == "meet").find_map(|e| match e.cell("detail") {
            "receive" => receives(page, r, token, &people).map(|p| (p, "meeting.receives")),
            _ => between(page, r, token, &people).map(|p| (p, "meeting.between")).or_else(|| with(page, r, token, &people).map(|p| (p, "meeting.with"))),
        });
        let Some((chosen, rule)) = found else { continue };
        let mut ids: Vec<String> = Vec::new();
        for n in &chosen {
            let id = r.id(people[*n].1).to_string();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if ids.len() < 2 {
            continue;
        }
        let start = chosen.iter().map(|n| phrase(r, &people[*n].0).start).min().unwrap_or(token).min(token);
        let end = chosen.iter().map(|n| people[*n].0.end).max().unwrap_or(token + 1).max(token + 1);
        let args = Args { participants: Some(ids.clone()), ..Args::default() };
        let mut sorted = ids.clone();
        sorted.sort();
        let known = out.iter().any(|f: &Fact| {
            let mut held = f.args.participants.clone().unwrap_or_default();
            held.sort();
            held == sorted
        });
        if !known {
            out.push(fact(page, "meeting", modality::of(page, token), args, &trimmed(page, start..end), rule));
        }
    }
    out
}

/// The subject before the predicate, or the nearest one after it when none is before.
fn subject(page: &Page<'_>, r: &Resolved, token: usize, people: &[(Range<usize>, Entity)]) -> Option<usize> {
    let nominative = |n: &usize| {
        let (t, _) = &people[*n];
        is_subject(page, r, &phrase(r, t))
    };
    let before = (0..people.len()).rev().filter(|n| people[*n].0.end <= token).find(nominative);
    before.or_else(|| (0..people.len()).filter(|n| people[*n].0.start > token && people[*n].0.start < token + 6).find(nominative))
}

fn with(page: &Page<'_>, r: &Resolved, token: usize, people: &[(Range<usize>, Entity)]) -> Option<Vec<usize>> {
    let partner = (0..people.len()).find(|n| {
        let p = phrase(r, &people[*n].0);
        after_with(page, &p, page.sentence(token).start) && in_case(page, &p, &people[*n].0, Case::Ins) && p.start < token + 30 && p.end + 20 > token
    })?;
    let mut chosen = listed(page, r, people, partner);
    // «встреча Петрова с Козловой»: the one in the genitive behind the noun; else the subject.
    let genitive = (0..people.len())
        .find(|n| phrase(r, &people[*n].0).start == token + 1 && in_case(page, &phrase(r, &people[*n].0), &people[*n].0, Case::Gen) && *n < partner);
    let other = genitive.or_else(|| subject(page, r, token, people))?;
    if chosen.contains(&other) {
        return None;
    }
    let mut all = listed(page, r, people, other);
    all.retain(|n| !chosen.contains(n));
    all.append(&mut chosen);
    Some(all)
}

fn receives(page: &Page<'_>, r: &Resolved, token: usize, people: &[(Range<usize>, Entity)]) -> Option<Vec<usize>> {
    if !page.has(token, Class::Verb) {
        return None;
    }
    let object = (0..people.len()).find(|n| {
        let p = phrase(r, &people[*n].0);
        p.start > token
            && p.start <= token + 4
            && in_case(page, &p, &people[*n].0, Case::Acc)
            && clause(page, token).contains(&p.start)
            && !(token + 1..p.start).any(|i| page.any(i, &[Class::Noun, Class::Preposition]) && !page.any(i, &[Class::Office, Class::Profession, Class::Month]))
    })?;
    let subject = subject(page, r, token, people).filter(|s| *s != object)?;
    Some(vec![subject, object])
}

/// «встреча А и Б», «переговоры между А и Б».
fn between(page: &Page<'_>, r: &Resolved, token: usize, people: &[(Range<usize>, Entity)]) -> Option<Vec<usize>> {
    if !page.has(token, Class::Noun) || page.has(token, Class::Verb) && !page.has(token, Class::Genitive) {
        return None;
    }
    let first = (0..people.len()).find(|n| {
        let start = phrase(r, &people[*n].0).start;
        let bare = start == token + 1 && in_case(page, &phrase(r, &people[*n].0), &people[*n].0, Case::Gen);
        let after_between = start == token + 2 && page.form(token + 1).is_some_and(|f| f.word("between").is_some());
        bare || after_between
    })?;
    let all = listed(page, r, people, first);
    (all.len() >= 2).then_some(all)
}
