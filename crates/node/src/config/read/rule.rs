//! `[[rule]]`.

use super::super::table::Table;
use message::object::RuleId;
use registry::Kind;
use registry::draft::{ConditionsDraft, RuleDraft, TargetDraft};

pub(super) fn rule(table: &mut Table<'_, '_>, index: usize) -> RuleDraft {
    table.becomes(Kind::Rule, index, "name");
    let name = table.needed_text("name", "name", "name = \"uk\"");
    let conditions = table.within("match", conditions);
    let groups = groups(table);
    RuleDraft {
        conditions,
        failover_on: table.list("failover_on", "failover_on"),
        failover_after: table.time("failover_after", "failover_after"),
        max_attempts: table.count("max_attempts", "max_attempts"),
        ..RuleDraft::new(RuleId(0), &name, groups)
    }
}

fn conditions(table: &mut Table<'_, '_>) -> ConditionsDraft {
    let mut list = |key, field| table.list(key, field).unwrap_or_default();
    ConditionsDraft {
        accounts: list("account", "conditions.accounts"),
        senders: list("from", "conditions.senders"),
        to: list("to", "conditions.to"),
        countries: list("country", "conditions.countries"),
        networks: list("network", "conditions.networks"),
        tags: Vec::new(),
    }
}

/// The operators of `via`, and behind them each of `failover` by itself.
fn groups(table: &mut Table<'_, '_>) -> Vec<Vec<TargetDraft>> {
    if table.value("via").is_none() {
        table.missing("via", "groups", "via = [ { operator = \"mno-a\" } ]");
    }
    if let Some(value) = table.value("via") {
        table.mark("groups[0]", "via", value.span());
        if !value.get_ref().is_array() {
            table.mark_told("groups[0]");
        }
    }
    let first = table.each("via", |target, place| {
        let field = format!("groups[0][{place}]");
        let operator = format!("{field}.operator");
        TargetDraft {
            operator: target.needed_text("operator", &operator, "operator = \"mno-a\""),
            weight: target.count("weight", &format!("{field}.weight")),
        }
    });
    let others = table.list("failover", "failover").unwrap_or_default();
    let mut groups = vec![first];
    for (place, operator) in others.into_iter().enumerate() {
        if let Some(span) = table.span_of(&format!("failover[{place}]")) {
            table.mark(&format!("groups[{}][0].operator", groups.len()), "failover", span);
        }
        groups.push(vec![TargetDraft { operator, weight: None }]);
    }
    groups
}
