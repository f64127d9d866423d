//! `ex09-pidfile FILE`: holds FILE until Ctrl-C, and says so.
//!
//! Try it twice in two terminals; then `kill -9` the first.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use ex09::pidfile::PidFile;
use nix::sys::signal::{SigSet, Signal};

fn main() -> ExitCode {
    match hold() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ex09-pidfile: {error}");
            ExitCode::FAILURE
        }
    }
}

fn hold() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("which file?")?;
    // Blocked, a signal waits until somebody asks for it.
    let mut ending = SigSet::empty();
    ending.add(Signal::SIGINT);
    ending.add(Signal::SIGTERM);
    ending.thread_block()?;
    let file = PidFile::take(Path::new(&path))?;
    // What `testing::Server` waits for: this server listens to signals.
    println!("listening on {}", std::process::id());
    ending.wait()?;
    drop(file);
    Ok(())
}
