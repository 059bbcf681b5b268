//! Courts: who was detained, arrested, charged, sentenced or acquitted, by whom, for how long.

use super::frames::Form;
use super::{FactRule, Scene, trimmed};
use crate::lexicon::{Case, Class};
use crate::recognize::Kind;
use crate::sheet::{Args, Fact};

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "court.verb",
        kind: "court",
        about: "A verb of arrest, charge, sentence or acquittal with who.",
        takes: &[
            "Суд [приговорил Сергея Петрова к 5 годам] колонии.",
            "[Сергей Петров арестован] по подозрению в краже.",
            "[Сергея Петрова обвинили] в мошенничестве.",
            "Суд [признал Сергея Петрова] виновным в краже.",
            "[Сергея Петрова приговорили к 5 годам] колонии.",
            "[Возбуждено дело в отношении Сергея Петрова].",
        ],
        leaves: &[
            "Сергей Петров осудил террористов.",
            "Автомобиль задержал Сергей Петров.",
            "Сергей Петров обвинил Анну Козлову в коррупции.",
            "Суд признал Сергея Петрова.",
        ],
    },
    FactRule {
        name: "court.noun",
        kind: "court",
        about: "The arrest of somebody, a criminal case against somebody.",
        takes: &["Газеты пишут об [аресте Сергея Петрова].", "Адвокат изучил [уголовное дело против Сергея Петрова]."],
        leaves: &["Уголовное дело передали Сергею Петрову."],
    },
];

fn wanted(role: &str) -> &'static [Kind] {
    match role {
        "who" => &[Kind::Person],
        "term" => &[Kind::Figure],
        _ => &[Kind::Person, Kind::Organization, Kind::Office, Kind::Country],
    }
}

/// Finds what courts and police did to whom.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (c, r) = (&scene.c, scene.r);
    let mut out: Vec<Fact> = Vec::new();
    for filled in scene.filled("court", &wanted) {
        let Some(who) = filled.role("who") else { continue };
        let token = filled.predicate.head;
        // «возбудил уголовное дело»: the verb's own noun is told with the verb.
        let at = scene.predicates.partition_point(|p| p.tokens.start < token);
        let with_verb = |p: &super::frames::Predicate| p.entry.cell("class") == "court" && p.form != Form::Noun && p.tokens.contains(&token);
        if filled.predicate.form == Form::Noun && scene.predicates[at.saturating_sub(6)..at].iter().any(with_verb) {
            continue;
        }
        let term = filled.entity(c, "term").filter(|e| r.figures[e.index].kind == "duration").map(|e| r.id(e).to_string());
        let authority = filled.entity(c, "by");
        // «осудил», «задержал», «обвинил»: of a person who does it nothing is known to be a matter of courts, unless a judge or prosecutor.
        let official = filled.role("by").is_some_and(|n| c.phrases[n].office.is_some_and(|o| is_of_courts(scene, o)));
        if authority.is_some_and(|e| e.kind == Kind::Person) && !official && filled.predicate.entry.cell("detail") != "charged" {
            continue;
        }
        let rule = if filled.predicate.form == Form::Noun { "court.noun" } else { "court.verb" };
        for e in super::frames::members(c, who) {
            let args = Args {
                who: Some(r.id(e).to_string()),
                authority: authority.map(|a| r.id(a).to_string()),
                term: term.clone(),
                charge: charge(scene, filled.predicate.tokens.end, filled.predicate.entry.cell("detail")),
                date: scene.date(token),
                ..Args::default()
            };
            let mut new = scene.fact("court", &filled, args, rule);
            new.action = Some(filled.predicate.entry.cell("detail").to_string());
            out.push(new);
        }
    }
    out
}

/// «прокурор», «следователь», «судья».
fn is_of_courts(scene: &Scene<'_>, office: usize) -> bool {
    scene.r.mentions[office].tokens.clone().any(|i| scene.page.form(i).is_some_and(|f| f.word("of-courts").is_some()))
}

/// «в мошенничестве», «по подозрению в краже», «за убийство», «в том, что угнал автобус»: the charge behind a predicate, in the nominative or as a clause.
fn charge(scene: &Scene<'_>, from: usize, detail: &str) -> Option<String> {
    let (c, page) = (&scene.c, scene.page);
    let clause = c.clause(from.checked_sub(1)?);
    let at = clause.phrases.partition_point(|n| c.phrases[*n].tokens.start < from);
    // «приговорён к 5 годам в колонии», «задержан в аэропорту»: of these «в» says where, unless a word of suspicion stands before it.
    let placed = !matches!(detail, "accused" | "charged" | "suspected" | "convicted" | "investigated");
    let near = &clause.phrases[at..];
    let n = near.iter().copied().enumerate().take(6).find_map(|(k, n)| {
        let p = &c.phrases[n];
        let suspicion = || k.checked_sub(1).is_some_and(|b| page.form(c.phrases[near[b]].head).is_some_and(|f| f.word("suspicion").is_some()));
        let named = p.entity.is_none()
            && p.preposition.and_then(|t| page.form(t)).and_then(|f| f.word("charge-preposition")).is_some_and(|e| match e.cell("note") {
                "loc" => p.cases.has(Case::Loc),
                _ => p.cases.has(Case::Acc),
            })
            && page.has(p.head, Class::Inanimate)
            && page.folded(p.head) != "отношении"
            && (!placed || !p.cases.has(Case::Loc) || suspicion());
        named.then_some(n)
    })?;
    // «обвиняют в том, что он угнал автобус»: the charge is the clause.
    let (head, after) = (c.phrases[n].head, c.phrases[n].tokens.end);
    if after + 2 < page.len() && page.folded(head) == "том" && page.has(after, Class::Comma) && page.folded(after + 1) == "что" {
        let told = &c.clause(after + 2).tokens;
        return Some(page.text.span(&trimmed(page, (after + 2).min(told.end)..told.end)).to_string());
    }
    Some(scene.nominative(n))
}
