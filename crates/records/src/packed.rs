//! A record kept in memory as it lies in the journal: a third of the size of its struct.

use crate::delivery::Received;
use crate::field::Body;
use crate::submission::Accepted;
use std::marker::PhantomData;

/// The octets of a record of this type.
#[derive(Clone, PartialEq, Eq)]
pub struct Packed<T> {
    octets: Box<[u8]>,
    of: PhantomData<T>,
}

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
                <$type>::read_body(&self.octets).expect("written by `of`, which is the only way here")
            }
        }
    )*};
}

packed! { Accepted Received }

/// Tags of [`Accepted`] that a receipt tells nothing of: network, class, parts, TLVs, tags.
const NOT_FOR_RECEIPTS: [u32; 5] = [10, 11, 24, 28, 34];
/// Tags of [`Accepted`] that go to no operator: the id answered, network, class, the beginning, the
/// key, tags.
const NOT_FOR_OPERATORS: [u32; 6] = [7, 10, 11, 25, 27, 34];

impl Packed<Accepted> {
    /// The record without what no receipt tells of: its parts are not there, for example.
    pub fn unpack_for_receipt(&self) -> Accepted {
        self.unpack_without(&NOT_FOR_RECEIPTS)
    }

    /// The record without what no operator gets.
    pub fn unpack_for_operator(&self) -> Accepted {
        self.unpack_without(&NOT_FOR_OPERATORS)
    }

    fn unpack_without(&self, tags: &[u32]) -> Accepted {
        Accepted::read_fields(&self.octets, |tag| !tags.contains(&tag))
            .expect("written by `of`, and every tag left out is one of a field that may be absent")
    }
}

impl<T> Packed<T> {
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
