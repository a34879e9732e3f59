//! What an operator knows, beside the ledger of its brain.

use super::plan::OperatorPlan;
use crate::customer::Tagged;
use crate::event::LinkId;
use fastrand::Rng;
use simulator::Deliver;
use smpp::session::Token;
use smpp::{CommandStatus, Pdu, Tag, Version};
use std::collections::BTreeMap;
use std::time::Duration;

/// What an operator has seen.
#[derive(Debug, Default)]
pub struct Ledger {
    /// What it has sent to the gateway beside answers.
    pub postings: BTreeMap<Token, Posted>,
    /// What its phones have written.
    pub texts: Vec<PhoneText>,
    /// How often phones have tried to write.
    pub texts_written: u32,
    /// Submissions without answer on each connection, and when they came.
    open: BTreeMap<LinkId, BTreeMap<u32, Duration>>,
    /// The most on one connection that had all come within five seconds.
    pub open_max: usize,
}

/// A receipt, or a part of a text from a phone.
#[derive(Debug)]
pub struct Posted {
    /// SMPP 3.4 s5.2.12.
    pub esm_class: u8,
    /// short_message, or message_payload.
    pub text: Vec<u8>,
    /// All TLVs, as they lie on the wire.
    pub tlvs: Vec<u8>,
    /// When it was sent last.
    pub at: Duration,
    /// When it was answered with OK.
    pub acknowledged: Option<Duration>,
}

/// A text that a phone wrote.
#[derive(Debug)]
pub struct PhoneText {
    /// Its name.
    pub tag: Tagged,
    /// When.
    pub at: Duration,
    /// Which phone.
    pub from: String,
    /// To which number.
    pub to: String,
    /// What: the mark, once or many times.
    pub text: String,
}

/// A gateway waits longer than this for an answer, so it knows of what came in this time that it is
/// open.
const LATELY: Duration = Duration::from_secs(5);

/// Phones of operator 0 write as 1000, those of the next as 1001.
pub(super) const PHONES: usize = 1_000;

impl Ledger {
    pub(super) fn asked(&mut self, link: LinkId, sequence: u32, now: Duration, is_steady: bool) {
        let open = self.open.entry(link).or_default();
        open.insert(sequence, now);
        open.retain(|_, at| now.saturating_sub(*at) < LATELY);
        if is_steady {
            self.open_max = self.open_max.max(open.len());
        }
    }

    pub(super) fn answered(&mut self, link: LinkId, sequence: u32) {
        if let Some(open) = self.open.get_mut(&link) {
            open.remove(&sequence);
        }
    }

    pub(super) fn closed(&mut self, link: LinkId) {
        self.open.remove(&link);
    }

    /// What a session of that version carries of it: before SMPP 3.4 there are no TLVs.
    pub(super) fn posted(&mut self, deliver: &Deliver, version: Version, at: Duration) {
        let pdu = deliver.pdu();
        let tlvs = pdu.tlvs();
        let (esm_class, short) = if let Pdu::DeliverSm(sm) = pdu {
            (sm.esm_class, sm.short_message)
        } else if let Pdu::DataSm(sm) = pdu {
            (sm.esm_class, &b""[..])
        } else {
            return;
        };
        let payload = tlvs.find(Tag::MESSAGE_PAYLOAD).unwrap_or_default();
        let text = if short.is_empty() { payload } else { short }.to_vec();
        let has_tlvs = version > Version::V33;
        let tlvs = if has_tlvs { tlvs.octets().to_vec() } else { Vec::new() };
        let posted = Posted { esm_class, text, tlvs, at, acknowledged: None };
        self.postings.insert(deliver.token, posted);
    }

    pub(super) fn replied(&mut self, token: Token, status: CommandStatus, now: Duration) {
        if let Some(posted) = self.postings.get_mut(&token)
            && status == CommandStatus::OK
        {
            posted.acknowledged.get_or_insert(now);
        }
    }

    pub(super) fn next_text(
        &mut self,
        operator: usize,
        plan: &OperatorPlan,
        chance: &mut Rng,
        at: Duration,
    ) -> PhoneText {
        let tag = Tagged { writer: PHONES + operator, number: self.texts_written };
        self.texts_written += 1;
        let pick = |chance: &mut Rng, of: &[String]| {
            of.get(chance.usize(..of.len().max(1))).cloned().unwrap_or_default()
        };
        let (from, to) = (pick(chance, &plan.phones), pick(chance, &plan.numbers));
        let times = if chance.u8(..3) == 0 { chance.usize(20..50) } else { 1 };
        let text = vec![tag.mark(); times].join(" ");
        PhoneText { tag, at, from, to, text }
    }
}
