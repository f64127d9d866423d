//! Many clients: silent ones, and ten thousand after each other.

use std::process::Command;

use testing::{Server, load, proc};

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

fn start(options: &[&str]) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ch06"));
    Server::start(command.args(["serve", "127.0.0.1:0"]).args(options))
}

fn get(address: &str) -> Result<(), String> {
    let answer = load::ask(address, GET).map_err(|error| error.to_string())?;
    match answer.starts_with(b"HTTP/1.1 200 OK\r\n") {
        true => Ok(()),
        false => Err(wire::escape(&answer)),
    }
}

#[test]
fn behind_a_thousand_silent_clients_the_next_one_is_served() {
    proc::allow_descriptors(4096);
    // Each silent one costs the others this long, and no longer.
    let server = start(&["--first", "0.001", "--idle", "60"]);
    let mut silent = load::silent(server.address(), 1_000);
    // The last may stay while nobody is behind it.
    load::until_let_go(&mut silent, 1);
    get(server.address()).unwrap();
    assert!(proc::descriptors(server.pid()) < 100, "they were let go");
}

#[test]
fn after_ten_thousand_requests_it_holds_what_it_held_at_first() {
    // Others queue all the time here, and a client that waits for a processor
    // is a silent one.
    let server = start(&["--first", "10"]);
    get(server.address()).unwrap();
    let pid = server.pid();
    let held = || (proc::descriptors(pid), proc::threads(pid));
    let before = (held(), proc::memory(pid));
    let address = server.address();
    load::closed_loop(16, 10_000, || get(address));
    assert_eq!(held(), before.0, "descriptors, threads");
    let grown = proc::memory(pid).saturating_sub(before.1);
    assert!(grown < 2_000_000, "{grown} bytes more");
}
