//! Objects by their ids.

use message::id::MessageId;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Objects by id. Ids are given here and count up, so no peer can choose them to collide, and a
/// fixed multiplication spreads them: the same history gives the same table everywhere.
pub(crate) type Table<T> = HashMap<MessageId, T, BuildHasherDefault<IdHasher>>;

/// Spreads one number.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct IdHasher(u64);

/// 2^64 divided by the golden ratio, as Knuth has it (The Art of Computer Programming, 6.4).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, octets: &[u8]) {
        for octet in octets {
            self.write_u64(u64::from(*octet));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = spread(self.0, number);
    }
}

/// Takes another number into a sum. Tables look at the highest and at the lowest bits of one.
pub(crate) fn spread(sum: u64, number: u64) -> u64 {
    let sum = (sum ^ number).wrapping_mul(SPREAD);
    sum ^ sum >> 32
}
