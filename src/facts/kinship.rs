//! Kinship: «жена Петрова Анна», «Анна Козлова, дочь Сергея Петрова», «женился на Анне».

use super::{FactRule, Scene, fact, frames, modality, trimmed};
use crate::lexicon::{Class, Table};
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "kinship.noun",
        kind: "kinship",
        about: "A word of kinship between the names of two people.",
        takes: &["Приехала [жена Сергея Петрова Анна Козлова].", "Приехала [Анна Козлова, дочь Сергея Петрова].", "[Анна Козлова — сестра Сергея Петрова]."],
        leaves: &["Жена встретила Сергея Петрова и Анну Козлову.", "Сергей Петров и мать Анны Козловой уехали."],
    },
    FactRule {
        name: "kinship.possessive",
        kind: "kinship",
        about: "A word of kinship with «его», «её», «свой» before a name.",
        takes: &["Приехали Сергей Петров и [его жена Анна Козлова].", "Сергей Петров встретил [свою дочь Анну]."],
        leaves: &["Сергей Петров и Иван Козлов ждали, а его жена Анна уехала."],
    },
    FactRule {
        name: "kinship.verb",
        kind: "kinship",
        about: "A verb of marrying with two people.",
        takes: &["[Сергей Петров женился на Анне Козловой].", "[Сергей Петров развёлся с Анной Козловой]."],
        leaves: &["Сергей Петров женился в Омске."],
    },
];

fn wanted(_: &str) -> &'static [Kind] {
    &[Kind::Person]
}

/// Finds who is whose relative.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, page) = (&scene.c, scene.page);
    let mut out: Vec<Fact> = Vec::new();
    for filled in scene.filled("kin", &wanted) {
        let (Some(who), Some(of)) = (filled.entity(c, "who"), filled.entity(c, "of")) else { continue };
        if who != of {
            let mut new = scene.fact("kinship", &filled, args(scene, who, of), "kinship.verb");
            new.relation = Some(filled.predicate.entry.cell("detail").to_string());
            if filled.predicate.entry.cell("gloss") == "divorce" && new.modality == "actual" {
                new.modality = "former".to_string();
            }
            out.push(new);
        }
    }
    for n in 0..c.phrases.len() {
        let head = c.phrases[n].head;
        let Some(entry) = page.form(head).and_then(|f| f.entries_of(Table::Predicates).find(|e| e.cell("class") == "kin" && e.cell("pos") == "noun")) else {
            continue;
        };
        if let Some((who, of, tokens, rule)) = named(scene, n).or_else(|| possessed(scene, n)) {
            let Some(who) = c.phrases[who].entity else { continue };
            for of in of.into_iter().filter(|of| *of != who && of.kind == Kind::Person) {
                // «бывшая жена Петрова Анна»
                let former = head > 0 && page.form(head - 1).is_some_and(|f| f.has_lemma("бывший")) || page.folded(head).starts_with("экс-");
                // «его жена намерена уехать»: she is his wife whatever she plans.
                let modality = match modality::at(page, c, head) {
                    _ if former => "former",
                    "planned" | "possible" => "actual",
                    other => other,
                };
                let mut new = fact(page, "kinship", modality, args(scene, who, of), &trimmed(page, tokens.clone()), rule);
                new.relation = Some(entry.cell("detail").to_string());
                out.push(new);
            }
        }
    }
    out
}

type Found = (usize, Vec<Entity>, Range<usize>, &'static str);

/// «жена Петрова Анна», «Анна Козлова, дочь Сергея Петрова».
fn named(scene: &Scene<'_>, noun: usize) -> Option<Found> {
    let c = &scene.c;
    let (who, of, tokens) = frames::apposed(scene.page, c, noun, Kind::Person)?;
    Some((who, frames::members(c, of), tokens, "kinship.noun"))
}

/// «Сергей Петров и его жена Анна», «Петров приехал со своим сыном Иваном»: whose the noun is, the word before it and the only
/// person of its sex that the sentence named before it say.
fn possessed(scene: &Scene<'_>, noun: usize) -> Option<Found> {
    let (c, page) = (&scene.c, scene.page);
    let own = &c.phrases[noun];
    let sentence = page.sentence(own.head);
    // Between the noun and the name: «жена, актриса Анна», «дочери — Анна».
    let next = c.phrases.get(noun + 1).filter(|p| p.entity_is(Kind::Person) && sentence.contains(&p.tokens.start) && p.preposition.is_none())?;
    let gap = own.tokens.end..next.tokens.start;
    let joined = gap.is_empty() || gap.len() == 1 && page.has(gap.start, Class::Comma) && next.office.is_some();
    if !joined || next.cases.and(own.cases).is_empty() || own.plural == Some(true) {
        return None;
    }
    let pronoun = (own.tokens.start.saturating_sub(3).max(sentence.start)..own.tokens.start)
        .rev()
        .take_while(|t| page.any(*t, &[Class::Adjective, Class::Pronoun, Class::Numeral]))
        .find(|t| matches!(page.folded(*t), "его" | "ее") || page.form(*t).is_some_and(|f| f.has_lemma("свой")))?;
    let of = match page.folded(pronoun) {
        word @ ("его" | "ее") => {
            let gender = if word == "его" { "male" } else { "female" };
            let mut before: Vec<Entity> = scene.r.persons_in(&(sentence.start..pronoun)).into_iter().map(|x| x.1).collect();
            before.dedup();
            before.retain(|e| scene.r.people[e.index].gender.as_deref() == Some(gender));
            before.sort_unstable();
            before.dedup();
            match before.as_slice() {
                [one] => *one,
                _ => return None,
            }
        }
        _ => {
            let verb = c.governor(page, own.head)?;
            c.phrases[c.subject(page, verb)?].entity.filter(|e| e.kind == Kind::Person)?
        }
    };
    Some((noun + 1, vec![of], pronoun..next.tokens.end, "kinship.possessive"))
}

fn args(scene: &Scene<'_>, who: Entity, of: Entity) -> Args {
    Args { who: Some(scene.r.id(who).to_string()), of: Some(scene.r.id(of).to_string()), ..Args::default() }
}
