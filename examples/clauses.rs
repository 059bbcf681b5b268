//! Shows how facts read a sentence: its phrases with their cases, its clauses, its predicates.
//!
//! `cargo run --profile quick --example clauses -- 'Сергей Петров встретился с Анной Козловой.'`

use svodka::arbitrate::{self, weights};
use svodka::facts::Scene;
use svodka::lexicon::{Case, Memo};
use svodka::recognize::{Evidence, Page};
use svodka::resolve;

fn main() {
    let text = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    let mut memo = Memo::default();
    let page = Page::new(&text, &mut memo);
    let evidence = Evidence::new(&page);
    let resolved = resolve::resolve(&page, arbitrate::decide(&page, &evidence, &weights::BUNDLED));
    let scene = Scene::new(&page, &resolved);
    for (n, p) in scene.c.phrases.iter().enumerate() {
        let cases: String = [Case::Nom, Case::Gen, Case::Dat, Case::Acc, Case::Ins, Case::Loc]
            .iter()
            .zip("NGDAIL".chars())
            .map(|(c, letter)| if p.cases.has(*c) { letter } else { '-' })
            .collect();
        let entity = p.entity.map_or("", |e| resolved.id(e));
        println!(
            "phrase {n} [{}] {cases} {entity} preposition={} after={:?} list={:?} clause={} plural={:?} gender={:?}",
            page.text.span(&p.tokens),
            p.preposition.map_or("", |t| page.word(t)),
            p.after,
            p.list,
            p.clause,
            p.plural,
            p.gender
        );
    }
    for (n, c) in scene.c.clauses.iter().enumerate() {
        let verbs: Vec<&str> = c.verbs.iter().map(|v| page.word(*v)).collect();
        println!(
            "clause {n} {:?} parent={:?} inherits={:?} antecedent={:?} verbs={verbs:?} [{}]",
            c.kind,
            c.parent,
            c.inherits,
            c.antecedent,
            page.text.span(&c.tokens)
        );
    }
    for p in &scene.predicates {
        println!("predicate [{}] {} {} {:?}", page.text.span(&p.tokens), p.entry.cell("class"), p.entry.cell("detail"), p.form);
    }
}
