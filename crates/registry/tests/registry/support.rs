//! A whole registry that is right, and words for the parts of others.

use message::address::{Address, Destination, Npi, Source, Ton};
use message::object::{AccountId, LoginId, NumberId, OperatorId, RuleId, ServiceId};
use registry::draft::{
    AccountDraft, ConditionsDraft, Draft, LoginDraft, NumberDraft, OperatorDraft, PriceDraft,
    RuleDraft, ServiceDraft, TargetDraft,
};
use registry::name::Secret;
use registry::{Problem, Snapshot};

/// Two accounts, three operators, two services, two numbers, two rules.
pub(crate) fn draft() -> Draft {
    Draft {
        version: 7,
        accounts: vec![account(1, "acme"), account(2, "beta")],
        operators: vec![operator(1, "mno-a"), operator(2, "mno-b"), operator(3, "mno-c")],
        services: vec![
            ServiceDraft {
                destination: Some("smpp://".to_owned()),
                ..ServiceDraft::new(ServiceId(1), "acme-support", "acme")
            },
            ServiceDraft {
                destination: Some("https://acme.example/stop".to_owned()),
                secret: Some(Secret::new("whsec_hush")),
                keywords: words(&["STOP"]),
                ..ServiceDraft::new(ServiceId(2), "acme-stop", "acme")
            },
        ],
        numbers: vec![
            number(1, "+447700900100", &["acme-support", "acme-stop"]),
            NumberDraft { account: Some("beta".to_owned()), ..number(2, "12345", &[]) },
        ],
        rules: vec![
            RuleDraft {
                conditions: ConditionsDraft { to: words(&["+44"]), ..Default::default() },
                sell: Some(price("0.0100", "EUR")),
                ..rule(1, "uk cheap", &[&["mno-a", "mno-b"], &["mno-c"]])
            },
            rule(2, "rest", &[&["mno-c"]]),
        ],
    }
}

pub(crate) fn account(id: u32, name: &str) -> AccountDraft {
    AccountDraft {
        logins: vec![LoginDraft::new(LoginId(id), name, Secret::new("$argon2id$hush"))],
        ..AccountDraft::new(AccountId(id), name)
    }
}

pub(crate) fn operator(id: u32, name: &str) -> OperatorDraft {
    OperatorDraft {
        system_id: "whimbrel".to_owned(),
        password: Some(Secret::new("hush")),
        ..OperatorDraft::new(OperatorId(id), name, "smpp://smsc.example:2775")
    }
}

pub(crate) fn number(id: u32, number: &str, services: &[&str]) -> NumberDraft {
    NumberDraft {
        id: NumberId(id),
        number: number.to_owned(),
        account: None,
        services: words(services),
    }
}

pub(crate) fn rule(id: u32, name: &str, groups: &[&[&str]]) -> RuleDraft {
    let target = |name: &&str| TargetDraft { operator: (*name).to_owned(), weight: None };
    let groups = groups.iter().map(|group| group.iter().map(target).collect()).collect();
    RuleDraft::new(RuleId(id), name, groups)
}

pub(crate) fn price(amount: &str, currency: &str) -> PriceDraft {
    PriceDraft { plan: 3, version: 12, amount: amount.to_owned(), currency: currency.to_owned() }
}

pub(crate) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[track_caller]
pub(crate) fn build(draft: &Draft) -> Snapshot {
    Snapshot::build(draft).unwrap_or_else(|problems| panic!("{}", lines(&problems).join("\n")))
}

pub(crate) fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(Problem::to_string).collect()
}

/// `+44...` and digits are numbers and short codes, anything else is a name.
#[track_caller]
pub(crate) fn source(text: &str) -> Source {
    Address { ton: Ton::UNKNOWN, npi: Npi::UNKNOWN, text }.source(None).expect(text)
}

#[track_caller]
pub(crate) fn destination(text: &str) -> Destination {
    Address { ton: Ton::UNKNOWN, npi: Npi::UNKNOWN, text }.destination(None).expect(text)
}
