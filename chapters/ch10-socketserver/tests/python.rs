//! Python's `socketserver` and ours talk to each other, both ways.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::sys::signal::Signal;
use testing::{Server, assert_bytes, finish};

const TRANSPORTS: [&str; 4] = ["tcp", "unix", "udp", "unixgram"];
const OURS: [&str; 5] =
    ["sequential", "forking", "threading", "pool", "prefork"];
const THEIRS: [&str; 3] = ["sequential", "forking", "threading"];

fn ch10() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch10"))
}

fn python() -> Command {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/pair.py");
    let mut python = Command::new("python3");
    python.arg(script);
    python
}

/// Whether there is a python3. Without one the test has nothing to say, except
/// where everything must be checked.
fn has_python() -> bool {
    let found = Command::new("python3")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    assert!(found || std::env::var_os("CI").is_none(), "CI needs python3");
    if !found {
        // Past the test harness, which would keep it.
        let _ = writeln!(std::io::stderr(), "skipped: there is no python3");
    }
    found
}

/// Where a server of `transport` is to listen: for us, and for Python.
fn address(transport: &str, folder: &Path) -> (String, String) {
    let file = folder.join(transport).display().to_string();
    match transport {
        "tcp" => ("127.0.0.1:0".into(), "127.0.0.1:0".into()),
        "udp" => ("udp:127.0.0.1:0".into(), "127.0.0.1:0".into()),
        other => (format!("{other}:{file}"), file),
    }
}

/// As Python wants it: without the transport in front.
fn bare(address: &str) -> &str {
    let known = ["udp:", "unix:", "unixgram:"];
    known.iter().find_map(|p| address.strip_prefix(p)).unwrap_or(address)
}

#[test]
fn pythons_client_understands_each_of_our_servers() {
    if !has_python() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for transport in TRANSPORTS {
        for concurrency in OURS {
            if concurrency == "prefork"
                && ["udp", "unixgram"].contains(&transport)
            {
                continue; // does not compile
            }
            let (ours, _) = address(transport, folder.path());
            let server = Server::start(
                ch10()
                    .args(["serve", &ours, "--concurrency", concurrency])
                    .args(["--max", "2"]),
            );
            let to = bare(server.address());
            let said =
                finish(python().args(["client", transport, to, "one", "two"]));
            let rule = format!("{concurrency} over {transport}");
            let out = said.out.as_bytes();
            assert_bytes(b"one\ntwo\n", out, b"ONE\nTWO\n", &rule);
            assert_eq!(said.code, Some(0), "{}", said.err);
            let (code, lines) = server.stop(Signal::SIGTERM);
            assert_eq!(code, Some(0), "{rule}: {lines:?}");
        }
    }
}

#[test]
fn our_client_understands_each_of_pythons_servers() {
    if !has_python() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for transport in TRANSPORTS {
        for concurrency in THEIRS {
            let (_, theirs) = address(transport, folder.path());
            // Python leaves the file behind, and fails over it.
            let _ = std::fs::remove_file(&theirs);
            let server = Server::start(python().args([
                "serve",
                transport,
                &theirs,
                concurrency,
            ]));
            let to = match transport {
                "tcp" => server.address().to_owned(),
                other => format!("{other}:{}", server.address()),
            };
            let said = talk(&to, "one\ntwo\n");
            let rule = format!("Python's {concurrency} over {transport}");
            for word in ["\nONE\n", "\nTWO\n", "\nbye\n"] {
                assert!(said.contains(word), "{rule}: {said}");
            }
        }
    }
}

/// Our client, with `input` typed: what it printed.
fn talk(address: &str, input: &str) -> String {
    let mut client = ch10()
        .args(["client", address])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("our client");
    let mut keyboard = client.stdin.take().expect("piped");
    keyboard.write_all(input.as_bytes()).expect("room for it");
    drop(keyboard);
    testing::within("our client", move || {
        let done = client.wait_with_output().expect("it is our child");
        assert!(done.status.success(), "our client failed");
        String::from_utf8(done.stdout).expect("text")
    })
}
