//! What the tests need beyond cargo. It is installed where that is possible, otherwise named.

use crate::run::{self, Failure};
use crate::workspace::Workspace;
use crate::{npm, services, venv};
use std::process::{Command, Stdio};

/// A Debian package, and the command that works when it (or the same from elsewhere) is there.
#[derive(Debug, Clone, Copy)]
struct Need {
    package: &'static str,
    probe: &'static [&'static str],
}

/// Decodes what we send, as a judge that does not share our code.
const TSHARK: Need = Need { package: "tshark", probe: &["tshark", "--version"] };
/// Makes the filesystems that journals fill up and lose power on.
const MKFS: Need = Need { package: "e2fsprogs", probe: &["mkfs.ext4", "-V"] };
const PYTHON: Need =
    Need { package: "python3-venv", probe: &["python3", "-c", "import ensurepip, venv"] };
/// Run a customer's program in JavaScript, and install its library.
const NODE: Need = Need { package: "nodejs", probe: &["node", "--version"] };
const NPM: Need = Need { package: "npm", probe: &["npm", "--version"] };
/// A customer's library in Perl.
const NET_SMPP: Need =
    Need { package: "libnet-smpp-perl", probe: &["perl", "-MNet::SMPP", "-MJSON::PP", "-e", "1"] };
/// A gateway as a customer. Its boxes lie where not everybody looks for programs.
const KANNEL: Need = Need {
    package: "kannel",
    probe: &["sh", "-c", "PATH=$PATH:/usr/sbin; bearerbox --version && smsbox --version"],
};

/// Makes everything ready or says what is missing and how to get it.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let requirements = workspace.root.join(venv::REQUIREMENTS);
    let lock = workspace.root.join(npm::LOCK);
    let mut needs = vec![TSHARK, MKFS, NET_SMPP, KANNEL];
    needs.extend(requirements.exists().then_some(PYTHON));
    needs.extend(lock.exists().then_some([NODE, NPM]).into_iter().flatten());
    let missing = missing(&needs);
    if !missing.is_empty() {
        install(&missing)?;
    }
    if requirements.exists() {
        venv::ensure(&requirements, &venv::folder(&workspace.target))?;
    }
    if lock.exists() {
        npm::ensure(&lock, &npm::folder(&workspace.target))?;
    }
    Ok(())
}

fn missing(needs: &[Need]) -> Vec<Need> {
    needs.iter().copied().filter(|need| !works(need.probe)).collect()
}

fn works(probe: &[&str]) -> bool {
    let mut command = Command::new(probe[0]);
    command.args(&probe[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn install(needs: &[Need]) -> Result<(), Failure> {
    if !works(&["apt-get", "--version"]) {
        return Err(complaint(needs, "there is no apt-get here"));
    }
    if !is_root() {
        return Err(complaint(needs, "installing needs root"));
    }
    // A failed update alone is no verdict: the lists at hand may do.
    let updated = run::command(&mut apt_get(&["-qq", "update"]));
    let mut apt_get = apt_get(&["-qq", "install", "--yes", "--no-install-recommends"]);
    let packages = needs.iter().map(|need| need.package);
    let installed = services::kept_out(|| run::command(apt_get.args(packages)));
    if needs.iter().any(|need| need.package == KANNEL.package) {
        services::disable(KANNEL.package);
    }
    if let Err(failure) = updated.and(installed) {
        eprintln!("{}", failure.message);
    }
    match missing(needs).as_slice() {
        [] => Ok(()),
        still => Err(complaint(still, "apt-get did not bring it")),
    }
}

fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

fn complaint(needs: &[Need], why: &str) -> Failure {
    let packages = needs.iter().map(|need| need.package).collect::<Vec<_>>().join(" ");
    Failure::new(format!(
        "missing: {packages} ({why}); on Debian, as root: apt-get update && apt-get install --yes \
         --no-install-recommends {packages}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABSENT: Need = Need { package: "absent", probe: &["no-such-program", "--version"] };
    const BROKEN: Need = Need { package: "broken", probe: &["false"] };
    const PRESENT: Need = Need { package: "present", probe: &["true"] };

    #[test]
    fn a_need_is_missing_when_its_probe_does_not_succeed() {
        let missing = missing(&[ABSENT, PRESENT, BROKEN]);
        assert_eq!(
            missing.iter().map(|need| need.package).collect::<Vec<_>>(),
            ["absent", "broken"]
        );
    }

    #[test]
    fn a_complaint_names_the_packages_and_the_command() {
        assert_eq!(
            complaint(&[TSHARK, PYTHON], "installing needs root").message,
            "missing: tshark python3-venv (installing needs root); on Debian, as root: apt-get \
             update && apt-get install --yes --no-install-recommends tshark python3-venv"
        );
    }
}
