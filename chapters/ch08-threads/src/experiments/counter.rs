//! How do eight threads count together?

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Barrier, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use cli::say;

const THREADS: u64 = 8;
const EACH: u64 = 200_000;

/// Four ways, one of them wrong.
// ANCHOR: count
pub(super) fn count() -> cli::Result {
    let number = AtomicU64::new(0);
    let took = in_threads(|| {
        let seen = number.load(Ordering::Relaxed);
        number.store(seen + 1, Ordering::Relaxed); // others were here
    });
    let lost = THREADS * EACH - number.into_inner();
    say!("look, then write:  lost about {lost}, {}", in_ms(took));

    let number = AtomicU64::new(0);
    let took = in_threads(|| {
        number.fetch_add(1, Ordering::Relaxed);
    });
    say!("add in one step:   {}, {}", number.into_inner(), in_ms(took));

    let number = Mutex::new(0_u64);
    let took = in_threads(|| {
        *number.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    });
    let number = number.into_inner().unwrap_or_else(PoisonError::into_inner);
    say!("under a lock:      {number}, {}", in_ms(took));
    Ok(())
}
// ANCHOR_END: count

/// Eight threads begin together, and each does `step` so many times.
fn in_threads(step: impl Fn() + Sync) -> Duration {
    let start = Barrier::new(THREADS as usize + 1);
    let mut begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                start.wait();
                (0..EACH).for_each(|_| step());
            });
        }
        start.wait();
        begun = Instant::now();
    });
    begun.elapsed()
}

fn in_ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
