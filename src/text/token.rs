//! Tokens that tile a text: every byte belongs to exactly one token, white space included.
//!
//! Word bounds are those of Unicode (UAX #29, `unicode-segmentation`); on top of them stand the joints and cuts of
//! Russian news: hyphenated words, abbreviations with their stop, initials, numbers with units, addresses.

use crate::lexicon::{ABBREVIATIONS, keys};
use once_cell::sync::Lazy;
use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A word, hyphens included: «Касым-Жомарт», «5-летний».
    Word,
    /// A number in digits: «12», «1,5», «12.03.2020», «10:30».
    Number,
    /// A short form with its stop: «ул.», «т.е.», «млн.».
    Abbreviation,
    /// A capital with a stop that stands for a name: «В.».
    Initial,
    /// A web address, mail address, telephone number or hash tag, as one.
    Address,
    /// Punctuation.
    Punctuation,
    /// Any other sign: №, %, €, emoji.
    Symbol,
    /// White space.
    Space,
}

/// A piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is.
    pub kind: TokenKind,
}

/// Addresses and telephone numbers, which are one token whatever signs stand in them.
static ADDRESS: Lazy<Regex> = Lazy::new(|| {
    Regex::new(
        r"(?ix)
        (?: https?:// | www\. ) [^\s«»<>\x22]* [^\s«»<>\x22.,;:!?)\]]
      | [a-z0-9][a-z0-9._%+-]{0,60} @ [a-z0-9-]{1,60} (?: \.[a-z0-9-]{1,60} )+
      | [@\#] [a-zа-яё0-9_]{2,60}
      | \+? [78] [\ \-\u{a0}]? \( [0-9]{3,5} \) [\ \-\u{a0}]? [0-9]{1,3} (?: [\ \-\u{a0}]? [0-9]{2,4} ){1,3}
      | \+ [0-9]{1,3} (?: [\ \-\u{a0}] [0-9]{2,4} ){3,5}
        ",
    )
    .expect("the pattern is whole")
});

/// A domain name: «kabar.kg», «24.kg», «президент.рф».
static DOMAIN: Lazy<Regex> = Lazy::new(|| Regex::new(r"^(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,10}$|^[а-яёА-ЯЁ0-9-]+\.(?:рф|РФ)$").expect("the pattern is whole"));

/// A domain that begins with digits: «24.kg», «112.ua».
static DIGIT_DOMAIN: Lazy<Regex> = Lazy::new(|| Regex::new(r"^[0-9]+\.(?:[a-z0-9-]+\.)*[a-z]{2,6}\b").expect("the pattern is whole"));

/// A clock time or a score, whose colon is no word bound for us.
static CLOCK: Lazy<Regex> = Lazy::new(|| Regex::new(r"^[0-9]{1,3}:[0-9]{1,2}(?::[0-9][0-9])?").expect("the pattern is whole"));

/// Makes the tables and patterns of this module, which is else done when they are first needed.
pub(crate) fn prepare() {
    Lazy::force(&ADDRESS);
    Lazy::force(&DOMAIN);
    Lazy::force(&DIGIT_DOMAIN);
    Lazy::force(&CLOCK);
}

/// Cuts `text` into pieces that tile it.
///
/// ```
/// use svodka::text::token::{pieces, TokenKind};
/// let text = "В.Путин, т.е. он, дал 1,5 млрд.";
/// let words: Vec<&str> = pieces(text).iter().filter(|p| p.kind != TokenKind::Space).map(|p| &text[p.start..p.end]).collect();
/// assert_eq!(words, ["В.", "Путин", ",", "т.е.", "он", ",", "дал", "1,5", "млрд."]);
/// ```
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::with_capacity(text.len() / 8);
    let mut done = 0;
    // Most texts have no address; without one of its signs the pattern is not even made.
    let has_sign = text.contains(['@', '#', '+', '(']) || text.contains("://") || text.contains("www.");
    for address in has_sign.then(|| ADDRESS.find_iter(text)).into_iter().flatten() {
        // «кто-то@» or «слово#метка» inside a word is no address.
        let before = text[..address.start()].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        plain(text, done, address.start(), &mut out);
        out.push(Piece { start: address.start(), end: address.end(), kind: TokenKind::Address });
        done = address.end();
    }
    plain(text, done, text.len(), &mut out);
    join(text, out)
}

/// Unicode words of a stretch without addresses, cut further where Unicode joins too much.
fn plain(text: &str, from: usize, to: usize, out: &mut Vec<Piece>) {
    let mut skip_to = from;
    for (offset, word) in text[from..to].split_word_bound_indices().flat_map(unspaced) {
        let end = from + offset + word.len();
        if end <= skip_to && skip_to > from {
            continue;
        }
        // «11:30мск»: what was taken whole may end inside a Unicode word; the rest of it is a word.
        let start = skip_to.max(from + offset);
        let word = &text[start..end];
        let first = word.chars().next().unwrap_or(' ');
        if first.is_whitespace() || first == '\u{feff}' || first == '\u{200b}' {
            match out.last_mut() {
                Some(last) if last.kind == TokenKind::Space && last.end == start => last.end = end,
                _ => out.push(Piece { start, end, kind: TokenKind::Space }),
            }
        } else if first.is_numeric() {
            if let Some(domain) = text[end..to].starts_with('.').then(|| DIGIT_DOMAIN.find(&text[start..to])).flatten() {
                skip_to = start + domain.end();
                out.push(Piece { start, end: skip_to, kind: TokenKind::Address });
                continue;
            }
            if let Some(clock) = text[end..to].starts_with(':').then(|| CLOCK.find(&text[start..to])).flatten().filter(|c| c.len() > word.len()) {
                skip_to = start + clock.end();
                out.push(Piece { start, end: skip_to, kind: TokenKind::Number });
            } else {
                number(text, start, end, out);
            }
        } else if first.is_alphabetic() {
            letters(text, start, end, out);
        } else {
            let kind = if is_punctuation(first) { TokenKind::Punctuation } else { TokenKind::Symbol };
            // Dots of an ellipsis belong together.
            match out.last_mut() {
                Some(last) if first == '.' && last.end == start && text[last.start..last.end].chars().all(|c| c == '.') => last.end = end,
                _ => out.push(Piece { start, end, kind }),
            }
        }
    }
}

/// Unicode takes the narrow no-break space of «1\u{202f}000\u{202f}рублей» for a joint of words; for us it is white space.
fn unspaced((offset, word): (usize, &str)) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = word.get(at..).filter(|r| !r.is_empty())?;
        let end = match rest.find('\u{202f}') {
            Some(0) => '\u{202f}'.len_utf8(),
            Some(end) => end,
            None => rest.len(),
        };
        at += end;
        Some((offset + at - end, &rest[..end]))
    })
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() && !"$%+<=>^|~#*&@/\\_`".contains(c) || "«»„“”‹›‘’—–―−…·¡¿‐‑".contains(c)
}

/// A Unicode word that begins with a digit: a number, and what is stuck to it.
fn number(text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
    let word = &text[start..end];
    if word.contains('.') && DOMAIN.is_match(word) {
        out.push(Piece { start, end, kind: TokenKind::Address });
        return;
    }
    match word.find(char::is_alphabetic) {
        None => out.push(Piece { start, end, kind: TokenKind::Number }),
        Some(at) if at > 0 && word[at..].chars().all(|c| c.is_lowercase() && !c.is_ascii()) && word[at..].chars().count() > 1 => {
            // «5,3млн», «20км»: the number and its word.
            out.push(Piece { start, end: start + at, kind: TokenKind::Number });
            letters(text, start + at, end, out);
        }
        Some(_) => out.push(Piece { start, end, kind: TokenKind::Word }),
    }
}

/// A Unicode word that begins with a letter; Unicode keeps «В.Путин», «т.е» and «слово.Слово» in one.
fn letters(text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
    let word = &text[start..end];
    if !word.contains(['.', ':', '·']) {
        out.push(Piece { start, end, kind: TokenKind::Word });
        return;
    }
    if DOMAIN.is_match(word) {
        out.push(Piece { start, end, kind: TokenKind::Address });
        return;
    }
    let mut at = start;
    for part in word.split_inclusive(['.', ':', '·']) {
        let sign = part.chars().next_back().filter(|c| !c.is_alphanumeric() && ".:·".contains(*c));
        let body = part.len() - sign.map_or(0, char::len_utf8);
        if body > 0 {
            out.push(Piece { start: at, end: at + body, kind: TokenKind::Word });
        }
        if body < part.len() {
            out.push(Piece { start: at + body, end: at + part.len(), kind: TokenKind::Punctuation });
        }
        at += part.len();
    }
}

/// Joins what belongs together: hyphenated words, abbreviations and initials with their stop.
fn join(text: &str, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut i = 0;
    while i < pieces.len() {
        let mut piece = pieces[i];
        let mut next = i + 1;
        if matches!(piece.kind, TokenKind::Word | TokenKind::Number) {
            (piece, next) = hyphenated(text, &pieces, i);
            if piece.kind == TokenKind::Word {
                (piece, next) = with_stop(text, &pieces, piece, next);
            }
        }
        out.push(piece);
        i = next;
    }
    out
}

fn hyphenated(text: &str, pieces: &[Piece], i: usize) -> (Piece, usize) {
    let mut piece = pieces[i];
    let mut next = i + 1;
    loop {
        // «С.-Петербург»: an abbreviated part keeps its stop inside the word.
        let stop = usize::from(
            piece.end - piece.start <= 4
                && is(text, pieces, next, ".")
                && is_hyphen(text, pieces, next + 1)
                && text[piece.start..piece.end].chars().next().is_some_and(char::is_uppercase),
        );
        let (hyphen, mut word) = (next + stop, next + stop + 1);
        // «Казах-⏎стан»: the end of a line cut the word.
        if stop == 0 && goes_on_after_break(text, pieces, word) && text[..piece.end].ends_with(char::is_alphabetic) {
            word += 1;
        }
        let joined = is_hyphen(text, pieces, hyphen)
            && pieces.get(word).is_some_and(|w| matches!(w.kind, TokenKind::Word | TokenKind::Number))
            && !(piece.kind == TokenKind::Number && pieces[word].kind == TokenKind::Number)
            && !is_year_of_event(text, pieces, piece, word);
        if !joined {
            return (piece, next);
        }
        piece = Piece { start: piece.start, end: pieces[word].end, kind: TokenKind::Word };
        next = word + 1;
    }
}

/// «ЧМ-2018», «Олимпиада-2016»: a year that ends the word is a token of its own, unlike the number of a model («Ан-26»).
fn is_year_of_event(text: &str, pieces: &[Piece], before: Piece, word: usize) -> bool {
    let year = &text[pieces[word].start..pieces[word].end];
    let letters = text[before.start..before.end].chars().rev().take_while(|c| ('\u{400}'..='\u{52f}').contains(c)).count();
    pieces[word].kind == TokenKind::Number
        && year.len() == 4
        && (year.starts_with("19") || year.starts_with("20"))
        && letters > 1
        && !is_hyphen(text, pieces, word + 1)
}

/// A single line break, and behind it a word that begins with a small letter.
fn goes_on_after_break(text: &str, pieces: &[Piece], space: usize) -> bool {
    let is_break = |p: &Piece| p.kind == TokenKind::Space && text[p.start..p.end].matches('\n').count().max(text[p.start..p.end].matches('\r').count()) == 1;
    pieces.get(space).is_some_and(is_break)
        && pieces.get(space + 1).is_some_and(|w| w.kind == TokenKind::Word && text[w.start..w.end].starts_with(char::is_lowercase))
}

fn is(text: &str, pieces: &[Piece], i: usize, what: &str) -> bool {
    pieces.get(i).is_some_and(|p| &text[p.start..p.end] == what)
}

fn is_hyphen(text: &str, pieces: &[Piece], i: usize) -> bool {
    is(text, pieces, i, "-") || is(text, pieces, i, "‑") || is(text, pieces, i, "‐")
}

/// The word with the stops that make it an abbreviation or an initial.
fn with_stop(text: &str, pieces: &[Piece], piece: Piece, next: usize) -> (Piece, usize) {
    if !is(text, pieces, next, ".") {
        return (piece, next);
    }
    let word = &text[piece.start..piece.end];
    let mut chars = word.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next());
    // «король Карл V. Он»: a Latin letter after a Cyrillic name is a number.
    let regnal =
        second.is_none() && matches!(first, 'I' | 'V' | 'X') && text[..piece.start].trim_end().chars().next_back().is_some_and(|c| ('а'..='я').contains(&c));
    let is_initial = !regnal && first.is_uppercase() && (second.is_none() || word == "Дж" || word == "Ю");
    if is_initial {
        let followed = pieces[next + 1..].iter().find(|p| p.kind != TokenKind::Space);
        let capital = followed.is_some_and(|p| text[p.start..p.end].starts_with(char::is_uppercase));
        let after_name = followed_back(text, pieces, piece.start);
        if capital || after_name {
            return (Piece { start: piece.start, end: pieces[next].end, kind: TokenKind::Initial }, next + 1);
        }
    }
    // A capital that begins the sentence may begin «И.о.» and «Т.е.», but is never short by itself.
    let alone = first.is_uppercase() && second.is_none();
    // The longest listed abbreviation: «т.», «т.е.», «ж.-д.».
    let mut best = None;
    let mut end = next;
    let mut steps = 0;
    while end < pieces.len() && steps < 6 && pieces[end].kind != TokenKind::Space {
        if is(text, pieces, end, ".") {
            let form = keys::fold(&text[piece.start..pieces[end].end]);
            if ABBREVIATIONS.contains_key(form.as_str()) && !(alone && end == next) {
                best = Some(end);
            }
        }
        end += 1;
        steps += 1;
    }
    match best {
        Some(end) => (Piece { start: piece.start, end: pieces[end].end, kind: TokenKind::Abbreviation }, end + 1),
        // A lone small letter before a stop and a space is short for something: «с. Ивановка».
        None if second.is_none() && first.is_lowercase() && first.is_alphabetic() && !"аияуовкс".contains(first) => {
            (Piece { start: piece.start, end: pieces[next].end, kind: TokenKind::Abbreviation }, next + 1)
        }
        None => (piece, next),
    }
}

/// Whether a capitalised word or an initial ends right before `start`: «Путин В.В.».
fn followed_back(text: &str, pieces: &[Piece], start: usize) -> bool {
    let at = pieces.partition_point(|p| p.end <= start);
    let mut before = pieces[..at].iter().rev().filter(|p| p.kind != TokenKind::Space);
    match before.next() {
        Some(p) if p.kind == TokenKind::Word => {
            let word = &text[p.start..p.end];
            word.starts_with(char::is_uppercase) && word.chars().count() > 2
        }
        Some(p) if &text[p.start..p.end] == "." => before.next().is_some_and(|p| {
            let word = &text[p.start..p.end];
            word.chars().count() == 1 && word.starts_with(char::is_uppercase) && p.end <= start
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = pieces(text);
        let mut at = 0;
        for p in &found {
            assert_eq!(p.start, at, "a gap or overlap in {text:?}");
            at = p.end;
        }
        assert_eq!(at, text.len());
        let words: Vec<&str> = found.iter().filter(|p| p.kind != TokenKind::Space).map(|p| &text[p.start..p.end]).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        check("на ул. Мира, д. 5, т.е. рядом", &["на", "ул.", "Мира", ",", "д.", "5", ",", "т.е.", "рядом"]);
        check("им. Ленина", &["им.", "Ленина"]);
    }

    #[test]
    fn hyphens_join_words() {
        check("Касым-Жомарт и С.-Петербург, 5-летний", &["Касым-Жомарт", "и", "С.-Петербург", ",", "5-летний"]);
        check("Ан-26 над ЧМ-2018, С-2000", &["Ан-26", "над", "ЧМ", "-", "2018", ",", "С-2000"]);
    }

    #[test]
    fn numbers_keep_their_signs() {
        check("1,5 млрд 12.03.2020 в 10:30 №5", &["1,5", "млрд", "12.03.2020", "в", "10:30", "№", "5"]);
        check("5,3млн", &["5,3", "млн"]);
        check("3:1в Оше, 11:30мск", &["3:1", "в", "Оше", ",", "11:30", "мск"]);
    }

    #[test]
    fn initials_stand_alone_in_any_order() {
        check("В. В. Путин", &["В.", "В.", "Путин"]);
        check("В.В.Путин и Путин В.В. сказал", &["В.", "В.", "Путин", "и", "Путин", "В.", "В.", "сказал"]);
        check("план Б. затем", &["план", "Б", ".", "затем"]);
    }

    #[test]
    fn addresses_are_one() {
        check("Фото: kabar.kg, тел. +7 (495) 123-45-67", &["Фото", ":", "kabar.kg", ",", "тел.", "+7 (495) 123-45-67"]);
        check("см. https://example.com/a?b=1.", &["см.", "https://example.com/a?b=1", "."]);
    }

    #[test]
    fn sentences_without_a_space_are_cut() {
        check("конец.Начало", &["конец", ".", "Начало"]);
    }

    #[test]
    fn a_word_cut_at_the_end_of_a_line_is_one() {
        check("в Казах-\nстан и\nвернулся", &["в", "Казах-\nстан", "и", "вернулся"]);
        check("список -\nначало, Казах-\n\nстан", &["список", "-", "начало", ",", "Казах", "-", "стан"]);
    }

    #[test]
    fn ellipses_and_dashes() {
        check("ждём... – да…", &["ждём", "...", "–", "да", "…"]);
    }
}
