//! Several people under one surname: «Ивановы», «братья Михалковы», «Мишель и Барак Обама».
//!
//! A surname in the plural is a family's and no one's of those named alone. A given name joined by «и» to a full name shares its surname.

use super::nominative::with_case_of;
use crate::arbitrate::Mention;
use crate::lexicon::{Class, Pos};
use crate::recognize::{Kind, Page, Role};
use std::collections::BTreeMap;
use std::ops::Range;

/// What the person mentions of a text say of families.
#[derive(Debug, Default)]
pub struct Families {
    /// Mentions of several people, by index, with their name in the nominative plural.
    pub plural: BTreeMap<usize, String>,
    /// Mentions of a given name alone, by index, with the tokens of the surname that the name behind «и» lends them.
    pub shared: BTreeMap<usize, Range<usize>>,
}

impl Families {
    /// Reads the mentions; a given name that shares the next name's surname gets that part.
    pub fn find(page: &Page<'_>, mentions: &mut [Mention]) -> Families {
        let mut out = Families::default();
        for i in 0..mentions.len() {
            if mentions[i].kind != Kind::Person {
                continue;
            }
            if let Some(name) = plural_name(page, &mentions[i]) {
                out.plural.insert(i, name);
            } else if let Some(surname) = shared_surname(page, mentions, i) {
                mentions[i].candidate.parts = vec![crate::recognize::Part { role: Role::Given, tokens: mentions[i].tokens.clone() }];
                out.shared.insert(i, surname);
            }
        }
        // «Ивановым» where only a family of that name is spoken of.
        let names: std::collections::BTreeSet<String> = out.plural.values().cloned().collect();
        if !names.is_empty() {
            for (i, m) in mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Person) {
                if let Some(name) = lone_surname(m).and_then(|s| by_ending(page, s, DATIVE)).filter(|n| names.contains(n)) {
                    out.plural.entry(i).or_insert(name);
                }
            }
        }
        out
    }
}

/// Endings of the plural of surnames in -ов, -ин, -ский in all cases but the dative, which is a man's instrumental too.
const PLURAL: &[(&str, &str)] = &[
    ("овы", "овы"),
    ("евы", "евы"),
    ("ины", "ины"),
    ("ыны", "ыны"),
    ("ские", "ские"),
    ("цкие", "цкие"),
    ("овых", "овы"),
    ("евых", "евы"),
    ("иных", "ины"),
    ("ыных", "ыны"),
    ("ских", "ские"),
    ("цких", "цкие"),
    ("овыми", "овы"),
    ("евыми", "евы"),
    ("иными", "ины"),
    ("ыными", "ыны"),
    ("скими", "ские"),
    ("цкими", "цкие"),
];
/// The dative, read as a plural behind a noun in the plural only.
const DATIVE: &[(&str, &str)] = &[("овым", "овы"), ("евым", "евы"), ("иным", "ины"), ("ыным", "ыны"), ("ским", "ские"), ("цким", "цкие")];

/// The token of a mention that is one surname and no more.
fn lone_surname(mention: &Mention) -> Option<usize> {
    mention.part_of(Role::Surname).filter(|s| *s == mention.tokens && s.len() == 1).map(|s| s.start)
}

/// The nominative plural by the ending of the form.
fn by_ending(page: &Page<'_>, token: usize, endings: &[(&str, &str)]) -> Option<String> {
    let (folded, word) = (page.folded(token), page.word(token));
    let (ending, nominative) = endings.iter().find(|(e, _)| folded.ends_with(e) && folded.chars().count() > e.chars().count() + 1)?;
    let stem: String = word.chars().take(word.chars().count() - ending.chars().count()).collect();
    Some(with_case_of(word, &format!("{}{nominative}", stem.to_lowercase())))
}

/// The nominative plural of a lone surname that means several people.
fn plural_name(page: &Page<'_>, mention: &Mention) -> Option<String> {
    let surname = lone_surname(mention)?;
    let behind = || by_ending(page, surname, DATIVE).unwrap_or_else(|| foreign(page.word(surname), page.folded(surname)));
    by_ending(page, surname, PLURAL).or_else(|| relatives_before(page, surname).then(behind))
}

/// «братья», «супругам»: a word for people in the plural right before.
fn relatives_before(page: &Page<'_>, token: usize) -> bool {
    let Some(before) = token.checked_sub(1).filter(|b| page.sentence(token).contains(b)) else { return false };
    let is_relative = |f: &crate::lexicon::Form| {
        let plural = |r: &crate::lexicon::Reading| r.pos == Pos::Noun && r.plural == Some(true);
        f.entries_of(crate::lexicon::Table::Persons).any(|e| e.cell("class") == "relative") && f.readings.iter().any(plural)
    };
    // «супруги Клинтона» is one: of a form that can be singular the name's ending decides.
    let singular = page.form(before).is_some_and(|f| f.readings.iter().any(|r| r.pos == Pos::Noun && r.plural == Some(false)));
    page.form(before).is_some_and(is_relative) && (!singular || !page.folded(token).ends_with(['а', 'я', 'ы', 'и', 'у', 'е']))
}

/// «братьев Коэнов» → «Коэны», «братья Кличко» → «Кличко».
fn foreign(word: &str, folded: &str) -> String {
    let cut = ["ами", "ов", "ам", "ах", "ы"].iter().find(|e| folded.ends_with(*e) && folded.chars().count() > e.chars().count() + 2);
    match cut {
        Some(ending) => {
            let stem: String = word.chars().take(word.chars().count() - ending.chars().count()).collect();
            let last = if stem.ends_with(['к', 'г', 'х', 'ж', 'ш', 'щ', 'ч']) { 'и' } else { 'ы' };
            format!("{stem}{last}")
        }
        None => word.to_string(),
    }
}

/// «Мишель и Барак Обама»: the surname of the full name that «и» joins to a given name alone.
fn shared_surname(page: &Page<'_>, mentions: &[Mention], i: usize) -> Option<Range<usize>> {
    let own = &mentions[i];
    let next = mentions[i + 1..].iter().take(3).find(|m| m.kind == Kind::Person)?;
    let joined = next.tokens.start == own.tokens.end + 1 && page.form(own.tokens.end).is_some_and(|f| f.word("list-conjunction").is_some());
    let given_alone = own.tokens.len() == 1 && page.any(own.tokens.start, &[Class::Given, Class::DictGiven]);
    let (given, surname) = (next.part_of(Role::Given)?, next.part_of(Role::Surname)?);
    let alike = page.same_case(own.tokens.start, given.start) && given.len() == 1 && given.start < surname.start;
    // «Иванов и Пётр Сидоров»: a surname alone is not lent another.
    let is_surname = page.any(own.tokens.start, &[Class::SurnameSuffix]);
    (joined && given_alone && alike && !is_surname && page.sentence(own.tokens.start).contains(&surname.start)).then_some(surname)
}
