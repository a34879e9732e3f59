//! Octets that are almost a PDU. Only the fuzz test needs them.

use crate::support::layout::{LAYOUTS, TAGS};
use crate::support::recipe::{Recipe, Value};
use crate::support::{runner, strategy};
use proptest::strategy::{Strategy, ValueTree};
use smpp::Version;

/// Made-up PDUs per layout to begin with.
const SEEDS_PER_LAYOUT: usize = 12;

/// A longer PDU would only make mutations rarer per octet.
const SEED_MAX: usize = 512;

/// Octets that stand at the edge of something.
const EDGES: [u8; 8] = [0, 1, 2, 3, 16, 0x7F, 0x80, 0xFF];

/// PDUs of every kind, and every TLV at lengths that it may and may not have.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut runner = runner(1);
    let mut seeds = Vec::new();
    for layout in LAYOUTS {
        let recipes = strategy::recipe(layout, Version::V50);
        let made_up = std::iter::repeat_with(|| {
            recipes.new_tree(&mut runner).expect("nothing is rejected").current().octets()
        });
        seeds.extend(made_up.filter(|octets| octets.len() <= SEED_MAX).take(SEEDS_PER_LAYOUT));
    }
    for (tag, low, high) in TAGS {
        for length in [0, 1, 2, *low, *high, high + 1] {
            seeds.push(with_tlv(*tag, length.min(SEED_MAX)));
        }
    }
    seeds
}

/// A data_sm with nothing but one TLV of this length.
fn with_tlv(tag: u16, length: usize) -> Vec<u8> {
    let layout = LAYOUTS.iter().find(|layout| layout.name == "data_sm").expect("it is a PDU");
    let nothing = vec![("everything", Value::Text(vec![0; 9]))];
    Recipe { tlvs: vec![(tag, vec![b'1'; length])], ..Recipe::new(layout, nothing) }.octets()
}

/// Makes inputs from seeds.
pub(crate) struct Mutator<'a> {
    random: fastrand::Rng,
    seeds: &'a [Vec<u8>],
}

impl<'a> Mutator<'a> {
    pub(crate) fn new(seed: u64, seeds: &'a [Vec<u8>]) -> Self {
        Mutator { random: fastrand::Rng::with_seed(seed), seeds }
    }

    /// Puts the next input into `input`.
    pub(crate) fn next(&mut self, input: &mut Vec<u8>) {
        input.clear();
        input.extend_from_slice(self.seed());
        for _ in 0..self.random.u8(1..=4) {
            self.mutate(input);
        }
        if self.random.u8(..) >= 16 {
            let length = u32::try_from(input.len()).expect("it is short");
            if let Some(head) = input.first_chunk_mut() {
                *head = length.to_be_bytes();
            }
        }
    }

    fn seed(&mut self) -> &'a [u8] {
        &self.seeds[self.random.usize(..self.seeds.len())]
    }

    /// A place in `input`, its end included.
    fn place(&mut self, input: &[u8]) -> usize {
        self.random.usize(..=input.len())
    }

    fn mutate(&mut self, input: &mut Vec<u8>) {
        let at = self.place(input);
        match self.random.u8(..10) {
            0 | 1 => {
                if let Some(octet) = input.get_mut(at) {
                    *octet ^= 1 << self.random.u8(..8);
                }
            }
            2 | 3 => {
                if let Some(octet) = input.get_mut(at) {
                    *octet = EDGES[self.random.usize(..EDGES.len())];
                }
            }
            4 => self.lie_about_a_length(input),
            5 => input.truncate(at),
            6 => {
                let some = [(); 8].map(|()| self.random.u8(..));
                let count = self.random.usize(1..=some.len());
                input.splice(at..at, some[..count].iter().copied());
            }
            7 => {
                let to = self.random.usize(at..=input.len());
                input.drain(at..to.min(at + 40));
            }
            8 => {
                let other = self.seed();
                let from = self.place(other);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            _ => self.change_the_head(input),
        }
    }

    /// Two octets that look like the length of a TLV, one too many or one too few at times.
    fn lie_about_a_length(&mut self, input: &mut [u8]) {
        let at = self.place(input);
        let Some(two) = input.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<2>()) else {
            return;
        };
        let edge = u16::from(EDGES[self.random.usize(..EDGES.len())]);
        *two = match self.random.u8(..4) {
            0 => edge,
            1 => edge << 8,
            2 => u16::from_be_bytes(*two).wrapping_add(1),
            _ => u16::from_be_bytes(*two).wrapping_sub(1),
        }
        .to_be_bytes();
    }

    /// Another operation, or another status.
    fn change_the_head(&mut self, input: &mut [u8]) {
        let id = LAYOUTS[self.random.usize(..LAYOUTS.len())].id;
        let status = u32::from(EDGES[self.random.usize(..EDGES.len())]);
        let (at, value) = if self.random.bool() { (4, id) } else { (8, status) };
        if let Some(four) = input.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<4>()) {
            *four = value.to_be_bytes();
        }
    }
}
