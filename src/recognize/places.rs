//! Places: «Таласская область», «город Ош», «КПП Кичи-Капка», «Чёрное море», «улица Мира».
//!
//! A name with its descriptor is one mention with parts; the cues look at the name. Countries are proposed by
//! `countries.rs`; organizations that are called after a place win or lose against it in the arbiter.
//! Known misses: places in lower case («северный берег»).

use super::page::Page;
use super::{Candidate, Kind, Role, Rule, Sense};
use crate::lexicon::{Case, Class, Entry, Field, Pos, Table};
use std::ops::Range;

/// The rules, from the surest pattern to the widest.
pub const RULES: &[Rule] = &[
    Rule {
        name: "places.adjective-descriptor",
        about: "Capitalised adjectives with the descriptor that they agree with.",
        takes: &["Пост стоит в [Таласской области].", "Суда вышли в [Чёрное море].", "Дом стоит на [Тверской улице]."],
        leaves: &["В соседней области идут дожди."],
        propose: adjective_descriptor,
    },
    Rule {
        name: "places.descriptor-name",
        about: "A descriptor and the name after it.",
        takes: &["Работа [КПП Кичи-Капка] возобновится.", "Пожар случился в [селе Ивановка].", "Он живёт на [ул. Мира] в Оше."],
        leaves: &["Он вышел на улицу и увидел огонь."],
        propose: descriptor_name,
    },
    Rule {
        name: "places.named-after",
        about: "A descriptor with whom the place is named after.",
        takes: &["[Парк имени Горького] открыт до полуночи."],
        leaves: &["Больница имени Боткина закрыта."],
        propose: named_after,
    },
    Rule {
        name: "places.gazetteer",
        about: "A place of the gazetteers.",
        takes: &["Поезд прибыл в [Москву].", "Делегация вылетела из [Бишкека]."],
        leaves: &["Мир вернулся в дом."],
        propose: gazetteer,
    },
    Rule {
        name: "places.capitalized-words",
        about: "One to four capitalised words, joined by «на», «де» or a hyphen.",
        takes: &["Авария произошла в [Дорогинке]."],
        leaves: &["Сегодня выпал снег."],
        propose: capitalized,
    },
];

/// Adjectives of places, decided after names.
pub const ADJECTIVES: &[Rule] = &[
    Rule {
        name: "places.adjective",
        about: "The adjective of a town, region or part of the world.",
        takes: &["На [московской] бирже выросли цены.", "Это заметили [европейские] врачи."],
        leaves: &["Вечерний поезд опоздал."],
        propose: adjective,
    },
    Rule {
        name: "places.demonym",
        about: "Who lives in a town, region or part of the world.",
        takes: &["Пострадали двое [москвичей].", "Это не удивило [европейцев]."],
        leaves: &["Горожане вышли на площадь."],
        propose: demonym,
    },
];

/// The gazetteers of places but countries, in the order in which one name's senses are preferred.
pub const TABLES: &[Table] = &[Table::Regions, Table::World, Table::Settlements, Table::Nature, Table::Facilities, Table::Districts];

fn nameable(page: &Page<'_>, i: usize) -> bool {
    page.is_capital(i) && !page.has(i, Class::Initial) && !(page.has(i, Class::Abbreviated) && page.kind(i) == Some(crate::text::TokenKind::Abbreviation))
}

/// The descriptor of places that begins at a token.
fn descriptor(page: &Page<'_>, i: usize) -> Option<(Range<usize>, Entry)> {
    let phrase = page.entries_of(i, Table::Descriptors).find(|p| p.entry.cell("target") == "place")?;
    Some((phrase.tokens, phrase.entry))
}

/// Whether a text that matches the entry names the place itself, not its adjective or inhabitant.
fn names(entry: Entry) -> bool {
    matches!(entry.field, Field::Name | Field::Alias)
}

/// The gazetteer entries that a span is, as a noun, the likeliest first: towns of half a million, then by table and size.
pub fn entries(page: &Page<'_>, tokens: &Range<usize>) -> Vec<Entry> {
    let mut found: Vec<Entry> =
        page.entries_from(tokens.start).filter(|p| p.tokens == *tokens && TABLES.contains(&p.entry.table) && names(p.entry)).map(|p| p.entry).collect();
    // A town of millions precedes a region of its name («Москва», «Вашингтон»).
    found.sort_by_key(|e| order(e, 500_000));
    found
}

/// Towns of this many people first, the rest by table; then the larger, then the row that stands first.
fn order(e: &Entry, large: u64) -> (usize, std::cmp::Reverse<u64>, u32) {
    let population: u64 = e.cell("population").parse().unwrap_or(0);
    let table = TABLES.iter().position(|t| *t == e.table).unwrap_or(TABLES.len());
    (if population >= large { 0 } else { 1 + table }, std::cmp::Reverse(population), e.row)
}

/// The likeliest gazetteer entry that a span is.
pub fn entry(page: &Page<'_>, tokens: &Range<usize>) -> Option<Entry> {
    entries(page, tokens).first().copied()
}

fn sense(page: &Page<'_>, name: &Range<usize>, described: Option<Entry>) -> Sense {
    match (entry(page, name), described) {
        (_, Some(d)) => Sense::Described(d),
        (Some(e), None) => Sense::Entry(e),
        (None, None) => Sense::None,
    }
}

fn adjective_descriptor(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !nameable(page, start) || !page.any(start, &[Class::Adjective, Class::AdjectiveSuffix, Class::Participle]) {
        return;
    }
    let end = page.sentence(start).end.min(start + 4);
    for i in start + 1..end {
        if let Some((tokens, entry)) = descriptor(page, i)
            && tokens.start == i
            && page.agree(start, i)
        {
            let whole = start..tokens.end;
            let sense = match self::entry(page, &whole) {
                Some(known) => Sense::Entry(known),
                None => Sense::Described(entry),
            };
            out.push(
                Candidate::new(Kind::Place, "places.adjective-descriptor", whole.clone()).part(Role::Name, whole).part(Role::Descriptor, tokens).sense(sense),
            );
        }
        if !page.any(i, &[Class::Adjective, Class::AdjectiveSuffix]) {
            break;
        }
    }
}

/// What a descriptor says of the name behind it, as a cue.
fn described_as(descriptor: Entry) -> &'static str {
    match descriptor.cell("kind") {
        "region" | "district" => "described-as-region",
        "city" | "village" => "described-as-town",
        "street" | "square" => "described-as-street",
        "checkpoint" | "airport" | "station" => "described-as-point",
        "facility" => "described-as-facility",
        _ => "described-as-nature",
    }
}

fn descriptor_name(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let Some((tokens, entry)) = descriptor(page, start) else { return };
    let sentence = page.sentence(start);
    let mut name = tokens.end;
    if name >= sentence.end {
        return;
    }
    // «по имени» has no place here, but «имени Ленина» has: the park is the place.
    let quoted = page.has(name, Class::OpenQuote);
    if quoted {
        name += 1;
    }
    let limit = sentence.end.min(name + 5);
    let mut end = name;
    // «КПП Достук-2»: a number may be stuck to the name.
    let numbered = |i: usize| page.has(i, Class::Hyphen) && page.has(i, Class::Digit) && page.word(i).starts_with(char::is_uppercase);
    while end < limit && (nameable(page, end) || numbered(end)) {
        end += 1;
    }
    for stop in (name + 1..=end).rev() {
        let closed = quoted && page.has(stop, Class::CloseQuote);
        if quoted && !closed {
            continue;
        }
        // «трасса Бишкек — Ош» names towns, «аэропорт Барселоны», «район Славянска» one town.
        let town = self::entry(page, &(name..stop)).is_some_and(|e| matches!(e.cell("kind"), "city" | "region"));
        let road = matches!(entry.cell("gloss"), "road" | "highway");
        let of_town = (matches!(entry.cell("kind"), "airport" | "station" | "facility" | "museum" | "district" | "checkpoint") || several(page, tokens.start))
            && inflected(page, stop - 1);
        if town && (road || of_town) && !quoted {
            continue;
        }
        let whole = start..stop + usize::from(closed);
        let named = if !quoted && is_of_name(entry) { whole.clone() } else { name..stop };
        out.push(
            Candidate::new(Kind::Place, "places.descriptor-name", whole)
                .core(name..stop)
                .part(Role::Descriptor, tokens.clone())
                .part(Role::Name, named)
                .sense(sense(page, &(name..stop), Some(entry)))
                .cue_if(true, described_as(entry))
                .cue_if(quoted && !page.has(start, Class::OrganizationDescriptor), "quoted-after-its-word"),
        );
    }
}

/// «улица Мира», «храм Христа Спасителя»: without the word it is no name, as «Мира» and «Христа Спасителя» are none of a place.
fn is_of_name(descriptor: Entry) -> bool {
    const GLOSSES: &[&str] = &["church", "cathedral", "temple", "mosque", "tower", "bell tower", "monument", "palace", "chapel", "synagogue"];
    let kind = descriptor.cell("kind");
    let gloss = descriptor.cell("gloss");
    matches!(kind, "street" | "square") && !matches!(gloss, "road" | "highway" | "interchange") || GLOSSES.contains(&gloss)
}

/// «на улицы Лондона»: a word that may be a plural.
fn several(page: &Page<'_>, descriptor: usize) -> bool {
    page.form(descriptor).is_some_and(|f| f.readings.iter().any(|r| r.pos == Pos::Noun && r.plural == Some(true)))
}

/// «парк имени Горького», «аэропорт им. А. Н. Туполева»: whom it is named after is the name.
fn named_after(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let Some((tokens, entry)) = descriptor(page, start) else { return };
    let end = page.sentence(start).end;
    if tokens.end >= end || !page.has(tokens.end, Class::NamedAfter) {
        return;
    }
    if let Some(last) = name_behind(page, tokens.end, end) {
        let sense = Sense::Described(entry);
        let candidate = Candidate::new(Kind::Place, "places.named-after", start..last).part(Role::Descriptor, tokens.clone());
        out.push(candidate.part(Role::Name, tokens.end..last).sense(sense).cue_if(true, "named-after"));
    }
}

/// The end of the name of whom something is named after, behind «имени»: initials, given name and surname.
pub(super) fn name_behind(page: &Page<'_>, named_after: usize, end: usize) -> Option<usize> {
    let particle = |i: usize| page.has(i, Class::NameParticle) && page.has(i, Class::Lower) && page.is_capital(i + 1);
    let last = (named_after + 1..end.min(named_after + 6)).take_while(|i| page.is_capital(*i) || particle(*i)).last()?;
    (!page.has(last, Class::Initial)).then_some(last + 1)
}

/// Whether a word is a genitive and no nominative: a complement, not a name set beside its descriptor.
fn inflected(page: &Page<'_>, i: usize) -> bool {
    page.form(i).is_some_and(|f| f.has_case(Case::Gen) && !f.has_case(Case::Nom))
}

fn adjective(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.any(start, &[Class::CityAdjective, Class::RegionAdjective, Class::WorldAdjective]) || !page.has(start, Class::Adjective) {
        return;
    }
    if let Some(entry) = derived(page, start, Field::Adjective) {
        out.push(Candidate::new(Kind::Place, "places.adjective", start..start + 1).sense(Sense::Entry(entry)));
    }
}

/// The place whose adjective or inhabitant a word is.
fn derived(page: &Page<'_>, i: usize, field: Field) -> Option<Entry> {
    let entries = page.form(i)?.entries.iter().copied().filter(|e| TABLES.contains(&e.table) && e.field == field);
    if field == Field::Adjective
        && listed_with_regions(page, i)
        && let Some(region) = entries.clone().find(|e| e.table == Table::Regions)
    {
        return Some(region);
    }
    // «московский» is of the city rather than of its region, but «татарский» of the republic rather than of a small town.
    entries.min_by_key(|e| order(e, 100_000))
}

/// «Тверской, Тульской и Рязанской областях»: a list of capitalised adjectives before a descriptor of regions.
fn listed_with_regions(page: &Page<'_>, start: usize) -> bool {
    if !page.is_capital(start) {
        return false;
    }
    // A list of eight regions, with its commas.
    let end = page.sentence(start).end.min(start + 16);
    for i in start + 1..end {
        let joint = page.has(i, Class::Comma) || page.has(i, Class::Conjunction);
        if !joint && !(page.is_capital(i) && page.has(i, Class::Adjective)) {
            return descriptor(page, i).is_some_and(|(_, e)| e.cell("kind") == "region");
        }
    }
    false
}

fn demonym(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    // Inhabitants are written small; a capital inside a sentence makes a surname, a club or a newspaper of them.
    if !page.has(start, Class::Demonym) || !page.has(start, Class::Lower) && !page.is_initial(start) {
        return;
    }
    if let Some(entry) = derived(page, start, Field::Demonym) {
        out.push(Candidate::new(Kind::Place, "places.demonym", start..start + 1).sense(Sense::Entry(entry)));
    }
}

fn gazetteer(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.is_capital(start) {
        return;
    }
    let mut ends: Vec<usize> = Vec::new();
    for phrase in page.entries_from(start) {
        if TABLES.contains(&phrase.entry.table) && names(phrase.entry) && !ends.contains(&phrase.tokens.end) && !joined(page, &phrase.tokens) {
            ends.push(phrase.tokens.end);
            let sense = entry(page, &phrase.tokens).map_or(Sense::None, Sense::Entry);
            out.push(Candidate::new(Kind::Place, "places.gazetteer", phrase.tokens).sense(sense));
        }
    }
}

/// Whether a name is one side of a longer one: «Кашмир» of «Джамму и Кашмир», «Тобаго» of «Тринидад и Тобаго».
pub fn joined(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    let and = |i: usize| page.has(i, Class::Conjunction) && page.has(i, Class::OneLetter);
    let place = |e: &Entry| (e.table == Table::Countries || TABLES.contains(&e.table)) && names(*e);
    let longer = |start: usize| page.entries_from(start).any(|p| place(&p.entry) && p.tokens.end >= tokens.end && p.tokens.len() > tokens.len());
    if and(tokens.end) && longer(tokens.start) {
        return true;
    }
    // The other side has one word or two: «Босния и Герцеговина», «Антигуа и Барбуда».
    tokens.start >= 2 && and(tokens.start - 1) && (tokens.start.saturating_sub(3)..tokens.start - 1).any(longer)
}

fn capitalized(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let end = page.sentence(start).end.min(start + 5);
    if !nameable(page, start) {
        return;
    }
    for last in start..end {
        if nameable(page, last) || (last > start && page.any(last, &[Class::PlaceDescriptor])) {
            let tokens = start..last + 1;
            let sense = sense(page, &tokens, None);
            out.push(Candidate::new(Kind::Place, "places.capitalized-words", tokens).sense(sense));
        } else if !(page.has(last, Class::Preposition) && page.has(last, Class::Lower) && last + 1 < end && page.is_capital(last + 1)) {
            break;
        }
    }
}
