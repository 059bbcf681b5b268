//! The program: arguments in, exit code out. Everything else is in `cli` and in the library.

#![forbid(unsafe_code)]

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::exit::code(cli::run(cli::Cli::parse()))
}
