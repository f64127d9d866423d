//! One conversation after another.

use std::convert::Infallible;
use std::fmt;
use std::io::{self, Write};
use std::thread;

use echo::{Limits, PAUSE};

use crate::{Error, Listener, Peer, Stream};

/// Hands each connection to `handler`, one after another, with the time-outs
/// of `limits`.
///
/// What a client does wrong ends its own conversation: one line on standard
/// error says who and what, and the next one is served. When descriptors or
/// memory run out it says so once and tries again every 100 milliseconds; the
/// clients wait in the accept queue.
///
/// # Errors
///
/// [`Error::Accept`] when the listening socket is broken; otherwise it
/// never returns.
pub fn serve_forever(
    listener: &Listener,
    limits: &Limits,
    mut handler: impl FnMut(&mut Stream, &Peer) -> io::Result<()>,
) -> Result<Infallible, Error> {
    let mut short = false;
    // ANCHOR: serve_forever
    loop {
        match listener.accept() {
            Ok((mut stream, peer)) => {
                short = false;
                let (idle, write) = (Some(limits.idle), Some(limits.write));
                let ready = stream.set_timeouts(idle, write);
                if let Err(e) = ready.and_then(|()| handler(&mut stream, &peer))
                {
                    log(&peer, &told(&e));
                }
            }
            Err(error) if error.is_transient() => {
                let shortage = matches!(error, Error::Shortage(_));
                if !(short && shortage) {
                    log(&"accept", &error.to_string()); // told once
                }
                short = shortage;
                if shortage {
                    thread::sleep(PAUSE);
                }
            }
            Err(error) => return Err(error),
        }
    }
    // ANCHOR_END: serve_forever
}

/// What a time-out looks like to the socket (`WouldBlock`) is told as what it
/// is; line breaks in a message do not break the log.
fn told(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::WouldBlock {
        return "gave up waiting for it".to_owned();
    }
    error.to_string().replace(char::is_control, " ")
}

/// One line on standard error, which may be gone.
fn log(who: &dyn fmt::Display, what: &str) {
    let _ = writeln!(io::stderr(), "{who}: {what}");
}
