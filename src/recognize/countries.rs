//! Countries: by name («Кыргызстан», «США»), by adjective («кыргызский»), by citizen («кыргызстанец»).
//!
//! Names compete with other names of the outermost layer; adjectives, citizens and names inside longer names are decided
//! last. Left to others: nationalities and languages that are no country's («чеченский», «русский»).
//! Known misses: «республика», «страна» for a country, which are references, not mentions.

use super::page::Page;
use super::{Candidate, CountryForm, Kind, Rule, Sense, places};
use crate::lexicon::{Case, Class, Entry, Field, Gender, Pos, Table};
use std::ops::Range;

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        name: "countries.name",
        about: "A country's name, in full, short or abbreviated.",
        takes: &["Он вернулся в [Кыргызстан].", "Посол [Кыргызской Республики] молчал.", "Войска [США] ушли.", "Посол [Исламской Республики Иран] молчал."],
        leaves: &["Он пьёт чай."],
        propose: name,
    },
    Rule {
        name: "countries.adjective",
        about: "The adjective of a country.",
        takes: &["Он поздравил [казахстанского] посла.", "[Французские] войска ушли."],
        leaves: &["Вечерний поезд опоздал.", "Он свободно говорит на немецком.", "Книга вышла на польском и чешском языках."],
        propose: adjective,
    },
    Rule {
        name: "countries.demonym",
        about: "A citizen of a country.",
        takes: &["Двое [россиян] задержаны.", "[Немец] выиграл гонку.", "Это касается [боснийских сербов]."],
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
            let official = p.tokens.len() > 1 && p.tokens.clone().any(|i| is_state_noun(page, i));
            let candidate = Candidate::new(Kind::Country, "countries.name", p.tokens).sense(Sense::Country(p.entry, CountryForm::Name));
            out.push(candidate.cue_if(official, "official-name"));
        }
    }
    if let Some((tokens, entry)) = official(page, start) {
        let candidate = Candidate::new(Kind::Country, "countries.name", tokens).sense(Sense::Country(entry, CountryForm::Name));
        out.push(candidate.cue_if(true, "official-name"));
    }
}

/// «Республика», «Королевство»
fn is_state_noun(page: &Page<'_>, i: usize) -> bool {
    page.is_capital(i) && page.form(i).is_some_and(|f| f.word("state-noun").is_some())
}

/// «Республики Аргентина», «Исламскую Республику Иран»: the word for a state in any case, behind capitalised adjectives, with the
/// name in the nominative.
fn official(page: &Page<'_>, start: usize) -> Option<(Range<usize>, Entry)> {
    let end = page.sentence(start).end;
    let adjective = |i: usize| page.is_capital(i) && page.has(i, Class::Adjective) && !page.has(i, Class::CountryAdjective);
    let word = (start..end.min(start + 3)).find(|i| !adjective(*i))?;
    let longer = start > page.sentence(start).start && adjective(start - 1) && page.agree(start - 1, word);
    if !is_state_noun(page, word) || longer || !(start..word).all(|i| page.agree(i, word)) {
        return None;
    }
    let name = page.entries_of(word + 1, Table::Countries).find(|p| matches!(p.entry.field, Field::Name | Field::Alias) && p.tokens.end <= end)?;
    let nominative = page.form(word + 1).is_some_and(|f| f.has_case(Case::Nom));
    nominative.then_some((start..name.tokens.end, name.entry))
}

fn adjective(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    for p in page.entries_of(start, Table::Countries).filter(|p| p.entry.field == Field::Adjective) {
        let used_so = page.any(start, &[Class::Adjective, Class::AdjectiveSuffix]) || page.has(start, Class::Hyphen);
        if used_so && !is_language(page, start) {
            out.push(Candidate::new(Kind::Country, "countries.adjective", p.tokens).sense(Sense::Country(p.entry, CountryForm::Adjective)));
        }
    }
}

/// «английский язык», «на немецком», «свободно владеет французским»: a language is no country.
fn is_language(page: &Page<'_>, i: usize) -> bool {
    let is_language_noun = |t: usize| page.form(t).is_some_and(|f| f.word("language-noun").is_some());
    let end = page.sentence(i).end;
    // «на азербайджанском, русском и английском языках»
    let listed = |t: &usize| page.any(*t, &[Class::Adjective, Class::Conjunction, Class::Comma]) && !is_language_noun(*t);
    let next = (i + 1..end.min(i + 12)).take_while(listed).last().map_or(i + 1, |t| t + 1);
    if next < end && is_language_noun(next) {
        return true;
    }
    let before = i.checked_sub(1).filter(|b| page.sentence(i).contains(b));
    let spoken = before.is_some_and(|b| page.form(b).is_some_and(|f| f.word("of-language").is_some()));
    let masculine = page.form(i).is_some_and(|f| f.readings.iter().any(|r| r.gender == Some(Gender::Masc) && r.plural == Some(false)));
    // What agrees with the adjective is what it is said of.
    let behind = i + 1;
    let alone = behind >= end
        || !(page.any(behind, &[Class::Noun, Class::Adjective, Class::Participle, Class::Conjunction]) && !page.has(behind, Class::Comma))
        || page.any(behind, &[Class::Noun, Class::Adjective, Class::Participle]) && !page.agree(i, behind) && !page.has(behind, Class::Conjunction);
    page.has(i, Class::Lower) && spoken && masculine && alone
}

/// «боснийских сербов», «израильские арабы»: of which country the citizens of another name are.
fn of_country(page: &Page<'_>, start: usize) -> bool {
    page.has(start, Class::Lower) && page.entries_of(start, Table::Countries).any(|p| p.entry.field == Field::Adjective && p.tokens.end == start + 1)
}

fn demonym(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let plural = |i: usize| page.form(i).is_some_and(|f| f.readings.iter().any(|r| r.pos == Pos::Noun && r.plural == Some(true)));
    if of_country(page, start)
        && page.sentence(start).contains(&(start + 1))
        && page.has(start + 1, Class::Lower)
        && plural(start + 1)
        && page.agree(start, start + 1)
        && let Some(p) = page.entries_of(start + 1, Table::Countries).find(|p| p.entry.field == Field::Demonym)
    {
        out.push(Candidate::new(Kind::Country, "countries.demonym", start..p.tokens.end).sense(Sense::Country(p.entry, CountryForm::Demonym)));
    }
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
