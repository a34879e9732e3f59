//! Hours and days in which somebody is not there, played on purpose. What was accepted meanwhile is
//! kept, nothing ends before its time, and when all is well again the backlog goes out in order and
//! no faster than it may.

use records::delivery::NoticeKind;
use sim::customer::{Answer, Content, Customer, Tagged};
use sim::plan::{Fault, Plan};
use sim::tally::Count;
use sim::world::World;
use simulator::profile::Outage;
use smpp::CommandStatus;
use std::collections::BTreeMap;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(86_400);

fn run(plan: Plan) -> World {
    let mut world = World::new(1, plan, false);
    world.run();
    let breaches: Vec<String> = world.breaches().iter().map(ToString::to_string).collect();
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    let peaks = world.peaks();
    println!("{}{peaks:?}", world.stage_mut().timeline.tally);
    world
}

/// The final receipts that a customer was told, by their words.
fn told(customer: &Customer) -> BTreeMap<String, usize> {
    let mut told = BTreeMap::new();
    for delivery in &customer.ledger.deliveries {
        if let Content::Receipt(receipt) = &delivery.content
            && !receipt.intermediate
        {
            *told.entry(receipt.stat.clone()).or_default() += 1;
        }
    }
    told
}

/// All receipts are asked for and are told once each, and all of them are good.
fn all_are_delivered(world: &World) {
    let customer = &world.customers()[0];
    let accepted = customer.ledger.accepted().count();
    let asked = customer.ledger.accepted().filter(|(it, _)| it.letter.registered_delivery & 3 == 1);
    let told = told(customer);
    assert_eq!(told.keys().map(String::as_str).collect::<Vec<_>>(), ["DELIVRD"], "{told:?}");
    assert!(told["DELIVRD"] >= asked.count());
    let counts = world.operators()[0].brain().ledger().counts();
    assert_eq!((counts.taken, counts.duplicates), (accepted as u64, 0));
}

/// The most submissions that an operator got within so long.
fn most_within(world: &World, span: Duration) -> usize {
    let ledger = world.operators()[0].brain().ledger();
    let times: Vec<Duration> = ledger.submissions().map(|submission| submission.at).collect();
    let count = |from: usize| times[from..].partition_point(|at| *at - times[from] < span);
    (0..times.len()).map(count).max().unwrap_or(0)
}

/// Texts to one phone of one priority come in the order in which they were written.
fn phones_get_in_order(world: &World) {
    let submissions = &world.customers()[0].ledger.submissions;
    let mut last: BTreeMap<(Vec<u8>, u8), u32> = BTreeMap::new();
    for taken in world.operators()[0].brain().ledger().submissions() {
        let tag = Tagged::find(&taken.content.user_data).expect("every text has a mark");
        let priority = submissions[tag.number as usize].letter.priority;
        let phone = taken.content.destination.digits.clone();
        let before = last.insert((phone, priority), tag.number);
        assert!(before.is_none_or(|before| before < tag.number), "{} after {before:?}", tag.mark());
    }
}

/// What came to the customer in this time about one phone came in the order in which it was known.
/// Answers how much that was.
fn receipts_come_in_order(world: &World, from: Duration, to: Duration) -> usize {
    let notices = world.history().notices().into_values();
    let mut order: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for (place, (notice, _)) in notices.enumerate() {
        let intermediate = notice.kind == NoticeKind::Intermediate;
        order.insert((notice.message.to_string(), intermediate), place);
    }
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = 0;
    for delivery in &world.customers()[0].ledger.deliveries {
        let Content::Receipt(receipt) = &delivery.content else { continue };
        if (from..to).contains(&delivery.at) {
            let place = order[&(receipt.id.clone(), receipt.intermediate)];
            let before = last.insert(&delivery.source, place);
            assert!(before.is_none_or(|before| before < place), "{receipt:?} at {:?}", delivery.at);
            count += 1;
        }
    }
    count
}

/// An operator answers ESME_RSYSERR for six hours.
#[test]
fn an_operator_that_fails_for_six_hours_costs_nothing_but_time() {
    let mut plan = Plan::calm(1_000);
    plan.registry.operators[0].tps = Some(10);
    plan.operators[0].profile.answers.outage = Some(Outage {
        first: MINUTE,
        every: Duration::ZERO,
        lasting: 6 * HOUR,
        status: CommandStatus::SYSTEM_ERROR,
    });
    let world = run(plan);
    all_are_delivered(&world);
    // 1 s, doubled up to 5 min, less a fifth at most: some ten tries in the first ten minutes and
    // fifteen in each hour, if nothing but each message's own wait held them back.
    let attempts = world.operators()[0].brain().ledger().counts().submissions;
    assert!(attempts < 1_000 * 100, "{attempts} attempts");
    assert!(most_within(&world, 10 * Duration::from_secs(1)) <= 110, "no faster than ten a second");
    let peaks = world.peaks();
    assert!(peaks.memory < 1_000 * 3_000 && peaks.journal < 8 << 20, "{peaks:?}");
}

/// The link to an operator is down for ten hours.
#[test]
fn a_link_that_is_down_for_ten_hours_burns_no_attempts() {
    let mut plan = Plan::calm(2_000);
    plan.registry.operators[0].tps = Some(20);
    plan.faults = vec![(MINUTE, Fault::OperatorDown(0, 10 * HOUR))];
    plan.rough = 11 * HOUR;
    let mut world = run(plan);
    all_are_delivered(&world);
    phones_get_in_order(&world);
    let submissions = world.operators()[0].brain().ledger().counts().submissions;
    assert_eq!(submissions, 2_000, "each was sent once");
    assert!(most_within(&world, Duration::from_secs(10)) <= 220, "no faster than twenty a second");
    // From 1 s, doubled, to one a minute.
    let knocks = world.stage_mut().timeline.tally.of(Count::KnocksRefused);
    assert!((550..700).contains(&knocks), "{knocks} binds were tried");
    let peaks = world.peaks();
    assert!(peaks.messages > 1_900, "they waited: {peaks:?}");
    assert!(peaks.memory < 2_000 * 3_000 && peaks.journal < 8 << 20, "{peaks:?}");
}

/// A customer's receivers are away for three days while its transmitter offers more than the
/// account may have open.
#[test]
fn receivers_that_are_away_for_three_days_miss_nothing() {
    let mut plan = Plan::calm(30_000);
    plan.registry.accounts[0].limits.queue = Some(2_000);
    plan.customers[0].pace = [Duration::from_millis(1), 18 * Duration::from_secs(1)];
    plan.faults = vec![(MINUTE, Fault::ReceiversAway(0, 3 * DAY))];
    plan.rough = 3 * DAY + HOUR;
    let world = run(plan);
    all_are_delivered(&world);
    let customer = &world.customers()[0];
    let full = Answer::Refused(CommandStatus::QUEUE_FULL.0);
    let refused = customer.ledger.submissions.iter().filter(|it| it.answer == full).count();
    assert!(refused > 10_000, "{refused} were refused at the quota");
    let peaks = world.peaks();
    assert!((1_900..=2_001).contains(&peaks.notices), "{peaks:?}");
    assert!(peaks.memory < 2_000 * 4_000 && peaks.journal < 8 << 20, "{peaks:?}");
    // They come back to a backlog of two thousand, and have it soon, and in order.
    let back = MINUTE + 3 * DAY;
    let backlog = receipts_come_in_order(&world, back, back + 10 * MINUTE);
    assert!(backlog > 1_900, "{backlog}");
}
