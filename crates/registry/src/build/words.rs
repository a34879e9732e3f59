//! The words for settings whose types are not ours.

use message::code::{ErrorClass, GsmSpace, Meaning};
use message::receipt::{ErrStyle, Form, StateFrom};
use message::text::alphabet::Alphabet;
use message::text::gsm::Tables;

pub(super) const GSM7: Alphabet = Alphabet::Gsm7(Tables::DEFAULT);

pub(super) const ALPHABETS: &[(&str, Alphabet)] = &[
    ("gsm7", GSM7),
    ("ascii", Alphabet::Ascii),
    ("latin1", Alphabet::Latin1),
    ("latin9", Alphabet::Latin9),
    ("cyrillic", Alphabet::Cyrillic),
    ("hebrew", Alphabet::Hebrew),
    ("japanese", Alphabet::Japanese),
    ("japanese_extended", Alphabet::JapaneseExtended),
    ("korean", Alphabet::Korean),
    ("ucs2", Alphabet::Ucs2),
];

pub(super) const FORMS: &[(&str, Form)] =
    &[("reference", Form::Reference), ("appendix_b", Form::AppendixB)];

pub(super) const ERRS: &[(&str, ErrStyle)] =
    &[("zero_on_success", ErrStyle::ZeroOnSuccess), ("code", ErrStyle::Code)];

pub(super) const MEANINGS: &[(&str, Meaning)] =
    &[("on_the_way", Meaning::OnTheWay), ("final", Meaning::Final)];

pub(super) const STATES_FROM: &[(&str, StateFrom)] =
    &[("final_first", StateFrom::FinalFirst), ("tlv", StateFrom::Tlv), ("text", StateFrom::Text)];

pub(super) const GSM_SPACES: &[(&str, GsmSpace)] =
    &[("map", GsmSpace::Map), ("rp", GsmSpace::Rp), ("tp", GsmSpace::Tp)];

pub(super) const ERROR_CLASSES: &[(&str, ErrorClass)] = &[
    ("unknown_subscriber", ErrorClass::UnknownSubscriber),
    ("barred", ErrorClass::Barred),
    ("absent", ErrorClass::Absent),
    ("memory_full", ErrorClass::MemoryFull),
    ("duplicate", ErrorClass::Duplicate),
    ("sender", ErrorClass::Sender),
    ("billing", ErrorClass::Billing),
];
