//! A run in which nothing goes wrong.

use super::registry::{Prices, draft, number_of, password_of, phone_of, system_id_of};
use super::{Frailty, Plan};
use crate::customer::{CustomerPlan, LetterMix, ReplyMix, Writing};
use crate::disk::DiskPlan;
use crate::event::Party;
use crate::net::Weather;
use crate::operator::OperatorPlan;
use message::time::Timestamp;
use simulator::Profile;
use smpp::Version;
use smpp::session::{BindKind, Timers};
use std::time::Duration;

/// 22 November 2026.
pub(super) const BEGINNING: Timestamp = Timestamp::from_millis(1_795_379_963_101);
const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3_600);

/// One customer that writes so many short letters, one a second, and one operator.
pub(super) fn plan(letters: u32) -> Plan {
    Plan {
        beginning: BEGINNING,
        rough: SECOND * letters,
        calm: 100 * HOUR,
        registry: draft(1, 1, Prices::Cents),
        credit: 1_000_000_000,
        customers: vec![customer(letters)],
        operators: vec![operator()],
        weather: Weather::fair(),
        disk: DiskPlan {
            capacity: 64 << 20,
            reserve: 1 << 20,
            latency: [Duration::from_micros(200), Duration::from_millis(5)],
            slow: 0,
        },
        frailty: Frailty::default(),
        faults: Vec::new(),
        journal_octets: 1 << 20,
    }
}

fn customer(letters: u32) -> CustomerPlan {
    CustomerPlan {
        dials: Party::Node,
        system_id: system_id_of(1),
        password: password_of(1),
        binds: vec![BindKind::Transmitter, BindKind::Receiver],
        window: 10,
        timers: Timers::default(),
        letters,
        first: 2 * SECOND,
        pace: [SECOND, SECOND],
        writing: Writing {
            source: number_of(1),
            phones: (1..=20).map(|phone| phone_of(1, phone)).collect(),
            version: Version::V34,
            mix: LetterMix::default(),
            validity: [48 * HOUR, 48 * HOUR],
        },
        replies: ReplyMix::default(),
        asks: 0,
        cancels: 0,
        retries: 0,
    }
}

fn operator() -> OperatorPlan {
    OperatorPlan {
        profile: Profile::calm(),
        version: Version::V34,
        timers: Timers::default(),
        refuses: 0,
        phones_away: 0,
        texts: 0,
        text_pace: [SECOND, SECOND],
        phones: vec![phone_of(1, 1)],
        numbers: vec![number_of(1)],
    }
}
