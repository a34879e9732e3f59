//! What an entry costs in memory.

use gateway::lane::{Entry, Lane, Priority, Ticket};
use message::id::MessageId;
use message::object::AccountId;
use message::time::Timestamp;

const ENTRIES: u64 = 100_000;
/// A slot of 40 octets, and its number in the heap of its flow and in that of expiries.
const OCTETS_PER_ENTRY: u64 = 40 + 4 + 4;
/// What all of a pending message may take, beside its text.
const BUDGET: u64 = 300;

fn fill(accounts: u64) -> (Lane, Vec<Ticket>) {
    let mut lane = Lane::new();
    let mut tickets = Vec::with_capacity(ENTRIES as usize);
    for number in 0..ENTRIES {
        let id = MessageId::parse(&format!("1{number:0>18}")).expect("nineteen digits");
        let entry = Entry {
            message: id,
            part: 1,
            account: AccountId(u32::try_from(number % accounts).expect("few")),
            priority: Priority::Normal,
            due: Timestamp::default(),
            expires: Timestamp::from_millis(172_800_000),
        };
        tickets.push(lane.put(entry, Timestamp::default()));
    }
    (lane, tickets)
}

#[test]
fn an_entry_is_small() {
    for accounts in [1, 100] {
        let mut lane = Lane::new();
        let info = allocation_counter::measure(|| lane = fill(accounts).0);
        let held = u64::try_from(info.bytes_current).expect("the lane is still there");
        assert_eq!(lane.waiting() as u64, ENTRIES);
        println!(
            "{accounts} accounts: {} octets an entry, {} with the room of its vectors; \
             the budget of a message is {BUDGET}",
            OCTETS_PER_ENTRY,
            held / ENTRIES
        );
        assert!(held >= OCTETS_PER_ENTRY * ENTRIES, "{held}: the arithmetic above is wrong");
        // Vectors double, so that at most half of them is empty.
        assert!(held <= 2 * OCTETS_PER_ENTRY * ENTRIES, "{held}");
        assert!(2 * OCTETS_PER_ENTRY + (size_of::<Ticket>() as u64) < BUDGET / 2);
    }
    assert_eq!(size_of::<Ticket>(), 4);
}

/// Entries that come and go leave nothing behind: places are used again.
#[test]
fn places_are_used_again() {
    let (mut lane, tickets) = fill(100);
    let first = lane.remove(tickets[7], MessageId::parse("1000000000000000007").expect("id"), 1);
    let entry = first.expect("it waits");
    let mut come_and_go = || {
        let ticket = lane.put(entry, Timestamp::default());
        assert!(lane.remove(ticket, entry.message, entry.part).is_some());
    };
    come_and_go(); // it comes out of its turn, for which there is no room yet
    let info = allocation_counter::measure(|| (0..ENTRIES).for_each(|_| come_and_go()));
    assert_eq!(info.bytes_current, 0);
}
