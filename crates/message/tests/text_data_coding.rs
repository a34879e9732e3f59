//! Every data_coding, all 256 of them.

use message::text::alphabet::Alphabet;
use message::text::data_coding::{
    Class, Content, Mark, Waiting, WaitingKind, meaning, of_binary, of_gsm7, of_ucs2,
};
use message::text::gsm::Tables;

const GSM7: Content = Content::Text(Alphabet::Gsm7(Tables::DEFAULT));
const UCS2: Content = Content::Text(Alphabet::Ucs2);
const CLASSES: [Class; 4] = [Class::Display, Class::Phone, Class::Sim, Class::Terminal];
const KINDS: [WaitingKind; 4] =
    [WaitingKind::Voicemail, WaitingKind::Fax, WaitingKind::Email, WaitingKind::Other];

/// The values 00 to 0F, which SMPP defines itself.
const OF_SMPP: [Content; 16] = [
    Content::Default,
    Content::Text(Alphabet::Ascii),
    Content::Binary,
    Content::Text(Alphabet::Latin1),
    Content::Binary,
    Content::Text(Alphabet::Japanese),
    Content::Text(Alphabet::Cyrillic),
    Content::Text(Alphabet::Hebrew),
    UCS2,
    Content::Binary,
    Content::Binary,
    Content::Reserved,
    Content::Reserved,
    Content::Text(Alphabet::JapaneseExtended),
    Content::Text(Alphabet::Korean),
    Content::Reserved,
];

/// What each value means, written down value by value.
fn wanted() -> Vec<(Content, Mark)> {
    let mut table: Vec<_> = OF_SMPP.iter().map(|content| (*content, Mark::None)).collect();
    for content in [GSM7, Content::Binary, UCS2] {
        table.extend(CLASSES.map(|class| (content, Mark::Class(class)))); // 10 to 1B
    }
    table.resize(0xC0, (Content::Reserved, Mark::None));
    for (content, store) in [(GSM7, false), (GSM7, true), (UCS2, true)] {
        for active in [false, false, true, true] {
            let mark = |kind| Mark::Waiting(Waiting { store, active, kind });
            table.extend(KINDS.map(|kind| (content, mark(kind)))); // C0 to EF
        }
    }
    for content in [GSM7, Content::Binary, GSM7, Content::Binary] {
        table.extend(CLASSES.map(|class| (content, Mark::Class(class)))); // F0 to FF
    }
    table
}

#[test]
fn every_value_has_its_meaning() {
    let wanted = wanted();
    assert_eq!(wanted.len(), 256);
    for (value, (content, mark)) in (0..=255).zip(wanted) {
        let found = meaning(value);
        assert_eq!((found.content, found.mark), (content, mark), "data_coding {value:02X}");
    }
}

#[test]
fn some_values_in_words() {
    let waiting = |store, active, kind| Mark::Waiting(Waiting { store, active, kind });
    for (value, content, mark) in [
        (0x10, GSM7, Mark::Class(Class::Display)),
        (0x15, Content::Binary, Mark::Class(Class::Phone)),
        (0x1A, UCS2, Mark::Class(Class::Sim)),
        (0x1C, Content::Reserved, Mark::None),
        (0x84, Content::Reserved, Mark::None),
        (0xC8, GSM7, waiting(false, true, WaitingKind::Voicemail)),
        (0xD1, GSM7, waiting(true, false, WaitingKind::Fax)),
        (0xEA, UCS2, waiting(true, true, WaitingKind::Email)),
        (0xF0, GSM7, Mark::Class(Class::Display)),
        (0xF5, Content::Binary, Mark::Class(Class::Phone)),
        (0xFF, Content::Binary, Mark::Class(Class::Terminal)),
    ] {
        let found = meaning(value);
        assert_eq!((found.content, found.mark), (content, mark), "data_coding {value:02X}");
    }
}

#[test]
fn values_are_written_as_these() {
    let voicemail =
        |store, active| Mark::Waiting(Waiting { store, active, kind: WaitingKind::Voicemail });
    for (name, found, wanted) in [
        ("7-bit", of_gsm7(Mark::None), 0x00),
        ("7-bit flash", of_gsm7(Mark::Class(Class::Display)), 0xF0),
        ("7-bit for the SIM", of_gsm7(Mark::Class(Class::Sim)), 0xF2),
        ("indicator on, no text", of_gsm7(voicemail(false, true)), 0xC8),
        ("indicator off, text", of_gsm7(voicemail(true, false)), 0xD0),
        ("UCS2", of_ucs2(Mark::None), 0x08),
        ("UCS2 flash", of_ucs2(Mark::Class(Class::Display)), 0x18),
        ("UCS2 indicator on", of_ucs2(voicemail(true, true)), 0xE8),
        ("UCS2 indicator on, to be discarded: stored", of_ucs2(voicemail(false, true)), 0xE8),
        ("binary", of_binary(None), 0x04),
        ("binary for the SIM", of_binary(Some(Class::Sim)), 0xF6),
    ] {
        assert_eq!(found, wanted, "{name}");
    }
}
