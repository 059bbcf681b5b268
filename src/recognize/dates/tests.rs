//! What dates say, phrase by phrase (`fixtures/dates.tsv`), and that no text breaks the reader.

use super::*;
use crate::extractor::Extractor;
use crate::ingest::Document;
use crate::lexicon::Memo;
use crate::sheet;

const TABLE: &str = include_str!("../../../fixtures/dates.tsv");

/// A line of the table: its number, and its cells.
fn rows() -> impl Iterator<Item = (usize, Vec<&'static str>)> {
    TABLE.lines().enumerate().map(|(i, line)| (i + 1, line)).filter(|(_, line)| !line.starts_with('#')).skip(1).map(|(i, line)| (i, line.split('\t').collect()))
}

/// The dates of a text, by the whole program.
fn dates_of(text: &str, date: &str) -> Vec<sheet::Date> {
    let document = Document::new("test", text);
    Extractor::new().with_date(Some(date.to_string()).filter(|d| !d.is_empty())).extract(&document).dates.expect("nothing is left out")
}

/// A date as the table's cells show it.
fn shown(d: &sheet::Date) -> Vec<String> {
    let optional = |cell: &Option<String>| cell.clone().unwrap_or_default();
    vec![d.kind.clone(), optional(&d.value), d.precision.clone(), optional(&d.part), optional(&d.relative), optional(&d.anchor)]
}

#[test]
fn table_of_phrases() {
    let mut wrong = Vec::new();
    let mut read = 0;
    for (line, cells) in rows() {
        let [bracketed, date, expected @ ..] = cells.as_slice() else { panic!("fixtures/dates.tsv:{line}: no cells") };
        assert_eq!(expected.len(), 6, "fixtures/dates.tsv:{line}: eight cells a row");
        let text = bracketed.replace("\\n", "\n");
        let found = dates_of(&text.replace(['[', ']'], ""), date);
        read += 1;
        let Some(start) = text.find('[').map(|byte| text[..byte].chars().count()) else {
            if !found.is_empty() {
                wrong.push(format!("{line}: «{text}» holds {:?}", found.iter().map(shown).collect::<Vec<_>>()));
            }
            continue;
        };
        let end = text[..text.find(']').expect("brackets pair")].chars().count() - 1;
        let at = found.iter().find(|d| d.mentions.iter().any(|m| (m.start, m.end) == (start, end)));
        match at.map(shown) {
            Some(cells) if cells == expected => {}
            Some(cells) => wrong.push(format!("{line}: «{text}» is {cells:?}, not {expected:?}")),
            None => {
                let spans: Vec<&str> = found.iter().flat_map(|d| d.mentions.iter().map(|m| m.text.as_str())).collect();
                wrong.push(format!("{line}: «{text}» is not read; read: {spans:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {read} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(read >= 250, "the table has {read} rows");
}

#[test]
fn a_day_inside_a_time_joins_the_mentions_of_the_day() {
    let dates = dates_of("Взрыв раздался 4 июня 2018 года. Суд начался 4 июня 2018 года в 10:30.", "");
    let day = dates.iter().find(|d| d.id == "date:2018-06-04").expect("the day");
    assert_eq!(day.mentions.len(), 2);
    assert!(dates.iter().any(|d| d.id == "date:2018-06-04T10:30" && d.kind == "time"));
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "в",
        "в в в",
        "с 5 по",
        "с по",
        "12–",
        "между и",
        "без без без",
        "с 2010 по 2015 по 2018",
        "назад",
        "через",
        "утром утром",
        "-P1D",
        "9999 год",
        "99999 лет назад",
        "29 февраля 1900 года",
        "в ночь на",
        "в ночь с на",
        "начале начале начале",
        "в конце в конце",
        "5 5 5 5 5 мая",
    ] {
        let page = Page::new(text, &mut Memo::default());
        let mut all = crate::recognize::propose(&page, RULES);
        anchor(&page, &mut all, Some("9999-12-31"));
        anchor(&page, &mut all, Some("junk"));
    }
}
