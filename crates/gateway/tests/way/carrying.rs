//! The journal is freed: what is alive is written forward, and nothing else is kept.

use crate::fixture::Fixture;
use crate::scene::Scene;
use crate::stage::{Stage, play};
use gateway::door::{Effect, Input, ReplyTo};
use message::code::{ReportCode, SubmitAnswer};
use message::id::MessageId;
use message::state::SmppState;

/// Octets of live objects that are carried in one turn, and a turn's own: so much the journal may be
/// beyond its bound.
const SLICE: u64 = 128 * 1024;

/// A message as it is in one turn after the other: submitted, answered, reported, taken.
#[derive(Default)]
struct Traffic {
    count: usize,
    flying: Vec<gateway::door::Outgoing>,
    reported: Vec<Input>,
    taken: Vec<Input>,
    /// Those that are never reported on.
    open: Vec<MessageId>,
}

impl Traffic {
    /// One turn, with so many new messages; every twentieth is never reported on.
    fn turn(&mut self, it: &mut Fixture, many: usize) {
        let mut inputs = std::mem::take(&mut self.taken);
        inputs.append(&mut self.reported);
        for sent in std::mem::take(&mut self.flying) {
            self.count += 1;
            let id = format!("{:08X}", self.count);
            inputs.push(crate::fixture::answer(&sent, SubmitAnswer::Status(0), &id));
            if self.count.is_multiple_of(20) {
                self.open.push(sent.attempt.message);
            } else {
                let report = it.report_of(&id, ReportCode::Delivered, SmppState::Delivered);
                self.reported.push(Input::Reported(Box::new(report)));
            }
        }
        for _ in 0..many {
            inputs.push(Input::Submit(Box::new(it.submission())));
        }
        it.turn(inputs);
        self.flying = it.sent();
        for delivery in it.delivered() {
            let (session, notice) = (delivery.session, delivery.notice);
            self.taken.push(Input::Taken { session, notice, status: Some(0) });
        }
    }
}

#[test]
fn the_journal_follows_what_is_alive() {
    let mut scene = Scene::new();
    scene.set(&["limits", "journal=65536"]);
    scene.set(&["account", "acme", "tps=1000000"]);
    let mut it = Fixture::with(&scene.draft(), scene.limits);
    up(&mut it);
    let mut traffic = Traffic::default();
    let mut chance = fastrand::Rng::with_seed(7);
    let mut most = 0;
    for round in 0..400 {
        let many = chance.usize(0..50);
        traffic.turn(&mut it, many);
        let live = it.core.durable().usage().octets();
        let bound = (2 * live).max(65_536) + SLICE;
        assert!(it.held() <= bound, "round {round}: {} of {bound}", it.held());
        most = most.max(it.held());
        if chance.usize(0..40) == 0 {
            it.restart_keeps();
        }
        it.wait(100);
    }
    assert!(traffic.count > 8_000 && traffic.open.len() > 400);
    // Much more has passed through than was ever held.
    assert!(most < 1_000_000, "{most}");
    // What was accepted long ago is still known, as it was.
    it.restart();
    let first = traffic.open[0];
    let message = it.core.durable().message(first).expect("it waits for its receipt");
    assert_eq!(&*message.accepted().parts[0].octets, b"Hello");
    let Traffic { open, flying, reported, taken, .. } = &traffic;
    let alive = open.len() + flying.len() + reported.len() + taken.len();
    assert_eq!(it.core.durable().messages().count(), alive);
    up(&mut it);
    it.report("00000014", ReportCode::Delivered, SmppState::Delivered);
    assert!(it.core.durable().message(first).expect("its notice waits").has_ended());
}

fn up(it: &mut Fixture) {
    let (north, acme) = (crate::fixture::NORTH_LINK, crate::fixture::ACME_LINK);
    it.turn(vec![
        Input::OperatorUp { session: north, operator: crate::fixture::NORTH, window: 10_000 },
        Input::ReceiverUp { session: acme, account: crate::fixture::ACME, window: 10_000 },
    ]);
}

#[test]
fn a_gateway_that_does_nothing_writes_nothing() {
    let mut scene = Scene::new();
    scene.set(&["limits", "journal=1000"]);
    let mut it = Fixture::with(&scene.draft(), scene.limits);
    up(&mut it);
    let mut traffic = Traffic::default();
    for _ in 0..40 {
        traffic.turn(&mut it, 10);
        it.wait(100);
    }
    let mut idle = 0;
    for _ in 0..40 {
        it.turn(Vec::new());
        idle = if it.wrote { 0 } else { idle + 1 };
    }
    assert!(idle > 20, "it goes on writing: {idle}");
}

/// So many messages come and go, each in turns of its own, so that all that is alive is written
/// forward again and again. The story's check of every line sees each of the moments.
fn churn(stage: &mut Stage, name: &str) {
    for round in 0..60 {
        stage.line(&format!("submit {name}{round} by=beta to=9 rd=0"));
        stage.line(&format!("north says {name}{round} 0b"));
    }
}

/// The same by another operator, which is bound for nothing else.
fn churn_to(stage: &mut Stage, name: &str, operator: &str) {
    stage.line(&format!("change rule 2 to=447700900 {operator}"));
    for round in 0..60 {
        stage.line(&format!(
            "submit {name}{round} by=beta to=447700900999 rd=0 mode=datagram for=1m"
        ));
        stage.line(&format!("cancel {name}{round} by=beta"));
    }
}

/// A story over a journal that is always too long, so that everything alive is always on its way.
fn restless(story: &str) -> Stage {
    play(&format!("limits journal=1\n{story}"))
}

#[test]
fn messages_are_carried_in_every_state() {
    let mut stage = restless(
        "
        operator north hold drop_times
        rule 1 to=44770090000 north | south price=0.5
        up north
        submit later schedule=1d
        submit flies
          -> north gets flies
        submit doubt
          -> north gets doubt
        north loses doubt
        submit taken
          -> north gets taken
        north ok taken X
        submit parts parts=3 ref=9
          -> north gets parts.1
          -> north gets parts.2
          -> north gets parts.3
        north ok parts.1 Y
        north reports Y 6
        north says parts.2 08
        submit barred
          -> north gets barred
        north says barred 43
        submit timeless
          -> north gets timeless
        north says timeless 61
          -> north gets timeless #2
        ? books acme -4.5 4 0.5
        ",
    );
    churn_to(&mut stage, "x", "south");
    stage.line("restart");
    stage.line("up acme");
    stage.line(".. 1s");
    churn_to(&mut stage, "y", "south");
    assert_eq!(stage.books("acme"), "-4.5 4 0.5");
    for (name, state) in [
        ("later", "scheduled"),
        ("flies", "queued"),
        ("doubt", "queued"),
        ("taken", "submitted"),
        ("parts", "submitted"),
        ("barred", "queued"),
        ("timeless", "queued"),
    ] {
        assert_eq!(stage.stands(&["?", name]), format!("? {name} {state}"));
    }
    let sent = stage.sent.len();
    stage.line("north reports X 5");
    assert_eq!(stage.stands(&["?", "taken"]), "? taken delivered 5");
    stage.line("up north");
    // Only what may go, and what was in flight is in doubt and held.
    let names = |sent: &gateway::door::Outgoing| (sent.attempt.message, sent.attempt.part);
    let went: Vec<_> = stage.sent[sent..].iter().map(names).collect();
    assert_eq!(went, [(stage.id("parts"), 2)]);
    stage.line("up south");
    assert_eq!(names(stage.sent.last().expect("it goes on")), (stage.id("barred"), 1));
}

#[test]
fn receipts_that_wait_are_carried() {
    let mut stage = restless(
        "
        up north
        submit a
          -> north gets a
        north reports X 5
        north reports Y 4
        .. 1m
        north reports Z 5
        ? parked 1 2
        ",
    );
    churn(&mut stage, "x");
    stage.line("restart");
    assert_eq!(stage.stands(&["?", "parked"]), "? parked 1 2");
    stage.line("north ok a Z late");
    assert_eq!(stage.stands(&["?", "a"]), "? a delivered 5");
    stage.line(".. 7d");
    assert_eq!(stage.stands(&["?", "parked"]), "? parked 0 0");
}

#[test]
fn what_accounts_are_to_hear_is_carried() {
    let mut stage = restless(
        "
        up north
        submit a rd=11
          -> north gets a
        north ok a X
        north reports X 4
        submit b rd=11
          -> north gets b
        north ok b Y
        north reports Y 5
        north brings 777 Hello
        ? open acme 6
        ",
    );
    churn(&mut stage, "x");
    // That the operator is retrying was told less than a quarter of an hour ago.
    stage.line("north reports X 4");
    stage.line("north reports X 5");
    churn(&mut stage, "y");
    stage.line("restart");
    assert_eq!(stage.stands(&["?", "open", "acme"]), "? open acme 6");
    stage.line("up acme window=20");
    let heard = stage.delivered.iter().map(|delivery| stage.label(delivery));
    assert_eq!(heard.collect::<Vec<_>>().join(" "), "a a b b Hello a");
    for name in ["a", "a", "b", "Hello", "b", "a"] {
        stage.line(&format!("acme takes {name}"));
    }
    assert_eq!(stage.stands(&["?", "open", "acme"]), "? open acme 0");
    assert_eq!(stage.stands(&["?", "a"]), "? a gone");
}

#[test]
fn parts_of_texts_are_carried() {
    let mut stage = restless(
        "
        up north
        north brings 777 a1 group=1:1/3
        .. 1m
        north brings 777 a2 group=1:2/3
        north brings 777 b2 group=2:2/2
        .. 1m
        ",
    );
    churn(&mut stage, "x");
    stage.line("restart");
    stage.line("up north acme");
    stage.line(".. 1s");
    churn(&mut stage, "y");
    stage.line("north brings 777 a3 group=1:3/3");
    let heard = |stage: &Stage| {
        let heard = stage.delivered.iter().map(|delivery| stage.label(delivery));
        heard.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(heard(&stage), "a1+a2+a3");
    churn(&mut stage, "z");
    // Four minutes after the second text began it still waits, after five it does not.
    stage.line(".. 178s");
    assert_eq!(heard(&stage), "a1+a2+a3");
    stage.line(".. 61s");
    assert_eq!(heard(&stage), "a1+a2+a3 b2");
}

#[test]
fn texts_that_were_not_complete_are_carried() {
    let mut stage = restless(
        "
        up north
        north brings 777 a1 group=7:1/3
        north brings 777 a3 group=7:3/3
        .. 5m
        ? open acme 2
        north brings 777 b1 group=7:1/3
        ",
    );
    churn(&mut stage, "x");
    stage.line("restart");
    stage.line("up north");
    stage.line(".. 1s");
    churn(&mut stage, "y");
    stage.line("north brings 777 b3 group=7:3/3");
    stage.line("north brings 777 b2 group=7:2/3");
    stage.line("up acme");
    let heard = stage.delivered.iter().map(|delivery| stage.label(delivery));
    assert_eq!(heard.collect::<Vec<_>>().join(" "), "a1 a3 b1+b2+b3");
}

#[test]
fn books_keys_and_short_ids_are_carried() {
    let mut stage = restless(
        "
        account acme prepaid duplicates=1d
        rule 1 to=447700900001 north price=1
        rule 2 north
        up north acme
        topup acme 10
        submit a key=k id=short
          -> north gets a
        submit b idempotency=l rd=0
          -> north gets b
        submit z schedule=30d id=short
        north says a 0b
          -> acme hears a 11 UNDELIV
        acme takes a
        north says b 0b
        ? books acme 9 1 0
        ",
    );
    churn(&mut stage, "x");
    stage.line("restart");
    stage.line(".. 1s");
    stage.line("up north acme");
    churn(&mut stage, "y");
    stage.line("restart");
    stage.line(".. 1s");
    stage.line("up north acme");
    assert_eq!(stage.books("acme"), "9 1 0");
    stage.line("submit c idempotency=l");
    let Effect::Accepted { id, .. } = &stage.it.told[0] else { panic!("{:?}", stage.it.told) };
    assert_eq!(**id, *stage.id("b").to_string(), "the key is known");
    stage.line("submit d key=k");
    let heard = stage.delivered.iter().map(|delivery| stage.label(delivery));
    assert_eq!(heard.collect::<Vec<_>>(), ["d"], "a duplicate");
    stage.line("submit e id=short");
    let Effect::Accepted { id, .. } = &stage.it.told[0] else { panic!("{:?}", stage.it.told) };
    assert_eq!(&**id, "00000003", "the row goes on");
    let to = ReplyTo { session: crate::fixture::ACME_LINK, token: 9_999 };
    let message = gateway::door::Named::Short(message::id::ShortId(2));
    let account = crate::fixture::ACME;
    stage.it.give(Input::Query(gateway::door::Enquiry { to, account, message }));
    let Effect::Stands { standing, .. } = &stage.it.told[0] else { panic!("{:?}", stage.it.told) };
    let state = standing.as_ref().map(|it| it.state);
    assert_eq!(state, Some(message::state::MessageState::Scheduled));
}

#[test]
fn ids_go_on_behind_what_is_freed() {
    let mut stage = restless("up north \n submit a rd=0 \n -> north gets a \n north says a 0b");
    churn(&mut stage, "x");
    let last = stage.id("x59");
    stage.line("back 1h");
    stage.line("restart");
    stage.line(".. 1s");
    stage.line("submit b");
    assert!(stage.id("b") > last);
}

#[test]
fn what_is_known_of_an_operators_ids_is_carried() {
    let mut stage = restless("up north acme window=100");
    for number in 100..103 {
        stage.line(&format!("submit m{number} to=1"));
        stage.line(&format!("north ok m{number} {number:x}a"));
        stage.line(&format!("north reports {} 5 to=1", number * 16 + 10));
        stage.line(&format!("acme takes m{number}"));
    }
    churn(&mut stage, "x");
    stage.line("restart");
    stage.line(".. 1s");
    stage.line("up north acme");
    stage.line("submit a to=1");
    stage.line("north ok a 1000");
    stage.line("north reports 4096 5 to=3");
    assert_eq!(stage.stands(&["?", "a"]), "? a delivered 5");
}

#[test]
fn the_wait_for_parts_begins_with_the_first_whatever_is_carried() {
    // Much lies between the parts, so that for a while the first is written behind the second.
    let mut stage = restless("up north acme \n north brings 777 a1 group=1:1/3");
    let between: Vec<String> = (0..50).map(|place| format!("s{place}")).collect();
    stage.line(&format!("submit {} by=beta schedule=1d", between.join(" ")));
    stage.line(".. 3m");
    stage.line("north brings 777 a2 group=1:2/3");
    for name in ["v", "w", "x", "y", "z"] {
        churn(&mut stage, name);
    }
    stage.line(".. 119s");
    assert!(stage.delivered.is_empty());
    stage.line(".. 1s");
    assert_eq!(stage.delivered.len(), 2);
}

#[test]
fn joined_texts_are_carried_and_leave_others_alone() {
    // The phone uses one reference for all its texts, and the account is away.
    let mut stage = restless(
        "
        up north
        north brings 777 a1 group=7:1/2
        north brings 777 a2 group=7:2/2
        north brings 777 b1 group=7:1/2
        ? open acme 1
        ",
    );
    churn(&mut stage, "x");
    stage.line("restart");
    stage.line(".. 1s");
    stage.line("up north");
    churn(&mut stage, "y");
    stage.line("north brings 777 b2 group=7:2/2");
    stage.line("up acme");
    let heard = stage.delivered.iter().map(|delivery| stage.label(delivery));
    assert_eq!(heard.collect::<Vec<_>>().join(" "), "a1+a2 b1+b2");
    stage.line("acme takes a1+a2");
    stage.line("acme takes b1+b2");
    assert_eq!(stage.it.core.durable().usage().octets(), 0, "something is left over");
}

#[test]
fn what_an_account_has_taken_does_not_come_back() {
    // The message is written forward, its notice lies before others that are alive: for a while the
    // message is still read and its notice is not.
    let between: Vec<String> = (0..15).map(|place| format!("s{place}")).collect();
    for moment in (20..140).step_by(4) {
        let mut stage = restless("up north acme \n submit a \n -> north gets a");
        stage.line(&format!("submit {} by=beta schedule=1d", between.join(" ")));
        stage.line("north says a 0b");
        stage.line("submit x by=beta schedule=1d");
        for round in 0..170 {
            stage.line(&format!("submit c{round} by=beta rd=0 schedule=1d"));
            stage.line(&format!("cancel c{round} by=beta"));
            if round == moment {
                stage.line("acme takes a");
            }
        }
        assert_eq!(stage.stands(&["?", "a"]), "? a gone");
    }
}

#[test]
fn many_keys_do_not_keep_it_writing() {
    let mut scene = Scene::new();
    scene.set(&["limits", "journal=20000"]);
    scene.set(&["account", "acme", "tps=1000000"]);
    let mut it = Fixture::with(&scene.draft(), scene.limits);
    up(&mut it);
    for round in 0..50_u32 {
        let mut inputs = Vec::new();
        for place in 0..50_u32 {
            let mut submission = it.submission();
            submission.registered_delivery = 0;
            let octets = records::Octets::from(format!("{round}:{place}").into_bytes());
            submission.key = Some(gateway::door::Key { octets, replay: true });
            inputs.push(Input::Submit(Box::new(submission)));
        }
        it.turn(inputs);
        let answers = it.sent();
        let answers =
            answers.iter().map(|sent| crate::fixture::answer(sent, SubmitAnswer::Status(0x0B), ""));
        let answers = answers.collect();
        it.turn(answers);
        it.wait(100);
    }
    let mut idle = 0;
    for _ in 0..60 {
        it.turn(Vec::new());
        idle = if it.wrote { 0 } else { idle + 1 };
    }
    assert!(idle > 20, "it goes on writing: {idle}");
    it.restart_keeps();
}
