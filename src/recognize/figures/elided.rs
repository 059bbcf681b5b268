//! What a number counts where its noun is left out or stands elsewhere: «остальные 4», «8 из 12 пунктов», «число раненых достигло 20».

use super::counted::{Counted, adjective, is_of_people, phrase};
use super::{Figure, FigureKind};
use crate::lexicon::{Case, Class, Gender, Pos, Reading, Table, morph};
use crate::recognize::numbers;
use crate::recognize::page::Page;
use crate::recognize::{Candidate, Role, Sense};
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;

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
    // The currencies that were named in full, by their last word: «300 кипрских фунтов … 100 фунтов».
    let mut named: HashMap<&str, Figure> = HashMap::new();
    // The last sum, its sentence, and whether only numbers came since.
    let mut sum: Option<(Figure, usize)> = None;
    let mut age: Option<usize> = None;
    // The last count: its number, where its mention ends, and what it counts.
    let mut previous: Option<(Range<usize>, usize, Noun)> = None;
    // The last count with a noun, where its kinds may follow: «20 наград: 7 золотых, 2 серебряные».
    let mut whole: Option<(String, Range<usize>, bool)> = None;
    for &i in order {
        let Some(figure) = figure_of(&figures[i]) else { continue };
        let at = figure.value_tokens.clone();
        let here = sentence_of(at.start);
        let near = |from: usize| from == here || from + 1 == here;
        match figure.kind {
            FigureKind::Money => {
                let unit = figures[i].parts.iter().find(|p| p.role == Role::Unit).map(|p| p.tokens.clone());
                if let Some(unit) = unit.filter(|u| !u.is_empty() && u.end <= page.len()) {
                    let word = page.form(unit.end - 1).map_or("", |f| f.lemma());
                    if unit.len() > 1 && page.has(unit.start, Class::Adjective) {
                        named.insert(word, figure.clone());
                    } else if let Some(full) = named.get(word).filter(|f| unit.len() == 1 && f.currency != figure.currency)
                        && let Sense::Figure(figure) = &mut figures[i].sense
                    {
                        (figure.currency, figure.unit, figure.gloss) = (full.currency, full.unit.clone(), full.gloss.clone());
                    }
                }
                sum = figure_of(&figures[i]).map(|f| (f.clone(), here));
            }
            FigureKind::Age => age = Some(at.end),
            // «ему 30, 20 и 19 лет»
            FigureKind::Duration if age.is_some_and(|end| is_list_joint(page, end..at.start)) && figure.gloss.as_deref() == Some("year") => {
                if let Sense::Figure(figure) = &mut figures[i].sense {
                    figure.kind = FigureKind::Age;
                }
                age = Some(at.end);
            }
            // «половина из них»
            FigureKind::Share
                if figure.counted.is_none() && page.folded(at.end) == "из" && page.form(at.end + 1).is_some_and(|f| f.word("of-them").is_some()) =>
            {
                if let Some((lemma, gloss, _)) = counted.clone().filter(|(.., from)| near(*from)) {
                    fill(&mut figures[i], lemma, gloss);
                }
                continue;
            }
            // «одна из целей — …, вторая — …»
            FigureKind::Ordinal if figure.counted.is_none() && page.has(at.end, Class::Dash) && page.is_spaced(at.end) => {
                if let Some((lemma, gloss, _)) = counted.clone().filter(|(.., from)| near(*from)) {
                    fill(&mut figures[i], lemma, gloss);
                }
                continue;
            }
            FigureKind::Count => {}
            _ => continue,
        }
        let Some(figure) = figure_of(&figures[i]).filter(|f| f.kind == FigureKind::Count) else { continue };
        if let Some(lemma) = &figure.counted {
            whole = Some((lemma.clone(), at.start..figures[i].tokens.end, true));
            previous = Some((at.clone(), figures[i].tokens.end, (lemma.clone(), figure.gloss.clone())));
            counted = Some((lemma.clone(), figure.gloss.clone(), here));
            if figure.counted_tokens.as_ref().is_some_and(|t| is_of_people(page, t)) {
                person = counted.clone();
            }
            sum = None;
            continue;
        }
        if let Some((lemma, tokens, first)) = &whole
            && let Some((kind, end)) = kind_of(page, lemma, tokens, *first, &at)
        {
            whole = Some((lemma.clone(), at.start..end, false));
            fill(&mut figures[i], kind, None);
        } else if let Some((lemma, tokens, true)) = &whole
            && tokens.end == at.start
            && is_out_of(page, tokens.start)
            && !page.any(at.end, &[Class::Noun, Class::Unit])
        {
            // «из 200 домов 50 остались без света»
            let (lemma, gloss) = (lemma.clone(), counted.as_ref().and_then(|c| c.1.clone()));
            fill(&mut figures[i], lemma, gloss);
        } else if let Some((lemma, gloss)) = previous.as_ref().and_then(|p| beside(page, p, &at)).or_else(|| named_before(page, &at)) {
            counted = Some((lemma.clone(), gloss.clone(), here));
            fill(&mut figures[i], lemma, gloss);
        } else if age.is_some_and(|end| is_list_joint(page, end..at.start)) {
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
        } else if let Some((lemma, gloss, _)) = counted.clone().filter(|(.., from)| near(*from) && is_elided(page, &at, *from == here)) {
            counted = Some((lemma.clone(), gloss.clone(), here));
            fill(&mut figures[i], lemma, gloss);
        }
        if let Some(Figure { counted: Some(lemma), gloss, .. }) = figure_of(&figures[i]) {
            previous = Some((at.clone(), figures[i].tokens.end, (lemma.clone(), gloss.clone())));
        }
    }
}

/// A noun in its dictionary form, and its gloss.
type Noun = (String, Option<String>);

/// The noun of the count before, where the words around say that this one counts the same: «136 из 240», «8 очков из 11», «12 заявок из Омска,
/// 9 — из Томска».
fn beside(page: &Page<'_>, previous: &(Range<usize>, usize, Noun), at: &Range<usize>) -> Option<Noun> {
    let (number, end, noun) = previous;
    if !page.sentence(number.start).contains(&at.start) || *end > at.start {
        return None;
    }
    let of = *end + 1 == at.start && page.form(*end).is_some_and(|f| f.word("out-of").is_some());
    let frame = |i: usize| i + usize::from(page.has(i, Class::Dash));
    let (one, other) = (frame(*end), frame(at.end));
    let begins = page.has(at.start - 1, Class::Comma) || matches!(page.folded(at.start - 1), "и" | "а");
    let parallel = begins && page.has(other, Class::Preposition) && page.folded(one) == page.folded(other);
    (of || parallel).then(|| noun.clone())
}

/// How far before its number stands what «число» and «количество» are of.
const NUMBER_OF: usize = 9;

/// The noun that stands before a bare number: «среди этих заявок 20 из Омска», «из пострадавших 12 в больнице», «число раненых достигло 20».
fn named_before(page: &Page<'_>, at: &Range<usize>) -> Option<Noun> {
    let sentence = page.sentence(at.start).start;
    if page.has(at.end, Class::Noun) && !page.has(at.end, Class::FunctionWord) {
        return None;
    }
    let genitive = |i: usize| {
        page.any(i, &[Class::Noun, Class::Adjective, Class::Participle, Class::Pronoun]) && page.has(i, Class::Genitive) && page.has(i, Class::Lower)
    };
    let many =
        |i: usize| page.has(i, Class::Plural) && page.form(i).is_some_and(|f| f.readings.iter().any(|r| r.case == Some(Case::Gen) && r.plural == Some(true)));
    let named = |from: usize, to: usize| -> Option<Noun> {
        let plain = |i: usize| page.form(i).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos != Pos::Determiner && r.pos != Pos::Pronoun));
        let from = (from..to).find(|i| plain(*i))?;
        let head = (from..to).find(|i| page.has(*i, Class::Noun)).unwrap_or(to - 1);
        let Counted { lemma, gloss, .. } = phrase(page, from, head);
        many(head).then_some((lemma, gloss))
    };
    let end = at.start - usize::from(at.start > sentence && page.has(at.start - 1, Class::Comma));
    let first = (sentence..end).rev().take_while(|i| genitive(*i)).take(4).last();
    if let Some(first) = first.filter(|f| *f > sentence) {
        let of = page.form(first - 1).is_some_and(|f| f.word("out-of").is_some()) || page.folded(first - 1) == "среди";
        if of {
            return named(first, end);
        }
    }
    let from = sentence.max(at.start.saturating_sub(NUMBER_OF));
    let number_of = (from..at.start).rev().find(|i| page.form(*i).is_some_and(|f| f.word("number-of").is_some()))?;
    let end = (number_of + 1..at.start).take_while(|i| genitive(*i)).last()? + 1;
    let told = (end..at.start).any(|i| page.any(i, &[Class::Verb, Class::Dash])) && !(end..at.start).any(|i| page.any(i, &[Class::Comma, Class::Number]));
    told.then(|| named(number_of + 1, end)).flatten()
}

/// «из 200», «из примерно 200».
fn is_out_of(page: &Page<'_>, number: usize) -> bool {
    let first = page.sentence(number).start.max(number.saturating_sub(2));
    (first..number).any(|i| page.form(i).is_some_and(|f| f.word("out-of").is_some()))
}

/// The kind of a whole's things that a bare number and the adjective behind it count: «20 наград: 7 золотых, 2 серебряные»; and where it ends.
fn kind_of(page: &Page<'_>, lemma: &str, whole: &Range<usize>, first: bool, at: &Range<usize>) -> Option<(String, usize)> {
    let joint = whole.end..at.start;
    if !page.sentence(whole.start).contains(&at.start) || !(1..=4).contains(&joint.len()) {
        return None;
    }
    let among = |i: usize| page.phrases_from(i).iter().any(|p| p.entry.table == Table::Words && p.entry.cell("class") == "part" && p.tokens.len() > 1);
    let listed = |i: usize| page.any(i, &[Class::Comma, Class::Colon, Class::OpenBracket, Class::Dash]) || page.folded(i) == "и";
    let opened = joint.clone().any(|i| page.any(i, &[Class::Colon, Class::OpenBracket]) || among(i));
    let opened = if first { opened } else { joint.clone().all(listed) };
    let adjective_at = |i: usize| {
        let form = page.form(i)?;
        let plural = |r: &Reading| r.pos == Pos::Adjective && !r.short && r.plural == Some(true) && matches!(r.case, Some(Case::Gen | Case::Nom | Case::Acc));
        (form.readings.iter().any(plural) && !page.has(i, Class::PersonNoun) && page.has(i, Class::Lower)).then_some(i)
    };
    let i = adjective_at(at.end).filter(|i| {
        opened && (page.has(i + 1, Class::FunctionWord) || !page.any(i + 1, &[Class::Noun, Class::Adjective])) && *i < page.sentence(at.start).end
    })?;
    // A kind of a kind: «30 золотых наград, из них 7 больших».
    let head = lemma.rsplit(' ').next()?;
    let gender = morph::readings(head).iter().find(|r| r.pos == Pos::Noun).and_then(|r| r.gender).unwrap_or(Gender::Masc);
    Some((format!("{} {head}", adjective(page, i, gender)), i + 1))
}

fn is_list_joint(page: &Page<'_>, between: Range<usize>) -> bool {
    // «50, или 25 %» is one thing said twice.
    if between.len() == 2 && page.has(between.start, Class::Comma) && page.folded(between.end - 1) == "или" {
        return false;
    }
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
fn is_elided(page: &Page<'_>, at: &Range<usize>, same_sentence: bool) -> bool {
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
    if same_sentence
        && at.start >= sentence.start + 2
        && page.has(at.start - 1, Class::Dash)
        && page.is_spaced(at.start - 1)
        && !page.any(at.start - 2, &[Class::Number, Class::Digit])
        && (page.has(at.end, Class::FunctionWord) || !page.has(at.end, Class::Noun))
    {
        return true;
    }
    // «двоих человек возле суда и одного — внутри»
    if same_sentence && at.start > sentence.start && matches!(page.folded(at.start - 1), "и" | "а") && page.has(at.end, Class::Dash) && page.is_spaced(at.end)
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
