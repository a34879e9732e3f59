//! The core's thread: the one owner of the state.

use super::keep::{Durable, JOBS, Job, Kept, ToJournal};
use super::post::{self, Back, Post};
use super::{HeartError, Word, Words};
use crate::metrics::Metrics;
use gateway::clock::Clock;
use gateway::core::{Core, Turn};
use gateway::door::{Effect, Input, SessionId};
use journal::{Health, Position};
use link::{Now, Time};
use message::time::Timestamp;
use records::Batch;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tracing::{info, warn};

/// Words that are here and not taken, of either kind, at which no more are fetched.
const INBOX: usize = 4 * 1024;
/// Octets that the journal has at which no other turn is begun.
const UNDER_WAY_MAX: usize = 512 * 1024;
/// Rooms of batches that are kept.
const ROOMS: usize = 4;
/// How long to sleep at most: the wall clock may have been set meanwhile.
const SLEEP_MAX: Duration = Duration::from_secs(10);

/// What has been said to the core.
pub(super) struct Inbox {
    completions: Source,
    submissions: Source,
}

/// One of the two mailboxes, and what was taken out of it.
struct Source {
    mailbox: Receiver<Words>,
    taken: VecDeque<Word>,
    is_closed: bool,
}

/// The core and what is around it.
pub(super) struct Keeper {
    core: Core,
    words: Inbox,
    post: Post,
    clock: Clock,
    time: Time,
    journal: ToJournal,
    turn: Turn,
    /// Of each job that the journal has, the octets, the oldest first.
    under_way: VecDeque<usize>,
    /// Rooms of batches, to be used again.
    rooms: Vec<Batch>,
    /// The end of what is durable.
    floor: Position,
    is_high: bool,
    metrics: Metrics,
}

enum Woken {
    Kept(Option<Kept>),
    Word,
}

impl Keeper {
    pub(super) fn new(
        core: Core,
        journal: ToJournal,
        words: Inbox,
        (floor, time, metrics): (Position, Time, Metrics),
    ) -> Keeper {
        Keeper {
            core,
            words,
            post: Post::new(metrics.clone()),
            clock: Clock::new(time.system(), time.mono()),
            time,
            journal,
            turn: Turn::default(),
            under_way: VecDeque::new(),
            rooms: Vec::new(),
            floor,
            is_high: false,
            metrics,
        }
    }

    /// Until nobody speaks to it any more and all that was decided is durable.
    pub(super) fn run(mut self) -> Result<(), HeartError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        let runtime = runtime.map_err(|_| HeartError::Panic)?;
        let ended = runtime.block_on(self.beat());
        self.journal.close();
        ended
    }

    async fn beat(&mut self) -> Result<(), HeartError> {
        loop {
            self.words.collect();
            let now = self.read_clock();
            let due = self.core.next_due(now);
            let has_room = self.has_room();
            let is_busy = self.words.has_any() || due.is_some_and(|due| due <= now);
            if is_busy && has_room {
                self.take_turn(now);
                while let Ok(kept) = self.journal.kept.try_recv() {
                    self.take_kept(kept)?;
                }
                continue;
            }
            if self.is_done() {
                info!("all that was decided is durable");
                return Ok(());
            }
            let until = due.filter(|_| has_room).map(|due| until(now, due));
            if let Woken::Kept(kept) = self.wait(until).await {
                self.take_kept(kept.ok_or(HeartError::Panic)?)?;
            }
        }
    }

    /// The one clock that messages go by.
    fn read_clock(&mut self) -> Timestamp {
        let mono = self.time.mono();
        let (wall, step) = self.clock.read(self.time.system(), mono);
        if let Some(step) = step {
            warn!(by_millis = step.by, ahead_millis = step.ahead, "the wall clock was set");
        }
        self.time.set(Now { mono, wall });
        wall
    }

    fn take_turn(&mut self, now: Timestamp) {
        let Keeper { core, words, post, turn, floor, .. } = self;
        let mut gone = Vec::new();
        let mut inputs = std::iter::from_fn(|| {
            loop {
                match words.next()? {
                    Word::Input(input) => return Some(input),
                    Word::Join(session, mailbox) => post.join(session, mailbox),
                    Word::Leave(session) => gone.push(session),
                }
            }
        });
        core.turn(&mut inputs, now, *floor, turn);
        self.tell_refusals();
        self.give(gone);
        self.metrics.waiting.set(i64::try_from(self.core.waiting()).unwrap_or(i64::MAX));
        self.metrics.in_flight.set(i64::try_from(self.core.in_flight()).unwrap_or(i64::MAX));
    }

    /// May the journal be given more?
    fn has_room(&self) -> bool {
        self.under_way.len() < JOBS && self.under_way.iter().sum::<usize>() < UNDER_WAY_MAX
    }

    /// Refusals promise nothing, and wait for nothing.
    fn tell_refusals(&mut self) {
        self.turn.refusals.drain(..).for_each(|refusal| self.post.put(refusal));
        let refusals = self.post.letters();
        self.take_back(post::deliver(refusals));
    }

    /// Nobody was told these: their sessions have ended without a word, and nothing more is given to
    /// them.
    fn take_back(&mut self, back: Back) {
        for (session, inputs) in back.into_iter().chain(self.post.take_back()) {
            let inputs = std::iter::once(Input::Down(session)).chain(inputs);
            self.words.completions.taken.extend(inputs.map(Word::Input));
        }
    }

    /// Gives the journal what the turn has left, also to tell: so all is told in order. Only what rests
    /// on nothing that is not durable is told here and at once. `gone`: for these sessions there is
    /// nothing more.
    fn give(&mut self, gone: Vec<SessionId>) {
        let mut has_doubtful = false;
        for effect in self.turn.effects.drain(..) {
            has_doubtful |= is_doubtful(&effect);
            self.post.put(effect);
        }
        let letters = self.post.letters();
        gone.into_iter().for_each(|session| self.post.leave(session));
        let is_empty = self.turn.batch.is_empty();
        if is_empty && (letters.is_empty() || self.under_way.is_empty()) {
            return self.take_back(post::deliver(letters));
        }
        let batch = std::mem::replace(&mut self.turn.batch, self.rooms.pop().unwrap_or_default());
        self.under_way.push_back(batch.size());
        self.metrics.journal_octets.inc_by(batch.size() as u64);
        let (release, names) = (self.core.release_to(), Arc::clone(self.core.snapshot()));
        // Should the journal be dead it has said so, or its silence will.
        let _ = self.journal.jobs.send(Job { batch, release, letters, has_doubtful, names });
    }

    fn take_kept(&mut self, kept: Kept) -> Result<(), HeartError> {
        match kept {
            Kept::Durable(Durable { batches, health, back }) => {
                self.under_way.drain(..batches.len());
                self.rooms.extend(batches);
                self.rooms.truncate(ROOMS);
                self.metrics.journal_batches.inc();
                self.floor = health.end;
                self.look_at(health);
                self.take_back(back);
            }
            Kept::Health(health) => self.look_at(health),
            Kept::Full => self.set_high(true),
            Kept::Fault(fault) => return Err(HeartError::Journal(fault)),
        }
        Ok(())
    }

    fn look_at(&mut self, health: Health) {
        let held = i64::try_from(health.held).unwrap_or(i64::MAX);
        self.metrics.journal_held.set(held);
        self.set_high(health.high_water);
    }

    fn set_high(&mut self, is_high: bool) {
        if self.is_high != is_high {
            warn!(is_high, "the journal's reserve");
            self.is_high = is_high;
            let input = Input::HighWater(is_high);
            self.words.completions.taken.push_front(Word::Input(input));
        }
    }

    fn is_done(&self) -> bool {
        self.words.are_over() && self.under_way.is_empty()
    }

    async fn wait(&mut self, until: Option<Duration>) -> Woken {
        let at = self.time.at(self.time.mono().saturating_add(until.unwrap_or(SLEEP_MAX)));
        let Inbox { completions, submissions } = &mut self.words;
        tokio::select! {
            biased;
            kept = self.journal.kept.recv() => Woken::Kept(kept),
            () = completions.more() => Woken::Word,
            () = submissions.more() => Woken::Word,
            () = tokio::time::sleep_until(at) => Woken::Word,
        }
    }
}

fn is_doubtful(effect: &Effect) -> bool {
    matches!(effect, Effect::Send(outgoing) if outgoing.doubtful)
}

fn until(now: Timestamp, due: Timestamp) -> Duration {
    let millis = u64::try_from(due.millis().saturating_sub(now.millis())).unwrap_or(0);
    Duration::from_millis(millis).min(SLEEP_MAX)
}

// === impl Inbox, Source ===

impl Inbox {
    pub(super) fn new(completions: Receiver<Words>, submissions: Receiver<Words>) -> Inbox {
        Inbox { completions: Source::new(completions), submissions: Source::new(submissions) }
    }

    /// Takes what has been said. Completions are looked at last: a session joins before it submits,
    /// and so none is heard that has not joined.
    fn collect(&mut self) {
        self.submissions.collect();
        self.completions.collect();
    }

    fn next(&mut self) -> Option<Word> {
        self.completions.taken.pop_front().or_else(|| self.submissions.taken.pop_front())
    }

    fn has_any(&self) -> bool {
        !self.completions.taken.is_empty() || !self.submissions.taken.is_empty()
    }

    fn are_over(&self) -> bool {
        self.completions.is_closed && self.submissions.is_closed && !self.has_any()
    }
}

impl Source {
    fn new(mailbox: Receiver<Words>) -> Source {
        Source { mailbox, taken: VecDeque::new(), is_closed: false }
    }

    fn collect(&mut self) {
        while self.taken.len() < INBOX {
            match self.mailbox.try_recv() {
                Ok(words) => self.taken.extend(words),
                Err(_) => return,
            }
        }
    }

    /// Until there is more to be taken; never when there is enough, or will be no more.
    async fn more(&mut self) {
        if self.is_closed || self.taken.len() >= INBOX {
            std::future::pending::<()>().await;
        }
        match self.mailbox.recv().await {
            Some(words) => self.taken.extend(words),
            None => self.is_closed = true,
        }
    }
}
