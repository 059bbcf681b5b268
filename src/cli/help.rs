//! Examples of the help, and what is made from the arguments: completions of shells, the manual page.

use super::exit::{CliError, Outcome};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;

/// Under `-h`.
pub const SHORT: &str = "Examples:
  curl -s https://… | svodka                  the fact sheet of an article
  svodka --format table статья.txt            for reading on a terminal
  svodka batch дамп.jsonl -o сводки.jsonl     a dump, a sheet a line, on all cores
  svodka diff старые.jsonl новые.jsonl --stat what two runs differ in

--help has more of them.";

/// Under `--help`.
pub const LONG: &str = "Reading an article:
  curl -s https://… | svodka                  the fact sheet of an article
  svodka --format table статья.txt            for reading on a terminal
  svodka --format html статья.txt > a.html    a page: the article with its mentions, facts beside it
  svodka --only people,figures статья.txt     some parts only
  svodka --date 2024-05-07 статья.txt         what «вчера» counts from
  svodka diff утро.txt вечер.txt              what another edition or outlet says otherwise
  svodka explain статья.txt --word Токаев     why this was taken and that was not
  svodka correct rename «Заря» «ФК „Заря“»    a decision of yours that holds from the next run on

Running over a dump:
  svodka batch дамп.jsonl -o сводки.jsonl     a sheet a line, in order, on all cores
  svodka merge сводки.jsonl > entities.tsv    one table of all entities
  svodka pages дамп.jsonl -o сайт/            pages for a browser: articles, names, an index with search
  svodka a.txt b.html --format jsonl          several files, a sheet a line; also csv, conll, brat, spacy, ftm …
  svodka schema                               the JSON Schema of a sheet

Studying the results:
  svodka diff old.jsonl new.jsonl --stat      two versions, two gazetteers: sums by kind and by rule
  svodka score --gold корпус/ --by rule       precision, recall and F1 against annotation
  svodka rules                                every rule with what it takes and leaves
  svodka gazetteer find Баткену               what the lexicon knows of a word in any form
  svodka --gazetteer моё/ статья.txt          with your own names and corrections

Exit codes: 0 done; 1 done, but some inputs or records failed, or a comparison found a difference; 2 could not run.";

/// Of `svodka schema`.
pub const SCHEMA: &str = "Examples:
  svodka schema > svodka.schema.json
  svodka schema | jq '.[\"$defs\"].Person.properties | keys'    the fields of a person";

/// Of `svodka gazetteer`.
pub const GAZETTEER: &str = "Examples:
  svodka gazetteer find Баткену «Новый берег»     what the lexicon knows of words in any form, with file and line
  svodka gazetteer check моё/                     what is wrong with your own files
  svodka gazetteer sort моё/                      put their rows in order";

/// Of `svodka merge`.
pub const MERGE: &str = "Examples:
  svodka merge сводки.jsonl > entities.tsv                    for a spreadsheet
  svodka batch дамп.jsonl | svodka merge - --format jsonl     straight from a dump, an entity a line
  svodka merge 2023.jsonl 2024.jsonl | sort -t'\t' -k5 -nr | head    who is named most";

/// Of `svodka rules`.
pub const RULES: &str = "Examples:
  svodka rules | less
  svodka rules | grep -A6 '^people.given-surname'    one rule: its idea, what it takes, what it leaves";

/// Arguments of `svodka completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  svodka completions bash > ~/.local/share/bash-completion/completions/svodka
  svodka completions zsh > ~/.zfunc/_svodka
  svodka completions fish > ~/.config/fish/completions/svodka.fish")]
pub struct CompletionsArgs {
    /// Whose completions.
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Prints the completions.
///
/// # Errors
/// When the output fails.
pub fn completions(args: &CompletionsArgs, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "svodka", &mut text);
    super::write_all(out, &text)?;
    Ok(Outcome::Done)
}

/// Arguments of `svodka man`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  svodka man | man -l -
  svodka man diff | man -l -
  svodka man > ~/.local/share/man/man1/svodka.1")]
pub struct ManArgs {
    /// A command; the program itself when left out.
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the manual page.
///
/// # Errors
/// When there is no such command, or the output fails.
pub fn man(args: &ManArgs, out: &mut dyn Write) -> Result<Outcome, CliError> {
    let mut program = super::Cli::command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => {
            let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
            let unknown = || CliError::Usage(format!("no command «{name}»{}; commands: {}", svodka::suggest::did_you_mean(name, &names), names.join(", ")));
            program.find_subcommand(name).cloned().ok_or_else(unknown)?
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text).map_err(CliError::io("the manual page"))?;
    super::write_all(out, &text)?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::super::Cli;
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent_and_every_command_has_examples() {
        let program = Cli::command();
        program.clone().debug_assert();
        for command in program.get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Examples:\n  svodka ") || help.contains("Examples:\n  "), "{} has no examples", command.get_name());
        }
    }
}
