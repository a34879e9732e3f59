//! The registry as its users see it: drafts in, snapshots or problems out.

mod support;
mod values;
mod countries;
mod senders;
mod good;
mod bad;
mod inbound;
mod routes;
mod any;
mod measure;
