//! `make_server`: an application on chapter 10's server.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use endpoint::{Endpoint, Error};
use http_basic::Terms;
use http1::Limits;
use http1_drivers::{Clock, Conversation, Times, hold};
use socketserver::{
    Concurrency, Connection, Forking, Handled, POLL_INTERVAL, PreForking,
    ProcessRequest, RequestHandler, Sequential, Server, Shutdown, Tcp,
    ThreadPool, Threading, Transport,
};

use crate::{Application, Facts, Gateway};

/// What of the environ depends on who serves: `wsgi.multithread` and
/// `wsgi.multiprocess`.
// ANCHOR: how
pub trait Truth {
    /// (`wsgi.multithread`, `wsgi.multiprocess`)
    const TRUTH: (bool, bool);
}

impl Truth for Sequential {
    const TRUTH: (bool, bool) = (false, false);
}

impl Truth for Threading {
    const TRUTH: (bool, bool) = (true, false);
}

impl Truth for ThreadPool {
    const TRUTH: (bool, bool) = (true, false);
}

impl Truth for Forking {
    const TRUTH: (bool, bool) = (false, true);
}

impl Truth for PreForking {
    const TRUTH: (bool, bool) = (false, true);
}
// ANCHOR_END: how

/// A server with an application: wsgiref's `WSGIServer`.
pub struct WsgiServer<C>(Server<Tcp, C>);

/// A server for `application` at `address` ("127.0.0.1:8000"; port 0 asks for
/// any free one): one client after another, as wsgiref's.
///
/// ```no_run
/// # use wsgi::{demo_app, make_server};
/// make_server("127.0.0.1:8000", demo_app)?.serve_forever()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When nobody can listen there.
pub fn make_server(
    address: &str,
    application: impl Application + 'static,
) -> Result<WsgiServer<Sequential>, Error> {
    make_server_with(address, application, Sequential)
}

/// The same with another answer to the question how many are served at the
/// same time.
///
/// # Errors
///
/// When nobody can listen there.
pub fn make_server_with<C: Concurrency<Tcp> + Truth>(
    address: &str,
    application: impl Application + 'static,
    concurrency: C,
) -> Result<WsgiServer<C>, Error> {
    let tcp = Tcp::bind(address, &Default::default())?;
    let gateway = Gateway::new(application)
        .with_facts(facts(&tcp.server_address(), C::TRUTH));
    let gateway = Arc::new(gateway);
    let clock = Clock::default();
    let times = Times::default();
    let handler = move || WsgiRequestHandler {
        gateway: Arc::clone(&gateway),
        times,
        clock: clock.clone(),
    };
    let server = Server::builder(tcp, concurrency, handler)
        .limits(times.limits())
        .build()
        .map_err(Error::Accept)?;
    Ok(WsgiServer(server))
}

/// The facts of a server that listens there.
pub fn facts(address: &dyn std::fmt::Display, truth: (bool, bool)) -> Facts {
    let shown = address.to_string();
    let inet = Some(&*shown).filter(|shown| !shown.starts_with("unix:"));
    let inet = inet.and_then(|inet| inet.rsplit_once(':'));
    let inet = inet.and_then(|(host, port)| {
        let host = host.trim_matches(['[', ']']).to_owned();
        Some((host, port.parse().ok()?))
    });
    // A Unix socket has neither, but an environ must have both.
    let (name, port) = inet.unwrap_or(("localhost".to_owned(), 80));
    let (multithread, multiprocess) = truth;
    Facts { name, port, multithread, multiprocess, ..Facts::default() }
}

impl<C: Concurrency<Tcp>> WsgiServer<C> {
    /// Where it really is.
    pub fn server_address(&self) -> Endpoint {
        self.0.server_address()
    }

    /// Its port; the system's choice when 0 was asked for.
    pub fn server_port(&self) -> u16 {
        facts(&self.0.server_address(), (false, false)).port
    }

    /// What ends it from elsewhere.
    pub fn shutdown_handle(&self) -> Shutdown {
        self.0.shutdown_handle()
    }

    /// Serves until it is told to end.
    ///
    /// # Errors
    ///
    /// When the socket is broken.
    pub fn serve_forever(&mut self) -> Result<(), Error> {
        self.serve_with(POLL_INTERVAL)
    }

    fn serve_with(&mut self, poll: Duration) -> Result<(), Error> {
        self.0.serve_forever(poll)
    }

    /// Closes the socket, and waits for requests that have begun: see
    /// [`Server::server_close`].
    pub fn server_close(self) -> usize {
        self.0.server_close()
    }
}

impl<C: ProcessRequest<Connection>> WsgiServer<C> {
    /// Waits for one connection, and serves it.
    ///
    /// # Errors
    ///
    /// When the socket is broken.
    pub fn handle_request(&mut self) -> Result<Handled, Error> {
        self.0.handle_request()
    }
}

/// One connection of such a server: wsgiref's `WSGIRequestHandler`.
struct WsgiRequestHandler<A> {
    gateway: Arc<Gateway<A>>,
    times: Times,
    clock: Clock,
}

// ANCHOR: request-handler
impl<A: Application> RequestHandler<Connection> for WsgiRequestHandler<A> {
    fn handle(
        &mut self,
        request: &mut Connection,
        terms: &Terms<'_>,
    ) -> io::Result<()> {
        let limits = Limits::default();
        let peer = request.peer().clone();
        let mut conversation =
            Conversation::new(peer, limits, &self.times, &self.clock);
        hold(&mut conversation, request.stream(), terms, &*self.gateway)
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        http1_drivers::say_busy(output);
    }
}
// ANCHOR_END: request-handler
