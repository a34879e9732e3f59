//! Net::SMPP, Perl.

use crate::client::{Client, Traits, file};

#[test]
fn plays_every_scene() {
    CLIENT.plays();
}

const CLIENT: Client = Client {
    name: "Net-SMPP",
    command: || vec!["perl".to_owned(), file("perl/esme.pl")],
    cannot: &[],
    traits: Traits { joins: false, shows_tlv: true, awaits_unbind: true },
};
