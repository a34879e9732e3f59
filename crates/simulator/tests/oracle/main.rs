//! The operator writes receipts, `message` reads them: does every receipt find its message?
//!
//! What a receipt is about is known from the text at its end, where the message's number stands.

mod door;
mod ids;
mod receipts;
