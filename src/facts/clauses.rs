//! Clauses: which words stand together, who is the subject of a verb, what its objects are.
//!
//! In: the page and its entities. Out: noun phrases with the cases that they can stand in, their preposition, their place in a
//! list; clauses with their kind, the clause that they hang on and the one that gives them their subject. One pass over a
//! page. Knows no verb by name: what a verb asks for is a frame of `gazetteers/predicates.tsv`, read in [`super::frames`].

mod phrases;

pub use phrases::{Cases, Phrase, is_of_post, is_of_the_named, is_post_of_another};

use crate::lexicon::{Case, Class, Gender, Pos, Reading};
use crate::recognize::{Kind, Page};
use crate::resolve::Resolved;
use std::ops::Range;

/// What joins a clause to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// Stands by itself, or beside another («…, а …»).
    Main,
    /// Behind a conjunction: «что», «чтобы», «если», with the conjunction's token.
    Subordinate(usize),
    /// With a form of «который».
    Relative,
    /// Begins with a full participle: «возглавляющий …».
    Participial,
    /// With a verbal adverb: «назначив …».
    Gerund,
    /// In brackets.
    Bracket,
    /// Between quotation marks, as somebody's words.
    Quoted,
}

/// A clause.
#[derive(Clone, Debug)]
pub struct Clause {
    /// What joins it to its neighbours.
    pub kind: ClauseKind,
    /// The clause that it hangs on.
    pub parent: Option<usize>,
    /// The clause whose subject is meant where it has none.
    pub inherits: Option<usize>,
    /// The phrase that a relative or participial clause says something of.
    pub antecedent: Option<usize>,
    /// Finite verbs and predicative short forms, infinitives and verbal adverbs, by position.
    pub verbs: Vec<usize>,
    /// Its phrases, by position.
    pub phrases: Vec<usize>,
    /// First and last token, the clauses inside it counted in.
    pub tokens: Range<usize>,
    finite: bool,
}

impl Clause {
    /// The first of its verbs behind a token.
    pub fn verb_after(&self, token: usize) -> Option<usize> {
        self.verbs.get(self.verbs.partition_point(|v| *v <= token)).copied()
    }
}

/// The clauses and phrases of a page.
pub struct Clauses {
    /// Noun phrases, by position; behind them those that only stand inside others.
    pub phrases: Vec<Phrase>,
    /// Clauses, by their first token.
    pub clauses: Vec<Clause>,
    /// The clause of every token.
    pub clause_of: Vec<u32>,
    /// For every token the phrase that covers it.
    phrase_of: Vec<Option<u32>>,
}

/// How many tokens may stand before the participle that opens a clause.
const LEAD: usize = 7;

/// How many phrases to either side of a predicate are looked at: sentences with more are lists.
const PHRASES: usize = 16;

impl Clauses {
    /// Reads the clauses of a page.
    pub fn new(page: &Page<'_>, r: &Resolved) -> Clauses {
        let mut out = Clauses { phrases: Vec::new(), clauses: Vec::new(), clause_of: vec![0; page.len()], phrase_of: vec![None; page.len()] };
        out.phrases = phrases::find(page, r);
        for (n, p) in out.phrases.iter().enumerate() {
            out.phrase_of[p.tokens.clone()].fill(Some(n as u32));
        }
        let count = out.phrases.len();
        for sentence in &page.text.sentences {
            out.read(page, r, sentence);
        }
        for n in 0..count {
            let clause = out.clause_of[out.phrases[n].tokens.start] as usize;
            out.phrases[n].clause = clause;
            out.clauses[clause].phrases.push(n);
        }
        out.relatives(page);
        out
    }

    /// The clause of a token.
    pub fn clause(&self, token: usize) -> &Clause {
        &self.clauses[self.clause_of[token] as usize]
    }

    /// The phrase that covers a token.
    pub fn phrase(&self, token: usize) -> Option<usize> {
        self.phrase_of.get(token)?.map(|n| n as usize)
    }

    /// Makes the clauses of a sentence, segment by segment.
    fn read(&mut self, page: &Page<'_>, r: &Resolved, sentence: &Range<usize>) {
        let mut stack: Vec<usize> = vec![self.open(ClauseKind::Main, None, sentence.start)];
        let mut at = sentence.start;
        let mut sign: Option<usize> = None;
        while at < sentence.end {
            let mut end = at;
            while end < sentence.end && !self.is_boundary(page, end) {
                end += 1;
            }
            if end > at {
                self.segment(page, r, at..end, sign, &mut stack);
            }
            if end < sentence.end {
                self.sign(page, end, &mut stack);
                sign = Some(end);
            }
            at = end + 1;
        }
    }

    fn open(&mut self, kind: ClauseKind, parent: Option<usize>, start: usize) -> usize {
        let inherits = None;
        self.clauses.push(Clause { kind, parent, inherits, antecedent: None, verbs: Vec::new(), phrases: Vec::new(), tokens: start..start, finite: false });
        self.clauses.len() - 1
    }

    /// Signs between clauses; commas inside a phrase or a list are none.
    fn is_boundary(&self, page: &Page<'_>, i: usize) -> bool {
        if !page.any(i, &[Class::Comma, Class::Dash, Class::Colon, Class::OpenBracket, Class::CloseBracket, Class::OpenQuote, Class::CloseQuote]) {
            return false;
        }
        if self.phrase(i).is_some() {
            return false;
        }
        if page.any(i, &[Class::OpenQuote, Class::CloseQuote]) {
            return super::is_speech_mark(page, i);
        }
        // «Петров, Иванов и Сидоров»: the next phrase is of the list.
        let listed = page.has(i, Class::Comma)
            && (i + 1..page.len().min(i + 5)).find_map(|t| self.phrase(t)).is_some_and(|n| {
                self.phrases[n].list.is_some_and(|q| q < n && self.phrases[q].tokens.end <= i)
                    && (i + 1..self.phrases[n].tokens.start)
                        .all(|t| page.any(t, &[Class::Adjective, Class::Conjunction, Class::Preposition]) || phrases::is_also(page, t))
            });
        !listed
    }

    /// Brackets and marks of speech open and close clauses of their own.
    fn sign(&mut self, page: &Page<'_>, i: usize, stack: &mut Vec<usize>) {
        let (open, close, kind) = if page.any(i, &[Class::OpenBracket, Class::CloseBracket]) {
            (page.has(i, Class::OpenBracket), page.has(i, Class::CloseBracket), ClauseKind::Bracket)
        } else if page.any(i, &[Class::OpenQuote, Class::CloseQuote]) {
            let opens = page.text.quotations.binary_search_by_key(&i, |q| q.open).is_ok();
            (opens, !opens, ClauseKind::Quoted)
        } else {
            (false, false, ClauseKind::Main)
        };
        let top = *stack.last().expect("the main clause stays");
        self.clause_of[i] = top as u32;
        if open {
            let new = self.open(kind, Some(top), i);
            stack.push(new);
        } else if close && let Some(at) = stack.iter().rposition(|c| self.clauses[*c].kind == kind).filter(|at| *at > 0) {
            stack.truncate(at);
        }
    }

    /// Puts a stretch between signs into the clause that it goes on with, or opens one.
    fn segment(&mut self, page: &Page<'_>, r: &Resolved, tokens: Range<usize>, sign: Option<usize>, stack: &mut Vec<usize>) {
        let verbs: Vec<(usize, VerbForm)> = tokens.clone().filter(|i| self.phrase(*i).is_none()).filter_map(|i| Some((i, verb_form(page, i)?))).collect();
        let finite = verbs.iter().any(|v| v.1 == VerbForm::Finite);
        let first = tokens.clone().find(|i| !page.any(*i, &[Class::Dash, Class::Stop, Class::OtherSign])).unwrap_or(tokens.start);
        let top = *stack.last().expect("the main clause stays");
        let comma = sign.is_some_and(|s| page.has(s, Class::Comma));
        if comma && tokens.len() == 1 && page.has(tokens.end, Class::Comma) && is_aside(page, first) {
            let aside = self.open(ClauseKind::Bracket, Some(top), tokens.start);
            self.clause_of[tokens.clone()].fill(aside as u32);
            self.clauses[aside].tokens.end = tokens.end;
            return;
        }
        let last = self.last_phrase(tokens.start);
        let chosen = if let Some(relative) = (first..tokens.end.min(first + 4)).find(|i| is_relative(page, *i)).filter(|_| comma) {
            let base = self.unfinished(stack, top);
            let new = self.open(ClauseKind::Relative, Some(base), tokens.start);
            self.clauses[new].antecedent = self.antecedent(page, r, relative, last);
            stack.push(new);
            new
        } else if let Some(conjunction) = subordinator(page, first, tokens.end).or_else(|| after_that(page, first, sign)) {
            let new = self.open(ClauseKind::Subordinate(conjunction), Some(top), tokens.start);
            stack.push(new);
            new
        } else if !finite && verbs.iter().any(|v| v.1 == VerbForm::Gerund && v.0 < first + 4) {
            let new = self.open(ClauseKind::Gerund, Some(top), tokens.start);
            self.clauses[new].inherits = Some(top);
            stack.push(new);
            new
        } else if comma
            && !finite
            && let Some(participle) = self.participle(page, first..tokens.end)
        {
            let base = self.unfinished(stack, top);
            let new = self.open(ClauseKind::Participial, Some(base), tokens.start);
            self.clauses[new].antecedent = self.antecedent(page, r, participle, last);
            stack.push(new);
            new
        } else if sign.is_some_and(|s| page.has(s, Class::Colon)) {
            let new = self.open(ClauseKind::Main, None, tokens.start);
            // «занимал много постов: был директором»: who is meant was said before the colon.
            self.clauses[new].inherits = Some(stack[0]);
            stack.truncate(1);
            stack[0] = new;
            new
        } else {
            self.plain(page, &tokens, finite, stack)
        };
        self.clause_of[tokens.clone()].fill(chosen as u32);
        let clause = &mut self.clauses[chosen];
        clause.tokens.end = tokens.end;
        clause.verbs.extend(verbs.iter().map(|v| v.0));
        clause.finite |= finite;
    }

    /// The participle that a segment begins with, adverbs and dates before it aside: «ранее работавший», «в 2005 году возглавивший».
    fn participle(&self, page: &Page<'_>, tokens: Range<usize>) -> Option<usize> {
        let dated = |t: usize| self.phrase(t).is_some_and(|n| self.phrases[n].entity_is(Kind::Date));
        let before = |t: usize| dated(t) || self.phrase(t).is_none() && page.any(t, &[Class::Adverb, Class::Preposition, Class::Digit]);
        let at = tokens.clone().take(LEAD).find(|t| !before(*t) || is_participle(page, *t))?;
        (is_participle(page, at) && self.phrase(at).is_none() && tokens.contains(&at)).then_some(at)
    }

    /// A segment without a mark of its own: it goes on with an open clause that waits for its verb, or is one more.
    fn plain(&mut self, page: &Page<'_>, tokens: &Range<usize>, finite: bool, stack: &mut Vec<usize>) -> usize {
        let top = *stack.last().expect("the main clause stays");
        let done = |c: &Clause| c.finite || matches!(c.kind, ClauseKind::Participial | ClauseKind::Gerund);
        if !finite {
            // «…, приехавшим в Ош, и Петровым»: behind an inserted clause its parent goes on.
            let inserted = matches!(self.clauses[top].kind, ClauseKind::Participial | ClauseKind::Gerund | ClauseKind::Relative);
            if inserted && done(&self.clauses[top]) && stack.len() > 1 {
                stack.pop();
                return *stack.last().expect("one is left");
            }
            return top;
        }
        if !done(&self.clauses[top]) {
            return top;
        }
        // The nearest clause around that has no verb yet.
        if let Some(at) = stack.iter().rposition(|c| !done(&self.clauses[*c]) && !matches!(self.clauses[*c].kind, ClauseKind::Quoted | ClauseKind::Bracket)) {
            stack.truncate(at + 1);
            return stack[at];
        }
        // All have verbs: a clause beside the innermost that is not inserted.
        let keep =
            stack.iter().rposition(|c| !matches!(self.clauses[*c].kind, ClauseKind::Participial | ClauseKind::Gerund | ClauseKind::Relative)).unwrap_or(0);
        // «и» behind a relative clause with a verb of its own may go on with it; «а», «но» and none do not.
        stack.truncate(keep + 1);
        let beside = stack[keep];
        let kind = match self.clauses[beside].kind {
            ClauseKind::Subordinate(c) if page.has(tokens.start, Class::Conjunction) => ClauseKind::Subordinate(c),
            _ => ClauseKind::Main,
        };
        let parent = self.clauses[beside].parent;
        let new = self.open(kind, parent, tokens.start);
        // «Как пишут газеты, погибли три человека»: who tells is no subject of what is told.
        let told = page.folded(self.clauses[beside].tokens.start) == "как";
        self.clauses[new].inherits = (!told).then_some(beside);
        stack[keep] = new;
        new
    }

    /// The clause that an inserted one hangs on: not another inserted one whose verb is there.
    fn unfinished(&self, stack: &mut Vec<usize>, top: usize) -> usize {
        if self.clauses[top].kind == ClauseKind::Gerund && stack.len() > 1 {
            stack.pop();
            return *stack.last().expect("one is left");
        }
        top
    }

    /// The last phrase that ends before a token, with only signs between.
    fn last_phrase(&self, token: usize) -> Option<usize> {
        let from = token.checked_sub(3)?;
        (from..token).rev().find_map(|i| self.phrase(i)).filter(|n| self.phrases[*n].tokens.start < token)
    }

    /// What «который» or a participle is said of: the phrase before, or the one that it hangs on, by number, gender and case; else the
    /// entity that the phrase's last words name.
    fn antecedent(&mut self, page: &Page<'_>, r: &Resolved, word: usize, last: Option<usize>) -> Option<usize> {
        let mut candidate = last;
        for _ in 0..3 {
            let n = candidate?;
            if self.phrases[n].may_be(page, word) {
                return Some(n);
            }
            if let Some(tail) = self.phrases[n].tail.and_then(|m| phrases::of_tail(page, r, m)).filter(|t| t.may_be(page, word)) {
                self.phrases.push(Phrase { after: Some(n), clause: self.phrases[n].clause, ..tail });
                return Some(self.phrases.len() - 1);
            }
            // «Петров и Козлова, которые встретятся»: the list.
            candidate = self.phrases[n].list.or(self.phrases[n].after);
        }
        None
    }

    /// «который» stands for its antecedent: a phrase of its own with that entity.
    fn relatives(&mut self, page: &Page<'_>) {
        for n in 0..self.phrases.len() {
            if !is_relative(page, self.phrases[n].head) {
                continue;
            }
            let clause = &self.clauses[self.phrases[n].clause];
            if let Some(a) = clause.antecedent {
                let meant = self.phrases[a].clone();
                let own = &mut self.phrases[n];
                (own.entity, own.office, own.stands_for) = (meant.entity, meant.office, Some(a));
            }
        }
    }

    /// The finite verb of a clause that a token belongs to: itself, or the last before it, or the first.
    pub fn governor(&self, page: &Page<'_>, token: usize) -> Option<usize> {
        let clause = self.clause(token);
        let finite = |i: &&usize| verb_form(page, **i) == Some(VerbForm::Finite);
        clause.verbs.iter().rev().filter(|v| **v <= token).find(finite).or_else(|| clause.verbs.iter().find(finite)).copied()
    }

    /// The subject of a verb in its clause, or in the clause that gives it its subject; never a name in the genitive of another.
    pub fn subject(&self, page: &Page<'_>, verb: usize) -> Option<usize> {
        let mut at = self.clause_of[verb] as usize;
        let mut token = verb;
        let mut doubtful: Option<usize> = None;
        for _ in 0..3 {
            let clause = &self.clauses[at];
            if clause.kind == ClauseKind::Participial {
                return clause.antecedent;
            }
            if clause.kind != ClauseKind::Gerund {
                let governor = if verb_form(page, token) == Some(VerbForm::Finite) { Some(token) } else { self.governor(page, token) };
                let reading = governor.and_then(|g| finite_reading(page, g));
                let found = self.subject_in(page, at, governor.unwrap_or(token), token, reading);
                match found {
                    // «приехал в Омск, посетил завод»: what stands behind the verb may be its object, and the subject that of the verb before.
                    Some((n, false)) if clause.inherits.is_some() && doubtful.is_none() && self.phrases[n].tokens.start > token => doubtful = Some(n),
                    Some((n, _)) => return Some(n),
                    None => {}
                }
                // «сообщили, что …»: nobody is named.
                if reading.is_some_and(|x| x.plural == Some(true) && !x.passive && x.pos == Pos::Verb) && clause.inherits.is_none() {
                    return doubtful;
                }
            }
            let Some(next) = clause.inherits else { return doubtful };
            at = next;
            // The subject agrees with the verb that asks for it.
            let verbs = &self.clauses[at].verbs;
            token = verbs.iter().copied().find(|v| verb_form(page, *v) == Some(VerbForm::Finite)).or(verbs.first().copied()).unwrap_or(verb);
        }
        doubtful
    }

    /// The subject in one clause, and whether it can be nothing but a nominative.
    fn subject_in(&self, page: &Page<'_>, clause: usize, verb: usize, token: usize, reading: Option<&Reading>) -> Option<(usize, bool)> {
        let own = &self.clauses[clause];
        let cut = own.phrases.partition_point(|n| self.phrases[*n].tokens.start < verb);
        let fits = |n: &usize| {
            let p = &self.phrases[*n];
            p.cases.has(Case::Nom)
                && p.preposition.is_none()
                && p.after.is_none_or(|_| !p.cases.has(Case::Gen))
                && p.list.is_none()
                && !p.apposed
                && !p.entity_is(Kind::Date)
                && !n.checked_sub(1).is_some_and(|before| self.dash_for_verb(page, before))
                && reading.is_none_or(|x| self.agrees(*n, x))
        };
        // Who is in the nominative for certain goes before what may be an object: «дом купил Петров».
        let sure = |n: &usize| !self.phrases[*n].cases.has(Case::Acc);
        let next = own.verb_after(verb).unwrap_or(usize::MAX);
        let before = || own.phrases[cut.saturating_sub(PHRASES)..cut].iter().rev().copied().filter(fits);
        let after = || own.phrases[cut..].iter().take(PHRASES).copied().take_while(|n| self.phrases[*n].tokens.start < next).filter(fits);
        let found = before().find(sure).or_else(|| after().find(sure)).or_else(|| before().next()).or_else(|| after().next());
        // «могли погибнуть три человека», «может приехать Петров»: the subject behind the infinitive.
        let behind = || {
            let cut = own.phrases.partition_point(|n| self.phrases[*n].tokens.start < token);
            let next = own.verb_after(token).unwrap_or(usize::MAX);
            let mut near = own.phrases[cut..].iter().take(PHRASES).copied().take_while(|n| self.phrases[*n].tokens.start < next).filter(fits);
            near.find(|n| sure(n) || self.phrases[*n].entity_is(Kind::Figure)).filter(|_| token > verb)
        };
        let found = found.or_else(behind)?;
        Some((found, sure(&found)))
    }

    /// «директором стал Петров, а продюсером — Козлов»: whether behind a phrase a dash stands for the verb of another subject.
    pub fn dash_for_verb(&self, page: &Page<'_>, n: usize) -> bool {
        let own = &self.phrases[n];
        let another = |next: &Phrase| next.tokens.start == own.tokens.end + 1 && next.entity_is(Kind::Person) && next.cases.has(Case::Nom);
        page.has(own.tokens.end, Class::Dash)
            && own.preposition.is_none()
            && own.cases.has(Case::Ins)
            && !own.cases.has(Case::Nom)
            && self.phrases.get(n + 1).is_some_and(another)
    }

    /// The phrases of a token's clause that stand near it: a longer clause is a list.
    pub fn near(&self, token: usize) -> impl Iterator<Item = &Phrase> {
        let own = &self.clause(token).phrases;
        let cut = own.partition_point(|n| self.phrases[*n].tokens.start <= token);
        own[cut.saturating_sub(PHRASES)..own.len().min(cut + PHRASES)].iter().map(|n| &self.phrases[*n])
    }

    /// Number and gender of a phrase do not contradict a verb's.
    fn agrees(&self, n: usize, verb: &Reading) -> bool {
        let p = &self.phrases[n];
        if matches!(verb.person, 1 | 2) {
            return false;
        }
        let many = p.plural == Some(true) || p.heads_list;
        match verb.plural {
            Some(true) => many || p.plural.is_none(),
            Some(false) => {
                p.plural != Some(true) && (verb.gender.is_none() || p.gender.is_none() || verb.gender == p.gender || p.entity_is(Kind::Organization) && p.loose)
            }
            None => true,
        }
    }

    /// The words of a phrase, with its preposition and the noun without a name whose genitive it is: «на место Петрова».
    pub fn words(&self, n: usize) -> Range<usize> {
        let p = &self.phrases[n];
        let noun = p.after.map(|q| &self.phrases[q]).filter(|q| q.entity.is_none() && q.preposition.is_some());
        noun.and_then(|q| q.preposition).or(p.preposition.filter(|_| p.list.is_none())).unwrap_or(p.tokens.start)..p.tokens.end
    }

    /// The members of the list that a phrase heads, itself first.
    pub fn list(&self, n: usize) -> Vec<usize> {
        let mut out = vec![n];
        for (k, p) in self.phrases.iter().enumerate().skip(n + 1).take(2 * PHRASES) {
            if p.clause != self.phrases[n].clause {
                break;
            }
            if p.list.is_some_and(|q| out.contains(&q)) {
                out.push(k);
            }
        }
        out
    }

    /// Phrases behind a predicate that can be its objects: to the next verb of its clause; then those before it, to the verb before.
    pub fn dependents(&self, predicate: usize) -> impl Iterator<Item = usize> + '_ {
        let own = self.clause(predicate);
        let next = own.verb_after(predicate).unwrap_or(usize::MAX);
        let cut = own.phrases.partition_point(|n| self.phrases[*n].tokens.start <= predicate);
        // «на пост министра был назначен»: what stands before a verb right before the predicate can be the predicate's.
        let nearest = cut.checked_sub(1).map_or(0, |k| self.phrases[own.phrases[k]].tokens.end);
        let previous = own.verbs[..own.verbs.partition_point(|v| *v < predicate.min(nearest))].last().copied().unwrap_or(0);
        let after = own.phrases[cut..].iter().take(PHRASES).copied().take_while(move |n| self.phrases[*n].tokens.start < next);
        let before = own.phrases[cut.saturating_sub(PHRASES)..cut].iter().rev().copied().take_while(move |n| self.phrases[*n].tokens.start >= previous);
        after.chain(before)
    }
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerbForm {
    /// A finite verb or a short form that is a predicate.
    Finite,
    /// An infinitive.
    Infinitive,
    /// A verbal adverb.
    Gerund,
}

/// What form of a verb a token is, by its likeliest reading.
pub fn verb_form(page: &Page<'_>, token: usize) -> Option<VerbForm> {
    let form = page.form(token)?;
    if page.is_capital(token) && !page.is_initial(token) {
        return None;
    }
    let first = form.readings.first()?;
    // «бы» is a form of «быть» only in dictionaries.
    if form.word("modal").is_some_and(|e| e.cell("name") == "бы") {
        return None;
    }
    match first.pos {
        Pos::Verb => Some(VerbForm::Finite),
        Pos::Infinitive => Some(VerbForm::Infinitive),
        Pos::Gerund => Some(VerbForm::Gerund),
        Pos::Participle | Pos::Adjective if first.short => Some(VerbForm::Finite),
        // «прошла», «стали»: a noun or adverb by chance; words of predicates.tsv count as verbs where they can be.
        _ => form.readings.iter().find(|x| x.pos == Pos::Verb && x.known).filter(|x| x.probability > 0.3).map(|_| VerbForm::Finite),
    }
}

/// The finite reading of a verb.
pub fn finite_reading<'p>(page: &'p Page<'_>, token: usize) -> Option<&'p Reading> {
    page.form(token)?.readings.iter().find(|x| x.pos == Pos::Verb || x.short)
}

/// «Сбербанк, напомним, купил …»: the writer to the reader, between commas.
fn is_aside(page: &Page<'_>, token: usize) -> bool {
    page.form(token).and_then(|f| f.readings.first()).is_some_and(|x| x.pos == Pos::Verb && x.person == 1 && x.plural == Some(true))
}

fn is_participle(page: &Page<'_>, token: usize) -> bool {
    page.form(token).is_some_and(|f| {
        // «избранный», «известный»: an adjective in dictionaries, which behind a comma may say what was done.
        f.readings.first().is_some_and(|x| !x.short && matches!(x.pos, Pos::Participle | Pos::Adjective))
            && f.readings.iter().any(|x| x.pos == Pos::Participle && !x.short && x.known)
    })
}

/// A form of «который».
pub fn is_relative(page: &Page<'_>, token: usize) -> bool {
    page.form(token).is_some_and(|f| f.word("relative").is_some())
}

/// The conjunction that a segment begins with, «и», «а», «но» aside.
fn subordinator(page: &Page<'_>, first: usize, end: usize) -> Option<usize> {
    let opening = page.form(first).is_some_and(|f| f.word("list-conjunction").is_some() || f.word("contrast").is_some());
    let at = if opening && first + 1 < end { first + 1 } else { first };
    page.form(at).is_some_and(|f| f.word("subordinator").is_some() || f.word("that").is_some()).then_some(at)
}

/// «после того, как», «до того, как»: the «как» behind a «того» and its comma.
fn after_that(page: &Page<'_>, first: usize, sign: Option<usize>) -> Option<usize> {
    let comma = sign.filter(|s| page.has(*s, Class::Comma) && s + 1 == first)?;
    (page.folded(first) == "как" && comma > 0 && page.folded(comma - 1) == "того").then_some(first)
}

/// Whether two words can be of one number and gender, by some readings.
fn same_sort(plural: Option<bool>, gender: Option<Gender>, x: &Reading) -> bool {
    (plural.is_none() || x.plural.is_none() || plural == x.plural) && (plural == Some(true) || gender.is_none() || x.gender.is_none() || gender == x.gender)
}

#[cfg(test)]
mod tests;
