//! What the servers of this chapter have in common: a client on its way to a
//! thread, and the end of the server.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use endpoint::{Peer, Stream};
use http_basic::{
    Acceptor, Limits, Protocol, Stop, Terms, complain, converse, report,
};

use crate::panics::caught;
use crate::{Held, Job, Open};

/// How long threads have to see that their connections were cut.
const LAST: Duration = Duration::from_secs(1);

/// The longest grace: a day. A clock cannot count for ever.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How a server ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// Conversations that were still going on when the grace was over, and
    /// were cut off.
    pub cut: usize,
    /// Threads that did not end even then: they compute, or wait for something
    /// that is no connection. The end of the process ends them.
    pub running: usize,
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")?;
        if self.cut > 0 {
            write!(f, "; conversations cut off: {}", self.cut)?;
        }
        if self.running > 0 {
            write!(f, "; threads that did not end: {}", self.running)?;
        }
        Ok(())
    }
}

/// What all conversations of a server share.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    limits: Limits,
    stop: Stop,
    open: Open,
}

impl Service {
    pub(crate) fn new(limits: &Limits, stop: &Stop) -> Service {
        Service { limits: *limits, stop: stop.clone(), open: Open::new() }
    }

    /// A client who has come, for a thread to talk to.
    pub(crate) fn welcome<P: Protocol>(
        &self,
        stream: Stream,
        peer: Peer,
        protocol: P,
    ) -> Baton<P> {
        let held = self.open.hold(stream);
        Baton::new(Client { held, peer, protocol, service: self.clone() })
    }

    /// Gives those who have begun the grace that is left until `end`, which
    /// `join` waits for; then cuts off the rest.
    // ANCHOR: finish
    pub(crate) fn finish(
        &self,
        end: Instant,
        join: impl Fn(Option<Instant>) -> usize,
    ) -> Ending {
        if join(Some(end)) == 0 {
            return Ending::default();
        }
        let cut = self.open.cut();
        let running = join(Some(Instant::now() + LAST));
        Ending { cut, running }
    }
    // ANCHOR_END: finish

    /// When the grace is over that begins now.
    pub(crate) fn end(&self) -> Instant {
        Instant::now() + self.limits.grace.min(LONGEST)
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_stopped()
    }
}

/// One client and what is to be said.
pub(crate) struct Client<P> {
    held: Held,
    peer: Peer,
    protocol: P,
    service: Service,
}

impl<P: Protocol> Client<P> {
    /// Holds the conversation, and tells how it ended if it ended badly. A
    /// panic of the protocol ends this connection, and nothing else.
    // ANCHOR: hold
    fn hold(mut self, others_wait: &dyn Fn() -> bool) {
        let Service { mut limits, stop, .. } = self.service;
        // The list of open streams ends those that are left, and counts them.
        limits.grace = limits.grace.saturating_add(LAST);
        let terms = Terms { limits, stop: &stop, others_wait };
        let (held, peer) = (&self.held, &self.peer);
        let said = caught(|| converse(held, peer, &mut self.protocol, &terms));
        match said {
            Err(panic) => complain(peer, &panic),
            Ok(_) if held.was_cut() => complain(peer, &"cut off at the end"),
            Ok(said) => report(peer, &said),
        }
    }
    // ANCHOR_END: hold
}

/// A client in nobody's hands: either a thread takes it, or, when there is
/// none, whoever accepted it takes it back.
pub(crate) struct Baton<P>(Arc<Mutex<Option<Client<P>>>>);

impl<P: Protocol> Baton<P> {
    fn new(client: Client<P>) -> Baton<P> {
        Baton(Arc::new(Mutex::new(Some(client))))
    }

    fn take(&self) -> Option<Client<P>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The job for a thread.
    // ANCHOR: baton
    pub(crate) fn job(
        &self,
        others_wait: impl Fn() -> bool + Send + 'static,
    ) -> Job
    where
        P: Send + 'static,
    {
        let baton = Baton(Arc::clone(&self.0));
        Box::new(move || {
            if let Some(client) = baton.take() {
                client.hold(&others_wait);
            }
        })
    }
    // ANCHOR_END: baton

    /// There is no thread: the client is told so.
    pub(crate) fn refuse(self, clients: &mut Acceptor<'_>) {
        let Some(Client { held, peer, mut protocol, .. }) = self.take() else {
            return;
        };
        let Some(stream) = held.release() else { return };
        // This thread takes the clients: a panic must not end it.
        let said = caught(|| clients.refuse(stream, &mut protocol));
        if let Err(panic) = said {
            complain(&peer, &panic);
        }
    }
}
