//! Locations: a place in a place, an organization's seat: «Кичи-Капка в Таласской области», «деревня под Смоленском», «штаб-квартира в».

use super::frames::{Form, Predicate};
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
        name: "location.seat",
        kind: "location",
        about: "A verb of standing somewhere with the seat of an organization.",
        takes: &["[Штаб-квартира «Аэрофлота» находится в Москве]."],
        leaves: &["Штаб-квартира находится в Москве.", "Директор «Аэрофлота» находится в Москве."],
    },
    FactRule {
        name: "location.place-in-place",
        kind: "location",
        about: "A place right before «в» with a larger one.",
        takes: &["Открыли мост [в селе Кара-Суу в Ошской области].", "Пожар начался [в деревне Ивановка под Омском]."],
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
    for p in scene.predicates.iter().filter(|p| p.entry.cell("class") == "locate" && p.form != Form::Noun) {
        out.extend(seat(scene, p));
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
        // «деревня Ивановка под Смоленском»: a village lies at a town.
        let village = word == "под" && place.kind == Kind::Place && r.places[place.index].kind == "village";
        let narrower = place.kind == Kind::Place && is_narrow(r, place) && (!is_narrow(r, within) || village) && word != "с";
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

/// «штаб-квартира «Мотора» находится в Омске»: the noun for a seat is the subject, and the organization stands in its genitive.
fn seat(scene: &Scene<'_>, verb: &Predicate) -> Option<Fact> {
    let (c, page) = (&scene.c, scene.page);
    let noun = c.subject(page, verb.head).filter(|n| c.phrases[*n].entity.is_none())?;
    page.form(c.phrases[noun].head)?.predicate("locate").filter(|e| e.cell("pos") == "noun")?;
    let owner = c.phrases.get(noun + 1).filter(|p| p.after == Some(noun) && p.entity_is(Kind::Organization))?;
    let place = c.dependents(verb.head).map(|n| &c.phrases[n]).find(|p| {
        let inside = p.preposition.and_then(|t| page.form(t)).and_then(|f| f.word("within-preposition")).is_some_and(|e| e.cell("note") == "loc");
        inside && p.cases.has(Case::Loc) && (p.entity_is(Kind::Place) || p.entity_is(Kind::Country))
    })?;
    let tokens = c.phrases[noun].tokens.start.min(place.tokens.start)..place.tokens.end.max(owner.tokens.end).max(verb.tokens.end);
    let modality = super::modality::at(page, c, verb.head);
    Some(fact(page, "location", modality, args(scene, owner.entity?, place.entity?), &trimmed(page, tokens), "location.seat"))
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
