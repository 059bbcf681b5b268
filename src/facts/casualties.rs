//! Casualties: «погибли 9 человек», «трое раненых», «число погибших выросло до 9», «эвакуированы 200 жителей».

use super::{FactRule, Scene, fact, modality, trimmed};
use crate::lexicon::Class;
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::sheet::{Args, Fact};

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "casualties.verb",
        kind: "casualties",
        about: "A verb of harm with the number of people.",
        takes: &["[В Омске погибли 9 человек].", "[Пострадали пятеро рабочих].", "[Из Омска эвакуировали 200 жителей]."],
        leaves: &["В Омске работали 9 человек.", "Пострадали 9 домов."],
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
        takes: &["[Число погибших выросло до 9]."],
        leaves: &["Число школ выросло до 9."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "figure" => &[Kind::Figure],
        _ => &[Kind::Place, Kind::Country],
    }
}

/// Finds casualties.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r, page) = (&scene.c, scene.r, scene.page);
    let mut out: Vec<Fact> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    let mut add = |new: Fact| {
        if known.insert((new.args.figure.clone(), new.state.clone())) {
            out.push(new);
        }
    };
    for filled in scene.filled("harm", &wanted) {
        let Some(figure) = filled.entity(c, "figure").filter(|e| counts_people(scene, *e)) else { continue };
        let place = filled.id(c, r, "place").or_else(|| place_of(scene, filled.predicate.head));
        let args = Args { figure: Some(r.id(figure).to_string()), place, date: scene.date(filled.predicate.head), ..Args::default() };
        let mut new = scene.fact("casualties", &filled, args, "casualties.verb");
        new.state = Some(filled.predicate.entry.cell("detail").to_string());
        add(new);
    }
    for (i, m) in r.mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Figure) {
        let Some(entity) = r.entity_of[i].filter(|e| r.figures[e.index].kind == "count") else { continue };
        // «12 раненых»: the word of harm is what is counted or stands right behind the number.
        let behind =
            m.tokens.clone().chain([m.tokens.end, m.tokens.end + 1]).filter(|t| page.sentence(m.tokens.start).contains(t) && page.has(*t, Class::Genitive));
        if let Some((t, state)) = behind.filter_map(|t| Some((t, state_of(page, t)?))).next() {
            let adjacent = t <= m.tokens.end;
            if adjacent {
                let args = Args { figure: Some(r.id(entity).to_string()), place: place_of(scene, t), date: scene.date(t), ..Args::default() };
                let evidence = m.tokens.start..m.tokens.end.max(t + 1);
                let mut new = fact(page, "casualties", modality::at(page, c, m.tokens.start), args, &trimmed(page, evidence), "casualties.counted");
                new.state = Some(state.to_string());
                add(new);
            }
            continue;
        }
        // «число погибших … до 9», «число жертв достигло 9».
        let own = c.phrase(m.tokens.start).filter(|n| {
            c.phrases[*n].preposition.is_none_or(|p| page.form(p).is_some_and(|f| f.word("change-preposition").is_some_and(|e| e.cell("note") == "to")))
        });
        let Some(own) = own else { continue };
        let clause = &c.clauses[c.phrases[own].clause];
        let number = clause
            .phrases
            .iter()
            .copied()
            .take_while(|n| *n < own)
            .find(|n| page.form(c.phrases[*n].head).is_some_and(|f| f.word("number-of").is_some()) && state_of(page, c.phrases[*n].tokens.end).is_some());
        if let Some(number) = number.filter(|n| own - n <= 4) {
            let start = c.phrases[number].tokens.start;
            let args = Args { figure: Some(r.id(entity).to_string()), place: place_of(scene, start), date: scene.date(start), ..Args::default() };
            let mut new = fact(page, "casualties", modality::at(page, c, start), args, &trimmed(page, start..m.tokens.end), "casualties.number");
            new.state = state_of(page, c.phrases[number].tokens.end).map(str::to_string);
            add(new);
        }
    }
    out
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
    crate::lexicon::morph::readings(lemma).iter().any(|x| x.animate == Some(true) && x.known && x.pos == crate::lexicon::Pos::Noun)
}

/// What happened to those whom a word means: «раненый», «погибший», «жертва».
fn state_of(page: &crate::recognize::Page<'_>, token: usize) -> Option<&'static str> {
    let form = page.form(token)?;
    form.entries_of(crate::lexicon::Table::Predicates).find(|e| e.cell("class") == "harm" && e.cell("frame") == "counted").map(|e| e.cell("detail"))
}

/// The place of the clause, if it names one only.
fn place_of(scene: &Scene<'_>, token: usize) -> Option<String> {
    let c = &scene.c;
    let located = |n: &&usize| {
        let p = &c.phrases[**n];
        p.entity.is_some_and(|e| matches!(e.kind, Kind::Place | Kind::Country))
            && p.preposition.is_some_and(|t| scene.page.form(t).is_some_and(|f| f.word("place-preposition").is_some()))
            && p.cases.has(crate::lexicon::Case::Loc)
    };
    let mut found = c.clause(token).phrases.iter().filter(located).filter_map(|n| c.phrases[*n].entity);
    let first = found.next()?;
    found.all(|e| e == first).then(|| scene.r.id(first).to_string())
}
