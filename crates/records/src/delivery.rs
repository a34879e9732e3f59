//! What an account is to be told, and what phones have sent.

use crate::field::{Octets, body, words};
use crate::submission::{Content, Group, Network, Party};
use message::code::ReportCode;
use message::id::MessageId;
use message::object::{AccountId, NumberId, OperatorId, ServiceId};
use message::state::SmppState;
use message::time::Timestamp;

body! {
    /// A text from a phone, durable before the operator is answered.
    Received {
        1 message: MessageId, "Its id.";
        2 at: Timestamp, "When.";
        3 operator: OperatorId, "From whom we have it.";
        4 source: Party, "The phone.";
        5 destination: Party, "The number it was sent to.";
        6 number: Option<NumberId>, "The number, if it is one of ours.";
        7 service: Option<ServiceId>, "The service it belongs to.";
        8 account: Option<AccountId>, "Whose it is.";
        9 network: Option<Network>, "Where the phone is at home.";
        10 esm_class: u8, "As received.";
        11 protocol_id: u8, "As received.";
        12 data_coding: u8, "As received.";
        13 content: Content, "As received.";
        14 group: Option<Group>, "Where it is a part of a longer text.";
        15 tlvs: Option<Octets>, "All TLVs, in the order of the wire.";
        16 registry: u64, "The version of the registry that this was decided by.";
    }
}

body! {
    /// Parts from a phone have become one text.
    Joined {
        1 message: MessageId, "The id of the whole.";
        2 at: Timestamp, "When.";
        3 parts: Vec<MessageId>, "The parts, in order.";
        4 is_complete: bool, "None is missing.";
    }
}

body! {
    /// Something is to be brought to an account, until it has taken it or `until` has come.
    Noticed {
        1 notice: MessageId, "Its own id.";
        2 at: Timestamp, "When.";
        3 account: AccountId, "Whose.";
        4 kind: NoticeKind, "What it is.";
        5 message: MessageId, "About which message.";
        6 part: Option<u8>, "About which part of it; none: the whole.";
        7 code: Option<ReportCode>, "Of a receipt.";
        8 state: Option<SmppState>, "Of a receipt.";
        9 until: Timestamp, "How long it is kept.";
        10 via: Option<Via>, "How it is brought; none: by the sessions.";
        11 service: Option<ServiceId>, "By which service, of a text.";
    }
}

words! {
    /// What an account is told.
    NoticeKind {
        1 Receipt, "How a message ended.";
        2 Intermediate, "How far it is.";
        3 Inbound, "A text from a phone.";
    }
}

words! {
    /// How something is brought to an account.
    Via {
        1 Sessions, "By any of its sessions that receives.";
        2 Webhook, "By a request to its server.";
        3 Kept, "Not at all: the account collects it.";
    }
}

body! {
    /// A notice has come to its end. What else ends with it is named here: the records of the notice
    /// itself may have been freed when this one is read.
    Taken {
        1 notice: MessageId, "Which.";
        2 at: Timestamp, "When.";
        3 end: NoticeEnd, "How.";
        4 status: Option<u32>, "The command_status, or the status of HTTP, that took or refused it.";
        5 message: Option<MessageId>, "About which message or text it was.";
        6 texts: Vec<MessageId>, "The texts from phones, or parts of them, that are needed no longer.";
    }
}

words! {
    /// How a notice ends.
    NoticeEnd {
        1 Acknowledged, "The account has it.";
        2 Refused, "The account does not want it.";
        3 Expired, "It was kept long enough.";
    }
}
