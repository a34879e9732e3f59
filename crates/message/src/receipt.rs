//! Receipts: the one we send to an account, and whatever an operator sends to us.

mod kind;
mod read;
mod reading;
mod verdict;
mod write;

pub use kind::Kind;
pub use read::{Date, Receipt, Stat, read};
pub use reading::{NetworkError, Reading, StateFrom};
pub use verdict::{Delivery, Verdict};
pub use write::{ErrStyle, Form, Report, Style, Tlvs};
