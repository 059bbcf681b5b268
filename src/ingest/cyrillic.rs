//! Which of the Cyrillic encodings bytes are in: the one in which they read most like Russian.
//!
//! In: bytes that are not UTF-8. Out: the best encoding and how plausible it is. Never decodes a whole document and
//! never decides alone: what a page or the user says about itself is weighed in [`super::decode`].
//!
//! Every decoding is priced in bits, as if a Russian text were written letter by letter: a likely letter costs little,
//! a letter that Russian does not put there, a capital inside a word or a box-drawing sign costs much. The cheapest
//! decoding wins. That settles a headline of three words, for which counting of letters is not enough:
//!
//! | bytes of «Мост открыт» in windows-1251, read as | text | bits |
//! |---|---|---|
//! | windows-1251 | Мост открыт | fewest |
//! | KOI8-R | лНЯР НРЙПШР | many: capitals inside words |
//! | IBM866 | ╠юёЄ юЄъЁ√Є | most: line drawing, «Є» |

use encoding_rs::{Encoding, IBM866, ISO_8859_5, KOI8_R, KOI8_U, WINDOWS_1251, X_MAC_CYRILLIC};
use std::sync::LazyLock;

/// The encodings that are told apart, the more usual first, each with the bits that it has to make up for being rare.
/// The bits settle only texts of a letter or two and those that read the same in two encodings: «мама» in lower case
/// has the same bytes in windows-1251 and MacCyrillic, and KOI8-U differs from KOI8-R in eight letters.
const ENCODINGS: [(&Encoding, u32); 6] = [(WINDOWS_1251, 0), (KOI8_R, 2), (IBM866, 2), (KOI8_U, 3), (ISO_8859_5, 6), (X_MAC_CYRILLIC, 4)];

/// Letters in the order of [`BITS`]; what is no Russian letter is the last column.
const ALPHABET: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюяё";

/// Number of the class «no Russian letter».
const OTHER: u8 = 33;

/// What the second letter of a pair costs after the first, in bits, as one hexadecimal digit; rows and columns are
/// [`ALPHABET`] and the space. It is the binary logarithm of the share of that pair among all with the same first
/// letter, in lower case, rounded, 15 at most. Counted over the 178 thousand pairs in the texts of FactRuEval-2016
/// (news, MIT licence), 0.05 added to every count; the tests have the function that writes such a table from a text.
const BITS: [&str; 34] = [
    "a6475575774453964448866678fffa65a2", // а
    "477fa3af4f74962f45b4f7ff9463af77f6", // б
    "3d9a93f84f7585385566fafa7ab48fd692", // в
    "399854ff4f84971f3b85fffafffffafff5", // г
    "3b5a72683f7574375584fb988f968b8785", // д
    "8755466695544387344b878777fffea9a2", // е
    "46f931af3f5af37af8f5fff8ffff9f8f76", // ж
    "2747458f3f77544958b5ffabffb58ff7b3", // з
    "7757548545545468544a95658afffd64d2", // и
    "fb9b68fabf6a857bf35fba777ffffffaf0", // й
    "3c7bf66a3fa5972b4544fc6fbffbffffc3", // к
    "3dd8936f3f76b73ba795dffbfdf73d5474", // л
    "39acf39a3f86753597b4bffbfff57ab692", // м
    "3a8763ba3f6bb43ca5568b68baf47ba684", // н
    "a434466675644476444a888679fffa87a3", // о
    "4fffc3ff5f95b8272b85faafcff6aff7b7", // п
    "2766727b3f7865288664888a8ff57bb685", // р
    "585a84ff4f346635742599b77fc76cb484", // с
    "394fa3fd3f78752a4585bbb8fcc64f97b3", // т
    "756536568b5465b4444fc79466fffa4af2", // у
    "3ee692ee2ee6e82e47555eee9ee7e9ee94", // ф
    "5a6f96ff5ff756376795ffffffffa8fff1", // х
    "4a8ee2e81e6aea6e9ae5aeeeeee4ee9ee5", // ц
    "2fbbf29f3f67f4bf7a26fbff7fff6bff66", // ч
    "2e5ee2ee2e64a54aa956eeeeeeee7eae76", // ш
    "3dddd2dd2dddd6ddddd6dddddddd5ddd4d", // щ
    "aaaaa2aaaaaaaaaaaaaaaaaaaaaaaaa156", // ъ
    "a64973a8846447f7655ff3f77ffffff8f2", // ы
    "b78875f69f4f63f9f45f9a7948ffff5571", // ь
    "d87d7dd9d73465d7451d679dddddddddd7", // э
    "a6ea5e64ee8776ea552eee94a3eeee7ee1", // ю
    "f6496585f89655f7764ff687b6ffff79f1", // я
    "d8575d75d87443d8472dd6ddddddddddd2", // ё
    "553546754a465443535678857efff697e0", //
];

/// A capital at the beginning of a word. One word in five to ten has it in news.
const CAPITAL_FIRST: u32 = 2;
/// A capital after a capital: abbreviations, headlines in capitals.
const CAPITAL_AFTER_CAPITAL: u32 = 1;
/// A capital after a small letter, which is how one encoding looks in another with the cases swapped. (МинЭнерго is rare.)
const CAPITAL_INSIDE: u32 = 12;
/// A small letter after two capitals: «МИДа».
const SMALL_AFTER_CAPITALS: u32 = 5;
/// A Russian letter that touches a Latin one or a digit.
const TOUCHES_ASCII: u32 = 3;
/// A sign; the figures are the binary logarithms of shares in the same texts: 9 for « and ».
const USUAL_SIGN: u32 = 9;
/// A sign that a typographer may need, from ’ to ™.
const RARE_SIGN: u32 = 13;
/// A small letter right after a sign that is none before words: «–ены» is «Цены» in another encoding.
const GLUED: u32 = 10;
/// Line drawing, control characters, mathematics.
const ODD_SIGN: u32 = 16;
/// A byte that the encoding does not have, or only as a control character.
const UNDECODABLE: u32 = 24;
/// A Ukrainian or Belarusian letter.
const NEIGHBOUR_LETTER: u32 = 12;
/// A Serbian or Macedonian letter, much rarer in what is read here.
const SOUTHERN_LETTER: u32 = 14;

/// What a hint of another detector is worth.
const HINT: u32 = 4;

/// As many high bytes are looked at; more do not change the answer.
const SAMPLE: usize = 16 * 1024;

/// More bits than this per high byte, and the bytes are not Russian. Russian costs 4 to 6, a name in capitals up to 8,
/// French or German read as windows-1251 costs 12 and more.
const RUSSIAN_AT_MOST: f64 = 9.0;

/// What one byte of an encoding is.
#[derive(Clone, Copy)]
enum Class {
    /// An ASCII letter or digit.
    AsciiWord,
    /// Any other ASCII character.
    AsciiOther,
    /// A Russian letter: its number and whether it is a capital.
    Letter(u8, bool),
    /// Anything else, with its price, and whether a small letter may follow at once.
    Sign(u32, bool),
}

/// Prices of all encodings, and the classes of their bytes.
static CLASSES: LazyLock<[[Class; 256]; ENCODINGS.len()]> =
    LazyLock::new(|| ENCODINGS.map(|(encoding, _)| std::array::from_fn(|byte| class(encoding, byte as u8))));

/// [`BITS`] as numbers.
static PRICES: LazyLock<[[u8; 34]; 34]> = LazyLock::new(|| {
    BITS.map(|row| {
        let digit = |column: usize| char::from(row.as_bytes()[column]).to_digit(16).expect("hexadecimal digits only");
        std::array::from_fn(|column| digit(column) as u8)
    })
});

/// An encoding and what reading the bytes in it costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Verdict {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Bits for every byte beyond ASCII.
    pub bits: f64,
}

impl Verdict {
    /// The bytes read as Russian in this encoding.
    pub fn is_russian(self) -> bool {
        self.bits <= RUSSIAN_AT_MOST
    }
}

/// The encoding in which the bytes read most like Russian. If the best two are so near that a hint may decide, `guess` is
/// asked for one; what it names gets [`HINT`] bits in advance.
pub(super) fn best(bytes: &[u8], guess: impl FnOnce() -> Option<&'static Encoding>) -> Verdict {
    let sample = sample(bytes);
    let high = high_bytes(sample).max(1) as f64;
    let prices: [u32; ENCODINGS.len()] = std::array::from_fn(|n| price(&CLASSES[n], sample));
    let mut totals: [(u32, usize); ENCODINGS.len()] = std::array::from_fn(|n| (prices[n] + ENCODINGS[n].1, n));
    totals.sort_unstable();
    // The two KOI8 are always near each other, and a hint speaks for both.
    let koi8 = |n: usize| [KOI8_R, KOI8_U].contains(&ENCODINGS[n].0);
    let rival = totals[1..].iter().find(|(_, n)| !(koi8(*n) && koi8(totals[0].1)));
    if rival.is_some_and(|(total, _)| total - totals[0].0 <= HINT) {
        let hint = guess();
        for (total, n) in &mut totals {
            *total += if hinted(hint, ENCODINGS[*n].0) { 0 } else { HINT };
        }
        totals.sort_unstable();
    }
    let (_, n) = totals[0];
    Verdict { encoding: ENCODINGS[n].0, bits: f64::from(prices[n]) / high }
}

/// The hint speaks for the encoding. `chardetng` knows neither KOI8-R nor MacCyrillic, and takes them for KOI8-U and
/// windows-1251.
fn hinted(hint: Option<&'static Encoding>, encoding: &'static Encoding) -> bool {
    match hint {
        Some(hint) if hint == KOI8_U => encoding == KOI8_R || encoding == KOI8_U,
        Some(hint) if hint == WINDOWS_1251 => encoding == X_MAC_CYRILLIC || encoding == WINDOWS_1251,
        hint => hint == Some(encoding),
    }
}

/// How plausible the bytes are in one encoding; `None` if it is none of the Cyrillic ones.
pub(super) fn verdict(bytes: &[u8], encoding: &'static Encoding) -> Option<Verdict> {
    let n = ENCODINGS.iter().position(|(candidate, _)| *candidate == encoding)?;
    let sample = sample(bytes);
    Some(Verdict { encoding, bits: f64::from(price(&CLASSES[n], sample)) / high_bytes(sample).max(1) as f64 })
}

fn high_bytes(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !byte.is_ascii()).count()
}

/// The bytes from shortly before the first one beyond ASCII until [`SAMPLE`] such bytes are in.
fn sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(1);
    let mut high = 0;
    let length = bytes[first..].iter().take_while(|byte| {
        high += usize::from(!byte.is_ascii());
        high <= SAMPLE
    });
    let length = length.count();
    &bytes[first..first + length]
}

/// What the bytes cost. ASCII is free: it is the same in all candidates.
fn price(classes: &[Class; 256], bytes: &[u8]) -> u32 {
    let mut total = 0;
    let mut letter = OTHER;
    let mut capitals = 0;
    let mut small = false;
    let mut ascii_word = false;
    let mut glued = false;
    for byte in bytes {
        match classes[usize::from(*byte)] {
            Class::Letter(number, capital) => {
                total += u32::from(PRICES[usize::from(letter)][usize::from(number)]);
                total += match (capital, letter == OTHER, small) {
                    (true, true, _) => CAPITAL_FIRST,
                    (true, false, true) => CAPITAL_INSIDE,
                    (true, false, false) => CAPITAL_AFTER_CAPITAL,
                    (false, ..) if capitals > 1 => SMALL_AFTER_CAPITALS,
                    (false, ..) if glued => GLUED,
                    (false, ..) => 0,
                };
                total += if ascii_word { TOUCHES_ASCII } else { 0 };
                capitals = if capital { capitals + 1 } else { 0 };
                small = !capital;
                letter = number;
                (ascii_word, glued) = (false, false);
            }
            other => {
                let word = matches!(other, Class::AsciiWord);
                total += match other {
                    Class::Sign(bits, _) => bits,
                    _ if letter == OTHER => 0,
                    _ if word => TOUCHES_ASCII,
                    _ => u32::from(PRICES[usize::from(letter)][usize::from(OTHER)]),
                };
                (letter, capitals, small, ascii_word) = (OTHER, 0, false, word);
                glued = matches!(other, Class::Sign(_, false));
            }
        }
    }
    total
}

/// What a byte is in an encoding.
fn class(encoding: &'static Encoding, byte: u8) -> Class {
    if byte.is_ascii() {
        return if byte.is_ascii_alphanumeric() { Class::AsciiWord } else { Class::AsciiOther };
    }
    let Some(decoded) = encoding.decode_without_bom_handling_and_without_replacement(&[byte]).and_then(|s| s.chars().next()) else {
        return Class::Sign(UNDECODABLE, false);
    };
    let small = decoded.to_lowercase().next().unwrap_or(decoded);
    if let Some(number) = ALPHABET.chars().position(|letter| letter == small) {
        return Class::Letter(number as u8, small != decoded);
    }
    let price = match small {
        // «ў» is in KOI8-RU, which the web reads instead of KOI8-U; who writes KOI8-U has line drawing there.
        'ў' if encoding == KOI8_U => ODD_SIGN,
        'і' | 'ї' | 'є' | 'ґ' | 'ў' => NEIGHBOUR_LETTER,
        'ѐ'..='џ' => SOUTHERN_LETTER,
        '\u{80}'..='\u{9f}' => UNDECODABLE,
        '«' | '»' | '—' | '–' | '„' | '“' | '”' | '\u{a0}' | '№' | '…' => USUAL_SIGN,
        '’' | '‘' | '‚' | '•' | '§' | '©' | '®' | '™' | '°' | '±' | '·' | '€' | '‹' | '›' | '\u{ad}' | '×' | '÷' => RARE_SIGN,
        _ => ODD_SIGN,
    };
    let letter = matches!(price, NEIGHBOUR_LETTER | SOUTHERN_LETTER);
    Class::Sign(price, letter || matches!(small, '«' | '\u{a0}' | '№'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table in the form of [`BITS`] from a text.
    fn table(text: &str) -> Vec<String> {
        let number = |c: char| ALPHABET.chars().position(|letter| c.to_lowercase().eq([letter])).unwrap_or(33);
        let mut counts = [[0u32; 34]; 34];
        let mut before = 33;
        for now in text.chars().map(number) {
            if (before, now) != (33, 33) {
                counts[before][now] += 1;
            }
            before = now;
        }
        let digit = |count: u32, sum: u32| -((f64::from(count) + 0.05) / (f64::from(sum) + 1.7)).log2();
        let row = |row: &[u32; 34]| {
            let sum = row.iter().sum();
            row.iter().map(|count| format!("{:x}", digit(*count, sum).round().min(15.0) as u8)).collect()
        };
        counts.iter().map(row).collect()
    }

    /// Texts that are read as something else in an encoding, as «text: encoding».
    fn misread(texts: &[&str]) -> Vec<String> {
        let mut misread = Vec::new();
        for text in texts {
            for (encoding, _) in ENCODINGS {
                let (bytes, _, unmappable) = encoding.encode(text);
                let verdict = best(&bytes, || None);
                let (read, ..) = verdict.encoding.decode(&bytes);
                if !unmappable && (read != *text || !verdict.is_russian()) {
                    misread.push(format!("{text}: {}", encoding.name()));
                }
            }
        }
        misread
    }

    #[test]
    fn headlines_in_all_encodings() {
        let headlines = [
            "Президент России прибыл в Бишкек",
            "ПРЕЗИДЕНТ РОССИИ ПРИБЫЛ В БИШКЕК",
            "президент россии прибыл в бишкек",
            "Мост открыт",
            "Погода в Оше",
            "В Омске выпал снег",
            "МИД Казахстана вызвал посла",
            "Цены на хлеб выросли на 12%",
            "Суд арестовал экс-мэра Энска",
            "Сборная выиграла 3:2",
            "Умер поэт Яков Щукин",
            "Глава ООН в Женеве: «Мы ждем»",
            "Съезд отложили",
            "Дело №5",
            "Хоккей",
            "уже 400 рейсов",
        ];
        assert_eq!(misread(&headlines), [""; 0]);
    }

    /// A word of few letters, or a rare first letter, is not enough; the usual encodings still win.
    #[test]
    fn too_short_texts_are_misread_in_rare_encodings() {
        assert_eq!(misread(&["Ёлку нарядили", "Ош", "США"]), ["Ёлку нарядили: x-mac-cyrillic", "Ош: ISO-8859-5"]);
    }

    #[test]
    fn ukrainian_letters_tell_the_two_koi8() {
        let (bytes, ..) = KOI8_U.encode("Київ: уряд оголосив конкурс, її переможці відомі");
        assert_eq!(best(&bytes, || None).encoding, KOI8_U);
    }

    #[test]
    fn line_drawing_stays_koi8_r() {
        let (bytes, ..) = KOI8_R.encode("╔═══╗ Сводка погоды ╚═══╝");
        assert_eq!(best(&bytes, || None).encoding, KOI8_R);
    }

    #[test]
    fn western_text_is_not_russian() {
        for text in ["Le président est arrivé à Genève, où il a été reçu", "Die Regierung erklärt, daß Zölle für Äpfel fällig würden"] {
            let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
            assert!(!best(&bytes, || None).is_russian(), "{text}: {:?}", best(&bytes, || None));
        }
    }

    #[test]
    fn table_is_square_and_can_be_counted_again() {
        assert!(BITS.iter().all(|row| row.len() == 34 && row.bytes().all(|b| b.is_ascii_hexdigit())));
        let toy = table("мама мыла раму");
        assert_eq!(toy[12].chars().nth(27), Some('2'), "one «мы» of four «м»: {}", toy[12]);
        assert_eq!(toy[12].chars().nth(33), Some('7'), "no word ends with «м»: {}", toy[12]);
    }
}
