//! May it bind?

use crate::output::Peer;
use message::code::Refusal;
use registry::Snapshot;
use registry::account::{Account, Bind, Login, SessionAnswer};
use registry::name::{Secret, SystemId};
use smpp::session::BindKind;

/// A bind that waits for its password to be checked.
pub(crate) struct Claim {
    pub(crate) kind: BindKind,
    pub(crate) sequence: u32,
    pub(crate) system_id: SystemId,
}

/// What is known of a bind when its password has been checked.
pub(crate) struct Evidence {
    pub(crate) peer: Peer,
    /// The password is the login's.
    pub(crate) password: bool,
    /// Sessions that the account has bound, this one not counted.
    pub(crate) sessions: u32,
}

/// The passwords that a bind can carry (SMPP 3.4 s5.2.2 has 8 characters; newer platforms have more).
const PASSWORD_MAX: usize = 64;

/// The name and the password of a bind.
pub(crate) fn read(bind: &smpp::pdu::bind::Bind<'_>) -> Result<(SystemId, Secret), Refusal> {
    let system_id = text(bind.system_id).and_then(SystemId::parse);
    let system_id = system_id.ok_or(Refusal::SystemIdMalformed)?;
    let password = text(bind.password.0).filter(|it| (1..=PASSWORD_MAX).contains(&it.len()));
    let password = password.ok_or(Refusal::PasswordMalformed)?;
    Ok((system_id, Secret::new(password)))
}

fn text(octets: &[u8]) -> Option<&str> {
    std::str::from_utf8(octets).ok().filter(|text| text.is_ascii())
}

impl Claim {
    /// Whose session it becomes. Nothing is told of an account to whoever does not know its password.
    pub(crate) fn judge<'a>(
        &self,
        snapshot: &'a Snapshot,
        evidence: &Evidence,
    ) -> Result<(&'a Login, &'a Account), Refusal> {
        let login = snapshot.login(self.system_id.as_str()).ok_or(Refusal::SystemIdUnknown)?;
        let account = snapshot.account(login.account).ok_or(Refusal::SystemIdUnknown)?;
        if !evidence.password {
            return Err(Refusal::PasswordWrong);
        }
        if !account.enabled {
            return Err(Refusal::AccountDisabled);
        }
        if !login.may_come_from(evidence.peer.address) {
            return Err(Refusal::AddressNotAllowed);
        }
        if login.tls_required && !evidence.peer.tls {
            return Err(Refusal::TlsRequired);
        }
        if !login.binds.contains(&right(self.kind)) {
            return Err(Refusal::BindTypeNotAllowed);
        }
        if evidence.sessions >= account.limits.sessions.get() {
            return Err(match account.limits.session_answer {
                SessionAnswer::BindFailed => Refusal::SessionLimit,
                SessionAnswer::AlreadyBound => Refusal::SessionLimitBound,
            });
        }
        Ok((login, account))
    }
}

/// What is said of a refused bind, where `uniform` keeps to itself which of the two was wrong.
pub(crate) fn said(refusal: Refusal, uniform: bool) -> Refusal {
    let is_guess = matches!(refusal, Refusal::SystemIdUnknown | Refusal::PasswordWrong);
    if uniform && is_guess { Refusal::LoginRefused } else { refusal }
}

fn right(kind: BindKind) -> Bind {
    match kind {
        BindKind::Transmitter => Bind::Transmitter,
        BindKind::Receiver => Bind::Receiver,
        BindKind::Transceiver => Bind::Transceiver,
    }
}
