//! A pool of threads for all connections.

use std::time::{Duration, Instant};

use endpoint::{Error, Listener};
use http_basic::{Acceptor, Arrival, Limits, Protocol, Stop};

use crate::queue::NotPushed;
use crate::service::Service;
use crate::{Ending, Job, Pool};

/// How often whoever waits for a place in the queue looks whether the server
/// shall end: a condition variable hears no other word than its own.
const TICK: Duration = Duration::from_millis(100);

/// Serves clients with the threads of `pool` until `stop`, each with a
/// protocol of its own.
///
/// When all threads are busy, clients wait in the pool's queue. When that is
/// full too, the next one waits (and those behind it in the queue of the
/// listener), or hears [`Protocol::overloaded`]: as the pool was told. While
/// somebody waits, a client that says nothing has its thread for
/// `limits.first`.
///
/// At the end idle connections close at once, those in the queue too; requests
/// that came are served, those in the queue too, within `limits.grace`. What is
/// left then is cut off. The pool is closed afterwards.
///
/// # Errors
///
/// When the listening socket is broken. Conversations go on; they end with
/// the process.
pub fn serve_pool<P: Protocol + Send + 'static>(
    listener: &Listener,
    limits: &Limits,
    pool: &Pool,
    stop: &Stop,
    mut protocol: impl FnMut() -> P,
) -> Result<Ending, Error> {
    let mut clients =
        Acceptor::new(listener, stop, limits).map_err(Error::Accept)?;
    let service = Service::new(limits, stop);
    let mut end = None;
    // ANCHOR: serve
    let end = loop {
        match clients.wait()? {
            Arrival::Client(stream, peer) => {
                let baton = service.welcome(stream, peer, protocol());
                let waiting = pool.count();
                let job = baton.job(move || waiting() > 0);
                if !submit(pool, job, &service, &mut end) {
                    baton.refuse(&mut clients);
                }
            }
            Arrival::Stopped => {
                break end.unwrap_or_else(|| service.end());
            }
            Arrival::Woken | Arrival::Late => {}
        }
    };
    Ok(service.finish(end, |until| pool.join(until)))
    // ANCHOR_END: serve
}

/// Hands `job` to the pool; false: the pool does not want it. When the server
/// is told to end meanwhile, `end` becomes the time when all must be over.
fn submit(
    pool: &Pool,
    mut job: Job,
    service: &Service,
    end: &mut Option<Instant>,
) -> bool {
    loop {
        let tick = Instant::now().checked_add(TICK);
        match pool.submit(job, tick) {
            Ok(()) => return true,
            Err(NotPushed::Full(again)) if pool.waits() => job = again,
            Err(_) => return false,
        }
        if service.is_stopped()
            && Instant::now() >= *end.get_or_insert_with(|| service.end())
        {
            return false;
        }
    }
}
