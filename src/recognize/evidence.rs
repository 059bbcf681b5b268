//! Evidence of the whole document: what is seen of a word's other occurrences.
//!
//! A word is followed through its case forms by its stem. Nothing here decides; it becomes cues.

pub use super::vocabulary::Sign;

use super::page::Page;
use crate::lexicon::Class;
use foldhash::{HashMap, HashMapExt};

/// The signs of every token.
pub struct Evidence {
    /// One set of bits per token, by [`Sign`].
    pub signs: Vec<u32>,
}

fn bit(sign: Sign) -> u32 {
    1 << sign as u32
}

impl Evidence {
    /// Collects the evidence of a document in two passes.
    pub fn new(page: &Page<'_>) -> Evidence {
        let mut quoted = vec![false; page.len()];
        for q in &page.text.quotations {
            // Long quotations are speech, short ones are names.
            if q.close - q.open <= 10 {
                quoted[q.inside()].fill(true);
            }
        }
        let mut stems: HashMap<u64, (u32, u32)> = HashMap::new();
        for i in 0..page.len() {
            if !page.any(i, &[Class::Noun, Class::Adjective, Class::Capitalized, Class::AllCaps, Class::MixedCase, Class::Lower]) {
                continue;
            }
            let entry = stems.entry(page.forms[i].stem).or_default();
            if page.is_capital(i) {
                entry.1 += 1;
            }
            entry.0 |= around(page, i, &quoted);
        }
        let mut signs = vec![0; page.len()];
        for i in 0..page.len() {
            if let Some((set, count)) = stems.get(&page.forms[i].stem) {
                let mut own = *set;
                if own & bit(Sign::LowerElsewhere) == 0 {
                    own |= bit(Sign::NeverLower);
                }
                if own & bit(Sign::CapitalInside) == 0 {
                    own |= bit(Sign::OnlyInitial);
                }
                if *count >= 2 {
                    own |= bit(Sign::Twice);
                }
                if *count >= 3 {
                    own |= bit(Sign::Thrice);
                }
                signs[i] = own;
            }
            if page.is_initial(i) {
                signs[i] |= bit(Sign::Initial);
            }
            if quoted[i] {
                signs[i] |= bit(Sign::Quoted);
            }
            if i > 0 && page.sentence(i).contains(&(i - 1)) {
                if page.has(i - 1, Class::Noun) && page.has(i - 1, Class::Lower) {
                    signs[i] |= bit(Sign::Genitive);
                }
                if page.has(i - 1, Class::Verb) && page.has(i - 1, Class::Lower) {
                    signs[i] |= bit(Sign::AfterVerb);
                }
            }
        }
        for block in page.text.blocks.iter().filter(|b| b.kind == crate::text::BlockKind::Headline) {
            block.tokens.clone().for_each(|i| signs[i] |= bit(Sign::InHeadline));
        }
        Evidence { signs }
    }

    /// Whether a token has a sign.
    pub fn has(&self, token: usize, sign: Sign) -> bool {
        self.signs.get(token).is_some_and(|s| s & bit(sign) != 0)
    }
}

/// What one occurrence shows.
fn around(page: &Page<'_>, i: usize, quoted: &[bool]) -> u32 {
    let mut out = 0;
    let sentence = page.sentence(i);
    if page.has(i, Class::Lower) {
        return bit(Sign::LowerElsewhere);
    }
    if !page.is_capital(i) {
        return 0;
    }
    if !page.is_initial(i) {
        out |= bit(Sign::CapitalInside);
    }
    if quoted[i] {
        out |= bit(Sign::InQuotes);
    }
    if i > sentence.start {
        let p = i - 1;
        let given = page.any(p, &[Class::Given, Class::DictGiven]) && page.is_capital(p);
        if given && !page.any(p, &[Class::Country, Class::BigCity]) {
            out |= bit(Sign::AfterGiven);
        }
        if page.has(p, Class::Initial) {
            out |= bit(Sign::AfterInitial);
        }
        if page.any(p, &[Class::Office, Class::Profession]) && page.has(p, Class::Lower) {
            out |= bit(Sign::AfterOffice);
        }
        if page.has(p, Class::PersonNoun) && page.has(p, Class::Lower) {
            out |= bit(Sign::AfterPersonNoun);
        }
        if page.has(p, Class::PlacePreposition) {
            out |= bit(Sign::AfterPlacePreposition);
        }
        if page.has(p, Class::PlaceDescriptor) {
            out |= bit(Sign::AfterPlaceDescriptor);
        }
        let q = if page.has(p, Class::OpenQuote) && p > sentence.start { p - 1 } else { p };
        if page.has(q, Class::OrganizationDescriptor) && page.has(q, Class::Lower) {
            out |= bit(Sign::AfterOrganizationDescriptor);
        }
        if page.has(p, Class::OpenBracket) && page.has(i + 1, Class::CloseBracket) {
            out |= bit(Sign::InBrackets);
        }
        if page.has(p, Class::Speech) && page.has(p, Class::Verb) {
            out |= bit(Sign::BesideSpeech);
        }
    }
    if i + 1 < sentence.end {
        if page.has(i + 1, Class::Speech) && page.has(i + 1, Class::Verb) {
            out |= bit(Sign::BesideSpeech);
        }
        let surname = page.any(i + 1, &[Class::Surname, Class::DictSurname, Class::SurnameSuffix, Class::FeminineSurnameSuffix]);
        if surname && page.is_capital(i + 1) && page.has(i + 1, Class::Capitalized) {
            out |= bit(Sign::BeforeSurname);
        }
    }
    out
}
