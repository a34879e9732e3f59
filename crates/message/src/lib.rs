//! The words of the trade: what a message, its text, its parties and its receipt are.

pub mod text;
