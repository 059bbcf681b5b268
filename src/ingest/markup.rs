//! A page's source as tags and text, without building a tree.
//!
//! In: the source. Out: how deep and large a tree it would make, and its bare text for when that is too much. Takes one
//! pass and constant stack whatever the source is. Never knows which part of a page is the article: see [`super::html`].

/// A piece of a page's source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'s> {
    /// Text between tags, entities not yet decoded.
    Text(&'s str),
    /// A start tag and how many attributes it has.
    Open(&'s str, usize),
    /// An end tag.
    Close(&'s str),
}

/// Elements whose content is no text of the page and no markup either.
const RAW: [&str; 6] = ["script", "style", "iframe", "noembed", "noframes", "xmp"];

/// Elements whose content is text without markup.
const TEXT_ONLY: [&str; 2] = ["title", "textarea"];

/// Elements that do not nest: without content, or closed by their next sibling.
const FLAT: [&str; 31] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th",
    "thead", "tbody", "tfoot", "colgroup", "option", "optgroup", "rt", "rp", "html", "body",
];

/// Elements that a parser opens again in every block until they are closed.
const FORMATTING: [&str; 14] = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that begin and end a line of their own.
const BLOCKS: [&str; 47] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "title",
    "ul",
    "center",
];

/// How a block stands off from what is before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Not at all.
    #[default]
    None,
    /// A space.
    Space,
    /// A line break: list items, table rows, `<br>`.
    Line,
    /// A blank line.
    Paragraph,
}

/// The gap around an element of this name.
pub(super) fn gap_around(name: &str) -> Gap {
    match name {
        // Cells are lines of their own: «2018 9000» would be one figure, and pages are laid out in tables too.
        "br" | "li" | "tr" | "td" | "th" | "option" | "optgroup" => Gap::Line,
        "button" | "input" | "select" => Gap::Space,
        _ if BLOCKS.contains(&name) => Gap::Paragraph,
        _ => Gap::None,
    }
}

/// Collects text as a reader sees it: white space collapsed, paragraphs apart, none of them empty.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    gap: Gap,
}

impl Lines {
    /// Adds text. A line break in it is one only if it is preformatted, otherwise a space like others.
    pub(super) fn push(&mut self, text: &str, preformatted: bool) {
        for c in text.chars() {
            if c.is_ascii_whitespace() {
                self.separate(if preformatted && c == '\n' { Gap::Line } else { Gap::Space });
                continue;
            }
            let gap = self.gap;
            // A no-break space that begins a line is an indent.
            if c == '\u{a0}' && (self.text.is_empty() || gap >= Gap::Line) {
                continue;
            }
            if gap >= Gap::Line {
                self.text.truncate(self.text.trim_end().len());
            }
            if !self.text.is_empty() {
                self.text.push_str(["", " ", "\n", "\n\n"][gap as usize]);
            }
            self.text.push(c);
            self.gap = Gap::None;
        }
    }

    /// Sets what follows at least so far apart.
    pub(super) fn separate(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// The text.
    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text
    }
}

/// What a tree of the source would cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// The deepest nesting.
    pub depth: usize,
    /// Start tags, and the formatting elements that a parser opens again.
    pub elements: usize,
    /// The most attributes of one element.
    pub attributes: usize,
    /// Bytes of text times the characters in it that have to be written as entities. A page without a tag between them
    /// costs so much, as `html5ever` looks for the next one through all the rest.
    pub escapes: u64,
    /// There are tags of a whole page: html, head, body, title, main, article.
    pub whole: bool,
}

/// Measures a source.
pub(super) fn shape(source: &str) -> Shape {
    let mut shape = Shape::default();
    let mut open = Open::default();
    let mut of_page = 0;
    let (mut text_bytes, mut escapes) = (0, 0);
    for piece in Pieces::new(source) {
        match piece {
            Piece::Text(text) => {
                text_bytes += text.len() as u64;
                escapes += text.bytes().filter(|byte| *byte == b'&').count() as u64 + text.matches('\u{a0}').count() as u64;
            }
            Piece::Open(name, attributes) => {
                let name = Name::new(name);
                let name = name.as_str();
                // All html and body tags of a page give their attributes to one element each.
                of_page += if matches!(name, "html" | "body") { attributes } else { 0 };
                shape.attributes = shape.attributes.max(attributes).max(of_page);
                shape.whole |= matches!(name, "html" | "head" | "body" | "title" | "main" | "article");
                shape.elements += 1;
                if gap_around(name) != Gap::None {
                    shape.elements += open.formatting;
                }
                if !FLAT.contains(&name) {
                    open.add(name);
                    shape.depth = shape.depth.max(open.depth);
                }
            }
            Piece::Close(name) => open.remove(Name::new(name).as_str()),
        }
    }
    shape.escapes = text_bytes * escapes;
    shape
}

/// Open elements by name.
#[derive(Default)]
struct Open {
    by_name: std::collections::HashMap<String, usize>,
    depth: usize,
    formatting: usize,
}

impl Open {
    fn add(&mut self, name: &str) {
        match self.by_name.get_mut(name) {
            Some(count) => *count += 1,
            None => _ = self.by_name.insert(name.to_owned(), 1),
        }
        self.depth += 1;
        self.formatting += usize::from(FORMATTING.contains(&name));
    }

    fn remove(&mut self, name: &str) {
        if let Some(count) = self.by_name.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            self.depth -= 1;
            self.formatting -= usize::from(FORMATTING.contains(&name));
        }
    }
}

/// The text of a source without its tags.
pub(super) fn strip(source: &str) -> String {
    let mut lines = Lines::default();
    let mut preformatted = 0_usize;
    for piece in Pieces::new(source) {
        match piece {
            Piece::Text(text) => lines.push(&html_escape::decode_html_entities(text), preformatted > 0),
            Piece::Open(name, _) => {
                let name = Name::new(name);
                lines.separate(gap_around(name.as_str()));
                preformatted += usize::from(name.as_str() == "pre");
            }
            Piece::Close(name) => {
                let name = Name::new(name);
                lines.separate(gap_around(name.as_str()));
                preformatted = preformatted.saturating_sub(usize::from(name.as_str() == "pre"));
            }
        }
    }
    lines.finish()
}

/// A tag's name in lower case, without an allocation; names too long for any element are cut.
struct Name([u8; 16], usize);

impl Name {
    fn new(name: &str) -> Name {
        let mut lower = [0; 16];
        let length = name.len().min(lower.len());
        for (to, from) in lower.iter_mut().zip(name.bytes()) {
            *to = if from.is_ascii() { from.to_ascii_lowercase() } else { b'?' };
        }
        Name(lower, length)
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0[..self.1]).expect("ASCII only")
    }
}

/// Splits a source into pieces.
struct Pieces<'s> {
    source: &'s str,
    at: usize,
    /// The element whose end tag alone ends the text.
    inside: Option<&'s str>,
}

impl<'s> Pieces<'s> {
    fn new(source: &'s str) -> Pieces<'s> {
        Pieces { source, at: 0, inside: None }
    }

    /// The place of a byte at or after another, or the end.
    fn seek(&self, byte: u8, from: usize) -> usize {
        self.source.as_bytes()[from..].iter().position(|b| *b == byte).map_or(self.source.len(), |n| from + n)
    }

    /// The end of what a tag's name begins, and the number of attributes before it.
    fn tag_end(&self, mut at: usize) -> (usize, usize) {
        let bytes = self.source.as_bytes();
        let skip = |at: usize, keep: fn(u8) -> bool| bytes[at..].iter().position(|b| !keep(*b)).map_or(bytes.len(), |n| at + n);
        let mut attributes = 0;
        loop {
            at = skip(at, |b| b.is_ascii_whitespace() || b == b'/');
            match bytes.get(at) {
                None => return (at, attributes),
                Some(b'>') => return (at + 1, attributes),
                Some(_) => attributes += 1,
            }
            at = skip(at + 1, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
            let equals = skip(at, |b| b.is_ascii_whitespace());
            if bytes.get(equals) != Some(&b'=') {
                continue;
            }
            at = skip(equals + 1, |b| b.is_ascii_whitespace());
            at = match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => (self.seek(*quote, at + 1) + 1).min(bytes.len()),
                _ => skip(at, |b| !b.is_ascii_whitespace() && b != b'>'),
            };
        }
    }

    /// The end of a comment whose text begins at a place.
    fn comment_end(&self, from: usize) -> usize {
        let rest = &self.source[from..];
        if rest.starts_with('>') {
            return from + 1;
        }
        if rest.starts_with("->") {
            return from + 2;
        }
        let end = |mark: &str| rest.find(mark).map(|at| at + mark.len());
        // The second mark is looked for only before the first, or the search would be repeated for every comment.
        let plain = end("-->").unwrap_or(rest.len());
        let odd = rest[..plain].find("--!>").map(|at| at + 4);
        from + odd.unwrap_or(plain)
    }

    /// The place of the end tag of a raw element.
    fn raw_end(&self, name: &str) -> usize {
        let bytes = self.source.as_bytes();
        let mut at = self.at;
        loop {
            at = self.seek(b'<', at);
            let Some(rest) = bytes.get(at + 2..) else { return bytes.len() };
            let named = rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes());
            let ended = rest.get(name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if bytes[at + 1] == b'/' && named && ended {
                return at;
            }
            at += 1;
        }
    }
}

impl<'s> Iterator for Pieces<'s> {
    type Item = Piece<'s>;

    fn next(&mut self) -> Option<Piece<'s>> {
        let source = self.source;
        let bytes = source.as_bytes();
        loop {
            if self.at >= bytes.len() {
                return None;
            }
            let start = self.at;
            if let Some(name) = self.inside.take() {
                self.at = self.raw_end(name);
                if self.at > start && TEXT_ONLY.iter().any(|only| only.eq_ignore_ascii_case(name)) {
                    return Some(Piece::Text(&source[start..self.at]));
                }
                continue;
            }
            let after = |offset: usize| bytes.get(start + offset).copied().unwrap_or(0);
            if bytes[start] != b'<' {
                self.at = self.seek(b'<', start);
                return Some(Piece::Text(&source[start..self.at]));
            }
            let closing = after(1) == b'/';
            let name_at = start + 1 + usize::from(closing);
            if bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
                let name_length = source[name_at..].find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>');
                let name_end = name_length.map_or(bytes.len(), |length| name_at + length);
                let name = &source[name_at..name_end];
                let (end, attributes) = self.tag_end(name_end);
                self.at = end;
                if closing {
                    return Some(Piece::Close(name));
                }
                self.inside = RAW.iter().chain(&TEXT_ONLY).any(|raw| raw.eq_ignore_ascii_case(name)).then_some(name);
                return Some(Piece::Open(name, attributes));
            }
            if source[start..].starts_with("<!--") {
                self.at = self.comment_end(start + 4);
            } else if matches!(after(1), b'!' | b'?' | b'/') {
                self.at = (self.seek(b'>', start) + 1).min(bytes.len());
            } else {
                // A lone «<» is text.
                self.at = self.seek(b'<', start + 1);
                return Some(Piece::Text(&source[start..self.at]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_comments_scripts_and_lone_signs() {
        let pieces: Vec<Piece<'_>> = Pieces::new("<P class='a>b' id=x>5 < 6<!-- <p> --><script>if (a<b) '</p>'</script ><br/>").collect();
        let expected = [Piece::Open("P", 2), Piece::Text("5 "), Piece::Text("< 6"), Piece::Open("script", 0), Piece::Close("script"), Piece::Open("br", 0)];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn strip_keeps_paragraphs_and_decodes_entities() {
        let text = strip("<title>Мост</title><div>Он&nbsp;открыт.<p>Длина &mdash;\n 12&#160;м<br>Ждали.<ul><li>раз<li>два</ul></div>");
        assert_eq!(text, "Мост\n\nОн\u{a0}открыт.\n\nДлина — 12\u{a0}м\nЖдали.\n\nраз\nдва");
    }

    #[test]
    fn shape_counts_what_nests() {
        assert_eq!(shape("<ul><li>1<li>2<li>3</ul><p>a<p>b<p>c").depth, 1);
        assert_eq!(shape("<div><div><b></div></b></div>").depth, 3);
        assert_eq!(shape("<b><i><p>1<p>2<p>3").elements, 11, "two tags for each of three paragraphs, opened again");
        assert!(shape("<html><p>1").whole && !shape("<p>1").whole);
    }

    #[test]
    fn any_cut_of_a_source_is_read() {
        let source = "<!doctype html><a href=\"ж\" b='в' c = д/>Текст<!--я--><!-- --!><![CDATA[ю]]><title>Э</title></ p><style>ы</style>&amp;<";
        for (at, _) in source.char_indices() {
            for part in [&source[..at], &source[at..]] {
                shape(part);
                assert!(!strip(part).contains('\u{fffd}'));
            }
        }
    }
}
