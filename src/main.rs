//! The program: arguments in, exit code out. Everything else is in `cli` and in the library.

#![forbid(unsafe_code)]

mod cli;

use clap::Parser;
use std::process::ExitCode;

/// Sheets are made of many small pieces, on several threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Half of the start of one article is the dictionary's: it loads beside the rest.
    let _ = std::thread::Builder::new().spawn(svodka::lexicon::morph::load);
    cli::exit::code(cli::run(cli::Cli::parse()))
}
