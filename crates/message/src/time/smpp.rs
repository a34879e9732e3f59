//! Absolute and relative times of SMPP (3.4 s7.1.1): sixteen characters `YYMMDDhhmmsstnnp`.

use super::{Timestamp, civil, from_utc, push_pairs, two_digits, yy};
use arrayvec::ArrayString;
use jiff::Span;
use std::fmt;

/// A `schedule_delivery_time` or `validity_period` that was not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmppTime {
    /// Ends in `+` or `-`: a moment.
    Absolute(Timestamp),
    /// Ends in `R`: an amount of time from now. SMPP 3.4 and later only.
    Relative(Relative),
}

/// An amount of time: years, months, days, hours, minutes, seconds, each as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relative([i8; 6]);

/// Why a time field is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeError {
    /// A time has sixteen characters; this is how many came.
    Length(usize),
    /// One of the first fifteen characters is no digit.
    NotDigits,
    /// The last character is none of `+`, `-` and `R`.
    Direction(u8),
    /// The calendar has no such day or time, or the amount is out of its range.
    OutOfRange,
    /// More than 48 quarter hours from UTC.
    Offset(u8),
}

const MILLIS_PER_TENTH: i64 = 100;
const MILLIS_PER_QUARTER_HOUR: i64 = 15 * 60 * 1000;
const QUARTER_HOURS_MAX: i8 = 48;

// === impl SmppTime ===

impl SmppTime {
    /// Reads the sixteen characters, without their NUL. An empty field is no time: do not ask.
    pub fn parse(octets: &[u8]) -> Result<SmppTime, TimeError> {
        let Ok(digits) = <&[u8; 16]>::try_from(octets) else {
            return Err(TimeError::Length(octets.len()));
        };
        let (digits, direction) = (&digits[..15], digits[15]);
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(TimeError::NotDigits);
        }
        let pair = |at: usize| two_digits(&digits[at..at + 2]).ok_or(TimeError::NotDigits);
        let fields = [pair(0)?, pair(2)?, pair(4)?, pair(6)?, pair(8)?, pair(10)?];
        let tenths = i64::from(digits[12] - b'0');
        match direction {
            b'+' => absolute(fields, tenths, pair(13)?, 1),
            b'-' => absolute(fields, tenths, pair(13)?, -1),
            // t and nn mean nothing here and must be ignored.
            b'R' => relative(fields),
            other => Err(TimeError::Direction(other)),
        }
    }

    /// The moment meant, for a reader whose clock shows `now`.
    pub fn at(self, now: Timestamp) -> Timestamp {
        match self {
            SmppTime::Absolute(at) => at,
            SmppTime::Relative(amount) => amount.after(now),
        }
    }
}

fn absolute(
    [year, fields @ ..]: [i8; 6],
    tenths: i64,
    quarters: i8,
    ahead: i64,
) -> Result<SmppTime, TimeError> {
    if quarters > QUARTER_HOURS_MAX {
        return Err(TimeError::Offset(quarters.unsigned_abs()));
    }
    let local = civil(2000 + i16::from(year), fields).ok_or(TimeError::OutOfRange)?;
    let offset = ahead * i64::from(quarters) * MILLIS_PER_QUARTER_HOUR;
    let millis = from_utc(local).millis() + tenths * MILLIS_PER_TENTH - offset;
    Ok(SmppTime::Absolute(Timestamp::from_millis(millis)))
}

fn relative(fields: [i8; 6]) -> Result<SmppTime, TimeError> {
    let [_, months, days, hours, minutes, seconds] = fields;
    if months > 12 || days > 31 || hours > 23 || minutes > 59 || seconds > 59 {
        return Err(TimeError::OutOfRange);
    }
    Ok(SmppTime::Relative(Relative(fields)))
}

impl fmt::Display for SmppTime {
    /// The sixteen characters; absolute times in UTC, with the offset said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SmppTime::Absolute(at) => f.write_str(&at.smpp()),
            SmppTime::Relative(amount) => f.write_str(&amount.smpp()),
        }
    }
}

impl Timestamp {
    /// The absolute time of SMPP in UTC: `YYMMDDhhmmsst00+`.
    pub fn smpp(self) -> ArrayString<16> {
        let at = self.utc();
        let mut text = ArrayString::new();
        let pairs = [yy(at), at.month(), at.day(), at.hour(), at.minute(), at.second()];
        push_pairs(&mut text, pairs);
        let tenths = at.millisecond().unsigned_abs() / 100;
        text.push(char::from(b'0' + u8::try_from(tenths).expect("a second has ten tenths")));
        text.push_str("00+");
        text
    }
}

// === impl Relative ===

impl Relative {
    /// An amount in days and less; `None` from 32 days on, which this form has no room for
    /// without the calendar.
    pub fn from_seconds(seconds: u32) -> Option<Relative> {
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        if days > 31 {
            return None;
        }
        let field = |value: u32| i8::try_from(value).expect("below 60");
        Some(Relative([
            0,
            0,
            field(days),
            field(hours % 24),
            field(minutes % 60),
            field(seconds % 60),
        ]))
    }

    /// The moment that lies this amount after `now`: years and months by the calendar, held at
    /// the end of a shorter month, the rest as a duration.
    pub fn after(self, now: Timestamp) -> Timestamp {
        let [years, months, days, hours, minutes, seconds] = self.0;
        let by_calendar = Span::new().years(years).months(months);
        let duration = Span::new().days(days).hours(hours).minutes(minutes).seconds(seconds);
        let then = now.utc().checked_add(by_calendar).and_then(|day| day.checked_add(duration));
        then.map_or(Timestamp::MAX, from_utc)
    }

    /// The relative time of SMPP: `YYMMDDhhmmss000R`.
    pub fn smpp(self) -> ArrayString<16> {
        let mut text = ArrayString::new();
        push_pairs(&mut text, self.0);
        text.push_str("000R");
        text
    }
}

// === impl TimeError ===

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeError::Length(length) => write!(f, "a time has 16 characters, not {length}"),
            TimeError::NotDigits => f.write_str("a time begins with 15 digits"),
            TimeError::Direction(octet) => {
                write!(f, "a time ends in +, - or R, not {}", octet.escape_ascii())
            }
            TimeError::OutOfRange => f.write_str("the calendar has no such time"),
            TimeError::Offset(quarters) => {
                write!(f, "{quarters} quarter hours from UTC; at most {QUARTER_HOURS_MAX} exist")
            }
        }
    }
}

impl std::error::Error for TimeError {}
