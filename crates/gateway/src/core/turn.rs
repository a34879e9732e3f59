//! One turn: what has arrived, what is due, what may go.

use super::{Core, Turn};
use crate::desk::Desk;
use crate::door::{Effect, Input, OperatorAnswer, ReplyTo, SessionId};
use crate::notify;
use crate::submit::judge;
use journal::Position;
use message::code::{Action, Refusal, SubmitAnswer};
use message::id::MessageId;
use message::money::Money;
use message::object::AccountId;
use message::time::Timestamp;
use records::delivery::NoticeEnd;
use std::panic::{AssertUnwindSafe, catch_unwind};

impl Core {
    /// One turn. Inputs are taken until the batch is half as big as it may get; the others stay in the
    /// iterator. The other half is for what waits: however much comes in, what was accepted goes on.
    /// `floor`: the end of what is durable now, before which nothing of this turn will lie.
    pub fn turn(
        &mut self,
        inputs: &mut dyn Iterator<Item = Input>,
        now: Timestamp,
        floor: Position,
        out: &mut Turn,
    ) {
        out.batch.clear();
        out.refusals.clear();
        out.effects.clear();
        self.carrying.begin(floor);
        self.settle_interrupted(now, out);
        while !self.is_half_full(out) {
            let Some(input) = inputs.next() else { break };
            self.handle(input, now, out);
        }
        self.fire(now, out);
        self.dispatch(now, out);
        self.turned = now;
        self.carry(floor, out);
    }

    /// What was in flight when the process before this one ended may have arrived.
    fn settle_interrupted(&mut self, now: Timestamp, out: &mut Turn) {
        while !self.is_full(out) {
            let Some(attempt) = self.interrupted.pop() else { return };
            let answer = OperatorAnswer {
                session: SessionId(0),
                attempt,
                answer: SubmitAnswer::Lost { written: true },
                id: None,
                late: false,
            };
            self.decide(now, out, |desk| desk.answered(&answer));
        }
    }

    fn handle(&mut self, input: Input, now: Timestamp, out: &mut Turn) {
        match input {
            Input::Submit(submission) => {
                self.guard(submission.to, now, out, |desk| desk.submit(*submission));
            }
            Input::Query(enquiry) => self.guard(enquiry.to, now, out, |desk| desk.query(&enquiry)),
            Input::Cancel(enquiry) => {
                self.guard(enquiry.to, now, out, |desk| desk.cancel(&enquiry));
            }
            Input::Reported(report) => {
                self.guard(report.to, now, out, |desk| desk.reported(*report));
            }
            Input::Inbound(text) => self.guard(text.to, now, out, |desk| desk.inbound(&text)),
            Input::Answered(answer) => self.answered(&answer, now, out),
            Input::Taken { session, notice, status } => {
                self.taken((session, notice, status), now, out);
            }
            Input::TopUp { account, amount } => {
                self.decide(now, out, |desk| desk.top_up(account, amount));
            }
            Input::OperatorUp { session, operator, window } => {
                self.volatile.links.up(session, operator, window);
            }
            Input::ReceiverUp { session, account, window } => {
                self.volatile.receivers.up(session, account, window);
            }
            Input::Down(session) => {
                self.volatile.links.down(session);
                self.volatile.receivers.down(session);
            }
            Input::Registry(snapshot) => {
                self.volatile.configure(&snapshot, &self.durable, now);
                self.snapshot = snapshot;
            }
            Input::HighWater(is_high) => self.volatile.high_water = is_high,
        }
    }

    /// Decides on what a peer has sent. Should that fail, the peer is told so and nothing has
    /// changed: a desk changes nothing, and its decision is thrown away.
    fn guard(
        &mut self,
        to: ReplyTo,
        now: Timestamp,
        out: &mut Turn,
        station: impl FnOnce(&mut Desk<'_>),
    ) {
        let mut failed = false;
        self.decide(now, out, |desk| {
            failed = catch_unwind(AssertUnwindSafe(|| station(desk))).is_err();
            if failed {
                desk.decision.clear();
            }
        });
        if failed {
            out.refusals.push(Effect::Refused { to, refusal: Refusal::InternalError });
        }
    }

    /// What came back from an operator: first how the operator is, then what it means for the part.
    fn answered(&mut self, answer: &OperatorAnswer, now: Timestamp, out: &mut Turn) {
        let operator =
            if answer.late { None } else { self.volatile.links.came_back(answer.session) };
        if let Some(judged) = judge(&self.durable, answer) {
            let links = &mut self.volatile.links;
            match judged.action {
                Action::SlowDown => links.slow_down(judged.operator, judged.sent, now),
                // The session is useless at once, not only when its door has closed it.
                Action::Rebind | Action::ResetSession => links.down(answer.session),
                Action::Submitted
                | Action::SubmittedUntraceable
                | Action::Refuse
                | Action::RefuseOrDropTimes
                | Action::OtherRoute
                | Action::Retry
                | Action::RetryTwice
                | Action::Requeue
                | Action::InDoubt => {}
            }
            if let Some(breaker) = links.breaker(judged.operator) {
                match judged.action {
                    Action::Retry => breaker.refused(now),
                    Action::Requeue
                    | Action::InDoubt
                    | Action::Rebind
                    | Action::ResetSession
                    | Action::SlowDown => breaker.lost(now),
                    Action::Submitted
                    | Action::SubmittedUntraceable
                    | Action::Refuse
                    | Action::RefuseOrDropTimes
                    | Action::OtherRoute
                    | Action::RetryTwice => breaker.works(),
                }
            }
        } else if let Some(breaker) = operator.and_then(|it| self.volatile.links.breaker(it)) {
            // Nobody waits for it any more. Was it to find out how the operator is, another must.
            breaker.lost(now);
        }
        self.decide(now, out, |desk| desk.answered(answer));
    }

    /// What came back from an account.
    fn taken(
        &mut self,
        (session, notice, status): (SessionId, MessageId, Option<u32>),
        now: Timestamp,
        out: &mut Turn,
    ) {
        if !self.volatile.receivers.came_back(session, notice) {
            return;
        }
        let Some(account) = self.durable.notice(notice).map(|notice| notice.account) else {
            return;
        };
        match status.and_then(notify::end) {
            Some(end) => {
                self.volatile.receivers.took(account);
                self.decide(now, out, |desk| desk.taken(notice, end, status));
            }
            None => {
                if status.is_some() {
                    self.volatile.receivers.refused(account, now);
                }
                self.volatile.lanes.notice(&self.durable, notice, now);
            }
        }
    }
}

impl Desk<'_> {
    /// An account has paid.
    fn top_up(&mut self, account: AccountId, amount: Money) {
        let voucher = crate::ledger::Voucher { account, at: self.now, message: None };
        if let Ok(booked) = voucher.top_up(amount) {
            self.record(booked);
        }
    }

    /// A notice was kept long enough.
    pub(super) fn notice_expired(&mut self, notice: MessageId) {
        self.taken(notice, NoticeEnd::Expired, None);
    }
}
