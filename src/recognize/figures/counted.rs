//! What a number counts: «12 контрольно-пропускных пунктов». Nouns that are left out or stand elsewhere are for `elided.rs`.

use crate::lexicon::{Case, Class, Entry, Gender, Pos, Reading, Table, morph};
use crate::recognize::numbers::{NumberForm, gender_name};
use crate::recognize::page::Page;
use crate::text::TokenKind;
use std::ops::Range;

/// A counted noun phrase.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counted {
    pub tokens: Range<usize>,
    pub lemma: String,
    pub gloss: Option<String>,
}

/// At most so many adjectives stand between a number and its noun.
const ADJECTIVES: usize = 4;

/// The noun phrase that a number counts, which begins right after it.
pub(super) fn counted(page: &Page<'_>, from: usize, value: f64, form: NumberForm) -> Option<Counted> {
    let end = page.sentence(from.saturating_sub(1)).end;
    // «первым его решением»
    let from = from + usize::from(page.form(from).is_some_and(|f| f.word("possessive-pronoun").is_some()));
    // «первым «умником»»
    if page.has(from, Class::OpenQuote) && page.has(from + 2, Class::CloseQuote) && page.has(from + 1, Class::Lower) && page.has(from + 1, Class::Noun) {
        return Some(phrase(page, from + 1, from + 1));
    }
    let limit = end.min(from + ADJECTIVES + 1);
    let mut head = None;
    let mut last_adjective = None;
    for i in from..limit {
        if !matches!(page.kind(i), Some(TokenKind::Word | TokenKind::Abbreviation)) {
            break;
        }
        let readings = &page.forms[i].readings;
        let likely = readings.first().map(|r| r.pos);
        let noun = readings.iter().any(|r| r.pos == Pos::Noun && is_counted(r, value, form, likely == Some(Pos::Noun)));
        // Cases and spellings share what speaks for an adjective: «окружных» has six readings.
        let described = readings.iter().filter(|r| matches!(r.pos, Pos::Adjective | Pos::Participle | Pos::Determiner) && r.case.is_some());
        let adjective = described.map(|r| r.probability).sum::<f32>() > 0.2;
        if noun && !(adjective && likely != Some(Pos::Noun) && noun_follows(page, i + 1, limit, value, form)) {
            head = Some(i);
            break;
        }
        if !(adjective || page.has(i, Class::Digit) && page.has(i, Class::Hyphen)) || page.has(i, Class::FunctionWord) && likely != Some(Pos::Determiner) {
            break;
        }
        last_adjective = Some(i);
    }
    // «14 рабочих», «двое пострадавших»: an adjective that stands for a noun.
    let head = head.or_else(|| last_adjective.filter(|i| page.any(*i, &[Class::Plural]) && may_stand_alone(page, *i, form)))?;
    if !page.is_capital(head) || page.has(head, Class::AllCaps) || page.any(head, &[Class::Demonym, Class::Office, Class::Profession]) {
        return Some(phrase(page, from, head));
    }
    None
}

/// A noun in the very form that its number asks for may be rare («2 кошки»: the genitive of one); others must be likely.
fn is_counted(r: &Reading, value: f64, form: NumberForm, is_noun: bool) -> bool {
    let asked = match (value % 100.0) as u64 {
        _ if value.fract() != 0.0 => Some(false),
        11..=19 => Some(true),
        n if n % 10 == 1 => None,
        n if (2..=4).contains(&(n % 10)) => Some(false),
        _ => Some(true),
    };
    let fits = form != NumberForm::Collective && asked.is_some() && r.case == Some(Case::Gen) && r.plural == asked;
    is_noun && r.known && fits && r.probability > 0.01 || r.probability > 0.1 && stands_after(r, value, form)
}

fn stands_after(r: &Reading, value: f64, form: NumberForm) -> bool {
    let one = value.fract() == 0.0 && value % 10.0 == 1.0 && value % 100.0 != 11.0;
    match (r.case, r.plural) {
        // «12 т», «5 га»: short forms have no case.
        (None, _) => true,
        (Some(Case::Gen), _) => true,
        (Some(_), Some(false)) => one,
        (Some(Case::Dat | Case::Ins | Case::Loc), Some(true)) => true,
        (Some(Case::Acc), Some(true)) => form != NumberForm::Digits || r.animate == Some(true),
        (Some(Case::Nom), Some(true)) => form == NumberForm::Collective,
        _ => false,
    }
}

fn noun_follows(page: &Page<'_>, from: usize, limit: usize, value: f64, form: NumberForm) -> bool {
    (from..limit.min(from + 2)).any(|i| page.forms[i].readings.iter().any(|r| r.pos == Pos::Noun && r.probability > 0.3 && stands_after(r, value, form)))
}

/// Whether an adjective can be the thing counted: people («рабочий», «погибший»).
fn may_stand_alone(page: &Page<'_>, i: usize, form: NumberForm) -> bool {
    let f = &page.forms[i];
    form == NumberForm::Collective
        || f.classes.has(Class::Participle)
        || f.entries.iter().any(|e| matches!(e.table, Table::Persons | Table::Counted | Table::Offices))
        || f.readings.iter().any(|r| r.pos == Pos::Noun && r.probability > 0.05)
}

/// The dictionary form of a counted phrase, with its gloss where a gazetteer has it.
pub(super) fn phrase(page: &Page<'_>, from: usize, head: usize) -> Counted {
    let listed = |e: &Entry| matches!(e.table, Table::Counted | Table::Persons);
    // The longest entry that holds the head.
    // «три суда» are courts: of what the form can be, the genitive is meant.
    let governed = |r: &Reading| r.pos == Pos::Noun && r.case == Some(Case::Gen) && r.name.is_none() && r.probability > 0.1;
    let genitive = |lemma: &str| page.forms[head].readings.iter().any(|r| governed(r) && (lemma.is_empty() || *r.lemma == *lemma));
    let meant = |p: &crate::recognize::page::Phrase| {
        p.tokens.len() > 1 || p.entry.field != crate::lexicon::Field::Name || !genitive("") || genitive(&crate::lexicon::keys::fold(p.entry.cell("name")))
    };
    let found = (from..=head).find_map(|i| page.entries_from(i).find(|p| listed(&p.entry) && p.tokens.end > head && p.tokens.start <= head && meant(p)));
    let (tokens, gloss) = match &found {
        Some(p) => (from..p.tokens.end, Some(p.entry.cell("gloss").to_string())),
        None => (from..head + 1, None),
    };
    let reading = page.forms[head]
        .readings
        .iter()
        .filter(|r| r.case.is_some())
        .max_by(|a, b| (a.pos == Pos::Noun).cmp(&(b.pos == Pos::Noun)).then(a.probability.total_cmp(&b.probability)));
    let mut words: Vec<String> = Vec::new();
    let listed_from = found.as_ref().map_or(head, |p| p.tokens.start);
    let gender = reading.and_then(|r| r.gender).unwrap_or(Gender::Masc);
    // «вторые парламентские выборы»: a noun without singular.
    let alone = match &found {
        Some(p) if p.entry.field == crate::lexicon::Field::Name => p.entry.cell("name").to_string(),
        Some(p) => page.text.span(&p.tokens).to_lowercase(),
        None => noun(page.word(head)),
    };
    let nominative =
        |n: &str| morph::readings(n).into_iter().filter(|r| r.known && r.pos == Pos::Noun && r.case == Some(Case::Nom)).map(|r| r.plural).collect();
    let numbers: Vec<Option<bool>> = nominative(alone.rsplit(' ').next().unwrap_or(&alone));
    let plural = !numbers.is_empty() && numbers.iter().all(|n| *n == Some(true));
    // «две трети своего срока» are of the term.
    for i in (from..listed_from).filter(|i| page.forms[*i].word("possessive-pronoun").is_none()) {
        words.push(if plural { adjectives(page, i) } else { adjective(page, i, gender) });
    }
    words.push(alone);
    Counted { tokens, lemma: words.join(" "), gloss: gloss.filter(|g| !g.is_empty()) }
}

fn noun(word: &str) -> String {
    let is_noun = |r: &Reading| r.pos == Pos::Noun && r.case.is_some_and(|c| c != Case::Nom);
    // «три суда» are of «суд»: what numbers govern is the genitive.
    morph::nominative_singular(word, &|r| r.pos == Pos::Noun && r.case == Some(Case::Gen) && r.known && r.name.is_none() && r.probability > 0.1)
        .or_else(|| morph::nominative_singular(word, &is_noun))
        .or_else(|| morph::nominative_singular(word, &|r| r.pos == Pos::Noun))
        .or_else(|| morph::nominative_singular(word, &|r| r.case.is_some()))
        // «космонавтов-любителей»
        .or_else(|| word.split_once('-').map(|(a, b)| format!("{}-{}", noun(a), noun(b))))
        .unwrap_or_else(|| word.to_lowercase())
}

pub(super) fn adjective(page: &Page<'_>, i: usize, gender: Gender) -> String {
    let word = page.word(i);
    morph::inflected(
        word,
        &|r| matches!(r.pos, Pos::Adjective | Pos::Participle | Pos::Determiner),
        &[("Case", "Nom"), ("Number", "Sing"), ("Gender", gender_name(gender))],
    )
    .unwrap_or_else(|| word.to_lowercase())
}

fn adjectives(page: &Page<'_>, i: usize) -> String {
    let word = page.word(i);
    let wanted = |r: &Reading| matches!(r.pos, Pos::Adjective | Pos::Participle | Pos::Determiner);
    morph::inflected(word, &wanted, &[("Case", "Nom"), ("Number", "Plur")]).unwrap_or_else(|| word.to_lowercase())
}

/// Whether a counted phrase means people.
pub(super) fn is_of_people(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|i| {
        page.any(i, &[Class::PersonNoun, Class::Demonym, Class::Office, Class::Profession])
            || page.form(i).is_some_and(|f| f.entries_of(Table::Counted).any(|e| e.cell("class") == "person"))
    })
}
