//! The program as its users meet it.

use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::Signal;
use testing::load::{ask, ask_and_finish, closed_loop, connect, silent};
use testing::proc::{
    Limited, allow_descriptors, descriptors, limit, memory, threads, until,
};
use testing::{Server, assert_bytes, finish, within};

fn ch08() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch08"))
}

/// A server on a free port: `words` choose what it says and who serves.
fn start(words: &str) -> Server {
    let serve = ["serve", "127.0.0.1:0"];
    Server::start(ch08().args(serve).args(words.split_whitespace()))
}

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: test\r\n\r\n";

/// Both ways to serve.
const BOTH: [&str; 2] = ["--max-threads 200", "--pool 4 --queue 200"];

fn hello(address: &str) -> Result<(), String> {
    let answer = ask(address, GET).map_err(|e| e.to_string())?;
    match answer.starts_with(b"HTTP/1.1 200 OK\r\n") {
        true => Ok(()),
        false => Err(format!("got {:?}", answer.escape_ascii().to_string())),
    }
}

#[test]
fn the_dialogue_of_the_notes() {
    for workers in BOTH {
        let server = start(workers);
        let sent = b"Ada\n  Grace Hopper \r\n\r\nexit\nlater\n";
        let got = ask_and_finish(server.address(), sent).unwrap();
        let want = b"Welcome. What is your name?\r\nHello, Ada!\r\n\
            Hello, Grace Hopper!\r\nWhat is your name?\r\nBye.\r\n";
        assert_bytes(sent, &got, want, "a line, an answer, until exit");
    }
}

#[test]
fn the_dialogue_survives_what_is_no_name() {
    let server = start("");
    let long = vec![b'x'; 5000];
    let sent = [&long[..], b"\n\xff\nJos\xc3\xa9\nA\x1b[2Jda\n"].concat();
    let got = ask_and_finish(server.address(), &sent).unwrap();
    let want = "Welcome. What is your name?\r\n\
        Sorry: a line is longer than 256 bytes.\r\n\
        Sorry: a line is not UTF-8, from its byte 0 on.\r\n\
        Hello, José!\r\nHello, A [2Jda!\r\n";
    let rule = "after a bad line the next one is read";
    assert_bytes(&sent, &got, want.as_bytes(), rule);
}

#[test]
fn ten_thousand_requests_leave_no_thread_and_no_descriptor_behind() {
    for workers in ["--max-threads 200", "--pool 8 --queue 16"] {
        let server = start(&format!("--app hello {workers}"));
        let (pid, address) = (server.pid(), server.address());
        let before = (threads(pid), descriptors(pid));
        // The first ones load what is loaded once.
        closed_loop(64, 500, || hello(address));
        let memory_before = memory(pid);
        closed_loop(64, 10_000, || hello(address));
        let what = format!("threads and descriptors are {before:?} again");
        until(&what, || (threads(pid), descriptors(pid)) == before);
        let grown = memory(pid).saturating_sub(memory_before);
        assert!(grown < 4_000_000, "it grew by {grown} bytes");
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
    let server = start("--app hello --max-threads 1100");
    let crowd = silent(server.address(), 1_000);
    hello(server.address()).expect("there is a thread left");
    drop(crowd);
    // Room for 100: those beyond it, silent or not, hear that it is busy.
    let server = start("--max-threads 100");
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
        let server = start(&format!("{queue} --when-full {when_full}"));
        let crowd = silent(server.address(), 1_000);
        hello(server.address()).expect("the silent ones make room");
        drop(crowd);
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

#[test]
fn signals_close_idle_connections_at_once_and_the_status_is_0() {
    for workers in BOTH {
        for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
            let server = start(workers);
            let mut idle = connect(server.address()).unwrap();
            idle.read_exact(&mut [0; 29]).expect("the greeting");
            let (code, said) = server.stop(signal);
            assert_eq!(code, Some(0), "{signal}: {said:?}");
            assert_eq!(said.last().unwrap(), "stopped");
            assert_eq!(idle.read(&mut [0; 9]).unwrap(), 0, "it was closed");
        }
    }
}

#[test]
fn a_request_that_has_begun_gets_the_grace_and_is_then_cut_off() {
    for workers in BOTH {
        let mut server = start(&format!("{workers} --grace 0.1"));
        let mut slow = connect(server.address()).unwrap();
        slow.write_all(b"Ad").unwrap();
        slow.read_exact(&mut [0; 29]).expect("the greeting");
        server.signal(Signal::SIGTERM);
        server.line_with("cut off at the end");
        let (code, said) = server.ended();
        let last = said.last().map(String::as_str);
        let want = "stopped; conversations cut off: 1";
        assert_eq!((code, last), (Some(0), Some(want)));
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
    let server = Server::start(command.uid(54_321).gid(54_321));
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

#[test]
fn clients_who_leave_reset_or_send_nonsense_hold_nobody_up() {
    for workers in ["--max-threads 3", "--pool 1 --queue 3"] {
        let server = start(&format!("--app hello {workers}"));
        for _ in 0..10 {
            drop(connect(server.address()).unwrap());
            let mut rude = connect(server.address()).unwrap();
            rude.write_all(&[b'x'; 50_000]).unwrap();
            drop(rude);
        }
        until("there is a place", || hello(server.address()).is_ok());
        let (code, _) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0));
    }
}

#[test]
fn threads_can_be_told_apart_from_outside() {
    let server = start("--pool 2");
    let tasks = format!("/proc/{}/task", server.pid());
    let names = || -> Vec<String> {
        let list = std::fs::read_dir(&tasks).expect("the server runs");
        let name = |task: std::fs::DirEntry| {
            std::fs::read_to_string(task.path().join("comm")).ok()
        };
        let names = list.flatten().filter_map(name);
        names.map(|name| name.trim().to_owned()).collect()
    };
    until("two threads have a name", || {
        let names = names();
        ["pool-1", "pool-2"].iter().all(|n| names.iter().any(|m| m == n))
    });
}

#[test]
fn the_client_shows_the_dialogue_and_ends_with_the_server() {
    let server = start("");
    let mut client = ch08()
        .args(["client", server.address()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = client.stdin.take().expect("piped");
    stdin.write_all(b"Ada\nexit\n").unwrap();
    // Its input stays open: it must end because the server does.
    let output = within("the client", || client.wait_with_output().unwrap());
    drop(stdin);
    let out = String::from_utf8(output.stdout).unwrap();
    let said = out.split_once('\n').expect("its first line").1;
    let want = "Welcome. What is your name?\r\nHello, Ada!\r\nBye.\r\nbye\n";
    assert_eq!(said, want);
}

#[test]
fn wrong_words_are_status_2_and_a_missing_server_is_status_1() {
    for words in [
        &["dance"][..],
        &["serve", "--app", "tea"],
        &["serve", "--pool", "0"],
        &["serve", "--max-threads", "0"],
        &["serve", "--queue", "3"],
        &["serve", "--pool", "2", "--max-threads", "2"],
        &["serve", "--pool", "2", "--when-full", "panic"],
    ] {
        let program = finish(ch08().args(words));
        assert_eq!(program.code, Some(2), "{words:?}: {}", program.err);
    }
    // Port 1 (tcpmux) is free on every machine that runs tests.
    for words in [["client", "127.0.0.1:1"], ["serve", "192.0.2.1:1"]] {
        let program = finish(ch08().args(words));
        assert_eq!(program.code, Some(1), "{words:?}");
        assert_eq!(program.err.lines().count(), 1, "{}", program.err);
    }
}
