//! Lives at random: whatever happens in whatever order, what is promised of a part and of a
//! message holds.

use gateway::life::{
    AttemptState, COPIES_MAX, Follows, Illegal, Outcome, Part, PartState, Report, Standing, Terms,
    standing,
};
use message::code::{Content, ReportCode, SubmitAnswer};
use message::object::OperatorId;
use message::state::MessageState;
use message::time::Timestamp;
use proptest::prelude::*;
use std::num::NonZeroU16;

/// What may happen. The attempt is counted back from the last one, so that most of them exist.
#[derive(Debug, Clone, Copy)]
enum Happening {
    Send,
    Answer { back: u32, answer: SubmitAnswer },
    Receipt { back: u32, code: u16 },
    Resend,
    Reject,
    Expire,
    TimeOut,
    Cancel,
}

fn answers() -> impl Strategy<Value = SubmitAnswer> {
    let statuses = [0x00, 0x08, 0x45, 0x58, 0x0B, 0x62, 0xC0, 0x0D];
    prop_oneof![
        4 => prop::sample::select(statuses.to_vec()).prop_map(SubmitAnswer::Status),
        1 => Just(SubmitAnswer::NoMessageId),
        1 => Just(SubmitAnswer::Nack(0x02)),
        1 => Just(SubmitAnswer::Lost { written: false }),
        8 => Just(SubmitAnswer::Lost { written: true }),
    ]
}

fn happenings() -> impl Strategy<Value = Happening> {
    let codes = vec![2, 3, 4, 5, 6, 11, 24, 26, 27];
    let receipt = (0..6_u32, prop::sample::select(codes));
    prop_oneof![
        30 => Just(Happening::Send),
        30 => (prop_oneof![6 => Just(0_u32), 1 => 1..6_u32], answers())
            .prop_map(|(back, answer)| Happening::Answer { back, answer }),
        6 => receipt.prop_map(|(back, code)| Happening::Receipt { back, code }),
        30 => Just(Happening::Resend),
        1 => Just(Happening::Reject),
        1 => Just(Happening::Expire),
        1 => Just(Happening::TimeOut),
        1 => Just(Happening::Cancel),
    ]
}

fn terms() -> impl Strategy<Value = Terms> {
    (any::<bool>(), any::<bool>(), prop::option::of(1..4_u16), prop::bool::weighted(0.9)).prop_map(
        |(without_times, other_route, max, receipts)| Terms {
            receipts,
            without_times,
            other_route,
            attempts_max: max.and_then(NonZeroU16::new),
        },
    )
}

/// A part, and what the test itself knows of it.
#[derive(Debug, Clone)]
struct Life {
    part: Part,
    /// It has been put into the lane and not been taken out.
    in_lane: bool,
    sent: u32,
    outcome: Option<Outcome>,
}

impl Life {
    fn new() -> Life {
        Life { part: Part::new(), in_lane: true, sent: 0, outcome: None }
    }

    fn happen(&mut self, happening: Happening, terms: &Terms) {
        let before = self.part.clone();
        match self.tell(happening, terms) {
            Ok(follows) => self.follow(&before, happening, follows),
            Err(illegal) => {
                assert_eq!(illegal.state, before.state());
                assert_eq!(self.part, before, "{happening:?} is illegal and left a trace");
            }
        }
        self.check();
    }

    fn tell(&mut self, happening: Happening, terms: &Terms) -> Result<Follows, Illegal> {
        match happening {
            Happening::Send => self.part.send(OperatorId(7), Timestamp::default()),
            Happening::Answer { back, answer } => {
                let word = self.part.judge(&answer.judge(Content::Text), terms);
                self.part.answer(self.sent.saturating_sub(back), word, None)
            }
            Happening::Receipt { back, code } => {
                let code = ReportCode::from_number(code).expect("a code");
                let report = Report::of(code, None, code.is_final());
                self.part.receipt(self.sent.saturating_sub(back), report)
            }
            Happening::Resend => self.part.resend(),
            Happening::Reject => self.part.reject(ReportCode::InsufficientCredit),
            Happening::Expire => self.part.expire(),
            Happening::TimeOut => self.part.time_out(),
            Happening::Cancel => self.part.cancel(),
        }
    }

    /// Does what follows, as the caller would, and holds it against the rules.
    fn follow(&mut self, before: &Part, happening: Happening, follows: Follows) {
        match follows {
            Follows::Back(_) => {
                assert!(!self.in_lane, "{happening:?}: twice in the lane");
                self.in_lane = true;
            }
            Follows::AwaitAnswer => {
                self.in_lane = false;
                self.sent += 1;
            }
            Follows::AwaitReceipt => self.in_lane = false,
            Follows::Close(outcome) => {
                assert_eq!(self.outcome, None, "{happening:?}: closed twice");
                assert!(negatives_wait(before, &self.part, happening, outcome));
                self.in_lane = false;
                self.outcome = Some(outcome);
            }
            Follows::Nothing => assert_eq!(self.part.state(), before.state(), "{happening:?}"),
        }
        if before.outcome().is_none() && is_delivery(before, happening, self.sent) {
            let outcome = self.part.outcome().expect("delivered is final");
            assert!(outcome.is_success(), "{happening:?}: delivered, and {outcome:?}");
        }
    }

    fn check(&self) {
        assert_eq!(
            self.part.outcome(),
            self.outcome,
            "an outcome that nobody was told, or another"
        );
        assert_eq!(self.part.state(), self.derived());
        let attempts = self.part.attempts();
        assert!(attempts.len() <= COPIES_MAX);
        assert!(attempts.is_sorted_by(|one, next| one.number < next.number));
        let in_flight = attempts.iter().filter(|a| a.state == AttemptState::InFlight).count();
        assert!(in_flight <= 1);
    }

    /// The state once more, from the attempts and the lane alone.
    fn derived(&self) -> PartState {
        let is = |state| self.part.attempts().iter().any(|attempt| attempt.state == state);
        match self.outcome {
            Some(outcome) => PartState::Final(outcome),
            None if is(AttemptState::InFlight) => PartState::InFlight,
            None if is(AttemptState::Accepted) => PartState::Submitted,
            None if self.in_lane => PartState::Waiting,
            None => PartState::InDoubt,
        }
    }
}

/// A final receipt says that an open attempt has succeeded.
fn is_delivery(before: &Part, happening: Happening, sent: u32) -> bool {
    let Happening::Receipt { back, code: 2 | 5 } = happening else {
        return false;
    };
    before.attempts().iter().any(|attempt| {
        let open = [AttemptState::InDoubt, AttemptState::Accepted].contains(&attempt.state);
        attempt.number == sent.saturating_sub(back) && open
    })
}

/// A part fails only when no attempt may still deliver it, unless time has run out.
fn negatives_wait(before: &Part, after: &Part, happening: Happening, outcome: Outcome) -> bool {
    let timed_out = matches!(happening, Happening::TimeOut) && before.outcome().is_none();
    let open = after.attempts().iter().any(|attempt| match attempt.state {
        AttemptState::InFlight | AttemptState::InDoubt | AttemptState::Accepted => true,
        AttemptState::Reported(_) => false,
    });
    outcome.is_success() || timed_out || !open
}

/// How far a message has come. All final states are the end.
fn rank(state: MessageState) -> u8 {
    match state {
        MessageState::Scheduled => 0,
        MessageState::Queued => 1,
        MessageState::Submitted => 2,
        MessageState::Delivered
        | MessageState::HandedOver
        | MessageState::Undeliverable
        | MessageState::Expired
        | MessageState::Rejected
        | MessageState::Deleted
        | MessageState::Unknown => 3,
    }
}

/// What the parts alone allow as the code of an ended message.
fn check_code(lives: &[Life], found: Standing) {
    let outcomes: Option<Vec<Outcome>> = lives.iter().map(|life| life.outcome).collect();
    let Some(outcomes) = outcomes else {
        assert_eq!(found.code, None);
        assert!(!found.state.is_final());
        return;
    };
    let code = found.code.expect("ended").number();
    assert!(found.state.is_final());
    let numbers: Vec<u16> = outcomes.iter().map(|outcome| outcome.code().number()).collect();
    let arrived = numbers.iter().filter(|number| [2, 5].contains(*number)).count();
    let expected = match (arrived, numbers.len()) {
        (_, 1) => vec![numbers[0]],
        (0, _) if lives.iter().all(|life| life.part.ended_at_gateway()) => vec![numbers[0], 102],
        (0, _) => vec![102],
        (arrived, all) if arrived < all => vec![101],
        _ if numbers.contains(&2) => vec![2],
        _ => vec![5],
    };
    assert!(expected.contains(&code), "{numbers:?} make {code}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_part_keeps_its_promises(
        terms in terms(),
        happenings in prop::collection::vec(happenings(), 1..60),
    ) {
        let mut life = Life::new();
        for happening in happenings {
            life.happen(happening, &terms);
        }
    }

    #[test]
    fn a_message_never_goes_back(
        terms in terms(),
        count in 1..4_usize,
        due_after in 0..6_usize,
        happenings in prop::collection::vec((0..4_usize, happenings()), 1..80),
    ) {
        let mut lives = vec![Life::new(); count];
        let mut before: Option<Standing> = None;
        for (turn, (which, happening)) in happenings.into_iter().enumerate() {
            lives[which % count].happen(happening, &terms);
            let parts: Vec<Part> = lives.iter().map(|life| life.part.clone()).collect();
            let after = standing(parts.iter(), turn < due_after);
            if let Some(before) = before {
                prop_assert!(rank(before.state) <= rank(after.state), "{before:?} {after:?}");
                if before.state.is_final() {
                    prop_assert_eq!(before, after);
                }
            }
            check_code(&lives, after);
            before = Some(after);
        }
    }
}

/// The random lives are worth something only if they come everywhere.
#[test]
fn random_lives_meet_every_state_and_end() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let strategy = (terms(), prop::collection::vec(happenings(), 1..60));
    let mut met = [0_u32; 5];
    let mut full = 0;
    for _ in 0..2_000 {
        let (terms, happenings) = strategy.new_tree(&mut runner).expect("a value").current();
        let mut life = Life::new();
        for happening in happenings {
            life.happen(happening, &terms);
            let place = match life.part.state() {
                PartState::Waiting => 0,
                PartState::InFlight => 1,
                PartState::InDoubt => 2,
                PartState::Submitted => 3,
                PartState::Final(_) => 4,
            };
            met[place] += 1;
        }
        full += u32::from(life.part.attempts().len() >= 3);
    }
    println!("waiting, in flight, in doubt, submitted, final: {met:?}; three copies: {full}");
    assert!(met.iter().all(|times| *times >= 1_000), "{met:?}");
    assert!(full >= 20, "{full}");
}
