//! What is wrong with a file, and where.

use std::ops::Range;

/// One thing to say about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Diagnostic {
    /// Which mistake it is.
    pub code: Code,
    /// What is wrong, in a sentence.
    pub title: String,
    /// Where, in octets of the text.
    pub span: Range<usize>,
    /// What was expected there; may be empty.
    pub label: String,
    /// Other places that belong to it, each with what is there.
    pub also: Vec<(Range<usize>, String)>,
    /// What to do.
    pub help: Vec<String>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The file cannot be used.
    Error,
    /// It can, but somebody may be sorry.
    Warning,
}

/// Kinds of mistakes, each with a name that stays.
macro_rules! codes {
    ($($variant:ident $name:literal $meaning:literal;)*) => {
        /// Which mistake it is. Names are never given twice.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $(#[doc = concat!("`", $name, "`: ", $meaning)] $variant,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// `E0112`.
            pub const fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// What it is about.
            pub const fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    Syntax "E0101" "This is not TOML.";
    TwiceInToml "E0102" "A key or a table is there twice.";
    UnknownSection "E0103" "No section has this name.";
    UnknownKey "E0104" "No setting has this name.";
    Missing "E0105" "A setting must be there and is not.";
    WrongType "E0106" "A value is of another type than the setting.";
    PhoneNumber "E0112" "A phone number is text and needs quotes.";
    Duplicate "E0201" "Two objects have what only one may have.";
    UnknownName "E0203" "No object has this name.";
    UnknownWord "E0204" "The setting takes one of a few words, and this is none of them.";
    OutOfRange "E0205" "A value is too small or too large.";
    Address "E0206" "This is no address or URL that can be used here.";
    Malformed "E0207" "A value has not the form that it must have.";
    Duration "E0208" "This is no duration.";
    TooLong "E0209" "SMPP has no room for a text of this length.";
    Overlap "E0210" "A number lies in a block of another account.";
    Foreign "E0211" "It belongs to another account.";
    Limit "E0212" "There are more than there may be.";
    Secret "E0213" "A secret cannot be had from where it is said to be.";
    LiteralSecret "W0301" "A secret is written in the file.";
}

impl Code {
    /// How bad it is.
    pub const fn level(self) -> Level {
        match self.name().as_bytes() {
            [b'W', ..] => Level::Warning,
            _ => Level::Error,
        }
    }
}

impl Level {
    /// `error`.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
        }
    }
}

impl Diagnostic {
    /// Something is wrong here.
    pub(super) fn new(code: Code, span: Range<usize>, title: impl Into<String>) -> Diagnostic {
        let (label, also, help) = (String::new(), Vec::new(), Vec::new());
        Diagnostic { code, title: title.into(), span, label, also, help }
    }

    /// What was expected there.
    pub(super) fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    /// Another place.
    pub(super) fn also(mut self, span: Range<usize>, what: impl Into<String>) -> Diagnostic {
        self.also.push((span, what.into()));
        self
    }

    /// What to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }

    /// What may have been meant.
    pub(super) fn nearest(self, nearest: Option<&str>) -> Diagnostic {
        match nearest {
            Some(nearest) => self.help(format!("did you mean {nearest:?}?")),
            None => self,
        }
    }
}
