//! Numbers of any value read alike in digits, in words of every case and gender, and in forms that mix both.
//!
//! The words come from the tables below, written out by hand: a second way to them than the dictionary that the program inflects by.

use proptest::prelude::*;
use svodka::lexicon::Memo;
use svodka::recognize::numbers::cardinal;
use svodka::recognize::page::Page;

/// Nominative, genitive, dative, accusative, instrumental, locative.
const CASES: usize = 6;
const NOMINATIVE: usize = 0;
const ACCUSATIVE: usize = 3;

type Forms = [&'static str; CASES];

const MASCULINE: usize = 0;
const FEMININE: usize = 1;
const NEUTER: usize = 2;

/// One, by gender.
const ONE: [Forms; 3] = [
    ["один", "одного", "одному", "один", "одним", "одном"],
    ["одна", "одной", "одной", "одну", "одной", "одной"],
    ["одно", "одного", "одному", "одно", "одним", "одном"],
];
const TWO: [Forms; 3] =
    [["два", "двух", "двум", "два", "двумя", "двух"], ["две", "двух", "двум", "две", "двумя", "двух"], ["два", "двух", "двум", "два", "двумя", "двух"]];
const THREE_TO_NINETEEN: [Forms; 17] = [
    ["три", "трёх", "трём", "три", "тремя", "трёх"],
    ["четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх"],
    ["пять", "пяти", "пяти", "пять", "пятью", "пяти"],
    ["шесть", "шести", "шести", "шесть", "шестью", "шести"],
    ["семь", "семи", "семи", "семь", "семью", "семи"],
    ["восемь", "восьми", "восьми", "восемь", "восемью", "восьми"],
    ["девять", "девяти", "девяти", "девять", "девятью", "девяти"],
    ["десять", "десяти", "десяти", "десять", "десятью", "десяти"],
    ["одиннадцать", "одиннадцати", "одиннадцати", "одиннадцать", "одиннадцатью", "одиннадцати"],
    ["двенадцать", "двенадцати", "двенадцати", "двенадцать", "двенадцатью", "двенадцати"],
    ["тринадцать", "тринадцати", "тринадцати", "тринадцать", "тринадцатью", "тринадцати"],
    ["четырнадцать", "четырнадцати", "четырнадцати", "четырнадцать", "четырнадцатью", "четырнадцати"],
    ["пятнадцать", "пятнадцати", "пятнадцати", "пятнадцать", "пятнадцатью", "пятнадцати"],
    ["шестнадцать", "шестнадцати", "шестнадцати", "шестнадцать", "шестнадцатью", "шестнадцати"],
    ["семнадцать", "семнадцати", "семнадцати", "семнадцать", "семнадцатью", "семнадцати"],
    ["восемнадцать", "восемнадцати", "восемнадцати", "восемнадцать", "восемнадцатью", "восемнадцати"],
    ["девятнадцать", "девятнадцати", "девятнадцати", "девятнадцать", "девятнадцатью", "девятнадцати"],
];
const TENS: [Forms; 8] = [
    ["двадцать", "двадцати", "двадцати", "двадцать", "двадцатью", "двадцати"],
    ["тридцать", "тридцати", "тридцати", "тридцать", "тридцатью", "тридцати"],
    ["сорок", "сорока", "сорока", "сорок", "сорока", "сорока"],
    ["пятьдесят", "пятидесяти", "пятидесяти", "пятьдесят", "пятьюдесятью", "пятидесяти"],
    ["шестьдесят", "шестидесяти", "шестидесяти", "шестьдесят", "шестьюдесятью", "шестидесяти"],
    ["семьдесят", "семидесяти", "семидесяти", "семьдесят", "семьюдесятью", "семидесяти"],
    ["восемьдесят", "восьмидесяти", "восьмидесяти", "восемьдесят", "восемьюдесятью", "восьмидесяти"],
    ["девяносто", "девяноста", "девяноста", "девяносто", "девяноста", "девяноста"],
];
const HUNDREDS: [Forms; 9] = [
    ["сто", "ста", "ста", "сто", "ста", "ста"],
    ["двести", "двухсот", "двумстам", "двести", "двумястами", "двухстах"],
    ["триста", "трёхсот", "трёмстам", "триста", "тремястами", "трёхстах"],
    ["четыреста", "четырёхсот", "четырёмстам", "четыреста", "четырьмястами", "четырёхстах"],
    ["пятьсот", "пятисот", "пятистам", "пятьсот", "пятьюстами", "пятистах"],
    ["шестьсот", "шестисот", "шестистам", "шестьсот", "шестьюстами", "шестистах"],
    ["семьсот", "семисот", "семистам", "семьсот", "семьюстами", "семистах"],
    ["восемьсот", "восьмисот", "восьмистам", "восемьсот", "восемьюстами", "восьмистах"],
    ["девятьсот", "девятисот", "девятистам", "девятьсот", "девятьюстами", "девятистах"],
];

struct Scale {
    value: u64,
    gender: usize,
    singular: Forms,
    plural: Forms,
    short: &'static str,
}

const SCALES: [Scale; 4] = [
    Scale {
        value: 1_000_000_000_000,
        gender: MASCULINE,
        singular: ["триллион", "триллиона", "триллиону", "триллион", "триллионом", "триллионе"],
        plural: ["триллионы", "триллионов", "триллионам", "триллионы", "триллионами", "триллионах"],
        short: "трлн",
    },
    Scale {
        value: 1_000_000_000,
        gender: MASCULINE,
        singular: ["миллиард", "миллиарда", "миллиарду", "миллиард", "миллиардом", "миллиарде"],
        plural: ["миллиарды", "миллиардов", "миллиардам", "миллиарды", "миллиардами", "миллиардах"],
        short: "млрд",
    },
    Scale {
        value: 1_000_000,
        gender: MASCULINE,
        singular: ["миллион", "миллиона", "миллиону", "миллион", "миллионом", "миллионе"],
        plural: ["миллионы", "миллионов", "миллионам", "миллионы", "миллионами", "миллионах"],
        short: "млн",
    },
    Scale {
        value: 1000,
        gender: FEMININE,
        singular: ["тысяча", "тысячи", "тысяче", "тысячу", "тысячей", "тысяче"],
        plural: ["тысячи", "тысяч", "тысячам", "тысячи", "тысячами", "тысячах"],
        short: "тыс.",
    },
];

/// The words of a number below a thousand.
fn below_thousand(n: u64, gender: usize, case: usize, words: &mut Vec<String>) {
    if n >= 100 {
        words.push(HUNDREDS[(n / 100 - 1) as usize][case].into());
    }
    let (tens, mut rest) = (n % 100 / 10, n % 100);
    if tens >= 2 {
        words.push(TENS[(tens - 2) as usize][case].into());
        rest %= 10;
    }
    match rest {
        0 => {}
        1 => words.push(ONE[gender][case].into()),
        2 => words.push(TWO[gender][case].into()),
        n => words.push(THREE_TO_NINETEEN[(n - 3) as usize][case].into()),
    }
}

fn scale_word(scale: &Scale, n: u64, case: usize) -> &'static str {
    let teens = (11..20).contains(&(n % 100));
    match (n % 10, case) {
        (1, _) if !teens => scale.singular[case],
        (2..=4, NOMINATIVE | ACCUSATIVE) if !teens => scale.singular[1],
        (_, NOMINATIVE | ACCUSATIVE) => scale.plural[1],
        _ => scale.plural[case],
    }
}

/// The thousands of a number, the highest first, with their scale; the last has none.
fn groups(mut n: u64) -> Vec<(u64, Option<&'static Scale>)> {
    let mut out = Vec::new();
    for scale in &SCALES {
        if n >= scale.value {
            out.push((n / scale.value, Some(scale)));
            n %= scale.value;
        }
    }
    if n > 0 {
        out.push((n, None));
    }
    out
}

fn in_words(n: u64, gender: usize, case: usize) -> String {
    let mut words = Vec::new();
    for (count, scale) in groups(n) {
        below_thousand(count, scale.map_or(gender, |s| s.gender), case, &mut words);
        words.extend(scale.map(|s| scale_word(s, count, case).to_string()));
    }
    words.join(" ")
}

/// Each group by two bits of `choice`: its count in digits or words, its scale in full or short.
fn mixed(n: u64, case: usize, mut choice: u32) -> String {
    let mut words = Vec::new();
    for (count, scale) in groups(n) {
        match choice & 1 {
            0 => words.push(count.to_string()),
            _ => below_thousand(count, scale.map_or(MASCULINE, |s| s.gender), case, &mut words),
        }
        words.extend(scale.map(|s| if choice & 2 == 0 { s.short.to_string() } else { scale_word(s, count, case).to_string() }));
        choice >>= 2;
    }
    words.join(" ")
}

fn in_digits(n: u64, separator: &str) -> String {
    let plain = n.to_string();
    let mut out = String::new();
    for (i, c) in plain.chars().enumerate() {
        if i > 0 && (plain.len() - i).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(c);
    }
    out
}

/// What the program reads in a text that is all number; the words behind show that it ends where the number does.
fn read(text: &str) -> Option<f64> {
    let whole = format!("{text} и всё остальное.");
    let page = Page::new(&whole, &mut Memo::default());
    let number = cardinal(&page, 0)?;
    (page.text.chars(&number.tokens).end == text.chars().count()).then_some(number.value)
}

/// Mostly numbers of every size up to 10¹², not mostly the largest.
fn numbers() -> impl Strategy<Value = u64> {
    (0u32..40, 1u64..=1_000_000_000_000).prop_map(|(shift, n)| (n >> shift).max(1))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_digits_and_mixed_forms_have_one_value(n in numbers(), case in 0..CASES, gender in MASCULINE..=NEUTER, choice in any::<u32>()) {
        let words = in_words(n, gender, case);
        prop_assert_eq!(read(&words), Some(n as f64), "{}", words);
        let mixed = mixed(n, case, choice);
        prop_assert_eq!(read(&mixed), Some(n as f64), "{}", mixed);
    }

    #[test]
    fn a_number_written_is_read_again(n in numbers(), separator in prop::sample::select(vec!["", " ", "\u{a0}", "\u{2009}", "\u{202f}", "."]), hundredths in 0u64..100) {
        let text = in_digits(n, separator);
        // «1.234» alone is one and a bit, as «5.300» may be; with two stops it is grouped.
        if separator != "." || !(1000..1_000_000).contains(&n) {
            prop_assert_eq!(read(&text), Some(n as f64), "{}", text);
        }
        if hundredths > 0 && (separator != "." || n >= 1000) {
            let text = format!("{text},{hundredths:02}");
            prop_assert_eq!(read(&text), Some(format!("{n}.{hundredths:02}").parse::<f64>().expect("digits")), "{}", text);
        }
        // The sheet's own spelling of a number.
        let shown = svodka::resolve::values::number(n as f64).to_string();
        prop_assert_eq!(read(&shown), Some(n as f64));
    }
}

#[test]
fn every_number_below_two_thousand_in_every_case() {
    for n in 1..2000 {
        for case in 0..CASES {
            for gender in [MASCULINE, FEMININE, NEUTER] {
                let words = in_words(n, gender, case);
                assert_eq!(read(&words), Some(n as f64), "{words}");
            }
        }
    }
}
