//! A pool of threads, and connections that wait outside of it.

use std::io;
use std::sync::Arc;

use endpoint::{Error, Listener};
use http_basic::{Acceptor, Arrival, Stop};
use http1::Limits;
use threading::{Ending, Open, Pool, Threads, WhenFull};

use crate::attendant::{Attendant, Shared, Turn};
use crate::busy::Busy;
use crate::parking::{Lot, Parked, Waiting};
use crate::threads::{STACK_SIZE, finish};
use crate::times::after;
use crate::{Clock, Conversation, Service, Times};

/// Memory for so many connections is made at the start, for more as they come.
const MADE_FIRST: usize = 1_024;

/// The sizes of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pooling {
    /// Threads.
    pub threads: usize,
    /// Open connections, those that wait included; one more hears 503.
    pub connections: usize,
}

/// Serves clients with a pool of threads until `stop`.
///
/// A connection has a thread while there is something to read, to answer or
/// to send. In between it waits in one poll set, which a thread of its own
/// looks after. So idle connections cost no thread, however many, nor does a
/// head that comes byte by byte.
///
/// At the end idle connections close at once, the others have `times.grace`
/// and are then cut.
///
/// # Errors
///
/// When the listening socket is broken, or the system has no threads.
pub fn serve_pool(
    listener: &Listener,
    size: Pooling,
    limits: Limits,
    times: &Times,
    stop: &Stop,
    service: Arc<dyn Service>,
) -> Result<Ending, Error> {
    let mut clients = Acceptor::new(listener, stop, &times.limits())
        .map_err(Error::Accept)?;
    let connections = size.connections;
    let pool = pool(size).map_err(Error::Accept)?;
    let first = connections.min(MADE_FIRST);
    let lot = Lot::new(first).map_err(Error::Accept)?;
    let (times, stop) = (*times, stop.clone());
    let shared = Arc::new(Shared { lot, times, stop, service });
    let attendant = Attendant {
        shared: Arc::clone(&shared),
        pool: Arc::clone(&pool),
        waiting: Waiting::new(first),
    };
    let parking = Threads::new(1).named("parking");
    parking
        .spawn(move || attendant.attend())
        .map_err(|error| Error::Accept(io::Error::other(error)))?;
    let (open, clock) = (Open::new(), Clock::default());
    loop {
        let (stream, peer) = match clients.wait()? {
            Arrival::Client(stream, peer) => (stream, peer),
            Arrival::Stopped => break,
            Arrival::Woken | Arrival::Late => continue,
        };
        if open.len() >= connections {
            clients.refuse(stream, &mut Busy);
            continue;
        }
        let conversation = Conversation::new(peer, limits, &times, &clock);
        let conversation = Box::new(conversation);
        let held = open.hold(stream);
        shared.lot.park(Parked { held, conversation });
    }
    let join = |until| parking.join(until) + pool.join(until);
    Ok(finish(after(times.grace), &open, join))
}

/// Threads for turns. Each connection is at most once in the queue, so it is
/// never full.
fn pool(size: Pooling) -> io::Result<Arc<Pool<Turn>>> {
    let threads =
        Threads::new(size.threads).named("pool").with_stack_size(STACK_SIZE);
    let pool = Pool::of(threads, size.connections, WhenFull::Wait, Turn::run)?;
    Ok(Arc::new(pool))
}
