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

/// All quotations: «…», „…“, “…”, "…", ‹…›, ‘…’, ‚…‘; an unclosed one ends with nothing and is dropped. A mark that closes none of
/// its own sort closes the innermost quotation of any: «Мотор" is one.
pub fn quotations(source: &str, tokens: &[Token]) -> Vec<Quotation> {
    let mut out = Vec::new();
    let mut stack: Vec<(usize, char)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let Some(mark) = mark(&source[token.start..token.end]) else { continue };
        let next_tight = tokens.get(i + 1).is_some_and(|n| !n.space_before);
        let straight_opens = mark == '"' && next_tight && (token.space_before || opens_after(source, tokens, i));
        let in_low = |low: char| stack.last().is_some_and(|(_, o)| *o == low);
        let either_opens = next_tight && (mark == '“' && !in_low('„') || mark == '‘' && !in_low('‚') && token.space_before);
        if matches!(mark, '«' | '„' | '‹' | '‚') || straight_opens && !stack.iter().any(|(_, o)| *o == '"' && !token.space_before) || either_opens {
            if stack.len() < MAX_DEPTH {
                stack.push((i, mark));
            }
        } else {
            let wanted: &[char] = match mark {
                '»' => &['«', '„'],
                '”' => &['“', '„'],
                '“' => &['„', '“'],
                '›' => &['‹'],
                '’' => &['‘', '‚'],
                '‘' => &['‚'],
                _ => &['"'],
            };
            let own = stack.iter().rposition(|(_, o)| wanted.contains(o));
            // An apostrophe closes its own sort only.
            let any = stack.len().checked_sub(1).filter(|_| !matches!(mark, '’' | '‘') && !token.space_before && !next_tight);
            if let Some(at) = own.or(any) {
                let (open, _) = stack[at];
                stack.truncate(at);
                out.push(Quotation { open, close: i, depth: at as u32 });
            }
        }
    }
    out.sort_by_key(|q| (q.open, std::cmp::Reverse(q.close)));
    out
}

/// The quotation mark that a token is.
fn mark(word: &str) -> Option<char> {
    word.chars().next().filter(|c| c.len_utf8() == word.len() && "«»„“”\"‹›‘’‚".contains(*c))
}

fn opens_after(source: &str, tokens: &[Token], i: usize) -> bool {
    i.checked_sub(1).and_then(|p| tokens.get(p)).is_none_or(|p| matches!(&source[p.start..p.end], "(" | "«" | "—" | "–" | "-" | "[" | "\""))
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
    fn an_unclosed_mark_is_none() {
        check("Он сказал «да и ушёл.", &[]);
    }
}
