//! A process for every client.

use std::os::fd::AsFd;
use std::time::Duration;

use endpoint::{Error, Listener, Peer, Stream};
use http_basic::{
    Acceptor, Arrival, Limits, Protocol, Terms, complain, converse, report,
};

use crate::{Children, Ended, Signals};

/// Serves each client in a process of its own, with a protocol of its own,
/// until a signal says that it is enough.
///
/// While `max_children` are busy, and when the system has no room for another
/// process, clients are told so ([`Protocol::overloaded`]) and closed.
///
/// At the end no more clients are taken: the listener is closed. Idle
/// conversations end at once, the others have `limits.grace`. Returns how
/// many had to be cut off then.
///
/// # Errors
///
/// When the listening socket is broken.
// ANCHOR: serve
pub fn serve<P: Protocol>(
    listener: Listener,
    limits: &Limits,
    max_children: usize,
    signals: &Signals,
    protocol: impl FnMut() -> P,
) -> Result<usize, Error> {
    let mut children = Children::new(max_children);
    let result =
        take_clients(&listener, limits, &mut children, signals, protocol);
    drop(listener);
    let cut_off = children.end(signals, limits.grace, report_child);
    result.map(|()| cut_off)
}
// ANCHOR_END: serve

fn take_clients<P: Protocol>(
    listener: &Listener,
    limits: &Limits,
    children: &mut Children,
    signals: &Signals,
    mut protocol: impl FnMut() -> P,
) -> Result<(), Error> {
    let mut clients = Acceptor::new(listener, signals.stop(), limits)
        .map_err(Error::Accept)?;
    // What is found out once (what this processor can do, say) is found out
    // here, and not in every child.
    drop(protocol());
    let mut refusing = false;
    // ANCHOR: loop
    loop {
        let arrival = clients.wait_or(signals.as_fd(), None)?;
        if signals.child_ended() {
            children.reap().iter().for_each(report_child);
        }
        let (stream, peer) = match arrival {
            Arrival::Client(stream, peer) => (stream, peer),
            Arrival::Stopped => return Ok(()),
            Arrival::Woken | Arrival::Late => continue,
        };
        let started = children.spawn(|| {
            clients.close_in_child();
            talk(&stream, &peer, &mut protocol(), limits, signals)
        });
        match started {
            Ok(_) => refusing = false, // and `stream` is closed here
            Err(error) => {
                if !std::mem::replace(&mut refusing, true) {
                    complain(&"refusing clients", &error); // told once
                }
                clients.refuse(stream, &mut protocol());
            }
        }
    }
    // ANCHOR_END: loop
}

/// What a child does, and its exit status.
// ANCHOR: talk
fn talk(
    stream: &Stream,
    peer: &Peer,
    protocol: &mut impl Protocol,
    limits: &Limits,
    signals: &Signals,
) -> i32 {
    // The parent watches the clock. Should it be gone, we end by ourselves.
    let grace = limits.grace.saturating_mul(2) + Duration::from_secs(5);
    let terms = Terms {
        limits: Limits { grace, ..*limits },
        stop: signals.stop(),
        others_wait: &|| false,
    };
    report(peer, &converse(stream, peer, protocol, &terms));
    0
}
// ANCHOR_END: talk

/// One line for a child that did not end as it should.
fn report_child(ended: &Ended) {
    if !ended.how.success() {
        complain(&format_args!("child pid {}", ended.pid), ended);
    }
}
