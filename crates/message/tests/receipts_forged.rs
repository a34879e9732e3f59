//! The reader against octets that nobody meant for it, and against forgers.

use message::receipt::{Delivery, Reading, read};
use message::state::SmppState;
use proptest::collection::vec;
use proptest::prelude::*;

const FORGED: &str = "( |\n|id:|ID:666|sub:009|dlvrd:009|submit date:|done date:1701010000|\
                      stat:|STAT:DELIVRD|DELIVRD|err:|err:000|text:|TEXT:|x){0,12}";

fn labels_and_octets() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        FORGED.prop_map(String::into_bytes),
        vec(any::<u8>(), 0..12),
        "[iI][dD]:?|[sS]tat|submit *date|done\tdate:|err:[0-9]{0,4}".prop_map(String::into_bytes),
    ];
    vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn never_panics(
        octets in labels_and_octets(),
        esm_class in any::<u8>(),
        tlvs in (any::<Option<u8>>(), proptest::option::of(vec(any::<u8>(), 0..5))),
        unmarked in any::<bool>(),
    ) {
        let found = read(&octets);
        prop_assert!(found.text.is_none_or(|at| at <= octets.len()));
        let (message_state, octets_of_tlv) = tlvs;
        let delivery = Delivery {
            esm_class,
            short_message: &octets,
            message_payload: b"",
            receipted_message_id: octets_of_tlv.as_deref(),
            message_state,
            network_error_code: octets_of_tlv.as_deref(),
        };
        let reading = Reading { unmarked, ..Reading::default() };
        let is_report = delivery.kind(&reading).is_report();
        prop_assert_eq!(delivery.verdict(&reading).is_some(), is_report);
    }

    /// Nothing after `text:` changes what is read, whatever it is and however little stands before.
    #[test]
    fn nothing_after_the_text_is_taken(
        fields in "(id:12345 )?(sub:001 )?(stat:UNDELIV )?(err:006 )?",
        label in "text:|Text:|TEXT:|tExT:",
        forged in labels_and_octets(),
    ) {
        let honest = [fields.as_bytes(), label.as_bytes()].concat();
        let attacked = [&honest[..], &forged[..]].concat();
        let (expected, found) = (read(&honest), read(&attacked));
        prop_assert_eq!(found, expected);
        prop_assert_eq!(found.text, Some(honest.len()));
    }

    /// Where a centre sends the text without its label, nothing after it is taken either.
    #[test]
    fn nothing_after_an_unlabelled_text_is_taken(forged in labels_and_octets()) {
        let honest = b"id:12345 stat:UNDELIV err:006 Hello ";
        let attacked = [&honest[..], &forged[..]].concat();
        let found = read(&attacked);
        prop_assert_eq!(found.id, Some(&b"12345"[..]));
        prop_assert_eq!(found.stat.and_then(|stat| stat.state), Some(SmppState::Undeliverable));
        prop_assert_eq!(found.err, Some(&b"006"[..]));
        prop_assert_eq!((found.sub, found.dlvrd), (None, None));
        prop_assert_eq!((found.submit_date, found.done_date), (None, None));
        prop_assert_eq!(found.text, Some(30));
    }
}

/// As long as a message_payload can be, and of what makes the scanner look twice.
#[test]
fn long_rubbish_is_read_through() {
    let piles: [&[u8]; 5] = [b" ", b"id:", b"submit ", b"text", b"\x00\x11"];
    for pile in piles {
        let octets = pile.repeat(65_535 / pile.len());
        let found = read(&octets);
        assert_eq!(found.stat, None, "{}", pile.escape_ascii());
    }
}

/// No label before the state, none before the text: what the customer wrote begins with one.
#[test]
fn a_state_without_label_is_not_replaced_by_one_that_a_customer_wrote() {
    let found = read(b"id:7 done date:1701090940 UNDELIV err:001 stat:DELIVRD");
    assert_eq!(found.stat.and_then(|stat| stat.state), Some(SmppState::Undeliverable));
}
