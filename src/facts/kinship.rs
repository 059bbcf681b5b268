//! Kinship: «жена Петрова Анна», «Анна Козлова, дочь Сергея Петрова», «женился на Анне».

use super::{FactRule, Scene, fact, frames, modality, trimmed};
use crate::lexicon::Table;
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};

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
        name: "kinship.verb",
        kind: "kinship",
        about: "A verb of marrying with two people.",
        takes: &["[Сергей Петров женился на Анне Козловой]."],
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
            out.push(new);
        }
    }
    for n in 0..c.phrases.len() {
        let head = c.phrases[n].head;
        let Some(entry) = page.form(head).and_then(|f| f.entries_of(Table::Predicates).find(|e| e.cell("class") == "kin" && e.cell("pos") == "noun")) else {
            continue;
        };
        let Some((who, of, tokens)) = frames::apposed(page, c, n) else { continue };
        let (Some(who), Some(of)) = (c.phrases[who].entity, c.phrases[of].entity) else { continue };
        if who == of || of.kind != Kind::Person {
            continue;
        }
        let mut new = fact(page, "kinship", modality::at(page, c, head), args(scene, who, of), &trimmed(page, tokens), "kinship.noun");
        new.relation = Some(entry.cell("detail").to_string());
        out.push(new);
    }
    out
}

fn args(scene: &Scene<'_>, who: Entity, of: Entity) -> Args {
    Args { who: Some(scene.r.id(who).to_string()), of: Some(scene.r.id(of).to_string()), ..Args::default() }
}
