//! Other people's client libraries, and Kannel, as customers of the built binary.
//!
//! Each client has a program that plays a scene: it binds, sends what it is told, waits for the
//! answers, the receipts and the texts of that, and leaves. It prints what it saw, and [`judge`]
//! compares that, the phones and a capture of the wire with the one table of [`scene`].

mod scene;
mod program;
mod client;
mod judge;
mod wire;
mod http;

mod smpplib;
mod aiosmpplib;
mod node_smpp;
mod net_smpp;
mod twisted;
mod kannel;

#[allow(dead_code, reason = "other tests need more of it")]
#[path = "../support/gateway.rs"]
mod gateway;
