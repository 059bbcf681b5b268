//! Who speaks: the subject of a verb of speech, or what it names otherwise; roles and pronouns by who spoke before.

use super::{Talk, speech, speech_noun};
use crate::facts::clauses::{Phrase, VerbForm, finite_reading, verb_form};
use crate::lexicon::{Case, Class, Gender, Pos, Reading, Table};
use crate::recognize::{CountryForm, Kind, Sense};
use crate::resolve::{Entity, references};
use std::ops::Range;

/// Who speaks, as far as the text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An entity, with the words that name it here.
    Known(Entity, Range<usize>),
    /// Somebody without a name: «источник», «эксперты», «сообщается».
    Unknown,
    /// What people and papers say: «говорят», «по слухам», «СМИ».
    Rumour,
}

impl Source {
    /// The entity.
    pub fn entity(&self) -> Option<Entity> {
        match self {
            Source::Known(e, _) => Some(*e),
            Source::Unknown | Source::Rumour => None,
        }
    }

    /// The words that name it here, or none.
    pub fn tokens(&self, else_at: usize) -> Range<usize> {
        match self {
            Source::Known(_, t) => t.clone(),
            Source::Unknown | Source::Rumour => else_at..else_at,
        }
    }
}

/// How many sentences back a role's or pronoun's person may have spoken or been spoken of.
const SENTENCES_BACK: usize = 3;

/// How many holders of an office before a role are looked at.
const HOLDERS: usize = 32;
/// How far back in its own sentence a person is looked for, in tokens: longer sentences are lists.
const REACH: usize = 120;

/// Kinds of entities that speak.
fn speaks(kind: Kind) -> bool {
    matches!(kind, Kind::Person | Kind::Organization | Kind::Office | Kind::Country)
}

/// The speaker of a verb of speech whose author's words are a stretch.
pub fn of_verb(talk: &Talk<'_>, region: &Range<usize>, verb: usize) -> Source {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    let entry = speech(page, verb);
    let bears = |class: &str| page.entries_from(verb).any(|p| p.entry.table == Table::Words && p.entry.cell("class") == class);
    if bears("quotes")
        && let Some(found) = quoted_one(talk, region, verb)
    {
        return found;
    }
    if bears("is-said") || finite_reading(page, verb).is_some_and(|x| x.passive && x.pos == Pos::Participle) && entry.is_some() {
        return of_document(talk, region);
    }
    let inside = |n: &usize| region.contains(&c.phrases[*n].tokens.start);
    if let Some(n) = c.subject(page, verb).filter(inside).filter(|n| nominative(talk, *n)) {
        return of_phrase(talk, n);
    }
    if let Some(found) = nearest(talk, region, verb) {
        return found;
    }
    let reading = finite_reading(page, verb);
    // «в МИД заявили»
    if reading.is_none_or(|x| x.plural != Some(false)) {
        let hearsay = bears("rumour") && reading.is_some_and(|x| !x.past && x.plural == Some(true));
        return in_body(talk, region).unwrap_or(if hearsay { Source::Rumour } else { Source::Unknown });
    }
    // «…, – добавил.» «Также отметил, что»: who spoke last.
    let named = phrases(talk, region).any(|n| c.phrases[n].preposition.is_none() && c.phrases[n].cases.has(Case::Nom));
    let numbered = region.clone().any(|i| page.any(i, &[Class::Numeral, Class::Pronoun]) && page.form(i).is_some_and(|f| f.has_case(Case::Nom)));
    if !named && !numbered && reading.is_some_and(|x| !x.passive) && !page.folded(verb).ends_with("ся") {
        let gender = reading.filter(|x| x.past).and_then(|x| x.gender);
        // «А также пообещало»: no person is neuter.
        if let Some(e) = recent(talk, verb, gender).filter(|_| gender != Some(Gender::Neut)) {
            return Source::Known(e, verb..verb + 1);
        }
    }
    Source::Unknown
}

/// The phrases of a stretch.
fn phrases<'t>(talk: &'t Talk<'_>, region: &Range<usize>) -> impl Iterator<Item = usize> + 't {
    let c = &talk.scene.c;
    let end = region.end;
    let mut at = region.start;
    let mut last = None;
    std::iter::from_fn(move || {
        while at < end {
            let n = c.phrase(at);
            at += 1;
            if let Some(n) = n.filter(|n| Some(*n) != last) {
                last = Some(n);
                at = at.max(c.phrases[n].tokens.end);
                return Some(n);
            }
        }
        None
    })
}

/// A name whose form is another case than the nominative is no subject.
fn nominative(talk: &Talk<'_>, n: usize) -> bool {
    let p = &talk.scene.c.phrases[n];
    p.office.is_some() || talk.scene.r.is_nominative(&p.tokens) != Some(false) || p.tokens.len() > 3 && p.cases.has(Case::Nom)
}

/// Who a phrase means.
pub fn of_phrase(talk: &Talk<'_>, n: usize) -> Source {
    let (page, c, r) = (talk.scene.page, &talk.scene.c, talk.scene.r);
    let p = &c.phrases[n];
    if p.entity.is_none() && page.form(p.head).and_then(|f| f.word("unnamed")).is_some_and(|e| e.cell("note") == "press") {
        return Source::Rumour;
    }
    match p.entity {
        Some(e) if e.kind == Kind::Office => {
            if let Some(person) = role(talk, p) {
                return Source::Known(person, p.tokens.clone());
            }
            if let Some(found) = apposed(talk, n) {
                return found;
            }
            let office = &r.offices[e.index];
            let alone = office.organization.is_none() && office.country.is_none() && office.place.is_none();
            // «эксперт», «житель»: nobody in particular.
            let unnamed = alone && (p.plural == Some(true) || unnamed(talk, p.head) || page.has(p.head, Class::Profession));
            match body_behind(talk, n).filter(|_| alone || speaks_for(talk, p.head)) {
                Some(found) => found,
                // «адвокат Петрова», «представитель Козловой»: another one, whoever it is.
                None if unnamed || alone && behind(talk, n).is_some() => Source::Unknown,
                None => Source::Known(e, p.tokens.clone()),
            }
        }
        Some(e) if speaks(e.kind) => Source::Known(e, p.tokens.clone()),
        Some(_) => Source::Unknown,
        None if speaks_for(talk, p.head) => body_behind(talk, n).unwrap_or(Source::Unknown),
        None if unnamed(talk, p.head) && named_behind(talk, n).is_some() => named_behind(talk, n).unwrap_or(Source::Unknown),
        None => match role(talk, p).or_else(|| body(talk, p)) {
            Some(e) => Source::Known(e, p.tokens.clone()),
            None => Source::Unknown,
        },
    }
}

/// «представители МВД», «пресс-служба завода», «власти Германии»: the body itself; nobody speaks as another person.
fn body_behind(talk: &Talk<'_>, n: usize) -> Option<Source> {
    behind(talk, n).filter(|s| s.entity().is_some_and(|e| e.kind != Kind::Person))
}

/// «представители МВД», «заявление Петрова»: whose it is, a genitive or more behind.
fn behind(talk: &Talk<'_>, n: usize) -> Option<Source> {
    let c = &talk.scene.c;
    for at in n + 1..n + 4 {
        let p = c.phrases.get(at).filter(|p| p.after == Some(at - 1))?;
        if let Some(e) = p.entity.filter(|e| matches!(e.kind, Kind::Organization | Kind::Country | Kind::Person)) {
            return Some(Source::Known(e, c.phrases[n].tokens.start..p.tokens.end));
        }
    }
    None
}

/// «лидер партии, известный писатель Сергей Петров»: the name in the apposition of an office.
fn apposed(talk: &Talk<'_>, n: usize) -> Option<Source> {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    let (p, next) = (&c.phrases[n], c.phrases.get(n + 1)?);
    let gap = p.tokens.end..next.tokens.start;
    let parted = !gap.is_empty() && page.has(gap.start, Class::Comma) && gap.clone().skip(1).all(|i| page.has(i, Class::Adjective)) && gap.len() < 4;
    let one = next.entity_is(Kind::Person) && next.office.is_some() && next.preposition.is_none() && !next.cases.and(p.cases).is_empty();
    (parted && one).then(|| Source::Known(next.entity.expect("just seen"), p.tokens.start..next.tokens.end))
}

/// «эксперта Института экономики Ивана Сидорова»: the name behind a profession and its body, in the profession's case.
fn named_behind(talk: &Talk<'_>, n: usize) -> Option<Source> {
    let c = &talk.scene.c;
    for at in n + 1..n + 4 {
        let p = c.phrases.get(at).filter(|p| p.preposition.is_none() && p.tokens.start == c.phrases[at - 1].tokens.end)?;
        if let Some(e) = p.entity.filter(|e| e.kind == Kind::Person) {
            return (!p.cases.and(c.phrases[n].cases).is_empty()).then(|| Source::Known(e, c.phrases[n].tokens.start..p.tokens.end));
        }
        p.after?;
    }
    None
}

fn speaks_for(talk: &Talk<'_>, head: usize) -> bool {
    talk.scene.page.form(head).is_some_and(|f| f.word("speaks-for").is_some())
}

/// «источник», «собеседник», «очевидец».
fn unnamed(talk: &Talk<'_>, head: usize) -> bool {
    talk.scene.page.form(head).is_some_and(|f| f.word("unnamed").is_some())
}

/// The person whom a role or pronoun means: «министр», «он», «политик».
fn role(talk: &Talk<'_>, p: &Phrase) -> Option<Entity> {
    let (page, r) = (talk.scene.page, talk.scene.r);
    let form = page.form(p.head)?;
    if p.plural == Some(true) || unnamed(talk, p.head) {
        return None;
    }
    if let Some(pronoun) = references::pronoun(page, p.head) {
        let gender = match pronoun {
            "m" => Gender::Masc,
            "f" => Gender::Fem,
            _ => return None,
        };
        return recent(talk, p.tokens.start, Some(gender));
    }
    if !page.any(p.head, &[Class::Office, Class::Profession, Class::PersonNoun]) || page.is_capital(p.head) && !page.is_initial(p.head) {
        return None;
    }
    // «один из экспертов», «другой депутат», «адвокат женщины»: another one.
    let before = p.tokens.start.checked_sub(1).filter(|b| page.sentence(p.head).contains(b));
    // «его адвокат», «по словам её сторонницы»
    let whose = before.is_some_and(|b| page.form(b).is_some_and(|f| f.word("possessive-pronoun").is_some_and(|e| e.cell("note") != "reflexive")));
    let other = whose || before.is_some_and(|b| page.has(b, Class::Adjective) && page.form(b).is_some_and(|f| f.word("another").is_some()));
    let own = talk.scene.c.phrase(p.head)?;
    let owned = talk.scene.c.phrases.get(own + 1).is_some_and(|q| q.after == Some(own) && q.tokens.start == p.tokens.end);
    if other || owned {
        return None;
    }
    let lemma = form.readings.iter().find(|x| x.pos == Pos::Noun).map_or(form.folded.as_str(), |x| &x.lemma);
    let mut holders: Vec<Entity> = Vec::new();
    let owner = p.entity.filter(|e| e.kind == Kind::Office).map(|e| &r.offices[e.index]);
    let before = |n: &&usize| r.holders[**n].tokens.start < p.tokens.start;
    for h in talk.holders.get(lemma).into_iter().flatten().rev().filter(before).take(HOLDERS).map(|n| &r.holders[*n]) {
        let held = &r.offices[h.office.index];
        let same = owner.is_none_or(|o| {
            (o.organization.is_none() || o.organization == held.organization) && (o.country.is_none() || held.country.is_none() || o.country == held.country)
        });
        if same && !holders.contains(&h.person) {
            holders.push(h.person);
        }
    }
    let spoke = recent(talk, p.tokens.start, None);
    if let Some(one) = spoke.filter(|s| holders.contains(s)) {
        return Some(one);
    }
    if let [one] = holders.as_slice() {
        return Some(*one);
    }
    // A role with its own body or country is somebody else's if nobody is known to hold it.
    let specified = owner.is_some_and(|o| o.organization.is_some() || o.country.is_some() || o.place.is_some());
    // «генеральный секретарь Объединённого фронта Ким Хон заявил»: what is said more of it is of another.
    let long = p.tokens.len() > 2 || page.is_capital(p.tokens.end) && page.sentence(p.head).contains(&p.tokens.end);
    if specified || long || !holders.is_empty() {
        return None;
    }
    // «женщины заявили» is not the one woman.
    if (p.tokens.end..page.len().min(p.tokens.end + 2)).find_map(|i| finite_reading(page, i)).is_some_and(|x| x.plural == Some(true)) {
        return None;
    }
    // «судья заявила» is no man; and an office is of somebody who is known to hold one, or has just spoken.
    let gender = (p.tokens.end..page.len().min(p.tokens.end + 2)).find_map(|i| finite_reading(page, i)).filter(|x| x.past).and_then(|x| x.gender);
    let said = if gender.is_some() { recent(talk, p.tokens.start, gender) } else { spoke };
    said.filter(|e| {
        Some(*e) == spoke
            && (!page.any(p.head, &[Class::Office, Class::Profession])
                || page.has(p.head, Class::PersonNoun)
                || talk.officials.contains(e)
                || talk.last.is_some_and(|l| l.0 == *e))
    })
}

/// «компания», «министерство»: the body of that sort named last.
fn body(talk: &Talk<'_>, p: &Phrase) -> Option<Entity> {
    let (page, r) = (talk.scene.page, talk.scene.r);
    if p.plural == Some(true) || !page.has(p.head, Class::OrganizationDescriptor) || page.is_capital(p.head) && !page.is_initial(p.head) {
        return None;
    }
    let kinds: Vec<&str> = page.form(p.head)?.entries_of(Table::Descriptors).map(|e| e.cell("kind")).collect();
    let start = sentences_back(talk, p.tokens.start);
    let before = start..p.tokens.start;
    let fits =
        |e: &Entity| kinds.iter().any(|k| *k == r.organizations[e.index].kind) || kinds.contains(&"company") && r.organizations[e.index].kind == "organization";
    let mut found: Vec<Entity> = r.within(&before, Kind::Organization).map(|x| x.1).filter(fits).collect();
    let last = *found.last()?;
    found.sort_unstable();
    found.dedup();
    (found.len() == 1 || talk.last.is_some_and(|l| l.0 == last)).then_some(last)
}

/// The first token of the sentences in which a role's person is looked for; sentences inside quotations do not count.
fn sentences_back(talk: &Talk<'_>, token: usize) -> usize {
    let page = talk.scene.page;
    let own = page.text.sentence_of[token] as usize;
    let mut steps = 0;
    for n in (0..own).rev() {
        let sentence = &page.text.sentences[n];
        if !sentence.clone().all(|t| talk.quoted[t] || page.any(t, &[Class::OpenQuote, Class::CloseQuote, Class::Comma, Class::Dash, Class::Stop])) {
            steps += 1;
        }
        if steps == SENTENCES_BACK || own - n > 4 * SENTENCES_BACK {
            return sentence.start;
        }
    }
    0
}

/// Who spoke last, or was the subject before, of a gender: one person at most.
pub fn recent(talk: &Talk<'_>, token: usize, gender: Option<Gender>) -> Option<Entity> {
    let (page, r) = (talk.scene.page, talk.scene.r);
    let fits = |e: &Entity| {
        e.kind == Kind::Person
            && !matches!((gender, r.people[e.index].gender.as_deref()), (Some(Gender::Fem), Some("male")) | (Some(Gender::Masc), Some("female")))
    };
    let start = sentences_back(talk, token);
    let spoke = talk.last.filter(|(e, end)| fits(e) && *end >= start && *end <= token);
    // Somebody else who is the subject since then.
    let from = spoke.map_or(start, |s| s.1).min(token);
    let own = page.text.sentence_of[token] as usize;
    for n in (page.text.sentence_of[from.min(page.len() - 1)] as usize..=own).rev() {
        let sentence = &page.text.sentences[n];
        let range = sentence.start.max(from).max(sentence.end.min(token).saturating_sub(REACH))..sentence.end.min(token);
        if range.is_empty() {
            continue;
        }
        let mut found: Vec<Entity> = r
            .persons_in(&range)
            .into_iter()
            .filter(|(t, e)| !talk.quoted[t.start] && fits(e) && (references::is_subject(page, r, t) || n < own && is_topic(talk, t)))
            .map(|x| x.1)
            .collect();
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [] => {}
            [one] => return Some(*one),
            several => return spoke.map(|s| s.0).filter(|s| several.contains(s)),
        }
    }
    spoke.map(|s| s.0)
}

/// «по мнению директора Иванова», «интервью Иванова»: a person who is the source of a sentence.
fn is_topic(talk: &Talk<'_>, tokens: &Range<usize>) -> bool {
    talk.last.is_some_and(|(e, _)| e.kind == Kind::Person && talk.scene.r.persons_in(tokens).iter().any(|(_, p)| *p == e))
}

/// The one whose words are brought: «цитирует РБК Петрова», «приводит слова министра агентство».
fn quoted_one(talk: &Talk<'_>, region: &Range<usize>, verb: usize) -> Option<Source> {
    let (page, c, r) = (talk.scene.page, &talk.scene.c, talk.scene.r);
    let other = |p: &Phrase| [Case::Acc, Case::Gen].iter().any(|case| p.cases.has(*case));
    let candidates: Vec<usize> = phrases(talk, region).filter(|n| c.phrases[*n].tokens.start > verb && c.phrases[*n].preposition.is_none()).collect();
    // A name in the accusative or genitive for certain, then one that does not change, then a role.
    let person = |sure: bool| {
        let named = |n: &usize| c.phrases[*n].entity_is(Kind::Person) && r.is_nominative(&c.phrases[*n].tokens).is_none_or(|x| !x || !sure);
        candidates.iter().copied().find(named)
    };
    if let Some(n) = person(true).or_else(|| person(false)) {
        return Some(of_phrase(talk, n));
    }
    // A name at the end of the medium's: «ИА Regnum Минченко».
    if let Some((t, e)) = r.persons_in(&(verb + 1..region.end)).into_iter().next() {
        return Some(Source::Known(e, t));
    }
    let role = candidates.iter().copied().find(|n| {
        let p = &c.phrases[*n];
        (other(p) || speaks_for(talk, p.head)) && (p.entity_is(Kind::Office) || page.any(p.head, &[Class::Office, Class::Profession, Class::PersonNoun]))
    });
    if let Some(n) = role {
        return Some(of_phrase(talk, n));
    }
    // «цитирует агентство сообщение МВД»: whose it is; the medium that brings the words does not say them.
    let message = candidates.iter().copied().find(|n| speech_noun(page, c.phrases[*n].head).is_some() && c.phrases[*n].entity.is_none());
    Some(message.and_then(|n| behind(talk, n)).unwrap_or(Source::Unknown))
}

/// «говорится в сообщении МВД», «в заявлении Петрова сказано», «сказано на сайте ведомства».
fn of_document(talk: &Talk<'_>, region: &Range<usize>) -> Source {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    for n in phrases(talk, region) {
        let p = &c.phrases[n];
        let document = p.preposition.is_some()
            && p.entity.is_none()
            && (speech_noun(page, p.head).is_some() || page.form(p.head).is_some_and(|f| f.word("document").is_some()));
        if document && let Some(found) = behind(talk, n) {
            return found;
        }
    }
    Source::Unknown
}

/// «в МИД», «в пресс-службе завода», «в компании».
fn in_body(talk: &Talk<'_>, region: &Range<usize>) -> Option<Source> {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    phrases(talk, region).find_map(|n| {
        let p = &c.phrases[n];
        let inside = p.preposition.is_some_and(|t| matches!(page.folded(t), "в" | "во" | "на")) && p.cases.has(Case::Loc);
        if !inside {
            return None;
        }
        match p.entity {
            Some(e) if e.kind == Kind::Organization => Some(Source::Known(e, p.tokens.clone())),
            Some(_) => None,
            None if speaks_for(talk, p.head) => body_behind(talk, n),
            None => body(talk, p).map(|e| Source::Known(e, p.tokens.clone())),
        }
    })
}

/// The nearest name in the nominative that agrees with the verb: people first.
fn nearest(talk: &Talk<'_>, region: &Range<usize>, verb: usize) -> Option<Source> {
    let (page, r, c) = (talk.scene.page, talk.scene.r, &talk.scene.c);
    let reading: Option<Reading> = finite_reading(page, verb).cloned();
    let singular = reading.as_ref().is_none_or(|x| x.plural != Some(true));
    let distance = |t: &Range<usize>| if t.start > verb { t.start - verb } else { verb.saturating_sub(t.end) + 1 };
    let subject = |t: &Range<usize>| {
        // «Дэвиду Саутеру (David Souter)»: in brackets a name is that of the one before.
        let governed = t.start > region.start && page.any(t.start - 1, &[Class::Preposition, Class::OpenBracket]);
        let form = || match c.phrase(t.start).map(|n| &c.phrases[n]).filter(|p| !p.entity_is(Kind::Person)) {
            Some(p) => p.cases.has(Case::Nom),
            None => page.form(t.start).is_some_and(|f| f.has_case(Case::Nom) || f.readings.is_empty()),
        };
        let genitive = c.phrase(t.start).is_some_and(|n| c.phrases[n].after.is_some() && c.phrases[n].cases.has(Case::Gen) && r.is_nominative(t) != Some(true));
        !governed && !genitive && r.is_nominative(t).unwrap_or_else(|| references::is_subject(page, r, t) || form())
    };
    let fits = |e: &Entity| {
        let gender = reading.as_ref().filter(|x| x.past && x.plural == Some(false)).and_then(|x| x.gender);
        !matches!((gender, r.people[e.index].gender.as_deref()), (Some(Gender::Fem), Some("male")) | (Some(Gender::Masc), Some("female")))
    };
    // Another verb between is another clause.
    let same = |t: &Range<usize>| {
        let between = if t.start > verb { verb + 1..t.start } else { t.end..verb };
        !between.clone().any(|i| verb_form(page, i) == Some(VerbForm::Finite))
    };
    let people = r.persons_in(region).into_iter().filter(|(t, e)| subject(t) && fits(e) && same(t)).min_by_key(|(t, _)| (distance(t), t.start));
    if let Some((t, e)) = people.filter(|_| singular) {
        return Some(Source::Known(e, t));
    }
    [Kind::Organization, Kind::Office, Kind::Country].into_iter().find_map(|kind| {
        let adjective = |i: usize| matches!(r.mentions[i].sense, Sense::Country(_, CountryForm::Adjective));
        let found =
            r.within(region, kind).filter(|(i, _)| !adjective(*i)).map(|(i, e)| (r.mentions[i].tokens.clone(), e)).filter(|(t, _)| subject(t) && same(t));
        let (t, e) = found.min_by_key(|(t, _)| (distance(t), t.start))?;
        Some(match c.phrase(t.start).filter(|_| kind == Kind::Office) {
            Some(n) => of_phrase(talk, n),
            None => Source::Known(e, t),
        })
    })
}
