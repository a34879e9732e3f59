//! Way 3: credit is set aside, and all is written; only then comes the answer.

use crate::admit::{Admitted, TRANSACTION_MAX};
use crate::desk::Desk;
use crate::door::{Effect, ReplyTo, Submission};
use crate::ledger::{BookError, Voucher};
use crate::notify;
use crate::route::{price, total};
use message::code::{Refusal, ReportCode};
use message::id::MessageId;
use message::money::Money;
use message::object::AccountId;
use message::receipt::{ErrStyle, Form, Style};
use message::time::Timestamp;
use records::SmolStr;
use records::attempt::{Cause, Settled};
use records::submission::{
    Accepted, Aliased, Booked, Mode, Network, Origin, Party, ReceiptErr, ReceiptForm, ReceiptPolicy,
};
use registry::account::{Account, CreditMode, CreditRefusal, IdForm, PartReceipts};
use registry::rule::Rule;
use std::time::Duration;

/// How long an Idempotency-Key tells a duplicate, where the account has no setting.
const KEY_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// How long after its validity a message may still be reported on, and asked for by its short id.
const ALIAS_KEPT: Duration = Duration::from_secs(31 * 24 * 60 * 60);
/// A postpaid account may owe any amount: the limit is the contract's.
const NO_LIMIT: i64 = i64::MAX / 4;

impl<'a> Desk<'a> {
    /// A submission: in, or refused.
    pub(crate) fn submit(&mut self, submission: Submission) {
        let to = submission.to;
        if let Some(first) = self.replayed(&submission) {
            let id = self.answered_id(first, submission.account);
            return self.tell(Effect::Accepted { to, id });
        }
        if let Err(refusal) = self.accept(submission) {
            self.refuse(to, refusal);
        }
    }

    // [way 3] set credit aside, and write it down
    fn accept(&mut self, submission: Submission) -> Result<(), Refusal> {
        let admitted = self.admit(&submission)?;
        let rule = self.rule(&submission, &admitted).ok_or(Refusal::NoRoute)?;
        let price = total(rule, submission.parts.len())?;
        let is_duplicate = self.first_with_key(&submission).is_some();
        let reserve = if is_duplicate { Ok(None) } else { self.reserve(admitted.account, price) };
        let verdict = match &reserve {
            Ok(Some(_)) => None,
            Ok(None) => Some(ReportCode::Duplicate),
            Err(_) => Some(ReportCode::InsufficientCredit),
        };
        if verdict == Some(ReportCode::InsufficientCredit)
            && would_never_know(&admitted, &submission)
        {
            return Err(Refusal::CreditInsufficient);
        }
        let (to, mode, short_id) = (submission.to, submission.mode, submission.short_id);
        let is_replayed = submission.key.as_ref().is_some_and(|key| key.replay);
        let mut accepted = self.accepted(submission, &admitted, rule);
        if verdict.is_some() && !is_replayed {
            // What is never sent makes no duplicate of a later one, nor the window longer.
            accepted.key_until = None;
        }
        if short_id {
            self.alias(&mut accepted);
        }
        let id = accepted.message;
        let answer = accepted.answered.clone().unwrap_or_else(|| id.digits().as_str().into());
        let wants = notify::Wants::of(&accepted);
        let parts = accepted.parts.len();
        self.record(accepted);
        if let Ok(Some(booked)) = reserve {
            self.record(Booked { message: Some(id), ..booked });
        }
        if let Some(code) = verdict {
            self.reject(id, parts, code, &wants);
        }
        match mode {
            Mode::Store | Mode::Datagram => self.tell(Effect::Accepted { to, id: answer }),
            Mode::Transaction => self.answer_later(to, id, verdict.is_some()),
        }
        Ok(())
    }

    /// The entry that sets the price aside. `Err`: so much credit there is not.
    fn reserve(&self, account: &Account, price: Money) -> Result<Option<Booked>, BookError> {
        let limit = match account.credit.mode {
            CreditMode::Prepaid => 0,
            CreditMode::Postpaid => NO_LIMIT,
        };
        let voucher = Voucher { account: account.id, at: self.now, message: None };
        self.durable.ledger().reserve(voucher, price, limit).map(Some)
    }

    fn accepted(
        &mut self,
        submission: Submission,
        admitted: &Admitted<'_>,
        rule: &Rule,
    ) -> Accepted {
        let account = admitted.account;
        let message = self.next_id();
        let Style { form, err } = account.receipts.style;
        let reference_form = account.id_form == IdForm::Reference;
        Accepted {
            message,
            at: self.now,
            account: submission.account,
            login: submission.login,
            door: submission.door,
            session: Some(submission.to.session.0),
            answered: reference_form.then(|| message.reference_form().as_str().into()),
            source: party(admitted.source.address()),
            destination: party(submission.destination.address()),
            network: admitted.home.map(|home| Network {
                country: home.country.as_str().into(),
                mcc_mnc: None,
                origin: Origin::Prefix,
            }),
            rule: Some(rule.id),
            sell: rule.sell.map(price),
            buy: rule.buy.map(price),
            registry: self.snapshot.version(),
            schedule: admitted.schedule,
            expires: self.expires(submission.mode, admitted.expires),
            registered_delivery: submission.registered_delivery,
            priority: submission.priority,
            protocol_id: submission.protocol_id,
            esm_class: submission.esm_class,
            data_coding: submission.data_coding,
            mode: submission.mode,
            beginning: submission.beginning.filter(|_| account.receipts.show_text),
            user_message_reference: submission.reference,
            key_until: submission.key.as_ref().map(|_| self.key_until(account)),
            client_key: submission.key.map(|key| key.octets),
            form: match form {
                Form::Reference => ReceiptForm::Reference,
                Form::AppendixB => ReceiptForm::AppendixB,
            },
            err: match err {
                ErrStyle::ZeroOnSuccess => ReceiptErr::ZeroOnSuccess,
                ErrStyle::Code => ReceiptErr::Code,
            },
            policy: policy(account, submission.mode, submission.parts.len()),
            class: submission.class,
            parts: submission.parts,
            tlvs: submission.tlvs,
            group: submission.group,
            multi: submission.multi,
            tags: submission.tags,
        }
    }

    fn expires(&self, mode: Mode, expires: Timestamp) -> Timestamp {
        match mode {
            Mode::Store | Mode::Datagram => expires,
            Mode::Transaction => expires.min(self.now.plus(TRANSACTION_MAX)),
        }
    }

    /// A session of SMPP 3.3 can hold eight hexadecimal digits only.
    fn alias(&mut self, accepted: &mut Accepted) {
        let Accepted { account, message, .. } = *accepted;
        if let Some(alias) = self.durable.aliases.next(account) {
            accepted.answered = Some(alias.to_string().into());
            let until = accepted.expires.plus(ALIAS_KEPT);
            self.record(Aliased { account, alias, message, until });
        }
    }

    /// Accepted, and told at once that it will not be sent.
    fn reject(&mut self, id: MessageId, parts: usize, code: ReportCode, wants: &notify::Wants) {
        let outcome = crate::life::Outcome::of(code);
        self.notify_rejected(id, parts, outcome, wants);
        for part in (1..=u8::MAX).take(parts) {
            let cause = Cause::Rejected;
            let outcome = Some(outcome.told());
            self.record(Settled { message: id, part, at: self.now, cause, outcome });
        }
    }

    /// In transaction mode the outcome is the answer.
    fn answer_later(&mut self, to: ReplyTo, id: MessageId, is_rejected: bool) {
        if is_rejected {
            self.tell(Effect::Refused { to, refusal: Refusal::DeliveryFailed });
        } else {
            self.decision.transaction = Some((id, to));
        }
    }

    fn first_with_key(&self, submission: &Submission) -> Option<MessageId> {
        let key = submission.key.as_ref()?;
        self.durable.keys.find(submission.account, &key.octets, self.now)
    }

    fn replayed(&self, submission: &Submission) -> Option<MessageId> {
        let replay = submission.key.as_ref().is_some_and(|key| key.replay);
        self.first_with_key(submission).filter(|_| replay)
    }

    fn key_until(&self, account: &Account) -> Timestamp {
        self.now.plus(account.duplicates.map_or(KEY_KEPT, |duplicates| duplicates.window))
    }

    /// The id as it was answered for this message; of one that is gone, in the account's form.
    pub(crate) fn answered_id(&self, id: MessageId, account: AccountId) -> SmolStr {
        let kept = self.durable.message(id).filter(|message| message.answered_otherwise);
        if let Some(answered) = kept.and_then(|message| message.accepted().answered) {
            return answered;
        }
        let form = self.snapshot.account(account).map(|account| account.id_form);
        let is_live = self.durable.message(id).is_some();
        match form {
            Some(IdForm::Reference) if !is_live => id.reference_form().as_str().into(),
            Some(IdForm::Reference | IdForm::Digits) | None => id.digits().as_str().into(),
        }
    }
}

/// No receipt would tell that the credit did not cover it: none is asked for, or of successes only
/// (SMPP 5.0 s4.7.21), or there is none in this mode.
fn would_never_know(admitted: &Admitted<'_>, submission: &Submission) -> bool {
    let account = admitted.account;
    let wants_receipt = matches!(submission.registered_delivery & 3, 1 | 2)
        && !account.receipts.off
        && submission.mode != Mode::Datagram;
    account.credit.refusal == CreditRefusal::Synchronous
        || (!wants_receipt && account.webhook.is_none())
}

/// A text that the gateway has split is one message to the account, and is reported on as one.
fn policy(account: &Account, mode: Mode, parts: usize) -> ReceiptPolicy {
    if account.receipts.off || mode != Mode::Store {
        return ReceiptPolicy::None;
    }
    match account.receipts.parts {
        PartReceipts::All if parts > 1 => ReceiptPolicy::Aggregated,
        PartReceipts::All => ReceiptPolicy::All,
        PartReceipts::First => ReceiptPolicy::First,
        PartReceipts::Last => ReceiptPolicy::Last,
        PartReceipts::Aggregated => ReceiptPolicy::Aggregated,
    }
}

/// An address as records have it.
fn party(address: message::address::Address<'_>) -> Party {
    Party { ton: address.ton.0, npi: address.npi.0, text: address.text.into() }
}
