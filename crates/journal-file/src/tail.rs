//! The segment that is appended to.

use crate::disk::{Disk, DiskFile};
use crate::scan::offset;
use journal::{BLOCK, Position, Segment};
use std::io;

/// Name of a segment while it is made. It gets its own when it is complete and durable, so what
/// bears the name of a segment was once whole.
pub(crate) const NEW: &str = "new.segment";

pub(crate) struct Tail {
    pub(crate) segment: Segment,
    pub(crate) file: Box<dyn DiskFile>,
}

impl Tail {
    /// Makes a segment; `None` if there is no space for it.
    pub(crate) fn make(disk: &dyn Disk, segment: Segment) -> io::Result<Option<Tail>> {
        let Some(file) = make_room(disk, BLOCK as u64 + segment.octets)? else {
            return Ok(None);
        };
        file.write_at(&segment.header(), 0)?;
        file.sync_data()?;
        disk.rename(NEW, &segment.file_name())?;
        disk.sync_dir()?;
        Ok(Some(Tail { segment, file }))
    }

    /// Octets left for frames from `end` on.
    pub(crate) fn room(&self, end: Position) -> u64 {
        self.segment.octets.saturating_sub(end.since(self.segment.start))
    }

    /// Writes a frame and answers when it is durable.
    pub(crate) fn commit(&self, frame: &[u8], at: Position) -> io::Result<()> {
        self.file.write_at(frame, offset(self.segment, at))?;
        self.file.sync_data()
    }
}

/// A new file of so many octets; `None` if there is no space for it.
fn make_room(disk: &dyn Disk, octets: u64) -> io::Result<Option<Box<dyn DiskFile>>> {
    let file = match disk.create(NEW) {
        Ok(file) => file,
        Err(error) if is_full(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    match file.allocate(octets) {
        Ok(()) => Ok(Some(file)),
        Err(error) if is_full(&error) => {
            disk.remove(NEW)?; // with whatever part of the space it got
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
