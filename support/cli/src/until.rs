//! Waiting for what has no event.

use std::io;
use std::thread;
use std::time::{Duration, Instant};

/// Longer than this nothing in a demo or an experiment should take.
const LIMIT: Duration = Duration::from_secs(10);

/// Asks again and again, a thousand times a second, until there is an answer.
///
/// For demos and experiments that wait until the kernel, or another process,
/// is where their script needs it.
///
/// # Errors
///
/// What `ask` returns; a time-out after ten seconds.
pub fn until<T>(
    mut ask: impl FnMut() -> io::Result<Option<T>>,
) -> io::Result<T> {
    let end = Instant::now() + LIMIT;
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if Instant::now() > end {
            let why = format!("this took more than {} s", LIMIT.as_secs());
            return Err(io::Error::new(io::ErrorKind::TimedOut, why));
        }
        thread::park_timeout(Duration::from_millis(1));
    }
}
