//! Numbers with names: open newtypes, so that a value nobody has named is kept and printed as hex.

/// Makes a newtype over an integer with one constant, name and remark per row.
macro_rules! named {
    (
        $(#[$doc:meta])*
        $type:ident($int:ty), $digits:literal;
        $($konst:ident = $value:literal $name:literal $remark:literal;)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $type(pub $int);

        impl $type {
            $(
                #[doc = concat!("`", $name, "`: ", $remark)]
                pub const $konst: $type = $type($value);
            )*

            /// Every named value, in the order of the table.
            pub const ALL: &'static [$type] = &[$($type::$konst),*];

            /// The standard's name, if the value has one.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($name),)*
                    _ => None,
                }
            }

            /// What the value means, in one line; empty if it has no name.
            pub const fn remark(self) -> &'static str {
                match self.0 {
                    $($value => $remark,)*
                    _ => "",
                }
            }

            /// The value with this name.
            pub fn from_name(name: &str) -> Option<$type> {
                Self::ALL.iter().copied().find(|value| value.name() == Some(name))
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, concat!("0x{:0", $digits, "X}"), self.0),
                }
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
    };
}

pub(crate) use named;
