//! A program run to its end.

use std::process::{Child, Command, ExitStatus, Stdio};

use crate::deadline::{LIMIT, in_time};
use crate::heard::Heard;

/// How a program ended and what it had printed.
#[derive(Debug)]
pub struct Finished {
    /// The exit status; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// An example of the package under test, as a command.
///
/// Cargo builds a package's examples with its tests, in a folder beside them.
///
/// # Panics
///
/// When the test program is not where cargo puts it.
pub fn example(name: &str) -> Command {
    let test = std::env::current_exe().expect("this program");
    let folder = test.parent().and_then(|deps| deps.parent());
    let folder = folder.expect("target/PROFILE/deps");
    Command::new(folder.join("examples").join(name))
}

/// Runs a program to its end, with nothing on standard input.
///
/// # Panics
///
/// When it cannot be started or does not end within [`LIMIT`] (it is killed).
#[track_caller]
pub fn finish(command: &mut Command) -> Finished {
    let name = format!("{command:?}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {name}: {error}"));
    let out = Heard::new(child.stdout.take().expect("piped"));
    let err = Heard::new(child.stderr.take().expect("piped"));
    let status = wait(&mut child, &name);
    assert!(in_time(|| out.ended() && err.ended()), "{name} {HELD}");
    Finished { code: status.code(), out: out.text(), err: err.text() }
}

/// Why outputs may stay open: a process that the program had started.
pub(crate) const HELD: &str =
    "has ended, but something that it started holds its output";

/// Waits for the end of `child`, at most [`LIMIT`].
#[track_caller]
pub(crate) fn wait(child: &mut Child, name: &str) -> ExitStatus {
    let mut status = None;
    let ended = in_time(|| {
        status = child.try_wait().expect("it is our child");
        status.is_some()
    });
    if !ended {
        let _ = child.kill();
        let _ = child.wait();
    }
    match status {
        Some(status) => status,
        None => panic!("{name} did not end within {} s", LIMIT.as_secs()),
    }
}
