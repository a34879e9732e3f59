//! The life of a part, and the state of a message that follows from its parts.
//!
//! A [`Part`] is one SMS on its way to one phone. It moves through the five [`PartState`]s by the
//! one transition function, [`PartState::next`], and keeps every attempt that an operator may
//! still speak of. Three rules hold all along:
//!
//! - The first final outcome wins; what comes later is an event and changes nothing.
//! - A part is delivered when any attempt is. It has failed when no attempt may deliver it any
//!   more, so an attempt in doubt keeps it open, even while a copy is sent.
//! - What is no operator's answer to this part burns no attempt: a link that is down, a request to
//!   slow down, a request that never left.
//!
//! The caller puts a part into its lane on [`Follows::Back`], and takes it out whenever the part
//! leaves [`PartState::Waiting`] by another event than being sent.

mod outcome;
mod transition;
mod tally;
mod attempt;
mod part;
mod message;
mod words;

pub use attempt::{Attempt, AttemptState};
pub use message::{Standing, standing, whole};
pub use outcome::Outcome;
pub use part::{COPIES_MAX, Part, PartTimes, Report};
pub use tally::Terms;
pub use transition::{Follows, Illegal, Others, PartEvent, PartState, Retry, Word};
