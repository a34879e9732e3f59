//! The built binary while things fail: it is killed, its peers are, the network stands still, and
//! whoever is at the door means no good. What holds is read off the ledgers of its peers.

mod check;
mod customer;
mod doors;
mod gateway;
mod kills;
mod ledger;
mod logs;
mod operator;
mod outages;
mod proxy;
mod scene;
