//! Meetings: «провёл встречу с», «встретился с», «переговоры А и Б», «принял», «поговорили по телефону».

use super::{FactRule, Scene, frames};
use crate::recognize::Kind;
use crate::sheet::{Args, Fact};
use std::collections::BTreeSet;

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
];

fn wanted(_: &str) -> &'static [Kind] {
    &[Kind::Person, Kind::Office, Kind::Organization, Kind::Country]
}

/// Finds meetings; each set of participants once.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r) = (&scene.c, scene.r);
    let mut out: Vec<Fact> = Vec::new();
    let mut known: BTreeSet<Vec<String>> = BTreeSet::new();
    for filled in scene.filled("meet", &wanted) {
        let detail = filled.predicate.entry.cell("detail");
        let mut ids: Vec<String> = Vec::new();
        for role in ["a", "b", "all"] {
            for e in filled.role(role).map(|n| frames::members(c, n)).unwrap_or_default() {
                let id = r.id(e).to_string();
                let person = matches!(e.kind, Kind::Person | Kind::Office);
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
            ("receive", _) => "meeting.receives",
            (_, Some(_)) => "meeting.with",
            _ => "meeting.between",
        };
        let token = filled.predicate.head;
        let args = Args { participants: Some(ids), date: scene.date(token), ..Args::default() };
        let mut new = scene.fact("meeting", &filled, args, rule);
        new.medium = (detail == "call").then(|| "telephone".to_string());
        out.push(new);
    }
    out
}
