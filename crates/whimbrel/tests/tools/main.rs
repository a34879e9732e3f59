//! The command line from outside: `esme`, `sim`, `check`, `phone`, and what they end with.

mod stage;

use serde_json::Value;
use stage::{Ended, PHONE, Server, run, run_reading};

/// The events of a session, as JSON.
fn events(ended: &Ended) -> Vec<Value> {
    let lines = ended.out.lines();
    lines.map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

fn names(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["event"].as_str().expect("a name")).collect()
}

#[test]
fn a_text_is_sent_and_its_receipt_is_waited_for() {
    let sim = Server::sim("calm");
    let to = ["--send", "Hello", "--to", PHONE, "--from", "Demo", "--wait"];
    let ended = run(&[&["esme", "--smpp", &sim.smpp, "-o", "json"], &to[..]].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let events = events(&ended);
    assert_eq!(names(&events), ["bound", "answer", "receipt"]);
    assert_eq!(events[1]["id"], events[2]["ids"][0]);
    assert_eq!(events[2]["stat"], "DELIVRD");
    let inbox = run(&["phone", "inbox", PHONE, "--http", &sim.http]);
    assert!(inbox.out.trim_end().ends_with("Demo: Hello"), "{}", inbox.out);
    let inbox = run(&["phone", "inbox", PHONE, "--http", &sim.http, "-o", "json"]);
    let inbox: Value = serde_json::from_str(&inbox.out).expect("it is JSON");
    assert_eq!(inbox["inbox"][0]["text"], "Hello");

    let said = sim.stop();
    assert!(said.contains("1 submissions heard, 1 of them taken\n"), "{said}");
    assert!(said.contains("1 messages reached phones, 0 came from phones\n"), "{said}");
    assert!(said.contains("1 receipts and texts, sent 1 times: 1 acknowledged"), "{said}");
}

#[test]
fn a_text_on_a_phone_is_waited_for() {
    let sim = Server::sim("calm");
    let wait = |expect: &str, most: &str| {
        run(&["phone", "inbox", PHONE, "--http", &sim.http, "--wait", most, "--expect", expect])
    };
    let none = wait("code", "10ms");
    assert_eq!(none.code, 3);
    assert_eq!(none.err, "+447700900001 has received no such text in time\n");
    let code = std::thread::scope(|scope| {
        let code = scope.spawn(|| wait("/code ([0-9]+)/", "30s"));
        for text in ["Hello", "Your code 4711"] {
            let sent = run(&["esme", "--smpp", &sim.smpp, "--send", text, "--to", PHONE]);
            assert_eq!(sent.code, 0);
        }
        code.join().expect("no panic")
    });
    assert_eq!((code.code, code.out.as_str()), (0, "4711\n"));
    sim.stop();
}

#[test]
fn a_long_text_arrives_in_one_piece() {
    let sim = Server::sim("calm");
    let text = "twenty octets a time".repeat(20);
    let to = ["--send", &text, "--to", PHONE, "--from", "Demo", "--wait"];
    let ended = run(&[&["esme", "--smpp", &sim.smpp], &to[..]].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert_eq!(ended.out.lines().filter(|line| line.contains(" accepted, id ")).count(), 3);
    let inbox = run(&["phone", "inbox", PHONE, "--http", &sim.http]);
    assert!(inbox.out.trim_end().ends_with(&format!("Demo: {text}")), "{}", inbox.out);
    sim.stop();
}

#[test]
fn a_script_is_done_line_by_line() {
    let sim = Server::sim("calm");
    let script =
        "from Demo\n# two\nsend +447700900001 One\nsend +447700900002 Two\nwait receipt\nunbind\n";
    let ended = run_reading(&["esme", "--smpp", &sim.smpp, "--script", "-o", "json"], script);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let events = events(&ended);
    let mut names = names(&events);
    names[1..].sort_unstable();
    assert_eq!(names, ["bound", "answer", "answer", "receipt", "receipt"]);

    let wrong = run_reading(&["esme", "--smpp", &sim.smpp, "--script"], "from Demo\nsned 1 2\n");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.starts_with("line 2: \"sned\" is unknown"), "{}", wrong.err);
    assert!(wrong.err.trim_end().ends_with("did you mean \"send\"?"), "{}", wrong.err);
    sim.stop();
}

#[test]
fn what_a_phone_writes_is_printed() {
    let node = Server::dev();
    let script = "wait text 30s\nunbind\n";
    let listening = std::thread::spawn({
        let smpp = node.smpp.clone();
        move || run_reading(&["esme", "--smpp", &smpp, "--script"], script)
    });
    // It may be written before anybody listens: texts wait.
    let sent = loop {
        let sent = run(&["phone", "send", PHONE, "--to", "777", "STOP", "--http", &node.http]);
        // Its operator has to be bound first.
        if sent.code == 0 {
            break sent;
        }
    };
    assert_eq!(sent.out, "+447700900001 has written to 777\n");
    let heard = listening.join().expect("no panic");
    assert_eq!((heard.code, heard.err.as_str()), (0, ""));
    assert!(heard.out.contains("+447700900001 -> 777  \"STOP\""), "{}", heard.out);
    node.stop();
}

#[test]
fn each_way_to_fail_has_its_code() {
    let node = Server::dev();
    let esme = |arguments: &[&str]| run(&[&["esme", "--smpp", &node.smpp], arguments].concat());
    let refused_bind = esme(&["--password", "wrong", "--listen"]);
    assert_eq!(refused_bind.code, 4, "{}", refused_bind.err);
    assert!(refused_bind.out.contains("was refused: ESME_RINVPASWD (0x0000000E"));
    let refused = esme(&["--send", "Hello", "--to", "+44770"]);
    assert_eq!((refused.code, refused.err.as_str()), (5, "a submission was refused\n"));
    assert!(refused.out.contains("#1 refused: ESME_RINVDSTADR"), "{}", refused.out);
    // A phone that is always off: its receipt comes when the validity is over.
    let late = esme(&["--send", "Hello", "--to", "+447700900003", "--wait", "1s"]);
    assert_eq!(late.code, 6, "{}", late.out);
    assert!(late.err.starts_with("no receipt in time of "), "{}", late.err);
    let asked_wrongly = esme(&["--send", "Hello", "--to", "+44 7700"]);
    assert_eq!(asked_wrongly.code, 2, "{}", asked_wrongly.err);
    let smpp = node.smpp.clone();
    node.stop();
    let nobody = run(&["esme", "--smpp", &smpp, "--listen"]);
    assert_eq!(nobody.code, 1);
    assert!(nobody.err.starts_with("no connection to "), "{}", nobody.err);
}

#[test]
fn a_port_that_is_taken_is_told_with_its_owner() {
    let sim = Server::sim("calm");
    let second = run(&["sim", "--listen", &sim.smpp]);
    assert_eq!(second.code, 1);
    let expected = format!("{} is taken by whimbrel (process ", sim.smpp);
    assert!(second.err.starts_with(&expected), "{}", second.err);
    sim.stop();
}

#[test]
fn a_file_is_checked_before_anything_runs() {
    let folder = std::env::temp_dir().join(format!("whimbrel-check-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("it is made");
    let (good, bad) = (folder.join("good.toml"), folder.join("bad.toml"));
    std::fs::write(&good, "[log]\nlevel = \"warn\"\n").expect("it is written");
    std::fs::write(&bad, "[log]\nlevle = \"warn\"\n").expect("it is written");
    let [good, bad] = [good, bad].map(|path| path.to_str().expect("UTF-8").to_owned());

    let checked = run(&["check", "-c", &good]);
    assert_eq!(checked.code, 0);
    assert_eq!(checked.out, "No errors, no warnings. Nothing was changed.\n");
    let checked = run(&["check", "-c", &bad]);
    assert_eq!((checked.code, checked.err.as_str()), (1, ""));
    assert!(checked.out.starts_with("error[E0104]: [log] has no setting \"levle\""));
    let refused = run(&["run", "-c", &bad]);
    assert_eq!((refused.code, refused.err), (2, checked.out));
    let nothing = run(&["check", "-c", "/nowhere.toml"]);
    assert_eq!(nothing.code, 2);
    std::fs::remove_dir_all(folder).expect("it is there");
}
