//! Odd and hostile text: a sheet comes out, its offsets are true, and time grows with the length only.

use svodka::Extractor;
use svodka::ingest::Document;
use svodka::sheet::FactSheet;

fn sheet(text: &str) -> FactSheet {
    let sheet = Extractor::new().extract(&Document::new("odd", text));
    let chars: Vec<char> = text.chars().collect();
    let value = serde_json::to_value(&sheet).expect("JSON");
    for section in ["people", "offices", "countries", "places", "organizations", "figures", "dates"] {
        for m in value[section].as_array().expect("a section").iter().flat_map(|e| e["mentions"].as_array().expect("mentions")) {
            let found: String = chars[m["start"].as_u64().expect("start") as usize..m["end"].as_u64().expect("end") as usize].iter().collect();
            assert_eq!(found, m["text"].as_str().expect("text"));
        }
    }
    let back: FactSheet = serde_json::from_value(value).expect("a sheet");
    assert_eq!(back, sheet);
    sheet
}

#[test]
fn odd_characters_make_a_sheet() {
    for text in [
        "",
        " ",
        "\n\n",
        "\u{feff}",
        "\u{0}",
        "«",
        "»«",
        "((((",
        "…",
        "—",
        "№",
        "👨‍👩‍👧 в Москве",
        "\u{202e}Москва\u{202c}",
        "а\u{301}",
        "И\u{306}",
        "۱۲۳ человека",
        "𝟏𝟐 школ",
        "ﬁ",
        "Ⅻ век",
    ] {
        sheet(text);
    }
}

#[test]
fn every_prefix_of_an_article_makes_a_sheet() {
    let text =
        "Посол Казахстана К. Нурпеисов, «глава „Мотора“», сказал: «Из 12 школ 8 открыты, – сказал он. – 4 нет». 12.03.2020 в 10:30 г. Ош дал $5 млн (5%).";
    for (at, _) in text.char_indices() {
        sheet(&text[..at]);
    }
}

#[test]
fn a_time_before_a_list_of_numbers_begins_no_earlier_than_the_text() {
    sheet("14:54, 2 Ноябрь, 2018 Власти отложили освобождение.");
    sheet("5, 6, 7");
    sheet("1 и 2 и 3, 4, 5 и 6");
}

#[test]
fn repeated_shapes_stay_linear_in_what_they_find() {
    // Were anything quadratic here, the test would not end: no clock is asked.
    for piece in [
        "«",
        "\"",
        ")",
        "(",
        "А. ",
        "из и ",
        "Иван ",
        "Иван Петров, ",
        "ООО «Мотор» ",
        "12 ",
        "12 тысяч ",
        "сто ",
        "в мае ",
        "министр ",
        "Союз ",
        "сказал он. ",
        "и он, и Пётр, ",
        "глава МВД России Иван Петров в соседней стране. ",
    ] {
        sheet(&piece.repeat(20_000));
    }
    sheet(&"а".repeat(1_000_000));
}

#[test]
fn letters_of_other_spelling_change_no_names() {
    let plain = sheet("Пётр Королёв, министр обороны Армении, прибыл в Ереван.");
    for text in ["Петр Королев, министр обороны Армении, прибыл в Ереван.", "Пётр\u{a0}Королёв, министр обороны Армении, прибыл в\u{a0}Ереван."]
    {
        let other = sheet(text);
        let ids = |s: &FactSheet| {
            (
                s.people.iter().flatten().map(|p| p.id.replace("yo", "e")).collect::<Vec<_>>(),
                s.countries.iter().flatten().map(|c| c.id.clone()).collect::<Vec<_>>(),
            )
        };
        assert_eq!(ids(&plain), ids(&other), "{text}");
    }
}

/// News of many people, companies and figures, all different, with a fact in each sentence.
fn crowded(paragraphs: usize) -> String {
    let names = ["Орлов", "Зайцев", "Козлов", "Лосев", "Гусев", "Громов", "Рогов", "Дубов", "Белов", "Сухов"];
    let given = ["Иван", "Пётр", "Сергей", "Павел", "Олег", "Борис", "Глеб", "Антон", "Роман", "Денис"];
    let mut out = String::new();
    for i in 0..paragraphs {
        let (a, b) = (format!("{} {}", given[i % 10], names[i / 10 % 10]), format!("{} {}", given[i / 100 % 10], names[i % 7]));
        out.push_str(&format!(
            "Министр {a} провёл встречу с директором компании «Луч-{i}» {b}. Компания «Луч-{i}» купила завод «Искра-{i}» за {} млн рублей, сообщил {a}. Погибли {} человека, цены выросли на {}% до {} рублей.\n\n",
            i + 2,
            i + 3,
            i % 90 + 1,
            i + 100
        ));
    }
    out
}

/// A step that went through all entities or facts for each of them would not end with so many: no clock is asked.
#[test]
fn work_grows_with_the_number_of_entities_and_not_with_its_square() {
    let facts = |text: &str| sheet(text).facts.map_or(0, |f| f.len());
    let (few, many) = (facts(&crowded(50)), facts(&crowded(2_000)));
    assert!(many >= few * 30, "{few} and {many} facts");
}
