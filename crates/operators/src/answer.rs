//! What an operator's response says of an attempt.

use message::code::SubmitAnswer;
use message::id::index_key;
use records::Octets;
use smpp::pdu::Decoded;
use smpp::{CommandId, CommandStatus, Pdu};

/// The answer, and the operator's id. Some operators give an id with a refusal too.
///
/// An id that was given to another message before is not found here: the scope of ids is the
/// operator, not the session.
pub(crate) fn read(response: &Decoded<'_>) -> (SubmitAnswer, Option<Octets>) {
    let header = response.header;
    if header.command == CommandId::GENERIC_NACK {
        return (SubmitAnswer::Nack(header.status.0), None);
    }
    let id = id(response);
    let answer = match (header.status, &id) {
        (CommandStatus::OK, None) => SubmitAnswer::NoMessageId,
        (status, _) => SubmitAnswer::Status(status.0),
    };
    (answer, id)
}

/// `None` also for an id of blanks, which nothing could be found by.
fn id(response: &Decoded<'_>) -> Option<Octets> {
    let Pdu::SubmitSmResp(body) = response.pdu else { return None };
    index_key(body.message_id).map(|_| Octets::from(body.message_id))
}
