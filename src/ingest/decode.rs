//! Bytes in, characters out, whatever encoding they are in.
//!
//! Never fails and drops nothing: what cannot be decoded becomes U+FFFD and a warning with its place. Line ends, NUL,
//! no-break spaces, stress marks and unnormalized letters stay as they are; only a byte order mark is taken off.
//!
//! The encoding is, in this order: that of a byte order mark; the one asked for; UTF-16 by its pattern of bytes; UTF-8 if
//! nearly all of it is valid; the one the page declares, unless it reads as nonsense; the Cyrillic one in which the bytes
//! read most like Russian; the guess of `chardetng`.

use super::{Encoding, Warning, cyrillic};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, IBM866, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

/// After so many warnings about single places the rest is only counted.
const SINGLE_WARNINGS: usize = 20;

/// A page declares its encoding within so many bytes. Browsers look at 1024; pages with long comments on top have it later.
const DECLARATION_WITHIN: usize = 4096;

/// `chardetng` is shown so many bytes.
const GUESS_FROM: usize = 256 * 1024;

/// Damaged text is decoded in parts of so many bytes.
const PART: usize = 1024;

/// The byte that windows-1251 does not have. The web reads a control character for it.
const HOLE_OF_WINDOWS_1251: u8 = 0x98;

/// UTF-16 is looked for in so many bytes.
const PATTERN_WITHIN: usize = 4096;

/// Files that are no text, by their first bytes, and what one should do about them.
const NOT_TEXT: [(&[u8], &str); 8] = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document (docx, odt)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document (doc, xls)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
];

/// Decoded text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The characters, without a byte order mark.
    pub text: String,
    /// Name of the encoding, as the Encoding Standard of the web writes it.
    pub encoding: &'static str,
}

/// Decodes bytes, in the encoding asked for or a detected one.
pub(super) fn decode(bytes: &[u8], asked: Option<Encoding>, warnings: &mut Vec<Warning>) -> Decoded {
    let asked = asked.map(|encoding| encoding.0);
    if let Some((_, what)) = NOT_TEXT.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        warnings.push(Warning::at_byte(0, format!("this begins like {what}; it was read as if it were text")));
    }
    let (encoding, mark) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((marked, length)) => {
            if let Some(asked) = asked.filter(|asked| *asked != marked) {
                let (marked, asked) = (marked.name(), asked.name());
                warnings.push(Warning::at_byte(0, format!("a {marked} byte order mark, though {asked} was asked for; read as {marked}")));
            }
            (marked, length)
        }
        None => (asked.unwrap_or_else(|| detect(bytes, warnings)), 0),
    };
    let text = decode_as(encoding, bytes, mark, warnings);
    warn_of_nul(&text, warnings);
    Decoded { text, encoding: encoding.name() }
}

/// The encoding of bytes without a byte order mark.
fn detect(bytes: &[u8], warnings: &mut Vec<Warning>) -> &'static encoding_rs::Encoding {
    if let Some(encoding) = utf_16_by_pattern(bytes) {
        return encoding;
    }
    if mostly_utf_8(bytes) {
        return if small_letters_of_ibm866(bytes) { IBM866 } else { UTF_8 };
    }
    let best = cyrillic::best(bytes, || Some(guess(bytes)));
    let likely = || if best.is_russian() { best.encoding } else { guess(bytes) };
    let Some((declared, place)) = declared(bytes) else {
        return likely();
    };
    // A declaration is wrong where a server has re-encoded the page, and then glaringly so.
    let nonsense = match cyrillic::verdict(bytes, declared) {
        Some(verdict) => best.is_russian() && best.encoding != declared && !verdict.is_russian(),
        None => best.is_russian() || declared.decode_without_bom_handling_and_without_replacement(bytes).is_none(),
    };
    if !nonsense {
        return declared;
    }
    let read = likely();
    let (declared, name) = (declared.name(), read.name());
    warnings.push(Warning::at_byte(place, format!("the page declares {declared}, in which it is nonsense; read as {name}")));
    read
}

/// What `chardetng` takes the bytes for, if they are not UTF-8.
fn guess(bytes: &[u8]) -> &'static encoding_rs::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(GUESS_FROM)], true);
    detector.guess(Some(b"ru"), Utf8Detection::Deny)
}

/// The bytes are UTF-8, perhaps cut or with a few damaged places: there are three valid sequences beyond ASCII for every byte
/// that is in none.
/// Text in a Cyrillic encoding almost never has a valid one: it would be a capital before a sign, or line drawing.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let Err(error) = std::str::from_utf8(bytes) else { return true };
    let rest = &bytes[error.valid_up_to()..];
    if error.error_len().is_none() && error.valid_up_to() > 0 && !bytes[..error.valid_up_to()].is_ascii() {
        return true;
    }
    let mut valid = bytes[..error.valid_up_to()].iter().filter(|byte| **byte >= 0xC0).count();
    let mut invalid = 0;
    for chunk in rest.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        invalid += chunk.invalid().len();
    }
    valid >= 3 * invalid
}

/// «уже» in IBM866 is valid UTF-8: р to я are first bytes of three, and а to п continue them. In UTF-8 proper such
/// text would be rare signs of Asian scripts only.
fn small_letters_of_ibm866(bytes: &[u8]) -> bool {
    let mut high = bytes.iter().filter(|byte| !byte.is_ascii()).peekable();
    high.peek().is_some()
        && high.all(|byte| matches!(byte, 0xA0..=0xAF | 0xE0..=0xEF))
        && cyrillic::verdict(bytes, IBM866).is_some_and(cyrillic::Verdict::is_russian)
}

/// UTF-16 without a byte order mark: every other byte is 00 or 04, the high byte of ASCII or Cyrillic, and the rest is not.
fn utf_16_by_pattern(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = &bytes[..bytes.len().min(PATTERN_WITHIN)];
    let pairs = sample.len() / 2;
    if pairs == 0 {
        return None;
    }
    let blocks = |offset: usize| sample.chunks_exact(2).filter(|pair| matches!(pair[offset], 0 | 4)).count();
    let (first, second) = (blocks(0), blocks(1));
    let (encoding, to_unit): (_, fn([u8; 2]) -> u16) = if second * 10 >= pairs * 7 && first * 10 < pairs * 3 {
        (UTF_16LE, u16::from_le_bytes)
    } else if first * 10 >= pairs * 7 && second * 10 < pairs * 3 {
        (UTF_16BE, u16::from_be_bytes)
    } else {
        return None;
    };
    let readable = |pair: &[u8]| matches!(to_unit([pair[0], pair[1]]), 9 | 10 | 13 | 0x20..=0x7E | 0xA0..=0x24F | 0x300..=0x52F | 0x2000..=0x22FF);
    let read = sample.chunks_exact(2).filter(|pair| readable(pair)).count();
    (read * 10 >= pairs * 9).then_some(encoding)
}

/// The encoding that a page or an XML file declares on top, and the byte where its name stands.
fn declared(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, u64)> {
    let top = bytes[..bytes.len().min(DECLARATION_WITHIN)].to_ascii_lowercase();
    let find = |needle: &[u8], from: usize| top[from..].windows(needle.len()).position(|w| w == needle).map(|at| from + at);
    let value_after = |key: &[u8], from: usize, to: usize| {
        let quote = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'');
        let start = find(key, from).filter(|at| *at < to)? + key.len();
        let start = start + top[start..to].iter().take_while(|byte| quote(byte)).count();
        let length = top[start..to].iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte)).count();
        Some((start, &top[start..start + length]))
    };
    let end = |from: usize| find(b">", from).unwrap_or(top.len());
    let mut values = Vec::new();
    if top.trim_ascii_start().starts_with(b"<?xml") {
        values.extend(value_after(b"encoding", 0, end(0)));
    }
    let mut at = 0;
    while let Some(meta) = find(b"<meta", at) {
        at = end(meta);
        values.extend(value_after(b"charset", meta, at));
    }
    let (place, encoding) = values.into_iter().find_map(|(at, name)| Some((at, encoding_rs::Encoding::for_label_no_replacement(name)?)))?;
    // Who can read the declaration byte by byte does not read UTF-16.
    let encoding = if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding };
    Some((encoding, place as u64))
}

/// Decodes the bytes after the byte order mark. Every run of undecodable bytes is a warning.
fn decode_as(encoding: &'static encoding_rs::Encoding, bytes: &[u8], mark: usize, warnings: &mut Vec<Warning>) -> String {
    let body = &bytes[mark..];
    let holes = encoding == WINDOWS_1251 && body.contains(&HOLE_OF_WINDOWS_1251);
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body).filter(|_| !holes) {
        return text.into_owned();
    }
    let mut runs = Runs { encoding: encoding.name(), single: Vec::new(), more: 0, current: None };
    if holes {
        let (text, ..) = encoding.decode(body);
        for (at, _) in body.iter().enumerate().filter(|(_, byte)| **byte == HOLE_OF_WINDOWS_1251) {
            runs.add((mark + at) as u64, (mark + at + 1) as u64, at as u64);
        }
        runs.finish(bytes, warnings);
        return text.replace('\u{98}', "\u{fffd}");
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(body.len() + body.len() / 2);
    // Decoding into the text itself would touch all its free memory again at every damaged place.
    let mut part = String::with_capacity(PART);
    let (mut read, mut characters) = (0, 0);
    loop {
        part.clear();
        let (result, now) = decoder.decode_to_string_without_replacement(&body[read..], &mut part, true);
        read += now;
        text.push_str(&part);
        characters += part.chars().count() as u64;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                let end = mark + read - usize::from(after);
                runs.add(end.saturating_sub(usize::from(length)) as u64, end as u64, characters);
                text.push(char::REPLACEMENT_CHARACTER);
                characters += 1;
            }
        }
    }
    runs.finish(bytes, warnings);
    text
}

/// A run of undecodable bytes: from, to, character where its first U+FFFD stands, how many of them.
type Run = (u64, u64, u64, u64);

/// Runs of undecodable bytes, the first ones by their place and the others by their number.
struct Runs {
    encoding: &'static str,
    single: Vec<Run>,
    more: u64,
    current: Option<Run>,
}

impl Runs {
    fn add(&mut self, start: u64, end: u64, character: u64) {
        match &mut self.current {
            Some((_, last, _, count)) if *last == start => (*last, *count) = (end, *count + 1),
            _ => {
                self.close();
                self.current = Some((start, end, character, 1));
            }
        }
    }

    fn close(&mut self) {
        match self.current.take() {
            Some(run) if self.single.len() < SINGLE_WARNINGS => self.single.push(run),
            Some(_) => self.more += 1,
            None => {}
        }
    }

    fn finish(mut self, bytes: &[u8], warnings: &mut Vec<Warning>) {
        self.close();
        let encoding = self.encoding;
        for (start, end, character, count) in self.single {
            let shown: Vec<String> = bytes[start as usize..end as usize].iter().take(4).map(|byte| format!("{byte:02X}")).collect();
            let (shown, dots) = (shown.join(" "), if end - start > 4 { " …" } else { "" });
            let what = match end - start {
                1 => format!("byte {shown} is not {encoding}"),
                length => format!("{length} bytes ({shown}{dots}) are not {encoding}"),
            };
            let done = if count == 1 { "U+FFFD stands for it".to_owned() } else { format!("{count} U+FFFD stand for them") };
            let message = format!("{what}; {done}");
            warnings.push(Warning { message, byte: Some(start), character: Some(character) });
        }
        if self.more > 0 {
            let places = if self.more == 1 { "place" } else { "places" };
            let message = format!("{} more {places} with bytes that are not {encoding}; U+FFFD stands for them", self.more);
            warnings.push(Warning { message, byte: None, character: None });
        }
    }
}

/// Text has no NUL; where there is one, somebody should know.
pub(super) fn warn_of_nul(text: &str, warnings: &mut Vec<Warning>) {
    let Some(first) = text.find('\0') else { return };
    let count = text.bytes().filter(|byte| *byte == 0).count();
    let character = text[..first].chars().count() as u64;
    let times = if count == 1 { "a NUL character".to_owned() } else { format!("the first of {count} NUL characters") };
    let message = format!("{times}: this may not be text; kept as it is");
    warnings.push(Warning { message, byte: None, character: Some(character) });
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{Encoding as Table, ISO_8859_5, KOI8_R, SHIFT_JIS, WINDOWS_1252, X_MAC_CYRILLIC};

    const ARTICLE: &str = "Президент России прибыл в Бишкек\r\n\r\nЕго встретил мэр: «Мы ждали», — сказал он.\u{a0}Объём — 12\u{a0}% (№ 5).\n";

    /// Writes a text in an encoding; `None` if the encoding lacks one of its characters.
    fn encode(text: &str, encoding: &'static Table) -> Option<Vec<u8>> {
        if encoding == UTF_16LE || encoding == UTF_16BE {
            let bytes = |unit: u16| if encoding == UTF_16LE { unit.to_le_bytes() } else { unit.to_be_bytes() };
            return Some(text.encode_utf16().flat_map(bytes).collect());
        }
        let (bytes, _, unmappable) = encoding.encode(text);
        (!unmappable).then(|| bytes.into_owned())
    }

    /// Decodes without an option: the text, the encoding and the warnings as they are shown.
    fn detected(bytes: &[u8]) -> (String, &'static str, Vec<String>) {
        let mut warnings = Vec::new();
        let decoded = decode(bytes, None, &mut warnings);
        (decoded.text, decoded.encoding, warnings.iter().map(Warning::to_string).collect())
    }

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: &'static Table, warnings: &[&str]) {
        let (found, name, warned) = detected(bytes);
        assert_eq!((found.as_str(), name), (text, encoding.name()));
        assert_eq!(warned, warnings);
    }

    #[test]
    fn an_article_in_every_encoding() {
        for encoding in [UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1251, KOI8_R, IBM866, ISO_8859_5, X_MAC_CYRILLIC] {
            let lacks = |c: &char| encode(&c.to_string(), encoding).is_none();
            let text: String = ARTICLE.chars().filter(|c| !lacks(c)).collect();
            check(&encode(&text, encoding).expect("lacking characters are left out"), &text, encoding, &[]);
        }
    }

    #[test]
    fn byte_order_marks_are_no_text() {
        for encoding in [UTF_8, UTF_16LE, UTF_16BE] {
            let marked = encode(&format!("\u{feff}{ARTICLE}"), encoding).expect("Unicode");
            check(&marked, ARTICLE, encoding, &[]);
        }
        check("\u{feff}".as_bytes(), "", UTF_8, &[]);
    }

    #[test]
    fn short_utf_16() {
        for encoding in [UTF_16LE, UTF_16BE] {
            for text in ["Ош", "Мост открыт", "«Мост» открыт — ура", "No Russian here"] {
                check(&encode(text, encoding).expect("Unicode"), text, encoding, &[]);
            }
        }
    }

    #[test]
    fn nothing_and_ascii() {
        check(b"", "", UTF_8, &[]);
        check(b"12 %\r\n", "12 %\r\n", UTF_8, &[]);
    }

    #[test]
    fn unnormalized_letters_and_stress_marks_stay() {
        let text = "и\u{306}од, Ле\u{301}нин,\u{a0}ё\u{2028}\u{ad}\u{200b}";
        check(text.as_bytes(), text, UTF_8, &[]);
    }

    #[test]
    fn damaged_utf_8_is_located() {
        let mut bytes = "Мост через реку открыт\n".as_bytes().to_vec();
        bytes.splice(9..9, [0xFF, 0xFE]);
        bytes.extend([0xD0]);
        let text = "Мост \u{fffd}\u{fffd}через реку открыт\n\u{fffd}";
        let warnings = [
            "byte 9, character 5: 2 bytes (FF FE) are not UTF-8; 2 U+FFFD stand for them",
            "byte 44, character 25: byte D0 is not UTF-8; U+FFFD stands for it",
        ];
        check(&bytes, text, UTF_8, &warnings);
    }

    #[test]
    fn a_cut_character_does_not_hide_utf_8() {
        check(&"Ош".as_bytes()[..3], "О\u{fffd}", UTF_8, &["byte 2, character 1: byte D1 is not UTF-8; U+FFFD stands for it"]);
    }

    #[test]
    fn many_damages_are_counted() {
        let mut bytes = Vec::new();
        for _ in 0..50 {
            bytes.extend("Мост через реку ".as_bytes());
            bytes.push(0xFF);
        }
        let (_, _, warnings) = detected(&bytes);
        assert_eq!(warnings.len(), SINGLE_WARNINGS + 1);
        assert_eq!(warnings[SINGLE_WARNINGS], "30 more places with bytes that are not UTF-8; U+FFFD stands for them");
    }

    #[test]
    fn byte_98_is_none_of_windows_1251() {
        let mut bytes = encode("Мост открыт", WINDOWS_1251).expect("Russian");
        bytes.insert(4, 0x98);
        let warning = "byte 4, character 4: byte 98 is not windows-1251; U+FFFD stands for it";
        check(&bytes, "Мост\u{fffd} открыт", WINDOWS_1251, &[warning]);
    }

    #[test]
    fn half_a_unit_of_utf_16() {
        let mut bytes = encode("Мост открыт", UTF_16LE).expect("Unicode");
        bytes.push(0x3F);
        check(&bytes, "Мост открыт\u{fffd}", UTF_16LE, &["byte 22, character 11: byte 3F is not UTF-16LE; U+FFFD stands for it"]);
    }

    #[test]
    fn declarations_are_honoured_unless_they_lie() {
        let page = |name: &str| format!("<html><head><meta http-equiv='Content-Type' content='text/html; charset={name}'></head><p>Мост открыт, ура</p>");
        for encoding in [WINDOWS_1251, KOI8_R, X_MAC_CYRILLIC] {
            let page = page(encoding.name());
            check(&encode(&page, encoding).expect("Russian"), &page, encoding, &[]);
        }
        let lie = page("koi8-r");
        let place = lie.find("koi8-r").expect("it is declared");
        let warning = format!("byte {place}: the page declares KOI8-R, in which it is nonsense; read as windows-1251");
        check(&encode(&lie, WINDOWS_1251).expect("Russian"), &lie, WINDOWS_1251, &[&warning]);
        check(page("windows-1251").as_bytes(), &page("windows-1251"), UTF_8, &[]);
        let xml = "<?xml version=\"1.0\" encoding=\"windows-1252\"?><p>Où est le pont de la rivière? Né à Genève</p>";
        check(&encode(xml, WINDOWS_1252).expect("French"), xml, WINDOWS_1252, &[]);
    }

    #[test]
    fn what_is_asked_for_is_done_unless_marked() {
        let mut warnings = Vec::new();
        let asked = Some(Encoding(SHIFT_JIS));
        let decoded = decode(&encode("東京 Москва", SHIFT_JIS).expect("Japanese"), asked, &mut warnings);
        assert_eq!((decoded.text.as_str(), decoded.encoding, warnings.len()), ("東京 Москва", "Shift_JIS", 0));
        let decoded = decode("\u{feff}Ош".as_bytes(), asked, &mut warnings);
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("Ош", "UTF-8"));
        assert_eq!(warnings[0].to_string(), "byte 0: a UTF-8 byte order mark, though Shift_JIS was asked for; read as UTF-8");
    }

    #[test]
    fn no_text_is_told() {
        let (_, _, warnings) = detected(b"%PDF-1.4 \0\0");
        let nul = "character 9: the first of 2 NUL characters: this may not be text; kept as it is";
        assert_eq!(warnings, ["byte 0: this begins like a PDF file; it was read as if it were text", nul]);
        let (text, ..) = detected("Мост\0открыт".as_bytes());
        assert_eq!(text, "Мост\0открыт");
    }

    #[test]
    fn any_bytes_are_read_and_warnings_lie_inside() {
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        for round in 0..2000 {
            let bytes: Vec<u8> = (0..round % 97)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    // Every other round has few ASCII bytes, every third few others.
                    (state >> 32) as u8 | if round % 2 == 0 { 0x80 } else { 0 } & if round % 3 == 0 { 0x8F } else { 0xFF }
                })
                .collect();
            for asked in [None, Some(Encoding(UTF_8)), Some(Encoding(UTF_16BE)), Some(Encoding(WINDOWS_1251)), Some(Encoding(SHIFT_JIS))] {
                let mut warnings = Vec::new();
                let decoded = decode(&bytes, asked, &mut warnings);
                let characters: Vec<char> = decoded.text.chars().collect();
                assert!(warnings.len() <= SINGLE_WARNINGS + 3);
                for warning in warnings {
                    assert!(warning.byte.is_none_or(|byte| byte < bytes.len() as u64), "{warning}: {bytes:?}");
                    if let (Some(_), Some(at)) = (warning.byte, warning.character) {
                        assert_eq!(characters[at as usize], char::REPLACEMENT_CHARACTER, "{warning}: {bytes:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_cut_of_every_encoding_is_told() {
        for encoding in [UTF_8, UTF_16LE, WINDOWS_1251, KOI8_R, IBM866] {
            let text = "Сегодня утром в Омске открыли мост. Его ждали два года";
            let bytes = encode(text, encoding).expect("Russian");
            for at in 24..=bytes.len() {
                let (_, name, _) = detected(&bytes[..at]);
                assert_eq!(name, encoding.name(), "the first {at} bytes");
            }
        }
    }
}
