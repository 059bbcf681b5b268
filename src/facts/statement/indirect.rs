//! What is told in the author's words: «заявил, что», «по словам», «как сообщает», «…, отметил он», «об этом сообщили».

use super::speaker::{self, Source};
use super::{Said, Talk, speech, speech_noun, trimmed};
use crate::facts::clauses::{ClauseKind, VerbForm, verb_form};
use crate::facts::modality;
use crate::lexicon::{Case, Class, Entry, Gender, Pos, Table};
use crate::recognize::{Kind, Page};
use std::ops::Range;

/// How many phrases behind a verb of speech what it tells of may stand.
const PHRASES: usize = 6;
/// How far before «что» its verb may stand, in tokens.
const REACH: usize = 12;
/// How far before a verb its speaker is looked for, in tokens: longer sentences are lists.
const SPEAKER: usize = 60;
/// A statement has at least so many tokens.
const WORDS: usize = 2;

/// Finds the statements of a sentence outside quotations.
pub fn sentence(talk: &mut Talk<'_>, sentence: &Range<usize>) {
    let page = talk.scene.page;
    // Behind a quotation only the rest is the author's; «Мотор» is a name.
    let body = |i: usize| talk.scene.c.phrase(i).is_some_and(|n| talk.scene.c.phrases[n].entity_is(Kind::Organization));
    let names = |i: usize| page.has(i, Class::OpenQuote) && !crate::facts::is_speech_mark(page, i) && body(i);
    let sign = |i: usize| page.any(i, &[Class::CloseQuote, Class::OpenQuote, Class::Stop, Class::Dash]) && !names(i);
    let Some(start) = sentence.clone().find(|i| !talk.is_taken(*i) && !sign(*i)) else { return };
    let own = start..sentence.end;
    let behind_quotation = (sentence.start..start).any(|i| talk.is_taken(i));
    if !behind_quotation && let Some(said) = about_this(talk, &own) {
        talk.add(said);
        return;
    }
    let mut end = own.end;
    // Who speaks stands behind a comma; the rest is what he says, with what others say in it.
    let mut around: Vec<Said> = Vec::new();
    let mut inner: Vec<Said>;
    if !behind_quotation {
        let mut sources: Vec<Range<usize>> = Vec::new();
        for (found, source) in [according(talk, &own), says_behind(talk, &own), as_says(talk, &own)].into_iter().flatten() {
            if found.quote.start == own.start && found.segments.is_empty() && source.end + WORDS >= own.end {
                end = end.min(found.quote.end);
            }
            sources.push(source);
            around.push(found);
        }
        inner = that_clauses(talk, &(own.start..end));
        around = around.into_iter().zip(sources).filter_map(|(said, source)| told_once(page, said, &source, &mut inner)).collect();
    } else {
        inner = that_clauses(talk, &(own.start..end));
    }
    around.sort_by_key(|s| (s.quote.start, std::cmp::Reverse(s.quote.end)));
    inner.extend(infinitives(talk, &(own.start..end)));
    // In the text's order, so that «он добавил» finds who spoke before; who speaks of the whole sentence last.
    inner.sort_by_key(|s| s.quote.start);
    for said in around.into_iter().chain(inner) {
        talk.add(said);
    }
    reports(talk, &own);
}

/// «заявил, что А, по его словам, Б»: two statements, parted by the words that name their source again; «заявил, что А, по его словам,
/// готов» is one.
fn told_once(page: &Page<'_>, mut said: Said, source: &Range<usize>, inner: &mut [Said]) -> Option<Said> {
    let around = |t: &&mut Said| t.quote.start <= source.start && source.end <= t.quote.end;
    let Some(outer) = inner.iter_mut().rfind(around).filter(|t| t.speaker.is_some() && t.speaker == said.speaker) else { return Some(said) };
    let behind = trimmed(page, (source.end + usize::from(page.has(source.end, Class::Comma))).min(outer.quote.end)..outer.quote.end);
    let before = trimmed(page, outer.quote.start..source.start.max(outer.quote.start + 1));
    if behind.len() < WORDS || !super::has_predicate(page, &before) || !super::has_predicate(page, &behind) {
        return None;
    }
    (outer.quote.end, outer.evidence.end) = (before.end, before.end);
    said.evidence = source.start..behind.end;
    (said.quote, said.segments) = (behind, vec![]);
    Some(said)
}

/// Marks what is told without a clause: «сообщил о гибели двух военных», «опроверг слухи об отставке Петрова».
fn reports(talk: &mut Talk<'_>, own: &Range<usize>) {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    let mut found = Vec::new();
    for verb in own.clone() {
        let told = |e: &Entry| matches!(e.cell("detail"), "say" | "claim" | "deny" | "write");
        if !speech(page, verb).is_some_and(|e| told(&e)) || talk.is_taken(verb) || verb_form(page, verb) != Some(VerbForm::Finite) {
            continue;
        }
        let clause = c.clause(verb);
        let next = clause.verb_after(verb).unwrap_or(own.end).min(own.end);
        let at = clause.phrases.partition_point(|n| c.phrases[*n].tokens.start <= verb);
        let told = clause.phrases[at..].iter().take(PHRASES).map(|n| &c.phrases[*n]).take_while(|p| p.tokens.start < next).find(|p| {
            let about = p.preposition.is_some_and(|t| t > verb && matches!(page.folded(t), "о" | "об" | "обо")) && p.cases.has(Case::Loc);
            let news = p.preposition.is_none()
                && p.entity.is_none()
                && p.cases.has(Case::Acc)
                && (hearsay(page, p.head) || speech_noun(page, p.head).is_some() || page.form(p.head).is_some_and(|f| f.word("according").is_some()));
            about || news
        });
        let Some(start) = told.map(|p| p.preposition.filter(|t| *t > verb).unwrap_or(p.tokens.start)) else { continue };
        let end = clause.tokens.end.min(own.end);
        if start + 1 < end {
            let source = speaker::of_verb(talk, &region(clause.tokens.start.max(own.start), start), verb);
            found.push(Said::new("statement.report", &source, start..end, verb..end));
        }
    }
    talk.reports.extend(found);
}

fn is_that(page: &Page<'_>, i: usize) -> bool {
    page.form(i).is_some_and(|f| f.word("that").is_some()) && page.has(i, Class::Lower)
}

/// The region before a token in which its speaker may stand.
fn region(from: usize, end: usize) -> Range<usize> {
    from.max(end.saturating_sub(SPEAKER)).min(end)..end
}

/// Сергей Петров заявил, что … и что …
fn that_clauses(talk: &Talk<'_>, own: &Range<usize>) -> Vec<Said> {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    let mut out: Vec<Said> = Vec::new();
    let mut from = own.start;
    for that in own.clone() {
        if !is_that(page, that) || that <= own.start + 1 || talk.is_taken(that) {
            continue;
        }
        let comma = that - 1;
        // «…, что А и что Б»: the same statement goes on.
        if !page.has(comma, Class::Comma) {
            continue;
        }
        let range = region(from, comma);
        let nearest = range.clone().rev().take(REACH).find(|i| {
            !talk.is_taken(*i)
                && (verb_form(page, *i).is_some()
                    || speech(page, *i).is_some()
                    || (speech_noun(page, *i).is_some() || hearsay(page, *i)) && page.word(that) == "что")
        });
        let Some(at) = nearest else { continue };
        let so_that = page.folded(that) == "чтобы";
        let made = |source: Source, entry: Option<Entry>| {
            let tokens = source.tokens(at);
            let mut quote = trimmed(page, that + 1..own.end);
            if quote.len() > 1 && page.has(quote.end - 1, Class::Colon) {
                quote.end -= 1;
            }
            let mut said = Said::new("statement.that-clause", &source, quote, tokens.start.min(at)..own.end).stance(entry).indirect();
            said.modality = modality::at(page, c, at);
            said
        };
        let found = if excluded(page, at) && modality::is_negated(page, at) && !so_that {
            let mut said = made(speaker::of_verb(talk, &range, at), None);
            (said.stance, said.modality) = (Some("think"), "actual");
            Some(said)
        } else if let Some(entry) = speech(page, at).filter(|_| opinion(page, at).is_none()) {
            let detail = entry.cell("detail");
            if modality::is_negated(page, at) || so_that != matches!(detail, "demand" | "ask") && (so_that || detail == "ask") {
                None
            } else {
                Some(made(speaker::of_verb(talk, &range, at), Some(entry)))
            }
        } else if let Some(entry) = opinion(page, at) {
            let subject = c.subject(page, at).filter(|n| range.contains(&c.phrases[*n].tokens.start));
            let source = match subject {
                Some(n) => speaker::of_phrase(talk, n),
                None => speaker::of_verb(talk, &range, at),
            };
            Some(made(source, Some(entry)))
        } else if hearsay(page, at) {
            Some(made(Source::Rumour, None))
        } else if let Some(entry) = speech_noun(page, at).filter(|_| !so_that) {
            // «заявление Петрова, что …»: whose it is stands behind it.
            let owner = c.phrase(at).map(|n| n + 1).filter(|n| c.phrases.get(*n).is_some_and(|p| p.after == Some(n - 1) && p.tokens.start < comma));
            owner.map(|n| made(speaker::of_phrase(talk, n), Some(entry)))
        } else {
            None
        };
        let Some(said) = found.filter(|s| s.quote.len() >= WORDS) else { continue };
        // What is told inside another's words ends with them; a later one beside it ends the first.
        if let Some(last) = out.last_mut().filter(|l| l.quote.contains(&at) && !inside_clause(talk, l.quote.start, at)) {
            let end = page.sentence(at).start.max(said.evidence.start.min(at));
            if end > last.quote.start + WORDS {
                last.quote.end = trimmed(page, last.quote.start..end).end;
                last.evidence.end = last.quote.end;
            }
        }
        from = that + 1;
        out.push(said);
    }
    out
}

/// Whether a token's clause hangs on the clause of a statement's words.
fn inside_clause(talk: &Talk<'_>, words: usize, token: usize) -> bool {
    let c = &talk.scene.c;
    let outer = c.clause_of[words] as usize;
    let mut at = Some(c.clause_of[token] as usize);
    for _ in 0..4 {
        match at {
            Some(n) if n == outer => return true,
            Some(n) => at = c.clauses[n].parent.or(c.clauses[n].inherits),
            None => return false,
        }
    }
    false
}

/// «исключает»: what somebody does not rule out is an opinion.
fn excluded(page: &Page<'_>, i: usize) -> bool {
    let active = page.form(i).and_then(|f| f.readings.first()).is_some_and(|x| x.pos == Pos::Verb);
    active && page.form(i).and_then(|f| f.predicate("deny")).is_some_and(|e| e.cell("detail") == "excluded")
}

/// «слухи», «молва».
fn hearsay(page: &Page<'_>, i: usize) -> bool {
    page.has(i, Class::Noun) && page.form(i).is_some_and(|f| f.word("rumour").is_some())
}

/// «уверен», «убеждён», «согласны».
fn opinion(page: &Page<'_>, i: usize) -> Option<Entry> {
    let form = page.form(i)?;
    let short = form.readings.iter().any(|x| x.short);
    // «уверена» is a form of «уверить» too.
    let sure = |e: &Entry| e.cell("class") == "speech" && (e.cell("pos") == "adjective" || form.word("opinion").is_some());
    form.entries_of(Table::Predicates).find(sure).filter(|_| short)
}

/// «пообещал построить», «призвал жителей построить».
fn infinitives(talk: &Talk<'_>, own: &Range<usize>) -> Vec<Said> {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    let mut out = Vec::new();
    for verb in own.clone() {
        let Some(entry) = speech(page, verb).filter(|e| matches!(e.cell("detail"), "demand" | "promise" | "ask")) else { continue };
        if verb_form(page, verb) != Some(VerbForm::Finite) || modality::is_negated(page, verb) || talk.is_taken(verb) {
            continue;
        }
        let next =
            (verb + 1..own.end.min(verb + 9)).find(|i| verb_form(page, *i).is_some() || is_that(page, *i) || page.any(*i, &[Class::Colon, Class::OpenQuote]));
        let Some(infinitive) = next.filter(|i| verb_form(page, *i) == Some(VerbForm::Infinitive) && c.clause_of[*i] == c.clause_of[verb]) else { continue };
        let source = speaker::of_verb(talk, &region(own.start, own.end.min(verb + SPEAKER)), verb);
        if source.entity().is_none() {
            continue;
        }
        let tokens = source.tokens(verb);
        let start = if page.folded(infinitive - 1) == "не" { infinitive - 1 } else { infinitive };
        let quote = trimmed(page, start..next_speaker(talk, infinitive, own.end));
        let mut said = Said::new("statement.infinitive", &source, quote.clone(), tokens.start.min(verb)..quote.end).stance(Some(entry)).indirect();
        said.modality = modality::at(page, c, verb);
        out.push(said);
    }
    out
}

/// Where somebody else begins to speak beside a promise or demand: «пообещал построить школу, а Козлова потребовала закрыть завод».
fn next_speaker(talk: &Talk<'_>, from: usize, end: usize) -> usize {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    let own = c.clause_of[from] as usize;
    let begins = |verb: usize| {
        let n = c.subject(page, verb).filter(|n| from < c.phrases[*n].tokens.start && c.phrases[*n].tokens.start < verb)?;
        let clause = c.clause(verb);
        let beside = matches!(clause.kind, ClauseKind::Main) && c.clause_of[verb] as usize != own;
        beside.then(|| clause.tokens.start.max(from).min(c.phrases[n].tokens.start))
    };
    let verbs = (from + 1..end).filter(|v| verb_form(page, *v) == Some(VerbForm::Finite) && speech(page, *v).is_some());
    verbs.filter_map(begins).next().unwrap_or(end)
}

/// The stretches of a sentence around words that name its source, and from where to where both stand.
fn around(talk: &Talk<'_>, own: &Range<usize>, source: &Range<usize>) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let page = talk.scene.page;
    // «Петров построил мост, который, по их мнению, стоит»: of a clause inside only that clause.
    let clause = talk.scene.c.clause(source.start);
    // What closes the sentence speaks of all of it: «Козлов рассказал, что мост построят, сообщает РБК».
    let inner = matches!(clause.kind, ClauseKind::Relative | ClauseKind::Subordinate(_)) && clause.tokens.start < source.start && source.end < own.end;
    let from = match clause.kind {
        ClauseKind::Subordinate(conjunction) if inner && is_that(page, conjunction) => conjunction + 1,
        _ if inner => clause.tokens.start.max(own.start),
        _ => own.start,
    };
    let before = trimmed(page, from..source.start.max(from));
    let behind = trimmed(page, (source.end + usize::from(page.has(source.end, Class::Comma))).min(own.end)..own.end);
    let (mut before, mut behind) = (unmarked(page, before), unmarked(page, behind));
    // «…, указал он, подчеркнув, что …»: what the speaker does is not what he says.
    let gerund = (behind.start..behind.end.min(behind.start + 3)).find(|i| verb_form(page, *i).is_some());
    if gerund.is_some_and(|i| verb_form(page, i) == Some(VerbForm::Gerund)) && before.len() > 1 {
        behind.end = behind.start;
    }
    while before.len() > 1 && page.any(before.start, &[Class::Comma, Class::Stop, Class::Dash]) {
        before.start += 1;
    }
    let words = |r: &Range<usize>| r.clone().filter(|i| !page.any(*i, &[Class::Comma, Class::Stop, Class::Dash, Class::Conjunction])).count();
    let both = words(&before) > 0 && words(&behind) >= WORDS;
    match (both || words(&before) >= WORDS, words(&behind) >= WORDS) {
        (true, true) => Some((before.start..behind.end, vec![before, behind])),
        (true, false) => Some((before, vec![])),
        (false, true) => Some((behind, vec![])),
        (false, false) => None,
    }
}

/// Without a closing mark whose opening one is elsewhere.
fn unmarked(page: &Page<'_>, words: Range<usize>) -> Range<usize> {
    let last = words.end.saturating_sub(1);
    let closes = words.len() > 1 && page.has(last, Class::CloseQuote) && !page.has(last, Class::OpenQuote);
    let opened = || words.clone().any(|i| page.has(i, Class::OpenQuote));
    if closes && !opened() { words.start..last } else { words }
}

/// The end of the phrase that names a source: the next comma outside names, or the end; brackets and what is inserted behind the name
/// belong to it: «директор Пьер Лекок (Pierre Lecoq)», «источник, знакомый с делом,».
fn source_end(talk: &Talk<'_>, from: usize, end: usize) -> usize {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    let until = end.min(from + SPEAKER);
    let sign = |from: usize| (from..until).find(|i| page.any(*i, &[Class::Comma, Class::Dash, Class::Colon, Class::OpenBracket]) && c.phrase(*i).is_none());
    let Some(mut at) = sign(from) else { return end };
    while page.has(at, Class::OpenBracket)
        && let Some(close) = (at..until).find(|i| page.has(*i, Class::CloseBracket))
    {
        // «директор общества (GfbV) Пьер Лекок»: the name goes on behind them.
        let named = c.phrase(close + 1).is_some_and(|n| c.phrases[n].entity_is(Kind::Person));
        match (close + 1 < until).then(|| sign(close + 1)).flatten().filter(|s| named || *s <= close + 2) {
            Some(next) => at = next,
            None if named || close + 2 >= end => return end,
            None => return at,
        }
    }
    let inserted = page.has(at, Class::Comma) && at + 2 < until && {
        let kind = c.clause(at + 1).kind;
        let known = page.any(at + 1, &[Class::Adjective]) && page.has(at + 2, Class::Preposition) && c.phrase(at + 1).is_none();
        matches!(kind, ClauseKind::Participial | ClauseKind::Relative) && c.clause(at + 1).tokens.start <= at + 1 || known
    };
    if inserted { sign(at + 1).unwrap_or(end) } else { at }
}

/// «по словам Сергея Петрова», «по его мнению»: where that begins, the token behind the noun, who it is, what sort of word it is.
pub fn according_source(talk: &Talk<'_>, own: &Range<usize>) -> Option<(usize, usize, Source, &'static str)> {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    own.clone().find_map(|i| {
        if talk.is_taken(i) {
            return None;
        }
        let preposition = matches!(page.folded(i), "по" | "со" | "с" | "согласно" | "на" | "из" | "словами");
        if !preposition {
            return None;
        }
        // «по его словам»
        let owner = page.form(i + 1).filter(|f| f.word("possessive-pronoun").is_some() && own.contains(&(i + 2)));
        if let Some(owner) = owner {
            let noun = page.form(i + 2)?.word("according")?;
            let gender = match owner.folded.as_str() {
                "его" => Some(Gender::Masc),
                "ее" => Some(Gender::Fem),
                _ => return Some((i, i + 3, Source::Unknown, noun.cell("note"))),
            };
            let found = speaker::recent(talk, i, gender);
            return Some((i, i + 3, found.map_or(Source::Unknown, |e| Source::Known(e, i + 1..i + 2)), noun.cell("note")));
        }
        let entry = |p: &crate::recognize::page::Phrase| p.entry.table == Table::Words && p.entry.cell("class") == "according";
        let phrase = page.entries_from(i).find(entry).filter(|p| p.tokens.len() > 1 || page.folded(i) == "согласно");
        let (after, note) = match phrase {
            Some(p) => (p.tokens.end, p.entry.cell("note")),
            None => {
                // «по первым сообщениям», «по данным»: the noun behind an adjective.
                let noun = (i + 1..own.end.min(i + 3)).find(|n| page.form(*n).is_some_and(|f| f.word("according").is_some()))?;
                if page.folded(i) != "по" || !(i + 1..noun).all(|a| page.has(a, Class::Adjective)) {
                    return None;
                }
                (noun + 1, page.form(noun)?.word("according")?.cell("note"))
            }
        };
        if matches!(note, "results" | "law" | "source") {
            return None;
        }
        // «по словам его сторонников»: the noun behind the pronoun.
        let pronoun =
            |t: &usize| page.form(*t).is_some_and(|f| f.word("possessive-pronoun").is_some()) && c.phrase(*t + 1).is_some() && own.contains(&(*t + 1));
        let n = (after..own.end.min(after + 3)).filter(|t| !pronoun(t)).find_map(|t| c.phrase(t));
        // «по версии следствия» has its noun in the genitive; «по информации на вечер» names nobody.
        let named = n.filter(|n| {
            c.phrases[*n].cases.has(Case::Gen)
                && c.phrases[*n].preposition.is_none_or(|p| p < after)
                && (after..c.phrases[*n].tokens.start).all(|t| page.any(t, &[Class::Adjective, Class::Pronoun]))
        });
        let source = named.map_or(if note == "rumour" { Source::Rumour } else { Source::Unknown }, |n| speaker::of_phrase(talk, n));
        Some((i, after, source, note))
    })
}

/// По словам Сергея Петрова, … По его мнению, …
fn according(talk: &Talk<'_>, own: &Range<usize>) -> Option<(Said, Range<usize>)> {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    let (start, after, source, note) = according_source(talk, own)?;
    let named = source.tokens(after);
    let end = source_end(talk, named.end.max(after), own.end);
    let (quote, segments) = around(talk, own, &(start..end))?;
    // In the middle of a sentence it stands between commas.
    let parted =
        start == own.start || start > 0 && page.any(start - 1, &[Class::Comma, Class::Conjunction, Class::Dash, Class::OpenBracket]) || quote.end <= start;
    // «чемпион по версии WBC» names a kind of champion.
    let (before, behind) = (start.checked_sub(1).filter(|b| own.contains(b)), page.has(end, Class::Comma));
    let bound = note == "version" && !behind && before.is_some_and(|b| page.any(b, &[Class::Noun, Class::Adjective]) || c.phrase(b).is_some());
    if !parted || bound || note == "data" && source == Source::Unknown && named.is_empty() && end == after && start > own.start {
        return None;
    }
    let mut said = Said::new("statement.according-to", &source, quote.clone(), quote.start.min(start)..quote.end.max(end)).indirect();
    said.stance = (note == "opinion").then_some("think");
    said.segments = segments;
    Some((said, start..end))
}

/// Как сообщил Сергей Петров, …
fn as_says(talk: &Talk<'_>, own: &Range<usize>) -> Option<(Said, Range<usize>)> {
    let page = talk.scene.page;
    let (start, verb) = own.clone().find_map(|i| {
        let opens = page.folded(i) == "как" && !talk.is_taken(i) && (i == own.start || page.any(i - 1, &[Class::Comma, Class::Conjunction, Class::Dash]));
        let verb = (i + 1..own.end.min(i + 6)).find(|v| verb_form(page, *v) == Some(VerbForm::Finite)).filter(|_| opens)?;
        let plain = !(i + 1..verb).any(|t| page.any(t, &[Class::Comma]));
        (plain && speech(page, verb).is_some()).then_some((i, verb))
    })?;
    let end = source_end(talk, verb + 1, own.end);
    let source = speaker::of_verb(talk, &(start + 1..end), verb);
    // «как говорится», «как отмечалось»: nobody in particular.
    let (quote, segments) = around(talk, own, &(start..end))?;
    // «Как передаёт ТАСС, об этом заявил мэр»: those are not the words.
    if page.entries_from(quote.start).any(|p| p.entry.table == Table::Words && p.entry.cell("class") == "about-this") {
        return None;
    }
    let mut said = Said::new("statement.as-says", &source, quote.clone(), quote.start.min(start)..quote.end.max(end)).stance(speech(page, verb)).indirect();
    said.segments = segments;
    Some((said, start..end))
}

/// …, сообщил Сергей Петров. …, отметил он, …
fn says_behind(talk: &Talk<'_>, own: &Range<usize>) -> Option<(Said, Range<usize>)> {
    let (page, c) = (talk.scene.page, &talk.scene.c);
    let first = own.start + 1;
    for comma in (first..own.end).rev() {
        if !page.any(comma, &[Class::Comma, Class::Dash]) || c.phrase(comma).is_some() || talk.is_taken(comma) {
            continue;
        }
        let verb = (comma + 1..own.end.min(comma + 4)).find(|v| verb_form(page, *v) == Some(VerbForm::Finite));
        let light = |v: usize| {
            (comma + 1..v).all(|t| {
                page.any(t, &[Class::Adverb, Class::Conjunction, Class::Preposition, Class::Dash, Class::Noun])
                    && !page.any(t, &[Class::Comma])
                    && !is_that(page, t)
            })
        };
        let Some(verb) = verb.filter(|v| {
            speech(page, *v).is_some() && light(*v) && page.folded(comma + 1) != "как" && page.folded(comma + 1) != "а" && page.folded(comma + 1) != "и"
        }) else {
            continue;
        };
        let end = source_end(talk, verb + 1, own.end);
        if end < own.end && (is_that(page, end + 1) || page.has(end, Class::Colon)) {
            continue;
        }
        let region = comma + 1..end;
        // «…, если пожелает Петров»: nobody has said it.
        if page.form(comma + 1).is_some_and(|f| f.word("subordinator").is_some()) {
            continue;
        }
        let source = speaker::of_verb(talk, &region, verb);
        let tokens = source.tokens(verb);
        // The subject stands behind the verb; one before is of the sentence before the comma.
        let inverted = match &source {
            // «…, Петров просит убежища» goes on with the sentence.
            Source::Known(_, t) => t.start > verb || t.start > comma && t.end <= verb && end == verb + 1,
            Source::Unknown | Source::Rumour => subject_behind(talk, &region, verb) || impersonal(page, verb),
        };
        if !inverted || tokens.start <= comma && source.entity().is_some() {
            continue;
        }
        // What stands before the comma is a sentence of its own.
        let before = own.start..comma;
        if !super::has_predicate(page, &before) && end + WORDS >= own.end && !before.clone().any(|i| page.has(i, Class::Dash)) {
            continue;
        }
        let (quote, segments) = around(talk, own, &(comma..end))?;
        let mut said =
            Said::new("statement.says-behind", &source, quote.clone(), quote.start.min(comma)..quote.end.max(end)).stance(speech(page, verb)).indirect();
        said.segments = segments;
        return Some((said, comma..end));
    }
    None
}

/// A noun in the nominative behind a verb, whoever it is.
fn subject_behind(talk: &Talk<'_>, region: &Range<usize>, verb: usize) -> bool {
    let c = &talk.scene.c;
    (verb + 1..region.end)
        .filter_map(|t| c.phrase(t))
        .any(|n| c.phrases[n].preposition.is_none() && c.phrases[n].cases.has(Case::Nom) && c.phrases[n].after.is_none())
        || (verb + 1..region.end).any(|t| matches!(talk.scene.page.folded(t), "в" | "во"))
}

/// «говорится», «сообщается», «сообщили в».
fn impersonal(page: &Page<'_>, verb: usize) -> bool {
    page.folded(verb).ends_with("ся") && page.form(verb).is_some_and(|f| f.word("is-said").is_some())
}

/// Об этом сообщил Сергей Петров: the sentence before is what he says.
fn about_this(talk: &Talk<'_>, own: &Range<usize>) -> Option<Said> {
    let page = talk.scene.page;
    let about = page.entries_from(own.start).find(|p| p.entry.table == Table::Words && p.entry.cell("class") == "about-this")?;
    let verb = (about.tokens.end..own.end.min(about.tokens.end + REACH))
        .find(|v| verb_form(page, *v) == Some(VerbForm::Finite))
        .filter(|v| speech(page, *v).is_some())?;
    if modality::is_negated(page, verb) || (verb..own.end).any(|i| is_that(page, i)) {
        return None;
    }
    let n = page.text.sentence_of[own.start] as usize;
    let before = page.text.sentences.get(n.checked_sub(1)?)?.clone();
    let same = page.text.tokens[own.start].breaks_before < 2 || talk.last.is_none_or(|l| l.1 <= before.start);
    if !same
        || talk.is_taken(before.start)
        || before.len() <= WORDS
        || talk.said.last().is_some_and(|s| s.quote.start < before.end && s.quote.end > before.start && s.rule == "statement.headline")
    {
        return None;
    }
    let source = speaker::of_verb(talk, own, verb);
    // «об этом свидетельствуют результаты»: nobody speaks.
    let c = &talk.scene.c;
    let thing = |n: usize| c.phrases[n].entity.is_none() && page.any(c.phrases[n].head, &[Class::Inanimate]) && !page.has(c.phrases[n].head, Class::Animate);
    if source == Source::Unknown && c.subject(page, verb).is_some_and(thing) && !impersonal(page, verb) {
        return None;
    }
    let tokens = source.tokens(verb);
    // «Об этом сообщает», and the text breaks off.
    if tokens == (verb..verb + 1) {
        return None;
    }
    let end = tokens.end.max(verb + 1);
    let quote = trimmed(page, before.clone());
    Some(Said::new("statement.about-this", &source, quote.clone(), quote.start..end).stance(speech(page, verb)).indirect())
}
