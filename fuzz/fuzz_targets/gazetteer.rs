//! Any gazetteer file is taken or refused: every finding names a line of it, and putting it in order twice is putting it in order once.

#![no_main]

use libfuzzer_sys::fuzz_target;
use svodka::lexicon::check;

fuzz_target!(|input: (u8, &str)| {
    let (which, content) = input;
    let names = ["organizations.tsv", "people.tsv", "offices.tsv", "settlements-hand.tsv", "corrections.tsv", "words.tsv", "predicates.tsv", "nonsense.tsv"];
    let name = names[usize::from(which) % names.len()];
    let lines = content.lines().count();
    for finding in check::check(&[(name.to_string(), content.to_string())]) {
        assert!(finding.line <= lines.max(1), "{finding:?} of {lines} lines");
    }
    let once = check::sorted(name, content);
    assert_eq!(check::sorted(name, &once), once);
});
