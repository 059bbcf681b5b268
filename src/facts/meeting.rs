//! Meetings: «провёл встречу с», «встретился с», «переговоры А и Б», «принял», «поговорили по телефону».

use super::{FactRule, Scene, frames};
use crate::lexicon::{Class, Table};
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};
use std::collections::{BTreeMap, BTreeSet};

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "meeting.with",
        kind: "meeting",
        about: "Somebody meets, talks or discusses with somebody.",
        takes: &[
            "[Сергей Петров встретился с Анной Козловой] в Оше.",
            "[Сергей Петров провёл переговоры с министром Анной Козловой].",
            "Прошла [встреча Сергея Петрова с Анной Козловой].",
            "[Сергей Петров обсудил бюджет с Анной Козловой].",
        ],
        leaves: &["Сергей Петров согласился с Анной Козловой.", "Сергей Петров встретился с трудностями."],
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
        about: "A meeting of people named together: in a list, in the genitive or after «между».",
        takes: &["В Оше прошла [встреча Сергея Петрова и Анны Козловой].", "[Сергей Петров и Анна Козлова обсудили] бюджет."],
        leaves: &["Встреча выпускников прошла в Оше."],
    },
    FactRule {
        name: "meeting.attended",
        kind: "meeting",
        about: "People who take part in a meeting or talks.",
        takes: &["В переговорах [участвовали Сергей Петров и Анна Козлова].", "[Сергей Петров, Анна Козлова и Иван Сидоров приняли участие] в совещании."],
        leaves: &["Сергей Петров и Анна Козлова участвовали в забеге."],
    },
];

fn wanted(_: &str) -> &'static [Kind] {
    &[Kind::Person, Kind::Office, Kind::Organization, Kind::Country]
}

/// Finds meetings; each set of participants once.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r) = (&scene.c, scene.r);
    let mut out: Vec<Fact> = Vec::new();
    let mut known: BTreeSet<Vec<String>> = BTreeSet::new();
    let holder = holders(scene);
    for filled in scene.filled("meet", &wanted) {
        let detail = match filled.predicate.entry.cell("detail") {
            "attend" => match event(scene, filled.predicate.head) {
                Some(event) => event,
                None => continue,
            },
            detail => detail,
        };
        let mut ids: Vec<String> = Vec::new();
        for role in ["a", "b", "all"] {
            for e in filled.role(role).map(|n| frames::members(c, n)).unwrap_or_default() {
                let e = holder.get(&e).copied().unwrap_or(e);
                let id = r.id(e).to_string();
                // «участвуют главы правительств»: nobody in particular.
                let nobody = e.kind == Kind::Office && filled.role(role).is_some_and(|n| c.phrases[n].plural == Some(true));
                let person = !nobody && matches!(e.kind, Kind::Person | Kind::Office);
                // Teams and countries «meet» in sport; bodies and states hold talks.
                if !ids.contains(&id) && (person || matches!(detail, "talks" | "call")) {
                    ids.push(id);
                }
            }
        }
        let mut sorted = ids.clone();
        sorted.sort();
        if ids.len() < 2 || !known.insert(sorted) {
            continue;
        }
        let rule = match (detail, filled.role("b")) {
            _ if filled.predicate.entry.cell("detail") == "attend" => "meeting.attended",
            ("receive", _) => "meeting.receives",
            (_, Some(_)) => "meeting.with",
            _ => "meeting.between",
        };
        let token = filled.predicate.head;
        let medium = if detail == "call" { Some("telephone") } else { medium(scene, token) };
        let place = if medium.is_none() { scene.place(token) } else { None };
        let args = Args { participants: Some(ids), date: scene.date(token), place, figure: number(scene, &filled), ..Args::default() };
        let mut new = scene.fact("meeting", &filled, args, rule);
        new.medium = medium.map(str::to_string);
        out.push(new);
    }
    out
}

/// What a predicate's people take part in, where it is a meeting: «в переговорах участвовали».
fn event(scene: &Scene<'_>, token: usize) -> Option<&'static str> {
    let (c, page) = (&scene.c, scene.page);
    c.dependents(token).filter(|n| c.phrases[*n].preposition.is_some()).find_map(|n| {
        let head = c.phrases[n].head;
        let row = page.form(head)?.entries_of(Table::Predicates).find(|e| e.cell("class") == "meet" && e.cell("pos") == "noun")?;
        (page.has(head, Class::Noun)).then(|| row.cell("detail"))
    })
}

/// Of offices that one person of the text holds, that person: «премьер Индии» met who is «премьер Индии Моди» elsewhere.
fn holders(scene: &Scene<'_>) -> BTreeMap<Entity, Entity> {
    let mut all: BTreeMap<Entity, Option<Entity>> = BTreeMap::new();
    for h in &scene.r.holders {
        all.entry(h.office).and_modify(|p| *p = p.filter(|p| *p == h.person)).or_insert(Some(h.person));
    }
    all.into_iter().filter_map(|(office, person)| Some((office, person?))).collect()
}

/// «по телефону», «по видеосвязи»: how those talk who do not see each other, in the predicate's clause.
fn medium(scene: &Scene<'_>, token: usize) -> Option<&'static str> {
    let page = scene.page;
    super::around(page, token)
        .filter(|t| scene.c.clause_of[*t] == scene.c.clause_of[token])
        .find_map(|t| page.entries_from(t).find(|p| p.entry.table == Table::Words && p.entry.cell("class") == "medium"))
        .map(|p| p.entry.cell("note"))
}

/// «третья встреча», «провели две встречи»: the figure before the noun.
fn number(scene: &Scene<'_>, filled: &frames::Filled) -> Option<String> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let before = filled.predicate.tokens.start.checked_sub(1).filter(|b| page.sentence(filled.predicate.head).contains(b))?;
    let entity = c.phrases[c.phrase(before)?].entity.filter(|e| e.kind == Kind::Figure && matches!(r.figures[e.index].kind.as_str(), "ordinal" | "count"))?;
    Some(r.id(entity).to_string())
}
