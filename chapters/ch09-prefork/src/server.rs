//! A master, its workers, until a signal ends it.

use std::io;
use std::time::Duration;

use forking::Signals;
use http_basic::{Limits, Protocol};
use nix::unistd::getpid;

use crate::worker::{prepare, work};
use crate::{Places, Workers};

/// Serves clients with `workers` processes, each of which takes one client
/// after another, until a signal says that it is enough.
///
/// While all are busy, clients wait in the queue of the listener. A client
/// that connects and says nothing keeps its worker for `limits.first` while
/// others queue, and for `limits.idle` when nobody does.
///
/// At the end no more clients are taken. Idle conversations end at once, the
/// others have `limits.grace`. Returns how many workers had to be killed then.
///
/// # Errors
///
/// When a listener is no socket.
// ANCHOR: serve
pub fn serve<P: Protocol>(
    places: &Places,
    limits: &Limits,
    workers: usize,
    signals: &Signals,
    mut protocol: impl FnMut() -> P,
) -> io::Result<usize> {
    let mut pool = Workers::new(workers);
    for slot in 0..workers {
        prepare(places.of(slot))?;
    }
    let master = getpid();
    // The master watches the clock. Should it be gone, they end by themselves.
    let grace = limits.grace.saturating_mul(2) + Duration::from_secs(5);
    let patient = Limits { grace, ..*limits };
    pool.run(signals, |slot| {
        let listener = places.of(slot);
        work(listener, &patient, signals.stop(), master, &mut protocol)
    });
    places.close();
    Ok(pool.end(signals, limits.grace))
}
// ANCHOR_END: serve
