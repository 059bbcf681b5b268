//! Modality: whether the text says that something is, was, is planned, is possible or is denied.

use crate::lexicon::{Class, Pos};
use crate::recognize::Page;
use std::ops::Range;

/// How many tokens before its predicate a plan or a doubt may stand.
const REACH: usize = 9;

/// The modality of what a predicate says, by the words before it in its sentence and by its tense.
pub fn of(page: &Page<'_>, predicate: usize) -> &'static str {
    let sentence = page.sentence(predicate);
    let from = predicate.saturating_sub(REACH).max(sentence.start);
    let near = predicate.saturating_sub(2).max(sentence.start)..predicate;
    let class_in = |range: Range<usize>, class: &str| range.clone().any(|i| page.form(i).is_some_and(|f| f.predicate(class).is_some()));
    let denied = near.clone().any(|i| page.form(i).is_some_and(|f| f.word("negation").is_some())) || class_in(from..predicate, "deny");
    if denied {
        return "denied";
    }
    if class_in(from..predicate, "possible") {
        return "possible";
    }
    if class_in(from..predicate, "plan") || is_future(page, predicate) {
        return "planned";
    }
    // «запланирован визит», «визит ожидается в июне»: right behind a noun.
    let noun = page.has(predicate, Class::Noun) && !page.has(predicate, Class::Verb);
    let after = predicate + 1..sentence.end.min(predicate + REACH);
    if noun
        && after.clone().any(|i| page.form(i).is_some_and(|f| f.predicate("plan").is_some() || (f.classes.has(Class::Verb) && is_future(page, i))))
        && !after.clone().any(|i| is_past(page, i))
    {
        return "planned";
    }
    "actual"
}

fn is_future(page: &Page<'_>, token: usize) -> bool {
    page.form(token).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == Pos::Verb && r.future))
        || token > 0
            && page.form(token - 1).is_some_and(|f| f.has_lemma("быть") && f.readings.iter().any(|r| r.future))
            && page.sentence(token).contains(&(token - 1))
}

fn is_past(page: &Page<'_>, token: usize) -> bool {
    page.form(token).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == Pos::Verb && r.past))
}
