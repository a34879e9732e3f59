//! What time does to a session, and what follows from what has happened.

use super::Session;
use super::life::Silence;
use super::output::{Failure, Output, Reason};
use super::state::{Event, State};
use std::time::Duration;

impl Session {
    /// When to call [`Session::handle_timeout`] at the latest; `None`: time changes nothing.
    pub fn next_deadline(&self) -> Option<Duration> {
        let silence = match self.state {
            State::Bound(_) => Some(self.life.deadline(&self.settings.timers)),
            State::Open(_)
            | State::Binding(_)
            | State::Draining(_)
            | State::Unbinding(_)
            | State::Departing(_)
            | State::Unbound(_)
            | State::Closing(_)
            | State::Closed => None,
        };
        let deadlines = [self.state.deadline(), self.window.deadline(), silence];
        deadlines.into_iter().flatten().min().filter(|&deadline| deadline < Duration::MAX)
    }

    /// Does what is due. Calling it early or often does no harm.
    pub fn handle_timeout(&mut self, now: Duration) {
        if self.state.deadline().is_some_and(|deadline| deadline <= now) {
            self.state_is_over();
        }
        self.give_up_requests(now);
        if let State::Bound(_) = self.state {
            self.break_silence(now);
        }
        self.settle(now);
    }

    fn state_is_over(&mut self) {
        match self.state {
            State::Open(_) => self.end(Reason::NoBind),
            State::Binding(_) => self.end(Reason::BindUnanswered),
            State::Departing(_) => self.owed.clear(), // the peer has waited long enough
            State::Unbinding(_) | State::Unbound(_) | State::Closing(_) => self.part(),
            State::Bound(_) | State::Draining(_) | State::Closed => {}
        }
    }

    /// Gives up the requests whose responses are overdue. One that is not even written by then shows
    /// that the peer does not read; to end the session keeps it `never written` for certain. While it
    /// is we who do not read, the responses may have come: they have their time again from now on.
    fn give_up_requests(&mut self, now: Duration) {
        while let Some(slot) = self.window.overdue(now) {
            if slot.end > self.written {
                return self.end(Reason::PeerNotReading);
            }
            if self.waits_for_application() {
                return self.window.postpone(now.saturating_add(self.settings.timers.response));
            }
            self.window.give_up_first();
            let why = Failure::NoAnswer;
            self.outputs.push_back(Output::Failed { token: slot.token, why });
        }
    }

    fn break_silence(&mut self, now: Duration) {
        if self.waits_for_application() {
            self.life.heard(now); // it is we who do not listen
            return;
        }
        match self.life.silence(now, &self.settings.timers) {
            Silence::Bearable => {}
            Silence::Ask => self.send_enquire_link(now),
            Silence::Dead => self.end(Reason::PeerSilent),
            Silence::Inactive => self.turn(Event::Leave(Reason::Inactive), now),
        }
    }

    /// Moves on when what a state waits for has come. One step may lead to the next.
    pub(super) fn settle(&mut self, now: Duration) {
        if let State::Draining(_) = self.state
            && self.window.is_empty()
        {
            self.send_unbind(now);
        }
        if let State::Departing(departing) = self.state
            && self.owed.is_empty()
        {
            self.agree_to_unbind(departing.theirs, now);
        }
        self.close_when_done();
    }

    /// Ends a session that only had to write out what was left.
    pub(super) fn close_when_done(&mut self) {
        if let State::Closing(_) = self.state
            && self.out.is_empty()
            && self.owed.is_empty()
        {
            self.part();
        }
    }
}
