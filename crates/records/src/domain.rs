//! The words of the trade as fields.

use crate::field::{Scalar, number, octets};
use crate::wire::{BadRecord, Value, put_number, put_slice};
use message::code::ReportCode;
use message::id::{MessageId, ShortId};
use message::money::Currency;
use message::object::{AccountId, LoginId, NumberId, OperatorId, RuleId, ServiceId};
use message::state::SmppState;
use message::time::Timestamp;

/// A word that is a number: how to get there and back.
macro_rules! numbers {
    ($($type:ty: $to:expr, $from:expr;)*) => {$(
        impl Scalar for $type {
            #[inline]
            fn put(&self, tag: u32, out: &mut Vec<u8>) {
                put_number(tag, $to(*self), out);
            }

            fn read(value: Value<'_>) -> Result<$type, BadRecord> {
                $from(number(value)?).ok_or(BadRecord::Value)
            }
        }
    )*};
}

fn narrow<T>(number: u64, make: impl FnOnce(u32) -> T) -> Option<T> {
    u32::try_from(number).ok().map(make)
}

/// Milliseconds since 1970.
fn timestamp(number: u64) -> Option<Timestamp> {
    let at = i64::try_from(number).ok().map(Timestamp::from_millis)?;
    (at.millis().unsigned_abs() == number).then_some(at)
}

numbers! {
    MessageId: MessageId::get, MessageId::from_number;
    ShortId: |id: ShortId| u64::from(id.0), |it| narrow(it, ShortId);
    AccountId: |id: AccountId| u64::from(id.0), |it| narrow(it, AccountId);
    LoginId: |id: LoginId| u64::from(id.0), |it| narrow(it, LoginId);
    OperatorId: |id: OperatorId| u64::from(id.0), |it| narrow(it, OperatorId);
    RuleId: |id: RuleId| u64::from(id.0), |it| narrow(it, RuleId);
    NumberId: |id: NumberId| u64::from(id.0), |it| narrow(it, NumberId);
    ServiceId: |id: ServiceId| u64::from(id.0), |it| narrow(it, ServiceId);
    ReportCode: |code: ReportCode| u64::from(code.number()),
        |it| u16::try_from(it).ok().and_then(ReportCode::from_number);
    Timestamp: |at: Timestamp| at.millis().unsigned_abs(), timestamp;
    SmppState: |state: SmppState| u64::from(state.octet()),
        |it| u8::try_from(it).ok().and_then(SmppState::from_octet);
}

/// Three letters.
impl Scalar for Currency {
    #[inline]
    fn put(&self, tag: u32, out: &mut Vec<u8>) {
        put_slice(tag, self.octets(), out);
    }

    fn read(value: Value<'_>) -> Result<Currency, BadRecord> {
        let text = std::str::from_utf8(octets(value)?).map_err(|_| BadRecord::Value)?;
        Currency::parse(text).map_err(|_| BadRecord::Value)
    }
}
