//! The echo server, over streams and over datagrams.

use std::io::ErrorKind;
use std::time::Duration;

use cli::say;
use echo::echo;
use endpoint::{
    Address, Datagram, Endpoint, Error, Limits, ListenOptions, SocketFile,
    listen, serve_forever,
};

/// How to listen, and how patient to be.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Seconds to wait for a client that says nothing
    #[arg(long, default_value = "60", value_parser = cli::seconds)]
    idle: Duration,
    /// Seconds to wait for a client that does not read
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    write: Duration,
    /// How many connections may wait for accept
    #[arg(long, default_value_t = echo::BACKLOG)]
    backlog: i32,
    /// Take IPv4 clients at an IPv6 address, too
    #[arg(long)]
    dual_stack: bool,
    /// Let other servers of yours share the port
    #[arg(long)]
    reuse_port: bool,
}

pub(crate) fn run(address: &Endpoint, options: &Options) -> cli::Result {
    match address {
        Endpoint::Stream(address) => streams(address, options),
        Endpoint::Datagram(address) => datagrams(address),
    }
}

fn streams(address: &str, options: &Options) -> cli::Result {
    let listener = listen(
        address,
        &ListenOptions {
            backlog: options.backlog,
            dual_stack: options.dual_stack,
            reuse_port: options.reuse_port,
            ..ListenOptions::default()
        },
    )
    .map_err(hint)?;
    remove_at_the_end(listener.file())?;
    announce(&Endpoint::Stream(listener.address().to_string()));
    let limits = Limits { idle: options.idle, write: options.write };
    match serve_forever(&listener, &limits, |stream, peer| {
        let total = echo(stream)?;
        say!("{peer}: echoed {total} bytes");
        Ok(())
    })? {}
}

/// One socket for everybody: nothing is accepted, nobody can hold it up.
// ANCHOR: datagrams
fn datagrams(address: &str) -> cli::Result {
    let socket = Datagram::bind(address).map_err(hint)?;
    remove_at_the_end(socket.file())?;
    announce(&Endpoint::Datagram(socket.address()?.to_string()));
    // No datagram of UDP is longer, so none is truncated.
    let mut buf = vec![0; 65_536];
    loop {
        let got = socket.receive(&mut buf)?;
        let from = &got.from;
        match socket.try_send_to(&buf[..got.len], from) {
            Ok(()) => say!("{from}: echoed {} bytes", got.len),
            Err(error) => say!("{from}: cannot be answered: {error}"),
        }
    }
}
// ANCHOR_END: datagrams

/// What to do about a port that is taken.
fn hint(error: Error) -> String {
    match &error {
        Error::Listen { address: Address::Inet(_), source }
            if source.kind() == ErrorKind::AddrInUse =>
        {
            format!("{error}; for any free port: serve 127.0.0.1:0")
        }
        _ => error.to_string(),
    }
}

fn announce(address: &Endpoint) {
    let client = format!("cargo run -p ch02 -- client {address}");
    cli::announce(
        address,
        &[
            &client,
            "cargo run -p ch02 -- demo",
            "cargo run -p ch02 -- experiment",
        ],
    );
}

/// A program that a signal ends drops nothing.
fn remove_at_the_end(file: Option<SocketFile>) -> cli::Result {
    cli::end_on_signal(move || {
        if let Some(file) = &file {
            file.remove();
        }
    })?;
    Ok(())
}
