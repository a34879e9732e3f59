//! What the operator does, as transcripts: who gets what, and when.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else comes fails the test")]

mod stage;
mod answers;
mod receipts;
mod sessions;
mod styles;
mod inbound;
mod phones;
