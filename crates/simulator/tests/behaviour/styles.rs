//! Every way to write a receipt, one row each.

use crate::stage::{BEGINNING, PHONE, SHORT, Stage, delivery, sm, still};
use message::state::SmppState;
use simulator::chance::Mix;
use simulator::receipt::{
    Addresses, Blanks, Carrier, Coding, Counts, Dates, ErrWord, Fields, Labels, Marking, Network,
    Outcome, ReceiptStyle, Says, StatWord, Tail,
};
use simulator::{Action, Brain, Party};
use smpp::{Address, Pdu, Version};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// Appendix B without TLVs: most rows differ from it in one field.
const TEXT: ReceiptStyle = ReceiptStyle { says: Says::Text, ..ReceiptStyle::APPENDIX_B };
const FULL: ReceiptStyle = ReceiptStyle::APPENDIX_B;

const DELIVERED: Outcome = Outcome::DELIVERED;
const ABSENT: Outcome = Outcome::new(SmppState::Expired, 27);
const UNDELIVERABLE: Outcome = Outcome::new(SmppState::Undeliverable, 1);

/// A name, a style, an outcome, and the receipt.
type Row = (&'static str, ReceiptStyle, Outcome, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("S01 appendix B", FULL, DELIVERED,
        "deliver_sm 04 id:1000000001 sub:001 dlvrd:001 submit date:2611222039 done date:2611222039 stat:DELIVRD err:000 text:Hello from whimbrel, 001E=1000000001\\x00 0427=\\x02 0423=\\x03\\x00\\x00"),
    ("S02 the reference", ReceiptStyle::REFERENCE, DELIVERED,
        "deliver_sm 04 id:1000000001 sub:001 submit date:2611222039 done date:2611222039 stat:DELIVRD err:000 text:\\\"Hello from whimbrel, good\\\""),
    ("S03 text only", TEXT, DELIVERED,
        "deliver_sm 04 id:1000000001 sub:001 dlvrd:001 submit date:2611222039 done date:2611222039 stat:DELIVRD err:000 text:Hello from whimbrel,"),

    ("S04 in message_payload", ReceiptStyle { carrier: Carrier::Payload, ..SHORT }, DELIVERED,
        "deliver_sm 04  0424=id:1000000001 stat:DELIVRD err:000"),
    ("S05 data_sm", ReceiptStyle { carrier: Carrier::DataSm, ..SHORT }, DELIVERED,
        "data_sm 04  0424=id:1000000001 stat:DELIVRD err:000"),
    ("S06 data_sm, TLVs only", ReceiptStyle { carrier: Carrier::DataSm, says: Says::Tlvs, ..SHORT }, DELIVERED,
        "data_sm 04  001E=1000000001\\x00 0427=\\x02 0423=\\x03\\x00\\x00"),

    ("S07 with a header", ReceiptStyle { marking: Marking::WithHeader, ..SHORT }, DELIVERED,
        "deliver_sm 44 \\x05\\x00\\x03\\xaa\\x01\\x01id:1000000001 stat:DELIVRD err:000"),
    ("S08 the flag without a header", ReceiptStyle { marking: Marking::FlagOnly, ..TEXT }, DELIVERED,
        "deliver_sm 44 id:1000000001 sub:001 dlvrd:001 submit date:2611222039 done date:2611222039 stat:DELIVRD err:000 text:Hello from whimbrel,"),
    ("S09 the flag, where no encoder writes it", ReceiptStyle { marking: Marking::FlagOnly, ..SHORT }, DELIVERED,
        "deliver_sm 04 id:1000000001 stat:DELIVRD err:000"),
    ("S10 not marked", ReceiptStyle { marking: Marking::Unmarked, ..SHORT }, DELIVERED,
        "deliver_sm 00 id:1000000001 stat:DELIVRD err:000"),
    ("S11 not marked: there must be a text", ReceiptStyle { marking: Marking::Unmarked, says: Says::Tlvs, ..SHORT }, DELIVERED,
        "deliver_sm 00 id:1000000001 stat:DELIVRD err:000 001E=1000000001\\x00 0427=\\x02 0423=\\x03\\x00\\x00"),
    ("S12 not marked: the id must stand first", ReceiptStyle { marking: Marking::Unmarked, fields: Fields::Shuffled, tail: Tail::Missing, ..TEXT }, DELIVERED,
        "deliver_sm 00 id:1000000001 sub:001 dlvrd:001 submit date:2611222039 done date:2611222039 stat:DELIVRD err:000"),

    ("S13 TLVs only", ReceiptStyle { says: Says::Tlvs, ..SHORT }, DELIVERED,
        "deliver_sm 04  001E=1000000001\\x00 0427=\\x02 0423=\\x03\\x00\\x00"),
    ("S14 the id in a TLV", ReceiptStyle { says: Says::IdTlv, ..SHORT }, DELIVERED,
        "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 001E=1000000001\\x00 0423=\\x03\\x00\\x00"),
    ("S15 the TLV says the contrary", ReceiptStyle { says: Says::Contrary, ..SHORT }, DELIVERED,
        "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 001E=1000000001\\x00 0427=\\x01 0423=\\x03\\x00\\x00"),
    ("S16 a TLV without its NUL", ReceiptStyle { says: Says::Tlvs, terminated: false, ..SHORT }, DELIVERED,
        "deliver_sm 04  001E=1000000001 0427=\\x02 0423=\\x03\\x00\\x00"),
    ("S17 a vendor's TLV", ReceiptStyle { vendor_tlvs: true, ..SHORT }, DELIVERED,
        "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 1403=mcc=234"),

    ("S18 no counts", ReceiptStyle { fields: Fields::NoCounts, tail: Tail::Missing, ..TEXT }, DELIVERED,
        "deliver_sm 04 id:1000000001 submit date:2611222039 done date:2611222039 stat:DELIVRD err:000"),
    ("S19 shuffled", ReceiptStyle { fields: Fields::Shuffled, tail: Tail::Missing, ..TEXT }, DELIVERED,
        "deliver_sm 04 sub:001 id:1000000001 dlvrd:001 err:000 done date:2611222039 submit date:2611222039 stat:DELIVRD"),
    ("S20 fields of its own", ReceiptStyle { fields: Fields::Foreign, tail: Tail::Missing, ..TEXT }, DELIVERED,
        "deliver_sm 04 id:1000000001 mcc:234 sub:001 dlvrd:001 submit date:2611222039 done date:2611222039 price:0.01 stat:DELIVRD err:000"),

    ("S21 capitals", ReceiptStyle { labels: Labels::Upper, fields: Fields::NoCounts, tail: Tail::Missing, ..TEXT }, DELIVERED,
        "deliver_sm 04 ID:1000000001 SUBMIT DATE:2611222039 DONE DATE:2611222039 STAT:DELIVRD ERR:000"),
    ("S22 first letters capital", ReceiptStyle { labels: Labels::Mixed, fields: Fields::NoCounts, tail: Tail::Missing, ..TEXT }, DELIVERED,
        "deliver_sm 04 Id:1000000001 Submit Date:2611222039 Done Date:2611222039 Stat:DELIVRD Err:000"),

    ("S23 two spaces", ReceiptStyle { blanks: Blanks::Two, ..SHORT }, DELIVERED, "deliver_sm 04 id:1000000001  stat:DELIVRD  err:000"),
    ("S24 a space behind the colon", ReceiptStyle { blanks: Blanks::AfterColon, ..SHORT }, DELIVERED, "deliver_sm 04 id: 1000000001 stat: DELIVRD err: 000"),
    ("S25 lines", ReceiptStyle { blanks: Blanks::Lines, ..SHORT }, DELIVERED, "deliver_sm 04 id:1000000001\\nstat:DELIVRD\\nerr:000"),
    ("S26 NULs", ReceiptStyle { blanks: Blanks::Nul, ..SHORT }, DELIVERED, "deliver_sm 04 id:1000000001\\x00stat:DELIVRD\\x00err:000"),
    ("S27 NULs in GSM 7-bit", ReceiptStyle { blanks: Blanks::Nul, coding: Coding::Gsm, ..SHORT }, DELIVERED, "deliver_sm 04 id:1000000001\\x00stat:DELIVRD\\x00err:000"),

    ("S28 counts of one digit", counts(Counts::One), DELIVERED, "deliver_sm 04 id:1000000001 sub:1 dlvrd:1 submit date: done date: stat:DELIVRD err:000"),
    ("S29 counts of zeros", counts(Counts::Zeros), DELIVERED, "deliver_sm 04 id:1000000001 sub:000 dlvrd:000 submit date: done date: stat:DELIVRD err:000"),
    ("S30 counts of dots", counts(Counts::Dots), DELIVERED, "deliver_sm 04 id:1000000001 sub:... dlvrd:... submit date: done date: stat:DELIVRD err:000"),
    ("S31 counts null", counts(Counts::Null), DELIVERED, "deliver_sm 04 id:1000000001 sub:null dlvrd:null submit date: done date: stat:DELIVRD err:000"),
    ("S32 none arrived", counts(Counts::Three), ABSENT, "deliver_sm 04 id:1000000001 sub:001 dlvrd:000 submit date: done date: stat:EXPIRED err:027"),

    ("S33 dates with seconds", dates(Dates::Twelve), DELIVERED, "deliver_sm 04 id:1000000001 submit date:261122203923 done date:261122203923 stat:DELIVRD err:000"),
    ("S34 dates with the century", dates(Dates::Fourteen), DELIVERED, "deliver_sm 04 id:1000000001 submit date:20261122203923 done date:20261122203923 stat:DELIVRD err:000"),
    ("S35 dates of SMPP", dates(Dates::Smpp), DELIVERED, "deliver_sm 04 id:1000000001 submit date:261122203923100+ done date:261122203923200+ stat:DELIVRD err:000"),
    ("S36 dates of another zone", dates(Dates::Local), DELIVERED, "deliver_sm 04 id:1000000001 submit date:2611222239 done date:2611222239 stat:DELIVRD err:000"),
    ("S37 dates of zeros", dates(Dates::Zeros), DELIVERED, "deliver_sm 04 id:1000000001 submit date:0000000000 done date:0000000000 stat:DELIVRD err:000"),
    ("S38 dates of nine digits", dates(Dates::Nine), DELIVERED, "deliver_sm 04 id:1000000001 submit date:261122039 done date:261122039 stat:DELIVRD err:000"),

    ("S39 a state in lower case", ReceiptStyle { stat: StatWord::Lower, ..SHORT }, DELIVERED, "deliver_sm 04 id:1000000001 stat:delivrd err:000"),
    ("S40 a state in full", ReceiptStyle { stat: StatWord::Full, ..SHORT }, UNDELIVERABLE, "deliver_sm 04 id:1000000001 stat:UNDELIVERABLE err:001"),
    ("S41 delivered is 0", ReceiptStyle { stat: StatWord::Vendor, ..SHORT }, DELIVERED, "deliver_sm 04 id:1000000001 stat:0 err:000"),
    ("S42 undeliverable is FAILED", ReceiptStyle { stat: StatWord::Vendor, ..SHORT }, UNDELIVERABLE, "deliver_sm 04 id:1000000001 stat:FAILED err:001"),
    ("S43 on the way is BUFFRED", ReceiptStyle { stat: StatWord::Vendor, ..SHORT }, Outcome::new(SmppState::Enroute, 0), "deliver_sm 04 id:1000000001 stat:BUFFRED err:000"),
    ("S44 a state of CMPP", ReceiptStyle { stat: StatWord::Cmpp, ..SHORT }, UNDELIVERABLE, "deliver_sm 04 id:1000000001 stat:MK:0001 err:001"),
    ("S45 a state without its label", ReceiptStyle { stat: StatWord::Unlabelled, ..SHORT }, DELIVERED, "deliver_sm 04 id:1000000001 DELIVRD err:000"),
    ("S46 no label and no date before it", ReceiptStyle { stat: StatWord::Unlabelled, fields: Fields::NoCounts, dates: Dates::Empty, ..SHORT }, DELIVERED,
        "deliver_sm 04 id:1000000001 submit date:0000000000 done date:0000000000 DELIVRD err:000"),

    ("S47 an error of two digits", err(ErrWord::One), ABSENT, "deliver_sm 04 id:1000000001 stat:EXPIRED err:27"),
    ("S48 an error of four", err(ErrWord::Four), ABSENT, "deliver_sm 04 id:1000000001 stat:EXPIRED err:0027"),
    ("S49 an error in hexadecimal", err(ErrWord::Hex), ABSENT, "deliver_sm 04 id:1000000001 stat:EXPIRED err:1b"),
    ("S50 no error is nul", err(ErrWord::Nul), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:nul"),
    ("S51 no error is null", err(ErrWord::Null), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:null"),
    ("S52 an error beside null", err(ErrWord::Null), ABSENT, "deliver_sm 04 id:1000000001 stat:EXPIRED err:027"),
    ("S53 a negative error", err(ErrWord::Negative), ABSENT, "deliver_sm 04 id:1000000001 stat:EXPIRED err:-27"),
    ("S54 an empty error", err(ErrWord::Empty), ABSENT, "deliver_sm 04 id:1000000001 stat:EXPIRED err:"),
    ("S55 no error field", err(ErrWord::Missing), ABSENT, "deliver_sm 04 id:1000000001 stat:EXPIRED"),

    ("S56 Text:", tail(Tail::Capital), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 Text:Hello from whimbrel,"),
    ("S57 TEXT:", tail(Tail::Capitals), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 TEXT:Hello from whimbrel,"),
    ("S58 a text without label", tail(Tail::Unlabelled), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 Hello from whimbrel,"),
    ("S59 no label needs an error before it", ReceiptStyle { err: ErrWord::Empty, ..tail(Tail::Unlabelled) }, DELIVERED,
        "deliver_sm 04 id:1000000001 stat:DELIVRD err: text:Hello from whimbrel,"),
    ("S60 octets as they came", tail(Tail::Raw), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 text:Hello from whimbrel,"),
    ("S61 an empty text", tail(Tail::Empty), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 text:"),
    ("S62 none", tail(Tail::NoneWord), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 text:none"),
    ("S63 a dash", tail(Tail::Dash), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 text:-"),
    ("S64 a NUL", tail(Tail::Nul), DELIVERED, "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 \\x00"),

    ("S65 Latin-1", ReceiptStyle { coding: Coding::Latin1, ..SHORT }, DELIVERED, "deliver_sm 04 dcs=03 id:1000000001 stat:DELIVRD err:000"),
    ("S66 UCS2", ReceiptStyle { coding: Coding::Ucs2, stat: StatWord::Vendor, err: ErrWord::Missing, ..SHORT }, DELIVERED,
        "deliver_sm 04 dcs=08 \\x00i\\x00d\\x00:\\x001\\x000\\x000\\x000\\x000\\x000\\x000\\x000\\x000\\x001\\x00 \\x00s\\x00t\\x00a\\x00t\\x00:\\x000"),

    ("S67 no network error", ReceiptStyle { says: Says::Tlvs, network: Network::Missing, ..SHORT }, ABSENT, "deliver_sm 04  001E=1000000001\\x00 0427=\\x03"),
    ("S68 a network error of GSM", ReceiptStyle { says: Says::Tlvs, ..SHORT }, ABSENT, "deliver_sm 04  001E=1000000001\\x00 0427=\\x03 0423=\\x03\\x00\\x1b"),
    ("S69 of the centre", ReceiptStyle { says: Says::Tlvs, network: Network::Centre, ..SHORT }, ABSENT, "deliver_sm 04  001E=1000000001\\x00 0427=\\x03 0423=\\x08\\x00\\x1b"),
    ("S70 in digits", ReceiptStyle { says: Says::Tlvs, network: Network::Digits, ..SHORT }, ABSENT, "deliver_sm 04  001E=1000000001\\x00 0427=\\x03 0423=027"),
];

const fn counts(counts: Counts) -> ReceiptStyle {
    ReceiptStyle { counts, dates: Dates::Empty, tail: Tail::Missing, ..TEXT }
}

const fn dates(dates: Dates) -> ReceiptStyle {
    ReceiptStyle { dates, fields: Fields::NoCounts, tail: Tail::Missing, ..TEXT }
}

const fn err(err: ErrWord) -> ReceiptStyle {
    ReceiptStyle { err, ..SHORT }
}

const fn tail(tail: Tail) -> ReceiptStyle {
    ReceiptStyle { tail, ..SHORT }
}

#[test]
fn every_style() {
    for (name, style, outcome, expected) in ROWS {
        let mut profile = still();
        profile.receipts.style = Some(*style);
        profile.delivery.outcomes = Mix::always(*outcome);
        let mut stage = Stage::new(profile);
        stage.say("Hello from whimbrel, good day");
        stage.run(1_000);
        let expected = format!("0.160 s1 {expected}");
        stage.expect(name, &["0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001", &expected]);
    }
}

/// No value of any field is left out of the rows above; addresses have rows of their own below.
#[test]
fn every_value_has_a_row() {
    fn all<T: Ord + Copy + Debug>(values: &[T], seen: impl Fn(&ReceiptStyle) -> T) {
        let seen: BTreeSet<T> = ROWS.iter().map(|(_, style, ..)| seen(style)).collect();
        assert_eq!(seen, values.iter().copied().collect());
    }
    all(Carrier::ALL, |style| style.carrier);
    all(Marking::ALL, |style| style.marking);
    all(Says::ALL, |style| style.says);
    all(Fields::ALL, |style| style.fields);
    all(Labels::ALL, |style| style.labels);
    all(Blanks::ALL, |style| style.blanks);
    all(Counts::ALL, |style| style.counts);
    all(Dates::ALL, |style| style.dates);
    all(StatWord::ALL, |style| style.stat);
    all(ErrWord::ALL, |style| style.err);
    all(Tail::ALL, |style| style.tail);
    all(Coding::ALL, |style| style.coding);
    all(Network::ALL, |style| style.network);
    all(&[false, true], |style| style.terminated);
    all(&[false, true], |style| style.vendor_tlvs);
}

#[test]
fn every_way_to_write_the_addresses() {
    let phone = |digits| Address { ton: 1, npi: 1, digits };
    let code = Address { ton: 3, npi: 0, digits: b"777" };
    let rows = [
        (Addresses::Swapped, phone(b"447700900001"), code),
        (Addresses::Straight, code, phone(b"447700900001")),
        (Addresses::Plus, phone(b"+447700900001"), code),
        (Addresses::Zeros, phone(b"00447700900001"), code),
        (
            Addresses::Untyped,
            Address { ton: 0, npi: 0, digits: b"447700900001" },
            Address { ton: 0, npi: 0, digits: b"777" },
        ),
    ];
    assert!(rows.iter().map(|row| row.0).eq(Addresses::ALL.iter().copied()));
    for (addresses, source, destination) in rows {
        let style = ReceiptStyle { addresses, ..SHORT };
        with_receipt(style, Version::V34, b"Hello", |pdu| {
            let Pdu::DeliverSm(sm) = pdu else { panic!("{addresses:?}: no deliver_sm") };
            assert_eq!((sm.source, sm.destination), (source, destination), "{addresses:?}");
        });
    }
}

/// The octets of a text in GSM 7-bit, where `_` and `@` are other octets than in ASCII.
#[test]
fn gsm_octets() {
    let style = ReceiptStyle { coding: Coding::Gsm, tail: Tail::Twenty, ..SHORT };
    with_receipt(style, Version::V34, b"\x11\x00 \xE9", |pdu| {
        let text = "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 text:\\x11\\x00 ?";
        assert_eq!(delivery(pdu), text);
    });
}

#[test]
fn octets_as_they_came() {
    let style = ReceiptStyle { tail: Tail::Raw, ..SHORT };
    with_receipt(style, Version::V34, b"\x05\x00\x03\x07\x02\x01\xE9", |pdu| {
        let text = "deliver_sm 04 id:1000000001 stat:DELIVRD err:000 text:\\x05\\x00\\x03\\x07\\x02\\x01\\xe9";
        assert_eq!(delivery(pdu), text);
    });
}

#[test]
fn what_is_too_long_for_short_message_goes_into_the_payload() {
    let style = ReceiptStyle { coding: Coding::Ucs2, fields: Fields::Foreign, ..TEXT };
    with_receipt(style, Version::V34, b"Hello from whimbrel, good day", |pdu| {
        let line = delivery(pdu);
        assert!(line.starts_with("deliver_sm 04 dcs=08  0424=\\x00i\\x00d\\x00:"), "{line}");
    });
    with_receipt(style, Version::V33, b"Hello", |pdu| {
        let line = delivery(pdu);
        assert!(line.starts_with("deliver_sm 04 id:39f99dd5 mcc:234 sub:001"), "{line}");
    });
}

/// Hands over the receipt of a message with this text.
fn with_receipt(style: ReceiptStyle, version: Version, text: &[u8], look: impl Fn(&Pdu<'_>)) {
    let mut profile = still();
    profile.receipts.style = Some(style);
    let mut brain = Brain::new(profile, 1, BEGINNING);
    let session = simulator::SessionId(1);
    let now = std::time::Duration::from_secs(1);
    brain.session_bound(now, session, smpp::session::BindKind::Transceiver, version);
    let (source, destination) = (Party::new("777"), Party::new(PHONE));
    let pdu = Pdu::SubmitSm(sm(&source, &destination, text));
    brain.submit(now, session, 1, simulator::Submit::of(pdu).expect("a submission"));
    let later = 2 * now;
    let actions: Vec<Action> = std::iter::from_fn(|| brain.poll(later)).collect();
    let Some(Action::Deliver(deliver)) = actions.last() else { panic!("no receipt: {actions:?}") };
    look(&deliver.pdu());
}
