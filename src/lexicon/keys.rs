//! Keys by which words of gazetteer entries and words of a text meet.
//!
//! In: a word or an entry. Out: lower-case keys, and the dictionary forms that an inflected name may have.
//! This file is compiled twice: into the library, and into `build.rs`, so that both make the same keys.

use std::borrow::Cow;

/// A word as a careful typist writes it, in its case of letters: letters composed, no stress marks, soft hyphens and other
/// unseen signs, typographic hyphens as `-`, letters of the other alphabet that only look right replaced.
///
/// ```
/// use svodka::lexicon::keys::spelled;
/// assert_eq!(spelled("Москва\u{301}"), "Москва");
/// assert_eq!(spelled("Ка\u{ad}зах\u{ad}стан"), "Казахстан");
/// assert_eq!(spelled("Мoсква"), "Москва"); // a Latin o
/// assert_eq!(spelled("IT-компания"), "IT-компания");
/// assert_eq!(spelled("Ресурс Wissol"), "Ресурс Wissol");
/// ```
pub fn spelled(word: &str) -> Cow<'_, str> {
    let (mut latin, mut cyrillic, mut odd) = (false, false, false);
    for c in word.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => latin = true,
            '\u{400}'..='\u{52f}' => cyrillic = true,
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}' | '‑' | '‐' => odd = true,
            _ => {}
        }
    }
    if !odd && !(latin && cyrillic) {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('и', Some('\u{306}')) => out.push('й'),
            ('И', Some('\u{306}')) => out.push('Й'),
            ('е', Some('\u{308}')) => out.push('ё'),
            ('Е', Some('\u{308}')) => out.push('Ё'),
            ('\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}', _) => {}
            ('‑' | '‐', _) => out.push('-'),
            _ => out.push(c),
        }
    }
    if latin && cyrillic {
        out = out.split_inclusive(|c: char| !c.is_alphanumeric()).map(one_alphabet).collect();
    }
    Cow::Owned(out)
}

/// Whether a character makes [`spelled`] look closer: an unseen sign, or a Latin letter, which may stand for a Cyrillic one.
pub fn is_suspicious(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}' | '‑' | '‐')
}

/// Letters that look alike: Latin, Cyrillic.
const LOOK_ALIKE: &[(char, char)] = &[
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
];

/// A part of a word with letters of two alphabets in that of the letters that are no look-alikes: «Мoсква» in Cyrillic.
/// Where both alphabets have letters of their own the mixture is meant («IТшник») and stays.
fn one_alphabet(part: &str) -> String {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    if !part.contains(is_cyrillic) || !part.contains(|c: char| c.is_ascii_alphabetic()) {
        return part.to_string();
    }
    let to_cyrillic = |c: char| LOOK_ALIKE.iter().find(|(l, _)| *l == c).map(|(_, c)| *c);
    let to_latin = |c: char| LOOK_ALIKE.iter().find(|(_, k)| *k == c).map(|(l, _)| *l);
    if part.chars().filter(char::is_ascii_alphabetic).all(|c| to_cyrillic(c).is_some()) {
        part.chars().map(|c| to_cyrillic(c).unwrap_or(c)).collect()
    } else if part.chars().filter(|c| is_cyrillic(*c)).all(|c| to_latin(c).is_some()) {
        part.chars().map(|c| to_latin(c).unwrap_or(c)).collect()
    } else {
        part.to_string()
    }
}

/// [`spelled`] in lower case, «ё» as «е», apostrophes as `'`: two spellings of one word get one key.
///
/// ```
/// assert_eq!(svodka::lexicon::keys::fold("Алма‑Ата"), "алма-ата");
/// assert_eq!(svodka::lexicon::keys::fold("Королёв"), "королев");
/// ```
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_to(word, &mut out);
    out
}

/// The same, written behind what a text has already.
pub fn fold_to(word: &str, out: &mut String) {
    for c in spelled(word).chars() {
        match c {
            'ё' | 'Ё' => out.push('е'),
            '’' | 'ʼ' | '`' => out.push('\''),
            'а'..='я' | 'a'..='z' => out.push(c),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// Whether a character is a letter; quick for those of the two common alphabets.
pub fn is_letter(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'a'..='z' | 'A'..='Z') || c.is_alphabetic()
}

/// The words of an entry as the tokenizer would cut them: at spaces, and without quotation marks, commas and brackets.
///
/// ```
/// let words: Vec<&str> = svodka::lexicon::keys::words("Партия «Единая Россия»").collect();
/// assert_eq!(words, ["Партия", "Единая", "Россия"]);
/// ```
pub fn words(entry: &str) -> impl Iterator<Item = &str> {
    entry.split(|c: char| c.is_whitespace() || matches!(c, '«' | '»' | '„' | '“' | '”' | '"' | ',' | '(' | ')' | '[' | ']')).filter(|w| !w.is_empty())
}

/// The first `most` characters of a text, with an ellipsis where it is cut.
///
/// ```
/// assert_eq!(svodka::lexicon::keys::clipped("Каспийское море", 5), "Каспи…");
/// ```
pub fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}

/// The key of a sequence of words, one word further: 64 bits, the same on every machine (FNV-1a with a final mix).
pub fn extend(prefix: u64, word: &str) -> u64 {
    let mut hash = prefix ^ 0xcbf2_9ce4_8422_2325;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}

/// What a word adds to the key of an entry: made once a word, whatever stands before it.
pub fn word(word: &str) -> u64 {
    extend(START, word)
}

/// The key of a sequence of words in the gazetteers, one word further; the sequence begins with [`START`].
pub fn step(prefix: u64, word: u64) -> u64 {
    let key = (prefix ^ word.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    // Nothing is the mark of a free slot.
    (key ^ key >> 31).max(1)
}

/// The key of two words together.
pub fn pair(one: &str, other: &str) -> u64 {
    extend(extend(START, one), other)
}

/// Where a sequence of words begins; [`extend`] it by every word.
pub const START: u64 = 0x5376_6f64_6b61_0001;

/// Case endings of nouns and of surnames: ending in the text, ending of the dictionary form.
///
/// The table over-generates on purpose: what it proposes counts only when a gazetteer has it, or when
/// several forms in a document agree on it. Source: the declension classes of Zaliznyak's grammar, reduced to the
/// singular of names, and the plural that place names have.
const ENDINGS: &[(&str, &str)] = &[
    // masculine, hard
    ("а", ""),
    ("у", ""),
    ("ом", ""),
    ("е", ""),
    ("ем", ""),
    ("ым", ""),
    // masculine, soft; feminine in -ь
    ("я", "ь"),
    ("ю", "ь"),
    ("ем", "ь"),
    ("ем", "й"),
    ("е", "ь"),
    ("и", "ь"),
    ("ью", "ь"),
    ("я", "й"),
    ("ю", "й"),
    ("е", "й"),
    ("и", "й"),
    // feminine
    ("ы", "а"),
    ("и", "а"),
    ("е", "а"),
    ("у", "а"),
    ("ой", "а"),
    ("ою", "а"),
    ("ей", "а"),
    ("и", "я"),
    ("е", "я"),
    ("ю", "я"),
    ("ей", "я"),
    ("ии", "ия"),
    ("ию", "ия"),
    ("ией", "ия"),
    // surnames in -ова, -ина
    ("ой", "а"),
    // neuter
    ("а", "о"),
    ("у", "о"),
    ("ом", "о"),
    ("е", "о"),
    ("я", "е"),
    ("ю", "е"),
    // adjectives and surnames in -ский, -ой, -ый, -ая
    ("ого", "ий"),
    ("ому", "ий"),
    ("им", "ий"),
    ("ом", "ий"),
    ("ого", "ый"),
    ("ому", "ый"),
    ("ым", "ый"),
    ("ом", "ый"),
    ("ого", "ой"),
    ("ому", "ой"),
    ("ым", "ой"),
    ("ом", "ой"),
    ("его", "ий"),
    ("ему", "ий"),
    ("ой", "ая"),
    ("ую", "ая"),
    ("ей", "яя"),
    ("ою", "ая"),
    ("ого", "ое"),
    ("ому", "ое"),
    ("ым", "ое"),
    ("им", "ое"),
    ("ом", "ое"),
    ("их", "ие"),
    ("ых", "ые"),
    ("им", "ие"),
    ("ым", "ые"),
    ("ими", "ие"),
    ("ыми", "ые"),
    // fleeting vowels: -ец, -ок, -ек
    ("ца", "ец"),
    ("цу", "ец"),
    ("цем", "ец"),
    ("цом", "ец"),
    ("це", "ец"),
    ("ьца", "ец"),
    ("ьцу", "ец"),
    ("ьцем", "ец"),
    ("ьцом", "ец"),
    ("ка", "ок"),
    ("ку", "ок"),
    ("ком", "ок"),
    ("ке", "ок"),
    ("ка", "ек"),
    ("ку", "ек"),
    ("ком", "ек"),
    ("ьва", "ев"),
    ("ьву", "ев"),
    ("ьвом", "ев"),
    ("вла", "вел"),
    ("влу", "вел"),
    ("влом", "вел"),
    // plural place names
    ("ов", "ы"),
    ("ам", "ы"),
    ("ами", "ы"),
    ("ах", "ы"),
    ("ей", "и"),
    ("ям", "и"),
    ("ями", "и"),
    ("ях", "и"),
    ("ам", "и"),
    ("ами", "и"),
    ("ах", "и"),
    ("", "ы"),
    ("", "и"),
    ("ок", "ки"),
];

/// Dictionary forms that `folded` may be a case form of, itself first; both words of a hyphenated name may be inflected.
///
/// ```
/// let forms = svodka::lexicon::keys::dictionary_forms("узгене");
/// assert!(forms.contains(&"узген".to_string()));
/// ```
pub fn dictionary_forms(folded: &str) -> Vec<String> {
    let mut out = vec![folded.to_string()];
    let (front, last) = match folded.rfind('-') {
        Some(at) => folded.split_at(at + 1),
        None => ("", folded),
    };
    let lasts = undecline(last);
    out.extend(lasts.iter().map(|l| format!("{front}{l}")));
    if let Some(first) = front.strip_suffix('-')
        && !first.contains('-')
    {
        for f in undecline(first) {
            out.push(format!("{f}-{last}"));
            out.extend(lasts.iter().map(|l| format!("{f}-{l}")));
        }
    }
    out
}

fn undecline(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (ending, lemma) in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 2
        {
            let form = format!("{stem}{lemma}");
            if form != word && !out.contains(&form) {
                out.push(form);
            }
        }
    }
    out
}

/// What the case forms of one name have in common: the folded word without its ending.
///
/// ```
/// use svodka::lexicon::keys::stem;
/// assert_eq!(stem("назарбаевым"), stem("назарбаева"));
/// ```
pub fn stem(folded: &str) -> &str {
    const ENDS: &[&str] = &[
        "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ией", "ая", "яя", "ою", "ею", "ой", "ей", "ом", "ем", "ым", "им", "ах", "ях", "ый", "ий",
        "ую", "юю", "ое", "ее", "ые", "ие", "ии", "ию", "ия", "ью", "а", "я", "у", "ю", "е", "ы", "и", "о", "й", "ь",
    ];
    for end in ENDS {
        if let Some(stem) = folded.strip_suffix(end)
            && stem.chars().nth(2).is_some()
        {
            return stem;
        }
    }
    folded
}
