//! smpp.twisted3 with smpp.pdu3, Python with Twisted.

use crate::client::{Client, Traits, python};

#[test]
fn plays_every_scene() {
    CLIENT.plays();
}

const CLIENT: Client = Client {
    name: "smpp.twisted3",
    command: || python("python/twisted_esme.py"),
    cannot: &[],
    traits: Traits { joins: false, shows_tlv: true, awaits_unbind: true },
};
