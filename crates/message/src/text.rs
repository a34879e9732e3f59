//! The text of a message, between Unicode and the 140 octets of one part.
//!
//! Inside the gateway text is Unicode. It comes in as octets whose meaning [`data_coding`] names
//! and [`alphabet`] reads; it leaves through [`split`], the one place where parts are made.

pub mod alphabet;
pub mod data_coding;
pub mod gsm;
pub mod packing;
pub mod udh;
pub mod capacity;
pub mod split;
pub mod nearest;
