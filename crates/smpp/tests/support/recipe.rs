//! A PDU as names and values, and its octets put down one field after the other.

use super::layout::Layout;

/// Type of number, numbering plan and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) ton: u8,
    pub(crate) npi: u8,
    pub(crate) digits: Vec<u8>,
}

/// One entry of a submit_multi.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Number(Number),
    List(Vec<u8>),
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Byte(u8),
    Text(Vec<u8>),
    Address(Number),
    Message(Vec<u8>),
    Destinations(Vec<Target>),
    Failures(Vec<(Number, u32)>),
    MessageIds(Vec<Vec<u8>>),
}

/// A PDU that is meant to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recipe {
    pub(crate) id: u32,
    pub(crate) name: &'static str,
    pub(crate) status: u32,
    pub(crate) sequence: u32,
    pub(crate) fields: Vec<(&'static str, Value)>,
    pub(crate) tlvs: Vec<(u16, Vec<u8>)>,
}

impl Recipe {
    /// A PDU with these fields.
    pub(crate) fn new(layout: &Layout, fields: Vec<(&'static str, Value)>) -> Recipe {
        let Layout { id, name, .. } = *layout;
        Recipe { id, name, status: 0, sequence: 1, fields, tlvs: Vec::new() }
    }

    /// The value of the field with this name.
    pub(crate) fn find(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value)
    }

    /// The same, to be changed.
    pub(crate) fn find_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.fields.iter_mut().find(|(field, _)| *field == name).map(|(_, value)| value)
    }

    /// The text in its place, to be changed; `None` in PDUs that have no place for one.
    pub(crate) fn short_message_mut(&mut self) -> Option<&mut Vec<u8>> {
        if let Value::Message(text) = self.find_mut("short_message")? { Some(text) } else { None }
    }

    /// The value of the first TLV with this tag.
    pub(crate) fn tlv(&self, tag: u16) -> Option<&[u8]> {
        self.tlvs.iter().find(|(found, _)| *found == tag).map(|(_, value)| value.as_slice())
    }

    /// The octets of the whole PDU.
    pub(crate) fn octets(&self) -> Vec<u8> {
        let mut octets = vec![0; 4];
        for number in [self.id, self.status, self.sequence] {
            octets.extend_from_slice(&number.to_be_bytes());
        }
        for (_, value) in &self.fields {
            value.write(&mut octets);
        }
        for (tag, value) in &self.tlvs {
            octets.extend_from_slice(&tag.to_be_bytes());
            let length = u16::try_from(value.len()).expect("a TLV is that long at most");
            octets.extend_from_slice(&length.to_be_bytes());
            octets.extend_from_slice(value);
        }
        let length = u32::try_from(octets.len()).expect("a PDU is far shorter");
        octets[..4].copy_from_slice(&length.to_be_bytes());
        octets
    }
}

impl Value {
    fn write(&self, octets: &mut Vec<u8>) {
        match self {
            Value::Byte(byte) => octets.push(*byte),
            Value::Text(text) => write_text(text, octets),
            Value::Address(number) => number.write(octets),
            Value::Message(text) => {
                octets.push(count(text));
                octets.extend_from_slice(text);
            }
            Value::Destinations(targets) => {
                octets.push(count(targets));
                targets.iter().for_each(|target| target.write(octets));
            }
            Value::Failures(failures) => {
                octets.push(count(failures));
                for (number, status) in failures {
                    number.write(octets);
                    octets.extend_from_slice(&status.to_be_bytes());
                }
            }
            Value::MessageIds(ids) => {
                octets.push(count(ids));
                ids.iter().for_each(|id| write_text(id, octets));
            }
        }
    }
}

impl From<(u8, u8, Vec<u8>)> for Number {
    fn from((ton, npi, digits): (u8, u8, Vec<u8>)) -> Number {
        Number { ton, npi, digits }
    }
}

impl Number {
    fn write(&self, octets: &mut Vec<u8>) {
        octets.extend_from_slice(&[self.ton, self.npi]);
        write_text(&self.digits, octets);
    }
}

impl Target {
    fn write(&self, octets: &mut Vec<u8>) {
        match self {
            Target::Number(number) => {
                octets.push(1);
                number.write(octets);
            }
            Target::List(name) => {
                octets.push(2);
                write_text(name, octets);
            }
        }
    }
}

fn write_text(text: &[u8], octets: &mut Vec<u8>) {
    octets.extend_from_slice(text);
    octets.push(0);
}

fn count<T>(list: &[T]) -> u8 {
    u8::try_from(list.len()).expect("the recipe is valid")
}
