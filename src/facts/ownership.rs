//! Ownership: «владеет», «принадлежит», «владелец завода Петров», «основал».

use super::frames::Form;
use super::{FactRule, Scene, fact, frames, modality, trimmed};
use crate::lexicon::{Case, Class, Table, keys};
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "ownership.verb",
        kind: "ownership",
        about: "A verb of owning, controlling or founding with owner and property.",
        takes: &[
            "[Сергей Петров владеет компанией «Самаранефтегаз»].",
            "[Компания «Самаранефтегаз» принадлежит «Лукойлу»].",
            "[«Лукойлу» принадлежит 20% акций «Аэрофлота»].",
            "[Подконтрольная «Лукойлу» компания «Самаранефтегаз»] закрыта.",
            "[Завод «Самаранефтегаз» входит в холдинг «Восход»].",
        ],
        leaves: &["Сергей Петров владеет английским языком.", "«Аэрофлот» входит в комитет «Восход».", "Сбербанк располагает временем."],
    },
    FactRule {
        name: "ownership.owner",
        kind: "ownership",
        about: "An owner or founder of an organization beside a name.",
        takes: &["Выступил [владелец «Аэрофлота» Сергей Петров]."],
        leaves: &["Выступил владелец дома Сергей Петров."],
    },
    FactRule {
        name: "ownership.subsidiary",
        kind: "ownership",
        about: "A subsidiary of an organization beside its name.",
        takes: &["Закрыта [дочерняя компания «Лукойла» «Аэрофлот»].", "[«Аэрофлот», дочерняя структура «Лукойла»], закрыт."],
        leaves: &["Дочерняя компания «Лукойла» и «Аэрофлот» закрыты."],
    },
    FactRule {
        name: "ownership.said",
        kind: "ownership",
        about: "A verb of being or becoming with a word for an owner or a subsidiary.",
        takes: &[
            "[Сергей Петров стал владельцем компании «Мотор»].",
            "[«Аэрофлот» является дочерней компанией «Лукойла»].",
            "[Крупнейшим акционером «Аэрофлота» остаётся Сергей Петров].",
        ],
        leaves: &["Сергей Петров стал владельцем дачи."],
    },
    FactRule {
        name: "ownership.noun",
        kind: "ownership",
        about: "A share of somebody in an organization.",
        takes: &["[Доля «Лукойла» в «Аэрофлоте»] выросла."],
        leaves: &["Доля рабочих в компании растёт."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "property" => &[Kind::Organization, Kind::Place],
        "share" => &[Kind::Figure],
        _ => &[Kind::Person, Kind::Organization, Kind::Country],
    }
}

/// Finds what belongs to whom.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let mut out: Vec<Fact> = Vec::new();
    for filled in scene.filled("own", &wanted) {
        let (Some(owner), Some(property)) = (filled.entity(c, "owner"), filled.entity(c, "property")) else { continue };
        let detail = filled.predicate.entry.cell("detail");
        let holding = || {
            filled.role("owner").is_some_and(|n| {
                filled.entity(c, "owner").is_some_and(|e| e.kind == Kind::Organization)
                    && page.form(c.phrases[n].head).is_some_and(|f| f.word("holding").is_some())
            })
        };
        if owner == property || detail == "part" && !holding() {
            continue;
        }
        // The share stands between the verb and what it is of.
        let evidence = filled.evidence(c);
        let share = r.within(&evidence, Kind::Figure).map(|x| x.1).find(|e| r.figures[e.index].kind == "percent").map(|e| r.id(e).to_string());
        let rule = if filled.predicate.form == Form::Noun { "ownership.noun" } else { "ownership.verb" };
        let property = r.id(property).to_string();
        for owner in filled.ids(c, r, "owner") {
            let args = Args { owner: Some(owner), property: Some(property.clone()), share: share.clone(), ..Args::default() };
            let mut new = scene.fact("ownership", &filled, args, rule);
            new.action = Some(if detail == "part" { "owns" } else { detail }.to_string());
            out.push(new);
        }
    }
    // «владелец «Мотора» Петров»: the office says it.
    for h in &r.holders {
        let office = &r.offices[h.office.index];
        let Some(organization) = &office.organization else { continue };
        let Some(entry) = owner_word(page, r.mentions[h.office_mention].part_of(crate::recognize::Role::Head).map_or(h.tokens.start, |t| t.end - 1)) else {
            continue;
        };
        let args = Args { owner: Some(r.id(h.person).to_string()), property: Some(organization.clone()), ..Args::default() };
        let modality = if super::occupation::is_former(page, &r.mentions[h.office_mention]) { "former" } else { "actual" };
        let mut new = fact(page, "ownership", modality, args, &trimmed(page, h.tokens.clone()), "ownership.owner");
        new.action = Some(entry.to_string());
        out.push(new);
    }
    // «Петров стал владельцем «Мотора»», «Мотор» является дочерней компанией «Луча»».
    for p in scene.predicates.iter().filter(|p| matches!(p.entry.cell("class"), "hold" | "copula") && p.entry.cell("frame").contains("office:ins")) {
        let Some((owner, property, action, tokens)) = said(scene, p) else { continue };
        let args = Args { owner: Some(r.id(owner).to_string()), property: Some(r.id(property).to_string()), ..Args::default() };
        let mut new = fact(page, "ownership", modality::at(page, c, p.head), args, &trimmed(page, tokens), "ownership.said");
        new.action = Some(action.to_string());
        out.push(new);
    }
    // The same where the words are no office: «владелец «Мотора» Петров».
    for n in 0..c.phrases.len() {
        if c.phrases[n].entity.is_some() {
            continue;
        }
        let Some(action) = owner_word(page, c.phrases[n].head) else { continue };
        let Some((owner, property, tokens)) = frames::apposed(page, c, n, Kind::Person) else { continue };
        let (Some(owner), Some(property)) = (c.phrases[owner].entity, c.phrases[property].entity.filter(|e| wanted("property").contains(&e.kind))) else {
            continue;
        };
        let args = Args { owner: Some(r.id(owner).to_string()), property: Some(r.id(property).to_string()), ..Args::default() };
        let mut new = fact(page, "ownership", "actual", args, &trimmed(page, tokens), "ownership.owner");
        new.action = Some(action.to_string());
        out.push(new);
    }
    // «дочерняя компания «Лукойла» «Мотор»»: the noun says that it belongs to the one in the genitive.
    for token in 0..page.len() {
        let Some(noun) = page.entries_from(token).find(|p| p.entry.table == Table::Predicates && p.entry.cell("class") == "subsidiary") else { continue };
        let Some((property, owner, tokens)) = subsidiary(scene, &noun.tokens) else { continue };
        if property == owner || owner.kind != Kind::Organization {
            continue;
        }
        let args = Args { owner: Some(r.id(owner).to_string()), property: Some(r.id(property).to_string()), ..Args::default() };
        let mut new = fact(page, "ownership", "actual", args, &trimmed(page, tokens), "ownership.subsidiary");
        new.action = Some(noun.entry.cell("detail").to_string());
        out.push(new);
    }
    out
}

/// The subject of a verb of being and what it owns, or whose subsidiary it is: owner, property, what it is, and from where to where.
fn said(scene: &Scene<'_>, p: &frames::Predicate) -> Option<(Entity, Entity, &'static str, Range<usize>)> {
    let (c, page) = (&scene.c, scene.page);
    let subject = c.subject(page, p.head)?;
    let who = c.phrases[subject].entity.filter(|e| wanted("owner").contains(&e.kind))?;
    let predicative = |n: &usize| {
        let q = &c.phrases[*n];
        q.preposition.is_none() && q.cases.has(Case::Ins) && q.after.is_none() && !q.entity_is(Kind::Figure) && *n != subject
    };
    let noun = c.dependents(p.head).find(predicative)?;
    let own = &c.phrases[noun];
    let organization = |n: usize| c.phrases.get(n).filter(|q| q.after == Some(noun) && q.entity_is(Kind::Organization));
    let span = |end: usize| {
        let all = [c.phrases[subject].tokens.clone(), p.tokens.clone(), own.tokens.start..end];
        all.iter().map(|t| t.start).min().unwrap_or(p.head)..all.iter().map(|t| t.end).max().unwrap_or(p.head)
    };
    if own.entity.is_none()
        && let Some(action) = owner_word(page, own.head)
    {
        // «владельцем 25% акций «Мотора»».
        let share = |n: &usize| {
            let p = c.phrases.get(*n);
            p.is_some_and(|p| p.entity_is(Kind::Figure) || p.entity.is_none() && page.form(p.head).is_some_and(|f| f.word("stake").is_some()))
        };
        let shares = (noun + 1..noun + 4).take_while(share).count();
        let behind = |n: usize| c.phrases.get(n).filter(|q| q.after == Some(n - 1) && q.entity_is(Kind::Organization));
        let property = organization(noun + 1).or_else(|| behind(noun + 1 + shares).filter(|_| shares > 0))?;
        let whole = property.entity.filter(|e| *e != who)?;
        return Some((who, whole, action, span(property.tokens.end)));
    }
    // «акционером «Мотора» остаётся Петров», where the words are read as an office.
    if own.entity_is(Kind::Office)
        && let Some(action) = owner_word(page, own.head)
        && let Some((_, whole)) = scene.r.within(&own.tokens, Kind::Organization).last().filter(|x| x.1 != who)
    {
        return Some((who, whole, action, span(own.tokens.end)));
    }
    let row = page.entries_from(own.tokens.start).find(|q| q.entry.table == Table::Predicates && q.entry.cell("class") == "subsidiary")?;
    let (owner, end) = match own.entity {
        Some(e) => (e, own.tokens.end),
        None => organization(noun + 1).and_then(|q| Some((q.entity?, q.tokens.end)))?,
    };
    (owner.kind == Kind::Organization && who.kind == Kind::Organization && owner != who).then(|| (owner, who, row.entry.cell("detail"), span(end)))
}

/// The names beside the words for a subsidiary: «дочерняя компания «Лукойла» «Мотор»», «Мотор», дочерняя компания «Лукойла»».
fn subsidiary(scene: &Scene<'_>, words: &Range<usize>) -> Option<(Entity, Entity, Range<usize>)> {
    let (c, page) = (&scene.c, scene.page);
    let n = c.phrase(words.end - 1)?;
    let own = &c.phrases[n];
    if own.entity.is_none() {
        let (property, owner, tokens) = frames::apposed(page, c, n, Kind::Organization)?;
        return Some((c.phrases[property].entity?, c.phrases[owner].entity?, tokens));
    }
    // The words are read as the owner's descriptor.
    let organization = |k: usize| c.phrases.get(k).filter(|p| p.entity_is(Kind::Organization) && page.sentence(words.start).contains(&p.tokens.start));
    if let Some(next) = organization(n + 1).filter(|p| p.tokens.start == own.tokens.end) {
        return Some((next.entity?, own.entity?, own.tokens.start..next.tokens.end));
    }
    let before = organization(n.checked_sub(1)?)?;
    let joined = own.tokens.start - before.tokens.end == 1 && page.any(before.tokens.end, &[Class::Comma, Class::Dash, Class::OpenBracket]);
    let closed = page.any(own.tokens.end, &[Class::Comma, Class::Stop, Class::CloseBracket]);
    (joined && closed).then(|| Some((before.entity?, own.entity?, before.tokens.start..own.tokens.end)))?
}

/// What a noun for an owner or founder says.
fn owner_word(page: &crate::recognize::Page<'_>, token: usize) -> Option<&'static str> {
    let form = page.form(token)?;
    form.entries_of(Table::Predicates).find(|e| e.cell("class") == "owner" && form.has_lemma(&keys::fold(e.cell("name")))).map(|e| e.cell("detail"))
}
