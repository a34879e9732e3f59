//! Cases on a medium that works.

use super::{Case, Store, append, batch, check_log, payloads, read_from};
use crate::engine::{AppendError, ReadError};
use crate::frame::PAYLOAD_MAX;
use crate::position::Position;
use std::ops::ControlFlow;
use std::thread;

pub(super) const CASES: [Case; 10] = [
    ("a new log is empty", a_new_log_is_empty),
    ("batches come back in order", batches_come_back_in_order),
    ("batches outlive their journal", batches_outlive_their_journal),
    ("reading begins and ends anywhere", reading_begins_and_ends_anywhere),
    ("payloads of every size", payloads_of_every_size),
    ("payloads of a wrong size change nothing", wrong_sizes_change_nothing),
    ("release keeps what is needed", release_keeps_what_is_needed),
    ("a log released to its end goes on", a_log_released_to_its_end_goes_on),
    ("a reader follows from another thread", a_reader_follows_from_another_thread),
    ("what lies behind the end is not made up", nothing_is_read_behind_the_end),
];

fn a_new_log_is_empty(store: &mut dyn Store) {
    for _ in 0..3 {
        let journal = store.open();
        check_log(&*journal, &[]);
        assert_eq!(journal.health().end, Position::START);
    }
}

fn batches_come_back_in_order(store: &mut dyn Store) {
    let mut journal = store.open();
    let payloads = payloads(200);
    let mut end = journal.health().end;
    for payload in &payloads {
        let next = append(&mut *journal, payload);
        assert!(next > end, "the answer is the position behind the batch");
        assert_eq!(journal.health().end, next);
        end = next;
    }
    check_log(&*journal, &payloads);
}

fn batches_outlive_their_journal(store: &mut dyn Store) {
    let payloads = payloads(90);
    let mut kept = 0;
    let mut end = Position::START;
    for chunk in payloads.chunks(7) {
        let mut journal = store.open();
        assert_eq!(journal.health().end, end, "the log goes on where it ended");
        check_log(&*journal, &payloads[..kept]);
        for payload in chunk {
            end = append(&mut *journal, payload);
        }
        kept += chunk.len();
    }
    check_log(&*store.open(), &payloads);
}

fn reading_begins_and_ends_anywhere(store: &mut dyn Store) {
    let mut journal = store.open();
    for payload in payloads(60) {
        append(&mut *journal, &payload);
    }
    let all = read_from(&*journal, Position::START);
    for (index, (at, _, _)) in all.iter().enumerate() {
        assert!(read_from(&*journal, *at) == all[index..], "from batch {index} on");
    }
    let mut reader = journal.reader();
    let mut from = Position::START;
    for (index, expected) in all.iter().enumerate() {
        let mut shown = Vec::new();
        let stopped = reader.read(from, &mut |entry| {
            shown.push(batch(entry));
            ControlFlow::Break(())
        });
        assert_eq!(stopped, Ok(expected.1), "reading stops behind batch {index}");
        assert!(shown == [expected.clone()], "only batch {index} is shown");
        from = expected.1;
    }
    assert_eq!(from, journal.health().end);
}

fn payloads_of_every_size(store: &mut dyn Store) {
    let sizes = [1, 2, 3, 4, 11, 12, 13, 255, 256, 511, 512, 513, 4095, 4096, 4097, 65_535, 65_536];
    let mut payloads: Vec<Vec<u8>> = sizes.iter().map(|&size| vec![0; size]).collect();
    payloads.push(vec![0x5A; PAYLOAD_MAX]);
    payloads.push(vec![1]);
    payloads.push(vec![0; PAYLOAD_MAX]);
    let mut journal = store.open();
    for payload in &payloads {
        append(&mut *journal, payload);
    }
    check_log(&*journal, &payloads);
    drop(journal);
    check_log(&*store.open(), &payloads);
}

fn wrong_sizes_change_nothing(store: &mut dyn Store) {
    let mut journal = store.open();
    append(&mut *journal, b"before");
    let before = journal.health();
    for size in [0, PAYLOAD_MAX + 1, PAYLOAD_MAX * 2] {
        assert_eq!(journal.append(&vec![7; size]), Err(AppendError::Size), "{size} octets");
    }
    let after = journal.health();
    assert_eq!((after.oldest, after.end), (before.oldest, before.end));
    append(&mut *journal, b"behind");
    check_log(&*journal, &[b"before".to_vec(), b"behind".to_vec()]);
}

fn release_keeps_what_is_needed(store: &mut dyn Store) {
    let mut journal = store.open();
    for payload in payloads(400) {
        append(&mut *journal, &payload);
    }
    let all = read_from(&*journal, Position::START);
    let mut oldest = Position::START;
    for (index, (at, _, _)) in all.iter().enumerate().step_by(23) {
        assert_eq!(journal.release(*at), Ok(()));
        let now = journal.health().oldest;
        assert!(now >= oldest && now <= *at, "release({at}) moved the oldest to {now}");
        oldest = now;
        assert!(read_from(&*journal, *at) == all[index..], "all from batch {index} on is kept");
        assert!(read_from(&*journal, Position::START).ends_with(&all[index..]));
    }
    assert_eq!(journal.release(Position::START), Ok(()), "a release of less changes nothing");
    drop(journal);
    let last = all.len() - 1 - (all.len() - 1) % 23;
    assert!(read_from(&*store.open(), all[last].0) == all[last..], "and after the next start");
}

fn a_log_released_to_its_end_goes_on(store: &mut dyn Store) {
    let mut end = Position::START;
    for round in 0..5_u8 {
        let mut journal = store.open();
        assert_eq!(journal.health().end, end, "positions go on");
        for _ in 0..40 {
            end = append(&mut *journal, &[round; 300]);
        }
        assert_eq!(journal.release(end), Ok(()));
        assert_eq!(journal.health().end, end);
        read_from(&*journal, Position::START);
        let next = append(&mut *journal, b"behind");
        assert_eq!(read_from(&*journal, end), [(end, next, b"behind".to_vec())]);
        end = next;
    }
}

fn a_reader_follows_from_another_thread(store: &mut dyn Store) {
    let mut journal = store.open();
    let payloads = payloads(500);
    let mut reader = journal.reader();
    let wanted = payloads.clone();
    let follower = thread::spawn(move || {
        let mut read = 0;
        let mut from = Position::START;
        while read < wanted.len() {
            let stopped = reader.read(from, &mut |entry| {
                let (at, next, payload) = batch(entry);
                assert_eq!(at, from, "the follower misses nothing");
                assert!(payload == wanted[read], "batch {read} is another");
                from = next;
                read += 1;
                ControlFlow::Continue(())
            });
            assert_eq!(stopped, Ok(from));
            thread::yield_now();
        }
        from
    });
    for payload in &payloads {
        append(&mut *journal, payload);
    }
    let followed = follower.join();
    assert_eq!(followed.ok(), Some(journal.health().end), "the follower came to the end");
}

fn nothing_is_read_behind_the_end(store: &mut dyn Store) {
    let mut journal = store.open();
    let end = append(&mut *journal, b"the only one");
    let mut reader = journal.reader();
    let mut nothing = |_: crate::engine::Entry<'_>| panic!("there is nothing to show");
    assert_eq!(reader.read(end, &mut nothing), Ok(end));
    let beyond = reader.read(end.plus(1), &mut nothing);
    assert_eq!(beyond, Err(ReadError::Beyond { end }));
}
