//! Carrying: live objects are written forward, so that the journal behind them can be freed.
//!
//! The oldest object goes first. What is needed of the journal then begins at the next oldest, and
//! the disk follows what is alive, whatever has passed through.

use super::{Core, Turn};
use crate::durable::{Durable, Place};
use crate::table::IdHasher;
use journal::Position;
use message::id::MessageId;
use records::Record;
use records::carried::Carried;
use std::collections::{HashSet, VecDeque};
use std::hash::BuildHasherDefault;

/// Where the records of each object begin.
#[derive(Debug)]
pub(super) struct Carrying {
    /// In the order of the journal; objects that are gone stay until they come to the front.
    objects: VecDeque<(Position, MessageId)>,
    /// Where the last walk over what has no id of its own (books, short ids, keys, what is known of
    /// operators' ids) began.
    tables: Position,
    /// How far the walk over them has come that is under way, and where it began.
    walk: Option<(Position, Place)>,
    /// Nothing of the turn under way lies before this.
    floor: Position,
}

/// Octets of live objects that are carried at most in one turn.
const SLICE: usize = 128 * 1024;
/// Entries of tables that are carried at most in one turn.
const ENTRIES: usize = 1_000;

impl Carrying {
    pub(super) fn new() -> Carrying {
        Carrying {
            objects: VecDeque::new(),
            tables: Position::START,
            walk: None,
            floor: Position::START,
        }
    }

    pub(super) fn begin(&mut self, floor: Position) {
        self.floor = floor;
    }

    /// A record of this turn.
    pub(super) fn note_new(&mut self, record: &Record) {
        self.note(record, self.floor);
    }

    /// A record that lies here.
    pub(super) fn note(&mut self, record: &Record, at: Position) {
        if let Some(id) = begins(record) {
            self.objects.push_back((at, id));
        }
    }

    /// All of the journal is read. Of an object that was carried forward meanwhile only the last
    /// record counts.
    pub(super) fn keep_last(&mut self, durable: &Durable) {
        let mut seen = HashSet::<MessageId, BuildHasherDefault<IdHasher>>::default();
        let last = |(_, id): &(Position, MessageId)| durable.is_live(*id) && seen.insert(*id);
        let mut objects: Vec<_> = self.objects.drain(..).rev().filter(last).collect();
        objects.reverse();
        self.objects = objects.into();
    }

    /// Where the records of the oldest live object begin.
    pub(super) fn oldest(&self) -> Position {
        let objects = self.objects.front().map_or(self.floor, |(at, _)| *at);
        objects.min(self.tables)
    }

    /// Objects that are gone need no records. In the middle of the row they cost memory only: the
    /// row is cleared when most of it is gone.
    fn tidy(&mut self, durable: &Durable) {
        while self.objects.front().is_some_and(|(_, id)| !durable.is_live(*id)) {
            self.objects.pop_front();
        }
        if self.objects.len() > 1024 + 2 * durable.live() {
            self.objects.retain(|(_, id)| durable.is_live(*id));
        }
    }
}

impl Core {
    /// Writes the oldest live objects forward while the journal is larger than it need be.
    pub(super) fn carry(&mut self, floor: Position, out: &mut Turn) {
        self.carrying.tidy(&self.durable);
        let live = self.durable.usage().octets() + self.durable.table_octets();
        let most = self.settings.limits.journal_octets_min.max(live.saturating_mul(2));
        let begin = out.batch.size();
        // As much as came in this turn goes forward as well: so the journal cannot outgrow it.
        let slice = SLICE.max(begin);
        while floor.since(self.carrying.oldest()) > most && out.batch.size() < begin + slice {
            let tables_first =
                self.carrying.tables <= self.carrying.objects.front().map_or(floor, |(at, _)| *at);
            if tables_first {
                self.carry_tables(out);
            } else {
                self.carry_object(out);
            }
            self.carrying.tidy(&self.durable);
        }
    }

    fn carry_object(&mut self, out: &mut Turn) {
        let first = self.carrying.objects.pop_front();
        if let Some(carried) = first.and_then(|(_, id)| self.durable.carry(id)) {
            self.put_forward(carried, out);
        }
    }

    fn carry_tables(&mut self, out: &mut Turn) {
        let (began, place) =
            self.carrying.walk.take().unwrap_or((self.carrying.floor, Place::Start));
        let (entries, next) = self.durable.carry_tables(place, ENTRIES);
        for carried in entries {
            self.put_forward(carried, out);
        }
        match next {
            Some(place) => self.carrying.walk = Some((began, place)),
            None => self.carrying.tables = began,
        }
    }

    /// The record replaces what was known here as it will after a restart: by the same function.
    fn put_forward(&mut self, carried: Carried, out: &mut Turn) {
        let record = Record::from(carried);
        out.batch.push(&record);
        self.carrying.note_new(&record);
        self.durable.apply(&record, &mut self.changes);
        // Nothing has happened to the object: it stands in its lane already.
        self.changes.clear();
    }
}

/// The object whose records begin with this one.
fn begins(record: &Record) -> Option<MessageId> {
    match record {
        Record::Accepted(it) => Some(it.message),
        Record::Received(it) => it.account.map(|_| it.message),
        Record::Joined(it) => it.is_complete.then_some(it.message),
        Record::Noticed(it) => Some(it.notice),
        Record::Parked(it) => (!it.orphan).then_some(it.parked),
        Record::Carried(it) => subject(it),
        Record::Booked(_)
        | Record::Sent(_)
        | Record::Answered(_)
        | Record::Lost(_)
        | Record::Reported(_)
        | Record::Settled(_)
        | Record::Unparked(_)
        | Record::Taken(_)
        | Record::Aliased(_)
        | Record::Learned(_) => None,
    }
}

/// Which object was carried.
fn subject(carried: &Carried) -> Option<MessageId> {
    let message = carried.message.as_ref().map(|it| it.accepted.message);
    let received = carried.received.as_ref().map(|it| it.message);
    let joined = carried.joined.as_ref().map(|it| it.message);
    let notice = carried.notice.as_ref().map(|it| it.notice);
    let parked = carried.parked.as_ref().map(|it| it.parked);
    message.or(received).or(joined).or(notice).or(parked)
}
