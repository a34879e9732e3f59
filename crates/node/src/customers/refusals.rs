//! Refused binds in the log, with their true reasons, within bounds: the first few of an account,
//! address, reason and minute, and then how many more there were.

use link::Time;
use message::object::AccountId;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::info;

/// The refusals of this minute. Clones count together.
#[derive(Debug, Clone)]
pub(super) struct Refusals {
    minute: Arc<Mutex<Minute>>,
    time: Time,
}

/// What is refused alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    /// None: nobody has the system_id.
    pub(super) account: Option<AccountId>,
    pub(super) address: IpAddr,
    pub(super) reason: &'static str,
}

#[derive(Debug, Default)]
struct Minute {
    number: u64,
    counts: BTreeMap<Kind, u64>,
    /// Of kinds that there was no room for.
    others: u64,
}

/// What has become of those that were not told, once their minute is over.
#[derive(Debug, Default, PartialEq, Eq)]
struct Rest {
    counts: Vec<(Kind, u64)>,
    others: u64,
}

/// Refusals of one kind that are told in a minute.
const TOLD_MAX: u64 = 5;
/// Kinds that are told apart in a minute.
const KINDS_MAX: usize = 1_000;

impl Refusals {
    pub(super) fn new(time: Time) -> Refusals {
        Refusals { minute: Arc::default(), time }
    }

    /// One more. Is it to be told?
    pub(super) fn count(&self, kind: Kind) -> bool {
        let mut minute = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = minute.turn(self.time.mono().as_secs() / 60);
        let is_told = minute.count(kind);
        drop(minute);
        for (kind, more) in rest.counts {
            let Kind { account, address, reason } = kind;
            let account = account.map(|account| account.0);
            info!(account, %address, reason, more, "more binds were refused");
        }
        if rest.others > 0 {
            info!(more = rest.others, "more binds were refused, from many addresses");
        }
        is_told
    }
}

impl Minute {
    fn turn(&mut self, number: u64) -> Rest {
        if self.number == number {
            return Rest::default();
        }
        let Minute { counts, others, .. } =
            std::mem::replace(self, Minute { number, ..Minute::default() });
        let untold = counts.into_iter().filter(|(_, count)| *count > TOLD_MAX);
        Rest { counts: untold.map(|(kind, count)| (kind, count - TOLD_MAX)).collect(), others }
    }

    fn count(&mut self, kind: Kind) -> bool {
        if self.counts.len() >= KINDS_MAX && !self.counts.contains_key(&kind) {
            self.others += 1;
            return false;
        }
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        *count <= TOLD_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(last: u16, reason: &'static str) -> Kind {
        let [high, low] = last.to_be_bytes();
        Kind { account: Some(AccountId(1)), address: IpAddr::from([10, 0, high, low]), reason }
    }

    #[test]
    fn the_first_few_are_told_and_the_others_counted() {
        let mut minute = Minute::default();
        for number in 1..=8 {
            assert_eq!(minute.count(kind(1, "password_wrong")), number <= 5, "{number}");
        }
        assert!(minute.count(kind(1, "session_limit")));
        assert!(minute.count(kind(2, "password_wrong")));
        assert_eq!(minute.turn(0), Rest::default());
        let rest = Rest { counts: vec![(kind(1, "password_wrong"), 3)], others: 0 };
        assert_eq!(minute.turn(1), rest);
        assert!(minute.count(kind(1, "password_wrong")));
        assert_eq!(minute.turn(2), Rest::default());
    }

    #[test]
    fn many_kinds_are_not_kept_apart() {
        let mut minute = Minute::default();
        for number in 0..1_500 {
            assert_eq!(minute.count(kind(number, "password_wrong")), number < 1_000, "{number}");
        }
        assert_eq!(minute.counts.len(), KINDS_MAX);
        assert_eq!(minute.turn(1), Rest { counts: Vec::new(), others: 500 });
    }
}
