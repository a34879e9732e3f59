//! Addresses as people write them.

/// Type of number, numbering plan and digits.
pub(crate) type Written = (u8, u8, String);

/// Reads one (SMPP 3.4 s5.2.5, s5.2.6): `+44...` is international, other digits are what the message
/// centre thinks they are, all else is a name.
pub(crate) fn read(written: &str) -> Result<Written, String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    match written.strip_prefix('+') {
        Some(digits) if is_number(digits) => Ok((1, 1, digits.to_owned())),
        Some(_) => Err(format!("{written:?} is no number: + and digits were expected")),
        None if is_number(written) => Ok((0, 1, written.to_owned())),
        None if written.is_ascii() && (1..=11).contains(&written.len()) => {
            Ok((5, 0, written.to_owned()))
        }
        None => Err(format!("{written:?} is neither a number nor a name of up to 11 letters")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_its_type() {
        assert_eq!(read("+447700900001"), Ok((1, 1, "447700900001".to_owned())));
        assert_eq!(read("777"), Ok((0, 1, "777".to_owned())));
        assert_eq!(read("Demo"), Ok((5, 0, "Demo".to_owned())));
        assert!(read("+44 7700").is_err());
        assert!(read("much too long a name").is_err());
    }
}
