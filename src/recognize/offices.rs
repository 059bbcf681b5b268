//! Offices: «чрезвычайный и полномочный посол Казахстана в Кыргызстане», «спикер парламента», «экс-глава «Мотора»».
//!
//! An office is its head noun with modifiers before it and with what it is an office of after it: an organization, a country,
//! a place, a field. Where it ends is for the cues to say; its organization, country and place are the mentions inside it.
//! Known misses: offices told by a verb («возглавляет завод»).

use super::page::Page;
use super::{Candidate, Kind, Role, Rule, Sense};
use crate::lexicon::{BUNDLED, Case, Class, Entry, Field, Gender, NameType, Pos, Reading, Table, keys};
use once_cell::sync::Lazy;
use std::collections::BTreeSet;

/// The rules.
pub const RULES: &[Rule] = &[Rule {
    name: "offices.head-phrase",
    about: "The noun of an office or profession, with modifiers before it and complements after it.",
    takes: &[
        "[Чрезвычайный и полномочный посол Казахстана в Кыргызстане] провёл встречу.",
        "Слово взял [спикер парламента Кыргызской Республики].",
        "Об этом заявил [министр обороны] Сергей Петров.",
    ],
    leaves: &["Голова болит у всех."],
    propose,
}];

/// No office is longer, in tokens: titles of ambassadors and deputies have about twelve.
const OFFICE_TOKENS: usize = 16;

/// The office entry whose words begin at a token: the longest.
pub fn head(page: &Page<'_>, start: usize) -> Option<super::Phrase> {
    page.entries_of(start, Table::Offices).next()
}

fn is_modifier(page: &Page<'_>, i: usize) -> bool {
    page.any(i, &[Class::OfficeModifier, Class::CountryAdjective, Class::CityAdjective, Class::RegionAdjective])
}

fn propose(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let sentence = page.sentence(start);
    // Modifiers before the head; the head decides that it is an office at all.
    let mut at = start;
    let mut found = None;
    while at < sentence.end && at <= start + 4 {
        if let Some(phrase) = head(page, at) {
            found = Some(phrase);
            break;
        }
        let plain = page.has(at, Class::Adjective) && page.has(at, Class::Lower) || page.has(at, Class::Adjective) && at == start;
        if !is_modifier(page, at) && !plain {
            return;
        }
        at += 1;
    }
    let Some(phrase) = found.filter(|p| !is_abbreviation(page, p) && !is_adjective(page, p)) else { return };
    if phrase.tokens.start > start && !modifiers_agree(page, start, phrase.tokens.start) {
        return;
    }
    let limit = sentence.end.min(start + OFFICE_TOKENS);
    let mut end = phrase.tokens.end;
    // «полномочный посол» cut out of «чрезвычайный и полномочный посол».
    let longer = page.longest_ending(phrase.tokens.end - 1, Table::Offices).filter(|longer| longer.tokens.start < start);
    // «артист» in «народный артист» is a profession beside the title.
    let (cut, titled) = longer.map_or((false, false), |l| if l.entry.cell("kind") == "honorific" { (false, true) } else { (true, false) });
    // «физика» is a science before it is of a physicist.
    let other_word = phrase.tokens.len() == 1 && is_other_word(page, phrase.tokens.start, phrase.entry);
    let (relational, kind) = (is_relational(phrase.entry), kind_cue(phrase.entry));
    let candidate = |end: usize| {
        Candidate::new(Kind::Office, "offices.head-phrase", start..end)
            .part(Role::Head, phrase.tokens.clone())
            .sense(Sense::Entry(phrase.entry))
            .cue_if(cut, "cut-head")
            .cue_if(titled, "cut-title")
            .cue_if(phrase.tokens.len() >= 3, "long-title")
            .cue_if(relational, "relational-head")
            .cue_if(other_word, "other-word-first")
            .cue_if(has_seat(page, phrase.entry, phrase.tokens.end, end), "seat-tail")
            .cue_if(end == phrase.tokens.end && opens_sentence(page, start, end), "subject-at-sentence-start")
            .cue_if(true, kind)
    };
    let modifier = modifier_cue(page, start).filter(|_| start < phrase.tokens.start);
    let candidate = |end: usize| modifier.into_iter().fold(candidate(end), |c, cue| c.cue_if(true, cue));
    out.push(candidate(end));
    while end < limit {
        // «президент Казахстана Касым-Жомарт»: a given name that is no genitive begins the holder's name.
        let given = page.form(end).is_some_and(|f| f.readings.first().is_some_and(|r| r.name == Some(NameType::Given) && r.case == Some(Case::Nom)));
        // «прибыли» is of «прибыль» too, but mostly a verb.
        if page.has(end, Class::Lower) && page.form(end).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == Pos::Verb)) {
            break;
        }
        if given && page.is_capital(end) && !page.any(end, &[Class::Country, Class::City, Class::Organization]) {
            break;
        }
        let joins = page.any(end, &[Class::Preposition, Class::Conjunction, Class::OpenQuote, Class::Dash])
            && !page.has(end, Class::CloseQuote)
            && !page.is_capital(end);
        let goes = page.is_capital(end)
            || page.has(end, Class::Lower)
                && page.any(end, &[Class::Genitive, Class::Dative, Class::Locative, Class::Instrumental, Class::Noun])
                && !page.has(end, Class::Pronoun)
            || page.any(end, &[Class::CloseQuote, Class::Abbreviated, Class::Digit])
            || joins;
        if !goes {
            break;
        }
        end += 1;
        let quotes = (start..end).filter(|i| page.has(*i, Class::OpenQuote)).count() == (start..end).filter(|i| page.has(*i, Class::CloseQuote)).count();
        if !joins
            && quotes
            && (page.any(end - 1, &[Class::Noun, Class::CloseQuote, Class::Abbreviated, Class::Latin, Class::AllCaps]) || page.is_capital(end - 1))
        {
            out.push(candidate(end));
        }
    }
}

/// «учёная степень», «рабочая группа», «рядовой случай»: before a thing's noun that agrees with it the word is an adjective;
/// «управляющего банка» may be either.
fn is_adjective(page: &Page<'_>, phrase: &super::Phrase) -> bool {
    let (at, next) = (phrase.tokens.start, phrase.tokens.end);
    if phrase.tokens.len() > 1 || !page.has(at, Class::Adjective) || !page.has(next, Class::Lower) || page.any(next, &[Class::Office, Class::Profession]) {
        return false;
    }
    let (Some(word), Some(noun)) = (page.form(at), page.form(next)) else { return false };
    let thing = |r: &&Reading| r.pos == Pos::Noun && r.animate == Some(false) && !(r.case == Some(Case::Gen) && r.gender == Some(Gender::Masc));
    page.sentence(at).contains(&next)
        && noun.readings.first().is_some_and(|r| thing(&r))
        && noun.readings.iter().filter(thing).any(|n| word.readings.iter().any(|a| a.pos == Pos::Adjective && a.agrees(n)))
}

/// «Присяжные оправдали …»: all that stands before the verb.
fn opens_sentence(page: &Page<'_>, start: usize, end: usize) -> bool {
    page.is_initial(start) && page.sentence(start).contains(&end) && page.has(end, Class::Verb) && page.has(end, Class::Lower)
}

/// «посол Чехии в Казахстане»: a diplomat's title goes on to where he sits.
fn has_seat(page: &Page<'_>, entry: Entry, from: usize, end: usize) -> bool {
    entry.cell("field") == "diplomacy"
        && (from..end)
            .find(|i| !page.is_capital(*i))
            .is_some_and(|i| page.has(i, Class::PlacePreposition) && page.entries_from(i + 1).any(|p| p.entry.table == Table::Countries && p.tokens.end == end))
}

/// Whether a form is first of all one of another word than the office's.
fn is_other_word(page: &Page<'_>, i: usize, entry: Entry) -> bool {
    let first = page.form(i).and_then(|f| f.readings.first());
    let names = [entry.cell("name"), entry.cell("feminine")].map(keys::fold);
    first.is_some_and(|r| {
        r.known
            && r.pos == Pos::Noun
            && entry.field == Field::Name
            && !names.iter().any(|name| !name.is_empty() && keys::fold(&r.lemma).ends_with(name.as_str()))
    })
}

/// Offices that mean nothing without what they are of: «глава», «представитель», «член». words.tsv lists them.
fn is_relational(entry: Entry) -> bool {
    static NAMES: Lazy<BTreeSet<String>> = Lazy::new(|| {
        let rows = (0..BUNDLED.rows(Table::Words)).map(|row| BUNDLED.row(Table::Words, row));
        rows.filter(|e| e.cell("class") == "relational-office").map(|e| keys::fold(e.cell("name"))).collect()
    });
    let name = entry.cell("name");
    NAMES.contains(&keys::fold(name)) || NAMES.contains(&keys::fold(name.split(' ').next().unwrap_or("")))
}

/// What office-modifiers.tsv calls the first word, as a cue.
fn modifier_cue(page: &Page<'_>, start: usize) -> Option<&'static str> {
    let entry = page.longest(start, Table::OfficeModifiers)?.entry;
    Some(match entry.cell("kind") {
        "former" => "modifier-former",
        "acting" => "modifier-acting",
        "grade" => "modifier-grade",
        "temporal" => "modifier-temporal",
        _ => "modifier-other",
    })
}

/// What offices.tsv calls the head, as a cue.
fn kind_cue(entry: Entry) -> &'static str {
    match entry.cell("kind") {
        "office" => "kind-office",
        "profession" => "kind-profession",
        "role" => "kind-role",
        "honorific" => "kind-honorific",
        _ => "kind-rank",
    }
}

/// «РАН» is not the Indian title «рани»: capitals amid small letters make an abbreviation, which only an entry in capitals is.
fn is_abbreviation(page: &Page<'_>, phrase: &super::Phrase) -> bool {
    let capitals = |i: usize| page.has(i, Class::AllCaps);
    let (first, last) = (phrase.tokens.start, phrase.tokens.end);
    phrase.tokens.len() == 1 && capitals(first) && phrase.entry.shape < 2 && !(first > 0 && capitals(first - 1)) && !capitals(last)
}

/// Every modifier agrees with the head, or is listed as one that needs not («и. о.», «экс»).
fn modifiers_agree(page: &Page<'_>, start: usize, head: usize) -> bool {
    (start..head).all(|i| {
        page.has(i, Class::OfficeModifier) && !page.has(i, Class::Adjective)
            || page.agree(i, head)
            || page.has(i, Class::Conjunction)
            || page
                .form(i)
                .zip(page.form(head))
                .is_some_and(|(a, h)| a.readings.iter().any(|r| h.readings.iter().any(|s| r.case.is_some() && r.case == s.case)))
    })
}
