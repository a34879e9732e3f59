//! What opening a log may find, and why it may be refused.

use journal::Position;
use std::path::PathBuf;
use std::{fmt, io};

/// Something that is not as an orderly stop leaves it. Only a torn tail is what a crash leaves; all
/// others mean that the disk, or somebody, has destroyed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A batch that was never acknowledged was being written last. It has been cut off.
    TornTail {
        /// Where it began; the log ends there now.
        at: Position,
        /// Octets of it that were there.
        octets: u64,
    },
    /// Batches that had been acknowledged cannot be read. The octets are left as they are.
    Damage {
        /// Where they begin.
        at: Position,
        /// Where reading goes on.
        next: Position,
    },
    /// The block at the head of a file is damaged, or says something else than the file's name.
    /// The name is believed.
    Header {
        /// The file.
        file: String,
    },
    /// A file is shorter than it was made.
    Short {
        /// The file.
        file: String,
        /// Octets that are missing.
        missing: u64,
    },
}

/// Why a log cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// Another process has the directory.
    Busy {
        /// The directory.
        directory: PathBuf,
    },
    /// A file was written by a later version of this program.
    Version {
        /// The file.
        file: String,
        /// The version of its format.
        version: u32,
    },
    /// Files of two logs lie in the directory. Nobody can say which one counts.
    TwoLogs {
        /// A file of one.
        one: String,
        /// A file of the other.
        other: String,
    },
    /// The disk failed.
    Disk {
        /// What was tried, and on which file.
        what: String,
        /// What the system said.
        cause: io::Error,
    },
}

impl OpenError {
    pub(crate) fn disk(what: &str, file: &str, cause: io::Error) -> Self {
        Self::Disk { what: format!("{what} {file}"), cause }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TornTail { at, octets } => {
                write!(f, "a batch that was being written was cut off at {at} ({octets} octets)")
            }
            Self::Damage { at, next } => {
                write!(f, "DAMAGED: what stood from {at} to {next} cannot be read")
            }
            Self::Header { file } => write!(f, "DAMAGED: the first block of {file}"),
            Self::Short { file, missing } => {
                write!(f, "DAMAGED: {file} is {missing} octets shorter than it was made")
            }
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy { directory } => {
                write!(f, "another process uses the journal in {}", directory.display())
            }
            Self::Version { file, version } => {
                write!(f, "{file} has format {version} of a later release")
            }
            Self::TwoLogs { one, other } => {
                write!(f, "{one} and {other} belong to two journals; move one of them away")
            }
            Self::Disk { what, cause } => write!(f, "{what}: {cause}"),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk { cause, .. } => Some(cause),
            Self::Busy { .. } | Self::Version { .. } | Self::TwoLogs { .. } => None,
        }
    }
}
