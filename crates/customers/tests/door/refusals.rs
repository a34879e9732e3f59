//! Every request that the door refuses by itself: what it is answered, and the true reason.

use crate::play_one;

/// Settings of the account, the request, the status, the reason. A reason `packet:` names the field
/// that breaks the standard; that is found before the account is looked at.
#[rustfmt::skip]
const ROWS: &[[&str; 4]] = &[
    // addresses
    ["", "submit_sm text=x from=0/0/", "ESME_RINVSRCADR", "sender_malformed"],
    ["", "submit_sm text=x from=1/1/123456", "ESME_RINVSRCADR", "sender_malformed"],
    ["", "submit_sm text=x from=2/1/07700900123", "ESME_RINVSRCADR", "sender_malformed"],
    ["", "submit_sm text=x from=5/0/TWELVELETTER", "ESME_RINVSRCADR", "sender_malformed"],
    ["", "submit_sm text=x from=7/0/ACME", "ESME_RINVSRCADR", "packet:source_addr"],
    ["", "submit_sm text=x to=1/1/", "ESME_RINVDSTADR", "destination_empty"],
    ["", "submit_sm text=x to=1/1/44770090012x", "ESME_RINVDSTADR", "destination_not_digits"],
    ["", "submit_sm text=x to=1/1/447700", "ESME_RINVDSTADR", "destination_length"],
    ["", "submit_sm text=x to=1/1/4477009001234567", "ESME_RINVDSTADR", "destination_length"],
    ["", "submit_sm text=x to=2/1/07700900123", "ESME_RINVDSTADR", "destination_national"],
    ["", "submit_sm text=x to=1/1/07700900123", "ESME_RINVDSTADR", "destination_national"],
    ["", "submit_sm text=x to=5/0/ACME", "ESME_RINVDSTADR", "destination_alphanumeric"],
    ["", "submit_sm text=x to=9/1/447700900123", "ESME_RINVDSTADR", "packet:destination_addr"],
    ["", "submit_sm text=x to=1/1/447700900123447700900", "ESME_RINVDSTADR", "packet:destination_addr"],
    ["", "data_sm text=x to=1/1/447700", "ESME_RINVDSTADR", "destination_length"],
    // fields of one octet
    ["", "submit_sm text=x esm=0x04", "ESME_RINVESMCLASS", "packet:esm_class"],
    ["", "submit_sm text=x esm=0x0C", "ESME_RINVESMCLASS", "packet:esm_class"],
    ["version=5.0", "submit_sm text=x esm=0x04", "ESME_RINVESMCLASS", "message_type_reserved"],
    ["version=5.0", "submit_sm text=x esm=0x20", "ESME_RINVESMCLASS", "message_type_reserved"],
    ["", "data_sm text=x esm=0x04", "ESME_RINVESMCLASS", "message_type_reserved"],
    ["", "data_sm text=x esm=0x18", "ESME_RINVESMCLASS", "message_type_reserved"],
    ["", "submit_sm text=x priority=4", "ESME_RINVPRTFLG", "packet:priority_flag"],
    ["version=3.3", "submit_sm text=x priority=2", "ESME_RINVPRTFLG", "packet:priority_flag"],
    ["version=5.0", "submit_sm text=x priority=5", "ESME_RINVPRTFLG", "packet:priority_flag"],
    ["", "submit_sm text=x rd=3", "ESME_RINVREGDLVFLG", "packet:registered_delivery"],
    ["strict=yes", "submit_sm text=x rd=0x21", "ESME_RINVREGDLVFLG", "receipt_bits_reserved"],
    ["strict=yes receipts=off", "submit_sm text=x rd=1", "ESME_RINVREGDLVFLG", "receipts_off"],
    ["strict=yes receipts=off", "submit_sm text=x rd=0x10", "ESME_RINVREGDLVFLG", "receipts_off"],
    ["", "submit_sm text=x replace=2", "ESME_RINVESMCLASS", "packet:replace_if_present_flag"],
    ["", "submit_sm text=x default=1", "ESME_RINVMSGLEN", "default_message_unknown"],
    ["", "submit_sm text=x dc=0x0B", "ESME_RINVESMCLASS", "data_coding_invalid"],
    ["", "submit_sm text=x dc=0x80", "ESME_RINVESMCLASS", "data_coding_invalid"],
    ["", "submit_sm hex=00480049AA dc=8", "ESME_RINVESMCLASS", "data_coding_invalid"],
    // times; it is 2026-01-01 00:00 UTC
    ["", "submit_sm text=x at=260102000000000", "ESME_RINVSCHED", "packet:schedule_delivery_time"],
    ["", "submit_sm text=x at=260132000000000+", "ESME_RINVSCHED", "schedule_malformed"],
    ["", "submit_sm text=x at=260102000000000x", "ESME_RINVSCHED", "schedule_malformed"],
    ["version=3.3", "submit_sm text=x at=000001000000000R", "ESME_RINVSCHED", "schedule_relative"],
    ["", "submit_sm text=x at=260131000001000+", "ESME_RINVSCHED", "schedule_too_far"],
    ["max_schedule=3600", "submit_sm text=x at=000000010001000R", "ESME_RINVSCHED", "schedule_too_far"],
    ["", "submit_sm text=x until=2601020000000", "ESME_RINVEXPIRY", "packet:validity_period"],
    ["", "submit_sm text=x until=26010200000000+-", "ESME_RINVEXPIRY", "validity_malformed"],
    ["version=3.3", "submit_sm text=x until=000001000000000R", "ESME_RINVEXPIRY", "validity_malformed"],
    ["", "submit_sm text=x until=251231235959900+", "ESME_RINVEXPIRY", "validity_past"],
    ["", "submit_sm text=x until=000000000000000R", "ESME_RINVEXPIRY", "validity_past"],
    ["", "submit_sm text=x at=260103000000000+ until=260102000000000+", "ESME_RINVEXPIRY", "validity_before_schedule"],
    ["", "submit_sm text=x until=260101000059900+", "ESME_RINVEXPIRY", "validity_too_short"],
    ["", "submit_sm text=x until=000000000059000R", "ESME_RINVEXPIRY", "validity_too_short"],
    ["", "submit_sm text=x at=260103000000000+ until=260103000059000+", "ESME_RINVEXPIRY", "validity_too_short"],
    ["", "data_sm text=x tlvs=0017:0000003B", "ESME_RINVEXPIRY", "validity_too_short"],
    // texts
    ["", "submit_sm", "ESME_RINVMSGLEN", "text_empty"],
    ["", "submit_sm payload=yes", "ESME_RINVMSGLEN", "text_empty"],
    ["", "data_sm", "ESME_RINVMSGLEN", "text_empty"],
    ["", "data_sm nothing=yes", "ESME_RINVTLVSTREAM", "tlv_missing"],
    ["", "submit_sm text=x sm_length=2", "ESME_RINVMSGLEN", "packet:short_message"],
    ["", "submit_sm fill=255", "ESME_RINVMSGLEN", "packet:short_message"],
    ["", "submit_sm text=x tlvs=0424:41", "ESME_RINVMSGLEN", "packet:message_payload"],
    ["max_parts=1", "submit_sm fill=161", "ESME_RINVMSGLEN", "text_too_many_parts"],
    ["max_parts=2", "submit_sm fill=307 payload=yes", "ESME_RINVMSGLEN", "text_too_many_parts"],
    ["max_parts=1", "submit_sm fill=141 dc=4", "ESME_RINVMSGLEN", "text_too_many_parts"],
    ["", "submit_sm fill=39016 payload=yes", "ESME_RINVMSGLEN", "text_too_many_parts"],
    // headers
    ["", "submit_sm esm=0x40", "ESME_RINVESMCLASS", "packet:short_message"],
    ["", "submit_sm esm=0x40 udh=060003050201 text=x", "ESME_RINVESMCLASS", "header_malformed"],
    ["", "submit_sm esm=0x40 udh=050003050203 text=x", "ESME_RINVESMCLASS", "header_malformed"],
    ["", "submit_sm esm=0x40 udh=050003050200 text=x", "ESME_RINVESMCLASS", "header_malformed"],
    ["", "submit_sm esm=0x40 udh=050003050000 text=x", "ESME_RINVESMCLASS", "header_malformed"],
    ["", "submit_sm esm=0x40 udh=050004050201 text=x", "ESME_RINVESMCLASS", "header_malformed"],
    ["", "submit_sm esm=0x40 udh=050003050201 fill=154", "ESME_RINVMSGLEN", "part_too_long"],
    ["", "submit_sm esm=0x40 udh=06080400050201 fill=153", "ESME_RINVMSGLEN", "part_too_long"],
    ["", "submit_sm esm=0x40 udh=050003050201 fill=135 dc=4", "ESME_RINVMSGLEN", "part_too_long"],
    ["", "submit_sm esm=0x40 udh=050003050201 fill=68 in=ucs2 dc=8", "ESME_RINVMSGLEN", "part_too_long"],
    ["", "submit_sm esm=0x40 udh=050003050201 fill=154:é in=latin1 dc=3", "ESME_RINVMSGLEN", "part_too_long"],
    ["missing_letters=refuse", "submit_sm esm=0x40 udh=050003050201 fill=153:ê in=latin1 dc=3", "ESME_RINVMSGLEN", "part_too_long"],
    ["", "submit_sm fill=154 tlvs=020C:0005,020E:02,020F:01", "ESME_RINVMSGLEN", "part_too_long"],
    ["", "submit_sm text=x tlvs=020C:0005,020E:02,020F:03", "ESME_RINVTLVLEN", "tlv_value"],
    ["", "submit_sm text=x tlvs=020C:0005,020E:00,020F:00", "ESME_RINVTLVLEN", "tlv_value"],
    ["", "submit_sm esm=0x40 udh=050003050201 text=x tlvs=020C:0005", "ESME_RINVESMCLASS", "packet:sar_msg_ref_num"],
    ["", "submit_sm esm=0x40 udh=050003050201 text=x tlvs=020B:0005", "ESME_RINVESMCLASS", "packet:destination_port"],
    // TLVs
    ["", "submit_sm text=x behind=0204", "ESME_RINVTLVSTREAM", "packet:TLVs"],
    ["", "submit_sm text=x behind=0204000300", "ESME_RINVTLVSTREAM", "packet:TLVs"],
    ["", "submit_sm text=x tlvs=0204:07", "ESME_RINVTLVLEN", "packet:user_message_reference"],
    // operations
    ["", "replace_sm id=1176722560000000001", "ESME_RREPLACEFAIL", "operation"],
    ["", "cancel_sm", "ESME_RCANCELFAIL", "operation"],
    ["", "cancel_sm id=nonsense", "ESME_RINVMSGID", "operation"],
    ["", "query_sm", "ESME_RINVMSGID", "operation"],
    ["", "query_sm id=117672256000000000", "ESME_RINVMSGID", "operation"],
    ["", "submit_multi", "ESME_RINVCMDID", "operation_unknown"],
    ["version=3.3", "param_retrieve", "ESME_RINVCMDID", "operation_unknown"],
    ["", "param_retrieve", "ESME_RINVCMDID", "operation"],
];

#[test]
fn every_refusal_has_its_status_and_its_reason() {
    let mut failures = Vec::new();
    for [settings, request, status, why] in ROWS {
        let command = request.split(' ').next().unwrap_or_default();
        let response = match *status {
            "ESME_RINVCMDID" => "generic_nack".to_owned(),
            _ => format!("{command}_resp"),
        };
        let dialogue = format!(
            "\nas trx {settings}
             -> raw {request}
             !! refused {command} 101 status={status} why={why}
             <- {response} 101 status={status}
             -> raw enquire_link
             <- enquire_link_resp 102"
        );
        if let Err(failure) = play_one(&dialogue) {
            failures.push(format!("{settings} | {request} | {status} | {why}\n    {failure}"));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), ROWS.len(), failures.join("\n"));
}
