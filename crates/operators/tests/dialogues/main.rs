//! Sessions as conversations, with a real session on the operator's side. A line of the texts is
//!
//! ```text
//! == a name                      a dialogue begins
//! scene window=2 long=sar        our session, bound and told of; settings of the operator, and
//!                                bind=transmitter, version=3.3; fresh: not bound yet
//! core: send a text=Hello        the core has an effect for the session; a to z are attempts
//! operator: deliver_sm text=Hi   the operator's application does something
//! wire: stop                     the network takes nothing of ours; `take 20`: so many octets;
//!                                `flow`: everything
//! time: 30s                      time passes
//! driver: leave                  whoever drives the session does something
//! <- submit_sm 2 text=Hello      what the operator's application is told
//! !! answered a 0x00 id=x        what our session tells
//! # anything                     a remark
//! ```
//!
//! What follows from a line stands behind it, whole and in this order: what we tell and what the
//! operator is told, turn by turn until nobody has anything to say. Fields with their usual values
//! are left out.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever else comes fails the test")]

#[path = "../common/mod.rs"]
mod common;
mod line;
mod show;
mod stage;

use line::Line;
use stage::Stage;

const DIALOGUES: [(&str, &str, usize); 4] = [
    ("binding", include_str!("binding.txt"), 11),
    ("attempts", include_str!("attempts.txt"), 23),
    ("ending", include_str!("ending.txt"), 14),
    ("received", include_str!("received.txt"), 34),
];

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
    let mut lines = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    let mut stage: Option<Stage> = None;
    while let Some(line) = lines.next() {
        let told = match &mut stage {
            None => {
                let (opened, told) = Stage::open(&Line::parse(line));
                stage = Some(opened);
                told
            }
            Some(stage) => stage.play(&Line::parse(line)),
        };
        let mut expected = Vec::new();
        while let Some(next) =
            lines.next_if(|next| next.starts_with("<-") || next.starts_with("!!"))
        {
            expected.push(next.to_owned());
        }
        if told != expected {
            let list = |lines: &[String]| lines.join("\n        ");
            let (expected, told) = (list(&expected), list(&told));
            return Err(format!(
                "{line}\n    expected\n        {expected}\n    and not\n        {told}"
            ));
        }
    }
    stage.map_or(Err("no scene".to_owned()), |stage| stage.check_end())
}

#[test]
fn every_dialogue_goes_as_written() {
    for (file, text, count) in DIALOGUES {
        assert_eq!(play(file, text), count, "dialogues in {file}");
    }
}

/// No text lies in the folder without being played.
#[test]
fn every_text_is_played() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dialogues");
    let entries = std::fs::read_dir(folder).expect("the folder is there").map_while(Result::ok);
    let texts = entries.filter(|entry| entry.path().extension().is_some_and(|it| it == "txt"));
    assert_eq!(texts.count(), DIALOGUES.len());
}
