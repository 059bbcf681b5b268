//! Bytes in, a [`Document`] out: decoded, stripped of markup.
//!
//! Reads files of any encoding (`decode`) and pages (`html`). Never fails on what it reads: odd
//! input becomes text and [`Warning`]s. Never normalizes: the characters of a plain text are those of its file, so that
//! offsets into the text are offsets into the file. Opens no files and no connections.

mod cyrillic;
mod decode;
mod html;
mod markup;

use crate::sheet::FieldOf;
use std::{fmt, path::Path, str::FromStr};

/// A text to read, and what is known of it besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Names the document in the sheet: a file name without directories, `stdin`, or the id of a record.
    pub id: String,
    /// The text; all offsets count its characters.
    pub text: String,
    /// The day that «вчера» is counted from, as `YYYY-MM-DD`, with a time (`YYYY-MM-DDTHH:MM`) also what «час назад» is. A page may say when it was published.
    pub date: Option<String>,
    /// What was odd in the input, in the order of the input.
    pub warnings: Vec<Warning>,
    /// The encoding of the bytes, as the Encoding Standard of the web names it; `None` if the text came as characters.
    pub encoding: Option<&'static str>,
    /// The text was taken out of a page, so its offsets are not those of the file.
    pub from_html: bool,
    /// Which fields of a record the text was joined of, when there is more than one.
    pub fields: Vec<FieldOf>,
    /// Other fields of the record, to be carried into the sheet.
    pub kept: serde_json::Map<String, serde_json::Value>,
}

impl Document {
    /// A document that came as characters, such as a record of a dump.
    ///
    /// ```
    /// let document = svodka::ingest::Document::new("17", "Мост открыт.");
    /// assert_eq!((document.id.as_str(), document.encoding), ("17", None));
    /// ```
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Document {
        Document { id: id.into(), text: text.into(), ..Document::default() }
    }
}

/// Something odd in the input: what, where, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// What was wrong and what was done, without the place.
    pub message: String,
    /// The byte of the input, from 0.
    pub byte: Option<u64>,
    /// The character of the decoded input, from 0. For a page that is its source, not the text taken out of it.
    pub character: Option<u64>,
}

impl Warning {
    /// A warning about no place in particular.
    pub fn new(message: impl Into<String>) -> Warning {
        Warning { message: message.into(), byte: None, character: None }
    }

    fn at_byte(byte: u64, message: String) -> Warning {
        Warning { message, byte: Some(byte), character: None }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.byte, self.character) {
            (Some(byte), Some(character)) => write!(f, "byte {byte}, character {character}: ")?,
            (Some(byte), None) => write!(f, "byte {byte}: ")?,
            (None, Some(character)) => write!(f, "character {character}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.message)
    }
}

/// How to read bytes.
///
/// ```
/// use svodka::ingest::{Html, Options};
/// let options = Options { encoding: Some("koi8-r".parse()?), html: Html::No };
/// # Ok::<(), svodka::ingest::IngestError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The encoding; detected if `None`. A byte order mark is believed more than this.
    pub encoding: Option<Encoding>,
    /// Whether there is markup to strip.
    pub html: Html,
}

/// Whether the input is a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Html {
    /// If it looks like one: begins with a tag, or has several paragraph tags.
    #[default]
    Auto,
    /// It is one.
    Yes,
    /// It is plain text; a tag in it is text too.
    No,
}

/// An encoding by name: any label of the Encoding Standard of the web, and what people write instead.
///
/// | name | also |
/// |---|---|
/// | `utf-8` | `utf8` |
/// | `utf-16le`, `utf-16be` | `utf16`, `unicode` for the first |
/// | `windows-1251` | `cp1251`, `win-1251`, `win1251`, `1251` |
/// | `koi8-r`, `koi8-u` | `koi8r`, `koi8u`, `koi8` |
/// | `ibm866` | `cp866`, `866`, `dos` |
/// | `iso-8859-5` | `iso88595`, `cyrillic` |
/// | `x-mac-cyrillic` | `maccyrillic`, `mac-cyrillic` |
///
/// ```
/// use svodka::ingest::Encoding;
/// let encoding: Encoding = "CP1251".parse()?;
/// assert_eq!(encoding.name(), "windows-1251");
/// assert!("cp9999".parse::<Encoding>().is_err());
/// # Ok::<(), svodka::ingest::IngestError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// Its name in the Encoding Standard.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl FromStr for Encoding {
    type Err = IngestError;

    fn from_str(name: &str) -> Result<Encoding, IngestError> {
        let plain: String = name.trim().to_ascii_lowercase().replace('_', "-");
        let label = match plain.replace('-', "").as_str() {
            "1251" | "win1251" | "windows1251" => "windows-1251",
            "koi8r" => "koi8-r",
            "koi8u" => "koi8-u",
            "dos" | "dos866" | "ibm866" => "ibm866",
            "mac" | "maccyrillic" | "macintoshcyrillic" => "x-mac-cyrillic",
            "utf16" | "utf16le" => "utf-16le",
            "utf16be" => "utf-16be",
            _ => plain.as_str(),
        };
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Encoding).ok_or_else(|| IngestError::UnknownEncoding { name: name.to_owned() })
    }
}

/// What can be wrong with the options; nothing can be with the input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IngestError {
    /// No encoding has this name.
    UnknownEncoding {
        /// The name as given.
        name: String,
    },
}

impl fmt::Display for IngestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IngestError::UnknownEncoding { name } => write!(
                f,
                "`{name}` is no encoding; write for example utf-8, windows-1251, koi8-r, ibm866, iso-8859-5 or x-mac-cyrillic, or leave it to be detected"
            ),
        }
    }
}

impl std::error::Error for IngestError {}

/// The id of the document in a file: its name without directories; `stdin` for `-`.
///
/// ```
/// use svodka::ingest::document_id;
/// assert_eq!(document_id("news/2018/article.txt"), "article.txt");
/// assert_eq!(document_id("-"), "stdin");
/// ```
pub fn document_id(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    match path.file_name() {
        Some(name) if path != Path::new("-") => name.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    }
}

/// Reads a document from bytes: decodes them, and takes the article out of a page. Text is never an error.
///
/// ```
/// use svodka::ingest::{Options, read};
/// let koi8 = b"\xed\xcf\xd3\xd4 \xcf\xd4\xcb\xd2\xd9\xd4";
/// let document = read("article.txt", koi8, &Options::default());
/// assert_eq!(document.text, "Мост открыт");
/// assert_eq!(document.encoding, Some("KOI8-R"));
/// ```
pub fn read(id: &str, bytes: &[u8], options: &Options) -> Document {
    let mut warnings = Vec::new();
    let decoded = decode::decode(bytes, options.encoding, &mut warnings);
    let encoding = Some(decoded.encoding);
    Document { encoding, ..from_source(id, decoded.text, options.html, warnings) }
}

/// Reads a document from characters that may be markup, such as the body of a record in a dump.
///
/// ```
/// use svodka::ingest::{Html, read_text};
/// let document = read_text("17", "<p>Мост&nbsp;открыт.</p><p>Его ждали год.</p>", Html::Auto);
/// assert_eq!(document.text, "Мост\u{a0}открыт.\n\nЕго ждали год.");
/// ```
pub fn read_text(id: &str, source: impl Into<String>, html: Html) -> Document {
    let (source, mut warnings) = (source.into(), Vec::new());
    decode::warn_of_nul(&source, &mut warnings);
    from_source(id, source, html, warnings)
}

fn from_source(id: &str, source: String, html: Html, mut warnings: Vec<Warning>) -> Document {
    let page = match html {
        Html::Auto => html::looks_like_page(&source),
        Html::Yes => true,
        Html::No => false,
    };
    if !page {
        return Document { warnings, ..Document::new(id, source) };
    }
    let article = html::article(&source, &mut warnings);
    Document { date: article.date, warnings, from_html: true, ..Document::new(id, article.text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_encodings() {
        for (name, meant) in [
            ("UTF-8", "UTF-8"),
            ("cp1251", "windows-1251"),
            ("Win-1251", "windows-1251"),
            ("1251", "windows-1251"),
            ("koi8_r", "KOI8-R"),
            ("KOI8", "KOI8-R"),
            ("koi8u", "KOI8-U"),
            ("cp866", "IBM866"),
            ("dos", "IBM866"),
            ("cyrillic", "ISO-8859-5"),
            ("iso88595", "ISO-8859-5"),
            ("MacCyrillic", "x-mac-cyrillic"),
            ("utf16", "UTF-16LE"),
            ("unicode", "UTF-16LE"),
        ] {
            assert_eq!(name.parse::<Encoding>().map(Encoding::name), Ok(meant), "{name}");
        }
        let unknown = "кои8".parse::<Encoding>().expect_err("no encoding is called so");
        assert!(unknown.to_string().starts_with("`кои8` is no encoding; write for example utf-8, windows-1251"));
    }

    #[test]
    fn html_is_what_the_options_say() {
        let bytes = "<p>Мост&nbsp;открыт.</p>".as_bytes();
        let read = |html| read("a", bytes, &Options { encoding: None, html });
        for html in [Html::Auto, Html::Yes] {
            assert_eq!((read(html).text.as_str(), read(html).from_html), ("Мост\u{a0}открыт.", true));
        }
        assert_eq!((read(Html::No).text.as_bytes(), read(Html::No).from_html), (bytes, false));
    }

    #[test]
    fn a_page_keeps_the_warnings_of_its_bytes() {
        let document = read("a", b"<p>\xd0\x9c\xd0\xbe\xd1\x81\xd1\x82 \xd0\xbe\xd1\x82\xd0\xba\xd1\x80\xd1\x8b\xd1\x82 \xff", &Options::default());
        assert_eq!(document.text, "Мост открыт \u{fffd}");
        assert_eq!(document.warnings.len(), 1);
        assert_eq!((document.warnings[0].byte, document.encoding), (Some(25), Some("UTF-8")));
    }

    #[test]
    fn plain_text_is_kept_to_the_character() {
        let text = "\t Мост\r\nоткрыт \u{a0}\r\n\n<b> \u{301}\n ";
        let document = read("a", text.as_bytes(), &Options::default());
        assert_eq!((document.text.as_str(), document.warnings.len()), (text, 0));
        assert_eq!(Document { encoding: None, ..document }, Document::new("a", text));
    }
}
