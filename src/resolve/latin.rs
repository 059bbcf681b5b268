//! Latin forms of Russian names by the BGN/PCGN system (1947), in the plain spelling of newspapers: «ё» is `yo`, no dots, no primes.

/// The Latin form of a Cyrillic name; other characters stay.
///
/// ```
/// use svodka::resolve::latin::latin;
/// assert_eq!(latin("Кичи-Капка"), "Kichi-Kapka");
/// assert_eq!(latin("Токаев"), "Tokayev");
/// assert_eq!(latin("Ельцин"), "Yeltsin");
/// ```
pub fn latin(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut before: Option<char> = None;
    let chars: Vec<char> = name.chars().collect();
    for (i, c) in chars.iter().enumerate() {
        let lower = match c {
            'а'..='я' | 'a'..='z' => *c,
            _ => c.to_lowercase().next().unwrap_or(*c),
        };
        // «е» is `ye` at the beginning, after a vowel and after й, ъ, ь.
        let soft = before.is_none_or(|b| match b {
            'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'й' | 'ъ' | 'ь' => true,
            'а'..='я' | 'a'..='z' => false,
            _ => !b.is_alphabetic(),
        });
        let piece = match lower {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' => {
                if soft {
                    "ye"
                } else {
                    "e"
                }
            }
            'ё' => {
                if before.is_some_and(|b| "жчшщ".contains(b)) {
                    "o"
                } else {
                    "yo"
                }
            }
            'ж' => "zh",
            'з' => "z",
            'и' => "i",
            'й' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ъ' | 'ь' => "",
            'ы' => "y",
            'э' => "e",
            'ю' => "yu",
            'я' => "ya",
            // Letters of other Cyrillic alphabets that names keep.
            'і' | 'ї' => "i",
            'є' => "ye",
            'ґ' => "g",
            'ў' => "w",
            'ә' => "a",
            'ө' => "o",
            'ү' | 'ұ' => "u",
            'қ' => "k",
            'ғ' => "g",
            'ң' => "ng",
            'һ' => "h",
            _ => {
                out.push(*c);
                before = Some(lower);
                continue;
            }
        };
        if c.is_uppercase() && !piece.is_empty() {
            let all_capitals = chars.get(i + 1).is_some_and(|n| n.is_uppercase()) || i > 0 && chars[i - 1].is_uppercase();
            if all_capitals {
                out.push_str(&piece.to_uppercase());
            } else {
                let mut letters = piece.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            }
        } else {
            out.push_str(piece);
        }
        before = Some(lower);
    }
    out
}

/// The Latin form as part of an id: lower case, everything but letters and digits as single hyphens.
///
/// ```
/// assert_eq!(svodka::resolve::latin::slug("Таласская область"), "talasskaya-oblast");
/// ```
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in latin(name).chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() && c != '\'' {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_string()
}

/// How a name sounds, whatever letters and whatever transcription it is written in: «Хантер», «Хантэр» and «Гантер»; «Matisen»,
/// «Mathisen» and «Матисен». Doubled letters, soft signs and what transcriptions differ in are levelled.
///
/// ```
/// use svodka::resolve::latin::sound;
/// assert_eq!(sound("хантер"), sound("гантэр"));
/// assert_eq!(sound("mathisen"), sound("матисен"));
/// assert_ne!(sound("дмитров"), sound("дмитриев"));
/// ```
pub fn sound(name: &str) -> String {
    // Longer spellings first.
    const LEVELLED: &[(&str, &str)] = &[
        ("shch", "s"),
        ("tsch", "c"),
        ("sch", "s"),
        ("kh", "h"),
        ("zh", "z"),
        ("sh", "s"),
        ("ch", "c"),
        ("ts", "c"),
        ("th", "t"),
        ("ph", "f"),
        ("ck", "k"),
        ("ya", "a"),
        ("yu", "u"),
        ("yo", "o"),
        ("ye", "e"),
        ("ee", "i"),
        ("oo", "u"),
        ("ou", "u"),
        ("ay", "ai"),
        ("ey", "ei"),
        ("x", "ks"),
        ("w", "v"),
        ("g", "h"),
        ("y", "i"),
        ("q", "k"),
        ("j", "i"),
        ("ø", "e"),
        ("ö", "e"),
        ("ü", "u"),
        ("ä", "e"),
    ];
    let plain = latin(name).to_lowercase();
    let mut out = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some(c) = rest.chars().next() {
        let (from, to) = LEVELLED.iter().find(|(from, _)| rest.starts_with(from)).copied().unwrap_or((&rest[..c.len_utf8()], ""));
        rest = &rest[from.len()..];
        for l in if to.is_empty() { from } else { to }.chars().filter(|l| l.is_alphanumeric()) {
            if !out.ends_with(l) {
                out.push(l);
            }
        }
    }
    out
}
