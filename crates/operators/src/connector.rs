//! When to open which session with an operator.
//!
//! A driver gives it time and tells it what becomes of each session; it answers what to do:
//!
//! | what happens | the driver calls |
//! |---|---|
//! | [`Connector::next_due`] has come, or anything below has happened | [`Connector::poll`], until there is nothing more |
//! | [`Output::Bound`](crate::Output::Bound) | [`Connector::bound`] |
//! | [`Output::BindRefused`](crate::Output::BindRefused) | [`Connector::refused`] |
//! | [`Output::Closed`](crate::Output::Closed), or there was no connection | [`Connector::closed`] |
//!
//! A session that ends is opened again after 1 s, twice as long each time it comes to nothing, up to
//! 60 s; when the operator has refused the bind for who we are (see [`is_personal`]), after 30 s at
//! the earliest, because operators punish those who try often. While none is bound and the last
//! was refused so, one place alone tries for all.
//!
//! Only the number of sessions and the way of binding are taken from the settings. When the address
//! or the names change, whoever owns the connector drains it and makes a new one.

use registry::operator::{Operator, OperatorBind};
use smpp::CommandStatus;
use smpp::session::BindKind;
use std::time::Duration;

/// The sessions with one operator, by their places.
#[derive(Debug)]
pub struct Connector {
    places: Vec<Place>,
    is_draining: bool,
}

/// The place of a session among those of its operator. A session that follows another has the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub u32);

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Connect, and begin a session that binds so.
    Open {
        /// Its place.
        slot: Slot,
        /// How it binds.
        kind: BindKind,
    },
    /// End the session in order: [`Session::leave`](crate::Session::leave). One that is not
    /// connected yet is not connected any more.
    Leave(Slot),
}

#[derive(Debug)]
struct Place {
    kind: BindKind,
    state: State,
    /// How often in a row it came to nothing.
    failures: u32,
    /// How often in a row the operator refused who we are.
    refusals: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// To be opened at this time.
    Waiting(Duration),
    /// Connecting and binding.
    Opening,
    /// Bound since then.
    Bound(Duration),
    /// The driver was told to end it.
    Leaving,
    /// Not to be opened again.
    Gone,
}

const WAIT_FIRST: Duration = Duration::from_secs(1);
const WAIT_MAX: Duration = Duration::from_secs(60);
/// The shortest wait after the operator has refused who we are.
const WAIT_REFUSED: Duration = Duration::from_secs(30);

/// So many refusals in a row are an alarm.
const REFUSALS_ALARMING: u32 = 5;

/// A session that was bound for less has come to nothing: an operator that accepts a bind and hangs
/// up is left alone for longer and longer.
const BOUND_MIN: Duration = Duration::from_secs(10);

/// Does the status speak of who we are, or how many: already bound, bind failed, password,
/// system_id? Others, such as a system error, may be gone in a second.
pub fn is_personal(status: CommandStatus) -> bool {
    [
        CommandStatus::ALREADY_BOUND,
        CommandStatus::BIND_FAILED,
        CommandStatus::INVALID_PASSWORD,
        CommandStatus::INVALID_SYSTEM_ID,
    ]
    .contains(&status)
}

impl Connector {
    /// All sessions that the operator's settings want, to be opened now.
    pub fn new(operator: &Operator, now: Duration) -> Connector {
        let kinds: &[BindKind] = match operator.bind {
            OperatorBind::Transceiver => &[BindKind::Transceiver],
            OperatorBind::Pair => &[BindKind::Transmitter, BindKind::Receiver],
        };
        let state = State::Waiting(now);
        let all = (0..operator.sessions.get()).flat_map(|_| kinds);
        let places = all.map(|kind| Place { kind: *kind, state, failures: 0, refusals: 0 });
        Connector { places: places.collect(), is_draining: false }
    }

    // --- what it is told

    /// The operator has accepted the bind.
    pub fn bound(&mut self, slot: Slot, now: Duration) {
        let Some(place) = self.place(slot) else { return };
        if place.state == State::Opening {
            place.state = State::Bound(now);
            place.refusals = 0;
        }
    }

    /// The operator has refused the bind. The end of the session is told too.
    pub fn refused(&mut self, slot: Slot, status: CommandStatus) {
        let Some(place) = self.place(slot) else { return };
        if is_personal(status) {
            place.refusals = place.refusals.saturating_add(1);
        }
    }

    /// The session has ended, or there was no connection. `chance`: any number; it makes the wait up
    /// to a fifth longer, so that not all come back at once.
    pub fn closed(&mut self, slot: Slot, now: Duration, chance: u32) {
        let is_draining = self.is_draining;
        let Some(place) = self.place(slot) else { return };
        match place.state {
            State::Opening => place.failures = place.failures.saturating_add(1),
            State::Bound(since) if now.saturating_sub(since) < BOUND_MIN => {
                place.failures = place.failures.saturating_add(1);
            }
            State::Bound(_) => place.failures = 1,
            State::Leaving => {}
            State::Waiting(_) | State::Gone => return,
        }
        place.state = if is_draining {
            State::Gone
        } else {
            State::Waiting(now.saturating_add(place.wait(chance)))
        };
    }

    /// Ends all sessions and opens no more.
    pub fn drain(&mut self) {
        self.is_draining = true;
    }

    // --- what it wants

    /// The next thing to do at this time, if there is one.
    pub fn poll(&mut self, now: Duration) -> Option<Action> {
        if self.is_draining { self.end_next() } else { self.open_next(now) }
    }

    /// When something is to be done at the latest, if nothing happens before.
    pub fn next_due(&self) -> Option<Duration> {
        if self.is_draining {
            return None;
        }
        self.may_open().filter_map(|(_, place)| place.due()).min()
    }

    /// Somebody should look: the operator has refused who we are five times in a row.
    pub fn is_alarming(&self) -> bool {
        self.places.iter().any(|place| place.refusals >= REFUSALS_ALARMING)
    }

    /// How many sessions are bound.
    pub fn count_bound(&self) -> usize {
        self.places.iter().filter(|place| matches!(place.state, State::Bound(_))).count()
    }

    /// Has it been drained, and have all sessions ended?
    pub fn is_done(&self) -> bool {
        self.is_draining && self.places.iter().all(|place| place.state == State::Gone)
    }

    fn place(&mut self, slot: Slot) -> Option<&mut Place> {
        self.places.get_mut(slot.0 as usize)
    }

    fn open_next(&mut self, now: Duration) -> Option<Action> {
        let is_due = |place: &Place| place.due().is_some_and(|due| due <= now);
        let (index, _) = self.may_open().find(|(_, place)| is_due(place))?;
        let place = self.places.get_mut(index)?;
        place.state = State::Opening;
        Some(Action::Open { slot: slot(index), kind: place.kind })
    }

    /// The places that may be opened when they are due: all of them, but only the first of those
    /// that were refused while none is bound.
    fn may_open(&self) -> impl Iterator<Item = (usize, &Place)> {
        let none_bound = self.count_bound() == 0;
        let refused = self.places.iter().position(|place| place.refusals > 0);
        let only = refused.filter(|_| none_bound);
        let all = self.places.iter().enumerate();
        all.filter(move |(index, _)| only.is_none_or(|only| only == *index))
    }

    fn end_next(&mut self) -> Option<Action> {
        for (index, place) in self.places.iter_mut().enumerate() {
            match place.state {
                State::Waiting(_) => place.state = State::Gone,
                State::Opening | State::Bound(_) => {
                    place.state = State::Leaving;
                    return Some(Action::Leave(slot(index)));
                }
                State::Leaving | State::Gone => {}
            }
        }
        None
    }
}

fn slot(index: usize) -> Slot {
    Slot(u32::try_from(index).expect("a thousand pairs at most"))
}

impl Place {
    fn due(&self) -> Option<Duration> {
        match self.state {
            State::Waiting(due) => Some(due),
            State::Opening | State::Bound(_) | State::Leaving | State::Gone => None,
        }
    }

    /// How long to wait before it is opened again.
    fn wait(&self, chance: u32) -> Duration {
        let doubled = |first: Duration, times: u32| {
            let factor = 1u32.checked_shl(times.saturating_sub(1)).unwrap_or(u32::MAX);
            first.saturating_mul(factor).min(WAIT_MAX)
        };
        let wait = match self.refusals {
            0 => doubled(WAIT_FIRST, self.failures),
            refusals => doubled(WAIT_REFUSED, refusals),
        };
        wait + wait / 5 * (chance % 1_000) / 1_000
    }
}
