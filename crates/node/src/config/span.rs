//! A length of time as people write it.

use serde::{Deserialize, Deserializer, de};
use std::time::Duration;

/// `500ms`, `30s`, `5m`, `2h` or `7d`; at least 1 ms, at most 30 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span(pub(super) Duration);

/// Units by what they are called, in milliseconds.
const UNITS: [(&str, u64); 5] =
    [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

const MILLIS_MAX: u64 = 30 * 86_400_000;

impl Span {
    fn parse(text: &str) -> Option<Span> {
        let digits = text.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        let unit = &text[digits.len()..];
        let (_, millis) = UNITS.iter().find(|(name, _)| *name == unit)?;
        let millis = digits.trim_end().parse::<u64>().ok()?.checked_mul(*millis)?;
        (1..=MILLIS_MAX).contains(&millis).then(|| Span(Duration::from_millis(millis)))
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
        let text = String::deserialize(from)?;
        Span::parse(&text).ok_or_else(|| {
            let expected = "500ms, 30s, 5m, 2h or 7d, up to 30 days";
            de::Error::custom(format!("{text:?} is no length of time such as {expected}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        for (text, millis) in [
            ("1ms", Some(1)),
            ("30s", Some(30_000)),
            ("5 m", Some(300_000)),
            ("2h", Some(7_200_000)),
            ("30d", Some(2_592_000_000)),
            ("31d", None),
            ("0s", None),
            ("30", None),
            ("s", None),
            ("", None),
            ("-1s", None),
            ("1.5s", None),
            ("5M", None),
            ("99999999999999999999s", None),
            ("9999999999999999999d", None),
        ] {
            let span = millis.map(|millis| Span(Duration::from_millis(millis)));
            assert_eq!(Span::parse(text), span, "{text:?}");
        }
    }
}
