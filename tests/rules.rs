//! Every rule shows what it takes and what it leaves; this walks all rule tables and checks them through the whole arbiter.

use std::sync::LazyLock;
use svodka::arbitrate::{self, Mention, weights};
use svodka::facts;
use svodka::lexicon::{Lexicon, Memo};
use svodka::recognize::{self, Evidence, Page, Rule};

/// Sentences around an example, so that no rule can lean on the text's beginning or end.
const AROUND: [(&str, &str); 2] = [("", ""), ("В горах шёл снег. ", " Стало тихо.")];

/// An example without its brackets, and the bracketed stretches in code points.
fn unbracketed(example: &str, shift: usize) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), None);
    let mut at = shift;
    for c in example.chars() {
        match c {
            '[' => open = Some(at),
            ']' => spans.push((open.take().expect("brackets pair"), at)),
            _ => {
                text.push(c);
                at += 1;
            }
        }
    }
    (text, spans)
}

fn decide(text: &str) -> Vec<(usize, usize, String)> {
    // The rule of corrections has an example only where there is a correction.
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
        let corrections = ("corrections.tsv".to_string(), "text\tcorrection\tvalue\tkind\nКармазин\tkind\torganization\t\n".to_string());
        Lexicon::of_files(&[corrections]).expect("a good file")
    });
    let mut memo = Memo::new(LEXICON.clone());
    let page = Page::new(text, &mut memo);
    let evidence = Evidence::new(&page);
    let decided = arbitrate::decide(&page, &evidence, &weights::BUNDLED);
    let show = |m: &Mention| {
        let chars = page.text.chars(&m.tokens);
        (chars.start, chars.end, m.rule.to_string())
    };
    decided.iter().map(show).collect()
}

/// What is wrong with a rule's examples; empty when all is right.
fn check(rule: &Rule) -> Vec<String> {
    let mut wrong = Vec::new();
    for (before, after) in AROUND {
        let shift = before.chars().count();
        for example in rule.takes {
            let (text, spans) = unbracketed(example, shift);
            assert!(!spans.is_empty(), "{}: an example without brackets: {example}", rule.name);
            let found = decide(&format!("{before}{text}{after}"));
            for (start, end) in spans {
                if !found.iter().any(|(s, e, r)| (*s, *e, r.as_str()) == (start, end, rule.name)) {
                    wrong.push(format!("{} should take {example}; found {found:?}", rule.name));
                }
            }
        }
        for example in rule.leaves {
            let found = decide(&format!("{before}{example}{after}"));
            if let Some(hit) = found.iter().find(|(_, _, r)| r == rule.name) {
                wrong.push(format!("{} should leave {example}; took {hit:?}", rule.name));
            }
        }
    }
    wrong
}

#[test]
fn every_rule_takes_and_leaves_what_it_says() {
    let wrong: Vec<String> = recognize::rules().flat_map(check).collect();
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_wrong_example_is_noticed() {
    let toy = Rule { name: "toy.rule", about: "", takes: &["Это [Москва]."], leaves: &[], propose: |_, _, _| {} };
    assert_eq!(check(&toy).len(), AROUND.len());
}

#[test]
fn every_rule_has_examples_of_both_sorts_and_a_name_of_its_own() {
    let mut names: Vec<&str> = Vec::new();
    for rule in recognize::rules() {
        assert!(!rule.takes.is_empty() && !rule.leaves.is_empty(), "{} lacks examples", rule.name);
        assert!(!rule.about.is_empty());
        names.push(rule.name);
    }
    names.extend(facts::rules().map(|r| r.name));
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a rule's name is given twice");
}

#[test]
fn every_fact_rule_takes_and_leaves_what_it_says() {
    let extractor = svodka::Extractor::new();
    let mut wrong = Vec::new();
    for rule in facts::rules() {
        for example in rule.takes {
            let (text, spans) = unbracketed(example, 0);
            let sheet = extractor.extract(&svodka::ingest::Document::new("example", text.clone()));
            let facts = sheet.facts.expect("nothing is left out");
            for (start, end) in spans {
                let holds = |f: &svodka::sheet::Fact| f.rule == rule.name && f.kind == rule.kind && f.evidence.start <= start && end <= f.evidence.end;
                if !facts.iter().any(holds) {
                    wrong.push(format!(
                        "{} should take {example}; found {:?}",
                        rule.name,
                        facts.iter().map(|f| (&f.rule, &f.evidence.text)).collect::<Vec<_>>()
                    ));
                }
            }
        }
        for example in rule.leaves {
            let sheet = extractor.extract(&svodka::ingest::Document::new("example", *example));
            if let Some(f) = sheet.facts.expect("nothing is left out").iter().find(|f| f.rule == rule.name) {
                wrong.push(format!("{} should leave {example}; took {}", rule.name, f.evidence.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{} examples fail:\n{}", wrong.len(), wrong.join("\n"));
}
