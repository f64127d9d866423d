//! The wrong versions fail in the way that the page tells.

use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use testing::{Server, example, finish};

#[test]
fn the_server_that_unwraps_dies_of_one_reset() {
    let mut server = Server::start(
        example("before_unwrap").env("SERVE_ADDR", "127.0.0.1:0"),
    );
    let rude = finish(Command::new(env!("CARGO_BIN_EXE_ch01")).args([
        "rude",
        "reset",
        server.address(),
    ]));
    assert_eq!(rude.code, Some(0), "{}", rude.err);
    server.line_with("ConnectionReset");
    let (code, said) = server.ended();
    assert_eq!(code, Some(101), "{said:?}");
}

#[test]
fn without_rusts_help_sigpipe_ends_the_program() {
    let output = example("before_sigpipe").output().expect("it starts");
    assert_eq!(output.status.signal(), Some(libc_sigpipe()));
    assert!(String::from_utf8_lossy(&output.stdout).contains("sent"));
}

fn libc_sigpipe() -> i32 {
    nix::sys::signal::Signal::SIGPIPE as i32
}
