//! What an operator's receipt means, text and TLVs together.

use super::kind::{Kind, without_header};
use super::read::{Receipt, looks_like_receipt, read};
use super::reading::{NetworkError, Reading, is_error};
use crate::code::{ReportCode, report_code};
use crate::state::SmppState;

/// What of a `deliver_sm` or `data_sm` from an operator bears on receipts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delivery<'a> {
    /// Its `esm_class`.
    pub esm_class: u8,
    /// Its `short_message`; empty in `data_sm`. Text in 16 bits is decoded first (see
    /// [`super::read()`]).
    pub short_message: &'a [u8],
    /// Its TLV 0x0424, message_payload; empty if there is none.
    pub message_payload: &'a [u8],
    /// Its TLV 0x001E, with or without the terminating NUL.
    pub receipted_message_id: Option<&'a [u8]>,
    /// Its TLV 0x0427.
    pub message_state: Option<u8>,
    /// Its TLV 0x0423.
    pub network_error_code: Option<&'a [u8]>,
}

/// What a receipt comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict<'a> {
    /// The ids to look up, in this order: the TLV's, and the text's where it differs (some
    /// centres send one in hexadecimal and the other in decimal).
    pub ids: [Option<&'a [u8]>; 2],
    /// The state reported, `None` if none could be read.
    pub state: Option<SmppState>,
    /// Our code for it.
    pub code: ReportCode,
    /// It closes the attempt. With [`ReportCode::StatusUnknown`] and `false` nothing is to be
    /// sent on: the receipt timeout decides.
    pub is_final: bool,
}

// === impl Delivery ===

impl<'a> Delivery<'a> {
    /// The text: `short_message`, or `message_payload` where that is empty, without a user data
    /// header.
    pub fn body(&self) -> &'a [u8] {
        let octets =
            if self.short_message.is_empty() { self.message_payload } else { self.short_message };
        without_header(self.esm_class, octets)
    }

    /// What it is. A receipted_message_id makes no receipt of it: some operators send their
    /// ticket ids with messages from phones.
    pub fn kind(&self, reading: &Reading<'_>) -> Kind {
        let kind = Kind::of(self.esm_class);
        let looks_so = kind == Kind::Message && reading.unmarked && looks_like_receipt(self.body());
        if looks_so { Kind::Receipt } else { kind }
    }

    /// What it comes to; `None` if it is no report. One that nothing could be read from is
    /// still a report, without ids: to be kept as an orphan, never to be taken for a message
    /// from a phone.
    pub fn verdict(&self, reading: &Reading<'_>) -> Option<Verdict<'a>> {
        let kind = self.kind(reading);
        let text = read(self.body());
        kind.is_report().then(|| self.judge(kind, &text, reading))
    }

    fn judge(&self, kind: Kind, text: &Receipt<'a>, reading: &Reading<'_>) -> Verdict<'a> {
        let tlv_state = self.message_state.and_then(SmppState::from_octet);
        let text_state = text.stat.and_then(|stat| stat.state);
        let state = reading.choose(tlv_state, text_state);
        let network = self.network_error_code.and_then(NetworkError::of);
        let class = network.and_then(|error| reading.class_of(error));
        let class = class.or_else(|| reading.class_of_err(text.err?));
        let error = class.is_some() || network.is_some() || text.err.is_some_and(is_error);
        let code = report_code(state, class, error, reading.accepted);
        let (code, is_final) = reading.finality(kind, state, code, error);
        Verdict { ids: self.ids(text), state, code, is_final }
    }

    fn ids(&self, text: &Receipt<'a>) -> [Option<&'a [u8]>; 2] {
        let tlv = self.receipted_message_id.map(until_nul).filter(|id| !id.is_empty());
        match tlv {
            Some(id) => [tlv, text.id.filter(|other| *other != id)],
            None => [text.id, None],
        }
    }
}

fn until_nul(octets: &[u8]) -> &[u8] {
    octets.split(|octet| *octet == 0).next().unwrap_or_default()
}
