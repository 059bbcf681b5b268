//! `svodka explain`: what it says of winners, losers, layers, and of what was never proposed.

#[path = "support/program.rs"]
mod program;

use svodka::Extractor;
use svodka::explain::{Explained, Explanation, Outcome};
use svodka::ingest::Document;
use svodka::recognize::Kind;

/// What is said of the first occurrence of a stretch.
#[track_caller]
fn explain(text: &str, stretch: &str, kind: Option<Kind>) -> Explained {
    let start = text[..text.find(stretch).expect("the stretch occurs")].chars().count();
    Extractor::new().explain(&Document::new("1", text), start, start + stretch.chars().count(), kind)
}

#[track_caller]
fn candidate<'e>(explained: &'e Explained, kind: &str, text: &str, layer: &str) -> &'e Explanation {
    let all = || explained.candidates.iter().map(|c| (c.kind, c.stretch.text.as_str(), c.layer)).collect::<Vec<_>>();
    let found = explained.candidates.iter().find(|c| c.kind == kind && c.stretch.text == text && c.layer == layer);
    found.unwrap_or_else(|| panic!("{kind} «{text}» of {layer} among {:?}", all()))
}

fn run(args: &[&str], input: &str) -> (i32, String, String) {
    let output = program::run(args, input.as_bytes());
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("no signal"), text(output.stdout), text(output.stderr))
}

const ARTICLE: &str = "Министерство образования Кыргызстана сообщило об этом пресс-службе МВД Кыргызстана. Помощник главного судьи Айбек Сулайманов прибыл в Ош. \
Вечером Сулайманова встретил казахстанский губернатор.";

#[test]
fn scores_are_the_sums_of_the_cues_shown_in_every_layer() {
    let explained = Extractor::new().explain(&Document::new("1", ARTICLE), 0, ARTICLE.chars().count(), None);
    let layers: std::collections::BTreeSet<&str> = explained.candidates.iter().map(|c| c.layer).collect();
    for layer in ["names", "bodies", "offices", "inner organizations", "inner offices", "countries"] {
        assert!(layers.contains(layer), "{layer} is not among {layers:?}");
    }
    for c in explained.candidates.iter().filter(|c| !matches!(c.outcome, Outcome::Blocked { .. }) && c.layer != "countries") {
        let sum: f32 = c.cues.iter().map(|cue| cue.weight).sum();
        assert!((sum - c.score).abs() < 0.01, "{} is no {}: {c:?}", c.score, sum);
    }
}

#[test]
fn inner_candidates_are_weighed_by_the_weights_of_their_layer() {
    let explained = explain(ARTICLE, "судьи", None);
    assert!(candidate(&explained, "office", "Помощник главного судьи", "offices").won());
    let (inner, outer) = (candidate(&explained, "office", "судьи", "inner offices"), candidate(&explained, "office", "судьи", "offices"));
    let weight = |c: &Explanation, cue: &str| c.cues.iter().find(|x| x.cue == cue).map(|x| x.weight);
    let cue = "noun:office/судья";
    assert!(weight(inner, cue).is_some() && weight(inner, cue) != weight(outer, cue), "{inner:?} {outer:?}");
}

#[test]
fn a_loser_names_the_winner_and_what_it_falls_short_by() {
    let explained = explain(ARTICLE, "Айбек", None);
    assert!(candidate(&explained, "person", "Айбек Сулайманов", "names").won());
    let cut = candidate(&explained, "person", "Айбек", "names");
    let Outcome::Lost { to, by } = &cut.outcome else { panic!("{cut:?}") };
    assert_eq!(to.iter().map(|w| w.stretch.text.as_str()).collect::<Vec<_>>(), ["Айбек Сулайманов"]);
    // «Сулайманов» could stand beside it.
    assert!(*by > 0.0 && *by <= to[0].score - cut.score + 0.01, "{cut:?}");
}

#[test]
fn a_candidate_across_a_name_is_shown_with_that_name() {
    let explained = explain("Слово взял министр Петров.", "министр", None);
    let across = candidate(&explained, "office", "министр Петров", "offices");
    let Outcome::Blocked { by } = &across.outcome else { panic!("{across:?}") };
    assert_eq!((by.kind, by.stretch.text.as_str()), ("person", "Петров"));
}

#[test]
fn gazetteer_lines_are_named() {
    let explained = explain("Поезд прибыл в Бишкек.", "Бишкек", None);
    let origin = candidate(&explained, "place", "Бишкек", "names").origin.as_ref().expect("a line of the gazetteers");
    assert!(origin.file.contains("settlements") && origin.line > 1 && origin.name == "Бишкек", "{origin:?}");
    assert!(explained.words[0].entries.contains(origin), "{:?}", explained.words);
}

#[test]
fn why_not_names_the_nearest_and_what_it_lacks() {
    let explained = explain("Вечером Кармазин сообщил подробности.", "Кармазин", Some(Kind::Organization));
    let why = explained.why_not.expect("it was asked");
    let nearest = why.nearest.expect("capitalised words are proposed");
    assert!(!nearest.won() && nearest.short_by() > 0.0, "{nearest:?}");
    assert!(why.lacks.iter().any(|l| l.cue == "whole:organization" && l.weight > 0.0), "{:?}", why.lacks);
}

#[test]
fn why_not_says_when_no_rule_proposed_it() {
    let explained = explain("Вечером вогранка кончилась.", "вогранка", Some(Kind::Person));
    let why = explained.why_not.expect("it was asked");
    assert_eq!((why.nearest, why.unknown_words), (None, vec!["вогранка".to_string()]));
    assert!(why.rules.iter().any(|r| r.rule == "people.given-surname"), "{:?}", why.rules);
}

#[test]
fn a_word_is_found_in_any_form_and_a_code_point_by_its_number() {
    for args in [["explain", "-", "--word", "Бишкек"], ["explain", "-", "--find", "Бишкеке"], ["explain", "-", "--at", "9"]] {
        let (code, out, err) = run(&args, "Сборы в Бишкеке кончились.");
        assert_eq!(code, 0, "{err}");
        assert!(out.contains("won ") && out.contains("place 8..15  Бишкеке"), "{args:?}: {out}");
        assert!(out.contains("(shared "), "{out}");
    }
}

#[test]
fn without_a_stretch_all_mentions_are_explained() {
    let (code, out, _) = run(&["explain"], "Сборы в Бишкеке кончились. Айбек Сулайманов уехал.");
    assert_eq!(code, 0);
    assert!(out.contains("Бишкеке") && out.contains("Айбек Сулайманов") && !out.contains("lost"), "{out}");
}

#[test]
fn the_json_holds_what_the_text_says() {
    let (code, out, _) = run(&["explain", "-", "--find", "Бишкеке", "--as", "person", "--format", "json"], "Сборы в Бишкеке кончились.");
    assert_eq!(code, 0);
    let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(value["stretch"]["text"], "Бишкеке");
    let first = &value["candidates"][0];
    assert_eq!((&first["fate"], &first["kind"], &first["layer"]), (&"won".into(), &"place".into(), &"names".into()));
    assert!(value["why_not"]["nearest"]["by"].as_f64().is_some_and(|by| by > 0.0), "{value}");
}

#[test]
fn what_does_not_occur_is_refused_with_what_to_do() {
    for (args, wanted) in [
        (vec!["explain", "-", "--find", "Антарктида"], "«Антарктида» does not occur"),
        (vec!["explain", "-", "--word", "Антарктида"], "--at"),
        (vec!["explain", "-", "--at", "900"], "no code point 900: it has 26"),
        (vec!["explain", "-", "--as", "person"], "--at"),
        (vec!["explain", "-", "--at", "1", "--as", "thing"], "person, place, organization"),
    ] {
        let (code, _, err) = run(&args, "Сборы в Бишкеке кончились.");
        assert_eq!(code, 2, "{args:?}");
        assert!(err.contains(wanted), "{args:?}: {err}");
    }
}
