//! Mentions in, entities out: one entity for all mentions of one thing, under its right name.
//!
//! Reads the page and the arbiter's mentions. Makes the sheet's entities with their mentions, says which mention is of which
//! entity, who holds which office by the words around, and what pronouns and descriptions mean. Decides no spans.

pub mod clusters;
pub mod corrections;
pub mod declension;
pub mod families;
pub mod holders;
pub mod latin;
pub mod name_readings;
pub mod namesakes;
pub mod nominative;
pub mod offices;
pub mod organization_names;
pub mod organizations;
pub mod people;
pub mod places;
pub mod references;
pub mod values;

pub use holders::Holder;
pub use references::Meant;

use crate::arbitrate::Mention;
use crate::arbitrate::layers::NATIONALITY;
use crate::lexicon::Table;
use crate::recognize::{CountryForm, Kind, Page, Part, Role, Sense};
use crate::sheet;
use organizations::Owner;
use std::collections::BTreeMap;
use std::ops::Range;

/// An entity of the sheet: its section and its place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity {
    /// The section.
    pub kind: Kind,
    /// The index in the section.
    pub index: usize,
}

/// Entities, and what in the text means them.
#[derive(Default)]
pub struct Resolved {
    /// The arbiter's mentions, in order.
    pub mentions: Vec<Mention>,
    /// The entity of every mention.
    pub entity_of: Vec<Option<Entity>>,
    /// People, in order of first mention, as all sections.
    pub people: Vec<sheet::Person>,
    /// Offices.
    pub offices: Vec<sheet::Office>,
    /// Countries.
    pub countries: Vec<sheet::Country>,
    /// Places.
    pub places: Vec<sheet::Place>,
    /// Organizations.
    pub organizations: Vec<sheet::Organization>,
    /// Figures.
    pub figures: Vec<sheet::Figure>,
    /// Dates.
    pub dates: Vec<sheet::Date>,
    /// Who holds which office by the words around.
    pub holders: Vec<Holder>,
    /// Pronouns and descriptions that mean an entity.
    pub meant: Vec<Meant>,
    /// The words of every mention of a person in the nominative, by its index.
    pub norms: BTreeMap<usize, String>,
    /// By the first token of every person's name, whether its form is the person's nominative: others are no subjects.
    pub nominative: BTreeMap<usize, bool>,
}

impl Resolved {
    /// The id of an entity.
    pub fn id(&self, entity: Entity) -> &str {
        match entity.kind {
            Kind::Person => &self.people[entity.index].id,
            Kind::Office => &self.offices[entity.index].id,
            Kind::Country => &self.countries[entity.index].id,
            Kind::Place => &self.places[entity.index].id,
            Kind::Organization => &self.organizations[entity.index].id,
            Kind::Figure => &self.figures[entity.index].id,
            Kind::Date => &self.dates[entity.index].id,
        }
    }

    /// The mentions of one kind that lie in a range of tokens, with their entities.
    pub fn within<'r>(&'r self, range: &Range<usize>, kind: Kind) -> impl Iterator<Item = (usize, Entity)> + 'r {
        let from = self.mentions.partition_point(|m| m.tokens.start < range.start);
        let end = range.end;
        (from..self.mentions.len())
            .take_while(move |i| self.mentions[*i].tokens.start < end)
            .filter(move |i| self.mentions[*i].kind == kind && self.mentions[*i].tokens.end <= end)
            .filter_map(|i| Some((i, self.entity_of[i]?)))
    }

    /// Whether the names in a range of tokens all stand in their nominative; `None` where it holds no name.
    pub fn is_nominative(&self, tokens: &Range<usize>) -> Option<bool> {
        self.nominative.range(tokens.clone()).map(|(_, n)| *n).reduce(|a, b| a && b)
    }

    /// Everything that means a person in a range of tokens: names first of all, then descriptions and pronouns; by position.
    pub fn persons_in(&self, range: &Range<usize>) -> Vec<(Range<usize>, Entity)> {
        let mut out: Vec<(Range<usize>, Entity)> = self.within(range, Kind::Person).map(|(i, e)| (self.mentions[i].tokens.clone(), e)).collect();
        let from = self.meant.partition_point(|m| m.tokens.start < range.start);
        out.extend(
            self.meant[from..]
                .iter()
                .take_while(|m| m.tokens.start < range.end)
                .filter(|m| m.entity.kind == Kind::Person && m.tokens.end <= range.end && !references::is_determiner(m.rule))
                .map(|m| (m.tokens.clone(), m.entity)),
        );
        out.sort_by_key(|(t, e)| (t.start, std::cmp::Reverse(t.end), *e));
        out
    }
}

/// Resolves the mentions of a page.
pub fn resolve(page: &Page<'_>, mut mentions: Vec<Mention>) -> Resolved {
    let mut r = Resolved { entity_of: vec![None; mentions.len()], ..Resolved::default() };
    let countries = places::countries(&mentions);
    let mut places = places::places(page, &mentions);
    places::nest(page, &mentions, &mut places, &countries);
    for (n, (_, list)) in countries.iter().enumerate() {
        list.iter().for_each(|m| r.entity_of[*m] = Some(Entity { kind: Kind::Country, index: n }));
    }
    for (n, (_, list)) in places.iter().enumerate() {
        list.iter().for_each(|m| r.entity_of[*m] = Some(Entity { kind: Kind::Place, index: n }));
    }
    let by_tokens: BTreeMap<(usize, usize), usize> =
        mentions.iter().enumerate().filter(|(_, m)| matches!(m.kind, Kind::Country | Kind::Place)).map(|(i, m)| ((m.tokens.start, m.tokens.end), i)).collect();
    let meant_countries = references::countries::find(page, &mentions, &countries);
    let owner = |tokens: &Range<usize>| -> Option<Owner> {
        let i = by_tokens.get(&(tokens.start, tokens.end))?;
        match r.entity_of[*i]? {
            Entity { kind: Kind::Country, index } => {
                let c = &countries[index].0;
                Some(Owner { id: c.id.clone(), country: Some(c.id.clone()), name: c.name.clone() })
            }
            Entity { index, .. } => {
                let p = &places[index].0;
                Some(Owner { id: p.id.clone(), country: p.country.clone(), name: p.name.clone() })
            }
        }
    };
    let home = places::home(&countries, &places);
    let organizations = organizations::resolve(page, &mentions, &owner, home.as_ref());
    let organization_of: BTreeMap<usize, usize> = organizations.iter().enumerate().flat_map(|(n, (_, list))| list.iter().map(move |m| (*m, n))).collect();
    let owners = |i: usize| -> offices::Owners {
        let m = &mentions[i];
        let mut out = offices::Owners::default();
        for part in &m.parts {
            match part.role {
                Role::Country if out.country.is_none() => out.country = owner(&part.tokens).map(|o| o.id),
                Role::Place if out.place.is_none() => out.place = owner(&part.tokens).map(|o| (o.id, o.country)),
                Role::Organization if out.organization.is_none() => {
                    let nested = (0..mentions.len())
                        .skip(i.saturating_sub(3))
                        .take(12)
                        .find(|n| mentions[*n].kind == Kind::Organization && mentions[*n].tokens == part.tokens);
                    let found = nested.and_then(|n| organization_of.get(&n)).map(|n| &organizations[*n].0);
                    // «министр по делам разведки Израиля»: what an office is about is not what it is in.
                    let before = part.tokens.start.checked_sub(1).and_then(|b| page.longest_ending(b, Table::Words));
                    if before.is_some_and(|p| p.entry.cell("class") == "remit") {
                        out.country = out.country.or(found.and_then(|o| o.country.clone()));
                    } else {
                        out.organization = found.map(|o| (o.id.clone(), o.country.clone()));
                    }
                }
                _ => {}
            }
        }
        if out.country.is_none() {
            // «казахстанский дипломат»: the adjective stands before the mention.
            let modifiers = offices::with_modifiers(page, m).start..m.tokens.start;
            out.country = modifiers
                .filter_map(|t| by_tokens.get(&(t, t + 1)))
                .find_map(|i| owner(&mentions[*i].tokens))
                .map(|o| o.id)
                .filter(|id| id.starts_with("country:"));
        }
        if out.country.is_none() {
            out.country = meant_countries
                .iter()
                .find(|c| m.tokens.start <= c.tokens.start && c.tokens.end <= m.tokens.end && c.rule != "references.both-countries")
                .map(|c| countries[c.entity.index].0.id.clone());
        }
        out
    };
    let offices = offices::resolve(page, &mentions, &owners);
    let people = people::resolve(page, &mut mentions);
    for (n, (_, list)) in organizations.iter().enumerate() {
        list.iter().for_each(|m| r.entity_of[*m] = Some(Entity { kind: Kind::Organization, index: n }));
    }
    for (n, (_, list)) in offices.iter().enumerate() {
        list.iter().for_each(|m| r.entity_of[*m] = Some(Entity { kind: Kind::Office, index: n }));
    }
    for (n, (_, list)) in people.all.iter().enumerate() {
        list.iter().for_each(|m| r.entity_of[*m] = Some(Entity { kind: Kind::Person, index: n }));
    }
    r.countries = countries.into_iter().map(|c| c.0).collect();
    r.places = places.into_iter().map(|p| p.0).collect();
    r.organizations = organizations.into_iter().map(|o| o.0).collect();
    r.offices = offices.into_iter().map(|o| o.0).collect();
    r.people = people.all.into_iter().map(|p| p.0).collect();
    r.norms = people.norms;
    r.mentions = mentions;
    r.meant = meant_countries;
    corrections::apply(page, &mut r);
    for i in 0..r.mentions.len() {
        if let Some(norm) = r.norms.get(&i) {
            let m = &r.mentions[i];
            let same = crate::lexicon::keys::fold(norm) == crate::lexicon::keys::fold(&page.spelled(&m.tokens));
            r.nominative.insert(m.tokens.start, same);
        }
    }
    values::figures(page, &mut r);
    values::dates(&mut r);
    r.holders = holders::find(page, &r);
    references::persons(page, &mut r);
    offices::join(&mut r);
    unique_ids(&mut r);
    fill(page, &mut r);
    r
}

/// Resolves figures and dates alone, which need nothing of the others.
pub fn resolve_values(page: &Page<'_>, mentions: Vec<Mention>) -> Resolved {
    let mut r = Resolved { entity_of: vec![None; mentions.len()], mentions, ..Resolved::default() };
    values::figures(page, &mut r);
    values::dates(&mut r);
    unique_ids(&mut r);
    fill(page, &mut r);
    r
}

/// Different entities that would share an id get a number behind it, by order of mention.
fn unique_ids(r: &mut Resolved) {
    fn number<'a>(ids: impl Iterator<Item = &'a mut String>) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for id in ids {
            let n = seen.entry(id.clone()).or_insert(0);
            *n += 1;
            if *n > 1 {
                *id = format!("{id}-{n}");
            }
        }
    }
    number(r.people.iter_mut().map(|e| &mut e.id));
    number(r.offices.iter_mut().map(|e| &mut e.id));
    number(r.figures.iter_mut().map(|e| &mut e.id));
    number(r.dates.iter_mut().map(|e| &mut e.id));
    // Ids that others refer to are unique by construction, or their referrers would lose them.
    number(r.organizations.iter_mut().map(|e| &mut e.id));
    number(r.places.iter_mut().map(|e| &mut e.id));
}

/// Puts the mentions and references into their entities.
fn fill(page: &Page<'_>, r: &mut Resolved) {
    for i in 0..r.mentions.len() {
        let Some(entity) = r.entity_of[i] else { continue };
        let m = &r.mentions[i];
        let mut out = mention(page, m);
        // The words keep the text's spelling: without «ё» where it has none.
        let spelled = |norm: String| {
            let as_it_is = !norm.contains(['ё', 'Ё']) || page.spelled(&m.tokens).contains(['ё', 'Ё']);
            if as_it_is { norm } else { norm.replace('ё', "е").replace('Ё', "Е") }
        };
        match entity.kind {
            Kind::Person => {
                out.norm = r.norms.get(&i).cloned().map(spelled);
                r.people[entity.index].mentions.push(out);
            }
            Kind::Office => {
                out.norm = Some(spelled(offices::norm(page, &m.tokens)));
                offices::without_prefix(&mut out);
                r.offices[entity.index].mentions.push(out);
                let inner = m.inner.iter().map(|i| {
                    let norm = Some(spelled(offices::norm(page, &i.tokens)));
                    let mut inner = sheet::MentionOf { norm, ..mention_of(page, &i.tokens, &i.parts, i.rule) };
                    offices::without_prefix(&mut inner);
                    inner
                });
                r.offices[entity.index].mentions.extend(inner);
            }
            Kind::Country => {
                out.norm = Some(spelled(places::country_norm(page, m)));
                if let Sense::Country(_, form) = m.sense {
                    let name = match form {
                        CountryForm::Name => "name",
                        CountryForm::Adjective if m.cues.contains(&NATIONALITY) => "demonym",
                        CountryForm::Adjective => "adjective",
                        CountryForm::Demonym => "demonym",
                    };
                    out.form = Some(name.to_string());
                }
                let country = &mut r.countries[entity.index];
                add_variant(&mut country.variants, &country.name, &out);
                country.mentions.push(out);
            }
            Kind::Place => {
                let place = &mut r.places[entity.index];
                let name = m.part_of(Role::Name).unwrap_or_else(|| m.tokens.clone());
                use crate::lexicon::{Field, Pos};
                let field = match m.sense {
                    Sense::Entry(e) => e.field,
                    _ => Field::Name,
                };
                out.form = match field {
                    Field::Adjective if !m.cues.contains(&NATIONALITY) => Some("adjective".to_string()),
                    Field::Adjective | Field::Demonym => Some("demonym".to_string()),
                    _ => None,
                };
                let known = match m.sense {
                    Sense::Entry(e) => places::matching_name(page, &name, e),
                    // «провинция Панджаб» is spelled so, whatever the place's own name is.
                    _ => crate::recognize::places::entries(page, &name).into_iter().find_map(|e| places::matching_name(page, &name, e)),
                };
                out.norm = Some(spelled(known.unwrap_or_else(|| {
                    if matches!(field, Field::Adjective | Field::Demonym) {
                        page.forms[m.tokens.start]
                            .reading_as(if field == Field::Adjective { Pos::Adjective } else { Pos::Noun })
                            .map_or_else(|| page.spelled(&m.tokens).to_lowercase(), |r| r.lemma.to_string())
                    } else if name.len() == 1 {
                        place.name.clone()
                    } else {
                        nominative::phrase(page, &name)
                    }
                })));
                add_variant(&mut place.variants, &place.name, &out);
                place.mentions.push(out);
            }
            Kind::Organization => {
                out.norm = Some(spelled(organizations::norm(page, m)));
                let organization = &mut r.organizations[entity.index];
                add_variant(&mut organization.variants, &organization.name, &out);
                organization.mentions.push(out);
                let inner = m
                    .inner
                    .iter()
                    .map(|i| sheet::MentionOf { norm: Some(spelled(nominative::phrase(page, &i.tokens))), ..mention_of(page, &i.tokens, &i.parts, i.rule) });
                organization.mentions.extend(inner);
            }
            Kind::Figure => r.figures[entity.index].mentions.push(values::mention(page, m, out)),
            Kind::Date => r.dates[entity.index].mentions.push(out),
        }
    }
    for meant in &r.meant {
        let chars = page.text.chars(&meant.tokens);
        let reference = sheet::Reference { start: chars.start, end: chars.end, text: page.text.span(&meant.tokens).to_string(), rule: meant.rule.to_string() };
        match meant.entity.kind {
            Kind::Person => r.people[meant.entity.index].references.push(reference),
            Kind::Country => r.countries[meant.entity.index].references.push(reference),
            Kind::Organization => r.organizations[meant.entity.index].references.push(reference),
            _ => {}
        }
    }
}

fn add_variant(variants: &mut Vec<String>, name: &str, mention: &sheet::MentionOf) {
    if let Some(norm) = &mention.norm
        && norm != name
        && mention.form.as_deref().is_none_or(|f| f == "name")
        && !variants.contains(norm)
    {
        variants.push(norm.clone());
    }
}

fn mention(page: &Page<'_>, m: &Mention) -> sheet::MentionOf {
    mention_of(page, &m.tokens, &m.parts, m.rule)
}

fn mention_of(page: &Page<'_>, tokens: &Range<usize>, parts: &[Part], rule: &str) -> sheet::MentionOf {
    let chars = page.text.chars(tokens);
    let mut parts: Vec<sheet::PartOf> = parts
        .iter()
        .map(|p| {
            let chars = page.text.chars(&p.tokens);
            sheet::PartOf { role: p.role.name().to_string(), start: chars.start, end: chars.end }
        })
        .collect();
    parts.sort_by(|a, b| (a.start, std::cmp::Reverse(a.end), &a.role).cmp(&(b.start, std::cmp::Reverse(b.end), &b.role)));
    sheet::MentionOf {
        start: chars.start,
        end: chars.end,
        text: page.text.span(tokens).to_string(),
        norm: None,
        form: None,
        rule: rule.to_string(),
        parts,
        bytes: None,
        utf16: None,
    }
}
