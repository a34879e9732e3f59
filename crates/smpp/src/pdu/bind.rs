//! Session PDUs (SMPP 3.4 s4.1-4.3).

use super::body::body;
use crate::address::Secret;

body! {
    /// bind_transmitter, bind_receiver, bind_transceiver (SMPP 3.4 s4.1.1, s4.1.3, s4.1.5).
    Bind {
        /// Who wants to bind.
        system_id: &'a [u8] = cstring(SystemId, 16);
        /// 8 characters by the standard; up to 64 are read and written, as newer platforms use them.
        password: Secret<'a> = secret(Password, 65);
        /// Kind of system.
        system_type: &'a [u8] = cstring(SystemType, 13);
        /// The version the ESME speaks.
        interface_version: u8 = integer(InterfaceVersion);
        /// Type of number of `address_range`.
        addr_ton: u8 = integer(AddressRangeTon);
        /// Numbering plan of `address_range`.
        addr_npi: u8 = integer(AddressRangeNpi);
        /// A regular expression. Kept as octets: nothing here compiles it.
        address_range: &'a [u8] = cstring(AddressRange, 41);
    }
}

body! {
    /// The answer to each of the three (SMPP 3.4 s4.1.2, s4.1.4, s4.1.6).
    BindResp {
        /// Who answers.
        system_id: &'a [u8] = cstring_if_any(SystemId, 16);
    }
}

body! {
    /// outbind (SMPP 3.4 s4.1.7).
    Outbind {
        /// Who asks for the bind.
        system_id: &'a [u8] = cstring(SystemId, 16);
        /// Its password.
        password: Secret<'a> = secret(Password, 65);
    }
}

body! {
    /// A response that is only a header, save for the TLVs that 5.0 allows in any response
    /// (`congestion_state`, SMPP 5.0 s4.8.4.18).
    Tail {}
}
