//! The codec beside `rusmpp`, frame by frame: both must read the same fields from the same octets, and
//! each must read what the other writes.

#[path = "support/foreign.rs"]
mod foreign;
#[allow(dead_code, reason = "each test takes what it needs of the shared support")]
mod support;

use bytes::BytesMut;
use proptest::strategy::{Strategy, ValueTree};
use rusmpp::Command;
use rusmpp::decode::DecodeWithLength;
use smpp::pdu::bind::Bind;
use smpp::pdu::manage::QuerySmResp;
use smpp::pdu::message::Sm;
use smpp::{Address, Secret};
use smpp::{CommandStatus, Decoder, Encoder, Pdu, Tag, Version};
use std::collections::BTreeMap;
use support::layout::LAYOUTS;
use support::recipe::{Recipe, Value};
use support::strategy;

/// Made-up PDUs per layout and version.
const CASES: usize = 3_000;

/// PDUs of each layout that both must have agreed on.
const AGREED_MIN: usize = 100;

/// Something that rusmpp 0.4.0 does otherwise.
struct Exception {
    what: &'static str,
    why: &'static str,
    applies: fn(&Recipe) -> bool,
}

/// Everything that rusmpp is known to do otherwise. A row that is not needed fails the test.
const EXCEPTIONS: &[Exception] = &[
    Exception {
        what: "the operations of 3.3",
        why: "rusmpp keeps the bodies of ids that 5.0 reserves as raw octets",
        applies: |recipe| is_legacy(recipe.id),
    },
    Exception {
        what: "TLVs in requests and responses that name none",
        why: "rusmpp leaves them unread, although an unknown TLV is to be skipped (SMPP 3.4 s3.3) and \
              congestion_state may stand in any response (SMPP 5.0 s4.8.4.18)",
        applies: |recipe| {
            !recipe.tlvs.is_empty()
                && matches!(
                    recipe.name,
                    "bind_receiver"
                        | "bind_transmitter"
                        | "bind_transceiver"
                        | "outbind"
                        | "query_sm"
                        | "query_sm_resp"
                        | "cancel_sm"
                        | "cancel_sm_resp"
                        | "replace_sm_resp"
                        | "cancel_broadcast_sm_resp"
                        | "unbind_resp"
                        | "enquire_link_resp"
                        | "generic_nack"
                )
        },
    },
    Exception {
        what: "a second TLV where the standard names one",
        why: "rusmpp reads a single TLV there",
        applies: |recipe| {
            recipe.tlvs.len() > 1
                && (recipe.name.starts_with("bind_")
                    || matches!(
                        recipe.name,
                        "replace_sm" | "alert_notification" | "query_broadcast_sm"
                    ))
        },
    },
    Exception {
        what: "passwords of more than 8 characters",
        why: "rusmpp keeps to the letter; newer platforms use longer ones",
        applies: |recipe| matches!(recipe.find("password"), Some(Value::Text(text)) if text.len() > 8),
    },
    Exception {
        what: "addresses of more than 20 characters in data_sm",
        why: "rusmpp limits them as in submit_sm; SMPP 3.4 s4.7.1 allows 64",
        applies: |recipe| {
            recipe.name == "data_sm"
                && recipe.fields.iter().any(|(_, value)| {
                    matches!(value, Value::Address(number) if number.digits.len() > 20)
                })
        },
    },
    Exception {
        what: "a TLV of characters without its terminator",
        why: "rusmpp looks for it behind the TLV",
        applies: |recipe| {
            recipe.tlvs.iter().any(|(tag, value)| {
                matches!(tag, 0x001D | 0x001E | 0x060D | 0x060E) && value.last() != Some(&0)
            })
        },
    },
    Exception {
        what: "source_telematics_id",
        why: "rusmpp reads two octets; SMPP 3.4 s5.3.2.8 has one",
        applies: |recipe| recipe.tlv(0x0010).is_some(),
    },
    Exception {
        what: "broadcast_rep_num",
        why: "rusmpp reads one octet; SMPP 5.0 s4.8.4.13 has two",
        applies: |recipe| recipe.tlv(0x0604).is_some(),
    },
    Exception {
        what: "reserved bits of callback_num_pres_ind and ms_msg_wait_facilities",
        why: "rusmpp drops them",
        applies: |recipe| {
            recipe.tlvs.iter().any(|(tag, value)| match tag {
                0x0302 => value[0] & 0xF0 != 0,
                0x0030 => value[0] & 0x7C != 0,
                _ => false,
            })
        },
    },
];

fn is_legacy(id: u32) -> bool {
    (0x22..=0x24).contains(&(id & 0x7FFF_FFFF))
}

#[test]
fn both_read_the_same_and_each_reads_what_the_other_writes() {
    let mut runner = support::runner(1);
    let mut agreed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut needed = vec![0; EXCEPTIONS.len()];
    for layout in LAYOUTS {
        for version in [Version::V34, Version::V50] {
            let recipes = strategy::recipe(layout, version);
            for _ in 0..CASES {
                let tree = recipes.new_tree(&mut runner).expect("nothing is rejected");
                let recipe = tree.current();
                let differs = compare(&recipe, version).err();
                let applies: Vec<usize> = (0..EXCEPTIONS.len())
                    .filter(|&row| (EXCEPTIONS[row].applies)(&recipe))
                    .collect();
                match (differs, &applies[..]) {
                    (None, []) => *agreed.entry(layout.name).or_default() += 1,
                    (Some(how), []) => panic!("{} in {version:?}: {how}\n{recipe:?}", layout.name),
                    (Some(_), [row]) => needed[*row] += 1,
                    (_, _) => {}
                }
            }
        }
    }
    for layout in LAYOUTS.iter().filter(|layout| !is_legacy(layout.id)) {
        let count = agreed.get(layout.name).copied().unwrap_or_default();
        assert!(count >= AGREED_MIN, "{}: {count} PDUs compared", layout.name);
    }
    println!("{} PDUs read and written alike", agreed.values().sum::<usize>());
    for (Exception { what, why, .. }, needed) in EXCEPTIONS.iter().zip(needed) {
        println!("{needed:5} differ by {what}: {why}");
        assert!(needed > 0, "rusmpp no longer differs by {what}");
    }
}

/// What the two do differently with this PDU.
fn compare(recipe: &Recipe, version: Version) -> Result<(), String> {
    let parts = recipe.parts();
    let pdu = recipe.view(&parts);
    let mut ours = BytesMut::new();
    Encoder::new(version)
        .encode(&pdu, CommandStatus(recipe.status), recipe.sequence, &mut ours)
        .map_err(|error| error.to_string())?;
    let command = rusmpp_reads(&ours)?;
    let theirs = command.pdu().ok_or("rusmpp finds no body")?;
    same("id", u32::from(command.id()), recipe.id)?;
    same("status", u32::from(command.status()), recipe.status)?;
    same("sequence", command.sequence_number(), recipe.sequence)?;
    same("fields", &foreign::fields(theirs), &recipe.fields)?;
    same("TLVs", &foreign::tlvs(theirs), &recipe.tlvs)?;
    let written = foreign::octets(&command);
    same("octets", &written[..], &ours[..])?;
    let decoded = Decoder::strict(version).decode(&written).map_err(|error| error.to_string())?;
    same("our view", decoded.pdu, pdu)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?} is not {expected:?}")) }
}

/// Hands rusmpp exactly one frame, behind its `command_length`.
fn rusmpp_reads(frame: &[u8]) -> Result<Command, String> {
    let mut rest = BytesMut::from(&frame[4..]);
    let length = rest.len();
    let (command, _) = Command::decode(&mut rest, length).map_err(|error| error.to_string())?;
    if rest.is_empty() { Ok(command) } else { Err(format!("rusmpp left {} octets", rest.len())) }
}

/// From values that rusmpp's own builders made.
#[test]
fn what_rusmpp_makes_is_read_as_it_was_meant() {
    use smpp::list::Destination::{List, Sme};

    let reads = |pdu: rusmpp::Pdu, check: &dyn Fn(Pdu<'_>)| {
        let command = Command::new(rusmpp::CommandStatus::EsmeRok, 77, pdu);
        let octets = foreign::octets(&command);
        let decoded = Decoder::strict(Version::V50).decode(&octets).expect("rusmpp keeps to 5.0");
        assert_eq!(decoded.header.sequence, 77);
        check(decoded.pdu);
        let mut ours = BytesMut::new();
        Encoder::new(Version::V50)
            .encode(&decoded.pdu, CommandStatus::OK, 77, &mut ours)
            .expect("it was read strictly");
        assert_eq!(rusmpp_reads(&ours), Ok(command));
    };
    reads(made::bind_transceiver(), &|pdu| {
        let expected = Bind {
            system_id: b"SMPP3TEST",
            password: Secret(b"secret08"),
            system_type: b"SUBMIT1",
            interface_version: 0x50,
            addr_ton: 1,
            addr_npi: 1,
            ..Bind::default()
        };
        assert_eq!(pdu, Pdu::BindTransceiver(expected));
    });
    reads(made::submit_sm(), &|pdu| {
        assert_eq!(pdu.tlvs().integer(Tag::USER_MESSAGE_REFERENCE), Some(0x1234));
        assert_eq!(pdu.tlvs().find(Tag(0x1400)), Some(&b"campaign"[..]));
        let expected = Sm {
            service_type: b"CMT",
            source: Address { ton: 5, npi: 0, digits: b"Whimbrel" },
            destination: Address { ton: 1, npi: 1, digits: b"447700900123" },
            esm_class: 0x03,
            priority_flag: 2,
            validity_period: b"000001000000000R",
            registered_delivery: 0x01,
            replace_if_present_flag: 1,
            data_coding: 0x08,
            short_message: b"\x26\x03",
            tlvs: pdu.tlvs(),
            ..Sm::default()
        };
        assert_eq!(pdu, Pdu::SubmitSm(expected));
    });
    reads(made::submit_multi(), &|pdu| {
        let Pdu::SubmitMulti(multi) = pdu else { panic!("{pdu:?}") };
        let expected = [Sme(Address { ton: 1, npi: 1, digits: b"447700900123" }), List(b"friends")];
        assert!(multi.destinations.iter().eq(expected), "{multi:?}");
        assert_eq!(multi.short_message, b"Hi");
    });
    reads(made::query_sm_resp(), &|pdu| {
        let expected = QuerySmResp {
            message_id: b"1483943304000012345",
            final_date: b"261123010200000+",
            message_state: 2,
            error_code: 7,
            ..QuerySmResp::default()
        };
        assert_eq!(pdu, Pdu::QuerySmResp(expected));
    });
}

/// Some PDUs as rusmpp would have them made.
mod made {
    use rusmpp::Pdu;
    use rusmpp::pdus::{BindTransceiver, QuerySmResp, SubmitMulti, SubmitSm};
    use rusmpp::tlvs::{MessageSubmissionRequestTlvValue as Value, TlvTag};
    use rusmpp::types::{AnyOctetString, COctetString, EmptyOrFullCOctetString, OctetString};
    use rusmpp::values::{
        DataCoding, DestAddress, DistributionListName, EsmClass, InterfaceVersion, MessageState,
        Npi, PriorityFlag, RegisteredDelivery, ReplaceIfPresentFlag, ServiceType, SmeAddress, Ton,
        UserMessageReference,
    };

    fn text<const MAX: usize>(terminated: &'static [u8]) -> COctetString<1, MAX> {
        COctetString::from_static_slice(terminated).expect("it is short")
    }

    fn time(terminated: &'static [u8]) -> EmptyOrFullCOctetString<17> {
        EmptyOrFullCOctetString::from_static_slice(terminated).expect("it is a time")
    }

    fn message(octets: &'static [u8]) -> OctetString<0, 255> {
        OctetString::from_static_slice(octets).expect("it is short")
    }

    pub(super) fn bind_transceiver() -> Pdu {
        BindTransceiver::builder()
            .system_id(text(b"SMPP3TEST\0"))
            .password(text(b"secret08\0"))
            .system_type(text(b"SUBMIT1\0"))
            .interface_version(InterfaceVersion::Smpp5_0)
            .addr_ton(Ton::International)
            .addr_npi(Npi::Isdn)
            .build()
            .into()
    }

    pub(super) fn submit_sm() -> Pdu {
        SubmitSm::builder()
            .service_type(ServiceType::new(text(b"CMT\0")))
            .source_addr_ton(Ton::Alphanumeric)
            .source_addr(text(b"Whimbrel\0"))
            .dest_addr_ton(Ton::International)
            .dest_addr_npi(Npi::Isdn)
            .destination_addr(text(b"447700900123\0"))
            .esm_class(EsmClass::from(0x03))
            .priority_flag(PriorityFlag::new(2))
            .validity_period(time(b"000001000000000R\0"))
            .registered_delivery(RegisteredDelivery::from(0x01))
            .replace_if_present_flag(ReplaceIfPresentFlag::Replace)
            .data_coding(DataCoding::Ucs2)
            .short_message(message(b"\x26\x03"))
            .push_tlv(Value::UserMessageReference(UserMessageReference::new(0x1234)))
            .push_tlv(Value::Other {
                tag: TlvTag::Other(0x1400),
                value: AnyOctetString::from_static_slice(b"campaign"),
            })
            .build()
            .into()
    }

    pub(super) fn submit_multi() -> Pdu {
        let number = SmeAddress::new(Ton::International, Npi::Isdn, text(b"447700900123\0"));
        SubmitMulti::builder()
            .push_dest_address(DestAddress::SmeAddress(number))
            .push_dest_address(DestAddress::DistributionListName(DistributionListName::new(text(
                b"friends\0",
            ))))
            .short_message(message(b"Hi"))
            .build()
            .into()
    }

    pub(super) fn query_sm_resp() -> Pdu {
        QuerySmResp::builder()
            .message_id(text(b"1483943304000012345\0"))
            .final_date(time(b"261123010200000+\0"))
            .message_state(MessageState::Delivered)
            .error_code(7)
            .build()
            .into()
    }
}
