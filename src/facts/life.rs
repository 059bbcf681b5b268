//! Lives: who was born or died, when, where, at what age.

use super::frames::Form;
use super::{FactRule, Scene, fact, trimmed};
use crate::lexicon::Class;
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};
use std::collections::BTreeMap;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "life.verb",
        kind: "life",
        about: "A verb of birth or death with who, where and when.",
        takes: &["[Сергей Петров родился в Омске] в 1950 году.", "[Анна Козлова скончалась] в возрасте 78 лет.", "[Не стало певицы Анны Козловой]."],
        leaves: &["Мечта Сергея Петрова умерла.", "Идея родилась в Омске."],
    },
    FactRule {
        name: "life.noun",
        kind: "life",
        about: "The death or killing of somebody.",
        takes: &["Стало известно о [смерти Сергея Петрова]."],
        leaves: &["Смерть испугала Сергея Петрова."],
    },
    FactRule {
        name: "life.age",
        kind: "life",
        about: "An age beside a name.",
        takes: &["Пришёл [52-летний Сергей Петров].", "[Сергею Петрову было 52 года].", "[Анна Козлова, 23-летняя] студентка, уехала."],
        leaves: &["Сергей Петров работал 52 года.", "Отметили 10-летие смерти Сергея Петрова.", "Погибла 14-летняя дочь Сергея Петрова."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "who" => &[Kind::Person],
        "place" => &[Kind::Place, Kind::Country],
        _ => &[],
    }
}

/// Finds births, deaths and ages.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let mut out: Vec<Fact> = Vec::new();
    let mut told: Vec<(super::frames::Filled, Args, &str, &str)> = Vec::new();
    let mut known: BTreeMap<(String, &str, &str), usize> = BTreeMap::new();
    for (class, event) in [("born", "born"), ("die", "died")] {
        for filled in scene.filled(class, &wanted) {
            let Some(who) = filled.role("who") else { continue };
            let token = filled.predicate.head;
            let cause = scene.cause(token).filter(|_| event == "died" && filled.predicate.form != Form::Noun);
            let rule = if filled.predicate.form == Form::Noun { "life.noun" } else { "life.verb" };
            for e in super::frames::members(c, who) {
                let age = scene.only(token, Kind::Figure).filter(|a| event == "died" && r.figures[a.index].kind == "age" && is_of(scene, token, *a, e));
                let args = Args {
                    who: Some(r.id(e).to_string()),
                    place: filled.id(c, r, "place").or_else(|| scene.place(token)),
                    date: scene.date(token),
                    age: age.map(|a| r.id(a).to_string()),
                    cause: cause.clone(),
                    ..Args::default()
                };
                let key = (r.id(e).to_string(), event, super::modality::at(page, c, token));
                match known.get(&key) {
                    Some(n) => add(&mut told[*n].1, args),
                    None => {
                        known.insert(key, told.len());
                        told.push((filled.clone(), args, rule, event));
                    }
                }
            }
        }
    }
    for (filled, args, rule, event) in told {
        let mut new = scene.fact("life", &filled, args, rule);
        new.event = Some(event.to_string());
        out.push(new);
    }
    for token in 1..page.len() {
        if let Some((who, evidence)) = gone(scene, token)
            && !known.contains_key(&(r.id(who).to_string(), "died", "actual"))
        {
            let args = Args { who: Some(r.id(who).to_string()), date: scene.date(token), ..Args::default() };
            let mut new = fact(page, "life", "actual", args, &trimmed(page, evidence), "life.verb");
            new.event = Some("died".to_string());
            out.push(new);
        }
    }
    for (i, m) in r.mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Figure) {
        let Some(entity) = r.entity_of[i].filter(|e| r.figures[e.index].kind == "age") else { continue };
        let Some((who, evidence)) = aged(scene, m.tokens.clone()) else { continue };
        let args = Args { who: Some(r.id(who).to_string()), age: Some(r.id(entity).to_string()), ..Args::default() };
        let mut new = fact(page, "life", "actual", args, &trimmed(page, evidence), "life.age");
        new.event = Some("aged".to_string());
        out.push(new);
    }
    out
}

/// One is born and dies once: what a later sentence says beyond the first.
fn add(first: &mut Args, later: Args) {
    for (own, new) in [(&mut first.place, later.place), (&mut first.date, later.date), (&mut first.age, later.age), (&mut first.cause, later.cause)] {
        if own.is_none() {
            *own = new;
        }
    }
}

/// Whether an age in a predicate's clause can be that of a person: «убит 18-летним бойцом» tells the other's.
fn is_of(scene: &Scene<'_>, token: usize, age: Entity, who: Entity) -> bool {
    let (page, r) = (scene.page, scene.r);
    let clause = scene.c.clause(token).tokens.clone();
    let adjective = |i: &usize| page.any(r.mentions[*i].tokens.end - 1, &[Class::Adjective]);
    let mut mentions = r.within(&clause, Kind::Figure).filter(|(_, e)| *e == age).map(|(i, _)| i);
    mentions.any(|i| !adjective(&i) || aged(scene, r.mentions[i].tokens.clone()).is_some_and(|(whose, _)| whose == who))
}

/// «Не стало Сергея Петрова», «не стало народной артистки Анны Козловой».
fn gone(scene: &Scene<'_>, verb: usize) -> Option<(Entity, std::ops::Range<usize>)> {
    let (c, page) = (&scene.c, scene.page);
    if page.folded(verb) != "стало" || page.folded(verb - 1) != "не" {
        return None;
    }
    let p = c.dependents(verb).take(2).map(|n| &c.phrases[n]).find(|p| p.entity_is(Kind::Person) && p.tokens.start > verb)?;
    let genitive = p.preposition.is_none() && p.cases.has(crate::lexicon::Case::Gen) && !p.cases.has(crate::lexicon::Case::Nom);
    genitive.then(|| (p.entity.expect("just seen"), verb - 1..p.tokens.end))
}

/// Whose age a figure is: «52-летний Петров», «Петров, 52 года», «Петров (52 года)», «Петрову 52 года».
fn aged(scene: &Scene<'_>, figure: std::ops::Range<usize>) -> Option<(Entity, std::ops::Range<usize>)> {
    let (c, page) = (&scene.c, scene.page);
    let sentence = page.sentence(figure.start);
    let own = c.phrase(figure.start)?;
    // «10-летие смерти Петрова» is nobody's age.
    if page.form(figure.end - 1).is_some_and(|f| f.folded.contains("-лети")) {
        return None;
    }
    let adjective = page.any(figure.end - 1, &[Class::Adjective]) || page.has(figure.start, Class::Hyphen);
    // «Петров, 23-летний студент,»: the name, a comma and a noun that agrees, with no name behind.
    if adjective
        && let Some(name) = own.checked_sub(1).map(|n| &c.phrases[n]).filter(|p| p.entity_is(Kind::Person) && p.tokens.end + 1 == figure.start)
        && page.has(name.tokens.end, Class::Comma)
        && let Some(noun) = c.phrases.get(own + 1).filter(|p| sentence.contains(&p.tokens.start) && !p.entity_is(Kind::Person) && p.preposition.is_none())
        && page.has(noun.head, Class::Animate)
        && !noun.cases.and(name.cases).is_empty()
    {
        return Some((name.entity?, name.tokens.start..figure.end));
    }
    // «Петров, 23-летний студент, уехал»: the phrase of the name has the office and the age in it.
    if adjective
        && let Some(e) = c.phrases[own].entity.filter(|e| e.kind == Kind::Person)
        && c.phrases[own].tokens.start < figure.start
        && page.has(figure.start - 1, Class::Comma)
    {
        return Some((e, c.phrases[own].tokens.start..figure.end));
    }
    if adjective {
        // Between age and name stand only words of the same person: «52-летний житель Омска Петров».
        let next = c.phrases[own + 1..].iter().take(3).take_while(|p| sentence.contains(&p.tokens.start) && p.tokens.start - figure.end < 6);
        let mut last_end = figure.end;
        for p in next {
            if !(last_end..p.tokens.start).all(|t| page.any(t, &[Class::Adjective])) || p.preposition.is_some() {
                return None;
            }
            if p.entity_is(Kind::Person) {
                // «57-летний советник Петрова Иван Козлов»: the last of names that touch is his.
                let touches = |n: &&super::clauses::Phrase| n.entity_is(Kind::Person) && n.tokens.start == p.tokens.end;
                let named = c.phrase(p.head).and_then(|n| c.phrases.get(n + 1)).filter(touches).unwrap_or(p);
                return Some((named.entity?, figure.start..named.tokens.end));
            }
            // «14-летняя дочь пастора Петрова» is not the pastor's age.
            let kin = || page.form(p.head).is_some_and(|f| f.predicate("kin").is_some());
            if kin() && c.phrases[own + 1..].iter().take(3).any(|n| n.tokens.start == p.tokens.end && !n.cases.has(crate::lexicon::Case::Nom)) {
                return None;
            }
            last_end = p.tokens.end;
        }
        return None;
    }
    // «Петров, 52 года, инженер»: the phrase of the name has the age inside.
    if c.phrases[own].entity_is(Kind::Person) && c.phrases[own].tokens.start < figure.start {
        return Some((c.phrases[own].entity?, c.phrases[own].tokens.start..figure.end));
    }
    let before = c.phrases.get(own.checked_sub(1)?)?;
    let gap = before.tokens.end..figure.start;
    // «Петрову было 52 года», «Петрову скоро исполнится 52 года».
    let turns = !gap.is_empty()
        && gap.len() <= 3
        && before.cases.has(crate::lexicon::Case::Dat)
        && gap.clone().all(|t| page.form(t).is_some_and(|f| f.has_lemma("быть") || f.has_lemma("исполниться") || page.has(t, Class::Adverb)))
        && gap.clone().any(|t| page.form(t).is_some_and(|f| f.has_lemma("быть") || f.has_lemma("исполниться")));
    let joined = turns
        || gap.is_empty() && before.cases.has(crate::lexicon::Case::Dat) && !before.cases.has(crate::lexicon::Case::Nom)
        || gap.len() == 1
            && page.any(gap.start, &[Class::Comma, Class::OpenBracket])
            && page.any(figure.end, &[Class::Comma, Class::CloseBracket, Class::Stop])
            // «Петрова (10, 9 и 8 лет)» are others' ages.
            && !(page.has(figure.end, Class::Comma) && page.has(figure.end + 1, Class::Digit));
    (joined && before.entity_is(Kind::Person) && sentence.contains(&before.tokens.start))
        .then(|| (before.entity.expect("just seen"), before.tokens.start..figure.end))
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, ingest::Document};

    #[test]
    fn one_death_is_one_fact() {
        let text = "Сергей Петров умер в Омске. О смерти Сергея Петрова сообщили газеты. Сергей Петров скончался 5 мая 2010 года.";
        let sheet = Extractor::new().extract(&Document::new("1", text));
        let facts = sheet.facts.unwrap_or_default();
        let died: Vec<_> = facts.iter().filter(|f| f.event.as_deref() == Some("died") && f.modality == "actual").collect();
        assert_eq!(died.len(), 1, "{died:#?}");
        assert!(died[0].args.place.is_some() && died[0].args.date.is_some());
    }

    #[test]
    fn the_age_of_who_kills_is_not_that_of_the_dead() {
        for (text, age) in [
            ("Сергей Петров был убит 18-летним бойцом.", None),
            ("Сергей Петров скончался в возрасте 78 лет.", Some(78)),
            ("Скончался 78-летний Сергей Петров.", Some(78)),
        ] {
            let sheet = Extractor::new().extract(&Document::new("1", text));
            let facts = sheet.facts.unwrap_or_default();
            let died = facts.iter().find(|f| f.event.as_deref() == Some("died")).unwrap_or_else(|| panic!("{text}: nobody died"));
            let figures = sheet.figures.unwrap_or_default();
            let told = died.args.age.as_ref().and_then(|id| figures.iter().find(|f| f.id == *id)).and_then(|f| f.value.as_i64());
            assert_eq!(told, age, "{text}");
        }
    }
}
