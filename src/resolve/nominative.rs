//! Names and phrases in the nominative.
//!
//! A phrase is put into the nominative by its head: what stands before the head and agrees with it is inflected with it, what
//! stands after it stays as the text has it («спикером парламента» → «спикер парламента»).

use crate::lexicon::{Case, Class, Form, Gender, NameType, Pos, Reading, Table, keys, morph};
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
    let letters: Vec<char> = original.chars().filter(|c| c.is_alphabetic()).collect();
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
        if !form.readings.iter().any(|r| r.pos == Pos::Noun) {
            continue;
        }
        // «первого президента»: what can be an adjective of the noun behind it is one.
        let modifies = |next: usize| {
            page.form(next).is_some_and(|f| {
                f.readings.iter().any(|n| n.pos == Pos::Noun && form.readings.iter().any(|r| matches!(r.pos, Pos::Adjective | Pos::Participle) && r.agrees(n)))
            })
        };
        if i + 1 < tokens.end && !form.readings.iter().any(|r| r.pos == Pos::Noun && r.name.is_some()) && modifies(i + 1) {
            continue;
        }
        let nouns = || form.readings.iter().filter(|r| r.pos == Pos::Noun && r.case.is_some());
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

/// A phrase in the nominative, its words otherwise as in the text.
pub fn phrase(page: &Page<'_>, tokens: &Range<usize>) -> String {
    let Some((at, reading)) = head(page, tokens) else { return clean(page.text.span(tokens)) };
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
            None => out.push_str(&clean(word)),
        }
    }
    out
}

/// A word without stress marks and soft hyphens.
pub fn clean(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '\u{301}' | '\u{ad}' | '\u{200b}')).map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
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
        return (reading.case != Some(Case::Nom)).then(|| morph::nominative(&clean(page.word(i)), &|r| r == reading)).flatten();
    }
    morph::nominative(&clean(page.word(i)), &|r| r == reading)
}

/// The dictionary form of a single name that a place gazetteer has.
fn known_name(page: &Page<'_>, i: usize) -> Option<String> {
    let form = page.form(i)?;
    let entry = form.entries.iter().find(|e| crate::recognize::places::TABLES.contains(&e.table) && e.field == crate::lexicon::Field::Name)?;
    let name = entry.cell("name");
    (!name.contains(' ')).then(|| name.to_string())
}

fn adjective(page: &Page<'_>, i: usize, head: &Reading) -> Option<String> {
    let word = clean(page.word(i));
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

/// A way to read one word of a person's name.
#[derive(Clone, Debug)]
pub struct NameReading {
    /// The nominative, with capitals.
    pub name: String,
    /// The case that the text's form is in; `None` for a word that does not change.
    pub case: Option<Case>,
    /// The gender of the bearer, where the form shows it.
    pub gender: Option<Gender>,
    /// How likely it is, before context.
    pub weight: f32,
}

/// All ways to read a word as a given name, patronymic or surname, the likeliest first.
pub fn name_readings(form: &Form, word: &str, kind: NameType) -> Vec<NameReading> {
    let mut out: Vec<NameReading> = Vec::new();
    let word = clean(word);
    let mut add = |name: String, case, gender, weight: f32| {
        if let Some(held) = out.iter_mut().find(|o| o.name == name && o.case == case && o.gender == gender) {
            held.weight = held.weight.max(weight);
        } else {
            out.push(NameReading { name, case, gender, weight });
        }
    };
    for r in form.readings.iter().filter(|r| r.pos == Pos::Noun && r.plural != Some(true)) {
        let fits = r.name == Some(kind);
        let weight = match (fits, r.known) {
            (true, true) => 1.0 + r.probability,
            (true, false) => 0.2 + 0.5 * r.probability,
            (false, true) => 0.15,
            (false, false) => 0.05 + 0.3 * r.probability,
        };
        let known = if kind == NameType::Given { gazetteer_spelling(form, &r.lemma) } else { None };
        // Surnames in -а and -я are borne by men and women, but for -ова, -ина, -ая.
        let epicene =
            kind == NameType::Surname && r.lemma.ends_with(['а', 'я']) && !["ова", "ева", "ина", "ына", "ая", "яя"].iter().any(|e| r.lemma.ends_with(e));
        add(known.unwrap_or_else(|| respelled(&word, &r.lemma)), r.case, if epicene { None } else { r.gender }, weight);
    }
    let table = if kind == NameType::Given { &[Table::Given][..] } else { &[Table::Surnames][..] };
    for entry in form.entries.iter().filter(|e| table.contains(&e.table)) {
        let name = if entry.field == crate::lexicon::Field::Alias { continue } else { entry.cell("name") };
        let folded = keys::fold(name);
        let gender = match entry.cell("gender") {
            "m" => Some(Gender::Masc),
            "f" => Some(Gender::Fem),
            _ => None,
        };
        if folded == form.folded {
            add(name.to_string(), Some(Case::Nom), gender, 0.9);
        } else if form.folded.starts_with(keys::stem(&folded)) {
            for case in cases_of_ending(&folded, &form.folded) {
                add(name.to_string(), Some(case), gender, 0.8);
            }
        }
    }
    // «Хироси», «Джованни»: foreign given names in a vowel other than -а do not change.
    if kind == NameType::Given && form.classes.has(Class::Unknown) && form.folded.ends_with(['о', 'у', 'и', 'э', 'ю']) {
        add(capitalized_as(&word), None, None, 0.7);
    }
    if kind == NameType::Surname {
        for (name, case, gender) in surname_forms(&form.folded) {
            add(respelled(&word, &name), Some(case), gender, 0.6);
        }
        let last = form.folded.chars().next_back().unwrap_or('а');
        // Women's surnames in a consonant do not change, nor anyone's in о, у, и, е, э, ю, ы.
        if "оуиеэюы".contains(last) {
            add(capitalized_as(&word), None, None, 0.45);
        } else if !"аяй".contains(last) {
            add(capitalized_as(&word), None, Some(Gender::Fem), 0.3);
        }
    }
    add(capitalized_as(&word), Some(Case::Nom), None, 0.2);
    out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
    out
}

fn capitalized_as(word: &str) -> String {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() > 3 && letters.iter().all(|c| c.is_uppercase()) && !word.is_ascii() { capitalized(&word.to_lowercase()) } else { word.to_string() }
}

/// The lemma with the text's capitals and, where the stem shows one, its «ё».
fn respelled(word: &str, lemma: &str) -> String {
    let mut out = String::new();
    let mut source = word.chars();
    let mut same = true;
    for c in lemma.chars() {
        let original = if same { source.next() } else { None };
        match original {
            Some(o) if keys::fold(&o.to_string()) == c.to_string() => out.extend(o.to_lowercase()),
            _ => {
                same = false;
                out.push(c);
            }
        }
    }
    let cased = with_case_of(&capitalized_as(word), &out);
    // «МакКейн» keeps the capital inside.
    let inner = word.chars().skip(1).zip(cased.chars().skip(1)).position(|(a, b)| a != b && a.is_uppercase() && a.to_lowercase().eq(b.to_lowercase()));
    match inner {
        Some(at) if !capitalized_as(word).eq(&cased) && word.chars().skip(2).any(char::is_lowercase) => {
            cased.chars().enumerate().flat_map(|(i, c)| if i == at + 1 { c.to_uppercase().collect::<Vec<_>>() } else { vec![c] }).collect()
        }
        _ => cased,
    }
}

fn gazetteer_spelling(form: &Form, lemma: &str) -> Option<String> {
    form.entries_of(Table::Given).map(|e| e.cell("name")).find(|n| keys::fold(n) == lemma).map(str::to_string)
}

/// The cases that an ending can be of, for a name given with its dictionary form.
fn cases_of_ending(lemma: &str, form: &str) -> Vec<Case> {
    let stem = keys::stem(lemma);
    let (Some(before), Some(after)) = (lemma.strip_prefix(stem), form.strip_prefix(stem)) else { return Vec::new() };
    let feminine = matches!(before, "а" | "я" | "ия");
    match after {
        "а" | "я" if !feminine => vec![Case::Gen, Case::Acc],
        "у" | "ю" if feminine => vec![Case::Acc],
        "ию" => vec![Case::Acc],
        "у" | "ю" => vec![Case::Dat],
        "ом" | "ем" | "ым" | "им" | "ой" | "ей" | "ою" | "ею" | "ью" | "ией" => vec![Case::Ins],
        "ы" | "и" | "ии" if feminine => vec![Case::Gen, Case::Dat, Case::Loc],
        "е" if feminine => vec![Case::Dat, Case::Loc],
        "е" => vec![Case::Loc],
        "и" => vec![Case::Gen, Case::Dat, Case::Loc],
        "ого" | "его" => vec![Case::Gen, Case::Acc],
        "ому" | "ему" => vec![Case::Dat],
        _ => Vec::new(),
    }
}

/// Surnames in -ов, -ев, -ин, -ын, -ский, -ой by their endings, for which the grammar leaves little doubt.
fn surname_forms(folded: &str) -> Vec<(String, Case, Option<Gender>)> {
    let mut out = Vec::new();
    let (m, f) = (Some(Gender::Masc), Some(Gender::Fem));
    for base in ["ов", "ев", "ин", "ын"] {
        for (ending, case, gender, lemma) in [
            ("", Case::Nom, m, ""),
            ("а", Case::Gen, m, ""),
            ("а", Case::Acc, m, ""),
            ("у", Case::Dat, m, ""),
            ("ым", Case::Ins, m, ""),
            ("е", Case::Loc, m, ""),
            ("а", Case::Nom, f, "а"),
            ("ой", Case::Gen, f, "а"),
            ("ой", Case::Dat, f, "а"),
            ("ой", Case::Ins, f, "а"),
            ("ой", Case::Loc, f, "а"),
            ("у", Case::Acc, f, "а"),
        ] {
            if let Some(stem) = folded.strip_suffix(&format!("{base}{ending}"))
                && stem.chars().count() >= 2
            {
                out.push((format!("{stem}{base}{lemma}"), case, gender));
            }
        }
    }
    for base in ["ск", "цк"] {
        for (ending, case, gender, lemma) in [
            ("ий", Case::Nom, m, "ий"),
            ("ого", Case::Gen, m, "ий"),
            ("ого", Case::Acc, m, "ий"),
            ("ому", Case::Dat, m, "ий"),
            ("им", Case::Ins, m, "ий"),
            ("ом", Case::Loc, m, "ий"),
            ("ая", Case::Nom, f, "ая"),
            ("ой", Case::Gen, f, "ая"),
            ("ой", Case::Dat, f, "ая"),
            ("ой", Case::Ins, f, "ая"),
            ("ой", Case::Loc, f, "ая"),
            ("ую", Case::Acc, f, "ая"),
        ] {
            if let Some(stem) = folded.strip_suffix(&format!("{base}{ending}"))
                && stem.chars().count() >= 2
            {
                out.push((format!("{stem}{base}{lemma}"), case, gender));
            }
        }
    }
    out
}
