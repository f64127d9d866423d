//! A thread for every connection.

use std::sync::Arc;
use std::time::{Duration, Instant};

use endpoint::{Error, Listener};
use http_basic::{Acceptor, Arrival, Stop, Terms, complain, report};
use http1::Limits;
use threading::{Ending, Held, Open, Threads};

use crate::busy::Busy;
use crate::hold::hold_with;
use crate::times::after;
use crate::{Clock, Conversation, Rest, Service, Times};

/// How much address space the stack of a thread gets that runs a service: 1
/// MiB. Chapter 8's 256 KiB are for conversations that we know.
pub const STACK_SIZE: usize = 1024 * 1024;

/// How long threads have to see that their connections were cut.
pub(crate) const LAST: Duration = Duration::from_secs(1);

/// Serves each client in a thread of its own until `stop`.
///
/// A client for whom `threads` has no place hears 503. At the end idle
/// connections close at once, the others have `times.grace` and are then cut.
///
/// # Errors
///
/// When the listening socket is broken.
pub fn serve_threads(
    listener: &Listener,
    threads: &Threads,
    limits: Limits,
    times: &Times,
    stop: &Stop,
    service: Arc<dyn Service>,
) -> Result<Ending, Error> {
    let mut clients = Acceptor::new(listener, stop, &times.limits())
        .map_err(Error::Accept)?;
    let (open, clock) = (Open::new(), Clock::default());
    loop {
        let (stream, peer) = match clients.wait()? {
            Arrival::Client(stream, peer) => (stream, peer),
            Arrival::Stopped => break,
            Arrival::Woken | Arrival::Late => continue,
        };
        // Only we start threads here: a place that is free stays free.
        if threads.running() >= threads.max() {
            clients.refuse(stream, &mut Busy);
            continue;
        }
        let conversation = Conversation::new(peer, limits, times, &clock);
        let (held, stop) = (open.hold(stream), stop.clone());
        let (times, service) = (*times, Arc::clone(&service));
        let job = move || talk(held, conversation, &times, &stop, &*service);
        if let Err(error) = threads.spawn(job) {
            complain(&"spawn", &error);
        }
    }
    Ok(finish(after(times.grace), &open, |until| threads.join(until)))
}

fn talk(
    held: Held,
    mut conversation: Conversation,
    times: &Times,
    stop: &Stop,
    service: &dyn Service,
) {
    let mut limits = times.limits();
    // The list of open streams ends those that are left, and counts them.
    limits.grace = limits.grace.saturating_add(LAST);
    limits.first = limits.idle; // nobody queues behind it
    let terms = Terms { limits, stop, others_wait: &|| false };
    // A time of zero would be no time-out at all.
    let idle = times.idle.max(Duration::from_millis(1));
    let said = held.set_timeouts(Some(idle), None).and_then(|()| {
        let rest = Rest::InRead(&held);
        hold_with(&mut conversation, &held, &terms, service, rest)
    });
    match held.was_cut() {
        true => complain(conversation.peer(), &"cut off at the end"),
        false => report(conversation.peer(), &said),
    }
}

/// Waits until all have ended, and cuts off those who have not until `end`.
pub(crate) fn finish(
    end: Instant,
    open: &Open,
    join: impl Fn(Option<Instant>) -> usize,
) -> Ending {
    open.dismiss();
    if join(Some(end)) == 0 {
        return Ending::default();
    }
    let cut = open.cut();
    let running = join(Some(Instant::now() + LAST));
    Ending { cut, running }
}
