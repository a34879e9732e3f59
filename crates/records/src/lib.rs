//! What the journal holds. Nobody else knows these octets: the gateway writes records, the gateway and history read
//! them.
//!
//! A batch is a format octet and records behind each other, each with its kind and its length. A newer release may add
//! fields, which this one passes over, and kinds: those from [`KIND_PASSED_OVER`] on may be passed over, any other
//! stops a reader, because what it says cannot be done without. Kinds, tags and numbers are never used again.

mod wire;
mod field;
mod domain;
mod packed;
pub mod submission;
pub mod attempt;
pub mod delivery;
pub mod carried;

pub use field::Octets;
pub use packed::Packed;
pub use smol_str::SmolStr;
pub use wire::BadRecord;

use attempt::{Answered, Learned, Lost, Parked, Reported, Sent, Settled, Unparked};
use carried::Carried;
use delivery::{Joined, Noticed, Received, Taken};
use field::Body;
use submission::{Accepted, Aliased, Booked};
use wire::{put_sized, put_varint, take_sized, take_varint};

/// The format of the batches that this release writes.
pub const FORMAT: u8 = 1;

/// Records of unknown kinds from this one on say nothing that an older release needs.
pub const KIND_PASSED_OVER: u64 = 64;

macro_rules! records {
    ($($kind:literal $name:ident: $held:ty, $doc:literal;)*) => {
        /// Something that has happened and is never taken back.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Record {
            $(#[doc = $doc] $name($held),)*
        }

        impl Record {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Record::$name(body) => {
                        put_varint($kind, out);
                        put_sized(out, |out| body.put_body(out));
                    })*
                }
            }

            /// `None`: of an unknown kind that may be passed over.
            fn read(kind: u64, octets: &[u8]) -> Result<Option<Record>, BadRecord> {
                Ok(Some(match kind {
                    $($kind => Record::$name($name::read_body(octets)?.into()),)*
                    KIND_PASSED_OVER.. => return Ok(None),
                    unknown => return Err(BadRecord::Kind(unknown)),
                }))
            }
        }

        $(impl From<$name> for Record {
            fn from(body: $name) -> Record {
                Record::$name(body.into())
            }
        })*
    };
}

records! {
    1 Accepted: Box<Accepted>, "A message was accepted.";
    2 Booked: Booked, "Credit has moved.";
    3 Sent: Sent, "A part goes to an operator.";
    4 Answered: Answered, "The operator has answered.";
    5 Lost: Lost, "An answer is lost.";
    6 Reported: Box<Reported>, "A receipt was matched.";
    7 Settled: Settled, "A wait has ended.";
    8 Parked: Box<Parked>, "A receipt waits for its attempt.";
    9 Unparked: Unparked, "It waits no longer.";
    10 Received: Box<Received>, "A phone has sent a text.";
    11 Joined: Joined, "Its parts have become one.";
    12 Noticed: Noticed, "An account is to be told something.";
    13 Taken: Taken, "It knows, or never will.";
    14 Aliased: Aliased, "A message has a short id.";
    15 Carried: Box<Carried>, "An object as it stands: replaces all earlier records of it.";
    64 Learned: Learned, "What an operator's ids look like.";
}

/// The kind of [`Record::Accepted`].
const ACCEPTED: u64 = 1;

/// Records on their way into the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch(Vec<u8>);

impl Default for Batch {
    fn default() -> Batch {
        Batch::new()
    }
}

impl Batch {
    /// No records yet.
    pub fn new() -> Batch {
        Batch(vec![FORMAT])
    }

    /// Appends a record.
    pub fn push(&mut self, record: &Record) {
        record.put(&mut self.0);
    }

    /// Appends the record that was packed, without writing its fields a second time.
    pub fn push_packed(&mut self, accepted: &Packed<Accepted>) {
        put_varint(ACCEPTED, &mut self.0);
        put_varint(accepted.size() as u64, &mut self.0);
        self.0.extend_from_slice(accepted.octets());
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.0.len() == 1
    }

    /// Octets so far.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// Takes the records of another batch in behind these.
    pub fn extend(&mut self, other: &Batch) {
        self.0.extend_from_slice(&other.0[1..]);
    }

    /// What the journal is given.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    /// Forgets the records and keeps the room.
    pub fn clear(&mut self) {
        self.0.truncate(1);
    }
}

/// The records of a batch that came from the journal, in order. After an error there are no more.
///
/// # Errors
/// The batch is of a newer format, or no batch at all.
pub fn read(batch: &[u8]) -> Result<impl Iterator<Item = Result<Record, BadRecord>>, BadRecord> {
    let mut rest = match batch.split_first() {
        Some((&FORMAT, rest)) => rest,
        Some((&version, _)) => return Err(BadRecord::Format(version)),
        None => return Err(BadRecord::Truncated),
    };
    Ok(std::iter::from_fn(move || {
        while !rest.is_empty() {
            match next(&mut rest) {
                Ok(None) => {}
                Ok(Some(record)) => return Some(Ok(record)),
                Err(bad) => {
                    rest = &[];
                    return Some(Err(bad));
                }
            }
        }
        None
    }))
}

fn next(rest: &mut &[u8]) -> Result<Option<Record>, BadRecord> {
    let kind = take_varint(rest)?;
    let octets = take_sized(rest)?;
    Record::read(kind, octets)
}
