//! The journal in files, the default engine.
//!
//! A log is a row of segments in one directory. Each is made at its full size before it is used, so
//! running out of space is noticed there and is an ordinary answer; any other error of the disk
//! ends the engine. An append is one write and one `fdatasync`; no other mode exists.
//!
//! [`FileJournal::open`] finds the end of the log, clears away what a crash left and reports what
//! it found. The log itself is then read once, by a reader.

mod disk;
mod directory;
mod finding;
mod catalog;
mod scan;
mod tail;
mod reader;
mod recover;
mod engine;

pub use directory::Directory;
pub use disk::{Disk, DiskFile};
pub use engine::{FileJournal, Opened, Settings};
pub use finding::{Finding, OpenError};
