//! Quotation marks and brackets: pairs of tokens, nested, found in one pass.

use super::Token;
use std::ops::Range;

/// A stretch between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The token of the opening mark.
    pub open: usize,
    /// The token of the closing mark.
    pub close: usize,
    /// How many quotations it stands in.
    pub depth: u32,
}

impl Quotation {
    /// The tokens between the marks.
    pub fn inside(&self) -> Range<usize> {
        self.open + 1..self.close
    }
}

/// Deeper quotations are not told apart: nobody nests quotations so, and time stays linear.
const MAX_DEPTH: usize = 16;

/// A quotation that is not closed yet.
struct Opened {
    token: usize,
    sort: char,
    /// The paragraph in which it began.
    from: usize,
    /// The last paragraph that it goes on in.
    block: usize,
}

/// A mark that opens or closes: of a doubled apostrophe the one beside the words.
struct Mark {
    token: usize,
    sort: char,
    opens: bool,
    /// The number of its paragraph.
    block: usize,
    /// It begins a paragraph, and the one before ended with a full stop.
    begins: bool,
}

/// Paragraphs without any mark that a quotation may go on through.
const SILENT_BLOCKS: usize = 3;

/// All quotations: «…», „…“, “…”, "…", ''…'', ‹…›, ‘…’, ‚…‘. A mark that closes none of its own sort closes the innermost
/// quotation of any: «Мотор" is one. A quotation of several paragraphs may have its mark again at the beginning of each. One
/// mark may close two («ждём «Мотор»), and where none closes before the author's words («Ждём, – сказал он.) they end the
/// quotation; any other unclosed one is dropped.
pub fn quotations(source: &str, tokens: &[Token]) -> Vec<Quotation> {
    let marks = marks(source, tokens);
    // By paragraph, how many more marks open than close.
    let mut unclosed = vec![0i32; marks.last().map_or(0, |m| m.block + 1)];
    for m in &marks {
        unclosed[m.block] += if m.opens { 1 } else { -1 };
    }
    let mut out: Vec<Quotation> = Vec::new();
    let mut stack: Vec<Opened> = Vec::new();
    let mut left: Option<usize> = None;
    for m in &marks {
        if left.is_some_and(|b| b != m.block) {
            leave(source, tokens, &mut stack, &mut out, left.map(|b| (b, m)));
        }
        left = Some(m.block);
        let in_low = |low: char| stack.last().is_some_and(|o| o.sort == low);
        let opens = m.opens && !(m.sort == '“' && in_low('„') || m.sort == '‘' && in_low('‚'));
        if opens {
            let goes_on = goes_on(&stack, m);
            if let Some(first) = stack.first_mut().filter(|_| goes_on) {
                first.block = m.block;
                unclosed[m.block] -= 1;
            } else if stack.len() < MAX_DEPTH {
                stack.push(Opened { token: m.token, sort: m.sort, from: m.block, block: m.block });
            }
            continue;
        }
        let wanted: &[char] = match m.sort {
            '»' => &['«', '„'],
            '”' => &['“', '„'],
            '“' => &['„', '“'],
            '›' => &['‹'],
            '’' => &['‘', '‚'],
            '‘' => &['‚'],
            '\'' => &['\''],
            _ => &['"'],
        };
        let own = stack.iter().rposition(|o| wanted.contains(&o.sort));
        let token = &tokens[m.token];
        let next_tight = tokens.get(m.token + 1).is_some_and(|n| !n.space_before);
        // An apostrophe closes its own sort only.
        let any = stack.len().checked_sub(1).filter(|_| !matches!(m.sort, '’' | '‘' | '\'') && !token.space_before && !next_tight);
        let Some(at) = own.or(any) else { continue };
        out.push(Quotation { open: stack[at].token, close: m.token, depth: at as u32 });
        stack.truncate(at);
        // One mark for two: the author's words follow, and the paragraph has too few that close.
        if unclosed[m.block] > 0 && stack.last().is_some_and(|o| o.from == m.block) && authors_words_at(source, tokens, m.token + 1) {
            let open = stack.pop().expect("one is left").token;
            unclosed[m.block] -= 1;
            out.push(Quotation { open, close: m.token, depth: stack.len() as u32 });
        }
    }
    leave(source, tokens, &mut stack, &mut out, None);
    out.sort_by_key(|q| (q.open, std::cmp::Reverse(q.close)));
    out
}

/// Whether a mark at the beginning of a paragraph goes on with the quotation of the one before.
fn goes_on(stack: &[Opened], m: &Mark) -> bool {
    m.begins && stack.len() == 1 && stack[0].sort == m.sort && stack[0].block < m.block
}

/// At the end of a paragraph: what is not closed goes on in the next, or ends here some other way.
fn leave(source: &str, tokens: &[Token], stack: &mut Vec<Opened>, out: &mut Vec<Quotation>, next: Option<(usize, &Mark)>) {
    let near = next.is_some_and(|(block, m)| m.block - block <= SILENT_BLOCKS && (!m.opens || goes_on(stack, m)));
    let left = |o: &&Opened| next.is_some_and(|(block, _)| o.from == block);
    if near && !stack.iter().filter(left).any(|o| forgotten(source, tokens, o.token, out).is_some()) {
        return;
    }
    while let Some(Opened { token: open, .. }) = stack.pop() {
        let shared = out.last().map(|q| q.close).filter(|close| {
            let behind = tokens.get(close + 1);
            *close > open && behind.is_none_or(|t| t.breaks_before > 0 || matches!(&source[t.start..t.end], "." | "," | "!" | "?"))
        });
        if let Some(close) = shared.or_else(|| forgotten(source, tokens, open, out)) {
            out.push(Quotation { open, close, depth: stack.len() as u32 });
        }
    }
}

/// Where a quotation whose closing mark was forgotten ends in its paragraph: before «, – сказал», if it does not go on behind.
fn forgotten(source: &str, tokens: &[Token], open: usize, out: &[Quotation]) -> Option<usize> {
    let mut found = None;
    let inner = out.last().filter(|q| q.open > open).map_or(open, |q| q.close);
    let mut at = inner + 1;
    while at < tokens.len() && tokens[at].breaks_before == 0 {
        let sign = matches!(&source[tokens[at].start..tokens[at].end], "," | "." | "!" | "?" | "…" | "...");
        let dash = tokens.get(at + 1).is_some_and(|t| t.breaks_before == 0 && is_dash(&source[t.start..t.end]));
        if sign && dash {
            if found.is_some() {
                return None;
            }
            if authors_words_at(source, tokens, at) {
                found = Some(at);
            }
        }
        at += 1;
    }
    found
}

fn is_dash(word: &str) -> bool {
    matches!(word, "—" | "–" | "-" | "−" | "―")
}

/// «, – сказал»: a dash, and then no capital.
fn authors_words_at(source: &str, tokens: &[Token], from: usize) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| &source[t.start..t.end]);
    let dash = (from..from + 2).find(|i| is_dash(word(*i)) && tokens[*i].breaks_before == 0);
    let signs = |d: usize| (from..d).all(|i| matches!(word(i), "," | "." | "!" | "?" | "…" | "..."));
    dash.is_some_and(|d| signs(d) && tokens[d].space_before && word(d + 1).starts_with(char::is_lowercase))
}

/// The marks of a text that can open or close.
fn marks(source: &str, tokens: &[Token]) -> Vec<Mark> {
    let word = |i: usize| &source[tokens[i].start..tokens[i].end];
    let mut out: Vec<Mark> = Vec::new();
    let (mut block, mut straight, mut at) = (0, 0usize, 0);
    while at < tokens.len() {
        let i = at;
        at += 1;
        if tokens[i].breaks_before > 0 && i > 0 {
            block += 1;
            straight = 0;
        }
        let doubled = word(i) == "'" && at < tokens.len() && word(at) == "'" && !tokens[at].space_before;
        let Some(sort) = (if doubled { Some('\'') } else { mark(word(i)) }) else { continue };
        at += usize::from(doubled);
        let next_tight = tokens.get(at).is_some_and(|n| !n.space_before);
        let before = tokens[i].space_before;
        let opens = match sort {
            '«' | '„' | '‹' | '‚' => true,
            '»' | '›' | '”' | '’' => false,
            '“' => next_tight,
            '‘' => next_tight && before,
            // «санкций,"Мотор" ждёт»: a space was forgotten.
            _ => next_tight && (before || opens_after(source, tokens, i) && straight == 0 || i > 0 && word(i - 1) == ","),
        };
        if matches!(sort, '"' | '\'') {
            straight = if opens { straight + 1 } else { straight.saturating_sub(1) };
        }
        let ended = i > 0 && (mark(word(i - 1)).is_some() || word(i - 1).ends_with(['.', '!', '?', '…', ':', ';']));
        let token = if doubled && opens { i + 1 } else { i };
        out.push(Mark { token, sort, opens, block, begins: tokens[i].breaks_before > 0 && ended });
    }
    out
}

/// The quotation mark that a token is.
fn mark(word: &str) -> Option<char> {
    word.chars().next().filter(|c| c.len_utf8() == word.len() && "«»„“”\"‹›‘’‚".contains(*c))
}

fn opens_after(source: &str, tokens: &[Token], i: usize) -> bool {
    i.checked_sub(1).and_then(|p| tokens.get(p)).is_none_or(|p| matches!(&source[p.start..p.end], "(" | "«" | "—" | "–" | "-" | "[" | "\"" | "'"))
}

/// Pairs of round and square brackets.
pub fn brackets(source: &str, tokens: &[Token]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut stack: Vec<(usize, &str)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match &source[token.start..token.end] {
            mark @ ("(" | "[") if stack.len() < MAX_DEPTH => stack.push((i, mark)),
            mark @ (")" | "]") => {
                let wanted = if mark == ")" { "(" } else { "[" };
                if let Some(at) = stack.iter().rposition(|(_, o)| *o == wanted) {
                    out.push((stack[at].0, i));
                    stack.truncate(at);
                }
            }
            _ => {}
        }
    }
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let text = Text::new(source);
        let found: Vec<&str> = text.quotations.iter().map(|q| text.span(&q.inside())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn nested_quotations() {
        check("«Завод «Мотор» работает», – сказал он.", &["Завод «Мотор» работает", "Мотор"]);
        check("«Завод „Мотор“ работает»", &["Завод „Мотор“ работает", "Мотор"]);
    }

    #[test]
    fn straight_marks_pair_by_their_spaces() {
        check("Газета \"Труд\" и завод \"Мотор\".", &["Труд", "Мотор"]);
    }

    #[test]
    fn marks_of_every_sort() {
        check("‹Мотор›, ‘Луч’, “Заря”", &["Мотор", "Луч", "Заря"]);
        check("«Мотор\" и \"Маяк»", &["Мотор", "Маяк"]);
        check("О’Нил и Жанна д’Арк", &[]);
    }

    #[test]
    fn a_mark_again_at_every_paragraph() {
        check("«Мы рады.\n\n«Мы ждём всех», – сказал он.", &["Мы рады.\n\n«Мы ждём всех"]);
        check("“Мы рады.\n\nМы ждём всех”, – сказал он.", &["Мы рады.\n\nМы ждём всех"]);
    }

    #[test]
    fn one_mark_closes_two() {
        check("«Мы ждём «Мотор», – сказал он. «И «Луч».", &["Мы ждём «Мотор", "Мотор", "И «Луч", "Луч"]);
        check("\"Мы ждём \"Мотор\", – сказал он. \"Да\"", &["Мы ждём \"Мотор", "Мотор", "Да"]);
    }

    #[test]
    fn a_forgotten_mark_ends_before_the_authors_words() {
        check("«Мы ждём всех, – сказал он.\n\n«Мотор» стоит.", &["Мы ждём всех", "Мотор"]);
        check("\"Мы ждём всех, – сказал он.\n\n\"Мотор\" стоит.", &["Мы ждём всех", "Мотор"]);
    }

    #[test]
    fn doubled_apostrophes() {
        check("Газета ''Труд'' и ''«завод»'' О'Нила", &["Труд", "«завод»", "завод"]);
        check("санкций,\"Мотор\" ждёт", &["Мотор"]);
    }

    #[test]
    fn an_unclosed_mark_is_none() {
        check("Он сказал «да и ушёл.", &[]);
    }
}
