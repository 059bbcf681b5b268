//! Figures and dates: one entity for one value of one thing.

use super::{Entity, Resolved, latin};
use crate::arbitrate::Mention;
use crate::lexicon::Class;
use crate::recognize::figures::FigureKind;
use crate::recognize::{Kind, Page, Role, Sense};
use crate::sheet;
use crate::text::TokenKind;
use foldhash::{HashMap, HashMapExt};

/// A number as JSON writes it: whole ones without a point.
pub fn number(value: f64) -> serde_json::Number {
    // Beyond 2^53 not every whole number is a float of its own.
    if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        serde_json::Number::from(value as i64)
    } else {
        serde_json::Number::from_f64(value).unwrap_or_else(|| serde_json::Number::from(0))
    }
}

/// Makes the figures of the figure mentions.
pub fn figures(page: &Page<'_>, r: &mut Resolved) {
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for i in 0..r.mentions.len() {
        if r.mentions[i].kind != Kind::Figure {
            continue;
        }
        let Sense::Figure(f) = &r.mentions[i].sense else { continue };
        let figure = sheet::Figure {
            id: id(f),
            kind: f.kind.name().to_string(),
            value: number(f.value),
            low: f.low.map(number),
            high: f.high.map(number),
            bound: f.bound.name().to_string(),
            currency: f.currency.as_ref().map(|c| c.to_string()),
            unit: f.unit.as_ref().map(|u| u.to_string()),
            counted: f.counted.clone(),
            gloss: f.gloss.as_ref().map(|g| g.to_string()),
            equivalent: None,
            mentions: Vec::new(),
        };
        let index = *known.entry((figure.id.clone(), figure.bound.clone())).or_insert_with(|| {
            r.figures.push(figure);
            r.figures.len() - 1
        });
        r.entity_of[i] = Some(Entity { kind: Kind::Figure, index });
    }
    equivalents(page, r);
}

/// Money in brackets right behind money of another currency is the same amount: each names the other, the first time that the text does so.
fn equivalents(page: &Page<'_>, r: &mut Resolved) {
    let figures: Vec<usize> = (0..r.mentions.len()).filter(|i| r.mentions[*i].kind == Kind::Figure).collect();
    for pair in figures.windows(2) {
        let (a, b) = (r.mentions[pair[0]].tokens.clone(), r.mentions[pair[1]].tokens.clone());
        let bracketed = b.start == a.end + 1 && page.has(a.end, Class::OpenBracket) && page.has(b.end, Class::CloseBracket);
        let (Some(one), Some(other)) = (r.entity_of[pair[0]], r.entity_of[pair[1]]) else { continue };
        let (x, y) = (&r.figures[one.index], &r.figures[other.index]);
        if !bracketed || x.kind != FigureKind::Money.name() || y.kind != x.kind || x.currency == y.currency || x.equivalent.is_some() || y.equivalent.is_some()
        {
            continue;
        }
        let (x, y) = (x.id.clone(), y.id.clone());
        r.figures[one.index].equivalent = Some(y);
        r.figures[other.index].equivalent = Some(x);
    }
}

/// The mention of a figure in the sheet: the two sides of «3:1» are its parts, and the stop of a short unit that ends its
/// sentence («вес 75 кг.») is the sentence's.
pub fn mention(page: &Page<'_>, m: &Mention, mut out: sheet::MentionOf) -> sheet::MentionOf {
    if matches!(&m.sense, Sense::Figure(f) if f.kind == FigureKind::Score) && m.tokens.len() == 1 {
        let side = |text: &str, from: usize| sheet::PartOf { role: Role::Value.name().into(), start: out.start + from, end: out.start + from + text.len() };
        // Digits and a colon: one byte a character.
        if let Some((first, second)) = out.text.split_once(':') {
            out.parts = vec![side(first, 0), side(second, first.len() + 1)];
        }
    }
    let last = m.tokens.end - 1;
    if page.kind(last) == Some(TokenKind::Abbreviation) && page.sentence(last).end == m.tokens.end && out.text.ends_with('.') {
        out.text.pop();
        out.end -= 1;
        out.parts.iter_mut().for_each(|p| p.end = p.end.min(out.end));
    }
    out
}

fn id(f: &crate::recognize::figures::Figure) -> String {
    let mut out = format!("figure:{}-{}", f.kind.name(), number(f.value));
    if let (Some(low), Some(high)) = (f.low, f.high) {
        out = format!("figure:{}-{}-{}", f.kind.name(), number(low), number(high));
    }
    for piece in [f.currency, f.unit.as_deref(), f.counted.as_deref()].into_iter().flatten() {
        out.push('-');
        out.push_str(&latin::slug(piece));
    }
    out
}

/// Makes the dates of the date mentions.
pub fn dates(r: &mut Resolved) {
    for i in 0..r.mentions.len() {
        if r.mentions[i].kind != Kind::Date {
            continue;
        }
        let Sense::Date(d) = &r.mentions[i].sense else { continue };
        let mut key = d.value.clone().or_else(|| d.relative.clone()).unwrap_or_default();
        if let Some(part) = d.part {
            key = [key.as_str(), part].into_iter().filter(|k| !k.is_empty()).collect::<Vec<_>>().join("-");
        }
        let date = sheet::Date {
            id: format!("date:{key}"),
            kind: if d.time { "time" } else { "date" }.to_string(),
            value: d.value.clone(),
            precision: d.precision.name().to_string(),
            part: d.part.map(str::to_string),
            relative: d.relative.clone(),
            anchor: d.anchor.map(|a| a.name().to_string()),
            mentions: Vec::new(),
        };
        let index = r
            .dates
            .iter()
            .position(|held| {
                (&held.id, &held.relative, &held.precision, &held.kind, &held.anchor) == (&date.id, &date.relative, &date.precision, &date.kind, &date.anchor)
            })
            .unwrap_or_else(|| {
                r.dates.push(date);
                r.dates.len() - 1
            });
        r.entity_of[i] = Some(Entity { kind: Kind::Date, index });
    }
}

#[cfg(test)]
mod tests {
    use crate::{Extractor, ingest::Document};

    #[test]
    fn an_amount_in_brackets_is_the_one_before_in_another_currency() {
        let figures = |text: &str| Extractor::new().extract(&Document::new("1", text)).figures.expect("asked for");
        let both = figures("Завод получил 1 млн долларов (около 74 млн рублей) от фонда.");
        assert_eq!(both.len(), 2);
        assert_eq!(both[0].equivalent.as_ref(), Some(&both[1].id));
        assert_eq!(both[1].equivalent.as_ref(), Some(&both[0].id));
        let apart = figures("Завод получил 1 млн долларов и 74 млн рублей; из них 2 млн рублей (3 млн рублей с налогом) потрачены.");
        assert!(apart.iter().all(|f| f.equivalent.is_none()), "{apart:?}");
    }
}
