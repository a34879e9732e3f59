//! The gate: checks passwords, off the core and a few at a time, and counts the sessions of accounts.

use super::guesses::{Counted, Guesses};
use super::password::{Passwords, verify};
use crate::said::{Said, Verdict};
use crate::sessions::Seats;
use link::Time;
use message::object::AccountId;
use registry::name::Secret;
use std::collections::BTreeMap;
use std::net::IpAddr;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tracing::error;

/// A password to be checked; see [`customers::Output::CheckPassword`].
pub(super) struct Check {
    pub(super) address: IpAddr,
    pub(super) system_id: Box<str>,
    pub(super) account: Option<AccountId>,
    pub(super) verifier: Option<Secret>,
    pub(super) password: Secret,
    pub(super) reply: mpsc::Sender<Said>,
}

pub(super) type Checks = mpsc::Sender<Check>;

/// Passwords that are checked at a time. Each takes 20 ms of a processor and 19 MiB.
const AT_A_TIME: usize = 2;

/// The one who checks.
pub(crate) struct Gate {
    checks: mpsc::Receiver<Check>,
    passwords: Passwords,
    counted: Counted,
    time: Time,
    seats: BTreeMap<AccountId, Seats>,
    running: JoinSet<(Check, bool)>,
}

impl Gate {
    pub(super) fn new(checks: mpsc::Receiver<Check>, guesses: Guesses, time: Time) -> Gate {
        Gate {
            checks,
            passwords: Passwords::new(),
            counted: Counted::new(guesses),
            time,
            seats: BTreeMap::new(),
            running: JoinSet::new(),
        }
    }

    /// Until there are no connections any more.
    pub(super) async fn run(mut self) {
        loop {
            let has_room = self.running.len() < AT_A_TIME;
            tokio::select! {
                Some(ended) = self.running.join_next() => match ended {
                    Ok((check, right)) => self.checked(check, right),
                    Err(error) => error!(%error, "a password's check has failed"),
                },
                check = self.checks.recv(), if has_room => match check {
                    Some(check) => self.begin(check),
                    None => return,
                },
            }
        }
    }

    fn begin(&mut self, check: Check) {
        if self.passwords.knows(&check.system_id, check.verifier.as_ref(), &check.password) {
            return self.answer(check, Verdict::Right);
        }
        if !self.counted.begin(check.address, &check.system_id, self.time.mono()) {
            return self.answer(check, Verdict::NotChecked);
        }
        // Where nobody has the system_id it takes as long, to end with no.
        let nobody = self.passwords.nobody();
        self.running.spawn_blocking(move || {
            let is_known = check.verifier.is_some();
            let verifier = check.verifier.as_ref().unwrap_or(&nobody);
            let right = verify(verifier, &check.password) && is_known;
            (check, right)
        });
    }

    fn checked(&mut self, check: Check, right: bool) {
        if let Some(verifier) = check.verifier.as_ref().filter(|_| right) {
            self.passwords.learn(&check.system_id, verifier, &check.password);
        }
        self.counted.end(check.address, &check.system_id, right, self.time.mono());
        self.answer(check, if right { Verdict::Right } else { Verdict::Wrong });
    }

    fn answer(&mut self, check: Check, verdict: Verdict) {
        let account = check.account.filter(|_| verdict == Verdict::Right);
        let seats = account.map(|account| self.seats.entry(account).or_default());
        let sessions = seats.as_ref().map_or(0, |seats| seats.taken());
        let seat = seats.map(|seats| seats.take());
        // A session that has ended meanwhile does not need it.
        let _ = check.reply.try_send(Said::Checked { verdict, sessions, seat });
    }
}
