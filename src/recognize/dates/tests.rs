//! What dates say, phrase by phrase.

use super::*;
use crate::lexicon::Memo;

/// The widest expression of a text: its span, value, distance and precision; anchored to a Monday.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    checked(text, None, expected);
}

#[track_caller]
fn checked(text: &str, date: Option<&str>, expected: &[(&str, &str)]) {
    let page = Page::new(text, &mut Memo::default());
    let mut all = crate::recognize::propose(&page, RULES);
    all.sort_by_key(|c| (std::cmp::Reverse(c.tokens.len()), c.tokens.start));
    let mut kept: Vec<Candidate> = Vec::new();
    for c in all {
        if kept.iter().all(|k| k.tokens.end <= c.tokens.start || c.tokens.end <= k.tokens.start) {
            kept.push(c);
        }
    }
    kept.sort_by_key(|c| c.tokens.start);
    anchor(&page, &mut kept, date);
    let found: Vec<(String, String)> = kept
        .iter()
        .map(|c| {
            let Sense::Date(d) = &c.sense else { panic!("a date without its sense") };
            (page.text.span(&c.tokens).to_string(), d.value.clone().or(d.relative.clone()).unwrap_or_else(|| d.precision.name().to_string()))
        })
        .collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
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
            let all = crate::recognize::propose(&page, RULES);
            let spans: Vec<(&str, &str)> = all.iter().map(|c| (c.rule, page.text.span(&c.tokens))).collect();
            assert!(spans.contains(&(rule.name, &text[start..end])), "{}: «{}» is not among {spans:?}", rule.name, &text[start..end]);
        }
        for example in rule.leaves {
            let page = Page::new(example, &mut Memo::default());
            let all: Vec<String> =
                crate::recognize::propose(&page, RULES).iter().filter(|c| c.rule == rule.name).map(|c| page.text.span(&c.tokens).to_string()).collect();
            assert!(all.is_empty(), "{}: {all:?} in «{example}»", rule.name);
        }
    }
}

#[test]
fn calendar_dates() {
    check("Он умер 4 июня 2018 года.", &[("4 июня 2018 года", "2018-06-04")]);
    check("Это было 4 июня.", &[("4 июня", "--06-04")]);
    check("Указ от 12.03.2020 отменён.", &[("от 12.03.2020", "2020-03-12")]);
    check("В июне 2018 года жарко.", &[("В июне 2018 года", "2018-06")]);
    check("В июне жарко.", &[("В июне", "--06")]);
    check("Он жил в 2010 г. там.", &[("в 2010 г.", "2010")]);
    check("Второго июня было тихо.", &[("Второго июня", "--06-02")]);
    check("Вышло в воскресенье, 7 мая 2017 года.", &[("в воскресенье, 7 мая 2017 года", "2017-05-07")]);
    check("В начале 2010 года он уехал.", &[("В начале 2010 года", "2010")]);
    check("Парад прошёл в День Победы.", &[("в День Победы", "--05-09")]);
}

#[test]
fn ranges() {
    check("Сбор пройдёт 12–15 июня 2018 года.", &[("12–15 июня 2018 года", "2018-06-12/2018-06-15")]);
    check("Он служил с 2010 по 2015 год.", &[("с 2010 по 2015 год", "2010/2015")]);
    check("Он служил с 2010 года по 2015 год.", &[("с 2010 года по 2015 год", "2010/2015")]);
    check("Визит с 12 по 15 июня отменён.", &[("с 12 по 15 июня", "--06-12/--06-15")]);
    check("Визит с 30 мая по 2 июня 2018 года.", &[("с 30 мая по 2 июня 2018 года", "2018-05-30/2018-06-02")]);
    check("Работал в 2003–2011 годах.", &[("в 2003–2011 годах", "2003/2011")]);
}

#[test]
fn periods() {
    check("Это 1990-е годы.", &[("1990-е годы", "1990/1999")]);
    check("Было в XXI веке.", &[("в XXI веке", "2001/2100")]);
    check("Рост в первом квартале 2018 года.", &[("в первом квартале 2018 года", "2018-01/2018-03")]);
    check("Летом 2018 года жарко.", &[("Летом 2018 года", "2018-06/2018-08")]);
}

#[test]
fn clocks() {
    check("Взрыв в 10:30.", &[("в 10:30", "T10:30")]);
    check("Взрыв в 25:61.", &[]);
    check("Начало 4 июня 2018 года, 11:30.", &[("4 июня 2018 года, 11:30", "2018-06-04T11:30")]);
    check("Он пришёл в три часа дня.", &[("в три часа дня", "T15:00")]);
    check("Он пришёл в половине десятого утра.", &[("в половине десятого утра", "T09:30")]);
    check("Он пришёл в полдень.", &[("в полдень", "T12:00")]);
    check("Утром 5 мая шёл дождь.", &[("Утром 5 мая", "--05-05")]);
    check("В ночь на 25 августа шёл дождь.", &[("В ночь на 25 августа", "--08-25")]);
}

#[test]
fn relative_dates_and_their_anchor() {
    check("Вчера шёл дождь.", &[("Вчера", "-P1D")]);
    let monday = Some("2018-06-04");
    checked("Вчера шёл дождь.", monday, &[("Вчера", "2018-06-03")]);
    checked("В прошлом году.", monday, &[("В прошлом году", "2017")]);
    checked("Было на прошлой неделе.", monday, &[("на прошлой неделе", "2018-W22")]);
    checked("Было во вторник.", monday, &[("во вторник", "2018-05-29")]);
    checked("Было три года назад.", monday, &[("три года назад", "2015")]);
    checked("Будет через два дня.", monday, &[("через два дня", "2018-06-06")]);
    checked("В мае прошлого года.", monday, &[("В мае прошлого года", "2017-05")]);
    checked("Рост за последние три месяца.", monday, &[("за последние три месяца", "2018-03-04/2018-06-04")]);
    checked("Несколько дней назад было тепло.", monday, &[("Несколько дней назад", "day")]);
    checked("Было 25 декабря.", monday, &[("25 декабря", "2017-12-25")]);
    checked("Было 4 июня.", Some("2018-06-01T10:00:00Z"), &[("4 июня", "2018-06-04")]);
    check("Войну начали в 1941 году. В мае того же года.", &[("в 1941 году", "1941"), ("В мае того же года", "1941-05")]);
}

#[test]
fn impossible_dates_are_none() {
    for text in ["Было 31.02.2020.", "Было 31 февраля.", "Взрыв в 25:61.", "Погибли 12 человек.", "Рейс 2018 задержан ими 12 раз."]
    {
        let page = Page::new(text, &mut Memo::default());
        let all: Vec<String> =
            crate::recognize::propose(&page, RULES).iter().filter(|c| c.tokens.len() > 1).map(|c| page.text.span(&c.tokens).to_string()).collect();
        assert!(all.iter().all(|s| !s.contains("31") && !s.contains("25:61") && !s.contains("12")), "{all:?} in «{text}»");
    }
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
        "с 2010 по 2015 по 2018",
        "назад",
        "через",
        "утром утром",
        "-P1D",
        "9999 год",
        "29 февраля 1900 года",
        "в ночь на",
        "начале начале начале",
    ] {
        let page = Page::new(text, &mut Memo::default());
        let mut all = crate::recognize::propose(&page, RULES);
        anchor(&page, &mut all, Some("9999-12-31"));
        anchor(&page, &mut all, Some("junk"));
    }
}
