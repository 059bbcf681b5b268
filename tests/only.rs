//! `--only figures,dates` skips work, and says the same of figures and dates as the whole sheet.

use std::path::Path;
use svodka::Extractor;
use svodka::ingest::Document;

fn documents() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut paths: Vec<_> = ["articles", "variations"]
        .iter()
        .flat_map(|f| std::fs::read_dir(folder.join(f)).expect("the fixtures"))
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let mut out: Vec<Document> = paths.iter().map(|p| Document::new(p.display().to_string(), std::fs::read_to_string(p).expect("a text"))).collect();
    // Names with numbers in them, beside numbers that count.
    for text in [
        "Дом № 5 на улице 8 Марта. «Школа 57» приняла 120 учеников. Король Карл XVI Густав прибыл 5 мая.",
        "Самолёт Ан-26 упал. Погибли 7 человек, два бывших министра обороны ранены. Первый заместитель главы МИД выделил 5 млн рублей.",
        "«Спартак» обыграл «Зенит» 3:1. На 702-м километре трассы М-5 столкнулись 2 грузовика ГАЗ-3307.",
    ] {
        out.push(Document::new("names", text));
    }
    out
}

#[test]
fn figures_and_dates_alone_are_those_of_the_whole_sheet() {
    let only = vec!["figures".to_string(), "dates".to_string()];
    let (whole, values) = (Extractor::new(), Extractor::new().with_only(only));
    let documents = documents();
    assert!(documents.len() > 10, "the fixtures are gone");
    let mut figures = 0;
    for document in &documents {
        let (all, some) = (whole.extract(document), values.extract(document));
        assert_eq!(some.figures, all.figures, "{}", document.id);
        assert_eq!(some.dates, all.dates, "{}", document.id);
        assert!(some.people.is_none() && some.facts.is_none() && some.organizations.is_none());
        figures += all.figures.map_or(0, |f| f.len());
    }
    assert!(figures > 50, "the fixtures hold too few figures: {figures}");
}
