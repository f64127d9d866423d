//! A pool of threads, and connections that wait outside of it.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Instant;

use endpoint::{Error, Listener};
use http_basic::{Acceptor, Arrival, Stop, Talk, Terms, complain, report};
use http1::{Limits, Wait};
use threading::{Ending, Open, Pool, Threads, WhenFull};

use crate::busy::Busy;
use crate::parking::{Lot, Parked};
use crate::threads::{LAST, finish};
use crate::times::after;
use crate::{Clock, Conversation, Rest, Service, Times};

/// The sizes of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pooling {
    /// Threads.
    pub threads: usize,
    /// Open connections, those that wait included; one more hears 503.
    pub connections: usize,
}

/// What all jobs share.
struct Shared {
    lot: Lot,
    times: Times,
    stop: Stop,
    service: Arc<dyn Service>,
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
    let Pooling { threads, connections } = size;
    // Each connection is at most once in the queue: it is never full.
    let pool = Pool::new(threads, connections, WhenFull::Wait);
    let pool = Arc::new(pool.map_err(Error::Accept)?);
    let lot = Lot::new().map_err(Error::Accept)?;
    let (times, stop) = (*times, stop.clone());
    let shared = Arc::new(Shared { lot, times, stop, service });
    let attendant = attend_in_a_thread(&shared, &pool)?;
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
        let held = open.hold(stream);
        shared.lot.park(Parked { held, conversation, wait: Wait::Idle });
    }
    let join = |until| attendant.join(until) + pool.join(until);
    Ok(finish(after(times.grace), &open, join))
}

fn attend_in_a_thread(
    shared: &Arc<Shared>,
    pool: &Arc<Pool>,
) -> Result<Threads, Error> {
    let (shared, pool) = (Arc::clone(shared), Arc::clone(pool));
    let attendant = Threads::new(1).named("parking");
    attendant
        .spawn(move || attend(&shared, &pool))
        .map_err(|error| Error::Accept(io::Error::other(error)))?;
    Ok(attendant)
}

/// Looks after those who wait, until the server ends and all have gone.
fn attend(shared: &Arc<Shared>, pool: &Pool) {
    let mut parked = Vec::new();
    loop {
        let ending = shared.stop.is_stopped();
        let in_work = shared.lot.arrived(&mut parked);
        if ending && in_work == 0 && parked.is_empty() {
            return;
        }
        let leaves = |parked: &Parked| ending && parked.wait == Wait::Idle;
        let other = (!ending).then_some(&shared.stop as _);
        let mut ready = match parked.iter().any(leaves) {
            true => vec![false; parked.len()], // nothing to wait for
            false => match shared.lot.wait(&parked, other) {
                Ok(ready) => ready,
                Err(error) => return complain(&"parking", &error),
            },
        };
        let now = Instant::now();
        for at in (0..parked.len()).rev() {
            let turn = ready.pop().unwrap_or(true) || leaves(&parked[at]);
            let conversation = &mut parked[at].conversation;
            if !turn && conversation.until() > now {
                continue;
            }
            let again = turn || conversation.late();
            let gone = parked.swap_remove(at);
            match again {
                true => set_out(shared, pool, gone),
                false => give_up(&gone),
            }
        }
    }
}

/// Lets a thread of the pool do what can be done now.
fn set_out(shared: &Arc<Shared>, pool: &Pool, parked: Parked) {
    shared.lot.take_out();
    let task = Task(Arc::clone(shared));
    let job = Box::new(move || task.run(parked));
    // Not taken: the pool is closed, the end of the grace. It is dropped.
    let _ = pool.submit(job, None);
}

fn give_up(parked: &Parked) {
    if !matches!(parked.wait, Wait::Idle | Wait::Linger) {
        let late = Err(ErrorKind::TimedOut.into());
        report(parked.conversation.peer(), &late);
    }
}

/// Counted as work until it is dropped.
struct Task(Arc<Shared>);

impl Task {
    fn run(self, mut parked: Parked) {
        let Shared { lot, times, stop, service } = &*self.0;
        let mut limits = times.limits();
        limits.grace = limits.grace.saturating_add(LAST);
        let terms = Terms { limits, stop, others_wait: &|| false };
        let Parked { held, conversation, wait } = &mut parked;
        let talk = Talk::new(held, &terms);
        match conversation.turn(held, &talk, &**service, Rest::Outside) {
            Ok(Some(next)) => {
                *wait = next;
                lot.park(parked);
            }
            Ok(None) => {}
            Err(_) if held.was_cut() => {
                complain(conversation.peer(), &"cut off at the end");
            }
            Err(error) => report(conversation.peer(), &Err(error)),
        }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.lot.done();
    }
}
