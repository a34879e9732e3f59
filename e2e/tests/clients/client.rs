//! A client, and all of its scenes at once against one gateway.

use crate::gateway::{Gateway, Scratch};
use crate::http;
use crate::judge::{self, Seen};
use crate::program::{Event, Program};
use crate::scene::{Login, PASSWORD, SCENES, Scene};
use crate::wire::Wire;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::thread;

/// A client library, or a gateway that can be a client.
pub(crate) struct Client {
    pub(crate) name: &'static str,
    /// The program, and what comes before it.
    pub(crate) command: fn() -> Vec<String>,
    /// Scenes that it cannot play, and why.
    pub(crate) cannot: &'static [(&'static str, &'static str)],
    /// What it does otherwise than others, and why that is no fault of the gateway.
    pub(crate) traits: Traits,
}

/// How clients differ in what they show.
#[derive(Clone, Copy)]
pub(crate) struct Traits {
    /// Shows one answer and one receipt of a message that it has cut itself.
    pub(crate) joins: bool,
    /// Shows receipted_message_id.
    pub(crate) shows_tlv: bool,
    /// Waits for the answer to its unbind. The wire shows that there is one in any case.
    pub(crate) awaits_unbind: bool,
}

/// Of the phone that writes.
const WRITER: &str = "447700900002";

impl Client {
    /// Plays every scene; what it saw, the phones and the wire must be as the table says.
    pub(crate) fn plays(&self) {
        let data = Scratch::new();
        let file = data.0.join("whimbrel.toml");
        std::fs::write(&file, configuration()).expect("the folder is writable");
        let file = file.to_str().expect("plain letters");
        let gateway = Gateway::start(&["run", "-c", file], &data.0.join("data"));
        let wire = Wire::tap(&gateway.smpp);
        let failed = self.plays_at(&gateway);
        let capture = wire.cut(&self.name.replace(' ', "-"));
        assert_eq!(gateway.terminate(), Some(0));
        assert!(failed.is_empty(), "{}: {failed:?} went wrong", self.name);
        let messages = self.scenes().map(|it| (it.messages)().len()).sum();
        let seen = capture.judge(messages, self.scenes().map(Scene::sessions).sum());
        println!("{}: {seen}", self.name);
    }

    /// The scenes that went otherwise; why has been printed.
    fn plays_at(&self, gateway: &Gateway) -> Vec<&'static str> {
        let command = &(self.command)();
        thread::scope(|scope| {
            let playing = self.scenes().map(|scene| {
                let play = move || self.play(scene, command, gateway);
                let thread = thread::Builder::new().name(format!("{}: {}", self.name, scene.name));
                (scene.name, thread.spawn_scoped(scope, play).expect("a thread is to be had"))
            });
            let playing: Vec<_> = playing.collect();
            playing.into_iter().filter_map(|(name, it)| it.join().err().map(|_| name)).collect()
        })
    }

    fn scenes(&self) -> impl Iterator<Item = &'static Scene> {
        for (scene, _) in self.cannot {
            assert!(SCENES.iter().any(|it| it.name == *scene), "there is no scene {scene}");
        }
        let can = |scene: &&Scene| self.cannot.iter().all(|(name, _)| *name != scene.name);
        SCENES.iter().filter(can)
    }

    fn play(&self, scene: &Scene, command: &[String], gateway: &Gateway) {
        let mut program = Program::start(command, scene, &gateway.smpp);
        let mut seen = Seen::default();
        while let Some(event) = program.next() {
            if matches!(event, Event::Bound) {
                for text in scene.texts {
                    http::write(&gateway.http, WRITER, &scene.number(), text);
                }
            }
            seen.note(event);
        }
        judge::seen(scene, &seen, self.traits);
        if !(scene.messages)().is_empty() {
            judge::phone(scene, &http::phone(&gateway.http, &scene.phone()));
        }
    }
}

/// An account for each scene, with a number of its own.
fn configuration() -> String {
    let mut text =
        "[[operator]]\nid = \"sim\"\naddress = \"sim://calm\"\nwindow = 1000\n".to_owned();
    for scene in SCENES.iter().filter(|it| !matches!(it.login, Login::Refused { .. })) {
        let (name, number) = (scene.name, scene.number());
        let _ = write!(
            text,
            r#"
[[account]]
id = "{name}"
system_id = "{name}"
password = "{PASSWORD}"
senders = ["*"]
tps = 100000
short_codes = true

[[service]]
id = "{name}"
account = "{name}"
destination = "smpp://"

[[number]]
number = "{number}"
service = "{name}"
"#
        );
    }
    text
}

/// A file of this package.
pub(crate) fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    path.to_str().expect("plain letters").to_owned()
}

/// What `cargo xtask test` has installed there.
pub(crate) fn installed(variable: &str) -> PathBuf {
    let folder = std::env::var_os(variable);
    folder.unwrap_or_else(|| panic!("{variable} is not set; run cargo xtask test")).into()
}

/// A program in Python, with the packages of `cargo xtask test`.
pub(crate) fn python(path: &str) -> Vec<String> {
    let python = installed("WHIMBREL_VENV").join("bin/python3");
    vec![python.to_str().expect("plain letters").to_owned(), file(path)]
}
