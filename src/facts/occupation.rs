//! Occupation: who holds which office.
//!
//! The words around are read in `resolve::holders`, which references need too; here they become facts with modality.

use super::{FactRule, fact, modality};
use crate::recognize::Page;
use crate::resolve::Resolved;
use crate::sheet::{Args, Fact};

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "occupation.office-name",
        kind: "occupation",
        about: "An office right before a name.",
        takes: &["Об этом сообщил [министр обороны Сергей Петров]."],
        leaves: &["Министр обороны встретил Сергея Петрова."],
    },
    FactRule {
        name: "occupation.office-names",
        kind: "occupation",
        about: "An office in the plural before a list of names.",
        takes: &["Прибыли [министры Сергей Петров и Анна Козлова]."],
        leaves: &["Прибыли министры и гости."],
    },
    FactRule {
        name: "occupation.name-comma-office",
        kind: "occupation",
        about: "An office after a name, between commas.",
        takes: &["[Сергей Петров, министр обороны], уехал."],
        leaves: &["Сергей Петров, уехав, молчал."],
    },
    FactRule {
        name: "occupation.name-dash-office",
        kind: "occupation",
        about: "An office in the nominative after a name and a dash.",
        takes: &["[Сергей Петров — министр обороны]."],
        leaves: &["Сергей Петров — это загадка."],
    },
    FactRule {
        name: "occupation.name-bracket-office",
        kind: "occupation",
        about: "An office in brackets after a name.",
        takes: &["Выступил [Сергей Петров (министр обороны]) и гости."],
        leaves: &["Выступил Сергей Петров (Омск)."],
    },
    FactRule {
        name: "occupation.copula",
        kind: "occupation",
        about: "A verb of holding an office between name and office.",
        takes: &["[Сергей Петров является директором] завода."],
        leaves: &["Сергей Петров встретил директора завода."],
    },
];

/// Finds who holds which office.
pub fn find(page: &Page<'_>, r: &Resolved) -> Vec<Fact> {
    let mut out: Vec<Fact> = Vec::new();
    for h in &r.holders {
        let office = &r.mentions[h.office_mention];
        let titled = crate::resolve::offices::with_modifiers(page, office);
        let former = titled.clone().any(|i| {
            page.form(i).is_some_and(|f| {
                f.entries.iter().any(|e| e.table == crate::lexicon::Table::OfficeModifiers && e.cell("kind") == "former") || f.folded.starts_with("экс-")
            })
        });
        let evidence = titled.start.min(h.tokens.start)..h.tokens.end;
        let modality = match () {
            () if former => "former",
            () if h.rule == "occupation.copula" => modality::of(page, office.tokens.start),
            () => "actual",
        };
        let args = Args { who: Some(r.id(h.person).to_string()), office: Some(r.id(h.office).to_string()), ..Args::default() };
        let new = fact(page, "occupation", modality, args, &evidence, h.rule);
        if !out.iter().any(|f| f.args == new.args) {
            out.push(new);
        }
    }
    out
}
