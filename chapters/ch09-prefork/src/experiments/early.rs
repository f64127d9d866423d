//! How often a worker is started that dies at once.

use std::time::{Duration, Instant};

use cli::say;
use forking::Signals;
use nix::sys::signal::{Signal, kill};
use nix::unistd::getppid;
use preforking::Workers;

/// How long the workers keep their master busy.
const TIME: Duration = Duration::from_millis(1_200);

pub(crate) fn run() -> cli::Result {
    say!("one worker, with a bug: it ends with status 1 at once");
    let signals = Signals::install()?;
    let begun = Instant::now();
    let mut workers = Workers::new(1);
    workers.run(&signals, |_| {
        if begun.elapsed() > TIME {
            let _ = kill(getppid(), Signal::SIGTERM);
        }
        1
    });
    workers.end(&signals, Duration::from_secs(1));
    say!("after about {} ms: enough", begun.elapsed().as_millis());
    Ok(())
}
