//! The words of the trade: what a message, its text, its parties and its receipt are.

pub mod text;
pub mod address;
pub mod id;
pub mod object;
pub mod time;
pub mod money;
pub mod state;
pub mod code;
pub mod receipt;
