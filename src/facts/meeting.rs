//! Meetings: «провёл встречу с», «встретился с», «переговоры А и Б», «принял», «поговорили по телефону».

use super::clauses::{VerbForm, verb_form};
use super::{FactRule, Scene, frames};
use crate::lexicon::{Class, Table};
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};
use std::collections::{BTreeMap, BTreeSet};

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
            "[Сергей Петров встретился с лидерами партий, а также с Анной Козловой].",
            "Сергей Петров уехал, и сорвалась [его встреча с Анной Козловой].",
        ],
        leaves: &[
            "Сергей Петров согласился с Анной Козловой.",
            "Сергей Петров встретился с трудностями.",
            "Сергей Петров встретился с министрами.",
            "Сергей Петров стал встречаться с Анной Козловой.",
            "Сергей Петров встретится с Иваном Сидоровым в финале.",
        ],
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
        takes: &[
            "В Оше прошла [встреча Сергея Петрова и Анны Козловой].",
            "[Сергей Петров и Анна Козлова обсудили] бюджет.",
            "Решат [Сергей Петров и Анна Козлова, которые сегодня встречаются].",
        ],
        leaves: &["Встреча выпускников прошла в Оше."],
    },
    FactRule {
        name: "meeting.attended",
        kind: "meeting",
        about: "People who take part in a meeting or talks.",
        takes: &[
            "В переговорах [участвовали Сергей Петров и Анна Козлова].",
            "[Сергей Петров, Анна Козлова и Иван Сидоров приняли участие] в совещании.",
            "[Участниками встречи стали Сергей Петров и Анна Козлова].",
        ],
        leaves: &["Сергей Петров и Анна Козлова участвовали в забеге."],
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
    let holder = holders(scene);
    for filled in scene.filled("meet", &wanted) {
        let detail = match filled.predicate.entry.cell("detail") {
            "attend" => match event(scene, filled.predicate.head) {
                Some(event) => event,
                None => continue,
            },
            // «стал встречаться с Анной»: those who go out together.
            "see" if goes_on(scene, filled.predicate.head) => continue,
            "see" => "meeting",
            detail => detail,
        };
        let mut ids: Vec<String> = Vec::new();
        for role in ["a", "b", "all"] {
            for (n, e) in filled.role(role).into_iter().flat_map(|n| c.list(frames::several(c, n))).filter_map(|n| Some((n, c.phrases[n].entity?))) {
                if !wanted(role).contains(&e.kind) {
                    continue;
                }
                // «участвуют главы правительств»: nobody in particular.
                let nobody = e.kind == Kind::Office && is_plural(scene, n);
                let e = holder.get(&e).copied().unwrap_or(e);
                let id = r.id(e).to_string();
                let attends = filled.predicate.entry.cell("detail") == "attend";
                let person = !nobody && matches!(e.kind, Kind::Person | Kind::Office);
                // Teams and countries «meet» in sport; bodies and states hold talks.
                if !(nobody && attends) && !ids.contains(&id) && (person || matches!(detail, "talks" | "call")) {
                    ids.push(id);
                }
            }
        }
        let mut sorted = ids.clone();
        sorted.sort();
        if ids.len() < 2 || is_contest(scene, filled.predicate.head) || !known.insert(sorted) {
            continue;
        }
        let rule = match (detail, filled.role("b")) {
            _ if filled.predicate.entry.cell("detail") == "attend" => "meeting.attended",
            ("receive", _) => "meeting.receives",
            (_, Some(_)) => "meeting.with",
            _ => "meeting.between",
        };
        let token = filled.predicate.head;
        let medium = if detail == "call" { Some("telephone") } else { medium(scene, token) };
        let place = if medium.is_none() { scene.place(token) } else { None };
        let args = Args { participants: Some(ids), date: scene.date(token), place, figure: number(scene, &filled), ..Args::default() };
        let mut new = scene.fact("meeting", &filled, args, rule);
        new.medium = medium.map(str::to_string);
        out.push(new);
    }
    out
}

/// «с министрами»: an office of several whom the text does not name.
fn is_plural(scene: &Scene<'_>, n: usize) -> bool {
    let p = &scene.c.phrases[n];
    let singular = |x: &&crate::lexicon::Reading| x.pos == crate::lexicon::Pos::Noun && x.plural != Some(true) && x.case.is_some_and(|c| p.cases.has(c));
    p.plural == Some(true) || p.plural.is_none() && scene.page.form(p.head).is_some_and(|f| f.readings.iter().find(singular).is_none())
}

/// «встретятся в финале»: those who play or fight each other hold no meeting.
fn is_contest(scene: &Scene<'_>, token: usize) -> bool {
    scene.c.near(token).any(|p| p.preposition.is_some() && scene.page.form(p.head).is_some_and(|f| f.word("contest").is_some()))
}

/// «стали встречаться», «встречался несколько лет»: what is begun or lasts is no meeting.
fn goes_on(scene: &Scene<'_>, token: usize) -> bool {
    let (c, page) = (&scene.c, scene.page);
    let begins = verb_form(page, token) == Some(VerbForm::Infinitive)
        && c.governor(page, token)
            .and_then(|v| page.form(v))
            .is_some_and(|f| f.entries_of(Table::Predicates).any(|e| e.cell("class") == "hold" && e.cell("detail") == "start"));
    let lasts = |e: Entity| e.kind == Kind::Figure && scene.r.figures[e.index].kind == "duration";
    begins || c.near(token).filter_map(|p| p.entity).any(lasts)
}

/// What a predicate's people take part in, where it is a meeting: «в переговорах участвовали».
fn event(scene: &Scene<'_>, token: usize) -> Option<&'static str> {
    let (c, page) = (&scene.c, scene.page);
    let at = |n: &usize| c.phrases[*n].preposition.is_some() || c.phrases[*n].after.is_some() || Some(*n) == c.subject(page, token);
    c.dependents(token).filter(at).find_map(|n| {
        let head = c.phrases[n].head;
        let row = page.form(head)?.entries_of(Table::Predicates).find(|e| e.cell("class") == "meet" && e.cell("pos") == "noun")?;
        (page.has(head, Class::Noun)).then(|| row.cell("detail"))
    })
}

/// Of offices that one person of the text holds, that person: «премьер Индии» met who is «премьер Индии Моди» elsewhere.
fn holders(scene: &Scene<'_>) -> BTreeMap<Entity, Entity> {
    let mut all: BTreeMap<Entity, Option<Entity>> = BTreeMap::new();
    for h in &scene.r.holders {
        all.entry(h.office).and_modify(|p| *p = p.filter(|p| *p == h.person)).or_insert(Some(h.person));
    }
    all.into_iter().filter_map(|(office, person)| Some((office, person?))).collect()
}

/// «по телефону», «по видеосвязи»: how those talk who do not see each other, in the predicate's clause.
fn medium(scene: &Scene<'_>, token: usize) -> Option<&'static str> {
    let page = scene.page;
    super::around(page, token)
        .filter(|t| scene.c.clause_of[*t] == scene.c.clause_of[token])
        .find_map(|t| page.entries_from(t).find(|p| p.entry.table == Table::Words && p.entry.cell("class") == "medium"))
        .map(|p| p.entry.cell("note"))
}

/// «третья встреча», «провели две встречи»: the figure before the noun.
fn number(scene: &Scene<'_>, filled: &frames::Filled) -> Option<String> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let before = filled.predicate.tokens.start.checked_sub(1).filter(|b| page.sentence(filled.predicate.head).contains(b))?;
    let entity = c.phrases[c.phrase(before)?].entity.filter(|e| e.kind == Kind::Figure && matches!(r.figures[e.index].kind.as_str(), "ordinal" | "count"))?;
    Some(r.id(entity).to_string())
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, ingest::Document};

    fn meetings(text: &str) -> Vec<(String, usize)> {
        let facts = Extractor::new().extract(&Document::new("1", text)).facts.unwrap_or_default();
        let people = |f: &crate::sheet::Fact| f.args.participants.as_ref().map_or(0, Vec::len);
        facts.iter().filter(|f| f.kind == "meeting").map(|f| (f.modality.clone(), people(f))).collect()
    }

    #[test]
    fn what_is_meant_tried_or_put_off_has_not_happened() {
        for (text, modality) in [
            ("Сергея Петрова отобрали для встречи с Анной Козловой.", "planned"),
            ("Сергей Петров пытался встретиться с Анной Козловой.", "possible"),
            ("Встреча Сергея Петрова с Анной Козловой отложена.", "planned"),
        ] {
            assert!(meetings(text).iter().all(|m| m.0 == modality), "{text}: {:?}", meetings(text));
        }
    }

    #[test]
    fn named_people_meet_whatever_unnamed_offices_stand_by() {
        let text = "Сергей Петров встретился с послами, а также с Анной Козловой и Иваном Сидоровым.";
        assert_eq!(meetings(text), [("actual".to_string(), 3)]);
    }
}
