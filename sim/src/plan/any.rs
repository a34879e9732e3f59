//! Small runs, drawn from a seed.

use super::calm::BEGINNING;
use super::registry::{Prices, draft, number_of, password_of, phone_of, system_id_of};
use super::{Fault, Frailty, Plan};
use crate::customer::{CustomerPlan, LetterMix, ReplyMix, Writing};
use crate::disk::DiskPlan;
use crate::event::Party;
use crate::net::{Weather, between};
use crate::operator::OperatorPlan;
use ::registry::draft::{AccountDraft, Draft, OperatorDraft};
use fastrand::Rng;
use simulator::Profile;
use smpp::Version;
use smpp::session::{BindKind, Timers};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: i64 = 86_400_000;
/// Phones of each operator.
const PHONES: usize = 4;

/// How long a run is, and how bad.
struct Scale {
    rough: Duration,
    faults: usize,
    customers: usize,
    operators: usize,
    letters: u32,
    validity: [Duration; 2],
}

pub(super) fn draw(seed: u64) -> Plan {
    let chance = &mut Rng::with_seed(seed);
    let scale = Scale::draw(chance);
    let registry = registry(chance, &scale);
    let faults = faults(chance, &scale);
    let calm = 2 * scale.validity[1] + 40 * MINUTE + 2 * HOUR + set_back(&faults);
    Plan {
        beginning: BEGINNING,
        rough: scale.rough,
        calm,
        credit: chance.i64(0..2_000_000),
        customers: (1..=scale.customers).map(|of| customer(chance, &scale, of)).collect(),
        operators: (1..=scale.operators).map(|of| operator(chance, &scale, of)).collect(),
        weather: weather(chance),
        disk: disk(chance),
        frailty: frailty(chance),
        faults,
        journal_octets: [2_000, 20_000, 200_000][chance.usize(..3)],
        registry,
    }
}

impl Scale {
    /// One in a hundred takes days.
    fn draw(chance: &mut Rng) -> Scale {
        let is_long = chance.u8(..100) == 0;
        let rough = if is_long {
            between(chance, [24 * HOUR, 48 * HOUR])
        } else {
            between(chance, [MINUTE, 40 * MINUTE])
        };
        let faults = [0, 4, 12, 25][chance.usize(..4)];
        let validity = [MINUTE, if is_long { 24 * HOUR } else { 20 * MINUTE }];
        let customers = chance.usize(1..4);
        let letters = chance.u32(15..50) / u32::try_from(customers).expect("a few");
        let operators = chance.usize(1..4);
        Scale { rough, faults, customers, operators, letters, validity }
    }
}

// --- what is configured

fn registry(chance: &mut Rng, scale: &Scale) -> Draft {
    let prices = if chance.bool() { Prices::Cents } else { Prices::Free };
    let mut draft = draft(scale.customers, scale.operators, prices);
    draft.accounts.iter_mut().for_each(|account| vary_account(chance, scale, account));
    draft.operators.iter_mut().for_each(|operator| vary_operator(chance, operator));
    draft
}

fn vary_account(chance: &mut Rng, scale: &Scale, account: &mut AccountDraft) {
    let one_in = |chance: &mut Rng, many| chance.u8(..many) == 0;
    let word = |chance: &mut Rng, of: &[&str]| Some(of[chance.usize(..of.len())].to_owned());
    account.validity = Some(between(chance, scale.validity));
    account.max_validity = Some(scale.validity[1].max(10 * MINUTE));
    account.receipts.parts = word(chance, &["all", "all", "first", "last", "aggregated"]);
    account.receipts.form = word(chance, &["reference", "appendix_b"]);
    account.receipts.err = word(chance, &["zero_on_success", "code"]);
    account.receipts.late = one_in(chance, 8);
    account.billing.mode = word(chance, &["prepaid", "postpaid"]);
    account.billing.credit_refusal = word(chance, &["receipt", "synchronous"]);
    account.hold_in_doubt = one_in(chance, 6);
    account.limits.tps = one_in(chance, 4).then(|| chance.u32(1..10));
    account.limits.queue = one_in(chance, 5).then(|| chance.u32(3..20));
    account.limits.window = one_in(chance, 4).then(|| chance.u32(1..5));
    account.limits.window_policy = word(chance, &["stop_reading", "refuse"]);
    account.limits.max_sessions = Some(8);
}

fn vary_operator(chance: &mut Rng, operator: &mut OperatorDraft) {
    let one_in = |chance: &mut Rng, many| chance.u8(..many) == 0;
    let word = |chance: &mut Rng, of: &[&str]| Some(of[chance.usize(..of.len())].to_owned());
    operator.bind = word(chance, &["transceiver", "transceiver", "pair"]);
    operator.sessions = Some(chance.u32(1..3));
    operator.window = Some([1, 2, 5, 10][chance.usize(..4)]);
    operator.tps = one_in(chance, 4).then(|| chance.u32(1..20));
    operator.on_lost_answer = word(chance, &["resend", "resend", "hold"]);
    operator.receipt_timeout = Some(between(chance, [MINUTE, 40 * MINUTE]));
    operator.receipts.unmarked = true;
    operator.long_messages = word(chance, &["udh8", "udh16", "sar", "payload"]);
    operator.drop_times = chance.bool();
}

// --- who takes part

fn customer(chance: &mut Rng, scale: &Scale, account: usize) -> CustomerPlan {
    use BindKind::{Receiver, Transceiver, Transmitter};
    let binds: [&[BindKind]; 4] = [
        &[Transceiver],
        &[Transceiver, Transceiver],
        &[Transmitter, Receiver],
        &[Transmitter, Receiver, Receiver],
    ];
    // One in four writes all at once, and runs into rates, windows and quotas.
    let is_burst = chance.u8(..4) == 0;
    let pace = if is_burst { SECOND / 40 } else { scale.rough / scale.letters };
    let phones = (1..=scale.operators).flat_map(|of| (1..=PHONES).map(move |it| phone_of(of, it)));
    let mut per_mille = |max: u16| if chance.bool() { 0 } else { chance.u16(..max) };
    let replies = ReplyMix {
        late: per_mille(100),
        never: per_mille(100),
        temporary: per_mille(300),
        permanent: per_mille(50),
    };
    CustomerPlan {
        dials: Party::Node,
        system_id: system_id_of(account),
        password: password_of(account),
        binds: binds[chance.usize(..4)].to_vec(),
        window: chance.usize(1..20),
        timers: Timers::default(),
        letters: scale.letters,
        first: between(chance, [SECOND, 5 * SECOND]),
        pace: [Duration::from_millis(1), 2 * pace],
        writing: Writing {
            source: number_of(account),
            phones: phones.collect(),
            version: [Version::V33, Version::V34, Version::V34, Version::V50][chance.usize(..4)],
            mix: LetterMix {
                long: 150,
                group: 100,
                data: 50,
                scheduled: 100,
                valid: 400,
                unwatched: 150,
                once: 50,
            },
            validity: scale.validity,
        },
        replies,
        asks: 150,
        cancels: 60,
        retries: 3,
    }
}

fn operator(chance: &mut Rng, scale: &Scale, number: usize) -> OperatorPlan {
    let profiles = [Profile::calm, Profile::mixed, Profile::chaos];
    let profile = profiles[chance.usize(..3)]();
    let texts = chance.u32(..6);
    OperatorPlan {
        profile,
        version: [Version::V33, Version::V34, Version::V34, Version::V50][chance.usize(..4)],
        timers: Timers::default(),
        refuses: [0, 0, 200][chance.usize(..3)],
        phones_away: chance.usize(..3),
        texts,
        text_pace: [SECOND, scale.rough / (texts + 1)],
        phones: (1..=PHONES).map(|phone| phone_of(number, phone)).collect(),
        numbers: (1..=scale.customers).map(number_of).collect(),
    }
}

// --- what goes wrong

fn weather(chance: &mut Rng) -> Weather {
    if chance.bool() {
        return Weather::fair();
    }
    let latency = [Duration::from_millis(1), Duration::from_millis(chance.u64(2..200))];
    Weather {
        latency,
        doomed: [0, 100, 400][chance.usize(..3)],
        narrow: [0, 100][chance.usize(..2)],
    }
}

fn disk(chance: &mut Rng) -> DiskPlan {
    let latency = [Duration::from_micros(200), Duration::from_millis(chance.u64(1..20))];
    DiskPlan { capacity: 64 << 20, reserve: 1 << 20, latency, slow: 10 }
}

fn frailty(chance: &mut Rng) -> Frailty {
    let mut per_mille = || if chance.bool() { 0 } else { chance.u16(..8) };
    Frailty {
        before: per_mille(),
        during: per_mille(),
        untold: per_mille(),
        half_told: per_mille(),
        is_hasty: false,
    }
}

fn faults(chance: &mut Rng, scale: &Scale) -> Vec<(Duration, Fault)> {
    let mut faults: Vec<(Duration, Fault)> = (0..scale.faults)
        .map(|_| (between(chance, [Duration::ZERO, scale.rough]), fault(chance, scale)))
        .collect();
    faults.sort_by_key(|(at, _)| *at);
    faults
}

/// By how much the clock is set back: so much later everything comes to its end.
fn set_back(faults: &[(Duration, Fault)]) -> Duration {
    let back = faults.iter().map(|(_, fault)| match fault {
        Fault::ClockStep(millis) => Duration::from_millis(millis.min(&0).unsigned_abs()),
        Fault::ClockStop(lasting) => *lasting,
        Fault::Crash
        | Fault::Break
        | Fault::Stall(_)
        | Fault::OperatorDown(..)
        | Fault::CustomerAway(..)
        | Fault::ReceiversAway(..)
        | Fault::Registry
        | Fault::DiskFull(_)
        | Fault::DiskFault => Duration::ZERO,
    });
    back.sum()
}

fn fault(chance: &mut Rng, scale: &Scale) -> Fault {
    let lasting = between(chance, [SECOND, scale.rough / 4]);
    match chance.u8(..16) {
        0..=2 => Fault::Crash,
        3..=5 => Fault::Break,
        6 | 7 => Fault::Stall(between(chance, [SECOND, 100 * SECOND])),
        8 | 9 => Fault::OperatorDown(chance.usize(..scale.operators), lasting),
        10 => Fault::CustomerAway(chance.usize(..scale.customers), lasting),
        11 => Fault::ReceiversAway(chance.usize(..scale.customers), lasting),
        12 => {
            let by = if chance.u8(..8) == 0 { DAY } else { 3_600_000 };
            Fault::ClockStep(if chance.bool() { by } else { -by })
        }
        13 => Fault::ClockStop(lasting),
        14 if chance.bool() => Fault::Registry,
        14 => Fault::DiskFull(between(chance, [SECOND, 60 * SECOND])),
        _ => Fault::DiskFault,
    }
}
