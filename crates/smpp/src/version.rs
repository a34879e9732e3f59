//! The three versions of the protocol, and where they differ, as data.

/// A version of SMPP as agreed at bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// SMPP 3.3: no TLVs, message ids of 8 hexadecimal digits.
    V33,
    /// SMPP 3.4, issue 1.2.
    V34,
    /// SMPP 5.0.
    V50,
}

/// What a version allows. Sizes of strings count the terminator, as the standards do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Octets of `interface_version` and of the TLV `sc_interface_version`.
    pub interface_version: u8,
    /// May TLVs be sent to such a peer (SMPP 3.4 s3.2.1.5)?
    pub tlvs: bool,
    /// Longest `message_id` that we send, with its terminator.
    pub message_id_max: usize,
    /// Most octets of `short_message`. A 3.3 peer may send as many as a 3.4 one: most do.
    pub short_message_max: usize,
    /// Most entries of `dest_address` in a submit_multi.
    pub destinations_max: u8,
    /// Highest `sm_default_msg_id`.
    pub default_message_max: u8,
    /// Highest `priority_flag`.
    pub priority_max: u8,
    /// Does `registered_delivery` 3 (receipt on success only) exist (SMPP 5.0 s4.7.21)?
    pub receipt_on_success_only: bool,
}

const V33: Rules = Rules {
    interface_version: 0x33,
    tlvs: false,
    message_id_max: 9,
    short_message_max: 254,
    destinations_max: 254,
    default_message_max: 100,
    priority_max: 1,
    receipt_on_success_only: false,
};

const V34: Rules = Rules {
    interface_version: 0x34,
    tlvs: true,
    message_id_max: 65,
    default_message_max: 254,
    priority_max: 3,
    ..V33
};

const V50: Rules = Rules {
    interface_version: 0x50,
    short_message_max: 255,
    destinations_max: 255,
    default_message_max: 255,
    priority_max: 4,
    receipt_on_success_only: true,
    ..V34
};

impl Version {
    /// All versions, oldest first.
    pub const ALL: [Version; 3] = [Version::V33, Version::V34, Version::V50];

    /// The version that a peer's `interface_version` octet asks for: up to 0x33 is 3.3 or older, and
    /// values between the published ones fall to the version below (SMPP 3.4 s5.2.4).
    pub const fn from_interface(octet: u8) -> Version {
        match octet {
            0x00..=0x33 => Version::V33,
            0x34..=0x4F => Version::V34,
            0x50..=0xFF => Version::V50,
        }
    }

    /// What this version allows.
    pub const fn rules(self) -> &'static Rules {
        match self {
            Version::V33 => &V33,
            Version::V34 => &V34,
            Version::V50 => &V50,
        }
    }
}
