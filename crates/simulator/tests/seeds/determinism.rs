//! The same seed, the same run.

use crate::world::{Seen, World};
use simulator::Profile;
use std::collections::BTreeSet;

fn run(name: &str, seed: u64, steps: u32) -> Seen {
    let profile = Profile::named(name).expect("it has this name");
    let mut world = World::new(profile, seed);
    for _ in 0..steps {
        world.step();
    }
    world.seen
}

#[test]
fn the_same_seed_makes_the_same_transcript() {
    for name in Profile::NAMES {
        let mut hashes = BTreeSet::new();
        let mut lines = 0;
        for seed in 0..10 {
            let (one, two) = (run(name, seed, 3_000), run(name, seed, 3_000));
            assert_eq!(one, two, "{name} {seed}");
            println!("{name} seed {seed}: {} lines, {:016x}", one.lines, one.hash);
            hashes.insert(one.hash);
            lines += one.lines;
        }
        assert_eq!(hashes.len(), 10, "{name}: different seeds, different transcripts");
        assert!(lines > 10_000, "{name}: {lines}");
    }
}

#[test]
fn a_brain_with_another_seed_does_other_things_to_the_same_inputs() {
    let run = |seed| {
        let mut world = World::new(Profile::chaos(), 1);
        world.brain = simulator::Brain::new(
            Profile::chaos(),
            seed,
            message::time::Timestamp::from_millis(1_795_379_963_101),
        );
        (0..500).for_each(|_| world.step());
        world.seen.hash
    };
    assert_ne!(run(1), run(2));
    assert_eq!(run(2), run(2));
}

#[test]
fn names_that_there_are_and_are_not() {
    assert_eq!(Profile::NAMES.len(), 3);
    assert_eq!(Profile::named("calm"), Some(Profile::calm()));
    assert_eq!(Profile::named("mixed"), Some(Profile::mixed()));
    assert_eq!(Profile::named("chaos"), Some(Profile::chaos()));
    assert_eq!(Profile::named("Calm"), None);
}
