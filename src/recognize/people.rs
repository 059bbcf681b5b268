//! People: «Дастанбек Джумабеков», «В. В. Путин», «Си Цзиньпин», «Назарбаева».
//!
//! Proposes every run of capitalised words that can be a person's name; which of them are is for the cues to say.
//! Left to others: organizations, ships and prizes named after people (they stand in longer candidates).
//! Known misses: names in lower case, nicknames that no word calls so.

use super::page::Page;
use super::{Candidate, Kind, Part, Role, Rule, Sense};
use crate::lexicon::{Class, Entry, Gender, Pos, Table};
use std::ops::Range;

/// The rules, from the surest pattern to the widest; of equal spans the first names the mention.
pub const RULES: &[Rule] = &[
    Rule {
        name: "people.known",
        about: "A name of people.tsv.",
        takes: &["Переговоры с [Си Цзиньпином] прошли в Пекине.", "[Ангела Меркель] прибыла в Киев."],
        leaves: &["Проспект тянется вдоль реки."],
        propose: known,
    },
    Rule {
        name: "people.initials",
        about: "Initials before or after a surname.",
        takes: &["Приказ подписал [А. С. Петров].", "Слово взял [Иванов И. И.], житель села."],
        leaves: &["Это случилось в г. Ош."],
        propose: initials,
    },
    Rule {
        name: "people.given-surname",
        about: "A given name with a surname, a patronymic or both, in either order.",
        takes: &["Посол [Кайрат Нурпеисов] провёл встречу.", "Об этом рассказала [Анна Сергеевна Козлова].", "Врач [Козлова Анна] уехала."],
        leaves: &["В Великом Новгороде прошёл дождь."],
        propose: given_surname,
    },
    Rule {
        name: "people.nickname",
        about: "A name in quotation marks behind a word for nicknames and call signs.",
        takes: &["Задержан вор по кличке «[Тихий]».", "Командир с позывным «[Гиви]» погиб."],
        leaves: &["Он снял фильм «Тихий»."],
        propose: nickname,
    },
    Rule {
        name: "people.single-name",
        about: "One capitalised word that can be a surname or a given name.",
        takes: &["Закон подписал президент [Оразбаев].", "По словам [Джумабекова], пост закрыт."],
        leaves: &["Москва ответила отказом."],
        propose: single,
    },
    Rule {
        name: "people.capitalized-words",
        about: "Two to five capitalised words, particles of names between them.",
        takes: &["Тренер [Ровда ван Стерк] ушёл.", "Президент принял [Урсулу фон дер Штольц]."],
        leaves: &["Совет Безопасности ООН собрался вечером."],
        propose: capitalized,
    },
];

/// A word that can stand in a name: capitalised, not a sign, not a number.
fn nameable(page: &Page<'_>, i: usize) -> bool {
    // «Супруги Ивановы» at a sentence's beginning
    let kin = page.has(i, Class::PersonNoun) && page.is_initial(i) && !page.any(i, &[Class::Given, Class::DictGiven, Class::Surname, Class::DictSurname]);
    !kin && !(page.is_initial(i) && is_no_name(page, i))
        && page.is_capital(i)
        && !page.any(i, &[Class::Digit, Class::OpenQuote])
        && !(page.has(i, Class::Abbreviated) && !page.has(i, Class::Initial))
}

/// «Позже», «Однако»: first of all a word of the language that is no noun, adjective or listed name.
fn is_no_name(page: &Page<'_>, i: usize) -> bool {
    const NAMES: &[Class] = &[Class::Given, Class::Surname, Class::DictGiven, Class::DictSurname, Class::Person, Class::OneLetter];
    let first = page.form(i).and_then(|f| f.readings.first());
    first.is_some_and(|r| r.known && r.name.is_none() && !matches!(r.pos, Pos::Noun | Pos::Adjective | Pos::Participle | Pos::Verb | Pos::Other))
        && !page.any(i, NAMES)
}

/// «фон», «де», «бен», «оглы» and the like, in lower case inside a name.
fn is_particle(page: &Page<'_>, i: usize) -> bool {
    page.has(i, Class::Lower) && page.has(i, Class::NameParticle)
}

/// What words.tsv notes of a particle, whatever its capitals.
fn particle_note<'p>(page: &'p Page<'_>, i: usize) -> &'p str {
    page.has(i, Class::NameParticle).then(|| page.form(i)?.word("name-particle")).flatten().map_or("", |e| e.cell("note"))
}

/// A name with what is its own beyond doubt before it and behind it: particles, a surname before given name and patronymic, a father's
/// name: «фон дер» + «Ляйен», «Нурлан Шарип» + «уулу».
fn widened(page: &Page<'_>, tokens: &Range<usize>) -> Range<usize> {
    let sentence = page.sentence(tokens.start);
    let mut start = tokens.start;
    let name_like = |i: usize| page.has(i, Class::Capitalized) && page.any(i, &[Class::Given, Class::Surname, Class::City, Class::Country]);
    let mut i = start;
    while i > sentence.start && !particle_note(page, i - 1).is_empty() && !name_like(i - 1) && page.is_spaced(i) {
        i -= 1;
        if particle_note(page, i) == "leads" {
            start = i;
        }
    }
    // «Козлову» + «Анну Сергеевну»
    let led = start > sentence.start && tokens.len() == 2 && given(page, start) && is_patronymic(page, start + 1) && is_surname_of(page, start - 1, start);
    start -= usize::from(led);
    let ends = |i: usize| i < sentence.end && page.has(i, Class::Lower) && particle_note(page, i).starts_with("ends");
    // «Алиев Гейдар» + «Алирза оглы»
    let father = usize::from(tokens.end < sentence.end && nameable(page, tokens.end) && ends(tokens.end + 1));
    start..tokens.end + father + usize::from(ends(tokens.end + father))
}

/// A surname before a given name in its case.
fn is_surname_of(page: &Page<'_>, i: usize, given: usize) -> bool {
    let surname = page.any(i, &[Class::Surname, Class::DictSurname, Class::SurnameSuffix, Class::FeminineSurnameSuffix]);
    surname && page.has(i, Class::Capitalized) && !page.any(i, &[Class::Given, Class::DictGiven, Class::Office]) && page.agree(i, given)
}

/// «де» and «Де» of «Роберт де Ниро»: a particle that a name can begin with.
fn is_leading(page: &Page<'_>, i: usize) -> bool {
    particle_note(page, i) == "leads" && !(page.has(i, Class::Capitalized) && page.any(i, &[Class::Given, Class::Surname]))
}

/// «II», «XVI» behind a given name: the number of a monarch or pope.
fn is_regnal(page: &Page<'_>, i: usize) -> bool {
    let word = page.word(i);
    page.has(i, Class::Latin) && !word.is_empty() && word.chars().all(|c| "IVX".contains(c))
}

fn given(page: &Page<'_>, i: usize) -> bool {
    nameable(page, i) && page.any(i, &[Class::Given, Class::DictGiven, Class::GuessGiven])
}

/// Proposes a name, unless a rule before has proposed it; whether it was proposed now.
fn push(page: &Page<'_>, rule: &'static str, tokens: Range<usize>, out: &mut Vec<Candidate>) -> bool {
    let whole = widened(page, &tokens);
    if super::proposed(out, &tokens).any(|c| c.tokens == whole) {
        return false;
    }
    let mut candidate = Candidate::new(Kind::Person, rule, whole).core(tokens.clone());
    candidate.parts = parts(page, &candidate.tokens);
    if let Some(entry) = entry(page, &tokens) {
        candidate.sense = Sense::Entry(entry);
    }
    let owned = holds_owner(page, &tokens);
    let official = is_official(page, &tokens);
    let owner = tokens.len() == 1 && holds_owner(page, &(tokens.start..tokens.start + 3));
    let couple = tokens.len() == 1 && is_of_couple(page, tokens.start);
    // «Надежда умирает последней»
    let word = tokens.len() == 1 && page.is_initial(tokens.start) && page.has(tokens.start, Class::CommonWord) && page.has(tokens.start, Class::Inanimate);
    let word = word && !couple && page.has(tokens.end, Class::Verb);
    out.push(
        candidate
            .cue_if(official, "surname-given-patronymic")
            .cue_if(owned, "holds-owner")
            .cue_if(owner, "owner-before-name")
            .cue_if(couple, "of-couple")
            .cue_if(word, "thing-at-sentence-start"),
    );
    true
}

/// «(мать) Ксении Людмила Нарышкина»: the first word does not agree with the given name behind it, and belongs to the noun before.
fn holds_owner(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let (first, second) = (tokens.start, tokens.start + 1);
    tokens.len() > 2
        && page.is_capital(second)
        && page.is_capital(second + 1)
        && first > page.sentence(first).start
        && page.any(first - 1, &[Class::Noun, Class::Office, Class::Profession, Class::PersonNoun])
        && (page.has(first - 1, Class::Lower) || page.is_initial(first - 1))
        && page.has(first, Class::Genitive)
        && page.any(second, &[Class::Given, Class::DictGiven])
        && !page.agree(first, second)
        && page.form(first).is_some_and(|f| f.readings.iter().any(|r| r.case.is_some()))
}

/// «Лосева Марина Игоревна»: as lists and courts write a name.
fn is_official(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let (surname, first) = (tokens.start, tokens.start + 1);
    tokens.len() == 3
        && is_patronymic(page, tokens.end - 1)
        && given(page, first)
        && page.any(surname, &[Class::Surname, Class::DictSurname, Class::SurnameSuffix, Class::FeminineSurnameSuffix, Class::GuessSurname])
        && !page.any(surname, &[Class::DictGiven, Class::Given])
        && page.same_case(surname, first)
}

/// «Вера» in «Вера и Илья Мостовые»: the surname behind the second given name is of both.
fn is_of_couple(page: &Page<'_>, i: usize) -> bool {
    given(page, i)
        && page.has(i + 1, Class::Conjunction)
        && page.has(i + 1, Class::OneLetter)
        && given(page, i + 2)
        && nameable(page, i + 3)
        && page.sentence(i).contains(&(i + 3))
        && page.any(i + 3, &[Class::Surname, Class::DictSurname, Class::SurnameSuffix, Class::FeminineSurnameSuffix, Class::Plural, Class::Unknown])
}

/// «по кличке «Тихий»», «с позывным «Гиви»».
fn nickname(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let sentence = page.sentence(start);
    if start < sentence.start + 2 || !page.has(start - 1, Class::OpenQuote) || !page.is_capital(start) {
        return;
    }
    let known_as = page.form(start - 2).is_some_and(|f| f.word("nickname-noun").is_some());
    if !known_as {
        return;
    }
    if let Some(end) = (start + 1..sentence.end.min(start + 4)).find(|i| page.has(*i, Class::CloseQuote)) {
        let mut candidate = Candidate::new(Kind::Person, "people.nickname", start..end).part(Role::Nickname, start..end);
        candidate.cues.push("nickname");
        out.push(candidate);
    }
}

/// The people.tsv entry that a span is.
fn entry(page: &Page<'_>, tokens: &Range<usize>) -> Option<Entry> {
    page.entries_of(tokens.start, Table::People).find(|p| p.tokens == *tokens).map(|p| p.entry)
}

fn known(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    for phrase in page.entries_of(start, Table::People) {
        push(page, "people.known", phrase.tokens, out);
    }
}

fn initials(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let end = page.sentence(start).end;
    let is_initial = |i: usize| i < end && page.has(i, Class::Initial);
    if is_initial(start) {
        let mut i = start;
        while is_initial(i) && i < start + 3 {
            i += 1;
        }
        if i < end && nameable(page, i) {
            push(page, "people.initials", start..i + 1, out);
        }
    } else if nameable(page, start) && is_initial(start + 1) {
        let last = if is_initial(start + 2) { start + 3 } else { start + 2 };
        push(page, "people.initials", start..last, out);
    }
}

fn given_surname(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let end = page.sentence(start).end.min(start + 4);
    if !nameable(page, start) || page.has(start, Class::Initial) {
        return;
    }
    for last in start + 1..end {
        if !nameable(page, last) || page.has(last, Class::Initial) {
            break;
        }
        if given(page, start) || given(page, start + 1) {
            push(page, "people.given-surname", start..last + 1, out);
        }
    }
}

fn single(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if nameable(page, start) && !page.has(start, Class::Initial) {
        push(page, "people.single-name", start..start + 1, out);
    }
}

/// «фон» in «фон Нойман» without the given name: no word that is something else in Russian first of all.
fn begins_with_particle(page: &Page<'_>, start: usize) -> bool {
    is_particle(page, start) && !page.any(start, &[Class::Preposition, Class::Conjunction, Class::Verb]) && page.is_spaced(start + 1)
}

fn capitalized(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let end = page.sentence(start).end.min(start + 6);
    if !nameable(page, start) && !(begins_with_particle(page, start) && nameable(page, start + 1)) {
        return;
    }
    for last in start + 1..end {
        // «Дэйзи Сорос П. Сорос»: an initial behind two names begins another.
        if page.has(last, Class::Initial) && (start..last).filter(|i| nameable(page, *i) && !page.has(*i, Class::Initial)).count() > 1 {
            break;
        }
        let quoted = page.any(last, &[Class::OpenQuote, Class::CloseQuote]);
        if nameable(page, last) && !page.has(last, Class::Initial) {
            let pushed = push(page, "people.capitalized-words", start..last + 1, out);
            // «Владимир «Бешеный» Гараев»
            let nicknamed = last == start + 4 && page.has(start + 1, Class::OpenQuote) && page.has(last - 1, Class::CloseQuote);
            if let Some(c) = out.last_mut().filter(|_| pushed && nicknamed && given(page, start)) {
                c.cues.push("nickname");
            }
        } else if !is_particle(page, last) && !page.has(last, Class::Initial) && !quoted {
            break;
        }
    }
}

/// Tells given name, patronymic, surname and nickname apart.
pub fn parts(page: &Page<'_>, tokens: &Range<usize>) -> Vec<Part> {
    let part = |role, tokens| Part { role, tokens };
    let words: Vec<usize> = tokens.clone().filter(|i| nameable(page, *i)).collect();
    if let Some(entry) = entry(page, tokens)
        && let Some(parts) = parts_by_entry(page, tokens, entry)
    {
        return parts;
    }
    if let Some(number) = words.iter().skip(1).copied().find(|i| is_regnal(page, *i)) {
        // «Карл III», «Карл XVI Густав», «Николай II Романов»
        let rest = number + 1..tokens.end;
        let own = rest.is_empty() || rest.clone().all(|i| is_given_alone(page, i));
        let given = tokens.start..if own { tokens.end } else { number + 1 };
        return std::iter::once(part(Role::Given, given)).chain((!own).then(|| part(Role::Surname, rest))).collect();
    }
    if let Some(parts) = parts_by_ending(page, tokens, &words) {
        return parts;
    }
    let quote = tokens.clone().find(|i| page.has(*i, Class::OpenQuote));
    let mut out = Vec::new();
    match words.as_slice() {
        [] => {}
        // «де Ниро», «Де Ниро»
        [.., last] if tokens.len() > 1 && is_leading(page, tokens.start) => out.push(part(Role::Surname, tokens.start..last + 1)),
        [one] => out.push(part(if is_given_alone(page, *one) { Role::Given } else { Role::Surname }, *one..one + 1)),
        all => {
            let (first, last) = (all[0], all[all.len() - 1]);
            if page.has(last, Class::Initial) && !page.has(first, Class::Initial) {
                out.push(part(Role::Surname, first..first + 1));
                out.push(part(Role::Given, all[1]..all[1] + 1));
                if all.len() > 2 {
                    out.push(part(Role::Patronymic, last..last + 1));
                }
                return out;
            }
            let patronymic = all.iter().skip(1).copied().find(|i| is_patronymic(page, *i));
            if let Some(p) = patronymic {
                let before: Vec<usize> = all.iter().copied().filter(|i| *i < p).collect();
                if before.len() >= 2 {
                    // «Козлова Анна Сергеевна»
                    out.push(part(Role::Surname, before[0]..before[before.len() - 2] + 1));
                }
                out.push(part(Role::Given, before[before.len() - 1]..before[before.len() - 1] + 1));
                out.push(part(Role::Patronymic, p..p + 1));
                if p < last {
                    out.push(part(Role::Surname, p + 1..tokens.end));
                }
                return out;
            }
            let eastern = |i: &usize| has_eastern_entry(page, *i) || is_chinese(page.folded(*i)) || !page.any(*i, &[Class::SurnameSuffix, Class::DictSurname]);
            if is_eastern_surname(page, first) && all.iter().skip(1).all(eastern) {
                out.push(part(Role::Surname, first..first + 1));
                out.push(part(Role::Given, all[1]..tokens.end));
                return out;
            }
            if all.len() == 2 && surname_first(page, first, last) {
                out.push(part(Role::Surname, first..first + 1));
                out.push(part(Role::Given, last..last + 1));
                return out;
            }
            let names = match quote {
                Some(q) => {
                    let close = (q + 1..tokens.end).find(|i| page.has(*i, Class::CloseQuote)).unwrap_or(tokens.end);
                    if q + 1 < close {
                        out.push(part(Role::Nickname, q + 1..close));
                    }
                    all.iter().copied().filter(|i| *i < q || *i > close).collect()
                }
                None => all.to_vec(),
            };
            match names.as_slice() {
                [] => {}
                [one] => out.push(part(Role::Given, *one..one + 1)),
                many => {
                    // Initials and given names come first, the last word and the particles before it are the surname.
                    let particle = tokens.clone().find(|i| is_particle(page, *i) || *i > tokens.start && is_leading(page, *i));
                    let mut surname = particle.unwrap_or(many[many.len() - 1]);
                    // «Кристина Фернандес де Киршнер», «Жозе Мануэл Дуран Баррозу»: two surnames.
                    let own = |i: usize| !page.any(i, &[Class::Given, Class::DictGiven, Class::Initial]);
                    let iberian = |i: usize| {
                        let of = |e: Entry| matches!(e.cell("origin"), "spanish" | "portuguese");
                        page.form(i).is_some_and(|f| f.entries_of(Table::Surnames).any(of))
                    };
                    if let Some(double) = many.iter().copied().skip(1).rfind(|i| *i < surname).filter(|i| i + 1 == surname && own(*i))
                        && (particle.is_some() || iberian(double))
                    {
                        surname = double;
                    }
                    let given_end = many.iter().copied().filter(|i| *i < surname).max().map_or(many[0] + 1, |i| i + 1);
                    if page.has(many[0], Class::Initial) && many.len() > 2 && page.has(many[1], Class::Initial) {
                        out.push(part(Role::Given, many[0]..many[0] + 1));
                        out.push(part(Role::Patronymic, many[1]..many[1] + 1));
                    } else {
                        out.push(part(Role::Given, many[0]..given_end));
                    }
                    out.push(part(Role::Surname, surname..tokens.end));
                }
            }
        }
    }
    out.sort_by_key(|p| p.tokens.start);
    out
}

/// Roles of a name with «оглы», «уулу»: with the word before it that is the father's name, and it is the surname where the name has
/// no other: «Алиев Гейдар Алирза оглы», «Нурлан Шарип уулу», «Шарип уулу Нурлан».
fn parts_by_ending(page: &Page<'_>, tokens: &Range<usize>, words: &[usize]) -> Option<Vec<Part>> {
    let end = tokens.clone().skip(1).find(|i| page.has(*i, Class::Lower) && particle_note(page, *i).starts_with("ends"))?;
    let father = *words.iter().rev().find(|i| **i < end)?;
    let part = |role, tokens| Part { role, tokens };
    let before: Vec<usize> = words.iter().copied().filter(|i| *i < father).collect();
    let after: Vec<usize> = words.iter().copied().filter(|i| *i > end).collect();
    let of_father = father..end + 1;
    Some(match (before.as_slice(), after.as_slice()) {
        ([], []) => vec![part(Role::Surname, of_father)],
        ([], [given, ..]) => vec![part(Role::Surname, of_father), part(Role::Given, *given..tokens.end)],
        ([given], []) => {
            let role = if particle_note(page, end) == "ends-surname" { Role::Surname } else { Role::Patronymic };
            vec![part(Role::Given, *given..given + 1), part(role, of_father)]
        }
        ([surname, given], []) => vec![part(Role::Surname, *surname..surname + 1), part(Role::Given, *given..given + 1), part(Role::Patronymic, of_father)],
        (before, after) => {
            let mut parts = vec![part(Role::Given, before.first().copied().unwrap_or(father)..father), part(Role::Patronymic, of_father)];
            if let Some(surname) = after.first() {
                parts.push(part(Role::Surname, *surname..tokens.end));
            }
            parts
        }
    })
}

/// Roles by the columns of people.tsv, for names whose order differs.
fn parts_by_entry(page: &Page<'_>, tokens: &Range<usize>, entry: Entry) -> Option<Vec<Part>> {
    let count = |column: &str| entry.cell(column).split_whitespace().count();
    let (given, surname) = (count("given"), count("surname"));
    if given + surname != tokens.len() || given == 0 || surname == 0 {
        return None;
    }
    let surname_leads = page.form(tokens.start)?.is_known_by(&crate::lexicon::keys::fold(entry.cell("surname").split_whitespace().next()?));
    let split = tokens.start + if surname_leads { surname } else { given };
    let (a, b) = if surname_leads { (Role::Surname, Role::Given) } else { (Role::Given, Role::Surname) };
    Some(vec![Part { role: a, tokens: tokens.start..split }, Part { role: b, tokens: split..tokens.end }])
}

fn is_patronymic(page: &Page<'_>, i: usize) -> bool {
    page.has(i, Class::DictPatronymic) || page.has(i, Class::PatronymicSuffix) && !page.any(i, &[Class::Surname, Class::DictSurname])
}

/// A lone name that is a given name and no surname, or whose surname the form can only be by chance: «Марк» is no case of «Марки».
fn is_given_alone(page: &Page<'_>, i: usize) -> bool {
    if !page.any(i, &[Class::Given, Class::DictGiven]) || page.has(i, Class::DictSurname) {
        return false;
    }
    let Some(form) = page.form(i).filter(|_| page.has(i, Class::Surname)) else { return true };
    let is_form_of = |e: Entry| {
        let name = crate::lexicon::keys::fold(e.cell("name"));
        form.folded == name || form.readings.iter().any(|r| *r.lemma == *name && r.plural != Some(true))
    };
    form.entries_of(Table::Given).any(is_form_of) && !form.entries_of(Table::Surnames).any(is_form_of)
}

fn is_eastern(e: Entry) -> bool {
    matches!(e.cell("origin"), "chinese" | "korean" | "vietnamese")
}

fn has_eastern_entry(page: &Page<'_>, i: usize) -> bool {
    page.form(i).is_some_and(|f| f.entries_of(Table::Surnames).chain(f.entries_of(Table::Given)).any(is_eastern))
}

/// «Ким Чен Ын», «Ху Цзиньтао»: where the family name leads, by the origin of the surname. «Ким» is a given name elsewhere, not before
/// two syllables that stand apart.
pub fn is_eastern_surname(page: &Page<'_>, i: usize) -> bool {
    let given_elsewhere = |f: &crate::lexicon::Form| f.entries_of(Table::Given).any(|e| !is_eastern(e));
    page.form(i).is_some_and(|f| f.entries_of(Table::Surnames).any(is_eastern) && (!given_elsewhere(f) || before_syllables(page, i)))
}

/// «Ир Сен», «Чен Ына»: two short capitalised words of one syllable each, the second perhaps with the ending of a case.
fn before_syllables(page: &Page<'_>, i: usize) -> bool {
    let vowels = |t: usize| page.folded(t).chars().filter(|c| "аеиоуыэюя".contains(*c)).count();
    let short = |t: usize, most: usize| {
        nameable(page, t) && !page.has(t, Class::Initial) && (1..=most).contains(&vowels(t)) && page.folded(t).chars().count() <= 3 + most
    };
    page.sentence(i).contains(&(i + 2)) && short(i + 1, 1) && short(i + 2, 2)
}

/// Beginnings and ends of Chinese syllables as Russian writes them (Palladius), the longer first, and endings of cases.
const INITIALS: &[&str] = &["чж", "цз", "дз", "б", "п", "м", "ф", "д", "т", "н", "л", "г", "к", "х", "ц", "ч", "ш", "ж", "с", "р", ""];
const FINALS: &[&str] = &[
    "юань", "уань", "янь", "инь", "ань", "энь", "унь", "юнь", "уан", "юан", "уай", "уэй", "яо", "ян", "ин", "ай", "эй", "ао", "оу", "ан", "эн", "ун", "юн",
    "юй", "юэ", "уй", "уа", "уо", "ио", "ю", "я", "е", "и", "а", "э", "о", "у", "ы",
];
const ENDINGS: &[&str] = &["", "а", "у", "ом", "е", "я", "ю", "ем"];

/// «Бинбин», «Цзяньмина»: one or two Chinese syllables, with the ending of a case or none.
fn is_chinese(word: &str) -> bool {
    fn syllables(rest: &str, left: usize) -> bool {
        if ENDINGS.contains(&rest) && left < 2 {
            return true;
        }
        left > 0
            && INITIALS
                .iter()
                .filter_map(|i| rest.strip_prefix(i))
                .any(|tail| FINALS.iter().filter_map(|f| tail.strip_prefix(f)).any(|r| syllables(r, left - 1)))
    }
    syllables(word, 2)
}

/// «Козлова Анна»: the second word is a given name and nothing else, the first a surname and no given name.
fn surname_first(page: &Page<'_>, first: usize, second: usize) -> bool {
    let sure_given = page.any(second, &[Class::Given, Class::DictGiven]) && !page.any(second, &[Class::Surname, Class::DictSurname, Class::SurnameSuffix]);
    let sure_surname = page.any(first, &[Class::Surname, Class::DictSurname, Class::SurnameSuffix, Class::FeminineSurnameSuffix])
        && !page.any(first, &[Class::Given, Class::DictGiven]);
    sure_given && sure_surname
}

/// The gender that a given name or patronymic of the span has, by gazetteer and dictionary.
pub fn gender(page: &Page<'_>, parts: &[Part]) -> Option<Gender> {
    let by_entry = |i: usize| {
        let mut found = None;
        for e in page.form(i)?.entries_of(Table::Given) {
            let gender = match e.cell("gender") {
                "m" => Gender::Masc,
                "f" => Gender::Fem,
                _ => return None,
            };
            if found.is_some_and(|f| f != gender) {
                return None;
            }
            found = Some(gender);
        }
        found
    };
    for role in [Role::Patronymic, Role::Given] {
        for part in parts.iter().filter(|p| p.role == role) {
            if role == Role::Given {
                if let Some(gender) = by_entry(part.tokens.start) {
                    return Some(gender);
                }
                // «Фируз», a man's name or many a «Фируза»: entries that contradict each other are not for the dictionary to decide.
                if page.form(part.tokens.start).is_some_and(|f| f.entries_of(Table::Given).next().is_some()) {
                    return None;
                }
            }
            let wanted = if role == Role::Patronymic { crate::lexicon::NameType::Patronymic } else { crate::lexicon::NameType::Given };
            let form = page.form(part.tokens.start)?;
            let mut genders = form.readings.iter().filter(|r| r.name == Some(wanted)).filter_map(|r| r.gender);
            if let Some(first) = genders.next()
                && genders.all(|g| g == first)
            {
                return Some(first);
            }
        }
    }
    None
}
