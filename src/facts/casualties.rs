//! Casualties: «погибли 9 человек», «трое раненых», «число погибших выросло до 9», «эвакуированы 200 жителей».

use super::{FactRule, Scene, fact, modality, trimmed};
use crate::lexicon::{BUNDLED, Class, Table, keys};
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "casualties.verb",
        kind: "casualties",
        about: "A verb or noun of harm with the number of people.",
        takes: &[
            "[В Омске погибли 9 человек].",
            "[Пострадали пятеро рабочих].",
            "[Из Омска эвакуировали 200 жителей].",
            "Взрыв привёл к [гибели 12 человек].",
            "В Омске могут [погибнуть 9 человек].",
        ],
        leaves: &["В Омске работали 9 человек.", "Пострадали 9 домов.", "Убиты 12 коров."],
    },
    FactRule {
        name: "casualties.counted",
        kind: "casualties",
        about: "A number of the killed, injured or missing.",
        takes: &["В больнице лежат [двое пострадавших]."],
        leaves: &["В больнице 12 врачей."],
    },
    FactRule {
        name: "casualties.number",
        kind: "casualties",
        about: "The number of victims that grows to a figure.",
        takes: &["[Число погибших выросло до 9].", "[Жертвами землетрясения стали 40 человек]."],
        leaves: &["Число школ выросло до 9.", "Гостями фестиваля стали 40 человек."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "figure" => &[Kind::Figure],
        _ => &[Kind::Place, Kind::Country],
    }
}

/// What was found so far: each number with its state once, and where it was told.
#[derive(Default)]
struct Told {
    facts: Vec<Fact>,
    known: BTreeSet<(Option<String>, Option<String>)>,
    at: BTreeMap<(String, usize), String>,
}

impl Told {
    fn add(&mut self, new: Fact, state: &str) {
        let new = Fact { state: Some(state.to_string()), ..new };
        if let Some(figure) = &new.args.figure {
            self.at.entry((state.to_string(), new.evidence.start)).or_insert_with(|| figure.clone());
        }
        if self.known.insert((new.args.figure.clone(), new.state.clone())) {
            self.facts.push(new);
        }
    }

    /// The last number of a state that was told before a place in the text.
    fn before(&self, state: &str, start: usize) -> Option<String> {
        self.at.range((state.to_string(), 0)..(state.to_string(), start)).next_back().map(|(_, figure)| figure.clone())
    }
}

/// Finds casualties.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let mut told = Told::default();
    for filled in scene.filled("harm", &wanted) {
        let Some(figure) = filled.entity(c, "figure").filter(|e| counts_people(scene, *e)) else { continue };
        let token = filled.predicate.head;
        let place = filled.id(c, r, "place");
        let args = Args { place: place.or_else(|| scene.place(token)), ..circumstances(scene, figure, token) };
        told.add(scene.fact("casualties", &filled, args, "casualties.verb"), filled.predicate.entry.cell("detail"));
    }
    for (i, m) in r.mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Figure) {
        let Some(entity) = r.entity_of[i].filter(|e| r.figures[e.index].kind == "count") else { continue };
        // «12 раненых»: the word of harm is what is counted or stands right behind the number.
        let behind =
            m.tokens.clone().chain([m.tokens.end, m.tokens.end + 1]).filter(|t| page.sentence(m.tokens.start).contains(t) && page.has(*t, Class::Genitive));
        if let Some((t, state)) = behind.filter_map(|t| Some((t, state_of(page, t)?))).next() {
            if t <= m.tokens.end {
                let evidence = m.tokens.start..m.tokens.end.max(t + 1);
                let modality = modality::at(page, c, m.tokens.start);
                told.add(fact(page, "casualties", modality, circumstances(scene, entity, t), &trimmed(page, evidence), "casualties.counted"), state);
            }
            continue;
        }
        if let Some((args, evidence, state)) = update(scene, &told, m.tokens.clone(), entity).or_else(|| victims(scene, m.tokens.clone(), entity)) {
            let modality = modality::at(page, c, evidence.start);
            told.add(fact(page, "casualties", modality, args, &trimmed(page, evidence), "casualties.number"), state);
        }
    }
    told.facts
}

/// The figure with the place, date and cause that a word's clause names.
fn circumstances(scene: &Scene<'_>, figure: Entity, token: usize) -> Args {
    let figure = Some(scene.r.id(figure).to_string());
    Args { figure, place: scene.place(token), date: scene.date(token), cause: scene.cause(token), ..Args::default() }
}

/// How many phrases before a figure the words may stand that say whose number it is.
const PHRASES: usize = 4;

/// «число погибших выросло с 7 до 9», «число жертв достигло 9»: the figure, and the one that it replaces.
fn update(scene: &Scene<'_>, told: &Told, tokens: Range<usize>, entity: Entity) -> Option<(Args, Range<usize>, &'static str)> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let change = |preposition: Option<usize>| preposition.and_then(|p| page.form(p)).and_then(|f| f.word("change-preposition")).map(|e| e.cell("note"));
    let own = c.phrase(tokens.start).filter(|n| c.phrases[*n].preposition.is_none() || change(c.phrases[*n].preposition) == Some("to"))?;
    let near = || (own.saturating_sub(PHRASES)..own).rev().filter(|n| c.phrases[*n].clause == c.phrases[own].clause);
    let (number, state) = near().find_map(|n| {
        page.form(c.phrases[n].head)?.word("number-of")?;
        Some((n, state_of(page, c.phrases[n].tokens.end)?))
    })?;
    let start = c.phrases[number].tokens.start;
    let said = near().take_while(|n| *n > number).find(|n| change(c.phrases[*n].preposition) == Some("from"));
    let from = said.and_then(|n| c.phrases[n].entity).filter(|e| e.kind == Kind::Figure).map(|e| r.id(e).to_string());
    let from = from.or_else(|| told.before(state, page.text.chars(&(start..start + 1)).start)).filter(|f| f != r.id(entity));
    Some((Args { from, ..circumstances(scene, entity, start) }, start..tokens.end, state))
}

/// «жертвами землетрясения стали 40 человек».
fn victims(scene: &Scene<'_>, tokens: Range<usize>, entity: Entity) -> Option<(Args, Range<usize>, &'static str)> {
    let (c, page) = (&scene.c, scene.page);
    let own = c.phrase(tokens.start).filter(|n| c.phrases[*n].preposition.is_none() && counts_people(scene, entity) && c.phrases[*n].entity == Some(entity))?;
    let noun =
        (own.saturating_sub(PHRASES)..own).rev().find(|n| c.phrases[*n].clause == c.phrases[own].clause && state_of(page, c.phrases[*n].head).is_some())?;
    let (phrase, clause) = (&c.phrases[noun], c.clause(tokens.start));
    let becomes = clause.verbs.iter().rev().take(4).any(|v| *v > phrase.head && *v < tokens.start && page.form(*v).is_some_and(|f| f.has_lemma("стать")));
    let cause = c.phrases.get(noun + 1).filter(|p| p.after == Some(noun) && p.entity.is_none()).map(|_| scene.nominative(noun + 1));
    let instrumental = phrase.cases.has(crate::lexicon::Case::Ins) && phrase.preposition.is_none();
    (becomes && instrumental).then(|| {
        let args = circumstances(scene, entity, phrase.head);
        (Args { cause: cause.or_else(|| args.cause.clone()), ..args }, phrase.tokens.start..tokens.end, state_of(page, phrase.head).expect("just seen"))
    })
}

/// A number of people, or of nothing named.
fn counts_people(scene: &Scene<'_>, figure: Entity) -> bool {
    let f = &scene.r.figures[figure.index];
    let Some(counted) = &f.counted else { return f.kind == "count" };
    f.kind == "count" && counted.split(' ').all(|w| !w.is_empty()) && {
        let last = counted.split(' ').next().unwrap_or("");
        is_person_word(last) || counted.split(' ').any(is_person_word)
    }
}

/// Whether a noun means people, by the dictionary's animacy or the gazetteer of what news counts.
fn is_person_word(lemma: &str) -> bool {
    let animal = |e: crate::lexicon::Entry| e.table == Table::Words && e.cell("class") == "animal";
    let beast = keys::dictionary_forms(&keys::fold(lemma)).iter().filter_map(|key| BUNDLED.first(key)).any(|n| n.entries().any(animal));
    !beast && crate::lexicon::morph::readings(lemma).iter().any(|x| x.animate == Some(true) && x.known && x.pos == crate::lexicon::Pos::Noun)
}

/// What happened to those whom a word means: «раненый», «погибший», «жертва».
fn state_of(page: &crate::recognize::Page<'_>, token: usize) -> Option<&'static str> {
    let form = page.form(token)?;
    form.entries_of(crate::lexicon::Table::Predicates).find(|e| e.cell("class") == "harm" && e.cell("frame") == "counted").map(|e| e.cell("detail"))
}
