//! A page's source in, its article's text and date out.
//!
//! The article is found by `dom_smoothie`; the text is then laid out here: the headline first, paragraphs separated by
//! blank lines, lines by line breaks only where the page has them (`<br>`, lists, tables), entities decoded, no-break spaces
//! kept. Never loses a page: one without an article gives the text of its body, one too deep or large for a tree its
//! text without tags. Never follows a link.

use super::Warning;
use super::markup::{self, Lines};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

/// Deeper pages are not parsed: a parser looks through all open elements at every tag. Browsers stop at 512.
const DEPTH: usize = 400;

/// Larger pages are not searched for an article. (Front pages of news sites have 3 to 10 thousand elements.)
const ELEMENTS: usize = 60_000;

/// No element has more attributes than this; a parser compares each with all before it.
const ATTRIBUTES: usize = 500;

/// See [`markup::Shape::escapes`]: a second or two. A long article has a hundred thousand bytes and a thousand entities.
const ESCAPES: u64 = 100_000_000_000;

/// An article may be as short as this, in characters; below, `dom_smoothie` looks again and takes in more of the page.
/// Its usual 500 is more than a news item has.
const SHORT: usize = 140;

/// So many headings of a level are compared with the page's title.
const HEADINGS: usize = 8;

/// Markup is looked for in so many bytes.
const LOOK_WITHIN: usize = 64 * 1024;

/// What a page says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Article {
    /// The headline and the text.
    pub text: String,
    /// The day of publication, `YYYY-MM-DD`.
    pub date: Option<String>,
}

/// The text is a page: it begins with a tag that pages begin with, or has several tags of paragraphs.
pub(super) fn looks_like_page(source: &str) -> bool {
    const FIRST: [&str; 26] = [
        "!doctype html",
        "!--",
        "a",
        "article",
        "b",
        "blockquote",
        "body",
        "br",
        "center",
        "div",
        "em",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "head",
        "html",
        "i",
        "img",
        "main",
        "p",
        "section",
        "span",
        "strong",
        "table",
    ];
    let named = |rest: &str, name: &str| {
        let (Some(start), next) = (rest.get(..name.len()), rest.as_bytes().get(name.len())) else { return false };
        start.eq_ignore_ascii_case(name) && (name == "!--" || next.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')))
    };
    let mut start = source.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with("<?xml") {
        start = start.split_once("?>").map_or("", |(_, rest)| rest.trim_start());
    }
    if start.strip_prefix('<').is_some_and(|rest| FIRST.iter().any(|name| named(rest, name))) {
        return true;
    }
    let mut end = source.len().min(LOOK_WITHIN);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let mut tags = 0;
    source[..end].match_indices('<').any(|(at, _)| {
        let rest = &source[at + 1..];
        let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        tags += match () {
            () if !closing && ["html", "body", "!doctype html"].iter().any(|name| named(rest, name)) => 3,
            () if ["p", "br", "div"].iter().any(|name| named(rest, name)) => 1,
            () => 0,
        };
        tags >= 3
    })
}

/// The article of a page.
pub(super) fn article(source: &str, warnings: &mut Vec<Warning>) -> Article {
    let shape = markup::shape(source);
    let too_much = match () {
        () if shape.depth > DEPTH => Some(format!("nested {} deep", shape.depth)),
        () if shape.elements > ELEMENTS => Some(format!("of {} elements", shape.elements)),
        () if shape.attributes > ATTRIBUTES => Some(format!("with {} attributes in one element", shape.attributes)),
        () if shape.escapes > ESCAPES => Some("with too many entities".to_owned()),
        () => None,
    };
    if let Some(what) = too_much {
        let message = format!("a page {what}; its tags were taken off without looking for the article");
        warnings.push(Warning { message, byte: None, character: None });
        return Article { text: markup::strip(source), date: None };
    }
    let page = Document::from(source);
    let dates = Dates::of(&page);
    if !shape.whole {
        return Article { text: layout(&page.root()), date: dates.published() };
    }
    let headline = Headline::of(&page);
    let config = Config { char_threshold: SHORT, ..Config::default() };
    let found = Readability::with_document(page, None, Some(config)).ok().and_then(|mut readability| readability.parse().ok());
    let (body, title, time) = match found {
        // Not parsed again: a parser drops the cells that `dom_smoothie` leaves of a table made to a division.
        Some(found) => (markup::strip(&found.content), found.title, found.published_time),
        None => (String::new(), String::new(), None),
    };
    let date = dates.published_by_meta().or_else(|| time.and_then(|time| iso_day(&time))).or_else(|| dates.published());
    let body = if body.is_empty() { layout(&Document::from(source).root()) } else { body };
    Article { text: with_title(&headline.best(&title), body), date }
}

/// The body with the title before it, unless it begins with that.
fn with_title(title: &str, body: String) -> String {
    let same = |a: &str, b: &str| folded(a) == folded(b);
    let first = body.split('\n').next().unwrap_or_default();
    if title.is_empty() || same(first, title) || body.get(..title.len()).is_some_and(|start| same(start, title)) {
        return body;
    }
    if body.is_empty() { title.to_owned() } else { format!("{title}\n\n{body}") }
}

/// For comparing headlines: letters and digits, in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a page offers as its headline.
struct Headline {
    /// The headings of the first level, then those of the second.
    headings: Vec<String>,
    /// The page's `<title>`, which often has the site's name too.
    title: String,
}

impl Headline {
    fn of(page: &Document) -> Headline {
        let text = |node: &NodeRef<'_>| one_line(&layout(node));
        let level = |name| page.select(name).nodes().iter().take(HEADINGS).map(text).filter(|heading| !heading.is_empty()).collect::<Vec<_>>();
        let title = page.select_single("head title").nodes().first().map(|title| one_line(&title.text()));
        Headline { headings: [level("h1"), level("h2")].concat(), title: title.unwrap_or_default() }
    }

    /// The heading that the page's title or the title found begins with, or else the title found: a heading alone may be
    /// the site's name, a title may end with it.
    fn best(&self, found: &str) -> String {
        let found = one_line(found);
        let repeated = |heading: &&String| begins_with(&self.title, heading) || begins_with(&found, heading);
        let best = self.headings.iter().find(repeated).or(if found.is_empty() { self.headings.first() } else { None });
        best.cloned().unwrap_or(found)
    }
}

/// The title is the heading, perhaps followed by a site's name after a sign: «Мост закрыт | Весть», not «Мост закрыт на год».
fn begins_with(title: &str, heading: &str) -> bool {
    let (title, heading) = (title.to_lowercase(), heading.to_lowercase());
    let rest = title.strip_prefix(&heading).map(str::trim_start);
    rest.is_some_and(|rest| rest.chars().next().is_none_or(|c| "|-–—:•/·«(".contains(c)))
}

/// The text with single spaces for all white space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a part of a page, without navigation. (A form may hold a whole page.)
fn layout(root: &NodeRef<'_>) -> String {
    let mut lines = Lines::default();
    let mut preformatted = 0;
    let mut node = *root;
    loop {
        let name = node.node_name();
        let name = name.as_deref().unwrap_or_default();
        let mut inside = None;
        if node.is_text() {
            lines.push(&node.text(), preformatted > 0);
        } else if node.id == root.id || !left_out(&node, name) {
            lines.separate(markup::gap_around(name));
            inside = node.first_child();
            preformatted += usize::from(name == "pre" && inside.is_some());
        }
        node = match inside {
            Some(child) => child,
            None => loop {
                if node.id == root.id {
                    return lines.finish();
                }
                if let Some(next) = node.next_sibling() {
                    break next;
                }
                let Some(parent) = node.parent() else { return lines.finish() };
                node = parent;
                let name = node.node_name();
                let name = name.as_deref().unwrap_or_default();
                preformatted -= usize::from(name == "pre");
                lines.separate(markup::gap_around(name));
            },
        };
    }
}

/// The element is not for reading.
fn left_out(node: &NodeRef<'_>, name: &str) -> bool {
    match name {
        "script" | "style" | "noscript" | "template" | "head" | "svg" | "math" | "iframe" | "object" | "audio" | "video" | "canvas" | "nav" | "button"
        | "select" | "textarea" | "dialog" | "menu" | "footer" => true,
        _ => node.has_attr("hidden") || node.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none")),
    }
}

/// Days that a page names in its markup, the more reliable sources first.
#[derive(Debug, Default)]
struct Dates {
    /// `article:published_time` and its like.
    meta: Option<String>,
    /// `<time>` marked as the time of publication.
    marked: Option<String>,
    /// The first `<time>` of the article.
    time: Option<String>,
}

/// Names of the properties that give the time of publication.
const PUBLISHED: [&str; 14] = [
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "mediator_published_time",
    "datepublished",
    "pubdate",
    "publish-date",
    "publishdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "date",
];

impl Dates {
    fn of(page: &Document) -> Dates {
        let mut dates = Dates::default();
        let mut rank = PUBLISHED.len();
        for node in page.root().descendants_it().filter(NodeRef::is_element) {
            let attr = |name: &str| node.attr(name).map(|value| value.trim().to_owned());
            let time = node.has_name("time");
            let names = ["property", "name", "itemprop"].into_iter().filter_map(attr);
            let place = names.filter_map(|name| PUBLISHED.iter().position(|known| name.eq_ignore_ascii_case(known))).min();
            if !time && place.is_none() {
                continue;
            }
            let Some(day) = attr("content").or_else(|| attr("datetime")).and_then(|value| iso_day(&value)) else { continue };
            match place {
                Some(place) if place < rank && !aside(&node) => (rank, dates.meta) = (place, Some(day)),
                Some(_) => {}
                None if node.has_attr("pubdate") => _ = dates.marked.get_or_insert(day),
                None if dates.time.is_none() && !aside(&node) => dates.time = Some(day),
                None => {}
            }
        }
        dates
    }

    fn published_by_meta(&self) -> Option<String> {
        self.meta.clone()
    }

    fn published(&self) -> Option<String> {
        self.meta.clone().or_else(|| self.marked.clone()).or_else(|| self.time.clone())
    }
}

/// The element stands in a part of the page that is about other articles.
fn aside(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|above| ["aside", "nav", "footer"].iter().any(|name| above.has_name(name)))
}

/// The day at the beginning of a time stamp: `2018-06-04T11:30:00+06:00`, `20180604`, `04.06.2018`. The day is the local
/// one of the page, not that of Greenwich: «вчера» in the text is counted from it.
fn iso_day(stamp: &str) -> Option<String> {
    let stamp = stamp.trim();
    let digits = |from: usize, to: usize| {
        let part = stamp.get(from..to)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
    };
    let sign = |at: usize| stamp.as_bytes().get(at).copied();
    let ended = |at: usize| !sign(at).is_some_and(|b| b.is_ascii_digit());
    let (year, month, day) = match (sign(2), sign(4)) {
        (Some(b'.'), _) if sign(5) == Some(b'.') && ended(10) => (digits(6, 10)?, digits(3, 5)?, digits(0, 2)?),
        (_, Some(separator @ (b'-' | b'/' | b'.'))) if sign(7) == Some(separator) && ended(10) => (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?),
        _ if ended(8) => (digits(0, 4)?, digits(4, 6)?, digits(6, 8)?),
        _ => return None,
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    ((1000..=9999).contains(&year) && (1..=days).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, text: &str, date: Option<&str>) {
        let mut warnings = Vec::new();
        let article = article(source, &mut warnings);
        assert_eq!(article.text, text);
        assert_eq!(article.date.as_deref(), date);
        assert_eq!(warnings, []);
    }

    const NEWS: &str = r#"<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>В Энске открыли мост через Быструю — Новости Энска</title>
<meta property="article:published_time" content="2019-05-07T23:30:00+06:00"><script>var a = "<p>не текст</p>";</script></head>
<body><header><div class="logo"><a href="/">Новости Энска</a></div><nav><ul><li><a href="/1">Политика</a><li><a href="/3">Спорт</a></ul></nav></header>
<article><h1>В Энске открыли мост через Быструю</h1>
<p>Мэр Энска Пётр Щукин открыл&nbsp;мост через реку Быстрая. Строительство длилось 2&nbsp;года
и обошлось в 1,2 млрд рублей,
сообщает пресс-служба.</p>
<p>&laquo;Мы ждали этого дня&raquo;, &mdash; сказал <a href="/x">Щукин</a>. По мосту смогут ехать 12&#160;тысяч машин в&nbsp;сутки.</p>
<ul><li>длина &mdash; 400 метров</li><li>ширина &mdash; 24 метра</li></ul>
<blockquote>Это лучший мост в области.<br>Его ждали все.</blockquote></article>
<aside><h3>Читайте также</h3><a href="/4">В Омске выпал снег</a><time datetime="2019-01-01">1 января</time></aside>
<footer><p>© Новости Энска, 2019. Все права защищены.</p></footer></body></html>"#;

    #[test]
    fn news_page() {
        let text = "В Энске открыли мост через Быструю\n\nМэр Энска Пётр Щукин открыл\u{a0}мост через реку Быстрая. Строительство длилось \
            2\u{a0}года и обошлось в 1,2 млрд рублей, сообщает пресс-служба.\n\n«Мы ждали этого дня», — сказал Щукин. По мосту смогут \
            ехать 12\u{a0}тысяч машин в\u{a0}сутки.\n\nдлина — 400 метров\nширина — 24 метра\n\nЭто лучший мост в области.\nЕго ждали все.";
        check(NEWS, text, Some("2019-05-07"));
    }

    #[test]
    fn short_news_with_a_site_as_first_heading() {
        let source = "<html><head><title>Мост закрыт | Агентство «Весть»</title></head><body><div id=menu><a href=/>Главная</a> <a href=/n>Новости</a></div>
            <h1>Весть</h1><div class=news><h2>Мост закрыт</h2><div class=text>Мост через Быструю закрыт до вторника. Объезд — через Заречное, \
            сообщил мэр Щукин.</div></div><div id=footer>© 2020 Весть</div></body></html>";
        check(source, "Мост закрыт\n\nМост через Быструю закрыт до вторника. Объезд — через Заречное, сообщил мэр Щукин.", None);
    }

    #[test]
    fn lines_of_a_table_page() {
        let paragraphs = [
            "В Энске завтра ожидается снег, температура опустится до минус 12 градусов, сообщила синоптик Анна Котова.",
            "По ее словам, во вторник снег прекратится. Дорожные службы вывели на улицы 120 машин, которые посыпают мосты.",
            "Мэр Щукин просил водителей быть осторожнее, а пешеходов, по его словам, ждет гололед. Школы работают как обычно.",
        ];
        let links = "<a href=1>Главная</a><br><a href=2>Архив</a><br><a href=3>Форум</a>";
        let cells = format!("<td>{links}</td><td><b>Погода в Энске</b><br><br>\n{}</td>", paragraphs.join("<br>\n<br>"));
        let source = format!("<HTML><TITLE>Погода в Энске</TITLE><BODY><table width=100%><tr>{cells}</tr></table>");
        // The menu is in the way, as it stands in the table of the text; at least its words are lines apart.
        check(&source, &format!("Погода в Энске\n\nГлавная\nАрхив\nФорум\nПогода в Энске\n\n{}", paragraphs.join("\n\n")), None);
    }

    #[test]
    fn page_without_article_gives_its_body() {
        let source = "<!doctype html><html><head><title>Новости</title><body><ul><li><a href=1>В Омске снег</a><li><a href=2>В Туле дождь</a></ul>";
        check(source, "Новости\n\nВ Омске снег\nВ Туле дождь", None);
        check("<html><head><title></title></head><body></body></html>", "", None);
    }

    #[test]
    fn piece_of_a_page_is_laid_out_whole() {
        check("<p>Мост <b>от</b>крыт.<p>&nbsp;<p>Ждали:<ul><li>мэр<li>врач</ul><pre>раз\n два</pre>", "Мост открыт.\n\nЖдали:\n\nмэр\nврач\n\nраз\nдва", None);
        check("<time datetime=2018-06-04>вчера</time> <span hidden>тайна</span>", "вчера", Some("2018-06-04"));
    }

    #[test]
    fn title_is_not_repeated() {
        assert_eq!(with_title("Мост открыт", "Мост открыт\n\nЕго ждали.".into()), "Мост открыт\n\nЕго ждали.");
        assert_eq!(with_title("«Мост» открыт", "Мост открыт!\n\nЕго ждали.".into()), "Мост открыт!\n\nЕго ждали.");
        assert_eq!(with_title("Мост открыт", "Его ждали.".into()), "Мост открыт\n\nЕго ждали.");
        assert_eq!(with_title("Мост", String::new()), "Мост");
        assert!(begins_with("Мост закрыт | Весть", "Мост закрыт") && !begins_with("Мост закрыт на год", "Мост закрыт"));
    }

    #[test]
    fn days() {
        for (stamp, day) in [
            ("2018-06-04T11:30:00+06:00", Some("2018-06-04")),
            (" 2018-06-04 11:30", Some("2018-06-04")),
            ("20180604T113000", Some("2018-06-04")),
            ("20180604", Some("2018-06-04")),
            ("04.06.2018 11:30", Some("2018-06-04")),
            ("2018/06/04", Some("2018-06-04")),
            ("2020-02-29", Some("2020-02-29")),
            ("2019-02-29", None),
            ("2018-13-01", None),
            ("2018-06", None),
            ("1528090200", None),
            ("вчера", None),
            ("", None),
        ] {
            assert_eq!(iso_day(stamp).as_deref(), day, "{stamp}");
        }
    }

    #[test]
    fn dates_of_other_articles_do_not_count() {
        let page = |inside: &str| format!("<html><body><nav><time datetime=2001-01-01></time></nav>{inside}<p>Мост открыт.</p></body></html>");
        let date = |inside: &str| article(&page(inside), &mut Vec::new()).date;
        assert_eq!(date(""), None);
        assert_eq!(date("<time datetime='2018-06-04T10:00'></time><time datetime=2018-06-05></time>").as_deref(), Some("2018-06-04"));
        assert_eq!(date("<time datetime=2018-06-05></time><span itemprop=datePublished content=2018-06-04></span>").as_deref(), Some("2018-06-04"));
        let data =
            "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"datePublished\":\"2018-06-04\"}</script>";
        assert_eq!(date(data).as_deref(), Some("2018-06-04"));
    }

    #[test]
    fn looks() {
        for page in [
            "<!DOCTYPE HTML><p>",
            "\n<html>",
            "<p>Мост",
            "<?xml version='1.0'?>\n<html>",
            "Мост<p>Ош<p>Омск<br>",
            "Мост<br/>Ош<br/>Омск<br/>",
            "<!-- x --><p>",
            "<h1\nid=a>",
        ] {
            assert!(looks_like_page(page), "{page}");
        }
        for text in ["", "Мост", "<", "5 < 6", "<Смех в зале>", "Тег <p> начинает абзац, <br> строку.", "<?xml version='1.0'?><rss>", "<pre", "<ж>"]
        {
            assert!(!looks_like_page(text), "{text}");
        }
    }

    #[test]
    fn deep_and_large_pages_keep_their_text() {
        let n = 100_000;
        let page = |body: String| format!("<html><head><title>Т</title></head><body>{body}</body></html>");
        for body in [
            "<div>".repeat(n) + "Мост",
            "<b>".repeat(n) + "Мост" + &"</b>".repeat(n),
            "<table><tr><td>".repeat(n) + "Мост",
            "<p>.".repeat(n) + "Мост",
            format!("<p {}>Мост", "a ".repeat(n)),
            "<font color=a><p>".repeat(390) + "Мост",
            "слово&nbsp;слово ".repeat(n) + "Мост",
        ] {
            let mut warnings = Vec::new();
            let text = article(&page(body), &mut warnings).text;
            assert!(text.starts_with("Т\n\n") && text.ends_with("Мост"));
            assert_eq!(warnings.len(), 1);
            assert!(warnings[0].message.ends_with("its tags were taken off without looking for the article"), "{}", warnings[0]);
        }
    }

    #[test]
    fn pages_just_within_the_limits() {
        for body in ["<div>".repeat(DEPTH - 1) + "Мост", "<ul><li>".repeat(DEPTH - 1) + "Мост", "<span>".repeat(DEPTH - 1) + "Мост"] {
            let mut warnings = Vec::new();
            let article = article(&format!("<title>Т</title>{body}"), &mut warnings);
            assert_eq!((article.text.as_str(), warnings.len()), ("Т\n\nМост", 0));
        }
    }

    #[test]
    fn soup_of_tags_is_read() {
        const PIECES: [&str; 26] = [
            "<p>",
            "</p>",
            "<div class=article>",
            "</div>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<b>",
            "</b>",
            "<a href='",
            "'>",
            "<ul><li>",
            "</ul>",
            "<h1>",
            "</h1>",
            "<!--",
            "-->",
            "<title>",
            "</title>",
            "<body>",
            "<br><br>",
            "<svg>",
            "<select>",
            "&nbsp;&#x110000;&lt",
            "Мост открыт, ура. ",
        ];
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        for _ in 0..300 {
            let mut source = String::new();
            for _ in 0..60 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                source.push_str(PIECES[(state >> 32) as usize % PIECES.len()]);
            }
            let text = article(&source, &mut Vec::new()).text;
            assert!(!text.contains("\n\n\n") && text == text.trim(), "{source}: {text}");
        }
    }

    #[test]
    fn every_cut_of_a_page_is_read() {
        for at in (0..NEWS.len()).filter(|at| NEWS.is_char_boundary(*at)).step_by(7) {
            let (start, end) = NEWS.split_at(at);
            let whole = article(start, &mut Vec::new()).text + &article(end, &mut Vec::new()).text;
            assert!(!whole.contains('\u{fffd}') && !whole.contains("\n\n\n"), "cut at byte {at}: {whole}");
        }
    }
}
