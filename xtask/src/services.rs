//! Packages that bring a service: the tests start what they need themselves, on ports of their own, and
//! nothing else shall run for their sake.

use crate::run::Failure;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// Debian asks this program before it starts a service (`invoke-rc.d(8)`).
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// 101: it must not be started.
const NO: &[u8] = b"#!/bin/sh\nexit 101\n";

/// Does `work` while no service may start. A policy that is there already is somebody's, and stays.
pub(crate) fn kept_out(work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    kept_out_by(Path::new(POLICY), work)
}

fn kept_out_by(policy: &Path, work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let ours = OpenOptions::new().write(true).create_new(true).mode(0o755).open(policy);
    let ours = ours.and_then(|mut file| file.write_all(NO)).is_ok();
    let outcome = work();
    if ours {
        fs::remove_file(policy).map_err(|error| {
            Failure::new(format!("{} cannot be removed: {error}", policy.display()))
        })?;
    }
    outcome
}

/// It does not start with the machine either. A machine without services has nothing to say to that.
pub(crate) fn disable(service: &str) {
    let mut command = Command::new("update-rc.d");
    command.args([service, "disable"]).stdin(Stdio::null()).stdout(Stdio::null());
    let _ = command.stderr(Stdio::null()).status();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run;

    fn policy(name: &str) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("xtask-policy-{}-{name}", std::process::id()))
    }

    #[test]
    fn it_says_no_while_the_work_is_done_and_is_gone_then() {
        let policy = policy("ours");
        let outcome = kept_out_by(&policy, || {
            assert_eq!(run::command(&mut Command::new(&policy)).map_err(|it| it.code), Err(101));
            Err(Failure::new("the work has failed"))
        });
        assert_eq!(outcome.map_err(|it| it.message), Err("the work has failed".to_owned()));
        assert!(!policy.exists());
    }

    #[test]
    fn another_s_policy_stays() {
        let policy = policy("another");
        fs::write(&policy, "theirs").expect("the temporary folder is writable");
        assert_eq!(kept_out_by(&policy, || Ok(())), Ok(()));
        assert_eq!(fs::read_to_string(&policy).expect("it is there"), "theirs");
        fs::remove_file(policy).expect("we made it");
    }
}
