//! The nearest GSM letters, for text that has to stay in one 7-bit part.
//!
//! A customer's own part may hold 153 characters of Latin-1. One letter that no table has would
//! make it UCS2, and too long; here the letter becomes the nearest one, and the loss is told.

use super::gsm::Tables;

/// Stands for a character without a near one. Every table has it.
const UNKNOWN: char = '?';

/// A character that was replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// Where it stood, in octets of the original text.
    pub at: usize,
    /// What stood there.
    pub original: char,
    /// What stands there now.
    pub replacement: char,
}

/// Text that the tables can write, and what that cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The text, of as many characters as the original.
    pub text: String,
    /// Every replacement, in order; empty: the text is the original.
    pub losses: Vec<Loss>,
}

/// Replace each character that `tables` lack by one that they have, and that looks most like it.
///
/// Always one by one, so that the text does not grow: `Œ` becomes `O`, not `OE`. Only signs of
/// European text are known; all others become `?`.
pub fn nearest(text: &str, tables: Tables) -> Nearest {
    let mut losses = Vec::new();
    let mut nearest = String::with_capacity(text.len());
    for (at, original) in text.char_indices() {
        if tables.cost(original).is_some() {
            nearest.push(original);
        } else {
            let replacement = alike(original).filter(|&letter| tables.cost(letter).is_some());
            let replacement = replacement.unwrap_or(UNKNOWN);
            nearest.push(replacement);
            losses.push(Loss { at, original, replacement });
        }
    }
    Nearest { text: nearest, losses }
}

fn alike(original: char) -> Option<char> {
    let known = |group: &&(char, &str)| group.1.contains(original);
    LETTERS.iter().chain(SIGNS).find(known).map(|group| group.0)
}

/// Latin letters by the letter without its accent or stroke.
#[rustfmt::skip]
const LETTERS: &[(char, &str)] = &[
    ('A', "ÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦȺḀẠẢẤẦẨẪẬẮẰẲẴẶ"),
    ('a', "àáâãäåāăąǎǟǡǻȁȃȧḁẚạảấầẩẫậắằẳẵặⱥ"),
    ('B', "ɃḂḄḆ"),
    ('b', "ƀḃḅḇ"),
    ('C', "ÇĆĈĊČȻḈ"),
    ('c', "çćĉċčḉ"),
    ('D', "ÐĎĐḊḌḎḐḒ"),
    ('d', "ðďđḋḍḏḑḓ"),
    ('E', "ÈÉÊËĒĔĖĘĚȄȆȨɆḔḖḘḚḜẸẺẼẾỀỂỄỆ"),
    ('e', "èéêëēĕėęěȅȇȩɇḕḗḙḛḝẹẻẽếềểễệ"),
    ('F', "Ḟ"),
    ('f', "ḟ"),
    ('G', "ĜĞĠĢǤǦǴḠ"),
    ('g', "ĝğġģǥǧǵḡ"),
    ('H', "ĤĦȞḢḤḦḨḪ"),
    ('h', "ĥħȟḣḥḧḩḫẖ"),
    ('I', "ÌÍÎÏĨĪĬĮİƗǏȈȊḬḮỈỊ"),
    ('i', "ìíîïĩīĭįıǐȉȋɨḭḯỉị"),
    ('J', "ĴɈ"),
    ('j', "ĵǰȷɉ"),
    ('K', "ĶǨḰḲḴ"),
    ('k', "ķĸǩḱḳḵ"),
    ('L', "ĹĻĽŁḶḸḺḼ"),
    ('l', "ĺļľłḷḹḻḽ"),
    ('M', "ḾṀṂ"),
    ('m', "ḿṁṃ"),
    ('N', "ÑŃŅŇŊǸṄṆṈṊ"),
    ('n', "ñńņňŉŋǹṅṇṉṋ"),
    ('O', "ÒÓÔÕÖŌŎŐŒƟƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢØ"),
    ('o', "òóôõöōŏőœơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợø"),
    ('P', "ṔṖ"),
    ('p', "ṕṗ"),
    ('R', "ŔŖŘȐȒɌṘṚṜṞ"),
    ('r', "ŕŗřȑȓɍṙṛṝṟ"),
    ('S', "ŚŜŞŠȘṠṢṤṦṨ"),
    ('s', "śŝşšſșṡṣṥṧṩ"),
    ('T', "ÞŢŤŦȚṪṬṮṰ"),
    ('t', "þţťŧțṫṭṯṱẗ"),
    ('U', "ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖɄṲṴṶṸṺỤỦỨỪỬỮỰ"),
    ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
    ('V', "ṼṾ"),
    ('v', "ṽṿ"),
    ('W', "ŴẀẂẄẆẈ"),
    ('w', "ŵẁẃẅẇẉẘ"),
    ('X', "ẊẌ"),
    ('x', "ẋẍ"),
    ('Y', "ÝŶŸȲɎẎỲỴỶỸ"),
    ('y', "ýÿŷȳɏẏẙỳỵỷỹ"),
    ('Z', "ŹŻŽƵẐẒẔ"),
    ('z', "źżžƶẑẓẕ"),
];

/// Signs of Latin-1 and of typesetters, by a sign that takes one septet.
#[rustfmt::skip]
const SIGNS: &[(char, &str)] = &[
    (' ', "\t\u{A0}\u{2002}\u{2003}\u{2009}\u{202F}\u{3000}"),
    ('\'', "`´‘’‚‛′"),
    ('"', "¨“”„‟″"),
    ('-', "\u{AD}¬¯\u{2010}\u{2011}‒–—―−"),
    ('.', "·•…"),
    (',', "¸"),
    ('!', "¦"),
    ('<', "«‹"),
    ('>', "»›"),
    ('+', "±"),
    ('/', "÷⁄"),
    ('x', "×"),
    ('c', "¢©"),
    ('r', "®"),
    ('a', "ª"),
    ('o', "º°"),
    ('u', "µ"),
    ('1', "¹"),
    ('2', "²"),
    ('3', "³"),
];
