//! From a record as it was read to a document: which field is the text, which the id, the date, the title.

use super::item::{Place, Raw};
use crate::ingest::{self, Document, Html, Warning};
use crate::sheet::FieldOf;
use serde_json::{Map, Value};

/// Fields that hold the text, tried in this order when none is named: our own and Lenta.ru's and trafilatura's and newspaper's `text`,
/// news-please's `maintext`, what sites and interfaces call it.
pub const TEXT: &[&str] = &["text", "raw_text", "maintext", "content", "body", "articleBody", "article_text"];
/// Fields that hold the id.
const ID: &[&str] = &["id", "url", "link"];
/// Fields that hold the date.
const DATE: &[&str] = &["date", "publish_date", "date_publish", "published", "datePublished", "pubdate", "pub_date"];

/// The fields of records by their meaning; what is not named is looked for under its usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The text.
    pub text: Option<String>,
    /// The id.
    pub id: Option<String>,
    /// The date that relative dates count from.
    pub date: Option<String>,
    /// The title, to be read before the text; only if named.
    pub title: Option<String>,
    /// Fields to carry along.
    pub keep: Vec<String>,
}

/// Why a record is no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its id, if that much could be read.
    pub id: Option<String>,
    /// What is wrong, and what can be done.
    pub cause: String,
}

impl Refused {
    fn new(cause: impl Into<String>) -> Refused {
        Refused { id: None, cause: cause.into() }
    }
}

impl Names {
    /// Whether a column can be of use.
    pub fn uses(&self, column: &str) -> bool {
        let named = |name: &Option<String>, usual: &[&str]| name.as_ref().map_or(usual.contains(&column), |n| n == column);
        named(&self.text, TEXT) || named(&self.id, ID) || named(&self.date, DATE) || named(&self.title, &[]) || self.keep.iter().any(|k| k == column)
    }

    /// The document of a record.
    ///
    /// ```
    /// use svodka::dump::{Names, Place, Raw};
    /// let place = Place { input: "a.jsonl".into(), number: 1, offset: Some(0), among: false };
    /// let raw = Raw::Json(r#"{"url": "u1", "text": "Мост открыт.", "date": "2018-06-05T11:30:00"}"#.into());
    /// let document = Names::default().document(raw, &place).unwrap();
    /// assert_eq!((document.id.as_str(), document.date.as_deref()), ("u1", Some("2018-06-05T11:30")));
    /// ```
    ///
    /// # Errors
    /// When there is no text, or no record at all.
    pub fn document(&self, raw: Raw, place: &Place) -> Result<Document, Refused> {
        match raw {
            Raw::File { id, bytes, html, fields } => {
                let mut document = ingest::read(&id, &bytes, &ingest::Options { encoding: None, html });
                document.kept = self.kept(&fields);
                if document.text.trim().is_empty() {
                    return Err(Refused { id: Some(id), cause: "no text in it".into() });
                }
                Ok(document)
            }
            Raw::Json(bytes) => {
                let text = std::str::from_utf8(&bytes).map_err(|e| Refused::new(format!("not UTF-8 from byte {} of the record on", e.valid_up_to())))?;
                match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
                    Ok(Value::Object(fields)) => self.of_fields(fields, place),
                    Ok(_) => Err(Refused::new("not a JSON object")),
                    Err(error) => Err(Refused::new(format!("not JSON: {error}"))),
                }
            }
            Raw::Row(header, cells) => {
                let mut fields = Map::new();
                for (name, cell) in header.iter().zip(cells).filter(|(name, _)| !name.is_empty()) {
                    let cell = String::from_utf8(cell).map_err(|_| Refused::new(format!("not UTF-8 in column «{name}»")))?;
                    fields.insert(name.clone(), Value::String(cell));
                }
                self.of_fields(fields, place)
            }
            Raw::Fields(fields) => self.of_fields(fields, place),
        }
    }

    fn of_fields(&self, mut fields: Map<String, Value>, place: &Place) -> Result<Document, Refused> {
        let id = match first(&fields, &self.id, ID) {
            Some((_, Value::String(id))) if !id.is_empty() => Some(id.clone()),
            Some((_, Value::Number(id))) => Some(id.to_string()),
            _ => None,
        };
        let refuse = |cause: String| Err(Refused { id: id.clone(), cause });
        let Some((text_field, text)) = first(&fields, &self.text, TEXT).map(|(name, text)| (name.to_string(), text)) else {
            let empty = self.text.as_deref().into_iter().chain(TEXT.iter().copied()).find(|name| fields.contains_key(*name));
            if let Some(name) = empty {
                return refuse(format!("field «{name}» is null"));
            }
            let found = fields.keys().take(12).cloned().collect::<Vec<_>>().join(", ");
            let wanted = self.text.as_deref().unwrap_or(TEXT[0]);
            let names: Vec<&str> = fields.keys().map(String::as_str).collect();
            let meant = crate::suggest::did_you_mean(wanted, &names);
            return refuse(format!("no field «{wanted}»{meant} (found: {found}); choose one with --text-field"));
        };
        let Value::String(text) = text else { return refuse(format!("field «{text_field}» is no string")) };
        if text.trim().is_empty() {
            return refuse(format!("field «{text_field}» has no text"));
        }
        let mut warnings = Vec::new();
        let date = first(&fields, &self.date, DATE).filter(|(_, value)| value.as_str() != Some("")).and_then(|(name, value)| {
            let day = day(value);
            if day.is_none() {
                let shown: String = value.to_string().chars().take(60).collect();
                warnings.push(Warning::new(format!("field «{name}» is not read as a date: {shown}")));
            }
            day
        });
        let title = self.title.as_ref().and_then(|name| Some((name.clone(), fields.get(name)?.as_str()?.trim().to_string())));
        let kept = self.kept(&fields);
        // Taken, not copied: it may be large.
        let Some(Value::String(text)) = fields.remove(&text_field) else { unreachable!("it was a string above") };
        let mut document = ingest::read_text(&id.unwrap_or_else(|| place.id()), text, Html::No);
        (document.date, document.kept) = (date, kept);
        document.warnings.extend(warnings);
        if let Some((name, title)) =
            title.filter(|(name, title)| !title.is_empty() && *name != text_field && !document.text.trim_start().starts_with(title.as_str()))
        {
            let (of_title, of_text) = (title.chars().count(), document.text.chars().count());
            let start = of_title + 2;
            document.text = format!("{title}\n\n{}", document.text);
            document.fields = vec![FieldOf { field: name, start: 0, end: of_title }, FieldOf { field: text_field, start, end: start + of_text }];
        }
        Ok(document)
    }

    fn kept(&self, fields: &Map<String, Value>) -> Map<String, Value> {
        self.keep.iter().filter_map(|name| Some((name.clone(), fields.get(name)?.clone()))).collect()
    }

    /// A document of text alone, as the fields of a record are read.
    pub fn of_text(id: &str, text: &str, date: Option<&str>) -> Document {
        Document { date: date.and_then(|d| day(&Value::from(d))), ..ingest::read_text(id, text, Html::No) }
    }
}

/// The first of these fields that says something.
fn first<'f>(fields: &'f Map<String, Value>, named: &Option<String>, usual: &[&'f str]) -> Option<(&'f str, &'f Value)> {
    let get = |name: &str| fields.get_key_value(name).filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.as_str(), value));
    match named {
        Some(name) => get(name),
        None => usual.iter().find_map(|name| get(name)),
    }
}

/// A date as people and programs write it: `2018-06-05`, `2018/06/05`, `05.06.2018`, the date of a mail, seconds since 1970. Its hour
/// and minute («три часа назад» counts from them) stay as they are written, without the zone; midnight is no hour that anybody wrote down, and
/// of seconds nobody knows where they were counted.
fn day(value: &Value) -> Option<String> {
    let day = |y: &str, m: &str, d: &str| -> Option<String> {
        if y.len() != 4 {
            return None;
        }
        jiff::civil::Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok().map(|day| day.to_string())
    };
    match value {
        Value::Number(seconds) => jiff::Timestamp::from_second(seconds.as_i64()?).ok().map(|t| jiff::tz::TimeZone::UTC.to_datetime(t).date().to_string()),
        Value::String(text) => {
            let text = text.trim();
            let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.')).unwrap_or(text.len());
            let parts: Vec<&str> = text[..end].split(['-', '/', '.']).collect();
            let day = match parts[..] {
                [y, m, d] if y.len() == 4 => day(y, m, d)?,
                [d, m, y] => day(y, m, d)?,
                _ => {
                    let then = jiff::fmt::rfc2822::DateTimeParser::new().parse_zoned_datetime(text).ok()?.datetime();
                    return Some(timed(then.date().to_string(), Some(then.time())));
                }
            };
            let clock = text[end..].trim_start_matches(['T', 't', ' ', ',']).get(..5).filter(|c| c.as_bytes()[2] == b':');
            Some(timed(day, clock.and_then(|c| c.parse().ok())))
        }
        _ => None,
    }
}

/// A day with its hour and minute, but for midnight.
fn timed(day: String, time: Option<jiff::civil::Time>) -> String {
    match time.filter(|t| *t != jiff::civil::Time::midnight()) {
        Some(time) => format!("{day}T{}", time.strftime("%H:%M")),
        None => day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn place() -> Place {
        Place { input: "a.jsonl".into(), number: 7, offset: None, among: false }
    }

    fn read(names: &Names, record: Value) -> Result<Document, Refused> {
        names.document(Raw::Json(record.to_string().into_bytes()), &place())
    }

    #[test]
    fn fields_of_known_programs_are_found() {
        for (record, id, date) in [
            (json!({"id": 5, "text": "Ош."}), "5", None),
            (json!({"text": "Ош."}), "7", None),
            (
                json!({"id": null, "title": "Т", "date": "2018-06-05", "fingerprint": "x", "raw_text": "О", "text": "Ош.", "source": "u"}),
                "7",
                Some("2018-06-05"),
            ),
            (json!({"url": "u", "title": "Т", "authors": [], "publish_date": "Tue, 05 Jun 2018 10:00:00 +0300", "text": "Ош."}), "u", Some("2018-06-05T10:00")),
            (json!({"url": "u", "maintext": "Ош.", "date_publish": "2018-06-05 00:00:00", "text": null}), "u", Some("2018-06-05")),
        ] {
            let document = read(&Names::default(), record.clone()).unwrap_or_else(|e| panic!("{record}: {e:?}"));
            assert_eq!((document.id.as_str(), document.date.as_deref(), document.text.as_str()), (id, date, "Ош."), "{record}");
        }
    }

    #[test]
    fn a_title_and_a_text_are_one_document_that_says_which_is_which() {
        let names = Names { title: Some("title".into()), keep: vec!["url".into(), "tags".into()], ..Names::default() };
        let document = read(&names, json!({"url": "u", "title": "Мост", "text": "Он открыт.", "tags": ["а"]})).expect("a record");
        assert_eq!(document.text, "Мост\n\nОн открыт.");
        let cut = |f: &FieldOf| document.text.chars().skip(f.start).take(f.end - f.start).collect::<String>();
        assert_eq!(document.fields.iter().map(|f| (f.field.as_str(), cut(f))).collect::<Vec<_>>(), [("title", "Мост".into()), ("text", "Он открыт.".into())]);
        assert_eq!(Value::Object(document.kept), json!({"url": "u", "tags": ["а"]}));
        let repeated = read(&names, json!({"title": "Мост", "text": "Мост\nОн открыт."})).expect("a record");
        assert_eq!((repeated.text.as_str(), repeated.fields.len()), ("Мост\nОн открыт.", 0));
    }

    #[test]
    fn what_is_no_document_says_why_and_its_id() {
        let names = Names::default();
        let refused = |record| read(&names, record).expect_err("no document");
        assert_eq!(refused(json!({"id": "x", "title": "Т"})).cause, "no field «text» (found: id, title); choose one with --text-field");
        assert_eq!(refused(json!({"id": "x", "text": 1})), Refused { id: Some("x".into()), cause: "field «text» is no string".into() });
        assert_eq!(refused(json!({"id": "x", "text": " "})).cause, "field «text» has no text");
        assert_eq!(refused(json!([1])).cause, "not a JSON object");
        let bytes = names.document(Raw::Json(b"{\"text\": \"\xff\"}".to_vec()), &place()).expect_err("no UTF-8");
        assert_eq!(bytes.cause, "not UTF-8 from byte 10 of the record on");
        let deep = format!("{{\"text\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(names.document(Raw::Json(deep.into_bytes()), &place()).expect_err("too deep").cause.contains("recursion limit"));
    }

    #[test]
    fn dates_as_they_are_written() {
        for (written, meant) in [
            (json!("2018-06-05"), Some("2018-06-05")),
            (json!("2018-06-05T11:30:00+03:00"), Some("2018-06-05T11:30")),
            (json!("2018/06/05"), Some("2018-06-05")),
            (json!("5.6.2018, 11:30"), Some("2018-06-05T11:30")),
            (json!("Tue, 5 Jun 2018 11:30:00 GMT"), Some("2018-06-05T11:30")),
            (json!(1_528_185_600), Some("2018-06-05")),
            (json!("2018-02-30"), None),
            (json!("вчера"), None),
            (json!("05.06.18"), None),
        ] {
            assert_eq!(day(&written).as_deref(), meant, "{written}");
        }
        let document = read(&Names::default(), json!({"text": "Ош.", "date": "вчера"})).expect("a record");
        assert_eq!(document.warnings[0].message, "field «date» is not read as a date: \"вчера\"");
    }
}
