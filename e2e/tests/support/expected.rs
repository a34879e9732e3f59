//! What tshark should show of a PDU, from what we meant to send, and how it differs.

use crate::capture::{Dissected, Shown};
use crate::recipes::recipe::{Number, Recipe, Target, Value};
use smpp::Tag;
use std::collections::BTreeMap;

/// A field under its name in tshark.
struct Expected {
    name: String,
    /// In hex.
    octets: String,
    /// Is it an empty string? tshark shows some of them.
    optional: bool,
}

/// What tshark shows otherwise than it was meant.
pub(crate) fn difference(recipe: &Recipe, dissected: &Dissected) -> Option<String> {
    if dissected.malformed {
        return Some("tshark calls it malformed".to_owned());
    }
    if let Some(warning) = dissected.fields.iter().find(|field| is_warning(field)) {
        return Some(format!("tshark warns: {}", warning.label));
    }
    let fields: Vec<&Shown> = dissected.fields.iter().filter(|field| !is_derived(field)).collect();
    let optional = fields.iter().position(|field| field.name == "smpp.opt_param");
    let (mandatory, optional) = fields.split_at(optional.unwrap_or(fields.len()));
    mandatory_difference(recipe, mandatory).or_else(|| tlv_difference(&recipe.tlvs, optional))
}

/// Anything but a NUL inside a text, which tshark shows up to there.
fn is_warning(field: &Shown) -> bool {
    field.name == "_ws.expert" && !field.label.contains("Trailing stray characters")
}

/// tshark's own reading of octets that it also shows as they are, its remarks, and headings.
fn is_derived(field: &Shown) -> bool {
    const HEADINGS: [&str; 4] =
        ["smpp.message_text", "smpp.dlist", "smpp.dlist_resp", "smpp.opt_params"];
    let name = field.name.as_str();
    name.starts_with("smpp.dcs.") || name.starts_with("_ws.") || HEADINGS.contains(&name)
}

fn mandatory_difference(recipe: &Recipe, shown: &[&Shown]) -> Option<String> {
    let mut shown = shown.iter();
    for Expected { name, octets, optional } in mandatory(recipe) {
        let mut ahead = shown.clone();
        match ahead.next() {
            Some(field) if has_name(field, &name, recipe) && field.octets == octets => {
                shown = ahead
            }
            _ if optional => {}
            field => return Some(format!("{name} {octets} is shown as {field:?}")),
        }
    }
    shown.next().map(|field| format!("{field:?} was not sent"))
}

/// Times that are not absolute have a name of their own, and tshark mistakes the validity_period of a
/// submit_multi for its schedule_delivery_time.
fn has_name(field: &Shown, name: &str, recipe: &Recipe) -> bool {
    let found = field.name.strip_suffix("_r").unwrap_or(&field.name);
    let mistaken = recipe.name == "submit_multi" && name == "smpp.validity_period";
    found == name || (mistaken && found == "smpp.schedule_delivery_time")
}

/// The header and the mandatory fields. tshark shows the status of responses only.
fn mandatory(recipe: &Recipe) -> Vec<Expected> {
    let length = u32::try_from(recipe.octets().len()).expect("it is short");
    let mut fields = vec![
        named("command_length", &length.to_be_bytes()),
        named("command_id", &recipe.id.to_be_bytes()),
    ];
    if recipe.id & 0x8000_0000 != 0 {
        fields.push(named("command_status", &recipe.status.to_be_bytes()));
    }
    fields.push(named("sequence_number", &recipe.sequence.to_be_bytes()));
    for (name, value) in &recipe.fields {
        expect(name, value, &mut fields);
    }
    fields
}

fn expect(name: &str, value: &Value, fields: &mut Vec<Expected>) {
    match value {
        Value::Byte(byte) => {
            let parts: &[&str] = match name {
                "esm_class" => {
                    &["esm.submit.msg_mode", "esm.submit.msg_type", "esm.submit.features"]
                }
                "registered_delivery" => &["regdel.receipt", "regdel.acks", "regdel.notif"],
                name => &[name],
            };
            fields.extend(parts.iter().map(|part| named(part, &[*byte])));
        }
        Value::Text(characters) => fields.push(text(name, characters)),
        Value::Address(number) => {
            let kind = match name {
                "destination_addr" => "dest_addr",
                "address_range" => "addr",
                name => name,
            };
            address(kind, name, number, fields);
        }
        Value::Message(octets) => {
            fields.push(named("sm_length", &[u8::try_from(octets.len()).expect("it is short")]));
            if !octets.is_empty() {
                fields.push(named("message", octets));
            }
        }
        Value::Destinations(targets) => targets.iter().for_each(|target| match target {
            Target::Number(number) => address("dest_addr", "destination_addr", number, fields),
            Target::List(list) => fields.push(text("dl_name", list)),
        }),
        Value::Failures(failures) => failures.iter().for_each(|(number, status)| {
            address("dest_addr", "destination_addr", number, fields);
            fields.push(named("error_status_code", &status.to_be_bytes()));
        }),
        Value::MessageIds(_) => panic!("tshark does not know the operations of 3.3"),
    }
}

fn address(kind: &str, name: &str, number: &Number, fields: &mut Vec<Expected>) {
    fields.push(named(&format!("{kind}_ton"), &[number.ton]));
    fields.push(named(&format!("{kind}_npi"), &[number.npi]));
    fields.push(text(name, &number.digits));
}

fn text(name: &str, characters: &[u8]) -> Expected {
    let terminated = [characters, &[0]].concat();
    Expected { optional: characters.is_empty(), ..named(name, &terminated) }
}

fn named(name: &str, octets: &[u8]) -> Expected {
    Expected { name: format!("smpp.{name}"), octets: hex(octets), optional: false }
}

/// As tshark writes octets.
fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// Each TLV is shown as a heading with tshark's name of the tag, then tag, length and value.
fn tlv_difference(tlvs: &[(u16, Vec<u8>)], shown: &[&Shown]) -> Option<String> {
    let shown: Vec<_> = shown.chunk_by(|_, next| next.name != "smpp.opt_param").collect();
    if shown.len() != tlvs.len() {
        return Some(format!("{} TLVs, shown as {}", tlvs.len(), shown.len()));
    }
    tlvs.iter().zip(shown).find_map(|((tag, value), shown)| {
        let length = u16::try_from(value.len()).expect("it is short");
        let same = matches!(shown, [heading, tag_shown, length_shown, rest @ ..]
            if is_about(heading, Tag(*tag))
                && tag_shown.octets == hex(&tag.to_be_bytes())
                && length_shown.octets == hex(&length.to_be_bytes())
                && is_value(rest, value));
        (!same).then(|| format!("TLV {tag:04X} {} is shown as {shown:?}", hex(value)))
    })
}

fn is_about(heading: &Shown, tag: Tag) -> bool {
    let name = match tag {
        Tag::DESTINATION_PORT => Some("dest_port"), // its name in 5.0
        tag => tag.name(),
    };
    name.is_none_or(|name| heading.label.contains(name))
}

/// tshark shows parts of a value, the whole or both; of callback numbers only how long they are.
fn is_value(shown: &[&Shown], value: &[u8]) -> bool {
    let mut parts: BTreeMap<usize, &str> = BTreeMap::new();
    for field in shown {
        let part = parts.entry(field.at).or_default();
        if field.octets.len() > part.len() {
            *part = &field.octets;
        }
    }
    let octets: String = parts.into_values().collect();
    octets == hex(value)
        || matches!(shown, [only] if only.octets.is_empty() && only.size == value.len())
}
