//! How often a worker is started that dies at once.

use std::io::{Read, Write, pipe};
use std::time::{Duration, Instant};

use cli::say;
use forking::Signals;
use nix::sys::signal::{Signal, kill};
use nix::unistd::getppid;
use preforking::Workers;

/// The worker that says that it is enough: the fifth.
const LAST: u8 = 5;

pub(crate) fn run() -> cli::Result {
    say!("one worker, with a bug: it ends with status 1 at once");
    let signals = Signals::install()?;
    let begun = Instant::now();
    // How many were started: each takes the number out and puts it back.
    let (mut before, mut after) = pipe()?;
    after.write_all(&[0])?;
    let mut workers = Workers::new(1);
    workers.run(&signals, |_| {
        let mut n = [0];
        let told = before.read_exact(&mut n).and_then(|()| {
            n[0] += 1;
            after.write_all(&n)
        });
        if told.is_err() || n[0] >= LAST {
            let _ = kill(getppid(), Signal::SIGTERM);
        }
        1
    });
    workers.end(&signals, Duration::from_secs(1));
    say!("after about {} ms: enough", begun.elapsed().as_millis());
    Ok(())
}
