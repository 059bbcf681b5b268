//! People: which mentions are one person, and under which name.
//!
//! A person is kept together by the surname's stem and by given names that do not contradict each other. The nominative is
//! decided by all mentions together: every reading of every form votes with its weight, readings whose case or gender the
//! rest of the mention contradicts do not vote.

use super::clusters::{self, Cluster, named};
use super::declension::{self, Decided, Sighting};
use super::families::{self, Families};
use super::latin;
use super::name_readings::name_readings;
use super::nominative::governed;
use crate::arbitrate::Mention;
use crate::lexicon::{Case, Class, Gender, NameReading, NameType, Pos, Table, keys};
use crate::recognize::{Kind, Page, Role, Sense, people};
use crate::sheet;
use std::collections::BTreeMap;
use std::ops::Range;

/// The office that ends where a mention begins.
fn office_before(mentions: &[Mention], i: usize) -> Option<&Mention> {
    mentions[i.saturating_sub(6)..i].iter().find(|m| m.kind == Kind::Office && m.tokens.end == mentions[i].tokens.start)
}

/// The gender that the forms of a mention leave possible, by given name, patronymic, then surname with case.
fn gender_of(page: &Page<'_>, mentions: &[Mention], i: usize) -> Option<Gender> {
    let mention = &mentions[i];
    let row = match mention.sense {
        Sense::Entry(e) if e.table == Table::People => Some(match e.cell("gender") {
            "m" => Some(Gender::Masc),
            "f" => Some(Gender::Fem),
            _ => None,
        }),
        _ => None,
    };
    // «Ким Ир Сен» in full is he, though «Ир» by itself may be a form of «Ира».
    if let Some(gender) = row.flatten().filter(|_| mention.tokens.len() > 2) {
        return Some(gender);
    }
    if let Some(gender) = people::gender(page, &mention.parts) {
        return Some(gender);
    }
    if let Some(gender) = row {
        return gender;
    }
    // The verb in the past after a single name: «Козлова сообщила».
    let next = mention.tokens.end;
    let verb = page
        .form(next)
        .filter(|f| (f.classes.has(Class::Verb) || f.classes.has(Class::Participle)) && page.sentence(mention.tokens.start).contains(&next))
        // «А. Козлова назначена».
        .and_then(|f| f.readings.iter().find(|r| (r.pos == Pos::Verb && r.past || r.pos == Pos::Participle && r.short) && r.plural == Some(false)));
    let governed = mention.tokens.start.checked_sub(1).is_some_and(|b| {
        page.sentence(next - 1).contains(&b)
            && page.any(b, &[Class::Noun, Class::Preposition])
            && (page.has(b, Class::Lower) || page.is_initial(b) && !page.any(b, &[Class::Given, Class::Surname]))
            && !page.any(b, &[Class::Office, Class::Profession, Class::PersonNoun])
    });
    let bearer = if page.has(mention.tokens.start, Class::Initial) { next - 1 } else { mention.tokens.start };
    // «адвокат Биби заявил» is said of the lawyer, where the name can be a genitive; «министр Меркель заявила» is said of her.
    let office = mention.tokens.start.checked_sub(1).filter(|b| page.any(*b, &[Class::Office, Class::Profession, Class::PersonNoun]));
    let last = page.form(next - 1);
    let of_another = office.is_some()
        && last.is_some_and(|f| {
            f.readings.is_empty() || f.has_case(Case::Gen) || f.readings.iter().all(|r| !r.known) && f.folded.ends_with(['и', 'у', 'о', 'е', 'э', 'ю'])
        })
        && verb.is_some_and(|v| office.and_then(|o| page.form(o)?.reading_as(Pos::Noun)).is_some_and(|o| o.gender == v.gender));
    if let Some(v) = verb
        && !governed
        && !of_another
        && !is_accusative_of_another(page, mentions, i)
        && matches!(v.gender, Some(Gender::Masc | Gender::Fem))
        && page.form(bearer).is_some_and(|f| f.has_case(Case::Nom) || f.readings.is_empty())
    {
        return v.gender;
    }
    // «заявила представитель Госдепартамента Эмили Картер»: the verb before the name, or before the office before it.
    let start = office_before(mentions, i).map_or(mention.tokens.start, |o| o.tokens.start);
    let said = start
        .checked_sub(1)
        .filter(|b| page.sentence(start).contains(b) && page.has(*b, Class::Lower))
        .and_then(|b| page.form(b))
        .and_then(|f| f.readings.first())
        .filter(|r| r.pos == Pos::Verb && r.past && r.plural == Some(false));
    if let Some(v) = said
        && matches!(v.gender, Some(Gender::Masc | Gender::Fem))
        && page.has(start - 1, Class::Speech)
    {
        return v.gender;
    }
    let before = mention.tokens.start.checked_sub(1)?;
    if page.any(before, &[Class::Office, Class::PersonNoun, Class::Profession]) {
        let form = page.form(before)?;
        let feminine = form.entries.iter().any(|e| e.field == crate::lexicon::Field::Feminine);
        if feminine && form.readings.iter().all(|r| r.pos != Pos::Noun || r.gender == Some(Gender::Fem)) {
            return Some(Gender::Fem);
        }
    }
    None
}

/// «Науседу поддержала министр» where the text has «Науседа»: no subject, though the form by itself might be a name in the nominative.
fn is_accusative_of_another(page: &Page<'_>, mentions: &[Mention], i: usize) -> bool {
    let last = mentions[i].tokens.end - 1;
    if !page.folded(last).ends_with(['у', 'ю']) {
        return false;
    }
    let nominative = |m: &Mention| {
        let own = m.tokens.end - 1;
        m.kind == Kind::Person && page.forms[own].stem == page.forms[last].stem && page.folded(own).ends_with(['а', 'я'])
    };
    // Those of a page or two before and behind.
    mentions[i.saturating_sub(200)..mentions.len().min(i + 200)].iter().any(nominative)
}

/// Makes people of the person mentions; a lone name that turns out to be a surname gets that part. Returns them with, for every one, the indices of its mentions.
pub fn resolve(page: &Page<'_>, mentions: &mut [Mention]) -> People {
    let families = families::Families::find(page, mentions);
    let clusters = clusters::find(page, mentions, &families, &|mentions, i| gender_of(page, mentions, i));
    let mut out = People::default();
    for cluster in clusters {
        if let Some(name) = cluster.mentions.iter().find_map(|i| families.plural.get(i)) {
            out.norms.extend(cluster.mentions.iter().map(|i| (*i, families.plural[i].clone())));
            out.all.push((family(page, mentions, &cluster, name), cluster.mentions));
            continue;
        }
        let (person, decided) = person(page, mentions, &families, &cluster);
        out.norms.extend(cluster.mentions.iter().map(|i| (*i, norm(page, &mentions[*i], &decided))));
        out.all.push((person, cluster.mentions));
    }
    out
}

/// People, and the words of their mentions in the nominative.
#[derive(Default)]
pub struct People {
    /// Every person with the indices of the mentions.
    pub all: Vec<(sheet::Person, Vec<usize>)>,
    /// By the index of the mention.
    pub norms: BTreeMap<usize, String>,
}

/// The case that the place of a mention asks for: a preposition's, or that of the office before it.
fn cases_around(page: &Page<'_>, mentions: &[Mention], i: usize) -> Option<Vec<Case>> {
    let mention = &mentions[i];
    // «председателем парламента Японии Танакой»: the head of the office says the case.
    if let Some(head) = office_before(mentions, i).and_then(|o| o.part_of(Role::Head)) {
        let cases: Vec<Case> = page.form(head.start)?.readings.iter().filter(|r| r.pos == Pos::Noun).filter_map(|r| r.case).collect();
        if !cases.is_empty() {
            return Some(cases);
        }
    }
    // A name that nothing governs beside a verb in the past or present is its subject.
    let verb = |t: usize| {
        page.sentence(mention.tokens.start).contains(&t)
            && page.has(t, Class::Lower)
            && page.form(t).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == Pos::Verb && !r.future && r.plural != Some(true)))
    };
    let before_verb = verb(mention.tokens.end) && stands_alone(page, &mention.tokens);
    let after_speech = mention.tokens.start.checked_sub(1).is_some_and(|b| verb(b) && page.has(b, Class::Speech));
    if before_verb || after_speech {
        return Some(vec![Case::Nom]);
    }
    if let Some(cases) = governed(page, mention.tokens.start) {
        return Some(cases);
    }
    let before = mention.tokens.start.checked_sub(1).filter(|b| page.sentence(mention.tokens.start).contains(b))?;
    if page.any(before, &[Class::Office, Class::Profession, Class::PersonNoun]) && page.has(before, Class::Lower) {
        let cases: Vec<Case> = page.form(before)?.readings.iter().filter(|r| r.pos == Pos::Noun).filter_map(|r| r.case).collect();
        return (!cases.is_empty()).then_some(cases);
    }
    None
}

/// «Ивановы»: several of one surname, who are none of those named alone.
fn family(page: &Page<'_>, mentions: &[Mention], cluster: &Cluster, name: &str) -> sheet::Person {
    let none = [None, None, Some(name.to_string())];
    assemble(page, mentions, cluster, none, None, None)
}

fn person(page: &Page<'_>, mentions: &[Mention], families: &Families, cluster: &Cluster) -> (sheet::Person, Decided) {
    let is_latin = |m: &Mention| m.tokens.clone().all(|t| page.any(t, &[Class::Latin, Class::Initial]));
    // A name in its own letters says nothing of the Russian one, where that is there.
    let cyrillic = cluster.mentions.iter().any(|i| !is_latin(&mentions[*i]));
    let has_full_given = cluster.mentions.iter().any(|i| named(&mentions[*i]).given.is_some_and(|g| !page.has(g.start, Class::Initial)));
    let mut nickname = None;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut sightings: Vec<Sighting> = Vec::new();
    for i in &cluster.mentions {
        let mention = &mentions[*i];
        let mut name = named(mention);
        name.surname = name.surname.or_else(|| families.shared.get(i).cloned());
        nickname = nickname.or(name.nickname.as_ref().map(|t| page.spelled(t)));
        if cyrillic && is_latin(mention) {
            continue;
        }
        let around = cases_around(page, mentions, *i);
        let key = format!("{}|{around:?}|{}", page.text.span(&mention.tokens), name.surname.is_some());
        if let Some(n) = seen.get(&key) {
            sightings[*n].times += REPEATED;
            continue;
        }
        seen.insert(key, sightings.len());
        let leads = name.given.as_ref().zip(name.surname.as_ref()).is_some_and(|(g, s)| s.start < g.start && people::is_eastern_surname(page, s.start));
        let part = |tokens: Option<Range<usize>>, kind| tokens.map_or(Vec::new(), |t| part_readings(page, &t, kind));
        let given = name.given.filter(|g| !(has_full_given && page.has(g.start, Class::Initial)));
        let patronymic = name.patronymic.filter(|p| !(has_full_given && page.has(p.start, Class::Initial)));
        let mut surname = part(name.surname.clone(), NameType::Surname);
        if let Some(s) = name.surname.filter(|_| leads) {
            // «Си Цзиньпином»: the family name that leads does not change.
            surname.insert(0, NameReading { name: page.spelled(&s), case: None, gender: None, weight: 1.0 });
        }
        sightings.push(Sighting { parts: [part(given, NameType::Given), part(patronymic, NameType::Patronymic), surname], around, times: 1.0 });
    }
    let decided = declension::decide(&sightings, cluster.gender);
    (assemble(page, mentions, cluster, decided.parts.clone(), nickname, decided.gender), decided)
}

/// The same words once more, in a place that asks for the same case, say less than another form.
const REPEATED: f32 = 0.3;

/// No preposition and no noun before it: a place where a subject can stand.
fn stands_alone(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    tokens.start.checked_sub(1).is_none_or(|b| !page.any(b, &[Class::Preposition, Class::Noun, Class::Adjective]) || !page.sentence(tokens.start).contains(&b))
}

fn part_readings(page: &Page<'_>, tokens: &Range<usize>, kind: NameType) -> Vec<NameReading> {
    let fixed = |t: usize| page.any(t, &[Class::Latin, Class::Initial]) || page.has(t, Class::Lower) && t > tokens.start;
    // «Карлу III», «Алирза оглы»: what stands behind the name does not change.
    let last = tokens.clone().rev().find(|t| !fixed(*t)).unwrap_or(tokens.end - 1);
    let with_space = |t: usize| if page.is_spaced(t) { " " } else { "" };
    let tail: String = (last + 1..tokens.end).map(|t| format!("{}{}", with_space(t), page.word(t))).collect();
    let unchanged = |name: String| vec![NameReading { name, case: None, gender: None, weight: 1.0 }];
    let mut readings = if fixed(last) || !tail.is_empty() && page.has(tokens.end - 1, Class::Lower) {
        unchanged(page.word(last).to_string())
    } else {
        name_readings(&page.forms[last], page.word(last), kind).to_vec()
    };
    // Every word of a name of several is inflected: «Хадима Хуссейна».
    for front in (tokens.start..last).rev() {
        let words = match page.any(front, &[Class::Latin, Class::Initial, Class::Lower]) {
            true => Default::default(),
            false => name_readings(&page.forms[front], page.word(front), kind),
        };
        let space = with_space(front + 1);
        for r in &mut readings {
            let fit = words.iter().find(|w| r.case.is_none() || w.case == r.case).map_or_else(|| page.word(front).to_string(), |w| w.name.clone());
            r.name = format!("{fit}{space}{}", r.name);
        }
    }
    readings.iter_mut().for_each(|r| r.name.push_str(&tail));
    readings
}

fn assemble(
    page: &Page<'_>,
    mentions: &[Mention],
    cluster: &Cluster,
    [mut given, patronymic, mut surname]: [Option<String>; 3],
    nickname: Option<String>,
    gender: Option<Gender>,
) -> sheet::Person {
    // «Ли Вэй»: where the family name leads, it leads in the name too.
    let surname_leads = cluster.mentions.iter().any(|i| {
        let n = named(&mentions[*i]);
        n.given.zip(n.surname).is_some_and(|(g, s)| s.start < g.start && people::is_eastern_surname(page, s.start))
    });
    let order = |g, p, s| if surname_leads { [s, g, p] } else { [g, p, s] };
    let mut name = order(&given, &patronymic, &surname).into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        name = page.spelled(&mentions[cluster.mentions[0]].tokens);
    }
    // The patronymic tells apart only where no surname does: «Анна Ивановна».
    let father = if surname.is_none() { &patronymic } else { &None };
    let mut latin_name = latin::latin(&order(&given, father, &surname).into_iter().flatten().cloned().collect::<Vec<_>>().join(" "));
    if latin_name.is_empty() {
        latin_name = latin::latin(&name);
    }
    let mut gender = gender;
    let by_sound = || given.as_deref().zip(surname.as_deref()).and_then(|(g, s)| clusters::row_of_sound(g, s));
    if let Some(e) = cluster.entry.or_else(by_sound) {
        name = e.cell("name").to_string();
        let cell = |c: &str| Some(e.cell(c).to_string()).filter(|v| !v.is_empty());
        // What the text does not say is not said of it: «Путин» alone is known by id and name, without the given name; «Беньямин»
        // stays as spelled.
        let of_text = |held: Option<String>, row: Option<String>| match (held, row) {
            (Some(h), Some(r)) if keys::stem(&keys::fold(&h)) == keys::stem(&keys::fold(&r)) => Some(r),
            (held, _) => held,
        };
        given = of_text(given, cell("given"));
        surname = of_text(surname, cell("surname"));
        latin_name = cell("latin").unwrap_or_else(|| latin::latin(&name));
        gender = match e.cell("gender") {
            "m" => Some(Gender::Masc),
            "f" => Some(Gender::Fem),
            _ => gender,
        };
    }
    let mut variants: Vec<String> = Vec::new();
    for i in &cluster.mentions {
        let text = page.spelled(&mentions[*i].tokens);
        if text != name && !variants.contains(&text) {
            variants.push(text);
        }
    }
    sheet::Person {
        id: format!("person:{}", latin::slug(&latin_name)),
        name,
        latin: latin_name,
        given,
        patronymic,
        surname,
        nickname,
        gender: gender.and_then(|g| match g {
            Gender::Masc => Some("male".to_string()),
            Gender::Fem => Some("female".to_string()),
            Gender::Neut => None,
        }),
        variants,
        offices: Vec::new(),
        mentions: Vec::new(),
        references: Vec::new(),
    }
}

/// The words of one mention in the nominative, in the mention's order and spacing: each part under the name decided for the
/// person where the form can be of it («Азии Биби» is «Азия Биби», though the person is known as «Асия Биби»), else by itself.
fn norm(page: &Page<'_>, mention: &Mention, decided: &Decided) -> String {
    let mut out = String::new();
    let mut i = mention.tokens.start;
    while i < mention.tokens.end {
        if i > mention.tokens.start && page.is_spaced(i) {
            out.push(' ');
        }
        let part = mention.parts.iter().find(|p| p.tokens.start == i && matches!(p.role, Role::Given | Role::Patronymic | Role::Surname));
        let Some(part) = part else {
            out.push_str(page.word(i));
            i += 1;
            continue;
        };
        let (kind, n) = match part.role {
            Role::Given => (NameType::Given, 0),
            Role::Patronymic => (NameType::Patronymic, 1),
            _ => (NameType::Surname, 2),
        };
        out.push_str(&part_norm(page, &part.tokens, kind, decided.parts[n].as_deref(), decided.gender));
        i = part.tokens.end;
    }
    out
}

fn part_norm(page: &Page<'_>, tokens: &Range<usize>, kind: NameType, decided: Option<&str>, gender: Option<Gender>) -> String {
    let text = page.spelled(tokens);
    // Initials stay initials.
    if page.has(tokens.start, Class::Initial) {
        return text;
    }
    let readings = part_readings(page, tokens, kind);
    if let Some(name) = decided {
        let folded = keys::fold(name);
        let letters = (name.chars().count() - 1).clamp(1, 3);
        let alike = folded.chars().take(letters).eq(keys::fold(&text).chars().take(letters));
        let explained = readings.iter().any(|r| r.weight >= EXPLAINS && keys::fold(&r.name) == folded);
        // «МЕРКЕЛЬ»: of names in capitals too.
        if explained || alike && keys::stem(&folded) == keys::stem(&keys::fold(&text)) {
            return name.to_string();
        }
    }
    let fits = |r: &&NameReading| r.gender.is_none() || gender.is_none() || r.gender == gender;
    readings.into_iter().filter(|r| fits(&r)).max_by(|a, b| a.weight.total_cmp(&b.weight).then_with(|| b.name.cmp(&a.name))).map_or(text, |r| r.name)
}

/// A reading of less weight does not make a form one of the name.
const EXPLAINS: f32 = 0.1;
