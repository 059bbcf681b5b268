//! A second look at names, with what the first look decided elsewhere in the text.
//!
//! In: the candidates of the names' layer with their scores. Out: the same with cues that no single sentence shows: the same words in
//! any case form won as a name of this kind elsewhere, or as one of another kind; they are a part of a longer name («Байден» of «Джо
//! Байден»); two names that stand alone elsewhere are joined. So a text speaks of one name as one kind, unless its sentences
//! insist. Their weights are fitted like all others, over the scores of the first look.

use super::weights::{Decision, Weights};
use super::{Mention, best};
use crate::lexicon::Class;
use crate::recognize::cues::Cue;
use crate::recognize::{Candidate, Kind, Page};
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;

/// Kinds that a name may be of: a country's name is decided as a place.
const SORTS: usize = 3;
/// A name that won by so much, elsewhere and all in all, is sure.
const SURE: f32 = 6.0;
/// Longer names are not looked for elsewhere.
const LONGEST: usize = 6;

fn sort(kind: Kind) -> usize {
    match kind {
        Kind::Person => 0,
        Kind::Organization => 2,
        _ => 1,
    }
}

/// What a name's words won, in the whole text: how often and by how much, for every sort.
#[derive(Clone, Copy, Default)]
struct Won {
    times: [u32; SORTS],
    by: [f32; SORTS],
}

impl Won {
    fn add(&mut self, sort: usize, score: f32) {
        self.times[sort] += 1;
        self.by[sort] += score;
    }

    fn without(mut self, sort: usize, score: f32) -> Won {
        self.times[sort] = self.times[sort].saturating_sub(1);
        self.by[sort] -= score;
        self
    }

    /// The sort that won most of the others than this one.
    fn rival(&self, sort: usize) -> Option<usize> {
        (0..SORTS).filter(|s| *s != sort && self.times[*s] > 0).max_by(|a, b| self.by[*a].total_cmp(&self.by[*b]))
    }
}

/// What the first look decided.
struct Verdicts {
    /// Whole names, by the stems of their words.
    names: HashMap<u64, Won>,
    /// Words of longer names, by stem.
    words: HashMap<u64, Won>,
    /// At every token the winner that stands there: its span, sort and score.
    at: Vec<Option<(usize, usize, usize, f32)>>,
    /// At how many places a name's words stand.
    places: HashMap<u64, u32>,
}

impl Verdicts {
    fn of(page: &Page<'_>, scored: &[(Candidate, f32)]) -> Verdicts {
        let mut out = Verdicts { names: HashMap::new(), words: HashMap::new(), at: vec![None; page.len()], places: HashMap::new() };
        let winners: Vec<Mention> = best(page, scored, |c| c.core.clone());
        for m in &winners {
            let sort = sort(m.kind);
            if m.core.len() <= LONGEST {
                out.names.entry(key(page, &m.core)).or_default().add(sort, m.score);
            }
            m.core.clone().for_each(|i| out.at[i] = Some((m.core.start, m.core.end, sort, m.score)));
            if m.core.len() > 1 {
                m.core.clone().filter(|i| is_word(page, *i)).for_each(|i| out.words.entry(page.forms[i].stem).or_default().add(sort, m.score));
            }
        }
        // A bit for each length from a first token.
        let mut seen = vec![0u8; page.len()];
        for (c, _) in scored.iter().filter(|(c, _)| c.core.len() <= LONGEST) {
            let bit = 1 << c.core.len();
            if seen[c.core.start] & bit == 0 {
                seen[c.core.start] |= bit;
                *out.places.entry(key(page, &c.core)).or_default() += 1;
            }
        }
        out
    }

    /// What the words of a span won as a whole name at other places.
    fn elsewhere(&self, page: &Page<'_>, span: &Range<usize>) -> Won {
        let won = self.names.get(&key(page, span)).copied().unwrap_or_default();
        match self.at[span.start] {
            Some((start, end, sort, score)) if (start, end) == (span.start, span.end) => won.without(sort, score),
            _ => won,
        }
    }

    /// What a word won as a part of longer names at other places.
    fn inside_longer(&self, page: &Page<'_>, token: usize) -> Won {
        let won = self.words.get(&page.forms[token].stem).copied().unwrap_or_default();
        match self.at[token] {
            Some((start, end, sort, score)) if end - start > 1 => won.without(sort, score),
            _ => won,
        }
    }
}

/// Words of a longer name that may stand for it.
fn is_word(page: &Page<'_>, i: usize) -> bool {
    page.is_capital(i) && !page.has(i, Class::Initial)
}

fn key(page: &Page<'_>, span: &Range<usize>) -> u64 {
    span.clone().fold(0, |hash: u64, i| hash.rotate_left(7) ^ page.forms[i].stem)
}

/// The cues of every candidate.
pub fn second_look(page: &Page<'_>, scored: &[(Candidate, f32)]) -> Vec<Vec<&'static str>> {
    let verdicts = Verdicts::of(page, scored);
    scored.iter().map(|(c, _)| if c.core.len() <= LONGEST { cues(page, &verdicts, c) } else { Vec::new() }).collect()
}

/// Adds the cues to the candidates and their weights to the scores.
pub fn look_again(page: &Page<'_>, scored: &mut [(Candidate, f32)], weights: &Weights, decision: impl Fn(Kind) -> Decision) {
    let cues = second_look(page, scored);
    for ((candidate, score), found) in scored.iter_mut().zip(cues) {
        let weight = |name: &&str| Cue::own(name).map_or(0.0, |cue| weights.of(decision(candidate.kind), cue));
        *score += found.iter().map(weight).sum::<f32>();
        candidate.cues.extend(found);
    }
}

fn cues(page: &Page<'_>, verdicts: &Verdicts, c: &Candidate) -> Vec<&'static str> {
    let mut out = Vec::new();
    let mut add = |holds: bool, cue: &'static str| {
        if holds {
            out.push(cue);
        }
    };
    let own = sort(c.kind);
    let won = verdicts.elsewhere(page, &c.core);
    let rival = won.rival(own);
    let against = rival.map_or(0.0, |r| won.by[r]);
    add(won.times[own] > 0, "name-elsewhere");
    add(won.times[own] > 0 && won.by[own] >= SURE, "sure-name-elsewhere");
    add(rival.is_some(), "other-name-elsewhere");
    add(against >= SURE, "sure-other-name-elsewhere");
    let places = verdicts.places.get(&key(page, &c.core)).copied().unwrap_or(0);
    add(places > 1 && won.times == [0; SORTS], "refused-elsewhere");
    add(places > 2 && won.times == [0; SORTS], "refused-twice-elsewhere");
    if c.core.len() == 1 {
        let longer = verdicts.inside_longer(page, c.core.start);
        let rival = longer.rival(own);
        add(longer.times[own] > 0, "part-of-name-elsewhere");
        add(longer.times[own] > 0 && longer.by[own] >= SURE, "part-of-sure-name-elsewhere");
        add(rival.is_some(), "part-of-other-name-elsewhere");
        add(rival.is_some_and(|r| longer.by[r] >= SURE && longer.by[r] > longer.by[own]), "part-of-sure-other-name-elsewhere");
        return out;
    }
    let first = verdicts.elsewhere(page, &(c.core.start..c.core.start + 1));
    let last = verdicts.elsewhere(page, &(c.core.end - 1..c.core.end));
    let rest = verdicts.elsewhere(page, &(c.core.start + 1..c.core.end));
    add(first.times[own] > 0, "begins-with-name-elsewhere");
    add(last.times[own] > 0, "ends-with-name-elsewhere");
    add(first.rival(own).is_some(), "begins-with-other-name-elsewhere");
    add(last.rival(own).is_some(), "ends-with-other-name-elsewhere");
    add(won.times[own] == 0 && first.times[own] > 0 && rest.times[own] > 0, "joins-names-elsewhere");
    out
}

#[cfg(test)]
mod tests {
    use crate::arbitrate;
    use crate::arbitrate::weights::BUNDLED;
    use crate::lexicon::Memo;
    use crate::recognize::{Evidence, Kind, Page};

    #[track_caller]
    fn check(source: &str, wanted: Kind, word: &str) {
        let mut memo = Memo::default();
        let page = Page::new(source, &mut memo);
        let mentions = arbitrate::decide(&page, &Evidence::new(&page), &BUNDLED);
        for i in (0..page.len()).filter(|i| page.word(*i).starts_with(word)) {
            let kind = mentions.iter().find(|m| m.core.contains(&i)).map(|m| m.kind);
            assert_eq!(kind, Some(wanted), "{} at {i}", page.word(i));
        }
    }

    #[test]
    fn one_name_is_of_one_kind() {
        check("Мэр города Виктор Лужин ушёл в отпуск. Вместо Лужина дела ведёт заместитель. Лужин вернётся в мае.", Kind::Person, "Лужин");
        check("Пожар начался в деревне Верхняя Сосна. Из Верхней Сосны вывезли людей.", Kind::Place, "Сосн");
    }
}
