//! What a layer has to find: the annotation of a document, by its scheme, as that layer's spans.

use crate::corpus::{Annotated, Read};
use std::collections::HashSet;
use std::ops::Range;
use svodka::arbitrate::{Decision, Layer, Mention, layers};
use svodka::lexicon::Class;
use svodka::recognize::{Candidate, Kind, Page, Sign, organizations};

/// A span of the annotation, in code points.
pub struct Gold {
    pub start: usize,
    pub end: usize,
    pub decision: Decision,
}

/// The annotation as a layer has it to find; nothing for a scheme that does not annotate the layer.
pub fn golds(d: &Read, proposed: &[Candidate], scheme: &str, layer: Layer, held: &[Mention]) -> Option<Vec<Gold>> {
    let chars: Vec<char> = d.page.text.source.chars().collect();
    let has_capital = |e: &Annotated| chars[e.start..e.end].iter().any(|c| c.is_uppercase());
    // «Парламент отклонил закон»: the capital is the sentence's, where the text writes the word small or shows it nowhere else.
    let opens = |e: &Annotated| {
        let at = d.page.text.tokens.partition_point(|t| t.char_start < e.start);
        let alone = d.page.text.tokens.get(at).is_some_and(|t| t.char_end == e.end);
        let common = d.page.has(at, Class::OrganizationDescriptor) && !d.evidence.has(at, Sign::CapitalInside);
        d.page.is_initial(at) && common && (alone || d.evidence.has(at, Sign::LowerElsewhere))
    };
    let starts_high = |e: &Annotated| (chars[e.start].is_uppercase() || chars[e.start].is_numeric()) && !opens(e);
    if layer != Layer::Names && scheme != "nerel" || layer.is_ruled() {
        return None;
    }
    let mut out = Vec::new();
    for e in &d.gold {
        let whole = |decision| Gold { start: e.start, end: e.end, decision };
        match (scheme, layer, e.kind.as_str()) {
            ("factru", _, "Person") | ("slavic", _, "PER") => out.push(whole(Decision::Person)),
            ("factru", _, "Org" | "LocOrg" | "Location") => {
                let decision = if e.kind == "Org" { Decision::Organization } else { Decision::Place };
                out.extend(e.names.iter().map(|(start, end)| Gold { start: *start, end: *end, decision }));
            }
            ("slavic", _, "LOC") => out.push(whole(Decision::Place)),
            ("slavic", _, "ORG") => out.push(whole(Decision::Organization)),
            ("nerel", ..) if e.broken => {}
            ("nerel", Layer::Names, "PERSON") if has_capital(e) => out.push(whole(Decision::Person)),
            ("nerel", Layer::Names, "COUNTRY" | "CITY" | "STATE_OR_PROVINCE" | "DISTRICT" | "LOCATION" | "FACILITY")
                if has_capital(e) && !is_adjective(&chars[e.start..e.end]) =>
            {
                out.push(whole(Decision::Place));
            }
            ("nerel", Layer::Names, "ORGANIZATION") if starts_high(e) => {
                out.push(whole(Decision::Organization));
            }
            ("nerel", Layer::Bodies, "ORGANIZATION") if !starts_high(e) => out.push(whole(Decision::Body)),
            ("nerel", Layer::Offices, "PROFESSION") => out.push(whole(Decision::Office)),
            ("nerel", Layer::InnerOrganizations, "ORGANIZATION") => out.push(whole(Decision::InnerOrganization)),
            ("nerel", Layer::Nationalities, "NATIONALITY") => out.push(whole(Decision::Nationality)),
            ("nerel", Layer::InnerOffices, "PROFESSION") => out.push(whole(Decision::InnerOffice)),
            _ => {}
        }
    }
    if layer == Layer::Names {
        out = outermost(out);
        without_owners(&d.page, proposed, &mut out);
    }
    let inner = match layer {
        Layer::InnerOrganizations => Some(Kind::Organization),
        Layer::InnerOffices => Some(Kind::Office),
        _ => None,
    };
    if let Some(kind) = inner {
        let outer: Vec<(Range<usize>, Range<usize>)> =
            held.iter().filter(|m| m.kind == kind).map(|m| (d.page.text.chars(&m.tokens), d.page.text.chars(&m.core))).collect();
        let equal = |g: &Gold, r: &Range<usize>| (g.start, g.end) == (r.start, r.end);
        out.retain(|g| outer.iter().any(|(t, _)| t.start <= g.start && g.end <= t.end) && !outer.iter().any(|(t, c)| equal(g, t) || equal(g, c)));
    }
    Some(outermost(out))
}

/// One capitalised word with an adjective's ending: «Российский» names no place for us.
fn is_adjective(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    !word.contains(' ') && svodka::lexicon::morph::readings(&word).first().is_some_and(|r| r.pos == svodka::lexicon::Pos::Adjective)
}

/// «МИД Грузии» is «МИД» of «Грузия», which is added when names are decided: where such a name is proposed, it is what is wanted.
fn without_owners(page: &Page<'_>, proposed: &[Candidate], golds: &mut Vec<Gold>) {
    let owning: HashSet<Range<usize>> = proposed.iter().filter(|c| layers::takes_owner(c)).map(|c| c.core.clone()).collect();
    let mut owners = Vec::new();
    for g in golds.iter_mut().filter(|g| g.decision == Decision::Organization) {
        let start = page.text.tokens.partition_point(|t| t.char_start < g.start);
        let end = page.text.tokens.partition_point(|t| t.char_start < g.end);
        let owner = (start + 1..end).find(|i| owning.contains(&(start..*i)) && organizations::owner_at(page, *i).is_some_and(|(_, t)| t.end == end));
        if let Some(owner) = owner {
            let chars = page.text.chars(&(owner..end));
            owners.push(Gold { start: chars.start, end: chars.end, decision: Decision::Place });
            g.end = page.text.chars(&(start..owner)).end;
        }
    }
    golds.extend(owners);
}

/// Of spans that overlap the first and longest stays, as the scorer does.
fn outermost(mut spans: Vec<Gold>) -> Vec<Gold> {
    spans.sort_by_key(|g| (g.start, std::cmp::Reverse(g.end)));
    let mut end = 0;
    spans.retain(|g| {
        let keep = g.start >= end;
        if keep {
            end = g.end;
        }
        keep
    });
    spans
}
