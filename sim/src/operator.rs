//! An operator's message centre: the simulator's brain behind real sessions, and its own record.

mod ledger;
mod plan;
mod hear;

pub use ledger::{Ledger, PhoneText, Posted};
pub use plan::OperatorPlan;

use crate::customer::Tagged;
use crate::event::{End, LinkId, Party};
use crate::line::Line;
use crate::net::between;
use crate::stage::{Alarm, Stage};
use crate::tally::Count;
use fastrand::Rng;
use message::time::Timestamp;
use simulator::phone::Presence;
use simulator::{Action, Answer, Brain, SessionId};
use smpp::session::{Refused, Role, Session, Settings};
use smpp::{Encoder, Pdu, Version};
use std::collections::BTreeMap;
use std::time::Duration;

/// An operator's message centre.
pub struct Operator {
    number: usize,
    plan: OperatorPlan,
    chance: Rng,
    brain: Brain,
    lines: BTreeMap<LinkId, Line>,
    versions: BTreeMap<LinkId, Version>,
    down_until: Duration,
    is_fair: bool,
    /// When a phone writes the next text.
    text_at: Option<Duration>,
    alarm: Alarm,
    /// Its record, beside that of the brain.
    pub ledger: Ledger,
}

impl Operator {
    /// A message centre without connections; `beginning`: the time of day at time zero.
    ///
    /// Its phones write what the plan says, with a mark, and nothing by themselves.
    pub fn new(
        number: usize,
        mut plan: OperatorPlan,
        mut chance: Rng,
        beginning: Timestamp,
    ) -> Operator {
        plan.profile.inbound.every = None;
        let mut brain = Brain::new(plan.profile.clone(), chance.u64(..), beginning);
        for phone in plan.phones.iter().rev().take(plan.phones_away) {
            let away = [Presence::Off, Presence::Full, Presence::Barred, Presence::Unknown];
            let added = brain.phones_mut().add(phone, away[chance.usize(..4)]);
            added.expect("a phone of the plan is a number");
        }
        let text_at = (plan.texts > 0).then(|| between(&mut chance, plan.text_pace));
        Operator {
            number,
            plan,
            chance,
            brain,
            lines: BTreeMap::new(),
            versions: BTreeMap::new(),
            down_until: Duration::ZERO,
            is_fair: false,
            text_at,
            alarm: Alarm::default(),
            ledger: Ledger::default(),
        }
    }

    /// What it is to do.
    pub fn plan(&self) -> &OperatorPlan {
        &self.plan
    }

    /// What the brain has seen and done.
    pub fn brain(&self) -> &Brain {
        &self.brain
    }

    /// From now on it takes every bind, and is not down.
    pub fn be_fair(&mut self) {
        self.is_fair = true;
        self.down_until = Duration::ZERO;
    }

    /// It loses all its connections and takes none before then.
    pub fn go_down(&mut self, stage: &mut Stage, until: Duration) {
        stage.timeline.count(Count::OperatorsDown);
        self.down_until = until;
        self.lines.values_mut().for_each(|line| line.session.close());
    }

    /// Somebody dials it.
    pub fn knock(&mut self, stage: &mut Stage, end: End) {
        if stage.now() < self.down_until {
            stage.timeline.count(Count::KnocksRefused);
            return stage.net.close(&mut stage.timeline, end);
        }
        let session = Session::new(Role::MessageCentre, self.settings(), stage.now());
        self.lines.insert(end.link, Line::new(end, session));
    }

    /// Is there nothing more that it wants to do?
    pub fn is_done(&self) -> bool {
        self.text_at.is_none() && self.brain.held() == 0
    }

    /// It looks around.
    pub fn turn(&mut self, stage: &mut Stage) {
        self.lines.values_mut().for_each(|line| line.pass_time(stage));
        self.listen(stage);
        self.let_phones_write(stage);
        while let Some(action) = self.brain.poll(stage.now()) {
            self.perform(action, stage);
        }
        self.lines.values_mut().for_each(|line| line.write(stage));
        self.listen(stage);
        let deadlines = self.lines.values().filter_map(Line::deadline);
        let own = [self.brain.next_due(), self.text_at];
        let next = deadlines.chain(own.into_iter().flatten()).min();
        self.alarm.set(&mut stage.timeline, Party::Operator(self.number), next);
    }

    fn settings(&self) -> Settings {
        Settings {
            version: self.plan.version,
            window_ours: self.plan.profile.sessions.window,
            window_theirs: 100_000,
            timers: self.plan.timers,
            ..Settings::default()
        }
    }

    // --- what it does

    fn perform(&mut self, action: Action, stage: &mut Stage) {
        match action {
            Action::Answer(answer) => self.answer(&answer, stage),
            Action::Deliver(deliver) => {
                let link = LinkId(deliver.session.0);
                let who = Party::Operator(self.number);
                stage.timeline.note(who, || format!("{link}: delivers {}", shown(&deliver.pdu())));
                let version = self.versions.get(&link).copied().unwrap_or(self.plan.version);
                self.ledger.posted(&deliver, version, stage.now());
                let line = self.lines.get_mut(&link);
                let sent = line.map(|line| {
                    line.session.handle_request(deliver.token, &deliver.pdu(), stage.now())
                });
                if !matches!(sent, Some(Ok(_))) {
                    let reply = simulator::Reply::Nothing;
                    self.brain.answered(stage.now(), deliver.session, deliver.token, reply);
                }
            }
            Action::Close(SessionId(link)) => {
                let Some(line) = self.lines.get_mut(&LinkId(link)) else { return };
                line.write(stage);
                line.session.close();
            }
        }
    }

    fn answer(&mut self, answer: &Answer, stage: &mut Stage) {
        let link = LinkId(answer.session.0);
        let who = Party::Operator(self.number);
        stage.timeline.note(who, || {
            let Answer { sequence, status, .. } = answer;
            format!("{link}: answers {sequence}, {status}, id {:?}", answer.message_id())
        });
        let Some(line) = self.lines.get_mut(&link) else { return };
        self.ledger.answered(link, answer.sequence);
        let Answer { sequence, status, .. } = *answer;
        let sent = line.session.handle_answer(sequence, status, &answer.pdu(), stage.now());
        if sent == Err(Refused::NotOwed) {
            // A second answer, or one with a wrong number: behind what is pending.
            line.write(stage);
            let version = self.versions.get(&link).copied().unwrap_or(self.plan.version);
            let mut octets = bytes::BytesMut::new();
            let written =
                Encoder::new(version).encode(&answer.pdu(), status, sequence, &mut octets);
            if written.is_ok() && line.session.pending().is_empty() {
                stage.net.write(&mut stage.timeline, line.end, &octets);
            }
        }
    }

    fn let_phones_write(&mut self, stage: &mut Stage) {
        let now = stage.now();
        if self.text_at.is_none_or(|at| at > now) {
            return;
        }
        let text = self.ledger.next_text(self.number, &self.plan, &mut self.chance, now);
        let to = simulator::Party::new(&text.to);
        let written = self.brain.phone_writes(now, &text.from, &to, &text.text);
        let who = Party::Operator(self.number);
        stage
            .timeline
            .note(who, || format!("{} writes {} to {}", text.from, text.tag.mark(), text.to));
        if written.is_ok() {
            stage.timeline.count(Count::FromPhones);
            self.ledger.texts.push(text);
        }
        let is_last = self.ledger.texts_written >= self.plan.texts;
        self.text_at = (!is_last).then(|| now + between(&mut self.chance, self.plan.text_pace));
    }
}

fn shown(pdu: &Pdu<'_>) -> String {
    let text = if let Pdu::DeliverSm(sm) = pdu { sm.short_message } else { b"by data_sm" };
    text.escape_ascii().to_string()
}

fn tag_of(pdu: &Pdu<'_>) -> Option<String> {
    let text = if let Pdu::SubmitSm(sm) = pdu { sm.short_message } else { b"" };
    Tagged::find(text).map(Tagged::mark)
}
