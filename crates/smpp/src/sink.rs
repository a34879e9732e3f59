//! Writes the fields of a body in wire order, mirroring the reader: first to measure and judge, then
//! to put the octets down. The writer is strict: what it refuses would be our own fault at the peer.

use crate::address::{Address, Secret};
use crate::command::CommandId;
use crate::error::Kind;
use crate::fault::{Fault, Misfit};
use crate::field::Field;
use crate::frame::HEADER;
use crate::tag::Tag;
use crate::tlv::Tlvs;
use crate::version::{Rules, Version};
use bytes::BytesMut;

/// Where the fields of a body go.
pub(crate) trait Sink {
    /// Octets as they are.
    fn octets(&mut self, octets: &[u8]);

    /// Judges the field that begins here. A sink that only writes does not ask.
    fn require(&mut self, field: Field, judge: impl FnOnce(&Rules) -> Option<Kind>);

    /// Judges the fields of a body together. A sink that only writes does not ask.
    fn require_fit<'a>(&mut self, judge: impl FnOnce() -> Option<Misfit<'a>>);

    /// Which operation is written.
    fn command(&self) -> CommandId;

    /// The version of the peer.
    fn version(&self) -> Version;

    #[inline]
    fn integer(&mut self, value: u8, _field: Field) {
        self.octets(&[value]);
    }

    fn integer4(&mut self, value: u32, _field: Field) {
        self.octets(&value.to_be_bytes());
    }

    #[inline]
    fn cstring(&mut self, value: &[u8], field: Field, max: usize) {
        self.require(field, |_| judge_cstring(value, max));
        self.terminated(value);
    }

    /// A C-octet string as it is.
    #[inline]
    fn terminated(&mut self, value: &[u8]) {
        self.octets(value);
        self.octets(&[0]);
    }

    #[inline]
    fn cstring_if_any(&mut self, value: &[u8], field: Field, max: usize) {
        self.cstring(value, field, max);
    }

    /// A message id, as long as the version allows (SMPP 3.3: 8 digits).
    #[inline]
    fn message_id(&mut self, value: &[u8], field: Field) {
        self.require(field, |rules| judge_cstring(value, rules.message_id_max));
        self.terminated(value);
    }

    #[inline]
    fn message_id_if_any(&mut self, value: &[u8], field: Field) {
        self.message_id(value, field);
    }

    #[inline]
    fn secret(&mut self, value: Secret<'_>, field: Field, max: usize) {
        self.cstring(value.0, field, max);
    }

    #[inline]
    fn address(&mut self, value: Address<'_>, field: Field, max: usize) {
        self.require(field, |_| (value.ton > Address::TON_MAX).then_some(Kind::Value));
        self.octets(&[value.ton, value.npi]);
        self.cstring(value.digits, field, max);
    }

    #[inline]
    fn time(&mut self, value: &[u8], field: Field) {
        self.require(field, |_| (!matches!(value.len(), 0 | 16)).then_some(Kind::TimeLength));
        self.cstring(value, field, 17);
    }

    #[inline]
    fn short_message(&mut self, value: &[u8], field: Field) {
        self.require(field, |rules| {
            (value.len() > rules.short_message_max).then_some(Kind::MessageLength)
        });
        self.octets(&[value.len() as u8]);
        self.octets(value);
    }

    /// The optional part.
    #[inline]
    fn tlvs(&mut self, tlvs: Tlvs<'_>, _field: Field) {
        if !tlvs.is_empty() {
            self.some_tlvs(tlvs);
        }
    }

    /// The TLVs without those that the reader skipped. A peer of 3.3 is never sent any (SMPP 3.4
    /// s3.2.1.5); a text that stands in one is refused rather than left out.
    fn some_tlvs(&mut self, tlvs: Tlvs<'_>) {
        if !self.version().rules().tlvs {
            self.require(Field::Tlv(Tag::MESSAGE_PAYLOAD), |_| {
                tlvs.find(Tag::MESSAGE_PAYLOAD).map(|_| Kind::NotInVersion)
            });
            return;
        }
        self.sound_tlvs(tlvs);
    }

    /// The TLVs that may be sent: all but those of an impossible length.
    #[inline]
    fn sound_tlvs(&mut self, tlvs: Tlvs<'_>) {
        each_sound(tlvs, self);
    }
}

/// Writes one TLV after the other.
fn each_sound<S: Sink + ?Sized>(tlvs: Tlvs<'_>, sink: &mut S) {
    for (tag, value) in tlvs.sound() {
        sink.octets(&tag.0.to_be_bytes());
        sink.octets(&(value.len() as u16).to_be_bytes());
        sink.octets(value);
    }
}

/// What is wrong with a C-octet string of at most `max` octets with its terminator.
fn judge_cstring(value: &[u8], max: usize) -> Option<Kind> {
    if value.len() >= max {
        return Some(Kind::TooLong);
    }
    // Below 0x80 for octets from 0x01 to 0x7F only, in a form that takes many of them at a time.
    let bits = value.iter().fold(0, |bits, &octet| bits | octet | octet.wrapping_sub(1));
    if bits < 0x80 {
        return None;
    }
    Some(if value.contains(&0) { Kind::HasNul } else { Kind::NotAscii })
}

/// Counts octets and keeps the first fault.
pub(crate) struct Measure {
    pub(crate) length: usize,
    pub(crate) fault: Option<Fault>,
    command: CommandId,
    version: Version,
}

impl Measure {
    pub(crate) fn new(command: CommandId, version: Version) -> Self {
        Measure { length: HEADER, fault: None, command, version }
    }
}

impl Sink for Measure {
    #[inline]
    fn octets(&mut self, octets: &[u8]) {
        self.length += octets.len();
    }

    #[inline]
    fn require(&mut self, field: Field, judge: impl FnOnce(&Rules) -> Option<Kind>) {
        if let Some(kind) = judge(self.version.rules())
            && self.fault.is_none()
        {
            self.fault = Some(Fault { field, offset: self.length as u32, kind });
        }
    }

    #[inline]
    fn require_fit<'a>(&mut self, judge: impl FnOnce() -> Option<Misfit<'a>>) {
        if let Some(Misfit { field, kind, .. }) = judge() {
            self.require(field, |_| Some(kind));
        }
    }

    fn command(&self) -> CommandId {
        self.command
    }

    fn version(&self) -> Version {
        self.version
    }
}

/// Writes what was measured before.
pub(crate) struct Emit<'o> {
    /// Has room for all of it.
    pub(crate) out: &'o mut BytesMut,
    /// How long `out` will be.
    pub(crate) end: usize,
    pub(crate) command: CommandId,
    pub(crate) version: Version,
}

impl Sink for Emit<'_> {
    #[inline]
    fn octets(&mut self, octets: &[u8]) {
        // Most strings of a message are empty, and a copy of nothing takes as long as one of ten.
        if !octets.is_empty() {
            self.out.extend_from_slice(octets);
        }
    }

    #[inline]
    fn require(&mut self, _field: Field, _judge: impl FnOnce(&Rules) -> Option<Kind>) {}

    #[inline]
    fn require_fit<'a>(&mut self, _judge: impl FnOnce() -> Option<Misfit<'a>>) {}

    fn command(&self) -> CommandId {
        self.command
    }

    fn version(&self) -> Version {
        self.version
    }

    /// They come last: if what is still to be written is as long as all of them, all are sound.
    #[inline]
    fn sound_tlvs(&mut self, tlvs: Tlvs<'_>) {
        if self.end - self.out.len() == tlvs.octets().len() {
            return self.octets(tlvs.octets());
        }
        each_sound(tlvs, self);
    }
}
