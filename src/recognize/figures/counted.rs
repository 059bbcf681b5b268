//! What a number counts: «12 контрольно-пропускных пунктов», also where the noun is left out or stands elsewhere.

use crate::lexicon::{Case, Class, Entry, Gender, Pos, Reading, Table, morph};
use crate::recognize::numbers::{self, NumberForm, gender_name};
use crate::recognize::page::Page;
use crate::recognize::{Candidate, Sense};
use crate::text::TokenKind;
use std::ops::Range;

use super::{Figure, FigureKind};

/// A counted noun phrase.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counted {
    pub tokens: Range<usize>,
    pub lemma: String,
    pub gloss: Option<String>,
}

/// At most so many adjectives stand between a number and its noun.
const ADJECTIVES: usize = 4;

/// The noun phrase that a number counts, which begins right after it.
pub(super) fn counted(page: &Page<'_>, from: usize, value: f64, form: NumberForm) -> Option<Counted> {
    let end = page.sentence(from.saturating_sub(1)).end;
    let limit = end.min(from + ADJECTIVES + 1);
    let mut head = None;
    let mut last_adjective = None;
    for i in from..limit {
        if !matches!(page.kind(i), Some(TokenKind::Word | TokenKind::Abbreviation)) {
            break;
        }
        let readings = &page.forms[i].readings;
        let likely = readings.first().map(|r| r.pos);
        let noun = readings.iter().any(|r| r.pos == Pos::Noun && is_counted(r, value, form, likely == Some(Pos::Noun)));
        let adjective = readings.iter().any(|r| matches!(r.pos, Pos::Adjective | Pos::Participle | Pos::Determiner) && r.case.is_some() && r.probability > 0.2);
        if noun && !(adjective && likely != Some(Pos::Noun) && noun_follows(page, i + 1, limit, value, form)) {
            head = Some(i);
            break;
        }
        if !(adjective || page.has(i, Class::Digit) && page.has(i, Class::Hyphen)) || page.has(i, Class::FunctionWord) && likely != Some(Pos::Determiner) {
            break;
        }
        last_adjective = Some(i);
    }
    // «14 рабочих», «двое пострадавших»: an adjective that stands for a noun.
    let head = head.or_else(|| last_adjective.filter(|i| page.any(*i, &[Class::Plural]) && may_stand_alone(page, *i, form)))?;
    if !page.is_capital(head) || page.has(head, Class::AllCaps) || page.any(head, &[Class::Demonym]) {
        return Some(phrase(page, from, head));
    }
    None
}

/// A noun in the very form that its number asks for may be rare («2 кошки»: the genitive of one); others must be likely.
fn is_counted(r: &Reading, value: f64, form: NumberForm, is_noun: bool) -> bool {
    let asked = match (value % 100.0) as u64 {
        _ if value.fract() != 0.0 => Some(false),
        11..=19 => Some(true),
        n if n % 10 == 1 => None,
        n if (2..=4).contains(&(n % 10)) => Some(false),
        _ => Some(true),
    };
    let fits = form != NumberForm::Collective && asked.is_some() && r.case == Some(Case::Gen) && r.plural == asked;
    is_noun && r.known && fits && r.probability > 0.01 || r.probability > 0.1 && stands_after(r, value, form)
}

fn stands_after(r: &Reading, value: f64, form: NumberForm) -> bool {
    let one = value.fract() == 0.0 && value % 10.0 == 1.0 && value % 100.0 != 11.0;
    match (r.case, r.plural) {
        // «12 т», «5 га»: short forms have no case.
        (None, _) => true,
        (Some(Case::Gen), _) => true,
        (Some(_), Some(false)) => one,
        (Some(Case::Dat | Case::Ins | Case::Loc), Some(true)) => true,
        (Some(Case::Acc), Some(true)) => form != NumberForm::Digits || r.animate == Some(true),
        (Some(Case::Nom), Some(true)) => form == NumberForm::Collective,
        _ => false,
    }
}

fn noun_follows(page: &Page<'_>, from: usize, limit: usize, value: f64, form: NumberForm) -> bool {
    (from..limit.min(from + 2)).any(|i| page.forms[i].readings.iter().any(|r| r.pos == Pos::Noun && r.probability > 0.3 && stands_after(r, value, form)))
}

/// Whether an adjective can be the thing counted: people («рабочий», «погибший»).
fn may_stand_alone(page: &Page<'_>, i: usize, form: NumberForm) -> bool {
    let f = &page.forms[i];
    form == NumberForm::Collective
        || f.classes.has(Class::Participle)
        || f.entries.iter().any(|e| matches!(e.table, Table::Persons | Table::Counted | Table::Offices))
        || f.readings.iter().any(|r| r.pos == Pos::Noun && r.probability > 0.05)
}

/// The dictionary form of a counted phrase, with its gloss where a gazetteer has it.
fn phrase(page: &Page<'_>, from: usize, head: usize) -> Counted {
    let listed = |e: &Entry| matches!(e.table, Table::Counted | Table::Persons);
    // The longest entry that holds the head.
    let found = (from..=head).find_map(|i| page.entries_from(i).find(|p| listed(&p.entry) && p.tokens.end > head && p.tokens.start <= head));
    let (tokens, gloss) = match &found {
        Some(p) => (from..p.tokens.end, Some(p.entry.cell("gloss").to_string())),
        None => (from..head + 1, None),
    };
    let reading = page.forms[head]
        .readings
        .iter()
        .filter(|r| r.case.is_some())
        .max_by(|a, b| (a.pos == Pos::Noun).cmp(&(b.pos == Pos::Noun)).then(a.probability.total_cmp(&b.probability)));
    let mut words: Vec<String> = Vec::new();
    let listed_from = found.as_ref().map_or(head, |p| p.tokens.start);
    let gender = reading.and_then(|r| r.gender).unwrap_or(Gender::Masc);
    // «две трети своего срока» are of the term.
    for i in (from..listed_from).filter(|i| page.forms[*i].word("possessive-pronoun").is_none()) {
        words.push(adjective(page, i, gender));
    }
    match &found {
        Some(p) if p.entry.field == crate::lexicon::Field::Name => words.push(p.entry.cell("name").to_string()),
        Some(p) => words.push(page.text.span(&p.tokens).to_lowercase()),
        None => words.push(noun(page.word(head))),
    }
    Counted { tokens, lemma: words.join(" "), gloss: gloss.filter(|g| !g.is_empty()) }
}

fn noun(word: &str) -> String {
    let is_noun = |r: &Reading| r.pos == Pos::Noun && r.case.is_some_and(|c| c != Case::Nom);
    morph::nominative_singular(word, &is_noun)
        .or_else(|| morph::nominative_singular(word, &|r| r.pos == Pos::Noun))
        .or_else(|| morph::nominative_singular(word, &|r| r.case.is_some()))
        .unwrap_or_else(|| word.to_lowercase())
}

fn adjective(page: &Page<'_>, i: usize, gender: Gender) -> String {
    let word = page.word(i);
    morph::inflected(
        word,
        &|r| matches!(r.pos, Pos::Adjective | Pos::Participle | Pos::Determiner),
        &[("Case", "Nom"), ("Number", "Sing"), ("Gender", gender_name(gender))],
    )
    .unwrap_or_else(|| word.to_lowercase())
}

/// A word stands so near its elided count: «работают только 8», «4 из них простаивают».
const NEAR: usize = 3;

/// Fills what counts without a noun mean: «работают только 8, остальные 4 простаивают», «8 из 12 пунктов», «7 золотых и 11
/// бронзовых наград», «30, 20 и 19 лет», «первый получит 2 млн рублей, второй — 1 млн». Looks back to the last counted phrase of
/// this sentence or the one before, and never invents: a bare number without such a sign stays bare.
pub fn resolve_counted(page: &Page<'_>, figures: &mut [Candidate]) {
    let mut order: Vec<usize> = (0..figures.len()).filter(|i| matches!(figures[*i].sense, Sense::Figure(_))).collect();
    order.sort_by_key(|i| figures[*i].core.start);
    from_behind(page, figures, &order);
    from_before(page, figures, &order);
}

/// What bare numbers take from the figure behind them; from the end, so that a list passes its noun on to the first number.
fn from_behind(page: &Page<'_>, figures: &mut [Candidate], order: &[usize]) {
    for n in (0..order.len().saturating_sub(1)).rev() {
        let Some(figure) = bare_count(&figures[order[n]]) else { continue };
        let at = figure.value_tokens.clone();
        let Some(next) = figure_of(&figures[order[n + 1]]).filter(|f| page.sentence(at.start).contains(&f.value_tokens.start)) else { continue };
        let between = at.end..next.value_tokens.start;
        let is_list = is_list_joint(page, between);
        // «до 7 млн с 6,6 млн рублей»
        let next = next.clone();
        let is_sum = next.kind == FigureKind::Money && is_joined(page, &at, &next.value_tokens);
        // «с 10 до 12 млн тонн»: the first takes the scale too.
        if is_departure(page, &at, &next.value_tokens) && next.kind != FigureKind::Ordinal {
            depart(page, &mut figures[order[n]], &next);
            continue;
        }
        match next.kind {
            FigureKind::Money if is_sum || is_list => inherit(&mut figures[order[n]], &next),
            FigureKind::Age | FigureKind::Duration | FigureKind::Percent | FigureKind::Measure if is_list => inherit(&mut figures[order[n]], &next),
            FigureKind::Count => {
                let whole = next.counted.clone().filter(|_| is_list).map(|lemma| (lemma, next.gloss.clone()));
                // «троих убил и 14 рабочих ранил»
                let people = next.counted_tokens.as_ref().is_some_and(|t| is_of_people(page, t))
                    && is_collective(page, &at)
                    && between_small(page, at.end..next.value_tokens.start);
                let whole = whole.or_else(|| next.counted.clone().filter(|_| people).map(|lemma| (lemma, next.gloss.clone())));
                if let Some((lemma, gloss)) = whole.or_else(|| borrowed(page, &at, Some(&next))) {
                    fill(&mut figures[order[n]], lemma, gloss);
                }
            }
            _ => {}
        }
    }
}

/// «с 10 до 12»: a start and an end with nothing but «до» between.
fn is_departure(page: &Page<'_>, at: &Range<usize>, next: &Range<usize>) -> bool {
    let from = at.start > page.sentence(at.start).start && matches!(page.folded(at.start - 1), "с" | "со");
    from && next.start == at.end + 1 && page.folded(at.end) == "до"
}

/// Gives the start of a change what its end has: kind, unit, noun, and the scale where only the end names it.
fn depart(page: &Page<'_>, candidate: &mut Candidate, end: &Figure) {
    let Sense::Figure(figure) = &mut candidate.sense else { return };
    let scale = |f: &Figure| numbers::cardinal(page, f.value_tokens.start).map_or(1.0, |n| n.scale);
    let (own, other) = (scale(figure), scale(end));
    // «с 900 до 1,2 млн» names no scale that 900 could have; below a thousand it is the end's.
    if own == 1.0 && other >= 1000.0 && figure.value < 1000.0 {
        figure.value *= other;
    }
    (figure.kind, figure.currency) = (end.kind, end.currency);
    (figure.unit, figure.counted, figure.gloss) = (end.unit.clone(), end.counted.clone(), end.gloss.clone());
    candidate.cues.push("counted-elided");
}

/// At most a conjunction and a word or two: «троих и покалечивший 14 рабочих».
fn between_small(page: &Page<'_>, between: Range<usize>) -> bool {
    (1..=3).contains(&between.len()) && between.into_iter().any(|i| page.folded(i) == "и")
}

/// The kind and unit of a neighbour in a list.
fn inherit(candidate: &mut Candidate, of: &Figure) {
    if let Sense::Figure(figure) = &mut candidate.sense {
        (figure.kind, figure.currency) = (of.kind, of.currency);
        (figure.unit, figure.gloss) = (of.unit.clone(), of.gloss.clone());
        candidate.cues.push("counted-elided");
    }
}

/// What bare numbers take from the figures before them, in this sentence or the one before.
fn from_before(page: &Page<'_>, figures: &mut [Candidate], order: &[usize]) {
    let sentence_of = |token: usize| page.text.sentence_of.get(token).map_or(0, |s| *s as usize);
    let mut counted: Option<(String, Option<String>, usize)> = None;
    let mut person: Option<(String, Option<String>, usize)> = None;
    // The last sum, its sentence, and whether only numbers came since.
    let mut sum: Option<(Figure, usize)> = None;
    let mut age: Option<usize> = None;
    for &i in order {
        let Some(figure) = figure_of(&figures[i]) else { continue };
        let at = figure.value_tokens.clone();
        let here = sentence_of(at.start);
        let near = |from: usize| from == here || from + 1 == here;
        match figure.kind {
            FigureKind::Money => sum = Some((figure.clone(), here)),
            FigureKind::Age => age = Some(at.end),
            // «ему 30, 20 и 19 лет»
            FigureKind::Duration if age.is_some_and(|end| is_list_joint(page, end..at.start)) && figure.gloss.as_deref() == Some("year") => {
                if let Sense::Figure(figure) = &mut figures[i].sense {
                    figure.kind = FigureKind::Age;
                }
                age = Some(at.end);
            }
            FigureKind::Count => {}
            _ => continue,
        }
        let Some(figure) = figure_of(&figures[i]).filter(|f| f.kind == FigureKind::Count) else { continue };
        if let Some(lemma) = &figure.counted {
            counted = Some((lemma.clone(), figure.gloss.clone(), here));
            if figure.counted_tokens.as_ref().is_some_and(|t| is_of_people(page, t)) {
                person = counted.clone();
            }
            sum = None;
            continue;
        }
        if age.is_some_and(|end| is_list_joint(page, end..at.start)) {
            let unit = super::units::units_named("год");
            if let (Sense::Figure(figure), Some(unit)) = (&mut figures[i].sense, unit) {
                figure.kind = FigureKind::Age;
                (figure.unit, figure.gloss) = (Some(unit.cell("name").to_string()), Some(unit.cell("gloss").to_string()));
            }
            age = Some(at.end);
        } else if let Some((money, _)) = sum.as_ref().filter(|(_, from)| near(*from)).filter(|_| is_bare_sum(page, &at)) {
            let money = money.clone();
            inherit(&mut figures[i], &money);
        } else if is_collective(page, &at) {
            // «двое ранены»: of whom was spoken before, or people.
            let (lemma, gloss, _) = person.clone().filter(|(.., from)| near(*from)).unwrap_or_else(|| ("человек".into(), Some("person".into()), here));
            person = Some((lemma.clone(), gloss.clone(), here));
            fill(&mut figures[i], lemma, gloss);
        } else if let Some((lemma, gloss, _)) = counted.clone().filter(|(.., from)| near(*from) && is_elided(page, &at)) {
            counted = Some((lemma.clone(), gloss.clone(), here));
            fill(&mut figures[i], lemma, gloss);
        }
    }
}

fn is_list_joint(page: &Page<'_>, between: Range<usize>) -> bool {
    (1..=2).contains(&between.len()) && between.into_iter().all(|i| page.has(i, Class::Comma) || matches!(page.folded(i), "и" | "или"))
}

/// Whether a bare number is an amount in thousands or more with nothing behind it that it could count: «второй — 1 млн».
fn is_bare_sum(page: &Page<'_>, at: &Range<usize>) -> bool {
    let scaled = numbers::scale(page, at.end - 1).is_some_and(|s| s >= 1000.0);
    scaled
        && (at.end >= page.sentence(at.start).end
            || !page.any(at.end, &[Class::Noun, Class::Adjective, Class::Participle])
            || page.any(at.end, &[Class::Preposition]))
}

/// «двое», «троих» count people; «оба» counts what was named.
fn is_collective(page: &Page<'_>, at: &Range<usize>) -> bool {
    at.len() == 1
        && page.form(at.start).is_some_and(|f| {
            f.entries_of(Table::Numerals).any(|e| e.cell("kind") == "collective") && f.readings.iter().any(|r| r.pos == Pos::Numeral) && !f.has_lemma("оба")
        })
}

/// Whether a counted phrase means people.
pub(super) fn is_of_people(page: &Page<'_>, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|i| {
        page.any(i, &[Class::PersonNoun, Class::Demonym, Class::Office, Class::Profession])
            || page.form(i).is_some_and(|f| f.entries_of(Table::Counted).any(|e| e.cell("class") == "person"))
    })
}

/// Whether only a preposition parts a bare sum in millions from the next: «до 7 млн с 6,6 млн рублей».
fn is_joined(page: &Page<'_>, at: &Range<usize>, next: &Range<usize>) -> bool {
    let scaled = at.len() > 1 && numbers::scale(page, at.end - 1).is_some();
    scaled
        && next.start > at.end
        && next.start <= at.end + 2
        && page.sentence(at.start).contains(&next.start)
        && (at.end..next.start).all(|i| page.has(i, Class::Preposition))
}

fn figure_of(candidate: &Candidate) -> Option<&Figure> {
    match &candidate.sense {
        Sense::Figure(f) => Some(f),
        _ => None,
    }
}

fn bare_count(candidate: &Candidate) -> Option<&Figure> {
    match &candidate.sense {
        Sense::Figure(f) if f.kind == FigureKind::Count && f.counted.is_none() => Some(f),
        _ => None,
    }
}

fn fill(candidate: &mut Candidate, lemma: String, gloss: Option<String>) {
    if let Sense::Figure(figure) = &mut candidate.sense {
        figure.counted = Some(lemma);
        figure.gloss = gloss;
        candidate.cues.push("counted-elided");
    }
}

/// The noun of a following count: «8 из 12 пунктов», «7 золотых и 11 бронзовых наград».
fn borrowed(page: &Page<'_>, at: &Range<usize>, next: Option<&Figure>) -> Option<(String, Option<String>)> {
    let next = next?;
    let (lemma, gloss) = (next.counted.clone()?, next.gloss.clone());
    let distance = next.value_tokens.start.checked_sub(at.end)?;
    if page.folded(at.end) == "из" && distance <= 4 {
        return Some((lemma, gloss));
    }
    let adjective_here = page.has(at.end, Class::Adjective);
    let joined = (at.end + 1..next.value_tokens.start).all(|i| page.has(i, Class::Comma) || page.folded(i) == "и");
    if adjective_here && joined && (2..=3).contains(&distance) {
        let head = lemma.rsplit(' ').next()?.to_string();
        let gender = morph::readings(&head).iter().find(|r| r.pos == Pos::Noun).and_then(|r| r.gender).unwrap_or(Gender::Masc);
        return Some((format!("{} {head}", adjective(page, at.end, gender)), None));
    }
    None
}

/// Whether words around a bare number say that it counts what was counted before.
fn is_elided(page: &Page<'_>, at: &Range<usize>) -> bool {
    let sentence = page.sentence(at.start);
    let part = |i: usize| {
        page.entries_from(i).any(|p| match p.entry.table {
            Table::Words => match p.entry.cell("class") {
                "remaining" => true,
                "part" => p.tokens.len() > 1,
                "quantifier" => p.entry.cell("note") == "another",
                _ => false,
            },
            Table::Bounds => p.entry.cell("bound") == "exact" && p.entry.cell("note") == "before",
            _ => false,
        })
    };
    let state = |i: usize| page.form(i).is_some_and(|f| f.predicate("state").is_some() && f.classes.any(&[Class::Verb, Class::Participle]));
    // «за 75 депутатов, против — 12»
    if at.start >= sentence.start + 2
        && page.has(at.start - 1, Class::Dash)
        && page.is_spaced(at.start - 1)
        && !page.any(at.start - 2, &[Class::Number, Class::Digit])
        && !page.has(at.end, Class::Noun)
    {
        return true;
    }
    // «трое погибли, и пять получили ранения»
    let joined = at.start > sentence.start && (page.any(at.start - 1, &[Class::Comma, Class::Dash]) || matches!(page.folded(at.start - 1), "и" | "а"));
    let verb = page.form(at.end).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == Pos::Verb && r.plural == Some(true)));
    if joined && verb && at.end < sentence.end {
        return true;
    }
    // «одной из целей» counts the goals.
    if page.folded(at.end) == "из" && !part(at.end) {
        return false;
    }
    let before = sentence.start.max(at.start.saturating_sub(NEAR))..at.start;
    let after = at.end..sentence.end.min(at.end + NEAR);
    // «8 построили дома»: an object after the number speaks against it, a stop or comma for it.
    before.chain(after).any(|i| part(i) || state(i))
}
