//! A pool of processes that share a listener.

use std::net::Shutdown;
use std::sync::Arc;
use std::time::Duration;

use endpoint::{Error, Listener};
use forking::{Pid, Signals};
use http_basic::{Limits, Stop, complain, has_clients};
use preforking::{Next, Workers, next_client, prepare};

use crate::fork::{FAILED, patient};
use crate::{Concurrency, Connection, Family, Job, Service, Streams};

/// A fixed number of processes, each of which takes one connection after
/// another. Python's module has nothing like it.
///
/// Without `block_on_close` they are killed at the end, in the middle of what
/// they do.
///
/// For streams only: what the processes share is a queue of connections, from
/// which accept(2) gives each client to one of them.
#[derive(Debug)]
pub struct PreForking {
    workers: Workers,
    signals: Signals,
}

impl PreForking {
    /// `workers` processes. They end by the word that `signals` say.
    pub fn new(workers: usize, signals: Signals) -> PreForking {
        PreForking { workers: Workers::new(workers), signals }
    }
}

impl<F: Family> Concurrency<Streams<F>> for PreForking {
    /// Keeps the workers. There are no rounds in a process that does nothing
    /// but wait in accept(2): the hook `service_actions` is called by the
    /// workers, after each request, and `poll_interval` means nothing.
    // ANCHOR: serve_forever
    fn serve_forever(
        &mut self,
        transport: &Streams<F>,
        service: &Arc<Service<Connection>>,
        _: Duration,
    ) -> Result<(), Error> {
        let listener = transport.listener();
        prepare(listener).map_err(Error::Accept)?;
        let master = Pid::this();
        self.workers.run(&self.signals, |_| work(listener, service, master));
        // Wakes the workers that wait in accept(2): nobody else is to come.
        let closed = listener.socket().shutdown(Shutdown::Both);
        closed.map_err(Error::Accept)
    }
    // ANCHOR_END: serve_forever

    fn server_close(&mut self, limits: &Limits, block: bool) -> usize {
        let grace = if block { limits.grace } else { Duration::ZERO };
        self.workers.end(&self.signals, grace)
    }

    fn stop(&self) -> Option<Stop> {
        Some(self.signals.stop().clone())
    }
}

/// What each process does: one request after another.
// ANCHOR: work
fn work(
    listener: &Listener,
    service: &Arc<Service<Connection>>,
    master: Pid,
) -> i32 {
    let limits = patient(service.limits);
    loop {
        let request = match next_client(listener, &service.stop, master) {
            Ok(Next::Client(stream, peer)) => Connection::new(stream, peer),
            Ok(Next::End) => return 0,
            Err(error) => {
                complain(&"worker", &error);
                return FAILED;
            }
        };
        let others_wait = || has_clients(listener);
        if service.verify_request(&request) {
            let job = Job { request, service: Arc::clone(service) };
            job.run(limits, &others_wait);
        } else {
            service.turn_away(&request, limits, &others_wait);
        }
        service.hooks.service_actions();
    }
}
// ANCHOR_END: work
