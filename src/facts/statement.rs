//! Statements: quotations with their speaker, and what is told in the author's words.
//!
//! Quotation marks of any kind, over several sentences, interrupted by the author's words; turns of a dialogue; «Иванов: …».
//! Quotations that are names or scare quotes have no verb of speech beside them and make no statement.

use super::{FactRule, Scene, fact, stretch, trimmed};
use crate::lexicon::{Case, Class, Entry};
use crate::recognize::{Kind, Page};
use crate::resolve::{Entity, Resolved, references::is_subject};
use crate::sheet::{Args, Fact};
use crate::text::{BlockKind, Quotation};
use std::ops::Range;

/// The rules.
pub const RULES: &[FactRule] = &[
    FactRule {
        name: "statement.quotation-then-speaker",
        kind: "statement",
        about: "A quotation, then a verb of speech with its speaker.",
        takes: &["[«Мы построим новую школу за год», – сказал Сергей Петров]."],
        leaves: &["Сергей Петров смотрел фильм «Мы построим новый дом»."],
    },
    FactRule {
        name: "statement.speaker-then-quotation",
        kind: "statement",
        about: "A speaker with a verb of speech and a colon, then the quotation.",
        takes: &["[Сергей Петров сказал: «Мы построим новую школу за год»]."],
        leaves: &["Сергей Петров открыл магазин «Мир новых вещей и книг»."],
    },
    FactRule {
        name: "statement.turn",
        kind: "statement",
        about: "A paragraph that begins with a dash, with the author's words between dashes.",
        takes: &["– [Мы построим новую школу, – сказал Сергей Петров]."],
        leaves: &["Сергей Петров ушёл – и вернулся."],
    },
    FactRule {
        name: "statement.interview",
        kind: "statement",
        about: "A name and a colon at the beginning of a paragraph.",
        takes: &["[Сергей Петров: Мы построим новую школу за год]."],
        leaves: &["Итог: школа будет построена."],
    },
    FactRule {
        name: "statement.that-clause",
        kind: "statement",
        about: "A verb of speech with its speaker and «что».",
        takes: &["[Сергей Петров заявил, что школу построят за год]."],
        leaves: &["Сергей Петров знает, что школу построят."],
    },
    FactRule {
        name: "statement.according-to",
        kind: "statement",
        about: "«По словам», «по данным» with the speaker in the genitive.",
        takes: &["[По словам Сергея Петрова, школу построят за год]."],
        leaves: &["По дороге Сергея Петрова встретили друзья."],
    },
];

/// Quotations of fewer tokens are names, terms or scare quotes, unless a verb of speech stands right beside them.
const SPEECH_TOKENS: usize = 4;
/// How far from the closing mark the verb of speech may stand, in tokens.
const REACH: usize = 16;

/// Finds statements.
pub fn find(scene: &Scene<'_>) -> Vec<Fact> {
    let (page, r) = (scene.page, scene.r);
    let mut out = Vec::new();
    let mut spoken: Vec<Range<usize>> = Vec::new();
    let mut last: Option<(usize, Entity)> = None;
    for q in page.text.quotations.iter().filter(|q| q.depth == 0 && q.close - q.open > SPEECH_TOKENS) {
        let found = interrupted(page, r, q).or_else(|| after(page, r, q)).or_else(|| before(page, r, q)).or_else(|| continued(page, q, last));
        let Some(said) = found else { continue };
        last = Some((said.evidence.end.max(q.close + 1), said.speaker));
        spoken.push(q.open..q.close + 1);
        out.push(made(page, r, said));
    }
    for block in &page.text.blocks {
        match block.kind {
            BlockKind::Turn => out.extend(turn(page, r, &block.tokens).map(|s| made(page, r, s))),
            _ => out.extend(interview(page, r, &block.tokens).map(|s| made(page, r, s))),
        }
    }
    for sentence in &page.text.sentences {
        let free = |i: usize| !spoken.iter().any(|s| s.contains(&i));
        if let Some(said) = that_clause(page, r, sentence).or_else(|| according(page, r, sentence)).filter(|s| free(s.evidence.start) && free(s.quote.start)) {
            out.push(made(page, r, said));
        }
    }
    out
}

/// Says of every fact that stands in somebody's words whose they are. Facts are sorted by evidence.
pub fn attribute(page: &Page<'_>, facts: &mut [Fact]) {
    // Stretches of speech by first code point: of statements, and of quotations that are no statement's.
    let mut spoken: Vec<(usize, usize, Option<String>)> = Vec::new();
    for f in facts.iter().filter(|f| f.kind == "statement") {
        let pieces = f.segments.as_deref().unwrap_or(f.quote.as_slice());
        spoken.extend(pieces.iter().map(|s| (s.start, s.end, f.args.speaker.clone())));
    }
    spoken.sort();
    let known: Vec<(usize, usize)> = spoken.iter().map(|s| (s.0, s.1)).collect();
    let covered = |start: usize| {
        let at = known.partition_point(|k| k.0 <= start);
        known[at.saturating_sub(8)..at].iter().any(|k| start < k.1)
    };
    let marks: Vec<(usize, usize, Option<String>)> = page
        .text
        .quotations
        .iter()
        .filter(|q| q.close - q.open > super::NAME_TOKENS)
        .map(|q| page.text.chars(&q.inside()))
        .filter(|q| !covered(q.start))
        .map(|q| (q.start, q.end, None))
        .collect();
    spoken.extend(marks);
    spoken.sort();
    let mut next = 0;
    let mut open: Vec<(usize, usize, Option<String>)> = Vec::new();
    for f in facts.iter_mut() {
        while next < spoken.len() && spoken[next].0 <= f.evidence.start {
            open.push(spoken[next].clone());
            next += 1;
        }
        open.retain(|s| s.1 > f.evidence.start);
        // A statement's own words are not said in themselves.
        let own = f.quote.as_ref().map(|q| q.start);
        let Some((_, _, speaker)) = open.iter().rev().find(|s| own.is_none_or(|o| s.0 < o && f.evidence.start > s.0)) else { continue };
        match speaker {
            Some(s) => f.said_by = Some(s.clone()),
            None => f.reported = Some(true),
        }
    }
}

struct Said {
    speaker: Entity,
    quote: Range<usize>,
    segments: Vec<Range<usize>>,
    evidence: Range<usize>,
    stance: Option<&'static str>,
    indirect: bool,
    rule: &'static str,
}

fn made(page: &Page<'_>, r: &Resolved, said: Said) -> Fact {
    let args = Args { speaker: Some(r.id(said.speaker).to_string()), ..Args::default() };
    let mut new = fact(page, "statement", "actual", args, &trimmed(page, said.evidence), said.rule);
    new.quote = Some(stretch(page, &said.quote));
    new.segments = (said.segments.len() > 1).then(|| said.segments.iter().map(|s| stretch(page, s)).collect());
    new.indirect = said.indirect.then_some(true);
    new.stance = said.stance.filter(|s| !s.is_empty()).map(str::to_string);
    new
}

fn speech(page: &Page<'_>, i: usize) -> Option<Entry> {
    let form = page.form(i)?;
    if !form.classes.any(&[Class::Verb, Class::Participle, Class::Infinitive]) {
        return None;
    }
    form.predicate("speech").filter(|e| e.cell("pos") == "verb")
}

/// The speaker in the author's words: the person who is the subject, nearest to the verb; else an office or organization.
fn speaker(page: &Page<'_>, r: &Resolved, range: &Range<usize>, verb: usize) -> Option<(Entity, Range<usize>)> {
    let nominative = |t: &Range<usize>| {
        let governed = t.start > range.start && page.has(t.start - 1, Class::Preposition);
        let by_form = || page.form(t.start).is_some_and(|f| f.has_case(Case::Nom) || f.readings.is_empty());
        !governed && r.is_nominative(t).unwrap_or_else(|| is_subject(page, r, t) || by_form())
    };
    // A verb's number and gender rule out who cannot be its subject.
    let reading = page.form(verb).and_then(|f| f.readings.iter().find(|x| x.past || x.person > 0).cloned());
    let fits = |e: &Entity| {
        let gender = reading.as_ref().filter(|x| x.past && x.plural == Some(false)).and_then(|x| x.gender);
        match (gender, r.people.get(e.index).and_then(|p| p.gender.as_deref())) {
            (Some(crate::lexicon::Gender::Fem), Some("male")) | (Some(crate::lexicon::Gender::Masc), Some("female")) => e.kind != Kind::Person,
            _ => true,
        }
    };
    let distance = |t: &Range<usize>| if t.start > verb { t.start - verb } else { verb.saturating_sub(t.end) + 1 };
    let mut people: Vec<(Range<usize>, Entity)> = r.persons_in(range).into_iter().filter(|(t, e)| nominative(t) && fits(e)).collect();
    people.sort_by_key(|(t, _)| (distance(t), t.start));
    if let Some((t, e)) = people.first() {
        return Some((*e, t.clone()));
    }
    for kind in [Kind::Office, Kind::Organization] {
        let mut others: Vec<(Range<usize>, Entity)> =
            r.within(range, kind).map(|(i, e)| (r.mentions[i].tokens.clone(), e)).filter(|(t, _)| nominative(t)).collect();
        others.sort_by_key(|(t, _)| (distance(t), t.start));
        if let Some((t, e)) = others.first() {
            return Some((*e, t.clone()));
        }
    }
    None
}

/// «…», – сказал он.
fn after(page: &Page<'_>, r: &Resolved, q: &Quotation) -> Option<Said> {
    let mut start = q.close + 1;
    let end = page.text.sentences[*page.text.sentence_of.get(start.min(page.len().checked_sub(1)?))? as usize].end;
    let mut dashed = false;
    while start < end && page.any(start, &[Class::Comma, Class::Dash, Class::Stop]) && !(dashed && page.has(start, Class::Stop)) {
        dashed |= page.any(start, &[Class::Dash, Class::Comma]);
        start += 1;
    }
    if !dashed || start >= end {
        return None;
    }
    let stop = (start..end.min(start + REACH + 14))
        .find(|i| page.has(*i, Class::OpenQuote) && page.text.quotations.iter().any(|o| o.open == *i && o.close - o.open > SPEECH_TOKENS))
        .unwrap_or(end);
    let range = start..stop;
    let verb = range.clone().take(REACH).find(|i| speech(page, *i).is_some())?;
    let (speaker, tokens) = speaker(page, r, &range, verb)?;
    let close = tokens.end.max(verb + 1);
    Some(Said {
        speaker,
        quote: q.inside(),
        segments: vec![],
        evidence: q.open..close,
        stance: speech(page, verb).map(|e| e.cell("detail")),
        indirect: false,
        rule: "statement.quotation-then-speaker",
    })
}

/// Сергей Петров сказал: «…».
fn before(page: &Page<'_>, r: &Resolved, q: &Quotation) -> Option<Said> {
    let sentence = page.sentence(q.open);
    let colon = q.open.checked_sub(1).filter(|c| sentence.contains(c) || *c + 1 == sentence.start)?;
    let range = page.sentence(colon).start..colon;
    let joined = page.has(colon, Class::Colon);
    // Without a colon the quotation continues the author's sentence: «заявил, что «…»».
    let verb = range.clone().rev().take(if joined { REACH } else { 4 }).find(|i| speech(page, *i).is_some())?;
    let (speaker, tokens) = speaker(page, r, &range, verb)?;
    Some(Said {
        speaker,
        quote: q.inside(),
        segments: vec![],
        evidence: tokens.start.min(verb)..q.close + 1,
        stance: speech(page, verb).map(|e| e.cell("detail")),
        indirect: false,
        rule: "statement.speaker-then-quotation",
    })
}

/// A quotation right behind the author's words of the one before: «А», – сказал он. – «Б».
fn continued(page: &Page<'_>, q: &Quotation, last: Option<(usize, Entity)>) -> Option<Said> {
    let (end, speaker) = last?;
    let gap = end..q.open;
    let near = gap.len() <= 4
        && gap.clone().all(|i| page.any(i, &[Class::Stop, Class::Dash, Class::Comma, Class::Adverb]))
        && gap.clone().any(|i| page.has(i, Class::Dash));
    near.then(|| Said {
        speaker,
        quote: q.inside(),
        segments: vec![],
        evidence: q.open..q.close + 1,
        stance: None,
        indirect: false,
        rule: "statement.quotation-then-speaker",
    })
}

/// The author's words between dashes inside a stretch: verb, speaker and where they stand.
fn authors_words(page: &Page<'_>, r: &Resolved, inside: &Range<usize>) -> Option<(Range<usize>, usize, Entity)> {
    let dash = (inside.start + 1..inside.end).find(|i| {
        page.has(*i, Class::Dash) && page.any(*i - 1, &[Class::Comma, Class::Stop]) && (*i + 1..inside.end.min(*i + 8)).any(|v| speech(page, v).is_some())
    })?;
    let end = (dash + 1..inside.end).find(|i| page.has(*i, Class::Dash)).unwrap_or(inside.end);
    let range = dash + 1..end;
    let verb = range.clone().take(REACH).find(|i| speech(page, *i).is_some())?;
    // The author's words begin with the verb or with the speaker.
    let (speaker, _) = speaker(page, r, &range, verb)?;
    Some((dash..end, verb, speaker))
}

/// «А, – сказал он, – Б» between one pair of marks.
fn interrupted(page: &Page<'_>, r: &Resolved, q: &Quotation) -> Option<Said> {
    let inside = q.inside();
    let (words, verb, speaker) = authors_words(page, r, &inside)?;
    let first = trimmed(page, inside.start..words.start);
    let second = (words.end + 1).min(inside.end)..inside.end;
    let mut segments = vec![first];
    if second.len() > 1 {
        segments.push(second);
    }
    Some(Said {
        speaker,
        quote: inside,
        segments,
        evidence: q.open..q.close + 1,
        stance: speech(page, verb).map(|e| e.cell("detail")),
        indirect: false,
        rule: "statement.quotation-then-speaker",
    })
}

/// – Мы рады, – сказал мэр. – Ждём всех.
fn turn(page: &Page<'_>, r: &Resolved, block: &Range<usize>) -> Option<Said> {
    let inside = block.start + 1..block.end;
    let (words, verb, speaker) = authors_words(page, r, &inside)?;
    let first = trimmed(page, inside.start..words.start);
    let second = (words.end + 1).min(inside.end)..inside.end;
    let mut segments = vec![first.clone()];
    let quote = if second.len() > 1 {
        segments.push(second);
        inside.clone()
    } else {
        first
    };
    Some(Said { speaker, quote, segments, evidence: inside, stance: speech(page, verb).map(|e| e.cell("detail")), indirect: false, rule: "statement.turn" })
}

/// В. Иванов: Мы рады.
fn interview(page: &Page<'_>, r: &Resolved, block: &Range<usize>) -> Option<Said> {
    let (_, (tokens, speaker)) = r.persons_in(&(block.start..block.end.min(block.start + 5))).into_iter().enumerate().next()?;
    let said = tokens.start == block.start && page.has(tokens.end, Class::Colon) && block.end > tokens.end + 3;
    let quote = tokens.end + 1..block.end;
    said.then(|| Said { speaker, quote, segments: vec![], evidence: block.clone(), stance: None, indirect: false, rule: "statement.interview" })
}

/// Сергей Петров заявил, что …
fn that_clause(page: &Page<'_>, r: &Resolved, sentence: &Range<usize>) -> Option<Said> {
    let that = sentence.clone().find(|i| {
        *i > sentence.start + 1 && page.form(*i).is_some_and(|f| f.word("that").is_some()) && page.has(*i - 1, Class::Comma) && page.has(*i, Class::Lower)
    })?;
    let range = sentence.start..that - 1;
    let verb = range.clone().rev().take(8).find(|i| speech(page, *i).is_some_and(|e| !matches!(e.cell("detail"), "ask")))?;
    let (speaker, tokens) = speaker(page, r, &range, verb)?;
    let quote = trimmed(page, that + 1..sentence.end);
    (quote.len() >= 2).then(|| Said {
        speaker,
        evidence: tokens.start.min(verb)..sentence.end,
        quote,
        segments: vec![],
        stance: speech(page, verb).map(|e| e.cell("detail")),
        indirect: true,
        rule: "statement.that-clause",
    })
}

/// По словам Сергея Петрова, …
fn according(page: &Page<'_>, r: &Resolved, sentence: &Range<usize>) -> Option<Said> {
    let noun = sentence.clone().find(|i| {
        page.form(*i).is_some_and(|f| f.word("according").is_some() || f.predicate("speech").is_some_and(|e| e.cell("pos") == "noun"))
            && *i > sentence.start
            && page.folded(*i - 1) == "по"
    })?;
    let mut comma = noun + 1;
    while comma < sentence.end && !page.has(comma, Class::Comma) {
        comma += 1;
    }
    let range = noun + 1..comma;
    let found =
        r.persons_in(&range).into_iter().next().map(|(t, e)| (e, t)).or_else(|| {
            [Kind::Organization, Kind::Office].into_iter().find_map(|k| r.within(&range, k).next().map(|(i, e)| (e, r.mentions[i].tokens.clone())))
        })?;
    let quote = if comma + 1 < sentence.end && noun == sentence.start + 1 { trimmed(page, comma + 1..sentence.end) } else { return None };
    (quote.len() >= 2).then(|| Said {
        speaker: found.0,
        evidence: noun - 1..sentence.end,
        quote,
        segments: vec![],
        stance: None,
        indirect: true,
        rule: "statement.according-to",
    })
}
