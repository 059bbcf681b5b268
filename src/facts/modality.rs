//! Modality: whether the text says that something is, was, is planned, is possible, is rumoured, is asked or is denied.
//!
//! What stands over a predicate speaks for it: «не» before it, the verb that its infinitive hangs on, the word of doubt or
//! hearsay in its clause, the conjunction of its clause and the verb of the clause above, the question mark of its sentence.
//! Whose words it stands in is no matter of this: see [`super::statement`].

use super::clauses::{ClauseKind, Clauses, VerbForm, verb_form};
use crate::lexicon::{Class, Pos, Table};
use crate::recognize::Page;

/// How many tokens before its predicate a plan or a doubt may stand.
const REACH: usize = 9;
/// How many clauses above count.
const LEVELS: usize = 3;

/// The modality of what a predicate says.
pub fn at(page: &Page<'_>, c: &Clauses, predicate: usize) -> &'static str {
    if is_asked(page, c, predicate) {
        return "asked";
    }
    let mut found = within(page, c, predicate);
    let mut clause = c.clause_of[predicate] as usize;
    for _ in 0..LEVELS {
        let (kind, parent) = (c.clauses[clause].kind, c.clauses[clause].parent);
        match kind {
            ClauseKind::Subordinate(conjunction) => {
                let word = |class: &str| page.form(conjunction).and_then(|f| f.word(class)).is_some();
                let note = page.form(conjunction).and_then(|f| f.word("subordinator")).map_or("", |e| e.cell("note"));
                // «если», «чтобы»: nothing has happened yet; «якобы», «сказал, будто»: somebody says so.
                if matches!(note, "if" | "in order that") {
                    found = stronger(found, "possible");
                }
                if note == "allegedly" || note == "as if" && word("that") {
                    found = stronger(found, "rumoured");
                }
                if let Some(above) = parent
                    && (word("that") || matches!(note, "in order that" | "whether" | "as if" | "allegedly"))
                {
                    found = stronger(found, above_modality(page, c, above, conjunction));
                }
            }
            ClauseKind::Quoted | ClauseKind::Bracket => break,
            // Inserted clauses say what is the case whatever is said of the noun.
            ClauseKind::Relative | ClauseKind::Participial => break,
            _ => {}
        }
        let Some(above) = parent else { break };
        clause = above;
    }
    found
}

/// What the clause above makes of a «что»: «опроверг», «возможно», «планирует».
fn above_modality(page: &Page<'_>, c: &Clauses, above: usize, conjunction: usize) -> &'static str {
    let own = &c.clauses[above];
    let range = own.tokens.start.max(conjunction.saturating_sub(REACH))..conjunction;
    let mine = |i: &usize| c.clause_of[*i] as usize == above;
    for i in range.clone().rev().filter(mine) {
        if denies(page, i) {
            return if is_negated(page, i) { undenied(page, i) } else { "denied" };
        }
        if let Some(doubt) = doubt(page, i) {
            return if is_negated(page, i) { "denied" } else { doubt };
        }
        if class_at(page, i, "plan") {
            return if is_negated(page, i) { "denied" } else { "planned" };
        }
        if knows(page, i) == Some("confirm") && is_negated(page, i) {
            return "rumoured";
        }
        if page.form(i).and_then(|f| f.predicate("speech")).is_some_and(|e| matches!(e.cell("detail"), "demand" | "ask")) && verb_form(page, i).is_some() {
            return "possible";
        }
    }
    "actual"
}

/// Of two the one that says less: denied before possible before rumoured before planned before actual.
fn stronger(a: &'static str, b: &'static str) -> &'static str {
    let rank = |m: &str| ["actual", "former", "planned", "rumoured", "possible", "denied"].iter().position(|x| *x == m).unwrap_or(0);
    if rank(b) > rank(a) { b } else { a }
}

/// The modality inside the predicate's clause.
fn within(page: &Page<'_>, c: &Clauses, predicate: usize) -> &'static str {
    let own = c.clause_of[predicate] as usize;
    let mine = |i: &usize| c.clause_of[*i] as usize == own;
    let start = c.clauses[own].tokens.start.max(predicate.saturating_sub(REACH));
    let before: Vec<usize> = (start..predicate).filter(mine).collect();
    let end = page.sentence(predicate).end.min(predicate + REACH);
    if is_negated(page, predicate) {
        return "denied";
    }
    let governed = verb_form(page, predicate) == Some(VerbForm::Infinitive) || page.has(predicate, Class::Noun) && verb_form(page, predicate).is_none();
    let mut found = "actual";
    let mut verb_seen = false;
    for i in before.iter().rev().copied() {
        // «слухи об отставке», «план встречи»: a noun speaks for what hangs on it, never for a finite verb behind it.
        if !governed && verb_form(page, i).is_none() && is_noun_of_modality(page, i) {
            continue;
        }
        // A verb speaks for what hangs on it; one before another finite verb does not.
        let verb = verb_form(page, i);
        if verb == Some(VerbForm::Finite) && !governed && verb_form(page, predicate) == Some(VerbForm::Finite) && !auxiliary(page, i) {
            if let Some(doubt) = doubt(page, i) {
                found = stronger(found, doubt);
            }
            break;
        }
        if denies(page, i) {
            return if is_negated(page, i) { undenied(page, i) } else { "denied" };
        }
        let planned = class_at(page, i, "plan");
        if let Some(doubt) = doubt(page, i).filter(|_| !planned) {
            found = stronger(found, if is_negated(page, i) && verb.is_some() { "denied" } else { doubt });
        }
        let asks = governed && verb.is_some() && page.form(i).and_then(|f| f.predicate("speech")).is_some_and(|e| matches!(e.cell("detail"), "demand" | "ask"));
        if asks {
            found = stronger(found, "possible");
        }
        if planned {
            if is_negated(page, i) {
                return "denied";
            }
            found = stronger(found, "planned");
        }
        if governed && verb == Some(VerbForm::Finite) && !verb_seen {
            verb_seen = true;
            if is_negated(page, i) {
                // «не подтвердили сообщение о встрече», «не располагает данными об отставке»: nobody denies it.
                return if knows(page, i).is_some() { "rumoured" } else { "denied" };
            }
            if is_future(page, i) {
                found = stronger(found, "planned");
            }
        }
    }
    if page.form(predicate + 1).is_some_and(|f| f.folded == "бы") || before.iter().rev().take(3).any(|i| page.folded(*i) == "бы") {
        found = stronger(found, "possible");
    }
    // «встречу» is a noun here, whatever verb is spelt so.
    if verb_form(page, predicate).is_some() && is_future(page, predicate) {
        found = stronger(found, "planned");
    }
    // «визит ожидается в июне», «запланирована встреча»: the verb behind a noun.
    if page.has(predicate, Class::Noun) && verb_form(page, predicate).is_none() {
        let after: Vec<usize> = (predicate + 1..end).filter(mine).collect();
        if let Some(v) = after.iter().copied().find(|i| verb_form(page, *i) == Some(VerbForm::Finite)) {
            if is_negated(page, v) {
                return "denied";
            }
            // «слухи о встрече оказались ложными»
            let false_news = |i: usize| page.has(i, Class::Adjective) && denies(page, i);
            if denies(page, v) || (v + 1..end.min(v + 3)).any(false_news) {
                return "denied";
            }
            if let Some(doubt) = doubt(page, v) {
                found = stronger(found, doubt);
            }
            if class_at(page, v, "plan") || class_at(page, v, "postpone") || is_future(page, v) {
                found = stronger(found, "planned");
            }
        }
    }
    // «…, возможно, …», «по слухам»: a parenthesis splits the clause but speaks for it.
    let around = predicate.saturating_sub(REACH).max(page.sentence(predicate).start)..end;
    for doubt in around.filter_map(|i| parenthesis(page, c, i, predicate)) {
        found = stronger(found, doubt);
    }
    found
}

/// An adverb of doubt or hearsay near the predicate that no other finite verb parts from it.
fn parenthesis(page: &Page<'_>, c: &Clauses, i: usize, predicate: usize) -> Option<&'static str> {
    let adverb = |e: &crate::lexicon::Entry| e.table == Table::Predicates && e.cell("class") == "possible" && e.cell("pos") == "adverb";
    let doubt = page.entries_from(i).map(|p| p.entry).find(adverb).map(|e| e.cell("detail"))?;
    let between = if i < predicate { i + 1..predicate } else { predicate + 1..i };
    let near = c.clause_of[i] == c.clause_of[predicate] || between.len() < 5;
    (near && !between.clone().any(|t| verb_form(page, t) == Some(VerbForm::Finite) && !auxiliary(page, t))).then_some(doubt)
}

/// What a word of doubt or hearsay makes of what it stands over: possible or rumoured. «если» in its own clause is a conjunction,
/// handled with clauses; «якобы» is one only at the beginning of its clause.
fn doubt(page: &Page<'_>, i: usize) -> Option<&'static str> {
    let subordinator = page.form(i).and_then(|f| f.word("subordinator")).map(|e| e.cell("note"));
    match subordinator {
        Some("allegedly") => Some("rumoured"),
        Some(_) => None,
        None => page.entries_from(i).map(|p| p.entry).find(|e| e.table == Table::Predicates && e.cell("class") == "possible").map(|e| e.cell("detail")),
    }
}

/// «не отрицает, что»: it is so; «не исключает, что», «не исключено»: it may be.
fn undenied(page: &Page<'_>, i: usize) -> &'static str {
    let detail = page.form(i).and_then(|f| f.predicate("deny")).map_or("", |e| e.cell("detail"));
    if detail == "excluded" { "possible" } else { "actual" }
}

/// How far behind its predicate the mark of a question may stand, in tokens.
const QUESTION: usize = 60;

/// «Встретился ли …», «Встретился с Петровым?»; a question for who, where or why takes the rest for granted.
fn is_asked(page: &Page<'_>, c: &Clauses, predicate: usize) -> bool {
    let own = c.clause_of[predicate];
    let sentence = page.sentence(predicate);
    let start = c.clauses[own as usize].tokens.start.max(predicate.saturating_sub(QUESTION));
    let mine = |i: &usize| c.clause_of[*i] == own;
    // «Ли» is a name.
    let whether = |i: usize| page.word(i) == "ли" && i > 0 && !denies(page, i - 1);
    if (start..sentence.end.min(predicate + 4)).filter(mine).any(whether) {
        return true;
    }
    let ends = |i: &usize| matches!(page.word(*i), "?" | "." | "!" | "…" | "..." | "»" | "”" | "“") || page.has(*i, Class::CloseQuote) && !page.is_spaced(*i);
    let asked = (predicate + 1..sentence.end.min(predicate + QUESTION)).find(ends).is_some_and(|i| page.word(i).starts_with('?'));
    let open = |i: usize| page.form(i).is_some_and(|f| f.word("asks-for").is_some());
    asked && !(start..predicate).filter(mine).any(open)
}

/// «подтвердить», «располагать»: verbs of what one knows of news, with what sort of verb it is.
fn knows(page: &Page<'_>, i: usize) -> Option<&'static str> {
    page.form(i)?.word("knows").map(|e| e.cell("note"))
}

fn is_noun_of_modality(page: &Page<'_>, i: usize) -> bool {
    let mut words = page.entries_of(i, Table::Predicates).map(|p| p.entry).filter(|e| matches!(e.cell("class"), "plan" | "possible")).peekable();
    words.peek().is_some() && words.all(|e| e.cell("pos") == "noun")
}

fn class_at(page: &Page<'_>, i: usize, class: &str) -> bool {
    page.entries_of(i, crate::lexicon::Table::Predicates).any(|p| p.entry.cell("class") == class)
}

/// A verb, noun or phrase of denial; «не» itself is negation of what stands behind it.
fn denies(page: &Page<'_>, i: usize) -> bool {
    class_at(page, i, "deny") && page.form(i).is_some_and(|f| f.word("negation").is_none())
}

fn auxiliary(page: &Page<'_>, i: usize) -> bool {
    page.form(i).is_some_and(|f| f.has_lemma("быть"))
}

/// «не» or another word of negation right before a predicate, an auxiliary between aside.
pub fn is_negated(page: &Page<'_>, predicate: usize) -> bool {
    let sentence = page.sentence(predicate);
    let word = |i: usize| page.form(i).is_some_and(|f| f.word("negation").is_some());
    // «не только встретился»: no negation.
    let only = |i: usize| page.form(i + 1).is_some_and(|f| f.word("not-only").is_some());
    let mut i = predicate;
    for _ in 0..3 {
        if i <= sentence.start {
            return false;
        }
        i -= 1;
        if word(i) {
            return !only(i);
        }
        if !auxiliary(page, i) && !page.has(i, Class::Adverb) {
            return false;
        }
    }
    false
}

/// Whether a verb speaks of what is to come: the future itself, or «будет» before it.
pub fn is_future(page: &Page<'_>, token: usize) -> bool {
    page.form(token).is_some_and(|f| f.readings.iter().find(|r| r.pos == Pos::Verb || r.short).is_some_and(|r| r.future))
        || token > 0
            && page.form(token - 1).is_some_and(|f| f.has_lemma("быть") && f.readings.iter().any(|r| r.future))
            && page.sentence(token).contains(&(token - 1))
}
