//! Facts: relations between entities, with evidence, modality and the rule that found them.
//!
//! Reads the page and the resolved entities; adds no entity and moves no mention. Each kind of fact is one file, with its
//! verbs and nouns in `gazetteers/predicates.tsv`.

pub mod appointment;
pub mod casualties;
pub mod change;
pub mod clauses;
pub mod count;
pub mod court;
pub mod deal;
pub mod frames;
pub mod kinship;
pub mod life;
pub mod location;
pub mod meeting;
pub mod modality;
pub mod occupation;
pub mod ownership;
pub mod sanction;
pub mod shares;
pub mod statement;
pub mod visit;

use clauses::Clauses;
use frames::{Filled, Predicate};

use crate::lexicon::{Case, Class, keys};
use crate::recognize::{Kind, Page};
use crate::resolve::{Entity, Resolved};
use crate::sheet::{self, Args};
use std::ops::Range;

/// A rule for facts: its name, what it finds, and examples of sentences.
pub struct FactRule {
    /// The rule's name, unique.
    pub name: &'static str,
    /// The kind of the facts that it finds.
    pub kind: &'static str,
    /// What it takes, in one sentence.
    pub about: &'static str,
    /// Sentences in which it finds a fact, whose evidence holds the bracketed words.
    pub takes: &'static [&'static str],
    /// Sentences in which it finds nothing.
    pub leaves: &'static [&'static str],
}

/// The rules of all kinds of facts.
pub fn rules() -> impl Iterator<Item = &'static FactRule> {
    [
        occupation::RULES,
        appointment::RULES,
        meeting::RULES,
        statement::RULES,
        visit::RULES,
        deal::RULES,
        ownership::RULES,
        casualties::RULES,
        life::RULES,
        location::RULES,
        kinship::RULES,
        court::RULES,
        sanction::RULES,
        count::RULES,
        shares::RULES,
        change::RULES,
    ]
    .into_iter()
    .flatten()
}

/// What all kinds of facts read: the page, its entities, its clauses and the predicates in them.
pub struct Scene<'s> {
    /// The page.
    pub page: &'s Page<'s>,
    /// Its entities.
    pub r: &'s Resolved,
    /// Its clauses.
    pub c: Clauses,
    /// Its predicates that have frames, by position.
    pub predicates: Vec<Predicate>,
}

impl<'s> Scene<'s> {
    /// Reads a page's clauses and predicates.
    pub fn new(page: &'s Page<'s>, r: &'s Resolved) -> Scene<'s> {
        let c = Clauses::new(page, r);
        let predicates = frames::predicates(page, &c);
        Scene { page, r, c, predicates }
    }

    /// The predicates of a class whose frames can be filled with entities of the kinds that `wanted` names for a role.
    pub fn filled<'f>(&'f self, class: &'f str, wanted: &'f dyn Fn(&str) -> &'static [Kind]) -> impl Iterator<Item = Filled> + 'f {
        self.predicates.iter().filter(move |p| p.entry.cell("class") == class).filter_map(move |p| frames::fill(self.page, &self.c, p, wanted))
    }

    /// A fact of a predicate: modality by the words around, evidence from the first to the last word of predicate and roles.
    pub fn fact(&self, kind: &str, filled: &Filled, args: Args, rule: &str) -> sheet::Fact {
        let modality = modality::at(self.page, &self.c, filled.predicate.head);
        // «отобран для встречи с», «деньги для покупки завода»: what is meant to be.
        let purpose = || self.c.phrase(filled.predicate.head).and_then(|n| self.c.phrases[n].preposition).is_some_and(|t| self.page.folded(t) == "для");
        let modality = if modality == "actual" && filled.predicate.form == frames::Form::Noun && purpose() { "planned" } else { modality };
        fact(self.page, kind, modality, args, &trimmed(self.page, filled.evidence(&self.c)), rule)
    }

    /// The date of a predicate: the one that its clause names, if it names one only; «до пятницы», «с 2010 года» are no date of it.
    pub fn date(&self, token: usize) -> Option<String> {
        let spans = |t: usize| {
            self.page.form(t).is_some_and(|f| {
                f.entries_of(crate::lexicon::Table::Words)
                    .any(|e| e.cell("class") == "date-link" && matches!(e.cell("note"), "from" | "until" | "before" | "after"))
            })
        };
        let at = |p: &&clauses::Phrase| {
            // «2008 года рождения» is somebody's year.
            let birth = self.page.form(p.tokens.end).is_some_and(|f| f.has_lemma("рождение"));
            !birth && !spans(p.tokens.start) && !p.preposition.is_some_and(spans)
        };
        let mut found = self.c.near(token).filter(at).filter_map(|p| p.entity).filter(|e| e.kind == Kind::Date);
        let first = found.next()?;
        found.all(|e| e == first).then(|| self.r.id(first).to_string())
    }

    /// The place where a predicate's clause says that it happens, if it names one only: «в Омске», «на Украине».
    pub fn place(&self, token: usize) -> Option<String> {
        let c = &self.c;
        let located = |p: &&clauses::Phrase| {
            p.entity.is_some_and(|e| matches!(e.kind, Kind::Place | Kind::Country))
                && p.preposition.is_some_and(|t| self.page.form(t).is_some_and(|f| f.word("place-preposition").is_some()))
                && p.cases.has(Case::Loc)
        };
        let mut found = c.near(token).filter(located).filter_map(|p| p.entity);
        let first = found.next()?;
        // «в Омске в Сибири»: the second may be where the first is.
        found.all(|e| e == first).then(|| self.r.id(first).to_string())
    }

    /// The words of a phrase with the genitives behind it: «убийстве журналиста».
    pub fn words(&self, n: usize) -> String {
        self.page.text.span(&self.with_genitives(n)).to_string()
    }

    /// The same in the nominative.
    pub fn nominative(&self, n: usize) -> String {
        crate::resolve::nominative::phrase(self.page, &self.with_genitives(n))
    }

    fn with_genitives(&self, n: usize) -> Range<usize> {
        let p = &self.c.phrases[n];
        let mut end = p.tokens.end;
        for q in self.c.phrases[n + 1..].iter().take(3) {
            // «кражу на три года» is no genitive, «хищение 3 млн рублей» is one.
            if q.after.is_none() || q.tokens.start != end || self.page.has(q.tokens.start, Class::Preposition) {
                break;
            }
            end = q.tokens.end;
        }
        p.tokens.start..end
    }

    /// What people die of or are hurt by, in a predicate's clause: «при взрыве газа», «в ДТП», «от рака».
    pub fn cause(&self, token: usize) -> Option<String> {
        let (c, page) = (&self.c, self.page);
        let clause = &c.clause(token).phrases;
        let at = clause.partition_point(|n| c.phrases[*n].tokens.start < token);
        let near = &clause[at.saturating_sub(8)..clause.len().min(at + 8)];
        let found = near.iter().copied().find(|n| {
            let p = &c.phrases[*n];
            let own = p.entity.is_none() && !page.is_capital(p.head) | page.has(p.head, Class::AllCaps);
            let disaster = page.form(p.head).is_some_and(|f| f.word("disaster").is_some());
            let of = p.preposition.is_some_and(|t| matches!(page.folded(t), "от" | "из-за")) && p.cases.has(Case::Gen) && page.has(p.head, Class::Inanimate);
            own && (disaster && (p.preposition.is_some() || p.after.is_some()) || of)
        })?;
        Some(self.nominative(found))
    }

    /// The one entity of a kind in a token's clause.
    pub fn only(&self, token: usize, kind: Kind) -> Option<Entity> {
        let mut found = self.c.clause(token).phrases.iter().filter_map(|n| self.c.phrases[*n].entity).filter(|e| e.kind == kind);
        let first = found.next()?;
        found.all(|e| e == first).then_some(first)
    }
}

/// Finds the facts of a page, in order of evidence.
pub fn find(page: &Page<'_>, r: &mut Resolved) -> Vec<sheet::Fact> {
    let (mut out, spoken) = {
        let scene = Scene::new(page, r);
        let (statements, spoken) = statement::find(&scene);
        let mut out = occupation::find(&scene);
        out.extend(appointment::find(&scene));
        out.extend(meeting::find(&scene));
        out.extend(statements);
        out.extend(visit::find(&scene));
        out.extend(deal::find(&scene));
        out.extend(ownership::find(&scene));
        out.extend(casualties::find(&scene));
        out.extend(life::find(&scene));
        out.extend(location::find(&scene));
        out.extend(kinship::find(&scene));
        out.extend(court::find(&scene));
        out.extend(sanction::find(&scene));
        out.extend(count::find(page, r));
        out.extend(shares::find(page, r));
        out.extend(change::find(&scene));
        (out, spoken)
    };
    out.sort_by(|a, b| (a.evidence.start, a.evidence.end, &a.kind, &a.id).cmp(&(b.evidence.start, b.evidence.end, &b.kind, &b.id)));
    let mut seen = std::collections::BTreeSet::new();
    out.retain(|f| seen.insert(f.id.clone()));
    statement::attribute(&spoken, &mut out);
    let person_of: std::collections::BTreeMap<String, usize> = r.people.iter().enumerate().map(|(n, p)| (p.id.clone(), n)).collect();
    for fact in out.iter().filter(|f| f.kind == "occupation") {
        if let (Some(who), Some(office)) = (&fact.args.who, &fact.args.office)
            && let Some(n) = person_of.get(who)
            && !r.people[*n].offices.contains(office)
        {
            r.people[*n].offices.push(office.clone());
        }
    }
    out
}

/// A stretch of the text, by tokens.
pub fn stretch(page: &Page<'_>, tokens: &Range<usize>) -> sheet::Stretch {
    let chars = page.text.chars(tokens);
    sheet::Stretch { start: chars.start, end: chars.end, text: page.text.span(tokens).to_string(), bytes: None, utf16: None }
}

/// A fact without what only some kinds have. Its id is made of kind, arguments and the evidence's words, not of positions.
pub fn fact(page: &Page<'_>, kind: &str, modality: &str, args: Args, evidence: &Range<usize>, rule: &str) -> sheet::Fact {
    let evidence = stretch(page, evidence);
    let mut hash = keys::extend(keys::START, kind);
    hash = keys::extend(hash, &serde_json::to_string(&args).expect("arguments are plain"));
    if kind == "statement" {
        hash = keys::extend(hash, &evidence.text);
    }
    sheet::Fact {
        id: format!("fact:{kind}-{:012x}", hash >> 16),
        kind: kind.to_string(),
        modality: modality.to_string(),
        args,
        quote: None,
        segments: None,
        fragments: None,
        indirect: None,
        stance: None,
        action: None,
        state: None,
        event: None,
        relation: None,
        medium: None,
        visit: None,
        balanced: None,
        said_by: None,
        reported: None,
        evidence,
        rule: rule.to_string(),
    }
}

/// The clause of a token: from sign to sign, commas inside numbers and lists of names aside.
pub fn clause(page: &Page<'_>, token: usize) -> Range<usize> {
    let sentence = page.sentence(token);
    let ends = |i: usize| page.any(i, &[Class::Comma, Class::Colon, Class::Dash, Class::OpenQuote, Class::CloseQuote]) && !between_names(page, i);
    let start = (sentence.start..token).rev().find(|i| ends(*i)).map_or(sentence.start, |i| i + 1);
    let end = (token..sentence.end).find(|i| ends(*i)).unwrap_or(sentence.end);
    start..end
}

/// How far from a predicate its people and places may stand, in tokens: longer sentences are lists.
const REACH: usize = 60;

/// The part of a token's sentence in which what it speaks of may stand.
pub fn around(page: &Page<'_>, token: usize) -> Range<usize> {
    let sentence = page.sentence(token);
    sentence.start.max(token.saturating_sub(REACH))..sentence.end.min(token + REACH)
}

fn between_names(page: &Page<'_>, comma: usize) -> bool {
    comma > 0 && page.is_capital(comma - 1) && page.is_capital(comma + 1)
}

/// The evidence's range without the full stop at its end.
pub fn trimmed(page: &Page<'_>, mut range: Range<usize>) -> Range<usize> {
    while range.len() > 1 && page.any(range.end - 1, &[Class::Stop, Class::Comma]) {
        range.end -= 1;
    }
    range
}

/// Quotations of more tokens are somebody's words, not a name.
const NAME_TOKENS: usize = 6;

/// Whether a quotation mark opens or closes somebody's words rather than a name.
pub fn is_speech_mark(page: &Page<'_>, token: usize) -> bool {
    let long = |q: &crate::text::Quotation| q.close - q.open > NAME_TOKENS;
    match page.text.quotations.binary_search_by_key(&token, |q| q.open) {
        Ok(n) => long(&page.text.quotations[n]),
        // Quotations nest but do not cross: the one that closes here opens among the last few before.
        Err(n) => page.text.quotations[..n].iter().rev().take(8).find(|q| q.close == token).is_none_or(long),
    }
}
