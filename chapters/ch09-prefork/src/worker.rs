//! What each process does: accept, talk, accept.

use std::io::{self, ErrorKind};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use echo::PAUSE;
use endpoint::{Error, Listener, Peer, Stream};
use http_basic::{
    Limits, Protocol, Stop, Terms, complain, converse, has_clients, readable,
    report,
};
use nix::unistd::{Pid, getppid};

/// How often a worker that waits looks whether its master is still there.
const LOOK: Duration = Duration::from_secs(1);

/// What [`next_client`] has to say.
#[derive(Debug)]
pub enum Next {
    /// A client.
    Client(Stream, Peer),
    /// The server ends, or the master is gone.
    End,
}

/// Lets `listener` block, and wake its waiters every second; to be called
/// once, before the workers start: they share the socket.
///
/// # Errors
///
/// When the listener is no socket any more.
pub fn prepare(listener: &Listener) -> io::Result<()> {
    listener.socket().set_nonblocking(false)?;
    listener.socket().set_read_timeout(Some(LOOK))
}

/// Waits, as one of several processes, for a client of `listener`.
///
/// The call blocks in accept(2): of all who wait there the kernel wakes one
/// for each client. Who waits with poll(2) is woken with all the others.
///
/// # Errors
///
/// When the listening socket is broken.
// ANCHOR: next-client
pub fn next_client(
    listener: &Listener,
    stop: &Stop,
    master: Pid,
) -> Result<Next, Error> {
    let mut short = false; // of descriptors or memory, and that was told
    loop {
        match listener.accept() {
            Ok((stream, peer)) => return Ok(Next::Client(stream, peer)),
            _ if is_told(stop) || getppid() != master => return Ok(Next::End),
            // A second is over, and the master is still there.
            Err(Error::Accept(e)) if e.kind() == ErrorKind::WouldBlock => {}
            Err(error) if error.is_transient() => {
                short = rest(stop, &error, short);
            }
            Err(error) => return Err(error),
        }
    }
}
// ANCHOR_END: next-client

/// A client was lost, or there is a shortage: then this pauses, and tells it
/// unless it was `told` before. Returns whether it is a shortage.
fn rest(stop: &Stop, error: &Error, told: bool) -> bool {
    let shortage = matches!(error, Error::Shortage(_));
    if !(shortage && told) {
        complain(&"accept", error);
    }
    if shortage {
        let end = Instant::now().checked_add(PAUSE);
        let _ = readable([stop.as_fd()], end);
    }
    shortage
}

/// The master tells by the pipe; its flag is in its own memory.
fn is_told(stop: &Stop) -> bool {
    matches!(readable([stop.as_fd()], Some(Instant::now())), Ok([true]))
}

/// Serves one client after another; the exit status of the process.
// ANCHOR: work
pub(crate) fn work<P: Protocol>(
    listener: &Listener,
    limits: &Limits,
    stop: &Stop,
    master: Pid,
    protocol: &mut impl FnMut() -> P,
) -> i32 {
    let others_wait = || has_clients(listener);
    let terms = Terms { limits: *limits, stop, others_wait: &others_wait };
    loop {
        match next_client(listener, stop, master) {
            Ok(Next::Client(stream, peer)) => {
                let said = converse(&stream, &peer, &mut protocol(), &terms);
                report(&peer, &said);
            }
            Ok(Next::End) => return 0,
            Err(error) => {
                complain(&"worker", &error);
                return 1;
            }
        }
    }
}
// ANCHOR_END: work
