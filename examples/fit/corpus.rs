//! Annotated documents: read once, with what the recognizers propose for them.

use crate::options::Options;
use serde_json::Value;
use svodka::arbitrate::Proposed;
use svodka::lexicon::{Entry, Memo, Table};
use svodka::recognize::{Evidence, Page};

/// A document of the corpora.
pub struct Read {
    pub proposed: Proposed,
    pub page: Page<'static>,
    pub evidence: Evidence,
    pub gold: Vec<Annotated>,
    pub domain: usize,
    /// Which weights judge it: those fitted without the documents of this number.
    pub fold: usize,
    /// Whether part of the gazetteers is hidden in it.
    pub hidden: bool,
}

/// An annotated entity, in code points.
pub struct Annotated {
    pub start: usize,
    pub end: usize,
    pub kind: String,
    /// The parts that are its name, in FactRuEval.
    pub names: Vec<(usize, usize)>,
    /// In more than one piece.
    pub broken: bool,
}

/// The documents of all inputs, and the schemes that they are annotated by.
pub fn read(options: &Options) -> (Vec<Read>, Vec<String>) {
    let mut schemes: Vec<String> = Vec::new();
    let mut memo = Memo::default();
    let mut documents: Vec<Read> = Vec::new();
    let mut sources = 0;
    for input in &options.inputs {
        let domain = schemes.iter().position(|s| *s == input.scheme).unwrap_or_else(|| {
            schemes.push(input.scheme.clone());
            schemes.len() - 1
        });
        let content = std::fs::read_to_string(&input.file).expect("a readable corpus");
        for (_, line) in content.lines().enumerate().take(options.limit).filter(|(n, _)| !input.even || n % 2 == 0) {
            let document: Value = serde_json::from_str(line).expect("a JSON document a line");
            // Pages borrow their texts, which are needed to the end.
            let text: &'static str = document["text"].as_str().expect("a text").to_string().leak();
            let source = sources;
            sources += 1;
            for hidden in [false, true] {
                if hidden && options.hide == 0.0 {
                    continue;
                }
                let mut page = Page::new(text, &mut memo);
                if hidden {
                    page.hide(&memo, |stem, e| is_hidden(source, stem, e, options.hide));
                }
                documents.push(Read {
                    proposed: Proposed::all(&page),
                    evidence: Evidence::new(&page),
                    gold: annotated(&document, &input.scheme, text),
                    page,
                    domain,
                    fold: options.fold_of(source, input),
                    hidden,
                });
            }
        }
    }
    (documents, schemes)
}

fn annotated(document: &Value, scheme: &str, text: &str) -> Vec<Annotated> {
    let number = |v: &Value, key: &str| v[key].as_u64().unwrap_or(0) as usize;
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<Annotated> = document["entities"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|e| {
            let kind = e["type"].as_str().unwrap_or("").to_string();
            let wanted = if kind == "Org" { "org_name" } else { "loc_name" };
            let parts = e["parts"].as_array().into_iter().flatten().filter(|p| p["role"] == wanted);
            Annotated {
                start: number(e, "start"),
                end: number(e, "end"),
                names: parts.map(|p| (number(p, "start"), number(p, "end"))).collect(),
                broken: e["fragments"].is_array(),
                kind,
            }
        })
        .collect();
    if scheme == "nerel" {
        out.iter_mut().for_each(|e| e.end += usize::from(leaves_quote_open(&chars[e.start..e.end], chars.get(e.end))));
    }
    out
}

/// Whether a span opens a quotation that closes right behind it: the annotation often leaves the closing mark out.
fn leaves_quote_open(span: &[char], next: Option<&char>) -> bool {
    let count = |mark: char| span.iter().filter(|c| **c == mark).count();
    match next {
        Some('»') => count('«') > count('»'),
        Some('"') => count('"') % 2 == 1,
        _ => false,
    }
}

/// Tables of names that any text may have more of.
const OPEN: &[Table] = &[
    Table::Regions,
    Table::Districts,
    Table::Settlements,
    Table::Nature,
    Table::Facilities,
    Table::World,
    Table::People,
    Table::Given,
    Table::Surnames,
    Table::Organizations,
];

/// Whether an entry is hidden in a document: by the first word, so that a name is hidden wherever it stands.
fn is_hidden(document: usize, stem: u64, entry: Entry, share: f64) -> bool {
    let share = match entry.table {
        Table::Given => share / 4.0,
        Table::Surnames | Table::Regions | Table::World => share / 2.0,
        table if OPEN.contains(&table) => share,
        _ => return false,
    };
    let mut n = stem ^ (document as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    n ^= n >> 31;
    n = n.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n ^= n >> 29;
    ((n >> 11) as f64) < share * (1u64 << 53) as f64
}
