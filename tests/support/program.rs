//! The program as its users run it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs the program with `input` on standard input.
pub fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_svodka"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built");
    let mut stdin = child.stdin.take().expect("piped");
    std::thread::scope(|scope| {
        // Beside the reading, so that neither waits for the other; a program that does not read its input closes it: no failure of the test.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().expect("it ends")
    })
}
