//! What all parties stand on.

use crate::clock::WallClock;
use crate::event::{Event, Party};
use crate::net::Net;
use crate::timeline::Timeline;
use message::time::Timestamp;
use std::time::Duration;

/// Time, the network, and the clock on the wall.
#[derive(Debug)]
pub struct Stage {
    /// What is to come and what has been.
    pub timeline: Timeline,
    /// Connections.
    pub net: Net,
    /// The wall clock.
    pub wall: WallClock,
}

/// When a party wants to look around. It may be woken without need, never too late.
#[derive(Debug, Default)]
pub struct Alarm(Option<Duration>);

impl Stage {
    /// Virtual time.
    pub fn now(&self) -> Duration {
        self.timeline.now()
    }

    /// What the wall clock shows.
    pub fn wall(&self) -> Timestamp {
        self.wall.shows(self.timeline.now())
    }
}

impl Alarm {
    /// The party is to be woken at that time at the latest.
    pub fn set(&mut self, timeline: &mut Timeline, party: Party, at: Option<Duration>) {
        let now = timeline.now();
        let set = self.0.filter(|set| *set > now);
        self.0 = match (set, at) {
            (Some(set), Some(at)) if set <= at => Some(set),
            (set, None) => set,
            (_, Some(at)) => {
                timeline.at(at, Event::Wake(party));
                Some(at.max(now))
            }
        };
    }
}
