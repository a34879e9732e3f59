//! Windows, refusals, and sessions that end.

use crate::stage::{PHONE, SHORT, Stage, ok, silence, still};
use simulator::chance::Span;
use simulator::ledger::End;
use simulator::receipt::{Coding, ReceiptStyle};
use simulator::{Action, Deliver, Reply, SessionId};
use smpp::session::{BindKind, Token};
use smpp::{CommandStatus, Version};
use std::time::Duration;

const FIRST: &str = "0.010 s1 submit_sm_resp 1 ESME_ROK 1000000001";
const SECOND: &str = "0.010 s1 submit_sm_resp 2 ESME_ROK 1000000002";

fn later(_: &Deliver) -> Option<Reply> {
    Some(Reply::Status(CommandStatus::RECEIVER_TEMPORARY))
}

fn never(_: &Deliver) -> Option<Reply> {
    Some(Reply::Status(CommandStatus::RECEIVER_PERMANENT))
}

fn nothing(_: &Deliver) -> Option<Reply> {
    Some(Reply::Nothing)
}

fn ends(stage: &Stage) -> Vec<(u16, End)> {
    let submissions = stage.brain.ledger().submissions();
    let postings = submissions.flat_map(|one| &one.postings);
    postings.map(|posting| (posting.sends, posting.end)).collect()
}

#[test]
fn no_more_are_sent_than_the_window_holds() {
    let mut profile = still();
    profile.sessions.window = 1;
    let mut stage = Stage::new(profile);
    stage.replies = silence;
    stage.say("one");
    stage.say("two");
    stage.run(5_000);
    assert_eq!(stage.brain.next_due(), None);
    stage.brain.answered(stage.now, SessionId(1), Token(1), Reply::Status(CommandStatus::OK));
    assert_eq!(stage.brain.next_due(), Some(Duration::ZERO));
    stage.run(6_000);
    let expected = [
        FIRST,
        SECOND,
        "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
        "5.000 s1 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
    ];
    stage.expect("window 1", &expected);
}

#[test]
fn refusals_and_silence() {
    let once = "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000";
    let again = "0.360 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000";
    let third = "0.560 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000";
    type Row<'a> = (&'a str, fn(&Deliver) -> Option<Reply>, bool, &'a [&'a str], (u16, End));
    let refused = End::Refused(CommandStatus::RECEIVER_PERMANENT);
    let rows: [Row<'_>; 5] = [
        ("taken", ok, true, &[FIRST, once], (1, End::Acknowledged)),
        ("temporary, three times", later, true, &[FIRST, once, again, third], (3, End::Lost)),
        ("permanent", never, true, &[FIRST, once], (1, refused)),
        ("nothing, three times", nothing, true, &[FIRST, once, again, third], (3, End::Lost)),
        ("nothing, and it is not sent again", nothing, false, &[FIRST, once], (1, End::Lost)),
    ];
    for (name, replies, resend, expected, end) in rows {
        let mut profile = still();
        profile.sessions.sends_max = 3;
        profile.sessions.resend = resend;
        let mut stage = Stage::new(profile);
        stage.replies = replies;
        stage.say("Hello");
        stage.run(5_000);
        assert_eq!(ends(&stage), [end], "{name}");
        assert_eq!(stage.brain.held(), 0, "{name}");
        stage.expect(name, expected);
    }
}

#[test]
fn only_four_statuses_are_temporary() {
    for number in (0..0x120).chain([0x400, 0x4FF]) {
        let mut stage = Stage::new(still());
        stage.replies = silence;
        stage.say("Hello");
        stage.run(200);
        let status = CommandStatus(number);
        stage.brain.answered(stage.now, SessionId(1), Token(1), Reply::Status(status));
        let expected = match number {
            0x00 => End::Acknowledged,
            0x08 | 0x14 | 0x58 | 0x64 => End::Open,
            _ => End::Refused(status),
        };
        assert_eq!(ends(&stage), [(1, expected)], "{status}");
    }
}

#[test]
fn what_was_not_acknowledged_is_sent_again_on_the_next_session() {
    let mut stage = Stage::new(still());
    stage.replies = silence;
    stage.say("one");
    stage.say("two");
    stage.run(1_000);
    stage.brain.answered(stage.now, SessionId(1), Token(1), Reply::Status(CommandStatus::OK));
    stage.brain.session_closed(SessionId(1));
    stage.run(2_000);
    stage.bind(2, BindKind::Receiver, Version::V34);
    stage.run(3_000);
    // A reply on the session that is gone means nothing any more.
    stage.brain.answered(stage.now, SessionId(1), Token(2), Reply::Status(CommandStatus::OK));
    assert_eq!(ends(&stage), [(1, End::Acknowledged), (2, End::Open)]);
    stage.brain.answered(stage.now, SessionId(2), Token(2), Reply::Status(CommandStatus::OK));
    assert_eq!(ends(&stage), [(1, End::Acknowledged), (2, End::Acknowledged)]);
    let expected = [
        FIRST,
        SECOND,
        "0.160 s1 deliver_sm 04 id:1000000001 stat:DELIVRD err:000",
        "0.160 s1 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
        "2.000 s2 deliver_sm 04 id:1000000002 stat:DELIVRD err:000",
    ];
    stage.expect("resent", &expected);
}

#[test]
fn a_reply_counts_on_the_session_that_was_asked() {
    let mut stage = Stage::new(still());
    stage.bind(2, BindKind::Transceiver, Version::V34);
    stage.replies = silence;
    stage.say("one");
    stage.run(1_000);
    let good = Reply::Status(CommandStatus::OK);
    stage.brain.answered(stage.now, SessionId(2), Token(1), good);
    stage.brain.answered(stage.now, SessionId(1), Token(2), good);
    assert_eq!(ends(&stage), [(1, End::Open)]);
    stage.brain.answered(stage.now, SessionId(1), Token(1), good);
    assert_eq!(ends(&stage), [(1, End::Acknowledged)]);
}

#[test]
fn an_operator_may_also_forget_it() {
    let mut profile = still();
    profile.sessions.resend = false;
    let mut stage = Stage::new(profile);
    stage.replies = silence;
    stage.say("one");
    stage.run(1_000);
    stage.brain.session_closed(SessionId(1));
    stage.bind(2, BindKind::Receiver, Version::V34);
    stage.run(2_000);
    assert_eq!(ends(&stage), [(1, End::Lost)]);
}

#[test]
fn receipts_wait_for_a_session_that_receives() {
    let mut stage = Stage::unbound(still());
    stage.bind(1, BindKind::Transmitter, Version::V34);
    stage.say("Hello");
    stage.run(1_000);
    assert_eq!((stage.brain.held(), stage.brain.next_due()), (1, None));
    stage.bind(2, BindKind::Transmitter, Version::V34);
    stage.bind(3, BindKind::Receiver, Version::V34);
    stage.run(2_000);
    let expected = [FIRST, "1.000 s3 deliver_sm 04 id:1000000001 stat:DELIVRD err:000"];
    stage.expect("stranded", &expected);
}

#[test]
fn connections_are_closed_at_their_time() {
    let mut profile = still();
    profile.sessions.lifetime = Some(Span::millis(100, 100));
    let mut stage = Stage::new(profile);
    stage.say("Hello");
    stage.run(50);
    stage.bind(2, BindKind::Transceiver, Version::V34);
    stage.run(1_000);
    // Session 1 is gone before the receipt, and session 2 before it could take it.
    stage.expect("lifetime", &[FIRST, "0.100 s1 close", "0.150 s2 close"]);
}

#[test]
fn one_session_more_than_the_bound_is_closed() {
    let mut profile = still();
    profile.bounds.sessions_max = 1;
    let mut stage = Stage::new(profile);
    stage.bind(2, BindKind::Transceiver, Version::V34);
    stage.run(1);
    stage.brain.session_closed(SessionId(1));
    stage.bind(3, BindKind::Transceiver, Version::V34);
    stage.run(2);
    stage.expect("sessions_max", &["0.000 s2 close"]);
}

#[test]
fn a_driver_that_comes_late_finds_everything_in_order() {
    let mut stage = Stage::new(still());
    stage.say("Hello");
    let late = Duration::from_secs(3600);
    let first = stage.brain.poll(late);
    assert!(matches!(first, Some(Action::Answer(_))), "{first:?}");
    let second = stage.brain.poll(late);
    assert!(matches!(second, Some(Action::Deliver(_))), "{second:?}");
    assert_eq!(stage.brain.poll(late), None);
    let phone = stage.brain.phones().phone(PHONE).expect("a phone");
    let received = phone.inbox().next().expect("a message");
    assert_eq!(received.at, Duration::from_millis(110));
}

#[test]
fn a_receipt_is_written_for_the_session_that_takes_it() {
    let mut profile = still();
    profile.receipts.style = Some(ReceiptStyle { coding: Coding::Ucs2, ..SHORT });
    let mut stage = Stage::new(profile);
    stage.say("Hello");
    stage.run(50);
    stage.brain.session_closed(SessionId(1));
    stage.bind(2, BindKind::Receiver, Version::V33);
    stage.run(1_000);
    let expected = [FIRST, "0.160 s2 deliver_sm 04 id:1000000001 stat:DELIVRD err:000"];
    stage.expect("3.3", &expected);
}
