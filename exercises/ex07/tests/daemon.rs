//! Judges the exercise `daemon`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;

use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, getsid};
use testing::{Family, Finished, patient, proc, within};

/// A daemon, and the program that had started it and has ended.
struct Daemon {
    pid: u32,
    /// It lives as long as this is open.
    stream: TcpStream,
    program: Finished,
    /// Ends all of them when the test is over.
    _family: Family,
}

#[track_caller]
fn start() -> Daemon {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("its address").to_string();
    let mut program = Command::new(testing::program!("07", "daemon"));
    let mut family = Family::start(program.arg(address));
    let program = family.finish("detach waits for the middle child only");
    assert_eq!(program.code, Some(0), "it said: {}", program.err);
    let what = "the daemon calls the test: was the job run at all?";
    let stream = within(what, move || listener.accept()).expect("a caller").0;
    let stream = patient(stream);
    let mut line = String::new();
    let read = BufReader::new(&stream).read_line(&mut line);
    read.expect("the daemon tells its process id");
    let pid = line.trim().parse().expect("a number");
    Daemon { pid, stream, program, _family: family }
}

fn pid_of(pid: u32) -> Pid {
    Pid::from_raw(pid.cast_signed())
}

#[test]
fn the_program_has_no_child_left() {
    let daemon = start();
    assert!(
        daemon.program.out.ends_with("children: none\n"),
        "the program has to wait for the middle, and for nobody else: the \
         daemon is an orphan; it said {:?}",
        daemon.program.out
    );
}

#[test]
fn the_daemon_outlives_the_program_and_is_adopted() {
    let daemon = start();
    let found = proc::process(daemon.pid).expect("it waits for the test");
    assert_eq!(
        found.parent,
        std::process::id(),
        "orphans go to the nearest reaper, which is this test: {found:?}",
    );
}

#[test]
fn the_daemon_is_in_another_session_and_does_not_lead_it() {
    let daemon = start();
    let session = getsid(Some(pid_of(daemon.pid))).expect("it is there");
    assert_ne!(
        session,
        getsid(None).expect("our own"),
        "without a session of its own it is hung up with our terminal",
    );
    assert_ne!(
        session,
        pid_of(daemon.pid),
        "a session's leader gets a terminal by opening one: the middle leads \
         the session, and ends",
    );
}

#[test]
fn the_daemon_keeps_no_folder_and_no_standard_descriptor() {
    let daemon = start();
    let folder = format!("/proc/{}", daemon.pid);
    let link = |name: &str| {
        let place = Path::new(&folder).join(name);
        fs::read_link(place).unwrap_or_else(|error| error.to_string().into())
    };
    let rule = "a daemon works in /, so that no disk is kept in use";
    assert_eq!(link("cwd"), Path::new("/"), "{rule}");
    for descriptor in ["fd/0", "fd/1", "fd/2"] {
        let rule = "its standard descriptors are /dev/null";
        assert_eq!(
            link(descriptor),
            Path::new("/dev/null"),
            "{rule}: {descriptor}"
        );
    }
}

#[test]
fn what_was_in_the_buffer_is_printed_once() {
    let daemon = start();
    assert_eq!(
        daemon.program.out.matches("detached; ").count(),
        1,
        "fork copies what is not written out yet, and a copy that ends by \
         exit or by returning writes it again: {:?}",
        daemon.program.out
    );
}

#[test]
fn the_daemon_ends_with_the_jobs_status() {
    let daemon = start();
    drop(daemon.stream);
    let pid = pid_of(daemon.pid);
    let mut end = Ok(WaitStatus::StillAlive);
    proc::until("the job is over, and the daemon ends", || {
        end = waitpid(pid, Some(WaitPidFlag::WNOHANG));
        end != Ok(WaitStatus::StillAlive)
    });
    assert_eq!(
        end,
        Ok(WaitStatus::Exited(pid, 7)),
        "the daemon ends when the job returns, with the status it returned; \
         else it goes on as a second copy of the program",
    );
}
