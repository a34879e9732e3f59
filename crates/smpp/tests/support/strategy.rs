//! Made-up values for every PDU, all of them valid in the version they are made for.

use super::layout::{LAYOUTS, Layout, Shape, TAGS};
use super::recipe::{Number, Recipe, Target, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use smpp::Version;

/// PDUs of this layout, with TLVs if the version has them.
pub(crate) fn recipe(layout: &'static Layout, version: Version) -> BoxedStrategy<Recipe> {
    let fields: Vec<_> = layout
        .fields
        .iter()
        .map(|&(name, shape)| value(shape, layout, version).prop_map(move |value| (name, value)))
        .collect();
    let tlvs_max = if layout.takes_tlvs() && version != Version::V33 { 4 } else { 0 };
    (fields, vec(tlv(), 0..=tlvs_max), 1..=0x7FFF_FFFF_u32)
        .prop_map(move |(fields, tlvs, sequence)| {
            reconcile(Recipe { sequence, tlvs, ..Recipe::new(layout, fields) })
        })
        .boxed()
}

/// PDUs of any layout.
pub(crate) fn any_recipe(version: Version) -> BoxedStrategy<Recipe> {
    (0..LAYOUTS.len()).prop_flat_map(move |index| recipe(&LAYOUTS[index], version)).boxed()
}

/// PDUs of which one field has any value at all.
pub(crate) fn odd_recipe(layout: &'static Layout, version: Version) -> BoxedStrategy<Recipe> {
    let odd: Vec<_> = layout.fields.iter().map(|(_, shape)| odd_value(*shape)).collect();
    (recipe(layout, version), odd, any::<prop::sample::Index>())
        .prop_map(|(mut recipe, mut odd, which)| {
            if !odd.is_empty() {
                let which = which.index(odd.len());
                recipe.fields[which].1 = odd.swap_remove(which);
            }
            recipe
        })
        .boxed()
}

fn value(shape: Shape, layout: &Layout, version: Version) -> BoxedStrategy<Value> {
    let longest = if version == Version::V50 { 255 } else { 254 };
    match shape {
        Shape::Byte => any::<u8>().prop_map(Value::Byte).boxed(),
        Shape::Flag => (0..=1_u8).prop_map(Value::Byte).boxed(),
        Shape::Zero => Just(Value::Byte(0)).boxed(),
        Shape::EsmClass => esm_class(layout, version).prop_map(Value::Byte).boxed(),
        Shape::Priority => {
            let highest = match version {
                Version::V33 => 1,
                Version::V34 => 3,
                Version::V50 => 4_u8,
            };
            (0..=highest).prop_map(Value::Byte).boxed()
        }
        Shape::DefaultMessage => {
            let highest = match version {
                Version::V33 => 100,
                Version::V34 => 254,
                Version::V50 => 255_u8,
            };
            (0..=highest).prop_map(Value::Byte).boxed()
        }
        Shape::LastCount => (0..=100_u8).prop_map(Value::Byte).boxed(),
        Shape::Receipts => any::<u8>()
            .prop_filter("3 is new in 5.0", move |byte| byte & 3 != 3 || version == Version::V50)
            .prop_map(Value::Byte)
            .boxed(),
        Shape::Text(max) => text(max).prop_map(Value::Text).boxed(),
        Shape::MessageId => {
            text(if version == Version::V33 { 8 } else { 64 }).prop_map(Value::Text).boxed()
        }
        Shape::Address(max) => number(max).prop_map(Value::Address).boxed(),
        Shape::Time => time().prop_map(Value::Text).boxed(),
        Shape::Message => vec(any::<u8>(), 0..=longest).prop_map(Value::Message).boxed(),
        Shape::Destinations => many(target(), 1, longest).prop_map(Value::Destinations).boxed(),
        Shape::Failures => {
            many((number(20), any::<u32>()), 0, 255).prop_map(Value::Failures).boxed()
        }
        Shape::MessageIds => many(text(8), 0, 255).prop_map(Value::MessageIds).boxed(),
    }
}

fn odd_value(shape: Shape) -> BoxedStrategy<Value> {
    let with_nul = prop_oneof![1 => Just(0), 9 => 0x01..=0x7F_u8];
    let octets = || {
        prop_oneof![
            vec(any::<u8>(), 0..100),
            vec(0x01..=0x7F_u8, 0..100),
            vec(with_nul.clone(), 0..20)
        ]
    };
    let digits = || vec(0x01..=0xFF_u8, 0..=20);
    let number = |digits| (any::<u8>(), any::<u8>(), digits).prop_map(Number::from);
    match shape {
        Shape::Byte
        | Shape::Flag
        | Shape::Zero
        | Shape::EsmClass
        | Shape::Priority
        | Shape::DefaultMessage
        | Shape::LastCount
        | Shape::Receipts => any::<u8>().prop_map(Value::Byte).boxed(),
        Shape::Text(_) | Shape::MessageId | Shape::Time => octets().prop_map(Value::Text).boxed(),
        Shape::Address(_) => number(octets().boxed()).prop_map(Value::Address).boxed(),
        Shape::Message => vec(any::<u8>(), 0..=255).prop_map(Value::Message).boxed(),
        Shape::Destinations => {
            let target = prop_oneof![
                number(digits().boxed()).prop_map(Target::Number),
                digits().prop_map(Target::List)
            ];
            vec(target, 0..4).prop_map(Value::Destinations).boxed()
        }
        Shape::Failures => {
            vec((number(digits().boxed()), any::<u32>()), 0..4).prop_map(Value::Failures).boxed()
        }
        Shape::MessageIds => {
            vec(vec(0x01..=0xFF_u8, 0..=8), 0..4).prop_map(Value::MessageIds).boxed()
        }
    }
}

/// Few entries mostly, now and then as many as there may be.
fn many<T: Clone + std::fmt::Debug + 'static>(
    entry: impl Strategy<Value = T> + Clone + 'static,
    low: usize,
    high: usize,
) -> BoxedStrategy<Vec<T>> {
    prop_oneof![9 => vec(entry.clone(), low..=low + 4), 1 => vec(entry, high..=high)].boxed()
}

/// Mode, type and features. The types differ by direction (SMPP 3.4 s5.2.12, SMPP 5.0 s4.7.12).
fn esm_class(layout: &Layout, version: Version) -> impl Strategy<Value = u8> + use<> {
    let both_ways = vec![0x00, 0x08, 0x10];
    let kinds = match (layout.name, version) {
        ("deliver_sm" | "data_sm", _) => vec![0x00, 0x04, 0x08, 0x10, 0x18, 0x20],
        (_, Version::V50) => vec![0x00, 0x04, 0x08, 0x10, 0x20],
        (_, Version::V33 | Version::V34) => both_ways,
    };
    (0..=3_u8, select(kinds), select(vec![0x00, 0x40, 0x80, 0xC0]))
        .prop_map(|(mode, kind, features)| mode | kind | features)
}

/// ASCII without NUL.
fn text(max: usize) -> impl Strategy<Value = Vec<u8>> + Clone {
    vec(0x01..=0x7F_u8, 0..=max)
}

fn number(max: usize) -> impl Strategy<Value = Number> + Clone {
    (0..=6_u8, any::<u8>(), text(max)).prop_map(Number::from)
}

fn target() -> impl Strategy<Value = Target> + Clone {
    prop_oneof![3 => number(20).prop_map(Target::Number), 1 => text(20).prop_map(Target::List)]
}

/// Empty, or `YYMMDDhhmmsstnnp` (SMPP 3.4 s7.1.1).
fn time() -> impl Strategy<Value = Vec<u8>> {
    let absolute = ((0..=99, 1..=12, 1..=28, 0..=23), (0..=59, 0..=59, 0..=9, 0..=48))
        .prop_flat_map(|parts| (Just(parts), select(vec!['+', '-', 'R'])))
        .prop_map(|(((year, month, day, hour), (minute, second, tenth, quarters)), sign)| {
            let quarters = if sign == 'R' { 0 } else { quarters };
            format!(
                "{year:02}{month:02}{day:02}{hour:02}{minute:02}{second:02}{tenth}{quarters:02}{sign}"
            )
            .into_bytes()
        });
    prop_oneof![Just(Vec::new()), absolute]
}

/// A TLV that the standards name, or one that they do not.
fn tlv() -> impl Strategy<Value = (u16, Vec<u8>)> {
    let known =
        select(TAGS).prop_flat_map(|(tag, low, high)| (Just(tag), tlv_value(tag, low, high)));
    let unknown = (0x1400..=0x3FFF_u16, vec(any::<u8>(), 0..=40));
    prop_oneof![8 => known, 1 => unknown]
}

fn tlv_value(tag: u16, low: usize, high: usize) -> BoxedStrategy<Vec<u8>> {
    let high = high.min(low + 80); // long ones would only be slow
    match tag {
        // characters, with and without their terminator
        0x001D | 0x001E | 0x060D | 0x060E => {
            (vec(0x01..=0x7F_u8, low.max(2) - 1..high), any::<bool>())
                .prop_map(|(mut text, terminated)| {
                    text.extend(terminated.then_some(0));
                    text
                })
                .boxed()
        }
        // a time, with and without its terminator
        0x0609 => {
            (vec(b'0'..=b'9', 15), select(vec![&b"+"[..], b"-", b"R", b"+\0", b"-\0", b"R\0"]))
                .prop_map(|(digits, sign)| [&digits[..], sign].concat())
                .boxed()
        }
        // 5.0 adds unit and count
        0x1204 => select(vec![1, 4]).prop_flat_map(|length| vec(any::<u8>(), length)).boxed(),
        _ => vec(any::<u8>(), low..=high).boxed(),
    }
}

const USER_DATA_HEADER: u8 = 0x40;
const MESSAGE_PAYLOAD: u16 = 0x0424;

/// Takes back what does not go together: text in two places, a header announced but not there, or
/// announced and told once more by TLVs (SMPP 3.4 s5.2.12).
fn reconcile(mut recipe: Recipe) -> Recipe {
    let in_place = recipe.short_message_mut().is_some_and(|text| !text.is_empty());
    let mut seen = in_place;
    recipe.tlvs.retain(|(tag, _)| *tag != MESSAGE_PAYLOAD || !std::mem::replace(&mut seen, true));
    let Some(Value::Byte(esm_class)) = recipe.find("esm_class").cloned() else {
        return recipe;
    };
    if esm_class & USER_DATA_HEADER == 0 {
        return recipe;
    }
    let text = if in_place {
        recipe.short_message_mut()
    } else {
        recipe.tlvs.iter_mut().find(|(tag, _)| *tag == MESSAGE_PAYLOAD).map(|(_, text)| text)
    };
    match text {
        Some(text) if !text.is_empty() => {
            text[0] %= u8::try_from(text.len()).unwrap_or(u8::MAX);
            recipe.tlvs.retain(|(tag, _)| !matches!(tag, 0x020A..=0x020C | 0x020E | 0x020F));
        }
        Some(_) | None => {
            let esm_class = Value::Byte(esm_class & !USER_DATA_HEADER);
            *recipe.find_mut("esm_class").expect("found above") = esm_class;
        }
    }
    recipe
}
