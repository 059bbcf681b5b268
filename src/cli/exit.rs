//! Exit codes, and the messages that go with them.

use std::fmt;
use std::io;
use std::process::ExitCode;

/// How a command ended that could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// It was done, but some inputs or records failed, each with its message; of a comparison: something differs.
    SomeFailed,
}

/// Why a command could not run or go on.
#[derive(Debug)]
pub enum CliError {
    /// What was asked for cannot be done; the message says what to do.
    Usage(String),
    /// An input or output failed.
    Io {
        /// The file, or a standard stream.
        name: String,
        /// What the system says.
        error: io::Error,
    },
}

impl CliError {
    /// An error of reading or writing `name`.
    pub fn io(name: impl Into<String>) -> impl FnOnce(io::Error) -> CliError {
        let name = name.into();
        move |error| CliError::Io { name, error }
    }

    fn is_closed_pipe(&self) -> bool {
        matches!(self, CliError::Io { error, .. } if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CliError::Usage(message) => f.write_str(message),
            CliError::Io { name, error } => write!(f, "{name}: {error}"),
        }
    }
}

/// 0 done, or the reader of our output went away; 1 done but some failed; 2 could not run.
pub fn code(result: Result<Outcome, CliError>) -> ExitCode {
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("svodka: {error}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_apart() {
        let debug = |r| format!("{:?}", code(r));
        let failed = debug(Ok(Outcome::SomeFailed));
        let usage = debug(Err(CliError::Usage("x".into())));
        assert_eq!(debug(Ok(Outcome::Done)), format!("{:?}", ExitCode::SUCCESS));
        assert_eq!(debug(Err(CliError::Io { name: "stdout".into(), error: io::ErrorKind::BrokenPipe.into() })), format!("{:?}", ExitCode::SUCCESS));
        assert_ne!(failed, usage);
    }
}
