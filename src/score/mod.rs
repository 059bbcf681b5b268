//! Annotated text and sheets in, precision, recall and F1 out, by kind and by rule, with the errors.
//!
//! A mention is right when its start, end and kind are those of an annotation. Types of the annotation become our kinds by a [`mapping`]; types and kinds
//! without a partner are left out and named. Nothing here bends bounds: a corpus with other conventions shows as errors of bounds.

pub mod bootstrap;
pub mod gold;
pub mod mapping;

use crate::sheet::FactSheet;
use mapping::Classes;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A stretch of the text with a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
    /// The annotation's type, or our kind.
    pub kind: String,
    /// The rule that found it; of an annotation empty.
    pub rule: String,
}

/// An annotated document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id: sheets have the same.
    pub id: String,
    /// Its text.
    pub text: String,
    /// What is annotated.
    pub spans: Vec<Span>,
}

/// The mentions of a sheet.
pub fn spans(sheet: &FactSheet) -> Vec<Span> {
    let span = |n: crate::sheet::named::Named<'_>| Span { start: n.mention.start, end: n.mention.end, kind: n.kind.into(), rule: n.mention.rule.clone() };
    sheet.mentions().into_iter().map(span).collect()
}

/// Numbers that precision, recall and F1 are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found and right.
    pub right: u64,
    /// Annotated.
    pub gold: u64,
    /// Found.
    pub found: u64,
}

impl Counts {
    /// The share of what was found that is right.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.found)
    }

    /// The share of what is annotated that was found.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        ratio(2 * self.right, self.gold + self.found)
    }

    fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.gold += other.gold;
        self.found += other.found;
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Serialize for Counts {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Counts", 6)?;
        out.serialize_field("precision", &self.precision())?;
        out.serialize_field("recall", &self.recall())?;
        out.serialize_field("f1", &self.f1())?;
        out.serialize_field("right", &self.right)?;
        out.serialize_field("gold", &self.gold)?;
        out.serialize_field("found", &self.found)?;
        out.end()
    }
}

/// An error that occurs again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Error {
    /// The kind that is missed or wrongly found.
    pub kind: String,
    /// `missed` or `spurious`.
    pub error: &'static str,
    /// The words.
    pub text: String,
    /// How often.
    pub count: u64,
    /// What the other side has in that place, the first time.
    pub why: String,
    /// The rule that found it wrongly, the first time.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// The first time's document.
    pub document: String,
    /// And its words around.
    pub context: String,
}

/// How a run compares with the annotation.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Score {
    /// All kinds together.
    pub all: Counts,
    /// By kind; kinds that the annotation does not tell apart are joined with `|`.
    pub kinds: BTreeMap<String, Counts>,
    /// By kind and rule: what the rule found, and its share of the kind's annotations.
    pub rules: BTreeMap<String, Counts>,
    /// The most frequent errors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Error>,
    /// By document, for significance.
    #[serde(skip)]
    pub documents: Vec<Counts>,
}

/// Scores a run: the spans of each document, in the corpus' order. Keeps so many errors of each kind and sort.
pub fn score(corpus: &[Document], run: &[Vec<Span>], classes: &Classes, errors: usize) -> Score {
    let mut out = Score::default();
    let mut frequent: HashMap<(String, &'static str, String), Error> = HashMap::new();
    let annotated: Vec<Vec<Span>> = corpus.iter().map(|d| classes.gold(&d.spans)).collect();
    let flat = annotated.iter().all(|spans| outermost(spans).len() == spans.len());
    let mut of_rules: BTreeMap<(String, String), Counts> = BTreeMap::new();
    for (n, document) in corpus.iter().enumerate() {
        let gold = &annotated[n];
        let mut found = classes.found(&run[n]);
        if flat {
            // An annotation without nesting says nothing of what stands inside.
            found = outermost(&found);
        }
        let key = |s: &Span| (s.start, s.end, s.kind.clone());
        let (gold_keys, found_keys): (HashSet<_>, HashSet<_>) = (gold.iter().map(key).collect(), found.iter().map(key).collect());
        let mut total = Counts::default();
        for s in gold {
            let right = u64::from(found_keys.contains(&key(s)));
            total.add(Counts { right, gold: 1, found: 0 });
            out.kinds.entry(s.kind.clone()).or_default().add(Counts { right, gold: 1, found: 0 });
        }
        for s in &found {
            let right = u64::from(gold_keys.contains(&key(s)));
            total.found += 1;
            out.kinds.entry(s.kind.clone()).or_default().found += 1;
            of_rules.entry((s.kind.clone(), s.rule.clone())).or_default().add(Counts { right, gold: 0, found: 1 });
        }
        if errors > 0 {
            let cut = crate::render::Cut::new(&document.text);
            let mut note = |s: &Span, error: &'static str, others: &[Span]| {
                let text = one_line(cut.get(s.start, s.end));
                frequent.entry((s.kind.clone(), error, text.to_lowercase())).and_modify(|e| e.count += 1).or_insert_with(|| {
                    let context = format!("{}[{}]{}", cut.get(s.start.saturating_sub(40), s.start), cut.get(s.start, s.end), cut.get(s.end, s.end + 40));
                    Error {
                        kind: s.kind.clone(),
                        error,
                        text,
                        count: 1,
                        why: why(s, others),
                        rule: s.rule.clone(),
                        document: document.id.clone(),
                        context: one_line(&context),
                    }
                });
            };
            gold.iter().filter(|s| !found_keys.contains(&key(s))).for_each(|s| note(s, "missed", &found));
            found.iter().filter(|s| !gold_keys.contains(&key(s))).for_each(|s| note(s, "spurious", gold));
        }
        out.all.add(total);
        out.documents.push(total);
    }
    for ((kind, rule), mut counts) in of_rules {
        counts.gold = out.kinds.get(&kind).map_or(0, |c| c.gold);
        out.rules.insert(format!("{kind} {rule}"), counts);
    }
    let mut all: Vec<Error> = frequent.into_values().collect();
    all.sort_by(|a, b| (&a.kind, a.error).cmp(&(&b.kind, b.error)).then(b.count.cmp(&a.count)).then(a.text.cmp(&b.text)));
    let mut kept: HashMap<(String, &'static str), usize> = HashMap::new();
    all.retain(|e| {
        let n = kept.entry((e.kind.clone(), e.error)).or_default();
        *n += 1;
        *n <= errors
    });
    out.errors = all;
    out
}

/// Spans that stand in no other of their kind, without doubles.
fn outermost(spans: &[Span]) -> Vec<Span> {
    let mut sorted: Vec<&Span> = spans.iter().collect();
    sorted.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut reach: HashMap<&str, usize> = HashMap::new();
    let mut seen: BTreeSet<(usize, usize, &str)> = BTreeSet::new();
    let mut out = Vec::new();
    for s in sorted {
        let end = reach.entry(&s.kind).or_default();
        if s.end > *end && seen.insert((s.start, s.end, &s.kind)) {
            *end = s.end;
            out.push(s.clone());
        }
    }
    out
}

/// What the other side has where a span has no partner.
fn why(span: &Span, others: &[Span]) -> String {
    if let Some(o) = others.iter().find(|o| (o.start, o.end) == (span.start, span.end)) {
        return format!("there it is {}", o.kind);
    }
    let touching: Vec<&Span> = others.iter().filter(|o| o.start < span.end && span.start < o.end).collect();
    match touching.iter().find(|o| o.kind == span.kind).or(touching.first()) {
        Some(o) if o.kind == span.kind => format!("other bounds: {}–{}", o.start as i64 - span.start as i64, o.end as i64 - span.end as i64),
        Some(o) => format!("overlaps {}", o.kind),
        None => "nothing there".into(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize, kind: &str) -> Span {
        Span { start, end, kind: kind.into(), rule: "r".into() }
    }

    #[test]
    fn exact_spans_count_and_errors_say_why() {
        let text = "Иван Петров прибыл в Бишкек из Москвы".to_string();
        let corpus = [Document { id: "1".into(), text, spans: vec![span(0, 11, "PER"), span(21, 27, "LOC"), span(31, 37, "LOC"), span(12, 18, "EVENT")] }];
        let run = [vec![span(0, 4, "person"), span(21, 27, "place"), span(31, 37, "country"), span(5, 11, "figure")]];
        let classes = Classes::new(&corpus, &[]).expect("the usual mapping");
        let score = score(&corpus, &run, &classes, 5);
        assert_eq!(score.kinds["person"], Counts { right: 0, gold: 1, found: 1 });
        assert_eq!(score.kinds["place|country"], Counts { right: 2, gold: 2, found: 2 });
        assert_eq!(score.all, Counts { right: 2, gold: 3, found: 3 });
        assert_eq!(score.errors[0].why, "other bounds: 0–-7");
        assert_eq!(classes.left_out, [("EVENT".to_string(), 1)]);
        assert_eq!(score.rules["place|country r"], Counts { right: 2, gold: 2, found: 2 });
    }

    #[test]
    fn where_no_annotation_nests_only_the_outermost_counts() {
        let corpus = [Document { id: "1".into(), text: "МИД Грузии".into(), spans: vec![span(0, 10, "ORG")] }];
        let run = [vec![span(0, 10, "organization"), span(0, 3, "organization")]];
        let classes = Classes::new(&corpus, &[]).expect("the usual mapping");
        assert_eq!(score(&corpus, &run, &classes, 0).all, Counts { right: 1, gold: 1, found: 1 });
    }
}
