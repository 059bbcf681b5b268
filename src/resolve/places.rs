//! Countries and places: one entity per id, names in the nominative, places within places.

use super::latin;
use super::namesakes::Context;
use super::nominative::{phrase, with_case_of};
use crate::arbitrate::Mention;
use crate::lexicon::{Case, Entry, Field, Table, keys};
use crate::recognize::{CountryForm, Kind, Page, Role, Sense, places};
use crate::sheet;
use std::collections::BTreeMap;
use std::ops::Range;

/// A country's entry by its ISO code.
pub fn country_by_iso(iso: &str) -> Option<Entry> {
    use once_cell::sync::Lazy;
    static BY_ISO: Lazy<BTreeMap<&'static str, u32>> = Lazy::new(|| {
        (0..crate::lexicon::BUNDLED.rows(Table::Countries)).map(|row| (crate::lexicon::BUNDLED.cell(Table::Countries, row, "iso"), row)).collect()
    });
    BY_ISO.get(iso).map(|row| crate::lexicon::BUNDLED.row(Table::Countries, *row))
}

/// Countries of the country mentions, with the indices of their mentions.
pub fn countries(mentions: &[Mention]) -> Vec<(sheet::Country, Vec<usize>)> {
    let mut out: Vec<(sheet::Country, Vec<usize>)> = Vec::new();
    for (i, m) in mentions.iter().enumerate() {
        let Sense::Country(entry, _) = m.sense else { continue };
        let iso = entry.cell("iso");
        match out.iter_mut().find(|(c, _)| c.iso == iso) {
            Some((_, held)) => held.push(i),
            None => out.push((
                sheet::Country {
                    id: format!("country:{iso}"),
                    name: entry.cell("name").to_string(),
                    iso: iso.to_string(),
                    gloss: entry.cell("gloss").to_string(),
                    variants: Vec::new(),
                    mentions: Vec::new(),
                    references: Vec::new(),
                },
                vec![i],
            )),
        }
    }
    out
}

/// A country mention in the nominative: the name or alias that the words are, or the adjective's or citizen's lemma.
pub fn country_norm(page: &Page<'_>, mention: &Mention) -> String {
    let Sense::Country(entry, form) = mention.sense else { return String::new() };
    let text = page.spelled(&mention.tokens);
    let column = match form {
        CountryForm::Name => {
            return matching_name(page, &mention.tokens, entry).unwrap_or_else(|| phrase(page, &mention.tokens));
        }
        CountryForm::Adjective => "adjectives",
        // «граждан Киргизии»
        CountryForm::Demonym if mention.tokens.len() > 1 => return phrase(page, &mention.tokens),
        CountryForm::Demonym => "demonyms",
    };
    let form = &page.forms[mention.tokens.end - 1];
    entry.cell(column).split('|').find(|v| form.is_known_by(&keys::fold(v))).map_or(text, str::to_string)
}

/// The name or alias of an entry whose words the tokens are.
pub fn matching_name(page: &Page<'_>, tokens: &Range<usize>, entry: Entry) -> Option<String> {
    let fits = |name: &str| {
        let words: Vec<&str> = keys::words(name).collect();
        words.len() == tokens.len()
            && words
                .iter()
                .zip(tokens.clone())
                .all(|(w, i)| keys::stem(&keys::fold(w)) == keys::stem(page.folded(i)) || page.forms[i].is_known_by(&keys::fold(w)))
    };
    let name = entry.cell("name");
    if fits(name) {
        return Some(name.to_string());
    }
    entry.cell("aliases").split('|').find(|a| !a.is_empty() && fits(a)).map(str::to_string)
}

/// Seas and parts of the world: the gazetteer would say if they lay in one country.
fn is_of_many_countries(page: &Page<'_>, mentions: &[Mention], (place, list): &(sheet::Place, Vec<usize>)) -> bool {
    let name = |m: &Mention| m.part_of(Role::Name).unwrap_or_else(|| m.core.clone());
    place.kind == "sea"
        || list.iter().any(|i| {
            let entry = |e: &Entry| matches!(e.table, Table::World | Table::Nature) && e.cell("country").is_empty();
            places::entries(page, &name(&mentions[*i])).iter().any(entry)
        })
}

struct Found {
    name: String,
    key: String,
    kind: String,
    entry: Option<Entry>,
    /// Rows of that name between which nothing decides.
    candidates: Vec<Entry>,
    mentions: Vec<usize>,
}

/// Places of the place mentions, with the indices of their mentions.
pub fn places(page: &Page<'_>, mentions: &[Mention]) -> Vec<(sheet::Place, Vec<usize>)> {
    let mut found: Vec<Found> = Vec::new();
    // By key, and by row: «Петербург» is «Санкт-Петербург».
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_row: BTreeMap<(Table, u32), usize> = BTreeMap::new();
    let context = Context::of(page, mentions);
    for (i, m) in mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Place) {
        let place = read(page, m, &context);
        let row = place.entry.map(|e| (e.table, e.row));
        let same_kind = |n: &&usize| found[**n].kind == place.kind || found[**n].kind == "other" || place.kind == "other";
        let held = by_key.get(&place.key).and_then(|list| list.iter().find(same_kind)).copied().or_else(|| row.and_then(|r| by_row.get(&r).copied()));
        let n = held.unwrap_or(found.len());
        let keys = by_key.entry(place.key.clone()).or_default();
        if !keys.contains(&n) {
            keys.push(n);
        }
        if let Some(row) = row {
            by_row.entry(row).or_insert(n);
        }
        match held {
            Some(n) => {
                let f = &mut found[n];
                f.mentions.push(i);
                if f.kind == "other" {
                    f.kind = place.kind;
                }
                f.entry = f.entry.or(place.entry);
            }
            None => found.push(Found { mentions: vec![i], ..place }),
        }
    }
    found.into_iter().map(|f| (place(&f), f.mentions)).collect()
}

fn place(f: &Found) -> sheet::Place {
    let cell = |e: Option<Entry>, column: &str| e.map(|e| e.cell(column).to_string()).filter(|v| !v.is_empty());
    let iso = cell(f.entry, "country");
    // Places of countries that do not write Cyrillic go by their own spelling.
    let own = f.entry.filter(|e| !matches!(e.cell("country"), "" | "RU" | "BY" | "UA" | "KZ" | "KG" | "TJ" | "BG" | "RS" | "MK" | "MN"));
    let (id, country) = id_of(&f.name, iso.as_deref());
    sheet::Place {
        id,
        latin: cell(own, "gloss").unwrap_or_else(|| latin::latin(&f.name)),
        kind: f.kind.clone(),
        gloss: cell(f.entry, "gloss"),
        within: cell(f.entry, "within"),
        country,
        candidates: candidates(f),
        name: f.name.clone(),
        variants: Vec::new(),
        mentions: Vec::new(),
    }
}

/// The places that an undecided name may mean.
fn candidates(f: &Found) -> Vec<sheet::PlaceCandidate> {
    if f.entry.is_some() {
        return Vec::new();
    }
    let cell = |e: &Entry, column: &str| Some(e.cell(column).to_string()).filter(|v| !v.is_empty());
    let one = |e: &Entry| {
        let (id, country) = id_of(e.cell("name"), Some(e.cell("country")));
        sheet::PlaceCandidate { id, country, within: cell(e, "within"), gloss: cell(e, "gloss"), population: e.cell("population").parse().ok() }
    };
    f.candidates.iter().map(one).collect()
}

/// The id of a place, and its country's.
pub fn id_of(name: &str, iso: Option<&str>) -> (String, Option<String>) {
    let iso = iso.filter(|c| !c.is_empty());
    let prefix = iso.map(|c| format!("{}-", c.to_lowercase())).unwrap_or_default();
    (format!("place:{prefix}{}", latin::slug(name)), iso.map(|c| format!("country:{c}")))
}

/// The country that a text is about: at least two mentions in three of all that have a country are of it, itself or its places.
pub fn home(countries: &[(sheet::Country, Vec<usize>)], places: &[(sheet::Place, Vec<usize>)]) -> Option<super::organizations::Owner> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, list) in countries.iter().map(|(c, l)| (c.id.as_str(), l)).chain(places.iter().filter_map(|(p, l)| Some((p.country.as_deref()?, l)))) {
        *counts.entry(id).or_default() += list.len();
    }
    let all: usize = counts.values().sum();
    let (id, most) = counts.into_iter().max_by_key(|(_, n)| *n)?;
    if 3 * most < 2 * all {
        return None;
    }
    super::organization_names::owner_of(Some(id))
}

fn read(page: &Page<'_>, m: &Mention, context: &Context) -> Found {
    if let Sense::Entry(e) = m.sense
        && matches!(e.field, Field::Adjective | Field::Demonym)
    {
        let name = e.cell("name").to_string();
        return Found {
            key: keys::fold(&name),
            name,
            kind: e.cell("kind").to_string(),
            entry: Some(Entry { field: Field::Name, ..e }),
            candidates: Vec::new(),
            mentions: Vec::new(),
        };
    }
    let whole_name = m.part_of(Role::Name).unwrap_or_else(|| m.core.clone());
    // «улица Крещатик»: the gazetteer has the name without its word.
    let named_with_word = m.part_of(Role::Descriptor).is_some_and(|d| d.start == whole_name.start && d.end == m.core.start);
    let name_tokens = if named_with_word { m.core.clone() } else { whole_name.clone() };
    let described = match m.sense {
        Sense::Described(e) => Some(e.cell("kind").to_string()),
        _ => None,
    };
    let described_before = m.part_of(Role::Descriptor).is_some_and(|d| d.start < name_tokens.start);
    let mut entries = places::entries(page, &name_tokens);
    // «река Самара» is not the town of that name, «город Ош» is.
    if let Some(kind) = &described {
        let town = |kind: &str| matches!(kind, "city" | "village");
        let street = |kind: &str| matches!(kind, "street" | "square");
        entries.retain(|e| e.cell("kind") == kind || town(kind) && town(e.cell("kind")) || street(kind) && street(e.cell("kind")));
    }
    let (entry, candidates) = context.namesake(&entries);
    // Of what kind a place is may be sure where it is not sure which it is.
    let shared = || entries.first().filter(|first| entries.iter().all(|e| e.cell("kind") == first.cell("kind"))).copied();
    let kind = described.or(entry.or_else(shared).map(|e| e.cell("kind").to_string())).unwrap_or_else(|| "other".into());
    // «в районе Рима» is there; «аэропорт Рима», «в порту Херсона» are things of their own.
    let of_place = if entry.is_none() && described_before { complement(page, &name_tokens) } else { None };
    if let Some(other) = of_place {
        let own_thing = !matches!(kind.as_str(), "district" | "region" | "other" | "city");
        let name = matching_name(page, &name_tokens, other).unwrap_or_else(|| other.cell("name").to_string());
        let descriptor = m.part_of(Role::Descriptor).map_or(String::new(), |d| phrase(page, &d));
        let key = if own_thing { keys::fold(&format!("{descriptor} {name}")) } else { keys::fold(&name) };
        let entry = (!own_thing && other.table != Table::Countries).then_some(other);
        let kind = if own_thing { kind } else { other.cell("kind").to_string() };
        let name = if own_thing { format!("{descriptor} {}", page.spelled(&name_tokens)) } else { name };
        return Found { name, key, kind, entry, candidates, mentions: Vec::new() };
    }
    let name = match entry.or(candidates.first().copied()) {
        // Of a name that the gazetteer has without «ё» the text's spelling is the better one.
        Some(e) if page.spelled(&name_tokens).contains('ё') && !e.cell("name").contains('ё') => phrase(page, &name_tokens),
        Some(e) => e.cell("name").to_string(),
        None if named_with_word => phrase(page, &whole_name),
        None if described_before => own_name(page, m, &name_tokens),
        None => phrase(page, &name_tokens),
    };
    // «на Крещатике» is on «улица Крещатик» of the same text.
    let key = if named_with_word && entry.is_none() { keys::fold(&own_name(page, m, &name_tokens)) } else { keys::fold(&name) };
    Found { name, key, kind, entry, candidates, mentions: Vec::new() }
}

/// The place or country whose name stands in the genitive behind a descriptor, and in no nominative.
fn complement(page: &Page<'_>, tokens: &Range<usize>) -> Option<Entry> {
    let form = page.form(tokens.end - 1)?;
    let is_name = |e: &Entry| matches!(e.field, Field::Name | Field::Alias);
    let country = || page.entries_of(tokens.start, Table::Countries).filter(|p| p.tokens == *tokens).map(|p| p.entry).find(is_name);
    let entry = places::entries(page, tokens).into_iter().find(is_name).or_else(country)?;
    let nominative = keys::fold(&matching_name(page, tokens, entry)?).ends_with(&form.folded);
    (!nominative && (form.has_case(Case::Gen) || form.readings.iter().all(|r| !r.known))).then_some(entry)
}

/// A name after its descriptor: it may stand in the nominative («КПП Кичи-Капка») or agree («в городе Оше»).
fn own_name(page: &Page<'_>, m: &Mention, tokens: &Range<usize>) -> String {
    let text = page.spelled(tokens);
    if tokens.len() > 1 {
        // «улица Максима Горького», «площадь Победы»: complements stay; adjectives agree and are turned.
        let adjective = page.any(tokens.start, &[crate::lexicon::Class::Adjective]) && !page.any(tokens.start, &[crate::lexicon::Class::Noun]);
        return if adjective { phrase(page, tokens) } else { text };
    }
    let street = matches!(&m.sense, Sense::Described(e) if matches!(e.cell("kind"), "street" | "facility" | "square" | "station" | "airport"));
    let form = &page.forms[tokens.start];
    if street || form.readings.iter().any(|r| r.known && r.case == Some(Case::Nom) && r.plural != Some(true)) {
        return text;
    }
    let descriptor_case = m.part_of(Role::Descriptor).and_then(|d| page.form(d.start).map(|f| f.readings.iter().filter_map(|r| r.case).collect::<Vec<_>>()));
    let oblique = descriptor_case.is_some_and(|cases| !cases.contains(&Case::Nom));
    if oblique && form.readings.iter().any(|r| r.known) {
        return phrase(page, tokens);
    }
    with_case_of(&text, &text)
}

/// Sets `within` and `country` by the text and the gazetteers, of places that the sheet has.
pub fn nest(page: &Page<'_>, mentions: &[Mention], places: &mut [(sheet::Place, Vec<usize>)], countries: &[(sheet::Country, Vec<usize>)]) {
    // By name, as the gazetteer says.
    let ids: BTreeMap<String, String> = places.iter().map(|(p, _)| (p.name.clone(), p.id.clone())).collect();
    let owner: BTreeMap<usize, usize> = places.iter().enumerate().flat_map(|(n, (_, list))| list.iter().map(move |m| (*m, n))).collect();
    for n in 0..places.len() {
        let by_gazetteer = places[n].0.within.take().and_then(|name| ids.get(&name).cloned()).filter(|id| *id != places[n].0.id);
        let by_text =
            places[n].1.iter().find_map(|m| enclosing(page, mentions, *m, &owner).filter(|o| *o != n && larger(&places[*o].0.kind, &places[n].0.kind)));
        let within = by_text.map(|o| places[o].0.id.clone()).or(by_gazetteer);
        let country = by_text.and_then(|o| places[o].0.country.clone());
        let by_country = || {
            places[n].1.iter().find_map(|m| {
                let next = following(page, mentions, *m)?;
                let c = countries.iter().find(|(_, list)| list.contains(&next))?;
                Some(c.0.id.clone())
            })
        };
        let bound = !is_of_many_countries(page, mentions, &places[n]);
        let country = places[n].0.country.clone().or_else(|| bound.then(|| country.or_else(by_country)).flatten());
        places[n].0.country = country;
        places[n].0.within = within;
    }
    // A place within a place is in its country.
    for _ in 0..3 {
        let known: BTreeMap<String, Option<String>> = places.iter().map(|(p, _)| (p.id.clone(), p.country.clone())).collect();
        for (p, _) in places.iter_mut().filter(|(p, _)| p.country.is_none() && p.kind != "sea") {
            p.country = p.within.as_ref().and_then(|w| known.get(w).cloned().flatten());
        }
    }
    // The country's code stands in the id, so that «Мирный» here is not «Мирный» there.
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for (p, _) in places.iter_mut() {
        if let Some(code) = p.country.as_deref().and_then(|c| c.strip_prefix("country:")) {
            let (id, _) = id_of(&p.name, Some(code));
            if id != p.id {
                renamed.insert(std::mem::replace(&mut p.id, id.clone()), id);
            }
        }
    }
    for (p, _) in places.iter_mut() {
        if let Some(new) = p.within.as_ref().and_then(|w| renamed.get(w)) {
            p.within = Some(new.clone());
        }
    }
}

/// Kinds by size: a place lies within a larger one.
fn larger(outer: &str, inner: &str) -> bool {
    let size = |kind: &str| match kind {
        "region" => 5,
        "district" => 4,
        "city" => 3,
        "village" => 2,
        "other" => 1,
        _ => 0,
    };
    size(outer) > size(inner)
}

/// The place named right after this one: «Кичи-Капка в Таласской области», «Ошская область, Узген», «Томск (Сибирь)».
fn enclosing(page: &Page<'_>, mentions: &[Mention], m: usize, owner: &BTreeMap<usize, usize>) -> Option<usize> {
    let next = following(page, mentions, m)?;
    owner.get(&next).copied()
}

/// The place or country mention after this one, with nothing but a preposition, a comma or a bracket between; or right before a comma.
fn following(page: &Page<'_>, mentions: &[Mention], m: usize) -> Option<usize> {
    let end = mentions[m].tokens.end;
    let next = (m + 1..mentions.len()).take(4).find(|n| mentions[*n].tokens.start >= end && matches!(mentions[*n].kind, Kind::Place | Kind::Country))?;
    if matches!(mentions[next].sense, Sense::Country(_, CountryForm::Adjective | CountryForm::Demonym)) {
        return None;
    }
    let between = end..mentions[next].tokens.start;
    let genitive = between.is_empty() && page.form(between.start).is_some_and(|f| f.has_case(Case::Gen));
    let joint = between.len() == 1 && (page.any(between.start, &[crate::lexicon::Class::PlacePreposition, crate::lexicon::Class::OpenBracket]));
    ((genitive || joint) && page.sentence(end - 1).contains(&mentions[next].tokens.start)).then_some(next)
}
