//! Times: absolute, relative, reported; by literals of both sides.

use message::time::{Relative, SmppTime, TimeError, Timestamp};
use proptest::prelude::*;

const fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// name, sixteen characters, moment in milliseconds.
#[rustfmt::skip]
const ABSOLUTE: &[(&str, &[u8], Result<i64, TimeError>)] = &[
    ("T01 UTC",                       b"261122214603000+", Ok(1_795_383_963_000)),
    ("T02 UTC with a minus",          b"261122214603000-", Ok(1_795_383_963_000)),
    ("T03 tenths",                    b"261122214603700+", Ok(1_795_383_963_700)),
    ("T04 an hour ahead of UTC",      b"261122224603004+", Ok(1_795_383_963_000)),
    ("T05 five hours behind UTC",     b"261122164603020-", Ok(1_795_383_963_000)),
    ("T06 5:45 ahead (Nepal)",        b"261123033103023+", Ok(1_795_383_963_000)),
    ("T07 48 quarters ahead",         b"261123094603048+", Ok(1_795_383_963_000)),
    ("T08 49 quarters",               b"261123094603049+", Err(TimeError::Offset(49))),
    ("T09 the first moment",          b"000101000000000+", Ok(946_684_800_000)),
    ("T10 the last moment",           b"991231235959000+", Ok(4_102_444_799_000)),
    ("T11 the pivot is at 00, not 38", b"380101000000000+", Ok(2_145_916_800_000)),
    ("T12 29 February of a leap year", b"240229235959000+", Ok(1_709_251_199_000)),
    ("T13 29 February of another",    b"250229235959000+", Err(TimeError::OutOfRange)),
    ("T14 31 April",                  b"260431000000000+", Err(TimeError::OutOfRange)),
    ("T15 month 0",                   b"260022214603000+", Err(TimeError::OutOfRange)),
    ("T16 month 13",                  b"261322214603000+", Err(TimeError::OutOfRange)),
    ("T17 hour 24",                   b"261122240000000+", Err(TimeError::OutOfRange)),
    ("T18 minute 60",                 b"261122216000000+", Err(TimeError::OutOfRange)),
    ("T19 second 60",                 b"261122214660000+", Err(TimeError::OutOfRange)),
    ("T20 a letter",                  b"26112221460300O+", Err(TimeError::NotDigits)),
    ("T21 a blank",                   b"26112221460 000+", Err(TimeError::NotDigits)),
    ("T22 no direction",              b"2611222146030000", Err(TimeError::Direction(b'0'))),
    ("T23 a small r",                 b"000001000000000r", Err(TimeError::Direction(b'r'))),
    ("T24 empty",                     b"",                 Err(TimeError::Length(0))),
    ("T25 twelve characters",         b"261122214603",     Err(TimeError::Length(12))),
    ("T26 with its NUL",              b"261122214603000+\0", Err(TimeError::Length(17))),
    ("T27 an offset of letters",      b"2611222146030xx+", Err(TimeError::NotDigits)),
];

#[test]
fn every_absolute_time() {
    for (name, octets, expected) in ABSOLUTE {
        let expected = expected.map(|millis| SmppTime::Absolute(at(millis)));
        assert_eq!(SmppTime::parse(octets), expected, "{name}");
    }
}

/// name, sixteen characters, now, then.
#[rustfmt::skip]
const RELATIVE: &[(&str, &[u8], i64, i64)] = &[
    ("R01 one day",                          b"000001000000000R", 1_795_383_963_101, 1_795_470_363_101),
    ("R02 nothing at all",                   b"000000000000000R", 1_795_383_963_101, 1_795_383_963_101),
    ("R03 2 y 6 m 10 d 23:34:29 from 2026-01-31", b"020610233429000R", 1_769_817_600_000, 1_849_563_269_000),
    ("R04 a month from 31 January",          b"000100000000000R", 1_769_817_600_000, 1_772_236_800_000),
    ("R05 a month from 31 January, leap",    b"000100000000000R", 1_706_659_200_000, 1_709_164_800_000),
    ("R06 a year from 29 February",          b"010000000000000R", 1_709_164_800_000, 1_740_700_800_000),
    ("R07 a month, held at its end, and a day", b"000101000000000R", 1_769_817_600_000, 1_772_323_200_000),
    ("R08 99 years",                         b"990000000000000R", 946_684_800_000,   4_070_908_800_000),
    ("R09 t and nn are ignored",             b"000001000000999R", 1_795_383_963_101, 1_795_470_363_101),
    ("R10 31 days",                          b"000031235959000R", 1_795_383_963_101, 1_798_148_762_101),
    ("R11 12 months",                        b"001200000000000R", 1_769_817_600_000, 1_801_353_600_000),
];

#[test]
fn every_relative_time() {
    for (name, octets, now, then) in RELATIVE {
        let time = SmppTime::parse(octets).expect(name);
        assert!(matches!(time, SmppTime::Relative(_)), "{name}");
        assert_eq!(time.at(at(*now)), at(*then), "{name}");
    }
}

#[test]
fn amounts_out_of_range() {
    let wrong: [&[u8]; 5] = [
        b"001300000000000R",
        b"000032000000000R",
        b"000000240000000R",
        b"000000006000000R",
        b"000000000060000R",
    ];
    for octets in wrong {
        assert_eq!(
            SmppTime::parse(octets),
            Err(TimeError::OutOfRange),
            "{}",
            octets.escape_ascii()
        );
    }
}

#[test]
fn the_end_of_the_calendar_holds() {
    let time = SmppTime::parse(b"990000000000000R").expect("an amount");
    assert_eq!(time.at(Timestamp::MAX), Timestamp::MAX);
    assert_eq!(at(i64::MAX), Timestamp::MAX);
    assert_eq!(at(-1).millis(), 0);
    assert_eq!(Timestamp::MAX.smpp().as_str(), "991230220000000+");
}

#[test]
fn times_as_we_write_them() {
    assert_eq!(at(1_795_383_963_799).smpp().as_str(), "261122214603700+");
    assert_eq!(SmppTime::Absolute(at(946_684_800_000)).to_string(), "000101000000000+");
    assert_eq!(at(1_795_383_963_101).yymmddhhmm().as_str(), "2611222146");
    assert_eq!(at(946_684_800_000).yymmddhhmm().as_str(), "0001010000");
    let day = SmppTime::parse(b"020610233429123R").expect("an amount");
    assert_eq!(day.to_string(), "020610233429000R");
}

/// seconds, characters.
#[rustfmt::skip]
const AMOUNTS: &[(u32, Option<&str>)] = &[
    (0,         Some("000000000000000R")),
    (59,        Some("000000000059000R")),
    (3_661,     Some("000000010101000R")),
    (86_400,    Some("000001000000000R")),
    (172_800,   Some("000002000000000R")),
    (2_764_799, Some("000031235959000R")),
    (2_764_800, None),
    (u32::MAX,  None),
];

#[test]
fn amounts_from_seconds() {
    for (seconds, expected) in AMOUNTS {
        let found = Relative::from_seconds(*seconds).map(|amount| amount.smpp().to_string());
        assert_eq!(found.as_deref(), *expected, "{seconds}");
    }
}

/// name, digits, moment.
#[rustfmt::skip]
const REPORTED: &[(&str, &[u8], Option<i64>)] = &[
    ("P01 ten digits",                        b"1701090935",       Some(1_483_954_500_000)),
    ("P02 twelve digits",                     b"180903120816",     Some(1_535_976_496_000)),
    ("P03 fourteen digits (cloudhopper)",     b"20110314181534",   Some(1_300_126_534_000)),
    ("P04 fifteen digits and a sign (smppex#46)", b"180711070003912+", Some(1_531_281_603_900)),
    ("P05 sixteen, behind UTC",               b"180711010003912-", Some(1_531_281_603_900)),
    ("P06 nine digits (the reference)",       b"170100935",        None),
    ("P07 zeros",                             b"0000000000",       None),
    ("P08 empty",                             b"",                 None),
    ("P09 eleven digits",                     b"17010909350",      None),
    ("P10 thirteen digits",                   b"1701090935000",    None),
    ("P11 fifteen digits, no sign",           b"180711070003912",  None),
    ("P12 a relative time is no date",        b"000001000000000R", None),
    ("P13 day 32",                            b"1701320935",       None),
    ("P14 letters",                           b"17O1O9O935",       None),
    ("P15 a sign in the digits",              b"+701090935",       None),
    ("P16 fourteen digits before 1970",       b"19691231235959",   None),
    ("P17 fourteen zeros",                    b"00000000000000",   None),
    ("P18 final_date of 3.3",                 b"211125034959",     Some(1_637_812_199_000)),
];

#[test]
fn every_reported_date() {
    for (name, octets, expected) in REPORTED {
        assert_eq!(Timestamp::from_report(octets).map(Timestamp::millis), *expected, "{name}");
    }
}

proptest! {
    #[test]
    fn what_we_write_we_read(millis in 946_684_800_000_i64..4_102_444_800_000) {
        let whole_tenths = at(millis / 100 * 100);
        let read = SmppTime::parse(at(millis).smpp().as_bytes());
        prop_assert_eq!(read, Ok(SmppTime::Absolute(whole_tenths)));
        let whole_minutes = at(millis / 60_000 * 60_000);
        prop_assert_eq!(Timestamp::from_report(at(millis).yymmddhhmm().as_bytes()), Some(whole_minutes));
    }

    #[test]
    fn no_octets_and_no_clock_panic(
        octets in proptest::collection::vec(any::<u8>(), 0..20),
        digits in "[0-9]{15}[-+R]",
        now in any::<i64>(),
    ) {
        let _ = Timestamp::from_report(&octets);
        for text in [&octets[..], digits.as_bytes()] {
            if let Ok(time) = SmppTime::parse(text) {
                let _ = time.at(at(now)).smpp();
            }
        }
    }
}
