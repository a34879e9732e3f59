//! The life of a part as one table: every state, every event, and what its other attempts may
//! still bring.

use gateway::life::{Follows, Others, Outcome, PartEvent, PartState, Retry, Word};
use message::code::ReportCode;

/// `.`: nothing changes, nothing follows. `!`: illegal. Else the next state and what follows.
const TABLE: &str = "
| state     | event                | others closed              | others in doubt            | others accepted            |
| waiting   | sent                 | in flight, await answer    | in flight, await answer    | in flight, await answer    |
| waiting   | answered accepted    | !                          | !                          | !                          |
| waiting   | answered succeeded 2 | !                          | !                          | !                          |
| waiting   | answered failed 11   | !                          | !                          | !                          |
| waiting   | answered again       | !                          | !                          | !                          |
| waiting   | answered lost        | !                          | !                          | !                          |
| waiting   | news accepted        | submitted, await receipt   | submitted, await receipt   | submitted, await receipt   |
| waiting   | news succeeded 5     | final 5, close             | final 5, close             | final 5, close             |
| waiting   | news failed 24       | final 24, close            | in doubt, await receipt    | submitted, await receipt   |
| waiting   | news again           | .                          | .                          | .                          |
| waiting   | news lost            | !                          | !                          | !                          |
| waiting   | resend               | !                          | !                          | !                          |
| waiting   | rejected 12          | final 12, close            | in doubt, await receipt    | submitted, await receipt   |
| waiting   | expired              | final 16, close            | in doubt, await receipt    | submitted, await receipt   |
| waiting   | receipt timeout 27   | final 27, close            | final 27, close            | final 27, close            |
| waiting   | cancelled            | final 6 DELETED, close     | .                          | .                          |
| in flight | sent                 | !                          | !                          | !                          |
| in flight | answered accepted    | submitted, await receipt   | submitted, await receipt   | submitted, await receipt   |
| in flight | answered succeeded 2 | final 2, close             | final 2, close             | final 2, close             |
| in flight | answered failed 11   | final 11, close            | in doubt, await receipt    | submitted, await receipt   |
| in flight | answered again       | waiting, back later        | waiting, back later        | submitted, await receipt   |
| in flight | answered lost        | in doubt, await receipt    | in doubt, await receipt    | submitted, await receipt   |
| in flight | news accepted        | .                          | .                          | .                          |
| in flight | news succeeded 5     | final 5, close             | final 5, close             | final 5, close             |
| in flight | news failed 24       | .                          | .                          | .                          |
| in flight | news again           | .                          | .                          | .                          |
| in flight | news lost            | !                          | !                          | !                          |
| in flight | resend               | !                          | !                          | !                          |
| in flight | rejected 12          | !                          | !                          | !                          |
| in flight | expired              | .                          | .                          | .                          |
| in flight | receipt timeout 27   | final 27, close            | final 27, close            | final 27, close            |
| in flight | cancelled            | .                          | .                          | .                          |
| in doubt  | sent                 | !                          | !                          | !                          |
| in doubt  | answered accepted    | !                          | !                          | !                          |
| in doubt  | answered succeeded 2 | !                          | !                          | !                          |
| in doubt  | answered failed 11   | !                          | !                          | !                          |
| in doubt  | answered again       | !                          | !                          | !                          |
| in doubt  | answered lost        | !                          | !                          | !                          |
| in doubt  | news accepted        | submitted, await receipt   | submitted, await receipt   | submitted, await receipt   |
| in doubt  | news succeeded 5     | final 5, close             | final 5, close             | final 5, close             |
| in doubt  | news failed 24       | final 24, close            | in doubt, await receipt    | submitted, await receipt   |
| in doubt  | news again           | waiting, back later        | .                          | submitted, await receipt   |
| in doubt  | news lost            | !                          | !                          | !                          |
| in doubt  | resend               | waiting, back at once      | waiting, back at once      | waiting, back at once      |
| in doubt  | rejected 12          | !                          | !                          | !                          |
| in doubt  | expired              | .                          | .                          | .                          |
| in doubt  | receipt timeout 27   | final 27, close            | final 27, close            | final 27, close            |
| in doubt  | cancelled            | .                          | .                          | .                          |
| submitted | sent                 | !                          | !                          | !                          |
| submitted | answered accepted    | !                          | !                          | !                          |
| submitted | answered succeeded 2 | !                          | !                          | !                          |
| submitted | answered failed 11   | !                          | !                          | !                          |
| submitted | answered again       | !                          | !                          | !                          |
| submitted | answered lost        | !                          | !                          | !                          |
| submitted | news accepted        | .                          | .                          | .                          |
| submitted | news succeeded 5     | final 5, close             | final 5, close             | final 5, close             |
| submitted | news failed 24       | final 24, close            | in doubt, await receipt    | submitted, await receipt   |
| submitted | news again           | .                          | .                          | .                          |
| submitted | news lost            | !                          | !                          | !                          |
| submitted | resend               | !                          | !                          | !                          |
| submitted | rejected 12          | !                          | !                          | !                          |
| submitted | expired              | .                          | .                          | .                          |
| submitted | receipt timeout 27   | final 27, close            | final 27, close            | final 27, close            |
| submitted | cancelled            | .                          | .                          | .                          |
| final 5   | sent                 | !                          | !                          | !                          |
| final 5   | answered accepted    | .                          | .                          | .                          |
| final 5   | answered succeeded 2 | .                          | .                          | .                          |
| final 5   | answered failed 11   | .                          | .                          | .                          |
| final 5   | answered again       | .                          | .                          | .                          |
| final 5   | answered lost        | .                          | .                          | .                          |
| final 5   | news accepted        | .                          | .                          | .                          |
| final 5   | news succeeded 5     | .                          | .                          | .                          |
| final 5   | news failed 24       | .                          | .                          | .                          |
| final 5   | news again           | .                          | .                          | .                          |
| final 5   | news lost            | !                          | !                          | !                          |
| final 5   | resend               | !                          | !                          | !                          |
| final 5   | rejected 12          | !                          | !                          | !                          |
| final 5   | expired              | !                          | !                          | !                          |
| final 5   | receipt timeout 27   | !                          | !                          | !                          |
| final 5   | cancelled            | .                          | .                          | .                          |
";

fn states() -> Vec<(&'static str, PartState)> {
    vec![
        ("waiting", PartState::Waiting),
        ("in flight", PartState::InFlight),
        ("in doubt", PartState::InDoubt),
        ("submitted", PartState::Submitted),
        ("final 5", PartState::Final(Outcome::of(ReportCode::Delivered))),
    ]
}

fn events() -> Vec<(&'static str, PartEvent)> {
    let on_the_phone = Outcome::of(ReportCode::Delivered);
    let at_the_network = Outcome::of(ReportCode::DeliveredToNetwork);
    let nobody = Outcome::of(ReportCode::UnknownSubscriber);
    let absent = Outcome::of(ReportCode::AbsentSubscriber);
    let again = Word::Again(Retry::Later);
    vec![
        ("sent", PartEvent::Sent),
        ("answered accepted", PartEvent::Answered(Word::Accepted)),
        ("answered succeeded 2", PartEvent::Answered(Word::Succeeded(at_the_network))),
        ("answered failed 11", PartEvent::Answered(Word::Failed(nobody))),
        ("answered again", PartEvent::Answered(again)),
        ("answered lost", PartEvent::Answered(Word::Lost)),
        ("news accepted", PartEvent::News(Word::Accepted)),
        ("news succeeded 5", PartEvent::News(Word::Succeeded(on_the_phone))),
        ("news failed 24", PartEvent::News(Word::Failed(absent))),
        ("news again", PartEvent::News(again)),
        ("news lost", PartEvent::News(Word::Lost)),
        ("resend", PartEvent::Resend),
        ("rejected 12", PartEvent::Rejected(Outcome::of(ReportCode::InsufficientCredit))),
        ("expired", PartEvent::Expired),
        ("receipt timeout 27", PartEvent::ReceiptTimeout(Outcome::of(ReportCode::StatusUnknown))),
        ("cancelled", PartEvent::Cancelled),
    ]
}

const OTHERS: [Others; 3] = [Others::Closed, Others::InDoubt, Others::Accepted];

fn show(state: PartState, event: PartEvent, others: Others) -> String {
    match state.next(event, others) {
        Err(illegal) => {
            assert_eq!((illegal.state, illegal.event), (state, event));
            "!".to_owned()
        }
        Ok((next, Follows::Nothing)) => {
            assert_eq!(next, state, "{event:?}: a change of which nobody is told");
            ".".to_owned()
        }
        Ok((next, follows)) => format!("{}, {}", name(next), consequence(next, follows)),
    }
}

fn name(state: PartState) -> String {
    match state {
        PartState::Waiting => "waiting".to_owned(),
        PartState::InFlight => "in flight".to_owned(),
        PartState::InDoubt => "in doubt".to_owned(),
        PartState::Submitted => "submitted".to_owned(),
        PartState::Final(outcome) if outcome == Outcome::cancelled() => {
            format!("final {} {}", outcome.code().number(), outcome.smpp().stat())
        }
        PartState::Final(outcome) => format!("final {}", outcome.code().number()),
    }
}

fn consequence(next: PartState, follows: Follows) -> &'static str {
    match follows {
        Follows::Nothing => "nothing",
        Follows::AwaitAnswer => "await answer",
        Follows::AwaitReceipt => "await receipt",
        Follows::Back(Retry::AtOnce) => "back at once",
        Follows::Back(Retry::Later) => "back later",
        Follows::Back(retry) => panic!("{retry:?} was not asked for"),
        Follows::Close(outcome) => {
            assert_eq!(next, PartState::Final(outcome), "closed with another outcome");
            "close"
        }
    }
}

/// State, event and the three cells of every line.
fn table() -> Vec<(&'static str, &'static str, [&'static str; 3])> {
    let lines = TABLE.lines().filter(|line| line.starts_with('|')).skip(1);
    lines
        .map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            let mut next = || cells.next().expect("five cells");
            (next(), next(), std::array::from_fn(|_| next()))
        })
        .collect()
}

#[test]
fn every_state_meets_every_event() {
    let mut rows = table().into_iter();
    let mut pairs = 0;
    for (state_name, state) in states() {
        for (event_name, event) in events() {
            let (row_state, row_event, cells) = rows.next().expect(event_name);
            assert_eq!((row_state, row_event), (state_name, event_name), "the order of rows");
            for (others, expected) in OTHERS.into_iter().zip(cells) {
                let found = show(state, event, others);
                assert_eq!(found, expected, "{state_name}, {event_name}, others {others:?}");
            }
            pairs += 1;
        }
    }
    assert_eq!(rows.count(), 0, "rows too many");
    assert_eq!(pairs, 80);
    println!("{pairs} pairs of state and event, {} cells", pairs * OTHERS.len());
}
