//! From octets to what a phone shows.

use super::Body;
use crate::content::{Content, alphabet};
use message::text::alphabet::{Alphabet, Decoded};
use std::sync::Arc;

/// What these parts say. Where all are in one alphabet their octets are joined before they are read:
/// a sender may have cut a character in two.
pub(super) fn body(parts: &[Arc<Content>], default: Alphabet) -> Body {
    let opened: Vec<_> = parts.iter().map(|part| (part.data_coding, part.open())).collect();
    let joined = || opened.iter().flat_map(|(_, part)| part.body).copied().collect::<Vec<u8>>();
    let alphabets: Option<Vec<Alphabet>> =
        opened.iter().map(|(coding, part)| alphabet(*coding, part.tables, default)).collect();
    let Some(alphabets) = alphabets else {
        return Body::Binary(joined());
    };
    match alphabets.first() {
        Some(first) if alphabets.iter().all(|one| one == first) => text(&[first.decode(&joined())]),
        Some(_) | None => {
            let parts = alphabets.iter().zip(&opened);
            text(&parts.map(|(alphabet, (_, part))| alphabet.decode(part.body)).collect::<Vec<_>>())
        }
    }
}

fn text(parts: &[Decoded]) -> Body {
    Body::Text {
        text: parts.iter().map(|part| part.text.as_str()).collect(),
        flaws: parts.iter().map(|part| part.meaningless + usize::from(part.odd_octet)).sum(),
    }
}
