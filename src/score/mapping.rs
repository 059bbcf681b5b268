//! Types of annotations and our kinds.

use super::{Document, Span};
use crate::sheet::named::KINDS;
use std::collections::{BTreeMap, BTreeSet};

/// What types of common corpora are here, in lower case. A type that says less than our kinds has several.
const USUAL: &[(&str, &str)] = &[
    ("per", "person"),
    ("person", "person"),
    ("loc", "place|country"),
    ("gpe", "place|country"),
    ("locorg", "place|country"),
    ("location", "place|country"),
    ("org", "organization"),
    ("organization", "organization"),
    ("country", "country"),
    ("city", "place"),
    ("state_or_province", "place"),
    ("district", "place"),
    ("facility", "place"),
    ("fac", "place"),
    ("place", "place"),
    ("profession", "office"),
    ("job", "office"),
    ("office", "office"),
    ("position", "office"),
    ("date", "date"),
    ("time", "date"),
    ("figure", "figure"),
    ("number", "figure"),
    ("cardinal", "figure"),
    ("ordinal", "figure"),
    ("money", "figure"),
    ("percent", "figure"),
    ("quantity", "figure"),
    ("age", "figure"),
];

/// Which spans are compared with which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classes {
    types: BTreeMap<String, String>,
    kinds: BTreeMap<String, String>,
    /// Types of the annotation that are not scored, and how often they occur.
    pub left_out: Vec<(String, usize)>,
}

/// A rule of `--map`: a type, and the kinds that it is here; none leave it out.
pub type Mapped = (String, Vec<String>);

/// Reads `TYPE=KIND`, `TYPE=KIND|KIND` or `TYPE=`.
///
/// # Errors
/// What to write instead.
pub fn parse(text: &str) -> Result<Mapped, String> {
    let (kind, ours) = text.split_once('=').ok_or("write TYPE=KIND, such as PER=person, GPE=place|country, or EVENT= to leave a type out")?;
    let ours: Vec<String> = ours.split('|').filter(|k| !k.is_empty()).map(str::to_string).collect();
    match ours.iter().find(|k| !KINDS.contains(&k.as_str())) {
        Some(unknown) => Err(format!("«{unknown}» is no kind{}; kinds are {}", crate::suggest::did_you_mean(unknown, KINDS), KINDS.join(", "))),
        None => Ok((kind.to_string(), ours)),
    }
}

impl Classes {
    /// The classes of a corpus: the usual mapping, and above it `mapped`. A place of a corpus that has countries by themselves is no country.
    ///
    /// # Errors
    /// When a mapped type does not occur, or nothing is left to score.
    pub fn new(corpus: &[Document], mapped: &[Mapped]) -> Result<Classes, String> {
        let mut types: BTreeMap<&str, usize> = BTreeMap::new();
        corpus.iter().flat_map(|d| &d.spans).for_each(|s| *types.entry(&s.kind).or_default() += 1);
        if let Some((unknown, _)) = mapped.iter().find(|(t, _)| !types.contains_key(t.as_str())) {
            let names: Vec<&str> = types.keys().copied().collect();
            return Err(format!("--map: the annotation has no type «{unknown}»{}; it has {}", crate::suggest::did_you_mean(unknown, &names), names.join(", ")));
        }
        let countries = types.keys().any(|t| t.eq_ignore_ascii_case("country"));
        let ours = |kind: &str| -> Vec<String> {
            if let Some((_, ours)) = mapped.iter().find(|(t, _)| t == kind) {
                return ours.clone();
            }
            let lower = kind.to_lowercase();
            let usual = USUAL.iter().find(|(t, _)| *t == lower).map_or("", |(_, ours)| ours);
            let only_place = countries && matches!(lower.as_str(), "loc" | "location");
            usual.split('|').filter(|k| !k.is_empty() && !(only_place && *k == "country")).map(str::to_string).collect()
        };
        // Kinds that one type joins are one class.
        let mut groups: Vec<BTreeSet<String>> = KINDS.iter().map(|k| BTreeSet::from([k.to_string()])).collect();
        let mut used: BTreeSet<String> = BTreeSet::new();
        let mut out = Classes::default();
        for (kind, count) in &types {
            let ours = ours(kind);
            if ours.is_empty() {
                out.left_out.push((kind.to_string(), *count));
                continue;
            }
            used.extend(ours.iter().cloned());
            let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|g| ours.iter().any(|k| g.contains(k)));
            groups = apart;
            groups.push(joined.into_iter().flatten().collect());
            out.types.insert(kind.to_string(), ours[0].clone());
        }
        let name = |kind: &String| -> String {
            let group = groups.iter().find(|g| g.contains(kind));
            KINDS.iter().filter(|k| group.is_some_and(|g| g.contains(**k))).copied().rev().collect::<Vec<_>>().join("|")
        };
        out.kinds = used.iter().map(|k| (k.clone(), name(k))).collect();
        out.types.values_mut().for_each(|kind| *kind = name(kind));
        out.left_out.sort_by_key(|(t, n)| (std::cmp::Reverse(*n), t.clone()));
        if out.types.is_empty() {
            return Err(format!(
                "no type of the annotation is one of ours; map them with --map TYPE=KIND (types: {})",
                types.keys().copied().collect::<Vec<_>>().join(", ")
            ));
        }
        Ok(out)
    }

    /// The scored annotations, each once, by place.
    pub fn gold(&self, spans: &[Span]) -> Vec<Span> {
        classed(spans, &self.types)
    }

    /// The scored mentions.
    pub fn found(&self, spans: &[Span]) -> Vec<Span> {
        classed(spans, &self.kinds)
    }
}

fn classed(spans: &[Span], classes: &BTreeMap<String, String>) -> Vec<Span> {
    let mut out: Vec<Span> = spans.iter().filter_map(|s| Some(Span { kind: classes.get(&s.kind)?.clone(), ..s.clone() })).collect();
    out.sort();
    out.dedup_by(|a, b| (a.start, a.end, &a.kind) == (b.start, b.end, &b.kind));
    out
}
