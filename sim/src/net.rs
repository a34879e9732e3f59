//! Connections: two streams of octets each, which take their time, break and run full.
//!
//! A stream carries octets in order and in pieces of any size. It breaks at any octet: behind the
//! last octet of a PDU, before its first, or amid it; what was written and has not arrived is then
//! lost, and its writer does not know. Either end learns of that at once, or never: whoever waits
//! for a dead peer has only its own timers.

mod pipe;

use crate::event::{End, Event, LinkId, Party, Side};
use crate::tally::Count;
use crate::timeline::Timeline;
use bytes::BytesMut;
use fastrand::Rng;
use pipe::Pipe;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How the network behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weather {
    /// The shortest and the longest time that octets take.
    pub latency: [Duration; 2],
    /// How many of a thousand connections break by themselves, at any octet of either direction.
    pub doomed: u16,
    /// How many of a thousand streams hold only a few octets at a time.
    pub narrow: u16,
}

/// How a connection breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// Both ends learn of it.
    Cut,
    /// Only this end does.
    HalfOpen(Side),
    /// No end does: octets vanish.
    Silence,
}

/// All connections.
#[derive(Debug)]
pub struct Net {
    weather: Weather,
    chance: Rng,
    last: u64,
    links: BTreeMap<LinkId, Link>,
    /// When each connection broke, or one side closed it.
    ended: BTreeMap<LinkId, Duration>,
    /// Those of which a direction was held up by something else than latency.
    unsteady: BTreeSet<LinkId>,
}

#[derive(Debug)]
struct Link {
    parties: [Party; 2],
    /// What each side has written.
    pipes: [Pipe; 2],
    /// Which side has learnt that it is over.
    gone: [bool; 2],
    /// Which side has closed.
    closed: [bool; 2],
    /// It breaks when so many octets of that side have arrived.
    doom: Option<(Side, u64, Break)>,
}

/// Who reads later than this did not want to: its window is full.
const UNREAD_MAX: Duration = Duration::from_secs(1);
/// Octets that a stream holds, as a rule.
const CAPACITY: usize = 65_536;

impl Weather {
    /// A network without faults.
    pub fn fair() -> Weather {
        let latency = [Duration::from_micros(100), Duration::from_millis(2)];
        Weather { latency, doomed: 0, narrow: 0 }
    }
}

impl Net {
    /// No connections yet.
    pub fn new(weather: Weather, chance: Rng) -> Net {
        Net {
            weather,
            chance,
            last: 0,
            links: BTreeMap::new(),
            ended: BTreeMap::new(),
            unsteady: BTreeSet::new(),
        }
    }

    /// From now on it behaves so; a connection that is to break by itself will not.
    pub fn change(&mut self, weather: Weather) {
        self.weather = weather;
        self.links.values_mut().for_each(|link| link.doom = None);
    }

    /// `from` dials `to`, and gets its end at once: what it writes arrives behind the knock.
    pub fn dial(&mut self, timeline: &mut Timeline, from: Party, to: Party) -> End {
        self.last += 1;
        let link = LinkId(self.last);
        let arrival = timeline.now().saturating_add(self.latency());
        let pipes = [self.pipe(arrival), self.pipe(arrival)];
        let doom = self.doom();
        let parties = [from, to];
        let (gone, closed) = ([false; 2], [false; 2]);
        self.links.insert(link, Link { parties, pipes, gone, closed, doom });
        timeline.at(arrival, Event::Knock(End { link, side: Side::Called }));
        End { link, side: Side::Caller }
    }

    /// Whose end it is; `None`: the connection is over.
    pub fn owner(&self, end: End) -> Option<Party> {
        self.links.get(&end.link).map(|link| link.parties[end.side as usize])
    }

    /// The connections that are not over, oldest first.
    pub fn links(&self) -> impl Iterator<Item = LinkId> {
        self.links.keys().copied()
    }

    /// When the connection broke, or one side closed it.
    pub fn ended(&self, link: LinkId) -> Option<Duration> {
        self.ended.get(&link).copied()
    }

    /// Did nothing but latency ever hold it up?
    pub fn is_steady(&self, link: LinkId) -> bool {
        !self.unsteady.contains(&link)
    }

    // --- what an end does

    /// Writes as much as there is room for, and answers how much that was.
    pub fn write(&mut self, timeline: &mut Timeline, end: End, octets: &[u8]) -> usize {
        let Some(link) = self.links.get_mut(&end.link) else { return octets.len() };
        let pipe = &mut link.pipes[end.side as usize];
        let taken = octets.len().min(pipe.room());
        if taken < octets.len() {
            pipe.wants_room = true;
            self.unsteady.insert(end.link);
            if taken > 0 {
                timeline.count(Count::PartWrites);
            }
        }
        let cut =
            if taken > 1 && self.chance.u8(..) < 64 { self.chance.usize(1..taken) } else { taken };
        for piece in [&octets[..cut], &octets[cut..taken]] {
            let latency = between(&mut self.chance, self.weather.latency);
            if let Some(arrival) = pipe.send(piece, timeline.now().saturating_add(latency)) {
                timeline.at(arrival, Event::Arrive(end.other()));
            }
        }
        taken
    }

    /// Takes what has arrived.
    pub fn read(&mut self, timeline: &mut Timeline, end: End) -> BytesMut {
        let Some(link) = self.links.get_mut(&end.link) else { return BytesMut::new() };
        let pipe = &mut link.pipes[end.side.other() as usize];
        if pipe.unread_since().is_some_and(|since| timeline.now() - since > UNREAD_MAX) {
            self.unsteady.insert(end.link);
        }
        let octets = pipe.take();
        if !octets.is_empty() && std::mem::take(&mut pipe.wants_room) {
            let latency = between(&mut self.chance, self.weather.latency);
            timeline.after(latency, Event::Room(end.other()));
        }
        octets
    }

    /// Has this end learnt that the connection is over, and read all that it will ever get?
    pub fn is_over(&self, end: End) -> bool {
        self.links.get(&end.link).is_none_or(|link| {
            link.gone[end.side as usize] && link.pipes[end.side.other() as usize].is_empty()
        })
    }

    /// Closes this end: what was written before arrives, what the other end writes does not.
    pub fn close(&mut self, timeline: &mut Timeline, end: End) {
        let latency = self.latency();
        let Some(link) = self.links.get_mut(&end.link) else { return };
        link.closed[end.side as usize] = true;
        // Whoever dies before it could read has not heard what had arrived.
        if link.pipes[end.side.other() as usize].unread_since().is_some() {
            self.unsteady.insert(end.link);
        }
        self.ended.entry(end.link).or_insert(timeline.now());
        if link.closed[end.side.other() as usize] {
            self.links.remove(&end.link);
            return;
        }
        let pipe = &link.pipes[end.side as usize];
        if !pipe.is_lost() {
            let at = pipe.arrival().max(timeline.now().saturating_add(latency));
            timeline.at(at, Event::Gone(end.other()));
        }
    }

    // --- what happens to it

    /// The next piece arrives at this end, and the connection may break behind it.
    pub fn arrive(&mut self, timeline: &mut Timeline, end: End) {
        let Some(link) = self.links.get_mut(&end.link) else { return };
        let from = end.side.other();
        let bound = link.doom.and_then(|(side, octets, _)| (side == from).then_some(octets));
        let is_at_bound = link.pipes[from as usize].arrive(timeline.now(), bound);
        if is_at_bound && let Some((_, octets, how)) = link.doom.take() {
            timeline.note(Party::Net, || {
                format!("{}: {how:?} behind octet {octets} of {from:?}", end.link)
            });
            self.break_link(timeline, end.link, how);
        }
    }

    /// This end learns that the connection is over.
    pub fn learn(&mut self, end: End) {
        if let Some(link) = self.links.get_mut(&end.link) {
            link.gone[end.side as usize] = true;
        }
    }

    /// A connection breaks.
    pub fn break_link(&mut self, timeline: &mut Timeline, link: LinkId, how: Break) {
        let told = match how {
            Break::Cut => [true, true],
            Break::HalfOpen(side) => [side == Side::Caller, side == Side::Called],
            Break::Silence => [false, false],
        };
        self.ended.entry(link).or_insert(timeline.now());
        timeline.count(match how {
            Break::Cut => Count::Cuts,
            Break::HalfOpen(_) => Count::HalfOpen,
            Break::Silence => Count::Silences,
        });
        for side in [Side::Caller, Side::Called] {
            let latency = self.latency();
            let Some(it) = self.links.get_mut(&link) else { return };
            it.pipes[side as usize].lose();
            if told[side as usize] {
                timeline.after(latency, Event::Gone(End { link, side }));
            }
        }
    }

    /// No end learns anything any more.
    pub fn fall_silent(&mut self, link: LinkId) {
        if let Some(link) = self.links.get_mut(&link) {
            link.pipes.iter_mut().for_each(Pipe::lose);
        }
    }

    /// What this end writes arrives no sooner than `until`.
    pub fn stall(&mut self, end: End, until: Duration) {
        if let Some(link) = self.links.get_mut(&end.link) {
            link.pipes[end.side as usize].stall(until);
            self.unsteady.insert(end.link);
        }
    }

    // --- chance

    fn latency(&mut self) -> Duration {
        between(&mut self.chance, self.weather.latency)
    }

    fn pipe(&mut self, first_arrival: Duration) -> Pipe {
        let is_narrow = self.chance.u16(..1000) < self.weather.narrow;
        let capacity = if is_narrow { self.chance.usize(20..600) } else { CAPACITY };
        Pipe::new(capacity, first_arrival)
    }

    /// Small numbers as likely as large ones: a break amid the bind as well as after many messages.
    fn doom(&mut self) -> Option<(Side, u64, Break)> {
        if self.chance.u16(..1000) >= self.weather.doomed {
            return None;
        }
        let side = if self.chance.bool() { Side::Caller } else { Side::Called };
        let bound = 1 << self.chance.u8(4..14);
        let octets = self.chance.u64(1..=bound);
        let how = match self.chance.u8(..8) {
            0 => Break::Silence,
            1 => Break::HalfOpen(Side::Caller),
            2 => Break::HalfOpen(Side::Called),
            _ => Break::Cut,
        };
        Some((side, octets, how))
    }
}

/// A time of at least the first and at most the second.
pub(crate) fn between(chance: &mut Rng, [min, max]: [Duration; 2]) -> Duration {
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    Duration::from_micros(chance.u64(micros(min)..=micros(max.max(min))))
}
