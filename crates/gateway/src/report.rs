//! Way 6: an operator reports on a message.

use crate::desk::Desk;
use crate::door::{Effect, OperatorAnswer, Report};
use crate::life::{self, Follows, Part};
use crate::receipt::{AttemptRef, Found, Sighting, matched};
use crate::submit::copies;
use message::code::ReportCode;
use message::id::{Likeness, recognise};
use message::object::OperatorId;
use message::time::Timestamp;
use records::Octets;
use records::attempt::{Matched, Parked, RawReceipt, Reported, Unparked};
use std::time::Duration;

/// How long an early receipt waits for the answer it belongs to.
const PARKED: Duration = Duration::from_secs(60);
/// How long a receipt without message is kept.
const ORPHANED: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What a receipt says, wherever it is kept.
#[derive(Debug, Clone, Copy)]
struct Saying<'a> {
    operator: OperatorId,
    ids: [Option<&'a [u8]>; 2],
    parties: [Option<&'a str>; 2],
    reference: Option<u16>,
    state: Option<message::state::SmppState>,
    code: ReportCode,
    is_final: bool,
    raw: &'a RawReceipt,
}

impl Desk<'_> {
    // [way 6] match the receipt
    /// A receipt has come: it is matched, or parked. In either case the operator has done its part.
    pub(crate) fn reported(&mut self, report: &Report) {
        let saying = Saying::of(report);
        match self.find(&saying) {
            Some((attempt, matched)) => self.tell_of(attempt, matched, &saying),
            None => self.park(report),
        }
        self.tell(Effect::Acknowledged { to: report.to });
    }

    /// The attempt that a receipt is about: by its id, in whatever form, also of a message that is
    /// gone; else, as nobody was given such an id, the only one in doubt that fits.
    fn find(&self, saying: &Saying<'_>) -> Option<(AttemptRef, Matched)> {
        let sighting = Sighting {
            operator: saying.operator,
            ids: saying.ids,
            parties: saying.parties,
            rule: self.durable.learned.rule(saying.operator),
        };
        match self.durable.attempt(&sighting) {
            Found::One(attempt, likeness) if self.is_credible(attempt, likeness, &sighting) => {
                return Some((attempt, matched(likeness)));
            }
            // It is about one of these, so it is about none in doubt.
            Found::Several(_) => return None,
            Found::One(..) | Found::Nothing => {}
        }
        if let Some((attempt, likeness)) = self.volatile.recent.find(&sighting) {
            return Some((attempt, matched(likeness)));
        }
        // Sent whenever: it may have been before the clock went back.
        let since = (Timestamp::default(), Timestamp::MAX);
        let in_doubt = saying.parties.iter().flatten().find_map(|party| {
            self.durable.doubts.find(saying.operator, party, since, saying.reference)
        });
        in_doubt.map(|attempt| (attempt, Matched::Destination))
    }

    /// Operators that count in few digits and report in another base have ids that look like those
    /// of other messages. An id in another form, to another destination, and not in the operator's
    /// usual way, is such a look-alike.
    fn is_credible(
        &self,
        attempt: AttemptRef,
        likeness: Likeness,
        sighting: &Sighting<'_>,
    ) -> bool {
        let destination = self.durable.message(attempt.message).map(|it| &*it.destination);
        let to = |party: &Option<&str>| party.is_some() && *party == destination;
        sighting.is_in_its_way(likeness) || sighting.parties.iter().any(to)
    }

    /// What the receipt means for its message.
    fn tell_of(&mut self, which: AttemptRef, matched: Matched, saying: &Saying<'_>) {
        let Some(message) = self.durable.message(which.message) else {
            // Its message is gone: an event, late.
            return self.record_report(which, matched, saying);
        };
        let mut parts = copies(message);
        self.tell_of_parts(which, matched, saying, &mut parts);
    }

    /// The same on parts to which something has happened in this decision.
    fn tell_of_parts(
        &mut self,
        which: AttemptRef,
        matched: Matched,
        saying: &Saying<'_>,
        parts: &mut [Part],
    ) {
        let Some(message) = self.durable.message(which.message) else { return };
        let Some(part) = parts.get_mut(usize::from(which.part).wrapping_sub(1)) else { return };
        let said = life::Report::of(saying.code, saying.state, saying.is_final);
        let Ok(follows) = part.receipt(which.attempt, said) else { return };
        let has_ended = part.outcome().is_some();
        if let Follows::Close(_) = follows {
            self.close(which.message, message, parts, which.part);
        } else if saying.code == ReportCode::OperatorRetrying && !has_ended {
            self.notify_retrying(which.message, message);
        }
        self.record_report(which, matched, saying);
    }

    fn record_report(&mut self, which: AttemptRef, matched: Matched, saying: &Saying<'_>) {
        let AttemptRef { message, part, attempt } = which;
        self.record(Reported {
            message,
            part,
            attempt,
            at: self.now,
            operator: saying.operator,
            matched,
            state: saying.state,
            code: saying.code,
            is_final: saying.is_final,
            raw: saying.raw.clone(),
        });
    }

    /// It may be early, or its message is not known any more.
    fn park(&mut self, report: &Report) {
        if self.durable.parked_len() >= self.limits.orphans_max
            && let Some((oldest, _)) = self.durable.parked_first()
        {
            self.record(Unparked { parked: oldest, at: self.now, matched: false });
        }
        let parked = self.next_id();
        self.record(Parked {
            parked,
            at: self.now,
            operator: report.operator,
            ids: report.ids.iter().flatten().cloned().collect(),
            raw: report.raw.clone(),
            until: self.now.plus(PARKED),
            orphan: false,
            state: report.state,
            code: Some(report.code),
            is_final: Some(report.is_final),
            parties: report.parties.iter().flatten().cloned().collect(),
            reference: report.reference,
        });
    }

    /// An operator has named an attempt: receipts that came before may be about it.
    pub(crate) fn match_parked(
        &mut self,
        which: AttemptRef,
        operator: OperatorId,
        answer: &OperatorAnswer,
        parts: &mut [Part],
    ) {
        let Some(Octets(given)) = &answer.id else { return };
        let Some(message) = self.durable.message(which.message) else { return };
        for id in self.durable.parking.waiting_for(operator, given) {
            let Some(parked) = self.durable.parked_as(id) else { continue };
            let saying = Saying::of_parked(parked);
            let is_ours = saying.parties.iter().all(Option::is_none)
                || saying.parties.contains(&Some(&*message.destination));
            let likeness = saying.ids.iter().flatten().find_map(|id| recognise(given, id));
            if let Some(likeness) = likeness.filter(|_| is_ours) {
                self.record(Unparked { parked: id, at: self.now, matched: true });
                self.tell_of_parts(which, matched(likeness), &saying, parts);
            }
        }
    }

    /// A parked receipt has waited long enough: it is looked for once more, then kept as an orphan,
    /// then given up.
    pub(crate) fn parked_due(&mut self, id: message::id::MessageId) {
        let Some(parked) = self.durable.parked_as(id) else { return };
        let saying = Saying::of_parked(parked);
        let unparked = |matched| Unparked { parked: id, at: self.now, matched };
        if let Some((attempt, matched)) = self.find(&saying) {
            self.record(unparked(true));
            self.tell_of(attempt, matched, &saying);
        } else if parked.orphan {
            self.record(unparked(false));
        } else {
            let until = self.now.plus(ORPHANED);
            self.record(Parked { until, orphan: true, ..parked.clone() });
        }
    }
}

impl<'a> Saying<'a> {
    fn of(report: &'a Report) -> Saying<'a> {
        let [first, second] = &report.ids;
        let [source, destination] = &report.parties;
        Saying {
            operator: report.operator,
            ids: [first, second].map(|id| id.as_ref().map(|id| &*id.0)),
            parties: [source, destination].map(|party| party.as_deref()),
            reference: report.reference,
            state: report.state,
            code: report.code,
            is_final: report.is_final,
            raw: &report.raw,
        }
    }

    fn of_parked(parked: &'a Parked) -> Saying<'a> {
        let id = |index: usize| parked.ids.get(index).map(|id| &*id.0);
        let party = |index: usize| parked.parties.get(index).map(|party| &**party);
        Saying {
            operator: parked.operator,
            ids: [id(0), id(1)],
            parties: [party(0), party(1)],
            reference: parked.reference,
            state: parked.state,
            code: parked.code.unwrap_or(ReportCode::StatusUnknown),
            is_final: parked.is_final.unwrap_or(false),
            raw: &parked.raw,
        }
    }
}
