//! Names and secrets.

use std::borrow::Borrow;
use std::fmt;

/// The name of an object, unlike those of all others of its kind: 1 to 64 characters, no control
/// characters, no blank at either end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Box<str>);

/// A system_id that a bind can carry: 1 to 15 characters of printable ASCII (SMPP 3.4 s5.2.1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemId(Box<str>);

/// A password, or what one is checked with. It is nowhere shown: no `Display`, and `Debug` hides
/// it.
#[derive(Clone)]
pub struct Secret(Box<str>);

const NAME_MAX: usize = 64;
const SYSTEM_ID_MAX: usize = 15;

// === impl Name ===

impl Name {
    /// `None` if it is empty, too long, or has characters that nobody sees.
    pub fn parse(text: &str) -> Option<Name> {
        let fits = (1..=NAME_MAX).contains(&text.chars().count());
        let is_visible = !text.contains(char::is_control) && text.trim() == text;
        (fits && is_visible).then(|| Name(text.into()))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

// === impl SystemId ===

impl SystemId {
    /// `None` if it is empty, too long, or anything but printable ASCII.
    pub fn parse(text: &str) -> Option<SystemId> {
        let fits = (1..=SYSTEM_ID_MAX).contains(&text.len());
        (fits && is_printable(text)).then(|| SystemId(text.into()))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SystemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for SystemId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Printable ASCII, blanks included.
pub(crate) fn is_printable(text: &str) -> bool {
    text.bytes().all(|octet| octet == b' ' || octet.is_ascii_graphic())
}

// === impl Secret ===

impl Secret {
    /// Hides `text`.
    pub fn new(text: impl Into<Box<str>>) -> Secret {
        Secret(text.into())
    }

    /// The characters, for whoever must send or check them.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}
