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
            "[«Лукойл» и «Аэрофлот» подписали] договор.",
            "[«Лукойл» выдал кредит «Аэрофлоту» на 5 млн рублей].",
        ],
        leaves: &["Сергей Петров купил хлеб.", "Сбербанк подписал бумагу.", "Сергей Петров и Анна Козлова подписали бумагу."],
    },
    FactRule {
        name: "deal.noun",
        kind: "deal",
        about: "A noun of a deal with its sides or object.",
        takes: &[
            "Газеты обсуждают [покупку «Аэрофлота» «Лукойлом»].",
            "Готовится [соглашение между Сбербанком и «Лукойлом»].",
            "[«Лукойл» объявил о покупке «Аэрофлота»].",
        ],
        leaves: &["Покупка хлеба удалась «Лукойлу».", "«Лукойл» рассказал о покупке «Аэрофлота»."],
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
        let noun = filled.predicate.form == Form::Noun;
        let one = |role: &str| filled.id(c, r, role).filter(|id| parties.contains(id));
        let (buyer, seller) = (one("buyer"), one("seller"));
        if noun && is_only_told(scene, &filled) || filled.role("both").is_some() && !noun && is_people(scene, &filled) {
            continue;
        }
        let object = filled.id(c, r, "object").filter(|o| !parties.contains(o));
        if parties.len() + usize::from(object.is_some()) < if detail == "won" { 1 } else { 2 } || parties.is_empty() || is_sport(scene, &filled) {
            continue;
        }
        let amount = filled.entity(c, "amount").filter(|e| r.figures[e.index].kind == "money").map(|e| r.id(e).to_string());
        let args = Args { parties: Some(parties), buyer, seller, object, amount, ..Args::default() };
        let mut new = scene.fact("deal", &filled, args, if noun { "deal.noun" } else { "deal.verb" });
        new.action = Some(detail.to_string());
        out.push(new);
    }
    out
}

/// «Агентство сообщило о покупке «Мотора»»: a subject is a side of a deal named by a noun only where its verb makes the deal:
/// «объявил о покупке», «наложил штраф».
fn is_only_told(scene: &Scene<'_>, filled: &Filled) -> bool {
    let subject = scene.c.subject(scene.page, filled.predicate.head);
    let side = ["buyer", "seller", "giver"].into_iter().filter_map(|role| filled.role(role)).find(|n| Some(*n) == subject);
    let makes = || scene.c.governor(scene.page, filled.predicate.head).and_then(|v| scene.page.form(v)?.word("support-verb")).is_some();
    side.is_some_and(|n| !scene.c.phrases[n].entity_is(Kind::Organization) && !scene.c.phrases[n].entity_is(Kind::Country) || !makes())
}

/// Two people who signed something signed no deal with each other.
fn is_people(scene: &Scene<'_>, filled: &Filled) -> bool {
    filled.entity(&scene.c, "both").is_some_and(|e| e.kind == Kind::Person)
}

/// Clubs sign and buy players: a transfer is no deal of this kind.
fn is_sport(scene: &Scene<'_>, filled: &Filled) -> bool {
    filled
        .roles
        .iter()
        .filter_map(|x| scene.c.phrases[x.1].entity)
        .any(|e| e.kind == Kind::Organization && matches!(scene.r.organizations[e.index].kind.as_str(), "club" | "team"))
}
