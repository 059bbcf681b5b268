//! What holds of every text, tried on texts put together at random from pieces of news and of mischief.

mod support;

use proptest::prelude::*;
use std::sync::LazyLock;
use svodka::Extractor;
use svodka::ingest::{self, Document, Html};
use svodka::sheet::FactSheet;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().with_offsets(true).with_date(Some("2018-06-05".into())));

fn sheet(text: &str) -> FactSheet {
    EXTRACTOR.extract(&Document::new("1", text))
}

/// Pieces that news is made of, and some that nobody should write.
const PIECES: &[&str] = &[
    "Министр обороны Казахстана",
    "Сергей Петров",
    "Петрова",
    "К. Нурпеисов",
    "Анна",
    "он",
    "«Росатом»",
    "ООО «Мотор»",
    "МИД",
    "России",
    "в Оше",
    "Бирмингем",
    "глава",
    "президент",
    "сказал",
    "заявил, что",
    "по словам",
    "посетит",
    "прибыл в",
    "12",
    "из 12",
    "пунктов",
    "работают",
    "остальные 4",
    "простаивают",
    "5 млн рублей",
    "от 5 до 7 км",
    "3:1",
    "вчера",
    "5 мая 2018 года",
    "в 11:30",
    "с 12 по 15 июня",
    "52-летний",
    "погибли",
    "купил у",
    "жена",
    "директор",
    ",",
    ".",
    ":",
    "\n",
    "\n\n",
    "\u{a0}",
    "…",
    "😀",
    "е\u{301}",
    "\u{202e}",
    "\0",
    "<b>",
    "&amp;",
    "a@b.ru",
    "http://a.ru/?x=1",
    "№ 5",
    "ДДТ",
    "ПЁТР",
    "ИВАНОВ",
    "пётр",
    "Mikhail",
    "ООН",
    "И",
    "и",
    "из",
    "не",
    "бывший",
    "якобы",
    "о",
    "\u{feff}",
];

fn mixed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => prop::sample::select([PIECES, support::MARKS].concat()).prop_map(str::to_string), 1 => "\\PC{0,6}", 1 => "[А-Яа-яё]{1,9}"];
    prop::collection::vec((piece, prop::bool::weighted(0.85)), 0..40)
        .prop_map(|pieces| pieces.into_iter().map(|(p, space)| if space { p + " " } else { p }).collect())
}

/// Sentences of which each has all that it needs for its entities and figures.
const SENTENCES: &[&str] = &[
    "Министр обороны Казахстана Сергей Петров прибыл в Бишкек.",
    "Погибли 12 человек, ещё 5 ранены.",
    "«Мы построим две школы», — сказала депутат Анна Козлова.",
    "Компания «Заря» выручила 5,5 млн рублей.",
    "В Ереване 5 мая 2018 года открыли музей.",
    "Парламент Армении принял закон о 30 районах.",
    "Пётр Королёв живёт в Германии.",
];

/// Names of people and countries, and figures, as the sheet has them; «ё» as «е».
fn names(sheet: &FactSheet) -> Vec<String> {
    let people = sheet.people.iter().flatten().map(|p| p.name.clone());
    let countries = sheet.countries.iter().flatten().map(|c| c.id.clone());
    let organizations = sheet.organizations.iter().flatten().map(|o| o.name.clone());
    let figures = sheet.figures.iter().flatten().map(|f| f.describe());
    let mut all: Vec<String> = people.chain(countries).chain(organizations).chain(figures).map(|n| n.replace('ё', "е").replace('\u{a0}', " ")).collect();
    all.sort();
    all
}

fn article() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(SENTENCES, 1..=SENTENCES.len()).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_sheet_keeps_its_promises(text in mixed()) {
        support::hold(&sheet(&text), &text);
    }

    #[test]
    fn the_same_text_makes_the_same_sheet_in_any_thread(text in mixed()) {
        let here = serde_json::to_string(&sheet(&text)).expect("JSON");
        let other = std::thread::scope(|s| s.spawn(|| serde_json::to_string(&sheet(&text)).expect("JSON")).join().expect("no panic"));
        prop_assert_eq!(here, other);
    }

    #[test]
    fn text_from_a_file_is_text_from_a_record(text in mixed()) {
        // A file's byte order mark is no text; a record's is.
        let text = text.trim_start_matches('\u{feff}').to_string();
        let encoding = Some("utf-8".parse().expect("an encoding"));
        let file = ingest::read("1", text.as_bytes(), &ingest::Options { html: Html::No, encoding });
        let record = ingest::read_text("1", text.clone(), Html::No);
        prop_assert_eq!(&file.text, &record.text);
        prop_assert_eq!(EXTRACTOR.extract(&file), EXTRACTOR.extract(&record));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn two_texts_together_name_what_each_names(a in article(), b in article()) {
        let (a, b) = (a.join(" "), b.join(" "));
        let both = names(&sheet(&format!("{a}\n\n{b}")));
        for name in names(&sheet(&a)).iter().chain(&names(&sheet(&b))) {
            prop_assert!(both.contains(name), "{} is missing from {:?}", name, both);
        }
    }

    #[test]
    fn how_it_is_typed_changes_no_name_and_no_figure(sentences in article()) {
        let plain = sentences.join(" ");
        let wanted = names(&sheet(&plain));
        for (how, text) in [
            ("blank lines", sentences.join("\n\n\n")),
            ("line ends of another system", sentences.join("\r\n")),
            ("other quotation marks", plain.replace(['«', '»'], "\"")),
            ("typographic quotation marks", plain.replace('«', "“").replace('»', "”")),
            ("е for ё", plain.replace('ё', "е")),
            ("no-break spaces", plain.replace(' ', "\u{a0}")),
            ("decomposed letters", plain.replace('й', "и\u{306}").replace('ё', "е\u{308}")),
        ] {
            prop_assert_eq!(&names(&sheet(&text)), &wanted, "{}: {}", how, text);
        }
    }
}

/// The same text is read by Python and by node: tests/consumers/offsets.py, offsets.js.
#[test]
fn offsets_hold_over_emoji_combining_marks_line_ends_and_a_byte_order_mark() {
    let document = ingest::read("offsets.txt", include_bytes!("../fixtures/encodings/offsets.txt"), &ingest::Options::default());
    assert!(document.text.starts_with('😀') && document.text.contains("\r\n"));
    let sheet = Extractor::new().with_offsets(true).extract(&document);
    assert!(sheet.mentions().len() >= 10);
    support::hold(&sheet, &document.text);
}
