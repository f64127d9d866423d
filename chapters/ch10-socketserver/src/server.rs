//! The server: a transport, a concurrency and a handler.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use endpoint::{Endpoint, Error};
use http_basic::{Limits, Stop};

use crate::concurrency::{Concurrency, ProcessRequest, Round, round};
use crate::job::MakeHandler;
use crate::shutdown::Serving;
use crate::{Defaults, Hooks, RequestHandler, Service, Shutdown, Transport};

/// How often [`Server::serve_forever`] calls the hook `service_actions`,
/// unless said otherwise (Python's default).
pub const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// A server, not yet finished.
pub struct Builder<T: Transport, C> {
    transport: T,
    concurrency: C,
    handler: Box<MakeHandler<T::Request>>,
    hooks: Box<dyn Hooks<T::Request>>,
    limits: Limits,
    stop: Option<Stop>,
    timeout: Option<Duration>,
    block_on_close: bool,
}

impl<T: Transport, C: Concurrency<T>> Builder<T, C> {
    /// What else the program wants to decide; [`Defaults`] unless said.
    pub fn hooks(mut self, hooks: impl Hooks<T::Request> + 'static) -> Self {
        self.hooks = Box::new(hooks);
        self
    }

    /// How long to wait for clients.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The word that ends it; one of its own unless said. Processes end by the
    /// word of their signals, whatever is said here.
    pub fn stop(mut self, stop: Stop) -> Self {
        self.stop = Some(stop);
        self
    }

    /// How long [`Server::handle_request`] waits; for ever unless said.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Whether [`Server::server_close`] waits for requests that have begun;
    /// yes unless said.
    pub fn block_on_close(mut self, block: bool) -> Self {
        self.block_on_close = block;
        self
    }

    /// The server.
    ///
    /// # Errors
    ///
    /// When no descriptors are left.
    pub fn build(self) -> io::Result<Server<T, C>> {
        let stop = self.concurrency.stop().or(self.stop);
        let stop = stop.map_or_else(Stop::new, Ok)?;
        let Builder { handler, hooks, limits, .. } = self;
        Ok(Server {
            transport: self.transport,
            concurrency: self.concurrency,
            service: Arc::new(Service { handler, hooks, limits, stop }),
            timeout: self.timeout,
            block_on_close: self.block_on_close,
            serving: Arc::default(),
        })
    }
}

/// Python's `BaseServer`: transport × concurrency × handler.
pub struct Server<T: Transport, C> {
    transport: T,
    concurrency: C,
    /// The handler, and what every request needs besides.
    service: Arc<Service<T::Request>>,
    timeout: Option<Duration>,
    block_on_close: bool,
    serving: Arc<Serving>,
}

/// What [`Server::handle_request`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handled {
    /// A request came: it was served, begun or refused.
    Request,
    /// None came in time; the hook `handle_timeout` was called.
    TimedOut,
    /// The server was told to end.
    Stopped,
}

// ANCHOR: new
impl<T: Transport, C: Concurrency<T>> Server<T, C> {
    /// Begins with the three parts. `handler` makes one for each request.
    pub fn builder<H>(
        transport: T,
        concurrency: C,
        handler: impl Fn() -> H + Send + Sync + 'static,
    ) -> Builder<T, C>
    where
        H: RequestHandler<T::Request> + 'static,
        // ANCHOR_END: new
    {
        Builder {
            transport,
            concurrency,
            handler: Box::new(move || Box::new(handler())),
            hooks: Box::new(Defaults),
            limits: Limits::default(),
            stop: None,
            timeout: None,
            block_on_close: true,
        }
    }

    /// Where it really is, as one would type it.
    pub fn server_address(&self) -> Endpoint {
        self.transport.server_address()
    }

    /// What ends it from elsewhere.
    pub fn shutdown_handle(&self) -> Shutdown {
        let stop = self.service.stop.clone();
        Shutdown::new(stop, Arc::clone(&self.serving))
    }

    /// Serves until it is told to end. Calls the hook `service_actions` after
    /// each request, and after `poll_interval` without one.
    ///
    /// It hears the end at once, not only after `poll_interval` as Python's
    /// does. Told before, it returns at once.
    ///
    /// # Errors
    ///
    /// When the socket is broken.
    pub fn serve_forever(
        &mut self,
        poll_interval: Duration,
    ) -> Result<(), Error> {
        let _inside = self.serving.enter();
        let Server { transport, concurrency, service, .. } = self;
        concurrency.serve_forever(transport, service, poll_interval)
    }

    /// Closes the socket and ends: nobody is served any more. Requests that
    /// have begun have `limits.grace`, idle connections end at once. Says how
    /// many requests were not over then; they end with the process, children
    /// have been killed.
    ///
    /// With `block_on_close(false)` it waits for nobody.
    pub fn server_close(self) -> usize {
        let Server { transport, mut concurrency, service, .. } = self;
        service.stop.stop(); // idle connections hear it
        drop(transport);
        concurrency.server_close(&service.limits, self.block_on_close)
    }
}

impl<T, C> Server<T, C>
where
    T: Transport,
    C: ProcessRequest<T::Request>,
{
    /// Waits for one request, at most for `timeout`, and serves it. A pre-fork
    /// server has no such method.
    ///
    /// # Errors
    ///
    /// When the socket is broken.
    pub fn handle_request(&mut self) -> Result<Handled, Error> {
        let Server { transport, concurrency, service, .. } = self;
        let until = self.timeout.and_then(|t| Instant::now().checked_add(t));
        let mut requests = transport
            .requests(&service.stop, &service.limits)
            .map_err(Error::Accept)?;
        loop {
            match round(concurrency, &mut *requests, service, until)? {
                Round::Request => return Ok(Handled::Request),
                Round::Stopped => return Ok(Handled::Stopped),
                Round::Woken => {}
                Round::Late => {
                    service.hooks.handle_timeout();
                    return Ok(Handled::TimedOut);
                }
            }
        }
    }
}

/// Python's `fileno`: readable when a request waits.
impl<T: Transport, C> AsFd for Server<T, C> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.transport.as_fd()
    }
}
