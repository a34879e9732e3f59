//! From whom, to whom.

use message::address::{Address, AddressError, Destination, Home, Npi, Source, Ton};
use message::code::Refusal;
use registry::account::Account;
use registry::country::Country;

/// None: the account's default sender.
pub(super) fn source(
    address: smpp::Address<'_>,
    account: &Account,
) -> Result<Option<Source>, Refusal> {
    let written = written(address).map_err(AddressError::of_source)?;
    match written.source(home(account)) {
        Ok(source) => Ok(Some(source)),
        Err(AddressError::Empty) if account.default_sender.is_some() => Ok(None),
        Err(error) => Err(error.of_source()),
    }
}

pub(super) fn destination(
    address: smpp::Address<'_>,
    account: &Account,
) -> Result<Destination, Refusal> {
    let destination = written(address).and_then(|it| it.destination(home(account)));
    destination.map_err(AddressError::of_destination)
}

fn home(account: &Account) -> Option<Home<'static>> {
    account.home.as_ref().map(Country::home)
}

/// Addresses are ASCII: the reader of packets has seen to it.
fn written(address: smpp::Address<'_>) -> Result<Address<'_>, AddressError> {
    let text = std::str::from_utf8(address.digits);
    let text = text.map_err(|_| AddressError::NotDigit(char::REPLACEMENT_CHARACTER))?;
    Ok(Address { ton: Ton(address.ton), npi: Npi(address.npi), text })
}
