//! What a message costs in the sessions of both doors, without sockets, core and journal: the octets
//! that peers send are ready, and what the core would say is made here.

mod meter;
mod customer;
mod operator;

use crate::customer::Customer;
use crate::meter::Meter;
use crate::operator::Operator;

/// Messages that are on their way together, as a full window brings them.
pub(crate) const TOGETHER: u32 = 64;

/// How often each step is measured, of which the median counts.
const ROUNDS: usize = 501;

/// What every message says.
pub(crate) const TEXT: &[u8; 160] = b"Your parcel has left our depot in Leeds and will be with you \
between two and four in the afternoon. Reply LATER for another day, or STOP for no more of these...";

fn main() -> std::process::ExitCode {
    bench::run(&[("doors", doors)])
}

/// Prints the table.
fn doors() {
    let (mut customer, mut operator) = (Customer::bound(), Operator::bound());
    let mut meter = Meter::default();
    for _ in 0..ROUNDS {
        customer.submit(&mut meter);
        operator.send(&mut meter);
        operator.answer(&mut meter);
        customer.accept(&mut meter);
        operator.report(&mut meter);
        operator.acknowledge(&mut meter);
        customer.deliver(&mut meter);
        customer.take(&mut meter);
    }
    println!("doors: nanoseconds and allocations per message, {TOGETHER} of them together");
    let (mut nanoseconds, mut allocations) = (0.0, 0.0);
    for (step, cost) in meter.costs() {
        println!("  {step:40} {:8.1} ({:5.2})", cost.nanoseconds, cost.allocations);
        nanoseconds += cost.nanoseconds;
        allocations += cost.allocations;
    }
    println!("  {:40} {nanoseconds:8.1} ({allocations:5.2})", "all");
}
