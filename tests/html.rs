//! The html page: every link has its target, the article is the text, and no stranger's markup becomes the page's.

use dom_query::Document as Tree;
use std::collections::HashSet;
use svodka::Extractor;
use svodka::ingest::Document;
use svodka::lexicon::Lexicon;
use svodka::render::{self, Format, html::Language};

/// Every element that the templates write.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "header",
    "h1",
    "h2",
    "p",
    "time",
    "ul",
    "li",
    "main",
    "article",
    "aside",
    "section",
    "details",
    "summary",
    "span",
    "sup",
    "b",
    "i",
    "br",
    "blockquote",
    "pre",
    "svg",
    "rect",
    "circle",
    "line",
    "text",
    "footer",
];

fn page(text: &str, language: Language) -> (String, Tree) {
    let sheet = Extractor::new().with_date(Some("2024-05-07".into())).extract(&Document::new("статья \"<1>\"", text));
    let mut out = Vec::new();
    let dropped = render::write(&sheet, text, Format::Html(language), true, &mut out).expect("memory takes all");
    assert!(dropped.is_empty(), "{dropped:?}");
    let page = String::from_utf8(out).expect("UTF-8");
    let tree = Tree::from(page.as_str());
    (page, tree)
}

fn articles() -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir("fixtures/articles")
        .expect("a folder")
        .filter_map(|f| Some(f.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    files.iter().map(|f| std::fs::read_to_string(f).expect("text")).collect()
}

/// What the article shows, without the numbers of facts.
fn shown(tree: &Tree) -> String {
    tree.select("article sup").remove();
    tree.select("article").text().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_link_has_its_target_and_every_id_is_there_once() {
    for text in articles() {
        let (_, tree) = page(&text, Language::Russian);
        let mut ids = HashSet::new();
        for node in tree.select("[id]").iter() {
            let id = node.attr("id").expect("selected by it").to_string();
            assert!(ids.insert(id.clone()), "{id} is there twice");
        }
        let links: Vec<String> = tree.select("a[href]").iter().map(|a| a.attr("href").expect("selected by it").to_string()).collect();
        assert!(links.len() > 10, "an article has entities and facts");
        for link in links {
            assert!(link.strip_prefix('#').is_some_and(|id| ids.contains(id)), "{link} leads nowhere");
        }
    }
}

#[test]
fn the_article_is_the_text() {
    for text in articles() {
        let (_, tree) = page(&text, Language::English);
        assert_eq!(shown(&tree), text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

#[test]
fn a_strangers_markup_stays_text() {
    let text = "<script>alert(1)</script> Министр обороны \"><img src=x onerror=alert(1)> Сергей Петров заявил: «</span></article><style>*{}</style> Погибли 12 человек». \
                <a href=\"javascript:x\">Ош</a> ООО «<b onclick='x'>Заря</b>» &lt;i&gt; ]]> <!-- 5 мая 2018 года -->";
    for language in [Language::Russian, Language::English] {
        let (_, tree) = page(text, language);
        for node in tree.select("*").iter() {
            let name = node.nodes()[0].node_name().expect("an element").to_string();
            assert!(ELEMENTS.contains(&name.as_str()), "<{name}> is none of the template's");
            for attribute in node.nodes()[0].attrs() {
                assert!(!attribute.name.local.starts_with("on"), "{attribute:?}");
                assert!(!attribute.value.contains("javascript:") || &*attribute.name.local == "title", "{attribute:?}");
            }
        }
        assert_eq!(tree.select("style").length(), 2, "the page's own and that of its links");
        assert_eq!(shown(&tree), text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

#[test]
fn signs_that_turn_the_direction_of_writing_are_shown() {
    let (page, _) = page("Сергей Пет\u{202e}ров прибыл в Ош\u{1b}[31m.", Language::Russian);
    assert!(!page.contains(['\u{202e}', '\u{1b}']));
    assert!(page.contains("⟦U+202E⟧") && page.contains("⟦U+001B⟧"));
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let (page, tree) = page("Президент прибыл в Ош.", Language::Russian);
    assert_eq!(tree.select("script, link, img, iframe, object").length(), 0);
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("url("));
}

#[test]
fn every_link_of_a_folder_of_pages_leads_to_a_page_and_a_place_on_it() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    let _ = std::fs::remove_dir_all(&folder);
    let mut builder = render::html::site::Builder::new(&folder, Language::Russian).expect("a new folder");
    for (n, text) in articles().iter().enumerate() {
        let sheet = Extractor::new().extract(&Document::new(format!("<{n}>/../x"), text.as_str()));
        builder.add(&sheet, text).expect("room");
    }
    let written = builder.end().expect("room");
    assert_eq!(written.articles, articles().len());
    assert!(written.entities > 20 && written.unlisted == 0, "{written:?}");
    assert!(render::html::site::Builder::new(&folder, Language::Russian).is_err(), "what is there is not written over");
    let read = |path: &std::path::Path| Tree::from(std::fs::read_to_string(path).expect("a page").as_str());
    let mut checked = 0;
    for part in ["", "articles", "entities"] {
        for file in std::fs::read_dir(folder.join(part)).expect("a folder").filter_map(|f| Some(f.ok()?.path())).filter(|p| p.is_file()) {
            for link in read(&file).select("a[href]").iter() {
                let link = link.attr("href").expect("selected by it").to_string();
                let (page, place) = link.split_once('#').map_or((link.as_str(), None), |(page, place)| (page, Some(place)));
                let target = if page.is_empty() { file.clone() } else { file.parent().expect("in a folder").join(page) };
                assert!(target.is_file(), "{}: {link}", file.display());
                // Places on other pages; those of the page itself are tested above.
                if let Some(place) = place.filter(|_| !page.is_empty()) {
                    assert_eq!(read(&target).select(&format!("[id='{place}']")).length(), 1, "{}: {link}", file.display());
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 200, "{checked}");
}

#[test]
fn an_entry_offers_lines_for_corrections_that_hold() {
    let text = "Министр обороны Казахстана Сергей Петров прибыл в Ош.";
    let (_, tree) = page(text, Language::English);
    let offered: Vec<String> = tree.select("li .fix pre").iter().flat_map(|pre| pre.text().lines().map(String::from).collect::<Vec<_>>()).collect();
    assert!(offered.contains(&"Сергей Петров\tnot-entity\t\tperson".to_string()), "{offered:?}");
    for line in &offered {
        let checked: Vec<_> = svodka::lexicon::corrections::lines(line).map(|(_, l)| l.problem()).collect();
        assert_eq!(checked, [None], "{line}");
    }
    // What is offered is what the next run obeys.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("corrections.tsv");
    std::fs::write(&file, "text\tcorrection\tvalue\tkind\nСергей Петров\tnot-entity\t\tperson\n").expect("written");
    let corrected = Extractor::new().with_lexicon(Lexicon::load(&[file]).expect("a table")).extract(&Document::new("1", text));
    assert!(corrected.people.is_none_or(|p| p.iter().all(|p| p.name != "Сергей Петров")));
}
