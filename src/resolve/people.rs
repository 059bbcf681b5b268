//! People: which mentions are one person, and under which name.
//!
//! A person is kept together by the surname's stem and by given names that do not contradict each other. The nominative is
//! decided by all mentions together: every reading of every form votes with its weight, readings whose case or gender the
//! rest of the mention contradicts do not vote.

use super::latin;
use super::nominative::{NameReading, clean, governed, name_readings};
use crate::arbitrate::Mention;
use crate::lexicon::{Case, Class, Gender, NameType, Pos, Table, keys};
use crate::recognize::{Kind, Page, Role, Sense, people};
use crate::sheet;
use std::collections::BTreeMap;
use std::ops::Range;

/// One person while mentions are being collected.
struct Cluster {
    mentions: Vec<usize>,
    /// Stems of given names, in order; initials as one letter.
    given: Vec<String>,
    surname: Option<Vec<String>>,
    gender: Option<Gender>,
    entry: Option<crate::lexicon::Entry>,
}

/// What a mention says of its name.
struct Named {
    given: Option<Range<usize>>,
    patronymic: Option<Range<usize>>,
    surname: Option<Range<usize>>,
    nickname: Option<Range<usize>>,
}

fn named(mention: &Mention) -> Named {
    Named {
        given: mention.part_of(Role::Given),
        patronymic: mention.part_of(Role::Patronymic),
        surname: mention.part_of(Role::Surname),
        nickname: mention.part_of(Role::Nickname),
    }
}

/// Possible dictionary forms of the words of a surname, for comparison.
fn surname_keys(page: &Page<'_>, tokens: &Range<usize>) -> Vec<String> {
    let last = tokens.end - 1;
    let mut out: Vec<String> = vec![keys::stem(page.folded(last)).to_string()];
    for reading in name_readings(&page.forms[last], page.word(last), NameType::Surname) {
        let stem = keys::stem(&keys::fold(&reading.name)).to_string();
        if !out.contains(&stem) {
            out.push(stem);
        }
    }
    out
}

fn given_key(page: &Page<'_>, tokens: &Range<usize>) -> String {
    let first = tokens.start;
    let folded = page.folded(first).trim_end_matches('.');
    if folded.chars().count() <= 2 && page.has(first, Class::Initial) { folded.to_string() } else { keys::stem(folded).to_string() }
}

/// Given names do not contradict: equal stems, or an initial of the other.
fn given_fits(page: &Page<'_>, cluster: &Cluster, given: &str, tokens: &Range<usize>) -> bool {
    cluster.given.iter().all(|held| {
        let (short, long) = if held.chars().count() < given.chars().count() { (held.as_str(), given) } else { (given, held.as_str()) };
        held == given || short.chars().count() == 1 && long.starts_with(short) || same_given(page, tokens, held)
    })
}

/// «Владимир» and «Володя»: the gazetteer's short forms.
fn same_given(page: &Page<'_>, tokens: &Range<usize>, held: &str) -> bool {
    page.forms[tokens.start].entries_of(Table::Given).any(|e| {
        let names = std::iter::once(e.cell("name")).chain(e.cell("short").split('|'));
        names.filter(|n| !n.is_empty()).any(|n| keys::stem(&keys::fold(n)) == held)
    })
}

/// The office that ends where a mention begins.
fn office_before(mentions: &[Mention], i: usize) -> Option<&Mention> {
    mentions[i.saturating_sub(6)..i].iter().find(|m| m.kind == Kind::Office && m.tokens.end == mentions[i].tokens.start)
}

/// The gender that the forms of a mention leave possible, by given name, patronymic, then surname with case.
fn gender_of(page: &Page<'_>, mentions: &[Mention], i: usize) -> Option<Gender> {
    let mention = &mentions[i];
    if let Some(gender) = people::gender(page, &mention.parts) {
        return Some(gender);
    }
    if let Sense::Entry(e) = mention.sense
        && e.table == Table::People
    {
        return match e.cell("gender") {
            "m" => Some(Gender::Masc),
            "f" => Some(Gender::Fem),
            _ => None,
        };
    }
    // The verb in the past after a single name: «Козлова сообщила».
    let next = mention.tokens.end;
    let verb = page
        .form(next)
        .filter(|f| f.classes.has(Class::Verb) && page.sentence(mention.tokens.start).contains(&next))
        .and_then(|f| f.readings.iter().find(|r| r.pos == Pos::Verb && r.past && r.plural == Some(false)));
    let governed = mention.tokens.start.checked_sub(1).is_some_and(|b| {
        page.sentence(next - 1).contains(&b)
            && page.any(b, &[Class::Noun, Class::Preposition])
            && page.has(b, Class::Lower)
            && !page.any(b, &[Class::Office, Class::Profession, Class::PersonNoun])
    });
    if let Some(v) = verb
        && !governed
        && matches!(v.gender, Some(Gender::Masc | Gender::Fem))
        && page.form(mention.tokens.start).is_some_and(|f| f.has_case(Case::Nom) || f.readings.is_empty())
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

/// Makes people of the person mentions; a lone name that turns out to be a surname gets that part. Returns them with, for every one, the indices of its mentions.
pub fn resolve(page: &Page<'_>, mentions: &mut [Mention]) -> Vec<(sheet::Person, Vec<usize>)> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let people: Vec<usize> = (0..mentions.len()).filter(|i| mentions[*i].kind == Kind::Person).collect();
    // Full names first, so that a surname alone finds its bearer wherever it stands.
    let full = |i: &usize| {
        let n = named(&mentions[*i]);
        n.given.is_some() && n.surname.is_some()
    };
    let ordered: Vec<usize> = people.iter().copied().filter(full).chain(people.iter().copied().filter(|i| !full(i))).collect();
    for i in ordered {
        join(page, mentions, i, &mut clusters);
    }
    for c in &mut clusters {
        c.mentions.sort_unstable();
    }
    clusters.sort_by_key(|c| c.mentions[0]);
    clusters.iter().map(|c| (person(page, mentions, c), c.mentions.clone())).collect()
}

fn join(page: &Page<'_>, mentions: &mut [Mention], i: usize, clusters: &mut Vec<Cluster>) {
    let mention = &mentions[i];
    let name = named(mention);
    let gender = gender_of(page, mentions, i);
    let entry = match mention.sense {
        Sense::Entry(e) if e.table == Table::People => Some(e),
        _ => None,
    };
    let given = name.given.as_ref().map(|g| given_key(page, g));
    let surname = name.surname.as_ref().map(|s| surname_keys(page, s));
    let compatible = |c: &Cluster| c.gender.is_none() || gender.is_none() || c.gender == gender;
    let mut fitting: Vec<usize> = (0..clusters.len())
        .filter(|n| {
            let c = &clusters[*n];
            if entry.is_some() && c.entry == entry {
                return true;
            }
            match (&surname, &given) {
                (Some(s), g) => {
                    let same = c.surname.as_ref().is_some_and(|held| held.iter().any(|h| s.contains(h)));
                    let alone_as_given = c.surname.is_some() && g.is_none() && c.given.iter().any(|held| s.contains(held));
                    (same || alone_as_given) && compatible(c) && g.as_ref().is_none_or(|g| given_fits(page, c, g, name.given.as_ref().expect("has a key")))
                }
                // A word that could be a given name may be the surname of one named in full.
                (None, Some(g)) => c.given.iter().any(|held| held == g) && compatible(c) || c.surname.as_ref().is_some_and(|s| s.contains(g)),
                (None, None) => false,
            }
        })
        .collect();
    // Of several the one named last before this mention.
    if fitting.len() > 1 {
        fitting.sort_by_key(|n| {
            let before = clusters[*n].mentions.iter().copied().filter(|m| *m < i).max();
            (before.is_none(), std::cmp::Reverse(before))
        });
    }
    match fitting.first() {
        Some(n) => {
            let c = &mut clusters[*n];
            c.mentions.push(i);
            let is_surname = surname.is_none() && given.as_ref().is_some_and(|g| !c.given.contains(g) && c.surname.as_ref().is_some_and(|s| s.contains(g)));
            if is_surname {
                mentions[i].candidate.parts.iter_mut().filter(|p| p.role == Role::Given).for_each(|p| p.role = Role::Surname);
            }
            if let Some(g) = given.filter(|_| !is_surname)
                && !c.given.contains(&g)
            {
                c.given.push(g);
            }
            if c.surname.is_none() {
                c.surname = surname;
            }
            c.gender = c.gender.or(gender);
            c.entry = c.entry.or(entry);
        }
        None => clusters.push(Cluster { mentions: vec![i], given: given.into_iter().collect(), surname, gender, entry }),
    }
}

/// The readings of one part over all mentions, with votes summed up by nominative.
fn vote(votes: &mut BTreeMap<String, f32>, readings: &[NameReading], strength: f32) {
    let best = readings.iter().map(|r| r.weight).fold(0.0, f32::max);
    let mut seen: Vec<&str> = Vec::new();
    for r in readings {
        // The likeliest reading of a form counts in full, the others by their share; a name votes once a form.
        if best > 0.0 && !seen.contains(&r.name.as_str()) {
            seen.push(&r.name);
            *votes.entry(r.name.clone()).or_default() += strength * r.weight / best;
        }
    }
}

fn winner(votes: &BTreeMap<String, f32>) -> Option<String> {
    votes
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.chars().count().cmp(&a.0.chars().count())).then_with(|| b.0.cmp(a.0)))
        .map(|(n, _)| n.clone())
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

fn person(page: &Page<'_>, mentions: &[Mention], cluster: &Cluster) -> sheet::Person {
    let mut votes: [BTreeMap<String, f32>; 3] = Default::default();
    let mut nickname = None;
    let mut gender = cluster.gender;
    let mut genders: BTreeMap<Gender, f32> = BTreeMap::new();
    for i in &cluster.mentions {
        let mention = &mentions[*i];
        let name = named(mention);
        nickname = nickname.or(name.nickname.as_ref().map(|t| clean(page.text.span(t))));
        let around = cases_around(page, mentions, *i);
        let parts = [(name.given, NameType::Given), (name.patronymic, NameType::Patronymic), (name.surname, NameType::Surname)];
        let readings: Vec<Vec<NameReading>> = parts.iter().map(|(t, kind)| t.as_ref().map_or(Vec::new(), |t| part_readings(page, t, *kind))).collect();
        let (case, seen_gender) = joint(&readings, around.as_deref(), gender);
        if let Some(g) = seen_gender {
            *genders.entry(g).or_default() += 1.0;
        }
        for (n, list) in readings.iter().enumerate() {
            let fit: Vec<NameReading> = list
                .iter()
                .filter(|r| {
                    (r.case.is_none() || case.is_none() || r.case == case)
                        && (r.gender.is_none() || gender.or(seen_gender).is_none() || r.gender == gender.or(seen_gender))
                })
                .cloned()
                .map(|mut r| {
                    // Beside a word in an oblique case an unchanged name is the exception.
                    if r.case.is_none() && case.is_some_and(|c| c != Case::Nom) && list.iter().any(|o| o.case == case) {
                        r.weight *= 0.4;
                    }
                    r
                })
                .collect();
            let strength = if parts[0].0.is_some() && parts[2].0.is_some() { 2.0 } else { 1.0 };
            vote(&mut votes[n], &fit, strength);
        }
    }
    gender = gender.or_else(|| genders.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0))).map(|(g, _)| *g));
    // A name that occurs as it stands, in the nominative of all it explains, is the likelier one.
    for (n, part) in [Role::Given, Role::Patronymic, Role::Surname].into_iter().enumerate() {
        let surfaces: Vec<String> = cluster.mentions.iter().filter_map(|i| mentions[*i].part_of(part)).map(|t| clean(page.text.span(&t))).collect();
        let best = votes[n].values().copied().fold(0.0, f32::max);
        for (name, weight) in &mut votes[n] {
            let as_subject = || {
                cluster
                    .mentions
                    .iter()
                    .filter(|i| stands_alone(page, &mentions[**i].tokens))
                    .any(|i| mentions[*i].part_of(part).is_some_and(|t| clean(page.text.span(&t)) == *name))
            };
            if *weight > 0.2 * best && surfaces.iter().filter(|s| *s == name).count() > 0 && surfaces.iter().any(|s| s != name) && as_subject() {
                *weight = *weight * 1.5 + best * 0.5;
            }
        }
    }
    // An initial gives way to the full name.
    if votes[0].keys().any(|n| n.chars().count() > 2) {
        votes[0].retain(|n, _| n.chars().count() > 2);
    }
    let [given, patronymic, surname] = votes.map(|v| winner(&v));
    assemble(page, mentions, cluster, [given, patronymic, surname], nickname, gender)
}

/// No preposition and no noun before it: a place where a subject can stand.
fn stands_alone(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    tokens.start.checked_sub(1).is_none_or(|b| !page.any(b, &[Class::Preposition, Class::Noun, Class::Adjective]) || !page.sentence(tokens.start).contains(&b))
}

fn part_readings(page: &Page<'_>, tokens: &Range<usize>, kind: NameType) -> Vec<NameReading> {
    let last = tokens.end - 1;
    let mut readings = if page.any(last, &[Class::Latin, Class::Initial]) {
        vec![NameReading { name: page.word(last).to_string(), case: None, gender: None, weight: 1.0 }]
    } else {
        name_readings(&page.forms[last], page.word(last), kind)
    };
    // Every word of a name of several is inflected: «Хадима Хуссейна».
    for front in (tokens.start..last).rev() {
        let words = match page.any(front, &[Class::Latin, Class::Initial, Class::Lower]) {
            true => Vec::new(),
            false => name_readings(&page.forms[front], page.word(front), kind),
        };
        let space = if page.is_spaced(front + 1) { " " } else { "" };
        for r in &mut readings {
            let fit = words.iter().find(|w| r.case.is_none() || w.case == r.case).map_or_else(|| clean(page.word(front)), |w| w.name.clone());
            r.name = format!("{fit}{space}{}", r.name);
        }
    }
    readings
}

/// The case and gender in which the parts of one mention agree best; no gender where both fit as well.
fn joint(readings: &[Vec<NameReading>], around: Option<&[Case]>, gender: Option<Gender>) -> (Option<Case>, Option<Gender>) {
    let mut best = (0.0f32, None, None);
    let mut rival = 0.0f32;
    for g in [Gender::Masc, Gender::Fem] {
        if gender.is_some_and(|known| known != g) {
            continue;
        }
        let mut own = (0.0f32, None);
        for case in [Case::Nom, Case::Gen, Case::Dat, Case::Acc, Case::Ins, Case::Loc] {
            let mut score = 1.0;
            for list in readings.iter().filter(|l| !l.is_empty()) {
                let fit = list.iter().filter(|r| r.case.is_none_or(|c| c == case) && r.gender.is_none_or(|h| h == g)).map(|r| r.weight).fold(0.0, f32::max);
                score *= fit;
            }
            // Prepositions and offices before the name say the case; without them the nominative is the commonest.
            score *= match around {
                Some(cases) if cases.contains(&case) => 3.0,
                Some(_) => 0.5,
                None => 1.0,
            };
            if score > own.0 + 1e-6 {
                own = (score, Some(case));
            }
        }
        if own.0 > best.0 + 1e-6 {
            rival = best.0;
            best = (own.0, own.1, Some(g));
        } else {
            rival = rival.max(own.0);
        }
    }
    (best.1, if (best.0 - rival).abs() < 1e-4 && gender.is_none() { None } else { best.2 })
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
        name = clean(page.text.span(&mentions[cluster.mentions[0]].tokens));
    }
    let mut latin_name = latin::latin(&order(&given, &None, &surname).into_iter().flatten().cloned().collect::<Vec<_>>().join(" "));
    if latin_name.is_empty() {
        latin_name = latin::latin(&name);
    }
    let mut gender = gender;
    if let Some(e) = cluster.entry {
        name = e.cell("name").to_string();
        let cell = |c: &str| Some(e.cell(c).to_string()).filter(|v| !v.is_empty());
        given = cell("given").or(given);
        surname = cell("surname").or(surname);
        latin_name = cell("latin").unwrap_or_else(|| latin::latin(&name));
        gender = match e.cell("gender") {
            "m" => Some(Gender::Masc),
            "f" => Some(Gender::Fem),
            _ => gender,
        };
    }
    let mut variants: Vec<String> = Vec::new();
    for i in &cluster.mentions {
        let text = clean(page.text.span(&mentions[*i].tokens));
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

/// The words of one mention in the nominative: the person's own parts, in the mention's order and spacing.
pub fn norm(page: &Page<'_>, mention: &Mention, person: &sheet::Person) -> String {
    let mut out = String::new();
    let mut i = mention.tokens.start;
    while i < mention.tokens.end {
        if i > mention.tokens.start && page.is_spaced(i) {
            out.push(' ');
        }
        let part = mention.parts.iter().find(|p| p.tokens.start == i && matches!(p.role, Role::Given | Role::Patronymic | Role::Surname));
        let Some(part) = part else {
            out.push_str(&clean(page.word(i)));
            i += 1;
            continue;
        };
        let text = clean(page.text.span(&part.tokens));
        let whole = match part.role {
            Role::Given => person.given.as_ref(),
            Role::Patronymic => person.patronymic.as_ref(),
            _ => person.surname.as_ref(),
        };
        // Initials stay initials, other forms of the name stay other forms.
        let same = |name: &String| {
            let letters = (name.chars().count() - 1).clamp(1, 3);
            keys::fold(name).chars().take(letters).eq(keys::fold(&text).chars().take(letters))
        };
        out.push_str(&whole.filter(|n| same(n) && !page.has(part.tokens.start, Class::Initial)).cloned().unwrap_or(text));
        i = part.tokens.end;
    }
    out
}
