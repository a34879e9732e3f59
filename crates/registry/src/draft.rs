//! What people wrote, before anybody has looked whether it can be.
//!
//! Objects name each other by name. What is left out (`None`, `false`, an empty list) has the
//! default that stands beside it; words, addresses and other forms stand here as they were written.
//! Numbers of objects are given by whoever keeps the objects, and never twice.

mod account;
mod operator;
mod inbound;
mod rule;

pub use account::{
    AccountDraft, BillingDraft, LimitsDraft, LoginDraft, ReceiptsDraft, WebhookDraft,
};
pub use inbound::{NumberDraft, ServiceDraft};
pub use operator::{OperatorDraft, ReadingDraft};
pub use rule::{ConditionsDraft, PriceDraft, RuleDraft, TargetDraft};

/// A whole registry.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Which version it is.
    pub version: u64,
    /// Accounts, in any order.
    pub accounts: Vec<AccountDraft>,
    /// Operators, in any order.
    pub operators: Vec<OperatorDraft>,
    /// Services, in any order.
    pub services: Vec<ServiceDraft>,
    /// Numbers, in any order.
    pub numbers: Vec<NumberDraft>,
    /// Rules, the first to be tried first. None at all and one operator: everything goes there.
    pub rules: Vec<RuleDraft>,
}
