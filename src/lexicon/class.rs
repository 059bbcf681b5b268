//! Word classes: what a single word form may be, as one set of bits.
//!
//! Recognizers and cues ask a token's classes instead of its spelling. A class says that a form *can* be read so
//! («Владимир» is a given name and a city); context decides.

macro_rules! classes {
    ($($variant:ident $name:literal,)*) => {
        /// What a word form can be.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Class { $($variant,)* }

        impl Class {
            /// All classes, in order.
            pub const ALL: &[Class] = &[$(Class::$variant,)*];

            /// The name in cues and weights.
            pub fn name(self) -> &'static str {
                match self { $(Class::$variant => $name,)* }
            }
        }
    };
}

classes! {
    // How it is written.
    Capitalized "capitalized", Lower "lower-case", AllCaps "all-caps", MixedCase "mixed-case", OneLetter "one-letter", Initial "initial",
    Latin "latin", Digit "digit", Hyphen "hyphen", Short "two-or-three-letters", Abbreviated "abbreviated",
    OpenQuote "open-quote", CloseQuote "close-quote", Comma "comma", Stop "stop", Dash "dash", Colon "colon", OpenBracket "open-bracket", CloseBracket "close-bracket", OtherSign "other-sign",
    // Morphology: some reading has it.
    Noun "noun", Adjective "adjective", Verb "verb", Participle "participle", Infinitive "infinitive", Preposition "preposition", Conjunction "conjunction", Pronoun "pronoun", Adverb "adverb", Numeral "numeral",
    Nominative "nominative", Genitive "genitive", Dative "dative", Accusative "accusative", Instrumental "instrumental", Locative "locative",
    Singular "singular", Plural "plural", Masculine "masculine", Feminine "feminine", Neuter "neuter", Animate "animate", Inanimate "inanimate",
    Unknown "unknown",
    DictGiven "dictionary-given-name", DictSurname "dictionary-surname", DictPatronymic "dictionary-patronymic", DictGeo "dictionary-place", DictOrganization "dictionary-organization",
    GuessSurname "guessed-surname", GuessGiven "guessed-given-name", GuessGeo "guessed-place", GuessOrganization "guessed-organization",
    CommonWord "common-word",
    // Gazetteers.
    Given "given-name", Surname "surname", Person "known-person",
    Country "country", CountryAdjective "country-adjective", Demonym "demonym",
    City "city", BigCity "big-city", CityAdjective "city-adjective", Region "region", RegionAdjective "region-adjective", District "district", Nature "natural-feature", Facility "facility", World "part-of-the-world", WorldAdjective "world-adjective",
    Organization "known-organization", AmbiguousOrganization "ambiguous-organization", GovernmentBody "known-government-body", Company "known-company", Media "known-media", Party "known-party", Club "known-club",
    OrganizationDescriptor "organization-descriptor", GovernmentDescriptor "government-descriptor", CompanyDescriptor "company-descriptor", MediaDescriptor "media-descriptor", SchoolDescriptor "school-descriptor", ClubDescriptor "club-descriptor", ForceDescriptor "force-descriptor", UnionDescriptor "union-descriptor",
    PlaceDescriptor "place-descriptor", FacilityDescriptor "facility-descriptor", RegionDescriptor "region-descriptor",
    Office "office", Profession "profession", OfficeModifier "office-modifier", PersonNoun "person-noun",
    Speech "speech", Predicate "predicate", PlacePreposition "place-preposition", Month "month", Unit "unit", Number "number-word",
    // Endings.
    SurnameSuffix "surname-ending", FeminineSurnameSuffix "feminine-surname-ending", PatronymicSuffix "patronymic-ending", PlaceSuffix "place-ending", OrganizationSuffix "organization-ending", AdjectiveSuffix "adjective-ending",
    // Nouns before names of what is none of ours.
    EventNoun "event-noun", AwardNoun "award-noun", LawNoun "law-noun", WorkNoun "work-noun", ProductNoun "product-noun",
    NameParticle "name-particle", NamedAfter "named-after",
    Holiday "holiday", Side "side-of-the-world", FunctionWord "function-word",
}

/// A set of [`Class`]es.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(pub u128);

impl Classes {
    /// Adds a class.
    pub fn add(&mut self, class: Class) {
        self.0 |= 1 << class as u32;
    }

    /// Whether the class is in the set.
    #[inline(always)]
    pub fn has(self, class: Class) -> bool {
        self.0 >> (class as u32) & 1 == 1
    }

    /// Whether any of the classes is in the set.
    #[inline(always)]
    pub fn any(self, classes: &[Class]) -> bool {
        // Of a list in the code this is one number, made while compiling.
        let wanted = classes.iter().fold(0u128, |set, c| set | 1 << *c as u32);
        self.0 & wanted != 0
    }

    /// The classes in the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL.iter().copied().filter(move |c| self.has(*c))
    }
}
