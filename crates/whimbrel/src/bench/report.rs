//! What a run has shown, in words and as JSON.

use load::{Report, Second};
use serde::Serialize;
use smpp::CommandStatus;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A sentence for each thing that somebody asks.
pub(super) fn words(report: &Report, rate: Option<u32>) -> String {
    let tally = &report.tally;
    let seconds = report.submitting.as_secs_f64().max(0.001);
    let mut text = String::new();
    let _ = writeln!(
        text,
        "accepted {} of {} in {seconds:.1} s = {:.0}/s{}",
        tally.accepted,
        tally.submitted,
        tally.accepted as f64 / seconds,
        if tally.unanswered() == 0 { ", all answered" } else { "" },
    );
    let [p50, p99, most] = answers(report);
    let _ = writeln!(text, "answers    p50 {p50} · p99 {p99} · slowest {most}");
    if tally.receipts + tally.surplus + report.missing > 0 {
        let _ = writeln!(
            text,
            "receipts   {} · {} missing · {} twice or for nothing",
            tally.receipts, report.missing, tally.surplus
        );
    }
    for (status, count) in &tally.refused {
        let _ = writeln!(text, "refused    {count} with {}", CommandStatus(*status));
    }
    for (count, what) in [
        (tally.unanswered(), "submissions without answer"),
        (tally.stray, "answers nobody waited for"),
        (tally.lost_sessions, "sessions ended by the other side"),
        (tally.texts, "texts from phones"),
    ] {
        if count > 0 {
            let _ = writeln!(text, "also       {count} {what}");
        }
    }
    let _ = writeln!(text, "limit      {}", limit(report, rate));
    text
}

/// What kept it from being faster.
fn limit(report: &Report, rate: Option<u32>) -> String {
    const THROTTLED: u32 = 0x58;
    const QUEUE_FULL: u32 = 0x14;
    let tally = &report.tally;
    let seconds = report.submitting.as_secs_f64().max(0.001);
    let reached = |rate: u32| tally.accepted as f64 >= f64::from(rate) * seconds * 0.98;
    if tally.refused.contains_key(&QUEUE_FULL) {
        "the account's queue or the disk is full (ESME_RMSGQFUL)".to_owned()
    } else if tally.refused.contains_key(&THROTTLED) {
        "the account's rate (ESME_RTHROTTLED)".to_owned()
    } else if rate.is_some_and(reached) {
        "none: the rate that was asked for was reached".to_owned()
    } else {
        "all windows were full: the other side, the machine, or too few sessions".to_owned()
    }
}

/// The middle, the hundredth slowest and the slowest, in milliseconds.
fn answers(report: &Report) -> [String; 3] {
    let answers = &report.tally.answers;
    let quantiles =
        [answers.value_at_quantile(0.5), answers.value_at_quantile(0.99), answers.max()];
    quantiles.map(|micros| format!("{:.2} ms", micros as f64 / 1_000.0))
}

#[derive(Serialize)]
struct Json {
    seconds: f64,
    submitted: u64,
    accepted: u64,
    refused: BTreeMap<String, u64>,
    unanswered: u64,
    receipts: u64,
    missing: u64,
    surplus: u64,
    stray: u64,
    lost_sessions: u64,
    answer_us: Quantiles,
}

/// How far it is, once a second.
#[derive(Serialize)]
struct Line {
    at: f64,
    accepted: u64,
    receipts: u64,
}

#[derive(Serialize)]
struct Quantiles {
    p50: u64,
    p99: u64,
    max: u64,
}

pub(super) fn json(report: &Report) -> String {
    let tally = &report.tally;
    let refused = tally.refused.iter();
    let json = Json {
        seconds: report.submitting.as_secs_f64(),
        submitted: tally.submitted,
        accepted: tally.accepted,
        refused: refused.map(|(status, count)| (format!("0x{status:08X}"), *count)).collect(),
        unanswered: tally.unanswered(),
        receipts: tally.receipts,
        missing: report.missing,
        surplus: tally.surplus,
        stray: tally.stray,
        lost_sessions: tally.lost_sessions,
        answer_us: Quantiles {
            p50: tally.answers.value_at_quantile(0.5),
            p99: tally.answers.value_at_quantile(0.99),
            max: tally.answers.max(),
        },
    };
    one_line(&json)
}

/// The counts so far.
pub(super) fn line(second: &Second) -> String {
    let Second { at, accepted, receipts } = *second;
    one_line(&Line { at: at.as_secs_f64(), accepted, receipts })
}

fn one_line(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).expect("numbers and words");
    text.push('\n');
    text
}
