//! Files with mistakes, each beside what is said of it: `bad/NAME.toml` and `bad/NAME.txt`.

use node::{Code, Config, Format, Level, Sources};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// One variable, no files.
const SOURCES: Sources<'static> = Sources {
    variable: &|name| (name == "SET").then(|| "secret12".to_owned()),
    file: &|_| Err(io::Error::from_raw_os_error(2)),
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder()).expect("the folder is there").flatten();
    let paths =
        files.map(|file| file.path()).filter(|it| it.extension().is_some_and(|it| it == "toml"));
    let mut names: Vec<_> = paths
        .map(|path| {
            path.with_extension("").file_name().expect("a name").to_string_lossy().into_owned()
        })
        .collect();
    names.sort();
    names
}

fn check(name: &str) -> node::Checked {
    let file = format!("{name}.toml");
    let text = std::fs::read_to_string(folder().join(&file)).expect("it can be read");
    Config::check(&file, &text, SOURCES)
}

#[test]
fn every_mistake_is_told_as_it_is_written_here() {
    let names = names();
    assert!(names.len() >= 25, "{} files", names.len());
    let mut wrong = Vec::new();
    for name in &names {
        let said = check(name).show(Format::Text { colours: false });
        let expected = std::fs::read_to_string(folder().join(format!("{name}.txt")));
        if expected.ok().as_ref() != Some(&said) {
            wrong.push(format!("=== {name}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_file() {
    // Reached only with more than a page of text: ten thousand rules.
    let apart = BTreeSet::from([Code::Limit.name()]);
    let mut seen = BTreeSet::new();
    for name in names() {
        let said = check(&name).show(Format::Json);
        let said: serde_json::Value = serde_json::from_str(&said).expect("it is JSON");
        for diagnostic in said["diagnostics"].as_array().expect("a list") {
            seen.insert(diagnostic["code"].as_str().expect("a text").to_owned());
        }
    }
    for code in Code::ALL {
        let name = code.name();
        assert_eq!(seen.contains(name), !apart.contains(name), "{name}: {}", code.meaning());
    }
}

#[test]
fn ten_mistakes_are_ten_errors() {
    let checked = check("ten_mistakes");
    assert_eq!(checked.count(Level::Error), 10);
    assert!(!checked.is_sound());
}

#[test]
fn a_warning_does_not_make_a_file_unsound() {
    let checked = check("secret_in_the_file");
    assert_eq!((checked.count(Level::Error), checked.count(Level::Warning)), (0, 1));
    assert!(checked.is_sound());
}

#[test]
fn programs_are_told_the_same() {
    let checked = check("unknown_key");
    assert_eq!(
        checked.show(Format::Json),
        "{\"diagnostics\":[{\"also\":[],\"code\":\"E0104\",\"column\":1,\"detail\":\"\",\
         \"end_column\":14,\"end_line\":2,\"help\":[\"did you mean \\\"enquire_link\\\"?\",\
         \"there are: listen, session_init, response, enquire_link, inactivity, \
         uniform_bind_errors, wrong_passwords_per_address, \
         wrong_passwords_per_system_id\"],\"level\":\"error\",\"line\":2,\
         \"message\":\"[smpp] has no setting \\\"enquire_links\\\"\"}],\
         \"errors\":1,\"file\":\"unknown_key.toml\",\"warnings\":0}\n"
    );
    assert_eq!(
        checked.show(Format::GitHub),
        "::error file=unknown_key.toml,line=2,col=1,title=E0104::[smpp] has no setting \
         \"enquire_links\"%0Adid you mean \"enquire_link\"?%0Athere are: listen, session_init, \
         response, enquire_link, inactivity, uniform_bind_errors, wrong_passwords_per_address, \
         wrong_passwords_per_system_id\n"
    );
}

/// Files that end anywhere, and files with something strange anywhere: there is always an answer.
#[test]
fn no_text_is_too_strange() {
    let mut checked = 0;
    for name in names() {
        let file = folder().join(format!("{name}.toml"));
        let text = std::fs::read_to_string(file).expect("it can be read");
        for (at, _) in text.char_indices() {
            let (before, behind) = text.split_at(at);
            for strange in ["", "é", "\"", "[", "=", "\n", "\u{0}"] {
                let text = match strange {
                    "" => before.to_owned(),
                    strange => format!("{before}{strange}{behind}"),
                };
                let said = Config::check("strange.toml", &text, SOURCES);
                assert!(said.to_string().ends_with("Nothing was changed.\n"), "{text}");
                said.show(Format::GitHub);
                checked += 1;
            }
        }
    }
    assert!(checked > 20_000, "{checked} texts");
}
