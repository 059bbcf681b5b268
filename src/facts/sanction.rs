//! Sanctions: who imposed or lifted them, against whom.

use super::frames::Form;
use super::{FactRule, Scene};
use crate::recognize::Kind;
use crate::sheet::{Args, Fact};

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "sanction.verb",
        kind: "sanction",
        about: "A verb of imposing or lifting sanctions with their target.",
        takes: &["[США ввели санкции против России].", "Евросоюз [снял санкции с Белоруссии].", "[США внесли Сергея Петрова] в санкционный список."],
        leaves: &["США ввели санкции."],
    },
    FactRule {
        name: "sanction.noun",
        kind: "sanction",
        about: "Sanctions of somebody against somebody.",
        takes: &["Обсудили [санкции США против Ирана]."],
        leaves: &["Обсудили санкции и Иран."],
    },
];

fn wanted(_: &str) -> &'static [Kind] {
    &[Kind::Person, Kind::Organization, Kind::Country]
}

/// Finds sanctions.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r) = (&scene.c, scene.r);
    let mut out: Vec<Fact> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for filled in scene.filled("sanction", &wanted) {
        let Some(target) = filled.role("target") else { continue };
        let noun = filled.predicate.form == Form::Noun;
        // The verb's own noun is told with the verb.
        let at = scene.predicates.partition_point(|p| p.tokens.start < filled.predicate.head);
        let with_verb = |p: &super::frames::Predicate| p.entry.cell("class") == "sanction" && p.form != Form::Noun && p.tokens.contains(&filled.predicate.head);
        if noun && scene.predicates[at.saturating_sub(6)..at].iter().any(with_verb) {
            continue;
        }
        for e in super::frames::members(c, target) {
            let args = Args { target: Some(r.id(e).to_string()), authority: filled.id(c, r, "by"), date: scene.date(filled.predicate.head), ..Args::default() };
            let mut new = scene.fact("sanction", &filled, args, if noun { "sanction.noun" } else { "sanction.verb" });
            new.action = Some(filled.predicate.entry.cell("detail").to_string());
            if known.insert((new.args.target.clone(), new.args.authority.clone(), new.action.clone())) {
                out.push(new);
            }
        }
    }
    out
}
