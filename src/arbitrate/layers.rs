//! The layers in which mentions are decided, outermost first: what each proposes given what is decided already, and how its
//! winners join the others.
//!
//! `examples/fit` walks the same layers, so that weights are fitted to the very candidates that the program sees.

use super::judge::{self, Fate, Judged, Rival, Step};
use super::{Decision, LONGEST, Mention, Overlapping, best, contains, facilities, inner_countries, nests, sort};
use crate::lexicon::{Case, Class, Table};
use crate::recognize::{self, Candidate, Kind, Page, Part, Role, Sense, corrections, countries, dates, offices, organizations, people, places};
use foldhash::{HashMap, HashMapExt, HashSet};
use std::ops::Range;

/// A layer: its candidates do not overlap each other, and nest in those of the layers before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// People, places, organizations and countries by name.
    Names,
    /// Organizations without a name: «парламент Кыргызстана».
    Bodies,
    /// Offices and professions.
    Offices,
    /// Organizations inside organizations: «МВД» in «пресс-служба МВД».
    InnerOrganizations,
    /// Offices inside offices: «министр» in «заместитель министра».
    InnerOffices,
    /// Countries inside and beside names, adjectives of countries and places, citizens.
    Countries,
    /// Which adjectives of countries and places say a nationality: «французский актёр», «татарский поэт».
    Nationalities,
    /// Places around what they are called after: «здание ФСБ», «улица Тараса Шевченко».
    Facilities,
}

impl Layer {
    /// All layers, in the order in which they are decided.
    pub const ALL: &[Layer] = &[
        Layer::Names,
        Layer::Bodies,
        Layer::Offices,
        Layer::InnerOrganizations,
        Layer::InnerOffices,
        Layer::Countries,
        Layer::Nationalities,
        Layer::Facilities,
    ];

    /// Whether rules decide it alone: its candidates have no weights.
    pub fn is_ruled(self) -> bool {
        matches!(self, Layer::Countries | Layer::Facilities)
    }

    /// The weights for a candidate of a kind.
    pub fn decision(self, kind: Kind) -> Decision {
        match self {
            Layer::Names => Decision::of_name(kind),
            Layer::Bodies => Decision::Body,
            Layer::Offices => Decision::Office,
            Layer::InnerOrganizations => Decision::InnerOrganization,
            Layer::InnerOffices => Decision::InnerOffice,
            // Rules decide: nothing is fitted.
            Layer::Countries | Layer::Facilities => Decision::Country,
            Layer::Nationalities => Decision::Nationality,
        }
    }

    /// The name in `explain`.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Names => "names",
            Layer::Bodies => "bodies",
            Layer::Offices => "offices",
            Layer::InnerOrganizations => "inner organizations",
            Layer::InnerOffices => "inner offices",
            Layer::Countries => "countries",
            Layer::Nationalities => "nationalities",
            Layer::Facilities => "facilities",
        }
    }

    /// The candidates that mentions of the layers before leave no room for, each with such a mention.
    pub(super) fn blocked<'m>(self, proposed: &Proposed, mentions: &'m [Mention]) -> impl Iterator<Item = (Candidate, &'m Mention)> {
        let candidates = match self {
            Layer::Bodies => proposed.bodies.clone(),
            Layer::Offices => proposed.offices.clone(),
            _ => Vec::new(),
        };
        candidates.into_iter().filter_map(move |c| {
            let by = mentions.iter_overlapping(&c.tokens).find(|m| !leaves_room(m, &c))?;
            Some((c, by))
        })
    }

    /// What became of the layer's candidates.
    pub(super) fn judge(self, page: &Page<'_>, scored: &[(Candidate, f32)], mentions: &[Mention]) -> Vec<Judged> {
        let step = Step::Layer(self);
        let judged = |(candidate, score): &(Candidate, f32), fate| Judged { candidate: candidate.clone(), score: *score, step, fate };
        match self {
            Layer::Countries | Layer::Facilities => {
                let fate = |c: &Candidate| {
                    let mut there = mentions.iter_overlapping(&c.tokens);
                    if mentions.iter_overlapping(&c.tokens).any(|m| m.kind == c.kind && m.rule == c.rule && m.tokens == c.tokens) {
                        return Fate::Won;
                    }
                    there.next().map_or(Fate::Refused, |m| Fate::Blocked(Rival { kind: m.kind, tokens: m.tokens.clone(), score: m.score }))
                };
                scored.iter().map(|s| judged(s, fate(&s.0))).collect()
            }
            Layer::Nationalities => {
                let fate = |score: f32| if score > 0.0 { Fate::Won } else { Fate::Lost { to: Vec::new(), by: -score } };
                scored.iter().map(|s| judged(s, fate(s.1))).collect()
            }
            Layer::Names | Layer::InnerOrganizations => judge::all(page, step, scored, |c| c.core.clone()),
            _ => judge::all(page, step, scored, |c| c.tokens.clone()),
        }
    }

    /// What the layer proposes beside, in and around the mentions of the layers before.
    pub fn candidates(self, page: &Page<'_>, proposed: &mut Proposed, mentions: &[Mention]) -> Vec<Candidate> {
        match self {
            Layer::Names => std::mem::take(&mut proposed.names),
            Layer::Bodies => {
                let mut candidates = with_room(page, std::mem::take(&mut proposed.bodies), mentions);
                named_elsewhere(page, &mut candidates, mentions);
                candidates
            }
            Layer::Offices => with_room(page, std::mem::take(&mut proposed.offices), mentions),
            Layer::InnerOrganizations => {
                let mut out = inside(page, mentions, Kind::Organization, organizations::RULES);
                out.extend(inside(page, mentions, Kind::Organization, organizations::BODIES));
                out
            }
            Layer::InnerOffices => inside(page, mentions, Kind::Office, offices::RULES),
            Layer::Countries => std::mem::take(&mut proposed.countries),
            Layer::Nationalities => {
                let mut out: Vec<Candidate> = mentions.iter().filter(|m| may_be_nationality(page, m)).map(|m| m.candidate.clone()).collect();
                for c in &mut out {
                    edges(mentions, c);
                    c.cues.push(owner_behind(page, c.tokens.end));
                }
                out
            }
            Layer::Facilities => facilities::candidates(page, mentions),
        }
    }

    /// Adds the best of the scored candidates to the mentions.
    pub fn settle(self, page: &Page<'_>, scored: &[(Candidate, f32)], mentions: &mut Vec<Mention>) {
        match self {
            Layer::Countries => {
                let found = inner_countries(page, mentions, scored);
                mentions.extend(found);
                sort(mentions);
                return;
            }
            Layer::Nationalities => return nationalities(scored, mentions),
            Layer::Facilities => return facilities::settle(scored, mentions),
            _ => {}
        }
        let mut winners = match self {
            Layer::Names | Layer::InnerOrganizations => best(page, scored, |c| c.core.clone()),
            _ => best(page, scored, |c| c.tokens.clone()),
        };
        match self {
            Layer::Names => {
                extend(page, &mut winners);
                namesakes(page, scored, &mut winners);
            }
            Layer::Offices => winners.iter_mut().for_each(|w| take_sender(page, w, mentions)),
            Layer::InnerOrganizations | Layer::InnerOffices => winners.retain(|w| !joins_outer(w, mentions)),
            _ => {}
        }
        mentions.extend(winners);
        sort(mentions);
    }
}

/// Adjectives, also those that name a people as nouns do: «русский».
fn may_be_nationality(page: &Page<'_>, m: &Mention) -> bool {
    matches!(m.rule, "countries.adjective" | "places.adjective") || m.rule == "countries.demonym" && page.has(m.tokens.start, Class::Adjective)
}

/// Whose adjective it is: professions of arts, sport, science, media and business are not given by states, offices are. Other
/// adjectives may stand between: «советский и российский актёр», «американский 74-летний программист».
fn owner_behind(page: &Page<'_>, token: usize) -> &'static str {
    const FREE: &[&str] = &["art", "sport", "science", "media", "education", "medicine", "company"];
    let end = page.sentence(token.saturating_sub(1)).end.min(token + 5);
    for i in token..end {
        if let Some(phrase) = page.longest(i, Table::Offices) {
            let free = FREE.contains(&phrase.entry.cell("field"));
            return match phrase.entry.cell("kind") {
                "profession" if free => "before-free-profession",
                "profession" => "before-profession",
                "role" => "before-role",
                _ => "before-office",
            };
        }
        if page.has(i, Class::PersonNoun) {
            return "before-person-noun";
        }
        if page.any(i, &[Class::Noun, Class::Preposition, Class::Stop]) && !page.any(i, &[Class::Adjective, Class::Conjunction]) {
            return match () {
                () if page.has(i, Class::OrganizationDescriptor) => "before-body",
                () if page.has(i, Class::Animate) => "before-animate",
                () => "before-thing",
            };
        }
    }
    "before-nothing"
}

/// Marks the adjectives that say a nationality; «русский» that says none («русский язык») names no country.
fn nationalities(scored: &[(Candidate, f32)], mentions: &mut Vec<Mention>) {
    let verdicts: HashMap<usize, bool> = scored.iter().map(|(c, score)| (c.tokens.start, *score > 0.0)).collect();
    mentions.retain_mut(|m| {
        let verdict = if matches!(m.kind, Kind::Country | Kind::Place) { verdicts.get(&m.tokens.start).copied() } else { None };
        if verdict == Some(true) && m.rule != "countries.demonym" {
            m.candidate.cues.push(NATIONALITY);
        }
        !(verdict == Some(false) && m.rule == "countries.demonym")
    });
}

/// The cue of an adjective that says a nationality.
pub const NATIONALITY: &str = "nationality";

/// Whether an inner mention means the same as the outer one: «МВД» in «МВД России». Then it is written down there.
fn joins_outer(inner: &Mention, mentions: &mut [Mention]) -> bool {
    let from = mentions.partition_point(|m| m.tokens.start + LONGEST < inner.tokens.start);
    let mut near = mentions[from..].iter_mut().take_while(|m| m.tokens.start <= inner.tokens.start);
    let outer = near.find(|m| m.kind == inner.kind && contains(&m.tokens, &inner.tokens) && head_start(m) == head_start(inner));
    match outer {
        Some(m) => {
            m.inner.push(inner.candidate.clone());
            true
        }
        None => false,
    }
}

/// Where the noun stands that says what a mention is.
fn head_start(m: &Mention) -> usize {
    m.part_of(Role::Head).map_or(m.core.start, |h| h.start)
}

/// What recognizers of names, bodies, offices and countries propose for a page.
pub struct Proposed {
    names: Vec<Candidate>,
    bodies: Vec<Candidate>,
    offices: Vec<Candidate>,
    /// Countries and adjectives of countries and places, for what is decided last.
    pub(super) countries: Vec<Candidate>,
}

impl Proposed {
    /// Runs all recognizers over all of a page.
    pub fn all(page: &Page<'_>) -> Proposed {
        Proposed::of(page, |rules| recognize::propose(page, rules))
    }

    /// Runs all recognizers in one way.
    pub(super) fn of(page: &Page<'_>, propose: impl Fn(&'static [recognize::Rule]) -> Vec<Candidate>) -> Proposed {
        // A country's adjective goes before that of a place of its name.
        let mut countries = propose(countries::RULES);
        countries.extend(propose(places::ADJECTIVES));
        Proposed { names: names(page, &propose), bodies: propose(organizations::BODIES), offices: propose(offices::RULES), countries }
    }

    /// Proposes names anew, in another way.
    pub(super) fn take_names(&mut self, page: &Page<'_>, propose: impl Fn(&'static [recognize::Rule]) -> Vec<Candidate>) {
        self.names = names(page, &propose);
    }

    /// The stems of the candidates' words, small words aside.
    pub(super) fn stems(&self, page: &Page<'_>) -> HashSet<u64> {
        let all = [&self.names, &self.bodies, &self.offices, &self.countries];
        let words = all.into_iter().flatten().flat_map(|c| c.tokens.clone()).filter(|i| !page.any(*i, &[Class::Preposition, Class::Conjunction]));
        words.filter(|i| page.form(*i).is_some()).map(|i| page.forms[i].stem).collect()
    }

    /// Keeps the candidates that overlap or touch a wanted token, or another candidate of which that is true.
    pub(super) fn keep_near(&mut self, wanted: &[bool]) {
        let layers = [&mut self.names, &mut self.bodies, &mut self.offices, &mut self.countries];
        // joined[i]: some candidate covers token i and the one before it, or ends and another begins there.
        let (mut covered, mut ends) = (vec![false; wanted.len() + 1], vec![false; wanted.len() + 1]);
        for c in layers.iter().flat_map(|l| l.iter()) {
            covered[c.tokens.start + 1..c.tokens.end].fill(true);
            ends[c.tokens.end] = true;
        }
        for c in layers.iter().flat_map(|l| l.iter()) {
            covered[c.tokens.start] |= ends[c.tokens.start];
        }
        let mut near = wanted.to_vec();
        for i in 1..near.len() {
            near[i] |= covered[i] && near[i - 1];
        }
        for i in (1..near.len()).rev() {
            near[i - 1] |= covered[i] && near[i];
        }
        for layer in layers {
            layer.retain(|c| near[c.tokens.clone()].contains(&true));
        }
    }
}

/// The candidates of the outermost layer.
fn names(page: &Page<'_>, propose: &dyn Fn(&'static [recognize::Rule]) -> Vec<Candidate>) -> Vec<Candidate> {
    // Of equal spans the first stays: corrections before all.
    let mut out = if page.has_corrections() { propose(corrections::RULES) } else { Vec::new() };
    out.extend(propose(people::RULES));
    out.extend(propose(places::RULES));
    out.extend(propose(organizations::RULES));
    out.extend(propose(&countries::RULES[..1]));
    out.retain(|c| c.core.len() <= 14 && !c.core.is_empty());
    // «8 Марта» is no Marta.
    if let Some(holiday) = dates::in_holidays(page) {
        out.retain(|c| c.kind != Kind::Person || !c.core.clone().all(|t| holiday[t]));
    }
    for c in out.iter_mut().filter(|c| c.kind != Kind::Country && is_named_by_organization(page, &c.core)) {
        let legal = c.kind == Kind::Organization && page.before_mark(c.core.start - 1).is_some_and(|noun| is_legal_form(page, noun));
        c.cues.push(if legal { "quoted-by-legal-form" } else { "quoted-by-organization" });
    }
    for c in out.iter_mut().filter(|c| is_named_by_thing(page, &c.core)) {
        c.cues.push("quoted-by-thing");
    }
    for c in out.iter_mut().filter(|c| c.kind == Kind::Person && names_quotation(page, &c.core)) {
        c.cues.push("names-quotation");
    }
    // A country's name is proposed as a place too; the country's sense is the better one, also behind a descriptor: «столица Чехии».
    let countries: HashSet<Range<usize>> = out.iter().filter(|c| c.kind == Kind::Country).map(|c| c.core.clone()).collect();
    out.retain(|c| c.kind != Kind::Place || !countries.contains(&c.core));
    // Of places with one core the first rule's stays, the longest of them.
    let mut seen: HashMap<(Kind, usize, usize), usize> = HashMap::new();
    let mut kept: Vec<Candidate> = Vec::with_capacity(out.len());
    for c in out {
        match seen.entry((c.kind, c.core.start, c.core.end)) {
            std::collections::hash_map::Entry::Occupied(o) => {
                let held = &mut kept[*o.get()];
                if c.tokens.len() > held.tokens.len() {
                    *held = c;
                }
            }
            std::collections::hash_map::Entry::Vacant(v) => {
                v.insert(kept.len());
                kept.push(c);
            }
        }
    }
    kept
}

/// Bodies and offices beside and around what is decided, with what stands around them as cues.
fn with_room(page: &Page<'_>, mut candidates: Vec<Candidate>, mentions: &[Mention]) -> Vec<Candidate> {
    candidates.retain(|c| mentions.iter_overlapping(&c.tokens).all(|m| leaves_room(m, c)));
    candidates.iter_mut().for_each(|c| edges(mentions, c));
    for c in candidates.iter_mut().filter(|c| c.kind == Kind::Office && is_named_by_thing(page, &c.tokens)) {
        c.cues.push("quoted-by-thing");
    }
    candidates
}

/// «партия «Новый берег»»: whose quoted name it is stands before it, and is no place's word as «станция» is.
fn is_named_by_organization(page: &Page<'_>, core: &Range<usize>) -> bool {
    let Some(noun) = core.start.checked_sub(1).and_then(|open| page.before_mark(open)) else { return false };
    page.has(core.start - 1, Class::OpenQuote)
        && page.has(core.end, Class::CloseQuote)
        && (is_legal_form(page, noun) || page.has(noun, Class::OrganizationDescriptor) && !page.has(noun, Class::PlaceDescriptor))
}

/// «АО», «ООО»; whatever else such letters stand for.
fn is_legal_form(page: &Page<'_>, i: usize) -> bool {
    page.form(i).is_some_and(|f| f.word("legal-form").is_some())
}

/// «теплоход «Михаил Светлов»», «роман «Анна Каренина»»: a name in quotation marks, whole or in part, that a noun before them gives
/// to a vessel, a work, an event.
fn is_named_by_thing(page: &Page<'_>, core: &Range<usize>) -> bool {
    const THINGS: &[Class] = &[Class::WorkNoun, Class::ProductNoun, Class::EventNoun, Class::AwardNoun, Class::LawNoun];
    const OURS: &[Class] = &[Class::OrganizationDescriptor, Class::PlaceDescriptor, Class::Office, Class::Profession, Class::PersonNoun];
    let from = page.text.quotations.partition_point(|q| q.open + 10 < core.start);
    let around = page.text.quotations[from..].iter().take_while(|q| q.open < core.start).find(|q| q.close >= core.end && q.close - q.open <= 10);
    // «акций «Аэрофлота»», «приз «Спартаку»»: a name given by the noun stands in the nominative.
    let named = |i: usize| page.form(i).is_some_and(|f| f.readings.is_empty() || f.has_case(Case::Nom));
    around.is_some_and(|q| {
        q.open > 0 && named(q.open + 1) && page.any(q.open - 1, THINGS) && !page.any(q.open - 1, OURS) && page.sentence(q.open).contains(&(q.open - 1))
    })
}

/// «Роман «Анна Каренина»», with no name of Roman.
fn names_quotation(page: &Page<'_>, core: &Range<usize>) -> bool {
    const NOUNS: &[Class] = &[Class::WorkNoun, Class::ProductNoun, Class::EventNoun, Class::AwardNoun, Class::OrganizationDescriptor, Class::PlaceDescriptor];
    core.len() == 1 && page.is_initial(core.start) && page.any(core.start, NOUNS) && page.text.quotations.binary_search_by_key(&core.end, |q| q.open).is_ok()
}

/// Whom an organization or place is named after, where the recognizer of people saw a name: a mention inside the other.
fn namesakes(page: &Page<'_>, scored: &[(Candidate, f32)], mentions: &mut Vec<Mention>) {
    let named = |m: &Mention| m.core.clone().find(|i| page.has(*i, Class::NamedAfter)).map(|i| i + 1..m.core.end);
    let spans: HashSet<(usize, usize)> =
        mentions.iter().filter(|m| matches!(m.kind, Kind::Organization | Kind::Place)).filter_map(named).map(|s| (s.start, s.end)).collect();
    if spans.is_empty() {
        return;
    }
    let found = scored.iter().filter(|(c, _)| c.kind == Kind::Person && spans.contains(&(c.tokens.start, c.tokens.end)));
    mentions.extend(found.map(|(candidate, score)| Mention { candidate: candidate.clone(), score: *score, inner: Vec::new() }));
}

/// Marks bodies whose noun stands in the name of some organization of the text: «министерство» after «Министерство обороны».
fn named_elsewhere(page: &Page<'_>, bodies: &mut [Candidate], mentions: &[Mention]) {
    let organizations = mentions.iter().filter(|m| m.kind == Kind::Organization);
    let stems: HashSet<u64> = organizations.flat_map(|m| m.tokens.clone()).map(|i| page.forms[i].stem).collect();
    for c in bodies {
        if c.part_of(Role::Descriptor).is_some_and(|noun| stems.contains(&page.forms[noun.start].stem)) {
            c.cues.push("named-elsewhere");
        }
    }
}

/// Whether a candidate of a later layer may stand with a mention: never across it, no body in a person, no person in an office.
fn leaves_room(m: &Mention, c: &Candidate) -> bool {
    let apart = match c.kind {
        Kind::Organization => m.kind == Kind::Person && contains(&m.tokens, &c.tokens),
        _ => m.kind == Kind::Person && contains(&c.tokens, &m.tokens),
    };
    nests(&m.tokens, &c.tokens) && m.tokens != c.tokens && !apart
}

/// What the decided neighbours say: which kind of mention stands right behind, at the candidate's end, and inside.
fn edges(mentions: &[Mention], candidate: &mut Candidate) {
    let tokens = candidate.tokens.clone();
    let mut cues: Vec<&'static str> = Vec::new();
    let mut add = |cue: &'static str| {
        if !cues.contains(&cue) {
            cues.push(cue);
        }
    };
    for m in mentions.iter_overlapping(&(tokens.start..tokens.end + 1)) {
        let inside = contains(&tokens, &m.tokens);
        match m.kind {
            _ if m.tokens.start == tokens.end => add(match m.kind {
                Kind::Person => "person-behind",
                Kind::Organization => "organization-behind",
                Kind::Country => "country-behind",
                Kind::Place => "place-behind",
                _ => "office-behind",
            }),
            Kind::Organization if !inside => add("inside-organization"),
            Kind::Place if !inside => add("inside-place"),
            Kind::Office if !inside => add("inside-office"),
            Kind::Organization if m.tokens.end == tokens.end => add("ends-with-organization"),
            Kind::Country if m.tokens.end == tokens.end => add("ends-with-country"),
            Kind::Place if m.tokens.end == tokens.end => add("ends-with-place"),
            Kind::Person => add("holds-person"),
            Kind::Organization => add("holds-organization"),
            Kind::Country => add("holds-country"),
            Kind::Place => add("holds-place"),
            _ => {}
        }
    }
    candidate.cues.extend(cues);
}

/// Candidates of the kind strictly inside mentions of that kind.
fn inside(page: &Page<'_>, mentions: &[Mention], kind: Kind, rules: &'static [recognize::Rule]) -> Vec<Candidate> {
    let mut out = Vec::new();
    let mut done = 0;
    for outer in mentions.iter().filter(|m| m.kind == kind && m.tokens.len() > 1) {
        // Of mentions in each other the outermost is looked into.
        if outer.tokens.start < done {
            continue;
        }
        done = outer.tokens.end;
        let mut found = recognize::propose_from(page, rules, outer.tokens.clone());
        found.retain(|c| {
            contains(&outer.tokens, &c.tokens)
                && c.tokens != outer.tokens
                && c.core != outer.core
                && !is_cut(page, outer, c)
                && mentions.iter_overlapping(&c.tokens).all(|m| nests(&m.tokens, &c.tokens) && m.tokens != c.tokens && m.core != c.core)
        });
        let owner = outer.parts.iter().filter(|p| matches!(p.role, Role::Country | Role::Place)).find(|p| p.tokens.end == outer.tokens.end);
        for c in &mut found {
            let shares_start = c.tokens.start == outer.tokens.start;
            let facts = [
                (shares_start, "shares-start"),
                (c.tokens.end == outer.tokens.end, "shares-end"),
                (shares_start && owner.is_some_and(|o| o.tokens.start == c.tokens.end), "owner-dropped"),
                (outer.core != outer.tokens && contains(&outer.core, &c.core), "inside-name"),
                (outer.part_of(Role::Descriptor).is_some_and(|d| d == c.tokens), "is-descriptor"),
                (outer.part_of(Role::Head).is_some_and(|h| c.part_of(Role::Head).is_some_and(|i| i.start == h.start)), "same-head"),
                (matches!(outer.sense, Sense::Entry(_)), "outer-known"),
            ];
            c.cues.extend(facts.iter().filter(|(holds, _)| *holds).map(|(_, cue)| cue));
            edges(mentions, c);
        }
        out.extend(found);
    }
    out
}

/// «Национального Совета» of «Переходного Национального Совета»: all that is left out are adjectives of the same noun that say nothing
/// of whose it is.
fn is_cut(page: &Page<'_>, outer: &Mention, c: &Candidate) -> bool {
    const OWNERS: &[Class] = &[Class::CountryAdjective, Class::CityAdjective, Class::RegionAdjective, Class::WorldAdjective];
    let left_out = outer.tokens.start..c.tokens.start;
    let of_noun = |i: usize| page.any(i, &[Class::Adjective, Class::Participle]) && !page.any(i, OWNERS) && page.agree(i, c.tokens.end - 1);
    c.kind == Kind::Organization && c.tokens.len() > 1 && !left_out.is_empty() && left_out.into_iter().all(of_noun)
}

/// Cuts descriptors and tails that a neighbour's name claims, and adds the country or place that an organization's name ends with.
fn extend(page: &Page<'_>, layer: &mut [Mention]) {
    let cores: Vec<(Range<usize>, Kind)> = layer.iter().map(|m| (m.core.clone(), m.kind)).collect();
    // Where the words of the mention before end, its tail and closing quotation mark among them.
    let mut taken = 0;
    for (i, mention) in layer.iter_mut().enumerate() {
        let core = mention.core.clone();
        let claimed_left = taken > mention.tokens.start;
        let claimed_right = cores.get(i + 1).is_some_and(|(next, _)| next.start < mention.tokens.end);
        if claimed_left || claimed_right {
            mention.candidate.tokens = core.clone();
            mention.candidate.parts.retain(|p| contains(&core, &p.tokens));
            if mention.kind == Kind::Organization {
                mention.candidate.parts.retain(|p| matches!(p.role, Role::Country | Role::Place));
                if !mention.candidate.parts.is_empty() {
                    mention.candidate.parts.push(Part { role: Role::Name, tokens: core.clone() });
                }
            }
        }
        taken = mention.tokens.end;
        if mention.kind != Kind::Organization {
            continue;
        }
        let end = mention.tokens.end;
        let owner = cores.get(i + 1).filter(|(next, kind)| next.start == end && matches!(kind, Kind::Country | Kind::Place));
        // «Совбез РФ» is not the one that «Совбез» alone would be.
        let longer = owner.and_then(|(next, _)| {
            let whole = core.start..next.end;
            page.entries_of(core.start, Table::Organizations).find(|p| p.tokens == whole && mention.tokens == core && matches!(mention.sense, Sense::Entry(_)))
        });
        if let Some(known) = &longer {
            mention.candidate.sense = Sense::Entry(known.entry);
        }
        if longer.is_none() && !takes_owner(&mention.candidate) {
            continue;
        }
        if let Some((next, _)) = owner
            && let Some((role, tokens)) = organizations::owner_at(page, end)
            && tokens == *next
        {
            if mention.part_of(Role::Name).is_none() {
                mention.candidate.parts.push(Part { role: Role::Name, tokens: core.clone() });
            }
            mention.candidate.parts.push(Part { role, tokens: tokens.clone() });
            mention.candidate.tokens.end = tokens.end;
        }
    }
    layer.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.kind));
}

/// «казахстанский дипломат»: the country that sends a diplomat is a part of what he is.
fn take_sender(page: &Page<'_>, office: &mut Mention, mentions: &[Mention]) {
    let diplomat = matches!(&office.sense, Sense::Entry(e) if e.cell("field") == "diplomacy");
    let start = office.tokens.start;
    let sender = start.checked_sub(1).filter(|b| page.sentence(start).contains(b) && page.has(*b, Class::CountryAdjective) && page.agree(*b, start));
    let free = |b: usize| mentions.iter_overlapping(&(b..start)).next().is_none();
    if let Some(b) = sender.filter(|b| diplomat && free(*b)) {
        (office.candidate.tokens.start, office.candidate.core.start) = (b, b);
    }
}

/// Bodies of states and cities are named with their country: «МИД Грузии», «Верховный суд РФ».
pub fn takes_owner(candidate: &Candidate) -> bool {
    let kind = match &candidate.sense {
        Sense::Entry(e) | Sense::Described(e) => e.cell("kind"),
        _ => "",
    };
    matches!(
        kind,
        "ministry"
            | "agency"
            | "parliament"
            | "government"
            | "court"
            | "police"
            | "army"
            | "bank"
            | "party"
            | "union"
            | "university"
            | "school"
            | "institute"
            | "hospital"
            | "church"
            | "other"
    ) && candidate.tokens == candidate.core
}
