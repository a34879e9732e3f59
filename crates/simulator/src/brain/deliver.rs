//! What becomes of a message that was taken, and what is reported of it.

use super::post::{Letter, Says};
use super::{Brain, Due, STEP_MIN};
use crate::action::SessionId;
use crate::content::{Content, Wishes};
use crate::ledger::What;
use crate::phone::Presence;
use crate::profile::{First, PartReceipts, ReceiptMishap, Way};
use crate::receipt::{Outcome, ReceiptStyle, Report, ReportKind};
use message::state::SmppState;
use message::time::{SmppTime, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// A message that the operator has taken and not yet brought to its end.
#[derive(Debug)]
pub(super) struct Message {
    /// In the ledger.
    number: u64,
    id: String,
    content: Arc<Content>,
    /// The number of the phone.
    phone: String,
    session: SessionId,
    submitted: Timestamp,
    /// The end of its validity.
    until: Duration,
    wishes: Wishes,
    /// What is to become of it.
    outcome: Outcome,
    mishap: ReceiptMishap,
    first: Option<First>,
    /// It has been reported that the phone is away.
    is_retried: bool,
}

/// Where a submission came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) at: Duration,
    pub(super) session: SessionId,
    pub(super) sequence: u32,
}

/// What is known of a message when it is taken.
pub(super) struct Plan {
    pub(super) number: u64,
    pub(super) id: String,
    pub(super) answer_at: Duration,
    pub(super) origin: Origin,
}

/// A report to be posted.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    number: u64,
    session: SessionId,
    way: Way,
    report: Report,
}

impl Brain {
    /// A message is on its way. How it ends, and what goes wrong with its receipt, is decided here.
    pub(super) fn take(&mut self, plan: Plan, content: Arc<Content>, wishes: Wishes) {
        let Some(phone) = content.destination.number() else { return };
        let Plan { number, id, answer_at, origin } = plan;
        let delivery = &self.profile.delivery;
        let message = Message {
            number,
            id,
            content,
            phone,
            session: origin.session,
            submitted: self.wall(origin.at),
            until: self.until(origin.at, &wishes.validity_period),
            wishes,
            outcome: delivery.outcomes.draw(&mut self.chance),
            mishap: self.profile.receipts.mishaps.draw(&mut self.chance),
            first: self.profile.receipts.first.draw(&mut self.chance),
            is_retried: false,
        };
        let wait = delivery.delay.draw(&mut self.chance).draw(&mut self.chance);
        if message.mishap == ReceiptMishap::Early {
            self.agenda.enter(origin.at, Due::Attempt(Box::new(message)));
            return;
        }
        if message.mishap != ReceiptMishap::FirstLast {
            let draft = self.first(&message, answer_at);
            let at = answer_at.saturating_add(wait / 2);
            self.enter_report(at, draft);
        }
        let at = answer_at.saturating_add(wait);
        self.agenda.enter(at, Due::Attempt(Box::new(message)));
    }

    /// Tries to reach the phone, now.
    pub(super) fn attempt(&mut self, now: Duration, mut message: Box<Message>) {
        let presence = self.phones.presence(&message.phone);
        let is_for_phone = message.outcome == Outcome::DELIVERED;
        if is_for_phone && presence == Presence::Off && now < message.until {
            self.report_retry(now, &mut message);
            let again = now.saturating_add(self.profile.delivery.retry_every.max(STEP_MIN));
            self.agenda.enter(again.min(message.until), Due::Attempt(message));
            return;
        }
        let outcome = match is_for_phone {
            true if now > message.until => Outcome::new(SmppState::Expired, 0),
            true => presence.outcome(),
            false => message.outcome,
        };
        if outcome == Outcome::DELIVERED {
            self.phones.receive(message.phone.clone(), Arc::clone(&message.content), now);
        }
        self.ledger.ended(message.number, outcome);
        self.report_end(now, &message, outcome);
    }

    /// The end of a message's validity: what it says, or the operator's own.
    fn until(&self, now: Duration, validity_period: &[u8]) -> Duration {
        let said = SmppTime::parse(validity_period).ok().map(|time| time.at(self.wall(now)));
        let said = said.map(|at| at.millis() - self.beginning.millis());
        match said {
            Some(millis) => Duration::from_millis(u64::try_from(millis).unwrap_or(0)),
            None => now.saturating_add(self.profile.delivery.validity),
        }
    }

    // --- reports

    fn report_retry(&mut self, now: Duration, message: &mut Message) {
        if message.is_retried || !message.asks_intermediate(self.profile.receipts.unasked) {
            return;
        }
        message.is_retried = true;
        let outcome = Outcome::new(SmppState::Enroute, Presence::Off.outcome().error);
        let draft = self.draft(now, message, outcome, ReportKind::Intermediate);
        self.enter_report(now, Some(draft));
    }

    /// The report that a message is on its way, if there is to be one.
    fn first(&mut self, message: &Message, now: Duration) -> Option<Draft> {
        let First { state, as_receipt } = message.first?;
        let unasked = self.profile.receipts.unasked;
        let (kind, asked) = if as_receipt {
            (ReportKind::Receipt, message.asks_receipt(SmppState::Delivered, unasked))
        } else {
            (ReportKind::Intermediate, message.asks_intermediate(unasked))
        };
        (asked && self.reports_part(message))
            .then(|| self.draft(now, message, Outcome::new(state, 0), kind))
    }

    fn report_end(&mut self, now: Duration, message: &Message, outcome: Outcome) {
        let receipts = &self.profile.receipts;
        let asked = message.asks_receipt(outcome.state, receipts.unasked);
        if !asked || !self.reports_part(message) || message.mishap == ReceiptMishap::Lost {
            return;
        }
        let wait = receipts.delay.draw(&mut self.chance).draw(&mut self.chance);
        let at = now.saturating_add(wait);
        let again = at.saturating_add(receipts.repeat_after.draw(&mut self.chance));
        let is_unreadable = message.mishap == ReceiptMishap::Unreadable;
        let kind = if is_unreadable { ReportKind::Unreadable } else { ReportKind::Receipt };
        let draft = self.draft(now, message, outcome, kind);
        if message.mishap == ReceiptMishap::Early {
            // At once: the answer may be due at this very time.
            return self.post_report(draft);
        }
        self.enter_report(at, Some(draft.clone()));
        match message.mishap {
            ReceiptMishap::None
            | ReceiptMishap::Lost
            | ReceiptMishap::Early
            | ReceiptMishap::Unreadable => {}
            ReceiptMishap::Twice => self.enter_report(again, Some(draft)),
            ReceiptMishap::Contradicted => {
                let report = Report { outcome: contrary(outcome), ..draft.report };
                self.enter_report(again, Some(Draft { report, ..draft }));
            }
            ReceiptMishap::FirstLast => {
                let first = self.first(message, now);
                self.enter_report(again, first);
            }
            ReceiptMishap::PhoneAck if outcome == Outcome::DELIVERED => {
                let report = Report { kind: ReportKind::PhoneAck, ..draft.report };
                self.enter_report(at, Some(Draft { report, ..draft }));
            }
            ReceiptMishap::PhoneAck => {}
        }
    }

    /// Has this part of a long message reports of its own?
    fn reports_part(&self, message: &Message) -> bool {
        let part = message.content.concatenation();
        match self.profile.receipts.parts {
            PartReceipts::Each => true,
            PartReceipts::Last => part.is_none_or(|part| part.sequence == part.total),
        }
    }

    fn draft(
        &mut self,
        now: Duration,
        message: &Message,
        outcome: Outcome,
        kind: ReportKind,
    ) -> Draft {
        let style = self.profile.receipts.style;
        let style = style.unwrap_or_else(|| ReceiptStyle::any(&mut self.chance));
        let report = Report {
            id: message.id.clone(),
            content: Arc::clone(&message.content),
            outcome,
            kind,
            submitted: message.submitted,
            done: self.wall(now),
            user_message_reference: message.wishes.user_message_reference,
            style,
        };
        let way = self.profile.receipts.way.draw(&mut self.chance);
        Draft { number: message.number, session: message.session, way, report }
    }

    fn enter_report(&mut self, at: Duration, draft: Option<Draft>) {
        if let Some(draft) = draft {
            self.agenda.enter(at, Due::Report(Box::new(draft)));
        }
    }

    pub(super) fn post_report(&mut self, draft: Draft) {
        let Draft { number, session, way, report } = draft;
        let page = self.ledger.post_report(number, What::Report(report.kind, report.outcome.state));
        let home = Some(session);
        self.post.put(Letter { says: Says::Report(report), page, home, way, sends: 0 });
    }
}

impl Message {
    /// Bits 1-0 of registered_delivery: none, all, failures only, successes only (SMPP 5.0 s4.7.21).
    fn asks_receipt(&self, state: SmppState, unasked: bool) -> bool {
        let is_success = matches!(state, SmppState::Delivered | SmppState::Accepted);
        unasked
            || match self.wishes.registered_delivery & 3 {
                0 => false,
                1 => true,
                2 => !is_success,
                _ => is_success,
            }
    }

    /// Bit 4 of registered_delivery.
    fn asks_intermediate(&self, unasked: bool) -> bool {
        unasked || self.wishes.registered_delivery & 0x10 != 0
    }
}

fn contrary(outcome: Outcome) -> Outcome {
    if outcome.state == SmppState::Delivered {
        Outcome::new(SmppState::Undeliverable, Presence::Full.outcome().error)
    } else {
        Outcome::DELIVERED
    }
}
