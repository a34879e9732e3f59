//! Receipts.

use super::Packet;
use gateway::door::Receipt;
use message::receipt::{Report, Tlvs};
use smpp::{Tag, TlvBuf, Version};

/// A peer of SMPP 3.3 gets the text only: the writer of packets leaves its TLVs out. What its version
/// has no state for is told as the nearest. `spare`: written over.
pub(super) fn packet(receipt: &Receipt, version: Version, spare: Packet) -> Packet {
    let report = Report {
        id: &receipt.id,
        sub: receipt.sub,
        dlvrd: receipt.dlvrd,
        submitted: receipt.submitted,
        done: receipt.done,
        code: receipt.code,
        state: receipt.state.for_version(version.rules().interface_version),
        text: receipt.beginning.as_deref(),
        user_message_reference: receipt.reference,
    };
    let Packet { mut short_message, mut tlvs, .. } = spare;
    short_message.clear();
    report.append(receipt.style, &mut short_message);
    write_tlvs(report.tlvs(), &mut tlvs);
    Packet {
        esm_class: report.esm_class(),
        protocol_id: 0,
        data_coding: report.data_coding(),
        short_message,
        tlvs,
    }
}

fn write_tlvs(values: Tlvs<'_>, tlvs: &mut TlvBuf) {
    tlvs.clear();
    // An id has 20 characters at most. One that no TLV can hold stands in the text.
    let id = values.receipted_message_id.as_bytes();
    let _ = tlvs.push_text(Tag::RECEIPTED_MESSAGE_ID, id);
    let mut put = |tag, value: &[u8]| tlvs.push(tag, value).expect("of the length the tag has");
    put(Tag::MESSAGE_STATE, &[values.message_state]);
    put(Tag::NETWORK_ERROR_CODE, &values.network_error_code);
    if let Some(reference) = values.user_message_reference {
        put(Tag::USER_MESSAGE_REFERENCE, &reference.to_be_bytes());
    }
}
