//! Receipts as operators send them: every variant seen, octet for octet, with all that is to be
//! made of it. Sources stand in brackets: the public project and its issue where it was seen.
//!
//! That receipts come twice, late, early, unasked for, or on another session shows in no octet:
//! such a receipt reads as any other, and the core matches it.

use message::code::{ErrorClass, GsmSpace, Meaning};
use message::receipt::{Delivery, Kind, Reading, StateFrom, read};
use message::state::SmppState;
use message::state::SmppState::{
    Accepted, Deleted, Delivered, Enroute, Expired, Rejected, Scheduled, Skipped, Undeliverable,
    Unknown,
};
use message::time::Timestamp;

type Octets = &'static [u8];
type Date = Option<(Octets, Option<i64>)>;
/// Ids to try, state, code, final.
type Verdict = ([Option<Octets>; 2], Option<SmppState>, u16, bool);

/// A delivery and all that is expected of it.
struct Row {
    name: &'static str,
    sent: Delivery<'static>,
    reading: Reading<'static>,
    kind: Kind,
    id: Option<Octets>,
    sub: Option<u16>,
    dlvrd: Option<u16>,
    submit: Date,
    done: Date,
    stat: Option<(Octets, Option<SmppState>)>,
    err: Option<Octets>,
    text: Option<Octets>,
    /// `None` if the delivery is no report.
    verdict: Option<Verdict>,
}

const NOON: i64 = 1_483_954_500_000; // 2017-01-09 09:35 UTC
const LATER: i64 = 1_483_954_800_000; // 2017-01-09 09:40 UTC
const SUBMIT: Date = Some((b"1701090935", Some(NOON)));
const DONE: Date = Some((b"1701090940", Some(LATER)));

/// Settings of an operator of which nothing is known.
const PLAIN: Reading<'static> = Reading {
    unmarked: false,
    accepted: Meaning::OnTheWay,
    unknown: Meaning::Final,
    state_from: StateFrom::FinalFirst,
    gsm: GsmSpace::Map,
    errors: &[],
};
const UNMARKED: Reading<'static> = Reading { unmarked: true, ..PLAIN };
const TABLE: Reading<'static> = Reading {
    errors: &[
        ("1", ErrorClass::Absent),
        ("21B", ErrorClass::Barred),
        ("0032", ErrorClass::MemoryFull),
    ],
    ..PLAIN
};

/// A message from a phone that nothing is read from.
const NOTHING: Row = Row {
    name: "",
    sent: Delivery {
        esm_class: 0x04,
        short_message: b"",
        message_payload: b"",
        receipted_message_id: None,
        message_state: None,
        network_error_code: None,
    },
    reading: PLAIN,
    kind: Kind::Receipt,
    id: None,
    sub: None,
    dlvrd: None,
    submit: None,
    done: None,
    stat: None,
    err: None,
    text: None,
    verdict: Some(([None, None], None, 27, true)),
};

/// The receipt of appendix B, from which most rows differ in one field.
const USUAL: Row = Row {
    sent: text(b"id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Hello"),
    id: Some(b"12345"),
    sub: Some(1),
    dlvrd: Some(1),
    submit: SUBMIT,
    done: DONE,
    stat: Some((b"DELIVRD", Some(Delivered))),
    err: Some(b"000"),
    text: Some(b"Hello"),
    verdict: DELIVERED,
    ..NOTHING
};

const DELIVERED: Option<Verdict> = of(b"12345", Delivered, 5, true);

const fn of(id: Octets, state: SmppState, code: u16, is_final: bool) -> Option<Verdict> {
    Some(([Some(id), None], Some(state), code, is_final))
}

const fn text(short_message: Octets) -> Delivery<'static> {
    Delivery { short_message, ..NOTHING.sent }
}

const fn typed(esm_class: u8, short_message: Octets) -> Delivery<'static> {
    Delivery { esm_class, short_message, ..NOTHING.sent }
}

const fn tlvs(id: Octets, message_state: Option<u8>) -> Delivery<'static> {
    Delivery { receipted_message_id: Some(id), message_state, ..NOTHING.sent }
}

const STANDARD: Octets = USUAL.sent.short_message;

/// What carries a receipt, and what only looks like it.
#[rustfmt::skip]
const CARRIERS: &[Row] = &[
    Row { name: "Q01 the reference's sample",
        sent: text(b"id:1_14839433040000 sub:001 submit date:170100935 done date:170100940 stat:DELIVRD err:000 text:\"Sending SMS through SMPP \""),
        id: Some(b"1_14839433040000"), dlvrd: None, submit: Some((b"170100935", None)), done: Some((b"170100940", None)),
        text: Some(b"\"Sending SMS through SMPP \""), verdict: of(b"1_14839433040000", Delivered, 5, true), ..USUAL },
    Row { name: "Q02 appendix B", ..USUAL },
    Row { name: "Q03 esm_class 0x44, with a header (Kannel)",
        sent: typed(0x44, b"\x05\x00\x03\xAA\x01\x01id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Hello"), ..USUAL },
    Row { name: "Q04 esm_class 0x44, header with printable octets",
        sent: typed(0x44, b"\x05\x00\x03A21id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Hello"), ..USUAL },
    Row { name: "Q05 esm_class 0x44, the flag copied, no header", sent: typed(0x44, STANDARD), ..USUAL },
    Row { name: "Q06 esm_class 0x44, no header, longer than its first octet would be",
        sent: typed(0x44, b"id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Hello to everybody who reads as far as this"),
        text: Some(b"Hello to everybody who reads as far as this"), ..USUAL },
    Row { name: "Q07 esm_class 0x44, a header longer than the text",
        sent: typed(0x44, b"\xFFid:12345"), verdict: Some(([None, None], None, 27, true)), ..NOTHING },
    Row { name: "Q08 mode bits and reply path beside the type", sent: typed(0x87, STANDARD), ..USUAL },
    Row { name: "Q09 acknowledgement of the phone's program", sent: typed(0x08, STANDARD), kind: Kind::DeliveryAck, verdict: None, ..USUAL },
    Row { name: "Q10 acknowledgement of the phone's user", sent: typed(0x10, STANDARD), kind: Kind::UserAck, verdict: None, ..USUAL },
    Row { name: "Q11 conversation abort", sent: typed(0x18, STANDARD), kind: Kind::Reserved, verdict: None, ..USUAL },
    Row { name: "Q12 intermediate, on the way",
        sent: typed(0x20, b"id:12345 stat:ENROUTE err:000"), kind: Kind::Intermediate,
        id: Some(b"12345"), stat: Some((b"ENROUTE", Some(Enroute))), err: Some(b"000"), verdict: of(b"12345", Enroute, 3, false), ..NOTHING },
    Row { name: "Q13 intermediate, with an error",
        sent: typed(0x20, b"id:12345 stat:ENROUTE err:006"), kind: Kind::Intermediate,
        id: Some(b"12345"), stat: Some((b"ENROUTE", Some(Enroute))), err: Some(b"006"), verdict: of(b"12345", Enroute, 4, false), ..NOTHING },
    Row { name: "Q14 intermediate, the state of a failed attempt",
        sent: typed(0x20, b"id:12345 stat:UNDELIV err:000"), kind: Kind::Intermediate,
        id: Some(b"12345"), stat: Some((b"UNDELIV", Some(Undeliverable))), err: Some(b"000"), verdict: of(b"12345", Undeliverable, 4, false), ..NOTHING },
    Row { name: "Q15 intermediate, yet delivered", sent: typed(0x20, STANDARD), kind: Kind::Intermediate, ..USUAL },
    Row { name: "Q16 a receipt, on the way", // first ACCEPTD, ENROUTE or BUFFRED, the final one later (jasmin#916)
        sent: text(b"id:12345 stat:BUFFRED err:000"),
        id: Some(b"12345"), stat: Some((b"BUFFRED", Some(Enroute))), err: Some(b"000"), verdict: of(b"12345", Enroute, 3, false), ..NOTHING },
    Row { name: "Q17 esm_class 0, the operator marks its receipts", sent: typed(0x00, STANDARD), kind: Kind::Message, verdict: None, ..USUAL },
    Row { name: "Q18 esm_class 0, the operator does not (vumi)", sent: typed(0x00, STANDARD), reading: UNMARKED, ..USUAL },
    Row { name: "Q19 unmarked, but it begins with words", sent: typed(0x00, b"My id:12345 stat:DELIVRD"), reading: UNMARKED,
        kind: Kind::Message, id: Some(b"12345"), stat: Some((b"DELIVRD", Some(Delivered))), verdict: None, ..NOTHING },
    Row { name: "Q20 unmarked, without a state", sent: typed(0x00, b"id:12345 sub:001"), reading: UNMARKED,
        kind: Kind::Message, id: Some(b"12345"), sub: Some(1), verdict: None, ..NOTHING },
    Row { name: "Q21 unmarked, the state is in the text only", sent: typed(0x00, b"id:12345 text:stat:DELIVRD"), reading: UNMARKED,
        kind: Kind::Message, id: Some(b"12345"), text: Some(b"stat:DELIVRD"), verdict: None, ..NOTHING },
    Row { name: "Q22 unmarked, a state that is none", sent: typed(0x00, b"id:12345 stat:fine"), reading: UNMARKED,
        kind: Kind::Message, id: Some(b"12345"), stat: Some((b"fine", None)), verdict: None, ..NOTHING },
    Row { name: "Q23 unmarked, it begins with another label", sent: typed(0x00, b"sub:001 id:12345 stat:DELIVRD"), reading: UNMARKED,
        kind: Kind::Message, id: Some(b"12345"), sub: Some(1), stat: Some((b"DELIVRD", Some(Delivered))), verdict: None, ..NOTHING },
    Row { name: "Q24 marked, but the text is none (vumi)", sent: text(b"Hello, are you there?"), ..NOTHING },
    Row { name: "Q25 marked and empty", ..NOTHING },
    Row { name: "Q26 data_sm, TLVs only (jasmin#139)", sent: tlvs(b"12345\0", Some(2)), verdict: DELIVERED, ..NOTHING },
    Row { name: "Q27 text in message_payload", sent: Delivery { message_payload: STANDARD, ..NOTHING.sent }, ..USUAL },
    Row { name: "Q28 text in both: short_message is taken", sent: Delivery { message_payload: b"id:999 stat:EXPIRED", ..USUAL.sent }, ..USUAL },
    Row { name: "Q29 TLVs only, without the NUL", sent: tlvs(b"12345", Some(5)), verdict: of(b"12345", Undeliverable, 6, true), ..NOTHING },
    Row { name: "Q30 receipted_message_id without message_state (Kannel: partial 3.4)",
        sent: Delivery { receipted_message_id: Some(b"AB12\0"), ..USUAL.sent },
        verdict: Some(([Some(b"AB12"), Some(b"12345")], Some(Delivered), 5, true)), ..USUAL },
    Row { name: "Q31 receipted_message_id on a message from a phone (OpenMarket, Txtwire)",
        sent: Delivery { esm_class: 0x00, short_message: b"STOP", ..tlvs(b"ticket-7", None) }, kind: Kind::Message, verdict: None, ..NOTHING },
    Row { name: "Q32 two bases in one packet (cloudhopper)",
        sent: Delivery { receipted_message_id: Some(b"38601fa\0"), message_state: Some(2),
            ..text(b"id:0059113978 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Hello") },
        id: Some(b"0059113978"), verdict: Some(([Some(b"38601fa"), Some(b"0059113978")], Some(Delivered), 5, true)), ..USUAL },
    Row { name: "Q33 the same id in both", sent: Delivery { receipted_message_id: Some(b"12345\0"), ..USUAL.sent }, ..USUAL },
    Row { name: "Q34 an empty TLV id", sent: Delivery { receipted_message_id: Some(b"\0"), ..USUAL.sent }, ..USUAL },
    Row { name: "Q35 NUL after the text (python-smpp)",
        sent: text(b"id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000\0"), text: None, ..USUAL },
    Row { name: "Q36 NULs within the text (jasmin#514)",
        sent: text(b"id:12345\0\0\0 sub:001\0dlvrd:001 submit\0date:1701090935 done date:1701090940 stat:DELIVRD\0 err:000 text:Hello"), ..USUAL },
    Row { name: "Q37 other control characters",
        sent: text(b"\x02id:12345\x03 sub:001 dlvrd:001\x1B submit date:1701090935 done date:1701090940 stat:\x07DELIVRD err:000\x7F text:Hello"), ..USUAL },
];

/// Order, case, separators.
#[rustfmt::skip]
const LAYOUT: &[Row] = &[
    Row { name: "Q38 another order (cloudhopper)",
        sent: text(b"sub:001 id:12345 dlvrd:001 err:000 done date:1701090940 submit date:1701090935 stat:DELIVRD"), text: None, ..USUAL },
    Row { name: "Q39 Text:", sent: text(b"id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 Text:Hello"), ..USUAL },
    Row { name: "Q40 TEXT:", sent: text(b"id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 TEXT:Hello"), ..USUAL },
    Row { name: "Q41 labels in capitals",
        sent: text(b"ID:12345 SUB:001 DLVRD:001 SUBMIT DATE:1701090935 DONE DATE:1701090940 STAT:DELIVRD ERR:000 TEXT:Hello"), ..USUAL },
    Row { name: "Q42 labels in mixed case",
        sent: text(b"Id:12345 Sub:001 Dlvrd:001 Submit Date:1701090935 Done Date:1701090940 Stat:DELIVRD Err:000 text:Hello"), ..USUAL },
    Row { name: "Q43 several spaces",
        sent: text(b"id:12345   sub:001  dlvrd:001 submit  date:1701090935   done date:1701090940 stat:DELIVRD  err:000  text:Hello"), ..USUAL },
    Row { name: "Q44 a space after the colon (php-smpp#29)",
        sent: text(b"id: 12345 sub: 001 dlvrd: 001 submit date: 1701090935 done date: 1701090940 stat: DELIVRD err: 000 text:Hello"), ..USUAL },
    Row { name: "Q45 lines",
        sent: text(b"id:12345\nsub:001\ndlvrd:001\nsubmit date:1701090935\r\ndone date:1701090940\nstat:DELIVRD\nerr:000\ntext:Hello"), ..USUAL },
    Row { name: "Q46 no label before the text (jSMPP)",
        sent: text(b"id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 Hello id:666 stat:EXPIRED"),
        text: Some(b"Hello id:666 stat:EXPIRED"), ..USUAL },
    Row { name: "Q47 blanks before and after",
        sent: text(b"  id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000  "), text: None, ..USUAL },
    Row { name: "Q48 a label twice: the first counts",
        sent: text(b"id:12345 id:666 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD stat:EXPIRED err:000 text:Hello"), ..USUAL },
    Row { name: "Q49 labels of its own among ours",
        sent: text(b"id:12345 mcc:234 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 price:0.01 stat:DELIVRD err:000 text:Hello"), ..USUAL },
    Row { name: "Q50 a 16-bit text, decoded before (vumi#635)", sent: text("id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Łódź".as_bytes()),
        text: Some("Łódź".as_bytes()), ..USUAL },
];

const fn id(name: &'static str, sent: Octets, id: Octets) -> Row {
    let verdict = of(id, Delivered, 5, true);
    let stat = Some((b"DELIVRD" as Octets, Some(Delivered)));
    Row { name, sent: text(sent), id: Some(id), stat, verdict, ..NOTHING }
}

/// Ids come through as written: that they mean the same is for the matching to find out.
#[rustfmt::skip]
const IDS: &[Row] = &[
    id("Q51 decimal with a leading zero",   b"id:0912345678 stat:DELIVRD",               b"0912345678"),
    id("Q52 23 digits (jasmin#423)",        b"id:04062581461565934000241 stat:DELIVRD",  b"04062581461565934000241"),
    id("Q53 22 digits (jasmin#423)",        b"id:4062581461565934000241 stat:DELIVRD",   b"4062581461565934000241"),
    id("Q54 hexadecimal (jasmin#1034)",     b"id:39f99dd5 stat:DELIVRD",                 b"39f99dd5"),
    id("Q55 its decimal (jasmin#1034)",     b"id:0972660181 stat:DELIVRD",               b"0972660181"),
    id("Q56 hexadecimal in capitals",       b"id:07EE36CBE3 stat:DELIVRD",               b"07EE36CBE3"),
    id("Q57 64 bits (jasmin#586)",          b"id:812FC7470000001B stat:DELIVRD",         b"812FC7470000001B"),
    id("Q58 its decimal (jasmin#586)",      b"id:9308878062554710043 stat:DELIVRD",      b"9308878062554710043"),
    id("Q59 32 hexadecimal digits",         b"id:16fd27068baf433b82eb8c7fada847da stat:DELIVRD", b"16fd27068baf433b82eb8c7fada847da"),
    id("Q60 UUID (jasmin#643, #763)",       b"id:16fd2706-8baf-433b-82eb-8c7fada847da stat:DELIVRD", b"16fd2706-8baf-433b-82eb-8c7fada847da"),
    id("Q61 dashes elsewhere (jasmin#916)", b"id:1101c1-c9d03d-f000 stat:DELIVRD",       b"1101c1-c9d03d-f000"),
    id("Q62 prefix words (jasmin#418)",     b"id:SAR-2347039245475-1eedf843-2-1 stat:DELIVRD", b"SAR-2347039245475-1eedf843-2-1"),
    id("Q63 dot (RestComm)",                b"id:1479978899.393701000100 stat:DELIVRD",  b"1479978899.393701000100"),
    id("Q64 underscore (the reference)",    b"id:1_14839433040000 stat:DELIVRD",         b"1_14839433040000"),
    id("Q65 underscore in GSM 7-bit",       b"id:1\x1114839433040000 stat:DELIVRD",      b"1\x1114839433040000"),
    id("Q66 like base 32 (smppex#46)",      b"id:rdwjwxns18krxr9936ey96ymcw stat:DELIVRD", b"rdwjwxns18krxr9936ey96ymcw"),
    id("Q67 hexadecimal string (Adobe)",    b"id:414243313233 stat:DELIVRD",             b"414243313233"),
    id("Q68 spaces around",                 b"id:  12345   stat:DELIVRD",                b"12345"),
    id("Q69 64 characters",                 b"id:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef stat:DELIVRD", b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
    id("Q70 octets that are not ASCII",     b"id:1\xA714839433040000 stat:DELIVRD",      b"1\xA714839433040000"),
    Row { name: "Q71 no id", sent: text(b"sub:001 stat:DELIVRD"), sub: Some(1), stat: Some((b"DELIVRD", Some(Delivered))),
        verdict: Some(([None, None], Some(Delivered), 5, true)), ..NOTHING },
    Row { name: "Q72 an empty id", sent: text(b"id: stat:DELIVRD"), stat: Some((b"DELIVRD", Some(Delivered))),
        verdict: Some(([None, None], Some(Delivered), 5, true)), ..NOTHING },
];

/// Counts and dates.
#[rustfmt::skip]
const FIELDS: &[Row] = &[
    Row { name: "Q73 no dlvrd (the reference)", sent: text(b"id:12345 sub:001 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Hello"), dlvrd: None, ..USUAL },
    Row { name: "Q74 neither sub nor dlvrd (jsmpp#62, cloudhopper#105)",
        sent: text(b"id:12345 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Hello"), sub: None, dlvrd: None, ..USUAL },
    Row { name: "Q75 zeros", sent: text(b"id:12345 sub:000 dlvrd:000 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Hello"), sub: Some(0), dlvrd: Some(0), ..USUAL },
    Row { name: "Q76 dots (vumi)", sent: text(b"id:12345 sub:... dlvrd:... submit date:1701090935 done date:1701090940 stat:DELIVRD err:... text:Hello"),
        sub: None, dlvrd: None, err: Some(b"..."), ..USUAL },
    Row { name: "Q77 null (vumi)", sent: text(b"id:12345 sub:null dlvrd:null submit date:1701090935 done date:1701090940 stat:DELIVRD err:null text:Hello"),
        sub: None, dlvrd: None, err: Some(b"null"), ..USUAL },
    Row { name: "Q78 one and two digits", sent: text(b"id:12345 sub:3 dlvrd:02 submit date:1701090935 done date:1701090940 stat:DELIVRD err:0 text:Hello"),
        sub: Some(3), dlvrd: Some(2), err: Some(b"0"), ..USUAL },
    Row { name: "Q79 a count that is none", sent: text(b"id:12345 sub:+1 dlvrd:99999 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000 text:Hello"),
        sub: None, dlvrd: None, ..USUAL },
    Row { name: "Q80 dates with seconds", sent: text(b"id:12345 sub:001 dlvrd:001 submit date:170109093507 done date:180903120816 stat:DELIVRD err:000 text:Hello"),
        submit: Some((b"170109093507", Some(1_483_954_507_000))), done: Some((b"180903120816", Some(1_535_976_496_000))), ..USUAL },
    Row { name: "Q81 dates with the century (cloudhopper)", sent: text(b"id:12345 sub:001 dlvrd:001 submit date:20110314181534 done date:20110314181534 stat:DELIVRD err:000 text:Hello"),
        submit: Some((b"20110314181534", Some(1_300_126_534_000))), done: Some((b"20110314181534", Some(1_300_126_534_000))), ..USUAL },
    Row { name: "Q82 dates like an SMPP time (smppex#46)", sent: text(b"id:12345 sub:001 dlvrd:001 submit date:180711070003912+ done date:180711010003912- stat:DELIVRD err:000 text:Hello"),
        submit: Some((b"180711070003912+", Some(1_531_281_603_900))), done: Some((b"180711010003912-", Some(1_531_281_603_900))), ..USUAL },
    Row { name: "Q83 dates of zeros", sent: text(b"id:12345 sub:001 dlvrd:001 submit date:0000000000 done date:0000000000 stat:DELIVRD err:000 text:Hello"),
        submit: Some((b"0000000000", None)), done: Some((b"0000000000", None)), ..USUAL },
    Row { name: "Q84 dates of nine digits", sent: text(b"id:12345 sub:001 dlvrd:001 submit date:170100935 done date:170100940 stat:DELIVRD err:000 text:Hello"),
        submit: Some((b"170100935", None)), done: Some((b"170100940", None)), ..USUAL },
    Row { name: "Q85 empty dates", sent: text(b"id:12345 sub:001 dlvrd:001 submit date: done date: stat:DELIVRD err:000 text:Hello"), submit: None, done: None, ..USUAL },
    Row { name: "Q86 a date that the calendar lacks (Adobe)", sent: text(b"id:12345 sub:001 dlvrd:001 submit date:1713450935 done date:1701090940 stat:DELIVRD err:000 text:Hello"),
        submit: Some((b"1713450935", None)), ..USUAL },
    Row { name: "Q87 a date of words", sent: text(b"id:12345 sub:001 dlvrd:001 submit date:yesterday done date:1701090940 stat:DELIVRD err:000 text:Hello"),
        submit: Some((b"yesterday", None)), ..USUAL },
];

const fn stat(name: &'static str, sent: Octets, word: Octets, state: SmppState, code: u16) -> Row {
    let is_final = code != 3 && code != 4;
    let verdict = of(b"12345", state, code, is_final);
    Row {
        name,
        sent: text(sent),
        id: Some(b"12345"),
        stat: Some((word, Some(state))),
        verdict,
        ..NOTHING
    }
}

/// States.
#[rustfmt::skip]
const STATES: &[Row] = &[
    stat("Q88 DELIVRD",                b"id:12345 stat:DELIVRD",   b"DELIVRD",   Delivered,     5),
    stat("Q89 EXPIRED",                b"id:12345 stat:EXPIRED",   b"EXPIRED",   Expired,       26),
    stat("Q90 DELETED",                b"id:12345 stat:DELETED",   b"DELETED",   Deleted,       6),
    stat("Q91 UNDELIV",                b"id:12345 stat:UNDELIV",   b"UNDELIV",   Undeliverable, 6),
    stat("Q92 ACCEPTD",                b"id:12345 stat:ACCEPTD",   b"ACCEPTD",   Accepted,      3),
    stat("Q93 UNKNOWN",                b"id:12345 stat:UNKNOWN",   b"UNKNOWN",   Unknown,       27),
    stat("Q94 REJECTD",                b"id:12345 stat:REJECTD",   b"REJECTD",   Rejected,      6),
    stat("Q95 ENROUTE",                b"id:12345 stat:ENROUTE",   b"ENROUTE",   Enroute,       3),
    stat("Q96 FAILED (vumi#897)",      b"id:12345 stat:FAILED",    b"FAILED",    Undeliverable, 6),
    stat("Q97 ACKED (Kannel)",         b"id:12345 stat:ACKED",     b"ACKED",     Enroute,       3),
    stat("Q98 BUFFRED (Kannel)",       b"id:12345 stat:BUFFRED",   b"BUFFRED",   Enroute,       3),
    stat("Q99 BUFFERD (Kannel)",       b"id:12345 stat:BUFFERD",   b"BUFFERD",   Enroute,       3),
    stat("Q100 SKIPPED (5.0)",          b"id:12345 stat:SKIPPED",   b"SKIPPED",   Skipped,       6),
    stat("Q101 SCHEDULED (5.0)",        b"id:12345 stat:SCHEDULED", b"SCHEDULED", Scheduled,     3),
    stat("Q102 DELIVERED in full",     b"id:12345 stat:DELIVERED", b"DELIVERED", Delivered,     5),
    stat("Q103 0 (vumi, Yo!)",         b"id:12345 stat:0",         b"0",         Delivered,     5),
    stat("Q104 lower case",            b"id:12345 stat:delivrd",   b"delivrd",   Delivered,     5),
    stat("Q105 MK: (CMPP)",            b"id:12345 stat:MK:0001",   b"MK:0001",   Undeliverable, 6),
    stat("Q106 CB: (CMPP)",            b"id:12345 stat:CB:0007",   b"CB:0007",   Undeliverable, 6),
    stat("Q107 ID: is a state there (CMPP)", b"id:12345 stat:ID:0076", b"ID:0076", Undeliverable, 6),
    stat("Q108 BUFFERED",              b"id:12345 stat:BUFFERED",  b"BUFFERED",  Enroute,       3),
    Row { name: "Q109 the label is missing (ksmppd#108)",
        sent: text(b"id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:180903120816 DELIVRD err:000 text:Hello"),
        done: Some((b"180903120816", Some(1_535_976_496_000))), ..USUAL },
    Row { name: "Q110 the label is missing, and a stray 0 is no state",
        sent: text(b"id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 0 err:000 text:Hello"),
        stat: None, verdict: Some(([Some(b"12345"), None], None, 27, true)), ..USUAL },
    Row { name: "Q111 empty (jasmin#514), then the text says one",
        sent: text(b"id:12345 sub:001 dlvrd:001 submit date:1701090935 done date:1701090940 stat: err:000 text:stat:DELIVRD"),
        stat: None, text: Some(b"stat:DELIVRD"), verdict: Some(([Some(b"12345"), None], None, 27, true)), ..USUAL },
    Row { name: "Q112 a word that nobody knows", sent: text(b"id:12345 stat:QUEUED"), id: Some(b"12345"), stat: Some((b"QUEUED", None)),
        verdict: Some(([Some(b"12345"), None], None, 27, true)), ..NOTHING },
    Row { name: "Q113 ACCEPTD, meant as final", reading: Reading { accepted: Meaning::Final, ..PLAIN },
        ..stat("", b"id:12345 stat:ACCEPTD", b"ACCEPTD", Accepted, 2) },
    Row { name: "Q114 UNKNOWN, meant as on the way", reading: Reading { unknown: Meaning::OnTheWay, ..PLAIN },
        verdict: of(b"12345", Unknown, 27, false), ..stat("", b"id:12345 stat:UNKNOWN", b"UNKNOWN", Unknown, 27) },
    Row { name: "Q115 an unknown word, meant as on the way", reading: Reading { unknown: Meaning::OnTheWay, ..PLAIN },
        sent: text(b"id:12345 stat:QUEUED"), id: Some(b"12345"), stat: Some((b"QUEUED", None)),
        verdict: Some(([Some(b"12345"), None], None, 27, false)), ..NOTHING },
];

const fn err(name: &'static str, sent: Octets, err: Octets, code: u16) -> Row {
    let verdict = of(b"12345", Undeliverable, code, true);
    let stat = Some((b"UNDELIV" as Octets, Some(Undeliverable)));
    Row {
        name,
        sent: text(sent),
        reading: TABLE,
        id: Some(b"12345"),
        stat,
        err: Some(err),
        verdict,
        ..NOTHING
    }
}

/// Errors, read with the operator's table.
#[rustfmt::skip]
const ERRORS: &[Row] = &[
    err("Q116 three digits",               b"id:12345 stat:UNDELIV err:001",  b"001",  24),
    err("Q117 one digit",                  b"id:12345 stat:UNDELIV err:1",    b"1",    24),
    err("Q118 two digits",                 b"id:12345 stat:UNDELIV err:32",   b"32",   23),
    err("Q119 four zeros (php-smpp#70)",   b"id:12345 stat:UNDELIV err:0000", b"0000", 6),
    err("Q120 four digits (jasmin#599)",   b"id:12345 stat:UNDELIV err:0032", b"0032", 23),
    err("Q121 hexadecimal (cloudhopper)",  b"id:12345 stat:UNDELIV err:21b",  b"21b",  13),
    err("Q122 nul (jasmin#514)",           b"id:12345 stat:UNDELIV err:nul",  b"nul",  6),
    err("Q123 null",                       b"id:12345 stat:UNDELIV err:null", b"null", 6),
    err("Q124 negative",                   b"id:12345 stat:UNDELIV err:-1",   b"-1",   6),
    err("Q125 not in the table",           b"id:12345 stat:UNDELIV err:777",  b"777",  6),
    Row { name: "Q126 missing", err: None, ..err("", b"id:12345 stat:UNDELIV", b"", 6) },
    Row { name: "Q127 empty", err: None, text: Some(b"Hello"), ..err("", b"id:12345 stat:UNDELIV err: text:Hello", b"", 6) },
    Row { name: "Q128 empty, no blank", err: None, text: Some(b"Hello"), ..err("", b"id:12345 stat:UNDELIV err:text:Hello", b"", 6) },
    Row { name: "Q129 nul is no error on the way", reading: TABLE, err: Some(b"nul"), ..stat("", b"id:12345 stat:ENROUTE err:nul", b"ENROUTE", Enroute, 3) },
    Row { name: "Q130 zeros are no error on the way", err: Some(b"0000"), ..stat("", b"id:12345 stat:BUFFRED err:0000", b"BUFFRED", Enroute, 3) },
    Row { name: "Q131 any other one is", err: Some(b"21b"), ..stat("", b"id:12345 stat:BUFFRED err:21b", b"BUFFRED", Enroute, 4) },
];

const fn network(name: &'static str, code: Octets, gsm: GsmSpace, verdict: Option<Verdict>) -> Row {
    let sent = Delivery { network_error_code: Some(code), ..tlvs(b"12345\0", Some(5)) };
    Row { name, sent, reading: Reading { gsm, ..TABLE }, verdict, ..NOTHING }
}

const fn failed(code: u16) -> Option<Verdict> {
    of(b"12345", Undeliverable, code, true)
}

/// Network errors, and states in TLV and text that contradict each other.
#[rustfmt::skip]
const TLVS: &[Row] = &[
    network("Q132 GSM, MAP: absent",           b"\x03\x00\x1B", GsmSpace::Map, failed(24)),
    network("Q133 GSM, RP: memory",            b"\x03\x00\x16", GsmSpace::Rp,  failed(23)),
    network("Q134 GSM, TP: duplicate",         b"\x03\x00\xC5", GsmSpace::Tp,  failed(18)),
    network("Q135 GSM, no class",              b"\x03\x00\x15", GsmSpace::Map, failed(6)),
    network("Q136 GSM, no error",              b"\x03\x00\x00", GsmSpace::Map, failed(6)),
    network("Q137 the centre's own, by the table", b"\x08\x00\x20", GsmSpace::Map, failed(23)),
    network("Q138 three ASCII digits (Kannel)", b"001",         GsmSpace::Map, failed(24)),
    network("Q139 three ASCII zeros",          b"000",          GsmSpace::Map, failed(6)),
    network("Q140 two octets only",            b"\x03\x1B",     GsmSpace::Map, failed(6)),
    network("Q141 empty",                      b"",             GsmSpace::Map, failed(6)),
    Row { name: "Q142 network error before err", reading: TABLE, err: Some(b"001"),
        sent: Delivery { network_error_code: Some(b"\x03\x00\x0D"), ..text(b"id:12345 stat:UNDELIV err:001") },
        ..err("", b"", b"001", 13) },
    Row { name: "Q143 err where the network error has no class",
        sent: Delivery { network_error_code: Some(b"\x03\x00\x15"), ..text(b"id:12345 stat:UNDELIV err:001") }, ..err("", b"", b"001", 24) },
    Row { name: "Q144 a network error on the way",
        sent: Delivery { network_error_code: Some(b"\x03\x00\x1F"), ..text(b"id:12345 stat:ENROUTE") }, ..stat("", b"", b"ENROUTE", Enroute, 4) },
    Row { name: "Q145 a network error of 0 is none",
        sent: Delivery { network_error_code: Some(b"\x03\x00\x00"), ..text(b"id:12345 stat:ENROUTE") }, ..stat("", b"", b"ENROUTE", Enroute, 3) },
    Row { name: "Q146 TLV on the way, text final: the final one",
        sent: Delivery { message_state: Some(1), ..USUAL.sent }, ..USUAL },
    Row { name: "Q147 TLV final, text on the way: the final one",
        sent: Delivery { message_state: Some(2), ..text(b"id:12345 stat:ENROUTE") }, verdict: DELIVERED, ..stat("", b"", b"ENROUTE", Enroute, 3) },
    Row { name: "Q148 both final: the TLV", sent: Delivery { message_state: Some(5), ..USUAL.sent }, verdict: failed(6), ..USUAL },
    Row { name: "Q149 the operator's text is to be believed", reading: Reading { state_from: StateFrom::Text, ..PLAIN },
        sent: Delivery { message_state: Some(5), ..USUAL.sent }, ..USUAL },
    Row { name: "Q150 the operator's TLV is to be believed", reading: Reading { state_from: StateFrom::Tlv, ..PLAIN },
        sent: Delivery { message_state: Some(1), ..USUAL.sent }, verdict: of(b"12345", Enroute, 3, false), ..USUAL },
    Row { name: "Q151 a TLV state that is none", sent: Delivery { message_state: Some(42), ..USUAL.sent }, ..USUAL },
    Row { name: "Q152 UNKNOWN in the TLV says nothing", sent: Delivery { message_state: Some(7), ..USUAL.sent }, ..USUAL },
    Row { name: "Q153 ACCEPTED in the TLV, on the way; the text is final", sent: Delivery { message_state: Some(6), ..USUAL.sent }, ..USUAL },
    Row { name: "Q154 SCHEDULED (5.0)", sent: tlvs(b"12345\0", Some(0)), verdict: of(b"12345", Scheduled, 3, false), ..NOTHING },
    Row { name: "Q155 SKIPPED (5.0)", sent: tlvs(b"12345\0", Some(9)), verdict: of(b"12345", Skipped, 6, true), ..NOTHING },
];

/// The text: whatever it says, it is not looked at.
#[rustfmt::skip]
const TEXTS: &[Row] = &[
    Row { name: "Q156 twenty characters", sent: text(b"id:12345 stat:DELIVRD text:If a general electio"), text: Some(b"If a general electio"), ..id("", b"", b"12345") },
    Row { name: "Q157 empty", sent: text(b"id:12345 stat:DELIVRD text:"), text: Some(b""), ..id("", b"", b"12345") },
    Row { name: "Q158 none (Vonage)", sent: text(b"id:12345 stat:DELIVRD text:none "), text: Some(b"none "), ..id("", b"", b"12345") },
    Row { name: "Q159 a dash", sent: text(b"id:12345 stat:DELIVRD text:-"), text: Some(b"-"), ..id("", b"", b"12345") },
    Row { name: "Q160 in quotes (the reference)", sent: text(b"id:12345 stat:DELIVRD text:\"Hi\""), text: Some(b"\"Hi\""), ..id("", b"", b"12345") },
    Row { name: "Q161 a header in it (php-smpp#70)", sent: text(b"id:12345 stat:DELIVRD text:\x1b\x00\x03\x05\x02\x01Hi"), text: Some(b"\x1b\x00\x03\x05\x02\x01Hi"), ..id("", b"", b"12345") },
    Row { name: "Q162 -PROFILE", sent: text(b"id:12345 stat:DELIVRD text:-PROFILE"), text: Some(b"-PROFILE"), ..id("", b"", b"12345") },
    Row { name: "Q163 forged labels", sent: text(b"id:12345 stat:UNDELIV err:006 text:id:666 sub:009 dlvrd:009 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000"),
        text: Some(b"id:666 sub:009 dlvrd:009 submit date:1701090935 done date:1701090940 stat:DELIVRD err:000"), reading: PLAIN, ..err("", b"", b"006", 6) },
    Row { name: "Q164 forged fields where ours are missing", sent: text(b"id:12345 text:stat:DELIVRD"), id: Some(b"12345"), text: Some(b"stat:DELIVRD"),
        verdict: Some(([Some(b"12345"), None], None, 27, true)), ..NOTHING },
    Row { name: "Q165 a text within the text", sent: text(b"id:12345 stat:DELIVRD text:a text:b stat:EXPIRED"), text: Some(b"a text:b stat:EXPIRED"), ..id("", b"", b"12345") },
    Row { name: "Q166 labels in the wrong place are lost rather than believed", sent: text(b"text:Hello id:12345 stat:DELIVRD"), text: Some(b"Hello id:12345 stat:DELIVRD"), ..NOTHING },
    Row { name: "Q167 no label before a text that has one", sent: text(b"id:12345 stat:DELIVRD err:000 Hello text:x"), err: Some(b"000"), text: Some(b"Hello text:x"), ..id("", b"", b"12345") },
];

const ALL: [&[Row]; 8] = [CARRIERS, LAYOUT, IDS, FIELDS, STATES, ERRORS, TLVS, TEXTS];

#[test]
fn every_variant() {
    for row in ALL.into_iter().flatten() {
        check(row);
    }
}

fn check(row: &Row) {
    let name = row.name;
    let body = row.sent.body();
    let found = read(body);
    assert_eq!(found.id, row.id, "{name}: id");
    assert_eq!((found.sub, found.dlvrd), (row.sub, row.dlvrd), "{name}: counts");
    let date = |date: Option<message::receipt::Date<'static>>| {
        date.map(|date| (date.raw, date.at().map(Timestamp::millis)))
    };
    assert_eq!(date(found.submit_date), row.submit, "{name}: submit date");
    assert_eq!(date(found.done_date), row.done, "{name}: done date");
    assert_eq!(found.stat.map(|stat| (stat.raw, stat.state)), row.stat, "{name}: stat");
    assert_eq!(found.err, row.err, "{name}: err");
    assert_eq!(found.text.map(|at| &body[at..]), row.text, "{name}: text");
    assert_eq!(row.sent.kind(&row.reading), row.kind, "{name}: kind");
    let verdict = row.sent.verdict(&row.reading);
    let verdict = verdict.map(|one| (one.ids, one.state, one.code.number(), one.is_final));
    assert_eq!(verdict, row.verdict, "{name}: verdict");
}

#[test]
fn rows_are_numbered_without_gaps() {
    for (index, row) in ALL.into_iter().flatten().enumerate() {
        let number = format!("Q{:02} ", index + 1);
        assert!(row.name.starts_with(&number), "{number}: {}", row.name);
    }
    assert_eq!(ALL.into_iter().flatten().count(), 167);
}

#[test]
fn an_operator_of_which_nothing_is_known() {
    let ours = Reading::default();
    let row = &STATES[0];
    assert_eq!(row.sent.verdict(&ours), row.sent.verdict(&PLAIN));
    assert_eq!(format!("{ours:?}"), format!("{PLAIN:?}"));
}
