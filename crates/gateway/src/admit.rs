//! Way 1: may it enter?
//!
//! The door has looked at every field. Here stands what only the core knows for certain: the
//! account's settings of this moment, its rate, its quota, and what the gateway can hold.

use crate::desk::Desk;
use crate::door::{Submission, Validity};
use message::address::{Destination, Source};
use message::code::Refusal;
use message::time::Timestamp;
use records::submission::Mode;
use registry::account::{Account, Times, VALIDITY_MIN};
use registry::country::Located;
use std::time::Duration;

/// What a submission has become.
pub(crate) struct Admitted<'a> {
    pub(crate) account: &'a Account,
    pub(crate) source: Source,
    /// Not before; none if that time has passed.
    pub(crate) schedule: Option<Timestamp>,
    pub(crate) expires: Timestamp,
    pub(crate) home: Option<Located>,
}

/// How long the account waits for the outcome of a message in transaction mode.
pub(crate) const TRANSACTION_MAX: Duration = Duration::from_secs(30);

impl<'a> Desk<'a> {
    // [way 1] may it enter?
    /// Looks at a submission. What costs least comes first: an account over its quota is answered
    /// in no time, however much it offers.
    ///
    /// # Errors
    /// Why it may not enter.
    pub(crate) fn admit(&self, submission: &Submission) -> Result<Admitted<'a>, Refusal> {
        let account = self.snapshot.account(submission.account);
        let account = account.filter(|account| account.enabled);
        let account = account.ok_or(Refusal::AccountDisabled)?;
        self.has_room(account)?;
        let source = self.sender(account, submission.source.as_ref())?;
        let home = destination(account, &submission.destination)?;
        self.has_room_for(account, &submission.destination)?;
        if submission.parts.is_empty() {
            return Err(Refusal::TextEmpty); // no door makes one, and it would never end
        }
        if submission.parts.len() > usize::from(account.text.parts_max.get()) {
            return Err(Refusal::TextTooManyParts);
        }
        if account.receipts.off
            && account.receipts.strict
            && submission.registered_delivery & 3 != 0
        {
            return Err(Refusal::ReceiptsOff);
        }
        let (schedule, expires) = self.times(&account.times, submission)?;
        Ok(Admitted { account, source, schedule, expires, home })
    }

    fn has_room(&self, account: &Account) -> Result<(), Refusal> {
        if self.volatile.high_water {
            return Err(Refusal::DiskFull);
        }
        if self.durable.usage().octets() >= self.limits.pending_octets_max {
            return Err(Refusal::GatewayFull);
        }
        if self.durable.usage().of(account.id) >= account.limits.queue.get() {
            return Err(Refusal::AccountQueueFull);
        }
        if !self.volatile.may_submit(account.id, self.now) {
            return Err(Refusal::AccountRate);
        }
        Ok(())
    }

    /// May another message wait for this destination?
    fn has_room_for(&self, account: &Account, to: &Destination) -> Result<(), Refusal> {
        let Some(most) = account.limits.destination_queue else { return Ok(()) };
        let waiting = self.volatile.crowds.waiting(account.id, to.address().text);
        let has_room = u32::try_from(waiting).is_ok_and(|waiting| waiting < most.get());
        has_room.then_some(()).ok_or(Refusal::DestinationQueueFull)
    }

    fn sender(&self, account: &Account, given: Option<&Source>) -> Result<Source, Refusal> {
        let source = given.or(account.default_sender.as_ref()).ok_or(Refusal::SenderMalformed)?;
        let may = self.snapshot.may_send_as(account, source);
        may.then_some(*source).ok_or(Refusal::SenderNotAllowed)
    }

    /// From when to when it may be sent.
    fn times(
        &self,
        times: &Times,
        submission: &Submission,
    ) -> Result<(Option<Timestamp>, Timestamp), Refusal> {
        let schedule = submission.schedule.filter(|at| *at > self.now);
        if schedule.is_some_and(|at| at > self.now.plus(times.schedule_max)) {
            return Err(Refusal::ScheduleTooFar);
        }
        let start = schedule.unwrap_or(self.now);
        let expires = match submission.validity {
            Validity::Default => start.plus(times.validity),
            Validity::For(wait) => self.now.plus(wait),
            Validity::Until(at) if at <= self.now => return Err(Refusal::ValidityPast),
            Validity::Until(at) => at,
        };
        if expires <= start {
            return Err(Refusal::ValidityBeforeSchedule);
        }
        if expires < start.plus(VALIDITY_MIN) {
            return Err(Refusal::ValidityTooShort);
        }
        let most = match submission.mode {
            Mode::Store | Mode::Datagram => times.validity_max,
            Mode::Transaction => TRANSACTION_MAX,
        };
        Ok((schedule, expires.min(start.plus(most))))
    }
}

/// Where the destination is at home, if the account may send there.
fn destination(account: &Account, to: &Destination) -> Result<Option<Located>, Refusal> {
    match to {
        Destination::ShortCode(_) if account.short_codes => Ok(None),
        Destination::ShortCode(_) => Err(Refusal::DestinationLength),
        Destination::Number(number) => {
            let home = Located::of(number);
            let blocked = home.is_some_and(|at| account.blocked_countries.contains(&at.country));
            if blocked { Err(Refusal::CountryBlocked) } else { Ok(home) }
        }
    }
}
