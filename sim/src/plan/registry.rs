//! What is configured in a run.

use ::registry::draft::{
    AccountDraft, ConditionsDraft, Draft, LoginDraft, NumberDraft, OperatorDraft, PriceDraft,
    RuleDraft, ServiceDraft, TargetDraft,
};
use ::registry::name::Secret;
use message::object::{AccountId, LoginId, NumberId, OperatorId, RuleId, ServiceId};

/// What messages cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prices {
    /// Nothing.
    Free,
    /// 0.01 EUR for a part.
    Cents,
}

/// So many accounts, each with a login, a number and a service for it, and so many operators, each
/// with the phones of one prefix; where it is down the next one takes its part.
pub(super) fn draft(accounts: usize, operators: usize, prices: Prices) -> Draft {
    Draft {
        version: 1,
        accounts: (1..=accounts).map(account).collect(),
        operators: (1..=operators).map(operator).collect(),
        services: (1..=accounts).map(service).collect(),
        numbers: (1..=accounts).map(number).collect(),
        rules: (1..=operators).map(|of| rule(of, operators, prices)).collect(),
    }
}

/// The number that an account is leased: it sends as it, and texts to it are its.
pub(super) fn number_of(account: usize) -> String {
    format!("4477009990{account:02}")
}

/// A phone of an operator.
pub(super) fn phone_of(operator: usize, phone: usize) -> String {
    format!("{}{phone:03}", prefix_of(operator))
}

pub(super) fn system_id_of(account: usize) -> String {
    format!("acct{account}")
}

pub(super) fn password_of(account: usize) -> String {
    format!("hush{account}")
}

fn prefix_of(operator: usize) -> String {
    format!("44770090{operator}")
}

fn account(number: usize) -> AccountDraft {
    let id = numeral(number);
    let verifier = Secret::new(password_of(number));
    AccountDraft {
        logins: vec![LoginDraft::new(LoginId(id), &system_id_of(number), verifier)],
        ..AccountDraft::new(AccountId(id), &format!("account-{number}"))
    }
}

fn operator(number: usize) -> OperatorDraft {
    let name = format!("mno-{number}");
    let address = format!("smpp://{name}.example:2775");
    OperatorDraft {
        system_id: "whimbrel".to_owned(),
        password: Some(Secret::new("hush")),
        ..OperatorDraft::new(OperatorId(numeral(number)), &name, &address)
    }
}

fn service(account: usize) -> ServiceDraft {
    let (name, of) = (format!("service-{account}"), format!("account-{account}"));
    ServiceDraft {
        destination: Some("smpp://".to_owned()),
        ..ServiceDraft::new(ServiceId(numeral(account)), &name, &of)
    }
}

fn number(account: usize) -> NumberDraft {
    NumberDraft {
        id: NumberId(numeral(account)),
        number: format!("+{}", number_of(account)),
        account: Some(format!("account-{account}")),
        services: vec![format!("service-{account}")],
    }
}

fn rule(operator: usize, operators: usize, prices: Prices) -> RuleDraft {
    let group =
        |number: usize| vec![TargetDraft { operator: format!("mno-{number}"), weight: None }];
    let next = operator % operators + 1;
    let groups =
        if next == operator { vec![group(operator)] } else { vec![group(operator), group(next)] };
    let price =
        PriceDraft { plan: 1, version: 1, amount: "0.01".to_owned(), currency: "EUR".to_owned() };
    RuleDraft {
        conditions: ConditionsDraft {
            to: vec![format!("+{}", prefix_of(operator))],
            ..ConditionsDraft::default()
        },
        sell: (prices == Prices::Cents).then_some(price),
        ..RuleDraft::new(RuleId(numeral(operator)), &format!("to mno-{operator}"), groups)
    }
}

fn numeral(number: usize) -> u32 {
    u32::try_from(number).expect("a few of each")
}
