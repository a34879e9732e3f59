//! Reading and writing PDUs beside `rusmpp`, whose owned codec is the usual choice in Rust.

mod rounds;
mod samples;

use crate::rounds::{Contender, Cost, Meter, measure};
use crate::samples::{SUBMIT_WITH_TLVS, Sample};
use bytes::BytesMut;
use rusmpp::tokio_codec::CommandCodec;
use smpp::{CommandStatus, Decoder, Encoder, Frame, Limits, OwnedPdu, Version};
use std::hint::black_box;
use tokio_util::codec::{Decoder as _, Encoder as _};

/// Copies of a PDU in one receive block.
const COPIES: u32 = 64;

/// How many times faster than rusmpp a submit_sm with 3 TLVs must be read.
const DECODE_GOAL: f64 = 5.0;

/// How much of rusmpp's time a submit_sm with 3 TLVs may take to be written.
const ENCODE_GOAL: f64 = 1.0;

/// What a row holds.
struct Row {
    name: &'static str,
    borrowed: Cost,
    owned: Cost,
    rusmpp: Cost,
    encode: Cost,
    rusmpp_encode: Cost,
}

fn main() -> std::process::ExitCode {
    bench::run(&[("codec", codec)])
}

/// Prints the table and what it says about the goals.
fn codec() {
    let rows: Vec<Row> = samples::all().iter().map(row).collect();
    println!("decode: nanoseconds and allocations per PDU; x: times faster than rusmpp");
    println!("  {:20} {:>15} {:>21} {:>21}", "", "rusmpp, owned", "view", "owned");
    for Row { name, borrowed, owned, rusmpp, .. } in &rows {
        println!(
            "  {name:20} {} {} x{:<5.1} {} x{:<5.1}",
            cell(rusmpp),
            cell(borrowed),
            rusmpp.nanoseconds / borrowed.nanoseconds,
            cell(owned),
            rusmpp.nanoseconds / owned.nanoseconds,
        );
    }
    println!("encode, into a buffer that is used again; ratio: our time to that of rusmpp");
    for Row { name, encode, rusmpp_encode, .. } in &rows {
        let ratio = encode.nanoseconds / rusmpp_encode.nanoseconds;
        println!("  {name:20} {} {} {ratio:.2}", cell(rusmpp_encode), cell(encode));
    }
    verdicts(&rows);
}

fn cell(cost: &Cost) -> String {
    format!("{:8.1} ({:4.2})", cost.nanoseconds, cost.allocations)
}

fn row(sample: &Sample) -> Row {
    let pdu = sample.octets.as_ref();
    let block = pdu.repeat(COPIES as usize);
    let [borrowed, owned, rusmpp] =
        measure([decode_view(&block, pdu.len()), decode_owned(&block), decode_rusmpp(&block)]);
    let [encode, rusmpp_encode] = measure([encode_own(pdu), encode_rusmpp(pdu)]);
    Row { name: sample.name, borrowed, owned, rusmpp, encode, rusmpp_encode }
}

const DECODER: Decoder = Decoder::strict(Version::V34);

fn decode_view(block: &[u8], length: usize) -> Contender<'_> {
    Box::new(move |meter: &mut Meter| {
        meter.run(COPIES, || {
            for pdu in block.chunks_exact(length) {
                let decoded = DECODER.decode(black_box(pdu)).expect("the sample is valid");
                black_box(&decoded);
            }
        });
    })
}

fn decode_owned(block: &[u8]) -> Contender<'_> {
    Box::new(move |meter: &mut Meter| {
        let mut received = BytesMut::from(block);
        meter.run(COPIES, || {
            while let Some(frame) =
                Frame::take(&mut received, Limits::BOUND).expect("the sample is framed")
            {
                let pdu = OwnedPdu::read(frame, DECODER).expect("the sample is valid");
                black_box(&pdu);
            }
        });
    })
}

fn decode_rusmpp(block: &[u8]) -> Contender<'_> {
    Box::new(move |meter: &mut Meter| {
        let mut received = BytesMut::from(block);
        let mut codec = CommandCodec::new();
        meter.run(COPIES, || {
            while let Some(command) = codec.decode(&mut received).expect("the sample is valid") {
                black_box(&command);
            }
        });
    })
}

fn encode_own(pdu: &[u8]) -> Contender<'_> {
    let decoded = DECODER.decode(pdu).expect("the sample is valid");
    let encoder = Encoder::new(DECODER.version);
    let mut out = BytesMut::with_capacity(pdu.len() * COPIES as usize);
    Box::new(move |meter: &mut Meter| {
        out.clear();
        meter.run(COPIES, || {
            for sequence in 0..COPIES {
                let pdu = black_box(&decoded.pdu);
                encoder
                    .encode(pdu, CommandStatus::OK, sequence, &mut out)
                    .expect("the sample is valid");
            }
        });
    })
}

fn encode_rusmpp(pdu: &[u8]) -> Contender<'_> {
    let mut codec = CommandCodec::new();
    let mut command =
        codec.decode(&mut BytesMut::from(pdu)).expect("the sample is valid").expect("and whole");
    let mut out = BytesMut::with_capacity(pdu.len() * COPIES as usize);
    Box::new(move |meter: &mut Meter| {
        out.clear();
        meter.run(COPIES, || {
            for sequence in 0..COPIES {
                command.sequence_number = sequence;
                codec.encode(black_box(&command), &mut out).expect("a vector takes everything");
            }
        });
    })
}

/// Holds the row of the goals against them.
fn verdicts(rows: &[Row]) {
    let row =
        rows.iter().find(|row| row.name == SUBMIT_WITH_TLVS).expect("the row is in the table");
    let view = row.rusmpp.nanoseconds / row.borrowed.nanoseconds;
    let owned = row.rusmpp.nanoseconds / row.owned.nanoseconds;
    let encode = row.encode.nanoseconds / row.rusmpp_encode.nanoseconds;
    let word = |reached| if reached { "reached" } else { "NOT reached" };
    println!(
        "goal {}: {SUBMIT_WITH_TLVS} is read {view:.1} times as fast as by rusmpp (at least {DECODE_GOAL})",
        word(view >= DECODE_GOAL),
    );
    println!(
        "goal {}: the same, cut from the stream and kept, {owned:.1} times (at least {DECODE_GOAL})",
        word(owned >= DECODE_GOAL),
    );
    println!(
        "goal {}: {SUBMIT_WITH_TLVS} is written in {encode:.2} of the time of rusmpp (at most {ENCODE_GOAL})",
        word(encode <= ENCODE_GOAL),
    );
}
