//! Sessions as conversations. The texts stand in `tests/dialogues`; a line of theirs is
//!
//! ```text
//! == a name                         a dialogue begins
//! as message_centre                 which side the session is; fields are settings
//! as esme bound trx                 the same, already bound (tx, rx, trx; peer=0x33 and so on)
//! -> submit_sm seq=1 to=49170       the peer sends a PDU (send=20: only its first 20 octets,
//!                                   `-> rest` the others); `-> hex ...` sends octets as they are
//! <- submit_sm_resp seq=1           the session has sent a PDU
//! !! request submit_sm seq=1        the application has been told something
//! app: answer submit_sm_resp seq=1  the application does something; `=> Full`: in vain, and why
//! .. 30s                            time passes
//! wire: stop                        the socket takes no octets; `take 20`: some; `flow`: all
//! xx close                          the peer closes the connection
//! ?? room                           what the driver may ask: room, no room, reads, reads nothing
//! # anything                        a remark
//! ```
//!
//! `times=N` is N of the same. Fields that a line does not name are not compared, except that a status other than `ESME_ROK`, a
//! deviation, a field in fault and the fates of requests must be named. Before the peer, the
//! application or time goes on, everything that came out must have been mentioned. The invariants of
//! the session are checked after every step.

mod line;
mod pdus;
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
            let dialogues = [$($count),*].iter().sum::<usize>();
            println!("{dialogues} dialogues in {found} texts");
            assert!(dialogues >= 60);
        }
    };
}

dialogues! {
    binding: 28;
    binding_esme: 24;
    outbind: 13;
    requests: 38;
    refusals: 30;
    garbage: 14;
    ending: 20;
    unbind: 28;
    timers: 27;
    responses: 19;
    windows: 15;
}
