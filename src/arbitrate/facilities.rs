//! Facilities that are named by whose they are: «улица Тараса Шевченко», «здание ФСБ», «аэропорт Барселоны».
//!
//! In: the mentions of all layers. Out: a place around each person, city or organization that a noun of words.tsv
//! (class `facility-of`) stands before. No weights: the noun, the case and the decided mention say it.

use super::{Mention, Overlapping, contains, nests, sort};
use crate::lexicon::{Case, Class, Table};
use crate::recognize::{Candidate, Kind, Page, Role, Sense};
use std::cmp::Reverse;

/// The places around what they are called after; of several that begin with one noun the longest.
pub(super) fn candidates(page: &Page<'_>, mentions: &[Mention]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = mentions.iter().filter_map(|m| around(page, m)).collect();
    found.sort_by_key(|c| (c.tokens.start, Reverse(c.tokens.end)));
    found.dedup_by_key(|c| c.tokens.start);
    found
}

/// Adds those that cross no mention and are in no other place.
pub(super) fn settle(scored: &[(Candidate, f32)], mentions: &mut Vec<Mention>) {
    let fits = |c: &Candidate| {
        let leaves = |m: &Mention| nests(&m.tokens, &c.tokens) && m.tokens != c.tokens && (m.kind != Kind::Place || contains(&c.tokens, &m.tokens));
        mentions.iter_overlapping(&c.tokens).all(leaves)
    };
    let found: Vec<Mention> =
        scored.iter().filter(|(c, _)| fits(c)).map(|(c, score)| Mention { candidate: c.clone(), score: *score, inner: Vec::new() }).collect();
    mentions.extend(found);
    sort(mentions);
}

fn around(page: &Page<'_>, m: &Mention) -> Option<Candidate> {
    let wanted = match m.kind {
        Kind::Person => "person",
        Kind::Organization => "organization",
        Kind::Place if matches!(&m.sense, Sense::Entry(e) if e.table == Table::Settlements) => "city",
        _ => return None,
    };
    let sentence = page.sentence(m.tokens.start);
    let last = m.tokens.end - 1;
    let owned = page.form(last).is_some_and(|f| f.has_case(Case::Gen)) || page.any(last, &[Class::AllCaps, Class::CloseQuote]);
    let mut at = m.tokens.start.checked_sub(1)?;
    // «площадь имени Тараса Шевченко», «улица академика Павлова»
    let honorific = || page.has(at, Class::Lower) && page.form(at).is_some_and(|f| f.entries_of(Table::Offices).any(|e| e.cell("kind") == "honorific"));
    if wanted == "person" && at > sentence.start && (page.has(at, Class::NamedAfter) || honorific()) {
        at -= 1;
    }
    let noun = page.form(at).filter(|_| sentence.contains(&at))?;
    let called = noun.word("facility-of").is_some_and(|e| e.cell("note").split('|').any(|n| n == wanted));
    // A name that took its own noun along has it already.
    if !called || !owned || m.core.start < m.tokens.start {
        return None;
    }
    let descriptor = page.entries_of(at, Table::Descriptors).find(|p| p.entry.cell("target") == "place" && p.tokens.end == at + 1)?.entry;
    let tokens = at..m.tokens.end;
    let candidate = Candidate::new(Kind::Place, "places.of-owner", tokens.clone()).part(Role::Descriptor, at..at + 1).part(Role::Name, tokens);
    Some(candidate.sense(Sense::Described(descriptor)))
}

#[cfg(test)]
mod tests {
    use crate::arbitrate;
    use crate::arbitrate::weights::BUNDLED;
    use crate::lexicon::Memo;
    use crate::recognize::{Evidence, Kind, Page};

    fn places(source: &str) -> Vec<String> {
        let mut memo = Memo::default();
        let page = Page::new(source, &mut memo);
        let mentions = arbitrate::decide(&page, &Evidence::new(&page), &BUNDLED);
        mentions.iter().filter(|m| m.kind == Kind::Place).map(|m| page.text.span(&m.tokens).to_string()).collect()
    }

    #[test]
    fn whose_it_is_belongs_to_a_street_a_building_and_an_airport() {
        assert_eq!(places("Колонна прошла по улице Тараса Шевченко."), ["улице Тараса Шевченко"]);
        assert_eq!(places("Люди собрались у здания Роскомнадзора."), ["здания Роскомнадзора"]);
        assert_eq!(places("Самолёт сел в аэропорту Барселоны."), ["аэропорту Барселоны", "Барселоны"]);
    }

    #[test]
    fn a_neighbour_is_no_owner() {
        assert_eq!(places("Напротив здания Роскомнадзор поставил экран."), [""; 0]);
    }
}
