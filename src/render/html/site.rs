//! A folder of pages for a dump: a page an article, a page an entity with the articles that name it, and an index with search.
//!
//! Everything is read without a network and without a script; the script of the index hides what is not searched for. What is kept in memory is a line a document and
//! an entity and twelve bytes for each time that a document names one.

use super::escape::escaped;
use super::{Language, Site};
use crate::sheet::FactSheet;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const SEARCH: &str = include_str!("search.js");
/// Entities of a kind, and documents, that the index lists: a browser takes a second for so many.
const LISTED: usize = 5_000;
/// Kinds that have pages, with the section of the index that lists them. Figures and dates are no things that other documents name again.
const KINDS: &[(&str, &str)] = &[("person", "people"), ("organization", "organizations"), ("country", "countries"), ("place", "places"), ("office", "titles")];

struct Listed {
    kind: &'static str,
    name: String,
    about: String,
    variants: BTreeSet<String>,
    /// Document, number of the entity on its page, mentions there.
    places: Vec<(u32, u32, u32)>,
}

struct Article {
    id: String,
    title: String,
    date: Option<String>,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Pages of articles.
    pub articles: usize,
    /// Pages of entities.
    pub entities: usize,
    /// Entities and articles that the index has no room for; their pages are there.
    pub unlisted: usize,
}

/// A folder that is being filled.
pub struct Builder {
    folder: PathBuf,
    language: Language,
    articles: Vec<Article>,
    entities: Vec<Listed>,
    numbers: HashMap<String, usize>,
}

impl Builder {
    /// Begins in an empty folder, which is made if it is not there.
    ///
    /// # Errors
    /// That of the system, or that something is in the folder.
    pub fn new(folder: &Path, language: Language) -> io::Result<Builder> {
        fs::create_dir_all(folder)?;
        if fs::read_dir(folder)?.next().is_some() {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "the folder is not empty"));
        }
        fs::create_dir(folder.join("articles"))?;
        fs::create_dir(folder.join("entities"))?;
        Ok(Builder { folder: folder.into(), language, articles: Vec::new(), entities: Vec::new(), numbers: HashMap::new() })
    }

    /// Writes the page of an article and remembers what it names.
    ///
    /// # Errors
    /// Those of the system.
    pub fn add(&mut self, sheet: &FactSheet, text: &str) -> io::Result<()> {
        let number = self.articles.len();
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for n in sheet.mentions() {
            *counts.entry(n.id).or_default() += 1;
        }
        let entities = super::Entities::new(sheet);
        for n in sheet.mentions() {
            // The first mention stands for all.
            let Some(times) = counts.remove(n.id).filter(|_| KINDS.iter().any(|(kind, _)| *kind == n.kind)) else { continue };
            let next = self.entities.len();
            let at = *self.numbers.entry(n.id.to_string()).or_insert(next);
            if at == next {
                self.entities.push(Listed { kind: n.kind, name: n.name.to_string(), about: String::new(), variants: BTreeSet::new(), places: Vec::new() });
            }
            let anchor = entities.number(n.id).unwrap_or_default();
            self.entities[at].places.push((number as u32, anchor as u32, times));
        }
        self.describe(sheet);
        let numbers = &self.numbers;
        let link = |id: &str| numbers.get(id).map(|n| format!("../entities/{}.html", n + 1));
        let mut file = io::BufWriter::new(File::create(self.folder.join("articles").join(format!("{}.html", number + 1)))?);
        super::page(sheet, text, self.language, Some(Site { entity: &link, index: "../index.html" }), &mut file)?;
        file.flush()?;
        let title: String = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or("").chars().take(120).collect();
        self.articles.push(Article { id: sheet.document.id.clone(), title, date: sheet.document.date.clone() });
        Ok(())
    }

    /// What the pages of people and organizations say beside the name.
    fn describe(&mut self, sheet: &FactSheet) {
        let titles: HashMap<&str, &str> = sheet.offices.iter().flatten().map(|o| (o.id.as_str(), o.title.as_str())).collect();
        for p in sheet.people.iter().flatten() {
            let Some(entry) = self.numbers.get(&p.id).map(|n| &mut self.entities[*n]) else { continue };
            entry.about.clone_from(&p.latin);
            entry.variants.extend(p.variants.iter().cloned());
            entry.variants.extend(p.offices.iter().filter_map(|o| titles.get(o.as_str())).map(|t| t.to_string()));
        }
        for o in sheet.organizations.iter().flatten() {
            let Some(entry) = self.numbers.get(&o.id).map(|n| &mut self.entities[*n]) else { continue };
            entry.about = self.language.label("organization", &o.kind).to_string();
            entry.variants.extend(o.variants.iter().cloned());
        }
        for p in sheet.places.iter().flatten() {
            let Some(entry) = self.numbers.get(&p.id).map(|n| &mut self.entities[*n]) else { continue };
            entry.about = self.language.label("place", &p.kind).to_string();
        }
    }

    /// Writes the pages of entities and the index.
    ///
    /// # Errors
    /// Those of the system.
    pub fn end(self) -> io::Result<Written> {
        for (n, entity) in self.entities.iter().enumerate() {
            fs::write(self.folder.join("entities").join(format!("{}.html", n + 1)), self.entity(entity))?;
        }
        let (index, unlisted) = self.index();
        fs::write(self.folder.join("index.html"), index)?;
        Ok(Written { articles: self.articles.len(), entities: self.entities.len(), unlisted })
    }

    fn entity(&self, entity: &Listed) -> String {
        let mut page = String::new();
        super::head(&entity.name, self.language, None, &mut page);
        let (name, about) = (escaped(&entity.name), escaped(&entity.about));
        let kind = self.language.label("kind", entity.kind);
        let index = self.language.label("index", "");
        page.push_str(&format!("</head>\n<body>\n<header>\n<nav><a href=\"../index.html\">{index}</a></nav>\n<h1>{name}</h1>\n<p>{kind} · {about}</p>\n"));
        if !entity.variants.is_empty() {
            let variants: Vec<String> = entity.variants.iter().map(|v| escaped(v)).collect();
            page.push_str(&format!("<p>{}</p>\n", variants.join(" · ")));
        }
        page.push_str(&format!(
            "</header>\n<main class=\"index\"><section><h2>{} <span class=\"faint\">{}</span></h2>\n<ul>\n",
            self.language.label("documents", ""),
            entity.places.len()
        ));
        let mut places = entity.places.clone();
        places.sort_by_key(|(document, ..)| (self.articles[*document as usize].date.clone(), *document));
        for (document, anchor, times) in places {
            let article = &self.articles[document as usize];
            page.push_str(&format!(
                "<li><a href=\"../articles/{}.html#e{anchor}\">{}</a> <span class=\"faint\">{} ×{times}</span></li>\n",
                document + 1,
                article.shown(),
                escaped(article.date.as_deref().unwrap_or(""))
            ));
        }
        page.push_str("</ul></section></main>\n</body>\n</html>\n");
        page
    }

    /// The index, and how many entries it has no room for.
    fn index(&self) -> (String, usize) {
        let language = self.language;
        let mut page = String::new();
        let title = language.label("index", "");
        let hash = STANDARD.encode(Sha256::digest(SEARCH.as_bytes()));
        super::head(title, language, Some(&hash), &mut page);
        let search = language.label("page", "search");
        page.push_str(&format!("</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p><input type=\"search\" aria-label=\"{search}\" placeholder=\"{search}\" hidden></p>\n</header>\n<main class=\"index\">\n"));
        let mut unlisted = 0;
        for (kind, section) in KINDS {
            let mut all: Vec<(usize, &Listed)> = self.entities.iter().enumerate().filter(|(_, e)| e.kind == *kind).collect();
            all.sort_by(|(_, a), (_, b)| b.places.len().cmp(&a.places.len()).then_with(|| a.name.cmp(&b.name)));
            let entries = all.iter().take(LISTED).map(|(n, e)| {
                format!(
                    "<li><a class=\"n-{kind}\" href=\"entities/{}.html\">{}</a> <span class=\"faint\">{} {}</span></li>\n",
                    n + 1,
                    escaped(&e.name),
                    escaped(&e.about),
                    e.places.len()
                )
            });
            unlisted += self.section(section, all.len(), entries.collect(), &mut page);
        }
        let entries = self.articles.iter().enumerate().take(LISTED);
        let entries = entries.map(|(n, a)| {
            format!(
                "<li><a href=\"articles/{}.html\">{}</a> <span class=\"faint\">{} {}</span></li>\n",
                n + 1,
                a.shown(),
                escaped(a.date.as_deref().unwrap_or("")),
                escaped(&a.id)
            )
        });
        unlisted += self.section("documents", self.articles.len(), entries.collect(), &mut page);
        page.push_str(&format!("</main>\n<script>{SEARCH}</script>\n</body>\n</html>\n"));
        (page, unlisted)
    }

    fn section(&self, key: &str, all: usize, entries: String, page: &mut String) -> usize {
        if all == 0 {
            return 0;
        }
        page.push_str(&format!(
            "<section id=\"{key}\"><h2>{} <span class=\"faint\">{all}</span></h2>\n<ul>\n{entries}</ul>\n",
            self.language.label("section", key)
        ));
        let left = all.saturating_sub(LISTED);
        if left > 0 {
            page.push_str(&format!("<p class=\"faint\">{}: {left}</p>\n", self.language.label("page", "left_out")));
        }
        page.push_str("</section>\n");
        left
    }
}

impl Article {
    /// What the article is called: its first line, or its id where it has none.
    fn shown(&self) -> String {
        escaped(if self.title.is_empty() { &self.id } else { &self.title })
    }
}
