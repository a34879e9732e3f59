//! smpplib 2.2, Python.

use crate::client::{Client, Traits, python};

#[test]
fn plays_every_scene() {
    CLIENT.plays();
}

const CLIENT: Client = Client {
    name: "smpplib",
    command: || python("python/smpplib_esme.py"),
    cannot: &[],
    traits: Traits { joins: false, shows_tlv: true, awaits_unbind: true },
};
