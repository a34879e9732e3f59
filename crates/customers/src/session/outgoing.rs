//! Receipts and texts on their way to the account.

use super::{Session, Stage};
use crate::deliver::{self, Packet, Receiver, Way};
use crate::output::{Clock, Output};
use gateway::door::{Delivery, Input};
use message::id::MessageId;
use message::text::alphabet::Alphabet;
use message::text::gsm::Tables;
use smpp::session::{Failure, Refused, Token};
use smpp::{CommandStatus, Pdu};
use std::collections::{BTreeMap, VecDeque};

/// What the core has handed over and has not got back: as much as the session's window at most.
#[derive(Default)]
pub(super) struct Outgoing {
    /// For want of room in the octets to be written.
    waiting: VecDeque<Parcel>,
    /// Without answer.
    sent: BTreeMap<MessageId, Parcel>,
}

/// A delivery, and what is still to be sent of it. Its packets are sent one behind the other, so it
/// takes one place in the window however many it has.
struct Parcel {
    notice: MessageId,
    way: Way,
    packets: VecDeque<Packet>,
}

/// Says that a delivery has no form that this peer can be sent: as if the peer had said so itself,
/// because trying again leads nowhere.
const UNSPEAKABLE: CommandStatus = CommandStatus::INVALID_MESSAGE_LENGTH;

/// What a request that came to nothing says of the answer. A response that cannot be read has status
/// OK: of one with an error nothing but the status is read.
pub(super) fn status(why: Failure) -> Option<CommandStatus> {
    match why {
        Failure::NoAnswer => None,
        Failure::Nacked(status) => Some(status).filter(|status| *status != CommandStatus::OK),
        Failure::Unreadable(_) => Some(CommandStatus::OK),
    }
}

impl Session {
    pub(super) fn deliver(&mut self, delivery: &Delivery, clock: Clock) {
        let Some(receiver) = self.receiver() else {
            return self.taken(delivery.notice, None);
        };
        let packets = VecDeque::from(deliver::packets(delivery, receiver));
        if packets.is_empty() {
            return self.taken(delivery.notice, Some(UNSPEAKABLE));
        }
        let way = Way::of(delivery);
        self.outgoing.waiting.push_back(Parcel { notice: delivery.notice, way, packets });
        self.send_waiting(clock);
    }

    /// A request of ours has its answer, or never will.
    pub(super) fn delivered(&mut self, token: Token, status: Option<CommandStatus>, clock: Clock) {
        let notice = MessageId::from_number(token.0);
        let Some(parcel) = notice.and_then(|notice| self.outgoing.sent.remove(&notice)) else {
            return;
        };
        if status == Some(CommandStatus::OK) && !parcel.packets.is_empty() {
            self.outgoing.waiting.push_front(parcel);
        } else {
            self.taken(parcel.notice, status);
        }
        self.send_waiting(clock);
    }

    /// Sends what waits, as far as there is room.
    pub(super) fn send_waiting(&mut self, clock: Clock) {
        while let Some(mut parcel) = self.outgoing.waiting.pop_front() {
            let Some(packet) = parcel.packets.front() else { continue };
            let pdu = Pdu::DeliverSm(packet.view(&parcel.way));
            let sent = self.smpp.handle_request(Token(parcel.notice.get()), &pdu, clock.mono);
            match sent {
                Ok(_) => {
                    parcel.packets.pop_front();
                    self.outgoing.sent.insert(parcel.notice, parcel);
                }
                Err(Refused::Full) => {
                    self.outgoing.waiting.push_front(parcel);
                    return;
                }
                Err(Refused::Malformed(_)) => self.taken(parcel.notice, Some(UNSPEAKABLE)),
                Err(
                    Refused::OutOfPlace
                    | Refused::NotInVersion
                    | Refused::Leaving
                    | Refused::NotARequest
                    | Refused::NotOwed,
                ) => {
                    self.go_down();
                    self.taken(parcel.notice, None);
                }
            }
        }
    }

    /// The end: what is on its way comes back.
    pub(super) fn give_back(&mut self) {
        let Outgoing { waiting, sent } = std::mem::take(&mut self.outgoing);
        for parcel in sent.into_values().chain(waiting) {
            self.taken(parcel.notice, None);
        }
    }

    fn taken(&mut self, notice: MessageId, status: Option<CommandStatus>) {
        let status = status.map(|status| status.0);
        let taken = Input::Taken { session: self.id, notice, status };
        self.outputs.push_back(Output::Input(taken));
    }

    /// To whom is delivered, while the session is bound.
    fn receiver(&self) -> Option<Receiver> {
        let Stage::Bound(bound) = &self.stage else { return None };
        let account = self.registry.account(bound.account);
        let default = Alphabet::Gsm7(Tables::DEFAULT);
        let alphabet = account.map_or(default, |account| account.text.alphabet);
        Some(Receiver { version: bound.version, alphabet })
    }
}
