//! What is wrong with a PDU, where, and what to answer.

use crate::command::CommandId;
use crate::field::Field;
use crate::status::CommandStatus;
use arrayvec::ArrayVec;

/// In what way a field is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// No version of SMPP has this command_id.
    UnknownCommand,
    /// The body ends before the field does.
    Truncated,
    /// A C-octet string without its terminator.
    Unterminated,
    /// Longer than the field may be.
    TooLong,
    /// An octet above 0x7F where the standard wants ASCII.
    NotAscii,
    /// A NUL inside a C-octet string that is to be written.
    HasNul,
    /// A time of neither 1 nor 17 octets.
    TimeLength,
    /// `sm_length` is more than the octets left, or more than the version allows.
    MessageLength,
    /// Text in short_message and in message_payload at once.
    TextTwice,
    /// The user data header does not fit the text it should begin.
    UserDataHeader,
    /// A user data header and the sar or port TLVs at once (SMPP 3.4 s5.2.12).
    HeaderTwice,
    /// A value that the version does not define.
    Value,
    /// Octets where the PDU should have ended, too few for a TLV.
    TrailingOctets,
    /// A TLV that runs past the end of the PDU.
    TlvOverrun,
    /// A known TLV with a length that it cannot have.
    TlvLength,
    /// A known TLV without a value, read as if it were absent.
    TlvEmpty,
    /// Something that the peer's version cannot carry.
    NotInVersion,
    /// A response without the body that its version gives it.
    MissingBody,
    /// A body on a PDU that has none.
    UnexpectedBody,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Kind::UnknownCommand => "no such command_id",
            Kind::Truncated => "the body ends before it",
            Kind::Unterminated => "no terminator",
            Kind::TooLong => "too long",
            Kind::NotAscii => "not ASCII",
            Kind::HasNul => "a NUL inside",
            Kind::TimeLength => "neither empty nor 16 characters",
            Kind::MessageLength => "sm_length is more than there is, or than the version allows",
            Kind::TextTwice => "a second text beside short_message",
            Kind::UserDataHeader => "the user data header does not fit the text",
            Kind::HeaderTwice => "says what the user data header says too",
            Kind::Value => "a value that the version does not define",
            Kind::TrailingOctets => "octets that are too few for a TLV",
            Kind::TlvOverrun => "a TLV that runs past the end",
            Kind::TlvLength => "a length that this TLV cannot have",
            Kind::TlvEmpty => "no value",
            Kind::NotInVersion => "the version cannot carry it",
            Kind::MissingBody => "no body",
            Kind::UnexpectedBody => "a body where there is none",
        })
    }
}

/// A PDU that could not be read or must not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PduError {
    /// Its command id.
    pub command: CommandId,
    /// Its sequence number.
    pub sequence: u32,
    /// The first field that is wrong.
    pub field: Field,
    /// Where that field begins, in octets from the start of the PDU.
    pub offset: u32,
    /// In what way it is wrong.
    pub kind: Kind,
}

/// The form of an answer (SMPP 3.4 s4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// The response that belongs to the request, with this status.
    Response(CommandId, CommandStatus),
    /// generic_nack with this status.
    GenericNack(CommandStatus),
    /// Nothing: a response is never answered.
    Nothing,
}

impl PduError {
    /// The status to answer: the exact one, or its stand-in where clients know only few.
    pub fn command_status(&self) -> CommandStatus {
        let exact = self.exact_status();
        let few = self.command.is_bind()
            || matches!(self.command, CommandId::SUBMIT_SM | CommandId::DATA_SM);
        if few { stand_in(exact) } else { exact }
    }

    /// The status that names the fault.
    fn exact_status(&self) -> CommandStatus {
        match self.kind {
            Kind::UnknownCommand => CommandStatus::INVALID_COMMAND_ID,
            Kind::UnexpectedBody | Kind::MissingBody => CommandStatus::INVALID_COMMAND_LENGTH,
            Kind::TrailingOctets | Kind::TlvOverrun => CommandStatus::INVALID_TLV_STREAM,
            Kind::TlvLength | Kind::TlvEmpty | Kind::NotInVersion => {
                CommandStatus::INVALID_TLV_LENGTH
            }
            Kind::UserDataHeader | Kind::HeaderTwice => CommandStatus::INVALID_ESM_CLASS,
            Kind::MessageLength | Kind::TextTwice => CommandStatus::INVALID_MESSAGE_LENGTH,
            // Of an address, only the type of number has undefined values.
            Kind::Value if self.field == Field::Source => CommandStatus::INVALID_SOURCE_TON,
            Kind::Value if self.field == Field::Destination => {
                CommandStatus::INVALID_DESTINATION_TON
            }
            Kind::Truncated
            | Kind::Unterminated
            | Kind::TooLong
            | Kind::NotAscii
            | Kind::HasNul
            | Kind::TimeLength
            | Kind::Value => self.field.status(),
        }
    }

    /// How to answer. A request without a response of its own gets generic_nack.
    pub fn reply(&self) -> Reply {
        if self.command.is_response() {
            return Reply::Nothing;
        }
        match self.command.response() {
            Some(response) => Reply::Response(response, self.command_status()),
            None => Reply::GenericNack(self.command_status()),
        }
    }
}

/// What binds, submit_sm and data_sm are answered instead of a status that is not among the codes
/// every client's table has.
const fn stand_in(exact: CommandStatus) -> CommandStatus {
    match exact {
        CommandStatus::INVALID_SOURCE_TON => CommandStatus::INVALID_SOURCE,
        CommandStatus::INVALID_DESTINATION_TON => CommandStatus::INVALID_DESTINATION,
        CommandStatus::INVALID_SYSTEM_TYPE => CommandStatus::BIND_FAILED,
        CommandStatus::INVALID_REPLACE_FLAG => CommandStatus::INVALID_ESM_CLASS,
        CommandStatus::INVALID_DEFAULT_MESSAGE => CommandStatus::INVALID_MESSAGE_LENGTH,
        known => known,
    }
}

impl std::fmt::Display for PduError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let PduError { command, sequence, field, offset, kind } = self;
        write!(f, "{command} {sequence}: {field} at octet {offset}: {kind}")
    }
}

impl std::error::Error for PduError {}

/// Something wrong that was tolerated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deviation {
    /// Which field.
    pub field: Field,
    /// Where it begins, in octets from the start of the PDU.
    pub offset: u32,
    /// In what way it is wrong.
    pub kind: Kind,
}

/// The deviations of one PDU: the first four in full, the others as a count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deviations {
    first: ArrayVec<Deviation, 4>,
    more: u32,
}

impl Deviations {
    /// Records one.
    pub(crate) fn note(&mut self, deviation: Deviation) {
        if self.first.try_push(deviation).is_err() {
            self.more = self.more.saturating_add(1);
        }
    }

    /// The first of them: field by field, then those of fields that do not go together.
    pub fn first(&self) -> &[Deviation] {
        &self.first
    }

    /// How many there were in all.
    pub fn count(&self) -> usize {
        self.first.len() + self.more as usize
    }
}
