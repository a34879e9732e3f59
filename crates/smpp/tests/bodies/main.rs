//! Every operation in every version that has it: its octets typed from the field tables of the
//! standards, read field by field, written back, and cut at every octet.

#[path = "../common/mod.rs"]
mod common;
mod session;
mod message;
mod manage;
mod broadcast;
mod legacy;

use common::{accept, cut_off, cut_out, header, hex, write};
use smpp::{CommandId, CommandStatus, Decoder, Deviation, Field, Header, Kind, OwnedPdu, Pdu};
use smpp::{PduError, Reply, Version};

const SINCE_3_3: &[Version] = &[Version::V33, Version::V34, Version::V50];
const SINCE_3_4: &[Version] = &[Version::V34, Version::V50];
const ONLY_3_3: &[Version] = &[Version::V33];
const ONLY_5_0: &[Version] = &[Version::V50];

/// One PDU.
struct Body<'a> {
    versions: &'a [Version],
    octets: &'a str,
    pdu: Pdu<'a>,
    /// Where each field begins, and the status of a PDU that ends before the field does. The two
    /// integers of an address are fields. `Field::Body` stands for an entry of a list that is not there
    /// at all.
    fields: &'a [(usize, Field, u32)],
    /// Shorter PDUs that are good, by length.
    good: &'a [(usize, Pdu<'a>)],
}

impl Body<'_> {
    #[track_caller]
    fn check(&self) {
        for &version in self.versions {
            println!("{:?}", version);
            self.check_whole(version);
            for length in 16..hex(self.octets).len() {
                println!("{version:?}, cut at {length}");
                match self.good.iter().find(|(good, _)| *good == length) {
                    Some(&(_, pdu)) => self.check_good_cut(version, length, pdu),
                    None => self.check_bad_cut(version, length),
                }
            }
        }
    }

    /// The same fields from the octets and the same octets from the fields.
    #[track_caller]
    fn check_whole(&self, version: Version) {
        let octets = hex(self.octets);
        for decoder in [Decoder::strict(version), Decoder::lenient(version)] {
            accept(decoder, &octets, &[], |pdu| assert_eq!(pdu, self.pdu));
            let owned = OwnedPdu::read(cut_out(&octets), decoder).expect("it was read before");
            assert_eq!(owned.view(), self.pdu);
        }
        // A peer of 3.3 is sent no TLVs: the PDU ends before them.
        let tlvs = if version == Version::V33 { self.pdu.tlvs().octets().len() } else { 0 };
        let expected = cut_off(&octets, octets.len() - tlvs);
        assert_eq!(write(version, self.pdu, header(&octets)), Ok(expected));
    }

    /// A response without a body is read as an empty one, and that is noted where there should be one.
    #[track_caller]
    fn check_good_cut(&self, version: Version, length: usize, expected: Pdu<'_>) {
        let cut = cut_off(&hex(self.octets), length);
        let missing = self
            .fields
            .first()
            .is_some_and(|&(at, field, _)| length == 16 && at == 16 && field != Field::TlvStream);
        for decoder in [Decoder::strict(version), Decoder::lenient(version)] {
            let read = decoder.decode(&cut).expect("it is good");
            assert_eq!(read.pdu, expected);
            assert_eq!(read.deviations.count(), usize::from(missing));
            if missing {
                let field = self.fields[0].1;
                let note = Deviation { field, offset: 16, kind: Kind::MissingBody };
                assert_eq!(read.deviations.first(), [note]);
            }
        }
    }

    /// A strict reader names the field that is not whole; a lenient one notes the same first, or gives
    /// up at the same place.
    #[track_caller]
    fn check_bad_cut(&self, version: Version, length: usize) {
        let cut = cut_off(&hex(self.octets), length);
        let Header { command, sequence, .. } = header(&cut);
        let error = Decoder::strict(version).decode(&cut).expect_err("it ends too early");
        let &(offset, field, status) = self.field_at(length);
        assert_eq!((error.command, error.sequence), (command, sequence));
        assert_eq!((error.field, error.offset as usize), (field, offset), "{error}");
        assert_eq!(error.command_status(), CommandStatus(status), "{error}");
        assert_eq!(error.reply(), reply(command, status));
        let PduError { field, offset, kind, .. } = error;
        match Decoder::lenient(version).decode(&cut) {
            Ok(read) => assert_eq!(read.deviations.first()[0], Deviation { field, offset, kind }),
            Err(other) => assert_eq!(other, error),
        }
    }

    /// The field in which a PDU of this length ends.
    fn field_at(&self, length: usize) -> &(usize, Field, u32) {
        let absent = |row: &&(usize, Field, u32)| row.1 == Field::Body && row.0 == length;
        let begun = |row: &&(usize, Field, u32)| row.1 != Field::Body && row.0 <= length;
        let fields = self.fields.iter();
        fields.clone().find(absent).or(fields.rev().find(begun)).expect("fields begin at octet 16")
    }
}

/// The form of answer to a request with this fault.
fn reply(command: CommandId, status: u32) -> Reply {
    let status = CommandStatus(status);
    match command.0 {
        0x0000_000B | 0x0000_0102 => Reply::GenericNack(status),
        request @ 0..0x8000_0000 => Reply::Response(CommandId(request | 0x8000_0000), status),
        _ => Reply::Nothing,
    }
}
