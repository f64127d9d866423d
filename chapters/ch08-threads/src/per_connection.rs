//! A thread for every connection.

use endpoint::{Error, Listener};
use http_basic::{Acceptor, Arrival, Limits, Protocol, Stop, complain};

use crate::service::Service;
use crate::{Ending, SpawnError, Threads};

/// Serves each client in a thread of its own until `stop`, with a protocol of
/// its own.
///
/// A client for whom `threads` has no place, or the system no thread, hears
/// [`Protocol::overloaded`] and is closed; the second is told once on standard
/// error. Nobody waits for anybody else, so `limits.first` has no meaning here.
///
/// At the end idle connections close at once; conversations that have begun
/// have `limits.grace`, and are then cut off.
///
/// # Errors
///
/// When the listening socket is broken. Conversations go on; they end with
/// the process.
pub fn serve_threads<P: Protocol + Send + 'static>(
    listener: &Listener,
    limits: &Limits,
    threads: &Threads,
    stop: &Stop,
    mut protocol: impl FnMut() -> P,
) -> Result<Ending, Error> {
    let mut clients =
        Acceptor::new(listener, stop, limits).map_err(Error::Accept)?;
    let service = Service::new(limits, stop);
    let mut told = false;
    // ANCHOR: serve
    loop {
        match clients.wait()? {
            Arrival::Client(stream, peer) => {
                let baton = service.welcome(stream, peer, protocol());
                match threads.spawn(baton.job(|| false)) {
                    Ok(()) => told = false,
                    Err(error) => {
                        tell_once(&error, &mut told);
                        baton.refuse(&mut clients);
                    }
                }
            }
            Arrival::Stopped => break,
            Arrival::Woken | Arrival::Late => {}
        }
    }
    Ok(service.finish(service.end(), |until| threads.join(until)))
    // ANCHOR_END: serve
}

/// A full house is no news; a system without threads is, the first time.
fn tell_once(error: &SpawnError, told: &mut bool) {
    if matches!(error, SpawnError::System(_)) && !std::mem::replace(told, true)
    {
        complain(&"spawn", error);
    }
}
