//! Cues: what speaks for and against a candidate for a name, each with a name that a reader understands.
//!
//! In: a page, its evidence, a span. Out: the cues that hold of it. A cue is one of these:
//! a class or sign of a word at a position (`first:given-name`, `before:office`), the pattern of the words' tags
//! (`pattern:given+surname`), the tags at an edge (`enter:office>given`, `leave:surname>verb`), the kind of gazetteer entry
//! that the whole span is (`whole:city`), its length, a class within five words to the left (`left5:speech`), or a fact of
//! the whole span (`span:quoted`). The families are those that shared measurements found to carry: names, class patterns,
//! document evidence, agreement, context and edges.

pub use super::vocabulary::{Cue, Fact, Position, Tag, WORD_BITS};

use super::evidence::{Evidence, Sign};
use super::page::Page;
use super::vocabulary::{ENTER, FACT, LEAVE, LEFT5, LENGTH, PATTERN, SIGN_BASE, SKELETON, WHOLE, WHOLES};
use super::{Candidate, Role, Sense};
use crate::lexicon::{BUNDLED, Case, Class, Table};
use foldhash::fast::RandomState;
use once_cell::sync::Lazy;
use std::collections::HashMap;
use std::ops::Range;

impl Cue {
    /// The noun of an office or body, as its gazetteer has it: which professions and bodies the texts mean as such is a fact of each
    /// word. The second cue is for the noun without anything beside it.
    pub fn noun(candidate: &Candidate) -> [Option<Cue>; 2] {
        let (entry, role) = match (&candidate.sense, candidate.rule) {
            (Sense::Entry(e), "offices.head-phrase") => (e, Role::Head),
            (Sense::Described(e), "organizations.body") => (e, Role::Descriptor),
            _ => return [None, None],
        };
        // A user's own rows have no weights.
        if entry.layer.0 > 0 {
            return [None, None];
        }
        let [noun, alone] = Cue::of_noun((entry.table as u64) << 32 | u64::from(entry.row));
        let is_alone = candidate.part_of(role).is_some_and(|head| head == candidate.tokens);
        [Some(noun), is_alone.then_some(alone)]
    }

    /// The name, as weights and `explain` show it.
    pub fn name(self) -> String {
        self.name_with(&noun_name)
    }

    /// The cue of a name, `None` for a name that no cue has.
    ///
    /// ```
    /// use svodka::recognize::cues::Cue;
    /// let cue = Cue::named("pattern:given+surname").unwrap();
    /// assert_eq!(cue.name(), "pattern:given+surname");
    /// assert!(Cue::named("pattern:given+nonsense").is_none());
    /// ```
    pub fn named(name: &str) -> Option<Cue> {
        Cue::named_with(name, &noun_row)
    }
}

fn noun_name(row: u64) -> String {
    let table = if row >> 32 == Table::Offices as u64 { Table::Offices } else { Table::Descriptors };
    let prefix = if table == Table::Offices { "office" } else { "body" };
    format!("{prefix}/{}", BUNDLED.cell(table, row as u32, "name"))
}

/// The row of an office's or body's noun.
pub fn noun_row(name: &str) -> Option<u64> {
    NOUNS.get(name).copied()
}

/// Rows of offices and descriptors of organizations by name.
static NOUNS: Lazy<HashMap<String, u64, RandomState>> = Lazy::new(|| {
    let of = |table: Table| (0..BUNDLED.rows(table)).map(move |row| (table as u64) << 32 | u64::from(row));
    of(Table::Offices).chain(of(Table::Descriptors)).map(|row| (noun_name(row), row)).collect()
});

/// The classes looked for within five words to the left.
const LEFT5_CLASSES: &[Class] = &[
    Class::Speech,
    Class::Office,
    Class::OrganizationDescriptor,
    Class::PersonNoun,
    Class::PlacePreposition,
    Class::Verb,
    Class::Profession,
    Class::Media,
    Class::Given,
];

/// What all cues of a page read, made once.
pub struct Cues<'p, 't> {
    page: &'p Page<'t>,
    evidence: &'p Evidence,
    tags: Vec<Tag>,
    heads: Vec<bool>,
    /// How often every window of stems of one to six capitalised words occurs, by hash.
    recurrence: HashMap<u64, u32, RandomState>,
}

impl<'p, 't> Cues<'p, 't> {
    /// Prepares a page.
    pub fn new(page: &'p Page<'t>, evidence: &'p Evidence) -> Cues<'p, 't> {
        let tags: Vec<Tag> = (0..page.len())
            .map(|i| match tag(page, i) {
                // «Лапина» is a word of the language; beside «Ирина» it was a surname, so it is one here.
                Tag::CapWord | Tag::CapUnknown | Tag::CapAdjective if evidence.has(i, Sign::AfterGiven) && !evidence.has(i, Sign::LowerElsewhere) => {
                    Tag::Surname
                }
                tag => tag,
            })
            .collect();
        let heads = (0..page.len()).map(|i| page.has(i, Class::Noun) || page.any(i, &[Class::AllCaps, Class::Latin])).collect();
        let mut recurrence: HashMap<u64, u32, RandomState> = HashMap::default();
        for start in 0..page.len() {
            if !page.is_capital(start) {
                continue;
            }
            let mut hash = 0u64;
            for end in start..page.len().min(start + 6) {
                if page.sentence(start).end <= end {
                    break;
                }
                hash = hash.rotate_left(7) ^ page.forms[end].stem;
                *recurrence.entry(hash).or_insert(0) += 1;
            }
        }
        Cues { page, evidence, tags, heads, recurrence }
    }

    /// The bits of a word: classes in the lower 128, signs above.
    pub fn bits(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let classes = self.page.forms[token].classes.0;
        let signs = self.evidence.signs[token];
        bits_of(classes).chain(bits_of(u128::from(signs)).map(|b| b + SIGN_BASE))
    }

    /// The token that a candidate is about: the noun of its office or body, else the first noun of its name.
    pub fn head(&self, candidate: &Candidate) -> usize {
        let role = match candidate.rule {
            "offices.head-phrase" => Role::Head,
            "organizations.body" => Role::Descriptor,
            _ => return self.first_noun(&candidate.core),
        };
        let head = candidate.part_of(role).unwrap_or_else(|| candidate.core.clone());
        // «и» is also a letter's name, hence a noun.
        head.clone().find(|i| self.heads[*i] && !self.page.has(*i, Class::FunctionWord)).unwrap_or(head.start)
    }

    fn first_noun(&self, span: &Range<usize>) -> usize {
        span.clone().find(|i| self.heads[*i]).unwrap_or(span.start)
    }

    /// The words that positional cues look at.
    pub fn positions(&self, span: &Range<usize>, head: usize, mut see: impl FnMut(Position, usize)) {
        let sentence = self.page.sentence(span.start);
        if span.len() == 1 {
            see(Position::Only, span.start);
        } else {
            see(Position::First, span.start);
            see(Position::Last, span.end - 1);
            for i in span.start + 1..span.end - 1 {
                see(Position::Inside, i);
            }
            see(Position::Head, head);
        }
        if span.start > sentence.start {
            see(Position::Before, span.start - 1);
            if span.start > sentence.start + 1 {
                see(Position::Before2, span.start - 2);
            }
        }
        if span.end < sentence.end {
            see(Position::After, span.end);
            if span.end + 1 < sentence.end {
                see(Position::After2, span.end + 1);
            }
        }
    }

    /// All cues of the span but the positional ones.
    pub fn spanning(&self, span: &Range<usize>, head: usize, out: &mut Vec<Cue>) {
        let sentence = self.page.sentence(span.start);
        let tag_at = |i: Option<usize>| i.filter(|i| sentence.contains(i)).map_or(Tag::None, |i| self.tags[i]);
        let (first, last) = (self.tags[span.start], self.tags[span.end - 1]);
        if span.len() <= 6 {
            out.push(Cue::tags(PATTERN, &self.tags[span.clone()]));
        } else {
            out.push(Cue::tags(SKELETON, &[first, self.tags[span.start + 1], last]));
        }
        out.push(Cue::tags(ENTER, &[tag_at(span.start.checked_sub(1)), first]));
        out.push(Cue::tags(LEAVE, &[last, tag_at(Some(span.end))]));
        out.push(Cue(LENGTH << 56 | span.len().min(9) as u64));
        let from = span.start.saturating_sub(5).max(sentence.start);
        for class in LEFT5_CLASSES {
            if (from..span.start).any(|i| self.page.has(i, *class)) {
                out.push(Cue(LEFT5 << 56 | *class as u64));
            }
        }
        self.wholes(span, out);
        self.facts(span, head, &sentence, out);
    }

    fn wholes(&self, span: &Range<usize>, out: &mut Vec<Cue>) {
        let page = self.page;
        let mut seen = 0u32;
        let mut add = |name: &str| {
            let n = WHOLES.iter().position(|w| *w == name).expect("a name of the list");
            if seen & 1 << n == 0 {
                seen |= 1 << n;
                out.push(Cue(WHOLE << 56 | n as u64));
            }
        };
        let single: &[crate::lexicon::Entry] = if span.len() == 1 { &page.forms[span.start].entries } else { &[] };
        let phrases = if span.len() == 1 { &[] } else { page.phrases_from(span.start) };
        for e in single.iter().copied().chain(phrases.iter().filter(|p| p.tokens.end == span.end).map(|p| p.entry)) {
            use crate::lexicon::Field;
            if e.shape == 2 {
                add("abbreviation");
            }
            match (e.table, e.field) {
                (_, Field::Demonym) => add("demonym"),
                (Table::Countries | Table::Regions | Table::Settlements | Table::World | Table::Nature, Field::Adjective) => add("adjective"),
                (Table::Countries, _) => add("country"),
                (Table::Regions, _) => add("region"),
                (Table::Districts, _) => add("district"),
                (Table::Settlements, _) => {
                    add("city");
                    if e.cell("population").parse::<u64>().unwrap_or(0) >= 200_000 {
                        add("big-city");
                    }
                }
                (Table::Nature, _) => add("nature"),
                (Table::Facilities, _) => add("facility"),
                (Table::World, _) => add("world"),
                (Table::Given, _) => add("given"),
                (Table::Surnames, _) => add("surname"),
                (Table::People, _) => add("person"),
                (Table::Organizations, _) if span.len() == 1 && page.has(span.start, Class::AmbiguousOrganization) => add("ambiguous-organization"),
                (Table::Organizations, _) => {
                    add("organization");
                    match e.cell("kind") {
                        "ministry" | "agency" | "parliament" | "government" | "court" | "police" | "army" => add("government-body"),
                        "company" | "bank" => add("company"),
                        "media" => add("media"),
                        "party" | "union" | "international" | "ngo" | "armed_group" => add("party"),
                        "club" | "team" | "league" => add("club"),
                        _ => {}
                    }
                }
                (Table::Times, _) if e.cell("class") == "holiday" => add("holiday"),
                _ => {}
            }
        }
        if span.len() == 1 {
            if page.has(span.start, Class::DictGeo) {
                add("dictionary-place");
            }
            if page.has(span.start, Class::DictOrganization) {
                add("dictionary-organization");
            }
        }
    }

    fn facts(&self, span: &Range<usize>, head: usize, sentence: &Range<usize>, out: &mut Vec<Cue>) {
        let page = self.page;
        let mut fact = |f: Fact, holds: bool| {
            if holds {
                out.push(Cue(FACT << 56 | f as u64));
            }
        };
        let before = span.start.checked_sub(1).filter(|i| sentence.contains(i));
        let after = Some(span.end).filter(|i| sentence.contains(i));
        let at = |i: Option<usize>, c: Class| i.is_some_and(|i| page.has(i, c));
        fact(Fact::Always, true);
        let quoted = at(before, Class::OpenQuote) && at(after, Class::CloseQuote);
        fact(Fact::Quoted, quoted);
        let descriptor_at = if quoted { page.before_mark(span.start - 1) } else { before };
        let described = descriptor_at.is_some_and(|i| sentence.contains(&i) && page.has(i, Class::OrganizationDescriptor));
        // «станция «Заря»» may be of both sorts.
        let place_word = quoted && descriptor_at.is_some_and(|i| sentence.contains(&i) && page.has(i, Class::PlaceDescriptor));
        let other = [Class::EventNoun, Class::AwardNoun, Class::LawNoun, Class::WorkNoun, Class::ProductNoun];
        fact(Fact::QuotedAfterDescriptor, quoted && described && !place_word);
        fact(Fact::QuotedAfterEither, described && place_word);
        fact(Fact::QuotedAfterPlace, !described && place_word);
        fact(Fact::QuotedAfterOther, quoted && !described && !place_word && descriptor_at.is_some_and(|i| sentence.contains(&i) && page.any(i, &other)));
        fact(Fact::DescriptorBefore, !quoted && described);
        let opens = span.clone().filter(|i| page.has(*i, Class::OpenQuote)).count();
        let closes = span.clone().filter(|i| page.has(*i, Class::CloseQuote)).count();
        fact(Fact::OpensQuoteInside, opens > 0);
        fact(Fact::UnbalancedQuote, opens != closes);
        fact(Fact::Agree, span.len() > 1 && page.agree(span.start, span.start + 1));
        fact(Fact::AgreeLast, span.len() > 2 && page.agree(span.end - 2, span.end - 1));
        let office = before.is_some_and(|i| page.any(i, &[Class::Office, Class::Profession, Class::PersonNoun]));
        fact(Fact::OfficeAgrees, office && page.same_case(span.start - 1, head));
        let capitals = span.clone().filter(|i| page.is_capital(*i)).count();
        let words = span.clone().filter(|i| page.any(*i, &[Class::Lower, Class::Capitalized, Class::AllCaps, Class::MixedCase, Class::Initial])).count();
        fact(Fact::AllCapital, span.len() > 1 && capitals == words);
        fact(Fact::OneCapital, span.len() > 1 && capitals == 1 && page.is_capital(span.start));
        fact(Fact::GenitiveTail, span.len() > 1 && page.has(span.end - 1, Class::Genitive) && page.has(span.end - 1, Class::Lower));
        let mut hash = 0u64;
        if span.len() <= 6 {
            span.clone().for_each(|i| hash = hash.rotate_left(7) ^ page.forms[i].stem);
        }
        let times = if span.len() <= 6 { self.recurrence.get(&hash).copied().unwrap_or(0) } else { 0 };
        fact(Fact::Twice, times == 2);
        fact(Fact::Thrice, times >= 3);
        let inner = span.start + 1..span.end.max(span.start + 1) - usize::from(span.len() > 1);
        fact(Fact::PrepositionInside, inner.clone().any(|i| page.has(i, Class::Preposition) && page.has(i, Class::Lower)));
        fact(Fact::AndInside, inner.clone().any(|i| page.has(i, Class::Conjunction) && page.has(i, Class::Lower)));
        fact(Fact::CommaInside, inner.clone().any(|i| page.has(i, Class::Comma)));
        fact(Fact::Spaced, before.is_some() && !page.is_spaced(span.start) && !quoted);
        fact(Fact::InBrackets, at(before, Class::OpenBracket) && at(after, Class::CloseBracket));
        fact(Fact::CutLeft, before.is_some_and(|i| page.is_capital(i)));
        fact(Fact::CutRight, after.is_some_and(|i| page.is_capital(i)));
        fact(Fact::PlaceBeforeAndAlone, at(before, Class::PlacePreposition));
        let noun_before = before.is_some_and(|i| page.has(i, Class::Noun) && page.has(i, Class::Lower));
        fact(Fact::NounBeforeGenitive, noun_before && page.form(head).is_some_and(|f| f.has_case(Case::Gen)));
        fact(Fact::ListNeighbour, self.list_neighbour(span, sentence));
        fact(Fact::LatinAll, span.clone().all(|i| page.any(i, &[Class::Latin, Class::OtherSign, Class::Digit])) && page.has(span.start, Class::Latin));
        fact(Fact::StartsSentence, page.is_initial(span.start));
        fact(Fact::AbbreviationOfNear, span.len() == 1 && self.abbreviates(span.start));
        let number_sign = |i: usize| page.word(i) == "№";
        let adjective_before = |i: usize| page.has(i, Class::Lower) && page.any(i, &[Class::Adjective, Class::Participle]) && !page.has(i, Class::Pronoun);
        fact(Fact::AgreesBefore, before.is_some_and(|i| adjective_before(i) && page.agree(i, span.start)));
        fact(Fact::NumberAfter, after.is_some_and(number_sign));
        fact(Fact::NumberInside, span.len() > 1 && span.clone().any(number_sign));
        fact(Fact::NamedAfterFollows, at(after, Class::NamedAfter));
        fact(Fact::NamedAfterInside, inner.clone().any(|i| page.has(i, Class::NamedAfter)));
        if quoted && !described {
            match self.list_head(span.start - 1, sentence) {
                Some(noun) if page.has(noun, Class::OrganizationDescriptor) => fact(Fact::ListedAfterDescriptor, true),
                Some(noun) if page.has(noun, Class::PlaceDescriptor) => fact(Fact::ListedAfterPlace, true),
                Some(_) => fact(Fact::ListedAfterOther, true),
                None => {}
            }
        }
        let surname = |i: usize| page.is_capital(i) && page.any(i, &[Class::Surname, Class::DictSurname, Class::SurnameSuffix, Class::FeminineSurnameSuffix]);
        let given = |i: usize| self.tags[i] == Tag::Given;
        fact(Fact::SurnameBefore, given(span.start) && before.is_some_and(|i| surname(i) && !given(i) && page.same_case(i, span.start)));
        let surname_first = span.len() > 1 && surname(span.start) && given(span.start + 1) && !given(span.start) && page.same_case(span.start, span.start + 1);
        fact(Fact::SurnameFirst, surname_first);
        fact(Fact::GivenAfter, surname(span.end - 1) && !given(span.end - 1) && after.is_some_and(|i| given(i) && page.same_case(i, span.end - 1)));
        fact(Fact::FirstClash, span.len() > 1 && self.clash(span.start, span.start + 1));
        fact(Fact::LastClash, span.len() > 2 && self.clash(span.end - 2, span.end - 1));
        fact(Fact::ParticleBefore, before.is_some_and(|i| page.has(i, Class::NameParticle) && page.has(i, Class::Lower) && !page.has(i, Class::Preposition)));
        fact(Fact::InitialInside, span.len() > 3 && (span.start + 2..span.end).any(|i| page.has(i, Class::Initial)) && !page.has(span.start, Class::Initial));
        if at(before, Class::OpenBracket) && page.has(span.start, Class::Latin) {
            match self.latin_of(span.start, sentence) {
                Some(true) => fact(Fact::LatinOfPerson, true),
                Some(false) => fact(Fact::LatinOfOther, true),
                None => {}
            }
        }
        let given_before = before.is_some_and(|i| self.tags[i] == Tag::Given);
        fact(Fact::GivenThenCapital, given_before && page.is_capital(span.start));
        fact(Fact::SubjectOfVerb, after.is_some_and(|i| page.has(i, Class::Verb) && page.has(i, Class::Lower)));
    }

    /// A capital word on the other side of a comma or «и»: in a list names stand among their like.
    fn list_neighbour(&self, span: &Range<usize>, sentence: &Range<usize>) -> bool {
        let joint = |i: usize| self.tags[i] == Tag::Comma || self.tags[i] == Tag::And;
        let left = span.start >= sentence.start + 2 && joint(span.start - 1) && self.page.is_capital(span.start - 2);
        let right = span.end + 1 < sentence.end && joint(span.end) && self.page.is_capital(span.end + 1);
        left || right
    }

    /// Two words that stand in no common case, and are no words without cases.
    fn clash(&self, a: usize, b: usize) -> bool {
        let declined = |i: usize| self.page.is_capital(i) && self.page.form(i).is_some_and(|f| f.readings.iter().any(|r| r.case.is_some()));
        declined(a) && declined(b) && !self.page.same_case(a, b)
    }

    /// The noun before a list of quoted names that a quotation stands in: «радиостанции «Полис», «Заря» и «Модерн»».
    fn list_head(&self, open: usize, sentence: &Range<usize>) -> Option<usize> {
        let page = self.page;
        let mut at = open;
        let mut quotations = page.text.quotations.partition_point(|q| q.open < open);
        while at > sentence.start {
            let before = at - 1;
            if page.has(before, Class::Noun) && page.has(before, Class::Lower) && !page.has(before, Class::Conjunction) {
                return Some(before);
            }
            if page.any(before, &[Class::Comma, Class::Conjunction, Class::Colon]) {
                at = before;
            } else if page.has(before, Class::CloseQuote) {
                // Over the quotation that ends here.
                quotations = page.text.quotations[..quotations].iter().rposition(|q| q.close == before)?;
                at = page.text.quotations[quotations].open;
            } else {
                return None;
            }
        }
        None
    }

    /// Whether Latin words in brackets write the name before the bracket, by its first letters; and whether that is a person's.
    fn latin_of(&self, latin: usize, sentence: &Range<usize>) -> Option<bool> {
        let page = self.page;
        let last = latin.checked_sub(2).filter(|i| sentence.contains(i) && page.is_capital(*i) && !page.has(*i, Class::Latin))?;
        let first = (sentence.start..=last).rev().take_while(|i| page.is_capital(*i)).take(4).last()?;
        let initial = page.word(latin).chars().next()?.to_ascii_uppercase();
        let starts_same = (first..=last).any(|i| page.word(i).chars().next().is_some_and(|c| latin_letters(c).contains(initial)));
        starts_same.then(|| (first..=last).any(|i| matches!(self.tags[i], Tag::Given | Tag::Surname | Tag::CapUnknown)))
    }

    /// Capitals whose letters begin the words of a name right before: «Союз координационных советов (СКС)».
    fn abbreviates(&self, token: usize) -> bool {
        let page = self.page;
        if !page.has(token, Class::AllCaps) || !page.has(token.wrapping_sub(1), Class::OpenBracket) {
            return false;
        }
        let letters: Vec<char> = page.folded(token).chars().rev().collect();
        let mut at = token - 1;
        let mut matched = 0;
        for letter in &letters {
            while at > 0 && page.any(at - 1, &[Class::Preposition, Class::Conjunction, Class::OpenQuote, Class::CloseQuote]) {
                at -= 1;
            }
            if at == 0 || !page.folded(at - 1).starts_with(*letter) {
                break;
            }
            at -= 1;
            matched += 1;
        }
        matched >= 2 && matched == letters.len()
    }
}

/// The Latin letters that a Russian capital may stand for at the beginning of a foreign name.
fn latin_letters(capital: char) -> &'static str {
    match capital {
        'А' => "AUEO",
        'Б' => "B",
        'В' => "VW",
        'Г' => "GH",
        'Д' => "D",
        'Е' | 'Ё' | 'Э' => "EAYJI",
        'Ж' => "JGZ",
        'З' => "ZS",
        'И' | 'Й' => "IEYJ",
        'К' => "KCQ",
        'Л' => "L",
        'М' => "M",
        'Н' => "NK",
        'О' => "OAU",
        'П' => "P",
        'Р' => "RW",
        'С' => "SCZ",
        'Т' => "T",
        'У' => "UWO",
        'Ф' => "FPT",
        'Х' => "HKCJG",
        'Ц' => "CZTS",
        'Ч' => "CTQ",
        'Ш' | 'Щ' => "SC",
        'Ю' => "YUJEI",
        'Я' => "YJI",
        _ => "",
    }
}

fn bits_of(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let bit = set.trailing_zeros() as usize;
            set &= set - 1;
            bit
        })
    })
}

/// The tag of a word: the first that fits, from the surest to the vaguest.
fn tag(page: &Page<'_>, i: usize) -> Tag {
    let has = |c| page.has(i, c);
    if has(Class::Initial) {
        return Tag::Initial;
    }
    if page.any(i, &[Class::OpenQuote, Class::CloseQuote]) {
        return Tag::Quote;
    }
    for (class, tag) in [
        (Class::Comma, Tag::Comma),
        (Class::Dash, Tag::Dash),
        (Class::Stop, Tag::Stop),
        (Class::Colon, Tag::Stop),
        (Class::OpenBracket, Tag::Bracket),
        (Class::CloseBracket, Tag::Bracket),
        (Class::Digit, Tag::Number),
    ] {
        if has(class) {
            return tag;
        }
    }
    if has(Class::Latin) {
        return if has(Class::Lower) { Tag::Small } else { Tag::Latin };
    }
    if page.is_capital(i) {
        let table = [
            (Class::DictPatronymic, Tag::Patronymic),
            (Class::Country, Tag::Country),
            (Class::Given, Tag::Given),
            (Class::DictGiven, Tag::Given),
            (Class::BigCity, Tag::Place),
            (Class::Region, Tag::Place),
            (Class::Organization, Tag::Named),
            (Class::OrganizationDescriptor, Tag::OrganizationHead),
            (Class::PlaceDescriptor, Tag::PlaceHead),
            (Class::DictGeo, Tag::Place),
            (Class::Surname, Tag::Surname),
            (Class::DictSurname, Tag::Surname),
            (Class::DictOrganization, Tag::Named),
            (Class::City, Tag::Place),
            (Class::AllCaps, Tag::Caps),
        ];
        if let Some((_, tag)) = table.iter().find(|(c, _)| has(*c)) {
            return *tag;
        }
        if has(Class::CommonWord) {
            return if has(Class::Adjective) { Tag::CapAdjective } else { Tag::CapWord };
        }
        if page.any(i, &[Class::SurnameSuffix, Class::FeminineSurnameSuffix, Class::GuessSurname]) {
            return if has(Class::PatronymicSuffix) { Tag::Patronymic } else { Tag::Surname };
        }
        return if has(Class::Adjective) { Tag::CapAdjective } else { Tag::CapUnknown };
    }
    let table = [
        (Class::OrganizationDescriptor, Tag::Descriptor),
        (Class::PlaceDescriptor, Tag::PlaceWord),
        (Class::Office, Tag::Office),
        (Class::Profession, Tag::Office),
        (Class::PersonNoun, Tag::PersonWord),
        (Class::Preposition, Tag::Preposition),
        (Class::Conjunction, Tag::And),
    ];
    if let Some((_, tag)) = table.iter().find(|(c, _)| has(*c)) {
        return *tag;
    }
    if has(Class::Verb) {
        return if has(Class::Speech) { Tag::Speech } else { Tag::Verb };
    }
    if has(Class::Adjective) || has(Class::Participle) {
        return Tag::Adjective;
    }
    if has(Class::Noun) { Tag::Noun } else { Tag::Small }
}
