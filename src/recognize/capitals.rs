//! Capitals that say nothing: «ПУТИН ПРИБЫЛ В АСТАНУ», «путин прибыл в астану».
//!
//! In: the forms of a text. Out: the words of its lines in capitals, or of a text without any, as they would be written in ordinary
//! text, so that recognizers and cues see what they know. What a word is decides: how the rest of the text writes it, else
//! what dictionary and gazetteers have, else the name beside it. The text itself and all offsets stay as they are.
//! Known misses: in text without capitals a name that is first of all a common word («роман», «орёл») and stands alone.

use super::page::{PHRASE_TOKENS, follow};
use crate::lexicon::{Class, Entry, Form, Memo, Pos, Table, keys};
use crate::text::{Text, TokenKind};
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;
use std::rc::Rc;

/// A text of fewer words says nothing about how it is written: three small words begin many a line that goes on with a name.
const WORDS: usize = 4;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Lower,
    Capital,
    Capitals,
}

/// Whether a text does without capitals: at most one word of fifty has one (an address, a brand). Of 1,075 news texts (the training
/// texts of FactRuEval, NEREL and SlavicNER) the one with the fewest has 4.5 % of its Russian words in capitals, the next 8.5 %.
pub fn are_missing(text: &Text<'_>, forms: &[Rc<Form>]) -> bool {
    let (mut small, mut capital) = (0, 0);
    for i in words(text, 0..forms.len()) {
        match forms[i].classes.has(Class::Lower) {
            true => small += 1,
            false if !forms[i].classes.has(Class::Latin) => capital += 1,
            false => {}
        }
    }
    small >= WORDS && capital * 50 <= small
}

/// The words of lines in capitals, and of all lines where `missing`, as ordinary text writes them; words that stay are left out.
pub fn restored(text: &Text<'_>, forms: &[Rc<Form>], missing: bool, memo: &mut Memo) -> Vec<(usize, String)> {
    let lines: Vec<Range<usize>> = text.sentences.iter().filter(|s| missing || is_in_capitals(text, forms, s)).cloned().collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let seen = if missing { HashMap::new() } else { written_elsewhere(text, forms, &lines) };
    let mut out = Vec::new();
    for line in lines {
        let mut cases: Vec<Option<Case>> =
            line.clone().map(|i| is_open(text, forms, i, missing).then(|| alone(&forms[i], text.word(i), &seen, memo))).collect();
        with_neighbours(forms, &line, missing, &mut cases);
        in_phrases(text, forms, &line, &mut cases, memo);
        begin(text, &line, &mut cases);
        for (i, case) in line.zip(cases) {
            let Some(case) = case else { continue };
            out.push((i, written(text.word(i), case)));
        }
    }
    out
}

/// Words with letters.
fn words(text: &Text<'_>, range: Range<usize>) -> impl Iterator<Item = usize> {
    range.filter(|i| matches!(text.tokens[*i].kind, TokenKind::Word) && text.word(*i).contains(keys::is_letter))
}

/// Three words and more, four of five of them in capitals. Of 7,861 lines of three words and more in the training texts, ten have
/// two to four capitals of five words (lists of abbreviations), none more: what has more is written so throughout.
fn is_in_capitals(text: &Text<'_>, forms: &[Rc<Form>], line: &Range<usize>) -> bool {
    let (mut all, mut capital, mut long) = (0, 0, false);
    for i in words(text, line.clone()) {
        // A preposition of one letter is a capital like the rest.
        let upper = forms[i].classes.has(Class::AllCaps) || forms[i].classes.has(Class::OneLetter) && !forms[i].classes.has(Class::Lower);
        all += 1;
        capital += usize::from(upper);
        // Abbreviations alone («МИД РФ, ФСБ») are no line in capitals: some word is longer than theirs.
        long |= upper && text.word(i).chars().count() > 5;
    }
    all >= 3 && capital * 5 >= all * 4 && long
}

fn is_open(text: &Text<'_>, forms: &[Rc<Form>], i: usize, missing: bool) -> bool {
    text.tokens[i].kind == TokenKind::Word
        && !forms[i].classes.any(&[Class::Latin, Class::Digit])
        && (missing && forms[i].classes.has(Class::Lower) || !missing && text.word(i).contains(char::is_alphabetic))
}

/// How other lines write a word: by stem, the widest of its case forms inside sentences.
fn written_elsewhere(text: &Text<'_>, forms: &[Rc<Form>], lines: &[Range<usize>]) -> HashMap<u64, Case> {
    let mut inside = vec![false; forms.len()];
    lines.iter().for_each(|l| inside[l.clone()].fill(true));
    let mut out = HashMap::new();
    for sentence in &text.sentences {
        for i in words(text, sentence.clone()).filter(|i| !inside[*i]) {
            let case = match () {
                () if forms[i].classes.has(Class::Lower) => Case::Lower,
                () if forms[i].classes.has(Class::AllCaps) => Case::Capitals,
                () if forms[i].classes.has(Class::Capitalized) && i > sentence.start => Case::Capital,
                () => continue,
            };
            // Small letters anywhere make a word of the language of it.
            let held = out.entry(forms[i].stem).or_insert(case);
            if case == Case::Lower {
                *held = case;
            }
        }
    }
    out
}

/// The gazetteers whose entries are names of one thing.
const NAMES: &[Table] = &[
    Table::Countries,
    Table::Regions,
    Table::Districts,
    Table::Settlements,
    Table::Nature,
    Table::World,
    Table::Facilities,
    Table::People,
    Table::Given,
    Table::Surnames,
    Table::Organizations,
];

fn is_name(e: Entry) -> bool {
    NAMES.contains(&e.table) && e.shape > 0 && !matches!(e.field, crate::lexicon::Field::Adjective | crate::lexicon::Field::Demonym)
}

/// A word by what it is.
fn alone(form: &Form, word: &str, seen: &HashMap<u64, Case>, memo: &mut Memo) -> Case {
    if let Some(case) = seen.get(&form.stem) {
        return *case;
    }
    let (small, capital) = (memo.form(&written(word, Case::Lower)), memo.form(&written(word, Case::Capital)));
    if small.classes.any(&[Class::FunctionWord, Class::Month]) {
        return Case::Lower;
    }
    let known = small.readings.first().filter(|r| r.known);
    let common = known.is_some_and(|r| r.name.is_none());
    let capitals = memo.form(&written(word, Case::Capitals));
    if !common && capitals.entries.iter().any(|e| e.shape == 2) {
        return Case::Capitals;
    }
    match known {
        Some(r) if r.name.is_some() => Case::Capital,
        Some(_) => Case::Lower,
        None if capital.entries.iter().any(|e| is_name(*e)) => Case::Capital,
        // «ГБУ»: no word at all.
        None if form.classes.has(Class::AllCaps) && !word.contains(|c| "АЕЁИОУЫЭЮЯаеёиоуыэюя".contains(c)) => Case::Capitals,
        None if form.classes.has(Class::AllCaps) => match capital.readings.first() {
            Some(r) if r.pos == Pos::Noun || r.name.is_some() => Case::Capital,
            _ => Case::Lower,
        },
        // A text without capitals has unknown words that are no names; only what ends like one is.
        None if capital.classes.any(&[Class::SurnameSuffix, Class::FeminineSurnameSuffix, Class::PatronymicSuffix]) => Case::Capital,
        None => Case::Lower,
    }
}

/// A common word that is a name too is one beside a name: «Вера Петрова», «Илья Медведь».
fn with_neighbours(forms: &[Rc<Form>], line: &Range<usize>, missing: bool, cases: &mut [Option<Case>]) {
    const GIVEN: &[Class] = &[Class::DictGiven, Class::DictPatronymic, Class::Given];
    for n in 0..cases.len() {
        if cases[n] != Some(Case::Lower) {
            continue;
        }
        let form = &forms[line.start + n];
        let adjective = form.readings.first().is_some_and(|r| r.known && matches!(r.pos, Pos::Verb | Pos::Infinitive | Pos::Adverb | Pos::Gerund));
        let name_before = n > 0 && cases[n - 1] == Some(Case::Capital) && forms[line.start + n - 1].classes.any(GIVEN);
        let surname_behind = cases.get(n + 1) == Some(&Some(Case::Capital))
            && forms[line.start + n + 1]
                .readings
                .iter()
                .any(|r| r.known && matches!(r.name, Some(crate::lexicon::NameType::Surname | crate::lexicon::NameType::Patronymic)));
        let may_surname = form.classes.any(&[Class::DictSurname, Class::SurnameSuffix, Class::FeminineSurnameSuffix, Class::Surname])
            || !form.readings.iter().any(|r| r.known);
        let may_given = form.classes.any(&[Class::DictGiven, Class::Given]);
        if !adjective
            && !form.classes.has(Class::FunctionWord)
            && (name_before && (may_surname || !missing && form.classes.has(Class::Unknown)) || surname_behind && may_given)
        {
            cases[n] = Some(Case::Capital);
        }
    }
}

/// The words of a gazetteer's name of more than one word are written as there: «Совет Федерации», «Единая Россия».
fn in_phrases(text: &Text<'_>, forms: &[Rc<Form>], line: &Range<usize>, cases: &mut [Option<Case>], memo: &mut Memo) {
    let mut done = line.start;
    for start in line.clone() {
        if start < done {
            continue;
        }
        let end = line.end.min(start + PHRASE_TOKENS);
        let mut best: Option<super::Phrase> = None;
        follow(memo.lexicon(), forms, start, end, is_name, |p| {
            if p.tokens.len() > 1 && best.as_ref().is_none_or(|b| p.tokens.end > b.tokens.end) {
                best = Some(p);
            }
        });
        let Some(phrase) = best else { continue };
        done = phrase.tokens.end;
        let open: Vec<usize> = words(text, phrase.tokens.clone()).collect();
        let name: Vec<&str> = crate::lexicon::keys::words(phrase.entry.cell("name")).collect();
        for (n, i) in open.iter().enumerate() {
            let Some(case) = cases[i - line.start].as_mut() else { continue };
            *case = match name.get(n).filter(|_| name.len() == open.len()) {
                Some(word) if word.starts_with(char::is_lowercase) => Case::Lower,
                Some(word) if word.chars().count() > 1 && word.chars().all(char::is_uppercase) => Case::Capitals,
                Some(_) => Case::Capital,
                None if n == 0 => Case::Capital,
                None => *case,
            };
        }
    }
}

/// A line and what stands in quotation marks begin with a capital.
fn begin(text: &Text<'_>, line: &Range<usize>, cases: &mut [Option<Case>]) {
    // «7 мая …»: a number begins this one.
    let number = line.clone().find(|i| text.word(*i).contains(char::is_alphanumeric)).is_some_and(|i| text.tokens[i].kind != TokenKind::Word);
    let first = words(text, line.clone()).next().filter(|_| !number);
    let from = text.quotations.partition_point(|q| q.open < line.start);
    let quoted = text.quotations[from..].iter().map(|q| q.open + 1).take_while(|i| *i < line.end);
    for i in first.into_iter().chain(quoted) {
        if let Some(case) = cases.get_mut(i - line.start)
            && *case == Some(Case::Lower)
        {
            *case = Some(Case::Capital);
        }
    }
}

fn written(word: &str, case: Case) -> String {
    let word = crate::lexicon::spelling(word);
    match case {
        Case::Lower => word.to_lowercase(),
        Case::Capitals => word.to_uppercase(),
        Case::Capital => {
            let mut out = String::with_capacity(word.len());
            let mut starts = true;
            for c in word.chars() {
                if starts {
                    out.extend(c.to_uppercase());
                } else {
                    out.extend(c.to_lowercase());
                }
                starts = c == '-';
            }
            out
        }
    }
}
