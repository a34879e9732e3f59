//! How values become fields and fields values.

use crate::wire::{BadRecord, Value, put_number, put_octets, put_slice, take_field};
use smallvec::SmallVec;
use smol_str::SmolStr;

/// A value that is one field.
pub(crate) trait Scalar: Sized {
    /// Appends the field.
    fn put(&self, tag: u32, out: &mut Vec<u8>);
    /// Reads the value.
    fn read(value: Value<'_>) -> Result<Self, BadRecord>;
}

/// A field of a record: one value, perhaps one, or any number of them.
pub(crate) trait Field: Sized {
    /// What was read of it so far.
    type Slot: Default;
    /// Appends it; nothing if it is absent.
    fn put(&self, tag: u32, out: &mut Vec<u8>);
    /// Takes a value that stands under its tag. Of a single value the last counts.
    fn take(slot: &mut Self::Slot, value: Value<'_>) -> Result<(), BadRecord>;
    /// The field, when the record has ended.
    fn finish(slot: Self::Slot, tag: u32) -> Result<Self, BadRecord>;
}

impl<T: Scalar> Field for T {
    type Slot = Option<T>;

    #[inline]
    fn put(&self, tag: u32, out: &mut Vec<u8>) {
        Scalar::put(self, tag, out);
    }

    fn take(slot: &mut Option<T>, value: Value<'_>) -> Result<(), BadRecord> {
        *slot = Some(T::read(value)?);
        Ok(())
    }

    fn finish(slot: Option<T>, tag: u32) -> Result<T, BadRecord> {
        slot.ok_or(BadRecord::Missing(tag))
    }
}

impl<T: Scalar> Field for Option<T> {
    type Slot = Option<T>;

    #[inline]
    fn put(&self, tag: u32, out: &mut Vec<u8>) {
        if let Some(value) = self {
            Scalar::put(value, tag, out);
        }
    }

    fn take(slot: &mut Option<T>, value: Value<'_>) -> Result<(), BadRecord> {
        *slot = Some(T::read(value)?);
        Ok(())
    }

    fn finish(slot: Option<T>, _tag: u32) -> Result<Option<T>, BadRecord> {
        Ok(slot)
    }
}

impl<T: Scalar> Field for Vec<T> {
    type Slot = Vec<T>;

    #[inline]
    fn put(&self, tag: u32, out: &mut Vec<u8>) {
        for value in self {
            Scalar::put(value, tag, out);
        }
    }

    fn take(slot: &mut Vec<T>, value: Value<'_>) -> Result<(), BadRecord> {
        slot.push(T::read(value)?);
        Ok(())
    }

    fn finish(slot: Vec<T>, _tag: u32) -> Result<Vec<T>, BadRecord> {
        Ok(slot)
    }
}

impl<T: Scalar, const N: usize> Field for SmallVec<[T; N]> {
    type Slot = SmallVec<[T; N]>;

    #[inline]
    fn put(&self, tag: u32, out: &mut Vec<u8>) {
        for value in self {
            Scalar::put(value, tag, out);
        }
    }

    fn take(slot: &mut Self::Slot, value: Value<'_>) -> Result<(), BadRecord> {
        slot.push(T::read(value)?);
        Ok(())
    }

    fn finish(slot: Self::Slot, _tag: u32) -> Result<Self, BadRecord> {
        Ok(slot)
    }
}

/// Any octets. Up to 24 stand in the value itself: most operators' ids have no more.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Octets(SmallVec<[u8; 24]>);

impl Clone for Octets {
    fn clone(&self) -> Octets {
        Octets(SmallVec::from_slice(&self.0))
    }
}

impl std::ops::Deref for Octets {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for Octets {
    fn from(octets: &[u8]) -> Octets {
        Octets(SmallVec::from_slice(octets))
    }
}

impl From<Vec<u8>> for Octets {
    fn from(octets: Vec<u8>) -> Octets {
        Octets(SmallVec::from_vec(octets))
    }
}

impl Scalar for Octets {
    #[inline]
    fn put(&self, tag: u32, out: &mut Vec<u8>) {
        put_slice(tag, &self.0, out);
    }

    fn read(value: Value<'_>) -> Result<Octets, BadRecord> {
        octets(value).map(Octets::from)
    }
}

macro_rules! texts {
    ($($text:ty)*) => {$(
        impl Scalar for $text {
            #[inline]
            fn put(&self, tag: u32, out: &mut Vec<u8>) {
                put_slice(tag, self.as_bytes(), out);
            }

            fn read(value: Value<'_>) -> Result<$text, BadRecord> {
                let text = std::str::from_utf8(octets(value)?).map_err(|_| BadRecord::Value)?;
                Ok(text.into())
            }
        }
    )*};
}

// Of the first up to 23 octets stand in the value itself.
texts! { SmolStr Box<str> }

impl Scalar for bool {
    #[inline]
    fn put(&self, tag: u32, out: &mut Vec<u8>) {
        put_number(tag, u64::from(*self), out);
    }

    fn read(value: Value<'_>) -> Result<bool, BadRecord> {
        match number(value)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(BadRecord::Value),
        }
    }
}

macro_rules! unsigned {
    ($($int:ty)*) => {$(
        impl Scalar for $int {
            #[inline]
            fn put(&self, tag: u32, out: &mut Vec<u8>) {
                put_number(tag, u64::from(*self), out);
            }

            fn read(value: Value<'_>) -> Result<$int, BadRecord> {
                <$int>::try_from(number(value)?).map_err(|_| BadRecord::Number)
            }
        }
    )*};
}

unsigned! { u8 u16 u32 u64 }

/// Small numbers of either sign are short: sint64 of the encoding.
impl Scalar for i64 {
    #[inline]
    fn put(&self, tag: u32, out: &mut Vec<u8>) {
        put_number(tag, (self << 1 ^ self >> 63) as u64, out);
    }

    fn read(value: Value<'_>) -> Result<i64, BadRecord> {
        let number = number(value)?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }
}

pub(crate) fn number(value: Value<'_>) -> Result<u64, BadRecord> {
    match value {
        Value::Number(number) => Ok(number),
        Value::Octets(_) => Err(BadRecord::WireType),
    }
}

pub(crate) fn octets(value: Value<'_>) -> Result<&[u8], BadRecord> {
    match value {
        Value::Octets(octets) => Ok(octets),
        Value::Number(_) => Err(BadRecord::WireType),
    }
}

/// A record, or a part of one: a list of fields.
pub(crate) trait Body: Sized {
    /// Appends the fields.
    fn put_body(&self, out: &mut Vec<u8>);
    /// Reads the fields up to the end.
    fn read_body(octets: &[u8]) -> Result<Self, BadRecord>;
}

impl<T: Body> Scalar for T {
    #[inline]
    fn put(&self, tag: u32, out: &mut Vec<u8>) {
        put_octets(tag, out, |out| self.put_body(out));
    }

    fn read(value: Value<'_>) -> Result<T, BadRecord> {
        T::read_body(octets(value)?)
    }
}

/// Hands each field to `take`.
pub(crate) fn each_field(
    mut octets: &[u8],
    mut take: impl FnMut(u32, Value<'_>) -> Result<(), BadRecord>,
) -> Result<(), BadRecord> {
    while !octets.is_empty() {
        let (tag, value) = take_field(&mut octets)?;
        take(tag, value)?;
    }
    Ok(())
}

/// Makes a list of fields a struct with its writer and its reader. Tags are for ever: a field that goes leaves its
/// tag unused, and a new one is an `Option` or a `Vec`, which older records read as absent. Fields of newer
/// releases are passed over.
macro_rules! body {
    ($(#[$doc:meta])* $name:ident { $($tag:literal $field:ident: $type:ty, $field_doc:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = $field_doc] pub $field: $type,)*
        }

        impl $crate::field::Body for $name {
            fn put_body(&self, out: &mut Vec<u8>) {
                $($crate::field::Field::put(&self.$field, $tag, out);)*
            }

            fn read_body(octets: &[u8]) -> Result<Self, $crate::wire::BadRecord> {
                #[derive(Default)]
                struct Slots {
                    $($field: <$type as $crate::field::Field>::Slot,)*
                }
                let mut slots = Slots::default();
                $crate::field::each_field(octets, |tag, value| match tag {
                    $($tag => <$type as $crate::field::Field>::take(&mut slots.$field, value),)*
                    _ => Ok(()),
                })?;
                Ok($name {
                    $($field: <$type as $crate::field::Field>::finish(slots.$field, $tag)?,)*
                })
            }
        }
    };
}

/// Makes a closed list of words an enum that travels as a number. Numbers are for ever.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($number:literal $word:ident, $word_doc:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $word_doc] $word = $number,)*
        }

        impl $crate::field::Scalar for $name {
            #[inline]
            fn put(&self, tag: u32, out: &mut Vec<u8>) {
                $crate::wire::put_number(tag, *self as u64, out);
            }

            fn read(value: $crate::wire::Value<'_>) -> Result<Self, $crate::wire::BadRecord> {
                match $crate::field::number(value)? {
                    $($number => Ok($name::$word),)*
                    _ => Err($crate::wire::BadRecord::Value),
                }
            }
        }
    };
}

pub(crate) use {body, words};
