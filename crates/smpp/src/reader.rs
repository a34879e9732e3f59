//! Reads the fields of a body in wire order. What is wrong and tolerated is noted, the rest fails.

use crate::address::{Address, Secret};
use crate::command::CommandId;
use crate::error::{Deviation, Deviations, Kind, PduError};
use crate::fault::Fault;
use crate::field::Field;
use crate::frame::{HEADER, Header};
use crate::quirks::Quirks;
use crate::version::{Rules, Version};

/// Longest C-octet string read beyond its limit, with terminator.
const LONG_STRING: usize = 256;

/// A place in the octets of one PDU.
pub(crate) struct Reader<'a> {
    octets: &'a [u8],
    at: usize,
    header: Header,
    version: Version,
    quirks: Quirks,
    deviations: Deviations,
}

// What is read for every message is inlined by force: a result that may be a fault does not fit into
// registers, and a message has twenty fields.
impl<'a> Reader<'a> {
    /// Starts behind the header, which `octets` begins with.
    pub(crate) fn new(octets: &'a [u8], header: Header, version: Version, quirks: Quirks) -> Self {
        Reader { octets, at: HEADER, header, version, quirks, deviations: Deviations::default() }
    }

    pub(crate) fn header(&self) -> Header {
        self.header
    }

    pub(crate) fn command(&self) -> CommandId {
        self.header.command
    }

    pub(crate) fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn rules(&self) -> &'static Rules {
        self.version.rules()
    }

    pub(crate) fn quirks(&self) -> Quirks {
        self.quirks
    }

    pub(crate) fn note(&mut self, deviation: Deviation) {
        self.deviations.note(deviation);
    }

    pub(crate) fn take_deviations(&mut self) -> Deviations {
        std::mem::take(&mut self.deviations)
    }

    /// What the peer is told of a fault in this PDU.
    pub(crate) fn error(&self, Fault { field, offset, kind }: Fault) -> PduError {
        let Header { command, sequence, .. } = self.header;
        PduError { command, sequence, field, offset, kind }
    }

    pub(crate) fn unknown_command(&self) -> PduError {
        self.error(Fault { field: Field::Body, offset: 4, kind: Kind::UnknownCommand })
    }

    /// The octets not read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        &self.octets[self.at..]
    }

    /// Where the next field begins.
    pub(crate) fn offset(&self) -> u32 {
        self.at as u32 // a PDU is far below 4 GiB: framing saw to that
    }

    /// Where a value that was read from this PDU begins.
    pub(crate) fn offset_of(&self, value: &[u8]) -> u32 {
        value.as_ptr().addr().wrapping_sub(self.octets.as_ptr().addr()) as u32
    }

    /// Notes what is wrong if it is tolerated, else fails.
    #[cold]
    pub(crate) fn tolerate(&mut self, allowed: bool, fault: Fault) -> Result<(), Fault> {
        if !allowed {
            return Err(fault);
        }
        let Fault { field, offset, kind } = fault;
        self.note(Deviation { field, offset, kind });
        Ok(())
    }

    /// The same for the field that begins here.
    #[cold]
    fn tolerate_here(&mut self, allowed: bool, field: Field, kind: Kind) -> Result<(), Fault> {
        let offset = self.offset();
        self.tolerate(allowed, Fault { field, offset, kind })
    }

    /// Reads something whose end is where the next thing begins: no leniency about ends.
    pub(crate) fn whole<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let quirks = self.quirks;
        self.quirks = Quirks { short_body: false, long_strings: false, ..quirks };
        let value = read(self);
        self.quirks = quirks;
        value
    }

    /// Takes `count` octets that are known to be there.
    pub(crate) fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, _) = self.rest().split_at(count);
        self.at += count;
        taken
    }

    /// An integer of one octet.
    #[inline(always)]
    pub(crate) fn integer(&mut self, field: Field) -> Result<u8, Fault> {
        match self.octets.get(self.at) {
            Some(&octet) => {
                self.at += 1;
                Ok(octet)
            }
            None => {
                self.body_ended(field)?;
                Ok(0)
            }
        }
    }

    /// An integer of four octets.
    pub(crate) fn integer4(&mut self, field: Field) -> Result<u32, Fault> {
        match self.rest().first_chunk::<4>() {
            Some(octets) => {
                self.at += 4;
                Ok(u32::from_be_bytes(*octets))
            }
            None => {
                self.body_ended(field)?;
                self.at = self.octets.len();
                Ok(0)
            }
        }
    }

    /// The body has ended before `field`. Only a body that had begun may be called short.
    #[cold]
    fn body_ended(&mut self, field: Field) -> Result<(), Fault> {
        let allowed = self.quirks().short_body && self.octets.len() > HEADER;
        self.tolerate_here(allowed, field, Kind::Truncated)
    }

    /// A C-octet string of at most `max` octets with its terminator, which is cut off.
    #[inline(always)]
    pub(crate) fn cstring(&mut self, field: Field, max: usize) -> Result<&'a [u8], Fault> {
        self.string(field, max, self.quirks().long_strings)
    }

    /// The first field of a response that peers leave out altogether: absent is empty.
    pub(crate) fn cstring_if_any(&mut self, field: Field, max: usize) -> Result<&'a [u8], Fault> {
        if self.rest().is_empty() {
            self.tolerate_here(true, field, Kind::MissingBody)?;
            return Ok(&[]);
        }
        self.cstring(field, max)
    }

    /// A password: never shown.
    pub(crate) fn secret(&mut self, field: Field, max: usize) -> Result<Secret<'a>, Fault> {
        Ok(Secret(self.cstring(field, max)?))
    }

    #[inline(always)]
    fn string(&mut self, field: Field, max: usize, long: bool) -> Result<&'a [u8], Fault> {
        let rest = self.rest();
        let window = &rest[..rest.len().min(max)];
        let mut seen = 0;
        let end = window.iter().position(|&octet| {
            seen |= octet;
            octet == 0
        });
        let Some(length) = end else {
            return self.odd_string(field, max, long);
        };
        let value = &window[..length];
        if seen > 0x7F {
            self.tolerate_here(self.quirks().raw_octets, field, Kind::NotAscii)?;
        }
        self.at += length + 1;
        Ok(value)
    }

    /// A C-octet string whose terminator is not within its limit.
    #[cold]
    fn odd_string(&mut self, field: Field, max: usize, long: bool) -> Result<&'a [u8], Fault> {
        let rest = self.rest();
        if rest.is_empty() {
            self.body_ended(field)?;
            return Ok(rest);
        }
        let reach = if long { LONG_STRING.max(max) } else { max };
        let window = &rest[..rest.len().min(reach)];
        let (value, kind, allowed) = match window.iter().position(|&octet| octet == 0) {
            Some(length) => (&window[..length], Kind::TooLong, true),
            None if rest.len() < reach => (rest, Kind::Unterminated, self.quirks().short_body),
            None => (window, Kind::TooLong, false),
        };
        self.tolerate_here(allowed, field, kind)?;
        if !value.is_ascii() {
            self.tolerate_here(self.quirks().raw_octets, field, Kind::NotAscii)?;
        }
        self.at += (value.len() + 1).min(rest.len());
        Ok(value)
    }

    /// TON, NPI and digits; `max` is of the digits, with terminator. Never read beyond its limit:
    /// a number that was cut or padded is somebody else's number.
    #[inline(always)]
    pub(crate) fn address(&mut self, field: Field, max: usize) -> Result<Address<'a>, Fault> {
        let ton = self.integer_where(field, |ton| ton <= Address::TON_MAX)?;
        let npi = self.integer(field)?;
        let digits = self.string(field, max, false)?;
        Ok(Address { ton, npi, digits })
    }

    /// A time: empty, or 16 characters (SMPP 3.4 s7.1.1); what they say is read elsewhere.
    #[inline(always)]
    pub(crate) fn time(&mut self, field: Field) -> Result<&'a [u8], Fault> {
        if self.octets.get(self.at) == Some(&0) {
            self.at += 1;
            return Ok(&[]);
        }
        let offset = self.offset();
        let value = self.string(field, 17, self.quirks().raw_times)?;
        if (1..16).contains(&value.len()) && !is_short_date(field, value) {
            let fault = Fault { field, offset, kind: Kind::TimeLength };
            self.tolerate(self.quirks().raw_times, fault)?;
        }
        Ok(value)
    }

    /// `sm_length` and the octets it counts.
    #[inline(always)]
    pub(crate) fn short_message(&mut self, field: Field) -> Result<&'a [u8], Fault> {
        let offset = self.offset();
        let claimed = usize::from(self.integer(field)?);
        let length = claimed.min(self.rest().len());
        if length != claimed || claimed > self.rules().short_message_max {
            let fault = Fault { field, offset, kind: Kind::MessageLength };
            self.tolerate(self.quirks().message_length, fault)?;
        }
        Ok(self.take(length))
    }

    /// An integer of one octet that `allowed` must accept.
    #[inline(always)]
    pub(crate) fn integer_where(
        &mut self,
        field: Field,
        allowed: impl FnOnce(u8) -> bool,
    ) -> Result<u8, Fault> {
        let offset = self.offset();
        let value = self.integer(field)?;
        if !allowed(value) {
            let fault = Fault { field, offset, kind: Kind::Value };
            self.tolerate(self.quirks().values, fault)?;
        }
        Ok(value)
    }
}

/// A final_date may come in a short form of 12 characters (SMPP 3.3 s7.5); we send 16.
fn is_short_date(field: Field, value: &[u8]) -> bool {
    field == Field::FinalDate && value.len() == 12
}
