//! Organizations: «парламент Кыргызской Республики», «Министерство обороны», «компания «Мотор»», «ООН».
//!
//! Names are proposed here from quotation marks, descriptors, capitals and gazetteers; bodies that bear no name of their own
//! («парламент Кыргызстана», «кыргызский парламент») by `organizations.body`, decided after names.
//! Left to others: products and works in quotation marks, which lose by their cues.
//! Known misses: organizations called by a building («Кремль», «Белый дом») unless a gazetteer has them.

use super::page::Page;
use super::{Candidate, Kind, Role, Rule, Sense};
use crate::lexicon::{Case, Class, Entry, Field, Table};
use std::ops::Range;

/// The rules, from the surest pattern to the widest.
pub const RULES: &[Rule] = &[
    Rule {
        name: "organizations.named-after",
        about: "An organization with whom it is named after.",
        takes: &["[Больница имени Боткина] закрыта.", "Она поёт в [театре имени М. Н. Ермоловой].", "Он окончил [МГУ имени Ломоносова]."],
        leaves: &["Парк имени Горького открыт."],
        propose: named_after,
    },
    Rule {
        name: "organizations.quoted",
        about: "A name in quotation marks, with the descriptor before it.",
        takes: &["Сделку закрыла [компания «Мотор»].", "Игрок [клуба «Алга»] забил гол."],
        leaves: &["Он назвал это «ошибкой»."],
        propose: quoted,
    },
    Rule {
        name: "organizations.gazetteer",
        about: "An organization of the gazetteers.",
        takes: &["Глава [ООН] выступил с речью.", "Об этом сообщает [РИА Новости]."],
        leaves: &["Совет был дан вовремя."],
        propose: gazetteer,
    },
    Rule {
        name: "organizations.descriptor-phrase",
        about: "A capitalised phrase around an organization's noun, with its complements.",
        takes: &["[Ошский областной суд] отклонил жалобу.", "Новый закон готовит [Министерство сельского развития]."],
        leaves: &["Суд отклонил жалобу жителей."],
        propose: descriptor_phrase,
    },
    Rule {
        name: "organizations.abbreviation",
        about: "A word in capitals, Latin or mixed case.",
        takes: &["Смартфон выпустила [Nordikon]."],
        leaves: &["Указ подписал И. И. Иванов."],
        propose: abbreviation,
    },
    Rule {
        name: "organizations.capitalized-words",
        about: "One to six capitalised words.",
        takes: &["Работники [Нордстрой Групп] бастуют."],
        leaves: &["Вчера выпал снег."],
        propose: capitalized,
    },
];

/// Bodies without a name of their own, decided after names.
pub const BODIES: &[Rule] = &[Rule {
    name: "organizations.body",
    about: "A body's noun in lower case with the country or place that it belongs to, as complement or as adjective.",
    takes: &["Депутаты [парламента Кыргызстана] ушли.", "В [казахстанском правительстве] сменился министр."],
    leaves: &["Наш музей принял гостей."],
    propose: body,
}];

/// The descriptor of organizations that begins at a token.
pub fn descriptor(page: &Page<'_>, i: usize) -> Option<(Range<usize>, Entry)> {
    let phrase = page.entries_of(i, Table::Descriptors).find(|p| p.entry.cell("target") == "organization")?;
    Some((phrase.tokens, phrase.entry))
}

/// The descriptor that ends with a token, as «акционерное общество» before a quotation mark.
fn descriptor_ending(page: &Page<'_>, last: usize) -> Option<(Range<usize>, Entry)> {
    let first = page.sentence(last).start.max(last.saturating_sub(4));
    (first..=last).find_map(|i| {
        page.entries_from(i)
            .find(|p| p.tokens.end == last + 1 && p.entry.table == Table::Descriptors && p.entry.cell("target") == "organization")
            .map(|p| (p.tokens, p.entry))
    })
}

/// The organizations.tsv entry that a span is.
pub fn entry(page: &Page<'_>, tokens: &Range<usize>) -> Option<Entry> {
    page.entries_of(tokens.start, Table::Organizations).find(|p| p.tokens == *tokens).map(|p| p.entry)
}

/// A candidate for a name, its descriptor and quotation marks included where they stand right before it.
fn named(page: &Page<'_>, rule: &'static str, core: Range<usize>) -> Candidate {
    let sentence = page.sentence(core.start);
    let mut whole = core.clone();
    // Two apostrophes are markup, and no part of what they mark.
    let quoted = core.start > sentence.start
        && core.end < sentence.end
        && page.has(core.start - 1, Class::OpenQuote)
        && page.has(core.end, Class::CloseQuote)
        && !(page.word(core.start - 1) == "'" && core.start > 1 && page.word(core.start - 2) == "'");
    if quoted {
        whole = core.start - 1..core.end + 1;
    }
    let mut sense = entry(page, &core).map_or(Sense::None, Sense::Entry);
    let mut descriptor = None;
    if whole.start > sentence.start
        && let Some((tokens, entry)) = descriptor_ending(page, whole.start - 1)
    {
        // A capitalised head would belong to the name: «Банк «Азия»».
        let lower = page.has(tokens.start, Class::Lower) || quoted;
        if lower {
            whole.start = tokens.start;
            descriptor = Some(tokens);
            // «компания «Заря»» is not the football club of that name.
            if !matches!(sense, Sense::Entry(known) if same_sort(known.cell("kind"), entry.cell("kind"))) {
                sense = Sense::Described(entry);
            }
        }
    }
    if sense == Sense::None
        && let Some((_, entry)) = core.clone().find_map(|i| self::descriptor(page, i))
    {
        sense = Sense::Described(entry);
    }
    // «МЧС Кыргызстана», «Городской суд Томска»: the owner at the name's end is a part of it.
    let tail = (core.start + 1..core.end).find_map(|i| owner_at(page, i).filter(|(_, t)| t.end == core.end));
    if let Some((_, owner)) = &tail
        && !matches!(sense, Sense::Entry(_))
        && !quoted
        && let Some(entry) = entry(page, &(core.start..owner.start)).filter(|e| !matches!(e.cell("kind"), "club" | "team" | "company" | "media"))
    {
        sense = Sense::Entry(entry);
    }
    let mut candidate = Candidate::new(Kind::Organization, rule, whole.clone()).core(core.clone()).sense(sense);
    if let Some((role, owner)) = tail.filter(|_| !quoted) {
        candidate = candidate.part(role, owner);
    }
    if let Some(d) = descriptor {
        candidate = candidate.part(Role::Descriptor, d);
    }
    if whole != core || !candidate.parts.is_empty() {
        candidate = candidate.part(Role::Name, core);
    }
    candidate
}

/// Proposes a name, unless a rule before has proposed it.
fn push(page: &Page<'_>, rule: &'static str, core: Range<usize>, out: &mut Vec<Candidate>) {
    if super::proposed(out, &core).next().is_none() {
        out.push(named(page, rule, core));
    }
}

/// Whether a descriptor of one kind may introduce a known organization of the other: clubs, media, parties and armed groups are
/// never called what the rest are; words such as «организация» are said of all.
fn same_sort(known: &str, described: &str) -> bool {
    const APART: &[&[&str]] = &[&["club", "team", "league"], &["media"], &["party"], &["company", "bank"], &["armed_group", "army"]];
    let sort = |kind: &str| APART.iter().position(|sorts| sorts.contains(&kind));
    match (sort(known), sort(described)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

fn quoted(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if start == 0 || !page.has(start - 1, Class::OpenQuote) {
        return;
    }
    let end = page.sentence(start).end.min(start + 9);
    let mut depth = 0;
    for i in start..end {
        if page.has(i, Class::CloseQuote) && !(page.has(i, Class::OpenQuote) && depth == 0 && page.is_spaced(i) && i > start) {
            if depth == 0 {
                if i > start && (page.is_capital(start) || page.has(start, Class::Digit)) {
                    push(page, "organizations.quoted", start..i, out);
                }
                return;
            }
            depth -= 1;
        } else if page.has(i, Class::OpenQuote) {
            depth += 1;
        }
    }
}

/// «Театр имени Ермоловой», «МГУ им. М. В. Ломоносова», «областная больница имени Боткина».
fn named_after(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let sentence = page.sentence(start);
    let limit = sentence.end.min(start + NAME_TOKENS);
    // Adjectives, the organization's noun and what it is of, then «имени».
    let is_noun = page.any(start, &[Class::OrganizationDescriptor, Class::Organization]);
    if !(is_noun || page.any(start, &[Class::Adjective, Class::AdjectiveSuffix])) {
        return;
    }
    let Some(at) =
        (start + 1..limit).take_while(|i| goes_on(page, *i) && !page.any(*i, &[Class::OpenQuote, Class::Dash])).find(|i| page.has(*i, Class::NamedAfter))
    else {
        return;
    };
    let head = (start..at).find(|i| page.any(*i, &[Class::OrganizationDescriptor, Class::Organization]));
    let Some(head) = head.filter(|h| (start..*h).all(|i| page.any(i, &[Class::Adjective, Class::AdjectiveSuffix]) && page.agree(i, *h))) else { return };
    let longer = start > sentence.start && page.any(start - 1, &[Class::Adjective, Class::AdjectiveSuffix]) && page.agree(start - 1, head);
    if longer || page.any(head, &[Class::PlaceDescriptor]) && !page.any(head, &[Class::OrganizationDescriptor]) {
        return;
    }
    if let Some(end) = super::places::name_behind(page, at, sentence.end) {
        let mut candidate = named(page, "organizations.named-after", start..end);
        candidate.cues.push("named-after");
        out.push(candidate);
    }
}

fn gazetteer(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    for phrase in page.entries_of(start, Table::Organizations) {
        if phrase.tokens.clone().any(|i| page.is_capital(i)) || phrase.entry.shape > 0 {
            // At the beginning of a sentence the capital says nothing, the words together do.
            let whole = phrase.tokens.len() > 1 && page.is_initial(phrase.tokens.start) && phrase.entry.field == Field::Name;
            out.push(named(page, "organizations.gazetteer", phrase.tokens).cue_if(whole, "known-in-full"));
        }
    }
}

/// Words that a name may go on with: nouns and adjectives in the genitive, «по», «и», capitals, quoted names.
fn goes_on(page: &Page<'_>, i: usize) -> bool {
    if page.is_capital(i) || page.has(i, Class::Digit) {
        return true;
    }
    if page.has(i, Class::Lower) {
        return page.any(i, &[Class::Genitive, Class::Dative, Class::Instrumental, Class::Preposition, Class::Conjunction, Class::Adjective, Class::Locative])
            && !page.has(i, Class::Pronoun)
            && !(page.has(i, Class::Verb) && !page.has(i, Class::Noun));
    }
    page.any(i, &[Class::Abbreviated, Class::OpenQuote, Class::CloseQuote, Class::Dash]) || matches!(page.word(i), "&" | "/" | "." | "№" | "-")
}

/// No organization's name is longer, in tokens; longer ones lose their tail.
const NAME_TOKENS: usize = 12;

fn descriptor_phrase(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.is_capital(start) || page.has(start, Class::Initial) {
        return;
    }
    let sentence = page.sentence(start);
    // The organization's noun stands first or after adjectives.
    let mut head = start;
    while head < sentence.end && head < start + 5 && descriptor(page, head).is_none() {
        if !page.any(head, &[Class::Adjective, Class::AdjectiveSuffix, Class::Participle, Class::Conjunction, Class::Number, Class::AllCaps, Class::Numeral]) {
            return;
        }
        head += 1;
    }
    let Some((tokens, _)) = (head < sentence.end).then(|| descriptor(page, head)).flatten() else { return };
    let limit = sentence.end.min(start + NAME_TOKENS);
    let mut end = tokens.end;
    push(page, "organizations.descriptor-phrase", start..end, out);
    while end < limit && goes_on(page, end) {
        end += 1;
        let last = end - 1;
        // A name ends with a noun, a name or a closing mark, never with a preposition.
        if page.any(last, &[Class::Preposition, Class::Conjunction]) && !page.has(last, Class::Noun) && !page.is_capital(last)
            || page.any(last, &[Class::OpenQuote, Class::Dash]) && !page.has(last, Class::CloseQuote)
        {
            continue;
        }
        push(page, "organizations.descriptor-phrase", start..end, out);
    }
}

fn abbreviation(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if page.any(start, &[Class::AllCaps, Class::Latin, Class::MixedCase]) && page.is_capital(start) && !page.has(start, Class::Initial) {
        push(page, "organizations.abbreviation", start..start + 1, out);
        let end = page.sentence(start).end.min(start + 8);
        let mut last = start + 1;
        while last < end && (page.any(last, &[Class::Latin, Class::AllCaps, Class::Digit]) || matches!(page.word(last), "&" | "." | "-" | "'" | "’")) {
            last += 1;
            if page.any(last - 1, &[Class::Latin, Class::AllCaps, Class::Digit]) {
                push(page, "organizations.abbreviation", start..last, out);
            }
        }
    }
}

fn capitalized(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.is_capital(start) || page.has(start, Class::Initial) {
        return;
    }
    let end = page.sentence(start).end.min(start + 7);
    for last in start..end {
        if page.is_capital(last) || (last > start && page.any(last, &[Class::OrganizationDescriptor, Class::Digit])) {
            push(page, "organizations.capitalized-words", start..last + 1, out);
            continue;
        }
        let bridge = page.has(last, Class::Lower)
            && page.any(last, &[Class::Adjective, Class::Genitive, Class::Preposition, Class::Conjunction])
            && !page.has(last, Class::Pronoun);
        if !(bridge || matches!(page.word(last), "&" | ".") || page.any(last, &[Class::OpenQuote, Class::CloseQuote]) && last > start) {
            break;
        }
        if bridge && page.has(last, Class::Noun) && page.has(last, Class::Genitive) {
            push(page, "organizations.capitalized-words", start..last + 1, out);
        }
    }
}

/// No body has more adjectives before its noun: «российская национальная молодёжная сборная».
const BODY_ADJECTIVES: usize = 3;
/// No body's tail is longer, in tokens.
const BODY_TAIL: usize = 9;

fn body(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if !page.has(start, Class::Lower) && !page.is_initial(start) && !page.any(start, &[Class::CountryAdjective, Class::CityAdjective, Class::RegionAdjective]) {
        return;
    }
    let sentence = page.sentence(start);
    let mut head = start;
    while head < sentence.end && head - start < BODY_ADJECTIVES && descriptor(page, head).is_none() {
        if !page.any(head, &[Class::Adjective, Class::AdjectiveSuffix, Class::Participle]) || page.has(head, Class::Pronoun) {
            return;
        }
        head += 1;
    }
    let Some((noun, entry)) = (head < sentence.end).then(|| descriptor(page, head)).flatten() else { return };
    if !page.has(noun.start, Class::Lower) && !page.is_initial(noun.start) || !(start..head).all(|i| page.agree(i, head)) {
        return;
    }
    let body = |end: usize| {
        let mut candidate = Candidate::new(Kind::Organization, "organizations.body", start..end)
            .part(Role::Descriptor, noun.clone())
            .sense(Sense::Described(entry))
            .cue_if(start < head, "adjective-before")
            .cue_if(true, descriptor_cue(entry));
        if let Some(owner) = (start..head).find(|i| page.any(*i, &[Class::CountryAdjective, Class::CityAdjective, Class::RegionAdjective])) {
            let role = if page.has(owner, Class::CountryAdjective) { Role::Country } else { Role::Place };
            candidate = candidate.part(role, owner..owner + 1).cue_if(true, "country-adjective");
        }
        candidate
    };
    out.push(body(noun.end).cue_if(true, "body-alone"));
    // «нижняя палата парламента», «комитет по образованию», «суд в Страсбурге», «совет директоров «Газпрома»»: what it is of.
    let limit = sentence.end.min(noun.end + BODY_TAIL);
    let mut end = noun.end;
    let mut cues: Vec<&'static str> = Vec::new();
    while end < limit {
        if let Some((role, owner)) = owner_at(page, end).filter(|(_, t)| t.end <= sentence.end) {
            let candidate = body(owner.end).part(role, owner.clone());
            out.push(cues.iter().fold(candidate, |c, cue| c.cue_if(true, cue)).cue_if(true, "owner-after"));
        }
        if page.has(end, Class::OpenQuote) && !page.has(end, Class::CloseQuote) {
            let Some(close) = (end + 1..limit).find(|i| page.has(*i, Class::CloseQuote)) else { return };
            end = close + 1;
            cues.push("quoted-tail");
        } else if page.word(end) == "№" && page.has(end + 1, Class::Digit) {
            // «школа № 12»
            end += 2;
            cues.push("number-tail");
            if end <= limit {
                out.push(cues.iter().fold(body(end), |c, cue| c.cue_if(true, cue)));
            }
            continue;
        } else if let Some(cue) = tail_cue(page, end, end == noun.end, cues.contains(&"place-tail")) {
            if !cues.contains(&cue) {
                cues.push(cue);
            }
            end += 1;
            if page.has(end - 1, Class::Preposition) && !page.is_capital(end - 1) || page.has(end - 1, Class::Conjunction) {
                continue;
            }
        } else {
            return;
        }
        if page.any(end - 1, &[Class::Noun, Class::CloseQuote, Class::AllCaps, Class::Latin]) || page.is_capital(end - 1) {
            out.push(cues.iter().fold(body(end), |c, cue| c.cue_if(true, cue)));
        }
    }
}

/// What a word adds to a body that it goes on, as a cue; nothing when it cannot go on one.
fn tail_cue(page: &Page<'_>, i: usize, directly: bool, in_place: bool) -> Option<&'static str> {
    if page.is_capital(i) {
        let cased = page.any(i, &[Class::Genitive, Class::AllCaps, Class::MixedCase, Class::Latin, Class::Dative, Class::Locative, Class::Organization]);
        return cased.then_some("capital-tail");
    }
    if !page.has(i, Class::Lower) || page.any(i, &[Class::Pronoun, Class::Numeral]) {
        return None;
    }
    if page.has(i, Class::Preposition) {
        return match page.folded(i) {
            "по" => Some("field-tail"),
            _ if page.has(i, Class::PlacePreposition) && page.is_capital(i + 1) => Some("place-tail"),
            "при" => Some("place-tail"),
            _ => None,
        };
    }
    if page.has(i, Class::Conjunction) && page.folded(i) == "и" && !directly {
        return Some("and-tail");
    }
    let noun = page.any(i, &[Class::Noun, Class::Adjective]) && !page.has(i, Class::Verb);
    if noun && page.any(i, &[Class::Genitive, Class::Dative]) {
        return Some("genitive-tail");
    }
    // «в Приволжском федеральном округе»
    (noun && in_place && page.has(i, Class::Locative)).then_some("place-tail")
}

/// What descriptors.tsv calls a body, as a cue.
fn descriptor_cue(entry: Entry) -> &'static str {
    match entry.cell("kind") {
        "agency" => "kind-agency",
        "army" => "kind-army",
        "bank" => "kind-bank",
        "church" => "kind-church",
        "club" => "kind-club",
        "company" => "kind-company",
        "court" => "kind-court",
        "government" => "kind-government",
        "media" => "kind-media",
        "ministry" => "kind-ministry",
        "museum" => "kind-museum",
        "ngo" => "kind-ngo",
        "parliament" => "kind-parliament",
        "party" => "kind-party",
        "police" => "kind-police",
        "team" => "kind-team",
        "armed_group" => "kind-armed_group",
        "union" => "kind-union",
        "university" => "kind-university",
        _ => "kind-other",
    }
}

/// A country or place in the genitive that begins at a token, as the owner of what stands before it.
pub fn owner_at(page: &Page<'_>, start: usize) -> Option<(Role, Range<usize>)> {
    if start >= page.len() || !page.is_capital(start) {
        return None;
    }
    let genitive = |t: &Range<usize>| page.form(t.end - 1).is_some_and(|f| f.has_case(Case::Gen) || f.readings.is_empty() || f.classes.has(Class::AllCaps));
    page.entries_from(start).find_map(|p| {
        if p.entry.field == Field::Adjective || p.entry.field == Field::Demonym || !genitive(&p.tokens) {
            return None;
        }
        match p.entry.table {
            Table::Countries => Some((Role::Country, p.tokens)),
            Table::Regions | Table::Settlements | Table::Districts | Table::World => Some((Role::Place, p.tokens)),
            _ => None,
        }
    })
}
