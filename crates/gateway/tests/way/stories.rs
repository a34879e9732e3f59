//! What happens to a message, told from its acceptance to its end.

use crate::fixture::{ACME_LINK, Fixture, NORTH_LINK, answer, draft};
use gateway::core::Limits;
use gateway::door::{Effect, Input};
use message::code::{ReportCode, SubmitAnswer};
use message::state::SmppState;
use message::time::Timestamp;

#[test]
fn a_message_is_sent_reported_and_told() {
    let mut it = Fixture::bound(&draft());
    let submission = it.submission();
    let id = it.submit(submission);
    let [sent] = it.sent().try_into().expect("it goes out in the same turn");
    assert_eq!(sent.session, NORTH_LINK);
    assert_eq!(&*sent.destination.text, "447700900001");
    assert_eq!(&*sent.content.octets, b"Hello");
    assert_eq!((sent.doubtful, sent.registered_delivery), (false, 1));
    it.restart_keeps();

    it.answer(&sent, 0, "07EE36CBE3");
    assert!(it.told.is_empty(), "nothing is told yet");

    it.report("07ee36cbe3", ReportCode::Delivered, SmppState::Delivered);
    assert!(matches!(it.told[0], Effect::Acknowledged { .. }));
    let (notice, receipt) = it.receipt();
    assert_eq!(*receipt.id, *id.to_string());
    assert_eq!((receipt.code, receipt.state), (ReportCode::Delivered, SmppState::Delivered));
    assert_eq!((receipt.sub, receipt.dlvrd), (1, 1));

    it.take(notice, 0);
    assert!(it.core.durable().message(id).is_none(), "nothing is left to do");
    assert_eq!(it.core.durable().notices().count(), 0);
    it.restart_keeps();
}

#[test]
fn an_answer_that_is_lost_leads_to_a_marked_copy() {
    let mut it = Fixture::bound(&draft());
    let submission = it.submission();
    let id = it.submit(submission);
    let [first] = it.sent().try_into().expect("it goes out");
    it.give(answer(&first, SubmitAnswer::Lost { written: true }, ""));
    let [second] = it.sent().try_into().expect("a copy goes out");
    assert!(second.doubtful);
    assert_eq!(second.attempt.attempt, 2);
    it.answer(&second, 0, "B");
    it.report("B", ReportCode::Delivered, SmppState::Delivered);
    let (notice, _) = it.receipt();
    it.take(notice, 0);
    assert!(it.core.durable().message(id).is_none());
    it.restart_keeps();
}

#[test]
fn what_was_with_the_operator_at_a_crash_is_in_doubt() {
    let mut it = Fixture::bound(&draft());
    let submission = it.submission();
    it.submit(submission);
    it.restart();
    it.bind();
    let [again] = it.sent().try_into().expect("a copy goes out");
    assert!(again.doubtful);
}

#[test]
fn a_receipt_that_comes_before_its_answer_is_matched_when_that_comes() {
    let mut it = Fixture::bound(&draft());
    let submission = it.submission();
    it.submit(submission);
    let [sent] = it.sent().try_into().expect("it goes out");
    it.report("abc", ReportCode::Delivered, SmppState::Delivered);
    assert_eq!(it.core.durable().parked().count(), 1);
    it.restart_keeps();
    it.answer(&sent, 0, "ABC");
    assert_eq!(it.core.durable().parked().count(), 0);
    let (_, receipt) = it.receipt();
    assert_eq!(receipt.code, ReportCode::Delivered);
    it.restart_keeps();
}

#[test]
fn without_receivers_receipts_wait() {
    let mut it = Fixture::bound(&draft());
    it.give(Input::Down(ACME_LINK));
    let submission = it.submission();
    it.submit(submission);
    let [sent] = it.sent().try_into().expect("it goes out");
    it.answer(&sent, 0x0B, "");
    assert!(it.delivered().is_empty());
    it.restart();
    it.bind();
    let (_, receipt) = it.receipt();
    assert_eq!(receipt.code, ReportCode::UnknownSubscriber);
}

#[test]
fn a_turn_that_is_full_asks_for_another() {
    let limits = Limits { handed_out_max: 2, ..Limits::default() };
    let mut it = Fixture::with(&draft(), limits);
    for _ in 0..5 {
        let submission = it.submission();
        it.submit(submission);
    }
    it.bind();
    assert_eq!(it.sent().len(), 2);
    assert_eq!(it.core.next_due(it.now), Some(it.now), "there is room for the others");
    it.wait(0);
    assert_eq!(it.sent().len(), 2);
    it.wait(0);
    assert_eq!(it.sent().len(), 1);
    assert!(it.core.next_due(it.now) > Some(it.now), "nothing is left to do now");
}

#[test]
fn what_has_become_due_meanwhile_is_due_when_a_late_driver_asks() {
    let mut it = Fixture::bound(&draft());
    let submission = it.submission();
    it.submit(submission);
    let [sent] = it.sent().try_into().expect("it goes out");
    it.answer(&sent, 0x08, "");
    let due = it.core.next_due(it.now).expect("it is tried again");
    assert!(due > it.now);
    let waking = Timestamp::from_millis(due.millis() + 5);
    assert_eq!(it.core.next_due(waking), Some(due), "asked again at waking, a little late");
    it.now = waking;
    it.turn(Vec::new());
    assert_eq!(it.sent().len(), 1);
}
