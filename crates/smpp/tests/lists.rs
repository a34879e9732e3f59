//! The counted lists: as many entries as the count says, each whole, or the PDU is refused.

mod common;

use common::{Fault, LENIENT, STRICT, accept, answer, cut_off, header, hex, refuse, write};
use smpp::list::{Destination, Failure, ListBuf};
use smpp::pdu::legacy::QueryLastMsgsResp;
use smpp::pdu::message::{SubmitMulti, SubmitMultiResp};
use smpp::{Address, CommandStatus, Field, Header, Kind, Pdu, PduError, Reply, Version};

const SUBMIT_MULTI: &str = "
    0000003C 00000021 00000000 00000009
    00 000000                           # 16 service_type, source
    02                                  # 20 number_of_dests
    01 01 01 '447700900123' 00          # 21 a number
    02 'friends' 00                     # 37 a distribution list
    00 00 00 00 00 00 00 00 00 04 'ABCD'
";

const SUBMIT_MULTI_RESP: &str = "
    00000027 80000021 00000000 00000009
    'A1' 00                             # 16 message_id
    02                                  # 19 no_unsuccess
    01 01 '4477' 00 0000000B            # 20 the first
    05 00 'X' 00 00000045               # 31 the second
";

fn destinations() -> [Destination<'static>; 2] {
    let digits = b"447700900123";
    [Destination::Sme(Address { ton: 1, npi: 1, digits }), Destination::List(b"friends")]
}

/// Where the list of a submit_multi is cut, from the first to the last length.
const CUTS: [(usize, usize, Fault); 8] = [
    (21, 21, (Field::Body, 21, Kind::Truncated, 0x02)),
    (22, 22, (Field::Destination, 22, Kind::Truncated, 0x0B)),
    (23, 23, (Field::Destination, 23, Kind::Truncated, 0x0B)),
    (24, 24, (Field::Destination, 24, Kind::Truncated, 0x0B)),
    (25, 36, (Field::Destination, 24, Kind::Unterminated, 0x0B)),
    (37, 37, (Field::Body, 37, Kind::Truncated, 0x02)),
    (38, 38, (Field::ListName, 38, Kind::Truncated, 0x34)),
    (39, 45, (Field::ListName, 38, Kind::Unterminated, 0x34)),
];

/// The same of a submit_multi_resp.
const RESP_CUTS: [(usize, usize, Fault); 7] = [
    (20, 20, (Field::Body, 20, Kind::Truncated, 0x02)),
    (21, 21, (Field::Destination, 21, Kind::Truncated, 0x0B)),
    (22, 22, (Field::Destination, 22, Kind::Truncated, 0x0B)),
    (23, 26, (Field::Destination, 22, Kind::Unterminated, 0x0B)),
    (27, 30, (Field::ErrorStatus, 27, Kind::Truncated, 0x02)),
    (31, 31, (Field::Body, 31, Kind::Truncated, 0x02)),
    (35, 38, (Field::ErrorStatus, 35, Kind::Truncated, 0x02)),
];

/// Half an entry is none: what a list says it holds, it holds.
#[test]
fn a_list_that_is_cut_is_refused_by_a_lenient_reader_too() {
    for decoder in [STRICT, LENIENT] {
        for (first, last, fault) in CUTS {
            for length in first..=last {
                let cut = cut_off(&hex(SUBMIT_MULTI), length);
                refuse(decoder, &cut, fault, answer(0x8000_0021, fault.3));
            }
        }
        for (first, last, fault) in RESP_CUTS {
            for length in first..=last {
                refuse(decoder, &cut_off(&hex(SUBMIT_MULTI_RESP), length), fault, Reply::Nothing);
            }
        }
    }
}

#[test]
fn entries_come_out_in_the_order_of_the_wire() {
    accept(STRICT, &hex(SUBMIT_MULTI), &[], |pdu| {
        let Pdu::SubmitMulti(sm) = pdu else { panic!("not a submit_multi") };
        assert_eq!(sm.destinations.count(), 2);
        assert_eq!(sm.destinations.iter().collect::<Vec<_>>(), destinations());
        assert_eq!(sm.short_message, b"ABCD");
    });
    accept(STRICT, &hex(SUBMIT_MULTI_RESP), &[], |pdu| {
        let Pdu::SubmitMultiResp(resp) = pdu else { panic!("not a submit_multi_resp") };
        let failure = |ton, npi, digits, status| Failure {
            destination: Address { ton, npi, digits },
            status: CommandStatus(status),
        };
        let expected = [failure(1, 1, b"4477", 0x0B), failure(5, 0, b"X", 0x45)];
        assert_eq!(resp.failures.count(), 2);
        assert_eq!(resp.failures.iter().collect::<Vec<_>>(), expected);
    });
}

/// Offset, field and kind of what the writer refuses in a list of one entry.
#[track_caller]
fn refuse_entry(pdu: Pdu<'_>, field: Field, offset: u32, kind: Kind) {
    let header = Header { command: pdu.command(), status: CommandStatus::OK, sequence: 3 };
    let expected = PduError { command: header.command, sequence: 3, field, offset, kind };
    assert_eq!(write(Version::V34, pdu, header), Err(expected));
}

#[test]
fn entries_are_judged_before_they_are_written() {
    let to = |ton, digits| Destination::Sme(Address { ton, npi: 1, digits });
    let multi = |entry| {
        let mut list = ListBuf::new();
        list.push_destination(entry).expect("short enough");
        list
    };
    let list = multi(to(7, b"4477"));
    let pdu = SubmitMulti { destinations: list.destinations(), ..SubmitMulti::default() };
    refuse_entry(Pdu::SubmitMulti(pdu), Field::Destination, 22, Kind::Value);
    let list = multi(to(1, b"44\xB2"));
    let pdu = SubmitMulti { destinations: list.destinations(), ..SubmitMulti::default() };
    refuse_entry(Pdu::SubmitMulti(pdu), Field::Destination, 24, Kind::NotAscii);
    let list = multi(Destination::List(b"Caf\xE9"));
    let pdu = SubmitMulti { destinations: list.destinations(), ..SubmitMulti::default() };
    refuse_entry(Pdu::SubmitMulti(pdu), Field::ListName, 22, Kind::NotAscii);

    let mut list = ListBuf::new();
    let destination = Address { ton: 1, npi: 1, digits: b"44\xB2" };
    list.push_failure(Failure { destination, status: CommandStatus(0x0B) }).expect("short enough");
    let pdu = SubmitMultiResp { failures: list.failures(), ..SubmitMultiResp::default() };
    refuse_entry(Pdu::SubmitMultiResp(pdu), Field::Destination, 20, Kind::NotAscii);

    let mut list = ListBuf::new();
    list.push_message_id(b"12\xB2").expect("short enough");
    let pdu = QueryLastMsgsResp { message_ids: list.message_ids(), ..QueryLastMsgsResp::default() };
    refuse_entry(Pdu::QueryLastMsgsResp(pdu), Field::MessageId, 17, Kind::NotAscii);
}

/// A name that is not ASCII is kept by a lenient reader, but not handed on.
#[test]
fn an_entry_that_was_only_tolerated_is_not_written() {
    let pdu = hex("
        00000025 00000021 00000000 00000009
        00 000000 01
        02 'Caf' E9 00                      # 22
        00 00 00 00 00 00 00 00 00 00
    ");
    refuse(STRICT, &pdu, (Field::ListName, 22, Kind::NotAscii, 0x34), answer(0x8000_0021, 0x34));
    accept(LENIENT, &pdu, &[(Field::ListName, 22, Kind::NotAscii)], |read| {
        let error = write(Version::V34, read, header(&pdu)).expect_err("not to be written");
        assert_eq!((error.field, error.offset, error.kind), (Field::ListName, 22, Kind::NotAscii));
    });
}

/// A name that is too long is refused by a lenient reader too.
#[test]
fn an_entry_that_is_too_long_is_refused_in_both_readings() {
    let pdu = hex("
        00000036 00000021 00000000 00000009
        00 000000 01
        02 '123456789012345678901' 00       # 22 a name of 21 characters
        00 00 00 00 00 00 00 00 00 00
    ");
    for reading in [STRICT, LENIENT] {
        refuse(
            reading,
            &pdu,
            (Field::ListName, 22, Kind::TooLong, 0x34),
            answer(0x8000_0021, 0x34),
        );
    }
}
