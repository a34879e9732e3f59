//! The numbers of what people configure. A number is given once and never again, also when its
//! object is gone: records of years ago still mean what they meant.

/// Makes one newtype per kind of object.
macro_rules! objects {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
    )*};
}

objects! {
    /// A customer.
    AccountId
    /// A system_id with its password, or an API key, of an account.
    LoginId
    /// An upstream message centre.
    OperatorId
    /// A line of the routing table.
    RuleId
    /// An MSISDN, short code or sender leased to an account.
    NumberId
    /// The inbound settings of an account.
    ServiceId
}
