//! Way 1: what may enter, and what an account is told otherwise.

use crate::stage::play;

/// A refusal: what is configured, what happens before, the submission, and what it is refused for
/// with which command_status.
struct Row {
    what: &'static str,
    settings: &'static str,
    before: &'static str,
    submission: &'static str,
    refusal: (&'static str, u32),
}

const fn row(
    what: &'static str,
    (settings, before): (&'static str, &'static str),
    submission: &'static str,
    refusal: (&'static str, u32),
) -> Row {
    Row { what, settings, before, submission, refusal }
}

#[rustfmt::skip]
const REFUSALS: &[Row] = &[
    row("the account is not known any more", ("", ""), "by=nobody", ("account_disabled", 0x0D)),
    row("the account is disabled", ("account acme disabled", ""), "", ("account_disabled", 0x0D)),
    row("the account has been disabled since", ("", "change account acme disabled"), "", ("account_disabled", 0x0D)),
    row("the journal is at its reserve", ("", "high water"), "", ("disk_full", 0x14)),
    row("the memory is full", ("limits pending=600", "submit z parts=3"), "", ("gateway_full", 0x14)),
    row("the account's quota is used up", ("account acme queue=2", "submit y z"), "", ("account_queue_full", 0x14)),
    row("receipts that wait count", ("account acme queue=1", "up north \n submit z \n -> north gets z \n north says z 0b"), "", ("account_queue_full", 0x14)),
    row("texts from phones that wait count", ("account acme queue=1", "north brings 777 Hello"), "", ("account_queue_full", 0x14)),
    row("texts that are kept count", ("account acme queue=1 \n service kept acme keep \n number 777 kept", "north brings 777 Hello"), "", ("account_queue_full", 0x14)),
    row("too many a second", ("account acme tps=1", "submit z"), "", ("account_rate", 0x58)),
    row("too many at once", ("account acme tps=3", "submit x y z"), "", ("account_rate", 0x58)),
    row("no sender, and no default", ("", ""), "from=none", ("sender_malformed", 0x0A)),
    row("a sender that is not on the list", ("account acme senders=ACME", ""), "", ("sender_not_allowed", 0x0A)),
    row("a name where only numbers may be", ("account acme senders=number:*", ""), "from=Bank", ("sender_not_allowed", 0x0A)),
    row("a number that is leased to another", ("account beta senders=ACME", ""), "by=beta from=777", ("sender_not_allowed", 0x0A)),
    row("a short code", ("", ""), "to=12345", ("destination_length", 0x0B)),
    row("as many for one phone as may wait", ("account acme destination_queue=2", "submit y z"), "", ("destination_queue_full", 0x14)),
    row("those with the operator wait too", ("account acme destination_queue=1", "up north \n submit z \n -> north gets z \n north ok z X"), "", ("destination_queue_full", 0x14)),
    row("those from before a restart", ("account acme destination_queue=1", "submit z \n restart \n .. 1s"), "", ("destination_queue_full", 0x14)),
    row("those from before there was a limit", ("", "submit z \n change account acme destination_queue=1"), "", ("destination_queue_full", 0x14)),
    row("a country that is blocked", ("account acme blocked=GB", ""), "", ("country_blocked", 0x0B)),
    row("too many parts", ("account acme max_parts=2", ""), "parts=3", ("text_too_many_parts", 0x01)),
    row("a schedule too far ahead", ("account acme max_schedule=1d", ""), "schedule=25h", ("schedule_too_far", 0x61)),
    row("a validity that is over", ("", ""), "until=-1s", ("validity_past", 0x62)),
    row("a validity that ends now", ("", ""), "until=0s", ("validity_past", 0x62)),
    row("a validity below the minimum", ("", ""), "for=59s", ("validity_too_short", 0x62)),
    row("the same as a moment", ("", ""), "until=59s", ("validity_too_short", 0x62)),
    row("the same behind a schedule", ("", ""), "schedule=1h until=3659s", ("validity_too_short", 0x62)),
    row("a validity that ends before the schedule", ("", ""), "schedule=1h until=30m", ("validity_before_schedule", 0x62)),
    row("a validity that ends with the schedule", ("", ""), "schedule=1h for=1h", ("validity_before_schedule", 0x62)),
    row("receipts are off, and the account is strict", ("account acme off strict", ""), "rd=1", ("receipts_off", 0x07)),
    row("receipts for failures only are receipts", ("account acme off strict", ""), "rd=2", ("receipts_off", 0x07)),
    row("no rule leads there", ("rule 1 to=49 north", ""), "", ("no_route", 0x0B)),
    row("no rule is for this account", ("rule 1 for=beta north", ""), "", ("no_route", 0x0B)),
];

#[test]
fn a_refusal_tells_why_and_leaves_nothing() {
    for Row { what, settings, before, submission, refusal: (name, status) } in REFUSALS {
        println!("{what}");
        let mut stage = play(&format!("{settings}\n{before}"));
        let durable = stage.it.core.durable().clone();
        stage.line(&format!("submit a {submission}"));
        let told = stage.it.told.clone();
        let [gateway::door::Effect::Refused { refusal, .. }] = told.as_slice() else {
            panic!("{what}: {told:?}");
        };
        assert_eq!((refusal.name(), refusal.status().code()), (*name, *status), "{what}");
        assert_eq!(stage.it.at_once, 1, "{what}: it waits for the disk");
        assert!(!stage.it.wrote, "{what}: something is recorded");
        assert!(*stage.it.core.durable() == durable, "{what}: something has changed");
    }
}

/// The other side of the borders of the table.
#[rustfmt::skip]
const ACCEPTED: &[(&str, &str, &str, &str)] = &[
    ("the default sender", "account acme senders=number:* default=ACME", "", "from=none"),
    ("the default sender, named", "account acme senders=number:* default=ACME", "", "from=ACME"),
    ("a number that is leased to it", "account acme senders=ACME", "", "from=777"),
    ("a short code", "account acme short_codes", "", "to=12345"),
    ("another country", "account acme blocked=DE", "", ""),
    ("as many parts as it may", "account acme max_parts=3", "", "parts=3"),
    ("the last schedule", "account acme max_schedule=1d", "", "schedule=1d"),
    ("a schedule that has passed", "", "", "schedule=-1h"),
    ("the shortest validity", "", "", "for=60s"),
    ("the shortest validity behind a schedule", "", "", "schedule=1h until=61m"),
    ("receipts are off, and none is asked for", "account acme off strict", "", "rd=0"),
    ("receipts are off, and the account is not strict", "account acme off", "", "rd=1"),
    ("one below the quota", "account acme queue=3", "submit y z", ""),
    ("one below the limit for one phone", "account acme destination_queue=3", "submit y z", ""),
    ("another phone", "account acme destination_queue=1", "submit z to=2", ""),
    ("another account", "account acme destination_queue=1", "submit z by=beta", ""),
    ("what has ended waits no longer", "account acme destination_queue=1", "up north \n submit z \n -> north gets z \n north says z 0b", ""),
    ("nor what is gone", "account acme destination_queue=1", "up north \n submit z rd=0 \n -> north gets z \n north says z 0b", ""),
    ("nor what was rejected", "account acme destination_queue=1 prepaid \n rule 1 north price=1", "submit z", ""),
    ("the journal has room again", "", "high water \n low water", ""),
    ("a second later", "account acme tps=2", "submit y z \n .. 500ms \n idle", ""),
    ("many parts are one message", "account acme tps=1", "", "parts=200"),
    ("the account may again", "account acme disabled", "change account acme enabled", ""),
];

#[test]
fn what_is_just_right_may_enter() {
    for (what, settings, before, submission) in ACCEPTED {
        println!("{what}");
        let mut stage = play(&format!("{settings}\n{before}"));
        stage.line(&format!("submit a {submission}"));
        let told = &stage.it.told[0];
        assert!(matches!(told, gateway::door::Effect::Accepted { .. }), "{what}: {told:?}");
        assert!(stage.it.wrote && stage.it.at_once == 0, "{what}");
    }
}

#[test]
fn validity_is_cut_down_to_the_longest() {
    for (settings, submission, hours) in [
        ("", "", 48),
        ("", "for=6d", 6 * 24),
        ("", "for=8d", 7 * 24),
        ("", "until=30d", 7 * 24),
        ("account acme max_validity=1h", "", 1),
        ("account acme max_validity=1h", "for=2h", 1),
        ("", "schedule=10h", 10 + 48),
        ("", "schedule=10h until=40d", 10 + 7 * 24),
    ] {
        let stage = play(&format!("{settings}\nsubmit a {submission}"));
        let message = stage.it.core.durable().message(stage.id("a")).expect("it waits");
        let waits = message.expires.millis() - stage.it.now.millis();
        assert_eq!(waits, hours * 3_600_000, "{settings} {submission}");
    }
}

#[test]
fn what_costs_least_is_looked_at_first() {
    // All of it is wrong: an account that floods a full gateway learns that, and costs nothing.
    play(
        "
        account acme senders=ACME tps=1 queue=1 blocked=GB
        submit z from=ACME to=4915112345678
        high water
        submit a
          -> refused a disk_full
        low water
        submit a
          -> refused a account_queue_full
        ",
    );
}

#[test]
fn one_account_in_its_bounds_does_not_feel_the_others() {
    play(
        "
        account acme queue=1 tps=1
        submit a
        submit b
          -> refused b account_queue_full
        submit c by=beta
        ? open acme 1
        ? open beta 1
        ",
    );
}
