use message::address::{Address, Destination, Npi, Ton};

/// An address that owns its characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Party {
    /// Type of number (SMPP 3.4 s5.2.5).
    pub ton: u8,
    /// Numbering plan (SMPP 3.4 s5.2.6).
    pub npi: u8,
    /// Digits or characters.
    pub digits: Vec<u8>,
}

/// Characters of an address in a deliver_sm, without its NUL (SMPP 3.4 s4.6.1).
const DIGITS_MAX: usize = 20;

impl Party {
    /// A number in international form, a short code, or whatever else `digits` is.
    pub fn new(digits: &str) -> Party {
        let meant = Address { ton: Ton::UNKNOWN, npi: Npi::UNKNOWN, text: digits };
        match meant.destination(None) {
            Ok(destination) => Party::of_destination(&destination),
            Err(_) => Party { ton: Ton::ALPHANUMERIC.0, npi: 0, digits: digits.into() },
        }
    }

    fn of_destination(destination: &Destination) -> Party {
        let Address { ton, npi, text } = destination.address();
        Party { ton: ton.0, npi: npi.0, digits: text.into() }
    }

    pub(crate) fn of(address: smpp::Address<'_>) -> Party {
        Party { ton: address.ton, npi: address.npi, digits: address.digits.to_vec() }
    }

    /// As it travels.
    pub fn view(&self) -> smpp::Address<'_> {
        smpp::Address { ton: self.ton, npi: self.npi, digits: &self.digits }
    }

    /// The one form of the number, however it is written; `None` if nobody can be reached by it.
    pub(crate) fn number(&self) -> Option<String> {
        let text = std::str::from_utf8(&self.digits).ok()?;
        let address = Address { ton: Ton(self.ton), npi: Npi(self.npi), text };
        address.destination(None).ok().map(|destination| destination.to_string())
    }

    /// Can a deliver_sm carry it?
    pub(crate) fn is_writable(&self) -> bool {
        self.ton <= smpp::Address::TON_MAX
            && self.digits.len() <= DIGITS_MAX
            && self.digits.iter().all(|octet| octet.is_ascii() && *octet != 0)
    }
}
