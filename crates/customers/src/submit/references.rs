//! The references of long texts that the gateway splits.

/// A phone joins parts of the same sender and reference, and has 256 of these (TS 23.040
/// s9.2.3.24.1). So each pair of addresses counts for itself, as far as the places go round: pairs
/// that share one only count faster.
pub(crate) struct References {
    /// Empty until the first long text.
    next: Vec<u8>,
    /// Sessions of one account begin at different numbers.
    first: u8,
}

const PLACES: usize = 256;

impl References {
    pub(crate) fn new(session: u64) -> References {
        References { next: Vec::new(), first: session.to_le_bytes()[0].wrapping_mul(37) }
    }

    /// The next one for this pair of addresses.
    pub(crate) fn next(&mut self, source: &[u8], destination: &[u8]) -> u8 {
        if self.next.is_empty() {
            self.next.resize(PLACES, self.first);
        }
        let place = &mut self.next[place(source, destination)];
        let reference = *place;
        *place = reference.wrapping_add(1);
        reference
    }
}

/// FNV-1a, folded to one octet.
fn place(source: &[u8], destination: &[u8]) -> usize {
    let octets = source.iter().chain(&[0]).chain(destination);
    let hash = octets
        .fold(0x811C_9DC5_u32, |hash, &octet| (hash ^ u32::from(octet)).wrapping_mul(0x0100_0193));
    usize::from(hash.to_be_bytes().iter().fold(0, |folded, octet| folded ^ octet))
}
