//! Visits: «посетил Ош», «прибыл в Кыргызстан с рабочим визитом», «визит Токаева в Бишкек».

use super::frames::Form;
use super::{FactRule, Scene};
use crate::recognize::Kind;
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
        leaves: &["Визит прошёл успешно для Сергея Петрова.", "Сергей Петров сказал это во время визита в Казахстан."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "who" => &[Kind::Person, Kind::Office],
        _ => &[Kind::Country, Kind::Place],
    }
}

/// Finds visits.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let mut out: Vec<Fact> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for filled in scene.filled("visit", &wanted) {
        let (Some(who), Some(to)) = (filled.role("who"), filled.role("to")) else { continue };
        // «посетит Анголу, Намибию и Мозамбик».
        let places: Vec<String> = super::frames::members(c, to).into_iter().map(|e| r.id(e).to_string()).collect();
        let token = filled.predicate.head;
        // «во время визита в Ош»: whose visit it is, the subject does not say.
        let inside = c.phrase(token).is_some_and(|n| c.phrases[n].after.is_some());
        if filled.predicate.form == Form::Noun && inside && c.subject(page, token) == Some(who) {
            continue;
        }
        for (e, to) in super::frames::members(c, who).into_iter().flat_map(|e| places.iter().map(move |to| (e, to))) {
            let who = r.id(e).to_string();
            if !known.insert((who.clone(), to.clone())) {
                continue;
            }
            let args = Args { who: Some(who), to: Some(to.clone()), date: scene.date(token), ..Args::default() };
            let mut new = scene.fact("visit", &filled, args, if filled.predicate.form == Form::Noun { "visit.noun" } else { "visit.verb" });
            new.visit = kind(page, token, &super::around(page, token));
            out.push(new);
        }
    }
    out
}

/// «с государственным визитом», «рабочая поездка»: the kind that an adjective gives, by words.tsv.
fn kind(page: &crate::recognize::Page<'_>, token: usize, sentence: &Range<usize>) -> Option<String> {
    sentence
        .clone()
        .filter(|i| page.form(*i).is_some_and(|f| f.predicate("visit").is_some_and(|e| e.cell("pos") == "noun")))
        .min_by_key(|i| i.abs_diff(token))
        .into_iter()
        .flat_map(|noun| (noun.saturating_sub(3).max(sentence.start)..noun).rev().filter(move |i| page.agree(*i, noun)))
        .find_map(|i| page.form(i)?.word("visit-kind").map(|e| e.cell("note").to_string()))
}
