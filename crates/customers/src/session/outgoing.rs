//! Receipts and texts on their way to the account.

use super::{Session, Stage};
use crate::deliver::{self, Packet, Packets, Receiver, Way};
use crate::output::{Clock, Output};
use gateway::door::{Delivery, Input};
use message::id::MessageId;
use message::text::alphabet::Alphabet;
use message::text::gsm::Tables;
use smpp::session::{Failure, Fate, Refused, Token};
use smpp::{CommandStatus, Pdu};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What the core has handed over and has not got back: as much as the session's window at most. What is
/// sent whole is not kept here: the wire gives it back under its notice.
#[derive(Default)]
pub(super) struct Outgoing {
    /// For want of room in the octets to be written.
    waiting: VecDeque<Parcel>,
    /// Of several packets, of which one is without answer and others are still to be sent.
    begun: BTreeMap<MessageId, Parcel>,
    /// The latest packet that was sent: the next one is written over it.
    spare: Packet,
}

/// A delivery, and what is still to be sent of it. Its packets are sent one behind the other, so it
/// takes one place in the window however many it has.
struct Parcel {
    delivery: Box<Delivery>,
    /// The next one last.
    packets: Packets,
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
    pub(super) fn deliver(&mut self, delivery: Box<Delivery>, clock: Clock) {
        let Some(receiver) = self.receiver() else {
            return self.taken(delivery.notice, None);
        };
        let mut packets = deliver::packets(&delivery, receiver, &mut self.outgoing.spare);
        if packets.is_empty() {
            return self.taken(delivery.notice, Some(UNSPEAKABLE));
        }
        packets.reverse();
        self.outgoing.waiting.push_back(Parcel { delivery, packets });
        self.send_waiting(clock);
    }

    /// A request of ours has its answer, or never will.
    pub(super) fn delivered(&mut self, token: Token, status: Option<CommandStatus>, clock: Clock) {
        let Some(notice) = MessageId::from_number(token.0) else { return };
        match self.outgoing.begun.remove(&notice) {
            Some(parcel) if status == Some(CommandStatus::OK) => {
                self.outgoing.waiting.push_front(parcel);
            }
            Some(_) | None => self.taken(notice, status),
        }
        self.send_waiting(clock);
    }

    /// Sends what waits, as far as there is room.
    pub(super) fn send_waiting(&mut self, clock: Clock) {
        while let Some(Parcel { delivery, packets }) = self.outgoing.waiting.front_mut() {
            let notice = delivery.notice;
            let packet = packets.last().expect("what waits has a packet to be sent");
            let way = Way::of(delivery);
            let pdu = Pdu::DeliverSm(packet.view(&way));
            let sent = self.smpp.handle_request(Token(notice.get()), &pdu, clock.mono);
            if sent == Err(Refused::Full) {
                return;
            }
            let Some(mut parcel) = self.outgoing.waiting.pop_front() else { return };
            match sent {
                Ok(_) => {
                    self.outgoing.spare = parcel.packets.pop().unwrap_or_default();
                    if !parcel.packets.is_empty() {
                        self.outgoing.begun.insert(notice, parcel);
                    }
                }
                Err(Refused::Malformed(_)) => self.taken(notice, Some(UNSPEAKABLE)),
                Err(
                    Refused::Full
                    | Refused::OutOfPlace
                    | Refused::NotInVersion
                    | Refused::Leaving
                    | Refused::NotARequest
                    | Refused::NotOwed,
                ) => {
                    self.go_down();
                    self.taken(notice, None);
                }
            }
        }
    }

    /// The end: what is on its way comes back, `unknown` and what waits.
    pub(super) fn give_back(&mut self, unknown: &[(Token, Fate)]) {
        let Outgoing { waiting, .. } = std::mem::take(&mut self.outgoing);
        let notices = unknown.iter().filter_map(|(token, _)| MessageId::from_number(token.0));
        let notices: BTreeSet<MessageId> = notices.collect();
        for notice in notices {
            self.taken(notice, None);
        }
        for parcel in waiting {
            self.taken(parcel.delivery.notice, None);
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
