//! Candidates: every recognizer proposes spans of its kind, each with the cues that speak for and against it.
//!
//! In: a [`Page`] (tokens, forms, gazetteer phrases). Out: [`Candidate`]s, overlapping and contradicting as they may.
//! Recognizers do not know each other and decide nothing; the arbiter does.

pub mod capitals;
pub mod corrections;
pub mod countries;
pub mod cues;
pub mod dates;
pub mod evidence;
pub mod figures;
pub mod numbers;
pub mod offices;
pub mod organizations;
pub mod page;
pub mod people;
pub mod places;
#[rustfmt::skip]
pub mod vocabulary;

pub use cues::Cues;
pub use evidence::{Evidence, Sign};
pub use page::{Page, Phrase};

use crate::lexicon::{Entry, class};
use std::ops::Range;

/// What a mention can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Person,
    Place,
    Organization,
    Country,
    Office,
    Figure,
    Date,
}

impl Kind {
    /// The name in weights and in `explain`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Place => "place",
            Kind::Organization => "organization",
            Kind::Country => "country",
            Kind::Office => "office",
            Kind::Figure => "figure",
            Kind::Date => "date",
        }
    }
}

/// What a part of a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Role {
    Given,
    Surname,
    Patronymic,
    Nickname,
    Head,
    Organization,
    Country,
    Place,
    Descriptor,
    Name,
    Value,
    Unit,
    Preposition,
}

impl Role {
    /// The name in the sheet.
    pub fn name(self) -> &'static str {
        match self {
            Role::Given => "given",
            Role::Surname => "surname",
            Role::Patronymic => "patronymic",
            Role::Nickname => "nickname",
            Role::Head => "head",
            Role::Organization => "organization",
            Role::Country => "country",
            Role::Place => "place",
            Role::Descriptor => "descriptor",
            Role::Name => "name",
            Role::Value => "value",
            Role::Unit => "unit",
            Role::Preposition => "preposition",
        }
    }
}

/// A part of a candidate: its role and its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub role: Role,
    /// Where it stands, in tokens.
    pub tokens: Range<usize>,
}

/// How a country is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountryForm {
    /// «Кыргызстан».
    Name,
    /// «кыргызский».
    Adjective,
    /// «кыргызстанец».
    Demonym,
}

/// What a recognizer knows of a candidate beyond its words.
#[derive(Clone, Debug, PartialEq)]
pub enum Sense {
    /// Nothing more.
    None,
    /// A gazetteer entry.
    Entry(Entry),
    /// A country's entry and form.
    Country(Entry, CountryForm),
    /// A place's or organization's kind, by its descriptor's entry.
    Described(Entry),
    /// A number with its kind.
    Figure(Box<figures::Figure>),
    /// A date or time.
    Date(Box<dates::Date>),
}

/// A proposed mention.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What it would be a mention of.
    pub kind: Kind,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The tokens that the cues look at: the name without its descriptor and quotation marks.
    pub core: Range<usize>,
    /// The rule that proposes it.
    pub rule: &'static str,
    /// Its parts.
    pub parts: Vec<Part>,
    /// What it means, where the recognizer knows.
    pub sense: Sense,
    /// Rule-specific cues that hold, besides those that [`Cues`] finds.
    pub cues: Vec<&'static str>,
}

impl Candidate {
    /// A candidate whose core is all of it.
    pub fn new(kind: Kind, rule: &'static str, tokens: Range<usize>) -> Candidate {
        Candidate { kind, core: tokens.clone(), tokens, rule, parts: Vec::new(), sense: Sense::None, cues: Vec::new() }
    }

    /// Adds a part.
    pub fn part(mut self, role: Role, tokens: Range<usize>) -> Candidate {
        if !tokens.is_empty() {
            self.parts.push(Part { role, tokens });
        }
        self
    }

    /// Sets the core.
    pub fn core(mut self, core: Range<usize>) -> Candidate {
        self.core = core;
        self
    }

    /// Sets what it means.
    pub fn sense(mut self, sense: Sense) -> Candidate {
        self.sense = sense;
        self
    }

    /// Adds a cue when it holds.
    pub fn cue_if(mut self, holds: bool, cue: &'static str) -> Candidate {
        if holds {
            self.cues.push(cue);
        }
        self
    }

    /// The tokens of the first part with a role.
    pub fn part_of(&self, role: Role) -> Option<Range<usize>> {
        self.parts.iter().find(|p| p.role == role).map(|p| p.tokens.clone())
    }
}

/// A rule: a pattern that proposes candidates, with its reason and its examples.
pub struct Rule {
    /// The rule's name, unique: `people.given-surname`.
    pub name: &'static str,
    /// What it takes, in one sentence.
    pub about: &'static str,
    /// Sentences with the span in brackets that must win.
    pub takes: &'static [&'static str],
    /// Sentences in which the rule must win nothing.
    pub leaves: &'static [&'static str],
    /// Proposes candidates that begin at a token.
    pub propose: fn(&Page<'_>, usize, &mut Vec<Candidate>),
}

/// The rules of every recognizer, in order.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        corrections::RULES,
        people::RULES,
        places::RULES,
        places::ADJECTIVES,
        organizations::RULES,
        organizations::BODIES,
        offices::RULES,
        countries::RULES,
        figures::RULES,
        dates::RULES,
    ]
    .into_iter()
    .flatten()
}

/// What the rules before have proposed with this core, of candidates that begin with it: the same need not be made again.
fn proposed<'o>(out: &'o [Candidate], core: &Range<usize>) -> impl Iterator<Item = &'o Candidate> {
    let core = core.clone();
    out.iter().rev().take_while(move |c| c.core.start == core.start).filter(move |c| c.core.end == core.end)
}

/// Runs one recognizer's rules over a page; of equal spans of one kind the first rule's stays.
pub fn propose(page: &Page<'_>, rules: &'static [Rule]) -> Vec<Candidate> {
    propose_from(page, rules, 0..page.len())
}

/// The same for candidates that begin at some tokens only.
pub fn propose_from(page: &Page<'_>, rules: &'static [Rule], starts: impl Iterator<Item = usize>) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for start in starts {
        let from = out.len();
        for rule in rules {
            (rule.propose)(page, start, &mut out);
        }
        let mut kept = from;
        for i in from..out.len() {
            // The candidates of one token are few: their lengths are bounded.
            let same = |held: &Candidate| held.kind == out[i].kind && held.tokens == out[i].tokens && held.core == out[i].core;
            if !out[from..kept].iter().any(same) {
                out.swap(kept, i);
                kept += 1;
            }
        }
        out.truncate(kept);
    }
    corrections::mark(page, &mut out);
    out
}
