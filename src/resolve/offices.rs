//! Offices: one entity for a title with its organization, country and place.

use super::nominative::phrase;
use super::{Entity, Resolved, latin};
use crate::arbitrate::Mention;
use crate::lexicon::{Class, Field, Table};
use crate::recognize::{Kind, Page, Role, Sense};
use crate::sheet;
use std::collections::BTreeMap;
use std::ops::Range;

/// What the parts of an office mention are entities of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owners {
    /// Id of the organization, and its country.
    pub organization: Option<(String, Option<String>)>,
    /// Id of the place, and its country.
    pub place: Option<(String, Option<String>)>,
    /// Id of the country.
    pub country: Option<String>,
}

/// The head of an office in the dictionary form of the gazetteer.
pub fn head(m: &Mention) -> String {
    match m.sense {
        Sense::Entry(e) if e.table == Table::Offices => {
            e.cell(if e.field == Field::Feminine { "feminine" } else { "name" }).split('|').next().unwrap_or("").to_string()
        }
        _ => String::new(),
    }
}

/// The token of the head noun: «посол» of «чрезвычайный и полномочный посол», «министр» of «министр обороны».
fn head_token(page: &Page<'_>, m: &Mention) -> usize {
    let tokens = m.part_of(Role::Head).unwrap_or_else(|| m.tokens.clone());
    tokens.clone().find(|i| page.form(*i).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == crate::lexicon::Pos::Noun))).unwrap_or(tokens.start)
}

/// The head noun in the dictionary form of the gazetteer.
fn short_head(page: &Page<'_>, m: &Mention) -> String {
    let full = head(m);
    let first = m.part_of(Role::Head).map_or(m.tokens.start, |t| t.start);
    full.split_whitespace().nth(head_token(page, m) - first).unwrap_or(&full).to_string()
}

/// Whether an office's noun stands in the plural, and in no singular.
pub fn is_plural(page: &Page<'_>, m: &Mention) -> bool {
    page.form(head_token(page, m)).is_some_and(|f| f.readings.iter().any(|r| r.plural == Some(true)) && f.readings.iter().all(|r| r.plural != Some(false)))
}

/// Makes offices of the office mentions.
pub fn resolve(page: &Page<'_>, mentions: &[Mention], owners: &dyn Fn(usize) -> Owners) -> Vec<(sheet::Office, Vec<usize>)> {
    // With its mentions, what makes it this office, and the mention that the title is from.
    let mut out: Vec<(sheet::Office, Vec<usize>, (String, usize))> = Vec::new();
    for (i, m) in mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Office) {
        let Sense::Entry(entry) = m.sense else { continue };
        let owned = owners(i);
        let head = short_head(page, m);
        let organization = owned.organization.as_ref().map(|o| o.0.clone());
        let place = owned.place.as_ref().map(|p| p.0.clone());
        let country = owned.country.clone().or(owned.organization.and_then(|o| o.1)).or(owned.place.and_then(|p| p.1));
        let title = title(page, m);
        // What else specifies the office: modifiers and complements that are no entity.
        let rest = rest(page, m);
        let key = format!("{head} {rest}").to_lowercase();
        let same = |o: &&mut (sheet::Office, Vec<usize>, (String, usize))| {
            let (held, _, (k, _)) = o;
            held.head == head
                && held.organization == organization
                && held.place == place
                && held.country == country
                && (*k == key || rest.is_empty() && (organization.is_some() || country.is_some() || place.is_some()))
        };
        if let Some(held) = out.iter_mut().find(same) {
            held.1.push(i);
            // One holds it, though «депутаты Госдумы» may come first.
            let (was, is) = (is_plural(page, &mentions[held.2.1]), is_plural(page, m));
            if was && !is || was == is && title.chars().count() > held.0.title.chars().count() {
                held.0.title = title;
                held.2.1 = i;
            }
            continue;
        }
        let code = country.as_deref().and_then(|c| c.strip_prefix("country:")).map(str::to_lowercase);
        let owner_slug = organization.as_deref().or(place.as_deref()).map(|o| o.split(':').nth(1).unwrap_or("").to_string());
        let mut pieces: Vec<String> = Vec::new();
        match (owner_slug, code) {
            (Some(o), Some(c)) if o.starts_with(&format!("{c}-")) => pieces.push(o),
            (o, c) => pieces.extend(c.into_iter().chain(o)),
        }
        pieces.push(latin::slug(&key));
        out.push((
            sheet::Office {
                id: format!("office:{}", pieces.join("-")),
                title,
                head,
                gloss: Some(entry.cell("gloss").to_string()).filter(|g| !g.is_empty()),
                kind: entry.cell("kind").to_string(),
                organization,
                place,
                country,
                mentions: Vec::new(),
            },
            vec![i],
            (key, i),
        ));
    }
    out.into_iter().map(|(o, m, _)| (o, m)).collect()
}

/// The mention with the modifiers before it: «первого президента Казахстана», «казахстанский дипломат».
pub fn with_modifiers(page: &Page<'_>, m: &Mention) -> Range<usize> {
    let sentence = page.sentence(m.tokens.start);
    let head = m.part_of(Role::Head).map_or(m.tokens.start, |h| h.start);
    let mut start = m.tokens.start;
    while start > sentence.start && m.tokens.start - start < 4 {
        let before = start - 1;
        if let Some(acting) = acting_before(page, start) {
            start = acting;
            break;
        }
        let adjective = page.any(before, &[Class::OfficeModifier, Class::CountryAdjective, Class::CityAdjective, Class::RegionAdjective])
            && page.has(before, Class::Adjective);
        // «бывшая премьер-министр»: she has no word of her own.
        let former = || page.form(before).is_some_and(|f| f.entries_of(Table::OfficeModifiers).any(|e| e.cell("kind") == "former"));
        if !(adjective && (page.agree(before, head) || former() && page.same_case(before, head))) {
            break;
        }
        start = before;
    }
    start..m.tokens.end
}

/// Where the words begin that end right before a token and say that somebody stands in: «и.о.», «исполняющий обязанности».
fn acting_before(page: &Page<'_>, start: usize) -> Option<usize> {
    let phrase = page.longest_ending(start.checked_sub(1)?, Table::OfficeModifiers)?;
    (phrase.entry.cell("kind") == "acting" && page.sentence(start).contains(&phrase.tokens.start)).then_some(phrase.tokens.start)
}

/// The words right before an office that say when it is held, behind a sign («Петров, тогда президент»): where they begin, and whether
/// it is over. «Тогда президент уехал» says when the sentence happens.
pub fn time_before(page: &Page<'_>, start: usize) -> Option<(usize, bool)> {
    time_in_row(page, start).filter(|(t, _)| *t > page.sentence(start).start && page.any(t - 1, &[Class::Comma, Class::Dash, Class::OpenBracket]))
}

/// The same behind another office: «бывший министр, а ныне депутат».
pub fn time_in_row(page: &Page<'_>, start: usize) -> Option<(usize, bool)> {
    let from = start.saturating_sub(3).max(page.sentence(start).start);
    (from..start).find_map(|t| {
        let phrase = page.entries_of(t, Table::Words).find(|p| p.entry.cell("class") == "office-time" && p.tokens.end == start)?;
        Some((t, phrase.entry.cell("note") == "former"))
    })
}

/// Whether an office is held by somebody who stands in: behind «исполняющий обязанности» it is in the genitive whoever is named.
pub fn is_acting(page: &Page<'_>, m: &Mention) -> bool {
    let head = m.part_of(Role::Head).map_or(m.tokens.start, |h| h.start);
    let start = with_modifiers(page, m).start;
    (start..head).any(|t| page.entries_of(t, Table::OfficeModifiers).any(|p| p.entry.cell("kind") == "acting" && p.tokens.end <= head))
}

/// Modifiers that say when or how well an office is held, and are no part of its title: «бывший», «нынешний», «знаменитый».
fn is_passing(page: &Page<'_>, i: usize) -> bool {
    page.form(i).is_some_and(|f| f.entries_of(Table::OfficeModifiers).any(|e| matches!(e.cell("kind"), "former" | "temporal" | "honorary")))
}

/// The mention with its modifiers in the nominative, small at its beginning where only the sentence made it great.
pub fn title(page: &Page<'_>, m: &Mention) -> String {
    let mut tokens = with_modifiers(page, m);
    while tokens.start < m.tokens.start && is_passing(page, tokens.start) {
        tokens.start += 1;
    }
    let text = match m.sense {
        // «депутаты Госдумы»: an office is held by one.
        Sense::Entry(e) if e.field == Field::Name && is_plural(page, m) => {
            let head = m.part_of(Role::Head).unwrap_or_else(|| m.tokens.clone());
            super::nominative::one_of(page, &tokens, &head, e.cell("name"))
        }
        _ => norm(page, &tokens),
    };
    if page.is_initial(tokens.start) && !page.any(tokens.start, &[Class::AllCaps]) && !named_first(m) {
        let mut chars = text.chars();
        return chars.next().map_or(String::new(), |c| c.to_lowercase().chain(chars).collect());
    }
    text
}

/// «экс-» says that an office is held no longer, as «бывший» does, and belongs to neither title nor mention.
const FORMER_PREFIX: &str = "экс-";

/// The words of an office in the nominative; behind «и.о.» they stay in the genitive.
pub fn norm(page: &Page<'_>, tokens: &Range<usize>) -> String {
    let acting = page.entries_of(tokens.start, Table::OfficeModifiers).any(|p| p.entry.cell("kind") == "acting");
    let words = if acting && page.has(tokens.start, Class::Abbreviated) { page.spelled(tokens) } else { phrase(page, tokens) };
    let prefix = crate::lexicon::keys::fold(&words).starts_with(FORMER_PREFIX);
    if prefix { words.chars().skip(FORMER_PREFIX.chars().count()).collect() } else { words }
}

/// A mention that begins behind the prefix.
pub fn without_prefix(mention: &mut sheet::MentionOf) {
    if !crate::lexicon::keys::fold(&mention.text).starts_with(FORMER_PREFIX) {
        return;
    }
    let (length, start) = (FORMER_PREFIX.chars().count(), mention.start);
    mention.start += length;
    mention.text = mention.text.chars().skip(length).collect();
    mention.parts.iter_mut().filter(|p| p.start == start).for_each(|p| p.start += length);
}

fn named_first(m: &Mention) -> bool {
    m.parts.iter().any(|p| p.tokens.start == m.tokens.start && matches!(p.role, Role::Organization | Role::Place))
}

/// The words of the title that are neither head nor entity, in the nominative where they stand before the head.
fn rest(page: &Page<'_>, m: &Mention) -> String {
    let noun = head_token(page, m);
    let owned: Vec<Range<usize>> =
        m.parts.iter().filter(|p| matches!(p.role, Role::Organization | Role::Country | Role::Place)).map(|p| p.tokens.clone()).collect();
    let mut words = Vec::new();
    let passing = |i: usize| is_passing(page, i) || page.any(i, &[Class::CountryAdjective, Class::CityAdjective, Class::RegionAdjective]);
    for i in with_modifiers(page, m).filter(|i| *i != noun && !passing(*i) && !owned.iter().any(|t| t.contains(i))) {
        if page.any(i, &[Class::Preposition, Class::OpenQuote, Class::CloseQuote]) {
            continue;
        }
        words.push(if i < noun { page.forms[i].lemma().to_string() } else { page.word(i).to_lowercase() });
    }
    words.join(" ")
}

/// «президент Иванов» where he is the president of Chuvashia elsewhere in the text: a short mention of an office means the one
/// fuller office under the same head that its holder has.
pub fn join(r: &mut Resolved) {
    let specified = |o: &sheet::Office| o.organization.is_some() || o.place.is_some() || o.country.is_some();
    let mut fuller: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    for h in &r.holders {
        let office = &r.offices[h.office.index];
        let list = fuller.entry((h.person.index, office.head.as_str())).or_default();
        if specified(office) && !list.contains(&h.office.index) {
            list.push(h.office.index);
        }
    }
    let holder: BTreeMap<usize, usize> = r.holders.iter().map(|h| (h.office_mention, h.person.index)).collect();
    let meant: BTreeMap<usize, usize> = r.meant.iter().filter(|m| m.entity.kind == Kind::Person).map(|m| (m.tokens.end, m.entity.index)).collect();
    let mut to: BTreeMap<usize, usize> = BTreeMap::new();
    for (i, m) in r.mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Office) {
        let Some(own) = r.entity_of[i].filter(|e| !specified(&r.offices[e.index])) else { continue };
        let Some(person) = holder.get(&i).or_else(|| meant.get(&m.tokens.end)) else { continue };
        if let Some([one]) = fuller.get(&(*person, r.offices[own.index].head.as_str())).map(Vec::as_slice) {
            to.insert(i, *one);
        }
    }
    if to.is_empty() {
        return;
    }
    for (mention, office) in &to {
        r.entity_of[*mention] = Some(Entity { kind: Kind::Office, index: *office });
    }
    r.holders.iter_mut().filter_map(|h| Some((to.get(&h.office_mention)?, h))).for_each(|(office, h)| h.office.index = *office);
    // Offices that have no mention left are none.
    let mut used = vec![false; r.offices.len()];
    r.entity_of.iter().flatten().filter(|e| e.kind == Kind::Office).for_each(|e| used[e.index] = true);
    let new: Vec<usize> = used.iter().scan(0, |n, u| Some(std::mem::replace(n, *n + usize::from(*u)))).collect();
    let mut keep = used.iter();
    r.offices.retain(|_| keep.next().is_some_and(|u| *u));
    r.entity_of.iter_mut().flatten().filter(|e| e.kind == Kind::Office).for_each(|e| e.index = new[e.index]);
    r.holders.iter_mut().for_each(|h| h.office.index = new[h.office.index]);
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, ingest::Document};

    #[test]
    fn titles_are_in_the_nominative() {
        for (text, title) in [
            ("Работу проделали вместе с математиком Сергеем Березиным. Математика Сергея Березина отпустили.", "математик"),
            ("Власть взяли у президента-диктатора Эрнесто Мальдонадо.", "президент-диктатор"),
            ("Премию вручили художнику-постановщику Анне Козловой.", "художник-постановщик"),
            ("Приехали министры обороны.", "министр обороны"),
            ("Об этом объявил и.о. министра обороны Сергей Березин.", "и.о. министра обороны"),
            ("Об этом объявил ведущий программы Сергей Березин.", "ведущий программы"),
        ] {
            let sheet = Extractor::new().extract(&Document::new("1", text));
            let titles: Vec<String> = sheet.offices.into_iter().flatten().map(|o| o.title).collect();
            assert_eq!(titles, [title], "{text}");
        }
    }
}
