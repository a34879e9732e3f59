//! What an account asks about its messages.

use crate::desk::Desk;
use crate::door::{Effect, Enquiry, Named, Standing};
use crate::life::Follows;
use crate::submit::copies;
use message::id::MessageId;
use records::attempt::{Cause, Settled};

impl Desk<'_> {
    /// Where a message stands.
    pub(crate) fn query(&mut self, enquiry: &Enquiry) {
        let standing = self.named(enquiry).and_then(|id| self.standing(id, enquiry));
        self.tell(Effect::Stands { to: enquiry.to, standing });
    }

    /// A message is not to be sent. What an operator may have goes its way.
    pub(crate) fn cancel(&mut self, enquiry: &Enquiry) {
        let done = self.named(enquiry).is_some_and(|id| self.cancel_parts(id, enquiry));
        self.tell(Effect::Cancelled { to: enquiry.to, done });
    }

    fn named(&self, enquiry: &Enquiry) -> Option<MessageId> {
        match enquiry.message {
            Named::Id(id) => Some(id),
            Named::Short(short) => self.durable.aliases.find(enquiry.account, short),
        }
    }

    fn standing(&self, id: MessageId, enquiry: &Enquiry) -> Option<Standing> {
        if let Some(message) = self.durable.message(id) {
            let it = message.standing(self.now);
            let ended = message.parts.iter().filter_map(|tracked| tracked.times.ended).max();
            let ended = ended.filter(|_| message.has_ended());
            let id = self.answered_id(id, enquiry.account);
            let standing = Standing { id, state: it.state, code: it.code, ended };
            return (message.account == enquiry.account).then_some(standing);
        }
        let gone = self.volatile.recent.get(id, self.now)?;
        (gone.account == enquiry.account).then(|| Standing {
            id: match enquiry.message {
                Named::Short(short) => short.to_string().into(),
                Named::Id(id) => self.answered_id(id, enquiry.account),
            },
            state: gone.standing.state,
            code: gone.standing.code,
            ended: Some(gone.ended),
        })
    }

    fn cancel_parts(&mut self, id: MessageId, enquiry: &Enquiry) -> bool {
        let Some(message) = self.durable.message(id) else { return false };
        if message.account != enquiry.account {
            return false;
        }
        let mut parts = copies(message);
        let mut done = true;
        for (part, index) in (1..=u8::MAX).zip(0..parts.len()) {
            let Some(changed) = parts.get_mut(index) else { break };
            match changed.cancel() {
                Ok(Follows::Close(_)) => {
                    self.close(id, message, &parts, part);
                    let cause = Cause::Cancelled;
                    self.record(Settled { message: id, part, at: self.now, cause, outcome: None });
                }
                Ok(_) | Err(_) => done = false,
            }
        }
        done
    }
}
