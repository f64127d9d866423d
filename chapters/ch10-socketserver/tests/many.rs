//! Many clients, for each concurrency: nothing is left of ten thousand, and a
//! thousand who say nothing do not stop the next one.

use std::process::Command;

use endpoint::Datagram;
use nix::sys::signal::Signal;
use testing::load::{ask_and_finish, closed_loop, silent, until_let_go};
use testing::proc::{
    allow_descriptors, children, descriptors, memory, threads, until, zombies,
};
use testing::{LIMIT, Server, assert_bytes};

fn start(words: &str) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ch10"));
    Server::start(command.arg("serve").args(words.split_whitespace()))
}

/// One client: a line there, the same in capitals back.
fn hello(address: &str) -> Result<(), String> {
    let got = ask_and_finish(address, b"hello\n").map_err(|e| e.to_string())?;
    match got.as_slice() {
        b"HELLO\n" => Ok(()),
        other => Err(format!("got \"{}\"", wire::escape(other))),
    }
}

/// What the whole server holds: its processes, their threads, and the
/// descriptors of all.
fn holds(server: &Server) -> (usize, usize, usize) {
    let mut all = vec![server.pid()];
    all.extend(children(server.pid()).iter().map(|child| child.pid));
    let sum = |of: fn(u32) -> usize| all.iter().map(|pid| of(*pid)).sum();
    (all.len(), sum(threads), sum(descriptors))
}

/// Serves ten thousand of `request`, and holds what it held before the first:
/// `rest` processes and threads, and their descriptors.
fn leaves_nothing(
    server: Server,
    rest: (usize, usize),
    request: impl Fn() -> Result<(), String> + Sync,
) {
    let pid = server.pid();
    until("all processes and threads of the beginning are there", || {
        let (processes, threads, _) = holds_or_none(&server);
        (processes, threads) == rest
    });
    let before = holds(&server);
    let what = format!("it is (processes, threads, descriptors) {before:?}");
    let at_rest = || {
        until(&what, || zombies(pid) == 0 && holds_or_none(&server) == before);
        memory(pid)
    };
    // The first ones load what is loaded once.
    closed_loop(32, 500, &request);
    let memory = at_rest();
    closed_loop(32, 10_000, &request);
    let grown = at_rest().saturating_sub(memory);
    assert!(grown < 4_000_000, "it grew by {grown} bytes");
    let (code, said) = server.stop(Signal::SIGTERM);
    let last = said.last().map(String::as_str);
    assert_eq!((code, last), (Some(0), Some("stopped")));
}

/// As [`holds`]; a child that ends while it is counted is no reason to fail.
fn holds_or_none(server: &Server) -> (usize, usize, usize) {
    let counted =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            holds(server)
        }));
    counted.unwrap_or((usize::MAX, 0, 0))
}

fn streams(concurrency: &str, rest: (usize, usize)) {
    // Others queue all the time here, and a client that waits for a processor
    // is a silent one: nobody must be sent away for it.
    let words = format!("127.0.0.1:0 --first 10 --concurrency {concurrency}");
    let server = start(&words);
    let address = server.address().to_owned();
    leaves_nothing(server, rest, || hello(&address));
}

fn packets(concurrency: &str, rest: (usize, usize)) {
    let server = start(&format!("udp:127.0.0.1:0 --concurrency {concurrency}"));
    let address = server.address().replace("udp:", "");
    leaves_nothing(server, rest, || {
        let socket = Datagram::connect(&address).map_err(|e| e.to_string())?;
        let asked = socket
            .set_timeouts(Some(LIMIT), Some(LIMIT))
            .and_then(|()| socket.send(b"hello"))
            .and_then(|()| {
                let mut buf = [0; 16];
                let got = socket.receive(&mut buf)?;
                Ok(buf[..got.len] == *b"HELLO")
            });
        match asked {
            Ok(true) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
}

#[test]
fn after_ten_thousand_connections_a_sequential_server_holds_nothing_more() {
    streams("sequential", (1, 1));
}

// Many more places than clients: a child or thread whose client has its answer
// may still need a processor to end.
#[test]
fn after_ten_thousand_connections_a_forking_server_holds_nothing_more() {
    streams("forking --max 256", (1, 1));
}

#[test]
fn after_ten_thousand_connections_a_threading_server_holds_nothing_more() {
    streams("threading --max 256", (1, 1));
}

#[test]
fn after_ten_thousand_connections_a_pool_holds_nothing_more() {
    streams("pool --max 4", (1, 5));
}

#[test]
fn after_ten_thousand_connections_a_preforked_server_holds_nothing_more() {
    streams("prefork --max 4", (5, 5));
}

#[test]
fn after_ten_thousand_packets_a_sequential_server_holds_nothing_more() {
    packets("sequential", (1, 1));
}

#[test]
fn after_ten_thousand_packets_a_forking_server_holds_nothing_more() {
    packets("forking --max 256", (1, 1));
}

#[test]
fn after_ten_thousand_packets_a_threading_server_holds_nothing_more() {
    packets("threading --max 256", (1, 1));
}

#[test]
fn after_ten_thousand_packets_a_pool_holds_nothing_more() {
    packets("pool --max 4", (1, 5));
}

#[test]
fn beside_a_thousand_silent_clients_there_is_a_place_up_to_the_cap() {
    allow_descriptors(4_000);
    for concurrency in ["forking", "threading"] {
        let words = format!("127.0.0.1:0 --concurrency {concurrency}");
        let server = start(&format!("{words} --max 1001 --idle 60"));
        let mut crowd = Vec::new();
        while crowd.len() < 1_000 {
            crowd.extend(silent(server.address(), 100));
            until("each client has a place", || {
                let (processes, threads, _) = holds_or_none(&server);
                processes.max(threads) == 1 + crowd.len()
            });
        }
        hello(server.address()).expect("there is one place left");
        // One more takes that place; the next one is told so. The place may
        // still be the last one's for a moment: then another has to try.
        let mut last = Vec::new();
        until("the last place is taken", || {
            last.extend(silent(server.address(), 1));
            ask_and_finish(server.address(), b"hello\n")
                .is_ok_and(|got| got == b"BUSY, TRY LATER\n")
        });
        drop((crowd, last));
        until("there is room again", || hello(server.address()).is_ok());
        let (code, _) = server.stop(Signal::SIGINT);
        assert_eq!(code, Some(0), "{concurrency}");
    }
}

#[test]
fn a_thousand_silent_clients_give_way_where_places_are_few() {
    allow_descriptors(4_000);
    for (concurrency, places) in
        [("sequential", 1), ("pool --max 4", 4), ("prefork --max 4", 4)]
    {
        let words = format!("127.0.0.1:0 --concurrency {concurrency}");
        // Each silent one costs the others this long, and no longer.
        let server = start(&format!("{words} --first 0.001 --idle 60"));
        let mut crowd = silent(server.address(), 1_000);
        // As many as there are places may stay: nobody is behind them.
        until_let_go(&mut crowd, places);
        hello(server.address()).expect("the silent ones make room");
        let (code, _) = server.stop(Signal::SIGINT);
        assert_eq!(code, Some(0), "{concurrency}");
    }
}

#[test]
fn a_packet_for_which_there_is_no_place_is_answered_so() {
    // Not a single child is allowed.
    let server = start("udp:127.0.0.1:0 --concurrency forking --max 0");
    let socket = Datagram::connect(&server.address().replace("udp:", ""));
    let socket = socket.expect("an address");
    socket.set_timeouts(Some(LIMIT), Some(LIMIT)).expect("time-outs");
    socket.send(b"hello").expect("room for it");
    let mut buf = [0; 64];
    let got = socket.receive(&mut buf).expect("an answer");
    let rule = "beyond the cap, a polite refusal";
    assert_bytes(b"hello", &buf[..got.len], b"BUSY, TRY LATER\n", rule);
}
