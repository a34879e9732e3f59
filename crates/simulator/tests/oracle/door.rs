//! What a gateway's door towards operators does with a delivery.

use message::id::{IdKey, index_key, lookup_keys};
use message::receipt::{Delivery, Reading, Verdict};
use message::text::alphabet::Alphabet;
use message::time::Timestamp;
use simulator::{Action, Brain, Deliver, Party, Profile, Reply, SessionId, Submit};
use smpp::pdu::message::Sm;
use smpp::session::BindKind;
use smpp::{CommandStatus, Pdu, Tag, Version};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const SESSION: SessionId = SessionId(1);
const UDHI: u8 = 0x40;

/// What an operator did.
pub(crate) struct Run {
    /// The ids that it gave, by sequence number; the first is 1.
    pub(crate) given: Vec<String>,
    /// The numbers of the messages, as a gateway would keep them.
    pub(crate) index: BTreeMap<IdKey, Vec<u32>>,
    /// What it delivered.
    pub(crate) delivered: Vec<Deliver>,
}

/// Submits so many messages, each with everything asked for; `text` makes their texts.
pub(crate) fn run(profile: Profile, seed: u64, count: u32, text: impl Fn(u32) -> String) -> Run {
    let mut brain = Brain::new(profile, seed, Timestamp::from_millis(1_795_379_963_101));
    brain.session_bound(Duration::ZERO, SESSION, BindKind::Transceiver, Version::V34);
    let mut run = Run {
        given: vec![String::new(); count as usize + 1],
        index: BTreeMap::new(),
        delivered: Vec::new(),
    };
    let (source, destination) = (Party::new("777"), Party::new("447700900001"));
    for sequence in 1..=count {
        let now = Duration::from_millis(u64::from(sequence));
        let text = text(sequence);
        let sm = Sm {
            source: source.view(),
            destination: destination.view(),
            registered_delivery: 0x11,
            short_message: text.as_bytes(),
            ..Sm::default()
        };
        let submit = Submit::of(Pdu::SubmitSm(sm)).expect("a submission");
        brain.submit(now, SESSION, sequence, submit);
        take(&mut brain, now, &mut run);
    }
    take(&mut brain, Duration::from_secs(1_000_000), &mut run);
    run
}

impl Run {
    /// The messages that a report can be about, by sequence number.
    pub(crate) fn about(&self, verdict: &Verdict<'_>) -> BTreeSet<u32> {
        let keys = verdict.ids.into_iter().flatten().flat_map(lookup_keys);
        keys.filter_map(|(_, key)| self.index.get(&key)).flatten().copied().collect()
    }
}

fn take(brain: &mut Brain, now: Duration, run: &mut Run) {
    while let Some(action) = brain.poll(now) {
        match action {
            Action::Answer(answer) => {
                let id = answer.message_id();
                let key = index_key(id.as_bytes()).expect("every answer has an id");
                run.index.entry(key).or_default().push(answer.sequence);
                run.given[answer.sequence as usize] = id.to_owned();
            }
            Action::Deliver(deliver) => {
                let ok = Reply::Status(CommandStatus::OK);
                brain.answered(now, deliver.session, deliver.token, ok);
                run.delivered.push(deliver);
            }
            Action::Close(_) => panic!("nothing closes here"),
        }
    }
}

/// What stands in a delivery, with text of 16 bits decoded, as `message` wants it.
pub(crate) struct Opened<'a> {
    esm_class: u8,
    short_message: Vec<u8>,
    message_payload: Vec<u8>,
    receipted_message_id: Option<&'a [u8]>,
    message_state: Option<u8>,
    network_error_code: Option<&'a [u8]>,
}

impl<'a> Opened<'a> {
    pub(crate) fn of(pdu: &Pdu<'a>) -> Opened<'a> {
        let (esm_class, data_coding, text) = if let Pdu::DeliverSm(sm) = *pdu {
            (sm.esm_class, sm.data_coding, sm.short_message)
        } else if let Pdu::DataSm(sm) = *pdu {
            (sm.esm_class, sm.data_coding, &[][..])
        } else {
            panic!("no delivery: {pdu:?}")
        };
        let tlvs = pdu.tlvs();
        let decoded = |octets: &[u8]| decoded(esm_class, data_coding, octets);
        Opened {
            esm_class,
            short_message: decoded(text),
            message_payload: decoded(tlvs.find(Tag::MESSAGE_PAYLOAD).unwrap_or_default()),
            receipted_message_id: tlvs.find(Tag::RECEIPTED_MESSAGE_ID),
            message_state: tlvs.integer(Tag::MESSAGE_STATE).map(|state| state as u8),
            network_error_code: tlvs.find(Tag::NETWORK_ERROR_CODE),
        }
    }

    pub(crate) fn verdict(&self, reading: &Reading<'_>) -> Option<Verdict<'_>> {
        self.delivery().verdict(reading)
    }

    pub(crate) fn delivery(&self) -> Delivery<'_> {
        Delivery {
            esm_class: self.esm_class,
            short_message: &self.short_message,
            message_payload: &self.message_payload,
            receipted_message_id: self.receipted_message_id,
            message_state: self.message_state,
            network_error_code: self.network_error_code,
        }
    }

    /// All of its text, as far as it is one.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&[&self.short_message[..], &self.message_payload].concat()).into()
    }
}

/// Text of 16 bits as UTF-8, without the header that stands before it; any other as it is.
fn decoded(esm_class: u8, data_coding: u8, octets: &[u8]) -> Vec<u8> {
    if data_coding != 8 || octets.is_empty() {
        return octets.to_vec();
    }
    let header = usize::from(octets[0]) + 1;
    // A header of length 0 is none: `\0i` is the first letter.
    let has_header = esm_class & UDHI != 0 && header > 1 && header <= octets.len();
    let text = if has_header { &octets[header..] } else { octets };
    Alphabet::Ucs2.decode(text).text.into_bytes()
}
