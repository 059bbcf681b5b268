//! Deals: «купила завод за», «подписали соглашение с», «продажа завода», «оштрафовала на», «подал в суд на».

use super::frames::{Filled, Form};
use super::{FactRule, Scene};
use crate::recognize::Kind;
use crate::sheet::{Args, Fact};

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "deal.verb",
        kind: "deal",
        about: "A verb of buying, selling, signing, granting, suing or fining with its sides.",
        takes: &[
            "[«Лукойл» купил компанию «Самаранефтегаз» за 5 млн долларов].",
            "[Компания «Самаранефтегаз» куплена «Лукойлом»].",
            "[«Самаранефтегаз» продал «Лукойлу» 20% акций «Аэрофлота»].",
            "[«Лукойл» подписал соглашение с «Аэрофлотом»].",
        ],
        leaves: &["Сергей Петров купил хлеб.", "Сбербанк подписал бумагу."],
    },
    FactRule {
        name: "deal.noun",
        kind: "deal",
        about: "A noun of a deal with its sides or object.",
        takes: &["Газеты обсуждают [покупку «Аэрофлота» «Лукойлом»].", "Готовится [соглашение между Сбербанком и «Лукойлом»]."],
        leaves: &["Покупка хлеба удалась «Лукойлу»."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "object" => &[Kind::Organization, Kind::Place],
        "amount" => &[Kind::Figure],
        _ => &[Kind::Person, Kind::Organization, Kind::Country],
    }
}

/// Finds deals.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r) = (&scene.c, scene.r);
    let mut out: Vec<Fact> = Vec::new();
    for filled in scene.filled("deal", &wanted) {
        let mut parties: Vec<String> = Vec::new();
        for role in ["buyer", "seller", "giver", "receiver", "a", "b", "both"] {
            for id in filled.ids(c, r, role) {
                if !parties.contains(&id) {
                    parties.push(id);
                }
            }
        }
        let detail = filled.predicate.entry.cell("detail");
        let object = filled.id(c, r, "object").filter(|o| !parties.contains(o));
        if parties.len() + usize::from(object.is_some()) < if detail == "won" { 1 } else { 2 } || parties.is_empty() || is_sport(scene, &filled) {
            continue;
        }
        let amount = filled.entity(c, "amount").filter(|e| r.figures[e.index].kind == "money").map(|e| r.id(e).to_string());
        let rule = if filled.predicate.form == Form::Noun { "deal.noun" } else { "deal.verb" };
        let mut new = scene.fact("deal", &filled, Args { parties: Some(parties), object, amount, ..Args::default() }, rule);
        new.action = Some(detail.to_string());
        if !out.iter().rev().take(8).any(|f| f.args == new.args && f.modality == new.modality) {
            out.push(new);
        }
    }
    out
}

/// Clubs sign and buy players: a transfer is no deal of this kind.
fn is_sport(scene: &Scene<'_>, filled: &Filled) -> bool {
    filled
        .roles
        .iter()
        .filter_map(|x| scene.c.phrases[x.1].entity)
        .any(|e| e.kind == Kind::Organization && matches!(scene.r.organizations[e.index].kind.as_str(), "club" | "team"))
}
