//! Organizations: one entity for a name, its abbreviation and its other forms; bodies by what they are and whose.

use super::latin;
use super::nominative::{clean, phrase, with_case_of};
use super::places::matching_name;
use crate::arbitrate::Mention;
use crate::lexicon::{Case, Class, Entry, Pos, Table, keys, morph};
use crate::recognize::{Kind, Page, Role, Sense};
use crate::sheet;
use std::ops::Range;

/// The id and the country of the place or country that a stretch of tokens names.
pub type OwnerOf<'a> = dyn Fn(&Range<usize>) -> Option<(String, Option<String>)> + 'a;

struct Found {
    key: String,
    name: String,
    kind: String,
    entry: Option<Entry>,
    /// The country's id, or the owning place's.
    owner: Option<String>,
    country: Option<String>,
    body: Option<String>,
    mentions: Vec<usize>,
    named: bool,
}

/// Organizations of the mentions; `country_of` and `place_of` give the entity's id and country of a nested mention's tokens.
pub fn resolve(page: &Page<'_>, mentions: &[Mention], owner_of: &OwnerOf<'_>) -> Vec<(sheet::Organization, Vec<usize>)> {
    let mut found: Vec<Found> = Vec::new();
    for (i, m) in mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Organization) {
        let next = read(page, m, owner_of);
        let at = place(page, &found, &next, mentions, i);
        match at {
            Some(n) => {
                let f = &mut found[n];
                f.mentions.push(i);
                f.entry = f.entry.or(next.entry);
                if f.country.is_none() {
                    f.country = next.country;
                }
                if f.owner.is_none() {
                    f.owner = next.owner;
                }
                if next.named && !f.named {
                    (f.name, f.named) = (next.name, true);
                }
                if f.kind == "other" {
                    f.kind = next.kind;
                }
            }
            None => found.push(Found { mentions: vec![i], ..next }),
        }
    }
    found
        .into_iter()
        .map(|f| {
            let code = f.country.as_deref().and_then(|c| c.strip_prefix("country:")).map(str::to_lowercase);
            let prefix = code.map(|c| format!("{c}-")).unwrap_or_default();
            // A body's id is what it is, not how this text words its country.
            let slug = match &f.body {
                Some(body) if f.owner.is_some() => latin::slug(&match f.owner.as_deref() {
                    Some(o) if o.starts_with("place:") => format!("{body} {}", o.trim_start_matches("place:")),
                    _ => body.clone(),
                }),
                _ => latin::slug(&f.name),
            };
            let org = sheet::Organization {
                id: format!("organization:{prefix}{slug}"),
                name: f.name,
                kind: f.kind,
                gloss: f.entry.map(|e| e.cell("gloss").to_string()).filter(|g| !g.is_empty()),
                country: f.country,
                variants: Vec::new(),
                mentions: Vec::new(),
                references: Vec::new(),
            };
            (org, f.mentions)
        })
        .collect()
}

/// The words of a mention in the nominative, quotation marks closed.
pub fn norm(page: &Page<'_>, m: &Mention) -> String {
    let core = match (m.part_of(Role::Name), m.part_of(Role::Descriptor)) {
        (Some(name), _) => name,
        (None, _) => m.tokens.clone(),
    };
    let quoted = core.start > m.tokens.start && page.has(core.start - 1, Class::OpenQuote);
    // After a descriptor a name in quotation marks does not change: «в газете «Труд»», but «в «Труде»».
    let fixed = quoted && m.part_of(Role::Descriptor).is_some();
    let text = if fixed { clean(page.text.span(&core)) } else { entry(m).and_then(|e| matching_name(page, &core, e)).unwrap_or_else(|| phrase(page, &core)) };
    let tail = core.end + usize::from(quoted)..m.tokens.end;
    if tail.is_empty() || tail.start >= tail.end || m.part_of(Role::Name).is_none() { text } else { format!("{text} {}", clean(page.text.span(&tail))) }
}

fn entry(m: &Mention) -> Option<Entry> {
    match m.sense {
        Sense::Entry(e) if e.table == Table::Organizations => Some(e),
        _ => None,
    }
}

fn read(page: &Page<'_>, m: &Mention, owner_of: &OwnerOf<'_>) -> Found {
    let owner = m.parts.iter().filter(|p| matches!(p.role, Role::Country | Role::Place)).find_map(|p| owner_of(&p.tokens));
    let kind = match m.sense {
        Sense::Entry(e) | Sense::Described(e) => e.cell("kind").to_string(),
        _ => "other".into(),
    };
    let owner_country = owner.as_ref().and_then(|(id, country)| if id.starts_with("country:") { Some(id.clone()) } else { country.clone() });
    // «Центробанк Турции» is not the one of the entry's country: of the entry it has the kind only.
    let entry = entry(m).filter(|e| {
        let own = e.cell("country");
        own.is_empty() || owner_country.as_ref().is_none_or(|c| c.strip_prefix("country:") == Some(own))
    });
    let entry_country = entry.map(|e| e.cell("country")).filter(|c| !c.is_empty()).map(|c| format!("country:{c}"));
    let country = entry_country.or(owner_country);
    let descriptor = m.part_of(Role::Descriptor).filter(|_| m.part_of(Role::Name).is_none());
    let body = descriptor.map(|d| keys::fold(&phrase(page, &d)));
    let name = match entry {
        // An entry that many countries have is named with its country.
        Some(e) if owner.is_some() && e.cell("country").is_empty() => {
            format!("{} {}", e.cell("name"), owner_words(page, m))
        }
        Some(e) => e.cell("name").to_string(),
        None => {
            let text = norm(page, m);
            if body.is_some() { decapitalized(page, m, text) } else { text }
        }
    };
    let key = match &body {
        Some(b) => b.clone(),
        None => keys::fold(&norm(page, &without_owner(m))),
    };
    Found {
        key,
        name,
        kind,
        entry,
        named: m.part_of(Role::Name).is_some() || body.is_none() || owner.is_some(),
        owner: owner.map(|o| o.0),
        country,
        body,
        mentions: Vec::new(),
    }
}

/// Whose the body is, in the genitive: a country by its first name («МИД РФ» and «МИД России» are one), a place as the text has it.
fn owner_words(page: &Page<'_>, m: &Mention) -> String {
    let words = m.parts.iter().filter(|p| matches!(p.role, Role::Country | Role::Place)).map(|p| {
        let country = page.entries_from(p.tokens.start).find(|e| e.tokens == p.tokens && e.entry.table == Table::Countries);
        country.and_then(|c| genitive(c.entry.cell("name"))).unwrap_or_else(|| clean(page.text.span(&p.tokens)))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A country's name of one word in the genitive; abbreviations («США») do not change.
fn genitive(name: &str) -> Option<String> {
    if name.contains(' ') {
        return None;
    }
    if name.chars().all(|c| !c.is_lowercase()) {
        return Some(name.to_string());
    }
    let form = morph::inflected(name, &|r| r.pos == Pos::Noun && r.case == Some(Case::Nom), &[("Case", "Gen")])?;
    Some(with_case_of(name, &form))
}

fn without_owner(m: &Mention) -> Mention {
    let mut m = m.clone();
    if let Some(name) = m.part_of(Role::Name) {
        m.candidate.tokens = name;
    }
    m
}

/// A common noun that only the sentence's beginning made great: «Парламент Кыргызстана» is «парламент Кыргызстана».
fn decapitalized(page: &Page<'_>, m: &Mention, text: String) -> String {
    if !page.is_initial(m.tokens.start) || page.any(m.tokens.start, &[Class::AllCaps, Class::Latin]) {
        return text;
    }
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_lowercase().chain(chars).collect())
}

/// The organization found before that a mention is of.
fn place(page: &Page<'_>, found: &[Found], next: &Found, mentions: &[Mention], i: usize) -> Option<usize> {
    let agrees = |f: &Found| f.country.is_none() || next.country.is_none() || f.country == next.country;
    if next.body.is_some() {
        let same: Vec<usize> = (0..found.len()).filter(|n| found[*n].body == next.body && (next.owner.is_none() || found[*n].owner == next.owner)).collect();
        // A body without an owner is the one of its name, if the text has but one.
        return match (next.owner.is_some(), same.as_slice()) {
            (true, [n, ..]) => Some(*n),
            (false, [n]) => Some(*n),
            (false, many) => many.iter().copied().find(|n| found[*n].owner.is_none()),
            _ => None,
        };
    }
    if let Some(n) = (0..found.len()).find(|n| (found[*n].key == next.key || next.entry.is_some() && found[*n].entry == next.entry) && agrees(&found[*n])) {
        return Some(n);
    }
    // «Союз координационных советов (СКС)»: the abbreviation right behind a name.
    let start = mentions[i].tokens.start;
    if start >= 2 && page.has(start - 1, Class::OpenBracket) && page.has(start, Class::AllCaps) && next.entry.is_none() {
        return (0..found.len()).find(|n| found[*n].mentions.iter().any(|m| mentions[*m].tokens.end == start - 1));
    }
    None
}
