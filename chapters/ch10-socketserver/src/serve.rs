//! `serve`: three choices, and the server that they make.

use clap::CommandFactory;
use clap::error::ErrorKind;
use cli::say;
use endpoint::{Endpoint, Target};
use forking::Signals;
use http_basic::command::{App, Patience, hint, many_clients};
use socketserver::{
    Builder, Concurrency, Connection, Conversation, DatagramOptions, Datagrams,
    Family, Forking, Inet, POLL_INTERVAL, PreForking, RequestHandler,
    Sequential, Server, StreamOptions, Streams, ThreadPool, Threading,
    Transport, Unix, Upper,
};
use threading::{WhenFull, one_line_panics};

/// How to serve.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many at the same time, and by whom
    #[arg(long, value_enum, default_value_t = How::Threading)]
    concurrency: How,
    /// Processes or threads at the same time, or in the pool
    #[arg(long, value_name = "N", default_value_t = 64)]
    max: usize,
    /// Requests that may wait for a thread of the pool
    #[arg(long, value_name = "N", default_value_t = 64)]
    queue: usize,
    /// What becomes of the next one
    #[arg(long, value_enum, default_value_t = WhenFull::Wait)]
    when_full: WhenFull,
    /// Speak a protocol of chapter 6 instead (over streams only)
    #[arg(long, value_enum)]
    app: Option<App>,
    #[command(flatten)]
    patience: Patience,
}

/// The five concurrencies, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum How {
    /// One request after another
    Sequential,
    /// A process for each request
    Forking,
    /// A thread for each request
    Threading,
    /// A pool of threads
    Pool,
    /// A pool of processes (streams only)
    Prefork,
}

const PREFORK: &str = "pre-fork is for streams: its workers share a listener";

/// Wrong usage, told as clap tells it: exit status 2.
#[derive(clap::Parser)]
#[command(name = "ch10", bin_name = "cargo run -p ch10 -- serve")]
struct Usage;

fn wrong_usage(what: &str) -> ! {
    Usage::command().error(ErrorKind::ArgumentConflict, what).exit()
}

pub(crate) fn run(address: &Endpoint, options: &Options) -> cli::Result {
    one_line_panics();
    let signals = Signals::install()?;
    let serve = Serve { options, signals };
    match address {
        Endpoint::Stream(text) => match Target::parse(text)? {
            Target::Host { .. } => serve.streams(listen::<Inet>(text)?),
            Target::Unix(_) => serve.streams(listen::<Unix>(text)?),
        },
        Endpoint::Datagram(_) if options.app.is_some() => {
            wrong_usage("--app is for streams: a protocol wants a connection")
        }
        Endpoint::Datagram(_) if options.concurrency == How::Prefork => {
            wrong_usage(PREFORK)
        }
        Endpoint::Datagram(text) => match Target::parse(text)? {
            Target::Host { .. } => serve.any(receive::<Inet>(text)?, || Upper),
            Target::Unix(_) => serve.any(receive::<Unix>(text)?, || Upper),
        },
    }
}

fn listen<F: Family>(address: &str) -> cli::Result<Streams<F>> {
    let options = StreamOptions {
        request_queue_size: many_clients().backlog,
        ..StreamOptions::default()
    };
    Ok(Streams::bind(address, &options).map_err(hint)?)
}

fn receive<F: Family>(address: &str) -> cli::Result<Datagrams<F>> {
    let options = DatagramOptions::default();
    Ok(Datagrams::bind(address, &options).map_err(hint)?)
}

struct Serve<'a> {
    options: &'a Options,
    signals: Signals,
}

impl Serve<'_> {
    fn streams<F: Family>(&self, transport: Streams<F>) -> cli::Result {
        match self.options.app {
            None => self.connections(transport, || Upper),
            Some(app) => self
                .connections(transport, move || Conversation(app.protocol())),
        }
    }

    /// What only connections can have, then what all can have.
    fn connections<F: Family, H: RequestHandler<Connection> + 'static>(
        &self,
        transport: Streams<F>,
        handler: impl Fn() -> H + Send + Sync + 'static,
    ) -> cli::Result {
        if self.options.concurrency == How::Prefork {
            let prefork = PreForking::new(self.options.max, self.signals);
            return self.run(Server::builder(transport, prefork, handler));
        }
        self.any(transport, handler)
    }

    fn any<T: Transport, H: RequestHandler<T::Request> + 'static>(
        &self,
        transport: T,
        handler: impl Fn() -> H + Send + Sync + 'static,
    ) -> cli::Result {
        let Options { concurrency, max, queue, when_full, .. } = *self.options;
        match concurrency {
            How::Sequential => {
                self.run(Server::builder(transport, Sequential, handler))
            }
            How::Forking => {
                let forking = Forking::new(max, self.signals);
                self.run(Server::builder(transport, forking, handler))
            }
            How::Threading => {
                let threading = Threading::new(max);
                self.run(Server::builder(transport, threading, handler))
            }
            How::Pool => {
                let pool = ThreadPool::new(max, queue, when_full)?;
                self.run(Server::builder(transport, pool, handler))
            }
            How::Prefork => Err(PREFORK.into()), // `connections` has it
        }
    }

    fn run<T: Transport, C: Concurrency<T>>(
        &self,
        builder: Builder<T, C>,
    ) -> cli::Result {
        let mut server = builder
            .stop(self.signals.stop().clone())
            .limits(self.options.patience.limits())
            .build()?;
        let address = server.server_address();
        announce(&address);
        let served = server.serve_forever(POLL_INTERVAL);
        let left = server.server_close();
        if left > 0 {
            say!("ended {left} requests that were not over");
        }
        say!("stopped");
        Ok(served?)
    }
}

fn announce(address: &Endpoint) {
    let client = format!("cargo run -p ch10 -- client {address}");
    let tries = [
        client.as_str(),
        "cargo run -p ch10 -- demo",
        "cargo run -p ch10 -- matrix",
    ];
    cli::announce(address, &tries);
}
