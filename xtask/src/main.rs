//! The house work: `cargo xtask test | tidy | bench`.

fn main() {}
