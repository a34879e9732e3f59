//! Every way to give an id, with every way to report it.

use crate::door::{Opened, run};
use message::id::lookup_keys;
use message::receipt::Reading;
use simulator::Profile;
use simulator::chance::{Mix, Span};
use simulator::id::{IdEcho, IdStyle, Naming};
use simulator::receipt::{ReceiptStyle, Says};

const MESSAGES: u32 = 1_000;

#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    /// The first message found is the right one.
    right: u32,
    /// Another one was found first, and the right one under a later key.
    second: u32,
    /// Only others were found.
    wrong: u32,
    /// None was found.
    missing: u32,
}

fn profile(naming: Naming, says: Says) -> Profile {
    let mut profile = Profile::calm();
    profile.answers.delay = Mix::always(Span::ZERO);
    profile.answers.naming = Some(naming);
    profile.receipts.first = Mix::always(None);
    profile.receipts.style = Some(ReceiptStyle { says, ..ReceiptStyle::APPENDIX_B });
    profile
}

fn tally(naming: Naming, says: Says) -> Tally {
    let run = run(profile(naming, says), 7, MESSAGES, |number| format!("#{number}"));
    assert_eq!(run.delivered.len(), MESSAGES as usize, "{naming:?}");
    let mut tally = Tally::default();
    for delivered in &run.delivered {
        let opened = Opened::of(&delivered.pdu());
        let text = opened.text();
        let truth: u32 = text.rsplit('#').next().and_then(|it| it.parse().ok()).expect("#n");
        let verdict = opened.verdict(&Reading::default()).expect("a receipt");
        let keys = verdict.ids.into_iter().flatten().flat_map(lookup_keys);
        let mut found = keys.filter_map(|(_, key)| run.index.get(&key));
        match found.next() {
            None => tally.missing += 1,
            Some(first) if first[..] == [truth] => tally.right += 1,
            Some(first) if first.contains(&truth) => tally.second += 1,
            Some(_) if found.any(|ids| ids.contains(&truth)) => tally.second += 1,
            Some(_) => tally.wrong += 1,
        }
    }
    tally
}

/// Small numbers that are reported in another base, or as characters or codes, are other messages'
/// ids: the message given as `10` is reported as `16`, and there is one given as `16`. No reader of
/// single receipts can tell; the destination can, or the form that the operator is known for.
fn is_ambiguous(naming: Naming) -> bool {
    let small = matches!(naming.given, IdStyle::HexShort | IdStyle::DecimalPadded);
    let rebased = matches!(
        naming.text,
        IdEcho::Decimal | IdEcho::DecimalPadded | IdEcho::Hex | IdEcho::HexUpper
    );
    let recoded = matches!(naming.text, IdEcho::Codes | IdEcho::Characters);
    small && rebased || naming.given == IdStyle::HexShort && recoded
}

/// `2D` reported as the character that it is the code of: a dash, and dashes count for nothing.
fn is_dash(naming: Naming) -> bool {
    naming.given == IdStyle::HexShort && naming.text == IdEcho::Characters
}

#[test]
fn every_id_is_found_however_it_is_reported() {
    let mut checked = 0;
    for given in IdStyle::ALL {
        for echo in IdEcho::ALL {
            let naming = Naming { given: *given, text: *echo, tlv: *echo };
            let tally = tally(naming, Says::Text);
            checked += 1;
            if is_ambiguous(naming) {
                println!("ambiguous: {naming:?}: {tally:?}");
                let lost = (tally.wrong, tally.missing);
                assert_eq!(lost, (0, u32::from(is_dash(naming))), "{naming:?}");
                assert!(tally.second > 0, "{naming:?}: no longer ambiguous");
            } else {
                let all = Tally { right: MESSAGES, ..Tally::default() };
                assert_eq!(tally, all, "{naming:?}");
            }
        }
    }
    println!("{checked} ways, {MESSAGES} messages each");
    assert_eq!(checked, 208);
}

/// TLV and text name the same message in different forms (cloudhopper): the first that is tried
/// must find it already.
#[test]
fn two_forms_in_one_receipt() {
    for text in IdEcho::ALL {
        for tlv in IdEcho::ALL {
            let naming = Naming { given: IdStyle::HexUpper, text: *text, tlv: *tlv };
            let tally = tally(naming, Says::Both);
            assert_eq!(tally, Tally { right: MESSAGES, ..Tally::default() }, "{naming:?}");
        }
    }
}
