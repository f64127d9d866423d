//! The pool is told to end, or its master is killed.

use std::io::{Read, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use testing::{Server, drain, proc};

fn start(options: &[&str]) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ch09"));
    command.args(["serve", "127.0.0.1:0", "--workers", "2"]).args(options);
    let server = Server::start(&mut command);
    proc::until("both workers run", || workers(&server).len() == 2);
    server
}

fn workers(server: &Server) -> Vec<u32> {
    proc::children(server.pid()).iter().map(|child| child.pid).collect()
}

/// Whether a process is over; who is nobody's child stays a zombie where
/// nobody waits for orphans.
fn is_over(pid: u32) -> bool {
    proc::process(pid).is_none_or(|process| process.is_zombie())
}

/// Waits until a worker holds the connection of `client`.
fn taken(server: &Server, before: usize) {
    proc::until("a worker takes the client", || held(server) > before);
}

/// Descriptors of all workers.
fn held(server: &Server) -> usize {
    workers(server).iter().map(|pid| proc::descriptors(*pid)).sum()
}

#[test]
fn ctrl_c_and_sigterm_end_master_and_workers_with_status_0() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        for options in [&[][..], &["--reuse-port"]] {
            let server = start(options);
            let all = workers(&server);
            let begin = Instant::now();
            let (code, said) = server.stop(signal);
            assert_eq!(code, Some(0), "{signal}: {said:?}");
            assert_eq!(said.last().map(String::as_str), Some("stopped"));
            assert!(all.into_iter().all(is_over), "a worker was left");
            // Each of them waited in accept, where they look about once a
            // second; they were woken.
            assert!(begin.elapsed() < Duration::from_secs(5), "{signal}");
        }
    }
}

#[test]
fn ctrl_c_in_a_terminal_reaches_every_process_and_the_grace_still_holds() {
    let server = start(&["--grace", "60"]);
    let before = held(&server);
    let mut client = server.connect();
    client.write_all(b"GET / HTTP/1.0\r\n").unwrap();
    taken(&server, before);
    for pid in workers(&server).into_iter().chain([server.pid()]) {
        let pid = Pid::from_raw(i32::try_from(pid).unwrap());
        kill(pid, Signal::SIGINT).unwrap();
    }
    client.write_all(b"A: b\r\n\r\n").unwrap();
    assert!(drain(&mut client).starts_with(b"HTTP/1.1 200 OK"));
    assert_eq!(server.ended().0, Some(0));
}

#[test]
fn an_idle_client_is_closed_at_once() {
    let server = start(&["--grace", "60", "--idle", "60", "--app", "echo"]);
    let mut idle = server.connect();
    idle.write_all(b"a line\n").unwrap();
    idle.read_exact(&mut [0; 7]).unwrap();
    let (code, said) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0), "{said:?}");
    assert_eq!(idle.read(&mut [0; 1]).unwrap(), 0);
}

#[test]
fn who_is_not_done_after_the_grace_is_killed_and_counted() {
    let server = start(&["--grace", "0.5", "--idle", "60", "--app", "echo"]);
    let mut client = server.connect();
    // One whole line, so that a worker has it, and half of the next.
    client.write_all(b"whole\nhalf").unwrap();
    client.read_exact(&mut [0; 6]).unwrap();
    let begin = Instant::now();
    let (code, said) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0), "{said:?}");
    assert!(begin.elapsed() >= Duration::from_millis(500), "no grace");
    let told = "killed 1 workers that were not done";
    assert!(said.iter().any(|line| line == told), "{said:?}");
}

#[test]
fn workers_whose_master_is_killed_end_by_themselves() {
    let server = start(&[]);
    let all = workers(&server);
    let pid = Pid::from_raw(i32::try_from(server.pid()).unwrap());
    kill(pid, Signal::SIGKILL).unwrap();
    // They look once a second, and hold the outputs until then.
    proc::until("the orphans end", || all.iter().all(|pid| is_over(*pid)));
    assert_eq!(server.ended().0, None);
}
