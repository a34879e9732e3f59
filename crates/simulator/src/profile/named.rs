//! The profiles that have names.

use super::{
    AnswerMishap, Answers, Bounds, Delivery, First, Inbound, Joint, Outage, PartReceipts, Profile,
    ReceiptMishap, Receipts, Sessions, Throttle, Way,
};
use crate::chance::{Mix, Span};
use crate::id::{IdEcho, IdStyle, Naming};
use crate::receipt::{Outcome, ReceiptStyle};
use message::state::SmppState;
use message::text::alphabet::Alphabet;
use message::text::gsm::Tables;
use smpp::CommandStatus;
use std::time::Duration;

const UNKNOWN_SUBSCRIBER: u16 = 1;
const CALL_BARRED: u16 = 13;
const ABSENT_SUBSCRIBER: u16 = 27;
const MEMORY_FULL: u16 = 32;

impl Profile {
    /// The names that [`Profile::named`] knows.
    pub const NAMES: [&'static str; 3] = ["calm", "mixed", "chaos"];

    /// The profile with this name.
    pub fn named(name: &str) -> Option<Profile> {
        match name {
            "calm" => Some(Profile::calm()),
            "mixed" => Some(Profile::mixed()),
            "chaos" => Some(Profile::chaos()),
            _ => None,
        }
    }

    /// Everything arrives soon and is reported by the book: for a first look, and as a base for
    /// profiles of one's own.
    pub fn calm() -> Profile {
        Profile {
            answers: Answers {
                delay: Mix::always(Span::millis(2, 10)),
                statuses: Mix::always(CommandStatus::OK),
                mishaps: Mix::always(AnswerMishap::None),
                repeat_after: Span::millis(10, 1_000),
                throttle: None,
                outage: None,
                octets_max: 4_096,
                naming: Some(Naming {
                    given: IdStyle::HexUpper,
                    text: IdEcho::Same,
                    tlv: IdEcho::Same,
                }),
            },
            delivery: Delivery {
                delay: Mix::always(Span::millis(200, 600)),
                outcomes: Mix::always(Outcome::DELIVERED),
                retry_every: Duration::from_secs(30),
                validity: Duration::from_secs(48 * 3600),
            },
            receipts: Receipts {
                delay: Mix::always(Span::millis(5, 20)),
                style: Some(ReceiptStyle::APPENDIX_B),
                mishaps: Mix::always(ReceiptMishap::None),
                repeat_after: Span::millis(10, 5_000),
                first: Mix::always(Some(First { state: SmppState::Enroute, as_receipt: false })),
                way: Mix::always(Way::Same),
                parts: PartReceipts::Each,
                unasked: false,
            },
            sessions: Sessions {
                window: 50,
                lifetime: None,
                resend: true,
                retry_after: Span::millis(500, 1_000),
                sends_max: 100,
            },
            inbound: Inbound {
                every: None,
                from: Vec::new(),
                to: Vec::new(),
                long: 0,
                joint: Mix::always(Joint::Udh8),
                shuffled: 0,
                tickets: 0,
            },
            default_alphabet: Alphabet::Gsm7(Tables::DEFAULT),
            bounds: Bounds {
                held_max: 100_000,
                sessions_max: 256,
                ledger_max: 1_000_000,
                phones_max: 1_000,
                inbox_max: 1_000,
                joins_max: 16,
            },
        }
    }

    /// An operator as they are: a few refusals, failures and oddities among many successes.
    pub fn mixed() -> Profile {
        let calm = Profile::calm();
        Profile {
            answers: Answers {
                delay: Mix::always(Span::millis(5, 80)).or(5, Span::millis(1_000, 5_000)),
                statuses: Mix::always(CommandStatus::OK)
                    .or(5, CommandStatus::THROTTLED)
                    .or(2, CommandStatus::QUEUE_FULL)
                    .or(2, CommandStatus::SYSTEM_ERROR)
                    .or(2, CommandStatus::INVALID_DESTINATION),
                mishaps: Mix::always(AnswerMishap::None).or(1, AnswerMishap::Unanswered),
                throttle: Some(Throttle { per_second: 2_000, status: CommandStatus::THROTTLED }),
                naming: Some(Naming {
                    given: IdStyle::HexLower,
                    text: IdEcho::DecimalPadded,
                    tlv: IdEcho::Same,
                }),
                ..calm.answers
            },
            delivery: Delivery {
                delay: Mix::always(Span::millis(500, 8_000)),
                outcomes: Mix::always(Outcome::DELIVERED)
                    .or(20, Outcome::new(SmppState::Undeliverable, UNKNOWN_SUBSCRIBER))
                    .or(15, Outcome::new(SmppState::Expired, ABSENT_SUBSCRIBER))
                    .or(5, Outcome::new(SmppState::Undeliverable, CALL_BARRED))
                    .or(5, Outcome::new(SmppState::Undeliverable, MEMORY_FULL))
                    .or(5, Outcome::new(SmppState::Rejected, 0)),
                ..calm.delivery
            },
            receipts: Receipts {
                delay: Mix::always(Span::millis(10, 2_000)).or(10, Span::millis(5_000, 60_000)),
                mishaps: Mix::always(ReceiptMishap::None)
                    .or(5, ReceiptMishap::Twice)
                    .or(2, ReceiptMishap::Lost)
                    .or(5, ReceiptMishap::Early),
                way: Mix::always(Way::Same).or(200, Way::Other),
                ..calm.receipts
            },
            ..calm
        }
    }

    /// Whatever an operator has been seen to do, and often. Its ids, and what its receipts make of
    /// them, are drawn from the seed; the form of the receipts anew for each.
    pub fn chaos() -> Profile {
        let mixed = Profile::mixed();
        Profile {
            answers: chaotic_answers(mixed.answers),
            delivery: chaotic_delivery(mixed.delivery),
            receipts: chaotic_receipts(mixed.receipts),
            sessions: Sessions {
                window: 10,
                lifetime: Some(Span::millis(5_000, 120_000)),
                ..mixed.sessions
            },
            inbound: Inbound {
                every: Some(Span::millis(100, 5_000)),
                from: vec!["447700900001".to_owned(), "447700900002".to_owned()],
                to: vec!["777".to_owned()],
                long: 400,
                joint: Mix::always(Joint::Udh8)
                    .or(250, Joint::Udh16)
                    .or(250, Joint::Sar)
                    .or(250, Joint::Payload),
                shuffled: 500,
                tickets: 100,
            },
            ..mixed
        }
    }
}

fn chaotic_answers(base: Answers) -> Answers {
    Answers {
        delay: Mix::always(Span::millis(0, 300)).or(30, Span::millis(1_000, 40_000)),
        statuses: Mix::always(CommandStatus::OK)
            .or(20, CommandStatus::THROTTLED)
            .or(20, CommandStatus::QUEUE_FULL)
            .or(20, CommandStatus::SYSTEM_ERROR)
            .or(10, CommandStatus::RECEIVER_TEMPORARY)
            .or(10, CommandStatus::SUBMIT_FAILED)
            .or(5, CommandStatus::INVALID_DESTINATION)
            .or(5, CommandStatus::INVALID_SOURCE)
            .or(5, CommandStatus::DELIVERY_FAILED)
            .or(5, CommandStatus(0x0403)),
        mishaps: AnswerMishap::ALL[1..]
            .iter()
            .fold(Mix::always(AnswerMishap::None), |mix, mishap| mix.or(10, *mishap)),
        throttle: Some(Throttle { per_second: 500, status: CommandStatus::THROTTLED }),
        outage: Some(Outage {
            first: Duration::from_secs(60),
            every: Duration::from_secs(300),
            lasting: Duration::from_secs(20),
            status: CommandStatus::SYSTEM_ERROR,
        }),
        naming: None,
        ..base
    }
}

fn chaotic_delivery(base: Delivery) -> Delivery {
    Delivery {
        delay: Mix::always(Span::millis(0, 10_000)),
        outcomes: Mix::always(Outcome::DELIVERED)
            .or(50, Outcome::new(SmppState::Undeliverable, UNKNOWN_SUBSCRIBER))
            .or(50, Outcome::new(SmppState::Expired, ABSENT_SUBSCRIBER))
            .or(20, Outcome::new(SmppState::Undeliverable, CALL_BARRED))
            .or(20, Outcome::new(SmppState::Undeliverable, MEMORY_FULL))
            .or(20, Outcome::new(SmppState::Rejected, 0))
            .or(20, Outcome::new(SmppState::Deleted, 0))
            .or(20, Outcome::new(SmppState::Unknown, 0))
            .or(20, Outcome::new(SmppState::Accepted, 0)),
        ..base
    }
}

fn chaotic_receipts(base: Receipts) -> Receipts {
    let accepted = First { state: SmppState::Accepted, as_receipt: true };
    let enroute = First { state: SmppState::Enroute, as_receipt: false };
    Receipts {
        delay: Mix::always(Span::millis(0, 3_000)).or(30, Span::millis(10_000, 600_000)),
        style: None,
        mishaps: ReceiptMishap::ALL[1..]
            .iter()
            .fold(Mix::always(ReceiptMishap::None), |mix, mishap| mix.or(20, *mishap)),
        first: Mix::always(None).or(200, Some(enroute)).or(100, Some(accepted)),
        way: Mix::always(Way::Same).or(400, Way::Other),
        unasked: true,
        ..base
    }
}
