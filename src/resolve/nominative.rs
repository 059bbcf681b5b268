//! Names and phrases in the nominative.
//!
//! A phrase is put into the nominative by its head: what stands before the head and agrees with it is inflected with it, what
//! stands after it stays as the text has it («спикером парламента» → «спикер парламента»).

use crate::lexicon::{Case, Class, Gender, Pos, Reading, keys, morph};
use crate::recognize::Page;
use std::ops::Range;

/// The first letter of every part of a hyphenated name as a capital, where `like` has capitals.
pub fn capitalized(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut start = true;
    for c in word.chars() {
        if start {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        start = c == '-' || c == '\'';
    }
    out
}

/// `lemma` with the capitals of `original`: all, those of the parts, or none.
pub fn with_case_of(original: &str, lemma: &str) -> String {
    let letters: Vec<char> = original.chars().filter(|c| keys::is_letter(*c)).collect();
    if letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) {
        return lemma.to_uppercase();
    }
    let parts: Vec<&str> = original.split('-').collect();
    let lemma_parts: Vec<&str> = lemma.split('-').collect();
    if parts.len() != lemma_parts.len() {
        return if letters.first().is_some_and(|c| c.is_uppercase()) { capitalized(lemma) } else { lemma.to_string() };
    }
    let cased: Vec<String> =
        parts.iter().zip(lemma_parts).map(|(o, l)| if o.starts_with(char::is_uppercase) { capitalized(l) } else { l.to_string() }).collect();
    cased.join("-")
}

/// The cases that the preposition before a token governs, by words.tsv (`governs`).
pub fn governed(page: &Page<'_>, start: usize) -> Option<Vec<Case>> {
    let before = start.checked_sub(1).filter(|b| page.sentence(start).contains(b))?;
    let entry = page.form(before)?.word("governs")?;
    let cases = entry.cell("note").split('|').filter_map(|name| {
        [("Gen", Case::Gen), ("Dat", Case::Dat), ("Acc", Case::Acc), ("Ins", Case::Ins), ("Loc", Case::Loc)].iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
    });
    Some(cases.collect())
}

/// The token of a phrase's head noun and its reading.
fn head<'f>(page: &'f Page<'_>, tokens: &Range<usize>) -> Option<(usize, &'f Reading)> {
    let wanted = governed(page, tokens.start);
    // The head follows what agrees with it: the first noun with which all before it agree.
    for i in tokens.clone() {
        let Some(form) = page.form(i) else { continue };
        // «ведущий программы»: who does it is named by a participle that nothing behind agrees with.
        let doer = page.any(i, &[Class::Office, Class::Profession]) && i + 1 < tokens.end && page.has(i + 1, Class::Genitive) && !modify(page, i..i + 1, i + 1);
        if !form.readings.iter().any(|r| r.pos == Pos::Noun) {
            match form.readings.first().filter(|_| doer) {
                Some(reading) => return Some((i, reading)),
                None => continue,
            }
        }
        // «Блю Стрим», «Вельке Капушаны»: of a foreign name the first word stays as it is.
        let foreign = |t: usize| page.is_capital(t) && page.has(t, Class::Unknown);
        if foreign(i) && i + 1 < tokens.end && page.is_capital(i + 1) && known_name(page, i).is_none() {
            return None;
        }
        // «первого президента»: what can be an adjective of the noun behind it is one.
        let modifies = |noun: usize| modify(page, i..noun, noun);
        // «главой компании»: the word for an office is no adjective of what it is of.
        let office = |t: usize| page.any(t, &[Class::Office, Class::Profession]);
        let named = office(i) && form.readings.first().is_some_and(|r| r.pos == Pos::Noun) && i + 1 < tokens.end && !office(i + 1);
        // «сборной Германии»: no country is described by a word that can be a noun.
        let named = named || page.has(i, Class::Lower) && i + 1 < tokens.end && page.is_capital(i + 1) && page.any(i + 1, &[Class::Country, Class::City]);
        if !named && i + 1 < tokens.end && !(page.is_capital(i) && form.readings.iter().any(|r| r.pos == Pos::Noun && r.name.is_some())) && modifies(i + 1) {
            continue;
        }
        // «Московского городского клуба»: a row of adjectives that agree has its noun at its end, whatever surname the first may be.
        let behind = (i + 1..tokens.end).find(|j| !page.any(*j, &[Class::Adjective, Class::Participle])).filter(|j| *j > i + 1);
        if !named && page.has(i, Class::Adjective) && behind.is_some_and(modifies) {
            continue;
        }
        // «математика отпустили»: who holds an office or profession lives.
        let lives = office(i) && form.readings.iter().any(|r| r.pos == Pos::Noun && r.animate == Some(true));
        let nouns = || form.readings.iter().filter(|r| r.pos == Pos::Noun && r.case.is_some() && (!lives || r.animate == Some(true)));
        let agreeing = |r: &Reading| {
            (tokens.start..i)
                .filter(|j| page.any(*j, &[Class::Adjective, Class::Participle, Class::Pronoun]))
                .all(|j| page.forms[j].readings.iter().any(|a| a.pos != Pos::Noun && a.agrees(r)))
        };
        let by_case = wanted.as_ref().and_then(|cases| nouns().find(|r| cases.contains(&r.case.expect("filtered")) && agreeing(r)));
        let found = by_case.or_else(|| nouns().find(|r| agreeing(r))).or_else(|| nouns().next());
        return found.map(|r| (i, r));
    }
    None
}

/// Whether all words of a range can be adjectives of a noun.
fn modify(page: &Page<'_>, words: Range<usize>, noun: usize) -> bool {
    let Some(noun) = page.form(noun) else { return false };
    let fits = |i: usize| {
        page.form(i).is_some_and(|f| {
            f.readings.iter().any(|a| matches!(a.pos, Pos::Adjective | Pos::Participle) && noun.readings.iter().any(|n| n.pos == Pos::Noun && a.agrees(n)))
        })
    };
    words.into_iter().all(fits)
}

/// A phrase in the nominative, its words otherwise as in the text.
pub fn phrase(page: &Page<'_>, tokens: &Range<usize>) -> String {
    let Some((at, reading)) = head(page, tokens) else { return page.spelled(tokens) };
    let mut out = String::new();
    for i in tokens.clone() {
        if i > tokens.start && page.is_spaced(i) {
            out.push(' ');
        }
        let word = page.word(i);
        let changed = if i == at {
            noun(page, i, reading)
        } else if i < at && page.any(i, &[Class::Adjective, Class::Participle, Class::Pronoun, Class::Number]) {
            adjective(page, i, reading)
        } else {
            None
        };
        match changed {
            Some(form) => out.push_str(&with_case_of(word, &form)),
            None => out.push_str(word),
        }
    }
    out
}

/// A phrase in the plural as one of several is called: its head, which stands at `head` and is called `name` in the dictionary, and the
/// adjectives before it in the singular («главные тренеры сборных» → «главный тренер сборных»).
pub fn one_of(page: &Page<'_>, tokens: &Range<usize>, head: &Range<usize>, name: &str) -> String {
    let mut out = String::new();
    for i in tokens.clone().filter(|i| *i == head.start || !head.contains(i)) {
        if i > tokens.start && page.is_spaced(i) {
            out.push(' ');
        }
        let word = page.word(i);
        let plural = |r: &Reading| r.pos != Pos::Noun && r.plural == Some(true);
        if i == head.start {
            out.push_str(&with_case_of(word, name));
        } else if i < head.start && page.any(i, &[Class::Adjective, Class::Participle]) {
            let one = morph::inflected(word, &plural, &[("Case", "Nom"), ("Number", "Sing"), ("Gender", "Masc")]);
            out.push_str(&one.map_or(word.to_string(), |form| with_case_of(word, &form)));
        } else {
            out.push_str(word);
        }
    }
    out
}

fn noun(page: &Page<'_>, i: usize, reading: &Reading) -> Option<String> {
    if page.has(i, Class::AllCaps) || page.has(i, Class::Latin) || reading.case == Some(Case::Nom) && reading.known {
        return None;
    }
    if !reading.known {
        // Of guesses the gazetteers know which one is a name.
        if let Some(name) = known_name(page, i) {
            return Some(name);
        }
        if reading.case == Some(Case::Nom) {
            return None;
        }
        return hyphenated(page.word(i), reading).or_else(|| morph::nominative(page.word(i), &|r| r == reading));
    }
    morph::nominative(page.word(i), &|r| r == reading)
}

/// «президента-диктатора»: a word of two that the dictionary has, each in the nominative.
fn hyphenated(word: &str, reading: &Reading) -> Option<String> {
    let (first, second) = word.split_once('-')?;
    let part = |word: &str| morph::nominative(word, &|r| r.pos == Pos::Noun && r.known && r.case == reading.case && r.plural == reading.plural);
    Some(format!("{}-{}", part(first)?, part(second)?))
}

/// The dictionary form of a single name that a place gazetteer has.
fn known_name(page: &Page<'_>, i: usize) -> Option<String> {
    let form = page.form(i)?;
    let entry = form.entries.iter().find(|e| crate::recognize::places::TABLES.contains(&e.table) && e.field == crate::lexicon::Field::Name)?;
    let name = entry.cell("name");
    (!name.contains(' ')).then(|| name.to_string())
}

fn adjective(page: &Page<'_>, i: usize, head: &Reading) -> Option<String> {
    let word = page.word(i).to_string();
    let gender = match head.gender {
        Some(Gender::Fem) => "Fem",
        Some(Gender::Neut) => "Neut",
        _ => "Masc",
    };
    let wanted = |r: &Reading| r.pos != Pos::Noun && r.agrees(head);
    if head.plural == Some(true) {
        morph::inflected(&word, &wanted, &[("Case", "Nom"), ("Number", "Plur")])
    } else {
        morph::inflected(&word, &wanted, &[("Case", "Nom"), ("Number", "Sing"), ("Gender", gender)])
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Memo;
    use crate::recognize::Page;

    #[track_caller]
    fn check(source: &str, nominative: &str) {
        let mut memo = Memo::default();
        let page = Page::new(source, &mut memo);
        assert_eq!(super::phrase(&page, &(0..page.len())), nominative);
    }

    #[test]
    fn all_adjectives_go_with_their_noun() {
        check("Павловского машиностроительного завода", "Павловский машиностроительный завод");
        check("Московском драматическом театре", "Московский драматический театр");
        check("спикером парламента", "спикер парламента");
        check("сборной Германии", "сборная Германии");
        check("московского бюро", "московское бюро");
    }

    #[test]
    fn a_foreign_first_word_stays() {
        check("Блю Стрим Пайплайн", "Блю Стрим Пайплайн");
    }
}
