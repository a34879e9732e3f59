//! Messages from phones.

use super::post::{Letter, Says};
use super::{Brain, Due, STEP_MIN};
use crate::ledger::What;
use crate::party::Party;
use crate::phone::{PhoneError, Presence, Written, write};
use crate::profile::{Joint, Way};
use message::address::Ton;
use message::text::split::SplitError;
use std::time::Duration;

/// Why a phone could not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendError {
    /// That is no phone's number, or there is no room for another phone.
    Phone(PhoneError),
    /// The phone is off, or may not take part.
    Off,
    /// It has received nothing that it could reply to.
    NothingReceived,
    /// What it has received last came from a name, and nobody can reply to that.
    FromName,
    /// The operator holds as much as it can.
    Full,
    /// The text has too many parts.
    Text(SplitError),
}

/// Three sentences, in the default alphabet, with its extension, and in UCS2.
const SENTENCES: [&str; 3] = [
    "The whimbrel flies thousands of kilometres without a stop. ",
    "Der Regenbrachvogel [Numenius phaeopus] fliegt weit: 4.000 km & mehr, €0. ",
    "Ο σιγλίγουρος πετά ως την Αφρική 🐦 中杓鹬. ",
];
const SENTENCES_MAX: u64 = 8;

impl Brain {
    /// A phone writes to `to`.
    ///
    /// # Errors
    /// Nothing is sent, for this reason.
    pub fn phone_writes(
        &mut self,
        now: Duration,
        from: &str,
        to: &Party,
        text: &str,
    ) -> Result<(), SendError> {
        let number = Party::new(from).number().ok_or(SendError::Phone(PhoneError::NoNumber))?;
        match self.phones.presence(&number) {
            Presence::On | Presence::Full => {}
            Presence::Off | Presence::Barred | Presence::Unknown => return Err(SendError::Off),
        }
        let mut parts = self.parts(&number, text)?;
        let inbound = &self.profile.inbound;
        if self.held() + parts.len() > self.profile.bounds.held_max {
            return Err(SendError::Full);
        }
        if parts.len() > 1 && self.chance.happens(inbound.shuffled) {
            self.chance.shuffle(&mut parts);
        }
        let from = Party::new(&number);
        let entry = self.ledger.written(now, &from, to, text);
        let ticket = self.chance.happens(inbound.tickets).then_some(entry);
        for written in parts {
            let page = self.ledger.post_part(entry, What::Part(written.sequence));
            let (from, to) = (from.clone(), to.clone());
            let says = Says::Part { from, to, written, ticket };
            self.post.put(Letter { says, page, home: None, way: Way::Same, sends: 0 });
        }
        Ok(())
    }

    /// A phone replies to the message that it has received last.
    ///
    /// # Errors
    /// As [`Brain::phone_writes`], and if there is nothing to reply to.
    pub fn phone_replies(
        &mut self,
        now: Duration,
        phone: &str,
        text: &str,
    ) -> Result<(), SendError> {
        let last = self.phones.phone(phone).and_then(|phone| phone.inbox().next_back());
        let to = last.ok_or(SendError::NothingReceived)?.from.clone();
        if Ton(to.ton) == Ton::ALPHANUMERIC {
            return Err(SendError::FromName);
        }
        self.phone_writes(now, phone, &to, text)
    }

    fn parts(&mut self, number: &str, text: &str) -> Result<Vec<Written>, SendError> {
        let joint = self.profile.inbound.joint.draw(&mut self.chance);
        // A peer of 3.3 has no TLVs to carry a part's number or a long text.
        let joint = if self.post.serves_33() { Joint::Udh8 } else { joint };
        let reference = self.phones.next_reference(number);
        write(text, joint, reference, self.phones.default_alphabet()).map_err(SendError::Text)
    }

    // --- by chance

    pub(super) fn plan_writing(&mut self, now: Duration) {
        if let Some(every) = self.profile.inbound.every {
            let wait = every.draw(&mut self.chance).max(STEP_MIN);
            self.agenda.enter(now.saturating_add(wait), Due::Write);
        }
    }

    pub(super) fn write_something(&mut self, now: Duration) {
        let inbound = &self.profile.inbound;
        let is_long = self.chance.happens(inbound.long);
        let times = if is_long { 4 + self.chance.below(SENTENCES_MAX) } else { 1 };
        let from = self.chance.pick(&inbound.from).cloned();
        let to = self.chance.pick(&inbound.to).map(|to| Party::new(to));
        let sentence = self.chance.pick(&SENTENCES).copied().unwrap_or_default();
        if let (Some(from), Some(to)) = (from, to) {
            let number = self.ledger.counts().from_phones + 1;
            let text = format!("{number}: {}", sentence.repeat(times as usize).trim_end());
            // A phone that is off, or an operator that is full: then nothing is written.
            let _ = self.phone_writes(now, &from, &to, &text);
        }
        self.plan_writing(now);
    }
}

impl std::fmt::Display for SendError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SendError::Phone(error) => write!(f, "{error}"),
            SendError::Off => f.write_str("the phone is off, barred or unknown"),
            SendError::NothingReceived => f.write_str("the phone has received nothing"),
            SendError::FromName => f.write_str("the last message came from a name"),
            SendError::Full => f.write_str("the operator holds as much as it can"),
            SendError::Text(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for SendError {}
