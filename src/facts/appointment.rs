//! Appointments: «назначен министром», «избран в парламент», «подал в отставку», «на место Петрова назначена Сидорова».
//!
//! A dismissal needs no office beside its predicate: «министр Петров уволен» names it before the name.

use super::frames::Form;
use super::{FactRule, Scene};
use crate::lexicon::{Pos, Reading};
use crate::recognize::Kind;
use crate::sheet::{Args, Fact};
use std::collections::BTreeMap;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "appointment.verb",
        kind: "appointment",
        about: "A verb of appointing, electing, dismissing or resigning with who and which office.",
        takes: &[
            "[Президент назначил Сергея Петрова министром обороны].",
            "[Анна Козлова избрана председателем парламента].",
            "[Сергей Петров подал в отставку].",
            "[Министр обороны Сергей Петров был уволен] в среду.",
            "[На место Сергея Петрова министром назначена Анна Козлова].",
            "[Анна Козлова назначена на пост министра финансов].",
            "[На место Сергея Петрова назначена Анна Козлова].",
            "[А. Козлова назначена министром финансов].",
            "[Президент назначил на должности заместителей министра Сергея Петрова] и Анну Козлову.",
            "[Преемником Сергея Петрова на посту министра стала Анна Козлова].",
            "[Сергей Петров победил на выборах мэра Омска].",
        ],
        leaves: &["Сергей Петров назначил встречу на среду.", "Анна Козлова выбрала Сергею Петрову подарок.", "Суд снял Сергея Петрова с выборов."],
    },
    FactRule {
        name: "appointment.noun",
        kind: "appointment",
        about: "A noun of appointment or resignation with who in the genitive.",
        takes: &["Газеты пишут об [отставке Сергея Петрова]."],
        leaves: &["Отставка обсуждалась с Сергеем Петровым."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "who" | "predecessor" => &[Kind::Person],
        "office" => &[Kind::Office],
        "organization" => &[Kind::Organization],
        _ => &[Kind::Person, Kind::Office, Kind::Organization, Kind::Country],
    }
}

/// Finds appointments.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r) = (&scene.c, scene.r);
    let mut out: Vec<Fact> = Vec::new();
    for filled in scene.filled("appoint", &wanted) {
        let detail = filled.predicate.entry.cell("detail");
        let leaves = matches!(detail, "dismissed" | "resigned" | "removed");
        let rule = if filled.predicate.form == Form::Noun { "appointment.noun" } else { "appointment.verb" };
        let Some(who) = filled.role("who") else { continue };
        let named = |n: usize| c.phrases[n].office.and_then(|m| r.entity_of[m]).map(|e| r.id(e).to_string());
        let mut office = filled.id(c, r, "office");
        let by_name = leaves && office.is_none();
        if by_name {
            office = Some(who).filter(|n| !is_ranked(scene, *n)).and_then(named);
        }
        // «снят с выборов», «отстранён от игр»: without an office nobody has lost one.
        if detail == "removed" && office.is_none() && !names_post(scene, filled.predicate.head) {
            continue;
        }
        let detail = if detail == "removed" { "dismissed" } else { detail };
        let predecessor = filled.role("predecessor");
        if detail == "replaced" && office.is_none() {
            // A rank goes on.
            office = predecessor.filter(|n| !is_ranked(scene, *n)).and_then(named);
            // «сменила Петрова в автобусе»: without an office it is no change of office.
            if office.is_none() && !names_post(scene, filled.predicate.head) {
                continue;
            }
        }
        let organization = filled.id(c, r, "organization");
        // Nobody follows himself: the sentence was misread.
        if predecessor.is_some_and(|p| c.phrases[p].entity == c.phrases[who].entity) {
            continue;
        }
        // «на место Петрова назначена Козлова»: what he was.
        if office.is_none() && organization.is_none() {
            office = predecessor.and_then(named);
        }
        if !leaves && office.is_none() && organization.is_none() && predecessor.is_none() {
            continue;
        }
        let date = scene.date(filled.predicate.head);
        for n in c.list(who) {
            let Some(e) = c.phrases[n].entity.filter(|e| e.kind == Kind::Person) else { continue };
            // «уволены министр Петров и Козлова»: his office is not hers, unlike that of «министры Петров и Козлова».
            let own = if by_name && n != who {
                Some(n).filter(|n| !is_ranked(scene, *n)).and_then(named).or_else(|| office.clone().filter(|_| is_of_several(scene, who)))
            } else {
                office.clone()
            };
            let args = Args {
                who: Some(r.id(e).to_string()),
                office: own,
                organization: organization.clone(),
                predecessor: filled.id(c, r, "predecessor"),
                authority: filled.id(c, r, "by"),
                date: date.clone(),
                ..Args::default()
            };
            let mut new = scene.fact("appointment", &filled, args, rule);
            new.action = Some(if detail == "replaced" { "appointed" } else { detail }.to_string());
            out.push(new);
        }
        if let Some(gone) = predecessor.and_then(|n| c.phrases[n].entity) {
            let args = Args { who: Some(r.id(gone).to_string()), office: office.clone(), date, ..Args::default() };
            let mut new = scene.fact("appointment", &filled, args, rule);
            new.action = Some("dismissed".to_string());
            out.push(new);
        }
    }
    without_repeated(out)
}

/// «министры Петров и Козлова»: the office before the first name is that of all.
fn is_of_several(scene: &Scene<'_>, n: usize) -> bool {
    let singular = |x: &&Reading| x.pos == Pos::Noun && x.plural != Some(true);
    scene.page.form(scene.c.phrases[n].head).is_some_and(|f| f.readings.iter().find(singular).is_none())
}

/// «сменит генерала Петрова»: what stands before the name is a rank.
fn is_ranked(scene: &Scene<'_>, n: usize) -> bool {
    let office = scene.c.phrases[n].office.and_then(|m| scene.r.entity_of[m]);
    office.is_some_and(|e| e.kind == Kind::Office && scene.r.offices[e.index].kind == "rank")
}

/// «отстранён от этого поста».
fn names_post(scene: &Scene<'_>, token: usize) -> bool {
    let c = &scene.c;
    let post = |n: usize| scene.page.form(c.phrases[n].head).is_some_and(|f| f.word("post").is_some());
    c.dependents(token).any(|n| c.phrases[n].preposition.is_some() && post(n))
}

/// «подал в отставку. Поводом отставки стало …»: a noun that speaks of a resignation or dismissal which a verb tells of, or a noun before it,
/// is no news unless it says of what office.
fn without_repeated(mut facts: Vec<Fact>) -> Vec<Fact> {
    let leaves = |f: &Fact| matches!(f.action.as_deref(), Some("resigned" | "dismissed"));
    let key = |f: &Fact| (f.args.who.clone().unwrap_or_default(), f.modality.clone());
    let mut told: BTreeMap<(String, String), bool> = BTreeMap::new();
    for f in facts.iter().filter(|f| leaves(f) && f.rule == "appointment.verb") {
        *told.entry(key(f)).or_default() |= f.args.office.is_some();
    }
    facts.retain(|f| {
        if f.rule != "appointment.noun" || !leaves(f) {
            return true;
        }
        let known = told.get(&key(f)).copied();
        let new = known.is_none_or(|office| !office && f.args.office.is_some());
        *told.entry(key(f)).or_default() |= f.args.office.is_some();
        new
    });
    facts
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, ingest::Document};

    #[test]
    fn a_noun_repeats_no_resignation() {
        let text = "Сергей Петров подал в отставку. Поводом отставки Петрова стало письмо. Об отставке Петрова пишут газеты.";
        let facts = Extractor::new().extract(&Document::new("1", text)).facts.unwrap_or_default();
        assert_eq!(facts.iter().filter(|f| f.kind == "appointment").count(), 1);
    }

    #[test]
    fn an_office_is_that_of_the_one_beside_it() {
        let text = "Уволены министр культуры Сергей Петров и Анна Козлова.";
        let facts = Extractor::new().extract(&Document::new("1", text)).facts.unwrap_or_default();
        let office = |who: &str| facts.iter().find(|f| f.kind == "appointment" && f.args.who.as_deref() == Some(who)).map(|f| f.args.office.is_some());
        assert_eq!((office("person:sergey-petrov"), office("person:anna-kozlova")), (Some(true), Some(false)));
    }

    #[test]
    fn what_another_verb_governs_dismisses_nobody() {
        let facts = Extractor::new().extract(&Document::new("1", "Анна Козлова работала учителем и была уволена.")).facts.unwrap_or_default();
        let dismissed: Vec<_> = facts.iter().filter(|f| f.kind == "appointment").collect();
        assert_eq!(dismissed.iter().map(|f| (f.args.who.as_deref(), f.args.authority.as_deref())).collect::<Vec<_>>(), [(Some("person:anna-kozlova"), None)]);
    }
}
