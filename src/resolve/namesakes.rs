//! Places of one name: which of them a text means, by the countries and places that it names; never by a silent guess.

use crate::arbitrate::Mention;
use crate::lexicon::{Entry, Field, Table, gazetteer, keys};
use crate::recognize::{Kind, Page, Role, Sense, places};
use std::collections::{BTreeMap, BTreeSet};

/// A town of so many people is meant by its bare name, if nothing in the text speaks for a namesake: newspapers add the country to the others.
const WELL_KNOWN: u64 = 200_000;

/// What a text says of where it plays.
#[derive(Default)]
pub struct Context {
    /// How often each country is named, itself or by its regions and large towns.
    countries: BTreeMap<&'static str, usize>,
    /// Folded names of the places named.
    places: BTreeSet<String>,
}

fn population(e: &Entry) -> u64 {
    e.cell("population").parse().unwrap_or(0)
}

/// A namesake of a twentieth of the inhabitants can be meant where its country is named: Birmingham in Alabama has a sixth of the
/// other's, Paris in Texas an eightieth, and news means Paris in France.
const NAMESAKE_SHARE: u64 = 20;

/// Inhabitants for comparison; what is no town is as large as a city, and a town whose inhabitants nobody has counted here is one that
/// news names.
fn weight(e: &Entry) -> u64 {
    match e.table {
        Table::Settlements if e.cell("population").is_empty() => UNCOUNTED,
        Table::Settlements => population(e),
        _ => population(e).max(1_000_000),
    }
}

/// The rows without a figure were written by hand for the news: most of them are towns of so many.
const UNCOUNTED: u64 = 30_000;

fn is_well_known(e: &Entry) -> bool {
    e.table != Table::Settlements || population(e) >= WELL_KNOWN
}

/// Whether other places are called the same: such a name tells nothing of where a text plays.
fn is_ambiguous(e: &Entry) -> bool {
    let rows = gazetteer::entries_named(keys::words(e.cell("name")));
    rows.iter().any(|o| places::TABLES.contains(&o.table) && o.field != Field::Adjective && o.cell("country") != e.cell("country"))
}

impl Context {
    /// Reads the mentions of a text.
    pub fn of(page: &Page<'_>, mentions: &[Mention]) -> Context {
        let mut out = Context::default();
        for m in mentions {
            match m.sense {
                Sense::Country(e, _) => *out.countries.entry(e.cell("iso")).or_default() += 2,
                // «штат Алабама», «округ Мэриленд»: the word before it says which sort of place the name is.
                Sense::Described(d) if m.kind == Kind::Place && matches!(d.cell("kind"), "region" | "district") => {
                    let name = m.part_of(Role::Name).unwrap_or_else(|| m.core.clone());
                    let regions: Vec<Entry> = places::entries(page, &name).into_iter().filter(|e| matches!(e.cell("kind"), "region" | "district")).collect();
                    if let [first, others @ ..] = regions.as_slice()
                        && others.iter().all(|o| o.cell("country") == first.cell("country"))
                    {
                        out.places.insert(keys::fold(first.cell("name")));
                        *out.countries.entry(first.cell("country")).or_default() += 1;
                    }
                }
                Sense::Entry(e) if m.kind == Kind::Place => {
                    out.places.insert(keys::fold(e.cell("name")));
                    if is_well_known(&e) && !is_ambiguous(&e) {
                        *out.countries.entry(e.cell("country")).or_default() += 1;
                    }
                }
                _ => {}
            }
        }
        out.countries.remove("");
        out
    }

    /// The row that the text means; or none, and the rows between which it does not decide.
    pub fn namesake(&self, entries: &[Entry]) -> (Option<Entry>, Vec<Entry>) {
        let mut rows: Vec<Entry> = Vec::new();
        for e in entries {
            if !rows.iter().any(|r| r.table == e.table && r.row == e.row) {
                rows.push(*e);
            }
        }
        let [first, others @ ..] = rows.as_slice() else { return (None, rows) };
        if others.is_empty() {
            return (Some(*first), Vec::new());
        }
        // The region or country that it lies in is named.
        let within = |e: &&Entry| !e.cell("within").is_empty() && self.places.contains(&keys::fold(e.cell("within")));
        if let Some(e) = rows.iter().find(within) {
            return (Some(*e), Vec::new());
        }
        let named = |e: &Entry| self.countries.get(e.cell("country")).copied().unwrap_or(0);
        let best = rows.iter().map(named).max().unwrap_or(0);
        let rival = |e: &Entry| best > 0 && named(e) == best && NAMESAKE_SHARE * weight(e) >= weight(first);
        if is_well_known(first) && (named(first) > 0 || !others.iter().any(rival)) {
            return (Some(*first), Vec::new());
        }
        let mut likely = rows.iter().filter(|e| rival(e));
        match likely.next() {
            // Of several in one country the largest, which stands first.
            Some(e) if likely.all(|o| o.cell("country") == e.cell("country")) => (Some(*e), Vec::new()),
            _ => (None, rows),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, ingest::Document};

    /// The country of the place named `name`, or the countries of its candidates.
    #[track_caller]
    fn countries(text: &str, name: &str) -> (Option<String>, Vec<String>) {
        let sheet = Extractor::new().extract(&Document::new("t", text));
        let places = sheet.places.expect("all parts are there");
        let place = places.iter().find(|p| p.name == name).unwrap_or_else(|| panic!("no {name}"));
        (place.country.clone(), place.candidates.iter().filter_map(|c| c.country.clone()).collect())
    }

    #[test]
    fn the_country_that_the_text_names_decides() {
        assert_eq!(countries("В США прошли выборы. В Бирмингеме открыли участки.", "Бирмингем").0.as_deref(), Some("country:US"));
        assert_eq!(countries("В Великобритании прошли выборы. В Бирмингеме открыли участки.", "Бирмингем").0.as_deref(), Some("country:GB"));
    }

    #[test]
    fn a_region_behind_its_word_decides_too() {
        assert_eq!(countries("Пожар произошёл в Бирмингеме, штат Алабама.", "Бирмингем").0.as_deref(), Some("country:US"));
        assert_eq!(countries("Алмазы Якутии гранят в Мирном.", "Мирный").0.as_deref(), Some("country:RU"));
    }

    #[test]
    fn nothing_named_and_none_well_known_leaves_candidates() {
        let (country, candidates) = countries("Пожар в Кембридже потушили за час.", "Кембридж");
        assert_eq!(country, None);
        assert!(candidates.contains(&"country:GB".to_string()) && candidates.contains(&"country:US".to_string()), "{candidates:?}");
    }

    #[test]
    fn a_sea_lies_in_no_country_that_the_text_names() {
        assert_eq!(countries("Судно вышло в Балтийское море из Германии.", "Балтийское море").0, None);
    }
}
