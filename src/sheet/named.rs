//! All mentions of a sheet in one list, each with its entity: what renderers, scorers and comparisons walk over.

use super::{Date, Fact, FactSheet, Figure, MentionOf};
use serde_json::Value;
use std::borrow::Cow;

/// A mention with the entity that it names.
#[derive(Clone, Debug)]
pub struct Named<'s> {
    /// person, office, country, place, organization, figure, date.
    pub kind: &'static str,
    /// The entity's id.
    pub id: &'s str,
    /// The entity's name, title or value, for people to read.
    pub name: Cow<'s, str>,
    /// Where and how the text names it.
    pub mention: &'s MentionOf,
}

/// The kinds of entities, in the order of a sheet's parts.
pub const KINDS: &[&str] = &["person", "office", "country", "place", "organization", "figure", "date"];

impl FactSheet {
    /// Every mention of the sheet by position, the longer first where two begin together.
    ///
    /// ```
    /// let document = svodka::ingest::Document::new("1", "Президент Казахстана прибыл в Ош.");
    /// let sheet = svodka::Extractor::new().extract(&document);
    /// let kinds: Vec<&str> = sheet.mentions().iter().map(|n| n.kind).collect();
    /// assert_eq!(kinds, ["office", "office", "country", "place"]); // the shorter office stands inside the longer
    /// ```
    pub fn mentions(&self) -> Vec<Named<'_>> {
        let mut out = Vec::new();
        fn add<'s>(out: &mut Vec<Named<'s>>, kind: &'static str, id: &'s str, name: Cow<'s, str>, mentions: &'s [MentionOf]) {
            out.extend(mentions.iter().map(|mention| Named { kind, id, name: name.clone(), mention }));
        }
        for e in self.people.iter().flatten() {
            add(&mut out, "person", &e.id, Cow::Borrowed(&e.name), &e.mentions);
        }
        for e in self.offices.iter().flatten() {
            add(&mut out, "office", &e.id, Cow::Borrowed(&e.title), &e.mentions);
        }
        for e in self.countries.iter().flatten() {
            add(&mut out, "country", &e.id, Cow::Borrowed(&e.name), &e.mentions);
        }
        for e in self.places.iter().flatten() {
            add(&mut out, "place", &e.id, Cow::Borrowed(&e.name), &e.mentions);
        }
        for e in self.organizations.iter().flatten() {
            add(&mut out, "organization", &e.id, Cow::Borrowed(&e.name), &e.mentions);
        }
        for e in self.figures.iter().flatten() {
            add(&mut out, "figure", &e.id, Cow::Owned(e.describe()), &e.mentions);
        }
        for e in self.dates.iter().flatten() {
            add(&mut out, "date", &e.id, Cow::Borrowed(e.describe()), &e.mentions);
        }
        out.sort_by(|a, b| {
            let place = |n: &Named<'_>| (n.mention.start, std::cmp::Reverse(n.mention.end), KINDS.iter().position(|k| *k == n.kind));
            place(a).cmp(&place(b)).then_with(|| a.id.cmp(b.id))
        });
        out
    }
}

impl Figure {
    /// The figure in one line: «не менее» as `≥`, the value, and the currency, or the unit or what is counted behind a point, since these are in their
    /// dictionary form.
    ///
    /// ```
    /// let document = svodka::ingest::Document::new("1", "Погибли не менее 12 человек.");
    /// let sheet = svodka::Extractor::new().extract(&document);
    /// assert_eq!(sheet.figures.unwrap()[0].describe(), "≥ 12 · человек");
    /// ```
    pub fn describe(&self) -> String {
        let sign = match self.bound.as_str() {
            "about" => "≈ ",
            "at_least" => "≥ ",
            "more_than" => "> ",
            "up_to" => "≤ ",
            "less_than" => "< ",
            _ => "",
        };
        let value = match (&self.low, &self.high) {
            (Some(low), Some(high)) if self.kind == "score" => format!("{low}:{high}"),
            (Some(low), Some(high)) => format!("{}–{}", grouped(low), grouped(high)),
            _ => grouped(&self.value),
        };
        let percent = (self.kind == "percent").then_some("%");
        let counted = self.counted.as_deref().or(self.unit.as_deref());
        match (self.currency.as_deref().or(percent), counted) {
            (Some(sign_of), _) => format!("{sign}{value} {sign_of}"),
            (None, Some(what)) => format!("{sign}{value} · {what}"),
            (None, None) => format!("{sign}{value}"),
        }
    }
}

/// Roles that come first where a fact is shown: who acts, then what and whom it concerns.
const LEADING: &[&str] = &["who", "speaker", "owner", "parties", "participants", "counted", "what", "office", "from", "to"];

impl Fact {
    /// The arguments as pairs of role and values, who acts first. A value is an id or words of the text; a part of a count is its state and its figure's id.
    ///
    /// ```
    /// let document = svodka::ingest::Document::new("1", "Президент Казахстана Касым-Жомарт Токаев прибыл в Ош.");
    /// let sheet = svodka::Extractor::new().extract(&document);
    /// let occupation = &sheet.facts.as_ref().unwrap()[0];
    /// assert_eq!(occupation.roles()[0], ("who".into(), vec!["person:kasym-zhomart-tokayev".into()]));
    /// ```
    pub fn roles(&self) -> Vec<(String, Vec<String>)> {
        let args = serde_json::to_value(&self.args).unwrap_or_default();
        let mut out: Vec<(String, Vec<String>)> = Vec::new();
        for (role, value) in args.as_object().into_iter().flatten() {
            let plain = |v: &Value| match v {
                Value::String(text) => text.clone(),
                Value::Object(part) => part.values().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
                other => other.to_string(),
            };
            let values = match value {
                Value::Array(values) => values.iter().map(|v| v.get("figure").map_or_else(|| plain(v), |f| format!("{} {}", state(v), plain(f)))).collect(),
                one => vec![plain(one)],
            };
            out.push((role.clone(), values));
        }
        out.sort_by_key(|(role, _)| LEADING.iter().position(|l| l == role).unwrap_or(LEADING.len()));
        out
    }
}

fn state(part: &Value) -> &str {
    part["state"].as_str().unwrap_or_default()
}

impl Date {
    /// The ISO value, or the text's own words where there is none or none with a year: «вчера», «осенью».
    pub fn describe(&self) -> &str {
        self.value.as_deref().filter(|v| !v.starts_with("--")).or(self.mentions.first().map(|m| m.text.as_str())).unwrap_or(&self.precision)
    }
}

/// A number with its digits in groups of three, as Russian prints it; years and other short numbers stay whole.
fn grouped(number: &serde_json::Number) -> String {
    let plain = number.to_string();
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |(w, r)| (w, r));
    let (minus, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("−", d));
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return plain;
    }
    let mut out = String::from(minus);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && digits.len() > 4 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(c);
    }
    if !rest.is_empty() {
        out.push(',');
        // A third is 0,333.
        out.push_str(if rest.len() > 6 { &rest[..3] } else { rest });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped_and_short_ones_stay() {
        let number = |text: &str| grouped(&text.parse().expect("a number"));
        assert_eq!(number("2018"), "2018");
        assert_eq!(number("1000000"), "1\u{a0}000\u{a0}000");
        assert_eq!(number("-12345.5"), "−12\u{a0}345,5");
    }
}
