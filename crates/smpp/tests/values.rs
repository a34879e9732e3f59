//! Values and combinations that a version does not define, field by field.

mod common;

use common::{LENIENT, STRICT, accept, answer, hex, refuse};
use smpp::{Field, Kind, Pdu};

/// What is wrong first is told first.
#[test]
fn a_ton_that_does_not_exist_is_told_before_the_digits_behind_it() {
    let pdu = hex("00000025 00000004 00000000 00000002 00
         07 01 'Caf' E9 00              # 17 source
         01 01 00                       # 24 destination
         00 00 00 00 00 00 00 00 00 00");
    refuse(STRICT, &pdu, (Field::Source, 17, Kind::Value, 0x0A), answer(0x8000_0004, 0x0A));
    let noted = [(Field::Source, 17, Kind::Value), (Field::Source, 19, Kind::NotAscii)];
    accept(LENIENT, &pdu, &noted, |pdu| {
        let Pdu::SubmitSm(sm) = pdu else { panic!("not a submit_sm") };
        assert_eq!((sm.source.ton, sm.source.digits), (7, &b"Caf\xE9"[..]));
    });
}
