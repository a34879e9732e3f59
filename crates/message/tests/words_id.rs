//! Ids: ours never go back, and an operator's is found whatever form it comes back in.

use message::id::{Likeness, MessageId, Shard, ShortId, index_key, lookup_keys, recognise};
use message::time::Timestamp;

const NOW: Timestamp = Timestamp::from_millis(1_763_843_963_101);

fn id(text: &str) -> MessageId {
    MessageId::parse(text).expect("an id")
}

#[test]
fn an_id_is_shard_milliseconds_counter() {
    let first = MessageId::next(Shard::FIRST, NOW, None);
    assert_eq!(first.to_string(), "1176384396310100000");
    assert_eq!(first.get(), 1_176_384_396_310_100_000);
    assert_eq!(first.shard(), Shard::FIRST);
    assert_eq!(first.given_at(), NOW);
}

#[test]
fn ids_go_on_within_a_millisecond() {
    let next = MessageId::next(Shard::FIRST, NOW, Some(id("1176384396310100041")));
    assert_eq!(next.to_string(), "1176384396310100042");
}

#[test]
fn a_used_up_counter_borrows_the_next_millisecond() {
    let next = MessageId::next(Shard::FIRST, NOW, Some(id("1176384396310199999")));
    assert_eq!(next.to_string(), "1176384396310200000");
}

#[test]
fn a_clock_that_goes_back_does_not_take_ids_with_it() {
    let hour_ago = Timestamp::from_millis(NOW.millis() - 3_600_000);
    let next = MessageId::next(Shard::FIRST, hour_ago, Some(id("1176384396310100041")));
    assert_eq!(next.to_string(), "1176384396310100042");
}

#[test]
fn the_clock_takes_over_again() {
    let later = Timestamp::from_millis(NOW.millis() + 1);
    let next = MessageId::next(Shard::FIRST, later, Some(id("1176384396310200000")));
    assert_eq!(next.to_string(), "1176384396310200001");
    let next = MessageId::next(Shard::FIRST, later, Some(id("1176384396310100041")));
    assert_eq!(next.to_string(), "1176384396310200000");
}

#[test]
fn another_shards_id_is_no_bound() {
    let two = Shard::new(2).expect("a shard");
    let next = MessageId::next(Shard::FIRST, NOW, Some(id("8999999999999999999")));
    assert_eq!(next.to_string(), "1176384396310100000");
    let next = MessageId::next(two, NOW, Some(id("1176384396310100041")));
    assert_eq!(next.to_string(), "2176384396310100000");
}

#[test]
fn every_id_fits_a_signed_64_bit_column() {
    let last = id("8999999999999999999");
    assert!(i64::try_from(last.get()).is_ok());
    assert_eq!((Shard::new(0), Shard::new(9)), (None, None));
}

#[test]
fn a_million_ids_are_distinct_and_in_order() {
    let mut last = MessageId::next(Shard::FIRST, NOW, None);
    for step in 0..1_000_000_i64 {
        // The clock stands, jumps forward and falls back.
        let now = Timestamp::from_millis(NOW.millis() + (step * 7_919) % 50);
        let next = MessageId::next(Shard::FIRST, now, Some(last));
        assert!(next > last && next.to_string().len() == MessageId::DIGITS, "{last} {next}");
        last = next;
    }
}

#[test]
fn the_references_form_is_the_same_id() {
    let ours = id("1176384396310100042");
    assert_eq!(ours.reference_form().as_str(), "1_176384396310100042");
    assert_eq!(MessageId::parse("1_176384396310100042"), Some(ours));
}

#[test]
fn what_is_no_id() {
    let none = [
        "",
        "1",
        "117638439631010004",
        "11763843963101000421",
        "0176384396310100042",
        "9176384396310100042",
        "117638439631010004a",
        "1__76384396310100042",
        "+176384396310100042",
        "1_14839433040000",
        " 1176384396310100042",
        "1_1763843963101000421",
        "é176384396310100042",
    ];
    for text in none {
        assert_eq!(MessageId::parse(text), None, "{text:?}");
    }
}

#[test]
fn the_alias_of_3_3() {
    assert_eq!(ShortId(0xBEEF).to_string(), "0000BEEF");
    assert_eq!(ShortId(u32::MAX).to_string(), "FFFFFFFF");
    assert_eq!(ShortId::parse("0000BEEF"), Some(ShortId(0xBEEF)));
    assert_eq!(ShortId::parse("beef"), Some(ShortId(0xBEEF)));
    assert_eq!(ShortId::parse("  BEEF"), Some(ShortId(0xBEEF)));
    for none in ["", "  ", "123456789", "xyz", "+12", "-1", "BE EF"] {
        assert_eq!(ShortId::parse(none), None, "{none:?}");
    }
}

type Pair = (&'static str, &'static [u8], &'static [u8], Option<Likeness>);

/// name, id in submit_sm_resp, id in the receipt, likeness.
#[rustfmt::skip]
const PAIRS: &[Pair] = &[
    ("D01 the same decimal",                 b"1176384396310100042",   b"1176384396310100042",    Some(Likeness::Exact)),
    ("D02 blanks around",                    b"12345",                 b"  12345 ",               Some(Likeness::Exact)),
    ("D03 NUL after",                        b"12345",                 b"12345\0",                Some(Likeness::Exact)),
    ("D04 leading zero, decimal",            b"912345678",             b"0912345678",             Some(Likeness::Folded)),
    ("D05 leading zero, 22 digits (jasmin#423)", b"4062581461565934000241", b"04062581461565934000241", Some(Likeness::Folded)),
    ("D06 the other way round",              b"04062581461565934000241", b"4062581461565934000241", Some(Likeness::Folded)),
    ("D07 case of hexadecimal",              b"07EE36CBE3",            b"07ee36cbe3",             Some(Likeness::Folded)),
    ("D08 case and zero",                    b"7EE36CBE3",             b"07ee36cbe3",             Some(Likeness::Folded)),
    ("D09 hex to decimal (jasmin#1034)",     b"39f99dd5",              b"0972660181",             Some(Likeness::FromDecimal)),
    ("D10 decimal to hex (jasmin#1034)",     b"0972660181",            b"39f99dd5",               Some(Likeness::FromHex)),
    ("D11 above 63 bits (jasmin#586)",       b"812FC7470000001B",      b"9308878062554710043",    Some(Likeness::FromDecimal)),
    ("D12 above 63 bits, back",              b"9308878062554710043",   b"812FC7470000001B",       Some(Likeness::FromHex)),
    ("D13 TLV and text (cloudhopper)",       b"38601fa",               b"0059113978",             Some(Likeness::FromDecimal)),
    ("D14 text and TLV (cloudhopper)",       b"0059113978",            b"38601fa",                Some(Likeness::FromHex)),
    ("D15 hexadecimal that has digits only", b"12345678",              b"305419896",              Some(Likeness::FromDecimal)),
    ("D16 and back",                         b"305419896",             b"12345678",               Some(Likeness::FromHex)),
    ("D17 128 bits",                         b"ffffffffffffffffffffffffffffffff", b"340282366920938463463374607431768211455", Some(Likeness::FromDecimal)),
    ("D18 UUID without dashes (jasmin#643)", b"16fd2706-8baf-433b-82eb-8c7fada847da", b"16fd27068baf433b82eb8c7fada847da", Some(Likeness::Folded)),
    ("D19 dashes elsewhere (jasmin#916)",    b"1101c1-c9d03d-f000",    b"1101C1C9D03DF000",       Some(Likeness::Folded)),
    ("D20 prefix words (jasmin#418)",        b"SAR-2347039245475-1eedf843-2-1", b"SAR-2347039245475-1eedf843-2-1", Some(Likeness::Exact)),
    ("D21 prefix words in lower case",       b"SAR-2347039245475-1eedf843-2-1", b"sar-2347039245475-1eedf843-2-1", Some(Likeness::Folded)),
    ("D22 dot (RestComm)",                   b"1479978899.393701000100", b"1479978899.393701000100", Some(Likeness::Exact)),
    ("D23 underscore (the reference)",       b"1_14839433040000",      b"1_14839433040000",       Some(Likeness::Exact)),
    ("D24 underscore in GSM 7-bit",          b"1_14839433040000",      b"1\x1114839433040000",    Some(Likeness::Folded)),
    ("D25 like base 32 (smppex#46)",         b"rdwjwxns18krxr9936ey96ymcw", b"RDWJWXNS18KRXR9936EY96YMCW", Some(Likeness::Folded)),
    ("D26 hexadecimal string (Adobe)",       b"ABC123",                b"414243313233",           Some(Likeness::FromCodes)),
    ("D27 hexadecimal string, back",         b"414243313233",          b"ABC123",                 Some(Likeness::ToCodes)),
    ("D28 hexadecimal string of digits",     b"0012",                  b"30303132",               Some(Likeness::FromCodes)),
    ("D29 64 characters",                    b"9999999999999999999999999999999999999999999999999999999999999999", b"184f03e93ff9f4daa797ed6e38ed64bf6a1f00ffffffffffffffff", Some(Likeness::FromHex)),
    ("D30 64 digits, decimal to hex",        b"1000000000000000000000000000000000000000000000000000000000000000", b"26e4d30eccc3215dd8f3157d27e23acbdcfe68000000000000000", Some(Likeness::FromHex)),
    ("D31 zeros only",                       b"0000000000",            b"0",                      Some(Likeness::Folded)),
    ("D32 another id",                       b"12345",                 b"12346",                  None),
    ("D33 another id in another base",       b"39f99dd5",              b"0972660182",             None),
    ("D34 an empty report",                  b"12345",                 b"",                       None),
    ("D35 an empty answer",                  b"",                      b"",                       None),
    ("D36 blanks only",                      b" ",                     b"\0",                     None),
    ("D37 octets that are not ASCII",        b"1\xA714839433040000",   b"1\xA714839433040000",    Some(Likeness::Exact)),
];

#[test]
fn every_pair() {
    for (name, given, reported, expected) in PAIRS {
        assert_eq!(recognise(given, reported), *expected, "{name}");
    }
}

#[test]
fn an_index_finds_what_recognise_finds() {
    for (name, given, reported, expected) in PAIRS {
        let kept = index_key(given);
        let found = kept.is_some_and(|kept| lookup_keys(reported).any(|(_, key)| key == kept));
        assert_eq!(found, expected.is_some(), "{name}");
    }
}

#[test]
fn the_first_key_is_enough_for_an_exact_id() {
    let given = b"1_14839433040000";
    let (likeness, key) = lookup_keys(given).next().expect("a key");
    assert_eq!((likeness, Some(key)), (Likeness::Folded, index_key(given)));
}

#[test]
fn keys_are_few_and_bounded() {
    let long = [b'9'; 70_000];
    assert_eq!(lookup_keys(&long).count(), 1);
    assert_eq!(lookup_keys(&[b'7'; 128]).count(), 5);
    assert_eq!(lookup_keys(b"5").count(), 2); // itself, and the code of its character: 35
    assert_eq!(lookup_keys(b"").count(), 0);
    let texts: Vec<String> = lookup_keys(b"0972660181").map(|(_, key)| key.to_string()).collect();
    assert_eq!(texts, ["972660181", "40573993345", "39f99dd5", "30393732363630313831"]);
}
