//! What the errors say.

use message::text::gsm::MissingLetter;
use message::text::packing::TooShort;
use message::text::split::SplitError;
use message::text::udh::{BadHeader, HeaderFull};
use std::error::Error;

#[test]
fn errors_say_what_is_wrong() {
    let errors: [(&dyn Error, &str); 10] = [
        (&MissingLetter { at: 4, letter: 'ç' }, "the alphabet has no 'ç' (at octet 4 of the text)"),
        (
            &MissingLetter { at: 0, letter: '\t' },
            "the alphabet has no '\\t' (at octet 0 of the text)",
        ),
        (&TooShort { held: 8 }, "the octets hold no more than 8 septets"),
        (&HeaderFull, "the header has no room for another element"),
        (&BadHeader::Missing, "the header is missing"),
        (&BadHeader::HeaderOverrun { length: 5, held: 4 }, "the header says 5 octets follow, 4 do"),
        (
            &BadHeader::ElementOverrun { identifier: 0x0A, length: 3, held: 2 },
            "element 0A says 3 octets follow, 2 do",
        ),
        (&BadHeader::ElementWithoutLength { identifier: 0x24 }, "element 24 has no length"),
        (
            &SplitError::TooManyParts { needed: 4, allowed: 3 },
            "the message takes 4 parts, 3 are allowed",
        ),
        (&SplitError::NoRoom, "the header leaves no room for the content"),
    ];
    for (error, wanted) in errors {
        assert_eq!(error.to_string(), wanted);
    }
    assert_eq!(
        SplitError::ReservedElement { identifier: 0 }.to_string(),
        "element 00 is not to be given: the splitter writes it"
    );
}
