//! Money: integers in micro-units with their currency. No float anywhere.

use arrayvec::ArrayString;
use std::fmt;
use std::fmt::Write;

/// Micro-units in one unit of a currency.
const MICROS: u64 = 1_000_000;
const FRACTION_DIGITS: usize = 6;

/// Three capital letters, as ISO 4217 has them. Whether the code is assigned is not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// An amount in millionths of its currency; may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount in micro-units.
    pub micros: i64,
    /// The currency.
    pub currency: Currency,
}

/// Why an amount cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// A currency is three capital letters.
    BadCurrency,
    /// An amount is digits, with a point and up to six digits after it if need be.
    BadAmount,
    /// Beyond about nine million million units.
    Overflow,
    /// Two currencies do not add up.
    Currencies(Currency, Currency),
}

// === impl Currency ===

impl Currency {
    /// `EUR` and its like.
    pub fn parse(text: &str) -> Result<Currency, MoneyError> {
        match text.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Currency([a, b, c])),
            _ => Err(MoneyError::BadCurrency),
        }
    }

    /// The three letters, as octets.
    pub fn octets(&self) -> &[u8; 3] {
        &self.0
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("capital letters by construction")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

// === impl Money ===

impl Money {
    /// No money, of a currency.
    pub const fn zero(currency: Currency) -> Money {
        Money { micros: 0, currency }
    }

    /// An amount of `currency` from decimal text: `0.0075`, `12`, `-3.5`. No sign but `-`, no
    /// exponent, no grouping, no bare point, at most six digits after it: an amount that we
    /// could only round is refused.
    pub fn parse(amount: &str, currency: Currency) -> Result<Money, MoneyError> {
        let (negative, digits) = match amount.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, amount),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(MoneyError::BadAmount),
            Some(halves) => halves,
            None => (digits, ""),
        };
        if whole.is_empty() || fraction.len() > FRACTION_DIGITS {
            return Err(MoneyError::BadAmount);
        }
        let padding = "000000".bytes().take(FRACTION_DIGITS - fraction.len());
        let magnitude = decimal(whole.bytes().chain(fraction.bytes()).chain(padding))?;
        let micros = if negative { -magnitude } else { magnitude };
        Ok(Money { micros: i64::try_from(micros).map_err(|_| MoneyError::Overflow)?, currency })
    }

    /// The sum.
    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference.
    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    /// So many times the amount: a price per part, for all parts.
    pub fn checked_mul(self, count: u32) -> Result<Money, MoneyError> {
        let micros = self.micros.checked_mul(i64::from(count)).ok_or(MoneyError::Overflow)?;
        Ok(Money { micros, ..self })
    }

    /// The amount without its currency: a point, at least four digits after it (prices of
    /// messages are quoted so) and up to six where they say more. `0.0100`, `-3.5000`,
    /// `0.012345`.
    pub fn amount(&self) -> ArrayString<24> {
        let magnitude = self.micros.unsigned_abs();
        let sign = if self.micros < 0 { "-" } else { "" };
        let (whole, fraction) = (magnitude / MICROS, magnitude % MICROS);
        let (fraction, width) = match fraction {
            f if f % 100 == 0 => (f / 100, 4),
            f if f % 10 == 0 => (f / 10, 5),
            f => (f, 6),
        };
        let mut text = ArrayString::new();
        write!(text, "{sign}{whole}.{fraction:0width$}").expect("sign, 13 digits, point, 6 digits");
        text
    }

    fn combine(self, other: Money, f: fn(i64, i64) -> Option<i64>) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currencies(self.currency, other.currency));
        }
        let micros = f(self.micros, other.micros).ok_or(MoneyError::Overflow)?;
        Ok(Money { micros, ..self })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}

fn decimal(digits: impl Iterator<Item = u8>) -> Result<i128, MoneyError> {
    let mut value: i128 = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return Err(MoneyError::BadAmount);
        }
        // Stops growing far above any amount, so that text of any length is safe to read.
        value = value.saturating_mul(10).saturating_add(i128::from(digit - b'0'));
    }
    Ok(value)
}

// === impl MoneyError ===

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MoneyError::BadCurrency => f.write_str("a currency is three capital letters"),
            MoneyError::BadAmount => {
                f.write_str("an amount is digits, with at most six after a point")
            }
            MoneyError::Overflow => f.write_str("the amount is too large"),
            MoneyError::Currencies(one, other) => write!(f, "{one} and {other} do not add up"),
        }
    }
}

impl std::error::Error for MoneyError {}
