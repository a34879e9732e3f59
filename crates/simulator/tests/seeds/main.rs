//! What holds for every seed.

mod world;
mod determinism;
mod proportions;
mod ledger;
mod bounds;
