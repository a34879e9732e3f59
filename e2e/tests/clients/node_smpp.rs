//! The package smpp of npm.

use crate::client::{Client, Traits, file, installed};

#[test]
fn plays_every_scene() {
    CLIENT.plays();
}

const CLIENT: Client = Client {
    name: "node-smpp",
    command: || {
        let modules = installed("WHIMBREL_NODE").join("node_modules");
        let modules = format!("NODE_PATH={}", modules.display());
        vec!["env".to_owned(), modules, "node".to_owned(), file("node/esme.js")]
    },
    cannot: &[],
    traits: Traits { joins: false, shows_tlv: true, awaits_unbind: true },
};
