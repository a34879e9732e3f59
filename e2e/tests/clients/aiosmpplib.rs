//! aiosmpplib 0.7, Python with asyncio.

use crate::client::{Client, Traits, python};

#[test]
fn plays_every_scene() {
    CLIENT.plays();
}

const CLIENT: Client = Client {
    name: "aiosmpplib",
    command: || python("python/aiosmpplib_esme.py"),
    cannot: &[(
        "udh_extension",
        "it cuts by characters, not septets, and cannot write what is then too long",
    )],
    traits: Traits { joins: false, shows_tlv: true, awaits_unbind: false },
};
