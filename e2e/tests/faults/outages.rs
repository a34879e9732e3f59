//! Operators, customers and networks that fail while the gateway lives.

use crate::customer::{Manner, Program, Word};
use crate::gateway::{DEADLINE, until};
use crate::ledger::{Fate, What};
use crate::operator::Outside;
use crate::proxy::{Mood, Proxy};
use crate::scene::{FAST, Scene, profile};
use link::Time;
use simulator::chance::{Mix, Span};
use smpp::session::BindKind;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn connections_with_the_operator_break_again_and_again() {
    const CUTS: u64 = 5;
    let scene = Scene::new(FAST, "sessions = 2").await;
    let gateway = scene.start(0).await;
    let programs = scene.loaded();
    let mut ends = Vec::new();
    for cut in 1..=CUTS {
        scene.bound(&gateway, 2).await;
        scene
            .operator
            .handle
            .write("447700900101", "777", &format!("#{cut}#"))
            .await
            .expect("room");
        let before = scene.ledger.book().accepted().count();
        scene.accepted(before + 100).await;
        scene.proxy.set(Mood::Cut);
        ends.push(scene.operator.deserted().await);
        // Nobody is refused anything for it.
        let before = scene.ledger.book().accepted().count();
        scene.accepted(before + 50).await;
        scene.proxy.set(Mood::Carry);
    }
    scene.rest(&gateway, &programs).await;
    let sums = scene.judge(gateway, programs, ends).await;
    assert!(sums.kills_with_doubles > 0 && sums.unanswered == 0, "{sums:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_dies_with_all_it_knew_and_comes_back() {
    let mut scene = Scene::new(FAST, "").await;
    let gateway = scene.start(0).await;
    let program = scene.program(0, Manner::new("acme", BindKind::Transceiver));
    program.say(Word::Submit { to: "447700900001".to_owned(), count: 100 }).await;
    scene.accepted(100).await;
    scene.rest(&gateway, std::slice::from_ref(&program)).await;
    let port = scene.operator.close().await;
    program.say(Word::Submit { to: "447700900002".to_owned(), count: 100 }).await;
    scene.accepted(200).await;
    assert_eq!(scene.ledger.book().unreported(), 100);
    let waiting = gateway.metric("whimbrel_lanes_waiting").await;
    assert!(waiting >= 100 - 40, "{waiting} wait for their operator");
    scene.operator = Outside::listen(port, profile(), 2, &scene.time).await;
    scene.rest(&gateway, std::slice::from_ref(&program)).await;
    // The second one has got all of the second hundred, and nothing else.
    let copies = scene.operator.copies().await;
    assert_eq!(copies.len(), 100);
    assert!(copies.values().all(|copies| copies.len() == 1 && copies[0].to == "447700900002"));
    assert_eq!(scene.ledger.book().receipts().values().filter(|it| it.len() == 1).count(), 200);
    program.leave().await;
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_that_is_not_heard_any_more_is_given_up() {
    let scene = Scene::new(FAST, "").await;
    let gateway = scene.start(0).await;
    let programs = scene.loaded();
    scene.accepted(200).await;
    // The connection stands, and the operator goes on hearing: only its answers do not come.
    scene.proxy.set(Mood::SwallowAnswers);
    until("it is given up", async || scene.place.log().contains("PeerSilent")).await;
    let ends = vec![scene.operator.deserted().await];
    let before = scene.ledger.book().accepted().count();
    scene.accepted(before + 100).await;
    scene.proxy.set(Mood::Carry);
    scene.rest(&gateway, &programs).await;
    let sums = scene.judge(gateway, programs, ends).await;
    // What had been written by then was in doubt, and has been sent again.
    assert!(sums.doubles > 0 && sums.unanswered == 0, "{sums:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_behind_a_line_that_stands_still_or_trickles() {
    let scene = Scene::new(FAST, "").await;
    let gateway = scene.start(0).await;
    let programs = scene.loaded();
    for mood in [Mood::Swallow, Mood::Stall] {
        scene.bound(&gateway, 1).await;
        let before = scene.ledger.book().accepted().count();
        scene.accepted(before + 100).await;
        let given_up = scene.place.log().matches("PeerSilent").count() + 1;
        scene.proxy.set(mood);
        let is_given_up = async || scene.place.log().matches("PeerSilent").count() >= given_up;
        until("it is given up", is_given_up).await;
        scene.proxy.set(Mood::Cut);
        scene.operator.deserted().await;
        scene.proxy.set(Mood::Carry);
    }
    scene.bound(&gateway, 1).await;
    // Slow is not silent: nothing is given up for it.
    let given_up = scene.place.log().matches("PeerSilent").count();
    scene.proxy.set(Mood::Trickle);
    let taken = async || scene.operator.look(|ledger| ledger.counts().taken).await;
    let before = taken().await;
    until("it takes some more", async || taken().await >= before + 20).await;
    scene.proxy.set(Mood::Carry);
    assert_eq!(scene.place.log().matches("PeerSilent").count(), given_up);
    scene.rest(&gateway, &programs).await;
    // Where a connection ended is not known to both ends alike: no word on lives.
    let copies = scene.operator.copies().await;
    let book = scene.ledger.copy();
    assert!(book.accepted().all(|(_, submission)| copies.contains_key(&submission.mark)));
    assert!(book.receipts().values().all(|receipts| receipts.len() == 1));
    for program in programs {
        program.leave().await;
    }
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_a_customer_waits_until_it_is_back() {
    const TEXTS: usize = 40;
    let scene = Scene::new(FAST, "").await;
    let gateway = scene.start(0).await;
    let sender = scene.program(0, Manner::new("acme", BindKind::Transmitter));
    sender.say(Word::Submit { to: "447700900001".to_owned(), count: 200 }).await;
    for number in 0..TEXTS {
        for phone in ["447700900101", "447700900102"] {
            let text = format!("#{phone}.{number}#");
            scene.operator.handle.write(phone, "777", &text).await.expect("there is room");
        }
    }
    scene.accepted(200).await;
    until("all is with the gateway", async || scene.operator.undelivered().await == 0).await;
    assert!(scene.ledger.book().deliveries.is_empty(), "nobody receives");
    // It waits over a restart, too.
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    let gateway = scene.start(1).await;

    let alone = async || gateway.metric("whimbrel_customer_sessions").await == 1;
    until("the sender is back", alone).await;
    // One that hears and answers nothing, and goes.
    let mute = Manner { reply: None, ..Manner::new("acme", BindKind::Receiver) };
    let mute = scene.program(1, mute);
    until("it has its window", async || scene.ledger.book().deliveries.len() >= 50).await;
    mute.vanish().await;
    until("the gateway knows that it is gone", alone).await;
    let untaken = scene.ledger.book().deliveries.len();
    let receiver = scene.program(2, Manner::new("acme", BindKind::Receiver));
    scene.rest(&gateway, &[]).await;
    let texts = || scene.ledger.book().texts().values().filter(|it| is_taken(it)).count();
    until("all texts are there", async || texts() == 2 * TEXTS).await;

    let book = scene.ledger.copy();
    let (mut taken, mut orders) = (0, BTreeMap::new());
    for delivery in book.deliveries.iter().filter(|it| it.taken) {
        taken += 1;
        if let What::Text(text) = &delivery.what {
            let number = text.trim_matches('#').split_once('.').expect("so they were written").1;
            let number = number.parse().expect("a number");
            orders.entry(delivery.from.clone()).or_insert_with(Vec::<usize>::new).push(number);
        }
    }
    // Each once, though some had been on their way before; texts of a phone in their order.
    assert_eq!((taken, untaken), (200 + 2 * TEXTS, 50));
    assert_eq!(orders.len(), 2);
    let in_order: Vec<usize> = (0..TEXTS).collect();
    assert!(orders.values().all(|order| *order == in_order), "{orders:?}");
    receiver.leave().await;
    sender.leave().await;
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}

fn is_taken(deliveries: &[&crate::ledger::Delivery]) -> bool {
    deliveries.iter().any(|it| it.taken)
}

#[tokio::test(flavor = "multi_thread")]
async fn all_kinds_of_binds_and_several_sessions() {
    let scene = Scene::new(FAST, "bind = \"pair\"\nsessions = 2").await;
    let gateway = scene.start(0).await;
    let kinds = [
        BindKind::Transmitter,
        BindKind::Transmitter,
        BindKind::Receiver,
        BindKind::Receiver,
        BindKind::Transceiver,
    ];
    let programs = kinds.into_iter().zip(0..);
    let mut programs: Vec<Program> =
        programs.map(|(kind, seat)| scene.program(seat, Manner::new("acme", kind))).collect();
    for program in &mut programs {
        program.is_bound().await;
    }
    scene.bound(&gateway, 4).await;
    for seat in [0, 1, 4] {
        let to = format!("44770090000{seat}");
        programs[seat].say(Word::Submit { to, count: 200 }).await;
    }
    scene.accepted(600).await;
    scene.rest(&gateway, &programs).await;
    let book = scene.ledger.copy();
    assert!(book.receipts().values().all(|receipts| receipts.len() == 1));
    let seats: BTreeSet<u32> = book.deliveries.iter().map(|it| it.seat).collect();
    assert_eq!(seats, BTreeSet::from([2, 3, 4]), "whoever receives, and nobody else");
    let copies = scene.operator.copies().await;
    assert_eq!(copies.len(), 600);
    let sessions: BTreeSet<u64> = copies.values().flatten().map(|copy| copy.session).collect();
    assert_eq!(sessions.len(), 2, "the two transmitters");
    for program in programs {
        program.leave().await;
    }
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_asked_to_stop_owes_nobody_an_answer() {
    const STOPS: u32 = 5;
    let scene = Scene::new("", "sessions = 2").await;
    let mut programs = scene.loaded();
    for life in 0..STOPS {
        let before = scene.ledger.book().accepted().count();
        let gateway = scene.start(life).await;
        scene.accepted(before + 100).await;
        assert_eq!(gateway.terminate(Duration::from_secs(10)).await, Some(0));
        scene.whereabouts.send_replace(None);
        for program in &mut programs {
            let gone = program.bound.wait_for(|standing| !standing.is_bound);
            tokio::time::timeout(DEADLINE, gone).await.expect("in time").expect("it runs");
        }
    }
    let gateway = scene.start(STOPS).await;
    scene.rest(&gateway, &programs).await;
    let ends = scene.ledger.book().ends.clone();
    assert!(ends.iter().all(|end| end == "PeerUnbound"), "{ends:?}");
    assert_eq!(ends.len(), 2 * STOPS as usize);
    let copies = scene.operator.copies().await;
    // Every program was answered what it had sent and the gateway had read; a request that crossed
    // the unbind was not read, and so was not accepted.
    for submission in &scene.ledger.book().submissions {
        let is_unknown = submission.fate == Fate::Unknown;
        assert!(!is_unknown || !copies.contains_key(&submission.mark), "{submission:?}");
    }
    assert!(copies.values().all(|copies| copies.len() == 1), "nothing was in doubt");
    assert!(scene.ledger.book().receipts().values().all(|receipts| receipts.len() == 1));
    for program in programs {
        program.leave().await;
    }
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}

#[tokio::test(flavor = "multi_thread")]
async fn peers_that_say_nothing_do_not_keep_it_from_stopping() {
    let scene = Scene::new("", "").await;
    let gateway = scene.start(0).await;
    let customers = Proxy::before(gateway.smpp).await;
    scene.whereabouts.send_replace(Some((0, customers.address)));
    let program = scene.program(0, Manner::new("acme", BindKind::Transceiver));
    scene.bound(&gateway, 1).await;
    program.say(Word::Submit { to: "447700900001".to_owned(), count: 50 }).await;
    scene.accepted(50).await;
    // Neither answers an unbind any more, nor what was asked before.
    scene.proxy.set(Mood::Stall);
    customers.set(Mood::Stall);
    assert_eq!(gateway.terminate(Duration::from_secs(15)).await, Some(0));
    assert!(scene.place.log().contains("some have not ended in order"));
    program.vanish().await;
    scene.proxy.set(Mood::Cut);
    scene.operator.deserted().await;
    scene.proxy.set(Mood::Carry);
    // Nothing of it is lost.
    let gateway = scene.start(1).await;
    let receiver = scene.program(1, Manner::new("acme", BindKind::Receiver));
    scene.rest(&gateway, std::slice::from_ref(&receiver)).await;
    assert_eq!(scene.operator.untold(&scene.ledger).await, 0);
    receiver.leave().await;
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_operator_holds_up_nobody_else() {
    let time = Time::new();
    let mut slow = profile();
    slow.answers.delay = Mix::always(Span::millis(1_000, 1_100));
    let slow = Outside::listen(0, slow, 2, &time).await;
    let more = format!(
        r#"
[[operator]]
id = "slow"
address = "smpp://{}"
system_id = "whimbrel"
password = "0psecret"
window = 5

[[rule]]
name = "slow"
match = {{ to = "+4477" }}
via = [{{ operator = "slow" }}]

[[rule]]
name = "fast"
match = {{ to = "+4478" }}
via = [{{ operator = "outside" }}]
"#,
        slow.address
    );
    let scene = Scene::new(FAST, &more).await;
    let gateway = scene.start(0).await;
    let program = scene.program(0, Manner::new("acme", BindKind::Transceiver));
    scene.bound(&gateway, 2).await;
    for to in ["447700900001", "447800900001"] {
        program.say(Word::Submit { to: to.to_owned(), count: 300 }).await;
    }
    let taken = async || scene.operator.look(|ledger| ledger.counts().acknowledged).await;
    until("the fast one has reported all of its own", async || taken().await == 300).await;
    // The slow one takes five a second.
    let behind = slow.look(|ledger| ledger.counts().taken).await;
    println!("300 of the fast one, and {behind} of the slow one");
    assert!((1..150).contains(&behind), "{behind}");
    assert_eq!(scene.ledger.book().accepted().count(), 600);
    program.leave().await;
    assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
    scene.place.forget();
}
