//! Faults before it is known whose PDU they are in.

use crate::error::Kind;
use crate::field::Field;

/// A field that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: Field,
    /// Where it begins, in octets from the start of the PDU.
    pub(crate) offset: u32,
    pub(crate) kind: Kind,
}

/// Fields that do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Misfit<'a> {
    pub(crate) field: Field,
    pub(crate) kind: Kind,
    /// The value of the field; `None` if it is not there.
    pub(crate) at: Option<&'a [u8]>,
}
