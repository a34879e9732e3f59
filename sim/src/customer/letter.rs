//! What a customer submits.

use super::plan::{LetterMix, Writing};
use crate::net::between;
use fastrand::Rng;
use smpp::pdu::message::{DataSm, Sm};
use smpp::{Address, Pdu, Tag, TlvBuf, Version};
use std::time::Duration;

/// One submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What its text can be told by, all over the world.
    pub tag: Tagged,
    /// By which operation.
    pub operation: Operation,
    /// From whom: digits.
    pub source: String,
    /// To whom: digits.
    pub destination: String,
    /// SMPP 3.4 s5.2.12.
    pub esm_class: u8,
    /// SMPP 3.4 s5.2.19.
    pub data_coding: u8,
    /// SMPP 3.4 s5.2.17.
    pub registered_delivery: u8,
    /// SMPP 3.4 s5.2.14.
    pub priority: u8,
    /// Not before so long after it is sent.
    pub schedule: Option<Duration>,
    /// Valid for so long.
    pub validity: Option<Duration>,
    /// The header and the text.
    pub user_data: Vec<u8>,
}

/// The name of a text: whose, and which of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tagged {
    /// Who wrote it: the number of a customer or, from 1000 on, of an operator whose phone did.
    pub writer: usize,
    /// Which of theirs.
    pub number: u32,
}

/// The ways to submit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// submit_sm with short_message.
    Short,
    /// submit_sm with message_payload: a text of several parts.
    Long,
    /// data_sm.
    Data,
}

/// Characters of a long text at most: four parts.
const LONG_MAX: usize = 600;

impl Letter {
    /// One letter, or the parts of one that the customer has split itself. Each has a number of its
    /// own, from `first` on.
    pub fn write(writing: &Writing, chance: &mut Rng, writer: usize, first: u32) -> Vec<Letter> {
        let mix = &writing.mix;
        let mut roll = chance.u16(..1000);
        let mut is = |per_mille: u16| {
            let hit = roll < per_mille;
            roll = roll.saturating_sub(per_mille);
            hit
        };
        let has_tlvs = writing.version > Version::V33;
        let kinds = [is(mix.long) && has_tlvs, is(mix.group), is(mix.data) && has_tlvs];
        let letter = |chance: &mut Rng, operation, number| {
            plain(writing, chance, operation, Tagged { writer, number })
        };
        match kinds {
            [true, ..] => vec![letter(chance, Operation::Long, first).lengthened(chance)],
            [_, true, _] => group(&letter(chance, Operation::Short, first), chance),
            [_, _, true] => vec![letter(chance, Operation::Data, first)],
            [false, false, false] => vec![letter(chance, Operation::Short, first)],
        }
    }

    /// Calls `send` with the letter as a PDU.
    pub fn with_pdu<T>(&self, send: impl FnOnce(&Pdu<'_>) -> T) -> T {
        let address = |digits| Address { ton: 1, npi: 1, digits };
        let source = address(self.source.as_bytes());
        let destination = address(self.destination.as_bytes());
        let Letter { esm_class, data_coding, registered_delivery, .. } = *self;
        let (schedule, validity) = (relative(self.schedule), relative(self.validity));
        let mut tlvs = TlvBuf::new();
        let in_payload = matches!(self.operation, Operation::Long | Operation::Data);
        if in_payload {
            let pushed = tlvs.push(Tag::MESSAGE_PAYLOAD, &self.user_data);
            pushed.expect("a text of a few hundred octets");
        }
        let tlvs = tlvs.view();
        let sm = Sm {
            source,
            destination,
            esm_class,
            priority_flag: self.priority,
            schedule_delivery_time: schedule.as_bytes(),
            validity_period: validity.as_bytes(),
            registered_delivery,
            data_coding,
            short_message: if in_payload { b"" } else { &self.user_data },
            tlvs,
            ..Sm::default()
        };
        match self.operation {
            Operation::Short | Operation::Long => send(&Pdu::SubmitSm(sm)),
            Operation::Data => send(&Pdu::DataSm(DataSm {
                source,
                destination,
                registered_delivery,
                data_coding,
                esm_class,
                tlvs,
                ..DataSm::default()
            })),
        }
    }

    fn lengthened(mut self, chance: &mut Rng) -> Letter {
        let mark = self.tag.mark();
        let length = chance.usize(161..LONG_MAX);
        let text = format!("{mark} ").repeat(length / mark.len() + 1);
        self.user_data = text.as_bytes()[..length].to_vec();
        if chance.u8(..4) == 0 {
            let units = text[..length / 2].encode_utf16();
            self.user_data = units.flat_map(u16::to_be_bytes).collect();
            self.data_coding = 8;
        }
        self
    }
}

fn plain(writing: &Writing, chance: &mut Rng, operation: Operation, tag: Tagged) -> Letter {
    let LetterMix { scheduled, valid, unwatched, once, .. } = writing.mix;
    let phone = chance.usize(..writing.phones.len().max(1));
    // SMPP 3.3 has no times from now on, and data_sm none at all.
    let is_old = writing.version == Version::V33;
    let has_times = !is_old && operation != Operation::Data;
    let mut time = |per_mille, span| {
        (has_times && chance.u16(..1000) < per_mille).then(|| between(chance, span))
    };
    let validity = time(valid, writing.validity);
    let minute = Duration::from_secs(60);
    // A message that is to be sent after its validity has ended would be refused.
    let schedule = time(scheduled, [minute, validity.unwrap_or(10 * minute) / 2]);
    // SMPP 3.3 has two priorities, and receipts or none.
    let asked: &[u8] = if is_old { &[1] } else { &[1, 1, 1, 0x11, 2, 0x10] };
    let is_once = !is_old && chance.u16(..1000) < once;
    let registered_delivery =
        if chance.u16(..1000) < unwatched { 0 } else { asked[chance.usize(..asked.len())] };
    Letter {
        tag,
        operation,
        source: writing.source.clone(),
        destination: writing.phones.get(phone).cloned().unwrap_or_default(),
        esm_class: if is_once { chance.u8(1..=2) } else { 0 },
        data_coding: 0,
        registered_delivery,
        priority: chance.u8(..if is_old { 2 } else { 4 }),
        schedule,
        validity,
        user_data: format!("{} Hello", tag.mark()).into_bytes(),
    }
}

/// The parts of a longer text, each with its number and its header (TS 23.040 s9.2.3.24.1).
fn group(first: &Letter, chance: &mut Rng) -> Vec<Letter> {
    let (total, reference) = (chance.u8(2..5), chance.u8(..));
    let mut parts: Vec<Letter> = (1..=total)
        .map(|sequence| {
            let number = first.tag.number + u32::from(sequence) - 1;
            let tag = Tagged { number, ..first.tag };
            let mut user_data = vec![5, 0, 3, reference, total, sequence];
            user_data.extend_from_slice(format!("{} part {sequence}", tag.mark()).as_bytes());
            Letter { tag, esm_class: first.esm_class | 0x40, user_data, ..first.clone() }
        })
        .collect();
    if chance.u8(..8) == 0 {
        chance.shuffle(&mut parts);
    }
    parts
}

/// A time from now on, as SMPP writes it (SMPP 3.4 s7.1.1.2).
fn relative(time: Option<Duration>) -> String {
    let Some(seconds) = time.map(|time| time.as_secs()) else { return String::new() };
    let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
    let (minutes, seconds) = (seconds / 60 % 60, seconds % 60);
    format!("0000{days:02}{hours:02}{minutes:02}{seconds:02}000R")
}

// === impl Tagged ===

impl Tagged {
    /// As it stands in the text.
    pub fn mark(self) -> String {
        format!("#{}.{}#", self.writer, self.number)
    }

    /// The first that stands in a text, in whatever alphabet; headers are passed over.
    pub fn find(user_data: &[u8]) -> Option<Tagged> {
        let text: String = user_data
            .iter()
            .filter(|octet| **octet == b'#' || **octet == b'.' || octet.is_ascii_digit())
            .map(|octet| char::from(*octet))
            .collect();
        let mut words: Vec<&str> = text.split('#').skip(1).collect();
        words.pop(); // a part may end, and begin, amid a tag
        words.into_iter().find_map(|word| {
            let (writer, number) = word.split_once('.')?;
            Some(Tagged { writer: writer.parse().ok()?, number: number.parse().ok()? })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_standard_has_them() {
        let time = |seconds| relative(Some(Duration::from_secs(seconds)));
        assert_eq!(time(90), "000000000130000R");
        assert_eq!(time(3 * 86_400 + 3_600), "000003010000000R");
        assert_eq!(relative(None), "");
    }

    #[test]
    fn a_tag_is_found_in_any_alphabet_and_in_a_part_that_begins_amid_one() {
        let tag = Tagged { writer: 3, number: 41 };
        assert_eq!(Tagged::find(b"#3.41# Hello"), Some(tag));
        assert_eq!(Tagged::find(b"\x05\x00\x03#\x02\x01#3.41# part 1"), Some(tag));
        assert_eq!(Tagged::find(b"2.41# #3.41# #3.4"), Some(tag));
        let wide: Vec<u8> = "#3.41#".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(Tagged::find(&wide), Some(tag));
        assert_eq!(Tagged::find(b"Hello"), None);
    }
}
