//! Every way to write a receipt, with every outcome, and many ways drawn by chance.

use crate::door::{Opened, run};
use message::code::ErrorClass;
use message::receipt::{Kind, Reading};
use message::state::SmppState;
use simulator::chance::{Mix, Span};
use simulator::id::{IdEcho, IdStyle, Naming};
use simulator::profile::{First, ReceiptMishap};
use simulator::receipt::{
    Addresses, Blanks, Carrier, Coding, Counts, Dates, ErrWord, Fields, Labels, Marking, Network,
    Outcome, ReceiptStyle, Says, StatWord, Tail,
};
use simulator::{Deliver, Profile};
use smpp::Pdu;
use std::collections::BTreeSet;

const UNMARKED: Reading<'static> = Reading {
    unmarked: true,
    accepted: message::code::Meaning::OnTheWay,
    unknown: message::code::Meaning::Final,
    state_from: message::receipt::StateFrom::FinalFirst,
    gsm: message::code::GsmSpace::Map,
    errors: &[("27", ErrorClass::Absent), ("1B", ErrorClass::Absent), ("-27", ErrorClass::Absent)],
};

const OUTCOMES: [(Outcome, u16); 7] = [
    (Outcome::DELIVERED, 5),
    (Outcome::new(SmppState::Expired, 27), 24),
    (Outcome::new(SmppState::Undeliverable, 0), 6),
    (Outcome::new(SmppState::Rejected, 0), 6),
    (Outcome::new(SmppState::Deleted, 0), 6),
    (Outcome::new(SmppState::Unknown, 0), 27),
    (Outcome::new(SmppState::Accepted, 0), 3),
];

const NAMING: Naming =
    Naming { given: IdStyle::Underscore, text: IdEcho::Same, tlv: IdEcho::ZerosAdded };

fn profile(outcome: Outcome, style: Option<ReceiptStyle>) -> Profile {
    let mut profile = Profile::calm();
    profile.answers.delay = Mix::always(Span::ZERO);
    profile.answers.naming = Some(NAMING);
    profile.delivery.outcomes = Mix::always(outcome);
    profile.receipts.first = Mix::always(None);
    profile.receipts.style = style;
    profile
}

/// Appendix B, and every style that differs from it in one field.
fn styles() -> Vec<ReceiptStyle> {
    let base = ReceiptStyle { says: Says::Text, ..ReceiptStyle::APPENDIX_B };
    let mut styles =
        vec![base, ReceiptStyle::REFERENCE, ReceiptStyle { terminated: false, ..base }];
    styles.extend(Carrier::ALL.iter().map(|&carrier| ReceiptStyle { carrier, ..base }));
    styles.extend(Marking::ALL.iter().map(|&marking| ReceiptStyle { marking, ..base }));
    styles.extend(Says::ALL.iter().map(|&says| ReceiptStyle { says, ..base }));
    styles.extend(Fields::ALL.iter().map(|&fields| ReceiptStyle { fields, ..base }));
    styles.extend(Labels::ALL.iter().map(|&labels| ReceiptStyle { labels, ..base }));
    styles.extend(Blanks::ALL.iter().map(|&blanks| ReceiptStyle { blanks, ..base }));
    styles.extend(Counts::ALL.iter().map(|&counts| ReceiptStyle { counts, ..base }));
    styles.extend(Dates::ALL.iter().map(|&dates| ReceiptStyle { dates, ..base }));
    styles.extend(StatWord::ALL.iter().map(|&stat| ReceiptStyle { stat, ..base }));
    styles.extend(ErrWord::ALL.iter().map(|&err| ReceiptStyle { err, ..base }));
    styles.extend(Tail::ALL.iter().map(|&tail| ReceiptStyle { tail, ..base }));
    styles.extend(Coding::ALL.iter().map(|&coding| ReceiptStyle { coding, ..base }));
    let both = ReceiptStyle::APPENDIX_B;
    styles.extend(Network::ALL.iter().map(|&network| ReceiptStyle { network, ..both }));
    styles.extend(Addresses::ALL.iter().map(|&addresses| ReceiptStyle { addresses, ..both }));
    styles.push(ReceiptStyle { vendor_tlvs: true, ..both });
    styles
}

#[test]
fn every_style_is_read_for_what_it_says() {
    let styles = styles();
    for (outcome, code) in OUTCOMES {
        for style in &styles {
            let run = run(profile(outcome, Some(*style)), 7, 5, |number| format!("#{number}"));
            let mut about = BTreeSet::new();
            for deliver in &run.delivered {
                let opened = Opened::of(&deliver.pdu());
                let verdict = opened.verdict(&UNMARKED).expect("a receipt");
                let (state, code) = read_as(outcome, code, style);
                assert_eq!(verdict.state, Some(state), "{style:?}: {:?}", deliver.pdu());
                assert_eq!(verdict.code.number(), code, "{style:?}: {:?}", deliver.pdu());
                let this = run.about(&verdict);
                assert_eq!(this.len(), 1, "{style:?}: {:?}", deliver.pdu());
                about.extend(this);
            }
            assert!(about.into_iter().eq(1..=5), "{style:?}");
        }
    }
    println!("{} styles, {} outcomes", styles.len(), OUTCOMES.len());
    assert_eq!(styles.len(), 82);
}

/// The state and the code that a reader can find in it.
fn read_as(outcome: Outcome, code: u16, style: &ReceiptStyle) -> (SmppState, u16) {
    let vague = matches!(outcome.state, SmppState::Unknown | SmppState::Accepted);
    if style.says == Says::Contrary && vague {
        // The TLV says ENROUTE, and that says no less.
        return (SmppState::Enroute, 3);
    }
    let hides_error = matches!(style.err, ErrWord::Empty | ErrWord::Missing);
    let code = if hides_error && outcome.state == SmppState::Expired { 26 } else { code };
    (outcome.state, code)
}

/// Forgers write this. It is text, wherever the receipt shows it.
fn forged(number: u32) -> String {
    format!("#{number} id:666 stat:UNDELIV err:001")
}

#[test]
fn a_style_drawn_for_each_receipt_says_the_same() {
    let (mut receipts, mut shown_count) = (0, 0);
    for (outcome, _) in OUTCOMES {
        let may_be_contrary = matches!(outcome.state, SmppState::Unknown | SmppState::Accepted);
        for seed in 0..5 {
            let run = run(profile(outcome, None), seed, 1_000, forged);
            for deliver in &run.delivered {
                let opened = Opened::of(&deliver.pdu());
                let verdict = opened.verdict(&UNMARKED);
                let verdict = verdict.unwrap_or_else(|| panic!("{seed}: no receipt: {deliver:?}"));
                let right = verdict.state == Some(outcome.state);
                let contrary = may_be_contrary && verdict.state == Some(SmppState::Enroute);
                assert!(right || contrary, "{outcome:?} {seed}: {deliver:?}");
                let about = run.about(&verdict);
                assert_eq!(about.len(), 1, "{seed}: {deliver:?}");
                if let Some(number) = shown(&opened.text()) {
                    assert!(about.contains(&number), "{seed}: {deliver:?}");
                    shown_count += 1;
                }
                receipts += 1;
            }
        }
    }
    println!("{receipts} receipts, {shown_count} of them showed their message");
    assert_eq!(receipts, 35_000);
    assert!(shown_count > 10_000, "{shown_count}");
}

/// The number behind `#`.
fn shown(text: &str) -> Option<u32> {
    let digits = text.split('#').nth(1)?;
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

#[test]
fn what_is_on_the_way_closes_nothing() {
    for (as_receipt, state) in [
        (false, SmppState::Enroute),
        (true, SmppState::Enroute),
        (true, SmppState::Accepted),
        (false, SmppState::Accepted),
    ] {
        let mut profile = profile(Outcome::DELIVERED, None);
        profile.receipts.first = Mix::always(Some(First { state, as_receipt }));
        let run = run(profile, 3, 500, forged);
        let mut firsts = 0;
        for deliver in &run.delivered {
            let opened = Opened::of(&deliver.pdu());
            let verdict = opened.verdict(&UNMARKED).expect("a receipt");
            assert_eq!(
                verdict.is_final,
                verdict.state == Some(SmppState::Delivered),
                "{deliver:?}"
            );
            firsts += usize::from(!verdict.is_final);
        }
        assert_eq!((firsts, run.delivered.len()), (500, 1_000), "{as_receipt} {state:?}");
    }
}

#[test]
fn what_cannot_be_read_is_a_receipt_all_the_same() {
    let mut profile = profile(Outcome::DELIVERED, None);
    profile.receipts.mishaps = Mix::always(ReceiptMishap::Unreadable);
    let run = run(profile, 4, 500, forged);
    assert_eq!(run.delivered.len(), 500);
    for deliver in &run.delivered {
        let opened = Opened::of(&deliver.pdu());
        let verdict = opened.verdict(&Reading::default()).expect("marked as a receipt");
        assert_eq!((verdict.ids, verdict.state), ([None, None], None), "{deliver:?}");
    }
}

#[test]
fn what_a_phones_program_acknowledges_is_no_receipt() {
    let mut profile = profile(Outcome::DELIVERED, None);
    profile.receipts.mishaps = Mix::always(ReceiptMishap::PhoneAck);
    let run = run(profile, 5, 500, forged);
    let acks = run.delivered.iter().filter(|deliver| {
        let opened = Opened::of(&deliver.pdu());
        opened.delivery().kind(&UNMARKED) == Kind::DeliveryAck
            && opened.verdict(&UNMARKED).is_none()
    });
    assert_eq!((acks.count(), run.delivered.len()), (500, 1_000));
}

/// A phone's message with an operator's ticket id is not a receipt.
#[test]
fn tickets_on_messages_from_phones() {
    let mut profile = profile(Outcome::DELIVERED, None);
    profile.inbound.every = Some(Span::millis(1, 5));
    profile.inbound.from = vec!["447700900001".to_owned()];
    profile.inbound.to = vec!["777".to_owned()];
    profile.inbound.tickets = 1000;
    let run = run(profile, 6, 200, forged);
    let has_ticket = |pdu: &Pdu<'_>| {
        let id = pdu.tlvs().text(smpp::Tag::RECEIPTED_MESSAGE_ID);
        id.is_some_and(|id| id.starts_with(b"ticket-"))
    };
    let tickets: Vec<&Deliver> =
        run.delivered.iter().filter(|deliver| has_ticket(&deliver.pdu())).collect();
    assert!(tickets.len() > 30, "{}", tickets.len());
    for ticket in tickets {
        let opened = Opened::of(&ticket.pdu());
        assert!(opened.verdict(&UNMARKED).is_none(), "{ticket:?}");
    }
}
