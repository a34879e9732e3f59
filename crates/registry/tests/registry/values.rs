//! The small types: what may be written, and what it means.

use registry::country::{Country, MccMnc};
use registry::inbound::Keyword;
use registry::name::{Name, Secret, SystemId};
use registry::net::{Cidr, CidrError, Endpoint, WebUrl};
use registry::prefix::Prefix;

#[test]
fn names() {
    let sixty_four = "é".repeat(64);
    let sixty_five = "e".repeat(65);
    for (text, is_name) in [
        ("acme", true),
        ("uk cheap", true),
        (sixty_four.as_str(), true),
        (sixty_five.as_str(), false),
        ("", false),
        (" acme", false),
        ("acme ", false),
        ("ac\nme", false),
    ] {
        assert_eq!(Name::parse(text).is_some(), is_name, "{text:?}");
    }
    for (text, is_system_id) in [
        ("acme", true),
        ("a b", true),
        ("123456789012345", true),
        ("1234567890123456", false),
        ("", false),
        ("acm\u{e9}", false),
        ("ac\0me", false),
        ("acme\x7f", false),
    ] {
        assert_eq!(SystemId::parse(text).is_some(), is_system_id, "{text:?}");
    }
}

#[test]
fn a_secret_is_not_shown() {
    let secret = Secret::new("opensesame");
    assert_eq!(format!("{secret:?}"), "Secret(hidden)");
    assert_eq!(secret.expose(), "opensesame");
    let draft = super::support::draft();
    let shown = format!("{draft:?}{:?}", super::support::build(&draft));
    assert!(shown.contains("Secret(hidden)"));
    assert!(!shown.contains("hush"), "{shown}");
}

/// written, shown again or the network that was probably meant.
const NETWORKS: &[(&str, Result<&str, Option<&str>>)] = &[
    ("192.0.2.0/24", Ok("192.0.2.0/24")),
    ("192.0.2.1", Ok("192.0.2.1/32")),
    ("0.0.0.0/0", Ok("0.0.0.0/0")),
    ("2001:db8::/32", Ok("2001:db8::/32")),
    ("::1", Ok("::1/128")),
    ("::/0", Ok("::/0")),
    ("10.1.2.3/8", Err(Some("10.0.0.0/8"))),
    ("2001:db8::1/64", Err(Some("2001:db8::/64"))),
    ("1.2.3.4/0", Err(Some("0.0.0.0/0"))),
    ("192.0.2.0/33", Err(None)),
    ("::/129", Err(None)),
    ("192.0.2.0/+8", Err(None)),
    ("192.0.2.0/", Err(None)),
    ("192.0.2/24", Err(None)),
    ("192.0.2.0/24/8", Err(None)),
    ("example.org", Err(None)),
    ("", Err(None)),
];

#[test]
fn networks() {
    for (text, expected) in NETWORKS {
        let parsed = match Cidr::parse(text) {
            Ok(network) => Ok(network.to_string()),
            Err(CidrError::HostBits(network)) => Err(Some(network.to_string())),
            Err(CidrError::Malformed) => Err(None),
        };
        let expected = expected.map(str::to_owned).map_err(|meant| meant.map(str::to_owned));
        assert_eq!(parsed, expected, "{text:?}");
    }
    for (network, address, is_inside) in [
        ("192.0.2.0/24", "192.0.2.255", true),
        ("192.0.2.0/24", "192.0.3.0", false),
        ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.6", false),
        ("192.0.2.128/25", "192.0.2.127", false),
        ("0.0.0.0/0", "255.255.255.255", true),
        ("0.0.0.0/0", "::1", false),
        ("::/0", "192.0.2.1", false),
        ("192.0.2.0/24", "::ffff:192.0.2.9", true),
        ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::", false),
    ] {
        let inside = Cidr::parse(network).expect(network).contains(address.parse().expect(address));
        assert_eq!(inside, is_inside, "{address} in {network}");
    }
}

#[test]
fn endpoints() {
    for (text, expected) in [
        ("smpp://smsc.example:2775", Some(("smsc.example", 2775, false))),
        ("smpps://smsc.example:3550", Some(("smsc.example", 3550, true))),
        ("smpp://192.0.2.1:1", Some(("192.0.2.1", 1, false))),
        ("smpp://[2001:db8::1]:65535", Some(("2001:db8::1", 65_535, false))),
        ("smpp://sms_c-1.example.:2775", Some(("sms_c-1.example.", 2775, false))),
        ("smpp://smsc.example", None),
        ("smpp://smsc.example:0", None),
        ("smpp://smsc.example:65536", None),
        ("smpp://smsc.example:+1", None),
        ("smpp://smsc.example:", None),
        ("smpp://smsc.example:2775/", None),
        ("smpp://:2775", None),
        ("smpp://a..b:2775", None),
        ("smpp://a b:2775", None),
        ("smpp://2001:db8::1:2775", None),
        ("smpp://[smsc.example]:2775", None),
        ("smpp://[::1]2775", None),
        ("SMPP://smsc.example:2775", None),
        ("http://smsc.example:2775", None),
        ("smsc.example:2775", None),
        ("", None),
    ] {
        let endpoint = Endpoint::parse(text);
        let parts = endpoint.as_ref().map(|it| (it.host(), it.port(), it.is_tls()));
        assert_eq!(parts, expected, "{text:?}");
        assert!(endpoint.is_none_or(|it| it.to_string() == text), "{text:?} shown again");
    }
    let label = |length: usize| format!("smpp://{}.example:1", "a".repeat(length));
    assert!(Endpoint::parse(&label(63)).is_some());
    assert!(Endpoint::parse(&label(64)).is_none());
    let name = |length: usize| format!("smpp://{}:1", &"a.".repeat(127)[..length]);
    assert!(Endpoint::parse(&name(253)).is_some());
    assert!(Endpoint::parse(&name(254)).is_none());
}

#[test]
fn urls_of_webhooks() {
    let long = format!("https://acme.example/{}", "a".repeat(2_048 - 21));
    let too_long = format!("{long}a");
    for (text, is_url) in [
        ("https://acme.example", true),
        ("https://acme.example/sms?a=b#c", true),
        ("https://acme.example?a=b", true),
        ("https://acme.example:8443/sms", true),
        ("https://[2001:db8::1]:8443/sms", true),
        ("https://192.0.2.1/", true),
        ("http://localhost:8000/sms", true),
        ("http://127.0.0.1/sms", true),
        ("http://[::1]:8000/sms", true),
        (&long, true),
        (&too_long, false),
        ("http://acme.example/sms", false),
        ("http://localhost.acme.example/sms", false),
        ("https://", false),
        ("https:///sms", false),
        ("https://user:password@acme.example/", false),
        ("https://acme.example:/", false),
        ("https://acme.example:99999/", false),
        ("https://acme.example/a b", false),
        ("https://acme.example/\u{e9}", false),
        ("ftp://acme.example/", false),
        ("acme.example/sms", false),
    ] {
        assert_eq!(WebUrl::parse(text).is_some(), is_url, "{text:?}");
    }
}

#[test]
fn prefixes_and_codes() {
    for (text, expected) in [
        ("+44", Some("44")),
        ("44", Some("44")),
        ("+123456789012345", Some("123456789012345")),
        ("+1234567890123456", None),
        ("0044", None),
        ("+", None),
        ("", None),
        ("+4a", None),
        ("++44", None),
    ] {
        assert_eq!(Prefix::parse(text).as_ref().map(Prefix::as_str), expected, "{text:?}");
    }
    for (text, is_code) in
        [("23410", true), ("310150", true), ("2341", false), ("2341000", false), ("234-1", false)]
    {
        assert_eq!(MccMnc::parse(text).is_some(), is_code, "{text:?}");
    }
    for (text, is_country) in
        [("GB", true), ("US", true), ("UK", false), ("gb", false), ("GBR", false), ("", false)]
    {
        assert_eq!(Country::parse(text).is_some(), is_country, "{text:?}");
    }
}

#[test]
fn keywords() {
    let longest = "a".repeat(32);
    let too_long = "a".repeat(33);
    for (text, word) in [
        ("STOP", Some("stop")),
        ("stop it", Some("stop")),
        ("  \"Stop\". now", Some("stop")),
        ("stop,please", Some("stop")),
        ("Árvíz", Some("árvíz")),
        ("СТОП", Some("стоп")),
        ("24 h", Some("24")),
        (&longest, Some(longest.as_str())),
        (&too_long, None),
        ("", None),
        (" . ", None),
    ] {
        assert_eq!(Keyword::of(text).as_ref().map(Keyword::as_str), word, "{text:?}");
    }
    for (text, is_keyword) in
        [("Stop", true), ("stop!", false), ("stop it", false), ("", false), (&too_long, false)]
    {
        assert_eq!(Keyword::parse(text).is_some(), is_keyword, "{text:?}");
    }
}
