//! What the gazetteers' rows of organizations say of base and owner, and what names are cut down to for comparison.

use super::organizations::Owner;
use super::places::country_by_iso;
use crate::lexicon::kept::Kept;
use crate::lexicon::{BUNDLED, Entry, Field, Gender, Pos, Table, gazetteer, keys, morph};
use crate::recognize::Page;
use once_cell::sync::Lazy;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// A row of organizations.tsv, its base told apart from its country.
pub struct Known {
    /// What it is: «Верховный суд» of the row «Верховный суд России».
    pub base: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// The ISO code of its country.
    pub country: Option<String>,
    /// Whether other countries have one too.
    pub generic: bool,
}

impl Known {
    /// Reads a row: «Верховный суд России» is the «Верховный суд» of Russia, where that is a row of its own.
    pub fn of(row: Entry) -> Known {
        let name = row.cell("name").to_string();
        let country = Some(row.cell("country").to_string()).filter(|c| !c.is_empty());
        let own = || Known { base: name.clone(), name: name.clone(), kind: row.cell("kind").to_string(), country: country.clone(), generic: false };
        if country.is_none() && is_body(row) {
            let split = split(&name).filter(|(b, _)| b.row != row.row);
            return match split {
                Some((base, iso)) => Known { base: base.cell("name").into(), kind: base.cell("kind").into(), country: Some(iso), generic: true, ..own() },
                None => match owned(&name) {
                    Some(iso) => Known { country: Some(iso), ..own() },
                    None => Known { generic: true, ..own() },
                },
            };
        }
        match split(&name) {
            Some((base, iso)) if country.as_ref().is_none_or(|c| *c == iso) => {
                Known { base: base.cell("name").into(), kind: base.cell("kind").into(), country: Some(iso), generic: true, ..own() }
            }
            _ => own(),
        }
    }
}

/// Kinds of which every country has its own.
fn is_body(row: Entry) -> bool {
    matches!(row.cell("kind"), "ministry" | "agency" | "parliament" | "government" | "court" | "police" | "army")
}

/// «Верховный суд России»: the row of the body without its country, and the country.
fn split(name: &str) -> Option<(Entry, String)> {
    let words: Vec<&str> = keys::words(name).collect();
    (1..words.len()).rev().find_map(|n| {
        let base = gazetteer::entries_named(words[..n].iter().copied())
            .into_iter()
            .find(|e| e.table == Table::Organizations && e.cell("country").is_empty() && is_body(*e))?;
        Some((base, country_of(&words[n..])?))
    })
}

/// «Госдепартамент США»: the country that a name ends with.
fn owned(name: &str) -> Option<String> {
    let words: Vec<&str> = keys::words(name).collect();
    (1..words.len()).find_map(|n| country_of(&words[n..]))
}

fn country_of(words: &[&str]) -> Option<String> {
    let mut entries = gazetteer::entries_named(words.iter().copied());
    if let [word] = words {
        // «Германии» is also a metal in the plural: all dictionary forms count.
        let lemmas = morph::readings(word).into_iter().filter_map(|r| BUNDLED.first(&r.lemma));
        entries.extend(lemmas.flat_map(|n| n.entries()));
    }
    entries.into_iter().find(|e| e.table == Table::Countries && matches!(e.field, Field::Name | Field::Alias)).map(|e| e.cell("iso").to_string())
}

/// The organization of the gazetteers that a name in the nominative is, also without its legal form.
pub fn row(name: &str) -> Option<Entry> {
    thread_local! {
        static KEPT: RefCell<Kept<Option<Entry>>> = RefCell::default();
    }
    KEPT.with_borrow_mut(|kept| kept.of(name, find_row))
}

fn find_row(name: &str) -> Option<Entry> {
    let find = |name: &str| {
        let entries = gazetteer::entries_named(keys::words(name));
        entries.into_iter().find(|e| e.table == Table::Organizations && keys::fold(e.cell("name")) == keys::fold(name))
    };
    let bare = without_legal_form(name);
    find(name).or_else(|| if bare == name { None } else { find(&bare) })
}

/// «OMV AG» is «OMV»: words.tsv lists the legal forms (`legal-form`). «The Dawn» is «Dawn».
pub fn without_legal_form(name: &str) -> String {
    static FORMS: Lazy<BTreeSet<String>> = Lazy::new(|| {
        let rows = (0..BUNDLED.rows(Table::Words)).filter(|row| BUNDLED.cell(Table::Words, *row, "class") == "legal-form");
        rows.map(|row| keys::fold(BUNDLED.cell(Table::Words, row, "name"))).collect()
    });
    let words: Vec<&str> = name.strip_prefix("The ").unwrap_or(name).split_whitespace().collect();
    let is_form = |w: &&str| FORMS.contains(&keys::fold(w.trim_matches(',')).replace('.', ""));
    let first = words.iter().take_while(|w| is_form(w)).count();
    let last = words.iter().rev().take_while(|w| is_form(w)).count();
    if first + last >= words.len() { name.to_string() } else { words[first..words.len() - last].join(" ") }
}

/// The name of a country by its id.
pub fn country_name(id: &str) -> Option<&'static str> {
    Some(country_by_iso(id.strip_prefix("country:")?)?.cell("name"))
}

/// A country as an owner.
pub fn owner_of(country: Option<&str>) -> Option<Owner> {
    let id = country?;
    Some(Owner { id: id.to_string(), country: Some(id.to_string()), name: country_name(id)?.to_string() })
}

/// The country or place of the gazetteers that a stretch of tokens names, where the text has no mention of it by itself.
pub fn owner_named(page: &Page<'_>, tokens: &Range<usize>) -> Option<Owner> {
    let mut entries = page.entries_from(tokens.start).filter(|p| p.tokens == *tokens && matches!(p.entry.field, Field::Name | Field::Alias)).map(|p| p.entry);
    let entry = entries.find(|e| matches!(e.table, Table::Countries | Table::Regions | Table::Settlements | Table::Districts))?;
    if entry.table == Table::Countries {
        return owner_of(Some(&format!("country:{}", entry.cell("iso"))));
    }
    let (id, country) = super::places::id_of(entry.cell("name"), Some(entry.cell("country")));
    Some(Owner { id, country, name: entry.cell("name").to_string() })
}

/// The country of an adjective: «пакистанский».
pub fn owner_by_adjective(page: &Page<'_>, token: usize) -> Option<Owner> {
    let entry = page.form(token)?.entries_of(Table::Countries).find(|e| e.field == Field::Adjective)?;
    owner_of(Some(&format!("country:{}", entry.cell("iso"))))
}

/// The genitive of a name in the nominative: «Россия» → «России»; as it stands where the dictionary lacks it.
pub fn genitive(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let is_noun = |w: &&str| morph::readings(w).iter().any(|r| r.pos == Pos::Noun && r.case == Some(morph::Case::Nom));
    let Some(head) = words.iter().position(is_noun) else { return name.to_string() };
    let gender = morph::readings(words[head]).iter().find(|r| r.pos == Pos::Noun && r.case == Some(morph::Case::Nom)).and_then(|r| r.gender);
    let turned = |i: usize, w: &str| -> String {
        let form = match i.cmp(&head) {
            std::cmp::Ordering::Less => {
                let gender = match gender {
                    Some(Gender::Fem) => "Fem",
                    Some(Gender::Neut) => "Neut",
                    _ => "Masc",
                };
                let nominative = |r: &morph::Reading| r.pos == Pos::Adjective && r.case == Some(morph::Case::Nom);
                morph::inflected(w, &nominative, &[("Case", "Gen"), ("Number", "Sing"), ("Gender", gender)])
            }
            std::cmp::Ordering::Equal => morph::inflected(w, &|r| r.pos == Pos::Noun && r.case == Some(morph::Case::Nom), &[("Case", "Gen")]),
            std::cmp::Ordering::Greater => None,
        };
        form.map_or_else(|| w.to_string(), |f| super::nominative::with_case_of(w, &f))
    };
    words.iter().enumerate().map(|(i, w)| turned(i, w)).collect::<Vec<_>>().join(" ")
}

/// «Всемирная организация здравоохранения» → «ВОЗ»; `None` for single words.
pub fn initials(name: &str) -> Option<String> {
    let words = name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '«' | '»' | '"')).filter(|w| w.chars().count() > 1);
    let letters: String = words.filter_map(|w| w.chars().next()).filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
    (letters.chars().count() > 1).then_some(letters)
}

/// The beginnings of a slug that can stand for it: two words and more.
pub fn beginnings(slug: &str) -> impl Iterator<Item = String> + '_ {
    // A number tells two apart: «Мотор» is not «Мотор-2».
    let goes_on = |at: usize| !slug[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    slug.match_indices('-').skip(1).filter(move |(at, _)| goes_on(*at)).map(|(at, _)| slug[..at].to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base_and_country(name: &str) -> (String, Option<String>) {
        let known = Known::of(row(name).unwrap_or_else(|| panic!("{name}: no row")));
        (known.base, known.country)
    }

    #[test]
    fn a_country_s_court_is_the_court_of_that_country() {
        assert_eq!(base_and_country("Верховный суд России"), ("Верховный суд".into(), Some("RU".into())));
        assert_eq!(country_of(&["Германии"]).as_deref(), Some("DE"));
    }

    #[test]
    fn a_name_with_a_country_in_it_stays_whole() {
        assert_eq!(base_and_country("Госдепартамент США"), ("Госдепартамент США".into(), Some("US".into())));
    }

    #[test]
    fn legal_forms_are_no_part_of_a_name() {
        assert_eq!(without_legal_form("ПАО Мотор"), "Мотор");
        assert_eq!(without_legal_form("Motor B.V."), "Motor");
        assert_eq!(without_legal_form("AG"), "AG");
    }

    #[test]
    fn countries_in_the_genitive() {
        for (name, wanted) in [
            ("Россия", "России"),
            ("Германия", "Германии"),
            ("Казахстан", "Казахстана"),
            ("США", "США"),
            ("Киргизия", "Киргизии"),
            ("Саудовская Аравия", "Саудовской Аравии"),
        ] {
            assert_eq!(genitive(name), wanted);
        }
    }
}
