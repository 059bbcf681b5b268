//! Locations: a place in a place, an organization's seat: «Кичи-Капка в Таласской области», «деревня под Смоленском», «штаб-квартира в».

use super::frames::Form;
use super::{FactRule, Scene, fact, trimmed};
use crate::lexicon::Case;
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "location.verb",
        kind: "location",
        about: "A verb of standing somewhere with a place or organization and where it is.",
        takes: &["[Город Нарын находится в Киргизии].", "[Компания «Аэрофлот» базируется в Москве]."],
        leaves: &["Сергей Петров находится в Москве."],
    },
    FactRule {
        name: "location.noun",
        kind: "location",
        about: "The seat of an organization.",
        takes: &["[Штаб-квартира «Аэрофлота» в Москве] закрыта."],
        leaves: &["Штаб-квартира в Москве закрыта."],
    },
    FactRule {
        name: "location.place-in-place",
        kind: "location",
        about: "A place right before «в» with a larger one.",
        takes: &["Открыли мост [в селе Кара-Суу в Ошской области]."],
        leaves: &["Из Омска в Москву шёл поезд."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "place" => &[Kind::Place, Kind::Organization],
        _ => &[Kind::Place, Kind::Country],
    }
}

/// Finds what lies where.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let mut out: Vec<Fact> = Vec::new();
    for filled in scene.filled("locate", &wanted) {
        let (Some(a), Some(b)) = (filled.entity(c, "place"), filled.entity(c, "within")) else { continue };
        if a == b {
            continue;
        }
        let rule = if filled.predicate.form == Form::Noun { "location.noun" } else { "location.verb" };
        out.push(scene.fact("location", &filled, args(scene, a, b), rule));
    }
    for n in 1..c.phrases.len() {
        let (a, b) = (&c.phrases[n - 1], &c.phrases[n]);
        let (Some(place), Some(within)) = (a.entity, b.entity) else { continue };
        let Some(p) = b.preposition else { continue };
        // Only the preposition between, and both where something is: «в Оше в Киргизии», not «из Оша в Киргизию».
        let word = page.folded(p);
        let inside = matches!(page.form(p).and_then(|f| f.word("within-preposition")).map(|e| e.cell("note")), Some("loc"))
            && b.cases.has(Case::Loc)
            && !b.cases.has(Case::Acc)
            || page.form(p).and_then(|f| f.word("within-preposition")).is_some_and(|e| e.cell("note") == "ins") && b.cases.has(Case::Ins);
        let narrower = place.kind == Kind::Place && is_narrow(r, place) && !is_narrow(r, within) && word != "с";
        if inside && narrower && a.tokens.end == p && p + 1 == b.tokens.start && place != within {
            out.push(fact(
                page,
                "location",
                "actual",
                args(scene, place, within),
                &trimmed(page, a.preposition.unwrap_or(a.tokens.start)..b.tokens.end),
                "location.place-in-place",
            ));
        }
    }
    out
}

fn args(scene: &Scene<'_>, a: Entity, b: Entity) -> Args {
    let r = scene.r;
    let id = Some(r.id(a).to_string());
    let within = Some(r.id(b).to_string());
    if a.kind == Kind::Organization { Args { organization: id, within, ..Args::default() } } else { Args { place: id, within, ..Args::default() } }
}

/// A place that lies in a region, not the region itself.
fn is_narrow(r: &crate::resolve::Resolved, e: Entity) -> bool {
    e.kind == Kind::Place && !matches!(r.places[e.index].kind.as_str(), "region" | "district" | "other" | "sea" | "river" | "mountain")
}
