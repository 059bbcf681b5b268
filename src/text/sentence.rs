//! Sentences: where a stop, a line break or a paragraph ends one, and where it only abbreviates.

use super::{Token, TokenKind};
use crate::lexicon::{ABBREVIATIONS, keys};
use std::ops::Range;

/// The sentences of a text, as ranges that tile its tokens.
pub fn sentences(source: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let caseless = !source.contains(char::is_uppercase);
    let mut out = Vec::new();
    let mut start = 0;
    for next in 1..tokens.len() {
        if ends_before(source, tokens, next, caseless) {
            out.push(start..next);
            start = next;
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

fn word<'t>(source: &'t str, token: &Token) -> &'t str {
    &source[token.start..token.end]
}

fn is_closing(word: &str) -> bool {
    matches!(word, "»" | "”" | "“" | "\"" | ")" | "]" | "'" | "’")
}

/// Whether a sentence ends between `next - 1` and `next`.
fn ends_before(source: &str, tokens: &[Token], next: usize, caseless: bool) -> bool {
    let following = word(source, &tokens[next]);
    let breaks = tokens[next].breaks_before;
    if breaks == 2 {
        return true;
    }
    let capital = begins_sentence(source, tokens, next, caseless);
    if breaks == 1 && capital {
        return true;
    }
    // Before the marks behind are looked at, so that each is looked at once however many there are.
    if is_closing(following) && !tokens[next].space_before {
        return false;
    }
    // The last token that is no closing mark decides: «… сказал он.» | Следующее.
    let mut last = next - 1;
    let mut closing = false;
    while last > 0 && is_closing(word(source, &tokens[last])) && !tokens[last].space_before {
        closing = true;
        last -= 1;
    }
    let mark = word(source, &tokens[last]);
    match tokens[last].kind {
        TokenKind::Punctuation if matches!(mark, "." | "!" | "?" | "…" | "..." | "..") || mark.starts_with("...") => {
            if !tokens[next].space_before && !(mark == "." && capital) {
                return false;
            }
            // «…», – сказал он: the author's words go on.
            if matches!(following, "—" | "–" | "-" | ",") && breaks == 0 {
                return dialogue_turn(source, tokens, next, closing);
            }
            capital || breaks > 0
        }
        // «5 тыс. 200 сомов»: after a short form a number goes on.
        TokenKind::Abbreviation => {
            capital && !caseless && !closing && !following.starts_with(char::is_numeric) && abbreviation_ends(source, tokens, last, next)
        }
        TokenKind::Initial => false,
        _ => breaks == 1 && capital,
    }
}

/// A dash after a full stop inside quotation marks or speech: it begins a sentence only with a capital after it, and only
/// where no quotation was just closed.
fn dialogue_turn(source: &str, tokens: &[Token], dash: usize, closing: bool) -> bool {
    !closing && word(source, &tokens[dash]) != "," && tokens.get(dash + 1).is_some_and(|t| word(source, t).starts_with(char::is_uppercase))
}

fn begins_sentence(source: &str, tokens: &[Token], at: usize, caseless: bool) -> bool {
    let text = word(source, &tokens[at]);
    let first = text.chars().next().unwrap_or(' ');
    if first.is_uppercase() || first.is_numeric() {
        return true;
    }
    // Where nothing has a capital, sentences begin without one.
    if caseless && first.is_alphabetic() && tokens[at].space_before {
        return true;
    }
    if matches!(first, '«' | '„' | '“' | '"' | '(' | '[' | '—' | '–' | '-' | '…' | '•' | '*') {
        return tokens.get(at + 1).is_some_and(|t| word(source, t).starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "«„\"".contains(c)));
    }
    tokens[at].kind == TokenKind::Address && tokens[at].breaks_before > 0
}

/// «в 2010 г. Он» ends a sentence, «на ул. Мира» and «г. Ош» do not.
fn abbreviation_ends(source: &str, tokens: &[Token], last: usize, next: usize) -> bool {
    let form = keys::fold(word(source, &tokens[last]));
    let Some(entry) = ABBREVIATIONS.get(form.as_str()) else { return false };
    if entry.cell("ends") != "yes" {
        return false;
    }
    let after_number = last > 0 && matches!(tokens[last - 1].kind, TokenKind::Number);
    // «г.» before a name is a town unless a number stands before it.
    match entry.cell("before") {
        "name" | "any" if form == "г." || form == "в." || form == "с." => after_number,
        _ => tokens[next].space_before,
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let text = Text::new(source);
        let found: Vec<&str> = text.sentences.iter().map(|r| text.span(r)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations_and_initials_do_not_end() {
        check("Он живёт на ул. Мира в г. Ош. Там тепло.", &["Он живёт на ул. Мира в г. Ош.", "Там тепло."]);
        check("Это сказал А. С. Петров. Все ушли.", &["Это сказал А. С. Петров.", "Все ушли."]);
    }

    #[test]
    fn a_year_may_end() {
        check("Завод закрыли в 2010 г. Он стоял у реки.", &["Завод закрыли в 2010 г.", "Он стоял у реки."]);
    }

    #[test]
    fn authors_words_belong_to_the_quotation() {
        check("«Мы рады. Мы ждём», – сказал он. Все ушли.", &["«Мы рады.", "Мы ждём», – сказал он.", "Все ушли."]);
        check("«Мы рады!» – сказал он.", &["«Мы рады!» – сказал он."]);
    }

    #[test]
    fn headlines_end_at_the_line() {
        check("Мост открыт\nВ Оше открыли мост.", &["Мост открыт", "В Оше открыли мост."]);
    }
}
