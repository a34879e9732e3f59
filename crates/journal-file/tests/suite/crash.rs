//! Crashes at any call, over and over: the real engine on the simulated disk. After each one,
//! images of what may be on the medium are recovered and compared with what was acknowledged.

use crate::batches::{Batch, read};
use crate::sim::{Cut, Failure, Lie, SimDisk};
use journal::{AppendError, Journal, LogId, Position, frame};
use journal_file::{FileJournal, Finding, Settings};
use std::sync::Arc;

const SETTINGS: Settings = Settings { segment: 12 << 10, reserve: 1 << 20, log: LogId(0xC4A5) };
const SEEDS: u64 = 400;
const CRASHES: u64 = 8;
/// The images that are made of every crash: what of the data and what of the names is kept.
const IMAGES: [(Cut, Cut); 6] = [
    (Cut::Dropped, Cut::Dropped),
    (Cut::Kept, Cut::Kept),
    (Cut::Mixed, Cut::Dropped),
    (Cut::Mixed, Cut::Kept),
    (Cut::Dropped, Cut::Mixed),
    (Cut::Mixed, Cut::Mixed),
];

/// How often what was met, to show what the suite reaches.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    images: u64,
    restarts: u64,
    batches: u64,
    torn_tails: u64,
    crashes_in_recovery: u64,
    io_errors: u64,
    doubtful_kept: u64,
    doubtful_lost: u64,
    full: u64,
    segments_released: u64,
}

/// What was recovered wrongly, or not at all.
type Loss = String;

/// One disk, what was acknowledged on it, and what was not.
struct Life {
    random: fastrand::Rng,
    disk: SimDisk,
    acknowledged: Vec<Batch>,
    /// The batch whose append did not answer before the crash.
    doubtful: Option<Vec<u8>>,
    /// Nothing from here on may be missing.
    released: Position,
    counts: Counts,
}

fn live(seed: u64, lie: Lie) -> Result<Counts, Loss> {
    let mut life = Life {
        random: fastrand::Rng::with_seed(seed),
        disk: SimDisk::new(seed, lie),
        acknowledged: Vec::new(),
        doubtful: None,
        released: Position::START,
        counts: Counts::default(),
    };
    for crash in 0..CRASHES {
        let lost = |loss| format!("seed {seed}, crash {crash}: {loss}");
        life.until_crash().and_then(|()| life.crash()).map_err(lost)?;
    }
    Ok(life.counts)
}

impl Life {
    /// Opens the log and works until the planned failure comes or there has been enough work.
    fn until_crash(&mut self) -> Result<(), Loss> {
        let failure = if self.random.u8(..4) == 0 { Failure::Eio } else { Failure::Halt };
        self.disk.fail_at(self.random.u64(1..160), failure);
        self.disk.set_full(false);
        let Some(mut journal) = self.open()? else {
            self.counts.crashes_in_recovery += 1;
            return Ok(());
        };
        for _ in 0..self.random.u32(1..80) {
            let is_alive = match self.random.u8(..16) {
                0 => self.release(&mut journal),
                1 => {
                    self.disk.set_full(self.random.bool());
                    true
                }
                2 => {
                    drop(journal);
                    let Some(again) = self.open()? else { return Ok(()) };
                    journal = again;
                    true
                }
                _ => self.append(&mut journal)?,
            };
            if !is_alive {
                self.counts.io_errors += u64::from(failure == Failure::Eio);
                return stays_dead(&mut journal);
            }
        }
        Ok(())
    }

    /// Opens what is on the disk; what is found is the truth from then on. `None`: the planned
    /// failure came.
    fn open(&mut self) -> Result<Option<FileJournal>, Loss> {
        let opened = match FileJournal::open(Arc::new(self.disk.clone()), SETTINGS) {
            Ok(opened) => opened,
            Err(_) if self.disk.has_failed() => return Ok(None),
            Err(error) => return Err(format!("opening failed: {error}")),
        };
        let found = match read(&opened.journal) {
            Ok(found) => found,
            Err(_) if self.disk.has_failed() => return Ok(None),
            Err(loss) => return Err(loss),
        };
        let doubtful = self.compare(&found, &opened.findings)?;
        self.counts.torn_tails += opened.findings.len() as u64;
        self.counts.doubtful_kept += u64::from(doubtful.is_some());
        self.counts.doubtful_lost += u64::from(doubtful.is_none() && self.doubtful.is_some());
        self.acknowledged.extend(doubtful);
        self.doubtful = None;
        Ok(Some(opened.journal))
    }

    /// Everything acknowledged is there, in order and once; behind it at most the doubtful batch,
    /// which is the answer. Nothing else is reported than a torn tail of that batch.
    fn compare(&self, found: &[Batch], findings: &[Finding]) -> Result<Option<Batch>, Loss> {
        let end = self.acknowledged.last().map_or(Position::START, |batch| batch.next);
        let oldest = found.first().map_or(end, |batch| batch.at);
        let expected = self.acknowledged.iter().skip_while(|batch| batch.at < oldest);
        let expected: Vec<&Batch> = expected.collect();
        let missing = self.acknowledged.iter().find(|b| b.at >= self.released && b.at < oldest);
        if let Some(batch) = missing {
            return Err(format!(
                "the batch at {} is missing, the log begins at {oldest}",
                batch.at
            ));
        }
        let differs = expected.iter().zip(found).find(|(expected, found)| *expected != found);
        if let Some((expected, found)) = differs {
            return Err(format!("at {} the batch of {} is another", expected.at, found.at));
        }
        if found.len() < expected.len() {
            let (found, expected) = (found.len(), expected.len());
            return Err(format!("{found} of {expected} acknowledged batches are there"));
        }
        let torn =
            |finding: &Finding| matches!(finding, Finding::TornTail { at, .. } if *at == end);
        if findings.len() > usize::from(self.doubtful.is_some()) || !findings.iter().all(torn) {
            return Err(format!("findings: {findings:?}"));
        }
        match &found[expected.len()..] {
            [] => Ok(None),
            [batch] if batch.at == end && Some(&batch.payload) == self.doubtful.as_ref() => {
                Ok(Some(batch.clone()))
            }
            [batch, ..] => Err(format!("the batch at {} was never appended", batch.at)),
        }
    }

    fn append(&mut self, journal: &mut FileJournal) -> Result<bool, Loss> {
        let payload = self.payload();
        let at = journal.health().end;
        self.doubtful = Some(payload.clone());
        match journal.append(&payload) {
            Ok(next) => {
                self.acknowledged.push(Batch { at, next, payload });
                self.counts.batches += 1;
            }
            Err(AppendError::Full) => self.counts.full += 1,
            Err(AppendError::Fault(_)) if self.disk.has_failed() => return Ok(false),
            Err(error) => return Err(format!("append at {at}: {error}")),
        }
        self.doubtful = None;
        Ok(true)
    }

    /// Mostly some hundred octets, at times more than a segment; random, zeros, or what another
    /// batch looks like on the disk.
    fn payload(&mut self) -> Vec<u8> {
        let random = &mut self.random;
        let length = match random.u8(..12) {
            0 => random.usize(1..16_000),
            1..4 => random.usize(1..4000),
            _ => random.usize(1..600),
        };
        match random.u8(..4) {
            0 => vec![0; length],
            1 => {
                let mut octets = Vec::new();
                let at = Position(random.u64(..100_000));
                let framed = frame::encode(SETTINGS.log, at, &vec![7; length], &mut octets);
                assert_eq!(framed, Ok(()));
                octets
            }
            _ => std::iter::repeat_with(|| random.u8(..)).take(length).collect(),
        }
    }

    fn release(&mut self, journal: &mut FileJournal) -> bool {
        let before = journal.health().oldest;
        let up_to = match self.acknowledged.len() {
            0 => Position::START,
            batches => self.acknowledged[self.random.usize(..batches)].next,
        };
        self.released = self.released.max(up_to);
        let is_alive = journal.release(up_to).is_ok();
        self.counts.segments_released += u64::from(journal.health().oldest > before);
        is_alive
    }

    /// Checks images of the disk as it is, and goes on with one of them or with a new process.
    fn crash(&mut self) -> Result<(), Loss> {
        for (data, names) in IMAGES {
            let image = self.disk.cut(data, names, self.random.u64(..));
            self.check_image(image).map_err(|loss| format!("{data:?}, {names:?}: {loss}"))?;
        }
        if self.random.bool() {
            self.disk.restart();
            self.counts.restarts += 1;
        } else {
            let (data, names) = IMAGES[self.random.usize(..IMAGES.len())];
            self.disk = self.disk.cut(data, names, self.random.u64(..));
        }
        Ok(())
    }

    /// Recovers an image, appends to it, cuts power again, and recovers once more.
    fn check_image(&mut self, image: SimDisk) -> Result<(), Loss> {
        self.counts.images += 1;
        image.set_full(false);
        image.reform(); // what is missing was lost in this crash
        let mut journal = self.recover_image(&image)?;
        let mut found = read(&journal)?;
        let at = journal.health().end;
        let payload = b"after the crash".to_vec();
        let next = journal.append(&payload).map_err(|error| error.to_string())?;
        found.push(Batch { at, next, payload });
        drop(journal);
        let (data, names) = IMAGES[self.random.usize(..IMAGES.len())];
        let again = image.cut(data, names, self.random.u64(..));
        let opened = FileJournal::open(Arc::new(again), SETTINGS);
        let opened = opened.map_err(|error| format!("opening again: {error}"))?;
        let reread = read(&opened.journal)?;
        if reread != found || !opened.findings.is_empty() {
            return Err(format!("what was recovered did not last: {:?}", opened.findings));
        }
        Ok(())
    }

    fn recover_image(&self, image: &SimDisk) -> Result<FileJournal, Loss> {
        let opened = FileJournal::open(Arc::new(image.clone()), SETTINGS);
        let opened = opened.map_err(|error| format!("opening: {error}"))?;
        let found = read(&opened.journal)?;
        self.compare(&found, &opened.findings)?;
        Ok(opened.journal)
    }
}

/// After a fault nothing more is acknowledged.
fn stays_dead(journal: &mut FileJournal) -> Result<(), Loss> {
    let end = journal.health().end;
    for _ in 0..3 {
        if !matches!(journal.append(b"more"), Err(AppendError::Fault(_))) {
            return Err("a dead engine appended".to_owned());
        }
    }
    if journal.health().end == end { Ok(()) } else { Err("a dead engine went on".to_owned()) }
}

#[test]
fn crashes_lose_nothing_that_was_acknowledged() {
    let mut sum = Counts::default();
    for seed in 0..SEEDS {
        let counts = live(seed, Lie::None).unwrap_or_else(|loss| panic!("{loss}"));
        sum = sum.plus(counts);
    }
    println!("{SEEDS} seeds: {sum:?}");
    assert_eq!(sum.images, SEEDS * CRASHES * IMAGES.len() as u64);
    assert!(sum.images >= 10_000);
    for (name, met) in [
        ("restarts without a power cut", sum.restarts),
        ("torn tails", sum.torn_tails),
        ("crashes in recovery", sum.crashes_in_recovery),
        ("errors of the medium", sum.io_errors),
        ("doubtful batches that are there", sum.doubtful_kept),
        ("doubtful batches that are not", sum.doubtful_lost),
        ("full disks", sum.full),
        ("segments released", sum.segments_released),
    ] {
        assert!(met >= 100, "{name}: met {met} times only");
    }
}

impl Counts {
    fn plus(self, other: Counts) -> Counts {
        Counts {
            images: self.images + other.images,
            restarts: self.restarts + other.restarts,
            batches: self.batches + other.batches,
            torn_tails: self.torn_tails + other.torn_tails,
            crashes_in_recovery: self.crashes_in_recovery + other.crashes_in_recovery,
            io_errors: self.io_errors + other.io_errors,
            doubtful_kept: self.doubtful_kept + other.doubtful_kept,
            doubtful_lost: self.doubtful_lost + other.doubtful_lost,
            full: self.full + other.full,
            segments_released: self.segments_released + other.segments_released,
        }
    }
}

/// The suite must be able to fail: on a disk that only says it syncs, every engine loses batches.
#[test]
fn an_engine_that_does_not_sync_or_answers_before_fails() {
    for lie in [Lie::SyncNever, Lie::SyncLate, Lie::SyncDirNever] {
        let lost = (0..20).filter_map(|seed| live(seed, lie).err()).collect::<Vec<_>>();
        println!("{lie:?}: {} of 20 seeds show it, such as: {}", lost.len(), lost[0]);
        assert!(lost.len() >= 10, "{lie:?}: only {} of 20 seeds show it", lost.len());
    }
}
