//! Readings of word forms: part of speech, case, number, gender, kind of name, lemma.
//!
//! A thin layer over the `rumorph` dictionary, which it reduces to what recognizers ask for.

use super::kept::Kept;
use super::keys;
use foldhash::fast::RandomState;
use once_cell::sync::Lazy;
use rumorph::{Dictionary, Source};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

static MORPHOLOGY: Lazy<Dictionary> = Lazy::new(|| Dictionary::bundled().expect("the dictionary inside rumorph is whole"));

/// Part of speech, as far as recognizers tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Pos {
    Noun,
    Adjective,
    Verb,
    Infinitive,
    Participle,
    Gerund,
    Preposition,
    Conjunction,
    Pronoun,
    Determiner,
    Adverb,
    Particle,
    Numeral,
    Other,
}

/// Grammatical case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Case {
    Nom,
    Gen,
    Dat,
    Acc,
    Ins,
    Loc,
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Gender {
    Masc,
    Fem,
    Neut,
}

/// The kind of name that the dictionary gives a proper noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum NameType {
    Given,
    Surname,
    Patronymic,
    Geo,
    Organization,
}

/// One way to read a word form.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The dictionary form, lower case, «ё» as «е».
    pub lemma: Arc<str>,
    /// Part of speech.
    pub pos: Pos,
    /// Case, where the form has one.
    pub case: Option<Case>,
    /// Whether the form is plural; `None` where it has no number.
    pub plural: Option<bool>,
    /// Gender; `None` in the plural of adjectives and where both are meant.
    pub gender: Option<Gender>,
    /// Whether it means a living being.
    pub animate: Option<bool>,
    /// The kind of name.
    pub name: Option<NameType>,
    /// Past tense of a finite verb.
    pub past: bool,
    /// Future or imperative: not a report of what is.
    pub future: bool,
    /// A short adjective or participle: a predicate.
    pub short: bool,
    /// Passive voice.
    pub passive: bool,
    /// Grammatical person of a verb, 0 where it has none.
    pub person: u8,
    /// From the dictionary rather than guessed.
    pub known: bool,
    /// Probability among the form's readings, 0 to 1.
    pub probability: f32,
}

impl Reading {
    /// Case, number and gender do not contradict those of `other`.
    pub fn agrees(&self, other: &Reading) -> bool {
        self.case == other.case
            && (self.plural.is_none() || other.plural.is_none() || self.plural == other.plural)
            && (self.plural == Some(true) || self.gender.is_none() || other.gender.is_none() || self.gender == other.gender)
    }

    /// A reading made by our own rules, for a name that the dictionary does not have.
    pub fn of_name(lemma: &str, case: Case, gender: Option<Gender>, name: NameType) -> Reading {
        Reading {
            lemma: Arc::from(lemma),
            pos: Pos::Noun,
            case: Some(case),
            plural: Some(false),
            gender,
            animate: Some(!matches!(name, NameType::Geo | NameType::Organization)),
            name: Some(name),
            past: false,
            future: false,
            short: false,
            passive: false,
            person: 0,
            known: false,
            probability: 0.1,
        }
    }
}

/// Loads the dictionary, which takes some 9 ms, unless it is loaded already; a program calls it on a thread of its own while it
/// reads its input.
pub fn load() {
    Lazy::force(&MORPHOLOGY);
}

/// The dictionary form of one word of a gazetteer entry: what the compiled gazetteers know it by.
pub fn entry_lemma(word: &str) -> String {
    dictionary_form(word).unwrap_or_else(|| keys::fold(word))
}

/// The same, kept for the words that this thread asked for last: names of a text are looked for again and again.
pub fn kept_entry_lemma(word: &str) -> Rc<str> {
    thread_local! {
        static KEPT: RefCell<Kept<Rc<str>>> = RefCell::default();
    }
    KEPT.with_borrow_mut(|kept| kept.of(word, |word| entry_lemma(word).into()))
}

/// The same for a word of the dictionary; nothing for one that it does not have.
pub fn dictionary_form(word: &str) -> Option<String> {
    super::compile::lemma_of(&MORPHOLOGY, word)
}

/// Whether the dictionary has the form.
pub fn is_known(word: &str) -> bool {
    MORPHOLOGY.is_known(word)
}

/// What the dictionary says of a word, and those of its forms that were asked for.
struct Analyzed {
    readings: Vec<(rumorph::Analysis, Reading)>,
    forms: RefCell<Vec<Inflected>>,
}

/// The number of a reading, the features asked for, and the form.
type Inflected = (usize, Vec<(&'static str, &'static str)>, Option<String>);

thread_local! {
    /// The words that this thread asked for last.
    static RECENT: RefCell<HashMap<Box<str>, Rc<Analyzed>, RandomState>> = RefCell::default();
}

/// So many words are kept, in some 5 MB: names and titles come again in a text, and most of them in the next one.
const RECENT_WORDS: usize = 4096;

fn analyzed(word: &str) -> Rc<Analyzed> {
    RECENT.with_borrow_mut(|recent| {
        if let Some(analyzed) = recent.get(word) {
            return Rc::clone(analyzed);
        }
        if recent.len() >= RECENT_WORDS {
            recent.clear();
        }
        let analyses = MORPHOLOGY.analyze(word);
        // A word of the dictionary has its analyses from there, and no guesses.
        let known = analyses.iter().any(|a| a.source == Source::Dictionary);
        let with_reading = |a: rumorph::Analysis| {
            let reading = reading(MORPHOLOGY.ud_tag(a.ud)?, &a.lemma, a.prob as f32, known);
            Some((a, reading))
        };
        let analyzed = Rc::new(Analyzed { readings: analyses.into_iter().filter_map(with_reading).collect(), forms: RefCell::default() });
        recent.insert(word.into(), Rc::clone(&analyzed));
        analyzed
    })
}

/// The readings of a form, the likeliest first.
pub fn readings(word: &str) -> Vec<Reading> {
    analyzed(word).readings.iter().map(|(_, reading)| reading.clone()).collect()
}

fn reading(tag: rumorph::UdTag<'_>, lemma: &str, probability: f32, known: bool) -> Reading {
    let short = tag.feat("Variant") == Some("Short");
    let pos = match (tag.pos(), tag.feat("VerbForm")) {
        ("VERB" | "AUX", Some("Inf")) => Pos::Infinitive,
        ("VERB" | "AUX", Some("Part")) => Pos::Participle,
        ("VERB" | "AUX", Some("Conv")) => Pos::Gerund,
        ("VERB" | "AUX", _) => Pos::Verb,
        ("NOUN" | "PROPN", _) => Pos::Noun,
        ("ADJ", _) => Pos::Adjective,
        ("DET", _) => Pos::Determiner,
        ("PRON", _) => Pos::Pronoun,
        ("ADP", _) => Pos::Preposition,
        ("CCONJ" | "SCONJ", _) => Pos::Conjunction,
        ("ADV", _) => Pos::Adverb,
        ("PART" | "INTJ", _) => Pos::Particle,
        ("NUM", _) => Pos::Numeral,
        _ => Pos::Other,
    };
    Reading {
        lemma: Arc::from(keys::fold(lemma)),
        pos,
        case: match tag.feat("Case") {
            Some("Nom") => Some(Case::Nom),
            Some("Gen" | "Par") => Some(Case::Gen),
            Some("Dat") => Some(Case::Dat),
            Some("Acc") => Some(Case::Acc),
            Some("Ins") => Some(Case::Ins),
            Some("Loc") => Some(Case::Loc),
            _ => None,
        },
        plural: tag.feat("Number").map(|n| n == "Plur"),
        gender: match tag.feat("Gender") {
            Some("Masc") => Some(Gender::Masc),
            Some("Fem") => Some(Gender::Fem),
            Some("Neut") => Some(Gender::Neut),
            _ => None,
        },
        animate: tag.feat("Animacy").map(|a| a == "Anim"),
        name: match tag.feat("NameType") {
            Some("Giv") => Some(NameType::Given),
            Some("Sur") => Some(NameType::Surname),
            Some("Pat") => Some(NameType::Patronymic),
            Some("Geo") => Some(NameType::Geo),
            Some("Com") => Some(NameType::Organization),
            _ => None,
        },
        past: tag.feat("Tense") == Some("Past"),
        future: tag.feat("Tense") == Some("Fut") || tag.feat("Mood") == Some("Imp"),
        short,
        passive: tag.feat("Voice") == Some("Pass"),
        person: tag.feat("Person").and_then(|p| p.parse().ok()).unwrap_or(0),
        known,
        probability,
    }
}

/// The form of `word` in the nominative, read so that `wanted` holds of its present reading; `None` where no reading fits.
/// Number stays. The case of letters is that of the dictionary.
pub fn nominative(word: &str, wanted: &dyn Fn(&Reading) -> bool) -> Option<String> {
    inflected(word, wanted, &[("Case", "Nom")])
}

/// Like [`nominative`], but in the singular too.
pub fn nominative_singular(word: &str, wanted: &dyn Fn(&Reading) -> bool) -> Option<String> {
    inflected(word, wanted, &[("Case", "Nom"), ("Number", "Sing")])
}

/// The form of `word` with the given UD features.
pub fn inflected(word: &str, wanted: &dyn Fn(&Reading) -> bool, features: &[(&'static str, &'static str)]) -> Option<String> {
    let analyzed = analyzed(word);
    let mut forms = analyzed.forms.borrow_mut();
    for (n, (analysis, _)) in analyzed.readings.iter().enumerate().filter(|(_, (_, reading))| wanted(reading)) {
        let held = forms.iter().position(|(of, asked, _)| *of == n && asked == features);
        let at = held.unwrap_or_else(|| {
            forms.push((n, features.to_vec(), inflect(analysis, features)));
            forms.len() - 1
        });
        if let Some(form) = &forms[at].2 {
            return Some(form.clone());
        }
    }
    None
}

fn inflect(analysis: &rumorph::Analysis, features: &[(&str, &str)]) -> Option<String> {
    let tag = MORPHOLOGY.ud_tag(analysis.ud)?;
    let mut exact = features.to_vec();
    // Participles and adjectives keep number and gender; nouns keep number.
    for feature in ["Number", "Gender"] {
        if !features.iter().any(|(n, _)| *n == feature)
            && let Some(value) = tag.feat(feature)
        {
            exact.push((feature, value));
        }
    }
    let form = MORPHOLOGY.inflect(analysis, &exact).or_else(|| MORPHOLOGY.inflect(analysis, features))?;
    Some(form.word)
}
