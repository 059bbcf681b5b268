//! What one word of a person's name may be: its nominatives, each with the case, the gender and the weight of that reading.

use super::nominative::{capitalized, with_case_of};
use crate::lexicon::{Case, Class, Entry, Field, Form, Gender, NameReading, NameType, Pos, Table, keys, morph};
use std::rc::Rc;

/// All ways to read a word as a given name, patronymic or surname, the likeliest first.
pub fn name_readings(form: &Form, word: &str, kind: NameType) -> Rc<[NameReading]> {
    form.name_readings(word, kind, || read(form, word, kind))
}

fn read(form: &Form, word: &str, kind: NameType) -> Vec<NameReading> {
    let mut out: Vec<NameReading> = Vec::new();
    let mut add = |name: String, case, gender, weight: f32| {
        if let Some(held) = out.iter_mut().find(|o| o.name == name && o.case == case && o.gender == gender) {
            held.weight = held.weight.max(weight);
        } else {
            out.push(NameReading { name, case, gender, weight });
        }
    };
    // «аль-Ханни»: the article does not change, whatever the whole looks like.
    let article = article(word);
    let own: Vec<crate::lexicon::Reading>;
    let readings = match article {
        "" => &form.readings,
        _ => {
            own = morph::readings(&word[article.len()..]);
            &own
        }
    };
    for r in readings.iter().filter(|r| matches!(r.pos, Pos::Noun | Pos::Adjective) && r.plural != Some(true)) {
        // «Белый», «Толстая»: adjectives are surnames, not given names.
        if r.pos == Pos::Adjective && (kind != NameType::Surname || r.short || r.gender == Some(Gender::Neut)) {
            continue;
        }
        let fits = r.name == Some(kind);
        let weight = match (fits, r.known) {
            (true, true) => 1.0 + r.probability,
            (true, false) => 0.2 + 0.5 * r.probability,
            // «Заяц», «Азия»: words that are no names by themselves.
            (false, true) => 0.3,
            (false, false) => 0.05 + 0.3 * r.probability,
        };
        let known = if kind == NameType::Given { gazetteer_spelling(form, &r.lemma) } else { None };
        let mut lemma = r.lemma.to_string();
        if r.pos == Pos::Adjective && r.gender == Some(Gender::Fem) {
            lemma = match feminine_adjective(&lemma) {
                Some(feminine) => feminine,
                None => continue,
            };
        }
        // Surnames in -а and -я are borne by men and women, but for -ова, -ина, -ая.
        let epicene = kind == NameType::Surname && lemma.ends_with(['а', 'я']) && !["ова", "ева", "ина", "ына", "ая", "яя"].iter().any(|e| lemma.ends_with(e));
        let name = known.unwrap_or_else(|| format!("{article}{}", respelled(&word[article.len()..], &lemma)));
        // A woman's surname in a consonant does not change: the form that does is a man's.
        add(name, r.case, if epicene { None } else { r.gender }, weight);
    }
    let table = if kind == NameType::Given { Table::Given } else { Table::Surnames };
    for entry in form.entries.iter().filter(|e| e.table == table && e.field != Field::Alias) {
        add_entry(form, *entry, kind, &mut add);
    }
    // «Хироси», «Джованни»: foreign given names in a vowel other than -а do not change.
    if kind == NameType::Given && form.classes.has(Class::Unknown) && form.folded.ends_with(['о', 'у', 'и', 'э', 'ю', 'е']) {
        add(capitalized_as(word), None, None, unchanged(&form.folded) + 0.1);
    }
    if kind == NameType::Given && form.classes.has(Class::Unknown) && form.folded.ends_with(CONSONANTS) {
        // «Рустам» of a man changes, «Макпал» of a woman does not.
        add(capitalized_as(word), Some(Case::Nom), Some(Gender::Masc), 0.5);
        add(capitalized_as(word), None, Some(Gender::Fem), 0.3);
        for (ending, cases) in MASCULINE {
            if let Some(stem) = form.folded.strip_suffix(ending)
                && stem.chars().count() >= 2
                && stem.ends_with(CONSONANTS)
            {
                cases.iter().for_each(|c| add(respelled(word, stem), Some(*c), Some(Gender::Masc), 0.4));
            }
        }
    }
    if kind == NameType::Surname {
        // A word that the dictionary has otherwise is seldom a surname of its own in some case.
        let guess = if form.readings.iter().any(|r| r.known) { 0.12 } else { 0.35 };
        for (name, case, gender) in surname_forms(&form.folded) {
            add(respelled(word, &name), Some(case), gender, 0.6);
        }
        // «Пётр и Анна Ивановы»
        for (plural, of_man, of_woman) in [("овы", "ов", "ова"), ("евы", "ев", "ева"), ("ины", "ин", "ина"), ("ские", "ский", "ская"), ("цкие", "цкий", "цкая")]
        {
            if let Some(stem) = form.folded.strip_suffix(plural)
                && stem.chars().count() >= 2
            {
                add(respelled(word, &format!("{stem}{of_man}")), None, Some(Gender::Masc), 0.6);
                add(respelled(word, &format!("{stem}{of_woman}")), None, Some(Gender::Fem), 0.6);
            }
        }
        for (ending, cases) in MASCULINE {
            if let Some(stem) = form.folded.strip_suffix(ending)
                && stem.chars().count() >= 2
                && stem.ends_with(CONSONANTS)
            {
                cases.iter().for_each(|c| add(respelled(word, stem), Some(*c), Some(Gender::Masc), guess));
            }
        }
        let last = form.folded.chars().next_back().unwrap_or('а');
        // Women's surnames in a consonant do not change, nor anyone's in о, у, и, е, э, ю, ы and in -их, -ых.
        if "оуиеэюы".contains(last) || form.folded.ends_with("ых") || form.folded.ends_with("их") {
            add(capitalized_as(word), None, None, unchanged(&form.folded));
        } else if !"ая".contains(last) {
            add(capitalized_as(word), Some(Case::Nom), Some(Gender::Masc), 0.35);
            add(capitalized_as(word), None, Some(Gender::Fem), 0.35);
        }
    }
    add(capitalized_as(word), Some(Case::Nom), None, 0.08);
    out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
    out
}

const CONSONANTS: &[char] = &['б', 'в', 'г', 'д', 'ж', 'з', 'к', 'л', 'м', 'н', 'п', 'р', 'с', 'т', 'ф', 'х', 'ц', 'ч', 'ш', 'щ'];

/// Endings of men's names in a consonant, with their cases.
const MASCULINE: &[(&str, &[Case])] = &[("а", &[Case::Gen, Case::Acc]), ("у", &[Case::Dat]), ("ом", &[Case::Ins]), ("ем", &[Case::Ins]), ("е", &[Case::Loc])];

/// How likely an unknown name in a vowel other than -а does not change: -у, -ю and -е are mostly case endings.
fn unchanged(folded: &str) -> f32 {
    if folded.ends_with(['у', 'ю', 'е', 'ы']) { 0.25 } else { 0.5 }
}

/// The article of an Arab surname, in lower case before a hyphen; empty for other words.
fn article(word: &str) -> &str {
    match word.find('-') {
        Some(at) if at <= 2 * 3 && word.starts_with(char::is_lowercase) && word[at + 1..].starts_with(char::is_uppercase) => &word[..=at],
        _ => "",
    }
}

/// «толстой» → «толстая».
fn feminine_adjective(lemma: &str) -> Option<String> {
    let hard = ["ый", "ой", "кий", "гий", "хий"].iter().find(|e| lemma.ends_with(*e))?;
    let keep = hard.chars().count() - 2;
    let cut: String = lemma.chars().take(lemma.chars().count() - 2).collect();
    debug_assert!(keep <= 1);
    Some(format!("{cut}ая"))
}

/// The readings of a form as a name that the gazetteers have.
fn add_entry(form: &Form, entry: Entry, kind: NameType, add: &mut dyn FnMut(String, Option<Case>, Option<Gender>, f32)) {
    let name = entry.cell("name");
    let folded = keys::fold(name);
    let gender = match entry.cell("gender") {
        "m" => Some(Gender::Masc),
        "f" => Some(Gender::Fem),
        _ => None,
    };
    if folded == form.folded {
        // Names in о, у, и, э, ю, ы, е, women's in a consonant, and family names that stand first do not change.
        let last_vowel = folded.ends_with(['о', 'у', 'и', 'э', 'ю', 'ы', 'е']);
        let consonant = folded.ends_with(CONSONANTS);
        if last_vowel || consonant && gender == Some(Gender::Fem) {
            add(name.to_string(), None, gender, 0.9);
        } else {
            add(name.to_string(), Some(Case::Nom), gender, 0.9);
            if consonant && kind == NameType::Surname {
                add(name.to_string(), None, Some(Gender::Fem), 0.6);
            }
        }
    } else if form.folded.starts_with(keys::stem(&folded)) && !folded.ends_with(['о', 'у', 'и', 'э', 'ю', 'ы', 'е']) {
        for case in cases_of_ending(&folded, &form.folded) {
            // A man's surname changes; a woman's in a consonant does not.
            let bearer = if kind == NameType::Surname && folded.ends_with(CONSONANTS) { Some(Gender::Masc) } else { gender };
            add(name.to_string(), Some(case), bearer, 0.8);
        }
    }
}

fn capitalized_as(word: &str) -> String {
    let letters = || word.chars().filter(|c| keys::is_letter(*c));
    if letters().nth(3).is_some() && letters().all(char::is_uppercase) && !word.is_ascii() { capitalized(&word.to_lowercase()) } else { word.to_string() }
}

/// The lemma with the text's capitals and, where the stem shows one, its «ё».
fn respelled(word: &str, lemma: &str) -> String {
    let mut out = String::new();
    let mut source = word.chars();
    let mut same = true;
    for c in lemma.chars() {
        let original = if same { source.next() } else { None };
        match original {
            Some(o) if folds_to(o, c) => out.extend(o.to_lowercase()),
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

/// Whether a letter of the text is that of a key.
fn folds_to(letter: char, key: char) -> bool {
    letter == key && matches!(key, 'а'..='я') || keys::fold(letter.encode_utf8(&mut [0; 4])).chars().eq([key])
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
