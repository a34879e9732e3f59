//! What must not stand in any text: paths of one machine, notes that nobody owns.

use super::finding::Finding;
use super::repository::Text;

/// Text that is true on one machine only. Put together so that this file does not hold it.
const MACHINE_PATHS: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("../sha", "red")];

/// Notes that need an owner, and the comment signs behind which they stand.
const NOTES: [&str; 2] = ["TODO", "FIXME"];
const COMMENTS: [(&str, &str); 4] = [(".rs", "//"), (".py", "#"), (".toml", "#"), (".sh", "#")];

/// Looks at files of every kind, line by line.
pub(crate) fn check(texts: &[Text]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for Text { path, text } in texts {
        let comment = COMMENTS.iter().find(|(ending, _)| path.ends_with(ending));
        for (number, line) in (1..).zip(text.lines()) {
            for banned in MACHINE_PATHS.iter().filter(|banned| names(line, banned)) {
                let what = format!("`{banned}`");
                findings.push(Finding::new(path, number, what, "a path in the repository"));
            }
            let remark = comment.and_then(|(_, sign)| line.split_once(sign));
            let Some((_, remark)) = remark else { continue };
            for note in NOTES.iter().filter(|note| is_unowned(remark, note)) {
                let expected = format!("{note}(name): who will do it");
                findings.push(Finding::new(path, number, format!("{note} of nobody"), expected));
            }
        }
    }
    findings
}

/// Whether the path stands in the line, and not as the tail of a longer one.
fn names(line: &str, path: &str) -> bool {
    line.match_indices(path)
        .any(|(start, _)| !line[..start].ends_with(|before: char| before.is_alphanumeric()))
}

fn is_unowned(remark: &str, note: &str) -> bool {
    remark.match_indices(note).any(|(start, _)| {
        let rest = &remark[start + note.len()..];
        let is_word = !remark[..start].ends_with(is_word_char) && !rest.starts_with(is_word_char);
        let owner = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        is_word && owner.is_none_or(|(name, _)| name.trim().is_empty())
    })
}

fn is_word_char(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found_in_text(path: &str, text: &str) -> Vec<String> {
        let text = Text { path: path.to_owned(), text: text.to_owned() };
        check(&[text]).iter().map(Finding::to_string).collect()
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let [first, second, third, fourth] = MACHINE_PATHS;
        let text = format!("ok\n`{first}a`\n{second}\n(see {third}me)\n{fourth}/x.md\n");
        assert_eq!(
            found_in_text("README.md", &text),
            [
                format!("README.md:2: `{first}`, expected a path in the repository"),
                format!("README.md:3: `{second}`, expected a path in the repository"),
                format!("README.md:4: `{third}`, expected a path in the repository"),
                format!("README.md:5: `{fourth}`, expected a path in the repository"),
            ]
        );
        let inside = format!("docs{first}a https://example.org{third}");
        assert_eq!(found_in_text("README.md", &inside), Vec::<String>::new());
    }

    #[test]
    fn a_note_needs_an_owner() {
        let note = NOTES[0];
        let fine = format!("// {note}(anna): later\nlet {note} = 1;\n// {note}S and A{note}\n");
        assert_eq!(found_in_text("a.rs", &fine), Vec::<String>::new());
        for (path, sign) in [("a.rs", "//"), ("a.py", "#"), ("a.toml", "#"), ("a.sh", "#")] {
            for rest in ["", ": later", "(): later", "(anna"] {
                let line = format!("x\ny {sign} {note}{rest}\n");
                let expected =
                    format!("{path}:2: {note} of nobody, expected {note}(name): who will do it");
                assert_eq!(found_in_text(path, &line), [expected], "{line}");
            }
        }
    }
}
