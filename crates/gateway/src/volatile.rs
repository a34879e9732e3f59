//! What is rebuilt after a start: sessions, windows, rates, the order in the lanes.
//!
//! Nothing here is promised to anybody. What follows from the durable half ([`Change`]) comes here
//! by [`Volatile::follow`], on the day and after a restart alike; the rest is told by the doors.

mod lanes;
mod rooms;
mod links;
mod breaker;
mod receivers;
mod recent;
mod crowds;

pub(crate) use crowds::Crowds;
pub(crate) use lanes::{LaneKey, Lanes, Towards};
pub(crate) use links::Links;
pub(crate) use receivers::Receivers;
pub(crate) use recent::Recent;

use crate::door::ReplyTo;
use crate::durable::{Change, Durable, Message};
use crate::expiring::Expiring;
use crate::lane::RateLimit;
use message::id::MessageId;
use message::object::AccountId;
use message::time::Timestamp;
use registry::Snapshot;
use std::collections::{BTreeMap, BTreeSet};

/// The volatile half of the state.
#[derive(Debug)]
pub(crate) struct Volatile {
    pub(crate) lanes: Lanes,
    pub(crate) links: Links,
    pub(crate) receivers: Receivers,
    rates: BTreeMap<AccountId, RateLimit>,
    pub(crate) crowds: Crowds,
    /// Until when receipts are waited for, by part.
    pub(crate) deadlines: BTreeSet<(Timestamp, MessageId, u8)>,
    /// Who waits for the outcome of a message, and how long.
    pub(crate) transactions: Expiring<MessageId, ReplyTo>,
    pub(crate) recent: Recent,
    /// The journal has come to its reserve.
    pub(crate) high_water: bool,
}

impl Volatile {
    /// Nothing is bound, nothing waits.
    pub(crate) fn new(recent_max: usize) -> Volatile {
        Volatile {
            lanes: Lanes::new(),
            links: Links::default(),
            receivers: Receivers::default(),
            rates: BTreeMap::new(),
            crowds: Crowds::default(),
            deadlines: BTreeSet::new(),
            transactions: Expiring::new(),
            recent: Recent::new(recent_max),
            high_water: false,
        }
    }

    /// May the account submit now?
    pub(crate) fn may_submit(&self, account: AccountId, now: Timestamp) -> bool {
        self.rates.get(&account).is_some_and(|rate| rate.next_slot(now) <= now)
    }

    /// The registry has changed, or is known for the first time. Buckets whose rate stays the same
    /// keep what is in them.
    pub(crate) fn configure(&mut self, snapshot: &Snapshot, durable: &Durable, now: Timestamp) {
        let rates = snapshot.accounts().map(|account| {
            let before = self.rates.get(&account.id).copied();
            let same = before.filter(|rate| rate.per_second() == account.limits.tps);
            (account.id, same.unwrap_or_else(|| RateLimit::new(account.limits.tps, now)))
        });
        self.rates = rates.collect();
        self.crowds.configure(snapshot, durable);
        self.links.configure(snapshot, now);
        self.lanes.configure(snapshot, durable, now);
    }

    /// What follows from the durable half, after it was read from the journal.
    pub(crate) fn rebuild(&mut self, durable: &Durable, snapshot: &Snapshot, now: Timestamp) {
        self.configure(snapshot, durable, now);
        for (message, it) in durable.messages() {
            for (part, tracked) in (1..=u8::MAX).zip(&it.parts) {
                let by = tracked.times.receipt_by.filter(|_| tracked.part.outcome().is_none());
                self.deadlines.extend(by.map(|by| (by, message, part)));
            }
        }
        for notice in durable.notices() {
            self.lanes.notice(durable, notice.notice, now);
        }
    }

    /// What the durable half tells.
    pub(crate) fn follow(
        &mut self,
        change: Change,
        durable: &Durable,
        snapshot: &Snapshot,
        now: Timestamp,
    ) {
        match change {
            Change::Entered { account } => {
                if let Some(rate) = self.rates.get_mut(&account) {
                    rate.take(now);
                }
            }
            Change::Queued { message, part } => {
                if let Some(it) = durable.message(message) {
                    self.crowds.enter(message, it);
                }
                self.lanes.queue(durable, snapshot, (message, part), now);
            }
            Change::Awaits { message, part, before, by } => {
                if let Some(before) = before {
                    self.deadlines.remove(&(before, message, part));
                }
                match by {
                    Some(by) => drop(self.deadlines.insert((by, message, part))),
                    None => self.ended(durable, message),
                }
            }
            Change::Noticed { notice } => self.lanes.notice(durable, notice, now),
            Change::Gone(gone) => {
                self.crowds.leave(gone.account, &gone.destination, gone.message);
                self.recent.remember(&gone);
            }
        }
    }

    /// A part has ended: who waits for the whole may know it by now.
    fn ended(&mut self, durable: &Durable, message: MessageId) {
        let it = durable.message(message);
        if it.is_none_or(Message::has_ended) {
            self.transactions.remove(&message);
        }
        if let Some(it) = it.filter(|it| it.has_ended()) {
            self.crowds.leave(it.account, &it.destination.text, message);
        }
    }
}
