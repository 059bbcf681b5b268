//! Frames: who and what a predicate joins, by the cases and prepositions that its row in `gazetteers/predicates.tsv` names.
//!
//! A frame is a list of slots, `role:case` or `role:preposition+case`, and words that the clause must have, `=word`: «купить» is `buyer:nom object:acc seller?:у+gen|от+gen`
//! with `?` behind the role of what may be absent, `/` between ways to say the same slot, and `|` between whole frames. Slots are those of the active voice; of
//! a passive form the nominative becomes the instrumental and the accusative the subject. A slot takes the first phrase that fits
//! its case, and when that names no entity of the kinds wanted the frame is not filled: nothing is taken from further away.
//! `noun:loan=acc` takes a noun that names nothing, of that note in the words of class `frame-noun`: «выдал «Лукойлу» кредит»; `of` is
//! what stands in its genitive.

use super::clauses::{ClauseKind, Clauses, Phrase, VerbForm, verb_form};
use crate::lexicon::{Case, Class, Entry, Pos, Table};
use crate::recognize::{Kind, Page};
use crate::resolve::{Entity, Resolved};
use std::ops::Range;

/// How far from a predicate a word may stand that its frame asks for, in tokens.
const WORDS: usize = 12;

/// What form a predicate has in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A verb in the active voice, infinitives and verbal adverbs too.
    Active,
    /// A verb or short participle in the passive voice.
    Passive,
    /// A full active participle.
    ActiveParticiple,
    /// A full passive participle.
    PassiveParticiple,
    /// A noun.
    Noun,
}

/// A predicate of the page: its words and the rows that they are.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// Its words.
    pub tokens: Range<usize>,
    /// The verb or noun among them.
    pub head: usize,
    /// The row.
    pub entry: Entry,
    /// Its form.
    pub form: Form,
}

/// A predicate with its slots filled: role and phrase.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The predicate.
    pub predicate: Predicate,
    /// Roles and the phrases that fill them.
    pub roles: Vec<(&'static str, usize)>,
}

impl Filled {
    /// The phrase of a role.
    pub fn role(&self, name: &str) -> Option<usize> {
        self.roles.iter().find(|x| x.0 == name).map(|x| x.1)
    }

    /// Leaves a role empty.
    pub fn drop(&mut self, name: &str) {
        self.roles.retain(|x| x.0 != name);
    }

    /// The entity of a role.
    pub fn entity(&self, c: &Clauses, name: &str) -> Option<Entity> {
        c.phrases[self.role(name)?].entity
    }

    /// The id of a role's entity.
    pub fn id(&self, c: &Clauses, r: &Resolved, name: &str) -> Option<String> {
        self.entity(c, name).map(|e| r.id(e).to_string())
    }

    /// The ids of all in the list that fills a role.
    pub fn ids(&self, c: &Clauses, r: &Resolved, name: &str) -> Vec<String> {
        let Some(n) = self.role(name) else { return Vec::new() };
        let mut out: Vec<String> = Vec::new();
        for e in members(c, n) {
            let id = r.id(e).to_string();
            if !out.contains(&id) {
                out.push(id);
            }
        }
        out
    }

    /// From the first to the last word of the predicate and what fills its slots.
    pub fn evidence(&self, c: &Clauses) -> Range<usize> {
        let (mut start, mut end) = (self.predicate.tokens.start, self.predicate.tokens.end);
        for (_, n) in &self.roles {
            let meant = c.phrases[*n].stands_for.unwrap_or(*n);
            let words = c.words(meant);
            let last = c.list(meant).last().map_or(words.end, |k| c.phrases[*k].tokens.end);
            (start, end) = (start.min(words.start), end.max(last));
        }
        start..end
    }
}

/// The phrase whose list is meant: of «которые» behind a list the list's first.
pub fn several(c: &Clauses, n: usize) -> usize {
    c.phrases[n].stands_for.filter(|a| c.phrases[*a].heads_list).unwrap_or(n)
}

/// The entities of a list that begins with a phrase, as far as they are of the first one's kind.
pub fn members(c: &Clauses, n: usize) -> Vec<Entity> {
    let n = several(c, n);
    let Some(first) = c.phrases[n].entity else { return Vec::new() };
    let mut out = vec![first];
    for e in c.list(n).into_iter().filter_map(|k| c.phrases[k].entity) {
        if e.kind == first.kind && !out.contains(&e) {
            out.push(e);
        }
    }
    out
}

/// A name with a noun and what stands in its genitive: «жена Петрова Анна», «Анна Козлова, жена Петрова», «Анна — жена Петрова». The
/// phrases of the name, which is of the kind given, and of the genitive, and from where to where it is said.
pub fn apposed(page: &Page<'_>, c: &Clauses, noun: usize, kind: Kind) -> Option<(usize, usize, Range<usize>)> {
    let own = &c.phrases[noun];
    let sentence = page.sentence(own.head);
    let here = |n: usize| c.phrases.get(n).filter(|p| p.entity.is_some() && sentence.contains(&p.tokens.start));
    let person = |n: usize| here(n).filter(|p| p.entity_is(kind));
    let of = here(noun + 1).filter(|p| p.after == Some(noun) && p.tokens.start == own.tokens.end)?;
    // «жена Петрова Анна»: the name in the noun's case.
    if let Some(name) = person(noun + 2).filter(|p| p.tokens.start == of.tokens.end && p.preposition.is_none() && !p.cases.and(own.cases).is_empty()) {
        return Some((noun + 2, noun + 1, own.tokens.start..name.tokens.end));
    }
    let name = person(noun.checked_sub(1)?)?;
    let gap = name.tokens.end..own.tokens.start;
    // «сын князя Петрова и графини Анны»: the genitives may be a list.
    let last = c.list(noun + 1).last().map_or(of.tokens.end, |k| c.phrases[*k].tokens.end);
    let closed = last >= sentence.end || page.any(last, &[Class::Comma, Class::Stop, Class::CloseBracket]);
    let joined = gap.len() == 1 && page.any(gap.start, &[Class::Comma, Class::Dash, Class::OpenBracket]) && !own.cases.and(name.cases).is_empty();
    (joined && closed && own.list.is_none()).then(|| (noun - 1, noun + 1, name.tokens.start..of.tokens.end))
}

/// All predicates with a frame on a page, by position; of one class at one token the longest.
pub fn predicates(page: &Page<'_>, c: &Clauses) -> Vec<Predicate> {
    let mut out: Vec<Predicate> = Vec::new();
    for token in 0..page.len() {
        if page.form(token).is_none_or(|f| f.readings.is_empty()) {
            continue;
        }
        let from = out.len();
        for p in page.entries_of(token, Table::Predicates).filter(|p| !p.entry.cell("frame").is_empty()) {
            let noun = p.entry.cell("pos") == "noun";
            let head = if noun { p.tokens.clone().find(|t| c.phrase(*t).is_some_and(|n| c.phrases[n].head == *t)) } else { Some(token) };
            let Some((head, form)) = head.and_then(|h| Some((h, form_of(page, c, h, p.entry)?))) else { continue };
            if out[from..].iter().any(|o| o.entry.cell("class") == p.entry.cell("class") && o.tokens.end > p.tokens.end) {
                continue;
            }
            out.push(Predicate { tokens: p.tokens, head, entry: p.entry, form });
        }
    }
    out
}

/// The form of a predicate's first word, where it has one that its row allows.
fn form_of(page: &Page<'_>, c: &Clauses, token: usize, entry: Entry) -> Option<Form> {
    if page.is_capital(token) && !page.is_initial(token) {
        return None;
    }
    let form = page.form(token)?;
    if entry.cell("pos") == "noun" {
        let n = c.phrase(token)?;
        let noun = form.readings.iter().any(|x| x.pos == Pos::Noun);
        return (noun && c.phrases[n].head == token && c.phrases[n].entity.is_none_or(|e| e.kind == Kind::Office)).then_some(Form::Noun);
    }
    if c.phrase(token).is_some_and(|n| c.phrases[n].entity.is_some()) {
        return None;
    }
    // «подконтрольный «Лукойлу» банк», «банк подконтролен «Лукойлу»».
    if entry.cell("pos") == "adjective" {
        let first = form.readings.first().filter(|x| matches!(x.pos, Pos::Adjective | Pos::Participle))?;
        return Some(if first.short { Form::Active } else { Form::ActiveParticiple });
    }
    let verbal =
        |x: &&crate::lexicon::Reading| matches!(x.pos, Pos::Verb | Pos::Infinitive | Pos::Gerund | Pos::Participle) || x.pos == Pos::Adjective && x.short;
    let first = form.readings.iter().find(verbal)?;
    let full = matches!(first.pos, Pos::Participle) && !first.short;
    if verb_form(page, token).is_none() && !full {
        return None;
    }
    Some(match (full, first.passive) {
        (true, false) => Form::ActiveParticiple,
        (true, true) => Form::PassiveParticiple,
        (false, true) => Form::Passive,
        (false, false) => Form::Active,
    })
}

/// Fills the frames of a predicate; `wanted` says what kinds of entities a role takes. The first frame of its row that can be filled.
pub fn fill(page: &Page<'_>, c: &Clauses, predicate: &Predicate, wanted: &dyn Fn(&str) -> &'static [Kind]) -> Option<Filled> {
    predicate.entry.cell("frame").split('|').find_map(|frame| {
        let mut roles: Vec<(&'static str, usize)> = Vec::new();
        let mut tokens = predicate.tokens.clone();
        for slot in frame.split(' ') {
            // «признали Петрова виновным»: a word that the clause has.
            if let Some(word) = slot.strip_prefix('=') {
                let at = word_near(page, c, predicate, word)?;
                tokens = tokens.start.min(at)..tokens.end.max(at + 1);
                continue;
            }
            let (role, ways) = slot.split_once(':')?;
            let (role, optional) = role.strip_suffix('?').map_or((role, false), |r| (r, true));
            let kinds = wanted(role);
            let found = ways.split('/').find_map(|way| match way.split_once('=') {
                Some((sort, way)) => find_noun(page, c, predicate, sort, way),
                None => find_slot(page, c, predicate, way, kinds, &roles),
            });
            // Of a passive the doer may be absent.
            let absent = optional || ways == "nom" && matches!(predicate.form, Form::Passive | Form::PassiveParticiple);
            match found {
                Some(n) => roles.push((role, n)),
                None if absent => {}
                None => return None,
            }
        }
        (!roles.is_empty()).then(|| Filled { predicate: Predicate { tokens, ..predicate.clone() }, roles })
    })
}

/// A word near a predicate in its clause.
fn word_near(page: &Page<'_>, c: &Clauses, p: &Predicate, word: &str) -> Option<usize> {
    let own = c.clause_of[p.head];
    let near = p.head.saturating_sub(WORDS)..page.len().min(p.tokens.end + WORDS);
    near.filter(|i| c.clause_of[*i] == own).find(|i| page.form(*i).is_some_and(|f| f.has_lemma(word)))
}

fn find_slot(page: &Page<'_>, c: &Clauses, p: &Predicate, way: &str, kinds: &[Kind], taken: &[(&'static str, usize)]) -> Option<usize> {
    let token = p.head;
    let found = match (way, p.form) {
        ("nom", Form::Active) => subject(page, c, token),
        ("acc", Form::Passive) => c.subject(page, token),
        ("nom", Form::ActiveParticiple) | ("acc", Form::PassiveParticiple) => modified(page, c, token, taken),
        ("nom", Form::Passive | Form::PassiveParticiple) => bare(page, c, p, Case::Ins, kinds, taken)
            // «обвинён в похищении секретарши»: the genitive of the noun before.
            .filter(|n| c.phrases[*n].after.is_none() || !c.phrases[*n].cases.has(Case::Gen)),
        ("nom", Form::Noun) => subject(page, c, token),
        ("gen", Form::Noun) => genitive(c, token, kinds),
        ("poss", Form::Noun) => possessive(page, c, p),
        ("of", _) => taken.iter().find(|t| t.0 == "noun").map(|t| t.1 + 1).filter(|n| c.phrases.get(*n).is_some_and(|q| q.after == Some(n - 1))),
        ("post", _) => post(page, c, p),
        ("place", _) => place(page, c, p),
        (way, _) => match way.split_once('+') {
            Some(("post", case)) => bare_post(page, c, p, case_of(case)?),
            Some(("toward", case)) => toward(page, c, p, case_of(case)?),
            Some((word @ ("stake" | "unit"), case)) => stake(page, c, p, word, case_of(case)?, taken),
            Some((preposition, case)) => with_preposition(page, c, p, preposition, case_of(case)?, kinds, taken),
            None => bare(page, c, p, case_of(way)?, kinds, taken),
        },
    }?;
    // «снять свою кандидатуру»: a possessive that the verb does nothing to.
    let own = page.form(c.phrases[found].head).is_some_and(|f| f.word("possessive-pronoun").is_some_and(|e| e.cell("note") == "reflexive"));
    let found = if c.phrases[found].entity.is_none() { named_by(page, c, found, kinds)? } else { found };
    (!own && c.phrases[found].entity.is_some_and(|e| kinds.contains(&e.kind)) && !taken.iter().any(|t| t.1 == found)).then_some(found)
}

/// What sorts of thing a noun of deals is, by words.tsv; of a phrase of several words («кредитная линия») it is the last.
pub fn sorts<'p>(page: &'p Page<'_>, noun: usize) -> impl Iterator<Item = &'static str> + 'p {
    (noun.saturating_sub(1)..=noun)
        .flat_map(|from| page.entries_of(from, Table::Words))
        .filter(move |p| p.tokens.end == noun + 1 && p.entry.cell("class") == "frame-noun")
        .map(|p| p.entry.cell("note"))
}

/// The noun that makes a frame of its verb: «выдал кредит», «кредит, выданный», «победил в тендере».
fn find_noun(page: &Page<'_>, c: &Clauses, p: &Predicate, sort: &str, way: &str) -> Option<usize> {
    let is = |n: &usize| c.phrases[*n].entity.is_none() && sorts(page, c.phrases[*n].head).any(|s| s == sort);
    match (way, p.form) {
        ("acc", Form::Passive) => return c.subject(page, p.head).filter(is),
        ("acc", Form::PassiveParticiple) | ("nom", Form::ActiveParticiple) => return modified(page, c, p.head, &[]).filter(is),
        _ => {}
    }
    let (preposition, case) = way.split_once('+').map_or((None, way), |(preposition, case)| (Some(preposition), case));
    let case = case_of(case)?;
    let negated = case == Case::Acc && super::modality::is_negated(page, p.head);
    c.dependents(p.head).filter(is).find(|n| {
        let phrase = &c.phrases[*n];
        // «простила 90 % долга».
        let measured = case == Case::Acc && phrase.after.is_some_and(|q| c.phrases[q].entity_is(Kind::Figure));
        // «получил премию за подписание соглашения»: a genitive is its noun's.
        let own = case != Case::Acc || measured || phrase.after.is_none() || !phrase.cases.has(Case::Gen);
        let fits = own && phrase.cases.has(case) || (negated || measured) && phrase.cases.has(Case::Gen);
        fits && phrase.preposition.map(|t| plain_preposition(page.folded(t))) == preposition
    })
}

/// «производителя сетевого оборудования «Луч»», «сеть магазинов «Восход»»: the name behind a noun for a sort of company and its genitives;
/// «банк ВТБ», «фонда Runa Capital»: the name right behind a noun for its kind, which bears the case.
pub fn named_by(page: &Page<'_>, c: &Clauses, noun: usize, kinds: &[Kind]) -> Option<usize> {
    let form = page.form(c.phrases[noun].head)?;
    if !kinds.contains(&Kind::Organization) || c.phrases[noun].entity.is_some() {
        return None;
    }
    let mut end = c.phrases[noun].tokens.end;
    if form.word("maker").is_none() {
        let of_companies = |e: &Entry| e.cell("target") == "organization" && matches!(e.cell("kind"), "company" | "bank" | "ngo" | "media");
        let described = form.entries_of(Table::Descriptors).any(|e| of_companies(&e));
        let next = c.phrases.get(noun + 1).filter(|p| described && p.preposition.is_none() && p.tokens.start == end && p.clause == c.phrases[noun].clause)?;
        return (next.entity_is(Kind::Organization) && next.loose && next.cases.has(Case::Nom)).then_some(noun + 1);
    }
    for n in noun + 1..noun + 4 {
        let p = c.phrases.get(n).filter(|p| p.clause == c.phrases[noun].clause && p.preposition.is_none() && p.tokens.start <= end + 1)?;
        if p.entity_is(Kind::Organization) {
            return Some(n);
        }
        end = p.tokens.end;
    }
    None
}

/// The subject; of an infinitive behind «предложил Иванову» the one who is asked.
fn subject(page: &Page<'_>, c: &Clauses, token: usize) -> Option<usize> {
    if verb_form(page, token) == Some(VerbForm::Infinitive) {
        let governor = c.governor(page, token)?;
        if let Some(decides) = decision(page, c, token) {
            return Some(decides);
        }
        let asks = page.form(governor).and_then(|f| f.predicate("speech")).is_some_and(|e| matches!(e.cell("detail"), "demand" | "ask"));
        if asks {
            return c.dependents(governor).find(|n| {
                let p = &c.phrases[*n];
                p.preposition.is_none() && p.entity.is_some() && (p.cases.has(Case::Dat) && !p.cases.has(Case::Nom)) && p.head > governor
            });
        }
    }
    c.subject(page, token)
}

/// «решение ЕС не штрафовать «Газпром» выглядело странно»: what an infinitive hangs on right behind a noun, with no verb before it in its clause:
/// whose the noun is.
fn decision(page: &Page<'_>, c: &Clauses, infinitive: usize) -> Option<usize> {
    let clause = c.clause(infinitive);
    if clause.verbs.first() != Some(&infinitive) {
        return None;
    }
    let before = infinitive.checked_sub(1)?;
    let negation = page.form(before).is_some_and(|f| f.word("negation").is_some());
    let n = c.phrase(if negation { before.checked_sub(1)? } else { before }).filter(|n| c.phrases[*n].clause == c.clause_of[infinitive] as usize)?;
    let noun = c.phrases[n].after?;
    (c.phrases[n].entity.is_some() && c.phrases[noun].entity.is_none() && page.has(c.phrases[noun].head, Class::Inanimate)).then_some(n)
}

/// What a participle says something of: the phrase before its clause, or behind it the first that agrees.
fn modified(page: &Page<'_>, c: &Clauses, token: usize, taken: &[(&'static str, usize)]) -> Option<usize> {
    let clause = c.clause(token);
    if clause.kind == ClauseKind::Participial && !clause.tokens.clone().take_while(|i| *i < token).any(|i| c.phrase(i).is_some()) {
        return clause.antecedent;
    }
    c.dependents(token)
        .take_while(|n| c.phrases[*n].tokens.start > token)
        .find(|n| c.phrases[*n].may_be(page, token) && c.phrases[*n].after.is_none() && !taken.iter().any(|t| t.1 == *n))
}

/// The phrase in the genitive right behind a noun.
fn genitive(c: &Clauses, token: usize, kinds: &[Kind]) -> Option<usize> {
    let own = c.phrase(token)?;
    let next = c.phrases.get(own + 1)?;
    let figure = next.entity_is(Kind::Figure) && !kinds.contains(&Kind::Figure);
    (next.after == Some(own) && !figure).then_some(own + 1)
}

/// «его первая встреча»: whom a possessive before a noun means.
fn possessive(page: &Page<'_>, c: &Clauses, p: &Predicate) -> Option<usize> {
    let from = page.sentence(p.head).start.max(p.tokens.start.saturating_sub(3));
    let word = (from..p.tokens.start)
        .rev()
        .find(|i| c.phrase(*i).map_or(!page.any(*i, &[Class::Adjective, Class::Numeral]), |n| !c.phrases[n].entity_is(Kind::Figure)))?;
    let n = c.phrase(word).filter(|n| c.phrases[*n].entity.is_some())?;
    page.form(word).is_some_and(|f| f.word("possessive-pronoun").is_some()).then_some(n)
}

/// «на пост министра», «с должности директора», «на посту премьера»: what stands in the genitive behind a word for a post.
fn post(page: &Page<'_>, c: &Clauses, p: &Predicate) -> Option<usize> {
    let noun = c.dependents(p.head).find(|n| {
        let phrase = &c.phrases[*n];
        phrase.preposition.is_some() && page.form(phrase.head).is_some_and(|f| f.word("post").is_some())
    })?;
    (c.phrases.get(noun + 1)?.after == Some(noun)).then_some(noun + 1)
}

/// «занимает высокий пост министра», «должность директора занял Петров»: the same where the word for a post is the object itself.
fn bare_post(page: &Page<'_>, c: &Clauses, p: &Predicate, case: Case) -> Option<usize> {
    let noun = c.dependents(p.head).find(|n| {
        let phrase = &c.phrases[*n];
        phrase.preposition.is_none() && phrase.entity.is_none() && phrase.cases.has(case) && page.form(phrase.head).is_some_and(|f| f.word("post").is_some())
    })?;
    (c.phrases.get(noun + 1)?.after == Some(noun)).then_some(noun + 1)
}

/// «в отношении Петрова»: what stands in the genitive behind.
fn toward(page: &Page<'_>, c: &Clauses, p: &Predicate, case: Case) -> Option<usize> {
    let noun = c.dependents(p.head).find(|n| {
        let phrase = &c.phrases[*n];
        phrase.preposition.is_some_and(|t| page.folded(t) == "в") && page.folded(phrase.head) == "отношении"
    })?;
    c.phrases.get(noun + 1).filter(|n| n.after == Some(noun) && n.cases.has(case)).map(|_| noun + 1)
}

/// «на место Петрова»: what stands in the genitive behind a word for a place.
fn place(page: &Page<'_>, c: &Clauses, p: &Predicate) -> Option<usize> {
    let noun = c.dependents(p.head).find(|n| {
        let phrase = &c.phrases[*n];
        phrase.preposition.is_some() && phrase.cases.has(Case::Acc) && page.form(phrase.head).is_some_and(|f| f.word("stead").is_some())
    })?;
    (c.phrases.get(noun + 1)?.after == Some(noun)).then_some(noun + 1)
}

/// «20% акций завода», «контрольный пакет завода»: what stands in the genitive behind a share, shares between; «подразделение завода».
fn stake(page: &Page<'_>, c: &Clauses, p: &Predicate, class: &str, case: Case, taken: &[(&'static str, usize)]) -> Option<usize> {
    let word = |n: usize| {
        c.phrases[n].entity_is(Kind::Figure) && class == "stake"
            || c.phrases[n].entity.is_none() && page.form(c.phrases[n].head).is_some_and(|f| f.word(class).is_some())
    };
    let first = match (case, p.form) {
        (Case::Gen, Form::Noun) => c.phrase(p.head)? + 1,
        (Case::Acc, Form::Passive) | (Case::Nom, Form::Active) => c.subject(page, p.head)?,
        _ => c.dependents(p.head).find(|n| {
            let phrase = &c.phrases[*n];
            (phrase.preposition.is_none() || phrase.entity_is(Kind::Figure)) && phrase.cases.has(case) && word(*n) && !taken.iter().any(|t| t.1 == *n)
        })?,
    };
    for n in first..first + 4 {
        let phrase = c.phrases.get(n)?;
        if !word(n) {
            return Some(n);
        }
        let next = c.phrases.get(n + 1)?;
        if next.after != Some(n) && next.preposition.is_none_or(|t| page.folded(t) != "в") || phrase.clause != next.clause {
            return None;
        }
    }
    None
}

fn case_of(name: &str) -> Option<Case> {
    Some(match name {
        "nom" => Case::Nom,
        "gen" => Case::Gen,
        "dat" => Case::Dat,
        "acc" => Case::Acc,
        "ins" => Case::Ins,
        "loc" => Case::Loc,
        _ => return None,
    })
}

/// Figures and dates are passed over unless they are wanted; so is what they count.
fn passed_over(p: &Phrase, kinds: &[Kind]) -> bool {
    p.entity.is_some_and(|e| matches!(e.kind, Kind::Figure | Kind::Date) && !kinds.contains(&e.kind))
}

fn bare(page: &Page<'_>, c: &Clauses, p: &Predicate, case: Case, kinds: &[Kind], taken: &[(&'static str, usize)]) -> Option<usize> {
    let subject = matches!(p.form, Form::Active | Form::Passive).then(|| c.subject(page, p.head)).flatten();
    let negated = case == Case::Acc && super::modality::is_negated(page, p.head);
    c.dependents(p.head).find(|n| {
        let phrase = &c.phrases[*n];
        let figures = kinds == [Kind::Figure];
        phrase.preposition.is_none()
            && !passed_over(phrase, kinds)
            && (!figures || phrase.entity_is(Kind::Figure))
            && (phrase.cases.has(case) || negated && phrase.cases.has(Case::Gen))
            && (figures || Some(*n) != subject)
            && !taken.iter().any(|t| t.1 == *n)
            && !p.tokens.contains(&phrase.head)
            && (phrase.list.is_none())
            && !c.dash_for_verb(page, *n)
            && !is_of_verb_before(page, c, p, phrase)
            // Before the verb a genitive belongs to its noun.
            && !(phrase.after.is_some() && phrase.cases.has(Case::Gen) && phrase.tokens.start < p.head)
            // «принимали за спиной директора»: the genitive of a plain noun with its preposition.
            && !phrase.after.is_some_and(|q| {
                // «приговорили к восьми годам колонии»
                let plain = c.phrases[q].preposition.is_some() && c.phrases[q].entity.is_none_or(|e| e.kind == Kind::Figure);
                !figures && phrase.cases.has(Case::Gen) && plain && !p.tokens.contains(&c.phrases[q].head) && !holds_post(page, c, q, phrase)
            })
            // «купил акции завода»: the genitive of a noun that can be the object itself.
            && !phrase.after.is_some_and(|q| !figures && phrase.cases.has(Case::Gen) && Some(q) != subject && c.phrases[q].cases.has(case) && !is_put_to_post(page, c, q, phrase) && !p.tokens.contains(&c.phrases[q].head) && !passed_over(&c.phrases[q], kinds))
    })
}

/// «работала учителем и была уволена»: what stands behind another verb, with a conjunction before this one, is that verb's.
fn is_of_verb_before(page: &Page<'_>, c: &Clauses, p: &Predicate, phrase: &Phrase) -> bool {
    phrase.tokens.end <= p.head
        && c.clause(p.head).verbs.iter().any(|v| *v < phrase.head)
        && (phrase.tokens.end..p.head).any(|i| page.has(i, Class::Conjunction))
}

/// «назначил на должность министра Петрова»: the office behind a word for a post has no name in its genitive.
fn is_put_to_post(page: &Page<'_>, c: &Clauses, office: usize, phrase: &Phrase) -> bool {
    let post = c.phrases[office].after.map(|n| c.phrases[n].head);
    phrase.entity_is(Kind::Person) && c.phrases[office].entity_is(Kind::Office) && post.is_some_and(|h| page.form(h).is_some_and(|f| f.word("post").is_some()))
}

/// «сменил на посту министра Петрова»: behind a word for a post the name of who holds it is no genitive.
fn holds_post(page: &Page<'_>, c: &Clauses, noun: usize, phrase: &Phrase) -> bool {
    phrase.entity_is(Kind::Person) && phrase.office.is_some() && page.form(c.phrases[noun].head).is_some_and(|f| f.word("post").is_some())
}

fn with_preposition(
    page: &Page<'_>,
    c: &Clauses,
    p: &Predicate,
    preposition: &str,
    case: Case,
    kinds: &[Kind],
    taken: &[(&'static str, usize)],
) -> Option<usize> {
    c.dependents(p.head).find(|n| {
        let phrase = &c.phrases[*n];
        phrase
            .preposition
            .is_some_and(|t| plain_preposition(page.folded(t)) == preposition && !p.tokens.contains(&phrase.head) || page.folded(t) == preposition)
            && phrase.cases.has(case)
            && phrase.list.is_none()
            && !passed_over(phrase, kinds)
            && (kinds != [Kind::Figure] || phrase.entity_is(Kind::Figure))
            && !taken.iter().any(|t| t.1 == *n)
    })
}

/// «во», «со», «об» are «в», «с», «о».
fn plain_preposition(word: &str) -> &str {
    match word {
        "во" => "в",
        "со" => "с",
        "ко" => "к",
        "об" | "обо" => "о",
        "изо" => "из",
        "ото" => "от",
        other => other,
    }
}
