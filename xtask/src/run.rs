//! Running a step: one line before it, one line with its wall time after it, its exit code kept.

use std::process::Command;
use std::time::Instant;

/// Why the work ended early, and the exit code that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What this process exits with; the failed command's own code where there is one.
    pub(crate) code: u8,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into() }
    }
}

/// Announces `work`, does it, and tells how it ended and how long it took.
pub(crate) fn step(
    name: &str,
    description: &str,
    work: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    println!("== {name}: {description}");
    let start = now();
    let outcome = work();
    let seconds = now().duration_since(start).as_secs_f64();
    match &outcome {
        Ok(()) => println!("== {name}: passed in {seconds:.1} s"),
        Err(failure) => {
            println!("== {name}: failed with exit code {} after {seconds:.1} s", failure.code);
        }
    }
    outcome
}

/// Runs a command to its end with our own output; anything but exit code 0 is a failure.
pub(crate) fn command(command: &mut Command) -> Result<(), Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("{program} could not be started: {error}")))?;
    if status.success() {
        return Ok(());
    }
    // No code: ended by a signal.
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Err(Failure { code, message: format!("{program}: {status}") })
}

/// The cargo that runs us, so that a step uses the same toolchain.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

#[expect(clippy::disallowed_methods, reason = "the one place where xtask reads a clock")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Result<(), Failure> {
        step("example", script, || command(Command::new("sh").args(["-c", script])))
    }

    #[test]
    fn the_exit_code_of_a_failed_command_is_kept() {
        assert_eq!(shell("exit 0"), Ok(()));
        assert_eq!(shell("exit 101").map_err(|failure| failure.code), Err(101));
        assert_eq!(shell("kill -9 $$").map_err(|failure| failure.code), Err(1));
    }

    #[test]
    fn a_command_that_does_not_exist_is_named() {
        let failure = command(&mut Command::new("no-such-program")).expect_err("it does not exist");
        assert_eq!(failure.code, 1);
        assert!(failure.message.starts_with("no-such-program could not be started: "));
    }
}
