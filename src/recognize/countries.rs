//! Countries: by name («Кыргызстан», «США»), by adjective («кыргызский»), by citizen («кыргызстанец»).
//!
//! Names compete with other names of the outermost layer; adjectives, citizens and names inside longer names are decided
//! last. Left to others: nationalities and languages that are no country's («чеченский», «русский»).
//! Known misses: «республика», «страна» for a country, which are references, not mentions.

use super::page::Page;
use super::{Candidate, CountryForm, Kind, Rule, Sense, places};
use crate::lexicon::{Class, Field, Table};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        name: "countries.name",
        about: "A country's name, in full, short or abbreviated.",
        takes: &["Он вернулся в [Кыргызстан].", "Посол [Кыргызской Республики] молчал.", "Войска [США] ушли."],
        leaves: &["Он пьёт чай."],
        propose: name,
    },
    Rule {
        name: "countries.adjective",
        about: "The adjective of a country.",
        takes: &["Он поздравил [казахстанского] посла.", "[Французские] войска ушли."],
        leaves: &["Вечерний поезд опоздал."],
        propose: adjective,
    },
    Rule {
        name: "countries.demonym",
        about: "A citizen of a country.",
        takes: &["Двое [россиян] задержаны.", "[Немец] выиграл гонку."],
        leaves: &["Горожане вышли на площадь."],
        propose: demonym,
    },
    Rule {
        name: "countries.citizen",
        about: "Citizens, with their country as complement or as adjective.",
        takes: &["Двое [граждан Киргизии] задержаны.", "[Французские граждане] вернулись домой."],
        leaves: &["Граждане вышли на площадь."],
        propose: citizen,
    },
];

fn name(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    for p in page.entries_of(start, Table::Countries) {
        if matches!(p.entry.field, Field::Name | Field::Alias) && !places::joined(page, &p.tokens) {
            out.push(Candidate::new(Kind::Country, "countries.name", p.tokens).sense(Sense::Country(p.entry, CountryForm::Name)));
        }
    }
}

fn adjective(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    for p in page.entries_of(start, Table::Countries).filter(|p| p.entry.field == Field::Adjective) {
        let used_so = page.any(start, &[Class::Adjective, Class::AdjectiveSuffix]) || page.has(start, Class::Hyphen);
        if used_so {
            out.push(Candidate::new(Kind::Country, "countries.adjective", p.tokens).sense(Sense::Country(p.entry, CountryForm::Adjective)));
        }
    }
}

fn demonym(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    for p in page.entries_of(start, Table::Countries).filter(|p| p.entry.field == Field::Demonym) {
        // Citizens are written small; a capital inside a sentence makes a surname of it.
        let small = page.has(start, Class::Lower) || page.is_initial(start);
        if small {
            out.push(Candidate::new(Kind::Country, "countries.demonym", p.tokens).sense(Sense::Country(p.entry, CountryForm::Demonym)));
        }
    }
}

/// «гражданин США», «американские граждане».
fn citizen(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let is_citizen = |i: usize| {
        page.has(i, Class::PersonNoun) && page.form(i).is_some_and(|f| f.entries_of(Table::Persons).any(|e| matches!(e.cell("gloss"), "citizen" | "subject")))
    };
    let country = |i: usize, adjective: bool| {
        page.entries_from(i).find(|p| {
            let fits = if adjective { p.entry.field == Field::Adjective } else { matches!(p.entry.field, Field::Name | Field::Alias) };
            p.entry.table == Table::Countries && fits
        })
    };
    let end = page.sentence(start).end;
    let found = if is_citizen(start) && start + 1 < end && page.is_capital(start + 1) {
        country(start + 1, false).map(|p| (start..p.tokens.end, p.entry))
    } else if start + 1 < end && is_citizen(start + 1) {
        country(start, true).filter(|p| p.tokens.end == start + 1 && page.agree(start, start + 1)).map(|p| (start..start + 2, p.entry))
    } else {
        None
    };
    if let Some((tokens, entry)) = found.filter(|(t, _)| t.end <= end) {
        out.push(Candidate::new(Kind::Country, "countries.citizen", tokens).sense(Sense::Country(entry, CountryForm::Demonym)));
    }
}
