//! Times: moments, the two time forms of SMPP, and the dates that receipts carry.
//!
//! The clock is always an argument. Two-digit years mean 2000-2099: SMPP 3.4 appendix C puts
//! 38-99 into the twentieth century, in which there was no message to expire or to report.

mod smpp;

pub use smpp::{Relative, SmppTime, TimeError};

use arrayvec::ArrayString;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::time::Duration;

/// A moment: milliseconds since 1970-01-01 00:00 UTC, up to the end of the year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The last moment there is: 9999-12-30 22:00 UTC, where the calendar of `jiff` ends in
    /// every zone.
    pub const MAX: Timestamp = Timestamp(253_402_207_200_000);

    /// The moment so many milliseconds after 1970; what lies outside of the range is moved to
    /// its nearer end.
    pub const fn from_millis(millis: i64) -> Timestamp {
        match millis {
            ..0 => Timestamp(0),
            0..=253_402_207_200_000 => Timestamp(millis),
            _ => Timestamp::MAX,
        }
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// So long after this moment, or the last moment there is.
    pub fn plus(self, wait: Duration) -> Timestamp {
        let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(self.0.saturating_add(wait))
    }

    /// Reads a date as message centres report it, in receipts and in `final_date`: digits
    /// `YYMMDDhhmm`, `YYMMDDhhmmss`, `YYYYMMDDhhmmss`, or the sixteen characters of an absolute
    /// SMPP time. Digits without a zone are taken as UTC.
    ///
    /// `None` for everything else, nine digits (a lost one) and `0000000000` included: a wrong
    /// date says more than none, and a receipt is never refused for its dates.
    pub fn from_report(octets: &[u8]) -> Option<Timestamp> {
        if octets.len() == 16 {
            return match SmppTime::parse(octets) {
                Ok(SmppTime::Absolute(at)) => Some(at),
                Ok(SmppTime::Relative(_)) | Err(_) => None,
            };
        }
        let (year, rest) = match octets.len() {
            10 | 12 => (2000 + i16::from(two_digits(octets.get(..2)?)?), octets.get(2..)?),
            14 => (century_and_year(octets)?, octets.get(4..)?),
            _ => return None,
        };
        let mut fields = [0; 5];
        for (field, digits) in fields.iter_mut().zip(rest.chunks(2)) {
            *field = two_digits(digits)?;
        }
        civil(year, fields).map(from_utc)
    }

    /// `YYMMDDhhmm` in UTC, as receipts write their dates (SMPP 3.4 appendix B).
    pub fn yymmddhhmm(self) -> ArrayString<10> {
        let civil = self.utc();
        let fields = [yy(civil), civil.month(), civil.day(), civil.hour(), civil.minute()];
        let mut text = ArrayString::new();
        push_pairs(&mut text, fields);
        text
    }

    fn utc(self) -> DateTime {
        let at = jiff::Timestamp::from_millisecond(self.0).expect("the range is the calendar's");
        Offset::UTC.to_datetime(at)
    }
}

fn century_and_year(octets: &[u8]) -> Option<i16> {
    let century = two_digits(octets.get(..2)?)?;
    let year = two_digits(octets.get(2..4)?)?;
    Some(100 * i16::from(century) + i16::from(year)).filter(|year| *year >= 1970)
}

fn from_utc(civil: DateTime) -> Timestamp {
    match Offset::UTC.to_timestamp(civil) {
        Ok(at) => Timestamp::from_millis(at.as_millisecond()),
        // Only the last hours of the year 9999 are outside of what jiff can place.
        Err(_) => Timestamp::MAX,
    }
}

/// A day and time that exist, from month, day, hour, minute and second.
fn civil(year: i16, [month, day, hour, minute, second]: [i8; 5]) -> Option<DateTime> {
    DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

fn two_digits(octets: &[u8]) -> Option<i8> {
    match octets {
        &[tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            i8::try_from((tens - b'0') * 10 + (ones - b'0')).ok()
        }
        _ => None,
    }
}

fn yy(civil: DateTime) -> i8 {
    i8::try_from(civil.year().rem_euclid(100)).expect("below 100")
}

/// Appends each field, 0 to 99, as two digits.
fn push_pairs<const CAP: usize>(text: &mut ArrayString<CAP>, fields: impl IntoIterator<Item = i8>) {
    for field in fields {
        let field = field.unsigned_abs();
        text.push(char::from(b'0' + field / 10));
        text.push(char::from(b'0' + field % 10));
    }
}
