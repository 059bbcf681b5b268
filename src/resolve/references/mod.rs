//! What pronouns and descriptions mean: «он», «глава кыргызского парламента», «датчанин», «соседняя республика».
//!
//! A reference is made only where the text leaves no doubt: one candidate that fits, or the subject of the sentence before.

pub mod countries;
mod nationality;
mod offices;
mod pronouns;

pub use offices::holders_by_head;

use super::{Entity, Resolved};
use crate::lexicon::{Case, Class, Table, keys};
use crate::recognize::{Kind, Page};
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

/// Whether a rule's words only point («его сын», «свой пост»), or at several: they are nobody's own place in a sentence.
pub fn is_determiner(rule: &str) -> bool {
    matches!(rule, "references.possessive" | "references.reflexive") || means_several(rule)
}

/// Whether a rule's words mean several people at once: «они».
pub fn means_several(rule: &str) -> bool {
    rule == "references.pronoun-plural"
}

/// Links offices and nationalities without a name, then pronouns, to people.
pub fn persons(page: &Page<'_>, r: &mut Resolved) {
    let spoken = Spoken::of(page, r);
    let mut found = offices::find(page, r, &spoken);
    found.extend(nationality::find(page, r, &spoken));
    r.meant.append(&mut found);
    r.meant.sort_by_key(|m| (m.tokens.start, m.tokens.end));
    pronouns::find(page, r, &spoken);
    r.meant.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.entity));
}

/// Who is spoken of where, and in whose words.
struct Spoken {
    /// Whether a token stands inside somebody's words.
    quoted: Vec<bool>,
    /// Of every person the first tokens of the mentions, in order.
    mentions: BTreeMap<Entity, Vec<usize>>,
}

impl Spoken {
    fn of(page: &Page<'_>, r: &Resolved) -> Spoken {
        let mut quoted = vec![false; page.len()];
        // Nested quotations are filled with the outermost, each token at most as often as quotations nest.
        for q in page.text.quotations.iter().filter(|q| q.depth == 0 && q.close - q.open > 6) {
            quoted[q.inside()].fill(true);
        }
        let mut mentions: BTreeMap<Entity, Vec<usize>> = BTreeMap::new();
        for (i, m) in r.mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Person) {
            if let Some(e) = r.entity_of[i] {
                mentions.entry(e).or_default().push(m.tokens.start);
            }
        }
        Spoken { quoted, mentions }
    }

    /// The last mention of a person that begins before a token.
    fn last_before(&self, person: Entity, token: usize) -> Option<usize> {
        let list = self.mentions.get(&person)?;
        list[..list.partition_point(|t| *t < token)].last().copied()
    }

    /// Of several people the one of whom the text spoke last before a token: in the sentence of the token or one of the two
    /// before, where no other of them is named.
    fn latest(&self, page: &Page<'_>, people: &[Entity], token: usize) -> Option<Entity> {
        if let [one] = people {
            return Some(*one);
        }
        let sentence = |t: usize| page.text.sentence_of[t];
        let at = |p: &Entity| self.last_before(*p, token).map(sentence);
        let last = people.iter().filter_map(at).max()?;
        let mut there = people.iter().filter(|p| at(p) == Some(last));
        let one = there.next()?;
        (there.next().is_none() && sentence(token) - last <= 2).then_some(*one)
    }
}

/// Number and gender of a personal pronoun, by words.tsv: «она» is no form of «он» here.
pub fn pronoun(page: &Page<'_>, i: usize) -> Option<&'static str> {
    let form = page.form(i)?;
    let rows = || form.entries_of(Table::Words).filter(|e| e.cell("class") == "person-pronoun");
    rows().find(|e| keys::fold(e.cell("name")) == form.folded).or_else(|| rows().next()).map(|e| e.cell("note"))
}

/// How far from a name its verb may stand, in tokens: longer sentences are lists.
const VERB: usize = 120;

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
    let sentence = page.sentence(tokens.start);
    let near = sentence.start.max(tokens.start.saturating_sub(VERB))..sentence.end.min(tokens.end + VERB);
    nominative && !governed && near.clone().any(|i| page.any(i, &[Class::Verb, Class::Infinitive, Class::Participle]) && page.has(i, Class::Lower))
}
