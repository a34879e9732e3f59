//! Way 6: an operator reports on a message.

use crate::desk::Desk;
use crate::door::{Effect, OperatorAnswer, Report};
use crate::life::{self, Follows, Part};
use crate::receipt::{AttemptRef, Found, Sighting, matched};
use crate::submit::copies;
use message::code::ReportCode;
use message::id::{Likeness, MessageId, recognise};
use message::object::OperatorId;
use message::state::SmppState;
use message::time::Timestamp;
use records::attempt::{Matched, Parked, RawReceipt, Reported, Unparked};
use std::time::Duration;

/// How long an early receipt waits for the answer it belongs to.
const PARKED: Duration = Duration::from_secs(60);
/// How long a receipt without message is kept.
const ORPHANED: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What a receipt says of the message that it is about.
#[derive(Debug)]
struct Said {
    operator: OperatorId,
    state: Option<SmppState>,
    code: ReportCode,
    is_final: bool,
    raw: RawReceipt,
}

impl Desk<'_> {
    // [way 6] match the receipt
    /// A receipt has come: it is matched, or parked. In either case the operator has done its part.
    pub(crate) fn reported(&mut self, report: Report) {
        let to = report.to;
        match self.find(&self.sighting(&report), report.reference) {
            Some((attempt, matched)) => self.tell_of(attempt, matched, Said::of(report)),
            None => self.park(report),
        }
        self.tell(Effect::Acknowledged { to });
    }

    fn sighting<'r>(&self, report: &'r Report) -> Sighting<'r> {
        let [first, second] = &report.ids;
        let [source, destination] = &report.parties;
        Sighting {
            operator: report.operator,
            ids: [first.as_deref(), second.as_deref()],
            parties: [source.as_deref(), destination.as_deref()],
            rule: self.durable.learned.rule(report.operator),
        }
    }

    fn sighting_of_parked<'p>(&self, parked: &'p Parked) -> Sighting<'p> {
        let id = |index: usize| parked.ids.get(index).map(|id| &**id);
        let party = |index: usize| parked.parties.get(index).map(|party| party.as_str());
        Sighting {
            operator: parked.operator,
            ids: [id(0), id(1)],
            parties: [party(0), party(1)],
            rule: self.durable.learned.rule(parked.operator),
        }
    }

    /// The attempt that a receipt is about: by its id, in whatever form, also of a message that is
    /// gone; else, as nobody was given such an id, the only one in doubt that fits.
    fn find(
        &self,
        sighting: &Sighting<'_>,
        reference: Option<u16>,
    ) -> Option<(AttemptRef, Matched)> {
        match self.durable.attempt(sighting) {
            Found::One(attempt, likeness) if self.is_credible(attempt, likeness, sighting) => {
                return Some((attempt, matched(likeness)));
            }
            // It is about one of these, so it is about none in doubt.
            Found::Several(_) => return None,
            Found::One(..) | Found::Nothing => {}
        }
        if let Some((attempt, likeness)) = self.volatile.recent.find(sighting, self.now) {
            return Some((attempt, matched(likeness)));
        }
        // Sent whenever: it may have been before the clock went back.
        let since = (Timestamp::default(), Timestamp::MAX);
        let in_doubt =
            sighting.parties.iter().flatten().find_map(|party| {
                self.durable.doubts.find(sighting.operator, party, since, reference)
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
        let is_to_party = || {
            let destination = self.durable.message(attempt.message).map(|it| &*it.destination.text);
            destination.is_some() && sighting.parties.contains(&destination)
        };
        sighting.is_in_its_way(likeness) || is_to_party()
    }

    /// What the receipt means for its message.
    fn tell_of(&mut self, which: AttemptRef, matched: Matched, said: Said) {
        let Some(message) = self.durable.message(which.message) else {
            // Its message is gone: an event, late.
            return self.record_report(which, matched, said);
        };
        let mut parts = copies(message);
        self.tell_of_parts(which, matched, said, &mut parts);
    }

    /// The same on parts to which something has happened in this decision.
    fn tell_of_parts(
        &mut self,
        which: AttemptRef,
        matched: Matched,
        said: Said,
        parts: &mut [Part],
    ) {
        let Some(message) = self.durable.message(which.message) else { return };
        let Some(part) = parts.get_mut(usize::from(which.part).wrapping_sub(1)) else { return };
        let report = life::Report::of(said.code, said.state, said.is_final);
        let Ok(follows) = part.receipt(which.attempt, report) else { return };
        let has_ended = part.outcome().is_some();
        if let Follows::Close(_) = follows {
            self.close(which.message, message, parts, which.part);
        } else if said.code == ReportCode::OperatorRetrying && !has_ended {
            self.notify_retrying(which.message, message);
        }
        self.record_report(which, matched, said);
    }

    fn record_report(&mut self, which: AttemptRef, matched: Matched, said: Said) {
        let AttemptRef { message, part, attempt } = which;
        let Said { operator, state, code, is_final, raw } = said;
        let at = self.now;
        self.record(Reported {
            message,
            part,
            attempt,
            at,
            operator,
            matched,
            state,
            code,
            is_final,
            raw,
        });
    }

    /// It may be early, or its message is not known any more.
    fn park(&mut self, report: Report) {
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
            ids: report.ids.into_iter().flatten().collect(),
            raw: report.raw,
            until: self.now.plus(PARKED),
            orphan: false,
            state: report.state,
            code: Some(report.code),
            is_final: Some(report.is_final),
            parties: report.parties.into_iter().flatten().collect(),
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
        let Some(given) = &answer.id else { return };
        let Some(message) = self.durable.message(which.message) else { return };
        for id in self.durable.parking.waiting_for(operator, given) {
            let Some(parked) = self.durable.parked_as(id) else { continue };
            let Sighting { ids, parties, .. } = self.sighting_of_parked(parked);
            let is_ours = parties.iter().all(Option::is_none)
                || parties.contains(&Some(message.destination.text.as_str()));
            let likeness = ids.iter().flatten().find_map(|id| recognise(given, id));
            if let Some(likeness) = likeness.filter(|_| is_ours) {
                self.record(Unparked { parked: id, at: self.now, matched: true });
                self.tell_of_parts(which, matched(likeness), Said::of_parked(parked), parts);
            }
        }
    }

    /// A parked receipt has waited long enough: it is looked for once more, then kept as an orphan,
    /// then given up.
    pub(crate) fn parked_due(&mut self, id: MessageId) {
        let Some(parked) = self.durable.parked_as(id) else { return };
        let unparked = |matched| Unparked { parked: id, at: self.now, matched };
        let sighting = self.sighting_of_parked(parked);
        if let Some((attempt, matched)) = self.find(&sighting, parked.reference) {
            self.record(unparked(true));
            self.tell_of(attempt, matched, Said::of_parked(parked));
        } else if parked.orphan {
            self.record(unparked(false));
        } else {
            let until = self.now.plus(ORPHANED);
            self.record(Parked { until, orphan: true, ..parked.clone() });
        }
    }
}

impl Said {
    fn of(report: Report) -> Said {
        let Report { operator, state, code, is_final, raw, .. } = report;
        Said { operator, state, code, is_final, raw }
    }

    fn of_parked(parked: &Parked) -> Said {
        Said {
            operator: parked.operator,
            state: parked.state,
            code: parked.code.unwrap_or(ReportCode::StatusUnknown),
            is_final: parked.is_final.unwrap_or(false),
            raw: parked.raw.clone(),
        }
    }
}
