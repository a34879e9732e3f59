//! Whole nodes, in process, over real sockets on ports of their own.

mod esme;
mod stage;

use esme::Esme;
use node::{Node, OpenError, StartError};
use smpp::CommandStatus;
use stage::{Outside, PHONE, Running, Scratch, ask, config, within};

#[tokio::test(flavor = "multi_thread")]
async fn a_message_and_its_receipt() {
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let node = Running::start(&config(&data, &operator, "")).await;
    let mut esme = Esme::bound(node.smpp).await;
    esme.submit(PHONE, "Hello").await;
    esme.until(|esme| esme.receipts.len() == 1).await;
    let (answered, reported) = (esme.accepted(), esme.receipts.clone());
    assert_eq!(answered, reported);
    assert_eq!(operator.inbox(PHONE).await, ["Hello"]);
    esme.leave().await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_sends_more_than_its_window_is_read_later() {
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let node = Running::start(&config(&data, &operator, "window = 5")).await;
    let mut esme = Esme::bound(node.smpp).await;
    for number in 0..1_000 {
        esme.submit(PHONE, &format!("number {number}")).await;
    }
    esme.until(|esme| esme.answers.len() == 1_000).await;
    assert!(esme.answers.iter().all(|(status, _)| *status == CommandStatus::OK));
    esme.until(|esme| esme.receipts.len() == 1_000).await;
    assert_eq!(esme.accepted(), esme.receipts);
    esme.leave().await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_as_many_sessions_as_it_may() {
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let node = Running::start(&config(&data, &operator, "max_sessions = 2")).await;
    // All at once, so that no two take the last place.
    let binds = (0..5).map(|_| tokio::spawn(Esme::bind(node.smpp, "demo", "demo1234")));
    let mut bound = Vec::new();
    for bind in binds.collect::<Vec<_>>() {
        match bind.await.unwrap() {
            Ok(esme) => bound.push(esme),
            Err(status) => assert_eq!(status, CommandStatus::BIND_FAILED),
        }
    }
    assert_eq!(bound.len(), 2);
    // A place that was left can be taken.
    bound.pop().unwrap().leave().await;
    let again = within(async {
        loop {
            if let Ok(esme) = Esme::bind(node.smpp, "demo", "demo1234").await {
                return esme;
            }
        }
    });
    bound.push(again.await);
    for esme in bound {
        esme.leave().await;
    }
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_known_is_not_bound() {
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let node = Running::start(&config(&data, &operator, "")).await;
    let wrong = CommandStatus::INVALID_PASSWORD;
    let unknown = CommandStatus::INVALID_SYSTEM_ID;
    for (system_id, password, status) in
        [("demo", "wrong", wrong), ("nobody", "demo1234", unknown), ("demo", "demo123", wrong)]
    {
        let refused = Esme::bind(node.smpp, system_id, password).await.err();
        assert_eq!(refused, Some(status), "{system_id} {password}");
    }
    // The right one, the first time and when it is known.
    for _ in 0..2 {
        Esme::bound(node.smpp).await.leave().await;
    }
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_binds_as_its_settings_allow() {
    for (setting, reason) in [
        ("enabled = false", "account_disabled"),
        ("allow_ips = \"198.51.100.0/24\"", "address_not_allowed"),
        ("binds = [\"transmitter\", \"receiver\"]", "bind_type_not_allowed"),
    ] {
        let (data, operator) = (Scratch::new(), Outside::listen(0).await);
        let node = Running::start(&config(&data, &operator, setting)).await;
        let refused = Esme::bind(node.smpp, "demo", "demo1234").await.err();
        assert_eq!(refused, Some(CommandStatus::BIND_FAILED), "{setting}");
        let metrics = ask(node.http, "/metrics").await;
        assert!(metrics.contains(&format!("reason=\"{reason}\"}} 1")), "{setting}: {metrics}");
        node.stop().await;
    }
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let here = "allow_ips = [\"198.51.100.0/24\", \"127.0.0.1\"]\nbinds = \"transceiver\"";
    let node = Running::start(&config(&data, &operator, here)).await;
    Esme::bound(node.smpp).await.leave().await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_is_answered_before_a_node_ends() {
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let text = config(&data, &operator, "");
    let node = Running::start(&text).await;
    let mut esme = Esme::bound(node.smpp).await;
    for number in 0..200 {
        esme.submit(PHONE, &format!("number {number}")).await;
    }
    esme.until(|esme| esme.answers.len() >= 50).await;
    let stopping = tokio::spawn(node.stop());
    esme.until_closed().await;
    within(stopping).await.unwrap();
    assert!(esme.is_unbound, "in order");

    // Whatever was accepted is reported, if not before the end then behind the next start.
    let node = Running::start(&text).await;
    let before = esme.receipts.clone();
    let accepted = esme.accepted();
    let mut esme = Esme::bound(node.smpp).await;
    esme.receipts = before;
    esme.until(|esme| accepted.is_subset(&esme.receipts)).await;
    esme.leave().await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_that_comes_back_is_found_again() {
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let node = Running::start(&config(&data, &operator, "")).await;
    let mut esme = Esme::bound(node.smpp).await;
    esme.submit(PHONE, "one").await;
    esme.until(|esme| esme.receipts.len() == 1).await;
    let port = operator.close().await;
    esme.submit(PHONE, "two").await;
    esme.until(|esme| esme.answers.len() == 2).await;
    let operator = Outside::listen(port).await;
    esme.until(|esme| esme.receipts.len() == 2).await;
    assert_eq!(operator.inbox(PHONE).await, ["two"]);
    esme.leave().await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_http_address_answers() {
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let node = Running::start(&config(&data, &operator, "")).await;
    let mut esme = Esme::bound(node.smpp).await;
    esme.submit(PHONE, "Hello").await;
    esme.until(|esme| esme.receipts.len() == 1).await;
    for (path, begins) in [
        ("/healthz", "HTTP/1.1 200 OK"),
        ("/readyz", "HTTP/1.1 200 OK"),
        ("/metrics", "HTTP/1.1 200 OK"),
        ("/sim/v1/phones", "HTTP/1.1 404 Not Found"),
    ] {
        let answer = ask(node.http, path).await;
        assert!(answer.starts_with(begins), "{path}: {answer}");
    }
    let metrics = ask(node.http, "/metrics").await;
    for line in [
        "whimbrel_messages_accepted_total 1\n",
        "whimbrel_parts_sent_total 1\n",
        "whimbrel_customer_sessions 1\n",
        "whimbrel_operator_sessions 1\n",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    esme.leave().await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_do_not_share_their_data() {
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let text = config(&data, &operator, "");
    let node = Running::start(&text).await;
    let second = Node::start(&stage::read(&text)).await.err().expect("it must not start");
    let busy = matches!(
        second,
        StartError::Journal(OpenError::Open(journal_file::OpenError::Busy { .. }))
    );
    assert!(busy, "{second}");
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_sessions_of_one_account() {
    const SESSIONS: usize = 210;
    const EACH: usize = 20;
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let node = Running::start(&config(&data, &operator, "max_sessions = 1000")).await;
    let sessions = (0..SESSIONS).map(|session| {
        let smpp = node.smpp;
        tokio::spawn(async move {
            let mut esme = Esme::bound(smpp).await;
            for number in 0..EACH {
                esme.submit(PHONE, &format!("{session} {number}")).await;
            }
            esme.until(|esme| esme.answers.len() == EACH).await;
            esme
        })
    });
    let (mut accepted, mut bound) = (std::collections::BTreeSet::new(), Vec::new());
    for session in sessions.collect::<Vec<_>>() {
        let esme = session.await.unwrap();
        accepted.extend(esme.accepted());
        bound.push(esme);
    }
    assert_eq!(accepted.len(), SESSIONS * EACH);
    // Receipts go to any session of the account; those that leave have acknowledged theirs.
    let mut reported = std::collections::BTreeSet::new();
    let last = bound.pop().unwrap();
    for esme in bound {
        reported.extend(esme.leave().await);
    }
    let mut last = last;
    last.until(|esme| {
        accepted.iter().all(|id| esme.receipts.contains(id) || reported.contains(id))
    })
    .await;
    last.leave().await;
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_ends_though_its_operator_cannot_be_reached() {
    let (data, operator) = (Scratch::new(), Outside::listen(0).await);
    let text = config(&data, &operator, "");
    operator.close().await;
    let node = Running::start(&text).await;
    let mut esme = Esme::bound(node.smpp).await;
    esme.submit(PHONE, "Hello").await;
    esme.until(|esme| esme.answers.len() == 1).await;
    esme.leave().await;
    node.stop().await;
}
