//! Values of numbers, and the way back from them.

use super::*;
use crate::lexicon::Memo;
use crate::lexicon::{BUNDLED, morph};

#[track_caller]
fn check(text: &str, expected: f64) {
    let page = Page::new(text, &mut Memo::default());
    let found = cardinal(&page, 0).unwrap_or_else(|| panic!("no number in «{text}»"));
    assert!((found.value - expected).abs() <= expected.abs() * 1e-12, "«{text}» is {} instead of {expected}", found.value);
    assert_eq!(found.tokens, 0..page.len(), "«{text}»");
}

#[test]
fn digits_with_every_separator() {
    for (text, value) in [
        ("12", 12.0),
        ("1 000 000", 1e6),
        ("1\u{a0}000\u{a0}000", 1e6),
        ("12\u{2009}345", 12345.0),
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("1.844.036.360,12", 1_844_036_360.12),
        ("2.300", 2300.0),
        ("1,000,000", 1e6),
        ("5,3млн", 5.3e6),
        ("5,3 млн", 5.3e6),
        ("2 млн 300 тыс.", 2.3e6),
        ("1.250 млрд", 1.25e9),
        ("12 345,67", 12345.67),
        ("12 тысяч двести", 12200.0),
    ] {
        check(text, value);
    }
}

#[test]
fn words_in_every_case() {
    for (text, value) in [
        ("двенадцать", 12.0),
        ("двумястами сорока", 240.0),
        ("двухсот сорока пяти", 245.0),
        ("полутора", 1.5),
        ("полтора миллиона", 1.5e6),
        ("два с половиной", 2.5),
        ("двух с половиной миллионов", 2.5e6),
        ("миллиона", 1e6),
        ("трое", 3.0),
        ("обоих", 2.0),
        ("сто тысяч", 1e5),
        ("три миллиарда двести миллионов пятьсот тысяч шестнадцать", 3_200_500_016.0),
        ("два десятка", 20.0),
        ("тысяча девятьсот девяносто", 1990.0),
    ] {
        check(text, value);
    }
}

#[test]
fn codes_are_no_numbers() {
    for text in ["007", "12.03.2020", "10:30", "1.2.3", "12,"] {
        assert_eq!(digits(text, false), None, "{text}");
    }
}

#[test]
fn ordinals() {
    for (text, value) in
        [("двадцать пятого", 25.0), ("5-й", 5.0), ("1990-х", 1990.0), ("XXI", 21.0), ("18-го", 18.0), ("тысяча девятьсот девяносто первый", 1991.0)]
    {
        let page = Page::new(text, &mut Memo::default());
        let found = ordinal(&page, 0).unwrap_or_else(|| panic!("no ordinal in «{text}»"));
        assert_eq!((found.value, found.tokens), (value, 0..page.len()), "{text}");
    }
    let page = Page::new("120-мм", &mut Memo::default());
    assert_eq!(ordinal(&page, 0), None);
}

#[test]
fn a_number_reads_back() {
    // A second way of counting: digits of the value, grouped by the page's own separators.
    let mut n: u64 = 7;
    for _ in 0..200 {
        n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1) % 1_000_000_000_000;
        let plain = n.to_string();
        let mut spaced = String::new();
        for (i, c) in plain.chars().enumerate() {
            if i > 0 && (plain.len() - i).is_multiple_of(3) {
                spaced.push('\u{a0}');
            }
            spaced.push(c);
        }
        check(&plain, n as f64);
        check(&spaced, n as f64);
    }
}

#[test]
fn words_of_any_value_read_back() {
    let mut names: HashMap<u64, &str> = HashMap::new();
    for row in 0..BUNDLED.rows(Table::Numerals) {
        let e = BUNDLED.row(Table::Numerals, row);
        if let (Ok(value), "cardinal") = (e.cell("value").parse(), e.cell("kind")) {
            names.entry(value).or_insert(e.cell("name"));
        }
    }
    let below_thousand = |n: u64| -> Vec<&str> {
        let mut parts = vec![n / 100 * 100];
        if (10..20).contains(&(n % 100)) {
            parts.push(n % 100)
        } else {
            parts.extend([n % 100 / 10 * 10, n % 10])
        }
        parts.into_iter().filter(|p| *p > 0).map(|p| names[&p]).collect()
    };
    for (genitive, n) in (1..1000u64).step_by(7).flat_map(|n| [(false, n * 1_000_003 % 999_999), (true, n * 7919 % 999_999)]) {
        let mut words: Vec<String> = Vec::new();
        let mut add = |list: Vec<&str>| {
            for w in list {
                words.push(if genitive { morph::inflected(w, &|_| true, &[("Case", "Gen")]).unwrap_or(w.to_string()) } else { w.to_string() });
            }
        };
        if n / 1000 > 0 {
            add(below_thousand(n / 1000));
            add(vec!["тысяч"]);
        }
        add(below_thousand(n % 1000));
        if !words.is_empty() {
            check(&words.join(" "), n as f64);
        }
    }
}
