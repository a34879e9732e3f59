//! What the account's program asks for.

use super::answer::Asked;
use super::{Bound, Session, Stage};
use crate::enquire;
use crate::output::{Clock, Output, Why};
use crate::submit::{self, Context, Request};
use gateway::door::{Enquiry, Input, ReplyTo, Submission};
use message::code::Refusal;
use smpp::frame::Header;
use smpp::pdu::Decoded;
use smpp::{CommandStatus, Pdu};

impl Session {
    pub(super) fn handle_request(&mut self, received: &Decoded<'_>, clock: Clock) {
        let Decoded { header, pdu, .. } = received;
        let header = *header;
        if let Pdu::SubmitSm(sm) = pdu {
            self.submit(header, &Request::from(sm), clock);
        } else if let Pdu::DataSm(sm) = pdu {
            self.submit(header, &Request::from(sm), clock);
        } else if let Pdu::QuerySm(query) = pdu {
            self.enquire(header, query.message_id, Input::Query, clock);
        } else if let Pdu::CancelSm(cancel) = pdu {
            self.cancel(header, cancel.message_id, clock);
        } else if let Pdu::ReplaceSm(_) = pdu {
            let status = CommandStatus::REPLACE_FAILED;
            self.refuse(header, status, Why::Operation, clock);
        } else {
            self.refuse_for(header, Refusal::OperationUnknown, clock);
        }
    }

    fn submit(&mut self, header: Header, request: &Request<'_>, clock: Clock) {
        let submission = self.read_submission(header, request, clock);
        match submission {
            Ok(submission) => self.ask(Input::Submit(Box::new(submission))),
            Err(refusal) => self.refuse_for(header, refusal, clock),
        }
    }

    fn read_submission(
        &mut self,
        header: Header,
        request: &Request<'_>,
        clock: Clock,
    ) -> Result<Submission, Refusal> {
        let to = self.reply_to(header);
        let &Bound { account, login, version, .. } = self.admits()?;
        let account = self.registry.account(account).ok_or(Refusal::AccountDisabled)?;
        let context = Context { to, account, login, version, wall: clock.wall };
        submit::read(request, &context, &mut self.references)
    }

    /// Without an id it would cancel whatever waits between two addresses (SMPP 3.4 s4.9.1); that is
    /// not done here.
    fn cancel(&mut self, header: Header, message_id: &[u8], clock: Clock) {
        if message_id.is_empty() {
            let status = CommandStatus::CANCEL_FAILED;
            self.refuse(header, status, Why::Operation, clock);
        } else {
            self.enquire(header, message_id, Input::Cancel, clock);
        }
    }

    fn enquire(
        &mut self,
        header: Header,
        message_id: &[u8],
        input: fn(Enquiry) -> Input,
        clock: Clock,
    ) {
        let to = self.reply_to(header);
        let account = match self.admits() {
            Ok(bound) => bound.account,
            Err(refusal) => return self.refuse_for(header, refusal, clock),
        };
        match enquire::named(message_id) {
            Some(message) => self.ask(input(Enquiry { to, account, message })),
            None => {
                let status = CommandStatus::INVALID_MESSAGE_ID;
                self.refuse(header, status, Why::Operation, clock);
            }
        }
    }

    /// Who asks, if there is room for another request.
    fn admits(&self) -> Result<&Bound, Refusal> {
        match &self.stage {
            Stage::Bound(bound) if bound.leaving => Err(Refusal::Draining),
            Stage::Bound(bound) if bound.asked >= bound.window => Err(Refusal::WindowExceeded),
            Stage::Bound(bound) => Ok(bound),
            Stage::Open | Stage::Checking(_) | Stage::Ended => Err(Refusal::NotBound),
        }
    }

    fn reply_to(&self, header: Header) -> ReplyTo {
        ReplyTo { session: self.id, token: Asked::of(header).token() }
    }

    /// Hands a request to the core, which will answer it.
    fn ask(&mut self, input: Input) {
        if let Stage::Bound(bound) = &mut self.stage {
            bound.asked += 1;
        }
        self.outputs.push_back(Output::Input(input));
    }
}
