//! A pool of processes that share one listener.

use std::io;
use std::time::Duration;

use endpoint::Listener;
use forking::{Pid, Signals};
use http_basic::{Terms, complain, has_clients, report};
use http1::Limits;
use nix::unistd::getpid;
use preforking::{Next, Places, Workers, next_client, prepare};

use crate::hold::hold;
use crate::{Clock, Conversation, Service, Times};

/// Serves clients with `workers` processes, each of which has one client at a
/// time, until a signal says that it is enough.
///
/// A connection that is kept alive holds its process. So an idle one makes
/// room after `times.turn` when others queue: the client has to connect
/// again. One that sends its head slowly has `times.head`.
///
/// Returns how many workers had to be killed at the end.
///
/// # Errors
///
/// When a listener is no socket.
pub fn serve_prefork(
    places: &Places,
    workers: usize,
    limits: Limits,
    times: &Times,
    signals: &Signals,
    service: &dyn Service,
) -> io::Result<usize> {
    let mut pool = Workers::new(workers);
    for slot in 0..workers {
        prepare(places.of(slot))?;
    }
    let master = getpid();
    pool.run(signals, |slot| {
        work(places.of(slot), limits, times, signals, master, service)
    });
    places.close();
    Ok(pool.end(signals, times.grace))
}

/// What each process does, and its exit status.
fn work(
    listener: &Listener,
    limits: Limits,
    times: &Times,
    signals: &Signals,
    master: Pid,
    service: &dyn Service,
) -> i32 {
    let others_wait = || has_clients(listener);
    let mut waits = times.limits();
    // The master watches the clock. Should it be gone, we end by ourselves.
    waits.grace = waits.grace.saturating_mul(2) + Duration::from_secs(5);
    let stop = signals.stop();
    let terms = Terms { limits: waits, stop, others_wait: &others_wait };
    let clock = Clock::default();
    loop {
        match next_client(listener, stop, master) {
            Ok(Next::Client(stream, peer)) => {
                let mut conversation =
                    Conversation::new(peer, limits, times, &clock);
                let said = hold(&mut conversation, &stream, &terms, service);
                report(conversation.peer(), &said);
            }
            Ok(Next::End) => return 0,
            Err(error) => {
                complain(&"worker", &error);
                return 1;
            }
        }
    }
}
