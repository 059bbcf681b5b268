//! What pronouns and descriptions mean: «он», «глава кыргызского парламента», «соседняя республика».
//!
//! A reference is made only where the text leaves no doubt: one candidate that fits, or the subject of the sentence before.

use super::{Entity, Resolved};
use crate::arbitrate::Mention;
use crate::lexicon::{BUNDLED, Case, Class, Pos, Table, keys};
use crate::recognize::{CountryForm, Kind, Page, Sense};
use crate::sheet;
use once_cell::sync::Lazy;
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of text that means an entity without naming it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The entity.
    pub entity: Entity,
    /// The words.
    pub tokens: Range<usize>,
    /// The rule.
    pub rule: &'static str,
}

/// «посол» is a «дипломат»: words.tsv rows of class `is-a`, by folded name.
static IS_A: Lazy<BTreeMap<String, Vec<String>>> = Lazy::new(|| {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in 0..BUNDLED.rows(Table::Words) {
        if BUNDLED.cell(Table::Words, row, "class") == "is-a" {
            let general = BUNDLED.cell(Table::Words, row, "note").split('|').map(keys::fold);
            out.entry(keys::fold(BUNDLED.cell(Table::Words, row, "name"))).or_default().extend(general);
        }
    }
    out
});

/// The holders of offices by their head, and by the more general words for it («спикер» is also a «глава»), in order of the text.
pub fn holders_by_head(r: &Resolved) -> BTreeMap<String, Vec<usize>> {
    let mut order: Vec<usize> = (0..r.holders.len()).collect();
    order.sort_by_key(|n| r.holders[*n].tokens.start);
    let mut out: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for n in order {
        let head = keys::fold(&r.offices[r.holders[n].office.index].head);
        for general in IS_A.get(&head).into_iter().flatten() {
            out.entry(general.clone()).or_default().push(n);
        }
        out.entry(head).or_default().push(n);
    }
    out
}

/// «соседняя республика»: the country named last before, neighbour of the country that the text is about.
pub fn neighbours(page: &Page<'_>, mentions: &[Mention], countries: &[(sheet::Country, Vec<usize>)]) -> Vec<Meant> {
    let mut out = Vec::new();
    let owner: BTreeMap<usize, usize> = countries.iter().enumerate().flat_map(|(n, (_, list))| list.iter().map(move |m| (*m, n))).collect();
    for start in 0..page.len().saturating_sub(1) {
        let is_neighbour = page.form(start).is_some_and(|f| f.word("neighbour").is_some_and(|e| e.cell("note") == "adjacent"));
        if !is_neighbour || !page.form(start + 1).is_some_and(|f| f.word("country-noun").is_some()) || !page.agree(start, start + 1) {
            continue;
        }
        // Countries by name, the last first; the one that most of the text names is home.
        let before: Vec<usize> = (0..mentions.len())
            .rev()
            .filter(|m| mentions[*m].tokens.end <= start && matches!(mentions[*m].sense, Sense::Country(_, CountryForm::Name | CountryForm::Adjective)))
            .filter_map(|m| owner.get(&m).copied())
            .collect();
        let home = home_country(countries, mentions, start);
        let entry = |n: usize| super::places::country_by_iso(&countries[n].0.iso);
        let found = before.iter().copied().find(|n| Some(*n) != home && home.and_then(entry).is_none_or(|h| h.has("neighbours", &countries[*n].0.iso)));
        if let Some(n) = found {
            out.push(Meant { entity: Entity { kind: Kind::Country, index: n }, tokens: start..start + 2, rule: "references.neighbour-country" });
        }
    }
    out
}

/// The country of the last one who is spoken of as somebody of a country's body: where «our» and «neighbouring» are seen from;
/// else the country named most.
fn home_country(countries: &[(sheet::Country, Vec<usize>)], mentions: &[Mention], start: usize) -> Option<usize> {
    let body = mentions.iter().rev().filter(|m| m.tokens.end <= start && m.kind == Kind::Organization).find_map(|m| {
        let part = m.parts.iter().find(|p| p.role == crate::recognize::Role::Country)?;
        countries.iter().position(|(_, list)| list.iter().any(|i| mentions[*i].tokens == part.tokens))
    });
    body.or_else(|| (0..countries.len()).max_by(|a, b| countries[*a].1.len().cmp(&countries[*b].1.len()).then(b.cmp(a))))
}

/// Links offices without a name, then pronouns, to people.
pub fn persons(page: &Page<'_>, r: &mut Resolved) {
    let mut found = by_office(page, r);
    r.meant.append(&mut found);
    r.meant.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    pronouns(page, r);
    r.meant.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end)));
}

/// «глава кыргызского парламента»: the one who holds an office of the same body under the same or a special head; «казахстанский
/// дипломат»: the one whose office of that country is a diplomat's.
fn by_office(page: &Page<'_>, r: &Resolved) -> Vec<Meant> {
    let by_head = holders_by_head(r);
    let mut out = Vec::new();
    for (i, m) in r.mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Office) {
        let Some(said) = r.entity_of[i].map(|e| &r.offices[e.index]) else { continue };
        if r.holders.iter().any(|h| h.office_mention == i) {
            continue;
        }
        let inner = r.mentions[..i].iter().rev().take(6).any(|o| o.kind == Kind::Office && o.tokens.start <= m.tokens.start && m.tokens.end <= o.tokens.end);
        if inner {
            continue;
        }
        let specified = said.organization.is_some() || said.country.is_some() || said.place.is_some();
        let mut people: Vec<Entity> = Vec::new();
        for h in by_head.get(&keys::fold(&said.head)).into_iter().flatten().map(|n| &r.holders[*n]).take_while(|h| h.tokens.start < m.tokens.start) {
            let held = &r.offices[h.office.index];
            let owner = match (&said.organization, &said.place) {
                (Some(o), _) => held.organization.as_ref() == Some(o),
                (None, Some(p)) => held.place.as_ref() == Some(p),
                (None, None) => said.country.is_none() || held.country == said.country,
            };
            if owner && !people.contains(&h.person) {
                people.push(h.person);
            }
        }
        // Without a body or country only the same word counts, and only if one person has it.
        let exact = |p: &&Entity| {
            by_head
                .get(&keys::fold(&said.head))
                .into_iter()
                .flatten()
                .any(|n| r.holders[*n].person == **p && r.offices[r.holders[*n].office.index].head == said.head)
        };
        let rule = if specified { "references.office" } else { "references.office-alone" };
        match people.as_slice() {
            [one] if specified || exact(&one) => out.push(Meant { entity: *one, tokens: super::offices::with_modifiers(page, m), rule }),
            _ => {}
        }
    }
    out
}

/// «он», «она» as subject or after a verb of speech: the last person who is the subject of a sentence before, of that gender.
fn pronouns(page: &Page<'_>, r: &mut Resolved) {
    let mut found: Vec<Meant> = Vec::new();
    let quoted = quoted(page);
    for i in 0..page.len() {
        let gender = match pronoun(page, i) {
            Some("m") => "male",
            Some("f") => "female",
            _ => continue,
        };
        if !page.form(i).is_some_and(|f| f.readings.iter().any(|x| x.pos == Pos::Pronoun && x.case == Some(Case::Nom))) || quoted[i] && !beside_speech(page, i)
        {
            continue;
        }
        if let Some(entity) = antecedent(page, r, &found, i, gender, &quoted) {
            found.push(Meant { entity, tokens: i..i + 1, rule: "references.pronoun" });
        }
    }
    r.meant.append(&mut found);
}

/// Number and gender of a personal pronoun, by words.tsv: «она» is no form of «он» here.
pub fn pronoun(page: &Page<'_>, i: usize) -> Option<&'static str> {
    let form = page.form(i)?;
    let rows = || form.entries_of(Table::Words).filter(|e| e.cell("class") == "person-pronoun");
    rows().find(|e| keys::fold(e.cell("name")) == form.folded).or_else(|| rows().next()).map(|e| e.cell("note"))
}

/// «…, – сказал он, – …»: the author's words inside a quotation.
fn beside_speech(page: &Page<'_>, i: usize) -> bool {
    let speech = |t: usize| page.has(t, Class::Speech) && page.has(t, Class::Verb);
    i >= 2 && speech(i - 1) && page.has(i - 2, Class::Dash) || i >= 1 && page.has(i - 1, Class::Dash) && speech(i + 1)
}

/// Which tokens stand inside somebody's words.
fn quoted(page: &Page<'_>) -> Vec<bool> {
    let mut out = vec![false; page.len()];
    // Nested quotations are filled with the outermost, each token at most as often as quotations nest.
    for q in page.text.quotations.iter().filter(|q| q.depth == 0 && q.close - q.open > 6) {
        out[q.inside()].fill(true);
    }
    out
}

/// How many sentences back a pronoun's person may stand: one outside quotations; those between quotation marks do not count.
const SENTENCES_BACK: usize = 2;

fn antecedent(page: &Page<'_>, r: &Resolved, found: &[Meant], pronoun: usize, gender: &str, quoted: &[bool]) -> Option<Entity> {
    let own = page.text.sentence_of[pronoun] as usize;
    let mut steps = 0;
    for n in (0..=own).rev() {
        let sentence = page.text.sentences[n].clone();
        let range = sentence.start..if n == own { pronoun } else { sentence.end };
        let outside: Vec<(Range<usize>, Entity)> = r
            .persons_in(&range)
            .into_iter()
            .chain(found.iter().rev().take_while(|f| f.tokens.start >= range.start).filter(|f| f.tokens.end <= range.end).map(|f| (f.tokens.clone(), f.entity)))
            .filter(|(t, e)| !quoted[t.start] && r.people[e.index].gender.as_deref().is_none_or(|g| g == gender))
            .collect();
        if let Some((_, entity)) = outside.iter().find(|(t, _)| is_subject(page, r, t)) {
            return Some(*entity);
        }
        let mut different: Vec<Entity> = outside.iter().map(|o| o.1).collect();
        different.sort_unstable();
        different.dedup();
        if let [one] = different.as_slice() {
            return Some(*one);
        }
        if !different.is_empty() {
            return None;
        }
        let speech = sentence.clone().all(|t| quoted[t] || page.any(t, &[Class::OpenQuote, Class::CloseQuote, Class::Comma, Class::Dash, Class::Stop]));
        if n < own && !speech {
            steps += 1;
        }
        if steps >= SENTENCES_BACK {
            return None;
        }
    }
    None
}

/// A name or office in the nominative with a verb in its sentence.
pub fn is_subject(page: &Page<'_>, r: &Resolved, tokens: &Range<usize>) -> bool {
    let office = |i: &usize| page.any(*i, &[Class::Office, Class::Profession]) && page.has(*i, Class::Noun);
    let by_form = |i: usize| page.form(i).is_some_and(|f| f.has_case(Case::Nom) || f.readings.is_empty());
    let head = tokens.clone().find(|i| !r.nominative.contains_key(i) && office(i));
    let nominative = match (head, r.is_nominative(tokens)) {
        (Some(head), name) => by_form(head) && name != Some(false),
        (None, Some(name)) => name,
        (None, None) => by_form(tokens.clone().find(|i| page.any(*i, &[Class::Noun, Class::Pronoun])).unwrap_or(tokens.start)),
    };
    let governed = tokens.start.checked_sub(1).is_some_and(|b| page.has(b, Class::Preposition) && page.sentence(tokens.start).contains(&b));
    nominative
        && !governed
        && page.sentence(tokens.start).any(|i| page.any(i, &[Class::Verb, Class::Infinitive, Class::Participle]) && page.has(i, Class::Lower))
}
