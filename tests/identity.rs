//! Ids come from what a text says, not from where it says it or from what was read before.

use std::collections::BTreeSet;
use svodka::{Extractor, ingest::Document, sheet::FactSheet};

/// The articles of the fixtures, by name.
fn articles() -> Vec<(String, String)> {
    let folder = format!("{}/fixtures/articles", env!("CARGO_MANIFEST_DIR"));
    let mut out: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the fixtures are there")
        .map(|e| e.expect("a readable folder").path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .map(|p| (p.file_stem().expect("a file").to_string_lossy().into_owned(), std::fs::read_to_string(&p).expect("a readable file")))
        .collect();
    out.sort();
    out
}

/// Ids of people, organizations, places and countries.
fn ids(sheet: &FactSheet) -> BTreeSet<String> {
    let people = sheet.people.iter().flatten().map(|e| e.id.clone());
    let organizations = sheet.organizations.iter().flatten().map(|e| e.id.clone());
    let places = sheet.places.iter().flatten().map(|e| e.id.clone());
    let countries = sheet.countries.iter().flatten().map(|e| e.id.clone());
    people.chain(organizations).chain(places).chain(countries).collect()
}

#[test]
fn another_order_of_documents_changes_nothing() {
    let extractor = Extractor::new();
    let articles = articles();
    assert!(articles.len() >= 10);
    let read = |(name, text): &(String, String)| extractor.extract(&Document::new(name.as_str(), text.as_str()));
    let forward: Vec<FactSheet> = articles.iter().map(read).collect();
    let mut backward: Vec<FactSheet> = articles.iter().rev().map(read).collect();
    backward.reverse();
    assert_eq!(forward, backward);
    // Without half of them the others stay what they are.
    for (sheet, article) in forward.iter().zip(&articles).step_by(2) {
        assert_eq!(*sheet, read(article));
    }
}

#[test]
fn paragraphs_in_another_order_keep_the_ids() {
    let extractor = Extractor::new();
    let (mut changed, mut turns) = (Vec::new(), 0);
    for (name, text) in articles() {
        let paragraphs: Vec<&str> = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).collect();
        let whole = ids(&extractor.extract(&Document::new(name.as_str(), paragraphs.join("\n\n"))));
        for turn in 1..paragraphs.len() {
            turns += 1;
            let mut turned = paragraphs.clone();
            turned.rotate_left(turn);
            let other = ids(&extractor.extract(&Document::new(name.as_str(), turned.join("\n\n"))));
            if other != whole {
                changed.push(format!("{name}, from paragraph {turn}: {:?}", whole.symmetric_difference(&other).collect::<Vec<_>>()));
            }
        }
    }
    assert!(turns >= 10, "only {turns} orders tried");
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

/// What a text means by words without a name: «words = name (rule)», of people and countries.
fn references(text: &str) -> Vec<String> {
    let sheet = Extractor::new().extract(&Document::new("t", text));
    let people = sheet.people.iter().flatten().map(|p| (&p.name, &p.references));
    let countries = sheet.countries.iter().flatten().map(|c| (&c.name, &c.references));
    let mut out: Vec<(usize, String)> = people
        .chain(countries)
        .flat_map(|(name, list)| list.iter().map(move |r| (r.start, format!("{} = {name} ({})", r.text, r.rule.trim_start_matches("references.")))))
        .collect();
    out.sort();
    out.into_iter().map(|o| o.1).collect()
}

#[test]
fn descriptions_and_pronouns_mean_the_one_who_is_left() {
    for (text, wanted) in [
        ("Гонку выиграл датчанин Якоб Фуглсанг. Датчанин опередил всех.", vec!["Датчанин = Якоб Фуглсанг (nationality)"]),
        ("Посол Казахстана Кайрат Нурпеисов встретился с министром. Дипломат передал послание.", vec!["Дипломат = Кайрат Нурпеисов (office-alone)"]),
        ("Глава МИД Германии Карл Вебер прибыл в Минск. Немецкий министр заявил о поддержке.", vec!["Немецкий министр = Карл Вебер (office)"]),
        ("Делегация встретилась со спикером\n\nСпикер парламента Иван Петров принял гостей.", vec!["спикером = Иван Петров (office-alone)"]),
        ("Анна Козлова и её муж живут в Омске. Она врач.", vec!["её = Анна Козлова (possessive)", "Она = Анна Козлова (pronoun)"]),
        ("Иван Петров защитил свой титул.", vec!["свой = Иван Петров (reflexive)"]),
        (
            "Иван Петров встретился с Анной Козловой. Они обсудили ремонт школы.",
            vec!["Они = Анна Козлова (pronoun-plural)", "Они = Иван Петров (pronoun-plural)"],
        ),
        // Guests may be meant as well, and a committee too.
        ("Иван Петров и Анна Козлова встретили гостей. Они остались довольны.", vec![]),
        ("Иван Петров и Анна Козлова выступили в Верховном суде. Они промолчали.", vec![]),
        ("Пётр Иванов, отец Анны Ивановой, скончался. Она сообщила об этом.", vec!["Она = Анна Иванова (pronoun)"]),
        (
            "Президент Казахстана прибыл в Киргизию. Обе страны подписали договор.",
            vec!["Обе страны = Казахстан (both-countries)", "Обе страны = Кыргызстан (both-countries)"],
        ),
        ("Парламент Казахстана обсудил закон. «Наша республика готова», — сказал спикер.", vec!["Наша республика = Казахстан (our-country)"]),
        ("Газ идёт через Украину. Эта страна получает плату.", vec!["Эта страна = Украина (this-country)"]),
    ] {
        assert_eq!(references(text), wanted, "{text}");
    }
}

#[test]
fn where_two_are_left_nobody_is_meant() {
    for text in [
        "Иван Петров и Сергей Сидоров прибыли. Он выступил первым.",
        "Ждут отставок губернаторов\n\nГубернатор Иван Петров в отпуске.",
        "Журнал опубликовал статью Петрова. Его читатели возмущены.",
        "Президент встретился с послами. Соседние страны молчат.",
        "В гонке участвовал датчанин Якоб Фуглсанг. Один датчанин сошёл с трассы.",
        "Министр обороны Сергей Ильин приступил к работе. Прежний министр ушёл.",
    ] {
        assert_eq!(references(text), Vec::<String>::new(), "{text}");
    }
}

/// The people of a text: «name: its mentions in the nominative».
fn people(text: &str) -> Vec<String> {
    let sheet = Extractor::new().extract(&Document::new("t", text));
    let norms = |p: &svodka::sheet::Person| p.mentions.iter().map(|m| m.norm.clone().unwrap_or_default()).collect::<Vec<_>>().join(", ");
    sheet.people.iter().flatten().map(|p| format!("{}: {}", p.name, norms(p))).collect()
}

#[test]
fn namesakes_and_families_stay_apart() {
    for (text, wanted) in [
        ("Ивановых задержали вчера. Супруги Ивановы жили в Твери.", vec!["Ивановы: Ивановы, Ивановы"]),
        ("Братья Михалковы приехали на фестиваль. Никита Михалков рассказал о фильме.", vec!["Михалковы: Михалковы", "Никита Михалков: Никита Михалков"]),
        ("Мишель и Барак Обама посетили Лондон. Обама выступил.", vec!["Мишель Обама: Мишель", "Барак Обама: Барак Обама, Обама"]),
        ("Артём Петров приехал в Тверь. Его сын Артём остался дома.", vec!["Артём Петров: Артём Петров", "Артём: Артём"]),
        ("Рамзан Кадыров выступил. Пресс-служба Кадырова заявила о переговорах.", vec!["Рамзан Кадыров: Рамзан Кадыров, Кадыров"]),
    ] {
        assert_eq!(people(text), wanted, "{text}");
    }
}

/// The parts of the first person of a text: given name, patronymic, surname.
fn parts(text: &str) -> [Option<String>; 3] {
    let sheet = Extractor::new().extract(&Document::new("t", text));
    let person = sheet.people.into_iter().flatten().next().unwrap_or_else(|| panic!("nobody in «{text}»"));
    [person.given, person.patronymic, person.surname]
}

#[test]
fn parts_of_names_of_every_order() {
    for (text, [given, patronymic, surname]) in [
        ("Карлу III вручили подарок.", ["Карл III", "", ""]),
        ("Папа Иоанн Павел II уехал.", ["Иоанн Павел II", "", ""]),
        ("Об этом рассказала Анна Сергеевна Козлова.", ["Анна", "Сергеевна", "Козлова"]),
        ("Козлову Анну Сергеевну наградили.", ["Анна", "Сергеевна", "Козлова"]),
        ("Юрий Алексеевич не ответил.", ["Юрий", "Алексеевич", ""]),
        ("Алиев Гейдар Алирза оглы родился в Нахичевани.", ["Гейдар", "Алирза оглы", "Алиев"]),
        ("С Нурланом Шарип уулу беседовали журналисты.", ["Нурлан", "", "Шарип уулу"]),
        ("Премию вручили Урсуле фон дер Ляйен.", ["Урсула", "", "фон дер Ляйен"]),
        ("Министр торговли Китая Чэнь Дэмин ушёл.", ["Дэмин", "", "Чэнь"]),
        ("Марк уехал из города.", ["Марк", "", ""]),
        ("По словам Путина, переговоры идут.", ["", "", "Путин"]),
    ] {
        let wanted = [given, patronymic, surname].map(|w| Some(w.to_string()).filter(|w| !w.is_empty()));
        assert_eq!(parts(text), wanted, "{text}");
    }
}

/// The ids of the organizations that texts name, each text by itself.
#[track_caller]
fn one_organization(texts: &[&str]) {
    let extractor = Extractor::new();
    let ids = |text: &&str| -> Vec<String> {
        let sheet = extractor.extract(&Document::new("t", *text));
        sheet.organizations.iter().flatten().map(|o| o.id.clone()).collect()
    };
    let found: Vec<Vec<String>> = texts.iter().map(ids).collect();
    assert!(found[0].len() == 1 && found.iter().all(|f| *f == found[0]), "{:#?}", texts.iter().zip(&found).collect::<Vec<_>>());
}

#[test]
fn a_ministry_has_one_id_by_all_its_names() {
    one_organization(&[
        "Об этом сообщил МИД ФРГ.",
        "Об этом сообщил МИД Германии.",
        "Об этом сообщил германский МИД.",
        "Об этом сообщил немецкий МИД.",
        "Об этом сообщило Министерство иностранных дел Германии.",
        "Об этом заявили в Министерстве иностранных дел ФРГ.",
    ]);
    one_organization(&["Об этом сообщил МИД РФ.", "Об этом сообщил российский МИД.", "Об этом сообщило Министерство иностранных дел России."]);
}
