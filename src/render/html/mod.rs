//! One page an article: self-contained, no network, no script. The article with its mentions, and beside it entities, facts, figures and statements, linked
//! both ways.
//!
//! Which evidence or entity a link points at is shown by style sheets alone (`:target` and `:has()`); a browser too old for `:has()` still jumps to the
//! place. A stranger's text enters by `escape` only.

mod article;
mod drawing;
pub(crate) mod escape;
mod labels;
mod panel;
pub mod site;

pub use labels::Language;

use super::Dropped;
use crate::sheet::FactSheet;
use escape::{escaped, push};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

/// What a page may load and run: its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// With more entities and facts than these, pointing at one in the panel does not light up the text: every such rule costs the browser time.
const RULES: usize = 600;

/// The entities of a page, numbered in the order of a sheet's parts.
pub(super) struct Entities<'s> {
    numbers: HashMap<&'s str, usize>,
    all: Vec<(&'static str, Cow<'s, str>, Vec<usize>)>,
}

impl<'s> Entities<'s> {
    fn new(sheet: &'s FactSheet) -> Entities<'s> {
        let mut entities = Entities { numbers: HashMap::new(), all: Vec::new() };
        for n in sheet.mentions() {
            let next = entities.all.len();
            if *entities.numbers.entry(n.id).or_insert(next) == next {
                entities.all.push((n.kind, n.name, Vec::new()));
            }
        }
        entities
    }

    fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    fn kind(&self, number: usize) -> &'static str {
        self.all.get(number).map_or("other", |e| e.0)
    }

    fn name(&self, number: usize) -> &str {
        self.all.get(number).map_or("", |e| &e.1)
    }

    /// The numbers of an entity's marks in the text.
    fn places(&self, number: usize) -> &[usize] {
        self.all.get(number).map_or(&[], |e| &e.2)
    }
}

/// How a page is tied to the others of a folder.
struct Site<'l> {
    /// The page of an entity, by its id.
    entity: &'l dyn Fn(&str) -> Option<String>,
    /// The page that lists all.
    index: &'l str,
}

/// Writes the page. Marks that cross others, which no sheet of ours has, are left out and counted.
///
/// ```
/// use svodka::render::{self, Format, html::Language};
/// let text = "Президент <b>прибыл</b> в Ош.";
/// let sheet = svodka::Extractor::new().extract(&svodka::ingest::Document::new("1", text));
/// let mut out = Vec::new();
/// render::write(&sheet, text, Format::Html(Language::English), true, &mut out)?;
/// let page = String::from_utf8(out)?;
/// assert!(page.contains("title=\"place: Ош\""));
/// assert!(page.contains("&lt;b&gt;") && !page.contains("<b>прибыл"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of the writer.
pub fn write(sheet: &FactSheet, text: &str, language: Language, out: &mut dyn Write) -> io::Result<Vec<Dropped>> {
    page(sheet, text, language, None, out)
}

fn page(sheet: &FactSheet, text: &str, language: Language, site: Option<Site<'_>>, out: &mut dyn Write) -> io::Result<Vec<Dropped>> {
    let mut entities = Entities::new(sheet);
    let (marks, crossing) = article::marks(sheet, &entities);
    for (n, mark) in marks.iter().enumerate() {
        entities.all[mark.entity].2.push(n);
    }
    let facts = sheet.facts.as_deref().unwrap_or(&[]);
    let mut page = String::with_capacity(text.len() * 6 + 20_000);
    head(&sheet.document.id, language, None, &mut page);
    if entities.all.len() + facts.len() <= RULES {
        lights(entities.all.len(), facts.len(), &mut page);
    }
    page.push_str(&format!("</head>\n<body>\n<a class=\"skip\" href=\"#facts\">{}</a>\n", language.label("page", "skip")));
    top(sheet, language, site.as_ref(), &mut page);
    page.push_str(&format!("<main>\n<article lang=\"ru\" aria-label=\"{}\">\n", language.label("article", "")));
    article::write(text, &marks, facts, &entities, language, &mut page);
    page.push_str(&format!("</article>\n<aside aria-label=\"{}\">\n", language.label("entities", "")));
    panel::Panel { sheet, entities: &entities, language, site: site.as_ref(), out: &mut page }.write();
    page.push_str("</aside>\n</main>\n");
    bottom(sheet, language, &mut page);
    out.write_all(page.as_bytes())?;
    Ok(Dropped::some("mentions that cross others", crossing).into_iter().collect())
}

/// From the beginning to the style, the head not closed; `script` is the hash of the one script that may run.
fn head(title: &str, language: Language, script: Option<&str>, page: &mut String) {
    page.push_str(&format!("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", language.code()));
    let script = script.map_or(String::new(), |hash| format!("; script-src 'sha256-{hash}'"));
    page.push_str(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}{script}\">\n"));
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"svodka\">\n<title>");
    push(page, title);
    page.push_str("</title>\n<style>\n");
    page.push_str(include_str!("page.css"));
    page.push_str("</style>\n");
}

/// Style by which pointing at a fact lights up its evidence, and pointing at an entity its mentions.
fn lights(entities: usize, facts: usize, page: &mut String) {
    page.push_str("<style>\n");
    for n in 1..=facts {
        page.push_str(&format!(":root:has(#fact-{n}:hover) .f{n},:root:has(#at-{n}:target) .f{n}{{background:var(--hit)}}\n"));
    }
    for n in 0..entities {
        page.push_str(&format!(":root:has(#e{n}:hover) .e{n},:root:has(#e{n}:target) .e{n}{{background:var(--hit)}}\n"));
    }
    page.push_str("</style>\n");
}

fn top(sheet: &FactSheet, language: Language, site: Option<&Site<'_>>, page: &mut String) {
    let d = &sheet.document;
    let index = site.map_or(String::new(), |s| format!("<nav><a href=\"{}\">{}</a></nav>\n", s.index, language.label("index", "")));
    page.push_str(&format!("<header>\n{index}<h1>{}</h1>\n<p>", escaped(&d.id)));
    if let Some(date) = &d.date {
        page.push_str(&format!("<time>{}</time> · ", escaped(date)));
    }
    page.push_str(&format!("{} {}, {} {}</p>\n", d.characters, language.label("characters", ""), d.sentences, language.label("sentences", "")));
    page.push_str(&format!("<ul class=\"legend\" aria-label=\"{}\">", language.label("legend", "")));
    for kind in ["person", "office", "country", "organization", "figure"] {
        page.push_str(&format!("<li><span class=\"m {kind}\">{}</span></li>", language.label("kind", kind)));
    }
    page.push_str("</ul>\n</header>\n");
}

fn bottom(sheet: &FactSheet, language: Language, page: &mut String) {
    page.push_str("<footer>\n");
    if !sheet.warnings.is_empty() {
        page.push_str(&format!("<h2>{}</h2>\n<ul>\n", language.label("warnings", "")));
        for w in &sheet.warnings {
            let at = w.byte.map_or(String::new(), |b| format!(" (byte {b})"));
            page.push_str(&format!("<li>{}{at}</li>\n", escaped(&w.message)));
        }
        page.push_str("</ul>\n");
    }
    let p = &sheet.producer;
    page.push_str(&format!(
        "<p>{} svodka {}, gazetteers {}</p>\n</footer>\n</body>\n</html>\n",
        language.label("page", "made"),
        escaped(&p.svodka),
        escaped(&p.gazetteers)
    ));
}
