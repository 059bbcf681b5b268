use crate::arbitrate::{self, weights};
use crate::facts::Scene;
use crate::lexicon::Memo;
use crate::recognize::{Evidence, Page};
use crate::resolve;

/// Each verb with its subject's words, as far as one is found.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let mut memo = Memo::default();
    let page = Page::new(text, &mut memo);
    let evidence = Evidence::new(&page);
    let resolved = resolve::resolve(&page, arbitrate::decide(&page, &evidence, &weights::BUNDLED));
    let scene = Scene::new(&page, &resolved);
    let mut verbs: Vec<usize> = scene.c.clauses.iter().flat_map(|c| c.verbs.clone()).collect();
    verbs.sort_unstable();
    let found: Vec<(&str, &str)> = verbs
        .iter()
        .map(|v| {
            let subject = scene.c.subject(&page, *v).map_or("", |n| {
                let n = scene.c.phrases[n].stands_for.unwrap_or(n);
                page.text.span(&scene.c.phrases[n].tokens)
            });
            (page.word(*v), subject)
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn the_subject_stands_before_or_behind() {
    check("Сергей Петров купил дом.", &[("купил", "Сергей Петров")]);
    check("Дом купил Сергей Петров.", &[("купил", "Сергей Петров")]);
    check("Дом купила компания.", &[("купила", "компания")]);
}

#[test]
fn one_subject_of_two_verbs() {
    check("Сергей Петров приехал в Омск и посетил завод.", &[("приехал", "Сергей Петров"), ("посетил", "Сергей Петров")]);
    check("Сергей Петров приехал в Омск, посетил завод.", &[("приехал", "Сергей Петров"), ("посетил", "Сергей Петров")]);
}

#[test]
fn a_relative_clause_stands_between() {
    check("Сергей Петров, который работал в Омске, уехал.", &[("работал", "Сергей Петров"), ("уехал", "Сергей Петров")]);
    check("Дом, который купила Анна Козлова, сгорел.", &[("купила", "Анна Козлова"), ("сгорел", "Дом")]);
}

#[test]
fn a_verbal_adverb_has_the_subject_of_its_clause() {
    check("Купив дом, Сергей Петров уехал.", &[("Купив", "Сергей Петров"), ("уехал", "Сергей Петров")]);
    check("Сергей Петров уехал, купив дом.", &[("уехал", "Сергей Петров"), ("купив", "Сергей Петров")]);
}

#[test]
fn what_is_told_has_a_subject_of_its_own() {
    check("Сергей Петров сообщил, что Анна Козлова уехала.", &[("сообщил", "Сергей Петров"), ("уехала", "Анна Козлова")]);
}

#[test]
fn nobody_is_the_subject() {
    check("Сергея Петрова назначили министром.", &[("назначили", "")]);
}

#[test]
fn an_apposition_does_not_end_the_clause() {
    check("Сергей Петров, министр обороны, уехал.", &[("уехал", "Сергей Петров, министр обороны,")]);
}
