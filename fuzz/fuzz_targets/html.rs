//! The page of any text parses, shows the text, and has no element that the template did not write.

#![no_main]

use dom_query::Document as Tree;
use libfuzzer_sys::fuzz_target;
use once_cell::sync::Lazy;
use svodka::Extractor;
use svodka::ingest::Document;
use svodka::render::{self, Format, html::Language};

static EXTRACTOR: Lazy<Extractor> = Lazy::new(Extractor::new);

const ELEMENTS: &[&str] = &[
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "p", "time", "ul", "li", "main", "article", "aside", "details", "summary", "span", "sup", "b", "i", "br", "pre",
    "blockquote", "svg", "rect", "circle", "line", "text", "footer",
];

fuzz_target!(|text: &str| {
    let sheet = EXTRACTOR.extract(&Document::new(text.chars().take(20).collect::<String>(), text));
    let mut out = Vec::new();
    render::write(&sheet, text, Format::Html(Language::Russian), true, &mut out).expect("memory takes all");
    let tree = Tree::from(String::from_utf8(out).expect("UTF-8").as_str());
    for node in tree.select("*").iter() {
        let name = node.nodes()[0].node_name().expect("an element").to_string();
        assert!(ELEMENTS.contains(&name.as_str()), "<{name}>");
    }
    tree.select("article sup").remove();
    // Signs that steer a terminal are shown by their numbers.
    let shown = |c: char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') && !c.is_whitespace();
    if text.chars().all(|c| shown(c) || c == ' ' || c == '\n') {
        let words = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&tree.select("article").text()), words(text));
    }
});
