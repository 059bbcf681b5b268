//! Words between quotation marks: the speaker behind them, before them, between them, or the same as of the words before.

use super::speaker::{self, Source};
use super::{Said, Talk, has_predicate, speech, speech_noun, trimmed};
use crate::facts::clauses::{VerbForm, is_relative, verb_form};
use crate::lexicon::{Class, Entry};
use crate::recognize::{Kind, Page};
use crate::text::Quotation;
use std::ops::Range;

/// Quotations of fewer tokens are names, terms or scare quotes, unless a verb of speech stands right beside them.
const SPEECH_TOKENS: usize = 4;
/// How far from the mark the verb of speech may stand, in tokens.
const REACH: usize = 16;
/// How long the author's words are looked at, in tokens.
const AUTHOR: usize = 40;

/// Finds who says a quotation, if it is speech.
pub fn quotation(talk: &mut Talk<'_>, q: &Quotation) {
    if talk.said.last().is_some_and(|s| s.quote.contains(&q.open) && !s.indirect) {
        return;
    }
    let page = talk.scene.page;
    let inside = bare(page, q.inside());
    if inside.is_empty() || is_fragment(page, q, &inside) {
        return;
    }
    if let Some(said) = interrupted(talk, q, &inside).or_else(|| after(talk, q, &inside)).or_else(|| before(talk, q, &inside)) {
        // Words of nobody known are marked only where they are a sentence.
        if said.speaker.is_some() || has_predicate(page, &inside) {
            talk.add(said);
        }
        return;
    }
    continued(talk, q, &inside);
}

/// Without marks of quotation at its ends: ''«…»''.
fn bare(page: &Page<'_>, mut inside: Range<usize>) -> Range<usize> {
    let pair = |i: usize| page.text.quotations.binary_search_by_key(&i, |q| q.open).ok().map(|n| page.text.quotations[n].close);
    if pair(inside.start).is_some_and(|close| close + 1 == inside.end) {
        inside = inside.start + 1..inside.end - 1;
    } else if page.has(inside.start, Class::OpenQuote) && pair(inside.start).is_none() && inside.len() > 1 {
        inside.start += 1;
    }
    trimmed_signs(page, inside)
}

/// Without a comma at its end.
fn trimmed_signs(page: &Page<'_>, mut inside: Range<usize>) -> Range<usize> {
    while inside.len() > 1 && page.has(inside.end - 1, Class::Comma) {
        inside.end -= 1;
    }
    inside
}

/// Words inside the author's sentence: «назвал проект «угрозой всем»», «заявил, что «так нельзя»».
fn is_fragment(page: &Page<'_>, q: &Quotation, inside: &Range<usize>) -> bool {
    let first = inside.clone().find(|i| !page.any(*i, &[Class::Stop, Class::Dash, Class::OpenQuote]) && page.word(*i) != "…");
    let lower = first.is_some_and(|i| page.has(i, Class::Lower)) && first == Some(inside.start);
    let Some(before) = embedding(page, q) else { return lower && q.close - q.open <= SPEECH_TOKENS };
    lower || page.form(before).is_some_and(|f| f.word("that").is_some() || f.word("subordinator").is_some())
}

/// The word before a quotation, if it stands inside the author's sentence.
fn embedding(page: &Page<'_>, q: &Quotation) -> Option<usize> {
    let sentence = page.sentence(q.open);
    let before = (sentence.start..q.open).rev().find(|i| !page.has(*i, Class::OpenQuote))?;
    // A dash leads back from the author's words only behind a sign.
    let dash = page.has(before, Class::Dash)
        && (before == sentence.start || !page.any(before - 1, &[Class::Noun, Class::Adjective, Class::Pronoun, Class::CloseQuote, Class::OpenQuote]));
    let free = dash || page.any(before, &[Class::Colon, Class::Stop, Class::CloseQuote]);
    (!free).then_some(before)
}

/// «…», – сказал он. «…», сообщили в МВД.
fn after(talk: &Talk<'_>, q: &Quotation, inside: &Range<usize>) -> Option<Said> {
    let page = talk.scene.page;
    let long = q.close - q.open > SPEECH_TOKENS;
    let mut start = q.close + 1;
    let (mut dash, mut comma) = (false, false);
    let mark = |i: usize| page.any(i, &[Class::OpenQuote, Class::CloseQuote]) && !page.is_spaced(i);
    while start < page.len() && (page.any(start, &[Class::Comma, Class::Dash]) || mark(start) || page.has(start, Class::Stop) && !dash) {
        dash |= page.has(start, Class::Dash);
        comma |= page.has(start, Class::Comma);
        start += 1;
    }
    if start >= page.len() {
        return None;
    }
    let paragraph = (q.close + 1..=start).any(|i| page.text.tokens[i].breaks_before > 0);
    let region = start..author_end(page, start);
    let rule = "statement.quotation-then-speaker";
    // The attribution in a line of its own: «— Анна Козлова, директор».
    if paragraph && dash && long {
        let named = talk.scene.r.persons_in(&(start..region.end.min(start + REACH))).into_iter().next().filter(|(t, _)| t.start == start);
        if let Some((tokens, person)) = named {
            return Some(Said::by(rule, Some(person), inside.clone(), q.open..tokens.end));
        }
    }
    let close = if dash || comma { REACH } else { 2 };
    let verb = region.clone().take(close).find(|i| verb_form(page, *i) == Some(VerbForm::Finite))?;
    let entry = speech(page, verb)?;
    if paragraph && verb > start || (start..verb).any(|i| opens_clause(page, i)) || !long && verb > start + 2 {
        return None;
    }
    let sentence_like = has_predicate(page, inside);
    if embedding(page, q).is_some() && !sentence_like || !dash && !comma && !(long && sentence_like) || !long && !dash {
        return None;
    }
    let source = speaker::of_verb(talk, &region, verb);
    let end = source.tokens(verb).end.max(verb + 1);
    Some(Said::new(rule, &source, inside.clone(), q.open..end).stance(Some(entry)))
}

/// «который», «как», «что»: the verb behind is of another clause.
fn opens_clause(page: &Page<'_>, i: usize) -> bool {
    is_relative(page, i) || page.form(i).is_some_and(|f| f.word("that").is_some() || f.word("subordinator").is_some())
}

/// Where the author's words behind a quotation end: with the sentence, or before the next one's dash.
fn author_end(page: &Page<'_>, start: usize) -> usize {
    let end = page.sentence(start).end.min(start + AUTHOR);
    let closes = |i: &usize| {
        let sign = page.any(*i, &[Class::Stop, Class::Comma]) && page.has(*i + 1, Class::Dash);
        let speech = page.has(*i, Class::OpenQuote)
            && page.text.quotations.binary_search_by_key(i, |o| o.open).is_ok_and(|n| page.text.quotations[n].close - i > SPEECH_TOKENS);
        sign || speech && page.is_capital(*i + 1)
    };
    (start..end).find(closes).unwrap_or(end)
}

/// Сергей Петров сказал: «…».
fn before(talk: &Talk<'_>, q: &Quotation, inside: &Range<usize>) -> Option<Said> {
    let page = talk.scene.page;
    let c = &talk.scene.c;
    let mut colon = q.open.checked_sub(1)?;
    while colon > 0 && (page.has(colon, Class::OpenQuote) || page.word(colon) == "'") {
        colon -= 1;
    }
    let joined = page.has(colon, Class::Colon);
    // «Выступал за команды: «Луч», «Мотор»»: names in a list.
    let listed = joined && inside.len() < SPEECH_TOKENS && page.has(q.close + 1, Class::Comma) && page.has(q.close + 2, Class::OpenQuote);
    if listed {
        return None;
    }
    if !joined && !page.sentence(q.open).contains(&colon) || page.text.tokens[q.open].breaks_before > 0 && !joined {
        return None;
    }
    let sentence = page.sentence(colon);
    let end = if joined { colon } else { colon + 1 };
    let region = sentence.start.max(end.saturating_sub(AUTHOR))..end;
    let rule = "statement.speaker-then-quotation";
    // Without a colon the verb stands right before: «он сказал «Мы едем»».
    let mut verbs = region.clone().rev().take(if joined { REACH } else { 2 }).filter(|i| speech(page, *i).is_some());
    if !joined && (page.is_capital(q.open + 1) && !has_predicate(page, inside) || q.close - q.open <= SPEECH_TOKENS) {
        return None;
    }
    let told = |source: Source, verb: usize, entry: Option<Entry>| {
        let tokens = source.tokens(verb);
        Said::new(rule, &source, inside.clone(), tokens.start.min(verb)..q.close + 1).stance(entry)
    };
    if let Some(verb) = verbs.next() {
        return Some(told(speaker::of_verb(talk, &region, verb), verb, speech(page, verb)));
    }
    if !joined {
        return None;
    }
    // «слова министра: «…»»
    let noun = region.clone().rev().take(REACH).find(|i| speech_noun(page, *i).is_some() && c.phrase(*i).is_some());
    if let Some(n) = noun.and_then(|i| c.phrase(i)).filter(|n| c.phrases.get(n + 1).is_some_and(|p| p.after == Some(*n))) {
        let source = speaker::of_phrase(talk, n + 1);
        if source.entity().is_some() {
            return Some(told(source, c.phrases[n].tokens.start, noun.and_then(|i| speech_noun(page, i))));
        }
    }
    // «Петров не скрывает радости: «…»»: what a person does or feels, then his words.
    if q.close - q.open <= SPEECH_TOKENS || !has_predicate(page, inside) {
        return None;
    }
    let verb = region.clone().rev().find(|i| verb_form(page, *i) == Some(VerbForm::Finite))?;
    let subject = c.subject(page, verb).filter(|n| region.contains(&c.phrases[*n].tokens.start));
    match subject.map(|n| speaker::of_phrase(talk, n)) {
        Some(source) if source.entity().is_some_and(|e| matches!(e.kind, Kind::Person | Kind::Organization)) => Some(told(source, verb, None)),
        _ => None,
    }
}

/// A quotation right behind the author's words of the one before: «А», – сказал он. – «Б» is one statement in two pieces,
/// «А», – сказал он. «Б» are two.
fn continued(talk: &mut Talk<'_>, q: &Quotation, inside: &Range<usize>) {
    let page = talk.scene.page;
    let Some(last) = talk.said.last().filter(|s| !s.indirect) else { return };
    let gap = last.evidence.end.max(last.quote.end + 1)..q.open;
    let signs = |i: usize| page.any(i, &[Class::Stop, Class::Dash, Class::Comma, Class::CloseQuote, Class::OpenQuote]) || page.word(i) == "'";
    let apart = page.text.sentence_of[q.open].checked_sub(page.text.sentence_of[last.quote.end.min(page.len() - 1)]);
    let near = gap.len() <= 12 && apart.is_some_and(|sentences| sentences <= 1);
    // Behind the speaker the author's words may go on a little: «сказал Петров журналистам. «…»».
    let words = gap.clone().filter(|i| !signs(*i)).count();
    let dash = q.open > 0 && page.has(q.open - 1, Class::Dash) || q.open > 1 && page.word(q.open - 1) == "'" && page.has(q.open - 2, Class::Dash);
    let stop = q.open > 0 && page.has(q.open - 1, Class::Stop) && page.text.tokens[q.open].breaks_before == 0;
    let behind = last.evidence.end >= last.quote.end;
    if !near || !behind || q.close - q.open <= SPEECH_TOKENS && !dash || !(dash || stop && words <= 6 && has_predicate(page, inside)) {
        return;
    }
    let (speaker, stance, evidence) = (last.speaker, last.stance, last.evidence.start..q.close + 1);
    if dash && words <= 8 {
        let last = talk.said.last_mut().expect("there is one");
        if last.segments.is_empty() {
            last.segments.push(last.quote.clone());
        }
        last.segments.push(inside.clone());
        last.quote.end = inside.end;
        last.evidence = evidence;
        if let Some(e) = speaker {
            talk.last = Some((e, q.close + 1));
        }
    } else {
        let mut said = Said::by("statement.quotation-continued", speaker, inside.clone(), q.open..q.close + 1);
        said.stance = stance.filter(|s| !matches!(*s, "ask"));
        talk.add(said);
    }
}

/// The author's words between dashes inside a stretch: verb, speaker, and where they stand.
pub fn authors_words(talk: &Talk<'_>, inside: &Range<usize>) -> Vec<(Range<usize>, usize)> {
    let page = talk.scene.page;
    let mut out = Vec::new();
    let mut at = inside.start + 1;
    while at < inside.end {
        let sign = page.any(at - 1, &[Class::Comma, Class::Stop, Class::CloseQuote]) || matches!(page.word(at - 1), "!" | "?" | "…");
        if page.has(at, Class::Dash) && sign && (page.has(at + 1, Class::Lower) || page.is_capital(at + 1)) {
            let end = (at + 2..inside.end.min(at + AUTHOR)).find(|i| page.has(*i, Class::Dash) && page.any(*i - 1, &[Class::Comma, Class::Stop]));
            let until = end.unwrap_or(inside.end.min(at + AUTHOR));
            let verb = (at + 1..until.min(at + 8)).find(|i| verb_form(page, *i) == Some(VerbForm::Finite)).filter(|v| speech(page, *v).is_some());
            let told = page.has(at + 1, Class::Lower) || talk.scene.c.phrase(at + 1).is_some();
            if let Some(verb) = verb.filter(|v| told && !(at + 1..*v).any(|i| page.has(i, Class::Comma))) {
                let stop = end.unwrap_or(if until == inside.end { inside.end } else { page.sentence(verb).end.min(inside.end) });
                out.push((at..stop, verb));
                at = stop;
            }
        }
        at += 1;
    }
    out
}

/// «А, – сказал он, – Б» between one pair of marks.
fn interrupted(talk: &Talk<'_>, q: &Quotation, inside: &Range<usize>) -> Option<Said> {
    let page = talk.scene.page;
    let words = authors_words(talk, inside);
    let (first, verb) = words.first()?;
    // The author's words may be the quoted one's tale of another: a dash must lead back, or they end the quotation.
    let source = speaker::of_verb(talk, &(first.start + 1..first.end), *verb);
    let segments = pieces(page, inside, &words);
    let quote = segments.first()?.start..segments.last()?.end;
    let mut said = Said::new("statement.quotation-then-speaker", &source, quote, q.open..q.close + 1).stance(speech(page, *verb));
    said.segments = segments;
    Some(said)
}

/// What is left of a stretch without the author's words.
pub fn pieces(page: &Page<'_>, inside: &Range<usize>, words: &[(Range<usize>, usize)]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = inside.start;
    for (author, _) in words {
        out.push(trimmed(page, start.min(author.start)..author.start));
        start = author.end + 1;
    }
    out.push(start.min(inside.end)..inside.end);
    out.retain(|p| p.start < p.end && p.clone().any(|i| !page.any(i, &[Class::Stop, Class::Comma, Class::Dash])));
    out
}
