//! Texts from phones: whose they are, and whether they are whole.

use crate::desk::Desk;
use crate::door::{Effect, InboundText};
use crate::reassembly::{Added, GroupKey, Text};
use message::id::MessageId;
use message::object::{AccountId, ServiceId};
use records::delivery::{Joined, Received, Via};
use registry::inbound::{Service, Target};

impl Desk<'_> {
    /// A text has come. One to a number that is nobody's is recorded and taken all the same: the
    /// operator could do nothing about it but send it again.
    pub(crate) fn inbound(&mut self, text: &InboundText) {
        let received = self.received(text);
        let added = match GroupKey::of(&received).filter(|_| received.account.is_some()) {
            Some((key, sequence)) => {
                self.durable.reassembly.would(&key, sequence, received.message)
            }
            None => Added::NoSuchPart,
        };
        match added {
            // The operator repeats itself.
            Added::Duplicate => {}
            Added::Waiting => self.record(received),
            Added::Complete(whole) => {
                self.record(received.clone());
                self.join(&whole, Some(&received));
            }
            Added::NoSuchPart => {
                let (message, account, service) =
                    (received.message, received.account, received.service);
                self.record(received);
                self.bring(message, account, service);
            }
        }
        self.tell(Effect::Acknowledged { to: text.to });
    }

    fn received(&mut self, text: &InboundText) -> Received {
        let number = text.addressed.as_ref().and_then(|to| self.snapshot.number(to));
        let service = number.and_then(|number| self.snapshot.service_for(number, &text.beginning));
        Received {
            message: self.next_id(),
            at: self.now,
            operator: text.operator,
            source: text.source.clone(),
            destination: text.destination.clone(),
            number: number.map(|number| number.id),
            service: service.map(|service| service.id),
            account: number.map(|number| number.account),
            network: text.network.clone(),
            esm_class: text.esm_class,
            protocol_id: text.protocol_id,
            data_coding: text.data_coding,
            content: text.content.clone(),
            group: text.group.clone(),
            tlvs: text.tlvs.clone(),
            registry: self.snapshot.version(),
        }
    }

    /// No other part of this text is waited for: it is one, or its parts go as they came.
    pub(crate) fn join(&mut self, text: &Text, newest: Option<&Received>) {
        let message = self.next_id();
        let joined = Joined {
            message,
            at: self.now,
            parts: text.parts.clone(),
            is_complete: text.is_complete,
        };
        self.record(joined);
        let whose = |part: MessageId| {
            let newest = newest.filter(|it| it.message == part).cloned();
            newest.or_else(|| self.durable.inbound(part)).map(|it| (it.account, it.service))
        };
        if text.is_complete {
            // The first part has the keyword.
            let Some((account, service)) = text.parts.first().and_then(|part| whose(*part)) else {
                return;
            };
            return self.bring(message, account, service);
        }
        for part in &text.parts {
            if let Some((account, service)) = whose(*part) {
                self.bring(*part, account, service);
            }
        }
    }

    fn bring(
        &mut self,
        message: MessageId,
        account: Option<AccountId>,
        service: Option<ServiceId>,
    ) {
        let Some(account) = account else { return };
        let settings = service.and_then(|id| self.snapshot.service(id));
        let via = settings.map_or(Via::Kept, via);
        let service = service.filter(|_| via != Via::Sessions);
        self.notify_inbound(message, account, (via, service));
    }
}

fn via(service: &Service) -> Via {
    match service.target {
        Target::Sessions => Via::Sessions,
        Target::Webhook(_) => Via::Webhook,
        Target::Keep => Via::Kept,
    }
}
