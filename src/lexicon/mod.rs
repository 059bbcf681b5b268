//! Readings and senses of word forms.
//!
//! In: the tokens of a text. Out: for each a [`Form`]: its morphological readings, the gazetteer entries that it can be, and
//! its word classes. Every distinct form is looked up once per thread and kept. Never looks at a word's neighbours.

pub mod check;
pub mod class;
#[allow(clippy::all)]
#[rustfmt::skip]
pub mod compile;
pub mod corrections;
pub mod gazetteer;
pub mod kept;
#[rustfmt::skip]
pub mod keys;
pub mod morph;
#[allow(clippy::all)]
#[rustfmt::skip]
pub mod rows;
pub mod user;

pub use class::{Class, Classes};
pub use compile::{Field, Table};
pub use gazetteer::{BUNDLED, Entry, Node};
pub use morph::{Case, Gender, NameType, Pos, Reading};
pub use user::Lexicon;

use once_cell::sync::Lazy;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Everything that is known of a word form without its context.
#[derive(Debug)]
pub struct Form {
    /// Lower case, «ё» as «е», no stress marks.
    pub folded: String,
    /// The form without its ending: equal for the case forms of a name.
    pub stem: u64,
    /// Readings, the likeliest first; empty for signs, numbers and foreign script.
    pub readings: Vec<Reading>,
    /// Gazetteer entries of this one word.
    pub entries: Vec<Entry>,
    /// Where phrases that begin with the word come to in the gazetteers.
    pub nodes: Vec<Node>,
    /// Dictionary forms that the gazetteers may know it by, as [`keys::word`] has them.
    pub keys: Box<[u64]>,
    /// What the form can be.
    pub classes: Classes,
    /// The tables of its entries, one bit each: most forms are in none that is asked for.
    tables: u32,
    /// A number and what it measures, joined in the word, and half of a unit in it, once that was asked.
    joined: [OnceCell<Option<(f64, Entry)>>; 2],
    /// How it can be read as a person's name, by kind of name, once that was asked; with the spelling that was asked for.
    names: [OnceCell<NameReadings>; 3],
}

/// How a number stands in a word with what it measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// «пятилетний», «52-летний».
    Number,
    /// «полкилометра».
    Half,
}

/// A spelling with how it can be read as a name.
type NameReadings = (Box<str>, Rc<[NameReading]>);

/// A way to read one word of a person's name.
#[derive(Clone, Debug)]
pub struct NameReading {
    /// The nominative, with capitals.
    pub name: String,
    /// The case that the text's form is in; `None` for a word that does not change.
    pub case: Option<Case>,
    /// The gender of the bearer, where the form shows it.
    pub gender: Option<Gender>,
    /// How likely it is, before context.
    pub weight: f32,
}

impl Form {
    /// The ways to read the word as a name of a kind: made once for its spelling, and kept with it.
    pub fn name_readings(&self, word: &str, kind: NameType, make: impl FnOnce() -> Vec<NameReading>) -> Rc<[NameReading]> {
        let Some(cell) = self.names.get(kind as usize) else { return make().into() };
        match cell.get() {
            Some((spelling, readings)) if **spelling == *word => Rc::clone(readings),
            Some(_) => make().into(),
            None => Rc::clone(&cell.get_or_init(|| (word.into(), make().into())).1),
        }
    }

    /// What the word joins to a number: read once, and kept with it.
    pub fn joined(&self, sort: Joined, read: impl FnOnce() -> Option<(f64, Entry)>) -> Option<(f64, Entry)> {
        *self.joined[sort as usize].get_or_init(read)
    }

    /// The tables of its entries, a bit each by [`Table`].
    pub fn tables(&self) -> u32 {
        self.tables
    }

    /// Whether the gazetteers may know it by this dictionary form.
    pub fn is_known_by(&self, lemma: &str) -> bool {
        self.keys.contains(&keys::word(lemma))
    }

    /// Whether one of its entries is of the table.
    pub fn is_in(&self, table: Table) -> bool {
        self.tables >> table as u32 & 1 == 1
    }

    /// Whether some reading has this lemma.
    pub fn has_lemma(&self, lemma: &str) -> bool {
        self.readings.iter().any(|r| &*r.lemma == lemma) || self.folded == lemma
    }

    /// Whether some reading has this case.
    pub fn has_case(&self, case: Case) -> bool {
        self.readings.iter().any(|r| r.case == Some(case))
    }

    /// The entries of one table.
    pub fn entries_of(&self, table: Table) -> impl Iterator<Item = Entry> + '_ {
        let entries: &[Entry] = if self.is_in(table) { &self.entries } else { &[] };
        entries.iter().copied().filter(move |e| e.table == table)
    }

    /// The likeliest reading with this part of speech.
    pub fn reading_as(&self, pos: Pos) -> Option<&Reading> {
        self.readings.iter().find(|r| r.pos == pos)
    }

    /// The likeliest lemma, or the folded form.
    pub fn lemma(&self) -> &str {
        self.readings.first().map_or(&self.folded, |r| &r.lemma)
    }

    /// A row of predicates.tsv of this class.
    pub fn predicate(&self, class: &str) -> Option<Entry> {
        self.entries_of(Table::Predicates).find(|e| e.cell("class") == class)
    }

    /// A row of words.tsv of this class.
    pub fn word(&self, class: &str) -> Option<Entry> {
        self.entries_of(Table::Words).find(|e| e.cell("class") == class)
    }
}

/// Forms seen so far, by spelling, with the gazetteers that they were looked up in. One per thread.
#[derive(Default)]
pub struct Memo {
    lexicon: Lexicon,
    forms: HashMap<String, Rc<Form>, foldhash::fast::RandomState>,
}

/// Above this many distinct forms the memo starts anew, so that a long run keeps to its memory: some 60 MB.
const MEMO_FORMS: usize = 60_000;

impl Memo {
    /// An empty memo over these gazetteers.
    pub fn new(lexicon: Lexicon) -> Memo {
        Memo { lexicon, forms: HashMap::default() }
    }

    /// The gazetteers that forms are looked up in.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The form of a token's text.
    pub fn form(&mut self, text: &str) -> Rc<Form> {
        if let Some(form) = self.forms.get(text) {
            return Rc::clone(form);
        }
        if self.forms.len() >= MEMO_FORMS {
            self.forms.clear();
        }
        let form = Rc::new(look_up(text, &self.lexicon, &|_| true));
        self.forms.insert(text.to_string(), Rc::clone(&form));
        form
    }

    /// The form as it were if the gazetteers lacked some entries; not kept.
    pub fn form_without(&self, text: &str, hidden: impl Fn(Entry) -> bool) -> Rc<Form> {
        Rc::new(look_up(text, &self.lexicon, &|e| !hidden(e)))
    }
}

/// A token's text as a careful typist writes it: [`keys::spelled`], and without the line break that it was cut at.
pub fn spelling(text: &str) -> Cow<'_, str> {
    match unbroken(text) {
        Cow::Borrowed(text) => keys::spelled(text),
        Cow::Owned(text) => Cow::Owned(keys::spelled(&text).into_owned()),
    }
}

fn look_up(text: &str, lexicon: &Lexicon, keep: &dyn Fn(Entry) -> bool) -> Form {
    let spelling = spelling(text);
    let text = &*spelling;
    let folded = keys::fold(text);
    let mut classes = Classes::default();
    let is_word = written(text, &mut classes);
    let stem = keys::extend(keys::START, keys::stem(&folded));
    if !is_word {
        let mut form = Form {
            keys: Box::new([keys::word(&folded)]),
            folded,
            stem,
            readings: Vec::new(),
            entries: Vec::new(),
            nodes: Vec::new(),
            classes,
            tables: 0,
            joined: Default::default(),
            names: Default::default(),
        };
        senses(&mut form, text, lexicon, keep);
        return form;
    }
    // A lone capital is an initial or a letter of a name, whatever preposition it also spells.
    let readings = if classes.has(Class::Latin) { Vec::new() } else { morph::readings(text) };
    let mut keys: Vec<u64> = Vec::new();
    let mut add = |key: &str| {
        let key = keys::word(key);
        if !keys.contains(&key) {
            keys.push(key);
        }
    };
    // «Жумабеков» is no guess at many of the name «Жумабек».
    readings.iter().filter(|r| r.known || r.plural != Some(true)).for_each(|r| add(&r.lemma));
    add(&folded);
    if !classes.has(Class::Latin) && !classes.has(Class::Lower) {
        keys::dictionary_forms(&folded).iter().for_each(|key| add(key));
    }
    let keys = keys.into_boxed_slice();
    let mut form = Form {
        folded,
        stem,
        readings,
        entries: Vec::new(),
        nodes: Vec::new(),
        keys,
        classes,
        tables: 0,
        joined: Default::default(),
        names: Default::default(),
    };
    grammar(&mut form);
    senses(&mut form, text, lexicon, keep);
    endings(&mut form);
    form
}

/// A word with the line break inside that it was cut at: with its hyphen where only that is a word («премьер-⏎министр»), else in one.
fn unbroken(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let hyphened: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let joined: String = text.split_inclusive(['-', '‐', '‑']).fold(String::new(), |mut word, part| {
        // What begins with white space stands after the hyphen of a line's end.
        if part.starts_with(char::is_whitespace) {
            word.pop();
        }
        word + part.trim_start()
    });
    let known = |word: &str| {
        let folded = keys::fold(word);
        morph::readings(word).iter().any(|r| r.known) || keys::dictionary_forms(&folded).iter().any(|key| BUNDLED.first(key).is_some_and(|n| n.is_entry()))
    };
    Cow::Owned(if !known(&joined) && known(&hyphened) { hyphened } else { joined })
}

/// Classes of the spelling; whether it is a word that a dictionary could have.
fn written(text: &str, classes: &mut Classes) -> bool {
    let mut letters = 0;
    let (mut upper, mut latin, mut cyrillic, mut digit) = (0, 0, 0, 0);
    let mut first_upper = None;
    for c in text.chars() {
        if keys::is_letter(c) {
            letters += 1;
            first_upper.get_or_insert(c.is_uppercase());
            upper += usize::from(c.is_uppercase());
            latin += usize::from(c.is_ascii_alphabetic() || ('\u{c0}'..'\u{250}').contains(&c));
            cyrillic += usize::from(('\u{400}'..'\u{530}').contains(&c));
        } else if c.is_numeric() {
            digit += 1;
        }
    }
    if digit > 0 {
        classes.add(Class::Digit);
    }
    if letters == 0 {
        let sign = match text.chars().next().unwrap_or(' ') {
            '«' | '“' | '„' | '‹' => Class::OpenQuote,
            '»' | '”' | '›' | '’' => Class::CloseQuote,
            '"' | '\'' | '‘' | '‚' => Class::OpenQuote,
            ',' | ';' => Class::Comma,
            '.' | '!' | '?' | '…' => Class::Stop,
            '—' | '–' | '-' | '−' | '―' => Class::Dash,
            ':' => Class::Colon,
            '(' | '[' => Class::OpenBracket,
            ')' | ']' => Class::CloseBracket,
            _ => Class::OtherSign,
        };
        if digit == 0 {
            classes.add(sign);
            if text.starts_with(['"', '\'', '“']) {
                classes.add(Class::CloseQuote);
            }
        }
        return false;
    }
    if text.ends_with('.') {
        classes.add(if letters == 1 && upper == 1 { Class::Initial } else { Class::Abbreviated });
    }
    if letters == 1 {
        classes.add(Class::OneLetter);
    } else if letters <= 3 {
        classes.add(Class::Short);
    }
    match (first_upper, upper) {
        (Some(false), 0) => classes.add(Class::Lower),
        (Some(true), n) if n == letters && letters > 1 => classes.add(Class::AllCaps),
        (Some(true), 1) => classes.add(Class::Capitalized),
        (Some(true), _) => {
            classes.add(Class::Capitalized);
            // «Санкт-Петербург» has a capital in each part, «БайкалСпорт» inside one.
            let parts_ok = text.split(['-', '‑', '.']).all(|p| p.chars().skip(1).all(|c| !c.is_uppercase()));
            if !parts_ok {
                classes.add(Class::MixedCase);
            }
        }
        _ => classes.add(Class::MixedCase),
    }
    if text.contains(['-', '‑', '‐']) {
        classes.add(Class::Hyphen);
    }
    if latin > 0 && cyrillic == 0 {
        classes.add(Class::Latin);
    }
    true
}

/// Classes of the morphological readings.
fn grammar(form: &mut Form) {
    let known = form.readings.first().is_some_and(|r| r.known);
    let mut classes = form.classes;
    if !known && !classes.any(&[Class::Latin, Class::Initial, Class::Abbreviated]) {
        classes.add(Class::Unknown);
    }
    for r in &form.readings {
        // Guesses below a twentieth only blur the picture; dictionary readings all count.
        if !r.known && r.probability < 0.05 {
            continue;
        }
        classes.add(match r.pos {
            Pos::Noun => Class::Noun,
            Pos::Adjective => Class::Adjective,
            Pos::Verb => Class::Verb,
            Pos::Infinitive => Class::Infinitive,
            Pos::Participle | Pos::Gerund => Class::Participle,
            Pos::Preposition => Class::Preposition,
            Pos::Conjunction => Class::Conjunction,
            Pos::Pronoun | Pos::Determiner => Class::Pronoun,
            Pos::Numeral => Class::Numeral,
            Pos::Adverb | Pos::Particle | Pos::Other => Class::Adverb,
        });
        if let Some(case) = r.case {
            classes.add(match case {
                Case::Nom => Class::Nominative,
                Case::Gen => Class::Genitive,
                Case::Dat => Class::Dative,
                Case::Acc => Class::Accusative,
                Case::Ins => Class::Instrumental,
                Case::Loc => Class::Locative,
            });
        }
        match r.plural {
            Some(true) => classes.add(Class::Plural),
            Some(false) => classes.add(Class::Singular),
            None => {}
        }
        match r.gender {
            Some(Gender::Masc) => classes.add(Class::Masculine),
            Some(Gender::Fem) => classes.add(Class::Feminine),
            Some(Gender::Neut) => classes.add(Class::Neuter),
            None => {}
        }
        match r.animate {
            Some(true) => classes.add(Class::Animate),
            Some(false) => classes.add(Class::Inanimate),
            None => {}
        }
        match (r.name, known) {
            (None, true) => classes.add(Class::CommonWord),
            (None, false) => {}
            (Some(NameType::Given), true) => classes.add(Class::DictGiven),
            (Some(NameType::Surname), true) => classes.add(Class::DictSurname),
            (Some(NameType::Patronymic), true) => classes.add(Class::DictPatronymic),
            (Some(NameType::Geo), true) => classes.add(Class::DictGeo),
            (Some(NameType::Organization), true) => classes.add(Class::DictOrganization),
            (Some(NameType::Given), false) => classes.add(Class::GuessGiven),
            (Some(NameType::Surname), false) => classes.add(Class::GuessSurname),
            (Some(NameType::Patronymic), false) => classes.add(Class::PatronymicSuffix),
            (Some(NameType::Geo), false) => classes.add(Class::GuessGeo),
            (Some(NameType::Organization), false) => classes.add(Class::GuessOrganization),
        }
    }
    // Given names are listed as good as all; a word that only looks like a person's name is likelier a surname than one more of them.
    if classes.has(Class::GuessGiven) && classes.has(Class::Unknown) && classes.any(&[Class::Capitalized, Class::AllCaps]) {
        classes.add(Class::GuessSurname);
    }
    if form.readings.first().is_some_and(|r| matches!(r.pos, Pos::Preposition | Pos::Conjunction | Pos::Pronoun | Pos::Particle)) && known {
        classes.add(Class::FunctionWord);
    }
    form.classes = classes;
}

/// Gazetteer entries, and the classes that they give.
fn senses(form: &mut Form, text: &str, lexicon: &Lexicon, keep: &dyn Fn(Entry) -> bool) {
    // Of an abbreviation the full stop belongs to the token, not to the entry: «обл.».
    let bare = form.folded.strip_suffix('.').map(keys::word);
    let mut entries: Vec<Entry> = Vec::new();
    for key in form.keys.iter().chain(bare.iter()) {
        for node in lexicon.of_word(*key) {
            if node.goes_on() {
                form.nodes.push(node);
            }
            entries.extend(node.entries());
        }
    }
    if form.classes.has(Class::Hyphen) && !entries.iter().any(|e| matches!(e.table, Table::Offices | Table::Organizations)) {
        for key in compound_office(text) {
            for node in lexicon.first(&key) {
                let offices = node.entries().filter(|e| e.table == Table::Offices && matches!(e.cell("kind"), "office" | "profession" | "role"));
                let before = entries.len();
                entries.extend(offices);
                if entries.len() > before && node.goes_on() {
                    form.nodes.push(node);
                }
            }
        }
    }
    // «МГУ» is no case form of «Мга»: what stands in capitals amid ordinary text is an abbreviation, or written so as it is.
    let capitals = form.classes.has(Class::AllCaps) && !form.classes.has(Class::OneLetter);
    let inflected = |e: Entry| capitals && e.table == Table::Settlements && e.shape == 1 && !as_written(e, &form.folded);
    entries.retain(|e| fits(*e, text) && !lexicon.takes_away(*e) && keep(*e) && !inflected(*e));
    entries.sort_by_key(|e| (e.table, e.layer, e.row, e.field));
    entries.dedup();
    let mut classes = form.classes;
    for e in entries.iter().filter(|e| e.table != Table::Organizations) {
        sense_classes(*e, &mut classes);
    }
    // «Магнит», «Ростов», «Вера»: names of organizations that are first of all something else.
    let other = classes.any(&[
        Class::CommonWord,
        Class::DictGeo,
        Class::DictGiven,
        Class::DictSurname,
        Class::Country,
        Class::City,
        Class::Region,
        Class::Nature,
        Class::World,
        Class::Given,
        Class::Surname,
    ]) && !classes.has(Class::AllCaps);
    for e in entries.iter().filter(|e| e.table == Table::Organizations) {
        if other {
            classes.add(Class::AmbiguousOrganization);
        } else {
            sense_classes(*e, &mut classes);
        }
    }
    if classes.has(Class::Hyphen) && classes.any(&[Class::Capitalized, Class::MixedCase]) {
        if joined_given(&form.folded) {
            classes.add(Class::Given);
        } else if !other && !classes.has(Class::Organization) && joined_surname(&form.folded) {
            classes.add(Class::Surname);
        }
    }
    form.tables = entries.iter().fold(0, |tables, e| tables | 1 << e.table as u32);
    form.entries = entries;
    form.classes = classes;
}

/// The dictionary forms of the last part of «экс-министр», «медиа-эксперт», «десантник-снайпер»: what stands before the hyphen is a
/// prefix or a person too; «страна-лидер» is no leader.
fn compound_office(text: &str) -> Vec<String> {
    let Some((first, last)) = text.rsplit_once('-') else { return Vec::new() };
    if last.chars().count() < 3 || last.chars().any(char::is_uppercase) || first.contains('-') {
        return Vec::new();
    }
    let thing = |r: &Reading| r.known && r.pos == Pos::Noun && r.animate == Some(false);
    // «экс-» and its like are rows of their own, whatever noun they also spell.
    let prefix = BUNDLED.first(&format!("{}-", keys::fold(first))).is_some_and(|n| n.entries().any(|e| e.table == Table::OfficeModifiers));
    if !prefix && morph::readings(first).first().is_some_and(thing) {
        return Vec::new();
    }
    let mut out: Vec<String> = Vec::new();
    for lemma in morph::readings(last).iter().filter(|r| r.known && r.pos == Pos::Noun).map(|r| r.lemma.to_string()) {
        if !out.contains(&lemma) {
            out.push(lemma);
        }
    }
    out
}

/// Whether a word is the entry's name or an alias in its dictionary form.
fn as_written(entry: Entry, folded: &str) -> bool {
    std::iter::once(entry.cell("name")).chain(entry.cell("aliases").split('|')).any(|name| keys::fold(name) == folded)
}

/// «Касым-Жомарт», «Жан-Клодом»: every part is a given name, in some case.
fn joined_given(folded: &str) -> bool {
    folded.split('-').all(|part| {
        part.chars().count() > 2
            && (keys::dictionary_forms(part).iter().filter_map(|key| BUNDLED.first(key)).any(|n| n.entries().any(|e| e.table == Table::Given))
                || morph::readings(&capitalized(part)).iter().any(|r| r.known && r.name == Some(NameType::Given)))
    })
}

/// «Аль-Масри», «Буш-младший», «Уолш-Дженнингс»: an article or an epithet with a name, or surnames throughout.
fn joined_surname(folded: &str) -> bool {
    let particle = |part: &str| {
        BUNDLED.first(part).is_some_and(|n| n.entries().any(|e| e.table == Table::Words && matches!(e.cell("class"), "name-particle" | "name-epithet")))
    };
    let epithet = |part: &str| keys::dictionary_forms(part).iter().any(|form| particle(form));
    let surname = |part: &str| {
        keys::dictionary_forms(part).iter().filter_map(|key| BUNDLED.first(key)).any(|n| n.entries().any(|e| matches!(e.table, Table::Surnames | Table::Given)))
            || morph::readings(&capitalized(part)).iter().any(|r| r.known && matches!(r.name, Some(NameType::Surname | NameType::Given)))
    };
    let parts: Vec<&str> = folded.split('-').collect();
    let (names, others): (Vec<&str>, Vec<&str>) = parts.iter().partition(|part| !particle(part) && !epithet(part));
    match names.as_slice() {
        [] => false,
        [one] => !others.is_empty() && one.chars().count() > 2,
        many => many.iter().all(|part| part.chars().count() > 2 && surname(part)),
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// A capital in the entry asks for a capital in the text; capitals throughout ask for them too.
pub fn fits(entry: Entry, text: &str) -> bool {
    match entry.shape {
        0 => true,
        // Adjectives and demonyms are written small.
        _ if matches!(entry.field, Field::Adjective | Field::Demonym) => true,
        1 => text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric()),
        _ => text.chars().filter(|c| c.is_alphabetic()).take(2).all(char::is_uppercase),
    }
}

fn sense_classes(e: Entry, classes: &mut Classes) {
    let class = match (e.table, e.field) {
        (Table::Countries, Field::Adjective) => Class::CountryAdjective,
        (_, Field::Demonym) => Class::Demonym,
        (Table::Countries, _) => Class::Country,
        (Table::Regions, Field::Adjective) => Class::RegionAdjective,
        (Table::Regions, _) => Class::Region,
        (Table::Districts, _) => Class::District,
        (Table::Settlements, Field::Adjective) => Class::CityAdjective,
        (Table::Settlements, _) => {
            // 200,000 people: the cut between what national news names without explanation and what it explains.
            if e.cell("population").parse::<u64>().unwrap_or(0) >= 200_000 {
                classes.add(Class::BigCity);
            }
            Class::City
        }
        (Table::Nature, Field::Adjective) | (Table::World, Field::Adjective) => Class::WorldAdjective,
        (Table::Nature, _) => Class::Nature,
        (Table::Facilities, _) => Class::Facility,
        (Table::World, _) => Class::World,
        (Table::Given, _) => Class::Given,
        (Table::Surnames, _) => Class::Surname,
        (Table::People, _) => Class::Person,
        (Table::Offices, _) => {
            if e.cell("kind") == "profession" {
                Class::Profession
            } else {
                Class::Office
            }
        }
        (Table::OfficeModifiers, _) => Class::OfficeModifier,
        (Table::Persons, _) => Class::PersonNoun,
        (Table::Organizations, _) => {
            match e.cell("kind") {
                "ministry" | "agency" | "parliament" | "government" | "court" | "police" | "army" => classes.add(Class::GovernmentBody),
                "company" | "bank" => classes.add(Class::Company),
                "media" => classes.add(Class::Media),
                "party" | "union" | "international" | "ngo" | "armed_group" => classes.add(Class::Party),
                "club" | "team" | "league" => classes.add(Class::Club),
                _ => {}
            }
            Class::Organization
        }
        (Table::Descriptors, _) => {
            if e.cell("target") == "place" {
                match e.cell("kind") {
                    "region" | "district" | "city" | "village" => classes.add(Class::RegionDescriptor),
                    _ => classes.add(Class::FacilityDescriptor),
                }
                Class::PlaceDescriptor
            } else {
                match e.cell("kind") {
                    "ministry" | "agency" | "parliament" | "government" | "court" => classes.add(Class::GovernmentDescriptor),
                    "company" | "bank" => classes.add(Class::CompanyDescriptor),
                    "media" => classes.add(Class::MediaDescriptor),
                    "university" | "school" | "institute" | "hospital" => classes.add(Class::SchoolDescriptor),
                    "club" | "team" => classes.add(Class::ClubDescriptor),
                    "army" | "police" => classes.add(Class::ForceDescriptor),
                    _ => classes.add(Class::UnionDescriptor),
                }
                Class::OrganizationDescriptor
            }
        }
        (Table::Predicates, _) => {
            match e.cell("class") {
                "speech" => Class::Speech,
                // Words that are no predicates to the eye: cues of names do not count them.
                "harm" | "court" | "sanction" | "kin" | "copula" | "owner" | "deal-side" | "postpone" => return,
                _ => Class::Predicate,
            }
        }
        (Table::Words, _) => match e.cell("class") {
            "place-preposition" => Class::PlacePreposition,
            "side" => Class::Side,
            "event-noun" => Class::EventNoun,
            "award-noun" => Class::AwardNoun,
            "law-noun" => Class::LawNoun,
            "work-noun" => Class::WorkNoun,
            "product-noun" => Class::ProductNoun,
            "name-particle" => Class::NameParticle,
            "named-after" => Class::NamedAfter,
            _ => return,
        },
        (Table::Times, _) => match e.cell("class") {
            "month" => Class::Month,
            "holiday" => Class::Holiday,
            _ => return,
        },
        (Table::Units | Table::Currencies, _) => Class::Unit,
        (Table::Numerals, _) => Class::Number,
        (Table::Counted | Table::Bounds | Table::Abbreviations | Table::Suffixes | Table::Corrections, _) => return,
    };
    classes.add(class);
}

/// Endings by suffixes.tsv, the longer first; sought in the form's dictionary forms too, for «Назарбаевым».
static SUFFIXES: Lazy<Vec<(&'static str, Class)>> = Lazy::new(|| {
    let cell = |row, column| BUNDLED.cell(Table::Suffixes, row, column);
    let mut all: Vec<(&str, Class)> = (0..BUNDLED.rows(Table::Suffixes))
        .filter_map(|row| {
            let class = match (cell(row, "class"), cell(row, "gender")) {
                ("surname", "f") => Class::FeminineSurnameSuffix,
                ("surname", _) => Class::SurnameSuffix,
                ("patronymic", _) => Class::PatronymicSuffix,
                ("place", _) => Class::PlaceSuffix,
                ("organization", _) => Class::OrganizationSuffix,
                ("adjective", _) => Class::AdjectiveSuffix,
                _ => return None,
            };
            Some((cell(row, "suffix"), class))
        })
        .collect();
    all.sort_by_key(|(suffix, class)| (std::cmp::Reverse(suffix.len()), *suffix, *class));
    all
});

fn endings(form: &mut Form) {
    if form.classes.has(Class::Lower) || form.classes.has(Class::Latin) {
        return;
    }
    let stem = keys::stem(&form.folded);
    for (suffix, class) in SUFFIXES.iter() {
        let longer = |word: &str| word.ends_with(suffix) && word.len() > suffix.len() + 2;
        if longer(&form.folded) || longer(stem) {
            form.classes.add(*class);
        }
    }
}

/// Makes the tables and patterns of this module, which is else done when they are first needed.
pub(crate) fn prepare() {
    Lazy::force(&BUNDLED);
    Lazy::force(&SUFFIXES);
    Lazy::force(&ABBREVIATIONS);
}

/// The abbreviations of abbreviations.tsv: form in lower case with its stops, and whether a sentence may end there.
pub static ABBREVIATIONS: Lazy<HashMap<&'static str, Entry>> = Lazy::new(|| {
    (0..BUNDLED.rows(Table::Abbreviations))
        .map(|row| {
            let entry = BUNDLED.row(Table::Abbreviations, row);
            (entry.cell("form"), entry)
        })
        .collect()
});
