//! What figures say, phrase by phrase.

use super::*;
use crate::lexicon::Memo;

/// The proposal of the widest span in a text, after elided nouns are filled in.
fn proposals(page: &Page<'_>) -> Vec<Candidate> {
    let mut all = crate::recognize::propose(page, RULES);
    all.sort_by_key(|c| (c.tokens.start, std::cmp::Reverse(c.tokens.end)));
    resolve_counted(page, &mut all);
    all
}

fn figure(c: &Candidate) -> &Figure {
    match &c.sense {
        Sense::Figure(f) => f,
        other => panic!("a figure without its sense: {other:?}"),
    }
}

/// One phrase: its figures as «kind value unit-or-counted bound».
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let page = Page::new(text, &mut Memo::default());
    let all = proposals(&page);
    let mut kept: Vec<&Candidate> = Vec::new();
    let mut by_length: Vec<&Candidate> = all.iter().collect();
    by_length.sort_by_key(|c| (std::cmp::Reverse(c.tokens.len()), c.tokens.start));
    for c in by_length {
        if kept.iter().all(|k| k.tokens.end <= c.tokens.start || c.tokens.end <= k.tokens.start) {
            kept.push(c);
        }
    }
    kept.sort_by_key(|c| c.tokens.start);
    let found: Vec<String> = kept
        .iter()
        .map(|c| {
            let f = figure(c);
            let value = match (f.low, f.high) {
                (Some(low), Some(high)) => format!("{low}/{high}"),
                _ => format!("{}", f.value),
            };
            let of = f.currency.map(str::to_string).or(f.counted.clone()).or(f.unit.clone()).unwrap_or("-".into());
            format!("{} {value} {of} {}", f.kind.name(), f.bound.name())
        })
        .collect();
    assert_eq!(found, expected, "«{text}»");
}

#[test]
fn rules_propose_their_examples() {
    for rule in RULES {
        for example in rule.takes {
            let text = example.replace(['[', ']'], "");
            let start = example.find('[').expect("an example has brackets");
            let end = example.find(']').expect("an example has brackets") - 1;
            let page = Page::new(&text, &mut Memo::default());
            let all = proposals(&page);
            let spans: Vec<(&str, &str)> = all.iter().map(|c| (c.rule, page.text.span(&c.tokens))).collect();
            assert!(spans.contains(&(rule.name, &text[start..end])), "{}: «{}» is not among {spans:?}", rule.name, &text[start..end]);
        }
        for example in rule.leaves {
            let page = Page::new(example, &mut Memo::default());
            let all: Vec<String> = proposals(&page).iter().filter(|c| c.rule == rule.name).map(|c| page.text.span(&c.tokens).to_string()).collect();
            assert!(all.is_empty(), "{}: {all:?} in «{example}»", rule.name);
        }
    }
}

#[test]
fn money() {
    check("Убыток составил $5 млн.", &["money 5000000 USD exact"]);
    check("Выделили 1 млрд сомов.", &["money 1000000000 KGS exact"]);
    check("Он просит 5 млн долларов США.", &["money 5000000 USD exact"]);
    check("увеличении объемов товарооборота до одного миллиарда долларов", &["money 1000000000 USD up_to"]);
    check("Товарооборот вырос до 7 млн долларов.", &["money 7000000 USD exact"]);
    check("Рост с 500 млн до 2 млрд рублей.", &["money 500000000 RUB exact", "money 2000000000 RUB exact"]);
    check("Штраф от 30 тыс до 50 тыс рублей.", &["money 30000/50000 RUB range"]);
    check("Премия в 9 млн шведских крон.", &["money 9000000 SEK exact"]);
    check("Город получал 50-70 млн рублей.", &["money 50000000/70000000 RUB range"]);
    check("Ущерб 1.844.036.360,12 рублей.", &["money 1844036360.12 RUB exact"]);
}

#[test]
fn bounds() {
    check("Погибли не менее 5 человек.", &["count 5 человек at_least"]);
    check("Собрали более 130 снарядов.", &["count 130 снаряд more_than"]);
    check("Пришло примерно сто человек.", &["count 100 человек about"]);
    check("Было человек десять.", &["count 10 человек about"]);
    check("Пришло от 5 до 7 тысяч человек.", &["count 5000/7000 человек range"]);
    check("Пришло пять-семь человек.", &["count 5/7 человек range"]);
    check("Пришло 5–7 тысяч человек.", &["count 5000/7000 человек range"]);
}

#[test]
fn counted_phrases() {
    check(
        "Из 12 контрольно-пропускных пунктов работают только 8, остальные 4 простаивают.",
        &["count 12 контрольно-пропускной пункт exact", "count 8 контрольно-пропускной пункт exact", "count 4 контрольно-пропускной пункт exact"],
    );
    check("Нашли 24 120-мм миномёта.", &["count 24 120-мм миномёт exact"]);
    check(
        "Они взяли 7 золотых, 2 серебряные и 11 бронзовых наград.",
        &["count 7 золотая награда exact", "count 2 серебряная награда exact", "count 11 бронзовая награда exact"],
    );
    check("Покалечены 14 рабочих.", &["count 14 рабочий exact"]);
    check("Пришли двое мужчин.", &["count 2 мужчина exact"]);
}

#[test]
fn measures_ages_and_the_rest() {
    check("Ему исполнилось 50 лет.", &["age 50 год exact"]);
    check("Ему 40.", &["age 40 год exact"]);
    check("Задержан 52-летний житель.", &["age 52 год exact"]);
    check("Это пятилетний план.", &["duration 5 год exact"]);
    check("Рост на 3,5 процентного пункта.", &["percent 3.5 процентный пункт exact"]);
    check("Скорость 100 км/ч.", &["measure 100 километр в час exact"]);
    check("Было −5 градусов.", &["measure -5 градус exact"]);
    check("Ждали два с половиной часа.", &["duration 2.5 час exact"]);
    check("Цены выросли более чем в 3,5 раза.", &["multiple 3.5 - more_than"]);
    check("Каждый пятый житель болен.", &["share 0.2 житель exact"]);
}

#[test]
fn codes_and_names_are_no_figures() {
    for text in ["Ан-26 упал.", "Вирус COVID-19 опасен.", "Лицензия ПИ 77-01234.", "Сайт kabar.kg открыт.", "Дом № 5 снесён."]
    {
        check(text, &[]);
    }
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "-",
        "до",
        "5",
        "5 –",
        "от 5 до",
        "из 5 из",
        "с с с с",
        "½",
        "1 / 2",
        "в 5",
        "12 тысяч тысяч тысяч",
        "99999999999999999999999999 рублей",
        "%",
        "$",
        "$ 5 %",
        "пять-",
        "или 5 или 6 или",
    ] {
        let page = Page::new(text, &mut Memo::default());
        proposals(&page);
    }
}
