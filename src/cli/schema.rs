//! `svodka schema`: the JSON Schema of the sheet, made from its model.

use super::exit::{CliError, Outcome};
use std::io::Write;

/// Prints the schema.
pub fn run(out: &mut dyn Write) -> Result<Outcome, CliError> {
    let mut text = serde_json::to_string_pretty(&svodka::sheet::json_schema()).expect("a schema is JSON");
    text.push('\n');
    super::write_all(out, text.as_bytes())?;
    Ok(Outcome::Done)
}
