//! Way 0: a submit_sm or data_sm becomes a submission, or is refused.

mod address;
mod fields;
mod times;
mod tlvs;
mod text;
mod parts;
mod key;
mod references;

pub(crate) use references::References;

use gateway::door::{ReplyTo, Submission};
use message::code::Refusal;
use message::object::LoginId;
use message::time::Timestamp;
use records::submission::Door;
use registry::account::Account;
use smpp::pdu::message::{DataSm, Sm};
use smpp::{Address, Tlvs, Version};
use text::UserData;

/// What submit_sm and data_sm have in common, and what only the first has.
pub(crate) struct Request<'a> {
    source: Address<'a>,
    destination: Address<'a>,
    esm_class: u8,
    protocol_id: u8,
    priority: u8,
    schedule: &'a [u8],
    validity: &'a [u8],
    registered_delivery: u8,
    data_coding: u8,
    default_message: u8,
    /// None: a data_sm, whose text is in a TLV.
    short_message: Option<&'a [u8]>,
    tlvs: Tlvs<'a>,
}

/// Who submits, and when.
pub(crate) struct Context<'a> {
    pub(crate) to: ReplyTo,
    pub(crate) account: &'a Account,
    pub(crate) login: LoginId,
    pub(crate) version: Version,
    pub(crate) wall: Timestamp,
}

impl<'a> From<&Sm<'a>> for Request<'a> {
    fn from(sm: &Sm<'a>) -> Request<'a> {
        Request {
            source: sm.source,
            destination: sm.destination,
            esm_class: sm.esm_class,
            protocol_id: sm.protocol_id,
            priority: sm.priority_flag,
            schedule: sm.schedule_delivery_time,
            validity: sm.validity_period,
            registered_delivery: sm.registered_delivery,
            data_coding: sm.data_coding,
            default_message: sm.sm_default_msg_id,
            short_message: Some(sm.short_message),
            tlvs: sm.tlvs,
        }
    }
}

impl<'a> From<&DataSm<'a>> for Request<'a> {
    fn from(sm: &DataSm<'a>) -> Request<'a> {
        Request {
            source: sm.source,
            destination: sm.destination,
            esm_class: sm.esm_class,
            protocol_id: 0,
            priority: 0,
            schedule: b"",
            validity: b"",
            registered_delivery: sm.registered_delivery,
            data_coding: sm.data_coding,
            default_message: 0,
            short_message: None,
            tlvs: sm.tlvs,
        }
    }
}

/// Reads a request in the order of its fields; the first thing that is wrong is told.
///
/// service_type and replace_if_present_flag are accepted and have no effect.
// [way 0] a packet becomes a submission
pub(crate) fn read(
    request: &Request<'_>,
    context: &Context<'_>,
    references: &mut References,
) -> Result<Submission, Refusal> {
    let Context { to, account, login, version, wall } = *context;
    let source = address::source(request.source, account)?;
    let destination = address::destination(request.destination, account)?;
    fields::check_type(request.esm_class)?;
    let times = times::read(request, version, wall, &account.times)?;
    fields::check_receipts(request.registered_delivery, &account.receipts)?;
    fields::check_default_message(request.default_message)?;
    let known = tlvs::read(request.tlvs)?;
    let user_data = UserData::of(request, &known, &account.text)?;
    let reference = || references.next(request.source.digits, request.destination.digits);
    let written = parts::write(&user_data, &account.text, reference)?;
    let key = account.duplicates.and_then(|duplicates| {
        key::of(duplicates.key, request, &user_data, known.user_reference, &destination)
    });
    Ok(Submission {
        to,
        account: account.id,
        login: Some(login),
        door: Door::Smpp,
        short_id: version == Version::V33,
        source,
        destination,
        class: None,
        schedule: times.schedule,
        validity: times.validity,
        registered_delivery: request.registered_delivery,
        priority: request.priority,
        protocol_id: request.protocol_id,
        esm_class: request.esm_class,
        data_coding: written.data_coding,
        mode: fields::mode(request.esm_class, version),
        parts: written.parts,
        beginning: written.beginning.filter(|_| account.receipts.show_text),
        reference: known.user_reference,
        key,
        tlvs: known.others,
        group: user_data.group,
        multi: None,
        tags: Vec::new(),
    })
}
