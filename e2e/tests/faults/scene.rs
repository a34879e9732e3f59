//! A gateway with its peers, for one test.

use crate::check::{Evidence, Sums, Windows};
use crate::customer::{Manner, Program, Whereabouts, Word};
use crate::gateway::{DEADLINE, Gateway, Place, binary, until};
use crate::ledger::Ledger;
use crate::operator::Outside;
use crate::proxy::Proxy;
use link::Time;
use simulator::Profile;
use simulator::chance::{Mix, Span};
use smpp::session::BindKind;
use tokio::sync::watch;

/// A gateway with an operator behind a proxy, and the programs of one account.
pub(crate) struct Scene {
    pub(crate) time: Time,
    pub(crate) operator: Outside,
    pub(crate) proxy: Proxy,
    pub(crate) place: Place,
    pub(crate) ledger: Ledger,
    pub(crate) whereabouts: watch::Sender<Whereabouts>,
    pub(crate) there: watch::Receiver<Whereabouts>,
}

const WINDOWS: Windows = Windows { parts: 2 * 40, notices: 4 * 50 };

/// So that nothing has to be waited for: a silent peer is given up after a second.
pub(crate) const FAST: &str = "enquire_link = \"250ms\"\nresponse = \"2s\"";

impl Scene {
    pub(crate) async fn new(smpp: &str, operator_more: &str) -> Scene {
        let time = Time::new();
        let operator = Outside::listen(0, profile(), 1, &time).await;
        let proxy = Proxy::before(operator.address).await;
        let config = format!(
            r#"
[smpp]
{smpp}

[[operator]]
id = "outside"
address = "smpp://{}"
system_id = "whimbrel"
password = "0psecret"
window = 40
{operator_more}

[[account]]
id = "acme"
system_id = "acme"
password = "demo1234"
senders = ["*"]
max_sessions = 20
tps = 100000
short_codes = true

[[service]]
id = "acme"
account = "acme"
destination = "smpp://"

[[number]]
number = "777"
service = "acme"
"#,
            proxy.address
        );
        let place = Place::new(&binary(), &config);
        let (whereabouts, there) = watch::channel(None);
        let ledger = Ledger::default();
        Scene { time, operator, proxy, place, ledger, whereabouts, there }
    }

    pub(crate) fn logs(self, level: &'static str) -> Scene {
        Scene { place: self.place.logs(level), ..self }
    }

    pub(crate) async fn start(&self, life: u32) -> Gateway {
        let gateway = self.place.start().await;
        self.whereabouts.send_replace(Some((life, gateway.smpp)));
        gateway
    }

    pub(crate) fn program(&self, seat: u32, manner: Manner) -> Program {
        Program::start((seat, 1), manner, &self.ledger, self.there.clone(), &self.time)
    }

    /// A transceiver that submits without end, and a receiver.
    pub(crate) fn loaded(&self) -> Vec<Program> {
        let loaded = Manner::new("acme", BindKind::Transceiver).loaded(2..20, 1..8);
        let receiver = Manner::new("acme", BindKind::Receiver);
        vec![self.program(0, loaded), self.program(1, receiver)]
    }

    pub(crate) async fn accepted(&self, count: usize) {
        until("so many are accepted", async || self.ledger.book().accepted().count() >= count)
            .await;
    }

    /// So many sessions with the operator are bound.
    pub(crate) async fn bound(&self, gateway: &Gateway, count: u64) {
        let bound = async || gateway.metric("whimbrel_operator_sessions").await == count;
        until("its sessions are bound", bound).await;
    }

    /// Nothing more is submitted, and all that was is brought to its end.
    pub(crate) async fn rest(&self, gateway: &Gateway, programs: &[Program]) {
        for program in programs {
            program.say(Word::Rest).await;
        }
        until("everything has ended", async || {
            let open = {
                let book = self.ledger.book();
                book.unreported() + book.open()
            };
            let waiting = gateway.metric("whimbrel_lanes_waiting").await;
            let in_flight = gateway.metric("whimbrel_parts_in_flight").await;
            let undelivered = self.operator.undelivered().await;
            open + undelivered + waiting as usize + in_flight as usize == 0
        })
        .await;
    }

    /// Ends it all and judges it by the ledgers. `ends`: see [`Evidence`].
    pub(crate) async fn judge(
        self,
        gateway: Gateway,
        programs: Vec<Program>,
        ends: Vec<u64>,
    ) -> Sums {
        let sent_again = gateway.metric("whimbrel_parts_sent_again_total").await;
        for program in programs {
            program.leave().await;
        }
        assert_eq!(gateway.terminate(DEADLINE).await, Some(0));
        let evidence = Evidence {
            name: "acme",
            ledger: self.ledger,
            copies: self.operator.copies().await,
            written: self.operator.written().await,
            log: self.place.log(),
            ends,
            windows: WINDOWS,
        };
        let sums = evidence.judge(sent_again);
        println!("{sums:?}");
        self.place.forget();
        sums
    }
}

pub(crate) fn profile() -> Profile {
    let mut profile = Profile::calm();
    profile.answers.delay = Mix::always(Span::millis(1, 60));
    profile.delivery.delay = Mix::always(Span::millis(20, 400));
    profile.sessions.sends_max = u16::MAX;
    profile
}
