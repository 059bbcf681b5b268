//! A quantity: a number with its bound and range, before anything is known of what it measures.

use crate::lexicon::{Case, Class, Pos, Table};
use crate::recognize::numbers::{self, Number, NumberForm};
use crate::recognize::page::{Page, Phrase};
use crate::text::TokenKind;
use std::ops::Range;

use super::Bound;

/// A number, a range or a pair, with the words that bound it.
#[derive(Clone, Debug)]
pub(in crate::recognize) struct Quantity {
    /// The number with its bound words: «не менее 5», «от 5 до 7».
    pub tokens: Range<usize>,
    /// From the first to the last number.
    pub number: Range<usize>,
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub bound: Bound,
    pub form: NumberForm,
    pub scale: f64,
    /// The noun of «человек десять», which stands before its number.
    pub inverted: Option<usize>,
}

/// A change verb governs an amount within this many words: «выросла по сравнению с прошлым годом до 7 млн».
const GOVERNED: usize = 8;

/// The quantities of a page, by the token at which their first number begins: made once, for every rule asks for them.
pub(in crate::recognize) struct Quantities(Vec<Option<Box<Quantity>>>);

impl Quantities {
    pub(in crate::recognize) fn new(page: &Page<'_>) -> Quantities {
        Quantities((0..page.len()).map(|start| read(page, start).map(Box::new)).collect())
    }
}

/// The quantity whose first number begins at a token.
pub(super) fn quantity(page: &Page<'_>, start: usize) -> Option<Quantity> {
    page.quantities().0.get(start)?.as_deref().cloned()
}

fn read(page: &Page<'_>, start: usize) -> Option<Quantity> {
    if let Some(pair) = joined_pair(page, start) {
        return Some(pair);
    }
    if !numbers::may_be(page, start) && !page.has(start, Class::Digit) {
        return None;
    }
    let mut first = numbers::cardinal(page, start)?;
    let about = times_before(page, &mut first);
    if numbers::scale(page, start).is_some() && scaled_before(page, start) {
        return None;
    }
    let inner = scaled_over_bound(page, &mut first);
    if numbers::is_inside(page, start) || is_range_end(page, start) || is_designation(page, start) {
        return None;
    }
    let mut out = Quantity {
        tokens: first.tokens.clone(),
        number: first.tokens.clone(),
        value: first.value,
        low: None,
        high: None,
        bound: if first.form == NumberForm::Vague { Bound::AtLeast } else { Bound::Exact },
        form: first.form,
        scale: first.scale,
        inverted: None,
    };
    if let Some((low, high, end, from)) = range(page, &first) {
        out.low = Some(low);
        out.high = Some(high);
        out.value = high;
        out.bound = Bound::Range;
        out.number.end = end;
        out.tokens = from..end;
    }
    // «123-45-67», «2-345/2020»
    if is_code_part(page, &out.number) || out.bound == Bound::Range && page.word(out.number.end) == "/" && !page.is_spaced(out.number.end) {
        return None;
    }
    bounded(page, &mut out);
    if let Some(bound) = inner.or(about).filter(|_| out.bound == Bound::Exact) {
        out.bound = bound;
    }
    Some(out)
}

/// «тысяч пять», «миллионов десять»: a scale before its number says that it is about so many. Not «тысяча пять», a thousand and five.
fn times_before(page: &Page<'_>, number: &mut Number) -> Option<Bound> {
    let scale = numbers::scale(page, number.tokens.start).filter(|s| *s >= 1000.0 && number.scale == *s && number.value > *s && number.value < 2.0 * s)?;
    let genitive = |form: &crate::lexicon::Form| form.readings.iter().all(|r| r.probability < 0.1 || r.case == Some(Case::Gen) && r.plural == Some(true));
    page.form(number.tokens.start).filter(|f| genitive(f) && !f.readings.is_empty())?;
    number.value = (number.value - scale) * scale;
    Some(Bound::About)
}

/// «двадцать с лишним тысяч»: the bound stands between the number and its scale. The number takes the scale in.
fn scaled_over_bound(page: &Page<'_>, number: &mut Number) -> Option<Bound> {
    let end = number.tokens.end;
    if number.scale > 1.0 || number.form == NumberForm::Vague || !page.has(end, Class::Preposition) {
        return None;
    }
    let phrase = phrase_after(page, end)?;
    let scale = numbers::scale(page, phrase.tokens.end).filter(|s| *s >= 1000.0 && phrase.tokens.end < page.sentence(end).end)?;
    number.tokens.end = phrase.tokens.end + 1;
    (number.value, number.scale) = (number.value * scale, scale);
    bound_of(&phrase)
}

/// Whether a scale word belongs to the number before it over a bound.
fn scaled_before(page: &Page<'_>, scale: usize) -> bool {
    let first = page.sentence(scale).start.max(scale.saturating_sub(BOUND_WORDS));
    (first + 1..scale).any(|i| numbers::may_be(page, i - 1) && phrase_after(page, i).is_some_and(|p| p.tokens.end == scale))
}

/// Whether a hyphen joins the digits to others that make no range with them: «77-01234», «2–0».
fn is_code_part(page: &Page<'_>, number: &Range<usize>) -> bool {
    let joint = |i: usize| page.has(i, Class::Dash) && !page.is_spaced(i) && !page.is_spaced(i + 1);
    let digits = |i: usize| page.has(i, Class::Digit);
    digits(number.end - 1) && joint(number.end) && digits(number.end + 1)
        || number.start >= 2 && digits(number.start) && joint(number.start - 1) && !page.has(number.start - 2, Class::Dash)
}

/// The bound words before and after.
fn bounded(page: &Page<'_>, out: &mut Quantity) {
    if let Some((bound, tokens)) = after(page, out.tokens.end) {
        out.tokens.end = tokens.end;
        out.bound = bound;
    }
    // «до +30 °C»
    let signed = out.tokens.start > page.sentence(out.tokens.start).start && is_plus(page, out.tokens.start - 1);
    match before(page, out.tokens.start - usize::from(signed)) {
        Some((bound, first)) => {
            if out.bound != Bound::Range {
                out.bound = bound;
            }
            out.tokens.start = first;
        }
        None => {
            if let Some(noun) = inverted(page, out) {
                out.inverted = Some(noun);
                out.tokens.start = before(page, noun).map_or(noun, |(_, first)| first);
                if out.bound == Bound::Exact {
                    out.bound = Bound::About;
                }
            } else if let Some(bound) = at_distance(page, out.tokens.start)
                && out.bound == Bound::Exact
            {
                out.bound = bound;
            }
        }
    }
}

fn bound_of(phrase: &Phrase) -> Option<Bound> {
    Bound::named(phrase.entry.cell("bound"))
}

/// No bound phrase has more words: «по приблизительным подсчётам».
const BOUND_WORDS: usize = 4;

/// The bound phrase of bounds.tsv that ends right before a token.
fn phrase_before(page: &Page<'_>, start: usize) -> Option<Phrase> {
    let sentence = page.sentence(start).start;
    if start <= sentence || start > page.len() {
        return None;
    }
    let first = sentence.max(start.saturating_sub(BOUND_WORDS));
    let phrase = (first..start)
        .find_map(|i| page.entries_of(i, Table::Bounds).find(|p| p.tokens.end == start && p.entry.cell("note") == "before" && bound_of(p).is_some()))?;
    // «от» and «за» alone are prepositions of too many other things; a range takes its own «от».
    let vague = phrase.tokens.len() == 1 && (page.has(phrase.tokens.start, Class::OneLetter) || matches!(page.folded(phrase.tokens.start), "от" | "за"));
    // «в районе 15 школ» are schools of a district, «стоит в районе 15 тысяч» is a bound: it follows its verb.
    let place =
        phrase.tokens.len() > 1 && page.form(phrase.tokens.end - 1).is_some_and(|f| f.entries_of(Table::Descriptors).any(|e| e.cell("target") == "place"));
    let verb = phrase.tokens.start > sentence
        && page.form(phrase.tokens.start - 1).is_some_and(|f| f.readings.first().is_some_and(|r| matches!(r.pos, Pos::Verb | Pos::Infinitive)));
    (!vague && (!place || verb)).then_some(phrase)
}

/// The bound words that end right before a token, and where the mention begins with them; «до» that names a goal («вырос до
/// 7») is none, verbs («превысил») and words of exactness («всего») stay outside of the mention.
pub(super) fn before(page: &Page<'_>, start: usize) -> Option<(Bound, usize)> {
    let phrase = phrase_before(page, start)?;
    let bound = bound_of(&phrase)?;
    if is_goal_word(page, &phrase) && is_goal(page, phrase.tokens.start) || bound == Bound::Exact {
        return None;
    }
    if phrase.tokens.clone().any(|i| page.any(i, &[Class::Infinitive, Class::Participle]) || page.has(i, Class::Verb) && !page.has(i, Class::Adverb)) {
        return Some((bound, start));
    }
    // «примерно до 5», «примерно не более 5».
    match before_once(page, phrase.tokens.start) {
        Some((outer, first)) if outer == Bound::About || bound == Bound::About => Some((if bound == Bound::About { outer } else { bound }, first)),
        _ => Some((bound, phrase.tokens.start)),
    }
}

/// Whether a word of weight stands within a few words before a number: «весит 1500 г».
pub(in crate::recognize) fn is_weight(page: &Page<'_>, start: usize) -> bool {
    const NEAR: usize = 6;
    let weighs = |i: usize| page.form(i).is_some_and(|f| f.entries_of(Table::Bounds).any(|e| e.cell("bound") == "mass"));
    (page.sentence(start).start.max(start.saturating_sub(NEAR))..start).any(weighs)
}

/// «только», «всего», «ровно» right before a number.
pub(super) fn is_emphasized(page: &Page<'_>, start: usize) -> bool {
    phrase_before(page, start).is_some_and(|p| bound_of(&p) == Some(Bound::Exact))
}

/// The number with the words that govern it: «более 10» is one phrase, «по меньшей мере», «как минимум», «до» stand beside it.
pub(super) fn governed(page: &Page<'_>, q: &Quantity) -> Range<usize> {
    let end = q.number.end.max(q.tokens.end);
    if q.bound == Bound::Range || q.tokens.start == q.number.start {
        return q.tokens.start..end;
    }
    let beside = phrase_before(page, q.number.start).is_some_and(|p| {
        let first = p.tokens.start;
        (p.tokens.len() > 1 || is_goal_word(page, &p)) && page.any(first, &[Class::Preposition, Class::Conjunction]) && !page.has(first, Class::Adverb)
    });
    if beside { q.number.start..end } else { q.tokens.start..end }
}

fn before_once(page: &Page<'_>, start: usize) -> Option<(Bound, usize)> {
    let phrase = phrase_before(page, start)?;
    if is_goal_word(page, &phrase) {
        return None;
    }
    bound_of(&phrase).filter(|b| *b != Bound::Exact).map(|b| (b, phrase.tokens.start))
}

/// «более чем на 20 процентов»: the bound stands before the preposition, and outside of the mention.
fn at_distance(page: &Page<'_>, start: usize) -> Option<Bound> {
    let sentence = page.sentence(start);
    if start < sentence.start + 2 || !page.has(start - 1, Class::Preposition) {
        return None;
    }
    before_once(page, start - 1).map(|(bound, _)| bound)
}

fn is_goal_word(page: &Page<'_>, phrase: &Phrase) -> bool {
    phrase.tokens.len() == 1 && phrase.entry.cell("bound") == "up_to" && page.has(phrase.tokens.start, Class::Preposition)
}

/// Whether a finite verb or short participle of change («вырос», «снизили», «сокращён») or an amount of departure («с 5 до 7») governs what stands here.
fn is_goal(page: &Page<'_>, at: usize) -> bool {
    let first = page.sentence(at).start.max(at.saturating_sub(GOVERNED));
    (first..at).rev().any(|i| {
        let change = page.form(i).is_some_and(|f| {
            f.predicate("change").is_some() && f.readings.first().is_some_and(|r| r.pos == Pos::Verb && !r.future || r.pos == Pos::Participle && r.short)
        });
        change || is_growth(page, i, at) || is_departure(page, i) && page.kind(i + 1) == Some(TokenKind::Number)
    })
}

/// «увеличение экспорта до 1,5 млрд», «рост до 7%»: the noun of a change, with nothing but its genitive before «до». What is only spoken of («речь об
/// увеличении до») is a limit that may not be reached.
fn is_growth(page: &Page<'_>, noun: usize, at: usize) -> bool {
    let Some(form) = page.form(noun).filter(|f| f.classes.has(Class::Noun)) else { return false };
    let changes = form.entries_of(Table::Predicates).any(|e| e.cell("class") == "change" && e.cell("pos") == "noun" && !e.cell("detail").is_empty());
    let before = if noun > page.sentence(noun).start { page.folded(noun - 1) } else { "" };
    let locative = form.readings.iter().filter(|r| r.probability > 0.1).all(|r| r.case == Some(Case::Loc));
    let spoken_of = locative && before != "при";
    let own = |i: usize| page.any(i, &[Class::Genitive, Class::Number, Class::Digit, Class::Adverb, Class::Unit]) || matches!(page.word(i), "%" | "на" | "с");
    changes && !spoken_of && (noun + 1..at).all(own)
}

/// «с» of «с 500 млн до 2 млрд».
fn is_departure(page: &Page<'_>, at: usize) -> bool {
    matches!(page.folded(at), "с" | "со") && numbers::may_be(page, at + 1)
}

fn phrase_after(page: &Page<'_>, end: usize) -> Option<Phrase> {
    page.entries_of(end, Table::Bounds).find(|p| p.tokens.len() > 1 && p.entry.cell("note") == "after")
}

/// «или более», «и больше» behind a whole figure: «50 человек или больше».
pub(super) fn behind(page: &Page<'_>, end: usize) -> Option<Bound> {
    after(page, end).filter(|(bound, tokens)| (page.has(end, Class::Conjunction) || *bound == Bound::AtLeast) && tokens.start == end).map(|(bound, _)| bound)
}

/// «с лишним», «с небольшим», «или более» after a number.
fn after(page: &Page<'_>, end: usize) -> Option<(Bound, Range<usize>)> {
    if !page.any(end, &[Class::Preposition, Class::Conjunction]) {
        return None;
    }
    let phrase = phrase_after(page, end)?;
    let ends = !numbers::may_be(page, phrase.tokens.end) && phrase.tokens.end <= page.sentence(end).end;
    Some((bound_of(&phrase).filter(|_| ends)?, phrase.tokens))
}

/// «человек десять», «минут пять»: a noun in the genitive plural right before a number in words.
fn inverted(page: &Page<'_>, q: &Quantity) -> Option<usize> {
    if !matches!(q.form, NumberForm::Words | NumberForm::Digits)
        || q.scale > 1.0 && q.form == NumberForm::Digits
        || q.tokens.start <= page.sentence(q.tokens.start).start
    {
        return None;
    }
    let noun = q.tokens.start - 1;
    let form = page.form(noun)?;
    let counted = form.entries.iter().any(|e| matches!(e.table, Table::Units | Table::Currencies)) || form.has_lemma("человек");
    let genitive = form.readings.iter().any(|r| r.case == Some(Case::Gen) && r.plural == Some(true) && r.probability > 0.2);
    let free = noun == 0 || !numbers::may_be(page, noun - 1) && page.word(noun - 1) != "." && !page.has(noun - 1, Class::Adjective);
    let noun_follows = page.form(q.tokens.end).is_some_and(|f| f.readings.first().map_or(f.classes.has(Class::Noun), |r| r.pos == Pos::Noun));
    (counted && genitive && free && !noun_follows).then_some(noun)
}

/// «5–7 тысяч», «пять или шесть», «от 5 до 7», «между 5 и 7»: low, high, the end, and where the whole begins.
fn range(page: &Page<'_>, first: &Number) -> Option<(f64, f64, usize, usize)> {
    let sentence = page.sentence(first.tokens.start);
    let (start, end) = (first.tokens.start, first.tokens.end);
    if end >= sentence.end {
        return None;
    }
    // «от минус 5 до минус 10»
    let minus = |i: usize| page.form(i).is_some_and(|f| f.has_lemma("минус")) && numbers::may_be(page, i + 1);
    let below = start > sentence.start + 1 && minus(start - 1);
    let opening = start - usize::from(below);
    let opener = if opening > sentence.start { page.folded(opening - 1) } else { "" };
    let scaled = |second: &Number| {
        if first.scale == 1.0 && second.scale > 1.0 && first.value * second.scale <= second.value { first.value * second.scale } else { first.value }
    };
    let even = page.is_spaced(end) == page.is_spaced(end + 1);
    let joined = page.has(end, Class::Dash) && even && page.folded(end) != "+" || page.folded(end) == "или";
    // «10% – 15%»
    let signed = page.word(end) == "%" && page.has(end + 1, Class::Dash) && numbers::cardinal(page, end + 2).is_some_and(|n| page.word(n.tokens.end) == "%");
    if joined || signed {
        let second = numbers::cardinal(page, end + 1 + usize::from(signed))?;
        let low = scaled(&second);
        return (low < second.value && second.tokens.end <= sentence.end && first.form != NumberForm::Vague).then_some((
            low,
            second.value,
            second.tokens.end,
            start,
        ));
    }
    let closer = match opener {
        "от" => "до",
        "между" => "и",
        _ => return None,
    };
    if opener == "от" && is_goal(page, opening - 1) {
        return None;
    }
    // A unit may stand after the first number too: «от 30 тыс. руб. до 50 тыс. руб.».
    let at = (end..sentence.end.min(end + 3)).find(|i| page.folded(*i) == closer)?;
    if (end..at).any(|i| !page.has(i, Class::Unit) && page.word(i) != "%") {
        return None;
    }
    let second_below = minus(at + 1);
    let second = numbers::cardinal(page, at + 1 + usize::from(second_below))?;
    if below || second_below {
        let ends = [(first.value, below), (second.value, second_below)].map(|(v, below)| if below { -v } else { v });
        return Some((ends[0].min(ends[1]), ends[0].max(ends[1]), second.tokens.end, opening - 1));
    }
    let low = scaled(&second);
    (low < second.value).then_some((low, second.value, second.tokens.end, start - 1))
}

/// Whether a range that begins earlier ends with the number at a token.
fn is_range_end(page: &Page<'_>, start: usize) -> bool {
    let sentence = page.sentence(start).start;
    if start < sentence + 2 {
        return false;
    }
    let joint = start - 1 - usize::from(page.form(start - 1).is_some_and(|f| f.has_lemma("минус")));
    if !(page.has(joint, Class::Dash) || matches!(page.folded(joint), "до" | "или" | "и")) {
        return false;
    }
    // Numbers may have many words, but a range that is read has both in sight.
    (sentence.max(start.saturating_sub(7))..joint).rev().any(|i| {
        numbers::may_be(page, i)
            && (i == sentence || !numbers::may_be(page, i - 1))
            && numbers::cardinal(page, i).is_some_and(|n| range(page, &n).is_some_and(|(_, _, end, _)| end > start))
    })
}

/// A plus that is the number's sign: «+30», not «7+7».
fn is_plus(page: &Page<'_>, at: usize) -> bool {
    page.word(at) == "+" && page.is_spaced(at)
}

/// A word or sign that makes the number after it a name: «№ 5», «статья 105», «дом 7».
fn is_designation(page: &Page<'_>, start: usize) -> bool {
    let sentence = page.sentence(start).start;
    let end = start + 1;
    // «3-я», «Ту-154» are one token; a slash or letter stuck to the digits makes a code.
    if page.word(end) == "/" && !page.is_spaced(end)
        || page.word(end) == "="
        || start > sentence && (matches!(page.word(start - 1), "/" | "№" | "#" | "_" | "=") || page.word(start - 1) == "+" && !is_plus(page, start - 1))
    {
        return true;
    }
    if page.kind(start) != Some(TokenKind::Number) || start == sentence {
        return false;
    }
    // «ул. Ленина, 5»
    let street = |i: usize| page.form(i).is_some_and(|f| f.entries_of(Table::Descriptors).any(|e| e.cell("kind") == "street"));
    if page.has(start - 1, Class::Comma)
        && (sentence.max(start.saturating_sub(5))..start - 1).any(street)
        && !page.any(start + 1, &[Class::Noun, Class::Adjective, Class::Unit])
    {
        return true;
    }
    // «статьи 105 и 106», «пп. 3, 4»
    let mut at = start;
    while at > sentence + 1 && at + 6 > start && (page.has(at - 1, Class::Comma) || page.folded(at - 1) == "и") && page.kind(at - 2) == Some(TokenKind::Number)
    {
        at -= 2;
    }
    // «в доме 5 квартир», «площадь участка 6 соток»: the place holds what is counted or measured.
    let holds = at == start
        && at >= sentence + 2
        && (page.has(at - 2, Class::Preposition) || page.has(start + 1, Class::Unit) && page.word(start + 1).chars().count() > 2)
        && page.form(start + 1).is_some_and(|f| f.readings.first().is_some_and(|r| r.pos == Pos::Noun && r.case == Some(Case::Gen) && r.plural == Some(true)));
    !holds
        && at > sentence
        && page.form(at - 1).is_some_and(|f| {
            // «школа 30», «статьям 105 и 106», but not «из 120 школ 30 закрыты»
            let is_counted = at >= sentence + 2 && page.any(at - 2, &[Class::Number, Class::Digit]);
            (f.classes.has(Class::Singular) || !f.classes.has(Class::Plural) || !is_counted) && f.entries_of(Table::Bounds).any(|e| e.cell("bound") == "name")
        })
}

/// «пять-семь» as one word.
fn joined_pair(page: &Page<'_>, start: usize) -> Option<Quantity> {
    if !page.has(start, Class::Hyphen) || !page.has(start, Class::Numeral) || page.has(start, Class::Digit) {
        return None;
    }
    let (a, b) = page.folded(start).split_once('-')?;
    let (low, high) = (numbers::single(a)?, numbers::single(b)?);
    if low >= high {
        return None;
    }
    let mut end = start + 1;
    let scale = numbers::scale(page, end).unwrap_or(1.0);
    end += usize::from(scale > 1.0);
    let mut out = Quantity {
        tokens: start..end,
        number: start..end,
        value: high * scale,
        low: Some(low * scale),
        high: Some(high * scale),
        bound: Bound::Range,
        form: NumberForm::Words,
        scale,
        inverted: None,
    };
    bounded(page, &mut out);
    Some(out)
}
