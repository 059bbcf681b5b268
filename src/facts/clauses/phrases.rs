//! Noun phrases: an entity with its office and apposition, or a noun that names none.

use crate::arbitrate::Mention;
use crate::lexicon::{Case, Class, Gender, Pos};
use crate::recognize::{CountryForm, Kind, Page, Role, Sense};
use crate::resolve::references::means_several;
use crate::resolve::{Entity, Holder, Resolved};
use std::collections::BTreeMap;
use std::ops::Range;

/// A set of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cases(u8);

impl Cases {
    /// Every case: of words that do not change.
    pub const ALL: Cases = Cases(0b11_1111);

    /// One case.
    pub fn one(case: Case) -> Cases {
        Cases(1 << case as u8)
    }

    /// Whether a case is in the set.
    pub fn has(self, case: Case) -> bool {
        self.0 >> case as u8 & 1 == 1
    }

    /// The cases in both sets.
    pub fn and(self, other: Cases) -> Cases {
        Cases(self.0 & other.0)
    }

    /// The set without a case.
    fn without(self, case: Case) -> Cases {
        Cases(self.0 & !(1 << case as u8))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn or(self, other: Cases) -> Cases {
        if other.0 == 0 { self } else { other }
    }
}

/// A noun phrase.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// Its tokens, with the office before a name and the apposition behind.
    pub tokens: Range<usize>,
    /// The noun or the first token of the name.
    pub head: usize,
    /// The entity that it names or means.
    pub entity: Option<Entity>,
    /// The mention of the office in it, where it names a person by office.
    pub office: Option<usize>,
    /// The cases that it can stand in.
    pub cases: Cases,
    /// The token of the preposition before it.
    pub preposition: Option<usize>,
    /// Its number, where its words show it.
    pub plural: Option<bool>,
    /// Its gender, where its words show it.
    pub gender: Option<Gender>,
    /// The gender is that of a name only, which its descriptor in mind need not share: «Mail.ru купила».
    pub loose: bool,
    /// The phrase right before it, whose genitive it can be.
    pub after: Option<usize>,
    /// The member of a list before it.
    pub list: Option<usize>,
    /// Whether others follow it in a list.
    pub heads_list: bool,
    /// A noun between commas that says what the name before is: «банк ВТБ, крупнейший кредитор, подписал».
    pub apposed: bool,
    /// Its clause.
    pub clause: usize,
    /// The phrase that «который» stands for.
    pub stands_for: Option<usize>,
    /// The mention that its last words are, of which «который» behind it may also speak: «активисты партии, которую».
    pub tail: Option<usize>,
}

impl Phrase {
    /// Whether it names an entity of a kind.
    pub fn entity_is(&self, kind: Kind) -> bool {
        self.entity.is_some_and(|e| e.kind == kind)
    }

    /// Whether «который» or a participle can be said of it, by number, gender and, of a participle, case.
    pub fn may_be(&self, page: &Page<'_>, token: usize) -> bool {
        let participle = super::is_participle(page, token);
        page.form(token).is_some_and(|f| {
            f.readings.iter().any(|x| {
                (!participle || x.case.is_some_and(|c| self.cases.has(c)))
                    && (super::same_sort(self.plural, self.gender, x) || self.heads_list && x.plural == Some(true) || self.loose && x.plural != Some(true))
            })
        })
    }
}

/// The phrases of a page, by position.
pub fn find(page: &Page<'_>, r: &Resolved) -> Vec<Phrase> {
    let mut holders: BTreeMap<usize, &Holder> = BTreeMap::new();
    let mut appositions: BTreeMap<usize, &Holder> = BTreeMap::new();
    for h in &r.holders {
        let office = &r.mentions[h.office_mention];
        if h.tokens.start == office.tokens.start {
            if is_post_of_another(page, r, h) || is_direction(page, office) || is_of_the_named(page, r, h) || h.rule == "occupation.office-dash-subject" {
                continue;
            }
            holders.entry(office.tokens.start).or_insert(h);
        } else if office.tokens.end == h.tokens.end {
            appositions.entry(h.tokens.start).or_insert(h);
        }
    }
    let mut out: Vec<Phrase> = Vec::new();
    let (mut mention, mut meant) = (0, 0);
    let mut preposition: Option<usize> = None;
    let mut at = 0;
    while at < page.len() {
        while mention < r.mentions.len() && r.mentions[mention].tokens.start < at {
            mention += 1;
        }
        while meant < r.meant.len() && r.meant[meant].tokens.start < at {
            meant += 1;
        }
        let reference = r.meant.get(meant).filter(|m| m.tokens.start == at && !means_several(m.rule));
        let named = (mention..r.mentions.len()).take_while(|m| r.mentions[*m].tokens.start == at).find(|m| !is_adjective(&r.mentions[*m]));
        let found = match (reference, named) {
            (Some(m), n) if n.is_none_or(|n| r.mentions[n].tokens.end <= m.tokens.end) => {
                let office = office_in(r, mention, &m.tokens);
                let head = office.and_then(|o| head_of(page, &r.mentions[o])).unwrap_or(m.tokens.end - 1);
                Some(of_word(page, m.tokens.clone(), head, Some(m.entity), office))
            }
            (_, Some(n)) => of_mention(page, r, n, &holders, &appositions),
            _ if page.any(at, &[Class::Comma, Class::Colon, Class::Stop]) => {
                preposition = None;
                None
            }
            _ => plain(page, at),
        };
        let Some(mut phrase) = found else {
            if is_preposition(page, at) {
                preposition = Some(at);
            } else if super::verb_form(page, at).is_some() {
                preposition = None;
            }
            at += 1;
            continue;
        };
        phrase.preposition = preposition.take().filter(|p| page.sentence(at).contains(p));
        // «Накануне Пётр Гусев заявил»: a name in the nominative stands behind an adverb.
        if phrase.entity_is(Kind::Person) && phrase.cases == Cases::one(Case::Nom) {
            phrase.preposition = None;
        }
        if let Some(p) = phrase.preposition {
            phrase.cases = phrase.cases.or(phrase.cases.and(governed(page, p)));
        }
        join(page, &mut out, &mut phrase);
        at = phrase.tokens.end.max(at + 1);
        out.push(phrase);
    }
    out
}

/// «утвердил на посту премьера лидера партии Петрова»: the office behind a word for a post is what Petrov is made, not what he is.
pub fn is_post_of_another(page: &Page<'_>, r: &Resolved, h: &Holder) -> bool {
    let office = &r.mentions[h.office_mention];
    is_of_post(page, office) && r.within(&(office.tokens.end..h.tokens.end), Kind::Office).next().is_some()
}

/// «назначил на должность министра Петрова», «на должности заместителей Петрова и Козлову»: who is put to a post does not hold it yet.
fn is_direction(page: &Page<'_>, office: &Mention) -> bool {
    let start = crate::resolve::offices::with_modifiers(page, office).start;
    let Some(post) = start.checked_sub(1).filter(|i| page.sentence(start).contains(i)) else { return false };
    let Some(form) = page.form(post).filter(|f| f.word("post").is_some() && f.word("stead").is_none()) else { return false };
    let many = || head_of(page, office).is_some_and(|h| page.form(h).is_some_and(|f| f.readings.iter().all(|x| x.pos != Pos::Noun || x.plural == Some(true))));
    let to = (page.sentence(start).start.max(post.saturating_sub(2))..post).rev().find(|i| page.has(*i, Class::Preposition));
    to.is_some_and(|i| page.folded(i) == "на") && form.has_case(Case::Acc) && (!form.has_case(Case::Loc) || many())
}

/// «на посту министра Петрова»: whether a word for a post stands before an office; the name behind is that of who leaves it.
pub fn is_of_post(page: &Page<'_>, office: &Mention) -> bool {
    let post = crate::resolve::offices::with_modifiers(page, office).start.checked_sub(1);
    post.is_some_and(|i| page.sentence(office.tokens.start).contains(&i) && page.form(i).is_some_and(|f| f.word("post").is_some()))
}

/// «работал телохранителем Петрова», «адвокат Анны Козловой заявил»: an office that shares no case with the genitive in which the name
/// stands is not the named one's.
pub fn is_of_the_named(page: &Page<'_>, r: &Resolved, h: &Holder) -> bool {
    if h.rule != "occupation.office-name" {
        return false;
    }
    let name = name_end(r, h.office_mention, h);
    let own = of_person(page, r, name.clone(), h.person).cases;
    let Some(office) = head_of(page, &r.mentions[h.office_mention]).map(|i| word_cases(page, i)) else { return false };
    r.is_nominative(&name) != Some(true)
        && (own.has(Case::Gen) || office.has(Case::Nom))
        && !own.has(Case::Nom)
        && !office.is_empty()
        && office.and(own).is_empty()
}

/// How many tokens behind its noun an apposition may end.
const APPOSITION: usize = 6;

/// Says what a phrase follows: the noun whose genitive it can be, or the list that it goes on.
fn join(page: &Page<'_>, out: &mut [Phrase], phrase: &mut Phrase) {
    let possessive = |p: &Phrase| p.tokens.len() == 1 && page.form(p.head).is_some_and(|f| f.word("possessive-pronoun").is_some());
    // «Лавров и его коллега Керри»: whose he is does not part the two.
    let before = |n: usize| n.checked_sub(1).filter(|_| phrase.entity.is_some() && possessive(&out[n]) && out[n].tokens.end <= phrase.tokens.start);
    let last = out.len().checked_sub(1).map(|n| before(n).unwrap_or(n));
    let Some(last) = last.filter(|n| page.sentence(phrase.tokens.start).contains(&out[*n].tokens.start)) else { return };
    let gap = out[last].tokens.end..phrase.tokens.start;
    if gap.len() > 5 {
        return;
    }
    let describing = |i: usize| page.any(i, &[Class::Adjective, Class::Participle, Class::Pronoun, Class::Numeral]) && super::verb_form(page, i).is_none();
    // «в Твери три человека»: a number is nothing of a place; «в 2010 году Google купила»: no name stands in the genitive of a date.
    let apart = phrase.entity_is(Kind::Figure) && (out[last].entity_is(Kind::Place) || out[last].entity_is(Kind::Country))
        || out[last].entity_is(Kind::Date) && phrase.entity.is_some();
    if phrase.preposition.is_none() && phrase.cases.has(Case::Gen) && gap.clone().all(describing) && !apart {
        phrase.after = Some(last);
        return;
    }
    if super::is_relative(page, phrase.head) || phrase.entity_is(Kind::Figure) {
        return;
    }
    // «Петрова на пост мэра, а Козлову — на пост министра»: each has its own; «а также», «но и» go on.
    let contrasts = |i: usize| page.form(i).is_some_and(|f| f.word("contrast").is_some()) && !matches!(page.folded(i + 1), "также" | "и");
    if gap.clone().any(contrasts) {
        return;
    }
    let joint = gap.clone().find(|i| !describing(*i) || page.has(*i, Class::Conjunction));
    let joined = joint.is_some_and(|j| {
        (page.has(j, Class::Comma) || page.form(j).is_some_and(|f| f.word("list-conjunction").is_some()))
            && gap.clone().all(|i| describing(i) || i == j || is_preposition(page, i) || page.has(i, Class::Conjunction) || is_also(page, i))
            && !page.has(j, Class::Dash)
    });
    // «Петров, возглавляющий Сбербанк»: a participle behind a comma says something of the name before.
    let participial = joint.is_some_and(|j| page.has(j, Class::Comma) && super::is_participle(page, j + 1));
    // «как сообщила Козлова, Петров …»: one speaks, and the comma ends that.
    let told = gap.len() == 1
        && page.has(gap.start, Class::Comma)
        && out[last].tokens.start.checked_sub(1).is_some_and(|v| {
            page.has(v, Class::Speech) && super::finite_reading(page, v).is_some_and(|x| x.plural == Some(false)) && page.sentence(phrase.head).contains(&v)
        });
    if !joined || told || participial {
        return;
    }
    if joint.is_some_and(|j| page.has(j, Class::Comma)) && phrase.entity.is_none() && out[last].entity.is_some() {
        let sentence = page.sentence(phrase.head);
        let closed = (phrase.tokens.end..sentence.end.min(phrase.tokens.end + APPOSITION))
            .take_while(|i| super::verb_form(page, *i).is_none() && !page.has(*i, Class::Conjunction))
            .find(|i| page.has(*i, Class::Comma));
        phrase.apposed = closed.is_some_and(|i| super::verb_form(page, i + 1) == Some(super::VerbForm::Finite));
    }
    let mut candidate = Some(last);
    let sort = |p: &Phrase| p.entity.map(|e| matches!(e.kind, Kind::Person | Kind::Organization | Kind::Country));
    // «с послами, а также с Петровым»: people and offices of nobody named.
    let conjunction = joint.is_some_and(|j| !page.has(j, Class::Comma) || page.has(j + 1, Class::Conjunction));
    let mixed = |q: &Phrase| conjunction && [q, &*phrase].iter().all(|p| p.entity_is(Kind::Person) || p.entity_is(Kind::Office));
    let mut best: Option<usize> = None;
    for _ in 0..4 {
        let Some(n) = candidate else { break };
        let q = &out[n];
        let same_preposition = phrase.preposition.is_none() || phrase.preposition.map(|p| page.folded(p)) == q.preposition.map(|p| page.folded(p));
        if same_preposition && !q.cases.and(phrase.cases).is_empty() && (sort(q) == sort(phrase) || mixed(q)) {
            best = Some(n);
            if q.list.is_some() || !q.entity.is_some_and(|e| e.kind == Kind::Country) || phrase.entity_is(Kind::Country) {
                break;
            }
        }
        candidate = q.after;
    }
    let Some(n) = best else { return };
    let case = out[n].cases.and(phrase.cases);
    phrase.list = Some(n);
    phrase.cases = case;
    if phrase.preposition.is_none() {
        phrase.preposition = out[n].preposition;
    }
    let mut first = n;
    while let Some(q) = out[first].list {
        first = q;
    }
    out[first].heads_list = true;
}

/// «а также»: the second word of the conjunction.
pub fn is_also(page: &Page<'_>, i: usize) -> bool {
    page.folded(i) == "также" && i > 0 && page.has(i - 1, Class::Conjunction)
}

/// An adjective is no noun: «российский», «московский».
fn is_adjective(m: &Mention) -> bool {
    matches!(m.sense, Sense::Country(_, CountryForm::Adjective)) || matches!(m.sense, Sense::Entry(e) if e.field == crate::lexicon::Field::Adjective)
}

fn is_preposition(page: &Page<'_>, i: usize) -> bool {
    page.has(i, Class::Preposition) && page.form(i).is_some_and(|f| f.readings.first().is_some_and(|x| x.pos == Pos::Preposition))
}

/// The cases that a preposition governs, by words.tsv; all where it does not say.
fn governed(page: &Page<'_>, preposition: usize) -> Cases {
    let Some(entry) = page.form(preposition).and_then(|f| f.word("governs")) else { return Cases::ALL.without(Case::Nom) };
    let mut out = Cases::default();
    for case in entry.cell("note").split('|') {
        out.0 |= match case {
            "Gen" => Cases::one(Case::Gen).0,
            "Dat" => Cases::one(Case::Dat).0,
            "Acc" => Cases::one(Case::Acc).0,
            "Ins" => Cases::one(Case::Ins).0,
            "Loc" => Cases::one(Case::Loc).0,
            _ => 0,
        };
    }
    out
}

fn office_in(r: &Resolved, from: usize, tokens: &Range<usize>) -> Option<usize> {
    (from..r.mentions.len())
        .take_while(|m| r.mentions[*m].tokens.start < tokens.end)
        .find(|m| r.mentions[*m].kind == Kind::Office && r.mentions[*m].tokens.end <= tokens.end)
}

/// The noun that bears the case of a mention: the office's head, the descriptor, else the first noun of the name.
fn head_of(page: &Page<'_>, m: &Mention) -> Option<usize> {
    let noun = |range: Range<usize>| {
        range
            .clone()
            .find(|i| page.form(*i).is_some_and(|f| f.readings.first().is_some_and(|x| x.pos == Pos::Noun)))
            .or_else(|| range.into_iter().find(|i| page.has(*i, Class::Noun)))
    };
    match m.kind {
        Kind::Office => noun(m.part_of(Role::Head).unwrap_or_else(|| m.tokens.clone())),
        Kind::Organization | Kind::Place => noun(m.part_of(Role::Descriptor).unwrap_or_default()).or_else(|| noun(m.tokens.clone())),
        _ => noun(m.tokens.clone()),
    }
}

/// The cases of a word's readings as a noun; all where it does not change or is not known.
fn word_cases(page: &Page<'_>, i: usize) -> Cases {
    let Some(form) = page.form(i) else { return Cases::ALL };
    if page.any(i, &[Class::Latin, Class::Initial, Class::Abbreviated, Class::AllCaps]) || form.readings.is_empty() {
        return Cases::ALL;
    }
    let of = |pos: &[Pos]| form.readings.iter().filter(|x| pos.contains(&x.pos)).filter_map(|x| x.case).fold(0u8, |a, c| a | 1 << c as u8);
    let nouns = of(&[Pos::Noun, Pos::Pronoun]);
    let all = if nouns == 0 { of(&[Pos::Adjective, Pos::Determiner, Pos::Numeral, Pos::Participle]) } else { nouns };
    if all == 0 { Cases::ALL } else { Cases(all) }
}

/// Of a noun's cases those that the adjective before it shares: «Ошской области» is no accusative.
fn agreeing(page: &Page<'_>, head: usize, cases: Cases) -> Cases {
    let Some(before) = head.checked_sub(1).filter(|b| page.sentence(head).contains(b)) else { return cases };
    let (Some(a), Some(n)) = (page.form(before), page.form(head)) else { return cases };
    if a.readings.first().is_none_or(|x| !matches!(x.pos, Pos::Adjective | Pos::Determiner | Pos::Participle) || x.short) || page.has(head, Class::AllCaps) {
        return cases;
    }
    let shared = n.readings.iter().filter(|x| x.pos == Pos::Noun && a.readings.iter().any(|y| y.case.is_some() && x.agrees(y))).filter_map(|x| x.case);
    let shared = Cases(shared.fold(0u8, |all, c| all | 1 << c as u8));
    cases.or(cases.and(shared))
}

/// «продал компании «Мотор»»: a noun before one name in quotation marks is no plural, unlike «компании «Мотор» и «Луч»».
fn names_one(page: &Page<'_>, head: usize) -> bool {
    let quotations = &page.text.quotations;
    let Some(q) = quotations.binary_search_by_key(&(head + 1), |q| q.open).ok().map(|n| &quotations[n]) else { return false };
    let joint = page.any(q.close + 1, &[Class::Conjunction, Class::Comma]);
    !(joint && page.has(q.close + 2, Class::OpenQuote))
}

fn singular_cases(page: &Page<'_>, i: usize) -> Cases {
    let readings = page.form(i).map_or(&[][..], |f| &f.readings[..]);
    Cases(readings.iter().filter(|x| x.pos == Pos::Noun && x.plural != Some(true)).filter_map(|x| x.case).fold(0u8, |all, c| all | 1 << c as u8))
}

/// Number and gender of a word by its readings in the given cases.
fn sort_of(page: &Page<'_>, i: usize, cases: Cases) -> (Option<bool>, Option<Gender>) {
    let Some(form) = page.form(i) else { return (None, None) };
    if page.any(i, &[Class::Latin, Class::Initial, Class::AllCaps]) {
        return (None, None);
    }
    let mut readings = form.readings.iter().filter(|x| matches!(x.pos, Pos::Noun | Pos::Pronoun | Pos::Determiner) && x.case.is_some_and(|c| cases.has(c)));
    let Some(first) = readings.next() else { return (None, None) };
    let (mut plural, mut gender) = (first.plural, first.gender);
    for x in readings {
        if x.plural != plural {
            plural = None;
        }
        if x.gender != gender {
            gender = None;
        }
    }
    (plural, gender)
}

fn of_word(page: &Page<'_>, tokens: Range<usize>, head: usize, entity: Option<Entity>, office: Option<usize>) -> Phrase {
    let cases = agreeing(page, head, word_cases(page, head));
    let cases = if names_one(page, head) { cases.or(cases.and(singular_cases(page, head))) } else { cases };
    let (plural, gender) = sort_of(page, head, cases);
    Phrase {
        tokens,
        head,
        entity,
        office,
        cases,
        preposition: None,
        plural,
        gender,
        loose: false,
        after: None,
        list: None,
        heads_list: false,
        apposed: false,
        clause: 0,
        stands_for: None,
        tail: None,
    }
}

/// The phrase of a mention, with its holder where office and name stand together.
fn of_mention(page: &Page<'_>, r: &Resolved, n: usize, holders: &BTreeMap<usize, &Holder>, appositions: &BTreeMap<usize, &Holder>) -> Option<Phrase> {
    let m = &r.mentions[n];
    let entity = r.entity_of[n]?;
    if m.kind == Kind::Person {
        let mut out = of_person(page, r, m.tokens.clone(), entity);
        if let Some(h) = appositions.get(&m.tokens.start) {
            out.office = Some(h.office_mention);
            // The closing comma belongs to the apposition.
            let comma = page.has(h.tokens.end, Class::Comma) && page.sentence(m.tokens.start).contains(&h.tokens.end);
            if h.rule == "occupation.name-comma-office" {
                out.tokens.end = h.tokens.end + usize::from(comma);
            }
        }
        return Some(out);
    }
    let head = head_of(page, m).unwrap_or(m.tokens.start);
    if m.kind == Kind::Office {
        let mut out = of_word(page, m.tokens.clone(), head, Some(entity), Some(n));
        // «назначен и. о. министра», «временно исполняющим обязанности главы»: the office stands in the case of what makes it acting.
        if let Some(acting) = (m.tokens.start..m.tokens.end.min(m.tokens.start + 2))
            .find(|i| page.longest(*i, crate::lexicon::Table::OfficeModifiers).is_some_and(|p| p.entry.cell("kind") == "acting"))
        {
            let participle = page.form(acting).is_some_and(|f| f.readings.iter().any(|x| x.pos == Pos::Participle));
            out.cases = if participle { word_cases(page, acting) } else { Cases::ALL };
        }
        out.tail = (n + 1..r.mentions.len()).take_while(|k| r.mentions[*k].tokens.start < m.tokens.end).find(|k| {
            r.mentions[*k].tokens.end == m.tokens.end
                && r.entity_of[*k].is_some()
                && matches!(r.mentions[*k].kind, Kind::Organization | Kind::Country | Kind::Place)
        });
        if let Some(h) = holders.get(&m.tokens.start).filter(|h| h.office_mention == n) {
            let name = name_end(r, n, h);
            let person = of_person(page, r, name.clone(), h.person);
            out.tokens.end = name.end;
            out.entity = Some(h.person);
            out.tail = None;
            out.cases = person.cases.or(person.cases.and(out.cases));
            // «министры Иванов и Петров»: each name is one.
            (out.plural, out.gender) = (Some(false), person.gender);
        }
        return Some(out);
    }
    let mut out = of_word(page, m.tokens.clone(), head, Some(entity), None);
    let described = m.part_of(Role::Descriptor).is_some_and(|d| d.contains(&head));
    match m.kind {
        Kind::Figure => {
            (out.cases, out.plural, out.gender) = (Cases::ALL, None, None);
        }
        Kind::Organization | Kind::Place if !described => {
            out.loose = true;
            // «РИА «Новости» сообщает»
            out.plural = out.plural.filter(|p| !p);
            // A name of several words between quotation marks seldom changes.
            if m.tokens.len() > 3 && page.has(m.tokens.start, Class::OpenQuote) {
                (out.cases, out.plural, out.gender) = (Cases::ALL, None, None);
            }
            // «Ленте.ру», «Роснефтью»: another form than the name's is not the nominative.
            if m.kind == Kind::Organization
                && out.cases.has(Case::Nom)
                && is_declined(page.text.span(&m.tokens).trim_matches(['«', '»', '"', '“', '”']), &r.organizations[entity.index].name)
            {
                out.cases = out.cases.without(Case::Nom);
            }
            // In quotation marks without a descriptor a name may stand unchanged in every case.
            if page.any(head, &[Class::Unknown]) && out.cases.is_empty() {
                out.cases = Cases::ALL;
            }
        }
        _ => {}
    }
    Some(out)
}

/// Whether a word is a name of one word in another form: it ends otherwise and begins alike.
fn is_declined(word: &str, name: &str) -> bool {
    let common = word.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
    let (a, b) = (word.chars().count(), name.chars().count());
    word != name && !name.contains(' ') && common >= 3 && common < a && common + 5 >= a.max(b) && a.abs_diff(b) <= 2
}

/// The phrase of a mention that is the end of a longer one.
pub fn of_tail(page: &Page<'_>, r: &Resolved, mention: usize) -> Option<Phrase> {
    of_mention(page, r, mention, &BTreeMap::new(), &BTreeMap::new())
}

/// The name behind an office: the person's mention that ends the holder, or the first of a list.
fn name_end(r: &Resolved, office: usize, h: &Holder) -> Range<usize> {
    let end = r.mentions[office].tokens.end;
    (office + 1..r.mentions.len())
        .take(16)
        .find(|m| r.entity_of[*m] == Some(h.person) && r.mentions[*m].tokens.start >= end)
        .map_or(h.tokens.clone(), |m| r.mentions[m].tokens.clone())
}

/// A person's name: the cases that all its words share.
fn of_person(page: &Page<'_>, r: &Resolved, tokens: Range<usize>, entity: Entity) -> Phrase {
    let mut cases = Cases::ALL;
    for i in tokens.clone().filter(|i| page.is_capital(*i)) {
        let own = name_cases(page, i);
        cases = cases.or(cases.and(own));
    }
    let gender = r.people[entity.index].gender.as_deref().map(|g| if g == "male" { Gender::Masc } else { Gender::Fem });
    match r.is_nominative(&tokens) {
        Some(true) => {
            let consonant = page.folded(tokens.end - 1).ends_with(|c: char| !"аеёиоуыэюяь".contains(c));
            if consonant && gender == Some(Gender::Masc) && !page.any(tokens.end - 1, &[Class::Initial, Class::Latin]) {
                cases = Cases::one(Case::Nom);
            } else if !cases.has(Case::Nom) {
                cases = Cases(cases.0 | Cases::one(Case::Nom).0);
            }
        }
        Some(false) => cases = cases.or(cases.without(Case::Nom)),
        None => {}
    }
    Phrase { cases, plural: Some(false), gender, ..of_word(page, tokens.clone(), tokens.start, Some(entity), None) }
}

fn name_cases(page: &Page<'_>, i: usize) -> Cases {
    let Some(form) = page.form(i) else { return Cases::ALL };
    if page.any(i, &[Class::Latin, Class::Initial, Class::Abbreviated]) || form.readings.is_empty() {
        return Cases::ALL;
    }
    let all = form.readings.iter().filter(|x| x.plural != Some(true)).filter_map(|x| x.case).fold(0u8, |a, c| a | 1 << c as u8);
    if all == 0 { Cases::ALL } else { Cases(all) }
}

/// A noun or pronoun that names no entity, so that it can still be the subject.
fn plain(page: &Page<'_>, i: usize) -> Option<Phrase> {
    let form = page.form(i)?;
    let first = form.readings.first()?;
    // «ли» is a unit of length and «бы» no word of any case.
    if form.word("modal").is_some() || form.word("subordinator").is_some_and(|e| e.cell("note") == "whether") {
        return None;
    }
    let noun = match first.pos {
        Pos::Noun => super::verb_form(page, i).is_none(),
        Pos::Pronoun => first.case.is_some(),
        Pos::Determiner => super::is_relative(page, i),
        _ => super::is_relative(page, i),
    };
    let mut out = noun.then(|| of_word(page, i..i + 1, i, None, None))?;
    // «у АФК «Система»»: a name between quotation marks stands unchanged in every case.
    if page.is_capital(i) && i > 0 && page.has(i - 1, Class::OpenQuote) && page.has(i + 1, Class::CloseQuote) {
        out.cases = Cases::ALL;
    }
    Some(out)
}
