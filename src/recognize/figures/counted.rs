//! What a number counts: «12 контрольно-пропускных пунктов», also where the noun is left out or stands elsewhere.

use crate::lexicon::{Case, Class, Entry, Gender, Pos, Reading, Table, morph};
use crate::recognize::numbers::{NumberForm, gender_name};
use crate::recognize::page::Page;
use crate::recognize::{Candidate, Sense};
use crate::text::TokenKind;
use std::ops::Range;

use super::{Figure, FigureKind};

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
    let limit = end.min(from + ADJECTIVES + 1);
    let mut head = None;
    let mut last_adjective = None;
    for i in from..limit {
        if !matches!(page.kind(i), Some(TokenKind::Word | TokenKind::Abbreviation)) {
            break;
        }
        let readings = &page.forms[i].readings;
        let likely = readings.first().map(|r| r.pos);
        let noun = readings.iter().any(|r| r.pos == Pos::Noun && r.probability > 0.1 && stands_after(r, value, form));
        let adjective = readings.iter().any(|r| matches!(r.pos, Pos::Adjective | Pos::Participle | Pos::Determiner) && r.case.is_some() && r.probability > 0.2);
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
    if !page.is_capital(head) || page.has(head, Class::AllCaps) || page.any(head, &[Class::Demonym]) {
        return Some(phrase(page, from, head));
    }
    None
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
fn phrase(page: &Page<'_>, from: usize, head: usize) -> Counted {
    let listed = |e: &Entry| matches!(e.table, Table::Counted | Table::Persons);
    // The longest entry that holds the head.
    let found = (from..=head).find_map(|i| page.entries_from(i).find(|p| listed(&p.entry) && p.tokens.end > head && p.tokens.start <= head));
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
    for i in from..listed_from {
        words.push(adjective(page, i, gender));
    }
    match &found {
        Some(p) if p.entry.field == crate::lexicon::Field::Name => words.push(p.entry.cell("name").to_string()),
        Some(p) => words.push(page.text.span(&p.tokens).to_lowercase()),
        None => words.push(noun(page.word(head))),
    }
    Counted { tokens, lemma: words.join(" "), gloss: gloss.filter(|g| !g.is_empty()) }
}

fn noun(word: &str) -> String {
    let is_noun = |r: &Reading| r.pos == Pos::Noun && r.case.is_some_and(|c| c != Case::Nom);
    morph::nominative_singular(word, &is_noun)
        .or_else(|| morph::nominative_singular(word, &|r| r.pos == Pos::Noun))
        .or_else(|| morph::nominative_singular(word, &|r| r.case.is_some()))
        .unwrap_or_else(|| word.to_lowercase())
}

fn adjective(page: &Page<'_>, i: usize, gender: Gender) -> String {
    let word = page.word(i);
    morph::inflected(
        word,
        &|r| matches!(r.pos, Pos::Adjective | Pos::Participle | Pos::Determiner),
        &[("Case", "Nom"), ("Number", "Sing"), ("Gender", gender_name(gender))],
    )
    .unwrap_or_else(|| word.to_lowercase())
}

/// A word stands so near its elided count: «работают только 8», «4 из них простаивают».
const NEAR: usize = 3;

/// Fills what counts without a noun mean: «работают только 8, остальные 4 простаивают», «8 из 12 пунктов», «7 золотых и 11
/// бронзовых наград». Looks back to the last counted phrase of this sentence or the one before, and never invents: a bare
/// number without such a sign stays bare.
pub fn resolve_counted(page: &Page<'_>, figures: &mut [Candidate]) {
    let mut order: Vec<usize> = (0..figures.len()).filter(|i| matches!(figures[*i].sense, Sense::Figure(_))).collect();
    order.sort_by_key(|i| figures[*i].core.start);
    // From the end, so that a list passes its noun on to the first number.
    for n in (0..order.len()).rev() {
        let Some(figure) = bare_count(&figures[order[n]]) else { continue };
        let at = figure.value_tokens.clone();
        let sum = order.get(n + 1).and_then(|j| match &figures[*j].sense {
            Sense::Figure(f) if f.kind == FigureKind::Money && is_joined(page, &at, &f.value_tokens) => Some((**f).clone()),
            _ => None,
        });
        if let (Some(sum), Sense::Figure(figure)) = (sum, &mut figures[order[n]].sense) {
            // «до 7 млн с 6,6 млн рублей»
            (figure.kind, figure.currency, figure.unit, figure.gloss) = (FigureKind::Money, sum.currency, sum.unit, sum.gloss);
            continue;
        }
        let next = order.get(n + 1).and_then(|j| match &figures[*j].sense {
            Sense::Figure(f) if f.kind == FigureKind::Count && page.sentence(at.start).contains(&f.value_tokens.start) => Some(f),
            _ => None,
        });
        if let Some((lemma, gloss)) = borrowed(page, &at, next.map(|f| &**f)) {
            fill(&mut figures[order[n]], lemma, gloss);
        }
    }
    let mut known: Option<(String, Option<String>, usize)> = None;
    for &i in &order {
        let Sense::Figure(figure) = &figures[i].sense else { continue };
        let at = figure.value_tokens.clone();
        let sentence = page.text.sentence_of.get(at.start).map_or(0, |s| *s as usize);
        if let Some(counted) = &figure.counted {
            known = Some((counted.clone(), figure.gloss.clone(), sentence));
        } else if bare_count(&figures[i]).is_some()
            && let Some((lemma, gloss, from)) = known.clone()
            && (from == sentence || from + 1 == sentence)
            && is_elided(page, &at)
        {
            known = Some((lemma.clone(), gloss.clone(), sentence));
            fill(&mut figures[i], lemma, gloss);
        }
    }
}

/// Whether only a preposition parts a bare sum in millions from the next: «до 7 млн с 6,6 млн рублей».
fn is_joined(page: &Page<'_>, at: &Range<usize>, next: &Range<usize>) -> bool {
    let scaled = at.len() > 1 && crate::recognize::numbers::scale(page, at.end - 1).is_some();
    scaled
        && next.start > at.end
        && next.start <= at.end + 2
        && page.sentence(at.start).contains(&next.start)
        && (at.end..next.start).all(|i| page.has(i, Class::Preposition))
}

fn bare_count(candidate: &Candidate) -> Option<&Figure> {
    match &candidate.sense {
        Sense::Figure(f) if f.kind == FigureKind::Count && f.counted.is_none() => Some(f),
        _ => None,
    }
}

fn fill(candidate: &mut Candidate, lemma: String, gloss: Option<String>) {
    if let Sense::Figure(figure) = &mut candidate.sense {
        figure.counted = Some(lemma);
        figure.gloss = gloss;
        candidate.cues.push("counted-elided");
    }
}

/// The noun of a following count: «8 из 12 пунктов», «7 золотых и 11 бронзовых наград».
fn borrowed(page: &Page<'_>, at: &Range<usize>, next: Option<&Figure>) -> Option<(String, Option<String>)> {
    let next = next?;
    let (lemma, gloss) = (next.counted.clone()?, next.gloss.clone());
    let distance = next.value_tokens.start.checked_sub(at.end)?;
    if page.folded(at.end) == "из" && distance <= 4 {
        return Some((lemma, gloss));
    }
    let adjective_here = page.has(at.end, Class::Adjective);
    let joined = (at.end + 1..next.value_tokens.start).all(|i| page.has(i, Class::Comma) || page.folded(i) == "и");
    if adjective_here && joined && (2..=3).contains(&distance) {
        let head = lemma.rsplit(' ').next()?.to_string();
        let gender = morph::readings(&head).iter().find(|r| r.pos == Pos::Noun).and_then(|r| r.gender).unwrap_or(Gender::Masc);
        return Some((format!("{} {head}", adjective(page, at.end, gender)), None));
    }
    None
}

/// Whether words around a bare number say that it counts what was counted before.
fn is_elided(page: &Page<'_>, at: &Range<usize>) -> bool {
    let sentence = page.sentence(at.start);
    let part = |i: usize| {
        page.entries_from(i).any(|p| match p.entry.table {
            Table::Words => match p.entry.cell("class") {
                "remaining" => true,
                "part" => p.tokens.len() > 1,
                "quantifier" => p.entry.cell("note") == "another",
                _ => false,
            },
            Table::Bounds => p.entry.cell("bound") == "exact" && p.entry.cell("note") == "before",
            _ => false,
        })
    };
    let state = |i: usize| page.form(i).is_some_and(|f| f.predicate("state").is_some() && f.classes.any(&[Class::Verb, Class::Participle]));
    // «одной из целей» counts the goals.
    if page.folded(at.end) == "из" && !part(at.end) {
        return false;
    }
    let before = sentence.start.max(at.start.saturating_sub(NEAR))..at.start;
    let after = at.end..sentence.end.min(at.end + NEAR);
    // «8 построили дома»: an object after the number speaks against it, a stop or comma for it.
    before.chain(after).any(|i| part(i) || state(i))
}
