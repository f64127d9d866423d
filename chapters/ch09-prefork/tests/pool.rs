//! The pool as its users meet it: many clients, and workers that are killed.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::process::Command;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use testing::{Server, finish, load, proc};

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

fn ch09() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch09"))
}

/// A pool on a free port, all of whose workers have been started.
fn start(workers: usize, options: &[&str]) -> Server {
    let number = workers.to_string();
    let pool = ["serve", "127.0.0.1:0", "--workers", &number];
    let server = Server::start(ch09().args(pool).args(options));
    until_there_are(&server, workers);
    server
}

fn until_there_are(server: &Server, n: usize) {
    proc::until("all workers run", || workers(server).len() == n);
}

/// The workers that are alive.
fn workers(server: &Server) -> BTreeSet<u32> {
    let all = proc::children(server.pid());
    all.iter().filter(|child| !child.is_zombie()).map(|c| c.pid).collect()
}

fn kill_hard(pid: u32) {
    let pid = Pid::from_raw(i32::try_from(pid).expect("a process id"));
    kill(pid, Signal::SIGKILL).expect("the process is there");
}

fn get(address: &str) -> Result<(), String> {
    let answer = load::ask(address, GET).map_err(|error| error.to_string())?;
    match answer.starts_with(b"HTTP/1.1 200 OK\r\n") {
        true => Ok(()),
        false => Err(wire::escape(&answer)),
    }
}

/// The process that answers.
fn who(address: &str) -> u32 {
    let answer = load::ask(address, b"").expect("an answer");
    let answer = String::from_utf8(answer).expect("text");
    let pid = answer.trim_end().strip_prefix("worker pid ");
    pid.and_then(|pid| pid.parse().ok()).expect("worker pid N")
}

#[test]
fn as_many_clients_as_workers_are_served_at_the_same_time() {
    for sharing in [&[][..], &["--reuse-port"]] {
        // They are silent until all are there: nobody must be sent away.
        let mut options = vec!["--app", "echo", "--first", "10"];
        options.extend(sharing);
        let server = start(3, &options);
        let mut clients: Vec<_> = (0..3).map(|_| server.connect()).collect();
        if sharing.is_empty() {
            // Answers asked for in reverse order: nobody waits for another.
            for client in clients.iter_mut().rev() {
                client.write_all(b"line\n").unwrap();
                client.read_exact(&mut [0; 5]).unwrap();
            }
        }
        // With a queue for each, two may stand in the same one.
        drop(clients);
        assert_eq!(
            load::ask_and_finish(server.address(), b"x\n").unwrap(),
            b"x\n"
        );
    }
}

#[test]
fn only_workers_answer_and_each_of_them_does() {
    for sharing in [&[][..], &["--reuse-port"]] {
        let mut options = vec!["--who"];
        options.extend(sharing);
        let server = start(2, &options);
        let want = workers(&server);
        let mut seen = BTreeSet::new();
        // A thousand clients that all came to one of two by chance: never.
        for _ in 0..1_000 {
            seen.insert(who(server.address()));
            if seen.len() == want.len() {
                break;
            }
        }
        assert_eq!(seen, want, "{sharing:?}");
    }
}

#[test]
fn a_killed_worker_is_told_and_replaced_and_takes_nobody_with_it() {
    let mut server = start(2, &["--app", "echo"]);
    let mut client = server.connect();
    client.write_all(b"begun\n").unwrap();
    client.read_exact(&mut [0; 6]).unwrap();
    for round in 0..3 {
        let before = workers(&server);
        // The one that serves our client is among them: it loses that one.
        let victim = *before.iter().nth(round % 2).expect("two workers");
        kill_hard(victim);
        server.line_with(&format!("pid {victim} killed by SIGKILL"));
        until_there_are(&server, 2);
        let after = workers(&server);
        assert!(!after.contains(&victim));
        assert_eq!(before.intersection(&after).count(), 1, "one stayed");
        let answer = load::ask_and_finish(server.address(), b"still?\n");
        assert_eq!(answer.unwrap(), b"still?\n");
    }
    assert_eq!(proc::zombies(server.pid()), 0);
    assert_eq!(server.stop(Signal::SIGTERM).0, Some(0));
}

#[test]
fn a_client_in_a_dead_workers_own_queue_waits_for_the_successor() {
    let server = start(1, &["--app", "echo", "--reuse-port"]);
    // Holds the only worker, so that the next one has to queue.
    let mut first = server.connect();
    first.write_all(b"a\n").unwrap();
    first.read_exact(&mut [0; 2]).unwrap();
    let mut queued = server.connect();
    queued.write_all(b"b\n").unwrap();
    for pid in workers(&server) {
        kill_hard(pid);
    }
    let mut answer = [0; 2];
    queued.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"b\n");
}

#[test]
fn after_ten_thousand_requests_the_same_workers_hold_what_they_held() {
    for sharing in [&[][..], &["--reuse-port"]] {
        // Others queue all the time here, and a client that waits for a
        // processor is a silent one.
        let options = [&["--first", "10"][..], sharing].concat();
        let server = start(4, &options);
        let address = server.address();
        // What is loaded once, each worker has loaded then: so many clients
        // at a time keep all of them busy.
        load::closed_loop(64, 2_000, || get(address));
        let pids = || -> Vec<u32> {
            workers(&server).into_iter().chain([server.pid()]).collect()
        };
        let held = |pid: &u32| (proc::descriptors(*pid), proc::threads(*pid));
        let all = pids();
        let before: Vec<_> = all.iter().map(held).collect();
        let memory: Vec<u64> = all.iter().map(|p| proc::memory(*p)).collect();
        load::closed_loop(64, 10_000, || get(address));
        assert_eq!(pids(), all, "no worker has ended");
        assert_eq!(proc::zombies(server.pid()), 0);
        proc::until("every connection is closed", || {
            all.iter().map(held).collect::<Vec<_>>() == before
        });
        for (pid, before) in all.iter().zip(memory) {
            let grown = proc::memory(*pid).saturating_sub(before);
            assert!(grown < 2_000_000, "process {pid}: {grown} bytes more");
        }
    }
}

#[test]
fn behind_a_thousand_silent_clients_the_next_one_is_served() {
    proc::allow_descriptors(4096);
    // Each silent one costs a worker this long, and no longer.
    let server = start(4, &["--first", "0.001", "--idle", "60"]);
    let mut silent = load::silent(server.address(), 1_000);
    // As many as there are workers may stay: nobody is behind them.
    load::until_let_go(&mut silent, 4);
    get(server.address()).unwrap();
    for pid in workers(&server) {
        assert!(proc::descriptors(pid) < 100, "they were let go");
    }
}

#[test]
fn wrong_words_and_a_taken_port_are_one_line_each() {
    for words in
        [&["serve", "--workers", "0"][..], &["serve", "--who", "--app", "echo"]]
    {
        assert_eq!(finish(ch09().args(words)).code, Some(2), "{words:?}");
    }
    let server = start(1, &[]);
    let second = finish(ch09().args(["serve", server.address()]));
    assert_eq!(second.code, Some(1));
    assert_eq!(second.err.lines().count(), 1, "{}", second.err);
    assert!(second.err.contains("in use"), "{}", second.err);
}

#[test]
fn the_client_counts_who_answers() {
    let server = start(2, &["--who"]);
    let asked = ["client", server.address(), "--times", "50"];
    let program = finish(ch09().args(asked));
    assert_eq!(program.code, Some(0), "{}", program.err);
    let counts = program.out.lines().map(|line| {
        let mut words = line.rsplit(' ');
        words.nth(1).and_then(|n| n.parse::<u32>().ok()).expect("N times")
    });
    assert_eq!(counts.sum::<u32>(), 50);
}
