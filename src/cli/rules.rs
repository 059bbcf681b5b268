//! `svodka rules`: every rule with what it takes and leaves, from the very tables that the tests check.

use super::exit::{CliError, Outcome};
use std::fmt::Write as _;
use std::io::Write;

/// Prints the rules of recognizers, then those of facts.
pub fn run(out: &mut dyn Write) -> Result<Outcome, CliError> {
    let mut text = String::new();
    let recognizers = svodka::recognize::rules().map(|r| (r.name, r.about, r.takes, r.leaves));
    let facts = svodka::facts::rules().map(|r| (r.name, r.about, r.takes, r.leaves));
    for (name, about, takes, leaves) in recognizers.chain(facts) {
        writeln!(text, "{name}\n  {about}").expect("a string takes all");
        for (label, examples) in [("takes ", takes), ("leaves", leaves)] {
            for example in examples {
                writeln!(text, "  {label}  {example}").expect("a string takes all");
            }
        }
    }
    super::write_all(out, text.as_bytes())?;
    Ok(Outcome::Done)
}
