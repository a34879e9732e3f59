//! Way 2: by which rule a message goes, and to which of its operators.

use crate::stage::{Stage, play};
use std::collections::BTreeMap;

#[test]
fn the_first_rule_that_matches_has_the_message() {
    play(
        "
        rule 1 to=4477009 south
        rule 2 to=44 for=beta east
        rule 3 to=44 north
        rule 4 tag=otp east
        up north south east
        submit a to=447700900001
          -> south gets a
        submit b to=447800900001
          -> north gets b
        submit c to=447800900001 by=beta
          -> east gets c
        submit d to=4915112345678
          -> refused d no_route
        submit e to=4915112345678 tag=otp
          -> east gets e
        ",
    );
}

/// How many of the last parts each operator has got.
fn shares(stage: &Stage, last: usize) -> BTreeMap<&'static str, usize> {
    let mut shares = BTreeMap::new();
    for sent in stage.sent.iter().rev().take(last) {
        let place = usize::try_from(sent.operator.0 - 1).expect("few operators");
        *shares.entry(crate::scene::OPERATORS[place]).or_default() += 1;
    }
    shares
}

#[test]
fn who_has_no_room_is_passed_over() {
    play(
        "
        rule 1 north south
        up north window=1
        up south window=3
        submit a b c d e
          -> north gets a
          -> south gets b
          -> south gets c
          -> south gets d
        ? waiting 1
        north ok a X
          -> north gets e
        ",
    );
}

#[test]
fn the_next_group_has_what_the_first_cannot_reach() {
    play(
        "
        rule 1 north | south | east
        up south east
        submit a
          -> south gets a
        up north
        submit b
          -> north gets b
        down north south
        submit c
          -> east gets c
        ",
    );
}

#[test]
fn a_full_window_is_no_reason_to_go_on() {
    play(
        "
        rule 1 north | south
        up north window=1
        up south
        submit a b
          -> north gets a
        .. 1h
        ? waiting 1
        north ok a X
          -> north gets b
        ",
    );
}

#[test]
fn a_rule_may_forbid_to_go_on() {
    play(
        "
        rule 1 north | south on=refused
        up south
        submit a
        ? waiting 1
        up north
          -> north gets a
        ",
    );
}

#[test]
fn whoever_has_waited_long_enough_goes_on() {
    play(
        "
        rule 1 north | south after=10s
        up north window=1
        up south
        submit a b
          -> north gets a
        .. 9999ms
        .. 1ms
          -> south gets b
        north ok a X
        ? flying 1
        ",
    );
}

#[test]
fn what_one_operator_cannot_take_another_may() {
    play(
        "
        rule 1 north | south
        up north south acme
        submit a
          -> north gets a
        north says a 43
          -> south gets a #2
        south says a 43
          -> acme hears a 25 UNDELIV
        ",
    );
}

#[test]
fn the_other_may_stand_in_the_same_group() {
    play(
        "
        rule 1 north:9 south:1
        up north south acme
        submit a
          -> north gets a
        north says a c4
          -> south gets a #2
        south ok a X
        ? a submitted
        ",
    );
}

#[test]
fn the_other_is_waited_for() {
    play(
        "
        rule 1 north | south
        up north acme
        submit a
          -> north gets a
        north says a 43
        ? waiting 1
        up south
          -> south gets a #2
        ",
    );
}

#[test]
fn without_another_it_has_failed() {
    for rule in ["rule 1 north", "rule 1 north | south on=down"] {
        play(&format!(
            "
            {rule}
            up north south acme
            submit a
              -> north gets a
            north says a 43
              -> acme hears a 25 UNDELIV
            "
        ));
    }
}

#[test]
fn parts_of_one_text_go_one_way() {
    let mut stage = play("rule 1 north south east \n up north south east window=1000");
    for place in 0..60 {
        stage.line(&format!("submit m{place} parts=3 to=44770090{:04}", 1000 + place));
    }
    let mut ways: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for sent in &stage.sent {
        ways.entry(sent.attempt.message).or_default().push(sent.operator);
    }
    assert_eq!(ways.len(), 60);
    assert!(ways.values().all(|way| way.len() == 3 && way.iter().all(|it| *it == way[0])));
    let shares = shares(&stage, 180);
    assert!(shares.len() == 3 && shares.values().all(|parts| *parts >= 30), "{shares:?}");
}

#[test]
fn so_do_the_parts_that_the_account_has_split() {
    let mut stage = play("rule 1 north south east \n up north south east window=1000");
    let texts = 40;
    for part in 1..=3 {
        for text in 0..texts {
            let to = 1000 + text;
            stage.line(&format!("submit m{text}p{part} group=9:{part}/3 to=44770090{to}"));
        }
    }
    let mut ways: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for sent in &stage.sent {
        ways.entry(sent.destination.text.clone()).or_default().push(sent.operator);
    }
    assert_eq!(ways.len(), texts);
    assert!(ways.values().all(|way| way.len() == 3 && way.iter().all(|it| *it == way[0])));
    assert_eq!(shares(&stage, 3 * texts).len(), 3, "they all go one way");
}

#[test]
fn the_rule_that_matched_is_kept_whatever_comes() {
    play(
        "
        rule 1 price=0.01 north
        submit a
        change rule 1 price=0.02 south
        up north south acme
          -> south gets a
        south ok a X
        south reports X 5
          -> acme hears a 5 DELIVRD
        ? books acme -0.01 0 0.01
        ",
    );
}

#[test]
fn a_message_whose_rule_is_gone_waits_for_it() {
    play(
        "
        rule 1 to=44 north
        rule 2 to=49 south
        submit a
        submit b for=1h
        change rule 1 none
        up north south acme
        ? waiting 2
        submit c
          -> refused c no_route
        .. 1h
          -> acme hears b 16 EXPIRED
        change rule 1 to=44 south
          -> south gets a
        ",
    );
}

#[test]
fn what_is_with_an_operator_goes_on_without_its_rule() {
    play(
        "
        rule 1 to=44 north
        rule 2 to=49 south
        up north acme
        submit a b
          -> north gets a
          -> north gets b
        change rule 1 none
        north ok a X
        north says b 0b
          -> acme hears b 11 UNDELIV
        north reports X 5
          -> acme hears a 5 DELIVRD
        ",
    );
}

#[test]
fn short_codes_and_networks_follow_the_rules_too() {
    play(
        "
        account acme short_codes
        rule 1 to=44 south
        rule 2 north
        up north south
        submit a to=12345
          -> north gets a
        submit b to=447700900001
          -> south gets b
        ",
    );
}

#[test]
fn weights_are_kept_over_a_hundred_parts() {
    let mut stage = play("rule 1 north:5 south:3 east:2 \n up north south east window=200");
    for place in 0..100 {
        stage.line(&format!("submit m{place}"));
    }
    assert_eq!(shares(&stage, 100), [("north", 50), ("south", 30), ("east", 20)].into());
    // And over any ten.
    assert_eq!(shares(&stage, 10), [("north", 5), ("south", 3), ("east", 2)].into());
}

#[test]
fn they_go_another_way_together() {
    // Whichever operator a text belongs to: while that one is down, its parts have one other.
    for down in crate::scene::OPERATORS {
        let mut stage = play("rule 1 north south east \n up north south east window=1000");
        stage.line(&format!("down {down}"));
        for place in 0..30 {
            stage.line(&format!("submit m{place} parts=4 to=44770090{}", 1000 + place));
        }
        let mut ways: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for sent in &stage.sent {
            ways.entry(sent.attempt.message).or_default().push(sent.operator);
        }
        assert_eq!(ways.len(), 30);
        let together = |way: &Vec<_>| way.len() == 4 && way.iter().all(|it| *it == way[0]);
        assert!(ways.values().all(together), "without {down}: {ways:?}");
    }
}

#[test]
fn the_next_group_keeps_them_together_too() {
    let mut stage = play("rule 1 north | south east \n up south east window=1000");
    for place in 0..30 {
        stage.line(&format!("submit m{place} parts=2 to=44770090{}", 1000 + place));
    }
    let parts = stage.sent.chunks(2);
    assert!(parts.clone().all(|it| it[0].operator == it[1].operator));
}

#[test]
fn age_frees_them() {
    play(
        "
        rule 1 north | south after=10s
        up north window=1
        up south
        submit a parts=2
          -> north gets a.1
        .. 10s
          -> south gets a.2
        ",
    );
}

#[test]
fn age_counts_from_the_schedule() {
    play(
        "
        rule 1 north | south after=10s
        up north window=1
        up south
        submit z
          -> north gets z
        submit a schedule=1h
        .. 1h
        .. 9999ms
        ? waiting 1
        .. 1ms
          -> south gets a
        ",
    );
}

#[test]
fn a_long_text_does_not_pass_a_short_one_nor_the_other_way() {
    play(
        "
        submit a parts=2
        submit b
        submit c parts=2
        up north window=1
          -> north gets a.1
        north ok a.1 X
          -> north gets a.2
        north ok a.2 X
          -> north gets b
        north ok b X
          -> north gets c.1
        ",
    );
}

#[test]
fn a_rule_may_go_on_for_refusals_only() {
    play(
        "
        rule 1 north | south on=refused
        up north south
        submit a
          -> north gets a
        north says a 43
          -> south gets a #2
        ",
    );
}

#[test]
fn age_frees_what_belongs_to_one_of_several() {
    // Whichever of the two has the first part, it has no room for the second.
    let mut stage = play("rule 1 north south after=10s \n up north south window=1");
    stage.line("submit a parts=2");
    let first = stage.sent[0].operator;
    stage.line(".. 9s");
    assert_eq!(stage.sent.len(), 1, "it waits for its own");
    stage.line(".. 1s");
    assert_eq!(stage.sent.len(), 2);
    assert_ne!(stage.sent[1].operator, first);
}

#[test]
fn parts_do_not_wait_for_an_operator_in_trouble() {
    let mut stage = play("rule 1 north south \n up north south window=100 \n up acme");
    stage.line("submit first group=7:1/2");
    let own = stage.sent[0].operator;
    let name = crate::scene::OPERATORS[own.0 as usize - 1];
    for place in 0..20 {
        stage.line(&format!("submit m{place} to=2"));
        if stage.it.sent()[0].operator == own {
            stage.line(&format!("{name} says m{place} 08"));
        }
    }
    stage.line("submit second group=7:2/2");
    assert_ne!(stage.it.sent()[0].operator, own, "it waits for {name}");
    // When the operator is to be asked again, what belongs to it may ask.
    stage.line(&format!(".. {}ms", 3_000));
    stage.line("submit third group=7:1/3");
    assert_eq!(stage.it.core.waiting(), 0);
}
