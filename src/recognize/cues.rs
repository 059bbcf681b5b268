//! Cues: what speaks for and against a candidate for a name, each with a name that a reader understands.
//!
//! In: a page, its evidence, a span. Out: the cues that hold of it. A cue is one of these:
//! a class or sign of a word at a position (`first:given-name`, `before:office`), the pattern of the words' tags
//! (`pattern:given+surname`), the tags at an edge (`enter:office>given`, `leave:surname>verb`), the kind of gazetteer entry
//! that the whole span is (`whole:city`), its length, a class within five words to the left (`left5:speech`), or a fact of
//! the whole span (`span:quoted`). The families are those that shared measurements found to carry: names, class patterns,
//! document evidence, agreement, context and edges.

use super::evidence::{Evidence, Sign};
use super::page::Page;
use super::{Candidate, Role, Sense};
use crate::lexicon::{BUNDLED, Case, Class, Table};
use once_cell::sync::Lazy;
use std::collections::HashMap;
use std::ops::Range;

/// Where a word stands in relation to a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Position {
    First,
    Last,
    Only,
    Inside,
    Head,
    Before,
    Before2,
    After,
    After2,
}

impl Position {
    /// All positions, in order.
    pub const ALL: &[Position] = &[
        Position::First,
        Position::Last,
        Position::Only,
        Position::Inside,
        Position::Head,
        Position::Before,
        Position::Before2,
        Position::After,
        Position::After2,
    ];

    /// The name in cues.
    pub fn name(self) -> &'static str {
        ["first", "last", "only", "inside", "head", "before", "before2", "after", "after2"][self as usize]
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($variant:ident $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $type { $($variant,)* }

        impl $type {
            /// All values, in order.
            pub const ALL: &[$type] = &[$($type::$variant,)*];

            /// The name in cues.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* }
            }
        }
    };
}

named! {
    /// What a word most likely is, in patterns: one tag a word.
    Tag {
        None "none", Initial "initial", Quote "quote", Caps "caps", Latin "latin", Number "number", Given "given", Patronymic "patronymic",
        Country "country", Place "place", Surname "surname", OrganizationHead "Organization", PlaceHead "Place-word", Named "known-organization",
        CapAdjective "Adjective", CapWord "Word", CapUnknown "Unknown", Descriptor "organization-word", PlaceWord "place-word", Office "office", PersonWord "person-word",
        Adjective "adjective", Noun "noun", Preposition "preposition", And "conjunction", Verb "verb", Speech "speech", Comma "comma", Dash "dash", Stop "stop", Bracket "bracket", Small "small",
    }
}

named! {
    /// What holds of a span as a whole.
    Fact {
        Always "always", Quoted "quoted", QuotedAfterDescriptor "quoted-after-descriptor", OpensQuoteInside "quote-inside", UnbalancedQuote "quote-unbalanced",
        Agree "first-two-agree", AgreeLast "last-two-agree", OfficeAgrees "office-before-agrees", DescriptorBefore "descriptor-before",
        GenitiveTail "genitive-tail", Twice "span-occurs-twice", Thrice "span-occurs-thrice", PrepositionInside "preposition-inside", AndInside "conjunction-inside", CommaInside "comma-inside",
        AllCapital "all-capitalized", OneCapital "only-first-capitalized", Spaced "unspaced", InBrackets "in-brackets", CutLeft "capital-before", CutRight "capital-after",
        PlaceBeforeAndAlone "place-preposition-before", NounBeforeGenitive "noun-before-genitive", ListNeighbour "list-neighbour", LatinAll "all-latin", AbbreviationOfNear "abbreviation-of-near-name", StartsSentence "starts-sentence",
        GivenThenCapital "given-name-then-capital", LongForm "longer-than-elsewhere", SubjectOfVerb "subject-of-verb",
        NumberAfter "number-sign-after", NumberInside "number-sign-inside", NamedAfterFollows "named-after-follows", NamedAfterInside "named-after-inside",
        ListedAfterDescriptor "quoted-in-list-after-descriptor", ListedAfterPlace "quoted-in-list-after-place-word", ListedAfterOther "quoted-in-list-after-other-noun",
        SurnameBefore "surname-before-agrees", SurnameFirst "surname-first-agrees", GivenAfter "given-name-after-agrees",
        FirstClash "first-two-in-other-cases", LastClash "last-two-in-other-cases", ParticleBefore "name-particle-before", InitialInside "initial-in-third-place",
        QuotedAfterEither "quoted-after-organization-or-place-word", QuotedAfterPlace "quoted-after-place-word", QuotedAfterOther "quoted-after-other-noun",
        AgreesBefore "adjective-before-agrees", LatinOfPerson "latin-of-person-before", LatinOfOther "latin-of-other-before",
    }
}

/// A cue, as a number: kind of cue in the upper byte, its content below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cue(pub u64);

/// Bits of a word: its [`Class`]es, then its [`Sign`]s.
pub const WORD_BITS: usize = 160;
const SIGN_BASE: usize = 128;

const AT: u64 = 0;
const PATTERN: u64 = 1;
const ENTER: u64 = 2;
const LEAVE: u64 = 3;
const WHOLE: u64 = 4;
const LENGTH: u64 = 5;
const FACT: u64 = 6;
const LEFT5: u64 = 7;
const SKELETON: u64 = 8;
const OWN: u64 = 9;
const NOUN: u64 = 10;
const ALONE: u64 = 11;

/// Cues of recognizers' own that are fitted with the others: the rule, and what the descriptor says of a place.
const OWN_CUES: &[&str] = &[
    "people.known",
    "people.initials",
    "people.given-surname",
    "people.single-name",
    "people.capitalized-words",
    "places.adjective-descriptor",
    "places.descriptor-name",
    "places.gazetteer",
    "places.capitalized-words",
    "countries.name",
    "organizations.quoted",
    "organizations.gazetteer",
    "organizations.descriptor-phrase",
    "organizations.abbreviation",
    "organizations.capitalized-words",
    "described-as-region",
    "described-as-town",
    "described-as-point",
    "described-as-street",
    "cut-head",
    "cut-title",
    "long-title",
    "modifier-former",
    "modifier-acting",
    "modifier-grade",
    "modifier-temporal",
    "modifier-other",
    "described-as-nature",
    "described-as-facility",
    "eastern-surname-first",
    "owner-after",
    "body-alone",
    "country-adjective",
    "name-repeats-in-full",
    "place-adjective",
    "organizations.body",
    "offices.head-phrase",
    "genitive-tail",
    "place-tail",
    "person-behind",
    "organization-behind",
    "country-behind",
    "place-behind",
    "office-behind",
    "inside-organization",
    "inside-place",
    "inside-office",
    "ends-with-organization",
    "ends-with-country",
    "ends-with-place",
    "holds-person",
    "holds-organization",
    "holds-country",
    "holds-place",
    "shares-start",
    "shares-end",
    "owner-dropped",
    "inside-name",
    "is-descriptor",
    "same-head",
    "outer-known",
    "relational-head",
    "kind-office",
    "kind-profession",
    "kind-role",
    "kind-honorific",
    "kind-rank",
    "adjective-before",
    "quoted-tail",
    "capital-tail",
    "field-tail",
    "and-tail",
    "kind-agency",
    "kind-army",
    "kind-bank",
    "kind-church",
    "kind-club",
    "kind-company",
    "kind-court",
    "kind-government",
    "kind-media",
    "kind-ministry",
    "kind-museum",
    "kind-ngo",
    "kind-other",
    "kind-parliament",
    "kind-party",
    "kind-police",
    "kind-team",
    "kind-armed_group",
    "kind-union",
    "kind-university",
    "before-free-profession",
    "before-profession",
    "before-role",
    "before-office",
    "before-person-noun",
    "number-tail",
    "named-elsewhere",
    "before-body",
    "before-animate",
    "before-thing",
    "before-nothing",
    "countries.adjective",
    "places.adjective",
    "countries.demonym",
];

impl Cue {
    /// A class or sign at a position.
    pub fn at(position: Position, bit: usize) -> Cue {
        Cue(AT << 56 | (position as u64) << 16 | bit as u64)
    }

    /// The index of a cue made by [`Cue::at`] among all of them.
    pub fn dense(self) -> Option<usize> {
        (self.0 >> 56 == AT).then(|| (self.0 >> 16 & 0xff) as usize * WORD_BITS + (self.0 & 0xffff) as usize)
    }

    /// A rule or a recognizer's own cue; `None` for one that is not fitted.
    pub fn own(name: &str) -> Option<Cue> {
        OWN_CUES.iter().position(|o| *o == name).map(|n| Cue(OWN << 56 | n as u64))
    }

    /// The noun of an office or body, as its gazetteer has it: which professions and bodies the texts mean as such is a fact of each
    /// word. The second cue is for the noun without anything beside it.
    pub fn noun(candidate: &Candidate) -> [Option<Cue>; 2] {
        let (entry, role) = match (&candidate.sense, candidate.rule) {
            (Sense::Entry(e), "offices.head-phrase") => (e, Role::Head),
            (Sense::Described(e), "organizations.body") => (e, Role::Descriptor),
            _ => return [None, None],
        };
        // A user's own rows have no weights.
        if entry.layer.0 > 0 {
            return [None, None];
        }
        let row = (entry.table as u64) << 32 | u64::from(entry.row);
        let alone = candidate.part_of(role).is_some_and(|head| head == candidate.tokens);
        [Some(Cue(NOUN << 56 | row)), alone.then_some(Cue(ALONE << 56 | row))]
    }

    fn tags(kind: u64, tags: &[Tag]) -> Cue {
        Cue(kind << 56 | tags.iter().fold(0, |n, t| n << 6 | (*t as u64 + 1)))
    }

    /// The name, as weights and `explain` show it.
    pub fn name(self) -> String {
        let payload = self.0 & 0x00ff_ffff_ffff_ffff;
        let tags = |separator: &str| {
            let mut names = Vec::new();
            let mut rest = payload;
            while rest > 0 {
                names.push(Tag::ALL[((rest & 63) - 1) as usize].name());
                rest >>= 6;
            }
            names.reverse();
            names.join(separator)
        };
        match self.0 >> 56 {
            AT => {
                let bit = (payload & 0xffff) as usize;
                let what = if bit < SIGN_BASE { Class::ALL[bit].name() } else { Sign::ALL[bit - SIGN_BASE].name() };
                format!("{}:{what}", Position::ALL[(payload >> 16 & 0xff) as usize].name())
            }
            PATTERN => format!("pattern:{}", tags("+")),
            SKELETON => format!("skeleton:{}", tags("+")),
            ENTER => format!("enter:{}", tags(">")),
            LEAVE => format!("leave:{}", tags(">")),
            WHOLE => format!("whole:{}", WHOLES[payload as usize]),
            LENGTH => format!("length:{payload}"),
            FACT => format!("span:{}", Fact::ALL[payload as usize].name()),
            OWN => format!("rule:{}", OWN_CUES[payload as usize]),
            NOUN => format!("noun:{}", noun_name(payload)),
            ALONE => format!("alone:{}", noun_name(payload)),
            _ => format!("left5:{}", Class::ALL[payload as usize].name()),
        }
    }

    /// The cue of a name, `None` for a name that no cue has.
    ///
    /// ```
    /// use svodka::recognize::cues::Cue;
    /// let cue = Cue::named("pattern:given+surname").unwrap();
    /// assert_eq!(cue.name(), "pattern:given+surname");
    /// assert!(Cue::named("pattern:given+nonsense").is_none());
    /// ```
    pub fn named(name: &str) -> Option<Cue> {
        let (kind, rest) = name.split_once(':')?;
        let tags = |kind: u64, separator: char| -> Option<Cue> {
            let tags: Option<Vec<Tag>> = rest.split(separator).map(|n| TAGS.get(n).copied()).collect();
            Some(Cue::tags(kind, &tags?))
        };
        match kind {
            "pattern" => tags(PATTERN, '+'),
            "skeleton" => tags(SKELETON, '+'),
            "enter" => tags(ENTER, '>'),
            "leave" => tags(LEAVE, '>'),
            "whole" => WHOLES.iter().position(|w| *w == rest).map(|w| Cue(WHOLE << 56 | w as u64)),
            "length" => rest.parse().ok().map(|n: u64| Cue(LENGTH << 56 | n)),
            "span" => Fact::ALL.iter().find(|f| f.name() == rest).map(|f| Cue(FACT << 56 | *f as u64)),
            "rule" => Cue::own(rest),
            "noun" => NOUNS.get(rest).map(|row| Cue(NOUN << 56 | row)),
            "alone" => NOUNS.get(rest).map(|row| Cue(ALONE << 56 | row)),
            "left5" => BITS.get(rest).filter(|bit| **bit < SIGN_BASE).map(|bit| Cue(LEFT5 << 56 | *bit as u64)),
            _ => {
                let position = *Position::ALL.iter().find(|p| p.name() == kind)?;
                BITS.get(rest).map(|bit| Cue::at(position, *bit))
            }
        }
    }
}

/// Tags by name, for reading weights: thousands of names are looked up at each start.
static TAGS: Lazy<HashMap<&str, Tag>> = Lazy::new(|| Tag::ALL.iter().map(|t| (t.name(), *t)).collect());

fn noun_name(row: u64) -> String {
    let table = if row >> 32 == Table::Offices as u64 { Table::Offices } else { Table::Descriptors };
    let prefix = if table == Table::Offices { "office" } else { "body" };
    format!("{prefix}/{}", BUNDLED.cell(table, row as u32, "name"))
}

/// Rows of offices and descriptors of organizations by name.
static NOUNS: Lazy<HashMap<String, u64>> = Lazy::new(|| {
    let of = |table: Table| (0..BUNDLED.rows(table)).map(move |row| (table as u64) << 32 | u64::from(row));
    of(Table::Offices).chain(of(Table::Descriptors)).map(|row| (noun_name(row), row)).collect()
});

/// Bits of classes and signs by name.
static BITS: Lazy<HashMap<&str, usize>> = Lazy::new(|| {
    let signs = Sign::ALL.iter().enumerate().map(|(i, s)| (s.name(), i + SIGN_BASE));
    signs.chain(Class::ALL.iter().enumerate().map(|(i, c)| (c.name(), i))).collect()
});

/// What the whole span can be an entry of.
const WHOLES: &[&str] = &[
    "country",
    "region",
    "district",
    "city",
    "big-city",
    "nature",
    "facility",
    "world",
    "given",
    "surname",
    "person",
    "organization",
    "government-body",
    "company",
    "media",
    "party",
    "club",
    "adjective",
    "alias-in-capitals",
    "dictionary-place",
    "dictionary-organization",
    "holiday",
    "demonym",
    "abbreviation",
    "ambiguous-organization",
];

/// The classes looked for within five words to the left.
const LEFT5_CLASSES: &[Class] = &[
    Class::Speech,
    Class::Office,
    Class::OrganizationDescriptor,
    Class::PersonNoun,
    Class::PlacePreposition,
    Class::Verb,
    Class::Profession,
    Class::Media,
    Class::Given,
];

/// What all cues of a page read, made once.
pub struct Cues<'p, 't> {
    page: &'p Page<'t>,
    evidence: &'p Evidence,
    tags: Vec<Tag>,
    heads: Vec<bool>,
    /// How often every window of stems of one to six capitalised words occurs, by hash.
    recurrence: std::collections::HashMap<u64, u32>,
}

impl<'p, 't> Cues<'p, 't> {
    /// Prepares a page.
    pub fn new(page: &'p Page<'t>, evidence: &'p Evidence) -> Cues<'p, 't> {
        let tags: Vec<Tag> = (0..page.len())
            .map(|i| match tag(page, i) {
                // «Лапина» is a word of the language; beside «Ирина» it was a surname, so it is one here.
                Tag::CapWord | Tag::CapUnknown | Tag::CapAdjective if evidence.has(i, Sign::AfterGiven) && !evidence.has(i, Sign::LowerElsewhere) => {
                    Tag::Surname
                }
                tag => tag,
            })
            .collect();
        let heads = (0..page.len()).map(|i| page.has(i, Class::Noun) || page.any(i, &[Class::AllCaps, Class::Latin])).collect();
        let mut recurrence = std::collections::HashMap::new();
        for start in 0..page.len() {
            if !page.is_capital(start) {
                continue;
            }
            let mut hash = 0u64;
            for end in start..page.len().min(start + 6) {
                if page.sentence(start).end <= end {
                    break;
                }
                hash = hash.rotate_left(7) ^ page.forms[end].stem;
                *recurrence.entry(hash).or_insert(0) += 1;
            }
        }
        Cues { page, evidence, tags, heads, recurrence }
    }

    /// The bits of a word: classes in the lower 128, signs above.
    pub fn bits(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let classes = self.page.forms[token].classes.0;
        let signs = self.evidence.signs[token];
        bits_of(classes).chain(bits_of(u128::from(signs)).map(|b| b + SIGN_BASE))
    }

    /// The token that a candidate is about: the noun of its office or body, else the first noun of its name.
    pub fn head(&self, candidate: &Candidate) -> usize {
        let role = match candidate.rule {
            "offices.head-phrase" => Role::Head,
            "organizations.body" => Role::Descriptor,
            _ => return self.first_noun(&candidate.core),
        };
        let head = candidate.part_of(role).unwrap_or_else(|| candidate.core.clone());
        // «и» is also a letter's name, hence a noun.
        head.clone().find(|i| self.heads[*i] && !self.page.has(*i, Class::FunctionWord)).unwrap_or(head.start)
    }

    fn first_noun(&self, span: &Range<usize>) -> usize {
        span.clone().find(|i| self.heads[*i]).unwrap_or(span.start)
    }

    /// The words that positional cues look at.
    pub fn positions(&self, span: &Range<usize>, head: usize, mut see: impl FnMut(Position, usize)) {
        let sentence = self.page.sentence(span.start);
        if span.len() == 1 {
            see(Position::Only, span.start);
        } else {
            see(Position::First, span.start);
            see(Position::Last, span.end - 1);
            for i in span.start + 1..span.end - 1 {
                see(Position::Inside, i);
            }
            see(Position::Head, head);
        }
        if span.start > sentence.start {
            see(Position::Before, span.start - 1);
            if span.start > sentence.start + 1 {
                see(Position::Before2, span.start - 2);
            }
        }
        if span.end < sentence.end {
            see(Position::After, span.end);
            if span.end + 1 < sentence.end {
                see(Position::After2, span.end + 1);
            }
        }
    }

    /// All cues of the span but the positional ones.
    pub fn spanning(&self, span: &Range<usize>, head: usize, out: &mut Vec<Cue>) {
        let sentence = self.page.sentence(span.start);
        let tag_at = |i: Option<usize>| i.filter(|i| sentence.contains(i)).map_or(Tag::None, |i| self.tags[i]);
        let (first, last) = (self.tags[span.start], self.tags[span.end - 1]);
        if span.len() <= 6 {
            out.push(Cue::tags(PATTERN, &self.tags[span.clone()]));
        } else {
            out.push(Cue::tags(SKELETON, &[first, self.tags[span.start + 1], last]));
        }
        out.push(Cue::tags(ENTER, &[tag_at(span.start.checked_sub(1)), first]));
        out.push(Cue::tags(LEAVE, &[last, tag_at(Some(span.end))]));
        out.push(Cue(LENGTH << 56 | span.len().min(9) as u64));
        let from = span.start.saturating_sub(5).max(sentence.start);
        for class in LEFT5_CLASSES {
            if (from..span.start).any(|i| self.page.has(i, *class)) {
                out.push(Cue(LEFT5 << 56 | *class as u64));
            }
        }
        self.wholes(span, out);
        self.facts(span, head, &sentence, out);
    }

    fn wholes(&self, span: &Range<usize>, out: &mut Vec<Cue>) {
        let page = self.page;
        let mut seen = 0u32;
        let mut add = |name: &str| {
            let n = WHOLES.iter().position(|w| *w == name).expect("a name of the list");
            if seen & 1 << n == 0 {
                seen |= 1 << n;
                out.push(Cue(WHOLE << 56 | n as u64));
            }
        };
        let entries: Box<dyn Iterator<Item = crate::lexicon::Entry>> = if span.len() == 1 {
            Box::new(page.forms[span.start].entries.iter().copied())
        } else {
            Box::new(page.phrases_from(span.start).iter().filter(|p| p.tokens.end == span.end).map(|p| p.entry))
        };
        for e in entries {
            use crate::lexicon::Field;
            if e.shape == 2 {
                add("abbreviation");
            }
            match (e.table, e.field) {
                (_, Field::Demonym) => add("demonym"),
                (Table::Countries | Table::Regions | Table::Settlements | Table::World | Table::Nature, Field::Adjective) => add("adjective"),
                (Table::Countries, _) => add("country"),
                (Table::Regions, _) => add("region"),
                (Table::Districts, _) => add("district"),
                (Table::Settlements, _) => {
                    add("city");
                    if e.cell("population").parse::<u64>().unwrap_or(0) >= 200_000 {
                        add("big-city");
                    }
                }
                (Table::Nature, _) => add("nature"),
                (Table::Facilities, _) => add("facility"),
                (Table::World, _) => add("world"),
                (Table::Given, _) => add("given"),
                (Table::Surnames, _) => add("surname"),
                (Table::People, _) => add("person"),
                (Table::Organizations, _) if span.len() == 1 && page.has(span.start, Class::AmbiguousOrganization) => add("ambiguous-organization"),
                (Table::Organizations, _) => {
                    add("organization");
                    match e.cell("kind") {
                        "ministry" | "agency" | "parliament" | "government" | "court" | "police" | "army" => add("government-body"),
                        "company" | "bank" => add("company"),
                        "media" => add("media"),
                        "party" | "union" | "international" | "ngo" | "armed_group" => add("party"),
                        "club" | "team" | "league" => add("club"),
                        _ => {}
                    }
                }
                (Table::Times, _) if e.cell("class") == "holiday" => add("holiday"),
                _ => {}
            }
        }
        if span.len() == 1 {
            if page.has(span.start, Class::DictGeo) {
                add("dictionary-place");
            }
            if page.has(span.start, Class::DictOrganization) {
                add("dictionary-organization");
            }
        }
    }

    fn facts(&self, span: &Range<usize>, head: usize, sentence: &Range<usize>, out: &mut Vec<Cue>) {
        let page = self.page;
        let mut fact = |f: Fact, holds: bool| {
            if holds {
                out.push(Cue(FACT << 56 | f as u64));
            }
        };
        let before = span.start.checked_sub(1).filter(|i| sentence.contains(i));
        let after = Some(span.end).filter(|i| sentence.contains(i));
        let at = |i: Option<usize>, c: Class| i.is_some_and(|i| page.has(i, c));
        fact(Fact::Always, true);
        let quoted = at(before, Class::OpenQuote) && at(after, Class::CloseQuote);
        fact(Fact::Quoted, quoted);
        let descriptor_at = if quoted { span.start.checked_sub(2) } else { before };
        let described = descriptor_at.is_some_and(|i| sentence.contains(&i) && page.has(i, Class::OrganizationDescriptor));
        // «станция «Заря»» may be of both sorts.
        let place_word = quoted && descriptor_at.is_some_and(|i| sentence.contains(&i) && page.has(i, Class::PlaceDescriptor));
        let other = [Class::EventNoun, Class::AwardNoun, Class::LawNoun, Class::WorkNoun, Class::ProductNoun];
        fact(Fact::QuotedAfterDescriptor, quoted && described && !place_word);
        fact(Fact::QuotedAfterEither, described && place_word);
        fact(Fact::QuotedAfterPlace, !described && place_word);
        fact(Fact::QuotedAfterOther, quoted && !described && !place_word && descriptor_at.is_some_and(|i| sentence.contains(&i) && page.any(i, &other)));
        fact(Fact::DescriptorBefore, !quoted && described);
        let opens = span.clone().filter(|i| page.has(*i, Class::OpenQuote)).count();
        let closes = span.clone().filter(|i| page.has(*i, Class::CloseQuote)).count();
        fact(Fact::OpensQuoteInside, opens > 0);
        fact(Fact::UnbalancedQuote, opens != closes);
        fact(Fact::Agree, span.len() > 1 && page.agree(span.start, span.start + 1));
        fact(Fact::AgreeLast, span.len() > 2 && page.agree(span.end - 2, span.end - 1));
        let office = before.is_some_and(|i| page.any(i, &[Class::Office, Class::Profession, Class::PersonNoun]));
        fact(Fact::OfficeAgrees, office && page.same_case(span.start - 1, head));
        let capitals = span.clone().filter(|i| page.is_capital(*i)).count();
        let words = span.clone().filter(|i| page.any(*i, &[Class::Lower, Class::Capitalized, Class::AllCaps, Class::MixedCase, Class::Initial])).count();
        fact(Fact::AllCapital, span.len() > 1 && capitals == words);
        fact(Fact::OneCapital, span.len() > 1 && capitals == 1 && page.is_capital(span.start));
        fact(Fact::GenitiveTail, span.len() > 1 && page.has(span.end - 1, Class::Genitive) && page.has(span.end - 1, Class::Lower));
        let mut hash = 0u64;
        if span.len() <= 6 {
            span.clone().for_each(|i| hash = hash.rotate_left(7) ^ page.forms[i].stem);
        }
        let times = if span.len() <= 6 { self.recurrence.get(&hash).copied().unwrap_or(0) } else { 0 };
        fact(Fact::Twice, times == 2);
        fact(Fact::Thrice, times >= 3);
        let inner = span.start + 1..span.end.max(span.start + 1) - usize::from(span.len() > 1);
        fact(Fact::PrepositionInside, inner.clone().any(|i| page.has(i, Class::Preposition) && page.has(i, Class::Lower)));
        fact(Fact::AndInside, inner.clone().any(|i| page.has(i, Class::Conjunction) && page.has(i, Class::Lower)));
        fact(Fact::CommaInside, inner.clone().any(|i| page.has(i, Class::Comma)));
        fact(Fact::Spaced, before.is_some() && !page.is_spaced(span.start) && !quoted);
        fact(Fact::InBrackets, at(before, Class::OpenBracket) && at(after, Class::CloseBracket));
        fact(Fact::CutLeft, before.is_some_and(|i| page.is_capital(i)));
        fact(Fact::CutRight, after.is_some_and(|i| page.is_capital(i)));
        fact(Fact::PlaceBeforeAndAlone, at(before, Class::PlacePreposition));
        let noun_before = before.is_some_and(|i| page.has(i, Class::Noun) && page.has(i, Class::Lower));
        fact(Fact::NounBeforeGenitive, noun_before && page.form(head).is_some_and(|f| f.has_case(Case::Gen)));
        fact(Fact::ListNeighbour, self.list_neighbour(span, sentence));
        fact(Fact::LatinAll, span.clone().all(|i| page.any(i, &[Class::Latin, Class::OtherSign, Class::Digit])) && page.has(span.start, Class::Latin));
        fact(Fact::StartsSentence, page.is_initial(span.start));
        fact(Fact::AbbreviationOfNear, span.len() == 1 && self.abbreviates(span.start));
        let number_sign = |i: usize| page.word(i) == "№";
        let adjective_before = |i: usize| page.has(i, Class::Lower) && page.any(i, &[Class::Adjective, Class::Participle]) && !page.has(i, Class::Pronoun);
        fact(Fact::AgreesBefore, before.is_some_and(|i| adjective_before(i) && page.agree(i, span.start)));
        fact(Fact::NumberAfter, after.is_some_and(number_sign));
        fact(Fact::NumberInside, span.len() > 1 && span.clone().any(number_sign));
        fact(Fact::NamedAfterFollows, at(after, Class::NamedAfter));
        fact(Fact::NamedAfterInside, inner.clone().any(|i| page.has(i, Class::NamedAfter)));
        if quoted && !described {
            match self.list_head(span.start - 1, sentence) {
                Some(noun) if page.has(noun, Class::OrganizationDescriptor) => fact(Fact::ListedAfterDescriptor, true),
                Some(noun) if page.has(noun, Class::PlaceDescriptor) => fact(Fact::ListedAfterPlace, true),
                Some(_) => fact(Fact::ListedAfterOther, true),
                None => {}
            }
        }
        let surname = |i: usize| page.is_capital(i) && page.any(i, &[Class::Surname, Class::DictSurname, Class::SurnameSuffix, Class::FeminineSurnameSuffix]);
        let given = |i: usize| self.tags[i] == Tag::Given;
        fact(Fact::SurnameBefore, given(span.start) && before.is_some_and(|i| surname(i) && !given(i) && page.same_case(i, span.start)));
        let surname_first = span.len() > 1 && surname(span.start) && given(span.start + 1) && !given(span.start) && page.same_case(span.start, span.start + 1);
        fact(Fact::SurnameFirst, surname_first);
        fact(Fact::GivenAfter, surname(span.end - 1) && !given(span.end - 1) && after.is_some_and(|i| given(i) && page.same_case(i, span.end - 1)));
        fact(Fact::FirstClash, span.len() > 1 && self.clash(span.start, span.start + 1));
        fact(Fact::LastClash, span.len() > 2 && self.clash(span.end - 2, span.end - 1));
        fact(Fact::ParticleBefore, before.is_some_and(|i| page.has(i, Class::NameParticle) && page.has(i, Class::Lower) && !page.has(i, Class::Preposition)));
        fact(Fact::InitialInside, span.len() > 3 && (span.start + 2..span.end).any(|i| page.has(i, Class::Initial)) && !page.has(span.start, Class::Initial));
        if at(before, Class::OpenBracket) && page.has(span.start, Class::Latin) {
            match self.latin_of(span.start, sentence) {
                Some(true) => fact(Fact::LatinOfPerson, true),
                Some(false) => fact(Fact::LatinOfOther, true),
                None => {}
            }
        }
        let given_before = before.is_some_and(|i| self.tags[i] == Tag::Given);
        fact(Fact::GivenThenCapital, given_before && page.is_capital(span.start));
        fact(Fact::SubjectOfVerb, after.is_some_and(|i| page.has(i, Class::Verb) && page.has(i, Class::Lower)));
    }

    /// A capital word on the other side of a comma or «и»: in a list names stand among their like.
    fn list_neighbour(&self, span: &Range<usize>, sentence: &Range<usize>) -> bool {
        let joint = |i: usize| self.tags[i] == Tag::Comma || self.tags[i] == Tag::And;
        let left = span.start >= sentence.start + 2 && joint(span.start - 1) && self.page.is_capital(span.start - 2);
        let right = span.end + 1 < sentence.end && joint(span.end) && self.page.is_capital(span.end + 1);
        left || right
    }

    /// Two words that stand in no common case, and are no words without cases.
    fn clash(&self, a: usize, b: usize) -> bool {
        let declined = |i: usize| self.page.is_capital(i) && self.page.form(i).is_some_and(|f| f.readings.iter().any(|r| r.case.is_some()));
        declined(a) && declined(b) && !self.page.same_case(a, b)
    }

    /// The noun before a list of quoted names that a quotation stands in: «радиостанции «Полис», «Заря» и «Модерн»».
    fn list_head(&self, open: usize, sentence: &Range<usize>) -> Option<usize> {
        let page = self.page;
        let mut at = open;
        let mut quotations = page.text.quotations.partition_point(|q| q.open < open);
        while at > sentence.start {
            let before = at - 1;
            if page.has(before, Class::Noun) && page.has(before, Class::Lower) && !page.has(before, Class::Conjunction) {
                return Some(before);
            }
            if page.any(before, &[Class::Comma, Class::Conjunction, Class::Colon]) {
                at = before;
            } else if page.has(before, Class::CloseQuote) {
                // Over the quotation that ends here.
                quotations = page.text.quotations[..quotations].iter().rposition(|q| q.close == before)?;
                at = page.text.quotations[quotations].open;
            } else {
                return None;
            }
        }
        None
    }

    /// Whether Latin words in brackets write the name before the bracket, by its first letters; and whether that is a person's.
    fn latin_of(&self, latin: usize, sentence: &Range<usize>) -> Option<bool> {
        let page = self.page;
        let last = latin.checked_sub(2).filter(|i| sentence.contains(i) && page.is_capital(*i) && !page.has(*i, Class::Latin))?;
        let first = (sentence.start..=last).rev().take_while(|i| page.is_capital(*i)).take(4).last()?;
        let initial = page.word(latin).chars().next()?.to_ascii_uppercase();
        let starts_same = (first..=last).any(|i| page.word(i).chars().next().is_some_and(|c| latin_letters(c).contains(initial)));
        starts_same.then(|| (first..=last).any(|i| matches!(self.tags[i], Tag::Given | Tag::Surname | Tag::CapUnknown)))
    }

    /// Capitals whose letters begin the words of a name right before: «Союз координационных советов (СКС)».
    fn abbreviates(&self, token: usize) -> bool {
        let page = self.page;
        if !page.has(token, Class::AllCaps) || !page.has(token.wrapping_sub(1), Class::OpenBracket) {
            return false;
        }
        let letters: Vec<char> = page.folded(token).chars().rev().collect();
        let mut at = token - 1;
        let mut matched = 0;
        for letter in &letters {
            while at > 0 && page.any(at - 1, &[Class::Preposition, Class::Conjunction, Class::OpenQuote, Class::CloseQuote]) {
                at -= 1;
            }
            if at == 0 || !page.folded(at - 1).starts_with(*letter) {
                break;
            }
            at -= 1;
            matched += 1;
        }
        matched >= 2 && matched == letters.len()
    }
}

/// The Latin letters that a Russian capital may stand for at the beginning of a foreign name.
fn latin_letters(capital: char) -> &'static str {
    match capital {
        'А' => "AUEO",
        'Б' => "B",
        'В' => "VW",
        'Г' => "GH",
        'Д' => "D",
        'Е' | 'Ё' | 'Э' => "EAYJI",
        'Ж' => "JGZ",
        'З' => "ZS",
        'И' | 'Й' => "IEYJ",
        'К' => "KCQ",
        'Л' => "L",
        'М' => "M",
        'Н' => "NK",
        'О' => "OAU",
        'П' => "P",
        'Р' => "RW",
        'С' => "SCZ",
        'Т' => "T",
        'У' => "UWO",
        'Ф' => "FPT",
        'Х' => "HKCJG",
        'Ц' => "CZTS",
        'Ч' => "CTQ",
        'Ш' | 'Щ' => "SC",
        'Ю' => "YUJEI",
        'Я' => "YJI",
        _ => "",
    }
}

fn bits_of(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let bit = set.trailing_zeros() as usize;
            set &= set - 1;
            bit
        })
    })
}

/// The tag of a word: the first that fits, from the surest to the vaguest.
fn tag(page: &Page<'_>, i: usize) -> Tag {
    let has = |c| page.has(i, c);
    if has(Class::Initial) {
        return Tag::Initial;
    }
    if page.any(i, &[Class::OpenQuote, Class::CloseQuote]) {
        return Tag::Quote;
    }
    for (class, tag) in [
        (Class::Comma, Tag::Comma),
        (Class::Dash, Tag::Dash),
        (Class::Stop, Tag::Stop),
        (Class::Colon, Tag::Stop),
        (Class::OpenBracket, Tag::Bracket),
        (Class::CloseBracket, Tag::Bracket),
        (Class::Digit, Tag::Number),
    ] {
        if has(class) {
            return tag;
        }
    }
    if has(Class::Latin) {
        return if has(Class::Lower) { Tag::Small } else { Tag::Latin };
    }
    if page.is_capital(i) {
        let table = [
            (Class::DictPatronymic, Tag::Patronymic),
            (Class::Country, Tag::Country),
            (Class::Given, Tag::Given),
            (Class::DictGiven, Tag::Given),
            (Class::BigCity, Tag::Place),
            (Class::Region, Tag::Place),
            (Class::Organization, Tag::Named),
            (Class::OrganizationDescriptor, Tag::OrganizationHead),
            (Class::PlaceDescriptor, Tag::PlaceHead),
            (Class::DictGeo, Tag::Place),
            (Class::Surname, Tag::Surname),
            (Class::DictSurname, Tag::Surname),
            (Class::DictOrganization, Tag::Named),
            (Class::City, Tag::Place),
            (Class::AllCaps, Tag::Caps),
        ];
        if let Some((_, tag)) = table.iter().find(|(c, _)| has(*c)) {
            return *tag;
        }
        if has(Class::CommonWord) {
            return if has(Class::Adjective) { Tag::CapAdjective } else { Tag::CapWord };
        }
        if page.any(i, &[Class::SurnameSuffix, Class::FeminineSurnameSuffix, Class::GuessSurname]) {
            return if has(Class::PatronymicSuffix) { Tag::Patronymic } else { Tag::Surname };
        }
        return if has(Class::Adjective) { Tag::CapAdjective } else { Tag::CapUnknown };
    }
    let table = [
        (Class::OrganizationDescriptor, Tag::Descriptor),
        (Class::PlaceDescriptor, Tag::PlaceWord),
        (Class::Office, Tag::Office),
        (Class::Profession, Tag::Office),
        (Class::PersonNoun, Tag::PersonWord),
        (Class::Preposition, Tag::Preposition),
        (Class::Conjunction, Tag::And),
    ];
    if let Some((_, tag)) = table.iter().find(|(c, _)| has(*c)) {
        return *tag;
    }
    if has(Class::Verb) {
        return if has(Class::Speech) { Tag::Speech } else { Tag::Verb };
    }
    if has(Class::Adjective) || has(Class::Participle) {
        return Tag::Adjective;
    }
    if has(Class::Noun) { Tag::Noun } else { Tag::Small }
}
