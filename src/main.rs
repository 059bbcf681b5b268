//! The program: arguments in, exit code out. Everything else is in `cli` and in the library.

#![forbid(unsafe_code)]

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Half of the start of one article is the dictionary's: it loads beside the rest.
    let _ = std::thread::Builder::new().spawn(svodka::prepare::dictionary);
    cli::exit::code(cli::run(cli::Cli::parse()))
}
