//! Stores of every format that was ever written, read by this release.
//!
//! A file is never changed. When a record gets a field or a kind is added, a new file is written with
//! `WHIMBREL_GOLDEN=write cargo test -p records --test golden` and kept beside the others.

mod samples;

use records::{Batch, Record, read};
use samples::Store;
use std::path::{Path, PathBuf};

/// The newest store, written by this release.
const NEWEST: &str = "0002-core.batch";

/// Every record, with every field that there is today.
fn every_record() -> Vec<Record> {
    samples::every_record(Store::Core)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Everything that a record can hold, in one batch.
fn batch(records: &[Record]) -> Batch {
    let mut batch = Batch::new();
    records.iter().for_each(|record| batch.push(record));
    batch
}

#[test]
fn this_release_still_writes_the_newest_store_octet_for_octet() {
    let path = folder().join(NEWEST);
    let written = batch(&every_record());
    if std::env::var("WHIMBREL_GOLDEN").is_ok_and(|value| value == "write") && !path.exists() {
        std::fs::write(&path, written.octets()).expect("the folder can be written");
    }
    let kept = std::fs::read(&path).expect("the store is in the repository");
    assert!(written.octets() == kept, "the format has changed: keep the old store, add a new one");
}

#[test]
fn every_store_ever_written_can_be_read() {
    let mut stores = 0;
    for entry in std::fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        let octets = std::fs::read(&path).expect("it can be read");
        let records = read(&octets).expect("a batch");
        let records: Result<Vec<Record>, _> = records.collect();
        let records = records.unwrap_or_else(|bad| panic!("{}: {bad}", path.display()));
        assert!(!records.is_empty(), "{}", path.display());
        stores += 1;
    }
    assert!(stores >= 1);
}

#[test]
fn every_store_holds_what_was_put_into_it() {
    let stores = [("0001-first.batch", Store::First), (NEWEST, Store::Core)];
    for (name, store) in stores {
        let octets = std::fs::read(folder().join(name)).expect("it is in the repository");
        let records: Result<Vec<Record>, _> = read(&octets).expect("a batch").collect();
        assert_eq!(records.expect("records"), samples::every_record(store), "{name}");
    }
}

#[test]
fn a_damaged_batch_never_panics_and_never_invents_a_record() {
    let octets = batch(&every_record()).octets().to_vec();
    let whole = every_record();
    let mut cut = 0;
    for length in 1..octets.len() {
        let read: Vec<_> = read(&octets[..length]).expect("the format is there").collect();
        let good = read.iter().take_while(|record| record.is_ok()).count();
        assert!(read.len() - good <= 1, "nothing comes after an error");
        for (record, expected) in read.iter().take(good).zip(&whole) {
            assert_eq!(record.as_ref(), Ok(expected));
        }
        cut += 1;
    }
    println!("{cut} cuts of {} octets", octets.len());
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(20_000))]

    #[test]
    fn changed_octets_are_records_or_an_error(
        at in proptest::collection::vec((proptest::num::usize::ANY, proptest::num::u8::ANY), 1..6),
    ) {
        let mut octets = batch(&every_record()).octets().to_vec();
        for (index, octet) in at {
            let index = 1 + index % (octets.len() - 1);
            octets[index] = octet;
        }
        let records: Vec<_> = read(&octets).expect("the format is there").collect();
        let good: Vec<Record> = records.into_iter().map_while(Result::ok).collect();
        // What was understood is written again and understood the same.
        let again: Result<Vec<Record>, _> = read(batch(&good).octets()).expect("a batch").collect();
        proptest::prop_assert_eq!(again, Ok(good));
    }
}
