//! Words of time and the small words that join them, as the gazetteers have them.

use crate::lexicon::{BUNDLED, Case, Class, Entry, Table, keys, morph};
use crate::recognize::page::{Page, Phrase};
use crate::text::TokenKind;
use once_cell::sync::Lazy;
use std::collections::HashSet;

/// The entry of times.tsv with one of these classes that begins at a token, the longest.
pub(super) fn time_word(page: &Page<'_>, at: usize, class: &str) -> Option<Phrase> {
    page.entries_of(at, Table::Times).find(|p| p.entry.cell("class") == class && is_spelt(page, p))
}

/// Adverbs and set phrases («летом», «год назад», «год. ранее») and abbreviations do not inflect: their rows count as they stand.
fn is_spelt(page: &Page<'_>, phrase: &Phrase) -> bool {
    let name = phrase.entry.cell("name");
    match phrase.entry.cell("class") {
        "relative" | "recurrent" | "vague" => keys::fold(page.text.span(&phrase.tokens)) == keys::fold(name),
        "month" | "weekday" | "period" if phrase.tokens.len() == 1 && name.chars().count() <= 4 => is_short_spelt(page, phrase.tokens.start, &keys::fold(name)),
        // «Среди», with a capital, could be a name's form: what is no form in the dictionary is none.
        "month" | "weekday" | "season" if phrase.tokens.len() == 1 => {
            page.form(phrase.tokens.start).is_some_and(|f| f.readings.iter().any(|r| r.known && *r.lemma == *keys::fold(name)) || f.folded == keys::fold(name))
        }
        _ => true,
    }
}

/// Makes the tables and patterns of this module, which is else done when they are first needed.
pub(super) fn prepare() {
    Lazy::force(&SHORT_MONTHS);
}

/// Months without their ending («дек»), which have no forms.
static SHORT_MONTHS: Lazy<HashSet<String>> = Lazy::new(|| {
    let rows = || (0..BUNDLED.rows(Table::Times)).map(|row| BUNDLED.row(Table::Times, row)).filter(|e| e.cell("class") == "month");
    let longer = |short: &str, value: &str| {
        rows().any(|e| e.cell("value") == value && e.cell("name").starts_with(short) && e.cell("name").chars().count() > short.chars().count() + 1)
    };
    rows().filter(|e| longer(e.cell("name"), e.cell("value"))).map(|e| keys::fold(e.cell("name"))).collect()
});

/// Of short names the dictionary's guesses are wrong too often: «деке» is no form of «дек», «в» none of «в.».
fn is_short_spelt(page: &Page<'_>, at: usize, name: &str) -> bool {
    let folded = page.folded(at);
    let bare = folded.trim_end_matches('.');
    match name.strip_suffix('.') {
        Some(short) => bare == short && (folded.ends_with('.') || !page.has(at, Class::FunctionWord)),
        None => {
            let inflects = !folded.ends_with('.') && !SHORT_MONTHS.contains(name);
            bare == name || inflects && page.form(at).is_some_and(|f| f.readings.iter().any(|r| r.known && *r.lemma == *name))
        }
    }
}

/// A period noun at a token («году», «г.», «неделе»): its ISO duration, and the token after it.
pub(super) fn period_word(page: &Page<'_>, at: usize) -> Option<(&'static str, usize)> {
    let phrase = time_word(page, at, "period")?;
    Some((phrase.entry.cell("value"), phrase.tokens.end))
}

/// «года», «г.», «гг.»: the token after it.
pub(super) fn year_word(page: &Page<'_>, at: usize) -> Option<usize> {
    // «гг.» is no row of its own.
    let abbreviated = || {
        page.has(at, Class::Abbreviated)
            && page.form(at).is_some_and(|f| f.entries_of(Table::Units).any(|e| e.cell("gloss") == "year" && e.cell("name") == "год"))
    };
    match period_word(page, at) {
        Some(("P1Y", end)) => Some(end),
        None if abbreviated() => Some(at + 1),
        _ => None,
    }
}

/// What a small word does in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// «в», «в течение»: the date itself.
    At,
    /// «на», «за»: the date that something is for; no clock time.
    For,
    /// «к»: the latest it can be.
    By,
    /// «с», «после»: where it begins.
    From,
    /// «от»: the date of a document; no clock time.
    Of,
    /// «по»: where it ends.
    Until,
    /// «до»: where it ends.
    Before,
    /// «через», «спустя»: a distance follows.
    After,
    /// «около»: nearly then.
    About,
    /// «между»: two dates follow.
    Between,
    /// «и», «или»: joins two.
    And,
    /// «без»: minutes before the hour.
    Short,
    /// «назад»: a distance before.
    Back,
    /// «ранее»: a distance before the date in the text.
    Earlier,
    /// «спустя», «позже»: a distance after the date in the text.
    Later,
}

impl Link {
    /// «по», «до»: the end of a range follows.
    pub fn is_end(self) -> bool {
        matches!(self, Link::Until | Link::Before)
    }
}

fn role(entry: Entry) -> Option<Link> {
    Some(match entry.cell("note") {
        "at" => Link::At,
        "for" => Link::For,
        "by" => Link::By,
        "from" => Link::From,
        "of" => Link::Of,
        "until" => Link::Until,
        "before" => Link::Before,
        "after" => Link::After,
        "about" => Link::About,
        "between" => Link::Between,
        "and" => Link::And,
        "short-of" => Link::Short,
        "back" => Link::Back,
        "earlier" => Link::Earlier,
        "later" => Link::Later,
        _ => return None,
    })
}

/// The small words of a page that join dates: read once, for every part of an expression asks for those around it.
pub(in crate::recognize) struct Links(Vec<Option<(Link, usize)>>);

impl Links {
    pub(in crate::recognize) fn new(page: &Page<'_>) -> Links {
        Links((0..page.len()).map(|at| link_of(page, at, "date-link")).collect())
    }
}

/// The small word at a token, the longest, with the token after it.
pub(super) fn link(page: &Page<'_>, at: usize) -> Option<(Link, usize)> {
    *page.links().0.get(at)?
}

/// The word after a distance: «назад», «ранее», «спустя».
pub(super) fn direction(page: &Page<'_>, at: usize) -> Option<(Link, usize)> {
    link_of(page, at, "date-direction")
}

/// Where the preposition of a duration begins that ends right before a token; the token itself without one.
pub(super) fn duration_link_before(page: &Page<'_>, at: usize) -> usize {
    let sentence = page.sentence(at).start;
    // The longest is of two words: «на протяжении».
    (at.saturating_sub(2).max(sentence)..at).find(|first| small_word(page, *first, "duration-link").is_some_and(|p| p.tokens.end == at)).unwrap_or(at)
}

fn link_of(page: &Page<'_>, at: usize, class: &str) -> Option<(Link, usize)> {
    let phrase = small_word(page, at, class)?;
    Some((role(phrase.entry)?, phrase.tokens.end))
}

/// The entry of words.tsv with this class at a token, as it stands.
fn small_word(page: &Page<'_>, at: usize, class: &str) -> Option<Phrase> {
    if !page.begins(at, Table::Words) {
        return None;
    }
    page.entries_of(at, Table::Words).find(|p| p.entry.cell("class") == class && keys::fold(page.text.span(&p.tokens)) == keys::fold(p.entry.cell("name")))
}

/// Whether the token is this link.
pub(super) fn is_link(page: &Page<'_>, at: usize, wanted: Link) -> bool {
    link(page, at).is_some_and(|(found, _)| found == wanted)
}

/// The month at a token, with the token after it.
pub(super) fn month_at(page: &Page<'_>, at: usize) -> Option<(u8, usize)> {
    if !page.has(at, Class::Month) {
        return None;
    }
    let phrase = time_word(page, at, "month")?;
    Some((phrase.entry.cell("value").parse().ok().filter(|m| (1..=12).contains(m))?, phrase.tokens.end))
}

/// Two words of one class of times.tsv in one with a hyphen: «ноябре-декабре», «понедельник-вторник», «вчера-сегодня».
pub(super) fn paired(page: &Page<'_>, at: usize, class: &str) -> Option<(&'static str, &'static str)> {
    if page.kind(at) != Some(TokenKind::Word) || !page.has(at, Class::Hyphen) || page.has(at, Class::Digit) {
        return None;
    }
    let (first, last) = page.folded(at).split_once(['-', '‑', '‐'])?;
    let value = |word: &str| {
        let listed = |lemma: &str| BUNDLED.first(lemma)?.entries().find(|e| e.table == Table::Times && e.cell("class") == class).map(|e| e.cell("value"));
        listed(word).or_else(|| morph::readings(word).iter().filter(|r| r.known).find_map(|r| listed(&r.lemma)))
    };
    Some((value(first)?, value(last)?))
}

/// Whether the word at a token can be what a number before it counts: «2018 человек»; «и», a letter's name too, is none.
pub(super) fn is_counted(page: &Page<'_>, at: usize) -> bool {
    page.any(at, &[Class::Noun, Class::Unit, Class::Number]) && !page.has(at, Class::FunctionWord)
}

/// Whether the word stands as an adverb of time: «утром», «весной».
pub(super) fn is_adverbial(page: &Page<'_>, at: usize) -> bool {
    page.form(at).is_some_and(|f| f.has_case(Case::Ins) && f.classes.has(Class::Singular) && !f.classes.has(Class::Adjective))
}
