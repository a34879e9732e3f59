//! Readers of their own, beside the engine.

use crate::catalog::{Catalog, Span};
use crate::disk::Disk;
use crate::scan::{Window, scan};
use journal::{BLOCK, Entry, Position, ReadError, Reader, Visit};
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

pub(crate) struct FileReader {
    disk: Arc<dyn Disk>,
    catalog: Catalog,
    window: Window,
}

impl FileReader {
    pub(crate) fn new(disk: Arc<dyn Disk>, catalog: Catalog) -> FileReader {
        FileReader { disk, catalog, window: Window::default() }
    }
}

impl Reader for FileReader {
    fn read(&mut self, from: Position, visit: &mut Visit<'_>) -> Result<Position, ReadError> {
        let end = self.catalog.end();
        if from > end {
            return Err(ReadError::Beyond { end });
        }
        let mut at = from;
        while let Some(span) = self.catalog.span(at, end) {
            at = at.max(span.segment.start);
            match self.read_span(span, at, visit) {
                Ok(ControlFlow::Continue(())) => at = span.end,
                Ok(ControlFlow::Break(next)) => return Ok(next),
                // Released since it was looked up: go on with what is the oldest now.
                Err(error) if is_gone(&error) && self.catalog.span(at, end) != Some(span) => {}
                Err(error) => {
                    let file = span.segment.file_name();
                    return Err(ReadError::Medium {
                        at,
                        cause: format!("reading {file}: {error}"),
                    });
                }
            }
        }
        Ok(end)
    }
}

impl FileReader {
    /// Shows what a span holds, and as damage what it should hold and does not.
    fn read_span(
        &mut self,
        span: Span,
        from: Position,
        visit: &mut Visit<'_>,
    ) -> io::Result<ControlFlow<Position>> {
        let Span { segment, end } = span;
        let file = self.disk.open(&segment.file_name())?;
        let frames = file.size()?.saturating_sub(BLOCK as u64);
        let there = end.min(Position(segment.start.0 + frames)).max(from);
        let catalog = &self.catalog;
        let mut show = |entry: Entry<'_>| {
            if matches!(entry, Entry::Damage { .. }) {
                catalog.mark_damaged(segment.start);
            }
            visit(entry).map_break(|()| entry.next())
        };
        match scan(&*file, segment, (from, there), &mut self.window, &mut show)? {
            ControlFlow::Continue(rest) if rest.at < end => {
                Ok(show(Entry::Damage { at: rest.at, next: end }))
            }
            ControlFlow::Continue(_) => Ok(ControlFlow::Continue(())),
            ControlFlow::Break(next) => Ok(ControlFlow::Break(next)),
        }
    }
}

fn is_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}
