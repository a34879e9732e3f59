//! The next start: finding the end of the log and clearing away what a crash left.

use crate::catalog::{Held, Inner};
use crate::disk::Disk;
use crate::finding::{Finding, OpenError};
use crate::scan::{Window, offset, scan};
use crate::tail::{NEW, Tail};
use journal::{BLOCK, BadHeader, Entry, LogId, Position, Segment};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow;

/// What was found, ready to go on.
pub(crate) struct Recovered {
    pub(crate) log: LogId,
    pub(crate) inner: Inner,
    pub(crate) tail: Option<Tail>,
    pub(crate) findings: Vec<Finding>,
}

/// Reads the heads of all segments, and all of the last one. Afterwards everything that can be read
/// is durable.
pub(crate) fn recover(disk: &dyn Disk, log_if_new: LogId) -> Result<Recovered, OpenError> {
    let names = list(disk)?;
    let log = the_log(&names)?.unwrap_or(log_if_new);
    // A name may stand in memory only, if the process alone has died.
    disk.sync_dir().map_err(|cause| OpenError::disk("syncing", "the directory", cause))?;

    let mut findings = Vec::new();
    let mut segments = VecDeque::new();
    let mut tail = None;
    for &(log, start) in &names {
        let before = findings.len();
        let opened = open_segment(disk, log, start, &mut findings)?;
        segments.push_back(Held { segment: opened.segment, is_damaged: findings.len() > before });
        tail = Some(opened);
    }
    let mut end = Position::START;
    if let Some(tail) = &tail {
        let failed = |cause| OpenError::disk("recovering", &tail.segment.file_name(), cause);
        end = find_end(tail, &mut findings).map_err(failed)?;
    }
    Ok(Recovered { log, inner: Inner { segments, end }, tail, findings })
}

/// The segments by name, oldest first. One that was still being made is removed.
fn list(disk: &dyn Disk) -> Result<Vec<(LogId, Position)>, OpenError> {
    let names = disk.list().map_err(|cause| OpenError::disk("listing", "the directory", cause))?;
    if names.iter().any(|name| name == NEW) {
        disk.remove(NEW).map_err(|cause| OpenError::disk("removing", NEW, cause))?;
    }
    let parsed = names.iter().filter_map(|name| Segment::parse_file_name(name));
    let mut segments: Vec<_> = parsed.collect();
    segments.sort_by_key(|&(_, start)| start);
    Ok(segments)
}

/// The id that all names agree on.
fn the_log(names: &[(LogId, Position)]) -> Result<Option<LogId>, OpenError> {
    let Some(&one) = names.first() else {
        return Ok(None);
    };
    match names.iter().find(|other| other.0 != one.0) {
        None => Ok(Some(one.0)),
        Some(&other) => Err(OpenError::TwoLogs { one: file_name(one), other: file_name(other) }),
    }
}

fn file_name((log, start): (LogId, Position)) -> String {
    Segment { log, start, octets: 0 }.file_name()
}

/// Opens a segment and compares its head with its name and its length.
fn open_segment(
    disk: &dyn Disk,
    log: LogId,
    start: Position,
    findings: &mut Vec<Finding>,
) -> Result<Tail, OpenError> {
    let name = file_name((log, start));
    let failed = |cause| OpenError::disk("opening", &name, cause);
    let file = disk.open(&name).map_err(failed)?;
    let there = file.size().map_err(failed)?.saturating_sub(BLOCK as u64);
    let mut block = [0; BLOCK];
    let read = file.read_at(&mut block, 0).map_err(failed)?;
    let octets = match Segment::parse_header(&block[..read]) {
        Ok(made) if (made.log, made.start) == (log, start) => {
            if there < made.octets {
                let missing = made.octets - there;
                findings.push(Finding::Short { file: name, missing });
            }
            made.octets
        }
        Ok(_) | Err(BadHeader::Damaged) => {
            findings.push(Finding::Header { file: name });
            there
        }
        Err(BadHeader::Version(version)) => return Err(OpenError::Version { file: name, version }),
    };
    Ok(Tail { segment: Segment { log, start, octets }, file })
}

/// Where the log ends, after what a crash left there has been cleared away.
fn find_end(tail: &Tail, findings: &mut Vec<Finding>) -> io::Result<Position> {
    let Tail { segment, file } = tail;
    let made = Position(segment.start.0 + segment.octets);
    let there = Position(segment.start.0 + file.size()?.saturating_sub(BLOCK as u64)).min(made);
    let mut last = None;
    let mut look = |entry: Entry<'_>| -> ControlFlow<Infallible> {
        match entry {
            Entry::Batch { at, next, .. } => last = Some((at, next)),
            Entry::Damage { at, next } => findings.push(Finding::Damage { at, next }),
        }
        ControlFlow::Continue(())
    };
    let all = (segment.start, there);
    let ControlFlow::Continue(rest) =
        scan(&**file, *segment, all, &mut Window::default(), &mut look)?;

    if let Some(last) = last {
        rewrite(tail, last)?;
    }
    let is_short = there < made;
    let is_torn = !is_short && rest.written > rest.at && rest.is_torn;
    if is_torn {
        blank(tail, (rest.at, rest.written))?;
        findings.push(Finding::TornTail { at: rest.at, octets: rest.written.since(rest.at) });
    }
    file.sync_data()?;
    let next = if is_short { made } else { rest.written };
    if is_torn || next == rest.at {
        return Ok(rest.at);
    }
    // Acknowledged batches may have stood here, so their place is not used again.
    findings.push(Finding::Damage { at: rest.at, next });
    Ok(next)
}

/// Writes the last batch once more. The process before may have died before its sync, or of a
/// failed one: then the batch can be read, and a mere sync would not take it for unwritten.
fn rewrite(tail: &Tail, (at, next): (Position, Position)) -> io::Result<()> {
    let offset = offset(tail.segment, at);
    let mut octets = zeros(at, next);
    let read = tail.file.read_at(&mut octets, offset)?;
    tail.file.write_at(&octets[..read], offset)
}

/// Puts zeros where the torn batch was, so that nothing of it can be taken for a batch later.
fn blank(tail: &Tail, (at, written): (Position, Position)) -> io::Result<()> {
    tail.file.write_at(&zeros(at, written), offset(tail.segment, at))
}

/// As many as there are octets from one position to the other.
fn zeros(from: Position, to: Position) -> Vec<u8> {
    vec![0; usize::try_from(to.since(from)).unwrap_or(0)]
}
