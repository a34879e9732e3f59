//! The PDUs that the codec bench works on: what a gateway sees all day.

use bytes::{Bytes, BytesMut};
use smpp::pdu::bind::Bind;
use smpp::pdu::message::{MessageResp, Sm};
use smpp::{Address, Secret};
use smpp::{CommandStatus, Encoder, Pdu, Tag, TlvBuf, Version};

/// A PDU under the name of its row.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) octets: Bytes,
}

/// The row that the goals are about.
pub(crate) const SUBMIT_WITH_TLVS: &str = "submit_sm + 3 TLVs";

/// Every row of the table.
pub(crate) fn all() -> Vec<Sample> {
    let submit_tlvs = tlvs(&[
        (Tag::USER_MESSAGE_REFERENCE, &[0x12, 0x34]),
        (Tag::SOURCE_PORT, &[0x0B, 0x84]),
        (Tag(0x1400), b"campaign1"),
    ]);
    let receipt_tlvs =
        tlvs(&[(Tag::RECEIPTED_MESSAGE_ID, b"1483943304000012345\0"), (Tag::MESSAGE_STATE, &[2])]);
    vec![
        sample("submit_sm", Pdu::SubmitSm(submit())),
        sample(SUBMIT_WITH_TLVS, Pdu::SubmitSm(Sm { tlvs: submit_tlvs.view(), ..submit() })),
        sample("deliver_sm receipt", Pdu::DeliverSm(Sm { tlvs: receipt_tlvs.view(), ..receipt() })),
        sample(
            "submit_sm_resp",
            Pdu::SubmitSmResp(MessageResp {
                message_id: b"1483943304000012345",
                ..MessageResp::default()
            }),
        ),
        sample(
            "bind_transceiver",
            Pdu::BindTransceiver(Bind {
                system_id: b"SMPP3TEST",
                password: Secret(b"secret08"),
                system_type: b"SUBMIT1",
                interface_version: 0x34,
                addr_ton: 1,
                addr_npi: 1,
                ..Bind::default()
            }),
        ),
        sample("enquire_link", Pdu::EnquireLink),
    ]
}

fn submit() -> Sm<'static> {
    Sm {
        source: Address { ton: 5, npi: 0, digits: b"Whimbrel" },
        destination: Address { ton: 1, npi: 1, digits: b"447700900123" },
        registered_delivery: 1,
        short_message:
            b"The quick brown fox jumps over the lazy dog, and then the other way round: \
            god yzal eht revo spmuj xof nworb kciuq ehT. One hundred and sixty octets of text.....",
        ..Sm::default()
    }
}

fn receipt() -> Sm<'static> {
    Sm {
        source: Address { ton: 1, npi: 1, digits: b"447700900123" },
        destination: Address { ton: 5, npi: 0, digits: b"Whimbrel" },
        esm_class: 0x04,
        short_message: b"id:1483943304000012345 sub:001 dlvrd:001 submit date:2611230101 \
            done date:2611230102 stat:DELIVRD err:000 text:The quick brown fox",
        ..Sm::default()
    }
}

fn tlvs(list: &[(Tag, &[u8])]) -> TlvBuf {
    let mut buffer = TlvBuf::new();
    for (tag, value) in list {
        buffer.push(*tag, value).expect("the lengths suit the tags");
    }
    buffer
}

fn sample(name: &'static str, pdu: Pdu<'_>) -> Sample {
    let mut out = BytesMut::new();
    Encoder::new(Version::V34)
        .encode(&pdu, CommandStatus::OK, 7, &mut out)
        .expect("the samples are valid");
    Sample { name, octets: out.freeze() }
}
