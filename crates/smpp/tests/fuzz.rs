//! Ten million PDUs that are not quite right, each read in six ways: nothing panics, nothing takes more
//! memory than the input and 1 KiB, and what was accepted can be sent on as it was read.

#[path = "support/mutate.rs"]
mod mutate;
#[allow(dead_code, reason = "each test takes what it needs of the shared support")]
mod support;

use bytes::BytesMut;
use mutate::Mutator;
use smpp::{
    CommandId, CommandStatus, Decoded, Decoder, Deviations, Encoder, Field, Frame, Kind, Limits,
    OwnedPdu, Pdu, PduError, Tag, Tlvs, Version,
};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

const INPUTS: u64 = 10_000_000;
const THREADS: u64 = 2;

/// Octets that reading may take beyond those of the input.
const MEMORY_SPARE: u64 = 1024;

#[test]
fn ten_million_damaged_pdus() {
    let seed = support::seed();
    let seeds = mutate::seeds();
    println!("SEED={seed}, {} PDUs to begin with", seeds.len());
    let tallies = std::thread::scope(|scope| {
        let fuzz = |thread| fuzz(Mutator::new(seed + thread, &seeds));
        let threads: Vec<_> =
            (0..THREADS).map(|thread| scope.spawn(move || fuzz(thread))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("it has told why"))
            .collect::<Vec<_>>()
    });
    let sum = |of: fn(&Tally) -> u64| tallies.iter().map(of).sum::<u64>();
    let inputs = sum(|tally| tally.inputs);
    let lost = sum(|tally| tally.lost);
    let written = sum(|tally| tally.written);
    let unwritten = sum(|tally| tally.unwritten);
    let strict = sum(|tally| tally.strict.values().sum());
    let lenient = sum(|tally| tally.lenient.values().sum());
    println!(
        "{inputs} inputs, {lost} without framing; the others read in 6 ways: {strict} times accepted \
         strictly, {lenient} times leniently; {written} written again, {unwritten} refused"
    );
    assert!(inputs >= INPUTS);
    assert!(lost > 0 && written > 0 && unwritten > 0, "every way is gone");
    for id in CommandId::ALL {
        assert!(tallies.iter().any(|tally| tally.strict[&id.0] > 0), "no {id} accepted strictly");
        assert!(tallies.iter().any(|tally| tally.lenient[&id.0] > 0), "no {id} accepted leniently");
    }
}

/// What became of the inputs, and the buffer that PDUs are written to.
struct Tally {
    inputs: u64,
    lost: u64,
    strict: BTreeMap<u32, u64>,
    lenient: BTreeMap<u32, u64>,
    written: u64,
    unwritten: u64,
    out: BytesMut,
}

/// Reads one thread's share of the inputs.
fn fuzz(mut mutator: Mutator<'_>) -> Tally {
    let none: BTreeMap<u32, u64> = CommandId::ALL.iter().map(|id| (id.0, 0)).collect();
    let mut tally = Tally {
        inputs: 0,
        lost: 0,
        strict: none.clone(),
        lenient: none,
        written: 0,
        unwritten: 0,
        out: BytesMut::with_capacity(0x1_0000),
    };
    let mut input = Vec::new();
    while tally.inputs < INPUTS.div_ceil(THREADS) {
        mutator.next(&mut input);
        tally.inputs += 1;
        let memory = catch_unwind(AssertUnwindSafe(|| {
            allocation_counter::measure(|| tally.read(&input)).bytes_max
        }));
        let Ok(memory) = memory else {
            panic!("the input was {}", hex(&input));
        };
        let limit = input.len() as u64 + MEMORY_SPARE;
        assert!(memory <= limit, "{memory} octets of memory for {}", hex(&input));
    }
    tally
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02X}")).collect()
}

impl Tally {
    /// Takes the frames out of a stream that begins with these octets.
    fn read(&mut self, input: &[u8]) {
        let mut stream = BytesMut::from(input);
        loop {
            match Frame::take(&mut stream, Limits::BOUND) {
                Ok(Some(frame)) => {
                    for version in Version::ALL {
                        self.read_frame(&frame, version);
                    }
                }
                Ok(None) => return,
                Err(_) => {
                    self.lost += 1;
                    return;
                }
            }
        }
    }

    fn read_frame(&mut self, frame: &Frame, version: Version) {
        let strict = Decoder::strict(version).decode(frame.octets());
        let lenient = Decoder::lenient(version).decode(frame.octets());
        if strict.is_ok() {
            assert_eq!(strict, lenient, "leniency changes nothing that is right");
        }
        let owned = OwnedPdu::read(frame.clone(), Decoder::lenient(version));
        match (&owned, &lenient) {
            (Ok(owned), Ok(lenient)) => assert_eq!(owned.view(), lenient.pdu),
            (Err(one), Err(other)) => assert_eq!(one, other),
            (Ok(_), Err(_)) | (Err(_), Ok(_)) => panic!("{owned:?} is not {lenient:?}"),
        }
        for (result, accepted) in [(&strict, true), (&lenient, false)] {
            match result {
                Ok(decoded) => {
                    let counts = if accepted { &mut self.strict } else { &mut self.lenient };
                    *counts.get_mut(&decoded.header.command.0).expect("the id is known") += 1;
                    self.write_again(decoded, version);
                }
                Err(error) => assert!(error.offset as usize <= frame.octets().len(), "{error}"),
            }
        }
    }

    /// Sends on what was read: the strictest peer reads the same PDU, unless what was wrong with it
    /// keeps it from being sent.
    fn write_again(&mut self, decoded: &Decoded<'_>, version: Version) {
        let Decoded { header, pdu, deviations } = decoded;
        self.out.clear();
        let written =
            Encoder::new(version).encode(pdu, header.status, header.sequence, &mut self.out);
        if let Err(error) = written {
            assert!(explained(&error, deviations, version), "{error}, but {decoded:?}");
            self.unwritten += 1;
            return;
        }
        self.written += 1;
        let again = Decoder::strict(version).decode(&self.out).expect("it is written strictly");
        assert_eq!((again.header, again.deviations.count()), (*header, 0));
        let sent = |tlv: &(Tag, &[u8])| version.rules().tlvs && has_sound_length(tlv);
        let refusal = header.command.is_response() && header.status != CommandStatus::OK;
        if refusal && !pdu.tlvs().iter().any(|tlv| sent(&tlv)) {
            assert_eq!(Some(again.pdu), Pdu::empty(header.command));
            return;
        }
        assert_eq!(without_tlvs(again.pdu), without_tlvs(*pdu));
        assert!(
            again.pdu.tlvs().iter().eq(pdu.tlvs().iter().filter(sent)),
            "{again:?} {decoded:?}"
        );
    }
}

/// Was this PDU read with a deviation that keeps it from being written, or is it one of the things that
/// are read and never sent: to a peer of 3.3 a long message id or a text in a TLV, to any a short date?
fn explained(error: &PduError, deviations: &Deviations, version: Version) -> bool {
    let for_old_peer = matches!(
        (error.field, error.kind),
        (Field::MessageId, Kind::TooLong) | (Field::Tlv(Tag::MESSAGE_PAYLOAD), Kind::NotInVersion)
    );
    (version == Version::V33 && for_old_peer)
        || (error.field, error.kind) == (Field::FinalDate, Kind::TimeLength)
        || deviations.first().iter().any(|deviation| deviation.field == error.field)
        || deviations.count() > deviations.first().len()
}

/// Others are read as absent (SMPP 3.4 s3.1).
fn has_sound_length((tag, value): &(Tag, &[u8])) -> bool {
    tag.rule().is_none_or(|(_, lengths)| lengths.allow(value.len()))
}

/// The same PDU without its optional part.
fn without_tlvs(pdu: Pdu<'_>) -> Pdu<'_> {
    macro_rules! bare {
        ($($name:ident)*) => {
            match pdu {
                Pdu::Unbind => Pdu::Unbind,
                Pdu::EnquireLink => Pdu::EnquireLink,
                $(Pdu::$name(mut body) => {
                    body.tlvs = Tlvs::default();
                    Pdu::$name(body)
                })*
            }
        };
    }
    bare! {
        GenericNack BindReceiver BindReceiverResp BindTransmitter BindTransmitterResp
        BindTransceiver BindTransceiverResp Outbind UnbindResp EnquireLinkResp SubmitSm
        SubmitSmResp DeliverSm DeliverSmResp DataSm DataSmResp SubmitMulti SubmitMultiResp QuerySm
        QuerySmResp CancelSm CancelSmResp ReplaceSm ReplaceSmResp AlertNotification BroadcastSm
        BroadcastSmResp QueryBroadcastSm QueryBroadcastSmResp CancelBroadcastSm
        CancelBroadcastSmResp ParamRetrieve ParamRetrieveResp QueryLastMsgs QueryLastMsgsResp
        QueryMsgDetails QueryMsgDetailsResp
    }
}
