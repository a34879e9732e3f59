//! What a journal that was freed leaves behind.

use super::table::Table;
use super::{Change, Durable};
use message::id::MessageId;
use std::collections::BTreeSet;

impl Durable {
    /// Lets go what has ended by a record about something else. To be called when all of the journal
    /// is read.
    ///
    /// The end of a notice ends its message, or its text. Was the notice freed and the message
    /// written forward behind it, then the end is read and the notice is not: whose end it was cannot
    /// be told from it. What no notice is about any more is known by that itself.
    pub fn drop_leftovers(&mut self, changes: &mut Vec<Change>) {
        let mut notices: Table<u32> = Table::default();
        for notice in self.notices.values() {
            *notices.entry(notice.message).or_default() += 1;
        }
        let mut over = Vec::new();
        for (id, message) in &mut self.messages {
            message.notices = notices.get(id).copied().unwrap_or(0);
            if message.is_over() {
                over.push(*id);
            }
        }
        over.sort_unstable();
        over.into_iter().for_each(|id| self.forget_if_over(id, changes));
        self.joined.retain(|id, _| notices.contains_key(id));
        let joined = self.joined.values().flat_map(|joined| &joined.parts);
        let joined: BTreeSet<MessageId> = joined.copied().collect();
        let is_known = |id: &&MessageId| notices.contains_key(*id) || joined.contains(*id);
        let others = self.inbound.keys().filter(|id| !is_known(id)).copied();
        let is_waiting = |id: &MessageId| {
            self.inbound(*id).is_some_and(|received| self.waits_for_others(&received))
        };
        let lost: Vec<MessageId> = others.filter(|id| !is_waiting(id)).collect();
        lost.into_iter().for_each(|id| self.drop_inbound(id));
    }
}
