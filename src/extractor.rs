//! The whole way, from a document to its fact sheet.

use crate::arbitrate::{self, weights};
use crate::explain::{self, Explained};
use crate::ingest::Document;
use crate::lexicon::{Lexicon, Memo};
use crate::recognize::{Evidence, Kind, Page, dates, figures};
use crate::sheet::{self, FactSheet};
use crate::{facts, resolve};
use std::cell::RefCell;

thread_local! {
    /// Word forms seen by this thread.
    static MEMO: RefCell<Memo> = RefCell::new(Memo::default());
}

/// Reads documents and writes fact sheets. Holds no state of documents: one can be shared by all threads.
#[derive(Clone, Debug, Default)]
pub struct Extractor {
    lexicon: Lexicon,
    date: Option<String>,
    offsets: bool,
    only: Vec<String>,
}

impl Extractor {
    /// An extractor with the gazetteers and weights of the program.
    pub fn new() -> Extractor {
        Extractor::default()
    }

    /// The same with a user's gazetteers.
    pub fn with_lexicon(mut self, lexicon: Lexicon) -> Extractor {
        self.lexicon = lexicon;
        self
    }

    /// The date (ISO 8601) that «вчера» and «в июне» count from in documents that have none of their own.
    pub fn with_date(mut self, date: Option<String>) -> Extractor {
        self.date = date;
        self
    }

    /// Whether mentions and evidence also get byte and UTF-16 offsets.
    pub fn with_offsets(mut self, offsets: bool) -> Extractor {
        self.offsets = offsets;
        self
    }

    /// The parts that the sheet shall have (see [`sheet::PARTS`]); none named are all. What no part needs is not done.
    pub fn with_only(mut self, only: Vec<String>) -> Extractor {
        self.only = only;
        self
    }

    /// Whether only figures and dates are asked for: then most of the work is not needed.
    fn wants_values_only(&self) -> bool {
        !self.only.is_empty() && self.only.iter().all(|part| part == "figures" || part == "dates")
    }

    /// The hash of the gazetteers in use, as sheets have it.
    pub fn gazetteers(&self) -> String {
        self.lexicon.hash()
    }

    /// The fact sheet of a document.
    pub fn extract(&self, document: &Document) -> FactSheet {
        self.with_memo(|memo| self.extract_with(document, memo))
    }

    /// The thread's memo, if it was made over the same gazetteers, else a new one.
    fn with_memo<T>(&self, work: impl FnOnce(&mut Memo) -> T) -> T {
        MEMO.with_borrow_mut(|memo| {
            if *memo.lexicon() != self.lexicon {
                *memo = Memo::new(self.lexicon.clone());
            }
            work(memo)
        })
    }

    fn extract_with(&self, document: &Document, memo: &mut Memo) -> FactSheet {
        let page = Page::new(&document.text, memo);
        let evidence = Evidence::new(&page);
        let date = document.date.as_deref().or(self.date.as_deref());
        let (resolved, facts) = if self.wants_values_only() {
            let mut mentions = arbitrate::decide_values(&page, &evidence, &weights::BUNDLED);
            finish_values(&page, &mut mentions, date);
            (resolve::resolve_values(&page, mentions), Vec::new())
        } else {
            let mut mentions = arbitrate::decide(&page, &evidence, &weights::BUNDLED);
            finish_values(&page, &mut mentions, date);
            let mut resolved = resolve::resolve(&page, mentions);
            let facts = facts::find(&page, &mut resolved);
            (resolved, facts)
        };
        let mut sheet = FactSheet {
            schema: sheet::SCHEMA.into(),
            producer: sheet::Producer { svodka: env!("CARGO_PKG_VERSION").into(), gazetteers: self.lexicon.hash() },
            document: sheet::DocumentOf {
                id: document.id.clone(),
                date: date.map(str::to_string),
                characters: page.text.characters,
                sentences: page.text.sentences.len(),
                tokens: page.text.tokens.len(),
                encoding: document.encoding.filter(|e| *e != "UTF-8").map(str::to_string),
                text: document.from_html.then(|| document.text.clone()),
                fields: document.fields.clone(),
                reprint: None,
                kept: document.kept.clone(),
            },
            people: Some(resolved.people),
            offices: Some(resolved.offices),
            countries: Some(resolved.countries),
            places: Some(resolved.places),
            organizations: Some(resolved.organizations),
            figures: Some(resolved.figures),
            dates: Some(resolved.dates),
            facts: Some(facts),
            warnings: document.warnings.iter().map(|w| sheet::Warning { message: w.message.clone(), byte: w.byte, character: w.character }).collect(),
        };
        if page.lacks_capitals {
            let message = "the text has no capital letters: names are told by dictionary and gazetteers alone, unknown ones are missed".to_string();
            sheet.warnings.push(sheet::Warning { message, byte: None, character: None });
        }
        if !self.only.is_empty() {
            sheet.keep_only(&self.only);
        }
        if self.offsets {
            sheet::offsets::add(&mut sheet, &document.text);
        }
        sheet
    }

    /// Why the code points `start..end` of a document are what they are in its sheet; with a `kind`, why they are no mention of that.
    pub fn explain(&self, document: &Document, start: usize, end: usize, kind: Option<Kind>) -> Explained {
        self.with_memo(|memo| explain::explain(&Page::new(&document.text, memo), start, end, kind))
    }
}

/// What a figure counts where the noun stands elsewhere, and what a relative date is by the document's date.
fn finish_values(page: &Page<'_>, mentions: &mut [arbitrate::Mention], date: Option<&str>) {
    for (kind, finish) in [(Kind::Figure, None), (Kind::Date, Some(date))] {
        let at: Vec<usize> = (0..mentions.len()).filter(|i| mentions[*i].kind == kind).collect();
        let mut candidates: Vec<crate::recognize::Candidate> = at.iter().map(|i| mentions[*i].candidate.clone()).collect();
        match finish {
            None => figures::resolve_counted(page, &mut candidates),
            Some(date) => dates::anchor(page, &mut candidates, date),
        }
        for (i, candidate) in at.into_iter().zip(candidates) {
            mentions[i].candidate = candidate;
        }
    }
}
