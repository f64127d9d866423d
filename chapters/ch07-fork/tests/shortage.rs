//! What happens when the system has no more of something to give.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use nix::sys::signal::Signal;
use nix::unistd::Uid;
use testing::proc::{self, Limited};
use testing::{Server, load};

#[test]
fn without_descriptors_clients_wait_and_are_served_later() {
    let mut server =
        Server::start(Command::new(env!("CARGO_BIN_EXE_ch07")).args([
            "serve",
            "127.0.0.1:0",
            "--app",
            "upper",
        ]));
    // 0, 1 and 2 are taken; and three is what poll(2) is asked about at once,
    // which must not be more than the limit.
    let before = proc::limit(server.pid(), Limited::Descriptors, 3);
    let mut client = server.connect();
    client.write_all(b"hello").expect("room");
    server.line_with("accept: cannot accept for now: Too many open files");
    proc::limit(server.pid(), Limited::Descriptors, before);
    let mut answer = [0; 5];
    client.read_exact(&mut answer).expect("an answer, late");
    assert_eq!(&answer, b"HELLO");
    let (code, said) = server.stop(Signal::SIGTERM);
    let told = said.iter().filter(|line| line.contains("for now")).count();
    assert_eq!((code, told), (Some(0), 1), "it is told once: {said:?}");
}

/// The server as a user whom limits on processes bind: not root.
fn unprivileged(folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_ch07"));
    if !Uid::effective().is_root() {
        return Command::new(program);
    }
    // Others may not enter the folders that lead to the program: copy it.
    let everybody = |path: &Path| {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))
    };
    let copy = folder.join("ch07");
    fs::copy(program, &copy).expect("a copy");
    everybody(folder).and_then(|()| everybody(&copy)).expect("permissions");
    let mut command = Command::new(copy);
    // A user of which nothing else runs.
    let user = 100_000 + std::process::id();
    command.uid(user).gid(user);
    command
}

#[test]
fn without_processes_clients_are_refused_and_the_server_lives() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(
        unprivileged(folder.path()).args(["serve", "127.0.0.1:0"]),
    );
    let ask = || {
        let asked = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        let answer = load::ask(server.address(), asked).expect("no reset");
        String::from_utf8_lossy(&answer).lines().next().map(str::to_owned)
    };
    assert_eq!(ask().as_deref(), Some("HTTP/1.1 200 OK"));
    let before = proc::limit(server.pid(), Limited::Processes, 1);
    let busy = "HTTP/1.1 503 Service Unavailable";
    for _ in 0..3 {
        assert_eq!(ask().as_deref(), Some(busy));
    }
    proc::limit(server.pid(), Limited::Processes, before);
    assert_eq!(ask().as_deref(), Some("HTTP/1.1 200 OK"));
    server.line_with("refusing clients: cannot fork: Resource temporarily");
    let (code, said) = server.stop(Signal::SIGTERM);
    let told = said.iter().filter(|line| line.contains("refusing")).count();
    assert_eq!((code, told), (Some(0), 1), "it is told once: {said:?}");
}
