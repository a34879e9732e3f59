//! The message's way: what happens to a message between the door that takes it and the door that
//! gives it away.
//!
//! Pure: no clock, socket, file or task, and no chance but the numbers handed in. The same state,
//! input and time lead to the same result, on the day and when the journal is read again.
//!
//! The way has nine stations. The modules below stand in the order in which a message meets them.
//!
//! | way | station | what happens there | today |
//! |---|---|---|---|
//! | 0 | door | a PDU or a request becomes a submission | another crate, not written |
//! | 1 | admit | may it enter? sender, destination, text, rate, duplicate, quota | the keys of duplicates: [`keys`] |
//! | 2 | route | which rule, and so which price and lane | not written |
//! | 3 | accept | reserve credit; write message, charge, lane entry; then answer | credit and short ids: [`ledger`], [`aliases`] |
//! | 4 | lane | waits for its turn: due time, priority, fair share, room | [`lane`] |
//! | 5 | submit | an operator is chosen and gets the part; its answer is taken | not written |
//! | 6 | receipt | the operator's receipt is matched to the attempt | [`receipt`]; long texts from phones: [`reassembly`] |
//! | 7 | notify | the receipt, or a message from a phone, goes to the account | not written |
//! | 8 | history | events are sealed, the journal is freed | another crate, not written |
//!
//! Beside the way stands [`life`]: the one transition table of a part, which stations 4 to 6 move
//! along, and the state of a message, which follows from its parts. The whole state, with its
//! deciding and applying, is not written yet.

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
mod expiring;
