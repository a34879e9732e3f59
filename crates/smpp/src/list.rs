//! The three counted lists that bodies hold: destinations, failures and message ids.

use crate::address::Address;
use crate::error::Kind;
use crate::fault::Fault;
use crate::field::Field;
use crate::reader::Reader;
use crate::sink::Sink;
use crate::status::CommandStatus;

/// A list that was walked once and is kept as octets: entries are read again when asked for.
macro_rules! list {
    ($(#[$doc:meta])* $list:ident of $entry:ty, $read:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Default)]
        pub struct $list<'a> {
            count: u8,
            octets: &'a [u8],
        }

        impl<'a> $list<'a> {
            /// How many entries.
            pub fn count(self) -> u8 {
                self.count
            }

            /// The entries without the count that stands before them.
            pub fn octets(self) -> &'a [u8] {
                self.octets
            }

            /// Each entry in the order of the wire.
            pub fn iter(self) -> impl Iterator<Item = $entry> {
                let mut rest = self.octets;
                (0..self.count).map_while(move |_| {
                    let (entry, behind) = $read(rest)?;
                    rest = behind;
                    Some(entry)
                })
            }
        }

        impl std::fmt::Debug for $list<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_list().entries(self.iter()).finish()
            }
        }
    };
}

list! {
    /// The `dest_address` list of a submit_multi (SMPP 3.4 s4.5.1.1).
    Destinations of Destination<'a>, read_destination
}

list! {
    /// The destinations that a submit_multi could not reach (SMPP 3.4 s4.5.2.1).
    Failures of Failure<'a>, read_failure
}

list! {
    /// The message ids of a query_last_msgs_resp (SMPP 3.3).
    MessageIds of &'a [u8], read_string
}

/// One entry of a submit_multi.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination<'a> {
    /// One number (`dest_flag` 1).
    Sme(Address<'a>),
    /// The name of a distribution list (`dest_flag` 2).
    List(&'a [u8]),
}

/// One destination that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure<'a> {
    /// The destination.
    pub destination: Address<'a>,
    /// Why.
    pub status: CommandStatus,
}

fn read_string(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = octets.iter().position(|&octet| octet == 0)?;
    Some((&octets[..end], &octets[end + 1..]))
}

fn read_address(octets: &[u8]) -> Option<(Address<'_>, &[u8])> {
    let (&[ton, npi], rest) = octets.split_first_chunk::<2>()?;
    let (digits, rest) = read_string(rest)?;
    Some((Address { ton, npi, digits }, rest))
}

fn read_destination(octets: &[u8]) -> Option<(Destination<'_>, &[u8])> {
    let (&flag, rest) = octets.split_first()?;
    if flag == SME {
        let (address, rest) = read_address(rest)?;
        return Some((Destination::Sme(address), rest));
    }
    let (name, rest) = read_string(rest)?;
    Some((Destination::List(name), rest))
}

fn read_failure(octets: &[u8]) -> Option<(Failure<'_>, &[u8])> {
    let (destination, rest) = read_address(octets)?;
    let (status, rest) = rest.split_first_chunk::<4>()?;
    let status = CommandStatus(u32::from_be_bytes(*status));
    Some((Failure { destination, status }, rest))
}

/// `dest_flag` of a number and of a list's name.
const SME: u8 = 1;
const LIST: u8 = 2;

/// Octets of a number, and of a list's name, with terminator.
const DIGITS_MAX: usize = 21;

impl<'a> Reader<'a> {
    /// Walks `count` entries and keeps the octets they cover. Where an entry ends is never read leniently:
    /// half an entry is none, and the end of one is the start of the next.
    fn list(
        &mut self,
        count: u8,
        mut entry: impl FnMut(&mut Self) -> Result<(), Fault>,
    ) -> Result<&'a [u8], Fault> {
        let start = self.rest();
        self.whole(|reader| {
            for _ in 0..count {
                if reader.rest().is_empty() {
                    return Err(reader.fault(Field::Body, Kind::Truncated));
                }
                entry(reader)?;
            }
            Ok(())
        })?;
        Ok(&start[..start.len() - self.rest().len()])
    }

    fn fault(&self, field: Field, kind: Kind) -> Fault {
        Fault { field, offset: self.offset(), kind }
    }

    pub(crate) fn destinations(&mut self, field: Field) -> Result<Destinations<'a>, Fault> {
        let max = self.rules().destinations_max;
        let count = self.integer_where(field, |count| (1..=max).contains(&count))?;
        let octets = self.list(count, |reader| {
            let fault = reader.fault(Field::DestinationFlag, Kind::Value);
            match reader.integer(Field::DestinationFlag)? {
                SME => reader.address(Field::Destination, DIGITS_MAX).map(drop),
                LIST => reader.cstring(Field::ListName, DIGITS_MAX).map(drop),
                _ => Err(fault),
            }
        })?;
        Ok(Destinations { count, octets })
    }

    pub(crate) fn failures(&mut self, field: Field) -> Result<Failures<'a>, Fault> {
        let count = self.integer(field)?;
        let octets = self.list(count, |reader| {
            reader.address(Field::Destination, DIGITS_MAX)?;
            reader.integer4(Field::ErrorStatus).map(drop)
        })?;
        Ok(Failures { count, octets })
    }

    pub(crate) fn message_ids(&mut self, field: Field) -> Result<MessageIds<'a>, Fault> {
        let count = self.integer(field)?;
        let octets = self.list(count, |reader| reader.cstring(Field::MessageId, 65).map(drop))?;
        Ok(MessageIds { count, octets })
    }
}

/// Where lists are written, entry by entry: one that was only tolerated is not handed on.
pub(crate) trait ListSink: Sink {
    fn destinations(&mut self, list: Destinations<'_>, field: Field) {
        self.require(field, |rules| {
            (!(1..=rules.destinations_max).contains(&list.count)).then_some(Kind::Value)
        });
        self.octets(&[list.count]);
        for entry in list.iter() {
            match entry {
                Destination::Sme(address) => {
                    self.octets(&[SME]);
                    self.address(address, Field::Destination, DIGITS_MAX);
                }
                Destination::List(name) => {
                    self.octets(&[LIST]);
                    self.cstring(name, Field::ListName, DIGITS_MAX);
                }
            }
        }
    }

    fn failures(&mut self, list: Failures<'_>, _field: Field) {
        self.octets(&[list.count]);
        for Failure { destination, status } in list.iter() {
            self.address(destination, Field::Destination, DIGITS_MAX);
            self.integer4(status.0, Field::ErrorStatus);
        }
    }

    fn message_ids(&mut self, list: MessageIds<'_>, _field: Field) {
        self.octets(&[list.count]);
        for id in list.iter() {
            self.message_id(id, Field::MessageId);
        }
    }
}

impl<S: Sink> ListSink for S {}

/// An entry that a list cannot take: the list is full, or the entry is not allowed in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadEntry;

impl std::fmt::Display for BadEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the list is full, or the entry is too long or holds a NUL")
    }
}

impl std::error::Error for BadEntry {}

/// A list in the making: at most 255 entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListBuf {
    count: u8,
    octets: Vec<u8>,
}

impl ListBuf {
    /// No entries yet.
    pub fn new() -> ListBuf {
        ListBuf::default()
    }

    /// Appends a destination for a submit_multi.
    ///
    /// # Errors
    /// More than 20 characters, a NUL among them, or a 256th entry.
    pub fn push_destination(&mut self, entry: Destination<'_>) -> Result<(), BadEntry> {
        match entry {
            Destination::Sme(address) => {
                self.open(address.digits)?;
                self.octets.push(SME);
                self.push_address(address);
            }
            Destination::List(name) => {
                self.open(name)?;
                self.octets.push(LIST);
                self.push_string(name);
            }
        }
        Ok(())
    }

    /// Appends a failed destination for a submit_multi_resp.
    ///
    /// # Errors
    /// As [`ListBuf::push_destination`].
    pub fn push_failure(&mut self, entry: Failure<'_>) -> Result<(), BadEntry> {
        self.open(entry.destination.digits)?;
        self.push_address(entry.destination);
        self.octets.extend_from_slice(&entry.status.0.to_be_bytes());
        Ok(())
    }

    /// Appends a message id for a query_last_msgs_resp.
    ///
    /// # Errors
    /// More than 8 characters (SMPP 3.3), a NUL among them, or a 256th entry.
    pub fn push_message_id(&mut self, id: &[u8]) -> Result<(), BadEntry> {
        if id.len() > 8 {
            return Err(BadEntry);
        }
        self.open(id)?;
        self.push_string(id);
        Ok(())
    }

    /// The entries, all pushed as destinations.
    pub fn destinations(&self) -> Destinations<'_> {
        Destinations { count: self.count, octets: &self.octets }
    }

    /// The entries, all pushed as failures.
    pub fn failures(&self) -> Failures<'_> {
        Failures { count: self.count, octets: &self.octets }
    }

    /// The entries, all pushed as message ids.
    pub fn message_ids(&self) -> MessageIds<'_> {
        MessageIds { count: self.count, octets: &self.octets }
    }

    /// Makes room for one more entry with this string.
    fn open(&mut self, string: &[u8]) -> Result<(), BadEntry> {
        if string.len() >= DIGITS_MAX || string.contains(&0) {
            return Err(BadEntry);
        }
        self.count = self.count.checked_add(1).ok_or(BadEntry)?;
        Ok(())
    }

    fn push_address(&mut self, address: Address<'_>) {
        self.octets.extend_from_slice(&[address.ton, address.npi]);
        self.push_string(address.digits);
    }

    fn push_string(&mut self, string: &[u8]) {
        self.octets.extend_from_slice(string);
        self.octets.push(0);
    }
}
