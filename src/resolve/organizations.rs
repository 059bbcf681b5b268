//! Organizations: one entity for a name, its abbreviation and its other forms; bodies by what they are and whose.
//!
//! What an organization is (its *base*) and whose it is (its *owner*) are told apart: «МИД РФ», «Министерство иностранных дел
//! России» and «российский МИД» have one base and one owner, and so one id. A base without an owner is that of its name where
//! the text has but one, else that of the country which the text is about.

use super::latin;
use super::nominative::phrase;
use super::organization_names::{self as names, genitive};
use super::places::matching_name;
use crate::arbitrate::Mention;
use crate::lexicon::{Class, Entry, Field, Table};
use crate::recognize::{Kind, Page, Role, Sense, organizations::descriptor};
use crate::sheet;
use std::collections::BTreeMap;
use std::ops::Range;

/// The country or place that an organization belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The id of the country or place.
    pub id: String,
    /// The id of its country.
    pub country: Option<String>,
    /// Its name in the nominative.
    pub name: String,
}

/// The country or place that a stretch of tokens names.
pub type OwnerOf<'a> = dyn Fn(&Range<usize>) -> Option<Owner> + 'a;

/// What a mention says of its organization.
struct Read {
    /// What it is, in Latin letters: the id without the country.
    slug: String,
    name: String,
    /// How much of the name the text gives: full names go before abbreviations, and both before bodies without a name.
    fullness: u8,
    kind: String,
    entry: Option<Entry>,
    owner: Option<Owner>,
    country: Option<String>,
    /// Many have one: without an owner it is not known which is meant.
    generic: bool,
}

/// An organization while mentions are being collected.
struct Found {
    read: Read,
    mentions: Vec<usize>,
}

impl Found {
    fn id(&self) -> String {
        let code = self.read.country.as_deref().and_then(|c| c.strip_prefix("country:")).map(str::to_lowercase);
        let prefix = code.map(|c| format!("{c}-")).unwrap_or_default();
        format!("organization:{prefix}{}", self.read.slug)
    }

    fn add(&mut self, i: usize, read: Read) {
        self.mentions.push(i);
        let held = &mut self.read;
        held.entry = held.entry.or(read.entry);
        held.country = held.country.take().or(read.country);
        held.owner = held.owner.take().or(read.owner);
        if read.fullness > held.fullness {
            (held.name, held.fullness) = (read.name, read.fullness);
        }
        if held.kind == "other" {
            held.kind = read.kind;
        }
    }
}

/// Organizations of the mentions, with the indices of their mentions; `home` is the country that the text is about.
pub fn resolve(page: &Page<'_>, mentions: &[Mention], owner_of: &OwnerOf<'_>, home: Option<&Owner>) -> Vec<(sheet::Organization, Vec<usize>)> {
    let mut found = Collected::default();
    let mut later: Vec<(usize, Read)> = Vec::new();
    for (i, m) in mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Organization) {
        let read = read(page, m, owner_of);
        match behind_bracket(page, mentions, i, &read).and_then(|name| found.of_mention.get(&name).copied()) {
            Some(n) => found.join(n, i, read),
            // Which one a bare «МИД» is, is known when all have been read.
            None if read.generic && read.owner.is_none() || read.entry.is_none() => later.push((i, read)),
            None => found.put(i, read),
        }
    }
    // Names before bodies, longer names before their beginnings.
    later.sort_by_key(|(i, r)| (r.generic, std::cmp::Reverse(r.slug.len()), *i));
    for (i, read) in later {
        let same = found.of_slug(&read.slug, read.country.as_deref());
        let short = || if read.owner.is_none() && read.entry.is_none() { found.of_beginning.get(&read.slug).copied().flatten() } else { None };
        let initials = || {
            if read.entry.is_none() && page.has(mentions[i].core.start, Class::AllCaps) { found.of_initials.get(&read.slug).copied().flatten() } else { None }
        };
        match same.or_else(short).or_else(initials) {
            Some(n) => found.join(n, i, read),
            None => found.put(i, at_home(read, home)),
        }
    }
    let mut all = found.spelled_out(page, mentions);
    all.iter_mut().for_each(|f| f.mentions.sort_unstable());
    all.sort_by_key(|f| f.mentions[0]);
    all.into_iter()
        .map(|f| {
            let organization = sheet::Organization {
                id: f.id(),
                name: f.read.name,
                kind: f.read.kind,
                gloss: f.read.entry.map(|e| e.cell("gloss").to_string()).filter(|g| !g.is_empty()),
                country: f.read.country,
                variants: Vec::new(),
                mentions: Vec::new(),
                references: Vec::new(),
            };
            (organization, f.mentions)
        })
        .collect()
}

/// Organizations by what later mentions may call them. A key that two would share leads to neither.
#[derive(Default)]
struct Collected {
    all: Vec<Found>,
    of_mention: BTreeMap<usize, usize>,
    of_slug: BTreeMap<String, Vec<usize>>,
    of_beginning: BTreeMap<String, Option<usize>>,
    of_initials: BTreeMap<String, Option<usize>>,
}

impl Collected {
    /// The one of this base and country; a base without a country is the only one of its name.
    fn of_slug(&self, slug: &str, country: Option<&str>) -> Option<usize> {
        let held = self.of_slug.get(slug)?;
        let of = |n: &&usize| self.all[**n].read.country.as_deref() == country;
        let lacking = || held.iter().find(|n| self.all[**n].read.country.is_none() && !self.all[**n].read.generic);
        match (held.iter().find(of), country, held.as_slice()) {
            (Some(n), ..) => Some(*n),
            (None, None, [n]) => Some(*n),
            (None, Some(_), _) => lacking().copied(),
            _ => None,
        }
    }

    fn put(&mut self, i: usize, read: Read) {
        if let Some(n) = self.of_slug(&read.slug, read.country.as_deref()) {
            return self.join(n, i, read);
        }
        let n = self.all.len();
        self.of_slug.entry(read.slug.clone()).or_default().push(n);
        self.of_mention.insert(i, n);
        let mut unique = |map: fn(&mut Collected) -> &mut BTreeMap<String, Option<usize>>, key: String| {
            map(self).entry(key).and_modify(|held| *held = held.filter(|h| *h == n)).or_insert(Some(n));
        };
        let full = format!("{} {}", read.name, read.owner.as_ref().map_or("", |o| o.name.as_str()));
        for text in [read.name.as_str(), full.as_str()] {
            if let Some(initials) = names::initials(text) {
                unique(|c| &mut c.of_initials, latin::slug(&initials));
            }
        }
        for beginning in names::beginnings(&read.slug) {
            unique(|c| &mut c.of_beginning, beginning);
        }
        self.all.push(Found { read, mentions: vec![i] });
    }

    /// All, where a known abbreviation whose own organization the text does not name belongs to the one before it that it abbreviates here:
    /// «Переходный национальный совет … ПНС», though the gazetteer knows another ПНС.
    fn spelled_out(mut self, page: &Page<'_>, mentions: &[Mention]) -> Vec<Found> {
        let mut into: Vec<Option<usize>> = vec![None; self.all.len()];
        let abbreviates = |f: &Found| f.mentions.iter().all(|i| mentions[*i].core.len() == 1 && page.has(mentions[*i].core.start, Class::AllCaps));
        let mut spelled: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, f) in self.all.iter().enumerate().filter(|(_, f)| !abbreviates(f)) {
            if let Some(initials) = names::initials(&f.read.name) {
                spelled.entry(initials).or_default().push(n);
            }
        }
        for (n, f) in self.all.iter().enumerate().filter(|(_, f)| f.read.entry.is_some()) {
            let Some(first) = f.mentions.iter().min() else { continue };
            let word = page.word(mentions[*first].core.start);
            if word.chars().count() < 3 || !abbreviates(f) {
                continue;
            }
            if let Some([to]) = spelled.get(word).map(Vec::as_slice) {
                into[n] = Some(*to).filter(|to| self.all[*to].mentions.iter().any(|i| i < first));
            }
        }
        for (n, to) in into.iter().enumerate() {
            if let Some(to) = to.filter(|to| into[*to].is_none()) {
                let mentions = std::mem::take(&mut self.all[n].mentions);
                self.all[to].mentions.extend(mentions);
            }
        }
        self.all.retain(|f| !f.mentions.is_empty());
        self.all
    }

    fn join(&mut self, n: usize, i: usize, read: Read) {
        self.of_mention.insert(i, n);
        let known_by = self.of_slug.entry(read.slug.clone()).or_default();
        if !known_by.contains(&n) {
            known_by.push(n);
        }
        self.all[n].add(i, read);
    }
}

/// A body of which every country has one belongs to the country that the text is about.
fn at_home(mut read: Read, home: Option<&Owner>) -> Read {
    if read.generic
        && read.owner.is_none()
        && matches!(read.kind.as_str(), "ministry" | "parliament" | "government" | "court")
        && let Some(home) = home
    {
        read.country = home.country.clone();
        read.owner = Some(home.clone());
    }
    read
}

/// «Союз координационных советов (СКС)», «Норд Стрим (Nord Stream)»: the mention whose abbreviation or own spelling stands in
/// brackets behind it.
fn behind_bracket(page: &Page<'_>, mentions: &[Mention], i: usize, read: &Read) -> Option<usize> {
    let start = mentions[i].tokens.start;
    let other_writing = page.any(start, &[Class::AllCaps, Class::Latin]);
    if start < 2 || !page.has(start - 1, Class::OpenBracket) || !other_writing || read.entry.is_some() {
        return None;
    }
    (i.saturating_sub(4)..i).rev().find(|n| mentions[*n].kind == Kind::Organization && mentions[*n].tokens.end == start - 1)
}

/// The words of a mention in the nominative, quotation marks closed.
pub fn norm(page: &Page<'_>, m: &Mention) -> String {
    let core = match (m.part_of(Role::Name), m.part_of(Role::Descriptor)) {
        (Some(name), _) => name,
        (None, _) => m.tokens.clone(),
    };
    let quoted = core.start > m.tokens.start && page.has(core.start - 1, Class::OpenQuote);
    // After a descriptor a name in quotation marks does not change: «в газете «Труд»», but «в «Труде»»; one that the gazetteers have
    // may be its owner: «пресс-служба «Газпрома»».
    let fixed = quoted && m.part_of(Role::Descriptor).is_some();
    let known = entry(m).and_then(|e| matching_name(page, &core, e));
    let text = known.unwrap_or_else(|| if fixed { page.spelled(&core) } else { phrase(page, &core) });
    let tail = core.end + usize::from(quoted)..m.tokens.end;
    if tail.is_empty() || tail.start >= tail.end || m.part_of(Role::Name).is_none() { text } else { format!("{text} {}", page.spelled(&tail)) }
}

fn entry(m: &Mention) -> Option<Entry> {
    match m.sense {
        Sense::Entry(e) if e.table == Table::Organizations => Some(e),
        _ => None,
    }
}

fn read(page: &Page<'_>, m: &Mention, owner_of: &OwnerOf<'_>) -> Read {
    // «Переходного Национального [Совета] Ливии», though a village is called Совет: a known name's own words are no owner.
    let own = entry(m).filter(|e| !e.cell("country").is_empty()).map(|_| m.core.clone()).unwrap_or_default();
    let said = m
        .parts
        .iter()
        .filter(|p| matches!(p.role, Role::Country | Role::Place) && !(own.contains(&p.tokens.start) && p.tokens.end <= own.end))
        .find_map(|p| Some((p.tokens.clone(), owner_of(&p.tokens).or_else(|| names::owner_named(page, &p.tokens))?)));
    let said = said.or_else(|| led_by_adjective(page, m, owner_of));
    let kind = match m.sense {
        Sense::Entry(e) | Sense::Described(e) => e.cell("kind").to_string(),
        _ => "other".into(),
    };
    let words = norm(page, m);
    // What is left of the name without its owner: «российский МИД», «МИД России» are both «МИД».
    let bare = said.as_ref().and_then(|(tokens, _)| without(page, m, tokens));
    let descriptor = m.part_of(Role::Descriptor).filter(|_| m.part_of(Role::Name).is_none());
    let owner = said.as_ref().map(|s| s.1.clone());
    let owner_country = owner.as_ref().and_then(|o| o.country.clone());
    // «Центробанк Турции» is not the one of the row's country.
    let of_owner = |e: &Entry| {
        let own = e.cell("country");
        own.is_empty() || owner_country.as_ref().is_none_or(|c| c.strip_prefix("country:") == Some(own))
    };
    let row = entry(m).or_else(|| names::row(bare.as_deref().unwrap_or(&words))).or_else(|| names::row(&words)).filter(of_owner);
    if let Some(row) = row {
        let known = names::Known::of(row);
        let country = known.country.clone().map(|c| format!("country:{c}")).or(owner_country);
        let of_country = known.generic.then(|| country.as_deref().and_then(names::country_name)).flatten();
        let place = owner.as_ref().filter(|o| known.generic && o.id.starts_with("place:"));
        let full = said.as_ref().is_some_and(|(tokens, _)| !page.has(tokens.start, Class::Adjective)) && row.field == Field::Name;
        let name = match (&of_country, place) {
            (_, Some(place)) => format!("{} {}", known.base, genitive(&place.name)),
            (Some(name), _) => format!("{} {}", known.base, genitive(name)),
            // «избирательная комиссия», written small.
            (None, None) if entry(m).is_none() && descriptor.is_some() => decapitalized(page, m, words.clone()),
            (None, None) => known.name.clone(),
        };
        let base = names::without_legal_form(&known.base);
        let slug = place.map_or_else(|| latin::slug(&base), |p| format!("{}-{}", latin::slug(&base), owner_slug(p)));
        let owner = if known.generic { owner.or_else(|| names::owner_of(country.as_deref())) } else { owner };
        let kind = if known.kind.is_empty() { kind } else { known.kind };
        return Read { slug, name, fullness: 2 + u8::from(full), kind, entry: Some(row), owner, country, generic: known.generic };
    }
    let body = descriptor.is_some();
    let name = if body { decapitalized(page, m, words.clone()) } else { words.clone() };
    let base = match (&descriptor, &bare) {
        (Some(d), _) => phrase(page, d),
        (None, Some(bare)) => bare.clone(),
        _ if m.part_of(Role::Name).is_some() => phrase_of_name(page, m),
        _ => words,
    };
    let base = names::without_legal_form(&base);
    let slug = match owner.as_ref().filter(|o| o.id.starts_with("place:")) {
        Some(place) => format!("{}-{}", latin::slug(&base), owner_slug(place)),
        None => latin::slug(&base),
    };
    let fullness = u8::from(owner.is_some() || !body);
    Read { slug, name, fullness, kind, entry: None, country: owner_country, owner, generic: body }
}

fn owner_slug(owner: &Owner) -> String {
    let id = owner.id.trim_start_matches("place:");
    let code = owner.country.as_deref().and_then(|c| c.strip_prefix("country:")).map(|c| format!("{}-", c.to_lowercase()));
    code.and_then(|c| id.strip_prefix(&c)).unwrap_or(id).to_string()
}

fn phrase_of_name(page: &Page<'_>, m: &Mention) -> String {
    let mut m = m.clone();
    if let Some(name) = m.part_of(Role::Name) {
        m.candidate.tokens = name;
    }
    norm(page, &m)
}

/// The name in the nominative without the owner's words at its beginning or end.
fn without(page: &Page<'_>, m: &Mention, owner: &Range<usize>) -> Option<String> {
    let core = m.part_of(Role::Name).unwrap_or_else(|| m.tokens.clone());
    let rest = if owner.end >= core.end { core.start..owner.start } else { owner.end.max(core.start)..core.end };
    if rest.is_empty() || owner.start > core.start && owner.end < core.end {
        return None;
    }
    Some(phrase(page, &rest))
}

/// «Пакистанский суд», with a capital: the adjective before a body says whose it is.
fn led_by_adjective(page: &Page<'_>, m: &Mention, owner_of: &OwnerOf<'_>) -> Option<(Range<usize>, Owner)> {
    let core = m.part_of(Role::Name).unwrap_or_else(|| m.tokens.clone());
    let first = core.start..core.start + 1;
    let adjective = page.any(first.start, &[Class::CountryAdjective, Class::CityAdjective, Class::RegionAdjective]);
    let (_, body) = descriptor(page, core.end.checked_sub(1).filter(|l| *l > core.start)?)?;
    let is_body = matches!(body.cell("kind"), "ministry" | "agency" | "parliament" | "government" | "court" | "police" | "army");
    if !adjective || !is_body || entry(m).is_some() {
        return None;
    }
    Some((first.clone(), owner_of(&first).or_else(|| names::owner_by_adjective(page, first.start))?))
}

/// A common noun that only the sentence's beginning made great: «Парламент Кыргызстана» is «парламент Кыргызстана».
fn decapitalized(page: &Page<'_>, m: &Mention, text: String) -> String {
    if !page.is_initial(m.tokens.start) || page.any(m.tokens.start, &[Class::AllCaps, Class::Latin]) {
        return text;
    }
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_lowercase().chain(chars).collect())
}
