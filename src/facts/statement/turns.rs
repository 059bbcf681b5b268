//! Words said in paragraphs of their own: turns of a dialogue, interviews, what stands behind a colon without marks.

use super::direct::{authors_words, pieces};
use super::{Said, Talk, speaker, speech, speech_noun, trimmed};
use crate::lexicon::Class;
use crate::recognize::Kind;
use crate::resolve::Entity;
use crate::text::BlockKind;
use std::collections::BTreeMap;
use std::ops::Range;

/// A label before a colon is not longer than this, in tokens.
const LABEL: usize = 12;
/// A label that names nobody known is not longer than this, in tokens.
const SHORT: usize = 7;
/// Words without marks are a statement from so many tokens on.
const WORDS: usize = 3;

/// Who a label at the beginning of a paragraph names.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    Name(Entity),
    Question,
    Answer,
}

/// Finds the turns of an interview: «В.Иванов: …», «Вопрос: …», «Ответ: …». Paragraphs without a label go on with the turn before.
pub fn interview(talk: &mut Talk<'_>) {
    let page = talk.scene.page;
    let blocks = &page.text.blocks;
    let labels: Vec<(usize, usize, Label)> = blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| b.kind != BlockKind::Headline)
        .filter_map(|(n, b)| label(talk, &b.tokens).map(|(colon, label)| (n, colon, label)))
        .collect();
    let labels = if labels.is_empty() { labels } else { with_repeated(talk, labels) };
    let whole = labels.len() > 1;
    // «Ответ» is that of the one person named before the first label.
    let asked = labels.first().and_then(|(n, ..)| one_person(talk, &(0..blocks[*n].tokens.start)));
    let mut often: BTreeMap<&Label, usize> = BTreeMap::new();
    labels.iter().for_each(|l| *often.entry(&l.2).or_default() += 1);
    for (k, (n, colon, label)) in labels.iter().enumerate() {
        let end = match labels.get(k + 1) {
            Some((next, ..)) => blocks[*next].tokens.start,
            None => blocks[*n].tokens.end,
        };
        let end = if whole { end } else { blocks[*n].tokens.end };
        let speaker = match label {
            Label::Name(e) => Some(*e),
            Label::Answer => asked,
            Label::Question => None,
        };
        let (quote, end) = match first_quotation(talk, &(colon + 1..end)) {
            Some(inside) => (inside.clone(), inside.end + 1),
            None => (trim_marks(talk, colon + 1..end), end),
        };
        // «Семья: Анна, Пётр, Иван»: a list is nothing said, unless the label stands before other words too.
        let spoken = || super::has_predicate(page, &quote) || often[label] > 1 && page.has(quote.end - 1, Class::Stop);
        if quote.len() < WORDS || !spoken() {
            continue;
        }
        let mut said = Said::by("statement.interview", speaker, quote, blocks[*n].tokens.start..end);
        let question = page.word(blocks[*n].tokens.end - 1) == "?";
        said.stance = question.then_some("ask");
        talk.said.push(said);
    }
}

/// Adds the labels that name no person but stand before several paragraphs of an interview: «Голос Америки:», «А. К.:», «Корр. «Луча»:».
fn with_repeated(talk: &Talk<'_>, labels: Vec<(usize, usize, Label)>) -> Vec<(usize, usize, Label)> {
    let page = talk.scene.page;
    let blocks = &page.text.blocks;
    let mut out = labels;
    let mut found: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (n, b) in blocks.iter().enumerate().filter(|(_, b)| matches!(b.kind, BlockKind::Paragraph | BlockKind::Headline)) {
        let start = b.tokens.start;
        if out.binary_search_by_key(&n, |l| l.0).is_ok() || !page.is_capital(start) && !page.any(start, &[Class::OpenQuote, Class::Initial]) {
            continue;
        }
        let colon = (start + 1..b.tokens.end.min(start + SHORT)).find(|i| page.has(*i, Class::Colon));
        if let Some(colon) = colon.filter(|c| c + WORDS < b.tokens.end) {
            found.entry(page.text.span(&(start..colon))).or_default().push((n, colon));
        }
    }
    for places in found.into_values() {
        let range = blocks[places[0].0].tokens.start..places[0].1;
        let person = initials(talk, &range);
        if person.is_none() && places.len() < 2 {
            continue;
        }
        let label = || match person {
            Some(person) => Label::Name(person),
            None => medium(talk, &range).map_or(Label::Question, Label::Name),
        };
        out.extend(places.iter().map(|(n, colon)| (*n, *colon, label())));
    }
    out.sort_by_key(|l| l.0);
    out
}

/// «Голос Америки», «Известия»: the body that a label names.
fn medium(talk: &Talk<'_>, label: &Range<usize>) -> Option<Entity> {
    let p = talk.scene.c.phrase(label.start).map(|n| &talk.scene.c.phrases[n])?;
    p.entity.filter(|e| e.kind == Kind::Organization && p.tokens.start == label.start && p.tokens.end >= label.end)
}

/// «А. К.»: the only person of the text with these initials.
fn initials(talk: &Talk<'_>, label: &Range<usize>) -> Option<Entity> {
    let page = talk.scene.page;
    let letters: Vec<char> = label.clone().flat_map(|i| page.word(i).split('.').filter_map(|w| w.chars().next()).collect::<Vec<_>>()).collect();
    let short =
        label.clone().all(|i| page.word(i).split('.').all(|w| w.chars().count() < 2) || page.has(i, Class::AllCaps) && page.word(i).chars().count() == 2);
    if !short {
        return None;
    }
    let [given, surname] = match letters.as_slice() {
        [a, b] => [*a, *b],
        [_] if label.len() == 1 && page.word(label.start).chars().count() == 2 => {
            let mut chars = page.word(label.start).chars();
            [chars.next()?, chars.next()?]
        }
        _ => return None,
    };
    let begins = |name: &Option<String>, letter: char| name.as_ref().is_some_and(|n| n.starts_with(letter));
    let mut fits = talk.scene.r.people.iter().enumerate().filter(|(_, p)| begins(&p.given, given) && begins(&p.surname, surname));
    let (index, _) = fits.next()?;
    fits.next().is_none().then_some(Entity { kind: Kind::Person, index })
}

/// «Петров: «Мы едем». Козлов: «Нет»»: the first words between marks, where others stand behind them.
fn first_quotation(talk: &Talk<'_>, quote: &Range<usize>) -> Option<Range<usize>> {
    let quotations = &talk.scene.page.text.quotations;
    let q = quotations.binary_search_by_key(&quote.start, |q| q.open).ok().map(|n| &quotations[n])?;
    let behind = q.close + 1..quote.end;
    (behind.len() > 2 && !q.inside().is_empty()).then(|| q.inside())
}

/// Words without the marks of quotation around all of them.
fn trim_marks(talk: &Talk<'_>, quote: Range<usize>) -> Range<usize> {
    let page = talk.scene.page;
    let around = page.text.quotations.binary_search_by_key(&quote.start, |q| q.open).is_ok_and(|n| page.text.quotations[n].close + 1 >= quote.end);
    if around && quote.len() > 2 { quote.start + 1..quote.end - 1 } else { quote }
}

/// «Сергей Петров:», «В. Иванов, директор завода:», «– Ответ:» at the beginning of a paragraph.
fn label(talk: &Talk<'_>, block: &Range<usize>) -> Option<(usize, Label)> {
    let page = talk.scene.page;
    let start = block.start + usize::from(page.has(block.start, Class::Dash));
    let colon = (start + 1..block.end.min(start + LABEL)).find(|i| page.has(*i, Class::Colon))?;
    if colon + WORDS >= block.end {
        return None;
    }
    let word = |note: &str| colon == start + 1 && page.form(start).and_then(|f| f.word("interview")).is_some_and(|e| e.cell("note") == note);
    if word("question") {
        return Some((colon, Label::Question));
    }
    if word("answer") {
        return Some((colon, Label::Answer));
    }
    let plain = |i: usize| {
        page.any(i, &[Class::Comma, Class::OpenBracket, Class::CloseBracket, Class::Dash, Class::Noun, Class::Adjective, Class::OpenQuote, Class::CloseQuote])
    };
    let (tokens, person) = talk.scene.r.persons_in(&(start..colon)).into_iter().find(|(t, _)| t.len() < LABEL)?;
    let named = talk.scene.r.is_nominative(&tokens) != Some(false) && page.is_capital(tokens.start);
    let first = tokens.start == start || (start..tokens.start).all(|i| page.any(i, &[Class::Office, Class::Profession, Class::Adjective, Class::Noun]));
    let quiet = !(start..colon).any(|i| speech(page, i).is_some());
    (named && first && quiet && (tokens.end..colon).all(plain)).then_some((colon, Label::Name(person)))
}

/// The only person that a stretch names.
fn one_person(talk: &Talk<'_>, range: &Range<usize>) -> Option<Entity> {
    let mut found = talk.scene.r.persons_in(range).into_iter().map(|x| x.1);
    let first = found.next()?;
    found.all(|e| e == first).then_some(first)
}

/// Finds what the n-th paragraph says as a turn, a headline with a label, or the words behind the colon of the one before.
pub fn block(talk: &mut Talk<'_>, n: usize) {
    let page = talk.scene.page;
    let block = &page.text.blocks[n];
    match block.kind {
        BlockKind::Headline => {
            if let Some(said) = headline(talk, &block.tokens) {
                talk.add(said);
            }
            return;
        }
        BlockKind::Turn => {
            if let Some(said) = turn(talk, &block.tokens) {
                talk.add(said);
                return;
            }
        }
        _ => {}
    }
    if let Some(said) = n.checked_sub(1).and_then(|before| behind_colon(talk, &page.text.blocks[before].tokens, &block.tokens)) {
        talk.add(said);
    }
}

/// – Мы рады, – сказал мэр. – Ждём всех.
fn turn(talk: &Talk<'_>, block: &Range<usize>) -> Option<Said> {
    let page = talk.scene.page;
    let inside = block.start + 1..block.end;
    let words = authors_words(talk, &inside);
    let (first, verb) = words.first()?;
    let source = speaker::of_verb(talk, &(first.start + 1..first.end), *verb);
    let segments = pieces(page, &inside, &words);
    let quote = segments.first()?.start..segments.last()?.end;
    let mut said = Said::new("statement.turn", &source, quote, inside).stance(speech(page, *verb));
    said.segments = segments;
    Some(said)
}

/// «Петров написал на своей странице:», then a paragraph without marks.
fn behind_colon(talk: &Talk<'_>, before: &Range<usize>, block: &Range<usize>) -> Option<Said> {
    let page = talk.scene.page;
    let colon = before.end.checked_sub(1).filter(|c| page.has(*c, Class::Colon) && *c > before.start)?;
    let start = block.start + usize::from(page.has(block.start, Class::Dash));
    if page.has(start, Class::OpenQuote) || block.end < start + WORDS || talk.is_taken(colon) {
        return None;
    }
    let region = page.sentence(colon).start.max(colon.saturating_sub(60))..colon;
    let verb = region.clone().rev().take(16).find(|i| speech(page, *i).is_some());
    let source = match verb {
        Some(verb) => speaker::of_verb(talk, &region, verb),
        None if region.len() <= LABEL && super::indirect::according_source(talk, &region).is_some_and(|x| x.0 == region.start) => {
            super::indirect::according_source(talk, &region)?.2
        }
        None => {
            let c = &talk.scene.c;
            let n = region.clone().rev().take(16).find(|i| speech_noun(page, *i).is_some()).and_then(|i| c.phrase(i))?;
            let owner = c.phrases.get(n + 1).filter(|p| p.after == Some(n) && p.tokens.start < colon)?;
            speaker::of_phrase(talk, c.phrase(owner.tokens.start)?)
        }
    };
    let said = Said::by("statement.block", Some(source.entity()?), start..block.end, region.start..block.end);
    Some(said.stance(verb.and_then(|v| speech(page, v))))
}

/// «Петров: школу построят», «МИД Польши: …», «… — Петров» in a headline: the editor's words for what is said.
fn headline(talk: &Talk<'_>, block: &Range<usize>) -> Option<Said> {
    let (page, r) = (talk.scene.page, talk.scene.r);
    let rule = "statement.headline";
    let named = |range: &Range<usize>| -> Option<Entity> {
        let n = talk.scene.c.phrase(range.start)?;
        let p = &talk.scene.c.phrases[n];
        let e = p.entity.filter(|e| matches!(e.kind, Kind::Person | Kind::Organization | Kind::Country))?;
        (p.tokens.end >= range.end && p.tokens.start == range.start && (e.kind != Kind::Person || r.is_nominative(&p.tokens) != Some(false))).then_some(e)
    };
    if let Some(colon) = (block.start + 1..block.end.min(block.start + 7)).find(|i| page.has(*i, Class::Colon))
        && let Some(speaker) = named(&(block.start..colon))
        && block.end > colon + WORDS
        // «Индонезия: сто черепах»: a country is a topic too.
        && (speaker.kind != Kind::Country || super::has_predicate(talk.scene.page, &(colon + 1..block.end)))
    {
        return Some(Said::by(rule, Some(speaker), colon + 1..block.end, block.clone()).indirect());
    }
    let dash = (block.start + 1..block.end).rev().take(7).find(|i| page.has(*i, Class::Dash) && page.is_spaced(*i) && page.is_spaced(*i + 1))?;
    let speaker = named(&(dash + 1..block.end)).filter(|_| dash > block.start + WORDS && super::has_predicate(page, &(block.start..dash)))?;
    Some(Said::by(rule, Some(speaker), trimmed(page, block.start..dash), block.clone()).indirect())
}
