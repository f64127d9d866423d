//! Many clients, and too many: for threads, for descriptors, for the system.

mod started;

use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::Command;

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::Signal;
use started::{GET, hello, start};
use testing::load::{ask, closed_loop, connect, silent, until_let_go};
use testing::proc::{
    Limited, allow_descriptors, descriptors, limit, memory, threads, until,
};
use testing::{Server, within};

#[test]
fn ten_thousand_requests_leave_no_thread_and_no_descriptor_behind() {
    for workers in ["--max-threads 200", "--pool 8 --queue 16"] {
        // Others queue all the time here, and a client that waits for a
        // processor is a silent one.
        let server = start(&format!("--app hello --first 10 {workers}"));
        let (pid, address) = (server.pid(), server.address());
        let before = (threads(pid), descriptors(pid));
        // The first ones load what is loaded once.
        closed_loop(64, 2_000, || hello(address));
        let memory_before = memory(pid);
        closed_loop(64, 10_000, || hello(address));
        let what = format!("threads and descriptors are {before:?} again");
        until(&what, || (threads(pid), descriptors(pid)) == before);
        let grown = memory(pid).saturating_sub(memory_before);
        assert!(grown < 6_000_000, "it grew by {grown} bytes");
        let (code, said) = server.stop(Signal::SIGTERM);
        assert_eq!(
            (code, said.last().map(String::as_str)),
            (Some(0), Some("stopped"))
        );
    }
}

#[test]
fn a_thousand_silent_clients_do_not_keep_threads_from_others() {
    allow_descriptors(4_000);
    // Room for 1,100: all silent ones have a thread, and so has the last.
    let server = start("--app hello --max-threads 1100 --idle 60");
    let others = threads(server.pid());
    let mut crowd = Vec::new();
    while crowd.len() < 1_000 {
        crowd.extend(silent(server.address(), 100));
        until("each client has a thread", || {
            threads(server.pid()) == others + crowd.len()
        });
    }
    hello(server.address()).expect("there is a thread left");
    drop(crowd);
    // Room for 100: those beyond it, silent or not, hear that it is busy.
    let server = start("--max-threads 100 --idle 60");
    let crowd = silent(server.address(), 1_000);
    let busy = "Sorry: busy, try later.\r\n";
    let mut last = crowd.last().expect("1,000 are there");
    let mut got = String::new();
    last.read_to_string(&mut got).expect("a refusal, then the end");
    assert_eq!(got, busy);
    drop(crowd);
    until("there is room again", || {
        ask(server.address(), b"exit\n").is_ok_and(|a| a.ends_with(b"Bye.\r\n"))
    });
}

#[test]
fn a_thousand_silent_clients_give_way_in_a_pool() {
    allow_descriptors(4_000);
    for when_full in ["wait", "refuse"] {
        let queue = "--app hello --pool 20 --queue 2000 --first 0.01";
        let more = format!("--idle 60 --when-full {when_full}");
        let server = start(&format!("{queue} {more}"));
        let mut crowd = silent(server.address(), 1_000);
        // As many as there are threads may stay: nobody is behind them.
        until_let_go(&mut crowd, 20);
        hello(server.address()).expect("the silent ones make room");
    }
}

#[test]
fn a_full_queue_refuses_or_lets_wait_as_it_was_told() {
    for (when_full, third) in
        [("refuse", "Sorry: busy, try later.\r\n"), ("wait", "Welcome. Wh")]
    {
        let words = "--pool 1 --queue 1 --first 10 --when-full";
        let server = start(&format!("{words} {when_full}"));
        let mut first = connect(server.address()).unwrap();
        first.read_exact(&mut [0; 29]).expect("it is served");
        let before = descriptors(server.pid());
        let second = connect(server.address()).unwrap();
        until("the second is accepted", || descriptors(server.pid()) > before);
        let mut last = connect(server.address()).unwrap();
        if when_full == "wait" {
            drop((first, second));
        }
        let mut got = vec![0; third.len()];
        last.read_exact(&mut got).expect("a word for the third");
        assert_eq!(String::from_utf8_lossy(&got), third, "{when_full}");
    }
}

/// A server whose user may have three threads: the program's own two, and one
/// more. Root is not bound by such a limit, and other users have processes of
/// their own; so root makes it another user's, from a place that everybody can
/// read, and others set the limit when the server runs.
fn start_with_one_thread() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open).expect("it is ours");
    let program = folder.path().join("ch08");
    std::fs::copy(env!("CARGO_BIN_EXE_ch08"), &program).expect("room");
    let mut command = Command::new(program);
    command.args(["serve", "127.0.0.1:0", "--app", "hello"]);
    if !is_root() {
        return (Server::start(&mut command), folder);
    }
    let (soft, hard) = getrlimit(Resource::RLIMIT_NPROC).expect("a limit");
    setrlimit(Resource::RLIMIT_NPROC, 3, hard).expect("lower is allowed");
    // A user of which nothing else runs.
    let user = 100_000 + std::process::id();
    let server = Server::start(command.uid(user).gid(user));
    setrlimit(Resource::RLIMIT_NPROC, soft, hard).expect("as it was");
    (server, folder)
}

fn is_root() -> bool {
    let me = std::fs::metadata("/proc/self").expect("Linux has /proc");
    me.uid() == 0
}

#[test]
fn a_system_without_threads_is_told_once_and_survived() {
    let (mut server, _folder) = start_with_one_thread();
    let mut only = connect(server.address()).expect("all is well");
    only.write_all(b"GET").unwrap();
    until("it has its thread", || threads(server.pid()) == 3);
    let limited =
        (!is_root()).then(|| limit(server.pid(), Limited::Processes, 1));
    for _ in 0..3 {
        let answer = ask(server.address(), GET).expect("a polite refusal");
        assert!(
            answer.starts_with(b"HTTP/1.1 503 Service Unavailable\r\n"),
            "{}",
            answer.escape_ascii()
        );
    }
    server.line_with("spawn: no thread to be had");
    drop(only);
    if let Some(before) = limited {
        limit(server.pid(), Limited::Processes, before);
    }
    until("it recovers", || hello(server.address()).is_ok());
    let (code, said) = server.stop(Signal::SIGTERM);
    let told = said.iter().filter(|line| line.contains("no thread"));
    assert_eq!((code, told.count()), (Some(0), 1), "{said:?}");
}

/// The number that the next descriptor gets. It is not how many there are:
/// some may have been inherited, with higher numbers.
fn lowest_free(pid: u32) -> u64 {
    let is_used = |n: &u64| {
        // A link that leads to no file: exists() would follow it.
        std::fs::symlink_metadata(format!("/proc/{pid}/fd/{n}")).is_ok()
    };
    (0..).find(|n| !is_used(n)).expect("numbers do not end")
}

#[test]
fn a_server_without_descriptors_says_so_once_and_recovers() {
    for workers in ["--max-threads 50", "--pool 2"] {
        let mut server = start(&format!("--app hello {workers}"));
        let (pid, address) = (server.pid(), server.address().to_owned());
        let lowest = lowest_free(pid);
        hello(&address).expect("all is well");
        until("the first is closed", || lowest_free(pid) == lowest);
        let before = limit(pid, Limited::Descriptors, lowest);
        let waiting = std::thread::spawn(move || hello(&address));
        server.line_with("accept");
        limit(pid, Limited::Descriptors, before);
        let answer = within("the next try", || waiting.join().unwrap());
        answer.expect("it waited in the queue");
        hello(server.address()).expect("it recovers");
        let (code, said) = server.stop(Signal::SIGTERM);
        let told = said.iter().filter(|line| line.starts_with("accept"));
        assert_eq!((code, told.count()), (Some(0), 1), "{said:?}");
    }
}
