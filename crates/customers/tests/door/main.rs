//! The door as conversations. The texts stand in `tests/dialogues`; a line of theirs is
//!
//! ```text
//! == a name                           a dialogue begins
//! as trx version=3.3 window=2         the program is bound so (tx, rx, trx; unbound: it is not);
//!                                     fields are settings of its account
//! -> submit_sm text=Hello             it sends a request through a session of its own, which gives
//!                                     the numbers from 2 on
//! -> raw submit_sm seq=9 priority=7   the same written by hand, whatever it says
//! -> hex 00000010...                  octets
//! <- submit_sm_resp 2 id=17           it sees this
//! core: submit 2 to=1/447700900123    the door says this to the core
//! core> accepted 2 id=17              the core answers this
//! !! refused submit_sm 9              the door tells its driver
//! app: password right sessions=0      the driver does something
//! .. 30s                              time passes
//! # anything                          a remark
//! ```
//!
//! Fields that a line does not name are not compared, but for those in `line::LOUD`. Before somebody
//! acts or time goes on, everything that happened must have been mentioned, in order.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else comes is of no interest")]

mod line;
mod refusals;
mod say;
mod scene;
mod show;
mod stage;

use line::Line;
use stage::Stage;

/// Plays every dialogue of a text; answers how many there are.
fn play(file: &str, text: &str) -> usize {
    let mut dialogues = 0;
    let mut failures = Vec::new();
    for dialogue in text.split("\n== ").skip(1) {
        dialogues += 1;
        let name = dialogue.lines().next().unwrap_or_default();
        if let Err(failure) = play_one(dialogue) {
            failures.push(format!("{file}: {name}\n    {failure}"));
        }
    }
    assert!(failures.is_empty(), "{} of {dialogues}:\n{}", failures.len(), failures.join("\n"));
    dialogues
}

fn play_one(dialogue: &str) -> Result<(), String> {
    let lines = dialogue.lines().skip(1).map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut stage = Stage::open(&Line::parse(lines.next().ok_or("no scene")?))?;
    for line in lines {
        stage.play(line).map_err(|failure| format!("{line}\n    {failure}"))?;
    }
    stage.nothing_left()
}

macro_rules! dialogues {
    ($($file:ident: $count:literal;)*) => {
        $(
            #[test]
            fn $file() {
                let text = include_str!(concat!("../dialogues/", stringify!($file), ".txt"));
                assert_eq!(play(stringify!($file), text), $count, "dialogues in the text");
            }
        )*

        /// No text lies in the folder without being played.
        #[test]
        fn every_text_is_played() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dialogues");
            let found = std::fs::read_dir(folder).expect("the folder is there").count();
            let files = [$(stringify!($file)),*];
            assert_eq!(found, files.len());
        }
    };
}

dialogues! {
    binding: 30;
    ending: 11;
    submitting: 29;
    texts: 38;
    receipts: 9;
    inbound: 21;
    enquiries: 11;
    windows: 10;
}
