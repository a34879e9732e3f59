//! PDUs described apart from the codec: fields under the standard's names, a writer plain enough to be
//! believed, and strategies that make up values for them. What the codec does is held against these.

pub(crate) mod layout;
pub(crate) mod recipe;
pub(crate) mod strategy;
pub(crate) mod view;

use proptest::test_runner::{Config, RngSeed, TestRunner};

/// The seed of everything made up in a test: `SEED` in the environment, else always the same.
pub(crate) fn seed() -> u64 {
    match std::env::var("SEED") {
        Ok(text) => text.parse().expect("SEED is a number"),
        Err(_) => 20_261_123,
    }
}

/// Runs properties on that many made-up values each.
pub(crate) fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config {
        cases,
        rng_seed: RngSeed::Fixed(seed()),
        failure_persistence: None,
        ..Config::default()
    })
}
