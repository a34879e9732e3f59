//! What the operator does, as transcripts: who gets what, and when.

mod stage;
mod answers;
mod receipts;
mod sessions;
mod styles;
mod inbound;
mod phones;
