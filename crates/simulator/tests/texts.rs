//! Phones show exactly the text that was sent, in whatever parts and order it comes.

use message::text::gsm::Language;
use message::text::split::{self, Options};
use message::text::udh::{Header, Reference};
use message::time::Timestamp;
use simulator::phone::{Body, Received};
use simulator::{Action, Brain, Content, Party, Profile, Reply, SessionId, Submit};
use smpp::pdu::message::Sm;
use smpp::session::BindKind;
use smpp::{CommandStatus, Pdu, Tag, TlvBuf, Version};
use std::num::NonZeroU8;
use std::time::Duration;

const SESSION: SessionId = SessionId(1);
const PHONE: &str = "447700900001";

/// A sentence in each alphabet, and the data_coding that its parts have.
const SENTENCES: [(&str, &str, u8); 3] = [
    ("GSM 7-bit", "Straße & [Ärger] für 5 € {~|^\\} Ωmega, ¿qué? ", 0x00),
    ("Turkish tables", "Şişli'de ığdır ağacı çok güzel büyüyor. ", 0x00),
    ("UCS2", "中杓鹬 🐦 летит 6000 км без остановки 👨‍👩‍👧‍👦. ", 0x08),
];

/// How a gateway may send the parts of a long message.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Udh(Reference),
    Sar,
    Payload,
}

const WAYS: [Way; 4] =
    [Way::Udh(Reference::Eight(0)), Way::Udh(Reference::Sixteen(0)), Way::Sar, Way::Payload];

struct World {
    brain: Brain,
    sequence: u32,
    dice: u64,
}

impl World {
    fn new(profile: Profile, seed: u64) -> World {
        let mut brain = Brain::new(profile, seed, Timestamp::from_millis(1_795_379_963_101));
        let (kind, version) = (BindKind::Transceiver, Version::V34);
        brain.session_bound(Duration::ZERO, SESSION, kind, version);
        World { brain, sequence: 0, dice: seed }
    }

    /// Below `bound`: a linear congruential generator is good enough to shuffle.
    fn below(&mut self, bound: usize) -> usize {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.dice >> 33) as usize % bound
    }

    fn submit(&mut self, sm: Sm<'_>) {
        self.sequence += 1;
        let (source, destination) = (Party::new("777"), Party::new(PHONE));
        let sm = Sm { source: source.view(), destination: destination.view(), ..sm };
        let submit = Submit::of(Pdu::SubmitSm(sm)).expect("a submission");
        self.brain.submit(Duration::ZERO, SESSION, self.sequence, submit);
    }

    /// The parts of the message, as packets in the right order; `reference` is that of the message.
    fn parts(&self, text: &str, way: Way, reference: u16) -> Vec<Vec<u8>> {
        let elements = Header::new();
        let reference = match way {
            Way::Udh(Reference::Sixteen(_)) => Reference::Sixteen(reference),
            Way::Udh(Reference::Eight(_)) | Way::Sar | Way::Payload => {
                Reference::Eight(reference as u8)
            }
        };
        let options = Options {
            languages: &[Language::Turkish],
            reference,
            elements: &elements,
            mark: Default::default(),
            parts_max: NonZeroU8::MAX,
        };
        let split = split::text(text, &options).expect("fewer than 255 parts");
        let expected = SENTENCES.iter().find(|(_, sentence, _)| text.contains(*sentence));
        assert_eq!(Some(split.data_coding), expected.map(|(_, _, data_coding)| *data_coding));
        split.parts.iter().map(|part| part.user_data().to_vec()).collect()
    }

    fn received(&mut self) -> Vec<Received> {
        while let Some(action) = self.brain.poll(Duration::from_secs(100_000)) {
            if let Action::Deliver(deliver) = action {
                let ok = Reply::Status(CommandStatus::OK);
                self.brain.answered(Duration::ZERO, deliver.session, deliver.token, ok);
            }
        }
        let phone = self.brain.phones().phone(PHONE).expect("it has received something");
        phone.inbox().cloned().collect()
    }
}

/// Part `index`, as its way wants it.
fn submit_part(world: &mut World, parts: &[Vec<u8>], index: usize, way: Way, data_coding: u8) {
    let user_data = &parts[index];
    let sm = Sm { data_coding, ..Sm::default() };
    match way {
        Way::Udh(_) => world.submit(Sm { esm_class: 0x40, short_message: user_data, ..sm }),
        Way::Sar => {
            // Reference, total and sequence stand in the last three octets of element 00.
            let mut tlvs = TlvBuf::new();
            tlvs.push(Tag::SAR_MSG_REF_NUM, &[0, user_data[3]]).expect("two octets");
            tlvs.push(Tag::SAR_TOTAL_SEGMENTS, &user_data[4..5]).expect("one octet");
            tlvs.push(Tag::SAR_SEGMENT_SEQNUM, &user_data[5..6]).expect("one octet");
            world.submit(Sm { short_message: &user_data[6..], tlvs: tlvs.view(), ..sm });
        }
        Way::Payload => {
            let header = |part: &[u8]| 1 + usize::from(part[0]);
            let bodies = parts.iter().map(|part| part[header(part)..].to_vec());
            let mut tlvs = TlvBuf::new();
            let text = bodies.collect::<Vec<_>>().concat();
            tlvs.push(Tag::MESSAGE_PAYLOAD, &text).expect("it fits");
            world.submit(Sm { tlvs: tlvs.view(), ..sm });
        }
    }
}

/// A header with tables cannot go into TLVs, and the payload has no header at all.
fn goes(name: &str, way: Way) -> bool {
    name != "Turkish tables" || matches!(way, Way::Udh(_))
}

#[test]
fn long_texts_in_shuffled_parts() {
    let mut shown = 0;
    for seed in 0..30 {
        for (name, sentence, data_coding) in SENTENCES {
            for way in WAYS.into_iter().filter(|way| goes(name, *way)) {
                let mut world = World::new(Profile::calm(), seed);
                let texts: Vec<String> = (2..6)
                    .map(|number| format!("{number}: {}", sentence.repeat(5 * number)))
                    .collect();
                let mut waiting = Vec::new();
                let mut packets = Vec::new();
                for (number, text) in texts.iter().enumerate() {
                    let parts = world.parts(text, way, number as u16 + 1);
                    let count = if way == Way::Payload { 1 } else { parts.len() };
                    waiting.extend((0..count).map(|index| (number, index)));
                    packets.push(parts);
                }
                // Parts of all four messages, in any order.
                while !waiting.is_empty() {
                    let at = world.below(waiting.len());
                    let (number, index) = waiting.swap_remove(at);
                    submit_part(&mut world, &packets[number], index, way, data_coding);
                }
                let mut received = world.received();
                assert_eq!(received.len(), texts.len(), "{seed} {name} {way:?}");
                received.sort_by_key(|one| format!("{:?}", one.body));
                for (one, text) in received.iter().zip(&texts) {
                    let expected = Body::Text { text: text.clone(), flaws: 0 };
                    assert_eq!(one.body, expected, "{seed} {name} {way:?}");
                    assert_eq!(one.missing, 0, "{seed} {name} {way:?}");
                    shown += 1;
                }
            }
        }
    }
    println!("{shown} long texts shown");
    assert_eq!(shown, 30 * (4 + 2 + 4) * 4);
}

/// What phones write is read by another phone: every alphabet, every way to join, any order.
#[test]
fn what_a_phone_writes_reads_as_it_was_written() {
    let mut profile = Profile::chaos();
    profile.inbound.every = None;
    profile.sessions.lifetime = None;
    let mut read = 0;
    for seed in 0..60 {
        let mut world = World::new(profile.clone(), seed);
        let texts: Vec<String> = SENTENCES
            .iter()
            .flat_map(|(_, sentence, _)| [1, 4, 30].map(|times| sentence.repeat(times)))
            .collect();
        for text in &texts {
            let written =
                world.brain.phone_writes(Duration::ZERO, PHONE, &Party::new("447700900002"), text);
            written.expect("a phone that is on");
        }
        // A calm operator takes what the chaotic one sends, for its own phones.
        let mut other = World::new(Profile::calm(), seed);
        while let Some(action) = world.brain.poll(Duration::ZERO) {
            let Action::Deliver(deliver) = action else { panic!("{action:?}") };
            let Pdu::DeliverSm(sm) = deliver.pdu() else { panic!("{deliver:?}") };
            other.brain.submit(Duration::ZERO, SESSION, 1, Submit::Sm(sm));
            let ok = Reply::Status(CommandStatus::OK);
            world.brain.answered(Duration::ZERO, deliver.session, deliver.token, ok);
        }
        other.brain.poll(Duration::from_secs(10)).expect("it answers");
        while other.brain.poll(Duration::from_secs(10)).is_some() {}
        let phone = other.brain.phones().phone("447700900002").expect("it has received something");
        let mut shown: Vec<Body> = phone.inbox().map(|one| one.body.clone()).collect();
        let mut expected: Vec<Body> =
            texts.iter().map(|text| Body::Text { text: text.clone(), flaws: 0 }).collect();
        shown.sort_by_key(|body| format!("{body:?}"));
        expected.sort_by_key(|body| format!("{body:?}"));
        assert_eq!(shown, expected, "{seed}");
        read += shown.len();
    }
    println!("{read} texts read");
    assert_eq!(read, 60 * 9);
}

/// Binary in parts comes out octet for octet.
#[test]
fn binary_in_shuffled_parts() {
    let octets: Vec<u8> = (0..1_000_u32).map(|index| (index * 7 % 256) as u8).collect();
    let elements = Header::new();
    let options = Options {
        languages: &[],
        reference: Reference::Eight(9),
        elements: &elements,
        mark: Default::default(),
        parts_max: NonZeroU8::MAX,
    };
    let split = split::binary(&octets, &options).expect("it fits");
    let mut world = World::new(Profile::calm(), 3);
    for part in split.parts.iter().rev() {
        let short_message = part.user_data();
        world.submit(Sm { esm_class: 0x40, data_coding: 4, short_message, ..Sm::default() });
    }
    let received = world.received();
    let bodies: Vec<&Body> = received.iter().map(|one| &one.body).collect();
    assert_eq!(bodies, [&Body::Binary(octets)]);
    let kept: Vec<&Content> = world.brain.ledger().submissions().map(|one| &*one.content).collect();
    assert_eq!((received[0].parts, kept.len()), (8, 8));
}
