//! When to send, and until when to try.

use super::Request;
use gateway::door::Validity;
use message::code::Refusal;
use message::time::{SmppTime, Timestamp};
use registry::account::{Times, VALIDITY_MIN};
use smpp::{Tag, Version};
use std::time::Duration;

/// What a request says of its times.
pub(super) struct When {
    pub(super) schedule: Option<Timestamp>,
    pub(super) validity: Validity,
}

/// A schedule that is over means now. A validity longer than the account may have is cut to that
/// (SMPP 3.4 s7.1.1.2 lets a message centre do so); it counts from the schedule.
pub(super) fn read(
    request: &Request<'_>,
    version: Version,
    now: Timestamp,
    limits: &Times,
) -> Result<When, Refusal> {
    let schedule = schedule(request.schedule, version, now, limits)?;
    let start = schedule.unwrap_or(now);
    let latest = after(start, limits.validity_max);
    let validity = match asked(request, version)? {
        Asked::Nothing => Validity::Default,
        Asked::Until(end) => Validity::Until(ending(end, now, start)?.min(latest)),
        Asked::After(end) => {
            let end = ending(end.at(now), now, start)?.min(latest);
            Validity::For(between(now, end))
        }
        Asked::For(time) => {
            Validity::For(between(now, ending(after(now, time), now, start)?.min(latest)))
        }
    };
    Ok(When { schedule, validity })
}

fn schedule(
    field: &[u8],
    version: Version,
    now: Timestamp,
    limits: &Times,
) -> Result<Option<Timestamp>, Refusal> {
    if field.is_empty() {
        return Ok(None);
    }
    let time = SmppTime::parse(field).map_err(|_| Refusal::ScheduleMalformed)?;
    if is_foreign(time, version) {
        return Err(Refusal::ScheduleRelative);
    }
    let at = time.at(now);
    if at > after(now, limits.schedule_max) {
        return Err(Refusal::ScheduleTooFar);
    }
    Ok((at > now).then_some(at))
}

/// A validity as it is asked for.
enum Asked {
    Nothing,
    Until(Timestamp),
    After(SmppTime),
    For(Duration),
}

/// qos_time_to_live goes before validity_period (SMPP 3.4 s5.3.2.9).
fn asked(request: &Request<'_>, version: Version) -> Result<Asked, Refusal> {
    if let Some(seconds) = request.tlvs.integer(Tag::QOS_TIME_TO_LIVE) {
        return Ok(Asked::For(Duration::from_secs(u64::from(seconds))));
    }
    if request.validity.is_empty() {
        return Ok(Asked::Nothing);
    }
    let time = SmppTime::parse(request.validity).map_err(|_| Refusal::ValidityMalformed)?;
    if is_foreign(time, version) {
        return Err(Refusal::ValidityMalformed);
    }
    Ok(match time {
        SmppTime::Absolute(end) => Asked::Until(end),
        SmppTime::Relative(_) => Asked::After(time),
    })
}

/// The end, if it leaves enough time.
fn ending(end: Timestamp, now: Timestamp, start: Timestamp) -> Result<Timestamp, Refusal> {
    if end <= now {
        return Err(Refusal::ValidityPast);
    }
    if end <= start {
        return Err(Refusal::ValidityBeforeSchedule);
    }
    if end < after(start, VALIDITY_MIN) {
        return Err(Refusal::ValidityTooShort);
    }
    Ok(end)
}

/// Relative times came with SMPP 3.4.
fn is_foreign(time: SmppTime, version: Version) -> bool {
    match time {
        SmppTime::Absolute(_) => false,
        SmppTime::Relative(_) => version == Version::V33,
    }
}

fn after(start: Timestamp, time: Duration) -> Timestamp {
    let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(start.millis().saturating_add(millis))
}

fn between(start: Timestamp, end: Timestamp) -> Duration {
    Duration::from_millis((end.millis() - start.millis()).unsigned_abs())
}
