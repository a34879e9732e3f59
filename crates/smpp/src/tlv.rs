//! The optional part of a PDU: tagged values in any order (SMPP 3.4 s5.3, SMPP 5.0 s4.8).

use crate::error::Kind;
use crate::fault::Fault;
use crate::field::Field;
use crate::reader::Reader;
use crate::tag::Tag;

/// The TLVs of a PDU, already known to be well formed: tag and length of each fit. Values keep the octets that
/// came, those of unknown tags too.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Tlvs<'a>(&'a [u8]);

impl<'a> Tlvs<'a> {
    /// All octets.
    pub fn octets(self) -> &'a [u8] {
        self.0
    }

    /// Are there none?
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Each in the order of the wire, those of an impossible length too.
    pub fn iter(self) -> impl Iterator<Item = (Tag, &'a [u8])> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let (tag, value, behind) = split_first(rest)?;
            rest = behind;
            Some((tag, value))
        })
    }

    /// Each that may be sent on: all but those of an impossible length.
    pub(crate) fn sound(self) -> impl Iterator<Item = (Tag, &'a [u8])> {
        self.iter().filter(|(tag, value)| judge(*tag, value.len()).is_none())
    }

    /// The value of the first TLV with this tag. Those of an impossible length count as absent.
    pub fn find(self, tag: Tag) -> Option<&'a [u8]> {
        let good =
            |(found, value): &(Tag, &[u8])| *found == tag && judge(tag, value.len()).is_none();
        self.iter().find(good).map(|(_, value)| value)
    }

    /// A value of characters, without the terminator that it may or may not have.
    pub fn text(self, tag: Tag) -> Option<&'a [u8]> {
        self.find(tag).map(|value| value.strip_suffix(&[0]).unwrap_or(value))
    }

    /// An integer of up to four octets, big-endian.
    pub fn integer(self, tag: Tag) -> Option<u32> {
        let value = self.find(tag)?;
        (matches!(value.len(), 1..=4))
            .then(|| value.iter().fold(0, |sum, &octet| sum << 8 | u32::from(octet)))
    }

    /// The TLVs in octets that were walked before.
    pub(crate) fn from_checked(octets: &'a [u8]) -> Tlvs<'a> {
        Tlvs(octets)
    }
}

impl std::fmt::Debug for Tlvs<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// The first TLV and what follows it.
#[inline]
fn split_first(octets: &[u8]) -> Option<(Tag, &[u8], &[u8])> {
    let (head, rest) = octets.split_first_chunk::<4>()?;
    let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
    let (value, behind) = rest.split_at_checked(length)?;
    Some((Tag(u16::from_be_bytes([head[0], head[1]])), value, behind))
}

/// What is wrong with a value of so many octets.
#[inline]
fn judge(tag: Tag, octets: usize) -> Option<Kind> {
    let (_, lengths) = tag.rule()?;
    if lengths.allow(octets) {
        return None;
    }
    Some(if octets == 0 { Kind::TlvEmpty } else { Kind::TlvLength })
}

impl<'a> Reader<'a> {
    /// Everything that is left, as TLVs.
    ///
    /// A known TLV without a value is read as absent, as the standard lets a sender write "no value"
    /// (SMPP 3.4 s3.1).
    #[inline]
    pub(crate) fn tlvs(&mut self, _field: Field) -> Result<Tlvs<'a>, Fault> {
        let all = self.rest();
        while !self.rest().is_empty() {
            let Some((tag, value, behind)) = split_first(self.rest()) else {
                let kept = all.len() - self.rest().len();
                self.cut_tail()?;
                return Ok(Tlvs(&all[..kept]));
            };
            if let Some(kind) = judge(tag, value.len()) {
                let allowed = kind == Kind::TlvEmpty || self.quirks().tlv_length;
                self.tolerate(
                    allowed,
                    Fault { field: Field::Tlv(tag), offset: self.offset(), kind },
                )?;
            }
            self.take(self.rest().len() - behind.len());
        }
        Ok(Tlvs(all))
    }

    /// Octets that are not a TLV, up to the end.
    #[cold]
    fn cut_tail(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        let (kind, allowed) = if rest.len() < 4 {
            (Kind::TrailingOctets, self.quirks().trailing_octets)
        } else {
            (Kind::TlvOverrun, self.quirks().tlv_overrun)
        };
        let fault = Fault { field: Field::TlvStream, offset: self.offset(), kind };
        self.tolerate(allowed, fault)?;
        self.take(rest.len());
        Ok(())
    }
}

/// TLVs in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlvBuf(Vec<u8>);

/// A value that a TLV of this tag cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadTlv {
    /// The tag.
    pub tag: Tag,
    /// Octets of the refused value.
    pub length: usize,
}

impl std::fmt::Display for BadTlv {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} cannot have a value of {} octets", self.tag, self.length)
    }
}

impl std::error::Error for BadTlv {}

impl TlvBuf {
    /// No TLVs yet.
    pub fn new() -> TlvBuf {
        TlvBuf::default()
    }

    /// Appends a TLV.
    ///
    /// # Errors
    /// The value is too long for any TLV, or of an impossible length for this tag.
    pub fn push(&mut self, tag: Tag, value: &[u8]) -> Result<(), BadTlv> {
        self.push_terminated(tag, value, &[])
    }

    /// Appends characters with the terminator that the standard wants.
    ///
    /// # Errors
    /// As [`TlvBuf::push`].
    pub fn push_text(&mut self, tag: Tag, value: &[u8]) -> Result<(), BadTlv> {
        self.push_terminated(tag, value, &[0])
    }

    #[inline]
    fn push_terminated(&mut self, tag: Tag, value: &[u8], end: &[u8]) -> Result<(), BadTlv> {
        let octets = value.len() + end.len();
        let bad = BadTlv { tag, length: octets };
        let length = u16::try_from(octets).map_err(|_| bad)?;
        if judge(tag, octets).is_some() {
            return Err(bad);
        }
        let [[tag_high, tag_low], [high, low]] = [tag.0, length].map(u16::to_be_bytes);
        self.0.reserve(4 + octets);
        self.0.extend_from_slice(&[tag_high, tag_low, high, low]);
        self.0.extend_from_slice(value);
        self.0.extend_from_slice(end);
        Ok(())
    }

    /// The TLVs so far.
    pub fn view(&self) -> Tlvs<'_> {
        Tlvs(&self.0)
    }

    /// Forgets all of them and keeps the room.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
