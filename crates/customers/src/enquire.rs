//! query_sm and cancel_sm: which message is meant, and what is answered.

use gateway::door::{Named, Standing};
use message::id::{MessageId, ShortId};
use smpp::pdu::manage::QuerySmResp;
use smpp::{CommandStatus, Pdu, Version};

/// The message that an id names, in whatever form and version it was given.
///
/// Absent on purpose: the source address of the request, which the standard wants to be that of the
/// message (SMPP 3.4 s4.8.1). The core tells an account of its own messages only.
pub(crate) fn named(message_id: &[u8]) -> Option<Named> {
    let text = std::str::from_utf8(message_id).ok()?;
    let short = || ShortId::parse(text).map(Named::Short);
    MessageId::parse(text).map(Named::Id).or_else(short)
}

/// Gives `answer` what a query_sm is answered.
pub(crate) fn answer_query<T>(
    standing: Option<&Standing>,
    version: Version,
    answer: impl FnOnce(CommandStatus, &Pdu<'_>) -> T,
) -> T {
    let Some(standing) = standing else {
        let pdu = Pdu::QuerySmResp(QuerySmResp::default());
        return answer(CommandStatus::INVALID_MESSAGE_ID, &pdu);
    };
    let final_date = standing.ended.map(|at| at.smpp());
    // As in our receipts: the number of the report code, 0 while nothing has gone wrong.
    let failure = standing.code.filter(|code| !code.is_success()).map_or(0, |code| code.number());
    let state = standing.state.smpp().for_version(version.rules().interface_version);
    let pdu = Pdu::QuerySmResp(QuerySmResp {
        message_id: standing.id.as_bytes(),
        final_date: final_date.as_ref().map_or(b"", |text| text.as_bytes()),
        message_state: state.octet(),
        error_code: u8::try_from(failure).unwrap_or(u8::MAX),
        ..QuerySmResp::default()
    });
    answer(CommandStatus::OK, &pdu)
}
