//! Who may send which request in which state: one table, for what we receive and for what we send.
//!
//! SMPP 5.0 s2.4, which differs from SMPP 3.4 s2.3 in what every deployed stack does anyway:
//! enquire_link in every state, data_sm along the direction of the bind, replace_sm for transceivers.
//! Responses have no rows: whoever receives a request may send its response, and generic_nack may
//! stand for any response.

use super::settings::Role;
use crate::command::CommandId;
use crate::version::Version;
use Senders::{Both as EM, Esme as E, MessageCentre as M, Nobody as __};

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Connected.
    Open,
    /// The message centre has sent outbind.
    Outbound,
    /// The ESME is bound to send.
    BoundTx,
    /// The ESME is bound to receive.
    BoundRx,
    /// The ESME is bound to send and receive.
    BoundTrx,
    /// One side has asked to unbind and the other has agreed.
    Unbound,
}

/// A cell of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Senders {
    /// Not allowed.
    Nobody,
    /// The ESME may send it.
    Esme,
    /// The message centre may send it.
    MessageCentre,
    /// Both may.
    Both,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The request.
    pub command: CommandId,
    /// The first version that has it.
    pub since: Version,
    /// The last version that has it.
    pub until: Version,
    /// Who may send it, by [`Column`].
    pub senders: [Senders; 6],
}

/// The whole table, in the order of the standard.
///
/// bind_transceiver stands in 3.3 although 3.4 brought it: clients that call themselves 3.3 send it.
#[rustfmt::skip]
pub const MATRIX: [Row; 20] = [
    //                                           OPEN OUTB TX  RX  TRX UNBOUND
    from_33(CommandId::BIND_TRANSMITTER,        [E,  E,  __, __, __, __]),
    from_33(CommandId::BIND_RECEIVER,           [E,  E,  __, __, __, __]),
    from_33(CommandId::BIND_TRANSCEIVER,        [E,  E,  __, __, __, __]),
    from_34(CommandId::OUTBIND,                 [M,  __, __, __, __, __]),
    from_33(CommandId::UNBIND,                  [__, __, EM, EM, EM, __]),
    from_33(CommandId::ENQUIRE_LINK,            [EM, EM, EM, EM, EM, EM]),
    from_33(CommandId::SUBMIT_SM,               [__, __, E,  __, E,  __]),
    from_34(CommandId::DATA_SM,                 [__, __, E,  M,  EM, __]),
    from_33(CommandId::DELIVER_SM,              [__, __, __, M,  M,  __]),
    from_33(CommandId::SUBMIT_MULTI,            [__, __, E,  __, E,  __]),
    from_33(CommandId::QUERY_SM,                [__, __, E,  __, E,  __]),
    from_33(CommandId::CANCEL_SM,               [__, __, E,  __, E,  __]),
    from_33(CommandId::REPLACE_SM,              [__, __, E,  __, E,  __]),
    from_34(CommandId::ALERT_NOTIFICATION,      [__, __, __, M,  M,  __]),
    only_50(CommandId::BROADCAST_SM,            [__, __, E,  __, E,  __]),
    only_50(CommandId::QUERY_BROADCAST_SM,      [__, __, E,  __, E,  __]),
    only_50(CommandId::CANCEL_BROADCAST_SM,     [__, __, E,  __, E,  __]),
    only_33(CommandId::PARAM_RETRIEVE,          [__, __, E,  __, E,  __]),
    only_33(CommandId::QUERY_LAST_MSGS,         [__, __, E,  __, E,  __]),
    only_33(CommandId::QUERY_MSG_DETAILS,       [__, __, E,  __, E,  __]),
];

const fn from_33(command: CommandId, senders: [Senders; 6]) -> Row {
    Row { command, since: Version::V33, until: Version::V50, senders }
}

const fn only_33(command: CommandId, senders: [Senders; 6]) -> Row {
    Row { until: Version::V33, ..from_33(command, senders) }
}

const fn from_34(command: CommandId, senders: [Senders; 6]) -> Row {
    Row { since: Version::V34, ..from_33(command, senders) }
}

const fn only_50(command: CommandId, senders: [Senders; 6]) -> Row {
    Row { since: Version::V50, ..from_33(command, senders) }
}

/// What the table says of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may be sent.
    Allowed,
    /// Not in this state, or not by this side.
    OutOfPlace,
    /// The version has no such request.
    Unknown,
}

/// Looks a request up.
pub(super) fn judge(command: CommandId, column: Column, sender: Role, version: Version) -> Verdict {
    let Some(row) = MATRIX.iter().find(|row| row.command == command) else {
        return Verdict::Unknown;
    };
    if version < row.since || version > row.until {
        return Verdict::Unknown;
    }
    let allowed = match row.senders[column as usize] {
        Senders::Nobody => false,
        Senders::Esme => sender == Role::Esme,
        Senders::MessageCentre => sender == Role::MessageCentre,
        Senders::Both => true,
    };
    if allowed { Verdict::Allowed } else { Verdict::OutOfPlace }
}
