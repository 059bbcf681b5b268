//! Who says what: texts with the statements that a careful reader finds in them, and texts without any.

use svodka::Extractor;
use svodka::ingest::Document;
use svodka::sheet::FactSheet;

/// Speaker by name, `~` before words told in the author's, the words with ` … ` between pieces.
fn statements(sheet: &FactSheet) -> Vec<String> {
    let name = |id: &str| {
        let person = sheet.people.iter().flatten().find(|e| e.id == id).map(|e| e.name.clone());
        let organization = || sheet.organizations.iter().flatten().find(|e| e.id == id).map(|e| e.name.clone());
        let office = || sheet.offices.iter().flatten().find(|e| e.id == id).map(|e| e.title.clone());
        person.or_else(organization).or_else(office).unwrap_or_else(|| id.to_string())
    };
    let shown = |f: &svodka::sheet::Fact| {
        let words = match (&f.segments, &f.quote) {
            (Some(pieces), _) => pieces.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join(" … "),
            (None, Some(quote)) => quote.text.clone(),
            (None, None) => String::new(),
        };
        format!("{}{}: {words}", if f.indirect == Some(true) { "~" } else { "" }, name(f.args.speaker.as_deref().unwrap_or("")))
    };
    sheet.facts.iter().flatten().filter(|f| f.kind == "statement").map(shown).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let sheet = Extractor::new().extract(&Document::new("text", text));
    assert_eq!(statements(&sheet), expected, "in {text}");
}

#[test]
fn marks_of_every_sort() {
    for (open, close) in [("«", "»"), ("„", "“"), ("“", "”"), ("\"", "\""), ("''", "''"), ("''«", "»''")] {
        check(&format!("{open}Мост откроют через год{close}, – сказал Пётр Гусев."), &["Пётр Гусев: Мост откроют через год"]);
    }
}

#[test]
fn the_authors_words_between() {
    check("«Мост готов, – сказал Пётр Гусев, – но дорога закрыта».", &["Пётр Гусев: Мост готов … но дорога закрыта"]);
    check("«Мост готов», – сказал Пётр Гусев. – «Дорога закрыта на ремонт».", &["Пётр Гусев: Мост готов … Дорога закрыта на ремонт"]);
    check(
        "«Мост готов уже давно», – сказал Пётр Гусев. «Дорога закрыта на ремонт».",
        &["Пётр Гусев: Мост готов уже давно", "Пётр Гусев: Дорога закрыта на ремонт"],
    );
}

#[test]
fn several_paragraphs() {
    check("Пётр Гусев рассказал: «Мост готов.\n\n«Дорога закрыта на ремонт».", &["Пётр Гусев: Мост готов.\n\n«Дорога закрыта на ремонт"]);
    check("Пётр Гусев написал на своей странице:\nМост откроют через год.", &["Пётр Гусев: Мост откроют через год."]);
}

#[test]
fn dialogue_and_interview() {
    check("– Мост готов, – сказал Пётр Гусев. – Дорога закрыта.", &["Пётр Гусев: Мост готов … Дорога закрыта."]);
    check("П.Гусев: Мост готов уже год.\n\nАнна Белова: Школу откроют через год.", &["П. Гусев: Мост готов уже год.", "Анна Белова: Школу откроют через год."]);
    check("На вопросы ответил Пётр Гусев.\n\nВопрос: Когда откроют мост?\n\nОтвет: Мост откроют через год.", &["Пётр Гусев: Мост откроют через год."]);
}

#[test]
fn speakers_without_a_name_here() {
    check("Пётр Гусев приехал в Омск. «Мост откроют через год», – сказал он.", &["Пётр Гусев: Мост откроют через год"]);
    check("В Омск приехала министр Анна Белова. «Мост откроют через год», – сказала министр.", &["Анна Белова: Мост откроют через год"]);
    check("Мост готов, сообщила Анна Белова. Также отметила, что дорога закрыта.", &["~Анна Белова: Мост готов", "~Анна Белова: дорога закрыта"]);
    check("«Мост откроют через год», – сообщили в МВД.", &["Министерство внутренних дел: Мост откроют через год"]);
    check("«Мост откроют через год», – цитирует ТАСС Петра Гусева.", &["Пётр Гусев: Мост откроют через год"]);
}

#[test]
fn told_in_the_authors_words() {
    check("Как передаёт ТАСС, мост откроют через год.", &["~ТАСС: мост откроют через год"]);
    check("По мнению Петра Гусева, мост откроют через год.", &["~Пётр Гусев: мост откроют через год"]);
    check("Мост, считает Пётр Гусев, откроют через год.", &["~Пётр Гусев: Мост … откроют через год"]);
    check("Мост откроют через год. Об этом сообщил Пётр Гусев.", &["~Пётр Гусев: Мост откроют через год"]);
    check("Анна Белова потребовала закрыть дорогу.", &["~Анна Белова: закрыть дорогу"]);
}

#[test]
fn who_tells_of_a_statement_is_no_part_of_it() {
    check(
        "Пётр Гусев заявил, что мост откроют через год, сообщает ТАСС.",
        &["~Пётр Гусев: мост откроют через год", "~ТАСС: Пётр Гусев заявил, что мост откроют через год"],
    );
    check("Пётр Гусев заявил, что мост готов, по его словам, дорога закрыта.", &["~Пётр Гусев: мост готов", "~Пётр Гусев: дорога закрыта"]);
    check("Пётр Гусев заявил, что мост, по его словам, готов.", &["~Пётр Гусев: мост, по его словам, готов"]);
    check("Мост откроют через год, заявил мэр Пьер Гюсев (Pierre Gusev).", &["~Пьер Гюсев: Мост откроют через год"]);
    check("Мост готов, указала Анна Белова, подчеркнув, что дорога закрыта.", &["~Анна Белова: Мост готов", "~Анна Белова: дорога закрыта"]);
    check("«Мост готов», – сказал Пётр Гусев, отвечая на вопрос ТАСС.", &["Пётр Гусев: Мост готов"]);
    check("Как рассказал «Ленте.ру» источник, знакомый с делом, мост откроют через год.", &[]);
}

#[test]
fn nobody_speaks_as_the_one_whose_lawyer_or_wife_she_is() {
    check("Адвокат Анны Беловой заявил, что суд перенесён.", &[]);
    check("Представитель Петра Гусева сообщил, что мост откроют через год.", &[]);
    check("Приехал Пётр Гусев. По словам его сторонников, мост откроют через год.", &[]);
    check("«Мост откроют через год», – пообещал лидер партии, известный инженер Пётр Гусев.", &["Пётр Гусев: Мост откроют через год"]);
    check("Певица Анна Белова приехала в Омск. Погода хорошая, сообщил коронер.", &[]);
    check("Накануне Пётр Гусев заявил, что мост готов.", &["~Пётр Гусев: мост готов"]);
    check("Как передаёт ТАСС, об этом заявил Пётр Гусев.", &[]);
    check("«Лукойл» сообщил, что мост готов.", &["~Лукойл: мост готов"]);
    check("Мост готов, сказал Пётр Гусев, слова которого приводит ТАСС.", &["~Пётр Гусев: Мост готов"]);
}

#[test]
fn an_interview_of_a_medium() {
    check(
        "«Луч новостей»: Когда откроют мост?\n\nПётр Гусев: Мост откроют через год.\n\n«Луч новостей»: А дорогу?\n\nП. Г.: Её уже открыли.",
        &["Пётр Гусев: Мост откроют через год.", "Пётр Гусев: Её уже открыли."],
    );
}

#[test]
fn what_is_told_of_without_a_clause_is_somebodys() {
    let said_by = |text: &str| {
        let facts = Extractor::new().extract(&Document::new("text", text)).facts.unwrap_or_default();
        facts
            .into_iter()
            .filter(|f| f.kind == "casualties" || f.kind == "life")
            .map(|f| (f.modality, f.said_by.or(f.reported.map(|_| "reported".into()))))
            .collect::<Vec<_>>()
    };
    assert_eq!(said_by("Пётр Гусев сообщил о гибели двух человек."), [("actual".to_string(), Some("person:pyotr-gusev".to_string()))]);
    assert_eq!(said_by("Сообщалось о пяти погибших."), [("actual".to_string(), Some("reported".to_string()))]);
    assert_eq!(said_by("Слухи о смерти Анны Беловой оказались ложными."), [("denied".to_string(), None)]);
}

#[test]
fn fragments_belong_to_what_is_told() {
    let sheet = Extractor::new().extract(&Document::new("text", "Пётр Гусев заявил, что мост «угрожает всему городу» и дороге."));
    assert_eq!(statements(&sheet), ["~Пётр Гусев: мост «угрожает всему городу» и дороге"]);
    let facts = sheet.facts.expect("facts are wanted");
    let fragments: Vec<&str> = facts.iter().flat_map(|f| f.fragments.iter().flatten()).map(|s| s.text.as_str()).collect();
    assert_eq!(fragments, ["угрожает всему городу"]);
}

#[test]
fn stance_of_the_verb() {
    let stance = |text: &str| Extractor::new().extract(&Document::new("text", text)).facts.into_iter().flatten().find_map(|f| f.stance);
    assert_eq!(stance("«Мост откроют через год», – пообещал Пётр Гусев.").as_deref(), Some("promise"));
    assert_eq!(stance("«Когда откроют мост?» – спросила Анна Белова.").as_deref(), Some("ask"));
    assert_eq!(stance("Пётр Гусев опроверг, что мост закрыт.").as_deref(), Some("deny"));
}

#[test]
fn titles_scare_quotes_and_nobody_are_no_statements() {
    check("Пётр Гусев прочёл роман «Мост через тихую реку».", &[]);
    check("Пётр Гусев открыл «самый длинный» мост.", &[]);
    check("«Мост откроют через год», – сообщил источник.", &[]);
    check("Эксперты считают, что мост откроют через год.", &[]);
    check("По словам соседки Петра Гусева, мост откроют через год.", &[]);
    check("Мост, который строят, открыт, Пётр Гусев просит денег.", &[]);
}
