//! «он», «ему», «её дочь», «свой пост»: the one person left by gender, number, syntax and distance; «они»: the two or more whom the
//! sentence before names, and nobody else.

use super::{Meant, Spoken, is_determiner, is_subject};
use crate::lexicon::{Case, Class, Gender, Pos};
use crate::recognize::{Kind, Page};
use crate::resolve::{Entity, Resolved};
use std::ops::Range;

/// How many tokens back of a sentence people are looked for: more than people write, so that time does not grow with the square of one that never ends.
const REACH: usize = 1000;

/// How many sentences back a pronoun's person may stand: one outside quotations; those between quotation marks do not count.
const SENTENCES_BACK: usize = 2;

/// What a pronoun is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

impl Place {
    fn rule(self) -> &'static str {
        match self {
            Place::Subject => "references.pronoun",
            Place::Object => "references.pronoun-object",
            Place::Possessive => "references.possessive",
            Place::Reflexive => "references.reflexive",
        }
    }
}

/// Links them, in order of the text, so that a pronoun can mean whom the one before it means.
pub fn find(page: &Page<'_>, r: &mut Resolved, spoken: &Spoken) {
    let mut found: Vec<Meant> = Vec::new();
    for i in 0..page.len() {
        if super::pronoun(page, i) == Some("pl") && (!spoken.quoted[i] || beside_speech(page, i)) {
            let all = group(page, r, spoken, i);
            found.extend(all.into_iter().map(|entity| Meant { entity, tokens: i..i + 1, rule: "references.pronoun-plural" }));
            continue;
        }
        let Some((place, gender)) = read(page, i) else { continue };
        if spoken.quoted[i] && !(place == Place::Subject && beside_speech(page, i)) {
            continue;
        }
        let entity = match place {
            Place::Reflexive => own_subject(page, r, &found, i),
            _ => antecedent(page, r, spoken, &found, i, place, gender),
        };
        if let Some(entity) = entity {
            found.push(Meant { entity, tokens: i..i + 1, rule: place.rule() });
        }
    }
    r.meant.append(&mut found);
}

/// Place and gender of a pronoun of the third person in the singular.
fn read(page: &Page<'_>, i: usize) -> Option<(Place, &'static str)> {
    let form = page.form(i)?;
    let possessive = form.word("possessive-pronoun").map_or("", |e| e.cell("note"));
    if possessive == "reflexive" {
        return Some((Place::Reflexive, ""));
    }
    let gender = match super::pronoun(page, i)? {
        "m" => "male",
        "f" => "female",
        _ => return None,
    };
    let pronoun = || form.readings.iter().filter(|x| x.pos == Pos::Pronoun);
    if pronoun().any(|x| x.case == Some(Case::Nom)) {
        return Some((Place::Subject, gender));
    }
    // «им» is they as often.
    if pronoun().any(|x| x.plural == Some(true)) {
        return None;
    }
    let place = if !possessive.is_empty() && before_noun(page, i) { Place::Possessive } else { Place::Object };
    Some((place, gender))
}

/// «его новый фильм», «её отец»: a noun phrase begins behind the pronoun.
fn before_noun(page: &Page<'_>, i: usize) -> bool {
    let sentence = page.sentence(i);
    for t in i + 1..sentence.end.min(i + 5) {
        let Some(first) = page.form(t).and_then(|f| f.readings.first()) else { return page.is_capital(t) };
        match first.pos {
            Pos::Noun => return true,
            Pos::Adjective | Pos::Participle if !first.short => {}
            _ => return false,
        }
    }
    false
}

/// «…, – сказал он, – …»: the author's words inside a quotation.
fn beside_speech(page: &Page<'_>, i: usize) -> bool {
    let speech = |t: usize| page.has(t, Class::Speech) && page.has(t, Class::Verb);
    i >= 2 && speech(i - 1) && page.has(i - 2, Class::Dash) || i >= 1 && page.has(i - 1, Class::Dash) && speech(i + 1)
}

/// Where the clause of a token begins: behind the last comma, dash or joining word before it.
fn clause_start(page: &Page<'_>, token: usize) -> usize {
    let sentence = page.sentence(token);
    let parts = |t: usize| page.any(t, &[Class::Comma, Class::Dash, Class::Colon, Class::OpenBracket, Class::CloseBracket]);
    (sentence.start..token).rev().find(|t| parts(*t)).map_or(sentence.start, |t| t + 1)
}

/// People in a range by names, descriptions and the pronouns read so far.
fn people_in(r: &Resolved, found: &[Meant], range: &Range<usize>) -> Vec<(Range<usize>, Entity)> {
    let range = &(range.start.max(range.end.saturating_sub(REACH))..range.end);
    let mut out = r.persons_in(range);
    let pronouns = found.iter().rev().take_while(|f| f.tokens.start >= range.start).filter(|f| f.tokens.end <= range.end && !is_determiner(f.rule));
    out.extend(pronouns.map(|f| (f.tokens.clone(), f.entity)));
    out
}

fn antecedent(page: &Page<'_>, r: &Resolved, spoken: &Spoken, found: &[Meant], pronoun: usize, place: Place, gender: &str) -> Option<Entity> {
    let own = page.text.sentence_of[pronoun] as usize;
    let fits = |e: &Entity| r.people[e.index].gender.as_deref().is_none_or(|g| g == gender);
    // «Нэш и его жена»
    if place == Place::Possessive && pronoun >= 2 && page.form(pronoun - 1).is_some_and(|f| f.word("list-conjunction").is_some()) {
        let beside = people_in(r, found, &(page.sentence(pronoun).start..pronoun - 1)).into_iter().find(|(t, e)| t.end == pronoun - 1 && fits(e));
        if let Some((_, entity)) = beside {
            return Some(entity);
        }
    }
    // «сказал он»: not whom he speaks of.
    let says = place == Place::Subject && pronoun > 0 && page.has(pronoun - 1, Class::Speech) && page.has(pronoun - 1, Class::Verb);
    let mut steps = 0;
    for n in (0..=own).rev() {
        let sentence = page.text.sentences[n].clone();
        let end = match place {
            _ if n < own => sentence.end,
            Place::Subject => pronoun,
            // Whoever is spoken of in the same clause would be «себя» or «свой».
            _ => clause_start(page, pronoun),
        };
        let range = sentence.start..end.max(sentence.start);
        let outside: Vec<(Range<usize>, Entity)> = people_in(r, found, &range).into_iter().filter(|(t, e)| !spoken.quoted[t.start] && fits(e)).collect();
        let subject = outside.iter().find(|(t, _)| is_subject(page, r, t));
        // «Петров и Сидоров прибыли. Он …»: either.
        if let Some((first, entity)) = subject
            && outside.iter().any(|(t, e)| e != entity && t.start > first.end && joined(page, first.end..t.start))
        {
            return None;
        }
        if n < own || !says {
            let mut different: Vec<Entity> = outside.iter().map(|o| o.1).collect();
            different.sort_unstable();
            different.dedup();
            let one = match (subject, different.as_slice()) {
                (Some((_, entity)), _) => Some(*entity),
                (None, [one]) => Some(*one),
                (None, []) => None,
                // Of several the only one whom the text has spoken of before.
                (None, several) => {
                    let mut known = several.iter().filter(|e| spoken.last_before(**e, sentence.start).is_some());
                    return known
                        .next()
                        .copied()
                        .filter(|_| known.next().is_none())
                        .filter(|e| !rivalled(page, r, spoken, sentence.clone(), pronoun, place, gender, *e));
                }
            };
            if let Some(one) = one {
                return (!rivalled(page, r, spoken, range.start..pronoun, pronoun, place, gender, one)).then_some(one);
            }
        }
        let speech = sentence.clone().all(|t| spoken.quoted[t] || page.any(t, &[Class::OpenQuote, Class::CloseQuote, Class::Comma, Class::Dash, Class::Stop]));
        if n < own && !speech {
            steps += 1;
        }
        if steps >= SENTENCES_BACK {
            return None;
        }
    }
    None
}

/// «Петров и его заместитель Сидоров»: a joining word and no sign or verb between two names.
fn joined(page: &Page<'_>, gap: Range<usize>) -> bool {
    gap.len() <= 4
        && page.form(gap.start).is_some_and(|f| f.word("list-conjunction").is_some())
        && gap.clone().all(|t| {
            !page.any(t, &[Class::Comma, Class::Dash, Class::Speech]) && page.form(t).is_some_and(|f| f.readings.first().is_none_or(|x| x.pos != Pos::Verb))
        })
}

/// Whether a thing of that gender is the subject between the person and a pronoun that is not a subject: «журнал и его читатели».
#[allow(clippy::too_many_arguments)]
fn rivalled(page: &Page<'_>, r: &Resolved, spoken: &Spoken, range: Range<usize>, pronoun: usize, place: Place, gender: &str, person: Entity) -> bool {
    if place == Place::Subject {
        return false;
    }
    // A subject before the person is the sentence's topic too: «Журнал напечатал статью Петрова. Его читатели …»
    let last = spoken.last_before(person, pronoun).filter(|t| range.contains(t));
    let from = last.filter(|t| is_subject(page, r, &(*t..*t + 1))).unwrap_or(range.start);
    let alike = |g: Option<Gender>| if gender == "female" { g == Some(Gender::Fem) } else { matches!(g, Some(Gender::Masc | Gender::Neut)) };
    (from..clause_start(page, pronoun)).any(|t| {
        (page.has(t, Class::Lower) || page.is_initial(t) && page.has(t, Class::CommonWord))
            && !spoken.quoted[t]
            && !page.any(t, &[Class::Office, Class::Profession, Class::PersonNoun])
            && page
                .form(t)
                .and_then(|f| f.readings.first())
                .is_some_and(|x| x.pos == Pos::Noun && x.case == Some(Case::Nom) && x.plural == Some(false) && alike(x.gender))
            && !r.nominative.contains_key(&t)
    })
}

/// «они»: the people of the sentence before, or of the clauses before in the same, when these are at least two and nothing else there can
/// be meant by a plural.
fn group(page: &Page<'_>, r: &Resolved, spoken: &Spoken, pronoun: usize) -> Vec<Entity> {
    // In other cases it is as often a part of what is said of one.
    if !page.form(pronoun).is_some_and(|f| f.has_case(Case::Nom)) {
        return Vec::new();
    }
    let own = page.sentence(pronoun).start..clause_start(page, pronoun);
    let before = (own.start > 0).then(|| page.sentence(own.start - 1));
    for range in std::iter::once(own.clone()).chain(before) {
        let people: Vec<(Range<usize>, Entity)> = r.within(&range, Kind::Person).map(|(i, e)| (r.mentions[i].tokens.clone(), e)).collect();
        let mut all: Vec<Entity> = people.iter().filter(|(t, _)| !spoken.quoted[t.start]).map(|(_, e)| *e).collect();
        all.sort_unstable();
        all.dedup();
        let plural = |t: usize| {
            !spoken.quoted[t]
                && !people.iter().any(|(tokens, _)| tokens.contains(&t))
                && page
                    .form(t)
                    .is_some_and(|f| f.readings.first().is_some_and(|x| x.pos == Pos::Noun && x.plural == Some(true) && f.classes.has(Class::Animate)))
        };
        let others = range.clone().chain(own.clone()).any(plural) || r.within(&range, Kind::Organization).next().is_some();
        match all.len() {
            0 if !range.clone().any(plural) && range == own => {}
            2..=GROUP if !others => return all,
            _ => return Vec::new(),
        }
    }
    Vec::new()
}

/// More people than this are a list, of whom «они» may be some.
const GROUP: usize = 4;

/// «свой»: the subject of the sentence, where it has one person for it.
fn own_subject(page: &Page<'_>, r: &Resolved, found: &[Meant], i: usize) -> Option<Entity> {
    let sentence = page.sentence(i);
    let clause = clause_start(page, i);
    let subjects = |range: Range<usize>| -> Vec<Entity> {
        let mut out: Vec<Entity> = people_in(r, found, &range).into_iter().filter(|(t, _)| is_subject(page, r, t)).map(|(_, e)| e).collect();
        out.dedup();
        out
    };
    let end = (i..sentence.end).find(|t| page.any(*t, &[Class::Comma, Class::Dash, Class::Colon])).unwrap_or(sentence.end);
    match subjects(clause..end).as_slice() {
        [one] => Some(*one),
        [] => match subjects(sentence.start..i).as_slice() {
            [one] => Some(*one),
            _ => None,
        },
        _ => None,
    }
}
