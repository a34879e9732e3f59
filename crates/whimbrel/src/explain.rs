//! `whimbrel explain`: what a code means, what follows from it, and who must act.

use crate::Said;
use message::code::{
    REFUSALS, REPORT_CODES, RefusalRow, ReportCode, ReportRow, STATUSES, StatusRow, report_code,
};
use message::receipt::Reading;
use message::state::SmppState;
use registry::nearest;
use smpp::CommandStatus;
use std::fmt::Write;

pub(crate) const EXAMPLES: &str = "\
Examples:
  whimbrel explain 0x58
  whimbrel explain ESME_RINVSRCADR
  whimbrel explain 24              (the err of a receipt)
  whimbrel explain stat:UNDELIV
  whimbrel explain no_route";

const INFALLIBLE: &str = "writing to a string cannot fail";

/// What there is to say of a code in any of its forms.
pub(crate) fn explain(word: &str) -> Said {
    if let Some(stat) = word.strip_prefix("stat:") {
        return explain_stat(stat);
    }
    let number = word.strip_prefix("err:").unwrap_or(word);
    if let Ok(number) = number.parse::<u16>() {
        return explain_report(number);
    }
    if let Some(status) = status(word) {
        return Ok(explain_status(status));
    }
    let refusal = REFUSALS.iter().find(|row| row.name == word);
    let report = REPORT_CODES.iter().find(|row| row.name == word);
    match (refusal, report) {
        (Some(row), _) => Ok(explain_refusal(row)),
        (None, Some(row)) => Ok(report_in_words(row)),
        (None, None) => Err(unknown(word)),
    }
}

fn unknown(word: &str) -> String {
    let statuses = CommandStatus::ALL.iter().filter_map(|status| status.name());
    let reasons = REFUSALS.iter().map(|row| row.name);
    let reports = REPORT_CODES.iter().map(|row| row.name);
    let near = match nearest(word, statuses.chain(reasons).chain(reports)) {
        Some(near) => format!("; did you mean {near:?}?"),
        None => String::new(),
    };
    format!(
        "{word} is no code that I know; a command_status is 0x58 or ESME_RTHROTTLED, a report code \
         24, a word of receipts stat:UNDELIV, a reason no_route{near}"
    )
}

fn status(word: &str) -> Option<CommandStatus> {
    let hex = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X"));
    match hex {
        Some(digits) => u32::from_str_radix(digits, 16).ok().map(CommandStatus),
        None => CommandStatus::from_name(word),
    }
}

fn explain_status(status: CommandStatus) -> String {
    let mut out = String::new();
    let meaning = match status.remark() {
        "" if (0x400..=0x4FF).contains(&status.0) => "vendor specific: ask the peer",
        "" => "reserved: no version of SMPP names it",
        remark => remark,
    };
    writeln!(out, "0x{:08X}  {status}  {meaning}", status.0).expect(INFALLIBLE);
    match STATUSES.iter().find(|row| row.code == status.0) {
        Some(row) => answered(row, &mut out),
        None => {
            writeln!(out, "  never answered to submit_sm, data_sm or a bind").expect(INFALLIBLE)
        }
    }
    out
}

fn answered(row: &StatusRow, out: &mut String) {
    writeln!(out, "  {}", row.sentence).expect(INFALLIBLE);
    writeln!(out, "  the client: {}", row.retry.words()).expect(INFALLIBLE);
    for reason in REFUSALS.iter().filter(|reason| reason.status == row.status) {
        let RefusalRow { name, sentence, actor, .. } = reason;
        writeln!(out, "  {name:<28} {sentence} To act: {}.", actor.words()).expect(INFALLIBLE);
    }
}

fn explain_refusal(row: &RefusalRow) -> String {
    let RefusalRow { name, status, http, actor, sentence, report, .. } = row;
    let mut out = format!("{name}  {sentence}\n");
    let (code, status_name) = (status.code(), status.name());
    writeln!(out, "  SMPP 0x{code:08X} {status_name}, HTTP {http}").expect(INFALLIBLE);
    writeln!(out, "  to act: {}; the client: {}", actor.words(), status.row().retry.words())
        .expect(INFALLIBLE);
    if let Some(report) = report {
        let (number, name) = (report.number(), report.name());
        writeln!(out, "  found after acceptance only: report code {number} {name}")
            .expect(INFALLIBLE);
    }
    out
}

fn explain_report(number: u16) -> Said {
    match ReportCode::from_number(number) {
        Some(code) => Ok(report_in_words(code.row())),
        None => Err(format!(
            "there is no report code {number}; a command_status is written 0x{number:02X}"
        )),
    }
}

fn report_in_words(row: &ReportRow) -> String {
    let ReportRow { number, name, words, is_final, state, retry, actor, sentence, .. } = row;
    let kind = if *is_final { "final" } else { "on the way" };
    format!(
        "{number}  {name}  {words}\n  {sentence}\n  {kind}, stat:{}, message_state {}\n  \
         the gateway: {}; to act: {}\n",
        state.stat(),
        state.octet(),
        retry.words(),
        actor.words()
    )
}

fn explain_stat(word: &str) -> Said {
    let state = SmppState::from_stat(word.as_bytes())
        .ok_or_else(|| format!("stat:{word} is no word that operators are known to send"))?;
    let kind = if state.is_final() { "final by the standard" } else { "on the way" };
    let (octet, stat) = (state.octet(), state.stat());
    let mut out = format!("stat:{word}  message_state {octet}, written stat:{stat}, {kind}\n");
    let meant = report_code(Some(state), None, false, Reading::default().accepted);
    let (number, name) = (meant.number(), meant.name());
    writeln!(out, "  from an operator without settings of its own: {number} {name}")
        .expect(INFALLIBLE);
    writeln!(out, "  in our receipts, with these codes:").expect(INFALLIBLE);
    let with_state = |row: &&ReportRow| row.state == state || row.also.contains(&state);
    for row in REPORT_CODES.iter().filter(with_state) {
        writeln!(out, "  {:<4} {:<24} {}", row.number, row.name, row.words).expect(INFALLIBLE);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn first_line(word: &str) -> String {
        let said = explain(word).expect("it is known");
        said.lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_status_is_known_by_number_and_by_name() {
        let line = "0x00000058  ESME_RTHROTTLED  rate limit is exceeded";
        assert_eq!(first_line("0x58"), line);
        assert_eq!(first_line("ESME_RTHROTTLED"), line);
    }

    #[test]
    fn every_status_reason_report_code_and_state_is_explained() {
        for status in CommandStatus::ALL {
            assert!(!explain_status(*status).contains("no version"), "{status}");
        }
        for row in REFUSALS {
            assert!(
                explain(row.name).is_ok_and(|said| said.contains(row.sentence)),
                "{}",
                row.name
            );
        }
        for row in REPORT_CODES {
            let said = explain(&row.number.to_string()).expect("it has a number");
            assert!(said.contains(row.words), "{}", row.name);
        }
        for state in SmppState::ALL {
            assert!(explain(&format!("stat:{}", state.stat())).is_ok(), "{state:?}");
        }
    }

    #[test]
    fn a_refusal_says_who_must_act() {
        assert_eq!(
            explain("no_route").as_deref(),
            Ok("no_route  No rule leads to the destination.\n  \
                SMPP 0x0000000B ESME_RINVDSTADR, HTTP 422\n  \
                to act: whoever runs the gateway; the client: does not repeat it\n")
        );
    }

    #[test]
    fn what_is_unknown_is_said_with_the_forms_that_are_known() {
        assert!(explain("nonsense").expect_err("unknown").contains("0x58"));
        for (wrong, right) in [("no_ruote", "no_route"), ("esme_rthrotled", "ESME_RTHROTTLED")] {
            let near = format!("; did you mean {right:?}?");
            assert!(explain(wrong).expect_err("unknown").ends_with(&near), "{wrong}");
        }
        let refused = explain("88").expect_err("reserved");
        assert_eq!(refused, "there is no report code 88; a command_status is written 0x58");
        assert!(explain("0x450").expect("any number").contains("vendor specific"));
        assert!(explain("stat:HELLO").is_err());
    }
}
