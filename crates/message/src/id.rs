//! Ids: ours, and what an operator may make of its own.

mod operator;

pub use operator::{IdKey, Likeness, index_key, lookup_keys, recognise};

use crate::time::Timestamp;
use arrayvec::ArrayString;
use std::fmt;
use std::fmt::Write;

/// Which core gave an id. 1 to 8, so that an id is below 2^63 and starts with no zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u8);

/// The id of a message: nineteen decimal digits, the same string on every door.
///
/// | digits | meaning | room |
/// |---|---|---|
/// | 1 | shard | 1 to 8 |
/// | 13 | milliseconds since 1970 | until the year 2286 |
/// | 5 | counter within the millisecond | 100,000, then the next millisecond is borrowed |
///
/// Fixed widths without a leading zero make the order of the strings, of the numbers and of
/// acceptance in one shard the same. Nineteen digits are far below the 64 characters of a
/// `message_id` (SMPP 3.4 s5.2.23), and as a number the id is below 2^63, so customers may
/// keep it in a signed 64-bit column and clients that read ids with `strtoll` read it whole.
/// Digits only, because a client that reads `data_coding` 0 as GSM 7-bit turns `_` into `§`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(u64);

/// The alias of a message id for a session that speaks SMPP 3.3: up to eight hexadecimal digits
/// (SMPP 3.3 `message_id`, C-Octet String (Hex) of at most 9 octets).
///
/// 32 bits wrap after 49.7 days at 1,000 messages a second: the table of aliases must outlive
/// receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortId(pub u32);

const COUNTERS: u64 = 100_000;
const MILLIS_MAX: u64 = 9_999_999_999_999;
const SHARD_UNIT: u64 = COUNTERS * (MILLIS_MAX + 1);

// === impl Shard ===

impl Shard {
    /// The shard of a gateway with one core.
    pub const FIRST: Shard = Shard(1);

    /// Shard 1 to 8.
    pub const fn new(number: u8) -> Option<Shard> {
        match number {
            1..=8 => Some(Shard(number)),
            _ => None,
        }
    }
}

// === impl MessageId ===

impl MessageId {
    /// How many digits an id has.
    pub const DIGITS: usize = 19;

    /// The id after `last`, the last one given by this shard, at `now`.
    ///
    /// Never goes back, whatever the clock does: while `now` is behind `last`, or the counter
    /// of a millisecond is used up, ids run on from `last` and the clock catches up.
    pub fn next(shard: Shard, now: Timestamp, last: Option<MessageId>) -> MessageId {
        let millis = now.millis().unsigned_abs().min(MILLIS_MAX);
        let by_clock = u64::from(shard.0) * SHARD_UNIT + millis * COUNTERS;
        match last {
            Some(MessageId(last))
                if last >= by_clock && last / SHARD_UNIT == u64::from(shard.0) =>
            {
                MessageId(last + 1)
            }
            Some(_) | None => MessageId(by_clock),
        }
    }

    /// Reads an id in either of its forms: nineteen digits, or the reference's.
    pub fn parse(text: &str) -> Option<MessageId> {
        let (shard, rest) = text.split_at_checked(1)?;
        let rest = rest.strip_prefix('_').unwrap_or(rest);
        if rest.len() != Self::DIGITS - 1 || !rest.bytes().all(|octet| octet.is_ascii_digit()) {
            return None;
        }
        let shard = Shard::new(shard.parse().ok()?)?;
        Some(MessageId(u64::from(shard.0) * SHARD_UNIT + rest.parse::<u64>().ok()?))
    }

    /// The id whose digits spell this number.
    pub fn from_number(number: u64) -> Option<MessageId> {
        let shard = u8::try_from(number / SHARD_UNIT).ok().and_then(Shard::new);
        shard.map(|_| MessageId(number))
    }

    /// The number that the digits spell.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The shard that gave the id.
    pub fn shard(self) -> Shard {
        Shard(u8::try_from(self.0 / SHARD_UNIT).expect("1 to 8 by construction"))
    }

    /// When the id was given, unless the clock was behind by then.
    pub fn given_at(self) -> Timestamp {
        let millis = self.0 % SHARD_UNIT / COUNTERS;
        Timestamp::from_millis(i64::try_from(millis).expect("13 digits"))
    }

    /// The nineteen digits.
    pub fn digits(self) -> ArrayString<{ MessageId::DIGITS }> {
        let mut digits = [0; MessageId::DIGITS];
        let mut rest = self.0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        ArrayString::from_byte_string(&digits).expect("digits are ASCII")
    }

    /// The form of the reference, `1_14839433040000`: an underscore after the shard. An account
    /// option; receipts with it need `data_coding` 3 (see [`crate::receipt::Report`]).
    pub fn reference_form(self) -> ArrayString<20> {
        let mut text = ArrayString::new();
        write!(text, "{}_{:018}", self.0 / SHARD_UNIT, self.0 % SHARD_UNIT).expect("1 + 1 + 18");
        text
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

// === impl ShortId ===

impl ShortId {
    /// Reads one to eight hexadecimal digits of either case; leading spaces are allowed, as
    /// SMPP 3.3 allows them.
    pub fn parse(text: &str) -> Option<ShortId> {
        let digits = text.trim_start_matches(' ');
        // from_str_radix would take a sign.
        if digits.len() > 8 || !digits.bytes().all(|octet| octet.is_ascii_hexdigit()) {
            return None;
        }
        u32::from_str_radix(digits, 16).ok().map(ShortId)
    }
}

impl fmt::Display for ShortId {
    /// Always eight digits: `0000BEEF`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08X}", self.0)
    }
}
