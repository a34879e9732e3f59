//! The file engine: on a simulated disk, and on a real one.

mod sim;
mod folder;
mod batches;
mod conform;
mod crash;
mod errors;
mod files;
mod race;
