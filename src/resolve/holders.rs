//! Who holds which office, by the words around: apposition, copula, brackets, lists.

use super::offices::is_plural;
use super::{Entity, Resolved};
use crate::arbitrate::Mention;
use crate::lexicon::{Case, Class};
use crate::recognize::{Kind, Page};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A person beside an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person: Entity,
    /// The office.
    pub office: Entity,
    /// The mention of the office.
    pub office_mention: usize,
    /// From the first to the last token that says it.
    pub tokens: Range<usize>,
    /// The rule that found it.
    pub rule: &'static str,
}

/// Finds the holders of all office mentions.
pub fn find(page: &Page<'_>, r: &Resolved) -> Vec<Holder> {
    let mut out = Vec::new();
    for i in 0..r.mentions.len() {
        if r.mentions[i].kind != Kind::Office || inside_office(r, i) {
            continue;
        }
        let Some(office) = r.entity_of[i] else { continue };
        let mut add = |person: usize, rule: &'static str| {
            let (a, b) = (&r.mentions[person].tokens, &r.mentions[i].tokens);
            if let Some(entity) = r.entity_of[person] {
                let holder = Holder { person: entity, office, office_mention: i, tokens: a.start.min(b.start)..a.end.max(b.end), rule };
                if !out.contains(&holder) {
                    out.push(holder);
                }
            }
        };
        if let Some(person) = after(page, r, i) {
            let listed = listed_after(page, r, i, person);
            // «адвокаты Петрова»: several cannot be one.
            if is_plural(page, &r.mentions[i]) && listed.is_empty() && !is_one_of(page, r, i) {
                continue;
            }
            add(person, "occupation.office-name");
            for more in listed {
                add(more, "occupation.office-names");
            }
        } else if let Some(person) = along(page, r, i).filter(|_| before(page, r, i).is_none()) {
            add(person, "occupation.offices-name");
        } else if let Some((person, rule)) = before(page, r, i).or_else(|| behind_sign(page, r, i)) {
            add(person, rule);
        } else if let Some(earlier) = out.iter().rev().take(4).find(|h| goes_on(page, r, h, i)) {
            let (person, rule, start) = (earlier.person, earlier.rule, earlier.tokens.start);
            let holder = Holder { person, office, office_mention: i, tokens: start..r.mentions[i].tokens.end, rule };
            if !out.contains(&holder) {
                out.push(holder);
            }
        }
    }
    drop_clients(page, r, &mut out);
    out
}

/// «По словам адвоката Петрова» says who the advocate is or whose he is: the latter where the text names the advocate elsewhere.
fn drop_clients(page: &Page<'_>, r: &Resolved, found: &mut Vec<Holder>) {
    let genitive = |h: &Holder| {
        let last = r.mentions[h.office_mention].tokens.end - 1;
        h.rule == "occupation.office-name"
            && page.form(head(r, h.office_mention)).is_some_and(|f| !f.has_case(Case::Nom))
            && page.has(h.tokens.end - 1, Class::Genitive)
            && page.has(last, Class::Lower)
    };
    let of_people = |h: &Holder| page.form(head(r, h.office_mention)).is_some_and(|f| f.word("of-person").is_some());
    let mut named: BTreeMap<&str, BTreeSet<Entity>> = BTreeMap::new();
    for h in found.iter().filter(|h| of_people(h) && !genitive(h)) {
        named.entry(r.offices[h.office.index].head.as_str()).or_default().insert(h.person);
    }
    found.retain(|h| {
        let office = &r.offices[h.office.index];
        let owned = office.organization.is_some() || office.place.is_some() || office.country.is_some();
        owned || !of_people(h) || !genitive(h) || named.get(office.head.as_str()).is_none_or(|people| people.contains(&h.person))
    });
}

/// How many offices may stand before the name of the one who holds them all.
const OFFICES: usize = 5;

/// The person behind a row of offices: «режиссёр, актёр и продюсер Петров».
fn along(page: &Page<'_>, r: &Resolved, i: usize) -> Option<usize> {
    let mut at = i;
    for _ in 0..OFFICES {
        at = next_office(page, r, at)?;
        if let Some(person) = after(page, r, at) {
            return Some(person);
        }
    }
    None
}

/// «один из лидеров партии Петров»: one of several.
fn is_one_of(page: &Page<'_>, r: &Resolved, i: usize) -> bool {
    let start = super::offices::with_modifiers(page, &r.mentions[i]).start;
    start >= 2 && page.folded(start - 1) == "из" && page.form(start - 2).is_some_and(|f| f.has_lemma("один")) && page.sentence(start).contains(&(start - 2))
}

/// Whether an office goes on with the row that another of the same person began behind the name: «Петров, министр обороны, депутат
/// парламента,», «Петров — предприниматель и бывший губернатор», «Петров был послом, а затем министром».
fn goes_on(page: &Page<'_>, r: &Resolved, earlier: &Holder, i: usize) -> bool {
    if matches!(earlier.rule, "occupation.office-name" | "occupation.office-names" | "occupation.offices-name" | "occupation.office-dash-name") {
        return false;
    }
    let (own, last) = (&r.mentions[i].tokens, &r.mentions[earlier.office_mention].tokens);
    let sentence = page.sentence(own.start);
    if last.end > own.start || !sentence.contains(&last.start) || earlier.tokens.end > last.end {
        return false;
    }
    let mut joint = own.start;
    while joint > last.end && page.any(joint - 1, &[Class::Adjective, Class::OfficeModifier]) && page.has(joint - 1, Class::Lower) {
        joint -= 1;
    }
    let Some(joint) = joint.checked_sub(1).filter(|j| *j >= last.end) else { return false };
    let and = |t: usize| page.form(t).is_some_and(|f| f.word("list-conjunction").is_some());
    if !(page.has(joint, Class::Comma) || and(joint)) || joint - last.end > COMPLEMENT {
        return false;
    }
    // Between the two only complements of the first; «…, и министр» goes on with the sentence.
    let inside = |t: usize| r.mentions[earlier.office_mention..i].iter().any(|m| m.kind != Kind::Person && m.tokens.contains(&t));
    let complement = |t: usize| {
        inside(t)
            || page.any(t, &[Class::Genitive, Class::Dative, Class::Instrumental, Class::Preposition, Class::Adjective])
                && page.has(t, Class::Lower)
                && !page.form(t).and_then(|f| f.readings.first()).is_some_and(|x| matches!(x.pos, crate::lexicon::Pos::Verb | crate::lexicon::Pos::Infinitive))
    };
    (last.end..joint).all(complement)
        && page.same_case(head(r, earlier.office_mention), head(r, i))
        && !is_plural(page, &r.mentions[i])
        && is_closed(page, r, i, &sentence)
}

/// The noun of an office's mention.
fn head(r: &Resolved, office: usize) -> usize {
    r.mentions[office].part_of(crate::recognize::Role::Head).map_or(r.mentions[office].tokens.start, |h| h.start)
}

/// How far before an office the verb may stand that a dash behind it stands for, in tokens.
const VERB: usize = 60;

/// The person behind an office and a sign: «Министр юстиции — Иван Петров», «Пресс-секретарь, Иван Петров, сообщил». The office begins
/// what is said.
fn behind_sign(page: &Page<'_>, r: &Resolved, i: usize) -> Option<(usize, &'static str)> {
    let end = r.mentions[i].tokens.end;
    let person = next_mention(r, i, end).filter(|p| r.mentions[*p].tokens.start == end + 1)?;
    let name = r.mentions[person].tokens.clone();
    let sentence = page.sentence(end - 1);
    let start = super::offices::with_modifiers(page, &r.mentions[i]).start;
    let begins = start == sentence.start || page.any(start - 1, &[Class::OpenBracket, Class::Comma, Class::Colon, Class::Dash]);
    let closed = name.end >= sentence.end || page.any(name.end, &[Class::Comma, Class::Stop, Class::CloseBracket]);
    let named = r.is_nominative(&name) != Some(false) && !is_plural(page, &r.mentions[i]) && sentence.contains(&name.start);
    let shows = |case: Case| page.form(head(r, i)).is_some_and(|f| f.has_case(case));
    // «директором стал Петров, а продюсером — Козлов»: a dash stands for the verb.
    let becomes = |t: usize| page.form(t).is_some_and(|f| f.predicate("hold").or_else(|| f.predicate("copula")).or_else(|| f.predicate("appoint")).is_some());
    if named
        && shows(Case::Ins)
        && page.has(end, Class::Dash)
        && start > sentence.start
        && closed
        && (sentence.start.max(start.saturating_sub(VERB))..start).any(becomes)
    {
        return Some((person, "occupation.office-dash-subject"));
    }
    if !named || !shows(Case::Nom) || !agrees(page, r, i, person) {
        return None;
    }
    if page.has(end, Class::Dash) && begins && closed {
        return Some((person, "occupation.office-dash-name"));
    }
    // «…, Иван Петров, сообщил»: what follows the closing comma is no further name.
    let capital = |t: usize| t < sentence.end && page.is_capital(t);
    let begins = start == sentence.start || start == sentence.start + 1 && page.any(sentence.start, &[Class::Adjective, Class::Pronoun]);
    let enclosed = page.has(name.end, Class::Comma) && !capital(name.end + 1);
    (page.has(end, Class::Comma) && begins && enclosed).then_some((person, "occupation.office-comma-name"))
}

/// «заместитель министра обороны»: the minister is not meant.
fn inside_office(r: &Resolved, i: usize) -> bool {
    let inner = &r.mentions[i].tokens;
    let from = r.mentions[..i].len().saturating_sub(6);
    r.mentions[from..i].iter().any(|m| m.kind == Kind::Office && m.tokens.start <= inner.start && inner.end <= m.tokens.end)
}

fn next_mention(r: &Resolved, i: usize, from: usize) -> Option<usize> {
    (i + 1..r.mentions.len()).take(16).find(|n| r.mentions[*n].tokens.start >= from && r.mentions[*n].kind == Kind::Person)
}

/// Whether an office's own words name the organization, the place or the country that it is of.
fn owned(r: &Resolved, i: usize) -> bool {
    use crate::recognize::Role;
    r.mentions[i].parts.iter().any(|p| matches!(p.role, Role::Organization | Role::Place | Role::Country))
}

/// How many tokens may stand between an office and its holder's name: «посол Белоруссии в Киргизии и Таджикистане Петров».
const GAP: usize = 7;

/// The person named right behind an office: «спикер парламента Джумабеков», with a quotation mark or a rank between.
fn after(page: &Page<'_>, r: &Resolved, i: usize) -> Option<usize> {
    let end = r.mentions[i].tokens.end;
    let mut person = next_mention(r, i, end)?;
    // «адвокат Петрова Анна Козлова»: whose he is stands between.
    if r.mentions[person].tokens.start == end
        && page.has(r.mentions[person].tokens.end - 1, Class::Genitive)
        && let Some(second) = next_mention(r, person, r.mentions[person].tokens.end).filter(|p| r.mentions[*p].tokens.start == r.mentions[person].tokens.end)
        && (r.is_nominative(&r.mentions[second].tokens) == Some(true) || page.form(head(r, i)).is_some_and(|f| f.word("of-person").is_some()))
    {
        person = second;
    }
    let start = r.mentions[person].tokens.start;
    if !page.sentence(end - 1).contains(&start) || is_relative_of(page, r, i, person) {
        return None;
    }
    let gap = end..start;
    // Complements that the office's mention left out: «директор по развитию компании Иванов», «посол Белоруссии в Бишкеке Савицкий».
    // «член совета при мэре Москвы Иванов»: at whose office a body is.
    let at_office = |m: &Mention| m.kind == Kind::Office && m.tokens.start > end && page.folded(m.tokens.start - 1) == "при";
    let owner = |m: &Mention| matches!(m.kind, Kind::Place | Kind::Country | Kind::Organization) || at_office(m);
    let named = |g: usize| r.mentions[i..person].iter().any(|m| owner(m) && m.tokens.contains(&g));
    // «адвокат обвиняемого Петров»: no verb of the sentence.
    let participle = |g: usize| page.form(g).and_then(|f| f.readings.first()).is_some_and(|x| x.pos == crate::lexicon::Pos::Participle && !x.short);
    let lower = |g: usize| {
        page.has(g, Class::Lower)
            && page.any(g, &[Class::Genitive, Class::Dative, Class::Preposition, Class::Office, Class::Profession])
            && (!page.any(g, &[Class::Verb, Class::Conjunction, Class::Speech]) || participle(g) || page.has(g, Class::PlacePreposition))
            // «министром вместо Петрова», «после Петрова»: no complement of the office.
            && (!page.has(g, Class::Preposition) || !page.has(g, Class::FunctionWord) || page.has(g, Class::PlacePreposition) || page.folded(g) == "по")
    };
    // «нападающий «Реала» и сборной Испании Петров», «врач больницы № 5 Петров».
    let and = |g: usize| page.form(g).is_some_and(|f| f.word("list-conjunction").is_some()) && named(g + 1) && owned(r, i);
    let number = |g: usize| page.has(g, Class::Digit) || page.word(g) == "№";
    let whose = |g: usize| r.mentions[i..person].iter().any(|m| m.kind == Kind::Person && m.tokens.start == end && m.tokens.contains(&g));
    // «посол в Бишкеке Петров», «сенатор от Аризоны Браун»; «брак певицы с американцем Брауном» is no such thing.
    let seat = |g: usize| {
        page.form(g)
            .and_then(|f| f.word("place-preposition"))
            .is_some_and(|e| matches!(e.cell("note"), "in" | "on" | "near") || matches!(page.folded(g), "от" | "из"))
    };
    // «соперницей гимнастки её подругу Козлову»: another noun says who that is.
    let other = |g: usize| {
        !named(g) && page.any(g, &[Class::Office, Class::Profession, Class::PersonNoun]) && !page.has(g, Class::Genitive) && !page.same_case(g, head(r, i))
    };
    let complements = gap.len() <= GAP
        && !gap.clone().any(other)
        && gap.clone().all(|g| named(g) || lower(g) || and(g) || number(g) || whose(g))
        && gap.clone().next().is_none_or(|g| !page.has(g, Class::Preposition) || page.folded(g) == "по" || named(g + 1) && seat(g));
    // «лидера протестующих против освобождения Анны Козловой»: whose release it is.
    let last = end - 1;
    let complement = gap.is_empty()
        && last > head(r, i)
        && page.has(last, Class::Inanimate)
        && super::nominative::governed(page, last).is_some_and(|cases| cases == [Case::Gen])
        && r.is_nominative(&r.mentions[person].tokens) != Some(true);
    if complement {
        return None;
    }
    (gap.is_empty() || complements).then_some(person).filter(|p| is_one_of(page, r, i) || agrees(page, r, i, *p))
}

/// «супруга президента Анна Петрова»: the name in the nominative is that of the relative, not of the president in the genitive.
fn is_relative_of(page: &Page<'_>, r: &Resolved, i: usize, person: usize) -> bool {
    use crate::lexicon::Table;
    let start = super::offices::with_modifiers(page, &r.mentions[i]).start;
    let kin = |t: usize| page.form(t).is_some_and(|f| f.entries_of(Table::Predicates).any(|e| e.cell("class") == "kin" && e.cell("pos") == "noun"));
    // «актрисы» is the nominative of several too.
    let of_one = |case: Case| page.form(head(r, i)).is_some_and(|f| f.readings.iter().any(|x| x.case == Some(case) && x.plural == Some(false)));
    let genitive = || of_one(Case::Gen) && !of_one(Case::Nom);
    start > 0 && page.sentence(start).contains(&(start - 1)) && kin(start - 1) && genitive() && r.is_nominative(&r.mentions[person].tokens) == Some(true)
}

/// The office right behind an office that names the same person: «лидер партии, депутат парламента Петров», «основатель и директор
/// «Мотора» Петров». Both in the singular and one case; behind «и» the first must name nothing that it is of.
fn next_office(page: &Page<'_>, r: &Resolved, i: usize) -> Option<usize> {
    let own = &r.mentions[i];
    let next = (i + 1..r.mentions.len()).take(8).find(|n| r.mentions[*n].kind == Kind::Office && r.mentions[*n].tokens.start >= own.tokens.end)?;
    let modified = super::offices::with_modifiers(page, &r.mentions[next]);
    let mut gap = own.tokens.end..modified.start;
    // «бывший министр, а ныне депутат Петров».
    if let Some((time, _)) = super::offices::time_in_row(page, modified.start).filter(|(t, _)| *t > gap.start) {
        gap.end = time;
        gap.end -= usize::from(page.has(gap.start, Class::Comma) && gap.len() == 2 && page.has(gap.start + 1, Class::Conjunction));
    }
    let comma = gap.len() == 1 && page.has(gap.start, Class::Comma);
    let profession = |m: usize| r.entity_of[m].is_some_and(|e| matches!(r.offices[e.index].kind.as_str(), "profession" | "honorific"));
    let and = gap.len() == 1
        && page.form(gap.start).is_some_and(|f| f.word("list-conjunction").is_some())
        && (own.tokens.len() == 1 && owned(r, next) || profession(i) && profession(next)
            // «посол Украины и представитель Украины в комиссии Петров сказал»: one speaks.
            || (!owned(r, i) || page.form(head(r, i)).is_some_and(|f| f.has_case(Case::Nom))) && !is_many(page, i, next, r));
    let one = !is_plural(page, &r.mentions[i]) && !is_plural(page, &r.mentions[next]) && page.same_case(head(r, i), head(r, next));
    // «писатель Иванов, министр Петров»: whoever has a name already needs no second.
    let named = own
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|b| page.has(b, Class::Comma) && r.mentions[..i].iter().rev().take(3).any(|m| m.kind == Kind::Person && m.tokens.end == b));
    (one && !named && (comma || and) && page.sentence(own.tokens.start).contains(&gap.start)).then_some(next)
}

/// Whether the verb of a row of offices and a name speaks of several: «президент и премьер Петров приехали», «приехали президент и
/// премьер Петров».
fn is_many(page: &Page<'_>, first: usize, last: usize, r: &Resolved) -> bool {
    let end = r.mentions[last].tokens.end;
    let sentence = page.sentence(end - 1);
    let verb = |t: usize| page.form(t)?.readings.first().filter(|x| x.pos == crate::lexicon::Pos::Verb || x.short);
    let start = super::offices::with_modifiers(page, &r.mentions[first]).start;
    let before = (start > sentence.start).then(|| verb(start - 1)).flatten();
    before.or_else(|| (end..sentence.end).find_map(verb)).is_none_or(|verb| verb.plural == Some(true))
}

/// Office and name can stand in one case; foreign and unchanged names always can.
fn agrees(page: &Page<'_>, r: &Resolved, office: usize, person: usize) -> bool {
    // «директор актрисы Козлова»: what can be the nominative of several is not that of one.
    let one = |x: &&crate::lexicon::Reading| x.plural != Some(true);
    let singular: Vec<Case> = page.form(head(r, office)).map_or(Vec::new(), |f| f.readings.iter().filter(one).filter_map(|x| x.case).collect());
    let heads = if singular.is_empty() { cases(page, head(r, office)) } else { singular };
    if heads.is_empty() || super::offices::is_acting(page, &r.mentions[office]) {
        return true;
    }
    // «сын учёного Давид»: a man's name in a consonant shows its nominative.
    let tokens = &r.mentions[person].tokens;
    let gender = r.entity_of[person].and_then(|e| r.people[e.index].gender.as_deref());
    let last = page.folded(tokens.end - 1);
    let shows_nominative = match gender {
        Some("male") => last.ends_with(|c: char| !"аеёиоуыэюя".contains(c)),
        // «директор актрисы Марина Козлова»: her own surname would be «Козловой».
        Some("female") => ["ова", "ева", "ёва", "ина", "ая"].iter().any(|e| last.ends_with(e)),
        _ => false,
    };
    if shows_nominative && r.is_nominative(tokens) == Some(true) && !heads.contains(&Case::Nom) && !page.any(tokens.end - 1, &[Class::Initial, Class::Latin]) {
        return false;
    }
    if heads.iter().all(|c| *c == Case::Nom) && is_declined(page, r, person) {
        return false;
    }
    r.mentions[person].tokens.clone().any(|t| {
        let own = cases(page, t);
        own.is_empty() || own.iter().any(|c| heads.contains(c)) || page.any(t, &[Class::Latin, Class::Initial])
    })
}

/// «адвокат Петрова»: whether a name shows that it is not in the nominative, by a last word that the person's own name ends otherwise.
fn is_declined(page: &Page<'_>, r: &Resolved, person: usize) -> bool {
    let tokens = &r.mentions[person].tokens;
    let Some(name) = r.entity_of[person].map(|e| &r.people[e.index].name) else { return false };
    let own = name.rsplit(' ').next().map(crate::lexicon::keys::fold);
    r.is_nominative(tokens) == Some(false) && own.is_some_and(|own| own != page.folded(tokens.end - 1)) && page.any(tokens.end - 1, &[Class::Genitive])
}

/// How long the complement of an office may be that its mention left out, in tokens: «рабочий из цеха обработки стали «Мотора»,».
const COMPLEMENT: usize = 12;

/// Whether behind an office only its complements stand, up to a sign or the sentence's end: no verb and no name of a person.
fn is_closed(page: &Page<'_>, r: &Resolved, i: usize, sentence: &Range<usize>) -> bool {
    let end = r.mentions[i].tokens.end;
    let people = |t: usize| r.mentions[i..].iter().take(12).any(|m| m.kind == Kind::Person && m.tokens.start == t);
    // «Козлова, певица Глюкоза, музыкант Петров»: a list goes on with a name that nobody knows.
    if end < sentence.end && page.has(end, Class::Capitalized) && !r.mentions[i..].iter().take(12).any(|m| m.tokens.contains(&end)) {
        return false;
    }
    for t in end..sentence.end.min(end + COMPLEMENT) {
        if page.any(t, &[Class::Comma, Class::Stop, Class::CloseBracket, Class::Dash]) || t == end && page.has(t, Class::CloseQuote) {
            return true;
        }
        let inside = r.mentions[i..].iter().take(12).any(|m| m.tokens.contains(&t));
        let verb = page
            .form(t)
            .and_then(|f| f.readings.first())
            .is_some_and(|x| matches!(x.pos, crate::lexicon::Pos::Verb | crate::lexicon::Pos::Infinitive) || x.short);
        // «директор и совладелец «Мотора»,»: a second noun in the case of the first.
        let and = page.form(t).is_some_and(|f| f.word("list-conjunction").is_some())
            && (t + 1..end + COMPLEMENT)
                .find(|n| !page.has(*n, Class::Adjective))
                .is_some_and(|n| page.has(n, Class::Animate) && page.same_case(n, head(r, i)));
        if people(t) || !inside && (verb || !and && page.any(t, &[Class::Conjunction]) && page.has(t, Class::Lower) && page.has(t, Class::FunctionWord)) {
            return false;
        }
    }
    end + COMPLEMENT >= sentence.end
}

fn cases(page: &Page<'_>, token: usize) -> Vec<Case> {
    page.form(token).map_or(Vec::new(), |f| f.readings.iter().filter_map(|x| x.case).collect())
}

/// Further people of a list after an office in the plural: «министры Б и В».
fn listed_after(page: &Page<'_>, r: &Resolved, i: usize, first: usize) -> Vec<usize> {
    let head = r.mentions[i].tokens.start;
    if !is_plural(page, &r.mentions[i]) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut last = first;
    while let Some(next) = next_mention(r, last, r.mentions[last].tokens.end) {
        let gap = r.mentions[last].tokens.end..r.mentions[next].tokens.start;
        if gap.len() != 1 || !page.any(gap.start, &[Class::Comma, Class::Conjunction]) || !page.sentence(head).contains(&gap.start) {
            break;
        }
        out.push(next);
        last = next;
    }
    out
}

/// The person named before an office: «Сергей Петров, министр обороны», «Петров — министр», «Петров (министр)», «Петров является министром».
fn before(page: &Page<'_>, r: &Resolved, i: usize) -> Option<(usize, &'static str)> {
    let start = r.mentions[i].tokens.start;
    let sentence = page.sentence(start);
    // «Скотт Хоровиц (Scott Horowitz), астронавт»: the name in brackets is the one before once more.
    let in_brackets = |n: usize| {
        let t = &r.mentions[n].tokens;
        t.start > 0 && page.has(t.start - 1, Class::OpenBracket) && page.has(t.end, Class::CloseBracket) && page.has(t.start, Class::Latin) && t.end < start
    };
    let person = (i.saturating_sub(10)..i).rev().find(|n| r.mentions[*n].kind == Kind::Person && r.mentions[*n].tokens.end <= start && !in_brackets(*n))?;
    if !sentence.contains(&r.mentions[person].tokens.start) {
        return None;
    }
    let mut gap = r.mentions[person].tokens.end..start;
    // «Скотт Хоровиц (Scott Horowitz), астронавт»: the name once more in brackets; «Петров (на фото), директор»: what is no office.
    if page.has(gap.start, Class::OpenBracket)
        && let Ok(n) = page.text.brackets.binary_search_by_key(&gap.start, |b| b.0)
        && page.text.brackets[n].1 < gap.end
        && ((gap.start + 1..page.text.brackets[n].1).all(|t| page.has(t, Class::Latin)) || page.has(page.text.brackets[n].1 + 1, Class::Comma))
    {
        gap.start = page.text.brackets[n].1 + 1;
    }
    // «Петров, 45 лет, директор», «Петров (45), директор»: the age between.
    if page.any(gap.start, &[Class::Comma, Class::OpenBracket])
        && let Some(age) = r.mentions[person..i].iter().find(|m| m.kind == Kind::Figure && m.tokens.start == gap.start + 1)
        && age.tokens.end < gap.end
        && page.any(age.tokens.end, &[Class::Comma, Class::CloseBracket])
    {
        gap.start = age.tokens.end + usize::from(page.has(age.tokens.end, Class::CloseBracket));
    }
    // «Петров, 45-летний директор»: the age before the office.
    if gap.len() > 1
        && page.has(gap.start, Class::Comma)
        && r.mentions[person..i].iter().any(|m| m.kind == Kind::Figure && m.tokens.start == gap.start + 1 && m.tokens.end == gap.end)
        && page.has(gap.end - 1, Class::Adjective)
    {
        gap.end = gap.start + 1;
    }
    // «Петров, тогда президент», «Петров, ныне депутат»: when it is held.
    if gap.len() > 1 && page.has(gap.start, Class::Comma) {
        let end = super::offices::with_modifiers(page, &r.mentions[i]).start;
        if super::offices::time_before(page, end).is_some_and(|(start, _)| start == gap.start + 1) {
            gap.end = gap.start + 1;
        }
    }
    let only = |class: Class| gap.len() == 1 && page.has(gap.start, class);
    // «Петров — советский и российский актёр», «Петров — самый молодой глава».
    let described = gap.len() > 1
        && gap.len() <= 6
        && page.has(gap.start, Class::Dash)
        && (gap.start + 1..gap.end).all(|t| page.has(t, Class::Lower) && page.any(t, &[Class::Adjective, Class::Numeral, Class::Conjunction, Class::Hyphen]))
        && page.agree(gap.end - 1, head(r, i));
    if !gap.is_empty() && page.has(gap.start, Class::Comma) && super::offices::with_modifiers(page, &r.mentions[i]).start == gap.start + 1 || only(Class::Comma)
    {
        // After a comma an apposition agrees and is closed by a sign or the sentence's end; a list goes on with a name.
        return (is_closed(page, r, i, &sentence) && agrees(page, r, i, person)).then_some((person, "occupation.name-comma-office"));
    }
    if (only(Class::Dash) || described) && page.form(head(r, i)).is_some_and(|f| f.has_case(Case::Nom)) {
        return Some((person, "occupation.name-dash-office"));
    }
    // «над Петровым — главой фонда — суд»: in the case of the name, and closed.
    if only(Class::Dash) && r.is_nominative(&r.mentions[person].tokens) == Some(false) && is_closed(page, r, i, &sentence) && agrees(page, r, i, person) {
        return Some((person, "occupation.name-dash-office"));
    }
    if only(Class::OpenBracket) {
        return Some((person, "occupation.name-bracket-office"));
    }
    let copula = !gap.is_empty()
        && gap.len() <= 6
        && gap.clone().any(|g| page.form(g).is_some_and(|f| f.predicate("hold").is_some() && (f.classes.has(Class::Verb) || f.classes.has(Class::Participle))));
    // «остаётся под надзором врачей», «имел звание полковника»: what a preposition or a further noun parts is not held.
    let parted = |g: usize| {
        page.form(g).and_then(|f| f.readings.first()).is_some_and(|x| matches!(x.pos, crate::lexicon::Pos::Preposition | crate::lexicon::Pos::Noun))
            && page.form(g).is_none_or(|f| f.word("post").is_none())
    };
    let verb = gap.clone().find(|g| page.form(*g).is_some_and(|f| f.predicate("hold").is_some()));
    let no_comma = gap.clone().all(|g| !page.any(g, &[Class::Comma, Class::Dash])) && verb.is_none_or(|v| !(v..gap.end).any(parted));
    let instrumental = page.form(start).is_some_and(|f| f.has_case(Case::Ins) || f.has_case(Case::Acc));
    // «при Петрове она была послом»: somebody else is the subject.
    let another = gap.clone().any(|g| page.has(g, Class::Pronoun) && page.form(g).is_some_and(|f| f.word("person-pronoun").is_some() && f.has_case(Case::Nom)));
    (copula && no_comma && instrumental && !another && !is_declined(page, r, person)).then_some((person, "occupation.copula"))
}
