//! How many wrong passwords somebody may try: what a guess costs must not be ours to pay.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::time::Duration;

/// Wrong passwords that may be tried in a minute; 0: any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guesses {
    /// From one network address; of IPv6: from one /64.
    pub(crate) of_address: u32,
    /// For one system_id, whether anybody has it or not.
    pub(crate) of_system_id: u32,
}

/// The guesses of the last minute, and those that are being checked.
#[derive(Debug)]
pub(super) struct Counted {
    guesses: Guesses,
    counts: HashMap<Key, u32>,
    /// Wrong ones, the oldest first.
    wrong: VecDeque<(Duration, Key)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    SystemId(Box<str>),
}

const MINUTE: Duration = Duration::from_secs(60);

/// Wrong ones that are remembered: more than can be checked in a minute.
const WRONG_MAX: usize = 100_000;

impl Default for Guesses {
    fn default() -> Guesses {
        Guesses { of_address: 10, of_system_id: 30 }
    }
}

impl Counted {
    pub(super) fn new(guesses: Guesses) -> Counted {
        Counted { guesses, counts: HashMap::new(), wrong: VecDeque::new() }
    }

    /// May one more be checked? Then it counts until [`Counted::end`] says what it was.
    pub(super) fn begin(&mut self, address: IpAddr, system_id: &str, now: Duration) -> bool {
        self.forget(now);
        let keys = keys(address, system_id);
        let is_over = keys.iter().any(|key| {
            let max = self.max(key);
            max > 0 && self.counts.get(key).is_some_and(|count| *count >= max)
        });
        if !is_over {
            for key in keys {
                *self.counts.entry(key).or_default() += 1;
            }
        }
        !is_over
    }

    /// It has been checked. One that was right was no guess.
    pub(super) fn end(&mut self, address: IpAddr, system_id: &str, right: bool, now: Duration) {
        for key in keys(address, system_id) {
            if right {
                self.take_off(&key);
            } else {
                self.wrong.push_back((now, key));
            }
        }
    }

    fn max(&self, key: &Key) -> u32 {
        match key {
            Key::Address(_) => self.guesses.of_address,
            Key::SystemId(_) => self.guesses.of_system_id,
        }
    }

    fn forget(&mut self, now: Duration) {
        let is_old = |(at, _): &(Duration, Key)| at.saturating_add(MINUTE) <= now;
        while self.wrong.front().is_some_and(is_old) || self.wrong.len() > WRONG_MAX {
            if let Some((_, key)) = self.wrong.pop_front() {
                self.take_off(&key);
            }
        }
    }

    fn take_off(&mut self, key: &Key) {
        if let Some(count) = self.counts.get_mut(key) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(key);
            }
        }
    }
}

fn keys(address: IpAddr, system_id: &str) -> [Key; 2] {
    // Whoever has one address of IPv6 has 2^64 of them (RFC 4291 s2.5.4).
    let address = match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(it) => IpAddr::from((u128::from(it) >> 64 << 64).to_be_bytes()),
    };
    [Key::Address(address), Key::SystemId(system_id.into())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// Tries once a second; answers how many were checked, all of them wrong.
    fn try_all(counted: &mut Counted, whose: impl Fn(u64) -> (IpAddr, String)) -> u64 {
        let mut checked = 0;
        for second in 0..50 {
            let (address, system_id) = whose(second);
            if counted.begin(address, &system_id, at(second)) {
                counted.end(address, &system_id, false, at(second));
                checked += 1;
            }
        }
        checked
    }

    #[test]
    fn ten_of_an_address_thirty_of_a_system_id() {
        let mut counted = Counted::new(Guesses::default());
        assert_eq!(try_all(&mut counted, |number| (address(1), format!("id{number}"))), 10);
        let mut counted = Counted::new(Guesses::default());
        let anywhere = |number| address(u8::try_from(number).expect("below 50"));
        assert_eq!(try_all(&mut counted, |number| (anywhere(number), "acme".to_owned())), 30);
        let mut counted = Counted::new(Guesses { of_address: 0, of_system_id: 0 });
        assert_eq!(try_all(&mut counted, |_| (address(1), "acme".to_owned())), 50);
    }

    #[test]
    fn a_minute_later_they_are_forgotten() {
        let mut counted = Counted::new(Guesses::default());
        assert_eq!(try_all(&mut counted, |_| (address(1), "acme".to_owned())), 10);
        assert!(!counted.begin(address(1), "other", at(59)));
        // The first was tried at 0 s, the second at 1 s.
        assert!(counted.begin(address(1), "other", at(60)));
        assert!(!counted.begin(address(1), "other", at(60)));
        assert!(counted.begin(address(1), "other", at(61)));
    }

    #[test]
    fn right_ones_are_no_guesses_and_nothing_is_left_of_them() {
        let mut counted = Counted::new(Guesses { of_address: 1, of_system_id: 1 });
        for _ in 0..20 {
            assert!(counted.begin(address(1), "acme", at(0)));
            // While it is being checked another has to wait its turn.
            assert!(!counted.begin(address(1), "acme", at(0)));
            counted.end(address(1), "acme", true, at(0));
        }
        assert!(counted.counts.is_empty() && counted.wrong.is_empty());
        assert!(counted.begin(address(1), "acme", at(0)));
        counted.end(address(1), "acme", false, at(0));
        counted.forget(at(60));
        assert!(counted.counts.is_empty() && counted.wrong.is_empty());
    }

    #[test]
    fn addresses_of_one_ipv6_network_are_one() {
        let mut counted = Counted::new(Guesses::default());
        let whose = |number: u64| {
            let host = u128::from(number) | 0x2001_0db8_0000_0001_u128 << 64;
            (IpAddr::from(host.to_be_bytes()), format!("id{number}"))
        };
        assert_eq!(try_all(&mut counted, whose), 10);
    }
}
