//! Texts from phones: whose they are, and how the parts of one find each other.

use crate::stage::{Stage, play};
use gateway::door::Body;
use records::Record;
use records::delivery::{Received, Via};

/// What came from phones, as it was recorded.
fn received(stage: &Stage) -> Vec<Received> {
    let received = |record| match record {
        Record::Received(it) => Some(*it),
        _ => None,
    };
    stage.it.records().into_iter().filter_map(received).collect()
}

/// How what waits is to be brought, and by which service.
fn notices(stage: &Stage) -> Vec<(Via, Option<u32>)> {
    let notices = stage.it.core.durable().notices();
    notices.map(|it| (it.via.unwrap_or(Via::Sessions), it.service.map(|id| id.0))).collect()
}

// === whose it is ===

#[test]
fn a_text_goes_to_the_account_of_its_number() {
    let mut stage = play(
        "
        service others beta smpp://
        number 778 others
        up acme beta
        north brings 777 Hello
          -> acme reads Hello
        acme takes Hello
        ? open acme 0
        ",
    );
    stage.line("south brings 778 Hi from=3");
    let last = stage.delivered.last().expect("it is not answered");
    assert_eq!((&*last.source.text, &*last.destination.text), ("447700900003", "778"));
    let Body::Text(text) = &last.body else { panic!("a receipt") };
    assert_eq!((text.at, text.parts.len(), text.esm_class), (stage.it.now, 1, 0));
    assert_eq!(stage.it.told.len(), 2, "an acknowledgement and the text");
}

#[test]
fn the_first_word_chooses_the_service() {
    let mut stage = play(
        "
        service stop acme https://acme.example/stop stop,quit
        service vote acme keep vote
        number 777 texts,stop,vote
        up acme
        north brings 777 hello
          -> acme reads hello
        acme takes hello
        north brings 777 STOP
        ",
    );
    assert_eq!(notices(&stage), [(Via::Webhook, Some(2))]);
    stage.line("north brings 777 Vote.");
    let mut both = notices(&stage);
    both.sort_unstable();
    assert_eq!(both, [(Via::Webhook, Some(2)), (Via::Kept, Some(3))]);
    stage.line("north brings 777 voter");
    assert_eq!(stage.delivered.len(), 1);
    stage.line("? open acme 3");
}

#[test]
fn texts_are_kept_for_nobody_in_particular_where_no_service_takes_them() {
    let stage = play(
        "
        service stop acme smpp:// stop
        number 777 stop
        up acme
        north brings 777 hello
        ? open acme 1
        .. 7d
        ? open acme 0
        ",
    );
    assert_eq!(received(&stage)[0].account.map(|id| id.0), Some(1));
}

#[test]
fn a_text_to_nobodys_number_is_recorded_and_acknowledged() {
    let stage = play(
        "
        up acme
        north brings 999 Hello
        north brings 999 Hel part=1/2
        .. 10m
        ? open acme 0
        ",
    );
    let all = received(&stage);
    assert_eq!((all.len(), all[0].number, all[0].account), (2, None, None));
    assert_eq!(&*all[0].content.octets, b"Hello");
    assert!(stage.it.core.durable().inbound(all[0].message).is_none(), "nobody needs it");
}

#[test]
fn texts_wait_for_a_receiver_in_the_row_with_receipts() {
    play(
        "
        up north
        submit a
          -> north gets a
        north brings 777 one
        north says a 0b
        north brings 777 two
        restart
        up acme
          -> acme reads one
          -> acme hears a 11 UNDELIV
          -> acme reads two
        acme refuses one 14
        .. 1s
          -> acme reads one
        acme takes one
        ? open acme 2
        ",
    );
}

#[test]
fn where_texts_go_is_settled_as_they_come() {
    play(
        "
        service kept acme keep
        north brings 777 one
        change number 777 kept
        north brings 777 two
        up acme
          -> acme reads one
        ",
    );
}

// === parts ===

#[test]
fn parts_come_in_any_order_twice_and_over_several_sessions() {
    for order in [["1", "2", "3"], ["3", "2", "1"], ["2", "3", "1"]] {
        let [first, second, third] = order;
        play(&format!(
            "
            up acme
            north brings 777 part{first} part={first}/3
            north brings 777 again part={first}/3
            .. 4m
            north brings 777 part{second} part={second}/3
            restart
            up acme
            north brings 777 again part={second}/3
            ? open acme 0
            north brings 777 part{third} part={third}/3
              -> acme reads part1+part2+part3
            ? open acme 1
            acme takes part1+part2+part3
            ? open acme 0
            "
        ));
    }
}

#[test]
fn parts_of_different_texts_do_not_mix() {
    play(
        "
        service others beta smpp://
        number 778 others
        up acme beta
        north brings 777 a1 group=7:1/2
        north brings 777 b1 group=7:1/2 from=2
        north brings 777 c1 group=8:1/2
        north brings 777 d1 group=7:1/3
        south brings 777 e1 group=7:1/2
        north brings 778 f1 group=7:1/2
        north brings 777 c2 group=8:2/2
          -> acme reads c1+c2
        north brings 777 b2 group=7:2/2 from=2
          -> acme reads b1+b2
        north brings 777 a2 group=7:2/2
          -> acme reads a1+a2
        south brings 777 e2 group=7:2/2
          -> acme reads e1+e2
        north brings 778 f2 group=7:2/2
          -> beta reads f1+f2
        ",
    );
}

#[test]
fn after_five_minutes_what_has_come_goes_as_it_is() {
    let stage = play(
        "
        up acme
        north brings 777 one part=1/3
        .. 2m
        north brings 777 three part=3/3
        .. 179s
        restart
        up acme
        .. 999ms
        ? open acme 0
        .. 1ms
          -> acme reads one
          -> acme reads three
        acme takes one
        acme takes three
        ? open acme 0
        ",
    );
    let joined = |record| match record {
        Record::Joined(it) => Some((it.parts.len(), it.is_complete)),
        _ => None,
    };
    let joined: Vec<_> = stage.it.records().into_iter().filter_map(joined).collect();
    assert_eq!(joined, [(2, false)]);
}

#[test]
fn the_first_part_has_the_keyword() {
    let mut stage = play(
        "
        service stop acme https://acme.example/stop stop
        number 777 texts,stop
        up acme
        north brings 777 please part=2/2
        north brings 777 stop part=1/2
        ",
    );
    assert_eq!(notices(&stage), [(Via::Webhook, Some(2))]);
    stage.line("north brings 777 stop part=2/2");
    stage.line("north brings 777 well part=1/2");
    assert_eq!(stage.delivered.len(), 1);
}

#[test]
fn part_numbers_that_cannot_be_belong_to_no_text() {
    play(
        "
        up acme
        north brings 777 zero part=0/2
          -> acme reads zero
        north brings 777 three part=3/2
          -> acme reads three
        north brings 777 none part=1/0
          -> acme reads none
        north brings 777 alone part=1/1
          -> acme reads alone
        ",
    );
}

#[test]
fn texts_that_wait_are_bounded_and_the_oldest_goes_first() {
    play(
        "
        limits texts=2
        up acme
        north brings 777 a1 group=1:1/2
        .. 1s
        north brings 777 b1 group=2:1/2
        .. 1s
        north brings 777 c1 group=3:1/2
          -> acme reads a1
        north brings 777 b2 group=2:2/2
          -> acme reads b1+b2
        ",
    );
}

#[test]
fn a_phone_may_use_the_same_reference_again() {
    play(
        "
        north brings 777 a1 group=7:1/2
        north brings 777 a2 group=7:2/2
        north brings 777 b1 group=7:1/2
        restart
        up acme
          -> acme reads a1+a2
        north brings 777 b2 group=7:2/2
          -> acme reads b1+b2
        ",
    );
}

#[test]
fn texts_do_not_end_with_their_session() {
    play(
        "
        up acme window=1
        north brings 777 one
          -> acme reads one
        north brings 777 two
        down acme
        acme ignores one
        up acme/2
          -> acme/2 reads one
          -> acme/2 reads two
        ",
    );
}
