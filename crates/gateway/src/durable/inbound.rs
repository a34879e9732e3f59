//! Texts from phones, and what is to be brought to accounts.

use super::{Change, Durable};
use crate::reassembly::GroupKey;
use message::id::MessageId;
use records::Packed;
use records::delivery::{Joined, Noticed, Received, Taken};

impl Durable {
    /// A text from a phone that the account has not got yet.
    pub fn inbound(&self, id: MessageId) -> Option<Received> {
        self.inbound.get(&id).map(Packed::<Received>::unpack)
    }

    /// How many texts from phones wait for parts.
    pub fn texts_waiting(&self) -> usize {
        self.reassembly.len()
    }

    /// The texts that came in parts: by which parts.
    pub fn joined_of(&self, id: MessageId) -> Option<&Joined> {
        self.joined.get(&id)
    }

    pub(super) fn received(&mut self, received: &Received) {
        self.gave(received.message);
        // A text to nobody's number is an event, and there is nobody to bring it to.
        if received.account.is_none() {
            return;
        }
        if let Some((key, sequence)) = GroupKey::of(received) {
            self.reassembly.add(key, sequence, received.message, received.at);
        }
        self.keep(received);
    }

    /// It is a part of a text of which others are missing.
    pub(super) fn waits_for_others(&self, received: &Received) -> bool {
        GroupKey::of(received).is_some_and(|(key, sequence)| {
            self.reassembly.holds(&key, sequence) == Some(received.message)
        })
    }

    pub(super) fn keep(&mut self, received: &Received) {
        let packed = Packed::<Received>::of(received);
        self.usage.grown(octets(&packed));
        self.inbound.insert(received.message, packed);
    }

    pub(super) fn drop_inbound(&mut self, id: MessageId) {
        if let Some(packed) = self.inbound.remove(&id) {
            self.usage.shrunk(octets(&packed));
        }
    }

    /// Of a text that is not complete each part goes its own way.
    pub(super) fn joined(&mut self, joined: &Joined) {
        self.gave(joined.message);
        let known = joined.parts.iter().find_map(|part| self.inbound(*part));
        if let Some((key, _)) = known.as_ref().and_then(GroupKey::of) {
            self.reassembly.forget(&key);
        }
        if joined.is_complete {
            self.joined.insert(joined.message, joined.clone());
        }
    }

    pub(super) fn noticed(&mut self, noticed: &Noticed, changes: &mut Vec<Change>) {
        if let Some(message) = self.messages.get_mut(&noticed.message) {
            message.notices += 1;
            if noticed.code == Some(message::code::ReportCode::OperatorRetrying) {
                message.retrying = Some(noticed.at);
            }
        }
        self.restore_notice(noticed, changes);
    }

    /// The same of one that is carried forward: its message knows of it.
    pub(super) fn restore_notice(&mut self, noticed: &Noticed, changes: &mut Vec<Change>) {
        self.gave(noticed.notice);
        if self.notices.insert(noticed.notice, noticed.clone()).is_none() {
            self.usage.notice_opened(noticed.account);
            self.usage.grown(NOTICE_OCTETS);
        }
        changes.push(Change::Noticed { notice: noticed.notice });
    }

    /// What of texts from phones is needed no longer when this notice has come to its end.
    pub(crate) fn texts_of(&self, notice: &Noticed) -> Vec<MessageId> {
        match self.joined.get(&notice.message) {
            Some(joined) => joined.parts.clone(),
            None if self.inbound.contains_key(&notice.message) => vec![notice.message],
            None => Vec::new(),
        }
    }

    /// The notice itself may not be known: its records were freed, because it is gone. What it was
    /// about may be known all the same, carried to behind them.
    pub(super) fn taken(&mut self, taken: &Taken, changes: &mut Vec<Change>) {
        if let Some(notice) = self.notices.remove(&taken.notice) {
            self.usage.notice_ended(notice.account);
            self.usage.shrunk(NOTICE_OCTETS);
        }
        if let Some(id) = taken.message {
            if let Some(message) = self.messages.get_mut(&id) {
                message.notices = message.notices.saturating_sub(1);
                self.forget_if_over(id, changes);
            }
            self.joined.remove(&id);
        }
        taken.texts.iter().for_each(|text| self.drop_inbound(*text));
    }
}

/// A notice, its place in the table and its entry in the lane.
const NOTICE_OCTETS: u64 = (size_of::<Noticed>() + 80) as u64;

fn octets(packed: &Packed<Received>) -> u64 {
    (packed.size() + 80) as u64
}

impl GroupKey {
    /// The text that a part from a phone belongs to, and its place in it; `None` if it is a whole.
    pub fn of(received: &Received) -> Option<(GroupKey, u8)> {
        let group = received.group.as_ref()?;
        let key = GroupKey {
            operator: received.operator,
            source: received.source.text.clone(),
            destination: received.destination.text.clone(),
            kind: group.kind,
            reference: group.reference,
            total: group.total,
        };
        Some((key, group.sequence))
    }
}
