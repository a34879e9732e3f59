//! A disk that loses power: copies of an ext4's blocks as they are at some moment, while the file
//! system is in use. What only the kernel's memory holds is missing in them.

use crate::load::{Load, numbers, open};
use crate::mounts::{MIB, Mount, make_ext4, run, take_turn, text};
use journal::{Journal, LogId, Position};
use journal_file::Settings;

const SETTINGS: Settings = Settings { segment: MIB / 4, reserve: MIB, log: LogId(0xC07) };
const CUTS: u64 = 40;

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let _turn = take_turn();
    let space = Mount::tmpfs("journal-power-space", 160 * MIB);
    let (image, copy) = (space.path().join("image"), space.path().join("copy"));
    make_ext4(&image, 48 * MIB, "has_journal");
    let disk = Mount::image("journal-power", &image);
    let mut random = fastrand::Rng::with_seed(40);
    let mut load = Load { journal: open(&disk.path().join("data/journal"), SETTINGS), next: 0 };
    for cut in 0..CUTS {
        for _ in 0..random.u32(1..60) {
            let answer = load.append(random.usize(8..9000));
            assert!(answer.is_ok(), "cut {cut}: {answer:?}");
        }
        if random.u8(..4) == 0 {
            let health = load.journal.health();
            let half = Position(health.oldest.0 + health.end.since(health.oldest) / 2);
            assert_eq!(load.journal.release(half), Ok(()));
        }
        run("cp", &["--sparse=always", text(&image), text(&copy)]);
        let after = Mount::image("journal-power-after", &copy);
        let held = numbers(&open(&after.path().join("data/journal"), SETTINGS));
        assert_eq!(held, numbers(&load.journal), "cut {cut}");
        assert_eq!(held.last(), Some(&(load.next - 1)), "cut {cut}");
    }
    println!("{CUTS} power cuts, {} batches", load.next);
}
