//! From the file to a registry.

use super::file::{AccountTable, OperatorTable, RuleTable};
use super::{Book, Config, Problems};
use crate::customers::hash;
use message::object::{AccountId, LoginId, NumberId, OperatorId, RuleId, ServiceId};
use registry::Snapshot;
use registry::draft::{
    AccountDraft, ConditionsDraft, Draft, LoginDraft, NumberDraft, OperatorDraft, RuleDraft,
    ServiceDraft, TargetDraft,
};
use registry::name::Secret;
use std::collections::BTreeMap;
use std::net::SocketAddr;

/// What a simulated operator is told of who binds.
const SIMULATED: &str = "whimbrel";

impl Config {
    /// The registry that the file describes. Passwords are hashed, each taking 20 ms.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(crate) fn snapshot(
        &self,
        book: &mut Book,
        simulators: &BTreeMap<String, SocketAddr>,
    ) -> Result<Snapshot, Problems> {
        let file = &self.file;
        let draft = Draft {
            version: 1,
            accounts: file.accounts.iter().map(|it| account(it, book)).collect(),
            operators: file.operators.iter().map(|it| operator(it, book, simulators)).collect(),
            services: file
                .services
                .iter()
                .map(|it| {
                    let id = ServiceId(book.number("service", &it.id));
                    let destination = it.destination.clone();
                    ServiceDraft { destination, ..ServiceDraft::new(id, &it.id, &it.account) }
                })
                .collect(),
            numbers: file
                .numbers
                .iter()
                .map(|it| NumberDraft {
                    id: NumberId(book.number("number", &it.number)),
                    number: it.number.clone(),
                    account: None,
                    services: vec![it.service.clone()],
                })
                .collect(),
            rules: file.rules.iter().map(|it| rule(it, book)).collect(),
        };
        Snapshot::build(&draft).map_err(Problems)
    }
}

fn account(table: &AccountTable, book: &mut Book) -> AccountDraft {
    let id = AccountId(book.number("account", &table.id));
    let login = LoginId(book.number("login", &table.system_id));
    let mut account = AccountDraft::new(id, &table.id);
    account.logins.push(LoginDraft::new(login, &table.system_id, hash(&table.password.0)));
    account.senders.clone_from(&table.senders);
    account.short_codes = table.short_codes;
    account.limits.max_sessions = table.max_sessions;
    account.limits.window = table.window;
    account.limits.tps = table.tps;
    account.limits.queue = table.queue;
    account
}

fn operator(
    table: &OperatorTable,
    book: &mut Book,
    simulators: &BTreeMap<String, SocketAddr>,
) -> OperatorDraft {
    let id = OperatorId(book.number("operator", &table.id));
    let simulator = simulators.get(&table.id);
    let address = simulator.map_or(table.address.clone(), |it| format!("smpp://{it}"));
    let default = simulator.map(|_| SIMULATED);
    let given = table.password.as_ref().map(|it| it.0.clone());
    OperatorDraft {
        system_id: table.system_id.clone().or(default.map(str::to_owned)).unwrap_or_default(),
        password: given.or(default.map(Secret::new)),
        bind: table.bind.clone(),
        sessions: table.sessions,
        window: table.window,
        tps: table.tps,
        ..OperatorDraft::new(id, &table.id, &address)
    }
}

fn rule(table: &RuleTable, book: &mut Book) -> RuleDraft {
    let id = RuleId(book.number("rule", &table.name));
    let first = table.via.iter();
    let first = first.map(|it| TargetDraft { operator: it.operator.clone(), weight: it.weight });
    let others = table.failover.iter();
    let others = others.map(|it| vec![TargetDraft { operator: it.clone(), weight: None }]);
    let groups = std::iter::once(first.collect()).chain(others).collect();
    let conditions = ConditionsDraft {
        accounts: table.conditions.account.list(),
        senders: table.conditions.from.list(),
        to: table.conditions.to.list(),
        countries: table.conditions.country.list(),
        networks: table.conditions.network.list(),
        tags: Vec::new(),
    };
    RuleDraft { conditions, ..RuleDraft::new(id, &table.name, groups) }
}
