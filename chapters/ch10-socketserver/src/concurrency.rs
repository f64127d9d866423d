//! How many requests are served at the same time, and by whom.

use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use endpoint::Error;
use http_basic::{Limits, Stop};

use crate::{Arrival, Job, Request, Requests, Service, Transport};

/// A way to serve the requests of transport `T`.
///
/// Python's mix-in classes. Those that begin something for each request are
/// [`ProcessRequest`]; this is what they and pre-fork have in common.
// ANCHOR: concurrency
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot serve a `{T}`",
    note = "`PreForking` shares a listener: it serves `Tcp` and `UnixStream`"
)]
pub trait Concurrency<T: Transport> {
    /// Serves until the server is told to end.
    ///
    /// # Errors
    ///
    /// When the socket is broken.
    fn serve_forever(
        &mut self,
        transport: &T,
        service: &Arc<Service<T::Request>>,
        poll_interval: Duration,
    ) -> Result<(), Error>;

    /// Waits for what is still going on, no longer than the grace, if `block`;
    /// says how many requests were not over then.
    fn server_close(&mut self, limits: &Limits, block: bool) -> usize;
    // ANCHOR_END: concurrency

    /// The word that ends it, where it hears one already: that of its signals.
    fn stop(&self) -> Option<Stop> {
        None
    }
}

/// Begins something for each request: Python's `process_request`.
// ANCHOR: process_request
pub trait ProcessRequest<R: Request> {
    /// Serves a request, or lets it be served by somebody else. When there is
    /// nobody, it comes back.
    ///
    /// # Errors
    ///
    /// The request, for which nobody has time.
    fn process_request(
        &mut self,
        job: Job<R>,
        requests: &dyn Requests<R>,
    ) -> Result<(), Job<R>>;

    /// Becomes readable when there is something to clean up.
    fn news(&self) -> Option<BorrowedFd<'_>> {
        None
    }

    /// Cleans up after those who are done; does not wait.
    fn collect(&mut self) {}

    /// As [`Concurrency::server_close`].
    fn server_close(&mut self, limits: &Limits, block: bool) -> usize;
    // ANCHOR_END: process_request

    /// As [`Concurrency::stop`].
    fn stop(&self) -> Option<Stop> {
        None
    }
}

impl<T, C> Concurrency<T> for C
where
    T: Transport,
    C: ProcessRequest<T::Request>,
{
    // ANCHOR: serve_forever
    fn serve_forever(
        &mut self,
        transport: &T,
        service: &Arc<Service<T::Request>>,
        poll_interval: Duration,
    ) -> Result<(), Error> {
        let mut requests = transport
            .requests(&service.stop, &service.limits)
            .map_err(Error::Accept)?;
        loop {
            let until = Instant::now().checked_add(poll_interval);
            let came = round(self, &mut *requests, service, until)?;
            if came == Round::Stopped {
                return Ok(());
            }
            service.hooks.service_actions();
        }
    }
    // ANCHOR_END: serve_forever

    fn server_close(&mut self, limits: &Limits, block: bool) -> usize {
        ProcessRequest::server_close(self, limits, block)
    }

    fn stop(&self) -> Option<Stop> {
        ProcessRequest::stop(self)
    }
}

/// What happened in one round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Round {
    /// A request came and was served, handed over or refused.
    Request,
    /// Something else ended the wait.
    Woken,
    /// It is `until`.
    Late,
    /// The server shall end.
    Stopped,
}

/// Waits for a request, at most until `until`, and has it served.
// ANCHOR: round
pub(crate) fn round<R: Request>(
    concurrency: &mut impl ProcessRequest<R>,
    requests: &mut dyn Requests<R>,
    service: &Arc<Service<R>>,
    until: Option<Instant>,
) -> Result<Round, Error> {
    let news = concurrency.news().unwrap_or(service.stop.as_fd());
    let arrival = requests.next(news, until)?;
    concurrency.collect();
    let request = match arrival {
        Arrival::Request(request) => request,
        Arrival::Woken => return Ok(Round::Woken),
        Arrival::Late => return Ok(Round::Late),
        Arrival::Stopped => return Ok(Round::Stopped),
    };
    if !service.verify_request(&request) {
        requests.refuse(request, BytesMut::new()); // without a word
        return Ok(Round::Request);
    }
    let job = Job { request, service: Arc::clone(service) };
    if let Err(job) = concurrency.process_request(job, requests) {
        service.refuse(job.request, requests);
    }
    Ok(Round::Request)
}
// ANCHOR_END: round
