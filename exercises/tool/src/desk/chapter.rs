//! What needs the whole terminal: a chapter's server, or the shell.

use std::io::{self, Write as _};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::Signals;
use super::screen::Screen;
use crate::cargo::cargo;
use crate::error::Result;
use crate::root::Root;

/// Runs the chapter's server in front until it ends or Ctrl-C ends it.
///
/// # Errors
///
/// The terminal does not come back.
pub(super) fn run(
    screen: &mut Screen,
    root: &Root,
    package: &str,
    signals: &Signals,
) -> Result<()> {
    Screen::give_back();
    println!("cargo run -q -p {package}    (Ctrl-C comes back to the desk)\n");
    let mut command = cargo(root.path());
    command.args(["run", "-q", "-p", package]);
    let by_itself = !in_front(command, signals);
    if by_itself && !signals.end.load(Ordering::Relaxed) {
        print!("\n{package} ended. Enter comes back to the desk. ");
        let _ = io::stdout().flush();
        let _ = io::stdin().read_line(&mut String::new());
    }
    // What Ctrl-C said was for the server.
    signals.interrupt.store(false, Ordering::Relaxed);
    screen.resume()
}

/// Waits for the command; true when Ctrl-C (or a signal to end) came.
fn in_front(mut command: Command, signals: &Signals) -> bool {
    let came = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
    signals.interrupt.store(false, Ordering::Relaxed);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            println!("cannot start cargo: {error}");
            return false;
        }
    };
    // The terminal sends Ctrl-C to both of us; the server ends by it.
    while let Ok(None) = child.try_wait() {
        if came(&signals.end) {
            let _ = child.kill();
            let _ = child.wait();
            return true;
        }
        thread::sleep(Duration::from_millis(30));
    }
    came(&signals.interrupt)
}

/// Ctrl-Z: stops the desk until the shell's `fg`.
///
/// # Errors
///
/// The terminal does not come back.
#[cfg(unix)]
pub(super) fn suspend(screen: &mut Screen) -> Result<()> {
    use nix::sys::signal::{Signal, raise};
    Screen::give_back();
    let _ = raise(Signal::SIGTSTP);
    screen.resume()
}

#[cfg(not(unix))]
pub(super) fn suspend(_screen: &mut Screen) -> Result<()> {
    Ok(())
}
