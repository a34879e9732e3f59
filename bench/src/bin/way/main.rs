//! The whole way, with sockets: `cargo xtask bench way`.
//!
//! In turn, on the same machine: the load generator directly at a sink, which is what the bench itself
//! can do; a bare relay between the two, which is what the job costs at least; and the gateway with
//! everything on. Each is a process of its own, so that the processor's time can be told apart.

mod child;
mod setup;
mod table;

use child::{Child, Load};
use setup::{Case, Scratch};
use std::io;
use std::time::Duration;
use table::Row;

/// What is not counted: connections are young, memory is fresh.
const WARMING: Duration = Duration::from_secs(10);
/// What is.
const STEADY: Duration = Duration::from_secs(60);
/// The same for a quick look.
const WARMING_QUICK: Duration = Duration::from_secs(2);
const STEADY_QUICK: Duration = Duration::from_secs(8);

/// Sessions and windows; the last shows what a single customer waits for.
const CASES: [Case; 3] = [
    Case { sessions: 10, window: 100 },
    Case { sessions: 100, window: 100 },
    Case { sessions: 1, window: 10 },
];

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let is_quick = words.iter().any(|word| word == "way-quick");
    let times = if is_quick { (WARMING_QUICK, STEADY_QUICK) } else { (WARMING, STEADY) };
    let scratch = Scratch::new()?;
    println!("whole way: a message is submitted, sent on, reported and its receipt acknowledged;");
    println!("one receipt of 20 never comes; {} s of each run count", times.1.as_secs());
    println!("{}", Row::HEAD);
    for case in CASES {
        let relay = relayed(case, &scratch, times)?;
        if case.sessions == 10 {
            println!("{}", direct(case, &scratch, times)?.line(&relay));
        }
        println!("{}", relay.line(&relay));
        println!("{}", through_gateway(case, &scratch, times)?.line(&relay));
    }
    Ok(())
}

type Times = (Duration, Duration);

fn direct(case: Case, scratch: &Scratch, times: Times) -> io::Result<Row> {
    let sink = Child::sink(scratch)?;
    let load = Load::run((&sink, &sink), case, "x", times)?;
    Ok(Row::new("directly", case, load, None))
}

fn relayed(case: Case, scratch: &Scratch, times: Times) -> io::Result<Row> {
    let sink = Child::sink(scratch)?;
    let relay = Child::relay(scratch, &sink)?;
    let load = Load::run((&relay, &sink), case, "x", times)?;
    Ok(Row::new("relay", case, load, Some(relay.memory()?)))
}

fn through_gateway(case: Case, scratch: &Scratch, times: Times) -> io::Result<Row> {
    let sink = Child::sink(scratch)?;
    let gateway = Child::gateway(scratch, &sink, case)?;
    let load = Load::run((&gateway, &sink), case, "load{}", times)?;
    Ok(Row::new("whimbrel", case, load, Some(gateway.memory()?)))
}
