//! Which operator is next for what waits in a lane.

use crate::door::SessionId;
use crate::volatile::{Links, Towards};
use message::object::{OperatorId, RuleId};
use message::time::Timestamp;
use registry::rule::{FailoverReason, Group, Rule, Target};
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// What each target of a rule is owed: the weights are kept over any few parts, not just over
/// thousands (the smooth round robin of nginx).
#[derive(Debug, Default)]
pub(crate) struct Shares(BTreeMap<(RuleId, OperatorId), i64>);

/// The operator and the session by which the first in this lane goes now; `None`: it waits.
///
/// The first group of which any operator is up takes everything; whoever has waited so long that the
/// rule allows other groups goes to the first that has room. Parts of one text go one way, also while
/// the operator is down, or in trouble, that they belong to; only age parts them.
pub(crate) fn choose(
    rule: &Rule,
    towards: &Towards,
    links: &Links,
    shares: &mut Shares,
    now: Timestamp,
) -> Option<(OperatorId, SessionId)> {
    let goes_on_when_down = rule.failover.on.contains(&FailoverReason::Down);
    for group in &rule.groups {
        let up = targets(group, towards, links);
        let with_room: SmallVec<[(Target, SessionId); 4]> = up
            .iter()
            .filter_map(|target| Some((*target, links.room(target.operator, now)?)))
            .collect();
        let has_room = |it: OperatorId| with_room.iter().find(|(target, _)| target.operator == it);
        // Whoever is in trouble has room for one part that asks, and is not waited for by the others.
        let may = |it: &OperatorId| !links.in_trouble(*it) || has_room(*it).is_some();
        let operators = up.iter().map(|target| target.operator).filter(may);
        let together = towards.pinned.and_then(|pinned| together(operators, pinned));
        let one = together.and_then(has_room);
        let chosen = match one {
            Some((target, session)) => Some((target.operator, *session)),
            None if together.is_none() || towards.aged => shares.next(rule.id, &with_room),
            None => None,
        };
        if chosen.is_some() {
            return chosen;
        }
        let waits_here = if up.is_empty() {
            is_last_resort(group, towards, goes_on_when_down)
        } else {
            !towards.aged
        };
        if waits_here {
            return None;
        }
    }
    None
}

/// The targets of a group that are up and that the part may go to.
fn targets(group: &Group, towards: &Towards, links: &Links) -> SmallVec<[Target; 4]> {
    let may = |target: &&Target| Some(target.operator) != towards.barred;
    group
        .targets
        .iter()
        .filter(may)
        .filter(|target| links.is_up(target.operator))
        .copied()
        .collect()
}

/// The one of these that parts go to which belong to an operator: it, or the same other one for all.
fn together(up: impl Iterator<Item = OperatorId>, pinned: OperatorId) -> Option<OperatorId> {
    up.min_by_key(|operator| (*operator < pinned, *operator))
}

/// Nobody of the group is up: does the part wait for it all the same? Not where the group has
/// nobody but the one that has refused it.
fn is_last_resort(group: &Group, towards: &Towards, goes_on_when_down: bool) -> bool {
    let only_barred = group.targets.iter().all(|it| Some(it.operator) == towards.barred);
    !(goes_on_when_down || towards.aged || only_barred)
}

impl Shares {
    fn next(
        &mut self,
        rule: RuleId,
        targets: &[(Target, SessionId)],
    ) -> Option<(OperatorId, SessionId)> {
        if let [(only, session)] = targets {
            return Some((only.operator, *session));
        }
        let mut all = 0;
        for (target, _) in targets {
            let weight = i64::from(target.weight.get());
            *self.0.entry((rule, target.operator)).or_default() += weight;
            all += weight;
        }
        let owed = |operator: OperatorId| self.0.get(&(rule, operator)).copied().unwrap_or(0);
        let best = targets.iter().map(|(target, session)| (target.operator, *session));
        // Of equals the first in the rule.
        let best =
            best.reduce(|best, next| if owed(next.0) > owed(best.0) { next } else { best })?;
        *self.0.entry((rule, best.0)).or_default() -= all;
        Some(best)
    }
}
