//! One list of fields gives a body its struct, its reader and its writer.

/// Makes a body. Each field names the way it is read and written: a method that
/// [`crate::reader::Reader`] and [`crate::sink::Sink`] both have, with the field's name and limits.
/// A `check` is called when all fields are read.
macro_rules! body {
    (
        $(#[$doc:meta])*
        $body:ident {
            $($(#[$field_doc:meta])* $name:ident: $type:ty = $way:ident($field:ident $(, $limit:expr)*);)*
        }
        $(check $check:ident($($checked:ident),*);)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $body<'a> {
            $($(#[$field_doc])* pub $name: $type,)*
            /// The optional part.
            pub tlvs: $crate::tlv::Tlvs<'a>,
        }

        impl<'a> $body<'a> {
            pub(crate) fn tlvs(&self) -> $crate::tlv::Tlvs<'a> {
                self.tlvs
            }

            #[inline(always)]
            pub(crate) fn read(
                reader: &mut $crate::reader::Reader<'a>,
            ) -> Result<Self, $crate::fault::Fault> {
                let body = $body {
                    $($name: reader.$way($crate::field::Field::$field $(, $limit)*)?,)*
                    tlvs: reader.tlvs($crate::field::Field::TlvStream)?,
                };
                $(if let Some(misfit) = $crate::pdu::check::$check($(body.$checked,)* body.tlvs) {
                    reader.object(misfit)?;
                })?
                Ok(body)
            }

            #[inline]
            pub(crate) fn put<S: $crate::sink::Sink>(&self, sink: &mut S) {
                #[allow(unused_imports, reason = "only some bodies have lists or ruled values")]
                use {$crate::list::ListSink, $crate::pdu::check::ValueSink};
                $(sink.$way(self.$name, $crate::field::Field::$field $(, $limit)*);)*
                $(sink.require_fit(|| $crate::pdu::check::$check($(self.$checked,)* self.tlvs));)?
                sink.tlvs(self.tlvs, $crate::field::Field::TlvStream);
            }
        }
    };
}

pub(crate) use body;
