//! Reading a stretch of a segment through one buffer.

use crate::disk::DiskFile;
use journal::{BLOCK, Entry, Position, Rest, Segment, Step, Walk};
use std::io;
use std::ops::ControlFlow;

/// Octets read at a time, at least.
const CHUNK: usize = 256 * 1024;

/// Octets of a file around the place that is being read. Grows to the longest frame met.
#[derive(Debug, Default)]
pub(crate) struct Window {
    octets: Vec<u8>,
    /// Where they stand in the file.
    offset: u64,
}

impl Window {
    /// What is held from `offset` on.
    fn from(&self, offset: u64) -> &[u8] {
        let skipped = offset.checked_sub(self.offset).and_then(|skip| usize::try_from(skip).ok());
        skipped.and_then(|skip| self.octets.get(skip..)).unwrap_or_default()
    }

    /// Holds at least `needed` octets from `offset` on, if the file has them.
    fn fill(&mut self, file: &dyn DiskFile, offset: u64, needed: usize) -> io::Result<()> {
        let kept = self.from(offset).len();
        self.octets.drain(..self.octets.len() - kept);
        self.offset = offset;
        self.octets.resize(needed.max(CHUNK).max(kept), 0);
        let read = file.read_at(&mut self.octets[kept..], offset + kept as u64)?;
        self.octets.truncate(kept + read);
        if self.octets.len() < needed {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

/// Shows the entries in `from..end` of a segment until the visitor breaks; else answers what is
/// left behind the last batch. The file must reach to `end`.
pub(crate) fn scan<B>(
    file: &dyn DiskFile,
    segment: Segment,
    (from, end): (Position, Position),
    window: &mut Window,
    visit: &mut dyn FnMut(Entry<'_>) -> ControlFlow<B>,
) -> io::Result<ControlFlow<B, Rest>> {
    window.octets.clear(); // of another file, or read before the log had grown
    let mut walk = Walk::new(segment.log, from, end);
    loop {
        match walk.step(window.from(offset(segment, walk.at()))) {
            Step::More(needed) => window.fill(file, offset(segment, walk.at()), needed)?,
            Step::End(rest) => return Ok(ControlFlow::Continue(rest)),
            Step::Entry(entry) => {
                if let ControlFlow::Break(reason) = visit(entry) {
                    return Ok(ControlFlow::Break(reason));
                }
            }
        }
    }
}

/// Where a position stands in the file of its segment.
pub(crate) fn offset(segment: Segment, at: Position) -> u64 {
    BLOCK as u64 + at.since(segment.start)
}
