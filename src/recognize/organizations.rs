//! Organizations: «парламент Кыргызской Республики», «Министерство обороны», «компания «Мотор»», «ООН».
//!
//! Names are proposed here from quotation marks, descriptors, capitals and gazetteers; bodies that bear no name of their own
//! («парламент Кыргызстана», «кыргызский парламент») by `organizations.body`, decided after names.
//! Left to others: products and works in quotation marks, which lose by their cues.
//! Known misses: organizations called by a building («Кремль», «Белый дом») unless a gazetteer has them.

use super::page::Page;
use super::{Candidate, Kind, Role, Rule, Sense};
use crate::lexicon::{Case, Class, Entry, Table};
use std::ops::Range;

/// The rules, from the surest pattern to the widest.
pub const RULES: &[Rule] = &[
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
    let phrase = page.entries_from(i).find(|p| p.entry.table == Table::Descriptors && p.entry.cell("target") == "organization")?;
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
    page.entries_from(tokens.start).find(|p| p.tokens == *tokens && p.entry.table == Table::Organizations).map(|p| p.entry)
}

/// A candidate for a name, its descriptor and quotation marks included where they stand right before it.
fn named(page: &Page<'_>, rule: &'static str, core: Range<usize>) -> Candidate {
    let sentence = page.sentence(core.start);
    let mut whole = core.clone();
    let quoted = core.start > sentence.start && core.end < sentence.end && page.has(core.start - 1, Class::OpenQuote) && page.has(core.end, Class::CloseQuote);
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

/// Whether a descriptor of one kind may introduce a known organization of the other: clubs, media, parties and armed groups are
/// never called what the rest are; words such as «организация» are said of all.
fn same_sort(known: &str, described: &str) -> bool {
    const APART: &[&[&str]] = &[&["club", "team", "league"], &["media"], &["party"], &["company", "bank"], &["terrorist", "army"]];
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
                    out.push(named(page, "organizations.quoted", start..i));
                }
                return;
            }
            depth -= 1;
        } else if page.has(i, Class::OpenQuote) {
            depth += 1;
        }
    }
}

fn gazetteer(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    for phrase in page.entries_from(start).filter(|p| p.entry.table == Table::Organizations) {
        if phrase.tokens.clone().any(|i| page.is_capital(i)) || phrase.entry.shape > 0 {
            out.push(named(page, "organizations.gazetteer", phrase.tokens));
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
    out.push(named(page, "organizations.descriptor-phrase", start..end));
    while end < limit && goes_on(page, end) {
        end += 1;
        let last = end - 1;
        // A name ends with a noun, a name or a closing mark, never with a preposition.
        if page.any(last, &[Class::Preposition, Class::Conjunction]) && !page.has(last, Class::Noun) && !page.is_capital(last)
            || page.any(last, &[Class::OpenQuote, Class::Dash]) && !page.has(last, Class::CloseQuote)
        {
            continue;
        }
        out.push(named(page, "organizations.descriptor-phrase", start..end));
    }
}

fn abbreviation(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    if page.any(start, &[Class::AllCaps, Class::Latin, Class::MixedCase]) && page.is_capital(start) && !page.has(start, Class::Initial) {
        out.push(named(page, "organizations.abbreviation", start..start + 1));
        let end = page.sentence(start).end.min(start + 8);
        let mut last = start + 1;
        while last < end && (page.any(last, &[Class::Latin, Class::AllCaps, Class::Digit]) || matches!(page.word(last), "&" | "." | "-" | "'" | "’")) {
            last += 1;
            if page.any(last - 1, &[Class::Latin, Class::AllCaps, Class::Digit]) {
                out.push(named(page, "organizations.abbreviation", start..last));
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
            out.push(named(page, "organizations.capitalized-words", start..last + 1));
            continue;
        }
        let bridge = page.has(last, Class::Lower)
            && page.any(last, &[Class::Adjective, Class::Genitive, Class::Preposition, Class::Conjunction])
            && !page.has(last, Class::Pronoun);
        if !(bridge || matches!(page.word(last), "&" | ".") || page.any(last, &[Class::OpenQuote, Class::CloseQuote]) && last > start) {
            break;
        }
        if bridge && page.has(last, Class::Noun) && page.has(last, Class::Genitive) {
            out.push(named(page, "organizations.capitalized-words", start..last + 1));
        }
    }
}

/// Kinds of bodies that are an organization without a name, as soon as it is said whose they are.
fn is_body(entry: Entry) -> bool {
    matches!(entry.cell("kind"), "ministry" | "agency" | "parliament" | "government" | "court" | "police" | "army")
}

fn body(page: &Page<'_>, start: usize, out: &mut Vec<Candidate>) {
    let sentence = page.sentence(start);
    let adjective = page.any(start, &[Class::CountryAdjective, Class::CityAdjective, Class::RegionAdjective]) && start + 1 < sentence.end;
    let mut head = start;
    if adjective {
        head = start + 1;
        while head < sentence.end && head < start + 3 && descriptor(page, head).is_none() && page.has(head, Class::Adjective) {
            head += 1;
        }
    }
    // «военная полиция»: an adjective that agrees belongs to the body.
    let mut first = head;
    if !adjective
        && page.has(start, Class::Adjective)
        && !page.has(start, Class::Pronoun)
        && start + 1 < sentence.end
        && descriptor(page, start).is_none()
        && page.agree(start, start + 1)
    {
        head = start + 1;
        first = start;
    }
    let Some((tokens, entry)) = (head < sentence.end).then(|| descriptor(page, head)).flatten() else { return };
    let tokens = if adjective { tokens } else { first..tokens.end };
    if !is_body(entry) || !page.has(tokens.start, Class::Lower) && !page.is_initial(tokens.start) {
        return;
    }
    if adjective {
        if page.agree(start, head) {
            let role = if page.has(start, Class::CountryAdjective) { Role::Country } else { Role::Place };
            let candidate = Candidate::new(Kind::Organization, "organizations.body", start..tokens.end)
                .part(role, start..start + 1)
                .part(Role::Descriptor, tokens.clone())
                .sense(Sense::Described(entry));
            out.push(candidate.cue_if(true, "country-adjective"));
            with_tail(page, start, &tokens, entry, out);
        }
        return;
    }
    with_tail(page, start, &tokens, entry, out);
    let plain = Candidate::new(Kind::Organization, "organizations.body", tokens.clone()).part(Role::Descriptor, tokens.clone()).sense(Sense::Described(entry));
    let owner = tokens.end;
    if let Some((role, name)) = owner_at(page, owner).filter(|(_, t)| t.end <= sentence.end) {
        let whole = tokens.start..name.end;
        let candidate =
            Candidate::new(Kind::Organization, "organizations.body", whole).part(Role::Descriptor, tokens).part(role, name).sense(Sense::Described(entry));
        out.push(candidate.cue_if(true, "owner-after"));
    } else {
        out.push(plain.cue_if(true, "body-alone"));
    }
}

/// «нижняя палата парламента», «комитет по образованию», «пресс-служба президента»: a body with what it is of.
fn with_tail(page: &Page<'_>, start: usize, descriptor: &Range<usize>, entry: Entry, out: &mut Vec<Candidate>) {
    let limit = page.sentence(start).end.min(descriptor.end + BODY_TAIL);
    let mut end = descriptor.end;
    while end < limit {
        // «управление полиции Бишкека»: the owner ends it; right behind the descriptor `body` has proposed it.
        if let Some((role, owner)) = owner_at(page, end).filter(|(_, t)| t.end <= page.sentence(start).end) {
            if end > descriptor.end {
                let candidate = Candidate::new(Kind::Organization, "organizations.body", start..owner.end)
                    .part(Role::Descriptor, descriptor.clone())
                    .part(role, owner)
                    .sense(Sense::Described(entry));
                out.push(candidate.cue_if(true, "genitive-tail").cue_if(true, "owner-after"));
            }
            return;
        }
        let lower = page.has(end, Class::Lower) && !page.any(end, &[Class::Pronoun, Class::Verb, Class::Numeral]);
        let joins = end == descriptor.end && page.folded(end) == "по";
        let tail = lower && page.any(end, &[Class::Noun, Class::Adjective]) && page.any(end, &[Class::Genitive, Class::Dative]);
        if !joins && !tail && !(page.is_capital(end) && page.has(end, Class::Genitive)) {
            return;
        }
        end += 1;
        if !joins && page.has(end - 1, Class::Noun) {
            let candidate =
                Candidate::new(Kind::Organization, "organizations.body", start..end).part(Role::Descriptor, descriptor.clone()).sense(Sense::Described(entry));
            out.push(candidate.cue_if(true, "genitive-tail"));
        }
    }
}

/// No body's tail is longer, in tokens.
const BODY_TAIL: usize = 5;

/// A country or place in the genitive that begins at a token, as the owner of what stands before it.
pub fn owner_at(page: &Page<'_>, start: usize) -> Option<(Role, Range<usize>)> {
    if start >= page.len() || !page.is_capital(start) {
        return None;
    }
    let genitive = |t: &Range<usize>| page.form(t.end - 1).is_some_and(|f| f.has_case(Case::Gen) || f.readings.is_empty() || f.classes.has(Class::AllCaps));
    page.entries_from(start).find_map(|p| {
        use crate::lexicon::Field;
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
