//! Way 7: what an account is told, until it has it.
//!
//! A notice is a record of its own, durable before anything is sent, and stays until a session of
//! the account has acknowledged it or its time is over.

mod deliver;

use crate::desk::Desk;
use crate::door::Effect;
use crate::durable::Message;
use crate::ledger::Voucher;
use crate::life::{Outcome, Part, whole};
use message::code::{Refusal, ReportCode};
use message::id::MessageId;
use message::object::{AccountId, ServiceId};
use message::state::SmppState;
use message::time::Timestamp;
use records::delivery::{NoticeEnd, NoticeKind, Noticed, Taken, Via};
use records::submission::{Accepted, ReceiptPolicy};
use registry::account::HandedOver;
use std::time::Duration;

/// How long receipts and texts are kept for an account that does not take them.
pub(crate) const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// At most one notice that an operator is retrying in this time.
const RETRYING_EVERY: Duration = Duration::from_secs(15 * 60);

/// Which receipts a message is to have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wants {
    account: AccountId,
    registered_delivery: u8,
    policy: ReceiptPolicy,
    place: Option<(u8, u8)>,
}

/// registered_delivery, bits 0 and 1 (SMPP 3.4 s5.2.17; 3 is of SMPP 5.0 s4.7.21).
const ON_FAILURE: u8 = 2;
const ON_SUCCESS: u8 = 3;
const FINAL_BITS: u8 = 3;
/// The same, bit 4: intermediate notification.
const INTERMEDIATE_BIT: u8 = 0x10;

impl Wants {
    pub(crate) fn of(accepted: &Accepted) -> Wants {
        Wants {
            account: accepted.account,
            registered_delivery: accepted.registered_delivery,
            policy: accepted.policy,
            place: accepted.group.as_ref().map(|group| (group.sequence, group.total)),
        }
    }

    fn of_message(message: &Message) -> Wants {
        Wants {
            account: message.account,
            registered_delivery: message.registered_delivery,
            policy: message.policy,
            place: message.place,
        }
    }

    fn on(&self, outcome: Outcome) -> bool {
        match self.registered_delivery & FINAL_BITS {
            0 => false,
            ON_FAILURE => !outcome.is_success(),
            ON_SUCCESS => outcome.is_success(),
            _ => true,
        }
    }

    /// Is there a receipt now that this part has ended? `all`: it was the last to end.
    fn now(&self, part: u8, parts: usize, all: bool) -> bool {
        let alone = parts == 1;
        let (sequence, total) = self.place.filter(|_| alone).unwrap_or((part, byte(parts)));
        match self.policy {
            ReceiptPolicy::None => false,
            ReceiptPolicy::All => true,
            ReceiptPolicy::First => sequence == 1,
            ReceiptPolicy::Last => sequence == total,
            ReceiptPolicy::Aggregated => all,
        }
    }
}

impl Desk<'_> {
    // [way 7] tell the account
    /// A part ends with this event, which is recorded behind what follows from it. `parts`: all
    /// parts of the message as they are then.
    pub(crate) fn close(&mut self, id: MessageId, message: &Message, parts: &[Part], part: u8) {
        let Some(ended) = parts.get(usize::from(part) - 1) else { return };
        let Some(outcome) = ended.outcome() else { return };
        self.book(id, message, ended);
        let all = parts.iter().all(|part| part.outcome().is_some());
        let wants = Wants::of_message(message);
        let outcome = match wants.policy {
            ReceiptPolicy::Aggregated => whole(parts.iter()),
            ReceiptPolicy::All
            | ReceiptPolicy::First
            | ReceiptPolicy::Last
            | ReceiptPolicy::None => outcome,
        };
        if wants.now(part, parts.len(), all) && wants.on(outcome) {
            self.notify(id, message.account, NoticeKind::Receipt, said(outcome));
        }
        if all {
            self.answer_transaction(id, message, whole(parts.iter()));
        }
    }

    /// Charged once an operator has had it, given back otherwise.
    fn book(&mut self, id: MessageId, message: &Message, ended: &Part) {
        if !message.is_booked {
            return;
        }
        let voucher = Voucher { account: message.account, at: self.now, message: Some(id) };
        let booked = if ended.was_accepted() {
            voucher.charge(message.price)
        } else {
            voucher.release(message.price)
        };
        if let Ok(booked) = booked {
            self.record(booked);
        }
    }

    fn answer_transaction(&mut self, id: MessageId, message: &Message, outcome: Outcome) {
        let Some((to, _)) = self.volatile.transactions.get(&id) else { return };
        let to = *to;
        let effect = if outcome.is_success() {
            Effect::Accepted { to, id: self.answered_id(id, message.account) }
        } else {
            Effect::Refused { to, refusal: Refusal::DeliveryFailed }
        };
        self.tell(effect);
    }

    /// A message that ends as it is accepted.
    pub(crate) fn notify_rejected(
        &mut self,
        id: MessageId,
        parts: usize,
        outcome: Outcome,
        wants: &Wants,
    ) {
        let last = byte(parts);
        let any = (1..=last).any(|part| wants.now(part, parts, part == last));
        if any && wants.on(outcome) {
            self.notify(id, wants.account, NoticeKind::Receipt, said(outcome));
        }
    }

    /// An operator has taken a part of a message that none had taken before.
    pub(crate) fn notify_submitted(&mut self, id: MessageId, message: &Message, parts: &[Part]) {
        let before = message.parts.iter().any(|tracked| tracked.part.was_accepted());
        let after = parts.iter().any(|part| part.was_accepted() && part.outcome().is_none());
        if !before && after {
            self.intermediate(id, message, ReportCode::AtNetwork);
        }
    }

    /// An operator has reported that it is still trying.
    pub(crate) fn notify_retrying(&mut self, id: MessageId, message: &Message) {
        let soon = |last: Timestamp| self.now < last.plus(RETRYING_EVERY);
        if !message.retrying.is_some_and(soon) {
            self.intermediate(id, message, ReportCode::OperatorRetrying);
        }
    }

    fn intermediate(&mut self, id: MessageId, message: &Message, code: ReportCode) {
        let wants = Wants::of_message(message);
        if wants.registered_delivery & INTERMEDIATE_BIT != 0 && wants.policy != ReceiptPolicy::None
        {
            let said = (code, code.state(None));
            self.notify(id, message.account, NoticeKind::Intermediate, said);
        }
    }

    /// Of what is told by a receipt, its code and the state it shows.
    fn notify(
        &mut self,
        message: MessageId,
        account: AccountId,
        kind: NoticeKind,
        (code, state): (ReportCode, SmppState),
    ) {
        let settings = self.snapshot.account(account);
        let claims = settings.is_some_and(|it| it.receipts.handed_over == HandedOver::Delivered);
        let claims_more = claims && code == ReportCode::DeliveredToNetwork;
        let state = if claims_more { SmppState::Delivered } else { state };
        let noticed = self.notice(message, account, kind);
        self.record(Noticed { code: Some(code), state: Some(state), ..noticed });
    }

    /// A text from a phone is to be brought to its account.
    pub(crate) fn notify_inbound(
        &mut self,
        message: MessageId,
        account: AccountId,
        (via, service): (Via, Option<ServiceId>),
    ) {
        let noticed = self.notice(message, account, NoticeKind::Inbound);
        let via = Some(via).filter(|via| *via != Via::Sessions);
        self.record(Noticed { via, service, ..noticed });
    }

    fn notice(&mut self, message: MessageId, account: AccountId, kind: NoticeKind) -> Noticed {
        Noticed {
            notice: self.next_id(),
            at: self.now,
            account,
            kind,
            message,
            part: None,
            code: None,
            state: None,
            until: self.now.plus(KEPT),
            via: None,
            service: None,
        }
    }

    /// A notice has come to its end.
    pub(crate) fn taken(&mut self, notice: MessageId, end: NoticeEnd, status: Option<u32>) {
        if let Some(noticed) = self.durable.notice(notice) {
            let texts = self.durable.texts_of(noticed);
            let message = Some(noticed.message);
            self.record(Taken { notice, at: self.now, end, status, message, texts });
        }
    }
}

/// How an account's answer to a delivery ends it; `None`: it is to be delivered again.
///
/// What only the account's side can get over (SMPP 3.4 s5.1.3: system error, queue full, throttled,
/// temporary application error, and others that tell nothing of the delivery itself) passes; any
/// other refusal would come again and again, and hold up all that waits behind it.
pub(crate) fn end(status: u32) -> Option<NoticeEnd> {
    match status {
        0 => Some(NoticeEnd::Acknowledged),
        0x04 | 0x08 | 0x0D | 0x14 | 0x45 | 0x58 | 0x64 | 0xFE | 0xFF => None,
        _ => Some(NoticeEnd::Refused),
    }
}

fn byte(parts: usize) -> u8 {
    u8::try_from(parts).unwrap_or(u8::MAX)
}

fn said(outcome: Outcome) -> (ReportCode, SmppState) {
    (outcome.code(), outcome.smpp())
}
