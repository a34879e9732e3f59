//! A notice as a session gets it.

use crate::desk::Desk;
use crate::door::{Body, Delivery, Effect, Receipt, SessionId, Text};
use crate::durable::Message;
use message::id::MessageId;
use message::receipt::{ErrStyle, Form, Style};
use message::state::SmppState;
use records::delivery::{NoticeKind, Noticed, Received};
use records::submission::{ForReceipt, Party, ReceiptErr, ReceiptForm, ReceiptPolicy};

impl Desk<'_> {
    /// Hands a notice to a session; `false` if there is no such notice any more.
    pub(crate) fn deliver(&mut self, notice: MessageId, session: SessionId) -> bool {
        let Some(noticed) = self.durable.notice(notice) else { return false };
        let written = match noticed.kind {
            NoticeKind::Receipt | NoticeKind::Intermediate => self.receipt(noticed),
            NoticeKind::Inbound => self.text(noticed),
        };
        let Some((source, destination, body)) = written else { return false };
        let account = noticed.account;
        let delivery = Delivery { session, notice, account, source, destination, body };
        self.tell(Effect::Deliver(Box::new(delivery)));
        true
    }

    fn receipt(&self, noticed: &Noticed) -> Option<(Party, Party, Body)> {
        let id = noticed.message;
        let message = self.durable.message(id)?;
        let accepted = message.accepted.for_receipt();
        let (sub, dlvrd) = counts(message, noticed);
        let receipt = Receipt {
            sub,
            dlvrd,
            submitted: message.at,
            done: noticed.at,
            code: noticed.code?,
            state: noticed.state?,
            intermediate: noticed.kind == NoticeKind::Intermediate,
            style: style(&accepted),
            reference: accepted.user_message_reference,
            beginning: accepted.beginning,
            id: accepted.answered.unwrap_or_else(|| id.digits().as_str().into()),
        };
        // The phone reports, as it were: so the addresses change places.
        Some((message.destination.clone(), message.source.clone(), Body::Receipt(receipt)))
    }

    fn text(&self, noticed: &Noticed) -> Option<(Party, Party, Body)> {
        let parts: Vec<Received> = match self.durable.joined_of(noticed.message) {
            Some(joined) => {
                joined.parts.iter().filter_map(|part| self.durable.inbound(*part)).collect()
            }
            None => vec![self.durable.inbound(noticed.message)?],
        };
        let first = parts.first()?.clone();
        let text = Text {
            at: first.at,
            esm_class: first.esm_class,
            protocol_id: first.protocol_id,
            data_coding: first.data_coding,
            tlvs: first.tlvs,
            parts: parts.into_iter().map(|part| part.content).collect(),
        };
        Some((first.source, first.destination, Body::Text(text)))
    }
}

/// Parts that were submitted, and parts that arrived, as far as the receipt speaks of them.
fn counts(message: &Message, noticed: &Noticed) -> (u8, u8) {
    let arrived = |state| state == SmppState::Delivered || state == SmppState::Accepted;
    let all = u8::try_from(message.parts.len()).unwrap_or(u8::MAX);
    if message.policy == ReceiptPolicy::Aggregated {
        let outcomes = message.parts.iter().filter_map(|tracked| tracked.part.outcome());
        let arrived = outcomes.filter(|outcome| outcome.is_success()).count();
        (all, u8::try_from(arrived).unwrap_or(u8::MAX))
    } else {
        (all, u8::from(noticed.state.is_some_and(arrived)))
    }
}

fn style(accepted: &ForReceipt) -> Style {
    Style {
        form: match accepted.form {
            ReceiptForm::Reference => Form::Reference,
            ReceiptForm::AppendixB => Form::AppendixB,
        },
        err: match accepted.err {
            ReceiptErr::ZeroOnSuccess => ErrStyle::ZeroOnSuccess,
            ReceiptErr::Code => ErrStyle::Code,
        },
    }
}
