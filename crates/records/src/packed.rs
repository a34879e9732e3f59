//! A record kept in memory as it lies in the journal: a third of the size of its struct.

use crate::delivery::Received;
use crate::field::Body;
use crate::submission::{Accepted, ForOperator, ForReceipt};
use std::marker::PhantomData;

/// The octets of a record of this type.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed<T> {
    octets: Box<[u8]>,
    of: PhantomData<T>,
}

/// Why packed octets can be read.
const PACKED: &str = "written by `of`, which is the only way here";

/// How the octets of a type are made and read.
macro_rules! packed {
    ($($type:ty)*) => {$(
        impl Packed<$type> {
            /// The octets of this record.
            pub fn of(record: &$type) -> Self {
                // Most texts are of one part: this saves growing in steps.
                let mut octets = Vec::with_capacity(512);
                record.put_body(&mut octets);
                Packed { octets: octets.as_slice().into(), of: PhantomData }
            }

            /// The record.
            pub fn unpack(&self) -> $type {
                <$type>::read_body(&self.octets).expect(PACKED)
            }
        }
    )*};
}

packed! { Accepted Received }

impl Packed<Accepted> {
    /// What of it goes to an operator.
    pub fn for_operator(&self) -> ForOperator {
        ForOperator::read_body(&self.octets).expect(PACKED)
    }

    /// What of it a receipt tells.
    pub fn for_receipt(&self) -> ForReceipt {
        ForReceipt::read_body(&self.octets).expect(PACKED)
    }
}

impl<T> Packed<T> {
    pub(crate) fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// How many octets it has.
    pub fn size(&self) -> usize {
        self.octets.len()
    }
}

impl<T> std::fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Packed({} octets)", self.octets.len())
    }
}
