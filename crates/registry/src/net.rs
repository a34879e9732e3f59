//! Where programs are: networks of addresses, message centres, webhooks.

use crate::name::Secret;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A network: an address whose bits behind the first `length` are zero. One address is a network
/// of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr {
    first: IpAddr,
    length: u8,
}

/// Why a text is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CidrError {
    /// Neither an address nor `ADDRESS/LENGTH`.
    Malformed,
    /// The address has bits behind the length; the network that it is in.
    HostBits(Cidr),
}

/// Where an operator listens: `smpp://HOST:PORT`, or `smpps://HOST:PORT` for TLS.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    host: Box<str>,
    port: u16,
    tls: bool,
}

/// The address of a webhook: `https://`, or `http://` on this machine, because texts and numbers
/// do not cross a network in the clear. At most 2,048 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebUrl(Box<str>);

/// Where events are posted, and what they are signed with.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The address.
    pub url: WebUrl,
    /// The key of the signature (Standard Webhooks 1.0).
    pub secret: Secret,
}

const URL_MAX: usize = 2_048;
/// Of a name, and of one label between its dots (RFC 1035 s2.3.4).
const HOST_MAX: usize = 253;
const LABEL_MAX: usize = 63;

// === impl Cidr ===

impl Cidr {
    /// Reads `192.0.2.0/24`, `2001:db8::/32`, or one address.
    ///
    /// # Errors
    /// The text is no network; bits behind the length are an error too, because `10.1.2.3/8` may
    /// stand for two different wishes.
    pub fn parse(text: &str) -> Result<Cidr, CidrError> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| CidrError::Malformed)?;
        let most = width(address);
        let length = match length {
            Some(digits) if digits.bytes().all(|octet| octet.is_ascii_digit()) => {
                digits.parse().ok().filter(|length| *length <= most).ok_or(CidrError::Malformed)?
            }
            Some(_) => return Err(CidrError::Malformed),
            None => most,
        };
        let network = Cidr { first: masked(address, length), length };
        if network.first == address { Ok(network) } else { Err(CidrError::HostBits(network)) }
    }

    /// Is the address in the network? An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is that
    /// IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        width(address) == width(self.first) && masked(address, self.length) == self.first
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.length)
    }
}

fn width(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

/// The first `length` bits of the address, zeros behind them.
fn masked(address: IpAddr, length: u8) -> IpAddr {
    // A shift by the whole width has no meaning: no bit is left then.
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
    }
}

// === impl Endpoint ===

impl Endpoint {
    /// `None` if it is not a scheme, a host and a port.
    pub fn parse(text: &str) -> Option<Endpoint> {
        let (tls, rest) = match text.split_once("://")? {
            ("smpp", rest) => (false, rest),
            ("smpps", rest) => (true, rest),
            _ => return None,
        };
        let (host, port) = authority(rest)?;
        Some(Endpoint { host: host.into(), port: port?, tls })
    }

    /// A name or an address, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, never 0.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Is it TLS from the first octet on?
    pub fn is_tls(&self) -> bool {
        self.tls
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "smpps" } else { "smpp" };
        match self.host.contains(':') {
            true => write!(f, "{scheme}://[{}]:{}", self.host, self.port),
            false => write!(f, "{scheme}://{}:{}", self.host, self.port),
        }
    }
}

// === impl WebUrl ===

impl WebUrl {
    /// `None` if nothing could be posted there, or not safely.
    pub fn parse(text: &str) -> Option<WebUrl> {
        let is_plain = text.len() <= URL_MAX && text.bytes().all(|octet| octet.is_ascii_graphic());
        let (scheme, rest) = text.split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, _) = authority(&rest[..end])?;
        let is_safe = scheme == "https" || (scheme == "http" && is_loopback(host));
        (is_plain && is_safe).then(|| WebUrl(text.into()))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Host and port of `HOST`, `HOST:PORT`, `[IPV6]` or `[IPV6]:PORT`.
fn authority(text: &str) -> Option<(&str, Option<u16>)> {
    let (host, rest) = match text.strip_prefix('[') {
        Some(inside) => {
            let (host, rest) = inside.split_once(']')?;
            (host.parse::<Ipv6Addr>().is_ok().then_some(host)?, rest)
        }
        None => {
            let (host, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
            (is_host(host).then_some(host)?, rest)
        }
    };
    if rest.is_empty() {
        return Some((host, None));
    }
    let digits = rest.strip_prefix(':')?;
    let is_number = digits.bytes().all(|octet| octet.is_ascii_digit());
    let port = is_number.then(|| digits.parse().ok()).flatten().filter(|port| *port != 0)?;
    Some((host, Some(port)))
}

/// A name or an IPv4 address, by its characters; `_` is no part of a host name and seen in many.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_fine = |octet: u8| octet.is_ascii_alphanumeric() || b"-_".contains(&octet);
        (1..=LABEL_MAX).contains(&label.len()) && label.bytes().all(is_fine)
    };
    text.len() <= HOST_MAX && text.strip_suffix('.').unwrap_or(text).split('.').all(is_label)
}
