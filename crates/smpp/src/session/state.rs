//! Where a session stands, and the one function that moves it on.

use super::matrix::Column;
use super::output::{BindKind, Reason};
use super::settings::Timers;
use crate::version::Version;
use std::time::Duration;

/// Each state holds only what that state knows. A `deadline` is when it has lasted long enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Connected; a bind is awaited.
    Open(Open),
    /// A bind awaits its answer: from the peer, or as message centre from our application.
    Binding(Binding),
    /// Messages travel.
    Bound(BindKind),
    /// We want to unbind and wait for the answers to our requests.
    Draining(Draining),
    /// Our unbind awaits its answer.
    Unbinding(Unbinding),
    /// The peer has asked to unbind; it gets the answers we owe it first.
    Departing(Departing),
    /// We have agreed to the peer's unbind; it is to close the connection.
    Unbound(Unbound),
    /// Nothing is read any more; what is owed and queued goes out, then the session ends.
    Closing(Closing),
    /// The session has ended.
    Closed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    /// Has the message centre sent outbind?
    outbound: bool,
    /// Requests of a peer that has not bound yet which had to be refused.
    strikes: u8,
    deadline: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Binding {
    /// Where a refusal leads back to.
    open: Open,
    pub(super) bind: BindAsked,
    deadline: Duration,
}

/// A bind that was sent or received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BindAsked {
    pub(super) kind: BindKind,
    pub(super) sequence: u32,
    /// The version asked for.
    pub(super) version: Version,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Draining {
    kind: BindKind,
    reason: Reason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unbinding {
    kind: BindKind,
    reason: Reason,
    /// The number of our unbind.
    sequence: u32,
    deadline: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Departing {
    reason: Reason,
    /// The number of the peer's unbind.
    pub(super) theirs: u32,
    /// The number of our unbind, if both crossed and ours is not answered yet.
    ours: Option<u32>,
    deadline: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unbound {
    reason: Reason,
    /// As in [`Departing`].
    ours: Option<u32>,
    deadline: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closing {
    reason: Reason,
    deadline: Duration,
}

/// What can happen to a session as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// outbind was sent or received.
    Outbind,
    /// A bind was sent or received.
    BindAsked(BindAsked),
    /// It was refused.
    BindRefused,
    /// It was accepted.
    BindAccepted,
    /// A request of a peer that has not bound had to be refused.
    Strike,
    /// We want to leave.
    Leave(Reason),
    /// Our requests are answered and our unbind is sent, with this number.
    UnbindSent(u32),
    /// Our unbind was answered.
    UnbindAnswered,
    /// The peer's unbind arrived, with this number.
    PeerUnbinds(u32),
    /// We have answered the peer's unbind.
    PeerAnswered,
    /// Nothing that arrives can be used any more.
    HangUp(Reason),
}

/// So many refusals end a session that is not bound.
pub(super) const STRIKES_MAX: u8 = 3;

/// What deadlines are made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock<'a> {
    pub(super) now: Duration,
    pub(super) timers: &'a Timers,
}

impl Clock<'_> {
    fn after(self, wait: Duration) -> Duration {
        self.now.saturating_add(wait)
    }

    fn response(self) -> Duration {
        self.after(self.timers.response)
    }

    /// Back to waiting for a bind.
    fn open(self, outbound: bool, strikes: u8) -> State {
        State::Open(Open { outbound, strikes, deadline: self.after(self.timers.session_init) })
    }

    fn closing(self, reason: Reason) -> State {
        State::Closing(Closing { reason, deadline: self.after(self.timers.linger) })
    }
}

impl State {
    /// A session that has just been connected.
    pub(super) fn new(clock: Clock<'_>) -> State {
        clock.open(false, 0)
    }

    /// The whole life of a session but for its end, `Closed`, which may come at any time. `None`:
    /// this event changes nothing in this state.
    #[rustfmt::skip]
    pub(super) fn next(self, event: Event, clock: Clock<'_>) -> Option<State> {
        use {Event as E, State as S};
        Some(match (self, event) {
            // Before the bind.
            (S::Open(open), E::Outbind) => clock.open(true, open.strikes),
            (S::Open(open), E::BindAsked(bind)) =>
                S::Binding(Binding { open, bind, deadline: clock.response() }),
            (S::Binding(Binding { open, .. }), E::BindRefused) =>
                clock.open(open.outbound, open.strikes),
            (S::Binding(binding), E::BindAccepted) => S::Bound(binding.bind.kind),
            (S::Open(open), E::Strike) => match open.strikes.saturating_add(1) {
                STRIKES_MAX.. => clock.closing(Reason::TooManyRefusals),
                strikes => S::Open(Open { strikes, ..open }),
            },

            // We leave.
            (S::Open(_) | S::Binding(_), E::Leave(reason)) => clock.closing(reason),
            (S::Bound(kind), E::Leave(reason)) => S::Draining(Draining { kind, reason }),
            (S::Draining(Draining { kind, reason }), E::UnbindSent(sequence)) =>
                S::Unbinding(Unbinding { kind, reason, sequence, deadline: clock.response() }),
            (S::Unbinding(unbinding), E::UnbindAnswered) => clock.closing(unbinding.reason),

            // The peer leaves, perhaps while we do.
            (S::Bound(_) | S::Draining(_), E::PeerUnbinds(theirs)) => S::Departing(Departing {
                reason: Reason::PeerUnbound, theirs, ours: None, deadline: clock.response(),
            }),
            (S::Unbinding(Unbinding { reason, sequence, .. }), E::PeerUnbinds(theirs)) =>
                S::Departing(Departing {
                    reason, theirs, ours: Some(sequence), deadline: clock.response(),
                }),
            (S::Departing(departing), E::UnbindAnswered) =>
                S::Departing(Departing { ours: None, ..departing }),
            (S::Departing(Departing { reason, ours, .. }), E::PeerAnswered) =>
                S::Unbound(Unbound { reason, ours, deadline: clock.after(clock.timers.linger) }),
            (S::Unbound(unbound), E::UnbindAnswered) => clock.closing(unbound.reason),

            (S::Open(_) | S::Binding(_) | S::Bound(_) | S::Draining(_) | S::Unbinding(_)
                | S::Departing(_) | S::Unbound(_), E::HangUp(reason)) => clock.closing(reason),

            // What changes nothing.
            (S::Open(_), E::BindRefused | E::BindAccepted)
            | (S::Binding(_), E::Outbind | E::BindAsked(_) | E::Strike)
            | (S::Open(_) | S::Binding(_),
                E::UnbindSent(_) | E::UnbindAnswered | E::PeerUnbinds(_) | E::PeerAnswered)
            | (S::Bound(_) | S::Draining(_) | S::Unbinding(_) | S::Departing(_) | S::Unbound(_),
                E::Outbind | E::BindAsked(_) | E::BindRefused | E::BindAccepted | E::Strike)
            | (S::Bound(_), E::UnbindSent(_) | E::UnbindAnswered | E::PeerAnswered)
            | (S::Draining(_), E::Leave(_) | E::UnbindAnswered | E::PeerAnswered)
            | (S::Unbinding(_), E::Leave(_) | E::UnbindSent(_) | E::PeerAnswered)
            | (S::Departing(_), E::Leave(_) | E::UnbindSent(_) | E::PeerUnbinds(_))
            | (S::Unbound(_),
                E::Leave(_) | E::UnbindSent(_) | E::PeerUnbinds(_) | E::PeerAnswered)
            | (S::Closing(_) | S::Closed,
                E::Outbind | E::BindAsked(_) | E::BindRefused | E::BindAccepted | E::Strike
                | E::Leave(_) | E::UnbindSent(_) | E::UnbindAnswered | E::PeerUnbinds(_)
                | E::PeerAnswered | E::HangUp(_)) => return None,
        })
    }

    /// The column of the operation matrix.
    pub(super) fn column(self) -> Column {
        match self {
            State::Open(open) | State::Binding(Binding { open, .. }) => match open.outbound {
                false => Column::Open,
                true => Column::Outbound,
            },
            State::Bound(kind)
            | State::Draining(Draining { kind, .. })
            | State::Unbinding(Unbinding { kind, .. }) => kind.column(),
            State::Departing(_) | State::Unbound(_) | State::Closing(_) | State::Closed => {
                Column::Unbound
            }
        }
    }

    /// When this state has lasted long enough.
    pub(super) fn deadline(self) -> Option<Duration> {
        match self {
            State::Open(Open { deadline, .. })
            | State::Binding(Binding { deadline, .. })
            | State::Unbinding(Unbinding { deadline, .. })
            | State::Departing(Departing { deadline, .. })
            | State::Unbound(Unbound { deadline, .. })
            | State::Closing(Closing { deadline, .. }) => Some(deadline),
            // The timers of the requests see to it that draining ends.
            State::Bound(_) | State::Draining(_) | State::Closed => None,
        }
    }

    /// Why the session ends, if it ended in this state by itself: by the deadline, or because the
    /// peer has closed the connection, which then is no surprise. `None`: it would be one.
    pub(super) fn parting_reason(self) -> Option<Reason> {
        match self {
            State::Draining(Draining { reason, .. })
            | State::Unbinding(Unbinding { reason, .. })
            | State::Departing(Departing { reason, .. })
            | State::Unbound(Unbound { reason, .. })
            | State::Closing(Closing { reason, .. }) => Some(reason),
            State::Open(_) | State::Binding(_) | State::Bound(_) | State::Closed => None,
        }
    }

    /// Is the unbind of ours that has this number still without answer?
    pub(super) fn awaits_unbind(self, sequence: u32) -> bool {
        let ours = match self {
            State::Unbinding(unbinding) => Some(unbinding.sequence),
            State::Departing(Departing { ours, .. }) | State::Unbound(Unbound { ours, .. }) => ours,
            State::Open(_)
            | State::Binding(_)
            | State::Bound(_)
            | State::Draining(_)
            | State::Closing(_)
            | State::Closed => None,
        };
        ours == Some(sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every state and every event. A dash: nothing changes.
    const TABLE: &str = "
        state     Outbind BindAsked BindRefused BindAccepted Strike Leave    UnbindSent UnbindAnswered PeerUnbinds PeerAnswered HangUp
        Open      Open    Binding   -           -            Open   Closing  -          -              -           -            Closing
        Binding   -       -         Open        Bound        -      Closing  -          -              -           -            Closing
        Bound     -       -         -           -            -      Draining -          -              Departing   -            Closing
        Draining  -       -         -           -            -      -        Unbinding  -              Departing   -            Closing
        Unbinding -       -         -           -            -      -        -          Closing        Departing   -            Closing
        Departing -       -         -           -            -      -        -          Departing      -           Unbound      Closing
        Unbound   -       -         -           -            -      -        -          Closing        -           -            Closing
        Closing   -       -         -           -            -      -        -          -              -           -            -
        Closed    -       -         -           -            -      -        -          -              -           -            -
    ";

    fn event(name: &str) -> Event {
        let kind = BindKind::Receiver;
        match name {
            "Outbind" => Event::Outbind,
            "BindAsked" => Event::BindAsked(BindAsked { kind, sequence: 1, version: Version::V34 }),
            "BindRefused" => Event::BindRefused,
            "BindAccepted" => Event::BindAccepted,
            "Strike" => Event::Strike,
            "Leave" => Event::Leave(Reason::Inactive),
            "UnbindSent" => Event::UnbindSent(2),
            "UnbindAnswered" => Event::UnbindAnswered,
            "PeerUnbinds" => Event::PeerUnbinds(3),
            "PeerAnswered" => Event::PeerAnswered,
            "HangUp" => Event::HangUp(Reason::FramingLost(0)),
            other => panic!("event {other}"),
        }
    }

    /// The shortest way to each state.
    fn way_to(state: &str) -> &[&str] {
        match state {
            "Open" => &[],
            "Binding" => &["BindAsked"],
            "Bound" => &["BindAsked", "BindAccepted"],
            "Draining" => &["BindAsked", "BindAccepted", "Leave"],
            "Unbinding" => &["BindAsked", "BindAccepted", "Leave", "UnbindSent"],
            "Departing" => &["BindAsked", "BindAccepted", "PeerUnbinds"],
            "Unbound" => &["BindAsked", "BindAccepted", "PeerUnbinds", "PeerAnswered"],
            "Closing" => &["HangUp"],
            other => panic!("state {other}"),
        }
    }

    #[test]
    fn every_event_in_every_state() {
        let timers = Timers::default();
        let clock = Clock { now: Duration::ZERO, timers: &timers };
        let mut rows = TABLE.lines().map(str::split_whitespace).skip(1);
        let events: Vec<&str> = rows.next().expect("a head").skip(1).collect();
        let mut pairs = 0;
        for mut row in rows {
            let Some(name) = row.next() else { continue };
            let mut state = State::Closed;
            if name != "Closed" {
                state = State::new(clock);
                for step in way_to(name) {
                    state = state.next(event(step), clock).expect(step);
                }
            }
            for &it in &events {
                let next = state.next(event(it), clock).map(|next| format!("{next:?}"));
                let expected = row.next().expect("a cell");
                match next {
                    None => assert_eq!(expected, "-", "{it} in {name}"),
                    Some(next) => assert!(next.starts_with(expected), "{it} in {name}: {next}"),
                }
                pairs += 1;
            }
        }
        assert_eq!(pairs, 9 * 11);
    }
}
