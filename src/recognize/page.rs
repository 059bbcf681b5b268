//! A text with the forms of its words, as recognizers read it.

use super::capitals;
use super::dates::Links;
use super::figures::quantity::Quantities;
use super::numbers::Numbers;
use crate::lexicon::{self, Case, Class, Classes, Entry, Form, Gender, Lexicon, Memo, Node, Table, keys};
use crate::text::{Text, TokenKind};
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

/// A gazetteer entry found in the text, of one word or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The tokens that it covers.
    pub tokens: Range<usize>,
    /// The entry.
    pub entry: Entry,
}

/// A text, its words' forms, and the gazetteer phrases in it.
pub struct Page<'t> {
    /// Tokens, sentences, quotations.
    pub text: Text<'t>,
    /// The form of every token.
    pub forms: Vec<Rc<Form>>,
    /// Gazetteer entries of more than one word, by first token, the longer first.
    pub phrases: Vec<Phrase>,
    /// For every token the index in `phrases` of the first that begins there or later.
    phrase_at: Vec<u32>,
    /// For every token the tables of which an entry begins there, a bit each: most words begin none that is asked for.
    begins: Vec<u32>,
    /// The classes of every token, side by side: they are what is asked for most.
    classes: Vec<Classes>,
    /// For every token whether it is a capital, and whether it begins its sentence.
    capital: Vec<bool>,
    initial: Vec<bool>,
    /// The spelling of tokens that is not the text's; empty where none is.
    respelled: Vec<Option<Box<str>>>,
    /// Whether the text does without capital letters, so that names are told by what they are alone.
    pub lacks_capitals: bool,
    corrections: bool,
    numbers: OnceCell<Numbers>,
    quantities: OnceCell<Quantities>,
    links: OnceCell<Links>,
}

/// No gazetteer entry is longer, in tokens.
pub(super) const PHRASE_TOKENS: usize = 14;

impl<'t> Page<'t> {
    /// Looks up the words of a text.
    pub fn new(source: &'t str, memo: &mut Memo) -> Page<'t> {
        let text = Text::new(source);
        let mut forms: Vec<Rc<Form>> = (0..text.tokens.len()).map(|i| memo.form(text.word(i))).collect();
        let mut respelled: Vec<Option<Box<str>>> = Vec::new();
        let mut respell = |i: usize, word: &str| {
            if word != text.word(i) {
                respelled.resize(text.tokens.len(), None);
                respelled[i] = Some(word.into());
            }
        };
        if source.contains(keys::is_suspicious) || text.tokens.iter().any(|t| source[t.start..t.end].contains(['\n', '\r'])) {
            (0..text.tokens.len()).for_each(|i| respell(i, &lexicon::spelling(text.word(i))));
        }
        let lacks_capitals = capitals::are_missing(&text, &forms);
        for (i, word) in capitals::restored(&text, &forms, lacks_capitals, memo) {
            forms[i] = memo.form(&word);
            respell(i, &word);
        }
        let mut phrases = Vec::new();
        let mut phrase_at = Vec::with_capacity(forms.len() + 1);
        for start in 0..forms.len() {
            phrase_at.push(phrases.len() as u32);
            let end = text.sentences[text.sentence_of[start] as usize].end.min(start + PHRASE_TOKENS);
            let from = phrases.len();
            let first = respelled.get(start).and_then(|r| r.as_deref()).unwrap_or_else(|| text.word(start));
            let fits = |e: Entry| lexicon::fits(e, first);
            follow(memo.lexicon(), &forms, start, end, fits, |p| phrases.push(p));
            phrases[from..].sort_by_key(|p: &Phrase| (std::cmp::Reverse(p.tokens.end), p.entry));
            let mut kept = from;
            for i in from..phrases.len() {
                if i == from || phrases[i] != phrases[kept - 1] {
                    phrases.swap(kept, i);
                    kept += 1;
                }
            }
            phrases.truncate(kept);
        }
        phrase_at.push(phrases.len() as u32);
        let mut page = Page {
            text,
            forms,
            phrases,
            phrase_at,
            begins: Vec::new(),
            classes: Vec::new(),
            capital: Vec::new(),
            initial: Vec::new(),
            respelled,
            lacks_capitals,
            corrections: memo.lexicon().has_corrections(),
            numbers: OnceCell::new(),
            quantities: OnceCell::new(),
            links: OnceCell::new(),
        };
        page.note_words();
        page
    }

    fn note_words(&mut self) {
        self.classes = self.forms.iter().map(|f| f.classes).collect();
        const CAPITALS: &[Class] = &[Class::Capitalized, Class::AllCaps, Class::Initial, Class::MixedCase];
        let letter = |i: usize, c: Classes| c.has(Class::OneLetter) && self.word(i).starts_with(char::is_uppercase);
        let capital = |(i, c): (usize, &Classes)| c.any(CAPITALS) && !c.has(Class::Digit) || letter(i, *c);
        self.capital = self.classes.iter().enumerate().map(capital).collect();
        const BEFORE: &[Class] = &[Class::OpenQuote, Class::Dash, Class::OpenBracket, Class::Stop, Class::OtherSign];
        self.initial = vec![false; self.len()];
        for sentence in &self.text.sentences {
            for i in sentence.clone() {
                self.initial[i] = true;
                if !self.classes[i].any(BEFORE) {
                    break;
                }
            }
        }
        let tables = |i: usize| self.phrases_from(i).iter().fold(self.forms[i].tables(), |tables, p| tables | 1 << p.entry.table as u32);
        self.begins = (0..self.len()).map(tables).collect();
    }

    /// Leaves out gazetteer entries, told by the stem of their first word in the text: so that weights are fitted to names that no
    /// gazetteer has, too.
    pub fn hide(&mut self, memo: &Memo, hidden: impl Fn(u64, Entry) -> bool) {
        for i in 0..self.forms.len() {
            let stem = self.forms[i].stem;
            if self.forms[i].entries.iter().any(|e| hidden(stem, *e)) {
                self.forms[i] = memo.form_without(self.word(i), |e| hidden(stem, e));
            }
        }
        let mut kept = Vec::with_capacity(self.phrases.len());
        for start in 0..self.forms.len() {
            let range = self.phrase_at[start] as usize..self.phrase_at[start + 1] as usize;
            self.phrase_at[start] = kept.len() as u32;
            kept.extend(self.phrases[range].iter().filter(|p| !hidden(self.forms[start].stem, p.entry)).cloned());
        }
        self.phrase_at[self.forms.len()] = kept.len() as u32;
        self.phrases = kept;
        self.note_words();
    }

    /// The numbers of the text, read when first asked for.
    pub fn numbers(&self) -> &Numbers {
        self.numbers.get_or_init(|| Numbers::new(self))
    }

    /// The numbers with their bounds and ranges, read when first asked for.
    pub(super) fn quantities(&self) -> &Quantities {
        self.quantities.get_or_init(|| Quantities::new(self))
    }

    /// The small words of dates, read when first asked for.
    pub(super) fn links(&self) -> &Links {
        self.links.get_or_init(|| Links::new(self))
    }

    /// Whether the gazetteers hold corrections at all.
    pub fn has_corrections(&self) -> bool {
        self.corrections
    }

    /// How many tokens the text has.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether the text has no tokens.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The phrases of two or more words that begin at a token.
    pub fn phrases_from(&self, token: usize) -> &[Phrase] {
        match (self.phrase_at.get(token), self.phrase_at.get(token + 1)) {
            (Some(from), Some(to)) => &self.phrases[*from as usize..*to as usize],
            _ => &[],
        }
    }

    /// Every entry, of one word or more, that begins at a token, the longer first.
    pub fn entries_from(&self, token: usize) -> impl Iterator<Item = Phrase> + '_ {
        let single = self.forms.get(token).into_iter().flat_map(move |f| f.entries.iter().map(move |e| Phrase { tokens: token..token + 1, entry: *e }));
        self.phrases_from(token).iter().cloned().chain(single)
    }

    /// Whether an entry of a table begins at a token.
    pub fn begins(&self, token: usize, table: Table) -> bool {
        self.begins.get(token).is_some_and(|tables| tables >> table as u32 & 1 == 1)
    }

    /// Every entry of a table, of one word or more, that begins at a token, the longer first.
    pub fn entries_of(&self, token: usize, table: Table) -> impl Iterator<Item = Phrase> + '_ {
        let (phrases, entries): (&[Phrase], &[Entry]) =
            if self.begins(token, table) { (self.phrases_from(token), &self.forms[token].entries) } else { (&[], &[]) };
        let single = entries.iter().filter(move |e| e.table == table).map(move |e| Phrase { tokens: token..token + 1, entry: *e });
        phrases.iter().filter(move |p| p.entry.table == table).cloned().chain(single)
    }

    /// The longest entry of a table that begins at a token.
    pub fn longest(&self, token: usize, table: Table) -> Option<Phrase> {
        self.entries_of(token, table).next()
    }

    /// The longest entry of a table that ends with a token.
    pub fn longest_ending(&self, token: usize, table: Table) -> Option<Phrase> {
        let first = self.sentence(token).start.max((token + 1).saturating_sub(PHRASE_TOKENS));
        let ends_here = |p: &&Phrase| p.entry.table == table && p.tokens.end == token + 1;
        let phrase = (first..token).filter(|start| self.begins(*start, table)).find_map(|start| self.phrases_from(start).iter().find(ends_here)).cloned();
        let single = || self.forms.get(token)?.entries_of(table).next().map(|entry| Phrase { tokens: token..token + 1, entry });
        phrase.or_else(single)
    }

    /// Whether a token has a class; none beyond the text.
    #[inline]
    pub fn has(&self, token: usize, class: Class) -> bool {
        self.classes.get(token).is_some_and(|c| c.has(class))
    }

    /// Whether a token has any of the classes.
    #[inline(always)]
    pub fn any(&self, token: usize, classes: &[Class]) -> bool {
        self.classes.get(token).is_some_and(|c| c.any(classes))
    }

    /// The form of a token.
    pub fn form(&self, token: usize) -> Option<&Form> {
        self.forms.get(token).map(|f| &**f)
    }

    /// The folded spelling of a token; empty beyond the text.
    pub fn folded(&self, token: usize) -> &str {
        self.forms.get(token).map_or("", |f| &f.folded)
    }

    /// A token as a careful typist writes it: mostly the text's own letters, see [`lexicon::spelling`] and [`capitals`].
    pub fn word(&self, token: usize) -> &str {
        self.respelled.get(token).and_then(|r| r.as_deref()).unwrap_or_else(|| self.text.word(token))
    }

    /// The same of a range, white space as one space.
    pub fn spelled(&self, tokens: &Range<usize>) -> String {
        let mut out = String::new();
        for i in tokens.clone().filter(|i| *i < self.len()) {
            if i > tokens.start && self.is_spaced(i) {
                out.push(' ');
            }
            out.push_str(self.word(i));
        }
        out
    }

    /// The kind of a token.
    pub fn kind(&self, token: usize) -> Option<TokenKind> {
        self.text.tokens.get(token).map(|t| t.kind)
    }

    /// The sentence of a token.
    pub fn sentence(&self, token: usize) -> Range<usize> {
        self.text.sentence_of.get(token).map_or(0..0, |s| self.text.sentences[*s as usize].clone())
    }

    /// Whether the token begins its sentence, quotation marks and dashes left aside.
    pub fn is_initial(&self, token: usize) -> bool {
        self.initial.get(token).is_some_and(|initial| *initial)
    }

    /// Whether the word begins with a capital (initials, abbreviations in capitals and mixed case too).
    pub fn is_capital(&self, token: usize) -> bool {
        self.capital.get(token).is_some_and(|capital| *capital)
    }

    /// The token before an opening quotation mark; a doubled apostrophe is one mark.
    pub fn before_mark(&self, open: usize) -> Option<usize> {
        let doubled = self.word(open) == "'" && open > 0 && self.word(open - 1) == "'";
        open.checked_sub(1 + usize::from(doubled))
    }

    /// Whether white space stands between a token and the one before.
    pub fn is_spaced(&self, token: usize) -> bool {
        self.text.tokens.get(token).is_none_or(|t| t.space_before)
    }

    /// Whether two words can stand in one case, number and gender.
    pub fn agree(&self, a: usize, b: usize) -> bool {
        match (self.form(a), self.form(b)) {
            (Some(a), Some(b)) => a.readings.iter().any(|r| r.case.is_some() && b.readings.iter().any(|s| r.agrees(s))),
            _ => false,
        }
    }

    /// Whether two words can stand in one case.
    pub fn same_case(&self, a: usize, b: usize) -> bool {
        match (self.form(a), self.form(b)) {
            (Some(a), Some(b)) => a.readings.iter().any(|r| r.case.is_some() && b.has_case(r.case.expect("just seen"))),
            _ => false,
        }
    }

    /// Whether a noun reading of the word has this case.
    pub fn noun_in(&self, token: usize, case: Case) -> bool {
        self.form(token).is_some_and(|f| f.readings.iter().any(|r| r.pos == crate::lexicon::Pos::Noun && r.case == Some(case)))
    }

    /// The gender of the word's likeliest reading that has one.
    pub fn gender(&self, token: usize) -> Option<Gender> {
        self.form(token)?.readings.iter().find_map(|r| r.gender)
    }
}

/// Follows the gazetteers' trie from a token; quotation marks inside a phrase are passed over.
pub(super) fn follow(lexicon: &Lexicon, forms: &[Rc<Form>], start: usize, end: usize, fits: impl Fn(Entry) -> bool, mut found: impl FnMut(Phrase)) {
    if forms[start].nodes.is_empty() {
        return;
    }
    let mut states: Vec<Node> = forms[start].nodes.clone();
    let mut next: Vec<Node> = Vec::new();
    let mut at = start + 1;
    while !states.is_empty() && at < end {
        let form = &forms[at];
        if form.classes.any(&[Class::OpenQuote, Class::CloseQuote]) {
            at += 1;
            continue;
        }
        next.clear();
        for node in &states {
            for key in &form.keys {
                if let Some(n) = node.step(*key) {
                    if n.is_entry() {
                        n.entries().filter(|e| fits(*e) && !lexicon.takes_away(*e)).for_each(|entry| found(Phrase { tokens: start..at + 1, entry }));
                    }
                    if n.goes_on() && !next.contains(&n) {
                        next.push(n);
                    }
                }
            }
        }
        std::mem::swap(&mut states, &mut next);
        at += 1;
    }
}
