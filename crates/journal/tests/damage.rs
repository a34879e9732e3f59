//! Octets that are not as they were written: every truncation, every bit, stretches at random.
//! Nothing that was not appended may ever be read, and what was not hit must still be read.

use journal::{BLOCK, BadHeader, Entry, LogId, Position, Rest, Segment, Step, Walk, frame};

const FILE: usize = 64 * 1024;
const LOG: LogId = LogId(0x005E_ED0F_A10C);
const START: Position = Position(7_000_000);
const SEGMENT: Segment = Segment { log: LOG, start: START, octets: (FILE - BLOCK) as u64 };

/// A segment's file of 64 KiB and what lies in it.
struct Sample {
    file: Vec<u8>,
    batches: Vec<(Position, Position)>,
}

/// What a reader makes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    header: Result<Segment, BadHeader>,
    batches: Vec<(Position, Position)>,
    damage: Vec<(Position, Position)>,
    rest: Rest,
}

impl Sample {
    /// Fills a file with these payloads, up to some hundred octets.
    fn new(payloads: impl Iterator<Item = Vec<u8>>) -> Sample {
        let mut file = SEGMENT.header().to_vec();
        let mut batches = Vec::new();
        for payload in payloads {
            if file.len() + frame::HEADER + payload.len() + 300 > FILE {
                break;
            }
            let at = position(file.len());
            frame::encode(LOG, at, &payload, &mut file).expect("the payload has a size");
            batches.push((at, position(file.len())));
        }
        file.resize(FILE, 0);
        Sample { file, batches }
    }

    /// Payloads as they come: of all lengths up to 600.
    fn short() -> Sample {
        let mut random = fastrand::Rng::with_seed(1);
        Sample::new(std::iter::repeat_with(move || {
            let length = random.usize(1..600);
            std::iter::repeat_with(|| random.u8(..)).take(length).collect()
        }))
    }

    /// Awkward ones: zeros, ones, and the octets of other batches of this very log.
    fn awkward() -> Sample {
        let other = Sample::short();
        Sample::new((0..).map(move |number: usize| match number % 4 {
            0 => vec![0; 1 + number * 97],
            1 => vec![0xFF; 2000],
            2 => other.file[BLOCK..BLOCK + 3000].to_vec(),
            _ => other.file[..BLOCK + 700].to_vec(),
        }))
    }

    fn octets(&self, (at, next): (Position, Position)) -> &[u8] {
        &self.file[offset(at)..offset(next)]
    }

    /// What is found when nothing is wrong.
    fn intact(&self) -> Found {
        let end = self.batches.last().expect("there are batches").1;
        Found {
            header: Ok(SEGMENT),
            batches: self.batches.clone(),
            damage: Vec::new(),
            rest: Rest { at: end, written: end, is_torn: true },
        }
    }

    /// Reads another state of the file, through windows of so many octets. A batch that was not
    /// written in this place is an error at once.
    fn read(&self, file: &[u8], window: usize) -> Found {
        let frames = file.get(BLOCK..).unwrap_or_default();
        let mut walk = Walk::new(LOG, START, START.plus(frames.len()));
        let (mut batches, mut damage) = (Vec::new(), Vec::new());
        let mut needed = window;
        loop {
            let at = walk.at();
            let from = &frames[offset(at) - BLOCK..];
            match walk.step(&from[..from.len().min(needed)]) {
                Step::More(more) => {
                    let from = &frames[offset(walk.at()) - BLOCK..];
                    assert!(more <= from.len(), "{more} octets are asked of {}", from.len());
                    assert!(walk.at() > at || more > needed, "{more} of {needed} octets are asked");
                    needed = more.max(window);
                    continue;
                }
                Step::Entry(Entry::Batch { at, next, payload }) => {
                    let known = self.batches.binary_search(&(at, next));
                    assert!(known.is_ok(), "no batch was at {at}");
                    assert!(self.octets((at, next)).ends_with(payload), "another batch at {at}");
                    batches.push((at, next));
                }
                Step::Entry(Entry::Damage { at, next }) => damage.push((at, next)),
                Step::End(rest) => {
                    return Found { header: Segment::parse_header(file), batches, damage, rest };
                }
            }
            needed = window;
        }
    }
}

fn position(offset: usize) -> Position {
    START.plus(offset - BLOCK)
}

fn offset(at: Position) -> usize {
    BLOCK + usize::try_from(at.since(START)).expect("a file is small")
}

#[test]
fn an_intact_file_reads_as_it_was_written() {
    for (name, sample) in [("short", Sample::short()), ("awkward", Sample::awkward())] {
        assert!(sample.batches.len() > 20, "{name}: {} batches", sample.batches.len());
        for window in [FILE, 4096, 512, 13, 12, 1] {
            let found = sample.read(&sample.file, window);
            assert_eq!(found, sample.intact(), "{name} through a window of {window}");
        }
    }
}

#[test]
fn every_truncation_is_detected() {
    let mut tried = 0;
    for (name, sample) in [("short", Sample::short()), ("awkward", Sample::awkward())] {
        for length in 0..FILE {
            let found = sample.read(&sample.file[..length], FILE);
            let is_whole = |batch: &&(Position, Position)| offset(batch.1) <= length;
            let whole: Vec<_> = sample.batches.iter().filter(is_whole).copied().collect();
            assert_eq!(found.batches, whole, "{name} cut to {length}");
            assert_eq!(found.damage, [], "{name} cut to {length}");
            // A head that is whole tells how long the file was made.
            let expected = if length < BLOCK { Err(BadHeader::Damaged) } else { Ok(SEGMENT) };
            assert_eq!(found.header, expected, "{name} cut to {length}");
            assert!((length as u64) < BLOCK as u64 + SEGMENT.octets);
            tried += 1;
        }
    }
    println!("{tried} truncations detected");
    assert_eq!(tried, 131_072);
}

/// Turns every bit of the file in turn. Each turned bit must be found, and in the right place.
fn turn_every_bit(sample: &Sample) -> u32 {
    let mut file = sample.file.clone();
    let mut tried = 0;
    for bit in 0..FILE * 8 {
        let place = bit / 8;
        file[place] ^= 1 << (bit % 8);
        assert_eq!(sample.read(&file, FILE), with_turned(sample, place), "bit {bit} turned");
        file[place] ^= 1 << (bit % 8);
        tried += 1;
    }
    tried
}

/// What must be found when the octet at `place` is another.
fn with_turned(sample: &Sample, place: usize) -> Found {
    let mut found = sample.intact();
    if place < BLOCK {
        found.header = Err(BadHeader::Damaged);
        return found;
    }
    let hit = sample.batches.iter().position(|&(_, next)| place < offset(next));
    match hit {
        None => found.rest.written = position(place + 1),
        Some(hit) => {
            let (at, next) = found.batches.remove(hit);
            if hit == found.batches.len() {
                let last = sample.file[..offset(next)].iter().rposition(|&octet| octet != 0);
                let last = last.map_or(place, |last| last.max(place));
                found.rest = Rest { at, written: position(last + 1), is_torn: true };
            } else {
                found.damage.push((at, next));
            }
        }
    }
    found
}

#[test]
fn every_turned_bit_of_a_log_is_detected() {
    let tried = turn_every_bit(&Sample::short());
    println!("{tried} turned bits detected");
    assert_eq!(tried, 524_288);
}

#[test]
fn every_turned_bit_of_an_awkward_log_is_detected() {
    let tried = turn_every_bit(&Sample::awkward());
    println!("{tried} turned bits detected");
    assert_eq!(tried, 524_288);
}

/// Overwrites some stretches, each with chance, zeros or octets from elsewhere in the file.
fn spoil(file: &mut [u8], random: &mut fastrand::Rng) {
    for _ in 0..random.usize(1..5) {
        let length = random.usize(1..2000);
        let to = random.usize(BLOCK..file.len() - length);
        match random.u8(0..3) {
            0 => random.fill(&mut file[to..to + length]),
            1 => file[to..to + length].fill(0),
            _ => {
                let from = random.usize(BLOCK..file.len() - length);
                file.copy_within(from..from + length, to);
            }
        }
    }
}

#[test]
fn spoilt_stretches_cost_the_batches_they_lie_in_and_no_other() {
    let samples = [Sample::short(), Sample::awkward()];
    let mut lost = 0;
    for seed in 0..20_000 {
        let mut random = fastrand::Rng::with_seed(seed);
        let sample = &samples[usize::from(random.bool())];
        let mut file = sample.file.clone();
        spoil(&mut file, &mut random);
        let is_intact = |&(at, next): &(Position, Position)| {
            file[offset(at)..offset(next)] == *sample.octets((at, next))
        };
        let intact: Vec<_> = sample.batches.iter().copied().filter(is_intact).collect();
        let found = sample.read(&file, random.usize(1..FILE));
        assert_eq!(found.batches, intact, "seed {seed}");
        lost += sample.batches.len() - intact.len();
        assert_gaps_are_told(&found, seed);
    }
    println!("20000 spoilt files, {lost} batches lost in them");
    assert!(lost > 20_000, "only {lost} batches were hit");
}

/// Batches, damage and the rest follow each other without a gap.
fn assert_gaps_are_told(found: &Found, seed: u64) {
    let mut told: Vec<_> = found.batches.iter().chain(&found.damage).copied().collect();
    told.sort_unstable();
    let mut at = START;
    for (begin, next) in told {
        assert_eq!(begin, at, "seed {seed}");
        at = next;
    }
    assert_eq!(found.rest.at, at, "seed {seed}");
}

#[test]
fn a_tail_is_torn_if_one_batch_may_have_left_it() {
    let sample = Sample::short();
    let &[.., (second_last, _), (last, end)] = &sample.batches[..] else {
        panic!("there are {} batches", sample.batches.len());
    };
    let payload = |at: Position| at.plus(frame::HEADER);
    let cases: [(&str, &[Position], bool); 5] = [
        ("the last batch", &[payload(last)], true),
        ("its header", &[last], true),
        ("the last two", &[payload(second_last), payload(last)], false),
        ("the last one and octets behind it", &[payload(last), end.plus(20)], false),
        ("octets behind it", &[end.plus(20)], true),
    ];
    for (name, places, is_torn) in cases {
        let mut file = sample.file.clone();
        for &place in places {
            file[offset(place)] ^= 0x10;
        }
        assert_eq!(sample.read(&file, FILE).rest.is_torn, is_torn, "{name} hit");
    }
}
