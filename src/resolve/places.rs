//! Countries and places: one entity per id, names in the nominative, places within places.

use super::latin;
use super::nominative::{clean, phrase, with_case_of};
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
    let text = clean(page.text.span(&mention.tokens));
    let column = match form {
        CountryForm::Name => {
            return matching_name(page, &mention.tokens, entry).unwrap_or_else(|| phrase(page, &mention.tokens));
        }
        CountryForm::Adjective => "adjectives",
        CountryForm::Demonym => "demonyms",
    };
    let form = &page.forms[mention.tokens.end - 1];
    entry.cell(column).split('|').find(|v| form.keys.contains(&keys::fold(v))).map_or(text, str::to_string)
}

/// The name or alias of an entry whose words the tokens are.
pub fn matching_name(page: &Page<'_>, tokens: &Range<usize>, entry: Entry) -> Option<String> {
    let fits = |name: &str| {
        let words: Vec<&str> = keys::words(name).collect();
        words.len() == tokens.len()
            && words
                .iter()
                .zip(tokens.clone())
                .all(|(w, i)| keys::stem(&keys::fold(w)) == keys::stem(page.folded(i)) || page.forms[i].keys.contains(&keys::fold(w)))
    };
    let name = entry.cell("name");
    if fits(name) {
        return Some(name.to_string());
    }
    entry.cell("aliases").split('|').find(|a| !a.is_empty() && fits(a)).map(str::to_string)
}

struct Found {
    name: String,
    key: String,
    kind: String,
    entry: Option<Entry>,
    mentions: Vec<usize>,
}

/// Places of the place mentions, with the indices of their mentions.
pub fn places(page: &Page<'_>, mentions: &[Mention]) -> Vec<(sheet::Place, Vec<usize>)> {
    let mut found: Vec<Found> = Vec::new();
    let home = likely_countries(mentions);
    for (i, m) in mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Place) {
        let place = read(page, m, &home);
        // One key, or one entry: «Петербург» is «Санкт-Петербург».
        let same =
            |f: &&mut Found| f.key == place.key && (f.kind == place.kind || f.kind == "other" || place.kind == "other") || same_row(f.entry, place.entry);
        match found.iter_mut().find(same) {
            Some(f) => {
                f.mentions.push(i);
                if f.kind == "other" {
                    f.kind = place.kind;
                }
                f.entry = f.entry.or(place.entry);
            }
            None => found.push(Found { mentions: vec![i], ..place }),
        }
    }
    found
        .into_iter()
        .map(|f| {
            let iso = f.entry.map(|e| e.cell("country")).filter(|c| !c.is_empty()).map(str::to_string);
            // Places of countries that do not write Cyrillic go by their own spelling.
            let own = f
                .entry
                .filter(|e| !matches!(e.cell("country"), "" | "RU" | "BY" | "UA" | "KZ" | "KG" | "TJ" | "BG" | "RS" | "MK" | "MN"))
                .map(|e| e.cell("gloss"))
                .filter(|g| !g.is_empty());
            let latin_name = own.map_or_else(|| latin::latin(&f.name), str::to_string);
            let prefix = iso.as_deref().map(|c| format!("{}-", c.to_lowercase())).unwrap_or_default();
            let place = sheet::Place {
                id: format!("place:{prefix}{}", latin::slug(&f.name)),
                latin: latin_name,
                kind: f.kind,
                gloss: f.entry.map(|e| e.cell("gloss").to_string()).filter(|g| !g.is_empty()),
                within: f.entry.map(|e| e.cell("within").to_string()).filter(|w| !w.is_empty()),
                country: iso.map(|c| format!("country:{c}")),
                name: f.name,
                variants: Vec::new(),
                mentions: Vec::new(),
            };
            (place, f.mentions)
        })
        .collect()
}

/// One row of one gazetteer, whichever of its names was met.
fn same_row(a: Option<Entry>, b: Option<Entry>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a.table == b.table && a.row == b.row)
}

/// Countries that a document names, itself or by their regions and large towns, the commonest first.
fn likely_countries(mentions: &[Mention]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for m in mentions {
        match m.sense {
            Sense::Country(e, _) => *counts.entry(e.cell("iso")).or_default() += 2,
            Sense::Entry(e) if m.kind == Kind::Place && (e.table != Table::Settlements || e.cell("population").parse().unwrap_or(0u64) >= 200_000) => {
                *counts.entry(e.cell("country")).or_default() += 2
            }
            _ => {}
        }
    }
    counts.remove("");
    let mut out: Vec<(&str, usize)> = counts.into_iter().collect();
    out.sort_by_key(|(iso, n)| (std::cmp::Reverse(*n), *iso));
    out.into_iter().map(|(iso, _)| iso.to_string()).collect()
}

/// Of namesakes the one in a country that the text names; a lone small one elsewhere is not taken for it.
fn namesake(entries: &[Entry], home: &[String]) -> Option<Entry> {
    let first = *entries.first()?;
    // «Пенджаб» is a region here and there, «Ленинский район» a district: no one of them is the likelier.
    let alone = || entries.iter().all(|e| e.table != first.table || e.cell("country") == first.cell("country"));
    let likely = match first.table {
        Table::Settlements => first.cell("population").parse().unwrap_or(0u64) >= 200_000,
        _ => alone(),
    };
    if likely {
        return Some(first);
    }
    let at_home = home.iter().find_map(|iso| entries.iter().find(|e| e.cell("country") == iso));
    at_home.copied().or((home.is_empty() || entries.len() == 1).then_some(first))
}

fn read(page: &Page<'_>, m: &Mention, home: &[String]) -> Found {
    if let Sense::Entry(e) = m.sense
        && matches!(e.field, Field::Adjective | Field::Demonym)
    {
        let name = e.cell("name").to_string();
        return Found { key: keys::fold(&name), name, kind: e.cell("kind").to_string(), entry: Some(Entry { field: Field::Name, ..e }), mentions: Vec::new() };
    }
    let name_tokens = m.part_of(Role::Name).unwrap_or_else(|| m.core.clone());
    let described = match m.sense {
        Sense::Described(e) => Some(e.cell("kind").to_string()),
        _ => None,
    };
    let mut entries = places::entries(page, &name_tokens);
    // «река Самара» is not the town of that name, «город Ош» is.
    if let Some(kind) = &described {
        let town = |kind: &str| matches!(kind, "city" | "village");
        entries.retain(|e| e.cell("kind") == kind || town(kind) && town(e.cell("kind")));
    }
    let entry = namesake(&entries, home);
    // Of what kind a place is may be sure where it is not sure which it is.
    let shared = || entries.first().filter(|first| entries.iter().all(|e| e.cell("kind") == first.cell("kind"))).copied();
    let kind = described.or(entry.or_else(shared).map(|e| e.cell("kind").to_string())).unwrap_or_else(|| "other".into());
    let described_before = m.part_of(Role::Descriptor).is_some_and(|d| d.start < name_tokens.start);
    let name = match entry {
        // Of a name that the gazetteer has without «ё» the text's spelling is the better one.
        Some(e) if page.text.span(&name_tokens).contains('ё') && !e.cell("name").contains('ё') => phrase(page, &name_tokens),
        Some(e) => e.cell("name").to_string(),
        None if described_before => own_name(page, m, &name_tokens),
        None => phrase(page, &name_tokens),
    };
    let key = keys::fold(&name);
    Found { name, key, kind, entry, mentions: Vec::new() }
}

/// A name after its descriptor: it may stand in the nominative («КПП Кичи-Капка») or agree («в городе Оше»).
fn own_name(page: &Page<'_>, m: &Mention, tokens: &Range<usize>) -> String {
    let text = clean(page.text.span(tokens));
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
        let country = places[n].0.country.clone().or(country).or_else(by_country);
        places[n].0.country = country;
        places[n].0.within = within;
    }
    // A place within a place is in its country.
    for _ in 0..3 {
        let known: BTreeMap<String, Option<String>> = places.iter().map(|(p, _)| (p.id.clone(), p.country.clone())).collect();
        for (p, _) in places.iter_mut().filter(|(p, _)| p.country.is_none()) {
            p.country = p.within.as_ref().and_then(|w| known.get(w).cloned().flatten());
        }
    }
    // The country's code stands in the id, so that «Мирный» here is not «Мирный» there.
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for (p, _) in places.iter_mut() {
        if let Some(code) = p.country.as_deref().and_then(|c| c.strip_prefix("country:")) {
            let id = format!("place:{}-{}", code.to_lowercase(), latin::slug(&p.name));
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
