//! «глава кыргызского парламента», «министр», «казахстанский дипломат»: who holds the office.

use super::{Meant, Spoken};
use crate::lexicon::{BUNDLED, Case, Class, Entry, Pos, Table, keys};
use crate::recognize::{Kind, Page};
use crate::resolve::{Entity, Holder, Resolved};
use once_cell::sync::Lazy;
use std::collections::BTreeMap;

/// «посол» is a «дипломат»: words.tsv rows of class `is-a`, by folded name.
static IS_A: Lazy<BTreeMap<String, Vec<String>>> = Lazy::new(|| {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in 0..BUNDLED.rows(Table::Words) {
        if BUNDLED.cell(Table::Words, row, "class") == "is-a" {
            let general = BUNDLED.cell(Table::Words, row, "note").split('|').map(keys::fold);
            out.entry(keys::fold(BUNDLED.cell(Table::Words, row, "name"))).or_default().extend(general);
        }
    }
    out
});

/// The holders of offices by their head, and by the more general words for it («спикер» is also a «глава»), in order of the text.
pub fn holders_by_head(r: &Resolved) -> BTreeMap<String, Vec<usize>> {
    let mut order: Vec<usize> = (0..r.holders.len()).collect();
    order.sort_by_key(|n| r.holders[*n].tokens.start);
    let mut out: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for n in order {
        let head = keys::fold(&r.offices[r.holders[n].office.index].head);
        for general in IS_A.get(&head).into_iter().flatten() {
            out.entry(general.clone()).or_default().push(n);
        }
        for name in names_by_body(r, r.holders[n].office.index) {
            out.entry(name.clone()).or_default().push(n);
        }
        out.entry(head).or_default().push(n);
    }
    out
}

/// «глава МИДа» is a «министр», whoever holds an office there a «дипломат»: words.tsv rows of the classes `head-of` and
/// `staff-of`, by the kind or id of the body.
static BY_BODY: Lazy<Vec<(&'static str, String, &'static str)>> = Lazy::new(|| {
    let rows = (0..BUNDLED.rows(Table::Words)).map(|row| BUNDLED.row(Table::Words, row));
    let of_class = rows.filter(|e| matches!(e.cell("class"), "head-of" | "staff-of"));
    of_class.map(|e| (e.cell("class"), keys::fold(e.cell("name")), e.cell("note"))).collect()
});

/// What the holder of an office is called by the body that it belongs to.
fn names_by_body(r: &Resolved, office: usize) -> Vec<&'static String> {
    let office = &r.offices[office];
    let Some(body) = office.organization.as_ref().and_then(|id| r.organizations.iter().find(|o| o.id == *id)) else { return Vec::new() };
    let leads = IS_A.get(&keys::fold(&office.head)).is_some_and(|g| g.iter().any(|g| g == "руководитель")) || office.head == "руководитель";
    let fits = |class: &str, note: &str| (class == "head-of" && leads && body.kind == note) || (class == "staff-of" && body.id.ends_with(note));
    BY_BODY.iter().filter(|(class, _, note)| fits(class, note)).map(|(_, name, _)| name).collect()
}

/// Words before an office that mean another than the one who holds it: «новый», «будущий», «другой».
fn of_another(page: &Page<'_>, start: usize, m: &crate::arbitrate::Mention) -> bool {
    let head = m.part_of(crate::recognize::Role::Head).map_or(m.tokens.start, |h| h.start);
    let bad = |e: Entry| matches!(e.cell("kind"), "temporal" | "former" | "ordinal");
    let modifier = (start..head).any(|t| page.form(t).is_some_and(|f| f.entries_of(Table::OfficeModifiers).any(bad)));
    let quantified = start.checked_sub(1).is_some_and(|b| page.form(b).is_some_and(|f| f.word("quantifier").is_some() || f.classes.has(Class::Number)));
    modifier || quantified
}

/// The office says of what it is by words that are no part of the mention: «член правления», «глава банка».
fn has_complement(page: &Page<'_>, end: usize) -> bool {
    let noun = |r: &crate::lexicon::Reading| r.pos == Pos::Noun && r.case == Some(Case::Gen);
    page.has(end, Class::Lower) && page.form(end).and_then(|f| f.readings.iter().find(|r| !matches!(r.pos, Pos::Adjective))).is_some_and(noun)
}

/// Finds them.
pub fn find(page: &Page<'_>, r: &Resolved, spoken: &Spoken) -> Vec<Meant> {
    let by_head = holders_by_head(r);
    let held_by: std::collections::BTreeSet<usize> = r.holders.iter().map(|h| h.office_mention).collect();
    let mut out = Vec::new();
    for (i, m) in r.mentions.iter().enumerate().filter(|(_, m)| m.kind == Kind::Office) {
        let Some(said) = r.entity_of[i].map(|e| &r.offices[e.index]) else { continue };
        let inner = r.mentions[..i].iter().rev().take(6).any(|o| o.kind == Kind::Office && o.tokens.start <= m.tokens.start && m.tokens.end <= o.tokens.end);
        if held_by.contains(&i) || inner || !is_one(page, m) {
            continue;
        }
        let specified = said.organization.is_some() || said.country.is_some() || said.place.is_some();
        let tokens = crate::resolve::offices::with_modifiers(page, m);
        let head = keys::fold(&said.head);
        let holders: Vec<&Holder> = by_head.get(&head).into_iter().flatten().map(|n| &r.holders[*n]).collect();
        let owned = |h: &&&Holder| {
            let held = &r.offices[h.office.index];
            match (&said.organization, &said.place) {
                (Some(o), _) => held.organization.as_ref() == Some(o),
                (None, Some(p)) => held.place.as_ref() == Some(p),
                (None, None) => said.country.is_none() || held.country == said.country,
            }
        };
        let people = |list: &mut dyn Iterator<Item = &&Holder>| {
            let mut out: Vec<Entity> = list.map(|h| h.person).collect();
            out.sort_unstable();
            out.dedup();
            out
        };
        // A headline speaks of whom the text names.
        let in_headline = page.text.sentence_of[m.tokens.start] == 0;
        let only = |list: Vec<Entity>| Some(list).filter(|p| p.len() == 1).map(|p| p[0]);
        let before = people(&mut holders.iter().filter(owned).filter(|h| h.tokens.start < m.tokens.start));
        if specified {
            let one = match before.as_slice() {
                [] if in_headline => only(people(&mut holders.iter().filter(owned))),
                list => spoken.latest(page, list, m.tokens.start),
            };
            if let Some(one) = one {
                out.push(Meant { entity: one, tokens, rule: "references.office" });
            }
            continue;
        }
        // Without a body or country the word itself must say who is meant: the same word, or one for all who hold such an office.
        let vague = page.form(m.tokens.start).is_some_and(|f| f.word("relational-office").is_some());
        let exact = |h: &&&Holder| r.offices[h.office.index].head == said.head;
        let same = people(&mut holders.iter().filter(exact).filter(|h| h.tokens.start < m.tokens.start));
        let candidates = if same.is_empty() && !vague { before } else { same };
        if of_another(page, tokens.start, m) || has_complement(page, m.tokens.end) {
            continue;
        }
        let one = match candidates.as_slice() {
            [] if in_headline && !vague => only(people(&mut holders.iter().filter(exact))),
            list => spoken.latest(page, list, m.tokens.start),
        };
        if let Some(one) = one {
            out.push(Meant { entity: one, tokens, rule: "references.office-alone" });
        }
    }
    out
}

/// The head stands in the singular.
fn is_one(page: &Page<'_>, m: &crate::arbitrate::Mention) -> bool {
    let head = m.part_of(crate::recognize::Role::Head).map_or(m.tokens.start, |h| h.start);
    // «отставки губернаторов»: that the word could be a surname is no singular.
    page.form(head).is_none_or(|f| {
        let mut words = f.readings.iter().filter(|x| x.name.is_none());
        words.clone().any(|x| x.plural == Some(false)) || words.all(|x| x.plural != Some(true))
    })
}
