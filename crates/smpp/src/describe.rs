//! A PDU field by field, for people: the same walk that writes it.

use crate::address::{Address, Secret};
use crate::command::CommandId;
use crate::error::Kind;
use crate::fault::Misfit;
use crate::field::Field;
use crate::pdu::Pdu;
use crate::sink::Sink;
use crate::tag::Shape;
use crate::tlv::Tlvs;
use crate::version::{Rules, Version};
use std::fmt;

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'v> {
    /// An integer.
    Integer(u32),
    /// Characters, without terminator.
    Text(&'v [u8]),
    /// Octets that may mean anything.
    Octets(&'v [u8]),
    /// Type of number, numbering plan and digits.
    Address(Address<'v>),
    /// A password of so many octets.
    Secret(usize),
}

impl fmt::Display for Value<'_> {
    /// One line without control characters. Octets are in hex, followed by what is printable of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Integer(value) => write!(f, "{value} (0x{value:02X})"),
            Value::Text(text) => write!(f, "\"{}\"", text.escape_ascii()),
            Value::Octets(octets) => octets_and_letters(octets, f),
            Value::Address(address) => {
                let Address { ton, npi, digits } = address;
                write!(f, "\"{}\" (TON {ton}, NPI {npi})", digits.escape_ascii())
            }
            Value::Secret(length) => write!(f, "({length} octets, not shown)"),
        }
    }
}

fn octets_and_letters(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if octets.is_empty() {
        return f.write_str("(empty)");
    }
    for octet in octets {
        write!(f, "{octet:02X}")?;
    }
    let letters = octets.iter().map(|octet| match octet {
        b' '..=b'~' => char::from(*octet),
        _ => '.',
    });
    write!(f, " \"{}\"", letters.collect::<String>())
}

impl Pdu<'_> {
    /// Shows each field in wire order, then each TLV.
    pub fn describe(&self, show: impl FnMut(Field, Value<'_>)) {
        self.put(&mut Describe { show, command: self.command() });
    }
}

struct Describe<F> {
    show: F,
    command: CommandId,
}

impl<F: FnMut(Field, Value<'_>)> Sink for Describe<F> {
    fn octets(&mut self, _octets: &[u8]) {}

    fn require(&mut self, _field: Field, _judge: impl FnOnce(&Rules) -> Option<Kind>) {}

    fn require_fit<'a>(&mut self, _judge: impl FnOnce() -> Option<Misfit<'a>>) {}

    fn command(&self) -> CommandId {
        self.command
    }

    fn version(&self) -> Version {
        Version::V50
    }

    fn integer(&mut self, value: u8, field: Field) {
        (self.show)(field, Value::Integer(u32::from(value)));
    }

    fn integer4(&mut self, value: u32, field: Field) {
        (self.show)(field, Value::Integer(value));
    }

    fn cstring(&mut self, value: &[u8], field: Field, _max: usize) {
        (self.show)(field, Value::Text(value));
    }

    fn message_id(&mut self, value: &[u8], field: Field) {
        (self.show)(field, Value::Text(value));
    }

    fn secret(&mut self, value: Secret<'_>, field: Field, _max: usize) {
        (self.show)(field, Value::Secret(value.0.len()));
    }

    fn address(&mut self, value: Address<'_>, field: Field, _max: usize) {
        (self.show)(field, Value::Address(value));
    }

    fn short_message(&mut self, value: &[u8], field: Field) {
        (self.show)(field, Value::Octets(value));
    }

    fn tlvs(&mut self, tlvs: Tlvs<'_>, _field: Field) {
        for (tag, octets) in tlvs.iter() {
            let integer = octets.iter().fold(0, |sum: u32, &octet| sum << 8 | u32::from(octet));
            let value = match tag.rule() {
                Some((Shape::Integer, _)) if octets.len() <= 4 => Value::Integer(integer),
                Some((Shape::CString, _)) => {
                    Value::Text(octets.strip_suffix(&[0]).unwrap_or(octets))
                }
                Some((Shape::Integer | Shape::Octets, _)) | None => Value::Octets(octets),
            };
            (self.show)(Field::Tlv(tag), value);
        }
    }
}
