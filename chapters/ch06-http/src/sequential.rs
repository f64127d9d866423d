//! One client after another.

use std::io;

use endpoint::{Error, Listener, Peer};

use crate::{
    Acceptor, Arrival, Limits, Protocol, Stop, Terms, complain, converse,
    has_clients,
};

/// Serves one client after another with a protocol of its own each, until
/// `stop`.
///
/// While one is served the others wait in the accept queue. A client that
/// connects and says nothing holds them up for `limits.first`; one that has
/// begun, for as long as the other limits allow.
///
/// # Errors
///
/// When the listening socket is broken.
// ANCHOR: serve
pub fn serve<P: Protocol>(
    listener: &Listener,
    limits: &Limits,
    stop: &Stop,
    mut protocol: impl FnMut() -> P,
) -> Result<(), Error> {
    let mut clients =
        Acceptor::new(listener, stop, limits).map_err(Error::Accept)?;
    let others_wait = || has_clients(listener);
    let terms = Terms { limits: *limits, stop, others_wait: &others_wait };
    loop {
        match clients.wait()? {
            Arrival::Client(stream, peer) => {
                let said = converse(&stream, &peer, &mut protocol(), &terms);
                report(&peer, &said);
            }
            Arrival::Stopped => return Ok(()),
            Arrival::Woken | Arrival::Late => {}
        }
    }
}
// ANCHOR_END: serve

/// One line for a conversation that did not end as it should.
pub fn report(peer: &Peer, said: &io::Result<()>) {
    match said {
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::TimedOut => {
            complain(peer, &"gave up waiting for it");
        }
        Err(e) => complain(peer, e),
    }
}
