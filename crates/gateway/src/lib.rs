//! The message's way: what happens to a message between the door that takes it and the door that
//! gives it away.
//!
//! Pure: no clock, socket, file or task, and no chance but the numbers handed in. The same state,
//! input and time lead to the same result, on the day and when the journal is read again.
//!
//! The way has nine stations. The modules below stand in the order in which a message meets them;
//! each station is marked in the code (`// [way 3]`).
//!
//! | way | station | what happens there | where |
//! |---|---|---|---|
//! | 0 | door | a PDU or a request becomes a submission | crates of their own; what they say: [`door`] |
//! | 1 | admit | may it enter? sender, destination, times, rate, quota | `admit`; duplicates: [`keys`] |
//! | 2 | route | which rule, and so which price and lane | `route` |
//! | 3 | accept | set credit aside; write it down; then answer | `accept`, [`ledger`], [`aliases`] |
//! | 4 | lane | wait for its turn: due time, priority, fair share, room | [`lane`], `core::dispatch` |
//! | 5 | submit | an operator is chosen and gets the part; its answer is taken | `submit` |
//! | 6 | receipt | the operator's receipt is matched to the attempt | `report`, [`receipt`] |
//! | 7 | notify | the receipt, or a text from a phone, goes to the account | `notify` |
//! | 8 | history | events are sealed | not written |
//!
//! Texts from phones come in by `receive` and [`reassembly`], questions of accounts by `enquire`.
//!
//! Beside the way stand [`life`], the one transition table of a part; the two halves of the state,
//! [`durable`] and `volatile`; the `desk` on which every decision is made; and the [`core`](mod@core),
//! which takes turns. The [`clock`] says what time it is.

pub mod door;
mod admit;
pub mod keys;
mod route;
mod accept;
pub mod ledger;
pub mod aliases;
pub mod lane;
mod submit;
mod report;
pub mod receipt;
mod receive;
pub mod reassembly;
mod notify;
mod enquire;
pub mod life;
pub mod durable;
mod volatile;
pub mod clock;
mod limits;
mod desk;
pub mod core;
mod table;
mod expiring;
