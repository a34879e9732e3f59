//! `whimbrel sms count`: what the splitter will make of a text.

use crate::Said;
use crate::phone::Form;
use message::text::data_coding::Mark;
use message::text::gsm::{Language, Tables};
use message::text::nearest::{self, Loss};
use message::text::split::{self, Coding, Count, Options};
use message::text::udh::{Header, Reference};
use std::num::NonZeroU8;

pub(crate) const EXAMPLES: &str = "\
Examples:
  whimbrel sms count \"Ár 5 €\"
  whimbrel sms count -o json \"Hello\"
  whimbrel sms count --language turkish \"Şu çılgın Türkler\"";

/// The language that a user names.
pub(crate) fn language(name: &str) -> Result<Language, String> {
    let called = |language: &Language| format!("{language:?}").eq_ignore_ascii_case(name);
    Language::ALL.into_iter().find(called).ok_or_else(|| {
        let all: Vec<String> = Language::ALL.iter().map(|one| format!("{one:?}")).collect();
        format!("no national tables are called {name}; there are {}", all.join(", ").to_lowercase())
    })
}

/// Parts, alphabet and room of a text, with 8-bit references where it takes more parts than one.
pub(crate) fn count(text: &str, languages: &[Language], form: Form) -> Said {
    let options = Options {
        languages,
        reference: Reference::Eight(0),
        elements: &Header::new(),
        mark: Mark::None,
        parts_max: NonZeroU8::MAX,
    };
    let count = split::count(text, &options).map_err(|error| error.to_string())?;
    Ok(match form {
        Form::Words => show(&count) + &why_ucs2(text, &count),
        Form::Json => json(text, &count),
    })
}

fn json(text: &str, count: &Count) -> String {
    let (alphabet, unit) = match count.coding {
        Coding::Gsm7(_) => ("gsm7", "septets"),
        Coding::Ucs2 => ("ucs2", "code_units"),
    };
    let losses = missing(text, count);
    let losses: Vec<String> = losses.iter().map(|loss| loss.original.to_string()).collect();
    let said = serde_json::json!({
        "parts": count.parts,
        "alphabet": alphabet,
        "characters": count.characters,
        "units": count.units,
        "unit": unit,
        "left": count.left,
        "not_in_gsm7": losses,
    });
    format!("{said}\n")
}

/// The characters that keep a text out of GSM 7-bit, each once, in their order.
fn missing(text: &str, count: &Count) -> Vec<Loss> {
    if count.coding != Coding::Ucs2 {
        return Vec::new();
    }
    let mut losses = nearest::nearest(text, Tables::DEFAULT).losses;
    losses.sort_by_key(|loss| loss.original);
    losses.dedup_by_key(|loss| loss.original);
    losses.sort_by_key(|loss| loss.at);
    losses
}

fn show(count: &Count) -> String {
    let Count { characters, coding, units, parts, left } = *count;
    let (alphabet, unit) = match coding {
        Coding::Gsm7(Tables::DEFAULT) => ("GSM 7-bit".to_owned(), "septets"),
        Coding::Gsm7(tables) => (format!("GSM 7-bit, {}", tables_in_words(tables)), "septets"),
        Coding::Ucs2 => ("UCS2".to_owned(), "code units"),
    };
    let parts = if parts == 1 { "1 part".to_owned() } else { format!("{parts} parts") };
    format!("{parts} · {alphabet} · {characters} characters, {units} {unit}, {left} left\n")
}

fn tables_in_words(tables: Tables) -> String {
    let words = [("locking", tables.locking), ("single", tables.single)];
    let named = words.iter().filter_map(|(kind, language)| Some((kind, (*language)?)));
    named
        .map(|(kind, language)| format!("{language:?} {kind} shift"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Which characters keep a text out of GSM 7-bit: each costs the others half their room.
fn why_ucs2(text: &str, count: &Count) -> String {
    let losses = missing(text, count);
    if losses.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = losses.iter().take(SHOWN_MAX).map(in_words).collect();
    let more = losses.len().saturating_sub(SHOWN_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("not in GSM 7-bit: {}{more}\n", shown.join(", "))
}

const SHOWN_MAX: usize = 10;

/// A character, and the GSM letter nearest to it, if there is one.
fn in_words(loss: &Loss) -> String {
    let Loss { original, replacement, .. } = loss;
    match replacement {
        '?' => original.to_string(),
        near => format!("{original} (nearest: {near})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, languages: &[Language], expected: &str) {
        assert_eq!(count(text, languages, Form::Words).as_deref(), Ok(expected));
    }

    #[test]
    fn programs_are_told_the_same() {
        assert_eq!(
            count("Ár 5 €", &[], Form::Json).as_deref(),
            Ok("{\"alphabet\":\"ucs2\",\"characters\":6,\"left\":64,\"not_in_gsm7\":[\"Á\"],\
                \"parts\":1,\"unit\":\"code_units\",\"units\":6}\n")
        );
    }

    #[test]
    fn an_escape_costs_two_septets() {
        check("5 €", &[], "1 part · GSM 7-bit · 3 characters, 4 septets, 156 left\n");
    }

    #[test]
    fn escapes_are_never_cut_so_153_of_them_take_three_parts() {
        check(
            &"€".repeat(153),
            &[],
            "3 parts · GSM 7-bit · 153 characters, 306 septets, 151 left\n",
        );
    }

    #[test]
    fn the_letter_that_costs_half_the_room_is_named() {
        check(
            "Ár 5 €",
            &[],
            "1 part · UCS2 · 6 characters, 6 code units, 64 left\n\
             not in GSM 7-bit: Á (nearest: A)\n",
        );
    }

    #[test]
    fn a_national_table_saves_the_text_from_ucs2() {
        check(
            "çılgın",
            &[Language::Turkish],
            "1 part · GSM 7-bit, Turkish single shift · 6 characters, 9 septets, 146 left\n",
        );
    }

    #[test]
    fn a_language_that_does_not_exist_is_told_with_those_that_do() {
        let refused = language("klingon").expect_err("there is no such table");
        assert!(refused.starts_with("no national tables are called klingon; there are turkish,"));
        assert_eq!(language("Hindi"), Ok(Language::Hindi));
    }
}
