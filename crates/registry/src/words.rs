//! Settings that take one of a few words.

/// Makes enums whose values are written as words.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident $word:literal $meaning:literal;)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = concat!("`", $word, "`: ", $meaning)] $variant,)* }

        impl $name {
            /// Every value behind the word for it.
            pub const WORDS: &'static [(&'static str, $name)] =
                &[$(($word, $name::$variant),)*];

            /// The word for it.
            pub const fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)*
                }
            }
        }
    )*};
}
