use super::choose::{Choice, Coding};
use unicode_segmentation::GraphemeCursor;

/// The texts of the parts.
///
/// A part ends between two characters, so neither an escape nor a surrogate pair is cut; and
/// between two grapheme clusters (a flag, a letter with its accents) wherever the rest still fits
/// into the parts that are left.
pub(super) fn slices<'a>(text: &'a str, choice: &Choice) -> impl Iterator<Item = &'a str> {
    let Choice { coding, room, parts, .. } = *choice;
    let fits = move |rest, parts_left| count(rest, coding, room) <= parts_left;
    let mut start = 0;
    (0..parts).rev().map(move |parts_left| {
        let furthest = start + prefix(&text[start..], coding, room);
        let end = match cluster_start(text, furthest) {
            Some(earlier) if earlier > start && fits(&text[earlier..], parts_left) => earlier,
            _ => furthest,
        };
        let slice = &text[start..end];
        start = end;
        slice
    })
}

/// Octets of the longest beginning of `text` that takes at most `room` units.
fn prefix(text: &str, coding: Coding, room: usize) -> usize {
    let mut used = 0;
    let over = text.char_indices().find(|(_, letter)| {
        used += coding.cost(*letter).unwrap_or(0);
        used > room
    });
    over.map_or(text.len(), |(at, _)| at)
}

/// Parts that `text` takes when cut between any two characters.
fn count(mut text: &str, coding: Coding, room: usize) -> usize {
    let mut parts = 0;
    while !text.is_empty() {
        text = &text[prefix(text, coding, room)..];
        parts += 1;
    }
    parts
}

/// Where the grapheme cluster begins that a cut at `at` would divide; `None`: it would divide none.
fn cluster_start(text: &str, at: usize) -> Option<usize> {
    // The whole text is at hand, so the cursor never asks for more of it: its errors cannot occur.
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    if cursor.is_boundary(text, 0).unwrap_or(true) {
        return None;
    }
    cursor.prev_boundary(text, 0).ok().flatten()
}
