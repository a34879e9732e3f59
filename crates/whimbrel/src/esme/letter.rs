//! What is submitted: a text in as many parts as it takes.

use super::line::Part;
use crate::address;
use message::text::data_coding::Mark;
use message::text::split::{self, Options};
use message::text::udh::{Header, Reference};
use std::num::NonZeroU8;

/// From whom, and to whom.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) receipt: bool,
}

/// Cuts a text. `reference` is what its parts have in common.
pub(super) fn parts(text: &str, way: &Way, reference: u8) -> Result<Vec<Part>, String> {
    let options = Options {
        languages: &[],
        reference: Reference::Eight(reference),
        elements: &Header::new(),
        mark: Mark::None,
        parts_max: NonZeroU8::MAX,
    };
    let split = split::text(text, &options).map_err(|error| error.to_string())?;
    let to = address::read(&way.to)?;
    let from = if way.from.is_empty() { (0, 0, String::new()) } else { address::read(&way.from)? };
    let part = |part: &split::Part| Part {
        from: from.clone(),
        to: to.clone(),
        has_header: !part.header().is_empty(),
        data_coding: split.data_coding,
        receipt: way.receipt,
        octets: part.user_data().to_vec(),
    };
    Ok(split.parts.iter().map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_has_parts_with_headers() {
        let way = Way { from: String::new(), to: "777".to_owned(), receipt: true };
        let one = parts("Hello", &way, 1).unwrap();
        assert_eq!((one.len(), one[0].has_header, &*one[0].octets), (1, false, &b"Hello"[..]));
        let two = parts(&"x".repeat(161), &way, 7).unwrap();
        assert_eq!(two.len(), 2);
        assert_eq!(two[1].octets[..6], [5, 0, 3, 7, 2, 2]);
        assert!(two[1].has_header);
    }
}
