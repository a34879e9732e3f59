//! What tells a duplicate.

use super::Request;
use super::text::UserData;
use gateway::door::Key;
use message::address::Destination;
use records::Octets;
use registry::account::DuplicateKey;
use sha2::{Digest, Sha256};

/// First octet of a key: no Idempotency-Key begins with a control character.
const BY_REFERENCE: u8 = 0x01;
const BY_CONTENT: u8 = 0x02;

/// Octets of a digest that are kept: 128 bits.
const DIGEST: usize = 16;

/// The key of a message; none: it has no reference to go by.
///
/// The parts of a longer text have one reference and destination in common, and are no duplicates of
/// each other: which part it is belongs to the key. Who sends a message again by its reference may
/// give the parts a new one of their own, so that does not.
pub(super) fn of(
    kind: DuplicateKey,
    request: &Request<'_>,
    data: &UserData<'_>,
    reference: Option<u16>,
    destination: &Destination,
) -> Option<Key> {
    let octets = match kind {
        DuplicateKey::Reference => by_reference(reference?, data, destination),
        DuplicateKey::Content => by_content(request, data, destination),
    };
    Some(Key { octets: Octets::from(octets), replay: false })
}

fn by_reference(reference: u16, data: &UserData<'_>, destination: &Destination) -> Vec<u8> {
    let mut key = vec![BY_REFERENCE];
    key.extend_from_slice(&reference.to_be_bytes());
    let [.., total, sequence] = part(data);
    key.extend_from_slice(&[total, sequence]);
    key.extend_from_slice(destination.address().text.as_bytes());
    key
}

/// Fields of which one could run into the next are told apart by their lengths.
fn by_content(request: &Request<'_>, data: &UserData<'_>, destination: &Destination) -> Vec<u8> {
    let mut digest = Sha256::new();
    let source = request.source;
    let destination = destination.address();
    digest.update([source.ton, destination.ton.0, data.data_coding]);
    digest.update(part(data));
    for field in [source.digits, destination.text.as_bytes(), &data.header, data.body] {
        let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
        digest.update(length.to_be_bytes());
        digest.update(field);
    }
    let mut key = vec![BY_CONTENT];
    key.extend(digest.finalize().into_iter().take(DIGEST));
    key
}

/// Reference, total and number of a part; zeros of a whole text.
fn part(data: &UserData<'_>) -> [u8; 4] {
    data.group.as_ref().map_or([0; 4], |group| {
        let [high, low] = group.reference.to_be_bytes();
        [high, low, group.total, group.sequence]
    })
}
