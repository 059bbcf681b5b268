//! Which mentions of people are one person.
//!
//! Kept together by surname and by given names that do not contradict each other; a name in Latin letters or in another spelling
//! is the same person's where the text says so: in brackets right behind, or with the same other name. Everything is found by
//! key, so that the time grows with the number of mentions only.

use super::families::Families;
use super::latin;
use super::name_readings::name_readings;
use crate::arbitrate::Mention;
use crate::lexicon::kept::Kept;
use crate::lexicon::{Class, Entry, Gender, NameType, Table, gazetteer, keys};
use crate::recognize::{Kind, Page, Role, Sense};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// One person while mentions are being collected.
#[derive(Default)]
pub struct Cluster {
    /// Indices of the mentions, in order.
    pub mentions: Vec<usize>,
    /// For every given name met, the stems that it may have; initials as one letter.
    given: Vec<Vec<String>>,
    /// Of given names of several words, «Чен Ир», the stems that the last may have.
    given_last: Vec<String>,
    surname: Vec<String>,
    /// How the name sounds, for other spellings: of the given names and of the surname.
    sounds: (Vec<String>, Vec<String>),
    /// By the verbs, names and offices of the mentions.
    pub gender: Option<Gender>,
    /// The row of people.tsv.
    pub entry: Option<Entry>,
    /// Several people of one surname.
    family: bool,
    /// Named in full by a title and a given name.
    titled: bool,
}

/// What a mention says of its name.
pub struct Named {
    /// Given names.
    pub given: Option<Range<usize>>,
    /// Patronymic.
    pub patronymic: Option<Range<usize>>,
    /// Surname.
    pub surname: Option<Range<usize>>,
    /// Nickname.
    pub nickname: Option<Range<usize>>,
}

/// The parts of a mention.
pub fn named(mention: &Mention) -> Named {
    Named {
        given: mention.part_of(Role::Given),
        patronymic: mention.part_of(Role::Patronymic),
        surname: mention.part_of(Role::Surname),
        nickname: mention.part_of(Role::Nickname),
    }
}

/// What a mention is compared by.
struct Key {
    given: Option<Vec<String>>,
    /// Stems of the last word of a given name of several.
    given_last: Vec<String>,
    surname: Option<Vec<String>>,
    sounds: (Option<String>, Option<String>),
    gender: Option<Gender>,
    entry: Option<Entry>,
    family: bool,
    /// A given name behind a title: «пророк Мухаммед» is named in full.
    titled: bool,
}

/// How a name sounds, by [`latin::sound`].
fn sound(name: &str) -> Rc<str> {
    thread_local! {
        static KEPT: RefCell<Kept<Rc<str>>> = RefCell::default();
    }
    KEPT.with_borrow_mut(|kept| kept.of(name, |name| latin::sound(name).into()))
}

/// Stems of all dictionary forms that the last word of a part may have.
fn stems(page: &Page<'_>, tokens: &Range<usize>, kind: NameType) -> Vec<String> {
    let at = if kind == NameType::Given { tokens.start } else { tokens.end - 1 };
    let folded = page.folded(at).trim_end_matches('.');
    if kind == NameType::Given && page.has(at, Class::Initial) {
        return vec![folded.to_string()];
    }
    let mut out: Vec<String> = vec![keys::stem(folded).to_string()];
    if page.has(at, Class::Latin) {
        return out;
    }
    for reading in name_readings(&page.forms[at], page.word(at), kind).iter().filter(|r| r.weight >= LIKELY) {
        let stem = keys::stem(&keys::fold(&reading.name)).to_string();
        if !out.contains(&stem) {
            out.push(stem);
        }
    }
    out
}

/// Readings of less weight join nobody.
const LIKELY: f32 = 0.12;

impl Key {
    fn of(page: &Page<'_>, mentions: &[Mention], i: usize, families: &Families, gender: Option<Gender>) -> Key {
        let mention = &mentions[i];
        if let Some(family) = families.plural.get(&i) {
            let surname = Some(vec![keys::fold(family)]);
            return Key { given: None, given_last: Vec::new(), surname, sounds: (None, None), gender: None, entry: None, family: true, titled: false };
        }
        let mut name = named(mention);
        name.surname = name.surname.or_else(|| families.shared.get(&i).cloned());
        let text = |t: &Range<usize>| page.text.span(t);
        let heard =
            |t: &Option<Range<usize>>| t.as_ref().map(|t| sound(keys::stem(&keys::fold(text(t))))).filter(|s| s.chars().count() > 2).map(|s| s.to_string());
        // A row whose gender the text contradicts is somebody else's: «Путина заявила».
        let entry = match mention.sense {
            Sense::Entry(e) if e.table == Table::People => Some(e).filter(|e| !contradicts(*e, gender)),
            _ => joined_row(page, mention),
        };
        Key {
            titled: name.surname.is_none() && titled(page, mentions, i),
            given: name.given.as_ref().map(|g| stems(page, g, NameType::Given)),
            given_last: match &name.given {
                Some(g) if g.len() > 1 && page.is_capital(g.end - 1) && !page.has(g.end - 1, Class::Initial) => {
                    stems(page, &(g.end - 1..g.end), NameType::Given)
                }
                _ => Vec::new(),
            },
            surname: name.surname.as_ref().map(|s| stems(page, s, NameType::Surname)),
            sounds: (heard(&name.given), heard(&name.surname)),
            gender,
            entry,
            family: false,
        }
    }
}

/// «пророка Мухаммеда», «король Карл»: behind a title of church or throne a given name is all of the name.
fn titled(page: &Page<'_>, mentions: &[Mention], i: usize) -> bool {
    let mention = &mentions[i];
    let Some(before) = mention.tokens.start.checked_sub(1).filter(|b| page.sentence(mention.tokens.start).contains(b)) else { return false };
    let is_title = |e: Entry| matches!((e.cell("kind"), e.cell("field")), ("honorific", "church")) || e.cell("name") == "король" || e.cell("name") == "царь";
    page.form(before).is_some_and(|f| f.entries_of(Table::Offices).any(is_title))
}

/// «его сын Артём», «брат Петрова Сергей»: the mention before a relative's name, who is another.
fn kin_of(page: &Page<'_>, mentions: &[Mention], i: usize) -> Option<usize> {
    let mention = &mentions[i];
    // «муж Биби» is hers: only a given name alone is a relative's own.
    let name = named(mention);
    if name.given.is_none() || name.surname.is_some() {
        return None;
    }
    let before = (0..i).rev().take(12).find(|n| mentions[*n].kind == Kind::Person)?;
    let sentence = page.sentence(mention.tokens.start);
    let relative = |t: usize| {
        page.has(t, Class::Lower)
            && page.form(t).is_some_and(|f| f.entries_of(Table::Persons).any(|e| e.cell("class") == "relative" || e.cell("name") == "ребёнок"))
    };
    // The word for the relative right before the name, or before the name of whose relative it is.
    let behind = mention.tokens.start.checked_sub(1).filter(|t| sentence.contains(t) && relative(*t));
    let between = || {
        let other = &mentions[before].tokens;
        (other.end == mention.tokens.start).then(|| other.start.checked_sub(1)).flatten().filter(|t| sentence.contains(t) && relative(*t))
    };
    behind.or_else(between).map(|_| before)
}

/// The row of people.tsv that a name in one word with a hyphen is: «Азия-Биби».
fn joined_row(page: &Page<'_>, mention: &Mention) -> Option<Entry> {
    if mention.tokens.len() != 1 || !page.has(mention.tokens.start, Class::Hyphen) {
        return None;
    }
    let (given, surname) = page.folded(mention.tokens.start).split_once('-')?;
    let forms = |word: &str| keys::dictionary_forms(word).into_iter().chain(std::iter::once(word.to_string())).collect::<Vec<_>>();
    let surnames = forms(surname);
    let pairs = forms(given).into_iter().flat_map(|g| surnames.iter().map(move |s| [g.clone(), s.clone()]).collect::<Vec<_>>());
    pairs.flat_map(|[g, s]| gazetteer::entries_named([g.as_str(), s.as_str()])).find(|e| e.table == Table::People)
}

/// Of people of one name so many are looked at, the latest: a list of a thousand namesakes must not take a million comparisons.
const NAMESAKES: usize = 32;

fn contradicts(entry: Entry, gender: Option<Gender>) -> bool {
    matches!((entry.cell("gender"), gender), ("m", Some(Gender::Fem)) | ("f", Some(Gender::Masc)))
}

/// Clusters with what leads to them.
#[derive(Default)]
struct Clusters {
    all: Vec<Cluster>,
    by_given: BTreeMap<String, Vec<usize>>,
    by_surname: BTreeMap<String, Vec<usize>>,
    by_sound: BTreeMap<String, Vec<usize>>,
    by_row: BTreeMap<u32, usize>,
    of_mention: BTreeMap<usize, usize>,
}

/// The people of the person mentions, by first mention. A lone name that turns out to be a surname gets that part.
pub fn find(page: &Page<'_>, mentions: &mut [Mention], families: &Families, gender_of: &dyn Fn(&[Mention], usize) -> Option<Gender>) -> Vec<Cluster> {
    let people: Vec<usize> = (0..mentions.len()).filter(|i| mentions[*i].kind == Kind::Person).collect();
    for i in &people {
        surname_like_patronymic(page, &mut mentions[*i]);
        let alone = mentions[*i].parts.len() == 1 && page.any(mentions[*i].tokens.start, &[Class::Given, Class::DictGiven]);
        if alone && titled(page, mentions, *i) {
            mentions[*i].candidate.parts[0].role = Role::Given;
        }
    }
    // Full names in Cyrillic first, so that a surname alone and a name in Latin letters find their bearer wherever they stand.
    let rank = |i: &usize| {
        let n = named(&mentions[*i]);
        let latin = mentions[*i].tokens.clone().all(|t| page.any(t, &[Class::Latin, Class::Initial]));
        let full = n.given.as_ref().is_some_and(|g| !page.has(g.start, Class::Initial)) && n.surname.is_some();
        (latin, !full, n.given.is_none() || n.surname.is_none())
    };
    let mut ordered = people;
    ordered.sort_by_key(|i| (rank(i), *i));
    let mut clusters = Clusters::default();
    for i in ordered {
        let gender = gender_of(mentions, i);
        let key = Key::of(page, mentions, i, families, gender);
        let other = kin_of(page, mentions, i).and_then(|n| clusters.of_mention.get(&n).copied());
        let found = clusters.behind_bracket(page, mentions, i).or_else(|| clusters.fitting(&key, i, other));
        clusters.add(page, mentions, i, key, found);
    }
    let mut all = clusters.all;
    all.sort_by_key(|c| c.mentions[0]);
    all
}

/// «Анна Петрович», «Яцек Чапутович»: what looks like a patronymic and ends the name is a surname where it is a man's behind a
/// woman's name, or no patronymic that the dictionary has.
fn surname_like_patronymic(page: &Page<'_>, mention: &mut Mention) {
    let name = named(mention);
    let (Some(given), Some(patronymic), None) = (name.given, name.patronymic, name.surname) else { return };
    let given = &page.forms[given.start];
    let woman = given.readings.iter().any(|r| r.name == Some(NameType::Given) && r.gender == Some(Gender::Fem))
        || given.entries_of(Table::Given).any(|e| e.cell("gender") == "f");
    let man = given.entries_of(Table::Given).any(|e| e.cell("gender") == "m");
    let form = &page.forms[patronymic.start];
    let mans = form.folded.trim_end_matches(['а', 'у', 'е', 'м', 'о']).ends_with("ич");
    let known = form.readings.iter().any(|r| r.known && r.name == Some(NameType::Patronymic));
    if mans && (woman && !man || !known) && !page.has(patronymic.start, Class::Initial) {
        mention.candidate.parts.iter_mut().filter(|p| p.role == Role::Patronymic).for_each(|p| p.role = Role::Surname);
    }
}

impl Clusters {
    /// «Йорген Матисен (Jørgen Mathisen)»: the same name in its own letters.
    fn behind_bracket(&self, page: &Page<'_>, mentions: &[Mention], i: usize) -> Option<usize> {
        let start = mentions[i].tokens.start;
        if start < 2 || !page.has(start - 1, Class::OpenBracket) || !page.has(start, Class::Latin) {
            return None;
        }
        let before = (i.saturating_sub(3)..i).rev().find(|n| mentions[*n].kind == Kind::Person && mentions[*n].tokens.end == start - 1)?;
        self.of_mention.get(&before).copied()
    }

    /// The cluster of a key; `other` is one that it is not.
    fn fitting(&self, key: &Key, i: usize, other: Option<usize>) -> Option<usize> {
        if let Some(n) = key.entry.and_then(|e| self.by_row.get(&e.row)) {
            return Some(*n);
        }
        let mut found: Vec<usize> = Vec::new();
        let add = |found: &mut Vec<usize>, list: Option<&Vec<usize>>, fits: &dyn Fn(&Cluster) -> bool| {
            for n in list.into_iter().flat_map(|l| l.iter().rev().take(NAMESAKES)) {
                if !found.contains(n) && compatible(&self.all[*n], key) && fits(&self.all[*n]) {
                    found.push(*n);
                }
            }
        };
        match (&key.surname, &key.given) {
            (Some(surname), given) => {
                for s in surname {
                    add(&mut found, self.by_surname.get(s), &|c| given.as_ref().is_none_or(|g| given_fits(c, g)));
                    if given.is_none() {
                        // «Дарига» may look like a surname.
                        add(&mut found, self.by_given.get(s), &|c| !c.surname.is_empty());
                    }
                }
            }
            (None, Some(given)) => {
                for g in given {
                    add(&mut found, self.by_given.get(g), &|c| c.surname.is_empty() || !key.titled);
                    if key.titled {
                        continue;
                    }
                    // A word that could be a given name may be the surname of one named in full, whatever gender that name has.
                    let named = self.by_surname.get(g).into_iter().flat_map(|l| l.iter().rev().take(NAMESAKES));
                    named.for_each(|n| {
                        if !found.contains(n) && !self.all[*n].family {
                            found.push(*n)
                        }
                    });
                }
            }
            (None, None) => {}
        }
        if found.is_empty()
            && let Some(sound) = &key.sounds.1
        {
            // Another spelling of the surname, of one with the same given name, or the only one so called.
            let same_given = |c: &Cluster| match &key.given {
                Some(g) => given_fits(c, g) || key.sounds.0.as_ref().is_some_and(|s| c.sounds.0.contains(s)),
                None => true,
            };
            add(&mut found, self.by_sound.get(sound), &same_given);
            if key.given.is_none() && found.len() > 1 {
                return None;
            }
        }
        // Of several the one named last before this mention; of those only named later, the first.
        found.into_iter().filter(|n| Some(*n) != other).min_by_key(|n| {
            let held = &self.all[*n].mentions;
            let before = held.partition_point(|m| *m < i).checked_sub(1).map(|at| held[at]);
            (before.is_none(), std::cmp::Reverse(before), *n)
        })
    }

    fn add(&mut self, page: &Page<'_>, mentions: &mut [Mention], i: usize, key: Key, found: Option<usize>) {
        let n = found.unwrap_or(self.all.len());
        if found.is_none() {
            self.all.push(Cluster::default());
        }
        self.of_mention.insert(i, n);
        let c = &mut self.all[n];
        // In order of the text: the full names come first, but each sort of names in its own order.
        c.mentions.insert(c.mentions.partition_point(|m| *m < i), i);
        let latin = mentions[i].tokens.clone().all(|t| page.any(t, &[Class::Latin, Class::Initial]));
        let known = |held: &[Vec<String>], g: &[String]| held.iter().any(|h| h.iter().any(|s| g.contains(s)));
        let is_surname = key.surname.is_none() && key.given.as_ref().is_some_and(|g| !known(&c.given, g) && c.surname.iter().any(|s| g.contains(s)));
        // «Дарига» alone, which looked like a surname.
        let is_given = key.given.is_none()
            && key.surname.as_ref().is_some_and(|s| !s.iter().any(|s| c.surname.contains(s)) && c.given.iter().any(|g| g.iter().any(|g| s.contains(g))));
        if is_given {
            mentions[i].candidate.parts.iter_mut().filter(|p| p.role == Role::Surname).for_each(|p| p.role = Role::Given);
        }
        if is_surname {
            mentions[i].candidate.parts.iter_mut().filter(|p| p.role == Role::Given).for_each(|p| p.role = Role::Surname);
        }
        c.family |= key.family;
        c.titled |= key.titled;
        c.gender = c.gender.or(key.gender);
        c.entry = c.entry.or(key.entry);
        if c.given_last.is_empty() {
            c.given_last = key.given_last;
        }
        let other_surnames: Vec<String> =
            key.entry.iter().flat_map(|e| e.cell("aliases").split('|')).filter_map(|a| a.split_once(' ')).map(|a| keys::fold(a.1)).collect();
        if let Some(e) = key.entry {
            self.by_row.entry(e.row).or_insert(n);
        }
        let lead = |map: &mut BTreeMap<String, Vec<usize>>, to: &str| {
            let list = map.entry(to.to_string()).or_default();
            if !list.contains(&n) {
                list.push(n);
            }
        };
        // «Норин» is Asia Bibi where she is named: a surname of her aliases.
        other_surnames.iter().for_each(|s| lead(&mut self.by_surname, keys::stem(s)));
        if let Some(given) = key.given.filter(|_| !is_surname) {
            given.iter().for_each(|g| lead(&mut self.by_given, g));
            short_forms(page, &mentions[i]).iter().for_each(|g| lead(&mut self.by_given, g));
            if !c.given.contains(&given) && !latin {
                c.given.push(given);
            }
        }
        if let Some(surname) = key.surname.filter(|_| !is_given) {
            surname.iter().for_each(|s| lead(&mut self.by_surname, s));
            if c.surname.is_empty() {
                c.surname = surname;
            }
        }
        if let Some(sound) = key.sounds.1.filter(|_| !is_given) {
            lead(&mut self.by_sound, &sound);
            c.sounds.1.push(sound);
        }
        c.sounds.0.extend(key.sounds.0);
    }
}

fn compatible(c: &Cluster, key: &Key) -> bool {
    // «Ким Чен Ир» is not «Ким Чен Ын».
    let same_last = c.given_last.is_empty() || key.given_last.is_empty() || c.given_last.iter().any(|s| key.given_last.contains(s));
    let same_row = c.entry.is_none() || key.entry.is_none() || c.entry.map(|e| e.row) == key.entry.map(|e| e.row);
    let same_gender = c.gender.is_none() || key.gender.is_none() || c.gender == key.gender;
    c.family == key.family && same_gender && same_row && same_last
}

/// Given names do not contradict: a stem in common, or an initial of the other.
fn given_fits(c: &Cluster, given: &[String]) -> bool {
    let is_initial = |s: &str| s.chars().nth(1).is_none();
    c.given.iter().all(|held| {
        held.iter().any(|h| {
            given.iter().any(|g| h == g || is_initial(h) && g.starts_with(h.as_str()) || is_initial(g) && h.starts_with(g.as_str()) || same_name(h, g))
        })
    })
}

/// «Владимир» and «Володя»: the gazetteer's short forms, by stem; keys of both orders, sorted, made by `build.rs`.
fn same_name(a: &str, b: &str) -> bool {
    static PAIRS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/short-names.bin"));
    found::<8>(PAIRS, keys::pair(a, b)).is_some()
}

/// The record that begins with a key, of records sorted by it.
fn found<const SIZE: usize>(records: &'static [u8], key: u64) -> Option<&'static [u8; SIZE]> {
    let (records, _) = records.as_chunks::<SIZE>();
    let key_of = |r: &[u8; SIZE]| r.first_chunk::<8>().map_or(0, |k| u64::from_le_bytes(*k));
    records.binary_search_by_key(&key, key_of).ok().map(|at| &records[at])
}

/// Stems of the short forms of a given name that the gazetteers have.
fn short_forms(page: &Page<'_>, mention: &Mention) -> Vec<String> {
    let Some(given) = mention.part_of(Role::Given) else { return Vec::new() };
    let entries = page.forms[given.start].entries_of(Table::Given);
    let names = entries.flat_map(|e| e.cell("short").split('|').filter(|n| !n.is_empty()));
    names.map(|n| keys::stem(&keys::fold(n)).to_string()).collect()
}

/// The row of people.tsv of a name in another spelling: «Ричард Гренель» for «Ричард Гренелл».
pub fn row_of_sound(given: &str, surname: &str) -> Option<Entry> {
    static BY_SOUND: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sounds.bin"));
    let record = found::<12>(BY_SOUND, keys::pair(&sound(given), &sound(surname)))?;
    let row = u32::from_le_bytes(*record.last_chunk::<4>()?);
    Some(crate::lexicon::BUNDLED.row(Table::People, row))
}
