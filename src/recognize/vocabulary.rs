//! The names of cues and their numbers.
//!
//! Compiled twice, like the lexicon's `compile.rs`: `build.rs` turns the weights' names into numbers with it, and the library
//! explains numbers by name. Knows no page and no gazetteer.

use super::class::Class;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::sync::LazyLock;

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

named! {
    /// What the document shows of a word beyond the place where it stands.
    Sign {
        AfterGiven "seen-after-given-name",
        BeforeSurname "seen-before-surname",
        AfterInitial "seen-after-initial",
        BesideSpeech "seen-beside-speech",
        AfterOffice "seen-after-office",
        AfterPersonNoun "seen-after-person-noun",
        AfterPlacePreposition "seen-after-place-preposition",
        AfterPlaceDescriptor "seen-after-place-descriptor",
        AfterOrganizationDescriptor "seen-after-organization-descriptor",
        InQuotes "seen-in-quotes",
        InBrackets "seen-alone-in-brackets",
        LowerElsewhere "seen-in-lower-case",
        NeverLower "never-in-lower-case",
        CapitalInside "seen-capitalized-inside-sentence",
        OnlyInitial "only-sentence-initial",
        Twice "occurs-twice",
        Thrice "occurs-thrice",
        Initial "sentence-initial",
        InHeadline "in-headline",
        Quoted "inside-quotation-marks",
        Genitive "after-noun",
        AfterVerb "after-verb",
    }
}

/// A cue, as a number: kind of cue in the upper byte, its content below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cue(pub u64);

/// Bits of a word: its [`Class`]es, then its [`Sign`]s.
pub const WORD_BITS: usize = 160;
/// The first bit of a sign.
pub const SIGN_BASE: usize = 128;

const AT: u64 = 0;
/// Kind of cue: the tags of all words of a span.
pub const PATTERN: u64 = 1;
/// Kind of cue: the tags before and at the beginning.
pub const ENTER: u64 = 2;
/// Kind of cue: the tags at the end and behind.
pub const LEAVE: u64 = 3;
/// Kind of cue: what the whole span is an entry of.
pub const WHOLE: u64 = 4;
/// Kind of cue: how many words.
pub const LENGTH: u64 = 5;
/// Kind of cue: what holds of the span.
pub const FACT: u64 = 6;
/// Kind of cue: a class within five words to the left.
pub const LEFT5: u64 = 7;
/// Kind of cue: the first two tags and the last of a long span.
pub const SKELETON: u64 = 8;
const OWN_CUE: u64 = 9;
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
    "other-word-first",
    "named-after",
    "named-elsewhere",
    "before-body",
    "before-animate",
    "before-thing",
    "before-nothing",
    "countries.adjective",
    "places.adjective",
    "countries.demonym",
    "name-elsewhere",
    "sure-name-elsewhere",
    "other-name-elsewhere",
    "sure-other-name-elsewhere",
    "refused-elsewhere",
    "refused-twice-elsewhere",
    "part-of-name-elsewhere",
    "part-of-sure-name-elsewhere",
    "part-of-other-name-elsewhere",
    "part-of-sure-other-name-elsewhere",
    "begins-with-name-elsewhere",
    "ends-with-name-elsewhere",
    "begins-with-other-name-elsewhere",
    "ends-with-other-name-elsewhere",
    "joins-names-elsewhere",
];

impl Cue {
    /// A class or sign at a position.
    pub fn at(position: Position, bit: usize) -> Cue {
        Cue(AT << 56 | (position as u64) << 16 | bit as u64)
    }

    /// The position and the bit of a cue made by [`Cue::at`].
    pub fn dense(self) -> Option<(usize, usize)> {
        (self.0 >> 56 == AT).then_some(((self.0 >> 16 & 0xff) as usize, (self.0 & 0xffff) as usize))
    }

    /// A rule or a recognizer's own cue; `None` for one that is not fitted.
    pub fn own(name: &str) -> Option<Cue> {
        OWN.get(name).copied()
    }

    /// The noun of an office or body by its table and row, the row in the lower half; the second cue is for the noun without anything beside it.
    pub fn of_noun(row: u64) -> [Cue; 2] {
        [Cue(NOUN << 56 | row), Cue(ALONE << 56 | row)]
    }

    /// The pattern of some tags.
    pub fn tags(kind: u64, tags: &[Tag]) -> Cue {
        Cue(kind << 56 | tags.iter().fold(0, |n, t| n << 6 | (*t as u64 + 1)))
    }

    /// The name, as weights and `explain` show it; `noun` names the noun of a table's row.
    pub fn name_with(self, noun: &dyn Fn(u64) -> String) -> String {
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
            OWN_CUE => format!("rule:{}", OWN_CUES[payload as usize]),
            NOUN => format!("noun:{}", noun(payload)),
            ALONE => format!("alone:{}", noun(payload)),
            _ => format!("left5:{}", Class::ALL[payload as usize].name()),
        }
    }

    /// The cue of a name, `None` for a name that no cue has; `noun` finds the row of a noun.
    pub fn named_with(name: &str, noun: &dyn Fn(&str) -> Option<u64>) -> Option<Cue> {
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
            "noun" => noun(rest).map(|row| Cue::of_noun(row)[0]),
            "alone" => noun(rest).map(|row| Cue::of_noun(row)[1]),
            "left5" => BITS.get(rest).filter(|bit| **bit < SIGN_BASE).map(|bit| Cue(LEFT5 << 56 | *bit as u64)),
            _ => {
                let position = *Position::ALL.iter().find(|p| p.name() == kind)?;
                BITS.get(rest).map(|bit| Cue::at(position, *bit))
            }
        }
    }
}

/// Tags by name, for reading weights: thousands of names are looked up at each start.
static TAGS: LazyLock<HashMap<&str, Tag, RandomState>> = LazyLock::new(|| Tag::ALL.iter().map(|t| (t.name(), *t)).collect());

/// The rule and recognizers' own cues by name.
static OWN: LazyLock<HashMap<&str, Cue, RandomState>> =
    LazyLock::new(|| OWN_CUES.iter().enumerate().map(|(n, own)| (*own, Cue(OWN_CUE << 56 | n as u64))).collect());

/// Bits of classes and signs by name.
static BITS: LazyLock<HashMap<&str, usize, RandomState>> = LazyLock::new(|| {
    let signs = Sign::ALL.iter().enumerate().map(|(i, s)| (s.name(), i + SIGN_BASE));
    signs.chain(Class::ALL.iter().enumerate().map(|(i, c)| (c.name(), i))).collect()
});

/// What the whole span can be an entry of.
pub const WHOLES: &[&str] = &[
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
