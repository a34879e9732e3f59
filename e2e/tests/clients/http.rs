//! The phones, asked over HTTP.

use serde::Deserialize;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;

#[derive(Debug, Deserialize)]
pub(crate) struct Phone {
    pub(crate) inbox: Vec<Received>,
}

/// What a phone shows.
#[derive(Debug, Deserialize)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) text: Option<String>,
    /// In hex, if it is no text.
    pub(crate) octets: Option<String>,
    pub(crate) parts: usize,
    pub(crate) missing: usize,
}

/// What this phone has received.
pub(crate) fn phone(http: &str, number: &str) -> Phone {
    let answer = ask(http, "GET", &format!("/sim/v1/phones/+{number}"), "");
    serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

/// Lets a phone write.
pub(crate) fn write(http: &str, from: &str, to: &str, text: &str) {
    let body = json!({"to": to, "text": text}).to_string();
    ask(http, "POST", &format!("/sim/v1/phones/+{from}/messages"), &body);
}

/// The body of the answer (HTTP/1.1, RFC 9112), which is a good one.
fn ask(http: &str, method: &str, path: &str, body: &str) -> String {
    let mut socket = TcpStream::connect(http).expect("the gateway listens");
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {http}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).expect("the gateway reads");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).expect("the gateway answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.starts_with("HTTP/1.1 2"), "{method} {path}: {answer}");
    body.to_owned()
}
