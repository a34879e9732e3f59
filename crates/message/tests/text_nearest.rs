//! What becomes of characters that no table has.

use message::text::gsm::{Language, Tables, encode};
use message::text::nearest::{Loss, nearest};
use proptest::prelude::*;

#[test]
fn texts_become_these() {
    for (name, text, tables, wanted) in [
        ("nothing to do", "Grüße @ 5 €", Tables::DEFAULT, "Grüße @ 5 €"),
        ("French", "ça où êtes-vous, à Noël", Tables::DEFAULT, "ca où etes-vous, à Noel"),
        ("Portuguese", "São João: não há", Tables::DEFAULT, "Sao Joao: nao ha"),
        ("Czech", "Příliš žluťoučký kůň", Tables::DEFAULT, "Prilis zlutoucky kun"),
        ("Polish", "Łódź, Kraków", Tables::DEFAULT, "Lodz, Krakow"),
        ("Icelandic", "Þórður", Tables::DEFAULT, "Tordur"),
        ("Vietnamese", "Việt Nam", Tables::DEFAULT, "Viet Nam"),
        ("letters of Latin-9", "ŠšŽžŒœŸ", Tables::DEFAULT, "SsZzOoY"),
        ("typesetting", "“Ja” – ‘nein’…", Tables::DEFAULT, "\"Ja\" - 'nein'."),
        ("spaces", "a\u{A0}b\tc", Tables::DEFAULT, "a b c"),
        ("signs", "2×3÷4 ±½ `x`", Tables::DEFAULT, "2x3/4 +? 'x'"),
        ("another script", "Да", Tables::DEFAULT, "??"),
        ("emoji", "ok 🙂", Tables::DEFAULT, "ok ?"),
        (
            "what the tables in use have stays",
            "şç â",
            Tables { locking: None, single: Some(Language::Turkish) },
            "şç a",
        ),
        (
            "the near letter is missing too",
            "É",
            Tables { locking: Some(Language::Hindi), single: None },
            "?",
        ),
    ] {
        let found = nearest(text, tables);
        assert_eq!(found.text, wanted, "{name}");
        assert_eq!(found.losses.is_empty(), text == wanted, "{name}");
    }
}

#[test]
fn every_loss_is_told_with_its_place() {
    let found = nearest("né ça 🙂ê", Tables::DEFAULT);
    assert_eq!(found.text, "né ca ?e");
    let loss = |at, original, replacement| Loss { at, original, replacement };
    assert_eq!(found.losses, [loss(4, 'ç', 'c'), loss(8, '🙂', '?'), loss(12, 'ê', 'e')]);
}

/// All letters and signs of Latin-1 and Latin-9 have a near one, but for three fractions and the
/// pilcrow.
#[test]
fn latin_1_and_9_are_known() {
    let latin: String = ('\u{A0}'..='ÿ').chain("€ŠšŽžŒœŸ".chars()).collect();
    let found = nearest(&latin, Tables::DEFAULT);
    let unknown: String = found
        .losses
        .iter()
        .filter(|loss| loss.replacement == '?')
        .map(|loss| loss.original)
        .collect();
    assert_eq!(unknown, "¶¼½¾");
}

proptest! {
    #[test]
    fn any_text_can_be_written_after_it(text in any::<String>(), latin in "[ -ž]{0,60}") {
        for text in [text, latin] {
            let found = nearest(&text, Tables::DEFAULT);
            prop_assert_eq!(found.text.chars().count(), text.chars().count());
            prop_assert!(encode(&found.text, Tables::DEFAULT, &mut Vec::new()).is_ok());
            for loss in &found.losses {
                prop_assert!(text[loss.at..].starts_with(loss.original));
            }
        }
    }
}
