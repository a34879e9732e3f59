//! What a customer does.

use super::hear::response_pdu;
use super::ledger::{Answer, Submission};
use super::letter::Letter;
use super::{Asked, Customer, Task};
use crate::event::Party;
use crate::net::between;
use crate::stage::Stage;
use crate::tally::Count;
use smpp::pdu::manage::{CancelSm, QuerySm};
use smpp::session::{Session, Token};
use smpp::{Address, CommandId, CommandStatus, Pdu};
use std::time::Duration;

impl Customer {
    /// Does what is due, and sends what there is room for.
    pub(super) fn do_tasks(&mut self, stage: &mut Stage) {
        let now = stage.now();
        while let Some(entry) = self.tasks.first_entry().filter(|entry| entry.key().0 <= now) {
            match entry.remove() {
                Task::Write => self.write_letter(stage),
                Task::Reply { delivery, status, response } => {
                    self.reply(delivery, status, response, now);
                }
                task @ (Task::Submit(_) | Task::Query(_) | Task::Cancel(_)) => {
                    self.ready.push_back(task);
                }
            }
        }
        while let Some(seat) = self.seats.iter().position(|seat| seat.has_room()) {
            let Some(task) = self.ready.pop_front() else { return };
            self.send(seat, task, stage);
        }
    }

    fn write_letter(&mut self, stage: &mut Stage) {
        let now = stage.now();
        let first = u32::try_from(self.ledger.submissions.len()).unwrap_or(u32::MAX);
        let letters = Letter::write(&self.plan.writing, &mut self.chance, self.number, first);
        for letter in letters {
            self.ready.push_back(Task::Submit(self.ledger.submissions.len()));
            let answer = Answer::Unsent;
            self.ledger.submissions.push(Submission { letter, at: now, sends: 0, answer });
        }
        self.letters += 1;
        if self.letters < self.plan.letters {
            let at = now + between(&mut self.chance, self.plan.pace);
            self.enter(at, Task::Write);
        }
    }

    fn send(&mut self, seat: usize, task: Task, stage: &mut Stage) {
        let now = stage.now();
        self.serial += 1;
        let token = Token(self.serial);
        let Some(line) = self.seats[seat].line.as_mut() else { return };
        let source = Address { ton: 1, npi: 1, digits: self.plan.writing.source.as_bytes() };
        let sent = match &task {
            Task::Submit(index) => {
                let submission = &mut self.ledger.submissions[*index];
                submission.at = now;
                submission.sends += 1;
                submission.answer = Answer::Open;
                submission.letter.with_pdu(|pdu| line.session.handle_request(token, pdu, now))
            }
            Task::Query(id) => {
                let pdu = Pdu::QuerySm(QuerySm {
                    message_id: id.as_bytes(),
                    source,
                    ..QuerySm::default()
                });
                line.session.handle_request(token, &pdu, now)
            }
            Task::Cancel(id) => {
                let message_id = id.as_bytes();
                let pdu = Pdu::CancelSm(CancelSm { message_id, source, ..CancelSm::default() });
                line.session.handle_request(token, &pdu, now)
            }
            Task::Write | Task::Reply { .. } => return,
        };
        let link = line.end.link;
        if let Err(refused) = sent {
            panic!("{task:?} cannot be sent: {refused}");
        }
        note(self.number, &task, self, stage);
        self.asked.insert((link, token), Asked { task, given_up: false });
    }

    /// On the session on which it came; if that has ended, nowhere.
    fn reply(
        &mut self,
        delivery: usize,
        status: CommandStatus,
        response: CommandId,
        now: Duration,
    ) {
        let delivery = &mut self.ledger.deliveries[delivery];
        let lines = self.seats.iter_mut().filter_map(|seat| seat.line.as_mut());
        let Some(line) = lines.into_iter().find(|line| line.end.link == delivery.link) else {
            return;
        };
        let session: &mut Session = &mut line.session;
        let pdu = response_pdu(response);
        if session.handle_answer(delivery.sequence, status, &pdu, now).is_ok() {
            delivery.reply = Some((status.0, now));
        }
    }
}

fn note(number: usize, task: &Task, customer: &Customer, stage: &mut Stage) {
    let count = match task {
        Task::Submit(_) => Count::Offered,
        Task::Query(_) => Count::Queries,
        Task::Cancel(_) => Count::Cancels,
        Task::Write | Task::Reply { .. } => return,
    };
    stage.timeline.count(count);
    stage.timeline.note(Party::Customer(number), || match task {
        Task::Submit(index) => {
            let Letter { tag, operation, destination, .. } =
                &customer.ledger.submissions[*index].letter;
            format!("submits {} to {destination}, {operation:?}", tag.mark())
        }
        Task::Query(id) => format!("asks for {id}"),
        Task::Cancel(id) => format!("cancels {id}"),
        Task::Write | Task::Reply { .. } => String::new(),
    });
}
