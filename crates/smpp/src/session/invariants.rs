//! What is true of a session between any two calls.

use super::Session;
use super::settings::Role;
use super::state::State;
use std::time::Duration;

/// `Err` with the sentence that has turned out false.
fn holds(sentence: &'static str, is_true: bool) -> Result<(), &'static str> {
    if is_true { Ok(()) } else { Err(sentence) }
}

impl Session {
    /// Looks whether the session is still as it must be. Cheap: it walks the window once.
    ///
    /// # Errors
    /// The sentence that is false; then the session has a fault.
    pub fn check_invariants(&self) -> Result<(), &'static str> {
        self.check_window()?;
        self.check_state()?;
        holds("no more requests of the peer are owed than were read in its window", {
            self.owed.len() <= self.settings.window_theirs.max(1)
        })?;
        holds("a session that is not over has a deadline, unless its timers are off", {
            self.next_deadline().is_some()
                || self.state == State::Closed
                || self.settings.timers.enquire_link == Duration::MAX
        })
    }

    fn check_window(&self) -> Result<(), &'static str> {
        let slots = || self.window.slots();
        let pairs = || slots().zip(slots().skip(1));
        let given = self.written + self.out.len() as u64;
        holds("the window is within its limit", {
            self.window.len() <= self.settings.window_ours.max(1)
        })?;
        holds("requests that were given up are remembered within bounds", {
            self.window.late_is_bounded()
        })?;
        holds("sequence numbers are in the standard's range", {
            slots().all(|slot| (1..=0x7FFF_FFFF).contains(&slot.sequence))
                && (1..=0x7FFF_FFFF).contains(&self.sequence.number())
        })?;
        holds("the window is in the order of sending: places in the stream and deadlines rise", {
            pairs().all(|(one, two)| one.end < two.end && one.deadline <= two.deadline)
        })?;
        holds("no two requests of the window have the same number", {
            pairs().all(|(one, two)| one.sequence != two.sequence)
        })?;
        holds("no request ends beyond what was given to write", {
            slots().all(|slot| slot.end <= given)
        })
    }

    fn check_state(&self) -> Result<(), &'static str> {
        let nothing_open = self.window.is_empty() && self.owed.is_empty();
        match self.state {
            State::Open(_) | State::Binding(_) => {
                holds("before the bind no message travels", nothing_open)?;
                let waits = matches!(self.state, State::Binding(_));
                holds("nothing is read while a bind waits for the application", {
                    !(waits && self.role == Role::MessageCentre && self.wants_bytes())
                })
            }
            State::Bound(_) => Ok(()),
            State::Draining(_) => holds("draining waits for something", !self.window.is_empty()),
            State::Unbinding(_) => holds("unbind went out last", self.window.is_empty()),
            State::Departing(_) => holds("unbind_resp waits for answers", !self.owed.is_empty()),
            State::Unbound(_) => holds("unbind_resp went out last", self.owed.is_empty()),
            State::Closing(_) => {
                let done = self.owed.is_empty() && self.out.is_empty();
                holds("closing waits for something and reads nothing", !done && !self.wants_bytes())
            }
            State::Closed => holds("the end leaves nothing", {
                nothing_open && self.out.is_empty() && !self.has_room() && !self.wants_bytes()
            }),
        }
    }
}
