//! Kannel 1.4, the gateway, as a customer's.

use crate::client::{Client, Traits, python};

#[test]
fn plays_every_scene() {
    CLIENT.plays();
}

const CLIENT: Client = Client {
    name: "Kannel",
    command: || python("kannel/esme.py"),
    cannot: &[("payload", "it puts no text into message_payload")],
    traits: Traits { joins: true, shows_tlv: false, awaits_unbind: false },
};
