//! Addresses and secrets as they travel.

/// Type of number, numbering plan and digits (SMPP 3.4 s5.2.5, s5.2.6). Any value that travels is kept.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Address<'a> {
    /// Type of number.
    pub ton: u8,
    /// Numbering plan indicator.
    pub npi: u8,
    /// Digits or characters, without terminator.
    pub digits: &'a [u8],
}

impl Address<'_> {
    /// Highest type of number that is defined: abbreviated.
    pub const TON_MAX: u8 = 6;
}

impl std::fmt::Debug for Address<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{} {}", self.ton, self.npi, self.digits.escape_ascii())
    }
}

/// A password. Its Debug form does not show it.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Secret<'a>(pub &'a [u8]);

impl std::fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({} octets)", self.0.len())
    }
}
