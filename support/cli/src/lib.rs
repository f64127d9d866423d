//! What every chapter's command line has in common.
//!
//! A chapter's `main.rs` declares its sub-commands with clap and hands them
//! to [`run`]; the rest of its file is the chapter.
//!
//! # Layout
//!
//! * [`run`]: parse, do it, end with the right exit status.
//! * `shows`: `demo` and `experiment`, the two sub-commands that play a
//!   named piece ([`Demo`], [`Experiment`]).
//! * [`seconds`]: a time on the command line.
//! * [`say!`], [`announce`], [`end_on_signal`]: what a server tells.
//! * [`until`]: waiting for what has no event.

mod shows;
mod until;

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Command, Subcommand};

pub use shows::{Demo, Experiment, Play, Scene};
pub use until::until;

/// What a sub-command may fail with: anything that can say so in one line.
pub type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The environment variable that replaces a chapter's default address.
pub const SERVE_ADDR: &str = "SERVE_ADDR";

/// A chapter, as its `--help` presents it.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    /// The package: "ch01".
    pub package: &'static str,
    /// One line: what this chapter's program does.
    pub about: &'static str,
}

/// Parses the command line into `C`, runs `body`, and gives the exit status.
///
/// Without any argument the sub-command is `serve`. Wrong usage ends with
/// status 2 (by clap). An error from `body` is printed as one line, its causes
/// joined with colons, and ends with status 1.
pub fn run<C: Subcommand>(
    chapter: Chapter,
    body: impl FnOnce(C) -> Result,
) -> ExitCode {
    let mut args: Vec<_> = std::env::args_os().collect();
    if args.len() == 1 {
        args.push("serve".into());
    }
    let command = Command::new(chapter.package)
        .bin_name(format!("cargo run -p {} --", chapter.package))
        .about(chapter.about)
        .subcommand_required(true);
    let matches = C::augment_subcommands(command).get_matches_from(args);
    let parsed = C::from_arg_matches(&matches).unwrap_or_else(|e| e.exit());
    match body(parsed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let line = Causes(error.as_ref());
            // Standard error may be gone; the exit status still tells.
            let _ = writeln!(io::stderr(), "{}: {line}", chapter.package);
            ExitCode::FAILURE
        }
    }
}

/// An error and its causes in one line, each cause said once.
struct Causes<'a>(&'a dyn Error);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = self.0.to_string();
        let mut cause = self.0.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !line.contains(&text) {
                line = format!("{line}: {text}");
            }
            cause = error.source();
        }
        f.write_str(&line.replace('\n', " "))
    }
}

/// Prints one line to standard output, and goes on when nobody reads it.
///
/// `println!` panics when standard output is a pipe whose reader has left
/// (`cargo run -p ch01 -- demo | head -1`). A server must not.
#[macro_export]
macro_rules! say {
    ($($arg:tt)*) => {{
        use ::std::io::Write as _;
        let mut out = ::std::io::stdout().lock();
        let _ = writeln!(out, $($arg)*).and_then(|()| out.flush());
    }};
}

/// A positive number of seconds, a fraction is fine: a `value_parser`.
///
/// # Errors
///
/// What to write instead.
pub fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let number = text.parse().ok().filter(|&s: &f64| s > 0.0);
    number
        .and_then(|s| Duration::try_from_secs_f64(s).ok())
        .filter(|time| !time.is_zero()) // 1e-300 is above 0, but rounds to it
        .ok_or_else(|| "wants a number of seconds above 0".to_owned())
}

/// Says that a server is ready, and what to try: the first lines of every
/// chapter's server.
pub fn announce(address: impl fmt::Display, tries: &[&str]) {
    say!("listening on {address}");
    for (i, line) in tries.iter().enumerate() {
        say!("{} {line}", if i == 0 { "try:" } else { "    " });
    }
}

/// Ends the program with status 0 on Ctrl-C, SIGTERM or SIGHUP.
///
/// For servers whose subject is not signals: a connection that is open then
/// is cut. `clean_up` runs first (to remove a Unix socket's file, say).
///
/// # Errors
///
/// When a handler was installed before, or the system refuses one.
pub fn end_on_signal(
    mut clean_up: impl FnMut() + Send + 'static,
) -> std::result::Result<(), ctrlc::Error> {
    ctrlc::set_handler(move || {
        clean_up();
        say!("stopped");
        std::process::exit(0);
    })
}
