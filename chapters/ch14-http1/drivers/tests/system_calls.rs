//! In the steady state a request is one read and one write, as strace sees it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod started;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::sys::signal::Signal;
use started::{DRIVERS, hello};
use testing::Server;
use testing::load::connect;
use testing::proc::until;

/// Requests that do not count, and those that do.
const FIRST: usize = 5;
const COUNTED: usize = 50;

/// All that read or write bytes.
const CALLS: &str = "read,recvfrom,recvmsg,readv,write,sendto,sendmsg,writev";

/// Whether there is strace, and may trace; says so in one line if not.
fn has_strace() -> bool {
    let mut strace = Command::new("strace");
    let traced = strace.args(["-qq", "-e", "trace=none", "true"]).output();
    let has = traced.is_ok_and(|output| output.status.success());
    if !has {
        println!("system calls are not counted: there is no strace");
        assert!(std::env::var_os("CI").is_none(), "CI must have it");
    }
    has
}

/// The program under strace, which writes a line per call into `file`. `-D`:
/// our child is the program, so that the program is what is ended. `-y`: each
/// descriptor is shown with what it is.
fn traced(driver: &str, file: &Path) -> Server {
    let mut strace = Command::new("strace");
    strace.args(["-D", "-f", "-qq", "-y", "-e"]);
    strace.arg(format!("trace={CALLS}")).arg("-o").arg(file);
    strace.arg(env!("CARGO_BIN_EXE_ch14"));
    strace.args(["serve", "127.0.0.1:0", "--on", driver]);
    Server::start(&mut strace)
}

fn is_answer(line: &str) -> bool {
    line.contains("HTTP/1.1 200 OK")
}

/// The lines behind the answer that is the last not to count, up to the last
/// answer.
fn steady(trace: &str) -> Vec<&str> {
    let answers = trace.lines().scan(0, |answers, line| {
        let before = *answers;
        *answers += usize::from(is_answer(line));
        Some((before, line))
    });
    answers
        .filter(|(before, _)| (FIRST..FIRST + COUNTED).contains(before))
        .map(|(_, line)| line)
        .collect()
}

/// How many of the calls `names` begin in `lines`, on sockets.
fn count(lines: &[&str], names: &[&str]) -> usize {
    let begins = |line: &&&str| {
        names.iter().any(|name| {
            let call = line.split_once(&format!(" {name}("));
            let first = call.and_then(|(_, words)| words.split(',').next());
            first.is_some_and(|first| first.contains("socket:"))
        })
    };
    lines.iter().filter(begins).count()
}

#[test]
fn a_request_on_a_kept_connection_is_one_read_and_one_write() {
    if !has_strace() {
        return;
    }
    for driver in DRIVERS {
        let name = format!("calls-{driver}-{}", std::process::id());
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let server = traced(driver, &file);
        let mut stream = connect(server.address()).unwrap();
        for _ in 0..FIRST + COUNTED {
            hello(&mut stream).unwrap();
        }
        // strace writes a call down after the answer has left.
        let mut trace = String::new();
        until("all answers are in the trace", || {
            trace = fs::read_to_string(&file).unwrap_or_default();
            let lines = trace.lines().filter(|line| is_answer(line));
            lines.count() >= FIRST + COUNTED
        });
        let (status, _) = server.stop(Signal::SIGTERM);
        assert_eq!(status, Some(0), "{driver}");
        fs::remove_file(&file).unwrap();
        let lines = steady(&trace);
        let reads = count(&lines, &["read", "recvfrom", "recvmsg", "readv"]);
        let writes = count(&lines, &["write", "sendto", "sendmsg", "writev"]);
        assert_eq!(
            (reads, writes),
            (COUNTED, COUNTED),
            "reads and writes of {driver} for {COUNTED} requests:\n{}",
            lines.join("\n")
        );
    }
}
