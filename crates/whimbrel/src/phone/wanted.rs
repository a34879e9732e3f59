//! Waiting for a text on a phone.

use super::{Form, Phone, Text, line, read};
use crate::Failure;
use clap::Args;
use link::Time;
use regex_lite::Regex;
use std::time::Duration;

/// What is waited for.
#[derive(Args)]
pub(crate) struct Wanted {
    /// Wait for a text, this long at most; one that is there already will do
    #[arg(long, value_name = "TIME", requires = "number", value_parser = humantime::parse_duration)]
    wait: Option<Duration>,
    /// The text has to contain this, or match /REGEX/; of a regex with a group only that is printed
    #[arg(long, value_name = "TEXT", requires = "number", value_parser = Expected::parse)]
    expect: Option<Expected>,
}

/// What a text has to be like.
#[derive(Debug, Clone)]
enum Expected {
    Part(String),
    Match(Regex),
}

/// How often a phone is looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// No text has come in time.
const NOTHING: u8 = 3;

impl Wanted {
    /// Is anything waited for?
    pub(super) fn is_any(&self) -> bool {
        self.wait.is_some() || self.expect.is_some()
    }

    /// Asks again and again until it is there.
    pub(super) fn wait(
        &self,
        number: &str,
        form: Form,
        ask: impl Fn() -> Result<String, Failure>,
    ) -> Result<String, Failure> {
        let time = Time::new();
        let most = self.wait.unwrap_or(Duration::ZERO);
        loop {
            let is_last = time.mono() >= most;
            // A phone that nothing was sent to is not known yet.
            let phone: Option<Phone> = match ask() {
                Ok(body) => Some(read(&body)?),
                Err(Failure { code: NOTHING, .. }) => None,
                Err(other) => return Err(other),
            };
            let inbox = phone.iter().flat_map(|phone| &phone.inbox);
            if let Some(said) = inbox.filter_map(|text| self.found(text, form)).next_back() {
                return Ok(said);
            }
            if is_last {
                let why = format!("{number} has received no such text in time");
                return Err(Failure::new(NOTHING, why));
            }
            std::thread::sleep(GLANCE);
        }
    }

    /// What to say of a text, if it is the one.
    fn found(&self, received: &Text, form: Form) -> Option<String> {
        let text = received.text.as_deref().unwrap_or_default();
        let group = match &self.expect {
            None => None,
            Some(Expected::Part(part)) => text.contains(part.as_str()).then_some(None)?,
            Some(Expected::Match(regex)) => {
                regex.captures(text)?.get(1).map(|group| group.as_str().to_owned())
            }
        };
        let whole = match form {
            Form::Words => line(received),
            Form::Json => serde_json::to_string(received).ok()?,
        };
        Some(group.unwrap_or(whole) + "\n")
    }
}

impl Expected {
    fn parse(text: &str) -> Result<Expected, String> {
        match text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            Some(regex) => Regex::new(regex).map(Expected::Match).map_err(|it| it.to_string()),
            None => Ok(Expected::Part(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expect: &str, text: &str, expected: Option<&str>) {
        let expect = Some(Expected::parse(expect).expect("it can be read"));
        let received = Text {
            at: "now".to_owned(),
            from: "Demo".to_owned(),
            text: Some(text.to_owned()),
            octets: None,
            missing: 0,
        };
        let found = Wanted { wait: None, expect }.found(&received, Form::Words);
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn a_text_is_known_by_a_part_or_by_a_regex() {
        check("code", "Your code is 4711", Some("now  Demo: Your code is 4711\n"));
        check("cod[e]", "Your code is 4711", None);
        check("/cod[e]/", "Your code is 4711", Some("now  Demo: Your code is 4711\n"));
        check("/code is ([0-9]+)/", "Your code is 4711", Some("4711\n"));
        check("/code is ([0-9]+)/", "Your code is gone", None);
        assert!(Expected::parse("/(/").is_err());
    }
}
